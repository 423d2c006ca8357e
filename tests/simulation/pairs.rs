//! Members who write to each other in private: the room where they met, the rooms of their pairs, and a post
//! that loses, doubles and delays letters, while rooms sleep and crash.
//!
//! - Both rooms agree in the end, whatever happened: also on how the two are called.
//! - A room of two that its operator has ended is there again once somebody asks.
//! - `open` is told only once the room of the two has it, and a block of an open pair holds once it is told.
//! - Nobody but the two hears anything, and of an answer that is none only who gave it.
//! - Each room of a pair that begins is paid by the network of whoever led to it, once; who is refused comes
//!   from one that has none left.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use alcove::limits::{self, Limits};
use alcove::model::SessionId;
use alcove::room::{Act, PairBudget, SourceTag};
use alcove::time::{Duration, Timestamp};
use serde_json::{Value, json};

use super::world::town::Town;
use super::world::{Crash, Delivery, What, World, ms};
use super::{all_seeds, note};

#[test]
fn both_rooms_of_a_pair_agree() {
    all_seeds(200, "both_rooms", |seed| Pairs::new(seed).run());
}

/// Where they meet.
const TEA: &str = "tea";
const STEPS: usize = 160;

#[derive(Default)]
struct Member {
    name: String,
    /// What it was called before: what was written in the tick of its hello has that.
    was: String,
    id: Option<String>,
    token: Option<String>,
    session: Option<SessionId>,
    /// What it last heard of each of its pairs: the whole event.
    pairs: BTreeMap<String, Value>,
    /// What it ever said to each.
    said: BTreeSet<(String, String)>,
    /// Pairs of which it was told that somebody asks.
    requests: BTreeSet<String>,
    /// Pairs that it has blocked, as far as it knows.
    blocks: BTreeSet<String>,
}

/// How many rooms of pairs each network may still begin.
struct Purses(RefCell<BTreeMap<SourceTag, u64>>);

impl Purses {
    fn left(&self, source: Option<SourceTag>) -> u64 {
        let source = source.expect("where a session is from is known, whatever slept");
        self.0.borrow()[&source]
    }
}

impl PairBudget for Purses {
    fn source(&self, network: &str) -> Option<SourceTag> {
        network.parse().ok()
    }

    fn check(&self, source: Option<SourceTag>, _: Timestamp) -> Result<(), Duration> {
        match self.left(source) {
            0 => Err(ms(60_000)),
            _ => Ok(()),
        }
    }

    fn take(&self, source: Option<SourceTag>, _: Timestamp) {
        let left = self.left(source).checked_sub(1).expect("it was asked");
        self.0
            .borrow_mut()
            .extend(source.map(|source| (source, left)));
    }
}

/// From where a member comes.
fn network_of(index: usize) -> SourceTag {
    index as SourceTag % 2
}

struct Pairs {
    rng: fastrand::Rng,
    town: Town,
    purses: Rc<Purses>,
    /// How much was in both purses.
    paid: u64,
    members: Vec<Member>,
    /// The two of each pair that anybody ever heard of.
    two: BTreeMap<String, BTreeSet<String>>,
    /// Whether a crash may have undone what was paid.
    has_lost: bool,
    /// Rooms of pairs that the operator has ended, until they are told again what they are.
    ended: BTreeSet<String>,
    cids: u32,
    names: u32,
}

impl Pairs {
    fn new(seed: u64) -> Pairs {
        let mut rng = fastrand::Rng::with_seed(seed);
        let member = |index| Member {
            name: format!("p{index}"),
            ..Member::default()
        };
        let members = (0..rng.usize(2..5)).map(member).collect();
        let limits = Limits {
            burst: 1_000_000,
            per_second: 1_000_000,
            ..Limits::default()
        };
        let purses = [0, 1].map(|network| (network, [0, 1, 2, 9][rng.usize(..4)]));
        let purses = Rc::new(Purses(RefCell::new(BTreeMap::from(purses))));
        let mut town = Town::new(limits);
        town.room(TEA).pair_budget = purses.clone();
        Pairs {
            rng,
            town,
            paid: purses.left(Some(0)) + purses.left(Some(1)),
            purses,
            members,
            two: BTreeMap::new(),
            has_lost: false,
            ended: BTreeSet::new(),
            cids: 0,
            names: 0,
        }
    }

