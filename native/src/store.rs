//! The bytes of rooms' files: `files/3f/tea/<id>`, each a file of its own, written part by part. A part counts once it
//! is on disk: of what a crash has left behind it, nothing does.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use alcove::limits;
use alcove::model::RoomName;
use alcove::server::Stored;
use bytes::Bytes;
use ring::digest::{Context, SHA256};

use crate::rooms::ids::hex;
use crate::rooms::{make_folder, sync_folder};

/// Where in the folder of all files it is noted which have which sum.
const SUMS: &str = "sums";

/// What a note is called by until it is written.
const PART: &str = ".part";

/// How often it is tried to put something into a folder that others remove once it is empty.
const TRIES: usize = 100;

/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

/// Files of which it is remembered how much is stored. Of others the room knows.
const OPEN: usize = 4_096;

/// All files. A clone is the same.
#[derive(Clone, Debug)]
pub struct Store(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    folder: PathBuf,
    /// How much is stored of those that this process has written to.
    open: Mutex<HashMap<String, Arc<Mutex<Option<u64>>>>>,
    /// How many notes were begun.
    notes: AtomicU64,
}

impl Store {
    /// Those below this folder, which is made with the first of them.
    pub fn new(folder: PathBuf) -> Store {
        Store(Arc::new(Inner {
            folder,
            open: Mutex::default(),
            notes: AtomicU64::default(),
        }))
    }

    /// Stores a part, if it is the one that comes next. `at` is how much the room knows to be stored. Waits for the
    /// disk.
    pub fn put(&self, place: &Path, at: u64, bytes: &[u8], total: u64) -> io::Result<Stored> {
        let open = self.open(place);
        let mut known = lock(&open);
        let path = self.0.folder.join(place);
        let next = match *known {
            Some(next) => next,
            // What came after that was not known to be on disk.
            None => length(&path)?.min(at),
        };
        if next != at {
            return self.stored(&path, next, total, false);
        }
        let is_new = at == 0;
        let mut options = OpenOptions::new();
        options
            .write(true)
            .create(is_new)
            .truncate(false)
            .mode(0o600);
        let mut file = match is_new {
            true => in_folder(path.parent(), || options.open(&path))?,
            false => options.open(&path)?,
        };
        let written = file
            .set_len(at)
            .and_then(|()| file.seek(SeekFrom::Start(at)))
            .and_then(|_| file.write_all(bytes))
            .and_then(|()| file.sync_all());
        if let Err(error) = written {
            // Cut off by whoever comes next.
            *known = Some(at);
            return Err(error);
        }
        if is_new {
            sync_folder(path.parent())?;
        }
        let next = at + bytes.len() as u64;
        *known = Some(next);
        // Whoever removes the file waits for its note, too.
        self.stored(&path, next, total, true)
    }

    /// How much is stored of a file, as far as that is known here.
    pub fn size(&self, place: &Path, total: u64) -> io::Result<Stored> {
        let open = self.open(place);
        let known = lock(&open);
        let path = self.0.folder.join(place);
        let next = match *known {
            Some(next) => next,
            // Only all of it is surely all that was to come.
            None => Some(length(&path)?)
                .filter(|next| *next == total)
                .unwrap_or(0),
        };
        self.stored(&path, next, total, false)
    }

    fn stored(&self, path: &Path, next: u64, total: u64, is_taken: bool) -> io::Result<Stored> {
        let whole = match next == total {
            true => Some(whole(File::open(path)?)?),
            false => None,
        };
        if let Some((sha256, _)) = &whole {
            // Before the room hears of it: no message has a file that could not be found by its sum.
            self.note(sha256, path)?;
        }
        Ok(Stored {
            next,
            is_taken,
            whole,
        })
    }

    /// Whether a file has these bytes.
    pub fn has(&self, place: &Path, start: u64, length: u64) -> io::Result<bool> {
        match fs::metadata(self.0.folder.join(place)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            found => Ok(found?.len() >= start + length),
        }
    }

    /// Reads the next piece of so much of a file that is left from there on. The file is open only for that.
    pub fn piece(&self, place: &Path, at: u64, left: u64) -> io::Result<Bytes> {
        let mut piece = vec![0; usize::try_from(left).unwrap_or(PIECE).min(PIECE)];
        let file = File::open(self.0.folder.join(place))?;
        file.read_exact_at(&mut piece, at)?;
        Ok(Bytes::from(piece))
    }

