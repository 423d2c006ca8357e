//! Rooms that have an owner: who comes in, as what, and what each may do.

mod contract;
mod corners;
mod damage;
mod edges;
mod effects;
mod ends;
mod files;
mod hostile;
mod interruptions;
mod knocks;
mod operator;
mod requests;
use crate::table;
mod watching;

use serde_json::{Value, json};
use table::{Table, hash, key};

/// Mints a key of this role, and returns its id.
pub fn mint(table: &mut Table, by: &'static str, word: &str, terms: Value) -> Value {
    let mut frame = json!({"type": "mint", "hash": hash(&key(word))});
    frame
        .as_object_mut()
        .expect("an object")
        .extend(terms.as_object().expect("an object").clone());
    let keys = table.does(by, frame);
    assert_eq!(keys["type"], "keys", "{keys}");
    keys["keys"][0]["id"].clone()
}

#[test]
fn whoever_creates_a_room_owns_it() {
    let mut table = Table::new();
    let create = json!({"key": key("owner"), "cid": "h1", "create": {"settings": {"title": "Tea", "access": "ask"}}});
    let welcome = table.comes("ana", create.clone());
    assert_eq!(welcome["type"], "welcome");
    assert_eq!(welcome["seq"], 0);
    assert_eq!(welcome["you"]["role"], "owner");
    assert_eq!(
        welcome["settings"],
        json!({"title": "Tea", "access": "ask"})
    );
    assert_eq!(welcome["pinned"], json!([]));
    assert_eq!(
        welcome["desk"],
        json!({"knocks": 0, "held": 0, "reports": 0})
    );
    assert_eq!(welcome["members"][0]["role"], "owner");
    // Whose answer was lost says the same again, and is the same member.
    let again = table.comes("again", {
        let mut again = create.clone();
        again["name"] = json!("ana");
        again
    });
    assert_eq!(again["you"]["id"], welcome["you"]["id"]);
    assert_eq!(again["you"]["role"], "owner");
    let keys = table.sends("ana", json!({"type": "desk", "what": "keys"}));
    assert_eq!(keys[0]["items"][0]["used"], 1, "{keys:?}");
    // Of two strangers who create one name, the second does not get it.
    let second = table.comes("bo", json!({"key": key("other"), "create": {}}));
    assert_eq!(second["code"], "key_invalid");
    let third = table.says_hello("bo", json!({"key": key("owner")}));
    assert_eq!(third["you"]["role"], "owner");
}

#[test]
fn a_room_that_was_used_cannot_be_created() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    assert_eq!(
        table.comes("bo", json!({"key": key("k"), "create": {}}))["code"],
        "key_invalid"
    );
    // Who sits in it alone can.
    let welcome = table.comes_back("ana", json!({"key": key("k"), "create": {}}));
    assert_eq!(welcome["you"]["role"], "owner");
    let mut table = Table::new();
    table.comes("ana", json!({}));
    table.does("ana", json!({"type": "say", "text": "hello"}));
    let refused = table.comes_back("ana", json!({"key": key("k"), "create": {}}));
    assert_eq!(refused["code"], "key_invalid");
}

#[test]
fn hellos_that_make_no_sense() {
    let mut table = Table::new();
    for (fields, code) in [
        (json!({"key": 5}), "bad_hello"),
        (json!({"create": {}}), "bad_hello"),
        (json!({"key": key("k"), "create": 1}), "bad_hello"),
        (
            json!({"key": key("k"), "create": {"settings": {"x": 1}}}),
            "setting_invalid",
        ),
        (json!({"key": "short", "create": {}}), "key_invalid"),
        (json!({"key": key("k")}), "key_invalid"),
    ] {
        assert_eq!(table.comes("ana", fields.clone())["code"], code, "{fields}");
    }
    let welcome = table.says_hello("ana", json!({"key": key("k"), "create": {}}));
    assert_eq!(welcome["you"]["role"], "owner");
}

