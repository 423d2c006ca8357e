//! What an operator sees when the database refuses: an action that failed is reported as
//! failed.

use crate::world;

use alcove::limits::Limits;
use alcove::model::SessionId;
use alcove::room::{Act, Outcome};
use serde_json::{Value, json};
use world::{World, seq};

/// A room with one message of its one member.
fn room() -> (World, SessionId) {
    let mut world = World::new(Limits::default());
    let (ana, _) = world.open();
    let frame = |fields: Value| fields.to_string();
    world.frame(ana, frame(json!({"type": "hello", "v": 1, "name": "Ana"})));
    world.frame(
        ana,
        frame(json!({"type": "say", "cid": "1", "text": "kept"})),
    );
    world.pass(1_000);
    (world, ana)
}

fn refuse(world: &World, what: &str, table: &str) {
    world.sqlite.batch(&format!(
        "CREATE TRIGGER {table}_{what} BEFORE {what} ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
    ));
}

fn state(world: &mut World) -> Value {
    serde_json::from_str(&world.state()).expect("the state is JSON")
}

#[test]
fn a_message_that_could_not_be_deleted_is_there() {
    let (mut world, _) = room();
    refuse(&world, "INSERT", "change");
    world.operate(Act::Erase(seq(1)));
    assert_eq!(world.answered, Some(Outcome::Failed));
    assert!(world.sqlite.dump().contains("kept"));
    assert_eq!(state(&mut world)["seq"], 1);
}

#[test]
fn what_could_not_be_decided_changes_nobody() {
    for (act, what) in [
        (Act::Close, "INSERT"),
        (Act::Logout, "UPDATE"),
        (
            Act::Remove(alcove::model::MemberId::from_random([
                0, 0, 0, 0, 0, 0, 0, 1,
            ])),
            "INSERT",
        ),
    ] {
        let (mut world, ana) = room();
        refuse(&world, what, "meta");
        world.operate(act);
        assert_eq!(world.answered, Some(Outcome::Failed), "{act:?}");
        assert!(world.is_open(ana), "{act:?}");
        world.hibernate();
        let state = state(&mut world);
        assert_eq!(
            (&state["closed"], &state["sockets"]),
            (&json!(false), &json!(1))
        );
    }
}

#[test]
fn what_an_operator_deletes_is_counted_once_whether_the_room_has_slept_or_not() {
    let bytes = |sleeps: bool| {
        let (mut world, ana) = room();
        for cid in 2..20 {
            let text = format!("text {cid}");
            let frame = json!({"type": "say", "cid": cid.to_string(), "text": text});
            world.frame(ana, frame.to_string());
            world.pass(1_000);
        }
        if sleeps {
            world.hibernate();
        }
        world.operate(Act::Erase(seq(1)));
        assert_eq!(world.answered, Some(Outcome::Done));
        state(&mut world)["bytes"].as_u64().expect("a number")
    };
    assert_eq!(bytes(true), bytes(false));
}
