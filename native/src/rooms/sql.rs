//! The [`Sql`] port over a SQLite file of its own.
//!
//! The file is made by the first write, and opened by the first need. What is committed is on disk: a WAL,
//! synced with each commit.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::fmt::Write;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};
use std::sync::Once;
use std::time::{Duration, Instant};

use alcove::log::{Param, Row, Sql, SqlError, Value};
use rusqlite::config::DbConfig;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, ErrorCode, OpenFlags, Statement, ffi};

use super::log::OperatorLog;
use crate::metrics::METRICS;

/// Statements that are kept at hand, at some kilobytes each: those of a room in which people talk.
const STATEMENTS: usize = 12;
/// Pages of 4 KiB of the file that are kept in memory.
const PAGES: i64 = 8;
/// The same of a transaction of more than so many statements, as an import is one, until it ends: with less it would
/// read from the disk, again and again, what it has just written.
const PAGES_OF_LONG: i64 = 8_192;
const LONG: usize = 500;
/// Kibibytes, as SQLite wants to be told, of a transaction that is not written before it ends.
const SPILL: i64 = -1_024;
/// Databases of a thread that are open at once, at about a hundred kilobytes each, tables and WAL index and all:
/// those that were used last. To open one again takes most of a millisecond of CPU time.
pub const OPEN: usize = 1_024;
/// Bytes of a WAL with which a file may be left until it is opened again: all of it is read then.
const WAL: u64 = 64 * 1024;
/// How long what was overwritten may be in a WAL: many such writes are one checkpoint.
const FORGOTTEN_AFTER: Duration = Duration::from_secs(3);
/// How long another process, of who makes a backup, may hold up a room.
const PATIENCE: Duration = Duration::from_millis(500);

/// Whether this SQLite has what a room is searched by. A system's own, by which the program may have been built, can
/// lack it.
pub fn has_search() -> bool {
    let made = Connection::open_in_memory().and_then(|connection| {
        connection.execute_batch("CREATE VIRTUAL TABLE any USING fts5 (words, content = '')")
    });
    made.is_ok()
}

/// A database. A clone is the same one.
#[derive(Clone)]
pub struct FileSql(Rc<Inner>);

struct Inner {
    path: PathBuf,
    connection: RefCell<Option<Connection>>,
    /// Whether the connection has read or written since it was last made small.
    is_large: Cell<bool>,
    /// Whether the file was left with a WAL.
    has_wal: Cell<bool>,
    /// Whether the file is known to be one that has a WAL.
    is_set_up: Cell<bool>,
    /// Whether nothing can be written by the connection.
    is_read_only: Cell<bool>,
    /// Since when there is something in the WAL that was overwritten.
    forgets: Cell<Option<Instant>>,
    /// Statements of the transaction that is under way, its beginning among them.
    statements: Cell<usize>,
    /// When it was last used, by a clock that ticks with each use.
    used: Cell<u64>,
    operator: OperatorLog,
}

thread_local! {
    /// The databases that are open on this thread.
    static POOL: RefCell<Pool> = const { RefCell::new(Pool { open: Vec::new(), most: OPEN }) };
    static CLOCK: Cell<u64> = const { Cell::new(0) };
    /// What is read where nothing was ever written.
    static NOTHING: Option<Connection> = Connection::open_in_memory().ok();
}

struct Pool {
    open: Vec<Weak<Inner>>,
    most: usize,
}

impl Pool {
    /// One more is open: where that is too many, the one that was longest not used is left.
    fn add(&mut self, new: &Rc<Inner>) {
        self.open.retain(|one| {
            let one = one.upgrade();
            one.is_some_and(|one| !Rc::ptr_eq(&one, new) && one.is_open())
        });
        if self.open.len() >= self.most {
            let all = self.open.iter().filter_map(Weak::upgrade);
            if let Some(oldest) = all.min_by_key(|one| one.used.get()) {
                let oldest = FileSql(oldest);
                if oldest.is_between() {
                    oldest.leave();
                }
            }
        }
        self.open.push(Rc::downgrade(new));
    }
}

