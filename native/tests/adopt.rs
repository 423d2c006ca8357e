//! A data folder of workerd is taken over: all of it, as it was, as often as one likes, and whatever is wrong
//! with some of it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use alcove::account::Space;
use alcove::model::RoomName;
use alcove_server::adopt::adopt;
use alcove_server::rooms::{Alarms, Data};
use alcove_server::store::Store;
use ring::{digest, hmac};
use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::Value;

const VERSIONS: [&str; 6] = [
    include_str!("../../tests/migrations/version_1.sql"),
    include_str!("../../tests/migrations/version_2.sql"),
    include_str!("../../tests/migrations/version_3.sql"),
    include_str!("../../tests/migrations/version_4.sql"),
    include_str!("../../tests/migrations/version_5.sql"),
    include_str!("../../tests/migrations/version_6.sql"),
];
/// With files.
const VERSION_7: &str = include_str!("../../tests/migrations/version_7.sql");
const ACCOUNT: &str = include_str!("adopt/account.sql");
const OF_WORKERD: &str = include_str!("adopt/workerd.sql");
const METADATA: &str = include_str!("adopt/metadata.sql");

const ROOMS: &str = "alcove-RoomObject";
const ACCOUNTS: &str = "alcove-AccountObject";
const FILES: &str = "alcove-FileObject";
/// As src/edge/file-object.js has it.
const PARTS: &str = "CREATE TABLE part (
    at INTEGER PRIMARY KEY, length INTEGER NOT NULL, bytes BLOB, key TEXT,
    CHECK ((bytes IS NULL) <> (key IS NULL))
  ) STRICT;";

#[test]
fn every_room_arrives_as_it_was() {
    let world = World::new();
    for (index, fixture) in VERSIONS.iter().enumerate() {
        let name = format!("v{}", index + 1);
        world.room(&name, &named(fixture, &name)).batch(OF_WORKERD);
    }
    // Those of a version of our own time, which nobody here knows yet.
    let later = "UPDATE meta SET value = '7' WHERE key = 'schema_version'; CREATE TABLE later (x);";
    world.room("v7", &(named(VERSIONS[5], "v7") + later));
    let told = world.adopts().expect("all can be read");
    assert_eq!(
        told,
        format!(
            "Adopted 7 rooms, 0 accounts and 7 alarms from {}.",
            world.from().display()
        )
    );
    for (index, fixture) in VERSIONS.iter().enumerate() {
        let name = format!("v{}", index + 1);
        let place = world.place(&name);
        assert_eq!(dump(&place), dump_of(&named(fixture, &name)), "{name}");
        assert_eq!(mode(&place), 0o600);
        assert_eq!(journal(&place), "wal");
    }
    assert_eq!(dump(&world.place("v7"))["meta"].len(), 8);
    assert!(!world.data().join("adopting").exists());
}

#[test]
fn what_is_only_in_the_log_of_a_database_arrives() {
    let world = World::new();
    let object = world.room("tea", VERSIONS[5]);
    object.log("INSERT INTO message (seq, at, member, name, cid, text) VALUES (8, 1008, 'a', 'Ana', 'a9', 'Late')");
    let plain = fs::read(&object.path).expect("it is there");
    assert!(
        !holds(&plain, b"Late"),
        "the message is not in the file itself"
    );
    world.adopts().expect("all can be read");
    let place = world.place("tea");
    assert_eq!(dump(&place)["message"].len(), 4);
    assert!(holds(&fs::read(&place).expect("it is there"), b"Late"));
    assert!(!beside(&place, "-wal").exists());
}

#[test]
fn nothing_of_workerd_is_left_in_the_file() {
    let world = World::new();
    world.room("tea", VERSIONS[5]).batch(
        "CREATE TABLE _cf_KV (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
         INSERT INTO _cf_KV VALUES ('key', 'a value of workerd');
         CREATE TABLE x_cf_y (a); INSERT INTO x_cf_y VALUES ('ours')",
    );
    world.adopts().expect("all can be read");
    let place = world.place("tea");
    assert!(!holds(
        &fs::read(&place).expect("it is there"),
        b"a value of workerd"
    ));
    assert_eq!(dump(&place)["x_cf_y"].len(), 1);
}

