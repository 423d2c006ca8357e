//! What somebody may be in a room, from least to most.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Reads, and reacts where only moderators may post.
    Reader,
    #[default]
    Member,
    Moderator,
    Owner,
    /// Whoever runs the server: no member of any room.
    Operator,
}

impl Role {
    /// Its name; the operator's is not for the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Member => "member",
            Role::Moderator => "moderator",
            Role::Owner => "owner",
            Role::Operator => "operator",
        }
    }

    /// A role that a member can have.
    pub fn parse(name: &str) -> Option<Role> {
        match name {
            "reader" => Some(Role::Reader),
            "member" => Some(Role::Member),
            "moderator" => Some(Role::Moderator),
            "owner" => Some(Role::Owner),
            _ => None,
        }
    }

    /// Whether it looks after the room, which is shown beside a name.
    pub fn is_host(self) -> bool {
        matches!(self, Role::Moderator | Role::Owner)
    }

    /// This, if it is shown beside a name.
    pub fn shown(self) -> Option<Role> {
        Some(self).filter(|role| role.is_host())
    }
}
