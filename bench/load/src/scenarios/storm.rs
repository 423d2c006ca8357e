//! Many members join one room at once: until all are welcomed, and until everyone knows about
//! everyone.

use std::time::Duration;

use clap::{ArgAction, Args};
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::{Target, rooms};

const PATIENCE: Duration = Duration::from_secs(120);

#[derive(Args)]
pub struct Storm {
    #[arg(long, default_value_t = 1_000)]
    members: u32,
    /// Whether the server tells of each who comes, so that everyone can come to know of everyone.
    #[arg(long, default_value_t = true, action = ArgAction::Set)]
    announced: bool,
}

impl Storm {
    pub async fn run(self, target: &Target) -> Result<Value, String> {
        let world = target.world(rooms(1));
        let began = target.usage();
        let start = Instant::now();
        let members = world.join_all(self.members).await?;
        let welcomed = start.elapsed().as_secs_f64();
        let all_known = async {
            for member in members.iter().filter(|_| self.announced) {
                member
                    .until(|member| member.known.get() == u64::from(self.members))
                    .await;
            }
        };
        let in_time = timeout(PATIENCE, all_known).await;
        in_time.map_err(|_| "not everyone came to know of everyone".to_owned())?;
        let settled = start.elapsed().as_secs_f64();
        let ended = target.usage();
        let frames: u64 = members.iter().map(|member| member.frames.get()).sum();
        let mut result = json!({
            "joinsPerSecond": f64::from(self.members) / welcomed,
            "welcomedSeconds": welcomed,
            "frames": frames,
            "cpuSeconds": ended.cpu - began.cpu,
            "rssBytes": ended.rss,
        });
        if self.announced {
            result["settledSeconds"] = settled.into();
            result["settledPerSecond"] = (f64::from(self.members) / settled).into();
        }
        Ok(result)
    }
}
