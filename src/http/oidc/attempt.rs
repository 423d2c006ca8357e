//! One sign-in that a browser has begun: what of it is kept in the browser, and what comes back.
//!
//! `o1.<expiry, ms>.<seed>.<session or nothing>.<return path>.<mac>` is kept in a cookie. State, nonce and verifier
//! are made of the seed by our key, so the browser holds none of them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use super::Failure;
use crate::account::keys::Secret;
use crate::http::route::percent_decoded;
use crate::limits;
use crate::time::Timestamp;

/// A sign-in that a browser has begun.
#[derive(Clone, PartialEq, Eq)]
pub struct Attempt {
    expiry: Timestamp,
    seed: [u8; 16],
    /// Whose account the identity is to be tied to; without one, it signs in.
    link: Option<String>,
    /// Where to go then: one of our own paths.
    back: String,
}

impl Attempt {
    /// A new one. The path is one of [`return_path`].
    pub fn begin(
        seed: [u8; 16],
        now: Timestamp,
        link: Option<String>,
        back: Option<String>,
    ) -> Attempt {
        Attempt {
            expiry: now + limits::OIDC_ATTEMPT,
            seed,
            link,
            back: back.unwrap_or_default(),
        }
    }

    /// The session whose account is to be tied to the identity.
    pub fn link(&self) -> Option<&str> {
        self.link.as_deref()
    }

    /// Where to go when it is done, if that was said.
    pub fn back(&self) -> Option<&str> {
        Some(self.back.as_str()).filter(|back| !back.is_empty())
    }

    /// When it is over.
    pub fn expiry(&self) -> Timestamp {
        self.expiry
    }

    /// As the cookie has it.
    pub fn to_cookie(&self, key: &Secret) -> String {
        let text = format!(
            "o1.{}.{}.{}.{}",
            self.expiry.as_millis(),
            BASE64_URL_SAFE_NO_PAD.encode(self.seed),
            self.link.as_deref().unwrap_or_default(),
            BASE64_URL_SAFE_NO_PAD.encode(&self.back),
        );
        let mac = key.mac(&[COOKIE, text.as_bytes()]);
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac))
    }

    /// Out of a cookie, if it is genuine and not over.
    pub fn of_cookie(cookie: &str, key: &Secret, now: Timestamp) -> Option<Attempt> {
        let (text, mac) = cookie.rsplit_once('.')?;
        if !is_mac(key, &[COOKIE, text.as_bytes()], mac) {
            return None;
        }
        let mut fields = text.split('.');
        let (version, expiry) = (fields.next()?, fields.next()?);
        let (seed, link, back) = (fields.next()?, fields.next()?, fields.next()?);
        if version != "o1" || fields.next().is_some() {
            return None;
        }
        let expiry = Timestamp::from_millis(expiry.parse().ok()?);
        let seed = BASE64_URL_SAFE_NO_PAD.decode(seed).ok()?;
        let back = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(back).ok()?).ok()?;
        let attempt = Attempt {
            expiry,
            seed: seed.try_into().ok()?,
            link: (!link.is_empty()).then(|| link.to_owned()),
            back,
        };
        (now < expiry).then_some(attempt)
    }

    /// What the answer has to bring, so that it is one to this.
    pub fn state(&self, key: &Secret) -> String {
        self.made(key, STATE)
    }

    /// What the ID token has to bring.
    pub fn nonce(&self, key: &Secret) -> String {
        self.made(key, b"nonce.")
    }

    /// Without which a code is of no use to anybody.
    pub fn verifier(&self, key: &Secret) -> String {
        self.made(key, b"verifier.")
    }

    /// What tells of the verifier no more than whether it is the right one.
    pub fn challenge(&self, key: &Secret) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier(key)))
    }

    fn made(&self, key: &Secret, what: &[u8]) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(key.mac(&[what, &self.seed]))
    }
}

/// What the key is used for: these come before what it signs.
const COOKIE: &[u8] = b"cookie.";
const STATE: &[u8] = b"state.";

/// Compared in constant time, and only as a whole.
fn is_mac(key: &Secret, parts: &[&[u8]], text: &str) -> bool {
    let mac = BASE64_URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    mac.len() == 32 && key.admits(parts, &mac)
}

/// The path to which a query wants to return (`return=…`), if it is one of ours.
pub fn return_path(query: &str) -> Option<String> {
    let path = only(query, "return").ok()??;
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= limits::OIDC_RETURN
        && path
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    is_ours.then_some(path)
}

/// What comes back with the browser.
#[derive(PartialEq, Eq)]
pub struct Answer {
    state: String,
    code: Option<String>,
    issuer: Option<String>,
}

impl Answer {
    /// Reads the query of the redirect.
    pub fn read(query: &str) -> Result<Answer, Failure> {
        let field =
            |name| only(query, name).map_err(|()| Failure::state("an answer says something twice"));
        let code = field("code")?.filter(|code| !code.is_empty());
        Ok(Answer {
            state: field("state")?.unwrap_or_default(),
            code: if field("error")?.is_some() {
                None
            } else {
                code
            },
            issuer: field("iss")?,
        })
    }

    /// Whether it is the answer to what this browser has begun.
    pub fn is_to(&self, attempt: &Attempt, key: &Secret) -> bool {
        is_mac(key, &[STATE, &attempt.seed], &self.state)
    }

    pub(super) fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    pub(super) fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }
}

/// The one value of a field of a query; an error if there are two, or if it is no text.
fn only(query: &str, name: &str) -> Result<Option<String>, ()> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    let mut values = pairs
        .filter(|(key, _)| *key == name)
        .map(|(_, value)| value);
    let (first, second) = (values.next(), values.next());
    match (first, second) {
        (_, Some(_)) => Err(()),
        (None, None) => Ok(None),
        (Some(value), None) => {
            let value = percent_decoded(&value.replace('+', " "));
            String::from_utf8(value).map(Some).map_err(|_| ())
        }
    }
}
