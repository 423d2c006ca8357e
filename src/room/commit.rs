//! The tick: one write and one frame for everything that happened since the last one.
//!
//! In an idle room a tick follows each frame at once; in a busy one it waits for its window,
//! which grows with what the last tick cost. Order within a tick: append, broadcast, direct
//! sends, closes. Replies are written only then, so that they show what the tick led to.

use std::collections::BTreeSet;

use super::caller::{Caller, Outcome, Refused, ReplyTo};
use super::delivery::replies::{Replies, Reply};
use super::standing::Upshot;
use super::{Effect, Room};
use crate::limits::{self, Window};
use crate::log::{Batch, Sql};
use crate::model::settings::Audience;
use crate::model::{LogEvent, MemberId, Message, Seq, SessionId};
use crate::time::{Duration, Timestamp};
use crate::wire::{CloseCode, ErrorCode, ErrorEvent, Label, Op, encode_error, frame};

/// What has gathered for the next tick.
#[derive(Debug, Default)]
pub(super) struct Tick {
    /// The log events.
    pub batch: Batch,
    /// Time of the last of them.
    pub last_at: Timestamp,
    /// The same with who asked for each: to be judged anew, or told, if they cannot be stored.
    events: Vec<Asked>,
    /// What they do to those who are here.
    pub upshot: Upshot,
    typing: Vec<MemberId>,
    pub replies: Replies,
    /// Sessions whose attachment is out of date.
    pub reattach: BTreeSet<SessionId>,
    pub closes: Vec<(SessionId, CloseCode)>,
    /// How the request ended that the step is for, if it is for one.
    pub answer: Option<Outcome>,
}

/// A log event, and who asked for it. What it came of is kept where the event does not tell.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    pub caller: Caller,
    pub event: LogEvent,
    pub op: Option<Box<Op>>,
}

impl Tick {
    /// Adds a log event; its seq and time are right already.
    pub fn append(&mut self, caller: Caller, event: LogEvent, op: Option<Op>) {
        self.batch.push(&event);
        self.last_at = event.at();
        let op = op.map(Box::new);
        self.events.push(Asked { caller, event, op });
    }

    /// A message in its new state, after a change of this batch.
    pub fn touch(&mut self, message: Message) {
        self.batch.touch(message);
    }

    /// A message as this batch leaves it, if the batch knows it.
    pub fn message(&self, seq: Seq) -> Option<&Message> {
        self.batch.touched(seq).or_else(|| self.fresh(seq))
    }

    /// A message as this batch brings it.
    fn fresh(&self, seq: Seq) -> Option<&Message> {
        let first = self.events.first()?.event.seq();
        if seq < first {
            return None;
        }
        match &self.events.get(usize::try_from(seq - first).ok()?)?.event {
            LogEvent::Message(message) => Some(message),
            LogEvent::Changed(_) => None,
        }
    }

    pub fn type_(&mut self, member: MemberId) {
        // Who types in a crowd is not told from the others.
        if self.typing.len() < limits::TYPING_AT_ONCE && !self.typing.contains(&member) {
            self.typing.push(member);
        }
    }

    pub fn send(&mut self, id: SessionId, event: String) {
        self.reply(id, Reply::Ready(event));
    }

    pub fn reply(&mut self, id: SessionId, reply: Reply) {
        self.replies.entry(id).or_default().push_back(reply);
    }

    /// How many replies of a session are still to be written.
    pub fn waiting(&self, id: SessionId) -> usize {
        self.replies.get(&id).map_or(0, |replies| replies.len())
    }

    /// Tells whoever asked that this cannot be.
    pub fn refuse(&mut self, to: ReplyTo, error: ErrorEvent<'_>) {
        match to {
            ReplyTo::Session(id) => self.send(id, encode_error(error)),
            ReplyTo::Request => self.answer = Some(error.code.into()),
        }
    }

    /// Tells whoever asked for these that they cannot be stored.
    fn fail(&mut self, events: Vec<Asked>) {
        for asked in events {
            self.refuse_event(ErrorCode::StorageFailed.into(), &asked);
        }
    }

    fn refuse_event(&mut self, refused: Refused, Asked { caller, event, .. }: &Asked) {
        let error = refused.error(Label::cid(event.cid()));
        self.refuse(caller.reply_to, error);
    }

    /// Takes over what came to be while this tick was under way.
    fn and(&mut self, later: Tick) {
        for (id, mut replies) in later.replies {
            self.replies.entry(id).or_default().append(&mut replies);
        }
        self.reattach.extend(later.reattach);
        self.closes.extend(later.closes);
    }

    /// Too much to wait for the end of the window.
    pub fn is_full(&self) -> bool {
        self.batch.bytes() >= limits::BATCH_BYTES
    }

