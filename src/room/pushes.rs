//! What push services are to tell of the room to members who are away.
//!
//! A browser is told once its member has no socket here, of what came after what that is known to have read;
//! not at once, and not often: what comes meanwhile is told with it. How far each was told is kept, so that
//! nothing is told twice, and what is still to be told is found in the log after any sleep. Only what was on
//! its way in a crash is told again, in the place of itself.

use std::collections::{BTreeSet, VecDeque};
use std::ops::Range;

use super::commit::Asked;
use super::recent::{Called, Recent};
use super::{Effect, Room};
use crate::auth::Known;
use crate::limits;
use crate::log::{LogError, PushRow, PushTarget, Sql};
use crate::model::{Change, LogEvent, MemberId, MemberName, PushWhat, Seq, SessionId};
use crate::time::{Duration, Timestamp};
use crate::wire::{FileSign, PushNews, to_push_service};

/// Who of a browser it is, and which one.
type Id = (MemberId, u64);

/// The browsers that are told of what happens here.
#[derive(Debug, Default)]
pub(super) struct Pushes {
    /// By their members.
    all: Vec<Browser>,
    recent: Recent,
    /// At which of our addresses each page was opened.
    sites: Vec<(SessionId, String)>,
    /// When to look whether anybody is to be told of anything.
    look_at: Option<Timestamp>,
    /// Whom to tell, and what is on its way.
    queue: VecDeque<Id>,
    away: Vec<Away>,
    /// How many requests were made in a row, and until when to make none.
    in_a_row: u32,
    rests_until: Option<Timestamp>,
    /// When the room wakes, whatever becomes of it.
    wakes_by: Option<Timestamp>,
    /// Whose place in the log is to be kept, if nobody is here who has it.
    touched: Vec<MemberId>,
    /// Whose right to read may have ended, or everybody's.
    judged: BTreeSet<MemberId>,
    judges_all: bool,
    /// Whether they could not be read yet.
    is_unread: bool,
    /// Whether the room has only just woken.
    is_fresh: bool,
}

#[derive(Debug)]
struct Browser {
    row: PushRow,
    /// Up to here there is nothing to tell it.
    checked: Seq,
    /// Up to here was waited for a socket of its member that says nothing.
    waited: Seq,
    /// Whether it is being told.
    is_busy: bool,
}

/// A request that is on its way.
#[derive(Debug)]
struct Away {
    id: Id,
    /// When to give it up.
    until: Timestamp,
    told: Seq,
    shown: Option<Seq>,
    /// Whether that has changed since.
    again: bool,
}

/// What there is to tell.
struct News {
    /// The newest message; none if none is left.
    seq: Option<Seq>,
    count: u64,
    is_urgent: bool,
}

impl Browser {
    fn of(row: PushRow) -> Browser {
        Browser {
            checked: row.seen.max(row.told),
            waited: Seq::default(),
            is_busy: false,
            row,
        }
    }

    fn id(&self) -> Id {
        (self.row.member, self.row.id)
    }

    /// What it need not be told. What was told and has changed is told from what was read.
    fn floor(&self, mark: Seq) -> Seq {
        match self.row.again {
            true => self.row.seen,
            false => self.row.seen.max(self.row.told).max(self.checked).max(mark),
        }
    }
}

impl Pushes {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// When there is something to do.
    pub fn next_due(&self) -> Option<Timestamp> {
        let away = self.away.iter().map(|away| away.until).min();
        let rest = self.rests_until.filter(|_| !self.queue.is_empty());
        [self.look_at, away, rest].into_iter().flatten().min()
    }

    /// The room has woken by itself: for what there is to tell, perhaps. Else those who were here before a
    /// crash have a moment to come back.
    pub fn wake(&mut self, now: Timestamp) {
        if self.is_fresh && self.look_at.is_some() {
            self.look_by(now);
        }
    }

    fn look_by(&mut self, at: Timestamp) {
        self.look_at = Some(self.look_at.map_or(at, |set| set.min(at)));
    }

    fn range(&self, member: MemberId) -> Range<usize> {
        let start = self.all.partition_point(|one| one.row.member < member);
        let end = self.all.partition_point(|one| one.row.member <= member);
        start..end
    }

    fn of(&self, member: MemberId) -> &[Browser] {
        self.all.get(self.range(member)).unwrap_or_default()
    }

