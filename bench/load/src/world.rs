//! What the members of a run share: the clock, the ledger, and the frames they read.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use crate::dialect::{Dialect, News};
use crate::ledger::{Ledger, Nanos};

/// Frames that are remembered to be compared with.
const FRAMES: usize = 512;
/// Bytes at the end of a frame that find it again: the last seq is in them.
const TAIL: usize = 160;

pub struct World {
    pub dialect: Dialect,
    /// `ws://host:port`
    pub base: String,
    /// `host:port`
    pub address: String,
    pub rooms: Vec<String>,
    pub ledger: RefCell<Ledger>,
    pub frames: RefCell<Frames>,
    /// How many frames came, of all members.
    pub received: Cell<u64>,
    started: Instant,
}

impl World {
    pub fn new(dialect: Dialect, base: &str, rooms: Vec<String>) -> Rc<World> {
        Rc::new(World {
            dialect,
            base: base.to_owned(),
            address: base.trim_start_matches("ws://").to_owned(),
            rooms,
            ledger: RefCell::default(),
            frames: RefCell::new(Frames {
                dialect,
                known: HashMap::new(),
            }),
            received: Cell::new(0),
            started: Instant::now(),
        })
    }

    pub fn now(&self) -> Nanos {
        self.nanos(Instant::now())
    }

    pub fn nanos(&self, at: Instant) -> Nanos {
        at.saturating_duration_since(self.started).as_nanos() as Nanos
    }
}

/// Frames that were read before. A broadcast is the same bytes for everybody: it is parsed in full
/// once, and compared byte by byte for the others, so that reading does not cost more than sending.
pub struct Frames {
    dialect: Dialect,
    known: HashMap<Key, (Utf8Bytes, Rc<[News]>)>,
}

/// Length and hash of the end of a frame: finds it again, but does not prove that it is the same.
type Key = (usize, u64);

impl Frames {
    pub fn read(&mut self, frame: &Utf8Bytes) -> Rc<[News]> {
        let mut hasher = DefaultHasher::new();
        frame.as_bytes()[frame.len().saturating_sub(TAIL)..].hash(&mut hasher);
        let key = (frame.len(), hasher.finish());
        if let Some((known, news)) = self.known.get(&key)
            && known == frame
        {
            return news.clone();
        }
        let news: Rc<[News]> = match self.dialect.read(frame) {
            Ok(news) => news.into(),
            Err(error) => [News::Error(error)].into(),
        };
        if self.known.len() >= FRAMES {
            self.known.clear();
        }
        self.known.insert(key, (frame.clone(), news.clone()));
        news
    }
}