    fn is_empty(&self) -> bool {
        self.batch.count == 0
            && self.typing.is_empty()
            && self.replies.is_empty()
            && self.reattach.is_empty()
            && self.closes.is_empty()
    }
}

impl<S: Sql> Room<S> {
    /// Whether a tick has something to do at this time.
    pub(super) fn has_work(&self, now: Timestamp) -> bool {
        let due = [
            self.presence.count_due(),
            self.waiters.counts_due(),
            self.key_news.due(),
            self.watches.next_head(),
        ];
        self.has_tick_work()
            || self.has_to_let_go(now)
            || due.into_iter().flatten().any(|due| due <= now)
    }

    /// Whether a tick has something to do that only waits for its window.
    pub(super) fn has_tick_work(&self) -> bool {
        !self.tick.is_empty() || self.presence.has_changes() || self.delivery.replays.has_work()
    }

    /// Does the tick.
    pub(super) fn flush(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.renew_links(now);
        let mut tick = std::mem::take(&mut self.tick);
        let reads = !tick.replies.is_empty() || !self.delivery.replays.is_empty();
        self.let_go(now, reads);
        let count = tick.batch.count;
        let before = self.watches.known();
        let head = self.log.head();
        let log_events = self.append(now, &mut tick);
        let appended = self.log.head() - head;
        self.look_for_oldest();
        let upshot = std::mem::take(&mut tick.upshot);
        self.conclude(now, upshot);
        if self.log.head() != before.0 || self.log.first() != before.1 {
            self.owe_heads(now);
        }
        self.tell_counts(now);
        self.tell_key_news(now);
        self.tell_places(now);
        // What that led to belongs to this tick.
        tick.and(std::mem::take(&mut self.tick));
        let (entered, left) = self.presence.take_grace_changes();
        if !entered.is_empty() || !left.is_empty() {
            // A grace that is not stored is forgotten by a sleep: not worth failing a tick.
            let _ = self.log.save_grace(&entered, &left);
        }
        let names = self.save_reserved();
        let rows = names + entered.len() + left.len();
        self.log.count_other_rows(rows, &self.limits, now);
        let reserves = names > 0 && self.presence.count() > limits::RESERVES_AT_ONCE;
        let audience = self.settings().roster;
        let news = self.presence.news(now, self.limits.roster, audience);
        for (id, event) in news.own {
            tick.send(id, event);
        }
        let mut typing = self.presence.typing(&tick.typing);
        if audience == Audience::Moderators {
            // Who types is here.
            for (id, event) in self.presence.to_hosts(std::mem::take(&mut typing)) {
                tick.send(id, event);
            }
        }
        for id in std::mem::take(&mut tick.reattach) {
            effects.extend(self.attachment(id));
        }
        let mut sent = self.broadcast(
            now,
            &news.broadcast,
            (&log_events, appended as usize),
            &typing,
            effects,
        );
        sent += self.pump_replies(now, std::mem::take(&mut tick.replies), effects);
        sent += self.pump_replays(now, effects);
        sent += self.pump_heads(now, effects);
        // What fails is tried again in the next tick.
        let _ = self.log.keep_within(&self.limits, now);
        if self.log.first() != self.watches.known().1 {
            self.owe_heads(now);
        }
        // Closes of this tick, and of what its own sends led to.
        let closes = tick
            .closes
            .into_iter()
            .chain(std::mem::take(&mut self.tick.closes));
        effects.extend(closes.map(|(id, code)| Effect::Close(id, code)));
        if count >= limits::PAUSE_AFTER {
            effects.push(Effect::Pause);
        }
        effects.extend(tick.answer.map(Effect::Answer));
        self.next_tick_at = now + window(self.limits.window, count, reserves, sent);
    }

    /// Appends the batch, as far as it can be stored: the events for the frame. The others are
    /// answered by an error each.
    fn append(&mut self, now: Timestamp, tick: &mut Tick) -> String {
        let batch = std::mem::take(&mut tick.batch);
        if self.stores(now, &batch, tick.last_at) {
            let events = std::mem::take(&mut tick.events);
            self.note_events(&events, tick);
            self.note_for_pushes(now, &events);
            return batch.events;
        }
        let events = std::mem::take(&mut tick.events);
        self.append_in_parts(now, events, tick)
    }

    fn stores(&mut self, now: Timestamp, batch: &Batch, last_at: Timestamp) -> bool {
        if batch.count == 0 || self.log.append(batch, last_at).is_ok() {
            let rows = batch.rows + self.log.take_index_rows();
            self.log.count_rows(rows, &self.limits, now);
            self.dedupe.settle();
            return true;
        }
        self.dedupe.forget_newest(batch.count);
        // Who cannot be read now keeps what the batch would have led to until the next sleep.
        let _ = self.read_standings();
        false
    }

