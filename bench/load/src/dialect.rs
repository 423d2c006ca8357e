//! Each server's protocol: how to join and send, and what a received frame means. No sockets
//! and no clock here.

use std::borrow::Cow;

use clap::ValueEnum;
use serde::Deserialize;
use serde_json::{Value, json};

/// The protocol of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// Alcove's own: frames are arrays of events (docs/protocol.md).
    Alcove,
    /// Socket.IO 4 on Engine.IO 4, straight to the WebSocket.
    SocketIo,
    /// One JSON object a frame: the bare `ws` server and the usual Durable Object.
    Json,
    /// The same to the server, and from it lists of such objects: a `ws` server that gathers.
    JsonList,
}

/// What a frame tells a member.
#[derive(Clone, Debug, PartialEq)]
pub enum News {
    /// The server is ready for the member's first frame.
    Open,
    /// The member is in, with so many others; the log's last seq and epoch where there is one.
    Welcome { count: u64, seq: u64, epoch: String },
    /// Somebody came or went, and so many are there now.
    Count(u64),
    /// Somebody said something: the number in the text, and the seq.
    Message { number: Option<u32>, seq: u64 },
    /// A page of so many messages.
    History(usize),
    /// The server refused a frame.
    Error(String),
}

/// The number of a mark, which a server sends in a frame of its own.
pub fn mark(frame: &str) -> Option<u64> {
    let number = frame.strip_prefix(r#"[{"type":"mark","n":"#)?;
    number.strip_suffix("}]")?.parse().ok()
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(rename = "type", borrow, default)]
    kind: Cow<'a, str>,
    #[serde(default)]
    seq: u64,
    #[serde(default)]
    count: u64,
    #[serde(borrow, default)]
    text: Cow<'a, str>,
    #[serde(borrow, default)]
    code: Cow<'a, str>,
    #[serde(borrow, default)]
    epoch: Cow<'a, str>,
    #[serde(default)]
    events: Vec<serde::de::IgnoredAny>,
}

impl Dialect {
    /// Where the room's socket is.
    pub fn url(self, base: &str, room: &str) -> String {
        match self {
            Dialect::SocketIo => format!("{base}/socket.io/?EIO=4&transport=websocket"),
            Dialect::Alcove | Dialect::Json | Dialect::JsonList => format!("{base}/room/{room}"),
        }
    }

    /// Whether the server speaks first.
    pub fn waits_for_server(self) -> bool {
        self == Dialect::SocketIo
    }

    pub fn join(self, room: &str, name: &str) -> String {
        match self {
            Dialect::Alcove => json!({"type": "hello", "v": 1, "name": name}).to_string(),
            Dialect::SocketIo => format!("42{}", json!(["join", {"room": room, "name": name}])),
            Dialect::Json | Dialect::JsonList => json!({"type": "join", "name": name}).to_string(),
        }
    }

    /// A line of a usual length that carries `number`.
    pub fn say(self, number: u32) -> String {
        let text = format!("~{number:08x} see you at eight at the usual place, bring the maps");
        match self {
            Dialect::Alcove => {
                format!(r#"{{"type":"say","cid":"c{number:08x}","text":"{text}"}}"#)
            }
            Dialect::SocketIo => format!(r#"42["say",{{"text":"{text}"}}]"#),
            Dialect::Json | Dialect::JsonList => format!(r#"{{"type":"say","text":"{text}"}}"#),
        }
    }

    /// What has to be said at once to a frame that is about the connection itself.
    pub fn answer(self, frame: &str) -> Option<&'static str> {
        match (self, frame) {
            (Dialect::SocketIo, "2") => Some("3"),
            (Dialect::SocketIo, _) if frame.starts_with('0') => Some("40"),
            _ => None,
        }
    }

    /// What a frame means. A frame that is not understood is an error: nothing may pass unseen.
    pub fn read(self, frame: &str) -> Result<Vec<News>, String> {
        let bad = |error: serde_json::Error| format!("{error} in {frame:.200}");
        match self {
            Dialect::Alcove | Dialect::JsonList => {
                let events: Vec<Wire> = serde_json::from_str(frame).map_err(bad)?;
                Ok(events.iter().filter_map(Wire::news).collect())
            }
            Dialect::Json => {
                let event: Wire = serde_json::from_str(frame).map_err(bad)?;
                Ok(event.news().into_iter().collect())
            }
            Dialect::SocketIo => {
                if frame.starts_with("40") {
                    return Ok(vec![News::Open]);
                }
                let Some(packet) = frame.strip_prefix("42") else {
                    return Ok(Vec::new());
                };
                let (kind, mut body): (String, Value) =
                    serde_json::from_str(packet).map_err(bad)?;
                body["type"] = kind.into();
                let body = body.to_string();
                let event: Wire = serde_json::from_str(&body).map_err(bad)?;
                Ok(event.news().into_iter().collect())
            }
        }
    }
}

impl Wire<'_> {
    fn news(&self) -> Option<News> {
        Some(match &*self.kind {
            "welcome" => News::Welcome {
                count: self.count,
                seq: self.seq,
                epoch: self.epoch.to_string(),
            },
            "join" | "leave" | "presence" => News::Count(self.count),
            "message" => News::Message {
                number: number(&self.text),
                seq: self.seq,
            },
            "history" => News::History(self.events.len()),
            "error" => News::Error(self.code.to_string()),
            _ => return None,
        })
    }
}

/// The number that [`Dialect::say`] put into a text.
fn number(text: &str) -> Option<u32> {
    u32::from_str_radix(text.strip_prefix('~')?.get(..8)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_comes_back_with_its_number_in_every_dialect() {
        let text = "~000000ff see you";
        let message = format!(r#"{{"type":"message","seq":7,"text":"{text}"}}"#);
        let frames = [
            (Dialect::Alcove, format!("[{message},{message}]"), 2),
            (Dialect::Json, message.clone(), 1),
            (Dialect::JsonList, format!("[{message},{message}]"), 2),
            (Dialect::SocketIo, format!(r#"42["message",{message}]"#), 1),
        ];
        for (dialect, frame, count) in frames {
            let news = News::Message {
                number: Some(255),
                seq: 7,
            };
            assert_eq!(dialect.read(&frame), Ok(vec![news; count]), "{dialect:?}");
        }
    }

    #[test]
    fn a_torn_frame_is_an_error() {
        assert!(Dialect::Alcove.read(r#"[{"type":"mess"#).is_err());
    }

    #[test]
    fn what_is_said_can_be_read() {
        let said: Value = serde_json::from_str(&Dialect::Alcove.say(3)).unwrap();
        assert_eq!(number(said["text"].as_str().unwrap()), Some(3));
    }
}
