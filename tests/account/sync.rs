//! What devices have in common: two that change at once, and the bounds.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Browser, Desk, body, code, days};

fn syncs(desk: &mut Desk, browser: &mut Browser, ask: &Value) -> Value {
    let reply = desk.asks(browser, "sync", &json!({}), &ask.to_string());
    assert_eq!(reply.status, 200, "{}", reply.body);
    body(&reply)
}

/// A device as its page keeps it.
#[derive(Default)]
struct Device {
    browser: Browser,
    since: u64,
    known: BTreeMap<String, Value>,
    /// What it has changed and not sent, or not heard back of.
    dirty: BTreeMap<String, Value>,
}

impl Device {
    /// Sends what it has changed, and takes what it gets; a lost answer changes nothing here.
    fn syncs(&mut self, desk: &mut Desk, is_lost: bool) {
        loop {
            let changes: Vec<Value> = self
                .dirty
                .iter()
                .map(|(field, value)| json!({"field": field, "value": value}))
                .collect();
            let answer = syncs(
                desk,
                &mut self.browser,
                &json!({"since": self.since, "changes": changes}),
            );
            if is_lost {
                return;
            }
            self.dirty.clear();
            if answer["full"] == true {
                self.known.clear();
            }
            let mut last = self
                .since
                .min(answer["version"].as_u64().expect("a number"));
            for field in answer["fields"].as_array().expect("a list") {
                let version = field["version"].as_u64().expect("a number");
                assert!(answer["full"] == true || version > last, "in order");
                last = version;
                let name = field["field"].as_str().expect("a name").to_owned();
                match &field["value"] {
                    Value::Null => drop(self.known.remove(&name)),
                    value => drop(self.known.insert(name, value.clone())),
                }
            }
            self.since = answer["version"].as_u64().expect("a number");
            if answer["more"] == false {
                return;
            }
        }
    }
}

#[test]
fn two_devices_that_change_at_once_end_up_with_the_same_and_lose_nothing() {
    for seed in 0..60 {
        let mut random = fastrand::Rng::with_seed(seed);
        let (mut desk, ana) = Desk::of_ana();
        let mut devices = [Device::default(), Device::default(), Device::default()];
        devices[0].browser = ana;
        for device in &mut devices[1..] {
            assert_eq!(desk.signs_in(&mut device.browser, "p1").status, 200);
        }
        // What each field was last set to, in the order in which that came to the object.
        let mut truth: BTreeMap<String, Value> =
            BTreeMap::from([("profile/name".into(), json!("Ana"))]);
        for step in 0..200 {
            let device = &mut devices[random.usize(..3)];
            for _ in 0..random.usize(..4) {
                let field = format!("room/{}/read", random.u8(..12));
                let value = if random.u8(..4) == 0 {
                    Value::Null
                } else {
                    json!(step)
                };
                device.known.insert(field.clone(), value.clone());
                device.dirty.insert(field, value);
            }
            if random.bool() {
                truth.extend(device.dirty.clone());
                device.syncs(&mut desk, random.u8(..5) == 0);
            }
            match random.u8(..20) {
                0 => desk.sleeps(),
                1 => desk.passes(days(random.u64(..20))),
                _ => {}
            }
            // A device that did not come for long signs in anew, and keeps what it had.
            for device in &mut devices {
                if desk.asks(&mut device.browser, "see", &json!({}), "").status == 401 {
                    assert_eq!(desk.signs_in(&mut device.browser, "p1").status, 200);
                }
            }
        }
        for device in &mut devices {
            truth.extend(device.dirty.clone());
            device.syncs(&mut desk, false);
        }
        truth.retain(|_, value| !value.is_null());
        for device in &mut devices {
            device.syncs(&mut desk, false);
            device.known.retain(|_, value| !value.is_null());
            assert_eq!(device.known, truth, "seed {seed}");
        }
        let (fields, bytes) = (
            desk.number("SELECT count(*) FROM field"),
            desk.number("SELECT sum(length(name) + octet_length(value)) FROM field"),
        );
        let kept = format!("% {fields} {bytes} %");
        let sql = alcove::log::Param::Text(&kept);
        let rows = alcove::log::Sql::query(
            &desk.sql,
            "SELECT 1 FROM fact WHERE key = 'common' AND value LIKE ?",
            &[sql],
        );
        assert_eq!(rows.expect("a query").len(), 1, "seed {seed}: {kept}");
    }
}

#[test]
fn a_new_device_gets_all_of_it_in_pages() {
    let (mut desk, mut ana) = Desk::of_ana();
    for round in 0..3 {
        let changes: Vec<Value> = (0..500)
            .map(|i| json!({"field": format!("setting/{round}/{i}"), "value": {"n": i}}))
            .collect();
        syncs(
            &mut desk,
            &mut ana,
            &json!({"since": u64::MAX >> 12, "changes": changes}),
        );
    }
    let removed = json!([{"field": "setting/0/0", "value": null}]);
    syncs(
        &mut desk,
        &mut ana,
        &json!({"since": 0, "changes": removed}),
    );
    let mut device = Device {
        browser: ana,
        ..Device::default()
    };
    device.syncs(&mut desk, false);
    // With the name of the account.
    assert_eq!(device.known.len(), 1_500);
}

