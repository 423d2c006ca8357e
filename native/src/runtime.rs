//! What a server has of this host: rooms on threads, files in the binary, settings, time, and the world outside.

use std::cell::Cell;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;

use alcove::http::oidc::{Ask, Reply, What};
use alcove::limits;
use alcove::model::RoomName;
use alcove::server::account_object::COOKIE;
use alcove::server::{Answer, Body, Failed, Part, Put, Request, Result, Runtime, Stored, Upload};
use alcove::time::Timestamp;
use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::{Body as _, Incoming};
use tokio::sync::{Semaphore, mpsc};

use crate::rooms::{Outgoing, Rooms};
use crate::settings::Settings;
use crate::store::Store;
use crate::{files, outside, say, system};

/// How long a short body may take to come.
const TEXT_TIME: Duration = Duration::from_secs(30);

/// A body that nobody wants is read all the same, so that its sender reads the answer, and can ask again over the same
/// connection: so long, and so much.
const UNREAD_TIME: Duration = Duration::from_secs(10);
const UNREAD_BYTES: usize = 32 * 1024 * 1024;

/// The platform's side of a server.
#[derive(Clone)]
pub struct Native {
    pub settings: Rc<Settings>,
    /// None before there are any.
    pub rooms: Option<Rooms>,
}

impl Native {
    fn rooms(&self) -> Result<&Rooms> {
        let none = || Failed::Fault("there are no rooms yet".to_owned());
        self.rooms.as_ref().ok_or_else(none)
    }
}

impl Native {
    /// Does something with a file, on a thread that may wait for the disk.
    async fn with_store<T: Send + 'static>(
        &self,
        room: &RoomName,
        id: &str,
        work: impl FnOnce(&Store, &Path) -> io::Result<T> + Send + 'static,
    ) -> Result<T> {
        let rooms = self.rooms()?;
        let (store, place) = (rooms.store(), rooms.place(room, id));
        let done = tokio::task::spawn_blocking(move || work(&store, &place)).await;
        let done = done.unwrap_or_else(|_| Err(io::Error::other("a fault")));
        done.map_err(|error| Failed::Fault(format!("a file: {error}")))
    }
}

/// Pieces of files that are read at once. Who reads slowly keeps none open: each is a connection, and no more.
static READS: Semaphore = Semaphore::const_new(16);

/// Sends so much of a file, each piece once the one before it was taken. It breaks off if the file goes meanwhile.
async fn send(
    store: Store,
    place: PathBuf,
    mut at: u64,
    mut left: u64,
    pieces: mpsc::Sender<io::Result<Bytes>>,
) {
    while left > 0 {
        let (store, place) = (store.clone(), place.clone());
        let turn = READS.acquire().await;
        let read = tokio::task::spawn_blocking(move || store.piece(&place, at, left)).await;
        drop(turn);
        let Ok(piece) = read else {
            return;
        };
        let length = piece.as_ref().map_or(left, |piece| piece.len() as u64);
        (at, left) = (at + length, left - length);
        if pieces.send(piece).await.is_err() {
            return;
        }
    }
}

impl Runtime for Native {
    type Incoming = Unread;
    type Outgoing = Outgoing;

    fn now(&self) -> Timestamp {
        system::now()
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        system::random()
    }

    fn var(&self, name: &str) -> Option<String> {
        self.settings.var(name).map(str::to_owned)
    }

    fn secret(&self, name: &str) -> Option<String> {
        self.var(name)
    }

    fn warn(&self, what: &str) {
        say::warn(what);
    }

    fn log(&self, what: &str) {
        say::say(what);
    }

    async fn text(&self, body: Unread) -> Result<String> {
        let read = tokio::time::timeout(TEXT_TIME, body.read(limits::IMPORT_BYTES as usize));
        let bytes = read.await.ok().flatten();
        let bytes =
            bytes.ok_or_else(|| Failed::Fault("the body of a request did not come".to_owned()))?;
        let text = String::from_utf8_lossy(&bytes);
        Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
    }

    async fn file(&self, request: &Request) -> Result<Answer<Outgoing>> {
        Ok(files::answer(request))
    }

