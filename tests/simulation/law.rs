//! The laws of a room that belongs to somebody: a small model of who is what, written from the
//! contract and not from the room's code. It reads what is durable after each step, asks of every
//! change who was allowed to make it, and looks at what reaches each socket.

use std::collections::{BTreeMap, BTreeSet};

use alcove::log::{Param, Sql, Value as Cell};
use alcove::model::SessionId;
use alcove::wire::encode;
use serde_json::{Value, json};

use super::world::{World, seq};

/// What somebody is, from least to most. `Nothing` may not be here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Nothing,
    Reader,
    Member,
    Moderator,
    Owner,
}
use Rank::{Member, Moderator, Nothing, Owner, Reader};

impl Rank {
    fn of(name: &str) -> Rank {
        match name {
            "reader" => Reader,
            "member" => Member,
            "moderator" => Moderator,
            "owner" => Owner,
            other => panic!("no role {other}"),
        }
    }

    /// As it is shown beside a name.
    fn shown(self) -> Value {
        match self {
            Owner => json!("owner"),
            Moderator => json!("moderator"),
            _ => Value::Null,
        }
    }
}

/// Somebody who was ever welcomed, or let in.
#[derive(Debug)]
struct Person {
    grant: Option<Rank>,
    /// The key that gave it.
    key: Option<u64>,
    since: u64,
    /// Whether it first came while the room was open to all.
    freely: bool,
    removed: bool,
    muted_until: u64,
    said_at: Option<u64>,
    /// When a key raised it, and what it was until then: what it said before may still be under way.
    raised: Option<(u64, Rank)>,
    /// The event by which it lost its place, as long as it has none.
    lost_at: Option<u64>,
}

#[derive(Debug)]
struct Key {
    role: Rank,
    expires: Option<u64>,
    uses: Option<u64>,
    ask: bool,
    revoked: Option<u64>,
    came: BTreeSet<String>,
}

#[derive(Debug)]
struct Ban {
    until: u64,
    /// The key of limited use that they came by.
    key: Option<u64>,
}

/// How far a socket has come.
#[derive(Debug)]
enum Seat {
    Waits,
    Is(String),
}

#[derive(Debug, Default)]
pub struct Law {
    /// Up to here all events are judged.
    seq: u64,
    looked_at: u64,
    settings: BTreeMap<String, Value>,
    pins: Vec<u64>,
    /// Who wrote each message that is not deleted.
    authors: BTreeMap<u64, String>,
    people: BTreeMap<String, Person>,
    keys: BTreeMap<u64, Key>,
    /// By whom keys were made, and by which frame of theirs.
    minted: BTreeSet<(String, String)>,
    bans: BTreeMap<String, Ban>,
    /// Who waits, and by which key.
    waiting: BTreeMap<String, Option<u64>>,
    admitted: BTreeSet<(String, u64)>,
    /// Who was let in by an owner, by `admit` or by `role`: the event is the same.
    perhaps_by_key: BTreeSet<String>,
    acts: u64,
    events: BTreeMap<(String, String), u64>,
    seats: BTreeMap<SessionId, Seat>,
    ranks: BTreeMap<String, Rank>,
    /// The same before the last step, and whether the settings were others.
    before: BTreeMap<String, Rank>,
    is_changed: bool,
    /// Whoever was sent away, if only once.
    pub expelled: BTreeSet<String>,
}

fn id_of(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

fn number(cell: &Cell) -> Option<u64> {
    match cell {
        Cell::Integer(number) => Some(*number as u64),
        _ => None,
    }
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.to_string(),
        other => panic!("no text: {other:?}"),
    }
}

fn role(cell: &Cell) -> Option<Rank> {
    match cell {
        Cell::Text(name) => Some(Rank::of(name)),
        _ => None,
    }
}

impl Law {
    /// The settings with which the room is created.
    pub fn begins_with(&mut self, settings: &Value) {
        self.set(settings);
    }

    /// Up to here all events are judged.
    pub fn head(&self) -> u64 {
        self.seq
    }

    /// Whether somebody may come in at once, with nothing but what it was.
    pub fn may_come(&self, member: &str, at: u64) -> bool {
        let person = self.people.get(member);
        let visitor = Person {
            freely: self.is_open(),
            ..nobody()
        };
        let back = person.map(|person| Person {
            grant: person.grant,
            freely: person.freely,
            ..nobody()
        });
        let rank = self.rank_of(&back.unwrap_or(visitor));
        rank > Nothing && !self.is_banned(member, at)
    }

