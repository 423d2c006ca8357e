//! What two frames, two people, a failure or a sleep could get past the rules of a room that has an owner.

use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, hash, key};

/// Sends frames of several people so that all arrive before the room's next tick is due.
fn at_once(table: &mut Table, frames: &[(&'static str, Value)]) {
    // A write makes the next tick wait, so that these gather for it.
    table.does("ana", json!({"type": "say", "text": "now"}));
    for (who, frame) in frames {
        table.sends_only(who, frame.clone());
    }
    table.passes(500);
}

fn types(events: &[Value]) -> Vec<&str> {
    events.iter().filter_map(|e| e["type"].as_str()).collect()
}

#[test]
fn after_an_act_in_the_same_moment_nothing_happens_that_needed_what_it_took() {
    let mut table = Table::owned(json!({}));
    for who in ["bo", "cy", "di"] {
        table.comes(who, json!({}));
    }
    let (bo, cy, di) = (table.id("bo"), table.id("cy"), table.id("di"));
    table.does(
        "ana",
        json!({"type": "role", "member": di, "role": "moderator"}),
    );
    for who in ["ana", "bo", "cy", "di"] {
        table.gets(who);
    }
    table.world.sqlite.statements.set(0);
    table.sends_only("ana", json!({"type": "say", "cid": "x0", "text": "now"}));
    table.sends_only(
        "ana",
        json!({"type": "mute", "cid": "x1", "member": bo, "for": 60}),
    );
    table.sends_only("bo", json!({"type": "say", "cid": "b1", "text": "mute"}));
    table.sends_only("ana", json!({"type": "remove", "cid": "x2", "member": cy}));
    table.sends_only("cy", json!({"type": "say", "cid": "c1", "text": "remove"}));
    table.sends_only(
        "ana",
        json!({"type": "role", "cid": "x3", "member": di, "role": "reader"}),
    );
    table.sends_only(
        "di",
        json!({"type": "pin", "cid": "d1", "seq": 2, "on": true}),
    );
    table.sends_only("ana", json!({"type": "say", "cid": "x4", "text": "after"}));
    table.passes(500);
    let got = table.gets("cy");
    assert!(
        !got.iter()
            .any(|e| e["text"] == "after" || e["type"] == "role"),
        "{got:?}"
    );
    assert_eq!(got.last().expect("an end")["code"], "removed");
    assert_eq!(table.closed("cy"), Some(4403));
    assert_eq!(table.gets_a("bo", "error")["code"], "muted");
    let got = table.gets("di");
    assert_eq!(
        got.iter().find(|e| e["cid"] == "d1").expect("an answer")["code"],
        "forbidden"
    );
    let said: Vec<Value> = table
        .gets("ana")
        .into_iter()
        .filter(|e| e["type"] == "message")
        .collect();
    assert_eq!(said.len(), 2, "{said:?}");
}

#[test]
fn who_comes_in_the_moment_of_an_act_is_judged_after_it() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    let bo = table.id("bo");
    table.does(
        "ana",
        json!({"type": "role", "member": bo, "role": "moderator"}),
    );
    table.opens("bo2");
    let token = table.token("bo");
    table.sends_only("ana", json!({"type": "say", "cid": "x0", "text": "now"}));
    table.sends_only(
        "ana",
        json!({"type": "role", "cid": "x1", "member": bo, "role": "none"}),
    );
    table.sends_only(
        "bo2",
        json!({"type": "hello", "v": 1, "name": "bo", "token": token}),
    );
    table.passes(500);
    assert_eq!(table.gets_a("bo2", "welcome")["you"]["role"], "member");
    assert_eq!(
        table.code("bo", json!({"type": "pin", "seq": 2, "on": true})),
        "forbidden"
    );
    // Nor does anybody come by a key that has just ended.
    let id = mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    table.comes("cy", json!({"key": key("mod")}));
    table.opens("di");
    table.sends_only("ana", json!({"type": "say", "cid": "x2", "text": "now"}));
    table.sends_only(
        "ana",
        json!({"type": "revoke", "cid": "x3", "key": id, "members": true}),
    );
    table.sends_only(
        "di",
        json!({"type": "hello", "v": 1, "name": "di", "key": key("mod")}),
    );
    table.passes(500);
    assert_eq!(table.gets_a("di", "error")["code"], "key_invalid");
    // The event, and all the keys.
    let got = table.gets("ana");
    let answers: Vec<Value> = got.into_iter().filter(|e| e["cid"] == "x3").collect();
    assert_eq!(types(&answers), ["revoked", "keys"]);
}

#[test]
fn what_cannot_be_stored_changes_nothing_and_is_said_once() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    let bo = table.id("bo");
    let id = mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    table.comes("cy", json!({"key": key("mod")}));
    table.gets("bo");
    table.world.sqlite.batch(
        "CREATE TRIGGER refuse BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    for (n, frame) in [
        json!({"type": "role", "member": bo, "role": "moderator"}),
        json!({"type": "settings", "set": {"access": "closed", "members": "granted"}}),
        json!({"type": "mute", "member": bo, "for": 60}),
        json!({"type": "remove", "member": bo, "ban": 60}),
        json!({"type": "revoke", "key": id, "members": true}),
    ]
    .into_iter()
    .enumerate()
    {
        let mut frame = frame;
        frame["cid"] = json!(format!("f{n}"));
        let got = table.sends("ana", frame.clone());
        let answers: Vec<&Value> = got.iter().filter(|e| e["cid"] == frame["cid"]).collect();
        assert_eq!(answers.len(), 1, "{frame} {got:?}");
        assert_eq!(answers[0]["code"], "storage_failed", "{frame}");
    }
    table.world.sqlite.batch("DROP TRIGGER refuse");
    assert_eq!(table.closed("bo"), None);
    assert_eq!(table.gets("bo"), Vec::<Value>::new());
    let said = table.does("bo", json!({"type": "say", "text": "here"}));
    assert_eq!(
        (&said["type"], &said["from"]["role"]),
        (&json!("message"), &Value::Null)
    );
    assert_eq!(table.comes("di", json!({}))["you"]["role"], "member");
    assert_eq!(
        table.comes_back("cy", json!({}))["you"]["role"],
        "moderator"
    );
}

