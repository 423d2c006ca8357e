//! A room and those around it, as a test of rooms that have an owner needs them.

use std::collections::BTreeMap;

use alcove::limits::Limits;
use alcove::model::{AccountTag, KeyHash, MemberId, Seq, SessionId};
use alcove::room::{Act, Outcome, Unimported};
use alcove::time::Timestamp;
use serde_json::{Value, json};

use crate::world::{Delivery, Span, What, World};

/// A room with people at it, each known by a name of the test's own.
pub struct Table {
    pub world: World,
    sessions: BTreeMap<&'static str, SessionId>,
    tokens: BTreeMap<&'static str, String>,
    ids: BTreeMap<&'static str, String>,
    networks: BTreeMap<&'static str, String>,
    /// What came to each since it was last looked at.
    got: BTreeMap<SessionId, Vec<Value>>,
    closed: BTreeMap<SessionId, u16>,
    cids: u32,
}

/// A key out of a short word.
pub fn key(word: &str) -> String {
    format!("{word:A<22}")
}

pub fn hash(key: &str) -> String {
    KeyHash::of_secret(key).expect("a key").to_string()
}

impl Table {
    pub fn new() -> Table {
        Table::of(Limits::default())
    }

    /// With other limits.
    pub fn of(limits: Limits) -> Table {
        Table::around(World::new(limits))
    }

    /// Around another room.
    pub fn around(world: World) -> Table {
        Table {
            world,
            sessions: BTreeMap::new(),
            tokens: BTreeMap::new(),
            ids: BTreeMap::new(),
            networks: BTreeMap::new(),
            got: BTreeMap::new(),
            closed: BTreeMap::new(),
            cids: 0,
        }
    }

    /// A room that Ana owns, with these settings.
    pub fn owned(settings: Value) -> Table {
        Table::owned_of(Limits::default(), settings)
    }

    /// The same with other limits.
    pub fn owned_of(limits: Limits, settings: Value) -> Table {
        let mut table = Table::of(limits);
        let welcome = table.comes(
            "ana",
            json!({"key": key("owner"), "create": {"settings": settings}}),
        );
        assert_eq!(welcome["you"]["role"], "owner", "{welcome}");
        table
    }

    /// Opens a socket, says hello with these fields, and returns the first answer to it.
    pub fn comes(&mut self, who: &'static str, fields: Value) -> Value {
        let (session, heard) = self.world.open();
        self.keep(heard);
        self.sessions.insert(who, session);
        self.says_hello(who, fields)
    }

    /// Comes signed in with an account.
    pub fn comes_as(&mut self, who: &'static str, account: AccountTag, fields: Value) -> Value {
        self.opens_as(who, account);
        self.says_hello(who, fields)
    }

    /// The same, and says nothing yet.
    pub fn opens_as(&mut self, who: &'static str, account: AccountTag) {
        self.opens_as_of(who, account, self.world.now);
    }

    /// The same, but the account said so at this time.
    pub fn opens_as_of(&mut self, who: &'static str, account: AccountTag, at: Timestamp) {
        let (session, heard) = self.world.open_as(None, Some((account, at)), None);
        self.keep(heard);
        self.sessions.insert(who, session);
    }

    /// Opens a socket by a page of this origin.
    pub fn opens_from_page(&mut self, who: &'static str, origin: Option<&str>) {
        let (session, heard) = self.world.open_as(None, None, origin);
        self.keep(heard);
        self.sessions.insert(who, session);
    }

    /// Another room, or an account, writes to this one; returns how that ended.
    pub fn writes(&mut self, body: &Value) -> Option<String> {
        let (answer, heard) = self.world.receive(&body.to_string());
        self.keep(heard);
        self.passes(500);
        answer
    }

    /// Opens a socket, and says nothing yet.
    pub fn opens(&mut self, who: &'static str) {
        let (session, heard) = self.world.open();
        self.keep(heard);
        self.sessions.insert(who, session);
    }

    /// Comes from a network.
    pub fn comes_from(&mut self, who: &'static str, network: &str, fields: Value) -> Value {
        let (session, heard) = self.world.open_from(Some(network));
        self.keep(heard);
        self.sessions.insert(who, session);
        self.networks.insert(who, network.to_owned());
        self.says_hello(who, fields)
    }

    /// Comes back by its token, from the network it came from.
    pub fn returns(&mut self, who: &'static str) -> Value {
        let (token, network) = (self.token(who), self.networks[who].clone());
        self.comes_from(who, &network, json!({ "token": token }))
    }

