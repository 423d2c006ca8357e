//! Those who watch a room, beside those who talk in it: with a token and without one, while the room sleeps
//! and crashes, members take other names, and rights end.
//!
//! - What a `head` counts is what is new beyond what its watch has seen, by a model that reads the log.
//! - A watch gets at most one a second, each of which tells something new, and the newest state always.
//! - Who may not read gets no preview, and no head once it may not watch any more.

use std::collections::BTreeMap;

use alcove::limits::{self, Limits};
use alcove::model::SessionId;
use alcove::room::Act;
use alcove::time::Timestamp;
use alcove::wire::encode;
use serde_json::{Value, json};

use super::law::{Law, Rank};
use super::world::{Delivery, What, World, ms, seq};
use super::{all_seeds, note};

#[test]
fn a_head_says_how_things_are() {
    all_seeds(300, "a_head_says", |seed| Watching::new(seed).run());
}

const STEPS: usize = 200;
const NAMES: [&str; 6] = ["Ana", "Bo", "Ana 2", "Émile", "Bob", "Cy"];

#[derive(Default)]
struct Member {
    name: String,
    id: Option<String>,
    token: Option<String>,
    session: Option<SessionId>,
    /// Where the log was when it first came.
    since: u64,
    /// The operator has removed it.
    is_ousted: bool,
}

/// A message that may be new to somebody.
struct Message {
    from: String,
    name: String,
    text: Option<String>,
    /// Whose message it answers.
    answers: Option<String>,
}

struct Watch {
    session: SessionId,
    /// Whose it is.
    of: Option<usize>,
    is_welcome: bool,
    /// What it has seen, and where it began.
    after: u64,
    since: u64,
    told: Value,
    told_at: Timestamp,
}

struct Watching {
    rng: fastrand::Rng,
    world: World,
    law: Option<Law>,
    members: Vec<Member>,
    watches: Vec<Watch>,
    messages: BTreeMap<u64, Message>,
    seq: u64,
    at: u64,
    epoch: String,
    cids: u32,
}

impl Watching {
    fn new(seed: u64) -> Watching {
        let mut rng = fastrand::Rng::with_seed(seed);
        let member = |index: usize| Member {
            name: NAMES[index].to_owned(),
            ..Member::default()
        };
        let members = (0..rng.usize(2..5)).map(member).collect();
        let limits = Limits {
            burst: 1_000_000,
            per_second: 1_000_000,
            roster: if rng.u8(..4) == 0 { 1 } else { 200 },
            ..Limits::default()
        };
        let is_owned = rng.bool();
        Watching {
            rng,
            world: World::new(limits),
            law: is_owned.then(Law::default),
            members,
            watches: Vec::new(),
            messages: BTreeMap::new(),
            seq: 0,
            at: 0,
            epoch: String::new(),
            cids: 0,
        }
    }

    fn run(mut self) {
        self.come(0);
        for index in 1..self.members.len() {
            self.come(index);
        }
        for _ in 0..STEPS {
            self.step();
        }
        self.rest();
        // Whatever was forgotten since is found in the log.
        self.world.hibernate();
        self.rest();
    }

    fn step(&mut self) {
        let index = self.rng.usize(..self.members.len());
        match self.rng.u8(..100) {
            0..34 => self.talk(index),
            34..40 => self.rename(index),
            40..45 => self.leave(index),
            45..55 => self.watch(),
            55..63 => self.see(),
            63..66 => self.end_watch(),
            66..74 => self.sleep(),
            74..76 => self.crash(),
            76..83 => self.host(),
            83..84 => self.oust(index),
            84..92 => self.pass(300),
            92..97 => self.pass(3_000),
            97..98 => self.pass(40_000),
            _ => self.rest(),
        }
    }

    // ---- what happens ----

    fn frame(&mut self, session: SessionId, frame: &Value) {
        note(|| format!("{:?} {session:?} > {frame}", self.world.now));
        let heard = self.world.frame(session, frame.to_string());
        self.hear(heard);
    }

    fn come(&mut self, index: usize) {
        let name = self.members[index].name.clone();
        self.come_as(index, &name);
    }

    fn come_as(&mut self, index: usize, name: &str) {
        let member = &self.members[index];
        let mut hello = json!({"type": "hello", "v": 1, "name": name});
        if let Some(token) = &member.token {
            hello["token"] = json!(token);
        }
        if index == 0 && member.id.is_none() && self.law.is_some() {
            hello["key"] = json!("k".repeat(22));
            hello["create"] = json!({"settings": {}});
        }
        let (session, heard) = self.world.open();
        self.members[index].session = Some(session);
        self.hear(heard);
        self.frame(session, &hello);
        self.pass(200);
    }