#[test]
fn every_act_is_done_once_also_after_a_sleep_or_a_crash() {
    let mut table = Table::owned(json!({"access": "ask"}));
    table.comes("bo", json!({}));
    table.comes("cy", json!({}));
    let (bo, cy) = (table.id("bo"), table.id("cy"));
    let mut frames = vec![
        json!({"type": "admit", "member": bo}),
        json!({"type": "deny", "member": cy}),
        json!({"type": "settings", "set": {"title": "Tea"}}),
        json!({"type": "role", "member": bo, "role": "reader"}),
        json!({"type": "say", "text": "hello"}),
        json!({"type": "pin", "seq": 4, "on": true}),
        json!({"type": "mute", "member": bo, "for": 60}),
        json!({"type": "remove", "member": bo, "ban": "forever"}),
        json!({"type": "restore", "member": bo}),
        json!({"type": "mint", "hash": hash(&key("k")), "role": "member"}),
        json!({"type": "revoke", "key": 2}),
    ];
    let answer = |table: &mut Table, frame: &Value| {
        let got = table.sends("ana", frame.clone());
        let answers = got.into_iter().filter(|e| e["cid"] == frame["cid"]);
        let answers: Vec<Value> = answers.collect();
        assert_eq!(answers.len(), 1, "{frame} {answers:?}");
        answers[0].clone()
    };
    for (n, frame) in frames.iter_mut().enumerate() {
        frame["cid"] = json!(format!("e{n}"));
        let first = answer(&mut table, frame);
        assert_eq!(first["code"], Value::Null, "{frame} {first}");
        assert_eq!(answer(&mut table, frame), first);
    }
    table.passes(15_000);
    table.world.hibernate();
    let before = table.sends(
        "ana",
        json!({"type": "desk", "what": "audit", "limit": 100}),
    );
    for frame in &frames {
        assert_eq!(
            answer(&mut table, frame)["code"],
            Value::Null,
            "{frame} after a sleep"
        );
    }
    table.world.crash();
    table.comes_back("ana", json!({}));
    for frame in &frames {
        let again = answer(&mut table, frame);
        assert_eq!(again["code"], Value::Null, "{frame} after a crash");
        table.passes(1_000);
    }
    let after = table.sends(
        "ana",
        json!({"type": "desk", "what": "audit", "limit": 100}),
    );
    assert_eq!(before, after);
    // Of a kind that made no event, the cid is not another's.
    assert_eq!(
        table.code("ana", json!({"type": "revoke", "cid": "e1", "key": 9})),
        "not_found"
    );
}

