//! The `direct` command: two members agree to write to each other in private, in a room of their own.
//!
//! What they have said to it is kept here, where they met. Their room is told by a letter; that it is open,
//! and that it is locked, both learn only once it has that.

use crate::auth::{Action, Known, Two};
use crate::limits;
use crate::log::{LogError, NewLetter, PairsOf, Sql};
use crate::model::settings::Direct as Setting;
use crate::model::{Answer, MemberId, Pair, PairView, Person, Seq, SessionId, Stance};
use crate::room::caller::{Caller, Refused, ReplyTo};
use crate::room::{NetworkTag, Room};
use crate::time::{Duration, Timestamp};
use crate::wire::{Direct, DirectFrame, DirectOp, ErrorCode, Label, Letter, PairState};

/// A session that is answered once the room of its pair has a letter.
#[derive(Debug)]
pub(in crate::room) struct Expecting {
    pub pair: String,
    session: SessionId,
    cid: String,
}

impl<S: Sql> Room<S> {
    #[inline(never)]
    pub(super) fn direct(&mut self, now: Timestamp, caller: Caller, frame: DirectFrame) {
        let cid = frame.cid;
        let done = match frame.op {
            // There is nobody else to write to.
            _ if self.log.room().is_of_pair() => Err(ErrorCode::Forbidden.into()),
            DirectOp::To(member) => self.ask(now, caller, member, &cid),
            DirectOp::Answer { pair, answer } => self.answer_pair(now, caller, &pair, answer, &cid),
        };
        if let Err(refused) = done {
            self.refuse(caller.reply_to, refused, Label::cid(&cid));
        }
    }

    fn ask(
        &mut self,
        now: Timestamp,
        caller: Caller,
        to: MemberId,
        cid: &str,
    ) -> Result<(), Refused> {
        let me = caller.known.member;
        if to == me {
            return Err(ErrorCode::Forbidden.into());
        }
        let id = self.log.pair_secret().id(Two::new(me, to));
        let Some(before) = self.log.pair(&id)? else {
            return self.ask_first(now, caller, to, id, cid);
        };
        let Some((mine, other)) = sides(&before, me) else {
            return Err(ErrorCode::NotFound.into());
        };
        let mut pair = before.clone();
        let has_room = before.version > 0;
        match before.sides[mine].stance {
            Stance::Willing if has_room || self.settings().direct != Setting::Open => {}
            // Said before; it may be open to everybody since then.
            Stance::Willing => {
                let may =
                    self.may_ask(now, caller, to).is_ok() && !self.is_away_for_good(now, to)?;
                if may && before.sides[other].stance == Stance::Undecided {
                    pair.sides[other].stance = Stance::Willing;
                }
            }
            _ => {
                if !has_room {
                    self.may_ask(now, caller, to)?;
                    self.may_be_accepted(now, &before, other)?;
                    pair.sides[mine].has_asked = true;
                }
                pair.sides[mine].stance = Stance::Willing;
            }
        }
        self.change(now, caller, cid, Some(&before), pair)
    }

    /// Somebody asks another for the first time, and neither was asked by the other.
    fn ask_first(
        &mut self,
        now: Timestamp,
        caller: Caller,
        to: MemberId,
        id: String,
        cid: &str,
    ) -> Result<(), Refused> {
        let me = caller.known.member;
        self.may_ask(now, caller, to)?;
        let name = self.last_name(me, to)?.ok_or(ErrorCode::NotFound)?;
        let session = caller.session();
        let network = session.and_then(|session| self.admission.networks.of(session));
        if let Some(wait) = self.wait_to_ask(now, me, network)? {
            return Err(Refused::after(ErrorCode::RateLimited, wait));
        }
        let author = self.presence.author(me).ok_or(ErrorCode::NotFound)?;
        let asker = Person {
            id: me,
            name: author.name,
        };
        let mut pair = Pair::new(id, asker, Person { id: to, name }, network, now);
        if self.settings().direct == Setting::Open
            && !self.is_away_for_good(now, to)?
            && let Some((_, other)) = sides(&pair, me)
        {
            pair.sides[other].stance = Stance::Willing;
        }
        self.change(now, caller, cid, None, pair)
    }

