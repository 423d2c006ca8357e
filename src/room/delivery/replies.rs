//! Replies to one session, written at the end of a tick, so that they show what it led to.
//!
//! Sessions take turns, up to the bytes of a tick.

use std::collections::{BTreeMap, VecDeque};

use crate::limits;
use crate::log::{LogError, Sql};
use crate::model::{MemberId, PageFrom, Role, Seq, SessionId};
use crate::room::{Effect, Room};
use crate::time::Timestamp;
use crate::wire::{
    CloseCode, DeskPage, ErrorCode, ErrorEvent, Label, ServerEvent, answer, encode, encode_error,
    frame, history,
};

/// What each session is to be told, boxed like [`super::session::Sessions`].
pub(in crate::room) type Replies = BTreeMap<SessionId, Box<VecDeque<Reply>>>;

/// What one session is told at the end of the tick.
#[derive(Debug)]
pub(in crate::room) enum Reply {
    /// An event that is encoded already.
    Ready(String),
    Welcome {
        resume: Option<(String, Seq)>,
    },
    /// The same to a watch, with its first head.
    WatchWelcome {
        resume: Option<(String, Seq)>,
    },
    History {
        before: Option<Seq>,
        limit: usize,
        reference: Option<String>,
    },
    Members {
        after: Option<MemberId>,
        limit: usize,
        reference: Option<String>,
    },
    /// All the keys, to who made or ended one.
    Keys {
        cid: Option<String>,
    },
    Desk {
        page: DeskPage,
        reference: Option<String>,
    },
    /// The durable event that this `cid` made before.
    Original {
        seq: Seq,
        cid: String,
    },
}

impl Reply {
    /// By what the client knows the request that this answers.
    pub fn label(&self) -> Label<'_> {
        match self {
            Reply::History { reference, .. }
            | Reply::Members { reference, .. }
            | Reply::Desk { reference, .. } => Label::reference(reference),
            _ => Label::NONE,
        }
    }
}

impl<S: Sql> Room<S> {
    /// Writes what sessions are to be told, in turn and up to the bytes of a tick; what is left
    /// waits for the next. Returns how many frames it sent.
    #[inline(never)]
    pub(in crate::room) fn pump_replies(
        &mut self,
        now: Timestamp,
        waiting: Replies,
        effects: &mut Vec<Effect>,
    ) -> usize {
        let (mut frames, mut bytes) = (0, 0);
        let mut newest = None;
        let mut turns: VecDeque<_> = waiting.into_iter().collect();
        let had_its_turn = turns.partition_point(|(id, _)| *id <= self.delivery.reply_turn);
        turns.rotate_left(had_its_turn);
        while let Some((id, mut replies)) = turns.pop_front() {
            let is_open = self.delivery.sessions.contains(id);
            if is_open && bytes >= limits::REPLY_TICK {
                self.tick.replies.insert(id, replies);
                continue;
            }
            bytes += self.send_replies(now, id, &mut replies, &mut newest, effects);
            frames += 1;
            self.delivery.reply_turn = id;
            if !replies.is_empty() {
                turns.push_back((id, replies));
            }
        }
        frames
    }

