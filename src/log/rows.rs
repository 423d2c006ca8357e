//! Turns rows of the log into events. A row is parsed as strictly as client input.

use super::damage::{Damage, seq_of};
use super::{Row, Value};
use crate::model::{Author, Body, Change, Changed, Emoji, LogEvent, MemberId, Message, Reactions};
use crate::wire::Json;

/// What is sound of a message.
pub(super) fn message_row(row: Row, damage: &Damage) -> Option<Message> {
    let seq = seq_of(&row);
    let message = message(row, damage);
    if message.is_none() {
        damage.note("message", seq);
    }
    message
}

fn message(row: Row, damage: &Damage) -> Option<Message> {
    let mut columns = Columns::new(row);
    let (seq, at) = (columns.unsigned()?, columns.unsigned()?);
    let (from, cid) = (columns.author()?, columns.text()?);
    let text = columns.optional_text()?;
    let (reply_to, edited_at) = (columns.optional_unsigned()?, columns.optional_unsigned()?);
    let body = match (columns.unsigned()?, text) {
        (0, Some(text)) => Body::Text(text),
        (0, None) => return None,
        _ => Body::Deleted,
    };
    let reactions = match columns.optional_text()? {
        None => Reactions::default(),
        Some(json) => reactions(&json).unwrap_or_else(|| {
            damage.note("reactions", Some(seq));
            Reactions::default()
        }),
    };
    Some(Message {
        seq,
        at,
        from,
        cid,
        body,
        reply_to,
        edited_at,
        reactions,
    })
}

fn reactions(json: &str) -> Option<Reactions> {
    let Json::Object(emojis) = Json::parse(json)? else {
        return None;
    };
    let mut reactions = Reactions::default();
    for (emoji, members) in emojis {
        let Json::Array(members) = members else {
            return None;
        };
        let ids = members.iter().map(|id| MemberId::parse(id.text()?));
        let mut ids = ids.collect::<Option<Vec<_>>>()?;
        let of_emoji = reactions.of(qualified(emoji.into_owned()));
        // An older version may have kept two forms of it, and a member with both.
        ids.retain(|id| !of_emoji.contains(id));
        of_emoji.append(&mut ids);
    }
    Some(reactions)
}

/// An emoji as it would be stored today. An older version took some that are none: they stay as
/// they are.
fn qualified(emoji: String) -> String {
    Emoji::parse(&emoji).map_or(emoji, String::from)
}

/// A change, if it is sound.
pub(super) fn change_row(row: Row, damage: &Damage) -> Option<LogEvent> {
    let seq = seq_of(&row);
    let change = change(row);
    if change.is_none() {
        damage.note("change", seq);
    }
    change
}

fn change(row: Row) -> Option<LogEvent> {
    let mut columns = Columns::new(row);
    let (seq, at) = (columns.unsigned()?, columns.unsigned()?);
    let (from, cid) = (columns.author()?, columns.text()?);
    let target = columns.unsigned()?;
    let text = columns.optional_text()?;
    let emoji = columns.optional_text()?.map(qualified);
    let on = columns.optional_unsigned()?.map(|on| on != 0);
    let change = match (columns.text()?.as_str(), emoji, on) {
        ("edited", _, _) => Change::Edited { text },
        ("deleted", _, _) => Change::Deleted,
        ("reacted", Some(emoji), Some(on)) => Change::Reacted { emoji, on },
        _ => return None,
    };
    let is_gone = columns.optional_unsigned()? == Some(1);
    Some(LogEvent::Changed(Changed {
        seq,
        at,
        from,
        cid,
        target,
        deleted_since: is_gone && change != Change::Deleted,
        change,
    }))
}

/// Takes the columns out of a row one after the other: none where one is not what it should be.
pub(super) struct Columns(std::vec::IntoIter<Value>);

impl Columns {
    pub fn new(row: Row) -> Columns {
        Columns(row.into_iter())
    }

    fn optional_unsigned(&mut self) -> Option<Option<u64>> {
        match self.0.next() {
            Some(Value::Null) => Some(None),
            Some(Value::Integer(n)) => u64::try_from(n).ok().map(Some),
            _ => None,
        }
    }

    pub fn unsigned(&mut self) -> Option<u64> {
        self.optional_unsigned()?
    }

    fn optional_text(&mut self) -> Option<Option<String>> {
        match self.0.next() {
            Some(Value::Null) => Some(None),
            Some(Value::Text(text)) => Some(Some(text)),
            _ => None,
        }
    }

    pub fn text(&mut self) -> Option<String> {
        self.optional_text()?
    }

    pub fn member(&mut self) -> Option<MemberId> {
        MemberId::parse(&self.text()?)
    }

    fn author(&mut self) -> Option<Author> {
        Some(Author {
            id: self.member()?,
            name: self.text()?,
        })
    }
}