    pub fn is_owned(&self) -> bool {
        !self.keys.is_empty()
    }

    pub fn members(&self) -> Vec<String> {
        self.people.keys().cloned().collect()
    }

    pub fn waiting(&self) -> Vec<String> {
        self.waiting.keys().cloned().collect()
    }

    pub fn newest_key(&self) -> u64 {
        self.keys.keys().last().copied().unwrap_or_default()
    }

    pub fn has_event(&self, member: &str, cid: &str) -> bool {
        self.events
            .contains_key(&(member.to_owned(), cid.to_owned()))
    }

    pub fn settings(&self) -> Value {
        json!(self.settings)
    }

    pub fn pins(&self) -> &[u64] {
        &self.pins
    }

    fn setting(&self, name: &str, default: &str) -> String {
        let set = self.settings.get(name).and_then(Value::as_str);
        set.unwrap_or(default).to_owned()
    }

    fn is_open(&self) -> bool {
        self.setting("access", "open") == "open"
    }

    fn rank_of(&self, person: &Person) -> Rank {
        if person.removed {
            return Nothing;
        }
        if let Some(grant) = person.grant {
            return grant;
        }
        let access = self.setting("access", "open");
        let stays = person.freely && self.setting("members", "all") == "all";
        match access.as_str() {
            "open" => Member,
            _ if stays => Member,
            "read" => Reader,
            _ => Nothing,
        }
    }

    /// What a member is now.
    pub fn rank(&self, member: &str) -> Rank {
        let person = self.people.get(member);
        person.map_or(Nothing, |person| self.rank_of(person))
    }

    pub fn is_banned(&self, member: &str, at: u64) -> bool {
        self.bans.get(member).is_some_and(|ban| ban.until > at)
    }

    // ---- what is durable ----

    /// The machine has died with all sockets.
    pub fn crashed(&mut self) {
        self.seats.clear();
    }

    /// Reads what the last step has made durable. A room that has just died is left alone: waking it
    /// is the next step's.
    pub fn observe(&mut self, world: &mut World) {
        if world.is_asleep() || !world.sqlite.has_table("member") {
            return;
        }
        self.before = std::mem::take(&mut self.ranks);
        self.is_changed = false;
        let head = world.durable_head();
        if head > self.seq {
            let events = world.room().log().replay(seq(self.seq), seq(head));
            for event in events.expect("the log reads") {
                let event: Value = serde_json::from_str(&encode(&event)).expect("JSON");
                self.judge(&event);
            }
            self.seq = head;
        }
        if world.sqlite.owned_writes.take() > 0 {
            self.look_at_tables(world);
        }
        let ranks = self.people.iter();
        let ranks = ranks.map(|(id, person)| (id.clone(), self.rank_of(person)));
        self.ranks = ranks.collect();
        self.hold(world);
    }

    /// What holds after every step.
    fn hold(&mut self, world: &World) {
        if !self.is_owned() {
            return;
        }
        assert!(
            self.people
                .values()
                .any(|person| person.grant == Some(Owner)),
            "the last owner stays"
        );
        for (session, seat) in &self.seats {
            if let Seat::Is(member) = seat
                && world.is_open(*session)
            {
                assert!(
                    self.rank(member) > Nothing,
                    "{member} is here at {session:?}, and is nothing"
                );
            }
        }
    }

