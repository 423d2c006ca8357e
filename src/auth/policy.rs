//! Who may do what in a room: one table. Every command but `seen`, which is flow control, is checked
//! against it.
//!
//! It knows roles and settings, not members, messages or sockets: whoever asks says what is meant.
//! What an operator does to a room as a whole is not in it: the key of the request has allowed that.

use std::fmt;

use crate::model::Role;
use crate::wire::ErrorCode;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    pub role: Role,
    /// Whether the operator has sent this member away.
    pub is_removed: bool,
}

/// What somebody wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// To come in.
    Join,
    /// Messages and members.
    Read,
    Send,
    React,
    /// To be seen typing.
    Type,
    Rename,
    Edit(Whose),
    Delete(Whose),
}

/// Whose message it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Own,
    Another,
}

/// What of the room decides, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    pub is_closed: bool,
}

/// Why somebody may not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The operator has closed the room.
    Closed,
    /// The operator has removed this member.
    Removed,
    /// The message is another's.
    NotYours,
    /// Only members may, and the caller is not one.
    NotAMember,
}

impl Denial {
    /// As clients are told.
    pub fn code(self) -> ErrorCode {
        match self {
            Denial::Closed => ErrorCode::RoomClosed,
            Denial::Removed => ErrorCode::Removed,
            Denial::NotYours => ErrorCode::NotYours,
            Denial::NotAMember => ErrorCode::NotFound,
        }
    }
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code().fmt(f)
    }
}

impl std::error::Error for Denial {}

/// The table.
pub fn allow(who: Who, action: Action, settings: Settings) -> Result<(), Denial> {
    use Action::{Delete, Edit, Join, React, Read, Rename, Send, Type};
    use Role::{Member, Operator};
    use Whose::{Another, Own};
    match (who.role, action) {
        (Member, _) if settings.is_closed => Err(Denial::Closed),
        (Member, _) if who.is_removed => Err(Denial::Removed),
        (Member, Join | Read | Send | React | Type | Rename) => Ok(()),
        (Member, Edit(Own) | Delete(Own)) => Ok(()),
        (Member, Edit(Another) | Delete(Another)) => Err(Denial::NotYours),
        (Operator, Read | Delete(_)) => Ok(()),
        (Operator, Join | Send | React | Type | Rename | Edit(_)) => Err(Denial::NotAMember),
    }
}

#[cfg(test)]
mod tests {
    use super::Action::{Delete, Edit, Join, React, Read, Rename, Send, Type};
    use super::Role::{Member, Operator};
    use super::Whose::{Another, Own};
    use super::*;

    type Judgement = Result<(), Denial>;

    const OK: Judgement = Ok(());
    const NO_MEMBER: Judgement = Err(Denial::NotAMember);
    const NOT_YOURS: Judgement = Err(Denial::NotYours);

    /// Each action, and what comes of it for a member and for the operator.
    const TABLE: &[(Action, Judgement, Judgement)] = &[
        (Join, OK, NO_MEMBER),
        (Read, OK, OK),
        (Send, OK, NO_MEMBER),
        (React, OK, NO_MEMBER),
        (Type, OK, NO_MEMBER),
        (Rename, OK, NO_MEMBER),
        (Edit(Own), OK, NO_MEMBER),
        (Edit(Another), NOT_YOURS, NO_MEMBER),
        (Delete(Own), OK, OK),
        (Delete(Another), NOT_YOURS, OK),
    ];

    fn ask(role: Role, action: Action, is_removed: bool, is_closed: bool) -> Judgement {
        allow(Who { role, is_removed }, action, Settings { is_closed })
    }

    #[test]
    fn every_cell() {
        for (action, member, operator) in TABLE {
            assert_eq!(ask(Member, *action, false, false), *member, "{action:?}");
            assert_eq!(
                ask(Operator, *action, false, false),
                *operator,
                "{action:?}"
            );
        }
    }

    #[test]
    fn who_is_removed_may_nothing_and_in_a_closed_room_nobody_may() {
        for (action, _, operator) in TABLE {
            assert_eq!(ask(Member, *action, true, false), Err(Denial::Removed));
            for is_removed in [false, true] {
                // The room counts first: who is removed need not learn of it.
                assert_eq!(ask(Member, *action, is_removed, true), Err(Denial::Closed));
                assert_eq!(ask(Operator, *action, is_removed, true), *operator);
            }
        }
    }
}
