//! The `push` frame and its answers.

use super::*;
use alcove::model::MemberId;
use alcove::room::Act;

#[test]
fn a_server_without_a_key_tells_nobody_of_it_and_takes_nobody() {
    let mut table = Table::new();
    let welcome = table.comes("ana", json!({}));
    assert_eq!(welcome.get("push"), None);
    let answer = pushes(
        &mut table,
        "ana",
        json!({"what": "all", "subscription": browser("a")}),
    );
    assert_eq!(answer["code"], "push_off");
    // To be told nothing is always possible.
    let answer = pushes(&mut table, "ana", json!({"what": "nothing"}));
    assert_eq!(answer["what"], "nothing");
}

#[test]
fn the_welcome_has_the_key() {
    let mut table = Table::around(World::new(limits()));
    let welcome = table.comes("ana", json!({}));
    assert_eq!(welcome["push"], json!({"key": point()}));
    let watch = table.comes("bo", json!({"watch": true}));
    assert_eq!(watch.get("push"), None);
    let answers = table.sends("bo", json!({"type": "push", "cid": "p", "what": "nothing"}));
    assert_eq!(answers[0]["code"], "forbidden");
}

#[test]
fn what_cannot_be_understood_and_what_is_no_browser() {
    let mut table = plain();
    let with = |key: &str, value: Value| {
        let mut browser = browser("a");
        match browser["keys"].get(key) {
            Some(_) => browser["keys"][key] = value,
            None => browser[key] = value,
        }
        json!({"what": "all", "subscription": browser})
    };
    for (fields, code) in [
        (json!({}), "bad_frame"),
        (json!({"what": "some"}), "bad_frame"),
        (json!({"what": "all", "subscription": "x"}), "bad_frame"),
        (json!({"what": "all", "subscription": {}}), "bad_frame"),
        (with("p256dh", json!(1)), "bad_frame"),
        (with("endpoint", Value::Null), "bad_frame"),
        (json!({"what": "all", "preview": 1}), "bad_frame"),
        (json!({"what": "all"}), "push_invalid"),
        (
            with("endpoint", json!("https://evil.example/a")),
            "push_invalid",
        ),
        (
            with("endpoint", json!("http://fcm.googleapis.com/a")),
            "push_invalid",
        ),
        (with("p256dh", json!("BAAA")), "push_invalid"),
        (with("auth", json!("AAAA")), "push_invalid"),
    ] {
        let answer = pushes(&mut table, "ana", fields.clone());
        assert_eq!(answer["code"], code, "{fields}");
        table.passes(10_000);
    }
    let answers = table.sends("ana", json!({"type": "push", "what": "nothing"}));
    assert_eq!(answers[0]["code"], "cid_invalid");
    assert_eq!(count(&table), 0);
    assert_eq!(table.world.sqlite.meta("push"), None);
}

#[test]
fn to_say_the_same_again_writes_nothing() {
    let mut table = plain();
    subscribes(&mut table, "ana", "all", "a");
    let writes = table.world.sqlite.number("SELECT total_changes()");
    subscribes(&mut table, "ana", "all", "a");
    let answer = pushes(&mut table, "ana", json!({"what": "all"}));
    assert_eq!(answer["what"], "all");
    assert_eq!(table.world.sqlite.number("SELECT total_changes()"), writes);
    let answer = pushes(
        &mut table,
        "ana",
        json!({"what": "mentions", "preview": false}),
    );
    assert_eq!(answer["what"], "mentions");
    let rows = "what = 'mentions' AND preview = 0 AND endpoint LIKE '%/a'";
    assert_eq!(table.world.sqlite.count("push", rows), 1);
}

#[test]
fn a_member_has_a_few_browsers_and_a_new_one_takes_the_place_of_the_oldest() {
    let mut table = plain();
    for name in ["a", "b", "c", "d", "e", "f"] {
        subscribes(&mut table, "ana", "all", name);
    }
    assert_eq!(count(&table), 5);
    assert_eq!(table.world.sqlite.count("push", "endpoint LIKE '%/a'"), 0);
}

