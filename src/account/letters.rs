//! What an account tells other objects: the rooms in which it is known, and whoever signs it in. Each letter is
//! kept until it is answered, and sent again after pauses that grow.

use super::core::{Account, Columns, Effect, Space, list};
use super::store::{FACTS, LETTERS, Life};
use crate::limits;
use crate::log::{Param, Sql, SqlError};
use crate::time::{Duration, Timestamp};
use crate::wire::encode;

/// Letters in one statement: a value has two megabytes at most.
const LETTERS_AT_ONCE: usize = 500;

/// What is on its way.
#[derive(Debug, Default)]
pub(super) struct Post {
    away: u64,
    /// Since something came in from outside: one call may not ask without end.
    sent: u64,
    /// Whether there may be letters.
    is_idle: bool,
}

impl Post {
    /// A call begins.
    pub fn begin(&mut self) {
        self.sent = 0;
    }

    /// The alarm rings: what was on its way has been for long enough.
    pub fn wake(&mut self) {
        *self = Post::default();
    }
}

impl<S: Sql> Account<S> {
    /// Tells all rooms that what was given out up to now proves nothing any more.
    pub(super) fn void_tokens(&mut self, now: Timestamp) -> Result<(), SqlError> {
        let at = Param::time(now);
        let rows = self.sql.query(
            "INSERT OR REPLACE INTO letter (space, recipient, kind, body, tries, due)
             SELECT 'rooms', name, 'account_tokens',
                 '{\"type\":\"account_tokens\",\"tag\":\"' || tag || '\",\"at\":' || ?1 || '}', 0, ?1
             FROM room RETURNING 1",
            &[at],
        )?;
        // Written, sent and deleted, each with its entry in the index; and a room wakes.
        self.written = limits::LETTER_ROWS * rows.len() as u64;
        self.post.is_idle = false;
        Ok(())
    }

    /// Tells all who know this account that it is gone.
    pub(super) fn tell_of_end(&mut self, now: Timestamp, account: &str) -> Result<(), SqlError> {
        self.sql.query(
            "INSERT OR REPLACE INTO letter (space, recipient, kind, body, tries, due)
             SELECT 'rooms', name, 'account_gone',
                 '{\"type\":\"account_gone\",\"tag\":\"' || tag || '\"}', 0, ?
             FROM room",
            &[Param::time(now)],
        )?;
        if let Some(identity) = self.fact("identity")? {
            self.untie_identity(now, &identity, account)?;
        }
        self.post.is_idle = false;
        Ok(())
    }

