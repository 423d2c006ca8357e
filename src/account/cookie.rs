//! The cookie by which a browser is signed in: whose it is, signed. Whether it still holds is for the
//! account's object to say.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::ids::AccountId;
use super::keys::Secret;
use crate::limits::SESSION_LIFE;
use crate::time::Timestamp;

/// Which cookie of a session this is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The session: 16 bytes in base64url.
    pub session: String,
    /// Grows each time that the cookie is renewed.
    pub generation: u64,
    /// When this one was issued.
    pub issued: Timestamp,
}

/// A cookie as a browser brings it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    pub account: AccountId,
    pub claim: Claim,
}

/// The keys that it takes.
pub struct CookieKeys<'a> {
    pub account: &'a Secret,
    pub session: &'a Secret,
}

impl Cookie {
    /// Its value: `s1.<account>.<session>.<generation>.<issued, ms>.<mac>`.
    pub fn sign(&self, key: &Secret) -> String {
        let Claim {
            session,
            generation,
            issued,
        } = &self.claim;
        let (account, issued) = (self.account, issued.as_millis());
        let text = format!("s1.{account}.{session}.{generation}.{issued}");
        let mac = key.mac(&[text.as_bytes()]);
        format!("{text}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac))
    }

    /// Reads a value, if it is genuine and not too old.
    pub fn parse(keys: &CookieKeys<'_>, value: &str, now: Timestamp) -> Option<Cookie> {
        let (text, mac) = value.rsplit_once('.')?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).ok()?;
        // Before anything in it is believed. A MAC that is cut short is none.
        if mac.len() != 32 || !keys.session.admits(&[text.as_bytes()], &mac) {
            return None;
        }
        let fields: Vec<&str> = text.split('.').collect();
        let ["s1", account, session, generation, issued] = fields[..] else {
            return None;
        };
        let claim = Claim {
            session: session.to_owned(),
            generation: generation.parse().ok()?,
            issued: Timestamp::from_millis(issued.parse().ok()?),
        };
        let account = AccountId::parse(keys.account, account)?;
        (now < claim.issued + SESSION_LIFE).then_some(Cookie { account, claim })
    }
}

/// The name of the cookie, and what follows its value, under this `Host`. Browsers take one for `__Host-` only
/// over https, which a server on one's own machine does not speak.
pub fn form(host: &str) -> (&'static str, &'static str) {
    match is_local(host) {
        true => ("alcove", "; Path=/; HttpOnly; SameSite=Lax"),
        false => ("__Host-alcove", "; Path=/; HttpOnly; SameSite=Lax; Secure"),
    }
}

/// Whether a `Host` is a browser's own machine, where pages need no https.
pub fn is_local(host: &str) -> bool {
    let name = host_name(host);
    matches!(name.as_str(), "localhost" | "127.0.0.1" | "[::1]") || name.ends_with(".localhost")
}

/// A `Host` without its port.
pub fn host_name(host: &str) -> String {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|c| c.is_ascii_digit()) => name,
        _ => host,
    };
    name.to_ascii_lowercase()
}

/// The value of this name in a `Cookie` header.
pub fn find<'a>(header: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let pairs = header
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    pairs.filter_map(move |(key, value)| (key == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, ms};

    const NOW: Timestamp = at(1_700_000_000_000);

    #[test]
    fn only_a_genuine_cookie_is_one() {
        let (account, session) = (Secret::from_bytes([1; 32]), Secret::from_bytes([2; 32]));
        let keys = CookieKeys {
            account: &account,
            session: &session,
        };
        let cookie = Cookie {
            account: AccountId::new(&account, [3; 10]),
            claim: Claim {
                session: "c2Vzc2lvbg".to_owned(),
                generation: 4,
                issued: NOW,
            },
        };
        let value = cookie.sign(&session);
        assert!(value.len() < 200);
        assert_eq!(Cookie::parse(&keys, &value, NOW), Some(cookie.clone()));
        let end = NOW + SESSION_LIFE;
        assert_eq!(
            Cookie::parse(&keys, &value, end.earlier_by(ms(1))),
            Some(cookie.clone())
        );
        assert_eq!(Cookie::parse(&keys, &value, end), None);
        for forged in [
            value.replacen(".4.", ".5.", 1),
            value.replacen("s1", "s2", 1),
            value[..value.len() - 1].to_owned(),
            value[..value.rfind('.').unwrap() + 1].to_owned(),
            cookie.sign(&account),
            String::new(),
        ] {
            assert_eq!(Cookie::parse(&keys, &forged, NOW), None, "{forged}");
        }
        // A key of ours that signs another id than ours signs nothing.
        let other = Cookie {
            account: AccountId::new(&Secret::from_bytes([9; 32]), [3; 10]),
            ..cookie
        };
        assert_eq!(Cookie::parse(&keys, &other.sign(&session), NOW), None);
    }

    #[test]
    fn the_prefix_is_left_out_only_on_ones_own_machine() {
        for host in [
            "localhost",
            "LOCALHOST:8787",
            "127.0.0.1:80",
            "[::1]:1",
            "a.localhost",
        ] {
            assert_eq!(form(host).0, "alcove", "{host}");
        }
        for host in [
            "chat.example",
            "chat.example:443",
            "localhost.example",
            "127.0.0.2",
            "[::2]",
        ] {
            let (name, attributes) = form(host);
            assert_eq!(name, "__Host-alcove", "{host}");
            assert!(attributes.ends_with("; Secure"), "{host}");
        }
    }

    #[test]
    fn cookies_are_found_by_their_whole_name() {
        let header = "a=1; alcove=x;xalcove=2; alcove=y=z";
        assert_eq!(find(header, "alcove").collect::<Vec<_>>(), ["x", "y=z"]);
        assert_eq!(find("alcove", "alcove").count(), 0);
    }
}
