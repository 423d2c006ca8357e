//! Logs of older versions: each is migrated without losing anything, or left alone.
//!
//! Each version once kept the same room, in `tests/migrations`, as its code wrote it.

use crate::world;

use alcove::limits::Limits;
use alcove::log::{Log, LogError};
use alcove::model::{AccountTag, FileId, MemberId, MemberName, PageFrom, RoomName};
use serde_json::{Value, json};
use world::{Sqlite, What, World, at, seq};

const VERSIONS: &[&str] = &[
    include_str!("migrations/version_1.sql"),
    include_str!("migrations/version_2.sql"),
    include_str!("migrations/version_3.sql"),
    include_str!("migrations/version_4.sql"),
    include_str!("migrations/version_5.sql"),
    include_str!("migrations/version_6.sql"),
    include_str!("migrations/version_7.sql"),
];

/// The last of these is the version of today.
const TODAY: usize = VERSIONS.len();

#[test]
fn what_each_version_kept_is_told_as_today() {
    for (index, fixture) in VERSIONS.iter().enumerate() {
        let version = index + 1;
        let sqlite = database(fixture);
        let log = open(&sqlite).expect("it opens");
        assert_eq!(log.epoch(), "0101010101010101", "version {version}");
        assert_eq!(log.room().as_str(), "tea", "version {version}");
        assert_eq!(log.key().to_text(), "AQEB".repeat(10) + "AQE");
        assert_eq!(
            (log.head(), log.last_at()),
            (seq(7), at(1007)),
            "version {version}"
        );
        let page = log.page(PageFrom::Newest, 50, seq(0)).expect("read").events;
        let page: Vec<Value> = page.iter().map(|event| parsed(event)).collect();
        assert_eq!(page, messages(), "version {version}");
        let replay = serde_json::to_value(log.replay(seq(0), seq(7)).expect("read"));
        let replay = replay.expect("JSON");
        assert_eq!(replay, json!(events()), "version {version}");
        let grace = log.grace().expect("read");
        assert_eq!(grace.len(), 1, "version {version}");
    }
}

#[test]
fn the_database_is_as_a_new_one() {
    let new = Sqlite::new();
    let mut log = open(&new).expect("it opens");
    log.begin().expect("it begins");
    for (index, fixture) in VERSIONS.iter().enumerate() {
        let sqlite = database(fixture);
        assert_eq!(sqlite.meta("schema_version"), Some((index + 1).to_string()));
        open(&sqlite).expect("it opens");
        assert_eq!(sqlite.schema(), new.schema(), "version {}", index + 1);
        for kept in [&sqlite, &new] {
            assert_eq!(kept.meta("schema_version"), Some(TODAY.to_string()));
        }
        assert_eq!(
            sqlite.count("change", "text = 'Hello there'"),
            0,
            "a text that an edit has replaced is gone"
        );
    }
}

#[test]
fn a_log_of_today_is_left_as_it_is() {
    let sqlite = database(VERSIONS[TODAY - 1]);
    let before = sqlite.dump();
    open(&sqlite).expect("it opens");
    assert_eq!(sqlite.dump(), before);
}