    fn talk(&mut self, index: usize) {
        let Some(session) = self.members[index].session else {
            return self.come(index);
        };
        self.cids += 1;
        let some_seq = self.rng.u64(..self.seq + 2);
        let mut frame = match self.rng.u8(..10) {
            0 => json!({"type": "edit", "seq": some_seq, "text": self.text()}),
            1 => json!({"type": "delete", "seq": some_seq}),
            2 => json!({"type": "react", "seq": some_seq, "emoji": "👍", "on": true}),
            3 | 4 => json!({"type": "say", "text": self.text(), "reply_to": some_seq}),
            _ => json!({"type": "say", "text": self.text()}),
        };
        frame["cid"] = json!(format!("c{}", self.cids));
        self.frame(session, &frame);
    }

    fn text(&mut self) -> String {
        let name = NAMES[self.rng.usize(..NAMES.len())];
        match self.rng.u8(..8) {
            0 => format!("@{name}"),
            1 => format!("well, @{}!", name.to_lowercase()),
            2 => format!("mail x@{name}"),
            3 => format!("@{name}x and @{name}"),
            4 => format!("@{name}bel"),
            5 => format!("{} @{name}", "long ".repeat(self.rng.usize(..40))),
            _ => format!("{name} said so"),
        }
    }

    fn rename(&mut self, index: usize) {
        let name = NAMES[self.rng.usize(..NAMES.len())];
        match self.members[index].session {
            Some(session) => {
                let rename = json!({"type": "rename", "name": name, "ref": "n"});
                self.frame(session, &rename);
                self.pass(200);
            }
            None => self.come_as(index, name),
        }
    }

    fn leave(&mut self, index: usize) {
        if let Some(session) = self.members[index].session.take() {
            self.learn_names();
            let heard = self.world.drop_socket(session);
            self.hear(heard);
        }
    }

    /// Who leaves may have another name that it never hears of: the room has it all the same.
    fn learn_names(&mut self) {
        if self.world.is_asleep() {
            return;
        }
        let state: Value = serde_json::from_str(&self.world.room().state()).expect("JSON");
        for listed in state["members"].as_array().expect("a list") {
            let is_it = |member: &&mut Member| member.id.as_deref() == listed["id"].as_str();
            if let Some(member) = self.members.iter_mut().find(is_it) {
                member.name = listed["name"].as_str().expect("a name").to_owned();
            }
        }
    }

    /// Somebody begins to watch, perhaps from where it was.
    fn watch(&mut self) {
        let of = match self.rng.u8(..3) {
            0 => None,
            _ => Some(self.rng.usize(..self.members.len())),
        };
        let of = of.filter(|index| self.members[*index].token.is_some());
        let mut hello = json!({"type": "hello", "v": 1, "watch": true});
        if let Some(index) = of {
            hello["token"] = json!(self.members[index].token);
        }
        let after = self.rng.bool().then(|| self.rng.u64(..self.seq + 1));
        if let Some(after) = after {
            hello["epoch"] = json!(self.epoch);
            hello["after"] = json!(after);
        }
        let (session, heard) = self.world.open();
        self.watches.push(Watch {
            session,
            of,
            is_welcome: false,
            after: after.unwrap_or(u64::MAX),
            since: 0,
            told: Value::Null,
            told_at: Timestamp::default(),
        });
        self.hear(heard);
        self.frame(session, &hello);
        self.pass(200);
    }

    fn some_watch(&mut self) -> Option<usize> {
        let open = self.watches.iter().enumerate();
        let open = open.filter(|(_, watch)| watch.is_welcome);
        let open: Vec<usize> = open.map(|(index, _)| index).collect();
        self.rng.choice(open)
    }

    fn see(&mut self) {
        let Some(index) = self.some_watch() else {
            return;
        };
        let seen = self.rng.u64(..self.seq + 1);
        let watch = &mut self.watches[index];
        watch.after = watch.after.max(seen);
        let session = watch.session;
        self.frame(session, &json!({"type": "seen", "seq": seen}));
    }

