//! What someone may be in a room.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Member,
    /// Whoever runs the server.
    Operator,
}
