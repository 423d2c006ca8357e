//! The `members` command: a page of the roster.

use crate::log::Sql;
use crate::model::MemberId;
use crate::room::Room;
use crate::room::caller::Caller;
use crate::room::delivery::replies::Reply;
use crate::time::Timestamp;

impl<S: Sql> Room<S> {
    pub(super) fn members(
        &mut self,
        now: Timestamp,
        caller: Caller,
        after: Option<MemberId>,
        limit: usize,
        reference: Option<String>,
    ) {
        let reply = Reply::Members {
            after,
            limit,
            reference,
        };
        self.reply(now, caller.reply_to, reply);
    }
}
