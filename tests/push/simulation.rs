//! Whatever people do, and whatever becomes of the room: no message is told twice, and who was away is told.

use std::collections::BTreeMap;

use super::*;
use alcove::time::Timestamp;

/// A small generator of numbers that look random.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

/// What one of the people knows.
#[derive(Default)]
struct Person {
    is_here: bool,
    /// What it has acknowledged, and what a push service has told it up to.
    seen: u64,
    told: u64,
    told_at: Option<Timestamp>,
    /// Whether what was told may be told once more: the room has crashed meanwhile.
    forgives: bool,
}

struct Story {
    table: Table,
    people: BTreeMap<&'static str, Person>,
    /// Who said each message.
    said: BTreeMap<u64, &'static str>,
    dice: Dice,
}

const PEOPLE: [&str; 3] = ["ana", "bo", "cy"];

impl Story {
    fn new(seed: u64) -> Story {
        let mut table = plain();
        let mut people = BTreeMap::new();
        for who in PEOPLE {
            subscribes(&mut table, who, "all", who);
            let is_here = true;
            people.insert(
                who,
                Person {
                    is_here,
                    ..Person::default()
                },
            );
        }
        table.comes("speaker", json!({}));
        let said = BTreeMap::new();
        let dice = Dice(seed * 2_654_435_761 + 1);
        Story {
            table,
            people,
            said,
            dice,
        }
    }

    fn newest_for(&self, who: &str) -> u64 {
        let mut said = self.said.iter().rev();
        said.find(|(_, by)| **by != who).map_or(0, |(seq, _)| *seq)
    }

    fn step(&mut self) {
        let who = PEOPLE[self.dice.roll(3) as usize];
        let head = self.said.keys().last().copied().unwrap_or(0);
        let (is_here, seen) = (self.people[who].is_here, self.people[who].seen);
        match self.dice.roll(12) {
            0..=2 => {
                let by = if is_here { who } else { "speaker" };
                let seq = says(&mut self.table, by, "hello");
                self.said.insert(seq, by);
            }
            3 if is_here => {
                goes(&mut self.table, who);
                self.person(who).is_here = false;
            }
            3 => {
                self.table.comes_back(who, json!({}));
                self.person(who).is_here = true;
            }
            4 | 5 if is_here && head > seen => {
                self.table.sends(who, json!({"type": "seen", "seq": head}));
                self.person(who).seen = head;
            }
            6 | 7 => {
                let time = 1 + self.dice.roll(40_000);
                self.table.passes(time);
            }
            8 if self.table.world.may_sleep() => self.table.world.hibernate(),
            9 if self.dice.roll(4) == 0 => self.crash(),
            _ => {}
        }
        self.take(true);
    }

    fn person(&mut self, who: &str) -> &mut Person {
        self.people.get_mut(who).expect("one of them")
    }

    /// All sockets are lost, and what was acknowledged on them since their member came.
    fn crash(&mut self) {
        self.table.world.crash();
        self.table.comes_back("speaker", json!({}));
        for who in PEOPLE {
            let person = self.person(who);
            if person.is_here {
                person.is_here = false;
                person.forgives = true;
            }
        }
    }

    /// Push services take what they are given; the law is that of each message.
    fn take(&mut self, is_busy: bool) {
        loop {
            let all = given(&mut self.table);
            if all.is_empty() {
                return;
            }
            for one in all {
                let now = self.table.world.now;
                let who = PEOPLE.into_iter().find(|who| *who == one.endpoint);
                let who = who.expect("one of them");
                let newest = self.newest_for(who);
                let fails = is_busy && self.dice.roll(6) == 0;
                let person = self.person(who);
                assert!(!person.is_here, "{who} is here, and told");
                assert_eq!(one.seq(), newest, "{who} is told of the newest");
                if !person.forgives {
                    let known = person.seen.max(person.told);
                    assert!(one.seq() > known, "{who} is told again: {one:?}");
                }
                if let Some(at) = person.told_at {
                    assert!(
                        now >= at + Duration::from_secs(30),
                        "{who} is told too often"
                    );
                }
                if !fails {
                    person.forgives = false;
                    person.told = one.seq();
                    person.told_at = Some(now);
                }
                answers(&mut self.table, one.id, if fails { 500 } else { 201 });
            }
        }
    }

    /// Nothing happens any more: everybody who is away knows everything in the end.
    fn end(&mut self) {
        for _ in 0..100 {
            self.table.passes(60_000);
            self.take(false);
        }
        for who in PEOPLE {
            let newest = self.newest_for(who);
            let person = &self.people[who];
            let known = person.seen.max(person.told);
            assert!(
                person.is_here || known >= newest,
                "{who} knows {known} of {newest}"
            );
        }
    }
}

#[test]
fn nothing_is_told_twice_and_nothing_is_missed() {
    let mut told = 0;
    for seed in 1..=60 {
        let mut story = Story::new(seed);
        for _ in 0..60 {
            story.step();
        }
        story.end();
        told += story.people.values().filter(|one| one.told > 0).count();
    }
    assert!(told > 60, "{told}");
}
