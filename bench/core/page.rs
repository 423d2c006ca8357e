//! Reads pages of the log: the same in a short log and in a long one.

use std::cell::LazyCell;

use alcove::model::{PageFrom, Seq};
use criterion::{BenchmarkId, Criterion, Throughput};

use crate::scene::{LONG_LOG, log_of};
use crate::world::seq;

pub fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("page");
    for messages in [1_000, LONG_LOG] {
        let log = LazyCell::new(|| log_of(messages));
        for (name, from) in [
            ("the newest 50 of", PageFrom::Newest),
            ("50 in the middle of", PageFrom::Before(seq(messages / 2))),
        ] {
            group.bench_function(BenchmarkId::new(name, messages), |b| {
                b.iter(|| log.page(from, 50, Seq::default()));
            });
        }
    }
    group.throughput(Throughput::Elements(5_000));
    for messages in [5_000, LONG_LOG] {
        let log = LazyCell::new(|| log_of(messages));
        group.bench_function(BenchmarkId::new("a replay of 5,000 of", messages), |b| {
            b.iter(|| log.replay(seq(messages - 5_000), seq(messages)));
        });
    }
}
