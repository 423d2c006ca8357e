//! What the provider says of who somebody is, and by which of its keys.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::{Failure, Settings};
use crate::limits;
use crate::model::MemberName;
use crate::time::Timestamp;
use crate::wire::Json;

/// How a token is signed. There is no way without a key, nor one with a key that both sides have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Es256,
    EdDsa,
}

impl Algorithm {
    fn of(name: &str) -> Option<Algorithm> {
        match name {
            "RS256" => Some(Algorithm::Rs256),
            "ES256" => Some(Algorithm::Es256),
            "EdDSA" | "Ed25519" => Some(Algorithm::EdDsa),
            _ => None,
        }
    }

    /// As the edge knows it.
    fn name(self) -> &'static str {
        match self {
            Algorithm::Rs256 => "RS256",
            Algorithm::Es256 => "ES256",
            Algorithm::EdDsa => "EdDSA",
        }
    }
}

/// A public key of the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    algorithm: Algorithm,
    id: Option<String>,
    /// Only what the key itself is.
    jwk: String,
}

/// The keys of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys(Vec<Key>);

impl Keys {
    /// Reads a JWK set. Keys of other kinds, or for something else, are left out.
    pub fn parse(set: &str) -> Option<Keys> {
        let set = Json::parse(set)?;
        let Json::Array(keys) = set.get("keys")? else {
            return None;
        };
        Some(Keys(
            keys.iter()
                .take(limits::OIDC_KEYS)
                .filter_map(key)
                .collect(),
        ))
    }

    /// The key that a token says it is signed by; or the only one that it can be.
    fn of(&self, token: &IdToken) -> Option<&Key> {
        let fits = |key: &&Key| {
            key.algorithm == token.algorithm && (token.key.is_none() || key.id == token.key)
        };
        let mut keys = self.0.iter().filter(fits);
        let key = keys.next()?;
        keys.next().is_none().then_some(key)
    }
}

fn key(jwk: &Json) -> Option<Key> {
    let text = |name| jwk.get(name).and_then(Json::text);
    let bytes = |name| {
        let text = text(name)?;
        let length = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?.len();
        Some((text, length))
    };
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
    let (algorithm, jwk) = match (text("kty")?, text("crv")) {
        ("RSA", _) => {
            let ((modulus, length), (exponent, _)) = (bytes("n")?, bytes("e")?);
            if !(limits::RSA_LEAST..=limits::RSA_MOST).contains(&length) || exponent.len() > 8 {
                return None;
            }
            let jwk = format!(r#"{{"kty":"RSA","n":"{modulus}","e":"{exponent}"}}"#);
            (Algorithm::Rs256, jwk)
        }
        ("EC", Some("P-256")) => {
            let ((x, 32), (y, 32)) = (bytes("x")?, bytes("y")?) else {
                return None;
            };
            let jwk = format!(r#"{{"kty":"EC","crv":"P-256","x":"{x}","y":"{y}"}}"#);
            (Algorithm::Es256, jwk)
        }
        ("OKP", Some("Ed25519")) => {
            let (x, 32) = bytes("x")? else {
                return None;
            };
            let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{x}"}}"#);
            (Algorithm::EdDsa, jwk)
        }
        _ => return None,
    };
    let own = text("alg").map(Algorithm::of);
    if own.is_some_and(|own| own != Some(algorithm)) {
        return None;
    }
    Some(Key {
        algorithm,
        id: text("kid").map(str::to_owned),
        jwk,
    })
}

/// An ID token of which nothing is believed yet.
#[derive(Debug, PartialEq, Eq)]
pub struct IdToken {
    algorithm: Algorithm,
    key: Option<String>,
    /// What is signed.
    text: String,
    signature: Vec<u8>,
    claims: String,
}

/// What is to be checked: that a key has signed something.
#[derive(Debug, PartialEq, Eq)]
pub struct Signed<'a> {
    pub algorithm: &'static str,
    pub jwk: &'a str,
    pub text: &'a str,
    pub signature: &'a [u8],
}

/// Who somebody is, as the provider says.
#[derive(Debug, PartialEq, Eq)]
pub struct Who {
    pub subject: String,
    /// How they may want to be called.
    pub name: Option<String>,
}

impl IdToken {
    /// Takes a token apart.
    pub fn parse(token: &str) -> Result<IdToken, Failure> {
        let parts: Vec<&str> = token.split('.').collect();
        let [header, claims, signature] = parts[..] else {
            return Err(Failure::invalid("an ID token is not of three parts"));
        };
        let text = |part: &str| {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(part).ok()?;
            String::from_utf8(bytes).ok()
        };
        let unreadable = || Failure::invalid("an ID token cannot be read");
        let head = text(header).ok_or_else(unreadable)?;
        let head = Json::parse(&head).ok_or_else(unreadable)?;
        let algorithm = head.get("alg").and_then(Json::text).and_then(Algorithm::of);
        let algorithm = algorithm
            .filter(|_| head.get("crit").is_none())
            .ok_or_else(|| {
                Failure::invalid("an ID token is signed in a way that is not supported")
            })?;
        let key = match head.get("kid") {
            None => None,
            Some(Json::Text(key)) => Some(key.clone().into_owned()),
            Some(_) => return Err(unreadable()),
        };
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature);
        Ok(IdToken {
            algorithm,
            key,
            text: format!("{header}.{claims}"),
            signature: signature.map_err(|_| unreadable())?,
            claims: text(claims).ok_or_else(unreadable)?,
        })
    }

    /// What has to be checked before anything in it is believed; none if none of these keys is its.
    pub fn signed_by<'a>(&'a self, keys: &'a Keys) -> Option<Signed<'a>> {
        let key = keys.of(self)?;
        Some(Signed {
            algorithm: key.algorithm.name(),
            jwk: &key.jwk,
            text: &self.text,
            signature: &self.signature,
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
        let Some(subject) = text("sub") else {
            return invalid("an ID token does not tell whose it is");
        };
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
