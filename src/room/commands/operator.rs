//! The operator's actions on a room: close it, clear it, remove a member or a message.
//!
//! An action is durable before it is answered: its step always ends with a tick, whatever the
//! window.

use serde::Serialize;

use crate::limits;
use crate::log::{LogError, Sql};
use crate::model::{Author, MemberId, Seq, SessionId};
use crate::room::caller::{Caller, Outcome};
use crate::room::commit::Tick;
use crate::room::dedupe::Dedupe;
use crate::room::directory::Directory;
use crate::room::{Effect, Room};
use crate::time::Timestamp;
use crate::wire::{CloseCode, ErrorCode, ErrorEvent, Op};

/// What an operator can do to a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nobody comes in, nobody stays; nothing is lost.
    Close,
    /// Back to normal.
    Reopen,
    /// The room and all that is in it goes; its name is free.
    Delete,
    /// A member goes, and its tokens are void.
    Remove(MemberId),
    /// A message goes, for everyone.
    Erase(Seq),
    /// All tokens are void.
    Logout,
}

/// A room as its operator sees it.
#[derive(Debug, Serialize)]
pub struct RoomState {
    room: String,
    exists: bool,
    closed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    epoch: Option<String>,
    seq: Seq,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<Seq>,
    bytes: u64,
    sockets: usize,
    /// Present or in grace; `members` are the first of them.
    count: usize,
    members: Vec<Author>,
}

/// Bytes for whatever an act needs: the largest need is that of a new log.
pub type Random = [u8; 40];

impl<S: Sql> Room<S> {
    /// What the operator sees.
    pub fn state(&self) -> RoomState {
        let (log, exists) = (&self.log, self.log.has_begun());
        RoomState {
            room: log.room().as_str().to_owned(),
            exists,
            closed: log.is_closed(),
            epoch: exists.then(|| log.epoch().to_owned()),
            seq: log.head(),
            first: log.trimmed_to(),
            bytes: log.bytes(),
            sockets: self.delivery.sessions.len(),
            count: self.presence.count(),
            members: self.presence.page(None, limits::MEMBERS_MAX).0,
        }
    }

    /// Does what the operator wants, in a tick of its own.
    #[inline(never)]
    pub(in crate::room) fn operate(
        &mut self,
        now: Timestamp,
        act: Act,
        random: Random,
        effects: &mut Vec<Effect>,
    ) {
        let outcome = match self.log.has_begun() {
            false => Ok(Outcome::NotFound),
            true => match act {
                Act::Close => self.close_room(now),
                Act::Reopen => self.log.set_closed(false).map(|()| Outcome::Done),
                Act::Delete => self.delete_room(random, effects),
                Act::Remove(member) => self.remove_member(now, member),
                Act::Erase(seq) => Ok(self.erase(now, seq)),
                Act::Logout => self.log_out(now, random),
            },
        };
        // What the tick cannot store is told to whoever asked for it, and so changes this.
        self.tick.answer = Some(outcome.unwrap_or(Outcome::Failed));
        self.flush(now, effects);
    }

    fn close_room(&mut self, now: Timestamp) -> Result<Outcome, LogError> {
        self.log.set_closed(true)?;
        for id in self.delivery.sessions.ids() {
            self.turn_out(now, id, ErrorCode::RoomClosed);
        }
        Ok(Outcome::Done)
    }

    /// Tells a session why it may not be here, and closes it.
    pub(in crate::room) fn turn_out(&mut self, now: Timestamp, id: SessionId, code: ErrorCode) {
        self.error(id, ErrorEvent::new(code));
        self.close(now, id, CloseCode::NotAllowed);
    }

    fn remove_member(&mut self, now: Timestamp, member: MemberId) -> Result<Outcome, LogError> {
        if member == MemberId::OPERATOR {
            return Ok(Outcome::NotFound);
        }
        let is_here = self.presence.author(member).is_some();
        if !is_here && !self.log.is_removed(member) && !self.log.knows(member)? {
            return Ok(Outcome::NotFound);
        }
        self.log.remove_member(member)?;
        let present = self.presence.get_mut(member);
        let sessions = present.map(|member| member.sessions.clone());
        for id in sessions.unwrap_or_default() {
            self.turn_out(now, id, ErrorCode::Removed);
        }
        self.presence.dismiss(member);
        Ok(Outcome::Done)
    }

    fn log_out(&mut self, now: Timestamp, random: Random) -> Result<Outcome, LogError> {
        let mut key = [0; 32];
        key.copy_from_slice(&random[8..]);
        self.log.replace_key(key)?;
        self.directory = Directory::default();
        for id in self.delivery.sessions.ids() {
            self.close(now, id, CloseCode::BadToken);
        }
        for member in self.presence.ids() {
            self.presence.dismiss(member);
        }
        Ok(Outcome::Done)
    }

    /// What was on its way goes with the room.
    fn delete_room(
        &mut self,
        random: Random,
        effects: &mut Vec<Effect>,
    ) -> Result<Outcome, LogError> {
        self.log.wipe(random)?;
        let sessions = self.delivery.sessions.ids();
        self.delivery.clear(self.limits.unseen);
        self.admission.clear();
        self.presence.clear();
        self.dedupe = Dedupe::of(&self.log);
        self.directory = Directory::default();
        self.tick = Tick::default();
        let closes = sessions.into_iter();
        effects.extend(closes.map(|id| Effect::Close(id, CloseCode::Gone)));
        Ok(Outcome::Done)
    }

    fn erase(&mut self, now: Timestamp, target: Seq) -> Outcome {
        let caller = Caller::operator();
        let operator = Author {
            id: caller.known.member,
            name: "Operator".to_owned(),
        };
        let cid = format!("admin-{target}").into();
        if self
            .message(target)
            .is_ok_and(|message| message.is_deleted())
        {
            return Outcome::Done;
        }
        // What came before the sleep is counted before this adds to it.
        let _ = self.log.wait_for_rows(&self.limits, now);
        match self.apply(now, caller, operator, cid, Op::Delete { target }) {
            Ok(()) => Outcome::Done,
            Err(code) => code.into(),
        }
    }
}