    async fn ask_room(
        &self,
        room: &RoomName,
        request: Request,
        upload: Option<Upload<Unread>>,
    ) -> Result<Answer<Outgoing>> {
        let is_late = Rc::new(Cell::new(false));
        let upload = upload.map(|Upload { body, time }| {
            let is_late = Rc::clone(&is_late);
            async move {
                let time = Duration::from_millis(time.as_millis());
                let read = body.read(limits::IMPORT_BYTES as usize);
                let read = tokio::time::timeout(time, read).await;
                is_late.set(read.is_err());
                read.ok().flatten()
            }
        });
        let answer = self.rooms()?.ask_room(room, request, upload).await;
        match is_late.get() {
            true => Err(Failed::Fault("a file did not come in time".to_owned())),
            false => answer,
        }
    }

    async fn has_room(&self, room: &RoomName) -> Result<Option<bool>> {
        Ok(Some(self.rooms()?.has_room(room)))
    }

    async fn ask_account(&self, account: &str, question: String) -> Result<Answer<Outgoing>> {
        self.rooms()?.ask_account(account, question).await
    }

    async fn put_file(&self, room: &RoomName, id: &str, part: Part<Unread>) -> Result<Put> {
        let Part {
            at,
            length,
            total,
            body,
            time,
        } = part;
        let most = usize::try_from(length).unwrap_or(usize::MAX);
        let time = Duration::from_millis(time.as_millis());
        let bytes = match tokio::time::timeout(time, body.read(most)).await {
            Err(_) => return Ok(Put::Late),
            Ok(Some(bytes)) if bytes.len() == most => bytes,
            Ok(_) => return Ok(Put::Short),
        };
        let stored = self
            .with_store(room, id, move |store, place| {
                store.put(place, at, &bytes, total)
            })
            .await?;
        Ok(Put::Stored(stored))
    }

    async fn get_file(
        &self,
        room: &RoomName,
        id: &str,
        start: u64,
        length: u64,
    ) -> Result<Option<Outgoing>> {
        let has = move |store: &Store, place: &Path| store.has(place, start, length);
        if !self.with_store(room, id, has).await? {
            return Ok(None);
        }
        let rooms = self.rooms()?;
        let (store, place) = (rooms.store(), rooms.place(room, id));
        let (pieces, taken) = mpsc::channel(1);
        tokio::task::spawn_local(send(store, place, start, length, pieces));
        Ok(Some(Outgoing::Stored(taken, length)))
    }

    async fn file_size(&self, room: &RoomName, id: &str, total: u64) -> Result<Stored> {
        self.with_store(room, id, move |store, place| store.size(place, total))
            .await
    }

    async fn drop_file(&self, room: &RoomName, id: &str) -> Result<()> {
        self.with_store(room, id, |store, place| store.remove(place, None))
            .await
    }

    async fn files_with(
        &self,
        sha256: &str,
        after: &str,
        most: usize,
    ) -> Result<Vec<(RoomName, String)>> {
        let (store, sum) = (self.rooms()?.store(), sha256.to_owned());
        let after = after.to_owned();
        let found = tokio::task::spawn_blocking(move || store.with_sum(&sum, &after, most)).await;
        let found = found.unwrap_or_else(|_| Err(io::Error::other("a fault")));
        let found = found.map_err(|error| Failed::Fault(format!("a file: {error}")))?;
        let found = found.into_iter();
        let found = found.filter_map(|(room, id)| Some((RoomName::parse(&room).ok()?, id)));
        Ok(found.collect())
    }

    async fn forget_file(&self, sha256: &str, id: &str) -> Result<()> {
        let forgotten = self.rooms()?.store().forget_sum(sha256, id);
        forgotten.map_err(|error| Failed::Fault(format!("a file: {error}")))
    }

    fn has_limit(&self) -> bool {
        false
    }

    async fn admits(&self, _network: &str) -> Result<bool> {
        Ok(true)
    }

