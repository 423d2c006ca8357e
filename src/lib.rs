//! Alcove: link-shared chat rooms at the edge.
//!
//! A server routes `/room/:name` to one object per room; the object is a thin shell
//! round a [`room::Room`] that knows no clock, socket or platform. In reading order, each
//! module using only those above it:
//!
//! 1. [`time`]: moments and lengths of it; [`limits`]: every number, with its reason; [`rate`]:
//!    how fast is too fast
//! 2. [`model`]: what a room is made of: ids, names, texts; neither JSON nor SQL
//! 3. [`wire`]: client frames, server events, error and close codes
//! 4. [`auth`]: who somebody is, and who may do what
//! 5. [`log`]: the ordered, durable record; all SQL
//! 6. [`room`]: all behaviour, as `step(now, input) -> effects`
//! 7. [`account`]: who somebody is on all their devices
//! 8. [`shell`]: what performs those effects, over whatever platform
//! 9. [`http`]: what a request means, what an operator may ask for, what a network may have
//! 10. [`server`]: answers requests, and is the objects of rooms and accounts, over whatever platform
//! 11. `edge`: the Worker and its Durable Objects; only on `wasm32`
//!
//! # Invariants
//! 1. Below `shell` nothing knows a clock, randomness or a socket: `now`, ids and random bytes
//!    come in as arguments. `shell` knows them as the trait `Platform`, and only `edge` knows `worker`.
//! 2. `step` cannot fail and cannot panic on any input. Bad input is an `error` event or a
//!    close.
//! 3. Nothing is sent before it is appended; within a tick the order is: append, one broadcast,
//!    direct sends, closes. One exception: a session in replay gets no broadcasts, so the presence
//!    of the tick goes to it by itself, before the broadcast that it stands in for.
//! 4. No `.await` between `step` and its last effect; no `RefCell` borrow across an `.await`.
//! 5. Sleep is invisible: a room restored from its log and the sockets' attachments behaves as
//!    if it had never slept, but for what it forgives ([`rate`]). What must survive is in SQL or
//!    an attachment.
//! 6. Attachments and rows are parsed like client input.
//! 7. `seq` grows by exactly 1 and stays below 2^53.
//! 8. A broadcast is one effect, encoded once. No work per recipient but the send itself
//!    and, a few times for each MiB, a look at how far it is.
//! 9. What one room tells another is a letter: durable with what it is about, sent until it is answered,
//!    and of one effect however often it comes.
//! 10. No timer is left running in an idle room, so that it hibernates and costs nothing.

pub mod account;
pub mod auth;
pub mod http;
pub mod limits;
pub mod log;
pub mod model;
pub mod rate;
pub mod room;
pub mod server;
pub mod shell;
pub mod time;
pub mod wire;

#[cfg(target_arch = "wasm32")]
mod edge;

// By this name the tests' world knows it, of which some is shared.
#[cfg(test)]
extern crate self as alcove;
#[cfg(test)]
#[path = "../tests/world/short.rs"]
mod short;
