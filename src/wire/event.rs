//! Encodes server events: typed values in, one JSON object each out.

use serde::Serialize;

use super::direct::Direct;
use super::settings::{Front, Set};
use super::{ErrorCode, JwtCause};
use crate::limits::{self, Limits};
use crate::model::{Author, Key, Listed, LogEvent, MemberId, Message, Person, Role, Seq, Settings};
use crate::time::Timestamp;

/// `welcome.push`.
#[derive(Debug, Serialize)]
pub struct PushKey<'a> {
    pub key: &'a str,
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
    /// 0 where there are no files.
    pub file_bytes: u64,
    /// Of a message.
    pub files: usize,
}

/// `welcome.files`: by what its receiver reads files, and until when.
#[derive(Debug, Serialize)]
pub struct WelcomeFiles {
    pub ticket: String,
    pub until: Timestamp,
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
            file_bytes: limits.file_bytes,
            files: limits::FILES,
        }
    }
}

/// The receiver of a `welcome`, and the proof that they are it.
#[derive(Debug, Serialize)]
pub struct You {
    pub id: MemberId,
    pub name: String,
    pub token: String,
    /// In a room that has an owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub verified: bool,
}

/// What the room of a pair is to one of the two.
#[derive(Debug, Serialize)]
pub struct PairOf<'a> {
    pub pair: &'a str,
    pub with: &'a Person,
    /// Where they met.
    pub room: &'a str,
}

/// The same of a watch, whose name may not be known.
#[derive(Debug, Serialize)]
pub struct Watcher {
    pub id: MemberId,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub token: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub verified: bool,
}

/// How much is new to a watch.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename = "head")]
pub struct Head {
    /// Of the newest event of the log.
    pub seq: Seq,
    pub unread: u64,
    pub mentions: u64,
    pub at: Timestamp,
}

impl Head {
    /// With the newest message, if it may be read: encoded once for all.
    #[inline(never)]
    pub fn encode(&self, preview: Option<&str>) -> String {
        let mut head = encode(self);
        if let Some(preview) = preview {
            head.pop();
            head.push_str(r#","preview":"#);
            head.push_str(preview);
            head.push('}');
        }
        head
    }
}

/// What is shown of the newest message.
#[derive(Debug, Serialize)]
pub struct Preview<'a> {
    from: Sender<'a>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<FileSign<'a>>,
}

/// What a message is known by that has files and no text: the first of them.
#[derive(Debug, Serialize)]
pub struct FileSign<'a> {
    pub name: &'a str,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl<'a> FileSign<'a> {
    pub fn of(message: &'a Message) -> Option<FileSign<'a>> {
        let file = message.files.first()?;
        let has_no_text = message.text().is_some_and(str::is_empty);
        has_no_text.then(|| FileSign {
            name: &file.name,
            kind: file.kind.as_str(),
        })
    }
}

#[derive(Debug, Serialize)]
struct Sender<'a> {
    id: MemberId,
    name: &'a str,
}

impl<'a> Preview<'a> {
    /// With as much of its text as is shown.
    pub fn of(message: &'a Message, text: &'a str) -> Preview<'a> {
        let (id, name) = (message.from.id, message.from.name.as_str());
        Preview {
            from: Sender { id, name },
            text,
            file: FileSign::of(message),
        }
    }
}

/// How many wait for a moderator: to be let in, to be sent, to be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DeskCounts {
    pub knocks: u64,
    pub held: u64,
    pub reports: u64,
}

