//! The alarms of all rooms and accounts: what wakes them, also after a restart.
//!
//! Who is loaded knows its own alarm, and rings by itself. What is kept here is for who is not: a moment
//! that is not later than the alarm. So an alarm that moves to later, as most do, writes nothing; and who is
//! rung too early looks, and says when it is to be.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use alcove::account::Space;
use alcove::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

/// All alarms. Used by all threads.
///
/// Whoever has something to keep waits for the disk, and gathers what others want kept meanwhile: with the next
/// commit all of it is, so that a slow disk makes nobody wait for more than two of them, however many there are.
#[derive(Debug)]
pub struct Alarms {
    /// What is written next.
    gathering: Mutex<Arc<Batch>>,
    writer: Mutex<Connection>,
    /// Reads while that is busy.
    reader: Mutex<Connection>,
}

/// What is kept by one commit.
#[derive(Debug, Default)]
struct Batch {
    changes: Mutex<Vec<Change>>,
    /// How that ended, once it has.
    done: OnceLock<Result<()>>,
}

#[derive(Debug)]
enum Change {
    /// Rings then, whatever was kept.
    Set(Kept),
    /// Rings by then.
    RingBy(Kept),
    /// What was to ring so rings then, or not any more. One that was set since is left alone.
    Settle(Kept, Option<Timestamp>),
}

/// Alarms could not be read or kept. The same for all who waited for it.
#[derive(Clone, Debug, PartialEq)]
pub struct AlarmsError(Arc<rusqlite::Error>);

type Result<T> = std::result::Result<T, AlarmsError>;

impl From<rusqlite::Error> for AlarmsError {
    fn from(error: rusqlite::Error) -> AlarmsError {
        AlarmsError(Arc::new(error))
    }
}

impl fmt::Display for AlarmsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "alarms.sqlite: {}", self.0)
    }
}

impl std::error::Error for AlarmsError {}

/// Changes that are written at once, where there are many: others wait for no more.
const AT_ONCE: usize = 1_000;

/// An alarm that is due, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub space: Space,
    pub name: String,
    pub at: Timestamp,
}

impl Alarms {
    pub fn open(path: &Path) -> Result<Alarms> {
        super::sql::set_up();
        let writer = connect(path)?;
        writer.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.execute_batch(
            "CREATE TABLE IF NOT EXISTS alarm (
                space INTEGER NOT NULL,
                name TEXT NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (space, name)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS alarm_at ON alarm (at);",
        )?;
        Ok(Alarms {
            gathering: Mutex::default(),
            writer: Mutex::new(writer),
            reader: Mutex::new(connect(path)?),
        })
    }

    /// When this one is to be rung, if it is.
    pub fn get(&self, space: Space, name: &str) -> Result<Option<Timestamp>> {
        let connection = lock(&self.reader);
        let mut statement =
            connection.prepare_cached("SELECT at FROM alarm WHERE space = ? AND name = ?")?;
        let at = statement.query_row(params![number(space), name], |row| row.get(0));
        Ok(at.optional()?.map(timestamp))
    }

    /// Keeps when to ring this one: durable once this has returned.
    pub fn set(&self, space: Space, name: &str, at: Timestamp) -> Result<()> {
        let name = name.to_owned();
        self.keep(vec![Change::Set(Kept { space, name, at })])
    }

    /// Has all of these ring by then, as something may be due of which nothing is kept.
    pub fn ring_by(&self, at: Timestamp, space: Space, names: Vec<String>) -> Result<()> {
        let all = names
            .into_iter()
            .map(|name| Change::RingBy(Kept { space, name, at }));
        let mut all = all.peekable();
        while all.peek().is_some() {
            self.keep(all.by_ref().take(AT_ONCE).collect())?;
        }
        Ok(())
    }

    /// Keeps what has become of alarms: later, or none any more. One that was set since is left alone.
    pub fn settle(&self, settled: Vec<(Kept, Option<Timestamp>)>) -> Result<()> {
        if settled.is_empty() {
            return Ok(());
        }
        let settled = settled.into_iter();
        self.keep(
            settled
                .map(|(kept, then)| Change::Settle(kept, then))
                .collect(),
        )
    }

