//! Several rooms in one world, and the post between them: letters can be brought, lost, doubled or late.

use std::collections::BTreeMap;

use alcove::limits::Limits;

use super::{Delivery, Posted, Span, World};

/// Rooms by name, at one time.
pub struct Town {
    limits: Limits,
    rooms: BTreeMap<String, World>,
    /// Letters on their way, with the room that sent them.
    pub mail: Vec<(String, Posted)>,
    /// What reached sockets, by room, since it was last looked at.
    pub heard: Vec<(String, Delivery)>,
}

impl Town {
    pub fn new(limits: Limits) -> Town {
        Town {
            limits,
            rooms: BTreeMap::new(),
            mail: Vec::new(),
            heard: Vec::new(),
        }
    }

    /// A room, which may never have been used.
    pub fn room(&mut self, name: &str) -> &mut World {
        let now = self.rooms.values().map(|world| world.now).max();
        let limits = &self.limits;
        self.rooms.entry(name.to_owned()).or_insert_with(|| {
            let mut world = World::named(name, limits.clone());
            world.now = now.unwrap_or(world.now);
            world
        })
    }

    /// The names of all rooms that were ever used.
    pub fn names(&self) -> Vec<String> {
        self.rooms.keys().cloned().collect()
    }

    /// Something happens in a room.
    pub fn does(&mut self, name: &str, act: impl FnOnce(&mut World) -> Vec<Delivery>) {
        let heard = act(self.room(name));
        self.keep(name, heard);
        self.collect(name);
    }

    /// Brings a letter to its room, and the answer back.
    pub fn bring(&mut self, (from, letter): (String, Posted)) {
        let (answer, heard) = self.room(&letter.to).receive(&letter.body);
        self.keep(&letter.to, heard);
        self.collect(&letter.to);
        self.does(&from, |world| world.delivered(letter.id, answer));
    }

    /// Brings a letter to its room, and loses the answer.
    pub fn bring_without_answer(&mut self, (from, letter): (String, Posted)) {
        let (_, heard) = self.room(&letter.to).receive(&letter.body);
        self.keep(&letter.to, heard);
        self.collect(&letter.to);
        self.lose((from, letter));
    }

    /// A letter reaches nobody.
    pub fn lose(&mut self, (from, letter): (String, Posted)) {
        self.does(&from, |world| world.delivered(letter.id, None));
    }

    /// Brings all letters, and those that they lead to.
    pub fn deliver(&mut self) {
        for _ in 0..1_000 {
            if self.mail.is_empty() {
                return;
            }
            for letter in std::mem::take(&mut self.mail) {
                self.bring(letter);
            }
        }
        panic!("letters lead to letters for ever");
    }

    /// Time passes in all rooms.
    pub fn passes(&mut self, time: impl Span) {
        let time = time.span();
        for name in self.names() {
            self.does(&name, |world| world.pass(time));
        }
    }

    fn collect(&mut self, name: &str) {
        let posted = std::mem::take(&mut self.room(name).posted);
        let posted = posted.into_iter().map(|letter| (name.to_owned(), letter));
        self.mail.extend(posted);
    }

    fn keep(&mut self, name: &str, heard: Vec<Delivery>) {
        let heard = heard.into_iter().map(|heard| (name.to_owned(), heard));
        self.heard.extend(heard);
    }
}
