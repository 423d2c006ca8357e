//! Who knocks: what being let in gives, what it may read, how many may wait, and what becomes of those who
//! are sent away.

use alcove::limits;
use serde_json::{Value, json};

use super::mint;
use crate::table::{Table, hash, key};

/// An ask-first key of this role, of a room with these settings.
fn asking(settings: Value, terms: Value) -> Table {
    let mut table = Table::owned(settings);
    mint(&mut table, "ana", "ask", terms);
    table
}

fn admit(table: &mut Table, who: &'static str, role: &str) -> Value {
    let member = table.id(who);
    table.does(
        "ana",
        json!({"type": "admit", "member": member, "role": role}),
    )
}

/// The texts of all messages that came to somebody.
fn texts(events: &[Value]) -> Vec<String> {
    let pages = events.iter().filter(|event| event["type"] == "history");
    let messages = pages.flat_map(|page| page["events"].as_array().expect("events"));
    let texts = messages.filter_map(|message| message["text"].as_str());
    texts.map(str::to_owned).collect()
}

#[test]
fn a_key_to_ask_by_gives_what_was_given_and_no_more() {
    for role in ["moderator", "owner"] {
        let mut table = asking(json!({}), json!({"role": role, "ask": true}));
        let ask = json!({"key": key("ask"), "cid": "h1"});
        assert_eq!(table.comes("bo", ask.clone())["type"], "knocking");
        assert_eq!(admit(&mut table, "bo", "member")["type"], "role");
        assert_eq!(table.gets_a("bo", "welcome")["you"]["role"], "member");
        let again = table.comes_back("bo", ask.clone());
        assert_eq!(again["you"]["role"], "member", "{again}");
        // Nor by the same hello, without the token.
        let again = table.comes("bo", ask);
        assert_eq!(again["you"]["role"], "member", "{again}");
        let desk = table.sends("bo", json!({"type": "desk", "what": "audit"}));
        assert_eq!(desk[0]["code"], "forbidden", "{desk:?}");
    }
}

#[test]
fn who_was_removed_asks_again() {
    let mut table = asking(
        json!({"access": "closed"}),
        json!({"role": "member", "ask": true, "uses": 1}),
    );
    let ask = json!({"key": key("ask")});
    table.comes("bo", ask.clone());
    admit(&mut table, "bo", "member");
    let bo = table.id("bo");
    table.does("ana", json!({"type": "remove", "member": bo}));
    let again = table.comes_back("bo", ask);
    assert_eq!(again["type"], "knocking", "{again}");
    // It is no further use of the key.
    assert_eq!(admit(&mut table, "bo", "member")["type"], "role");
    assert_eq!(table.gets_a("bo", "welcome")["you"]["id"], bo);
    assert_eq!(
        table.world.sqlite.count("access_key", "used = 1 AND ask"),
        1
    );
}

#[test]
fn all_the_keys_are_told_to_the_others_once_in_a_while() {
    let mut table = Table::owned(json!({}));
    mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    for who in ["bo", "cy"] {
        table.comes(who, json!({"key": key("mod")}));
    }
    table.passes(2_000);
    for who in ["bo", "cy"] {
        table.gets(who);
    }
    let mut mine = 0;
    for n in 0..6 {
        let new = hash(&key(&format!("k{n}")));
        let new = json!({"type": "mint", "cid": format!("m{n}"), "hash": new, "role": "reader"});
        table.sends_only("ana", new);
        table.passes(100);
        let got = table.gets("ana");
        mine += got.iter().filter(|event| event["type"] == "keys").count();
    }
    assert_eq!(mine, 6, "each is answered at once");
    table.passes(2_000);
    for who in ["bo", "cy"] {
        let got = table.gets(who);
        let told: Vec<&Value> = got.iter().filter(|event| event["type"] == "keys").collect();
        assert_eq!(told.len(), 2, "{who}");
        let newest = told[1]["keys"].as_array().expect("keys");
        assert_eq!(newest.len(), 8, "{who}");
    }
    let got = table.gets("ana");
    assert!(!got.iter().any(|event| event["type"] == "keys"), "{got:?}");
}

