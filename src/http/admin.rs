//! What an operator can ask for over HTTP, and the key they need: pure, like [`super::route`].
//!
//! The operator is whoever has the key; there are no accounts. A browser never sends the key by
//! itself, so no site can act on the operator's behalf.

use std::fmt;

use sha2::{Digest, Sha256};

use super::bearer;
use crate::limits;
use crate::model::{FileId, KeyHash, MemberId, NameError, RoomName, Seq};
use crate::room::Act;
use crate::wire::Json;

/// Below this path everything is the operator's.
const ROOT: &str = "/admin";

/// True if a path is the operator's.
pub fn is_admin(path: &str) -> bool {
    let below = path.strip_prefix(ROOT);
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The operator's key (`ADMIN_KEY`), as a hash: two hashes take the same time to compare, however
/// much of the keys is the same.
pub struct AdminKey([u8; 32]);

impl AdminKey {
    /// None if there is no key, or one that is too short to be one.
    pub fn new(secret: Option<String>) -> Option<AdminKey> {
        let secret = secret.unwrap_or_default();
        // A secret that came out of a file often ends with a line break.
        let secret = secret.trim();
        (secret.chars().count() >= limits::ADMIN_KEY).then(|| AdminKey(hash(secret)))
    }

    /// Whether an `Authorization` header brings this key.
    pub fn opens(&self, authorization: &str) -> bool {
        let Some(key) = bearer(authorization) else {
            return false;
        };
        let bytes = self.0.iter().zip(hash(key));
        bytes.fold(0, |all, (one, other)| all | (one ^ other)) == 0
    }
}

fn hash(key: &str) -> [u8; 32] {
    Sha256::digest(key.as_bytes()).into()
}

/// What the operator wants.
#[derive(Clone, Debug, PartialEq)]
pub struct AdminRequest {
    pub room: RoomName,
    /// What to do to it; nothing if its state is all that is wanted.
    pub act: Option<Act>,
}

/// Why a request is invalid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// Nothing is at this path.
    NotFound,
    /// The room's name is invalid.
    BadRoom(NameError),
    /// Body or path make no sense.
    BadRequest,
    /// What is nobody's business but that of the two whose room it is.
    Private,
    /// What can be done here, as the header `Allow` has it.
    MethodNotAllowed(&'static str),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::NotFound => f.write_str("there is nothing at this path"),
            Refusal::BadRoom(error) => error.fmt(f),
            Refusal::BadRequest => f.write_str("the request makes no sense"),
            Refusal::Private => f.write_str("this cannot be done to a pair's room"),
            Refusal::MethodNotAllowed(allowed) => write!(f, "only {allowed} can be done here"),
        }
    }
}

impl std::error::Error for Refusal {}

impl AdminRequest {
    /// Reads a request. The path is as in the URL, still percent-encoded.
    pub fn parse(method: &str, path: &str, body: &str) -> Result<AdminRequest, Refusal> {
        let rest = path
            .strip_prefix("/admin/rooms/")
            .ok_or(Refusal::NotFound)?;
        let (name, tail) = rest.split_once('/').unwrap_or((rest, ""));
        let has_tail = rest.len() > name.len();
        let act = match tail {
            "" if has_tail => return Err(Refusal::NotFound),
            "" => match method {
                "GET" | "HEAD" => None,
                "DELETE" => Some(Act::Delete),
                _ => return Err(Refusal::MethodNotAllowed("GET, HEAD, DELETE")),
            },
            "close" | "reopen" | "logout" | "remove" | "owner" if method != "POST" => {
                return Err(Refusal::MethodNotAllowed("POST"));
            }
            "close" => Some(Act::Close),
            "reopen" => Some(Act::Reopen),
            "logout" => Some(Act::Logout),
            "remove" => Some(Act::Remove(member(body).ok_or(Refusal::BadRequest)?)),
            "owner" => Some(owner(body).ok_or(Refusal::BadRequest)?),
            _ => {
                let seq = tail.strip_prefix("messages/").ok_or(Refusal::NotFound)?;
                if method != "DELETE" {
                    return Err(Refusal::MethodNotAllowed("DELETE"));
                }
                Some(Act::Erase(
                    whole(seq)
                        .map(Seq::from_number)
                        .ok_or(Refusal::BadRequest)?,
                ))
            }
        };
        let room = RoomName::parse(name).map_err(Refusal::BadRoom)?;
        // Its members and tokens are those of the room where the two met.
        let is_of_members = matches!(
            act,
            Some(Act::Logout | Act::Remove(_) | Act::Owner(_) | Act::OwnerKey(_))
        );
        if room.is_of_pair() && is_of_members {
            return Err(Refusal::Private);
        }
        Ok(AdminRequest { room, act })
    }

