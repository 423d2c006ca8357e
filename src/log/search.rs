//! The index of a room that is searched: an FTS5 table of terms, none of which is a text (see
//! [`terms`](crate::model::search)). It is made at the first search, the newest messages first and a few at a
//! time, written with each tick from then on, and dropped where nobody searches any more. A room that was never
//! searched has nothing of it.
//!
//! It only says where to look: whatever it finds is compared with the message itself. So what is wrong with it
//! can hide a message, and show none; if it fails, it is dropped, and a message is stored without it.

use std::cell::{Cell, OnceCell};

use super::damage::DamageNotes;
use super::meta::Meta;
use super::rows::{Columns, Rows, row};
use super::{Batch, Log, LogError, Param, Row, Sql, SqlError};
use crate::limits;
use crate::model::search::{Folded, From, Indexed, Marks, Query, TermKey};
use crate::model::{MemberId, Message, Seq};
use crate::time::Timestamp;
use crate::wire::encode;

/// Terms alone, and neither where in a text they are nor how often. What is taken out is gone at once, and not
/// only marked.
const CREATE: &str = "DROP TABLE IF EXISTS search_index;
    CREATE VIRTUAL TABLE search_index USING fts5 (
        terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
    );
    INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);";

/// Left to itself, an index that grows by much merges its parts for long in every fifth step. So a step has it write
/// what it puts in, and merges some pages.
const MERGE_BY_STEPS: &str =
    "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0)";
const WRITE: &str = "INSERT INTO search_index (search_index) VALUES ('flush')";
const MERGE: &str = "INSERT INTO search_index (search_index, rank) VALUES ('merge', ?)";
const MERGE_BY_ITSELF: &str =
    "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 4)";

/// What of a message is looked at. The last column is whether it has a file.
macro_rules! looked_at {
    () => {
        "message.seq, message.member, message.name, message.text, message.files IS NOT NULL"
    };
}

/// How far the index of a room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Index {
    /// All messages from this one on are in it.
    below: Seq,
    /// When somebody last searched, to the day.
    searched: Timestamp,
}

impl Index {
    /// As it is kept. One that makes no sense is none: the next search makes another one.
    pub fn read(meta: &Meta, damage: &DamageNotes) -> Option<Index> {
        let text = meta.get("search")?;
        let index = text.split_once(' ').and_then(|(below, searched)| {
            Some(Index {
                below: Seq::from_number(below.parse().ok()?),
                searched: Timestamp::from_millis(searched.parse().ok()?),
            })
        });
        if index.is_none() {
            damage.note("meta search", None);
        }
        index
    }

    fn save<S: Sql>(self, sql: &S) -> Result<(), SqlError> {
        let text = format!("{} {}", self.below, self.searched.as_millis());
        sql.query(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('search', ?)",
            &[Param::Text(&text)],
        )?;
        Ok(())
    }

    /// The same of a log that was filled up to `head`: nothing of that is in it.
    pub fn anew<S: Sql>(self, sql: &S, head: Seq) -> Result<Index, SqlError> {
        let below = head + 1;
        let index = Index { below, ..self };
        index.save(sql)?;
        Ok(index)
    }
}

/// What is looked for in a log.
#[derive(Debug)]
pub struct Sought<'a> {
    pub query: &'a Query,
    /// Who bears each name that the query has, of those who are here.
    pub here: &'a [Vec<MemberId>],
    pub before: Seq,
    /// Nothing up to here may be found.
    pub hidden: Seq,
    pub limit: usize,
    /// Whether what fits best comes first, and not what is newest.
    pub best: bool,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    pub messages: Vec<(Message, Marks)>,
    /// Whether there may be more.
    pub more: bool,
    /// Before which message that is.
    pub next: Option<Seq>,
    /// How many messages were looked at.
    pub looked_at: usize,
}

/// A message that may be what is looked for.
struct Candidate {
    seq: Seq,
    member: MemberId,
    name: String,
    text: String,
    has_file: bool,
}

/// One that is.
struct Match {
    seq: Seq,
    score: u32,
    marks: Marks,
}

impl Candidate {
    /// None of one that has no text, or makes no sense: that is told where it is read as a message.
    fn read(row: Row) -> Option<Candidate> {
        let mut columns = Columns::new(row);
        Some(Candidate {
            seq: columns.field()?,
            member: columns.member()?,
            name: columns.text()?,
            text: columns.text()?,
            has_file: columns.field()?,
        })
    }

