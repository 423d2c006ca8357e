//! The keys of sites that say by themselves who their users are (`HOST_KEYS`): each by the origin of the
//! site. What an algorithm is, the key says, and never who brings something signed.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::limits;
use crate::wire::Json;

/// The keys of all sites.
#[derive(Debug, Default)]
pub struct HostKeys(Vec<Host>);

#[derive(Debug)]
struct Host {
    origin: String,
    keys: Vec<HostKey>,
}

/// One key of a site.
#[derive(PartialEq)]
pub struct HostKey {
    pub id: Option<String>,
    pub secret: HostSecret,
}

/// What a key is, and with it how what it signs is judged.
#[derive(PartialEq)]
pub enum HostSecret {
    /// HMAC with SHA-256.
    Hs256(Vec<u8>),
    /// ECDSA on P-256 with SHA-256: a point, uncompressed.
    Es256([u8; 65]),
}

impl HostKeys {
    /// Reads the setting. What of it makes no sense is left out, and told by a number.
    #[inline(never)]
    pub fn parse(setting: &str) -> (HostKeys, usize) {
        let Some(Json::Object(entries)) = Json::parse(setting) else {
            return (HostKeys::default(), usize::from(!setting.trim().is_empty()));
        };
        let (mut hosts, mut bad) = (Vec::new(), 0);
        for (origin, keys) in &entries {
            let keys = match keys {
                Json::Array(keys) => keys.as_slice(),
                key => std::slice::from_ref(key),
            };
            let sound: Vec<HostKey> = keys.iter().filter_map(HostKey::parse).collect();
            bad += keys.len() - sound.len();
            match sound.is_empty() {
                true => bad += usize::from(keys.is_empty()),
                false => hosts.push(Host {
                    origin: origin.clone().into_owned(),
                    keys: sound,
                }),
            }
        }
        (HostKeys(hosts), bad)
    }

    /// The sites.
    pub fn origins(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|host| host.origin.as_str())
    }

    /// Whether no site has a key.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys of a site.
    pub fn of(&self, origin: &str) -> Option<&[HostKey]> {
        let host = self.0.iter().find(|host| host.origin == origin)?;
        Some(&host.keys)
    }
}

impl HostKey {
    #[inline(never)]
    fn parse(jwk: &Json<'_>) -> Option<HostKey> {
        let text = |name| jwk.get(name).map(Json::text);
        let bytes = |name| BASE64_URL_SAFE_NO_PAD.decode(text(name)??).ok();
        let secret = match text("kty")?? {
            "oct" => {
                let secret = bytes("k")?;
                let is_long_enough = secret.len() >= limits::HOST_SECRET;
                HostSecret::Hs256(is_long_enough.then_some(secret)?)
            }
            "EC" if text("crv")?? == "P-256" => {
                let point = [&[4][..], &bytes("x")?, &bytes("y")?];
                let is_whole = point.map(<[u8]>::len) == [1, 32, 32];
                let point = is_whole.then(|| point.concat())?;
                HostSecret::Es256(point.try_into().ok()?)
            }
            _ => return None,
        };
        // One that is meant for something else is no key of ours.
        if text("alg").is_some_and(|algorithm| algorithm != Some(secret.algorithm())) {
            return None;
        }
        let id = match text("kid") {
            None => None,
            Some(id) => Some(id?.to_owned()),
        };
        Some(HostKey { id, secret })
    }
}

impl HostSecret {
    /// As JWTs call it.
    pub fn algorithm(&self) -> &'static str {
        match self {
            HostSecret::Hs256(_) => "HS256",
            HostSecret::Es256(_) => "ES256",
        }
    }
}

/// Whether a signature is the HMAC of this; compared in constant time.
#[inline(never)]
pub(super) fn is_hmac(secret: &[u8], signed: &str, signature: &[u8]) -> bool {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return false;
    };
    mac.update(signed.as_bytes());
    mac.verify_slice(signature).is_ok()
}

// No secret gets into a log.
impl std::fmt::Debug for HostKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HostKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OCT: &str = r#"{"kty":"oct","k":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE"}"#;
    const EC: &str = r#"{"kty":"EC","crv":"P-256","kid":"b","alg":"ES256",
        "x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

    #[test]
    fn keys_are_read_by_origin() {
        let setting = format!(r#"{{"https://a.example":{OCT},"https://b.example":[{OCT},{EC}]}}"#);
        let (keys, bad) = HostKeys::parse(&setting);
        assert_eq!(bad, 0);
        let origins: Vec<&str> = keys.origins().collect();
        assert_eq!(origins, ["https://a.example", "https://b.example"]);
        let b = keys.of("https://b.example").unwrap();
        let kinds: Vec<_> = b
            .iter()
            .map(|key| (key.id.as_deref(), key.secret.algorithm()))
            .collect();
        assert_eq!(kinds, [(None, "HS256"), (Some("b"), "ES256")]);
        assert!(keys.of("https://c.example").is_none());
        assert!(!format!("{keys:?}").contains("AQEB"));
        assert!(!format!("{keys:?}").contains('1'), "{keys:?}");
    }

    #[test]
    fn what_makes_no_sense_is_left_out_and_counted() {
        for (setting, sites, bad) in [
            ("", 0, 0),
            (" ", 0, 0),
            ("{", 0, 1),
            ("[]", 0, 1),
            ("{}", 0, 0),
            (r#"{"https://a.example":[]}"#, 0, 1),
            (r#"{"https://a.example":5}"#, 0, 1),
            // 31 bytes are too few.
            (
                r#"{"https://a.example":{"kty":"oct","k":"AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQ"}}"#,
                0,
                1,
            ),
            (r#"{"https://a.example":{"kty":"oct"}}"#, 0, 1),
            (
                r#"{"https://a.example":{"kty":"RSA","n":"AQAB","e":"AQAB"}}"#,
                0,
                1,
            ),
            (
                r#"{"https://a.example":{"kty":"EC","crv":"P-384","x":"AQ","y":"AQ"}}"#,
                0,
                1,
            ),
            (
                r#"{"https://a.example":{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}}"#,
                0,
                1,
            ),
        ] {
            let (keys, count) = HostKeys::parse(setting);
            assert_eq!((keys.origins().count(), count), (sites, bad), "{setting}");
        }
        // One bad key takes nothing from the others; one for another algorithm is none.
        let other = OCT.replace("oct\"", "oct\",\"alg\":\"HS512\"");
        let setting = format!(r#"{{"https://a.example":[{other},{OCT}]}}"#);
        let (keys, bad) = HostKeys::parse(&setting);
        assert_eq!((keys.of("https://a.example").unwrap().len(), bad), (1, 1));
    }
}
