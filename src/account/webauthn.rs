//! What passkeys send (WebAuthn Level 3), as far as it can be judged without the account: pure, and strict.
//! Whether a signature holds is for WebCrypto to say.
//!
//! Attestation is not looked at, so nothing is signed when a passkey is made: what it says of itself holds for
//! whoever made it. Its key is read out of the authenticator's own data, and written anew as the platform takes
//! it; what the browser made of it has to be the same.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::limits;
use crate::wire::Json;

/// Why something a passkey sent is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It has not the form of the standard.
    Form,
    /// It is of another page, for another site, or says what no passkey of ours may say.
    Invalid,
}

/// What a page has asked a passkey for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ceremony {
    Create,
    Get,
}

/// Where it was asked: all of that has to be as it was.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    pub origin: &'a str,
    /// The host, without its port.
    pub rp: &'a str,
}

/// What an authenticator says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    pub counter: u64,
    /// Whether it knew who used it.
    pub is_verified: bool,
    /// Whether it is kept elsewhere, too.
    pub is_synced: bool,
}

/// A passkey that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    pub challenge: Vec<u8>,
    /// Its id, in base64url.
    pub id: String,
    pub algorithm: Algorithm,
    /// Its public key, as SPKI.
    pub key: Vec<u8>,
    pub said: Said,
}

/// A passkey that was used. Nothing of it is believed before its signature holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    pub challenge: Vec<u8>,
    /// Its id, in base64url.
    pub id: String,
    /// The account that it is of, as it says.
    pub handle: Vec<u8>,
    /// What is signed.
    pub data: Vec<u8>,
    pub signature: Vec<u8>,
    pub said: Said,
}

/// How a passkey signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Es256,
    Ed25519,
    Rs256,
}

impl Algorithm {
    /// In the order in which we like them, by their COSE numbers.
    pub const ALL: [Algorithm; 3] = [Algorithm::Es256, Algorithm::Ed25519, Algorithm::Rs256];

    pub fn number(self) -> i64 {
        match self {
            Algorithm::Es256 => -7,
            Algorithm::Ed25519 => -8,
            Algorithm::Rs256 => -257,
        }
    }

    pub fn from_number(number: i64) -> Option<Algorithm> {
        Algorithm::ALL
            .into_iter()
            .find(|one| one.number() == number)
    }
}

/// Bytes of a field of a JSON form.
fn bytes(json: &Json<'_>, key: &str) -> Result<Vec<u8>, Fault> {
    let text = json.get(key).and_then(Json::text).ok_or(Fault::Form)?;
    BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Fault::Form)
}

/// The parts that both forms have: the id, in base64url, and what the authenticator and the browser say.
struct Parts<'a> {
    id: String,
    response: &'a Json<'a>,
    client: Vec<u8>,
    authenticator: Vec<u8>,
}

impl<'a> Parts<'a> {
    fn of(json: &'a Json<'a>) -> Result<Parts<'a>, Fault> {
        let response = json.get("response").ok_or(Fault::Form)?;
        let is_key = json.get("type").and_then(Json::text) == Some("public-key");
        let id = bytes(json, "id")?;
        if !is_key || id.is_empty() || id.len() > limits::PASSKEY_ID || bytes(json, "rawId")? != id
        {
            return Err(Fault::Form);
        }
        Ok(Parts {
            id: BASE64_URL_SAFE_NO_PAD.encode(id),
            response,
            client: bytes(response, "clientDataJSON")?,
            authenticator: bytes(response, "authenticatorData")?,
        })
    }
}

/// Reads a `RegistrationResponseJSON`.
pub fn made(json: &Json<'_>, site: Site<'_>) -> Result<Made, Fault> {
    let parts = Parts::of(json)?;
    let challenge = challenge(&parts.client, Ceremony::Create, site)?;
    let data = AuthenticatorData::parse(&parts.authenticator, site)?;
    let (id, algorithm, key) = data.credential().ok_or(Fault::Invalid)?;
    if BASE64_URL_SAFE_NO_PAD.encode(id) != parts.id || key != bytes(parts.response, "publicKey")? {
        return Err(Fault::Invalid);
    }
    match parts.response.get("publicKeyAlgorithm") {
        None => {}
        Some(Json::Number(number)) if *number == algorithm.number() as f64 => {}
        Some(_) => return Err(Fault::Invalid),
    }
    Ok(Made {
        challenge,
        id: parts.id,
        algorithm,
        key,
        said: data.said,
    })
}

/// Reads an `AuthenticationResponseJSON`.
pub fn used(json: &Json<'_>, site: Site<'_>) -> Result<Used, Fault> {
    let parts = Parts::of(json)?;
    let challenge = challenge(&parts.client, Ceremony::Get, site)?;
    let said = AuthenticatorData::parse(&parts.authenticator, site)?.said;
    let (signature, handle) = (
        bytes(parts.response, "signature")?,
        bytes(parts.response, "userHandle")?,
    );
    let mut data = parts.authenticator;
    data.extend(Sha256::digest(&parts.client));
    Ok(Used {
        challenge,
        id: parts.id,
        handle,
        data,
        signature,
        said,
    })
}

