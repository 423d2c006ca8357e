//! A model of the reference client: outbox, resume, backoff, and the state it builds.
//!
//! It trusts nothing: anything a server sends that the contract forbids is a panic.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use alcove::time::Timestamp;
use serde_json::{Value, json};

use super::world::ms;

/// How a frame of the outbox ended.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    /// By its event.
    Acknowledged,
    /// Of a frame that makes no event.
    Done,
    Refused,
}

/// A message as a client knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known {
    pub text: Option<String>,
    pub deleted: bool,
    pub reactions: BTreeMap<String, BTreeSet<String>>,
}

/// Where the client is in the contract.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Phase {
    Offline,
    /// Said hello, waits for the welcome.
    Greeting,
    /// Has knocked, waits to be let in.
    Waiting,
    /// Welcomed; the replay goes up to this seq.
    Catching(u64),
    Live,
}

/// One client.
pub struct Client {
    pub name: String,
    pub phase: Phase,
    pub id: Option<String>,
    token: Option<String>,
    epoch: Option<String>,
    /// Everything up to here has been applied.
    pub after: u64,
    /// Whether there is a state to resume from.
    has_state: bool,
    pub messages: BTreeMap<u64, Known>,
    /// Who is here, as far as the server tells.
    pub roster: Option<BTreeMap<String, String>>,
    /// Frames that are not settled, oldest first.
    pub outbox: VecDeque<(String, Value)>,
    pub outcomes: BTreeMap<String, Outcome>,
    /// Frames that the server asked to send again later.
    pub retry_at: Option<Timestamp>,
    retry: BTreeSet<String>,
    /// Bytes received since the last `seen`.
    unseen: usize,
    sent_cids: u64,
    /// The refs of requests that are not answered.
    pub asked: BTreeSet<String>,
    sent_refs: u64,
    /// Whether the room belongs to somebody, who may refuse what is otherwise granted.
    pub is_guest: bool,
    /// What it shows at the door: a key, and what it would make of an unused room.
    pub key: Option<String>,
    pub create: Option<Value>,
    /// How often it became somebody else.
    lives: u64,
    pub role: String,
    /// How often it has knocked on this socket.
    pub knocks: u32,
    /// Settings and pins by the events that it got, and as the last welcome told.
    pub front: Front,
    told: Front,
}

/// What a room looks like to its members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Front {
    pub settings: BTreeMap<String, Value>,
    pub pins: Vec<u64>,
}

/// What the client sends in answer to a frame.
pub type Replies = Vec<Value>;

impl Client {
    pub fn new(name: String) -> Client {
        Client {
            name,
            phase: Phase::Offline,
            id: None,
            token: None,
            epoch: None,
            after: 0,
            has_state: false,
            messages: BTreeMap::new(),
            roster: None,
            outbox: VecDeque::new(),
            outcomes: BTreeMap::new(),
            retry_at: None,
            retry: BTreeSet::new(),
            unseen: 0,
            sent_cids: 0,
            asked: BTreeSet::new(),
            sent_refs: 0,
            is_guest: false,
            key: None,
            create: None,
            lives: 0,
            role: String::new(),
            knocks: 0,
            front: Front::default(),
            told: Front::default(),
        }
    }

    /// Comes back as somebody whom the room does not know, and who knows nothing of it.
    pub fn is_reborn(&mut self) {
        self.lives += 1;
        self.forget_state();
        (self.id, self.token, self.epoch) = (None, None, None);
        (self.key, self.create) = (None, None);
        // What was not settled is another's.
        self.outbox.clear();
        self.outcomes.clear();
    }

    fn returns_marks(&self) -> bool {
        self.name.ends_with(['0', '2', '4'])
    }

    /// It comes back after having left before anything was said.
    pub fn has_seen_nothing_of(&mut self, epoch: &str) {
        self.epoch = Some(epoch.to_owned());
        self.has_state = true;
    }

    /// The first frame on a new socket.
    pub fn hello(&mut self) -> Value {
        self.phase = Phase::Greeting;
        self.retry_at = None;
        self.knocks = 0;
        let mut hello = json!({"type": "hello", "v": 1, "name": self.name});
        if let Some(token) = &self.token {
            hello["token"] = json!(token);
        }
        if let (Some(epoch), true) = (&self.epoch, self.has_state) {
            hello["epoch"] = json!(epoch);
            hello["after"] = json!(self.after);
        }
        if let Some(key) = &self.key {
            hello["key"] = json!(key);
            hello["cid"] = json!(format!("{}-{}", self.lives, self.name));
        }
        if let Some(settings) = &self.create {
            hello["create"] = json!({ "settings": settings });
        }
        hello
    }

