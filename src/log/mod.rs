//! The room's log: append, pages, replay. The only SQL of the project is here and in `schema`.
//!
//! Speaks to its database through the small [`Sql`] port: rusqlite in tests, the object's own
//! SQLite on the edge. Knows nothing of sessions. A row is parsed like client input.
//!
//! A page is a range of one table, a replay a range of two: neither slows down with the length of
//! the log. A batch comes in as one JSON array. `jsonb_each` hands each element on as it is parsed
//! already; `json_each` would write it out again as text, to be parsed for every column.

#[macro_use]
mod columns;
mod damage;
mod meta;
mod names;
mod operator;
mod port;
mod rows;
mod schema;
#[cfg(test)]
pub(crate) mod scripts;
mod usage;

use std::collections::BTreeMap;

pub use damage::Spot;
pub use names::ReservedRow;
pub use port::{LogError, Param, Row, Sql, SqlError, Value};

use crate::auth::TokenKey;
use crate::limits::{self, Limits};
use crate::model::{
    Author, Change, LogEvent, MemberId, MemberName, Message, PageFrom, RoomName, Seq,
};
use crate::time::{Duration, Timestamp};
use crate::wire::encode;
use damage::{Damage, fill_gaps, seq_of};
use meta::{Identity, Meta, save_usage};
use operator::Orders;
use rows::{Columns, Now, read};
use usage::Usage;

/// A member whose last socket has gone, until the grace ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GraceRow {
    pub member: MemberId,
    pub name: MemberName,
    pub until: Timestamp,
}

/// The log events of one tick, each encoded once, and what they do to earlier messages.
#[derive(Debug, Default)]
pub struct Batch {
    /// The events as the inside of a JSON array: for the database and for the sockets.
    pub events: String,
    /// Number of events.
    pub count: u64,
    /// Rows that they write.
    pub rows: u64,
    /// Bytes that they bring, and those of texts that they take away, as a trim counts them.
    added_bytes: u64,
    freed_bytes: u64,
    /// Whether any event is a message / a change.
    has_messages: bool,
    has_changes: bool,
    /// Whether any event takes a text away, by another or by none.
    erases: bool,
    /// Messages that changes of this batch touched, in their new state.
    touched: BTreeMap<Seq, Box<Message>>,
    /// Bytes of their rows, at most.
    touched_bytes: usize,
}

impl Batch {
    /// Adds an event; its seq and time are right already.
    pub fn push(&mut self, event: &LogEvent) {
        if !self.events.is_empty() {
            self.events.push(',');
        }
        self.events.push_str(&encode(event));
        self.count += 1;
        match event {
            LogEvent::Message(message) => {
                self.rows += limits::MESSAGE_ROWS;
                self.added_bytes +=
                    limits::MESSAGE_BYTES + text_bytes(&message.from, message.text());
                self.has_messages = true;
            }
            LogEvent::Changed(changed) => {
                let (rows, text) = match &changed.change {
                    Change::Edited { text } => (limits::ERASING_ROWS, text.as_deref()),
                    Change::Deleted => (limits::ERASING_ROWS, None),
                    Change::Reacted { .. } => (limits::REACTION_ROWS, None),
                };
                self.rows += rows;
                self.added_bytes += limits::CHANGE_BYTES + text_bytes(&changed.from, text);
                self.has_changes = true;
                self.erases |= !matches!(changed.change, Change::Reacted { .. });
            }
        }
    }

    /// The text of a message gives way to another, or to none. An edit keeps its text, too.
    pub fn replace_text(&mut self, before: &Message, after: &str) {
        let kept = 1 + u64::from(before.edited_at.is_some());
        self.freed_bytes += kept * before.text().map_or(0, str::len) as u64;
        self.added_bytes += after.len() as u64;
    }

    /// A message in its new state, after a change of this batch.
    pub fn touch(&mut self, message: Message) {
        let bytes = row_bytes(&message);
        self.touched_bytes += bytes;
        self.rows += (bytes / limits::ROW_BYTES_PER_ROW) as u64;
        if let Some(before) = self.touched.insert(message.seq, Box::new(message)) {
            self.touched_bytes -= row_bytes(&before);
        }
    }

    /// A message as this batch leaves it, if it touches it.
    pub fn touched(&self, seq: Seq) -> Option<&Message> {
        self.touched.get(&seq).map(Box::as_ref)
    }

    /// Bytes that go to the database, at most.
    pub fn bytes(&self) -> usize {
        self.events.len() + self.touched_bytes
    }
}

