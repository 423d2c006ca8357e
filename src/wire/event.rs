//! Server events: typed values in, one JSON object each out.

use serde::{Serialize, Serializer};

use super::ErrorCode;
use crate::limits::{self, Limits, Millis};
use crate::model::{MemberId, Seq};

/// Who someone is: the id stays, the name is the one of that moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Author {
    pub id: MemberId,
    pub name: String,
}

/// Emoji → members who reacted with it, both in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reactions(Vec<(String, Vec<MemberId>)>);

impl Reactions {
    /// Each emoji and its members.
    pub fn iter(&self) -> std::slice::Iter<'_, (String, Vec<MemberId>)> {
        self.0.iter()
    }

    /// True if nobody has reacted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The members of an emoji, which may be none yet.
    pub fn of(&mut self, emoji: String) -> &mut Vec<MemberId> {
        let known = self.0.iter().position(|(other, _)| *other == emoji);
        let index = known.unwrap_or_else(|| {
            self.0.push((emoji, Vec::new()));
            self.0.len() - 1
        });
        &mut self.0[index].1
    }

    /// Takes one away. An emoji that nobody is left of gives up its place.
    pub fn remove(&mut self, emoji: &str, member: MemberId) {
        self.0.retain_mut(|(other, members)| {
            if other == emoji {
                members.retain(|other| *other != member);
            }
            !members.is_empty()
        });
    }
}

impl Serialize for Reactions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(emoji, members)| (emoji, members)))
    }
}

/// A message. A history page shows it with all that became of it; live and replayed it comes
/// without `edited_at` and `reactions`, because the events that bring these follow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Message {
    pub seq: Seq,
    pub at: Millis,
    pub from: Author,
    pub cid: String,
    /// Absent in a deleted message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The message this one answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<Seq>,
    /// Time of the last edit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Millis>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
    #[serde(skip_serializing_if = "Reactions::is_empty")]
    pub reactions: Reactions,
}

/// A log event that changes an earlier message.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    pub seq: Seq,
    pub at: Millis,
    pub from: Author,
    pub cid: String,
    /// The message it changes.
    pub target: Seq,
    /// The new text of an edit; absent once the message is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
    /// In a replay: the message has been deleted since.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// What the log is made of.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum LogEvent {
    Message(Message),
    Edited(Change),
    Deleted(Change),
    Reacted(Change),
}

impl LogEvent {
    /// Its position in the log.
    pub fn seq(&self) -> Seq {
        match self {
            LogEvent::Message(message) => message.seq,
            LogEvent::Edited(c) | LogEvent::Deleted(c) | LogEvent::Reacted(c) => c.seq,
        }
    }

    /// When it happened.
    pub fn at(&self) -> Millis {
        match self {
            LogEvent::Message(message) => message.at,
            LogEvent::Edited(c) | LogEvent::Deleted(c) | LogEvent::Reacted(c) => c.at,
        }
    }

    /// Its sender's idempotency key.
    pub fn cid(&self) -> &str {
        match self {
            LogEvent::Message(message) => &message.cid,
            LogEvent::Edited(c) | LogEvent::Deleted(c) | LogEvent::Reacted(c) => &c.cid,
        }
    }
}

/// `welcome.limits`.
#[derive(Debug, Serialize)]
pub struct WelcomeLimits {
    pub text: usize,
    pub name: usize,
    pub cid: usize,
    pub frame: usize,
    pub burst: u32,
    pub per_second: u32,
    pub sockets: usize,
    pub member_sockets: usize,
    pub roster: usize,
}

impl From<&Limits> for WelcomeLimits {
    fn from(limits: &Limits) -> WelcomeLimits {
        WelcomeLimits {
            text: limits.text,
            name: limits::NAME,
            cid: limits::CID,
            frame: limits::FRAME,
            burst: limits.burst,
            per_second: limits.per_second,
            sockets: limits.sockets,
            member_sockets: limits.member_sockets,
            roster: limits.roster,
        }
    }
}

/// The receiver of a `welcome`, and the proof that they are it.
#[derive(Debug, Serialize)]
pub struct You {
    pub id: MemberId,
    pub name: String,
    pub token: String,
}

/// Everything a server says that is not in the log.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ServerEvent<'a> {
    Welcome {
        v: u64,
        room: &'a str,
        epoch: &'a str,
        /// Head of the log: what follows is newer.
        seq: Seq,
        /// What time it is.
        at: Millis,
        you: You,
        count: usize,
        /// The full roster, in rooms up to the roster limit.
        #[serde(skip_serializing_if = "Option::is_none")]
        members: Option<Vec<Author>>,
        recovered: bool,
        /// The oldest event that is kept, once older ones are gone.
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<Seq>,
        limits: WelcomeLimits,
    },
    Join {
        member: Author,
        count: usize,
    },
    Leave {
        member: Author,
        count: usize,
    },
    Renamed {
        member: Author,
        was: String,
    },
    Presence {
        count: usize,
    },
    Typing {
        from: Author,
    },
    Members {
        members: Vec<Author>,
        more: bool,
    },
    /// To be returned in `seen`: proves that everything before it was read.
    Mark {
        n: u64,
    },
    Error(ErrorEvent<'a>),
}

/// A frame had no effect; this says why.
#[derive(Debug, Serialize)]
pub struct ErrorEvent<'a> {
    pub code: ErrorCode,
    /// A short sentence for people.
    pub message: &'static str,
    /// Whether the same frame can succeed later.
    pub retryable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<Millis>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cid: Option<&'a str>,
    /// A name that is free, with `name_taken`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<&'a str>,
}

impl<'a> ErrorEvent<'a> {
    /// The plain error of a code.
    pub fn new(code: ErrorCode) -> ErrorEvent<'a> {
        ErrorEvent {
            code,
            message: code.message(),
            retryable: code.is_retryable(),
            retry_after_ms: None,
            cid: None,
            suggestion: None,
        }
    }
}

/// A `history` event, of messages that are encoded already.
pub fn history(events: &[String], more: bool) -> String {
    let events = frame(events);
    format!(r#"{{"type":"history","events":{events},"more":{more}}}"#)
}

/// The answer to `GET /room/:name/messages`, of messages that are encoded already. `first` is told
/// once there is nothing before it any more.
pub fn messages_body(
    room: &str,
    epoch: &str,
    seq: Seq,
    first: Option<Seq>,
    events: &[String],
    more: bool,
) -> String {
    let (room, epoch, events) = (encode(&room), encode(&epoch), frame(events));
    let first = first.map_or(String::new(), |first| format!(r#""first":{first},"#));
    format!(
        r#"{{"room":{room},"epoch":{epoch},"seq":{seq},{first}"events":{events},"more":{more}}}"#
    )
}

/// Encodes one event or body.
pub fn encode<T: Serialize>(event: &T) -> String {
    // Serialising these types cannot fail: their keys are strings and nothing else can.
    serde_json::to_string(event).unwrap_or_default()
}

/// One server frame: the JSON array of events that are already encoded.
pub fn frame<S: AsRef<str>>(events: &[S]) -> String {
    let length: usize = events.iter().map(|event| event.as_ref().len() + 1).sum();
    let mut frame = String::with_capacity(length + 1);
    frame.push('[');
    for (index, event) in events.iter().enumerate() {
        if index > 0 {
            frame.push(',');
        }
        frame.push_str(event.as_ref());
    }
    frame.push(']');
    frame
}
