//! The commands of members and operators: one file per command, and one table that dispatches
//! to it.
//!
//! A command takes a parsed request and a [`Caller`]. It checks the request, then adds a log
//! event, a change or a reply to the tick, or refuses. It needs no socket: the caller's
//! [`ReplyTo`] says where the answer goes. Two commands are a socket's by nature: `hello`, which makes
//! a member of it, and `seen`, which acknowledges what it was sent.

mod frame;
mod hello;
mod history;
mod members;
mod message;
pub mod operator;
mod rate_limit;
mod rename;
mod seen;
mod typing;

use super::Room;
use super::caller::{Caller, ReplyTo};
use super::delivery::replies::Reply;
use crate::auth::{Action, Denial, Known, Settings, Who, allow};
use crate::limits;
use crate::log::Sql;
use crate::model::{Role, SessionId};
use crate::time::Timestamp;
use crate::wire::{Ask, ClientFrame, ErrorCode, ErrorEvent, Label, Request, encode_error};

impl<S: Sql> Room<S> {
    /// The table of what a member can ask for by a frame that its rate pays for.
    fn run(&mut self, now: Timestamp, id: SessionId, known: Known, frame: ClientFrame) {
        let caller = Caller::member(known, id);
        let action = match &frame {
            ClientFrame::Typing => Some(Action::Type),
            ClientFrame::Request(request) => Some(match request.ask {
                Ask::Rename { .. } => Action::Rename,
                Ask::History { .. } | Ask::Members { .. } => Action::Read,
            }),
            // Judged by what it is about, once that is known.
            ClientFrame::Log(_) | ClientFrame::Hello(_) | ClientFrame::Seen { .. } => None,
        };
        if let Some(Err(code)) = action.map(|action| self.allows(caller, action)) {
            return self.refuse(caller.reply_to, code, frame.label());
        }
        match frame {
            ClientFrame::Log(frame) => self.log_frame(now, caller, frame),
            ClientFrame::Typing => self.typing(now, caller),
            ClientFrame::Request(Request { ask, reference }) => match ask {
                Ask::Rename { name } => self.rename(now, caller, &name, reference),
                Ask::History { before, limit } => {
                    self.history(now, caller, before, limit, reference)
                }
                Ask::Members { after, limit } => self.members(now, caller, after, limit, reference),
            },
            // Free, or no business of a member's.
            ClientFrame::Hello(_) | ClientFrame::Seen { .. } => {}
        }
    }

    /// Asks the table of who may do what. Whom the operator has removed has no socket any more.
    pub(in crate::room) fn allows(&self, caller: Caller, action: Action) -> Result<(), ErrorCode> {
        let who = Who {
            role: caller.role,
            is_removed: false,
        };
        self.judge(who, action)
    }

    /// Whether somebody without a socket may read: whoever knows a room's name may what members may.
    pub fn may_be_read(&self) -> Result<(), ErrorCode> {
        let (role, is_removed) = (Role::Member, false);
        self.judge(Who { role, is_removed }, Action::Read)
    }

    /// Whether a member may come in.
    fn admits(&self, is_removed: bool) -> Result<(), ErrorCode> {
        let role = Role::Member;
        self.judge(Who { role, is_removed }, Action::Join)
    }

    fn judge(&self, who: Who, action: Action) -> Result<(), ErrorCode> {
        let is_closed = self.log.is_closed();
        allow(who, action, Settings { is_closed }).map_err(Denial::code)
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
    pub(in crate::room) fn refuse(&mut self, to: ReplyTo, code: ErrorCode, frame: Label<'_>) {
        self.tick.refuse(to, ErrorEvent::of(code, frame));
    }

    /// Answers one session with an error, in this tick.
    pub(in crate::room) fn error(&mut self, id: SessionId, error: ErrorEvent<'_>) {
        self.tick.send(id, encode_error(error));
    }
}
