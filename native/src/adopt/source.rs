//! A data folder of workerd: where its files are, and whether a server has them.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use alcove::account::Space;
use alcove::time::Timestamp;
use nix::fcntl::{FcntlArg, fcntl};
use nix::libc;

use super::database::Draft;
use super::{Fault, SECRETS};
use crate::rooms::ids;

/// How deep below the folder rooms are looked for: wrangler keeps them in .wrangler/state/v3/do.
const DEPTH: usize = 5;
/// Folders that are large and hold no rooms.
const OTHERS: [&str; 3] = ["node_modules", "target", ".git"];

const ROOMS: &str = "RoomObject";
const ACCOUNTS: &str = "AccountObject";
const FILES: &str = "FileObject";
/// Each of a Worker's classes.
const CLASSES: [&str; 3] = [ROOMS, ACCOUNTS, FILES];
/// What workerd keeps beside the files of objects: when their alarms are to ring.
const METADATA: &str = "metadata.sqlite";

/// The bytes of a database that SQLite locks: some of them by whoever has it open in WAL mode.
const LOCKED_FROM: libc::off_t = 0x4000_0000;
const LOCKED: libc::off_t = 512;

pub struct Source {
    path: PathBuf,
    rooms: Option<Folder>,
    accounts: Option<Folder>,
    files: Option<Folder>,
}

/// The files of the objects of one class.
pub struct Folder {
    path: PathBuf,
    /// The key of the class, by which its objects are named, and so is the folder.
    pub key: String,
    /// By their ids, which are 64 hex digits.
    pub files: BTreeMap<String, PathBuf>,
}

impl Source {
    pub fn find(path: &Path) -> Result<Source, String> {
        let cannot_read = |error: io::Error| format!("{} cannot be read: {error}.", path.display());
        let all = folders(path).map_err(cannot_read)?;
        // All are of one Worker if they are in one folder and begin alike.
        let mut workers = BTreeSet::new();
        for (folder, key) in &all {
            let of = CLASSES.iter().find_map(|end| key.strip_suffix(end));
            workers.insert((folder.parent(), of));
        }
        if workers.len() > 1 {
            let several: Vec<_> = all
                .iter()
                .map(|(path, _)| path.display().to_string())
                .collect();
            return Err(format!(
                "{} has more than one server's rooms ({}): name a folder that has those of one.",
                path.display(),
                several.join(", ")
            ));
        }
        let mut source = Source {
            path: path.to_owned(),
            rooms: None,
            accounts: None,
            files: None,
        };
        for (folder, key) in all {
            let files = files(&folder).map_err(cannot_read)?;
            let of = match CLASSES.iter().find(|class| key.ends_with(**class)) {
                Some(&ROOMS) => &mut source.rooms,
                Some(&FILES) => &mut source.files,
                _ => &mut source.accounts,
            };
            *of = Some(Folder {
                path: folder,
                key,
                files,
            });
        }
        match (&source.rooms, &source.accounts) {
            (None, None) => Err(format!(
                "{} holds no rooms of workerd: they would be in a folder …-{ROOMS}.",
                path.display()
            )),
            _ => Ok(source),
        }
    }

    pub fn folder(&self, space: Space) -> Option<&Folder> {
        match space {
            Space::Rooms => self.rooms.as_ref(),
            Space::Accounts => self.accounts.as_ref(),
        }
    }

    /// The database with the bytes of a file, if there is one.
    pub fn file(&self, id: &str) -> Option<&Path> {
        let folder = self.files.as_ref()?;
        let path = folder.files.get(&ids::of(&folder.key, id))?;
        Some(path)
    }

    pub fn has_accounts(&self) -> bool {
        let accounts = self.accounts.as_ref();
        accounts.is_some_and(|folder| !folder.files.is_empty())
    }

    pub fn shown(&self) -> impl std::fmt::Display {
        self.path.display()
    }

    pub fn secrets(&self) -> PathBuf {
        self.path.join(SECRETS)
    }

    /// As long as it runs, workerd has the alarms of each class open, and whatever else it uses.
    pub fn refuse_if_in_use(&self) -> Result<(), String> {
        for folder in [&self.rooms, &self.accounts, &self.files]
            .into_iter()
            .flatten()
        {
            let path = folder.path.join(METADATA);
            let is_locked = is_locked(&path)
                .map_err(|error| format!("{} cannot be read: {error}.", path.display()))?;
            if is_locked {
                return Err(format!(
                    "A server has the rooms in {}: stop it first.",
                    self.path.display()
                ));
            }
        }
        Ok(())
    }
}

impl Folder {
    /// When whose alarm is to ring.
    pub fn alarms(&self, drafts: &Path) -> Result<HashMap<String, Timestamp>, (PathBuf, Fault)> {
        let path = self.path.join(METADATA);
        if !path.exists() {
            return Ok(HashMap::new());
        }
        let read = || {
            let draft = Draft::copy(&path, drafts.join(METADATA))?;
            let alarms = draft.alarms()?;
            draft.remove()?;
            Ok(alarms)
        };
        read().map_err(|fault| (path.clone(), fault))
    }
}

/// The folders of classes, with their keys.
fn folders(path: &Path) -> io::Result<Vec<(PathBuf, String)>> {
    let mut found = Vec::new();
    let mut left = VecDeque::from([(path.to_owned(), 0)]);
    while let Some((folder, depth)) = left.pop_front() {
        let name = folder.file_name().and_then(|name| name.to_str());
        if let Some(name) = name
            && CLASSES.iter().any(|class| name.ends_with(class))
        {
            let name = name.to_owned();
            found.push((folder, name));
            continue;
        }
        if depth == DEPTH || name.is_some_and(|name| depth > 0 && OTHERS.contains(&name)) {
            continue;
        }
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            // Others' folders below ours are not ours to read.
            Err(error) if depth > 0 && error.kind() == ErrorKind::PermissionDenied => continue,
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                left.push_back((entry.path(), depth + 1));
            }
        }
    }
    found.sort();
    Ok(found)
}

fn files(folder: &Path) -> io::Result<BTreeMap<String, PathBuf>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        let id = name.and_then(|name| name.strip_suffix(".sqlite"));
        if let Some(id) = id
            && ids::is_id(id)
        {
            files.insert(id.to_owned(), path);
        }
    }
    Ok(files)
}

/// Whether another process has a database open, as SQLite's locks tell. Takes none itself.
fn is_locked(path: &Path) -> io::Result<bool> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    let mut lock = libc::flock {
        l_type: libc::F_WRLCK as libc::c_short,
        l_whence: libc::SEEK_SET as libc::c_short,
        l_start: LOCKED_FROM,
        l_len: LOCKED,
        l_pid: 0,
    };
    fcntl(&file, FcntlArg::F_GETLK(&mut lock))?;
    Ok(i32::from(lock.l_type) != libc::F_UNLCK)
}