    /// Removes a file, if it is there, and then where it is noted by its sum, which only is found out where whoever asks
    /// does not know it. A note that stays does no harm.
    pub fn remove(&self, place: &Path, sha256: Option<&str>) -> io::Result<()> {
        let open = self.open(place);
        let mut known = lock(&open);
        let path = self.0.folder.join(place);
        let opened = File::open(&path);
        match fs::remove_file(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => {
                removed?;
                sync_folder(path.parent())?;
            }
        }
        *known = None;
        drop(known);
        self.forget(place);
        let found = match (sha256, opened) {
            (None, Ok(file)) => whole(file).ok().map(|(sha256, _)| sha256),
            _ => None,
        };
        if let Some(sha256) = sha256.or(found.as_deref()) {
            let _ = self.forget_sum(sha256, &id_of(place));
        }
        // The folder of a room without files: one that has some stays.
        if let Some(folder) = path.parent() {
            let _ = fs::remove_dir(folder);
        }
        Ok(())
    }

    /// Takes a file that is complete in itself, and on disk: where it is put it is as a whole, or not at all.
    pub fn adopt(&self, from: &Path, place: &Path, sha256: Option<&str>) -> io::Result<()> {
        let path = self.0.folder.join(place);
        make_folder(path.parent())?;
        if let Some(sha256) = sha256 {
            self.note(sha256, &path)?;
        }
        fs::rename(from, &path)?;
        sync_folder(path.parent())
    }

    /// Notes that a file has this sum: in `files/sums/43/<sum>`, a file by its id that has the name of its room.
    fn note(&self, sha256: &str, path: &Path) -> io::Result<()> {
        let room = path.parent().and_then(Path::file_name);
        let room = room.and_then(|room| room.to_str()).unwrap_or_default();
        let folder = self.sum(sha256);
        let note = folder.join(id_of(path));
        if note.exists() {
            return Ok(());
        }
        make_folder(folder.parent().and_then(Path::parent))?;
        // It is there as a whole, or not at all; and others may note the same at the same time.
        let number = self.0.notes.fetch_add(1, Ordering::Relaxed);
        let part = format!("{}.{number}{PART}", id_of(path));
        let part = self.0.folder.join(SUMS).join(part);
        let mut options = OpenOptions::new();
        let mut file = options
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&part)?;
        file.write_all(room.as_bytes())?;
        file.sync_all()?;
        drop(file);
        let renamed = in_folder(Some(&folder), || fs::rename(&part, &note));
        if renamed.is_err() {
            let _ = fs::remove_file(part);
        }
        renamed?;
        sync_folder(Some(&folder))
    }

    /// A file is not to be found by this sum any more.
    pub fn forget_sum(&self, sha256: &str, id: &str) -> io::Result<()> {
        let folder = self.sum(sha256);
        match fs::remove_file(folder.join(id)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            removed => removed?,
        }
        let _ = fs::remove_dir(folder);
        Ok(())
    }

    /// The first files after this one that have this sum: the room of each, and its id.
    pub fn with_sum(
        &self,
        sha256: &str,
        after: &str,
        most: usize,
    ) -> io::Result<Vec<(String, String)>> {
        let folder = self.sum(sha256);
        let notes = match fs::read_dir(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            notes => notes?,
        };
        let mut ids = Vec::new();
        for note in notes {
            ids.push(id_of(&note?.path()));
        }
        ids.retain(|id| id.as_str() > after);
        ids.sort_unstable();
        let files = ids.into_iter().filter_map(|id| {
            // What makes no sense, and what has gone meanwhile, is none of them.
            let room = fs::read_to_string(folder.join(&id)).ok();
            Some((room.filter(|room| is_room(room))?, id))
        });
        Ok(files.take(most).collect())
    }

    fn sum(&self, sha256: &str) -> PathBuf {
        let shard = sha256.get(..2).unwrap_or_default();
        [
            &*self.0.folder,
            Path::new(SUMS),
            Path::new(shard),
            Path::new(sha256),
        ]
        .iter()
        .collect()
    }

    /// Removes the files of rooms that are not there any more, and their notes, and notes that were not written to the
    /// end: the machine may have ended between the end of a room and that of its files. Goes on where one cannot be
    /// removed, and fails at the end.
    pub fn remove_orphans(&self, is_there: impl Fn(&str) -> bool) -> io::Result<()> {
        let (mut removed, mut failed) = (false, Ok(()));
        or_note(self.remove_unfinished_notes(), &mut failed);
        let shards = entries(&self.0.folder)?.into_iter();
        for shard in shards.filter(|shard| !shard.ends_with(SUMS)) {
            for room in or_note(entries(&shard), &mut failed) {
                let name = room.file_name().and_then(|name| name.to_str());
                // What is no room's name is nothing of ours.
                if name.is_some_and(|name| is_room(name) && !is_there(name)) {
                    or_note(fs::remove_dir_all(&room), &mut failed);
                    removed = true;
                }
            }
        }
        if removed {
            or_note(self.remove_orphaned_notes(&is_there), &mut failed);
        }
        failed
    }

    fn remove_unfinished_notes(&self) -> io::Result<()> {
        let notes = match fs::read_dir(self.0.folder.join(SUMS)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            notes => notes?,
        };
        for note in notes {
            let note = note?.path();
            if id_of(&note).ends_with(PART) {
                fs::remove_file(note)?;
            }
        }
        Ok(())
    }

    fn remove_orphaned_notes(&self, is_there: &impl Fn(&str) -> bool) -> io::Result<()> {
        for shard in entries(&self.0.folder.join(SUMS))? {
            for sum in entries(&shard)? {
                for note in fs::read_dir(&sum)? {
                    let note = note?.path();
                    if !is_there(&fs::read_to_string(&note)?) {
                        fs::remove_file(&note)?;
                    }
                }
                // One that has notes stays.
                let _ = fs::remove_dir(&sum);
            }
        }
        Ok(())
    }

    fn open(&self, place: &Path) -> Arc<Mutex<Option<u64>>> {
        let mut all = lock(&self.0.open);
        if all.len() >= OPEN {
            all.retain(|_, open| Arc::strong_count(open) > 1);
        }
        Arc::clone(all.entry(key(place)).or_default())
    }

    fn forget(&self, place: &Path) {
        lock(&self.0.open).remove(&key(place));
    }
}

