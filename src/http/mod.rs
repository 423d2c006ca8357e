//! What an HTTP request means, decided before it touches a room: pure, so that every table here
//! is tested without a Worker. Acting on it is up to the edge.

pub mod admin;
pub mod network;
pub mod origins;
pub mod route;
