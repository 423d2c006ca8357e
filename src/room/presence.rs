//! Presence: who is here, under which name, and what of that changed in this tick.
//!
//! A member is present while it has a socket, and in grace for a while after. Changes are
//! found by comparing with the state before the tick, so a join and leave cancel out.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use super::owed::Owed;
use super::pairs::Pairs;
use crate::limits::{self, Limits};
use crate::log::GraceRow;
use crate::model::search::Folded;
use crate::model::settings::Audience;
use crate::model::{Author, Listed, MemberId, MemberName, Role, SessionId};
use crate::rate::Bucket;
use crate::time::Timestamp;
use crate::wire::{ServerEvent, encode};

/// Everyone present or in grace.
#[derive(Debug, Default)]
pub(super) struct Presence {
    all: BTreeMap<MemberId, Box<Member>>,
    /// Holder of each name, by [`MemberName::key`].
    names: HashMap<String, MemberId>,
    /// When each grace ends.
    grace: Pairs<Timestamp, MemberId>,
    /// Members that changed in this tick, in that order, with what the others saw of them before it.
    changed: Vec<(MemberId, Option<Seen>)>,
    /// The ids in `changed`.
    noted: HashSet<MemberId>,
    /// Members whose grace began or ended in this tick.
    grace_changed: BTreeSet<MemberId>,
    /// Who has left since the room woke up, the last ones.
    left: VecDeque<(MemberId, MemberName)>,
    /// The count, in a room too large to tell who it is.
    tally: Owed,
}

/// What the others saw of a member: its name, its role, and whether it is verified.
type Seen = (MemberName, Role, bool);

/// What a tick tells of presence, each an event that is encoded already.
#[derive(Debug, Default)]
pub(super) struct News {
    /// To everybody.
    pub broadcast: Vec<String>,
    /// To the sockets of the member itself.
    pub own: Vec<(SessionId, String)>,
}

/// One member of the room.
#[derive(Debug)]
pub(super) struct Member {
    pub name: MemberName,
    /// As the others see it.
    pub role: Role,
    /// What beside a token says who it is.
    pub voucher: Voucher,
    /// Its sockets, the oldest first; empty in grace.
    pub sessions: Vec<SessionId>,
    pub bucket: Bucket,
    /// How often it may still say hello.
    pub hellos: Bucket,
    /// When it was last seen typing.
    pub typed_at: Option<Timestamp>,
    /// When it last sent a message, if it did: known where that is asked, in a room that is slow.
    pub said_at: Option<Option<Timestamp>>,
    /// When its grace ends, if it is in grace.
    grace_until: Option<Timestamp>,
}

/// What beside a token says who a member is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Voucher {
    #[default]
    Nobody,
    /// An account has it.
    Account,
    /// The site around the room says it, and perhaps as what it comes.
    Site(Option<Role>),
}

impl Member {
    fn new(name: MemberName, limits: &Limits, now: Timestamp) -> Member {
        Member {
            name,
            role: Role::default(),
            voucher: Voucher::default(),
            sessions: Vec::new(),
            bucket: Bucket::full(limits.rate(), now),
            hellos: Bucket::full(limits::HELLOS, now),
            typed_at: None,
            said_at: None,
            grace_until: None,
        }
    }

    fn is_verified(&self) -> bool {
        self.voucher != Voucher::Nobody
    }

    fn listed(&self, id: MemberId) -> Listed {
        listed(id, &self.name, self.role, self.is_verified())
    }
}

/// What the others are told.
#[derive(Debug, PartialEq)]
enum PresenceChange {
    Join { member: Listed, count: usize },
    Leave { member: Listed, count: usize },
    Renamed { member: Listed, was: String },
}

impl Presence {
    /// Members present or in grace.
    pub fn count(&self) -> usize {
        self.all.len()
    }

    pub fn get_mut(&mut self, id: MemberId) -> Option<&mut Member> {
        self.all.get_mut(&id).map(Box::as_mut)
    }

    /// The member with its name of now, as others see it.
    pub fn author(&self, id: MemberId) -> Option<Author> {
        self.listed(id).map(|listed| listed.author)
    }

    /// The same as in the list of who is here.
    pub fn listed(&self, id: MemberId) -> Option<Listed> {
        self.all.get(&id).map(|member| member.listed(id))
    }

