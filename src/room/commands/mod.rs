//! The commands of members and operators: one file per command, and one table that dispatches
//! to it.
//!
//! A command takes a parsed request and a [`Caller`]. It checks the request, then adds a log
//! event, a change or a reply to the tick, or refuses. It needs no socket: the caller's
//! [`ReplyTo`] says where the answer goes. Two commands are a socket's by nature: `hello`, which makes
//! a member of it, and `seen`, which acknowledges what it was sent.

mod desk;
mod direct;
mod entrance;
pub mod export;
pub mod files;
mod frame;
mod handover;
mod hello;
mod history;
mod hosted;
mod hosting;
pub mod import;
mod keys;
mod knock;
mod members;
mod message;
pub mod operator;
mod push;
mod rate_limit;
mod rename;
pub mod request;
mod seats;
mod seen;
mod typing;
mod watch;

use super::Room;
use super::caller::{Caller, Refused, ReplyTo};
use super::delivery::replies::Reply;
use crate::auth::{Action, Denial, Known, Rules, Who, allow};
use crate::limits;
use crate::log::Sql;
use crate::model::settings::History;
use crate::model::{MemberId, Role, Seq, SessionId};
use crate::time::{Duration, Timestamp};
use crate::wire::{Ask, ClientFrame, ErrorCode, ErrorEvent, Label, Request, encode_error};
pub(super) use direct::Expecting;
pub(super) use hosted::Judging;
pub(super) use keys::KeyNews;

impl<S: Sql> Room<S> {
    /// The table of what a member can ask for by a frame that its rate pays for.
    fn run(&mut self, now: Timestamp, id: SessionId, known: Known, frame: ClientFrame) {
        // Who has just lost its place here is told by the close of its sockets.
        let Some(role) = self.role_of_session(id, known.member) else {
            return;
        };
        let caller = Caller::member(known, role, id);
        // The name of a site's user is the site's.
        if frame.is_rename() && self.hosted_of(id).is_some() {
            return self.refuse(caller.reply_to, ErrorCode::Forbidden, frame.label());
        }
        let action = match &frame {
            ClientFrame::Typing => Some(Action::Type),
            ClientFrame::Request(request) => Some(match request.ask {
                Ask::Rename { .. } => Action::Rename,
                Ask::History { .. } | Ask::Members { .. } | Ask::Ticket => Action::Read,
                Ask::Desk(_) => Action::Desk,
            }),
            // Judged by what it is about, once that is known.
            ClientFrame::Log(_)
            | ClientFrame::Direct(_)
            | ClientFrame::Push(_)
            | ClientFrame::Hello(_)
            | ClientFrame::Knock { .. }
            | ClientFrame::Seen { .. } => None,
        };
        if let Some(Err(refused)) = action.map(|action| self.allows(now, caller, action)) {
            let is_typing = matches!(frame, ClientFrame::Typing);
            if is_typing && (self.is_locked() || !self.may_refuse_typing(now, known.member)) {
                return;
            }
            return self.refuse(caller.reply_to, refused, frame.label());
        }
        match frame {
            ClientFrame::Log(frame) => self.log_frame(now, caller, frame),
            ClientFrame::Direct(frame) => self.direct(now, caller, frame),
            ClientFrame::Push(frame) => self.push(now, caller, frame),
            ClientFrame::Typing => self.typing(now, caller),
            ClientFrame::Request(Request { ask, reference }) => match ask {
                Ask::Rename { name } => self.rename(now, caller, &name, reference),
                Ask::History { before, limit } => {
                    self.history(now, caller, before, limit, reference)
                }
                Ask::Members { after, limit } => self.members(now, caller, after, limit, reference),
                Ask::Desk(Some(page)) => {
                    let reply = Reply::Desk { page, reference };
                    self.reply(now, caller.reply_to, reply);
                }
                Ask::Ticket => self.send_ticket(now, caller, id, reference),
                Ask::Desk(None) => self.bad_frame(now, id, Label::reference(&reference)),
            },
            // Free, or no business of a member's.
            ClientFrame::Hello(_) | ClientFrame::Knock { .. } | ClientFrame::Seen { .. } => {}
        }
    }

    /// Asks the table of who may do what. Whom the operator has removed has no socket any more.
    pub(in crate::room) fn allows(
        &self,
        now: Timestamp,
        caller: Caller,
        action: Action,
    ) -> Result<(), Refused> {
        let muted_for = self.muted_for(now, caller.known.member);
        let who = Who {
            role: caller.role,
            is_removed: false,
            is_muted: muted_for > Duration::ZERO,
        };
        match self.judge(who, action) {
            Err(ErrorCode::Muted) => Err(Refused::after(ErrorCode::Muted, muted_for)),
            judged => judged.map_err(Refused::from),
        }
    }

    /// Whether the operator lets a member come in.
    fn admits(&self, is_removed: bool) -> Result<(), ErrorCode> {
        self.judge_visitor(Role::Member, is_removed, Action::Join)
    }

    fn judge_visitor(&self, role: Role, is_removed: bool, action: Action) -> Result<(), ErrorCode> {
        let who = Who {
            role,
            is_removed,
            is_muted: false,
        };
        self.judge(who, action)
    }

    fn judge(&self, who: Who, action: Action) -> Result<(), ErrorCode> {
        let rules = Rules {
            is_closed: self.log.is_closed(),
            is_of_pair: self.is_of_pair(),
            is_locked: self.is_locked(),
            settings: self.settings(),
        };
        allow(who, action, rules).map_err(Denial::code)
    }

    /// The events up to which somebody may not read: where members see only what came since they did.
    pub(in crate::room) fn hidden_upto(&self, known: Known, role: Role) -> Seq {
        match self.settings().history {
            History::SinceJoin if role < Role::Moderator => known.since,
            _ => Seq::default(),
        }
    }

    /// This message, if the caller may read it.
    fn readable(&self, caller: Caller, seq: Seq) -> Result<Seq, Refused> {
        match seq > self.hidden_upto(caller.known, caller.role) {
            true => Ok(seq),
            false => Err(ErrorCode::NotFound.into()),
        }
    }

    /// What somebody is, be it here or not.
    pub(in crate::room) fn role_now(&self, member: MemberId) -> Result<Role, Refused> {
        let row = match self.is_owned() {
            true => self.standing(member)?,
            false => None,
        };
        // Who has no place here is nobody above anybody.
        Ok(self.role_by(row.as_ref()).unwrap_or(Role::Reader))
    }

    /// Has a reply written in this tick or the next ones; a session that waits for many has to wait
    /// with its question. A request is answered by how its step ends, and none asks for more yet:
    /// who reads without a socket reads [`Room::log`].
    fn reply(&mut self, now: Timestamp, to: ReplyTo, reply: Reply) {
        let ReplyTo::Session(id) = to else {
            return;
        };
        if self.tick.waiting(id) < limits::REPLIES_WAITING {
            self.tick.reply(id, reply);
        } else {
            self.refuse_rate(now, id, limits::WINDOW_MAX, reply.label());
        }
    }

    /// Tells whoever asked that this cannot be.
    pub(in crate::room) fn refuse(
        &mut self,
        to: ReplyTo,
        why: impl Into<Refused>,
        frame: Label<'_>,
    ) {
        self.tick.refuse(to, why.into().error(frame));
    }

    /// Answers one session with an error, in this tick.
    pub(in crate::room) fn error(&mut self, id: SessionId, error: ErrorEvent<'_>) {
        self.tick.send(id, encode_error(error));
    }
}
