//! What settings lead to: slow mode, retention, history since one's first visit, a hidden roster.

use alcove::time::Duration;
use serde_json::{Value, json};

use crate::table::Table;

fn say(table: &mut Table, who: &'static str, text: &str) -> Value {
    table.does(who, json!({"type": "say", "text": text}))
}

fn texts(events: &Value) -> Vec<&str> {
    let events = events["events"].as_array().expect("a page");
    events
        .iter()
        .filter_map(|event| event["text"].as_str())
        .collect()
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_slow_room_has_time_between_messages() {
    let mut table = Table::owned(json!({"slow": 30}));
    table.comes("bo", json!({}));
    assert_eq!(say(&mut table, "bo", "one")["type"], "message");
    let refused = say(&mut table, "bo", "two");
    assert_eq!(refused["code"], "rate_limited");
    let wait = refused["retry_after_ms"].as_u64().expect("a time");
    assert!((29_000..30_000).contains(&wait), "{wait}");
    // Who looks after the room does not wait, and an edit is no message.
    for text in ["one", "two"] {
        assert_eq!(say(&mut table, "ana", text)["type"], "message");
    }
    let edit = json!({"type": "edit", "seq": 1, "text": "uno"});
    assert_eq!(table.does("bo", edit)["type"], "edited");
    // A sleep, and another socket, change nothing.
    table.world.hibernate();
    assert_eq!(say(&mut table, "bo", "two")["code"], "rate_limited");
    table.comes_back("bo", json!({}));
    assert_eq!(say(&mut table, "bo", "two")["code"], "rate_limited");
    // What was sent is known, however often it comes.
    let resent = json!({"type": "say", "cid": "c1", "text": "one"});
    assert!(
        table
            .sends("bo", resent)
            .iter()
            .any(|event| event["seq"] == 1)
    );
    table.passes(seconds(30));
    assert_eq!(say(&mut table, "bo", "two")["type"], "message");
}

#[test]
fn slow_refusals_close_nobody() {
    let mut table = Table::owned(json!({"slow": 3_600}));
    table.comes("bo", json!({}));
    say(&mut table, "bo", "one");
    for _ in 0..60 {
        assert_eq!(say(&mut table, "bo", "more")["code"], "rate_limited");
    }
    assert_eq!(table.closed("bo"), None);
}

#[test]
fn what_is_older_than_a_room_keeps_it_is_gone() {
    let mut table = Table::owned(json!({"keep": 60}));
    table.comes("bo", json!({}));
    say(&mut table, "ana", "old secret");
    table.does("ana", json!({"type": "pin", "seq": 1, "on": true}));
    table.does(
        "bo",
        json!({"type": "react", "seq": 1, "emoji": "👍", "on": true}),
    );
    table.passes(seconds(50));
    say(&mut table, "ana", "new");
    table.does(
        "ana",
        json!({"type": "edit", "seq": 1, "text": "still old"}),
    );
    table.passes(seconds(15));
    // Nobody reads it any more, at once.
    let page = &table.sends("bo", json!({"type": "history"}))[0];
    assert_eq!(texts(page), ["new"]);
    assert_eq!(page["more"], false);
    let react = json!({"type": "react", "seq": 1, "emoji": "🎉", "on": true});
    assert_eq!(table.code("bo", react), "not_found");
    let welcome = table.comes("cy", json!({}));
    assert_eq!(welcome["pinned"], json!([]));
    assert!(
        welcome["first"].as_u64().is_some_and(|first| first > 1),
        "{welcome}"
    );
    // An edit of what is gone is replayed without its text.
    let first = welcome["first"].as_u64().expect("a seq");
    let resume = json!({"epoch": welcome["epoch"], "after": first - 1});
    assert_eq!(table.comes_back("bo", resume)["recovered"], true);
    let replayed = table.gets("bo");
    let edited = replayed.iter().find(|event| event["type"] == "edited");
    let edited = edited.expect("the edit is kept");
    assert_eq!(
        (&edited["deleted"], &edited["text"]),
        (&json!(true), &Value::Null)
    );
    let before = json!({"epoch": welcome["epoch"], "after": 0});
    assert_eq!(table.comes_back("bo", before)["recovered"], false);
    // Nor is it in the database.
    assert_eq!(table.world.sqlite.count("message", "seq = 1"), 0);
    assert!(!table.world.sqlite.dump().contains("old secret"));
}

#[test]
fn an_idle_room_is_woken_for_it_once_an_hour_and_never_for_nothing() {
    let mut table = Table::owned(json!({"keep": 60}));
    table.leaves("ana");
    table.passes(seconds(30));
    assert_eq!(table.world.wake_at(), None, "there is nothing to let go of");
    table.comes_back("ana", json!({}));
    say(&mut table, "ana", "soon gone");
    table.leaves("ana");
    table.passes(seconds(30));
    let wake = table.world.wake_at().expect("an alarm");
    let wait = wake - table.world.now;
    assert!(wait > seconds(3_000) && wait <= seconds(3_600), "{wait:?}");
    table.passes(seconds(3_700));
    assert_eq!(table.world.sqlite.count("message", "true"), 0);
    assert_eq!(table.world.wake_at(), None);
}

#[test]
fn retention_that_begins_late_lets_go_of_all_there_is() {
    let mut table = Table::owned(json!({}));
    for number in 0..40 {
        say(&mut table, "ana", &format!("message {number}"));
    }
    table.passes(seconds(100));
    say(&mut table, "ana", "kept");
    table.does("ana", json!({"type": "settings", "set": {"keep": 60}}));
    let page = &table.sends("ana", json!({"type": "history"}))[0];
    assert_eq!(texts(page), ["kept"]);
    table.passes(seconds(40));
    assert_eq!(table.world.sqlite.count("message", "true"), 1);
}

#[test]
fn where_history_begins_with_ones_first_visit_nothing_before_can_be_read() {
    let mut table = Table::owned(json!({"history": "since_join"}));
    say(&mut table, "ana", "before");
    let welcome = table.comes("bo", json!({}));
    let history = table.gets_a("bo", "history");
    assert_eq!(texts(&history), Vec::<&str>::new());
    assert_eq!(history["more"], false);
    say(&mut table, "ana", "after");
    let page = &table.sends("bo", json!({"type": "history", "before": 100}))[0];
    assert_eq!(texts(page), ["after"]);
    for frame in [
        json!({"type": "say", "text": "what?", "reply_to": 1}),
        json!({"type": "react", "seq": 1, "emoji": "👍", "on": true}),
        json!({"type": "report", "seq": 1}),
        json!({"type": "delete", "seq": 1}),
    ] {
        assert_eq!(table.code("bo", frame.clone()), "not_found", "{frame}");
    }
    let from_the_start = json!({"epoch": welcome["epoch"], "after": 0});
    assert_eq!(table.comes_back("bo", from_the_start)["recovered"], false);
    assert_eq!(texts(&table.gets_a("bo", "history")), ["after"]);
    let since = json!({"epoch": welcome["epoch"], "after": 1});
    assert_eq!(table.comes_back("bo", since)["recovered"], true);
    // Who looks after the room reads all of it.
    table.does(
        "ana",
        json!({"type": "role", "member": table.id("bo"), "role": "moderator"}),
    );
    let page = &table.sends("bo", json!({"type": "history"}))[0];
    assert_eq!(texts(page), ["before", "after"]);
}

#[test]
fn who_is_here_can_be_for_moderators_alone() {
    let mut table = Table::owned(json!({"roster": "moderators"}));
    table.gets("ana");
    let welcome = table.comes("bo", json!({}));
    assert_eq!(welcome["members"], Value::Null);
    assert_eq!(welcome["count"], 2);
    assert_eq!(table.gets_a("ana", "join")["member"]["name"], "bo");
    table.gets("bo");
    table.comes("cy", json!({}));
    table.passes(seconds(2));
    let heard = table.gets("bo");
    assert!(
        heard.iter().all(|event| event["type"] == "presence"),
        "{heard:?}"
    );
    assert_eq!(heard.last().map(|event| &event["count"]), Some(&json!(3)));
    let members = table.sends("bo", json!({"type": "members"}));
    let here = members[0]["members"].as_array().expect("members");
    assert_eq!((here.len(), &here[0]["name"]), (1, &json!("bo")));
    assert_eq!(members[0]["more"], false);
    let all = table.sends("ana", json!({"type": "members"}));
    assert_eq!(all[0]["members"].as_array().map(Vec::len), Some(3));
    let renamed = table.sends("bo", json!({"type": "rename", "name": "Bob"}));
    assert_eq!(
        renamed
            .iter()
            .filter(|event| event["type"] == "renamed")
            .count(),
        1
    );
    assert_eq!(table.gets_a("ana", "renamed")["was"], "bo");
    assert_eq!(table.gets_a("cy", "renamed"), Value::Null);
}

#[test]
fn where_the_roster_is_for_moderators_so_is_who_types() {
    let mut table = Table::owned(json!({"roster": "moderators"}));
    for who in ["bo", "cy"] {
        table.comes(who, json!({}));
    }
    let role = json!({"type": "role", "member": table.id("cy"), "role": "moderator"});
    assert_eq!(table.does("ana", role)["type"], "role");
    table.comes("di", json!({}));
    for who in ["ana", "bo", "cy", "di"] {
        table.gets(who);
    }
    let typing = |events: Vec<Value>| -> Vec<Value> {
        let events = events.into_iter();
        events.filter(|event| event["type"] == "typing").collect()
    };
    let bo = table.id("bo");
    let own = table.sends("bo", json!({"type": "typing"}));
    assert_eq!(typing(own), [] as [Value; 0]);
    let heard = typing(table.gets("di"));
    assert_eq!(heard, [] as [Value; 0]);
    for who in ["ana", "cy"] {
        let heard = typing(table.gets(who));
        assert_eq!(
            heard,
            [json!({"type": "typing", "from": {"id": bo, "name": "bo"}})]
        );
    }
    // Also a moderator's.
    table.passes(seconds(3));
    table.gets("ana");
    table.sends("cy", json!({"type": "typing"}));
    assert_eq!(typing(table.gets("ana")).len(), 1);
    assert_eq!(typing(table.gets("bo")), [] as [Value; 0]);
    // Where all see who is here, all see who types.
    table.does("ana", json!({"type": "settings", "set": {"roster": "all"}}));
    table.passes(seconds(3));
    table.gets("di");
    table.sends("bo", json!({"type": "typing"}));
    assert_eq!(typing(table.gets("di")).len(), 1);
}

#[test]
fn owners_have_pictures_covered_and_pages_are_told_so() {
    let mut table = Table::owned(json!({}));
    let welcome = table.comes("bo", json!({}));
    assert_eq!(welcome["settings"], json!({}));
    let set = |value: Value| json!({"type": "settings", "set": {"pictures": value}});
    assert_eq!(table.does("bo", set(json!("cover")))["code"], "forbidden");
    for unknown in [json!("covered"), json!(true), json!("")] {
        let refused = table.does("ana", set(unknown));
        assert_eq!(refused["code"], "setting_invalid");
    }
    assert_eq!(table.does("ana", set(json!("show")))["code"], "no_change");
    let event = table.does("ana", set(json!("cover")));
    assert_eq!(event["set"], json!({"pictures": "cover"}));
    assert_eq!(table.gets_a("bo", "settings")["set"], event["set"]);
    table.world.hibernate();
    let welcome = table.comes("cy", json!({}));
    assert_eq!(welcome["settings"], json!({"pictures": "cover"}));
    let audit = table.sends("ana", json!({"type": "desk", "what": "audit"}));
    assert_eq!(audit[0]["items"][0]["act"], "settings");
    assert_eq!(table.does("ana", set(Value::Null))["type"], "settings");
    assert_eq!(table.comes("di", json!({}))["settings"], json!({}));
}