    /// Up to `limit` members after an id, by id, and whether there are more.
    pub fn page(&self, after: Option<MemberId>, limit: usize) -> (Vec<Listed>, bool) {
        use std::ops::Bound::{Excluded, Unbounded};
        let range = self
            .all
            .range((after.map_or(Unbounded, Excluded), Unbounded));
        let page = range.take(limit + 1);
        let mut page: Vec<Listed> = page.map(|(id, member)| member.listed(*id)).collect();
        let more = page.len() > limit;
        page.truncate(limit);
        (page, more)
    }

    /// Whether a member is present or in grace.
    pub fn is_here(&self, id: MemberId) -> bool {
        self.all.contains_key(&id)
    }

    /// How many sockets a member has.
    pub fn sockets(&self, id: MemberId) -> usize {
        self.all.get(&id).map_or(0, |member| member.sessions.len())
    }

    /// When a member's grace ends, if it is in grace.
    pub fn grace_until(&self, id: MemberId) -> Option<Timestamp> {
        self.all.get(&id)?.grace_until
    }

    /// Who is present or in grace under this name.
    pub fn holder(&self, name: &MemberName) -> Option<MemberId> {
        self.names.get(name.key()).copied()
    }

    /// Who is present or in grace under a name that a search folds to this.
    pub fn bearers(&self, folded: &str) -> Vec<MemberId> {
        let all = self.all.iter();
        let bearers = all.filter(|(_, member)| Folded::text_of(member.name.as_str()) == folded);
        bearers.map(|(id, _)| *id).collect()
    }

    /// A socket says hello as this member, under this (free) name.
    pub fn attach(
        &mut self,
        id: MemberId,
        name: MemberName,
        session: SessionId,
        limits: &Limits,
        now: Timestamp,
    ) {
        self.note(id);
        self.end_grace(id);
        self.names.insert(name.key().to_owned(), id);
        let fresh = || Member::new(name.clone(), limits, now);
        let member = self.all.entry(id).or_insert_with(|| Box::new(fresh()));
        member.sessions.push(session);
        let old = std::mem::replace(&mut member.name, name);
        if old.key() != member.name.key() {
            self.names.remove(old.key());
        }
    }

    /// Forgets when each last sent a message: the room was not slow, or a message was not stored.
    pub fn forget_said(&mut self) {
        for member in self.all.values_mut() {
            member.said_at = None;
        }
    }

    /// Shows a member in another role.
    pub fn set_role(&mut self, id: MemberId, role: Role) {
        if let Some(member) = self.all.get_mut(&id) {
            member.role = role;
        }
    }

    /// From now on this says who a member is.
    pub fn vouch(&mut self, id: MemberId, voucher: Voucher) {
        self.note(id);
        self.restore_voucher(id, voucher);
    }

    /// The same of one that was so before the room fell asleep.
    pub fn restore_voucher(&mut self, id: MemberId, voucher: Voucher) {
        if let Some(member) = self.all.get_mut(&id) {
            member.voucher = voucher;
        }
    }

    /// What says who a member is that is here.
    pub fn voucher(&self, id: MemberId) -> Voucher {
        let member = self.all.get(&id);
        member.map_or(Voucher::Nobody, |member| member.voucher)
    }

    /// As what the site around the room lets a member in that is here.
    pub fn lent(&self, id: MemberId) -> Option<Role> {
        match self.voucher(id) {
            Voucher::Site(role) => role,
            Voucher::Nobody | Voucher::Account => None,
        }
    }

    /// Gives a member another (free) name.
    pub fn rename(&mut self, id: MemberId, name: MemberName) {
        self.note(id);
        if let Some(member) = self.all.get_mut(&id) {
            self.names.remove(member.name.key());
            self.names.insert(name.key().to_owned(), id);
            member.name = name;
        }
    }

    /// A socket of a member has gone; the last one begins the grace.
    pub fn detach(&mut self, id: MemberId, session: SessionId, grace_until: Timestamp) {
        let Some(member) = self.all.get_mut(&id) else {
            return;
        };
        member.sessions.retain(|other| *other != session);
        if member.sessions.is_empty() && member.grace_until.is_none() {
            member.grace_until = Some(grace_until);
            self.grace.insert(grace_until, id);
            self.grace_changed.insert(id);
        }
    }

    /// The sockets of all members of a kind.
    pub fn sessions_of(&self, is_meant: impl Fn(&Member) -> bool) -> Vec<SessionId> {
        let meant = self.all.values().filter(|member| is_meant(member));
        meant.flat_map(|member| member.sessions.clone()).collect()
    }

    /// Everyone present or in grace.
    pub fn ids(&self) -> Vec<MemberId> {
        self.all.keys().copied().collect()
    }

