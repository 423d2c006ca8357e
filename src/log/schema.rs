//! The database: its tables, its version and its migrations.
//!
//! `message` holds each message in its *present* state, `change` what happened to messages;
//! both are keyed by `seq`, which they share without gaps. A message costs one row written:
//! there is no secondary index, except on edits, whose old texts a delete has to find.

use super::files::begin_with_left;
use super::meta::{Identity, Meta};
use super::{LogError, Param, Sql, SqlError};

/// Migrations, in order: the schema version is how many of them have run. A log of each version is in
/// `tests/migrations`.
const MIGRATIONS: &[&str] = &[BEGINNING, RESERVED, ERASED, OWNED, PAIRS, ACCOUNTS, FILES];

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

/// Rooms that have an owner. All others keep nothing in these tables.
///
/// - `member` has a row for everybody who ever got a welcome since then: a grant, and the key that gave
///   it; whether they came when the room was open to all; until when they are muted.
/// - `came` tells who came by which key, and by which `cid` of a hello.
const OWNED: &str = "ALTER TABLE message ADD COLUMN role TEXT;
    ALTER TABLE change ADD COLUMN role TEXT;
    ALTER TABLE change ADD COLUMN details TEXT;
    CREATE TABLE member (
        member TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        role TEXT,
        key INTEGER,
        since INTEGER NOT NULL,
        came_freely INTEGER NOT NULL,
        muted_until INTEGER NOT NULL,
        removed INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX member_owners ON member (role) WHERE role = 'owner';
    CREATE INDEX member_keys ON member (key) WHERE key IS NOT NULL;
    CREATE TABLE access_key (
        id INTEGER PRIMARY KEY,
        hash TEXT NOT NULL UNIQUE,
        role TEXT NOT NULL,
        label TEXT,
        expires INTEGER,
        uses INTEGER,
        ask INTEGER NOT NULL,
        by_member TEXT NOT NULL,
        by_name TEXT NOT NULL,
        by_role TEXT,
        at INTEGER NOT NULL,
        cid TEXT NOT NULL,
        used INTEGER NOT NULL,
        last_used INTEGER,
        revoked INTEGER
    ) STRICT;
    CREATE TABLE came (
        key INTEGER NOT NULL,
        member TEXT NOT NULL,
        hello TEXT,
        PRIMARY KEY (key, member)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX came_hello ON came (key, hello) WHERE hello IS NOT NULL;
    CREATE TABLE ban (
        member TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        until INTEGER,
        by_member TEXT NOT NULL,
        by_name TEXT NOT NULL,
        by_role TEXT,
        at INTEGER NOT NULL,
        reason TEXT,
        network INTEGER,
        key INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX ban_network ON ban (network) WHERE network IS NOT NULL;
    CREATE INDEX ban_key ON ban (key) WHERE key IS NOT NULL;
    CREATE TABLE knock (
        member TEXT PRIMARY KEY,
        name TEXT NOT NULL,
        since INTEGER NOT NULL,
        at INTEGER NOT NULL,
        text TEXT,
        key INTEGER,
        role TEXT NOT NULL,
        hello TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE report (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        by_member TEXT NOT NULL,
        by_name TEXT NOT NULL,
        by_role TEXT,
        cid TEXT NOT NULL,
        target INTEGER NOT NULL,
        reason TEXT,
        message TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX report_once ON report (by_member, target);
    CREATE TABLE audit (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        by_member TEXT NOT NULL,
        by_name TEXT NOT NULL,
        by_role TEXT,
        cid TEXT,
        act TEXT NOT NULL,
        member TEXT,
        name TEXT,
        key INTEGER,
        reason TEXT
    ) STRICT;
    CREATE INDEX audit_cid ON audit (cid) WHERE cid IS NOT NULL;";

/// Members who write to each other in private, and letters to the rooms in which they do.
///
/// - `pair` has a row for two members one of whom asked the other, with what each has said to it, and
///   when each last saw it change. `network` is that of who asked first. `version` counts what the room of
///   the two has to know, `known` is what it is known to have; `retold` is when it
///   was last told once more.
/// - `pair_idle` has the pairs that may be let go where there is no place for more.
/// - `pair_member` has the last name of everybody in a pair.
/// - `letter` holds what is to be delivered to another room. `due` is when to try it again.
/// - A report may be about a message in the room of a pair. `network` is that of who reported another.
///
/// And what those knock against who are many, or were sent away: of each who waits its network, and in
/// `denied` how often members and networks were turned away, and until when they wait.
const PAIRS: &str = "CREATE TABLE pair (
        pair TEXT PRIMARY KEY,
        a TEXT NOT NULL,
        a_asked INTEGER NOT NULL,
        a_stance TEXT NOT NULL,
        a_at INTEGER NOT NULL,
        b TEXT NOT NULL,
        b_asked INTEGER NOT NULL,
        b_stance TEXT NOT NULL,
        b_at INTEGER NOT NULL,
        maker TEXT NOT NULL,
        made INTEGER NOT NULL,
        network INTEGER,
        version INTEGER NOT NULL,
        known INTEGER NOT NULL,
        retold INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX pair_a ON pair (a, a_at);
    CREATE INDEX pair_b ON pair (b, b_at);
    CREATE INDEX pair_made ON pair (maker, made);
    CREATE INDEX pair_network ON pair (network, made);
    CREATE INDEX pair_idle ON pair (made)
        WHERE version = 0 AND a_stance <> 'blocks' AND b_stance <> 'blocks';
    CREATE TABLE pair_member (
        member TEXT PRIMARY KEY,
        name TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE letter (
        id INTEGER PRIMARY KEY,
        to_room TEXT NOT NULL,
        body TEXT NOT NULL,
        tries INTEGER NOT NULL,
        due INTEGER NOT NULL
    ) STRICT;
    ALTER TABLE report ADD COLUMN pair TEXT;
    ALTER TABLE report ADD COLUMN network INTEGER;
    CREATE INDEX report_pair ON report (pair) WHERE pair IS NOT NULL;
    DROP INDEX report_once;
    CREATE UNIQUE INDEX report_once ON report (by_member, target, coalesce(pair, ''));
    ALTER TABLE knock ADD COLUMN network INTEGER;
    CREATE TABLE denied (
        who TEXT PRIMARY KEY,
        times INTEGER NOT NULL,
        until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

/// What comes with accounts, which are objects of their own.
///
/// - `account` has a row for each member that an account has here, by the tag under which this room knows
///   that. A member whose account is gone keeps its row, without a tag, if tokens of it are void: those that
///   were issued up to `void_upto`. `since` is where the log was when it first came.
/// - `grace` tells of another site's user as what that lets it in; as nothing, where it does not say.
///
/// And who is told by a push service of what happens while they are away.
///
/// - `push` has a row for each browser that is: whose it is, and under which name that is mentioned; `what` it
///   is told of; where, and with which keys; at which of our addresses it opens the room. `seen` is how far its
///   member is known to have read, `told` how far this browser was told, `shown` the message that it was told
///   last, and `again` whether that has changed since. `due` is when it may be told more.
const ACCOUNTS: &str = "CREATE TABLE account (
        member TEXT PRIMARY KEY,
        tag TEXT,
        since INTEGER NOT NULL,
        void_upto INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX account_tag ON account (tag) WHERE tag IS NOT NULL;
    ALTER TABLE grace ADD COLUMN lent TEXT;
    CREATE TABLE push (
        id INTEGER PRIMARY KEY,
        member TEXT NOT NULL,
        name TEXT NOT NULL,
        network INTEGER,
        what TEXT NOT NULL,
        preview INTEGER NOT NULL,
        endpoint TEXT NOT NULL UNIQUE,
        p256dh TEXT NOT NULL,
        auth TEXT NOT NULL,
        site TEXT NOT NULL,
        seen INTEGER NOT NULL,
        told INTEGER NOT NULL,
        shown INTEGER,
        again INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        due INTEGER NOT NULL
    ) STRICT;";

/// Files that members send. Their bytes are elsewhere.
///
/// - `file` has a row for each: `about` is what messages tell of it, `next` how many bytes have come, `expires` when it
///   is let go unless a message has claimed it, which is `seq` then. `network` is that of who began it, until then.
/// - `doomed` has those whose bytes are to be removed: when next, how often that was tried, and whether once more
///   after it was done. It may be there already, as all that is left of a room that has ended.
/// - `file_day` tells until when what a member has sent counts.
const FILES: &str = "ALTER TABLE message ADD COLUMN files TEXT;
    CREATE TABLE file (
        id TEXT PRIMARY KEY,
        member TEXT NOT NULL,
        cid TEXT NOT NULL,
        network INTEGER,
        about TEXT NOT NULL,
        bytes INTEGER NOT NULL,
        next INTEGER NOT NULL,
        sha256 TEXT,
        expires INTEGER NOT NULL,
        seq INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX file_cid ON file (member, cid);
    CREATE INDEX file_open ON file (expires) WHERE seq IS NULL;
    CREATE INDEX file_seq ON file (seq) WHERE seq IS NOT NULL;
    CREATE TABLE IF NOT EXISTS doomed (
        id TEXT PRIMARY KEY,
        due INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        again INTEGER NOT NULL,
        sha256 TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS doomed_due ON doomed (due);
    CREATE TABLE file_day (
        member TEXT PRIMARY KEY,
        until INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;";

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

/// Makes all tables of a new log, and keeps its identity and what `besides` writes: all of it or nothing.
pub(super) fn create<S: Sql>(
    sql: &S,
    identity: &Identity,
    besides: &mut dyn FnMut() -> Result<(), SqlError>,
) -> Result<(), LogError> {
    // An older version made the tables first, and may have got no further.
    let meta = Meta::read(sql)?;
    let done = meta.schema_version()?;
    Ok(sql.atomically(&mut || {
        sql.run(
            "CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)
             STRICT, WITHOUT ROWID",
        )?;
        (done + 1..=MIGRATIONS.len()).try_for_each(|version| reach(sql, version))?;
        identity.write(sql)?;
        if meta.has_doomed_alone() {
            begin_with_left(sql)?;
        }
        besides()
    })?)
}
