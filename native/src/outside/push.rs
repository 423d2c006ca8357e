//! Gives messages to push services: encrypted for one browser (RFC 8291), signed by this server (RFC 8292).

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use hyper::Method;
use hyper::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_TYPE, HeaderName};
use ring::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::agreement::{self, ECDH_P256, EphemeralPrivateKey};
use ring::hkdf::{self, HKDF_SHA256, KeyType, Salt};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair};
use serde::Deserialize;
use serde_json::json;
use url::Url;

use super::crypto::from_base64;
use super::{Configured, configured, http};
use crate::settings::to_base64;
use crate::system::random;

/// How long a push service has to answer.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long it may keep a message for a browser that is not there, in seconds.
const KEPT: &str = "86400";
/// A signature holds for 24 hours at most; one is used for half of that, so that no clock matters.
const SIGNED: Duration = Duration::from_hours(12);
const CACHED: Duration = Duration::from_hours(6);
/// Push services of which the signatures are kept.
const MOST_CACHED: usize = 50;
/// What is on its way in one record (RFC 8188): more than any message has.
const RECORD_SIZE: u32 = 4_096;

/// Nothing was answered.
const NOTHING: u16 = 0;
/// What is answered for keys that are none.
const GONE: u16 = 410;

/// What is to be given to whom.
#[derive(Deserialize)]
struct Push {
    endpoint: String,
    p256dh: String,
    auth: String,
    /// At which of our addresses the browser was.
    site: String,
    payload: String,
    topic: String,
    is_urgent: bool,
}

/// Gives one message to a push service. Never fails: what goes wrong is a status, 0 if nothing was answered, 410 for
/// keys that are none. And how long the service wants to have its peace, if it said so.
pub async fn send(what: String) -> (u16, Option<Duration>) {
    let Ok(push) = serde_json::from_str::<Push>(&what) else {
        return (NOTHING, None);
    };
    let keys = from_base64(&push.p256dh).zip(from_base64(&push.auth));
    let body = keys.and_then(|(key, auth)| encrypt(push.payload.as_bytes(), &key, &auth));
    let Some(body) = body else {
        return (GONE, None);
    };
    let configured = configured();
    let Some(asked) = request(&push, body, &configured) else {
        return (NOTHING, None);
    };
    // What it says besides is nobody's business.
    match http::ask(asked, configured.networks, PATIENCE, 0).await {
        Ok(got) => {
            let wait = got
                .retry_after
                .and_then(|value| retry_after(&value, SystemTime::now()));
            (got.status, wait)
        }
        Err(_) => (NOTHING, None),
    }
}

fn request(push: &Push, body: Vec<u8>, configured: &Configured) -> Option<http::Asked> {
    let address = Url::parse(&push.endpoint).ok()?;
    let contact = configured.contact.as_deref().unwrap_or(&push.site);
    let vapid = configured.vapid_key.as_deref()?;
    let signature = signature(&address, contact, vapid, SystemTime::now())?;
    let urgency = if push.is_urgent { "high" } else { "normal" };
    Some(http::Asked {
        method: Method::POST,
        headers: vec![
            (AUTHORIZATION, signature),
            (CONTENT_ENCODING, "aes128gcm".to_owned()),
            (CONTENT_TYPE, "application/octet-stream".to_owned()),
            (HeaderName::from_static("ttl"), KEPT.to_owned()),
            (HeaderName::from_static("topic"), push.topic.clone()),
            (HeaderName::from_static("urgency"), urgency.to_owned()),
        ],
        address,
        body: Bytes::from(body),
    })
}

/// How long to wait by a `Retry-After`: seconds, or a date.
fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    if (1..=9).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return value.parse().ok().map(Duration::from_secs);
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

/// Encrypts for a browser (RFC 8291, aes128gcm); none if its key is none.
fn encrypt(plain: &[u8], theirs: &[u8], auth: &[u8]) -> Option<Vec<u8>> {
    let system = SystemRandom::new();
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, &system).ok()?;
    let point = ours.compute_public_key().ok()?;
    let point = point.as_ref();
    let salt = random::<16>();
    let browser = agreement::UnparsedPublicKey::new(&ECDH_P256, theirs);
    let secret = agreement::agree_ephemeral(ours, &browser, |shared| {
        derive::<32>(auth, shared, &[b"WebPush: info\0", theirs, point])
    });
    let secret = secret.ok()?;
    let key = derive::<16>(&salt, &secret, &[b"Content-Encoding: aes128gcm\0"]);
    let nonce = derive::<12>(&salt, &secret, &[b"Content-Encoding: nonce\0"]);
    let aes = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).ok()?);
    // The last record ends with a 2.
    let mut sealed = [plain, &[2]].concat();
    let nonce = Nonce::assume_unique_for_key(nonce);
    aes.seal_in_place_append_tag(nonce, Aad::empty(), &mut sealed)
        .ok()?;
    let length = u8::try_from(point.len()).ok()?;
    Some(
        [
            &salt[..],
            &RECORD_SIZE.to_be_bytes(),
            &[length],
            point,
            &sealed,
        ]
        .concat(),
    )
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn derive<const N: usize>(salt: &[u8], secret: &[u8], info: &[&[u8]]) -> [u8; N] {
    let key: hkdf::Prk = Salt::new(HKDF_SHA256, salt).extract(secret);
    let mut bytes = [0; N];
    // It cannot fail: there are far fewer bytes than HKDF can give.
    key.expand(info, Length(N))
        .and_then(|key| key.fill(&mut bytes))
        .expect("HKDF gives so many bytes");
    bytes
}