#[test]
fn alarms_ring_when_they_would_have() {
    let world = World::new();
    let quiet = VERSIONS[5].to_owned() + "DELETE FROM grace; DELETE FROM push;";
    let room = |name: &str, more: &str| {
        let object = world.room(name, &(named(&quiet, name) + more));
        object.batch(OF_WORKERD);
        object
    };
    let own = |at: u64| format!("INSERT INTO _cf_METADATA VALUES (1, {at}999999)");
    world.alarm(&room("kept", ""), "5000000999");
    room("own", "").batch(&own(6_000));
    let both = room("both", "");
    both.batch(&own(7_000));
    world.alarm(&both, "6999000000");
    let both = room("both-later", "");
    both.batch(&own(7_000));
    world.alarm(&both, "8000000000");
    room("none", "").batch("INSERT INTO _cf_METADATA VALUES (1, NULL)");
    room(
        "leaves",
        "INSERT INTO grace (member, name, until) VALUES ('b', 'Ben', 9);",
    );
    room(
        "writes",
        "INSERT INTO letter (to_room, body, tries, due) VALUES ('x', '{}', 0, 9);",
    );
    // Who is away would leave before that.
    let year_2100 = "4102444800000000000";
    world.alarm(
        &room(
            "leaves-soon",
            "INSERT INTO grace (member, name, until) VALUES ('b', 'Ben', 9);",
        ),
        year_2100,
    );
    world.alarm(&room("late", ""), year_2100);
    // Of objects that are not there, and of no object at all.
    world.metadata(
        ROOMS,
        "INSERT INTO _cf_ALARM VALUES ('beef', 1, NULL), ('b00f', NULL, 'x')",
    );
    world.account("ana", ACCOUNT);
    let ben = world.account("ben", ACCOUNT);
    world.alarm(&ben, "4000000000");
    world.account(
        "cem",
        &(ACCOUNT.to_owned() + "INSERT INTO letter VALUES ('room', 'tea', 'k', '{}', 0, 9);"),
    );

    let before = now();
    let told = world.adopts().expect("all can be read");
    assert!(
        told.starts_with("Adopted 9 rooms, 3 accounts and 10 alarms from "),
        "{told}"
    );
    let alarms = Alarms::open(&Data::new(&world.data()).alarms()).expect("they can be read");
    let at = |space, name: &str| {
        let at = alarms.get(space, name).expect("they can be read");
        at.map(|at| at.as_millis())
    };
    for (name, millis) in [
        ("kept", 5_000),
        ("own", 6_000),
        ("both", 6_999),
        ("both-later", 7_000),
        ("late", 4_102_444_800_000),
    ] {
        assert_eq!(at(Space::Rooms, name), Some(millis), "{name}");
    }
    assert_eq!(at(Space::Rooms, "none"), None);
    for name in ["leaves", "writes", "leaves-soon"] {
        let at = at(Space::Rooms, name).expect("it has something to do");
        assert!((before..=now()).contains(&at), "{name}");
    }
    assert_eq!(at(Space::Accounts, &object_id(ACCOUNTS, "ana")), None);
    assert_eq!(
        at(Space::Accounts, &object_id(ACCOUNTS, "ben")),
        Some(4_000)
    );
    let cem = at(Space::Accounts, &object_id(ACCOUNTS, "cem")).expect("it has a letter");
    assert!((before..=now()).contains(&cem));
}

#[test]
fn an_alarm_that_is_kept_for_sooner_stays() {
    let world = World::new();
    for (name, at) in [("sooner", 1_000), ("later", 9_000)] {
        let object = world.room(name, &named(VERSIONS[5], name));
        world.alarm(&object, "5000000000");
        let alarms = Alarms::open(&Data::new(&world.data()).alarms()).expect("it can be made");
        let at = alcove::time::Timestamp::from_millis(at);
        alarms.set(Space::Rooms, name, at).expect("it can be kept");
    }
    world.adopts().expect("all can be read");
    let alarms = Alarms::open(&Data::new(&world.data()).alarms()).expect("they can be read");
    let at = |name| {
        alarms
            .get(Space::Rooms, name)
            .expect("read")
            .map(|at| at.as_millis())
    };
    assert_eq!((at("sooner"), at("later")), (Some(1_000), Some(5_000)));
}

#[test]
fn accounts_arrive_under_their_ids() {
    let world = World::new();
    world.account("ana", ACCOUNT).batch(OF_WORKERD);
    let gone = "DELETE FROM fact; INSERT INTO fact VALUES ('gone', '1'), ('created', '1');";
    world.account("gone", &(ACCOUNT.to_owned() + gone));
    world.account(
        "identity",
        "CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO fact VALUES ('account', 'abc');",
    );
    let told = world.adopts().expect("all can be read");
    assert!(
        told.starts_with("Adopted 0 rooms, 1 account and 0 alarms from "),
        "{told}"
    );
    let place = |name| {
        Data::new(&world.data())
            .account(&object_id(ACCOUNTS, name))
            .path
    };
    assert_eq!(dump(&place("ana")), dump_of(ACCOUNT));
    assert_eq!(dump(&place("gone"))["fact"].len(), 2);
    assert_eq!(dump(&place("identity"))["fact"].len(), 1);
}

#[test]
fn what_was_never_used_is_left_out() {
    let world = World::new();
    world.room("tea", VERSIONS[5]);
    // Asked, wiped, opened but never begun.
    world
        .object(ROOMS, &object_id(ROOMS, "a"))
        .batch(OF_WORKERD);
    fs::write(
        world
            .folder(ROOMS)
            .join(format!("{}.sqlite", object_id(ROOMS, "b"))),
        "",
    )
    .expect("ours");
    world.room(
        "c",
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
        INSERT INTO meta VALUES ('schema_version', '6');",
    );
    world.account(
        "d",
        "CREATE TABLE fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;",
    );
    world.account("e", OF_WORKERD);
    // No databases of objects.
    fs::write(world.folder(ROOMS).join("notes.sqlite"), "x").expect("ours");
    fs::write(world.folder(ROOMS).join("UPPER.sqlite"), "x").expect("ours");
    let told = world.adopts().expect("all can be read");
    assert!(
        told.starts_with("Adopted 1 room, 0 accounts and 1 alarm from "),
        "{told}"
    );
    assert_eq!(world.files(), [world.place("tea")]);
}

