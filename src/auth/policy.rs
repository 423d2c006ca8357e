//! Who may do what in a room: one table. Every command but `seen`, which is flow control, is checked
//! against it.
//!
//! It knows roles and settings, not members, messages or sockets: whoever asks says what is meant.
//! What an operator does to a room as a whole is not in it: the key of the request has allowed that.

use std::fmt;

use crate::model::settings::{Access, Audience, Direct, Members};
use crate::model::{Role, Settings};
use crate::wire::ErrorCode;

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Who {
    pub role: Role,
    /// Whether the operator has sent this member away.
    pub is_removed: bool,
    /// Whether a moderator has muted this member.
    pub is_muted: bool,
}

/// What of the room decides, too.
#[derive(Clone, Copy, Debug)]
pub struct Rules<'a> {
    /// Whether the operator has closed it.
    pub is_closed: bool,
    /// Whether it is the room of two, which belongs to both.
    pub is_of_pair: bool,
    /// Whether nobody writes in it any more, as one of the two wants nothing more of the other.
    pub is_locked: bool,
    pub settings: &'a Settings,
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
    Report,
    Pin,
    /// To mute, remove or restore somebody, or to clear what they wrote.
    Moderate(Role),
    /// To see who knocks, and to let somebody in as this.
    Admit(Role),
    Deny,
    /// To see what waits for moderators, and what they did.
    Desk,
    /// To make or revoke a key of this role.
    Key(Role),
    /// To give somebody of this role a grant, or to take theirs.
    Grant {
        to: Role,
        is_self: bool,
    },
    /// To ask somebody to write in private.
    Ask {
        of_host: bool,
    },
    /// To accept that somebody has asked.
    Accept {
        of_host: bool,
    },
    ChangeSettings,
    Export,
    Import,
    Wipe,
}

/// Whose message it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    Own,
    /// That of somebody who is this now.
    Another(Role),
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
    /// Who has this role may not.
    Forbidden,
    Muted,
}

