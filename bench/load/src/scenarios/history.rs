//! A long log: filling it, reading pages of it, resuming in it. Only for servers that have a
//! log.

use std::rc::Rc;
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::{Target, median};
use crate::dialect::Dialect;
use crate::member::{Member, Welcome};
use crate::world::World;

const PATIENCE: Duration = Duration::from_secs(60);
/// Messages under way while a room is filled.
const CHUNK: u64 = 2_000;

#[derive(Args)]
pub struct Fill {
    #[arg(long)]
    room: String,
    /// Messages that the room shall have.
    #[arg(long)]
    to: u64,
}

#[derive(Args)]
pub struct History {
    #[arg(long)]
    room: String,
    /// Messages that a resume has missed.
    #[arg(long, default_value_t = 5_000)]
    missed: u64,
    #[arg(long, default_value_t = 9)]
    samples: u32,
}

impl Fill {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        let world = target.world(vec![self.room.clone()]);
        let member = enter(&world, &self.room, "filler", None).await?;
        let has = welcome(&member)?.seq;
        let start = Instant::now();
        let mut sent = 0;
        while has + sent < self.to {
            let chunk = CHUNK.min(self.to - has - sent);
            for _ in 0..chunk {
                let number = world.ledger.borrow_mut().send(world.now(), 0, 0, 1);
                member.send(world.dialect.say(number));
            }
            sent += chunk;
            wait(&member, |member| member.received.borrow().count == sent).await?;
        }
        member.close();
        let seconds = start.elapsed().as_secs_f64();
        Ok(json!({ "sent": sent, "seconds": seconds }))
    }
}

impl History {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        if target.dialect != Dialect::Alcove {
            return Err("only Alcove has a history to read".to_owned());
        }
        let world = target.world(vec![self.room.clone()]);
        let member = enter(&world, &self.room, "reader", None).await?;
        let Welcome { seq, epoch } = welcome(&member)?;
        let mut newest = Vec::new();
        let mut middle = Vec::new();
        let mut resume = Vec::new();
        for _ in 0..self.samples {
            newest.push(page(&member, r#"{"type":"history"}"#.to_owned()).await?);
            let before = seq / 2;
            let frame = format!(r#"{{"type":"history","before":{before}}}"#);
            middle.push(page(&member, frame).await?);
            let missed = self.missed.min(seq);
            let start = Instant::now();
            let after = Some((epoch.clone(), seq - missed));
            let back = enter(&world, &self.room, "comer back", after).await?;
            wait(&back, |back| back.messages.get() == missed).await?;
            resume.push(start.elapsed().as_secs_f64() * 1_000.0);
            back.close();
            back.until(|back| !back.is_open.get()).await;
        }
        Ok(json!({
            "messages": seq,
            "newestMs": median(newest),
            "middleMs": median(middle),
            "resumeMs": median(resume),
            "resumed": self.missed.min(seq),
        }))
    }
}

/// Asks for a page and waits for it, in milliseconds.
async fn page(member: &Member, frame: String) -> Result<f64, String> {
    let (pages, _) = member.pages.get();
    let start = Instant::now();
    member.send(frame);
    wait(member, |member| member.pages.get().0 > pages).await?;
    Ok(start.elapsed().as_secs_f64() * 1_000.0)
}

/// Joins, perhaps as one who has everything up to a seq. The name is free again only some time
/// after the last with it has left, so nobody has the same.
async fn enter(
    world: &Rc<World>,
    room: &str,
    name: &str,
    after: Option<(String, u64)>,
) -> Result<Rc<Member>, String> {
    let name = format!("{name} {}", world.now() % 1_000_000_007);
    let hello = match after {
        None => world.dialect.join(room, &name),
        Some((epoch, after)) => {
            json!({"type": "hello", "v": 1, "name": name, "epoch": epoch, "after": after})
                .to_string()
        }
    };
    let member = Member::join(world, 0, hello).await?;
    wait(&member, |member| member.welcome.borrow().is_some()).await?;
    Ok(member)
}

fn welcome(member: &Member) -> Result<Welcome, String> {
    let welcome = member.welcome.borrow().clone();
    welcome.ok_or_else(|| "there was no welcome".to_owned())
}

async fn wait(member: &Member, holds: impl Fn(&Member) -> bool) -> Result<(), String> {
    let in_time = timeout(PATIENCE, member.until(&holds)).await;
    match in_time {
        Ok(()) if holds(member) => Ok(()),
        _ => Err("the server did not answer in time".to_owned()),
    }
}
