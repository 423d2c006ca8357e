//! Those who have knocked and wait to be let in: they keep their place while they, or the room, are away.

use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql};
use crate::model::{KeyId, MemberId, MemberName, Role, Seq};
use crate::time::Timestamp;

/// Somebody who waits to be let in.
#[derive(Clone, Debug, PartialEq)]
pub struct KnockRow {
    pub member: MemberId,
    pub name: MemberName,
    /// Where the log was when it came.
    pub since: Seq,
    pub at: Timestamp,
    /// What it said to those who let people in, once.
    pub text: Option<String>,
    /// The key it came by, what that gives, and the `cid` of its hello.
    pub key: Option<KeyId>,
    pub role: Role,
    pub hello: Option<String>,
}

impl<S: Sql> Log<S> {
    /// All who wait, the first who came first.
    pub fn knocks(&self) -> Result<Vec<KnockRow>, LogError> {
        if self.owned.is_none() {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            "SELECT member, name, since, at, text, key, role, hello FROM knock ORDER BY at, member",
            &[],
        )?;
        Ok(self.damage.sound("knock", rows, knock_row))
    }

    pub fn save_knock(&self, knock: &KnockRow) -> Result<(), LogError> {
        let row = Rows::of(row![
            knock.member,
            knock.name.as_str(),
            knock.since,
            knock.at,
            knock.text.as_ref(),
            knock.key,
            knock.role,
            knock.hello.as_ref(),
        ]);
        Ok(row.run(
            &self.sql,
            "INSERT OR REPLACE INTO knock (member, name, since, at, text, key, role, hello)
             SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7
             FROM jsonb_each(?)",
        )?)
    }

    pub fn end_knock(&self, member: MemberId) -> Result<(), LogError> {
        self.sql.query(
            "DELETE FROM knock WHERE member = ?",
            &[Param::Text(&member.to_string())],
        )?;
        Ok(())
    }
}

fn knock_row(row: Row) -> Option<KnockRow> {
    let mut columns = Columns::new(row);
    Some(KnockRow {
        member: columns.member()?,
        name: MemberName::stored(&columns.text()?).ok()?,
        since: columns.field()?,
        at: columns.field()?,
        text: columns.optional_text()?,
        key: columns.optional_unsigned()?.map(KeyId),
        role: columns.field::<Option<Role>>()??,
        hello: columns.optional_text()?,
    })
}