    /// Puts a frame in the outbox; sends it at once if the client is live.
    pub fn post(&mut self, mut frame: Value) -> Replies {
        self.sent_cids += 1;
        let cid = format!("{}-{}", self.name.replace(' ', "_"), self.sent_cids);
        frame["cid"] = json!(cid);
        self.outbox.push_back((cid, frame.clone()));
        if self.phase == Phase::Live {
            vec![frame]
        } else {
            vec![]
        }
    }

    /// A request for a page: of messages and of the roster in turn.
    pub fn request(&mut self) -> Value {
        self.sent_refs += 1;
        let reference = format!("r-{}", self.sent_refs);
        self.asked.insert(reference.clone());
        let kind = ["history", "members"][self.sent_refs as usize % 2];
        json!({"type": kind, "ref": reference})
    }

    /// A reload without storage for the room's state: only identity and outbox are left.
    pub fn forget_state(&mut self) {
        self.has_state = false;
        self.messages.clear();
    }

    pub fn lost_socket(&mut self) {
        self.phase = Phase::Offline;
        self.roster = None;
        self.asked.clear();
    }

    /// One server frame.
    pub fn receive(&mut self, now: Timestamp, frame: &str) -> Replies {
        let events: Vec<Value> = serde_json::from_str(frame).expect("an array of events");
        assert!(!events.is_empty(), "no empty frames");
        let mut replies = Vec::new();
        for event in &events {
            replies.extend(self.event(now, event));
        }
        self.unseen += frame.len();
        if self.unseen > 8_000 && !matches!(self.phase, Phase::Greeting | Phase::Waiting) {
            self.unseen = 0;
            replies.push(json!({"type": "seen", "seq": self.after}));
        }
        replies
    }

    fn event(&mut self, now: Timestamp, event: &Value) -> Replies {
        if let Some(reference) = event["ref"].as_str() {
            assert!(self.asked.remove(reference), "nobody asked {reference}");
        }
        match event["type"].as_str().expect("a type") {
            "welcome" => return self.welcome(event),
            "knocking" => {
                assert!(matches!(self.phase, Phase::Greeting | Phase::Waiting));
                let you = &event["you"];
                self.id = you["id"].as_str().map(str::to_owned);
                self.token = you["token"].as_str().map(str::to_owned);
                self.phase = Phase::Waiting;
            }
            "message" | "edited" | "deleted" | "reacted" | "settings" | "role" | "pinned"
            | "muted" | "removed" | "restored" | "revoked" => return self.log_event(event),
            "you" => self.role = event["role"].as_str().expect("a role").to_owned(),
            "keys" | "done" | "reported" => {
                if let Some(cid) = event["cid"].as_str()
                    && self.outbox.iter().any(|(waiting, _)| waiting == cid)
                {
                    self.settle(cid, Outcome::Done);
                }
            }
            "desk" | "knock" => {}
            "history" => {
                for message in event["events"].as_array().expect("events") {
                    let seq = message["seq"].as_u64().expect("seq");
                    self.messages.insert(seq, known(message));
                }
            }
            "join" => self.roster_change(event, true),
            "leave" => self.roster_change(event, false),
            // From here on only the count is told.
            "presence" => self.roster = None,
            "error" => return self.error(now, event),
            // Half of the clients know of no marks.
            "mark" if self.returns_marks() => {
                let n = event["n"]
                    .as_u64()
                    .filter(|n| *n < 1 << 53)
                    .expect("a number");
                return vec![json!({"type": "seen", "seq": self.after, "n": n})];
            }
            "typing" | "members" | "renamed" | "mark" => {}
            other => panic!("no event {other}"),
        }
        Vec::new()
    }

