//! Golden scripts of parts of the room by themselves: `tests/scripts/dedupe`, `tests/scripts/delivery`,
//! `tests/scripts/directory` and `tests/scripts/replay`.
//!
//! `UPDATE_GOLDENFILES=1 cargo test --lib scripts` writes the traces anew; read the diff.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::path::Path;

use goldenscript::{Command, Context, Runner};
use test_each_file::test_each_path;

use super::dedupe::Dedupe;
use super::delivery::flow::{Broadcasts, Flow, Survives};
use super::directory::{Directory, suggestion};
use super::{Effect, Input, Room, Wake};
use crate::limits::{DEDUPE_WINDOW, Limits};
use crate::log::Log;
use crate::log::scripts::{Sqlite, member, shown};
use crate::model::{MemberId, MemberName, Seq, SessionId};
use crate::short::{at, seq};
use crate::time::{Duration, Timestamp};

test_each_path! { in "tests/scripts/dedupe" as dedupe => run_dedupe }
test_each_path! { in "tests/scripts/delivery" as delivery => run_delivery }
test_each_path! { in "tests/scripts/directory" as directory => run_directory }
test_each_path! { in "tests/scripts/replay" as replay => run_replay }

fn run_dedupe(path: &Path) {
    goldenscript::run(&mut Window::new(), path).expect("the script runs");
}

fn run_delivery(path: &Path) {
    goldenscript::run(&mut Readers::new(), path).expect("the script runs");
}

fn run_directory(path: &Path) {
    goldenscript::run(&mut Names::new(), path).expect("the script runs");
}

fn run_replay(path: &Path) {
    goldenscript::run(&mut Missed::new(), path).expect("the script runs");
}

/// The session of whom [`member`] makes of this letter.
fn session(who: &str) -> SessionId {
    SessionId::from_number(member(who).number())
}

/// The letter of which [`member`] makes this number.
fn letter(number: u64) -> char {
    char::from(b'a' + (number - 1) as u8)
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
        let (sqlite, log) = Sqlite::begun();
        let dedupe = Dedupe::of(&log);
        Window {
            sqlite,
            log,
            dedupe,
            newest: seq(0),
        }
    }
}

impl Runner for Window {
    type Command = Command;

