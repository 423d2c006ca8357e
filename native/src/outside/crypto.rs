//! Signatures, judged by ring.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use ring::agreement;
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};
use serde::Deserialize;

/// As browsers and providers write bytes, with padding or without.
const BASE64URL: GeneralPurpose = GeneralPurpose::new(
    &alphabet::URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Bytes of base64url.
pub fn from_base64(text: &str) -> Option<Vec<u8>> {
    BASE64URL.decode(text).ok()
}

/// What signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    Es256,
    Ed25519,
    Rs256,
}

/// A key that is one.
#[derive(Debug)]
pub enum Key {
    /// A point of P-256.
    Es256(Vec<u8>),
    Ed25519(Vec<u8>),
    Rs256 {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

/// Sizes of an RSA key that counts, in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2_048..=8_192;

impl Key {
    /// A point of P-256, if it is one: 4, x and y.
    pub fn es256(point: Vec<u8>) -> Option<Key> {
        is_on_curve(&point).then_some(Key::Es256(point))
    }

    pub fn ed25519(key: Vec<u8>) -> Option<Key> {
        (key.len() == 32).then_some(Key::Ed25519(key))
    }

    /// A modulus and an exponent, big-endian.
    pub fn rs256(n: &[u8], e: &[u8]) -> Option<Key> {
        let [n, e] = [n, e].map(|number| {
            let zeros = number.iter().take_while(|byte| **byte == 0).count();
            number[zeros..].to_vec()
        });
        let bits = n.len() * 8 - n.first()?.leading_zeros() as usize;
        let is_odd = n.last()? & e.last()? & 1 == 1;
        let is_key = RSA_BITS.contains(&bits) && is_odd && e.len() <= 4 && e != [1];
        is_key.then_some(Key::Rs256 { n, e })
    }

    /// A key as SubjectPublicKeyInfo (RFC 5280), if it is one of this algorithm.
    pub fn spki(algorithm: Algorithm, der: &[u8]) -> Option<Key> {
        let (mut info, rest) = element(der, SEQUENCE)?;
        let of = take(&mut info, SEQUENCE)?;
        let bits = take(&mut info, BIT_STRING)?;
        // No bit of the last byte is unused.
        let (0, key) = bits.split_first().map(|(unused, key)| (*unused, key))? else {
            return None;
        };
        if !rest.is_empty() || !info.is_empty() {
            return None;
        }
        match algorithm {
            Algorithm::Es256 if of == EC_P256 => Key::es256(key.to_vec()),
            Algorithm::Ed25519 if of == OF_ED25519 => Key::ed25519(key.to_vec()),
            Algorithm::Rs256 if of == RSA => {
                let (mut numbers, rest) = element(key, SEQUENCE)?;
                let n = take(&mut numbers, INTEGER)?;
                let e = take(&mut numbers, INTEGER)?;
                let is_whole = rest.is_empty() && numbers.is_empty();
                is_whole.then(|| Key::rs256(n, e))?
            }
            _ => None,
        }
    }

    /// Whether it has signed this.
    pub fn has_signed(&self, data: &[u8], signature: &[u8]) -> bool {
        let verified = match self {
            Key::Es256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(data, signature)
            }
            Key::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(data, signature),
            Key::Rs256 { n, e } => {
                RsaPublicKeyComponents { n, e }.verify(&RSA_PKCS1_2048_8192_SHA256, data, signature)
            }
        };
        verified.is_ok()
    }

    /// Whether it has signed a JWT.
    pub fn has_signed_jwt(&self, jwt: &str) -> bool {
        let Some((signed, signature)) = jwt.rsplit_once('.') else {
            return false;
        };
        from_base64(signature)
            .is_some_and(|signature| self.has_signed(signed.as_bytes(), &signature))
    }
}

/// To agree on a secret with a point means to look whether it is one.
fn is_on_curve(point: &[u8]) -> bool {
    let random = SystemRandom::new();
    let ours = agreement::EphemeralPrivateKey::generate(&agreement::ECDH_P256, &random);
    let theirs = agreement::UnparsedPublicKey::new(&agreement::ECDH_P256, point);
    ours.is_ok_and(|ours| agreement::agree_ephemeral(ours, &theirs, |_| ()).is_ok())
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// What is in the `AlgorithmIdentifier` of each: the OID, and its parameters.
const EC_P256: &[u8] = &[
    0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
    0x03, 0x01, 0x07,
];
const OF_ED25519: &[u8] = &[0x06, 0x03, 0x2b, 0x65, 0x70];
const RSA: &[u8] = &[
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00,
];

/// What is in an element of DER, and what comes after it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let [is, length, rest @ ..] = der else {
        return None;
    };
    let (length, rest) = match (length, rest) {
        (0..=0x7f, rest) => (usize::from(*length), rest),
        (0x81, [length @ 0x80..=0xff, rest @ ..]) => (usize::from(*length), rest),
        (0x82, [high @ 1..=0xff, low, rest @ ..]) => {
            (usize::from(u16::from_be_bytes([*high, *low])), rest)
        }
        _ => return None,
    };
    (*is == tag).then(|| rest.split_at_checked(length))?
}

