//! How a room wants to be called again: not at all, awake by a timer, or asleep by an alarm. And that
//! the shell has the platform do just that.

use crate::world;

use alcove::limits::{Limits, TIMER_AT_MOST};
use alcove::log::Log;
use alcove::model::{RoomName, SessionId};
use alcove::room::{Attachment, Effects, Input, Room, Wake};
use alcove::time::Timestamp;
use world::{Sqlite, World, at, fresh, ms};

const START: Timestamp = at(1_000_000);
const ANA: SessionId = SessionId::from_number(1);

/// A room, and what it asked for last.
struct Asked {
    room: Room<Sqlite>,
    now: Timestamp,
}

impl Asked {
    fn new(limits: Limits) -> Asked {
        let name = RoomName::parse("tea").expect("a name");
        let log = Log::open(Sqlite::new(), Some(&name), [7; 40]).expect("it opens");
        let (room, effects) = Room::restore(log, limits, START, Vec::new());
        assert_eq!(effects.wake, Wake::Never, "nobody is here");
        Asked { room, now: START }
    }

    fn step(&mut self, event: Input) -> Effects {
        self.room.step(self.now, event)
    }

    fn open(&mut self, session: SessionId) -> Wake {
        let fresh = fresh(session);
        let opened = Input::Opened {
            session,
            fresh,
            network: None,
            account: None,
            origin: None,
            site: None,
        };
        self.settled(opened)
    }

    fn frame(&mut self, session: SessionId, text: &str) -> Wake {
        let text = text.to_owned();
        self.settled(Input::Frame { session, text })
    }

    /// What is asked for once the ticks that are due at once have been.
    fn settled(&mut self, event: Input) -> Wake {
        let mut wake = self.step(event).wake;
        while let Wake::Timer(at) = wake
            && at <= self.now + ms(400)
        {
            self.now = at.max(self.now);
            wake = self.step(Input::Wake).wake;
        }
        wake
    }

    /// A member, alone in an idle room.
    fn member(limits: Limits) -> Asked {
        let mut asked = Asked::new(limits);
        asked.open(ANA);
        let wake = asked.frame(ANA, r#"{"type":"hello","v":1,"name":"Ana"}"#);
        assert_eq!(wake, Wake::Never, "who is here and silent costs nothing");
        asked
    }
}

#[test]
fn an_idle_room_asks_for_nothing() {
    let mut asked = Asked::member(Limits::default());
    let said = asked.frame(ANA, r#"{"type":"say","cid":"1","text":"Hello"}"#);
    assert_eq!(said, Wake::Never);
    let typed = asked.frame(ANA, r#"{"type":"typing"}"#);
    assert_eq!(typed, Wake::Never);
}

#[test]
fn a_greeting_is_awaited_awake_however_long_it_takes() {
    let limits = Limits::default();
    let patience = limits.hello_timeout;
    assert!(patience > TIMER_AT_MOST);
    let mut asked = Asked::new(limits);
    assert_eq!(asked.open(ANA), Wake::Timer(START + patience));
    // So is whatever else the room waits for meanwhile.
    let mut asked = Asked::member(Limits::default());
    asked.open(ANA.next());
    let gone = asked.settled(Input::Closed { session: ANA });
    assert!(matches!(gone, Wake::Timer(_)), "{gone:?}");
}

#[test]
fn a_grace_is_awaited_asleep_unless_it_is_short() {
    let grace = Limits::default().grace;
    assert!(grace > TIMER_AT_MOST);
    let mut asked = Asked::member(Limits::default());
    let gone = asked.now;
    let wake = asked.settled(Input::Closed { session: ANA });
    assert_eq!(wake, Wake::Alarm(gone + grace));
    asked.now = gone + grace;
    assert_eq!(asked.settled(Input::Wake), Wake::Never);

    for (grace, is_awake) in [(TIMER_AT_MOST, true), (TIMER_AT_MOST + ms(1), false)] {
        let mut asked = Asked::member(Limits {
            grace,
            ..Limits::default()
        });
        let until = asked.now + grace;
        let wanted = match is_awake {
            true => Wake::Timer(until),
            false => Wake::Alarm(until),
        };
        // The tick that stores the grace comes first, in no time.
        assert_eq!(asked.step(Input::Closed { session: ANA }).wake, wanted);
    }
}

#[test]
fn a_window_is_awaited_awake() {
    let mut asked = Asked::member(Limits::default());
    asked.step(Input::Frame {
        session: ANA,
        text: r#"{"type":"say","cid":"1","text":"Hello"}"#.to_owned(),
    });
    let typing = Input::Frame {
        session: ANA,
        text: r#"{"type":"say","cid":"2","text":"again"}"#.to_owned(),
    };
    let wake = asked.step(typing).wake;
    assert!(
        matches!(wake, Wake::Timer(at) if at > asked.now && at <= asked.now + TIMER_AT_MOST),
        "{wake:?}"
    );
}

#[test]
fn a_room_that_wakes_asks_for_what_is_left() {
    let name = RoomName::parse("tea").expect("a name");
    let log = Log::open(Sqlite::new(), Some(&name), [7; 40]).expect("it opens");
    let greeting = r#"{"id":1,"state":"greeting","fresh":"0707070707070707","deadline":1005000}"#;
    let attachments = vec![Attachment::parse(greeting).expect("an attachment")];
    let (_, effects) = Room::restore(log, Limits::default(), START, attachments);
    assert_eq!(effects.wake, Wake::Timer(START + ms(5_000)));
}

#[test]
fn the_platform_has_a_timer_while_somebody_greets_and_an_alarm_in_the_grace() {
    let mut world = World::new(Limits::default());
    let (ana, _) = world.open();
    assert!(!world.may_sleep());
    world.frame(ana, r#"{"type":"hello","v":1,"name":"Ana"}"#);
    world.pass(1_000);
    assert!(world.may_sleep());
    assert_eq!(world.wake_at(), None);
    world.drop_socket(ana);
    world.pass(1_000);
    assert!(world.may_sleep());
    let leave = world.wake_at().expect("an alarm");
    world.hibernate();
    let (_, heard) = (world.now, world.pass(leave - world.now));
    assert!(heard.is_empty(), "nobody is left to hear of it");
    assert_eq!(world.sqlite.count("grace", "true"), 0);
    assert_eq!(world.wake_at(), None);
}
