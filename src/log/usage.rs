//! What a room uses: its bytes, how far back it reaches, and how many rows it may still write.
//!
//! Counted in memory, and kept in one row of `meta` now and then, so that a message stays one row.
//! A room that dies in between has counted a little less than it used.

use crate::limits::{self, Limits, Millis};
use crate::wire::Seq;

/// What a room uses, as the log counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Usage {
    /// Seq of the oldest event that is kept.
    pub first: Seq,
    /// Bytes of the events that are kept.
    pub bytes: u64,
    /// Until when the rows written so far take, if each had its share of the day.
    rows_until: Millis,
    /// What was counted and not kept yet.
    unkept_rows: u64,
    unkept_bytes: u64,
}

impl Usage {
    /// Of a room with so many bytes, of which nothing else is known.
    pub fn new(bytes: u64) -> Usage {
        Usage {
            first: 1,
            bytes,
            rows_until: 0,
            unkept_rows: 0,
            unkept_bytes: 0,
        }
    }

    /// Reads what [`Usage::to_text`] wrote.
    pub fn parse(text: &str) -> Option<Usage> {
        let mut numbers = text.split(' ').map(|number| number.parse::<u64>().ok());
        let (first, bytes, rows_until) = (numbers.next()??, numbers.next()??, numbers.next()??);
        Some(Usage {
            first: first.max(1),
            rows_until,
            ..Usage::new(bytes)
        })
    }

    pub fn to_text(self) -> String {
        format!("{} {} {}", self.first, self.bytes, self.rows_until)
    }

    /// Counts what was written.
    pub fn add(&mut self, bytes: u64) {
        self.bytes += bytes;
        self.unkept_bytes += bytes;
    }

    /// Takes rows from the budget of the day.
    pub fn add_rows(&mut self, rows: u64, limits: &Limits, now: Millis) {
        let Some(row_ms) = row_ms(limits) else {
            return;
        };
        self.unkept_rows += rows;
        // Rounded so that small batches cost something, too.
        let span = (rows.saturating_mul(row_ms)).div_ceil(1_000);
        self.rows_until = self.rows_until.max(now).saturating_add(span);
    }

    /// How long to wait until a row may be written, if it may not now.
    pub fn wait_for_rows(&self, limits: &Limits, now: Millis) -> Option<Millis> {
        row_ms(limits)?;
        let wait = self.rows_until.saturating_sub(now + limits::ROWS_SPAN);
        (wait > 0).then_some(wait)
    }

    /// Whether so much was counted that it is worth a row.
    pub fn wants_keeping(&self) -> bool {
        self.unkept_rows >= limits::USAGE_KEPT_ROWS || self.unkept_bytes >= limits::USAGE_KEPT_BYTES
    }

    pub fn kept(&mut self) {
        self.unkept_rows = 0;
        self.unkept_bytes = 0;
    }
}

/// Thousandths of a millisecond that a row stands for: half of the day's rows may be written at once,
/// and the other half in the course of the day.
fn row_ms(limits: &Limits) -> Option<u64> {
    (2 * limits::ROWS_SPAN * 1_000).checked_div(limits.rows_per_day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Millis = 24 * 3_600 * 1_000;

    fn limits(rows_per_day: u64) -> Limits {
        Limits {
            rows_per_day,
            ..Limits::default()
        }
    }

    #[test]
    fn half_of_a_days_rows_at_once_and_never_more_than_all() {
        let (limits, now) = (limits(1_000), 1_700_000_000_000);
        let mut usage = Usage::new(0);
        let (mut rows, mut at) = (0, now);
        while at < now + DAY {
            match usage.wait_for_rows(&limits, at) {
                None => {
                    usage.add_rows(1, &limits, at);
                    rows += 1;
                    assert!(at > now || rows <= 501, "{rows} at once");
                }
                Some(wait) => at += wait,
            }
        }
        assert!((999..=1_001).contains(&rows), "{rows} in a day");
    }

    #[test]
    fn without_a_budget_nothing_is_counted() {
        let mut usage = Usage::new(0);
        usage.add_rows(1_000_000_000, &limits(0), 5);
        assert_eq!(usage.wait_for_rows(&limits(0), 5), None);
        assert_eq!(usage, Usage::new(0));
    }

    #[test]
    fn usage_is_read_as_it_was_written() {
        let mut usage = Usage::new(7);
        usage.first = 12;
        usage.add_rows(3, &limits(1_000), 1_700_000_000_000);
        usage.kept();
        assert_eq!(Usage::parse(&usage.to_text()), Some(usage));
        for bad in ["", "1", "1 2", "1 2 x", "-1 2 3"] {
            assert_eq!(Usage::parse(bad), None, "{bad:?}");
        }
    }
}
