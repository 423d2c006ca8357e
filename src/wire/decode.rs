//! Decodes client frames: text in, one typed frame or one stable error code out.

use std::fmt;

use super::ErrorCode;
use super::event::Label;
use super::json::Json;
use super::settings;
use crate::limits;
use crate::model::{
    Answer, Emoji, FileId, KeyHash, KeyId, KeyTerms, MemberId, PushWhat, Role, Seq, Setting, Until,
    is_legible, text,
};
use crate::time::{Duration, Timestamp};

/// One frame from a client, as far as it can be judged without the room.
#[derive(Debug, PartialEq)]
pub enum ClientFrame {
    /// First frame of a session.
    Hello(Hello),
    /// A frame with a `cid`, by which what it does is done once.
    Log(LogFrame),
    /// "I am typing".
    Typing,
    /// A frame that has a reply of its own.
    Request(Request),
    /// "I have processed everything up to here", and the number of the last mark.
    Seen { seq: Seq, mark: Option<u64> },
    /// What somebody who waits to be let in says: as sent, judged by the room.
    Knock { text: Option<String> },
    /// About writing to somebody in private.
    Direct(DirectFrame),
    /// What a push service is to tell its sender.
    Push(PushFrame),
}

/// A frame about push services. It makes no event: its `cid` is only echoed.
#[derive(Debug, PartialEq)]
pub struct PushFrame {
    pub cid: String,
    /// Nothing any more, if none.
    pub what: Option<PushWhat>,
    /// Which browser; else all of the member.
    pub subscription: Option<Subscription>,
    /// Whether it is told who says what; else as before.
    pub preview: Option<bool>,
}

/// A browser at a push service: as sent, judged by the room.
#[derive(Debug, PartialEq)]
pub struct Subscription {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
}

/// A frame about a pair. It makes no event: its `cid` is only echoed.
#[derive(Debug, PartialEq)]
pub struct DirectFrame {
    pub cid: String,
    pub op: DirectOp,
}

/// What a [`DirectFrame`] wants to happen.
#[derive(Debug, PartialEq)]
pub enum DirectOp {
    /// To write to a member. One whose id is none is nobody's.
    To(MemberId),
    /// To answer to this pair.
    Answer { pair: String, answer: Answer },
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
    /// What waits for a moderator, and what moderators did. That the fields are bad comes after the
    /// question who may look.
    Desk(Option<DeskPage>),
    /// By what files are read.
    Ticket,
}

/// Which part of the desk; `before` is the `id` or `at` of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeskPage {
    pub what: What,
    pub before: Option<u64>,
    pub limit: usize,
}

/// The fields of `hello`.
#[derive(Debug, PartialEq)]
pub struct Hello {
    /// The name as sent; parsed by the room, which answers `name_invalid`.
    pub name: String,
    /// Proof of being a member that was here before.
    pub token: Option<String>,
    /// What the site around the room says of who this is.
    pub jwt: Option<String>,
    /// What the client has, if that can be continued from at all: epoch and seq.
    pub resume: Option<(String, Seq)>,
    /// What gives a role, as sent.
    pub key: Option<String>,
    /// The room that is to be its sender's, if what is said of it is valid.
    pub create: Option<Result<Creation, ErrorCode>>,
    /// By which a hello with a key, said again, is the same member's.
    pub cid: Option<String>,
    /// Whether it only wants to know how much is new.
    pub watch: bool,
    /// Whether it knows no files: they are told in texts, as links.
    pub links: bool,
}

/// What a room is to be that is created.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Creation {
    /// Its first settings.
    pub settings: Vec<Setting>,
    /// After what time it is to be gone, if it is not to stay.
    pub ends: Option<Duration>,
}

