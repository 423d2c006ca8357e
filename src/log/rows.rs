//! Turns rows of the log into events, and lists into rows. A row is parsed as strictly as client input.

use serde::{Serialize, Serializer};

use super::damage::{DamageNotes, seq_of};
use super::{Param, Row, Sql, SqlError, Value};
use crate::model::{Author, Body, Change, Emoji, File, KeyId, MemberId, Reactions, Role, Seq};
use crate::time::Timestamp;
use crate::wire::{Json, encode, files, room_change};

/// Runs a statement for all of a list, which it takes as one JSON array; for none not at all.
pub(super) fn run_for<S: Sql, T: Serialize>(
    sql: &S,
    statement: &'static str,
    list: &[T],
) -> Result<(), SqlError> {
    if !list.is_empty() {
        sql.query(statement, &[Param::Text(&encode(&list))])?;
    }
    Ok(())
}

/// Rows for a statement that writes them: one JSON array, of an array for each. Not a tuple for each: the code
/// that encodes one would be in the Worker for every table.
#[derive(Debug, Default)]
pub(super) struct Rows(String);

impl Rows {
    pub fn of(row: &[Cell<'_>]) -> Rows {
        let mut rows = Rows::default();
        rows.push(row);
        rows
    }

    #[inline(never)]
    pub fn push(&mut self, row: &[Cell<'_>]) {
        self.0.push(if self.0.is_empty() { '[' } else { ',' });
        self.0.push_str(&encode(&row));
    }

    /// The same, of a statement that answers. For none there is no answer.
    pub fn ask<S: Sql>(mut self, sql: &S, statement: &'static str) -> Result<Vec<Row>, SqlError> {
        if self.0.is_empty() {
            return Ok(Vec::new());
        }
        self.0.push(']');
        sql.query(statement, &[Param::Text(&self.0)])
    }

    /// Runs the statement for all of them; for none not at all.
    pub fn run<S: Sql>(self, sql: &S, statement: &'static str) -> Result<(), SqlError> {
        self.ask(sql, statement).map(drop)
    }
}

/// A value of such a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cell<'a> {
    Null,
    Number(u64),
    Text(&'a str),
    Member(MemberId),
}

impl Serialize for Cell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Cell::Null => serializer.serialize_unit(),
            Cell::Number(number) => serializer.serialize_u64(*number),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Member(member) => member.serialize(serializer),
        }
    }
}

macro_rules! cells {
    ($($from:ty as $it:ident: $cell:expr,)+) => {
        $(impl<'a> From<$from> for Cell<'a> {
            fn from($it: $from) -> Cell<'a> {
                $cell
            }
        })+
    };
}

cells! {
    u64 as number: Cell::Number(number),
    bool as is: Cell::Number(u64::from(is)),
    &'a str as text: Cell::Text(text),
    &'a String as text: Cell::Text(text),
    MemberId as member: Cell::Member(member),
    Role as role: Cell::Text(role.as_str()),
    KeyId as key: Cell::Number(key.0),
    Seq as seq: Cell::Number(seq.number()),
    Timestamp as time: Cell::Number(time.as_millis()),
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(value: Option<T>) -> Cell<'a> {
        value.map_or(Cell::Null, T::into)
    }
}

/// The values of a row.
macro_rules! row {
    ($($value:expr),+ $(,)?) => {
        &[$($crate::log::rows::Cell::from($value)),+]
    };
}
pub(super) use row;

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
pub(super) fn read<T: Stored>(row: Row, damage: &DamageNotes) -> Option<T> {
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
            role: columns.field::<Option<Role>>()?.unwrap_or_default(),
        })
    }
}

impl Field for Option<Role> {
    fn read(columns: &mut Columns) -> Option<Option<Role>> {
        match columns.optional_text()? {
            None => Some(None),
            Some(role) => Role::parse(&role).map(Some),
        }
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

impl Field for Vec<File> {
    /// Those that make no sense lose nothing but themselves.
    fn read(columns: &mut Columns) -> Option<Vec<File>> {
        let Some(json) = columns.optional_text()? else {
            return Some(Vec::new());
        };
        let read = Json::parse(&json).as_ref().and_then(files);
        if read.is_none() {
            columns.lost = Some("files");
        }
        Some(read.unwrap_or_default())
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
        if let Some(details) = columns.optional_text()? {
            return room_change(&kind, &Json::parse(&details)?);
        }
        match (kind.as_str(), emoji, on) {
            ("edited", _, _) => Some(Change::Edited { text }),
            ("deleted", _, _) => Some(Change::Deleted),
            ("reacted", Some(emoji), Some(on)) => Some(Change::Reacted { emoji, on }),
            ("pinned", None, Some(on)) => Some(Change::Pinned { on }),
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

    pub fn optional_unsigned(&mut self) -> Option<Option<u64>> {
        match self.values.next() {
            Some(Value::Null) => Some(None),
            Some(Value::Integer(n)) => u64::try_from(n).ok().map(Some),
            _ => None,
        }
    }

    pub fn unsigned(&mut self) -> Option<u64> {
        self.optional_unsigned()?
    }

    pub fn optional_text(&mut self) -> Option<Option<String>> {
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
