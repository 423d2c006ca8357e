//! JSON Web Tokens by which a site says who its user is: their form, whose they are, and what they claim.
//!
//! Nothing in one is believed before its signature was found good, but for what chooses the key: the issuer
//! and `kid`. That signature is judged by what the key is; a header that says something else is refused.

use super::host_keys::{HostKey, HostKeys, HostSecret, is_hmac};
use crate::limits;
use crate::model::{MemberName, Role, RoomName};
use crate::time::{Duration, Timestamp};
use crate::wire::{Json, JwtCause};
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// What the site around a room says of one of its users.
#[derive(Clone, Debug, PartialEq)]
pub struct Hosted {
    pub name: MemberName,
    /// As what its sessions come in.
    pub role: Option<Role>,
    /// Until when that was said.
    pub until: Timestamp,
}

/// What a JWT says, to be believed once its signature is good.
#[derive(Debug, PartialEq)]
pub struct Said {
    issuer: String,
    payload: Vec<u8>,
}

/// What is known of a signature.
#[derive(Debug, PartialEq)]
pub enum Signature {
    Good,
    /// Whether this point's key made it, the platform has to say.
    Asks {
        key: [u8; 65],
    },
}

/// What a JWT claims, once all of it was judged.
#[derive(Debug, PartialEq)]
pub struct HostUser {
    pub issuer: String,
    pub subject: String,
    pub hosted: Hosted,
}

/// Reads a JWT as far as it can be judged without what it claims.
#[inline(never)]
pub fn read_jwt(jwt: &str, keys: &HostKeys) -> Result<(Said, Signature), JwtCause> {
    if jwt.len() > limits::JWT {
        return Err(JwtCause::Form);
    }
    let (signed, signature) = jwt.rsplit_once('.').ok_or(JwtCause::Form)?;
    let (header, payload) = signed.split_once('.').ok_or(JwtCause::Form)?;
    let [header, payload, signature] = [decoded(header)?, decoded(payload)?, decoded(signature)?];
    let header = object(&header)?;
    // What somebody has to understand that we do not.
    if header.get("crit").is_some() {
        return Err(JwtCause::Form);
    }
    let text = |name| match header.get(name) {
        None => Ok(None),
        Some(value) => value.text().map(Some).ok_or(JwtCause::Form),
    };
    let (algorithm, id) = (text("alg")?, text("kid")?);
    let issuer = object(&payload)?
        .get("iss")
        .and_then(Json::text)
        .map(str::to_owned);
    let issuer = issuer.ok_or(JwtCause::Issuer)?;
    let keys = keys.of(&issuer).ok_or(JwtCause::Issuer)?;
    let key = chosen(keys, id).ok_or(JwtCause::Signature)?;
    if algorithm != Some(key.secret.algorithm()) {
        return Err(JwtCause::Algorithm);
    }
    let judged = match &key.secret {
        HostSecret::Hs256(secret) if is_hmac(secret, signed, &signature) => Signature::Good,
        HostSecret::Es256(point) if signature.len() == 64 => Signature::Asks { key: *point },
        _ => return Err(JwtCause::Signature),
    };
    Ok((Said { issuer, payload }, judged))
}

/// The only key, unless both name another one; of several the one that is named.
fn chosen<'a>(keys: &'a [HostKey], id: Option<&str>) -> Option<&'a HostKey> {
    match (keys, id) {
        ([only], None) => Some(only),
        ([only], Some(id)) if only.id.as_deref().is_none_or(|own| own == id) => Some(only),
        (_, Some(id)) => keys.iter().find(|key| key.id.as_deref() == Some(id)),
        (_, None) => None,
    }
}

