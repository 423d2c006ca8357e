//! A seeded simulation: many clients, a bad network and a failing platform round the real room
//! and a real SQLite. After every step it holds the room to the contract's guarantees 1 to 5.
//! In rooms that belong to somebody it also holds it to the laws of `law.rs`: who may do what, who
//! sees what, and who comes in.
//!
//! `SEEDS=100000 cargo test --release --test simulation` runs more, `SEED=42` runs one. A failing
//! seed prints itself and its last steps; shorten it into a script of `tests/scripts`.
//!
//! What it is worth is shown by `npm run test:mutations`, which breaks the room on purpose, one
//! line at a time, and fails unless a test notices. Its table, `tests/mutations.json`, names for
//! each broken line the law it breaks.

#[path = "../world/mod.rs"]
mod world;

mod client;
mod hosting;
mod law;
mod pairs;
mod watches;

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};

use alcove::limits::Limits;
use alcove::log::Page;
use alcove::model::{PageFrom, SessionId};
use alcove::time::Timestamp;
use alcove::wire::encode;
use client::{Client, Known, Outcome, Phase};
use hosting::House;
use serde_json::{Value, json};
use world::{Crash, Delivery, What, World, ms, seq};

#[test]
fn nothing_is_lost_whatever_happens() {
    all_seeds(1_000, "nothing_is_lost", |seed| Simulation::new(seed).run());
}

/// The same in a room that belongs to somebody, with those who look after it and those who want in.
#[test]
fn nobody_acts_above_their_role() {
    all_seeds(OWNED_SEEDS, "nobody_acts", |seed| {
        Simulation::owned(seed).run()
    });
}

/// Runs one seed, or all. One that fails is run once more to tell how it came to that.
fn all_seeds(usual: u64, test: &str, run: impl Fn(u64) + std::panic::RefUnwindSafe) {
    let seeds = match number("SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("SEEDS").unwrap_or(usual),
    };
    for seed in seeds {
        let Err(panic) = std::panic::catch_unwind(|| run(seed)) else {
            continue;
        };
        eprintln!("\nfailing seed: SEED={seed} cargo test --test simulation {test}");
        LAST.set(Some(VecDeque::new()));
        let _ = std::panic::catch_unwind(|| run(seed));
        eprintln!("\nits last steps:");
        for step in LAST.take().into_iter().flatten() {
            eprintln!("{step}");
        }
        std::panic::resume_unwind(panic);
    }
}

thread_local! {
    /// The last steps of a seed, where somebody wants to know.
    static LAST: Cell<Option<VecDeque<String>>> = const { Cell::new(None) };
}

/// Remembers a step.
fn note(step: impl FnOnce() -> String) {
    if let Some(mut last) = LAST.take() {
        if last.len() >= 60 {
            last.pop_front();
        }
        last.push_back(step());
        LAST.set(Some(last));
    }
}

/// How many seeds of rooms with an owner are usual.
const OWNED_SEEDS: u64 = 300;

