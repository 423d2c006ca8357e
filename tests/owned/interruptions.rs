//! What settings lead to where a sleep, a failing disk or another setting comes in between.

use alcove::time::Duration;
use serde_json::json;

use crate::table::Table;

fn say(table: &mut Table, who: &'static str, text: &str) -> serde_json::Value {
    table.does(who, json!({"type":"say","text":text}))
}
fn secs(n: u64) -> Duration {
    Duration::from_secs(n)
}

/// All events have gone and the room has slept: seqs go on.
#[test]
fn seqs_go_on_after_all_events_have_gone() {
    let mut t = Table::owned(json!({"keep": 60}));
    say(&mut t, "ana", "one");
    say(&mut t, "ana", "two");
    t.passes(secs(100));
    t.sends("ana", json!({"type":"history"}));
    t.passes(secs(5));
    assert_eq!(t.world.sqlite.count("message", "true"), 0);
    t.world.hibernate();
    let m = say(&mut t, "ana", "three");
    assert_eq!(m["seq"], 3, "{m}");
    let w = t.comes("bo", json!({}));
    assert_eq!(w["seq"], 3, "{w}");
    let h = t.gets_a("bo", "history");
    assert_eq!(h["events"][0]["text"], "three", "{h}");
}

/// A room that opens: who waits.
#[test]
fn who_waits_comes_in_when_the_room_opens() {
    let mut t = Table::owned(json!({"access": "ask"}));
    assert_eq!(t.comes("bo", json!({}))["type"], "knocking");
    t.does("ana", json!({"type":"settings","set":{"access":"open"}}));
    assert_eq!(t.gets_a("bo", "welcome")["type"], "welcome");
}

/// keep is set back to 0 in the middle of a sweep: the rest of the rows still go.
#[test]
fn what_was_let_go_of_is_removed_though_the_room_keeps_all_again() {
    let mut t = Table::owned(json!({}));
    t.world
        .sqlite
        .batch(&crate::world::messages(3000, "'secret ' || i"));
    t.world
        .sqlite
        .batch("UPDATE meta SET value='1 500000 0 3000' WHERE key='usage'");
    t.world
        .sqlite
        .batch("INSERT OR IGNORE INTO meta VALUES ('usage','1 500000 0 3000')");
    t.world.hibernate();
    t.comes_back("ana", json!({}));
    let s = json!({"type":"settings","cid":"k1","set":{"keep":60}});
    let z = json!({"type":"settings","cid":"k2","set":{"keep":0}});
    t.sends_both("ana", s, z);
    t.passes(secs(60));
    assert!(
        t.world.sqlite.count("message", "true") == 0 || t.world.room().log().first().number() == 1
    );
}

/// The alarm at exactly the end of what is kept, awake.
#[test]
fn an_event_is_kept_to_the_very_moment() {
    let mut t = Table::owned(json!({"keep": 7200}));
    say(&mut t, "ana", "x");
    t.leaves("ana");
    t.passes(secs(30));
    t.passes(secs(7300));
    assert_eq!(t.world.sqlite.count("message", "true"), 0);
}
#[test]
fn a_room_that_wakes_at_the_very_moment_lets_go() {
    let mut t = Table::owned(json!({"keep": 7200}));
    say(&mut t, "ana", "x");
    t.leaves("ana");
    t.passes(secs(30));
    t.world.hibernate();
    t.passes(secs(7300));
    assert_eq!(t.world.sqlite.count("message", "true"), 0);
}

/// A full disk while sweeping: no hot loop.
#[test]
fn a_full_disk_has_nobody_try_for_ever() {
    let mut t = Table::owned(json!({"keep": 60}));
    for i in 0..20 {
        say(&mut t, "ana", &format!("{i}"));
    }
    t.passes(secs(50));
    t.world
        .sqlite
        .batch("CREATE TRIGGER no BEFORE DELETE ON message BEGIN SELECT RAISE(ABORT,'no'); END");
    t.passes(secs(40));
    let before = t.world.sqlite.statements.get();
    t.sends("ana", json!({"type":"history"}));
    assert!(t.world.sqlite.statements.get() - before < 100);
}

/// slow: what one says as a moderator counts after one is a member again.
#[test]
fn what_a_moderator_says_counts_once_it_is_a_member() {
    let mut t = Table::owned(json!({"slow": 60}));
    t.comes("bo", json!({}));
    assert_eq!(say(&mut t, "bo", "a")["type"], "message");
    t.passes(secs(61));
    let bo = t.id("bo");
    t.does("ana", json!({"type":"role","member":bo,"role":"moderator"}));
    assert_eq!(say(&mut t, "bo", "b")["type"], "message");
    t.does("ana", json!({"type":"role","member":bo,"role":"none"}));
    assert_eq!(say(&mut t, "bo", "c")["code"], "rate_limited");
}

/// A message, and nothing after it: the room is woken for it all the same.
#[test]
fn one_message_and_then_silence_has_the_room_woken() {
    let mut t = Table::owned(json!({"keep": 60}));
    t.passes(secs(30));
    say(&mut t, "ana", "x");
    assert!(t.world.wake_at().is_some(), "no alarm");
}
