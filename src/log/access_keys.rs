//! The keys of a room: what each gives, to whom it was given out, how often it was used.

use super::audit::save_audit;
use super::members::{save_came, save_members};
use super::owned::{save_ends, save_settings};
use super::rows::{Columns, Rows, row};
use super::{AuditRow, Log, LogError, MemberRow, Owned, Param, Row, Sql, SqlError, schema};
use crate::limits;
use crate::model::{Author, Key, KeyHash, KeyId, KeyTerms, MemberId, Role};
use crate::time::Timestamp;

/// A new key, and the frame that made it.
#[derive(Debug)]
pub struct NewKey<'a> {
    pub hash: KeyHash,
    pub terms: &'a KeyTerms,
    pub by: &'a Author,
    pub cid: &'a str,
    pub at: Timestamp,
}

/// Somebody who comes by a key for the first time.
#[derive(Debug)]
pub struct Arrival<'a> {
    pub key: KeyId,
    pub hello: Option<&'a str>,
    pub at: Timestamp,
}

macro_rules! key_columns {
    () => {
        "id, role, label, expires, uses, ask, by_member, by_name, by_role, at, used, last_used, revoked"
    };
}

impl<S: Sql> Log<S> {
    /// The room becomes its creator's: begins the log, if it has not begun, with the first settings, the
    /// key of its owner, and the owner, all or nothing.
    pub fn create_owned(
        &mut self,
        owned: Owned,
        key: &NewKey<'_>,
        owner: &MemberRow,
        hello: Option<&str>,
    ) -> Result<(), LogError> {
        let (sql, identity, has_begun) = (&self.sql, &self.identity, self.has_begun);
        if !has_begun {
            schema::create(sql, identity, &mut || Ok(()))?;
        }
        self.has_begun = true;
        let row = MemberRow {
            key: Some(KeyId(1)),
            ..owner.clone()
        };
        sql.atomically(&mut || {
            save_settings(sql, &owned.settings)?;
            if let Some(ends) = owned.ends {
                save_ends(sql, ends)?;
            }
            insert_key(sql, KeyId(1), key)?;
            use_key(sql, KeyId(1), key.at)?;
            save_members(sql, std::slice::from_ref(&row))?;
            save_came(sql, KeyId(1), row.member, hello)
        })?;
        self.owned = Some(owned);
        Ok(())
    }

