//! Challenges for passkeys: random, short-lived, and signed for one purpose, so that none has to be kept before
//! it is used. The account's object spends each once.

use super::ids::AccountId;
use super::keys::Secret;
use crate::limits::CHALLENGE_LIFE;
use crate::time::Timestamp;

/// What a passkey is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first passkey of a new account.
    Begin(AccountId),
    /// One more passkey of an account, by who is signed in with this session.
    Add(AccountId, String),
    /// To sign in, as whoever it may be.
    SignIn,
}

/// A challenge that is ours and has not expired.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// By what it is known when it is spent.
    pub nonce: [u8; 16],
    pub until: Timestamp,
}

const NONCE: usize = 16;
/// Nonce and expiry.
const CLAIM: usize = NONCE + 8;
const MAC: usize = 16;

impl Purpose {
    fn parts(&self) -> (u8, &[u8], &str) {
        match self {
            Purpose::Begin(account) => (1, account.bytes(), ""),
            Purpose::Add(account, session) => (2, account.bytes(), session),
            Purpose::SignIn => (3, &[], ""),
        }
    }

    fn mac_parts<'a>(&'a self, kind: &'a [u8; 1], rp: &'a str, claim: &'a [u8]) -> [&'a [u8]; 6] {
        let (_, account, session) = self.parts();
        [
            kind,
            claim,
            account,
            rp.as_bytes(),
            b"\0",
            session.as_bytes(),
        ]
    }

    /// A challenge for the site of this name.
    pub fn challenge(&self, key: &Secret, rp: &str, now: Timestamp, nonce: [u8; NONCE]) -> Vec<u8> {
        let mut bytes = nonce.to_vec();
        bytes.extend((now + CHALLENGE_LIFE).as_millis().to_be_bytes());
        let (kind, account, _) = self.parts();
        let mac = key.mac(&self.mac_parts(&[kind], rp, &bytes));
        // Nobody else tells whose the first passkey is to be.
        if matches!(self, Purpose::Begin(_)) {
            bytes.extend(account);
        }
        bytes.extend(&mac[..MAC]);
        bytes
    }

    /// Reads a challenge that was made for this.
    pub fn spend(&self, key: &Secret, rp: &str, now: Timestamp, bytes: &[u8]) -> Option<Challenge> {
        let (claim, rest) = bytes.split_at_checked(CLAIM)?;
        let (nonce, expiry) = claim.split_first_chunk::<NONCE>()?;
        let (kind, account, _) = self.parts();
        let mac = match self {
            Purpose::Begin(_) => rest.strip_prefix(account)?,
            _ => rest,
        };
        if mac.len() != MAC || !key.admits(&self.mac_parts(&[kind], rp, claim), mac) {
            return None;
        }
        let until = Timestamp::from_millis(u64::from_be_bytes(expiry.try_into().ok()?));
        (now < until).then_some(Challenge {
            nonce: *nonce,
            until,
        })
    }
}

/// Whose the first passkey is to be, if a challenge says so: of an id that we have issued.
pub fn account_in(bytes: &[u8], accounts: &Secret) -> Option<AccountId> {
    let end = bytes.len().checked_sub(MAC)?;
    AccountId::from_bytes(accounts, bytes.get(CLAIM..end)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, ms};

    const NOW: Timestamp = at(1_700_000_000_000);
    const RP: &str = "chat.example";

    #[test]
    fn a_challenge_is_for_one_purpose_one_site_and_five_minutes() {
        let (accounts, key) = (Secret::from_bytes([1; 32]), Secret::from_bytes([2; 32]));
        let ana = AccountId::new(&accounts, [1; 10]);
        let ben = AccountId::new(&accounts, [2; 10]);
        let purposes = [
            Purpose::Begin(ana),
            Purpose::Begin(ben),
            Purpose::Add(ana, "s".into()),
            Purpose::Add(ana, "t".into()),
            Purpose::Add(ben, "s".into()),
            Purpose::SignIn,
        ];
        for purpose in &purposes {
            let bytes = purpose.challenge(&key, RP, NOW, [9; 16]);
            let until = NOW + CHALLENGE_LIFE;
            for other in &purposes {
                let spent = other.spend(&key, RP, NOW, &bytes);
                assert_eq!(spent.is_some(), other == purpose, "{purpose:?} {other:?}");
            }
            let spend = |now, rp, bytes: &[u8]| purpose.spend(&key, rp, now, bytes);
            assert!(spend(until.earlier_by(ms(1)), RP, &bytes).is_some());
            assert!(spend(until, RP, &bytes).is_none());
            assert!(spend(NOW, "evil.example", &bytes).is_none());
            for place in 0..bytes.len() {
                let mut forged = bytes.clone();
                forged[place] ^= 1;
                assert!(spend(NOW, RP, &forged).is_none(), "{place}");
                assert!(spend(NOW, RP, &bytes[..place]).is_none());
            }
            let other = purpose.spend(&accounts, RP, NOW, &bytes);
            assert!(other.is_none());
        }
        let begin = purposes[0].challenge(&key, RP, NOW, [9; 16]);
        assert_eq!(account_in(&begin, &accounts), Some(ana));
        let sign_in = Purpose::SignIn.challenge(&key, RP, NOW, [9; 16]);
        assert_eq!(account_in(&sign_in, &accounts), None);
        assert_eq!(account_in(&[], &accounts), None);
    }
}
