//! The room's log: append, pages, replay. The only SQL of the project is here and in `schema`.
//!
//! Speaks to its database through the small [`Sql`] port: rusqlite in tests, the object's own
//! SQLite on the edge. Knows nothing of sessions. A row is parsed like client input.
//!
//! A page is a range of one table, a replay a range of two: neither slows down with the length of
//! the log. A batch comes in as one JSON array. `jsonb_each` hands each element on as it is parsed
//! already; `json_each` would write it out again as text, to be parsed for every column.

mod port;
mod rows;
mod schema;

use std::collections::BTreeMap;

pub use port::{LogError, Param, Row, Sql, SqlError, Value};

use crate::limits::Millis;
use crate::name::{MemberId, MemberName, RoomName};
use crate::route::PageFrom;
use crate::token::TokenKey;
use crate::wire::{LogEvent, Message, Seq};
use rows::{Columns, change_row, message_row};
use schema::{Identity, Meta};

/// The largest seq: JavaScript counts exactly up to here.
pub const MAX_SEQ: Seq = (1 << 53) - 1;

/// A member whose last socket has gone, until the grace ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraceRow {
    pub member: MemberId,
    pub name: MemberName,
    pub until: Millis,
}

/// The log events of one tick, each encoded once, and what they do to earlier messages.
#[derive(Debug, Default)]
pub struct Batch {
    /// The events as the inside of a JSON array: for the database and for the sockets.
    pub events: String,
    /// Number of events.
    pub count: u64,
    /// Whether any event is a message / a change.
    pub has_messages: bool,
    pub has_changes: bool,
    /// Messages that changes of this batch touched, in their new state.
    pub touched: BTreeMap<Seq, Message>,
}

/// The ordered, durable record of one room.
pub struct Log<S> {
    sql: S,
    identity: Identity,
    /// Whether anything of it is in the database.
    has_begun: bool,
    head: Seq,
    last_at: Millis,
}

impl<S: Sql> Log<S> {
    /// Opens the log, bringing its schema up to date. One that has not begun yet is empty, takes its
    /// identity from `room` and `random`, and writes nothing before [`Log::begin`].
    pub fn open(sql: S, room: Option<&RoomName>, random: [u8; 40]) -> Result<Log<S>, LogError> {
        let meta = Meta::read(&sql)?;
        let Some(identity) = meta.identity()? else {
            let room = room.ok_or(LogError::Unnamed)?;
            return Ok(Log {
                sql,
                identity: Identity::new(room, random),
                has_begun: false,
                head: 0,
                last_at: 0,
            });
        };
        schema::migrate(&sql, meta.schema_version()?)?;
        let (head, last_at) = read_head(&sql)?;
        Ok(Log {
            sql,
            identity,
            has_begun: true,
            head,
            last_at,
        })
    }