#[test]
fn the_last_owner_stays_whatever_comes_at_once() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({"key": key("owner")}));
    let (ana, bo) = (table.id("ana"), table.id("bo"));
    at_once(
        &mut table,
        &[
            (
                "ana",
                json!({"type": "role", "cid": "a1", "member": ana, "role": "none"}),
            ),
            (
                "bo",
                json!({"type": "role", "cid": "b1", "member": bo, "role": "none"}),
            ),
        ],
    );
    let got = table.gets("bo");
    assert_eq!(
        got.iter().find(|e| e["cid"] == "b1").expect("b1")["code"],
        "last_owner"
    );
    // By a key that gives less, and an admission that gave more.
    mint(
        &mut table,
        "bo",
        "ask",
        json!({"role": "moderator", "ask": true}),
    );
    table.comes("cy", json!({"key": key("ask")}));
    let cy = table.id("cy");
    table.does(
        "bo",
        json!({"type": "admit", "member": cy, "role": "owner"}),
    );
    assert_eq!(
        table.does("bo", json!({"type": "role", "member": bo, "role": "none"}))["type"],
        "role"
    );
    assert_eq!(
        table.code("cy", json!({"type": "revoke", "key": 2, "members": true})),
        "last_owner"
    );
    // The last key of an owner stays while nobody else is one.
    assert_eq!(
        table.code("cy", json!({"type": "revoke", "key": 1})),
        "last_owner"
    );
}

#[test]
fn a_key_for_one_is_for_one() {
    let mut table = Table::owned(json!({"access": "closed"}));
    mint(
        &mut table,
        "ana",
        "one",
        json!({"role": "member", "uses": 1}),
    );
    table.opens("bo");
    table.opens("cy");
    for who in ["bo", "cy"] {
        table.sends_only(
            who,
            json!({"type": "hello", "v": 1, "name": who, "key": key("one")}),
        );
    }
    table.passes(500);
    assert_eq!(table.gets_a("bo", "welcome")["you"]["role"], "member");
    assert_eq!(table.gets_a("cy", "error")["code"], "key_invalid");
    // A refused name is no use of it.
    mint(
        &mut table,
        "ana",
        "two",
        json!({"role": "member", "uses": 1}),
    );
    let refused = table.comes("di", json!({"key": key("two"), "name": "ana"}));
    assert_eq!(refused["code"], "name_taken");
    assert_eq!(
        table.says_hello("di", json!({"key": key("two")}))["type"],
        "welcome"
    );
}

#[test]
fn a_key_that_has_ended_lets_nobody_in_but_takes_nothing() {
    let mut table = Table::owned(json!({"access": "closed"}));
    let end = table.world.now.as_millis() + 60_000;
    mint(
        &mut table,
        "ana",
        "k",
        json!({"role": "moderator", "expires": end, "ask": true}),
    );
    table.comes("bo", json!({"key": key("k")}));
    table.passes(60_000);
    assert_eq!(
        table.comes("cy", json!({"key": key("k")}))["code"],
        "key_invalid"
    );
    // Who waits may still be let in, by whoever may give what the key gave.
    let bo = table.id("bo");
    assert_eq!(
        table.does("ana", json!({"type": "admit", "member": bo}))["role"],
        "moderator"
    );
    assert_eq!(table.gets_a("bo", "welcome")["you"]["role"], "moderator");
    let again = table.comes_back("bo", json!({"key": key("k")}));
    assert_eq!(again["code"], "key_invalid", "{again}");
    assert_eq!(
        table.comes_back("bo", json!({}))["you"]["role"],
        "moderator"
    );
}