    fn terms(&self, key: TermKey) -> String {
        key.terms(Indexed {
            member: self.member,
            name: &self.name,
            text: &self.text,
            has_file: self.has_file,
        })
    }

    /// Where it has what is looked for, if it is that, and how well it fits if that is asked. Counts the bytes that
    /// were looked at. Nothing is left of the text as it was compared, which may be large.
    fn judged(
        &self,
        sought: &Sought<'_>,
        people: &[Vec<MemberId>],
        bytes: &mut usize,
    ) -> Option<Match> {
        let query = sought.query;
        *bytes += self.text.len();
        let own_name = OnceCell::new();
        let is_from = |(from, people): (&From, &Vec<MemberId>)| match from {
            From::Member(id) => self.member == *id,
            From::Name(name) => {
                people.contains(&self.member)
                    || own_name.get_or_init(|| Folded::text_of(&self.name)) == name
            }
        };
        if !query.from.iter().zip(people).all(is_from)
            || (query.has_file && !self.has_file)
            || (query.has_link && !Indexed::has_link(&self.text))
        {
            return None;
        }
        if query.words.is_empty() && !sought.best {
            return Some(Match {
                seq: self.seq,
                score: 0,
                marks: Marks::new(),
            });
        }
        let folded = Folded::of(&self.text);
        *bytes += folded.as_str().len().saturating_sub(self.text.len());
        let has = |word: &String| folded.as_str().contains(word.as_str());
        query.words.iter().all(has).then(|| Match {
            seq: self.seq,
            score: match sought.best {
                true => folded.score(&query.words),
                false => 0,
            },
            marks: folded.marks(&query.words),
        })
    }
}

impl<S: Sql> Log<S> {
    /// Whether it has an index.
    pub fn has_index(&self) -> bool {
        self.index.is_some()
    }

    /// Whether all messages are in it.
    pub fn is_indexed(&self) -> bool {
        self.index.is_some_and(|index| index.below <= self.first())
    }

    /// When somebody last searched, to the day, if there is an index.
    pub fn searched_at(&self) -> Option<Timestamp> {
        self.index.map(|index| index.searched)
    }

    /// Somebody searches: there is an index from now on, which is still empty if there was none; unless that rests.
    pub fn note_search(&mut self, now: Timestamp) -> Result<(), LogError> {
        let sql = &self.sql;
        let index = match self.index {
            None if now < self.index_rests_until => return Ok(()),
            None => {
                let index = Index {
                    below: self.head + 1,
                    searched: now,
                };
                sql.atomically(&mut || {
                    sql.run(CREATE)?;
                    index.save(sql)
                })?;
                index
            }
            Some(index) if now < index.searched + limits::INDEX_NOTED => return Ok(()),
            Some(mut index) => {
                index.searched = now;
                index.save(sql)?;
                index
            }
        };
        self.index = Some(index);
        Ok(())
    }

    /// Puts the next few messages into the index, those before what is in it.
    pub fn index_more(&mut self) -> Result<(), LogError> {
        let Some(index) = self.index.filter(|_| !self.is_indexed()) else {
            return Ok(());
        };
        let mut next = index;
        next.below = self.end_of_step(index.below)?;
        let key = self.term_key();
        let sql = &self.sql;
        sql.atomically(&mut || {
            let range = [Param::seq(next.below), Param::seq(index.below)];
            let rows = sql.query(
                concat!(
                    "SELECT ",
                    looked_at!(),
                    " FROM message WHERE seq >= ? AND seq < ? ORDER BY seq"
                ),
                &range,
            )?;
            sql.run(MERGE_BY_STEPS)?;
            insert_terms(sql, &terms_of(rows, key))?;
            sql.run(WRITE)?;
            sql.query(MERGE, &[Param::Integer(limits::INDEX_PAGES)])?;
            sql.run(MERGE_BY_ITSELF)?;
            next.save(sql)
        })?;
        self.index = Some(next);
        Ok(())
    }

