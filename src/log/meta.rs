//! `meta`, the small table of keys and values that says what the rest of the database is: the log's
//! identity, its schema version, what it uses, and what the operator has decided.

use super::rows::Columns;
use super::usage::Usage;
use super::{LogError, Param, Sql, SqlError};
use crate::auth::TokenKey;
use crate::model::{RoomName, Seq};

const CORRUPT: LogError = LogError::Corrupt("meta");

/// The small table that says what the rest of the database is.
pub(super) struct Meta {
    entries: Vec<(String, String)>,
    /// Whether bytes of files are all that is left of a room.
    has_doomed_alone: bool,
}

/// What a log is given when it begins, once and for all.
pub(super) struct Identity {
    pub room: RoomName,
    pub epoch: String,
    pub key: TokenKey,
}

impl Meta {
    /// What is kept; nothing in a database that was never written to. Writes nothing.
    pub fn read<S: Sql>(sql: &S) -> Result<Meta, LogError> {
        let tables = sql.query(
            // The first of all tables; the second is looked for only where there is no first one.
            "SELECT name FROM sqlite_master WHERE name = 'meta'
             UNION ALL SELECT name FROM sqlite_master WHERE name = 'doomed' LIMIT 1",
            &[],
        )?;
        let table = tables.into_iter().next();
        let table = table.and_then(|row| Columns::new(row).text());
        if table.as_deref() != Some("meta") {
            return Ok(Meta {
                entries: Vec::new(),
                has_doomed_alone: table.is_some(),
            });
        }
        let rows = sql.query("SELECT key, value FROM meta", &[])?;
        let entries = rows.into_iter().map(|row| {
            let mut columns = Columns::new(row);
            Some((columns.text()?, columns.text()?))
        });
        Ok(Meta {
            entries: entries.collect::<Option<_>>().ok_or(CORRUPT)?,
            has_doomed_alone: false,
        })
    }

    /// Whether bytes of files are all that is left of a room.
    pub fn has_doomed_alone(&self) -> bool {
        self.has_doomed_alone
    }

    pub fn get(&self, key: &str) -> Option<&str> {
        let entry = self.entries.iter().find(|(name, _)| name == key);
        entry.map(|(_, value)| value.as_str())
    }

    /// How many migrations have run.
    pub fn schema_version(&self) -> Result<usize, LogError> {
        match self.get("schema_version") {
            None => Ok(0),
            Some(version) => version.parse().map_err(|_| CORRUPT),
        }
    }

    /// What the room used when that was last kept.
    pub fn usage(&self) -> Option<Usage> {
        Usage::parse(self.get("usage")?)
    }

    /// The last event that came by a file, if any did.
    pub fn imported(&self) -> Seq {
        let seq = self.get("imported").and_then(|seq| seq.parse().ok());
        seq.map(Seq::from_number).unwrap_or_default()
    }

    /// None in a log that has not begun.
    pub fn identity(&self) -> Result<Option<Identity>, LogError> {
        if self.get("epoch").is_none() {
            return Ok(None);
        }
        let value = |key| self.get(key).ok_or(CORRUPT);
        Ok(Some(Identity {
            room: RoomName::parse(value("room")?).map_err(|_| CORRUPT)?,
            epoch: value("epoch")?.to_owned(),
            key: TokenKey::parse(value("token_key")?).ok_or(CORRUPT)?,
        }))
    }
}

impl Identity {
    /// The identity of a new log, out of random bytes.
    pub fn new(room: &RoomName, random: [u8; 40]) -> Identity {
        let (mut epoch, mut key) = ([0; 8], [0; 32]);
        epoch.copy_from_slice(&random[..8]);
        key.copy_from_slice(&random[8..]);
        Identity {
            room: room.clone(),
            epoch: format!("{:016x}", u64::from_be_bytes(epoch)),
            key: TokenKey::from_random(key),
        }
    }

    /// Keeps it.
    pub fn write<S: Sql>(&self, sql: &S) -> Result<(), SqlError> {
        sql.query(
            "INSERT INTO meta (key, value)
             VALUES ('epoch', ?), ('room', ?), ('token_key', ?), ('usage', '1 0 0 0')",
            &[
                Param::Text(&self.epoch),
                Param::Text(self.room.as_str()),
                Param::Text(&self.key.to_text()),
            ],
        )?;
        Ok(())
    }
}

/// Keeps what a room uses.
pub(super) fn save_usage<S: Sql>(sql: &S, usage: Usage) -> Result<(), SqlError> {
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('usage', ?)",
        &[Param::Text(&usage.to_text())],
    )?;
    Ok(())
}

/// Keeps which events came by a file.
pub(super) fn save_imported<S: Sql>(sql: &S, upto: Seq) -> Result<(), SqlError> {
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('imported', ?)",
        &[Param::Text(&upto.to_string())],
    )?;
    Ok(())
}
