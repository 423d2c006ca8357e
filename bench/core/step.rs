//! Frames through the room, with a database in memory: everything about a message except the
//! sending.

use std::cell::LazyCell;
use std::time::{Duration, Instant};

use alcove::limits::Limits;
use alcove::model::SessionId;
use alcove::room::Effects;
use criterion::{BenchmarkId, Criterion, Throughput};

use crate::scene::{A_WHILE, Scene, unhurried};
use crate::world::ms;

/// Who talks.
const FIRST: SessionId = SessionId::from_number(1);

pub fn bench(c: &mut Criterion) {
    messages(c);
    ticks(c);
    joins(c);
    refusals(c);
}

/// One message in a room at rest: a tick of its own.
fn messages(c: &mut Criterion) {
    let mut group = c.benchmark_group("step/a say frame, ticking at once, members");
    for members in [2, 100, 1_000] {
        let mut scene = LazyCell::new(|| Scene::of(members));
        group.bench_function(BenchmarkId::from_parameter(members), |b| {
            b.iter_custom(|rounds| {
                timed(rounds, || {
                    scene.now += A_WHILE;
                    let frame = scene.say();
                    let started = Instant::now();
                    let effects = scene.frame(FIRST, frame);
                    (started.elapsed(), effects)
                })
            });
        });
    }
}

/// A tick from its first frame to its effects, the frames coming from all members in turn.
fn ticks(c: &mut Criterion) {
    let mut group = c.benchmark_group("step/a whole tick in a room of 100, messages");
    for count in [1, 144, 1_000] {
        let mut scene = LazyCell::new(|| Scene::of(100));
        group.throughput(Throughput::Elements(count));
        group.bench_function(BenchmarkId::from_parameter(count), |b| {
            b.iter_custom(|rounds| timed(rounds, || tick(&mut scene, count)));
        });
    }
}

fn tick(scene: &mut Scene, count: u64) -> (Duration, Effects) {
    // A first message, so that the others have a window to wait for.
    scene.pass(A_WHILE);
    let first = scene.say();
    scene.frame(FIRST, first);
    let frames: Vec<String> = (0..count).map(|_| scene.say()).collect();
    let started = Instant::now();
    let members = (1..=100).map(SessionId::from_number);
    for (session, frame) in members.cycle().zip(frames) {
        scene.frame(session, frame);
    }
    let effects = scene.pass(A_WHILE);
    (started.elapsed(), effects)
}

/// From the hello to the welcome, with a page of 50 messages and, in a small room, the roster.
fn joins(c: &mut Criterion) {
    let mut group = c.benchmark_group("step/a join, members");
    for members in [100, 1_000] {
        let mut scene = LazyCell::new(|| Scene::of(members));
        group.bench_function(BenchmarkId::from_parameter(members), |b| {
            b.iter_custom(|rounds| {
                timed(rounds, || {
                    let (session, hello) = scene.knock();
                    let started = Instant::now();
                    let effects = (scene.frame(session, hello), scene.pass(A_WHILE));
                    let elapsed = started.elapsed();
                    scene.leave(session);
                    (elapsed, effects)
                })
            });
        });
    }
}

/// Frames that lead to nothing but an error, spaced so that they do not close the socket.
fn refusals(c: &mut Criterion) {
    let mut group = c.benchmark_group("step");
    let mut scene = Scene::new(
        Limits {
            burst: 0,
            per_second: 0,
            ..unhurried()
        },
        0,
    );
    scene.join();
    group.bench_function("a rate-limited frame", |b| {
        b.iter_custom(|rounds| {
            timed(rounds, || {
                scene.now += ms(250);
                let frame = scene.say();
                let started = Instant::now();
                let effects = scene.frame(FIRST, frame);
                (started.elapsed(), effects)
            })
        });
    });
    let mut scene = Scene::new(unhurried(), 0);
    scene.join();
    group.bench_function("a bad frame", |b| {
        b.iter_custom(|rounds| {
            timed(rounds, || {
                scene.now += A_WHILE;
                let frame = r#"{"type":"say","cid":"1","text":7}"#.to_owned();
                let started = Instant::now();
                let effects = scene.frame(FIRST, frame);
                (started.elapsed(), effects)
            })
        });
    });
}

/// The sum of what the rounds took, by their own account: what they set up does not count.
fn timed<T>(rounds: u64, mut round: impl FnMut() -> (Duration, T)) -> Duration {
    (0..rounds).map(|_| round().0).sum()
}
