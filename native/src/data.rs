//! The folder in which everything is kept: for one server at a time, and for its own user alone. Rooms hold what
//! people said, and the keys that prove who they are.

use std::fs::{self, File, Permissions, TryLockError};
use std::io;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::rooms::make_folder;

const LOCK: &str = "lock";

/// Where workerd keeps rooms in a data folder.
const WORKERD: &str = "rooms/alcove-RoomObject";

/// What is kept in it.
const OURS: &[&str] = &[
    LOCK,
    "rooms",
    "accounts",
    "files",
    "alarms.sqlite",
    "alarms.sqlite-shm",
    "alarms.sqlite-wal",
    "secrets.json",
    // Which rooms and accounts of workerd were taken over, and those that are about to be.
    "adopted",
    "adopting",
    // Of workerd, in the same folder.
    "workerd.capnp",
];

const OTHERS: u32 = 0o077;
const STICKY: u32 = 0o1000;

/// A data folder that is this process's own, as long as this lives.
#[derive(Debug)]
pub struct Data {
    pub path: PathBuf,
    /// What is to be told about it.
    pub news: Option<String>,
    _lock: File,
}

impl Data {
    /// Makes the folder, or closes one that is there to other users; and takes it for this server alone.
    pub fn open(path: &Path) -> Result<Data, String> {
        let failed = |error: io::Error| format!("{} cannot be used: {error}.", path.display());
        if holds_rooms_of_workerd(path) {
            return Err(format!(
                "{0} holds rooms of workerd: take them over into another folder, by --adopt {0} and another --data.",
                path.display()
            ));
        }
        make_folder(Some(path)).map_err(failed)?;
        let path = path.canonicalize().map_err(failed)?;
        let news = close(&path).map_err(failed)?;
        // Nothing is cut short that a link of somebody else's may lead to.
        let mut lock = File::options();
        let lock = lock.write(true).create(true).truncate(false);
        let lock = lock.open(path.join(LOCK)).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(format!(
                    "Another server keeps its rooms in {}: a folder is for one at a time.",
                    path.display()
                ));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        Ok(Data {
            path,
            news,
            _lock: lock,
        })
    }
}

/// Whether rooms were kept in a folder by `npm run serve -- --runtime workerd`, which has them in other files.
fn holds_rooms_of_workerd(path: &Path) -> bool {
    let entries = fs::read_dir(path.join(WORKERD)).into_iter().flatten();
    let mut names = entries.flatten().map(|entry| entry.path());
    names.any(|name| name.extension().is_some_and(|end| end == "sqlite"))
}

/// Closes a folder, with all that is in it, to other users. Where things lie in it that are not ours, only what is
/// ours is closed: the folder may be a home, or one that others need. Returns a sentence where there is something to
/// be told.
fn close(path: &Path) -> io::Result<Option<String>> {
    let mode = fs::metadata(path)?.mode();
    if mode & OTHERS == 0 {
        return Ok(None);
    }
    let mut entries = Vec::new();
    for entry in fs::read_dir(path)? {
        entries.push(entry?.file_name());
    }
    let is_ours = |entry: &&std::ffi::OsString| OURS.iter().any(|name| **entry == **name);
    let is_ours_alone = mode & STICKY == 0 && entries.iter().all(|entry| is_ours(&entry));
    let shown = path.display();
    // The folder itself first: while the rest is closed, nobody gets in any more.
    let mut failed = None;
    if is_ours_alone {
        close_below(path, &mut failed);
    } else {
        for entry in entries.iter().filter(is_ours) {
            close_below(&path.join(entry), &mut failed);
        }
    }
    Ok(if let Some((path, error)) = failed {
        Some(format!(
            "Other users of this machine can look into {} ({error}): give it to the user that runs this, or run `chmod -R go= {shown}`.",
            path.display()
        ))
    } else if !is_ours_alone {
        Some(format!(
            "{shown} is open to other users of this machine, and left so, as it holds other things, too; the rooms in it are closed to them."
        ))
    } else if entries.is_empty() {
        None
    } else {
        Some(format!("Closed {shown} to other users of this machine."))
    })
}

/// Takes from others what they may do with a file, or a folder and all below. Links are not followed.
fn close_below(path: &Path, failed: &mut Option<(PathBuf, io::Error)>) {
    let mut all = vec![path.to_owned()];
    while let Some(path) = all.pop() {
        let closed = close_one(&path).and_then(|is_folder| {
            if is_folder {
                for entry in fs::read_dir(&path)? {
                    all.push(entry?.path());
                }
            }
            Ok(())
        });
        match closed {
            Err(error) if error.kind() != io::ErrorKind::NotFound && failed.is_none() => {
                *failed = Some((path, error));
            }
            _ => {}
        }
    }
}