    fn of_mut(&mut self, member: MemberId) -> &mut [Browser] {
        let range = self.range(member);
        self.all.get_mut(range).unwrap_or_default()
    }

    fn get_mut(&mut self, id: Id) -> Option<&mut Browser> {
        self.of_mut(id.0).iter_mut().find(|one| one.row.id == id.1)
    }

    /// The browsers of a member, the oldest first.
    pub fn rows(&self, member: MemberId) -> Vec<PushRow> {
        self.of(member).iter().map(|one| one.row.clone()).collect()
    }

    /// Of how many browsers this is so.
    pub fn count(&self, is_meant: impl Fn(&PushRow) -> bool) -> usize {
        self.all.iter().filter(|one| is_meant(&one.row)).count()
    }

    /// An id that none has.
    pub fn next_id(&self) -> u64 {
        self.all.iter().map(|one| one.row.id).max().unwrap_or(0) + 1
    }

    pub fn note_site(&mut self, session: SessionId, site: String) {
        let index = self.sites.partition_point(|(other, _)| *other < session);
        self.sites.insert(index, (session, site));
    }

    pub fn forget_site(&mut self, session: SessionId) {
        let place = self.sites.binary_search_by_key(&session, |(of, _)| *of);
        if let Ok(index) = place {
            self.sites.remove(index);
        }
    }

    pub fn site(&self, session: SessionId) -> Option<&str> {
        let place = self.sites.binary_search_by_key(&session, |(of, _)| *of);
        let site = place.ok().and_then(|index| self.sites.get(index));
        site.map(|(_, site)| site.as_str())
    }

    /// How far a member is known to have read that is told of the rest.
    pub fn seen(&self, member: MemberId) -> Option<Seq> {
        self.of(member).first().map(|one| one.row.seen)
    }

    /// A member has read this far. Returns whether that is news of one who is told of the rest.
    pub fn see(&mut self, member: MemberId, seq: Seq) -> bool {
        let mut is_news = false;
        for one in self.of_mut(member) {
            is_news |= one.row.seen < seq;
            one.row.seen = one.row.seen.max(seq);
        }
        if is_news {
            self.touch(member);
        }
        is_news
    }

    fn touch(&mut self, member: MemberId) {
        if !self.touched.contains(&member) {
            self.touched.push(member);
        }
    }

    /// A socket of a member is gone: it is away, if it does not come back by then.
    pub fn leaves(&mut self, member: MemberId, grace_until: Timestamp) {
        if !self.of(member).is_empty() {
            self.touch(member);
            self.look_by(grace_until);
        }
    }

    /// A member bears this name from now on.
    pub fn call(&mut self, member: MemberId, name: &MemberName) {
        let mut is_news = false;
        for one in self.of_mut(member) {
            is_news |= one.row.name != name.as_str();
            name.as_str().clone_into(&mut one.row.name);
        }
        if is_news {
            self.touch(member);
            self.recent.enroll(member, Called::Name(name.clone()));
        }
    }

    /// A member is perhaps something else than before.
    pub fn judge(&mut self, member: MemberId) {
        if !self.of(member).is_empty() {
            self.judged.insert(member);
        }
    }

    /// Everybody is perhaps something else than before.
    pub fn judge_all(&mut self) {
        self.judges_all = !self.is_empty();
    }

    /// Keeps in memory what is kept of a browser.
    pub fn add(&mut self, row: PushRow) {
        let member = row.member;
        if self.of(member).is_empty() {
            let called = MemberName::stored(&row.name);
            let called = called.map_or(Called::Unknown, Called::Name);
            self.recent.enroll(member, called);
        }
        let id = (member, row.id);
        let index = self.all.partition_point(|one| one.id() < id);
        self.all.insert(index, Browser::of(row));
    }

    /// Whose a browser is.
    pub fn find(&self, id: u64) -> Option<(MemberId, u64)> {
        let one = self.all.iter().find(|one| one.row.id == id);
        one.map(Browser::id)
    }

    /// These are told something else from now on.
    pub fn change(&mut self, rows: &[PushRow]) {
        for row in rows {
            if let Some(one) = self.get_mut((row.member, row.id)) {
                one.row.what = row.what;
                one.row.preview = row.preview;
                one.row.told = row.told;
            }
        }
    }