#[test]
fn nobody_gets_around_asking() {
    let mut table = Table::owned(json!({}));
    mint(
        &mut table,
        "ana",
        "ask",
        json!({"role": "member", "ask": true}),
    );
    // In an open room one need not ask, and gets nothing by it.
    assert_eq!(
        table.comes("bo", json!({"key": key("ask")}))["you"]["role"],
        "member"
    );
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "closed", "members": "granted"}}),
    );
    assert_eq!(table.gets_a("bo", "error")["code"], "key_needed");
    assert_eq!(table.comes_back("bo", json!({}))["code"], "key_needed");
    assert_eq!(
        table.comes_back("bo", json!({"key": key("ask")}))["type"],
        "knocking"
    );
    // The token of who waits gives nothing else.
    let waits = table.token("bo");
    table.does(
        "ana",
        json!({"type": "settings", "set": {"members": "all"}}),
    );
    assert_eq!(
        table.comes("cy", json!({"token": waits, "name": "bo"}))["you"]["id"],
        table.id("bo")
    );
}

#[test]
fn who_waits_keeps_its_place_and_says_the_same_again() {
    let mut table = Table::owned(json!({"access": "closed"}));
    mint(
        &mut table,
        "ana",
        "ask",
        json!({"role": "member", "ask": true}),
    );
    let hello = json!({"key": key("ask"), "cid": "h1", "name": "bo"});
    let first = table.comes("bo", hello.clone());
    assert_eq!(first["type"], "knocking");
    let second = table.comes("bo2", hello);
    assert_eq!(
        (&second["place"], &second["you"]["id"]),
        (&json!(1), &first["you"]["id"])
    );
    // So may only so many sockets of one.
    for _ in 0..10 {
        table.comes_back("bo", json!({}));
    }
    assert_eq!(table.closed("bo2"), Some(4409));
    assert_eq!(table.code("bo", json!({"type": "mint"})), "forbidden");
    // A moderator who gives it a role lets it in; whoever is removed waits no more.
    let bo = table.id("bo");
    assert_eq!(
        table.does("ana", json!({"type": "admit", "member": bo}))["type"],
        "role"
    );
    assert_eq!(table.gets_a("bo", "welcome")["you"]["role"], "member");
    table.does("ana", json!({"type": "remove", "member": bo}));
    let again = table.comes_back("bo", json!({}));
    assert_eq!(again["code"], "key_needed", "removal takes what it had");
    assert_eq!(
        table.comes_back("bo", json!({"key": key("ask")}))["type"],
        "knocking"
    );
}

#[test]
fn waiting_ends_after_ten_minutes_also_asleep() {
    let mut table = Table::owned(json!({"access": "ask"}));
    table.comes("bo", json!({}));
    table.passes(30_000);
    table.world.hibernate();
    table.passes(569_000);
    assert_eq!(table.closed("bo"), None);
    table.passes(2_000);
    assert_eq!(table.gets_a("bo", "error")["code"], "denied");
    assert_eq!(table.closed("bo"), Some(4408));
    let counts = table.gets("ana");
    let counts = counts
        .iter()
        .rfind(|e| e["type"] == "desk")
        .expect("counts");
    assert_eq!(counts["knocks"], 0);
    // Its place is gone, and so is its token.
    table.comes_back("bo", json!({}));
    assert_eq!(table.closed("bo"), Some(4401));
}

#[test]
fn who_was_in_a_plain_room_before_it_was_created_is_a_visitor() {
    let mut table = Table::new();
    table.comes("bo", json!({}));
    table.leaves("bo");
    table.passes(60_000);
    let create = json!({"key": key("owner"), "create": {"settings": {"access": "closed"}}});
    assert_eq!(table.comes("ana", create)["you"]["role"], "owner");
    assert_eq!(table.comes_back("bo", json!({}))["code"], "key_needed");
}

