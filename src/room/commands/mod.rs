//! What members send: checked against the room, and turned into log events, replies or errors.

mod hello;
pub mod operator;

use std::rc::Rc;

use crate::auth::Known;
use crate::limits::{self, Millis};
use crate::log::{Sql, row_bytes};
use crate::model::{
    Author, Body, Change, Changed, Emoji, LogEvent, MAX_SEQ, MemberId, MemberName, Message,
    Reactions, Seq, SessionId,
};
use crate::room::Room;
use crate::room::commit::Reply;
use crate::room::dedupe::Key;
use crate::room::delivery::session::Session;
use crate::wire::{ClientFrame, CloseCode, ErrorCode, ErrorEvent, LogFrame, Op, Refusal};

impl<S: Sql> Room<S> {
    /// A frame of a joined session.
    #[inline(never)]
    pub(in crate::room) fn member_frame(&mut self, now: Millis, id: SessionId, text: &str) {
        let Some(joined) = self.joined_mut(id) else {
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
            Err(refusal) => {
                if self.take_rate(now, id, member, refusal.cid.as_deref()) {
                    self.refuse_frame(id, refusal.code, refusal.cid.as_deref());
                }
            }
            Ok(frame) => {
                let cid = match &frame {
                    ClientFrame::Log(frame) => Some(frame.cid.as_str()),
                    _ => None,
                };
                if self.take_rate(now, id, member, cid) {
                    self.act(now, id, known, frame);
                }
            }
        }
    }

    fn act(&mut self, now: Millis, id: SessionId, known: Known, frame: ClientFrame) {
        match frame {
            ClientFrame::Log(frame) => self.log_frame(now, id, known, frame),
            ClientFrame::Typing => self.typing(now, known.member),
            ClientFrame::Rename { name } => self.rename(now, id, known.member, &name),
            ClientFrame::History { before, limit } => {
                self.reply(now, id, Reply::History { before, limit });
            }
            ClientFrame::Members { after, limit } => {
                self.reply(now, id, Reply::Members { after, limit });
            }
            // Handled before the rate was taken.
            ClientFrame::Hello(_) | ClientFrame::Seen { .. } => {}
        }
    }

    /// Passed on at most once in a while, however many tabs a member types in.
    fn typing(&mut self, now: Millis, member: MemberId) {
        let Some(state) = self.members.get_mut(member) else {
            return;
        };
        if state
            .typed_at
            .is_none_or(|at| now >= at + limits::TYPING_INTERVAL)
        {
            state.typed_at = Some(now);
            self.tick.type_(member);
        }
    }

    /// Has a reply written in this tick or the next ones; a session that waits for many has to wait
    /// with its question.
    fn reply(&mut self, now: Millis, id: SessionId, reply: Reply) {
        if self.tick.waiting(id) < limits::REPLIES_WAITING {
            self.tick.reply(id, reply);
        } else {
            self.refuse_rate(now, id, limits::WINDOW_MAX, None);
        }
    }

    #[inline(never)]
    fn log_frame(&mut self, now: Millis, id: SessionId, known: Known, frame: LogFrame) {
        let member = known.member;
        let key = (member, frame.cid.as_str().into());
        let newest = self.log.head() + self.tick.batch.count;
        match self.dedupe.find(&self.log, &key, known.since, newest) {
            // Under way in this tick: the echo comes with it.
            Ok(Some(seq)) if seq > self.log.head() => {}
            Ok(Some(seq)) => self.tick.reply(
                id,
                Reply::Original {
                    seq,
                    cid: frame.cid,
                },
            ),
            Ok(None) => self.new_event(now, id, key, frame),
            Err(_) => self.refuse_frame(id, ErrorCode::StorageFailed, Some(&frame.cid)),
        }
    }

