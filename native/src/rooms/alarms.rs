//! The alarms of all rooms and accounts: what wakes them, also after a restart.
//!
//! Who is loaded knows its own alarm, and rings by itself. What is kept here is for who is not: a moment
//! that is not later than the alarm. So an alarm that moves to later, as most do, writes nothing; and who is
//! rung too early looks, and says when it is to be.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use alcove::account::Space;
use alcove::time::Timestamp;
use rusqlite::{Connection, OptionalExtension, params};

/// All alarms. Used by all threads.
#[derive(Debug)]
pub struct Alarms(Mutex<Connection>);

/// An alarm that is due, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub space: Space,
    pub name: String,
    pub at: Timestamp,
}

impl Alarms {
    pub fn open(path: &Path) -> rusqlite::Result<Alarms> {
        super::sql::set_up();
        let connection = Connection::open(path)?;
        connection.busy_timeout(std::time::Duration::from_secs(1))?;
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.execute_batch(
            "CREATE TABLE IF NOT EXISTS alarm (
                space INTEGER NOT NULL,
                name TEXT NOT NULL,
                at INTEGER NOT NULL,
                PRIMARY KEY (space, name)
            ) STRICT, WITHOUT ROWID;
            CREATE INDEX IF NOT EXISTS alarm_at ON alarm (at);",
        )?;
        Ok(Alarms(Mutex::new(connection)))
    }

    /// When this one is to be rung, if it is.
    pub fn get(&self, space: Space, name: &str) -> rusqlite::Result<Option<Timestamp>> {
        let connection = self.lock();
        let mut statement =
            connection.prepare_cached("SELECT at FROM alarm WHERE space = ? AND name = ?")?;
        let at = statement.query_row(params![number(space), name], |row| row.get(0));
        Ok(at.optional()?.map(timestamp))
    }

    /// Keeps when to ring this one: durable once this has returned.
    pub fn set(&self, space: Space, name: &str, at: Timestamp) -> rusqlite::Result<()> {
        let connection = self.lock();
        let mut statement = connection
            .prepare_cached("INSERT OR REPLACE INTO alarm (space, name, at) VALUES (?, ?, ?)")?;
        statement.execute(params![number(space), name, millis(at)])?;
        Ok(())
    }

    /// Has all of these ring by then, as something may be due of which nothing is kept.
    pub fn ring_by(&self, at: Timestamp, space: Space, names: &[String]) -> rusqlite::Result<()> {
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        {
            let mut statement = transaction.prepare_cached(
                "INSERT INTO alarm (space, name, at) VALUES (?, ?, ?)
                ON CONFLICT (space, name) DO UPDATE SET at = min(at, excluded.at)",
            )?;
            for name in names {
                statement.execute(params![number(space), name, millis(at)])?;
            }
        }
        transaction.commit()
    }

    /// Keeps what has become of alarms: later, or none any more. One that was set since is left alone.
    pub fn settle(&self, settled: &[(Kept, Option<Timestamp>)]) -> rusqlite::Result<()> {
        if settled.is_empty() {
            return Ok(());
        }
        let mut connection = self.lock();
        let transaction = connection.transaction()?;
        {
            let mut later = transaction.prepare_cached(
                "UPDATE alarm SET at = ?1 WHERE space = ?2 AND name = ?3 AND at = ?4",
            )?;
            let mut over = transaction
                .prepare_cached("DELETE FROM alarm WHERE space = ? AND name = ? AND at = ?")?;
            for (Kept { space, name, at }, then) in settled {
                let (space, was) = (number(*space), millis(*at));
                match then {
                    Some(then) => later.execute(params![millis(*then), space, name, was])?,
                    None => over.execute(params![space, name, was])?,
                };
            }
        }
        transaction.commit()
    }

    /// Those that are due, the oldest first, and no more than so many.
    pub fn due(&self, now: Timestamp, most: usize) -> rusqlite::Result<Vec<Kept>> {
        let connection = self.lock();
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
        rows.collect()
    }

    fn lock(&self) -> MutexGuard<'_, Connection> {
        // A transaction that was not committed is undone, whoever panicked in it.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
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
        alarms.settle(&settled).unwrap();
        assert_eq!(
            alarms.due(at(100), 10).unwrap(),
            [kept("again", 20), kept("later", 30)]
        );
    }
}
