//! The bounds of a room that has an owner, each at its edge: the last that fits, and the first that does not.

use alcove::limits::{self, Limits};
use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, hash, key};

/// A room whose members are never too fast.
fn unhurried(settings: Value) -> Table {
    let mut table = Table::of(Limits {
        burst: 1_000_000,
        per_second: 1_000_000,
        ..Limits::default()
    });
    let create = json!({"settings": settings});
    table.comes("ana", json!({"key": key("owner"), "create": create}));
    table
}

fn mints(table: &mut Table, word: &str) -> Value {
    table.does(
        "ana",
        json!({"type": "mint", "hash": hash(&key(word)), "role": "member"}),
    )
}

/// The owner's is one of them.
#[test]
fn a_room_has_a_hundred_live_keys() {
    let mut table = unhurried(json!({}));
    for number in 2..=limits::KEYS {
        assert_eq!(
            mints(&mut table, &format!("k{number}"))["type"],
            "keys",
            "{number}"
        );
    }
    assert_eq!(mints(&mut table, "more")["code"], "too_many");
    // One that has ended makes room, by whichever end.
    table.does("ana", json!({"type": "revoke", "key": 2}));
    let soon = table.world.now.as_millis() + 60_000;
    mint(
        &mut table,
        "ana",
        "soon",
        json!({"role": "reader", "expires": soon}),
    );
    assert_eq!(mints(&mut table, "more")["code"], "too_many");
    table.passes(60_000);
    assert_eq!(mints(&mut table, "more")["type"], "keys");
    assert_eq!(mints(&mut table, "andmore")["code"], "too_many");
}

#[test]
fn a_hundred_wait_and_one_more_finds_the_room_full() {
    let mut table = unhurried(json!({"access": "ask"}));
    table.gets("ana");
    let names: Vec<&'static str> = (0..=limits::KNOCKS)
        .map(|number| &*format!("n{number}").leak())
        .collect();
    for (index, name) in names.iter().take(limits::KNOCKS).enumerate() {
        let knocking = table.comes(name, json!({}));
        assert_eq!(knocking["place"], index + 1, "{knocking}");
    }
    let last = names[limits::KNOCKS];
    assert_eq!(table.comes(last, json!({}))["code"], "room_full");
    assert_eq!(table.closed(last), Some(1013));
    // Who waits already may come by another socket; a place that is free is given again.
    assert_eq!(table.comes_back(names[7], json!({}))["place"], 8);
    let first = table.id(names[0]);
    assert_eq!(
        table.does("ana", json!({"type": "deny", "member": first}))["type"],
        "done"
    );
    assert_eq!(table.comes(last, json!({}))["place"], limits::KNOCKS);
    let desk = table.sends(
        "ana",
        json!({"type": "desk", "what": "knocks", "limit": 100}),
    );
    assert_eq!(
        desk[0]["items"].as_array().map(Vec::len),
        Some(limits::KNOCKS)
    );
}

/// Reports of before, written straight into the database: of other messages each, by so many in turn.
fn reported(table: &Table, count: u64, by: &str, network: &str) {
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         INSERT INTO report (at, by_member, by_name, cid, target, message, network)
         SELECT (SELECT max(at) FROM message), {by}, 'x', 'r' || i,
                (SELECT 10000 + count(*) FROM report) + i,
                '{{\"text\":\"spam\"}}', {network} FROM n"
    ));
}

/// Cy has been threatened by Bo, in a room of Ana's or of nobody's.
fn threatened(mut table: Table) -> Table {
    table.comes_from("bo", "10.1.0.0", json!({}));
    table.comes_from("cy", "10.2.0.0", json!({}));
    let threat = table.does("bo", json!({"type": "say", "text": "a threat"}));
    let report = json!({"type": "report", "seq": threat["seq"], "reason": "help"});
    assert_eq!(table.does("cy", report)["type"], "reported");
    table
}

