//! Letters to other rooms, and from them. One that is kept is sent until it is answered: at once, and
//! then after pauses that grow. The alarm that follows each sending survives whatever becomes of it.

use super::caller::{Outcome, Refused};
use super::{Effect, Room};
use crate::limits;
use crate::log::{LetterRow, NewLetter, Sql};
use crate::model::RoomName;
use crate::time::{Duration, Timestamp};
use crate::wire::{ErrorCode, Letter};

/// The letters that wait to be delivered.
#[derive(Debug, Default)]
pub(super) struct Letters {
    all: Vec<Waiting>,
    /// When to read them, where that has failed: until then, nobody knows whether there are any.
    read_at: Option<Timestamp>,
    /// The greatest id that was ever given.
    newest: u64,
}

#[derive(Debug)]
struct Waiting {
    /// Of one on its way: when to give that up, and send it again.
    row: LetterRow,
    is_away: bool,
}

impl Letters {
    fn put_back(&mut self, rows: Vec<LetterRow>) {
        let waiting = rows.into_iter().map(|row| Waiting {
            row,
            is_away: false,
        });
        self.all = waiting.collect();
        self.read_at = None;
    }

    /// Somebody waits for what one of them leads to: none keeps its pause.
    pub fn hurry(&mut self, now: Timestamp) {
        for letter in self.all.iter_mut().filter(|letter| !letter.is_away) {
            letter.row.due = now;
        }
    }

    /// The room is gone, and what it had to say.
    pub fn clear(&mut self) {
        self.all.clear();
        self.read_at = None;
    }

    fn get_mut(&mut self, id: u64) -> Option<&mut Waiting> {
        self.all.iter_mut().find(|letter| letter.row.id == id)
    }

    fn is_full(&self) -> bool {
        self.all.len() >= limits::LETTERS
    }

    /// How many more are taken on that nobody waits for.
    pub fn free_for_unasked(&self) -> usize {
        match self.read_at {
            Some(_) => 0,
            None => limits::LETTERS_UNASKED.saturating_sub(self.all.len()),
        }
    }

    fn away(&self) -> usize {
        self.all.iter().filter(|letter| letter.is_away).count()
    }

    /// When the next is to be sent.
    pub fn next_due(&self) -> Option<Timestamp> {
        let may_send = self.away() < limits::LETTERS_AWAY;
        let sendable = self.all.iter().filter(|l| l.is_away || may_send);
        let due = sendable.map(|letter| letter.row.due);
        due.chain(self.read_at).min()
    }

    fn next(&mut self, now: Timestamp) -> Option<&mut Waiting> {
        let may_send = self.away() < limits::LETTERS_AWAY;
        let mut all = self.all.iter_mut();
        all.find(|letter| letter.row.due <= now && (letter.is_away || may_send))
    }
}

impl<S: Sql> Room<S> {
    /// Reads which letters wait: after a sleep, and once more a while after that has failed.
    pub(super) fn read_letters(&mut self, now: Timestamp) {
        match self.log.letters() {
            Ok(rows) => self.letters.put_back(rows),
            Err(_) => self.letters.read_at = Some(now + limits::LETTER_PAUSE),
        }
    }

    /// A letter to a room, to be written together with what it is about, and then noted by
    /// [`Room::note_letter`].
    pub(super) fn new_letter(
        &mut self,
        now: Timestamp,
        to: RoomName,
        letter: &Letter,
    ) -> Result<NewLetter, Refused> {
        let body = letter.to_text();
        let is_unread = self.letters.read_at.is_some();
        if is_unread || self.letters.is_full() || body.len() > limits::LETTER {
            return Err(ErrorCode::StorageFailed.into());
        }
        let id = self.next_letter(now);
        self.letters.newest = id;
        let due = now;
        Ok(NewLetter { id, to, body, due })
    }

    /// The id of the next letter: never one that was given before, also where that was before a sleep, or
    /// before the room was wiped.
    pub(super) fn next_letter(&self, now: Timestamp) -> u64 {
        let newest = self.letters.newest.max(self.log.newest_letter());
        (newest + 1).max(now.as_millis())
    }

    /// A letter is durable: this step sends it.
    pub(super) fn note_letter(&mut self, now: Timestamp, letter: &NewLetter) {
        self.log.count_other_rows(2, &self.limits, now);
        let (id, due) = (letter.id, letter.due);
        let row = LetterRow { id, tries: 0, due };
        self.letters.all.push(Waiting {
            row,
            is_away: false,
        });
    }

