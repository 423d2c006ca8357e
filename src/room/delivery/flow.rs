//! Flow control: how many bytes are in flight to a reader, sent to its socket and not yet
//! acknowledged.
//!
//! The runtime has no outbound back-pressure, so a reader that stops reading would fill the
//! server's memory. Broadcasts are counted once for everyone: a session only records its
//! position in the room's stream of broadcast bytes, and is examined when the stream passes its
//! limit. So a broadcast costs nothing per recipient here.
//!
//! Marks prove what was read: a mark is a number that only a reader of the socket can return. A
//! client that does not know marks is believed what it says in `seen`, but only up to a total.

use std::collections::VecDeque;

use crate::limits::{
    MARK_EVERY, MARKS, OUTRUN_AT_LEAST, OUTRUN_SPAN, SAVED_EVERY, UNPROVEN, UNPROVEN_REPLAY,
};
use crate::model::{Seq, SessionId};
use crate::room::pairs::Pairs;
use crate::time::Timestamp;

/// Marks of the stream closer together than this are merged: coarser by that much, bounded in number.
const STREAM_STEP: u64 = 16 * 1024;

/// A stream of bytes with positions in it: "all events up to this seq end before this byte".
#[derive(Debug, Default)]
struct Stream {
    sent: u64,
    positions: VecDeque<(Seq, u64)>,
}

impl Stream {
    fn send(&mut self, bytes: usize, upto: Seq) {
        self.sent += bytes as u64;
        let before = self.positions.iter().nth_back(1).map_or(0, |(_, at)| *at);
        match self.positions.back_mut() {
            // The newest position moves on until it is a step away from the one before it.
            Some(newest) if newest.0 == upto || newest.1 < before + STREAM_STEP => {
                *newest = (upto, self.sent)
            }
            _ => self.positions.push_back((upto, self.sent)),
        }
    }

    /// The bytes that a reader has surely processed who has seen everything up to `seq`.
    fn seen(&self, seq: Seq) -> u64 {
        let after = self.positions.partition_point(|(upto, _)| *upto <= seq);
        let last = after
            .checked_sub(1)
            .and_then(|index| self.positions.get(index));
        last.map_or(0, |(_, at)| *at)
    }

    fn forget_before(&mut self, byte: u64) {
        while self.positions.front().is_some_and(|(_, at)| *at < byte) {
            self.positions.pop_front();
        }
    }
}

/// The room's side: all broadcast bytes, and who is to be looked at when.
#[derive(Debug)]
pub(in crate::room) struct Broadcasts {
    /// Unseen bytes that a session may have; 0 means no bound.
    bound: u64,
    stream: Stream,
    /// Broadcast bytes at which a session comes up.
    due: Pairs<u64, SessionId>,
    /// When the present span began, and the broadcast bytes by then.
    span: (Timestamp, u64),
    /// A number that nobody can guess, another at each waking.
    waking: u64,
}

/// One session's side.
#[derive(Debug, Default)]
pub(in crate::room) struct Flow {
    /// Broadcast bytes by the time it became live, and those that are seen; `None` until then.
    broadcast: Option<Broadcast>,
    direct: Stream,
    direct_seen: u64,
    /// What it said it has seen, of broadcasts and of the rest: decides whether a `seen` is news.
    said: (u64, u64),
    /// Marks that are on their way, the oldest first.
    marks: VecDeque<Mark>,
    /// All bytes sent by the last mark.
    marked: u64,
    /// Whether it ever returned a mark: from then on nothing else counts.
    proves: bool,
    /// As last written to the attachment.
    saved: Survives,
    due: Option<u64>,
}

#[derive(Debug)]
struct Broadcast {
    from: u64,
    seen: u64,
}

/// What of a flow survives a sleep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::room) struct Survives {
    /// All bytes sent to the session, and those of them that are not seen.
    pub sent: u64,
    pub unseen: u64,
    /// Whether it ever returned a mark.
    pub proves: bool,
}

/// A number on its way, and what was sent before it.
#[derive(Debug)]
struct Mark {
    number: u64,
    broadcast: u64,
    direct: u64,
}

/// How far a `seen` brings a session.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::room) struct Progress {
    /// Bytes that count as seen from now on.
    pub bytes: u64,
    /// Bytes that it had not said to have seen before, whether that counts or not.
    pub said: u64,
}

/// What is to be done about a session's bytes.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::room) enum Look {
    /// It is too far behind.
    Close,
    /// It is to prove what it has read.
    Mark,
    /// The attachment is a whole step behind.
    Save,
    Nothing,
}

