//! What the Worker is told from outside: its settings, and the time.

use std::cell::OnceCell;
use std::rc::Rc;

use worker::{Date, Env};

use crate::auth::HostKeys;
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

/// Whether a room begins only with an owner (`ROOM_CREATION`). Tells what it does not understand.
pub fn created_only(env: &Env) -> bool {
    let value = var(env, "ROOM_CREATION").unwrap_or_default();
    match value.trim() {
        "created" => true,
        "" | "anyone" => false,
        _ => {
            worker::console_warn!(
                "ROOM_CREATION is {value:?}, which is neither \"anyone\" nor \"created\": taken for \"anyone\""
            );
            false
        }
    }
}

/// The keys of sites that say who their users are (`HOST_KEYS`): read once. Tells what it cannot use.
pub fn host_keys(env: &Env) -> Rc<HostKeys> {
    thread_local! {
        static KEYS: OnceCell<Rc<HostKeys>> = const { OnceCell::new() };
    }
    KEYS.with(|keys| {
        let read = || {
            let (keys, bad) = HostKeys::parse(&var(env, "HOST_KEYS").unwrap_or_default());
            if bad > 0 {
                worker::console_warn!(
                    "HOST_KEYS: {bad} of its entries cannot be used; docs/embedding.md says what they look like"
                );
            }
            Rc::new(keys)
        };
        Rc::clone(keys.get_or_init(read))
    })
}

pub fn now() -> Timestamp {
    Timestamp::from_millis(Date::now().as_millis())
}