#[test]
fn doing_it_again_changes_nothing() {
    let world = World::new();
    for name in ["stays", "talks", "goes"] {
        world.room(name, &named(VERSIONS[5], name));
    }
    world.account("ana", ACCOUNT);
    world.adopts().expect("all can be read");
    // The server is used, and a room is deleted in it.
    let talk = "INSERT INTO message (seq, at, member, name, cid, text) VALUES (8, 1, 'a', 'A', 'a9', 'New')";
    open(&world.place("talks"))
        .execute_batch(talk)
        .expect("it is ours");
    fs::remove_file(world.place("goes")).expect("it is there");
    let before = world.tree(&world.data());
    let told = world.adopts().expect("all can be read");
    assert_eq!(
        told,
        format!(
            "Adopted 0 rooms, 0 accounts and 0 alarms from {}; 3 rooms and 1 file of accounts were here before.",
            world.from().display()
        )
    );
    assert_eq!(world.tree(&world.data()), before);
    // What is new there is taken all the same.
    world.room("new", &named(VERSIONS[5], "new"));
    let told = world.adopts().expect("all can be read");
    assert!(
        told.starts_with("Adopted 1 room, 0 accounts and 1 alarm from "),
        "{told}"
    );
    assert!(!world.place("goes").exists());
}

#[test]
fn a_room_that_is_here_is_left_alone() {
    let world = World::new();
    world.room("tea", VERSIONS[5]);
    let place = world.place("tea");
    fs::create_dir_all(place.parent().expect("it has one")).expect("ours");
    open(&place)
        .execute_batch("CREATE TABLE ours (x)")
        .expect("ours");
    let told = world.adopts().expect("all can be read");
    assert!(
        told.ends_with("; 1 room and 0 files of accounts were here before."),
        "{told}"
    );
    assert_eq!(dump(&place).keys().collect::<Vec<_>>(), ["ours"]);
    let alarms = Alarms::open(&Data::new(&world.data()).alarms()).expect("they can be read");
    assert_eq!(alarms.get(Space::Rooms, "tea"), Ok(None));
}

#[test]
fn what_was_interrupted_goes_on() {
    let world = World::new();
    let names: Vec<_> = (0..8).map(|n| format!("room-{n}")).collect();
    for name in &names {
        world.room(name, &named(VERSIONS[5], name));
    }
    // In the middle, one of them cannot be put in its place.
    let mut ids: Vec<_> = names
        .iter()
        .map(|name| (object_id(ROOMS, name), name))
        .collect();
    ids.sort();
    let shard = world
        .place(ids[4].1)
        .parent()
        .expect("it has one")
        .to_owned();
    fs::create_dir_all(shard.parent().expect("it has one")).expect("ours");
    fs::write(&shard, "in the way").expect("ours");
    let told = world.adopts().expect_err("it cannot go on");
    assert!(
        told.contains("\nStopped at ") && told.contains(&ids[4].0),
        "{told}"
    );
    let arrived = ids.iter().filter(|(_, name)| world.place(name).exists());
    assert!(arrived.count() >= 1);
    assert!(!world.place(ids[5].1).exists());
    assert!(!world.data().join("adopting").exists());

    // As if it had been killed: half of a file is there, half of a line, and what an older room has left.
    fs::remove_file(&shard).expect("ours");
    fs::create_dir(&shard).expect("ours");
    let drafts = world.data().join("adopting");
    fs::create_dir(&drafts).expect("ours");
    fs::write(drafts.join(format!("{}.sqlite", ids[4].0)), "half").expect("ours");
    fs::write(drafts.join("metadata.sqlite-wal"), "half").expect("ours");
    let mut taken = fs::read_to_string(world.data().join("adopted")).expect("it is there");
    taken.push_str("0123");
    fs::write(world.data().join("adopted"), taken).expect("ours");
    let other = world.object("elsewhere", &"0".repeat(64));
    other.batch("CREATE TABLE other (x)");
    other.log("INSERT INTO other VALUES (1)");
    for suffix in ["-wal", "-shm"] {
        let left = beside(&world.place(ids[5].1), suffix);
        fs::create_dir_all(left.parent().expect("it has one")).expect("ours");
        fs::copy(beside(&other.path, "-wal"), left).expect("ours");
    }
    fs::remove_dir_all(world.folder("elsewhere")).expect("ours");
    world.adopts().expect("all can be read");
    for (_, name) in &ids {
        assert_eq!(
            dump(&world.place(name)),
            dump_of(&named(VERSIONS[5], name)),
            "{name}"
        );
    }
    let taken = fs::read_to_string(world.data().join("adopted")).expect("it is there");
    for (id, _) in &ids {
        assert_eq!(taken.lines().filter(|line| line == id).count(), 1);
    }
}

