//! A room as a file: out of one, into another.

use alcove::auth::Action;
use alcove::limits::{self, Limits};
use alcove::model::PageFrom;
use alcove::room::Unimported;
use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, key};
use crate::world::{ms, seq};

const EMOJI: [&str; 3] = ["👍", "❤️", "🎉"];

/// Three people do whatever comes to their mind, allowed or not.
fn lived_in(rng: &mut fastrand::Rng) -> Table {
    let mut table = Table::owned(json!({"topic": "Green"}));
    mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    table.comes("bo", json!({"key": key("mod")}));
    table.comes("cy", json!({}));
    if rng.bool() {
        table.does("ana", json!({"type": "settings", "set": {"keep": 60}}));
    }
    for _ in 0..rng.usize(0..120) {
        act(&mut table, rng);
        if rng.u8(0..20) == 0 {
            table.passes(rng.u64(0..40_000));
        }
    }
    table
}

fn act(table: &mut Table, rng: &mut fastrand::Rng) {
    let who = ["ana", "bo", "cy"][rng.usize(0..3)];
    let cy = table.id("cy");
    let head = table.world.durable_head();
    let target = rng.u64(head.saturating_sub(12)..=head);
    let text = "Æ\n\"x\" ".repeat(rng.usize(1..30));
    let on = rng.bool();
    let frame = match rng.u8(0..24) {
        0..6 => json!({"type": "say", "text": text}),
        6 => json!({"type": "say", "text": text, "reply_to": target}),
        7..10 => json!({"type": "edit", "seq": target, "text": text}),
        10 | 11 => json!({"type": "delete", "seq": target}),
        12..18 => {
            json!({"type": "react", "seq": target, "emoji": EMOJI[rng.usize(0..3)], "on": on})
        }
        18 | 19 => json!({"type": "pin", "seq": target, "on": on}),
        20 => {
            json!({"type": "settings", "set": {"title": text.trim().replace('\n', " ").chars().take(80).collect::<String>(), "listed": on}})
        }
        21 => json!({"type": "role", "member": cy, "role": if on { "moderator" } else { "none" }}),
        22 => json!({"type": "mute", "member": cy, "for": u64::from(on)}),
        _ => json!({"type": "rename", "name": if on { "Dí" } else { "cy" }}),
    };
    table.does(who, frame);
}

/// All that can be read of a room, but for who its members are.
fn told(table: &mut Table) -> (String, Vec<String>, Value, Value) {
    let (now, token) = (table.world.now, table.token("ana"));
    let room = table.world.room();
    let asker = room
        .asker(now, Some(&token), Action::Read)
        .expect("Ana may");
    let mut messages = Vec::new();
    let mut from = PageFrom::After(seq(0));
    loop {
        let page = room.page_for(&asker, from, 100).expect("a page");
        let Some(last) = page.events.last() else {
            break;
        };
        let last: Value = serde_json::from_str(last).expect("JSON");
        from = PageFrom::After(seq(last["seq"].as_u64().expect("a seq")));
        messages.extend(page.events);
    }
    let file = table.export();
    let welcome = table.comes_back("ana", json!({}));
    let (settings, pinned) = (welcome["settings"].clone(), welcome["pinned"].clone());
    (file, messages, settings, pinned)
}

#[test]
fn what_comes_out_of_a_room_makes_the_same_of_another() {
    for seed in 0..40 {
        let mut rng = fastrand::Rng::with_seed(seed);
        let mut table = lived_in(&mut rng);
        let now = table.world.now;
        let before = told(&mut table);
        let mut other = Table::owned(json!({"access": "closed"}));
        // Time goes on as it was, so that nothing is kept longer there, or less long.
        other.world.now = now;
        let imported = other.import("ana", &before.0);
        assert_eq!(imported, Ok(seq(table.world.durable_head())), "seed {seed}");
        assert_eq!(other.closed("ana"), Some(1012));
        assert_eq!(other.export(), before.0, "seed {seed}");
        other.world.hibernate();
        assert_eq!(told(&mut other), before, "seed {seed}");
        // What is said next comes after it.
        let said = other.does("ana", json!({"type": "say", "text": "on"}));
        assert_eq!(said["seq"], table.world.durable_head() + 1, "seed {seed}");
    }
}

/// A file of these events, with what all of them have.
fn file(events: &[Value]) -> String {
    let settings = json!({"title": "Tea"});
    let last = events
        .last()
        .map_or(0, |event| event["seq"].as_u64().unwrap_or(0));
    let head =
        json!({"type": "room", "room": "x", "epoch": "y", "seq": last, "settings": settings});
    let lines = events.iter().map(|event| format!("{event}\n"));
    format!("{head}\n{}", lines.collect::<String>())
}

