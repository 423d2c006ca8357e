//! The files of a room: not their bytes, which are elsewhere, but what is known of each. A row of `meta` tells
//! how much there is, so that a room without files never asks for any.
//!
//! A file is reserved before its first byte is sent, and claimed by the message that it is of, in the same
//! transaction. Whatever ends it makes its row one of `doomed`, in the transaction of what it ended by: from
//! then on it is nobody's, and its bytes are removed until that is known to be done.

use super::meta::Meta;
use super::rows::{Columns, Rows, row};
use super::{Log, LogError, Param, Row, Sql, SqlError};
use crate::limits;
use crate::model::{File, FileId, MemberId, Seq};
use crate::time::Timestamp;
use crate::wire::{Json, encode, file, files};

/// What is known of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct FileRow {
    pub file: File,
    /// Who sends it, and as which of its files.
    pub member: MemberId,
    pub cid: String,
    /// From which network it was begun, as long as no message has claimed it.
    pub network: Option<u64>,
    /// How many bytes have come.
    pub next: u64,
    /// Of all of them, once they are here.
    pub sha256: Option<String>,
    /// When it is let go, unless a message has claimed it.
    pub expires: Timestamp,
    /// That message.
    pub seq: Option<Seq>,
}

/// Bytes of a file that nobody has any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoomedRow {
    pub id: FileId,
    /// What they sum up to, if all of them were known to be here.
    pub sha256: Option<String>,
    /// How often they were to be removed in vain.
    pub tries: u64,
    /// Whether to look once more, because some may still have been on their way.
    pub again: bool,
}

/// How much there is in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub bytes: u64,
    pub count: u64,
}

/// What `meta` tells of files.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Files {
    /// None where there never was any.
    kept: Option<Kept>,
    /// How often the operator has removed a file of a message: pages show another state then, and no event tells of it.
    removals: u64,
    /// Whether bytes were left behind by a room that has ended.
    is_left: bool,
    /// Whether there may be more to remove than whoever removes it knows.
    has_news: bool,
}

impl Files {
    pub fn read(meta: &Meta) -> Files {
        Files {
            kept: meta.get("files").map(|text| {
                let (bytes, count) = text.split_once(' ').unwrap_or_default();
                Kept {
                    bytes: bytes.parse().unwrap_or_default(),
                    count: count.parse().unwrap_or_default(),
                }
            }),
            removals: meta
                .get("removed_files")
                .and_then(|count| count.parse().ok())
                .unwrap_or_default(),
            is_left: meta.has_doomed_alone(),
            has_news: false,
        }
    }
}

/// Bytes to be removed, also of a room of which nothing else is left.
pub(super) const DOOMED: &str = "CREATE TABLE IF NOT EXISTS doomed (
        id TEXT PRIMARY KEY,
        due INTEGER NOT NULL,
        tries INTEGER NOT NULL,
        again INTEGER NOT NULL,
        sha256 TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS doomed_due ON doomed (due);";

/// The statements by which the files go for which a condition holds. Their bytes are looked for once more after they
/// were removed: a part that was sent twice may still have been on its way, whatever has ended them.
macro_rules! doom {
    ($condition:literal) => {
        [
            concat!(
                "SELECT coalesce(sum(bytes), 0), count(*) FROM file WHERE ",
                $condition
            ),
            concat!(
                "INSERT OR REPLACE INTO doomed (id, due, tries, again, sha256)
                 SELECT id, 0, 0, 1, sha256 FROM file WHERE ",
                $condition
            ),
            concat!(
                "UPDATE file SET about = replace(hex(zeroblob(octet_length(about))), '00', '0') WHERE ",
                $condition
            ),
            concat!("DELETE FROM file WHERE ", $condition),
        ]
    };
}

/// Of messages that are gone.
pub(super) const OF_SEQS: [&str; 4] = doom!("seq IN (SELECT value FROM json_each(?1))");
/// Of all messages before one.
pub(super) const BEFORE: [&str; 4] = doom!("seq < ?1");
const EXPIRED: [&str; 4] = doom!("seq IS NULL AND expires <= ?1");
const TAKEN_BACK: [&str; 4] = doom!("seq IS NULL AND id = ?1");
const REMOVED: [&str; 4] = doom!("id = ?1");

