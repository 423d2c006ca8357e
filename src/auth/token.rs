//! Member tokens: opaque, signed, expiring proof of being a particular member of a room.
//!
//! `v2.<member id>.<seq>.<expiry, ms>.<mac>`, where the MAC is HMAC-SHA-256 under the room's
//! own key, so a token of one room means nothing in another. It contains no name and no secret
//! other than the MAC. The seq is that of the log when the member first joined; `v1` had none,
//! and is valid until it expires. `w2` is that of somebody who waits to be let in: it proves who that
//! is, and nothing else. `h2` and `hw2` are those of another site's user: with what that said of it, and no
//! longer than that holds. Rotation is seamless: every welcome brings a fresh token, and
//! the previous one stays valid until it expires.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::Hosted;
use crate::limits::{KNOCK_PATIENCE, TOKEN_LIFE};
use crate::model::{MemberId, MemberName, Role, Seq, SessionId};
use crate::time::Timestamp;

/// A member, as a token proves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub member: MemberId,
    /// All its events are after this one: spares a room that wakes up a look at older ones.
    pub since: Seq,
}

/// What a token proves.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    pub known: Known,
    /// Of a member; else only of somebody who waits to be let in.
    pub is_member: bool,
    /// When it was issued.
    pub issued: Timestamp,
    /// Of another site's user: what that said, for as long as the token lives.
    pub hosted: Option<Box<Hosted>>,
}

/// What a ticket for files proves. It is no token: nobody comes in by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub known: Known,
    /// What the site around the room makes of its member.
    pub lent: Option<Role>,
    pub issued: Timestamp,
}

/// The secret of one room, made on its first use and kept in its log.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenKey([u8; 32]);

impl TokenKey {
    /// A key out of random bytes.
    pub fn from_random(seed: [u8; 32]) -> TokenKey {
        TokenKey(seed)
    }

