//! The `members` command: a page of the roster.

use crate::limits::Millis;
use crate::log::Sql;
use crate::model::{MemberId, SessionId};
use crate::room::Room;
use crate::room::delivery::replies::Reply;
use crate::wire::{ServerEvent, encode};

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

    /// The event that brings a page.
    pub(in crate::room) fn members_page(&self, after: Option<MemberId>, limit: usize) -> String {
        let (members, more) = self.presence.page(after, limit);
        encode(&ServerEvent::Members { members, more })
    }
}
