//! Rows of a room that has an owner, damaged: the room goes on, tells its operator once, and gives nobody a right
//! by it.

use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, key};

/// Lets the tables take values of any type, as a damaged file may have them.
const LOOSE: [&str; 6] = ["access_key", "member", "ban", "knock", "report", "audit"];

/// A closed room with something in every table: Ana owns it, Bo is a moderator, Cy was banned, Di waits,
/// Ed came by a key.
fn room() -> Table {
    let mut table = Table::owned(json!({"access": "closed", "title": "Tea"}));
    mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    mint(
        &mut table,
        "ana",
        "few",
        json!({"role": "member", "uses": 5}),
    );
    mint(
        &mut table,
        "ana",
        "ask",
        json!({"role": "member", "ask": true}),
    );
    table.comes("bo", json!({"key": key("mod")}));
    table.comes("cy", json!({"key": key("few")}));
    table.comes("ed", json!({"key": key("few")}));
    table.does("ed", json!({"type": "say", "text": "rude"}));
    table.does("ana", json!({"type": "pin", "seq": 1, "on": true}));
    table.does("bo", json!({"type": "report", "seq": 1}));
    let cy = table.id("cy");
    let ban = json!({"type": "remove", "member": cy, "ban": "forever"});
    assert_eq!(table.does("bo", ban)["type"], "removed");
    assert_eq!(
        table.comes("di", json!({"key": key("ask")}))["type"],
        "knocking"
    );
    table.passes(20_000);
    for name in LOOSE {
        table.world.sqlite.batch(&format!(
            "CREATE TABLE loose AS SELECT * FROM {name}; DROP TABLE {name};
             ALTER TABLE loose RENAME TO {name}"
        ));
    }
    table
}

/// Whether whoever sends this token is a host, a member, or nothing.
fn comes_as(table: &mut Table, who: &'static str, fields: Value) -> String {
    let answer = table.comes_back(who, fields);
    let role = answer["you"]["role"].as_str().or(answer["code"].as_str());
    role.or(answer["type"].as_str())
        .unwrap_or("nothing")
        .to_owned()
}