    fn answer_pair(
        &mut self,
        now: Timestamp,
        caller: Caller,
        id: &str,
        answer: Answer,
        cid: &str,
    ) -> Result<(), Refused> {
        let before = self.log.pair(id)?.ok_or(ErrorCode::NotFound)?;
        let (mine, other) = sides(&before, caller.known.member).ok_or(ErrorCode::NotFound)?;
        let has_room = before.version > 0;
        let was_asked = before.sides[other].has_asked;
        let stance = match (answer, before.sides[mine].stance) {
            (Answer::Block, _) => Stance::Blocks,
            (Answer::Ignore, Stance::Ignores) => Stance::Ignores,
            (Answer::Ignore, _) if was_asked && !has_room => Stance::Ignores,
            (Answer::Accept, Stance::Willing) if was_asked => Stance::Willing,
            (Answer::Ignore, _) | (Answer::Accept, Stance::Willing) => {
                return Err(ErrorCode::Forbidden.into());
            }
            (Answer::Accept, _) => {
                if !has_room {
                    let of_host = self.role_now(before.sides[other].who.id)?.is_host();
                    self.allows(now, caller, Action::Accept { of_host })?;
                    self.may_be_accepted(now, &before, other)?;
                }
                Stance::Willing
            }
        };
        let mut pair = before.clone();
        pair.sides[mine].stance = stance;
        self.change(now, caller, cid, Some(&before), pair)
    }

    fn may_ask(&self, now: Timestamp, caller: Caller, to: MemberId) -> Result<(), Refused> {
        let of_host = self.role_now(to)?.is_host();
        self.allows(now, caller, Action::Ask { of_host })
    }

    /// What somebody has asked waits while it may not speak here.
    fn may_be_accepted(&self, now: Timestamp, pair: &Pair, asker: usize) -> Result<(), Refused> {
        let asker = &pair.sides[asker];
        let who = asker.who.id;
        if asker.stance != Stance::Willing {
            return Ok(());
        }
        let row = self.standing(who)?;
        let is_muted = row.is_some_and(|row| row.muted_until > now);
        match is_muted || self.is_away_for_good(now, who)? {
            true => Err(ErrorCode::Forbidden.into()),
            false => Ok(()),
        }
    }

    /// Whether a member was removed or banned.
    fn is_away_for_good(&self, now: Timestamp, member: MemberId) -> Result<bool, LogError> {
        if self.log.is_removed(member) {
            return Ok(true);
        }
        let row = match self.is_owned() {
            true => self.standing(member)?,
            false => return Ok(false),
        };
        Ok(row.is_some_and(|row| row.is_removed) || self.log.ban_of(member, now)?.is_some())
    }

    /// Under which name a member was last here; nothing of one that never got a welcome. To look for it
    /// in the log costs whoever asks as much as a full page of messages.
    fn last_name(&mut self, asker: MemberId, member: MemberId) -> Result<Option<String>, LogError> {
        if member == MemberId::OPERATOR {
            return Ok(None);
        }
        if let Some(author) = self.presence.author(member) {
            return Ok(Some(author.name));
        }
        if self.is_owned() {
            let row = self.standing(member)?;
            if row.is_some() || !self.was_plain() {
                return Ok(row.map(|row| row.name));
            }
        }
        if let Some(name) = self.presence.left(member) {
            return Ok(Some(name.as_str().to_owned()));
        }
        self.charge_bytes(asker, limits::PAGE_BYTES);
        self.log.last_name(member)
    }

    /// How long a member has to wait until it may make another pair: for itself, and for all of its network.
    fn wait_to_ask(
        &self,
        now: Timestamp,
        me: MemberId,
        network: Option<NetworkTag>,
    ) -> Result<Option<Duration>, LogError> {
        let since = now.earlier_by(limits::PAIRS_SPAN);
        let of_me = PairsOf::Maker(me);
        let of_me = self.log.pair_made(of_me, since, limits::PAIRS_AT_ONCE)?;
        let of_all = PairsOf::Network(network);
        let most = limits::PAIRS_AT_ONCE_OF_NETWORK;
        let of_all = self.log.pair_made(of_all, since, most)?;
        Ok(of_me
            .max(of_all)
            .map(|oldest| oldest + limits::PAIRS_SPAN - now))
    }