/// Everything a server says that is not in the log.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
#[allow(clippy::large_enum_variant, reason = "encoded where it is made")]
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
        members: Option<Vec<Listed>>,
        recovered: bool,
        /// The oldest event that is kept, once older ones are gone.
        #[serde(skip_serializing_if = "Option::is_none")]
        first: Option<Seq>,
        /// When the room will be gone, if it was created so.
        #[serde(skip_serializing_if = "Option::is_none")]
        ends: Option<Timestamp>,
        limits: WelcomeLimits,
        /// What differs from the defaults, in a room that has an owner.
        #[serde(skip_serializing_if = "Option::is_none")]
        settings: Option<Set<'a>>,
        /// The pinned messages, in a room that has an owner.
        #[serde(skip_serializing_if = "Option::is_none")]
        pinned: Option<Vec<LogEvent>>,
        /// For moderators.
        #[serde(skip_serializing_if = "Option::is_none")]
        desk: Option<DeskCounts>,
        /// Those to whom the member writes in private, if there are any.
        #[serde(skip_serializing_if = "Option::is_none")]
        directs: Option<Vec<Direct<'a>>>,
        /// In the room of a pair.
        #[serde(skip_serializing_if = "Option::is_none")]
        pair: Option<PairOf<'a>>,
        /// Where the server uses push services.
        #[serde(skip_serializing_if = "Option::is_none")]
        push: Option<PushKey<'a>>,
        /// Where there are files.
        #[serde(skip_serializing_if = "Option::is_none")]
        files: Option<WelcomeFiles>,
    },
    /// To who only wants to know how much is new.
    #[serde(rename = "welcome")]
    Watching {
        v: u64,
        room: &'a str,
        epoch: &'a str,
        seq: Seq,
        /// With a token only.
        #[serde(skip_serializing_if = "Option::is_none")]
        you: Option<Watcher>,
        recovered: bool,
        limits: WelcomeLimits,
        #[serde(skip_serializing_if = "Option::is_none")]
        directs: Option<Vec<Direct<'a>>>,
    },
    /// What a member may from now on.
    You {
        role: Role,
        #[serde(skip_serializing_if = "Option::is_none")]
        desk: Option<DeskCounts>,
    },
    /// All keys of the room, the newest first: the answer to who made or revoked one.
    Keys {
        #[serde(skip_serializing_if = "Option::is_none")]
        cid: Option<&'a str>,
        keys: &'a [Key],
    },
    /// What waits for moderators.
    #[serde(rename = "desk")]
    DeskCounts {
        #[serde(flatten)]
        counts: DeskCounts,
    },
    /// Somebody wants to be let in.
    Knock {
        member: Author,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
    },
    /// To who waits to be let in.
    Knocking {
        place: u64,
        you: You,
        settings: Front<'a>,
    },
    /// A frame that makes no event was carried out.
    Done {
        cid: &'a str,
        what: &'a str,
        member: &'a Author,
    },
    Reported {
        cid: &'a str,
    },
    Join {
        member: Listed,
        count: usize,
    },
    Leave {
        member: Listed,
        count: usize,
    },
    Renamed {
        member: Listed,
        was: String,
    },
    Presence {
        count: usize,
    },
    Typing {
        from: Author,
    },
    Members {
        members: Vec<Listed>,
        more: bool,
    },
    /// By what the receiver reads files.
    Ticket {
        #[serde(flatten)]
        files: WelcomeFiles,
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
#[derive(Clone, Copy, Debug)]
pub struct ErrorEvent<'a> {
    pub code: ErrorCode,
    pub frame: Label<'a>,
    pub retry_after_ms: Option<u64>,
    /// A name that is free, with `name_taken`.
    pub suggestion: Option<&'a str>,
    /// Why a member was removed, as the moderator said.
    pub reason: Option<&'a str>,
    /// What is wrong with a JWT.
    pub cause: Option<JwtCause>,
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
            reason: None,
            cause: None,
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
        #[serde(skip_serializing_if = "Option::is_none")]
        reason: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<JwtCause>,
    }
    let body = encode(&Error {
        code: error.code,
        message: error.code.message(),
        retryable: error.code.is_retryable(),
        retry_after_ms: error.retry_after_ms,
        cid: error.frame.cid,
        suggestion: error.suggestion,
        reason: error.reason,
        cause: error.cause,
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

/// A page of what was found in a room, over HTTP. Each message is one already encoded.
pub fn search_body(
    room: &str,
    epoch: &str,
    seq: Seq,
    complete: bool,
    results: &[String],
    next: Option<Option<Seq>>,
) -> String {
    let (room, epoch, results) = (quoted(room), quoted(epoch), frame(results));
    let more = next.is_some();
    let next = next.flatten();
    let next = next.map_or(String::new(), |next| format!(r#","next":{next}"#));
    format!(
        r#"{{"room":{room},"epoch":{epoch},"seq":{seq},"complete":{complete},"results":{results},"more":{more}{next}}}"#
    )
}

/// A message that was found, and where in its text there is what was looked for.
pub fn result(message: Message, marks: &[(u32, u32)]) -> String {
    let mut event = encode(&LogEvent::Message(message));
    event.pop();
    event.push_str(r#","marks":["#);
    for (index, (begin, length)) in marks.iter().enumerate() {
        if index > 0 {
            event.push(',');
        }
        event.push_str(&format!("[{begin},{length}]"));
    }
    event.push_str("]}");
    event
}

/// The first line of an export.
pub fn export_head(room: &str, epoch: &str, seq: Seq, settings: &Settings) -> String {
    let (room, epoch) = (quoted(room), quoted(epoch));
    let settings = encode(&Set(&settings.differing()));
    format!(r#"{{"type":"room","room":{room},"epoch":{epoch},"seq":{seq},"settings":{settings}}}"#)
}

/// Encodes a text.
#[inline(never)]
pub(super) fn quoted(text: &str) -> String {
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