    fn run(mut self) {
        (0..self.members.len()).for_each(|index| self.come(index));
        for _ in 0..STEPS {
            self.step();
            self.listen();
        }
        self.settle();
        self.agree();
    }

    fn step(&mut self) {
        let index = self.rng.usize(..self.members.len());
        match self.rng.u8(..100) {
            0..45 => self.speak(index, None),
            45..75 => self.post(),
            75..82 => self.talk(),
            82..85 => {
                if self.town.room(TEA).may_sleep() {
                    self.town.room(TEA).hibernate();
                }
            }
            85..87 => self.crash(),
            87..90 => {
                let crash = Crash::any(&mut self.rng);
                self.speak(index, Some(crash));
            }
            90..92 => {
                let names = self.town.names();
                let name = names[self.rng.usize(..names.len())].clone();
                note(|| format!("{name} crashes"));
                match name.as_str() {
                    TEA => self.crash(),
                    _ => drop(self.town.room(&name).crash()),
                }
            }
            92..93 => self.leave(index),
            93 => self.end(),
            94..99 => self.pass(300),
            _ => self.pass(20_000),
        }
    }

    /// The operator ends the room of a pair.
    fn end(&mut self) {
        let mut names = self.town.names();
        names.retain(|name| name != TEA && seats(self.town.room(name)).is_some());
        if names.is_empty() {
            return;
        }
        let name = names[self.rng.usize(..names.len())].clone();
        note(|| format!("{name} is ended"));
        // What was on its way to it is over by the time that anybody asks again.
        self.town.mail.retain(|(_, letter)| letter.to != name);
        self.town.does(&name, |world| world.operate(Act::Delete));
        self.ended.insert(name);
    }

    /// Whether the room of a pair is there; one that is not was ended.
    fn is_there(&mut self, room: &str) -> bool {
        let is_there = seats(self.town.room(room)).is_some();
        if is_there {
            self.ended.remove(room);
        }
        assert!(
            is_there || self.ended.contains(room),
            "open is told only once both rooms have it"
        );
        is_there
    }

    fn pass(&mut self, most: u64) {
        let time = ms(self.rng.u64(..most));
        self.town.passes(time);
    }

    fn crash(&mut self) {
        note(|| "the room where they meet crashes".to_owned());
        self.town.room(TEA).crash();
        for member in &mut self.members {
            member.session = None;
        }
    }

    fn leave(&mut self, index: usize) {
        if let Some(session) = self.members[index].session.take() {
            self.town.does(TEA, |world| world.drop_socket(session));
        }
    }

    /// Somebody comes in, or sends a frame, in the middle of which the room may crash.
    fn speak(&mut self, index: usize, crash: Option<Crash>) {
        let Some(session) = self.members[index].session else {
            return self.come(index);
        };
        let frame = self.frame(index);
        note(|| format!("p{index}: {frame} {crash:?}"));
        let frame = frame.to_string();
        match crash {
            None => self.town.does(TEA, |world| world.frame(session, frame)),
            Some(crash) => {
                self.has_lost |= !matches!(crash, Crash::Durable);
                self.town.room(TEA).crash_during(session, frame, crash);
                for member in &mut self.members {
                    member.session = None;
                }
            }
        }
    }

    fn come(&mut self, index: usize) {
        if self.rng.u8(..4) == 0 {
            self.names += 1;
            let name = format!("p{index} {}", self.names);
            self.members[index].was = std::mem::replace(&mut self.members[index].name, name);
        }
        self.enter(index);
    }

    fn enter(&mut self, index: usize) {
        let member = &self.members[index];
        let mut hello = json!({"type": "hello", "v": 1, "name": member.name});
        if let Some(token) = &member.token {
            hello["token"] = json!(token);
        }
        let mut opened = None;
        let network = network_of(index).to_string();
        self.town.does(TEA, |world| {
            let (session, mut heard) = world.open_from(Some(&network));
            opened = Some(session);
            heard.extend(world.frame(session, hello.to_string()));
            heard
        });
        self.members[index].session = opened;
        self.listen();
    }

