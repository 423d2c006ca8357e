//! What shows only where two things meet: a crash and a count, a trim and a pin, a role and a ban.

use alcove::limits::{self, Limits};
use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, hash, key};

fn say(table: &mut Table, who: &'static str, text: &str) -> Value {
    table.does(who, json!({"type": "say", "text": text}))
}

#[test]
fn whatever_else_is_said_by_who_waits_is_forbidden() {
    let mut table = Table::owned(json!({"access": "ask"}));
    table.comes("bo", json!({}));
    for frame in [
        "",
        "{",
        "null",
        "[]",
        r#"{"type":"sing"}"#,
        r#"{"type":"knock","text":5}"#,
        r#"{"type":"say","text":"hello"}"#,
        r#"{"type":"say","cid":"c","text":5}"#,
        r#"{"type":"typing"}"#,
        r#"{"type":"hello","v":9,"name":"bo"}"#,
    ] {
        let answers = table.sends_text("bo", frame);
        assert_eq!(answers.len(), 1, "{frame}: {answers:?}");
        assert_eq!(answers[0]["code"], "forbidden", "{frame}");
    }
    // What is a knock is told what is wrong with its words.
    table.passes(11_000);
    let answers = table.sends("bo", json!({"type": "knock", "text": "x".repeat(141)}));
    assert_eq!(answers[0]["code"], "text_too_long");
}

#[test]
fn a_ban_holds_for_the_limited_key_also_after_a_role() {
    for role in ["moderator", "reader", "none"] {
        let mut table = Table::owned(json!({}));
        mint(
            &mut table,
            "ana",
            "few",
            json!({"role": "member", "uses": 5}),
        );
        table.comes("bo", json!({"key": key("few")}));
        let bo = table.id("bo");
        table.does("ana", json!({"type": "role", "member": bo, "role": role}));
        table.does("ana", json!({"type": "remove", "member": bo, "ban": 60}));
        let again = table.comes("di", json!({"key": key("few")}));
        assert_eq!(again["code"], "banned", "{role}");
    }
}

#[test]
fn an_admission_and_the_use_of_its_key_are_stored_together_or_not_at_all() {
    let mut table = Table::owned(json!({"access": "closed"}));
    let one = json!({"role": "member", "ask": true, "uses": 1});
    mint(&mut table, "ana", "ask", one);
    let hello = json!({"key": key("ask"), "cid": "h1", "name": "bo"});
    assert_eq!(table.comes("bo", hello.clone())["type"], "knocking");
    let bo = table.id("bo");
    table.world.sqlite.batch(
        "CREATE TRIGGER no BEFORE UPDATE ON access_key BEGIN SELECT RAISE(ABORT, 'no'); END",
    );
    let admit = json!({"type": "admit", "member": bo});
    assert_eq!(table.code("ana", admit.clone()), "storage_failed");
    assert_eq!(table.gets_a("bo", "welcome"), Value::Null);
    table.world.sqlite.batch("DROP TRIGGER no");
    table.does("ana", admit);
    assert_eq!(table.gets_a("bo", "welcome")["you"]["role"], "member");
    let keys = table.sends("ana", json!({"type": "desk", "what": "keys"}));
    assert_eq!(keys[0]["items"][0]["used"], 1, "{keys:?}");
    // So it is for nobody else, and the same hello is still the same member's.
    let other = table.comes("cy", json!({"key": key("ask")}));
    assert_eq!(other["code"], "key_invalid");
    let again = table.comes("bo2", hello);
    assert_eq!(again["you"]["id"], bo);
}