    fn end_watch(&mut self) {
        if let Some(index) = self.some_watch() {
            let watch = self.watches.swap_remove(index);
            let heard = self.world.drop_socket(watch.session);
            self.hear(heard);
        }
    }

    fn sleep(&mut self) {
        if self.world.may_sleep() {
            note(|| format!("{:?} sleep", self.world.now));
            self.world.hibernate();
            // The platform lets a room sleep after ten seconds, which is longer than a head waits.
            for watch in &mut self.watches {
                watch.told_at = Timestamp::default();
            }
        }
    }

    fn crash(&mut self) {
        note(|| format!("{:?} crash", self.world.now));
        self.world.crash();
        if let Some(law) = &mut self.law {
            law.crashed();
        }
        self.watches.clear();
        self.members
            .iter_mut()
            .for_each(|member| member.session = None);
    }

    /// The owner does something by which others may lose what they were.
    fn host(&mut self) {
        let Some(session) = self.members[0].session.filter(|_| self.law.is_some()) else {
            return;
        };
        let index = self.rng.usize(1..self.members.len());
        let Some(member) = self.members[index].id.clone() else {
            return;
        };
        self.cids += 1;
        let mut frame = match self.rng.u8(..10) {
            0..3 => {
                let access = self.rng.choice(["open", "open", "read", "closed"]);
                json!({"type": "settings", "set": {"access": access}})
            }
            3 => {
                let members = self.rng.choice(["all", "granted"]);
                json!({"type": "settings", "set": {"members": members}})
            }
            4 | 5 => {
                let history = self.rng.choice(["all", "since_join"]);
                json!({"type": "settings", "set": {"history": history}})
            }
            6 | 7 => {
                let role = self.rng.choice(["moderator", "member", "reader", "none"]);
                json!({"type": "role", "member": member, "role": role})
            }
            8 => {
                let mut remove = json!({"type": "remove", "member": member});
                match self.rng.u8(..3) {
                    0 => remove["ban"] = json!("forever"),
                    1 => remove["ban"] = json!(10),
                    _ => {}
                }
                remove
            }
            _ => json!({"type": "restore", "member": member}),
        };
        frame["cid"] = json!(format!("c{}", self.cids));
        self.frame(session, &frame);
    }

    /// The operator removes somebody, once in a while.
    fn oust(&mut self, index: usize) {
        let id = self.members[index].id.as_deref();
        let id = id.and_then(alcove::model::MemberId::parse);
        if let Some(id) = id.filter(|_| index > 1) {
            self.members[index].is_ousted = true;
            let heard = self.world.operate(Act::Remove(id));
            self.hear(heard);
        }
    }

    /// Time passes, so that everything is heard when it is sent.
    fn pass(&mut self, most: u64) {
        let end = self.world.now + ms(self.rng.u64(..most));
        self.pass_until(end);
    }

    fn pass_until(&mut self, end: Timestamp) {
        for watch in &self.watches {
            self.world.ping(watch.session);
        }
        for session in self.members.iter().filter_map(|member| member.session) {
            self.world.ping(session);
        }
        while self.world.now < end {
            let at = self.world.wake_at().unwrap_or(end).min(end);
            let heard = self.world.pass(at - self.world.now);
            self.hear(heard);
            if at == self.world.now && self.world.wake_at().is_none_or(|at| at >= end) {
                let heard = self.world.pass(end - self.world.now);
                self.hear(heard);
            }
        }
    }

    /// Nothing happens for a while: the newest state is told by then.
    fn rest(&mut self) {
        let end = self.world.now + ms(3_000);
        self.pass_until(end);
        for index in 0..self.watches.len() {
            let watch = &self.watches[index];
            assert!(watch.is_welcome, "{:?} was answered", watch.session);
            assert!(self.may_watch(watch), "{:?} may not watch", watch.session);
            let is = self.state(watch);
            assert_eq!(
                told(&watch.told),
                is,
                "{:?} knows the newest",
                watch.session
            );
        }
    }

    // ---- what is heard ----

    fn hear(&mut self, heard: Vec<Delivery>) {
        self.observe();
        for Delivery { to, what } in heard {
            for session in to {
                note(|| format!("{:?} {session:?} < {what:?}", self.world.now));
                let events: Vec<Value> = match &what {
                    What::Frame(frame) => serde_json::from_str(frame).expect("an array"),
                    What::Closed(code) => {
                        self.closed(session, *code);
                        continue;
                    }
                };
                let mut watches = self.watches.iter();
                match watches.position(|watch| watch.session == session) {
                    Some(watch) => events
                        .iter()
                        .for_each(|event| self.watch_hears(watch, event)),
                    None => events
                        .iter()
                        .for_each(|event| self.member_hears(session, event)),
                }
            }
        }
    }

