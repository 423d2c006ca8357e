//! Reserved names: who owns each name while its holder is away. The table `reserved`, one row
//! per member.
//!
//! A name is stored as a [`NameId`]: short whatever its letters, so that ten thousand of them
//! fit in one row.

use super::rows::{Columns, Rows, gathered, row, run_for};
use super::{Log, LogError, Param, Sql};
use crate::model::{MemberId, NameId, Seq};
use crate::time::Timestamp;

/// A name that nobody but its holder may bear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReservedRow {
    pub name: NameId,
    pub holder: MemberId,
    pub until: Timestamp,
}

/// The end of a name that is kept for its holder whatever comes: that of an account.
pub const RESERVED_FOR_EVER: Timestamp = Timestamp::from_millis(Seq::MAX.number());

impl<S: Sql> Log<S> {
    /// Who has this name reserved, and until when.
    pub fn reserved(&self, name: NameId) -> Result<Option<ReservedRow>, LogError> {
        if !self.has_begun {
            return Ok(None);
        }
        let rows = self.sql.query(
            "SELECT member, until FROM reserved WHERE name = ?",
            &[Param::Integer(name.to_number() as i64)],
        )?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let mut columns = Columns::new(row);
        let (Some(holder), Some(until)) = (columns.member(), columns.field()) else {
            // Nobody can prove to hold such a name: it is free.
            self.damage.note("reserved", None);
            return Ok(None);
        };
        Ok(Some(ReservedRow {
            name,
            holder,
            until,
        }))
    }

    /// All reserved names.
    pub fn all_reserved(&self) -> Result<Vec<ReservedRow>, LogError> {
        if !self.has_begun {
            return Ok(Vec::new());
        }
        // One row, as thousands would cost more to carry over than to read.
        let rows = self.sql.query(
            "SELECT group_concat(name || ' ' || member || ' ' || until, char(10)) FROM reserved",
            &[],
        )?;
        let lines = gathered(&rows).ok_or(LogError::Corrupt("reserved"))?;
        let mut rows = Vec::new();
        for line in lines.lines() {
            match parse_line(line) {
                Some(row) => rows.push(row),
                None => self.damage.note("reserved", None),
            }
        }
        Ok(rows)
    }

    /// Writes which names are reserved from now on, and which are not any more.
    pub fn save_reserved(
        &self,
        reserved: &[ReservedRow],
        freed: &[NameId],
    ) -> Result<(), LogError> {
        let freed = freed.iter().map(|name| name.to_number());
        run_for(
            &self.sql,
            "DELETE FROM reserved WHERE name IN (SELECT value FROM json_each(?))",
            &freed.collect::<Vec<_>>(),
        )?;
        let mut rows = Rows::default();
        for row in reserved {
            rows.push(row![row.name.to_number(), row.holder, row.until]);
        }
        Ok(rows.run(
            &self.sql,
            "INSERT OR REPLACE INTO reserved (name, member, until)
             SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)",
        )?)
    }
}

fn parse_line(line: &str) -> Option<ReservedRow> {
    let mut words = line.split(' ');
    Some(ReservedRow {
        name: NameId::from_number(words.next()?.parse().ok()?)?,
        holder: MemberId::parse(words.next()?)?,
        until: Timestamp::from_millis(words.next()?.parse().ok()?),
    })
}
