//! Files of rooms, inside: reserved, stored, claimed by a message, and gone with it, whatever comes in between.

mod simulation;

use std::collections::BTreeMap;

use alcove::limits::{self, Limits};
use alcove::model::{FileId, FileKind, NewFile};
use alcove::room::{Act, Outcome, Unfiled, UploadState, Whole};
use alcove::time::Duration;
use serde_json::{Value, json};

use crate::table::Table;
use crate::world::at;

const MIB: u64 = limits::FILE_PART;

fn wanted(cid: &str, bytes: u64) -> NewFile {
    NewFile {
        cid: cid.to_owned(),
        name: format!("{cid}.png"),
        bytes,
        width: Some(3),
        height: None,
        preview: Some("AQID".to_owned()),
        alt: None,
    }
}

/// A store of files, as a platform has it: how much there is of each.
type Store = BTreeMap<FileId, u64>;

fn begins(
    table: &mut Table,
    who: &'static str,
    cid: &str,
    bytes: u64,
) -> Result<UploadState, Unfiled> {
    let token = table.token(who);
    let mut random = [0; 16];
    for (byte, of_cid) in random.iter_mut().zip(cid.bytes().chain(who.bytes())) {
        *byte = of_cid;
    }
    let wanted = Some(wanted(cid, bytes));
    table
        .world
        .asks_of_files(|room, now| room.begin_file(now, Some(&token), wanted, random))
}

/// A part is stored, and the room told of it, as the server does both.
fn sends(
    table: &mut Table,
    store: &mut Store,
    who: &'static str,
    id: FileId,
    at: u64,
    length: u64,
) -> Result<UploadState, Unfiled> {
    let token = table.token(who);
    let now = table.world.now;
    let room = table.world.room();
    let state = room.may_send_part(now, Some(&token), Some(id), at, length)?;
    store.insert(id, at + length);
    tells(table, id, at + length, state.bytes)
}

fn tells(table: &mut Table, id: FileId, next: u64, bytes: u64) -> Result<UploadState, Unfiled> {
    let whole = (next == bytes).then(|| Whole {
        sha256: "0a".repeat(32),
        kind: FileKind::Png,
    });
    let now = table.world.now;
    table.world.room().part_is_stored(now, id, next, whole)
}

/// A small file, sent.
fn sent(table: &mut Table, store: &mut Store, who: &'static str, cid: &str) -> FileId {
    let id = begins(table, who, cid, 5).expect("it may").id;
    sends(table, store, who, id, 0, 5).expect("it comes");
    id
}

fn says(table: &mut Table, who: &'static str, files: &[FileId]) -> Value {
    let files: Vec<Value> = files
        .iter()
        .map(|id| json!({"id": id.to_string()}))
        .collect();
    table.does(who, json!({"type": "say", "files": files}))
}

fn reads(table: &mut Table, who: &'static str, id: FileId) -> Result<(), Unfiled> {
    let (token, now) = (table.token(who), table.world.now);
    let room = table.world.room();
    let read = room.file_to_read(now, None, Some(&token), Some(id));
    read.map(|_| ())
}

/// The store removes what it is told to.
fn drops(table: &mut Table, store: &mut Store) {
    for id in std::mem::take(&mut table.world.dropping) {
        store.remove(&id);
        let heard = table.world.dropped(id, true);
        table.keep(heard);
    }
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn a_file_is_claimed_once_by_whose_it_is() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    table.comes("bo", json!({}));
    let half = begins(&mut table, "ana", "half", MIB + 1)
        .expect("it may")
        .id;
    sends(&mut table, &mut store, "ana", half, 0, MIB).expect("it comes");
    assert_eq!(says(&mut table, "ana", &[half])["code"], "file_incomplete");
    let id = sent(&mut table, &mut store, "ana", "one");
    assert_eq!(says(&mut table, "bo", &[id])["code"], "not_found");
    assert_eq!(reads(&mut table, "ana", id), Err(Unfiled::NotFound));
    let event = says(&mut table, "ana", &[id]);
    assert_eq!(event["files"][0]["name"], "one.png", "{event}");
    assert_eq!(event["files"][0]["type"], "image/png");
    assert_eq!(says(&mut table, "ana", &[id])["code"], "not_found");
    assert_eq!(reads(&mut table, "bo", id), Ok(()));
    // By the same cid it is the same upload, also once it is claimed.
    let again = begins(&mut table, "ana", "one", 5).expect("it is there");
    assert_eq!(
        (again.id, again.is_new, again.is_claimed),
        (id, false, true)
    );
    // Two messages of one tick want it.
    let other = sent(&mut table, &mut store, "ana", "two");
    let say = |cid| json!({"type": "say", "cid": cid, "files": [{"id": other.to_string()}]});
    table.sends_both("ana", say("x1"), say("x2"));
    table.passes(secs(1));
    let heard = table.gets("bo");
    let claimed = heard
        .iter()
        .filter(|event| event["files"][0]["id"] == other.to_string());
    assert_eq!(claimed.count(), 1, "{heard:?}");
}

