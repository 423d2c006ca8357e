//! Those who watch the room without a seat in it: each is told how much is new to it, at most once a
//! second.
//!
//! A tick says only to whom a head is owed; what is in it is found out when it is sent, so that a busy room
//! costs each watch one head a second, whatever is said meanwhile.

use std::collections::BTreeSet;

use super::commit::{Asked, Tick};
use super::delivery::session::{Session, Watching};
use super::pairs::Pairs;
use super::recent::{Called, Counts, Recent};
use super::{Effect, Room};
use crate::auth::{Known, role_of_visitor};
use crate::limits;
use crate::log::{Log, MemberRow, Sql};
use crate::model::settings::History;
use crate::model::{Change, LogEvent, MemberId, MemberName, Message, Role, Seq, SessionId};
use crate::room::standing::plain_role;
use crate::time::Timestamp;
use crate::wire::{CloseCode, ErrorCode, ErrorEvent, Head, Preview, encode, frame};

/// All who watch.
#[derive(Debug)]
pub(super) struct Watches {
    /// How many, also those that have yet to be welcomed.
    count: usize,
    /// Who has been told everything.
    calm: BTreeSet<SessionId>,
    /// To whom a head is owed, and when it may come.
    due: Pairs<Timestamp, SessionId>,
    pub recent: Recent,
    /// The newest message that is not deleted, once that was looked up.
    newest: Option<Option<Newest>>,
    /// How far the log has been told of here, and where it begins.
    head: Seq,
    first: Seq,
    /// Those of the time when the last watch went: `recent` is of then.
    left: Option<(Seq, Seq)>,
    /// Whose right to watch may have ended, or everybody's.
    judged: BTreeSet<MemberId>,
    judges_all: bool,
}

/// What is shown of the newest message.
#[derive(Debug)]
struct Newest {
    seq: Seq,
    /// As it is sent.
    preview: String,
}

