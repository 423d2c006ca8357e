//! Delivery to one socket: sessions, flow control, and replay.

pub mod attachment;
pub mod flow;
pub mod replay;
pub mod replies;
pub mod session;
mod welcome;

use std::collections::BTreeMap;

use crate::auth::Hosted;
use crate::limits;
use crate::log::Sql;
use crate::model::SessionId;
use crate::room::{Effect, Room};
use crate::time::Timestamp;
use crate::wire::{CloseCode, Linked, ServerEvent, encode, frame};
use flow::{Broadcasts, Look};
use replay::Replays;
use session::{Joined, Session, Sessions};

/// All that goes to sockets.
pub(in crate::room) struct Delivery {
    pub sessions: Sessions,
    pub broadcasts: Broadcasts,
    /// Sessions that get broadcasts.
    pub subscribed: usize,
    pub replays: Replays,
    /// Who was replied to last.
    pub reply_turn: SessionId,
    /// Sessions that are told of files in texts. Broadcasts do not go to them as they are.
    pub links: BTreeMap<SessionId, Box<Links>>,
}

/// What links to files are made of.
#[derive(Debug, Default)]
pub(in crate::room) struct Links {
    /// The address below which a room's files are.
    pub base: String,
    pub ticket: String,
    /// Until when the ticket is good.
    pub until: Timestamp,
}

impl Delivery {
    /// No socket yet; at most `bound` unseen bytes for each.
    pub fn new(bound: u64) -> Delivery {
        Delivery {
            sessions: Sessions::default(),
            broadcasts: Broadcasts::new(bound),
            subscribed: 0,
            replays: Replays::default(),
            reply_turn: SessionId::default(),
            links: BTreeMap::new(),
        }
    }

    pub fn joined(&self, id: SessionId) -> Option<&Joined> {
        match self.sessions.get(id) {
            Some(Session::Joined(joined)) => Some(joined),
            _ => None,
        }
    }

    pub fn joined_mut(&mut self, id: SessionId) -> Option<&mut Joined> {
        match self.sessions.get_mut(id) {
            Some(Session::Joined(joined)) => Some(joined),
            _ => None,
        }
    }

    /// From now on broadcasts go to this session.
    pub fn subscribe(&mut self, id: SessionId, effects: &mut Vec<Effect>) {
        if let Some(Session::Joined(joined)) = self.sessions.get_mut(id) {
            self.broadcasts.subscribe(id, &mut joined.flow);
            self.subscribed += 1;
            if !self.links.contains_key(&id) {
                effects.push(Effect::Subscribe(id));
            }
        }
    }

    /// A joined session is gone.
    pub fn forget(&mut self, id: SessionId, joined: &Joined) {
        self.replays.end(id);
        self.links.remove(&id);
        self.subscribed -= usize::from(joined.flow.is_subscribed());
        self.broadcasts.unsubscribe(id, &joined.flow);
    }

    /// Nobody is here any more, and nothing was ever sent.
    pub fn clear(&mut self, bound: u64) {
        self.sessions.clear();
        self.replays.clear();
        self.links.clear();
        self.broadcasts = Broadcasts::new(bound);
        self.subscribed = 0;
    }
}