    /// A log frame that has made no event yet makes one, or says why not.
    fn new_event(&mut self, now: Millis, id: SessionId, (member, cid): Key, frame: LogFrame) {
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return self.come_back_later(id, wait, Some(&frame.cid));
        }
        let from = self.members.author(member).ok_or(ErrorCode::NotFound);
        let judged = from.and_then(|from| self.apply(now, id, from, cid, frame.op?));
        if let Err(code) = judged {
            self.refuse_frame(id, code, Some(&frame.cid));
        }
    }

    /// Judges once more what led to a log event, as the batch that it was in could not be stored.
    pub(in crate::room) fn judge_anew(
        &mut self,
        now: Millis,
        id: SessionId,
        event: &LogEvent,
    ) -> Result<(), ErrorCode> {
        let (from, cid, op) = asked_for(event).ok_or(ErrorCode::StorageFailed)?;
        self.apply(now, id, from.clone(), cid.into(), op)
    }

    /// Puts the log event that an operation leads to into the batch.
    pub(in crate::room) fn apply(
        &mut self,
        now: Millis,
        id: SessionId,
        from: Author,
        cid: Rc<str>,
        op: Op,
    ) -> Result<(), ErrorCode> {
        let key = (from.id, cid.clone());
        let event = self.event(now, from, &cid, op)?;
        self.dedupe.insert(key, event.seq());
        self.tick.append(id, event);
        Ok(())
    }

    /// Makes the log event that an operation leads to, in the state that the batch leads to.
    fn event(
        &mut self,
        now: Millis,
        from: Author,
        cid: &str,
        op: Op,
    ) -> Result<LogEvent, ErrorCode> {
        let member = from.id;
        let seq = self.log.head() + self.tick.batch.count + 1;
        if seq > MAX_SEQ {
            return Err(ErrorCode::StorageFailed);
        }
        let at = now.max(self.log.last_at()).max(self.tick.last_at);
        let cid = cid.to_owned();
        let changed = |from: Author, target: Seq, change: Change| {
            LogEvent::Changed(Changed {
                seq,
                at,
                from,
                cid: cid.clone(),
                target,
                change,
                deleted_since: false,
            })
        };
        match op {
            Op::Say { text, reply_to } => {
                if let Some(target) = reply_to {
                    self.message(target)?;
                }
                Ok(LogEvent::Message(Message {
                    seq,
                    at,
                    from,
                    cid,
                    body: Body::Text(text),
                    reply_to,
                    edited_at: None,
                    reactions: Reactions::default(),
                }))
            }
            Op::Edit { target, text } => {
                let mut message = self.own_message(target, member)?;
                self.tick.batch.replace_text(&message, &text);
                message.edit(text.clone(), at);
                self.tick.touch(message);
                Ok(changed(from, target, Change::Edited { text: Some(text) }))
            }
            Op::Delete { target } => {
                let mut message = self.own_message(target, member)?;
                self.tick.batch.replace_text(&message, "");
                message.delete();
                self.tick.touch(message);
                Ok(changed(from, target, Change::Deleted))
            }
            Op::React { target, emoji, on } => {
                let mut message = self.living_message(target)?;
                toggle(&mut message.reactions, emoji.as_str(), member, on)?;
                if on && row_bytes(&message) > limits::ROW_BYTES {
                    return Err(ErrorCode::NoChange);
                }
                self.tick.touch(message);
                let emoji = emoji.into();
                Ok(changed(from, target, Change::Reacted { emoji, on }))
            }
        }
    }

    /// A message, also a deleted one, in the state that the batch leads to.
    pub(in crate::room) fn message(&self, seq: Seq) -> Result<Message, ErrorCode> {
        if let Some(message) = self.tick.message(seq) {
            return Ok(message.clone());
        }
        match self.log.message(seq.min(MAX_SEQ)) {
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

    fn own_message(&self, seq: Seq, member: MemberId) -> Result<Message, ErrorCode> {
        let message = self.living_message(seq)?;
        if message.from.id != member && member != MemberId::OPERATOR {
            return Err(ErrorCode::NotYours);
        }
        Ok(message)
    }

    fn rename(&mut self, now: Millis, id: SessionId, member: MemberId, name: &str) {
        let Ok(name) = MemberName::parse(name) else {
            return self.refuse_frame(id, ErrorCode::NameInvalid, None);
        };
        match self.is_taken(now, &name, member) {
            Ok(false) => {}
            Ok(true) => return self.name_taken(now, id, &name, member),
            Err(_) => return self.refuse_frame(id, ErrorCode::StorageFailed, None),
        }
        let Some(now_called) = self.members.get_mut(member) else {
            return;
        };
        if now_called.name == name {
            return self.refuse_frame(id, ErrorCode::NoChange, None);
        }
        let sessions = now_called.sessions.clone();
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            return self.come_back_later(id, wait, None);
        }
        self.tick.reattach.extend(&sessions);
        self.reserve(now, &name, member, false);
        self.members.rename(member, name);
    }

    /// What tells of news is free; the rest is held to a rate of its own.
    fn seen(&mut self, now: Millis, id: SessionId, seq: Seq, mark: Option<u64>) {
        if seq > self.sent_upto(id) {
            return self.bad_frame(now, id, bad_frame(None));
        }
        let Some(Session::Joined(joined)) = self.sessions.get_mut(id) else {
            return;
        };
        let proved = joined.flow.proves();
        let progress = self.broadcasts.seen(id, &mut joined.flow, seq, mark);
        if progress.bytes > 0 {
            joined.frames_unheard = 0;
            if joined.flow.proves() != proved {
                self.tick.reattach.insert(id);
            }
            self.resume_replay(id);
        }
        if progress.bytes.max(progress.said) < limits::SEEN_STEP
            && let Some(Err(wait)) = self.joined_mut(id).map(|j| j.seen.take(limits::SEEN, now))
        {
            self.refuse_rate(now, id, wait, None);
        }
    }

    /// The last event that this session was sent.
    fn sent_upto(&self, id: SessionId) -> Seq {
        match self.replays.get(&id) {
            Some(replay) => replay.next - 1,
            None => self.log.head(),
        }
    }

    /// Takes one frame from the member's rate; false if there was none left, or if the room is sending
    /// more than this session confirms, which is answered.
    fn take_rate(
        &mut self,
        now: Millis,
        id: SessionId,
        member: MemberId,
        cid: Option<&str>,
    ) -> bool {
        let Some(state) = self.members.get_mut(member) else {
            return false;
        };
        let wait = match state.bucket.take(self.limits.rate(), now) {
            Err(wait) => wait,
            Ok(()) if self.is_outrun(now, id) => limits::OUTRUN_SPAN,
            Ok(()) => return true,
        };
        self.refuse_rate(now, id, wait, cid);
        false
    }

    /// Not now, through no fault of the sender's.
    pub(in crate::room) fn come_back_later(
        &mut self,
        id: SessionId,
        wait: Millis,
        cid: Option<&str>,
    ) {
        let mut error = ErrorEvent::new(ErrorCode::RateLimited);
        error.retry_after_ms = Some(wait);
        error.cid = cid;
        self.error(id, error);
    }

    /// Too fast; who goes on is closed.
    pub(in crate::room) fn refuse_rate(
        &mut self,
        now: Millis,
        id: SessionId,
        wait: Millis,
        cid: Option<&str>,
    ) {
        self.come_back_later(id, wait, cid);
        let joined = self.joined_mut(id);
        if joined.is_some_and(|j| j.rate_errors.add(now, limits::RATE_ERRORS)) {
            self.close(now, id, CloseCode::Flooding);
        }
    }

    /// Whether this session says so much that its `seen` waits behind it.
    fn is_outrun(&mut self, now: Millis, id: SessionId) -> bool {
        let Some(Session::Joined(joined)) = self.sessions.get_mut(id) else {
            return false;
        };
        joined.frames_unheard = joined.frames_unheard.saturating_add(1);
        joined.frames_unheard > limits::OUTRUN_FRAMES && self.broadcasts.outruns(&joined.flow, now)
    }

    fn bad_frame(&mut self, now: Millis, id: SessionId, refusal: Refusal) {
        self.refuse_frame(id, refusal.code, refusal.cid.as_deref());
        let joined = self.joined_mut(id);
        if joined.is_some_and(|j| j.bad_frames.add(now, limits::BAD_FRAMES)) {
            self.close(now, id, CloseCode::BadHello);
        }
    }

    fn refuse_frame(&mut self, id: SessionId, code: ErrorCode, cid: Option<&str>) {
        let mut error = ErrorEvent::new(code);
        error.cid = cid;
        self.error(id, error);
    }
}

fn bad_frame(cid: Option<String>) -> Refusal {
    let code = ErrorCode::BadFrame;
    Refusal { code, cid }
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

/// Adds or takes back one reaction.
fn toggle(
    reactions: &mut Reactions,
    emoji: &str,
    member: MemberId,
    on: bool,
) -> Result<(), ErrorCode> {
    let (mut emojis, mut count, mut of_member) = (0, 0, 0);
    let (mut is_known, mut has) = (false, false);
    for (other, members) in reactions.iter() {
        let is_in = members.contains(&member);
        emojis += 1;
        count += members.len();
        of_member += usize::from(is_in);
        if other == emoji {
            (is_known, has) = (true, is_in);
        }
    }
    let is_full = count >= limits::REACTIONS
        || of_member >= limits::MEMBER_EMOJI
        || (!is_known && emojis >= limits::MESSAGE_EMOJI);
    if has == on || (on && is_full) {
        return Err(ErrorCode::NoChange);
    }
    if on {
        reactions.of(emoji.to_owned()).push(member);
    } else {
        reactions.remove(emoji, member);
    }
    Ok(())
}