    /// Makes sure that there is a place for one more pair. Requests that led to nothing for a day make room
    /// for new ones, so that nobody can keep all others from asking by asking. To be refused costs as much
    /// as a full page of messages: many rows may have been looked at.
    fn make_place(&mut self, now: Timestamp, pair: &Pair) -> Result<(), Refused> {
        let has = |most, of| self.log.pair_made(of, Timestamp::default(), most);
        let is_full = has(limits::PAIRS_OF_MEMBER, PairsOf::Maker(pair.maker))?.is_some();
        let network = PairsOf::Network(pair.network);
        let network = has(limits::PAIRS_OF_NETWORK, network)?.map(|_| pair.network);
        let has_place = !is_full
            && (network.is_none() || self.lets_go(now, network)?)
            && (self.log.count_pairs()? < limits::PAIRS || self.lets_go(now, None)?);
        if !has_place {
            self.charge_bytes(pair.maker, limits::PAGE_BYTES);
            return Err(ErrorCode::TooMany.into());
        }
        Ok(())
    }

    /// Lets go of old requests, of all or of those from one network; false if there are none.
    fn lets_go(
        &mut self,
        now: Timestamp,
        from: Option<Option<NetworkTag>>,
    ) -> Result<bool, LogError> {
        let before = now.earlier_by(limits::PAIR_IDLE);
        let gone = self.log.let_go_of_pairs(from, before)?;
        // With the names of both.
        self.log.count_other_rows(3 * gone, &self.limits, now);
        Ok(gone > 0)
    }

    /// Keeps what a frame has changed, tells who sees another state than before, and answers.
    fn change(
        &mut self,
        now: Timestamp,
        caller: Caller,
        cid: &str,
        before: Option<&Pair>,
        mut pair: Pair,
    ) -> Result<(), Refused> {
        pair.conclude();
        let news = note_news(before, &mut pair, now);
        let has_letter = self.is_to_be_told(now, before, &pair)?;
        if has_letter && !pair.is_owed() {
            pair.retold = Some(now);
        }
        if has_letter || before != Some(&pair) {
            if let Some(wait) = self.log.wait_for_rows(&self.limits, now) {
                return Err(Refused::after(ErrorCode::RateLimited, wait));
            }
            // The room of the two begins: once, whatever becomes of the letter.
            let begins = pair.version > 0 && before.is_none_or(|before| before.version == 0);
            let session = caller.session();
            let source = session.and_then(|session| self.admission.networks.source(session));
            if begins && let Err(wait) = self.pair_budget.check(source, now) {
                return Err(Refused::after(ErrorCode::RateLimited, wait));
            }
            let letter = match has_letter {
                true => Some(self.letter_about(now, &pair)?),
                false => None,
            };
            let is_new = before.is_none();
            if is_new {
                self.make_place(now, &pair)?;
            }
            self.log.save_pair(&pair, is_new, letter.as_ref())?;
            if begins {
                self.pair_budget.take(source, now);
            }
            let rows = 1 + 5 * usize::from(is_new);
            self.log.count_other_rows(rows, &self.limits, now);
            if let Some(letter) = letter {
                self.note_letter(now, &letter);
            }
        }
        let Some((mine, _)) = sides(&pair, caller.known.member) else {
            return Ok(());
        };
        let Some(session) = caller.session() else {
            return Ok(());
        };
        let is_crowded = self.expecting.len() >= limits::DIRECTS_WAITING;
        let has_to_wait = match pair.is_owed() {
            true => has_letter || !pair.is_open() || pair.view(mine) == PairView::Blocked,
            false => has_letter && !is_crowded,
        };
        if has_to_wait {
            if is_crowded {
                return Err(ErrorCode::StorageFailed.into());
            }
            self.letters.hurry(now);
            self.expecting.push(Expecting {
                pair: pair.id.clone(),
                session,
                cid: cid.to_owned(),
            });
        }
        for side in news {
            self.tell_pair(now, &pair, side, &[session]);
        }
        if !has_to_wait {
            let answer = self.direct_event(now, &pair, mine, Some(cid));
            self.tick.send(session, answer);
        }
        Ok(())
    }

    /// Whether the room of a pair is to be told what it is: something new; what it was to be told by a
    /// letter that is lost; or, once in a while, what it was told before, as it may have been ended by
    /// itself.
    fn is_to_be_told(
        &mut self,
        now: Timestamp,
        before: Option<&Pair>,
        pair: &Pair,
    ) -> Result<bool, LogError> {
        if pair.version == 0 {
            return Ok(false);
        }
        if pair.version > before.map_or(0, |before| before.version) {
            return Ok(true);
        }
        let may_be_told = pair.is_owed()
            || (pair.retold.is_none_or(|at| now >= at + limits::PAIR_CHECK)
                && self.letters.free_for_unasked() > 0
                && self.log.wait_for_rows(&self.limits, now).is_none());
        Ok(may_be_told && !is_among(pair, &self.log.letters_to_pairs()?))
    }

