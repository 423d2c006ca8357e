//! Takes over the rooms and accounts of a data folder of workerd: each room, event, token and grace as it was,
//! and when it is to be woken.
//!
//! The bytes of a room's files come before the room, which knows of them: so they come with it, and never again.
//!
//! Nothing is written where they come from. Each file arrives as a whole or not at all, so what was interrupted
//! is done by doing it again; and nothing that is here is ever replaced.

mod database;
mod source;

use std::collections::HashSet;
use std::fmt::{self, Write as _};
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use alcove::account::Space;
use alcove::model::RoomName;
use alcove::time::Timestamp;
use serde_json::{Map, Value};

use crate::rooms::{Alarms, Data, ids};
use crate::secrets;
use crate::settings::is_of_form;
use crate::store::Store;
use crate::system::now;
use database::{Draft, Found};
use source::Source;

/// Where files are made ready, in the data folder: gone when all is done.
const DRAFTS: &str = "adopting";
/// The ids of what was taken, line by line: what is deleted here does not come back when it is done again.
const TAKEN: &str = "adopted";
/// The folder's keys, as scripts/lib/secrets.mjs keeps them.
const SECRETS: &str = "secrets.json";
const KEYS: [&str; 2] = ["SITE_KEY", "VAPID_KEY"];
/// How many files are told one by one that could not be read.
const TOLD: usize = 100;

/// Takes over what `from` has, into a data folder that is locked and not yet served. `given` are the operator's
/// settings. What is to be told comes back: an error is also that something could not be read, and then all
/// the rest is here.
pub fn adopt(
    from: &Path,
    data: &Path,
    given: impl Fn(&str) -> Option<String>,
) -> Result<String, String> {
    let source = Source::find(from)?;
    source.refuse_if_in_use()?;
    take_secrets(&source, data, given)?;
    let cannot_write = |error: io::Error| format!("{} cannot be used: {error}.", data.display());
    // What was left by one that was interrupted is nothing.
    let drafts = data.join(DRAFTS);
    remove_folder(&drafts).map_err(cannot_write)?;
    fs::DirBuilder::new()
        .mode(0o700)
        .create(&drafts)
        .map_err(cannot_write)?;
    let mut adoption = Adoption {
        alarms: Alarms::open(&Data::new(data).alarms())
            .map_err(|error| cannot_write(io::Error::other(error)))?,
        store: Store::new(Data::new(data).files()),
        data: Data::new(data),
        taken: Taken::open(&data.join(TAKEN)).map_err(cannot_write)?,
        told: Told::new(from),
        drafts,
    };
    let spaces = [Space::Rooms, Space::Accounts];
    let done = spaces
        .into_iter()
        .try_for_each(|space| adoption.take_all(&source, space));
    let removed = remove_folder(&adoption.drafts).map_err(cannot_write);
    done.and(removed)?;
    match adoption.told.is_complete() {
        true => Ok(adoption.told.to_string()),
        false => Err(format!(
            "{}\nAll else is here: it is served without --adopt.",
            adoption.told
        )),
    }
}

/// Why a file is not taken.
#[derive(Debug)]
enum Fault {
    /// It is left out, and the rest is taken.
    Unread(String),
    /// Nothing more can be taken.
    Stop(String),
}

impl Fault {
    /// A fault of the disk that is written to would be one of all files.
    fn of(error: &io::Error) -> Fault {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::ReadOnlyFilesystem => {
                Fault::Stop(error.to_string())
            }
            _ => Fault::Unread(error.to_string()),
        }
    }

    fn stop(error: impl fmt::Display) -> Fault {
        Fault::Stop(error.to_string())
    }
}

struct Adoption {
    data: Data,
    store: Store,
    drafts: PathBuf,
    alarms: Alarms,
    taken: Taken,
    told: Told,
}

impl Adoption {
    fn take_all(&mut self, source: &Source, space: Space) -> Result<(), String> {
        let Some(folder) = source.folder(space) else {
            return Ok(());
        };
        let alarms = match folder.alarms(&self.drafts) {
            Ok(alarms) => alarms,
            Err((path, fault)) => {
                self.told.unread(&path, fault)?;
                Default::default()
            }
        };
        for (id, path) in &folder.files {
            if self.taken.has(id) {
                self.told.here(space);
                continue;
            }
            // It may have been started since.
            source.refuse_if_in_use()?;
            let alarm = alarms.get(id).copied();
            match self.take(source, folder, space, id, path, alarm) {
                Ok(Some(what)) => self.told.took(what),
                Ok(None) => {}
                Err(fault) => self.told.unread(path, fault)?,
            }
        }
        Ok(())
    }