#[test]
fn who_came_freely_is_who_first_came_while_the_room_was_open() {
    let mut table = Table::owned(json!({}));
    let access = |table: &mut Table, access: &str| {
        table.does(
            "ana",
            json!({"type": "settings", "set": {"access": access}}),
        );
    };
    table.comes("bo", json!({}));
    access(&mut table, "read");
    table.comes("cy", json!({}));
    access(&mut table, "open");
    table.comes("di", json!({}));
    access(&mut table, "closed");
    for (who, role) in [("bo", "member"), ("di", "member")] {
        assert_eq!(
            table.comes_back(who, json!({}))["you"]["role"],
            role,
            "{who}"
        );
    }
    assert_eq!(table.gets_a("cy", "error")["code"], "key_needed");
    assert_eq!(table.comes_back("cy", json!({}))["code"], "key_needed");
    // Removed, it is a visitor for good.
    let bo = table.id("bo");
    table.does("ana", json!({"type": "remove", "member": bo}));
    assert_eq!(table.comes_back("bo", json!({}))["code"], "key_needed");
    assert_eq!(
        table.code("ana", json!({"type": "remove", "member": bo})),
        "no_change"
    );
    table.does("ana", json!({"type": "remove", "member": bo, "ban": 60}));
    table.does("ana", json!({"type": "restore", "member": bo}));
    access(&mut table, "open");
    assert_eq!(table.comes_back("bo", json!({}))["you"]["role"], "member");
    access(&mut table, "closed");
    assert_eq!(table.gets_a("bo", "error")["code"], "key_needed");
}

#[test]
fn roles_and_names_outlast_grace_and_sleep() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    let bo = table.id("bo");
    table.does(
        "ana",
        json!({"type": "role", "member": bo, "role": "moderator"}),
    );
    table.does("bo", json!({"type": "rename", "name": "Bob"}));
    table.leaves("bo");
    table.passes(1_000);
    table.world.hibernate();
    table.does("ana", json!({"type": "say", "text": "awake"}));
    let members = table.sends("ana", json!({"type": "members", "ref": "m"}));
    let members = members[0]["members"].to_string();
    assert!(
        members.contains(r#""name":"Bob","role":"moderator""#),
        "{members}"
    );
    table.passes(60_000);
    let event = table.does("ana", json!({"type": "mute", "member": bo, "for": 60}));
    assert_eq!(event["member"]["name"], "Bob");
    table.comes_back("bo", json!({"name": "Robert"}));
    table.leaves("bo");
    table.passes(60_000);
    let event = table.does("ana", json!({"type": "role", "member": bo, "role": "none"}));
    assert_eq!(event["member"]["name"], "Robert");
}

#[test]
fn hosts_hear_of_keys_and_only_they() {
    let mut table = Table::owned(json!({}));
    mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    table.comes("bo", json!({"key": key("mod")}));
    table.comes("cy", json!({}));
    table.gets("bo");
    table.does(
        "ana",
        json!({"type": "mint", "cid": "k", "hash": hash(&key("x")), "role": "reader"}),
    );
    table.passes(1_000);
    let told = table.gets_a("bo", "keys");
    assert_eq!(
        (told["keys"].as_array().map(Vec::len), &told["cid"]),
        (Some(3), &Value::Null)
    );
    assert_eq!(table.gets_a("cy", "keys"), Value::Null);
    assert!(!told.to_string().contains(&hash(&key("x"))));
    let made = table.does(
        "bo",
        json!({"type": "mint", "cid": "m", "hash": hash(&key("y")), "role": "member"}),
    );
    assert_eq!(made["type"], "keys");
    let bo = table.id("bo");
    table.does("ana", json!({"type": "role", "member": bo, "role": "none"}));
    // By no resend does somebody see them who looks after the room no more.
    let again = json!({"type": "mint", "cid": "m", "hash": hash(&key("y")), "role": "member"});
    assert_eq!(table.code("bo", again), "forbidden");
}

#[test]
fn who_may_not_type_is_told_so_seldom() {
    let mut table = Table::owned(json!({"access": "read"}));
    table.comes("bo", json!({}));
    let mut told = 0;
    for _ in 0..6 {
        let got = table.sends("bo", json!({"type": "typing"}));
        told += got
            .iter()
            .filter(|e| e["code"] == "forbidden" && e["cid"].is_null())
            .count();
        table.passes(500);
    }
    // Within six seconds.
    assert_eq!(told, 2);
}

