//! A member's frame before it becomes a command: decoded, and charged to the member's rate.

use crate::limits;
use crate::log::Sql;
use crate::model::SessionId;
use crate::room::Room;
use crate::room::caller::ReplyTo;
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
        let decoded = ClientFrame::decode(text, self.limits.text);
        let label = match &decoded {
            Ok(frame) => frame.label(),
            Err(refusal) => refusal.label(),
        };
        match &decoded {
            Ok(ClientFrame::Seen { seq, mark }) => return self.seen(now, id, *seq, *mark),
            Ok(ClientFrame::Hello(_)) => return self.bad_frame(now, id, label),
            Err(refusal) if refusal.code != ErrorCode::CidInvalid => {
                return self.bad_frame(now, id, label);
            }
            _ => {}
        }
        if !self.take_rate(now, id, member, label) {
            return;
        }
        match decoded {
            Ok(frame) => self.run(now, id, known, frame),
            Err(refusal) => self.refuse(ReplyTo::Session(id), refusal.code, refusal.label()),
        }
    }

    pub(super) fn bad_frame(&mut self, now: Timestamp, id: SessionId, frame: Label<'_>) {
        self.refuse(ReplyTo::Session(id), ErrorCode::BadFrame, frame);
        let joined = self.delivery.joined_mut(id);
        if joined.is_some_and(|j| j.bad_frames.add(now, limits::BAD_FRAMES)) {
            self.close(now, id, CloseCode::BadHello);
        }
    }
}