fn items(table: &mut Table, fields: Value) -> (Vec<Value>, bool) {
    let mut desk = json!({"type": "desk", "what": "reports"});
    let all = desk.as_object_mut().expect("an object");
    all.extend(fields.as_object().expect("an object").clone());
    let page = table.sends("ana", desk).remove(0);
    let items = page["items"].as_array().expect("items").clone();
    (items, page["more"] == true)
}

/// A crowd of throw-away members from one network, each with a few reports, and one of many more.
#[test]
fn what_a_crowd_reports_pushes_out_nobody_elses() {
    let mut table = threatened(unhurried(json!({})));
    let count = |table: &Table, which: &str| table.world.sqlite.count("report", which);
    reported(&table, 50, "'00000000000000dd'", "NULL");
    reported(
        &table,
        limits::REPORTS - 51,
        "printf('%016x', 1000 + i % 140)",
        "77",
    );
    assert_eq!(count(&table, "true"), limits::REPORTS);
    table.comes_from("di", "10.3.0.0", json!({}));
    table.does("di", json!({"type": "say", "text": "spam"}));
    let report = json!({"type": "report", "seq": 2});
    assert_eq!(table.does("ana", report)["type"], "reported");
    let left = count(&table, "true");
    assert!(
        (limits::REPORTS - 20..=limits::REPORTS).contains(&left),
        "{left}"
    );
    assert_eq!(count(&table, "by_name = 'cy'"), 1);
    assert_eq!(count(&table, "by_name = 'ana'"), 1);
    assert_eq!(count(&table, "by_member = '00000000000000dd'"), 50);
    // Of that network each has lost one of the oldest at most.
    let least = "by_member IN (SELECT by_member FROM report GROUP BY by_member HAVING count(*) < 6)
                 AND network = 77";
    assert_eq!(count(&table, least), 0);
    let (mut before, mut seen, mut more) = (Value::Null, Vec::new(), true);
    while more {
        let fields = match &before {
            Value::Null => json!({"limit": 100}),
            before => json!({"limit": 100, "before": before}),
        };
        let (page, is_more) = items(&mut table, fields);
        assert!(!page.is_empty() && page.len() <= 100);
        before = page.last().expect("one")["id"].clone();
        seen.extend(page);
        more = is_more;
    }
    assert_eq!(seen.len() as u64, left);
    assert_eq!(seen.last().expect("one")["messages"][0]["text"], "a threat");
}

#[test]
fn a_member_reports_so_many_messages_at_once() {
    let mut table = threatened(unhurried(json!({})));
    for seq in 2..=22 {
        table.does("bo", json!({"type": "say", "text": format!("{seq}")}));
    }
    for seq in 2..=20 {
        let report = json!({"type": "report", "seq": seq});
        assert_eq!(table.does("cy", report)["type"], "reported", "{seq}");
    }
    let report = json!({"type": "report", "seq": 21});
    assert_eq!(table.code("cy", report.clone()), "too_many");
    assert_eq!(table.does("ana", report.clone())["type"], "reported");
    // What was done away with counts no more.
    table.does("ana", json!({"type": "delete", "seq": 7}));
    assert_eq!(table.does("cy", report)["type"], "reported");
    assert_eq!(
        table.code("cy", json!({"type": "report", "seq": 22})),
        "too_many"
    );
}

/// In a room of nobody's only the operator sees them, and of all only some.
#[test]
fn an_operator_sees_of_everybody_what_was_reported() {
    let mut table = threatened(Table::new());
    // Also one who reports it before, and then much else, hides nothing.
    reported(&table, 300, "'00000000000000dd'", "NULL");
    reported(&table, 300, "printf('%016x', 1000 + i)", "77");
    reported(&table, 200, "'00000000000000ee'", "78");
    table.world.sqlite.batch(
        "INSERT INTO report (id, at, by_member, by_name, cid, target, message)
         VALUES (0, 1000, '00000000000000dd', 'x', 'r', 1, '{\"text\":\"a threat\"}')",
    );
    let state: Value = serde_json::from_str(&table.world.state()).expect("JSON");
    let reports = state["reports"].as_array().expect("reports");
    assert_eq!(reports.len(), limits::REPORTS_SHOWN);
    let ids: Vec<u64> = reports
        .iter()
        .filter_map(|one| one["id"].as_u64())
        .collect();
    assert!(ids.is_sorted_by(|a, b| a > b), "{ids:?}");
    let last = reports.last().expect("one");
    assert_eq!(last["messages"][0]["text"], "a threat");
    assert_eq!(last["reason"], "help");
    table.passes(1_000);
}