    /// Makes the log durable, if it is not: from its first member on a room is kept.
    pub fn begin(&mut self) -> Result<(), LogError> {
        if !self.has_begun {
            schema::create(&self.sql, &self.identity)?;
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

    /// Time of the newest durable event, below which no later one goes.
    pub fn last_at(&self) -> Millis {
        self.last_at
    }

    /// Appends a whole batch, or nothing of it. `at` is the time of its last event.
    pub fn append(&mut self, batch: &Batch, at: Millis) -> Result<(), LogError> {
        let events = format!("[{}]", batch.events);
        let touched = touched_rows(batch);
        let sql = &self.sql;
        // One statement is atomic by itself: the common batch needs no transaction round it.
        if batch.has_messages && !batch.has_changes {
            insert_messages(sql, &events)?;
        } else {
            sql.atomically(&mut || {
                if batch.has_messages {
                    insert_messages(sql, &events)?;
                }
                insert_changes(sql, &events)?;
                update_touched(sql, &touched)
            })?;
        }
        self.head += batch.count;
        self.last_at = at;
        Ok(())
    }

    /// One message in its present state.
    pub fn message(&self, seq: Seq) -> Result<Option<Message>, LogError> {
        if self.head == 0 {
            return Ok(None);
        }
        let rows = self.sql.query(
            "SELECT seq, at, member, name, cid, text, reply_to, edited_at, deleted, reactions
             FROM message WHERE seq = ?",
            &[Param::Integer(seq as i64)],
        )?;
        rows.into_iter().next().map(message_row).transpose()
    }

    /// One page of messages in their present state, ascending, and whether there are more in
    /// the direction of the page.
    pub fn page(&self, from: PageFrom, limit: usize) -> Result<(Vec<LogEvent>, bool), LogError> {
        if self.head == 0 {
            return Ok((Vec::new(), false));
        }
        let one_more = Param::Integer(limit as i64 + 1);
        let before = |seq: Seq| {
            self.sql.query(
                "SELECT seq, at, member, name, cid, text, reply_to, edited_at, deleted, reactions
                 FROM message WHERE seq < ? ORDER BY seq DESC LIMIT ?",
                &[Param::Integer(seq.min(MAX_SEQ) as i64), one_more],
            )
        };
        let mut rows = match from {
            PageFrom::Newest => before(MAX_SEQ)?,
            PageFrom::Before(seq) => before(seq)?,
            PageFrom::After(seq) => self.sql.query(
                "SELECT seq, at, member, name, cid, text, reply_to, edited_at, deleted, reactions
                 FROM message WHERE seq > ? ORDER BY seq LIMIT ?",
                &[Param::Integer(seq.min(MAX_SEQ) as i64), one_more],
            )?,
        };
        let more = rows.len() > limit;
        rows.truncate(limit);
        if !matches!(from, PageFrom::After(_)) {
            rows.reverse();
        }
        let messages: Result<Vec<_>, _> = rows.into_iter().map(message_row).collect();
        let events = messages?.into_iter().map(LogEvent::Message).collect();
        Ok((events, more))
    }

    /// The log events in (`after`, `upto`], as a resume replays them.
    pub fn replay(&self, after: Seq, upto: Seq) -> Result<Vec<LogEvent>, LogError> {
        let range = [Param::Integer(after as i64), Param::Integer(upto as i64)];
        let messages = self.sql.query(
            "SELECT seq, at, member, name, cid, text, reply_to, NULL, deleted, NULL
             FROM message WHERE seq > ? AND seq <= ? ORDER BY seq",
            &range,
        )?;
        let changes = self.sql.query(
            "SELECT c.seq, c.at, c.member, c.name, c.cid, c.target, c.text, c.emoji, c.is_on,
                    c.kind, m.deleted
             FROM change c LEFT JOIN message m ON m.seq = c.target
             WHERE c.seq > ? AND c.seq <= ? ORDER BY c.seq",
            &range,
        )?;
        let mut events = Vec::with_capacity(messages.len() + changes.len());
        for row in messages {
            events.push(LogEvent::Message(message_row(row)?));
        }
        for row in changes {
            events.push(change_row(row)?);
        }
        events.sort_by_key(LogEvent::seq);
        Ok(events)
    }

    /// The event after `after` that a member made with this `cid`: a walk over these rows.
    pub fn find(&self, member: MemberId, cid: &str, after: Seq) -> Result<Option<Seq>, LogError> {
        let rows = self.sql.query(
            "SELECT seq FROM message WHERE seq > ?1 AND cid = ?2 AND member = ?3
             UNION ALL SELECT seq FROM change WHERE seq > ?1 AND cid = ?2 AND member = ?3",
            &[
                Param::Integer(after as i64),
                Param::Text(cid),
                Param::Text(&member.to_string()),
            ],
        )?;
        let seq = |row| Columns::new(row, "keys").unsigned();
        rows.into_iter().next().map(seq).transpose()
    }

    /// Hands over seq, sender and `cid` of every event after `after`, ascending.
    pub fn keys(
        &self,
        after: Seq,
        mut each: impl FnMut(Seq, MemberId, &str),
    ) -> Result<(), LogError> {
        // One row: thousands would cost more to carry over than to read. None of the three has
        // a space in it.
        let rows = self.sql.query(
            "SELECT group_concat(seq || ' ' || member || ' ' || cid, ' ') FROM (
                 SELECT seq, member, cid FROM message WHERE seq > ?1
                 UNION ALL SELECT seq, member, cid FROM change WHERE seq > ?1 ORDER BY seq)",
            &[Param::Integer(after as i64)],
        )?;
        let text = match rows.first().map(Vec::as_slice) {
            Some([Value::Text(text)]) => text,
            Some([Value::Null]) => return Ok(()),
            _ => return Err(LogError::Corrupt("keys")),
        };
        let mut words = text.split(' ');
        while let Some(seq) = words.next() {
            let seq = seq.parse().ok();
            let member = words.next().and_then(MemberId::parse);
            let (Some(seq), Some(member), Some(cid)) = (seq, member, words.next()) else {
                return Err(LogError::Corrupt("keys"));
            };
            each(seq, member, cid);
        }
        Ok(())
    }

    /// The members in grace, as they were when the room was last awake.
    pub fn grace(&self) -> Result<Vec<GraceRow>, LogError> {
        if !self.has_begun {
            return Ok(Vec::new());
        }
        let rows = self
            .sql
            .query("SELECT member, name, until FROM grace ORDER BY member", &[])?;
        let parse = |row: Row| {
            let mut columns = Columns::new(row, "grace");
            Ok(GraceRow {
                member: columns.member()?,
                name: MemberName::parse(&columns.text()?)
                    .map_err(|_| LogError::Corrupt("grace"))?,
                until: columns.unsigned()?,
            })
        };
        rows.into_iter().map(parse).collect()
    }

    /// Writes who has entered the grace, and removes who has left it, either way.
    pub fn save_grace(&self, entered: &[GraceRow], left: &[MemberId]) -> Result<(), LogError> {
        if !left.is_empty() {
            let left = serde_json::to_string(left).unwrap_or_default();
            self.sql.query(
                "DELETE FROM grace WHERE member IN (SELECT value FROM json_each(?))",
                &[Param::Text(&left)],
            )?;
        }
        if !entered.is_empty() {
            let rows: Vec<_> = entered
                .iter()
                .map(|row| (row.member, row.name.as_str(), row.until))
                .collect();
            let rows = serde_json::to_string(&rows).unwrap_or_default();
            self.sql.query(
                "INSERT OR REPLACE INTO grace (member, name, until)
                 SELECT value->>0, value->>1, value->>2 FROM jsonb_each(?)",
                &[Param::Text(&rows)],
            )?;
        }
        Ok(())
    }
}

/// Seq and time of the newest event; zeros in an empty log.
fn read_head<S: Sql>(sql: &S) -> Result<(Seq, Millis), LogError> {
    let rows = sql.query(
        "SELECT seq, at FROM (SELECT seq, at FROM message ORDER BY seq DESC LIMIT 1)
         UNION ALL
         SELECT seq, at FROM (SELECT seq, at FROM change ORDER BY seq DESC LIMIT 1)
         ORDER BY seq DESC LIMIT 1",
        &[],
    )?;
    let Some(row) = rows.into_iter().next() else {
        return Ok((0, 0));
    };
    let mut columns = Columns::new(row, "log");
    Ok((columns.unsigned()?, columns.unsigned()?))
}

fn insert_messages<S: Sql>(sql: &S, events: &str) -> Result<(), SqlError> {
    sql.query(
        "INSERT INTO message (seq, at, member, name, cid, text, reply_to)
         SELECT value->>'seq', value->>'at', value->>'$.from.id', value->>'$.from.name',
                value->>'cid', value->>'text', value->>'reply_to'
         FROM jsonb_each(?) WHERE value->>'type' = 'message'",
        &[Param::Text(events)],
    )?;
    Ok(())
}

fn insert_changes<S: Sql>(sql: &S, events: &str) -> Result<(), SqlError> {
    sql.query(
        "INSERT INTO change (seq, at, kind, member, name, cid, target, text, emoji, is_on)
         SELECT value->>'seq', value->>'at', value->>'type', value->>'$.from.id',
                value->>'$.from.name', value->>'cid', value->>'target', value->>'text',
                value->>'emoji', value->>'on'
         FROM jsonb_each(?) WHERE value->>'type' <> 'message'",
        &[Param::Text(events)],
    )?;
    Ok(())
}

/// The touched messages as rows of a JSON array: seq, text, edited_at, deleted, reactions.
fn touched_rows(batch: &Batch) -> String {
    let rows: Vec<_> = batch
        .touched
        .values()
        .map(|m| {
            let reactions = (!m.reactions.is_empty()).then_some(&m.reactions);
            (m.seq, &m.text, m.edited_at, u8::from(m.deleted), reactions)
        })
        .collect();
    serde_json::to_string(&rows).unwrap_or_default()
}

fn update_touched<S: Sql>(sql: &S, touched: &str) -> Result<(), SqlError> {
    sql.query(
        "UPDATE message SET text = t.value->>1, edited_at = t.value->>2,
                deleted = t.value->>3, reactions = t.value->>4
         FROM jsonb_each(?) AS t WHERE message.seq = t.value->>0",
        &[Param::Text(touched)],
    )?;
    // The text of a deleted message is gone from its edits, too.
    sql.query(
        "UPDATE change SET text = NULL WHERE kind = 'edited' AND target IN (
             SELECT value->>0 FROM jsonb_each(?) WHERE value->>3 = 1)",
        &[Param::Text(touched)],
    )?;
    Ok(())
}
