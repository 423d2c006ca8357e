//! What it costs to wake a sleeping room: its log opened, the room restored, and its first log
//! frame, for which it has to find out whether it is a resend.
//!
//! The frame is one that writes nothing, so that neither the disk nor a growing log is measured.

use std::cell::LazyCell;

use alcove::limits::Limits;
use alcove::model::{Seq, SessionId};
use alcove::room::{AttachedState, Attachment, Effect, Input, Room};
use criterion::{BatchSize, BenchmarkId, Criterion};

use crate::scene::{LONG_LOG, author, fill, new_file, open};
use crate::world::{Sqlite, at, ms};

const SLEEPER: SessionId = SessionId::from_number(7);
const BLANK: &str = r#"{"type":"say","cid":"018f6f2e-0000-7000-8000-000000000001","text":" "}"#;

pub fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("wake");
    for messages in [0, 1_000, LONG_LOG] {
        let path = LazyCell::new(|| {
            let path = new_file("wake");
            fill(Sqlite::on_file(&path), messages);
            path
        });
        for (name, frames) in [
            ("without a frame, messages", 0),
            ("and the first log frame, messages", 1),
            ("and 50 log frames, messages", 50),
        ] {
            group.bench_function(BenchmarkId::new(name, messages), |b| {
                b.iter_batched(
                    || Sqlite::on_file(&path),
                    |sqlite| wake(sqlite, frames),
                    BatchSize::PerIteration,
                );
            });
        }
    }
}

fn wake(sqlite: Sqlite, frames: u64) -> Room<Sqlite> {
    let now = at(1_800_000_000_000);
    let (mut room, _) = Room::restore(open(sqlite), Limits::default(), now, vec![asleep()]);
    for frame in 0..frames {
        let text = BLANK.to_owned();
        let session = SLEEPER;
        let effects = room.step(now + ms(frame * 500), Input::Frame { session, text });
        let mut effects = effects.list.iter();
        assert!(effects.any(|effect| matches!(effect, Effect::Send(..))));
    }
    room
}

fn asleep() -> Attachment {
    let sleeper = author(7);
    Attachment {
        hosted: None,
        id: SLEEPER,
        network: None,
        source: None,
        site: None,
        links: false,
        state: AttachedState::Joined {
            member: sleeper.id,
            since: Seq::default(),
            name: sleeper.name,
            unseen: 0,
            sent: Some(0),
            heard: None,
            proves: false,
            replay: None,
            waits: None,
            seen: None,
        },
    }
}
