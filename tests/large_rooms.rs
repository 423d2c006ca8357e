//! The cost of a join: the same in a room of 10 and of thousands, and per tick in a storm.

mod world;

use alcove::limits::Limits;
use world::{What, World};

/// What one step led to, as far as it costs: statements, frames, and their bytes.
#[derive(Debug, PartialEq)]
struct Cost {
    statements: u64,
    frames: usize,
    bytes: usize,
}

fn hello(name: &str) -> String {
    format!(r#"{{"type":"hello","v":1,"name":"{name}"}}"#)
}

/// A room above the roster limit with this many members, all quiet for a while.
fn room_of(members: usize) -> World {
    let mut world = World::new(Limits {
        roster: 5,
        ..Limits::default()
    });
    for number in 0..members {
        let (socket, _) = world.open();
        world.frame(socket, hello(&format!("member {number}")));
    }
    world.pass(60_000);
    world
}

/// The cost of one join, and of telling the others the new count.
fn cost_of_a_join(members: usize) -> Cost {
    let mut world = room_of(members);
    let before = world.sqlite.statements.get();
    let (socket, mut deliveries) = world.open();
    deliveries.extend(world.frame(socket, hello("newcomer")));
    deliveries.extend(world.pass(5_000));
    let frames = deliveries
        .iter()
        .filter_map(|delivery| match &delivery.what {
            What::Frame(frame) => Some(frame.replace(&(members + 1).to_string(), "N")),
            What::Closed(_) => None,
        });
    let frames: Vec<String> = frames.collect();
    Cost {
        statements: world.sqlite.statements.get() - before,
        frames: frames.len(),
        bytes: frames.iter().map(String::len).sum(),
    }
}

#[test]
fn a_join_costs_the_same_in_a_room_of_ten_and_of_thousands() {
    let mut small = cost_of_a_join(10);
    let large = cost_of_a_join(3_000);
    // Only the numbers in the frames grow: a few digits of an id and of a time.
    assert!(
        small.bytes.abs_diff(large.bytes) < 32,
        "{small:?} {large:?}"
    );
    small.bytes = large.bytes;
    assert_eq!(small, large);
}

#[test]
fn a_storm_of_joins_costs_frames_per_tick() {
    let mut world = World::new(Limits::default());
    let (witness, _) = world.open();
    world.frame(witness, hello("witness"));
    world.pass(60_000);
    let mut heard = 0;
    for number in 0..1_000 {
        let (socket, mut deliveries) = world.open();
        deliveries.extend(world.frame(socket, hello(&format!("guest {number}"))));
        // A thousand in a second.
        deliveries.extend(world.pass(1));
        heard += deliveries
            .iter()
            .filter(|d| d.to.contains(&witness))
            .count();
    }
    heard += world
        .pass(5_000)
        .iter()
        .filter(|d| d.to.contains(&witness))
        .count();
    assert!(heard < 150, "{heard} frames for 1,000 joins");
}
