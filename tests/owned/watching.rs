//! Who may watch a room that has an owner, and until when.

use serde_json::{Value, json};

use crate::table::{Table, key};

fn watch(table: &mut Table, who: &'static str, fields: Value) -> Value {
    let mut hello = json!({"watch": true});
    let all = hello.as_object_mut().expect("an object");
    all.extend(fields.as_object().expect("an object").clone());
    table.comes(who, hello)
}

/// The right to watch is that to read; who has none is told so, and closed at once, whatever it brings.
#[test]
fn who_may_not_read_may_not_watch() {
    for access in ["ask", "closed"] {
        let mut t = Table::owned(json!({ "access": access }));
        for fields in [
            json!({}),
            json!({"key": key("owner")}),
            json!({"key": key("other")}),
            json!({"create": {}, "key": key("mine")}),
        ] {
            let answer = watch(&mut t, "eve", fields);
            assert_eq!(answer["code"], "key_needed", "{answer}");
            assert_eq!(t.closed("eve"), Some(4403));
        }
        assert_eq!(t.world.sqlite.count("knock", "true"), 0);
        let desk = t.sends("ana", json!({"type": "desk", "what": "knocks"}));
        assert_eq!(desk[0]["items"], json!([]));
    }
    let mut t = Table::owned(json!({"access": "read"}));
    let welcome = watch(&mut t, "eve", json!({}));
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    assert_eq!(welcome.get("you"), None);
    assert_eq!(welcome.get("count"), None);
    assert_eq!(welcome.get("settings"), None);
}

/// Who knocks has a token, which gives it no more than anybody else.
#[test]
fn who_waits_does_not_watch() {
    let mut t = Table::owned(json!({"access": "ask"}));
    let knocking = t.comes("bo", json!({}));
    let token = knocking["you"]["token"].clone();
    let answer = watch(&mut t, "eve", json!({"token": token}));
    assert_eq!(answer["code"], "key_needed", "{answer}");
    assert_eq!(t.closed("eve"), Some(4403));
    t.does(
        "ana",
        json!({"type": "settings", "set": {"access": "read"}}),
    );
    let welcome = watch(&mut t, "eve", json!({"token": token}));
    assert_eq!(welcome["type"], "welcome", "{welcome}");
    assert_eq!(welcome.get("you"), None);
}

#[test]
fn a_member_watches_as_what_it_is() {
    let mut t = Table::owned(json!({"access": "closed"}));
    let token = t.token("ana");
    t.gets("ana");
    let welcome = watch(&mut t, "eye", json!({"token": token, "name": "Somebody"}));
    assert_eq!(welcome["you"]["role"], "owner", "{welcome}");
    assert_eq!(welcome["you"]["name"], "ana");
    assert_eq!(welcome["you"]["id"], t.id("ana"));
    let head = t.gets_a("eye", "head");
    assert_eq!(head["seq"], 0, "{head}");
    // Nobody hears of it, and it is no seat.
    assert_eq!(t.gets("ana"), Vec::<Value>::new());
    let members = t.sends("ana", json!({"type": "members"}));
    assert_eq!(members[0]["members"].as_array().expect("members").len(), 1);
}

/// Its own roles and its removal come as the events that they are; those of others do not.
#[test]
fn roles_and_removals_come_to_the_watch_of_whom_they_are_about() {
    let mut t = Table::owned(json!({}));
    t.comes("bo", json!({}));
    t.comes("cy", json!({}));
    let (bo, cy) = (t.token("bo"), t.token("cy"));
    watch(&mut t, "bo's", json!({ "token": bo }));
    watch(&mut t, "cy's", json!({ "token": cy }));
    watch(&mut t, "nobody's", json!({}));
    // Also while it has no other socket.
    t.leaves("bo");
    t.passes(20_000);
    let of = |t: &mut Table, who| {
        let kinds = t.gets(who).into_iter();
        let kinds = kinds.map(|event| event["type"].as_str().unwrap_or_default().to_owned());
        kinds.collect::<Vec<_>>()
    };
    for who in ["bo's", "cy's", "nobody's"] {
        assert_eq!(of(&mut t, who), ["head"]);
    }
    let member = t.id("bo");
    let role = t.does(
        "ana",
        json!({"type": "role", "member": member, "role": "moderator"}),
    );
    t.passes(1_000);
    let events = t.gets("bo's");
    assert_eq!(events[0], role, "{events:?}");
    assert_eq!(events[1]["type"], "head");
    assert_eq!(events.len(), 2);
    assert_eq!(of(&mut t, "cy's"), ["head"]);
    let removed = t.does(
        "ana",
        json!({"type": "remove", "member": member, "reason": "why not"}),
    );
    t.passes(2_000);
    let events = t.gets("bo's");
    assert_eq!(events[0], removed, "{events:?}");
    assert_eq!(events[1]["code"], "removed");
    assert_eq!(t.closed("bo's"), Some(4403));
    assert_eq!(of(&mut t, "cy's"), ["head"]);
    assert_eq!(of(&mut t, "nobody's"), ["head", "head"]);
    // Until it has come back by a hello.
    let answer = watch(&mut t, "again", json!({ "token": bo }));
    assert_eq!(answer["code"], "removed", "{answer}");
    assert_eq!(t.closed("again"), Some(4403));
    let ban = json!({"type": "remove", "member": t.id("cy"), "ban": 3600});
    t.does("ana", ban);
    assert_eq!(t.closed("cy's"), Some(4403));
    let answer = watch(&mut t, "again", json!({ "token": cy }));
    assert_eq!(answer["code"], "banned", "{answer}");
    assert!(
        answer["retry_after_ms"].as_u64() > Some(3_000_000),
        "{answer}"
    );
    assert_eq!(t.closed("again"), Some(4403));
}