    fn welcome(&mut self, event: &Value) -> Replies {
        let has_waited = self.phase == Phase::Waiting;
        assert!(
            has_waited || self.phase == Phase::Greeting,
            "one welcome for one hello"
        );
        let text = |value: &Value| value.as_str().expect("text").to_owned();
        let id = text(&event["you"]["id"]);
        if let (Some(before), Some(_)) = (&self.id, &self.token) {
            assert_eq!(*before, id, "a token keeps its member");
        }
        self.id = Some(id);
        self.token = Some(text(&event["you"]["token"]));
        let epoch = text(&event["epoch"]);
        let head = event["seq"].as_u64().expect("seq");
        let recovered = event["recovered"] == true;
        // The past may be hidden, or gone; and who was let in begins anew.
        let may_refuse = has_waited
            || ["history", "keep"].iter().any(|name| {
                self.is_guest && event["settings"][name].is_string() || event["first"].is_number()
            });
        assert!(
            recovered == self.has_state || (may_refuse && !recovered),
            "a valid resume is never refused, nor made up"
        );
        self.role = event["you"]["role"].as_str().unwrap_or_default().to_owned();
        self.told = Front::of(event);
        if !recovered {
            self.messages.clear();
            self.after = head;
            self.has_state = true;
            self.front = self.told.clone();
        }
        // It has been used to create, or somebody was quicker.
        self.create = None;
        assert!(head >= self.after, "the log never shrinks");
        self.epoch = Some(epoch);
        self.roster = event["members"].as_array().map(|members| {
            let member = |m: &Value| (text(&m["id"]), text(&m["name"]));
            members.iter().map(member).collect()
        });
        self.phase = Phase::Catching(head);
        self.caught_up()
    }

    /// Once the replay is through, what is still in the outbox is sent again.
    fn caught_up(&mut self) -> Replies {
        match self.phase {
            Phase::Catching(head) if self.after >= head => {
                self.phase = Phase::Live;
                if self.is_guest {
                    assert_eq!(
                        self.front, self.told,
                        "{}: a replay ends at what is",
                        self.name
                    );
                }
                self.resend()
            }
            _ => Vec::new(),
        }
    }

    /// A new socket: nothing is known of anything in the outbox.
    fn resend(&mut self) -> Replies {
        self.retry_at = None;
        self.retry.clear();
        self.outbox.iter().map(|(_, frame)| frame.clone()).collect()
    }

    /// The time has come to send again what the server asked to have later. Not more: a copy of
    /// what is still under way could be judged differently.
    pub fn retry(&mut self) -> Replies {
        self.retry_at = None;
        let retry = std::mem::take(&mut self.retry);
        let again = self.outbox.iter().filter(|(cid, _)| retry.contains(cid));
        again.map(|(_, frame)| frame.clone()).collect()
    }

    fn log_event(&mut self, event: &Value) -> Replies {
        let seq = event["seq"].as_u64().expect("seq");
        if event["from"]["id"].as_str() == self.id.as_deref() {
            let cid = event["cid"].as_str().expect("cid").to_owned();
            self.settle(&cid, Outcome::Acknowledged);
        }
        if seq <= self.after {
            // The answer to a resend, which says nothing new.
            return Vec::new();
        }
        assert_eq!(seq, self.after + 1, "{} must not miss an event", self.name);
        self.after = seq;
        self.apply(event);
        self.caught_up()
    }

    fn apply(&mut self, event: &Value) {
        let seq = event["seq"].as_u64().expect("seq");
        match event["type"].as_str() {
            Some("message") => {
                self.messages.insert(seq, known(event));
                return;
            }
            Some("settings" | "pinned" | "deleted") => self.front.apply(event),
            Some("role" | "muted" | "removed" | "restored" | "revoked") => return,
            _ => {}
        }
        if event["target"].is_null() {
            return;
        }
        let target = event["target"].as_u64().expect("target");
        let Some(message) = self.messages.get_mut(&target) else {
            return;
        };
        match event["type"].as_str() {
            Some("edited") if event["deleted"] != true && event["text"] != Value::Null => {
                message.text = event["text"].as_str().map(str::to_owned);
            }
            Some("deleted") => {
                *message = Known {
                    deleted: true,
                    ..Known::default()
                }
            }
            Some("reacted") if !message.deleted => {
                let emoji = event["emoji"].as_str().expect("emoji").to_owned();
                let who = event["from"]["id"].as_str().expect("id").to_owned();
                let members = message.reactions.entry(emoji.clone()).or_default();
                match event["on"].as_bool().expect("on") {
                    true => members.insert(who),
                    false => members.remove(&who),
                };
                if members.is_empty() {
                    message.reactions.remove(&emoji);
                }
            }
            _ => {}
        }
    }

