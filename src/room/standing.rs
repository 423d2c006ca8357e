//! What each member may do here: the grant that it holds, or what the settings give to visitors; and what
//! moderators have decided about it.
//!
//! A room that belongs to nobody has none of this: everybody in it is a member. In any other the rows
//! of those who are here are in memory, with what the batch under way does to them; those of others are
//! read when a command is about them.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Room;
use crate::auth::role_of_visitor;
use crate::limits;
use crate::log::{LogError, MemberRow, RoomWrite, Sql};
use crate::model::{MemberId, MemberName, Person, Role, SessionId, Settings};
use crate::time::{Duration, Timestamp};
use crate::wire::{CloseCode, ErrorCode, ErrorEvent, ServerEvent, encode};

/// What is known of members, as the batch under way leads to.
#[derive(Debug, Default)]
pub(super) struct Standings(HashMap<MemberId, Box<MemberRow>>);

impl Standings {
    pub fn get(&self, member: MemberId) -> Option<&MemberRow> {
        self.0.get(&member).map(Box::as_ref)
    }

    pub fn get_mut(&mut self, member: MemberId) -> Option<&mut MemberRow> {
        self.0.get_mut(&member).map(Box::as_mut)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn retain(&mut self, is_meant: impl Fn(MemberId) -> bool) {
        self.0.retain(|member, _| is_meant(*member));
    }

    pub fn set(&mut self, row: MemberRow) {
        self.0.insert(row.member, Box::new(row));
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    pub fn ids(&self) -> Vec<MemberId> {
        self.0.keys().copied().collect()
    }

    /// Who of them, but these, holds an owner's grant and was not removed.
    pub fn owners_but(&self, these: &[MemberId]) -> Vec<MemberId> {
        let mut ids = self.ids();
        ids.retain(|id| !these.contains(id) && self.get(*id).is_some_and(MemberRow::is_owner));
        ids
    }
}

/// What the events of a tick do to those who are here, once they are durable.
#[derive(Debug, Default)]
pub(super) struct Upshot {
    /// Whose role may have changed, and what it was before.
    roles_before: BTreeMap<MemberId, Option<Role>>,
    /// Who has to go, and why, as a moderator said.
    removed: Vec<(MemberId, Option<String>)>,
    /// Who is let in of those who wait.
    admitted: Vec<MemberId>,
    /// By whom keys were ended, and with which `cid`.
    keys: Vec<(SessionId, String)>,
    /// Whether the settings changed, by which those who wait may come in.
    has_settings: bool,
    /// Whether the room belonged to nobody before.
    is_first: bool,
}

impl Upshot {
    pub fn remove(&mut self, member: MemberId, reason: Option<String>) {
        self.removed.push((member, reason));
    }

    pub fn admit(&mut self, member: MemberId) {
        self.admitted.push(member);
    }

    pub fn tell_keys(&mut self, to: SessionId, cid: String) {
        self.keys.push((to, cid));
    }

    pub fn begin(&mut self) {
        self.is_first = true;
    }

    pub fn admits(&self, member: MemberId) -> bool {
        self.admitted.contains(&member)
    }

    /// The events were not stored: nobody has to go. What everybody was before stays known.
    pub fn undo(&mut self) {
        self.removed.clear();
        self.admitted.clear();
        self.keys.clear();
        self.has_settings = false;
        self.is_first = false;
    }

    /// With what later events do.
    pub fn and(&mut self, later: Upshot) {
        for (member, before) in later.roles_before {
            self.roles_before.entry(member).or_insert(before);
        }
        self.removed.extend(later.removed);
        self.admitted.extend(later.admitted);
        self.keys.extend(later.keys);
        self.has_settings |= later.has_settings;
        self.is_first |= later.is_first;
    }
}

/// What somebody is in a room that belongs to nobody, where its site lets it in as this: there is nothing in
/// it to look after.
pub(super) fn plain_role(lent: Option<Role>) -> Role {
    lent.unwrap_or_default().min(Role::Member)
}

static PLAIN: Settings = Settings::plain();

impl<S: Sql> Room<S> {
    /// The present settings.
    pub(super) fn settings(&self) -> &Settings {
        self.log.owned().map_or(&PLAIN, |owned| &owned.settings)
    }

    /// Whether the room belongs to somebody.
    pub(super) fn is_owned(&self) -> bool {
        self.log.owned().is_some() && !self.is_of_pair()
    }

    /// What somebody is who is here; nothing, if it has just lost that.
    pub(super) fn role_of(&self, member: MemberId) -> Option<Role> {
        self.role_lent(member, self.presence.lent(member))
    }

    /// The same of one session: what the site around the room says holds for the session that it was said
    /// for.
    pub(super) fn role_of_session(&self, id: SessionId, member: MemberId) -> Option<Role> {
        let joined = self.delivery.joined(id);
        match joined.and_then(|joined| joined.hosted.as_deref()) {
            Some(hosted) => self.role_lent(member, hosted.role),
            None => self.role_of(member),
        }
    }

    fn role_lent(&self, member: MemberId, lent: Option<Role>) -> Option<Role> {
        match self.is_owned() {
            false => Some(plain_role(lent)),
            true => self.role_as(self.standings.get(member), lent),
        }
    }

    /// Whether who has no row may be somebody who was here before the room belonged to anybody.
    pub(super) fn was_plain(&self) -> bool {
        self.log.owned().is_some_and(|owned| owned.was_plain)
    }

    /// What a member with such a row is.
    pub(super) fn role_by(&self, row: Option<&MemberRow>) -> Option<Role> {
        let lent = row.and_then(|row| self.presence.lent(row.member));
        self.role_as(row, lent)
    }

    /// The same of one whom the site around the room lets in as this: unless a grant gives it more.
    pub(super) fn role_as(&self, row: Option<&MemberRow>, lent: Option<Role>) -> Option<Role> {
        match row {
            Some(row) if row.is_removed => None,
            row if lent.is_some() => lent.max(row.and_then(|row| row.role)),
            Some(MemberRow {
                role: Some(role), ..
            }) => Some(*role),
            row => {
                let came_freely = row.map_or(self.was_plain(), |row| row.came_freely);
                role_of_visitor(self.settings(), came_freely)
            }
        }
    }

    /// What is known of a member, be it here or not; nothing of one that never was.
    pub(super) fn standing(&self, member: MemberId) -> Result<Option<MemberRow>, LogError> {
        match self.standings.get(member) {
            Some(row) => Ok(Some(row.clone())),
            None => self.log.member(member),
        }
    }

    /// How long a member cannot post yet.
    pub(super) fn muted_for(&self, now: Timestamp, member: MemberId) -> Duration {
        let row = self.standings.get(member);
        row.map_or(Duration::ZERO, |row| row.muted_until - now)
    }

    /// Changes what is known of a member with the batch under way.
    pub(super) fn set_standing(&mut self, mut row: MemberRow) {
        if let Some(here) = self.presence.author(row.member) {
            row.name = here.name;
        }
        self.tick.batch.also(RoomWrite::Member(row.clone()));
        let member = row.member;
        self.watches.judge(member);
        self.pushes.judge(member);
        self.note_role(member);
        self.standings.set(row);
        self.show_role(member);
    }

    /// Keeps under which name a member is known once it is away. What cannot be stored is worth no
    /// refusal: it is told again when the member comes back.
    pub(super) fn call(&mut self, member: MemberId, name: &MemberName) {
        if let Some(row) = self.standings.get_mut(member) {
            name.as_str().clone_into(&mut row.name);
            let _ = self.log.save_member(row);
        }
    }

    /// The same where it writes to others in private.
    pub(super) fn call_in_pairs(&mut self, now: Timestamp, member: MemberId, name: &MemberName) {
        let name = name.as_str().to_owned();
        if self.log.rename_in_pairs(&Person { id: member, name }) == Ok(true) {
            let _ = self.tell_name(now, member);
        }
    }

    /// Remembers what a member was before this tick, if it is here.
    fn note_role(&mut self, member: MemberId) {
        if self.presence.author(member).is_some() {
            let before = self.role_of(member);
            self.tick
                .upshot
                .roles_before
                .entry(member)
                .or_insert(before);
        }
    }

    /// Changes the settings with the batch under way, and with them what everybody here is.
    pub(super) fn set_settings(&mut self, settings: Settings) {
        let here = self.presence.ids();
        here.iter().for_each(|member| self.note_role(*member));
        self.presence.forget_said();
        self.tick.upshot.has_settings = true;
        self.watches.judge_all();
        self.pushes.judge_all();
        self.tick.batch.also(RoomWrite::Settings(settings.clone()));
        if let Some(owned) = self.log.owned_mut() {
            owned.settings = settings;
        }
        here.iter().for_each(|member| self.show_role(*member));
    }

    fn show_role(&mut self, member: MemberId) {
        if let Some(role) = self.role_of(member) {
            self.presence.set_role(member, role);
        }
    }

    /// Reads what is known of everybody who is here: after a sleep, and when a batch has failed.
    pub(super) fn read_standings(&mut self) -> Result<(), LogError> {
        if self.is_of_pair() {
            return self.log.reread_owned();
        }
        if !self.is_owned() {
            return Ok(());
        }
        let here = self.presence.ids();
        let (knocks, rows) = (self.log.knocks()?, self.log.members(&here)?);
        self.log.reread_owned()?;
        self.presence.forget_said();
        self.waiters.put_back(knocks);
        self.standings.clear();
        rows.into_iter().for_each(|row| self.standings.set(row));
        here.iter().for_each(|member| self.show_role(*member));
        Ok(())
    }

    /// What durable events have done to those who are here: who has another role is told, and who has
    /// none any more has to go.
    pub(super) fn conclude(&mut self, now: Timestamp, mut upshot: Upshot) {
        if upshot.is_first {
            self.watches.judge_all();
            self.pushes.judge_all();
            // Nobody has been told yet what it is.
            for member in self.presence.ids() {
                upshot.roles_before.entry(member).or_insert(None);
            }
        }
        for (member, reason) in upshot.removed {
            let mut error = ErrorEvent::new(ErrorCode::Removed);
            error.reason = reason.as_deref();
            self.expel(now, member, error);
            self.turn_down(now, member, CloseCode::NotAllowed);
        }
        for (member, before) in upshot.roles_before {
            match self.role_of(member) {
                role if role == before => {}
                None => self.expel(now, member, ErrorEvent::new(ErrorCode::KeyNeeded)),
                Some(role) => self.tell_role(member, role),
            }
        }
        for member in upshot.admitted {
            self.come_in(now, member);
        }
        if upshot.has_settings {
            self.let_in_whom_settings_do(now);
        }
        for (to, cid) in upshot.keys {
            self.keys_changed(to, cid);
        }
        self.judge_watches(now);
        self.judge_pushes(now);
        // Of whoever has left, what is known is in the database.
        if self.standings.len() > 2 * self.presence.count() + limits::STANDINGS {
            let here: HashSet<MemberId> = self.presence.ids().into_iter().collect();
            self.standings.retain(|member| here.contains(&member));
        }
    }

    pub(super) fn tell_role(&mut self, member: MemberId, role: Role) {
        let sessions = self.presence.get_mut(member);
        for id in sessions.map_or(Vec::new(), |member| member.sessions.clone()) {
            let role = self.role_of_session(id, member).unwrap_or(role);
            let desk = role.is_host().then(|| self.desk_counts());
            self.tick.send(id, encode(&ServerEvent::You { role, desk }));
        }
    }

    /// Sends a member away at once: nobody waits for it to come back.
    pub(super) fn expel(&mut self, now: Timestamp, member: MemberId, error: ErrorEvent<'_>) {
        let present = self.presence.get_mut(member);
        for id in present.map_or(Vec::new(), |member| member.sessions.clone()) {
            self.error(id, error);
            self.close(now, id, CloseCode::NotAllowed);
        }
        self.expel_watches(now, member, error);
        self.presence.dismiss(member);
    }
}
