//! Rooms that are created with an end.

use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, key};

fn created(ends: Value) -> (Table, Value) {
    let mut table = Table::new();
    let create = json!({"settings": {"access": "closed"}, "ends": ends});
    let answer = table.comes("ana", json!({"key": key("owner"), "create": create}));
    (table, answer)
}

#[test]
fn a_room_is_told_its_end_when_it_is_created_or_is_not_made() {
    for ends in [json!(1), json!(600), json!(600.0)] {
        let (table, welcome) = created(ends.clone());
        let after = ends.as_f64().unwrap_or_default() as u64 * 1_000;
        assert_eq!(welcome["ends"], 1_000_000 + after, "{ends}");
        assert_eq!(
            table.world.sqlite.meta("ends"),
            Some((1_000_000 + after).to_string())
        );
    }
    for ends in [
        json!(0),
        json!(601),
        json!(-1),
        json!(1.5),
        json!(1e300),
        json!("60"),
        json!(true),
        json!({}),
    ] {
        let (table, refused) = created(ends.clone());
        assert_eq!(refused["code"], "setting_invalid", "{ends}");
        assert!(!table.world.sqlite.has_table("meta"), "{ends}");
    }
    let owned = json!({"key": key("owner")});
    for (mut table, fields) in [
        (created(json!(null)).0, owned.clone()),
        (Table::owned(json!({})), owned),
        (Table::new(), json!({})),
    ] {
        assert_eq!(table.comes("cy", fields)["ends"], json!(null));
        table.passes(700_000);
        assert_eq!(table.world.wake_at(), None);
        assert_eq!(table.closed("cy"), None);
    }
}

#[test]
fn when_its_time_is_over_nothing_is_left_of_it_whoever_is_there() {
    for sleeps in [false, true] {
        let (mut table, _) = created(json!(60));
        mint(
            &mut table,
            "ana",
            "one",
            json!({"role": "member", "uses": 1}),
        );
        table.comes("bo", json!({"key": key("one")}));
        table.does("bo", json!({"type": "say", "text": "secret"}));
        if sleeps {
            table.leaves("bo");
            table.passes(20_000);
            table.world.hibernate();
        }
        table.passes(60_000);
        assert_eq!(table.closed("ana"), Some(4410));
        if !sleeps {
            assert_eq!(table.closed("bo"), Some(4410));
        }
        assert!(
            !table.world.sqlite.has_table("meta"),
            "{}",
            table.world.sqlite.dump()
        );
        assert_eq!(table.world.wake_at(), None);
        // No key opens it and no token, and asking makes no room.
        assert_eq!(
            table.comes("cy", json!({"key": key("one")}))["code"],
            "key_invalid"
        );
        table.comes_back("ana", json!({}));
        assert_eq!(table.closed("ana"), Some(4401));
        assert!(!table.world.sqlite.has_table("meta"));
        // The name is free, for a room that stays.
        assert_eq!(table.comes("di", json!({}))["type"], "welcome");
        table.passes(700_000);
        assert_eq!(table.closed("di"), None);
    }
}

#[test]
fn what_comes_after_the_end_and_before_the_alarm_finds_no_room() {
    let (mut table, welcome) = created(json!(60));
    table.world.now = alcove::time::Timestamp::from_millis(1_060_000);
    table.sends_only(
        "ana",
        json!({"type": "say", "cid": "late", "text": "secret"}),
    );
    assert_eq!(table.closed("ana"), Some(4410));
    assert!(!table.world.sqlite.has_table("meta"));
    // Whoever comes at that moment is in another room, which has a clock of its own.
    let mut table = created(json!(60)).0;
    table.world.now = alcove::time::Timestamp::from_millis(1_060_000);
    let create = json!({"key": key("next"), "create": {"ends": 60}});
    let next = table.comes("bo", create);
    assert_eq!(next["ends"], 1_120_000);
    assert_ne!(next["epoch"], welcome["epoch"]);
    table.passes(60_000);
    assert_eq!(table.closed("bo"), Some(4410));
}

#[test]
fn a_restart_does_not_prolong_it_and_nothing_in_it_moves_its_end() {
    let (mut table, _) = created(json!(60));
    table.world.crash();
    let again = json!({"key": key("other"), "create": {"ends": 600}});
    assert_eq!(table.comes("bo", again)["code"], "key_invalid");
    let back = table.comes_back("ana", json!({"key": key("owner"), "create": {"ends": 600}}));
    assert_eq!(back["ends"], 1_060_000);
    assert_eq!(
        table.code("ana", json!({"type": "settings", "set": {"ends": 600}})),
        "setting_invalid"
    );
    table.does("ana", json!({"type": "settings", "set": {"title": "Tea"}}));
    table.world.crash();
    table.passes(60_000);
    table.world.operate(alcove::room::Act::Reopen);
    assert!(!table.world.sqlite.has_table("meta"));
}

#[test]
fn of_a_room_that_was_used_it_says_nothing() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    table.does("ana", json!({"type": "say", "text": "here to stay"}));
    let create = json!({"key": key("k"), "create": {"ends": 1}});
    assert_eq!(table.comes("bo", create)["code"], "key_invalid");
    table.passes(10_000);
    assert_eq!(table.closed("ana"), None);
    assert_eq!(table.world.durable_head(), 1);
}

#[test]
fn an_end_that_cannot_be_read_has_come() {
    let (mut table, _) = created(json!(600));
    table
        .world
        .sqlite
        .batch("UPDATE meta SET value = 'never' WHERE key = 'ends'");
    table.world.crash();
    assert_eq!(
        table.comes("bo", json!({"key": key("owner")}))["code"],
        "key_invalid"
    );
    let told = "a row of meta ends cannot be read";
    assert_eq!(table.world.reported, [told]);
    assert!(!table.world.sqlite.has_table("meta"));
}

/// By which a second device comes: the one who is first, again if its answer was lost, and nobody else.
#[test]
fn a_key_of_one_use_lets_one_in_also_of_two_who_race() {
    let (mut table, _) = created(json!(600));
    mint(
        &mut table,
        "ana",
        "one",
        json!({"role": "member", "uses": 1}),
    );
    table.opens("bo");
    table.opens("cy");
    let hello = |name: &str| json!({"type": "hello", "v": 1, "name": name, "key": key("one"), "cid": format!("{name}-hello")});
    table.sends_only("bo", hello("bo"));
    table.sends_only("cy", hello("cy"));
    table.passes(100);
    assert_eq!(table.gets_a("bo", "welcome")["you"]["name"], "bo");
    assert_eq!(table.gets_a("cy", "error")["code"], "key_invalid");
    let first = table.gets_a("ana", "join");
    assert_eq!(first["member"]["name"], "bo", "{first}");
    table.comes(
        "again",
        json!({"name": "bo", "key": key("one"), "cid": "bo-hello"}),
    );
    assert_eq!(table.gets_a("ana", "join"), Value::Null);
    assert_eq!(
        table.comes("di", json!({"key": key("one"), "cid": "other"}))["code"],
        "key_invalid"
    );
}