    /// Takes one file, if there is anything in it that is not here.
    fn take(
        &mut self,
        source: &Source,
        folder: &source::Folder,
        space: Space,
        id: &str,
        path: &Path,
        alarm: Option<Timestamp>,
    ) -> Result<Option<What>, Fault> {
        let draft = Draft::copy(path, self.drafts.join(format!("{id}.sqlite")))?;
        let mut files = None;
        let (place, name, is_account) = match draft.find(space)? {
            Found::Nothing => return draft.remove().map(|()| None),
            Found::Room(room) => {
                if ids::of(&folder.key, room.as_str()) != id {
                    let what = "it holds a room of which another file is the database";
                    return Err(Fault::Unread(what.to_owned()));
                }
                let place = self.data.room(&room);
                let name = room.as_str().to_owned();
                files = Some(room);
                (place, name, false)
            }
            Found::Account { is_here } => {
                if !ids::is_of_class(ids::ACCOUNTS, id) {
                    let what = "it is of a Worker by another name, by which its accounts are known";
                    return Err(Fault::Unread(what.to_owned()));
                }
                (self.data.account(id), id.to_owned(), is_here)
            }
        };
        if place.path.exists() {
            self.told.here(space);
            return draft.remove().map(|()| None);
        }
        let files = match files {
            Some(room) => self.take_files(source, path, &draft, &room)?,
            None => 0,
        };
        // Where something waits to be done, the room looks itself when the next is due: workerd may have been
        // about to do it without an alarm.
        let pending = draft.has_pending(space)?.then(now);
        let alarms = [alarm, draft.alarm()?, pending];
        let alarm = alarms.into_iter().flatten().min();
        draft.finish(&place.path, || {
            // Before the file is there, lest it is there without: one that finds nothing is no harm.
            let Some(at) = alarm else {
                return Ok(());
            };
            let known = self.alarms.get(space, &name).map_err(Fault::stop)?;
            match known.is_some_and(|known| known <= at) {
                true => Ok(()),
                false => self.alarms.set(space, &name, at).map_err(Fault::stop),
            }
        })?;
        self.taken.add(id).map_err(Fault::stop)?;
        Ok(Some(What {
            is_room: space == Space::Rooms,
            is_account,
            has_alarm: alarm.is_some(),
            files,
        }))
    }

    /// Takes the bytes of a room's files. Of what cannot be read the room goes without.
    fn take_files(
        &mut self,
        source: &Source,
        path: &Path,
        room: &Draft,
        name: &RoomName,
    ) -> Result<usize, Fault> {
        let mut taken = 0;
        for (id, sha256) in room.files()? {
            let id = id.to_string();
            let Some(from) = source.file(&id) else {
                let what = format!("the bytes of its file {id} are not there");
                self.told.unread_file(path, what);
                continue;
            };
            match self.take_file(from, &self.data.file(name, &id), &id, sha256.as_deref()) {
                Ok(()) => taken += 1,
                Err(Fault::Unread(why)) => self.told.unread_file(from, why),
                Err(stop) => return Err(stop),
            }
        }
        Ok(taken)
    }

    fn take_file(
        &self,
        from: &Path,
        place: &Path,
        id: &str,
        sha256: Option<&str>,
    ) -> Result<(), Fault> {
        let draft = Draft::copy(from, self.drafts.join(format!("{id}.sqlite")))?;
        let bytes = self.drafts.join(id);
        let sum = draft.write_bytes(&bytes)?;
        draft.remove()?;
        if sha256.is_some_and(|sha256| sha256 != sum) {
            let what = "its bytes are not those that were sent";
            return Err(Fault::Unread(what.to_owned()));
        }
        self.store.adopt(&bytes, place, sha256).map_err(Fault::stop)
    }
}

/// What was taken.
struct What {
    is_room: bool,
    is_account: bool,
    has_alarm: bool,
    files: usize,
}

/// What is told in the end.
struct Told {
    from: String,
    rooms: usize,
    accounts: usize,
    alarms: usize,
    files: usize,
    /// Rooms, and files of accounts, that are here or were.
    here: [usize; 2],
    unread: Vec<String>,
    more_unread: usize,
}

impl Told {
    fn new(from: &Path) -> Told {
        Told {
            from: from.display().to_string(),
            rooms: 0,
            accounts: 0,
            alarms: 0,
            files: 0,
            here: [0, 0],
            unread: Vec::new(),
            more_unread: 0,
        }
    }

    fn took(&mut self, what: What) {
        self.rooms += usize::from(what.is_room);
        self.accounts += usize::from(what.is_account);
        self.alarms += usize::from(what.has_alarm);
        self.files += what.files;
    }

    fn here(&mut self, space: Space) {
        self.here[usize::from(space == Space::Accounts)] += 1;
    }

