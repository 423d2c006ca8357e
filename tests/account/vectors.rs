//! The test vectors of the standard (WebAuthn Level 3, section 16). That the signatures hold is tested with the
//! same vectors by tests/e2e/vectors.test.mjs.

use alcove::account::webauthn::{Algorithm, Fault, Site, made, signature, used};
use alcove::wire::Json;
use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const SITE: Site<'static> = Site {
    origin: "https://example.org",
    rp: "example.org",
};

fn vectors() -> Vec<Value> {
    serde_json::from_str(include_str!("../webauthn.json")).expect("vectors")
}

fn bytes(value: &Value) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD
        .decode(value.as_str().expect("text"))
        .expect("base64url")
}

/// As a browser would send it.
fn registration(vector: &Value) -> Value {
    json!({
        "id": vector["credential"], "rawId": vector["credential"], "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": vector["registration"]["clientDataJSON"],
            "authenticatorData": vector["registration"]["authenticatorData"],
            "publicKey": vector.get("key").cloned().unwrap_or(json!("AA")),
            "transports": [],
        },
    })
}

fn authentication(vector: &Value) -> Value {
    json!({
        "id": vector["credential"], "rawId": vector["credential"], "type": "public-key",
        "clientExtensionResults": {},
        "response": {
            "clientDataJSON": vector["authentication"]["clientDataJSON"],
            "authenticatorData": vector["authentication"]["authenticatorData"],
            "signature": vector["authentication"]["signature"],
            "userHandle": "AAAA",
        },
    })
}

#[test]
fn each_is_read_as_the_standard_has_it() {
    let mut read = 0;
    for vector in vectors() {
        let name = vector["name"].as_str().expect("a name");
        let (one, other) = (
            registration(&vector).to_string(),
            authentication(&vector).to_string(),
        );
        let one = made(&Json::parse(&one).expect("JSON"), SITE);
        let other = used(&Json::parse(&other).expect("JSON"), SITE);
        match vector["refused"].as_str() {
            // A page in a frame of another site.
            Some("framed") => {
                assert_eq!(one, Err(Fault::Invalid), "{name}");
                assert_eq!(other, Err(Fault::Invalid), "{name}");
                continue;
            }
            // No algorithm of ours.
            Some(_) => {
                assert_eq!(one, Err(Fault::Invalid), "{name}");
                continue;
            }
            None => {}
        }
        let (one, other) = (one.expect(name), other.expect(name));
        assert_eq!(
            one.challenge,
            bytes(&vector["registration"]["challenge"]),
            "{name}"
        );
        assert_eq!(
            Value::from(one.algorithm.number()),
            vector["algorithm"],
            "{name}"
        );
        assert_eq!(one.key, bytes(&vector["key"]), "{name}");
        assert_eq!(json!(one.id), vector["credential"], "{name}");
        assert_eq!(
            other.challenge,
            bytes(&vector["authentication"]["challenge"]),
            "{name}"
        );
        let raw = signature(one.algorithm, &other.signature);
        assert_eq!(raw, Some(bytes(&vector["raw"])), "{name}");
        read += 1;
    }
    assert_eq!(read, 10);
}

#[test]
fn whatever_is_changed_is_refused_or_still_the_same_passkey() {
    // Each byte of what the authenticator says, and of what the browser says.
    for vector in vectors()
        .iter()
        .filter(|vector| vector["refused"].is_null())
        .take(3)
    {
        let good = registration(vector);
        let key = bytes(&vector["key"]);
        let said = bytes(&good["response"]["authenticatorData"]);
        for place in 0..said.len() {
            for bit in [1, 0x40, 0x80] {
                let mut forged = said.clone();
                forged[place] ^= bit;
                let mut json = good.clone();
                json["response"]["authenticatorData"] =
                    BASE64_URL_SAFE_NO_PAD.encode(&forged).into();
                let text = json.to_string();
                if let Ok(made) = made(&Json::parse(&text).expect("JSON"), SITE) {
                    // Flags that say little, the counter, and whose make it is.
                    assert!((32..53).contains(&place), "{place}");
                    assert_eq!(made.key, key);
                }
            }
            let mut json = good.clone();
            json["response"]["authenticatorData"] =
                BASE64_URL_SAFE_NO_PAD.encode(&said[..place]).into();
            let text = json.to_string();
            assert!(
                made(&Json::parse(&text).expect("JSON"), SITE).is_err(),
                "{place}"
            );
        }
    }
}

