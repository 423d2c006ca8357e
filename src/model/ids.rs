//! Numbers that identify something, each a type of its own.

/// Position in the log; 0 stands before the first event.
pub type Seq = u64;

/// The largest seq: JavaScript counts exactly up to here.
pub const MAX_SEQ: Seq = (1 << 53) - 1;

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
