//! The `seen` command: a reader's ack, which flow control depends on.
//!
//! It takes a session and no [`Caller`](crate::room::caller::Caller): what it acknowledges is what this
//! one socket was sent, and who has none is sent nothing.

use crate::limits;
use crate::log::Sql;
use crate::model::{Seq, SessionId};
use crate::room::Room;
use crate::room::delivery::session::Session;
use crate::time::Timestamp;
use crate::wire::Label;

impl<S: Sql> Room<S> {
    /// What tells of news is free; the rest is held to a rate of its own.
    pub(super) fn seen(&mut self, now: Timestamp, id: SessionId, seq: Seq, mark: Option<u64>) {
        if seq > self.sent_upto(id) {
            return self.bad_frame(now, id, Label::NONE);
        }
        let Some(Session::Joined(joined)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        if self.pushes.see(joined.known.member, seq) {
            self.tick.reattach.insert(id);
        }
        let progress = self
            .delivery
            .broadcasts
            .seen(id, &mut joined.flow, seq, mark);
        if progress.bytes > 0 {
            joined.frames_unheard = 0;
            self.delivery.replays.resume(id);
        }
        // A mark proves something also where all before it was believed already.
        if self.delivery.broadcasts.is_out_of_date(&joined.flow) {
            self.tick.reattach.insert(id);
        }
        if progress.bytes.max(progress.said) < limits::SEEN_STEP
            && let Some(Err(wait)) = self
                .delivery
                .joined_mut(id)
                .map(|j| j.seen.take(limits::SEEN, now))
        {
            self.refuse_rate(now, id, wait, Label::NONE);
        }
    }

    /// The last event that this session was sent.
    fn sent_upto(&self, id: SessionId) -> Seq {
        match self.delivery.replays.get(id) {
            Some(replay) => replay.next - 1,
            None => self.log.head(),
        }
    }
}