fn event(seq: u64, kind: &str, fields: Value) -> Value {
    let from = json!({"id": "00000000000000aa", "name": "Ann"});
    let mut event = json!({"type": kind, "seq": seq, "at": 1_000 + seq, "from": from, "cid": "c"});
    let all = event.as_object_mut().expect("an object");
    for (name, value) in fields.as_object().expect("an object") {
        match value {
            Value::Null => drop(all.remove(name)),
            value => drop(all.insert(name.clone(), value.clone())),
        }
    }
    event
}

fn imports(file: &str) -> Result<u64, Unimported> {
    let mut table = Table::owned(json!({"title": "Before"}));
    let imported = table.import("ana", file);
    if imported.is_err() {
        // Nothing is left of it, and everybody is where they were.
        assert_eq!(table.closed("ana"), None);
        assert_eq!(table.world.durable_head(), 0);
        let whole = table.export();
        assert!(
            whole.lines().count() == 1 && whole.contains("Before"),
            "{whole}"
        );
        assert_eq!(
            table.does("ana", json!({"type": "say", "text": "on"}))["seq"],
            1
        );
    }
    imported.map(|seq| seq.number())
}

#[test]
fn a_line_that_no_export_has_makes_the_whole_file_bad() {
    let said = event(1, "message", json!({"text": "hello"}));
    let deleted = event(1, "message", json!({"deleted": true}));
    let other = json!({"id": "00000000000000bb", "name": "Bob"});
    let operator = json!({"id": "0000000000000000", "name": "Operator"});
    assert_eq!(imports(&file(std::slice::from_ref(&said))), Ok(1));
    let second = |kind, fields| event(2, kind, fields);
    for good in [
        second("message", json!({"text": "x", "reply_to": 1})),
        second("edited", json!({"target": 1, "text": "x"})),
        second("edited", json!({"target": 1})),
        second("deleted", json!({"target": 1, "from": operator})),
        second("deleted", json!({"target": 2, "from": operator})),
        second(
            "reacted",
            json!({"target": 1, "emoji": "👍", "on": true, "from": other}),
        ),
        second("pinned", json!({"target": 1, "on": true})),
        second("settings", json!({"set": {"slow": 5}})),
        second("role", json!({"member": other, "role": "owner"})),
        second(
            "role",
            json!({"member": operator, "role": "owner", "from": operator}),
        ),
        second("removed", json!({"member": other, "until": "forever"})),
        second("revoked", json!({"members": ["00000000000000bb"]})),
    ] {
        assert_eq!(
            imports(&file(&[said.clone(), good.clone()])),
            Ok(2),
            "{good}"
        );
    }
    for bad in [
        json!({}),
        json!("x"),
        second("nonsense", json!({})),
        second("message", json!({})),
        second("message", json!({"text": ""})),
        second("message", json!({"text": "\u{7}"})),
        second("message", json!({"text": "x".repeat(4_001)})),
        second("message", json!({"text": "x", "deleted": true})),
        second("message", json!({"text": "x", "deleted": 1})),
        second("message", json!({"text": "x", "reply_to": 2})),
        second("message", json!({"text": "x", "reply_to": 0})),
        second("message", json!({"text": "x", "seq": 3})),
        second("message", json!({"text": "x", "seq": 1})),
        second("message", json!({"text": "x", "at": 999})),
        second("message", json!({"text": "x", "at": 1.5})),
        second(
            "message",
            json!({"text": "x", "at": 9_007_199_254_740_991_u64}),
        ),
        second("message", json!({"text": "x", "cid": "a b"})),
        second("message", json!({"text": "x", "cid": null})),
        second("message", json!({"text": "x", "from": operator})),
        second("settings", json!({"set": {"slow": 5}, "from": operator})),
        second(
            "message",
            json!({"text": "x", "from": {"id": "aa", "name": "Ann"}}),
        ),
        second(
            "message",
            json!({"text": "x", "from": {"id": "00000000000000aa", "name": " Ann"}}),
        ),
        second(
            "message",
            json!({"text": "x", "from": {"id": "00000000000000aa", "name": "A".repeat(33)}}),
        ),
        second(
            "message",
            json!({"text": "x", "from": {"id": "00000000000000aa", "name": "A\u{202e}n"}}),
        ),
        second(
            "message",
            json!({"text": "x", "from": {"id": "00000000000000aa", "name": "Ann", "role": "king"}}),
        ),
        second("edited", json!({"target": 3, "text": "x"})),
        second("edited", json!({"target": 0, "text": "x"})),
        second("edited", json!({"target": 2, "text": "x"})),
        second("edited", json!({"target": 1, "text": "x", "from": other})),
        second("edited", json!({"target": 1, "text": "x".repeat(4_001)})),
        second("deleted", json!({})),
        second("reacted", json!({"target": 1, "emoji": "x", "on": true})),
        second("reacted", json!({"target": 1, "emoji": "👍", "on": false})),
        second("reacted", json!({"target": 1, "emoji": "👍", "on": 1})),
        second("pinned", json!({"target": 1, "on": false})),
        second("settings", json!({"set": {"nonsense": 5}})),
        second("role", json!({"member": other, "role": "operator"})),
        second(
            "role",
            json!({"member": {"id": "00000000000000bb", "name": "\n"}, "role": "none"}),
        ),
        second("muted", json!({"member": other, "until": "forever"})),
        second("revoked", json!({"members": ["x"]})),
        second(
            "revoked",
            json!({"members": vec!["00000000000000bb"; 10_001]}),
        ),
    ] {
        let bad_file = file(&[
            said.clone(),
            bad.clone(),
            event(2, "message", json!({"text": "y"})),
        ]);
        assert_eq!(imports(&bad_file), Err(Unimported::BadLine(3)), "{bad}");
    }
    let late = event(2, "edited", json!({"target": 1, "text": "back again"}));
    assert_eq!(
        imports(&file(&[deleted, late])),
        Err(Unimported::BadLine(3))
    );
}

