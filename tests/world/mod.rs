//! A whole world for a room: its database, its clock, and the far ends of its sockets.
//!
//! What the platform does is modelled here and nowhere else: hibernation drops the room and
//! keeps attachments, a crash drops the sockets too, a wake comes when the room asked for it.
#![allow(dead_code)]

pub mod cost;
pub mod mutated;
mod rows;
mod short;
pub mod story;
pub mod town;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::rc::Rc;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use alcove::auth::{Action, HostKeys};
use alcove::limits::{self, Limits};
use alcove::log::{Found, Param, Row, Sql, SqlError};
use alcove::model::{AccountTag, FileId, MemberId, MemberName, RoomName, Seq, SessionId};
use alcove::room::{
    Act, Effect, Effects, Input, Outcome, PairBudget, Room, SearchQuery, Unbounded, Unheard,
    Unimported, Wake,
};
use alcove::shell::{self, Platform};
use alcove::time::{Duration, Timestamp};
use alcove::wire::{ClientFrame, CloseCode, Kind, LogFrame};
use cost::{Cost, Ledger, Step};
#[allow(unused_imports, reason = "not every test uses each")]
pub use short::{at, ms, seq};

use rusqlite::StatementStatus;
use rusqlite::types::ValueRef;

/// A real SQLite, as the room's log sees it.
#[derive(Clone)]
pub struct Sqlite {
    connection: Rc<rusqlite::Connection>,
    /// Statements run so far.
    pub statements: Rc<Cell<u64>>,
    /// How often each was.
    by_text: Rc<RefCell<BTreeMap<&'static str, u64>>>,
    /// Bytes of the longest text that was ever bound.
    pub longest: Rc<Cell<usize>>,
    /// Rows and steps of them so far.
    spent: Rc<Cell<Cost>>,
    /// Statements that failed.
    failures: Rc<Cell<u64>>,
    /// Tables that are known to be there: asked for before each step, and made once.
    tables: Rc<RefCell<BTreeSet<String>>>,
    /// Statements so far that wrote what only rooms with an owner keep: who has looked sets it back.
    pub owned_writes: Rc<Cell<u64>>,
    /// How deep in transactions it is.
    depth: Rc<Cell<u32>>,
    /// Commits that are left before the machine dies, if it is to.
    commits_left: Rc<Cell<Option<u64>>>,
}

impl Sqlite {
    /// A new database in memory.
    pub fn new() -> Sqlite {
        Sqlite::over(rusqlite::Connection::open_in_memory().expect("SQLite opens"))
    }

    /// The database of a file, which may be new, committing as the platform does: to a
    /// write-ahead log, with an fsync each.
    pub fn on_file(path: &Path) -> Sqlite {
        let connection = rusqlite::Connection::open(path).expect("SQLite opens");
        let durable = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;";
        connection.execute_batch(durable).expect("pragmas");
        Sqlite::over(connection)
    }

    fn over(connection: rusqlite::Connection) -> Sqlite {
        // More than the room and the world have: a statement takes longer to prepare than to run.
        connection.set_prepared_statement_cache_capacity(256);
        Sqlite {
            connection: Rc::new(connection),
            statements: Rc::default(),
            by_text: Rc::default(),
            longest: Rc::default(),
            spent: Rc::default(),
            failures: Rc::default(),
            tables: Rc::default(),
            owned_writes: Rc::default(),
            depth: Rc::default(),
            commits_left: Rc::default(),
        }
    }

    /// Lets the database grow no further: writes fail with `SQLITE_FULL`.
    pub fn fill(&self) {
        self.batch("CREATE TABLE IF NOT EXISTS filler (x)");
        self.set_max_pages(self.pragma("page_count"));
        // Use up what is free within the last pages.
        for size in [1_000, 100, 10, 0] {
            let fill = format!("INSERT INTO filler VALUES (zeroblob({size}))");
            while self.connection.execute(&fill, []).is_ok() {}
        }
    }

    /// There is space again.
    pub fn empty(&self) {
        self.set_max_pages(1_000_000);
        self.batch("DROP TABLE IF EXISTS filler");
    }

    /// From now on the database refuses every event whose text has this in it.
    pub fn refuse(&self, text: &str) {
        for table in ["message", "change"] {
            self.batch(&format!(
                "CREATE TRIGGER IF NOT EXISTS refuse_{table} BEFORE INSERT ON {table}
                 WHEN NEW.text LIKE '%{text}%' BEGIN SELECT RAISE(ABORT, 'refused'); END"
            ));
        }
    }

    /// Now it takes them.
    pub fn refuse_nothing(&self) {
        self.batch("DROP TRIGGER IF EXISTS refuse_message; DROP TRIGGER IF EXISTS refuse_change");
    }

    /// Every row of every table as text, to look for what should not be there.
    pub fn dump(&self) -> String {
        let mut dump = String::new();
        for (table, order) in [
            ("message", "seq"),
            ("change", "seq"),
            ("grace", "member"),
            ("account", "member"),
        ] {
            if !self.has_table(table) {
                continue;
            }
            let sql = format!("SELECT * FROM {table} ORDER BY {order}");
            let mut statement = self.connection.prepare(&sql).expect("table");
            let columns = statement.column_count();
            let mut rows = statement.query([]).expect("rows");
            while let Some(row) = rows.next().expect("row") {
                let values = (0..columns).map(|i| match row.get_ref_unwrap(i) {
                    ValueRef::Null => "-".to_owned(),
                    ValueRef::Integer(n) => n.to_string(),
                    ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
                    other => format!("{other:?}"),
                });
                let values: Vec<String> = values.collect();
                dump.push_str(&format!("{table}: {}\n", values.join(" ")));
            }
        }
        dump
    }

    /// How many statements so far have read from a table.
    pub fn reads_of(&self, table: &str) -> u64 {
        let counts = self.by_text.borrow();
        let reads = counts
            .iter()
            .filter(|(sql, _)| sql.starts_with("SELECT") && sql.contains(table));
        reads.map(|(_, count)| count).sum()
    }

    /// Of all statements so far that are about a table: what they look through row by row.
    pub fn scans_of(&self, table: &str) -> Vec<String> {
        let counts = self.by_text.borrow();
        let mut scans = Vec::new();
        for text in counts.keys().filter(|text| text.contains(table)) {
            let plan = format!("EXPLAIN QUERY PLAN {text}");
            let mut plan = self.connection.prepare(&plan).expect("a statement");
            let mut steps = plan.raw_query();
            while let Some(step) = steps.next().expect("a step") {
                let step: String = step.get(3).expect("a text");
                if step.starts_with(&format!("SCAN {table}")) {
                    scans.push((*text).to_owned());
                }
            }
        }
        scans
    }