#[test]
fn other_sites_and_other_forms_are_refused() {
    let vector = &vectors()[0];
    let good = registration(vector);
    let judge = |json: &Value, site| {
        let text = json.to_string();
        made(&Json::parse(&text).expect("JSON"), site).map(drop)
    };
    assert_eq!(judge(&good, SITE), Ok(()));
    for (origin, rp) in [
        ("https://example.org", "example.com"),
        ("https://example.org:8443", "example.org"),
        ("http://example.org", "example.org"),
        ("https://www.example.org", "example.org"),
        ("https://example.org/", "example.org"),
    ] {
        assert_eq!(
            judge(&good, Site { origin, rp }),
            Err(Fault::Invalid),
            "{origin}"
        );
    }
    for (pointer, value, fault) in [
        ("/type", json!("password"), Fault::Form),
        ("/rawId", json!("AAAA"), Fault::Form),
        ("/id", json!(""), Fault::Form),
        ("/id", json!("a+b="), Fault::Form),
        ("/response/publicKey", json!("AAAA"), Fault::Invalid),
        ("/response/publicKey", Value::Null, Fault::Form),
        ("/response/authenticatorData", json!(7), Fault::Form),
        ("/response/clientDataJSON", json!("AAAA"), Fault::Form),
        ("/response", json!([]), Fault::Form),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect("a field") = value;
        assert_eq!(judge(&bad, SITE), Err(fault), "{pointer}");
    }
    // What was made for one is not what is used, and the other way round.
    let mut mixed = authentication(vector);
    mixed["response"]["clientDataJSON"] = vector["registration"]["clientDataJSON"].clone();
    let text = mixed.to_string();
    let judged = used(&Json::parse(&text).expect("JSON"), SITE);
    assert_eq!(judged, Err(Fault::Invalid));
}

#[test]
fn a_signature_has_one_form() {
    let (r, s) = ([0x11; 32], [0xEE; 32]);
    let number = |digits: &[u8]| [&[2, digits.len() as u8], digits].concat();
    let sequence = |parts: &[Vec<u8>]| {
        let content = parts.concat();
        [&[0x30, content.len() as u8], &content[..]].concat()
    };
    let positive = |digits: &[u8]| number(&[&[0], digits].concat());
    let raw = |bytes: &[u8]| signature(Algorithm::Es256, bytes);
    // In the upper half of the curve, too.
    let good = sequence(&[number(&r), positive(&s)]);
    assert_eq!(raw(&good), Some([r, s].concat()));
    let short = sequence(&[number(&[1]), number(&[0x7F, 2])]);
    let halves = raw(&short).expect("short numbers");
    assert_eq!((halves[31], &halves[62..]), (1, &[0x7F, 2][..]));
    let mut with_tail = good.clone();
    with_tail.push(0);
    for bad in [
        Vec::new(),
        with_tail,
        good[..good.len() - 1].to_vec(),
        [r, s].concat(),
        // Negative, zero, empty, padded, too long, three of them, one of them.
        sequence(&[number(&r), number(&s)]),
        sequence(&[number(&r), number(&[0])]),
        sequence(&[number(&r), number(&[])]),
        sequence(&[positive(&r), positive(&s)]),
        sequence(&[number(&[[1].as_slice(), &r].concat()), positive(&s)]),
        sequence(&[number(&r), number(&r), number(&r)]),
        sequence(&[number(&r)]),
        // The length in a form that takes more bytes than it needs.
        [&[0x30, 0x81, 68], &good[2..]].concat(),
    ] {
        assert_eq!(raw(&bad), None, "{bad:02x?}");
    }
}