/// A frame that carries a `cid`, and is answered by its echo, by a reply or by an error with this `cid`.
#[derive(Debug, PartialEq)]
pub struct LogFrame {
    /// The sender's idempotency key.
    pub cid: String,
    pub kind: Kind,
    /// What to do. An error in the fields comes after the question whether this `cid` has been
    /// committed before, and whether the sender may do this at all: a resend is answered by its
    /// event, whatever it says now.
    pub op: Result<Op, ErrorCode>,
}

/// What kind of [`LogFrame`] it is, known before its fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Say,
    Edit,
    Delete,
    React,
    Pin,
    Settings,
    Role,
    Mute,
    Remove,
    Restore,
    Admit,
    Deny,
    Mint,
    Revoke,
    Report,
}

impl Kind {
    /// Whether it adds to the conversation.
    fn is_of_members(self) -> bool {
        matches!(self, Kind::Say | Kind::Edit | Kind::Delete | Kind::React)
    }

    fn parse(kind: &str) -> Option<Kind> {
        Some(match kind {
            "say" => Kind::Say,
            "edit" => Kind::Edit,
            "delete" => Kind::Delete,
            "react" => Kind::React,
            "pin" => Kind::Pin,
            "settings" => Kind::Settings,
            "role" => Kind::Role,
            "mute" => Kind::Mute,
            "remove" => Kind::Remove,
            "restore" => Kind::Restore,
            "admit" => Kind::Admit,
            "deny" => Kind::Deny,
            "mint" => Kind::Mint,
            "revoke" => Kind::Revoke,
            "report" => Kind::Report,
            _ => return None,
        })
    }
}

/// What a [`LogFrame`] wants to happen.
#[derive(Clone, Debug, PartialEq)]
pub enum Op {
    Say {
        text: String,
        reply_to: Option<Seq>,
        /// Uploads that this message claims.
        files: Vec<FileId>,
    },
    /// The text of a message with files may be blank: that is judged once it is known which it is.
    Edit {
        target: Seq,
        text: String,
    },
    Delete {
        target: Seq,
    },
    React {
        target: Seq,
        emoji: Emoji,
        on: bool,
    },
    Pin {
        target: Seq,
        on: bool,
    },
    Settings(Vec<Setting>),
    /// Gives a grant, or takes it.
    Role {
        member: MemberId,
        role: Option<Role>,
    },
    /// Zero ends it.
    Mute {
        member: MemberId,
        time: Duration,
    },
    Remove {
        member: MemberId,
        ban: Option<Ban>,
        reason: Option<String>,
    },
    Restore {
        member: MemberId,
    },
    /// Lets somebody in who has knocked.
    Admit {
        member: MemberId,
        role: Option<Role>,
    },
    Deny {
        member: MemberId,
    },
    Mint {
        hash: KeyHash,
        terms: KeyTerms,
    },
    Revoke {
        key: KeyId,
        /// Whether those who came by it lose their grant.
        members: bool,
    },
    Report {
        target: Seq,
        reason: Option<String>,
    },
}

/// For how long a removed member may not come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ban {
    For(Duration),
    Forever,
}

impl Ban {
    /// When it ends, if it begins now.
    pub fn until(self, now: Timestamp) -> Until {
        match self {
            Ban::For(time) => Until::Time(now + time),
            Ban::Forever => Until::Forever,
        }
    }
}

/// What a moderator looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    Knocks,
    Bans,
    Keys,
    Reports,
    Audit,
}

impl What {
    fn parse(what: &str) -> Option<What> {
        Some(match what {
            "knocks" => What::Knocks,
            "bans" => What::Bans,
            "keys" => What::Keys,
            "reports" => What::Reports,
            "audit" => What::Audit,
            _ => return None,
        })
    }