#[test]
fn what_is_as_it_was_is_no_change() {
    let (mut desk, mut ana) = Desk::of_ana();
    let same = json!({"since": 1, "changes": [{"field": "a", "value": 1}, {"field": "gone", "value": null}]});
    let first = syncs(&mut desk, &mut ana, &same);
    assert_eq!(first["version"], 2);
    let again = syncs(&mut desk, &mut ana, &same);
    assert_eq!(again["version"], 2);
    assert_eq!(again["fields"], first["fields"]);
}

#[test]
fn who_was_away_for_longer_than_removals_are_remembered_gets_all() {
    let (mut desk, mut ana) = Desk::of_ana();
    let mut other = Device::default();
    desk.signs_in(&mut other.browser, "p1");
    syncs(
        &mut desk,
        &mut ana,
        &json!({"changes": [{"field": "a", "value": 1}, {"field": "b", "value": 2}]}),
    );
    other.syncs(&mut desk, false);
    syncs(
        &mut desk,
        &mut ana,
        &json!({"changes": [{"field": "a", "value": null}]}),
    );
    syncs(
        &mut desk,
        &mut ana,
        &json!({"changes": [{"field": "c", "value": 3}]}),
    );
    for _ in 0..5 {
        desk.passes(days(20));
        syncs(&mut desk, &mut ana, &json!({}));
    }
    assert_eq!(desk.number("SELECT count(*) FROM field"), 3);
    desk.signs_in(&mut other.browser, "p1");
    let answer = syncs(
        &mut desk,
        &mut other.browser,
        &json!({"since": other.since}),
    );
    assert_eq!(answer["full"], true);
    other.syncs(&mut desk, false);
    assert_eq!(
        other.known.keys().collect::<Vec<_>>(),
        ["b", "c", "profile/name"]
    );
}

#[test]
fn there_is_an_end_to_what_is_kept_and_too_much_changes_nothing() {
    let (mut desk, mut ana) = Desk::of_ana();
    let value = "v".repeat(8_000);
    let mut sent = 0;
    let refused = loop {
        let changes: Vec<Value> = (0..30)
            .map(|i| json!({"field": format!("f{sent}/{i}"), "value": value}))
            .collect();
        let reply = desk.asks(
            &mut ana,
            "sync",
            &json!({}),
            &json!({"changes": changes}).to_string(),
        );
        if reply.status != 200 {
            break reply;
        }
        sent += 1;
    };
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (413, "too_large")
    );
    // Four megabytes.
    assert_eq!(sent, 17);
    assert_eq!(desk.number("SELECT count(*) FROM field"), 17 * 30 + 1);
    // What makes room is taken.
    let free: Vec<Value> = (0..30)
        .map(|i| json!({"field": format!("f0/{i}"), "value": null}))
        .collect();
    syncs(
        &mut desk,
        &mut ana,
        &json!({"since": 1_000_000, "changes": free}),
    );
    let bad = r#"{"changes":[{"field":"a","value":1},{"field":"b"}]}"#;
    let reply = desk.asks(&mut ana, "sync", &json!({}), bad);
    assert_eq!((reply.status, code(&reply).as_str()), (400, "bad_request"));
    assert_eq!(
        desk.number("SELECT count(*) FROM field WHERE name = 'a'"),
        0
    );
}

#[test]
fn all_of_it_is_exported() {
    let (mut desk, mut ana) = Desk::of_ana();
    desk.asks(
        &mut ana,
        "enter",
        &json!({"room": "tea", "tag": "secret tag"}),
        "",
    );
    syncs(
        &mut desk,
        &mut ana,
        &json!({"changes": [{"field": "a", "value": [1]}, {"field": "b", "value": 2}]}),
    );
    syncs(
        &mut desk,
        &mut ana,
        &json!({"changes": [{"field": "b", "value": null}]}),
    );
    let export = desk.asks(&mut ana, "export", &json!({}), "");
    let file = body(&export);
    assert_eq!(file["account"], "ana");
    assert_eq!(
        file["rooms"],
        json!([{"name": "tea", "since": desk.now.as_millis()}])
    );
    assert_eq!(file["fields"][0]["value"], json!([1]));
    assert_eq!(file["fields"].as_array().expect("a list").len(), 2);
    assert_eq!(file["passkeys"][0]["public_key"], "key1");
    assert_eq!(file["sessions"].as_array().expect("a list").len(), 1);
    for secret in ["hash1", "CODE1", "secret tag"] {
        assert!(!export.body.contains(secret), "{secret}");
    }
}
