//! Bans: members who cannot come back for a while, and for a day the network they came from.

use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql, SqlError};
use crate::limits;
use crate::model::{Author, KeyId, MemberId, Seq, Until};
use crate::time::Timestamp;

/// Somebody who may not come back.
#[derive(Clone, Debug, PartialEq)]
pub struct BanRow {
    pub member: MemberId,
    pub name: String,
    pub until: Until,
    pub by: Author,
    pub at: Timestamp,
    pub reason: Option<String>,
    /// By what the room knows the network it came from.
    pub network: Option<u64>,
    /// The key it came by, if that was of limited use.
    pub key: Option<KeyId>,
}

macro_rules! ban_columns {
    () => {
        "member, name, coalesce(until, 9007199254740991), by_member, by_name, by_role, at, reason, network, key"
    };
}

/// As a ban without end is read.
const FOREVER: Timestamp = Timestamp::from_millis(Seq::MAX.number());

impl<S: Sql> Log<S> {
    /// Until when this member is banned, if it is.
    pub fn ban_of(&self, member: MemberId, now: Timestamp) -> Result<Option<Until>, LogError> {
        let rows = self.sql.query(
            concat!("SELECT ", ban_columns!(), " FROM ban WHERE member = ?"),
            &[Param::Text(&member.to_string())],
        )?;
        Ok(self.end_of(rows, now))
    }

    /// The same of anybody who came by this key, which was of limited use.
    pub fn ban_by_key(&self, key: KeyId, now: Timestamp) -> Result<Option<Until>, LogError> {
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                ban_columns!(),
                " FROM ban WHERE key = ? ORDER BY coalesce(until, 9007199254740991) DESC LIMIT 1"
            ),
            &[Param::Integer(key.0 as i64)],
        )?;
        Ok(self.end_of(rows, now))
    }

    /// Until when nobody comes from this network without key and token, if so.
    pub fn ban_by_network(&self, network: u64, now: Timestamp) -> Result<Option<Until>, LogError> {
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                ban_columns!(),
                " FROM ban WHERE network = ?1 AND at > ?2 AND coalesce(until, 9007199254740991) > ?3
                 ORDER BY at DESC LIMIT 1"
            ),
            &[
                Param::Integer(network as i64),
                Param::time(now.earlier_by(limits::NETWORK_BAN)),
                Param::time(now),
            ],
        )?;
        let Some(ban) = self.bans_of(rows).pop() else {
            return Ok(None);
        };
        let day = ban.at + limits::NETWORK_BAN;
        Ok(Some(Until::Time(match ban.until {
            Until::Time(time) => time.min(day),
            Until::Forever => day,
        })))
    }

    /// Bans that have not ended, the newest first.
    pub fn bans(
        &self,
        before: Option<Timestamp>,
        limit: usize,
        now: Timestamp,
    ) -> Result<Vec<BanRow>, LogError> {
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                ban_columns!(),
                " FROM ban WHERE at < ?1 AND coalesce(until, 9007199254740991) > ?2
                 ORDER BY at DESC LIMIT ?3"
            ),
            &[
                Param::time(before.unwrap_or(FOREVER)),
                Param::time(now),
                Param::Integer(limit as i64),
            ],
        )?;
        Ok(self.bans_of(rows))
    }

    /// Whether as many others are banned as a room can remember.
    pub fn bans_are_full(&self, but: MemberId, now: Timestamp) -> Result<bool, LogError> {
        let rows = self.sql.query(
            "SELECT 1 FROM ban WHERE member <> ?1 AND (until IS NULL OR until > ?2)
             LIMIT 1 OFFSET ?3",
            &[
                Param::Text(&but.to_string()),
                Param::time(now),
                Param::Integer(limits::BANS as i64 - 1),
            ],
        )?;
        Ok(!rows.is_empty())
    }

    fn end_of(&self, rows: Vec<Row>, now: Timestamp) -> Option<Until> {
        let ban = self.bans_of(rows).pop()?;
        Some(ban.until).filter(|until| until.is_after(now))
    }

    fn bans_of(&self, rows: Vec<Row>) -> Vec<BanRow> {
        self.damage.sound("ban", rows, ban_row)
    }
}

/// Bans somebody, and forgets bans that have ended.
pub(super) fn save_ban<S: Sql>(sql: &S, ban: &BanRow) -> Result<(), SqlError> {
    sql.query("DELETE FROM ban WHERE until <= ?", &[Param::time(ban.at)])?;
    let by = &ban.by;
    let until = match ban.until {
        Until::Time(time) => Some(time),
        Until::Forever => None,
    };
    let row = Rows::of(row![
        ban.member,
        &ban.name,
        until,
        by.id,
        &by.name,
        by.role.shown(),
        ban.at,
        ban.reason.as_ref(),
        ban.network,
        ban.key,
    ]);
    row.run(
        sql,
        "INSERT OR REPLACE INTO ban
         (member, name, until, by_member, by_name, by_role, at, reason, network, key)
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4,
                value->>5, value->>6, value->>7, value->>8, value->>9
         FROM jsonb_each(?)",
    )
}

pub(super) fn end_ban<S: Sql>(sql: &S, member: MemberId) -> Result<(), SqlError> {
    sql.query(
        "DELETE FROM ban WHERE member = ?",
        &[Param::Text(&member.to_string())],
    )?;
    Ok(())
}

fn ban_row(row: Row) -> Option<BanRow> {
    let mut columns = Columns::new(row);
    Some(BanRow {
        member: columns.member()?,
        name: columns.text()?,
        until: match columns.field::<Timestamp>()? {
            time if time >= FOREVER => Until::Forever,
            time => Until::Time(time),
        },
        by: columns.field()?,
        at: columns.field()?,
        reason: columns.optional_text()?,
        network: columns.optional_unsigned()?,
        key: columns.optional_unsigned()?.map(KeyId),
    })
}