    pub fn as_str(self) -> &'static str {
        match self {
            What::Knocks => "knocks",
            What::Bans => "bans",
            What::Keys => "keys",
            What::Reports => "reports",
            What::Audit => "audit",
        }
    }
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
    pub fn is_rename(&self) -> bool {
        let ask = match self {
            ClientFrame::Request(request) => &request.ask,
            _ => return false,
        };
        matches!(ask, Ask::Rename { .. })
    }

    /// By what its client knows it.
    pub fn label(&self) -> Label<'_> {
        match self {
            ClientFrame::Log(frame) => Label::cid(&frame.cid),
            ClientFrame::Direct(frame) => Label::cid(&frame.cid),
            ClientFrame::Push(frame) => Label::cid(&frame.cid),
            ClientFrame::Request(request) => Label::reference(&request.reference),
            ClientFrame::Hello(_)
            | ClientFrame::Typing
            | ClientFrame::Seen { .. }
            | ClientFrame::Knock { .. } => Label::NONE,
        }
    }

    /// Decodes one text frame. `max_text` is in code points.
    pub fn decode(frame: &str, max_text: usize) -> Result<ClientFrame, Refusal> {
        let json = Json::parse(frame).unwrap_or(Json::Null);
        let kind = json.get("type").and_then(Json::text).unwrap_or_default();
        let decoded = match (kind, Kind::parse(kind)) {
            (_, Some(kind)) => match label(&json, "cid") {
                None => Err(ErrorCode::CidInvalid),
                Some(cid) => log_frame(kind, cid.to_owned(), &json, max_text),
            },
            ("hello", _) => hello(&json).map(ClientFrame::Hello),
            ("direct", _) => direct(&json),
            ("push", _) => push(&json),
            _ => fields(kind, &json).map_err(|BadField| ErrorCode::BadFrame),
        };
        decoded.map_err(|code| Refusal {
            code,
            cid: label(&json, "cid").map(str::to_owned),
            // Also of what is no request: it may be one of a later version.
            reference: label(&json, "ref").map(str::to_owned),
        })
    }
}

/// Of what those who look after a room do, bad fields come after the question who may do it.
fn log_frame(
    kind: Kind,
    cid: String,
    json: &Json,
    max_text: usize,
) -> Result<ClientFrame, ErrorCode> {
    let op = match operation(kind, json, max_text) {
        Ok(op) => op,
        Err(BadField) if kind.is_of_members() => return Err(ErrorCode::BadFrame),
        Err(BadField) => Err(ErrorCode::BadFrame),
    };
    Ok(ClientFrame::Log(LogFrame { cid, kind, op }))
}

fn direct(json: &Json) -> Result<ClientFrame, ErrorCode> {
    let cid = label(json, "cid").ok_or(ErrorCode::CidInvalid)?.to_owned();
    let op = direct_op(json).map_err(|BadField| ErrorCode::BadFrame)?;
    Ok(ClientFrame::Direct(DirectFrame { cid, op }))
}

fn push(json: &Json) -> Result<ClientFrame, ErrorCode> {
    let cid = label(json, "cid").ok_or(ErrorCode::CidInvalid)?.to_owned();
    let frame = push_fields(cid, json).map_err(|BadField| ErrorCode::BadFrame)?;
    Ok(ClientFrame::Push(frame))
}

fn push_fields(cid: String, json: &Json) -> Result<PushFrame, BadField> {
    let what = match string(json, "what")?.as_str() {
        "nothing" => None,
        what => Some(PushWhat::parse(what).ok_or(BadField)?),
    };
    let subscription = match json.get("subscription") {
        None | Some(Json::Null) => None,
        Some(subscription) => {
            let keys = subscription.get("keys").ok_or(BadField)?;
            Some(Subscription {
                endpoint: string(subscription, "endpoint")?,
                p256dh: string(keys, "p256dh")?,
                auth: string(keys, "auth")?,
            })
        }
    };
    let preview = match json.get("preview") {
        None | Some(Json::Null) => None,
        Some(Json::Bool(preview)) => Some(*preview),
        Some(_) => return Err(BadField),
    };
    Ok(PushFrame {
        cid,
        what,
        subscription,
        preview,
    })
}