/// The challenge in what the browser says, if that is of this site's own page.
fn challenge(client: &[u8], ceremony: Ceremony, site: Site<'_>) -> Result<Vec<u8>, Fault> {
    let text = std::str::from_utf8(client).map_err(|_| Fault::Form)?;
    let json = Json::parse(text).ok_or(Fault::Form)?;
    let kind = match ceremony {
        Ceremony::Create => "webauthn.create",
        Ceremony::Get => "webauthn.get",
    };
    let field = |key| json.get(key).and_then(Json::text);
    // In a frame of another site, who clicks may not know what for.
    let is_framed = !matches!(json.get("crossOrigin"), None | Some(Json::Bool(false)))
        || json.get("topOrigin").is_some();
    if field("type") != Some(kind) || field("origin") != Some(site.origin) || is_framed {
        return Err(Fault::Invalid);
    }
    bytes(&json, "challenge")
}

const PRESENT: u8 = 1;
const VERIFIED: u8 = 1 << 2;
const MAY_BE_SYNCED: u8 = 1 << 3;
const IS_SYNCED: u8 = 1 << 4;
const HAS_CREDENTIAL: u8 = 1 << 6;
const HAS_EXTENSIONS: u8 = 1 << 7;

/// What the authenticator says, and signs where it signs.
struct AuthenticatorData<'a> {
    said: Said,
    flags: u8,
    /// The credential, if one was made, and extensions.
    rest: &'a [u8],
}

impl AuthenticatorData<'_> {
    fn parse<'a>(bytes: &'a [u8], site: Site<'_>) -> Result<AuthenticatorData<'a>, Fault> {
        let (rp, rest) = bytes.split_first_chunk::<32>().ok_or(Fault::Form)?;
        let (flags, rest) = rest.split_first().ok_or(Fault::Form)?;
        let (counter, rest) = rest.split_first_chunk::<4>().ok_or(Fault::Form)?;
        let has = |flag| flags & flag != 0;
        if !rest.is_empty() && !has(HAS_CREDENTIAL | HAS_EXTENSIONS) {
            return Err(Fault::Form);
        }
        let is_ours = *rp == <[u8; 32]>::from(Sha256::digest(site.rp.as_bytes()));
        if !is_ours || !has(PRESENT) || has(IS_SYNCED) && !has(MAY_BE_SYNCED) {
            return Err(Fault::Invalid);
        }
        Ok(AuthenticatorData {
            said: Said {
                counter: u32::from_be_bytes(*counter).into(),
                is_verified: has(VERIFIED),
                is_synced: has(IS_SYNCED),
            },
            flags: *flags,
            rest,
        })
    }

    /// The id of the credential, and its key as SPKI.
    fn credential(&self) -> Option<(&[u8], Algorithm, Vec<u8>)> {
        if self.flags & HAS_CREDENTIAL == 0 {
            return None;
        }
        // Whose make it is says nothing without attestation.
        let (_, rest) = self.rest.split_first_chunk::<16>()?;
        let (length, rest) = rest.split_first_chunk::<2>()?;
        let (id, mut rest) = rest.split_at_checked(u16::from_be_bytes(*length).into())?;
        let key = CoseKey::read(&mut rest)?;
        let (algorithm, key) = key.spki()?;
        let has_more = self.flags & HAS_EXTENSIONS != 0;
        (rest.is_empty() != has_more).then_some((id, algorithm, key))
    }
}

/// A key as authenticators write it (COSE): a map of small numbers. Whatever it has more is no key of ours.
#[derive(Default)]
struct CoseKey<'a> {
    kind: Option<i64>,
    algorithm: Option<i64>,
    /// -1: a curve, or the modulus of an RSA key.
    curve: Option<i64>,
    modulus: Option<&'a [u8]>,
    /// -2: x, or the exponent of an RSA key.
    x: Option<&'a [u8]>,
    y: Option<&'a [u8]>,
}

/// A value of such a map.
enum Item<'a> {
    Number(i64),
    Bytes(&'a [u8]),
}

