//! Numbers that identify something, each a type of its own.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

/// Position in the log. The default, 0, stands before the first event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Seq(u64);

impl Seq {
    pub const FIRST: Seq = Seq(1);
    /// JavaScript counts exactly up to here.
    pub const MAX: Seq = Seq((1 << 53) - 1);

    /// As the wire, a row or an attachment has it.
    pub const fn from_number(number: u64) -> Seq {
        Seq(number)
    }

    pub const fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Seq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// So many events later.
impl Add<u64> for Seq {
    type Output = Seq;

    fn add(self, events: u64) -> Seq {
        Seq(self.0 + events)
    }
}

impl AddAssign<u64> for Seq {
    fn add_assign(&mut self, events: u64) {
        self.0 += events;
    }
}

/// So many events earlier, but not before the log.
impl Sub<u64> for Seq {
    type Output = Seq;

    fn sub(self, events: u64) -> Seq {
        Seq(self.0.saturating_sub(events))
    }
}

/// How many events later than another: none, if it is not later.
impl Sub for Seq {
    type Output = u64;

    fn sub(self, earlier: Seq) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

/// A socket of this room: grows with each new one, so the smallest is the oldest; the
/// default stands before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionId(u64);

impl SessionId {
    /// As an attachment or the platform keeps it.
    pub const fn from_number(number: u64) -> SessionId {
        SessionId(number)
    }

    pub const fn number(self) -> u64 {
        self.0
    }

    /// The session that opens after this one.
    pub const fn next(self) -> SessionId {
        SessionId(self.0 + 1)
    }
}
