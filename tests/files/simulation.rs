//! Whatever people do, and wherever the machine dies: no message is without its file, and no file without its
//! message.

use std::collections::BTreeSet;

use alcove::model::{PageFrom, Seq};

use super::*;
use crate::world::Crash;

/// An upload, as its sender knows it.
struct Upload {
    id: FileId,
    who: &'static str,
    next: u64,
}

const BYTES: u64 = 6;
/// Where a room has not as many files as it is sent.
const ROOM_BYTES: u64 = 5 * BYTES;

struct Story {
    table: Table,
    store: Store,
    uploads: Vec<Upload>,
    rng: fastrand::Rng,
    count: u32,
    /// How often an upload gave way to another.
    gave_way: u32,
    /// How often the room has ended, and how many files found out by themselves.
    ends: usize,
    orphans: usize,
}

impl Story {
    fn new(seed: u64) -> Story {
        let limits = Limits {
            room_file_bytes: [ROOM_BYTES, 0][seed as usize % 2],
            ..Limits::default()
        };
        let mut table = Table::owned_of(limits, json!({}));
        table.comes("bo", json!({}));
        Story {
            table,
            store: Store::new(),
            uploads: Vec::new(),
            rng: fastrand::Rng::with_seed(seed),
            count: 0,
            gave_way: 0,
            ends: 0,
            orphans: 0,
        }
    }

    fn step(&mut self) {
        let who = ["ana", "bo"][self.rng.usize(..2)];
        match self.rng.u8(..19) {
            0..=2 => {
                self.count += 1;
                let cid = format!("f{}", self.count);
                let before = self.table.world.sqlite.count("file", "seq IS NULL");
                // Each at home.
                if let Ok(begun) = begins_from(&mut self.table, Some(who), who, &cid, BYTES) {
                    let open = self.table.world.sqlite.count("file", "seq IS NULL");
                    self.gave_way += u32::from(open <= before);
                    let (id, next) = (begun.id, 0);
                    self.uploads.push(Upload { id, who, next });
                }
            }
            3..=9 => self.sends_a_part(),
            10..=11 => self.claims(None),
            12..=13 => {
                let crash = Crash::any(&mut self.rng);
                self.claims(Some(crash));
            }
            14 => {
                let messages = self.messages();
                if let Some((seq, _)) = self.rng.choice(&messages) {
                    self.table
                        .does("ana", json!({"type": "delete", "seq": seq.number()}));
                }
            }
            15 => {
                self.table.world.crash();
                self.all_come_back();
            }
            16 => self.table.world.hibernate(),
            17 if self.rng.u8(..4) == 0 => self.the_room_ends(),
            _ => self.table.passes(secs(self.rng.u64(1..1_200))),
        }
        self.store_works();
        self.check();
    }

    /// Its files are nobody's then. The machine may die before that was noted anywhere.
    fn the_room_ends(&mut self) {
        if self.rng.bool() {
            self.table.world.ends_unheard();
        } else {
            self.table.operates(Act::Delete);
        }
        if self.rng.bool() {
            self.table.world.crash();
        }
        self.uploads.clear();
        self.ends += 1;
        self.asks_for_itself();
        for who in ["ana", "bo"] {
            self.table.comes(who, json!({}));
        }
    }

    /// Each file asks its room whether it is still somebody's, as it does once in a while.
    fn asks_for_itself(&mut self) {
        let all: Vec<FileId> = self.store.keys().copied().collect();
        for id in all {
            let keeps = self.table.world.room().log().keeps_file(id);
            if keeps == Ok(false) {
                self.store.remove(&id);
                self.orphans += 1;
            }
        }
    }

    /// Of a part that is stored the room may not hear, or only after another was tried.
    fn sends_a_part(&mut self) {
        let open = self.uploads.iter().enumerate();
        let open = open.filter(|(_, upload)| upload.next < BYTES);
        let open: Vec<usize> = open.map(|(index, _)| index).collect();
        let Some(index) = self.rng.choice(&open).copied() else {
            return;
        };
        let Upload { id, who, next } = self.uploads[index];
        let (token, now) = (self.table.token(who), self.table.world.now);
        let room = self.table.world.room();
        let may = room.may_send_part(now, Some(&token), Some(id), next, 2);
        let next = match may {
            Err(Unfiled::Conflict(next)) => {
                self.uploads[index].next = next;
                return;
            }
            Err(_) => return,
            Ok(_) => {
                // What is stored is no less than what the room knows.
                let stored = self.store.entry(id).or_default();
                *stored = (*stored).max(next + 2);
                *stored
            }
        };
        if self.rng.u8(..4) == 0 {
            self.table.world.crash();
            self.all_come_back();
            return;
        }
        match tells(&mut self.table, id, next, BYTES) {
            Ok(state) => self.uploads[index].next = state.next,
            // The server removes what nobody has asked for.
            Err(Unfiled::NotFound) => {
                self.store.remove(&id);
            }
            Err(_) => {}
        }
    }