    /// The first message that the next step takes: as many before `below` as are done in a moment.
    fn end_of_step(&self, below: Seq) -> Result<Seq, LogError> {
        let rows = self.sql.query(
            "SELECT seq, coalesce(octet_length(text), 0) FROM message
             WHERE seq < ? AND seq >= ? ORDER BY seq DESC LIMIT ?",
            &[
                Param::seq(below),
                Param::seq(self.first()),
                Param::Integer(limits::INDEX_ROWS as i64),
            ],
        )?;
        let is_last = rows.len() < limits::INDEX_ROWS;
        let (mut bytes, mut end) = (0, None);
        for row in rows {
            let (seq, length) = length_of(row)?;
            bytes += length;
            if bytes > limits::INDEX_BYTES
                && let Some(end) = end
            {
                return Ok(end);
            }
            end = Some(seq);
        }
        match (is_last, end) {
            (false, Some(end)) => Ok(end),
            // Nothing is before these.
            _ => Ok(self.first()),
        }
    }

    /// Lets go of the index.
    pub fn drop_index(&mut self) -> Result<(), LogError> {
        if self.index.is_none() {
            return Ok(());
        }
        let sql = &self.sql;
        sql.atomically(&mut || {
            sql.run("DROP TABLE IF EXISTS search_index")?;
            sql.query("DELETE FROM meta WHERE key = 'search'", &[])
                .map(drop)
        })?;
        self.index = None;
        Ok(())
    }

    /// Rows that the index has cost since this was last asked.
    pub fn take_index_rows(&mut self) -> u64 {
        self.index_rows.take()
    }

    /// Runs `write` in a transaction with what its events change in the index. If that fails, `write` is run
    /// without one; so it is where the index had too much to take out of late.
    #[inline(never)]
    pub(super) fn write_indexed(
        &mut self,
        batch: &Batch,
        at: Timestamp,
        write: &mut dyn FnMut(&S) -> Result<(), SqlError>,
    ) -> Result<(), SqlError> {
        let has_failed = Cell::new(false);
        let note = |error: SqlError| {
            has_failed.set(true);
            error
        };
        let (key, head) = (self.term_key(), self.head);
        let touched = batch.touched.keys().filter(|_| batch.erases);
        let touched = encode(&touched.collect::<Vec<_>>());
        let (index, mut rests_until) = (self.index, self.index_rests_until);
        let (sql, taken_out) = (&self.sql, &mut self.taken_out);
        let mut rows = 0;
        let wrote = sql.atomically(&mut || {
            let Some(index) = index else {
                return write(sql);
            };
            let of_touched = || -> Result<Vec<Terms>, SqlError> {
                if !batch.erases {
                    return Ok(Vec::new());
                }
                let rows = sql.query(
                    concat!(
                        "SELECT ",
                        looked_at!(),
                        " FROM message WHERE seq IN (SELECT value FROM json_each(?))
                          AND seq >= ? AND seq <= ? ORDER BY seq"
                    ),
                    &[
                        Param::Text(&touched),
                        Param::seq(index.below),
                        Param::seq(head),
                    ],
                )?;
                Ok(terms_of(rows, key))
            };
            let before = of_touched()?;
            write(sql)?;
            let mut after = of_touched()?;
            let mut gone = before;
            // Reactions leave a text as it is.
            gone.retain(|(seq, terms)| {
                let same = after.binary_search_by_key(seq, |(seq, _)| *seq);
                match same.ok().and_then(|at| after.get_mut(at)) {
                    Some((_, after)) if after == terms => {
                        after.clear();
                        false
                    }
                    _ => true,
                }
            });
            after.retain(|(_, terms)| !terms.is_empty());
            if batch.has_messages {
                let new = sql.query(
                    concat!(
                        "SELECT ",
                        looked_at!(),
                        " FROM message WHERE seq > ? ORDER BY seq"
                    ),
                    &[Param::seq(head)],
                )?;
                after.append(&mut terms_of(new, key));
            }
            rows = (gone.len() + after.len()) as u64;
            let terms = gone
                .iter()
                .map(|(_, terms)| terms.split(' ').count() as u32);
            if !taken_out.take_all(terms.sum(), limits::INDEX_TAKEN_OUT, at) {
                rests_until = at + limits::INDEX_RESTS;
                return Err(note(SqlError(String::new())));
            }
            delete_terms(sql, &gone).map_err(note)?;
            insert_terms(sql, &after).map_err(note)
        });
        self.index_rests_until = rests_until;
        if wrote.is_err() && has_failed.get() && self.drop_index().is_ok() {
            let sql = &self.sql;
            return sql.atomically(&mut || write(sql));
        }
        if wrote.is_ok() {
            self.index_rows.set(self.index_rows.get() + rows);
        }
        wrote
    }