    /// Reads what is durable by now.
    fn observe(&mut self) {
        if let Some(law) = &mut self.law {
            law.observe(&mut self.world);
        }
        let head = self.world.durable_head();
        if head == self.seq || self.world.is_asleep() {
            return;
        }
        let events = self.world.room().log().replay(seq(self.seq), seq(head));
        for event in events.expect("the log reads") {
            let event: Value = serde_json::from_str(&encode(&event)).expect("JSON");
            self.at = event["at"].as_u64().expect("a time");
            self.note_event(&event);
        }
        self.seq = head;
    }

    fn note_event(&mut self, event: &Value) {
        let text = || event["text"].as_str().map(str::to_owned);
        let target = event["target"].as_u64().unwrap_or_default();
        match event["type"].as_str() {
            Some("message") => {
                let answers = event["reply_to"].as_u64();
                let answers = answers.and_then(|seq| self.messages.get(&seq));
                let of = |field| event["from"][field].as_str().expect("a text").to_owned();
                let message = Message {
                    from: of("id"),
                    name: of("name"),
                    text: text(),
                    answers: answers.map(|message| message.from.clone()),
                };
                let seq = event["seq"].as_u64().expect("a seq");
                self.messages.insert(seq, message);
            }
            Some("edited") => {
                if let (Some(message), Some(text)) = (self.messages.get_mut(&target), text())
                    && message.text.is_some()
                {
                    message.text = Some(text);
                }
            }
            Some("deleted") => {
                if let Some(message) = self.messages.get_mut(&target) {
                    message.text = None;
                }
            }
            _ => {}
        }
    }

    fn closed(&mut self, session: SessionId, code: u16) {
        if let Some(index) = self
            .watches
            .iter()
            .position(|watch| watch.session == session)
        {
            let watch = self.watches.swap_remove(index);
            let is_fair = match code {
                4403 => !self.may_watch(&watch),
                // One more than it may have.
                4409 => watch.of.is_some(),
                _ => false,
            };
            assert!(is_fair, "a watch was closed with {code}");
        }
        for member in &mut self.members {
            if member.session == Some(session) {
                member.session = None;
            }
        }
    }

    fn member_hears(&mut self, session: SessionId, event: &Value) {
        let here = |member: &&mut Member| member.session == Some(session);
        let Some(member) = self.members.iter_mut().find(here) else {
            return;
        };
        match event["type"].as_str() {
            Some("welcome") => {
                let you = |field| event["you"][field].as_str().map(str::to_owned);
                if member.id.is_none() {
                    member.since = event["seq"].as_u64().expect("a seq");
                }
                (member.id, member.token) = (you("id"), you("token"));
                member.name = you("name").expect("a name");
                self.epoch = event["epoch"].as_str().expect("an epoch").to_owned();
            }
            Some("renamed") if event["member"]["id"].as_str() == member.id.as_deref() => {
                let name = event["member"]["name"].as_str();
                member.name = name.expect("a name").to_owned();
            }
            // Its hello was refused.
            Some("error") if event["code"] == "name_taken" && event.get("ref").is_none() => {
                member.session = None;
            }
            _ => {}
        }
    }

    fn watch_hears(&mut self, index: usize, event: &Value) {
        match event["type"].as_str().expect("a type") {
            "welcome" => {
                let head = event["seq"].as_u64().expect("a seq");
                assert!(self.may_watch(&self.watches[index]), "{event}");
                let watch = &mut self.watches[index];
                assert_eq!(event["you"].is_object(), watch.of.is_some());
                watch.since = head;
                // Without a place that it has seen, all that is there is seen.
                watch.after = watch.after.min(head);
                watch.is_welcome = true;
            }
            "head" => self.check_head(index, event),
            "role" | "removed" => {
                let of = self.watches[index].of.expect("somebody's");
                assert_eq!(
                    event["member"]["id"].as_str(),
                    self.members[of].id.as_deref()
                );
            }
            "error" => {
                let codes = ["key_needed", "removed", "banned"];
                assert!(codes.iter().any(|code| event["code"] == *code), "{event}");
            }
            other => panic!("a watch gets {other}: {event}"),
        }
    }