impl Inner {
    fn is_open(&self) -> bool {
        // One that is being used is.
        self.connection
            .try_borrow()
            .is_ok_and(|connection| connection.is_some())
    }
}

impl FileSql {
    pub fn new(path: PathBuf, operator: OperatorLog) -> FileSql {
        set_up();
        FileSql(Rc::new(Inner {
            path,
            connection: RefCell::new(None),
            is_large: Cell::new(false),
            has_wal: Cell::new(false),
            is_set_up: Cell::new(false),
            is_read_only: Cell::new(false),
            forgets: Cell::new(None),
            statements: Cell::new(0),
            used: Cell::new(0),
            operator,
        }))
    }

    /// Lets go of the file, which is then one without a WAL; the next need opens it again.
    pub fn close(&self) {
        if self.0.has_wal.take() && self.0.connection.borrow().is_none() {
            // What fails is told, and tried again when the file is next needed.
            let _ = self.with(false, |connection| {
                connection.execute_batch("PRAGMA user_version")
            });
        }
        self.0.is_read_only.set(false);
        if let Some(connection) = self.0.connection.take()
            && let Err((_, error)) = connection.close()
        {
            self.0.operator.report(&format!("storage: {error}"));
        }
    }

    /// Gives back the pages that a connection has gathered, if it was used since it last did. They are read
    /// again in microseconds.
    pub fn shrink(&self) {
        if !self.0.is_large.take() {
            return;
        }
        if let Some(connection) = &*self.0.connection.borrow() {
            // SAFETY: the handle is that of an open connection, on its own thread.
            unsafe { ffi::sqlite3_db_release_memory(connection.handle()) };
        }
    }