    /// Lets a member without a socket leave at once.
    pub fn dismiss(&mut self, id: MemberId) {
        self.note(id);
        self.end_grace(id);
        if let Some(member) = self.all.remove(&id) {
            self.names.remove(member.name.key());
            self.left.push_back((id, member.name));
            if self.left.len() > limits::LEFT_REMEMBERED {
                self.left.pop_front();
            }
        }
    }

    /// Under which name somebody has left not long ago.
    pub fn left(&self, id: MemberId) -> Option<&MemberName> {
        let mut left = self.left.iter().rev();
        left.find(|(other, _)| *other == id).map(|(_, name)| name)
    }

    /// When the next grace ends.
    pub fn next_leave(&self) -> Option<Timestamp> {
        self.grace.first().map(|(until, _)| until)
    }

    /// Removes everyone whose grace has ended.
    pub fn expire(&mut self, now: Timestamp) {
        while let Some((until, id)) = self.grace.first()
            && until <= now
        {
            self.dismiss(id);
        }
    }

    /// The members as they are after a wipe: nobody is here.
    pub fn clear(&mut self) {
        let mut tally = self.tally;
        tally.settle();
        *self = Presence {
            tally,
            ..Presence::default()
        };
    }

    /// When the count that is owed may be told, if one is.
    pub fn count_due(&self) -> Option<Timestamp> {
        self.tally.due(limits::PRESENCE_INTERVAL)
    }

    /// Joins, leaves and new names since the last tick, or a count in a room too large for them.
    #[inline(never)]
    pub fn news(&mut self, now: Timestamp, roster: usize, audience: Audience) -> News {
        let mut news = News::default();
        let changes = self.take_changes();
        let count = self.count();
        if audience == Audience::Moderators {
            self.tell_hosts(changes, &mut news);
            self.tell_count(now, &mut news);
            return news;
        }
        // Many at once are told as a number: each would be an event for everybody.
        if count.max(changes.len()) <= roster {
            self.tally.settle();
            for change in changes {
                // The broadcast goes to those who were here: who joins sees it, too.
                let joins = matches!(change, PresenceChange::Join { .. });
                let event = self.tell_itself(change, joins, &mut news);
                news.broadcast.push(event);
            }
            return news;
        }
        for change in changes {
            // The others are not told, but who asked for a name has to know.
            let renames = matches!(change, PresenceChange::Renamed { .. });
            if !renames {
                self.tally.owe();
            }
            self.tell_itself(change, renames, &mut news);
        }
        self.tell_count(now, &mut news);
        news
    }

    /// Who is here is for moderators alone; the others are told a number, and of themselves.
    fn tell_hosts(&mut self, changes: Vec<PresenceChange>, news: &mut News) {
        let hosts = match changes.is_empty() {
            true => Vec::new(),
            false => self.sessions_of(|member| member.role.is_host()),
        };
        for change in changes {
            let renames = matches!(change, PresenceChange::Renamed { .. });
            if !renames {
                self.tally.owe();
            }
            let mut own = News::default();
            let event = self.tell_itself(change, renames, &mut own);
            let others = own.own.into_iter().filter(|(id, _)| !hosts.contains(id));
            news.own.extend(others);
            let to_hosts = hosts.iter().map(|id| (*id, event.clone()));
            news.own.extend(to_hosts);
        }
    }

    /// Tells everybody the count, if that is owed and it is time.
    fn tell_count(&mut self, now: Timestamp, news: &mut News) {
        if self.tally.take(now, limits::PRESENCE_INTERVAL) {
            let count = self.count();
            news.broadcast
                .push(encode(&ServerEvent::Presence { count }));
        }
    }

    /// Encodes a change, and if `told` sends it to the sockets of the member itself.
    fn tell_itself(&self, change: PresenceChange, told: bool, news: &mut News) -> String {
        let (PresenceChange::Join { member, .. }
        | PresenceChange::Leave { member, .. }
        | PresenceChange::Renamed { member, .. }) = &change;
        let member = self.all.get(&member.author.id).filter(|_| told);
        let event = encode_presence(change);
        for id in member.iter().flat_map(|member| &member.sessions) {
            news.own.push((*id, event.clone()));
        }
        event
    }

    /// Who types, as events.
    pub fn typing(&self, typing: &[MemberId]) -> Vec<String> {
        let authors = typing.iter().filter_map(|id| self.author(*id));
        authors
            .map(|from| encode(&ServerEvent::Typing { from }))
            .collect()
    }

