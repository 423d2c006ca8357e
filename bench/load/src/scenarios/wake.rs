//! The first frame after a room has fallen asleep: its sockets stay, its memory is gone.

use std::time::Duration;

use clap::Args;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout};

use super::{Target, median};
use crate::member::Member;

const PATIENCE: Duration = Duration::from_secs(30);
const HALF_A_SECOND: Duration = Duration::from_millis(500);

#[derive(Args)]
pub struct Wake {
    /// The rooms, each measured by itself.
    #[arg(long, required = true, num_args = 1..)]
    rooms: Vec<String>,
    /// Seconds of silence until a room sleeps: the runtime takes ten.
    #[arg(long, default_value_t = 12.0)]
    sleep: f64,
    #[arg(long, default_value_t = 5)]
    samples: u32,
}

impl Wake {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        let world = target.world(self.rooms.clone());
        let members = world.join_all(1).await?;
        let mut asleep = vec![Vec::new(); members.len()];
        let mut awake = vec![Vec::new(); members.len()];
        for _ in 0..self.samples {
            sleep(Duration::from_secs_f64(self.sleep)).await;
            for (room, member) in members.iter().enumerate() {
                asleep[room].push(echo(member).await?);
                // Beyond the window of the tick before.
                sleep(HALF_A_SECOND).await;
                awake[room].push(echo(member).await?);
            }
        }
        let rooms = self.rooms.iter().zip(asleep.into_iter().zip(awake));
        Ok(rooms
            .map(|(room, (asleep, awake))| {
                let figures = json!({
                    "asleepMs": median(asleep.clone()), "awakeMs": median(awake), "all": asleep,
                });
                (room.clone(), figures)
            })
            .collect::<serde_json::Map<_, _>>()
            .into())
    }
}

/// Says something and waits for the echo, in milliseconds.
async fn echo(member: &Member) -> Result<f64, String> {
    let before = member.received.borrow().count;
    let start = Instant::now();
    member.says_once(member.room, 1);
    let echoed = member.until(|member| member.received.borrow().count > before);
    let in_time = timeout(PATIENCE, echoed).await;
    in_time.map_err(|_| "no echo came".to_owned())?;
    Ok(start.elapsed().as_secs_f64() * 1_000.0)
}