#[test]
fn a_pin_goes_with_a_message_that_had_no_room_any_more() {
    let mut table = Table::of(Limits {
        room_bytes: 200_000,
        burst: 1_000_000,
        ..Limits::default()
    });
    table.comes("ana", json!({"key": key("owner"), "create": {}}));
    let pin = |table: &mut Table, seq: u64| {
        let pin = json!({"type": "pin", "seq": seq, "on": true});
        table.does("ana", pin)
    };
    say(&mut table, "ana", "first");
    assert_eq!(pin(&mut table, 1)["type"], "pinned");
    let mut newest = Vec::new();
    while table.world.room().log().trimmed_to().is_none() {
        let said = say(&mut table, "ana", &"x".repeat(4_000));
        newest.push(said["seq"].as_u64().expect("a seq"));
    }
    let newest = newest.split_off(newest.len() - 6);
    for seq in newest.iter().take(5) {
        assert_eq!(pin(&mut table, *seq)["type"], "pinned");
    }
    assert_eq!(pin(&mut table, newest[5])["code"], "too_many");
    // A sleep does not bring the first one back, either.
    let mut table = Table::owned(json!({}));
    say(&mut table, "ana", "first");
    pin(&mut table, 1);
    table.world.sqlite.batch(
        "DELETE FROM message; DELETE FROM change;
         UPDATE meta SET value = '3 500 0 2' WHERE key = 'usage'",
    );
    table.passes(15_000);
    table.world.hibernate();
    let mut seqs = Vec::new();
    for _ in 0..5 {
        seqs.push(say(&mut table, "ana", "more")["seq"].as_u64().expect("seq"));
    }
    for seq in seqs {
        assert_eq!(pin(&mut table, seq)["type"], "pinned", "{seq}");
    }
}

#[test]
fn what_could_not_be_stored_cannot_be_reported() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    table.does("ana", json!({"type": "typing"}));
    table.world.sqlite.refuse("rude");
    table.sends_both(
        "bo",
        json!({"type": "say", "cid": "s", "text": "rude"}),
        json!({"type": "report", "cid": "r", "seq": 1}),
    );
    table.passes(500);
    let got = table.gets("bo");
    let code = |cid: &str| got.iter().find(|e| e["cid"] == cid).expect(cid)["code"].clone();
    assert_eq!(
        (code("s"), code("r")),
        (json!("storage_failed"), json!("not_found"))
    );
    let desk = table.sends("ana", json!({"type": "desk", "what": "reports"}));
    assert_eq!(desk[0]["items"], json!([]));
}

/// Of 51 rows at once: a room and its owner are five, ten messages ten, letting go of them one, and
/// removing them, each overwritten first, twenty.
#[test]
fn what_retention_writes_is_charged() {
    let limits = Limits {
        rows_per_day: 100,
        burst: 1_000_000,
        ..Limits::default()
    };
    let mut table = Table::of(limits);
    let create = json!({"settings": {"keep": 60}});
    table.comes("ana", json!({"key": key("owner"), "create": create}));
    for _ in 0..10 {
        assert_eq!(say(&mut table, "ana", "old")["type"], "message");
    }
    table.passes(100_000);
    table.sends("ana", json!({"type": "history"}));
    table.passes(100_000);
    assert_eq!(table.world.sqlite.count("message", "true"), 0);
    let left = (0..100).take_while(|_| say(&mut table, "ana", "new")["type"] == "message");
    assert_eq!(left.count(), 51 - 5 - 10 - 1 - 20);
}

/// Also where the frame makes no sense: what a desk has is nobody else's to find out. To who may look it says so, and
/// counts it like any such frame.
#[test]
fn a_desk_that_cannot_be_read_is_forbidden_to_who_may_not_look() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    for (fields, reference) in [
        (json!({"what": "nonsense"}), "d1"),
        (json!({}), "d1"),
        (json!({"what": "audit", "before": -1}), "d1"),
        (json!({"what": "audit", "limit": "all"}), "d1"),
        (json!({"what": "audit", "ref": "a b"}), ""),
        (json!({"what": "audit", "ref": 5}), ""),
    ] {
        let mut frame = json!({"type": "desk", "ref": "d1"});
        for (name, value) in fields.as_object().expect("fields") {
            frame[name] = value.clone();
        }
        for (who, code) in [("bo", "forbidden"), ("ana", "bad_frame")] {
            let answer = table.sends(who, frame.clone());
            assert_eq!(answer[0]["code"], code, "{frame}");
            let named = answer[0]["ref"].as_str().unwrap_or_default();
            assert_eq!(named, reference, "{frame}");
        }
    }
    for _ in 0..limits::BAD_FRAMES {
        table.sends_only("ana", json!({"type": "desk"}));
    }
    assert_eq!(table.closed("ana"), Some(4400));
    assert_eq!(table.closed("bo"), None);
}