/// Guarantee 5 by comparison: the same frames at the same times, once with a room that never
/// sleeps and once with one that sleeps whenever it may, lead to the same trace.
#[test]
fn sleep_changes_no_trace() {
    for seed in 0..number("SEEDS").unwrap_or(1_000) {
        let (awake, asleep) = (monologue(seed, false), monologue(seed, true));
        for (awake, asleep) in awake.iter().zip(&asleep) {
            assert_eq!(awake, asleep, "seed {seed}");
        }
        assert_eq!(awake.len(), asleep.len(), "seed {seed}");
    }
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What the database refuses at times, in the text of an event.
const REFUSED: &str = "[refused]";

/// A connection, with what is on its way in both directions.
#[derive(Default)]
struct Link {
    /// The server's end, once the opening has arrived there.
    session: Option<SessionId>,
    up: VecDeque<(Timestamp, Up)>,
    down: VecDeque<(Timestamp, What)>,
    /// Nothing arrives any more, and neither end knows.
    half_open: bool,
}

enum Up {
    Open,
    Frame(String),
    Close,
}

struct Simulation {
    rng: fastrand::Rng,
    world: World,
    clients: Vec<Client>,
    links: Vec<Option<Link>>,
    /// Links whose client has left, until the server learns of it.
    orphans: Vec<(Timestamp, SessionId)>,
    /// When each client next does something, or tries to connect.
    act_at: Vec<Timestamp>,
    /// When each client gives up waiting for an answer.
    impatient_at: Vec<Option<Timestamp>>,
    /// Whether the disk is full: anybody's event may fail then.
    disk_full: bool,
    /// Every event as it was first sent to anyone.
    told: BTreeMap<u64, Value>,
    /// When the server learnt that a member's last socket had gone.
    gone: BTreeMap<SessionId, Timestamp>,
    member_of: BTreeMap<SessionId, String>,
    /// Names that are durably reserved, and for whom.
    reserved: BTreeMap<String, String>,
    /// From here on nothing fails any more.
    healed: bool,
    steps: u64,
    /// What there is more in a room that belongs to somebody.
    house: Option<House>,
}

impl Simulation {
    fn new(seed: u64) -> Simulation {
        Simulation::begin(seed, true)
    }

    /// Round a room that may have been used before.
    fn begin(seed: u64, may_be_used: bool) -> Simulation {
        let mut rng = fastrand::Rng::with_seed(seed);
        let limits = Limits {
            burst: if rng.bool() { 10 } else { 1_000 },
            per_second: if rng.bool() { 5 } else { 1_000 },
            roster: if rng.u8(..4) == 0 { 2 } else { 200 },
            // With the second, a replay waits while the room may still send.
            unseen: [40_000, 300_000, 16 << 20, 16 << 20][rng.usize(..4)],
            ..Limits::default()
        };
        let count = rng.usize(2..6);
        let clients: Vec<Client> = (0..count).map(|n| Client::new(format!("c{n}"))).collect();
        let mut world = World::new(limits);
        let mut clients = clients;
        if may_be_used && rng.u8(..25) == 0 {
            let epoch = preload(&mut world, rng.usize(300..900));
            clients
                .iter_mut()
                .for_each(|client| client.has_seen_nothing_of(&epoch));
        }
        let act_at = clients
            .iter()
            .map(|_| world.now + ms(rng.u64(..500)))
            .collect();
        Simulation {
            rng,
            act_at,
            links: clients.iter().map(|_| None).collect(),
            impatient_at: clients.iter().map(|_| None).collect(),
            clients,
            world,
            orphans: Vec::new(),
            disk_full: false,
            told: BTreeMap::new(),
            gone: BTreeMap::new(),
            member_of: BTreeMap::new(),
            reserved: BTreeMap::new(),
            healed: false,
            steps: 0,
            house: None,
        }
    }

    fn run(mut self) {
        let begin = self.world.now;
        let stormy = begin + ms(self.rng.u64(5_000..60_000));
        while self.world.now < stormy {
            self.next(stormy);
        }
        self.healed = true;
        self.disk_full = false;
        self.world.sqlite.empty();
        self.world.sqlite.refuse_nothing();
        let calm = if self.house.is_some() {
            60_000
        } else {
            200_000
        };
        let calm = self.world.now + ms(calm);
        while self.world.now < calm {
            self.next(calm);
        }
        match self.house.is_some() {
            true => self.check_owned_end(),
            false => self.check_end(),
        }
    }

    /// Lets the next thing happen.
    fn next(&mut self, end: Timestamp) {
        self.steps += 1;
        assert!(self.steps < 1_000_000, "time goes on");
        let mut at = end;
        for link in self.links.iter().flatten() {
            let ups = link.up.front().map(|(t, _)| *t);
            let downs = link.down.front().map(|(t, _)| *t);
            at = [ups, downs].into_iter().flatten().fold(at, Timestamp::min);
        }
        let acts = self.act_at.iter().copied();
        let patience = self.impatient_at.iter().flatten().copied();
        let retries = self.clients.iter().filter_map(|c| c.retry_at);
        let orphans = self.orphans.iter().map(|(t, _)| *t);
        let wake = self.world.wake_at().into_iter();
        let times = acts
            .chain(patience)
            .chain(retries)
            .chain(orphans)
            .chain(wake);
        at = times.fold(at, Timestamp::min).max(self.world.now);
        let deliveries = self.world.pass(at - self.world.now);
        self.deliver(deliveries);
        for index in 0..self.clients.len() {
            self.arrivals(index);
            self.client_timers(index);
        }
        self.orphan_closes();
        if !self.healed {
            self.platform_faults();
            self.somebody_tries_a_name();
        }
        // Time stands still only while something happens.
        if at == self.world.now && self.nothing_now() {
            self.world.now += ms(1);
        }
    }

    fn nothing_now(&self) -> bool {
        let now = self.world.now;
        let due = |queue: Option<Timestamp>| queue.is_some_and(|t| t <= now);
        let links = self.links.iter().flatten();
        let mut queues = links.flat_map(|l| {
            [
                l.up.front().map(|(t, _)| *t),
                l.down.front().map(|(t, _)| *t),
            ]
        });
        !queues.any(due)
    }

    // ---- the network ----

    fn delay(&mut self, last: Option<Timestamp>) -> Timestamp {
        let slow = !self.healed && self.rng.u8(..20) == 0;
        let delay = if slow {
            self.rng.u64(..3_000)
        } else {
            self.rng.u64(..60)
        };
        (self.world.now + ms(delay)).max(last.unwrap_or_default())
    }

    fn send_up(&mut self, index: usize, up: Up) {
        let last = self.links[index]
            .as_ref()
            .and_then(|l| l.up.back().map(|(t, _)| *t));
        let at = self.delay(last);
        if let Some(link) = &mut self.links[index] {
            link.up.push_back((at, up));
        }
    }

    fn send_frames(&mut self, index: usize, frames: Vec<Value>) {
        // Nobody answers a `seen`.
        if frames.iter().any(|frame| frame["type"] != "seen") {
            self.impatient_at[index] = Some(self.world.now + ms(15_000));
        }
        for frame in frames {
            self.send_up(index, Up::Frame(frame.to_string()));
        }
    }

    /// What the server sent goes on its way, after a look at it.
    fn deliver(&mut self, deliveries: Vec<Delivery>) {
        self.observe();
        for delivery in deliveries {
            note(|| format!("{:?} < {delivery:?}", self.world.now));
            if let What::Frame(frame) = &delivery.what {
                self.look_at(frame, &delivery.to);
            }
            for session in &delivery.to {
                if matches!(delivery.what, What::Closed(_)) {
                    self.gone.entry(*session).or_insert(self.world.now);
                }
                let index = self.links.iter().position(|link| {
                    link.as_ref()
                        .is_some_and(|link| link.session == Some(*session))
                });
                let Some(index) = index else { continue };
                self.check_taken(index, &delivery.what);
                let link = self.links[index].as_ref();
                let last = link.and_then(|l| l.down.back().map(|(t, _)| *t));
                let at = self.delay(last);
                if let Some(link) = &mut self.links[index]
                    && !link.half_open
                {
                    link.down.push_back((at, delivery.what.clone()));
                }
            }
        }
    }

    fn arrivals(&mut self, index: usize) {
        let now = self.world.now;
        while let Some(link) = &mut self.links[index] {
            let half_open = link.half_open;
            if link.up.front().is_some_and(|(at, _)| *at <= now) {
                let (_, up) = link.up.pop_front().expect("checked");
                if !half_open {
                    self.arrive_at_server(index, up);
                }
            } else if link.down.front().is_some_and(|(at, _)| *at <= now) {
                let (_, what) = link.down.pop_front().expect("checked");
                self.arrive_at_client(index, what);
            } else {
                break;
            }
        }
    }

    fn arrive_at_server(&mut self, index: usize, up: Up) {
        let session = self.links[index].as_ref().and_then(|link| link.session);
        let deliveries = match (up, session) {
            (Up::Open, _) => {
                let (session, deliveries) = self.world.open();
                if let Some(link) = &mut self.links[index] {
                    link.session = Some(session);
                }
                deliveries
            }
            (Up::Frame(text), Some(session)) => match self.crash_now() {
                Some(crash) => {
                    note(|| format!("{:?} {session:?} > {text}, and {crash:?}", self.world.now));
                    let lost = self.world.crash_during(session, text, crash);
                    return self.all_closed(lost);
                }
                None => {
                    note(|| format!("{:?} {session:?} > {text}", self.world.now));
                    self.world.frame(session, text)
                }
            },
            (Up::Close, Some(session)) => {
                self.links[index] = None;
                return self.server_learns(session);
            }
            (_, None) => Vec::new(),
        };
        self.deliver(deliveries);
    }

    fn server_learns(&mut self, session: SessionId) {
        self.gone.entry(session).or_insert(self.world.now);
        let deliveries = self.world.drop_socket(session);
        self.deliver(deliveries);
    }

    fn arrive_at_client(&mut self, index: usize, what: What) {
        let now = self.world.now;
        match what {
            What::Closed(code) => {
                let is_fair = match &self.house {
                    Some(_) => matches!(code, 1006 | 1011 | 1013 | 4403 | 4429),
                    None => matches!(code, 1006 | 1013 | 4429),
                };
                assert!(is_fair, "an honest client got {code}");
                self.disconnect(index, None);
            }
            // It has said goodbye: what was on its way is void.
            What::Frame(_) if self.clients[index].phase == Phase::Offline => {}
            What::Frame(frame) => {
                self.impatient_at[index] = None;
                let replies = self.clients[index].receive(now, &frame);
                let client = &self.clients[index];
                // Whose hello was refused (its name is taken) knows who it was, and is not here.
                if let (Some(link), Some(id)) = (&self.links[index], &client.id)
                    && let Some(session) = link.session
                    && !matches!(client.phase, Phase::Greeting | Phase::Waiting)
                {
                    self.member_of.insert(session, id.clone());
                }
                if !client.outbox.is_empty() && client.phase != Phase::Waiting {
                    self.impatient_at[index] = Some(now + ms(15_000));
                }
                self.send_frames(index, replies);
            }
        }
    }

    /// The client gives its socket up; the server learns of it after a while, or at once.
    fn disconnect(&mut self, index: usize, server_learns_in: Option<u64>) {
        let link = self.links[index].take();
        self.clients[index].lost_socket();
        self.impatient_at[index] = None;
        self.act_at[index] = self.world.now + ms(self.rng.u64(10..8_000));
        if let (Some(session), Some(wait)) = (link.and_then(|l| l.session), server_learns_in) {
            self.orphans.push((self.world.now + ms(wait), session));
        }
    }

    fn orphan_closes(&mut self) {
        let now = self.world.now;
        let (due, later) = self.orphans.drain(..).partition(|(at, _)| *at <= now);
        self.orphans = later;
        let due: Vec<(Timestamp, SessionId)> = due;
        for (_, session) in due {
            self.server_learns(session);
        }
    }

    // ---- the platform ----

    fn crash_now(&mut self) -> Option<Crash> {
        if self.healed || self.rng.u16(..400) != 0 {
            return None;
        }
        Some(Crash::any(&mut self.rng))
    }

    fn platform_faults(&mut self) {
        match self.rng.u16(..600) {
            0 => {
                note(|| format!("{:?} crash", self.world.now));
                let lost = self.world.crash();
                self.all_closed(lost);
            }
            // A room that could not even be made is another story.
            1 if !self.told.is_empty() => {
                self.disk_full = true;
                self.world.sqlite.fill();
            }
            2..5 => {
                self.disk_full = false;
                self.world.sqlite.empty();
            }
            // Events of a certain kind are refused, as no event should be.
            30..32 if !self.told.is_empty() && !self.disk_full => {
                self.world.sqlite.refuse(REFUSED);
            }
            32 => self.world.sqlite.refuse_nothing(),
            // A room sleeps only while no timer of it is running.
            5..30 if self.world.may_sleep() => {
                note(|| format!("{:?} sleep", self.world.now));
                self.world.hibernate();
            }
            _ => {}
        }
    }

    /// A stranger comes, takes another's name if it can, and goes.
    fn somebody_tries_a_name(&mut self) {
        let may_come = self.house.as_ref().is_none_or(|house| house.law.is_owned());
        if self.rng.u16(..150) != 0 || !may_come {
            return;
        }
        let name = self.rng.choice(&self.clients).expect("some").name.clone();
        let (session, deliveries) = self.world.open();
        self.deliver(deliveries);
        let own =
            json!({"type": "hello", "v": 1, "name": format!("stranger {}", session.number())});
        let hello = json!({"type": "hello", "v": 1, "name": name});
        let rename = json!({"type": "rename", "name": name});
        let frames = match self.rng.bool() {
            true => vec![hello],
            false => vec![own, rename],
        };
        for frame in frames {
            note(|| format!("{:?} {session:?} > {frame}", self.world.now));
            let deliveries = self.world.frame(session, frame.to_string());
            self.deliver(deliveries);
            let deliveries = self.world.pass(0);
            self.deliver(deliveries);
        }
        let stays = self.rng.u64(..20_000);
        self.orphans.push((self.world.now + ms(stays), session));
    }

    fn all_closed(&mut self, lost: Vec<SessionId>) {
        if let Some(house) = &mut self.house {
            house.law.crashed();
        }
        // What a crash took with it is reserved no more.
        let sqlite = &self.world.sqlite;
        self.reserved
            .retain(|name, member| sqlite.is_reserved_for(member, name));
        self.orphans.clear();
        // A crash tells nobody: there is no leave for those who were here.
        self.gone.clear();
        for index in 0..self.links.len() {
            let hit = self.links[index]
                .as_ref()
                .is_some_and(|l| l.session.is_none_or(|s| lost.contains(&s)));
            let last = self.links[index]
                .as_ref()
                .and_then(|l| l.down.back().map(|(t, _)| *t));
            let at = self.delay(last);
            if let Some(link) = &mut self.links[index]
                && hit
            {
                link.session = None;
                link.up.clear();
                link.down.push_back((at, What::Closed(1006)));
            }
        }
    }

    // ---- the clients ----

    fn client_timers(&mut self, index: usize) {
        let now = self.world.now;
        if self.clients[index].retry_at.is_some_and(|at| at <= now) {
            let frames = self.clients[index].retry();
            if self.clients[index].phase == Phase::Live {
                self.send_frames(index, frames);
            }
        }
        if self.impatient_at[index].is_some_and(|at| at <= now) {
            let wait = self.rng.u64(..20_000);
            self.disconnect(index, Some(wait));
        }
        if self.act_at[index] > now {
            return;
        }
        if self.links[index].is_none() && !self.may_come(index) {
            // Looks again.
        } else if self.links[index].is_none() {
            self.links[index] = Some(Link::default());
            let hello = self.clients[index].hello();
            self.send_up(index, Up::Open);
            self.send_frames(index, vec![hello]);
        } else if !self.healed && !self.act_as_host(index) {
            self.act(index);
        }
        let pause = if self.rng.u8(..10) == 0 { 15_000 } else { 800 };
        self.act_at[index] = now + ms(self.rng.u64(1..pause));
    }

    fn act(&mut self, index: usize) {
        let some_seq = self
            .rng
            .u64(..self.told.keys().last().copied().unwrap_or(0) + 2);
        let frame = match self.rng.u8(..100) {
            0..50 => {
                let length = if self.rng.u8(..10) == 0 { 3_000 } else { 20 };
                let mut text: String = (0..self.rng.usize(1..length)).map(|_| 'x').collect();
                if self.rng.u8(..8) == 0 {
                    text.push_str(REFUSED);
                }
                match self.rng.u8(..5) {
                    0 => json!({"type": "say", "text": text, "reply_to": some_seq}),
                    _ => json!({"type": "say", "text": text}),
                }
            }
            50..60 => {
                let refused = if self.rng.u8(..8) == 0 { REFUSED } else { "" };
                let text = format!("edited {}{refused}", self.rng.u32(..));
                json!({"type": "edit", "seq": some_seq, "text": text})
            }
            60..66 => json!({"type": "delete", "seq": some_seq}),
            66..80 => {
                let emoji = self.rng.choice(["👍", "🎉"]).expect("not empty");
                json!({"type": "react", "seq": some_seq, "emoji": emoji, "on": self.rng.bool()})
            }
            80..84 => return self.send_if_live(index, |_| json!({"type": "typing"})),
            84..88 => return self.send_if_live(index, Client::request),
            88..94 => {
                // The network changes: the server learns of it late, early or never.
                let wait = self.rng.u64(..15_000);
                return self.disconnect(index, Some(wait));
            }
            94..96
                if !self.links[index]
                    .as_ref()
                    .is_some_and(|link| link.half_open) =>
            {
                self.clients[index].lost_socket();
                self.impatient_at[index] = None;
                return self.send_up(index, Up::Close);
            }
            94..98 => {
                if let Some(link) = &mut self.links[index] {
                    link.half_open = true;
                    link.down.clear();
                    self.impatient_at[index] = Some(self.world.now + ms(15_000));
                }
                return;
            }
            _ => {
                let wait = self.rng.u64(..100);
                self.disconnect(index, Some(wait));
                self.clients[index].forget_state();
                if self.rng.bool() {
                    // And comes back under another name.
                    self.clients[index].name = format!("c{index} {}", self.rng.u8(..20));
                }
                return;
            }
        };
        let frames = self.clients[index].post(frame);
        self.send_frames(index, frames);
    }

    fn send_if_live(&mut self, index: usize, frame: impl FnOnce(&mut Client) -> Value) {
        let client = &mut self.clients[index];
        if client.phase == Phase::Live {
            let frame = frame(client).to_string();
            self.send_up(index, Up::Frame(frame));
        }
    }

    // ---- the laws ----

    /// Looks at a frame at the moment it leaves the server.
    fn look_at(&mut self, frame: &str, to: &[SessionId]) {
        let events: Vec<Value> = serde_json::from_str(frame).expect("an array");
        if let Some(house) = &mut self.house {
            for session in to {
                house
                    .law
                    .sees(*session, &events, self.world.now.as_millis());
            }
        }
        let head = self.world.durable_head();
        for event in events {
            match event["type"].as_str().expect("a type") {
                "message" | "edited" | "deleted" | "reacted" | "settings" | "role" | "pinned"
                | "muted" | "removed" | "restored" | "revoked" => {
                    let seq = event["seq"].as_u64().expect("seq");
                    assert!(seq <= head, "{seq} was sent before it was durable");
                    self.same_for_all(seq, event);
                }
                "error" if event["code"] == "storage_failed" && !self.disk_full => {
                    self.only_the_refused(&event);
                }
                "leave" => {
                    let id = event["member"]["id"].as_str().expect("id");
                    self.check_grace(id);
                }
                "welcome" => self.check_name(&event["you"]),
                "join" | "renamed" => self.check_name(&event["member"]),
                _ => {}
            }
        }
    }

    /// Nobody but its holder is ever here under a reserved name.
    fn check_name(&mut self, member: &Value) {
        let id = member["id"].as_str().expect("id");
        let name = member["name"].as_str().expect("name");
        if let Some(holder) = self.reserved.get(name) {
            assert_eq!(holder, id, "{name} is reserved");
        }
        // What it was called before is free again.
        self.reserved.retain(|_, holder| holder != id);
        if self.world.sqlite.is_reserved_for(id, name) {
            self.reserved.insert(name.to_owned(), id.to_owned());
        }
    }

    /// Its holder is never refused it.
    fn check_taken(&self, index: usize, what: &What) {
        let client = &self.clients[index];
        if let (What::Frame(frame), Some(id)) = (what, &client.id)
            && frame.contains("name_taken")
            && frame.contains("suggestion")
        {
            let holder = self.reserved.get(&client.name);
            assert_ne!(holder, Some(id), "{} is its own", client.name);
        }
    }

    /// Nobody's event fails for another's.
    fn only_the_refused(&self, error: &Value) {
        let frames = self.clients.iter().flat_map(|client| &client.outbox);
        let failed = frames.filter(|(cid, _)| error["cid"] == cid.as_str());
        for (cid, frame) in failed {
            let text = frame["text"].as_str().unwrap_or_default();
            assert!(text.contains(REFUSED), "{cid} failed for another's sake");
        }
    }

    /// Everyone is told the same, but for the text of a message that changed since.
    fn same_for_all(&mut self, seq: u64, event: Value) {
        let told = self.told.entry(seq).or_insert_with(|| event.clone());
        for field in [
            "type", "seq", "at", "from", "cid", "target", "reply_to", "emoji", "on", "set",
            "member", "role", "until", "members",
        ] {
            assert_eq!(told[field], event[field], "event {seq} has one {field}");
        }
        if event["type"] == "edited" && event["deleted"] != true && told["deleted"] != true {
            let is_as_it_was = told["text"] == event["text"];
            let is_without = event["text"].is_null() && self.world.sqlite.has_later_edit(seq);
            assert!(
                is_as_it_was || is_without,
                "an edit is replayed as it was, or without the text that a later one replaced"
            );
        }
        if event["deleted"] == true {
            assert_eq!(event["text"], Value::Null, "a deleted message has no text");
        }
    }

    /// A leave comes no sooner than the grace after the member's last socket went.
    fn check_grace(&self, id: &str) {
        // Nobody waits for who was sent away.
        if self
            .house
            .as_ref()
            .is_some_and(|house| house.law.expelled.contains(id))
        {
            return;
        }
        let sessions = self.member_of.iter().filter(|(_, member)| *member == id);
        let last = sessions
            .filter_map(|(session, _)| self.gone.get(session))
            .max();
        if let Some(last) = last {
            let waited = self.world.now - *last;
            assert!(
                waited >= self.world.limits.grace,
                "{id} left after {waited:?}"
            );
        }
    }

    fn check_end(mut self) {
        let head = self.world.room().log().head();
        let events = self
            .world
            .room()
            .log()
            .replay(seq(0), head)
            .expect("the log reads");
        assert_eq!(seq(events.len() as u64), head, "no gaps");
        let mut keys = BTreeMap::new();
        let mut last_at = 0;
        for (index, event) in events.iter().enumerate() {
            assert_eq!(event.seq(), seq(index as u64 + 1), "no gaps");
            let event: Value = serde_json::from_str(&encode(event)).expect("JSON");
            let at = event["at"].as_u64().expect("at");
            assert!(at >= last_at, "time never goes back");
            last_at = at;
            let key = event["cid"].as_str().expect("cid").to_owned();
            assert!(
                keys.insert(key.clone(), ()).is_none(),
                "{key} happened twice"
            );
        }
        let present = self.present_state();
        for client in &self.clients {
            assert_eq!(client.phase, Phase::Live, "{} is back", client.name);
            assert!(
                client.outbox.is_empty(),
                "{} waits for {:?}",
                client.name,
                client.outbox
            );
            assert_eq!(seq(client.after), head, "{} has everything", client.name);
            for (cid, outcome) in &client.outcomes {
                let stored = keys.contains_key(cid);
                assert_eq!(
                    stored,
                    *outcome == Outcome::Acknowledged,
                    "{cid} is {outcome:?}"
                );
            }
            for (seq, known) in &client.messages {
                assert_eq!(present.get(seq), Some(known), "{} at {seq}", client.name);
            }
            assert!(client.asked.is_empty(), "{:?} unanswered", client.asked);
            if let Some(roster) = &client.roster {
                let names: Vec<&String> = roster.values().collect();
                assert_eq!(names.len(), self.clients.len(), "{names:?}");
            }
        }
    }

    /// All messages as pages show them.
    fn present_state(&mut self) -> BTreeMap<u64, Known> {
        let mut reader = Client::new("reader".into());
        let mut from = PageFrom::Newest;
        loop {
            let Page { events, more } = self
                .world
                .room()
                .log()
                .page(from, 100, seq(0))
                .expect("a page");
            let events: Vec<Value> = events
                .iter()
                .map(|event| serde_json::from_str(event).expect("JSON"))
                .collect();
            let first = events.first().and_then(|event| event["seq"].as_u64());
            let page = json!([{"type": "history", "events": events, "more": more}]);
            reader.receive(Timestamp::default(), &page.to_string());
            match first {
                Some(first) if more => from = PageFrom::Before(seq(first)),
                _ => return reader.messages,
            }
        }
    }
}

/// Fills the log with more than fits one frame or one look into the log. Returns its epoch.
fn preload(world: &mut World, messages: usize) -> String {
    let limits = std::mem::take(&mut world.limits);
    world.limits.burst = 1_000_000;
    let (session, _) = world.open();
    world.frame(session, r#"{"type":"hello","v":1,"name":"Preloader"}"#);
    let text = "long ago ".repeat(60);
    for number in 0..messages {
        let cid = format!("preload-{number}");
        world.frame(
            session,
            json!({"type": "say", "cid": cid, "text": text}).to_string(),
        );
    }
    world.pass(1_000);
    world.drop_socket(session);
    world.pass(20_000);
    // Nobody is here: the room wakes up with the limits of this seed.
    world.hibernate();
    world.limits = limits;
    world.room().log().epoch().to_owned()
}

/// Random frames of a few sockets, with pauses long enough to sleep in; returns the whole trace.
fn monologue(seed: u64, sleeps: bool) -> Vec<(Timestamp, Delivery)> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut world = World::new(Limits {
        roster: rng.usize(1..4),
        ..Limits::default()
    });
    let mut trace = Vec::new();
    let mut sockets: Vec<SessionId> = Vec::new();
    for step in 0..rng.usize(10..60) {
        let seq = rng.u64(..12);
        let socket = rng.choice(&sockets).copied().unwrap_or_default();
        let deliveries = match rng.u8(..20) {
            0..3 => {
                let (session, mut deliveries) = world.open();
                sockets.push(session);
                if rng.bool() {
                    // A name of its own, or that of somebody who may be away.
                    let whose = if rng.bool() {
                        session.number()
                    } else {
                        rng.u64(1..=session.number())
                    };
                    let hello = json!({"type": "hello", "v": 1, "name": format!("n{whose}")});
                    deliveries.extend(world.frame(session, hello.to_string()));
                }
                deliveries
            }
            3 => world.drop_socket(socket),
            4 => world.frame(socket, "{"),
            frame => {
                let cid = format!("{}", rng.usize(..=step));
                let frame = match frame {
                    5..10 => json!({"type": "say", "cid": cid, "text": format!("t{step}")}),
                    10 => json!({"type": "edit", "cid": cid, "seq": seq, "text": "e"}),
                    11 => json!({"type": "delete", "cid": cid, "seq": seq}),
                    12 => {
                        json!({"type": "react", "cid": cid, "seq": seq, "emoji": "👍", "on": rng.bool()})
                    }
                    13 => json!({"type": "rename", "name": format!("r{}", rng.u8(..9))}),
                    14 => {
                        json!({"type": "history", "ref": cid, "before": seq, "limit": rng.u8(..9)})
                    }
                    15 => json!({"type": "members", "ref": cid}),
                    16 => json!({"type": "typing"}),
                    17 => json!({"type": "seen", "seq": seq}),
                    _ => json!({"type": "hello", "v": 1, "name": format!("h{step}")}),
                };
                world.frame(socket, frame.to_string())
            }
        };
        trace.extend(deliveries.into_iter().map(|d| (world.now, d)));
        let pause = if rng.u8(..3) == 0 {
            rng.u64(10_000..25_000)
        } else {
            rng.u64(..300)
        };
        // Sleep comes after ten seconds without a frame, and an alarm may wake the room in it.
        let before_sleep = pause.min(10_000);
        trace.extend(world.pass(before_sleep).into_iter().map(|d| (world.now, d)));
        if sleeps && world.is_idle() {
            world.hibernate();
        }
        trace.extend(
            world
                .pass(pause - before_sleep)
                .into_iter()
                .map(|d| (world.now, d)),
        );
    }
    trace
}