    /// These are told nothing any more.
    pub fn remove(&mut self, ids: &[Id]) {
        let gone: BTreeSet<Id> = ids.iter().copied().collect();
        self.all.retain(|one| !gone.contains(&one.id()));
        self.queue.retain(|id| !gone.contains(id));
        self.away.retain(|away| !gone.contains(&away.id));
        for (member, _) in gone {
            if self.of(member).is_empty() {
                self.recent.dismiss(member);
            }
        }
        if self.is_empty() {
            let sites = std::mem::take(&mut self.sites);
            *self = Pushes {
                sites,
                ..Pushes::default()
            };
        }
    }
}

impl<S: Sql> Room<S> {
    /// Reads who is told by push services: after a sleep, and once more a while after that has failed.
    pub(super) fn read_pushes(&mut self, now: Timestamp) {
        let Some(mark) = self.log.push_mark() else {
            return;
        };
        let Ok(rows) = self.log.pushes() else {
            self.pushes.is_unread = true;
            return self.pushes.look_by(now + limits::PUSH_PAUSE);
        };
        self.pushes.is_unread = false;
        self.pushes.is_fresh = true;
        self.pushes.recent = Recent::of(&self.log);
        let head = self.log.head();
        for row in rows {
            let is_behind = row.again || row.seen.max(row.told).max(mark) < head;
            if is_behind {
                self.pushes.look_by(now + limits::PUSH_DELAY);
            }
            self.pushes.add(row);
        }
    }

    /// The first browser of a room is to be told.
    pub(super) fn begin_pushes(&mut self) {
        if self.pushes.is_empty() {
            self.pushes.recent = Recent::of(&self.log);
        }
    }

    /// A file has come into the room: nobody is to be told of what is in it.
    pub(super) fn skip_for_pushes(&mut self, now: Timestamp) {
        let head = self.log.head();
        self.pushes.recent.lose();
        for one in &mut self.pushes.all {
            one.row.told = head;
        }
        let rows: Vec<&PushRow> = self.pushes.all.iter().map(|one| &one.row).collect();
        let _ = self.log.update_pushes(&rows);
        let count = rows.len();
        self.log.count_other_rows(count, &self.limits, now);
    }

    /// Looks, of durable events, what is to be told.
    #[inline(never)]
    pub(super) fn note_for_pushes(&mut self, now: Timestamp, events: &[Asked]) {
        if self.pushes.is_empty() || events.is_empty() {
            return;
        }
        let mut changed = BTreeSet::new();
        for Asked { event, .. } in events {
            match event {
                LogEvent::Message(message) => {
                    let answered = message.reply_to.and_then(|seq| self.log.message(seq).ok()?);
                    let answers = answered.map(|answered| answered.from.id);
                    let text = message.text().unwrap_or_default();
                    let (seq, from) = (message.seq, message.from.id);
                    self.pushes.recent.say(seq, from, answers, text);
                }
                LogEvent::Changed(event) => {
                    let text = match &event.change {
                        Change::Edited { text } => text.as_deref(),
                        Change::Deleted => None,
                        _ => continue,
                    };
                    self.pushes.recent.change(event.target, text);
                    changed.insert(event.target);
                }
            }
        }
        self.pushes.look_by(now + limits::PUSH_DELAY);
        if changed.is_empty() {
            return;
        }
        let mut rows = Vec::new();
        for one in &mut self.pushes.all {
            if let Some(shown) = one.row.shown
                && shown > one.row.seen
                && changed.contains(&shown)
                && !one.row.again
            {
                one.row.again = true;
                rows.push(&one.row);
            }
        }
        // What cannot be kept is told anyway, unless the room falls asleep.
        let _ = self.log.update_pushes(&rows);
        let count = rows.len();
        for away in &mut self.pushes.away {
            away.again |= away.shown.is_some_and(|shown| changed.contains(&shown));
        }
        self.log.count_other_rows(count, &self.limits, now);
    }

    /// Takes back from those who may not read any more that they are told of it.
    #[inline(never)]
    pub(super) fn judge_pushes(&mut self, now: Timestamp) {
        let all = std::mem::take(&mut self.pushes.judges_all);
        let judged = std::mem::take(&mut self.pushes.judged);
        if !all && judged.is_empty() {
            return;
        }
        let mut gone = Vec::new();
        for one in &self.pushes.all {
            let member = one.row.member;
            if (all || judged.contains(&member)) && self.may_be_told(member) == Ok(false) {
                gone.push(member);
            }
        }
        gone.dedup();
        self.drop_pushes(now, &gone);
    }

