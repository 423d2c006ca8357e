//! Decodes client frames: the price of every frame, even one that has no effect.

use std::hint::black_box;

use alcove::wire::ClientFrame;
use criterion::Criterion;

use crate::scene::say;

pub fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("decode");
    let long = |text: &str| format!(r#"{{"type":"say","cid":"1","text":"{text}"}}"#);
    for (name, frame) in [
        ("a say frame", say(1)),
        ("a say frame of 4,000 letters", long(&"a".repeat(4_000))),
        ("a say frame of 4,000 emoji", long(&"👍".repeat(4_000))),
        ("a seen frame", r#"{"type":"seen","seq":12345}"#.into()),
        ("a bad frame", r#"{"type":"say","cid":"1","text":"#.into()),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| ClientFrame::decode(black_box(&frame), 4_000));
        });
    }
}
