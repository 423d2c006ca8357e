//! What the provider says of who somebody is, and by which of its keys.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::{Failure, Settings};
use crate::account::Fields;
use crate::limits;
use crate::model::MemberName;
use crate::time::Timestamp;
use crate::wire::Json;

/// How a token may be signed, as the edge knows it. There is no way without a key, nor one with a key that both
/// sides have.
fn algorithm(name: &str) -> Option<&'static str> {
    match name {
        "RS256" => Some("RS256"),
        "ES256" => Some("ES256"),
        "EdDSA" | "Ed25519" => Some("EdDSA"),
        _ => None,
    }
}

/// The key in a JWK set that a token says it is signed by, or the only one that it can be; as a JWK of only what
/// the key itself is. With the algorithm, which is the token's as well as the key's.
pub(super) fn key_of(token: &IdToken, set: &str) -> Option<(&'static str, String)> {
    let set = Json::parse(set)?;
    let Json::Array(keys) = set.get("keys")? else {
        return None;
    };
    let mut found = None;
    for jwk in keys.iter().take(limits::OIDC_KEYS) {
        let is_meant =
            token.key.is_none() || jwk.get("kid").and_then(Json::text) == token.key.as_deref();
        let fitting = key(jwk).filter(|(algorithm, _)| is_meant && *algorithm == token.algorithm);
        match (&found, fitting) {
            (_, None) => {}
            (None, fitting) => found = fitting,
            // Which one it is, it has to say.
            (Some(_), Some(_)) => return None,
        }
    }
    found
}

/// A key by which tokens are signed. Others, and those for something else, are none.
fn key(jwk: &Json) -> Option<(&'static str, String)> {
    let text = |name| jwk.get(name).and_then(Json::text);
    if text("use").is_some_and(|purpose| purpose != "sig") {
        return None;
    }
    if let Some(Json::Array(purposes)) = jwk.get("key_ops")
        && !purposes
            .iter()
            .any(|purpose| purpose.text() == Some("verify"))
    {
        return None;
    }
    // What it is made of, each of so many bytes.
    const CURVE: (usize, usize) = (32, 32);
    const RSA: (usize, usize) = (limits::RSA_LEAST, limits::RSA_MOST);
    let (name, (least, most), fields): (_, _, &[&str]) = match (text("kty")?, text("crv")) {
        ("RSA", _) => ("RS256", RSA, &["n", "e"]),
        ("EC", Some("P-256")) => ("ES256", CURVE, &["x", "y"]),
        ("OKP", Some("Ed25519")) => ("EdDSA", CURVE, &["x"]),
        _ => return None,
    };
    let own = text("alg");
    if own.is_some_and(|own| algorithm(own) != Some(name)) {
        return None;
    }
    let mut bare = Fields::default().text("kty", text("kty")?);
    if let Some(curve) = text("crv").filter(|_| name != "RS256") {
        bare = bare.text("crv", curve);
    }
    for field in fields {
        let number = text(field)?;
        let length = BASE64_URL_SAFE_NO_PAD.decode(number).ok()?.len();
        let fits = match *field {
            "e" => length <= 8,
            _ => (least..=most).contains(&length),
        };
        if !fits {
            return None;
        }
        bare = bare.text(field, number);
    }
    Some((name, bare.end()))
}

/// An ID token of which nothing is believed yet.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct IdToken {
    algorithm: &'static str,
    key: Option<String>,
    claims: String,
    /// The whole of it.
    pub text: String,
}

/// Who somebody is, as the provider says.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Who {
    pub subject: String,
    /// How they may want to be called.
    pub name: Option<String>,
}

impl IdToken {
    /// Takes a token apart.
    pub fn parse(text: String) -> Result<IdToken, Failure> {
        let unreadable = || Failure::invalid("an ID token cannot be read");
        let decoded = |part: Option<&str>| {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(part?).ok()?;
            String::from_utf8(bytes).ok()
        };
        let mut parts = text.split('.');
        let head = decoded(parts.next()).ok_or_else(unreadable)?;
        let claims = decoded(parts.next()).ok_or_else(unreadable)?;
        if parts.next().is_none_or(str::is_empty) || parts.next().is_some() {
            return Err(unreadable());
        }
        let head = Json::parse(&head).ok_or_else(unreadable)?;
        let algorithm = head.get("alg").and_then(Json::text).and_then(algorithm);
        let algorithm = algorithm.filter(|_| head.get("crit").is_none());
        let algorithm = algorithm.ok_or_else(|| {
            Failure::invalid("an ID token is signed in a way that is not supported")
        })?;
        let key = match head.get("kid") {
            None => None,
            Some(Json::Text(key)) => Some(key.clone().into_owned()),
            Some(_) => return Err(unreadable()),
        };
        Ok(IdToken {
            algorithm,
            key,
            claims,
            text,
        })
    }

    /// Whom a token proves whose signature is good, if it was made for this client and this sign-in, and holds
    /// now.
    pub fn proves(&self, settings: &Settings, nonce: &str, now: Timestamp) -> Result<Who, Failure> {
        let invalid = |why: &'static str| Err(Failure::invalid(why));
        let Some(claims) = Json::parse(&self.claims) else {
            return invalid("an ID token cannot be read");
        };
        let text = |name| claims.get(name).and_then(Json::text);
        if text("iss") != Some(settings.issuer()) {
            return invalid("an ID token is another provider's");
        }
        let client = Some(settings.client_id());
        let (is_for_us, is_for_others) = match claims.get("aud") {
            Some(Json::Array(all)) => (all.iter().any(|one| one.text() == client), all.len() > 1),
            Some(one) => (one.text() == client, false),
            None => (false, false),
        };
        let party = claims.get("azp");
        let is_party = party.is_some_and(|party| party.text() == client);
        if !is_for_us || !is_party && (is_for_others || party.is_some()) {
            return invalid("an ID token is for another client");
        }
        let now = now.as_millis() as f64 / 1_000.0;
        let skew = limits::OIDC_SKEW.as_millis() as f64 / 1_000.0;
        let time = |name| match claims.get(name) {
            Some(Json::Number(time)) => Some(*time),
            _ => None,
        };
        let (Some(expiry), Some(issued)) = (time("exp"), time("iat")) else {
            return invalid("an ID token does not tell its time");
        };
        if expiry + skew <= now {
            return invalid("an ID token has expired");
        }
        let begin = time("nbf").unwrap_or(issued).max(issued);
        if begin - skew > now {
            return invalid("an ID token is of the future: is a clock wrong?");
        }
        if text("nonce") != Some(nonce) {
            return invalid("an ID token is of another sign-in");
        }
        let subject = text("sub").unwrap_or_default();
        if !(1..=limits::OIDC_SUBJECT).contains(&subject.len()) {
            return invalid("an ID token does not tell whose it is");
        }
        let names = ["name", "preferred_username"];
        let mut names = names.iter().filter_map(|name| text(name));
        Ok(Who {
            subject: subject.to_owned(),
            name: names.find_map(|name| Some(MemberName::parse(name).ok()?.as_str().to_owned())),
        })
    }
}
