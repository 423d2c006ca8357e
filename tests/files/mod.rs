//! Files of rooms, inside: reserved, stored, claimed by a message, and gone with it, whatever comes in between.

mod simulation;
mod told;

use std::collections::BTreeMap;

use alcove::auth::Action;
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
    begins_from(table, None, who, cid, bytes)
}

/// The same from a network.
fn begins_from(
    table: &mut Table,
    network: Option<&str>,
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
        .asks_of_files(|room, now| room.begin_file(now, Some(&token), network, wanted, random))
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
    tells_of(table, id, next, bytes, false)
}

fn tells_of(
    table: &mut Table,
    id: FileId,
    next: u64,
    bytes: u64,
    was_lost: bool,
) -> Result<UploadState, Unfiled> {
    let whole = (next == bytes).then(|| Whole {
        sha256: "0a".repeat(32),
        kind: FileKind::Png,
    });
    let now = table.world.now;
    let room = table.world.room();
    room.part_is_stored(now, id, next, whole, was_lost)
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
fn from_where_a_file_came_is_forgotten_once_a_message_has_it() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let begun = begins_from(&mut table, Some("v4-01010101"), "ana", "one", 5);
    let id = begun.expect("it may").id;
    sends(&mut table, &mut store, "ana", id, 0, 5).expect("it comes");
    assert_eq!(table.world.sqlite.count("file", "network IS NOT NULL"), 1);
    says(&mut table, "ana", &[id]);
    assert_eq!(reads(&mut table, "ana", id), Ok(()));
    assert_eq!(table.world.sqlite.count("file", "network IS NOT NULL"), 0);
}

/// A platform whose end nobody has heard of keeps a place for nothing: others go all the same.
#[test]
fn removals_that_nobody_hears_of_hold_no_others_back() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let ids: Vec<FileId> = (0..6)
        .map(|n| sent(&mut table, &mut store, "ana", &format!("{n}x")))
        .collect();
    let event = says(&mut table, "ana", &ids);
    table.does("ana", json!({"type": "delete", "seq": event["seq"]}));
    let first = std::mem::take(&mut table.world.dropping);
    assert_eq!(first.len(), limits::FILE_DROPS_AWAY);
    // None of these is heard of.
    for _ in 0..4 {
        table.passes(secs(10));
    }
    let asked: std::collections::BTreeSet<FileId> = table.world.dropping.iter().copied().collect();
    assert_eq!(asked.len(), ids.len());
    assert!(table.world.dropping.len() < 40);
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
fn a_room_that_begins_where_bytes_are_left_knows_of_them_after_a_crash() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    says(&mut table, "ana", &[id]);
    assert_eq!(table.operates(Act::Delete), Outcome::Done);
    table.world.dropping.clear();
    table.comes("bo", json!({}));
    table.world.crash();
    table.world.dropping.clear();
    // No file of its own tells it to look.
    table.passes(secs(60));
    table.comes_back("bo", json!({}));
    for _ in 0..4 {
        drops(&mut table, &mut store);
        table.passes(secs(61));
    }
    assert!(store.is_empty(), "{store:?}");
    assert_eq!(table.world.sqlite.count("doomed", "true"), 0);
}

/// Says something with a file that waits for the end of its tick.
fn is_about_to_say(table: &mut Table, id: FileId) {
    let first = json!({"type": "say", "cid": "x1", "text": "hello"});
    let files = json!([{"id": id.to_string()}]);
    let second = json!({"type": "say", "cid": "x2", "files": files});
    let was = table.world.sqlite.count("message", "true");
    table.sends_both("ana", first, second);
    assert_eq!(table.world.sqlite.count("message", "true"), was + 1);
}

#[test]
fn the_operator_removes_a_file_that_a_message_is_about_to_have() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    is_about_to_say(&mut table, id);
    assert_eq!(table.operates(Act::RemoveFile(id)), Outcome::Done);
    table.passes(secs(1));
    drops(&mut table, &mut store);
    assert!(store.is_empty());
    let told = table
        .world
        .sqlite
        .count("message", "files->0->>'removed' AND cid = 'x2'");
    assert_eq!(told, 1);
}