#[test]
fn a_key_gives_its_role_as_often_as_it_may() {
    let mut table = Table::owned(json!({"access": "closed"}));
    assert_eq!(table.comes("bo", json!({}))["code"], "key_needed");
    table.passes(10_000);
    assert_eq!(table.closed("bo"), Some(4403));
    let id = mint(
        &mut table,
        "ana",
        "mod",
        json!({"role": "moderator", "uses": 1, "label": "Bo"}),
    );
    let welcome = table.comes("bo", json!({"key": key("mod")}));
    assert_eq!(welcome["you"]["role"], "moderator");
    assert_eq!(
        table.comes("cy", json!({"key": key("mod")}))["code"],
        "key_invalid"
    );
    // A key shown again is no further use.
    assert_eq!(
        table.comes_back("bo", json!({"key": key("mod")}))["you"]["role"],
        "moderator"
    );
    // Its grant lasts, whatever becomes of the key.
    let keys = table.does("ana", json!({"type": "revoke", "key": id}));
    assert_eq!(keys["keys"][0]["used"], 1);
    assert!(keys["keys"][0]["revoked"].is_number());
    assert_eq!(
        table.comes_back("bo", json!({}))["you"]["role"],
        "moderator"
    );
    // Unless it is taken with it.
    let revoked = table.does("ana", json!({"type": "revoke", "key": id, "members": true}));
    assert_eq!(revoked["type"], "revoked", "{revoked}");
    assert_eq!(revoked["members"], json!([table.id("bo")]));
    assert_eq!(table.gets_a("bo", "error")["code"], "key_needed");
    assert_eq!(table.closed("bo"), Some(4403));
}

#[test]
fn roles_are_given_and_taken() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    table.gets("bo");
    let event = table.does(
        "ana",
        json!({"type": "role", "member": table.id("bo"), "role": "moderator"}),
    );
    assert_eq!(event["type"], "role");
    assert_eq!(event["seq"], 1);
    assert_eq!(event["member"]["name"], "bo");
    let you = table.gets_a("bo", "you");
    assert_eq!(you["role"], "moderator");
    assert_eq!(you["desk"]["knocks"], 0);
    let said = table.does("bo", json!({"type": "say", "text": "hello"}));
    assert_eq!(said["from"]["role"], "moderator");
    assert_eq!(
        table.code("bo", json!({"type": "settings", "set": {"title": "x"}})),
        "forbidden"
    );
    assert_eq!(
        table.code(
            "bo",
            json!({"type": "mute", "member": table.id("ana"), "for": 60})
        ),
        "forbidden"
    );
    assert_eq!(
        table.code(
            "ana",
            json!({"type": "role", "member": table.id("ana"), "role": "none"})
        ),
        "last_owner"
    );
    assert_eq!(
        table.code(
            "ana",
            json!({"type": "role", "member": "00000000000000ff", "role": "member"})
        ),
        "not_found"
    );
    table.does(
        "ana",
        json!({"type": "role", "member": table.id("bo"), "role": "none"}),
    );
    assert_eq!(table.gets_a("bo", "you")["role"], "member");
    assert_eq!(
        table.code(
            "ana",
            json!({"type": "role", "member": table.id("bo"), "role": "none"})
        ),
        "no_change"
    );
}

#[test]
fn a_member_is_muted_removed_banned_and_restored() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    table.does(
        "ana",
        json!({"type": "mute", "member": table.id("bo"), "for": 60}),
    );
    let refused = table.does("bo", json!({"type": "say", "text": "hello"}));
    assert_eq!(refused["code"], "muted");
    assert_eq!(refused["retryable"], false);
    let wait = refused["retry_after_ms"].as_u64().expect("a time");
    assert!((59_000..=60_000).contains(&wait), "{wait}");
    table.passes(60_000);
    assert_eq!(
        table.does("bo", json!({"type": "say", "text": "hello"}))["type"],
        "message"
    );

    let removed = table.does(
        "ana",
        json!({"type": "remove", "member": table.id("bo"), "reason": "Rude"}),
    );
    assert_eq!(removed["type"], "removed");
    assert_eq!(removed["until"], Value::Null);
    assert_eq!(removed["reason"], Value::Null, "never in the log");
    let error = table.gets_a("bo", "error");
    assert_eq!(
        (&error["code"], &error["reason"]),
        (&json!("removed"), &json!("Rude"))
    );
    assert_eq!(table.closed("bo"), Some(4403));
    assert_eq!(table.comes_back("bo", json!({}))["type"], "welcome");

    table.does(
        "ana",
        json!({"type": "remove", "member": table.id("bo"), "ban": 600}),
    );
    let banned = table.comes_back("bo", json!({}));
    assert_eq!(banned["code"], "banned");
    assert!(
        banned["retry_after_ms"]
            .as_u64()
            .is_some_and(|wait| wait > 590_000)
    );
    assert_eq!(table.closed("bo"), Some(4403));
    let bans = table.sends("ana", json!({"type": "desk", "what": "bans", "ref": "b"}));
    assert_eq!(bans[0]["items"][0]["member"]["name"], "bo");
    assert_eq!(bans[0]["ref"], "b");
    assert_eq!(
        table.does("ana", json!({"type": "restore", "member": table.id("bo")}))["type"],
        "restored"
    );
    assert_eq!(
        table.code("ana", json!({"type": "restore", "member": table.id("bo")})),
        "no_change"
    );
    assert_eq!(table.comes_back("bo", json!({}))["type"], "welcome");
}