/// What a push service is shown, and until when.
type Signatures = HashMap<String, (String, SystemTime)>;

static SIGNATURES: LazyLock<Mutex<Signatures>> = LazyLock::new(Mutex::default);

/// What tells a push service who we are (RFC 8292). `vapid` is the point of our key, a dot, and its private number.
fn signature(endpoint: &Url, contact: &str, vapid: &str, now: SystemTime) -> Option<String> {
    let origin = endpoint.origin().ascii_serialization();
    let name = format!("{origin} {contact} {vapid}");
    let signatures = || SIGNATURES.lock().unwrap_or_else(PoisonError::into_inner);
    let known = signatures().get(&name).cloned();
    if let Some((value, until)) = known
        && until > now
    {
        return Some(value);
    }
    let (point, number) = vapid.trim().split_once('.')?;
    let random = SystemRandom::new();
    let key = EcdsaKeyPair::from_private_key_and_public_key(
        &ECDSA_P256_SHA256_FIXED_SIGNING,
        &from_base64(number)?,
        &from_base64(point)?,
        &random,
    );
    let key = key.ok()?;
    let over = (now + SIGNED).duration_since(SystemTime::UNIX_EPOCH).ok()?;
    let part = |value: serde_json::Value| to_base64(value.to_string().as_bytes());
    let head = part(json!({ "typ": "JWT", "alg": "ES256" }));
    let claims = part(json!({ "aud": origin, "exp": over.as_secs(), "sub": contact }));
    let signed = format!("{head}.{claims}");
    let made = key.sign(&random, signed.as_bytes()).ok()?;
    let value = format!("vapid t={signed}.{}, k={point}", to_base64(made.as_ref()));
    let mut signatures = signatures();
    if signatures.len() >= MOST_CACHED {
        signatures.clear();
    }
    signatures.insert(name, (value.clone(), now + CACHED));
    Some(value)
}

#[cfg(test)]
mod tests {
    use p256::PublicKey;
    use p256::ecdh::diffie_hellman;
    use p256::ecdsa::signature::Verifier;
    use p256::ecdsa::{Signature, VerifyingKey};
    use p256::elliptic_curve::sec1::ToEncodedPoint;

    use super::*;

    /// The browser of RFC 8291's example.
    const BROWSER: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
    const BROWSER_POINT: &str =
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    const BROWSER_AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";

    fn bytes(text: &str) -> Vec<u8> {
        from_base64(text).expect("it is base64url")
    }