impl Broadcasts {
    /// No broadcast yet, and at most `bound` unseen bytes for each session.
    pub fn new(bound: u64) -> Broadcasts {
        Broadcasts {
            bound,
            stream: Stream::default(),
            due: Pairs::default(),
            span: (Timestamp::default(), 0),
            waking: 0,
        }
    }

    /// The room has woken up; sessions are put back next.
    pub fn wake(&mut self, waking: u64) {
        self.waking = waking;
    }

    /// The flow of a session that was there when the room fell asleep: what is unseen was sent before what follows
    /// `upto`.
    ///
    /// What was sent since it was last written is forgotten. As much as that may have been is added by chance, so that
    /// it is counted on the whole, however little is said between two sleeps.
    pub fn restored(&self, id: SessionId, saved: Survives, upto: Seq) -> Flow {
        // Consecutive ids are spread evenly.
        let chance = id.number().wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let more = self.waking.wrapping_add(chance) % self.save_every();
        let sent = saved.sent + more;
        let seen = saved.sent - saved.unseen;
        Flow {
            direct: Stream {
                sent,
                positions: [(upto, sent)].into(),
            },
            direct_seen: seen,
            said: (0, seen),
            // Marks that were on their way are forgotten: the next one stands for what was before them, too. Whoever
            // has returned none gets one for each MiB all the same.
            marked: match saved.proves {
                true => seen,
                false => seen / MARK_EVERY * MARK_EVERY,
            },
            proves: saved.proves,
            saved,
            ..Flow::default()
        }
    }

    /// Whether, within a short time, so much was sent that this session is half of the bound
    /// behind. For a client that never says `seen`, this passes with the span.
    pub fn outruns(&mut self, flow: &Flow, now: Timestamp) -> bool {
        if now >= self.span.0 + OUTRUN_SPAN {
            self.span = (now, self.stream.sent);
        }
        let seen = flow
            .broadcast
            .as_ref()
            .map_or(0, |broadcast| broadcast.seen);
        let behind = self.stream.sent.saturating_sub(seen.max(self.span.1));
        self.bound > 0 && behind > (self.bound / 2).max(OUTRUN_AT_LEAST)
    }

    /// Counts a broadcast that ends at `head`, and says which sessions are to be looked at.
    pub fn send(&mut self, bytes: usize, head: Seq) -> Vec<SessionId> {
        self.stream.send(bytes, head);
        self.stream
            .forget_before(self.stream.sent.saturating_sub(self.bound));
        let mut due = Vec::new();
        while let Some((byte, id)) = self.due.first()
            && byte <= self.stream.sent
        {
            self.due.remove(byte, id);
            due.push(id);
        }
        due
    }

    /// From now on broadcasts go to this session.
    pub fn subscribe(&mut self, id: SessionId, flow: &mut Flow) {
        let sent = self.stream.sent;
        flow.broadcast = Some(Broadcast {
            from: sent,
            seen: sent,
        });
        self.plan(id, flow);
    }

    /// The session is gone.
    pub fn unsubscribe(&mut self, id: SessionId, flow: &Flow) {
        if let Some(due) = flow.due {
            self.due.remove(due, id);
        }
    }

    /// A frame went to this session alone, holding or following everything up to `upto`.
    pub fn send_direct(&mut self, id: SessionId, flow: &mut Flow, bytes: usize, upto: Seq) {
        flow.direct.send(bytes, upto);
        self.plan(id, flow);
    }

    /// The client has processed everything up to `seq`, and returns a mark if it knows of any.
    pub fn seen(
        &mut self,
        id: SessionId,
        flow: &mut Flow,
        seq: Seq,
        number: Option<u64>,
    ) -> Progress {
        let before = self.unseen(flow);
        let said = (self.stream.seen(seq), flow.direct.seen(seq));
        let returned = number.and_then(|n| flow.marks.iter().position(|mark| mark.number == n));
        if let Some(mark) = returned.and_then(|index| flow.marks.drain(..=index).next_back()) {
            flow.proves = true;
            flow.see(mark.broadcast, mark.direct);
        } else if !flow.proves {
            flow.see(said.0, said.1);
        }
        self.plan(id, flow);
        Progress {
            bytes: before - self.unseen(flow),
            said: flow.say(said),
        }
    }

    /// A mark that goes out now: it stands for all that was sent before it.
    pub fn mark(&mut self, id: SessionId, flow: &mut Flow, number: u64) {
        if flow.marks.len() >= MARKS {
            flow.marks.pop_front();
        }
        flow.marks.push_back(Mark {
            number,
            broadcast: self.stream.sent,
            direct: flow.direct.sent,
        });
        self.settle_mark(id, flow);
    }

