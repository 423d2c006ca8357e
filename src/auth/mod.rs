//! Who may be here: tokens prove a member.

mod token;

pub use token::{Known, TokenKey};
