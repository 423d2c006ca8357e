//! Sends far more than the room can take. Meanwhile visitors join; after the flood, the room
//! has to be usable at once.

use std::rc::Rc;
use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

use super::{Target, median, report, rooms, settle};
use crate::member::Member;
use crate::world::World;

const PATIENCE: Duration = Duration::from_secs(60);
const SETTLING: Duration = Duration::from_secs(3);
const VISITOR_EVERY: Duration = Duration::from_secs(1);

#[derive(Args)]
pub struct Overload {
    #[arg(long, default_value_t = 100)]
    members: u32,
    /// Members who flood.
    #[arg(long, default_value_t = 10)]
    senders: u32,
    /// Messages a second of the flood.
    #[arg(long)]
    rate: f64,
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
}

impl Overload {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        let world = target.world(rooms(1));
        let members = world.join_all(self.members).await?;
        world.ledger.borrow_mut().begin();
        let began = target.usage();
        let start = Instant::now();
        world.speak(&members, self.senders, self.rate, self.seconds);
        let mut welcomes = Vec::new();
        let mut peak = began.rss;
        while start.elapsed().as_secs_f64() < self.seconds {
            welcomes.push(visit(&world, target).await?);
            peak = peak.max(target.usage().rss);
            sleep(VISITOR_EVERY).await;
        }
        let flood = report(&world, start.elapsed().as_secs_f64(), began, target.usage());
        let usable = usable_after(&members).await;
        peak = peak.max(target.usage().rss);
        // What a flooder had said when it was sent away was never acknowledged: it may be missing.
        let bystanders = &members[self.senders as usize..];
        settle(&world, bystanders, SETTLING).await;
        let whole = report(&world, start.elapsed().as_secs_f64(), began, target.usage());
        let there = bystanders.iter().filter(|member| member.is_open.get());
        Ok(json!({
            "flood": flood,
            "whole": whole,
            "visitorWelcomeMs": median(welcomes.clone()),
            "visitorWelcomeMaxMs": welcomes.iter().copied().fold(0.0, f64::max),
            "usableAfterMs": usable,
            "peakRssBytes": peak,
            "rssBeforeBytes": began.rss,
            "bystanders": bystanders.len(),
            "bystandersStillThere": there.count(),
        }))
    }
}

/// How long a newcomer waits for the welcome, in milliseconds.
async fn visit(world: &Rc<World>, target: &Target) -> Result<f64, String> {
    let start = Instant::now();
    let name = format!("visitor {}", world.now());
    let hello = target.dialect.join(&world.rooms[0], &name);
    let visitor = Member::join(world, 0, hello).await?;
    let welcomed = visitor.until(|visitor| visitor.welcome.borrow().is_some());
    let _ = timeout(PATIENCE, welcomed).await;
    visitor.close();
    Ok(start.elapsed().as_secs_f64() * 1_000.0)
}

/// How long the first message after the flood takes to come back to who sent it, in milliseconds: all
/// of the patience if it does not come, or if nobody is left to send it.
async fn usable_after(members: &[Rc<Member>]) -> f64 {
    let Some(last) = members.iter().rfind(|member| member.is_open.get()) else {
        return PATIENCE.as_secs_f64() * 1_000.0;
    };
    let start = Instant::now();
    let sender = members.len() as u32;
    last.says_once(sender, members.len() as u32);
    let echoed = last.until(|last| last.received.borrow().has(sender));
    let _ = timeout(PATIENCE, echoed).await;
    match last.received.borrow().has(sender) {
        true => start.elapsed().as_secs_f64() * 1_000.0,
        false => PATIENCE.as_secs_f64() * 1_000.0,
    }
}
