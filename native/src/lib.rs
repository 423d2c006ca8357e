//! Alcove on a machine of one's own: the same rooms as at the edge, on threads, with a SQLite file each.
//!
//! What is decided is decided in the crate `alcove`; here it is performed.

pub mod adopt;
pub mod data;
pub mod files;
pub mod front;
pub mod limit;
pub mod listen;
pub mod metrics;
pub mod notify;
pub mod options;
pub mod outside;
pub mod rooms;
pub mod runtime;
pub mod say;
pub mod secrets;
pub mod settings;
pub mod store;
pub mod stream;
pub mod system;
pub mod tls;