    /// Writes one frame of replies to a session, and says of how many bytes.
    fn send_replies(
        &mut self,
        now: Timestamp,
        id: SessionId,
        replies: &mut VecDeque<Reply>,
        newest: &mut Option<String>,
        effects: &mut Vec<Effect>,
    ) -> usize {
        let mut events = Vec::new();
        let mut bytes = 0;
        let is_open = self.delivery.sessions.contains(id);
        while bytes < limits::PAGE_BYTES / 2
            && let Some(reply) = replies.pop_front()
        {
            match reply {
                Reply::Ready(event) => events.push(event),
                // Closed in this tick: only what explains the close is still told.
                _ if !is_open => continue,
                Reply::Welcome { resume } => {
                    if self.welcome(now, id, resume, newest, &mut events).is_err() {
                        self.close(now, id, CloseCode::ServerFault);
                        return bytes;
                    }
                    let events = std::mem::take(&mut events);
                    let frame = frame(&events);
                    let sent = frame.len();
                    self.send_now(id, frame, events.len(), effects);
                    if self.delivery.replays.get(id).is_none() {
                        self.delivery.subscribe(id, effects);
                    }
                    effects.extend(self.attachment(id));
                    bytes += sent;
                    continue;
                }
                Reply::WatchWelcome { resume } => {
                    let Some(welcome) = self.welcome_watch(now, id, resume) else {
                        self.close(now, id, CloseCode::ServerFault);
                        return bytes;
                    };
                    events.extend(welcome);
                    let events = std::mem::take(&mut events);
                    let frame = frame(&events);
                    bytes += frame.len();
                    self.send_now(id, frame, events.len(), effects);
                    effects.extend(self.attachment(id));
                    continue;
                }
                Reply::History {
                    before,
                    limit,
                    reference,
                } => {
                    let from = before.map_or(PageFrom::Newest, PageFrom::Before);
                    let page = self.history_page(from, limit, self.hidden_from(id));
                    let page = page.unwrap_or_else(|_| storage_failed(Label::NONE));
                    self.charge_page(id, page.len());
                    events.push(answer(page, reference.as_deref()));
                }
                Reply::Members {
                    after,
                    limit,
                    reference,
                } => {
                    let page = self.members_page(id, after, limit);
                    events.push(answer(page, reference.as_deref()));
                }
                Reply::Keys { cid } => {
                    let keys = self.log.access_keys(now);
                    let told = match &keys {
                        Ok(keys) => {
                            let cid = cid.as_deref();
                            encode(&ServerEvent::Keys { cid, keys })
                        }
                        Err(_) => storage_failed(Label {
                            cid: cid.as_deref(),
                            ..Label::NONE
                        }),
                    };
                    self.charge_page(id, told.len());
                    events.push(told);
                }
                Reply::Desk { page, reference } => {
                    let page = self.desk_page(now, page);
                    let page = page.unwrap_or_else(|_| storage_failed(Label::NONE));
                    self.charge_page(id, page.len());
                    events.push(answer(page, reference.as_deref()));
                }
                Reply::Original { seq, cid } => events.push(self.original(seq, &cid)),
            }
            bytes += events.last().map_or(0, String::len);
        }
        if !events.is_empty() {
            self.send_now(id, frame(&events), events.len(), effects);
            self.look_at(now, id, effects);
        }
        bytes
    }

    /// The event that this `cid` made, if it is still there: one that was trimmed is not, nor one that
    /// cannot be read any more, whose sender would not recognise what stands in its place.
    fn original(&self, seq: Seq, cid: &str) -> String {
        match self.log.replay(seq - 1, seq) {
            Ok(events) => match events.first().filter(|event| event.cid() == cid) {
                Some(event) => encode(event),
                None => error(ErrorCode::NotFound, Label::cid(cid)),
            },
            Err(_) => storage_failed(Label::cid(cid)),
        }
    }

    /// The event that brings a page of messages.
    pub(super) fn history_page(
        &self,
        from: PageFrom,
        limit: usize,
        hidden: Seq,
    ) -> Result<String, LogError> {
        let page = self.log.page(from, limit, hidden)?;
        Ok(history(&page.events, page.more))
    }

    /// The events up to which a session may not read.
    fn hidden_from(&self, id: SessionId) -> Seq {
        let known = self.delivery.joined(id).map(|joined| joined.known);
        known.map_or(Seq::MAX, |known| {
            let role = self
                .role_of_session(id, known.member)
                .unwrap_or(Role::Reader);
            self.hidden_upto(known, role)
        })
    }

    /// A page is paid for by its bytes, the first of them by the frame that asked for it.
    fn charge_page(&mut self, id: SessionId, bytes: usize) {
        let Some(member) = self
            .delivery
            .joined_mut(id)
            .map(|joined| joined.known.member)
        else {
            return;
        };
        self.charge_bytes(member, bytes);
    }

    /// Takes from a member's rate what a read of so many bytes is worth.
    pub(in crate::room) fn charge_bytes(&mut self, member: MemberId, bytes: usize) {
        if let Some(member) = self.presence.get_mut(member) {
            member
                .bucket
                .charge((bytes / limits::PAGE_BYTES_PER_FRAME) as u32);
        }
    }

    /// The event that brings a page of the roster.
    fn members_page(&self, id: SessionId, after: Option<MemberId>, limit: usize) -> String {
        let asker = self.delivery.joined(id);
        let asker = asker.and_then(|joined| self.presence.listed(joined.known.member));
        let (members, more) = match asker {
            Some(asker) if !self.sees_roster(asker.author.role) => {
                let after = after.is_some_and(|after| asker.author.id <= after);
                ((!after).then_some(asker).into_iter().collect(), false)
            }
            _ => self.presence.page(after, limit),
        };
        encode(&ServerEvent::Members { members, more })
    }
}

fn storage_failed(frame: Label<'_>) -> String {
    error(ErrorCode::StorageFailed, frame)
}

fn error(code: ErrorCode, frame: Label<'_>) -> String {
    encode_error(ErrorEvent::of(code, frame))
}
