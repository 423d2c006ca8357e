//! Valid frames, damaged in their structure or in their bytes.

use serde_json::{Value, json};

/// Values that are at home in no field.
fn odd_value(rng: &mut fastrand::Rng) -> Value {
    match rng.u8(..16) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!(-1),
        3 => json!(1e308),
        4 => json!(9_007_199_254_740_993_u64),
        5 => json!(0.5),
        6 => json!(""),
        7 => json!("\u{0}\u{7f}"),
        8 => json!("\u{202e}\u{2066}"),
        9 => json!("x".repeat(rng.usize(..20_000))),
        10 => json!([1, [2, [3]]]),
        11 => json!({"type": "say"}),
        12 => json!("e\u{301}".repeat(rng.usize(..50))),
        13 => json!({"title": [], "__proto__": 1}),
        14 => json!("0000000000000001"),
        _ => json!(i64::MIN),
    }
}

/// A valid frame that something happened to, in its structure or in its bytes.
pub fn mutated(rng: &mut fastrand::Rng, frame: &str) -> String {
    if rng.bool() {
        let mut json: Value = serde_json::from_str(frame).expect("valid");
        let fields = json.as_object_mut().expect("an object");
        let keys: Vec<String> = fields.keys().cloned().collect();
        for _ in 0..rng.usize(1..3) {
            let key = rng.choice(&keys).expect("not empty").clone();
            match rng.u8(..4) {
                0 => {
                    fields.remove(&key);
                }
                1 => {
                    let other = rng.choice(&keys).expect("not empty").clone();
                    let value = odd_value(rng);
                    fields.insert(other, value);
                }
                _ => {
                    let value = odd_value(rng);
                    fields.insert(key, value);
                }
            }
        }
        return json.to_string();
    }
    let mut bytes = frame.as_bytes().to_vec();
    for _ in 0..rng.usize(1..6) {
        let at = rng.usize(..bytes.len());
        match rng.u8(..4) {
            0 => bytes[at] = rng.u8(..),
            1 => bytes.insert(at, rng.u8(..)),
            2 => bytes.truncate(at.max(1)),
            _ => bytes.extend_from_within(at..),
        }
    }
    // The runtime hands on only what is valid UTF-8.
    String::from_utf8_lossy(&bytes).into_owned()
}
