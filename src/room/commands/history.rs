//! The `history` command: a page of messages.

use crate::limits::{self, Millis};
use crate::log::{LogError, Sql};
use crate::model::{PageFrom, Seq, SessionId};
use crate::room::Room;
use crate::room::delivery::replies::Reply;
use crate::wire::history;

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

    /// The event that brings a page.
    pub(in crate::room) fn history_page(
        &self,
        from: PageFrom,
        limit: usize,
    ) -> Result<String, LogError> {
        let page = self.log.page(from, limit)?;
        Ok(history(&page.events, page.more))
    }

    /// A page is paid for by its bytes, the first of them by the frame that asked for it.
    pub(in crate::room) fn charge_page(&mut self, id: SessionId, bytes: usize) {
        let Some(member) = self
            .delivery
            .joined_mut(id)
            .map(|joined| joined.known.member)
        else {
            return;
        };
        if let Some(member) = self.presence.get_mut(member) {
            member
                .bucket
                .charge((bytes / limits::PAGE_BYTES_PER_FRAME) as u32);
        }
    }
}