    /// A number that the database has.
    pub fn number(&self, sql: &str) -> u64 {
        self.ask(sql, []) as u64
    }

    /// Pairs of a text and a number that the database has.
    pub fn pairs(&self, sql: &str) -> Vec<(String, i64)> {
        let mut statement = self.connection.prepare(sql).expect("a statement");
        let pairs = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)));
        pairs
            .expect("rows")
            .collect::<Result<_, _>>()
            .expect("pairs")
    }

    /// Whether a name is durably reserved for a member.
    pub fn is_reserved_for(&self, member: &str, name: &str) -> bool {
        let id = MemberName::parse(name).expect("a name").id();
        let sql = "SELECT count(*) FROM reserved WHERE name = ? AND member = ?";
        self.ask(sql, (id.to_number() as i64, member)) > 0
    }

    /// The reserved names, as the database has them: whose, until when.
    pub fn reserved(&self) -> String {
        let sql = "SELECT group_concat(member || ' ' || until || char(10), '')
                   FROM (SELECT * FROM reserved ORDER BY member)";
        let rows: Option<String> = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .expect("rows");
        rows.unwrap_or_default()
    }

    /// The same without the time of each event, for rooms that heard the same at other times.
    pub fn dump_without_times(&self) -> String {
        let times =
            "UPDATE message SET at = 0, edited_at = edited_at * 0; UPDATE change SET at = 0;";
        self.batch(&format!("SAVEPOINT dump; {times}"));
        let dump = self.dump();
        self.batch("ROLLBACK TO dump; RELEASE dump");
        dump
    }

    /// The number that answers a question which is asked often.
    fn ask(&self, sql: &str, params: impl rusqlite::Params) -> i64 {
        let mut statement = self.connection.prepare_cached(sql).expect("a question");
        let answer = statement.query_row(params, |row| row.get(0));
        answer.expect("an answer")
    }

    /// Runs statements directly, past the log.
    pub fn batch(&self, sql: &str) {
        self.tables.borrow_mut().clear();
        self.connection.execute_batch(sql).expect("statements run");
    }

    /// A statement has run that may have changed something since there were so many changes.
    fn committed(&self, changes: u64) {
        if self.depth.get() > 0 || self.connection.total_changes() == changes {
            return;
        }
        match self.commits_left.get() {
            Some(1) => {
                self.commits_left.set(None);
                // What follows will never have been.
                self.batch("SAVEPOINT gate");
                self.depth.set(1);
            }
            Some(left) => self.commits_left.set(Some(left - 1)),
            None => {}
        }
    }

    /// What the database is made of, whatever is in it, each statement in one line.
    pub fn schema(&self) -> String {
        let sql = "SELECT group_concat(sql, char(10)) FROM (
                       SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name)";
        let schema: Option<String> = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .expect("schema");
        let schema = schema.unwrap_or_default();
        let lines = schema.split("CREATE ").map(|statement| {
            let words: Vec<&str> = statement.split_whitespace().collect();
            words.join(" ").replace("( ", "(").replace(" )", ")")
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    /// A value of the small table that says what the rest is.
    pub fn meta(&self, key: &str) -> Option<String> {
        let sql = "SELECT value FROM meta WHERE key = ?";
        self.connection.query_row(sql, [key], |row| row.get(0)).ok()
    }

    /// Whether there is such a table: a room that was only looked at has none.
    pub fn has_table(&self, name: &str) -> bool {
        if self.tables.borrow().contains(name) {
            return true;
        }
        let sql = "SELECT count(*) FROM sqlite_master WHERE name = ?";
        let is_there = self.ask(sql, [name]) > 0;
        if is_there {
            self.tables.borrow_mut().insert(name.to_owned());
        }
        is_there
    }

    /// Whether the message that an edit changed was edited again.
    pub fn has_later_edit(&self, seq: u64) -> bool {
        let sql = "SELECT EXISTS (SELECT 1 FROM change AS edit JOIN change AS later USING (target)
                   WHERE edit.seq = ? AND later.kind = 'edited' AND later.seq > edit.seq)";
        self.ask(sql, [seq as i64]) > 0
    }

    /// Rows of a table that a condition holds for; none where there is no such table.
    pub fn count(&self, table: &str, condition: &str) -> u64 {
        if !self.has_table(table) {
            return 0;
        }
        let sql = format!("SELECT count(*) FROM {table} WHERE {condition}");
        self.ask(&sql, []) as u64
    }

    /// Rows and steps so far.
    pub fn spent(&self) -> Cost {
        self.spent.get()
    }

    /// Counts what a statement did. Whatever is written to `change` may be in its index, too.
    fn spend(&self, changes_before: u64, is_change: bool, read: u64, steps: u64) {
        let written = self.connection.total_changes() - changes_before;
        let written = if is_change { 2 * written } else { written };
        let statements = 1;
        let cost = Cost {
            read,
            written,
            steps,
            statements,
            ..Cost::default()
        };
        self.spent.set(self.spent.get() + cost);
    }

    fn head(&self) -> u64 {
        if !self.has_table("message") {
            return 0;
        }
        let sql = "SELECT max(coalesce((SELECT max(seq) FROM message), 0),
                              coalesce((SELECT max(seq) FROM change), 0))";
        self.ask(sql, []) as u64
    }

    fn pragma(&self, name: &str) -> i64 {
        let sql = format!("PRAGMA {name}");
        self.connection
            .query_row(&sql, [], |row| row.get(0))
            .expect("pragma")
    }

    fn set_max_pages(&self, pages: i64) {
        let sql = format!("PRAGMA max_page_count = {pages}");
        let _: i64 = self
            .connection
            .query_row(&sql, [], |row| row.get(0))
            .expect("pragma");
    }
}

