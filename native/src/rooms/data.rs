//! Where in the data folder what is.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use alcove::account::Space;
use alcove::model::RoomName;
use ring::digest::{SHA256, digest};

use super::ids::hex;

/// The data folder.
#[derive(Clone, Debug)]
pub struct Data(PathBuf);

/// The file of a room or an account, and by what the operator's log calls it: a room's name is its key.
#[derive(Debug)]
pub struct Place {
    pub path: PathBuf,
    pub id: String,
}

impl Data {
    pub fn new(folder: &Path) -> Data {
        Data(folder.to_owned())
    }

    /// `rooms/3f/tea.sqlite`: by the first byte of a digest, so that no folder is too large to be listed.
    pub fn room(&self, name: &RoomName) -> Place {
        self.place(Space::Rooms, name.as_str())
    }

    /// The same for an account, by its id.
    pub fn account(&self, id: &str) -> Place {
        self.place(Space::Accounts, id)
    }

    /// The folder of what rooms have in files.
    pub fn files(&self) -> PathBuf {
        self.0.join("files")
    }

    /// Where in it a file of a room is.
    pub fn file(&self, room: &RoomName, id: &str) -> PathBuf {
        let name = room.as_str();
        [&shard(name), name, id].iter().collect()
    }

    pub fn alarms(&self) -> PathBuf {
        self.0.join("alarms.sqlite")
    }

    /// Whose databases have a log beside them: of those who are awake, and of those who were when the server was
    /// killed.
    pub fn with_logs(&self, space: Space) -> io::Result<Vec<String>> {
        let shards = match fs::read_dir(self.0.join(folder(space))) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            shards => shards?,
        };
        let mut names = Vec::new();
        for shard in shards {
            let shard = shard?;
            if !shard.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(shard.path())? {
                let file = file?.file_name();
                let name = file
                    .to_str()
                    .and_then(|file| file.strip_suffix(".sqlite-wal"));
                names.extend(name.map(str::to_owned));
            }
        }
        Ok(names)
    }

    fn place(&self, space: Space, name: &str) -> Place {
        let digest = digest(&SHA256, name.as_bytes());
        let mut path = self.0.join(folder(space));
        path.push(shard(name));
        path.push(format!("{name}.sqlite"));
        Place {
            path,
            id: hex(&digest.as_ref()[..8]),
        }
    }
}

/// By what the files of this name are found among all others.
fn shard(name: &str) -> String {
    let digest = digest(&SHA256, name.as_bytes());
    hex(&digest.as_ref()[..1])
}

fn folder(space: Space) -> &'static str {
    match space {
        Space::Rooms => "rooms",
        Space::Accounts => "accounts",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_rooms_are() {
        let data = Data::new(Path::new("/data"));
        let of = |name: &str| data.room(&RoomName::parse(name).unwrap());
        assert_eq!(of("Tea").path, Path::new("/data/rooms/a9/tea.sqlite"));
        let pair = of(&format!("~{}", "a".repeat(26)));
        assert!(
            pair.path
                .to_str()
                .unwrap()
                .ends_with("/~aaaaaaaaaaaaaaaaaaaaaaaaaa.sqlite")
        );
        assert!(!of("tea").id.contains("tea"));
    }
}
