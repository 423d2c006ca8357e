//! The database of one object: a copy of it, read, rid of what is workerd's, and put in its place.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use alcove::account::Space;
use alcove::auth::TokenKey;
use alcove::model::{FileId, RoomName};
use alcove::time::Timestamp;
use ring::digest::{Context, SHA256};
use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, Params};

use super::Fault;
use crate::rooms::ids::hex;

/// What a database may have beside it.
const WAL: &str = "-wal";
const JOURNAL: &str = "-journal";
const SHM: &str = "-shm";

/// A copy that is ours.
pub struct Draft {
    path: PathBuf,
    connection: Connection,
}

/// What is in a database.
pub enum Found {
    /// Nothing was ever kept in it: workerd makes a file for each object that is asked anything.
    Nothing,
    Room(RoomName),
    /// An account, one that was deleted, or whose account somebody has whom a provider knows.
    Account {
        is_here: bool,
    },
}

impl Draft {
    /// Copies a file with all that was committed to it.
    pub fn copy(from: &Path, to: PathBuf) -> Result<Draft, Fault> {
        let before = state(from)?;
        for suffix in ["", WAL, JOURNAL] {
            copy_file(
                &beside(from, suffix),
                &beside(&to, suffix),
                suffix.is_empty(),
            )?;
        }
        if state(from)? != before {
            return Err(Fault::Stop("it is being written to".to_owned()));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&to, flags).map_err(fault)?;
        let draft = Draft {
            path: to,
            connection,
        };
        // What is taken out of it leaves nothing behind.
        draft.pragma("secure_delete", "ON")?;
        // What is made ready is on disk before it is put in its place; until then it need not be.
        draft.pragma("synchronous", "OFF")?;
        let check = draft.one("PRAGMA quick_check(1)", [])?.unwrap_or_default();
        match check.as_str() {
            "ok" => Ok(draft),
            what => {
                // Of which database it speaks is its first line.
                let what = what.lines().last().unwrap_or_default();
                Err(Fault::Unread(format!("it is damaged ({what})")))
            }
        }
    }

    pub fn find(&self, space: Space) -> Result<Found, Fault> {
        match space {
            Space::Rooms => self.find_room(),
            Space::Accounts => self.find_account(),
        }
    }

    fn find_room(&self) -> Result<Found, Fault> {
        if !self.has_table("meta")? {
            return Ok(Found::Nothing);
        }
        let value = |key: &str| self.one("SELECT value FROM meta WHERE key = ?", [key]);
        if value("epoch")?.is_none() {
            return Ok(Found::Nothing);
        }
        let key = value("token_key")?.and_then(|key| TokenKey::parse(&key));
        let room = value("room")?.and_then(|room| RoomName::parse(&room).ok());
        match (key, room) {
            (Some(_), Some(room)) => Ok(Found::Room(room)),
            _ => Err(Fault::Unread(
                "it does not say which room it is of".to_owned(),
            )),
        }
    }

    fn find_account(&self) -> Result<Found, Fault> {
        if !self.has_table("fact")? {
            return Ok(Found::Nothing);
        }
        let has = |key: &str| {
            let fact = self.one("SELECT key FROM fact WHERE key = ?", [key])?;
            Ok(fact.is_some())
        };
        let is_gone = has("gone")?;
        let is_here = has("created")? && !is_gone;
        Ok(match is_here || is_gone || has("account")? {
            true => Found::Account { is_here },
            false => Found::Nothing,
        })
    }

    /// When the object's alarm is to ring, as it knows itself.
    pub fn alarm(&self) -> Result<Option<Timestamp>, Fault> {
        if !self.has_table("_cf_METADATA")? {
            return Ok(None);
        }
        let sql = "SELECT value FROM _cf_METADATA WHERE key = 1 AND typeof(value) = 'integer'";
        let mut statement = self.connection.prepare(sql).map_err(fault)?;
        let nanos = statement.query_row([], |row| row.get(0)).optional();
        Ok(nanos.map_err(fault)?.map(timestamp))
    }

