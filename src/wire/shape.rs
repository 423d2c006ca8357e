//! The model as JSON: on the wire, and in what the log passes to its database.

use serde::{Serialize, Serializer};

use crate::model::{
    Author, Change, Changed, LogEvent, MemberId, Message, Reactions, Seq, SessionId,
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

impl Serialize for Author {
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
    #[serde(skip_serializing_if = "Option::is_none")]
    reply_to: Option<Seq>,
    #[serde(skip_serializing_if = "Option::is_none")]
    edited_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    emoji: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<bool>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    deleted: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reactions: Option<&'a Reactions>,
}

impl<'a> Event<'a> {
    fn of_message(message: &'a Message) -> Event<'a> {
        Event {
            kind: "message",
            seq: message.seq,
            at: message.at,
            from: &message.from,
            cid: &message.cid,
            target: None,
            text: message.text(),
            reply_to: message.reply_to,
            edited_at: message.edited_at,
            emoji: None,
            on: None,
            deleted: message.is_deleted(),
            reactions: Some(&message.reactions).filter(|reactions| !reactions.is_empty()),
        }
    }

    fn of_change(changed: &'a Changed) -> Event<'a> {
        let (kind, text, emoji, on) = match &changed.change {
            Change::Edited { text } => ("edited", text.as_deref(), None, None),
            Change::Deleted => ("deleted", None, None, None),
            Change::Reacted { emoji, on } => ("reacted", None, Some(emoji.as_str()), Some(*on)),
        };
        Event {
            kind,
            seq: changed.seq,
            at: changed.at,
            from: &changed.from,
            cid: &changed.cid,
            target: Some(changed.target),
            text,
            reply_to: None,
            edited_at: None,
            emoji,
            on,
            deleted: changed.deleted_since,
            reactions: None,
        }
    }
}