    /// Takes the messages in [`first`, `before`) out of the index: they are about to be removed.
    pub(super) fn take_out(&self, first: Seq, before: Seq) -> Result<(), SqlError> {
        let Some(index) = self.index else {
            return Ok(());
        };
        let rows = self.sql.query(
            concat!(
                "SELECT ",
                looked_at!(),
                " FROM message WHERE seq >= ? AND seq < ? ORDER BY seq"
            ),
            &[Param::seq(first.max(index.below)), Param::seq(before)],
        )?;
        let gone = terms_of(rows, self.term_key());
        self.index_rows
            .set(self.index_rows.get() + gone.len() as u64);
        delete_terms(&self.sql, &gone)
    }

    /// Where messages could not be removed, the next try is without the index that they had to be taken out of.
    pub(super) fn or_without_index(
        &mut self,
        removed: Result<(), SqlError>,
    ) -> Result<(), LogError> {
        if removed.is_err() {
            let _ = self.drop_index();
        }
        Ok(removed?)
    }

    /// Before which event a step ends that removes what is before `first`, from the oldest on: as many as are taken
    /// out of the index in a moment. If they are too many in all, it goes.
    pub(super) fn end_of_sweep(&mut self, oldest: Seq, first: Seq) -> Result<Seq, LogError> {
        let all = first.min(oldest + limits::TRIM_EVENTS);
        if self.index.is_none() {
            return Ok(all);
        }
        if all == first {
            // No text has more terms than bytes.
            let rows = self.sql.query(
                "SELECT seq, coalesce(octet_length(text), 0) FROM message
                 WHERE seq >= ? AND seq < ? ORDER BY seq",
                &[Param::seq(oldest), Param::seq(first)],
            )?;
            let (mut terms, mut end) = (0, None);
            for row in rows {
                let (seq, bytes) = length_of(row)?;
                terms += bytes.min(limits::INDEX_TERMS as u64);
                if terms > limits::INDEX_LET_GO && seq > oldest {
                    end.get_or_insert(seq);
                }
            }
            if terms <= limits::INDEX_LET_GO_IN_ALL {
                return Ok(end.unwrap_or(all));
            }
        }
        self.drop_index()?;
        Ok(all)
    }

    /// Looks for messages. Without an index, only among the newest ones.
    pub fn search(&mut self, sought: &Sought<'_>) -> Result<Found, LogError> {
        let found = self.found(sought);
        if self.index.is_none() {
            return found;
        }
        let Ok(empty) = &found else {
            // Perhaps it is the index that is damaged: another one is made.
            return match self.drop_index() {
                Ok(()) => self.found(sought),
                Err(_) => found,
            };
        };
        // An index of which rows are gone finds nothing, and no error says so.
        if !empty.messages.is_empty() || empty.more || self.is_index_checked.replace(true) {
            return found;
        }
        if self.lacks_messages().unwrap_or(true) && self.drop_index().is_ok() {
            self.damage.note("search_index", None);
            return self.found(sought);
        }
        found
    }