    /// Whether a member may read here.
    fn may_be_told(&self, member: MemberId) -> Result<bool, LogError> {
        if self.log.is_removed(member) {
            return Ok(false);
        }
        let row = match self.is_owned() {
            true => self.standing(member)?,
            false => None,
        };
        let since = Seq::default();
        // What a site lends its users holds while they are here.
        Ok(self
            .role_of_watch(Some(Known { member, since }), row.as_ref(), None)
            .is_ok())
    }

    /// Nothing is told to these members any more.
    pub(super) fn drop_pushes(&mut self, now: Timestamp, members: &[MemberId]) {
        let of = |member: &MemberId| self.pushes.of(*member);
        let ids: Vec<Id> = members.iter().flat_map(of).map(Browser::id).collect();
        // Whoever may not read is asked about again before it is told anything.
        let _ = self.forget_pushes(now, &ids);
    }

    /// Nothing is told to anybody any more.
    pub(super) fn drop_all_pushes(&mut self, now: Timestamp) {
        let ids: Vec<Id> = self.pushes.all.iter().map(Browser::id).collect();
        let _ = self.forget_pushes(now, &ids);
    }

    pub(super) fn forget_pushes(&mut self, now: Timestamp, ids: &[Id]) -> Result<(), LogError> {
        if ids.is_empty() {
            return Ok(());
        }
        self.pushes.remove(ids);
        let numbers: Vec<u64> = ids.iter().map(|(_, id)| *id).collect();
        self.log.count_other_rows(ids.len(), &self.limits, now);
        self.log.forget_pushes(&numbers, self.pushes.is_empty())
    }

    /// Tells those who are to be told now.
    #[inline(never)]
    pub(super) fn send_pushes(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.pushes.is_unread && self.pushes.look_at.is_some_and(|at| at <= now) {
            self.pushes.look_at = None;
            self.read_pushes(now);
        }
        if self.pushes.is_empty() {
            return;
        }
        self.pushes.is_fresh = false;
        self.keep_places(now);
        if self.limits.push_key.is_none() {
            // By none nobody is told. Once there is one again, they are told what came meanwhile.
            self.pushes.look_at = None;
            return;
        }
        while let Some(late) = self.pushes.away.iter().find(|away| away.until <= now) {
            let (_, id) = late.id;
            self.pushed(now, id, 0, None);
        }
        if self.pushes.look_at.is_some_and(|at| at <= now) {
            self.look_for_news(now);
        }
        if self.pushes.rests_until.is_some_and(|until| until <= now) {
            self.pushes.rests_until = None;
        }
        while self.pushes.away.len() < limits::PUSHES_AWAY
            && self.pushes.rests_until.is_none()
            && let Some(id) = self.pushes.queue.pop_front()
        {
            if let Some(one) = self.pushes.get_mut(id) {
                one.is_busy = false;
            }
            match self.tell(now, id, effects) {
                Ok(false) => {}
                Ok(true) => {
                    self.pushes.in_a_row += 1;
                    if self.pushes.in_a_row >= limits::PUSHES_AT_ONCE {
                        self.pushes.in_a_row = 0;
                        self.pushes.rests_until = Some(now + limits::PUSH_REST);
                    }
                }
                Err(_) => self.pushes.look_by(now + limits::PUSH_PAUSE),
            }
        }
        // Also if the room is gone by then with all that it remembers.
        let wakes_by = self.pushes.wakes_by.filter(|at| *at > now);
        if let Some(due) = self.pushes.next_due()
            && wakes_by.is_none_or(|at| due < at)
        {
            self.pushes.wakes_by = Some(due);
            effects.push(Effect::WakeBy(due));
        }
    }

    /// Keeps how far those have read who are away, as nothing else remembers that.
    fn keep_places(&mut self, now: Timestamp) {
        if self.pushes.touched.is_empty() {
            return;
        }
        let touched = std::mem::take(&mut self.pushes.touched);
        let is_away = |member: &&MemberId| self.presence.sockets(**member) == 0;
        let away = touched.iter().filter(is_away);
        let rows = away.flat_map(|member| self.pushes.of(*member));
        let rows: Vec<&PushRow> = rows.map(|one| &one.row).collect();
        let kept = self.log.update_pushes(&rows);
        let count = rows.len();
        self.log.count_other_rows(count, &self.limits, now);
        if kept.is_err() {
            self.pushes.touched = touched;
        }
    }