/// Acts of before, written straight into the database.
fn acted(table: &Table, count: u64, by: &str, act: &str, member: &str) {
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         INSERT INTO audit (at, by_member, by_name, act, member, name)
         SELECT (SELECT at FROM message), '{by}', 'old', '{act}', {member}, 'x' FROM n"
    ));
}

fn pins(table: &mut Table, count: usize) {
    for n in 0..count {
        let pin = json!({"type": "pin", "seq": 1, "on": n % 2 == 0});
        assert_eq!(table.does("ana", pin)["type"], "pinned");
    }
}

#[test]
fn of_too_many_acts_those_go_of_which_there_are_most() {
    let mut table = unhurried(json!({}));
    table.does("ana", json!({"type": "say", "text": "tea"}));
    let count = |table: &Table, which: &str| table.world.sqlite.count("audit", which);
    // The oldest of all, by who then does other things; and as old ones of another.
    acted(&table, 1, "00000000000000aa", "remove", "'victim'");
    acted(&table, 50, "00000000000000bb", "settings", "NULL");
    acted(&table, 4_000, "00000000000000aa", "remove", "'other'");
    acted(&table, 5_900, "00000000000000aa", "pin", "NULL");
    let most = limits::AUDIT_ROWS;
    for _ in 0..4 {
        pins(&mut table, 50);
        let left = count(&table, "true");
        assert!((most - 100..=most).contains(&left), "{left}");
    }
    assert_eq!(count(&table, "member = 'victim'"), 1);
    assert_eq!(count(&table, "act = 'settings'"), 50);
    assert_eq!(count(&table, "by_name = 'ana'"), 200);
    assert_eq!(count(&table, "member = 'other'"), 4_000);
    // Of one kind, what was done once to somebody stays.
    table.world.sqlite.batch(
        "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE by_name = 'old' AND act = 'pin'
         LIMIT 2000)",
    );
    acted(&table, 2_000, "00000000000000aa", "remove", "'other'");
    let rest = count(&table, "by_name = 'old' AND act = 'pin'");
    pins(&mut table, 100);
    assert_eq!(count(&table, "member = 'victim'"), 1);
    assert!(count(&table, "member = 'other'") < 6_000);
    assert_eq!(count(&table, "by_name = 'old' AND act = 'pin'"), rest);
    assert_eq!(count(&table, "act = 'settings'"), 50);
    assert!(count(&table, "true") <= most);
    // And the newest stay.
    let newest = "id > (SELECT max(id) - 100 FROM audit)";
    assert_eq!(count(&table, newest), 100);
}

#[test]
fn five_messages_are_pinned() {
    let mut table = unhurried(json!({}));
    for seq in 1..=limits::PINNED + 1 {
        table.does("ana", json!({"type": "say", "text": format!("{seq}")}));
    }
    for seq in 1..=limits::PINNED {
        let pin = json!({"type": "pin", "seq": seq, "on": true});
        assert_eq!(table.does("ana", pin)["type"], "pinned");
    }
    let pin = json!({"type": "pin", "seq": limits::PINNED + 1, "on": true});
    assert_eq!(table.code("ana", pin), "too_many");
}