    fn frame(&mut self, index: usize) -> Value {
        self.cids += 1;
        let cid = format!("c{}", self.cids);
        let pairs: Vec<String> = self.members[index].pairs.keys().cloned().collect();
        if pairs.is_empty() || self.rng.u8(..3) == 0 {
            let others: Vec<String> = self.members.iter().filter_map(|m| m.id.clone()).collect();
            let to = others[self.rng.usize(..others.len())].clone();
            let me = &mut self.members[index];
            let is_to = |event: &&Value| event["with"]["id"] == json!(to);
            if let Some(event) = me.pairs.values().find(is_to) {
                let pair = event["pair"].as_str().expect("a pair").to_owned();
                me.blocks.remove(&pair);
            }
            return json!({"type": "direct", "cid": cid, "to": to});
        }
        let pair = pairs[self.rng.usize(..pairs.len())].clone();
        let answer = ["accept", "accept", "accept", "ignore", "block"][self.rng.usize(..5)];
        let me = &mut self.members[index];
        me.said.insert((pair.clone(), answer.to_owned()));
        if answer != "block" {
            me.blocks.remove(&pair);
        }
        json!({"type": "direct", "cid": cid, "pair": pair, "answer": answer})
    }

    /// Something becomes of a letter.
    fn post(&mut self) {
        if self.town.mail.is_empty() {
            return self.pass(100);
        }
        let letter = self.rng.usize(..self.town.mail.len());
        match self.rng.u8(..10) {
            0 => {
                let letter = self.town.mail.swap_remove(letter);
                note(|| format!("lost: {:?}", letter.1.body));
                self.town.lose(letter);
            }
            1 => {
                let letter = self.town.mail.swap_remove(letter);
                note(|| format!("answer lost: {:?}", letter.1.body));
                self.town.bring_without_answer(letter);
            }
            // Nobody ever hears of it.
            2 => drop(self.town.mail.swap_remove(letter)),
            // It comes once more later.
            3 => {
                let letter = self.town.mail[letter].clone();
                self.town.bring(letter);
            }
            _ => {
                let letter = self.town.mail.swap_remove(letter);
                note(|| format!("brought: {:?}", letter.1.body));
                self.town.bring(letter);
            }
        }
    }

    /// One of two writes to the other.
    fn talk(&mut self) {
        let index = self.rng.usize(..self.members.len());
        let open = self.members[index].pairs.values();
        let open: Vec<Value> = open
            .filter(|event| event["state"] == "open")
            .cloned()
            .collect();
        if open.is_empty() {
            return;
        }
        let event = &open[self.rng.usize(..open.len())];
        if self.is_there(event["room"].as_str().expect("a room")) {
            self.says(index, event);
        }
    }

    /// Comes into the room of a pair, says something, and goes.
    fn says(&mut self, index: usize, event: &Value) {
        let pair = event["pair"].as_str().expect("a pair");
        let is_blocked = self
            .members
            .iter()
            .any(|member| member.blocks.contains(pair));
        let name = self.members[index].name.clone();
        self.cids += 1;
        let cid = format!("x{}", self.cids);
        let room = self.town.room(event["room"].as_str().expect("a room"));
        let answers = visit(room, &name, &event["token"], &cid);
        let welcome = &answers[0];
        assert_eq!(welcome["type"], "welcome", "{answers:?}");
        assert_eq!(welcome["you"]["id"], json!(self.members[index].id));
        assert_eq!(welcome["pair"]["with"]["id"], event["with"]["id"]);
        if is_blocked {
            let said = answers.iter().find(|event| event["cid"] == json!(cid));
            assert_eq!(
                said.expect("an answer")["code"],
                "forbidden",
                "a block holds"
            );
        }
    }

    /// Everybody hears what came.
    fn listen(&mut self) {
        for (room, Delivery { to, what }) in std::mem::take(&mut self.town.heard) {
            if room != TEA {
                continue;
            }
            for session in to {
                let here = |member: &Member| member.session == Some(session);
                let Some(index) = self.members.iter().position(here) else {
                    continue;
                };
                match &what {
                    What::Closed(_) => self.members[index].session = None,
                    What::Frame(frame) => {
                        let events: Vec<Value> = serde_json::from_str(frame).expect("an array");
                        events.iter().for_each(|event| self.hear(index, event));
                    }
                }
            }
        }
    }

