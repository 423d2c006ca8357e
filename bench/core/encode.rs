//! Encodes server events: what is written once per tick, and once per join.

use std::hint::black_box;

use alcove::limits::Limits;
use alcove::model::{Author, Listed, LogEvent};
use alcove::wire::{ServerEvent, You, encode, frame};
use criterion::{Criterion, Throughput};

use crate::scene::{author, message};
use crate::world::{at, seq};

pub fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("encode");
    let event = message(seq(1));
    group.bench_function("a message event", |b| {
        b.iter(|| encode(black_box(&event)));
    });
    group.bench_function("a welcome with a roster of 200", |b| {
        b.iter(|| encode(black_box(&welcome())));
    });
    let events: Vec<LogEvent> = (1..=144).map(seq).map(message).collect();
    group.throughput(Throughput::Elements(144));
    group.bench_function("a frame of 144 events", |b| {
        b.iter(|| {
            let encoded: Vec<String> = black_box(&events).iter().map(encode).collect();
            frame(&encoded)
        });
    });
}

fn welcome() -> ServerEvent<'static> {
    let me = author(1);
    ServerEvent::Welcome {
        v: 1,
        room: "tea",
        epoch: "0011223344556677",
        seq: seq(12_345),
        at: at(1_795_435_084_699),
        you: You {
            id: me.id,
            name: me.name,
            token: "v1.0000000000000001.1700000000000.AAAAAAAAAAAAAAAAAAAAAA".into(),
            role: None,
            verified: false,
        },
        count: 200,
        members: Some((1..=200).map(author).map(listed).collect()),
        recovered: false,
        first: None,
        ends: None,
        limits: (&Limits::default()).into(),
        settings: None,
        pinned: None,
        desk: None,
        directs: None,
        pair: None,
        push: None,
        files: None,
    }
}

fn listed(author: Author) -> Listed {
    Listed {
        author,
        is_verified: false,
    }
}