#[test]
fn a_damaged_row_of_any_table_gives_nobody_a_right_and_is_told_once() {
    for (damage, told, who, came_as) in [
        (
            "UPDATE member SET role = 'emperor' WHERE role = 'moderator'",
            "member",
            "bo",
            "key_needed",
        ),
        (
            "UPDATE member SET role = 7 WHERE role = 'moderator'",
            "member",
            "bo",
            "key_needed",
        ),
        (
            "UPDATE member SET since = -1 WHERE role = 'moderator'",
            "member",
            "bo",
            "key_needed",
        ),
        (
            "UPDATE member SET removed = 'no' WHERE role = 'moderator'",
            "member",
            "bo",
            "key_needed",
        ),
        (
            "UPDATE member SET came_freely = NULL WHERE role = 'member'",
            "member",
            "ed",
            "key_needed",
        ),
        (
            "UPDATE access_key SET role = 'emperor' WHERE id = 2",
            "access_key",
            "new",
            "key_invalid",
        ),
        (
            "UPDATE access_key SET used = -1 WHERE id = 2",
            "access_key",
            "new",
            "key_invalid",
        ),
        (
            "UPDATE access_key SET expires = 'never' WHERE id = 2",
            "access_key",
            "new",
            "key_invalid",
        ),
        (
            "UPDATE access_key SET ask = NULL WHERE id = 2",
            "access_key",
            "new",
            "key_invalid",
        ),
        (
            "UPDATE access_key SET revoked = x'00' WHERE id = 2",
            "access_key",
            "new",
            "key_invalid",
        ),
        (
            "UPDATE knock SET role = 'emperor'",
            "knock",
            "di",
            "key_needed",
        ),
        ("UPDATE knock SET name = ''", "knock", "di", "key_needed"),
        ("UPDATE knock SET at = -1", "knock", "di", "key_needed"),
        (
            "UPDATE meta SET value = '{' WHERE key = 'settings'",
            "meta settings",
            "stranger",
            "key_needed",
        ),
        (
            "UPDATE meta SET value = '{\"access\":\"wide\"}' WHERE key = 'settings'",
            "meta settings",
            "stranger",
            "key_needed",
        ),
        (
            "UPDATE meta SET value = '[]' WHERE key = 'settings'",
            "meta settings",
            "stranger",
            "key_needed",
        ),
        (
            "UPDATE meta SET value = '' WHERE key = 'settings'",
            "meta settings",
            "stranger",
            "key_needed",
        ),
        (
            "UPDATE meta SET value = '{' WHERE key = 'pinned'",
            "meta pinned",
            "ed",
            "member",
        ),
        (
            "UPDATE meta SET value = '[\"1\"]' WHERE key = 'pinned'",
            "meta pinned",
            "ed",
            "member",
        ),
    ] {
        let mut table = room();
        table.world.sqlite.batch(damage);
        table.world.crash();
        let role = match who {
            "new" => table.comes("new", json!({"key": key("mod")}))["code"].clone(),
            "stranger" => table.comes("stranger", json!({}))["code"].clone(),
            who => json!(comes_as(&mut table, who, json!({}))),
        };
        assert_eq!(role, came_as, "{damage}");
        // Its owner goes on, and so does the room.
        assert_eq!(comes_as(&mut table, "ana", json!({})), "owner", "{damage}");
        for what in ["bans", "keys", "reports", "audit", "knocks"] {
            let page = table.sends("ana", json!({"type": "desk", "what": what}));
            assert!(page[0]["items"].is_array(), "{damage}: {page:?}");
        }
        let said = table.does("ana", json!({"type": "say", "text": "on"}));
        assert_eq!(said["type"], "message", "{damage}");
        let line = format!("a row of {told} cannot be read");
        let lines = table.world.reported.iter().filter(|each| **each == line);
        assert_eq!(lines.count(), 1, "{damage}: {:?}", table.world.reported);
    }
}

/// What cannot be read of a ban keeps nobody out for ever, and lets nobody in who needs a key.
#[test]
fn a_damaged_ban_report_or_act_is_left_out() {
    for (damage, told, what) in [
        ("UPDATE ban SET until = 'ever'", "ban", "bans"),
        ("UPDATE ban SET name = NULL", "ban", "bans"),
        ("UPDATE ban SET by_member = 'nobody'", "ban", "bans"),
        ("UPDATE report SET message = NULL", "report", "reports"),
        ("UPDATE report SET at = -1", "report", "reports"),
    ] {
        let mut table = room();
        table.world.sqlite.batch(damage);
        table.world.crash();
        assert_eq!(comes_as(&mut table, "ana", json!({})), "owner");
        assert_eq!(
            comes_as(&mut table, "cy", json!({})),
            if told == "ban" {
                "key_needed"
            } else {
                "banned"
            },
            "{damage}"
        );
        let page = table.sends("ana", json!({"type": "desk", "what": what}));
        assert_eq!(page[0]["items"], json!([]), "{damage}");
        let line = format!("a row of {told} cannot be read");
        assert!(
            table.world.reported.contains(&line),
            "{damage}: {:?}",
            table.world.reported
        );
    }
    let mut table = room();
    table
        .world
        .sqlite
        .batch("UPDATE audit SET at = -1 WHERE act = 'mint'");
    table.world.crash();
    assert_eq!(comes_as(&mut table, "ana", json!({})), "owner");
    let page = table.sends("ana", json!({"type": "desk", "what": "audit"}));
    let items = page[0]["items"].as_array().expect("items");
    assert!(
        !items.is_empty() && items.iter().all(|item| item["act"] != "mint"),
        "{items:?}"
    );
}