#[test]
fn who_knocks_is_let_in_or_not() {
    let mut table = Table::owned(json!({"access": "ask", "title": "Tea"}));
    let knocking = table.comes("bo", json!({}));
    assert_eq!(knocking["type"], "knocking", "{knocking}");
    assert_eq!(knocking["place"], 1);
    assert_eq!(knocking["settings"], json!({"title": "Tea"}));
    assert_eq!(table.gets_a("ana", "knock")["member"]["name"], "bo");
    assert_eq!(table.comes("cy", json!({}))["place"], 2);
    table.gets("ana");
    assert_eq!(
        table.sends("bo", json!({"type": "knock", "text": "It is Bo"})),
        Vec::<Value>::new()
    );
    assert_eq!(table.gets_a("ana", "knock")["text"], "It is Bo");
    assert_eq!(
        table.sends("bo", json!({"type": "knock", "text": "again"}))[0]["code"],
        "no_change"
    );
    assert_eq!(
        table.code("bo", json!({"type": "say", "text": "hello"})),
        "forbidden"
    );
    table.does("ana", json!({"type": "say", "text": "secret"}));
    assert_eq!(table.gets("bo"), Vec::<Value>::new());
    // It waits through sleep.
    table.world.hibernate();
    let event = table.does("ana", json!({"type": "admit", "member": table.id("bo")}));
    assert_eq!(
        (&event["type"], &event["role"]),
        (&json!("role"), &json!("member"))
    );
    let welcome = table.gets_a("bo", "welcome");
    assert_eq!(welcome["you"]["role"], "member");
    assert_eq!(table.gets_a("cy", "knocking")["place"], 1);
    let done = table.does("ana", json!({"type": "deny", "member": table.id("cy")}));
    assert_eq!(
        (&done["type"], &done["what"]),
        (&json!("done"), &json!("deny"))
    );
    assert_eq!(table.gets_a("cy", "error")["code"], "denied");
    assert_eq!(table.closed("cy"), Some(4403));
}

#[test]
fn settings_change_who_is_here() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    assert_eq!(
        table.does(
            "ana",
            json!({"type": "settings", "set": {"access": "read"}})
        )["type"],
        "settings"
    );
    table.comes("cy", json!({}));
    assert_eq!(
        table.code("cy", json!({"type": "say", "text": "hello"})),
        "forbidden"
    );
    // Who came while the room was open stays a member.
    assert_eq!(
        table.does("bo", json!({"type": "say", "text": "hello"}))["type"],
        "message"
    );
    table.gets("cy");
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "closed", "members": "granted"}}),
    );
    for who in ["bo", "cy"] {
        assert_eq!(table.gets_a(who, "error")["code"], "key_needed", "{who}");
        assert_eq!(table.closed(who), Some(4403));
    }
    assert_eq!(
        table.code(
            "ana",
            json!({"type": "settings", "set": {"access": "closed"}})
        ),
        "no_change"
    );
    assert_eq!(
        table.code("ana", json!({"type": "settings", "set": {"hold": "all"}})),
        "setting_invalid"
    );
    assert_eq!(table.code("ana", json!({"type": "settings"})), "bad_frame");
}