/// Settings by which nobody but who holds a grant may read send the others away.
#[test]
fn watches_end_with_the_right_to_read() {
    let mut t = Table::owned(json!({}));
    t.comes("bo", json!({}));
    let (ana, bo) = (t.token("ana"), t.token("bo"));
    t.leaves("bo");
    t.passes(20_000);
    watch(&mut t, "ana's", json!({ "token": ana }));
    watch(&mut t, "bo's", json!({ "token": bo }));
    watch(&mut t, "nobody's", json!({}));
    t.gets("nobody's");
    t.gets("bo's");
    t.world.hibernate();
    t.does(
        "ana",
        json!({"type": "settings", "set": {"access": "closed"}}),
    );
    t.passes(1_000);
    let told = t.gets("nobody's");
    assert_eq!(told[0]["code"], "key_needed", "{told:?}");
    assert_eq!(told.len(), 1);
    assert_eq!(t.closed("nobody's"), Some(4403));
    // Who came while it was open is still a member, unless members are those who were made so.
    assert_eq!(t.closed("bo's"), None);
    assert_eq!(t.gets("bo's").len(), 1);
    t.does(
        "ana",
        json!({"type": "settings", "set": {"members": "granted"}}),
    );
    assert_eq!(t.closed("bo's"), Some(4403));
    assert_eq!(t.gets_a("bo's", "error")["code"], "key_needed");
    assert_eq!(t.closed("ana's"), None);
}

/// A room that somebody creates while somebody watches it.
#[test]
fn who_watches_an_empty_room_goes_when_it_is_closed_by_who_creates_it() {
    let mut t = Table::new();
    watch(&mut t, "eve", json!({}));
    let create = json!({"key": key("owner"), "create": {"settings": {"access": "closed"}}});
    assert_eq!(t.comes("ana", create)["type"], "welcome");
    assert_eq!(t.gets_a("eve", "error")["code"], "key_needed");
    assert_eq!(t.closed("eve"), Some(4403));
}

/// Where members see only what came since they did, nothing else is shown or counted.
#[test]
fn what_is_hidden_is_neither_shown_nor_counted() {
    let mut t = Table::owned(json!({"history": "since_join"}));
    t.does("ana", json!({"type": "say", "text": "before, @bo"}));
    t.comes("bo", json!({}));
    let (ana, bo) = (t.token("ana"), t.token("bo"));
    let epoch = t.world.room().log().epoch().to_owned();
    let from_start = |token: &str| json!({"token": token, "epoch": epoch, "after": 0});
    for sleeps in [false, true] {
        watch(&mut t, "bo's", from_start(&bo));
        let head = t.gets_a("bo's", "head");
        assert_eq!(
            (&head["seq"], &head["unread"]),
            (&json!(1), &json!(0)),
            "{head}"
        );
        assert_eq!(head["mentions"], 0);
        assert_eq!(head.get("preview"), None);
        watch(&mut t, "nobody's", json!({"epoch": epoch, "after": 0}));
        let head = t.gets_a("nobody's", "head");
        assert_eq!(head["unread"], 0, "{head}");
        assert_eq!(head.get("preview"), None);
        watch(&mut t, "ana's", from_start(&ana));
        let head = t.gets_a("ana's", "head");
        assert_eq!(head["preview"]["text"], "before, @bo", "{head}");
        if !sleeps {
            t.world.hibernate();
        }
    }
    t.passes(20_000);
    t.does("ana", json!({"type": "say", "text": "since, @bo"}));
    t.passes(1_000);
    let head = t.gets_a("bo's", "head");
    assert_eq!(
        (&head["unread"], &head["mentions"]),
        (&json!(1), &json!(1)),
        "{head}"
    );
    assert_eq!(head["preview"]["text"], "since, @bo");
    assert_eq!(
        head["preview"]["from"],
        json!({"id": t.id("ana"), "name": "ana"})
    );
    let head = t.gets_a("nobody's", "head");
    assert_eq!(head["unread"], 1, "{head}");
    assert_eq!(head.get("preview"), None);
    // Once all is shown to everybody, it is to who watches.
    t.passes(2_000);
    t.does(
        "ana",
        json!({"type": "settings", "set": {"history": "all"}}),
    );
    t.passes(1_000);
    let head = t.gets_a("bo's", "head");
    assert_eq!(
        (&head["unread"], &head["mentions"]),
        (&json!(2), &json!(2)),
        "{head}"
    );
    assert_eq!(
        t.gets_a("nobody's", "head")["preview"]["text"],
        "since, @bo"
    );
}

/// What a room does not keep any more is not new to anybody.
#[test]
fn what_is_let_go_of_is_not_counted() {
    let mut t = Table::owned(json!({"keep": 60}));
    watch(&mut t, "eye", json!({}));
    t.does("ana", json!({"type": "say", "text": "one"}));
    t.passes(50_000);
    t.does("ana", json!({"type": "say", "text": "two"}));
    t.passes(2_000);
    let last = |t: &mut Table| t.gets("eye").pop().unwrap_or_default();
    assert_eq!(last(&mut t)["unread"], 2);
    t.passes(30_000);
    t.does(
        "ana",
        json!({"type": "react", "seq": 2, "emoji": "👍", "on": true}),
    );
    t.passes(2_000);
    let head = last(&mut t);
    assert_eq!(
        (&head["unread"], &head["preview"]["text"]),
        (&json!(1), &json!("two"))
    );
    t.passes(120_000);
    t.does("ana", json!({"type": "say", "text": "three"}));
    t.passes(2_000);
    assert_eq!(last(&mut t)["unread"], 1);
}
