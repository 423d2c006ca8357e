//! What goes to one socket: sessions, how far behind they are, and what they missed.

pub mod flow;
pub mod replay;
pub mod session;
