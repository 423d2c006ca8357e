//! The operator's actions on a room: close it, clear it, remove a member or a message.
//!
//! An action is durable before it is answered: its step always ends with a tick, whatever the
//! window.

use serde::Serialize;

use super::desk::report_item;
use crate::limits;
use crate::log::{LogError, Sql};
use crate::model::{Author, FileId, KeyHash, KeyTerms, Listed, MemberId, Role, Seq, SessionId};
use crate::room::caller::{Caller, Outcome};
use crate::room::commit::Tick;
use crate::room::dedupe::Dedupe;
use crate::room::directory::Directory;
use crate::room::files::Files;
use crate::room::pushes::Pushes;
use crate::room::standing::Standings;
use crate::room::waiting::Waiters;
use crate::room::watching::Watches;
use crate::room::{Effect, Room};
use crate::time::Timestamp;
use crate::wire::{CloseCode, ErrorCode, ErrorEvent, Op, encode, frame};

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
    /// A member becomes an owner.
    Owner(MemberId),
    /// Whoever comes by the key with this hash does.
    OwnerKey(KeyHash),
    /// The bytes of a file go; its message stays.
    RemoveFile(FileId),
}

/// A room as its operator sees it.
#[derive(Debug, Serialize)]
struct RoomState {
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
    members: Vec<Listed>,
}

/// All that an operator sees of the room of a pair: nothing of who writes in it, what, or when.
#[derive(Debug, Serialize)]
struct PairRoomState<'a> {
    room: &'a str,
    exists: bool,
    closed: bool,
    bytes: u64,
}

/// Bytes for whatever an act needs: the largest need is that of a new log.
pub type Random = [u8; 40];

impl<S: Sql> Room<S> {
    /// What the operator sees, as JSON; where messages were reported, some of these, too.
    pub fn state(&self) -> String {
        let (log, exists) = (&self.log, self.log.has_begun());
        if self.is_of_pair() {
            return encode(&PairRoomState {
                room: log.room().as_str(),
                exists,
                closed: log.is_closed(),
                bytes: log.bytes(),
            });
        }
        let mut state = encode(&RoomState {
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
        });
        let reports = match exists {
            true => log
                .reports_of_most(limits::REPORTS_SHOWN)
                .unwrap_or_default(),
            false => Vec::new(),
        };
        if !reports.is_empty() {
            let items: Vec<String> = reports.iter().map(report_item).collect();
            state.pop();
            state.push_str(&format!(r#","reports":{}}}"#, frame(&items)));
        }
        state
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
        if matches!(act, Act::RemoveFile(_)) {
            // What claims the file, or changes its message, comes first.
            self.flush(now, effects);
        }
        let outcome = match self.log.has_begun() {
            false => Ok(Outcome::NotFound),
            true => match act {
                Act::Close => self.close_room(now),
                Act::Reopen => self.log.set_closed(false).map(|()| Outcome::Done),
                Act::Delete => self.delete_room(random, effects),
                Act::Remove(member) => self.remove_member(now, member),
                Act::Erase(seq) => Ok(self.erase(now, seq)),
                Act::Logout => self.log_out(now, random),
                Act::Owner(member) => {
                    let role = Some(Role::Owner);
                    Ok(self.hand_over(now, Op::Role { member, role }))
                }
                Act::RemoveFile(id) => self.remove_file(id).map(|is_there| match is_there {
                    true => Outcome::Done,
                    false => Outcome::NotFound,
                }),
                Act::OwnerKey(hash) => {
                    let terms = KeyTerms::OWNER;
                    Ok(self.hand_over(now, Op::Mint { hash, terms }))
                }
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
        self.expel_watches(now, member, ErrorEvent::new(ErrorCode::Removed));
        self.drop_pushes(now, &[member]);
        self.presence.dismiss(member);
        Ok(Outcome::Done)
    }

    fn log_out(&mut self, now: Timestamp, random: Random) -> Result<Outcome, LogError> {
        let mut key = [0; 32];
        key.copy_from_slice(&random[8..]);
        self.log.replace_key(key)?;
        self.directory = Directory::default();
        self.drop_all_pushes(now);
        for id in self.delivery.sessions.ids() {
            self.close(now, id, CloseCode::BadToken);
        }
        for member in self.presence.ids() {
            self.presence.dismiss(member);
        }
        Ok(Outcome::Done)
    }

    /// What was on its way goes with the room.
    pub(in crate::room) fn delete_room(
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
        self.standings = Standings::default();
        self.waiters = Waiters::default();
        self.letters.clear();
        self.files = Files::default();
        self.pushes = Pushes::default();
        self.expecting.clear();
        self.directory = Directory::default();
        self.watches = Watches::of(&self.log);
        self.tick = Tick::default();
        let closes = sessions.into_iter();
        effects.extend(closes.map(|id| Effect::Close(id, CloseCode::Gone)));
        Ok(Outcome::Done)
    }

    fn erase(&mut self, now: Timestamp, target: Seq) -> Outcome {
        let caller = Caller::operator();
        let operator = Author::operator();
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
            Err(refused) => refused.code.into(),
        }
    }
}