    /// Everybody who came from a network.
    pub fn people(&self) -> Vec<&'static str> {
        self.networks.keys().copied().collect()
    }

    /// What its sockets keep is as an earlier version wrote it, which knew no source.
    pub fn forgets_sources(&mut self) {
        for session in self.sessions.values() {
            let text = self.world.attachment(*session).expect("an attachment");
            let mut kept: Value = serde_json::from_str(text).expect("JSON");
            let source = kept.as_object_mut().and_then(|kept| kept.remove("source"));
            assert!(source.is_some(), "{text}");
            self.world.set_attachment(*session, &kept.to_string());
        }
    }

    /// The operator does something.
    pub fn operates(&mut self, act: Act) -> Outcome {
        let heard = self.world.operate(act);
        self.keep(heard);
        self.world.answered.expect("an answer")
    }

    /// A letter that the room has sent ends: by an answer, or by none.
    pub fn delivers(&mut self, id: u64, answer: Option<&str>) {
        let heard = self.world.delivered(id, answer.map(str::to_owned));
        self.keep(heard);
        self.passes(500);
    }

    /// Its socket goes.
    pub fn leaves(&mut self, who: &'static str) {
        let heard = self.world.drop_socket(self.sessions[who]);
        self.keep(heard);
    }

    /// Sends a frame, and lets no time pass.
    pub fn sends_only(&mut self, who: &'static str, frame: Value) {
        let heard = self.world.frame(self.sessions[who], frame.to_string());
        self.keep(heard);
    }

    /// Says hello, again perhaps, and returns the first answer to it.
    pub fn says_hello(&mut self, who: &'static str, fields: Value) -> Value {
        let mut hello = json!({"type": "hello", "v": 1, "name": who});
        merge(&mut hello, fields);
        let mut answers = self.sends(who, hello).into_iter();
        let answer = answers.next().unwrap_or_default();
        self.got.insert(self.sessions[who], answers.collect());
        let you = &answer["you"];
        if let (Some(token), Some(id)) = (you["token"].as_str(), you["id"].as_str()) {
            self.tokens.insert(who, token.to_owned());
            self.ids.insert(who, id.to_owned());
        }
        answer
    }

    /// Comes back by its token.
    pub fn comes_back(&mut self, who: &'static str, fields: Value) -> Value {
        let mut all = json!({"token": self.tokens[who]});
        merge(&mut all, fields);
        self.comes(who, all)
    }

    /// Sends a frame as it is, and returns what comes to the sender.
    pub fn sends(&mut self, who: &'static str, frame: Value) -> Vec<Value> {
        self.sends_text(who, &frame.to_string())
    }

    /// The same of what may be no JSON.
    pub fn sends_text(&mut self, who: &'static str, frame: &str) -> Vec<Value> {
        self.gets(who);
        let heard = self.world.frame(self.sessions[who], frame);
        self.keep(heard);
        self.passes(500);
        self.gets(who)
    }

    pub fn sends_both(&mut self, who: &'static str, a: Value, b: Value) {
        let h = self.world.frame(self.sessions[who], a.to_string());
        self.keep(h);
        let h = self.world.frame(self.sessions[who], b.to_string());
        self.keep(h);
    }
    /// Sends a frame of its own `cid`, unless it has one, and returns what answers it: the event, the reply or the error.
    pub fn does(&mut self, who: &'static str, fields: Value) -> Value {
        self.cids += 1;
        let cid = format!("c{}", self.cids);
        let mut frame = json!({ "cid": cid });
        merge(&mut frame, fields);
        let cid = frame["cid"].clone();
        let answers = self.sends(who, frame);
        let answer = answers.iter().find(|event| event["cid"] == cid);
        answer.cloned().unwrap_or_default()
    }

    /// The same, for the code of the error.
    pub fn code(&mut self, who: &'static str, fields: Value) -> String {
        let answer = self.does(who, fields);
        answer["code"].as_str().unwrap_or("none").to_owned()
    }

    /// What came to somebody since it was last looked at.
    pub fn gets(&mut self, who: &'static str) -> Vec<Value> {
        self.got.remove(&self.sessions[who]).unwrap_or_default()
    }

    /// The first event of a type among that.
    pub fn gets_a(&mut self, who: &'static str, kind: &str) -> Value {
        let events = self.gets(who);
        let event = events.iter().find(|event| event["type"] == kind);
        event.cloned().unwrap_or_default()
    }

    /// The room as a file.
    pub fn export(&mut self) -> String {
        let room = self.world.room();
        let mut piece = room.export(Seq::default());
        let mut file = room.export_lines(&mut piece).expect("the log can be read");
        while piece.next("").is_some() {
            file += &room.export_lines(&mut piece).expect("the log can be read");
        }
        file
    }

    /// A file comes into the room, from one of its members.
    pub fn import(&mut self, by: &'static str, file: &str) -> Result<Seq, Unimported> {
        let id = MemberId::parse(&self.ids[by]).expect("an id");
        let (imported, heard) = self.world.import(id, file.as_bytes());
        self.keep(heard);
        imported
    }

    /// With which code its socket was closed, if it was.
    pub fn closed(&self, who: &'static str) -> Option<u16> {
        self.closed.get(&self.sessions[who]).copied()
    }

    pub fn id(&self, who: &'static str) -> String {
        self.ids[who].clone()
    }

    pub fn session(&self, who: &'static str) -> SessionId {
        self.sessions[who]
    }

    pub fn token(&self, who: &'static str) -> String {
        self.tokens[who].clone()
    }

    /// The sockets of these send a bare ping.
    pub fn pings(&mut self, who: &[&'static str]) {
        for who in who {
            self.world.ping(self.sessions[who]);
        }
    }

    pub fn passes(&mut self, time: impl Span) {
        let heard = self.world.pass(time);
        self.keep(heard);
    }

    pub fn keep(&mut self, heard: Vec<Delivery>) {
        for Delivery { to, what } in heard {
            match what {
                What::Frame(frame) => {
                    let events: Vec<Value> = serde_json::from_str(&frame).expect("an array");
                    for id in to {
                        self.got.entry(id).or_default().extend(events.clone());
                    }
                }
                What::Closed(code) => {
                    self.closed.extend(to.into_iter().map(|id| (id, code)));
                }
            }
        }
    }
}

fn merge(into: &mut Value, fields: Value) {
    let (Value::Object(all), Value::Object(fields)) = (into, fields) else {
        panic!("fields are an object");
    };
    all.extend(fields);
}
