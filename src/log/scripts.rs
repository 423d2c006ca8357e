//! Golden scripts of the log by itself: `tests/scripts/log`.
//!
//! `UPDATE_GOLDENFILES=1 cargo test --lib scripts` writes the traces anew; read the diff.

use std::cell::Cell;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::rc::Rc;

use goldenscript::{Command, Context};
use test_each_file::test_each_path;

use super::{Batch, Log, LogError, Param, Row, Sql, SqlError};
use crate::model::{
    Author, Body, Change, Changed, LogEvent, MemberId, Message, PageFrom, Reactions, Role,
    RoomName, Seq,
};
use crate::short::{at, ms, seq};
use crate::time::Timestamp;
use crate::wire::encode;

#[path = "../../tests/world/rows.rs"]
mod rows;

test_each_path! { in "tests/scripts/log" => run }

fn run(path: &Path) {
    goldenscript::run(&mut Desk::new(), path).expect("the script runs");
}

/// A database in memory, which counts what it is asked.
#[derive(Clone)]
pub(crate) struct Sqlite {
    connection: Rc<rusqlite::Connection>,
    pub queries: Rc<Cell<u32>>,
}

impl Sqlite {
    fn new() -> Sqlite {
        let connection = rusqlite::Connection::open_in_memory().expect("SQLite opens");
        Sqlite {
            connection: Rc::new(connection),
            queries: Rc::default(),
        }
    }

    /// A new one, with a log in it that has begun.
    pub fn begun() -> (Sqlite, Log<Sqlite>) {
        let sqlite = Sqlite::new();
        let mut log = sqlite.log();
        log.begin().expect("the log begins");
        (sqlite, log)
    }

    /// Runs statements past the log.
    pub fn batch(&self, sql: &str) {
        self.connection.execute_batch(sql).expect("statements run");
    }

    /// The log in it.
    pub fn log(&self) -> Log<Sqlite> {
        let room = RoomName::parse("tea").expect("a name");
        Log::open(self.clone(), Some(&room), [7; 40]).expect("the log opens")
    }
}

impl Sql for Sqlite {
    fn query(&self, sql: &'static str, params: &[Param<'_>]) -> Result<Vec<Row>, SqlError> {
        self.queries.set(self.queries.get() + 1);
        let fail = |error: rusqlite::Error| SqlError(error.to_string());
        let mut statement = self.connection.prepare_cached(sql).map_err(fail)?;
        rows::query(&mut statement, params).map_err(fail)
    }

    fn run(&self, script: &'static str) -> Result<(), SqlError> {
        let ran = self.connection.execute_batch(script);
        ran.map_err(|error| SqlError(error.to_string()))
    }

    fn size(&self) -> u64 {
        0
    }

    fn wipe(&self) -> Result<(), SqlError> {
        unreachable!("no script wipes")
    }

    fn atomically(&self, body: &mut dyn FnMut() -> Result<(), SqlError>) -> Result<(), SqlError> {
        self.run("SAVEPOINT atomic")?;
        let done = body();
        self.run(match done {
            Ok(()) => "RELEASE atomic",
            Err(_) => "ROLLBACK TO atomic; RELEASE atomic",
        })?;
        done
    }
}

/// A log, and the batch that is being written. What a line says is written by its prefix.
struct Desk {
    sqlite: Sqlite,
    log: Log<Sqlite>,
    batch: Batch,
    now: Timestamp,
}

impl Desk {
    fn new() -> Desk {
        let (sqlite, log) = Sqlite::begun();
        Desk {
            log,
            sqlite,
            batch: Batch::default(),
            now: at(1_000),
        }
    }

    /// A message as the batch leaves it.
    fn message(&self, seq: Seq) -> Message {
        let touched = self.batch.touched(seq).cloned();
        let stored = || self.log.message(seq).ok().flatten();
        touched.or_else(stored).expect("a message")
    }

    fn say(&mut self, from: Author, cid: String, text: String, reply_to: Option<Seq>) {
        self.batch.push(&LogEvent::Message(Message {
            seq: self.log.head() + self.batch.count + 1,
            at: self.now,
            from,
            cid,
            body: Body::Text(text),
            files: Vec::new(),
            reply_to,
            edited_at: None,
            reactions: Reactions::default(),
        }));
    }

