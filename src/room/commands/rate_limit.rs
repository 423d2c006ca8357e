//! Rate limits: what a frame costs its member, and what happens to members who send too much.

use crate::limits;
use crate::log::Sql;
use crate::model::{MemberId, SessionId};
use crate::room::Room;
use crate::room::caller::ReplyTo;
use crate::room::delivery::session::Session;
use crate::time::{Duration, Timestamp};
use crate::wire::{CloseCode, ErrorCode, ErrorEvent, Label};

impl<S: Sql> Room<S> {
    /// Takes one frame from the member's rate; false if there was none left, or if the room is sending
    /// more than this session confirms, which is answered.
    pub(super) fn take_rate(
        &mut self,
        now: Timestamp,
        id: SessionId,
        member: MemberId,
        frame: Label<'_>,
    ) -> bool {
        let Some(state) = self.presence.get_mut(member) else {
            return false;
        };
        let wait = match state.bucket.take(self.limits.rate(), now) {
            Err(wait) => wait,
            Ok(()) if self.is_outrun(now, id) => limits::OUTRUN_SPAN,
            Ok(()) => return true,
        };
        self.refuse_rate(now, id, wait, frame);
        false
    }

    /// Not now, through no fault of the sender's.
    pub(super) fn come_back_later(&mut self, to: ReplyTo, wait: Duration, frame: Label<'_>) {
        let mut error = ErrorEvent::of(ErrorCode::RateLimited, frame);
        error.retry_after_ms = Some(wait.as_millis());
        self.tick.refuse(to, error);
    }

    /// Too fast; who goes on is closed.
    pub(super) fn refuse_rate(
        &mut self,
        now: Timestamp,
        id: SessionId,
        wait: Duration,
        frame: Label<'_>,
    ) {
        self.come_back_later(ReplyTo::Session(id), wait, frame);
        self.strike(now, id);
    }

    /// Counts a frame that was in vain; who goes on is closed.
    pub(super) fn strike(&mut self, now: Timestamp, id: SessionId) {
        let strikes = self
            .delivery
            .sessions
            .get_mut(id)
            .and_then(Session::strikes);
        if strikes.is_some_and(|(_, rate_errors)| rate_errors.add(now, limits::RATE_ERRORS)) {
            self.close(now, id, CloseCode::Flooding);
        }
    }

    /// Whether this session says so much that its `seen` waits behind it.
    fn is_outrun(&mut self, now: Timestamp, id: SessionId) -> bool {
        let Some(Session::Joined(joined)) = self.delivery.sessions.get_mut(id) else {
            return false;
        };
        joined.frames_unheard = joined.frames_unheard.saturating_add(1);
        joined.frames_unheard > limits::OUTRUN_FRAMES
            && self.delivery.broadcasts.outruns(&joined.flow, now)
    }
}
