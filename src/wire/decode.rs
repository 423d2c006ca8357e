//! Decodes client frames: text in, one typed frame or one stable error code out.

use std::fmt;

use super::ErrorCode;
use super::event::Label;
use super::json::Json;
use crate::limits;
use crate::model::{Emoji, MemberId, Seq, text};

/// One frame from a client, as far as it can be judged without the room.
#[derive(Debug, PartialEq)]
pub enum ClientFrame {
    /// First frame of a session.
    Hello(Hello),
    /// A frame that asks for a log event: `say`, `edit`, `delete`, `react`.
    Log(LogFrame),
    /// "I am typing".
    Typing,
    /// A frame that has a reply of its own.
    Request(Request),
    /// "I have processed everything up to here", and the number of the last mark.
    Seen { seq: Seq, mark: Option<u64> },
}

/// A frame that has a reply of its own, and by what the client knows it.
#[derive(Debug, PartialEq)]
pub struct Request {
    pub ask: Ask,
    pub reference: Option<String>,
}

/// What a [`Request`] asks for.
#[derive(Debug, PartialEq)]
pub enum Ask {
    /// Change of one's own name; parsed by the room, which answers `name_invalid`.
    Rename { name: String },
    /// One page of messages older than `before`, or the newest.
    History { before: Option<Seq>, limit: usize },
    /// One page of the roster, by member id.
    Members {
        after: Option<MemberId>,
        limit: usize,
    },
}

/// The fields of `hello`.
#[derive(Debug, PartialEq)]
pub struct Hello {
    /// The name as sent; parsed by the room, which answers `name_invalid`.
    pub name: String,
    /// Proof of being a member that was here before.
    pub token: Option<String>,
    /// What the client has, if that can be continued from at all: epoch and seq.
    pub resume: Option<(String, Seq)>,
}

/// A frame that carries a `cid`, and is answered by its echo or by an error with this `cid`.
#[derive(Debug, PartialEq)]
pub struct LogFrame {
    /// The sender's idempotency key.
    pub cid: String,
    /// What to log. An error in the content comes after the question whether this `cid` has
    /// been committed before: a resend is answered by its event, whatever it says now.
    pub op: Result<Op, ErrorCode>,
}

/// What a [`LogFrame`] wants to happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    Say { text: String, reply_to: Option<Seq> },
    Edit { target: Seq, text: String },
    Delete { target: Seq },
    React { target: Seq, emoji: Emoji, on: bool },
}

/// Why a frame is invalid: the code, and the `cid` and the `ref` it can be answered with.
#[derive(Debug, PartialEq)]
pub struct Refusal {
    pub code: ErrorCode,
    pub cid: Option<String>,
    pub reference: Option<String>,
}

/// A field that is missing or of the wrong type.
struct BadField;