#[test]
fn a_file_is_whole_or_bad() {
    let (one, two) = (
        event(1, "message", json!({"text": "a"})),
        event(2, "message", json!({"text": "b"})),
    );
    let whole = file(&[one.clone(), two.clone()]);
    assert_eq!(imports(whole.trim_end()), Ok(2));
    let cut = &whole[..whole.trim_end().rfind('\n').unwrap_or(0) + 1];
    for (bad, line) in [
        ("", 1),
        ("\n", 1),
        (r#"{"type":"room","seq":-1,"settings":{}}"#, 1),
        (r#"{"type":"room","seq":0,"settings":{"nonsense":1}}"#, 1),
        (r#"{"type":"tearoom","seq":0,"settings":{}}"#, 1),
        // Cut off at the end, or in a line; a line too much, or an empty one.
        (cut, 3),
        (&whole[..whole.len() - 9], 3),
        (&format!("{whole}{two}"), 4),
        (&format!("{whole}\n"), 4),
    ] {
        assert_eq!(imports(bad), Err(Unimported::BadLine(line)), "{bad}");
    }
    // What has no event left has its seqs all the same.
    let empty = r#"{"type":"room","seq":7,"settings":{}}"#;
    assert_eq!(imports(empty), Ok(7));
    // The front alone may be gone, and with it what the rest is about.
    let (mut late, mut edit) = (two, event(3, "edited", json!({"target": 1})));
    late["reply_to"] = json!(1);
    assert_eq!(imports(&file(&[late.clone(), edit.clone()])), Ok(3));
    edit["text"] = json!("x");
    assert_eq!(imports(&file(&[late, edit])), Err(Unimported::BadLine(3)));
    // No line may be longer than any that is written, whatever is in it.
    let deep = format!("{whole}{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(imports(&deep), Err(Unimported::BadLine(4)));
    let mut wide = event(2, "message", json!({"text": "b"}));
    wide["x"] = json!(vec![0; limits::IMPORT_LINE]);
    assert_eq!(imports(&file(&[one, wide])), Err(Unimported::BadLine(3)));
}

#[test]
fn bounds_hold_for_what_a_file_does_to_one_message() {
    let mut events = vec![event(1, "message", json!({"text": "hello"}))];
    for pin in 2..=6 {
        events.push(event(pin, "message", json!({"text": "x"})));
    }
    for pin in 1..=6_u64 {
        events.push(event(6 + pin, "pinned", json!({"target": pin, "on": true})));
    }
    assert_eq!(imports(&file(&events[..11])), Ok(11));
    assert_eq!(imports(&file(&events)), Err(Unimported::BadLine(13)));
    let react = |seq: u64| {
        let from = json!({"id": format!("{seq:016x}"), "name": "Ann"});
        event(
            seq,
            "reacted",
            json!({"target": 1, "emoji": "👍", "on": true, "from": from}),
        )
    };
    let most = limits::REACTIONS as u64;
    let many = (2..=most + 2).map(react);
    let all: Vec<Value> = events[..1].iter().cloned().chain(many).collect();
    assert_eq!(imports(&file(&all)), Err(Unimported::BadLine(most + 3)));
    let fewer = &all[..all.len() - 1];
    assert_eq!(imports(&file(fewer)), Ok(most + 1));
}

#[test]
fn a_file_comes_only_into_an_empty_log_and_within_what_a_room_may_have() {
    let small = file(&[event(1, "message", json!({"text": "a"}))]);
    let mut table = Table::owned(json!({}));
    table.does("ana", json!({"type": "say", "text": "hello"}));
    assert_eq!(table.import("ana", &small), Err(Unimported::NotEmpty));
    // Also while the first is on its way.
    let mut table = Table::owned(json!({}));
    table.does("ana", json!({"type": "pin", "seq": 1, "on": true}));
    table.sends_only("ana", json!({"type": "typing"}));
    table.sends_only("ana", json!({"type": "say", "cid": "x", "text": "hello"}));
    assert_eq!(table.import("ana", &small), Err(Unimported::NotEmpty));
    let events = (1..=200).map(|seq| event(seq, "message", json!({"text": "x".repeat(100)})));
    let large = file(&events.collect::<Vec<_>>());
    for (bounds, imported) in [
        (Limits::default(), Ok(seq(200))),
        (
            Limits {
                room_bytes: 30_000,
                ..Limits::default()
            },
            Err(Unimported::TooLarge),
        ),
        (
            Limits {
                rows_per_day: 300,
                ..Limits::default()
            },
            Err(Unimported::TooLarge),
        ),
        (
            Limits {
                rows_per_day: 0,
                room_bytes: 0,
                ..Limits::default()
            },
            Ok(seq(200)),
        ),
    ] {
        let mut table = Table::of(bounds);
        table.comes("ana", json!({"key": key("owner"), "create": {}}));
        assert_eq!(table.import("ana", &large), imported);
    }
    // What it wrote is counted.
    let bounds = Limits {
        rows_per_day: 401,
        ..Limits::default()
    };
    let mut table = Table::of(bounds);
    table.comes("ana", json!({"key": key("owner"), "create": {}}));
    assert_eq!(table.import("ana", &large), Ok(seq(200)));
    table.world.pass(ms(1));
    table.comes_back("ana", json!({}));
    assert_eq!(
        table.code("ana", json!({"type": "say", "text": "x"})),
        "rate_limited"
    );
}

#[test]
fn an_import_is_in_the_audit_and_gives_nobody_a_role() {
    let bob = json!({"id": "00000000000000bb", "name": "Bob"});
    let granted = file(&[event(1, "role", json!({"member": bob, "role": "owner"}))]);
    let mut table = Table::owned(json!({}));
    let token = table.token("ana");
    assert_eq!(table.import("ana", &granted), Ok(seq(1)));
    table.comes_back("ana", json!({}));
    let audit = table.sends("ana", json!({"type": "desk", "what": "audit"}));
    assert_eq!(audit[0]["items"][0]["act"], "import", "{audit:?}");
    assert_eq!(audit[0]["items"][0]["by"]["id"], table.id("ana"));
    assert_eq!(
        table.code(
            "ana",
            json!({"type": "mute", "member": "00000000000000bb", "for": 60})
        ),
        "not_found"
    );
    assert!(!table.export().contains(&token));
}

/// Whoever owns a room can write in a file what a guest will have said by its next `cid`.
#[test]
fn what_came_by_a_file_answers_no_frame() {
    let mut table = Table::owned(json!({"slow": 3_600}));
    table.comes("bo", json!({}));
    let (bo, now) = (table.id("bo"), table.world.now.as_millis());
    let from = json!({"id": bo, "name": "bo"});
    let forged = |seq, cid: &str| {
        let fields = json!({"text": "I confess", "from": from, "cid": cid, "at": now});
        event(seq, "message", fields)
    };
    let react =
        json!({"target": 1, "emoji": "👍", "on": true, "from": from, "cid": "r", "at": now});
    let many = (3..=12).map(|seq| forged(seq, &format!("n{seq}")));
    let events = [forged(1, "next"), event(2, "reacted", react)]
        .into_iter()
        .chain(many);
    assert_eq!(
        table.import("ana", &file(&events.collect::<Vec<_>>())),
        Ok(seq(12))
    );
    for _ in 0..2 {
        table.comes_back("bo", json!({}));
        table.world.hibernate();
    }
    // Its own says, and it is nothing that it said before that makes it wait.
    let say = json!({"type": "say", "cid": "next", "text": "mine"});
    let said = table.does("bo", say.clone());
    assert_eq!((&said["seq"], &said["text"]), (&json!(13), &json!("mine")));
    let off = json!({"type": "react", "cid": "r", "seq": 1, "emoji": "👍", "on": false});
    assert_eq!(table.does("bo", off)["seq"], 14);
    // What it says itself is known, also where all are looked through.
    table.world.hibernate();
    for cid in ["n3", "n4", "n5", "n6", "n7"] {
        let delete = json!({"type": "delete", "cid": cid, "seq": 99});
        assert_eq!(table.code("bo", delete), "not_found");
    }
    assert_eq!(table.does("bo", say), said);
}
