//! All members of a run: they join, and speak.

use std::collections::HashMap;
use std::rc::Rc;
use std::time::Duration;

use futures_util::stream::{self, StreamExt};
use tokio::time::{Instant, timeout};

use crate::member::{Member, Schedule};
use crate::world::World;

/// Sockets that are opened at the same time; more overrun the backlog of a listening socket.
const OPENING_AT_ONCE: usize = 100;
const JOIN_PATIENCE: Duration = Duration::from_secs(120);

impl World {
    /// Everyone sits down in their rooms, `each` in every room.
    pub async fn join_all(self: &Rc<World>, each: u32) -> Result<Vec<Rc<Member>>, String> {
        let seats = (0..each).flat_map(|_| 0..self.rooms.len() as u32);
        let joins = seats.enumerate().map(|(index, room)| {
            let name = format!("member {index}");
            let hello = self.dialect.join(&self.rooms[room as usize], &name);
            Member::join(self, room, hello)
        });
        let joined: Vec<_> = stream::iter(joins)
            .buffered(OPENING_AT_ONCE)
            .collect()
            .await;
        let members = joined.into_iter().collect::<Result<Vec<_>, _>>()?;
        let welcomed = async {
            for member in &members {
                member
                    .until(|member| member.welcome.borrow().is_some())
                    .await;
            }
        };
        let in_time = timeout(JOIN_PATIENCE, welcomed).await;
        in_time.map_err(|_| "not everyone was welcomed".to_owned())?;
        match members.iter().find(|member| !member.is_open.get()) {
            None => Ok(members),
            Some(_) => Err("a member was sent away".to_owned()),
        }
    }

    /// Lets the first `senders` members of each room speak, together `rate` times a second.
    pub fn speak(&self, members: &[Rc<Member>], senders: u32, rate: f64, seconds: f64) {
        let rooms = self.rooms.len() as u32;
        let all = senders * rooms;
        let every = Duration::from_secs_f64(f64::from(all) / rate);
        let start = Instant::now() + Duration::from_millis(20);
        for (index, member) in members.iter().take(all as usize).enumerate() {
            // One after the other, evenly, not all at once.
            let offset = Duration::from_secs_f64(index as f64 / rate);
            member.says(Schedule {
                sender: index as u32,
                members: members.len() as u32 / rooms,
                first: start + offset,
                every,
                end: start + Duration::from_secs_f64(seconds),
            });
        }
    }

    /// Whether all members of each room have received the same in the same order.
    pub fn is_one_order(&self, members: &[Rc<Member>]) -> bool {
        let mut digests = HashMap::new();
        members.iter().all(|member| {
            let digest = member.received.borrow().digest;
            *digests.entry(member.room).or_insert(digest) == digest
        })
    }
}
