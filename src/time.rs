//! Moments and lengths of time, to the millisecond: what the platform's clock, the wire and the
//! database count in.
//!
//! Nothing here overflows or goes below zero: a clock may jump, and a time that was stored may be any.

use std::ops::{Add, AddAssign, Mul, Sub};

/// A moment. The default is the Unix epoch: before anything that happens in a room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(u64);

impl Timestamp {
    /// So many milliseconds after the epoch.
    pub const fn from_millis(millis: u64) -> Timestamp {
        Timestamp(millis)
    }

    /// As the wire, the database and the platform write it.
    pub const fn as_millis(self) -> u64 {
        self.0
    }

    /// So much before, but not before the epoch.
    pub const fn earlier_by(self, time: Duration) -> Timestamp {
        Timestamp(self.0.saturating_sub(time.0))
    }
}

impl Add<Duration> for Timestamp {
    type Output = Timestamp;

    fn add(self, time: Duration) -> Timestamp {
        Timestamp(self.0.saturating_add(time.0))
    }
}

impl AddAssign<Duration> for Timestamp {
    fn add_assign(&mut self, time: Duration) {
        *self = *self + time;
    }
}

/// The time since an earlier moment: none, if it is not earlier.
impl Sub for Timestamp {
    type Output = Duration;

    fn sub(self, earlier: Timestamp) -> Duration {
        Duration(self.0.saturating_sub(earlier.0))
    }
}

/// A length of time. `std`'s has its milliseconds in 128 bits, which is dear on wasm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(u64);

impl Duration {
    pub const ZERO: Duration = Duration(0);

    pub const fn from_millis(millis: u64) -> Duration {
        Duration(millis)
    }

    pub const fn from_secs(seconds: u64) -> Duration {
        Duration(seconds * 1_000)
    }

    pub const fn as_millis(self) -> u64 {
        self.0
    }
}

impl Add for Duration {
    type Output = Duration;

    fn add(self, other: Duration) -> Duration {
        Duration(self.0.saturating_add(other.0))
    }
}

impl Mul<u64> for Duration {
    type Output = Duration;

    fn mul(self, times: u64) -> Duration {
        Duration(self.0.saturating_mul(times))
    }
}
