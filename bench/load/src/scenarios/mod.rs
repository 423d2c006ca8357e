//! The scenarios, one module each.

mod chat;
mod history;
mod overload;
mod saturation;
mod storm;
mod wake;

use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use clap::{Args, Subcommand};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::dialect::Dialect;
use crate::member::Member;
use crate::process::{self, Usage};
use crate::world::World;

/// How long what was said may take to arrive before it counts as lost.
const PATIENCE: Duration = Duration::from_secs(20);

/// The server.
#[derive(Args)]
pub struct Target {
    /// What it speaks.
    #[arg(long)]
    dialect: Dialect,
    /// Where it is: ws://host:port
    #[arg(long)]
    url: String,
    /// Its process, whose CPU time and memory are read.
    #[arg(long, default_value_t = 0)]
    pid: i32,
}

#[derive(Subcommand)]
pub enum Command {
    /// Members in rooms talk at a steady rate.
    Chat(chat::Chat),
    /// Finds the highest rate that a room sustains.
    Saturation(saturation::Saturation),
    /// Many join one room at once.
    Storm(storm::Storm),
    /// Far more is said than the room can take; then it is quiet again.
    Overload(overload::Overload),
    /// Puts messages into a room.
    Fill(history::Fill),
    /// Reads pages of a room's history and resumes.
    History(history::History),
    /// The first frame after the room has fallen asleep.
    Wake(wake::Wake),
}

impl Command {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        match self {
            Command::Chat(chat) => chat.run(target).await,
            Command::Saturation(saturation) => saturation.run(target).await,
            Command::Storm(storm) => storm.run(target).await,
            Command::Overload(overload) => overload.run(target).await,
            Command::Fill(fill) => fill.run(target).await,
            Command::History(history) => history.run(target).await,
            Command::Wake(wake) => wake.run(target).await,
        }
    }
}

impl Target {
    fn world(&self, rooms: Vec<String>) -> Rc<World> {
        World::new(self.dialect, &self.url, rooms)
    }

    fn usage(&self) -> Usage {
        process::usage(self.pid)
    }
}

/// Names for so many rooms that nobody used before.
fn rooms(count: u32) -> Vec<String> {
    static USED: AtomicU32 = AtomicU32::new(0);
    let run = std::process::id();
    let first = USED.fetch_add(count, Ordering::Relaxed);
    let numbers = first..first + count;
    numbers
        .map(|number| format!("bench-{run}-{number}"))
        .collect()
}

/// Waits until everything said has arrived, but not for ever: what was said to a member who was sent
/// away never does.
async fn settle(world: &World, members: &[Rc<Member>], patience: Duration) {
    let deadline = Instant::now() + patience;
    let is_hopeful = || members.iter().all(|member| member.is_open.get());
    while !world.ledger.borrow().is_settled() && is_hopeful() && Instant::now() < deadline {
        sleep(Duration::from_millis(5)).await;
    }
}

/// Lets the senders speak for some time, waits for all of it to arrive, and reports.
async fn talk(
    target: &Target,
    world: &World,
    members: &[Rc<Member>],
    senders: u32,
    rate: f64,
    seconds: f64,
) -> Value {
    world.ledger.borrow_mut().begin();
    let (began, ours) = (target.usage(), process::ours());
    let before = world.received.get();
    let start = Instant::now();
    world.speak(members, senders, rate, seconds);
    sleep(Duration::from_secs_f64(seconds)).await;
    settle(world, members, PATIENCE).await;
    let elapsed = start.elapsed().as_secs_f64();
    let mut result = report(world, elapsed, began, target.usage());
    let frames = world.received.get() - before;
    result["framesPerSecond"] = (frames as f64 / elapsed).into();
    result["oneOrder"] = world.is_one_order(members).into();
    result["generatorCpuShare"] = ((process::ours().cpu - ours.cpu) / elapsed).into();
    result
}

/// What a phase has shown, as JSON. Times in milliseconds.
fn report(world: &World, seconds: f64, began: Usage, ended: Usage) -> Value {
    let ledger = world.ledger.borrow();
    let phase = ledger.phase();
    let ms = |micros: u64| micros as f64 / 1_000.0;
    let latency = |quantile| ms(phase.latency.value_at_quantile(quantile));
    let to_last = |quantile| ms(phase.to_last.value_at_quantile(quantile));
    let cpu = ended.cpu - began.cpu;
    json!({
        "sent": phase.sent,
        "sentPerSecond": phase.sent as f64 / seconds,
        "deliveries": phase.delivered,
        "deliveriesPerSecond": phase.delivered as f64 / seconds,
        "lost": phase.expected - phase.delivered,
        "unexpected": phase.unexpected,
        "outOfOrder": phase.out_of_order,
        "errors": phase.errors,
        "latencyMs": {
            "p50": latency(0.5), "p99": latency(0.99), "max": ms(phase.latency.max()),
        },
        "toLastMs": {
            "p50": to_last(0.5), "p99": to_last(0.99), "max": ms(phase.to_last.max()),
        },
        "cpuSeconds": cpu,
        "cpuMicrosPerDelivery": cpu * 1e6 / phase.delivered.max(1) as f64,
        "rssBytes": ended.rss,
    })
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
