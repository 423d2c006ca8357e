//! The index: when there is one, and how it comes to be and to go.

use alcove::limits;
use alcove::time::Duration;
use serde_json::json;

use super::{builds, filled, found, query, said, says, seqs};
use crate::world::{Sqlite, World};

fn has_index(sqlite: &Sqlite) -> bool {
    let has_table =
        sqlite.number("SELECT count(*) FROM sqlite_master WHERE name LIKE 'search_index%'") > 0;
    assert_eq!(has_table, sqlite.meta("search").is_some());
    has_table
}

#[test]
fn a_room_that_is_not_searched_has_none_and_is_asked_nothing_for_it() {
    let mut table = said(&["tea"]);
    table.does("ana", json!({"type": "edit", "seq": 1, "text": "milk"}));
    table.does("ana", json!({"type": "delete", "seq": 1}));
    table.passes(60_000);
    assert!(!has_index(&table.world.sqlite));
    assert_eq!(table.world.sqlite.reads_of("search"), 0);
    assert_eq!(table.world.wake_at(), None);
}

#[test]
fn it_is_there_from_the_first_search_on() {
    let mut table = said(&["one tea", "two"]);
    assert_eq!(seqs(&mut table.world, "tea"), [1]);
    assert!(has_index(&table.world.sqlite) && table.world.room().is_searchable());
    // Found as soon as its echo was sent.
    says(&mut table, "more tea");
    assert_eq!(seqs(&mut table.world, "tea"), [3, 1]);
    // Asleep and awake again.
    table.passes(20_000);
    table.world.hibernate();
    assert_eq!(seqs(&mut table.world, "tea"), [3, 1]);
    assert!(table.world.room().is_searchable());
}

#[test]
fn it_is_built_in_steps_the_newest_first_whatever_comes_between() {
    let count = 5 * limits::INDEX_ROWS as u64;
    let mut world = filled(
        count,
        "iif(i IN (1, 2000, 2560), 'tea', 'milk') || ' and ' || i",
    );
    let (first, is_complete) = world.search(None, &query("tea")).unwrap();
    assert_eq!(super::seqs_of(&first), [2_560]);
    assert!(!is_complete);
    let mut wakes = 0;
    let mut seen = vec![2_560];
    while !world.room().is_searchable() {
        match wakes % 3 {
            0 => {
                world.hibernate();
                world.room();
            }
            1 => drop(world.crash()),
            _ => {}
        }
        world.pass(limits::INDEX_PAUSE);
        let now = seqs(&mut world, "tea");
        assert!(now.starts_with(&seen), "{now:?} after {seen:?}");
        seen = now;
        wakes += 1;
        assert!(wakes < 50, "it goes on by itself");
    }
    assert_eq!(seen, [2_560, 2_000, 1]);
    assert_eq!(
        world
            .sqlite
            .number("SELECT count(*) FROM meta WHERE key = 'search'"),
        1
    );
}

#[test]
fn what_happens_while_it_is_built_is_in_it() {
    let count = 4 * limits::INDEX_ROWS as u64;
    let mut world = filled(count, "'milk ' || i");
    let (session, _) = world.open();
    world.frame(
        session,
        json!({"type": "hello", "v": 1, "name": "Ana"}).to_string(),
    );
    world.pass(1_000);
    found(&mut world, "milk");
    world.frame(
        session,
        json!({"type": "say", "cid": "a", "text": "tea"}).to_string(),
    );
    world.frame(
        session,
        json!({"type": "say", "cid": "b", "text": "more tea"}).to_string(),
    );
    let old = world.sqlite.number("SELECT max(seq) FROM message");
    builds(&mut world);
    assert_eq!(seqs(&mut world, "tea").len(), 2, "{old}");
    assert_eq!(super::all_seqs(&mut world, "milk", 50).len() as u64, count);
}

#[test]
fn long_texts_make_shorter_steps() {
    let mut world = filled(100, "printf('%.*c', 4000, 'x') || i");
    let (_, is_complete) = world.search(None, &query("x1")).unwrap();
    assert!(!is_complete, "64 KiB are 16 of them");
    builds(&mut world);
    assert_eq!(seqs(&mut world, "x100"), [100]);
}

#[test]
fn it_goes_after_thirty_days_without_a_search() {
    let mut table = said(&["tea"]);
    assert_eq!(seqs(&mut table.world, "tea"), [1]);
    let day = Duration::from_secs(24 * 3_600);
    table.leaves("ana");
    table.passes(29 * day.as_millis());
    assert!(has_index(&table.world.sqlite));
    assert_eq!(seqs(&mut table.world, "tea"), [1]);
    table.world.hibernate();
    table.passes(29 * day.as_millis());
    assert!(has_index(&table.world.sqlite), "it was used");
    table.passes(2 * day.as_millis());
    assert!(!has_index(&table.world.sqlite));
    assert_eq!(table.world.wake_at(), None);
    assert_eq!(seqs(&mut table.world, "tea"), [1]);
}