#[test]
fn a_plain_room_keeps_nothing_of_files() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    table.does("ana", json!({"type": "say", "text": "hello"}));
    table.passes(secs(60));
    table.world.hibernate();
    table.does("ana", json!({"type": "say", "text": "again"}));
    assert_eq!(table.world.sqlite.reads_of("FROM file"), 0);
    assert_eq!(table.world.sqlite.reads_of("doomed WHERE"), 0);
    assert_eq!(table.world.sqlite.meta("files"), None);
}

#[test]
fn what_ends_a_file_ends_its_bytes() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let [deleted, back, late, kept] =
        ["deleted", "back", "late", "kept"].map(|cid| sent(&mut table, &mut store, "ana", cid));
    let event = says(&mut table, "ana", &[deleted]);
    says(&mut table, "ana", &[kept]);
    table.does("ana", json!({"type": "delete", "seq": event["seq"]}));
    assert_eq!(reads(&mut table, "ana", deleted), Err(Unfiled::NotFound));
    let token = table.token("ana");
    let taken = table
        .world
        .asks_of_files(|room, now| room.take_file_back(now, Some(&token), Some(back)));
    assert_eq!(taken, Ok(()));
    drops(&mut table, &mut store);
    assert_eq!(
        store.keys().copied().collect::<Vec<_>>(),
        sorted([late, kept])
    );
    // By the alarm alone, of a room that sleeps.
    table.world.hibernate();
    table.passes(secs(3_601));
    assert_eq!(says(&mut table, "ana", &[late])["code"], "not_found");
    drops(&mut table, &mut store);
    assert_eq!(store.keys().copied().collect::<Vec<_>>(), [kept]);
    assert_eq!(reads(&mut table, "ana", kept), Ok(()));
    // Once more, of what may still have been on its way; then nothing is left to be done.
    for _ in 0..4 {
        table.passes(secs(120));
        drops(&mut table, &mut store);
    }
    assert_eq!(table.world.sqlite.count("doomed", "true"), 0);
    assert_eq!(table.world.sqlite.meta("files").as_deref(), Some("5 1"));
}

fn sorted(ids: [FileId; 2]) -> Vec<FileId> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

#[test]
fn what_a_room_does_not_keep_is_gone_with_its_files() {
    let (mut table, mut store) = (Table::owned(json!({"keep": 60})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    says(&mut table, "ana", &[id]);
    assert_eq!(reads(&mut table, "ana", id), Ok(()));
    table.passes(secs(61));
    assert_eq!(reads(&mut table, "ana", id), Err(Unfiled::NotFound));
    table.passes(secs(1));
    table.does("ana", json!({"type": "say", "text": "hello"}));
    drops(&mut table, &mut store);
    assert!(store.is_empty());
}

#[test]
fn a_room_that_ends_leaves_no_bytes() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let ids: Vec<FileId> = ["a", "b", "c", "d", "e", "f"]
        .iter()
        .map(|cid| sent(&mut table, &mut store, "ana", cid))
        .collect();
    says(&mut table, "ana", &ids[..3]);
    assert_eq!(table.operates(Act::Delete), Outcome::Done);
    assert_eq!(table.world.sqlite.count("doomed", "true"), 6);
    // Its machine ends before it has got far.
    table.world.dropping.clear();
    table.world.crash();
    table.passes(secs(10));
    for _ in 0..20 {
        drops(&mut table, &mut store);
        table.passes(secs(60));
    }
    assert!(store.is_empty(), "{store:?}");
    // Nothing at all is left of it.
    assert!(!table.world.sqlite.has_table("doomed"));
    assert_eq!(table.world.wake_at(), None);
}

#[test]
fn another_room_may_begin_where_bytes_are_left() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    says(&mut table, "ana", &[id]);
    assert_eq!(table.operates(Act::Delete), Outcome::Done);
    let welcome = table.comes("bo", json!({}));
    assert_eq!(welcome["seq"], 0, "{welcome}");
    let mine = sent(&mut table, &mut store, "bo", "one");
    assert_eq!(says(&mut table, "bo", &[mine])["seq"], 1);
    for _ in 0..4 {
        drops(&mut table, &mut store);
        table.passes(secs(61));
    }
    assert_eq!(store.keys().copied().collect::<Vec<_>>(), [mine]);
    assert_eq!(table.world.sqlite.count("doomed", "true"), 0);
}

