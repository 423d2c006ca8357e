//! Says to a room who your user is: signs a JWT that lasts five minutes. It runs on your server alone.
//!
//! ```sh
//! HOST_SECRET=… cargo run --example host-users -- https://your-site.example kiln-and-clay user-17 "Marta B." [role]
//! ```
//!
//! HOST_SECRET is the `k` of the key in Alcove's HOST_KEYS: base64url, at least 32 bytes. It needs the crates
//! `base64`, `hmac`, `sha2` and `serde_json`.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// A JWT by a secret that both sides know.
fn sign(secret: &str, claims: &Value) -> Result<String, Box<dyn Error>> {
    let header = json!({"alg": "HS256", "typ": "JWT"});
    let encode = |part: &Value| BASE64.encode(part.to_string());
    let signed = format!("{}.{}", encode(&header), encode(claims));
    let mut mac = Hmac::<Sha256>::new_from_slice(&BASE64.decode(secret)?)?;
    mac.update(signed.as_bytes());
    let mac = BASE64.encode(mac.finalize().into_bytes());
    Ok(format!("{signed}.{mac}"))
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [site, room, user, name, role @ ..] = args.as_slice() else {
        return Err("site, room, user, name and perhaps a role".into());
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    // What a room is told: who it is, what they are called there, and in which room that holds.
    let mut claims =
        json!({"iss": site, "room": room, "sub": user, "name": name, "exp": now + 300});
    if let [role] = role {
        claims["role"] = json!(role);
    }
    println!("{}", sign(&std::env::var("HOST_SECRET")?, &claims)?);
    Ok(())
}