/// Each with the longest that is taken, and one more.
#[test]
fn texts_and_spans_at_their_edges() {
    let mut table = unhurried(json!({"access": "ask"}));
    mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    table.comes("di", json!({"key": key("mod")}));
    let far = table.world.now.as_millis();
    let (di, text) = (table.id("di"), |length: usize| "ü".repeat(length));
    let minted = |fields: Value| {
        let mut frame = json!({"type": "mint", "hash": hash(&key("k")), "role": "member"});
        let all = frame.as_object_mut().expect("an object");
        all.extend(fields.as_object().expect("an object").clone());
        frame
    };
    for (frame, code) in [
        (
            minted(json!({"label": text(limits::KEY_LABEL + 1)})),
            "bad_frame",
        ),
        (minted(json!({"uses": 0})), "bad_frame"),
        (minted(json!({"uses": limits::KEY_USES + 1})), "bad_frame"),
        (minted(json!({"expires": far - 1_000})), "bad_frame"),
        (
            minted(json!({"label": text(limits::KEY_LABEL), "uses": limits::KEY_USES})),
            "none",
        ),
        (
            json!({"type": "settings", "set": {"title": text(limits::TITLE + 1)}}),
            "setting_invalid",
        ),
        (
            json!({"type": "settings", "set": {"topic": text(limits::TOPIC + 1)}}),
            "setting_invalid",
        ),
        (
            json!({"type": "settings", "set": {"slow": 3_601}}),
            "setting_invalid",
        ),
        (
            json!({"type": "settings", "set": {"keep": 59}}),
            "setting_invalid",
        ),
        (
            json!({"type": "settings", "set": {"keep": 31_536_001}}),
            "setting_invalid",
        ),
        (
            json!({"type": "settings", "set": {
                "title": text(limits::TITLE), "topic": text(limits::TOPIC),
                "slow": 3_600, "keep": 31_536_000
            }}),
            "none",
        ),
        (
            json!({"type": "role", "member": di, "role": "member"}),
            "none",
        ),
        (
            json!({"type": "mute", "member": di, "for": 31_536_001}),
            "bad_frame",
        ),
        (
            json!({"type": "mute", "member": di, "for": 31_536_000}),
            "none",
        ),
        (
            json!({"type": "remove", "member": di, "ban": 0}),
            "bad_frame",
        ),
        (
            json!({"type": "remove", "member": di, "ban": 31_536_001}),
            "bad_frame",
        ),
        (
            json!({"type": "remove", "member": di, "reason": text(limits::REASON + 1)}),
            "bad_frame",
        ),
        (
            json!({"type": "remove", "member": di, "ban": 31_536_000, "reason": text(limits::REASON)}),
            "none",
        ),
    ] {
        assert_eq!(table.code("ana", frame.clone()), code, "{frame}");
    }
    table.comes("cy", json!({}));
    for (length, code) in [
        (limits::KNOCK_TEXT + 1, json!("text_too_long")),
        (limits::KNOCK_TEXT, Value::Null),
    ] {
        let answers = table.sends("cy", json!({"type": "knock", "text": text(length)}));
        let answer = answers.first().cloned().unwrap_or_default();
        assert_eq!(answer["code"], code, "{length}");
    }
    for (limit, items) in [(0, 1), (1, 1), (100, 3), (101, 3)] {
        let desk = json!({"type": "desk", "what": "keys", "limit": limit});
        let page = table.sends("ana", desk);
        assert_eq!(
            page[0]["items"].as_array().map(Vec::len),
            Some(items),
            "{limit}"
        );
    }
}

/// Bans of before are written straight into the database.
#[test]
fn a_thousand_are_banned_and_one_more_only_once_a_ban_has_ended() {
    let mut table = unhurried(json!({}));
    table.comes("bo", json!({}));
    table.comes("cy", json!({}));
    let end = table.world.now.as_millis() + 60_000;
    let most = limits::BANS - 1;
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {most})
         INSERT INTO ban (member, name, until, by_member, by_name, at)
         SELECT printf('%016x', 4096 + i), 'old', iif(i = 1, {end}, NULL), '00000000000000aa', 'old', 1 FROM n"
    ));
    let (bo, cy) = (table.id("bo"), table.id("cy"));
    let ban = |member: &str, time: Value| json!({"type": "remove", "member": member, "ban": time});
    assert_eq!(table.does("ana", ban(&bo, json!(600)))["type"], "removed");
    assert_eq!(table.code("ana", ban(&cy, json!(600))), "too_many");
    assert_eq!(table.closed("cy"), None);
    // A ban in the place of another is none more, and to remove somebody needs none.
    assert_eq!(
        table.does("ana", ban(&bo, json!("forever")))["type"],
        "removed"
    );
    let removal = json!({"type": "remove", "member": cy});
    assert_eq!(table.does("ana", removal)["type"], "removed");
    table.passes(60_000);
    assert_eq!(table.does("ana", ban(&cy, json!(600)))["type"], "removed");
    assert_eq!(table.world.sqlite.count("ban", "true"), limits::BANS as u64);
}