    fn hear(&mut self, index: usize, event: &Value) {
        match event["type"].as_str() {
            Some("welcome") => {
                let member = &mut self.members[index];
                member.id = event["you"]["id"].as_str().map(str::to_owned);
                member.token = event["you"]["token"].as_str().map(str::to_owned);
                for direct in event["directs"].as_array().into_iter().flatten() {
                    self.hear_of_pair(index, direct);
                }
            }
            Some("direct") => {
                self.hear_of_pair(index, event);
                if event["state"] == "request" && event.get("cid").is_none() {
                    let pair = event["pair"].as_str().expect("a pair").to_owned();
                    let is_first = self.members[index].requests.insert(pair);
                    assert!(is_first, "asked twice: {event}");
                }
            }
            Some("error") => {
                let mut codes = vec!["forbidden", "not_found", "storage_failed"];
                if self.purses.left(Some(network_of(index))) == 0 {
                    codes.push("rate_limited");
                }
                assert!(codes.iter().any(|code| event["code"] == *code), "{event}");
            }
            _ => {}
        }
    }

    fn hear_of_pair(&mut self, index: usize, event: &Value) {
        note(|| format!("p{index} hears {event}"));
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let (pair, with) = (text(&event["pair"]), text(&event["with"]["id"]));
        let me = self.members[index].id.clone().expect("a member");
        let two = BTreeSet::from([me, with.clone()]);
        assert_eq!(two.len(), 2, "nobody writes to itself");
        let known = self.two.entry(pair.clone()).or_insert_with(|| two.clone());
        assert_eq!(*known, two, "nobody but the two hears of it: {event}");
        let other = self
            .members
            .iter()
            .find(|member| member.id.as_ref() == Some(&with));
        // Of one who never wrote, and has not been back since the room crashed, the name is not known.
        let name = event["with"]["name"].as_str().expect("a name");
        let other = other.expect("a member");
        let names = [&other.name, &other.was, "?"];
        assert!(names.contains(&name), "{event}");
        let state = text(&event["state"]);
        let room = event["room"].as_str().map(str::to_owned);
        assert_eq!(
            (room.is_some(), event["token"].is_string()),
            (state == "open", state == "open")
        );
        if let Some(room) = &room
            && self.is_there(room)
        {
            let seats = seats(self.town.room(room)).expect("a room of the two");
            assert_eq!(seats["pair"], json!(pair));
        }
        let me = &mut self.members[index];
        let has_said = |answer: &str| me.said.contains(&(pair.clone(), answer.to_owned()));
        match state.as_str() {
            "ignored" => assert!(has_said("ignore"), "{event}"),
            "blocked" => {
                assert!(has_said("block"), "{event}");
                me.blocks.insert(pair.clone());
            }
            _ => drop(me.blocks.remove(&pair)),
        }
        me.pairs.insert(pair, event.clone());
    }

    /// All letters arrive.
    fn deliver(&mut self) {
        for _ in 0..60 {
            self.town.deliver();
            self.listen();
            if self.town.room(TEA).sqlite.count("letter", "true") == 0 {
                break;
            }
            self.town.passes(ms(3_600_000));
        }
        self.listen();
        assert!(self.town.mail.is_empty(), "letters that are answered end");
    }

    /// Nothing goes wrong any more.
    fn settle(&mut self) {
        self.deliver();
        for index in 0..self.members.len() {
            self.leave(index);
            self.members[index].pairs.clear();
            self.members[index].blocks.clear();
            self.come(index);
        }
        self.town.passes(ms(2_000));
        self.deliver();
        self.town
            .passes(limits::PAIR_CHECK + limits::PAIR_CALL + limits::PAIR_CALL);
        self.listen();
        for index in 0..self.members.len() {
            let found: Vec<Value> = self.members[index].pairs.values().cloned().collect();
            for event in found.iter().filter(|event| event["state"] == "open") {
                self.ask_again(index, event);
            }
        }
        self.deliver();
    }