/// Puts something into a folder, which is made if it is not there. Whoever has removed the last that was in it may
/// have removed the folder right then.
fn in_folder<T>(folder: Option<&Path>, put: impl Fn() -> io::Result<T>) -> io::Result<T> {
    for _ in 1..TRIES {
        make_folder(folder)?;
        match put() {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            done => return done,
        }
    }
    put()
}

/// What came of something; where that failed, nothing, and the first such error is kept.
fn or_note<T: Default>(done: io::Result<T>, failed: &mut io::Result<()>) -> T {
    done.unwrap_or_else(|error| {
        if failed.is_ok() {
            *failed = Err(error);
        }
        T::default()
    })
}

fn is_room(name: &str) -> bool {
    RoomName::parse(name).is_ok()
}

fn id_of(path: &Path) -> String {
    let id = path.file_name().and_then(|id| id.to_str());
    id.unwrap_or_default().to_owned()
}

fn key(place: &Path) -> String {
    place.to_string_lossy().into_owned()
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn length(path: &Path) -> io::Result<u64> {
    match fs::metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
        metadata => Ok(metadata?.len()),
    }
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let folders = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        entry.file_type().ok()?.is_dir().then(|| entry.path())
    });
    Ok(folders.collect())
}

/// What all of a file sums up to, and how it begins.
fn whole(mut file: File) -> io::Result<(String, Vec<u8>)> {
    let (mut digest, mut head) = (Context::new(&SHA256), Vec::new());
    let mut piece = vec![0; PIECE];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            break;
        }
        let read = &piece[..count];
        digest.update(read);
        let wanted = limits::FILE_HEAD.saturating_sub(head.len()).min(count);
        head.extend_from_slice(&read[..wanted]);
    }
    Ok((hex(digest.finish().as_ref()), head))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::Folder;

    const SUM: &str = "4355a46b19d348dc2f57c046f8ef63d4538ebb936000f3c9ee954a27460dd865";

    fn place() -> PathBuf {
        PathBuf::from("3f/tea/0a")
    }

    fn stored(next: u64, is_taken: bool) -> Stored {
        Stored {
            next,
            is_taken,
            whole: None,
        }
    }

    #[test]
    fn parts_come_one_after_the_other() {
        let folder = Folder::new();
        let store = Store::new(folder.0.join("files"));
        let put = |at, bytes: &[u8]| store.put(&place(), at, bytes, 2).expect("a disk");
        assert_eq!(put(1, b"1"), stored(0, false));
        assert_eq!(put(0, b"1"), stored(1, true));
        // The same again, and from another.
        assert_eq!(put(0, b"x"), stored(1, false));
        let all = put(1, b"\n");
        assert_eq!((all.next, all.is_taken), (2, true));
        let (sum, head) = all.whole.clone().expect("it is whole");
        assert_eq!((sum.as_str(), head.as_slice()), (SUM, b"1\n".as_slice()));
        let again = put(1, b"\n");
        assert_eq!(
            (again.next, again.is_taken, again.whole),
            (2, false, all.whole)
        );
        assert!(store.has(&place(), 1, 1).expect("a disk"));
        assert_eq!(store.piece(&place(), 1, 1).expect("bytes"), "\n");
        assert!(!store.has(&place(), 1, 2).expect("a disk"));
    }

    #[test]
    fn what_a_crash_left_behind_a_part_does_not_count() {
        let folder = Folder::new();
        let root = folder.0.join("files");
        let store = Store::new(root.clone());
        store.put(&place(), 0, b"ab", 9).expect("a disk");
        // Written, and the room never heard of it.
        store.put(&place(), 2, b"torn", 9).expect("a disk");
        let store = Store::new(root.clone());
        assert_eq!(store.size(&place(), 9).expect("a disk"), stored(0, false));
        let next = store.put(&place(), 2, b"cdefg", 9).expect("a disk");
        assert_eq!(next, stored(7, true));
        assert_eq!(
            fs::read(root.join(place())).expect("it is there"),
            b"abcdefg"
        );
    }

    #[test]
    fn a_file_is_removed_with_its_folder() {
        let folder = Folder::new();
        let root = folder.0.join("files");
        let store = Store::new(root.clone());
        store.put(&place(), 0, b"ab", 2).expect("a disk");
        store.remove(&place(), None).expect("a disk");
        assert!(!root.join("3f/tea").exists());
        store.remove(&place(), None).expect("once more");
        let sum = "fb8e20fc2e4c3f248c60c39bd652f3c1347298bb977b8b4d5903b85055620603";
        assert_eq!(store.with_sum(sum, "", 5).expect("a disk"), []);
        assert!(!root.join("sums").join("fb").join(sum).exists());
        assert!(!store.has(&place(), 0, 1).expect("a disk"));
        // Nothing is left of it that could be gone on with.
        assert_eq!(store.put(&place(), 2, b"c", 3).expect("a disk").next, 0);
    }

    #[test]
    fn a_file_is_removed_though_it_cannot_be_read_or_its_note_forgotten() {
        let folder = Folder::new();
        let root = folder.0.join("files");
        let store = Store::new(root.clone());
        let all = store.put(&place(), 0, b"1\n", 2).expect("a disk");
        let sum = all.whole.expect("it is whole").0;
        // Where the note would be is a folder that is not empty.
        let note = root.join("sums").join("43").join(&sum).join("0a");
        fs::remove_file(&note).expect("it is noted");
        fs::create_dir_all(note.join("in the way")).expect("a disk");
        // The sum is believed, and not found out.
        store.remove(&place(), Some(&sum)).expect("it goes");
        assert!(!root.join(place()).exists());
        assert_eq!(store.with_sum(&sum, "", 5).expect("it is read"), []);
    }

    #[test]
    fn of_parts_at_the_same_time_one_is_taken_and_none_fails() {
        let folder = Folder::new();
        let store = Store::new(folder.0.join("files"));
        for n in 0..20 {
            let place = PathBuf::from(format!("3f/tea/{n}"));
            let taken = std::thread::scope(|scope| {
                let puts = [(); 6].map(|()| scope.spawn(|| store.put(&place, 0, b"1\n", 2)));
                let stored = puts.map(|put| put.join().expect("no fault").expect("a disk"));
                stored.iter().filter(|stored| stored.is_taken).count()
            });
            assert_eq!(taken, 1);
        }
        // Nothing is left of how they were written.
        let notes = fs::read_dir(folder.0.join("files/sums/43").join(SUM)).expect("notes");
        assert_eq!(notes.count(), 20);
    }

    /// Files come to these places and go again, all at the same time; something is looked at while one is there.
    fn come_and_go(store: &Store, places: &[&str], look: impl Fn(&Path) + Sync) {
        std::thread::scope(|scope| {
            for place in places.iter().map(Path::new) {
                let look = &look;
                scope.spawn(move || {
                    for _ in 0..100 {
                        let put = store.put(place, 0, b"1\n", 2).expect("it comes");
                        assert!(put.is_taken);
                        look(place);
                        store.remove(place, Some(SUM)).expect("it goes");
                    }
                });
            }
        });
    }

    #[test]
    fn what_comes_while_the_same_goes_is_known() {
        let folder = Folder::new();
        let store = Store::new(folder.0.join("files"));
        let places = ["3f/room-0/0", "3f/room-1/1", "3f/room-2/2"];
        come_and_go(&store, &places, |place| {
            let known = store.with_sum(SUM, "", 9).expect("a disk");
            assert!(known.iter().any(|(_, id)| place.ends_with(id)));
        });
        assert!(store.with_sum(SUM, "", 9).expect("a disk").is_empty());
    }

    #[test]
    fn files_of_one_room_come_and_go_at_the_same_time() {
        let folder = Folder::new();
        let root = folder.0.join("files");
        let places = ["3f/tea/0", "3f/tea/1", "3f/tea/2", "3f/tea/3"];
        come_and_go(&Store::new(root.clone()), &places, |_| {});
        assert!(!root.join("3f/tea").exists());
    }

    #[test]
    fn a_file_that_goes_while_it_comes_leaves_no_note() {
        let folder = Folder::new();
        let store = Store::new(folder.0.join("files"));
        for n in 0..50 {
            let place = PathBuf::from(format!("3f/tea/{n}"));
            std::thread::scope(|scope| {
                scope.spawn(|| {
                    let put = store.put(&place, 0, b"1\n", 2);
                    assert!(put.is_ok_and(|put| put.is_taken));
                });
                // As of a room that does not know yet what it sums up to.
                scope.spawn(|| {
                    while !store.0.folder.join(&place).exists() {
                        std::hint::spin_loop();
                    }
                    store.remove(&place, None).expect("it goes");
                });
            });
            assert_eq!(store.with_sum(SUM, "", 9).expect("a disk"), []);
        }
    }

    #[test]
    fn notes_that_were_not_written_to_the_end_go() {
        let folder = Folder::new();
        let sums = folder.0.join("files/sums");
        fs::create_dir_all(&sums).expect("a disk");
        fs::write(sums.join("0a.7.part"), "te").expect("a disk");
        let store = Store::new(folder.0.join("files"));
        store.put(&place(), 0, b"1\n", 2).expect("a disk");
        store.remove_orphans(|_| true).expect("a disk");
        let left = fs::read_dir(&sums).expect("a folder");
        assert_eq!(left.count(), 1);
        assert_eq!(store.with_sum(SUM, "", 9).expect("a disk").len(), 1);
    }

    #[test]
    fn however_many_files_have_the_same_sum_all_are_known() {
        let folder = Folder::new();
        let store = Store::new(folder.0.join("files"));
        let sum = |all: Stored| all.whole.expect("it is whole").0;
        for n in 0..3 {
            let place = PathBuf::from(format!("3f/tea/{n}"));
            assert_eq!(sum(store.put(&place, 0, b"1\n", 2).expect("a disk")), SUM);
        }
        let notes = folder.0.join("files/sums/43").join(SUM);
        // Of that none is a room.
        fs::write(notes.join("bad"), "no room").expect("a disk");
        assert_eq!(store.with_sum(SUM, "", 9).expect("a disk").len(), 3);
        let first = store.with_sum(SUM, "", 2).expect("a disk");
        assert_eq!(
            first.iter().map(|(_, id)| id.as_str()).collect::<Vec<_>>(),
            ["0", "1"]
        );
        let next = store.with_sum(SUM, "1", 2).expect("a disk");
        assert_eq!(next, [("tea".to_owned(), "2".to_owned())]);
    }

    #[test]
    fn files_of_rooms_that_are_gone_go() {
        let folder = Folder::new();
        let root = folder.0.join("files");
        let store = Store::new(root.clone());
        for place in ["3f/tea/0a", "3f/gone/0b"] {
            store.put(Path::new(place), 0, b"1\n", 2).expect("a disk");
        }
        assert_eq!(store.with_sum(SUM, "", 9).expect("a disk").len(), 2);
        // Not ours, and in nobody's way.
        fs::create_dir_all(root.join("lost+found/no room")).expect("a disk");
        store.remove_orphans(|room| room == "tea").expect("a disk");
        assert!(root.join("3f/tea/0a").exists() && !root.join("3f/gone").exists());
        assert!(root.join("lost+found/no room").exists());
        let left = store.with_sum(SUM, "", 9).expect("a disk");
        assert_eq!(left, [("tea".to_owned(), "0a".to_owned())]);
        Store::new(folder.0.join("none"))
            .remove_orphans(|_| false)
            .expect("nothing");
    }
}
