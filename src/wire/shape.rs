//! The model as JSON: on the wire, and in what the log passes to its database.

use serde::{Serialize, Serializer};

use super::json::Json;
use super::settings::Set;
use crate::model::{
    Author, Change, Changed, File, Key, KeyId, Listed, LogEvent, MemberId, Message, Person,
    Reactions, Role, Seq, SessionId, Until,
};
use crate::time::Timestamp;

impl Serialize for MemberId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.hex(&mut [0; 16]))
    }
}

// Inlined, so that it leaves no code of its own beside that of plain numbers.
impl Serialize for Seq {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.number())
    }
}

impl Serialize for SessionId {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.number())
    }
}

impl Serialize for Timestamp {
    #[inline(always)]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.as_millis())
    }
}

#[derive(Serialize)]
struct MemberShape<'a> {
    id: MemberId,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<Role>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    verified: bool,
}

impl Author {
    fn shape(&self, verified: bool) -> MemberShape<'_> {
        MemberShape {
            id: self.id,
            name: &self.name,
            role: self.role.shown(),
            verified,
        }
    }
}

impl Serialize for Author {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.shape(false).serialize(serializer)
    }
}

impl Serialize for Listed {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.author.shape(self.is_verified).serialize(serializer)
    }
}

impl Serialize for Person {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            id: MemberId,
            name: &'a str,
        }
        let (id, name) = (self.id, self.name.as_str());
        Shape { id, name }.serialize(serializer)
    }
}

/// Reads somebody as it was written.
pub(super) fn person(json: &Json<'_>) -> Option<Person> {
    Some(Person {
        id: MemberId::parse(json.get("id")?.text()?)?,
        name: json.get("name")?.text()?.to_owned(),
    })
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Serialize for Until {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Until::Time(time) => time.serialize(serializer),
            Until::Forever => serializer.serialize_str("forever"),
        }
    }
}

impl Serialize for KeyId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.0)
    }
}

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Shape<'a> {
            id: KeyId,
            role: Role,
            #[serde(skip_serializing_if = "Option::is_none")]
            label: Option<&'a str>,
            by: &'a Author,
            at: Timestamp,
            #[serde(skip_serializing_if = "Option::is_none")]
            expires: Option<Timestamp>,
            #[serde(skip_serializing_if = "Option::is_none")]
            uses: Option<u64>,
            #[serde(skip_serializing_if = "std::ops::Not::not")]
            ask: bool,
            used: u64,
            #[serde(skip_serializing_if = "Option::is_none")]
            last_used: Option<Timestamp>,
            #[serde(skip_serializing_if = "Option::is_none")]
            revoked: Option<Timestamp>,
        }
        let terms = &self.terms;
        Shape {
            id: self.id,
            role: terms.role,
            label: terms.label.as_deref(),
            by: &self.by,
            at: self.at,
            expires: terms.expires,
            uses: terms.uses,
            ask: terms.ask,
            used: self.used,
            last_used: self.last_used,
            revoked: self.revoked,
        }
        .serialize(serializer)
    }
}

impl Serialize for Reactions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter().map(|(emoji, members)| (emoji, members)))
    }
}

impl Serialize for LogEvent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            LogEvent::Message(message) => Event::of_message(message),
            LogEvent::Changed(changed) => Event::of_change(changed),
        }
        .serialize(serializer)
    }
}

/// The fields of all log events, in the order in which they are written.
#[derive(Serialize)]
struct Event<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    seq: Seq,
    at: Timestamp,
    from: &'a Author,
    cid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<Seq>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    files: &'a [File],
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<Seq>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    set: Option<Set<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a Author>,
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<Until>,
    #[serde(skip_serializing_if = "Option::is_none")]
    members: Option<&'a [MemberId]>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    deleted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reactions: Option<&'a Reactions>,
}

impl<'a> Event<'a> {
    /// The fields that every event has.
    fn new(kind: &'static str, seq: Seq, at: Timestamp, from: &'a Author, cid: &'a str) -> Self {
        Event {
            kind,
            seq,
            at,
            from,
            cid,
            target: None,
            text: None,
            files: &[],
            reply_to: None,
            edited_at: None,
            emoji: None,
            on: None,
            set: None,
            member: None,
            role: None,
            until: None,
            members: None,
            deleted: false,
            reactions: None,
        }
    }

    fn of_message(message: &'a Message) -> Event<'a> {
        let Message {
            seq, at, from, cid, ..
        } = message;
        Event {
            text: message.text(),
            files: &message.files,
            reply_to: message.reply_to,
            edited_at: message.edited_at,
            deleted: message.is_deleted(),
            reactions: Some(&message.reactions).filter(|reactions| !reactions.is_empty()),
            ..Event::new("message", *seq, *at, from, cid)
        }
    }

    fn of_change(changed: &'a Changed) -> Event<'a> {
        let Changed {
            seq, at, from, cid, ..
        } = changed;
        let event = |kind| Event::new(kind, *seq, *at, from, cid);
        // Of a change to a message.
        let on_message = |kind| Event {
            target: Some(changed.target),
            deleted: changed.deleted_since,
            ..event(kind)
        };
        let about = |kind, member| Event {
            member: Some(member),
            ..event(kind)
        };
        match &changed.change {
            Change::Edited { text } => Event {
                text: text.as_deref(),
                ..on_message("edited")
            },
            Change::Deleted => on_message("deleted"),
            Change::Reacted { emoji, on } => Event {
                emoji: Some(emoji),
                on: Some(*on),
                ..on_message("reacted")
            },
            Change::Pinned { on } => Event {
                on: Some(*on),
                ..on_message("pinned")
            },
            Change::Settings { set } => Event {
                set: Some(Set(set)),
                ..event("settings")
            },
            Change::Role { member, role } => Event {
                role: Some(role.map_or("none", Role::as_str)),
                ..about("role", member)
            },
            Change::Muted { member, until } => Event {
                until: Some(Until::Time(*until)),
                ..about("muted", member)
            },
            Change::Removed { member, until } => Event {
                until: *until,
                ..about("removed", member)
            },
            Change::Restored { member } => about("restored", member),
            Change::Revoked { members } => Event {
                members: Some(members),
                ..event("revoked")
            },
        }
    }
}
