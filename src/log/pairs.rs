//! Members who write to each other in private: a row for each two one of whom has asked the other. A row of
//! `meta` has the secret of all of them, and tells that there are some: a room without never asks.

use super::letters::{insert_letter, insert_letters};
use super::rows::{Columns, Rows, row, run_for};
use super::{Log, LogError, NewLetter, Param, Row, Sql, SqlError};
use crate::auth::PairKey;
use crate::limits;
use crate::model::{MemberId, Pair, Person, Side, Stance};
use crate::time::Timestamp;

/// What is read of a pair, in the order of [`pair_row`].
macro_rules! pair_columns {
    () => {
        "pair, a, (SELECT name FROM pair_member WHERE member = a), a_asked, a_stance, a_at,
         b, (SELECT name FROM pair_member WHERE member = b), b_asked, b_stance, b_at,
         maker, made, network, version, known, retold"
    };
}

/// Whose pairs: those that a member made, or that were made from a network. Those from networks that nobody
/// knows are of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairsOf {
    Maker(MemberId),
    Network(Option<u64>),
}

/// As no network is bound: `NULL` cannot be.
const UNKNOWN: i64 = -1;

fn network_param(network: Option<u64>) -> Param<'static> {
    Param::Integer(network.map_or(UNKNOWN, |network| network as i64))
}

impl<S: Sql> Log<S> {
    /// The secret of the room's pairs, as it is or as it will be.
    pub fn pair_secret(&self) -> PairKey {
        match &self.pair_key {
            Some(key) => key.clone(),
            None => PairKey::of(&self.identity.key),
        }
    }

    /// A pair by what it is known by.
    pub fn pair(&self, id: &str) -> Result<Option<Pair>, LogError> {
        if self.pair_key.is_none() {
            return Ok(None);
        }
        let rows = self.sql.query(
            concat!("SELECT ", pair_columns!(), " FROM pair WHERE pair = ?"),
            &[Param::Text(id)],
        )?;
        Ok(self.damage.sound("pair", rows, pair_row).pop())
    }

