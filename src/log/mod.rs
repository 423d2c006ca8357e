//! The room's log: append, pages, replay. The only SQL of the project is in this folder.
//!
//! Speaks to its database through the small [`Sql`] port: rusqlite in tests, the object's own
//! SQLite on the edge. Knows nothing of sessions. A row is parsed like client input.

// Its macros are for the modules below.
#[macro_use]
mod columns;

mod access_keys;
mod accounts;
mod append;
mod audit;
mod bans;
mod batch;
mod cids;
mod damage;
mod files;
mod grace;
mod hosts;
mod import;
mod knocks;
mod letters;
mod members;
mod meta;
mod names;
mod operator;
mod owned;
mod pages;
mod pairs;
mod port;
mod push;
mod recent;
mod reports;
mod retention;
mod rows;
mod schema;
#[cfg(test)]
pub(crate) mod scripts;
mod search;
mod seats;
mod trim;
mod usage;

pub use access_keys::{Arrival, NewKey};
pub use accounts::AccountRow;
pub use audit::{AuditEntry, AuditRow};
pub use bans::BanRow;
pub use batch::{Batch, RoomWrite, row_bytes};
pub use damage::Spot;
pub use files::{DoomedRow, FileRow, Kept};
pub use grace::GraceRow;
pub use import::Import;
pub use knocks::KnockRow;
pub use letters::{LetterRow, NewLetter};
pub use members::MemberRow;
pub use names::{RESERVED_FOR_EVER, ReservedRow};
pub use owned::Owned;
pub use pages::Page;
pub use pairs::PairsOf;
pub use port::{LogError, Param, Row, Sql, SqlError, Value};
pub use push::{PushRow, PushTarget};
pub use recent::RecentRow;
pub use reports::{NewReport, Report};
pub use search::{Found, Sought};

use std::cell::Cell;

use crate::auth::{PairKey, TokenKey};
use crate::limits;
use crate::model::{RoomName, Seq};
use crate::rate::Bucket;
use crate::time::Timestamp;
use crate::wire::PairState;
use damage::{DamageNotes, seq_of};
use files::Files;
use letters::Outbox;
use meta::{Identity, Meta};
use operator::Orders;
use rows::Columns;
use search::Index;
use usage::Usage;

/// The ordered, durable record of one room.
pub struct Log<S> {
    sql: S,
    identity: Identity,
    /// Whether anything of it is in the database.
    has_begun: bool,
    head: Seq,
    last_at: Timestamp,
    /// The last event that came by a file: a client made none of these.
    imported: Seq,
    usage: Usage,
    /// Whether the usage has all that the log has.
    has_counted: bool,
    orders: Orders,
    /// What its owners have made of it; none where it belongs to nobody.
    owned: Option<Owned>,
    /// The letters that wait to be delivered to other rooms.
    outbox: Outbox,
    /// What is known of files as a whole.
    files: Files,
    /// Whether any account has, or had, a member here.
    has_accounts: bool,
    /// The secret of the ids of other sites' users, once there was one.
    host_key: Option<TokenKey>,
    /// The secret of those who write to each other in private, if there are any.
    pair_key: Option<PairKey>,
    /// How many of them there are, once they were counted.
    pair_count: Option<u64>,
    /// Up to where no push service is to tell anybody of anything, if any is to tell somebody.
    push_mark: Option<Seq>,
    /// What it is, if it is the room of a pair.
    seats: Option<PairState>,
    /// When the oldest event that is kept was made, if that was looked up.
    oldest_at: Option<Timestamp>,
    /// Whether rows may be left of events that are not kept any more.
    is_sweeping: bool,
    /// What is searched by, from the first search on.
    index: Option<Index>,
    /// Rows that it has cost, which nobody has counted yet.
    index_rows: Cell<u64>,
    /// Whether it was looked at in this wake for whether it is damaged. One that was is made anew, and not looked at
    /// again until the next.
    is_index_checked: Cell<bool>,
    /// What is left of the terms that edits and deletions may take out of it.
    taken_out: Bucket,
    /// Until when it is not made anew, as it had too many of them.
    index_rests_until: Timestamp,
    damage: DamageNotes,
}

impl<S: Sql> Log<S> {
    /// Opens the log, bringing its schema up to date. One that has not begun yet is empty, takes its
    /// identity from `room` and `random`, and writes nothing before [`Log::begin`].
    pub fn open(sql: S, room: Option<&RoomName>, random: [u8; 40]) -> Result<Log<S>, LogError> {
        let meta = Meta::read(&sql)?;
        let Some(identity) = meta.identity()? else {
            let room = room.ok_or(LogError::Unnamed)?;
            let mut log = Log::empty(sql, Identity::new(room, random));
            log.files = Files::read(&meta);
            return Ok(log);
        };
        let damage = DamageNotes::default();
        schema::migrate(&sql, meta.schema_version()?)?;
        let (head, last_at) = read_head(&sql, &damage)?;
        let usage = match meta.usage() {
            Some(usage) => usage,
            None => count_for_the_first_time(&sql, &meta, &damage)?.kept(head),
        };
        // Where all events are gone, the next one still comes after them.
        let head = head.max(usage.first - 1);
        let owned = Owned::read(&meta, &damage);
        let seats = seats::read_seats(&meta, &identity.room, &damage);
        // A sleep may have come before the rows were removed of what is not kept any more.
        let is_sweeping = owned.is_some() && usage.first > Seq::FIRST;
        let mut log = Log {
            sql,
            identity,
            has_begun: true,
            head,
            last_at,
            imported: meta.imported(),
            usage,
            has_counted: false,
            orders: Orders::read(&meta, &damage),
            owned,
            outbox: Outbox::read(&meta),
            files: Files::read(&meta),
            has_accounts: meta.get("accounts").is_some(),
            host_key: meta.get("hosts").and_then(TokenKey::parse),
            pair_key: meta.get("pairs").and_then(PairKey::parse),
            pair_count: None,
            push_mark: push::read_push_mark(&meta),
            seats,
            oldest_at: None,
            is_sweeping,
            index: Index::read(&meta, &damage),
            index_rows: Cell::new(0),
            taken_out: Bucket::full(limits::INDEX_TAKEN_OUT, Timestamp::default()),
            index_rests_until: Timestamp::default(),
            is_index_checked: Cell::new(false),
            damage,
        };
        log.drop_old_pins();
        Ok(log)
    }

