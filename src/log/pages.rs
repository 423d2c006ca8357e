//! Pages and replay: what is read of the log.
//!
//! A page is a range of one table, a replay a range of two: neither slows down with the length of
//! the log.

use super::damage::{DamageNotes, fill_gaps, seq_of};
use super::rows::read;
use super::{Log, LogError, Param, Row, Sql, SqlError};
use crate::limits;
use crate::model::{LogEvent, Message, PageFrom, Seq};
use crate::wire::encode;

/// One page of messages in their present state, ascending.
#[derive(Debug, Default)]
pub struct Page {
    /// Each message, encoded.
    pub events: Vec<String>,
    /// Whether there are more in the direction of the page.
    pub more: bool,
}

impl<S: Sql> Log<S> {
    /// One message in its present state.
    pub fn message(&self, seq: Seq) -> Result<Option<Message>, LogError> {
        if self.head == Seq::default() || seq < self.first() {
            return Ok(None);
        }
        stored_message(&self.sql, seq, &self.damage)
    }

    /// One page of messages, which ends at `limit` or at [`limits::PAGE_BYTES`].
    /// Nothing up to `hidden` is on it.
    pub fn page(&self, from: PageFrom, limit: usize, hidden: Seq) -> Result<Page, LogError> {
        let mut page = Page::default();
        if self.head == Seq::default() {
            return Ok(page);
        }
        let hidden = hidden.max(self.first() - 1);
        let is_forward = matches!(from, PageFrom::After(_));
        let mut next = match from {
            PageFrom::Newest => Seq::MAX,
            PageFrom::Before(seq) => seq.min(Seq::MAX),
            PageFrom::After(seq) => seq.clamp(hidden, Seq::MAX),
        };
        let (mut bytes, mut at_a_time) = (0, limits::PAGE_ROWS);
        'page: loop {
            let wanted = (limit + 1 - page.events.len()).min(at_a_time);
            let rows = self.page_rows(next, is_forward, hidden, wanted)?;
            let is_last = rows.len() < wanted;
            for row in rows {
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

    /// So many of the newest messages at most, ascending, however long they are.
    pub fn newest(&self, limit: usize) -> Result<Vec<Message>, LogError> {
        let mut messages = Vec::new();
        let (mut next, hidden) = (Seq::MAX, self.first() - 1);
        while self.head > Seq::default() && messages.len() < limit {
            let rows = self.page_rows(next, false, hidden, limit - messages.len())?;
            let Some(oldest) = rows.last() else {
                break;
            };
            next = seq_of(oldest).unwrap_or_default();
            messages.extend(rows.into_iter().filter_map(|row| read(row, &self.damage)));
        }
        messages.reverse();
        Ok(messages)
    }

    /// The rows of messages next to a position, the nearest first.
    fn page_rows(
        &self,
        seq: Seq,
        is_forward: bool,
        hidden: Seq,
        limit: usize,
    ) -> Result<Vec<Row>, SqlError> {
        let limit = Param::Integer(limit as i64);
        if is_forward {
            return self.sql.query(
                concat!(
                    "SELECT ",
                    message_columns!(all),
                    " FROM message WHERE seq > ? ORDER BY seq LIMIT ?"
                ),
                &[Param::seq(seq), limit],
            );
        }
        self.sql.query(
            concat!(
                "SELECT ",
                message_columns!(all),
                " FROM message WHERE seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?"
            ),
            &[Param::seq(seq), Param::seq(hidden), limit],
        )
    }

    /// The log events in (`after`, `upto`], as a resume replays them.
    pub fn replay(&self, after: Seq, upto: Seq) -> Result<Vec<LogEvent>, LogError> {
        let after = after.max(self.first() - 1);
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
                " FROM change LEFT JOIN message
                 ON message.seq = change.target AND message.seq >= ?
                 WHERE change.seq > ? AND change.seq <= ? ORDER BY change.seq"
            ),
            &[
                Param::seq(self.first()),
                Param::seq(after),
                Param::seq(upto),
            ],
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
        let upto = upto.min(self.head);
        if (events.len() as u64) < upto - after {
            fill_gaps(&mut events, after, upto, &self.damage);
        }
        Ok(events)
    }
}

/// A message as its row is now.
pub(super) fn stored_message<S: Sql>(
    sql: &S,
    seq: Seq,
    damage: &DamageNotes,
) -> Result<Option<Message>, LogError> {
    let rows = sql.query(
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
    let message = read(row, damage);
    message.map(Some).ok_or(LogError::Corrupt("message"))
}
