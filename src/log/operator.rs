//! The operator's actions on a log: rows of `meta`, and the deletion of everything.

use super::damage::DamageNotes;
use super::meta::{Identity, Meta};
use super::rows::Columns;
use super::{Log, LogError, Param, RESERVED_FOR_EVER, Sql};
use crate::auth::TokenKey;
use crate::limits;
use crate::model::MemberId;
use crate::wire::Json;

/// What an operator has decided about a room.
#[derive(Debug, Default)]
pub(super) struct Orders {
    closed: bool,
    /// Members whose tokens are refused, the newest last.
    removed: Vec<MemberId>,
}

impl Orders {
    /// What is kept of it, as far as it makes sense.
    pub fn read(meta: &Meta, damage: &DamageNotes) -> Orders {
        let closed = meta.get("closed").is_some();
        let ids = match meta.get("removed").map(Json::parse) {
            None => Some(Vec::new()),
            Some(Some(Json::Array(ids))) => Some(ids),
            Some(_) => None,
        };
        let parsed = ids.iter().flatten();
        let removed = parsed.filter_map(|id| MemberId::parse(id.text()?));
        let removed: Vec<_> = removed.collect();
        if ids.is_none_or(|ids| ids.len() > removed.len()) {
            damage.note("meta removed", None);
        }
        Orders { closed, removed }
    }
}

impl<S: Sql> Log<S> {
    /// Whether the operator has closed the room.
    pub fn is_closed(&self) -> bool {
        self.orders.closed
    }

    /// Closes or reopens the room.
    pub fn set_closed(&mut self, closed: bool) -> Result<(), LogError> {
        match closed {
            true => self.sql.query(
                "INSERT OR REPLACE INTO meta (key, value) VALUES ('closed', '1')",
                &[],
            )?,
            false => self
                .sql
                .query("DELETE FROM meta WHERE key = 'closed'", &[])?,
        };
        self.orders.closed = closed;
        Ok(())
    }

    /// Whether the operator has removed this member.
    pub fn is_removed(&self, member: MemberId) -> bool {
        self.orders.removed.contains(&member)
    }

    /// From now on this member's tokens are refused.
    pub fn remove_member(&mut self, member: MemberId) -> Result<(), LogError> {
        if self.is_removed(member) {
            return Ok(());
        }
        let mut removed = self.orders.removed.clone();
        removed.push(member);
        let too_many = removed.len().saturating_sub(limits::REMOVED);
        removed.drain(..too_many);
        let text = serde_json::to_string(&removed).unwrap_or_default();
        self.sql.query(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('removed', ?)",
            &[Param::Text(&text)],
        )?;
        self.orders.removed = removed;
        Ok(())
    }

    /// Whether this member has a name here, or anything in the log. Looks through all of it.
    pub fn knows(&self, member: MemberId) -> Result<bool, LogError> {
        let rows = self.sql.query(
            "SELECT 1 WHERE EXISTS (SELECT 1 FROM reserved WHERE member = ?1)
                         OR EXISTS (SELECT 1 FROM message WHERE member = ?1)
                         OR EXISTS (SELECT 1 FROM change WHERE member = ?1)",
            &[Param::Text(&member.to_string())],
        )?;
        Ok(!rows.is_empty())
    }

    /// The last name of somebody who has added to the log. Looks through all of it.
    pub fn name_of(&self, member: MemberId) -> Result<Option<String>, LogError> {
        let rows = self.sql.query(
            "SELECT name FROM (SELECT seq, name FROM message WHERE member = ?1
                               UNION ALL SELECT seq, name FROM change WHERE member = ?1)
             ORDER BY seq DESC LIMIT 1",
            &[Param::Text(&member.to_string())],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).text()))
    }

    /// Makes all tokens void, by another key. Whom the operator has removed needs no remembering
    /// then, and a name that a token kept is free. One that an account keeps is not.
    pub fn replace_key(&mut self, random: [u8; 32]) -> Result<(), LogError> {
        let key = TokenKey::from_random(random);
        let (sql, text) = (&self.sql, key.to_text());
        sql.atomically(&mut || {
            sql.query(
                "UPDATE meta SET value = ? WHERE key = 'token_key'",
                &[Param::Text(&text)],
            )?;
            sql.query("DELETE FROM meta WHERE key = 'removed'", &[])?;
            sql.query(
                "DELETE FROM reserved WHERE until < ?",
                &[Param::time(RESERVED_FOR_EVER)],
            )?;
            Ok(())
        })?;
        self.identity.key = key;
        self.orders.removed.clear();
        Ok(())
    }

    /// Ends the log: nothing of it is left but whose bytes are to be removed, and another one may begin under
    /// its name.
    pub fn wipe(&mut self, random: [u8; 40]) -> Result<(), LogError> {
        let files = self.all_files()?;
        self.sql.wipe()?;
        let identity = Identity::new(&self.identity.room, random);
        *self = Log::empty(self.sql.clone(), identity);
        // In the same turn: nothing comes between the two but the end of the machine.
        self.leave_files(&files)
    }
}