fn direct_op(json: &Json) -> Result<DirectOp, BadField> {
    let text = |key| optional_string(json, key);
    match (text("to")?, text("pair")?, text("answer")?) {
        (Some(to), None, None) => Ok(DirectOp::To(
            MemberId::parse(&to).unwrap_or(MemberId::OPERATOR),
        )),
        (None, Some(pair), Some(answer)) => Ok(DirectOp::Answer {
            pair,
            answer: Answer::parse(&answer).ok_or(BadField)?,
        }),
        _ => Err(BadField),
    }
}

fn fields(kind: &str, json: &Json) -> Result<ClientFrame, BadField> {
    match kind {
        "rename" | "history" | "members" | "desk" | "ticket" => {
            request(json, question(kind, json)?)
        }
        "typing" => Ok(ClientFrame::Typing),
        "knock" => Ok(ClientFrame::Knock {
            text: optional_string(json, "text")?,
        }),
        "seen" => Ok(ClientFrame::Seen {
            seq: seq(json, "seq")?.ok_or(BadField)?,
            mark: seq(json, "n")?.map(Seq::number),
        }),
        _ => Err(BadField),
    }
}

/// What a log frame wants to happen, or what is wrong with its content.
fn operation(kind: Kind, json: &Json, max_text: usize) -> Result<Result<Op, ErrorCode>, BadField> {
    let text = || string(json, "text");
    let target = || seq(json, "seq")?.ok_or(BadField);
    Ok(match kind {
        Kind::Say => {
            let reply_to = seq(json, "reply_to")?;
            let files = match json.get("files") {
                None => Ok(Vec::new()),
                Some(list) => claimed(list)?,
            };
            let has_files = files.as_ref().is_ok_and(|files| !files.is_empty());
            let text = match optional_string(json, "text")? {
                Some(text) => text,
                None if has_files || files.is_err() => String::new(),
                None => return Err(BadField),
            };
            files.and_then(|files| {
                let checked = check_text(&text, max_text);
                unless_blank(checked, has_files).map(|()| Op::Say {
                    text,
                    reply_to,
                    files,
                })
            })
        }
        Kind::Edit => {
            let (text, target) = (text()?, target()?);
            let checked = check_text(&text, max_text);
            unless_blank(checked, true).map(|()| Op::Edit { target, text })
        }
        Kind::Delete => Ok(Op::Delete { target: target()? }),
        Kind::React => {
            let (target, emoji) = (target()?, string(json, "emoji")?);
            let on = flag(json, "on")?.ok_or(BadField)?;
            let emoji = Emoji::parse(&emoji).ok_or(ErrorCode::EmojiInvalid);
            emoji.map(|emoji| Op::React { target, emoji, on })
        }
        _ => return host_operation(kind, json),
    })
}

/// Whether a text may be so, where it also may be blank.
fn unless_blank(checked: Result<(), ErrorCode>, may_be_blank: bool) -> Result<(), ErrorCode> {
    match checked {
        Err(ErrorCode::TextEmpty) if may_be_blank => Ok(()),
        checked => checked,
    }
}

/// The uploads that a message claims, each once.
#[inline(never)]
fn claimed(list: &Json) -> Result<Result<Vec<FileId>, ErrorCode>, BadField> {
    let Json::Array(list) = list else {
        return Err(BadField);
    };
    let mut ids = Vec::new();
    for item in list.iter().take(limits::FILES + 1) {
        ids.push(string(item, "id")?);
    }
    if list.len() > limits::FILES {
        return Ok(Err(ErrorCode::TooMany));
    }
    let mut sorted: Vec<&String> = ids.iter().collect();
    sorted.sort_unstable();
    if sorted
        .windows(2)
        .any(|pair| matches!(pair, [one, other] if one == other))
    {
        return Err(BadField);
    }
    let ids = ids.iter().map(|id| FileId::parse(id));
    Ok(ids.collect::<Option<_>>().ok_or(ErrorCode::NotFound))
}