#[test]
fn a_file_that_a_message_is_about_to_have_gives_way_to_nobody() {
    let limits = Limits {
        room_file_bytes: 10,
        ..Limits::default()
    };
    let (mut table, mut store) = (Table::owned_of(limits, json!({})), Store::new());
    table.comes("bo", json!({}));
    let id = sent(&mut table, &mut store, "ana", "one");
    assert!(begins(&mut table, "ana", "two", 5).is_ok());
    is_about_to_say(&mut table, id);
    let home = Some("v4-01010101");
    // The other one does.
    assert!(begins_from(&mut table, home, "bo", "a", 5).is_ok());
    table.passes(secs(1));
    drops(&mut table, &mut store);
    assert_eq!(reads(&mut table, "bo", id), Ok(()));
    assert_eq!(table.world.sqlite.count("file", "seq IS NULL"), 1);
}

/// Whoever reads pages by HTTP is told that they are as before, as long as this is the same.
#[test]
fn a_page_of_which_the_operator_removed_a_file_has_another_tag() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let ids = ["one", "two"].map(|cid| sent(&mut table, &mut store, "ana", cid));
    says(&mut table, "ana", &ids);
    let token = table.token("ana");
    let mut tags = Vec::new();
    for id in ids {
        table.operates(Act::RemoveFile(id));
        table.world.hibernate();
        let now = table.world.now;
        let room = table.world.room();
        let asker = room
            .asker(now, Some(&token), Action::Read)
            .expect("a member");
        tags.push(room.page_tag(&asker));
        assert_eq!(table.operates(Act::RemoveFile(id)), Outcome::NotFound);
    }
    assert_ne!(tags[0], tags[1]);
}

#[test]
fn a_message_is_not_stored_without_the_file_that_it_claims() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    is_about_to_say(&mut table, id);
    table.world.sqlite.batch("DELETE FROM file");
    table.passes(secs(1));
    let heard = table.gets("ana");
    let refused = heard.iter().find(|event| event["cid"] == "x2");
    assert_eq!(
        refused.map(|event| &event["type"]),
        Some(&json!("error")),
        "{heard:?}"
    );
    assert_eq!(table.world.sqlite.count("message", "cid = 'x2'"), 0);
}

#[test]
fn an_upload_ends_in_time_however_small_its_parts_are() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let trickle = begins(&mut table, "ana", "trickle", MIB)
        .expect("it may")
        .id;
    let steady = begins(&mut table, "ana", "steady", 3 * MIB)
        .expect("it may")
        .id;
    for at in 0..2 {
        table.passes(secs(1_790));
        sends(&mut table, &mut store, "ana", trickle, at, 1).expect("it comes");
        sends(&mut table, &mut store, "ana", steady, at * MIB, MIB).expect("it comes");
    }
    table.passes(secs(25));
    let ended = sends(&mut table, &mut store, "ana", trickle, 2, 1);
    assert_eq!(ended, Err(Unfiled::NotFound));
    assert!(sends(&mut table, &mut store, "ana", steady, 2 * MIB, MIB).is_ok());
    // Once it is whole it waits as long as any.
    table.passes(secs(3_590));
    let (token, now) = (table.token("ana"), table.world.now);
    let mut state = |now| {
        let room = table.world.room();
        room.upload_state(now, Some(&token), Some(steady))
    };
    assert!(state(now).is_ok_and(|state| state.next == 3 * MIB));
    assert_eq!(state(now + secs(11)), Err(Unfiled::NotFound));
}

/// A room with place for ten of the largest files, of which each member may send as many as it likes.
fn large_files() -> Table {
    Table::of(Limits {
        file_bytes: 100 * MIB,
        room_file_bytes: 1_000 * MIB,
        member_file_bytes: 0,
        ..Limits::default()
    })
}

#[test]
fn what_is_reserved_and_not_used_leaves_room_for_others() {
    let (mut table, mut store) = (large_files(), Store::new());
    for who in ["ana", "bo", "cem"] {
        table.comes(who, json!({}));
    }
    let refused = |answer| matches!(answer, Err(Unfiled::Later(_)));
    for who in ["ana", "bo"] {
        for cid in ["a", "b"] {
            assert!(begins(&mut table, who, cid, 100 * MIB).is_ok());
        }
        assert!(refused(begins(&mut table, who, "c", 51 * MIB)), "a quarter");
    }
    assert!(begins(&mut table, "cem", "a", 99 * MIB).is_ok());
    assert!(refused(begins(&mut table, "cem", "b", 2 * MIB)), "half");
    // What a message has counts as what the room has, and not as that.
    let id = sent(&mut table, &mut store, "cem", "small");
    says(&mut table, "cem", &[id]);
    assert!(begins(&mut table, "cem", "b", MIB).is_ok());
}