impl Refusal {
    /// Whether the frame as a whole cannot be read, which only a broken client sends.
    pub fn is_unreadable(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::BadFrame | ErrorCode::BadHello | ErrorCode::UnsupportedVersion
        )
    }

    /// By what the client knows the frame.
    pub fn label(&self) -> Label<'_> {
        Label {
            cid: self.cid.as_deref(),
            reference: self.reference.as_deref(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code.fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl ClientFrame {
    /// By what its client knows it.
    pub fn label(&self) -> Label<'_> {
        match self {
            ClientFrame::Log(frame) => Label::cid(&frame.cid),
            ClientFrame::Request(request) => Label::reference(&request.reference),
            ClientFrame::Hello(_) | ClientFrame::Typing | ClientFrame::Seen { .. } => Label::NONE,
        }
    }

    /// Decodes one text frame. `max_text` is in code points.
    pub fn decode(frame: &str, max_text: usize) -> Result<ClientFrame, Refusal> {
        let json = Json::parse(frame).unwrap_or(Json::Null);
        let kind = json.get("type").and_then(Json::text).unwrap_or_default();
        let decoded = match kind {
            "say" | "edit" | "delete" | "react" if label(&json, "cid").is_none() => {
                Err(ErrorCode::CidInvalid)
            }
            "hello" => hello(&json).map(ClientFrame::Hello),
            _ => fields(kind, &json, max_text).map_err(|BadField| ErrorCode::BadFrame),
        };
        decoded.map_err(|code| Refusal {
            code,
            cid: label(&json, "cid").map(str::to_owned),
            // Also of what is no request: it may be one of a later version.
            reference: label(&json, "ref").map(str::to_owned),
        })
    }
}

fn fields(kind: &str, json: &Json, max_text: usize) -> Result<ClientFrame, BadField> {
    match kind {
        "rename" | "history" | "members" => request(json, question(kind, json)?),
        "typing" => Ok(ClientFrame::Typing),
        "seen" => Ok(ClientFrame::Seen {
            seq: seq(json, "seq")?.ok_or(BadField)?,
            mark: seq(json, "n")?.map(Seq::number),
        }),
        _ => {
            let cid = label(json, "cid").ok_or(BadField)?.to_owned();
            let op = operation(kind, json, max_text)?;
            Ok(ClientFrame::Log(LogFrame { cid, op }))
        }
    }
}

/// What a log frame wants to happen, or what is wrong with its content.
fn operation(kind: &str, json: &Json, max_text: usize) -> Result<Result<Op, ErrorCode>, BadField> {
    let text = || string(json, "text");
    let target = || seq(json, "seq")?.ok_or(BadField);
    Ok(match kind {
        "say" => {
            let (text, reply_to) = (text()?, seq(json, "reply_to")?);
            check_text(&text, max_text).map(|()| Op::Say { text, reply_to })
        }
        "edit" => {
            let (text, target) = (text()?, target()?);
            check_text(&text, max_text).map(|()| Op::Edit { target, text })
        }
        "delete" => Ok(Op::Delete { target: target()? }),
        "react" => {
            let (target, emoji) = (target()?, string(json, "emoji")?);
            let Some(&Json::Bool(on)) = json.get("on") else {
                return Err(BadField);
            };
            let emoji = Emoji::parse(&emoji).ok_or(ErrorCode::EmojiInvalid);
            emoji.map(|emoji| Op::React { target, emoji, on })
        }
        _ => return Err(BadField),
    })
}

/// What a request asks for.
fn question(kind: &str, json: &Json) -> Result<Ask, BadField> {
    Ok(match kind {
        "rename" => Ask::Rename {
            name: string(json, "name")?,
        },
        "history" => Ask::History {
            before: seq(json, "before")?,
            limit: limit(json, limits::HISTORY_DEFAULT, limits::HISTORY_MAX)?,
        },
        "members" => Ask::Members {
            after: match optional_string(json, "after")? {
                None => None,
                Some(id) => Some(MemberId::parse(&id).ok_or(BadField)?),
            },
            limit: limit(json, limits::MEMBERS_DEFAULT, limits::MEMBERS_MAX)?,
        },
        _ => return Err(BadField),
    })
}

/// A request with the name that its client gives it, if any.
#[inline(never)]
fn request(json: &Json, ask: Ask) -> Result<ClientFrame, BadField> {
    let reference = label(json, "ref").map(str::to_owned);
    if reference.is_none() && json.get("ref").is_some() {
        return Err(BadField);
    }
    Ok(ClientFrame::Request(Request { ask, reference }))
}

fn hello(json: &Json) -> Result<Hello, ErrorCode> {
    match json.get("v") {
        Some(Json::Number(v)) if *v == limits::PROTOCOL_VERSION as f64 => {}
        Some(Json::Number(_)) => return Err(ErrorCode::UnsupportedVersion),
        _ => return Err(ErrorCode::BadHello),
    }
    let bad = |BadField| ErrorCode::BadHello;
    let epoch = optional_string(json, "epoch").map_err(bad)?;
    let after = match json.get("after") {
        None => None,
        Some(Json::Number(after)) => Some(*after),
        Some(_) => return Err(ErrorCode::BadHello),
    };
    // Negative or fractional: nothing to continue from, but no error.
    let after = after.filter(|n| *n >= 0.0 && n.fract() == 0.0);
    Ok(Hello {
        name: string(json, "name").map_err(bad)?,
        token: optional_string(json, "token").map_err(bad)?,
        resume: epoch.zip(after.map(|n| Seq::from_number(n as u64))),
    })
}

/// Checks a message text against the rules that need no room.
fn check_text(text: &str, max: usize) -> Result<(), ErrorCode> {
    if text::has_forbidden_control(text) {
        return Err(ErrorCode::TextInvalid);
    }
    if text::is_blank(text) {
        return Err(ErrorCode::TextEmpty);
    }
    // A text of `max` bytes cannot have more code points than that.
    if text.len() > max && text.chars().count() > max {
        return Err(ErrorCode::TextTooLong);
    }
    Ok(())
}

/// A name that a client gives its frame, if it is 1 to 64 printable ASCII characters without space.
#[inline(never)]
fn label<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
    let label = json.get(key)?.text()?;
    let is_valid = (1..=limits::CID).contains(&label.len());
    (is_valid && label.bytes().all(|b| b.is_ascii_graphic())).then_some(label)
}

fn string(json: &Json, key: &str) -> Result<String, BadField> {
    optional_string(json, key)?.ok_or(BadField)
}

fn optional_string(json: &Json, key: &str) -> Result<Option<String>, BadField> {
    match json.get(key) {
        None => Ok(None),
        Some(Json::Text(text)) => Ok(Some(text.clone().into_owned())),
        Some(_) => Err(BadField),
    }
}

/// A whole number; a negative one stands for "no such event", like 0.
fn seq(json: &Json, key: &str) -> Result<Option<Seq>, BadField> {
    match json.get(key) {
        None => Ok(None),
        Some(Json::Number(n)) if n.fract() == 0.0 => Ok(Some(Seq::from_number(*n as u64))),
        Some(_) => Err(BadField),
    }
}

fn limit(json: &Json, default: usize, most: usize) -> Result<usize, BadField> {
    match json.get("limit") {
        None => Ok(default),
        Some(Json::Number(n)) => Ok(n.clamp(1.0, most as f64) as usize),
        Some(_) => Err(BadField),
    }
}