#[test]
fn the_bytes_of_files_come_with_their_room() {
    let world = World::new();
    let large = b"0123456789".repeat(30_000);
    let all = [("1", &large[..]), ("2", b"two")];
    let sql: String = all.map(|(id, bytes)| file(id, &digest_of(bytes))).concat();
    world.room("tea", &(named(VERSION_7, "tea") + &sql));
    world.file("1", &[&large[..100_000], &large[100_000..]]);
    world.file("2", &[b"two"]);
    // Of an upload that goes on, which the fixture has.
    world.file("0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a", &[b"abc"]);
    // An object that only knows of which files some have the same bytes; and one of a file of no room.
    world
        .object(FILES, &object_id(FILES, &digest_of(b"two")))
        .batch("CREATE TABLE known (id TEXT PRIMARY KEY, room TEXT NOT NULL) STRICT");
    world.file("9", &[b"of nobody"]);
    let told = world.adopts().expect("all can be read");
    assert_eq!(
        told,
        format!(
            "Adopted 1 room, 0 accounts and 1 alarm from {}, with 3 files.",
            world.from().display()
        )
    );
    for (id, bytes) in all {
        assert_eq!(
            fs::read(world.bytes("tea", id)).expect("it is there"),
            bytes
        );
        assert_eq!(mode(&world.bytes("tea", id)), 0o600);
    }
    let upload = world.bytes("tea", "0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a");
    assert_eq!(fs::read(upload).expect("it is there"), b"abc");
    let store = Store::new(Data::new(&world.data()).files());
    let found = store.with_sum(&digest_of(b"two"), "", 9).expect("a disk");
    assert_eq!(found, [("tea".to_owned(), long("2"))]);
    assert_eq!(
        fs::read_dir(upload_folder(&world)).expect("ours").count(),
        3
    );
    // Once more nothing comes, also what has gone here.
    fs::remove_file(world.bytes("tea", "2")).expect("it is there");
    let told = world.adopts().expect("all can be read");
    assert!(
        !told.contains("file,") && !world.bytes("tea", "2").exists(),
        "{told}"
    );
}

fn upload_folder(world: &World) -> PathBuf {
    let path = world.bytes("tea", "1");
    path.parent().expect("it has one").to_owned()
}

#[test]
fn files_whose_bytes_are_not_as_they_were_are_told_and_the_room_arrives() {
    let world = World::new();
    let sums = ["1", "2", "3", "4", "5", "6", "7"].map(|id| file(id, &digest_of(b"as sent")));
    world.room(
        "tea",
        &(named(VERSION_7, "tea") + "DELETE FROM file;" + &sums.concat()),
    );
    world.file("1", &[b"as sent"]);
    let changed = world.file("2", &[b"as sunt"]);
    let short = world.file("3", &[b"as"]);
    let torn = world.file("4", &[b"as ", b"sent"]);
    torn.batch("UPDATE part SET at = 4 WHERE at = 3");
    let bucket = world.file("5", &[]);
    bucket.batch("INSERT INTO part VALUES (0, 7, NULL, 'k')");
    let empty = world.object(FILES, &object_id(FILES, &long("6")));
    let told = world.adopts().expect_err("some cannot be read");
    for (of, why) in [
        (&changed, "its bytes are not those that were sent"),
        (&short, "its bytes are not those that were sent"),
        (&torn, "some of its bytes are missing"),
        (&bucket, "its bytes are in a bucket"),
        (&empty, "its bytes are not those that were sent"),
    ] {
        let line = format!("\n  {}: {why}", of.path.display());
        assert!(told.contains(&line), "{line} is not in {told}");
    }
    let missing = format!("the bytes of its file {} are not there", long("7"));
    assert!(told.contains(&missing), "{told}");
    assert!(
        told.contains(", with 1 file; 6 could not be read:"),
        "{told}"
    );
    assert!(world.place("tea").exists() && world.bytes("tea", "1").exists());
    for id in ["2", "3", "4", "5", "6", "7"] {
        assert!(!world.bytes("tea", id).exists(), "{id}");
    }
    assert!(!world.data().join("adopting").exists());
}

#[test]
fn killed_at_any_moment_it_goes_on() {
    let world = World::new();
    let names: Vec<_> = (0..24).map(|n| format!("room-{n}")).collect();
    let ids: Vec<_> = (0..24).map(|n| format!("{n}")).collect();
    for (name, id) in names.iter().zip(&ids) {
        let sql = named(VERSIONS[5], name) + FILE_TABLE + &file(id, &digest_of(id.as_bytes()));
        let object = world.room(name, &sql);
        world.alarm(&object, "5000000000");
        world.file(id, &[id.as_bytes()]);
    }
    for so_many in [1, 9, 10, 23] {
        let mut program = Command::new(env!("CARGO_BIN_EXE_alcove"))
            .args(["--port", "0", "--adopt"])
            .arg(world.from())
            .arg("--data")
            .arg(world.data())
            .stdout(Stdio::null())
            .spawn()
            .expect("it starts");
        let arrived = || {
            names
                .iter()
                .filter(|name| world.place(name).exists())
                .count()
        };
        let mut ended = None;
        while arrived() < so_many && ended.is_none() {
            ended = program.try_wait().expect("it is ours");
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        program.kill().expect("it runs");
        program.wait().expect("it ends");
        assert_eq!(ended, None, "it ended by itself");
        // Whatever is there is whole, and will be woken.
        let alarms = Alarms::open(&Data::new(&world.data()).alarms()).expect("they can be read");
        for (name, id) in names.iter().zip(&ids) {
            let place = world.place(name);
            if place.exists() {
                let sql =
                    named(VERSIONS[5], name) + FILE_TABLE + &file(id, &digest_of(id.as_bytes()));
                assert_eq!(dump(&place), dump_of(&sql), "{name}");
                assert_eq!(
                    fs::read(world.bytes(name, id)).expect("before its room"),
                    id.as_bytes()
                );
                assert!(
                    alarms.get(Space::Rooms, name).expect("read").is_some(),
                    "{name}"
                );
            }
        }
    }
    world.adopts().expect("all can be read");
    assert_eq!(world.files().len(), names.len());
    for (name, id) in names.iter().zip(&ids) {
        assert_eq!(
            fs::read(world.bytes(name, id)).expect("it is there"),
            id.as_bytes()
        );
    }
    assert!(!world.data().join("adopting").exists());
}

/// Of a version that knew no files, so that all else stays as it is tested.
const FILE_TABLE: &str =
    "CREATE TABLE file (id TEXT PRIMARY KEY, member TEXT, cid TEXT, about TEXT, bytes INTEGER,
    next INTEGER, sha256 TEXT, expires INTEGER, seq INTEGER);";

