//! Appends a tick's batch to SQLite: in memory, and on a file, where the disk matters.

use std::time::{Duration, Instant};

use alcove::log::Log;
use criterion::{BenchmarkId, Criterion, Throughput};

use crate::scene::{batch, fill, new_file};
use crate::world::{Sqlite, at};

pub fn bench(c: &mut Criterion) {
    for place in ["in memory", "on a file, with fsync"] {
        let mut group = c.benchmark_group(format!("append/{place}, messages"));
        for count in [1, 10, 144, 1_000] {
            let sqlite = match place {
                "in memory" => Sqlite::new(),
                _ => Sqlite::on_file(&new_file("append")),
            };
            let mut log = fill(sqlite, 0);
            group.throughput(Throughput::Elements(count));
            group.bench_function(BenchmarkId::from_parameter(count), |b| {
                b.iter_custom(|rounds| (0..rounds).map(|_| append(&mut log, count)).sum());
            });
        }
    }
}

fn append(log: &mut Log<Sqlite>, count: u64) -> Duration {
    let batch = batch(log.head() + 1, count);
    let started = Instant::now();
    log.append(&batch, at(0)).expect("appended");
    started.elapsed()
}