impl Said {
    /// What it claims for this room, at this time, by a page of this origin if that is not ours. Only to be
    /// asked where the signature is good.
    #[inline(never)]
    pub fn judge(
        self,
        room: &RoomName,
        origin: Option<&str>,
        now: Timestamp,
    ) -> Result<HostUser, JwtCause> {
        let claims = object(&self.payload)?;
        let now = now.as_millis() as f64;
        let time = |name| match claims.get(name) {
            None => Ok(None),
            Some(Json::Number(seconds)) => Ok(Some(seconds * 1_000.0)),
            Some(_) => Err(JwtCause::Claims),
        };
        let ends = time("exp")?.ok_or(JwtCause::Claims)?;
        let begins = time("nbf")?.into_iter().chain(time("iat")?);
        let [skew, life] = [limits::JWT_SKEW, limits::JWT_LIFE].map(Duration::as_millis);
        let [skew, life] = [skew as f64, life as f64];
        if ends <= now - skew || begins.into_iter().any(|begins| begins > now + skew) {
            return Err(JwtCause::Expired);
        }
        if ends > now + life + skew {
            return Err(JwtCause::TooLong);
        }
        let text = |name| {
            claims
                .get(name)
                .and_then(Json::text)
                .ok_or(JwtCause::Claims)
        };
        if RoomName::parse(text("room")?).as_ref() != Ok(room) {
            return Err(JwtCause::Room);
        }
        let subject = text("sub")?;
        if !(1..=limits::SUBJECT).contains(&subject.len()) {
            return Err(JwtCause::Claims);
        }
        let hosted = Hosted {
            name: MemberName::parse(text("name")?).map_err(|_| JwtCause::Claims)?,
            role: match claims.get("role") {
                None => None,
                Some(role) => Some(role.text().and_then(role_of).ok_or(JwtCause::Claims)?),
            },
            until: Timestamp::from_millis(ends as u64),
        };
        let subject = subject.to_owned();
        if origin.is_some_and(|origin| origin != self.issuer) {
            return Err(JwtCause::Origin);
        }
        Ok(HostUser {
            issuer: self.issuer,
            subject,
            hosted,
        })
    }
}

/// A role that a site can give.
fn role_of(name: &str) -> Option<Role> {
    Role::parse(name).filter(|role| *role <= Role::Moderator)
}

fn decoded(part: &str) -> Result<Vec<u8>, JwtCause> {
    BASE64_URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| JwtCause::Form)
}