    /// Reads what [`fmt::Display`] wrote: how the Worker tells it to the room's object.
    pub fn from_text(text: &str) -> Option<AdminRequest> {
        let mut words = text.split(' ');
        let room = RoomName::parse(words.next()?).ok()?;
        let act = match (words.next()?, words.next()) {
            ("state", None) => None,
            ("close", None) => Some(Act::Close),
            ("reopen", None) => Some(Act::Reopen),
            ("delete", None) => Some(Act::Delete),
            ("logout", None) => Some(Act::Logout),
            ("remove", Some(member)) => Some(Act::Remove(MemberId::parse(member)?)),
            ("owner", Some(member)) => Some(Act::Owner(MemberId::parse(member)?)),
            ("owner-key", Some(hash)) => Some(Act::OwnerKey(KeyHash::parse(hash)?)),
            ("remove-file", Some(id)) => Some(Act::RemoveFile(FileId::parse(id)?)),
            ("erase", Some(seq)) => Some(Act::Erase(Seq::from_number(whole(seq)?))),
            _ => return None,
        };
        Some(AdminRequest { room, act })
    }

    /// One line for the log of what operators did: no name of a member is in it, and of a key only so
    /// much of the hash that one can tell it from others.
    pub fn for_log(&self) -> String {
        let mut line = self.to_string();
        if matches!(self.act, Some(Act::OwnerKey(_))) {
            line.truncate(line.len() - (64 - 8));
            line.push('…');
        }
        line
    }
}

/// What [`AdminRequest::from_text`] reads.
impl fmt::Display for AdminRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.room.as_str())?;
        match self.act {
            None => f.write_str("state"),
            Some(Act::Close) => f.write_str("close"),
            Some(Act::Reopen) => f.write_str("reopen"),
            Some(Act::Delete) => f.write_str("delete"),
            Some(Act::Logout) => f.write_str("logout"),
            Some(Act::Remove(member)) => write!(f, "remove {member}"),
            Some(Act::RemoveFile(id)) => write!(f, "remove-file {id}"),
            Some(Act::Erase(seq)) => write!(f, "erase {seq}"),
            Some(Act::Owner(member)) => write!(f, "owner {member}"),
            Some(Act::OwnerKey(hash)) => write!(f, "owner-key {hash}"),
        }
    }
}

fn member(body: &str) -> Option<MemberId> {
    MemberId::parse(Json::parse(body)?.get("member")?.text()?)
}

/// Who becomes an owner: a member, or whoever comes by a key.
fn owner(body: &str) -> Option<Act> {
    let body = Json::parse(body)?;
    match (body.get("member"), body.get("hash")) {
        (Some(member), None) => Some(Act::Owner(MemberId::parse(member.text()?)?)),
        (None, Some(hash)) => Some(Act::OwnerKey(KeyHash::parse(hash.text()?)?)),
        _ => None,
    }
}

