//! What there is more to the simulation of a room that belongs to somebody: those who look after it,
//! the keys they give out, and those who knock.

use alcove::model::KeyHash;
use alcove::wire::encode;
use serde_json::{Value, json};

use super::client::{Client, Front, Outcome, Phase};
use super::law::Law;
use super::world::{ms, seq};
use super::{Simulation, note};

/// A room that belongs to somebody.
#[derive(Default)]
pub struct House {
    pub law: Law,
    /// The keys that people give to each other.
    secrets: Vec<String>,
    made_up: usize,
    /// The first settings, as whoever creates the room wants them.
    first: Value,
}

impl Simulation {
    pub fn owned(seed: u64) -> Simulation {
        let mut simulation = Simulation::begin(seed, false);
        let rng = &mut simulation.rng;
        let access = ["open", "open", "read", "ask", "closed"][rng.usize(..5)];
        let mut first = json!({"title": format!("Room {seed}")});
        if access != "open" {
            first["access"] = json!(access);
        }
        // Two come at once, and each would own the room.
        for (index, client) in simulation.clients.iter_mut().enumerate() {
            client.is_guest = true;
            if index < 2 {
                client.key = Some(secret(index));
                client.create = Some(first.clone());
                simulation.act_at[index] = simulation.world.now + ms(rng.u64(..3));
            }
        }
        let secrets = vec![secret(0), secret(1)];
        let mut house = House {
            secrets,
            made_up: 2,
            first,
            ..House::default()
        };
        house.law.begins_with(&house.first);
        simulation.house = Some(house);
        simulation
    }

    /// Reads what the last step has made durable.
    pub(super) fn observe(&mut self) {
        if let Some(house) = &mut self.house {
            house.law.observe(&mut self.world);
        }
    }

    /// Only who would create it comes to a room that nobody owns yet.
    pub(super) fn may_come(&self, index: usize) -> bool {
        let house = self.house.as_ref();
        house.is_none_or(|house| house.law.is_owned() || self.clients[index].create.is_some())
    }

    /// Whether somebody does what only rooms with an owner know, be it allowed to or not.
    pub(super) fn act_as_host(&mut self, index: usize) -> bool {
        if !self
            .house
            .as_ref()
            .is_some_and(|house| house.law.is_owned())
        {
            return false;
        }
        let is_host = ["owner", "moderator"].contains(&self.clients[index].role.as_str());
        if self.rng.u8(..100) >= if is_host { 60 } else { 30 } {
            return false;
        }
        if self.clients[index].phase == Phase::Waiting && self.rng.bool() {
            return self.knock(index);
        }
        if self.rng.u8(..100) < if is_host { 5 } else { 50 } {
            self.come_otherwise(index);
            return true;
        }
        let frame = self.act_of_host(is_host);
        let frames = self.clients[index].post(frame);
        self.send_frames(index, frames);
        true
    }

    /// Once, and once more, which is refused.
    fn knock(&mut self, index: usize) -> bool {
        let client = &mut self.clients[index];
        if client.knocks >= 2 {
            return false;
        }
        client.knocks += 1;
        let frame = json!({"type": "knock", "text": "It is me"});
        self.send_up(index, super::Up::Frame(frame.to_string()));
        true
    }

    /// Goes, and comes back by a key, or as somebody else.
    fn come_otherwise(&mut self, index: usize) {
        let wait = self.rng.u64(..2_000);
        self.disconnect(index, Some(wait));
        let client = &mut self.clients[index];
        if self.rng.bool() {
            client.is_reborn();
            client.name = format!("g{index} {}", self.rng.u16(..));
        }
        let house = self.house.as_ref().expect("owned");
        let given = &house.secrets;
        // One in eight is nobody's key; most are new.
        let key = match self.rng.u8(..8) {
            0 => secret(9_999),
            1..6 => given[given.len() - 1 - self.rng.usize(..3.min(given.len()))].clone(),
            _ => given[self.rng.usize(..given.len())].clone(),
        };
        client.create = None;
        client.key = (self.rng.u8(..4) > 0).then_some(key);
    }

    fn somebody(&mut self) -> String {
        let members = self.house.as_ref().expect("owned").law.members();
        self.rng.choice(members).unwrap_or_default()
    }

    fn who_waits(&mut self) -> String {
        let waiting = self.house.as_ref().expect("owned").law.waiting();
        match self.rng.choice(waiting) {
            Some(member) => member,
            None => self.somebody(),
        }
    }

    fn act_of_host(&mut self, is_host: bool) -> Value {
        let member = self.somebody();
        let head = self.told.keys().last().copied().unwrap_or(0);
        let some_seq = self.rng.u64(..head + 2);
        match self.rng.u8(..100) {
            0..16 => json!({"type": "settings", "set": self.some_settings()}),
            16..30 => {
                let role = self.rng.choice([
                    "owner",
                    "moderator",
                    "moderator",
                    "member",
                    "reader",
                    "none",
                ]);
                json!({"type": "role", "member": member, "role": role})
            }
            30..42 => self.mint(is_host),
            42..50 => {
                let newest = self.house.as_ref().expect("owned").law.newest_key();
                let key = 1 + self.rng.u64(..newest + 1);
                json!({"type": "revoke", "key": key, "members": self.rng.bool()})
            }
            50..57 => {
                let time = [0, 2, 10][self.rng.usize(..3)];
                json!({"type": "mute", "member": member, "for": time})
            }
            57..65 => {
                let mut remove = json!({"type": "remove", "member": member});
                match self.rng.u8(..4) {
                    0 => remove["ban"] = json!("forever"),
                    1 | 2 => remove["ban"] = json!(self.rng.u32(1..20)),
                    _ => {}
                }
                remove
            }
            65..70 => json!({"type": "restore", "member": member}),
            70..82 => {
                let mut admit = json!({"type": "admit", "member": self.who_waits()});
                if self.rng.bool() {
                    let role = self.rng.choice(["owner", "moderator", "member", "reader"]);
                    admit["role"] = json!(role);
                }
                admit
            }
            82..86 => json!({"type": "deny", "member": self.who_waits()}),
            86..93 => json!({"type": "pin", "seq": some_seq, "on": self.rng.u8(..4) > 0}),
            93..97 => json!({"type": "delete", "seq": some_seq}),
            _ => json!({"type": "report", "seq": some_seq}),
        }
    }

