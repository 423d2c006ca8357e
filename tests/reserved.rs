//! Reserved names at their limits: what they cost, how many there are, and when they end.

use crate::world;

use alcove::limits::{Limits, RESERVED_LOOKUPS, RESERVED_NAMES, RESERVED_SLACK, TOKEN_LIFE};
use alcove::log::{Log, ReservedRow};
use alcove::model::{MemberId, MemberName, RoomName, SessionId};
use alcove::time::Timestamp;
use serde_json::{Value, json};
use world::{Delivery, Sqlite, What, World, at, fresh, ms};

fn world() -> World {
    World::new(Limits {
        roster: 0,
        burst: 1_000,
        ..Limits::default()
    })
}

fn hello(world: &mut World, name: &str, token: Option<&str>) -> (SessionId, Vec<Value>) {
    let (socket, _) = world.open();
    let hello = json!({"type": "hello", "v": 1, "name": name, "token": token});
    let mut deliveries = world.frame(socket, hello.to_string());
    deliveries.extend(world.pass(1_000));
    (socket, told(socket, deliveries))
}

fn told(socket: SessionId, deliveries: Vec<Delivery>) -> Vec<Value> {
    let mut events = Vec::new();
    for delivery in deliveries.iter().filter(|d| d.to.contains(&socket)) {
        if let What::Frame(frame) = &delivery.what {
            events.extend(serde_json::from_str::<Vec<Value>>(frame).expect("events"));
        }
    }
    events
}

fn token(told: &[Value]) -> String {
    let token = told[0]["you"]["token"].as_str();
    token.expect("a welcome").to_owned()
}

fn leave(world: &mut World, socket: SessionId) {
    world.drop_socket(socket);
    world.pass(20_000);
}

fn log(sqlite: &Sqlite) -> Log<Sqlite> {
    let room = RoomName::parse("tea").expect("a name");
    let mut log = Log::open(sqlite.clone(), Some(&room), [7; 40]).expect("a log");
    log.begin().expect("begun");
    log
}

fn row(number: u64, name: &str, until: Timestamp) -> ReservedRow {
    ReservedRow {
        name: MemberName::parse(name).expect("a name").id(),
        holder: MemberId::from_random((1_000_000 + number).to_be_bytes()),
        until,
    }
}

/// Reserves many names, as if their holders had come one after the other and gone.
fn prepare(world: &World, names: impl Iterator<Item = String>) {
    let until = world.now + TOKEN_LIFE;
    let rows: Vec<_> = names
        .enumerate()
        .map(|(number, name)| row(number as u64, &name, until + ms(number as u64)))
        .collect();
    log(&world.sqlite).save_reserved(&rows, &[]).expect("saved");
}

fn rows(world: &World) -> usize {
    world.sqlite.reserved().lines().count()
}

#[test]
fn a_reload_writes_nothing_but_once_a_day() {
    let mut world = world();
    let (mut socket, mut heard) = hello(&mut world, "Ana", None);
    let first = world.sqlite.reserved();
    assert_eq!(first.lines().count(), 1);
    let mut writes = 0;
    for hour in 1..=72 {
        leave(&mut world, socket);
        world.pass(3_600_000);
        if hour % 2 == 0 {
            world.hibernate();
        }
        let before = world.sqlite.reserved();
        (socket, heard) = hello(&mut world, "Ana", Some(&token(&heard)));
        writes += usize::from(world.sqlite.reserved() != before);
        let until: u64 = world.sqlite.reserved().trim()[17..]
            .parse()
            .expect("a time");
        assert!(
            at(until + 1_000) >= world.now + TOKEN_LIFE,
            "the token lives no longer"
        );
    }
    assert_eq!((rows(&world), writes), (1, 3));
}