    /// Tells whoever signs somebody in that this is not the way to this account any more.
    pub(super) fn untie_identity(
        &mut self,
        now: Timestamp,
        identity: &str,
        account: &str,
    ) -> Result<(), SqlError> {
        let body = format!(r#"{{"op":"untie","account":{}}}"#, encode(&account));
        self.sql.query(
            "INSERT OR REPLACE INTO letter (space, recipient, kind, body, tries, due)
             VALUES ('accounts', ?, 'untie', ?, 0, ?)",
            &[Param::Text(identity), Param::Text(&body), Param::time(now)],
        )?;
        self.post.is_idle = false;
        Ok(())
    }

    /// What another object has answered. Whatever it says but that it could not, it has heard.
    pub(super) fn delivered(&mut self, to: &str, body: &str, answer: Option<&str>) {
        self.post.away = self.post.away.saturating_sub(1);
        if answer.is_none_or(|answer| answer == "failed") {
            return;
        }
        // One that is not deleted is sent once more.
        let _ = self.sql.query(
            "DELETE FROM letter WHERE recipient = ? AND body = ?",
            &[Param::Text(to), Param::Text(body)],
        );
    }

    /// Sends what is due, and says when to wake for the rest.
    pub(super) fn send(
        &mut self,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), SqlError> {
        if self.post.is_idle || !matches!(self.life()?, Life::Here | Life::Gone { .. }) {
            return Ok(());
        }
        let places = limits::ACCOUNT_LETTERS_AWAY.saturating_sub(self.post.away);
        let left = limits::ACCOUNT_LETTERS_A_GO.saturating_sub(self.post.sent);
        // That tokens are void is told before that an account is gone: afterwards nobody knows whose.
        let rows = self.sql.query(
            "SELECT space, recipient, kind, body, tries FROM letter AS one
             WHERE due <= ?1 AND (kind <> 'account_gone' OR NOT EXISTS (
                 SELECT 1 FROM letter WHERE space = one.space AND recipient = one.recipient
                 AND kind = 'account_tokens'))
             ORDER BY due LIMIT ?2",
            &[Param::time(now), Param::Integer(places.min(left) as i64)],
        )?;
        for row in rows {
            let row = Columns(row);
            let (space, to, kind) = (row.text(0), row.text(1), row.text(2));
            let due = now + pause(row.number(4));
            self.sql.query(
                "UPDATE letter SET tries = tries + 1, due = ?
                 WHERE space = ? AND recipient = ? AND kind = ?",
                &[
                    Param::time(due),
                    Param::Text(&space),
                    Param::Text(&to),
                    Param::Text(&kind),
                ],
            )?;
            self.post.away += 1;
            self.post.sent += 1;
            let space = match space.as_str() {
                "accounts" => Space::Accounts,
                _ => Space::Rooms,
            };
            let body = row.text(3);
            effects.push(Effect::Letter { space, to, body });
        }
        let next = self.sql.query("SELECT min(due) FROM letter", &[])?;
        let next = next.into_iter().next().map(|row| Columns(row).time(0));
        match next.filter(|next| *next > Timestamp::default()) {
            // Those on their way bring the next ones along, unless they are lost.
            Some(next) if self.post.away > 0 => {
                effects.push(Effect::Alarm(next.max(now + limits::LETTER_PAUSE)));
            }
            Some(next) => effects.push(Effect::Alarm(next.max(now))),
            None => {
                self.post.is_idle = true;
                self.rest(now, effects)?;
            }
        }
        Ok(())
    }

    /// Nobody is to be told anything any more: of an account that is gone nothing stays, as soon as nothing can
    /// bring it back that was asked before.
    fn rest(&mut self, now: Timestamp, effects: &mut Vec<Effect>) -> Result<(), SqlError> {
        if !matches!(self.life()?, Life::Gone { .. }) {
            return Ok(());
        }
        let until = self.fact("gone")?.and_then(|until| until.parse().ok());
        let until = Timestamp::from_millis(until.unwrap_or(0));
        if now < until {
            self.post.is_idle = false;
            effects.push(Effect::Alarm(until));
            return Ok(());
        }
        self.wipe()
    }

    /// Leaves nothing at all.
    pub(super) fn wipe(&mut self) -> Result<(), SqlError> {
        self.sql.wipe()?;
        self.life = Some(Life::Unborn);
        Ok(())
    }

    /// Leaves nothing of an account that is gone in its file but whom to tell. What is deleted from a table may
    /// stay in the file, so the whole of it goes.
    pub(super) fn sweep(&mut self) -> Result<(), SqlError> {
        let gone = self.fact("gone")?.unwrap_or_default();
        let rows = self.sql.query(
            "SELECT json_array(space, recipient, kind, body, due) FROM letter",
            &[],
        )?;
        let letters: Vec<String> = rows.into_iter().map(|row| Columns(row).text(0)).collect();
        self.sql.wipe()?;
        let sql = self.sql.clone();
        sql.atomically(&mut || {
            sql.run(FACTS)?;
            sql.run(LETTERS)?;
            self.set_fact("gone", &gone)?;
            self.set_fact("swept", "1")?;
            letters.chunks(LETTERS_AT_ONCE).try_for_each(|some| {
                sql.query(
                    "INSERT INTO letter (space, recipient, kind, body, tries, due)
                     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, 0, value ->> 4
                     FROM json_each(?)",
                    &[Param::Text(&list(some.iter().cloned()))],
                )
                .map(drop)
            })
        })?;
        self.life = Some(Life::Gone { is_swept: true });
        Ok(())
    }
}

/// How long to wait after so many tries in vain.
fn pause(tries: u64) -> Duration {
    let most = limits::LETTER_PAUSE_MOST.as_millis();
    let pause = limits::LETTER_PAUSE.as_millis() << tries.min(20);
    Duration::from_millis(pause.min(most))
}
