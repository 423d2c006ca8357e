//! How far behind a reader is: bytes sent to a socket beyond what it has `seen`.
//!
//! The runtime has no outbound backpressure, so a reader that stops would fill the server's
//! memory. Broadcasts are counted once for all: a session only notes where in the room's
//! stream of broadcast bytes it stands, and comes up for a look when the stream passes its
//! bound. So a broadcast costs nothing per recipient here.

use std::collections::{BTreeSet, VecDeque};

use super::SessionId;
use crate::limits::{Millis, OUTRUN_SPAN, UNSEEN_STEP};
use crate::wire::Seq;

/// Marks closer together than this are merged: coarser by that much, bounded in number.
const MARK_STEP: u64 = 16 * 1024;

/// A stream of bytes with marks in it: "all events up to this seq end before this byte".
#[derive(Debug, Default)]
struct Stream {
    sent: u64,
    marks: VecDeque<(Seq, u64)>,
}

impl Stream {
    fn send(&mut self, bytes: usize, upto: Seq) {
        self.sent += bytes as u64;
        let before = self.marks.iter().nth_back(1).map_or(0, |(_, at)| *at);
        match self.marks.back_mut() {
            // The newest mark moves on until it is a step away from the one before it.
            Some(mark) if mark.0 == upto || mark.1 < before + MARK_STEP => {
                *mark = (upto, self.sent)
            }
            _ => self.marks.push_back((upto, self.sent)),
        }
    }

    /// The bytes that a reader has surely processed who has seen everything up to `seq`.
    fn seen(&self, seq: Seq) -> u64 {
        let after = self.marks.partition_point(|(mark, _)| *mark <= seq);
        let last = after.checked_sub(1).and_then(|index| self.marks.get(index));
        last.map_or(0, |(_, at)| *at)
    }

    fn forget_before(&mut self, byte: u64) {
        while self.marks.front().is_some_and(|(_, at)| *at < byte) {
            self.marks.pop_front();
        }
    }
}

/// The room's side: all broadcast bytes, and who is to be looked at when.
#[derive(Debug)]
pub(super) struct Broadcasts {
    /// Unseen bytes that a session may have; 0 means no bound.
    bound: u64,
    stream: Stream,
    /// Broadcast bytes at which a session comes up.
    due: BTreeSet<(u64, SessionId)>,
    /// When the present span began, and the broadcast bytes by then.
    span: (Millis, u64),
}

/// One session's side.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// Broadcast bytes that are seen or were never sent to it; `None` until it is live.
    broadcast_seen: Option<u64>,
    direct: Stream,
    direct_seen: u64,
    /// Unseen bytes as last written to the attachment.
    saved: u64,
    due: Option<u64>,
}

impl Broadcasts {
    /// No broadcast yet, and at most `bound` unseen bytes for each session.
    pub fn new(bound: u64) -> Broadcasts {
        Broadcasts {
            bound,
            stream: Stream::default(),
            due: BTreeSet::new(),
            span: (0, 0),
        }
    }

    /// Whether, within a short time, so much was sent that this session is half of the bound
    /// behind. For a client that never says `seen`, this passes with the span.
    pub fn outruns(&mut self, flow: &Flow, now: Millis) -> bool {
        if now >= self.span.0 + OUTRUN_SPAN {
            self.span = (now, self.stream.sent);
        }
        let heard = flow.broadcast_seen.unwrap_or(0).max(self.span.1);
        self.bound > 0 && self.stream.sent.saturating_sub(heard) > self.bound / 2
    }

    /// Counts a broadcast that ends at `head`, and says which sessions are to be looked at.
    pub fn send(&mut self, bytes: usize, head: Seq) -> Vec<SessionId> {
        self.stream.send(bytes, head);
        self.stream
            .forget_before(self.stream.sent.saturating_sub(self.bound));
        let later = self.due.split_off(&(self.stream.sent, 0));
        let due = std::mem::replace(&mut self.due, later);
        due.into_iter().map(|(_, session)| session).collect()
    }

    /// From now on broadcasts go to this session.
    pub fn subscribe(&mut self, id: SessionId, flow: &mut Flow) {
        flow.broadcast_seen = Some(self.stream.sent);
        self.plan(id, flow);
    }

    /// The session is gone.
    pub fn unsubscribe(&mut self, id: SessionId, flow: &Flow) {
        if let Some(due) = flow.due {
            self.due.remove(&(due, id));
        }
    }

    /// A frame went to this session alone, holding or following everything up to `upto`.
    pub fn send_direct(&mut self, id: SessionId, flow: &mut Flow, bytes: usize, upto: Seq) {
        flow.direct.send(bytes, upto);
        self.plan(id, flow);
    }

    /// The client has processed everything up to `seq`.
    pub fn seen(&mut self, id: SessionId, flow: &mut Flow, seq: Seq) {
        if let Some(seen) = &mut flow.broadcast_seen {
            *seen = (*seen).max(self.stream.seen(seq));
        }
        flow.direct_seen = flow.direct_seen.max(flow.direct.seen(seq));
        flow.direct.forget_before(flow.direct_seen);
        flow.saved = flow.saved.min(self.unseen(flow));
        self.plan(id, flow);
    }