/// As with a reload, its fresh token would be worth little without its name.
#[test]
fn who_only_watches_keeps_its_name_and_writes_that_but_once_a_day() {
    let mut world = world();
    let (ana, mut heard) = hello(&mut world, "Ana", None);
    leave(&mut world, ana);
    let mut writes = 0;
    for hours in 1..=4 * 40 {
        world.pass(6 * 3_600_000);
        if hours % 3 == 0 {
            world.hibernate();
        }
        let before = world.sqlite.reserved();
        let (socket, _) = world.open();
        let hello = json!({"type": "hello", "v": 1, "watch": true, "token": token(&heard)});
        let mut deliveries = world.frame(socket, hello.to_string());
        deliveries.extend(world.pass(1_000));
        heard = told(socket, deliveries);
        leave(&mut world, socket);
        writes += usize::from(world.sqlite.reserved() != before);
    }
    assert_eq!((rows(&world), writes), (1, 40));
    let (eve, refused) = hello(&mut world, "Ana", None);
    assert_eq!(refused[0]["code"], "name_taken");
    world.drop_socket(eve);
    let (_, back) = hello(&mut world, "Ana", Some(&token(&heard)));
    assert_eq!(back[0]["you"]["name"], "Ana", "{back:?}");
}

#[test]
fn a_reserved_name_ends_with_its_time() {
    let mut world = world();
    let (ana, _) = hello(&mut world, "Ana", None);
    let end = world.now + TOKEN_LIFE + RESERVED_SLACK;
    leave(&mut world, ana);
    world.pass((end - world.now).as_millis() - 2_000);
    world.hibernate();
    let (eve, heard) = hello(&mut world, "Ana", None);
    assert_eq!(heard[0]["code"], "name_taken");
    world.drop_socket(eve);
    let (_, heard) = hello(&mut world, "Ana", None);
    assert_eq!(heard[0]["type"], "welcome");
    assert_eq!(rows(&world), 1);
}

#[test]
fn a_storm_of_newcomers_is_written_by_one_statement_a_tick() {
    let mut world = world();
    // A broadcast to some makes the window in which the storm comes.
    for number in 0..40 {
        hello(&mut world, &format!("early {number}"), None);
    }
    let (_, _) = hello(&mut world, "last", None);
    let sockets: Vec<_> = (0..1_000).map(|_| world.open().0).collect();
    let before = world.sqlite.statements.get();
    let mut welcomes = 0;
    for socket in sockets {
        let hello = json!({"type": "hello", "v": 1, "name": format!("guest {}", socket.number())});
        let deliveries = world.frame(socket, hello.to_string());
        welcomes += deliveries.len();
    }
    assert!(welcomes < 10, "nearly all come in one tick");
    world.pass(2_000);
    let statements = world.sqlite.statements.get() - before;
    // At most two ticks; an empty log has no page to read.
    assert!(statements <= 4, "{statements} statements");
    assert_eq!(rows(&world), 1_041);
}

