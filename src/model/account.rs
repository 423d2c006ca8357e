//! By what a room knows an account.

use std::fmt;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Serialize, Serializer};

/// An account, as one room knows it: a keyed hash of the account and of the room's name, made where the
/// room cannot look. So no two rooms can find out whether they know the same account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountTag([u8; 16]);

impl AccountTag {
    /// Reads a tag as it is written: in base64url, in one way only.
    pub fn parse(text: &str) -> Option<AccountTag> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(AccountTag)
    }

    /// Out of the bytes of the hash.
    pub fn from_bytes(bytes: [u8; 16]) -> AccountTag {
        AccountTag(bytes)
    }
}

impl fmt::Display for AccountTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl Serialize for AccountTag {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_as_it_was_written_and_in_no_other_way() {
        let tag = AccountTag::from_bytes([0xFB; 16]);
        let text = tag.to_string();
        assert_eq!(text, "-_v7-_v7-_v7-_v7-_v7-w");
        assert_eq!(AccountTag::parse(&text), Some(tag));
        for bad in [
            "",
            "-_v7-_v7-_v7-_v7-_v7-",
            "-_v7-_v7-_v7-_v7-_v7-x",
            "-_v7-_v7-_v7-_v7-_v7-w==",
            "+/v7+/v7+/v7+/v7+/v7+w",
            "-_v7-_v7-_v7-_v7-_v7-_v7",
            " -_v7-_v7-_v7-_v7-_v7-w",
        ] {
            assert_eq!(AccountTag::parse(bad), None, "{bad}");
        }
    }
}
