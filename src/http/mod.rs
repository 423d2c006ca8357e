//! What an HTTP request means, before anything of a room is touched: pure, so that every table here
//! is tested without a Worker. What is done about it is the edge's.

pub mod admin;
pub mod network;
pub mod route;
