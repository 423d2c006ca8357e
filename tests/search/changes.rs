//! Whatever changes or removes a message keeps the index right.

use alcove::limits::{self, Limits};
use alcove::room::Act;
use serde_json::json;

use super::{all_seqs, builds, filled, found, said, says, seqs};
use crate::table::Table;
use crate::world::World;

#[test]
fn an_edit_is_found_by_its_present_text_and_a_deleted_message_never() {
    let mut table = said(&["one tea", "two tea", "three tea"]);
    assert_eq!(seqs(&mut table.world, "tea"), [3, 2, 1]);
    table.does("ana", json!({"type": "edit", "seq": 2, "text": "coffee"}));
    table.does("ana", json!({"type": "delete", "seq": 3}));
    table.does(
        "ana",
        json!({"type": "react", "seq": 1, "emoji": "👍", "on": true}),
    );
    assert_eq!(seqs(&mut table.world, "tea"), [1]);
    assert_eq!(seqs(&mut table.world, "coffee"), [2]);
    assert_eq!(seqs(&mut table.world, "from:ana"), [2, 1]);
    // In one tick with what they change.
    for frame in [
        json!({"type": "say", "cid": "x1", "text": "milk"}),
        json!({"type": "edit", "cid": "x2", "seq": 7, "text": "sugar"}),
        json!({"type": "say", "cid": "x3", "text": "milk again"}),
        json!({"type": "delete", "cid": "x4", "seq": 9}),
    ] {
        table.sends_only("ana", frame);
    }
    table.passes(1_000);
    assert_eq!(seqs(&mut table.world, "milk"), [0; 0]);
    assert_eq!(seqs(&mut table.world, "sugar"), [7]);
    assert_eq!(terms(&mut table.world), terms_anew(&mut table.world));
}

/// How many of these terms there are in the bytes of the index: of most, an end is there in full.
fn terms_in_bytes(world: &mut World, terms: &[String]) -> usize {
    let blocks = world
        .sqlite
        .pairs("SELECT hex(block), id FROM search_index_data");
    let is_there = |term: &&String| {
        let end = term.bytes().skip(2);
        let end: String = end.map(|byte| format!("{byte:02X}")).collect();
        let mut ends = blocks
            .iter()
            .flat_map(|(block, _)| block.match_indices(&end));
        ends.any(|(at, _)| at % 2 == 0)
    };
    terms.iter().filter(is_there).count()
}

#[test]
fn what_is_gone_is_not_even_in_its_bytes() {
    let mut table = said(&["tea", "milk"]);
    seqs(&mut table.world, "tea");
    says(&mut table, "an unmistakable secret");
    says(&mut table, "an extraordinary change");
    let all = terms(&mut table.world);
    let of_others = |term: &str| all.iter().any(|(each, doc)| each == term && *doc < 3);
    let gone: Vec<String> = all
        .iter()
        .filter(|(term, doc)| *doc >= 3 && term.len() > 5 && !of_others(term))
        .map(|(term, _)| term.clone())
        .collect();
    assert!(terms_in_bytes(&mut table.world, &gone) > 20);
    table.does("ana", json!({"type": "delete", "seq": 3}));
    table.does("ana", json!({"type": "edit", "seq": 4, "text": "tea"}));
    assert_eq!(terms_in_bytes(&mut table.world, &gone), 0);
    assert_eq!(seqs(&mut table.world, "tea"), [4, 1]);
}

#[test]
fn what_cannot_be_stored_is_not_in_it() {
    let mut table = said(&["tea"]);
    seqs(&mut table.world, "tea");
    table.world.sqlite.refuse("poison");
    for text in ["one tea", "poison tea", "two tea"] {
        let cid = text.replace(' ', "");
        table.sends_only("ana", json!({"type": "say", "cid": cid, "text": text}));
    }
    table.passes(1_000);
    assert_eq!(seqs(&mut table.world, "tea"), [3, 2, 1]);
    assert_eq!(terms(&mut table.world), terms_anew(&mut table.world));
}

