//! What the server is told from outside.

use std::rc::Rc;

use super::accounts::leaves_it_to_rooms;
use super::{Memory, Runtime, Server};
use crate::account::SignIn;
use crate::auth::HostKeys;
use crate::http::admin::AdminKey;
use crate::http::origins::Hosts;
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
    let (created_only, is_known) = creation(&value);
    if !is_known {
        runtime.warn(&format!(
            "ROOM_CREATION is {value:?}, which is neither \"anyone\" nor \"created\": taken for \"anyone\""
        ));
    }
    created_only
}

/// What `ROOM_CREATION` says, and whether that is one of the words for it.
fn creation(value: &str) -> (bool, bool) {
    match value.trim() {
        "created" => (true, true),
        value => (false, matches!(value, "" | "anyone")),
    }
}

/// What a setting has to be that means nothing as it is; none if it means something. For hosts that would rather
/// not start.
pub fn misread(name: &str, value: &str) -> Option<&'static str> {
    let value = value.trim();
    let is_read = match name {
        "ROOM_CREATION" => creation(value).1,
        "SIGN_IN" => SignIn::of(value).1,
        "ADMIN_KEY" => value.is_empty() || AdminKey::new(Some(value.to_owned())).is_some(),
        "HOSTS" => Hosts::new(Some(value.to_owned())).is_read(),
        _ => true,
    };
    if is_read {
        return None;
    }
    Some(match name {
        "ROOM_CREATION" => "\"anyone\" or \"created\"",
        "SIGN_IN" => "\"off\", \"optional\" or \"required\"",
        "HOSTS" => "a list of host or host:port, without https://",
        _ => "at least 20 characters long",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_means_nothing_is_told_from_what_does() {
        let long = "k".repeat(20);
        for (name, good, bad) in [
            (
                "ROOM_CREATION",
                ["", "anyone", " created\n"],
                ["create", "Anyone"],
            ),
            ("SIGN_IN", ["", "off", "required "], ["requierd", "on"]),
            ("ADMIN_KEY", ["", " ", &long], ["short", "k k"]),
            (
                "HOSTS",
                ["", "*", "chat.example, [::1]:80 ,,"],
                ["https://chat.example", "a.example/x"],
            ),
            ("MAINTENANCE", ["", "on", "anything"], [" ", "off"]),
        ] {
            for value in good {
                assert_eq!(misread(name, value), None, "{name} {value}");
            }
            for value in bad {
                let is_told = misread(name, value).is_some();
                assert_eq!(is_told, name != "MAINTENANCE", "{name} {value}");
            }
        }
    }
}
