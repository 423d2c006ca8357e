//! The `history` command: a page of messages.

use crate::limits::{self, Millis};
use crate::log::Sql;
use crate::model::{Seq, SessionId};
use crate::room::Room;
use crate::room::delivery::replies::Reply;

impl<S: Sql> Room<S> {
    pub(super) fn history(
        &mut self,
        now: Millis,
        id: SessionId,
        before: Option<Seq>,
        limit: usize,
        reference: Option<String>,
    ) {
        let reply = Reply::History {
            before,
            limit,
            reference,
        };
        self.reply(now, id, reply);
    }

    /// Has a reply written in this tick or the next ones; a session that waits for many has to wait
    /// with its question.
    pub(super) fn reply(&mut self, now: Millis, id: SessionId, reply: Reply) {
        if self.tick.waiting(id) < limits::REPLIES_WAITING {
            self.tick.reply(id, reply);
        } else {
            self.refuse_rate(now, id, limits::WINDOW_MAX, reply.label());
        }
    }
}