#[test]
fn what_is_trimmed_is_not_in_it() {
    let mut world = World::with_log(
        Limits {
            room_bytes: 100_000,
            rows_per_day: 0,
            burst: 1_000_000,
            ..Limits::default()
        },
        &crate::world::messages(600, "'tea number ' || i"),
    );
    found(&mut world, "tea");
    builds(&mut world);
    let (session, _) = world.open();
    world.frame(
        session,
        json!({"type": "hello", "v": 1, "name": "Ana"}).to_string(),
    );
    world.pass(1_000);
    for number in 0..40 {
        let text = format!("{number} {}", "y".repeat(2_000));
        world.frame(
            session,
            json!({"type": "say", "cid": format!("c{number}"), "text": text}).to_string(),
        );
        world.pass(1_000);
    }
    let first = world.room().log().first().number();
    assert!(first > 100, "{first}");
    found(&mut world, "tea");
    builds(&mut world);
    assert_eq!(all_seqs(&mut world, "tea", 50).last(), Some(&first));
    assert_eq!(terms(&mut world), terms_anew(&mut world));
}

/// To take each event out of the index would take longer than to make another one.
#[test]
fn a_trim_lets_go_of_the_index_and_the_next_search_makes_another_one() {
    const ONE: u64 = 150 + 3 + 10;
    const COUNT: u64 = 4_000;
    let limits = Limits {
        room_bytes: COUNT / 2 * ONE,
        rows_per_day: 0,
        ..Limits::default()
    };
    let text = "printf('tea %06d', i)";
    let mut world = World::with_log(limits, &crate::world::messages(COUNT, text));
    found(&mut world, "tea");
    builds(&mut world);
    assert_eq!(world.room().log().first().number(), 1);
    let (session, _) = world.open();
    let hello = json!({"type": "hello", "v": 1, "name": "Ana"});
    world.frame(session, hello.to_string());
    world.pass(1_000);
    assert!(!world.room().log().has_index());
    let bytes = world.room().log().bytes();
    assert!(bytes <= COUNT / 2 * ONE, "{bytes}");
    let first = world.room().log().first().number();
    found(&mut world, "tea");
    builds(&mut world);
    assert_eq!(all_seqs(&mut world, "tea", 50).last(), Some(&first));
    assert_eq!(terms(&mut world), terms_anew(&mut world));
}

/// A text of many different terms.
fn rich(number: usize) -> String {
    let letters = (0..600).filter_map(|i| char::from_u32(0x4E00 + i));
    format!("{number} {}", letters.collect::<String>())
}

/// Each term has to be taken out of the index by itself.
#[test]
fn edits_that_take_out_too_many_terms_end_the_index_for_a_while() {
    let limits = Limits {
        burst: 1_000_000,
        rows_per_day: 0,
        ..Limits::default()
    };
    let mut world = World::new(limits);
    let (session, _) = world.open();
    let hello = json!({"type": "hello", "v": 1, "name": "Ana"});
    world.frame(session, hello.to_string());
    world.pass(1_000);
    let says = |world: &mut World, kind: &str, seq: usize, text: String| {
        let cid = format!("{kind}-{seq}-{}", text.len());
        let frame = json!({"type": kind, "cid": cid, "seq": seq, "text": text});
        world.frame(session, frame.to_string());
        world.pass(10);
    };
    for number in 1..=10 {
        says(&mut world, "say", number, rich(number));
    }
    found(&mut world, "tea");
    builds(&mut world);
    // As much as one edits by hand is taken out.
    says(&mut world, "edit", 1, "tea 1".to_owned());
    says(&mut world, "edit", 2, "tea 2".to_owned());
    assert!(world.room().log().has_index());
    for number in 3..=10 {
        says(&mut world, "edit", number, format!("tea {number}"));
    }
    assert!(!world.room().log().has_index());
    assert_eq!(seqs(&mut world, "tea").len(), 10);
    assert!(!world.room().log().has_index(), "not at once again");
    world.pass(limits::INDEX_RESTS);
    assert_eq!(seqs(&mut world, "tea").len(), 10);
    builds(&mut world);
    assert_eq!(terms(&mut world), terms_anew(&mut world));
}

#[test]
fn what_goes_with_time_is_taken_out_in_moments_and_much_of_it_with_the_index() {
    for (count, is_kept) in [(12, true), (40, false)] {
        let mut table = Table::owned(json!({"keep": 3_600}));
        for number in 0..count {
            table.does("ana", json!({"type": "say", "text": rich(number)}));
        }
        let token = table.token("ana");
        table
            .world
            .search(Some(&token), &super::query("tea"))
            .unwrap();
        builds(&mut table.world);
        table.passes(3_500_000);
        table.does("ana", json!({"type": "say", "text": "new tea"}));
        table.passes(200_000);
        table.does("ana", json!({"type": "say", "text": "more tea"}));
        table.passes(1_000);
        assert_eq!(table.world.room().log().has_index(), is_kept, "{count}");
        assert_eq!(table.world.sqlite.count("message", "1"), 2);
        if is_kept {
            assert_eq!(terms(&mut table.world), terms_anew(&mut table.world));
        }
    }
}