    /// The key with this hash, live or not.
    pub fn access_key(&self, hash: KeyHash) -> Result<Option<Key>, LogError> {
        if self.owned.is_none() {
            return Ok(None);
        }
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                key_columns!(),
                ", hash FROM access_key WHERE hash = ?"
            ),
            &[Param::Text(&hash.to_string())],
        )?;
        let Some(mut row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let stored = row.pop().map(|hash| vec![hash]);
        let stored = stored.and_then(|hash| KeyHash::parse(&Columns::new(hash).text()?));
        match key_row(row) {
            Some(key) if stored.is_some_and(|stored| stored.is(&hash)) => Ok(Some(key)),
            _ => {
                self.damage.note("access_key", None);
                Ok(None)
            }
        }
    }

    /// The key that one knows by this id.
    pub fn key_by_id(&self, id: KeyId) -> Result<Option<Key>, LogError> {
        let rows = self.sql.query(
            concat!("SELECT ", key_columns!(), " FROM access_key WHERE id = ?"),
            &[Param::Integer(id.0 as i64)],
        )?;
        Ok(self.keys_of(rows).pop())
    }

    /// The newest key of limited use that this member has come by.
    pub fn limited_key_of(&self, member: MemberId) -> Result<Option<KeyId>, LogError> {
        let rows = self.sql.query(
            "SELECT max(id) FROM access_key WHERE uses IS NOT NULL
             AND EXISTS (SELECT 1 FROM came WHERE key = id AND member = ?)",
            &[Param::Text(&member.to_string())],
        )?;
        let row = rows.into_iter().next();
        let key = row.and_then(|row| Columns::new(row).optional_unsigned()?);
        Ok(key.map(KeyId))
    }

    /// The key that a frame has made.
    pub fn key_made_by(&self, member: MemberId, cid: &str) -> Result<Option<KeyId>, LogError> {
        let rows = self.sql.query(
            "SELECT id FROM access_key WHERE by_member = ? AND cid = ?",
            &[Param::Text(&member.to_string()), Param::Text(cid)],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).unsigned()).map(KeyId))
    }

    /// All keys, the newest first, those that have ended as long as they are remembered. Of more than
    /// can be told, those that have not ended come first.
    pub fn access_keys(&self, now: Timestamp) -> Result<Vec<Key>, LogError> {
        let since = now.earlier_by(limits::AUDIT_LIFE);
        let rows = self.sql.query(
            concat!(
                "SELECT * FROM (SELECT ",
                key_columns!(),
                " FROM access_key WHERE coalesce(revoked, expires, 9007199254740991) > ?1
                 ORDER BY revoked IS NULL AND coalesce(expires, 9007199254740991) > ?2 DESC, id DESC
                 LIMIT ?3) ORDER BY id DESC"
            ),
            &[
                Param::time(since),
                Param::time(now),
                Param::Integer(limits::KEYS_TOLD as i64),
            ],
        )?;
        Ok(self.keys_of(rows))
    }

    fn keys_of(&self, rows: Vec<Row>) -> Vec<Key> {
        self.damage.sound("access_key", rows, key_row)
    }

    /// By what the next key will be known.
    pub fn next_key(&self) -> Result<KeyId, LogError> {
        let rows = self
            .sql
            .query("SELECT coalesce(max(id), 0) FROM access_key", &[])?;
        let row = rows.into_iter().next();
        let last = row.and_then(|row| Columns::new(row).unsigned());
        Ok(KeyId(last.ok_or(LogError::Corrupt("access_key"))? + 1))
    }

    /// Keeps a new key and who made it, and forgets those that ended long ago, or before many others.
    pub fn mint(&self, id: KeyId, key: &NewKey<'_>, act: &AuditRow) -> Result<(), LogError> {
        let sql = &self.sql;
        Ok(sql.atomically(&mut || {
            sql.query(
                "DELETE FROM access_key WHERE coalesce(revoked, expires) <= ?1 OR id IN (
                     SELECT id FROM access_key WHERE coalesce(revoked, expires) <= ?2
                     ORDER BY id DESC LIMIT -1 OFFSET ?3)",
                &[
                    Param::time(key.at.earlier_by(limits::AUDIT_LIFE)),
                    Param::time(key.at),
                    Param::Integer((limits::KEYS_TOLD - limits::KEYS) as i64),
                ],
            )?;
            insert_key(sql, id, key)?;
            save_audit(sql, std::slice::from_ref(act))
        })?)
    }

    /// From now on nobody new comes by this key; and who has ended it.
    pub fn revoke(&self, key: KeyId, act: &AuditRow) -> Result<(), LogError> {
        let sql = &self.sql;
        Ok(sql.atomically(&mut || {
            revoke_key(sql, key, act.at)?;
            save_audit(sql, std::slice::from_ref(act))
        })?)
    }

    /// A member comes, perhaps by a key that it has not come by before.
    pub fn arrive(&self, row: &MemberRow, by: Option<&Arrival<'_>>) -> Result<(), LogError> {
        let sql = &self.sql;
        Ok(sql.atomically(&mut || {
            save_members(sql, std::slice::from_ref(row))?;
            if let Some(Arrival { key, hello, at }) = by {
                use_key(sql, *key, *at)?;
                save_came(sql, *key, row.member, *hello)?;
            }
            Ok(())
        })?)
    }
}

pub(super) fn insert_key<S: Sql>(sql: &S, id: KeyId, key: &NewKey<'_>) -> Result<(), SqlError> {
    let NewKey {
        hash,
        terms,
        by,
        cid,
        at,
    } = key;
    let row = Rows::of(row![
        id,
        &hash.to_string(),
        terms.role,
        terms.label.as_ref(),
        terms.expires,
        terms.uses,
        terms.ask,
        by.id,
        &by.name,
        by.role.shown(),
        *at,
        *cid,
    ]);
    row.run(
        sql,
        "INSERT INTO access_key (id, hash, role, label, expires, uses, ask,
                                 by_member, by_name, by_role, at, cid, used)
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
                value->>7, value->>8, value->>9, value->>10, value->>11, 0
         FROM jsonb_each(?)",
    )
}

pub(super) fn use_key<S: Sql>(sql: &S, key: KeyId, at: Timestamp) -> Result<(), SqlError> {
    sql.query(
        "UPDATE access_key SET used = used + 1, last_used = ? WHERE id = ?",
        &[Param::time(at), Param::Integer(key.0 as i64)],
    )?;
    Ok(())
}

pub(super) fn revoke_key<S: Sql>(sql: &S, key: KeyId, at: Timestamp) -> Result<(), SqlError> {
    sql.query(
        "UPDATE access_key SET revoked = ? WHERE id = ? AND revoked IS NULL",
        &[Param::time(at), Param::Integer(key.0 as i64)],
    )?;
    Ok(())
}

fn key_row(row: Row) -> Option<Key> {
    let mut columns = Columns::new(row);
    Some(Key {
        id: KeyId(columns.unsigned()?),
        terms: KeyTerms {
            role: columns.field::<Option<Role>>()??,
            label: columns.optional_text()?,
            expires: columns.field()?,
            uses: columns.optional_unsigned()?,
            ask: columns.field()?,
        },
        by: columns.field()?,
        at: columns.field()?,
        used: columns.unsigned()?,
        last_used: columns.field()?,
        revoked: columns.field()?,
    })
}