    /// As the browser does it.
    fn decrypt(body: &[u8]) -> Vec<u8> {
        let (salt, rest) = body.split_at(16);
        let (size, rest) = rest.split_at(4);
        assert_eq!(size, RECORD_SIZE.to_be_bytes());
        assert_eq!(rest[0], 65);
        let (point, sealed) = rest[1..].split_at(65);
        let number = p256::SecretKey::from_slice(&bytes(BROWSER)).expect("a number");
        let theirs = PublicKey::from_sec1_bytes(point).expect("a point");
        let shared = diffie_hellman(number.to_nonzero_scalar(), theirs.as_affine());
        let ours = number.public_key().to_encoded_point(false);
        assert_eq!(ours.as_bytes(), bytes(BROWSER_POINT));
        let info = [b"WebPush: info\0", ours.as_bytes(), point];
        let auth = bytes(BROWSER_AUTH);
        let secret = derive::<32>(&auth, shared.raw_secret_bytes(), &info);
        let key = derive::<16>(salt, &secret, &[b"Content-Encoding: aes128gcm\0"]);
        let nonce = derive::<12>(salt, &secret, &[b"Content-Encoding: nonce\0"]);
        let aes = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).expect("a key"));
        let mut plain = sealed.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let opened = aes.open_in_place(nonce, Aad::empty(), &mut plain);
        opened.expect("it is for this browser").to_vec()
    }

    /// RFC 8291, section 5.
    #[test]
    fn the_example_of_the_rfc_is_read() {
        let body = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";
        let plain = decrypt(&bytes(body));
        assert_eq!(plain, b"When I grow up, I want to be a watermelon\x02");
    }

    #[test]
    fn a_browser_reads_what_is_for_it() {
        let [point, auth] = [BROWSER_POINT, BROWSER_AUTH].map(bytes);
        for plain in [&b""[..], b"tea?", &[7; 3_000]] {
            let one = encrypt(plain, &point, &auth).expect("the key is one");
            assert_eq!(decrypt(&one), [plain, &[2]].concat());
            let other = encrypt(plain, &point, &auth).expect("the key is one");
            assert_ne!(one, other, "each has a key of its own");
        }
        assert_eq!(encrypt(b"", &point[..64], &auth), None);
        assert_eq!(encrypt(b"", &[4; 65], &auth), None);
    }

    fn vapid() -> (String, VerifyingKey) {
        let key = p256::SecretKey::from_slice(&[5; 32]).expect("a number");
        let point = key.public_key().to_encoded_point(false);
        let text = format!(
            "{}.{}",
            to_base64(point.as_bytes()),
            to_base64(&key.to_bytes())
        );
        (text, VerifyingKey::from(key.public_key()))
    }

    #[test]
    fn a_push_service_learns_who_we_are() {
        let (vapid, key) = vapid();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let endpoint = Url::parse("https://Push.example:443/a/b?c").expect("an address");
        let shown = signature(&endpoint, "mailto:o@example.org", &vapid, now).expect("our key");
        let (jwt, point) = shown
            .strip_prefix("vapid t=")
            .and_then(|rest| rest.split_once(", k="))
            .expect("of its form");
        assert_eq!(point, vapid.split_once('.').expect("a dot").0);
        let (signed, signature) = jwt.rsplit_once('.').expect("it is signed");
        let signature = Signature::from_slice(&bytes(signature)).expect("64 bytes");
        key.verify(signed.as_bytes(), &signature)
            .expect("by our key");
        let (head, claims) = signed.split_once('.').expect("two parts");
        let json = |part| serde_json::from_slice::<serde_json::Value>(&bytes(part)).expect("JSON");
        assert_eq!(json(head), json!({ "typ": "JWT", "alg": "ES256" }));
        let expected = json!({
            "aud": "https://push.example",
            "exp": 1_000_000 + 12 * 3_600,
            "sub": "mailto:o@example.org",
        });
        assert_eq!(json(claims), expected);
    }

    #[test]
    fn a_signature_is_used_for_half_its_time() {
        let (vapid, _) = vapid();
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(2_000_000);
        let endpoint = Url::parse("https://half.example/").expect("an address");
        let at = |now| super::signature(&endpoint, "https://us.example", &vapid, now);
        let first = at(now).expect("our key");
        assert_eq!(
            at(now + CACHED - Duration::from_secs(1)),
            Some(first.clone())
        );
        assert_ne!(at(now + CACHED), Some(first));
        for number in 0..1_000 {
            let endpoint = Url::parse(&format!("https://s{number}.example/")).expect("one");
            signature(&endpoint, "https://us.example", &vapid, now).expect("our key");
        }
        let kept = SIGNATURES
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len();
        assert!(kept <= MOST_CACHED, "{kept}");
    }

    #[test]
    fn a_service_says_when_to_come_again() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777 - 30);
        for (value, wait) in [
            ("0", Some(0)),
            ("120", Some(120)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(30)),
            ("Tue, 06 Nov 1990 08:49:37 GMT", Some(0)),
            ("1234567890", None),
            ("-1", None),
            ("", None),
            ("soon", None),
            ("1.5", None),
        ] {
            assert_eq!(
                retry_after(value, now),
                wait.map(Duration::from_secs),
                "{value}"
            );
        }
    }

    #[test]
    fn keys_that_are_none_are_gone() {
        let push = |p256dh: &str, auth: &str| {
            let what = json!({
                "endpoint": "https://127.0.0.1/", "p256dh": p256dh, "auth": auth, "site": "https://us.example",
                "payload": "x", "topic": "t", "is_urgent": true,
            });
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime").block_on(send(what.to_string()))
        };
        assert_eq!(push("AAAA", BROWSER_AUTH), (GONE, None));
        assert_eq!(push("!", BROWSER_AUTH), (GONE, None));
        assert_eq!(push(BROWSER_POINT, BROWSER_AUTH), (NOTHING, None));
    }
}
