//! The database: its tables, its version and its migrations.
//!
//! `message` holds each message in its *present* state, `change` what happened to messages;
//! both are keyed by `seq`, which they share without gaps. A message costs one row written:
//! there is no secondary index, except on edits, whose old texts a delete has to find.

use super::meta::{Identity, Meta};
use super::{LogError, Param, Sql, SqlError};

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
