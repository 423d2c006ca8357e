//! Replay: sends a resuming client what it missed, in order and without a gap, while others
//! keep talking.
//!
//! A session that resumes gets no broadcasts until its replay has reached the head of the log.
//! It reads the log tick by tick, so memory stays bounded; it pauses when too much is in flight
//! to the client, and ends with 1013 if the client never acknowledges any of it.

use std::collections::{BTreeMap, VecDeque};

use crate::limits;
use crate::log::Sql;
use crate::model::{Seq, SessionId};
use crate::room::delivery::Delivery;
use crate::room::delivery::flow::Look;
use crate::room::delivery::session::Session;
use crate::room::{Effect, Room};
use crate::time::Timestamp;
use crate::wire::{CloseCode, encode, frame};

/// A replay under way.
#[derive(Debug)]
pub(in crate::room) struct Replay {
    /// The next event to send.
    pub next: Seq,
    /// What was read from the log and not sent yet, each event encoded, from `next` on.
    ready: VecDeque<String>,
    ready_bytes: usize,
    /// How large an event was of late: decides how many are read at a time.
    event_bytes: usize,
    /// Whether a frame went out since the client last showed that it had read something.
    in_flight: bool,
    /// Since when it waits for that, if it does.
    pub waiting_since: Option<Timestamp>,
}

/// How a replay went on.
enum Turn {
    /// It sent a frame of so many bytes.
    Sent(usize),
    /// It has come to its end, waits for its client, or is closed.
    Over,
}

impl Replay {
    pub fn from(next: Seq) -> Replay {
        Replay {
            next,
            ready: VecDeque::new(),
            ready_bytes: 0,
            event_bytes: limits::REPLAY_FRAME / 128,
            in_flight: false,
            waiting_since: None,
        }
    }

    fn push(&mut self, event: String) {
        self.event_bytes = (self.event_bytes * 3 + event.len()) / 4;
        self.ready_bytes += event.len();
        self.ready.push_back(event);
    }

    /// How many of the events that are ready fill the next frame; at least one, if there is any.
    fn frame_events(&self) -> usize {
        // The brackets and a comma each are part of the frame, too.
        let mut size = 1;
        let fits = self.ready.iter().take_while(|event| {
            size += event.len() + 1;
            size <= limits::REPLAY_FRAME
        });
        fits.count().max(1).min(self.ready.len())
    }

    /// The bytes of the next frame.
    fn frame_bytes(&self, events: usize) -> usize {
        let sizes = self.ready.iter().take(events).map(|event| event.len() + 1);
        1 + sizes.sum::<usize>()
    }

    fn take_frame(&mut self, events: usize) -> String {
        let events: Vec<String> = self.ready.drain(..events).collect();
        self.ready_bytes -= events.iter().map(String::len).sum::<usize>();
        self.next += events.len() as u64;
        self.in_flight = true;
        frame(&events)
    }

    /// Lets go of what can be read again.
    fn forget(&mut self, keep_bytes: usize) {
        while self.ready_bytes > keep_bytes
            && let Some(event) = self.ready.pop_back()
        {
            self.ready_bytes -= event.len();
        }
    }
}

/// All replays under way.
#[derive(Debug, Default)]
pub(in crate::room) struct Replays {
    all: BTreeMap<SessionId, Box<Replay>>,
    /// Whether those that prove nothing have to wait.
    crowded: bool,
    /// Whose went on last.
    turn: SessionId,
}

impl Replays {
    /// A session has to be brought everything from this event on.
    pub fn begin(&mut self, id: SessionId, next: Seq) {
        self.all.insert(id, Box::new(Replay::from(next)));
    }

    /// It waits for its client since then, if at all.
    pub fn wait(&mut self, id: SessionId, since: Option<Timestamp>) {
        if let Some(replay) = self.all.get_mut(&id) {
            replay.waiting_since = since;
        }
    }

    pub fn end(&mut self, id: SessionId) {
        self.all.remove(&id);
    }

    pub fn clear(&mut self) {
        self.all.clear();
    }

    pub fn get(&self, id: SessionId) -> Option<&Replay> {
        self.all.get(&id).map(Box::as_ref)
    }

    fn get_mut(&mut self, id: SessionId) -> Option<&mut Replay> {
        self.all.get_mut(&id).map(Box::as_mut)
    }

    /// Whether nobody is in replay.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The sessions that are in replay.
    pub fn ids(&self) -> Vec<SessionId> {
        self.all.keys().copied().collect()
    }

    /// The same in their turn, where the last tick left off.
    fn turns(&self) -> VecDeque<SessionId> {
        let after = self.all.range(self.turn.next()..);
        let before = self.all.range(..=self.turn);
        after.chain(before).map(|(id, _)| *id).collect()
    }

    /// True if a replay can go on.
    pub fn has_work(&self) -> bool {
        self.all
            .values()
            .any(|replay| replay.waiting_since.is_none())
    }

    /// The client has read something: a replay that waited for it goes on.
    pub fn resume(&mut self, id: SessionId) {
        if let Some(replay) = self.all.get_mut(&id) {
            replay.waiting_since = None;
            replay.in_flight = false;
        }
    }

    pub fn next_timeout(&self) -> Option<Timestamp> {
        let waiting = self.all.values().filter_map(|replay| replay.waiting_since);
        waiting.min().map(|since| since + limits::REPLAY_PATIENCE)
    }

    pub fn out_of_patience(&self, now: Timestamp) -> Vec<SessionId> {
        let is_out = |replay: &Replay| {
            let since = replay.waiting_since;
            since.is_some_and(|since| since + limits::REPLAY_PATIENCE <= now)
        };
        let replays = self.all.iter().filter(|(_, replay)| is_out(replay));
        replays.map(|(id, _)| *id).collect()
    }