/// What the others are told is paid for by whoever made the key.
#[test]
fn telling_all_keys_is_charged() {
    let mut table = Table::owned(json!({}));
    mint(&mut table, "ana", "mod", json!({"role": "moderator"}));
    let label = "é".repeat(60);
    for n in 0..90 {
        let terms = json!({"role": "reader", "label": label});
        mint(&mut table, "ana", &format!("k{n}"), terms);
    }
    let sayings = |table: &mut Table| {
        for _ in 0..20 {
            table.sends_only("ana", json!({"type": "typing"}));
        }
        table.passes(500);
        let got = table.gets("ana");
        let refused = got.iter().filter(|event| event["code"] == "rate_limited");
        20 - refused.count()
    };
    table.passes(20_000);
    let alone = sayings(&mut table);
    for who in ["a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8"] {
        table.comes(who, json!({"key": key("mod")}));
    }
    table.passes(20_000);
    let new = json!({"type": "mint", "cid": "last", "hash": hash(&key("last")), "role": "reader"});
    table.sends_only("ana", new);
    assert_eq!(table.gets_a("ana", "keys")["cid"], "last");
    let left = sayings(&mut table);
    assert!(left + 3 <= alone, "{left} of {alone}");
}

#[test]
fn who_was_let_in_reads_what_came_since_then() {
    let mut table = Table::owned(json!({"access": "ask", "history": "since_join"}));
    let say = |table: &mut Table, text: &str| {
        table.does("ana", json!({"type": "say", "text": text}));
    };
    say(&mut table, "before");
    table.comes("bo", json!({}));
    say(&mut table, "while it waits");
    let first = table.token("bo");
    let bo = table.id("bo");
    table.does("ana", json!({"type": "deny", "member": bo}));
    say(&mut table, "once it was denied");
    table.passes(61_000);
    let again = table.comes_back("bo", json!({}));
    assert_eq!(again["you"]["id"], bo, "{again}");
    table.gets("bo");
    admit(&mut table, "bo", "member");
    let got = table.gets("bo");
    assert!(
        got.iter().any(|event| event["type"] == "welcome"),
        "{got:?}"
    );
    assert_eq!(texts(&got), Vec::<String>::new());
    say(&mut table, "after");
    // Also by the token of its first knock, and without one.
    for token in [first, table.token("bo")] {
        table.comes("bo", json!({"token": token}));
        assert_eq!(texts(&table.gets("bo")), ["after"]);
    }
    // Nor where nobody has to ask any more.
    table.comes("cy", json!({}));
    say(&mut table, "while cy waits");
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "open"}}),
    );
    let got = table.gets("cy");
    assert!(
        got.iter().any(|event| event["type"] == "welcome"),
        "{got:?}"
    );
    assert_eq!(texts(&got), Vec::<String>::new());
    // Nor to who comes back only then.
    table.does("ana", json!({"type": "settings", "set": {"access": "ask"}}));
    table.comes("di", json!({}));
    table.leaves("di");
    say(&mut table, "while di is away");
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "open"}}),
    );
    assert_eq!(table.comes_back("di", json!({}))["type"], "welcome");
    let seen = texts(&table.gets("di"));
    assert!(
        !seen.iter().any(|text| text.starts_with("while")),
        "{seen:?}"
    );
}

/// So many knock and hang up at once, each from the network that it is told.
fn knock_and_hang_up(table: &mut Table, count: usize, network: impl Fn(usize) -> String) {
    for n in 0..count {
        let name = json!({"name": format!("x{n}")});
        table.comes_from("x", &network(n), name);
        table.leaves("x");
    }
}