#[test]
fn a_room_of_each_version_goes_on() {
    for fixture in VERSIONS {
        let mut world = World::new(Limits::default());
        world.sqlite.batch(fixture);
        // No frame brings what a migration costs.
        open(&world.sqlite).expect("it opens");
        let (session, mut heard) = world.open();
        heard.extend(world.frame(session, r#"{"type":"hello","v":1,"name":"Cem"}"#));
        let say = r#"{"type":"say","cid":"c1","text":"Still here"}"#;
        heard.extend(world.pass(1_000));
        heard.extend(world.frame(session, say));
        heard.extend(world.pass(1_000));
        let heard: Vec<Value> = heard
            .into_iter()
            .filter_map(|delivery| match delivery.what {
                What::Frame(frame) => serde_json::from_str::<Vec<Value>>(&frame).ok(),
                What::Closed(code) => panic!("closed with {code}"),
            })
            .flatten()
            .collect();
        let is_said = |event: &Value| event["text"] == "Still here" && event["seq"] == 8;
        assert!(heard.iter().any(is_said), "{heard:#?}");
        let history = heard.iter().find(|event| event["type"] == "history");
        assert_eq!(history.expect("a page")["events"], json!(messages()));
    }
}

#[test]
fn what_only_later_versions_keep_is_there() {
    let ben = MemberName::parse("Ben").expect("a name").id();
    let logs: Vec<_> = VERSIONS
        .iter()
        .map(|fixture| open(&database(fixture)).expect("it opens"))
        .collect();
    let reserved = |log: &Log<Sqlite>| log.reserved(ben).expect("read").is_some();
    assert_eq!(
        logs.iter().map(reserved).collect::<Vec<_>>(),
        [false, true, true, true, true, true, true]
    );
    let cem = MemberId::parse("000000000000000c").expect("an id");
    let removed = |log: &Log<Sqlite>| log.is_removed(cem);
    assert_eq!(
        logs.iter().map(removed).collect::<Vec<_>>(),
        [false, true, true, true, true, true, true]
    );
    let tag = AccountTag::from_bytes([1; 16]);
    let account = |log: &Log<Sqlite>| {
        let row = log.account(tag).expect("read");
        row.map(|row| row.member.to_string())
    };
    let ana = Some("000000000000000a".to_owned());
    assert_eq!(
        logs.iter().map(account).collect::<Vec<_>>(),
        [None, None, None, None, None, ana.clone(), ana]
    );
    let guest = MemberId::parse("000000000000000b").expect("an id");
    let row = logs[TODAY - 1].account_of(guest).expect("read");
    let row = row.expect("what is left of an account that is gone");
    assert_eq!((row.tag, row.void_upto), (None, at(1004)));
    let browsers = |log: &Log<Sqlite>| {
        let rows = log.pushes().expect("read");
        rows.iter().map(|row| (row.member, row.shown)).collect()
    };
    let told: Vec<Vec<_>> = logs.iter().map(browsers).collect();
    assert_eq!(
        told[5..],
        [vec![(guest, Some(seq(2)))], vec![(guest, Some(seq(2)))]]
    );
    assert!(told[..5].iter().all(Vec::is_empty));
    let file = FileId::parse(&"0a".repeat(16)).expect("an id");
    let sent = |log: &Log<Sqlite>| log.file(file).expect("read").map(|row| row.next);
    assert_eq!(
        logs.iter().map(sent).collect::<Vec<_>>(),
        [None, None, None, None, None, None, Some(3)]
    );
    let doomed = |log: &Log<Sqlite>| log.first_doomed().expect("read").is_some();
    assert!(doomed(&logs[TODAY - 1]) && !doomed(&logs[0]));
}

#[test]
fn a_migration_that_fails_changes_nothing_and_is_tried_again() {
    let sqlite = database(VERSIONS[0]);
    let before = sqlite.dump();
    // Its table cannot be made.
    sqlite.batch("CREATE VIEW reserved AS SELECT 1");
    assert!(matches!(open(&sqlite).err(), Some(LogError::Sql(_))));
    assert_eq!(sqlite.meta("schema_version").as_deref(), Some("1"));
    assert_eq!(sqlite.dump(), before);
    sqlite.batch("DROP VIEW reserved");
    open(&sqlite).expect("it opens");
    assert_eq!(sqlite.meta("schema_version"), Some(TODAY.to_string()));
    // A later one fails after others have succeeded: what these did stays, with their version.
    let sqlite = database(VERSIONS[0]);
    sqlite.batch(
        "CREATE TRIGGER refuse BEFORE UPDATE ON change BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    assert!(matches!(open(&sqlite).err(), Some(LogError::Sql(_))));
    assert_eq!(sqlite.meta("schema_version").as_deref(), Some("2"));
    sqlite.batch("DROP TRIGGER refuse");
    open(&sqlite).expect("it opens");
    assert_eq!(sqlite.meta("schema_version"), Some(TODAY.to_string()));
}

#[test]
fn a_log_of_a_newer_version_is_not_touched() {
    let sqlite = database(VERSIONS[TODAY - 1]);
    sqlite.batch(&format!(
        "UPDATE meta SET value = '{}' WHERE key = 'schema_version'",
        TODAY + 1
    ));
    let before = (sqlite.dump(), sqlite.schema());
    assert_eq!(open(&sqlite).err(), Some(LogError::TooNew));
    assert_eq!((sqlite.dump(), sqlite.schema()), before);
    assert_eq!(sqlite.meta("schema_version"), Some((TODAY + 1).to_string()));
}

fn database(fixture: &str) -> Sqlite {
    let sqlite = Sqlite::new();
    sqlite.batch(fixture);
    sqlite
}

/// As the platform opens a log of which it does not know the room.
fn open(sqlite: &Sqlite) -> Result<Log<Sqlite>, LogError> {
    let other = RoomName::parse("other").expect("a name");
    Log::open(sqlite.clone(), Some(&other), [7; 40])
}

fn parsed(event: &str) -> Value {
    serde_json::from_str(event).expect("JSON")
}

fn ana() -> Value {
    json!({"id": "000000000000000a", "name": "Ana"})
}

fn ben() -> Value {
    json!({"id": "000000000000000b", "name": "Ben"})
}

/// The messages as they are.
fn messages() -> Vec<Value> {
    vec![
        json!({"type": "message", "seq": 1, "at": 1001, "from": ana(), "cid": "a1",
               "text": "Hello everyone", "edited_at": 1005}),
        json!({"type": "message", "seq": 2, "at": 1002, "from": ben(), "cid": "b1",
               "text": "Hi Ana", "reply_to": 1, "reactions": {"❤️": ["000000000000000a"]}}),
        json!({"type": "message", "seq": 6, "at": 1006, "from": ben(), "cid": "b2",
               "deleted": true}),
    ]
}

/// What happened, as whoever missed it is told.
fn events() -> Vec<Value> {
    vec![
        json!({"type": "message", "seq": 1, "at": 1001, "from": ana(), "cid": "a1",
               "text": "Hello everyone"}),
        json!({"type": "message", "seq": 2, "at": 1002, "from": ben(), "cid": "b1",
               "text": "Hi Ana", "reply_to": 1}),
        json!({"type": "edited", "seq": 3, "at": 1003, "from": ana(), "cid": "a2", "target": 1}),
        json!({"type": "reacted", "seq": 4, "at": 1004, "from": ana(), "cid": "a3", "target": 2,
               "emoji": "❤️", "on": true}),
        json!({"type": "edited", "seq": 5, "at": 1005, "from": ana(), "cid": "a4", "target": 1,
               "text": "Hello everyone"}),
        json!({"type": "message", "seq": 6, "at": 1006, "from": ben(), "cid": "b2",
               "deleted": true}),
        json!({"type": "deleted", "seq": 7, "at": 1007, "from": ben(), "cid": "b3", "target": 6}),
    ]
}