#[test]
fn what_moderators_do_is_audited() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "rude"}));
    table.does("bo", json!({"type": "say", "text": "regretted"}));
    table.does("bo", json!({"type": "delete", "seq": 2}));
    table.does("ana", json!({"type": "delete", "seq": 1}));
    mint(&mut table, "ana", "k", json!({"role": "member"}));
    let desk = table.sends("ana", json!({"type": "desk", "what": "audit"}));
    let items = desk[0]["items"].as_array().expect("items");
    assert_eq!(items.len(), 2, "{items:?}");
    assert_eq!(
        (&items[0]["act"], &items[0]["key"]),
        (&json!("mint"), &json!(2))
    );
    assert_eq!(
        (&items[1]["act"], &items[1]["member"]["name"]),
        (&json!("delete"), &json!("bo"))
    );
}

#[test]
fn bans_hold_by_key_and_by_network() {
    let mut table = Table::owned(json!({}));
    mint(
        &mut table,
        "ana",
        "few",
        json!({"role": "member", "uses": 5}),
    );
    table.comes_from("bo", "192.0.2.0", json!({"key": key("few")}));
    table.comes_from("cy", "192.0.2.0", json!({}));
    table.does(
        "ana",
        json!({"type": "remove", "member": table.id("bo"), "ban": "forever"}),
    );
    let banned = table.comes_from("di", "192.0.2.0", json!({}));
    assert_eq!(banned["code"], "banned");
    let wait = banned["retry_after_ms"].as_u64().expect("a time");
    assert!(wait <= 24 * 3_600_000, "{wait}");
    assert_eq!(
        table.comes_from("di", "198.51.100.0", json!({"key": key("few")}))["code"],
        "banned"
    );
    assert_eq!(
        table.comes_from("di", "198.51.100.0", json!({}))["type"],
        "welcome"
    );
    // Who was there before is not refused by its network alone.
    let token = table.token("cy");
    assert_eq!(
        table.comes_from("cy", "192.0.2.0", json!({"token": token}))["type"],
        "welcome"
    );
    let token = table.token("bo");
    let banned = table.comes_from("bo", "198.51.100.0", json!({"token": token}));
    assert_eq!(
        (&banned["code"], &banned["retry_after_ms"]),
        (&json!("banned"), &Value::Null)
    );
    table.passes(25 * 3_600_000);
    table.does("ana", json!({"type": "say", "text": "a day later"}));
    assert_eq!(
        table.comes_from("ed", "192.0.2.0", json!({}))["type"],
        "welcome"
    );
}

#[test]
fn in_a_plain_room_a_report_is_answered_again() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "rude"}));
    let report = json!({"type": "report", "cid": "r", "seq": 1});
    assert_eq!(table.does("ana", report.clone())["type"], "reported");
    assert_eq!(table.does("ana", report.clone())["type"], "reported");
    table.world.hibernate();
    assert_eq!(table.does("ana", report.clone())["type"], "reported");
    table.world.crash();
    table.comes_back("ana", json!({}));
    assert_eq!(table.does("ana", report)["type"], "reported");
    // It goes to the operator.
    let state: Value = serde_json::from_str(&table.world.state()).expect("JSON");
    assert_eq!(state["reports"][0]["messages"][0]["text"], "rude");
    for kind in [
        "mint", "revoke", "deny", "admit", "settings", "role", "pin", "mute", "remove", "restore",
    ] {
        assert_eq!(
            table.code("ana", json!({"type": kind})),
            "forbidden",
            "{kind}"
        );
    }
}

#[test]
fn settings_that_cannot_be_read_let_nobody_new_in() {
    let mut table = Table::owned(json!({"access": "closed"}));
    table.passes(15_000);
    table.world.hibernate();
    table
        .world
        .sqlite
        .batch("UPDATE meta SET value = '{' WHERE key = 'settings'");
    assert_eq!(table.comes("bo", json!({}))["code"], "key_needed");
    assert_eq!(table.comes_back("ana", json!({}))["you"]["role"], "owner");
}