fn text_bytes(from: &Author, text: Option<&str>) -> u64 {
    (from.name.len() + text.map_or(0, str::len)) as u64
}

/// Bytes of a message's row, at most: counted, as writing it out for each reaction would cost more
/// than the reaction.
pub fn row_bytes(message: &Message) -> usize {
    // What has no length of its own, and a comma or two brackets round the rest.
    const NUMBERS: usize = 128;
    const MEMBER: usize = "\"0123456789abcdef\",".len();
    let text = message.text().map_or(0, str::len);
    let reactions = message.reactions.iter();
    let reactions = reactions.map(|(emoji, members)| 2 * emoji.len() + 6 + MEMBER * members.len());
    // An escape doubles a byte, for the controls that would need more are in no text.
    NUMBERS + 2 * text + reactions.sum::<usize>()
}

/// One page of messages in their present state, ascending.
#[derive(Debug, Default)]
pub struct Page {
    /// Each message, encoded.
    pub events: Vec<String>,
    /// Whether there are more in the direction of the page.
    pub more: bool,
}

/// The ordered, durable record of one room.
pub struct Log<S> {
    sql: S,
    identity: Identity,
    /// Whether anything of it is in the database.
    has_begun: bool,
    head: Seq,
    last_at: Timestamp,
    usage: Usage,
    /// Whether the usage has all that the log has.
    has_counted: bool,
    orders: Orders,
    damage: Damage,
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
                head: Seq::default(),
                last_at: Timestamp::default(),
                usage: Usage::new(0),
                has_counted: true,
                orders: Orders::default(),
                damage: Damage::default(),
            });
        };
        let damage = Damage::default();
        schema::migrate(&sql, meta.schema_version()?)?;
        let (head, last_at) = read_head(&sql, &damage)?;
        // A room of an older version has counted nothing.
        let counted = meta.usage();
        let usage = counted.unwrap_or_else(|| Usage::new(sql.size()).kept(head));
        Ok(Log {
            sql,
            identity,
            has_begun: true,
            head,
            last_at,
            usage,
            has_counted: false,
            orders: Orders::read(&meta, &damage),
            damage,
        })
    }

    /// The next that makes no sense and nobody was told of yet.
    pub fn next_damage(&self) -> Option<Spot> {
        self.damage.next()
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

    /// Appends a whole batch, or nothing of it. `at` is the time of its last event.
    pub fn append(&mut self, batch: &Batch, at: Timestamp) -> Result<(), LogError> {
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
                if batch.erases {
                    erase_texts(sql, &events, &touched)?;
                }
                update_touched(sql, &touched)
            })?;
        }
        self.head += batch.count;
        self.last_at = at;
        self.usage.add(batch.added_bytes, batch.freed_bytes);
        Ok(())
    }

    /// Bytes of the events that are kept.
    pub fn bytes(&self) -> u64 {
        self.usage.bytes
    }

    /// Takes the rows of a batch from the budget of the day.
    pub fn count_rows(&mut self, rows: u64, limits: &Limits, now: Timestamp) {
        self.usage.add_rows(rows, limits, now);
    }

    /// Takes rows from it that no event wrote.
    pub fn count_other_rows(&mut self, rows: usize, limits: &Limits, now: Timestamp) {
        self.usage.add_other_rows(rows as u64, limits, now);
    }

    /// How long to wait until a row may be written, if the budget of the day is used up. The first
    /// who asks after a sleep has counted what came since the usage was kept.
    pub fn wait_for_rows(&mut self, limits: &Limits, now: Timestamp) -> Option<Duration> {
        // What cannot be read now is counted by the next who asks.
        let _ = self.count_anew(limits, now);
        self.usage.wait_for_rows(limits, now)
    }

    /// Counts the events that were not counted yet when the usage was kept: messages and reactions,
    /// as it is kept with all others.
    #[inline(never)]
    fn count_anew(&mut self, limits: &Limits, now: Timestamp) -> Result<(), LogError> {
        if self.has_counted || self.usage.upto >= self.head {
            self.has_counted = true;
            return Ok(());
        }
        let rows = self.sql.query(
            "SELECT (SELECT count(*) FROM message WHERE seq > ?1),
                    (SELECT count(*) FROM change WHERE seq > ?1)",
            &[Param::seq(self.usage.upto)],
        )?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(());
        };
        let mut columns = Columns::new(row);
        let mut count = || columns.unsigned().ok_or(LogError::Corrupt("log"));
        let (messages, changes) = (count()?, count()?);
        let bytes = self.bytes_between(self.usage.upto + 1, Seq::MAX)?;
        let rows = messages * limits::MESSAGE_ROWS + changes * limits::REACTION_ROWS;
        self.usage.add(bytes, 0);
        self.usage.add_rows(rows, limits, now);
        self.has_counted = true;
        Ok(())
    }

    /// Removes the oldest events of a log that has become too large, and keeps the count. A trim or
    /// a save that fails is tried again with the next tick.
    pub fn keep_within(&mut self, limits: &Limits, now: Timestamp) -> Result<(), LogError> {
        if limits.room_bytes > 0 && self.usage.bytes > limits.room_bytes {
            self.count_anew(limits, now)?;
            self.trim(limits, now)?;
        }
        if self.usage.wants_keeping() && self.has_begun {
            self.count_anew(limits, now)?;
            let kept = self.usage.kept(self.head);
            save_usage(&self.sql, kept)?;
            self.usage = kept;
        }
        Ok(())
    }

    #[cold]
    fn trim(&mut self, limits: &Limits, now: Timestamp) -> Result<(), LogError> {
        let enough = limits.room_bytes / 16 * limits::TRIM_TO_SIXTEENTHS;
        let newest = self.head + 1 - limits::TRIM_KEEPS;
        for _ in 0..limits::TRIM_STEPS {
            let first = self.usage.first;
            if self.usage.bytes <= enough || first >= newest {
                break;
            }
            let next = newest.min(first + limits::TRIM_EVENTS);
            self.trim_before(next)?;
            self.usage.add_rows(next - first, limits, now);
        }
        if self.usage.first >= newest {
            // So few are left that what they are is known.
            self.usage.bytes = self.bytes_between(self.usage.first, Seq::MAX)?;
        }
        Ok(())
    }

    /// Bytes of these events, texts as they are now.
    fn bytes_between(&self, first: Seq, last: Seq) -> Result<u64, LogError> {
        let rows = self.sql.query(
            "SELECT (SELECT coalesce(sum(?3 + octet_length(name) + coalesce(octet_length(text), 0)), 0)
                     FROM message WHERE seq BETWEEN ?1 AND ?2)
                  + (SELECT coalesce(sum(?4 + octet_length(name) + coalesce(octet_length(text), 0)), 0)
                     FROM change WHERE seq BETWEEN ?1 AND ?2)",
            &[
                Param::seq(first),
                Param::seq(last),
                Param::Integer(limits::MESSAGE_BYTES as i64),
                Param::Integer(limits::CHANGE_BYTES as i64),
            ],
        )?;
        let bytes = rows.into_iter().next();
        let bytes = bytes.and_then(|row| Columns::new(row).unsigned());
        bytes.ok_or(LogError::Corrupt("log"))
    }

    /// Removes every event before this one.
    fn trim_before(&mut self, first: Seq) -> Result<(), LogError> {
        let before = [Param::seq(first)];
        let freed = self.bytes_between(self.usage.first, first - 1)?;
        let mut usage = self.usage.kept(self.head);
        usage.first = first;
        usage.bytes = usage.bytes.saturating_sub(freed);
        let sql = &self.sql;
        sql.atomically(&mut || {
            sql.query("DELETE FROM message WHERE seq < ?", &before)?;
            sql.query("DELETE FROM change WHERE seq < ?", &before)?;
            save_usage(sql, usage)
        })?;
        self.usage = usage;
        Ok(())
    }

    /// One message in its present state.
    pub fn message(&self, seq: Seq) -> Result<Option<Message>, LogError> {
        if self.head == Seq::default() {
            return Ok(None);
        }
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                message_columns!(all),
                " FROM message WHERE seq = ?"
            ),
            &[Param::seq(seq)],
        )?;
        let Some(row) = rows.into_iter().next() else {
            return Ok(None);
        };
        let message = read(row, &self.damage);
        message.map(Some).ok_or(LogError::Corrupt("message"))
    }

    /// One page of messages, which ends at `limit` or at [`limits::PAGE_BYTES`].
    pub fn page(&self, from: PageFrom, limit: usize) -> Result<Page, LogError> {
        let mut page = Page::default();
        if self.head == Seq::default() {
            return Ok(page);
        }
        let is_forward = matches!(from, PageFrom::After(_));
        let mut next = match from {
            PageFrom::Newest => Seq::MAX,
            PageFrom::Before(seq) | PageFrom::After(seq) => seq.min(Seq::MAX),
        };
        let (mut bytes, mut at_a_time) = (0, limits::PAGE_ROWS);
        'page: loop {
            let wanted = (limit + 1 - page.events.len()).min(at_a_time);
            let rows = self.page_rows(next, is_forward, wanted)?;
            let is_last = rows.len() < wanted;
            for row in rows {
                // There are none before the first.
                next = seq_of(&row).unwrap_or_default();
                let Some(message) = read(row, &self.damage) else {
                    continue;
                };
                let event = encode(&LogEvent::Message(message));
                bytes += event.len() + 1;
                page.more = page.events.len() == limit
                    || (bytes > limits::PAGE_BYTES && !page.events.is_empty());
                if page.more {
                    break 'page;
                }
                page.events.push(event);
            }
            if is_last {
                break;
            }
            let average = bytes / page.events.len().max(1);
            at_a_time = limits::PAGE_BYTES / average.max(1) + 1;
        }
        if !is_forward {
            page.events.reverse();
        }
        Ok(page)
    }

    /// The rows of messages next to a position, the nearest first.
    fn page_rows(&self, seq: Seq, is_forward: bool, limit: usize) -> Result<Vec<Row>, SqlError> {
        let range = [Param::seq(seq), Param::Integer(limit as i64)];
        if is_forward {
            return self.sql.query(
                concat!(
                    "SELECT ",
                    message_columns!(all),
                    " FROM message WHERE seq > ? ORDER BY seq LIMIT ?"
                ),
                &range,
            );
        }
        self.sql.query(
            concat!(
                "SELECT ",
                message_columns!(all),
                " FROM message WHERE seq < ? ORDER BY seq DESC LIMIT ?"
            ),
            &range,
        )
    }

    /// The log events in (`after`, `upto`], as a resume replays them.
    pub fn replay(&self, after: Seq, upto: Seq) -> Result<Vec<LogEvent>, LogError> {
        let range = [Param::seq(after), Param::seq(upto)];
        let messages = self.sql.query(
            concat!(
                "SELECT ",
                message_columns!(replay),
                " FROM message WHERE seq > ? AND seq <= ? ORDER BY seq"
            ),
            &range,
        )?;
        let changes = self.sql.query(
            concat!(
                "SELECT ",
                change_columns!(replay),
                " FROM change LEFT JOIN message ON message.seq = change.target
                 WHERE change.seq > ? AND change.seq <= ? ORDER BY change.seq"
            ),
            &range,
        )?;
        let mut events = Vec::with_capacity(messages.len() + changes.len());
        let changes = changes.into_iter();
        let changes = changes.filter_map(|row| read(row, &self.damage).map(LogEvent::Changed));
        let mut changes = changes.peekable();
        for row in messages {
            let Some(message) = read(row, &self.damage) else {
                continue;
            };
            let message = LogEvent::Message(message);
            let is_before = |change: &LogEvent| change.seq() < message.seq();
            while let Some(change) = changes.next_if(is_before) {
                events.push(change);
            }
            events.push(message);
        }
        events.extend(changes);
        let (after, upto) = (after.max(self.first() - 1), upto.min(self.head));
        if (events.len() as u64) < upto - after {
            fill_gaps(&mut events, after, upto, &self.damage);
        }
        Ok(events)
    }

    /// The event after `after` that a member made with this `cid`: a walk over these rows.
    pub fn find(&self, member: MemberId, cid: &str, after: Seq) -> Result<Option<Seq>, LogError> {
        let rows = self.sql.query(
            "SELECT seq FROM message WHERE seq > ?1 AND cid = ?2 AND member = ?3
             UNION ALL SELECT seq FROM change WHERE seq > ?1 AND cid = ?2 AND member = ?3",
            &[
                Param::seq(after),
                Param::Text(cid),
                Param::Text(&member.to_string()),
            ],
        )?;
        let seq = |row| Columns::new(row).field();
        let seq = rows.into_iter().next().map(seq);
        seq.map(|seq| seq.ok_or(LogError::Corrupt("keys")))
            .transpose()
    }

    /// Hands over seq, sender and `cid` of every event after `after`, ascending.
    pub fn keys(
        &self,
        after: Seq,
        mut each: impl FnMut(Seq, MemberId, &str),
    ) -> Result<(), LogError> {
        // One row: thousands would cost more to carry over than to read. None of the three has
        // a space or a line break in it.
        let rows = self.sql.query(
            "SELECT group_concat(seq || ' ' || member || ' ' || cid, char(10)) FROM (
                 SELECT seq, member, cid FROM message WHERE seq > ?1
                 UNION ALL SELECT seq, member, cid FROM change WHERE seq > ?1 ORDER BY seq)",
            &[Param::seq(after)],
        )?;
        let text = match rows.first().map(Vec::as_slice) {
            Some([Value::Text(text)]) => text,
            Some([Value::Null]) => return Ok(()),
            _ => return Err(LogError::Corrupt("keys")),
        };
        for line in text.lines() {
            let mut words = line.split(' ');
            let seq = words.next().and_then(|seq| seq.parse().ok());
            let seq = seq.map(Seq::from_number);
            let member = words.next().and_then(MemberId::parse);
            match (seq, member, words.next()) {
                (Some(seq), Some(member), Some(cid)) => each(seq, member, cid),
                _ => self.damage.note("keys", seq),
            }
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
        let mut sound = Vec::new();
        for row in rows {
            match grace_row(row) {
                Some(row) => sound.push(row),
                None => self.damage.note("grace", None),
            }
        }
        Ok(sound)
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

fn grace_row(row: Row) -> Option<GraceRow> {
    let mut columns = Columns::new(row);
    Some(GraceRow {
        member: columns.member()?,
        name: MemberName::stored(&columns.text()?).ok()?,
        until: columns.field()?,
    })
}

/// Seq and time of the newest event; the defaults in an empty log.
fn read_head<S: Sql>(sql: &S, damage: &Damage) -> Result<(Seq, Timestamp), LogError> {
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

fn insert_messages<S: Sql>(sql: &S, events: &str) -> Result<(), SqlError> {
    sql.query(
        concat!(
            "INSERT INTO message (",
            message_columns!(insert),
            ") SELECT ",
            message_columns!(from),
            " FROM jsonb_each(?) WHERE value->>'type' = 'message'"
        ),
        &[Param::Text(events)],
    )?;
    Ok(())
}

fn insert_changes<S: Sql>(sql: &S, events: &str) -> Result<(), SqlError> {
    sql.query(
        concat!(
            "INSERT INTO change (",
            change_columns!(insert),
            ") SELECT ",
            change_columns!(from),
            " FROM jsonb_each(?) WHERE value->>'type' <> 'message'"
        ),
        &[Param::Text(events)],
    )?;
    Ok(())
}

/// The touched messages as a JSON array, each with its seq and what changes alter.
fn touched_rows(batch: &Batch) -> String {
    let rows = batch.touched.values().map(|message| Now(message.as_ref()));
    encode(&rows.collect::<Vec<_>>())
}

fn update_touched<S: Sql>(sql: &S, touched: &str) -> Result<(), SqlError> {
    sql.query(
        concat!(
            "UPDATE message SET ",
            message_columns!(set),
            " FROM jsonb_each(?) AS t WHERE message.seq = t.value->>'seq'"
        ),
        &[Param::Text(touched)],
    )?;
    Ok(())
}

/// Takes away the texts that the edits and deletes of a batch make void: of each message the one it
/// had, and that of the edit that had brought it. All edits before that have lost theirs already.
///
/// A new row of another size leaves the old one where it was in the file. One of the same size is
/// written over it: so each text is first replaced by as many zeros.
fn erase_texts<S: Sql>(sql: &S, events: &str, touched: &str) -> Result<(), SqlError> {
    sql.query(
        "UPDATE message SET text = replace(hex(zeroblob(octet_length(text))), '00', '0')
         FROM jsonb_each(?) AS t
         WHERE message.seq = t.value->>'seq' AND message.text IS NOT t.value->>'text'",
        &[Param::Text(touched)],
    )?;
    // Of each event the edit before it. By the index that is one row, however often it was edited.
    let before = sql.query(
        "SELECT json_group_array((
             SELECT c.seq FROM change AS c
             WHERE c.kind = 'edited' AND c.target = e.value->>'target' AND c.seq < e.value->>'seq'
             ORDER BY c.seq DESC LIMIT 1))
         FROM jsonb_each(?) AS e WHERE e.value->>'type' IN ('edited', 'deleted')",
        &[Param::Text(events)],
    )?;
    let Some([Value::Text(before)]) = before.first().map(Vec::as_slice) else {
        return Ok(());
    };
    sql.query(
        "UPDATE change SET text = replace(hex(zeroblob(octet_length(text))), '00', '0')
         WHERE text IS NOT NULL AND seq IN (SELECT value FROM json_each(?))",
        &[Param::Text(before)],
    )?;
    sql.query(
        "UPDATE change SET text = NULL
         WHERE text IS NOT NULL AND seq IN (SELECT value FROM json_each(?))",
        &[Param::Text(before)],
    )?;
    Ok(())
}