fn take<'a>(der: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
    let (inner, rest) = element(der, tag)?;
    *der = rest;
    Some(inner)
}

/// Whether a key, a point of P-256, has signed a JWT.
pub fn verify_host(key: &[u8; 65], jwt: &str) -> bool {
    Key::es256(key.to_vec()).is_some_and(|key| key.has_signed_jwt(jwt))
}

/// What is asked about a passkey; bytes are in base64url.
#[derive(Deserialize)]
struct OfPasskey {
    /// As COSE has it.
    algorithm: i64,
    /// As SubjectPublicKeyInfo.
    key: String,
    #[serde(default)]
    data: String,
    signature: Option<String>,
}

/// Whether what a passkey has signed holds; or, without a signature, whether there is such a key.
pub fn verify_passkey(what: &str) -> bool {
    holds(what).unwrap_or(false)
}

fn holds(what: &str) -> Option<bool> {
    let what: OfPasskey = serde_json::from_str(what).ok()?;
    let algorithm = match what.algorithm {
        -7 => Algorithm::Es256,
        -8 => Algorithm::Ed25519,
        -257 => Algorithm::Rs256,
        _ => return None,
    };
    let key = Key::spki(algorithm, &from_base64(&what.key)?)?;
    let Some(signature) = what.signature else {
        return Some(true);
    };
    Some(key.has_signed(&from_base64(&what.data)?, &from_base64(&signature)?))
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Signer;
    use p256::ecdsa::{Signature, SigningKey};
    use ring::digest::{SHA256, digest};
    use serde_json::{Value, json};

    use super::*;
    use crate::settings::to_base64;

    const VECTORS: &str = include_str!("../../../tests/webauthn.json");

    fn vectors() -> Vec<Value> {
        let vectors: Vec<Value> = serde_json::from_str(VECTORS).expect("it is JSON");
        let counts = [-7, -8, -257].map(|algorithm| {
            let mut all = vectors.iter();
            all.any(|vector| vector["algorithm"] == algorithm)
        });
        assert!(counts[0], "there are vectors of ES256");
        vectors
    }

    /// What an authenticator signs: its data, and the hash of the client's.
    fn question(vector: &Value) -> Value {
        let bytes = |value: &Value| from_base64(value.as_str().expect("a text")).expect("base64");
        let authentication = &vector["authentication"];
        let mut data = bytes(&authentication["authenticatorData"]);
        data.extend(digest(&SHA256, &bytes(&authentication["clientDataJSON"])).as_ref());
        let signature = match &vector["raw"] {
            Value::Null => &authentication["signature"],
            raw => raw,
        };
        json!({
            "algorithm": vector["algorithm"],
            "key": vector["key"],
            "data": to_base64(&data),
            "signature": signature,
        })
    }

    #[test]
    fn passkeys_of_the_specification_have_signed() {
        let mut count = 0;
        for vector in vectors().iter().filter(|vector| vector["key"].is_string()) {
            let name = &vector["name"];
            let question = question(vector);
            assert!(verify_passkey(&question.to_string()), "{name}");
            count += 1;

            let mut other = question.clone();
            other["data"] = json!(to_base64(b"something else"));
            assert!(!verify_passkey(&other.to_string()), "{name}");

            let mut exists = question.clone();
            exists
                .as_object_mut()
                .expect("an object")
                .remove("signature");
            assert!(verify_passkey(&exists.to_string()), "{name}");

            for algorithm in [-7, -8, -257, -35, 0] {
                let mut other = exists.clone();
                other["algorithm"] = json!(algorithm);
                let is_same = vector["algorithm"] == algorithm;
                assert_eq!(verify_passkey(&other.to_string()), is_same, "{name}");
            }
        }
        assert!(count >= 3, "{count} vectors");
    }

    #[test]
    fn what_is_no_key_is_none() {
        for vector in vectors().iter().filter(|vector| vector["key"].is_string()) {
            let key = from_base64(vector["key"].as_str().expect("a text")).expect("base64");
            let asks = |key: &[u8]| {
                let question = json!({ "algorithm": vector["algorithm"], "key": to_base64(key) });
                verify_passkey(&question.to_string())
            };
            assert!(asks(&key));
            for length in 0..key.len() {
                assert!(
                    !asks(&key[..length]),
                    "{length} bytes of {}",
                    vector["name"]
                );
            }
            let longer = [&key[..], &[0]].concat();
            assert!(!asks(&longer));
        }
    }

    #[test]
    fn a_point_has_to_be_of_the_curve() {
        let key = SigningKey::from_slice(&[7; 32]).expect("a number below the order");
        let point = key.verifying_key().to_encoded_point(false);
        let mut point = point.as_bytes().to_vec();
        assert!(Key::es256(point.clone()).is_some());
        point[64] ^= 1;
        assert!(Key::es256(point.clone()).is_none());
        assert!(Key::es256(vec![4; 65]).is_none());
        assert!(Key::es256(vec![0]).is_none());
        assert!(Key::es256(Vec::new()).is_none());
        let compressed = key.verifying_key().to_encoded_point(true);
        assert!(Key::es256(compressed.as_bytes().to_vec()).is_none());
    }

    #[test]
    fn a_site_has_signed_its_jwt() {
        let key = SigningKey::from_slice(&[7; 32]).expect("a number below the order");
        let point = key.verifying_key().to_encoded_point(false);
        let point: [u8; 65] = point.as_bytes().try_into().expect("65 bytes");
        let signed = format!("{}.{}", to_base64(b"{}"), to_base64(br#"{"sub":"x"}"#));
        let signature: Signature = key.sign(signed.as_bytes());
        let jwt = format!("{signed}.{}", to_base64(&signature.to_bytes()));
        assert!(verify_host(&point, &jwt));
        for other in [
            format!("x{jwt}"),
            jwt[..jwt.len() - 2].to_owned(),
            signed.clone(),
            format!("{signed}."),
            String::new(),
            format!("{signed}.{}", to_base64(signature.to_der().as_bytes())),
        ] {
            assert!(!verify_host(&point, &other), "{other}");
        }
        assert!(!verify_host(&[4; 65], &jwt));
    }

    #[test]
    fn weak_keys_do_not_count() {
        let n = |bytes: usize| {
            let mut n = vec![0xff; bytes];
            n[0] = 0x80;
            n
        };
        let e = [1, 0, 1];
        assert!(Key::rs256(&n(256), &e).is_some());
        assert!(Key::rs256(&[&[0][..], &n(256)].concat(), &e).is_some());
        assert!(Key::rs256(&n(128), &e).is_none());
        assert!(Key::rs256(&n(255), &e).is_none());
        assert!(Key::rs256(&n(1_025), &e).is_none());
        assert!(Key::rs256(&n(256), &[1]).is_none());
        assert!(Key::rs256(&n(256), &[2]).is_none());
        assert!(Key::rs256(&n(256), &[]).is_none());
        assert!(Key::rs256(&[], &e).is_none());
    }
}
