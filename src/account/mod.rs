//! Accounts: who somebody is on all their devices. One object each, as pure as a room: what it is asked comes
//! in as text that the Worker made, what is to happen goes out as effects.
//!
//! The Worker reads what browsers send, as far as that needs no account: [`cookie`], [`challenge`],
//! [`webauthn`], [`recovery`].

pub mod challenge;
pub mod cookie;
mod core;
pub mod ids;
pub mod keys;
mod label;
mod letters;
mod provider;
pub mod recovery;
mod sign_in;
mod signing;
mod store;
mod sync;
pub mod webauthn;

pub use self::core::{Account, Effect, Fields, Input, Keep, Reply, Space, Verdict};
pub use label::label as session_label;
pub use sign_in::SignIn;
pub use signing::{Creation, label, request_options};
