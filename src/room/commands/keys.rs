//! The commands `mint` and `revoke`: keys are made and ended. They are answered by all the keys, which the
//! others who look after the room are told as well, once in a while.

use super::message::Entry;
use crate::auth::Action;
use crate::limits;
use crate::log::{MemberRow, NewKey, RoomWrite, Sql};
use crate::model::{Change, Key, KeyHash, KeyId, KeyTerms, MemberId, Role, SessionId};
use crate::room::Room;
use crate::room::caller::{Caller, Refused};
use crate::room::delivery::replies::Reply;
use crate::room::owed::Owed;
use crate::time::Timestamp;
use crate::wire::{ErrorCode, ServerEvent, encode};

/// What those who look after the room have not been told yet of its keys.
#[derive(Debug, Default)]
pub(in crate::room) struct KeyNews {
    owed: Owed,
    /// Whose frame was the last to change them.
    last: Option<SessionId>,
}

impl KeyNews {
    /// When they may be told, if they are owed something.
    pub fn due(&self) -> Option<Timestamp> {
        self.owed.due(limits::DESK_INTERVAL)
    }
}

impl<S: Sql> Room<S> {
    pub(super) fn mint(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        hash: KeyHash,
        terms: &KeyTerms,
    ) -> Result<(), Refused> {
        self.allows(now, caller, Action::Key(terms.role))?;
        if terms.expires.is_some_and(|end| end <= now) {
            return Err(ErrorCode::BadFrame.into());
        }
        if self.log.access_key(hash)?.is_some() {
            return Err(ErrorCode::NoChange.into());
        }
        let keys = self.log.access_keys(now)?;
        if keys.iter().filter(|key| key.is_live(now)).count() >= limits::KEYS {
            return Err(ErrorCode::TooMany.into());
        }
        let (by, cid, at) = (&entry.from, entry.cid.as_str(), now);
        let new = NewKey {
            hash,
            terms,
            by,
            cid,
            at,
        };
        let id = self.log.next_key()?;
        let act = entry.act_on_key("mint", id);
        self.log.mint(id, &new, &act)?;
        self.log.count_other_rows(4, &self.limits, now);
        self.tell_all_keys(caller, entry.cid.clone());
        Ok(())
    }

    /// Ends a key, and with `members` the grants that it gave. Only those are an event.
    pub(super) fn revoke(
        &mut self,
        now: Timestamp,
        caller: Caller,
        entry: &Entry,
        id: KeyId,
        members: bool,
    ) -> Result<Option<Change>, Refused> {
        let key = self.log.key_by_id(id)?.ok_or(ErrorCode::NotFound)?;
        self.allows(now, caller, Action::Key(key.terms.role))?;
        let mut lose = match members {
            true => self.granted_by(id)?,
            false => Vec::new(),
        };
        // Nobody acts on an equal or higher role, but owners by ending a key.
        if caller.role != Role::Owner {
            lose.retain(|row| row.role < Some(caller.role));
        }
        if lose.is_empty() && key.revoked.is_some() {
            return Err(ErrorCode::NoChange.into());
        }
        self.keeps_an_owner(now, caller, &key, &lose)?;
        let ids: Vec<MemberId> = lose.iter().map(|row| row.member).collect();
        let cid = entry.cid.clone();
        if ids.is_empty() {
            self.log.revoke(id, &entry.act_on_key("revoke", id))?;
            self.log.count_other_rows(3, &self.limits, now);
            self.tell_all_keys(caller, cid);
            return Ok(None);
        }
        for row in lose {
            self.set_standing(MemberRow {
                role: None,
                key: None,
                ..row
            });
        }
        self.tick.batch.also(RoomWrite::Revoke(id));
        let act = entry.act_on_key("revoke", id);
        self.tick.batch.also(RoomWrite::Audit(act));
        if let Some(session) = caller.session() {
            self.tick.upshot.tell_keys(session, cid);
        }
        Ok(Some(Change::Revoked { members: ids }))
    }

    /// Who holds a grant that this key has given, with what the batch under way does.
    fn granted_by(&self, key: KeyId) -> Result<Vec<MemberRow>, Refused> {
        let ids = self.log.granted_by(key)?;
        let mut rows = Vec::new();
        for id in ids {
            let row = self.standing(id)?;
            rows.extend(row.filter(|row| row.key == Some(key) && row.role.is_some()));
        }
        Ok(rows)
    }

    /// The last key of an owner stays while nobody but the caller holds the grant of one, and so does
    /// the last owner.
    fn keeps_an_owner(
        &self,
        now: Timestamp,
        caller: Caller,
        key: &Key,
        lose: &[MemberRow],
    ) -> Result<(), Refused> {
        let mut losers: Vec<MemberId> = lose.iter().map(|row| row.member).collect();
        let is_owner = |row: &MemberRow| row.role == Some(Role::Owner);
        if lose.iter().any(is_owner) && !self.has_other_owner(now, &losers)? {
            return Err(ErrorCode::LastOwner.into());
        }
        if key.terms.role != Role::Owner {
            return Ok(());
        }
        let keys = self.log.access_keys(now)?;
        let is_other = |other: &&Key| other.id != key.id && other.terms.role == Role::Owner;
        let is_last = !keys.iter().filter(is_other).any(|key| key.is_live(now));
        losers.push(caller.known.member);
        if is_last && key.is_live(now) && !self.has_other_owner(now, &losers)? {
            return Err(ErrorCode::LastOwner.into());
        }
        Ok(())
    }

    /// Answers by all the keys, as they are after this tick.
    pub(super) fn tell_keys(&mut self, caller: Caller, cid: String) {
        if let Some(id) = caller.session() {
            self.tick.reply(id, Reply::Keys { cid: Some(cid) });
        }
    }

    /// The same, and the others are told who look after the room.
    fn tell_all_keys(&mut self, caller: Caller, cid: String) {
        if let Some(id) = caller.session() {
            self.keys_changed(id, cid);
        }
    }

    /// Keys were made or ended, by the frame of a session. The others are told once in a while.
    pub(in crate::room) fn keys_changed(&mut self, by: SessionId, cid: String) {
        self.tick.reply(by, Reply::Keys { cid: Some(cid) });
        self.key_news.owed.owe();
        self.key_news.last = Some(by);
    }

    /// Tells all the keys to those who look after the room, if they changed and it is time. Whose frame
    /// was the last to change them has its answer, and pays for what the others are told.
    #[inline(never)]
    pub(in crate::room) fn tell_key_news(&mut self, now: Timestamp) {
        if !self.key_news.owed.take(now, limits::DESK_INTERVAL) {
            return;
        }
        let last = self.key_news.last.take();
        let mut hosts = self.presence.sessions_of(|member| member.role.is_host());
        hosts.retain(|id| Some(*id) != last);
        if hosts.is_empty() {
            return;
        }
        let Ok(keys) = self.log.access_keys(now) else {
            // What cannot be read now is told with the next change.
            return;
        };
        let (cid, keys) = (None, keys.as_slice());
        let told = encode(&ServerEvent::Keys { cid, keys });
        let payer = last.and_then(|id| self.delivery.joined(id));
        if let Some(payer) = payer.map(|joined| joined.known.member) {
            self.charge_bytes(payer, told.len() * hosts.len());
        }
        for id in hosts {
            self.tick.send(id, told.clone());
        }
    }
}
