//! Searches rooms of up to a million messages in ten languages, and builds their indexes: how long the longest
//! step holds up the room is told, as criterion only knows means.

use std::cell::LazyCell;
use std::time::{Duration, Instant};

use alcove::log::{Log, Sought};
use alcove::model::search::Query;
use alcove::model::{Body, LogEvent, Seq};
use criterion::{BenchmarkId, Criterion};

use crate::scene::{message, new_file, open};
use crate::world::{Sqlite, at, seq};

const SIZES: [u64; 3] = [10_000, 100_000, MOST];
const MOST: u64 = 1_000_000;

/// Beginnings and ends of words: a few hundred different ones of each language.
const SYLLABLES: &[(&str, &str)] = &[
    (
        "har ma bour see you ate tea cup morn ing wor king the and con tion",
        " ",
    ),
    (
        "Stra ße schö ne Grü ße aus der Wo che gut en Mor gen ver ein bar",
        " ",
    ),
    (
        "où est pas sé l'é lè ve gar çon mai son jour née par tie",
        " ",
    ),
    ("ni ño se ñor bue nos dí as ma ña na ca mi no gra cias", " "),
    ("при вет как де ла зав тра ут ром ещё ёл ка до ро га", " "),
    ("مر حبا كي ف حال ك غدا صبا ح الخير شكرا بيت", " "),
    ("नम स्ते दुनि या कल सुब ह घर चाय पानी धन्य वाद", " "),
    (
        "今 天 气 很 好 我 们 去 公 园 吃 饭 明 早 上 见 茶 水 书 店",
        "",
    ),
    (
        "おは よう ござ いま す 天 気 テン キ です 明 日 お茶 駅 前",
        "",
    ),
    ("วัน นี้ อา กาศ ดี มาก พรุ่ง นี้ เช้า ไป กิน ข้าว น้ำ ชา", ""),
];

/// The first of them in rooms of each size, all in the largest.
const QUERIES: [&str; 12] = [
    "harbour",
    "zanzibar",
    // Looked for in the newest messages, one after the other.
    "qq",
    "nothingthereatall",
    "strasse grusse",
    "天气很好",
    "привет завтра",
    "\"see you\" from:\"member 7\"",
    "from:\"member 7\"",
    "has:link",
    "茶水",
    // Each is in a tenth of all messages, and both are in few.
    "ing ver",
];

fn text(rng: &mut fastrand::Rng) -> String {
    let (syllables, space) = SYLLABLES[rng.usize(..SYLLABLES.len())];
    let syllables: Vec<&str> = syllables.split(' ').collect();
    let mut text = String::new();
    for _ in 0..rng.usize(2..16) {
        for _ in 0..rng.usize(1..4) {
            text.push_str(syllables[rng.usize(..syllables.len())]);
        }
        text.push_str(space);
    }
    text
}

fn room(messages: u64) -> Log<Sqlite> {
    let mut rng = fastrand::Rng::with_seed(1);
    let mut log = open(Sqlite::on_file(&new_file("search")));
    log.begin().expect("begun");
    while log.head() < seq(messages) {
        let mut batch = alcove::log::Batch::default();
        for _ in 0..1_000 {
            let next = log.head() + batch.count + 1;
            let LogEvent::Message(mut message) = message(next) else {
                continue;
            };
            let rare = match next.number() % 250_000 {
                77 => " zanzibar",
                _ => "",
            };
            message.body = Body::Text(text(&mut rng) + rare);
            batch.push(&LogEvent::Message(message));
        }
        log.append(&batch, at(0)).expect("appended");
    }
    log
}

/// Builds the index, and tells how long that took.
fn built(messages: u64) -> Log<Sqlite> {
    let mut log = room(messages);
    log.note_search(at(0)).expect("begun");
    let mut steps: Vec<Duration> = Vec::new();
    while !log.is_indexed() {
        let began = Instant::now();
        log.index_more().expect("a step");
        steps.push(began.elapsed());
    }
    let all: Duration = steps.iter().sum();
    steps.sort_unstable();
    println!(
        "an index of {messages} messages: {} steps, {all:.1?} in all, median {:.1?}, 99 % {:.1?}, longest {:.1?}",
        steps.len(),
        steps[steps.len() / 2],
        steps[steps.len() * 99 / 100],
        steps[steps.len() - 1],
    );
    log
}

pub fn bench(c: &mut Criterion) {
    let mut group = c.benchmark_group("search");
    group.sample_size(20);
    for messages in SIZES {
        let mut log = LazyCell::new(|| built(messages));
        for text in QUERIES.iter().take(if messages == MOST { 12 } else { 4 }) {
            let query = Query::parse(text);
            let here = vec![Vec::new(); query.from.len()];
            let sought = Sought {
                query: &query,
                here: &here,
                before: Seq::MAX,
                hidden: Seq::default(),
                limit: 20,
                best: false,
            };
            group.bench_function(BenchmarkId::new(*text, messages), |b| {
                b.iter(|| log.search(&sought).expect("found"));
            });
        }
    }
}
