//! Golden scripts of parts of the room by themselves: `tests/scripts/dedupe` and `tests/scripts/delivery`.
//!
//! `UPDATE_GOLDENFILES=1 cargo test --lib scripts` writes the traces anew; read the diff.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use goldenscript::{Command, Context, Runner};
use test_each_file::test_each_path;

use super::dedupe::Dedupe;
use super::delivery::flow::{Broadcasts, Flow};
use crate::limits::DEDUPE_WINDOW;
use crate::log::Log;
use crate::log::scripts::{Sqlite, member, shown};
use crate::model::{Seq, SessionId};

test_each_path! { in "tests/scripts/dedupe" as dedupe => run_dedupe }
test_each_path! { in "tests/scripts/delivery" as delivery => run_delivery }

fn run_dedupe(path: &Path) {
    goldenscript::run(&mut Window::new(), path).expect("the script runs");
}

fn run_delivery(path: &Path) {
    goldenscript::run(&mut Readers::new(), path).expect("the script runs");
}

/// The window of known keys, and the log behind it. Who asks is the prefix of a line.
struct Window {
    sqlite: Sqlite,
    log: Log<Sqlite>,
    dedupe: Dedupe,
    /// The last event, stored or under way.
    newest: Seq,
}

impl Window {
    fn new() -> Window {
        let sqlite = Sqlite::new();
        let mut log = sqlite.log();
        log.begin().expect("the log begins");
        let dedupe = Dedupe::of(&log);
        Window {
            sqlite,
            log,
            dedupe,
            newest: 0,
        }
    }
}

impl Runner for Window {
    type Command = Command;

    fn run(&mut self, command: &Command, context: &Context) -> Result<String, Box<dyn Error>> {
        let who = member(context.prefix.as_deref().unwrap_or_default());
        let mut args = command.consume_args();
        let since = args.take_key("since").map_or(Ok(0), str::parse)?;
        let mut next = || {
            args.next_pos()
                .map(str::to_owned)
                .ok_or("too few arguments")
        };
        let mut out = String::new();
        match command.name.as_str() {
            // So many messages of one member are in the log, `n1` and on; the room has just woken up.
            "stored" => {
                let count: Seq = next()?.parse()?;
                *self = Window::new();
                let log = format!(
                    "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {count})
                     INSERT INTO message (seq, at, member, name, cid, text)
                     SELECT i, 1, '{who}', 'x', 'n' || i, 'x' FROM n"
                );
                self.sqlite.batch(&log);
                self.log = self.sqlite.log();
                self.newest = self.log.head();
                self.dedupe = Dedupe::of(&self.log);
            }
            // Which event a key has made, and how often the log was asked for it.
            "find" => {
                let key = (who, next()?.as_str().into());
                let before = self.sqlite.queries.get();
                let found = self.dedupe.find(&self.log, &key, since, self.newest);
                let found = found.map_err(|error| error.to_string())?;
                let queries = self.sqlite.queries.get() - before;
                writeln!(out, "{}, {queries} queries", shown(found))?;
            }
            // A key makes the next event, which is under way.
            "make" => {
                self.newest += 1;
                let key = (who, next()?.as_str().into());
                self.dedupe.insert(key, self.newest);
                writeln!(out, "{}", self.newest)?;
            }
            "fill" => {
                for n in 0..DEDUPE_WINDOW {
                    self.newest += 1;
                    self.dedupe
                        .insert((who, format!("f{n}").into()), self.newest);
                }
            }
            // What is under way is stored; or so many of it could not be.
            "settle" => self.dedupe.settle(),
            "forget" => {
                let count = next()?.parse()?;
                self.dedupe.forget_newest(count);
                self.newest -= count;
            }
            other => return Err(format!("no command {other}").into()),
        }
        args.reject_next()?;
        Ok(out)
    }
}

/// A room's broadcasts, and how far its readers are. Which reader is the prefix of a line.
struct Readers {
    room: Broadcasts,
    flows: BTreeMap<SessionId, Flow>,
}

impl Readers {
    fn new() -> Readers {
        Readers {
            room: Broadcasts::new(0),
            flows: BTreeMap::new(),
        }
    }
}

impl Runner for Readers {
    type Command = Command;

    fn run(&mut self, command: &Command, context: &Context) -> Result<String, Box<dyn Error>> {
        let who = context.prefix.as_deref().unwrap_or("a");
        let id = SessionId::from_number(who.bytes().next().unwrap_or(b'a').into());
        let mut args = command.consume_args();
        let mark = args.take_key("n").map(str::parse).transpose()?;
        let mut next = || -> Result<u64, Box<dyn Error>> {
            Ok(args.next_pos().ok_or("too few arguments")?.parse()?)
        };
        let mut out = String::new();
        let flow = self.flows.entry(id).or_default();
        match command.name.as_str() {
            // A room that lets each reader be so many bytes behind.
            "bound" => {
                self.room = Broadcasts::new(next()?);
                self.flows.clear();
            }
            "restored" => *flow = Flow::restored(next()?, mark == Some(1), next()?),
            "subscribe" => self.room.subscribe(id, flow),
            // So many bytes to everyone, which end at this event: who is to be looked at for it.
            "broadcast" => {
                let due = self.room.send(next()? as usize, next()?);
                let letter = |id: &SessionId| char::from(id.number() as u8);
                let due: Vec<char> = due.iter().map(letter).collect();
                writeln!(out, "due: {due:?}")?;
            }
            "send" => self.room.send_direct(id, flow, next()? as usize, next()?),
            "mark" => self.room.mark(id, flow, next()?),
            "save" => writeln!(out, "saved {}", self.room.save(id, flow))?,
            "seen" => writeln!(out, "{:?}", self.room.seen(id, flow, next()?, mark))?,
            "look" => {
                let (unseen, total) = (self.room.unseen(flow), self.room.total(flow));
                let look = self.room.look(flow);
                writeln!(
                    out,
                    "unseen {unseen} of {total}, proves {}: {look:?}",
                    flow.proves()
                )?;
            }
            "admits" => writeln!(out, "{}", self.room.admits(flow, next()? as usize))?,
            other => return Err(format!("no command {other}").into()),
        }
        args.reject_next()?;
        Ok(out)
    }
}