#[test]
fn what_a_room_does_not_keep_is_not_in_it() {
    let mut table = Table::owned(json!({"keep": 3_600}));
    for number in 0..100 {
        table.does(
            "ana",
            json!({"type": "say", "text": format!("old tea {number}")}),
        );
        table.passes(3_000);
    }
    let token = table.token("ana");
    let searches = |table: &mut Table| {
        let (found, _) = table
            .world
            .search(Some(&token), &super::query("tea"))
            .unwrap();
        found.messages.len()
    };
    assert_eq!(searches(&mut table), limits::SEARCH_MAX);
    table.passes(3_500_000);
    table.does("ana", json!({"type": "say", "text": "new tea"}));
    // Whoever reads has what is too old go first.
    searches(&mut table);
    let (first, head) = (
        table.world.room().log().first(),
        table.world.room().log().head(),
    );
    assert!(first > crate::world::seq(60), "{first}");
    assert_eq!(searches(&mut table) as u64, head - first + 1);
    table.passes(500);
    assert_eq!(terms(&mut table.world), terms_anew(&mut table.world));
}

#[test]
fn an_import_is_found_and_a_wipe_leaves_nothing() {
    let mut from = Table::owned(json!({}));
    for number in 0..30 {
        from.does(
            "ana",
            json!({"type": "say", "text": format!("tea {number}")}),
        );
    }
    from.does("ana", json!({"type": "delete", "seq": 3}));
    let file = from.export();
    let mut table = Table::owned(json!({}));
    assert_eq!(seqs(&mut table.world, "tea"), [0; 0]);
    table.import("ana", &file).expect("imported");
    found(&mut table.world, "tea");
    builds(&mut table.world);
    assert_eq!(seqs(&mut table.world, "tea").len(), 29);
    assert_eq!(terms(&mut table.world), terms_anew(&mut table.world));
    table.operates(Act::Delete);
    assert_eq!(seqs(&mut table.world, "tea"), [0; 0]);
    let left = "SELECT count(*) FROM sqlite_master WHERE name LIKE 'search%'";
    assert_eq!(table.world.sqlite.number(left), 0);
    table.comes("bo", json!({}));
    table.does("bo", json!({"type": "say", "text": "tea anew"}));
    assert_eq!(seqs(&mut table.world, "tea"), [1]);
}

#[test]
fn a_damaged_message_is_in_nobodys_way() {
    let mut world = filled(1_500, "'tea ' || i");
    world.sqlite.batch("UPDATE message SET member = 'nobody' WHERE seq = 1400; UPDATE message SET text = NULL WHERE seq = 1399;");
    found(&mut world, "tea");
    builds(&mut world);
    let all = all_seqs(&mut world, "tea", 50);
    assert_eq!(all.len(), 1_498);
    assert!(!all.contains(&1_400) && !all.contains(&1_399));
}

/// The terms of each message as the index has them.
pub fn terms(world: &mut World) -> Vec<(String, i64)> {
    world.sqlite.batch(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab('main', 'search_index', 'instance')",
    );
    world
        .sqlite
        .pairs("SELECT term, doc FROM temp.vocabulary ORDER BY term, doc")
}

/// The same of an index that is made anew.
pub fn terms_anew(world: &mut World) -> Vec<(String, i64)> {
    world.sqlite.batch("DROP TABLE temp.vocabulary; DROP TABLE search_index; DELETE FROM meta WHERE key = 'search'");
    world.crash();
    found_by_anybody(world);
    builds(world);
    terms(world)
}

fn found_by_anybody(world: &mut World) {
    let search = super::query("tea");
    world.search(None, &search).expect("a page");
}

#[test]
fn what_the_operator_takes_away_is_not_found() {
    let mut table = said(&["tea a", "tea b"]);
    says(&mut table, "tea c");
    seqs(&mut table.world, "tea");
    for seq in [1, 2, 3] {
        table.operates(Act::Erase(crate::world::seq(seq)));
    }
    assert_eq!(seqs(&mut table.world, "tea"), [0; 0]);
    assert_eq!(terms(&mut table.world), []);
}