impl<S: Sql> Room<S> {
    /// Sends one frame, of so many events, to one session.
    pub(super) fn send_now(
        &mut self,
        id: SessionId,
        mut frame: String,
        events: usize,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(links) = self.delivery.links.get(&id)
            && let Some(linked) = self.linked(&frame)
        {
            frame = linked.with(&links.base, &links.ticket);
        }
        // What the session has of the log once this frame is processed.
        let upto = match self.delivery.replays.get(id) {
            Some(replay) => replay.next - 1,
            None => self.log.head(),
        };
        if let Some(Session::Joined(joined)) = self.delivery.sessions.get_mut(id)
            && self.limits.unseen > 0
        {
            self.delivery
                .broadcasts
                .send_direct(id, &mut joined.flow, frame.len(), upto);
        }
        if let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) {
            watching.unheard += frame.len() as u64;
        }
        effects.push(Effect::Send(id, frame, events));
    }

    /// A frame that tells of files in texts, if there are any in it.
    fn linked(&self, frame: &str) -> Option<Linked> {
        // What cannot be read now is told without.
        Linked::of(frame, |edited| {
            self.log.files_of(edited).unwrap_or_default()
        })
    }

    /// A session is told of files in texts from now on, if not too many are, and not too many of its network: each of
    /// their frames is one of its own.
    pub(in crate::room) fn link_files(&mut self, id: SessionId) {
        let networks = &self.admission.networks;
        let is_crowd = networks.of(id).is_some_and(|network| {
            let others = self.delivery.links.keys();
            let others = others.filter(|other| networks.of(**other) == Some(network));
            others.count() >= limits::LINKED_SESSIONS_OF_NETWORK
        });
        if !is_crowd {
            self.go_on_linking(id);
        }
    }

    /// The same of a session that was so before a sleep, whose network need not be known yet.
    pub(in crate::room) fn go_on_linking(&mut self, id: SessionId) {
        if self.delivery.links.len() >= limits::LINKED_SESSIONS {
            return;
        }
        let site = self.pushes.site(id).unwrap_or_default();
        let base = format!("{site}/room/{}/files", self.log.room().as_str());
        let links = Links {
            base,
            ..Links::default()
        };
        self.delivery.links.insert(id, Box::new(links));
    }

    /// Links are good for half a day at least.
    pub(in crate::room) fn renew_links(&mut self, now: Timestamp) {
        let least = now + limits::TICKET_SPAN;
        let old = self.delivery.links.iter().filter(|(id, links)| {
            // Of who is here for a shorter time, it is the last until that is longer.
            let is_last = |hosted: &Hosted| hosted.until == links.until;
            links.until < least && !self.hosted_of(**id).is_some_and(is_last)
        });
        let old: Vec<SessionId> = old.map(|(id, _)| *id).collect();
        for id in old {
            let known = self.delivery.joined(id).map(|joined| joined.known);
            let files = known.and_then(|known| self.ticket(now, known, self.hosted_of(id)));
            if let (Some(files), Some(links)) = (files, self.delivery.links.get_mut(&id)) {
                links.ticket = files.ticket;
                links.until = files.until;
            }
        }
    }

    /// A broadcast, to those who are told of files in texts.
    pub(in crate::room) fn broadcast_links(
        &mut self,
        frame: &str,
        events: usize,
        effects: &mut Vec<Effect>,
    ) {
        if self.delivery.links.is_empty() {
            return;
        }
        let (linked, head) = (self.linked(frame), self.log.head());
        let Delivery {
            sessions,
            broadcasts,
            links,
            ..
        } = &mut self.delivery;
        for (id, links) in &*links {
            let Some(Session::Joined(joined)) = sessions.get_mut(*id) else {
                continue;
            };
            if !joined.flow.is_subscribed() {
                continue;
            }
            let told = match &linked {
                Some(linked) => linked.with(&links.base, &links.ticket),
                None => frame.to_owned(),
            };
            // Counted is what everybody gets: this session was sent so much more.
            let more = told.len().saturating_sub(frame.len());
            if more > 0 && self.limits.unseen > 0 {
                broadcasts.send_direct(*id, &mut joined.flow, more, head);
            }
            effects.push(Effect::Send(*id, told, events));
        }
    }

    /// Closes a session that is too far behind, has it prove what it read, or notes how far it is.
    pub(super) fn look_at(&mut self, now: Timestamp, id: SessionId, effects: &mut Vec<Effect>) {
        let Some(joined) = self.delivery.joined(id) else {
            return;
        };
        match self.delivery.broadcasts.look(&joined.flow) {
            Look::Close => self.close(now, id, CloseCode::TryAgainLater),
            Look::Mark => self.send_mark(now, id, effects),
            Look::Save => effects.extend(self.attachment(id)),
            Look::Nothing => {}
        }
    }

    /// Sends a number that this session has to return.
    pub(super) fn send_mark(&mut self, now: Timestamp, id: SessionId, effects: &mut Vec<Effect>) {
        let Some(Session::Joined(joined)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        let sent = self.delivery.broadcasts.total(&joined.flow);
        let n = self.log.key().mark(id, sent, now);
        self.delivery.broadcasts.mark(id, &mut joined.flow, n);
        self.send_now(id, frame(&[encode(&ServerEvent::Mark { n })]), 1, effects);
        let Some(Session::Joined(joined)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        self.delivery.broadcasts.settle_mark(id, &mut joined.flow);
        if self.delivery.broadcasts.look(&joined.flow) == Look::Save {
            effects.extend(self.attachment(id));
        }
    }
}
