//! Those who have knocked and wait to be let in. They see nothing of the room. Each keeps its place for
//! ten minutes, also while it is away.

use super::Room;
use super::delivery::session::{Session, Waiting};
use super::networks::NetworkTag;
use super::owed::Owed;
use crate::auth::{Hosted, Known};
use crate::limits;
use crate::log::{KnockRow, Sql};
use crate::model::{AccountTag, Author, KeyId, MemberId, MemberName, Role, SessionId};
use crate::rate::Strikes;
use crate::time::Timestamp;
use crate::wire::settings::Front;
use crate::wire::{CloseCode, DeskCounts, ErrorCode, ErrorEvent, ServerEvent, You, encode};

/// Who waits, in the order in which they came, and what moderators have been told of it.
#[derive(Debug, Default)]
pub(super) struct Waiters {
    all: Vec<KnockRow>,
    /// Those of them who have hung up, the first who did first.
    gone: Vec<MemberId>,
    /// From which place on they have moved up, and were not told yet.
    moved: Option<usize>,
    /// The counts of the desk.
    counts: Owed,
}

impl Waiters {
    pub fn get(&self, member: MemberId) -> Option<&KnockRow> {
        self.all.iter().find(|knock| knock.member == member)
    }

    /// The same with how many came before it.
    fn place_of(&self, member: MemberId) -> Option<(usize, &KnockRow)> {
        let mut all = self.all.iter().enumerate();
        all.find(|(_, knock)| knock.member == member)
    }

    /// Who waits that came by this key, with this `cid` of a hello.
    pub fn came_with(&self, key: KeyId, hello: &str) -> Option<&KnockRow> {
        let mut all = self.all.iter();
        all.find(|knock| knock.key == Some(key) && knock.hello.as_deref() == Some(hello))
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    pub fn iter(&self) -> std::slice::Iter<'_, KnockRow> {
        self.all.iter()
    }

    /// As they are in the database.
    pub fn put_back(&mut self, all: Vec<KnockRow>) {
        self.all = all;
    }

    /// Whether somebody else who waits has this name.
    pub fn has_name(&self, name: &MemberName, by: MemberId) -> bool {
        let mut others = self.all.iter().filter(|knock| knock.member != by);
        others.any(|knock| knock.name.key() == name.key())
    }

    /// How many have come from a network; all of whom that is not known count as of one.
    fn of_network(&self, network: Option<NetworkTag>) -> usize {
        let all = self.all.iter();
        all.filter(|knock| knock.network == network).count()
    }

    /// Who gives way to somebody from another network where there is no place left: of the network that
    /// has most, if that is a crowd, who has hung up first, else who came last.
    fn gives_way(&self, to: Option<NetworkTag>) -> Option<MemberId> {
        let networks = self.all.iter().map(|knock| knock.network);
        let crowd = networks.max_by_key(|network| self.of_network(*network))?;
        if crowd == to || self.of_network(crowd) <= limits::KNOCKS_OF_NETWORK {
            return None;
        }
        let is_of_crowd = |member: &MemberId| {
            self.get(*member)
                .is_some_and(|knock| knock.network == crowd)
        };
        let gone = self.gone.iter().copied().find(is_of_crowd);
        let last = self.all.iter().rev().map(|knock| knock.member);
        gone.or_else(|| last.into_iter().find(is_of_crowd))
    }

    /// Somebody who waits has no socket any more.
    fn hang_up(&mut self, member: MemberId) {
        if self.get(member).is_some() {
            self.is_back(member);
            self.gone.push(member);
        }
    }

    /// It has one again, or waits no more.
    #[inline(never)]
    fn is_back(&mut self, member: MemberId) {
        if let Some(index) = self.gone.iter().position(|gone| *gone == member) {
            self.gone.remove(index);
        }
    }

    /// When the first of them has waited for too long.
    pub fn next_end(&self) -> Option<Timestamp> {
        let first = self.all.first()?;
        Some(first.at + limits::KNOCK_PATIENCE)
    }

    /// When moderators may be told new counts, if they are owed some.
    pub fn counts_due(&self) -> Option<Timestamp> {
        self.counts.due(limits::DESK_INTERVAL)
    }

    /// What waits for moderators has changed.
    pub fn owe(&mut self) {
        self.counts.owe();
    }
}

