//! What the server is told from outside.

use std::rc::Rc;

use super::accounts::leaves_it_to_rooms;
use super::{Memory, Runtime, Server};
use crate::auth::HostKeys;
use crate::http::route::is_on;
use crate::limits::Limits;

impl<R: Runtime> Server<R> {
    /// A setting.
    pub(super) fn var(&self, name: &str) -> Option<String> {
        self.runtime.var(name)
    }

    /// What bounds the rooms.
    pub fn limits(&self) -> Limits {
        Limits {
            vouched_only: leaves_it_to_rooms(self.sign_in(), self.host_keys()),
            ..Limits::from_vars(|name| self.var(name))
        }
    }

    /// Whether the operator lets nobody in (`MAINTENANCE`).
    pub fn is_closed(&self) -> bool {
        is_on(&self.var("MAINTENANCE").unwrap_or_default())
    }

    /// The keys of sites that say who their users are.
    pub fn host_keys(&self) -> &Rc<HostKeys> {
        self.memory.host_keys(&self.runtime)
    }
}

impl Memory {
    /// The keys of sites that say who their users are (`HOST_KEYS`): read once. Tells what it cannot use.
    pub fn host_keys(&self, runtime: &impl Runtime) -> &Rc<HostKeys> {
        self.host_keys.get_or_init(|| {
            let (keys, bad) = HostKeys::parse(&runtime.var("HOST_KEYS").unwrap_or_default());
            if bad > 0 {
                runtime.warn(&format!(
                    "HOST_KEYS: {bad} of its entries cannot be used; docs/embedding.md says what they look like"
                ));
            }
            Rc::new(keys)
        })
    }
}

/// Whether a room begins only with an owner (`ROOM_CREATION`). Tells what it does not understand.
pub(super) fn created_only(runtime: &impl Runtime) -> bool {
    let value = runtime.var("ROOM_CREATION").unwrap_or_default();
    match value.trim() {
        "created" => true,
        "" | "anyone" => false,
        _ => {
            runtime.warn(&format!(
                "ROOM_CREATION is {value:?}, which is neither \"anyone\" nor \"created\": taken for \"anyone\""
            ));
            false
        }
    }
}