/// A file that a message has.
fn file(id: &str, sha256: &str) -> String {
    let id = long(id);
    format!(
        "INSERT INTO file (id, member, cid, about, bytes, next, sha256, expires, seq)
         VALUES ('{id}', 'a', 'c{id}', '{{}}', 1, 1, '{sha256}', 1, 1);"
    )
}

/// An id of a file, by its end.
fn long(id: &str) -> String {
    format!("{id:0>32}")
}

fn digest_of(bytes: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, bytes);
    digest
        .as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

#[test]
fn what_is_damaged_is_told_and_the_rest_arrives() {
    let world = World::new();
    for name in ["a", "b", "c"] {
        world.room(name, &named(VERSIONS[3], name));
    }
    world.account("ana", ACCOUNT);
    let big = "WITH RECURSIVE n (n) AS (SELECT 10 UNION ALL SELECT n + 1 FROM n WHERE n < 500)
        INSERT INTO message (seq, at, member, name, cid, text)
        SELECT n, n, 'a', 'Ana', 'x' || n, 'A text that is long enough for more than one page' FROM n;";
    let mut damaged = Vec::new();
    // Cut off, overwritten, no database at all, not telling of which room it is, of another room.
    let cut = world.room("cut", &(named(VERSIONS[5], "cut") + big));
    let bytes = fs::read(&cut.path).expect("ours");
    fs::write(&cut.path, &bytes[..bytes.len() - 3 * 4_096]).expect("ours");
    damaged.push((cut.path, "it is damaged ("));
    let torn = world.room("torn", &(named(VERSIONS[5], "torn") + big));
    let mut bytes = fs::read(&torn.path).expect("ours");
    let end = bytes.len();
    bytes[end - 8 * 4_096..end - 4 * 4_096].fill(0x55);
    fs::write(&torn.path, &bytes).expect("ours");
    damaged.push((torn.path, "it is damaged ("));
    let none = world
        .folder(ROOMS)
        .join(format!("{}.sqlite", object_id(ROOMS, "none")));
    fs::write(
        &none,
        "This is no database, but a text that is longer than the header of one.".repeat(9),
    )
    .expect("ours");
    damaged.push((none, "it is damaged ("));
    let nameless = world.room("nameless", VERSIONS[5]);
    nameless.batch("DELETE FROM meta WHERE key = 'room'");
    damaged.push((nameless.path, "it does not say which room it is of"));
    let keyless = world.room("keyless", VERSIONS[5]);
    keyless.batch("UPDATE meta SET value = 'x' WHERE key = 'token_key'");
    damaged.push((keyless.path, "it does not say which room it is of"));
    let copied = world.room("copied", &named(VERSIONS[5], "original"));
    damaged.push((
        copied.path,
        "it holds a room of which another file is the database",
    ));
    let folder = world
        .folder(ROOMS)
        .join(format!("{}.sqlite", object_id(ROOMS, "folder")));
    fs::create_dir(&folder).expect("ours");
    damaged.push((folder, "Is a directory"));
    let foreign = world.object(ACCOUNTS, &object_id("other-AccountObject", "ana"));
    foreign.batch(ACCOUNT);
    damaged.push((foreign.path, "it is of a Worker by another name"));
    // When rooms were to be woken is lost; they are taken all the same.
    fs::write(
        world.folder(ROOMS).join("metadata.sqlite"),
        "x".repeat(5_000),
    )
    .expect("ours");
    damaged.push((
        world.folder(ROOMS).join("metadata.sqlite"),
        "it is damaged (",
    ));

    let told = world.adopts().expect_err("some cannot be read");
    let mut lines = told.lines();
    assert_eq!(
        lines.next(),
        Some(&*format!(
            "Adopted 3 rooms, 1 account and 3 alarms from {}; {} could not be read:",
            world.from().display(),
            damaged.len()
        ))
    );
    let lines: Vec<_> = lines.collect();
    for (path, why) in &damaged {
        let line = format!("  {}: {why}", path.display());
        assert!(
            lines.iter().any(|told| told.starts_with(&line)),
            "{line}\nin {told}"
        );
    }
    assert_eq!(lines.len(), damaged.len() + 1, "{told}");
    assert_eq!(world.files().len(), 4);
    // Once it is mended, it is taken.
    fs::remove_dir_all(&damaged[6].0).expect("ours");
    for (path, _) in &damaged {
        let _ = fs::remove_file(path);
    }
    world.room("cut", &named(VERSIONS[5], "cut"));
    let told = world.adopts().expect("all can be read");
    assert!(
        told.starts_with("Adopted 1 room, 0 accounts and 1 alarm from "),
        "{told}"
    );
}

