//! A member's frame before it becomes a command: decoded, and charged to the member's rate.

use crate::limits;
use crate::log::Sql;
use crate::model::SessionId;
use crate::room::Room;
use crate::room::caller::ReplyTo;
use crate::room::delivery::session::Session;
use crate::time::Timestamp;
use crate::wire::{ClientFrame, CloseCode, ErrorCode, Label};

impl<S: Sql> Room<S> {
    /// A frame of a joined session.
    #[inline(never)]
    pub(in crate::room) fn member_frame(&mut self, now: Timestamp, id: SessionId, text: &str) {
        let Some(joined) = self.delivery.joined_mut(id) else {
            return;
        };
        joined.heard = now;
        let known = joined.known;
        if now >= joined.heard_kept + limits::HEARD_STEP {
            self.tick.reattach.insert(id);
        }
        let member = known.member;
        match ClientFrame::decode(text, self.limits.text) {
            // These cost nothing of the rate.
            Ok(ClientFrame::Seen { seq, mark }) => self.seen(now, id, seq, mark),
            Ok(ClientFrame::Hello(_)) => self.bad_frame(now, id, Label::NONE),
            Err(refusal) if refusal.is_unreadable() && self.is_of_no_pair(text) => {
                if self.take_rate(now, id, member, refusal.label()) {
                    let forbidden = ErrorCode::Forbidden;
                    self.refuse(ReplyTo::Session(id), forbidden, refusal.label());
                }
            }
            Err(refusal) if refusal.is_unreadable() => self.bad_frame(now, id, refusal.label()),
            Ok(frame) => {
                if self.take_rate(now, id, member, frame.label()) {
                    self.run(now, id, known, frame);
                }
            }
            Err(refusal) => {
                if self.take_rate(now, id, member, refusal.label()) {
                    self.refuse(ReplyTo::Session(id), refusal.code, refusal.label());
                }
            }
        }
    }

    pub(super) fn bad_frame(&mut self, now: Timestamp, id: SessionId, frame: Label<'_>) {
        self.refuse(ReplyTo::Session(id), ErrorCode::BadFrame, frame);
        let strikes = self
            .delivery
            .sessions
            .get_mut(id)
            .and_then(Session::strikes);
        if strikes.is_some_and(|(bad_frames, _)| bad_frames.add(now, limits::BAD_FRAMES)) {
            self.close(now, id, CloseCode::BadHello);
        }
    }
}