    /// The last mark stands for all that was sent by now, itself included.
    pub fn settle_mark(&mut self, id: SessionId, flow: &mut Flow) {
        flow.marked = self.total(flow);
        self.plan(id, flow);
    }

    /// Bytes sent to this session beyond what it has seen.
    pub fn unseen(&self, flow: &Flow) -> u64 {
        let sent = |broadcast: &Broadcast| self.stream.sent.saturating_sub(broadcast.seen);
        flow.broadcast.as_ref().map_or(0, sent) + flow.direct.sent - flow.direct_seen
    }

    /// Whether anything was sent since the last mark.
    pub fn has_unmarked(&self, flow: &Flow) -> bool {
        self.total(flow) > flow.marked
    }

    /// Whether this many bytes more are within what the session may be sent.
    pub fn admits(&self, flow: &Flow, bytes: usize) -> bool {
        self.bound == 0 || bytes as u64 <= self.left(flow)
    }

    /// What is to be done about this session now. After it, plan the next look by saving or marking.
    pub fn look(&self, flow: &Flow) -> Look {
        if self.bound == 0 {
            return Look::Nothing;
        }
        if self.is_over(flow) {
            Look::Close
        } else if self.total(flow) >= flow.marked + self.mark_every() {
            Look::Mark
        } else if self.until_save(flow) == 0 {
            Look::Save
        } else {
            Look::Nothing
        }
    }

    /// What is to be written to the attachment now, in whole steps; plans the next look.
    pub fn save(&mut self, id: SessionId, flow: &mut Flow) -> Survives {
        let step = self.save_every();
        flow.saved = Survives {
            sent: self.total(flow) / step * step,
            unseen: self.unseen(flow) / step * step,
            proves: flow.proves,
        };
        self.plan(id, flow);
        flow.saved
    }

    /// All bytes ever sent to this session.
    pub fn total(&self, flow: &Flow) -> u64 {
        let broadcast = flow
            .broadcast
            .as_ref()
            .map_or(0, |b| self.stream.sent - b.from);
        broadcast + flow.direct.sent
    }

    /// Bytes that may be sent before the session is too far behind.
    fn left(&self, flow: &Flow) -> u64 {
        let seen = self.bound.saturating_sub(self.unseen(flow));
        let unproven = self.unproven().saturating_sub(self.total(flow));
        if flow.proves {
            seen
        } else {
            seen.min(unproven)
        }
    }

    fn is_over(&self, flow: &Flow) -> bool {
        self.unseen(flow) > self.bound || self.is_spent(flow)
    }

    /// Whether it was sent all that its word alone is worth.
    pub fn is_spent(&self, flow: &Flow) -> bool {
        let worth = match flow.broadcast {
            Some(_) => self.unproven(),
            None => self.unproven().min(UNPROVEN_REPLAY),
        };
        self.bound > 0 && !flow.proves && self.total(flow) > worth
    }

    /// What the word of a session that never returned a mark is worth, in all.
    fn unproven(&self) -> u64 {
        (4 * self.bound).min(UNPROVEN.max(self.bound / 4 * 3))
    }

    /// So often that a reader who returns marks at once stays far from the bound.
    fn mark_every(&self) -> u64 {
        MARK_EVERY.min(self.bound / 4).max(1)
    }

    /// Whether the attachment lacks a proof, or counts as unseen a whole step that was seen since: woken with it, an
    /// honest reader would seem too far behind.
    pub fn is_out_of_date(&self, flow: &Flow) -> bool {
        flow.saved.proves != flow.proves
            || flow.saved.unseen >= self.unseen(flow) + self.save_every()
    }

    /// So often what survives a sleep is written.
    fn save_every(&self) -> u64 {
        SAVED_EVERY.min(self.bound / 8).max(1)
    }

    /// Bytes after which the attachment is a whole step behind: in what is unseen, or in what was sent in all to a
    /// session whose word is worth no more than that.
    fn until_save(&self, flow: &Flow) -> u64 {
        let (saved, now) = match flow.proves {
            true => (flow.saved.unseen, self.unseen(flow)),
            false => (flow.saved.sent, self.total(flow)),
        };
        (saved + self.save_every()).saturating_sub(now)
    }