impl<S: Sql> Room<S> {
    /// Who waits at this socket.
    fn waiting(&self, id: SessionId) -> Option<Known> {
        match self.delivery.sessions.get(id) {
            Some(Session::Waiting(waiting)) => Some(waiting.known),
            _ => None,
        }
    }

    /// What waits for a moderator.
    pub(super) fn desk_counts(&self) -> DeskCounts {
        DeskCounts {
            knocks: self.waiters.len() as u64,
            held: 0,
            reports: self.log.report_count().unwrap_or_default(),
        }
    }

    /// Tells the moderators who are here what waits for them, if that changed and it is time.
    pub(super) fn tell_counts(&mut self, now: Timestamp) {
        if self.waiters.counts.take(now, limits::DESK_INTERVAL) {
            let counts = self.desk_counts();
            self.tell_hosts(&encode(&ServerEvent::DeskCounts { counts }));
        }
    }

    /// Sends an event to the moderators and owners who are here.
    pub(super) fn tell_hosts(&mut self, event: &str) {
        for id in self.presence.sessions_of(|member| member.role.is_host()) {
            self.tick.send(id, event.to_owned());
        }
    }

    /// Somebody waits from now on, or again, by one more socket.
    pub(super) fn wait(
        &mut self,
        now: Timestamp,
        id: SessionId,
        knock: KnockRow,
        account: Option<AccountTag>,
        hosted: Option<Box<Hosted>>,
    ) {
        let known = Known {
            member: knock.member,
            since: knock.since,
        };
        let is_new = self.waiters.get(knock.member).is_none();
        if is_new && !self.has_place_to_wait(now, knock.network) {
            return self.turn_away(now, id);
        }
        if self.log.save_knock(&knock).is_err() {
            self.error(id, ErrorEvent::new(ErrorCode::StorageFailed));
            return self.close(now, id, CloseCode::ServerFault);
        }
        self.log.count_other_rows(1, &self.limits, now);
        self.waiters.is_back(known.member);
        self.settle_greeting(id);
        let waiting = Session::Waiting(Waiting {
            known,
            account,
            hosted,
            refused: Strikes::default(),
        });
        self.delivery.sessions.insert(id, waiting);
        self.tick.reattach.insert(id);
        match is_new {
            true => {
                self.tell_knock(&knock);
                self.waiters.all.push(knock);
                self.waiters.owe();
            }
            false => {
                let same = |other: &&mut KnockRow| other.member == knock.member;
                if let Some(before) = self.waiters.all.iter_mut().find(same) {
                    *before = knock;
                }
            }
        }
        let sessions = self.delivery.sessions.waiting_as(known.member);
        if sessions.len() > self.limits.member_sockets
            && let Some(oldest) = sessions.first().copied().filter(|oldest| *oldest != id)
        {
            self.close(now, oldest, CloseCode::Replaced);
        }
        self.tell_place(now, id);
    }

    /// Whether one more of this network can wait. A crowd from one network does not keep out all others.
    #[inline(never)]
    fn has_place_to_wait(&mut self, now: Timestamp, network: Option<NetworkTag>) -> bool {
        if self.waiters.len() < limits::KNOCKS {
            return true;
        }
        // Whoever is let in by what is under way keeps its place until that is done.
        let gone = self.waiters.gives_way(network);
        let Some(gone) = gone.filter(|gone| !self.tick.upshot.admits(*gone)) else {
            return false;
        };
        let sessions = self.delivery.sessions.waiting_as(gone);
        let has_gone = self.end_wait(now, gone).is_some();
        for id in sessions {
            self.turn_away(now, id);
        }
        has_gone
    }

    /// A socket is gone of somebody who waits. It keeps its place.
    #[inline(never)]
    pub(super) fn hung_up(&mut self, member: MemberId) {
        if self.delivery.sessions.waiting_as(member).is_empty() {
            self.waiters.hang_up(member);
        }
    }

