//! The `members` command: a page of the roster.

use crate::limits::Millis;
use crate::log::Sql;
use crate::model::{MemberId, SessionId};
use crate::room::Room;
use crate::room::delivery::replies::Reply;

impl<S: Sql> Room<S> {
    pub(super) fn members(
        &mut self,
        now: Millis,
        id: SessionId,
        after: Option<MemberId>,
        limit: usize,
        reference: Option<String>,
    ) {
        let reply = Reply::Members {
            after,
            limit,
            reference,
        };
        self.reply(now, id, reply);
    }
}