impl Watches {
    /// Nobody watches yet.
    pub fn of<S: Sql>(log: &Log<S>) -> Watches {
        Watches {
            count: 0,
            calm: BTreeSet::new(),
            due: Pairs::default(),
            recent: Recent::of(log),
            newest: None,
            head: log.head(),
            first: log.first(),
            left: None,
            judged: BTreeSet::new(),
            judges_all: false,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// When the next head may be sent, if one is owed.
    pub fn next_head(&self) -> Option<Timestamp> {
        self.due.first().map(|(due, _)| due)
    }

    /// Up to where the log is known here, and from where.
    pub fn known(&self) -> (Seq, Seq) {
        (self.head, self.first)
    }

    /// One more. Before the first, nobody was told here of what happens; if that is nothing, what was
    /// read for those before is not read again.
    pub fn begin<S: Sql>(&mut self, log: &Log<S>) {
        if self.is_empty() && self.left.take() != Some((log.head(), log.first())) {
            *self = Watches::of(log);
        }
        self.count += 1;
    }

    /// One that has been told everything.
    pub fn calm(&mut self, id: SessionId) {
        self.calm.insert(id);
    }

    /// A watch is gone.
    pub fn remove(&mut self, id: SessionId, watching: &Watching) {
        self.count -= 1;
        self.calm.remove(&id);
        if let Some(due) = watching.due {
            self.due.remove(due, id);
        }
        if let Some(known) = watching.known {
            self.recent.remove(known.member, id);
        }
        if self.is_empty() {
            self.left = Some(self.known());
        }
    }

    /// A member is perhaps something else than before.
    pub fn judge(&mut self, member: MemberId) {
        if !self.recent.sessions(member).is_empty() {
            self.judged.insert(member);
        }
    }

    /// Everybody is perhaps something else than before.
    pub fn judge_all(&mut self) {
        self.judges_all = !self.is_empty();
    }
}

impl Newest {
    fn of(message: &Message) -> Option<Newest> {
        let text = message.text()?;
        let end = text.char_indices().nth(limits::PREVIEW);
        let text = &text[..end.map_or(text.len(), |(end, _)| end)];
        let preview = encode(&Preview::of(message, text));
        let seq = message.seq;
        Some(Newest { seq, preview })
    }
}

impl<S: Sql> Room<S> {
    /// What a member that watches may do here, or why nothing. Without a token it is what any visitor is.
    pub(super) fn role_of_watch(
        &self,
        known: Option<Known>,
        row: Option<&MemberRow>,
        lent: Option<Role>,
    ) -> Result<Role, ErrorCode> {
        if !self.is_owned() {
            return Ok(plain_role(lent));
        }
        let role = match known {
            None => role_of_visitor(self.settings(), false),
            Some(_) if row.is_some_and(|row| row.is_removed) => return Err(ErrorCode::Removed),
            Some(_) => self.role_as(row, lent),
        };
        role.ok_or(ErrorCode::KeyNeeded)
    }

    /// Tells those who watch of durable events.
    #[inline(never)]
    pub(super) fn note_events(&mut self, events: &[Asked], tick: &mut Tick) {
        if self.watches.is_empty() {
            return;
        }
        for Asked { event, .. } in events {
            match event {
                LogEvent::Message(message) => {
                    let answers = match message.reply_to {
                        Some(seq) if self.watches.recent.asks_for_answers() => {
                            let answered = self.log.message(seq).ok().flatten();
                            answered.map(|answered| answered.from.id)
                        }
                        _ => None,
                    };
                    let text = message.text().unwrap_or_default();
                    let (seq, from) = (message.seq, message.from.id);
                    self.watches.recent.say(seq, from, answers, text);
                    self.watches.newest = Some(Newest::of(message));
                }
                LogEvent::Changed(changed) => {
                    let text = match &changed.change {
                        Change::Edited { text } => text.as_deref(),
                        Change::Deleted => None,
                        Change::Role { member, .. } | Change::Removed { member, .. } => {
                            for id in self.watches.recent.sessions(member.id) {
                                tick.send(*id, encode(event));
                            }
                            continue;
                        }
                        _ => continue,
                    };
                    self.watches.recent.change(changed.target, text);
                    let newest = self.watches.newest.as_ref().and_then(Option::as_ref);
                    if newest.is_none_or(|newest| newest.seq == changed.target) {
                        self.watches.newest = None;
                    }
                }
            }
        }
        if let Some(last) = events.last() {
            self.watches.head = last.event.seq();
        }
    }

    /// Owes everybody who watches a head, where the log has changed.
    pub(super) fn owe_heads(&mut self, now: Timestamp) {
        let (head, first) = (self.log.head(), self.log.first());
        if self.watches.is_empty() {
            (self.watches.head, self.watches.first) = (head, first);
            return;
        }
        if self.watches.head != head {
            self.watches.recent.lose();
            self.watches.newest = None;
            self.watches.head = head;
        }
        if self.watches.first != first {
            self.watches.recent.forget_before(first);
            self.watches.newest = None;
            self.watches.first = first;
        }
        let calm: Vec<SessionId> = self.watches.calm.iter().copied().collect();
        for id in calm {
            self.owe_head(now, id);
        }
    }

    /// A watch is to be told what has changed.
    pub(super) fn owe_head(&mut self, now: Timestamp, id: SessionId) {
        if let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id)
            && watching.due.is_none()
            && self.watches.calm.remove(&id)
        {
            let due = now.max(watching.told_at + limits::HEAD_INTERVAL);
            watching.due = Some(due);
            self.watches.due.insert(due, id);
        }
    }

    /// Sends the heads that are due, as many as one tick may. Returns how many that were.
    pub(super) fn pump_heads(&mut self, now: Timestamp, effects: &mut Vec<Effect>) -> usize {
        let mut sent = 0;
        for _ in 0..limits::HEADS_AT_ONCE {
            let Some((due, id)) = self.watches.due.first().filter(|(due, _)| *due <= now) else {
                break;
            };
            self.watches.due.remove(due, id);
            self.watches.calm.insert(id);
            if let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) {
                watching.due = None;
            }
            sent += usize::from(self.tell_head(now, id, effects));
        }
        sent
    }