#[test]
fn bytes_that_cannot_be_removed_are_tried_again() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    let event = says(&mut table, "ana", &[id]);
    table.does("ana", json!({"type": "delete", "seq": event["seq"]}));
    for pause in [2, 4, 8, 16] {
        assert_eq!(std::mem::take(&mut table.world.dropping), [id]);
        table.world.dropped(id, false);
        table.world.hibernate();
        table.passes(secs(pause + 1));
    }
    drops(&mut table, &mut store);
    assert_eq!(table.world.sqlite.count("doomed", "true"), 0);
}

#[test]
fn uploads_are_bounded() {
    let limits = Limits {
        room_file_bytes: 200,
        member_file_bytes: 120,
        ..Limits::default()
    };
    let mut table = Table::of(limits);
    table.comes("ana", json!({}));
    table.comes("bo", json!({}));
    let refused = |answer| matches!(answer, Err(Unfiled::Later(_)));
    assert!(begins(&mut table, "ana", "a", 100).is_ok());
    assert!(refused(begins(&mut table, "ana", "b", 21)));
    assert!(begins(&mut table, "ana", "b", 20).is_ok());
    assert!(refused(begins(&mut table, "bo", "a", 81)));
    assert!(begins(&mut table, "bo", "a", 80).is_ok());
    // A sleep forgives nothing; a day does.
    table.world.hibernate();
    assert!(refused(begins(&mut table, "ana", "c", 1)));
    table.passes(secs(24 * 3_600));
    assert!(begins(&mut table, "ana", "c", 100).is_ok());
    assert_eq!(begins(&mut table, "ana", "d", 0), Err(Unfiled::TooLarge));
    let too_large = limits::FILE_PART * 1_000;
    assert_eq!(
        begins(&mut table, "ana", "d", too_large),
        Err(Unfiled::TooLarge)
    );
    let mut table = Table::new();
    table.comes("ana", json!({}));
    for n in 0..limits::OPEN_FILES_OF_MEMBER {
        assert!(begins(&mut table, "ana", &format!("f{n}"), 1).is_ok());
    }
    assert!(refused(begins(&mut table, "ana", "more", 1)));
}

#[test]
fn tickets_are_the_same_within_half_a_day_and_good_for_another() {
    let mut table = Table::owned(json!({}));
    table.world.now = at(1_700_006_400_000);
    let ask = |table: &mut Table| table.sends("ana", json!({"type": "ticket"}))[0].clone();
    let first = ask(&mut table);
    let until = first["until"].as_u64().expect("a time");
    let half = 12 * 3_600_000;
    assert_eq!(until % half, 0);
    assert!((half..=2 * half).contains(&(until - table.world.now.as_millis())));
    table.passes(Duration::from_millis(
        until - half - 1 - table.world.now.as_millis(),
    ));
    assert_eq!(ask(&mut table)["ticket"], first["ticket"]);
    table.passes(secs(1));
    assert_ne!(ask(&mut table)["ticket"], first["ticket"]);
    let ticket = first["ticket"].as_str().expect("a text").to_owned();
    let mut read = |now: u64| {
        let room = table.world.room();
        room.file_to_read(
            at(now),
            Some(&ticket),
            None,
            FileId::parse(&"0a".repeat(16)),
        )
    };
    assert_eq!(read(until - 1), Err(Unfiled::NotFound));
    assert!(matches!(read(until), Err(Unfiled::Unheard(_))));
}

#[test]
fn an_export_tells_of_files_and_an_import_that_they_are_gone() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    let event = says(&mut table, "ana", &[id]);
    table.does(
        "ana",
        json!({"type": "edit", "seq": event["seq"], "text": "words"}),
    );
    table.does(
        "ana",
        json!({"type": "edit", "seq": event["seq"], "text": ""}),
    );
    let file = table.export();
    assert!(file.contains(&id.to_string()), "{file}");
    let mut other = Table::owned(json!({}));
    other.import("ana", &file).expect("it is one");
    other.comes_back("ana", json!({}));
    let page = other.gets_a("ana", "history");
    let told = &page["events"][0];
    assert_eq!(
        (&told["text"], &told["files"][0]["removed"]),
        (&json!(""), &json!(true)),
        "{page}"
    );
    assert_eq!(reads(&mut other, "ana", id), Err(Unfiled::NotFound));
    // Whoever owns a room can write any file.
    for (good, bad) in [("one.png", "a/b.png"), ("image/png", "text/html")] {
        let mut other = Table::owned(json!({}));
        assert!(
            other.import("ana", &file.replace(good, bad)).is_err(),
            "{bad}"
        );
    }
}