    fn look_at_tables(&mut self, world: &World) {
        let rows = |sql: &'static str| world.sqlite.query(sql, &[]).expect("rows");
        let now = world.now.as_millis();
        for row in rows(
            "SELECT id, role, expires, uses, ask, by_member, revoked, used, last_used, cid
             FROM access_key ORDER BY id",
        ) {
            let id = number(&row[0]).expect("an id");
            let (of, by) = (role(&row[1]).expect("a role"), text(&row[5]));
            if !self.keys.contains_key(&id) {
                if id > 1 {
                    self.may_make_key(&by, of, "make");
                }
                let frame = (by, text(&row[9]));
                assert!(self.minted.insert(frame), "a frame makes one key: {id}");
                let key = Key {
                    role: of,
                    expires: number(&row[2]),
                    uses: number(&row[3]),
                    ask: number(&row[4]) == Some(1),
                    revoked: None,
                    came: BTreeSet::new(),
                };
                assert!(id > 1 || self.keys.is_empty(), "a room is created once");
                self.keys.insert(id, key);
            }
            let sql = "SELECT member FROM came WHERE key = ?";
            let came = world.sqlite.query(sql, &[Param::Integer(id as i64)]);
            let came: Vec<String> = came
                .expect("rows")
                .iter()
                .map(|row| text(&row[0]))
                .collect();
            let used = number(&row[7]).expect("a count");
            assert_eq!(used, came.len() as u64, "key {id}: a use for each who came");
            for member in came {
                self.came(id, member, number(&row[8]).expect("a time"));
            }
            let key = self.keys.get_mut(&id).expect("inserted");
            key.revoked = number(&row[6]);
        }
        for row in
            rows("SELECT member, role, key, since, came_freely, removed, muted_until FROM member")
        {
            self.look_at_member(&row, now);
        }
        for row in world
            .sqlite
            .query(
                "SELECT id, by_member, act, key FROM audit WHERE id > ? ORDER BY id",
                &[Param::Integer(self.acts as i64)],
            )
            .expect("rows")
        {
            self.acts = number(&row[0]).expect("an id");
            let (by, act) = (text(&row[1]), text(&row[2]));
            let was = self.before.get(&by).copied().unwrap_or(Nothing);
            let rank = self.rank(&by).max(was);
            match act.as_str() {
                "deny" => assert!(rank >= Moderator, "{by} denied as {rank:?}"),
                "revoke" => {
                    let key = number(&row[3]).expect("a key");
                    let of = self.keys[&key].role;
                    let may = rank == Owner || (rank == Moderator && of <= Member);
                    assert!(may, "{by} revoked a key of {of:?} as {rank:?}");
                }
                _ => {}
            }
        }
        let waiting = rows("SELECT member, key FROM knock");
        self.waiting = waiting
            .iter()
            .map(|row| (text(&row[0]), number(&row[1])))
            .collect();
        self.looked_at = now;
    }

    fn may_make_key(&self, by: &str, of: Rank, what: &str) {
        let rank = self.rank(by);
        let may = rank == Owner || (rank == Moderator && of <= Member);
        assert!(may, "{by} may not {what} a key of {of:?} as {rank:?}");
    }

    /// A member came by a key, perhaps for the first time.
    fn came(&mut self, id: u64, member: String, at: u64) {
        let key = &self.keys[&id];
        if key.came.contains(&member) {
            return;
        }
        let revoked = key.revoked.is_some_and(|revoked| at > revoked);
        assert!(!revoked, "{member} came by key {id}, which was revoked");
        let expired = key.expires.is_some_and(|end| at >= end);
        assert!(!expired, "{member} came by key {id}, which has expired");
        let used_up = key.uses.is_some_and(|uses| key.came.len() as u64 >= uses);
        assert!(!used_up, "{member} came by key {id}, which was used up");
        let let_in = self.admitted.contains(&(member.clone(), id));
        assert!(!key.ask || let_in, "{member} came by key {id} unasked");
        let is_barred = |ban: &Ban| ban.key == Some(id) && ban.until > at;
        let barred = key.uses.is_some() && self.bans.values().any(is_barred);
        assert!(
            !barred || let_in,
            "{member} came by a banned one's key {id}"
        );
        let key = self.keys.get_mut(&id).expect("looked up");
        key.came.insert(member);
    }

