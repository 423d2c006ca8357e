//! The members in grace, kept for as long as the room sleeps.

use super::rows::{Columns, Rows, row, run_for};
use super::{Log, LogError, Row, Sql};
use crate::model::{MemberId, MemberName, Role};
use crate::time::Timestamp;

/// A member whose last socket has gone, until the grace ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraceRow {
    pub member: MemberId,
    pub name: MemberName,
    pub until: Timestamp,
    /// As what its site lets it in, if it is the user of one that says so.
    pub lent: Option<Option<Role>>,
}

impl<S: Sql> Log<S> {
    /// The members in grace, as they were when the room was last awake.
    pub fn grace(&self) -> Result<Vec<GraceRow>, LogError> {
        if !self.has_begun {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            "SELECT member, name, until, lent FROM grace ORDER BY member",
            &[],
        )?;
        Ok(self.damage.sound("grace", rows, grace_row))
    }

    /// Writes who has entered the grace, and removes who has left it, either way.
    pub fn save_grace(&self, entered: &[GraceRow], left: &[MemberId]) -> Result<(), LogError> {
        run_for(
            &self.sql,
            "DELETE FROM grace WHERE member IN (SELECT value FROM json_each(?))",
            left,
        )?;
        let mut rows = Rows::default();
        for row in entered {
            let lent = row.lent.map(|role| role.map_or("", Role::as_str));
            rows.push(row![row.member, row.name.as_str(), row.until, lent]);
        }
        Ok(rows.run(
            &self.sql,
            "INSERT OR REPLACE INTO grace (member, name, until, lent)
             SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(?)",
        )?)
    }
}

fn grace_row(row: Row) -> Option<GraceRow> {
    let mut columns = Columns::new(row);
    Some(GraceRow {
        member: columns.member()?,
        name: MemberName::stored(&columns.text()?).ok()?,
        until: columns.field()?,
        lent: columns.optional_text()?.map(|role| Role::parse(&role)),
    })
}