    /// Finds out who is to be told of something, and when.
    fn look_for_news(&mut self, now: Timestamp) {
        self.pushes.look_at = None;
        let (head, mark) = (self.log.head(), self.log.push_mark().unwrap_or_default());
        // Up to where all know everything.
        let mut low = head;
        for index in 0..self.pushes.all.len() {
            let Some(one) = self.pushes.all.get(index) else {
                return;
            };
            let (id, floor) = (one.id(), one.floor(mark));
            if floor >= head && !one.row.again {
                continue;
            }
            if one.is_busy {
                low = low.min(floor);
                continue;
            }
            let Ok(news) = self.news(index) else {
                return self.pushes.look_by(now + limits::PUSH_PAUSE);
            };
            let (sockets, grace) = (self.presence.sockets(id.0), self.presence.grace_until(id.0));
            let Some(one) = self.pushes.all.get_mut(index) else {
                return;
            };
            if news.is_none() {
                one.checked = head;
                continue;
            }
            low = low.min(floor);
            let due = one.row.due;
            let later = match grace {
                // Whoever is here learns it here, unless it is gone without a word.
                _ if sockets > 0 && one.waited >= head => continue,
                _ if sockets > 0 => {
                    one.waited = head;
                    Some(now + SILENCE)
                }
                Some(until) => Some(until),
                None => Some(due).filter(|due| *due > now),
            };
            match later {
                Some(at) => self.pushes.look_by(at),
                None => {
                    one.is_busy = true;
                    self.pushes.queue.push_back(id);
                }
            }
        }
        if low >= mark + limits::PUSH_MARK_EVERY && self.log.save_push_mark(low).is_ok() {
            self.log.count_other_rows(1, &self.limits, now);
        }
    }

    /// What there is to tell a browser.
    fn news(&mut self, index: usize) -> Result<Option<News>, LogError> {
        let mark = self.log.push_mark().unwrap_or_default();
        let Some(one) = self.pushes.all.get(index) else {
            return Ok(None);
        };
        let (member, floor) = (one.row.member, one.floor(mark));
        let (again, what) = (one.row.again, one.row.what);
        let is_private = self.is_of_pair();
        let means_it = what == PushWhat::Mentions && !is_private;
        let mut counts = self.pushes.recent.count(Some(member), floor, None);
        if counts.is_none() {
            let floors = self.pushes.all.iter().map(|one| one.floor(mark));
            let upto = floors.min().unwrap_or_default();
            self.pushes.recent.load(&self.log, upto)?;
            counts = self.pushes.recent.count(Some(member), floor, None);
        }
        let counts = counts.unwrap_or_default();
        let seq = self.pushes.recent.newest(member, floor, means_it);
        let news = News {
            seq,
            count: if means_it {
                counts.mentions
            } else {
                counts.unread
            },
            is_urgent: is_private || counts.mentions > 0,
        };
        Ok(Some(news).filter(|news| news.seq.is_some() || again))
    }