#[test]
fn messages_are_pinned_until_they_go() {
    let mut table = Table::owned(json!({}));
    for _ in 0..6 {
        table.does("ana", json!({"type": "say", "text": "hello"}));
    }
    for seq in 1..=5 {
        let pinned = table.does("ana", json!({"type": "pin", "seq": seq, "on": true}));
        assert_eq!(
            (&pinned["type"], &pinned["target"]),
            (&json!("pinned"), &json!(seq))
        );
    }
    assert_eq!(
        table.code("ana", json!({"type": "pin", "seq": 6, "on": true})),
        "too_many"
    );
    assert_eq!(
        table.code("ana", json!({"type": "pin", "seq": 1, "on": true})),
        "no_change"
    );
    table.does("ana", json!({"type": "delete", "seq": 2}));
    table.world.hibernate();
    let welcome = table.comes("bo", json!({}));
    let pinned: Vec<&Value> = welcome["pinned"]
        .as_array()
        .expect("pinned")
        .iter()
        .map(|m| &m["seq"])
        .collect();
    assert_eq!(
        pinned,
        [1, 3, 4, 5]
            .iter()
            .map(|n| json!(n))
            .collect::<Vec<_>>()
            .iter()
            .collect::<Vec<_>>()
    );
    assert_eq!(
        table.code("bo", json!({"type": "pin", "seq": 1, "on": false})),
        "forbidden"
    );
}

#[test]
fn members_report_and_moderators_see_what_was_said_then() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    table.does("ana", json!({"type": "say", "text": "rude"}));
    let report = json!({"type": "report", "cid": "r1", "seq": 1, "reason": "It is rude"});
    let reported = json!({"type": "reported", "cid": "r1"});
    assert!(table.sends("bo", report.clone()).contains(&reported));
    assert!(table.sends("bo", report).contains(&reported), "a resend");
    assert_eq!(
        table.code("bo", json!({"type": "report", "seq": 1})),
        "no_change"
    );
    assert_eq!(
        table.code("bo", json!({"type": "report", "seq": 9})),
        "not_found"
    );
    table.does("ana", json!({"type": "edit", "seq": 1, "text": "kind"}));
    let desk = table.sends("ana", json!({"type": "desk", "what": "reports"}));
    let item = &desk[0]["items"][0];
    assert_eq!(item["messages"][0]["text"], "rude");
    assert_eq!(
        (&item["by"]["name"], &item["reason"]),
        (&json!("bo"), &json!("It is rude"))
    );
    assert_eq!(
        table.code("bo", json!({"type": "mint", "x": 1})),
        "forbidden"
    );
    let refused = table.sends("bo", json!({"type": "desk", "what": "audit", "ref": "a"}));
    assert_eq!(
        (&refused[0]["code"], &refused[0]["ref"]),
        (&json!("forbidden"), &json!("a"))
    );
}

#[test]
fn a_replay_brings_what_was_done_to_the_room() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    let (ana, bo) = (table.id("ana"), table.id("bo"));
    table.does("ana", json!({"type": "settings", "set": {"title": "Tea"}}));
    table.does(
        "ana",
        json!({"type": "role", "member": bo, "role": "moderator"}),
    );
    table.does("ana", json!({"type": "mute", "member": bo, "for": 0}));
    table.does("ana", json!({"type": "say", "text": "hello"}));
    table.does("ana", json!({"type": "pin", "seq": 3, "on": true}));
    let live = table.gets("bo");
    let live: Vec<Value> = live
        .into_iter()
        .filter(|event| event["seq"].is_number())
        .collect();
    assert_eq!(live.len(), 4);
    let epoch = table.comes_back("ana", json!({}))["epoch"].clone();
    let welcome = table.comes_back("bo", json!({"epoch": epoch, "after": 0}));
    assert_eq!(welcome["recovered"], true);
    assert!(live.iter().all(|event| event["from"]["id"] == ana.as_str()));
    let replayed = table.gets("bo").into_iter();
    let replayed: Vec<Value> = replayed.filter(|event| event["seq"].is_number()).collect();
    assert_eq!(replayed, live);
}
