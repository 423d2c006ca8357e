//! Which accounts have which members here. A row of `meta` tells whether there are any, so that a room
//! without accounts never asks for them.

use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql};
use crate::auth::Known;
use crate::model::{AccountTag, MemberId, Seq};
use crate::time::Timestamp;
use crate::wire::encode;

/// A member that an account has here, or had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountRow {
    pub member: MemberId,
    /// The account, as this room knows it; none once it is gone.
    pub tag: Option<AccountTag>,
    /// Where the log was when the member first came.
    pub since: Seq,
    /// Tokens of it that were issued up to here are void.
    pub void_upto: Timestamp,
}

impl AccountRow {
    /// Who that is.
    pub fn known(&self) -> Known {
        Known {
            member: self.member,
            since: self.since,
        }
    }
}

impl<S: Sql> Log<S> {
    /// Whether any account has a member here, or had.
    pub fn has_accounts(&self) -> bool {
        self.has_accounts
    }

    /// The member that an account has here.
    pub fn account(&self, tag: AccountTag) -> Result<Option<AccountRow>, LogError> {
        if !self.has_accounts {
            return Ok(None);
        }
        let rows = self.sql.query(
            "SELECT member, tag, since, void_upto FROM account WHERE tag = ?",
            &[Param::Text(&tag.to_string())],
        )?;
        self.account_row(rows)
    }

    /// What is known of the account of a member.
    pub fn account_of(&self, member: MemberId) -> Result<Option<AccountRow>, LogError> {
        if !self.has_accounts {
            return Ok(None);
        }
        let rows = self.sql.query(
            "SELECT member, tag, since, void_upto FROM account WHERE member = ?",
            &[Param::Text(&member.to_string())],
        )?;
        self.account_row(rows)
    }

    /// Which of these an account has.
    pub fn bound(&self, members: &[MemberId]) -> Result<Vec<MemberId>, LogError> {
        if !self.has_accounts || members.is_empty() {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            "SELECT member FROM account
             WHERE tag IS NOT NULL AND member IN (SELECT value FROM json_each(?))",
            &[Param::Text(&encode(&members))],
        )?;
        Ok(self
            .damage
            .sound("account", rows, |row| Columns::new(row).member()))
    }

    /// Who it is must be known: one that cannot be read is an error, not somebody without an account.
    fn account_row(&self, rows: Vec<Row>) -> Result<Option<AccountRow>, LogError> {
        let Some(row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let row = account_row(row);
        if row.is_none() {
            self.damage.note("account", None);
        }
        row.map(Some).ok_or(LogError::Corrupt("account"))
    }

    /// Keeps it, in a log that has begun.
    pub fn save_account(&mut self, row: &AccountRow) -> Result<(), LogError> {
        let (sql, is_first) = (&self.sql, !self.has_accounts);
        let tag = row.tag.map(|tag| tag.to_string());
        sql.atomically(&mut || {
            if is_first {
                sql.query(
                    "INSERT OR REPLACE INTO meta (key, value) VALUES ('accounts', '1')",
                    &[],
                )?;
            }
            Rows::of(row![row.member, tag.as_ref(), row.since, row.void_upto]).run(
                sql,
                "INSERT OR REPLACE INTO account (member, tag, since, void_upto)
                 SELECT value->>0, value->>1, value->>2, value->>3 FROM jsonb_each(?)",
            )
        })?;
        self.has_accounts = true;
        Ok(())
    }

    /// Keeps nothing of the account of a member any more.
    pub fn forget_account(&self, member: MemberId) -> Result<(), LogError> {
        self.sql.query(
            "DELETE FROM account WHERE member = ?",
            &[Param::Text(&member.to_string())],
        )?;
        Ok(())
    }
}

fn account_row(row: Row) -> Option<AccountRow> {
    let mut columns = Columns::new(row);
    Some(AccountRow {
        member: columns.member()?,
        tag: match columns.optional_text()? {
            None => None,
            Some(tag) => Some(AccountTag::parse(&tag)?),
        },
        since: columns.field()?,
        void_upto: columns.field()?,
    })
}