    async fn find(&self, ask: Ask) -> Reply {
        if ask.what != What::Object {
            return outside::find(ask).await;
        }
        let answer = match self.ask_account(&ask.of, ask.body).await {
            Ok(answer) => answer,
            Err(failed) => {
                return Reply {
                    text: failed.to_string(),
                    ..Reply::default()
                };
            }
        };
        Reply {
            status: answer.status,
            cookie: answer.header(COOKIE).map(str::to_owned),
            text: match answer.body {
                Body::Bytes(bytes) => String::from_utf8(bytes).unwrap_or_default(),
                Body::Empty | Body::Outgoing(_) => String::new(),
            },
        }
    }
}

/// The body of a request, as long as nobody has read it.
pub struct Unread {
    body: Option<Incoming>,
    /// Whether its sender waits to hear that it may send it: then it is not sent unless it is read.
    waits: bool,
}

impl Unread {
    pub fn new(body: Incoming, waits: bool) -> Unread {
        let body = (!body.is_end_stream()).then_some(body);
        Unread { body, waits }
    }

    /// All of it; none if not all of it comes, or more than so much.
    async fn read(mut self, most: usize) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let Some(mut body) = self.body.take() else {
            return Some(bytes);
        };
        while let Some(frame) = body.frame().await {
            let frame = frame.ok()?;
            if let Some(data) = frame.data_ref() {
                if bytes.len() + data.len() > most {
                    return None;
                }
                bytes.extend_from_slice(data);
            }
        }
        Some(bytes)
    }
}

impl Drop for Unread {
    fn drop(&mut self) {
        let Some(body) = self.body.take() else {
            return;
        };
        if !self.waits {
            tokio::task::spawn_local(async {
                let _ = tokio::time::timeout(UNREAD_TIME, discard(body)).await;
            });
        }
    }
}

async fn discard(mut body: Incoming) {
    let mut left = UNREAD_BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, |data| data.len());
        match left.checked_sub(length) {
            Some(less) => left = less,
            None => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::task::{LocalSet, yield_now};

    use super::*;
    use crate::data::tests::Folder;

    /// How many files below this folder this process has open.
    #[cfg(target_os = "linux")]
    fn open_below(folder: &Path) -> usize {
        let open = std::fs::read_dir("/proc/self/fd").expect("it is told");
        let open = open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
        open.filter(|path| path.starts_with(folder)).count()
    }

    fn on_a_thread(work: impl Future<Output = ()>) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        LocalSet::new().block_on(&runtime.expect("a runtime"), work);
    }

    #[test]
    fn who_reads_a_file_slowly_keeps_none_open() {
        let folder = Folder::new();
        let store = Store::new(folder.0.join("files"));
        let place = PathBuf::from("3f/tea/0a");
        let bytes: Vec<u8> = (0..1_000_000u32).map(|n| (n % 251) as u8).collect();
        let total = bytes.len() as u64;
        store.put(&place, 0, &bytes, total).expect("a disk");
        let begin = |at: u64, left: u64| {
            let (pieces, taken) = mpsc::channel(1);
            let sent = send(store.clone(), place.clone(), at, left, pieces);
            tokio::task::spawn_local(sent);
            taken
        };
        on_a_thread(async {
            let mut all: Vec<_> = (0..20).map(|n| begin(n, total - n)).collect();
            for reader in &all {
                while reader.is_empty() {
                    yield_now().await;
                }
            }
            #[cfg(target_os = "linux")]
            tokio::time::timeout(Duration::from_secs(30), async {
                while open_below(&folder.0) > 0 {
                    yield_now().await;
                }
            })
            .await
            .expect("none is open while all of them wait");
            // Each gets what it asked for.
            let mut last = all.pop().expect("there are some");
            let mut read = Vec::new();
            while let Some(piece) = last.recv().await {
                read.extend_from_slice(&piece.expect("it is there"));
            }
            assert!(read == bytes[19..], "{} bytes", read.len());
            // Of one that goes meanwhile the rest does not come, nor anything else instead.
            store.remove(&place, None).expect("it may");
            let mut cut = all.pop().expect("there are some");
            let mut read = Vec::new();
            let error = loop {
                match cut.recv().await.expect("it is told") {
                    Ok(piece) => read.extend_from_slice(&piece),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.kind(), io::ErrorKind::NotFound);
            assert!(bytes[18..].starts_with(&read) && read.len() < bytes.len() / 2);
            assert!(cut.recv().await.is_none());
        });
    }
}