impl Sql for Sqlite {
    fn query(&self, sql: &'static str, params: &[Param<'_>]) -> Result<Vec<Row>, SqlError> {
        self.statements.set(self.statements.get() + 1);
        *self.by_text.borrow_mut().entry(sql).or_default() += 1;
        let fail = |error: rusqlite::Error| {
            self.failures.set(self.failures.get() + 1);
            SqlError(error.to_string())
        };
        let changes = self.connection.total_changes();
        if is_of_owned(sql) {
            self.owned_writes.set(self.owned_writes.get() + 1);
        }
        let mut statement = self.connection.prepare_cached(sql).map_err(fail)?;
        statement.reset_status(StatementStatus::VmStep);
        for param in params {
            if let Param::Text(text) = param {
                self.longest.set(self.longest.get().max(text.len()));
            }
        }
        let out = rows::query(&mut statement, params).map_err(fail)?;
        let steps = statement.get_status(StatementStatus::VmStep) as u64;
        let is_change =
            sql.starts_with("INSERT INTO change") || sql.starts_with("DELETE FROM change");
        self.spend(changes, is_change, out.len() as u64, steps);
        drop(statement);
        self.committed(changes);
        Ok(out)
    }

    fn run(&self, script: &'static str) -> Result<(), SqlError> {
        self.tables.borrow_mut().clear();
        let changes = self.connection.total_changes();
        let ran = self.connection.execute_batch(script);
        self.spend(changes, false, 0, 0);
        self.committed(changes);
        ran.map_err(|error| {
            self.failures.set(self.failures.get() + 1);
            SqlError(error.to_string())
        })
    }

    fn size(&self) -> u64 {
        (self.pragma("page_count") * self.pragma("page_size")) as u64
    }

    fn wipe(&self) -> Result<(), SqlError> {
        let sql = "SELECT group_concat('DROP TABLE ' || name, ';') FROM sqlite_master
                   WHERE type = 'table' AND name NOT LIKE 'search_index_%'";
        let script: Option<String> = self
            .connection
            .query_row(sql, [], |row| row.get(0))
            .expect("tables");
        self.batch(&script.unwrap_or_default());
        Ok(())
    }

    fn atomically(&self, body: &mut dyn FnMut() -> Result<(), SqlError>) -> Result<(), SqlError> {
        let changes = self.connection.total_changes();
        self.run("SAVEPOINT atomic")?;
        self.depth.set(self.depth.get() + 1);
        let done = body();
        let ended = self.run(match done {
            Ok(()) => "RELEASE atomic",
            Err(_) => "ROLLBACK TO atomic; RELEASE atomic",
        });
        self.depth.set(self.depth.get() - 1);
        if done.is_ok() {
            self.committed(changes);
        }
        done.and(ended)
    }
}

/// Whether a statement writes to the tables of rooms that have an owner.
fn is_of_owned(sql: &str) -> bool {
    let tables = [
        "INTO member",
        "INTO came",
        "INTO audit",
        "access_key",
        "knock",
        "ban",
    ];
    !sql.starts_with("SELECT") && tables.iter().any(|table| sql.contains(table))
}

/// At which address pages are opened, where there are push services.
pub const SITE: &str = "https://chat.example";

/// Who has written what [`messages`] makes: the first to come after it.
pub const AUTHOR: &str = "0000000000000002";

/// Statements that make a log of so many messages with this text, an SQL expression of `i`.
pub fn messages(count: u64, text: &str) -> String {
    format!(
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {count})
         INSERT INTO message (seq, at, member, name, cid, text)
         SELECT i, 1, '{AUTHOR}', 'Ana', 'c' || i, {text} FROM n;"
    )
}

/// Keeps the usage of a log, as the room does that wrote it.
const COUNTED: &str = "INSERT OR REPLACE INTO meta (key, value)
    SELECT 'usage', '1 ' || coalesce(sum(150 + octet_length(name) + octet_length(text)), 0)
                    || ' 0 ' || coalesce(max(seq), 0) FROM message";

/// The member that a session becomes unless it proves to be someone.
pub fn fresh(session: SessionId) -> MemberId {
    MemberId::from_random(session.number().to_be_bytes())
}

/// What time can pass by: a bare number is so many milliseconds.
pub trait Span {
    fn span(self) -> Duration;
}

impl Span for Duration {
    fn span(self) -> Duration {
        self
    }
}

impl Span for u64 {
    fn span(self) -> Duration {
        ms(self)
    }
}

/// What reaches the far end of one or more sockets.
#[derive(Clone, Debug, PartialEq)]
pub struct Delivery {
    pub to: Vec<SessionId>,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Frame(String),
    Closed(u16),
}

/// How a crash in the middle of a step ends.
#[derive(Clone, Copy, Debug)]
pub enum Crash {
    /// What the step wrote is durable, but nothing was sent.
    Durable,
    /// What the step wrote is lost, and the output gate let nothing out.
    Lost,
    /// Of what the step wrote, so many commits are durable, at least one: where each statement that is in
    /// no transaction is committed by itself, as by the native host.
    Partly(u64),
}

impl Crash {
    /// Any of them.
    pub fn any(rng: &mut fastrand::Rng) -> Crash {
        match rng.u8(..3) {
            0 => Crash::Durable,
            1 => Crash::Lost,
            _ => Crash::Partly(rng.u64(1..=4)),
        }
    }
}

/// The server's end of a socket.
#[derive(Debug, Default)]
struct Socket {
    attachment: Option<String>,
    subscribed: bool,
    pinged: Option<Timestamp>,
    /// Whether it ever sent a hello that was one.
    said_hello: bool,
}

impl Socket {
    fn says(&self, words: &str) -> bool {
        let text = self.attachment.as_deref();
        text.is_some_and(|text| text.contains(words))
    }

    fn is_in_replay(&self) -> bool {
        self.says("\"replay\":")
    }
}

/// A letter that a room has handed over to be brought to another one.
#[derive(Clone, Debug, PartialEq)]
pub struct Posted {
    pub to: String,
    pub id: u64,
    pub body: String,
}

/// The world round one room.
pub struct World {
    pub name: RoomName,
    pub now: Timestamp,
    pub sqlite: Sqlite,
    pub limits: Limits,
    /// What the rooms of its pairs are taken out of: as it wakes, a room is told.
    pub pair_budget: Rc<dyn PairBudget>,
    /// Of the sites that say who their users are.
    pub host_keys: Rc<HostKeys>,
    /// What the room asks to be verified, and whether that has to wait for [`World::judge`].
    judging: Vec<(SessionId, [u8; 65], String)>,
    pub judges_late: bool,
    room: Option<Room<Sqlite>>,
    sockets: BTreeMap<SessionId, Socket>,
    newest: SessionId,
    /// The timer that keeps the room awake.
    timer: Option<Timestamp>,
    /// The alarm, which survives sleep, and whether the object remembers it.
    alarm: Option<Timestamp>,
    remembers_alarm: bool,
    /// What has reached the far ends in this step.
    delivered: Vec<Delivery>,
    stepped_at: Timestamp,
    /// How often the room paused to hear everyone.
    pub pauses: u32,
    /// How the operator's last act ended.
    pub answered: Option<Outcome>,
    /// What whoever runs the server was told.
    pub reported: Vec<String>,
    acts: u8,
    /// Letters that it has sent, and nobody has brought anywhere yet.
    pub posted: Vec<Posted>,
    /// What it has given to push services, which have not answered yet.
    pub pushed: Vec<(u64, String)>,
    /// Files whose bytes it wants to be removed, which they were not yet.
    pub dropping: Vec<FileId>,
    /// What its steps may cost, and have cost.
    pub ledger: Ledger,
}