    /// A member has another name: the rooms of its pairs are told.
    pub(in crate::room) fn tell_name(
        &mut self,
        now: Timestamp,
        member: MemberId,
    ) -> Result<(), Refused> {
        let pairs = self.log.open_pairs_of(member, limits::PAIRS_CALLED)?;
        self.retell(now, &pairs)
    }

    /// The room of a pair has got a letter. If one of the two had another name by then, it gets one more.
    pub(in crate::room) fn tell_later_names(&mut self, now: Timestamp, state: &PairState) {
        if let Ok(Some(pair)) = self.log.pair(&state.pair)
            && [0, 1].map(|side| self.called(&pair, side)) != state.members
        {
            let _ = self.retell(now, &[pair]);
        }
    }

    /// Tells the rooms of pairs once more what they are, now or a while after they were last told: those
    /// to which no letter is on its way, as far as there is place for letters.
    fn retell(&mut self, now: Timestamp, pairs: &[Pair]) -> Result<(), Refused> {
        let places = self.letters.free_for_unasked();
        if pairs.is_empty() || self.log.wait_for_rows(&self.limits, now).is_some() {
            return Ok(());
        }
        let waiting = self.log.letters_to_pairs()?;
        let mut letters = Vec::new();
        let pairs = pairs.iter().filter(|pair| !is_among(pair, &waiting));
        for pair in pairs.take(places) {
            let mut letter = self.letter_about(now, pair)?;
            let earliest = pair.retold.map(|at| at + limits::PAIR_CALL);
            letter.due = earliest.map_or(now, |at| at.clamp(now, now + limits::PAIR_CALL));
            letters.push((pair.id.as_str(), letter));
        }
        self.log.retell(&letters)?;
        self.log.count_other_rows(letters.len(), &self.limits, now);
        for (_, letter) in &letters {
            self.note_letter(now, letter);
        }
        Ok(())
    }

    /// The room of a pair has what it was told.
    pub(in crate::room) fn pair_is_told(
        &mut self,
        now: Timestamp,
        state: &PairState,
    ) -> Result<(), LogError> {
        let Some(before) = self.log.pair(&state.pair)? else {
            return Ok(());
        };
        let mut pair = before.clone();
        pair.known = pair.known.max(state.version);
        let news = note_news(Some(&before), &mut pair, now);
        if pair != before {
            self.log.save_pair(&pair, false, None)?;
            self.log.count_other_rows(1, &self.limits, now);
        }
        let mut answered = Vec::new();
        if !pair.is_owed() {
            for Expecting { session, cid, .. } in self.take_expecting(&pair.id) {
                let joined = self.delivery.joined(session);
                let mine = joined.and_then(|joined| sides(&pair, joined.known.member));
                if let Some((mine, _)) = mine {
                    let answer = self.direct_event(now, &pair, mine, Some(&cid));
                    self.tick.send(session, answer);
                    answered.push(session);
                }
            }
        }
        for side in news {
            self.tell_pair(now, &pair, side, &answered);
        }
        Ok(())
    }

    /// The room of a pair cannot be told at once: nobody has to wait for it. What it was only told again
    /// holds.
    pub(in crate::room) fn pair_is_late(&mut self, now: Timestamp, id: &str) {
        let expecting = self.take_expecting(id);
        let pair = match expecting.is_empty() {
            true => None,
            false => self.log.pair(id).ok().flatten(),
        };
        let told = pair.filter(|pair| !pair.is_owed());
        for Expecting { session, cid, .. } in expecting {
            let Some(joined) = self.delivery.joined(session) else {
                continue;
            };
            let mine = told
                .as_ref()
                .and_then(|pair| Some((pair, pair.side_of(joined.known.member)?)));
            match mine {
                Some((pair, mine)) => {
                    let answer = self.direct_event(now, pair, mine, Some(&cid));
                    self.tick.send(session, answer);
                }
                None => {
                    let to = ReplyTo::Session(session);
                    self.refuse(to, ErrorCode::StorageFailed, Label::cid(&cid));
                }
            }
        }
    }