/// The same of what those who look after a room do, and of what they are told.
#[inline(never)]
fn host_operation(kind: Kind, json: &Json) -> Result<Result<Op, ErrorCode>, BadField> {
    let target = || seq(json, "seq")?.ok_or(BadField);
    // To clients an id is any text: one that is none of a member's is that of nobody who was ever here.
    let member = || Ok(MemberId::parse(&string(json, "member")?).unwrap_or(MemberId::OPERATOR));
    let reason = || line(json, "reason", limits::REASON);
    Ok(match kind {
        Kind::Pin => Ok(Op::Pin {
            target: target()?,
            on: flag(json, "on")?.ok_or(BadField)?,
        }),
        Kind::Settings => match json.get("set") {
            Some(set @ Json::Object(_)) => settings::new_settings(set)
                .map(Op::Settings)
                .ok_or(ErrorCode::SettingInvalid),
            _ => return Err(BadField),
        },
        Kind::Role => Ok(Op::Role {
            member: member()?,
            role: match string(json, "role")?.as_str() {
                "none" => None,
                role => Some(Role::parse(role).ok_or(BadField)?),
            },
        }),
        Kind::Mute => {
            let seconds = json.get("for").and_then(Json::unsigned).ok_or(BadField)?;
            let member = member()?;
            Ok(Op::Mute {
                member,
                time: span(seconds)?,
            })
        }
        Kind::Remove => Ok(Op::Remove {
            member: member()?,
            ban: match json.get("ban") {
                None => None,
                Some(Json::Text(text)) if text == "forever" => Some(Ban::Forever),
                Some(seconds) => match seconds.unsigned() {
                    None | Some(0) => return Err(BadField),
                    Some(seconds) => Some(Ban::For(span(seconds)?)),
                },
            },
            reason: reason()?,
        }),
        Kind::Restore => Ok(Op::Restore { member: member()? }),
        Kind::Admit => Ok(Op::Admit {
            member: member()?,
            role: role(json)?,
        }),
        Kind::Deny => Ok(Op::Deny { member: member()? }),
        Kind::Mint => {
            let expires = whole(json, "expires")?.map(Timestamp::from_millis);
            let uses = whole(json, "uses")?;
            if uses.is_some_and(|uses| !(1..=limits::KEY_USES).contains(&uses)) {
                return Err(BadField);
            }
            Ok(Op::Mint {
                hash: KeyHash::parse(&string(json, "hash")?).ok_or(BadField)?,
                terms: KeyTerms {
                    role: role(json)?.ok_or(BadField)?,
                    label: match line(json, "label", limits::KEY_LABEL)? {
                        Some(label) if !is_legible(&label) => return Err(BadField),
                        label => label,
                    },
                    expires,
                    uses,
                    ask: flag(json, "ask")?.unwrap_or(false),
                },
            })
        }
        Kind::Revoke => Ok(Op::Revoke {
            key: whole(json, "key")?.map(KeyId).ok_or(BadField)?,
            members: flag(json, "members")?.unwrap_or(false),
        }),
        Kind::Report => Ok(Op::Report {
            target: target()?,
            reason: reason()?,
        }),
        Kind::Say | Kind::Edit | Kind::Delete | Kind::React => return Err(BadField),
    })
}

/// How long a mute or a ban lasts.
fn span(seconds: u64) -> Result<Duration, BadField> {
    let time = Duration::from_secs(seconds.min(u64::from(u32::MAX)));
    match time <= limits::BAN_MOST {
        true => Ok(time),
        false => Err(BadField),
    }
}

fn role(json: &Json) -> Result<Option<Role>, BadField> {
    match optional_string(json, "role")? {
        None => Ok(None),
        Some(role) => Role::parse(&role).map(Some).ok_or(BadField),
    }
}