    /// Bytes sent to this session beyond what it has seen.
    pub fn unseen(&self, flow: &Flow) -> u64 {
        let broadcast = flow
            .broadcast_seen
            .map_or(0, |seen| self.stream.sent.saturating_sub(seen));
        broadcast + flow.direct.sent - flow.direct_seen
    }

    /// The unseen bytes to write to the attachment now; plans the next look.
    pub fn save(&mut self, id: SessionId, flow: &mut Flow) -> u64 {
        flow.saved = self.unseen(flow);
        self.plan(id, flow);
        flow.saved
    }

    /// Plans when broadcasts alone will have added another [`UNSEEN_STEP`] of unseen bytes, or
    /// passed the bound.
    fn plan(&mut self, id: SessionId, flow: &mut Flow) {
        self.unsubscribe(id, flow);
        flow.due = flow.broadcast_seen.map(|_| {
            let look = (flow.saved + UNSEEN_STEP).min(self.bound + 1);
            let left = look.saturating_sub(self.unseen(flow));
            self.stream.sent + left
        });
        if let Some(due) = flow.due {
            self.due.insert((due, id));
        }
    }
}

impl Flow {
    /// A flow that had these unseen bytes when the room fell asleep, all of them sent before
    /// what follows `upto`.
    pub fn restored(unseen: u64, upto: Seq) -> Flow {
        let mut flow = Flow::default();
        flow.direct.send(unseen as usize, upto);
        flow.saved = unseen;
        flow
    }

    /// True if broadcasts go to this session.
    pub fn is_subscribed(&self) -> bool {
        self.broadcast_seen.is_some()
    }

    /// True if the attachment is a whole step behind.
    pub fn wants_saving(&self, unseen: u64) -> bool {
        unseen >= self.saved + UNSEEN_STEP
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: usize = 1024 * 1024;

    #[test]
    fn unseen_bytes_grow_with_broadcasts_and_shrink_with_seen() {
        let mut room = Broadcasts::new(64 << 20);
        let mut flow = Flow::default();
        room.send(MIB, 1);
        room.subscribe(1, &mut flow);
        room.send(MIB, 2);
        room.send(MIB, 3);
        room.send_direct(1, &mut flow, 100, 3);
        assert_eq!(room.unseen(&flow), 2 * MIB as u64 + 100);
        room.seen(1, &mut flow, 2);
        assert_eq!(room.unseen(&flow), MIB as u64 + 100);
        room.seen(1, &mut flow, 3);
        assert_eq!(room.unseen(&flow), 0);
    }

    #[test]
    fn a_session_comes_up_once_a_step() {
        let mut room = Broadcasts::new(64 << 20);
        let mut flow = Flow::default();
        room.subscribe(7, &mut flow);
        let mut looks = 0;
        for seq in 0..13 {
            for id in room.send(MIB, seq) {
                assert_eq!(id, 7);
                looks += 1;
                room.save(7, &mut flow);
            }
        }
        assert_eq!(looks, 2, "at over 4 and over 9 MiB");
        room.unsubscribe(7, &flow);
        assert!(room.due.is_empty());
    }

    #[test]
    fn a_room_outruns_a_session_until_it_is_heard_or_time_has_passed() {
        let mut room = Broadcasts::new(16 << 20);
        let (mut quick, mut slow) = (Flow::default(), Flow::default());
        room.subscribe(1, &mut quick);
        room.subscribe(2, &mut slow);
        assert!(!room.outruns(&slow, 1_000));
        for seq in 1..=8 {
            room.send(MIB, seq);
        }
        assert!(!room.outruns(&slow, 2_000), "half of the bound is fine");
        room.send(MIB, 9);
        room.seen(1, &mut quick, 5);
        assert!(!room.outruns(&quick, 3_000));
        assert!(room.outruns(&slow, 3_000), "whatever others have seen");
        for seq in 10..=14 {
            room.send(MIB, seq);
        }
        assert!(room.outruns(&quick, 3_002));
        assert!(!room.outruns(&quick, 6_000), "a new span");
    }

    #[test]
    fn a_slow_stream_never_outruns_anybody() {
        let mut room = Broadcasts::new(16 << 20);
        let mut flow = Flow::default();
        room.subscribe(1, &mut flow);
        for seq in 1..=15 {
            room.send(MIB, seq);
            assert!(!room.outruns(&flow, seq * 1_000));
        }
    }

    #[test]
    fn unseen_bytes_survive_sleep() {
        let mut room = Broadcasts::new(64 << 20);
        let mut flow = Flow::restored(5_000_000, 8);
        room.subscribe(1, &mut flow);
        assert_eq!(room.unseen(&flow), 5_000_000);
        room.send(10, 9);
        room.send_direct(1, &mut flow, 1, 9);
        room.seen(1, &mut flow, 9);
        assert_eq!(room.unseen(&flow), 0);
    }
}
