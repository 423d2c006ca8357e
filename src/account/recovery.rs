//! Recovery codes: an account's id and a secret of 80 bits, as people copy them.

use super::ids::{AccountId, from_base32, to_base32};
use super::keys::Secret;

/// A code, with what of it is kept.
pub struct Code {
    pub account: AccountId,
    /// By this the account knows it: a hash under a key of the site.
    pub hash: String,
    secret: [u8; 10],
}

/// Characters of an account's id, and of the secret after it.
const ID: usize = 24;
const WHOLE: usize = 40;

impl Code {
    /// A new one, out of random bytes.
    pub fn new(key: &Secret, account: AccountId, secret: [u8; 10]) -> Code {
        let hash = key.tag(&[account.bytes(), &secret]);
        Code {
            account,
            hash,
            secret,
        }
    }

    /// Reads one as somebody may have copied it: in either case, with blanks and strokes, with the digits that
    /// look like letters. None if the account is none of ours.
    pub fn parse(accounts: &Secret, key: &Secret, text: &str) -> Option<Code> {
        // Strokes, blanks and line breaks; nobody means more.
        if text.len() > 4 * WHOLE {
            return None;
        }
        let read = |c: char| match c {
            c if c.is_whitespace() || c == '-' || c == '–' || c == '—' => None,
            '0' => Some('o'),
            '1' => Some('i'),
            '8' => Some('b'),
            c => Some(c.to_ascii_lowercase()),
        };
        let text: String = text.chars().filter_map(read).collect();
        if text.len() != WHOLE {
            return None;
        }
        let (id, secret) = text.split_at_checked(ID)?;
        let account = AccountId::parse(accounts, id)?;
        let secret = from_base32(secret)?.try_into().ok()?;
        Some(Code::new(key, account, secret))
    }
}

/// In capitals, eight groups of five.
impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{}{}", self.account, to_base32(&self.secret));
        for (place, c) in text.chars().enumerate() {
            if place > 0 && place % 5 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", c.to_ascii_uppercase())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_copy_it() {
        let (accounts, key) = (Secret::from_bytes([1; 32]), Secret::from_bytes([2; 32]));
        let account = AccountId::new(&accounts, [0x73; 10]);
        let code = Code::new(&key, account, [0x5A; 10]);
        let text = code.to_string();
        assert_eq!(text.len(), 47);
        assert_eq!(text.split('-').count(), 8);
        for copy in [
            text.clone(),
            text.to_lowercase(),
            text.replace('-', " "),
            text.replace('-', ""),
            format!("\n {} ", text.replace('-', " – ")),
            text.replace('O', "0").replace('I', "1").replace('B', "8"),
        ] {
            let read = Code::parse(&accounts, &key, &copy).expect("a code");
            assert_eq!((read.account, read.hash), (account, code.hash.clone()));
        }
        let other = Code::new(&key, account, [0x5B; 10]);
        assert_ne!(other.hash, code.hash);
        for bad in [
            "",
            "x",
            &text[1..],
            &text.replacen(&text[..1], "7", 1),
            &"A".repeat(500),
        ] {
            assert!(Code::parse(&accounts, &key, bad).is_none(), "{bad}");
        }
    }
}
