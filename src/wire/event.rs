//! Encodes server events: typed values in, one JSON object each out.

use serde::Serialize;

use super::ErrorCode;
use crate::limits::{self, Limits};
use crate::model::{Author, MemberId, Seq};
use crate::time::Timestamp;

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
        at: Timestamp,
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
}

/// By what the client knows the frame that an error answers, if it gave it a name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Label<'a> {
    pub cid: Option<&'a str>,
    pub reference: Option<&'a str>,
}

impl<'a> Label<'a> {
    pub const NONE: Label<'static> = Label {
        cid: None,
        reference: None,
    };

    pub fn cid(cid: &'a str) -> Label<'a> {
        let cid = Some(cid);
        Label { cid, ..Label::NONE }
    }

    pub fn reference(reference: &'a Option<String>) -> Label<'a> {
        let reference = reference.as_deref();
        Label {
            reference,
            ..Label::NONE
        }
    }
}

/// A frame had no effect; this says why.
#[derive(Debug)]
pub struct ErrorEvent<'a> {
    pub code: ErrorCode,
    pub frame: Label<'a>,
    pub retry_after_ms: Option<u64>,
    /// A name that is free, with `name_taken`.
    pub suggestion: Option<&'a str>,
}

impl<'a> ErrorEvent<'a> {
    /// The plain error of a code.
    pub fn new(code: ErrorCode) -> ErrorEvent<'a> {
        ErrorEvent::of(code, Label::NONE)
    }

    /// The error that answers this frame.
    pub fn of(code: ErrorCode, frame: Label<'a>) -> ErrorEvent<'a> {
        ErrorEvent {
            code,
            frame,
            retry_after_ms: None,
            suggestion: None,
        }
    }
}

/// A `history` event, of messages that are encoded already.
pub fn history(events: &[String], more: bool) -> String {
    let events = frame(events);
    format!(r#"{{"type":"history","events":{events},"more":{more}}}"#)
}

/// An encoded event as the answer to a request. Not a field of each event that can be one: the code
/// that encodes it would be in the Worker four times.
#[inline(never)]
pub fn answer(mut event: String, reference: Option<&str>) -> String {
    if let Some(reference) = reference {
        event.pop();
        return format!(r#"{event},"ref":{}}}"#, quoted(reference));
    }
    event
}

/// Encodes an error, as the answer to its request if it is to one.
#[inline(never)]
pub fn encode_error(error: ErrorEvent<'_>) -> String {
    #[derive(Serialize)]
    #[serde(tag = "type", rename = "error")]
    struct Error<'a> {
        code: ErrorCode,
        /// A short sentence for people.
        message: &'static str,
        /// Whether the same frame can succeed later.
        retryable: bool,
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_after_ms: Option<u64>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cid: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        suggestion: Option<&'a str>,
    }
    let body = encode(&Error {
        code: error.code,
        message: error.code.message(),
        retryable: error.code.is_retryable(),
        retry_after_ms: error.retry_after_ms,
        cid: error.frame.cid,
        suggestion: error.suggestion,
    });
    answer(body, error.frame.reference)
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
    let (room, epoch, events) = (quoted(room), quoted(epoch), frame(events));
    let first = first.map_or(String::new(), |first| format!(r#""first":{first},"#));
    format!(
        r#"{{"room":{room},"epoch":{epoch},"seq":{seq},{first}"events":{events},"more":{more}}}"#
    )
}

/// Encodes a text.
#[inline(never)]
fn quoted(text: &str) -> String {
    encode(&text)
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