    /// The pairs that a member sees, the one that changed last first; of what it was asked, the latest
    /// [`limits::DIRECT_REQUESTS`].
    pub fn pairs_of(&self, member: MemberId) -> Result<Vec<Pair>, LogError> {
        if self.pair_key.is_none() {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            concat!(
                "WITH seen AS NOT MATERIALIZED (
                     SELECT *, a_at AS at, known = 0 AND NOT (a_stance = 'willing' AND a_asked) AS asks
                     FROM pair WHERE a = ?1 AND a_stance NOT IN ('ignores', 'blocks')
                     UNION ALL
                     SELECT *, b_at, known = 0 AND NOT (b_stance = 'willing' AND b_asked)
                     FROM pair WHERE b = ?1 AND b_stance NOT IN ('ignores', 'blocks'))
                 SELECT ",
                pair_columns!(),
                " FROM (
                     SELECT * FROM (SELECT * FROM seen WHERE asks ORDER BY at DESC LIMIT ?3)
                     UNION ALL
                     SELECT * FROM (SELECT * FROM seen WHERE NOT asks ORDER BY at DESC LIMIT ?2))
                 ORDER BY at DESC LIMIT ?2"
            ),
            &[
                Param::Text(&member.to_string()),
                Param::Integer(limits::DIRECTS as i64),
                Param::Integer(limits::DIRECT_REQUESTS as i64),
            ],
        )?;
        Ok(self.damage.sound("pair", rows, pair_row))
    }

    /// The pairs of a member that have a room, whatever it says to them: those that changed last.
    pub fn open_pairs_of(&self, member: MemberId, limit: usize) -> Result<Vec<Pair>, LogError> {
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                pair_columns!(),
                " FROM (
                     SELECT * FROM (SELECT *, a_at AS at FROM pair WHERE a = ?1 AND version > 0
                                    ORDER BY a_at DESC LIMIT ?2)
                     UNION ALL
                     SELECT * FROM (SELECT *, b_at AS at FROM pair WHERE b = ?1 AND version > 0
                                    ORDER BY b_at DESC LIMIT ?2))
                 ORDER BY at DESC LIMIT ?2"
            ),
            &[
                Param::Text(&member.to_string()),
                Param::Integer(limit as i64),
            ],
        )?;
        Ok(self.damage.sound("pair", rows, pair_row))
    }

    /// When one of these pairs was made, of those after a time, if there are so many: the newest one is the
    /// first.
    pub fn pair_made(
        &self,
        of: PairsOf,
        after: Timestamp,
        place: u64,
    ) -> Result<Option<Timestamp>, LogError> {
        if self.pair_key.is_none() {
            return Ok(None);
        }
        let skipped = Param::Integer(place as i64 - 1);
        let rows = match of {
            PairsOf::Maker(maker) => self.sql.query(
                "SELECT made FROM pair WHERE maker = ?1 AND made > ?2
                 ORDER BY made DESC LIMIT 1 OFFSET ?3",
                &[Param::Text(&maker.to_string()), Param::time(after), skipped],
            ),
            PairsOf::Network(network) => self.sql.query(
                "SELECT made FROM pair WHERE network IS nullif(?1, -1) AND made > ?2
                 ORDER BY made DESC LIMIT 1 OFFSET ?3",
                &[network_param(network), Param::time(after), skipped],
            ),
        }?;
        let read = |row| Columns::new(row).field();
        Ok(self.damage.sound("pair", rows, read).pop())
    }

    /// How many pairs there are. They are counted once while the room is awake.
    pub fn count_pairs(&mut self) -> Result<u64, LogError> {
        let count = match (&self.pair_key, self.pair_count) {
            (None, _) => 0,
            (_, Some(count)) => count,
            _ => {
                let rows = self.sql.query("SELECT count(*) FROM pair", &[])?;
                let row = rows.into_iter().next();
                let count = row.and_then(|row| Columns::new(row).unsigned());
                count.ok_or(LogError::Corrupt("pair"))?
            }
        };
        self.pair_count = Some(count);
        Ok(count)
    }

    /// Lets go of the oldest pairs that never opened, that nobody has blocked and that were made before a
    /// time: of all, or of those from one network, at most [`limits::PAIRS_LET_GO`]. Returns how many.
    pub fn let_go_of_pairs(
        &mut self,
        from: Option<Option<u64>>,
        before: Timestamp,
    ) -> Result<usize, LogError> {
        let sql = &self.sql;
        let most = Param::Integer(limits::PAIRS_LET_GO as i64);
        let mut gone = 0;
        sql.atomically(&mut || {
            let rows = match from {
                None => sql.query(
                    "DELETE FROM pair WHERE pair IN (
                         SELECT pair FROM pair
                         WHERE version = 0 AND a_stance <> 'blocks' AND b_stance <> 'blocks'
                         AND made < ?1 ORDER BY made LIMIT ?2)
                     RETURNING a, b",
                    &[Param::time(before), most],
                ),
                Some(network) => sql.query(
                    "DELETE FROM pair WHERE pair IN (
                         SELECT pair FROM pair WHERE network IS nullif(?3, -1)
                         AND version = 0 AND a_stance <> 'blocks' AND b_stance <> 'blocks'
                         AND made < ?1 ORDER BY made LIMIT ?2)
                     RETURNING a, b",
                    &[Param::time(before), most, network_param(network)],
                ),
            }?;
            gone = rows.len();
            let mut members = Vec::new();
            for mut columns in rows.into_iter().map(Columns::new) {
                members.extend([columns.text(), columns.text()].into_iter().flatten());
            }
            run_for(
                sql,
                "DELETE FROM pair_member WHERE member IN (SELECT value FROM json_each(?))
                 AND NOT EXISTS (SELECT 1 FROM pair WHERE a = member)
                 AND NOT EXISTS (SELECT 1 FROM pair WHERE b = member)",
                &members,
            )
        })?;
        let left = self
            .pair_count
            .map(|count| count.saturating_sub(gone as u64));
        self.pair_count = left;
        Ok(gone)
    }

    /// Keeps a pair as it is now, and with it what its room is to be told. Of a new one the names, too.
    pub fn save_pair(
        &mut self,
        pair: &Pair,
        is_new: bool,
        letter: Option<&NewLetter>,
    ) -> Result<(), LogError> {
        let sql = &self.sql;
        let first = match self.pair_key {
            Some(_) => None,
            None => Some(self.pair_secret()),
        };
        sql.atomically(&mut || {
            if let Some(key) = &first {
                sql.query(
                    "INSERT OR REPLACE INTO meta (key, value) VALUES ('pairs', ?)",
                    &[Param::Text(&key.to_text())],
                )?;
            }
            if is_new {
                save_names(sql, &pair.sides)?;
            }
            save_pair(sql, pair)?;
            letter.map_or(Ok(()), |letter| insert_letter(sql, letter))
        })?;
        self.pair_key = first.or(self.pair_key.take());
        if is_new {
            self.pair_count = self.pair_count.map(|count| count + 1);
        }
        if let Some(letter) = letter {
            self.outbox.add(letter);
        }
        Ok(())
    }

    /// A member is called by this name from now on: so those see it who have a pair with it. False if it
    /// was before, or is in none.
    pub fn rename_in_pairs(&self, who: &Person) -> Result<bool, LogError> {
        if self.pair_key.is_none() {
            return Ok(false);
        }
        let renamed = self.sql.query(
            "UPDATE pair_member SET name = ?1 WHERE member = ?2 AND name <> ?1 RETURNING 1",
            &[Param::Text(&who.name), Param::Text(&who.id.to_string())],
        )?;
        Ok(!renamed.is_empty())
    }

    /// Keeps letters to the rooms of pairs that say what these were told before, and when they do.
    pub fn retell(&mut self, pairs: &[(&str, NewLetter)]) -> Result<(), LogError> {
        let Some((_, last)) = pairs.last() else {
            return Ok(());
        };
        let letters: Vec<&NewLetter> = pairs.iter().map(|(_, letter)| letter).collect();
        let sql = &self.sql;
        sql.atomically(&mut || {
            insert_letters(sql, &letters)?;
            let mut rows = Rows::default();
            for (pair, letter) in pairs {
                rows.push(row![*pair, letter.due]);
            }
            rows.run(
                sql,
                "UPDATE pair SET retold = value->>1 FROM jsonb_each(?) WHERE pair = value->>0",
            )
        })?;
        self.outbox.add(last);
        Ok(())
    }

    /// Under which name a member was last known, of whom nothing else is: by its newest message among
    /// the last ones, or by nothing but that a name is kept for it.
    pub fn last_name(&self, member: MemberId) -> Result<Option<String>, LogError> {
        let rows = self.sql.query(
            "SELECT name FROM (
                 SELECT * FROM (SELECT seq, member, name FROM message ORDER BY seq DESC LIMIT ?2)
                 UNION ALL
                 SELECT * FROM (SELECT seq, member, name FROM change ORDER BY seq DESC LIMIT ?2)
                 UNION ALL
                 SELECT 0, member, '?' FROM reserved)
             WHERE member = ?1 ORDER BY seq DESC LIMIT 1",
            &[
                Param::Text(&member.to_string()),
                Param::Integer(limits::AUTHORS_LOOKED_AT as i64),
            ],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).text()))
    }
}