#[test]
fn many_that_are_damaged_are_told_in_few_lines() {
    let world = World::new();
    for n in 0..150 {
        let id = object_id(ROOMS, &format!("room-{n}"));
        fs::create_dir_all(world.folder(ROOMS)).expect("ours");
        fs::write(
            world.folder(ROOMS).join(format!("{id}.sqlite")),
            "x".repeat(600),
        )
        .expect("ours");
    }
    let told = world.adopts().expect_err("none can be read");
    assert!(told.contains("; 150 could not be read:"), "{told}");
    assert!(told.contains("\n  and 50 more\n"), "{told}");
    assert_eq!(told.lines().count(), 103);
}

#[test]
fn keys_come_along() {
    let world = World::new();
    world.account("ana", ACCOUNT);
    world.adopts().expect("all can be read");
    let kept = fs::read_to_string(world.data().join("secrets.json")).expect("it is there");
    let kept: BTreeMap<String, String> = serde_json::from_str(&kept).expect("it is JSON");
    assert_eq!(
        (&*kept["SITE_KEY"], &*kept["VAPID_KEY"]),
        (&*site_key(), &*vapid_key())
    );
    assert_eq!(mode(&world.data().join("secrets.json")), 0o600);
    // What else is in that file is not ours.
    assert_eq!(kept.len(), 2);
}