    /// A batch is stored whole or not at all. So that nobody fails another's, it is tried again by
    /// halves, down to the events that fail by themselves. Each part is judged anew: seqs move up,
    /// and an event may have changed one that failed.
    #[inline(never)]
    fn append_in_parts(&mut self, now: Timestamp, events: Vec<Asked>, tick: &mut Tick) -> String {
        tick.upshot.undo();
        let (mut stored, mut parts) = (Vec::new(), Vec::new());
        let mut failures = 0;
        let mut failed = Some(events);
        loop {
            if let Some(mut part) = failed.take() {
                failures += 1;
                let second = part.split_off(part.len() / 2);
                match part.is_empty() {
                    true => tick.fail(second),
                    false => parts.extend([second, part]),
                }
            }
            let Some(part) = parts.pop() else {
                return stored.join(",");
            };
            if failures > limits::APPEND_FAILURES {
                tick.fail(part);
                continue;
            }
            let mut refusals = Vec::new();
            for asked in &part {
                if let Err(refused) = self.judge_anew(now, asked) {
                    refusals.push((refused, asked.clone()));
                }
            }
            let again = std::mem::take(&mut self.tick);
            if !self.stores(now, &again.batch, again.last_at) {
                failed = Some(part);
                continue;
            }
            failures = 0;
            self.note_events(&again.events, tick);
            self.note_for_pushes(now, &again.events);
            stored.extend(Some(again.batch.events).filter(|events| !events.is_empty()));
            tick.upshot.and(again.upshot);
            for (refused, asked) in refusals {
                tick.refuse_event(refused, &asked);
            }
        }
    }

    /// Sends the tick's one frame, with so many log events. Returns to how many.
    #[inline(never)]
    fn broadcast(
        &mut self,
        now: Timestamp,
        presence: &[String],
        (log_events, appended): (&str, usize),
        typing: &[String],
        effects: &mut Vec<Effect>,
    ) -> usize {
        let mut parts: Vec<&str> = presence.iter().map(String::as_str).collect();
        // Sessions in replay read the log events from the log.
        if !parts.is_empty() {
            for id in self.delivery.replays.ids() {
                self.send_now(id, frame(&parts), parts.len(), effects);
            }
        }
        if !log_events.is_empty() {
            parts.push(log_events);
        }
        parts.extend(typing.iter().map(String::as_str));
        if parts.is_empty() || self.delivery.subscribed == 0 {
            return 0;
        }
        let events = presence.len() + appended + typing.len();
        let frame = frame(&parts);
        let head = self.log.head();
        let behind = match self.limits.unseen {
            0 => Vec::new(),
            _ => self.delivery.broadcasts.send(frame.len(), head),
        };
        let mut linked = Vec::new();
        self.broadcast_links(&frame, events, &mut linked);
        effects.push(Effect::Broadcast(frame, events));
        effects.append(&mut linked);
        let recipients = self.delivery.subscribed;
        for id in behind {
            self.look_at(now, id, effects);
        }
        recipients
    }
}

/// How long the next tick waits after one that stored `count` events, perhaps names, and sent so many
/// frames.
fn window(cost: Window, count: u64, reserves: bool, sent: usize) -> Duration {
    let write = if count > 0 || reserves {
        cost.after_write
    } else {
        Duration::ZERO
    };
    let growth = count.min(limits::WINDOW_GROWS_UP_TO);
    let per_send = cost.per_send_us * (1 + growth / limits::WINDOW_GROWS_EVERY);
    let send = Duration::from_millis(sent as u64 * per_send / 1_000);
    write.max(send).min(limits::WINDOW_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::ms;

    #[test]
    fn what_is_dear_is_done_seldom() {
        let edge = Window::default();
        assert_eq!(window(edge, 0, false, 10), ms(2));
        assert_eq!(window(edge, 1, false, 2), ms(4));
        assert_eq!(window(edge, 0, true, 2), ms(4));
        assert_eq!(window(edge, 1, false, 100), ms(25));
        assert_eq!(window(edge, 64, false, 100), ms(50));
        assert_eq!(window(edge, 1_000, false, 100), ms(75));
        assert_eq!(window(edge, 1, false, 10_000), limits::WINDOW_MAX);
        let cheap = Window {
            per_send_us: 20,
            after_write: ms(1),
        };
        assert_eq!(window(cheap, 1, false, 2), ms(1));
        assert_eq!(window(cheap, 1, false, 100), ms(2));
        assert_eq!(window(cheap, 128, false, 100), ms(6));
        assert_eq!(window(cheap, 1, false, 10_000), ms(200));
    }
}
