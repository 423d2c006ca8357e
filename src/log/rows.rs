//! Rows of the log as events: parsed like what clients send.

use super::{LogError, Row, Value};
use crate::model::{Emoji, MemberId};
use crate::wire::{Author, Change, Json, LogEvent, Message, Reactions};

pub(super) fn message_row(row: Row) -> Result<Message, LogError> {
    let mut columns = Columns::new(row, "message");
    Ok(Message {
        seq: columns.unsigned()?,
        at: columns.unsigned()?,
        from: columns.author()?,
        cid: columns.text()?,
        text: columns.optional_text()?,
        reply_to: columns.optional_unsigned()?,
        edited_at: columns.optional_unsigned()?,
        deleted: columns.unsigned()? != 0,
        reactions: match columns.optional_text()? {
            None => Reactions::default(),
            Some(json) => reactions(&json).ok_or(LogError::Corrupt("reactions"))?,
        },
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
    let mut change = Change {
        seq: columns.unsigned()?,
        at: columns.unsigned()?,
        from: columns.author()?,
        cid: columns.text()?,
        target: columns.unsigned()?,
        text: columns.optional_text()?,
        emoji: columns.optional_text()?.map(qualified),
        on: columns.optional_unsigned()?.map(|on| on != 0),
        deleted: false,
    };
    let kind = columns.text()?;
    change.deleted = columns.optional_unsigned()? == Some(1) && kind != "deleted";
    match kind.as_str() {
        "edited" => Ok(LogEvent::Edited(change)),
        "deleted" => Ok(LogEvent::Deleted(change)),
        "reacted" => Ok(LogEvent::Reacted(change)),
        _ => Err(LogError::Corrupt("change")),
    }
}

/// Takes the columns out of a row one after the other.
pub(super) struct Columns {
    values: std::vec::IntoIter<Value>,
    table: &'static str,
}

impl Columns {
    pub fn new(row: Row, table: &'static str) -> Columns {
        let values = row.into_iter();
        Columns { values, table }
    }

    fn corrupt(&self) -> LogError {
        LogError::Corrupt(self.table)
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