    /// Empties the WAL, if something has been in it for a while that was overwritten. What fails is told; that, and
    /// what another process that reads is in the way of, is tried again after as long, or done when the file is
    /// closed.
    pub fn forget_in_time(&self) {
        let is_due = |since: Instant| since.elapsed() >= FORGOTTEN_AFTER;
        if self.0.forgets.get().is_some_and(is_due) && self.is_between() {
            let is_busy = self.with(false, |connection| {
                connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
                    row.get::<_, bool>(0)
                })
            });
            let is_done = is_busy == Ok(false);
            self.0.forgets.set((!is_done).then(Instant::now));
        }
    }

    /// Has it open; none where nothing is to be read, as there is no file.
    fn open(&self, to_write: bool) -> rusqlite::Result<bool> {
        let mut connection = self.0.connection.borrow_mut();
        if to_write
            && self.0.is_read_only.get()
            && connection.as_ref().is_some_and(Connection::is_autocommit)
        {
            // The disk may take it again.
            *connection = None;
        }
        if connection.is_none() {
            if !to_write && !self.0.path.exists() {
                return Ok(false);
            }
            let opened = self.open_now(to_write)?;
            self.0.is_read_only.set(opened.is_readonly("main")?);
            *connection = Some(opened);
            drop(connection);
            POOL.with_borrow_mut(|pool| pool.add(&self.0));
        }
        CLOCK.set(CLOCK.get() + 1);
        self.0.used.set(CLOCK.get());
        Ok(true)
    }

    fn open_now(&self, to_write: bool) -> rusqlite::Result<Connection> {
        let is_new = to_write && !self.0.path.exists();
        let opened = connect(&self.0.path, to_write)?;
        if is_new {
            // Nothing is in it that a journal on disk would have to bring back: five syncs less.
            opened.pragma_update_and_check(None, "journal_mode", "MEMORY", |_| Ok(()))?;
        }
        if !self.0.is_set_up.get() {
            // Kept in the file.
            opened.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
            self.0.is_set_up.set(true);
        }
        Ok(opened)
    }

    /// Opens it where nothing can be written, not even what goes beside it: to be read as it is, as nobody else
    /// writes it. Not if a WAL has more, or a transaction is under way.
    #[cold]
    fn open_fixed(&self) -> rusqlite::Result<()> {
        let has_more = fs::metadata(self.wal()).is_ok_and(|wal| wal.len() > 0);
        let is_open = self.0.connection.borrow().is_some();
        if has_more || is_open && !self.is_between() {
            return Err(rusqlite::Error::InvalidQuery);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
            | OpenFlags::SQLITE_OPEN_URI
            | OpenFlags::SQLITE_OPEN_NO_MUTEX
            | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
        let connection = Connection::open_with_flags(fixed_uri(&self.0.path), flags)?;
        set_sizes(&connection)?;
        self.0.connection.replace(Some(connection));
        self.0.is_read_only.set(true);
        POOL.with_borrow_mut(|pool| pool.add(&self.0));
        Ok(())
    }

    fn wal(&self) -> PathBuf {
        let mut wal = self.0.path.clone().into_os_string();
        wal.push("-wal");
        wal.into()
    }

    /// Lets go of the file until it is next needed, at no more cost than that.
    fn leave(&self) {
        let Some(connection) = self.0.connection.take() else {
            return;
        };
        self.0.is_read_only.set(false);
        if fs::metadata(self.wal()).is_ok_and(|wal| wal.len() > WAL) {
            // Emptied, and not removed: to make a file anew is dear. What fails is done when it is closed.
            let _ = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        let no_checkpoint = DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE;
        let is_left = connection.set_db_config(no_checkpoint, true).is_ok();
        self.0.has_wal.set(is_left);
        drop(connection);
    }

    fn with<T>(
        &self,
        to_write: bool,
        work: impl Fn(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, SqlError> {
        let began = to_write.then(Instant::now);
        let attempt = || {
            if !self.open(to_write)? {
                return NOTHING.with(|nothing| match nothing {
                    Some(nothing) => work(nothing),
                    None => Err(rusqlite::Error::InvalidQuery),
                });
            }
            self.0.is_large.set(true);
            match &*self.0.connection.borrow() {
                Some(connection) => work(connection),
                None => Err(rusqlite::Error::InvalidQuery),
            }
        };
        let mut done = attempt();
        if let Err(error) = &done
            && !to_write
            && is_of_the_disk(error)
            && self.open_fixed().is_ok()
        {
            done = attempt();
        }
        match done {
            Ok(done) => {
                if let Some(began) = began
                    && self.is_between()
                {
                    METRICS.commits.observe(began.elapsed());
                    self.0.operator.is_well();
                }
                Ok(done)
            }
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Tells the operator; clients only ever hear `storage_failed`.
    #[cold]
    fn failed(&self, error: &rusqlite::Error) -> SqlError {
        // Where a file cannot be opened SQLite says which: a room's name is its key, and in that.
        let path = self.0.path.to_string_lossy();
        let what = error.to_string().replace(&*path, "its file");
        self.0.operator.report(&format!("storage: {what}"));
        // What is wrong with the file now may be mended by the next time that it is opened.
        let is_damaged = matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
        );
        if (is_damaged || is_of_the_disk(error)) && self.is_between() {
            drop(self.0.connection.take());
            self.0.is_set_up.set(false);
        }
        SqlError(what)
    }

    /// Whether no transaction is under way: what was written is committed.
    fn is_between(&self) -> bool {
        let connection = self.0.connection.borrow();
        connection.as_ref().is_some_and(Connection::is_autocommit)
    }

    /// Counts a statement, if a transaction is under way.
    fn count_statement(&self) {
        let count = self.0.statements.get();
        self.0.statements.set(count + usize::from(count > 0));
        if count == LONG {
            self.keep_pages(PAGES_OF_LONG);
        }
    }

    fn keep_pages(&self, pages: i64) {
        if let Some(connection) = &*self.0.connection.borrow() {
            // With others it only takes longer.
            let _ = connection.pragma_update(None, "cache_size", pages);
        }
    }

    fn execute(&self, sql: &str) -> Result<(), SqlError> {
        self.with(true, |connection| connection.execute_batch(sql))
    }

    fn remove_files(&self) -> io::Result<()> {
        // The file itself first: what it leaves behind belongs to nothing, and SQLite takes it for that.
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut path = self.0.path.clone().into_os_string();
            path.push(suffix);
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        sync_folder(self.0.path.parent())
    }
}

impl Sql for FileSql {
    fn query(&self, sql: &'static str, params: &[Param<'_>]) -> Result<Vec<Row>, SqlError> {
        self.count_statement();
        self.with(!is_read(sql), |connection| {
            let mut statement = connection.prepare_cached(sql)?;
            rows(&mut statement, params)
        })
    }

    fn run(&self, script: &'static str) -> Result<(), SqlError> {
        self.execute(script)
    }

    fn forget(&self) {
        if self.0.forgets.get().is_none() {
            self.0.forgets.set(Some(Instant::now()));
        }
    }

    fn size(&self) -> u64 {
        let pragma = |name| {
            let size: Result<i64, SqlError> = self.with(false, |connection| {
                connection
                    .prepare_cached(name)?
                    .query_row([], |row| row.get(0))
            });
            size.unwrap_or(0) as u64
        };
        pragma("PRAGMA page_count") * pragma("PRAGMA page_size")
    }

    fn wipe(&self) -> Result<(), SqlError> {
        self.0.is_set_up.set(false);
        self.0.has_wal.set(false);
        if let Some(connection) = self.0.connection.take() {
            // What goes needs no tidying.
            let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        }
        self.remove_files().map_err(|error| {
            let what = error.to_string();
            self.0.operator.report(&format!("storage: {what}"));
            SqlError(what)
        })
    }

    fn atomically(&self, body: &mut dyn FnMut() -> Result<(), SqlError>) -> Result<(), SqlError> {
        let is_new = !self.open(false).map_err(|error| self.failed(&error))?;
        let is_outermost = is_new || self.is_between();
        self.execute("SAVEPOINT atomic")?;
        if is_outermost {
            self.0.statements.set(1);
        }
        let done = body().and_then(|()| self.execute("RELEASE atomic"));
        if is_outermost && self.0.statements.take() > LONG {
            self.keep_pages(PAGES);
        }
        if done.is_err() {
            if let Some(connection) = &*self.0.connection.borrow() {
                // SQLite has rolled back by itself where that fails.
                let _ = connection.execute_batch("ROLLBACK TO atomic; RELEASE atomic");
            }
            if is_outermost && !self.is_between() {
                // Or else with the connection: nothing may be taken for committed that is only part of this.
                drop(self.0.connection.take());
            }
            if is_new {
                let _ = self.wipe();
            }
        }
        done
    }
}

/// Whether what went wrong may be the disk's: it cannot be written to, for one.
fn is_of_the_disk(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure)
    )
}

/// A file as SQLite is told that it never changes.
fn fixed_uri(path: &Path) -> String {
    let mut uri = "file:".to_owned();
    for byte in path.as_os_str().as_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(*byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(*byte)),
            byte => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// Whether a statement leaves everything as it is.
fn is_read(sql: &str) -> bool {
    let words = || sql.split_ascii_whitespace();
    let writes = |word: &str| matches!(word, "INSERT" | "UPDATE" | "DELETE" | "REPLACE");
    match words().next() {
        Some("SELECT" | "PRAGMA") => true,
        Some("WITH") => !words().any(writes),
        _ => false,
    }
}

fn rows(statement: &mut Statement<'_>, params: &[Param<'_>]) -> rusqlite::Result<Vec<Row>> {
    for (index, param) in params.iter().enumerate() {
        match param {
            Param::Integer(number) => statement.raw_bind_parameter(index + 1, number)?,
            Param::Text(text) => statement.raw_bind_parameter(index + 1, text)?,
        }
    }
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let value = |index| {
            Ok(match row.get_ref(index)? {
                ValueRef::Null => Value::Null,
                ValueRef::Integer(number) => Value::Integer(number),
                ValueRef::Text(text) => match std::str::from_utf8(text) {
                    Ok(text) => Value::Text(text.to_owned()),
                    Err(_) => Value::Other,
                },
                _ => Value::Other,
            })
        };
        all.push((0..columns).map(value).collect::<rusqlite::Result<Row>>()?);
    }
    Ok(all)
}