fn whole(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::seq;

    fn ask(method: &str, path: &str, body: &str) -> Result<AdminRequest, Refusal> {
        AdminRequest::parse(method, path, body)
    }

    #[test]
    fn each_path_and_method() {
        let ana = MemberId::from_random([7; 8]);
        let hash = "0af9".repeat(16);
        let by_key = format!(r#"{{"hash":"{hash}"}}"#);
        let owner_key = KeyHash::parse(&hash).map(Act::OwnerKey);
        assert!(owner_key.is_some());
        let body = r#"{"member":"0707070707070707","x":1}"#;
        for (method, path, act) in [
            ("GET", "", None),
            ("HEAD", "", None),
            ("DELETE", "", Some(Act::Delete)),
            ("POST", "/close", Some(Act::Close)),
            ("POST", "/reopen", Some(Act::Reopen)),
            ("POST", "/logout", Some(Act::Logout)),
            ("POST", "/remove", Some(Act::Remove(ana))),
            ("POST", "/owner", Some(Act::Owner(ana))),
            ("POST", "/owner?key", owner_key),
            ("DELETE", "/messages/17", Some(Act::Erase(seq(17)))),
            ("DELETE", "/messages/0", Some(Act::Erase(seq(0)))),
        ] {
            let room = RoomName::parse("tea").unwrap();
            let request = AdminRequest { room, act };
            let (path, body) = match path.strip_suffix("?key") {
                Some(path) => (path, by_key.as_str()),
                None => (path, body),
            };
            let path = format!("/admin/rooms/Tea{path}");
            assert_eq!(ask(method, &path, body), Ok(request.clone()), "{path}");
            let text = request.to_string();
            assert_eq!(
                AdminRequest::from_text(&text),
                Some(request.clone()),
                "{text}"
            );
            match text.strip_suffix(&hash[8..]) {
                Some(start) => assert_eq!(request.for_log(), format!("{start}…")),
                None => assert_eq!(request.for_log(), text),
            }
        }
    }

    #[test]
    fn what_an_operator_can_do_to_the_room_of_a_pair() {
        const PAIR: &str = "~abcdefghijklmnopqrstuvwx27";
        let hash = "0af9".repeat(16);
        let member = r#"{"member":"0707070707070707"}"#;
        let key = format!(r#"{{"hash":"{hash}"}}"#);
        for (method, path, body, act) in [
            ("GET", "", "", Ok(None)),
            ("DELETE", "", "", Ok(Some(Act::Delete))),
            ("POST", "/close", "", Ok(Some(Act::Close))),
            ("POST", "/reopen", "", Ok(Some(Act::Reopen))),
            ("DELETE", "/messages/7", "", Ok(Some(Act::Erase(seq(7))))),
            ("POST", "/logout", "", Err(Refusal::Private)),
            ("POST", "/remove", member, Err(Refusal::Private)),
            ("POST", "/owner", member, Err(Refusal::Private)),
            ("POST", "/owner", &key, Err(Refusal::Private)),
        ] {
            let asked = ask(method, &format!("/admin/rooms/{PAIR}{path}"), body);
            assert_eq!(asked.map(|request| request.act), act, "{method} {path}");
        }
    }

    #[test]
    fn what_is_no_request() {
        use Refusal::{BadRequest, BadRoom, MethodNotAllowed, NotFound};
        for (method, path, refusal) in [
            ("GET", "/admin", NotFound),
            ("GET", "/admin/", NotFound),
            ("GET", "/admin/rooms", NotFound),
            ("GET", "/admin/rooms/tea/", NotFound),
            ("POST", "/admin/rooms/tea/open", NotFound),
            ("POST", "/admin/rooms/tea/close/", NotFound),
            ("DELETE", "/admin/rooms/tea/messages", NotFound),
            ("GET", "/admin/rooms/", BadRoom(NameError::Empty)),
            ("GET", "/admin/rooms/a%2fb", BadRoom(NameError::Character)),
            ("POST", "/admin/rooms//close", BadRoom(NameError::Empty)),
            ("DELETE", "/admin/rooms/tea/messages/", BadRequest),
            ("DELETE", "/admin/rooms/tea/messages/-1", BadRequest),
            ("DELETE", "/admin/rooms/tea/messages/+1", BadRequest),
            ("DELETE", "/admin/rooms/tea/messages/1/2", BadRequest),
            (
                "DELETE",
                "/admin/rooms/tea/messages/99999999999999999999",
                BadRequest,
            ),
            (
                "PUT",
                "/admin/rooms/tea",
                MethodNotAllowed("GET, HEAD, DELETE"),
            ),
            ("GET", "/admin/rooms/tea/close", MethodNotAllowed("POST")),
            ("DELETE", "/admin/rooms/tea/owner", MethodNotAllowed("POST")),
            (
                "POST",
                "/admin/rooms/tea/messages/1",
                MethodNotAllowed("DELETE"),
            ),
        ] {
            assert_eq!(ask(method, path, "{}"), Err(refusal), "{method} {path}");
        }
        for body in [
            "",
            "{}",
            "[]",
            "null",
            "0707070707070707",
            r#"{"member":7}"#,
            r#"{"member":"07"}"#,
            r#"{"member":"0707070707070707","member":"0707070707070708"}"#,
        ] {
            for act in ["remove", "owner"] {
                let refused = ask("POST", &format!("/admin/rooms/tea/{act}"), body);
                assert_eq!(refused, Err(BadRequest), "{act} {body}");
            }
        }
        for body in [
            r#"{"hash":"07"}"#,
            r#"{"hash":7}"#,
            &format!(r#"{{"hash":"{}"}}"#, "0AF9".repeat(16)),
            &format!(
                r#"{{"member":"0707070707070707","hash":"{}"}}"#,
                "0af9".repeat(16)
            ),
        ] {
            let refused = ask("POST", "/admin/rooms/tea/owner", body);
            assert_eq!(refused, Err(BadRequest), "{body}");
        }
        for text in [
            "",
            "tea",
            "tea erase",
            "tea close x",
            "tea remove 7",
            "tea owner 7",
            "tea owner-key 7",
            "TÄ state",
        ] {
            assert_eq!(AdminRequest::from_text(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_whole_key_opens() {
        let secret = "correct horse battery staple";
        let key = AdminKey::new(Some(format!("{secret}\n"))).unwrap();
        for good in ["Bearer ", "bearer ", "BEARER  "] {
            assert!(key.opens(&format!("{good}{secret}")), "{good}");
        }
        for bad in [
            "",
            "Bearer",
            "Bearer ",
            secret,
            "Basic correct horse battery staple",
            "Bearer correct horse battery stapl",
            "Bearer correct horse battery staple2",
            "Bearer Correct horse battery staple",
        ] {
            assert!(!key.opens(bad), "{bad}");
        }
    }

    #[test]
    fn without_a_long_key_there_is_no_operator() {
        for none in [
            None,
            Some(""),
            Some("short"),
            Some("                        "),
        ] {
            assert!(AdminKey::new(none.map(str::to_owned)).is_none(), "{none:?}");
        }
        assert!(AdminKey::new(Some("x".repeat(19))).is_none());
        assert!(AdminKey::new(Some("x".repeat(20))).is_some());
    }

    #[test]
    fn which_paths_are_the_operators() {
        for path in ["/admin", "/admin/", "/admin/rooms/tea"] {
            assert!(is_admin(path), "{path}");
        }
        for path in ["/", "/administer", "/room/admin", "//admin", "/Admin"] {
            assert!(!is_admin(path), "{path}");
        }
    }
}