    /// Tells a browser what there is to tell it. Returns whether it is on its way.
    fn tell(
        &mut self,
        now: Timestamp,
        id: Id,
        effects: &mut Vec<Effect>,
    ) -> Result<bool, LogError> {
        let (member, number) = id;
        let range = self.pushes.range(member);
        let index = (range.start..range.end).find(|index| {
            self.pushes
                .all
                .get(*index)
                .is_some_and(|one| one.id() == id)
        });
        let Some(index) = index else {
            return Ok(false);
        };
        if self.presence.is_here(member) {
            self.pushes.look_by(now + limits::PUSH_DELAY);
            return Ok(false);
        }
        if !self.may_be_told(member)? {
            self.drop_pushes(now, &[member]);
            return Ok(false);
        }
        if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
            self.pushes.look_by(now + wait);
            return Ok(false);
        }
        let Some(target) = self.log.push_target(number)? else {
            self.forget_pushes(now, &[id])?;
            return Ok(false);
        };
        let Some(news) = self.news(index)? else {
            return Ok(false);
        };
        let Some(row) = self.pushes.all.get(index).map(|one| one.row.clone()) else {
            return Ok(false);
        };
        let Some(payload) = self.payload(&row, &news, &target.site)? else {
            return Ok(false);
        };
        let PushTarget {
            endpoint,
            p256dh,
            auth,
            site,
        } = &target;
        let topic = self.log.key().push_topic(member);
        let parts = [endpoint, p256dh, auth, site].map(String::as_str);
        let what = to_push_service(parts, &payload, &topic, news.is_urgent);
        let until = now + limits::PUSH_PATIENCE;
        self.pushes.away.push(Away {
            id,
            until,
            told: self.log.head(),
            shown: news.seq,
            again: false,
        });
        if let Some(one) = self.pushes.get_mut(id) {
            one.is_busy = true;
        }
        effects.push(Effect::Push { id: number, what });
        Ok(true)
    }

    /// What is encrypted; nothing, if the message is gone meanwhile.
    fn payload(&self, row: &PushRow, news: &News, site: &str) -> Result<Option<String>, LogError> {
        let message = match news.seq {
            None => None,
            Some(seq) => match self.log.message(seq)? {
                Some(message) => Some(message),
                None => return Ok(None),
            },
        };
        let file = message.as_ref().and_then(FileSign::of);
        let text = match (&file, &message) {
            (Some(file), _) => Some(file.name),
            (None, message) => message.as_ref().and_then(|message| message.text()),
        };
        let text = text.unwrap_or_default().chars();
        let text: String = text.take(limits::PREVIEW).collect();
        let from = message.as_ref().map_or("", |message| &message.from.name);
        let title = match self.settings().title.as_str() {
            "" => self.log.room().as_str(),
            title => title,
        };
        let (title, body) = match (row.preview, self.is_of_pair()) {
            (false, _) => (PRODUCT, String::new()),
            (true, true) => (if from.is_empty() { PRODUCT } else { from }, text),
            (true, false) if from.is_empty() => (title, text),
            (true, false) => (title, format!("{from}: {text}")),
        };
        let news = PushNews {
            title,
            body: &body,
            file: file.filter(|_| row.preview),
            site,
            room: self.log.room().as_str(),
            seq: news.seq.or(row.shown).unwrap_or_default(),
            count: news.count,
            again: row.again,
            closed: news.seq.is_none(),
        };
        Ok(Some(news.payload()))
    }

    /// A push service has answered, or nobody knows.
    #[inline(never)]
    pub(super) fn pushed(
        &mut self,
        now: Timestamp,
        number: u64,
        status: u16,
        retry_after: Option<Duration>,
    ) {
        let mut away = self.pushes.away.iter();
        // One that was given up, or of a browser that was forgotten.
        let Some(index) = away.position(|away| away.id.1 == number) else {
            return;
        };
        let away = self.pushes.away.remove(index);
        let head = self.log.head();
        let Some(one) = self.pushes.get_mut(away.id) else {
            return;
        };
        one.is_busy = false;
        let row = &mut one.row;
        match (status, retry_after) {
            (200..=299, _) => {
                (row.told, row.shown, row.again) = (away.told, away.shown, away.again);
                row.tries = 0;
                row.due = now + limits::PUSH_INTERVAL;
            }
            (404 | 410, _) => {
                let _ = self.forget_pushes(now, &[away.id]);
                return;
            }
            (429 | 503, Some(wait)) => {
                row.due = now + wait.min(limits::PUSH_RETRY_MOST).max(limits::PUSH_INTERVAL);
            }
            _ => {
                row.tries += 1;
                if row.tries >= limits::PUSH_TRIES_MOST {
                    let _ = self.forget_pushes(now, &[away.id]);
                    return;
                }
                let tried = row.tries % limits::PUSH_TRIES;
                row.due = now + limits::PUSH_PAUSE;
                match tried {
                    0 => (row.told, row.again) = (away.told, false),
                    tried => {
                        let times = 1 << (2 * (tried - 1));
                        row.due = now + limits::PUSH_PAUSE * times;
                    }
                }
            }
        }
        let (due, is_behind) = (row.due, row.told < head || row.again);
        // What cannot be kept is told again after a sleep, in the place of itself.
        let _ = self.log.update_pushes(&[row]);
        self.log.count_other_rows(1, &self.limits, now);
        if is_behind {
            self.pushes.look_by(due);
        }
    }
}

/// By then whoever says nothing was found out, however coarsely it is known when it was last heard.
const SILENCE: Duration = Duration::from_millis(
    limits::SILENT_AFTER_PING.as_millis()
        + limits::HEARD_STEP.as_millis()
        + limits::PUSH_DELAY.as_millis(),
);

/// What is told where it is not to be told who says what, or where.
const PRODUCT: &str = "Alcove";
