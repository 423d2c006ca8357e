//! What two members have to themselves, out of one secret of the room where they met: by what their pair
//! is known, the name of their room, and the key of its tokens. None of it can be computed from their ids.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::TokenKey;
use crate::model::{MemberId, RoomName};

/// The secret of all pairs of a room. It stays what it is when the room's tokens are made void.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairKey(TokenKey);

/// Two members, in either order.
#[derive(Clone, Copy, Debug)]
pub struct Two(MemberId, MemberId);

impl Two {
    pub fn new(one: MemberId, other: MemberId) -> Two {
        Two(one.min(other), one.max(other))
    }
}

impl PairKey {
    /// That of a room with this key, when its first pair comes to be.
    pub fn of(key: &TokenKey) -> PairKey {
        PairKey(TokenKey::from_random(key.derived("pairs")))
    }

    /// Reads it as [`PairKey::to_text`] wrote it.
    pub fn parse(text: &str) -> Option<PairKey> {
        TokenKey::parse(text).map(PairKey)
    }

    pub fn to_text(&self) -> String {
        self.0.to_text()
    }

    /// By what both know their pair.
    pub fn id(&self, two: Two) -> String {
        let digest = self.derived("id", two);
        BASE64_URL_SAFE_NO_PAD.encode(&digest[..16])
    }

    /// The room of the two.
    pub fn room(&self, two: Two) -> RoomName {
        RoomName::of_pair(&self.derived("room", two))
    }

    /// The key that signs the tokens of that room.
    pub fn key(&self, two: Two) -> TokenKey {
        TokenKey::from_random(self.derived("key", two))
    }

    fn derived(&self, what: &str, Two(one, other): Two) -> [u8; 32] {
        self.0.derived(&format!("pair.{what}.{one}.{other}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_have_is_theirs_and_the_same_in_either_order() {
        let member = |seed| MemberId::from_random([seed; 8]);
        let (ana, bo, cy) = (member(1), member(2), member(3));
        let key = PairKey::of(&TokenKey::from_random([7; 32]));
        let other = PairKey::of(&TokenKey::from_random([8; 32]));
        let of = |key: &PairKey, two| (key.id(two), key.room(two), key.key(two).to_text());
        let of_two = of(&key, Two::new(ana, bo));
        assert_eq!(of_two, of(&key, Two::new(bo, ana)));
        for another in [
            of(&key, Two::new(ana, cy)),
            of(&key, Two::new(bo, cy)),
            of(&other, Two::new(ana, bo)),
        ] {
            assert_ne!(of_two.0, another.0);
            assert_ne!(of_two.1, another.1);
            assert_ne!(of_two.2, another.2);
        }
        assert_eq!(of_two.0.len(), 22);
        assert!(of_two.1.is_of_pair());
        assert_eq!(PairKey::parse(&key.to_text()), Some(key));
    }
}