fn save_names<S: Sql>(sql: &S, sides: &[Side; 2]) -> Result<(), SqlError> {
    let mut rows = Rows::default();
    for Side { who, .. } in sides {
        rows.push(row![who.id, who.name.as_str()]);
    }
    rows.run(
        sql,
        "INSERT OR REPLACE INTO pair_member (member, name)
         SELECT value->>0, value->>1 FROM jsonb_each(?)",
    )
}

fn save_pair<S: Sql>(sql: &S, pair: &Pair) -> Result<(), SqlError> {
    let [a, b] = &pair.sides;
    let row = Rows::of(row![
        pair.id.as_str(),
        a.who.id,
        a.has_asked,
        a.stance.as_str(),
        a.at,
        b.who.id,
        b.has_asked,
        b.stance.as_str(),
        b.at,
        pair.maker,
        pair.made,
        pair.network,
        pair.version,
        pair.known,
        pair.retold,
    ]);
    row.run(
        sql,
        "INSERT OR REPLACE INTO pair
         (pair, a, a_asked, a_stance, a_at, b, b_asked, b_stance, b_at, maker, made, network,
          version, known, retold)
         SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6,
                value->>7, value->>8, value->>9, value->>10, value->>11, value->>12, value->>13,
                value->>14
         FROM jsonb_each(?)",
    )
}

fn pair_row(row: Row) -> Option<Pair> {
    let columns = &mut Columns::new(row);
    Some(Pair {
        id: columns.text()?,
        sides: [side(columns)?, side(columns)?],
        maker: columns.member()?,
        made: columns.field()?,
        network: columns.optional_unsigned()?,
        version: columns.unsigned()?,
        known: columns.unsigned()?,
        retold: columns.optional_unsigned()?.map(Timestamp::from_millis),
    })
}

fn side(columns: &mut Columns) -> Option<Side> {
    Some(Side {
        who: Person {
            id: columns.member()?,
            name: columns.optional_text()?.unwrap_or_default(),
        },
        has_asked: columns.field()?,
        stance: Stance::parse(&columns.text()?)?,
        at: columns.field()?,
    })
}
