//! Who may be here, and what they may do: tokens prove a member, one table says the rest.

mod policy;
mod token;

pub use policy::{Action, Denial, Settings, Who, Whose, allow};
pub use token::{Known, TokenKey};
