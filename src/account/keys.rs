//! The key of the site (`SITE_KEY`), and what is derived from it: each use has a key of its own.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::Sha256;

use crate::auth::keyed;

/// A key for one use.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

/// All keys of a site.
pub struct SiteKeys(Secret);

impl SiteKeys {
    /// Reads `SITE_KEY`: 32 bytes in base64url.
    pub fn parse(text: &str) -> Option<SiteKeys> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text.trim()).ok()?;
        bytes.try_into().ok().map(|bytes| SiteKeys(Secret(bytes)))
    }

    /// The key for this use.
    pub fn of(&self, purpose: &str) -> Secret {
        Secret(self.0.mac(&[purpose.as_bytes()]))
    }
}

impl Secret {
    pub fn from_bytes(bytes: [u8; 32]) -> Secret {
        Secret(bytes)
    }

    /// HMAC-SHA-256 of these parts, as they follow each other: where more than one has no fixed length, the
    /// caller puts something between them that is in none.
    pub fn mac(&self, parts: &[&[u8]]) -> [u8; 32] {
        self.started(parts).finalize().into_bytes().into()
    }

    /// The same in base64url, cut to its first 16 bytes.
    pub fn tag(&self, parts: &[&[u8]]) -> String {
        let mac = self.mac(parts);
        BASE64_URL_SAFE_NO_PAD.encode(&mac[..16])
    }

    /// Whether this is how such a MAC begins, compared in constant time.
    pub fn admits(&self, parts: &[&[u8]], mac: &[u8]) -> bool {
        self.started(parts).verify_truncated_left(mac).is_ok()
    }

    fn started(&self, parts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = keyed(self.0);
        for part in parts {
            mac.update(part);
        }
        mac
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_one_key_of_32_bytes() {
        let text = BASE64_URL_SAFE_NO_PAD.encode([7; 32]);
        assert!(SiteKeys::parse(&text).is_some());
        assert!(SiteKeys::parse(&format!(" {text}\n")).is_some());
        for bad in ["", "x", &text[1..], &format!("{text}AA")] {
            assert!(SiteKeys::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn each_use_has_a_key_of_its_own() {
        let keys = SiteKeys(Secret([7; 32]));
        let (one, other) = (keys.of("session"), keys.of("account"));
        assert_ne!(one, other);
        assert_ne!(one.mac(&[b"x"]), other.mac(&[b"x"]));
        let mac = one.mac(&[b"a", b"b"]);
        assert!(one.admits(&[b"ab"], &mac[..16]));
        assert!(!one.admits(&[b"ac"], &mac[..16]));
        assert!(!other.admits(&[b"ab"], &mac[..16]));
        assert!(!one.admits(&[b"ab"], &[]));
    }
}