fn connect(path: &Path, to_write: bool) -> rusqlite::Result<Connection> {
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_PRIVATE_CACHE;
    if to_write {
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
        make_folder(path.parent()).map_err(|error| {
            let code = match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ffi::SQLITE_FULL,
                _ => ffi::SQLITE_CANTOPEN,
            };
            rusqlite::Error::SqliteFailure(ffi::Error::new(code), Some(error.to_string()))
        })?;
    }
    let connection = Connection::open_with_flags(path, flags)?;
    set_sizes(&connection)?;
    connection.busy_timeout(PATIENCE)?;
    // The schema and an import are larger than the cache; by halves, they would be written twice.
    connection.pragma_update(None, "cache_spill", SPILL)?;
    connection.pragma_update(None, "secure_delete", "FAST")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

fn set_sizes(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "cache_size", PAGES)?;
    // Where the root cannot be written to, there is no folder for what is temporary.
    connection.pragma_update(None, "temp_store", "MEMORY")
}

/// Has a folder, and what leads to it, be there after a power failure, too.
pub fn make_folder(folder: Option<&Path>) -> io::Result<()> {
    let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    match fs::DirBuilder::new().mode(0o700).create(folder) {
        Ok(()) => sync_folder(folder.parent()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            make_folder(folder.parent())?;
            make_folder(Some(folder))
        }
        Err(error) => Err(error),
    }
}