impl World {
    pub fn new(limits: Limits) -> World {
        World::named("tea", limits)
    }

    pub fn named(name: &str, limits: Limits) -> World {
        World {
            name: RoomName::parse(name).expect("a name"),
            posted: Vec::new(),
            pushed: Vec::new(),
            dropping: Vec::new(),
            now: Timestamp::from_millis(1_000_000),
            sqlite: Sqlite::new(),
            limits,
            pair_budget: Rc::new(Unbounded),
            host_keys: Rc::default(),
            judging: Vec::new(),
            judges_late: false,
            room: None,
            sockets: BTreeMap::new(),
            newest: SessionId::default(),
            timer: None,
            alarm: None,
            remembers_alarm: false,
            delivered: Vec::new(),
            stepped_at: Timestamp::default(),
            pauses: 0,
            answered: None,
            reported: Vec::new(),
            acts: 0,
            ledger: Ledger::default(),
        }
    }

    /// A world whose room has a log that these statements made.
    pub fn with_log(limits: Limits, statements: &str) -> World {
        let mut world = World::new(limits);
        let (session, _) = world.open();
        world.frame(session, r#"{"type":"hello","v":1,"name":"Begins"}"#);
        world.pass(1_000);
        world.sqlite.batch(statements);
        world.sqlite.batch(COUNTED);
        world.crash();
        world
    }

    /// A client opens a socket.
    pub fn open(&mut self) -> (SessionId, Vec<Delivery>) {
        self.open_from(None)
    }

    /// A client of this network opens a socket.
    pub fn open_from(&mut self, network: Option<&str>) -> (SessionId, Vec<Delivery>) {
        self.open_as(network, None, None)
    }

    /// The same, signed in with this account as of this time, and by a page of this origin, if that is not ours.
    pub fn open_as(
        &mut self,
        network: Option<&str>,
        account: Option<(AccountTag, Timestamp)>,
        origin: Option<&str>,
    ) -> (SessionId, Vec<Delivery>) {
        self.newest = self.newest.next();
        let session = self.newest;
        let fresh = fresh(session);
        self.sockets.insert(session, Socket::default());
        let opened = Input::Opened {
            session,
            fresh,
            network: network.map(str::to_owned),
            account,
            origin: origin.map(str::to_owned),
            site: self.limits.push_key.as_ref().map(|_| SITE.to_owned()),
        };
        (session, self.step(opened))
    }

    /// A client's text frame comes in.
    pub fn frame(&mut self, session: SessionId, text: impl Into<String>) -> Vec<Delivery> {
        let text = text.into();
        self.step(Input::Frame { session, text })
    }

    pub fn binary(&mut self, session: SessionId) -> Vec<Delivery> {
        self.step(Input::Binary { session })
    }

    /// A client's bare ping, which does not wake the room.
    pub fn ping(&mut self, session: SessionId) {
        if let Some(socket) = self.sockets.get_mut(&session) {
            socket.pinged = Some(self.now);
        }
    }

    /// A socket goes away.
    pub fn drop_socket(&mut self, session: SessionId) -> Vec<Delivery> {
        // The close wakes the room, which still finds the socket's attachment.
        let mut deliveries = self.wake();
        self.sockets.remove(&session);
        deliveries.extend(self.step(Input::Closed { session }));
        deliveries
    }

    /// The operator does something.
    pub fn operate(&mut self, act: Act) -> Vec<Delivery> {
        let mut deliveries = self.wake();
        self.answered = None;
        self.acts = self.acts.wrapping_add(1);
        let random = [self.acts.wrapping_add(7); 40];
        if act == Act::Delete {
            // What the room sets then is another.
            self.alarm = None;
            self.remembers_alarm = false;
        }
        deliveries.extend(self.step(Input::Operator { act, random }));
        deliveries
    }

    /// A letter of another room comes in. Returns how it was answered.
    pub fn receive(&mut self, body: &str) -> (Option<String>, Vec<Delivery>) {
        self.answered = None;
        let body = body.to_owned();
        let deliveries = self.step(Input::Letter { body });
        let answer = self.answered.map(|outcome| outcome.as_str().to_owned());
        (answer, deliveries)
    }

    /// A letter of this room has ended: by an answer, or by none.
    pub fn delivered(&mut self, id: u64, answer: Option<String>) -> Vec<Delivery> {
        self.step(Input::Delivered { id, answer })
    }

    /// A push service answers, or nobody does: status 0.
    pub fn push_ends(
        &mut self,
        id: u64,
        status: u16,
        retry_after: Option<Duration>,
    ) -> Vec<Delivery> {
        self.step(Input::Pushed {
            id,
            status,
            retry_after,
        })
    }

    /// The bytes of a file are gone, or could not be removed.
    pub fn dropped(&mut self, id: FileId, is_done: bool) -> Vec<Delivery> {
        self.step(Input::FileDropped { id, is_done })
    }

    /// How many sockets get no broadcasts.
    pub fn unsubscribed(&self) -> usize {
        let sockets = self.sockets.values();
        sockets.filter(|socket| !socket.subscribed).count()
    }

    /// The machine dies in the middle of the room's end: nothing is left, not even what was to be done.
    pub fn ends_unheard(&mut self) {
        self.wake();
        self.sqlite.wipe().expect("it may");
        self.crash();
    }

    /// Something is asked about files, by a request.
    pub fn asks_of_files<T>(
        &mut self,
        ask: impl FnOnce(&mut Room<Sqlite>, Timestamp) -> (T, Effects),
    ) -> T {
        self.wake();
        let now = self.now;
        let (answer, effects) = ask(self.room(), now);
        let asks = shell::perform(effects, self);
        assert!(asks.is_none(), "a request about files has nothing to ask");
        self.ledger.refill();
        answer
    }

    /// A file comes into the room, from this member.
    pub fn import(
        &mut self,
        by: MemberId,
        file: &[u8],
    ) -> (Result<Seq, Unimported>, Vec<Delivery>) {
        let mut deliveries = self.wake();
        let now = self.now;
        let (imported, effects) = self.room().import(now, by, file);
        self.check_order(&effects.list);
        let asks = shell::perform(effects, self);
        assert!(asks.is_none(), "an import has nothing to ask");
        self.ledger.refill();
        // Everybody goes, whatever it cost to read the file.
        let members = self.sockets.len() as u64 + self.sqlite.count("grace", "true");
        self.ledger.leave(members);
        deliveries.append(&mut self.delivered);
        (imported, deliveries)
    }

    /// Somebody searches by a request. Returns what was found, and whether the index has all.
    pub fn search(
        &mut self,
        token: Option<&str>,
        search: &SearchQuery,
    ) -> Result<(Found, bool), (u16, &'static str)> {
        self.wake();
        let now = self.now;
        let room = self.room.as_mut().expect("awake");
        let asker = room.asker(now, token, Action::Read);
        let asker = asker.map_err(Unheard::status)?;
        let (found, effects) = room.search(now, &asker, search);
        let is_complete = room.is_searchable();
        self.check_order(&effects.list);
        let asks = shell::perform(effects, self);
        assert!(asks.is_none(), "a search has nothing to ask");
        let found = found.map_err(|_| (503, "storage_failed"))?;
        Ok((found, is_complete))
    }

    /// What the operator sees.
    pub fn state(&mut self) -> String {
        self.wake();
        let room = self.room.as_ref().expect("the room is awake");
        room.state()
    }

    /// The room is not in memory.
    pub fn is_asleep(&self) -> bool {
        self.room.is_none()
    }

    /// Whether something happened that is still to be stored or told.
    pub fn has_unfinished_tick(&self) -> bool {
        let soon = self.now + limits::PRESENCE_INTERVAL.max(limits::WINDOW_MAX);
        self.room.is_some() && self.wake_at().is_some_and(|at| at <= soon)
    }

    pub fn is_open(&self, session: SessionId) -> bool {
        self.sockets.contains_key(&session)
    }

    /// Time passes; the room is woken by its timer, or by its alarm.
    pub fn pass(&mut self, time: impl Span) -> Vec<Delivery> {
        let end = self.now + time.span();
        let mut deliveries = Vec::new();
        let mut wakes = 0;
        while let Some(at) = self.wake_at()
            && at <= end
        {
            self.now = self.now.max(at);
            self.timer = self.timer.filter(|timer| *timer > at);
            self.alarm = self.alarm.filter(|alarm| *alarm > at);
            deliveries.extend(self.step(Input::Wake));
            wakes += 1;
            assert!(
                wakes < 10_000,
                "the room wakes for ever: {at:?} at {:?}",
                self.now
            );
        }
        self.now = end;
        deliveries
    }

    /// When the room will be woken.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.timer.into_iter().chain(self.alarm).min()
    }