#[test]
fn one_network_does_not_keep_out_all_others() {
    let mut table = asking(
        json!({"access": "ask"}),
        json!({"role": "member", "ask": true}),
    );
    table.comes_from("bo", "203.0.113.0", json!({}));
    let full = limits::KNOCKS as u64;
    knock_and_hang_up(&mut table, 2 * limits::KNOCKS, |_| "192.0.2.0".to_owned());
    assert_eq!(table.world.sqlite.count("knock", "true"), full);
    // Also after a sleep, who hung up first gives way to whoever comes from elsewhere.
    table.passes(15_000);
    table.world.hibernate();
    for (who, fields) in [("cy", json!({})), ("di", json!({"key": key("ask")}))] {
        let knocking = table.comes_from(who, "198.51.100.0", fields);
        assert_eq!(
            (&knocking["type"], &knocking["place"]),
            (&json!("knocking"), &json!(limits::KNOCKS)),
            "{knocking}"
        );
    }
    assert_eq!(table.world.sqlite.count("knock", "name IN ('x0', 'x1')"), 0);
    assert_eq!(table.world.sqlite.count("knock", "name = 'x2'"), 1);
    // But to nobody of its own.
    let more = table.comes_from("ed", "192.0.2.0", json!({}));
    assert_eq!(more["code"], "room_full", "{more}");
    assert_eq!(table.closed("ed"), Some(1013));
    assert_eq!(table.world.sqlite.count("knock", "true"), full);
    assert_eq!(table.closed("bo"), None);
}

#[test]
fn a_crowd_that_stays_gives_way_as_well_and_others_keep_their_places() {
    let mut table = Table::owned(json!({"access": "ask"}));
    let names: Vec<&'static str> = (0..limits::KNOCKS)
        .map(|n| &*format!("y{n}").leak())
        .collect();
    let (crowd, others) = names.split_at(limits::KNOCKS_OF_NETWORK + 1);
    for (n, name) in others.iter().enumerate() {
        table.comes_from(name, &format!("203.0.113.{}", n / 10), json!({}));
    }
    for name in crowd {
        table.comes_from(name, "192.0.2.0", json!({}));
    }
    let last = crowd[limits::KNOCKS_OF_NETWORK];
    let knocking = table.comes_from("cy", "198.51.100.0", json!({}));
    assert_eq!(knocking["type"], "knocking", "{knocking}");
    assert_eq!(table.closed(last), Some(1013));
    // No network is a crowd any more.
    let more = table.comes_from("di", "198.51.100.1", json!({}));
    assert_eq!(more["code"], "room_full", "{more}");
}

