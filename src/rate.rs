//! Rate limits: a token bucket and a strike counter, with `now` as an argument.
//!
//! Neither survives sleep. A room sleeps only after 10 s without a frame, and by then both have
//! recovered under the default limits; a longer debt is forgiven.

use std::collections::VecDeque;

use crate::limits::{Rate, STRIKE_SPAN};
use crate::time::{Duration, Timestamp};

/// A token bucket: `burst` frames at once, `per_second` in the long run.
#[derive(Clone, Debug)]
pub struct Bucket {
    /// Thousandths of a frame: at `per_second` frames a second, each millisecond adds
    /// exactly `per_second` of them.
    level: i64,
    filled_at: Timestamp,
}

impl Bucket {
    /// A full bucket.
    pub fn full(rate: Rate, now: Timestamp) -> Bucket {
        Bucket {
            level: i64::from(rate.burst) * 1_000,
            filled_at: now,
        }
    }

    /// Takes one frame out, or says how long until there is one.
    pub fn take(&mut self, rate: Rate, now: Timestamp) -> Result<(), Duration> {
        if self.take_all(1, rate, now) {
            return Ok(());
        }
        let wait = (1_000 - self.level).unsigned_abs();
        let wait = wait.div_ceil(u64::from(rate.per_second).max(1));
        Err(Duration::from_millis(wait))
    }

    /// Takes so many out, if there are as many.
    pub fn take_all(&mut self, frames: u32, rate: Rate, now: Timestamp) -> bool {
        let capacity = i64::from(rate.burst) * 1_000;
        let rate = u64::from(rate.per_second);
        // A clock that jumps back adds nothing.
        let added = (now - self.filled_at).as_millis().saturating_mul(rate);
        let added = i64::try_from(added).unwrap_or(i64::MAX);
        self.level = self.level.saturating_add(added).min(capacity);
        self.filled_at = self.filled_at.max(now);
        let wanted = i64::from(frames) * 1_000;
        if self.level < wanted {
            return false;
        }
        self.level -= wanted;
        true
    }

    /// Takes out what something has cost that was given already, into debt if need be.
    pub fn charge(&mut self, frames: u32) {
        self.level -= i64::from(frames) * 1_000;
    }
}

/// Counts offences within the last [`STRIKE_SPAN`].
#[derive(Clone, Debug, Default)]
pub struct Strikes(VecDeque<Timestamp>);

impl Strikes {
    /// Adds one offence; true if that makes more than `allowed` within the span.
    pub fn add(&mut self, now: Timestamp, allowed: usize) -> bool {
        while self.0.front().is_some_and(|at| *at + STRIKE_SPAN <= now) {
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
    use crate::short::{at, ms};

    const USUAL: Rate = Rate {
        burst: 10,
        per_second: 5,
    };

    #[test]
    fn a_burst_then_a_steady_rate() {
        let rate = USUAL;
        let mut bucket = Bucket::full(rate, at(1_000));
        for _ in 0..10 {
            assert_eq!(bucket.take(rate, at(1_000)), Ok(()));
        }
        assert_eq!(bucket.take(rate, at(1_000)), Err(ms(200)));
        assert_eq!(bucket.take(rate, at(1_150)), Err(ms(50)));
        assert_eq!(bucket.take(rate, at(1_200)), Ok(()));
        assert_eq!(bucket.take(rate, at(1_200)), Err(ms(200)));
    }

    #[test]
    fn a_debt_is_waited_for() {
        let mut bucket = Bucket::full(USUAL, at(0));
        bucket.charge(15);
        assert_eq!(bucket.take(USUAL, at(0)), Err(ms(1_200)));
        assert_eq!(bucket.take(USUAL, at(1_200)), Ok(()));
    }

    #[test]
    fn the_promised_wait_is_enough() {
        let rate = Rate {
            per_second: 3,
            ..USUAL
        };
        let mut bucket = Bucket::full(rate, at(0));
        let mut now = at(0);
        let mut taken = 0;
        while taken < 100 {
            match bucket.take(rate, now) {
                Ok(()) => taken += 1,
                Err(wait) => {
                    now += wait;
                    assert_eq!(bucket.take(rate, now), Ok(()));
                    taken += 1;
                }
            }
        }
    }

    #[test]
    fn a_clock_that_jumps_back_gives_nothing() {
        let rate = Rate { burst: 1, ..USUAL };
        let mut bucket = Bucket::full(rate, at(10_000));
        assert_eq!(bucket.take(rate, at(10_000)), Ok(()));
        assert!(bucket.take(rate, at(0)).is_err());
        assert!(bucket.take(rate, at(10_000)).is_err());
    }

    #[test]
    fn strikes_expire() {
        let mut strikes = Strikes::default();
        assert!((0..3).all(|_| !strikes.add(at(0), 3)));
        assert!(strikes.add(at(9_999), 3));
        assert!(!strikes.add(at(10_000), 3));
    }
}