    /// The object is dropped from memory; its sockets stay open. Tests may have that happen while a
    /// timer runs, which the platform would wait for: the room is woken all the same.
    pub fn hibernate(&mut self) {
        self.room = None;
        self.remembers_alarm = false;
        for socket in self.sockets.values_mut() {
            socket.subscribed = false;
        }
    }

    /// The object is gone with its sockets, and no callback tells it. Returns whose.
    pub fn crash(&mut self) -> Vec<SessionId> {
        self.room = None;
        self.timer = None;
        self.remembers_alarm = false;
        let lost = self.sockets.keys().copied().collect();
        self.sockets.clear();
        lost
    }

    /// A frame comes in, and the machine dies before anything of the answer leaves it.
    pub fn crash_during(
        &mut self,
        session: SessionId,
        text: String,
        crash: Crash,
    ) -> Vec<SessionId> {
        self.wake();
        match crash {
            Crash::Partly(commits) => self.sqlite.commits_left.set(Some(commits)),
            Crash::Durable | Crash::Lost => self.sqlite.batch("SAVEPOINT gate"),
        }
        let now = self.now;
        if let Some(room) = self.room.as_mut() {
            room.step(now, Input::Frame { session, text });
        }
        match crash {
            Crash::Durable => self.sqlite.batch("RELEASE gate"),
            // It wrote less.
            Crash::Partly(_) if self.sqlite.commits_left.take().is_some() => {}
            Crash::Lost | Crash::Partly(_) => {
                self.sqlite.batch("ROLLBACK TO gate; RELEASE gate");
                self.sqlite.depth.set(0);
            }
        }
        self.crash()
    }

    /// True if the room has done nothing for as long as the platform waits before it lets an
    /// object sleep.
    pub fn is_idle(&self) -> bool {
        self.now >= self.stepped_at + ms(10_000) && self.may_sleep()
    }

    /// True while no timer of the room is running: it may be put to sleep.
    pub fn may_sleep(&self) -> bool {
        self.timer.is_none()
    }

    /// Seq of the newest event in the database itself.
    pub fn durable_head(&self) -> u64 {
        self.sqlite.head()
    }

    /// The room, awake.
    pub fn room(&mut self) -> &mut Room<Sqlite> {
        self.wake();
        self.room.as_mut().expect("awake")
    }

    pub fn attachment(&self, session: SessionId) -> Option<&str> {
        self.sockets.get(&session)?.attachment.as_deref()
    }

    pub fn set_attachment(&mut self, session: SessionId, text: &str) {
        if let Some(socket) = self.sockets.get_mut(&session) {
            socket.attachment = Some(text.to_owned());
        }
    }

    fn step(&mut self, event: Input) -> Vec<Delivery> {
        let mut deliveries = self.wake();
        let now = self.now;
        // As the object does, before it asks the room anything.
        if self.room.as_ref().is_some_and(|room| room.is_over(now)) {
            let asks = self.step_once(Input::Wake);
            assert!(asks.is_none(), "a room that is over has nothing to ask");
            self.alarm = None;
        }
        let mut next = Some(event);
        while let Some(event) = next {
            next = self.step_once(event);
            if next.is_none() && !self.judges_late {
                next = self.judgement();
            }
        }
        deliveries.append(&mut self.delivered);
        deliveries
    }

    /// The platform judges what the room has asked it.
    pub fn judge(&mut self) -> Vec<Delivery> {
        let judged = self.judgement();
        judged.map_or(Vec::new(), |judged| self.step(judged))
    }

