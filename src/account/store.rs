//! The database of an account: its tables, and whether there is an account in it.

use super::core::Columns;
use crate::log::{Param, Sql, SqlError};

/// What a database is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Life {
    /// Nothing was ever kept in it.
    Unborn,
    /// That of an account.
    Here,
    /// That of an account which was deleted: what is left is whom to tell. It is swept once nothing else can be
    /// found in its file.
    Gone { is_swept: bool },
    /// Whose account somebody has whom a provider knows.
    Identity,
    /// That of one who has none any more: nothing of it is to stay.
    Untied,
}

/// The tables of an account.
///
/// - `fact` is of keys and values: when it was made, its recovery code, and so on.
/// - `session` has a row for each browser. `confirmed` is when its newest cookie first came back.
/// - `spent` has the challenges that were used, until they expire.
/// - `field` is what the devices have in common; the value of one that was removed is empty.
/// - `letter` is what other objects are to be told, until they have answered.
pub(super) const TABLES: &str = "CREATE TABLE fact (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE passkey (
        id TEXT PRIMARY KEY,
        key TEXT NOT NULL,
        algorithm INTEGER NOT NULL,
        label TEXT NOT NULL,
        created INTEGER NOT NULL,
        used INTEGER NOT NULL,
        counter INTEGER NOT NULL,
        synced INTEGER NOT NULL,
        verified INTEGER NOT NULL,
        cloned INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE session (
        id TEXT PRIMARY KEY,
        label TEXT NOT NULL,
        created INTEGER NOT NULL,
        seen INTEGER NOT NULL,
        generation INTEGER NOT NULL,
        issued INTEGER NOT NULL,
        confirmed INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE spent (
        challenge TEXT PRIMARY KEY,
        until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE failure (
        at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE room (
        name TEXT PRIMARY KEY,
        tag TEXT NOT NULL,
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE field (
        name TEXT PRIMARY KEY,
        value TEXT NOT NULL,
        version INTEGER NOT NULL,
        at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX field_version ON field (version);";

/// The table of letters, which is all that is left in the end besides `fact`.
pub(super) const LETTERS: &str = "CREATE TABLE letter (
        space TEXT NOT NULL,
        recipient TEXT NOT NULL,
        kind TEXT NOT NULL,
        body TEXT NOT NULL,
        tries INTEGER NOT NULL,
        due INTEGER NOT NULL,
        PRIMARY KEY (space, recipient, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX letter_due ON letter (due);";

/// The table of facts alone.
pub(super) const FACTS: &str = "CREATE TABLE fact (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// What is in a database. Writes nothing.
pub(super) fn life<S: Sql>(sql: &S) -> Result<Life, SqlError> {
    let tables = sql.query(
        "SELECT 1 FROM sqlite_master WHERE name = 'fact' LIMIT 1",
        &[],
    )?;
    if tables.is_empty() {
        return Ok(Life::Unborn);
    }
    let rows = sql.query(
        "SELECT key FROM fact WHERE key IN ('created', 'gone', 'swept', 'account')",
        &[],
    )?;
    let keys: Vec<String> = rows.into_iter().map(|row| Columns(row).text(0)).collect();
    let has = |key: &str| keys.iter().any(|one| one == key);
    Ok(match () {
        () if has("gone") => Life::Gone {
            is_swept: has("swept"),
        },
        () if has("created") => Life::Here,
        () if has("account") => Life::Identity,
        () => Life::Unborn,
    })
}

/// Makes what an account needs, and notes when that was.
pub(super) fn create<S: Sql>(sql: &S, created: u64) -> Result<(), SqlError> {
    sql.run(TABLES)?;
    sql.run(LETTERS)?;
    sql.query(
        "INSERT INTO fact (key, value) VALUES ('created', ?), ('version', '1')",
        &[Param::Text(&created.to_string())],
    )?;
    Ok(())
}
