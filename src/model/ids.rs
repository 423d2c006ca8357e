//! Numbers that identify something, each a type of its own.

/// Position in the log; 0 stands before the first event.
pub type Seq = u64;

/// The largest seq: JavaScript counts exactly up to here.
pub const MAX_SEQ: Seq = (1 << 53) - 1;

/// A socket of this room: grows with each new one, so the smallest is the oldest.
pub type SessionId = u64;