fn close_one(path: &Path) -> io::Result<bool> {
    let kind = fs::symlink_metadata(path)?;
    if kind.is_symlink() {
        return Ok(false);
    }
    if kind.mode() & OTHERS != 0 {
        fs::set_permissions(path, Permissions::from_mode(kind.mode() & 0o700))?;
    }
    Ok(kind.is_dir())
}

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    /// A folder of a test's own, gone with it.
    pub(crate) struct Folder(pub(crate) PathBuf);

    impl Folder {
        pub(crate) fn new() -> Folder {
            static COUNT: AtomicU64 = AtomicU64::new(0);
            let count = COUNT.fetch_add(1, Ordering::Relaxed);
            let name = format!("alcove-data-{}-{count}", std::process::id());
            let path = std::env::temp_dir().join(name);
            fs::create_dir(&path).expect("a folder can be made");
            Folder(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    /// Folders end with a slash; each is as open as by default.
    fn open_folder(names: &[&str]) -> (Folder, PathBuf) {
        let home = Folder::new();
        let path = home.0.join("data");
        for name in [""].iter().chain(names) {
            let entry = path.join(name);
            let mode = if name.is_empty() || name.ends_with('/') {
                fs::create_dir(&entry).expect("a folder can be made");
                0o755
            } else {
                fs::write(&entry, "").expect("a file can be made");
                0o644
            };
            fs::set_permissions(&entry, Permissions::from_mode(mode)).expect("ours");
        }
        (home, path)
    }

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).expect("it is there").mode() & 0o7777
    }

    #[test]
    fn a_folder_is_made_for_its_user_alone() {
        let home = Folder::new();
        let path = home.0.join("deep/data");
        let data = Data::open(&path).expect("it can be made");
        assert_eq!(data.news, None);
        assert_eq!([mode(&path), mode(&home.0.join("deep"))], [0o700, 0o700]);
    }

    #[test]
    fn an_open_one_is_closed_with_all_in_it() {
        let (_home, path) = open_folder(&["rooms/", "rooms/a.sqlite", "secrets.json"]);
        let news = close(&path).expect("ours").expect("it is told");
        assert!(news.starts_with("Closed "), "{news}");
        let modes =
            ["", "rooms", "rooms/a.sqlite", "secrets.json"].map(|name| mode(&path.join(name)));
        assert_eq!(modes, [0o700, 0o700, 0o600, 0o600]);
        assert_eq!(close(&path).expect("ours"), None);
    }

    #[test]
    fn one_with_other_things_or_of_all_users_stays_as_it_is() {
        let (_home, path) = open_folder(&["rooms/", "rooms/a.sqlite", "letter.txt"]);
        let news = close(&path).expect("ours").expect("it is told");
        assert!(news.contains("left so"), "{news}");
        let modes =
            ["", "rooms", "rooms/a.sqlite", "letter.txt"].map(|name| mode(&path.join(name)));
        assert_eq!(modes, [0o755, 0o700, 0o600, 0o644]);

        let (_home, path) = open_folder(&["rooms/"]);
        fs::set_permissions(&path, Permissions::from_mode(0o1777)).expect("ours");
        close(&path).expect("ours");
        assert_eq!([mode(&path), mode(&path.join("rooms"))], [0o1777, 0o700]);
    }

    #[test]
    fn nothing_is_closed_that_a_link_leads_to() {
        let (home, path) = open_folder(&["rooms/"]);
        let elsewhere = home.0.join("elsewhere");
        fs::write(&elsewhere, "").expect("ours");
        fs::set_permissions(&elsewhere, Permissions::from_mode(0o644)).expect("ours");
        std::os::unix::fs::symlink(&elsewhere, path.join("rooms/link")).expect("ours");
        close(&path).expect("ours");
        assert_eq!(mode(&elsewhere), 0o644);
    }

    #[test]
    fn nothing_is_cut_short_that_the_lock_leads_to() {
        let home = Folder::new();
        let (elsewhere, path) = (home.0.join("elsewhere"), home.0.join("data"));
        fs::write(&elsewhere, "kept").expect("ours");
        fs::create_dir(&path).expect("ours");
        std::os::unix::fs::symlink(&elsewhere, path.join(LOCK)).expect("ours");
        drop(Data::open(&path).expect("it can be used"));
        assert_eq!(fs::read(&elsewhere).expect("ours"), b"kept");
    }

    #[test]
    fn rooms_of_workerd_are_left_alone() {
        let (_home, path) = open_folder(&["rooms/", "rooms/alcove-RoomObject/"]);
        drop(Data::open(&path).expect("nothing is in it"));
        fs::write(path.join("rooms/alcove-RoomObject/00ff.sqlite"), "").expect("ours");
        let told = Data::open(&path).expect_err("they would not be found");
        assert!(told.contains("holds rooms of workerd"), "{told}");
    }

    #[test]
    fn a_folder_is_for_one_server_at_a_time() {
        let home = Folder::new();
        let first = Data::open(&home.0).expect("it is free");
        let told = Data::open(&home.0).expect_err("it is taken");
        assert!(
            told.starts_with("Another server keeps its rooms in"),
            "{told}"
        );
        drop(first);
        Data::open(&home.0).expect("it is free again");
    }
}
