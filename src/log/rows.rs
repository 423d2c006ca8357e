//! Turns rows of the log into events. A row is parsed as strictly as client input.

use super::damage::{Damage, seq_of};
use super::{LogError, Row, Value};
use crate::model::{
    Author, Body, Change, Changed, Emoji, LogEvent, MemberId, Message, Reactions, Seq,
};
use crate::wire::Json;

pub(super) fn message_row(row: Row, damage: &Damage) -> Result<Message, LogError> {
    let mut columns = Columns::new(row, "message");
    let (seq, at) = (columns.unsigned()?, columns.unsigned()?);
    let (from, cid) = (columns.author()?, columns.text()?);
    let text = columns.optional_text()?;
    let (reply_to, edited_at) = (columns.optional_unsigned()?, columns.optional_unsigned()?);
    let body = match (columns.unsigned()?, text) {
        (0, Some(text)) => Body::Text(text),
        (0, None) => return Err(columns.corrupt()),
        _ => Body::Deleted,
    };
    let reactions = match columns.optional_text()? {
        None => Reactions::default(),
        Some(json) => {
            let reactions = reactions(&json).ok_or(LogError::Corrupt("reactions", Some(seq)));
            damage.sound(reactions).unwrap_or_default()
        }
    };
    Ok(Message {
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

pub(super) fn change_row(row: Row) -> Result<LogEvent, LogError> {
    let mut columns = Columns::new(row, "change");
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
        _ => return Err(columns.corrupt()),
    };
    let is_gone = columns.optional_unsigned()? == Some(1);
    Ok(LogEvent::Changed(Changed {
        seq,
        at,
        from,
        cid,
        target,
        deleted_since: is_gone && change != Change::Deleted,
        change,
    }))
}

/// Takes the columns out of a row one after the other.
pub(super) struct Columns {
    values: std::vec::IntoIter<Value>,
    table: &'static str,
    seq: Option<Seq>,
}

impl Columns {
    pub fn new(row: Row, table: &'static str) -> Columns {
        let seq = seq_of(&row);
        let values = row.into_iter();
        Columns { values, table, seq }
    }

    fn corrupt(&self) -> LogError {
        LogError::Corrupt(self.table, self.seq)
    }

    fn optional_unsigned(&mut self) -> Result<Option<u64>, LogError> {
        match self.values.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Integer(n)) => u64::try_from(n).map(Some).map_err(|_| self.corrupt()),
            _ => Err(self.corrupt()),
        }
    }

    pub fn unsigned(&mut self) -> Result<u64, LogError> {
        self.optional_unsigned()?.ok_or_else(|| self.corrupt())
    }

    fn optional_text(&mut self) -> Result<Option<String>, LogError> {
        match self.values.next() {
            Some(Value::Null) => Ok(None),
            Some(Value::Text(text)) => Ok(Some(text)),
            _ => Err(self.corrupt()),
        }
    }

    pub fn text(&mut self) -> Result<String, LogError> {
        self.optional_text()?.ok_or_else(|| self.corrupt())
    }

    pub fn member(&mut self) -> Result<MemberId, LogError> {
        MemberId::parse(&self.text()?).ok_or_else(|| self.corrupt())
    }

    fn author(&mut self) -> Result<Author, LogError> {
        Ok(Author {
            id: self.member()?,
            name: self.text()?,
        })
    }
}
