//! Members in one or many rooms, talking at a steady rate.

use std::time::Duration;

use clap::Args;
use serde_json::Value;
use tokio::time::sleep;

use super::{PATIENCE, Target, rooms, settle, talk};

/// After the joins, so that their news do not count.
const SETTLING: Duration = Duration::from_millis(1_500);

#[derive(Args)]
pub struct Chat {
    #[arg(long, default_value_t = 1)]
    rooms: u32,
    /// Members of each room.
    #[arg(long, default_value_t = 100)]
    members: u32,
    /// Members of each room who speak.
    #[arg(long, default_value_t = 10)]
    senders: u32,
    /// Messages a second, in all rooms together.
    #[arg(long)]
    rate: f64,
    #[arg(long, default_value_t = 5.0)]
    seconds: f64,
    /// Seconds of the same before anything is measured.
    #[arg(long, default_value_t = 1.0)]
    warmup: f64,
}

impl Chat {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        let world = target.world(rooms(self.rooms));
        let before = target.usage();
        let members = world.join_all(self.members).await?;
        sleep(SETTLING).await;
        let joined = target.usage();

        world.speak(&members, self.senders, self.rate, self.warmup);
        sleep(Duration::from_secs_f64(self.warmup + 0.1)).await;
        settle(&world, &members, PATIENCE).await;

        let mut result = talk(
            target,
            &world,
            &members,
            self.senders,
            self.rate,
            self.seconds,
        )
        .await;
        let sockets = f64::from(self.rooms * self.members);
        result["rssPerSocketBytes"] =
            (joined.rss.saturating_sub(before.rss) as f64 / sockets).into();
        Ok(result)
    }
}