    fn judgement(&mut self) -> Option<Input> {
        use p256::ecdsa::signature::Verifier;
        let (session, key, jwt) = self.judging.pop()?;
        let (signed, signature) = jwt.rsplit_once('.').expect("a signature");
        let signature = BASE64_URL_SAFE_NO_PAD.decode(signature).expect("base64");
        let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(&key);
        let signature = p256::ecdsa::Signature::from_slice(&signature);
        let is_valid = match (key, signature) {
            (Ok(key), Ok(signature)) => key.verify(signed.as_bytes(), &signature).is_ok(),
            _ => false,
        };
        Some(Input::Verified {
            session,
            jwt,
            is_valid,
        })
    }

    /// One step, held to its cost and its order. Returns the answer to what the room asks.
    fn step_once(&mut self, event: Input) -> Option<Input> {
        let now = self.now;
        self.stepped_at = now;
        let price = self.price(&event);
        if let Input::Closed { .. } | Input::Binary { .. } = event {
            self.ledger.leave(1);
        }
        if let Input::Operator { .. } = event {
            let (grace, names) = (
                self.sqlite.count("grace", "true"),
                self.sqlite.count("reserved", "true"),
            );
            self.ledger.leave(grace + self.sockets.len() as u64);
            self.ledger.forget_names(names);
        }
        if let Input::Frame { session, .. } = &event
            && price.1.direct >= cost::hosting(0, 0, &self.limits).direct
        {
            self.treat_all(*session);
        }
        self.treat_pairs(&event);
        self.note_hello(&event);
        let room = self.room.as_mut()?;
        let (spent, failures) = (self.sqlite.spent(), self.sqlite.failures.get());
        let first = room.log().first();
        let effects = room.step(now, event);
        // A log that was deleted begins anew.
        let trimmed = room.log().first() - first;
        let has_failed = self.sqlite.failures.get() > failures;
        self.settle(price, spent, trimmed, has_failed, &effects);
        self.check_order(&effects.list);
        shell::perform(effects, self)
    }

    /// What a frame about a pair, or a letter, brings to others than who sends it.
    fn treat_pairs(&mut self, event: &Input) {
        let by = match event {
            Input::Frame { session, text } => {
                let frame = ClientFrame::decode(text, self.limits.text);
                matches!(frame, Ok(ClientFrame::Direct(_))).then_some(*session)
            }
            Input::Letter { .. } | Input::Delivered { .. } => Some(SessionId::default()),
            _ if self.sqlite.count("letter", "true") > 0 => Some(SessionId::default()),
            _ => None,
        };
        for id in self
            .sockets
            .keys()
            .filter(|id| by.is_some_and(|by| **id != by))
        {
            // Several of its frames may wait for one letter.
            self.ledger.treat(*id, 8 * cost::DIRECT);
        }
    }

    /// What looking after the room brings to others than who does it.
    fn treat_all(&mut self, by: SessionId) {
        let keys = self.sqlite.count("access_key", "true");
        for (id, socket) in self.sockets.iter().filter(|(id, _)| **id != by) {
            let waits = socket.says("\"state\":\"waiting\"");
            let bytes = cost::hosted(waits, keys, &self.limits);
            self.ledger.treat(*id, bytes);
        }
    }

    /// What an event brings: to be asked before it happens.
    fn price(&self, event: &Input) -> (Option<SessionId>, Cost) {
        let (session, mut price) = self.plain_price(event);
        if self.sqlite.count("meta", "key = 'ends'") > 0 {
            price += self.act_price();
        }
        let letters = self.sqlite.count("letter", "true");
        if letters > 0 {
            price += cost::sending(letters, self.sockets.len() as u64);
        }
        if self.sqlite.count("meta", "key = 'push'") > 0 {
            let messages = self.sqlite.count("message", "true");
            price += cost::pushing(self.sqlite.count("push", "true"), messages);
        }
        if self.sqlite.count("meta", "key = 'search'") > 0 {
            price += cost::searched();
        }
        if self.sqlite.count("meta", "key = 'files'") + self.sqlite.count("doomed", "true") > 0 {
            price += cost::filing();
        }
        let keeps = "key = 'settings' AND value LIKE '%\"keep\"%'";
        match self.sqlite.count("meta", keeps) {
            0 => (session, price),
            _ => (session, price + cost::letting_go()),
        }
    }

    fn plain_price(&self, event: &Input) -> (Option<SessionId>, Cost) {
        match event {
            Input::Opened { session, .. } => (Some(*session), cost::opened()),
            Input::Frame { session, text } => (Some(*session), self.frame_price(*session, text)),
            Input::Closed { session } | Input::Binary { session } => (Some(*session), cost::gone()),
            Input::Verified { session, .. } => (Some(*session), self.hello_price(*session, "")),
            Input::Pings(_) | Input::Wake => (None, Cost::default()),
            Input::Operator { .. } => (None, self.act_price()),
            Input::Letter { .. } | Input::Delivered { .. } => {
                let sockets = self.sockets.len() as u64;
                let letter = cost::letter(sockets);
                match self.sqlite.count("meta", "key = 'accounts'") {
                    0 => (None, letter),
                    _ => (None, letter + cost::letter_of_account(sockets)),
                }
            }
            Input::Pushed { .. } | Input::FileDropped { .. } => (None, Cost::default()),
        }
    }

    fn hello_price(&self, session: SessionId, text: &str) -> Cost {
        let is_owned = || self.sqlite.count("meta", "key = 'settings'") > 0;
        let sockets = self.sockets.len() as u64;

        let hello = cost::hello(&self.limits, self.sqlite.count("meta", "key = 'epoch'") > 0);
        let hello = match self.is_about_account(session) {
            true => hello + cost::hello_of_account(sockets),
            false => hello,
        };
        let hello = match self.sqlite.count("meta", "key = 'pairs'") {
            0 => hello,
            _ => hello + cost::hello_of_pairs() + cost::named_in_pairs(),
        };
        match text.contains("\"create\"") || is_owned() {
            true => hello + cost::hello_of_owned(sockets),
            false => hello,
        }
    }

    /// Whether a session is signed in, or the room knows any account at all: in any other, accounts cost
    /// nothing.
    fn is_about_account(&self, session: SessionId) -> bool {
        let socket = self.sockets.get(&session);
        socket.is_some_and(|socket| socket.says("\"account\":"))
            || self.sqlite.count("meta", "key = 'accounts'") > 0
    }

