//! What the machine itself tells: the time, and what is random.

use std::time::SystemTime;

use alcove::time::Timestamp;
use ring::rand::{SecureRandom, SystemRandom};

/// The time of this machine.
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let millis = since.unwrap_or_default().as_millis();
    Timestamp::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
}

/// Random bytes fit for keys.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = SystemRandom::new().fill(&mut bytes);
    // Nothing that is secret can be made without: better no server than that.
    assert!(filled.is_ok(), "the system has no random bytes");
    bytes
}