impl<'a> CoseKey<'a> {
    fn read(rest: &mut &'a [u8]) -> Option<CoseKey<'a>> {
        let pairs = head(rest, 5)?;
        if pairs > 5 {
            return None;
        }
        let mut key = CoseKey::default();
        let mut last = None;
        for _ in 0..pairs {
            let Item::Number(label) = item(rest)? else {
                return None;
            };
            let free = match (label, item(rest)?) {
                (1, Item::Number(n)) => key.kind.replace(n).is_none(),
                (3, Item::Number(n)) => key.algorithm.replace(n).is_none(),
                (-1, Item::Number(n)) => key.curve.replace(n).is_none(),
                (-1, Item::Bytes(n)) => key.modulus.replace(n).is_none(),
                (-2, Item::Bytes(x)) => key.x.replace(x).is_none(),
                (-3, Item::Bytes(y)) => key.y.replace(y).is_none(),
                _ => false,
            };
            if !free || last == Some(label) {
                return None;
            }
            last = Some(label);
        }
        Some(key)
    }

    fn spki(&self) -> Option<(Algorithm, Vec<u8>)> {
        let algorithm = Algorithm::from_number(self.algorithm?)?;
        let spki = match (algorithm, self.kind?, self.curve, self.x?, self.y) {
            (Algorithm::Es256, 2, Some(1), x, Some(y)) if x.len() == 32 && y.len() == 32 => {
                [P256, x, y].concat()
            }
            (Algorithm::Ed25519, 1, Some(6), x, None) if x.len() == 32 => [ED25519, x].concat(),
            (Algorithm::Rs256, 3, None, e, None) => rsa_spki(self.modulus?, e)?,
            _ => return None,
        };
        let is_rsa = algorithm == Algorithm::Rs256;
        (is_rsa == self.modulus.is_some()).then_some((algorithm, spki))
    }
}

/// What stands before the coordinates of a point of P-256: the algorithm, and that both are told.
const P256: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a,
    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
];

/// The same of Ed25519.
const ED25519: &[u8] = &[
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// `rsaEncryption`, without parameters.
const RSA: &[u8] = &[
    0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// The one exponent that is used.
const EXPONENT: &[u8] = &[1, 0, 1];

fn rsa_spki(modulus: &[u8], exponent: &[u8]) -> Option<Vec<u8>> {
    // About 2,048 to 4,096 bits.
    let first = *modulus.first()?;
    if !(256..=512).contains(&modulus.len()) || first == 0 || exponent != EXPONENT {
        return None;
    }
    // Else it would be a negative number.
    let sign: &[u8] = if first >= 0x80 { &[0] } else { &[] };
    let modulus = der(0x02, &[sign, modulus]);
    let exponent = der(0x02, &[exponent]);
    let key = der(0x30, &[&modulus, &exponent]);
    Some(der(0x30, &[RSA, &der(0x03, &[&[0], &key])]))
}

/// A value in DER.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let length = content.len();
    let mut bytes = vec![tag];
    match length {
        0..0x80 => bytes.push(length as u8),
        0x80..0x100 => bytes.extend([0x81, length as u8]),
        _ => bytes.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    bytes.extend(content);
    bytes
}

/// The number in the head of a CBOR item of this kind, in the shortest form.
fn head(rest: &mut &[u8], kind: u8) -> Option<u64> {
    let (first, tail) = rest.split_first()?;
    if first >> 5 != kind {
        return None;
    }
    let (value, tail) = match first & 31 {
        n @ 0..24 => (u64::from(n), tail),
        24 => {
            let (value, tail) = tail.split_first()?;
            ((*value >= 24).then_some(u64::from(*value))?, tail)
        }
        25 => {
            let (value, tail) = tail.split_first_chunk::<2>()?;
            let value = u64::from(u16::from_be_bytes(*value));
            ((value >= 256).then_some(value)?, tail)
        }
        _ => return None,
    };
    *rest = tail;
    Some(value)
}

fn item<'a>(rest: &mut &'a [u8]) -> Option<Item<'a>> {
    match rest.first()? >> 5 {
        0 => head(rest, 0).map(|n| Item::Number(n as i64)),
        1 => head(rest, 1).map(|n| Item::Number(-1 - n as i64)),
        2 => {
            let length = head(rest, 2)?;
            let (bytes, tail) = rest.split_at_checked(length as usize)?;
            *rest = tail;
            Some(Item::Bytes(bytes))
        }
        _ => None,
    }
}

/// A signature as the platform takes it: of ES256 passkeys write two numbers in DER, and only the one form of
/// each is read. Both halves of the curve are as good: a challenge is spent once.
pub fn signature(algorithm: Algorithm, bytes: &[u8]) -> Option<Vec<u8>> {
    if algorithm != Algorithm::Es256 {
        return Some(bytes.to_vec());
    }
    let body = bytes.strip_prefix(&[0x30])?;
    let (length, mut rest) = body.split_first()?;
    if usize::from(*length) != rest.len() || *length >= 0x80 {
        return None;
    }
    let numbers = [number(&mut rest)?, number(&mut rest)?];
    rest.is_empty().then(|| numbers.concat())
}

/// A positive number in DER, as 32 bytes.
fn number(rest: &mut &[u8]) -> Option<[u8; 32]> {
    let body = rest.strip_prefix(&[0x02])?;
    let (length, body) = body.split_first()?;
    let (digits, tail) = body.split_at_checked((*length).into())?;
    let digits = match digits {
        [0, digits @ ..] if digits.first().is_some_and(|first| *first >= 0x80) => digits,
        [1..0x80, ..] => digits,
        _ => return None,
    };
    let mut number = [0; 32];
    let start = number.len().checked_sub(digits.len())?;
    number.get_mut(start..)?.copy_from_slice(digits);
    *rest = tail;
    Some(number)
}