    fn roster_change(&mut self, event: &Value, joins: bool) {
        let id = event["member"]["id"].as_str().expect("id").to_owned();
        let name = event["member"]["name"].as_str().expect("name").to_owned();
        let Some(roster) = &mut self.roster else {
            return;
        };
        if self.id.as_ref() == Some(&id) {
            // The welcome said so already. Who is sent away sees the leave, and the reason next.
            assert!(
                self.is_guest || (joins && roster.contains_key(&id)),
                "nobody sees itself leave"
            );
            if !joins {
                roster.remove(&id);
            }
            return;
        }
        if joins {
            assert!(roster.insert(id, name).is_none(), "nobody joins twice");
        } else {
            assert!(
                roster.remove(&id).is_some(),
                "nobody leaves who was not here"
            );
        }
        assert_eq!(event["count"], roster.len(), "the count is of the roster");
    }

    fn error(&mut self, now: Timestamp, event: &Value) -> Replies {
        let code = event["code"].as_str().expect("code");
        if code == "name_taken" {
            // By the ghost of a socket whose welcome never came, or by who tried it before it was
            // reserved: whether that may be is for the simulation to say.
            assert_eq!(self.phase, Phase::Greeting);
            let suggestion = event["suggestion"].as_str().map(str::to_owned);
            // Of another who waits there is none.
            let own = self
                .is_guest
                .then(|| format!("w{} {now:?}", self.name.len()));
            self.name = suggestion.or(own).expect("suggestion");
            return vec![self.hello()];
        }
        if code == "key_invalid" && event["cid"].is_null() {
            assert!(self.is_guest && self.phase == Phase::Greeting);
            (self.key, self.create) = (None, None);
            return vec![self.hello()];
        }
        let cid = event["cid"].as_str().map(str::to_owned);
        let retryable = event["retryable"] == true;
        // A key may have to end before the frame that makes it arrives.
        let is_late = self.outbox.iter().any(|(waiting, frame)| {
            cid.as_ref() == Some(waiting) && frame["expires"].as_u64() <= Some(now.as_millis())
        });
        assert!(
            !matches!(code, "bad_frame" | "bad_hello" | "cid_invalid") || is_late,
            "an honest client never earns {code}"
        );
        match cid {
            Some(_) if retryable => {
                let wait = event["retry_after_ms"].as_u64().unwrap_or(1_000);
                self.retry_at = Some(now + ms(wait));
                self.retry.extend(cid);
            }
            Some(cid) => self.settle(&cid, Outcome::Refused),
            None => {}
        }
        Vec::new()
    }

    fn settle(&mut self, cid: &str, outcome: Outcome) {
        self.outbox.retain(|(waiting, _)| waiting != cid);
        if let Some(before) = self.outcomes.insert(cid.to_owned(), outcome) {
            // The end of a key is told by all keys, and by an event where somebody lost a grant.
            let is_both = (before, outcome) == (Outcome::Done, Outcome::Acknowledged);
            assert!(is_both || before == outcome, "{cid} cannot end in two ways");
        }
    }
}

impl Front {
    fn of(welcome: &Value) -> Front {
        let settings = welcome["settings"].as_object().into_iter().flatten();
        let pinned = welcome["pinned"].as_array().into_iter().flatten();
        Front {
            settings: settings
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            pins: pinned
                .filter_map(|message| message["seq"].as_u64())
                .collect(),
        }
    }

    pub fn apply(&mut self, event: &Value) {
        let target = event["target"].as_u64();
        match event["type"].as_str() {
            Some("pinned") if event["on"] == true => self.pins.extend(target),
            Some("pinned" | "deleted") => self.pins.retain(|pin| Some(*pin) != target),
            _ => {
                for (name, value) in event["set"].as_object().into_iter().flatten() {
                    let is_default = match value.as_str() {
                        Some(text) => ["", "open", "all", "members"].contains(&text),
                        None => value.as_u64() == Some(0),
                    };
                    match is_default {
                        true => self.settings.remove(name),
                        false => self.settings.insert(name.clone(), value.clone()),
                    };
                }
            }
        }
    }
}

/// A message event or page entry as a state.
fn known(event: &Value) -> Known {
    let mut reactions = BTreeMap::new();
    if let Some(emojis) = event["reactions"].as_object() {
        for (emoji, members) in emojis {
            let ids = members.as_array().expect("members").iter();
            let ids = ids.map(|id| id.as_str().expect("id").to_owned()).collect();
            reactions.insert(emoji.clone(), ids);
        }
    }
    Known {
        text: event["text"].as_str().map(str::to_owned),
        deleted: event["deleted"] == true,
        reactions,
    }
}
