//! A room that strangers fill: the last places are for members who were here before, and a
//! socket that says nothing takes no one's place.

use crate::world;

use alcove::limits::{GREETING, KNOWN_SOCKETS, Limits};
use alcove::model::SessionId;
use serde_json::{Value, json};
use world::{Delivery, What, World, seq};

const SOCKETS: usize = 100;
const KEPT: usize = SOCKETS / KNOWN_SOCKETS;

fn world() -> World {
    World::new(Limits {
        roster: 0,
        sockets: SOCKETS,
        ..Limits::default()
    })
}

/// Opens a socket and says hello; what that socket got, and its close code.
fn arrives(
    world: &mut World,
    name: &str,
    token: Option<&str>,
) -> (SessionId, Vec<Value>, Option<u16>) {
    let (socket, mut deliveries) = world.open();
    let hello = json!({"type": "hello", "v": 1, "name": name, "token": token});
    deliveries.extend(world.frame(socket, hello.to_string()));
    deliveries.extend(world.pass(1_000));
    let (heard, closed) = heard(socket, &deliveries);
    (socket, heard, closed)
}

fn heard(socket: SessionId, deliveries: &[Delivery]) -> (Vec<Value>, Option<u16>) {
    let (mut events, mut closed) = (Vec::new(), None);
    for delivery in deliveries.iter().filter(|d| d.to.contains(&socket)) {
        match &delivery.what {
            What::Frame(frame) => {
                events.extend(serde_json::from_str::<Vec<Value>>(frame).expect("events"));
            }
            What::Closed(code) => closed = Some(*code),
        }
    }
    (events, closed)
}

/// A world in which some were here before, and their tokens.
fn with_guests_of_old(world: &mut World, count: usize) -> Vec<String> {
    let guests: Vec<_> = (0..count)
        .map(|number| {
            let (socket, heard, _) = arrives(world, &format!("guest {number}"), None);
            world.drop_socket(socket);
            heard[0]["you"]["token"]
                .as_str()
                .expect("a token")
                .to_owned()
        })
        .collect();
    world.pass(60_000);
    guests
}

fn strangers_fill(world: &mut World) {
    for number in 0..SOCKETS - KEPT {
        let (_, heard, _) = arrives(world, &format!("stranger {number}"), None);
        assert_eq!(heard[0]["type"], "welcome", "{number}");
    }
}

#[test]
fn the_last_places_are_for_those_with_a_token() {
    let mut world = world();
    let tokens = with_guests_of_old(&mut world, KEPT + 1);
    strangers_fill(&mut world);
    for _ in 0..3 {
        let (_, heard, closed) = arrives(&mut world, "one more", None);
        assert_eq!(
            (&heard[0]["code"], closed),
            (&json!("room_full"), Some(1013))
        );
        let (_, _, closed) = arrives(&mut world, "a forger", Some("v2.x.0.1.y"));
        assert_eq!(closed, Some(4401));
    }
    for (number, token) in tokens.iter().take(KEPT).enumerate() {
        if number == 2 {
            world.pass(20_000);
            world.hibernate();
        }
        let (_, heard, _) = arrives(&mut world, &format!("guest {number}"), Some(token));
        assert_eq!(heard[0]["type"], "welcome", "{number}");
    }
    // Now it is full for everyone.
    let (_, heard, closed) = arrives(&mut world, "guest 5", Some(&tokens[KEPT]));
    assert_eq!(
        (&heard[0]["code"], closed),
        (&json!("room_full"), Some(1013))
    );
}

#[test]
fn a_tiny_room_keeps_no_places() {
    let mut world = World::new(Limits {
        sockets: KNOWN_SOCKETS - 1,
        ..Limits::default()
    });
    for number in 0..KNOWN_SOCKETS - 1 {
        let (_, heard, _) = arrives(&mut world, &format!("stranger {number}"), None);
        assert_eq!(heard[0]["type"], "welcome", "{number}");
    }
    assert_eq!(arrives(&mut world, "one more", None).2, Some(1013));
}

#[test]
fn sockets_that_say_nothing_take_no_place() {
    for strangers in [false, true] {
        let mut world = world();
        let tokens = with_guests_of_old(&mut world, KEPT);
        if strangers {
            strangers_fill(&mut world);
        }
        let silent: Vec<_> = (0..3 * SOCKETS).map(|_| world.open().0).collect();
        for (number, token) in tokens.iter().enumerate() {
            let (socket, heard, _) = arrives(&mut world, &format!("guest {number}"), Some(token));
            assert_eq!(heard[0]["type"], "welcome", "{number}");
            world.open();
            assert!(world.is_open(socket));
        }
        world.pass(1_000);
        let open = silent
            .iter()
            .filter(|socket| world.is_open(**socket))
            .count();
        assert!(open <= SOCKETS - KEPT, "{open}");
        // Who joined stays, whoever else opens a socket.
        for _ in 0..3 * SOCKETS {
            world.open();
        }
        world.pass(GREETING);
        let joined = world.room().log().head();
        assert_eq!(joined, seq(0));
        let (_, heard, _) = arrives(&mut world, "guest 0", Some(&tokens[0]));
        let expected = KEPT + if strangers { SOCKETS - KEPT } else { 0 };
        match strangers {
            true => assert_eq!(heard[0]["code"], "room_full"),
            false => assert_eq!(heard[0]["count"], expected),
        }
    }
}

/// Who gives way is told so, and it is who has said nothing for the longest.
#[test]
fn the_oldest_silent_socket_gives_way() {
    let mut world = world();
    strangers_fill(&mut world);
    let (oldest, _) = world.open();
    world.pass(500);
    let younger: Vec<_> = (1..KEPT).map(|_| world.open().0).collect();
    world.pass(500);
    let (newest, mut deliveries) = world.open();
    deliveries.extend(world.pass(500));
    let (events, closed) = heard(oldest, &deliveries);
    assert_eq!(
        (&events[0]["code"], closed),
        (&json!("room_full"), Some(1013))
    );
    assert!(
        younger
            .iter()
            .chain([&newest])
            .all(|socket| world.is_open(*socket))
    );
}

/// A greeting ends after a minute, however often a name is refused, and the room may sleep then.
#[test]
fn no_greeting_is_held_open() {
    let mut world = world();
    arrives(&mut world, "Ana", None);
    world.pass(60_000);
    let (socket, _) = world.open();
    for _ in 0..11 {
        world.pass(5_000);
        world.frame(socket, r#"{"type":"hello","v":1,"name":"Ana"}"#);
        assert!(!world.may_sleep());
    }
    world.pass(4_999);
    assert!(world.is_open(socket));
    let deliveries = world.pass(1);
    assert_eq!(heard(socket, &deliveries).1, Some(4408));
    assert!(world.may_sleep());
}

/// An operator who gives more time to say hello gives it.
#[test]
fn a_longer_time_for_hello_is_the_longest_greeting() {
    let mut world = World::new(Limits {
        hello_timeout: GREETING * 2,
        ..Limits::default()
    });
    let (socket, _) = world.open();
    world.pass((GREETING * 2).as_millis() - 1);
    world.frame(socket, r#"{"type":"hello","v":1,"name":""}"#);
    assert!(world.is_open(socket));
    world.pass(1);
    assert!(!world.is_open(socket));
}
