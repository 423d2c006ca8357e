//! What an account tells the rooms that know it, and that nothing else is left of one that is gone.

use alcove::account::{Input, Space};
use serde_json::json;

use super::{Browser, Desk, days, minutes};

fn in_rooms(count: usize) -> (Desk, Browser) {
    let (mut desk, mut ana) = Desk::of_ana();
    for i in 0..count {
        let enter = json!({"room": format!("room-{i}"), "tag": format!("tag-{i}")});
        assert_eq!(desk.asks(&mut ana, "enter", &enter, "").status, 204);
    }
    (desk, ana)
}

/// Answers what was sent, each as `answer` says, until nothing comes any more; returns to whom it was.
fn answers(desk: &mut Desk, answer: impl Fn(&str) -> Option<&'static str>) -> Vec<String> {
    let mut told = Vec::new();
    while !desk.sent.is_empty() {
        for (_, to, body) in std::mem::take(&mut desk.sent) {
            let body = body.to_string();
            let answer = answer(&to);
            let input = Input::Delivered {
                to: &to,
                body: &in_order(&body),
                answer,
            };
            desk.steps(input);
            told.push(to);
        }
    }
    told
}

/// The body as it was sent: the tests' JSON sorts keys.
fn in_order(body: &str) -> String {
    let body: serde_json::Value = serde_json::from_str(body).expect("JSON");
    match body["at"].as_u64() {
        Some(at) => format!(
            r#"{{"type":"account_tokens","tag":{},"at":{at}}}"#,
            body["tag"]
        ),
        None if body["op"] == "untie" => {
            format!(r#"{{"op":"untie","account":{}}}"#, body["account"])
        }
        None => format!(r#"{{"type":"account_gone","tag":{}}}"#, body["tag"]),
    }
}

fn rings(desk: &mut Desk) {
    let at = desk.alarm.take().expect("an alarm");
    desk.now = desk.now.max(at);
    desk.steps(Input::Wake);
}

#[test]
fn all_rooms_are_told_a_few_at_a_time() {
    let (mut desk, mut ana) = in_rooms(100);
    desk.asks(&mut ana, "end", &json!({"which": "all"}), "");
    assert_eq!(desk.sent.len(), 4);
    let (space, to, body) = desk.sent[0].clone();
    assert_eq!((space, to.as_str()), (Space::Rooms, "room-0"));
    let at = desk.now.as_millis();
    assert_eq!(
        body,
        json!({"type": "account_tokens", "tag": "tag-0", "at": at})
    );
    let mut told = answers(&mut desk, |_| Some("done"));
    assert_eq!(told.len(), 30);
    while desk.number("SELECT count(*) FROM letter") > 0 {
        rings(&mut desk);
        told.extend(answers(&mut desk, |_| Some("done")));
    }
    told.sort();
    told.dedup();
    assert_eq!(told.len(), 100);
}

#[test]
fn who_does_not_answer_is_asked_again_after_longer_and_longer() {
    let (mut desk, mut ana) = in_rooms(1);
    desk.asks(&mut ana, "end", &json!({"which": "all"}), "");
    let mut waits = Vec::new();
    for i in 0..20 {
        let silent = |_: &str| if i % 2 == 0 { None } else { Some("failed") };
        assert_eq!(answers(&mut desk, silent).len(), 1);
        if i % 3 == 0 {
            desk.sleeps();
        }
        let before = desk.now;
        rings(&mut desk);
        waits.push((desk.now - before).as_millis());
    }
    assert_eq!(waits[..4], [2_000, 4_000, 8_000, 16_000]);
    assert_eq!(waits.last(), Some(&days(1).as_millis()));
    // What was not answered before the object slept is, like any other, good once it comes.
    answers(&mut desk, |_| Some("not_found"));
    assert_eq!(desk.number("SELECT count(*) FROM letter"), 0);
}

#[test]
fn of_an_account_that_is_deleted_only_whom_to_tell_is_left() {
    let (mut desk, mut ana) = in_rooms(3);
    desk.asks(
        &mut ana,
        "sync",
        &json!({}),
        r#"{"changes":[{"field":"x","value":"secret"}]}"#,
    );
    let mut thief = ana.clone();
    let reply = desk.asks(&mut ana, "delete", &json!({}), "");
    assert_eq!(reply.status, 204);
    assert_eq!(ana.claim, None);
    let tables =
        "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
    assert_eq!(desk.number(tables), 2);
    assert_eq!(
        desk.number("SELECT count(*) FROM fact WHERE key NOT IN ('gone', 'swept')"),
        0
    );
    // Neither cookie nor passkey nor a challenge of before brings it back.
    assert_eq!(desk.asks(&mut thief, "see", &json!({}), "").status, 401);
    assert_eq!(desk.signs_in(&mut thief, "p1").status, 401);
    assert_eq!(desk.begins(&mut Browser::default()).status, 400);
    // One room cannot be reached for days, and the object sleeps in between.
    let told = answers(&mut desk, |to| (to != "room-1").then_some("done"));
    assert_eq!(told.len(), 3);
    for _ in 0..30 {
        desk.sleeps();
        rings(&mut desk);
        let told = answers(&mut desk, |_| None);
        assert!(told.iter().all(|to| to == "room-1"), "{told:?}");
    }
    rings(&mut desk);
    answers(&mut desk, |_| Some("done"));
    assert_eq!(desk.number("SELECT count(*) FROM sqlite_master"), 0);
}

#[test]
fn an_account_of_no_room_is_gone_once_its_challenges_are() {
    let (mut desk, mut ana) = Desk::of_ana();
    desk.asks(&mut ana, "delete", &json!({}), "");
    assert_eq!(desk.alarm, Some(desk.now + minutes(5)));
    assert_eq!(desk.begins(&mut Browser::default()).status, 400);
    rings(&mut desk);
    assert_eq!(desk.number("SELECT count(*) FROM sqlite_master"), 0);
}

#[test]
fn that_tokens_are_void_is_told_before_that_the_account_is_gone() {
    let (mut desk, mut ana) = in_rooms(1);
    let mut other = Browser::default();
    desk.signs_in(&mut other, "p1");
    desk.asks(&mut ana, "end", &json!({"which": "this"}), "");
    // On its way, and lost.
    desk.sent.clear();
    desk.asks(&mut other, "delete", &json!({}), "");
    let mut kinds = Vec::new();
    while desk.number("SELECT count(*) FROM sqlite_master WHERE name = 'letter'") > 0
        && desk.number("SELECT count(*) FROM letter") > 0
    {
        if desk.sent.is_empty() {
            rings(&mut desk);
        }
        kinds.extend(desk.sent.iter().map(|(_, _, body)| body["type"].clone()));
        answers(&mut desk, |_| Some("done"));
    }
    kinds.dedup();
    assert_eq!(kinds[0], json!("account_tokens"));
    assert_eq!(
        desk.number("SELECT count(*) FROM sqlite_master WHERE name = 'session'"),
        0
    );
}

#[test]
fn whoever_signs_somebody_in_is_told_too() {
    let mut desk = Desk::empty();
    let mut ana = Browser::default();
    let by = json!({"identity": "oidc-x", "issuer": "https://id.example", "provider": "School"});
    assert_eq!(desk.asks(&mut ana, "oidc", &by, "").status, 200);
    desk.asks(&mut ana, "delete", &json!({}), "");
    let (space, to, body) = desk.sent[0].clone();
    assert_eq!((space, to.as_str()), (Space::Accounts, "oidc-x"));
    assert_eq!(body, json!({"op": "untie", "account": "ana"}));

    let mut identity = Desk::empty();
    let nobody = &mut Browser::default();
    let whose = |identity: &mut Desk, fields: serde_json::Value| {
        let reply = identity.asks(&mut Browser::default(), "identity", &fields, "");
        super::body(&reply)["account"].clone()
    };
    assert_eq!(whose(&mut identity, json!({"account": "ana"})), "ana");
    assert_eq!(whose(&mut identity, json!({"account": "ben"})), "ana");
    assert_eq!(
        whose(&mut identity, json!({"account": "ben", "instead": "cy"})),
        "ana"
    );
    identity.asks(nobody, "untie", &json!({"account": "ben"}), "");
    assert_eq!(whose(&mut identity, json!({"account": "ben"})), "ana");
    identity.asks(nobody, "untie", &json!({"account": "ana"}), "");
    assert_eq!(identity.number("SELECT count(*) FROM sqlite_master"), 0);
    assert_eq!(whose(&mut identity, json!({"account": "ben"})), "ben");
}
