//! Two members who write to each other in private: what each has said to it, and what each sees of that.

use super::{MemberId, Person};
use crate::time::Timestamp;

/// What somebody has last said to writing with another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stance {
    /// Nothing: it was asked.
    Undecided,
    /// It has asked, or accepted.
    Willing,
    Ignores,
    Blocks,
}

/// What one of the two sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairView {
    /// It has asked, and for all it knows there is no answer.
    Asked,
    /// It was asked.
    Request,
    Open,
    Ignored,
    Blocked,
}

/// How somebody who was asked answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accept,
    Ignore,
    Block,
}

/// One of the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Under the name that it last had where they met.
    pub who: Person,
    pub has_asked: bool,
    pub stance: Stance,
    /// When it last saw a change.
    pub at: Timestamp,
}

/// Two members one of whom has asked the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    pub id: String,
    /// The one with the lower id first.
    pub sides: [Side; 2],
    /// Who asked first, and when.
    pub maker: MemberId,
    pub made: Timestamp,
    /// By what the room where they met knows the network that the maker asked from.
    pub network: Option<u64>,
    /// What the room of the two has to know: nothing yet at 0, that it is open at 1, and from then on
    /// each change of whether it is locked. So it is locked at every even number.
    pub version: u64,
    /// The newest version that it is known to have.
    pub known: u64,
    /// When it was last told what it had been told before, if ever: it may be gone, or one of the two may
    /// have another name.
    pub retold: Option<Timestamp>,
}

impl Stance {
    pub fn as_str(self) -> &'static str {
        match self {
            Stance::Undecided => "undecided",
            Stance::Willing => "willing",
            Stance::Ignores => "ignores",
            Stance::Blocks => "blocks",
        }
    }

    pub fn parse(stance: &str) -> Option<Stance> {
        let all = [
            Stance::Undecided,
            Stance::Willing,
            Stance::Ignores,
            Stance::Blocks,
        ];
        all.into_iter().find(|known| known.as_str() == stance)
    }
}

impl PairView {
    pub fn as_str(self) -> &'static str {
        match self {
            PairView::Asked => "asked",
            PairView::Request => "request",
            PairView::Open => "open",
            PairView::Ignored => "ignored",
            PairView::Blocked => "blocked",
        }
    }
}

impl Answer {
    pub fn parse(answer: &str) -> Option<Answer> {
        Some(match answer {
            "accept" => Answer::Accept,
            "ignore" => Answer::Ignore,
            "block" => Answer::Block,
            _ => return None,
        })
    }
}

impl Pair {
    /// Two of whom the first asks the other, which has said nothing yet.
    pub fn new(
        id: String,
        asker: Person,
        asked: Person,
        network: Option<u64>,
        now: Timestamp,
    ) -> Pair {
        let maker = asker.id;
        let side = |who: Person, has_asked, stance| Side {
            who,
            has_asked,
            stance,
            at: now,
        };
        let mut sides = [
            side(asker, true, Stance::Willing),
            side(asked, false, Stance::Undecided),
        ];
        sides.sort_by_key(|side| side.who.id);
        Pair {
            id,
            sides,
            maker,
            made: now,
            network,
            version: 0,
            known: 0,
            retold: None,
        }
    }

    /// Which of the two this is.
    pub fn side_of(&self, member: MemberId) -> Option<usize> {
        self.sides.iter().position(|side| side.who.id == member)
    }

    /// The room of the two has begun.
    pub fn is_open(&self) -> bool {
        self.known > 0
    }

    /// Whether the room of the two still has to be told something.
    pub fn is_owed(&self) -> bool {
        self.version > self.known
    }

    /// Whether nothing may be written in it.
    pub fn is_locked(&self) -> bool {
        self.version > 0 && self.version.is_multiple_of(2)
    }

    /// What one of the two sees. That the other ignores or blocks it looks like no answer.
    pub fn view(&self, side: usize) -> PairView {
        let side = &self.sides[side & 1];
        match side.stance {
            Stance::Ignores => PairView::Ignored,
            Stance::Blocks => PairView::Blocked,
            _ if self.is_open() => PairView::Open,
            Stance::Willing if side.has_asked => PairView::Asked,
            // It has accepted, or needs not, and nobody knows yet that it is open.
            Stance::Willing | Stance::Undecided => PairView::Request,
        }
    }

    /// What follows from what both have said.
    pub fn conclude(&mut self) {
        let all = |stance| self.sides.iter().all(|side| side.stance == stance);
        let any = |stance| self.sides.iter().any(|side| side.stance == stance);
        self.version += u64::from(match self.version {
            0 => all(Stance::Willing),
            _ => self.is_locked() != any(Stance::Blocks),
        });
        if self.version == 0 {
            // Who has accepted what the other does not want any more waits for it.
            let willing = self
                .sides
                .iter_mut()
                .filter(|side| side.stance == Stance::Willing);
            willing.for_each(|side| side.has_asked = true);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::PairView::{Asked, Blocked, Ignored, Open, Request};
    use super::Stance::{Blocks, Ignores, Undecided, Willing};
    use super::*;
    use crate::short::at;

    fn pair() -> Pair {
        let person = |seed| Person {
            id: MemberId::from_random([seed; 8]),
            name: "Name".to_owned(),
        };
        Pair::new("p".into(), person(2), person(1), None, at(5))
    }

    #[test]
    fn what_each_of_the_two_sees() {
        // The one who was asked comes first here: its id is lower.
        for (asked, asker, known, views) in [
            (Undecided, Willing, 0, [Request, Asked]),
            (Ignores, Willing, 0, [Ignored, Asked]),
            (Blocks, Willing, 0, [Blocked, Asked]),
            (Undecided, Blocks, 0, [Request, Blocked]),
            (Willing, Blocks, 0, [Asked, Blocked]),
            (Willing, Willing, 0, [Request, Asked]),
            (Willing, Willing, 1, [Open, Open]),
            (Blocks, Willing, 1, [Blocked, Open]),
            (Willing, Blocks, 1, [Open, Blocked]),
        ] {
            let mut pair = pair();
            pair.sides[0].stance = asked;
            pair.sides[1].stance = asker;
            pair.known = known;
            pair.version = known;
            pair.conclude();
            assert_eq!([pair.view(0), pair.view(1)], views, "{pair:?}");
        }
    }

    #[test]
    fn a_version_for_each_change_that_the_room_of_the_two_has_to_know() {
        let mut pair = pair();
        let mut versions = Vec::new();
        for (side, stance) in [
            (0, Ignores),
            (0, Willing),
            (0, Willing),
            (1, Blocks),
            (0, Blocks),
            (1, Willing),
            (0, Willing),
        ] {
            pair.sides[side].stance = stance;
            pair.conclude();
            versions.push((pair.version, pair.is_locked()));
        }
        let is = [
            (0, false),
            (1, false),
            (1, false),
            (2, true),
            (2, true),
            (2, true),
            (3, false),
        ];
        assert_eq!(versions, is);
    }
}
