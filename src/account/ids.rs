//! What accounts and their sessions are known by.

use super::keys::Secret;

const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// How many bytes of an account's id are random; the rest of them say that we have issued it.
const RANDOM: usize = 10;

/// An account: the name of its object, and the user handle of its passkeys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountId([u8; 15]);

impl AccountId {
    /// A new one, out of random bytes.
    pub fn new(key: &Secret, random: [u8; RANDOM]) -> AccountId {
        let mut id = [0; 15];
        id[..RANDOM].copy_from_slice(&random);
        id[RANDOM..].copy_from_slice(&key.mac(&[&random])[..5]);
        AccountId(id)
    }

    /// One that we have issued: no object is asked for any other.
    pub fn from_bytes(key: &Secret, bytes: &[u8]) -> Option<AccountId> {
        let id = AccountId(bytes.try_into().ok()?);
        let (random, mac) = id.0.split_at(RANDOM);
        key.admits(&[random], mac).then_some(id)
    }

    /// Reads its text; only the one form that [`fmt::Display`](std::fmt::Display) writes.
    pub fn parse(key: &Secret, text: &str) -> Option<AccountId> {
        AccountId::from_bytes(key, &from_base32(text)?)
    }

    pub fn bytes(&self) -> &[u8; 15] {
        &self.0
    }
}

impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&to_base32(&self.0))
    }
}

/// Bytes in lower-case base32 (RFC 4648), without padding.
pub fn to_base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut count) = (0_u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(ALPHABET[(bits >> count & 31) as usize] as char);
        }
    }
    if count > 0 {
        text.push(ALPHABET[(bits << (5 - count) & 31) as usize] as char);
    }
    text
}

/// The same back, of whole bytes alone: no bit may be left over.
pub fn from_base32(text: &str) -> Option<Vec<u8>> {
    if !(text.len() * 5).is_multiple_of(8) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut count) = (0_u32, 0);
    for c in text.bytes() {
        let value = match c {
            b'a'..=b'z' => c - b'a',
            b'2'..=b'7' => c - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(value);
        count += 5;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(to_base32(bytes.as_bytes()), text);
        }
        assert_eq!(from_base32("mzxw6ytb").as_deref(), Some(&b"fooba"[..]));
        for bad in ["my", "MZXW6YTB", "mzxw6yt1", "mzxw6yt=", "mzxw6ytb "] {
            assert_eq!(from_base32(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_ids_that_we_have_issued_are_ids() {
        let key = Secret::from_bytes([7; 32]);
        let id = AccountId::new(&key, [3; 10]);
        let text = id.to_string();
        assert_eq!(text.len(), 24);
        assert_eq!(AccountId::parse(&key, &text), Some(id));
        assert_eq!(AccountId::from_bytes(&key, id.bytes()), Some(id));
        assert_eq!(AccountId::parse(&Secret::from_bytes([8; 32]), &text), None);
        for place in 0..15 {
            let mut forged = *id.bytes();
            forged[place] ^= 1;
            assert_eq!(AccountId::from_bytes(&key, &forged), None, "{place}");
        }
        assert_eq!(AccountId::parse(&key, &text.to_uppercase()), None);
        assert_eq!(AccountId::parse(&key, &text[1..]), None);
    }
}
