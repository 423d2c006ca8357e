//! What a stranger may cost a room: rows, bytes, memory and turns, each with its bound.

#[path = "world/mod.rs"]
mod world;

use alcove::limits::Limits;
use world::World;

/// A hello without a token.
fn hello(name: &str) -> String {
    format!(r#"{{"type":"hello","v":1,"name":"{name}"}}"#)
}

#[test]
fn a_room_that_is_only_looked_at_is_not_made() {
    let mut world = World::new(Limits::default());
    world.room();
    let (session, _) = world.open();
    world.frame(session, r#"{"type":"hello","v":1,"name":" "}"#);
    world.frame(session, "nonsense");
    assert!(!world.sqlite.has_table("meta"));
    let (session, _) = world.open();
    world.frame(session, hello("Ana"));
    assert!(world.sqlite.has_table("message"));
    let epoch = world.room().log().epoch().to_owned();
    world.hibernate();
    assert_eq!(world.room().log().epoch(), epoch);
}

#[test]
fn a_database_that_an_older_version_left_half_made_is_completed() {
    let mut world = World::new(Limits::default());
    let meta =
        "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID";
    world.sqlite.batch(meta);
    let (session, _) = world.open();
    world.frame(session, hello("Ana"));
    world.frame(session, r#"{"type":"say","cid":"1","text":"hi"}"#);
    assert_eq!(world.durable_head(), 1);
}