    /// What is kept of a member has to follow from what it did, and what others did to it.
    fn look_at_member(&mut self, row: &[Cell], now: u64) {
        let member = text(&row[0]);
        let (granted, key) = (role(&row[1]), number(&row[2]));
        let (freely, removed) = (number(&row[4]) == Some(1), number(&row[5]) == Some(1));
        let is_open = self.is_open();
        let is_first = self.people.is_empty();
        let mut person = self.people.remove(&member).unwrap_or(Person {
            freely: is_open,
            ..nobody()
        });
        person.since = number(&row[3]).expect("a seq");
        if person.removed && !removed {
            person.removed = false;
            assert!(!self.is_banned(&member, now), "{member} is back in its ban");
        }
        assert_eq!(
            person.removed, removed,
            "{member} was sent away by no event"
        );
        if person.grant != granted {
            let grant = granted.expect("no grant goes without an event");
            let id = key.expect("no role comes from nowhere");
            let given = &self.keys[&id];
            assert!(
                given.came.contains(&member),
                "{member} has not come by {id}"
            );
            assert_eq!(given.role, grant, "{member} has what its key gives");
            let is_live = given.expires.is_none_or(|end| end > self.looked_at)
                && given.revoked.is_none_or(|end| end >= self.looked_at);
            assert!(is_live || is_first, "{member} got a role of an ended key");
            assert!(Some(grant) > person.grant, "the higher of both counts");
            person.raised = Some((now, self.rank_of(&person)));
            (person.grant, person.key) = (granted, key);
        }
        // An owner's `role` lets in who waits, too, and is no gift of its key.
        let is_perhaps = self.perhaps_by_key.remove(&member);
        if key.is_none() && is_perhaps {
            person.key = None;
        }
        assert_eq!(person.key, key, "{member} holds what another key gave");
        // The settings let in who waited.
        person.freely |= freely && is_open && self.waiting.contains_key(&member);
        assert_eq!(
            person.freely, freely,
            "{member} came while the room was open"
        );
        let muted_until = number(&row[6]).expect("a time");
        assert_eq!(person.muted_until, muted_until, "{member} is muted as told");
        person.lost_at = person.lost_at.filter(|_| self.rank_of(&person) == Nothing);
        self.people.insert(member, person);
    }

    // ---- each event ----

    /// Nobody acts above their role: who was what when this happened?
    fn judge(&mut self, event: &Value) {
        let (from, cid) = (id_of(&event["from"]), event["cid"].as_str().expect("cid"));
        let number = event["seq"].as_u64().expect("seq");
        let at = event["at"].as_u64().expect("at");
        let first = self.events.insert((from.clone(), cid.to_owned()), number);
        assert_eq!(first, None, "{cid} happened twice");
        let rank = self.rank(&from);
        let person = self.people.get(&from);
        let person = person.unwrap_or_else(|| panic!("nobody knows who did {event}"));
        let shown = &event["from"]["role"];
        let was = person.raised.filter(|(raised_at, _)| at <= *raised_at);
        let is_shown = *shown == rank.shown() || was.is_some_and(|(_, was)| *shown == was.shown());
        assert!(is_shown, "{rank:?} is named otherwise in {event}");
        let may = |allowed: bool| assert!(allowed, "{rank:?} may not: {event}");
        let kind = event["type"].as_str().expect("a type");
        let is_muted = person.muted_until > at;
        let to_moderators = self.setting("post", "members") == "moderators";
        let target = event["target"].as_u64().unwrap_or_default();
        match kind {
            "message" | "edited" => {
                may(rank >= Moderator || (rank == Member && !to_moderators));
                may(!is_muted);
            }
            "reacted" => {
                may(rank >= Member || (rank == Reader && to_moderators));
                may(!is_muted);
            }
            "deleted" => may(rank >= Member),
            "settings" => may(rank == Owner),
            _ => may(rank >= Moderator),
        }
        match kind {
            "message" => {
                let slow = self
                    .settings
                    .get("slow")
                    .and_then(Value::as_u64)
                    .unwrap_or(0);
                let said_at = person.said_at;
                let is_slow = said_at.is_none_or(|said_at| at >= said_at + slow * 1_000);
                may(is_slow || rank >= Moderator);
                self.authors.insert(number, from.clone());
                let person = self.people.get_mut(&from).expect("looked up");
                person.said_at = Some(at);
            }
            "edited" => may(self
                .authors
                .get(&target)
                .is_none_or(|author| *author == from)),
            "deleted" => {
                let author = self.authors.remove(&target);
                let author = author.filter(|author| *author != from);
                let others = author.map(|author| self.rank(&author));
                may(others.is_none_or(|other| rank >= Moderator && other < rank));
                self.pins.retain(|pin| *pin != target);
            }
            "pinned" => {
                may(self.authors.contains_key(&target));
                match event["on"] == true {
                    true => self.pins.push(target),
                    false => self.pins.retain(|pin| *pin != target),
                }
                may(self.pins.len() <= 5);
            }
            "settings" => self.set(&event["set"]),
            "revoked" => {
                for member in event["members"].as_array().expect("ids") {
                    let member = member.as_str().expect("an id");
                    let lost = self.people.get_mut(member).expect("somebody");
                    let key = lost.key.take().expect("a key gave it");
                    may(rank == Owner || lost.grant < Some(Moderator));
                    lost.grant = None;
                    let of = self.keys[&key].role;
                    may(rank == Owner || of <= Member);
                }
            }
            "role" => self.judge_role(event, &from, rank),
            "muted" | "removed" | "restored" => {
                let member = id_of(&event["member"]);
                may(self.rank(&member) < rank);
                let target = self.people.get_mut(&member).expect("somebody");
                match kind {
                    "muted" => target.muted_until = event["until"].as_u64().expect("a time"),
                    "restored" => {
                        let ban = self.bans.remove(&member);
                        may(ban.is_some_and(|ban| ban.until > at));
                    }
                    _ => {
                        let key = target.key.take();
                        (target.grant, target.freely, target.removed) = (None, false, true);
                        let until = match &event["until"] {
                            Value::Null => None,
                            Value::Number(until) => until.as_u64(),
                            _ => Some(u64::MAX),
                        };
                        let key = key.filter(|key| self.keys[key].uses.is_some());
                        if let Some(until) = until {
                            self.bans.insert(member, Ban { until, key });
                        }
                    }
                }
            }
            _ => {}
        }
        if !matches!(
            kind,
            "message" | "edited" | "reacted" | "deleted" | "pinned"
        ) {
            self.note_losses(number);
        }
    }