/// Keys of before are written straight into the database.
#[test]
fn of_keys_that_have_ended_the_newest_four_hundred_are_remembered() {
    let mut table = unhurried(json!({}));
    let most = limits::KEYS_TOLD - limits::KEYS;
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < {most} + 1)
         INSERT INTO access_key (id, hash, role, ask, by_member, by_name, at, cid, used, revoked)
         SELECT i, 'h' || i, 'reader', 0, '00000000000000aa', 'old', at, 'c' || i, 0, at
         FROM n, (SELECT at FROM access_key)"
    ));
    let keys = mints(&mut table, "a");
    let told = |keys: &Value| keys["keys"].as_array().map_or(0, Vec::len);
    assert_eq!(told(&keys), most + 2);
    let id = &keys["keys"][0]["id"];
    table.does("ana", json!({"type": "revoke", "key": id}));
    assert_eq!(table.world.sqlite.count("access_key", "id = 2"), 1);
    assert_eq!(told(&mints(&mut table, "b")), most + 2);
    assert_eq!(table.world.sqlite.count("access_key", "id = 2"), 0);
    assert_eq!(table.world.sqlite.count("access_key", "id = 3"), 1);
}

/// They stand beside names, and are judged as those are.
#[test]
fn a_line_that_turns_or_overgrows_others_is_none() {
    let bad = [
        "Tea \u{202E}txt",
        "\u{2066}Tea",
        "T\u{200F}ea",
        "Te\u{301}\u{301}\u{301}\u{301}a",
        "Te\u{200B}a",
        "T\u{2800}",
    ];
    let good = ["Té\u{301} & 👩‍👩‍👧", "علی\u{200C}رضا: ۱", "שׁ, ไม้, हिन्दी (2)!"];
    let mut table = unhurried(json!({}));
    let mints = |label: &str| json!({"type": "mint", "hash": hash(&key(&label.len().to_string())), "role": "reader", "label": label});
    for text in bad {
        for name in ["title", "topic"] {
            let frame = json!({"type": "settings", "set": {name: text}});
            assert_eq!(table.code("ana", frame), "setting_invalid", "{text:?}");
        }
        assert_eq!(table.code("ana", mints(text)), "bad_frame", "{text:?}");
        let create = json!({"key": key("k"), "create": {"settings": {"title": text}}});
        let refused = Table::new().comes("bo", create);
        assert_eq!(refused["code"], "setting_invalid", "{text:?}");
    }
    for text in good {
        for name in ["title", "topic"] {
            let frame = json!({"type": "settings", "set": {name: text}});
            let set = table.does("ana", frame);
            assert_eq!(set["set"][name], text, "{set}");
        }
        let keys = table.does("ana", mints(text));
        assert_eq!(keys["keys"][0]["label"], text, "{keys}");
    }
    // What an earlier version took is still there, and so is all that was set beside it.
    let stored = |text: &str| text.replace("good", bad[0]);
    table.world.sqlite.batch(&stored(
        r#"UPDATE meta SET value = '{"title":"good","access":"read"}' WHERE key = 'settings';
           UPDATE change SET details = '{"set":{"title":"good"}}'
           WHERE seq = (SELECT max(seq) FROM change WHERE kind = 'settings')"#,
    ));
    table.world.crash();
    let welcome = table.comes_back("ana", json!({}));
    assert_eq!(
        welcome["settings"],
        json!({"title": bad[0], "access": "read"})
    );
    let other = table.does("ana", json!({"type": "settings", "set": {"slow": 5}}));
    assert_eq!(other["type"], "settings");
    let whole = table.export();
    assert!(whole.contains(&json!({"set": {"title": bad[0]}})["set"].to_string()));
}