#[test]
fn a_browser_is_that_of_its_newest_member() {
    let mut table = plain();
    subscribes(&mut table, "ana", "all", "x");
    subscribes(&mut table, "bo", "all", "x");
    assert_eq!(count(&table), 1);
    goes(&mut table, "ana");
    goes(&mut table, "bo");
    says(&mut table, "cy", "hi");
    table.passes(5_000);
    assert_eq!(heard(&mut table), [pair("x", "cy: hi")]);
}

#[test]
fn a_room_and_a_network_have_so_many_at_most() {
    let mut table = Table::around(World::new(limits()));
    table.comes_from("ana", "192.0.2.1", json!({}));
    table.comes_from("bo", "192.0.2.2", json!({}));
    subscribes(&mut table, "ana", "all", "a0");
    let network = table.world.sqlite.number("SELECT network FROM push");
    let fill = |count: usize, network: &str| {
        format!(
            "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {count})
             INSERT INTO push SELECT 100 + i, printf('%016x', 1000 + i), 'x', {network}, 'all', 1,
             'https://fcm.googleapis.com/' || i, 'B', 'a', '', 0, 0, NULL, 0, 0, 0 FROM n"
        )
    };
    table.world.sqlite.batch(&fill(199, &network.to_string()));
    table.world.hibernate();
    let another = json!({"what": "all", "subscription": browser("a1")});
    assert_eq!(
        pushes(&mut table, "ana", another.clone())["code"],
        "too_many"
    );
    assert_eq!(pushes(&mut table, "bo", another)["what"], "all");
    table.world.sqlite.batch("DELETE FROM push WHERE id > 100");
    table.world.sqlite.batch(&fill(9_999, "NULL"));
    table.world.hibernate();
    let another = json!({"what": "all", "subscription": browser("a2")});
    assert_eq!(pushes(&mut table, "bo", another)["code"], "too_many");
}

#[test]
fn who_is_to_be_told_nothing_is_not_kept() {
    let mut table = plain();
    for name in ["a", "b"] {
        subscribes(&mut table, "ana", "all", name);
    }
    subscribes(&mut table, "bo", "all", "c");
    let one = json!({"what": "nothing", "subscription": browser("a")});
    assert_eq!(pushes(&mut table, "ana", one.clone())["what"], "nothing");
    assert_eq!(count(&table), 2);
    // Nobody ends another's.
    let of_bo = json!({"what": "nothing", "subscription": browser("c")});
    assert_eq!(pushes(&mut table, "ana", of_bo)["what"], "nothing");
    assert_eq!(count(&table), 2);
    pushes(&mut table, "ana", json!({"what": "nothing"}));
    assert_eq!(table.world.sqlite.count("push", "endpoint LIKE '%/c'"), 1);
    assert_eq!(count(&table), 1);
    pushes(&mut table, "bo", json!({"what": "nothing"}));
    assert_eq!((count(&table), table.world.sqlite.meta("push")), (0, None));
}

#[test]
fn a_room_without_browsers_is_asked_nothing() {
    let mut table = plain();
    for n in 0..3 {
        says(&mut table, "ana", &format!("{n} @bo"));
        goes(&mut table, "bo");
        table.world.hibernate();
        table.comes_back("bo", json!({}));
    }
    assert_eq!(table.world.sqlite.reads_of("push"), 0);
    assert!(table.world.pushed.is_empty());
}

#[test]
fn wiping_leaves_nothing() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    table.operates(Act::Delete);
    assert_eq!(count(&table), 0);
    table.passes(1_000);
    table.comes("ana", json!({}));
    says(&mut table, "ana", "anybody?");
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
}

#[test]
fn a_removed_member_is_told_nothing() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    let bo = MemberId::parse(&table.id("bo")).expect("an id");
    says(&mut table, "ana", "one");
    table.operates(Act::Remove(bo));
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
    assert_eq!(count(&table), 0);
}
