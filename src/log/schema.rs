//! The database: its tables, its version, its migrations, and what a new log is given.
//!
//! `message` holds each message in its *present* state, `change` what happened to messages;
//! both are keyed by `seq`, which they share without gaps. A message costs one row written:
//! there is no secondary index, except on edits, whose old texts a delete has to find.

use super::damage::Damage;
use super::operator::Orders;
use super::rows::Columns;
use super::usage::Usage;
use super::{LogError, Param, Sql, SqlError};
use crate::auth::TokenKey;
use crate::model::RoomName;

/// Migrations, in order: the schema version is how many of them have run. A log of each version is in
/// `tests/migrations`.
const MIGRATIONS: &[&str] = &[BEGINNING, RESERVED, ERASED];

const BEGINNING: &str = "CREATE TABLE message (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        member TEXT NOT NULL,
        name TEXT NOT NULL,
        cid TEXT NOT NULL,
        text TEXT,
        reply_to INTEGER,
        edited_at INTEGER,
        deleted INTEGER NOT NULL DEFAULT 0,
        reactions TEXT
    ) STRICT;
    CREATE TABLE change (
        seq INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        member TEXT NOT NULL,
        name TEXT NOT NULL,
        cid TEXT NOT NULL,
        target INTEGER NOT NULL,
        text TEXT,
        emoji TEXT,
        is_on INTEGER
    ) STRICT;
    CREATE INDEX change_edits ON change (target) WHERE kind = 'edited';
    CREATE TABLE grace (
        member TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

const RESERVED: &str = "CREATE TABLE reserved (
        name INTEGER PRIMARY KEY,
        member TEXT NOT NULL,
        until INTEGER NOT NULL
    ) STRICT;";

/// Of the texts that edits brought only the present one is kept. And what reactions of any length
/// had made too large to read is gone: emoji could not.
const ERASED: &str =
    "UPDATE change SET text = replace(hex(zeroblob(octet_length(text))), '00', '0')
    WHERE kind = 'edited' AND text IS NOT NULL AND EXISTS (
        SELECT 1 FROM change AS later WHERE later.kind = 'edited'
        AND later.target = change.target AND later.seq > change.seq);
    UPDATE change SET text = NULL
    WHERE kind = 'edited' AND text IS NOT NULL AND EXISTS (
        SELECT 1 FROM change AS later WHERE later.kind = 'edited'
        AND later.target = change.target AND later.seq > change.seq);
    UPDATE message SET reactions = NULL WHERE octet_length(reactions) > 200000;";

const CORRUPT: LogError = LogError::Corrupt("meta");

/// The small table that says what the rest of the database is.
pub(super) struct Meta(Vec<(String, String)>);

/// What a log is given when it begins, once and for all.
pub(super) struct Identity {
    pub room: RoomName,
    pub epoch: String,
    pub key: TokenKey,
}

/// Brings a database up to date of which so many migrations have run.
pub(super) fn migrate<S: Sql>(sql: &S, done: usize) -> Result<(), LogError> {
    if done > MIGRATIONS.len() {
        return Err(LogError::TooNew);
    }
    for version in done + 1..=MIGRATIONS.len() {
        sql.atomically(&mut || reach(sql, version))?;
    }
    Ok(())
}

/// Runs the migration that leads to a version, and notes that version with it.
fn reach<S: Sql>(sql: &S, version: usize) -> Result<(), SqlError> {
    if let Some(migration) = MIGRATIONS.get(version - 1) {
        sql.run(migration)?;
    }
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('schema_version', ?)",
        &[Param::Text(&version.to_string())],
    )?;
    Ok(())
}

/// Makes all tables of a new log, and keeps its identity: all of it or nothing.
pub(super) fn create<S: Sql>(sql: &S, identity: &Identity) -> Result<(), LogError> {
    // An older version made the tables first, and may have got no further.
    let done = Meta::read(sql)?.schema_version()?;
    Ok(sql.atomically(&mut || {
        sql.run(
            "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)
             STRICT, WITHOUT ROWID",
        )?;
        (done + 1..=MIGRATIONS.len()).try_for_each(|version| reach(sql, version))?;
        identity.write(sql)
    })?)
}

impl Meta {
    /// What is kept; nothing in a database that was never written to. Writes nothing.
    pub fn read<S: Sql>(sql: &S) -> Result<Meta, LogError> {
        let tables = sql.query("SELECT 1 FROM sqlite_master WHERE name = 'meta'", &[])?;
        if tables.is_empty() {
            return Ok(Meta(Vec::new()));
        }
        let rows = sql.query("SELECT key, value FROM meta", &[])?;
        let entries = rows.into_iter().map(|row| {
            let mut columns = Columns::new(row);
            Some((columns.text()?, columns.text()?))
        });
        Ok(Meta(entries.collect::<Option<_>>().ok_or(CORRUPT)?))
    }

    fn get(&self, key: &str) -> Option<&str> {
        let entry = self.0.iter().find(|(name, _)| name == key);
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

    /// What the operator has decided.
    pub fn orders(&self, damage: &Damage) -> Orders {
        let (orders, is_whole) = Orders::parse(self.get("closed"), self.get("removed"));
        if !is_whole {
            damage.note("meta removed", None);
        }
        orders
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
