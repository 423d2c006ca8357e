//! What members and operators ask for: one file per command, and one table that leads to it.
//!
//! A command takes what was asked for, parsed already, and a [`Caller`]. It checks, and puts a log
//! event, a change or a reply into the tick, or refuses. It needs no socket: where the answer goes is
//! the caller's [`ReplyTo`].

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
mod welcome;

use super::Room;
use crate::auth::Known;
use crate::limits::Millis;
use crate::log::Sql;
use crate::model::{MemberId, Role, SessionId};
use crate::wire::{ClientFrame, ErrorCode, ErrorEvent, ServerEvent, encode};

/// Who asks for something.
#[derive(Clone, Copy, Debug)]
pub(in crate::room) struct Caller {
    pub known: Known,
    pub role: Role,
    pub reply_to: ReplyTo,
}

/// Where the answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::room) enum ReplyTo {
    Session(SessionId),
    /// The request that this step is for: [`super::Effect::Answer`].
    Request,
}

impl Caller {
    /// A member, by one of its sockets.
    pub fn member(known: Known, session: SessionId) -> Caller {
        Caller {
            known,
            role: Role::Member,
            reply_to: ReplyTo::Session(session),
        }
    }

    /// The operator, by a request.
    pub fn operator() -> Caller {
        let known = Known {
            member: MemberId::OPERATOR,
            since: 0,
        };
        Caller {
            known,
            role: Role::Operator,
            reply_to: ReplyTo::Request,
        }
    }
}

impl<S: Sql> Room<S> {
    /// The table of what a member can ask for by a frame that its rate pays for.
    fn run(&mut self, now: Millis, id: SessionId, known: Known, frame: ClientFrame) {
        let caller = Caller::member(known, id);
        match frame {
            ClientFrame::Log(frame) => self.log_frame(now, caller, frame),
            ClientFrame::Typing => self.typing(now, caller),
            ClientFrame::Rename { name } => self.rename(now, caller, &name),
            ClientFrame::History { before, limit } => self.history(now, id, before, limit),
            ClientFrame::Members { after, limit } => self.members(now, id, after, limit),
            // Free, or no business of a member's.
            ClientFrame::Hello(_) | ClientFrame::Seen { .. } => {}
        }
    }

    /// Tells whoever asked that this cannot be.
    pub(in crate::room) fn refuse(&mut self, to: ReplyTo, code: ErrorCode, cid: Option<&str>) {
        let mut error = ErrorEvent::new(code);
        error.cid = cid;
        self.tick.refuse(to, error);
    }

    /// Answers one session with an error, in this tick.
    pub(in crate::room) fn error(&mut self, id: SessionId, error: ErrorEvent<'_>) {
        self.tick.send(id, encode(&ServerEvent::Error(error)));
    }
}