    fn act_price(&self) -> Cost {
        let count = |table| self.sqlite.count(table, "true");
        let events = count("message") + count("change");
        let sockets = self.sockets.len() as u64;
        cost::operated(sockets, count("grace"), events, count("reserved"))
    }

    fn note_hello(&mut self, event: &Input) {
        if let Input::Frame { text, .. } = event
            && text.contains("\"watch\":true")
        {
            self.ledger.begin_watch();
        }
        if let Input::Frame { session, text } = event
            && let Some(socket) = self.sockets.get_mut(session)
            && !socket.said_hello
        {
            let frame = ClientFrame::decode(text, self.limits.text);
            socket.said_hello = matches!(frame, Ok(ClientFrame::Hello(_)));
        }
    }

    fn frame_price(&self, session: SessionId, text: &str) -> Cost {
        let socket = self.sockets.get(&session);
        let says = |words| socket.is_some_and(|socket| socket.says(words));
        let is_joined = says("\"state\":\"joined\"");
        let is_hello = matches!(
            ClientFrame::decode(text, self.limits.text),
            Ok(ClientFrame::Hello(_))
        );
        let is_owned = || self.sqlite.count("meta", "key = 'settings'") > 0;
        let sockets = self.sockets.len() as u64;
        if is_hello && !is_joined {
            return self.hello_price(session, text);
        }
        let says_waiting = says("\"state\":\"waiting\"");
        // One whose welcome is still to come is a member already.
        if !is_joined && !socket.is_some_and(|socket| socket.said_hello) {
            return cost::nonsense();
        }
        // To talk costs what it costs anywhere.
        let talks = matches!(
            ClientFrame::decode(text, self.limits.text),
            Ok(ClientFrame::Log(LogFrame {
                kind: Kind::Say | Kind::Edit | Kind::React,
                ..
            }))
        );
        let names = self.sqlite.count("reserved", "true");
        let mut frame = cost::frame(text, sockets, names, &self.limits);
        let direct = ClientFrame::decode(text, self.limits.text);
        if matches!(direct, Ok(ClientFrame::Direct(_))) {
            frame += cost::pairs_of(self.sqlite.count("pair", "true"));
        }
        if text.contains("\"rename\"") && self.sqlite.count("meta", "key = 'pairs'") > 0 {
            frame += cost::named_in_pairs();
        }
        let batch = limits::AUDIT_BATCH;
        let is_last = format!("id = (SELECT max(id) FROM audit) AND (id + 1) % {batch} = 0");
        if is_owned() && self.sqlite.count("audit", &is_last) > 0 {
            frame += cost::full(self.sqlite.count("audit", "true"));
        }
        if text.contains("\"report\"") {
            frame += cost::full(self.sqlite.count("report", "true"));
        }
        match (says_waiting || !talks) && is_owned() {
            true => {
                let keys = self.sqlite.count("access_key", "true");
                frame + cost::hosting(sockets, keys, &self.limits)
            }
            false => frame,
        }
    }

    /// Holds a step to what was brought for it.
    fn settle(
        &mut self,
        (session, price): (Option<SessionId>, Cost),
        spent: Cost,
        trimmed: u64,
        has_failed: bool,
        effects: &Effects,
    ) {
        self.ledger.bring(session, price);
        let watch = self.sockets.iter();
        let watch = watch.filter(|(_, socket)| socket.says("\"state\":\"watching\""));
        let watches: Vec<SessionId> = watch.map(|(id, _)| *id).collect();
        self.ledger.watch(&watches);
        let mut cost = self.sqlite.spent() - spent;
        cost.effects = effects.list.len() as u64;
        let joined = self.sockets.iter();
        let replaying: BTreeSet<SessionId> = joined
            .filter(|(_, socket)| socket.is_in_replay())
            .map(|(id, _)| *id)
            .collect();
        let step = Step {
            cost,
            effects: &effects.list,
            replaying,
            sockets: self.sockets.len() as u64,
            trimmed,
            has_failed,
            limits: &self.limits,
        };
        if let Err(what) = self.ledger.settle(step) {
            panic!("a step at {:?} costs too much: {what}", self.now);
        }
        let soon = limits::PRESENCE_INTERVAL.max(limits::WINDOW_MAX);
        let is_soon = match effects.wake {
            Wake::Never => false,
            Wake::Timer(at) | Wake::Alarm(at) => at <= self.now + soon,
        };
        if !is_soon {
            self.ledger.rest(match self.sqlite.failures.get() {
                0 => self.sqlite.count("grace", "true"),
                _ => u64::MAX,
            });
        }
    }

    /// Restores the room, if it is asleep.
    fn wake(&mut self) -> Vec<Delivery> {
        if self.room.is_some() {
            return Vec::new();
        }
        let name = self.name.clone();
        let spent = self.sqlite.spent();
        let failures = self.sqlite.failures.get();
        let (sqlite, limits) = (self.sqlite.clone(), self.limits.clone());
        let woken = shell::wake(sqlite, Some(&name), limits, self);
        let (room, effects) = woken.expect("the log opens");
        let has_log = room.log().head() > seq(0);
        self.room = Some(room);
        let grace = self.sqlite.count("grace", "true");
        self.ledger
            .wake(has_log, self.sqlite.count("reserved", "true"));
        self.ledger.leave(grace);
        let sockets = self.sockets.len() as u64;
        let woken = match self.sqlite.count("meta", "key = 'settings'") {
            0 => cost::woken(sockets, grace),
            _ => {
                let knocks = self.sqlite.count("knock", "true");
                cost::woken(sockets, grace) + cost::woken_owned(sockets + grace, knocks)
            }
        };
        let woken = woken + cost::woken_with_letters(self.sqlite.count("letter", "true"));
        let woken = woken + cost::woken_with_pushes(self.sqlite.count("push", "true"));
        let has_failed = self.sqlite.failures.get() > failures;
        self.settle((None, woken), spent, 0, has_failed, &effects);
        self.check_order(&effects.list);
        let asks = shell::perform(effects, self);
        assert!(asks.is_none(), "a room that wakes has nothing to ask");
        std::mem::take(&mut self.delivered)
    }

    fn deliver(&mut self, to: Vec<SessionId>, what: What) {
        self.delivered.push(Delivery { to, what });
    }
}

/// What the platform does, and nothing of when: that is the room's to say.
impl Platform for World {
    type Socket = SessionId;

    fn now(&self) -> Timestamp {
        self.now
    }

