//! Accounts: who somebody is on all their devices. One object each, as pure as a room: what it is asked comes
//! in as text that the Worker made, what is to happen goes out as effects.
//!
//! The Worker reads what browsers send, as far as that needs no account: [`cookie`] and [`ids`].

pub mod cookie;
mod core;
pub mod ids;
pub mod keys;

pub use self::core::{Account, Effect, Input, Reply};
