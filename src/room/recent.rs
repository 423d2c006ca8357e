//! How much is new to those who watch: the newest messages, and who is meant by each.
//!
//! A room that has just woken knows none of them. What comes is counted as it comes, on top of what each
//! watch had counted by then; the rest is read only once that is not enough, and from then on as long as
//! the room is awake.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::limits;
use crate::log::{Log, LogError, RecentRow, Sql};
use crate::model::mentions::{self, Talk};
use crate::model::{MemberId, MemberName, NameId, Seq, SessionId};

/// The newest messages that are not deleted, and the members of those who watch.
#[derive(Debug, Default)]
pub(super) struct Recent {
    /// All that are newer than this are here.
    from: Seq,
    /// Whether nothing older is ever counted.
    is_whole: bool,
    /// Whether something has happened to older ones.
    is_stale: bool,
    messages: VecDeque<Living>,
    talk_bytes: usize,
    /// Whether some are here of which nobody looked whom they mean, as no member watched.
    is_blind: bool,
    members: BTreeMap<MemberId, Box<Watched>>,
    /// By the key under which they are mentioned, and the bytes of that.
    names: BTreeMap<usize, BTreeMap<String, MemberId>>,
    numbers: HashMap<NameId, MemberId>,
}

/// A message that is not deleted.
#[derive(Debug)]
struct Living {
    seq: Seq,
    from: MemberId,
    /// Whose message it answers.
    answers: Option<MemberId>,
    talk: Option<Talk>,
}

/// A member that watches.
#[derive(Debug, Default)]
struct Watched {
    sessions: Vec<SessionId>,
    called: Called,
    /// Messages of its own, and those that mean it.
    own: Vec<Seq>,
    mentions: Vec<Seq>,
}

/// What is known of a member's name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Called {
    #[default]
    Unknown,
    /// Only by what it is known where names are kept.
    Number(NameId),
    Name(MemberName),
}

impl Called {
    pub fn name(&self) -> Option<&MemberName> {
        match self {
            Called::Name(name) => Some(name),
            _ => None,
        }
    }

