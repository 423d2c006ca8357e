//! Short names for what tests name often.

use alcove::model::Seq;
use alcove::time::{Duration, Timestamp};

/// So many milliseconds after the beginning.
pub const fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// The event of this number.
pub const fn seq(number: u64) -> Seq {
    Seq::from_number(number)
}

/// So many milliseconds.
pub const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
