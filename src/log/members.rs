//! The members of a room that has an owner: one row for each who ever got a welcome since then. And who
//! came by which key.

use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql, SqlError};
use crate::auth::Known;
use crate::model::{KeyId, MemberId, Role, Seq};
use crate::time::Timestamp;
use crate::wire::encode;

/// What a room keeps of a member.
#[derive(Clone, Debug, PartialEq)]
pub struct MemberRow {
    pub member: MemberId,
    /// Its name when the row was last written.
    pub name: String,
    /// The grant that it holds.
    pub role: Option<Role>,
    /// The key that gave this grant.
    pub key: Option<KeyId>,
    /// Where the log was when it first came.
    pub since: Seq,
    /// Whether it first came while the room was open to all.
    pub came_freely: bool,
    pub muted_until: Timestamp,
    /// Whether it was removed, and has not come back since.
    pub is_removed: bool,
}

impl MemberRow {
    /// Of somebody of whom nothing else is known.
    pub fn new(known: Known, name: &str, came_freely: bool) -> MemberRow {
        MemberRow {
            member: known.member,
            name: name.to_owned(),
            role: None,
            key: None,
            since: known.since,
            came_freely,
            muted_until: Timestamp::default(),
            is_removed: false,
        }
    }
}

impl MemberRow {
    /// Whether it is an owner, unless it is banned.
    pub fn is_owner(&self) -> bool {
        self.role == Some(Role::Owner) && !self.is_removed
    }
}

impl<S: Sql> Log<S> {
    /// The row of a member, if there is one.
    pub fn member(&self, member: MemberId) -> Result<Option<MemberRow>, LogError> {
        Ok(self.members(&[member])?.pop())
    }

    /// The rows of these members, as far as there are any.
    pub fn members(&self, members: &[MemberId]) -> Result<Vec<MemberRow>, LogError> {
        if self.owned.is_none() || members.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            "SELECT member, name, role, key, since, came_freely, muted_until, removed FROM member
             WHERE member IN (SELECT value FROM json_each(?))",
            &[Param::Text(&encode(&members))],
        )?;
        Ok(self.damage.sound("member", rows, member_row))
    }

    /// Whether any other member holds an owner's grant and may come in.
    pub fn has_other_owner(&self, than: &[MemberId], now: Timestamp) -> Result<bool, LogError> {
        let rows = self.sql.query(
            "SELECT 1 FROM member WHERE role = 'owner' AND removed = 0
             AND member NOT IN (SELECT value FROM json_each(?1))
             AND NOT EXISTS (SELECT 1 FROM ban
                             WHERE ban.member = member.member AND (until IS NULL OR until > ?2))
             LIMIT 1",
            &[Param::Text(&encode(&than)), Param::time(now)],
        )?;
        Ok(!rows.is_empty())
    }

    /// Who holds a grant that this key has given.
    pub fn granted_by(&self, key: KeyId) -> Result<Vec<MemberId>, LogError> {
        let rows = self.sql.query(
            "SELECT member FROM member WHERE key = ? AND role IS NOT NULL ORDER BY member",
            &[Param::Integer(key.0 as i64)],
        )?;
        let ids = rows.into_iter().map(|row| Columns::new(row).member());
        Ok(ids.flatten().collect())
    }

    /// Whether this member has come by this key before.
    pub fn has_come_by(&self, key: KeyId, member: MemberId) -> Result<bool, LogError> {
        let rows = self.sql.query(
            "SELECT 1 FROM came WHERE key = ? AND member = ?",
            &[
                Param::Integer(key.0 as i64),
                Param::Text(&member.to_string()),
            ],
        )?;
        Ok(!rows.is_empty())
    }

    /// Who came by this key with this `cid` of a hello.
    pub fn came_with(&self, key: KeyId, hello: &str) -> Result<Option<MemberId>, LogError> {
        let rows = self.sql.query(
            "SELECT member FROM came WHERE key = ? AND hello = ?",
            &[Param::Integer(key.0 as i64), Param::Text(hello)],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).member()))
    }

    /// Writes what is known of a member.
    pub fn save_member(&self, row: &MemberRow) -> Result<(), LogError> {
        Ok(save_members(&self.sql, std::slice::from_ref(row))?)
    }
}

/// Writes what is known of members.
pub(super) fn save_members<S: Sql>(sql: &S, rows: &[MemberRow]) -> Result<(), SqlError> {
    let mut all = Rows::default();
    for row in rows {
        all.push(row![
            row.member,
            &row.name,
            row.role,
            row.key,
            row.since,
            row.came_freely,
            row.muted_until,
            row.is_removed,
        ]);
    }
    all.run(
        sql,
        "INSERT OR REPLACE INTO member
         (member, name, role, key, since, came_freely, muted_until, removed)
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7
         FROM jsonb_each(?)",
    )
}

/// Notes that a member came by a key.
pub(super) fn save_came<S: Sql>(
    sql: &S,
    key: KeyId,
    member: MemberId,
    hello: Option<&str>,
) -> Result<(), SqlError> {
    Rows::of(row![key, member, hello]).run(
        sql,
        "INSERT OR IGNORE INTO came (key, member, hello)
         SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)",
    )
}

fn member_row(row: Row) -> Option<MemberRow> {
    let mut columns = Columns::new(row);
    Some(MemberRow {
        member: columns.member()?,
        name: columns.text()?,
        role: columns.field()?,
        key: columns.optional_unsigned()?.map(KeyId),
        since: columns.field()?,
        came_freely: columns.field()?,
        muted_until: columns.field()?,
        is_removed: columns.field()?,
    })
}
