//! A member's frame before it becomes a command: decoded, and charged to the member's rate.

use crate::limits::{self, Millis};
use crate::log::Sql;
use crate::model::SessionId;
use crate::room::Room;
use crate::room::caller::ReplyTo;
use crate::wire::{ClientFrame, CloseCode, ErrorCode, Refusal};

impl<S: Sql> Room<S> {
    /// A frame of a joined session.
    #[inline(never)]
    pub(in crate::room) fn member_frame(&mut self, now: Millis, id: SessionId, text: &str) {
        let Some(joined) = self.delivery.joined_mut(id) else {
            return;
        };
        joined.heard = now;
        let known = joined.known;
        if now >= joined.heard_kept + limits::HEARD_STEP {
            self.tick.reattach.insert(id);
        }
        let member = known.member;
        let decoded = match ClientFrame::decode(text, self.limits.text) {
            Ok(ClientFrame::Hello(_)) => Err(bad_frame(None)),
            // The code says that it was a hello, which has no business here.
            Err(refusal) if refusal.code == ErrorCode::BadHello => Err(bad_frame(refusal.cid)),
            Err(refusal) if refusal.code == ErrorCode::UnsupportedVersion => {
                Err(bad_frame(refusal.cid))
            }
            other => other,
        };
        match decoded {
            Err(refusal) if refusal.code == ErrorCode::BadFrame => self.bad_frame(now, id, refusal),
            Ok(ClientFrame::Seen { seq, mark }) => self.seen(now, id, seq, mark),
            Err(Refusal { code, cid }) => {
                if self.take_rate(now, id, member, cid.as_deref()) {
                    self.refuse(ReplyTo::Session(id), code, cid.as_deref());
                }
            }
            Ok(frame) => {
                let cid = match &frame {
                    ClientFrame::Log(frame) => Some(frame.cid.as_str()),
                    _ => None,
                };
                if self.take_rate(now, id, member, cid) {
                    self.run(now, id, known, frame);
                }
            }
        }
    }

    pub(super) fn bad_frame(&mut self, now: Millis, id: SessionId, Refusal { code, cid }: Refusal) {
        self.refuse(ReplyTo::Session(id), code, cid.as_deref());
        let joined = self.delivery.joined_mut(id);
        if joined.is_some_and(|j| j.bad_frames.add(now, limits::BAD_FRAMES)) {
            self.close(now, id, CloseCode::BadHello);
        }
    }
}

pub(super) fn bad_frame(cid: Option<String>) -> Refusal {
    let code = ErrorCode::BadFrame;
    Refusal { code, cid }
}