    /// Somebody asks for a pair that is open: its room is there once that is answered.
    fn ask_again(&mut self, index: usize, event: &Value) {
        let room = event["room"].as_str().expect("a room");
        if self.is_there(room) {
            self.knows_names(room);
        }
        if self.members[index].session.is_none() {
            self.enter(index);
        }
        let session = self.members[index].session.expect("a session");
        let ask = json!({"type": "direct", "cid": "again", "to": event["with"]["id"]});
        self.town
            .does(TEA, |world| world.frame(session, ask.to_string()));
        self.deliver();
        assert!(self.is_there(room), "who asks opens it again: {event}");
        self.knows_names(room);
    }

    /// How the room of a pair calls the two.
    fn knows_names(&mut self, room: &str) {
        let seats = seats(self.town.room(room)).expect("a room of the two");
        for member in seats["members"].as_array().expect("members") {
            let mut all = self.members.iter();
            let known = all.find(|known| known.id.as_deref() == member["id"].as_str());
            let name = &known.expect("a member").name;
            // Where one has blocked the other, the room hears of no new name.
            assert!(seats["is_locked"] == true || member["name"] == json!(name));
        }
    }

    /// What both find, and what the room of the two has.
    fn agree(&mut self) {
        assert_eq!(self.town.room(TEA).sqlite.count("letter", "true"), 0);
        let left = self.purses.left(Some(0)) + self.purses.left(Some(1));
        let begun = self.town.room(TEA).sqlite.count("pair", "version > 0");
        // What a crash has undone was paid.
        let undone = u64::from(self.has_lost) * u64::MAX / 2;
        assert!((begun..=begun + undone).contains(&(self.paid - left)));
        let unknown = "version <> known";
        assert_eq!(self.town.room(TEA).sqlite.count("pair", unknown), 0);
        for (pair, two) in self.two.clone() {
            let of_two = |member: &&Member| member.id.as_ref().is_some_and(|id| two.contains(id));
            let found = self.members.iter().filter(of_two);
            let found: Vec<Option<Value>> = found.map(|m| m.pairs.get(&pair).cloned()).collect();
            let states = found.iter().map(|event| match event {
                Some(event) => event["state"].as_str().unwrap_or_default(),
                None => "none",
            });
            let mut states: Vec<&str> = states.collect();
            states.sort_unstable();
            let is_open = states.contains(&"open");
            let may = [
                ["asked", "request"],
                ["asked", "none"],
                ["none", "request"],
                ["none", "none"],
                ["none", "open"],
                ["open", "open"],
            ];
            assert!(may.iter().any(|may| states == *may), "{states:?}");
            let Some(open) = found
                .iter()
                .flatten()
                .find(|event| event["state"] == "open")
            else {
                continue;
            };
            let room = open["room"].as_str().expect("a room");
            let seats = seats(self.town.room(room)).expect("a room of the two");
            assert_eq!(
                seats["is_locked"],
                json!(states.contains(&"none")),
                "{states:?}"
            );
            assert!(is_open);
            for index in 0..self.members.len() {
                let event = self.members[index].pairs.get(&pair).cloned();
                if let Some(event) = event {
                    self.says(index, &event);
                }
            }
        }
    }
}

/// What the room of a pair was told.
fn seats(world: &mut World) -> Option<Value> {
    serde_json::from_str(&world.sqlite.meta("pair")?).ok()
}

/// Comes in by a token, says something, and goes: what came to it, the welcome first.
fn visit(world: &mut World, name: &str, token: &Value, cid: &str) -> Vec<Value> {
    let (session, mut heard) = world.open();
    let hello = json!({"type": "hello", "v": 1, "name": name, "token": token});
    heard.extend(world.frame(session, hello.to_string()));
    heard.extend(world.pass(1_000));
    let say = json!({"type": "say", "cid": cid, "text": "You"});
    heard.extend(world.frame(session, say.to_string()));
    heard.extend(world.pass(1_000));
    heard.extend(world.drop_socket(session));
    let frames = heard
        .into_iter()
        .filter(|delivery| delivery.to.contains(&session));
    let events = frames.flat_map(|delivery| match delivery.what {
        What::Frame(frame) => serde_json::from_str::<Vec<Value>>(&frame).expect("an array"),
        What::Closed(code) => vec![json!({ "closed": code })],
    });
    events.collect()
}