    fn some_settings(&mut self) -> Value {
        let mut set = json!({});
        for _ in 0..self.rng.usize(1..3) {
            let (name, values) = [
                ("access", json!(["open", "read", "ask", "closed"])),
                ("access", json!(["open", "ask"])),
                ("members", json!(["all", "granted"])),
                ("post", json!(["members", "members", "moderators"])),
                ("slow", json!([0, 0, 1, 4])),
                ("history", json!(["all", "since_join"])),
                ("roster", json!(["all", "moderators"])),
                ("title", json!(["", "Tea", "Coffee"])),
            ][self.rng.usize(..8)]
            .clone();
            let values = values.as_array().expect("values").clone();
            set[name] = self.rng.choice(values).expect("some");
        }
        set
    }

    fn mint(&mut self, is_host: bool) -> Value {
        let house = self.house.as_mut().expect("owned");
        house.made_up += 1;
        let secret = secret(house.made_up);
        // Of those that are refused one or the other is given out all the same.
        if is_host || self.rng.u8(..8) == 0 {
            house.secrets.push(secret.clone());
        }
        let hash = KeyHash::of_secret(&secret).expect("a key").to_string();
        let role = self
            .rng
            .choice(["owner", "moderator", "member", "member", "reader"]);
        let mut mint = json!({"type": "mint", "hash": hash, "role": role});
        if self.rng.bool() {
            mint["uses"] = json!(self.rng.u32(1..3));
        }
        if self.rng.u8(..3) == 0 {
            let expires = self.world.now + ms(self.rng.u64(1_000..15_000));
            mint["expires"] = json!(expires.as_millis());
        }
        if self.rng.u8(..3) == 0 {
            mint["ask"] = json!(true);
        }
        mint
    }

    /// Who is here knows the room as it is; who is not has a reason.
    pub(super) fn check_owned_end(mut self) {
        self.observe();
        let head = self.world.room().log().head();
        let present = self.present_state();
        let replayed = self.replay_from_the_beginning();
        let law = &self.house.as_ref().expect("owned").law;
        note(|| format!("the end: {law:?}"));
        for client in &self.clients {
            let is_here = client.phase == Phase::Live;
            let id = client.id.clone().unwrap_or_default();
            let is_kept_out =
                client.phase == Phase::Waiting || !law.may_come(&id, self.world.now.as_millis());
            assert!(
                is_here || is_kept_out,
                "{} is back: {:?}",
                client.name,
                client.phase
            );
            for (cid, outcome) in &client.outcomes {
                let stored = law.has_event(&id, cid);
                let is_told = *outcome == Outcome::Acknowledged;
                assert_eq!(stored, is_told, "{cid} of {id} is {outcome:?}");
            }
            if is_here {
                self.check_here(client, law, head.number(), &present);
            }
        }
        assert_eq!(seq(law.head()), head, "all events are judged");
        assert_eq!(
            json!(replayed.settings),
            law.settings(),
            "a replay ends at these settings"
        );
        assert_eq!(replayed.pins, law.pins(), "a replay ends at these pins");
    }

    /// What somebody sees in the end who has seen all of it, after the room has slept once more.
    fn replay_from_the_beginning(&mut self) -> Front {
        let house = self.house.as_ref().expect("owned");
        let mut front = Front::default();
        front.apply(&json!({"type": "settings", "set": house.first}));
        self.world.hibernate();
        let log = self.world.room().log();
        let events = log.replay(seq(0), log.head()).expect("the log reads");
        for event in events {
            let event: Value = serde_json::from_str(&encode(&event)).expect("JSON");
            if ["settings", "pinned", "deleted"].contains(&event["type"].as_str().expect("a type"))
            {
                front.apply(&event);
            }
        }
        front
    }

    fn check_here(
        &self,
        client: &Client,
        law: &Law,
        head: u64,
        present: &std::collections::BTreeMap<u64, super::Known>,
    ) {
        let name = &client.name;
        // It says the rest in its time.
        let is_slow = law.settings()["slow"].is_number();
        assert!(
            client.outbox.is_empty() || is_slow,
            "{name} waits for {:?}",
            client.outbox
        );
        assert!(client.asked.is_empty(), "{:?} unanswered", client.asked);
        assert_eq!(client.after, head, "{name} has everything");
        assert_eq!(
            json!(client.front.settings),
            law.settings(),
            "{name}: settings"
        );
        assert_eq!(client.front.pins, law.pins(), "{name}: pins");
        for (seq, known) in &client.messages {
            assert_eq!(present.get(seq), Some(known), "{name} at {seq}");
        }
    }
}

/// The key of this number.
fn secret(number: usize) -> String {
    format!("{number:0>22}")
}