    /// Plans when broadcasts alone will have made this session one to be looked at.
    fn plan(&mut self, id: SessionId, flow: &mut Flow) {
        self.unsubscribe(id, flow);
        flow.due = flow.broadcast.is_some().then(|| {
            let mark = (flow.marked + self.mark_every()).saturating_sub(self.total(flow));
            let close = self.left(flow) + 1;
            self.stream.sent + self.until_save(flow).min(mark).min(close).max(1)
        });
        if let Some(due) = flow.due {
            self.due.insert(due, id);
        }
    }
}

impl Flow {
    /// True if broadcasts go to this session.
    pub fn is_subscribed(&self) -> bool {
        self.broadcast.is_some()
    }

    /// True if it has returned a mark.
    pub fn proves(&self) -> bool {
        self.proves
    }

    /// Says how many bytes of this are news.
    fn say(&mut self, (broadcast, direct): (u64, u64)) -> u64 {
        let before = self.said;
        self.said = (before.0.max(broadcast), before.1.max(direct));
        self.said.0 - before.0 + self.said.1 - before.1
    }

    fn see(&mut self, broadcast: u64, direct: u64) {
        if let Some(own) = &mut self.broadcast {
            own.seen = own.seen.max(broadcast);
        }
        self.direct_seen = self.direct_seen.max(direct);
        self.direct.forget_before(self.direct_seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, seq};

    const MIB: usize = 1024 * 1024;
    const ANA: SessionId = SessionId::from_number(1);
    const BO: SessionId = SessionId::from_number(2);

    /// A reader that returns a mark.
    fn proves(room: &mut Broadcasts, flow: &mut Flow, number: u64) {
        room.mark(ANA, flow, number);
        room.seen(ANA, flow, seq(0), Some(number));
        assert!(flow.proves());
    }

    #[test]
    fn unseen_bytes_grow_with_broadcasts_and_shrink_with_seen() {
        let mut room = Broadcasts::new(64 << 20);
        let mut flow = Flow::default();
        room.send(MIB, seq(1));
        room.subscribe(ANA, &mut flow);
        room.send(MIB, seq(2));
        room.send(MIB, seq(3));
        room.send_direct(ANA, &mut flow, 100, seq(3));
        assert_eq!(room.unseen(&flow), 2 * MIB as u64 + 100);
        assert_eq!(room.seen(ANA, &mut flow, seq(2), None).bytes, MIB as u64);
        assert_eq!(room.unseen(&flow), MIB as u64 + 100);
        assert_eq!(
            room.seen(ANA, &mut flow, seq(3), None).bytes,
            MIB as u64 + 100
        );
        let nothing = Progress { bytes: 0, said: 0 };
        assert_eq!(room.seen(ANA, &mut flow, seq(3), None), nothing);
    }

    #[test]
    fn who_has_returned_a_mark_is_believed_nothing_else() {
        let mut room = Broadcasts::new(64 << 20);
        let mut flow = Flow::default();
        room.subscribe(ANA, &mut flow);
        proves(&mut room, &mut flow, 7);
        room.send(MIB, seq(1));
        room.mark(ANA, &mut flow, 8);
        room.send(MIB, seq(2));
        let said = room.seen(ANA, &mut flow, seq(2), None);
        assert_eq!((said.bytes, said.said), (0, 2 * MIB as u64), "only said");
        for (number, why) in [(7, "a mark of before"), (9, "a guess")] {
            assert_eq!(
                room.seen(ANA, &mut flow, seq(2), Some(number)).bytes,
                0,
                "{why}"
            );
        }
        assert_eq!(room.seen(ANA, &mut flow, seq(0), Some(8)).bytes, MIB as u64);
        assert_eq!(room.unseen(&flow), MIB as u64);
    }

    #[test]
    fn a_later_mark_stands_for_the_ones_before() {
        let mut room = Broadcasts::new(64 << 20);
        let mut flow = Flow::default();
        room.subscribe(ANA, &mut flow);
        for number in 0..3 * MARKS as u64 {
            room.send(MIB / 4, seq(number));
            room.mark(ANA, &mut flow, number);
        }
        assert_eq!(flow.marks.len(), MARKS);
        let last = Some(3 * MARKS as u64 - 1);
        assert!(room.seen(ANA, &mut flow, seq(0), last).bytes > 0);
        assert_eq!(room.unseen(&flow), 0);
        assert!(flow.marks.is_empty());
    }

    #[test]
    fn a_liar_gets_less_than_an_honest_reader() {
        let mut room = Broadcasts::new(16 << 20);
        let mut flow = Flow::default();
        room.subscribe(ANA, &mut flow);
        let mut got = 0;
        for number in 1.. {
            room.send(MIB, seq(number));
            room.seen(ANA, &mut flow, seq(number), None);
            match room.look(&flow) {
                Look::Close => break,
                Look::Mark => room.mark(ANA, &mut flow, number),
                _ => {}
            }
            got = number;
        }
        assert_eq!(got, 12);
    }

    #[test]
    fn who_returns_marks_is_never_too_far_behind() {
        for bound in [1_000, 100_000, 2_000_000, 16 << 20] {
            let mut room = Broadcasts::new(bound);
            let mut flow = Flow::default();
            room.subscribe(ANA, &mut flow);
            let mut marks = 0;
            for number in 1..1_000 {
                for _ in room.send(bound as usize / 8, seq(number)) {
                    match room.look(&flow) {
                        Look::Mark => {
                            marks += 1;
                            room.mark(ANA, &mut flow, number);
                            room.seen(ANA, &mut flow, seq(number), Some(number));
                        }
                        Look::Save => drop(room.save(ANA, &mut flow)),
                        look => panic!("{look:?} with {bound}"),
                    }
                }
            }
            assert!(marks > 100, "{marks} with {bound}");
        }
    }

    #[test]
    fn a_session_comes_up_for_each_mark_and_each_step() {
        let mut room = Broadcasts::new(64 << 20);
        let mut flow = Flow::default();
        room.subscribe(ANA, &mut flow);
        let (mut marks, mut saves) = (0, 0);
        for number in 0..13 {
            for id in room.send(MIB, seq(number)) {
                assert_eq!(id, ANA);
                if room.look(&flow) == Look::Mark {
                    marks += 1;
                    room.mark(ANA, &mut flow, number);
                }
                if room.look(&flow) == Look::Save {
                    saves += 1;
                    room.save(ANA, &mut flow);
                }
            }
        }
        assert_eq!((marks, saves), (13, 13));
        room.unsubscribe(ANA, &flow);
        assert!(room.due.first().is_none());
    }

    #[test]
    fn a_room_outruns_a_session_until_it_is_heard_or_time_has_passed() {
        let mut room = Broadcasts::new(16 << 20);
        let (mut quick, mut slow) = (Flow::default(), Flow::default());
        room.subscribe(ANA, &mut quick);
        room.subscribe(BO, &mut slow);
        assert!(!room.outruns(&slow, at(1_000)));
        for number in 1..=8 {
            room.send(MIB, seq(number));
        }
        assert!(!room.outruns(&slow, at(2_000)), "half of the bound is fine");
        room.send(MIB, seq(9));
        room.seen(ANA, &mut quick, seq(5), None);
        assert!(!room.outruns(&quick, at(3_000)));
        assert!(room.outruns(&slow, at(3_000)), "whatever others have seen");
        for number in 10..=14 {
            room.send(MIB, seq(number));
        }
        assert!(room.outruns(&quick, at(3_002)));
        assert!(!room.outruns(&quick, at(6_000)), "a new span");
    }

    #[test]
    fn a_slow_stream_or_a_small_bound_never_outruns_anybody() {
        let mut room = Broadcasts::new(16 << 20);
        let mut flow = Flow::default();
        room.subscribe(ANA, &mut flow);
        for number in 1..=15 {
            room.send(MIB, seq(number));
            assert!(!room.outruns(&flow, at(number * 1_000)));
        }
        let mut room = Broadcasts::new(2_000_000);
        let mut flow = Flow::default();
        room.subscribe(ANA, &mut flow);
        room.outruns(&flow, at(10_000));
        room.send(MIB, seq(1));
        assert!(
            !room.outruns(&flow, at(10_001)),
            "an ack comes for each MiB"
        );
    }

    #[test]
    fn unseen_bytes_survive_sleep() {
        for proves in [false, true] {
            let mut room = Broadcasts::new(64 << 20);
            let saved = Survives {
                sent: 8 << 20,
                unseen: 5 << 20,
                proves,
            };
            let mut flow = room.restored(ANA, saved, seq(8));
            room.subscribe(ANA, &mut flow);
            assert_eq!(room.save(ANA, &mut flow), saved);
            room.send(10, seq(9));
            room.send_direct(ANA, &mut flow, 1, seq(9));
            assert_eq!(
                room.look(&flow),
                Look::Mark,
                "for what was sent before the sleep"
            );
            room.mark(ANA, &mut flow, 4);
            room.seen(ANA, &mut flow, seq(9), Some(4));
            assert_eq!(room.unseen(&flow), 0);
        }
    }
}