/// A text of one line; one with nothing to see counts as absent.
fn line(json: &Json, key: &str, most: usize) -> Result<Option<String>, BadField> {
    let Some(text) = optional_string(json, key)? else {
        return Ok(None);
    };
    let line = Setting::line(&text, most).ok_or(BadField)?;
    Ok(Some(line).filter(|line| !line.is_empty()))
}

fn flag(json: &Json, key: &str) -> Result<Option<bool>, BadField> {
    match json.get(key) {
        None => Ok(None),
        Some(Json::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(BadField),
    }
}

/// A whole number that JavaScript counts exactly.
fn whole(json: &Json, key: &str) -> Result<Option<u64>, BadField> {
    match json.get(key) {
        None => Ok(None),
        Some(value) => match value.unsigned() {
            Some(number) if number <= Seq::MAX.number() => Ok(Some(number)),
            _ => Err(BadField),
        },
    }
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
        "desk" => Ask::Desk(desk_page(json).ok()),
        "ticket" => Ask::Ticket,
        _ => return Err(BadField),
    })
}

fn desk_page(json: &Json) -> Result<DeskPage, BadField> {
    Ok(DeskPage {
        what: What::parse(&string(json, "what")?).ok_or(BadField)?,
        before: whole(json, "before")?,
        limit: limit(json, limits::DESK_DEFAULT, limits::DESK_MAX)?,
    })
}

/// A request with the name that its client gives it, if any.
#[inline(never)]
fn request(json: &Json, mut ask: Ask) -> Result<ClientFrame, BadField> {
    let reference = label(json, "ref").map(str::to_owned);
    if reference.is_none() && json.get("ref").is_some() {
        match &mut ask {
            Ask::Desk(page) => *page = None,
            _ => return Err(BadField),
        }
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
    let token = optional_string(json, "token").map_err(bad)?;
    let jwt = optional_string(json, "jwt").map_err(bad)?;
    let resume = epoch.zip(after.map(|n| Seq::from_number(n as u64)));
    if flag(json, "watch").map_err(bad)? == Some(true) {
        return Ok(Hello {
            // Not judged: whose it is, the token says.
            name: string(json, "name").unwrap_or_default(),
            token,
            jwt,
            resume,
            key: None,
            create: None,
            cid: None,
            watch: true,
            links: false,
        });
    }
    let key = optional_string(json, "key").map_err(bad)?;
    let create = match (json.get("create"), &key) {
        (None, _) => None,
        (Some(create @ Json::Object(_)), Some(_)) => {
            Some(creation(create).ok_or(ErrorCode::SettingInvalid))
        }
        _ => return Err(ErrorCode::BadHello),
    };
    Ok(Hello {
        cid: key
            .as_ref()
            .and_then(|_| label(json, "cid"))
            .map(str::to_owned),
        key,
        create,
        name: match (string(json, "name"), &jwt) {
            // The site says the name.
            (Err(BadField), Some(_)) => String::new(),
            (name, _) => name.map_err(bad)?,
        },
        token,
        jwt,
        resume,
        watch: false,
        links: json.get("files").and_then(Json::text) == Some("links"),
    })
}

fn creation(json: &Json) -> Option<Creation> {
    let settings = match json.get("settings") {
        None => Vec::new(),
        Some(set) => settings::new_settings(set)?,
    };
    let ends = match json.get("ends") {
        None => None,
        Some(seconds) => {
            let most = limits::ENDS_MOST.as_millis() / 1_000;
            let seconds = seconds.unsigned().filter(|n| (1..=most).contains(n))?;
            Some(Duration::from_secs(seconds))
        }
    };
    Some(Creation { settings, ends })
}

/// Checks a message text against the rules that need no room.
pub(super) fn check_text(text: &str, max: usize) -> Result<(), ErrorCode> {
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
pub(super) fn label<'j>(json: &'j Json, key: &str) -> Option<&'j str> {
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