    /// Reads a key as [`TokenKey::to_text`] wrote it.
    pub fn parse(text: &str) -> Option<TokenKey> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(TokenKey)
    }

    /// The key as it is stored.
    pub fn to_text(&self) -> String {
        BASE64_URL_SAFE_NO_PAD.encode(self.0)
    }

    /// Signs a token for a member, valid for [`TOKEN_LIFE`].
    pub fn sign(&self, known: Known, now: Timestamp) -> String {
        self.sign_as("v2", known, now + TOKEN_LIFE)
    }

    /// Signs a token for somebody who waits to be let in, by which it keeps its place.
    pub fn sign_waiting(&self, known: Known, now: Timestamp) -> String {
        self.sign_as("w2", known, now + KNOCK_PATIENCE)
    }

    /// The same of another site's user: no token of it outlives what that said.
    pub fn sign_hosted(&self, known: Known, hosted: &Hosted) -> String {
        let version = format!("h2{}", hosted_fields(hosted));
        self.sign_as(&version, known, hosted.until)
    }

    /// And of one who waits.
    pub fn sign_hosted_waiting(&self, known: Known, hosted: &Hosted, now: Timestamp) -> String {
        let version = format!("hw2{}", hosted_fields(hosted));
        self.sign_as(&version, known, hosted.until.min(now + KNOCK_PATIENCE))
    }

    fn sign_as(&self, version: &str, Known { member, since }: Known, expiry: Timestamp) -> String {
        let claim = format!("{version}.{member}.{since}.{}", expiry.as_millis());
        let mac = self.mac(&claim).finalize().into_bytes();
        format!("{claim}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac))
    }

    /// Whom a token proves, if it is genuine and has not expired.
    pub fn verify(&self, token: &str, now: Timestamp) -> Option<Proof> {
        let (claim, mac) = token.rsplit_once('.')?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).ok()?;
        // Compares in constant time, and before anything in the claim is believed.
        self.mac(claim).verify_slice(&mac).ok()?;
        let fields: Vec<&str> = claim.split('.').collect();
        let (is_member, hosted, member, since, expiry) = match fields[..] {
            ["v2", member, since, expiry] => (true, None, member, since, expiry),
            ["w2", member, since, expiry] => (false, None, member, since, expiry),
            ["v1", member, expiry] => (true, None, member, "0", expiry),
            [
                kind @ ("h2" | "hw2"),
                role,
                name,
                until,
                member,
                since,
                expiry,
            ] => {
                let hosted = Some(Box::new(hosted_of(role, name, until)?));
                (kind == "h2", hosted, member, since, expiry)
            }
            _ => return None,
        };
        let life = if is_member {
            TOKEN_LIFE
        } else {
            KNOCK_PATIENCE
        };
        let known = Known {
            member: MemberId::parse(member)?,
            since: Seq::from_number(since.parse().ok()?),
        };
        let expiry = Timestamp::from_millis(expiry.parse().ok()?);
        (now < expiry).then_some(Proof {
            known,
            is_member,
            issued: expiry.earlier_by(life),
            hosted,
        })
    }

    /// Signs a ticket. The same is written the same way, so that browsers keep what they read by it.
    pub fn sign_ticket(&self, ticket: &Ticket, until: Timestamp) -> String {
        let Known { member, since } = ticket.known;
        let lent = ticket.lent.map_or("-", Role::as_str);
        let (issued, until) = (ticket.issued.as_millis(), until.as_millis());
        let claim = format!("f1.{member}.{since}.{lent}.{issued}.{until}");
        let mac = self.mac(&claim).finalize().into_bytes();
        format!("{claim}.{}", BASE64_URL_SAFE_NO_PAD.encode(mac))
    }

    /// What a ticket proves, if it is genuine and has not expired.
    pub fn verify_ticket(&self, ticket: &str, now: Timestamp) -> Option<Ticket> {
        let (claim, mac) = ticket.rsplit_once('.')?;
        let mac = BASE64_URL_SAFE_NO_PAD.decode(mac).ok()?;
        self.mac(claim).verify_slice(&mac).ok()?;
        let fields: Vec<&str> = claim.split('.').collect();
        let ["f1", member, since, lent, issued, until] = fields[..] else {
            return None;
        };
        let until = Timestamp::from_millis(until.parse().ok()?);
        let ticket = Ticket {
            known: Known {
                member: MemberId::parse(member)?,
                since: Seq::from_number(since.parse().ok()?),
            },
            lent: match lent {
                "-" => None,
                role => Some(Role::parse(role)?),
            },
            issued: Timestamp::from_millis(issued.parse().ok()?),
        };
        (now < until).then_some(ticket)
    }

    /// A number below 2^53 that nobody can guess: for the mark that this session is sent now.
    pub fn mark(&self, session: SessionId, sent: u64, now: Timestamp) -> u64 {
        self.number(&format!(
            "mark.{}.{sent}.{}",
            session.number(),
            now.as_millis()
        ))
    }

    /// A number that nobody can guess, of one waking of the room.
    pub fn waking(&self, head: Seq, now: Timestamp) -> u64 {
        self.number(&format!("waking.{}.{}", head.number(), now.as_millis()))
    }

    /// By what this room knows a network, whose address nobody can read off it.
    pub fn network_tag(&self, network: &str) -> u64 {
        self.number(&format!("network.{network}"))
    }

    /// By what a push service knows which of its messages to a member takes the place of another. Not the same
    /// for two members: it is not to learn who is in one room.
    pub fn push_topic(&self, member: MemberId) -> String {
        let mut topic = TokenKey(self.derived(&format!("push.{member}"))).to_text();
        topic.truncate(32);
        topic
    }

    /// Bytes for the room that may come under the same name once this one has ended by itself: nobody
    /// who does not know this key can tell them, and no token of it holds there.
    pub fn successor(&self) -> [u8; 40] {
        let mut bytes = [0; 40];
        let macs = ["ended.1", "ended.2"].map(|claim| self.mac(claim).finalize().into_bytes());
        let random = macs.iter().flatten();
        bytes
            .iter_mut()
            .zip(random)
            .for_each(|(byte, random)| *byte = *random);
        bytes
    }

    /// Another secret, which only the key gives.
    pub fn derived(&self, claim: &str) -> [u8; 32] {
        self.mac(claim).finalize().into_bytes().into()
    }

    /// A number below 2^53.
    fn number(&self, claim: &str) -> u64 {
        let mac = self.mac(claim).finalize().into_bytes();
        let bytes = mac.iter().take(7);
        bytes.fold(0, |number, byte| number << 8 | u64::from(*byte)) >> 3
    }

    fn mac(&self, claim: &str) -> Hmac<Sha256> {
        let mut mac = keyed(self.0);
        mac.update(claim.as_bytes());
        mac
    }
}