#[test]
fn an_upload_goes_on_where_the_store_has_lost_some() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = begins(&mut table, "ana", "one", 3 * MIB)
        .expect("it may")
        .id;
    sends(&mut table, &mut store, "ana", id, 0, MIB).expect("it comes");
    sends(&mut table, &mut store, "ana", id, MIB, MIB).expect("it comes");
    // Told late, it is nothing; lost, it is.
    let late = tells(&mut table, id, MIB, 3 * MIB).expect("it is told");
    assert_eq!(late.next, 2 * MIB);
    let lost = tells_of(&mut table, id, MIB, 3 * MIB, true).expect("it is told");
    assert_eq!(lost.next, MIB);
    let next = sends(&mut table, &mut store, "ana", id, MIB, MIB).map(|state| state.next);
    assert_eq!(next, Ok(2 * MIB));
    sends(&mut table, &mut store, "ana", id, 2 * MIB, MIB).expect("it comes");
    // What is whole stays so.
    let whole = tells_of(&mut table, id, 0, 3 * MIB, true).expect("it is told");
    assert_eq!(whole.next, 3 * MIB);
}

#[test]
fn a_blank_edit_tells_nothing_of_files_of_others() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    table.comes("bo", json!({}));
    let id = sent(&mut table, &mut store, "ana", "one");
    let with = says(&mut table, "ana", &[id])["seq"].clone();
    let without = table.does("ana", json!({"type": "say", "text": "hello"}))["seq"].clone();
    for seq in [with.clone(), without, json!(99)] {
        let edit = json!({"type": "edit", "seq": seq, "text": ""});
        assert_eq!(table.code("bo", edit), "text_empty");
    }
    let edit = json!({"type": "edit", "seq": with, "text": ""});
    assert_eq!(table.does("ana", edit)["type"], "edited");
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
    // And once more.
    table.passes(secs(61));
    drops(&mut table, &mut store);
    assert_eq!(table.world.sqlite.count("doomed", "true"), 0);
}

/// Whatever cannot be stored or read: what is still to be done is not tried without a pause.
#[test]
fn removals_that_cannot_be_noted_are_not_tried_without_a_pause() {
    let damages = [
        "CREATE TRIGGER refuse BEFORE UPDATE ON doomed BEGIN SELECT RAISE(ABORT, 'refused'); END",
        "UPDATE doomed SET id = 'x', due = 0",
    ];
    for damage in damages {
        let (mut table, mut store) = (Table::owned(json!({})), Store::new());
        let id = sent(&mut table, &mut store, "ana", "one");
        let event = says(&mut table, "ana", &[id]);
        table.does("ana", json!({"type": "delete", "seq": event["seq"]}));
        assert_eq!(std::mem::take(&mut table.world.dropping), [id]);
        table.world.dropped(id, false);
        table.world.sqlite.batch(damage);
        for _ in 0..5 {
            table.passes(secs(3));
            // They go all the same.
            let asked = std::mem::take(&mut table.world.dropping);
            assert!(asked.len() <= 2, "{damage}: {asked:?}");
            for id in asked {
                table.world.dropped(id, true);
            }
        }
    }
}

#[test]
fn removals_go_on_once_they_can_be_noted() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let id = sent(&mut table, &mut store, "ana", "one");
    let event = says(&mut table, "ana", &[id]);
    let refuse =
        "CREATE TRIGGER refuse BEFORE UPDATE ON doomed BEGIN SELECT RAISE(ABORT, 'refused'); END";
    table.world.sqlite.batch(refuse);
    table.does("ana", json!({"type": "delete", "seq": event["seq"]}));
    // A full disk has room once the bytes are gone.
    drops(&mut table, &mut store);
    assert!(store.is_empty());
    assert_eq!(table.world.sqlite.count("doomed", "true"), 1);
    table.world.sqlite.batch("DROP TRIGGER refuse");
    for _ in 0..4 {
        table.passes(secs(61));
        drops(&mut table, &mut store);
    }
    assert_eq!(table.world.sqlite.count("doomed", "true"), 0);
}

