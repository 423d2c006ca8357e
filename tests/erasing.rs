//! Whatever is deleted or edited away is gone from the database's files, not only from its
//! rows.

use crate::table::{Table, key};
use crate::world;

use std::path::{Path, PathBuf};

use alcove::limits::Limits;
use alcove::log::{Log, Sql};
use alcove::model::{RoomName, SessionId};
use alcove::room::SearchQuery;
use serde_json::{Value, json};
use world::{Sqlite, What, World, seq};

/// Words that stand all over a text, so that no part of it may stay.
const SECRET: &str = "hunter2-";

#[test]
fn a_text_is_gone_from_the_file_once_it_is_deleted_or_edited_away() {
    for length in [SECRET.len(), 300, 5_000, 15_000] {
        for taken in ["delete", "edit", "edit twice", "edit and delete"] {
            let file = new_file(&format!("{length}-{taken}"));
            let (mut world, ana) = room(&file);
            for number in 0..30 {
                act(
                    &mut world,
                    ana,
                    json!({"type": "say", "text": format!("message {number}")}),
                );
            }
            act(
                &mut world,
                ana,
                json!({"type": "say", "text": "as yet harmless"}),
            );
            let seq = world.durable_head();
            let secret = SECRET.repeat(length / SECRET.len());
            act(
                &mut world,
                ana,
                json!({"type": "edit", "seq": seq, "text": secret}),
            );
            act(&mut world, ana, json!({"type": "say", "text": secret}));
            let other = world.durable_head();
            checkpoint(&world);
            assert!(count(&file, SECRET) > 2, "it was there");
            for seq in [seq, other] {
                for step in taken.split([' ']) {
                    match step {
                        "edit" => act(
                            &mut world,
                            ana,
                            json!({"type": "edit", "seq": seq, "text": "harmless again, and longer than before, so that it has to move"}),
                        ),
                        "twice" => act(
                            &mut world,
                            ana,
                            json!({"type": "edit", "seq": seq, "text": "-"}),
                        ),
                        "delete" => act(&mut world, ana, json!({"type": "delete", "seq": seq})),
                        _ => {}
                    }
                }
            }
            checkpoint(&world);
            assert_eq!(count(&file, SECRET), 0, "{length} bytes, {taken}");
        }
    }
}

#[test]
fn an_index_has_nothing_of_what_is_deleted() {
    let word = "qzxjvkwq";
    let pieces = |file: &Path| {
        let pieces = (0..word.len() - 2).map(|at| &word[at..at + 3]);
        pieces.map(|piece| count(file, piece)).sum::<usize>()
    };
    for taken in ["delete", "edit", "drop"] {
        let file = new_file(&format!("index-{taken}"));
        let (mut world, ana) = room(&file);
        for number in 0..300 {
            act(
                &mut world,
                ana,
                json!({"type": "say", "text": format!("message {number} of many")}),
            );
        }
        let search = SearchQuery {
            text: word.to_owned(),
            before: None,
            limit: 10,
            best: false,
        };
        for text in [format!("{word} and more"), format!("again{word}")] {
            act(&mut world, ana, json!({"type": "say", "text": text}));
            let (found, _) = world.search(None, &search).expect("a page");
            assert!(!found.messages.is_empty());
        }
        let head = world.durable_head();
        for seq in [head - 1, head] {
            match taken {
                "edit" => act(
                    &mut world,
                    ana,
                    json!({"type": "edit", "seq": seq, "text": "harmless"}),
                ),
                _ => act(&mut world, ana, json!({"type": "delete", "seq": seq})),
            }
        }
        if taken == "drop" {
            world.pass(31 * 24 * 3_600_000);
        }
        checkpoint(&world);
        assert_eq!(pieces(&file), 0, "{taken}");
    }
}

#[test]
fn nothing_of_a_file_is_left_that_came_by_an_import_and_is_not_kept() {
    let file = new_file("imported");
    let mut world = World::new(Limits::default());
    world.sqlite = Sqlite::on_file(&file);
    let mut table = Table::around(world);
    table.comes("ana", json!({"key": key("owner"), "create": {}}));
    let head = json!({"type": "room", "seq": 1, "settings": {"keep": 60}});
    let from = json!({"id": table.id("ana"), "name": "ana"});
    let about = json!({
        "id": "0a".repeat(16), "name": SECRET.repeat(10), "type": "image/png", "bytes": 5,
        "alt": SECRET.repeat(60), "removed": true,
    });
    let message = json!({
        "type": "message", "seq": 1, "at": table.world.now, "from": from, "cid": "a", "text": "", "files": [about],
    });
    let imported = table.import("ana", &format!("{head}\n{message}\n"));
    assert_eq!(imported, Ok(seq(1)));
    checkpoint(&table.world);
    assert!(count(&file, SECRET) > 60, "it was there");
    table.comes_back("ana", json!({}));
    table.passes(61_000);
    table.does("ana", json!({"type": "say", "text": "hello"}));
    table.passes(1_000);
    checkpoint(&table.world);
    assert_eq!(table.world.sqlite.count("message", "seq = 1"), 0);
    assert_eq!(count(&file, SECRET), 0);
}