    /// Those that are due, the oldest first, and no more than so many.
    pub fn due(&self, now: Timestamp, most: usize) -> Result<Vec<Kept>> {
        let connection = lock(&self.reader);
        let mut statement = connection.prepare_cached(
            "SELECT space, name, at FROM alarm WHERE at <= ? ORDER BY at LIMIT ?",
        )?;
        let rows = statement.query_map(params![millis(now), most as i64], |row| {
            let space: i64 = row.get(0)?;
            Ok(Kept {
                space: if space == 0 {
                    Space::Rooms
                } else {
                    Space::Accounts
                },
                name: row.get(1)?,
                at: timestamp(row.get(2)?),
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Writes changes, together with those of others who wait: durable once this has returned.
    fn keep(&self, changes: Vec<Change>) -> Result<()> {
        let batch = {
            let gathering = lock(&self.gathering);
            lock(&gathering.changes).extend(changes);
            Arc::clone(&gathering)
        };
        let mut writer = lock(&self.writer);
        // Another one may have written it while this one waited.
        if let Some(done) = batch.done.get() {
            return done.clone();
        }
        *lock(&self.gathering) = Arc::default();
        let written = write(&mut writer, &lock(&batch.changes)).map_err(AlarmsError::from);
        batch.done.get_or_init(|| written).clone()
    }
}

fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(std::time::Duration::from_secs(1))?;
    Ok(connection)
}

/// Writes all of these, or none.
fn write(connection: &mut Connection, changes: &[Change]) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    for change in changes {
        let (Change::Set(kept) | Change::RingBy(kept) | Change::Settle(kept, _)) = change;
        let (space, name, at) = (number(kept.space), &kept.name, millis(kept.at));
        let run = |sql: &str| {
            transaction
                .prepare_cached(sql)?
                .execute(params![space, name, at])
        };
        match change {
            Change::Set(_) => {
                run("INSERT OR REPLACE INTO alarm (space, name, at) VALUES (?, ?, ?)")?
            }
            Change::RingBy(_) => run("INSERT INTO alarm (space, name, at) VALUES (?, ?, ?)
                ON CONFLICT (space, name) DO UPDATE SET at = min(at, excluded.at)")?,
            Change::Settle(_, None) => {
                run("DELETE FROM alarm WHERE space = ? AND name = ? AND at = ?")?
            }
            Change::Settle(_, Some(then)) => transaction
                .prepare_cached("UPDATE alarm SET at = ? WHERE space = ? AND name = ? AND at = ?")?
                .execute(params![millis(*then), space, name, at])?,
        };
    }
    transaction.commit()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A transaction that was not committed is undone, whoever panicked in it.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn number(space: Space) -> i64 {
    match space {
        Space::Rooms => 0,
        Space::Accounts => 1,
    }
}

fn millis(at: Timestamp) -> i64 {
    i64::try_from(at.as_millis()).unwrap_or(i64::MAX)
}

fn timestamp(millis: i64) -> Timestamp {
    Timestamp::from_millis(u64::try_from(millis).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::scratch::Scratch;

    const ROOMS: Space = Space::Rooms;

    fn at(millis: u64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    fn kept(name: &str, millis: u64) -> Kept {
        let (space, name) = (ROOMS, name.to_owned());
        Kept {
            space,
            name,
            at: at(millis),
        }
    }

    #[test]
    fn alarms_are_due_after_a_restart() {
        let folder = Scratch::new();
        let path = folder.path().join("alarms.sqlite");
        let alarms = Alarms::open(&path).unwrap();
        assert_eq!(alarms.get(ROOMS, "tea"), Ok(None));
        alarms.set(ROOMS, "tea", at(2_000)).unwrap();
        alarms.set(ROOMS, "tea", at(1_000)).unwrap();
        alarms.set(Space::Accounts, "tea", at(500)).unwrap();
        alarms.set(ROOMS, "late", at(1_001)).unwrap();
        drop(alarms);

        let alarms = Alarms::open(&path).unwrap();
        assert_eq!(alarms.get(ROOMS, "tea"), Ok(Some(at(1_000))));
        let of_account = Kept {
            space: Space::Accounts,
            ..kept("tea", 500)
        };
        assert_eq!(
            alarms.due(at(1_000), 10).unwrap(),
            [of_account.clone(), kept("tea", 1_000)]
        );
        assert_eq!(alarms.due(at(1_000), 1).unwrap(), [of_account]);
    }

    #[test]
    fn what_was_set_meanwhile_is_not_settled() {
        let folder = Scratch::new();
        let alarms = Alarms::open(&folder.path().join("alarms.sqlite")).unwrap();
        for name in ["over", "later", "again"] {
            alarms.set(ROOMS, name, at(10)).unwrap();
        }
        let due = alarms.due(at(10), 10).unwrap();
        assert_eq!(due.len(), 3);
        alarms.set(ROOMS, "again", at(20)).unwrap();
        let then = |name: &str| (name == "later").then_some(at(30));
        let settled: Vec<_> = due
            .into_iter()
            .map(|kept| (kept.clone(), then(&kept.name)))
            .collect();
        alarms.settle(settled).unwrap();
        assert_eq!(
            alarms.due(at(100), 10).unwrap(),
            [kept("again", 20), kept("later", 30)]
        );
    }
    #[test]
    fn who_waits_for_a_slow_disk_waits_for_all_others_at_once() {
        let folder = Scratch::new();
        let alarms = Alarms::open(&folder.path().join("alarms.sqlite")).unwrap();
        alarms.set(ROOMS, "before", at(1)).unwrap();
        let names: Vec<_> = (0..8).map(|number| format!("room{number}")).collect();
        std::thread::scope(|scope| {
            // As it is while another commit takes its time.
            let slow = lock(&alarms.writer);
            let batch = Arc::clone(&lock(&alarms.gathering));
            let threads: Vec<_> = names
                .iter()
                .map(|name| scope.spawn(|| alarms.set(ROOMS, name, at(2))))
                .collect();
            while lock(&batch.changes).len() < names.len() {
                std::thread::yield_now();
            }
            // Meanwhile what is kept can be read.
            assert_eq!(alarms.get(ROOMS, "before"), Ok(Some(at(1))));
            assert_eq!(alarms.get(ROOMS, "room0"), Ok(None));
            drop(slow);
            for thread in threads {
                thread.join().unwrap().unwrap();
            }
            assert_eq!(batch.done.get(), Some(&Ok(())), "they were one commit");
            assert!(lock(&lock(&alarms.gathering).changes).is_empty());
        });
        assert_eq!(alarms.due(at(2), 100).unwrap().len(), 9);
    }

    #[test]
    fn all_who_waited_hear_that_it_failed() {
        let folder = Scratch::new();
        let path = folder.path().join("alarms.sqlite");
        let alarms = Alarms::open(&path).unwrap();
        let other = Connection::open(&path).unwrap();
        let refuses =
            "CREATE TRIGGER full BEFORE INSERT ON alarm BEGIN SELECT RAISE(ABORT, 'full'); END";
        other.execute_batch(refuses).unwrap();
        std::thread::scope(|scope| {
            let slow = lock(&alarms.writer);
            let batch = Arc::clone(&lock(&alarms.gathering));
            let [one, two] =
                ["one", "two"].map(|name| scope.spawn(|| alarms.set(ROOMS, name, at(1))));
            while lock(&batch.changes).len() < 2 {
                std::thread::yield_now();
            }
            drop(slow);
            for thread in [one, two] {
                let error = thread.join().unwrap().unwrap_err();
                assert_eq!(error.to_string(), "alarms.sqlite: full");
            }
        });
        other.execute_batch("DROP TRIGGER full").unwrap();
        alarms.set(ROOMS, "one", at(1)).unwrap();
        assert_eq!(alarms.due(at(1), 10).unwrap(), [kept("one", 1)]);
    }

    #[test]
    fn what_is_no_database_is_told_by_its_name() {
        let folder = Scratch::new();
        let path = folder.path().join("alarms.sqlite");
        std::fs::write(&path, "something else".repeat(1_000)).unwrap();
        let told = Alarms::open(&path).unwrap_err().to_string();
        assert!(told.starts_with("alarms.sqlite: "), "{told}");
    }
}