    fn run(&mut self, command: &Command, context: &Context) -> Result<String, Box<dyn Error>> {
        let who = member(context.prefix.as_deref().unwrap_or_default());
        let mut args = command.consume_args();
        let since = args.take_key("since").map_or(Ok(0), str::parse).map(seq)?;
        let mut next = || {
            args.next_pos()
                .map(str::to_owned)
                .ok_or("too few arguments")
        };
        let mut out = String::new();
        match command.name.as_str() {
            // So many messages of one member are in the log, `n1` and on; the room has just woken up.
            "stored" => {
                let count: u64 = next()?.parse()?;
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
                self.newest = self.newest - count;
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
        let id = session(who);
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
            // Of so many bytes so many were unseen, all of them sent before what follows this event.
            "restored" => {
                let saved = Survives {
                    sent: next()?,
                    unseen: next()?,
                    proves: mark == Some(1),
                };
                *flow = self.room.restored(id, saved, seq(next()?));
            }
            "subscribe" => self.room.subscribe(id, flow),
            // So many bytes to everyone, which end at this event: who is to be looked at for it.
            "broadcast" => {
                let due = self.room.send(next()? as usize, seq(next()?));
                let due: Vec<char> = due.iter().map(|id| letter(id.number())).collect();
                writeln!(out, "due: {due:?}")?;
            }
            "send" => self
                .room
                .send_direct(id, flow, next()? as usize, seq(next()?)),
            "mark" => self.room.mark(id, flow, next()?),
            "save" => {
                let Survives { sent, unseen, .. } = self.room.save(id, flow);
                writeln!(out, "saved {unseen} of {sent}")?;
            }
            "seen" => writeln!(out, "{:?}", self.room.seen(id, flow, seq(next()?), mark))?,
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

/// When a script begins.
const BEGINNING: Timestamp = at(1_000);

/// The directory of a room, and the log that it is kept in. Who asks is the prefix of a line.
struct Names {
    sqlite: Sqlite,
    log: Log<Sqlite>,
    directory: Directory,
    now: Timestamp,
}

impl Names {
    fn new() -> Names {
        let (sqlite, log) = Sqlite::begun();
        Names {
            sqlite,
            log,
            directory: Directory::default(),
            now: BEGINNING,
        }
    }
}

impl Runner for Names {
    type Command = Command;

    fn run(&mut self, command: &Command, context: &Context) -> Result<String, Box<dyn Error>> {
        const DAY: Duration = Duration::from_secs(24 * 3_600);
        let who = member(context.prefix.as_deref().unwrap_or_default());
        let mut args = command.consume_args();
        let mut out = String::new();
        let queries = self.sqlite.queries.get();
        match command.name.as_str() {
            "days" => self.now += DAY * args.next_pos().ok_or("how many?")?.parse::<u64>()?,
            // Whoever has the name, asked by the prefix; and how often the log was read for it.
            "holder" => {
                let name = MemberName::parse(args.next_pos().ok_or("which name?")?)?;
                let holder = self.directory.holder(&self.log, name.id(), who, self.now);
                let holder = holder.map_err(|error| error.to_string())?;
                let holder = holder.map_or("nobody".to_owned(), holder_name);
                let queries = self.sqlite.queries.get() - queries;
                writeln!(out, "{holder}, {queries} queries")?;
            }
            // The prefix bears the name from now on, which is nobody else's.
            "new" | "reserve" => {
                let name = MemberName::parse(args.next_pos().ok_or("which name?")?)?;
                let is_new = command.name == "new";
                let kept =
                    self.directory
                        .reserve(&self.log, name.id(), who, (is_new, false), self.now);
                kept.map_err(|error| error.to_string())?;
            }
            // So many strangers come, each under another name.
            "crowd" => {
                for n in 0..args.next_pos().ok_or("how many?")?.parse::<u64>()? {
                    let stranger = MemberId::from_random((1_000 + n).to_be_bytes());
                    let name = MemberName::parse(&format!("guest {n}"))?;
                    self.directory
                        .reserve(&self.log, name.id(), stranger, (true, false), self.now)
                        .map_err(|error| error.to_string())?;
                }
            }
            "suggest" => {
                let name = MemberName::parse(args.next_pos().ok_or("which name?")?)?;
                let free = suggestion(&name, who, |name| {
                    let holder = self.directory.holder(&self.log, name.id(), who, self.now);
                    matches!(holder, Ok(None))
                });
                let free = free.as_ref().map_or("none", MemberName::as_str);
                writeln!(out, "{free}")?;
            }
            // The end of a tick: how many rows that were.
            "save" => writeln!(out, "{} rows", self.directory.save(&self.log))?,
            // What was not saved is lost.
            "sleep" => {
                self.log = self.sqlite.log();
                self.directory = Directory::default();
            }
            "sql" => self.sqlite.batch(args.next_pos().ok_or("which?")?),
            "damage" => {
                while let Some(spot) = self.log.next_damage() {
                    writeln!(out, "{spot}")?;
                }
            }
            other => return Err(format!("no command {other}").into()),
        }
        args.reject_next()?;
        Ok(out)
    }
}

/// A member by its letter, if it has one.
fn holder_name(member: MemberId) -> String {
    match member.number() {
        number @ 1..=26 => letter(number).to_string(),
        _ => "a stranger".to_owned(),
    }
}

/// A room whose log is long, and those who come back to it. Which of them is the prefix of a line.
struct Missed {
    sqlite: Sqlite,
    room: Room<Sqlite>,
    unseen: u64,
    now: Timestamp,
    /// When the room wants to be woken, if it does.
    wake: Option<Timestamp>,
    /// The last mark that each of them was sent.
    marks: BTreeMap<SessionId, u64>,
}

impl Missed {
    fn new() -> Missed {
        Missed::over("", 0)
    }

    /// A room that has just woken up, over a log that these statements made.
    fn over(statements: &str, unseen: u64) -> Missed {
        let (sqlite, _) = Sqlite::begun();
        sqlite.batch(statements);
        Missed {
            room: Missed::restored(&sqlite, unseen),
            sqlite,
            unseen,
            now: BEGINNING,
            wake: None,
            marks: BTreeMap::new(),
        }
    }

    fn restored(sqlite: &Sqlite, unseen: u64) -> Room<Sqlite> {
        let limits = Limits {
            unseen,
            ..Limits::default()
        };
        Room::restore(sqlite.log(), limits, BEGINNING, Vec::new()).0
    }

    fn frame(&mut self, out: &mut String, session: SessionId, text: String) -> std::fmt::Result {
        self.step(out, Input::Frame { session, text })
    }

    fn step(&mut self, out: &mut String, input: Input) -> std::fmt::Result {
        let effects = self.room.step(self.now, input);
        for effect in effects.list {
            if let Effect::Send(id, frame, _) = &effect
                && let Some(mark) = events(frame).last().and_then(|event| event["n"].as_u64())
            {
                self.marks.insert(*id, mark);
            }
            show(out, effect)?;
        }
        self.wake = match effects.wake {
            Wake::Timer(at) | Wake::Alarm(at) => Some(at),
            Wake::Never => None,
        };
        Ok(())
    }

    /// Lets time go by, and wakes the room whenever it wants.
    fn pass(&mut self, out: &mut String, span: Duration) -> std::fmt::Result {
        let until = self.now + span;
        while let Some(at) = self.wake.filter(|at| *at <= until) {
            self.now = self.now.max(at);
            self.step(out, Input::Wake)?;
        }
        self.now = until;
        Ok(())
    }
}

/// What of an effect is about replay: which events go to whom, by their seqs.
fn show(out: &mut String, effect: Effect) -> std::fmt::Result {
    let name = |id: SessionId| letter(id.number());
    match effect {
        Effect::Subscribe(id) => writeln!(out, "{} subscribes", name(id)),
        Effect::Close(id, code) => writeln!(out, "{} closed: {}", name(id), code.reason()),
        Effect::Broadcast(frame, _) => writeln!(out, "all < {}", seqs(&frame)),
        Effect::Send(id, frame, _) => writeln!(out, "{} < {}", name(id), seqs(&frame)),
        Effect::Report(spot) => writeln!(out, "report: {spot}"),
        Effect::Letter { to, body, .. } => writeln!(out, "to {}: {body}", to.as_str()),
        _ => Ok(()),
    }
}

fn events(frame: &str) -> Vec<serde_json::Value> {
    serde_json::from_str(frame).expect("a frame")
}

/// A frame in short: the types of its events, and of log events the seqs, those without a gap as one.
fn seqs(frame: &str) -> String {
    let mut runs: Vec<(String, Option<(Seq, Seq)>)> = Vec::new();
    for event in events(frame) {
        let kind = event["type"].as_str().expect("a type").to_owned();
        let seq = event["seq"].as_u64().filter(|_| kind != "welcome");
        let seq = seq.map(Seq::from_number);
        match (runs.last_mut(), seq) {
            (Some((last, Some((_, end)))), Some(seq)) if *last == kind && *end + 1 == seq => {
                *end = seq;
            }
            _ => runs.push((kind, seq.map(|seq| (seq, seq)))),
        }
    }
    let shown = runs.iter().map(|(kind, run)| match run {
        None => kind.clone(),
        Some((first, last)) if first == last => format!("{kind} {first}"),
        Some((first, last)) => format!("{kind} {first}-{last}"),
    });
    shown.collect::<Vec<_>>().join(", ")
}

impl Runner for Missed {
    type Command = Command;

    fn run(&mut self, command: &Command, context: &Context) -> Result<String, Box<dyn Error>> {
        let who = context.prefix.as_deref().unwrap_or("a");
        let session = session(who);
        let mut args = command.consume_args();
        let mut next = || {
            args.next_pos()
                .map(str::to_owned)
                .ok_or("too few arguments")
        };
        let mut out = String::new();
        match command.name.as_str() {
            // So many messages of so many bytes, and a room that lets each reader be so many bytes behind.
            "stored" => {
                let (count, size, unseen) = (next()?, next()?, next()?.parse()?);
                let log = format!(
                    "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {count})
                     INSERT INTO message (seq, at, member, name, cid, text)
                     SELECT i, 1, '00000000000000ff', 'x', 'n' || i, hex(zeroblob({size} / 2)) FROM n"
                );
                *self = Missed::over(&log, unseen);
            }
            "sql" => self.sqlite.batch(&next()?),
            // From the log as it is now, with nobody in it.
            "wake" => self.room = Missed::restored(&self.sqlite, self.unseen),
            // Comes back with everything up to this event.
            "resume" => {
                let after: u64 = next()?.parse()?;
                let epoch = self.room.log().epoch().to_owned();
                let opened = Input::Opened {
                    session,
                    fresh: member(who),
                    network: None,
                    account: None,
                    origin: None,
                    site: None,
                };
                self.step(&mut out, opened)?;
                let hello = format!(
                    r#"{{"type":"hello","v":1,"name":"{who}","epoch":"{epoch}","after":{after}}}"#
                );
                self.frame(&mut out, session, hello)?;
            }
            "say" => {
                let say = format!(r#"{{"type":"say","cid":"{}","text":"x"}}"#, next()?);
                self.frame(&mut out, session, say)?;
            }
            // Has read up to this event, and returns the last mark to prove it.
            "seen" => {
                let mark = self.marks.get(&session).copied().unwrap_or_default();
                let seen = format!(r#"{{"type":"seen","seq":{},"n":{mark}}}"#, next()?);
                self.frame(&mut out, session, seen)?;
            }
            "pass" => self.pass(&mut out, Duration::from_millis(next()?.parse()?))?,
            other => return Err(format!("no command {other}").into()),
        }
        args.reject_next()?;
        Ok(out)
    }
}