impl Denial {
    /// As clients are told.
    pub fn code(self) -> ErrorCode {
        match self {
            Denial::Closed => ErrorCode::RoomClosed,
            Denial::Removed => ErrorCode::Removed,
            Denial::NotYours => ErrorCode::NotYours,
            Denial::NotAMember => ErrorCode::NotFound,
            Denial::Forbidden => ErrorCode::Forbidden,
            Denial::Muted => ErrorCode::Muted,
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
pub fn allow(who: Who, action: Action, rules: Rules<'_>) -> Result<(), Denial> {
    use Action::*;
    use Role::{Member, Moderator, Operator, Owner, Reader};
    use Whose::{Another, Own};
    let (ok, forbidden) = (Ok(()), Err(Denial::Forbidden));
    let only = |allowed: bool| if allowed { ok } else { forbidden };
    let is_for_moderators = rules.settings.post == Audience::Moderators;
    match (who.role, action) {
        (Operator, Read | Delete(_)) => return ok,
        (Operator, _) => return Err(Denial::NotAMember),
        _ if rules.is_closed => return Err(Denial::Closed),
        _ if who.is_removed => return Err(Denial::Removed),
        (Reader, React | Report) if is_for_moderators => {}
        (Reader, Join | Read) => return ok,
        (Reader, Accept { .. }) => {}
        (Reader, _) => return forbidden,
        _ => {}
    }
    if who.is_muted
        && matches!(
            action,
            Send | Edit(_) | React | Type | Ask { .. } | Accept { .. }
        )
    {
        return Err(Denial::Muted);
    }
    // Nothing reaches the other, and nothing goes but what one takes back oneself.
    if rules.is_locked
        && matches!(
            action,
            Send | Edit(_) | React | Type | Rename | ChangeSettings
        )
    {
        return forbidden;
    }
    match (who.role, action) {
        (role, Ask { of_host } | Accept { of_host }) => match rules.settings.direct {
            Direct::Ask | Direct::Open => ok,
            Direct::Moderators => only(role.is_host() || of_host),
            Direct::Off => forbidden,
        },
        (Member, ChangeSettings) => only(rules.is_of_pair),
        (_, Join | Read | React | Report | Rename | Delete(Own)) => ok,
        (Member, Send | Type | Edit(Own)) => only(!is_for_moderators),
        (_, Send | Type | Edit(Own)) => ok,
        (_, Edit(Another(_))) | (Member, Delete(Another(_))) => Err(Denial::NotYours),
        (Member, _) => forbidden,
        (role, Delete(Another(author))) => only(author < role),
        (role, Moderate(target)) => only(target < role),
        (_, Pin | Deny | Desk) => ok,
        (role, Admit(given) | Key(given)) => only(role == Owner || given < Moderator),
        (Owner, Grant { to, is_self }) => only(to < Owner || is_self),
        (Owner, ChangeSettings | Export | Import | Wipe) => ok,
        _ => forbidden,
    }
}

/// What somebody is who comes without a grant: by the settings, and by whether they first came when
/// the room was open to all. None if they may not come in, or only by knocking.
pub fn role_of_visitor(settings: &Settings, came_freely: bool) -> Option<Role> {
    match settings.access {
        Access::Open => Some(Role::Member),
        _ if came_freely && settings.members == Members::All => Some(Role::Member),
        Access::Read => Some(Role::Reader),
        Access::Ask | Access::Closed => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Action::*;
    use super::Role::{Member, Moderator, Operator, Owner, Reader};
    use super::Whose::{Another, Own};
    use super::*;

    type Judgement = Result<(), Denial>;

    const YES: Judgement = Ok(());
    const NO: Judgement = Err(Denial::Forbidden);
    const MUTED: Judgement = Err(Denial::Muted);
    const NOBODY: Judgement = Err(Denial::NotAMember);
    const OTHERS: Judgement = Err(Denial::NotYours);

    const ROLES: [Role; 5] = [Reader, Member, Moderator, Owner, Operator];

    /// Each action, and what comes of it for each of [`ROLES`], where members may post.
    const TABLE: &[(Action, [Judgement; 5])] = &[
        (Join, [YES, YES, YES, YES, NOBODY]),
        (Read, [YES, YES, YES, YES, YES]),
        (Report, [NO, YES, YES, YES, NOBODY]),
        (Send, [NO, YES, YES, YES, NOBODY]),
        (Type, [NO, YES, YES, YES, NOBODY]),
        (React, [NO, YES, YES, YES, NOBODY]),
        (Rename, [NO, YES, YES, YES, NOBODY]),
        (Edit(Own), [NO, YES, YES, YES, NOBODY]),
        (Edit(Another(Reader)), [NO, OTHERS, OTHERS, OTHERS, NOBODY]),
        (Edit(Another(Owner)), [NO, OTHERS, OTHERS, OTHERS, NOBODY]),
        (Delete(Own), [NO, YES, YES, YES, YES]),
        (Delete(Another(Reader)), [NO, OTHERS, YES, YES, YES]),
        (Delete(Another(Member)), [NO, OTHERS, YES, YES, YES]),
        (Delete(Another(Moderator)), [NO, OTHERS, NO, YES, YES]),
        (Delete(Another(Owner)), [NO, OTHERS, NO, NO, YES]),
        (Pin, [NO, NO, YES, YES, NOBODY]),
        (Deny, [NO, NO, YES, YES, NOBODY]),
        (Desk, [NO, NO, YES, YES, NOBODY]),
        (Moderate(Reader), [NO, NO, YES, YES, NOBODY]),
        (Moderate(Member), [NO, NO, YES, YES, NOBODY]),
        (Moderate(Moderator), [NO, NO, NO, YES, NOBODY]),
        (Moderate(Owner), [NO, NO, NO, NO, NOBODY]),
        (Admit(Reader), [NO, NO, YES, YES, NOBODY]),
        (Admit(Member), [NO, NO, YES, YES, NOBODY]),
        (Admit(Moderator), [NO, NO, NO, YES, NOBODY]),
        (Admit(Owner), [NO, NO, NO, YES, NOBODY]),
        (Key(Reader), [NO, NO, YES, YES, NOBODY]),
        (Key(Member), [NO, NO, YES, YES, NOBODY]),
        (Key(Moderator), [NO, NO, NO, YES, NOBODY]),
        (Key(Owner), [NO, NO, NO, YES, NOBODY]),
        (grant(Reader, false), [NO, NO, NO, YES, NOBODY]),
        (grant(Moderator, false), [NO, NO, NO, YES, NOBODY]),
        (grant(Owner, false), [NO, NO, NO, NO, NOBODY]),
        (grant(Owner, true), [NO, NO, NO, YES, NOBODY]),
        (MAY_ASK, [NO, YES, YES, YES, NOBODY]),
        (MAY_ACCEPT, [YES, YES, YES, YES, NOBODY]),
        (ChangeSettings, [NO, NO, NO, YES, NOBODY]),
        (Export, [NO, NO, NO, YES, NOBODY]),
        (Import, [NO, NO, NO, YES, NOBODY]),
        (Wipe, [NO, NO, NO, YES, NOBODY]),
    ];

    const MAY_ASK: Action = Ask { of_host: false };
    const MAY_ACCEPT: Action = Accept { of_host: false };

    const fn grant(to: Role, is_self: bool) -> Action {
        Grant { to, is_self }
    }

    const PLAIN: Who = Who {
        role: Member,
        is_removed: false,
        is_muted: false,
    };

    fn ask(who: Who, action: Action, settings: &Settings) -> Judgement {
        allow(who, action, rules(settings))
    }

    fn rules(settings: &Settings) -> Rules<'_> {
        Rules {
            is_closed: false,
            is_of_pair: false,
            is_locked: false,
            settings,
        }
    }

    /// Every cell of the table, with what it says for each role.
    fn cells() -> impl Iterator<Item = (Role, Action, Judgement)> {
        TABLE.iter().flat_map(|(action, judgements)| {
            let cells = ROLES.into_iter().zip(*judgements);
            cells.map(|(role, judgement)| (role, *action, judgement))
        })
    }

    #[test]
    fn every_cell() {
        let settings = Settings::default();
        for (role, action, judgement) in cells() {
            let who = Who { role, ..PLAIN };
            assert_eq!(
                ask(who, action, &settings),
                judgement,
                "{role:?} {action:?}"
            );
        }
    }

    #[test]
    fn every_cell_where_only_moderators_post() {
        let settings = Settings {
            post: Audience::Moderators,
            ..Settings::default()
        };
        for (role, action, judgement) in cells() {
            let judgement = match (role, action) {
                (Member, Send | Type | Edit(Own)) => NO,
                (Reader, React | Report) => YES,
                _ => judgement,
            };
            let who = Who { role, ..PLAIN };
            assert_eq!(
                ask(who, action, &settings),
                judgement,
                "{role:?} {action:?}"
            );
        }
    }

    #[test]
    fn every_cell_of_who_is_muted() {
        let settings = Settings::default();
        for (role, action, judgement) in cells() {
            let judgement = match (role, action) {
                (Operator, _) => judgement,
                (_, Accept { .. }) => MUTED,
                (Reader, _) => judgement,
                (_, Send | Edit(_) | React | Type | Ask { .. }) => MUTED,
                _ => judgement,
            };
            let is_muted = true;
            let who = Who {
                role,
                is_muted,
                ..PLAIN
            };
            assert_eq!(
                ask(who, action, &settings),
                judgement,
                "{role:?} {action:?}"
            );
        }
        let settings = Settings {
            post: Audience::Moderators,
            ..settings
        };
        let reader = Who {
            role: Reader,
            is_muted: true,
            ..PLAIN
        };
        assert_eq!(ask(reader, React, &settings), MUTED);
        assert_eq!(ask(reader, Report, &settings), YES);
    }

    #[test]
    fn who_may_write_to_whom() {
        // By who asks, and of whom.
        let asks = |direct, role, of_host| {
            let settings = Settings {
                direct,
                ..Settings::default()
            };
            let who = Who { role, ..PLAIN };
            let asked = ask(who, Ask { of_host }, &settings);
            if role != Reader {
                assert_eq!(ask(who, Accept { of_host }, &settings), asked);
            }
            asked
        };
        for role in [Member, Moderator, Owner] {
            for of_host in [false, true] {
                assert_eq!(asks(Direct::Ask, role, of_host), YES);
                assert_eq!(asks(Direct::Open, role, of_host), YES);
                assert_eq!(asks(Direct::Off, role, of_host), NO);
                let is_of_host = role != Member || of_host;
                let judgement = if is_of_host { YES } else { NO };
                assert_eq!(asks(Direct::Moderators, role, of_host), judgement);
            }
        }
        assert_eq!(asks(Direct::Open, Reader, true), NO);
        let settings = Settings {
            direct: Direct::Off,
            ..Settings::default()
        };
        let reader = Who {
            role: Reader,
            ..PLAIN
        };
        assert_eq!(ask(reader, MAY_ACCEPT, &settings), NO);
    }

    #[test]
    fn who_is_removed_may_nothing_and_in_a_closed_room_nobody_may() {
        let settings = &Settings::default();
        for (role, action, judgement) in cells() {
            for (is_removed, is_closed) in [(true, false), (true, true), (false, true)] {
                let judgement = match (role, is_closed) {
                    (Operator, _) => judgement,
                    // The room counts first: who is removed need not learn of it.
                    (_, true) => Err(Denial::Closed),
                    (_, false) => Err(Denial::Removed),
                };
                let who = Who {
                    role,
                    is_removed,
                    ..PLAIN
                };
                let rules = Rules {
                    is_closed,
                    ..rules(settings)
                };
                assert_eq!(allow(who, action, rules), judgement, "{role:?} {action:?}");
            }
        }
    }

    #[test]
    fn every_cell_of_the_two_of_a_pair() {
        let settings = &Settings::default();
        for (role, action, judgement) in cells().filter(|(role, ..)| *role == Member) {
            for is_locked in [false, true] {
                let judgement = match action {
                    Send | Edit(_) | React | Type | Rename | ChangeSettings if is_locked => NO,
                    ChangeSettings => YES,
                    _ => judgement,
                };
                let who = Who { role, ..PLAIN };
                let rules = Rules {
                    is_of_pair: true,
                    is_locked,
                    ..rules(settings)
                };
                assert_eq!(allow(who, action, rules), judgement, "{action:?}");
            }
        }
    }

    #[test]
    fn what_a_visitor_is() {
        use Access::{Ask, Closed, Open};
        for (access, members, came_freely, role) in [
            (Open, Members::All, false, Some(Member)),
            (Open, Members::Granted, false, Some(Member)),
            (Access::Read, Members::All, false, Some(Reader)),
            (Access::Read, Members::All, true, Some(Member)),
            (Access::Read, Members::Granted, true, Some(Reader)),
            (Ask, Members::All, false, None),
            (Ask, Members::All, true, Some(Member)),
            (Ask, Members::Granted, true, None),
            (Closed, Members::All, false, None),
            (Closed, Members::All, true, Some(Member)),
            (Closed, Members::Granted, true, None),
        ] {
            let settings = Settings {
                access,
                members,
                ..Settings::default()
            };
            assert_eq!(role_of_visitor(&settings, came_freely), role, "{access:?}");
        }
    }
}
