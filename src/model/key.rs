//! Keys: secrets that give a role. A room knows only their hashes.

use std::fmt;

use sha2::{Digest, Sha256};

use super::{Author, Role};
use crate::time::Timestamp;

/// The SHA-256 of a key: 64 lower-case hex digits on the wire.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct KeyHash([u8; 32]);

impl KeyHash {
    /// The hash of a secret, if it has the form of one: 22 characters of base64url.
    pub fn of_secret(secret: &str) -> Option<KeyHash> {
        let is_url_safe = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
        let is_key = secret.len() == 22 && secret.bytes().all(is_url_safe);
        is_key.then(|| KeyHash(Sha256::digest(secret.as_bytes()).into()))
    }

    /// Parses exactly 64 lower-case hex digits.
    pub fn parse(text: &str) -> Option<KeyHash> {
        if text.len() != 64 {
            return None;
        }
        let mut hash = [0; 32];
        for (byte, digits) in hash.iter_mut().zip(text.as_bytes().chunks(2)) {
            let digit = |d: &u8| match d {
                b'0'..=b'9' => Some(d - b'0'),
                b'a'..=b'f' => Some(d - b'a' + 10),
                _ => None,
            };
            *byte = digit(digits.first()?)? << 4 | digit(digits.last()?)?;
        }
        Some(KeyHash(hash))
    }

    /// Whether it is the same, found out in the same time for all.
    pub fn is(&self, other: &KeyHash) -> bool {
        let bytes = self.0.iter().zip(other.0);
        bytes.fold(0, |all, (one, other)| all | (one ^ other)) == 0
    }
}

impl fmt::Display for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("KeyHash(..)")
    }
}

/// By what a room and its owners know a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub u64);

/// What a key gives, and within which bounds.
#[derive(Clone, Debug, PartialEq)]
pub struct KeyTerms {
    pub role: Role,
    pub label: Option<String>,
    pub expires: Option<Timestamp>,
    /// How many members may come by it.
    pub uses: Option<u64>,
    /// Whether who comes by it has to knock.
    pub ask: bool,
}

impl KeyTerms {
    /// Of a key that makes owners, without end.
    pub const OWNER: KeyTerms = KeyTerms {
        role: Role::Owner,
        label: None,
        expires: None,
        uses: None,
        ask: false,
    };
}

/// A key of a room.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub id: KeyId,
    pub terms: KeyTerms,
    pub by: Author,
    pub at: Timestamp,
    pub used: u64,
    pub last_used: Option<Timestamp>,
    pub revoked: Option<Timestamp>,
}

impl Key {
    /// Whether it was neither revoked nor has expired.
    pub fn is_live(&self, now: Timestamp) -> bool {
        self.revoked.is_none() && self.terms.expires.is_none_or(|end| now < end)
    }

    /// Whether a member may first come by it.
    pub fn opens(&self, now: Timestamp) -> bool {
        self.is_live(now) && self.terms.uses.is_none_or(|uses| self.used < uses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_that_of_the_22_characters() {
        let secret = "AAAAAAAAAAAAAAAAAAAAAA";
        let hash = KeyHash::of_secret(secret).unwrap();
        let text = hash.to_string();
        assert_eq!(
            text,
            "8a5bdb4cc15164126c6ef2668de9dd240d299ce6397a42c95a9411b93d080ed8"
        );
        assert_eq!(KeyHash::parse(&text), Some(hash));
        assert!(hash.is(&KeyHash::parse(&text).unwrap()));
        let other = KeyHash::of_secret("AAAAAAAAAAAAAAAAAAAAAB").unwrap();
        assert!(!hash.is(&other));
    }

    #[test]
    fn what_has_another_form_is_neither_a_key_nor_a_hash() {
        for secret in [
            "",
            "short",
            "AAAAAAAAAAAAAAAAAAAAA",
            "AAAAAAAAAAAAAAAAAAAAA+",
            "AAAAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(KeyHash::of_secret(secret).is_none(), "{secret}");
        }
        let hash = "a".repeat(64);
        assert!(KeyHash::parse(&hash).is_some());
        for hash in [
            hash.to_uppercase(),
            hash[1..].to_owned(),
            format!("{hash}a"),
            "g".repeat(64),
        ] {
            assert!(KeyHash::parse(&hash).is_none(), "{hash}");
        }
    }
}