    /// One of which nothing is in the database.
    fn empty(sql: S, identity: Identity) -> Log<S> {
        Log {
            sql,
            identity,
            has_begun: false,
            head: Seq::default(),
            last_at: Timestamp::default(),
            imported: Seq::default(),
            usage: Usage::new(0),
            has_counted: true,
            orders: Orders::default(),
            owned: None,
            outbox: Outbox::default(),
            files: Files::default(),
            has_accounts: false,
            host_key: None,
            pair_key: None,
            pair_count: None,
            push_mark: None,
            seats: None,
            oldest_at: None,
            is_sweeping: false,
            index: None,
            index_rows: Cell::new(0),
            taken_out: Bucket::full(limits::INDEX_TAKEN_OUT, Timestamp::default()),
            index_rests_until: Timestamp::default(),
            is_index_checked: Cell::new(false),
            damage: DamageNotes::default(),
        }
    }

    /// The next that makes no sense and nobody was told of yet.
    pub fn next_damage(&self) -> Option<Spot> {
        self.damage.next()
    }

    /// Makes the log durable, if it is not: from its first member on a room is kept.
    pub fn begin(&mut self) -> Result<(), LogError> {
        if !self.has_begun {
            schema::create(&self.sql, &self.identity, &mut || Ok(()))?;
            self.has_begun = true;
        }
        Ok(())
    }

    /// Whether anybody was ever a member here. Reading a room does not begin it.
    pub fn has_begun(&self) -> bool {
        self.has_begun
    }

    /// The room this log belongs to.
    pub fn room(&self) -> &RoomName {
        &self.identity.room
    }

    /// Changes if the log is ever wiped.
    pub fn epoch(&self) -> &str {
        &self.identity.epoch
    }

    /// The key that signs the room's member tokens.
    pub fn key(&self) -> &TokenKey {
        &self.identity.key
    }

    /// Seq of the newest durable event; 0 in an empty log.
    pub fn head(&self) -> Seq {
        self.head
    }

    /// Seq of the oldest event that is kept.
    pub fn first(&self) -> Seq {
        self.usage.first
    }

    /// The same, if there was anything before it.
    pub fn trimmed_to(&self) -> Option<Seq> {
        Some(self.first()).filter(|first| *first > Seq::FIRST)
    }

    /// Time of the newest durable event, below which no later one goes.
    pub fn last_at(&self) -> Timestamp {
        self.last_at
    }
}

/// What a room uses of which nothing is known: one of an older version has counted nothing, and
/// never lost an event to its size. One whose count makes no sense may have.
fn count_for_the_first_time<S: Sql>(
    sql: &S,
    meta: &Meta,
    damage: &DamageNotes,
) -> Result<Usage, LogError> {
    let mut usage = Usage::new(sql.size());
    if meta.get("usage").is_some() {
        damage.note("meta usage", None);
        let rows = sql.query(
            "SELECT min(seq) FROM (SELECT min(seq) AS seq FROM message WHERE seq > 0
             UNION ALL SELECT min(seq) FROM change WHERE seq > 0)",
            &[],
        )?;
        let first = rows.into_iter().next().as_ref().and_then(seq_of);
        usage.first = first.unwrap_or(Seq::FIRST);
    }
    Ok(usage)
}

/// Seq and time of the newest event; the defaults in an empty log.
fn read_head<S: Sql>(sql: &S, damage: &DamageNotes) -> Result<(Seq, Timestamp), LogError> {
    let rows = sql.query(
        "SELECT seq, at FROM (SELECT seq, at FROM message ORDER BY seq DESC LIMIT 1)
         UNION ALL
         SELECT seq, at FROM (SELECT seq, at FROM change ORDER BY seq DESC LIMIT 1)
         ORDER BY seq DESC LIMIT 1",
        &[],
    )?;
    let Some(row) = rows.into_iter().next() else {
        return Ok((Seq::default(), Timestamp::default()));
    };
    let mut columns = Columns::new(row);
    let head = columns.field().ok_or(LogError::Corrupt("log"))?;
    let at: Option<Timestamp> = columns.field();
    if at.is_none() {
        damage.note("log", Some(head));
    }
    // Without it the next event has its own time.
    Ok((head, at.unwrap_or_default()))
}
