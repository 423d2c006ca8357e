//! Times in the words of a test.

use alcove::time::{Duration, Timestamp};

/// So many milliseconds after the beginning.
pub const fn at(millis: u64) -> Timestamp {
    Timestamp::from_millis(millis)
}

/// So many milliseconds.
pub const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
