//! Finds the highest rate that a room, or many, sustain: nothing lost, and 99 of 100 deliveries in time.
//!
//! The rate grows until it is too much; then the gap is halved a few times, and the best is held
//! for longer.

use std::rc::Rc;

use clap::Args;
use serde_json::{Value, json};

use super::{Target, rooms, talk};
use crate::member::Member;
use crate::world::World;

/// A generator or a server that takes less than this share of what is offered has not kept up.
const KEPT_UP: f64 = 0.97;
const GROWTH: f64 = 1.6;

#[derive(Args)]
pub struct Saturation {
    #[arg(long, default_value_t = 1)]
    rooms: u32,
    /// Members of each room.
    #[arg(long, default_value_t = 100)]
    members: u32,
    /// Members of each room who speak.
    #[arg(long, default_value_t = 10)]
    senders: u32,
    /// Messages a second to begin with, in all rooms together.
    #[arg(long, default_value_t = 500.0)]
    from: f64,
    /// Longest that 99 of 100 deliveries may take, in milliseconds.
    #[arg(long, default_value_t = 1_000.0)]
    within: f64,
    /// Seconds of each try.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Seconds for which the best rate is held.
    #[arg(long, default_value_t = 5.0)]
    hold: f64,
    /// Times the gap between too little and too much is halved.
    #[arg(long, default_value_t = 3)]
    halvings: u32,
}

struct Rooms {
    world: Rc<World>,
    members: Vec<Rc<Member>>,
}

impl Rooms {
    async fn open(target: &Target, count: u32, members: u32) -> Result<Rooms, String> {
        let world = target.world(rooms(count));
        let members = world.join_all(members).await?;
        Ok(Rooms { world, members })
    }

    fn is_whole(&self) -> bool {
        self.members.iter().all(|member| member.is_open.get())
    }
}

impl Saturation {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        let mut open = Rooms::open(target, self.rooms, self.members).await?;
        let mut tries = Vec::new();
        let mut attempt = async |rate: f64, seconds: f64| {
            let (is_sustained, result) = self.attempt(target, &open, rate, seconds).await;
            // Who was sent away in one try is missing in the next.
            if !open.is_whole() {
                open = Rooms::open(target, self.rooms, self.members).await?;
            }
            tries.push(json!({
                "rate": rate,
                "sustained": is_sustained,
                "p99": result["latencyMs"]["p99"],
                "deliveriesPerSecond": result["deliveriesPerSecond"],
                "errors": result["errors"],
            }));
            Ok::<_, String>((is_sustained, result))
        };

        // The machine code is not there yet in a server that has just begun.
        attempt(self.from / 4.0, 1.0).await?;
        let (mut low, mut high) = (0.0, f64::INFINITY);
        let mut rate = self.from;
        while low == 0.0 || high.is_infinite() {
            if attempt(rate, self.seconds).await?.0 {
                low = rate;
                rate *= GROWTH;
            } else {
                high = rate;
                rate /= GROWTH;
            }
            if rate < 1.0 {
                return Err(format!("nothing was sustained: {}", Value::from(tries)));
            }
        }
        for _ in 0..self.halvings {
            let middle = f64::sqrt(low * high);
            if attempt(middle, self.seconds).await?.0 {
                low = middle;
            } else {
                high = middle;
            }
        }
        loop {
            let (is_sustained, mut result) = attempt(low, self.hold).await?;
            if is_sustained || low < 1.0 {
                result["rate"] = low.into();
                result["tries"] = tries.into();
                return Ok(result);
            }
            low *= 0.9;
        }
    }

    async fn attempt(
        &self,
        target: &Target,
        Rooms { world, members }: &Rooms,
        rate: f64,
        seconds: f64,
    ) -> (bool, Value) {
        let result = talk(target, world, members, self.senders, rate, seconds).await;
        let ledger = world.ledger.borrow();
        let phase = ledger.phase();
        let p99 = phase.latency.value_at_quantile(0.99) as f64 / 1_000.0;
        let is_sustained = ledger.is_settled()
            && world.is_one_order(members)
            && phase.unexpected + phase.out_of_order == 0
            && phase.errors.is_empty()
            && p99 <= self.within
            && phase.sent as f64 >= KEPT_UP * rate * seconds;
        (is_sustained, result)
    }
}
