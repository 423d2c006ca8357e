//! Who may be here, and what they may do: tokens prove a member, one table says the rest.

mod host_keys;
mod jwt;
mod pair;
mod policy;
mod token;

pub use host_keys::HostKeys;
pub use jwt::{HostUser, Hosted, Said, Signature, read_jwt};
pub use pair::{PairKey, Two};
pub use policy::{Action, Denial, Rules, Who, Whose, allow, role_of_visitor};
pub use token::{Known, Proof, Ticket, TokenKey, keyed};