    /// Whether the index knows nothing of one of some messages that are in it, spread over all of them.
    fn lacks_messages(&self) -> Result<bool, LogError> {
        let Some(index) = self.index else {
            return Ok(false);
        };
        let (first, key) = (index.below.max(self.first()), self.term_key());
        let span = (self.head + 1).number().saturating_sub(first.number());
        let nth = |n| Seq::from_number(first.number() + span * n / limits::INDEX_PROBES);
        for n in 0..limits::INDEX_PROBES {
            let rows = self.sql.query(
                concat!(
                    "SELECT ",
                    looked_at!(),
                    " FROM message WHERE seq >= ? AND seq < ? AND text IS NOT NULL ORDER BY seq LIMIT 1"
                ),
                &[Param::seq(nth(n)), Param::seq(nth(n + 1))],
            )?;
            let Some((seq, terms)) = terms_of(rows, key).into_iter().next() else {
                continue;
            };
            let Some(term) = terms.split(' ').next().filter(|term| !term.is_empty()) else {
                continue;
            };
            let known = self.sql.query(
                "SELECT 1 FROM search_index WHERE search_index MATCH ? AND rowid = ?",
                &[Param::Text(term), Param::seq(seq)],
            )?;
            if known.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn found(&self, sought: &Sought<'_>) -> Result<Found, LogError> {
        let mut found = Found::default();
        let query = sought.query;
        if query.is_empty() || self.head == Seq::default() {
            return Ok(found);
        }
        let (mut low, mut next) = (sought.hidden.max(self.first() - 1), sought.before);
        next = next.min(self.head + 1);
        if let Some(time) = query.before {
            next = next.min(self.first_since(time)?);
        }
        if let Some(time) = query.since {
            low = low.max(self.first_since(time)? - 1);
        }
        let people = self.people(sought, &mut found.looked_at)?;
        let asks = self.term_key().asks(query, &people);
        let asks = asks.filter(|_| self.index.is_some());
        let most = match asks {
            Some(_) => limits::SEARCH_CANDIDATES,
            None => limits::SEARCH_SCANNED,
        };
        let limit = match sought.best {
            true => limits::SEARCH_BEST,
            false => sought.limit,
        };
        let mut matches: Vec<Match> = Vec::new();
        let (mut bytes, mut spans, mut at_a_time) = (0, 0, limits::SEARCH_ROWS);
        'looking: while next > low + 1 {
            let end = match asks {
                Some(_) => low.max(next - limits::SEARCH_SPAN),
                None => low,
            };
            let rows = self.candidates(asks.as_deref(), next, end, at_a_time)?;
            spans += 1;
            let is_last = rows.len() < at_a_time;
            for row in rows {
                let seq = super::damage::seq_of(&row).unwrap_or_default();
                found.looked_at += 1;
                if let Some(candidate) = Candidate::read(row)
                    && let Some(one) = candidate.judged(sought, &people, &mut bytes)
                {
                    if matches.len() == limit {
                        found.more = true;
                        break 'looking;
                    }
                    matches.push(one);
                }
                next = seq;
                if found.looked_at >= most || bytes >= limits::SEARCH_BYTES {
                    found.more = next > low + 1;
                    break 'looking;
                }
            }
            if is_last {
                next = end + 1;
            }
            if spans >= limits::SEARCH_STATEMENTS {
                found.more = next > low + 1;
                break;
            }
            at_a_time = (2 * at_a_time).min(limits::SEARCH_ROWS_MOST);
        }
        if sought.best {
            // Of equals the newest stays first.
            let order = matches
                .iter()
                .enumerate()
                .map(|(index, one)| u64::from(u32::MAX - one.score) << 32 | index as u64);
            let mut order: Vec<u64> = order.collect();
            order.sort_unstable();
            let mut all: Vec<_> = matches.into_iter().map(Some).collect();
            let taken = order.into_iter();
            matches = taken
                .filter_map(|key| all.get_mut(key as u32 as usize)?.take())
                .collect();
            matches.truncate(sought.limit);
        }
        self.read_found(&mut found, matches)?;
        if sought.best {
            // They come in one page: what is behind one of them by its seq is not what fits less.
            (found.more, found.next) = (false, None);
        } else if found.more && found.next.is_none() {
            found.next = Some(next);
        }
        Ok(found)
    }

    /// Reads the messages themselves, as many as fit on a page.
    fn read_found(&self, found: &mut Found, matches: Vec<Match>) -> Result<(), LogError> {
        let mut bytes = 0;
        for Match { seq, marks, .. } in matches {
            let Ok(Some(message)) = self.message(seq) else {
                // It is on no page, either.
                continue;
            };
            bytes += super::row_bytes(&message);
            if bytes > limits::PAGE_BYTES
                && let Some((last, _)) = found.messages.last()
            {
                found.more = true;
                found.next = Some(last.seq);
                break;
            }
            found.messages.push((message, marks));
        }
        Ok(())
    }

    /// Messages between two positions that may be what is looked for, the newest first.
    fn candidates(
        &self,
        asks: Option<&str>,
        before: Seq,
        after: Seq,
        limit: usize,
    ) -> Result<Vec<Row>, SqlError> {
        let limit = Param::Integer(limit as i64);
        match asks {
            Some(asks) => self.sql.query(
                concat!(
                    "SELECT ",
                    looked_at!(),
                    " FROM search_index CROSS JOIN message ON message.seq = search_index.rowid
                      WHERE search_index MATCH ? AND search_index.rowid < ? AND search_index.rowid > ?
                      ORDER BY search_index.rowid DESC LIMIT ?"
                ),
                &[
                    Param::Text(asks),
                    Param::seq(before),
                    Param::seq(after),
                    limit,
                ],
            ),
            None => self.sql.query(
                concat!(
                    "SELECT ",
                    looked_at!(),
                    " FROM message WHERE seq < ? AND seq > ? ORDER BY seq DESC LIMIT ?"
                ),
                &[Param::seq(before), Param::seq(after), limit],
            ),
        }
    }

    /// Who is meant by each `from:` of a query: the newest of those who bore such a name in a message that is not
    /// hidden, and those who are here. Counts the messages that were looked at.
    fn people(
        &self,
        sought: &Sought<'_>,
        looked_at: &mut usize,
    ) -> Result<Vec<Vec<MemberId>>, LogError> {
        let low = sought.hidden.max(self.first() - 1);
        let mut all = Vec::new();
        for (index, from) in sought.query.from.iter().enumerate() {
            let name = match from {
                From::Member(id) => {
                    all.push(vec![*id]);
                    continue;
                }
                From::Name(name) => name,
            };
            let mut people = sought.here.get(index).cloned().unwrap_or_default();
            if self.index.is_some() {
                let term = self.term_key().name(name);
                let rows = self.sql.query(
                    // Of the text nothing is needed.
                    "SELECT message.seq, message.member, message.name, '', 0
                     FROM search_index CROSS JOIN message ON message.seq = search_index.rowid
                     WHERE search_index MATCH ? AND search_index.rowid > ?
                     ORDER BY search_index.rowid DESC LIMIT ?",
                    &[
                        Param::Text(&term),
                        Param::seq(low),
                        Param::Integer(limits::SEARCH_NAMED as i64),
                    ],
                )?;
                *looked_at += rows.len();
                for candidate in rows.into_iter().filter_map(Candidate::read) {
                    if Folded::text_of(&candidate.name) == *name
                        && !people.contains(&candidate.member)
                    {
                        people.push(candidate.member);
                    }
                }
            }
            people.truncate(limits::SEARCH_PEOPLE);
            all.push(people);
        }
        Ok(all)
    }

    /// The first event that is not before this time; the one that is yet to come, if there is none.
    fn first_since(&self, time: Timestamp) -> Result<Seq, LogError> {
        let (mut low, mut high) = (self.first(), self.head + 1);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.next_event(middle)? {
                Some((_, at)) if at < time => low = middle + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }

    fn term_key(&self) -> TermKey {
        TermKey::of(self.epoch())
    }
}

/// A message and its terms.
type Terms = (Seq, String);

/// The seq of a message, and how many bytes its text has.
fn length_of(row: Row) -> Result<(Seq, u64), LogError> {
    let mut columns = Columns::new(row);
    let length = columns.field().zip(columns.unsigned());
    length.ok_or(LogError::Corrupt("message"))
}

/// The terms of messages, by their seqs.
fn terms_of(rows: Vec<Row>, key: TermKey) -> Vec<Terms> {
    let read = rows.into_iter().filter_map(Candidate::read);
    read.map(|message| (message.seq, message.terms(key)))
        .collect()
}

fn insert_terms<S: Sql>(sql: &S, terms: &[Terms]) -> Result<(), SqlError> {
    as_rows(terms).run(
        sql,
        "INSERT INTO search_index (rowid, terms)
         SELECT value->>0, value->>1 FROM jsonb_each(?)",
    )
}

fn delete_terms<S: Sql>(sql: &S, terms: &[Terms]) -> Result<(), SqlError> {
    as_rows(terms).run(
        sql,
        "INSERT INTO search_index (search_index, rowid, terms)
         SELECT 'delete', value->>0, value->>1 FROM jsonb_each(?)",
    )
}

fn as_rows(terms: &[Terms]) -> Rows {
    let mut rows = Rows::default();
    for (seq, terms) in terms {
        rows.push(row![*seq, terms]);
    }
    rows
}