/// Who waits to become more may be somebody already, whom a moderator may not touch.
#[test]
fn who_is_admitted_keeps_the_higher_grant() {
    let mut table = Table::owned(json!({}));
    mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    mint(
        &mut table,
        "ana",
        "top",
        json!({"role": "owner", "ask": true}),
    );
    table.comes("bo", json!({"key": key("mod")}));
    table.comes("cy", json!({"key": key("mod")}));
    let cy = table.id("cy");
    let knocking = table.comes_back("cy", json!({"key": key("top")}));
    assert_eq!(knocking["type"], "knocking", "{knocking}");
    let admit = json!({"type": "admit", "member": cy, "role": "reader"});
    let admitted = table.does("bo", admit);
    assert_eq!(admitted["type"], "role", "{admitted}");
    assert_eq!(admitted["role"], "moderator", "{admitted}");
    assert_eq!(table.gets_a("cy", "welcome")["you"]["role"], "moderator");
    let welcome = table.comes_back("cy", json!({}));
    assert_eq!(welcome["you"]["role"], "moderator");
}

/// A key is made and ended only with the line that tells by whom.
#[test]
fn no_key_is_made_or_ended_that_the_audit_does_not_know() {
    let mut table = Table::owned(json!({}));
    let first = mint(&mut table, "ana", "first", json!({"role": "member"}));
    table
        .world
        .sqlite
        .batch("CREATE TRIGGER no BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no'); END");
    let new = json!({"type": "mint", "cid": "m", "hash": hash(&key("second")), "role": "member"});
    let end = json!({"type": "revoke", "cid": "r", "key": first});
    for act in [&new, &end] {
        assert_eq!(table.code("ana", act.clone()), "storage_failed");
    }
    assert_eq!(table.world.sqlite.count("access_key", "true"), 2);
    assert_eq!(table.world.sqlite.count("access_key", "revoked > 0"), 0);
    table.world.sqlite.batch("DROP TRIGGER no");
    for act in [&new, &end] {
        assert_eq!(table.does("ana", act.clone())["type"], "keys");
    }
    assert_eq!(table.world.sqlite.count("access_key", "true"), 3);
    assert_eq!(table.world.sqlite.count("access_key", "revoked > 0"), 1);
    assert_eq!(table.world.sqlite.count("audit", "cid IN ('m', 'r')"), 2);
}

#[test]
fn who_waits_may_show_a_key_that_gives_more() {
    let mut table = Table::owned(json!({"access": "ask"}));
    for (word, role) in [("top", "moderator"), ("low", "reader")] {
        mint(
            &mut table,
            "ana",
            word,
            json!({"role": role, "ask": true, "uses": 5}),
        );
    }
    assert_eq!(table.comes("bo", json!({}))["type"], "knocking");
    table.sends("bo", json!({"type": "knock", "text": "It is me"}));
    // Less, or none, leaves it at what it was.
    for fields in [
        json!({"key": key("top")}),
        json!({"key": key("low")}),
        json!({}),
    ] {
        let knocking = table.comes_back("bo", fields);
        assert_eq!(knocking["place"], 1, "{knocking}");
    }
    let desk = table.sends("ana", json!({"type": "desk", "what": "knocks"}));
    assert_eq!(desk[0]["items"][0]["text"], "It is me");
    let bo = table.id("bo");
    let admitted = table.does("ana", json!({"type": "admit", "member": bo}));
    assert_eq!(admitted["role"], "moderator", "{admitted}");
    assert_eq!(
        table
            .world
            .sqlite
            .count("access_key", "used = 1 AND role = 'moderator'"),
        1
    );
}
