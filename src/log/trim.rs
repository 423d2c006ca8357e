//! Counts what a room uses, and removes the oldest events of a log that has become too large.

use super::files::{BEFORE, doom};
use super::meta::save_usage;
use super::rows::Columns;
use super::{Log, LogError, Param, Sql};
use crate::limits::{self, Limits};
use crate::model::Seq;
use crate::time::{Duration, Timestamp};

impl<S: Sql> Log<S> {
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
            // To take so many out of an index would take longer than to make another one.
            self.drop_index()?;
            let next = newest.min(first + limits::TRIM_EVENTS);
            self.trim_before(next)?;
            self.oldest_at = None;
            self.usage.add_rows(next - first, limits, now);
        }
        if self.usage.first >= newest {
            // So few are left that what they are is known.
            self.usage.bytes = self.bytes_between(self.usage.first, Seq::MAX)?;
        }
        Ok(())
    }

    /// Bytes of these events, texts as they are now.
    pub(super) fn bytes_between(&self, first: Seq, last: Seq) -> Result<u64, LogError> {
        let rows = self.sql.query(
            "SELECT (SELECT coalesce(sum(?3 + octet_length(name) + coalesce(octet_length(text), 0)
                                         + coalesce(octet_length(files), 0)), 0)
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
        let (sql, kept) = (&self.sql, self.kept_files());
        let has_files = self.has_files();
        let mut left = kept;
        sql.atomically(&mut || {
            if has_files {
                left = doom(sql, BEFORE, kept, &before)?;
            }
            sql.query("DELETE FROM message WHERE seq < ?", &before)?;
            sql.query("DELETE FROM change WHERE seq < ?", &before)?;
            save_usage(sql, usage)
        })?;
        self.usage = usage;
        self.note_let_go(left);
        self.drop_old_pins();
        Ok(())
    }
}
