//! Replay: what a resuming client missed, in order and without a gap, while others talk on.
//!
//! A session that resumes gets no broadcasts until its replay has reached the head of the log.
//! It reads the log tick by tick, so memory stays bounded; it pauses where the client would be
//! too far behind its `seen`, and ends in 1013 if the client never says so.

use super::session::Session;
use super::{Effect, Room, SessionId};
use crate::limits::{self, Millis};
use crate::log::Sql;
use crate::wire::{CloseCode, LogEvent, Seq, encode, frame};

/// A replay under way.
#[derive(Debug)]
pub(super) struct Replay {
    /// The next event to send.
    pub next: Seq,
    /// Whether a frame went out since the client last said `seen`.
    in_flight: bool,
    /// Since when it waits for `seen`, if it does.
    waiting_since: Option<Millis>,
}

impl Replay {
    pub fn from(next: Seq) -> Replay {
        Replay {
            next,
            in_flight: false,
            waiting_since: None,
        }
    }
}

impl<S: Sql> Room<S> {
    /// True if a replay can go on.
    pub(super) fn has_replay_work(&self) -> bool {
        self.replays
            .values()
            .any(|replay| replay.waiting_since.is_none())
    }

    /// The client has seen something: a replay that waited for it goes on.
    pub(super) fn resume_replay(&mut self, id: SessionId) {
        if let Some(replay) = self.replays.get_mut(&id) {
            replay.waiting_since = None;
            replay.in_flight = false;
        }
    }

    pub(super) fn next_replay_timeout(&self) -> Option<Millis> {
        let waiting = self
            .replays
            .values()
            .filter_map(|replay| replay.waiting_since);
        waiting.min().map(|since| since + limits::REPLAY_PATIENCE)
    }

    pub(super) fn replays_out_of_patience(&self, now: Millis) -> Vec<SessionId> {
        let is_out = |replay: &Replay| {
            let since = replay.waiting_since;
            since.is_some_and(|since| since + limits::REPLAY_PATIENCE <= now)
        };
        let replays = self.replays.iter().filter(|(_, replay)| is_out(replay));
        replays.map(|(id, _)| *id).collect()
    }

    /// Goes on with all replays for one tick. Returns how many frames it sent.
    pub(super) fn pump_replays(&mut self, now: Millis, effects: &mut Vec<Effect>) -> usize {
        let ids: Vec<SessionId> = self.replays.keys().copied().collect();
        let (mut frames, mut bytes) = (0, 0);
        for id in ids {
            while bytes < limits::REPLAY_TICK {
                match self.replay_page(now, id, effects) {
                    Some((page_frames, page_bytes)) => {
                        frames += page_frames;
                        bytes += page_bytes;
                    }
                    None => break,
                }
            }
        }
        frames
    }

    /// Sends the next page of one replay: its frames and bytes, or `None` if it cannot go on
    /// now.
    fn replay_page(
        &mut self,
        now: Millis,
        id: SessionId,
        effects: &mut Vec<Effect>,
    ) -> Option<(usize, usize)> {
        let replay = self
            .replays
            .get(&id)
            .filter(|replay| replay.waiting_since.is_none())?;
        let (next, head) = (replay.next, self.log.head());
        if next > head {
            self.replays.remove(&id);
            self.subscribe(id, effects);
            effects.extend(self.attachment(id));
            return None;
        }
        let upto = head.min(next + limits::REPLAY_ROWS - 1);
        let events = self.log.replay(next - 1, upto).unwrap_or_default();
        if events.len() as Seq != upto - next + 1 {
            // Never a partial replay: the client comes back and tries again.
            self.close(now, id, CloseCode::ServerFault);
            return None;
        }
        let (mut frames, mut bytes) = (0, 0);
        for (frame, last) in pack(&events) {
            if !self.may_send(id, frame.len()) {
                if let Some(replay) = self.replays.get_mut(&id) {
                    replay.waiting_since = Some(now);
                }
                effects.extend(self.attachment(id));
                return Some((frames, bytes));
            }
            frames += 1;
            bytes += frame.len();
            if let Some(replay) = self.replays.get_mut(&id) {
                replay.next = last + 1;
                replay.in_flight = true;
            }
            self.send_now(id, frame, effects);
        }
        Some((frames, bytes))
    }

    /// Whether a frame of this size keeps the session within its unseen bytes. One frame may
    /// always be on its way: otherwise a small bound would stop a replay for ever.
    fn may_send(&self, id: SessionId, bytes: usize) -> bool {
        let Some(Session::Joined(joined)) = self.sessions.get(&id) else {
            return false;
        };
        let in_flight = self.replays.get(&id).is_some_and(|replay| replay.in_flight);
        let unseen = self.broadcasts.unseen(&joined.flow);
        let max = self.limits.unseen;
        max == 0 || !in_flight || unseen + bytes as u64 <= max
    }
}

/// Packs events into frames of at most [`limits::REPLAY_FRAME`] bytes, each with its last seq.
fn pack(events: &[LogEvent]) -> Vec<(String, Seq)> {
    let mut frames = Vec::new();
    let (mut open, mut size): (Vec<String>, usize) = (Vec::new(), 0);
    let mut last = 0;
    for event in events {
        let encoded = encode(event);
        // The brackets and a comma each are part of the frame, too.
        if !open.is_empty() && size + encoded.len() + 3 > limits::REPLAY_FRAME {
            frames.push((frame(&open), last));
            open.clear();
            size = 0;
        }
        size += encoded.len() + 1;
        last = event.seq();
        open.push(encoded);
    }
    if !open.is_empty() {
        frames.push((frame(&open), last));
    }
    frames
}
