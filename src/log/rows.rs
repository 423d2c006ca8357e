//! Turns rows of the log into events, and lists into rows. A row is parsed as strictly as client input.

use serde::Serialize;

use super::damage::{Damage, seq_of};
use super::{LogError, Param, Row, Sql, Value};
use crate::model::{Author, Body, Change, Emoji, MemberId, Reactions, Seq};
use crate::time::Timestamp;
use crate::wire::{Json, encode};

/// Runs a statement for all of a list, which it takes as one JSON array; for none not at all.
pub(super) fn run_for<S: Sql, T: Serialize>(
    sql: &S,
    statement: &'static str,
    list: &[T],
) -> Result<(), LogError> {
    if !list.is_empty() {
        sql.query(statement, &[Param::Text(&encode(&list))])?;
    }
    Ok(())
}

/// What `group_concat` has made of many rows: one text, or nothing of none.
pub(super) fn gathered(rows: &[Row]) -> Option<&str> {
    match rows.first().map(Vec::as_slice) {
        Some([Value::Text(text)]) => Some(text),
        Some([Value::Null]) => Some(""),
        _ => None,
    }
}

/// What a row of a table is read as: by its columns, in [`columns`](super::columns).
pub(super) trait Stored: Sized {
    const TABLE: &str;

    fn read(columns: &mut Columns) -> Option<Self>;
}

/// A row as changes have left it: what of it they alter, by the names of its columns.
pub(super) struct Now<'a, T>(pub &'a T);

/// What is sound of a row, whose first column is its seq.
#[inline(never)]
pub(super) fn read<T: Stored>(row: Row, damage: &Damage) -> Option<T> {
    let seq = seq_of(&row);
    let mut columns = Columns::new(row);
    let read = T::read(&mut columns);
    match (&read, columns.lost) {
        (None, _) => damage.note(T::TABLE, seq),
        (_, Some(lost)) => damage.note(lost, seq),
        _ => {}
    }
    read
}

/// What one or more columns of a row are read as.
pub(super) trait Field: Sized {
    fn read(columns: &mut Columns) -> Option<Self>;
}

impl Field for Seq {
    fn read(columns: &mut Columns) -> Option<Seq> {
        columns.unsigned().map(Seq::from_number)
    }
}

impl Field for Option<Seq> {
    fn read(columns: &mut Columns) -> Option<Option<Seq>> {
        let seq = columns.optional_unsigned()?;
        Some(seq.map(Seq::from_number))
    }
}

impl Field for Timestamp {
    fn read(columns: &mut Columns) -> Option<Timestamp> {
        columns.unsigned().map(Timestamp::from_millis)
    }
}

impl Field for Option<Timestamp> {
    fn read(columns: &mut Columns) -> Option<Option<Timestamp>> {
        let millis = columns.optional_unsigned()?;
        Some(millis.map(Timestamp::from_millis))
    }
}

impl Field for bool {
    fn read(columns: &mut Columns) -> Option<bool> {
        Some(columns.unsigned()? != 0)
    }
}

impl Field for String {
    fn read(columns: &mut Columns) -> Option<String> {
        columns.text()
    }
}

impl Field for Author {
    fn read(columns: &mut Columns) -> Option<Author> {
        Some(Author {
            id: columns.member()?,
            name: columns.text()?,
        })
    }
}

impl Field for Body {
    fn read(columns: &mut Columns) -> Option<Body> {
        match (columns.optional_text()?, columns.field()?) {
            (Some(text), false) => Some(Body::Text(text)),
            (None, false) => None,
            (_, true) => Some(Body::Deleted),
        }
    }
}

impl Field for Reactions {
    /// Those that make no sense lose nothing but themselves.
    fn read(columns: &mut Columns) -> Option<Reactions> {
        let Some(json) = columns.optional_text()? else {
            return Some(Reactions::default());
        };
        let read = reactions(&json);
        if read.is_none() {
            columns.lost = Some("reactions");
        }
        Some(read.unwrap_or_default())
    }
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

impl Field for Change {
    fn read(columns: &mut Columns) -> Option<Change> {
        let kind = columns.text()?;
        let text = columns.optional_text()?;
        let emoji = columns.optional_text()?.map(qualified);
        let on = columns.optional_unsigned()?.map(|on| on != 0);
        match (kind.as_str(), emoji, on) {
            ("edited", _, _) => Some(Change::Edited { text }),
            ("deleted", _, _) => Some(Change::Deleted),
            ("reacted", Some(emoji), Some(on)) => Some(Change::Reacted { emoji, on }),
            _ => None,
        }
    }
}

/// Takes the columns out of a row one after the other: none where one is not what it should be.
pub(super) struct Columns {
    values: std::vec::IntoIter<Value>,
    /// What made no sense, though the rest does without it.
    lost: Option<&'static str>,
}

impl Columns {
    pub fn new(row: Row) -> Columns {
        let values = row.into_iter();
        Columns { values, lost: None }
    }

    pub fn field<T: Field>(&mut self) -> Option<T> {
        T::read(self)
    }

    fn optional_unsigned(&mut self) -> Option<Option<u64>> {
        match self.values.next() {
            Some(Value::Null) => Some(None),
            Some(Value::Integer(n)) => u64::try_from(n).ok().map(Some),
            _ => None,
        }
    }

    pub fn unsigned(&mut self) -> Option<u64> {
        self.optional_unsigned()?
    }

    fn optional_text(&mut self) -> Option<Option<String>> {
        match self.values.next() {
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
}