fn object(bytes: &[u8]) -> Result<Json<'_>, JwtCause> {
    let text = std::str::from_utf8(bytes).map_err(|_| JwtCause::Form)?;
    match Json::parse(text) {
        Some(object @ Json::Object(_)) => Ok(object),
        _ => Err(JwtCause::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, ms};
    use hmac::{Hmac, KeyInit, Mac};
    use sha2::Sha256;

    const SITE: &str = "https://site.example";
    const SECRET: [u8; 32] = [1; 32];
    const NOW: Timestamp = at(1_700_000_000_500);
    /// Of RFC 7515, A.3.
    const POINT: &str = r#"{"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}"#;

    fn oct(id: &str, secret: &[u8]) -> String {
        let secret = encoded(secret);
        format!(r#"{{"kty":"oct","k":"{secret}"{id}}}"#)
    }

    fn keys() -> HostKeys {
        let (mine, named) = (oct("", &SECRET), oct(r#","kid":"old""#, &[2; 32]));
        let fresh = oct(r#","kid":"new""#, &[3; 32]);
        let setting = format!(
            r#"{{"{SITE}":{mine},"https://two.example":[{named},{fresh}],"https://ec.example":{POINT}}}"#
        );
        let (keys, bad) = HostKeys::parse(&setting);
        assert_eq!(bad, 0);
        keys
    }

    fn encoded(bytes: impl AsRef<[u8]>) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    fn signed(header: &str, payload: &str, secret: &[u8]) -> String {
        let signed = format!("{}.{}", encoded(header), encoded(payload));
        let mut mac = Hmac::<Sha256>::new_from_slice(secret).unwrap();
        mac.update(signed.as_bytes());
        format!("{signed}.{}", encoded(mac.finalize().into_bytes()))
    }

    const HEADER: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

    /// The claims with one of them replaced, added or, by nothing, left out.
    fn claims(name: &str, value: &str) -> String {
        let exp = NOW.as_millis() / 1_000 + 300;
        let (site, exp) = (format!("\"{SITE}\""), exp.to_string());
        let mut all = vec![
            ("iss", site.as_str()),
            ("sub", "\"u1\""),
            ("name", "\"Ana\""),
            ("room", "\"Tea\""),
            ("exp", exp.as_str()),
        ];
        all.retain(|(other, _)| *other != name);
        if !value.is_empty() {
            all.push((name, value));
        }
        let fields: Vec<String> = all.iter().map(|(n, v)| format!("\"{n}\":{v}")).collect();
        format!("{{{}}}", fields.join(","))
    }

    fn judged(jwt: &str, origin: Option<&str>) -> Result<HostUser, JwtCause> {
        let (said, signature) = read_jwt(jwt, &keys())?;
        assert_eq!(signature, Signature::Good);
        said.judge(&RoomName::parse("tea").unwrap(), origin, NOW)
    }

    fn claimed(name: &str, value: &str) -> Result<HostUser, JwtCause> {
        judged(&signed(HEADER, &claims(name, value), &SECRET), None)
    }

    #[test]
    fn a_good_one_says_who_it_is() {
        let user = claimed("", "").unwrap();
        assert_eq!((user.issuer.as_str(), user.subject.as_str()), (SITE, "u1"));
        assert_eq!(user.hosted.name.as_str(), "Ana");
        assert_eq!(user.hosted.role, None);
        assert_eq!(user.hosted.until, at(1_700_000_300_000));
        // What else it claims means nothing, and its room has one name however it is written.
        assert!(claimed("aud", "[5]").is_ok());
        assert!(claimed("room", r#""TEA""#).is_ok());
    }

    #[test]
    fn what_is_no_jwt() {
        let good = signed(HEADER, &claims("", ""), &SECRET);
        let (head, signature) = good.rsplit_once('.').unwrap();
        let (header, payload) = head.split_once('.').unwrap();
        let long = format!(
            "{{\"alg\":\"HS256\",\"x\":\"{}\"}}",
            "x".repeat(limits::JWT)
        );
        let deep = format!("{{\"x\":{}1{}}}", "[".repeat(2_000), "]".repeat(2_000));
        let with = |header: &str| signed(header, &claims("", ""), &SECRET);
        for bad in [
            String::new(),
            ".".into(),
            "..".into(),
            "a.b.c".into(),
            head.to_owned(),
            format!("{good}."),
            format!("{good}.{signature}"),
            format!("{good}="),
            format!(" {good}"),
            format!("{header}.{payload}.{}", signature.replace('A', "+")),
            // Another spelling of the same bytes: the last character has bits that mean nothing.
            format!("{header}.{payload}.{}", non_canonical(signature)),
            format!("{}.{payload}.{signature}", encoded("[]")),
            format!("{}.{payload}.{signature}", encoded([0xFF, 0xFE])),
            format!("{header}.{}.{signature}", encoded("5")),
            with(&long),
            signed(HEADER, &deep, &SECRET),
            with(r#"{"alg":"HS256","alg":"HS256"}"#),
            with(r#"{"alg":"HS256","crit":["exp"],"exp":1}"#),
            with(r#"{"alg":5}"#),
            with(r#"{"alg":"HS256","kid":5}"#),
            signed(
                HEADER,
                &claims("x\":1,\"sub", "\"u2\"").replace("\"x\":1", "\"sub\":\"u1\""),
                &SECRET,
            ),
        ] {
            assert_eq!(judged(&bad, None), Err(JwtCause::Form), "{bad:.80}");
        }
    }

    fn non_canonical(text: &str) -> String {
        let mut bytes = text.as_bytes().to_vec();
        // Of 32 bytes the last character has four bits that count: its successor has the same.
        let last = bytes.last_mut().unwrap();
        *last += 1;
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn the_key_says_what_the_algorithm_is() {
        let with = |header: &str| judged(&signed(header, &claims("", ""), &SECRET), None);
        for header in [
            r#"{"alg":"none"}"#,
            r#"{"alg":"None"}"#,
            r#"{"alg":""}"#,
            r#"{}"#,
            r#"{"alg":"hs256"}"#,
            r#"{"alg":"HS512"}"#,
            r#"{"alg":"ES256"}"#,
            r#"{"alg":"RS256"}"#,
        ] {
            assert_eq!(with(header), Err(JwtCause::Algorithm), "{header}");
        }
        // Nor is anything believed that is not signed at all.
        let bare = format!(
            "{}.{}.",
            encoded(r#"{"alg":"none"}"#),
            encoded(claims("", ""))
        );
        assert_eq!(judged(&bare, None), Err(JwtCause::Algorithm));
        let bare = format!("{}.{}.", encoded(HEADER), encoded(claims("", "")));
        assert_eq!(judged(&bare, None), Err(JwtCause::Signature));
        // What everybody knows of a site's key, its point, is no secret to sign with.
        let ec = claims("iss", r#""https://ec.example""#);
        let point = match &keys().of("https://ec.example").unwrap()[0].secret {
            HostSecret::Es256(point) => *point,
            HostSecret::Hs256(_) => unreachable!(),
        };
        for secret in [&point[..], &point[1..], &point[1..33], POINT.as_bytes()] {
            let confused = signed(HEADER, &ec, secret);
            assert_eq!(judged(&confused, None), Err(JwtCause::Algorithm));
            // Said to be what it should be, its signature has not even the length.
            let confused = signed(r#"{"alg":"ES256"}"#, &ec, secret);
            assert_eq!(judged(&confused, None), Err(JwtCause::Signature));
        }
    }

    #[test]
    fn a_signature_by_a_point_is_for_the_platform_to_judge() {
        let payload = claims("iss", r#""https://ec.example""#);
        let jwt = format!(
            "{}.{}.{}",
            encoded(r#"{"alg":"ES256"}"#),
            encoded(payload),
            encoded([7; 64])
        );
        let (_, signature) = read_jwt(&jwt, &keys()).unwrap();
        assert!(matches!(signature, Signature::Asks { key } if key[0] == 4));
        for length in [0, 63, 65, 70, 72] {
            let (head, _) = jwt.rsplit_once('.').unwrap();
            let other = format!("{head}.{}", encoded(vec![7; length]));
            assert_eq!(read_jwt(&other, &keys()), Err(JwtCause::Signature));
        }
    }

    #[test]
    fn of_several_keys_kid_chooses() {
        let two = claims("iss", r#""https://two.example""#);
        let by = |header: &str, secret: u8| judged(&signed(header, &two, &[secret; 32]), None);
        assert!(by(r#"{"alg":"HS256","kid":"old"}"#, 2).is_ok());
        assert!(by(r#"{"alg":"HS256","kid":"new"}"#, 3).is_ok());
        for (header, secret) in [
            (r#"{"alg":"HS256","kid":"new"}"#, 2),
            (r#"{"alg":"HS256","kid":"old"}"#, 3),
            (r#"{"alg":"HS256","kid":"NEW"}"#, 3),
            (r#"{"alg":"HS256","kid":""}"#, 3),
            (r#"{"alg":"HS256","kid":"../../dev/null"}"#, 3),
            (HEADER, 2),
            (HEADER, 3),
            // The key of another site.
            (r#"{"alg":"HS256","kid":"old"}"#, 1),
        ] {
            assert_eq!(
                by(header, secret),
                Err(JwtCause::Signature),
                "{header} {secret}"
            );
        }
        // The only one need not be named, and what is no name of it does not matter if it has none.
        let named = signed(r#"{"alg":"HS256","kid":"any"}"#, &claims("", ""), &SECRET);
        assert!(judged(&named, None).is_ok());
        // A header brings no key of its own.
        let jwk = format!(r#"{{"alg":"HS256","jwk":{}}}"#, oct("", &[9; 32]));
        let brought = signed(&jwk, &claims("", ""), &[9; 32]);
        assert_eq!(judged(&brought, None), Err(JwtCause::Signature));
    }

    #[test]
    fn whose_it_is_and_where_it_came_from() {
        for issuer in [
            "",
            "5",
            r#""https://evil.example""#,
            r#""https://site.example/""#,
            r#""HTTPS://SITE.EXAMPLE""#,
        ] {
            assert_eq!(claimed("iss", issuer), Err(JwtCause::Issuer), "{issuer}");
        }
        let jwt = signed(HEADER, &claims("", ""), &SECRET);
        assert!(judged(&jwt, Some(SITE)).is_ok());
        for origin in [
            "https://two.example",
            "null",
            "",
            "https://site.example:443",
        ] {
            assert_eq!(
                judged(&jwt, Some(origin)),
                Err(JwtCause::Origin),
                "{origin}"
            );
        }
        assert_eq!(
            judged(&signed(HEADER, &claims("", ""), &[9; 32]), None),
            Err(JwtCause::Signature)
        );
    }

    #[test]
    fn its_time() {
        let now = NOW.as_millis() as f64 / 1_000.0;
        let cause = |name: &str, seconds: f64| claimed(name, &format!("{seconds}")).err();
        // Later than thirty seconds ago.
        assert_eq!(cause("exp", now - 30.0), Some(JwtCause::Expired));
        assert_eq!(cause("exp", now - 29.999), None);
        assert_eq!(cause("exp", now - 31.0), Some(JwtCause::Expired));
        assert_eq!(cause("exp", 0.0), Some(JwtCause::Expired));
        assert_eq!(cause("exp", -1e300), Some(JwtCause::Expired));
        // At most ten and a half minutes from now.
        assert_eq!(cause("exp", now + 630.0), None);
        assert_eq!(cause("exp", now + 630.001), Some(JwtCause::TooLong));
        assert_eq!(cause("exp", 1e300), Some(JwtCause::TooLong));
        for name in ["nbf", "iat"] {
            assert_eq!(cause(name, now + 30.0), None);
            assert_eq!(cause(name, now + 30.001), Some(JwtCause::Expired));
            assert_eq!(cause(name, now - 1e6), None);
            assert_eq!(claimed(name, "\"x\""), Err(JwtCause::Claims));
        }
        for bad in ["", "\"1700000300\"", "true", "[]"] {
            assert_eq!(claimed("exp", bad), Err(JwtCause::Claims), "{bad}");
        }
        let user = claimed("exp", "1700000300.25").unwrap();
        assert_eq!(user.hosted.until, NOW + ms(299_750));
    }

    #[test]
    fn its_room() {
        for other in [r#""coffee""#, r#""te a""#, r#""""#, r#""tea/""#] {
            assert_eq!(claimed("room", other), Err(JwtCause::Room), "{other}");
        }
        for bad in ["", "5", r#"["tea"]"#] {
            assert_eq!(claimed("room", bad), Err(JwtCause::Claims), "{bad}");
        }
    }

    #[test]
    fn its_claims() {
        for (role, is) in [
            (r#""reader""#, Role::Reader),
            (r#""member""#, Role::Member),
            (r#""moderator""#, Role::Moderator),
        ] {
            assert_eq!(claimed("role", role).unwrap().hosted.role, Some(is));
        }
        for role in [
            r#""owner""#,
            r#""operator""#,
            r#""Moderator""#,
            r#""""#,
            "1",
            "[]",
            "true",
        ] {
            assert_eq!(claimed("role", role), Err(JwtCause::Claims), "{role}");
        }
        let long = format!("\"{}\"", "x".repeat(limits::SUBJECT + 1));
        for subject in ["", "5", r#""""#, &long] {
            assert_eq!(
                claimed("sub", subject),
                Err(JwtCause::Claims),
                "{subject:.20}"
            );
        }
        for name in ["", "5", r#""""#, r#""a\u0000b""#, r#""\u202eAna""#] {
            assert_eq!(claimed("name", name), Err(JwtCause::Claims), "{name}");
        }
    }
}