#[test]
fn a_search_writes_nothing_but_once_a_day() {
    let mut table = said(&["tea"]);
    seqs(&mut table.world, "tea");
    table.passes(60_000);
    let written = table.world.sqlite.spent().written;
    for _ in 0..10 {
        seqs(&mut table.world, "tea from:ana");
    }
    assert_eq!(table.world.sqlite.spent().written, written);
}

#[test]
fn an_index_that_fails_stops_nobody() {
    let mut table = said(&["tea"]);
    assert_eq!(seqs(&mut table.world, "tea"), [1]);
    // Its pages are gone: as of a file that is damaged.
    table.world.sqlite.batch("DROP TABLE search_index_data; CREATE TABLE search_index_data (id INTEGER PRIMARY KEY, block BLOB);");
    table.world.hibernate();
    says(&mut table, "more tea");
    table.does("ana", json!({"type": "edit", "seq": 1, "text": "coffee"}));
    says(&mut table, "and tea");
    // Perhaps only the search finds out.
    let _ = table.world.search(None, &query("tea"));
    assert_eq!(seqs(&mut table.world, "tea"), [4, 2]);
    // Another one that is none at all.
    table
        .world
        .sqlite
        .batch("DROP TABLE search_index; CREATE TABLE search_index (x)");
    says(&mut table, "last tea");
    assert_eq!(seqs(&mut table.world, "tea"), [5, 4, 2]);
    assert!(has_index(&table.world.sqlite));
    // And what says how far it is makes no sense.
    table
        .world
        .sqlite
        .batch("UPDATE meta SET value = 'x' WHERE key = 'search'");
    table.world.crash();
    assert_eq!(seqs(&mut table.world, "tea"), [5, 4, 2]);
}

/// An index of which rows are gone says that nothing is there, and nothing that it is damaged.
#[test]
fn an_index_without_its_rows_is_made_anew_once() {
    let damages = [
        "DELETE FROM search_index_data WHERE id > 10",
        "UPDATE search_index_data SET block = x'00000000000000' WHERE id = 10",
        "DELETE FROM search_index_idx",
        "INSERT INTO search_index (search_index) VALUES ('delete-all')",
    ];
    for damage in damages {
        let mut world = filled(1_000, "'message ' || i");
        seqs(&mut world, "message");
        builds(&mut world);
        world.sqlite.batch(damage);
        world.hibernate();
        let found: Vec<bool> = (0..3)
            .map(|_| {
                let found = seqs(&mut world, "message 7");
                builds(&mut world);
                !found.is_empty()
            })
            .collect();
        assert!(found[1] && found[2], "{damage}: {found:?}");
        assert_eq!(seqs(&mut world, "\"message 321\""), [321], "{damage}");
    }
    // What is nowhere does not make it anew, and costs a few looks once in a wake.
    let mut world = filled(1_000, "'message ' || i");
    seqs(&mut world, "message");
    builds(&mut world);
    let looks = |world: &mut World| {
        let before = world.sqlite.spent();
        assert!(seqs(world, "nowhere").is_empty());
        let after = world.sqlite.spent();
        assert_eq!(after.written, before.written);
        assert!(world.room().is_searchable());
        after.statements - before.statements
    };
    let first = looks(&mut world);
    assert!(first > 2 * limits::INDEX_PROBES, "{first}");
    for _ in 0..10 {
        assert_eq!(looks(&mut world), first - 2 * limits::INDEX_PROBES);
    }
    // As damaged as before, it is not made anew again and again in one wake.
    world.sqlite.batch(damages[3]);
    world.hibernate();
    seqs(&mut world, "nowhere");
    builds(&mut world);
    assert_eq!(seqs(&mut world, "\"message 321\""), [321]);
    world.sqlite.batch(damages[3]);
    let before = world.sqlite.spent();
    for _ in 0..10 {
        seqs(&mut world, "nowhere");
    }
    assert_eq!(world.sqlite.spent().written, before.written);
}

#[test]
fn where_there_is_no_place_for_one_the_newest_are_found() {
    let mut table = said(&["tea"]);
    table.world.sqlite.fill();
    let (found, is_complete) = table.world.search(None, &query("tea")).unwrap();
    assert_eq!((super::seqs_of(&found), is_complete), (vec![1], false));
    table.world.sqlite.empty();
    let (found, is_complete) = table.world.search(None, &query("tea")).unwrap();
    assert_eq!((super::seqs_of(&found), is_complete), (vec![1], true));
}