/// What a site said of its user, as fields of a token.
#[inline(never)]
fn hosted_fields(Hosted { name, role, until }: &Hosted) -> String {
    let role = role.map_or("-", Role::as_str);
    let name = BASE64_URL_SAFE_NO_PAD.encode(name.as_str());
    format!(".{role}.{name}.{}", until.as_millis())
}

#[inline(never)]
fn hosted_of(role: &str, name: &str, until: &str) -> Option<Hosted> {
    let name = String::from_utf8(BASE64_URL_SAFE_NO_PAD.decode(name).ok()?).ok()?;
    Some(Hosted {
        name: MemberName::stored(&name).ok()?,
        role: match role {
            "-" => None,
            role => Some(Role::parse(role)?),
        },
        until: Timestamp::from_millis(until.parse().ok()?),
    })
}

/// HMAC-SHA-256 under a key. HMAC pads one shorter than its block of 64 bytes with zeros; done here, the
/// key has the type whose constructor cannot fail.
pub fn keyed(key: [u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    block[..32].copy_from_slice(&key);
    Hmac::<Sha256>::new(&block.into())
}

impl std::fmt::Debug for TokenKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TokenKey(..)")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::short::{at, ms, seq};

    const NOW: Timestamp = at(1_700_000_000_000);

    fn known(seed: u8) -> Known {
        let member = MemberId::from_random([seed; 8]);
        Known {
            member,
            since: seq(12),
        }
    }

    fn member(known: Known) -> Proof {
        Proof {
            known,
            is_member: true,
            issued: NOW,
            hosted: None,
        }
    }

    #[test]
    fn who_waits_proves_only_who_it_is() {
        let key = TokenKey::from_random([7; 32]);
        let known = known(1);
        let token = key.sign_waiting(known, NOW);
        let waits = Proof {
            known,
            is_member: false,
            issued: NOW,
            hosted: None,
        };
        assert_eq!(key.verify(&token, NOW), Some(waits));
        assert_eq!(key.verify(&token, NOW + KNOCK_PATIENCE), None);
        let forged = token.replacen("w2", "v2", 1);
        assert_eq!(key.verify(&forged, NOW), None);
    }

    #[test]
    fn the_token_of_a_site_s_user_lives_as_long_as_what_that_said() {
        let key = TokenKey::from_random([7; 32]);
        let known = known(1);
        for role in [None, Some(Role::Reader), Some(Role::Moderator)] {
            let hosted = Hosted {
                name: MemberName::parse("Ana \u{130}. B.").unwrap(),
                role,
                until: NOW + ms(300_000),
            };
            let token = key.sign_hosted(known, &hosted);
            let proof = key.verify(&token, at(NOW.as_millis() + 299_999)).unwrap();
            assert_eq!((proof.known, proof.is_member), (known, true));
            assert_eq!(proof.hosted.as_deref(), Some(&hosted));
            assert_eq!(key.verify(&token, hosted.until), None);
            let waits = key.sign_hosted_waiting(known, &hosted, NOW);
            let proof = key.verify(&waits, NOW).unwrap();
            assert!(!proof.is_member && proof.hosted.as_deref() == Some(&hosted));
            assert_eq!(key.verify(&waits, hosted.until), None);
            // Neither is made more of than it is.
            for forged in [
                waits.replacen("hw2", "h2", 1),
                token.replacen("h2", "v2", 1),
                token.replacen(".-.", ".moderator.", 1) + "x",
            ] {
                assert_eq!(key.verify(&forged, NOW), None);
            }
        }
    }

    #[test]
    fn marks_and_tags_are_numbers_that_only_the_key_gives() {
        let (key, other) = (TokenKey([7; 32]), TokenKey([8; 32]));
        let (ana, bo) = (SessionId::from_number(1), SessionId::from_number(2));
        let marks = [
            key.mark(ana, 1, NOW),
            key.mark(bo, 1, NOW),
            key.mark(ana, 2, NOW),
            key.mark(ana, 1, NOW + ms(1)),
            key.network_tag("192.0.2.1"),
            key.network_tag("192.0.2.2"),
            other.mark(ana, 1, NOW),
            other.network_tag("192.0.2.1"),
        ];
        assert_eq!(marks.iter().collect::<BTreeSet<_>>().len(), marks.len());
        assert!(marks.iter().all(|mark| *mark < 1 << 53));
        // Small ones could be tried one after another.
        assert!(marks.iter().all(|mark| *mark > 1 << 32));
    }

    #[test]
    fn a_token_proves_its_member_until_it_expires() {
        let key = TokenKey::from_random([7; 32]);
        let ana = known(1);
        let token = key.sign(ana, NOW);
        assert_eq!(key.verify(&token, NOW), Some(member(ana)));
        let end = NOW + TOKEN_LIFE;
        let last = at(end.as_millis() - 1);
        assert_eq!(key.verify(&token, last), Some(member(ana)));
        assert_eq!(key.verify(&token, end), None);
        assert_eq!(TokenKey::parse(&key.to_text()), Some(key));
    }

    #[test]
    fn a_token_of_the_version_before_proves_its_member_too() {
        let key = TokenKey::from_random([7; 32]);
        let Known { member, .. } = known(1);
        let end = NOW + ms(1);
        let claim = format!("v1.{member}.{}", end.as_millis());
        let mac = BASE64_URL_SAFE_NO_PAD.encode(key.mac(&claim).finalize().into_bytes());
        let token = format!("{claim}.{mac}");
        assert_eq!(
            key.verify(&token, NOW),
            Some(Proof {
                known: Known {
                    member,
                    since: seq(0)
                },
                is_member: true,
                issued: end.earlier_by(TOKEN_LIFE),
                hosted: None,
            })
        );
        assert_eq!(key.verify(&token, end), None);
    }

    #[test]
    fn the_mac_is_plain_hmac_sha256() {
        // RFC 4231, test case 2, through the same padding.
        let mut block = [0; 32];
        block[..4].copy_from_slice(b"Jefe");
        let mac = TokenKey(block).mac("what do ya want for nothing?");
        let hex: String = mac
            .finalize()
            .into_bytes()
            .iter()
            .map(|b| format!("{b:02x}"))
            .collect();
        assert_eq!(
            hex,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_forged_token_proves_nothing() {
        let key = TokenKey::from_random([7; 32]);
        let ana = known(1);
        let token = key.sign(ana, NOW);
        let swapped = token.replace(&ana.member.to_string(), &known(2).member.to_string());
        let foreign = TokenKey::from_random([8; 32]).sign(ana, NOW);
        for forged in [
            "",
            ".",
            "v1",
            "v1...",
            "v1.a.b.c",
            &token[1..],
            &swapped,
            &foreign,
        ] {
            assert_eq!(key.verify(forged, NOW), None, "{forged}");
        }
        for cut in 0..token.len() {
            assert_eq!(key.verify(&token[..cut], NOW), None);
        }
    }
}
