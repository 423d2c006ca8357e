//! Somebody by id and name, whatever it is here.

use super::MemberId;

/// A member under the name that it last had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: MemberId,
    pub name: String,
}