    /// Closes whoever waits of whom the database knows nothing: its client comes back. And notes who
    /// hung up before the room fell asleep.
    pub(super) fn restore_waiters(&mut self, now: Timestamp) {
        self.waiters.gone.clear();
        for index in 0..self.waiters.len() {
            if let Some(knock) = self.waiters.all.get(index) {
                self.hung_up(knock.member);
            }
        }
        for id in self.delivery.sessions.waiting() {
            let known = self.waiting(id);
            if known.is_some_and(|known| self.waiters.get(known.member).is_none()) {
                self.close(now, id, CloseCode::ServerFault);
            }
        }
    }

    /// What somebody who waits says to those who let people in.
    pub(super) fn knock(&mut self, id: SessionId, text: &str) -> Result<(), ErrorCode> {
        let Some(Known { member, .. }) = self.waiting(id) else {
            return Ok(());
        };
        let Some(knock) = self.waiters.all.iter_mut().find(|k| k.member == member) else {
            return Ok(());
        };
        if knock.text.is_some() {
            return Err(ErrorCode::NoChange);
        }
        let said = KnockRow {
            text: Some(text.to_owned()),
            ..knock.clone()
        };
        if self.log.save_knock(&said).is_err() {
            return Err(ErrorCode::StorageFailed);
        }
        *knock = said.clone();
        self.tell_knock(&said);
        Ok(())
    }

    fn tell_knock(&mut self, knock: &KnockRow) {
        let member = who_knocks(knock);
        let text = knock.text.as_deref();
        self.tell_hosts(&encode(&ServerEvent::Knock { member, text }));
    }

    /// Tells who waits at which place it is.
    fn tell_place(&mut self, now: Timestamp, id: SessionId) {
        let Some(known) = self.waiting(id) else {
            return;
        };
        let Some((index, knock)) = self.waiters.place_of(known.member) else {
            return;
        };
        let settings = self.settings();
        let knocking = encode(&ServerEvent::Knocking {
            place: index as u64 + 1,
            you: You {
                id: known.member,
                name: knock.name.as_str().to_owned(),
                token: match self.hosted_of(id) {
                    Some(hosted) => self.log.key().sign_hosted_waiting(known, hosted, now),
                    None => self.log.key().sign_waiting(known, now),
                },
                role: None,
                verified: false,
            },
            settings: Front {
                title: &settings.title,
                topic: &settings.topic,
            },
        });
        self.tick.send(id, knocking);
    }

    /// Somebody waits no more. Those behind it move up, and are told with the tick.
    pub(super) fn end_wait(&mut self, now: Timestamp, member: MemberId) -> Option<KnockRow> {
        let (index, _) = self.waiters.place_of(member)?;
        let _ = self.log.end_knock(member);
        self.log.count_other_rows(1, &self.limits, now);
        let knock = self.waiters.all.remove(index);
        self.waiters.is_back(member);
        self.waiters.owe();
        let moved = self.waiters.moved.get_or_insert(index);
        *moved = index.min(*moved);
        Some(knock)
    }

    /// Tells those who have moved up at which place they are now, once in a tick.
    #[inline(never)]
    pub(super) fn tell_places(&mut self, now: Timestamp) {
        let Some(moved) = self.waiters.moved.take() else {
            return;
        };
        for id in self.delivery.sessions.waiting() {
            let place = self.waiting(id);
            let place = place.and_then(|known| self.waiters.place_of(known.member));
            if place.is_some_and(|(place, _)| place >= moved) {
                self.tell_place(now, id);
            }
        }
    }

    /// Sends somebody away who waits.
    pub(super) fn turn_down(&mut self, now: Timestamp, member: MemberId, code: CloseCode) {
        let sessions = self.delivery.sessions.waiting_as(member);
        self.end_wait(now, member);
        for id in sessions {
            self.error(id, ErrorEvent::new(ErrorCode::Denied));
            self.close(now, id, code);
        }
    }

    /// Who has waited for too long goes.
    pub(super) fn end_long_waits(&mut self, now: Timestamp) {
        while let Some(end) = self.waiters.next_end()
            && end <= now
            && let Some(member) = self.waiters.iter().next().map(|knock| knock.member)
            && !self.tick.upshot.admits(member)
        {
            self.turn_down(now, member, CloseCode::TimedOut);
        }
    }
}

/// Somebody who waits, as moderators see it.
pub(super) fn who_knocks(knock: &KnockRow) -> Author {
    Author {
        id: knock.member,
        name: knock.name.as_str().to_owned(),
        role: Role::default(),
    }
}