    fn claims(&mut self, crash: Option<Crash>) {
        let whole: Vec<(FileId, &'static str)> = self
            .uploads
            .iter()
            .filter(|upload| upload.next == BYTES)
            .map(|upload| (upload.id, upload.who))
            .collect();
        let Some((id, who)) = self.rng.choice(&whole).copied() else {
            return;
        };
        let Some(crash) = crash else {
            says(&mut self.table, who, &[id]);
            return;
        };
        self.count += 1;
        let say = json!({"type": "say", "cid": format!("x{}", self.count), "files": [{"id": id.to_string()}]});
        let session = self.table.session(who);
        self.table
            .world
            .crash_during(session, say.to_string(), crash);
        self.all_come_back();
        // Whoever did not hear says the same again.
        self.table.does(who, say);
    }

    fn all_come_back(&mut self) {
        for who in ["ana", "bo"] {
            self.table.comes_back(who, json!({}));
        }
    }

    /// The store removes some of what it is told to, and cannot remove some.
    fn store_works(&mut self) {
        for id in std::mem::take(&mut self.table.world.dropping) {
            let is_done = self.rng.u8(..4) > 0;
            if is_done {
                self.store.remove(&id);
            }
            if self.rng.u8(..8) > 0 {
                let heard = self.table.world.dropped(id, is_done);
                self.table.keep(heard);
            }
        }
    }

    /// The messages with their files.
    fn messages(&mut self) -> Vec<(Seq, Vec<FileId>)> {
        let page = self
            .table
            .world
            .room()
            .log()
            .page(PageFrom::Newest, 1_000, Seq::default());
        let page = page.expect("read").events;
        let parsed = page.iter().map(|event| {
            let event: Value = serde_json::from_str(event).expect("JSON");
            let seq = Seq::from_number(event["seq"].as_u64().expect("a seq"));
            let files = event["files"].as_array().cloned().unwrap_or_default();
            let ids = files
                .iter()
                .map(|file| FileId::parse(file["id"].as_str().expect("an id")));
            (seq, ids.map(|id| id.expect("an id")).collect())
        });
        parsed
            .filter(|(_, files): &(_, Vec<FileId>)| !files.is_empty())
            .collect()
    }

    fn check(&mut self) {
        let mut claimed = BTreeSet::new();
        for (_, files) in self.messages() {
            for id in files {
                assert!(claimed.insert(id), "{id} is in two messages");
                assert_eq!(reads(&mut self.table, "bo", id), Ok(()), "{id}");
                assert_eq!(self.store.get(&id), Some(&BYTES), "{id} has no bytes");
            }
        }
        for Upload { id, .. } in &self.uploads {
            let is_read = reads(&mut self.table, "bo", *id).is_ok();
            assert_eq!(is_read, claimed.contains(id), "{id}");
        }
    }

    fn ends(&mut self) {
        for _ in 0..200 {
            self.table.passes(secs(600));
            for id in std::mem::take(&mut self.table.world.dropping) {
                self.store.remove(&id);
                let heard = self.table.world.dropped(id, true);
                self.table.keep(heard);
            }
        }
        self.check();
        let claimed: BTreeSet<FileId> = self
            .messages()
            .into_iter()
            .flat_map(|(_, files)| files)
            .collect();
        let stored: BTreeSet<FileId> = self.store.keys().copied().collect();
        assert_eq!(stored, claimed, "bytes of nobody");
        let kept = format!("{} {}", claimed.len() as u64 * BYTES, claimed.len());
        let meta = self.table.world.sqlite.meta("files");
        assert_eq!(meta.unwrap_or_else(|| "0 0".to_owned()), kept);
        assert_eq!(self.table.world.sqlite.count("doomed", "true"), 0);
    }
}

/// What of a story makes it one: files in messages, and bytes that went.
fn told(story: &Story) -> (usize, usize) {
    let whole = story.uploads.iter().filter(|upload| upload.next == BYTES);
    (whole.count(), story.uploads.len() - story.store.len())
}

#[test]
fn no_message_is_without_its_file_and_no_file_without_its_message() {
    let (mut whole, mut gone, mut kept, mut gave_way) = (0, 0, 0, 0);
    let (mut ends, mut orphans) = (0, 0);
    for seed in 0..90 {
        let mut story = Story::new(seed);
        for _ in 0..80 {
            story.step();
        }
        story.ends();
        let (more_whole, more_gone) = told(&story);
        (whole, gone) = (whole + more_whole, gone + more_gone);
        kept += story.store.len();
        gave_way += story.gave_way;
        (ends, orphans) = (ends + story.ends, orphans + story.orphans);
    }
    // Of each there was much.
    assert!(
        whole > 150 && gone > 300 && kept > 60 && gave_way > 20,
        "{whole} {gone} {kept} {gave_way}"
    );
    assert!(ends > 40 && orphans > 40, "{ends} {orphans}");
}