    /// Events for those alone who look after the room.
    pub fn to_hosts(&self, events: Vec<String>) -> Vec<(SessionId, String)> {
        let hosts = match events.is_empty() {
            true => Vec::new(),
            false => self.sessions_of(|member| member.role.is_host()),
        };
        let to_each = |event: String| hosts.iter().map(move |id| (*id, event.clone()));
        events.into_iter().flat_map(to_each).collect()
    }

    /// True if someone joined, left or changed name since the last tick.
    pub fn has_changes(&self) -> bool {
        !self.changed.is_empty() || !self.grace_changed.is_empty()
    }

    /// What changed since the last tick.
    fn take_changes(&mut self) -> Vec<PresenceChange> {
        let changed = std::mem::take(&mut self.changed);
        self.noted.clear();
        let is_here = |id| self.all.contains_key(id);
        // Steps of the count from the one before the tick to the one now.
        let mut count = self.all.len();
        for (id, before) in &changed {
            match (before, is_here(id)) {
                (None, true) => count -= 1,
                (Some(_), false) => count += 1,
                _ => {}
            }
        }
        let mut changes = Vec::new();
        for (id, before) in changed {
            match (before, self.listed(id)) {
                (None, Some(member)) => {
                    count += 1;
                    changes.push(PresenceChange::Join { member, count });
                }
                (Some((name, role, is_verified)), None) => {
                    count -= 1;
                    let member = listed(id, &name, role, is_verified);
                    changes.push(PresenceChange::Leave { member, count });
                }
                (Some((was, _, was_verified)), Some(member))
                    if was.as_str() != member.author.name || was_verified != member.is_verified =>
                {
                    let was = was.as_str().to_owned();
                    changes.push(PresenceChange::Renamed { member, was });
                }
                _ => {}
            }
        }
        changes
    }

    /// Whose grace began, and whose ended, since the last tick.
    pub fn take_grace_changes(&mut self) -> (Vec<GraceRow>, Vec<MemberId>) {
        let (mut entered, mut left) = (Vec::new(), Vec::new());
        for id in std::mem::take(&mut self.grace_changed) {
            match self.all.get(&id).and_then(|m| Some((m, m.grace_until?))) {
                Some((member, until)) => entered.push(GraceRow {
                    member: id,
                    name: member.name.clone(),
                    until,
                    lent: match member.voucher {
                        Voucher::Site(role) => Some(role),
                        Voucher::Nobody | Voucher::Account => None,
                    },
                }),
                None => left.push(id),
            }
        }
        (entered, left)
    }

    /// Puts a member back who was in grace when the room fell asleep. One who is present again
    /// only has a row that is out of date.
    pub fn restore_grace(&mut self, row: GraceRow, limits: &Limits, now: Timestamp) {
        if self.all.contains_key(&row.member) || self.names.contains_key(row.name.key()) {
            self.grace_changed.insert(row.member);
            return;
        }
        self.names.insert(row.name.key().to_owned(), row.member);
        self.grace.insert(row.until, row.member);
        let member = Member {
            voucher: row.lent.map_or(Voucher::Nobody, Voucher::Site),
            grace_until: Some(row.until),
            ..Member::new(row.name, limits, now)
        };
        self.all.insert(row.member, Box::new(member));
    }

    /// After a restore nothing has changed: everyone was here before.
    pub fn forget_changes(&mut self) {
        self.changed.clear();
        self.noted.clear();
    }

    /// Remembers a member's state before its first change of this tick.
    fn note(&mut self, id: MemberId) {
        if self.noted.insert(id) {
            let before = self.all.get(&id);
            let before =
                before.map(|member| (member.name.clone(), member.role, member.is_verified()));
            self.changed.push((id, before));
        }
    }

    fn end_grace(&mut self, id: MemberId) {
        if let Some(member) = self.all.get_mut(&id)
            && let Some(until) = member.grace_until.take()
        {
            self.grace.remove(until, id);
            self.grace_changed.insert(id);
        }
    }
}

fn encode_presence(change: PresenceChange) -> String {
    encode(&match change {
        PresenceChange::Join { member, count } => ServerEvent::Join { member, count },
        PresenceChange::Leave { member, count } => ServerEvent::Leave { member, count },
        PresenceChange::Renamed { member, was } => ServerEvent::Renamed { member, was },
    })
}

fn listed(id: MemberId, name: &MemberName, role: Role, is_verified: bool) -> Listed {
    let author = Author {
        id,
        name: name.as_str().to_owned(),
        role,
    };
    Listed {
        author,
        is_verified,
    }
}