#[test]
fn edits_but_the_newest_come_without_their_text() {
    let (mut world, ana) = room(&new_file("edits"));
    act(&mut world, ana, json!({"type": "say", "text": "one"}));
    act(
        &mut world,
        ana,
        json!({"type": "edit", "seq": 1, "text": "two"}),
    );
    act(
        &mut world,
        ana,
        json!({"type": "edit", "seq": 1, "text": "three"}),
    );
    // In one tick.
    world.frame(ana, r#"{"type":"typing"}"#);
    for text in ["four", "five"] {
        world.frame(
            ana,
            json!({"type": "edit", "cid": text, "seq": 1, "text": text}).to_string(),
        );
    }
    world.pass(1_000);
    let texts = |world: &mut World| -> Vec<Option<String>> {
        let events = world.room().log().replay(seq(0), seq(5)).expect("read");
        let text = |event| {
            let event: Value = serde_json::to_value(event).expect("JSON");
            event["text"].as_str().map(str::to_owned)
        };
        events.iter().map(text).collect()
    };
    let five = || Some("five".to_owned());
    assert_eq!(texts(&mut world), [five(), None, None, None, five()]);
    let heard = world.frame(ana, r#"{"type":"edit","cid":"four","seq":1,"text":"four"}"#);
    let heard = [heard, world.pass(1_000)].concat();
    assert!(
        matches!(&heard[0].what, What::Frame(frame) if !frame.contains("text")),
        "{heard:?}"
    );
}

#[test]
fn rooms_of_older_versions_lose_the_texts_of_earlier_edits_once() {
    let file = new_file("migration");
    let (mut world, ana) = room(&file);
    act(&mut world, ana, json!({"type": "say", "text": "one"}));
    for text in ["two", "three", "four"] {
        act(
            &mut world,
            ana,
            json!({"type": "edit", "seq": 1, "text": text}),
        );
    }
    let huge = format!("👍{}", "\u{301}".repeat(150_000));
    world.sqlite.batch(&format!(
        "DROP TABLE reserved; DROP TABLE member; DROP TABLE access_key; DROP TABLE came;
         DROP TABLE ban; DROP TABLE knock; DROP TABLE report; DROP TABLE audit;
         DROP TABLE pair; DROP TABLE pair_member; DROP TABLE letter; DROP TABLE denied;
         DROP TABLE account; DROP TABLE push; DROP TABLE file; DROP TABLE doomed; DROP TABLE file_day;
         ALTER TABLE message DROP COLUMN files; ALTER TABLE grace DROP COLUMN lent;
         ALTER TABLE message DROP COLUMN role; ALTER TABLE change DROP COLUMN role;
         ALTER TABLE change DROP COLUMN details;
         UPDATE meta SET value = '1' WHERE key = 'schema_version';
         UPDATE change SET text = 'hunter2' WHERE seq < 4;
         UPDATE message SET reactions = '{}';",
        json!({ huge: ["0000000000000001"] })
    ));
    let name = RoomName::parse("tea").expect("a name");
    let log = Log::open(world.sqlite.clone(), Some(&name), [7; 40]).expect("it opens");
    let events = serde_json::to_string(&log.replay(seq(0), seq(4)).expect("read")).expect("JSON");
    assert!(
        !events.contains("hunter2") && events.contains("four"),
        "{events}"
    );
    assert!(
        log.message(seq(1))
            .expect("read")
            .expect("there")
            .reactions
            .is_empty()
    );
    checkpoint(&world);
    assert_eq!(count(&file, "hunter2"), 0);
}

fn room(file: &Path) -> (World, SessionId) {
    let mut world = World::new(Limits {
        text: 16_000,
        burst: 1_000_000,
        ..Limits::default()
    });
    world.sqlite = Sqlite::on_file(file);
    let (session, _) = world.open();
    world.frame(session, r#"{"type":"hello","v":1,"name":"Ana"}"#);
    world.pass(1_000);
    (world, session)
}

fn act(world: &mut World, session: SessionId, mut frame: Value) {
    let head = world.durable_head();
    frame["cid"] = json!(format!("c{}", world.now.as_millis()));
    world.frame(session, frame.to_string());
    world.pass(1_000);
    assert_eq!(world.durable_head(), head + 1, "{frame}");
}

fn new_file(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("erasing");
    std::fs::create_dir_all(&folder).expect("a folder");
    let file = folder.join(name.replace(' ', "-"));
    for end in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    file
}

/// As closing the database does: the write-ahead log goes into the file, and is empty.
fn checkpoint(world: &World) {
    world
        .sqlite
        .query("PRAGMA wal_checkpoint(TRUNCATE)", &[])
        .expect("a checkpoint");
}

/// How often it stands in the database's files.
fn count(file: &Path, word: &str) -> usize {
    let in_file = |end: &str| {
        let bytes = std::fs::read(format!("{}{end}", file.display())).unwrap_or_default();
        bytes
            .windows(word.len())
            .filter(|at| *at == word.as_bytes())
            .count()
    };
    in_file("") + in_file("-wal")
}
