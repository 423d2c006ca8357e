//! The outbox: letters to other rooms, kept until they are delivered. A row of `meta` tells whether there
//! are some, so that a room without letters never asks for them, and which id was given last, so that the
//! answer to one that is gone is never taken for that to another.

use super::meta::Meta;
use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql, SqlError};
use crate::model::RoomName;
use crate::time::Timestamp;
use crate::wire::{Letter, PairState};

/// A letter as it is to be kept. Its id is greater than that of any before.
#[derive(Debug)]
pub struct NewLetter {
    pub id: u64,
    pub to: RoomName,
    pub body: String,
    /// When to send it.
    pub due: Timestamp,
}

/// A letter that waits, without what is in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LetterRow {
    pub id: u64,
    /// How often it was sent in vain.
    pub tries: u64,
    pub due: Timestamp,
}

/// What `meta` tells of letters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Outbox {
    newest: u64,
    has_letters: bool,
}

impl Outbox {
    pub fn read(meta: &Meta) -> Outbox {
        let kept = meta.get("letters").and_then(|text| text.split_once(' '));
        let kept = kept.and_then(|(newest, waiting)| {
            Some(Outbox {
                newest: newest.parse().ok()?,
                has_letters: waiting != "0",
            })
        });
        kept.unwrap_or_default()
    }

    /// A letter is kept.
    pub fn add(&mut self, letter: &NewLetter) {
        self.newest = letter.id;
        self.has_letters = true;
    }
}

impl<S: Sql> Log<S> {
    /// The id that was given last.
    pub fn newest_letter(&self) -> u64 {
        self.outbox.newest
    }

    /// All letters that wait, the oldest first.
    pub fn letters(&self) -> Result<Vec<LetterRow>, LogError> {
        if !self.outbox.has_letters {
            return Ok(Vec::new());
        }
        let rows = self
            .sql
            .query("SELECT id, tries, due FROM letter ORDER BY id", &[])?;
        Ok(self.damage.sound("letter", rows, letter_row))
    }

    /// To whom a letter is, and what is in it; nothing of one that cannot be read.
    pub fn letter(&self, id: u64) -> Result<Option<(RoomName, String)>, LogError> {
        let rows = self.sql.query(
            "SELECT to_room, body FROM letter WHERE id = ?",
            &[Param::Integer(id as i64)],
        )?;
        let letters = self.damage.sound("letter", rows, |row| {
            let mut columns = Columns::new(row);
            let to = RoomName::parse(&columns.text()?).ok()?;
            Some((to, columns.text()?))
        });
        Ok(letters.into_iter().next())
    }

    /// What waits to be told to the rooms of pairs.
    pub fn letters_to_pairs(&self) -> Result<Vec<PairState>, LogError> {
        if !self.outbox.has_letters {
            return Ok(Vec::new());
        }
        let rows = self
            .sql
            .query("SELECT body FROM letter WHERE to_room >= '~'", &[])?;
        let bodies = self
            .damage
            .sound("letter", rows, |row| Columns::new(row).text());
        let states = bodies.iter().filter_map(|body| match Letter::parse(body) {
            Some(Letter::Pair(state)) => Some(state),
            _ => None,
        });
        Ok(states.collect())
    }

    /// A letter was sent in vain.
    pub fn put_off_letter(&self, row: LetterRow) -> Result<(), LogError> {
        self.sql.query(
            "UPDATE letter SET tries = ?, due = ? WHERE id = ?",
            &[
                Param::Integer(row.tries as i64),
                Param::time(row.due),
                Param::Integer(row.id as i64),
            ],
        )?;
        Ok(())
    }

    /// A letter need not be sent any more. `is_last`: nor does any other wait.
    pub fn end_letter(&mut self, id: u64, is_last: bool) -> Result<(), LogError> {
        let sql = &self.sql;
        sql.query(
            "DELETE FROM letter WHERE id = ?",
            &[Param::Integer(id as i64)],
        )?;
        if is_last {
            save_outbox(sql, self.outbox.newest, false)?;
            self.outbox.has_letters = false;
        }
        Ok(())
    }
}

/// Keeps a letter, within a transaction.
pub(super) fn insert_letter<S: Sql>(sql: &S, letter: &NewLetter) -> Result<(), SqlError> {
    insert_letters(sql, &[letter])
}

/// Keeps letters, the last of which has the greatest id.
pub(super) fn insert_letters<S: Sql>(sql: &S, letters: &[&NewLetter]) -> Result<(), SqlError> {
    let mut rows = Rows::default();
    for letter in letters {
        rows.push(row![
            letter.id,
            letter.to.as_str(),
            letter.body.as_str(),
            letter.due,
        ]);
    }
    rows.run(
        sql,
        "INSERT INTO letter (id, to_room, body, tries, due)
         SELECT value->>0, value->>1, value->>2, 0, value->>3 FROM jsonb_each(?)",
    )?;
    let newest = letters.last().map_or(0, |letter| letter.id);
    save_outbox(sql, newest, true)
}

fn save_outbox<S: Sql>(sql: &S, newest: u64, has_letters: bool) -> Result<(), SqlError> {
    let text = format!("{newest} {}", u8::from(has_letters));
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('letters', ?)",
        &[Param::Text(&text)],
    )?;
    Ok(())
}

fn letter_row(row: Row) -> Option<LetterRow> {
    let mut columns = Columns::new(row);
    Some(LetterRow {
        id: columns.unsigned()?,
        tries: columns.unsigned()?,
        due: columns.field()?,
    })
}