/// Has what a folder lists be there after a power failure.
pub fn sync_folder(folder: Option<&Path>) -> io::Result<()> {
    let Some(folder) = folder else {
        return Ok(());
    };
    // That of a relative path with one name.
    let is_here = folder.as_os_str().is_empty();
    match File::open(if is_here { Path::new(".") } else { folder }) {
        Ok(folder) => folder.sync_all(),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// This thread has no more databases open than so many.
pub fn open_at_most(most: usize) {
    POOL.with_borrow_mut(|pool| pool.most = most.min(OPEN));
}

/// Once for all connections, before the first of them: what each takes up is little, as there are many.
pub fn set_up() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let none: *mut std::ffi::c_void = std::ptr::null_mut();
        let zero: c_int = 0;
        // SAFETY: called once, with the arguments that each option is documented to take.
        unsafe {
            // Counting all memory takes a lock with each allocation.
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_MEMSTATUS, zero);
            // No memory for a connection before it needs it, neither for small things nor for pages.
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_LOOKASIDE, zero, zero);
            ffi::sqlite3_config(ffi::SQLITE_CONFIG_PAGECACHE, none, zero, zero);
        }
    });
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::rooms::scratch::Scratch;

    const CREATE: &str = "CREATE TABLE word (word TEXT NOT NULL) STRICT";
    const INSERT: &str = "INSERT INTO word (word) VALUES (?)";
    const COUNT: &str = "SELECT count(*) FROM word";

    /// A database in a folder of its own, and what the operator was told.
    struct World {
        sql: FileSql,
        folder: Scratch,
        log: Arc<Mutex<Vec<String>>>,
    }

    impl World {
        fn new() -> World {
            let folder = Scratch::new();
            let log = Arc::new(Mutex::new(Vec::new()));
            let lines = Arc::clone(&log);
            let operator = OperatorLog::new(
                Arc::new(move |line| lines.lock().unwrap().push(line.to_owned())),
                "room 1".to_owned(),
            );
            let sql = FileSql::new(folder.path().join("ab").join("tea.sqlite"), operator);
            World { sql, folder, log }
        }

        fn written() -> World {
            let world = World::new();
            world.sql.run(CREATE).unwrap();
            world.say("one").unwrap();
            world
        }

        fn say(&self, word: &str) -> Result<Vec<Row>, SqlError> {
            self.sql.query(INSERT, &[Param::Text(word)])
        }

        fn count(&self) -> Result<i64, SqlError> {
            let rows = self.sql.query(COUNT, &[])?;
            match rows[0][0] {
                Value::Integer(count) => Ok(count),
                _ => panic!("no number"),
            }
        }

        fn files(&self) -> Vec<String> {
            let Ok(files) = fs::read_dir(self.folder.path().join("ab")) else {
                return Vec::new();
            };
            let name = |file: io::Result<fs::DirEntry>| file.unwrap().file_name();
            let mut files: Vec<_> = files
                .map(|file| name(file).to_str().unwrap().to_owned())
                .collect();
            files.sort();
            files
        }

        fn log(&self) -> Vec<String> {
            self.log.lock().unwrap().clone()
        }
    }

    #[test]
    fn a_long_transaction_has_more_memory_until_it_ends() {
        let world = World::written();
        let pages = || {
            let rows = world.sql.query("PRAGMA cache_size", &[]).unwrap();
            rows[0][0].clone()
        };
        let say = |count: usize| (0..count).try_for_each(|_| world.say("two").map(drop));
        say(2 * LONG).unwrap();
        assert_eq!(pages(), Value::Integer(PAGES));
        for fails in [false, true] {
            let done = world.sql.atomically(&mut || {
                say(10)?;
                assert_eq!(pages(), Value::Integer(PAGES));
                // One within it is a part of it.
                world.sql.atomically(&mut || say(LONG))?;
                assert_eq!(pages(), Value::Integer(PAGES_OF_LONG));
                match fails {
                    false => Ok(()),
                    true => Err(SqlError("no".to_owned())),
                }
            });
            assert_eq!(done.is_err(), fails);
            assert_eq!(pages(), Value::Integer(PAGES));
        }
        assert_eq!(world.count(), Ok(1 + 3 * LONG as i64 + 10));
    }

    #[test]
    fn reading_what_is_not_there_makes_no_file() {
        let world = World::new();
        let tables = "SELECT 1 FROM sqlite_master WHERE name = 'word'";
        assert_eq!(world.sql.query(tables, &[]), Ok(Vec::new()));
        assert!(world.count().is_err());
        assert_eq!(world.sql.size(), 0);
        world.sql.shrink();
        world.sql.close();
        assert_eq!(world.files(), [""; 0]);
    }

    #[test]
    fn what_is_written_is_there_when_it_is_opened_again() {
        let world = World::written();
        assert_eq!(
            world.files(),
            ["tea.sqlite", "tea.sqlite-shm", "tea.sqlite-wal"]
        );
        world.sql.shrink();
        assert_eq!(world.count(), Ok(1));
        world.sql.close();
        assert_eq!(world.files(), ["tea.sqlite"]);
        assert_eq!(world.count(), Ok(1));
        assert!(world.sql.size() >= 8_192);
        assert_eq!(world.log(), [""; 0]);
    }

    #[test]
    fn what_was_overwritten_is_soon_in_no_file_while_it_is_open() {
        let world = World::written();
        world.say("hunter2").unwrap();
        let overwrite = "UPDATE word SET word = '0000000' WHERE word = 'hunter2'";
        world.sql.query(overwrite, &[]).unwrap();
        let is_there = || {
            let folder = world.folder.path().join("ab");
            ["tea.sqlite", "tea.sqlite-wal"].iter().any(|file| {
                let bytes = fs::read(folder.join(file)).unwrap();
                bytes.windows(7).any(|at| at == b"hunter2")
            })
        };
        // It is not asked to forget, or it is not time yet.
        world.sql.forget_in_time();
        assert!(is_there());
        world.sql.forget();
        world.sql.forget_in_time();
        assert!(is_there());
        let since = Instant::now().checked_sub(FORGOTTEN_AFTER);
        world.sql.0.forgets.set(since);
        world.sql.forget_in_time();
        assert!(!is_there() && world.sql.0.is_open());
        assert_eq!(world.sql.0.forgets.get(), None);
        assert_eq!(world.count(), Ok(2));
        // While another process reads, it stays; and goes once that is done.
        world.say("hunter2").unwrap();
        let reader = Connection::open(&world.sql.0.path).unwrap();
        reader.execute_batch("BEGIN").unwrap();
        reader.query_row(COUNT, [], |_| Ok(())).unwrap();
        world.sql.query(overwrite, &[]).unwrap();
        world.sql.0.forgets.set(since);
        world.sql.forget_in_time();
        assert!(is_there() && world.sql.0.forgets.get() > since);
        drop(reader);
        world.sql.0.forgets.set(since);
        world.sql.forget_in_time();
        assert!(!is_there() && world.sql.0.forgets.get().is_none());
        assert_eq!(world.log(), [""; 0]);
    }

    #[test]
    fn a_commit_is_on_disk_without_a_close() {
        let world = World::written();
        // As a machine without power leaves it.
        let copy = World::new();
        fs::create_dir(copy.folder.path().join("ab")).unwrap();
        for file in ["tea.sqlite", "tea.sqlite-wal"] {
            let place = |of: &World| of.folder.path().join("ab").join(file);
            fs::copy(place(&world), place(&copy)).unwrap();
        }
        assert_eq!(copy.count(), Ok(1));
    }

    #[test]
    fn no_more_are_open_than_were_used_last() {
        const MOST: usize = 6;
        POOL.with_borrow_mut(|pool| pool.most = MOST);
        let all: Vec<World> = (0..MOST + 2).map(|_| World::written()).collect();
        let is_open = |world: &World| world.sql.0.is_open();
        assert_eq!(all.iter().filter(|world| is_open(world)).count(), MOST);
        assert!(!is_open(&all[0]) && !is_open(&all[1]) && is_open(&all[2]));
        // What was left is as it was, and has no WAL once it is closed.
        assert_eq!(all[0].files().len(), 3);
        all[0].sql.close();
        assert_eq!(all[0].files(), ["tea.sqlite"]);
        assert_eq!(all[0].count(), Ok(1));
        all[1].say("two").unwrap();
        assert_eq!(all[1].count(), Ok(2));
        // One with a long WAL is left with none.
        for _ in 0..5 {
            all[1].say(&"x".repeat(20_000)).unwrap();
        }
        let wal = |world: &World| {
            let path = world.folder.path().join("ab").join("tea.sqlite-wal");
            fs::metadata(path).unwrap().len()
        };
        assert!(wal(&all[1]) > WAL);
        all[1].sql.leave();
        assert_eq!(wal(&all[1]), 0);
        assert_eq!(all[1].count(), Ok(7));
        assert!(!is_open(&all[2]) && !is_open(&all[3]) && is_open(&all[4]));
    }

    #[test]
    fn a_file_that_cannot_be_opened_is_told_without_its_name() {
        let world = World::new();
        fs::create_dir_all(&world.sql.0.path).unwrap();
        assert!(world.sql.run(CREATE).is_err());
        let log = world.log();
        assert_eq!(log.len(), 1, "{log:?}");
        assert!(!log[0].contains("tea"), "{log:?}");
    }

    #[test]
    fn rooms_can_be_searched_by_the_sqlite_that_comes_along() {
        assert!(has_search());
    }

    #[test]
    fn a_wipe_leaves_nothing_and_is_no_end() {
        let world = World::written();
        world.sql.wipe().unwrap();
        assert_eq!(world.files(), [""; 0]);
        assert!(world.count().is_err());
        world.sql.run(CREATE).unwrap();
        assert_eq!(world.count(), Ok(0));
    }

    #[test]
    fn all_or_nothing() {
        let world = World::written();
        let refused = Err(SqlError("enough".into()));
        let done = world.sql.atomically(&mut || {
            world.say("two")?;
            refused.clone()
        });
        assert_eq!((done, world.count()), (refused.clone(), Ok(1)));
        world
            .sql
            .atomically(&mut || {
                world.say("two")?;
                // One within another fails by itself.
                let inner = world.sql.atomically(&mut || {
                    world.say("three")?;
                    refused.clone()
                });
                assert_eq!(inner, refused);
                Ok(())
            })
            .unwrap();
        assert_eq!(world.count(), Ok(2));
    }

    #[test]
    fn what_fails_to_begin_leaves_no_file() {
        let world = World::new();
        let done = world.sql.atomically(&mut || {
            world.sql.run(CREATE)?;
            Err(SqlError("no".into()))
        });
        assert!(done.is_err());
        assert_eq!(world.files(), [""; 0]);
    }

    /// As much as there is place for, and as it goes on when there is more.
    #[test]
    fn a_full_disk_is_told_once_and_got_over() {
        let world = World::written();
        let most = |pages: i64| {
            let connection = world.sql.0.connection.borrow();
            let connection = connection.as_ref().unwrap();
            connection
                .pragma_update_and_check(None, "max_page_count", pages, |_| Ok(()))
                .unwrap();
        };
        most(2);
        let long = "x".repeat(10_000);
        for _ in 0..3 {
            assert!(world.say(&long).is_err());
            let done = world.sql.atomically(&mut || world.say(&long).map(drop));
            assert!(done.is_err());
        }
        assert_eq!(world.log().len(), 1, "{:?}", world.log());
        assert!(world.log()[0].contains("full"), "{:?}", world.log());
        assert_eq!(world.count(), Ok(1));
        most(1_000);
        world.say(&long).unwrap();
        assert_eq!(world.count(), Ok(2));
        // It is news when it comes back.
        most(2);
        assert!(world.say(&"y".repeat(50_000)).is_err());
        assert_eq!(world.log().len(), 2);
    }

    #[test]
    fn a_damaged_file_fails_until_it_is_mended() {
        let world = World::written();
        world.sql.close();
        let path = world.folder.path().join("ab").join("tea.sqlite");
        let sound = fs::read(&path).unwrap();
        fs::write(&path, "something else".repeat(1_000)).unwrap();
        assert!(world.count().is_err());
        assert!(world.count().is_err());
        assert_eq!(world.log().len(), 1, "{:?}", world.log());
        fs::write(&path, sound).unwrap();
        assert_eq!(world.count(), Ok(1));
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_fails_until_it_can() {
        let world = World::new();
        let allow = |mode| {
            let permissions = fs::Permissions::from_mode(mode);
            fs::set_permissions(world.folder.path(), permissions).unwrap();
        };
        allow(0o500);
        // Nothing is forbidden to root.
        if fs::create_dir(world.folder.path().join("x")).is_err() {
            assert!(world.sql.run(CREATE).is_err());
        }
        allow(0o700);
        world.sql.run(CREATE).unwrap();
        assert_eq!(world.count(), Ok(0));
    }

    #[test]
    fn what_cannot_be_written_to_can_be_read() {
        for left_open in [false, true] {
            let world = World::written();
            let path = world.sql.0.path.clone();
            if left_open {
                // As it is when the server was killed.
                world.sql.leave();
            } else {
                world.sql.close();
            }
            let set = |mode: u32| {
                let set = |path: &Path, mode| {
                    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
                };
                for file in fs::read_dir(path.parent().unwrap()).unwrap() {
                    set(&file.unwrap().path(), 0o400 | mode);
                }
                set(path.parent().unwrap(), 0o500 | mode);
            };
            set(0);
            if fs::create_dir(path.with_extension("x")).is_ok() {
                eprintln!("not shown: nothing is forbidden to root");
                return;
            }
            assert_eq!(world.count(), Ok(1), "{left_open}");
            assert_eq!(world.log(), [""; 0], "{left_open}");
            for _ in 0..2 {
                assert!(world.say("two").is_err());
                assert_eq!(world.count(), Ok(1));
            }
            assert!(!world.log().is_empty());
            set(0o200);
            world.say("two").unwrap();
            assert_eq!(world.count(), Ok(2));
            world.sql.close();
            assert_eq!(world.files(), ["tea.sqlite"]);
        }
    }

    #[test]
    fn a_file_is_told_as_one_that_never_changes_whatever_it_is_called() {
        let told = fixed_uri(Path::new("/data/a b?#%/~é.sqlite"));
        assert_eq!(told, "file:/data/a%20b%3F%23%25/~%C3%A9.sqlite?immutable=1");
    }

    #[test]
    fn only_what_changes_nothing_is_a_read() {
        assert!(is_read("SELECT 1"));
        assert!(is_read("\n  WITH a AS (SELECT 1) SELECT * FROM a"));
        assert!(!is_read(
            "WITH a AS (SELECT 1) INSERT INTO b SELECT * FROM a"
        ));
        assert!(!is_read("DELETE FROM a"));
    }
}