#[test]
fn a_room_nobody_joins_reads_no_names_and_who_comes_back_reads_one() {
    let mut world = world();
    let (ana, heard) = hello(&mut world, "Ana", None);
    prepare(
        &world,
        (0..RESERVED_NAMES - 10).map(|n| format!("away {n}")),
    );
    let (ben, _) = hello(&mut world, "Ben", None);
    leave(&mut world, ana);
    world.pass(20_000);
    world.hibernate();
    let read = |world: &mut World| {
        let before = world.sqlite.reads_of("reserved");
        (before, world.now)
    };
    let (before, _) = read(&mut world);
    world.frame(ben, r#"{"type":"say","cid":"1","text":"hi"}"#);
    world.pass(1_000);
    assert_eq!(world.sqlite.reads_of("reserved"), before, "a message");
    let (_, heard) = hello(&mut world, "Ana", Some(&token(&heard)));
    assert_eq!(heard[0]["type"], "welcome");
    assert_eq!(
        world.sqlite.reads_of("reserved"),
        before + 1,
        "who comes back"
    );
    for number in 0..20 {
        hello(&mut world, &format!("new {number}"), None);
    }
    let all = u64::from(RESERVED_LOOKUPS) + 1;
    assert!(
        world.sqlite.reads_of("reserved") <= before + all,
        "then all at once"
    );
}

#[test]
fn the_longest_unseen_give_way() {
    let mut world = world();
    let (ana, heard) = hello(&mut world, "Ana", None);
    leave(&mut world, ana);
    prepare(&world, (0..RESERVED_NAMES).map(|n| format!("away {n}")));
    world.hibernate();
    // One more than there may be: Ana, and those who came first, give way.
    let (eve, _) = hello(&mut world, "Eve", None);
    assert_eq!(rows(&world), RESERVED_NAMES * 9 / 10);
    leave(&mut world, eve);
    for (name, code) in [
        ("away 9999", "name_taken"),
        ("away 2000", "name_taken"),
        ("Eve", "name_taken"),
    ] {
        assert_eq!(hello(&mut world, name, None).1[0]["code"], code, "{name}");
    }
    for name in ["away 0", "away 900"] {
        assert_eq!(
            hello(&mut world, name, None).1[0]["type"],
            "welcome",
            "{name}"
        );
    }
    // Nobody took it meanwhile.
    let (_, heard) = hello(&mut world, "Ana", Some(&token(&heard)));
    assert_eq!(heard[0]["type"], "welcome");
}

#[test]
fn ten_thousand_prepared_names_leave_a_free_one_and_take_few_looks() {
    let mut world = world();
    let names = (0..RESERVED_NAMES - 2).map(|n| match n {
        0 => "Ana".to_owned(),
        n => format!("Ana {}", n + 1),
    });
    prepare(&world, names);
    let (socket, heard) = hello(&mut world, "Ana", None);
    assert_eq!(heard[0]["code"], "name_taken");
    let free = heard[0]["suggestion"].as_str().expect("a suggestion");
    let again = json!({"type": "hello", "v": 1, "name": free});
    let deliveries = world.frame(socket, again.to_string());
    assert_eq!(told(socket, deliveries)[0]["type"], "welcome", "{free}");
}

/// A room of yesterday opens: whoever is there keeps its name until it says hello again.
#[test]
fn names_that_are_none_any_more_stay_until_the_next_hello() {
    let mut world = world();
    world.limits.roster = 200;
    let (ana, heard) = hello(&mut world, "Ana Bo", None);
    let (old, _) = hello(&mut world, "Old", None);
    let (away, _) = hello(&mut world, "Away", None);
    world.pass(20_000);
    let attached = |id: SessionId, name: &str| json!({"id": id, "state": "joined", "member": fresh(id), "since": 0, "name": name, "unseen": 0});
    world.hibernate();
    world.set_attachment(old, &attached(old, "Ana  Bo").to_string());
    world.set_attachment(away, &attached(away, "\u{2800}Away").to_string());
    world.drop_socket(away);
    let grace = "UPDATE grace SET name = 'A\u{1d159}way'";
    world.sqlite.batch(grace);
    world.hibernate();
    let deliveries = world.frame(old, r#"{"type":"members"}"#);
    let names = told(old, deliveries);
    let names: Vec<&str> = names[0]["members"]
        .as_array()
        .expect("members")
        .iter()
        .filter_map(|m| m["name"].as_str())
        .collect();
    assert_eq!(names, ["Ana Bo", "Ana  Bo", "A\u{1d159}way"]);
    assert!(world.is_open(ana) && world.is_open(old));
    let heard = [heard, told(ana, world.pass(20_000))].concat();
    let left = heard.last().expect("a leave");
    assert_eq!(
        (&left["type"], &left["count"]),
        (&json!("leave"), &json!(2))
    );
    // Neither stands in the other's way.
    let deliveries = world.frame(ana, r#"{"type":"rename","name":"Ana Bo"}"#);
    assert_eq!(told(ana, deliveries)[0]["code"], "no_change");
    let deliveries = world.frame(old, r#"{"type":"rename","name":"Ana\u00a0Bo"}"#);
    assert_eq!(told(old, deliveries)[0]["code"], "name_taken");
    let deliveries = world.frame(old, r#"{"type":"rename","name":"Olda"}"#);
    assert_eq!(told(old, deliveries)[0]["type"], "renamed");
}

#[test]
fn names_are_kept_and_freed_in_the_log() {
    let log = log(&Sqlite::new());
    assert_eq!(log.all_reserved(), Ok(Vec::new()));
    let rows = [row(1, "Ana", at(5)), row(2, "Ben", at((1 << 53) - 1))];
    log.save_reserved(&rows, &[]).expect("saved");
    assert_eq!(log.reserved(rows[1].name), Ok(Some(rows[1])));
    let mut all = log.all_reserved().expect("read");
    all.sort_by_key(|row| row.until);
    assert_eq!(all, rows);
    log.save_reserved(&[], &[rows[0].name]).expect("freed");
    assert_eq!(log.all_reserved(), Ok(vec![rows[1]]));
}