    fn random(&mut self) -> [u8; 40] {
        [7; 40]
    }

    fn pair_budget(&self) -> Rc<dyn PairBudget> {
        Rc::clone(&self.pair_budget)
    }

    fn sockets(&mut self) -> Vec<(SessionId, String)> {
        let sockets = self.sockets.iter();
        sockets
            .filter_map(|(id, socket)| Some((*id, socket.attachment.clone()?)))
            .collect()
    }

    fn know(&mut self, id: SessionId, socket: SessionId) -> bool {
        assert_eq!(id, socket, "a session has the socket that it had");
        true
    }

    fn drop_unknown(&mut self, socket: SessionId) {
        self.close(socket, CloseCode::ServerFault);
    }

    fn attach(&mut self, id: SessionId, text: &str) {
        assert!(text.len() <= 16_384, "the platform takes no more");
        if let Some(socket) = self.sockets.get_mut(&id) {
            socket.attachment = Some(text.to_owned());
        }
    }

    fn broadcast(&mut self, frame: &str, _events: usize) {
        let subscribed = self.sockets.iter().filter(|(_, s)| s.subscribed);
        let to = subscribed.map(|(id, _)| *id).collect();
        self.deliver(to, What::Frame(frame.to_owned()));
    }

    fn send(&mut self, id: SessionId, frame: &str, _events: usize) {
        if self.sockets.contains_key(&id) {
            self.deliver(vec![id], What::Frame(frame.to_owned()));
        }
    }

    fn subscribe(&mut self, id: SessionId) {
        if let Some(socket) = self.sockets.get_mut(&id) {
            socket.subscribed = true;
        }
    }

    fn close(&mut self, id: SessionId, code: CloseCode) {
        if self.sockets.remove(&id).is_some() {
            self.deliver(vec![id], What::Closed(code.code()));
        }
    }

    fn pause(&mut self) {
        self.pauses += 1;
    }

    fn pings(&mut self) -> Vec<(SessionId, Option<Timestamp>)> {
        let sockets = self.sockets.iter();
        sockets.map(|(id, socket)| (*id, socket.pinged)).collect()
    }

    fn answer(&mut self, outcome: Outcome) {
        self.answered = Some(outcome);
    }

    fn letter(&mut self, to: &RoomName, id: u64, body: &str) {
        self.posted.push(Posted {
            to: to.as_str().to_owned(),
            id,
            body: body.to_owned(),
        });
    }

    fn host_keys(&self) -> Rc<HostKeys> {
        Rc::clone(&self.host_keys)
    }

    fn verify(&mut self, session: SessionId, key: &[u8; 65], jwt: String) {
        self.judging.push((session, *key, jwt));
    }

    fn push(&mut self, id: u64, what: &str) {
        self.pushed.push((id, what.to_owned()));
    }

    fn drop_file(&mut self, id: FileId, _: Option<String>) {
        self.dropping.push(id);
    }

    fn report(&mut self, what: String) {
        self.reported.push(what);
    }

    fn timer(&mut self, at: Option<Timestamp>) {
        self.timer = at;
    }

    fn alarm(&mut self, at: Timestamp) {
        // Setting one costs two commits: an earlier one stays as long as it is remembered.
        let stays = self.remembers_alarm && self.alarm.is_some_and(|set| set <= at);
        if !stays {
            self.alarm = Some(at);
        }
        self.remembers_alarm = true;
    }
}

/// The laws that every step keeps.
impl World {
    /// Within a step the order is: append, one broadcast, direct sends, closes. Who joins the broadcasts
    /// does so behind the one of this step, and who is closed gets nothing more.
    ///
    /// The one exception: a session in replay gets no broadcasts, so the presence of the tick goes to
    /// it by a send of its own, before the broadcast that it stands in for.
    fn check_order(&self, effects: &[Effect]) {
        let in_replay = |id| self.sockets.get(id).is_some_and(Socket::is_in_replay);
        let mut stage = "append";
        let mut closed = BTreeSet::new();
        for effect in effects {
            match effect {
                Effect::Broadcast(frame, events) => {
                    assert_eq!(stage, "append", "a broadcast comes first, and once");
                    self.check_durable(frame);
                    check_count(frame, *events);
                    stage = "broadcast";
                }
                Effect::Send(id, frame, events) => {
                    self.check_durable(frame);
                    check_count(frame, *events);
                    assert!(!closed.contains(id), "{id:?} is closed, and sent {frame}");
                    if !(stage == "append" && in_replay(id)) {
                        assert_ne!(stage, "closes", "closes come last: {frame}");
                        stage = "sends";
                    }
                }
                Effect::Subscribe(id) => {
                    assert_ne!(stage, "closes", "closes come last: {id:?} joins");
                    stage = "sends";
                }
                Effect::Close(id, _) => {
                    assert!(closed.insert(*id), "{id:?} is closed twice");
                    stage = "closes";
                }
                Effect::Attach(..)
                | Effect::Pause
                | Effect::AskPings
                | Effect::Answer(_)
                | Effect::Report(_)
                | Effect::Verify { .. }
                | Effect::Letter { .. }
                | Effect::Push { .. }
                | Effect::DropFile { .. }
                | Effect::WakeBy(_) => {}
            }
        }
    }

    /// The newest event that a frame tells of is in the database.
    fn check_durable(&self, frame: &str) {
        // A report out of the room of a pair has seqs of that room.
        if frame.starts_with(r#"[{"type":"desk""#) && frame.contains(r#""pair":true"#) {
            return;
        }
        // Within a text the quotes are escaped.
        let Some((_, newest)) = frame.rsplit_once("\"seq\":") else {
            return;
        };
        let digits = newest.find(|c: char| !c.is_ascii_digit());
        let newest: u64 = newest[..digits.unwrap_or(newest.len())]
            .parse()
            .expect("a seq");
        assert!(
            newest <= self.sqlite.head(),
            "sent before it is stored: {frame}"
        );
    }
}

/// A frame has as many events as is said.
fn check_count(frame: &str, events: usize) {
    let (mut depth, mut found) = (0_u32, 0);
    let (mut is_text, mut is_escaped) = (false, false);
    for byte in frame.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => is_text = !is_text,
            _ if is_text => {}
            b'[' | b'{' => {
                depth += 1;
                found += usize::from(depth == 2);
            }
            b']' | b'}' => depth -= 1,
            _ => {}
        }
    }
    assert_eq!(found, events, "{frame}");
}