    fn check_head(&mut self, index: usize, head: &Value) {
        let watch = &self.watches[index];
        assert!(self.may_watch(watch), "who may not watch gets {head}");
        assert_eq!(told(head), self.state(watch), "{head}");
        assert_eq!(head["at"], json!(self.at), "{head}");
        assert_eq!(head.get("preview"), self.preview(watch).as_ref(), "{head}");
        let now = self.world.now;
        if !watch.told.is_null() {
            assert_ne!(told(head), told(&watch.told), "it tells something new");
            let waited = now - watch.told_at;
            assert!(waited >= limits::HEAD_INTERVAL, "{head} after {waited:?}");
        }
        let watch = &mut self.watches[index];
        // The first change after the welcome comes at once.
        if !watch.told.is_null() {
            watch.told_at = now;
        }
        watch.told = head.clone();
    }

    // ---- the model ----

    fn setting(&self, name: &str) -> Option<String> {
        let settings = self.law.as_ref().map(Law::settings);
        settings.and_then(|settings| settings[name].as_str().map(str::to_owned))
    }

    fn rank(&self, watch: &Watch) -> Rank {
        let Some(law) = &self.law else {
            return Rank::Member;
        };
        match watch.of {
            Some(index) => law.rank(self.members[index].id.as_deref().expect("a member")),
            None => match self.setting("access").as_deref() {
                None | Some("open") => Rank::Member,
                Some("read") => Rank::Reader,
                _ => Rank::Nothing,
            },
        }
    }

    fn may_watch(&self, watch: &Watch) -> bool {
        let member = watch.of.map(|index| &self.members[index]);
        let is_barred = member.is_some_and(|member| {
            let id = member.id.as_deref().expect("a member");
            let now = self.world.now.as_millis();
            let law = self.law.as_ref();
            member.is_ousted || law.is_some_and(|law| law.is_banned(id, now))
        });
        self.rank(watch) > Rank::Nothing && !is_barred
    }

    /// Up to where a watch may not read.
    fn hidden(&self, watch: &Watch) -> u64 {
        let hides = self.setting("history").as_deref() == Some("since_join");
        match (hides && self.rank(watch) < Rank::Moderator, watch.of) {
            (false, _) => 0,
            (true, Some(index)) => self.members[index].since,
            (true, None) => watch.since,
        }
    }

    /// What a head is about: the newest event, and how much is new.
    fn state(&self, watch: &Watch) -> (u64, u64, u64) {
        let me = watch.of.map(|index| &self.members[index]);
        let id = me.and_then(|member| member.id.as_deref());
        let floor = watch.after.max(self.hidden(watch));
        let new = self.messages.range(floor + 1..).map(|(_, message)| message);
        let new = new.filter(|message| message.text.is_some() && id != Some(&message.from));
        let new: Vec<&Message> = new.collect();
        let means_me = |message: &&&Message| {
            let text = message.text.as_deref().unwrap_or_default();
            let is_named = me.is_some_and(|member| mentions(text, &member.name));
            is_named || (id.is_some() && message.answers.as_deref() == id)
        };
        let meant = new.iter().filter(means_me).count();
        (self.seq, new.len() as u64, meant as u64)
    }

    fn preview(&self, watch: &Watch) -> Option<Value> {
        let living = self.messages.iter().rev();
        let mut living = living.filter(|(_, message)| message.text.is_some());
        let (seq, message) = living.next()?;
        let hides = self.setting("history").as_deref() == Some("since_join");
        let reads = *seq > self.hidden(watch) && (watch.of.is_some() || !hides);
        let text: String = message
            .text
            .as_ref()?
            .chars()
            .take(limits::PREVIEW)
            .collect();
        let from = json!({"id": message.from, "name": message.name});
        reads.then(|| json!({"from": from, "text": text}))
    }
}

/// What a head says that makes it another.
fn told(head: &Value) -> (u64, u64, u64) {
    let number = |field: &str| head[field].as_u64().expect("a number");
    (number("seq"), number("unread"), number("mentions"))
}

/// Whether a text has `@` and this name, neither within a longer word.
fn mentions(text: &str, name: &str) -> bool {
    let (text, name) = (text.to_lowercase(), name.to_lowercase());
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices('@').any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + 1..].strip_prefix(&name);
        !before.is_some_and(is_word)
            && after.is_some_and(|after| !after.chars().next().is_some_and(is_word))
    })
}
