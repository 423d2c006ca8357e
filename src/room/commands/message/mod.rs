//! The commands that add to the log: say, edit, delete, react.
//!
//! Each is checked against the state after the pending batch, and becomes one log event.

mod delete;
mod edit;
mod react;
mod send;

pub(super) use react::toggle;

use std::rc::Rc;

use crate::auth::{Action, Whose};
use crate::log::{AuditRow, Sql};
use crate::model::{Author, Change, Changed, Emoji, KeyId, LogEvent, Message, Role, Seq};
use crate::room::Room;
use crate::room::caller::{Caller, Refused, ReplyTo};
use crate::room::commit::Asked;
use crate::room::dedupe::Key;
use crate::room::delivery::replies::Reply;
use crate::time::Timestamp;
use crate::wire::{ErrorCode, Kind, Label, LogFrame, Op};

/// What every new log event has.
pub(super) struct Entry {
    pub seq: Seq,
    pub at: Timestamp,
    pub from: Author,
    pub cid: String,
}

impl Entry {
    /// What the audit tells of every act.
    pub fn act(&self, act: &'static str) -> AuditRow {
        AuditRow {
            at: self.at,
            by: self.from.clone(),
            act,
            cid: None,
            member: None,
            key: None,
            reason: None,
        }
    }

    /// The same of what is done to a key, by which a resend is recognised, too.
    pub fn act_on_key(&self, act: &'static str, key: KeyId) -> AuditRow {
        AuditRow {
            cid: Some(self.cid.clone()),
            key: Some(key),
            ..self.act(act)
        }
    }

    /// The event that this happened to an earlier message.
    pub fn change(self, target: Seq, change: Change) -> LogEvent {
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
            Ok(Some(seq)) => {
                if frame.kind == Kind::Revoke && caller.role.is_host() {
                    self.resend(to, seq, frame.cid.clone());
                    self.tell_keys(caller, frame.cid);
                } else {
                    self.resend(to, seq, frame.cid);
                }
            }
            Ok(None) if self.has_answered(caller, &frame) => {}
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
        let Some(from) = self.presence.author(member) else {
            return self.refuse(to, ErrorCode::NotFound, Label::cid(&frame.cid));
        };
        let judged = self
            .allows(now, caller, least_action(frame.kind))
            .and_then(|()| self.apply(now, caller, from, cid, frame.op?));
        match (judged, to) {
            (Ok(()), _) => {}
            (Err(refused), ReplyTo::Session(id)) if refused.code == ErrorCode::BadFrame => {
                self.bad_frame(now, id, Label::cid(&frame.cid));
            }
            (Err(refused), _) => self.refuse(to, refused, Label::cid(&frame.cid)),
        }
    }

    /// Judges once more what led to a log event, as the batch that it was in could not be stored.
    pub(in crate::room) fn judge_anew(
        &mut self,
        now: Timestamp,
        Asked { caller, event, op }: &Asked,
    ) -> Result<(), Refused> {
        let op = match op {
            Some(op) => Some(op.as_ref().clone()),
            None => asked_for(event),
        };
        let op = op.ok_or(ErrorCode::StorageFailed)?;
        let role = match caller.role {
            Role::Operator => Role::Operator,
            _ => self.role_now(caller.known.member)?,
        };
        let caller = Caller { role, ..*caller };
        let from = Author {
            role,
            ..event.from().clone()
        };
        self.apply(now, caller, from, event.cid().into(), op)
    }

    /// Puts the log event that an operation leads to into the batch.
    pub(super) fn apply(
        &mut self,
        now: Timestamp,
        caller: Caller,
        from: Author,
        cid: Rc<str>,
        op: Op,
    ) -> Result<(), Refused> {
        let key = (from.id, cid.clone());
        let entry = self.entry(now, from, &cid)?;
        let mut kept = None;
        let event = match op {
            Op::Say {
                text,
                reply_to,
                files,
            } => self.send(now, caller, entry, text, reply_to, &files)?,
            Op::Edit { target, text } => self.edit(now, caller, entry, target, text)?,
            Op::Delete { target } => self.delete(now, caller, entry, target)?,
            Op::React { target, emoji, on } => self.react(now, caller, entry, target, emoji, on)?,
            op => {
                let Some((target, change)) = self.host(now, caller, &entry, &op)? else {
                    // Done without one.
                    return Ok(());
                };
                kept = Some(op);
                entry.change(target, change)
            }
        };
        self.dedupe.insert(key, event.seq());
        self.tick.append(caller, event, kept);
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

    pub(super) fn living_message(&self, seq: Seq) -> Result<Message, ErrorCode> {
        let message = self.message(seq)?;
        if message.is_deleted() {
            return Err(ErrorCode::NotFound);
        }
        Ok(message)
    }

    /// A message to which the caller may do this.
    fn message_for(
        &self,
        now: Timestamp,
        caller: Caller,
        seq: Seq,
        action: impl Fn(Whose) -> Action,
    ) -> Result<Message, Refused> {
        let message = self.living_message(self.readable(caller, seq)?)?;
        let whose = match message.from.id == caller.known.member {
            true => Whose::Own,
            false => Whose::Another(self.role_now(message.from.id)?),
        };
        self.allows(now, caller, action(whose))?;
        Ok(message)
    }
}

/// What somebody has to be allowed at least, who sends such a frame: found out before its fields are
/// judged.
fn least_action(kind: Kind) -> Action {
    match kind {
        Kind::Say => Action::Send,
        Kind::Edit => Action::Edit(Whose::Own),
        Kind::Delete => Action::Delete(Whose::Own),
        Kind::React => Action::React,
        Kind::Pin => Action::Pin,
        Kind::Settings => Action::ChangeSettings,
        Kind::Role => Action::Grant {
            to: Role::Reader,
            is_self: false,
        },
        Kind::Mute | Kind::Remove | Kind::Restore => Action::Moderate(Role::Reader),
        Kind::Admit => Action::Admit(Role::Reader),
        Kind::Deny => Action::Deny,
        Kind::Mint | Kind::Revoke => Action::Key(Role::Reader),
        Kind::Report => Action::Report,
    }
}

/// What somebody asked for who got this log event.
fn asked_for(event: &LogEvent) -> Option<Op> {
    match event {
        LogEvent::Message(message) => {
            let text = message.text()?.to_owned();
            Some(Op::Say {
                text,
                reply_to: message.reply_to,
                files: message.files.iter().map(|file| file.id).collect(),
            })
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
                _ => return None,
            };
            Some(op)
        }
    }
}
