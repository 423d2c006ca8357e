//! The commands that add to the log: say, edit, delete, react.
//!
//! Each is checked against the state after the pending batch, and becomes one log event.

mod delete;
mod edit;
mod react;
mod send;

use std::rc::Rc;

use crate::auth::{Action, Whose};
use crate::log::Sql;
use crate::model::{Author, Change, Changed, Emoji, LogEvent, Message, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, ReplyTo};
use crate::room::dedupe::Key;
use crate::room::delivery::replies::Reply;
use crate::time::Timestamp;
use crate::wire::{ErrorCode, Label, LogFrame, Op};

/// What every new log event has.
struct Entry {
    seq: Seq,
    at: Timestamp,
    from: Author,
    cid: String,
}

impl Entry {
    /// The event that this happened to an earlier message.
    fn change(self, target: Seq, change: Change) -> LogEvent {
        LogEvent::Changed(Changed {
            seq: self.seq,
            at: self.at,
            from: self.from,
            cid: self.cid,
            target,
            change,
            deleted_since: false,
        })
    }
}

impl<S: Sql> Room<S> {
    #[inline(never)]
    pub(super) fn log_frame(&mut self, now: Timestamp, caller: Caller, frame: LogFrame) {
        let (known, to) = (caller.known, caller.reply_to);
        let key = (known.member, frame.cid.as_str().into());
        let newest = self.log.head() + self.tick.batch.count;
        match self.dedupe.find(&self.log, &key, known.since, newest) {
            // Under way in this tick: the echo comes with it.
            Ok(Some(seq)) if seq > self.log.head() => {}
            Ok(Some(seq)) => self.resend(to, seq, frame.cid),
            Ok(None) => self.new_event(now, caller, key, frame),
            Err(_) => self.refuse(to, ErrorCode::StorageFailed, Label::cid(&frame.cid)),
        }
    }

    /// Answers with the durable event that this `cid` made before.
    fn resend(&mut self, to: ReplyTo, seq: Seq, cid: String) {
        // A request is answered by the end of its step: that it is done already.
        if let ReplyTo::Session(id) = to {
            self.tick.reply(id, Reply::Original { seq, cid });
        }
    }

    /// A log frame that has made no event yet makes one, or says why not.
    fn new_event(&mut self, now: Timestamp, caller: Caller, (member, cid): Key, frame: LogFrame) {
        let to = caller.reply_to;
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return self.come_back_later(to, wait, Label::cid(&frame.cid));
        }
        let from = self.presence.author(member).ok_or(ErrorCode::NotFound);
        let judged = from.and_then(|from| self.apply(now, caller, from, cid, frame.op?));
        if let Err(code) = judged {
            self.refuse(to, code, Label::cid(&frame.cid));
        }
    }

    /// Judges once more what led to a log event, as the batch that it was in could not be stored.
    pub(in crate::room) fn judge_anew(
        &mut self,
        now: Timestamp,
        caller: Caller,
        event: &LogEvent,
    ) -> Result<(), ErrorCode> {
        let (from, cid, op) = asked_for(event).ok_or(ErrorCode::StorageFailed)?;
        self.apply(now, caller, from.clone(), cid.into(), op)
    }

    /// Puts the log event that an operation leads to into the batch.
    pub(super) fn apply(
        &mut self,
        now: Timestamp,
        caller: Caller,
        from: Author,
        cid: Rc<str>,
        op: Op,
    ) -> Result<(), ErrorCode> {
        let key = (from.id, cid.clone());
        let entry = self.entry(now, from, &cid)?;
        let event = match op {
            Op::Say { text, reply_to } => self.send(caller, entry, text, reply_to),
            Op::Edit { target, text } => self.edit(caller, entry, target, text),
            Op::Delete { target } => self.delete(caller, entry, target),
            Op::React { target, emoji, on } => self.react(caller, entry, target, emoji, on),
        }?;
        self.dedupe.insert(key, event.seq());
        self.tick.append(caller, event);
        Ok(())
    }

    fn entry(&self, now: Timestamp, from: Author, cid: &str) -> Result<Entry, ErrorCode> {
        let seq = self.log.head() + self.tick.batch.count + 1;
        if seq > Seq::MAX {
            return Err(ErrorCode::StorageFailed);
        }
        let at = now.max(self.log.last_at()).max(self.tick.last_at);
        let cid = cid.to_owned();
        Ok(Entry { seq, at, from, cid })
    }

    /// A message, also a deleted one, in the state that the batch leads to.
    pub(super) fn message(&self, seq: Seq) -> Result<Message, ErrorCode> {
        if let Some(message) = self.tick.message(seq) {
            return Ok(message.clone());
        }
        match self.log.message(seq.min(Seq::MAX)) {
            Ok(Some(message)) => Ok(message),
            Ok(None) => Err(ErrorCode::NotFound),
            Err(_) => Err(ErrorCode::StorageFailed),
        }
    }

    fn living_message(&self, seq: Seq) -> Result<Message, ErrorCode> {
        let message = self.message(seq)?;
        if message.is_deleted() {
            return Err(ErrorCode::NotFound);
        }
        Ok(message)
    }

    /// A message to which the caller may do this.
    fn message_for(
        &self,
        caller: Caller,
        seq: Seq,
        action: impl Fn(Whose) -> Action,
    ) -> Result<Message, ErrorCode> {
        let message = self.living_message(seq)?;
        let whose = match message.from.id == caller.known.member {
            true => Whose::Own,
            false => Whose::Another,
        };
        self.allows(caller, action(whose))?;
        Ok(message)
    }
}

/// Whoever asked for a log event, and what for.
fn asked_for(event: &LogEvent) -> Option<(&Author, &str, Op)> {
    match event {
        LogEvent::Message(message) => {
            let text = message.text()?.to_owned();
            let reply_to = message.reply_to;
            Some((&message.from, &message.cid, Op::Say { text, reply_to }))
        }
        LogEvent::Changed(changed) => {
            let target = changed.target;
            let op = match &changed.change {
                Change::Edited { text } => {
                    let text = text.clone()?;
                    Op::Edit { target, text }
                }
                Change::Deleted => Op::Delete { target },
                Change::Reacted { emoji, on } => {
                    let (emoji, on) = (Emoji::parse(emoji)?, *on);
                    Op::React { target, emoji, on }
                }
            };
            Some((&changed.from, &changed.cid, op))
        }
    }
}