    fn unread_file(&mut self, path: &Path, why: String) {
        match self.unread.len() >= TOLD {
            true => self.more_unread += 1,
            false => self.unread.push(format!("{}: {why}", path.display())),
        }
    }

    fn unread(&mut self, path: &Path, fault: Fault) -> Result<(), String> {
        match fault {
            Fault::Unread(why) => self.unread_file(path, why),
            Fault::Stop(why) => {
                return Err(format!(
                    "{self}\nStopped at {}: {why}. Once that is mended, do the same again: it goes on from here.",
                    path.display()
                ));
            }
        }
        Ok(())
    }

    fn is_complete(&self) -> bool {
        self.unread.is_empty()
    }
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [rooms, accounts, alarms] = [
            count(self.rooms, "room"),
            count(self.accounts, "account"),
            count(self.alarms, "alarm"),
        ];
        write!(
            f,
            "Adopted {rooms}, {accounts} and {alarms} from {}",
            self.from
        )?;
        if self.files > 0 {
            write!(f, ", with {}", count(self.files, "file"))?;
        }
        let [rooms, accounts] = self.here;
        if rooms + accounts > 0 {
            let [rooms, files] = [count(rooms, "room"), count(accounts, "file")];
            write!(f, "; {rooms} and {files} of accounts were here before")?;
        }
        let unread = self.unread.len() + self.more_unread;
        if unread == 0 {
            return f.write_char('.');
        }
        write!(f, "; {unread} could not be read:")?;
        for line in &self.unread {
            write!(f, "\n  {line}")?;
        }
        if self.more_unread > 0 {
            write!(f, "\n  and {} more", self.more_unread)?;
        }
        Ok(())
    }
}

fn count(count: usize, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        _ => format!("{count} {what}s"),
    }
}

/// Brings the keys along, without which no account is worth anything. Others are never replaced.
fn take_secrets(
    source: &Source,
    data: &Path,
    given: impl Fn(&str) -> Option<String>,
) -> Result<(), String> {
    let theirs = read_secrets(&source.secrets())?;
    let ours = read_secrets(&data.join(SECRETS))?;
    for (name, their) in &theirs {
        if ours.get(name).is_some_and(|our| our != their) {
            return Err(format!(
                "{} has another {name} than {}: accounts and devices know a server by its keys. Take them over into a new folder, by another --data.",
                data.display(),
                source.shown()
            ));
        }
    }
    let site = KEYS[0];
    let is_given = |name: &str| given(name).is_some_and(|value| !value.is_empty());
    let has_key = theirs.contains_key(site) || ours.contains_key(site) || is_given(site);
    if !has_key && source.has_accounts() {
        return Err(format!(
            "{} has accounts, but not the key by which they were made: set {site} to it.",
            source.shown()
        ));
    }
    let taken = |name: &str| match theirs.get(name) {
        Some(Value::String(their)) => Some(their.clone()),
        _ => given(name),
    };
    secrets::kept(data, taken).map(drop)
}

/// The keys that a folder has.
fn read_secrets(path: &Path) -> Result<Map<String, Value>, String> {
    let text = match fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Map::new()),
        Err(error) => {
            return Err(format!(
                "{} cannot be read ({error}): it holds the keys of all accounts.",
                path.display()
            ));
        }
    };
    let secrets = serde_json::from_slice::<Map<String, Value>>(&text).ok();
    let keys = secrets.map(|mut secrets| {
        secrets.retain(|name, _| KEYS.contains(&name.as_str()));
        secrets
    });
    let is_valid = |(name, value): (&String, &Value)| {
        let text = value.as_str();
        text.is_some_and(|text| is_of_form(name, text).is_ok())
    };
    keys.filter(|keys| keys.iter().all(is_valid))
        .ok_or_else(|| {
            format!(
                "{} is damaged: it holds the keys of all accounts. Put it back from a backup.",
                path.display()
            )
        })
}

/// What was taken, kept with the data.
struct Taken {
    file: File,
    ids: HashSet<String>,
}

impl Taken {
    fn open(path: &Path) -> io::Result<Taken> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let mut options = OpenOptions::new();
        let mut file = options.append(true).create(true).mode(0o600).open(path)?;
        // The end of one that was interrupted.
        if !text.is_empty() && !text.ends_with('\n') {
            file.write_all(b"\n")?;
        }
        let ids = text.lines().map(str::to_owned).collect();
        Ok(Taken { file, ids })
    }

    fn has(&self, id: &str) -> bool {
        self.ids.contains(id)
    }

    fn add(&mut self, id: &str) -> io::Result<()> {
        self.file.write_all(format!("{id}\n").as_bytes())?;
        self.file.sync_data()
    }
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