    fn judge_role(&mut self, event: &Value, from: &str, rank: Rank) {
        let may = |allowed: bool| assert!(allowed, "{rank:?} may not: {event}");
        let member = id_of(&event["member"]);
        let granted = event["role"].as_str().filter(|role| *role != "none");
        let granted = granted.map(Rank::of);
        let before = self.rank(&member);
        let knock = self.waiting.remove(&member);
        match knock {
            // Let in, by what those may give who let in.
            Some(key) if before < Owner => {
                may(rank == Owner || granted.is_some_and(|role| role <= Member));
                if rank == Owner {
                    self.perhaps_by_key.insert(member.clone());
                }
                self.admitted.extend(key.map(|key| (member.clone(), key)));
            }
            _ => may(rank == Owner && (before < Owner || member == from)),
        }
        let person = self.people.entry(member).or_insert(nobody());
        (person.grant, person.removed) = (granted, false);
        person.key = knock.flatten().filter(|_| granted.is_some());
    }

    fn set(&mut self, set: &Value) {
        self.is_changed = true;
        for (name, value) in set.as_object().expect("an object") {
            let is_default = matches!(
                (name.as_str(), value.as_str()),
                ("access", Some("open"))
                    | ("members" | "history" | "roster", Some("all"))
                    | ("post", Some("members"))
                    | ("title", Some(""))
            ) || *value == json!(0);
            match is_default {
                true => self.settings.remove(name),
                false => self.settings.insert(name.clone(), value.clone()),
            };
        }
    }

    /// Who has no place any more since this event?
    fn note_losses(&mut self, number: u64) {
        let lost = self.people.iter();
        let lost = lost.filter(|(_, person)| self.rank_of(person) == Nothing);
        let lost: Vec<String> = lost.map(|(id, _)| id.clone()).collect();
        for id in lost {
            self.expelled.insert(id.clone());
            let person = self.people.get_mut(&id).expect("listed");
            person.lost_at.get_or_insert(number);
        }
    }

    // ---- what is seen ----