/// Lets files go, in a transaction that is under way. Returns what they had.
pub(super) fn doom<S: Sql>(
    sql: &S,
    [count, doom, erase, delete]: [&'static str; 4],
    kept: Kept,
    of: &[Param<'_>],
) -> Result<Kept, SqlError> {
    let rows = sql.query(count, of)?;
    let mut columns = Columns::new(rows.into_iter().next().unwrap_or_default());
    let bytes = columns.unsigned().unwrap_or_default();
    let count = columns.unsigned().unwrap_or_default();
    if count == 0 {
        return Ok(kept);
    }
    for statement in [doom, erase, delete] {
        sql.query(statement, of)?;
    }
    let kept = Kept {
        bytes: kept.bytes.saturating_sub(bytes),
        count: kept.count.saturating_sub(count),
    };
    save_kept(sql, kept)?;
    Ok(kept)
}

/// What a room begins with where bytes are left of one that has ended: that they are there is known without looking.
pub(super) fn begin_with_left<S: Sql>(sql: &S) -> Result<(), SqlError> {
    save_kept(sql, Kept::default())
}

fn save_kept<S: Sql>(sql: &S, kept: Kept) -> Result<(), SqlError> {
    let text = format!("{} {}", kept.bytes, kept.count);
    sql.query(
        "INSERT OR REPLACE INTO meta (key, value) VALUES ('files', ?)",
        &[Param::Text(&text)],
    )?;
    Ok(())
}

/// Messages claim these, in the transaction in which they are written: all of them, or nothing is written. From where
/// they came is forgotten.
pub(super) fn claim<S: Sql>(sql: &S, claims: &[(FileId, Seq)]) -> Result<(), SqlError> {
    let mut rows = Rows::default();
    for (id, seq) in claims {
        let id = id.to_string();
        rows.push(row![id.as_str(), *seq]);
    }
    let claimed = rows.ask(
        sql,
        "UPDATE file SET seq = t.value->>1, network = NULL FROM jsonb_each(?) AS t
         WHERE file.id = t.value->>0 AND file.seq IS NULL RETURNING 1",
    )?;
    match claimed.len() == claims.len() {
        true => Ok(()),
        false => Err(SqlError("a file that is claimed is gone".to_owned())),
    }
}

/// The file for which a condition holds, as `file_row` reads it.
macro_rules! file_where {
    ($condition:literal) => {
        concat!(
            "SELECT id, about, member, cid, network, bytes, next, sha256, expires, seq FROM file WHERE ",
            $condition
        )
    };
}

impl<S: Sql> Log<S> {
    /// Whether there ever was a file here, or bytes of one are left.
    pub fn has_files(&self) -> bool {
        self.files.kept.is_some() || self.files.is_left
    }

    /// How much there is in all.
    pub fn kept_files(&self) -> Kept {
        self.files.kept.unwrap_or_default()
    }

    /// How often the operator has removed a file of a message.
    pub fn removals(&self) -> u64 {
        self.files.removals
    }

    /// Whether files were let go since this was last asked.
    pub fn take_file_news(&mut self) -> bool {
        std::mem::take(&mut self.files.has_news)
    }

    /// What is known of a file.
    pub fn file(&self, id: FileId) -> Result<Option<FileRow>, LogError> {
        if self.files.kept.is_none() {
            return Ok(None);
        }
        let rows = self
            .sql
            .query(file_where!("id = ?"), &[Param::Text(&id.to_string())])?;
        Ok(self.damage.sound("file", rows, file_row).into_iter().next())
    }

    /// The same of the file that a member has begun by this `cid`.
    pub fn file_by_cid(&self, member: MemberId, cid: &str) -> Result<Option<FileRow>, LogError> {
        if self.files.kept.is_none() {
            return Ok(None);
        }
        let rows = self.sql.query(
            file_where!("member = ? AND cid = ?"),
            &[Param::Text(&member.to_string()), Param::Text(cid)],
        )?;
        Ok(self.damage.sound("file", rows, file_row).into_iter().next())
    }

    /// The files of some messages, of those that have any, by their seqs.
    pub fn files_of(&self, seqs: &[Seq]) -> Result<Vec<(Seq, Vec<File>)>, LogError> {
        let seqs: Vec<u64> = seqs.iter().map(|seq| seq.number()).collect();
        let rows = self.sql.query(
            "SELECT seq, files FROM message
             WHERE files IS NOT NULL AND seq IN (SELECT value FROM json_each(?)) ORDER BY seq",
            &[Param::Text(&encode(&seqs))],
        )?;
        Ok(self.damage.sound("message", rows, |row| {
            let mut columns = Columns::new(row);
            let seq = columns.field()?;
            let text = columns.text()?;
            Some((seq, files(&Json::parse(&text)?)?))
        }))
    }

    /// How much no message has claimed, of a member and of all.
    pub fn open_files(&self, member: MemberId) -> Result<(Kept, Kept), LogError> {
        if self.files.kept.is_none() {
            return Ok(Default::default());
        }
        let rows = self.sql.query(
            "SELECT coalesce(sum(iif(member = ?1, bytes, 0)), 0), coalesce(sum(member = ?1), 0),
             coalesce(sum(bytes), 0), count(*) FROM file WHERE seq IS NULL",
            &[Param::Text(&member.to_string())],
        )?;
        let mut columns = Columns::new(rows.into_iter().next().unwrap_or_default());
        let mut next = || Kept {
            bytes: columns.unsigned().unwrap_or_default(),
            count: columns.unsigned().unwrap_or_default(),
        };
        Ok((next(), next()))
    }

    /// The same of each network.
    pub fn open_by_network(&self) -> Result<Vec<(Option<u64>, Kept)>, LogError> {
        let rows = self.sql.query(
            "SELECT network, sum(bytes), count(*) FROM file WHERE seq IS NULL GROUP BY network",
            &[],
        )?;
        Ok(self.damage.sound("file", rows, |row| {
            let mut columns = Columns::new(row);
            let network = columns.optional_unsigned()?;
            let (bytes, count) = (columns.unsigned()?, columns.unsigned()?);
            Some((network, Kept { bytes, count }))
        }))
    }

    /// Some of those of a network and their bytes: those first that end soonest, or where so many bytes are needed, the
    /// smallest that has them, and then the largest.
    pub fn open_of_network(
        &self,
        network: Option<u64>,
        needed: u64,
    ) -> Result<Vec<(FileId, u64)>, LogError> {
        let (network, needed) = (encode(&network), i64::try_from(needed).unwrap_or(i64::MAX));
        let rows = self.sql.query(
            "SELECT id, bytes FROM file WHERE seq IS NULL AND network IS (?1 ->> '$')
             ORDER BY bytes < ?2, iif(?2 > 0, abs(bytes - ?2), expires), id LIMIT ?3",
            &[
                Param::Text(&network),
                Param::Integer(needed),
                Param::Integer(limits::OPEN_FILES_GIVE_WAY as i64),
            ],
        )?;
        Ok(self.damage.sound("file", rows, |row| {
            let mut columns = Columns::new(row);
            Some((FileId::parse(&columns.text()?)?, columns.unsigned()?))
        }))
    }

    /// Until when what a member has sent counts, if it sent a day's worth in each day.
    pub fn sends_files_until(&self, member: MemberId) -> Result<Timestamp, LogError> {
        if self.files.kept.is_none() {
            return Ok(Timestamp::default());
        }
        let rows = self.sql.query(
            "SELECT until FROM file_day WHERE member = ?",
            &[Param::Text(&member.to_string())],
        )?;
        let row = rows.into_iter().next();
        let until = row.and_then(|row| Columns::new(row).field());
        Ok(until.unwrap_or_default())
    }

    /// Reserves a file that is about to be sent, and what its member may send in a day.
    pub fn begin_file(
        &mut self,
        now: Timestamp,
        row: &FileRow,
        until: Option<Timestamp>,
    ) -> Result<(), LogError> {
        let before = self.kept_files();
        let kept = Kept {
            bytes: before.bytes + row.file.bytes,
            count: before.count + 1,
        };
        let (id, about) = (row.file.id.to_string(), encode(&row.file));
        let sql = &self.sql;
        sql.atomically(&mut || {
            Rows::of(row![
                id.as_str(),
                row.member,
                &row.cid,
                row.network,
                &about,
                row.file.bytes,
                row.expires
            ])
            .run(
                sql,
                "INSERT INTO file (id, member, cid, network, about, bytes, next, expires)
                 SELECT value->>0, value->>1, value->>2, value->>3, value->>4, value->>5, 0, value->>6
                 FROM jsonb_each(?)",
            )?;
            if let Some(until) = until {
                sql.query("DELETE FROM file_day WHERE until <= ?", &[Param::time(now)])?;
                sql.query(
                    "INSERT OR REPLACE INTO file_day (member, until) VALUES (?, ?)",
                    &[Param::Text(&row.member.to_string()), Param::time(until)],
                )?;
            }
            save_kept(sql, kept)
        })?;
        self.files.kept = Some(kept);
        Ok(())
    }

    /// More of a file has come, or all of it: then what it is, and what its bytes sum up to.
    pub fn advance_file(&self, row: &FileRow) -> Result<(), LogError> {
        let about = encode(&row.file);
        Ok(Rows::of(row![
            row.file.id.to_string().as_str(),
            row.next,
            row.expires,
            row.sha256.as_deref(),
            &about
        ])
        .run(
            &self.sql,
            "UPDATE file SET next = t.value->>1, expires = t.value->>2, sha256 = t.value->>3, about = t.value->>4
             FROM jsonb_each(?) AS t WHERE file.id = t.value->>0 AND file.seq IS NULL",
        )?)
    }

    /// Lets go of what nobody has claimed in time.
    pub fn expire_files(&mut self, now: Timestamp) -> Result<(), LogError> {
        self.let_files_go(EXPIRED, &[Param::time(now)])
    }

    /// Lets go of a file that its sender does not want to send any more.
    pub fn take_file_back(&mut self, id: FileId) -> Result<(), LogError> {
        self.let_files_go(TAKEN_BACK, &[Param::Text(&id.to_string())])
    }

    /// Lets go of the bytes of a file, whose message stays, and tells of it that they are gone.
    pub fn remove_file(
        &mut self,
        id: FileId,
        message: Option<(Seq, &[File])>,
    ) -> Result<(), LogError> {
        let files = message.map(|(seq, files)| (seq, encode(&files)));
        let removals = self.files.removals + u64::from(files.is_some());
        let (sql, kept) = (&self.sql, self.kept_files());
        let mut left = kept;
        sql.atomically(&mut || {
            left = doom(sql, REMOVED, kept, &[Param::Text(&id.to_string())])?;
            if let Some((seq, files)) = &files {
                sql.query(
                    "UPDATE message SET files = replace(hex(zeroblob(octet_length(files))), '00', '0')
                     WHERE seq = ? AND files IS NOT NULL",
                    &[Param::seq(*seq)],
                )?;
                sql.query(
                    "UPDATE message SET files = ? WHERE seq = ?",
                    &[Param::Text(files), Param::seq(*seq)],
                )?;
                sql.query(
                    "INSERT OR REPLACE INTO meta (key, value) VALUES ('removed_files', ?)",
                    &[Param::Text(&removals.to_string())],
                )?;
            }
            Ok(())
        })?;
        sql.forget();
        self.files.removals = removals;
        self.note_let_go(left);
        Ok(())
    }

    fn let_files_go(&mut self, which: [&'static str; 4], of: &[Param<'_>]) -> Result<(), LogError> {
        let (sql, kept) = (&self.sql, self.kept_files());
        let mut left = kept;
        sql.atomically(&mut || {
            left = doom(sql, which, kept, of)?;
            Ok(())
        })?;
        if left != kept {
            sql.forget();
        }
        self.note_let_go(left);
        Ok(())
    }

    /// So much is left once a transaction has let files go.
    pub(super) fn note_let_go(&mut self, left: Kept) {
        if self.files.kept.is_some_and(|kept| kept != left) {
            self.files.kept = Some(left);
            self.files.has_news = true;
        }
    }

    /// When the first file expires that nobody has claimed.
    pub fn first_expiry(&self) -> Result<Option<Timestamp>, LogError> {
        match self.files.kept {
            None => Ok(None),
            Some(_) => self.moment("SELECT min(expires) FROM file WHERE seq IS NULL"),
        }
    }

    /// When bytes are next to be removed.
    pub fn first_doomed(&self) -> Result<Option<Timestamp>, LogError> {
        match self.has_files() {
            false => Ok(None),
            true => self.moment("SELECT min(due) FROM doomed"),
        }
    }

    fn moment(&self, statement: &'static str) -> Result<Option<Timestamp>, LogError> {
        let rows = self.sql.query(statement, &[])?;
        let row = rows.into_iter().next();
        Ok(row
            .and_then(|row| Columns::new(row).field::<Option<Timestamp>>())
            .flatten())
    }

    /// Bytes that are to be removed by now, so many at most.
    pub fn doomed(&self, now: Timestamp, most: usize) -> Result<Vec<DoomedRow>, LogError> {
        if !self.has_files() {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            "SELECT id, tries, again, sha256 FROM doomed WHERE due <= ? ORDER BY due LIMIT ?",
            &[Param::time(now), Param::Integer(most as i64)],
        )?;
        Ok(self.damage.sound("doomed", rows, doomed_row))
    }

    /// Whether anything here is about a file, also where that cannot be read: if not, its bytes are nobody's.
    pub fn keeps_file(&self, id: FileId) -> Result<bool, LogError> {
        let statement = match (self.has_begun, self.files.is_left) {
            (true, _) => {
                "SELECT 1 FROM file WHERE id = ?1 UNION ALL SELECT 1 FROM doomed WHERE id = ?1"
            }
            (false, true) => "SELECT 1 FROM doomed WHERE id = ?1",
            (false, false) => return Ok(false),
        };
        let rows = self.sql.query(statement, &[Param::Text(&id.to_string())])?;
        Ok(!rows.is_empty())
    }

    /// The same of one.
    pub fn doomed_by_id(&self, id: FileId) -> Result<Option<DoomedRow>, LogError> {
        let rows = self.sql.query(
            "SELECT id, tries, again, sha256 FROM doomed WHERE id = ?",
            &[Param::Text(&id.to_string())],
        )?;
        let rows = self.damage.sound("doomed", rows, doomed_row);
        Ok(rows.into_iter().next())
    }

    /// When to try again.
    pub fn put_off_doomed(&self, row: &DoomedRow, due: Timestamp) -> Result<(), LogError> {
        self.sql.query(
            "UPDATE doomed SET tries = ?, again = ?, due = ? WHERE id = ?",
            &[
                Param::Integer(row.tries as i64),
                Param::Integer(i64::from(row.again)),
                Param::time(due),
                Param::Text(&row.id.to_string()),
            ],
        )?;
        Ok(())
    }

    /// The bytes of a file are gone. Where nothing else was left of a room, that is.
    pub fn end_doomed(&mut self, id: FileId) -> Result<(), LogError> {
        self.sql.query(
            "DELETE FROM doomed WHERE id = ?",
            &[Param::Text(&id.to_string())],
        )?;
        if !self.has_begun && self.first_doomed()?.is_none() {
            self.sql.wipe()?;
            self.files = Files::default();
        }
        Ok(())
    }

    /// All whose bytes are somewhere, each with what they sum up to, if that is known.
    pub(super) fn all_files(&self) -> Result<Vec<(String, Option<String>)>, LogError> {
        if !self.has_files() {
            return Ok(Vec::new());
        }
        let statement = match self.files.kept {
            Some(_) => "SELECT id, sha256 FROM file UNION SELECT id, sha256 FROM doomed",
            None => "SELECT id, sha256 FROM doomed",
        };
        let rows = self.sql.query(statement, &[])?;
        Ok(self.damage.sound("file", rows, |row| {
            let mut columns = Columns::new(row);
            Some((columns.text()?, columns.optional_text()?))
        }))
    }

    /// Keeps of a room that has ended whose bytes are still to be removed.
    pub(super) fn leave_files(
        &mut self,
        files: &[(String, Option<String>)],
    ) -> Result<(), LogError> {
        if files.is_empty() {
            return Ok(());
        }
        let (sql, list) = (&self.sql, encode(&files));
        sql.atomically(&mut || {
            sql.run(DOOMED)?;
            sql.query(
                "INSERT OR REPLACE INTO doomed (id, due, tries, again, sha256)
                 SELECT value->>0, 0, 0, 1, value->>1 FROM json_each(?)",
                &[Param::Text(&list)],
            )?;
            Ok(())
        })?;
        self.files.is_left = true;
        self.files.has_news = true;
        Ok(())
    }
}

fn file_row(row: Row) -> Option<FileRow> {
    let mut columns = Columns::new(row);
    let _id = columns.text()?;
    let about = columns.text()?;
    let file = file(&Json::parse(&about)?)?;
    let (member, cid) = (columns.member()?, columns.text()?);
    let network = columns.optional_unsigned()?;
    let bytes = columns.unsigned()?;
    Some(FileRow {
        file: File { bytes, ..file },
        member,
        cid,
        network,
        next: columns.unsigned()?,
        sha256: columns.optional_text()?,
        expires: columns.field()?,
        seq: columns.field()?,
    })
}

fn doomed_row(row: Row) -> Option<DoomedRow> {
    let mut columns = Columns::new(row);
    Some(DoomedRow {
        id: FileId::parse(&columns.text()?)?,
        tries: columns.unsigned()?,
        again: columns.field()?,
        sha256: columns.optional_text()?,
    })
}
