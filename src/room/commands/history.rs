//! The `history` command: a page of messages.

use crate::log::Sql;
use crate::model::Seq;
use crate::room::Room;
use crate::room::caller::Caller;
use crate::room::delivery::replies::Reply;
use crate::time::Timestamp;

impl<S: Sql> Room<S> {
    pub(super) fn history(
        &mut self,
        now: Timestamp,
        caller: Caller,
        before: Option<Seq>,
        limit: usize,
        reference: Option<String>,
    ) {
        let reply = Reply::History {
            before,
            limit,
            reference,
        };
        self.reply(now, caller.reply_to, reply);
    }
}