    /// A frame reaches a socket. Who was not let in sees nothing of the room.
    pub fn sees(&mut self, session: SessionId, events: &[Value], now: u64) {
        for event in events {
            let kind = event["type"].as_str().expect("a type");
            match (kind, self.seats.get(&session)) {
                ("welcome", seat) => {
                    assert!(!matches!(seat, Some(Seat::Is(_))), "one welcome");
                    let member = id_of(&event["you"]);
                    self.welcomes(&member, event, now);
                    self.seats.insert(session, Seat::Is(member));
                }
                ("knocking", seat) => {
                    assert!(!matches!(seat, Some(Seat::Is(_))), "{event}");
                    let fields = event.as_object().expect("an object").keys();
                    let told: Vec<&String> = fields.collect();
                    assert_eq!(
                        told,
                        ["place", "settings", "type", "you"],
                        "no more: {event}"
                    );
                    let told = event["settings"].as_object().expect("an object");
                    let is_front = |name: &String| matches!(name.as_str(), "title" | "topic");
                    assert!(told.keys().all(is_front), "no more: {event}");
                    let member = id_of(&event["you"]);
                    assert!(!self.is_banned(&member, now), "{member} knocks in its ban");
                    self.seats.insert(session, Seat::Waits);
                }
                ("error", _) => {}
                (_, Some(Seat::Is(member))) => self.is_shown(member, kind, event),
                _ => panic!("who was not let in sees {event}"),
            }
        }
    }

    fn welcomes(&self, member: &str, event: &Value, now: u64) {
        let rank = self.rank(member);
        assert!(rank > Nothing, "{member} is let in");
        assert!(!self.is_banned(member, now), "{member} is back in its ban");
        assert_eq!(
            Rank::of(event["you"]["role"].as_str().expect("a role")),
            rank
        );
        assert_eq!(
            event["settings"],
            self.settings(),
            "a replay ends at these settings"
        );
        let pinned = event["pinned"].as_array().expect("messages").iter();
        let pinned: Vec<u64> = pinned
            .filter_map(|message| message["seq"].as_u64())
            .collect();
        let first = event["first"].as_u64().unwrap_or(1);
        let pins: Vec<u64> = self
            .pins
            .iter()
            .copied()
            .filter(|pin| *pin >= first)
            .collect();
        assert_eq!(pinned, pins, "a replay ends at these pins");
        assert_eq!(
            event["desk"].is_object(),
            rank >= Moderator,
            "the desk is for moderators"
        );
        let others = self.hides_roster() && rank < Moderator;
        assert!(
            !(others && event["members"].is_array()),
            "no roster for {rank:?}"
        );
        for other in event["members"].as_array().into_iter().flatten() {
            let is = self.rank(&id_of(other));
            assert_eq!(
                other["role"],
                is.shown(),
                "a replay ends at these roles: {other}"
            );
        }
    }

    fn hides_roster(&self) -> bool {
        self.setting("roster", "all") == "moderators"
    }

    fn is_shown(&self, member: &str, kind: &str, event: &Value) {
        let rank = self.rank(member);
        let was = self.before.get(member).copied().unwrap_or(Nothing);
        if matches!(kind, "keys" | "knock" | "done" | "desk") {
            assert!(rank.max(was) >= Moderator, "{rank:?} sees {event}");
        }
        let is_other = |who: &Value| who["id"] != member;
        if matches!(kind, "join" | "leave" | "renamed") && is_other(&event["member"]) {
            let may = !self.hides_roster() || rank.max(was) >= Moderator || self.is_changed;
            assert!(may, "{rank:?} sees {event}");
        }
        if kind == "members" && !self.is_changed {
            for other in event["members"].as_array().expect("members") {
                let is = self.rank(&id_of(other));
                assert_eq!(other["role"], is.shown(), "the present roles: {other}");
                let may = !self.hides_roster() || rank.max(was) >= Moderator || !is_other(other);
                assert!(may, "{rank:?} sees {event}");
            }
        }
        let Some(person) = self.people.get(member) else {
            panic!("nobody knows {member}");
        };
        let hides = self.setting("history", "all") == "since_join";
        let hides = hides && rank.max(was) < Moderator && !self.is_changed;
        let hidden = if hides { person.since } else { 0 };
        for event in event["events"]
            .as_array()
            .into_iter()
            .flatten()
            .chain([event])
        {
            if let Some(number) = event["seq"].as_u64() {
                assert!(
                    number > hidden,
                    "{member} came at {hidden}, and sees {event}"
                );
                let gone = person.lost_at.is_some_and(|lost_at| number > lost_at);
                assert!(!gone, "{member} is gone, and sees {event}");
            }
        }
    }
}

/// Somebody of whom nothing is known.
fn nobody() -> Person {
    Person {
        grant: None,
        key: None,
        since: 0,
        freely: false,
        removed: false,
        muted_until: 0,
        said_at: None,
        raised: None,
        lost_at: None,
    }
}
