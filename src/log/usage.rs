//! How much a room uses: its bytes, where its log begins, and how many rows it may still write.
//!
//! Counted in memory, and stored in one row of `meta` now and then, so that a message stays one
//! row. When a room wakes, whatever came after that row is counted again from the log.

use crate::limits::{self, Limits};
use crate::model::Seq;
use crate::time::{Duration, Timestamp};

/// What a room uses, as the log counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    /// Seq of the oldest event that is kept.
    pub first: Seq,
    /// Bytes of the events that are kept.
    pub bytes: u64,
    /// Until when the rows written so far take, if each had its share of the day.
    rows_until: Timestamp,
    /// The newest event that was counted when this was kept.
    pub upto: Seq,
    /// What was counted since: rows of events, their bytes, and rows of which the log tells nothing.
    unkept_rows: u64,
    unkept_bytes: u64,
    unkept_others: u64,
}

impl Usage {
    /// Of a room with so many bytes, of which nothing else is known.
    pub fn new(bytes: u64) -> Usage {
        Usage {
            first: Seq::FIRST,
            bytes,
            rows_until: Timestamp::default(),
            upto: Seq::default(),
            unkept_rows: 0,
            unkept_bytes: 0,
            unkept_others: 0,
        }
    }

    /// Reads what [`Usage::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Usage> {
        let mut numbers = text.split(' ').map(|number| number.parse::<u64>().ok());
        let mut next = || numbers.next()?;
        let (first, bytes, rows_until, upto) = (next()?, next()?, next()?, next()?);
        Some(Usage {
            first: Seq::from_number(first).max(Seq::FIRST),
            rows_until: Timestamp::from_millis(rows_until),
            upto: Seq::from_number(upto),
            ..Usage::new(bytes)
        })
    }

    pub fn to_text(self) -> String {
        let Usage {
            first,
            bytes,
            rows_until,
            upto,
            ..
        } = self;
        let rows_until = rows_until.as_millis();
        format!("{first} {bytes} {rows_until} {upto}")
    }

    /// Counts bytes that events have brought, and those of texts that they took away. The latter are
    /// kept at once, as the log tells nothing of them later.
    pub fn add(&mut self, bytes: u64, freed: u64) {
        self.bytes = (self.bytes + bytes).saturating_sub(freed);
        self.unkept_bytes += bytes;
        if freed > 0 {
            self.unkept_bytes = limits::USAGE_KEPT_BYTES;
        }
    }

    /// Takes the rows of events from the budget of the day.
    pub fn add_rows(&mut self, rows: u64, limits: &Limits, now: Timestamp) {
        self.unkept_rows += rows;
        self.spend(rows, limits, now);
    }

    /// Takes rows from it of which the log tells nothing.
    pub fn add_other_rows(&mut self, rows: u64, limits: &Limits, now: Timestamp) {
        self.unkept_others += rows;
        self.spend(rows, limits, now);
    }

    fn spend(&mut self, rows: u64, limits: &Limits, now: Timestamp) {
        let Some(row_us) = row_us(limits).filter(|_| rows > 0) else {
            return;
        };
        // Rounded so that small batches cost something, too.
        let span = Duration::from_millis((rows.saturating_mul(row_us)).div_ceil(1_000));
        self.rows_until = self.rows_until.max(now) + span;
    }

    /// How long to wait until a row may be written, if it may not now.
    pub fn wait_for_rows(&self, limits: &Limits, now: Timestamp) -> Option<Duration> {
        row_us(limits)?;
        let wait = self.rows_until - (now + limits::ROWS_SPAN);
        // One row's time would have all who wait come back for it at once.
        (wait > Duration::ZERO).then_some(wait.max(limits::ROWS_WAIT))
    }

    /// Whether so much was counted that it is worth a row.
    pub fn wants_keeping(&self) -> bool {
        self.unkept_rows >= limits::USAGE_KEPT_ROWS
            || self.unkept_bytes >= limits::USAGE_KEPT_BYTES
            || self.unkept_others >= limits::USAGE_KEPT_OTHERS
    }

    /// This, as it is once it is kept with everything up to `head` counted.
    pub fn kept(mut self, head: Seq) -> Usage {
        self.upto = head;
        self.unkept_rows = 0;
        self.unkept_bytes = 0;
        self.unkept_others = 0;
        self
    }
}

/// Microseconds that a row stands for: half of the day's rows may be written at once, and the other
/// half in the course of the day.
fn row_us(limits: &Limits) -> Option<u64> {
    (2 * limits::ROWS_SPAN.as_millis() * 1_000).checked_div(limits.rows_per_day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, seq};

    const DAY: Duration = Duration::from_secs(24 * 3_600);

    fn limits(rows_per_day: u64) -> Limits {
        Limits {
            rows_per_day,
            ..Limits::default()
        }
    }

    #[test]
    fn half_of_a_days_rows_at_once_and_never_more_than_all() {
        let (limits, now) = (limits(1_000), at(1_700_000_000_000));
        let mut usage = Usage::new(0);
        let (mut rows, mut later) = (0, now);
        while later < now + DAY {
            match usage.wait_for_rows(&limits, later) {
                None => {
                    usage.add_rows(1, &limits, later);
                    rows += 1;
                    assert!(later > now || rows <= 501, "{rows} at once");
                }
                Some(wait) => later += wait,
            }
        }
        assert!((999..=1_001).contains(&rows), "{rows} in a day");
    }

    #[test]
    fn without_a_budget_nothing_is_counted() {
        let mut usage = Usage::new(0);
        usage.add_rows(1_000_000_000, &limits(0), at(5));
        assert_eq!(usage.wait_for_rows(&limits(0), at(5)), None);
        assert_eq!(usage.kept(seq(0)), Usage::new(0));
    }

    #[test]
    fn usage_is_read_as_it_was_written() {
        let mut usage = Usage::new(7);
        usage.first = seq(12);
        usage.add_rows(3, &limits(1_000), at(1_700_000_000_000));
        let usage = usage.kept(seq(30));
        assert_eq!(Usage::parse(&usage.to_text()), Some(usage));
        for bad in ["", "1", "1 2", "1 2 3", "1 2 3 x", "-1 2 3 4"] {
            assert_eq!(Usage::parse(bad), None, "{bad:?}");
        }
    }
}