    fn change(&mut self, from: Author, cid: String, target: Seq, change: Change) {
        let mut message = self.message(target);
        match &change {
            Change::Edited { text } => {
                let text = text.clone().unwrap_or_default();
                self.batch.replace_text(&message, &text);
                message.edit(text, self.now);
            }
            Change::Deleted => {
                self.batch.replace_text(&message, "");
                message.delete();
            }
            Change::Reacted { emoji, on: true } => {
                message.reactions.of(emoji.clone()).push(from.id);
            }
            Change::Reacted { emoji, on: false } => message.reactions.remove(emoji, from.id),
            // Of the room: nothing happens to a message.
            _ => {}
        }
        self.batch.touch(message);
        self.batch.push(&LogEvent::Changed(Changed {
            seq: self.log.head() + self.batch.count + 1,
            at: self.now,
            from,
            cid,
            target,
            change,
            deleted_since: false,
        }));
    }
}

impl goldenscript::Runner for Desk {
    type Command = Command;

    fn run(&mut self, command: &Command, context: &Context) -> Result<String, Box<dyn Error>> {
        let who = context.prefix.clone().unwrap_or_default();
        let from = Author {
            id: member(&who),
            name: who,
            role: Role::Member,
        };
        let mut args = command.consume_args();
        let mut keys = std::collections::BTreeMap::new();
        while let Some((key, value)) = args.next_key() {
            keys.insert(key.to_owned(), value.parse::<u64>()?);
        }
        let mut next = || {
            args.next_pos()
                .map(str::to_owned)
                .ok_or("too few arguments")
        };
        let mut out = String::new();
        match command.name.as_str() {
            "say" => self.say(
                from,
                next()?,
                next()?,
                keys.get("reply_to").copied().map(seq),
            ),
            "edit" => {
                let (cid, target) = (next()?, seq(next()?.parse()?));
                let text = Some(next()?);
                self.change(from, cid, target, Change::Edited { text });
            }
            "delete" => {
                let (cid, target) = (next()?, seq(next()?.parse()?));
                self.change(from, cid, target, Change::Deleted);
            }
            "react" => {
                let (cid, target, emoji) = (next()?, seq(next()?.parse()?), next()?);
                let on = next().is_err();
                self.change(from, cid, target, Change::Reacted { emoji, on });
            }
            // The batch becomes part of the log, or does not.
            "append" => {
                let batch = std::mem::take(&mut self.batch);
                let appended = self.log.append(&batch, self.now);
                self.now += ms(1);
                writeln!(out, "{}, head {}", outcome(appended), self.log.head())?;
            }
            // As a room does that wakes up.
            "open" => {
                self.log = self.sqlite.log();
                let (head, first) = (self.log.head(), self.log.first());
                writeln!(
                    out,
                    "head {head}, first {first}, epoch {}",
                    self.log.epoch()
                )?;
            }
            "page" => {
                let from = match (keys.get("before"), keys.get("after")) {
                    (Some(number), _) => PageFrom::Before(seq(*number)),
                    (_, Some(number)) => PageFrom::After(seq(*number)),
                    _ => PageFrom::Newest,
                };
                let limit = keys.get("limit").map_or(50, |n| *n as usize);
                let page = told(self.log.page(from, limit, Seq::default()))?;
                page.events
                    .iter()
                    .try_for_each(|event| writeln!(out, "{event}"))?;
                writeln!(out, "more: {}", page.more)?;
            }
            "replay" => {
                let (after, upto) = (seq(next()?.parse()?), seq(next()?.parse()?));
                let events = told(self.log.replay(after, upto))?;
                events
                    .iter()
                    .try_for_each(|event| writeln!(out, "{}", encode(event)))?;
            }
            "find" => {
                let after = keys.get("after").copied().unwrap_or(0);
                let found = told(self.log.find(from.id, &next()?, seq(after)))?;
                writeln!(out, "{}", shown(found))?;
            }
            // What the operator is told, each once.
            "damage" => {
                while let Some(spot) = self.log.next_damage() {
                    writeln!(out, "{spot}")?;
                }
            }
            // The database, past the log.
            "sql" => self.sqlite.batch(&next()?),
            other => return Err(format!("no command {other}").into()),
        }
        args.reject_next()?;
        Ok(out)
    }
}

/// Whoever has this name: by its first letter.
pub(crate) fn member(name: &str) -> MemberId {
    let letter = name.bytes().next().unwrap_or(b'a') - b'a' + 1;
    MemberId::from_random(u64::from(letter).to_be_bytes())
}

/// A seq, if there is one.
pub(crate) fn shown(seq: Option<Seq>) -> String {
    seq.map_or("none".to_owned(), |seq| seq.to_string())
}

fn outcome(done: Result<(), LogError>) -> String {
    done.map_or_else(|error| error.to_string(), |()| "stored".to_owned())
}

fn told<T>(result: Result<T, LogError>) -> Result<T, String> {
    result.map_err(|error| error.to_string())
}