    /// Sends a watch its head, if there is anything new in it.
    fn tell_head(&mut self, now: Timestamp, id: SessionId, effects: &mut Vec<Effect>) -> bool {
        let Some(head) = self.head_of(id) else {
            return false;
        };
        let Some(head) = head else {
            self.close(now, id, CloseCode::ServerFault);
            return false;
        };
        self.send_now(id, frame(&[head]), 1, effects);
        effects.extend(self.attachment(id));
        if let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) {
            watching.told_at = now;
            if watching.unheard > limits::WATCH_UNHEARD {
                self.close(now, id, CloseCode::TryAgainLater);
            }
        }
        true
    }

    /// The head of a watch, if it is another than the last one. None within, if the log cannot be read.
    fn head_of(&mut self, id: SessionId) -> Option<Option<String>> {
        let before = match self.delivery.sessions.get(id)? {
            Session::Watching(watching) => (watching.seq, watching.counts.told()),
            _ => return None,
        };
        let counts = self.count_for(id);
        let seq = self.log.head();
        match counts {
            Some(counts) if (seq, counts.told()) == before => None,
            Some(counts) => Some(self.head(id, counts)),
            None => Some(None),
        }
    }

    /// How much is new to a watch.
    fn count_for(&mut self, id: SessionId) -> Option<Counts> {
        let Some(Session::Watching(watching)) = self.delivery.sessions.get(id) else {
            return None;
        };
        let member = watching.known.map(|known| known.member);
        let floor = self.floor_of(watching);
        let before = watching.base.filter(|(of, _)| *of == floor);
        let before = before.map(|(_, counts)| counts);
        if let Some(counts) = self.watches.recent.count(member, floor, before) {
            return Some(counts);
        }
        self.watches.recent.load(&self.log, Seq::default()).ok()?;
        self.watches.recent.count(member, floor, None)
    }

    /// The events that are not new to a watch, or that it may not read.
    fn floor_of(&self, watching: &Watching) -> Seq {
        let after = watching.after.max(self.hidden_from_watch(watching));
        after.max(self.log.first() - 1)
    }

    fn hidden_from_watch(&self, watching: &Watching) -> Seq {
        let known = watching.known.unwrap_or(Known {
            member: MemberId::OPERATOR,
            since: watching.since,
        });
        self.hidden_upto(known, watching.role)
    }

    /// Writes a head, and remembers it. None, if the log cannot be read.
    fn head(&mut self, id: SessionId, counts: Counts) -> Option<String> {
        if self.watches.newest.is_none() {
            let newest = self.log.newest_message().ok()?;
            self.watches.newest = Some(newest.as_ref().and_then(Newest::of));
        }
        let Some(Session::Watching(watching)) = self.delivery.sessions.get(id) else {
            return None;
        };
        let hidden = self.hidden_from_watch(watching);
        let floor = self.floor_of(watching);
        // Who is nobody reads nothing where members see only what came since they did.
        let reads = watching.known.is_some() || self.settings().history == History::All;
        let newest = self.watches.newest.as_ref().and_then(Option::as_ref);
        let newest = newest.filter(|newest| reads && newest.seq > hidden);
        let preview = newest.map(|newest| newest.preview.as_str());
        let seq = self.log.head();
        let (unread, mentions) = counts.told();
        let head = Head {
            seq,
            unread,
            mentions,
            at: self.log.last_at(),
        };
        let head = head.encode(preview);
        if let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) {
            watching.seq = seq;
            watching.counts = counts;
            watching.floor = floor;
        }
        Some(head)
    }

    /// The first head of a watch: the next one need not wait. None, if the log cannot be read.
    pub(super) fn first_head(&mut self, id: SessionId) -> Option<String> {
        let counts = self.count_for(id)?;
        self.head(id, counts)
    }

    /// A member bears this name from now on: it may be mentioned where it was not before.
    pub(super) fn call_watched(&mut self, now: Timestamp, member: MemberId, name: &MemberName) {
        self.pushes.call(member, name);
        let Some(called) = self.watches.recent.called(member) else {
            return;
        };
        let name = Called::Name(name.clone());
        if *called == name {
            return;
        }
        self.watches.recent.call(member, name);
        // What was counted before this wake was by the other name.
        self.watches.recent.doubt();
        for id in self.watches.recent.sessions(member).to_vec() {
            self.owe_head(now, id);
            self.tick.reattach.insert(id);
        }
    }

    /// What is known of the name of a member that watches. `hint` is what it says itself.
    pub(super) fn name_of_watch(
        &mut self,
        now: Timestamp,
        member: MemberId,
        row: Option<&MemberRow>,
        hint: &str,
    ) -> Called {
        let left = self.presence.left(member);
        let here = match self.presence.author(member) {
            Some(author) => Some(author.name),
            None => left.map(|name| name.as_str().to_owned()),
        };
        let kept = row
            .map(|row| row.name.clone())
            .filter(|name| !name.is_empty());
        if let Some(name) = here.or(kept)
            && let Ok(name) = MemberName::stored(&name)
        {
            return Called::Name(name);
        }
        if let Ok(name) = MemberName::parse(hint)
            && self.directory.holder(&self.log, name.id(), member, now) == Ok(Some(member))
        {
            return Called::Name(name);
        }
        match self.directory.name_of(&self.log, member, now) {
            Ok(Some(number)) => Called::Number(number),
            _ => self.name_of_seat(member),
        }
    }

    /// Who never came into the room of a pair is called as where the two met.
    fn name_of_seat(&self, member: MemberId) -> Called {
        let seats = self.log.seats().map(|seats| &seats.members);
        let seat = seats.and_then(|seats| seats.iter().find(|seat| seat.id == member));
        match seat.map(|seat| MemberName::stored(&seat.name)) {
            Some(Ok(name)) => Called::Name(name),
            _ => Called::Unknown,
        }
    }

    /// Sends those away who watch and may not any more.
    #[inline(never)]
    pub(super) fn judge_watches(&mut self, now: Timestamp) {
        let all = std::mem::take(&mut self.watches.judges_all);
        let judged = std::mem::take(&mut self.watches.judged);
        if !all && judged.is_empty() {
            return;
        }
        let sessions: Vec<SessionId> = match all {
            true => self.delivery.sessions.ids(),
            false => {
                let of = |member: &MemberId| self.watches.recent.sessions(*member).to_vec();
                judged.iter().flat_map(of).collect()
            }
        };
        let members: Vec<MemberId> = match all {
            true => self.watches.recent.watching(),
            false => judged.into_iter().collect(),
        };
        let mut rows = Vec::new();
        for members in members.chunks(limits::MEMBERS_AT_ONCE) {
            // Whose right cannot be read has none.
            rows.extend(self.log.members(members).unwrap_or_default());
        }
        rows.sort_unstable_by_key(|row| row.member);
        for id in sessions {
            let Some(Session::Watching(watching)) = self.delivery.sessions.get(id) else {
                continue;
            };
            let known = watching.known;
            let row = known.and_then(|known| {
                let index = rows.binary_search_by_key(&known.member, |row| row.member);
                index.ok().and_then(|index| rows.get(index))
            });
            let lent = watching.hosted.as_ref().and_then(|hosted| hosted.role);
            match self.role_of_watch(known, row, lent) {
                Ok(role) => {
                    if let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id)
                        && watching.role != role
                    {
                        watching.role = role;
                        self.tick.reattach.insert(id);
                    }
                    self.owe_head(now, id);
                }
                Err(code) => self.turn_out(now, id, code),
            }
        }
    }

    /// Sends the watches of a member away.
    pub(super) fn expel_watches(
        &mut self,
        now: Timestamp,
        member: MemberId,
        error: ErrorEvent<'_>,
    ) {
        for id in self.watches.recent.sessions(member).to_vec() {
            self.error(id, error);
            self.close(now, id, CloseCode::NotAllowed);
        }
    }
}