    /// When the alarms of all objects of a class are to ring, of the database that has them.
    pub fn alarms(&self) -> Result<HashMap<String, Timestamp>, Fault> {
        if !self.has_table("_cf_ALARM")? {
            return Ok(HashMap::new());
        }
        let sql = "SELECT actor_id, scheduled_time FROM _cf_ALARM
             WHERE typeof(actor_id) = 'text' AND typeof(scheduled_time) = 'integer'";
        let mut statement = self.connection.prepare(sql).map_err(fault)?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, timestamp(row.get(1)?))));
        let alarms = rows.and_then(Iterator::collect);
        alarms.map_err(fault)
    }

    /// Whether something waits in it to be done by itself: who was away leaves, letters are sent.
    pub fn has_pending(&self, space: Space) -> Result<bool, Fault> {
        let tables: &[(&str, &str)] = match space {
            Space::Rooms => &[
                ("grace", "SELECT 1 FROM grace LIMIT 1"),
                ("knock", "SELECT 1 FROM knock LIMIT 1"),
                ("letter", "SELECT 1 FROM letter LIMIT 1"),
                ("push", "SELECT 1 FROM push LIMIT 1"),
                ("file", "SELECT 1 FROM file WHERE seq IS NULL LIMIT 1"),
                ("doomed", "SELECT 1 FROM doomed LIMIT 1"),
            ],
            Space::Accounts => &[("letter", "SELECT 1 FROM letter LIMIT 1")],
        };
        for (table, sql) in tables {
            if self.has_table(table)? {
                let mut statement = self.connection.prepare(sql).map_err(fault)?;
                if statement.exists([]).map_err(fault)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The files of a room: of each what it is known by, and what its bytes sum up to once all of them had come.
    pub fn files(&self) -> Result<Vec<(FileId, Option<String>)>, Fault> {
        if !self.has_table("file")? {
            return Ok(Vec::new());
        }
        let sql = "SELECT id, sha256 FROM file WHERE next > 0 ORDER BY id";
        let mut statement = self.connection.prepare(sql).map_err(fault)?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
        let rows: rusqlite::Result<Vec<_>> = rows.and_then(Iterator::collect);
        let rows = rows.map_err(fault)?.into_iter();
        // What is no id is of no file of ours.
        let files = rows.filter_map(|(id, sha256)| Some((FileId::parse(&id)?, sha256)));
        Ok(files.collect())
    }

    /// Writes the bytes of a file, part by part. Returns what they sum up to.
    pub fn write_bytes(&self, to: &Path) -> Result<String, Fault> {
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true).mode(0o600);
        let mut file = options.open(to).map_err(Fault::stop)?;
        let (mut sum, mut next) = (Context::new(&SHA256), 0);
        if self.has_table("part")? {
            let sql = "SELECT at, length, bytes FROM part ORDER BY at";
            let mut statement = self.connection.prepare(sql).map_err(fault)?;
            let mut rows = statement.query([]).map_err(fault)?;
            while let Some(row) = rows.next().map_err(fault)? {
                let at: i64 = row.get(0).map_err(fault)?;
                let length: i64 = row.get(1).map_err(fault)?;
                let bytes = row.get_ref(2).map_err(fault)?.as_blob_or_null();
                let Some(bytes) = bytes.map_err(|error| fault(error.into()))? else {
                    return Err(Fault::Unread("its bytes are in a bucket".to_owned()));
                };
                if at != next || length != bytes.len() as i64 {
                    return Err(Fault::Unread("some of its bytes are missing".to_owned()));
                }
                file.write_all(bytes).map_err(Fault::stop)?;
                sum.update(bytes);
                next += length;
            }
        }
        file.sync_all().map_err(Fault::stop)?;
        Ok(hex(sum.finish().as_ref()))
    }

    /// Takes out what is workerd's, and puts it in its place, as a whole. `before` is what has to be kept by then.
    pub fn finish(
        self,
        place: &Path,
        before: impl FnOnce() -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.drop_tables_of_workerd().map_err(fault)?;
        let path = self.path;
        self.connection.close().map_err(|(_, error)| fault(error))?;
        if beside(&path, WAL).exists() {
            return Err(Fault::Stop("its log could not be written back".to_owned()));
        }
        let moved = || {
            File::open(&path)?.sync_all()?;
            let folder = place.parent().unwrap_or(Path::new("."));
            crate::rooms::make_folder(Some(folder))?;
            // What a file that is gone has left behind would be taken for this one's.
            for suffix in [WAL, SHM, JOURNAL] {
                remove_file(&beside(place, suffix))?;
            }
            Ok(folder)
        };
        let folder = moved().map_err(|error: io::Error| Fault::stop(error))?;
        before()?;
        fs::rename(&path, place).map_err(Fault::stop)?;
        let folder = File::open(folder).map_err(Fault::stop)?;
        folder.sync_all().map_err(Fault::stop)
    }

    pub fn remove(self) -> Result<(), Fault> {
        drop(self.connection);
        for suffix in ["", WAL, SHM, JOURNAL] {
            remove_file(&beside(&self.path, suffix)).map_err(Fault::stop)?;
        }
        Ok(())
    }

    fn drop_tables_of_workerd(&self) -> rusqlite::Result<()> {
        let sql = r"SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '\_cf\_%' ESCAPE '\'";
        let mut statement = self.connection.prepare(sql)?;
        let names: Vec<String> = statement
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let transaction = self.connection.unchecked_transaction()?;
        for name in names {
            let name = name.replace('"', "\"\"");
            transaction.execute_batch(&format!("DROP TABLE \"{name}\""))?;
        }
        transaction.commit()
    }

    fn has_table(&self, name: &str) -> Result<bool, Fault> {
        let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name = ?";
        Ok(self.one(sql, [name])?.is_some())
    }

    fn one(&self, sql: &str, params: impl Params) -> Result<Option<String>, Fault> {
        let mut statement = self.connection.prepare_cached(sql).map_err(fault)?;
        let one = statement.query_row(params, |row| row.get(0)).optional();
        one.map_err(fault)
    }

    fn pragma(&self, name: &str, value: &str) -> Result<(), Fault> {
        let set = |_: &rusqlite::Row<'_>| Ok(());
        let done = self
            .connection
            .pragma_update_and_check(None, name, value, set);
        match done {
            Ok(()) | Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
            Err(error) => Err(fault(error)),
        }
    }
}

/// A disk that cannot be written to is a fault of all files; anything else, of this one.
fn fault(error: rusqlite::Error) -> Fault {
    match error.sqlite_error_code() {
        Some(
            ErrorCode::DiskFull
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure
            | ErrorCode::OutOfMemory
            | ErrorCode::PermissionDenied,
        ) => Fault::stop(error),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            Fault::Unread(format!("it is damaged ({error})"))
        }
        _ => Fault::Unread(error.to_string()),
    }
}

/// By which it can be told whether a file was written to meanwhile.
type State = [Option<(u64, SystemTime)>; 3];

fn state(path: &Path) -> Result<State, Fault> {
    let mut state = State::default();
    for (of, suffix) in state.iter_mut().zip(["", WAL, JOURNAL]) {
        let is_there = fs::metadata(beside(path, suffix));
        match is_there.and_then(|is| Ok((is.len(), is.modified()?))) {
            Ok(is) => *of = Some(is),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Fault::of(&error)),
        }
    }
    Ok(state)
}

fn copy_file(from: &Path, to: &Path, is_needed: bool) -> Result<(), Fault> {
    let mut source = match File::open(from) {
        Ok(file) => file,
        Err(error) if !is_needed && error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Fault::of(&error)),
    };
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let mut target = options.open(to).map_err(Fault::stop)?;
    io::copy(&mut source, &mut target).map_err(|error| Fault::of(&error))?;
    Ok(())
}

fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut path = OsString::from(path);
    path.push(suffix);
    PathBuf::from(path)
}

fn timestamp(nanos: i64) -> Timestamp {
    Timestamp::from_millis(u64::try_from(nanos).unwrap_or(0) / 1_000_000)
}