#[test]
fn what_expires_waits_for_a_claim_that_is_about_to_be_stored() {
    let (mut table, mut store) = (Table::owned(json!({})), Store::new());
    let late = sent(&mut table, &mut store, "ana", "late");
    table.passes(Duration::from_millis(3_600_000 - 1));
    let id = sent(&mut table, &mut store, "ana", "one");
    is_about_to_say(&mut table, id);
    table.passes(secs(1));
    drops(&mut table, &mut store);
    assert_eq!(reads(&mut table, "ana", id), Ok(()));
    assert!(!store.contains_key(&late));
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
fn many_small_files_are_much() {
    let mut table = Table::new();
    table.comes("ana", json!({}));
    let token = table.token("ana");
    for n in 0..limits::FILES_OF_MEMBER_A_DAY {
        let begun = begins(&mut table, "ana", &format!("f{n}"), 1).expect("it may");
        let taken = table
            .world
            .asks_of_files(|room, now| room.take_file_back(now, Some(&token), Some(begun.id)));
        assert_eq!(taken, Ok(()));
    }
    let more = begins(&mut table, "ana", "more", 1);
    assert!(matches!(more, Err(Unfiled::Later(_))), "{more:?}");
    table.passes(secs(60));
    assert!(begins(&mut table, "ana", "more", 1).is_ok());
}

#[test]
fn whom_one_network_takes_the_places_gets_one() {
    const EVIL: Option<&str> = Some("v4-06060606");
    let mut table = Table::new();
    let names: [&'static str; 25] = [
        "a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", "a9", "b0", "b1", "b2", "b3", "b4",
        "b5", "b6", "b7", "b8", "b9", "c0", "c1", "c2", "c3", "c4",
    ];
    let refused = |answer: Result<UploadState, Unfiled>| matches!(answer, Err(Unfiled::Later(_)));
    let mut first = None;
    for who in names {
        table.comes(who, json!({}));
        for n in 0..limits::OPEN_FILES_OF_MEMBER {
            let begun = begins_from(&mut table, EVIL, who, &format!("f{n}"), 1).expect("it may");
            first.get_or_insert(begun.id);
        }
    }
    for who in ["eve", "ana", "bo"] {
        table.comes(who, json!({}));
    }
    assert!(refused(begins_from(&mut table, EVIL, "eve", "a", 1)));
    // Of whom nobody knows where they are, all are of one place.
    assert!(begins(&mut table, "ana", "a", 1).is_ok());
    let bos = begins_from(&mut table, Some("v4-01010101"), "bo", "a", 1).expect("it may");
    // It was the oldest that gave way, and its bytes go.
    let first = first.expect("a file");
    let room = table.world.room();
    assert!(room.log().file(first).expect("a log").is_none());
    assert!(room.log().file(bos.id).expect("a log").is_some());
    assert!(table.world.dropping.contains(&first));
    assert!(refused(begins_from(&mut table, EVIL, "eve", "a", 1)));
}

#[test]
fn whom_one_network_takes_the_bytes_gets_some() {
    const EVIL: Option<&str> = Some("v4-06060606");
    let (mut table, mut store) = (large_files(), Store::new());
    for who in ["eva", "eve", "evi", "ana"] {
        table.comes(who, json!({}));
    }
    let done = sent(&mut table, &mut store, "ana", "done");
    for who in ["eva", "eve"] {
        for cid in ["a", "b"] {
            assert!(begins_from(&mut table, EVIL, who, cid, 100 * MIB).is_ok());
        }
    }
    assert!(begins_from(&mut table, EVIL, "evi", "a", 99 * MIB).is_ok());
    let refused = |answer: Result<UploadState, Unfiled>| matches!(answer, Err(Unfiled::Later(_)));
    assert!(refused(begins_from(&mut table, EVIL, "evi", "b", 2 * MIB)));
    let home = Some("v4-01010101");
    for cid in ["a", "b"] {
        assert!(begins_from(&mut table, home, "ana", cid, 100 * MIB).is_ok());
    }
    // Nobody loses more than who has most, and what is here is there to be claimed.
    assert!(says(&mut table, "ana", &[done])["files"].is_array());
    assert!(refused(begins_from(
        &mut table,
        EVIL,
        "evi",
        "b",
        100 * MIB
    )));
}

#[test]
fn no_more_gives_way_than_is_needed() {
    const EVIL: Option<&str> = Some("v4-06060606");
    let mut table = large_files();
    let mut open = Vec::new();
    for (who, sizes) in [("eva", [100, 100]), ("eve", [100, 100]), ("evi", [50, 20])] {
        table.comes(who, json!({}));
        for (cid, size) in ["a", "b"].into_iter().zip(sizes) {
            let begun = begins_from(&mut table, EVIL, who, cid, size * MIB).expect("it may");
            open.push((begun.id, size));
        }
    }
    table.comes("ana", json!({}));
    // Thirty more than all may have.
    assert!(begins_from(&mut table, Some("v4-01010101"), "ana", "a", 60 * MIB).is_ok());
    let log = table.world.room().log();
    open.retain(|(id, _)| log.file(*id).expect("a log").is_none());
    let gone: Vec<u64> = open.into_iter().map(|(_, size)| size).collect();
    assert_eq!(gone, [50]);
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