    fn take_expecting(&mut self, pair: &str) -> Vec<Expecting> {
        let all = std::mem::take(&mut self.expecting);
        let (of_pair, others) = all.into_iter().partition(|one| one.pair == pair);
        self.expecting = others;
        of_pair
    }

    fn letter_about(&mut self, now: Timestamp, pair: &Pair) -> Result<NewLetter, Refused> {
        let (secret, two) = (self.log.pair_secret(), two(pair));
        let letter = Letter::Pair(PairState {
            pair: pair.id.clone(),
            members: [self.called(pair, 0), self.called(pair, 1)],
            met: self.log.room().as_str().to_owned(),
            key: secret.key(two).to_text(),
            is_locked: pair.is_locked(),
            version: pair.version,
            told: self.next_letter(now),
        });
        self.new_letter(now, secret.room(two), &letter)
    }

    /// Tells all sessions of one of the two, but these, what it sees.
    fn tell_pair(&mut self, now: Timestamp, pair: &Pair, side: usize, but: &[SessionId]) {
        let sessions = self.sessions_of(pair.sides[side & 1].who.id);
        if sessions.is_empty() {
            return;
        }
        let event = self.direct_event(now, pair, side, None);
        for session in sessions {
            if !but.contains(&session) {
                self.tick.send(session, event.clone());
            }
        }
    }

    /// All sessions that hear what is for this member alone.
    fn sessions_of(&mut self, member: MemberId) -> Vec<SessionId> {
        let here = self.presence.get_mut(member);
        let mut sessions = here.map_or(Vec::new(), |member| member.sessions.clone());
        sessions.extend(self.watches.recent.sessions(member));
        sessions
    }

    fn direct_event(&self, now: Timestamp, pair: &Pair, side: usize, cid: Option<&str>) -> String {
        let with = self.called(pair, 1 - (side & 1));
        self.direct_of(now, pair, side, &with).event(cid)
    }

    /// What a member sees of its pairs, when it comes in.
    pub(in crate::room) fn directs<'a>(
        &self,
        now: Timestamp,
        member: MemberId,
        pairs: &'a mut [Pair],
    ) -> Vec<Direct<'a>> {
        let mut directs = Vec::new();
        for pair in pairs {
            if let Some((mine, other)) = sides(pair, member) {
                pair.sides[other].who = self.called(pair, other);
                let pair = &*pair;
                directs.push(self.direct_of(now, pair, mine, &pair.sides[other].who));
            }
        }
        directs
    }

    fn direct_of<'a>(
        &self,
        now: Timestamp,
        pair: &'a Pair,
        side: usize,
        with: &'a Person,
    ) -> Direct<'a> {
        let mine = &pair.sides[side & 1];
        let direct = Direct::new(&pair.id, with, pair.view(side), mine.at);
        if pair.view(side) != PairView::Open {
            return direct;
        }
        let (secret, two) = (self.log.pair_secret(), two(pair));
        let known = Known {
            member: mine.who.id,
            since: Seq::default(),
        };
        let token = secret.key(two).sign(known, now);
        direct.at_room(&secret.room(two), token)
    }

    /// One of the two under its name of now.
    fn called(&self, pair: &Pair, side: usize) -> Person {
        let who = &pair.sides[side & 1].who;
        match self.presence.author(who.id) {
            Some(author) => Person {
                id: who.id,
                name: author.name,
            },
            None => who.clone(),
        }
    }
}

/// Which of the two a member is, and which the other.
fn sides(pair: &Pair, member: MemberId) -> Option<(usize, usize)> {
    pair.side_of(member).map(|side| (side, 1 - side))
}

/// Whether what the room of a pair is to be told is among what waits to be told.
fn is_among(pair: &Pair, states: &[PairState]) -> bool {
    let mut states = states.iter();
    states.any(|state| state.pair == pair.id && state.version == pair.version)
}

fn two(pair: &Pair) -> Two {
    let [one, other] = &pair.sides;
    Two::new(one.who.id, other.who.id)
}

/// Who sees another state than before, and notes since when. One that is to be open at once is told only
/// that.
fn note_news(before: Option<&Pair>, pair: &mut Pair, now: Timestamp) -> Vec<usize> {
    let mut news = Vec::new();
    for side in [0, 1] {
        let is_news = match before {
            Some(before) => before.view(side) != pair.view(side),
            None => pair.version == 0 || pair.sides[side].has_asked,
        };
        if is_news {
            pair.sides[side].at = now;
            news.push(side);
        }
    }
    news
}
