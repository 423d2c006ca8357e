//! What sign-in by a provider needs of the world: requests to the provider, and whether a key has signed something.

use std::time::Duration;

use alcove::http::oidc::{Ask, Reply, What};
use bytes::Bytes;
use hyper::Method;
use hyper::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde::Deserialize;
use url::Url;

use super::crypto::{Key, from_base64};
use super::{configured, http};

/// Who signs in waits for it.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than any provider has to say.
const MOST_BYTES: usize = 256 * 1024;

/// Finds something out, but for what an object of accounts answers. Without an answer the status is 0, and the text
/// says why.
pub async fn find(ask: Ask) -> Reply {
    let found = match ask.what {
        What::Fetch => fetched(ask).await,
        What::Verify => verified(&ask).map_err(str::to_owned),
        What::Object => Err("objects are asked elsewhere".to_owned()),
    };
    let (status, text) = found.unwrap_or_else(|why| (0, why));
    Reply {
        status,
        text,
        ..Reply::default()
    }
}

/// Gets what is at an address, or posts a form to it.
async fn fetched(ask: Ask) -> Result<(u16, String), String> {
    let mut headers = vec![(ACCEPT, "application/json".to_owned())];
    let is_form = !ask.body.is_empty();
    if is_form {
        headers.push((CONTENT_TYPE, "application/x-www-form-urlencoded".to_owned()));
    }
    if !ask.with.is_empty() {
        headers.push((AUTHORIZATION, ask.with));
    }
    let asked = http::Asked {
        method: if is_form { Method::POST } else { Method::GET },
        address: Url::parse(&ask.of).map_err(|error| error.to_string())?,
        headers,
        body: Bytes::from(ask.body),
    };
    let got = http::ask(asked, configured().networks, PATIENCE, MOST_BYTES).await?;
    let text = String::from_utf8(got.body).map_err(|_| "no text".to_owned())?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok((got.status, text.to_owned()))
}

/// A key as JWK (RFC 7517), as far as it matters.
#[derive(Deserialize)]
struct Jwk {
    kty: String,
    #[serde(default)]
    crv: String,
    #[serde(default)]
    x: String,
    #[serde(default)]
    y: String,
    #[serde(default)]
    n: String,
    #[serde(default)]
    e: String,
}

/// Whether a key has signed a token.
fn verified(ask: &Ask) -> Result<(u16, String), &'static str> {
    let jwk: Jwk = serde_json::from_str(&ask.body).map_err(|_| "no key")?;
    let key = key(&ask.of, &jwk).ok_or("no key of this algorithm")?;
    let status = if key.has_signed_jwt(&ask.with) {
        200
    } else {
        400
    };
    Ok((status, String::new()))
}

fn key(algorithm: &str, jwk: &Jwk) -> Option<Key> {
    match (algorithm, jwk.kty.as_str(), jwk.crv.as_str()) {
        ("RS256", "RSA", _) => Key::rs256(&from_base64(&jwk.n)?, &from_base64(&jwk.e)?),
        ("ES256", "EC", "P-256") => {
            let [x, y] = [from_base64(&jwk.x)?, from_base64(&jwk.y)?];
            let is_whole = x.len() == 32 && y.len() == 32;
            is_whole.then(|| Key::es256([&[4], &x[..], &y[..]].concat()))?
        }
        ("EdDSA", "OKP", "Ed25519") => Key::ed25519(from_base64(&jwk.x)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Signer;
    use p256::ecdsa::{Signature, SigningKey};
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair};
    use serde_json::json;

    use super::*;
    use crate::settings::to_base64;

    fn verify(algorithm: &str, jwk: &serde_json::Value, token: &str) -> u16 {
        let ask = Ask {
            what: What::Verify,
            of: algorithm.to_owned(),
            body: jwk.to_string(),
            with: token.to_owned(),
        };
        verified(&ask).map_or(0, |(status, _)| status)
    }

    const SIGNED: &str = "eyJhbGciOiJ4In0.eyJzdWIiOiJ4In0";

    #[test]
    fn es256() {
        let key = SigningKey::from_slice(&[9; 32]).expect("a number below the order");
        let point = key.verifying_key().to_encoded_point(false);
        let [x, y] = [point.x(), point.y()].map(|part| to_base64(part.expect("it has one")));
        let jwk = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y, "use": "sig" });
        let signature: Signature = key.sign(SIGNED.as_bytes());
        let token = format!("{SIGNED}.{}", to_base64(&signature.to_bytes()));
        assert_eq!(verify("ES256", &jwk, &token), 200);
        assert_eq!(verify("ES256", &jwk, &format!("e{token}")), 400);
        assert_eq!(verify("RS256", &jwk, &token), 0);
        let short = json!({ "kty": "EC", "crv": "P-256", "x": x, "y": "AA" });
        assert_eq!(verify("ES256", &short, &token), 0);
        assert_eq!(verify("none", &jwk, SIGNED), 0);
    }

    #[test]
    fn eddsa() {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("randomness");
        let key = Ed25519KeyPair::from_pkcs8(document.as_ref()).expect("it is one");
        let x = to_base64(key.public_key().as_ref());
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "x": x });
        let signature = key.sign(SIGNED.as_bytes());
        let token = format!("{SIGNED}.{}", to_base64(signature.as_ref()));
        assert_eq!(verify("EdDSA", &jwk, &token), 200);
        assert_eq!(verify("EdDSA", &jwk, &format!("e{token}")), 400);
        assert_eq!(verify("ES256", &jwk, &token), 0);
    }

    /// The example of RFC 7515, appendix A.2.
    #[test]
    fn rs256() {
        let n = "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ";
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
        let jwk = json!({ "kty": "RSA", "n": n, "e": "AQAB" });
        assert_eq!(verify("RS256", &jwk, token), 200);
        assert_eq!(
            verify("RS256", &jwk, &token.replace("eyJpc3Mi", "eyJpc3Ni")),
            400
        );
        assert_eq!(verify("ES256", &jwk, token), 0);
    }
}
