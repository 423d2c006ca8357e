//! What the Worker is told from outside: its settings, and the time.

use worker::{Date, Env};

use crate::http::route::is_on;
use crate::time::Timestamp;

/// A setting of `[vars]`.
pub fn var(env: &Env, name: &str) -> Option<String> {
    env.var(name).ok().map(|value| value.to_string())
}

/// Whether the operator lets nobody in (`MAINTENANCE`).
pub fn maintenance(env: &Env) -> bool {
    is_on(&var(env, "MAINTENANCE").unwrap_or_default())
}

pub fn now() -> Timestamp {
    Timestamp::from_millis(Date::now().as_millis())
}