#[test]
fn a_key_that_is_missing_there_stays_as_it_is_here() {
    let world = World::new();
    world.account("ana", ACCOUNT);
    let ours = "o".repeat(87) + "." + &"p".repeat(43);
    let here = world.data().join("secrets.json");
    fs::write(&here, format!(r#"{{"VAPID_KEY":"{ours}"}}"#)).expect("ours");
    fs::write(
        world.from().join("secrets.json"),
        format!(r#"{{"SITE_KEY":"{}"}}"#, site_key()),
    )
    .expect("ours");
    world.adopts().expect("all can be read");
    let kept = fs::read_to_string(&here).expect("it is there");
    assert!(kept.contains(&ours) && kept.contains(&site_key()), "{kept}");
}

#[test]
fn other_keys_are_never_replaced() {
    for (name, other) in [
        ("SITE_KEY", "x".repeat(43)),
        ("VAPID_KEY", "x".repeat(87) + "." + &"y".repeat(43)),
    ] {
        let world = World::new();
        world.room("tea", VERSIONS[5]);
        let ours = format!(r#"{{"{name}":"{other}"}}"#);
        fs::write(world.data().join("secrets.json"), ours).expect("ours");
        let before = world.tree(&world.data());
        let told = world.adopts().expect_err("the keys are others");
        let expected = format!("{} has another {name} than ", world.data().display());
        assert!(told.starts_with(&expected), "{told}");
        assert_eq!(
            world.tree(&world.data()),
            before,
            "nothing is here that was not"
        );
    }
}

#[test]
fn accounts_without_the_key_are_not_taken() {
    let world = World::new();
    world.account("ana", ACCOUNT);
    let secrets = world.from().join("secrets.json");
    fs::remove_file(&secrets).expect("it is there");
    let told = world.adopts().expect_err("there is no key");
    assert!(
        told.ends_with(
            " has accounts, but not the key by which they were made: set SITE_KEY to it."
        ),
        "{told}"
    );
    assert!(world.files().is_empty());
    for damaged in ["{", "[]", r#"{"SITE_KEY":"short"}"#, r#"{"VAPID_KEY":7}"#] {
        fs::write(&secrets, damaged).expect("ours");
        let told = world.adopts().expect_err("it is damaged");
        assert!(told.contains("secrets.json is damaged"), "{told}");
    }
    assert!(!world.data().join("secrets.json").exists());
    fs::remove_file(&secrets).expect("ours");
    let given = |name: &str| (name == "SITE_KEY").then(site_key);
    adopt(&world.from(), &world.data(), given).expect("the key is given");
    let kept = fs::read_to_string(world.data().join("secrets.json")).expect("it is there");
    assert!(kept.contains(&site_key()), "{kept}");
}

#[test]
fn what_a_server_has_is_left_to_it() {
    let world = World::new();
    let object = world.room("tea", VERSIONS[5]);
    world.alarm(&object, "1");
    let metadata = world.folder(ROOMS).join("metadata.sqlite");
    let mut server = Command::new(std::env::current_exe().expect("it is this"))
        .args([
            "a_server_has_a_database",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env("DATABASE", &metadata)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("it starts");
    let said = BufReader::new(server.stdout.take().expect("it is piped"));
    let mut said = said.lines().map_while(Result::ok);
    assert!(said.any(|line| line.ends_with("open")));
    let told = adopt(&world.from(), &world.data(), |_| None).expect_err("it is in use");
    assert_eq!(
        told,
        format!(
            "A server has the rooms in {}: stop it first.",
            world.from().display()
        )
    );
    assert!(world.files().is_empty());
    drop(server.stdin.take());
    assert!(server.wait().expect("it ends").success());
    world.adopts().expect("nobody has it any more");
}

/// What runs beside another test: has a database open as workerd has, until it is told.
#[test]
#[ignore = "part of another test"]
fn a_server_has_a_database() {
    let connection = open(Path::new(
        &std::env::var_os("DATABASE").expect("it is told"),
    ));
    let mode = "PRAGMA journal_mode = WAL; SELECT count(*) FROM _cf_ALARM";
    connection.execute_batch(mode).expect("it can be read");
    println!("open");
    let mut end = Vec::new();
    std::io::stdin().read_to_end(&mut end).expect("it is told");
}

#[test]
fn folders_are_found_where_wrangler_keeps_them() {
    let world = World::new();
    world.room("tea", VERSIONS[5]);
    let from = world.home.join("project");
    let deep = from.join(".wrangler/state/v3/do");
    fs::create_dir_all(deep.parent().expect("it has one")).expect("ours");
    fs::rename(world.from().join("rooms"), &deep).expect("ours");
    fs::create_dir_all(from.join("node_modules/x/other-RoomObject")).expect("ours");
    fs::create_dir_all(from.join("a/b/c/d/e/other-RoomObject")).expect("ours");
    let told = adopt(&from, &world.data(), |_| None).expect("it is found");
    assert!(told.starts_with("Adopted 1 room, "), "{told}");
    // The folder itself, too.
    let from = deep.join(ROOMS);
    let told = adopt(&from, &world.data(), |_| None).expect("it is found");
    assert!(told.contains("; 1 room and 0 files"), "{told}");
}

#[test]
fn a_folder_that_is_none_is_told() {
    let world = World::new();
    let told = adopt(&world.home.join("nowhere"), &world.data(), |_| None);
    let told = told.expect_err("it is not there");
    assert!(
        told.contains("nowhere cannot be read: No such file"),
        "{told}"
    );
    let told = adopt(&world.home, &world.data(), |_| None).expect_err("nothing is in it");
    assert!(told.contains("holds no rooms of workerd"), "{told}");
    world.room("tea", VERSIONS[5]);
    world
        .object("other-RoomObject", &object_id("other-RoomObject", "tea"))
        .batch(VERSIONS[5]);
    let told = world.adopts().expect_err("these are two");
    assert!(told.contains("has more than one server's rooms"), "{told}");
    assert!(world.files().is_empty());
    // Each of them can be named.
    let other = world.folder("other-RoomObject");
    let told = adopt(&other, &world.data(), |_| None).expect("it is one");
    assert!(told.starts_with("Adopted 1 room, "), "{told}");
}

// ---- a folder of workerd, and one of ours ----

struct World {
    home: PathBuf,
}

/// The database of an object.
struct Object {
    path: PathBuf,
}

impl World {
    fn new() -> World {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("alcove-adopt-{}-{count}", std::process::id());
        let world = World {
            home: std::env::temp_dir().join(name),
        };
        for folder in [world.from(), world.data()] {
            fs::create_dir_all(folder).expect("a folder can be made");
        }
        let secrets = format!(
            r#"{{"SITE_KEY":"{}","VAPID_KEY":"{}","OTHER":1}}"#,
            site_key(),
            vapid_key()
        );
        fs::write(world.from().join("secrets.json"), secrets).expect("it is ours");
        world
    }

    fn from(&self) -> PathBuf {
        self.home.join("workerd")
    }

    fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// Where workerd has the objects of a class.
    fn folder(&self, key: &str) -> PathBuf {
        self.from().join("rooms").join(key)
    }

    fn object(&self, key: &str, id: &str) -> Object {
        let folder = self.folder(key);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let path = folder.join(format!("{id}.sqlite"));
        open(&path)
            .execute_batch("PRAGMA journal_mode = WAL")
            .expect("it is ours");
        Object { path }
    }

    fn room(&self, name: &str, sql: &str) -> Object {
        let object = self.object(ROOMS, &object_id(ROOMS, name));
        object.batch(sql);
        object
    }

    /// The bytes of a file, in these parts.
    fn file(&self, id: &str, parts: &[&[u8]]) -> Object {
        let object = self.object(FILES, &object_id(FILES, &long(id)));
        object.batch(PARTS);
        let connection = open(&object.path);
        let mut at = 0;
        for part in parts {
            let length = part.len() as i64;
            let sql = "INSERT INTO part VALUES (?, ?, ?, NULL)";
            connection
                .execute(sql, (at, length, part))
                .expect("it is right");
            at += length;
        }
        object
    }

    /// Where they are here.
    fn bytes(&self, room: &str, id: &str) -> PathBuf {
        let data = Data::new(&self.data());
        let room = RoomName::parse(room).expect("it is one");
        data.files().join(data.file(&room, &long(id)))
    }

    fn account(&self, name: &str, sql: &str) -> Object {
        let object = self.object(ACCOUNTS, &object_id(ACCOUNTS, name));
        object.batch(sql);
        object
    }

    /// What workerd keeps of a class.
    fn metadata(&self, key: &str, sql: &str) {
        let path = self.folder(key).join("metadata.sqlite");
        let is_new = !path.exists();
        let metadata = Object { path };
        if is_new {
            metadata.batch("PRAGMA journal_mode = WAL");
            metadata.batch(METADATA);
        }
        metadata.log(sql);
    }

    /// An object's alarm, as workerd keeps it; only in the log, as workerd leaves it.
    fn alarm(&self, object: &Object, nanos: &str) {
        let id = object.path.file_stem().and_then(|id| id.to_str());
        let key = object.path.parent().and_then(|folder| folder.file_name());
        let key = key.and_then(|key| key.to_str()).expect("it is in a folder");
        let sql = format!(
            "INSERT INTO _cf_ALARM VALUES ('{}', {nanos}, NULL)",
            id.expect("it has one")
        );
        self.metadata(key, &sql);
    }

    /// Takes all over, and writes nothing where it comes from.
    fn adopts(&self) -> Result<String, String> {
        let before = self.tree(&self.from());
        let told = adopt(&self.from(), &self.data(), |_| None);
        assert_eq!(self.tree(&self.from()), before, "it is as it was");
        told
    }

    fn place(&self, name: &str) -> PathBuf {
        let name = RoomName::parse(name).expect("it is one");
        Data::new(&self.data()).room(&name).path
    }

    /// All that has arrived.
    fn files(&self) -> Vec<PathBuf> {
        let all = self.tree(&self.data()).into_keys();
        let is_object = |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite");
        let alarms = self.data().join("alarms.sqlite");
        all.filter(|path| is_object(path) && *path != alarms)
            .collect()
    }

    /// All files below a folder, with what is in them and when that was written.
    fn tree(&self, folder: &Path) -> BTreeMap<PathBuf, (Vec<u8>, SystemTime)> {
        let mut files = BTreeMap::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("it can be read") {
                let path = entry.expect("it can be read").path();
                let meta = path.metadata().expect("it is there");
                if meta.is_dir() {
                    folders.push(path);
                } else if !path.to_string_lossy().contains("/alarms.sqlite") {
                    let bytes = fs::read(&path).expect("it can be read");
                    files.insert(path, (bytes, meta.modified().expect("it is known")));
                }
            }
        }
        files
    }
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.home);
    }
}

impl Object {
    fn batch(&self, sql: &str) {
        open(&self.path).execute_batch(sql).expect("it is right");
    }

    /// Writes to the log alone.
    fn log(&self, sql: &str) {
        let connection = open(&self.path);
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)
            .expect("it can be set");
        connection.execute_batch(sql).expect("it is right");
    }
}

fn open(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("it can be opened");
    connection
        .execute_batch("PRAGMA synchronous = OFF")
        .expect("it can be set");
    connection
}

/// A fixture as that of another room.
fn named(fixture: &str, name: &str) -> String {
    format!("{fixture};\nUPDATE meta SET value = '{name}' WHERE key = 'room';\n")
}

/// How workerd names the file of an object.
fn object_id(key: &str, name: &str) -> String {
    let key = digest::digest(&digest::SHA256, key.as_bytes());
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_ref());
    let first = hmac::sign(&key, name.as_bytes());
    let second = hmac::sign(&key, &first.as_ref()[..16]);
    let bytes = first.as_ref()[..16].iter().chain(&second.as_ref()[..16]);
    bytes.map(|byte| format!("{byte:02x}")).collect()
}

type Dump = BTreeMap<String, Vec<String>>;

/// All rows of all tables, and how they were made.
fn dump(path: &Path) -> Dump {
    dump_all(&open(path))
}

fn dump_of(sql: &str) -> Dump {
    let connection = Connection::open_in_memory().expect("it opens");
    connection.execute_batch(sql).expect("it is right");
    dump_all(&connection)
}

fn dump_all(connection: &Connection) -> Dump {
    let rows = |sql: &str| -> Vec<String> {
        let mut statement = connection.prepare(sql).expect("it is right");
        let columns = statement.column_count();
        let row = |row: &rusqlite::Row<'_>| {
            let values = (0..columns).map(|column| row.get::<_, Value>(column));
            values.collect::<rusqlite::Result<Vec<_>>>()
        };
        let rows = statement.query_map([], row).expect("it can be read");
        rows.map(|row| format!("{:?}", row.expect("it can be read")))
            .collect()
    };
    let mut statement = connection
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table'")
        .expect("it is right");
    let names = statement.query_map([], |row| row.get(0));
    let names = names.expect("it can be read");
    let mut dump: Dump = names
        .map(|name| {
            let name: String = name.expect("it can be read");
            let all = rows(&format!("SELECT * FROM \"{name}\" ORDER BY 1"));
            (name, all)
        })
        .collect();
    let schema = rows("SELECT type, name, sql FROM sqlite_master WHERE type <> 'table' ORDER BY 2");
    if !schema.is_empty() {
        dump.insert("(indexes)".to_owned(), schema);
    }
    dump
}

fn journal(path: &Path) -> String {
    let mode = open(path).query_row("PRAGMA journal_mode", [], |row| row.get(0));
    mode.expect("it can be read")
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    PathBuf::from(path)
}

fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path)
        .expect("it is there")
        .permissions()
        .mode()
        & 0o777
}

fn now() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.expect("it is later").as_millis() as u64
}

fn site_key() -> String {
    "s".repeat(43)
}

fn vapid_key() -> String {
    "v".repeat(87) + "." + &"w".repeat(43)
}
