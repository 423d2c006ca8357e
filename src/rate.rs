//! How much is too much: a token bucket and a strike counter, over an explicit `now`.
//!
//! Neither survives sleep, and needs not: a room sleeps only after 10 s without a frame, and
//! by then both are as good as new.

use std::collections::VecDeque;

use crate::limits::{Limits, Millis, STRIKE_SPAN};

/// A token bucket: `burst` frames at once, `per_second` in the long run.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Thousandths of a frame: at `per_second` frames a second, each millisecond adds
    /// exactly `per_second` of them.
    level: u64,
    filled_at: Millis,
}

impl Bucket {
    /// A full bucket.
    pub fn full(limits: &Limits, now: Millis) -> Bucket {
        Bucket {
            level: u64::from(limits.burst) * 1_000,
            filled_at: now,
        }
    }

    /// Takes one frame out, or says in how many milliseconds there will be one.
    pub fn take(&mut self, limits: &Limits, now: Millis) -> Result<(), Millis> {
        let capacity = u64::from(limits.burst) * 1_000;
        let rate = u64::from(limits.per_second);
        // A clock that jumps back adds nothing.
        let added = now.saturating_sub(self.filled_at).saturating_mul(rate);
        self.level = self.level.saturating_add(added).min(capacity);
        self.filled_at = self.filled_at.max(now);
        if self.level >= 1_000 {
            self.level -= 1_000;
            return Ok(());
        }
        Err((1_000 - self.level).div_ceil(rate.max(1)))
    }
}

/// Counts offences within the last [`STRIKE_SPAN`].
#[derive(Clone, Debug, Default)]
pub struct Strikes(VecDeque<Millis>);

impl Strikes {
    /// Adds one offence; true if that makes more than `allowed` within the span.
    pub fn add(&mut self, now: Millis, allowed: usize) -> bool {
        while self.0.front().is_some_and(|at| at + STRIKE_SPAN <= now) {
            self.0.pop_front();
        }
        self.0.push_back(now);
        if self.0.len() <= allowed {
            return false;
        }
        self.0.pop_front();
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_then_a_steady_rate() {
        let limits = Limits::default();
        let mut bucket = Bucket::full(&limits, 1_000);
        for _ in 0..10 {
            assert_eq!(bucket.take(&limits, 1_000), Ok(()));
        }
        assert_eq!(bucket.take(&limits, 1_000), Err(200));
        assert_eq!(bucket.take(&limits, 1_150), Err(50));
        assert_eq!(bucket.take(&limits, 1_200), Ok(()));
        assert_eq!(bucket.take(&limits, 1_200), Err(200));
    }

    #[test]
    fn the_promised_wait_is_enough() {
        let limits = Limits {
            per_second: 3,
            ..Limits::default()
        };
        let mut bucket = Bucket::full(&limits, 0);
        let mut now = 0;
        let mut taken = 0;
        while taken < 100 {
            match bucket.take(&limits, now) {
                Ok(()) => taken += 1,
                Err(wait) => {
                    now += wait;
                    assert_eq!(bucket.take(&limits, now), Ok(()));
                    taken += 1;
                }
            }
        }
    }

    #[test]
    fn a_clock_that_jumps_back_gives_nothing() {
        let limits = Limits {
            burst: 1,
            ..Limits::default()
        };
        let mut bucket = Bucket::full(&limits, 10_000);
        assert_eq!(bucket.take(&limits, 10_000), Ok(()));
        assert!(bucket.take(&limits, 0).is_err());
        assert!(bucket.take(&limits, 10_000).is_err());
    }

    #[test]
    fn strikes_expire() {
        let mut strikes = Strikes::default();
        assert!((0..3).all(|_| !strikes.add(0, 3)));
        assert!(strikes.add(9_999, 3));
        assert!(!strikes.add(10_000, 3));
    }
}