    pub fn number(&self) -> Option<NameId> {
        match self {
            Called::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// What is new beyond a place in the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// Messages that are not deleted, also those of the watching member.
    pub all: u64,
    pub unread: u64,
    pub mentions: u64,
}

impl Counts {
    /// As a watch is told.
    pub fn told(self) -> (u64, u64) {
        let most = limits::WATCH_COUNTED;
        (self.unread.min(most), self.mentions.min(most))
    }
}

impl Recent {
    /// Of a log of which nothing was read yet.
    pub fn of<S: Sql>(log: &Log<S>) -> Recent {
        Recent {
            from: log.head(),
            is_whole: log.head() == Seq::default(),
            ..Recent::default()
        }
    }

    /// The watches of a member, the oldest first.
    pub fn sessions(&self, member: MemberId) -> &[SessionId] {
        self.members
            .get(&member)
            .map_or(&[], |watched| &watched.sessions)
    }

    /// Members that watch.
    pub fn watching(&self) -> Vec<MemberId> {
        self.members.keys().copied().collect()
    }

    pub fn called(&self, member: MemberId) -> Option<&Called> {
        self.members.get(&member).map(|watched| &watched.called)
    }

    /// A member has one more watch.
    pub fn add(&mut self, member: MemberId, session: SessionId, called: Called) {
        let is_new = !self.members.contains_key(&member);
        if is_new || self.called(member) != Some(&called) {
            self.enroll(member, called);
        }
        if let Some(watched) = self.members.get_mut(&member) {
            watched.sessions.push(session);
        }
    }

    /// From now on is counted what means this member, by this name.
    pub fn enroll(&mut self, member: MemberId, called: Called) {
        // What nobody looked at is to be read for the first member.
        self.is_stale |= self.is_blind;
        let messages = self.messages.iter();
        let own = messages.filter(|message| message.from == member);
        let own = own.map(|message| message.seq).collect();
        self.members.entry(member).or_default().own = own;
        self.call(member, called);
    }

    /// Of this member nothing is counted any more.
    pub fn dismiss(&mut self, member: MemberId) {
        self.uncall(member);
        self.members.remove(&member);
    }

    /// The newest message beyond a place in the log that is not this member's own; only of those that mean
    /// it, if so.
    pub fn newest(&self, member: MemberId, after: Seq, means_it: bool) -> Option<Seq> {
        let newest = match means_it {
            true => self.members.get(&member)?.mentions.last().copied(),
            false => {
                let mut messages = self.messages.iter().rev();
                let other = messages.find(|message| message.from != member);
                other.map(|message| message.seq)
            }
        };
        newest.filter(|seq| *seq > after)
    }

    /// One of its watches is gone.
    pub fn remove(&mut self, member: MemberId, session: SessionId) {
        let Some(watched) = self.members.get_mut(&member) else {
            return;
        };
        watched.sessions.retain(|other| *other != session);
        if watched.sessions.is_empty() {
            self.dismiss(member);
        }
    }

    /// A watching member bears this name from now on.
    #[inline(never)]
    pub fn call(&mut self, member: MemberId, called: Called) {
        self.uncall(member);
        let mut found = Vec::new();
        let mut guesses = limits::UNREAD_NAMES_READ;
        for message in self.messages.iter().rev() {
            if message.from == member {
                continue;
            }
            let is_meant = message.answers == Some(member)
                || message
                    .talk
                    .as_ref()
                    .is_some_and(|talk| is_in(talk, &called, &mut guesses));
            if is_meant {
                found.push(message.seq);
            }
        }
        found.reverse();
        match &called {
            Called::Unknown => {}
            Called::Number(number) => {
                self.numbers.insert(*number, member);
            }
            Called::Name(name) => {
                let key = mentions::key(name);
                let names = self.names.entry(key.len()).or_default();
                names.insert(key, member);
            }
        }
        if let Some(watched) = self.members.get_mut(&member) {
            watched.called = called;
            watched.mentions = found;
        }
    }

    fn uncall(&mut self, member: MemberId) {
        let called = self.members.get(&member).map(|watched| &watched.called);
        match called {
            Some(Called::Name(name)) => {
                let key = mentions::key(name);
                if let Some(names) = self.names.get_mut(&key.len())
                    && names.get(&key) == Some(&member)
                {
                    names.remove(&key);
                    if names.is_empty() {
                        self.names.remove(&key.len());
                    }
                }
            }
            Some(Called::Number(number)) if self.numbers.get(number) == Some(&member) => {
                self.numbers.remove(number);
            }
            _ => {}
        }
    }

    /// A message has come.
    pub fn say(&mut self, seq: Seq, from: MemberId, answers: Option<MemberId>, text: &str) {
        self.keep(seq, from, answers, text);
        self.note(self.messages.len() - 1, true);
        self.forget_surplus();
    }

    fn keep(&mut self, seq: Seq, from: MemberId, answers: Option<MemberId>, text: &str) {
        let talk = self.talk(text);
        self.messages.push_back(Living {
            seq,
            from,
            answers,
            talk,
        });
    }

    /// A text in which somebody who watches may be mentioned.
    fn talk(&mut self, text: &str) -> Option<Talk> {
        if self.members.is_empty() {
            self.is_blind = true;
            return None;
        }
        let talk = Talk::of(text);
        self.talk_bytes += talk.as_ref().map_or(0, Talk::bytes);
        talk
    }

    /// Whether anybody who watches may be meant by the answer to a message.
    pub fn asks_for_answers(&self) -> bool {
        !self.members.is_empty()
    }

    /// A message is deleted, or has another text.
    pub fn change(&mut self, seq: Seq, text: Option<&str>) {
        if seq <= self.from {
            // Of one that is not counted any more, nothing changes.
            return self.doubt();
        }
        let Ok(index) = self.messages.binary_search_by_key(&seq, |other| other.seq) else {
            return;
        };
        self.note(index, false);
        let before = self.messages[index].talk.take();
        self.talk_bytes -= before.as_ref().map_or(0, Talk::bytes);
        match text {
            None => {
                self.messages.remove(index);
            }
            Some(text) => {
                self.messages[index].talk = self.talk(text);
                self.note(index, true);
            }
        }
    }

    /// What came before this is not kept any more.
    pub fn forget_before(&mut self, first: Seq) {
        if first > self.from + 1 {
            while self
                .messages
                .front()
                .is_some_and(|oldest| oldest.seq < first)
            {
                self.drop_oldest();
            }
            self.from = first - 1;
            self.is_whole = true;
        } else {
            self.doubt();
        }
    }

    /// Something has happened that nobody has told of here.
    pub fn lose(&mut self) {
        self.is_stale = true;
    }

    /// What was counted before this wake is to be counted anew.
    pub fn doubt(&mut self) {
        self.is_stale |= !self.is_whole;
    }

    /// Writes down by whom and for whom a message is, or takes that back.
    fn note(&mut self, index: usize, is_there: bool) {
        let Some(message) = self.messages.get(index) else {
            return;
        };
        let mut guesses = limits::UNREAD_NAMES;
        let meant = self.meant_by(message, &mut guesses);
        self.note_meant(index, meant, is_there);
    }

    /// Who is meant by a message, as far as so many guesses reach.
    fn meant_by(&self, message: &Living, guesses: &mut usize) -> Vec<MemberId> {
        let mut meant = Vec::from_iter(message.answers);
        if let Some(talk) = &message.talk {
            talk.each(self.names.keys().copied(), &mut |candidate| {
                let name = candidate.name;
                let names = self.names.get(&name.len());
                if let Some(member) = names.and_then(|names| names.get(name))
                    && candidate.is_whole()
                {
                    meant.push(*member);
                }
            });
            if !self.numbers.is_empty() {
                guess(talk, guesses, &mut |number| {
                    meant.extend(self.numbers.get(&number));
                });
            }
        }
        meant.sort_unstable();
        meant.dedup();
        meant
    }

    fn note_meant(&mut self, index: usize, meant: Vec<MemberId>, is_there: bool) {
        let Some(message) = self.messages.get(index) else {
            return;
        };
        let (seq, from) = (message.seq, message.from);
        for member in meant {
            if member != from
                && let Some(watched) = self.members.get_mut(&member)
            {
                put(&mut watched.mentions, seq, is_there);
                // Those that are not counted any more stay until they are many.
                if watched.mentions.len() as u64 > 2 * limits::WATCH_MESSAGES {
                    watched.mentions.retain(|seq| *seq > self.from);
                }
            }
        }
        if let Some(watched) = self.members.get_mut(&from) {
            put(&mut watched.own, seq, is_there);
        }
    }

    fn forget_surplus(&mut self) {
        if self.messages.len() as u64 > limits::WATCH_MESSAGES {
            self.drop_oldest();
        }
        let mut index = 0;
        while self.talk_bytes > limits::WATCH_TALK
            && let Some(message) = self.messages.get_mut(index)
        {
            self.talk_bytes -= message.talk.take().map_or(0, |talk| talk.bytes());
            index += 1;
        }
    }

    /// The oldest is not counted any more. Where older ones are counted by others than here, they are to
    /// be read.
    fn drop_oldest(&mut self) {
        if let Some(oldest) = self.messages.pop_front() {
            self.talk_bytes -= oldest.talk.map_or(0, |talk| talk.bytes());
            self.from = oldest.seq;
            self.doubt();
            if let Some(watched) = self.members.get_mut(&oldest.from) {
                put(&mut watched.own, oldest.seq, false);
            }
        }
    }

    /// What is new beyond a place in the log to a member, or to nobody. `before` is what was by the time
    /// that the room woke up, if that is known. Nothing, if the log has to be read for it.
    pub fn count(
        &self,
        member: Option<MemberId>,
        after: Seq,
        before: Option<Counts>,
    ) -> Option<Counts> {
        if self.is_stale {
            return None;
        }
        let from = after.max(self.from);
        let beyond = |seqs: &[Seq]| (seqs.len() - seqs.partition_point(|seq| *seq <= from)) as u64;
        let known = self.messages.partition_point(|message| message.seq <= from);
        let all = (self.messages.len() - known) as u64;
        let watched = member.and_then(|member| self.members.get(&member));
        let own = watched.map_or(0, |watched| beyond(&watched.own));
        let counts = Counts {
            all,
            unread: all - own,
            mentions: watched.map_or(0, |watched| beyond(&watched.mentions)),
        };
        if after >= self.from || self.is_whole {
            return Some(counts);
        }
        let before = before?;
        let counts = Counts {
            all: before.all + counts.all,
            unread: before.unread + counts.unread,
            mentions: before.mentions + counts.mentions,
        };
        let is_within = counts.all <= limits::WATCH_MESSAGES;
        (is_within || before.unread >= limits::WATCH_COUNTED).then_some(counts)
    }

    /// Reads all that counts, down to this place at least.
    #[inline(never)]
    pub fn load<S: Sql>(&mut self, log: &Log<S>, upto: Seq) -> Result<(), LogError> {
        let mut rows: Vec<RecentRow> = Vec::new();
        let (mut before, mut bytes, mut left) = (log.head() + 1, 0, limits::WATCH_MESSAGES);
        let mut from = log.first() - 1;
        let mut is_whole = true;
        while left > 0 && is_whole {
            let wanted = left.min(limits::WATCH_ROWS);
            let with_texts = !self.members.is_empty() && bytes < limits::WATCH_TALK;
            let (page, oldest, read) = log.recent(before, wanted, with_texts)?;
            let texts = page.iter().filter_map(|row| row.text.as_ref());
            bytes += texts.map(String::len).sum::<usize>();
            rows.extend(page);
            left -= read;
            match oldest {
                Some(oldest) if read == wanted => before = oldest,
                _ => break,
            }
            is_whole = before > upto + 1 || upto == Seq::default();
            if left == 0 || !is_whole {
                from = before - 1;
            }
        }
        self.messages.clear();
        self.talk_bytes = 0;
        for watched in self.members.values_mut() {
            watched.own.clear();
            watched.mentions.clear();
        }
        (self.from, self.is_whole, self.is_stale) = (from, is_whole || left == 0, false);
        self.is_blind = false;
        for row in rows.into_iter().rev() {
            let text = row.text.as_deref().unwrap_or_default();
            self.keep(row.seq, row.from, row.answers, text);
            self.forget_surplus();
        }
        // The guesses are for the newest.
        let mut guesses = limits::UNREAD_NAMES_READ;
        let messages = self.messages.iter().rev();
        let meant: Vec<_> = messages
            .map(|message| self.meant_by(message, &mut guesses))
            .collect();
        for (index, meant) in meant.into_iter().rev().enumerate() {
            self.note_meant(index, meant, true);
        }
        Ok(())
    }
}

/// Whether somebody is mentioned, as far as its name is known.
fn is_in(talk: &Talk, called: &Called, guesses: &mut usize) -> bool {
    match called {
        Called::Unknown => false,
        Called::Name(name) => talk.mentions(&mentions::key(name)),
        Called::Number(number) => {
            let mut found = false;
            guess(talk, guesses, &mut |guessed| found |= guessed == *number);
            found
        }
    }
}

/// Tells the numbers of what may be names in a text, as long as there are guesses left.
fn guess(talk: &Talk, guesses: &mut usize, tell: &mut dyn FnMut(NameId)) {
    if *guesses == 0 {
        return;
    }
    let mut left = limits::UNREAD_NAMES.min(*guesses);
    *guesses -= left;
    talk.each(1..=limits::UNREAD_NAME, &mut |candidate| {
        if left > 0 && candidate.is_whole() {
            left -= 1;
            tell(NameId::of(candidate.name));
        }
    });
    *guesses += left;
}

/// Puts a number into a list in order, or takes it out.
fn put(seqs: &mut Vec<Seq>, seq: Seq, is_there: bool) {
    match (seqs.binary_search(&seq), is_there) {
        (Err(index), true) => seqs.insert(index, seq),
        (Ok(index), false) => {
            seqs.remove(index);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::seq;

    /// However many texts there are.
    #[test]
    fn names_that_are_not_known_are_guessed_so_often_at_most() {
        let talk = Talk::of(&"@a b c d e f g h ".repeat(20)).expect("a talk");
        let (mut guesses, mut told) = (limits::UNREAD_NAMES_READ, 0);
        for _ in 0..100 {
            let before = told;
            guess(&talk, &mut guesses, &mut |_| told += 1);
            assert!(told - before <= limits::UNREAD_NAMES);
        }
        assert_eq!((guesses, told), (0, limits::UNREAD_NAMES_READ));
    }

    /// What is looked for shrinks with those who watch.
    #[test]
    fn nothing_is_looked_for_once_nobody_watches() {
        let mut recent = Recent::default();
        let ids = [1, 2].map(|byte| MemberId::from_random([byte; 8]));
        for (n, member) in ids.into_iter().enumerate() {
            let name = MemberName::parse(&"a".repeat(n + 3)).expect("a name");
            recent.add(member, SessionId::from_number(n as u64), Called::Name(name));
        }
        assert_eq!(Vec::from_iter(recent.names.keys()), [&3, &4]);
        recent.remove(ids[1], SessionId::from_number(1));
        assert_eq!(Vec::from_iter(recent.names.keys()), [&3]);
        recent.say(seq(1), ids[1], None, "@aaa");
        assert!(!recent.is_blind && recent.talk_bytes == 4);
        recent.remove(ids[0], SessionId::from_number(0));
        assert!(recent.names.is_empty());
        // Without a member, no text is kept.
        recent.say(seq(2), ids[1], None, "@aaa");
        assert!(recent.is_blind && recent.talk_bytes == 4);
    }
}