    /// Sends the letters that are due.
    pub(super) fn send_letters(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.letters.read_at.is_some_and(|at| at <= now) {
            self.read_letters(now);
        }
        while let Some(letter) = self.letters.next(now) {
            let is_late = letter.is_away;
            // One that nobody has answered was sent in vain.
            letter.row.tries += u64::from(is_late);
            letter.is_away = true;
            letter.row.due = now + pause(letter.row.tries);
            let (id, again) = (letter.row.id, letter.row.due);
            match self.log.letter(id) {
                // A room that is gone would begin by it.
                Ok(Some((_, body))) if self.is_outdated(&body) => self.end_letter(now, id),
                Ok(Some((to, body))) => {
                    if is_late {
                        self.letter_is_late(now, &body);
                    }
                    effects.push(Effect::Letter {
                        to,
                        id,
                        body,
                        again,
                    });
                }
                // Nobody can be told what is in it.
                Ok(None) => {
                    self.end_letter(now, id);
                    self.letter_is_late(now, "");
                }
                Err(_) => {}
            }
        }
    }

    /// Whether a letter says what is not so any more: a newer one says or has said what is.
    fn is_outdated(&self, body: &str) -> bool {
        match Letter::parse(body) {
            Some(Letter::Pair(state)) => {
                let pair = self.log.pair(&state.pair).ok().flatten();
                pair.is_some_and(|pair| pair.version > state.version)
            }
            _ => false,
        }
    }

    /// How the sending of a letter ended: with the other room's answer, or in vain.
    pub(super) fn delivered(&mut self, now: Timestamp, id: u64, answer: Option<String>) {
        // One that was answered before, or went with the room.
        if self.letters.get_mut(id).is_none() {
            return;
        }
        let Ok(Some((_, body))) = self.log.letter(id) else {
            // It is sent again when its time has come.
            return;
        };
        let answer = answer.as_deref().and_then(Outcome::parse);
        if answer.is_some_and(|answer| self.settle(now, &body, answer)) {
            self.end_letter(now, id);
            if let Some(Letter::Pair(state)) = Letter::parse(&body) {
                self.tell_later_names(now, &state);
            }
            return;
        }
        if let Some(letter) = self.letters.get_mut(id) {
            letter.is_away = false;
            letter.row.due = now + pause(letter.row.tries);
            letter.row.tries += 1;
            // What is not stored is sent again earlier.
            let _ = self.log.put_off_letter(letter.row);
            self.log.count_other_rows(1, &self.limits, now);
        }
        self.letter_is_late(now, &body);
    }

    /// Another room has answered to a letter. False if that one is to be sent again.
    fn settle(&mut self, now: Timestamp, body: &str, answer: Outcome) -> bool {
        match (Letter::parse(body), answer) {
            (_, Outcome::Failed) => false,
            (Some(Letter::Pair(state)), Outcome::Done) => self.pair_is_told(now, &state).is_ok(),
            (Some(Letter::Pair(_)), _) => false,
            // There is nobody left to whom that matters.
            (_, _) => true,
        }
    }

    /// A letter was sent in vain: whoever waits for what it leads to has waited long enough; where nobody
    /// knows what that was, all who wait.
    fn letter_is_late(&mut self, now: Timestamp, body: &str) {
        match Letter::parse(body) {
            Some(Letter::Pair(state)) => self.pair_is_late(now, &state.pair),
            Some(_) => {}
            None => {
                while let Some(pair) = self.expecting.first().map(|one| one.pair.clone()) {
                    self.pair_is_late(now, &pair);
                }
            }
        }
    }

    fn end_letter(&mut self, now: Timestamp, id: u64) {
        self.letters.all.retain(|letter| letter.row.id != id);
        // One that could not be removed is sent again after the next sleep: that does no harm.
        let _ = self.log.end_letter(id, self.letters.all.is_empty());
        self.log.count_other_rows(2, &self.limits, now);
    }

    /// Another room has written. Whatever it says is done once, however often it comes.
    pub(super) fn receive(&mut self, now: Timestamp, body: &str, effects: &mut Vec<Effect>) {
        let outcome = match Letter::parse(body) {
            // Of an older or a newer version: to be tried again.
            None => Outcome::Failed,
            Some(Letter::Pair(seats)) => self.take_seats(seats),
            Some(Letter::Report(report)) => self.take_report(now, &report),
            Some(Letter::AccountGone { tag }) => self.account_gone(now, tag),
            Some(Letter::AccountTokens { tag, at }) => self.account_tokens(now, tag, at),
        };
        self.tick.answer = Some(outcome);
        self.flush(now, effects);
    }
}

/// How long a letter has that was sent in vain so often.
fn pause(tries: u64) -> Duration {
    let times = 1 << tries.min(16);
    let pause = Duration::from_millis(limits::LETTER_PAUSE.as_millis() * times);
    pause.min(limits::LETTER_PAUSE_MOST)
}