    /// What replays have read ahead stays small, however many there are.
    fn keep_within_memory(&mut self) {
        let mut kept = 0;
        for replay in self.all.values_mut() {
            let left = limits::REPLAY_KEPT.saturating_sub(kept);
            replay.forget(left.min(2 * limits::REPLAY_FRAME));
            kept += replay.ready_bytes;
        }
    }
}

impl<S: Sql> Room<S> {
    /// Goes on with all replays for one tick, frame by frame in turn, where the last tick left off.
    /// Returns how many frames it sent.
    pub(in crate::room) fn pump_replays(
        &mut self,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> usize {
        let (mut frames, mut bytes) = (0, 0);
        self.delivery.replays.crowded = self.delivery.unproven_replays() > limits::UNPROVEN_REPLAYS;
        let mut turns = self.delivery.replays.turns();
        while bytes < limits::REPLAY_TICK
            && let Some(id) = turns.pop_front()
        {
            self.delivery.replays.turn = id;
            if let Turn::Sent(sent) = self.replay_frame(now, id, effects) {
                frames += 1;
                bytes += sent;
                turns.push_back(id);
            }
        }
        self.delivery.replays.keep_within_memory();
        frames
    }

    /// Sends the next frame of one replay, if it may.
    fn replay_frame(&mut self, now: Timestamp, id: SessionId, effects: &mut Vec<Effect>) -> Turn {
        let replay = self.delivery.replays.get(id);
        if replay.is_none_or(|replay| replay.waiting_since.is_some()) {
            return Turn::Over;
        }
        if self.read_ahead(id).is_none() {
            // Never a partial replay: the client comes back and tries again.
            self.close(now, id, CloseCode::ServerFault);
            return Turn::Over;
        }
        let Some(replay) = self.delivery.replays.get(id) else {
            return Turn::Over;
        };
        let events = replay.frame_events();
        if events == 0 {
            self.delivery.replays.end(id);
            self.delivery.subscribe(id, effects);
            effects.extend(self.attachment(id));
            return Turn::Over;
        }
        if !self.delivery.may_send(id, replay.frame_bytes(events)) {
            self.wait_for_reader(now, id, effects);
            return Turn::Over;
        }
        let Some(replay) = self.delivery.replays.get_mut(id) else {
            return Turn::Over;
        };
        let frame = replay.take_frame(events);
        let bytes = frame.len();
        self.send_now(id, frame, events, effects);
        self.look_at_replay(now, id, effects);
        Turn::Sent(bytes)
    }

    /// One frame may be more than the bound; only what the word of a client is worth ends here.
    fn look_at_replay(&mut self, now: Timestamp, id: SessionId, effects: &mut Vec<Effect>) {
        let Some(joined) = self.delivery.joined(id) else {
            return;
        };
        match self.delivery.broadcasts.look(&joined.flow) {
            Look::Close if self.delivery.broadcasts.is_spent(&joined.flow) => {
                self.close(now, id, CloseCode::TryAgainLater);
            }
            Look::Close | Look::Mark => self.send_mark(now, id, effects),
            Look::Save => effects.extend(self.attachment(id)),
            Look::Nothing => {}
        }
    }

    /// Reads on until a frame is full or the log is at its end; nothing if the log cannot be read.
    fn read_ahead(&mut self, id: SessionId) -> Option<()> {
        let head = self.log.head();
        let replay = self.delivery.replays.get_mut(id)?;
        if replay.next < self.log.first() {
            return None;
        }
        while replay.ready_bytes < limits::REPLAY_FRAME {
            let after = replay.next - 1 + replay.ready.len() as u64;
            if after >= head {
                break;
            }
            let missing = limits::REPLAY_FRAME - replay.ready_bytes;
            let rows = (missing / replay.event_bytes.max(1)) as u64 + 1;
            let upto = head.min(after + rows.min(limits::REPLAY_ROWS));
            let events = self.log.replay(after, upto).unwrap_or_default();
            if events.len() as u64 != upto - after {
                return None;
            }
            events.iter().for_each(|event| replay.push(encode(event)));
        }
        Some(())
    }

    /// The client has to show first that it has read what it was sent.
    fn wait_for_reader(&mut self, now: Timestamp, id: SessionId, effects: &mut Vec<Effect>) {
        self.delivery.replays.wait(id, Some(now));
        if let Some(joined) = self.delivery.joined(id)
            && self.delivery.broadcasts.has_unmarked(&joined.flow)
        {
            self.send_mark(now, id, effects);
        }
        effects.extend(self.attachment(id));
    }
}

impl Delivery {
    /// Bytes on their way to replays of which nobody knows whether they are read.
    fn unproven_replays(&self) -> u64 {
        let unseen = |id: &SessionId| match self.sessions.get(*id) {
            Some(Session::Joined(joined)) if !joined.flow.proves() => {
                self.broadcasts.unseen(&joined.flow)
            }
            _ => 0,
        };
        self.replays.all.keys().map(unseen).sum()
    }

    /// Whether a frame of this size keeps the session within its unseen bytes. One frame may
    /// always be on its way: otherwise a small bound would stop a replay for ever.
    fn may_send(&self, id: SessionId, bytes: usize) -> bool {
        let Some(joined) = self.joined(id) else {
            return false;
        };
        let in_flight = self.replays.get(id).is_some_and(|replay| replay.in_flight);
        if self.replays.crowded && !joined.flow.proves() && in_flight {
            return false;
        }
        !in_flight || self.broadcasts.admits(&joined.flow, bytes)
    }
}