#[test]
fn who_was_denied_waits_before_it_knocks_again() {
    let mut table = Table::owned(json!({"access": "ask"}));
    let deny_to = |table: &mut Table, who| {
        table.comes_back("ana", json!({}));
        let member = table.id(who);
        let done = table.does("ana", json!({"type": "deny", "member": member}));
        assert_eq!(table.closed(who), Some(4403), "{done}");
    };
    let deny = |table: &mut Table| deny_to(table, "bo");
    let wait_of = |refused: &Value| {
        assert_eq!(refused["code"], "rate_limited", "{refused}");
        refused["retry_after_ms"].as_u64().expect("a time")
    };
    table.comes_from("bo", "192.0.2.0", json!({}));
    let token = table.token("bo");
    let again = |table: &mut Table| {
        let again = table.comes_from("bo", "192.0.2.0", json!({ "token": token }));
        assert_eq!(again["type"], "knocking", "{again}");
    };
    // To be misunderstood costs nothing.
    for _ in 0..limits::DENIED_FREELY {
        deny(&mut table);
        again(&mut table);
    }
    deny(&mut table);
    table.passes(15_000);
    table.world.hibernate();
    for minutes in [1, 2, 4] {
        // Also from elsewhere.
        let refused = table.comes_from("x", "198.51.100.0", json!({ "token": token }));
        let (wait, span) = (wait_of(&refused), minutes * 60_000);
        assert!((span - 20_000..=span).contains(&wait), "{minutes}: {wait}");
        assert_eq!(table.closed("x"), Some(4429));
        // Somebody else from there need not.
        let other = table.comes_from("y", "192.0.2.0", json!({"name": format!("y{minutes}")}));
        assert_eq!(other["type"], "knocking", "{other}");
        deny_to(&mut table, "y");
        table.passes(minutes * 60_000);
        again(&mut table);
        deny(&mut table);
    }
    // Who is somebody else each time waits with its network, and nobody else does.
    let anew = |table: &mut Table, free: i64| {
        for _ in 0..free {
            let knocking = table.comes_from("bo", "192.0.2.1", json!({}));
            assert_eq!(knocking["type"], "knocking", "{knocking}");
            deny(table);
        }
    };
    anew(&mut table, limits::DENIED_FREELY_OF_NETWORK + 1);
    let wait = wait_of(&table.comes_from("x", "192.0.2.1", json!({})));
    assert!((40_000..=60_000).contains(&wait), "{wait}");
    let other = table.comes_from("cy", "198.51.100.0", json!({}));
    assert_eq!(other["type"], "knocking", "{other}");
    deny_to(&mut table, "cy");
    // An hour at most.
    for _ in 0..8 {
        table.passes(3_600_000);
        anew(&mut table, 1);
    }
    let wait = wait_of(&table.comes_from("x", "192.0.2.1", json!({})));
    assert!((3_590_000..=3_600_000).contains(&wait), "{wait}");
    // And once it was good for a day, it begins anew.
    table.passes(15_000);
    table.world.hibernate();
    table.passes(25 * 3_600_000);
    anew(&mut table, limits::DENIED_FREELY_OF_NETWORK);
}

#[test]
fn a_key_for_one_lets_one_in_of_those_who_ask_by_it() {
    let mut table = asking(
        json!({"access": "closed"}),
        json!({"role": "moderator", "ask": true, "uses": 1}),
    );
    let everybody = ["bo", "cy", "di"];
    for who in everybody {
        assert_eq!(
            table.comes(who, json!({"key": key("ask")}))["type"],
            "knocking"
        );
    }
    table.does("ana", json!({"type": "say", "text": "now"}));
    for who in everybody {
        let member = table.id(who);
        table.sends_only(
            "ana",
            json!({"type": "admit", "cid": who, "member": member}),
        );
    }
    table.passes(500);
    let got = table.gets("ana");
    let answer = |cid: &str| got.iter().find(|event| event["cid"] == cid).expect(cid);
    assert_eq!(answer("bo")["type"], "role");
    for who in ["cy", "di"] {
        assert_eq!(answer(who)["code"], "key_invalid");
        assert_eq!(table.closed(who), None);
    }
    assert_eq!(
        table.world.sqlite.count("access_key", "used = 1 AND ask"),
        1
    );
    assert_eq!(table.world.sqlite.count("knock", "true"), 2);
}

#[test]
fn nobody_who_may_not_come_back_is_an_owner() {
    let mut table = Table::owned(json!({}));
    table.comes("bo", json!({}));
    let (ana, bo) = (table.id("ana"), table.id("bo"));
    let steps_down = json!({"type": "role", "member": ana, "role": "none"});
    let gives = json!({"type": "role", "member": bo, "role": "owner"});
    let ban = |table: &mut Table, ban: Value| {
        let banned = table.does("ana", json!({"type": "remove", "member": bo, "ban": ban}));
        assert_eq!(banned["type"], "removed", "{banned}");
    };
    ban(&mut table, json!(600));
    assert_eq!(table.code("ana", gives.clone()), "forbidden");
    // One that was made before is none to whom a room can be left.
    table
        .world
        .sqlite
        .batch("UPDATE member SET role = 'owner', removed = 0");
    table.passes(15_000);
    table.world.hibernate();
    assert_eq!(table.code("ana", steps_down.clone()), "last_owner");
    table.passes(600_000);
    assert_eq!(table.does("ana", steps_down)["type"], "role");
}
