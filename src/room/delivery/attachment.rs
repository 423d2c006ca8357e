//! What of a session survives sleep: bytes on its socket.

use serde::Serialize;

use crate::auth::{Hosted, Known};
use crate::limits;
use crate::log::Sql;
use crate::model::{AccountTag, MemberId, MemberName, NameId, Role, Seq, SessionId};
use crate::rate::Strikes;
use crate::room::delivery::flow::Survives;
use crate::room::delivery::session::{Joined, Newcomer, Session, Waiting, Watching};
use crate::room::networks::{NetworkTag, SourceTag};
use crate::room::presence::Voucher;
use crate::room::recent::{Called, Counts};
use crate::room::{Effect, Room};
use crate::time::Timestamp;
use crate::wire::Json;

/// What is kept on the socket itself while the room sleeps; parsed like client input.
#[derive(Debug, PartialEq, Serialize)]
pub struct Attachment {
    pub id: SessionId,
    /// By what the room knows its network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<NetworkTag>,
    /// By what whoever runs the rooms does; an earlier version did not write it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceTag>,
    /// What the site around the room said of who this is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hosted: Option<AttachedHosted>,
    /// At which of our addresses its page was opened, where the server uses push services.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Whether it is told of files in texts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub links: bool,
    #[serde(flatten)]
    pub state: AttachedState,
}

/// What of that survives.
#[derive(Debug, PartialEq, Serialize)]
pub struct AttachedHosted {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    pub until: Timestamp,
}

/// The surviving part of a session.
#[derive(Debug, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum AttachedState {
    Greeting {
        fresh: MemberId,
        /// Whose account it is, and whose page has opened it; earlier versions did not write these.
        #[serde(skip_serializing_if = "Option::is_none")]
        account: Option<AccountTag>,
        #[serde(skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
        deadline: Timestamp,
        /// When the greeting ends whatever it says; an earlier version did not write it.
        #[serde(skip_serializing_if = "Option::is_none")]
        ends: Option<Timestamp>,
    },
    Waiting {
        member: MemberId,
        since: Seq,
        /// The account that has it once it is let in.
        #[serde(skip_serializing_if = "Option::is_none")]
        account: Option<AccountTag>,
    },
    Watching(Watch),
    Joined {
        member: MemberId,
        /// All the member's events are after this one.
        since: Seq,
        /// The member's name, as shown.
        name: String,
        /// Bytes sent and not yet seen, in coarse steps.
        unseen: u64,
        /// All bytes sent, in coarse steps; an earlier version did not write it.
        #[serde(skip_serializing_if = "Option::is_none")]
        sent: Option<u64>,
        /// When it was last heard, in coarse steps; an earlier version did not write it.
        #[serde(skip_serializing_if = "Option::is_none")]
        heard: Option<Timestamp>,
        /// Whether it ever returned a mark.
        #[serde(skip_serializing_if = "std::ops::Not::not")]
        proves: bool,
        /// The next event of a replay that is under way.
        #[serde(skip_serializing_if = "Option::is_none")]
        replay: Option<Seq>,
        /// Since when that waits for its reader, if it does; an earlier version did not write it.
        #[serde(skip_serializing_if = "Option::is_none")]
        waits: Option<Timestamp>,
        /// How far its member has read, where a push service tells it of the rest.
        #[serde(skip_serializing_if = "Option::is_none")]
        seen: Option<Seq>,
    },
}

/// What of a watch survives.
#[derive(Debug, PartialEq, Serialize)]
pub struct Watch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    pub since: Seq,
    pub role: Role,
    /// The name of its member, or else only what that is known by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    pub after: Seq,
    /// The last head, and what was beyond which event.
    pub told: Seq,
    pub floor: Seq,
    pub all: u64,
    pub unread: u64,
    pub mentions: u64,
    pub heard: Timestamp,
}

impl Attachment {
    /// Reads an attachment as [`Attachment::to_text`] wrote it.
    pub fn parse(text: &str) -> Option<Attachment> {
        let json = Json::parse(text)?;
        let text = |key| json.get(key)?.text();
        // No number of ours is larger, so none can overflow what is added to it.
        let unsigned = |key| {
            json.get(key)?
                .unsigned()
                .filter(|n| *n <= Seq::MAX.number())
        };
        let time = |key| unsigned(key).map(Timestamp::from_millis);
        let member = |key| MemberId::parse(text(key)?);
        let account = |key| match json.get(key) {
            None => Some(None),
            Some(tag) => AccountTag::parse(tag.text()?).map(Some),
        };
        let state = match text("state")? {
            "greeting" => AttachedState::Greeting {
                fresh: member("fresh")?,
                account: account("account")?,
                origin: match json.get("origin") {
                    None => None,
                    Some(origin) => Some(origin.text()?.to_owned()),
                },
                deadline: time("deadline")?,
                ends: match json.get("ends") {
                    None => None,
                    Some(ends) => Some(Timestamp::from_millis(ends.unsigned()?)),
                },
            },
            "waiting" => AttachedState::Waiting {
                member: member("member")?,
                since: Seq::from_number(unsigned("since")?),
                account: account("account")?,
            },
            "watching" => {
                let seq = |key| unsigned(key).map(Seq::from_number);
                AttachedState::Watching(Watch {
                    member: match json.get("member") {
                        None => None,
                        Some(_) => Some(member("member")?),
                    },
                    since: seq("since")?,
                    role: Role::parse(text("role")?)?,
                    name: text("name").map(str::to_owned),
                    number: unsigned("number"),
                    after: seq("after")?,
                    told: seq("told")?,
                    floor: seq("floor")?,
                    all: unsigned("all")?,
                    unread: unsigned("unread")?,
                    mentions: unsigned("mentions")?,
                    heard: time("heard")?,
                })
            }
            "joined" => AttachedState::Joined {
                member: member("member")?,
                since: Seq::from_number(unsigned("since")?),
                name: text("name")?.to_owned(),
                unseen: unsigned("unseen")?,
                sent: unsigned("sent"),
                heard: time("heard"),
                proves: json.get("proves") == Some(&Json::Bool(true)),
                replay: match json.get("replay") {
                    None => None,
                    Some(_) => Some(
                        unsigned("replay")
                            .filter(|seq| *seq > 0)
                            .map(Seq::from_number)?,
                    ),
                },
                waits: time("waits"),
                seen: unsigned("seen").map(Seq::from_number),
            },
            _ => return None,
        };
        let id = SessionId::from_number(unsigned("id")?);
        let tag = |key| match json.get(key) {
            None => Some(None),
            Some(_) => unsigned(key).map(Some),
        };
        Some(Attachment {
            id,
            network: tag("network")?,
            source: tag("source")?,
            hosted: match json.get("hosted") {
                None => None,
                Some(hosted) => Some(AttachedHosted::parse(hosted)?),
            },
            site: text("site").map(str::to_owned),
            links: json.get("links") == Some(&Json::Bool(true)),
            state,
        })
    }

    /// The attachment as it is stored: far below the 16 KiB that the platform allows.
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

impl AttachedHosted {
    #[inline(never)]
    fn parse(json: &Json<'_>) -> Option<AttachedHosted> {
        let until = json.get("until")?.unsigned();
        Some(AttachedHosted {
            name: json.get("name")?.text()?.to_owned(),
            role: match json.get("role") {
                None => None,
                Some(role) => Some(Role::parse(role.text()?)?),
            },
            until: Timestamp::from_millis(until.filter(|n| *n <= Seq::MAX.number())?),
        })
    }

    fn of(hosted: Option<&Hosted>) -> Option<AttachedHosted> {
        hosted.map(|hosted| AttachedHosted {
            name: hosted.name.as_str().to_owned(),
            role: hosted.role,
            until: hosted.until,
        })
    }

    fn restored(self) -> Option<Box<Hosted>> {
        Some(Box::new(Hosted {
            name: MemberName::stored(&self.name).ok()?,
            role: self.role,
            until: self.until,
        }))
    }
}

impl<S: Sql> Room<S> {
    /// The attachment of a session as of now.
    pub(in crate::room) fn attachment(&mut self, id: SessionId) -> Option<Effect> {
        let state = match self.delivery.sessions.get_mut(id)? {
            Session::Greeting(greeting) => AttachedState::Greeting {
                fresh: greeting.comer.fresh,
                account: greeting.comer.account,
                origin: greeting.comer.origin.clone(),
                deadline: greeting.deadline,
                ends: Some(greeting.ends),
            },
            Session::Waiting(Waiting { known, account, .. }) => AttachedState::Waiting {
                member: known.member,
                since: known.since,
                account: *account,
            },
            Session::Watching(watching) => {
                watching.heard_kept = watching.heard;
                let known = watching.known;
                let called = known.and_then(|known| self.watches.recent.called(known.member));
                AttachedState::Watching(Watch {
                    member: known.map(|known| known.member),
                    since: watching.since,
                    role: watching.role,
                    name: called
                        .and_then(Called::name)
                        .map(|name| name.as_str().to_owned()),
                    number: called.and_then(Called::number).map(NameId::to_number),
                    after: watching.after,
                    told: watching.seq,
                    floor: watching.floor,
                    all: watching.counts.all,
                    unread: watching.counts.unread,
                    mentions: watching.counts.mentions,
                    heard: watching.heard,
                })
            }
            Session::Joined(joined) => {
                joined.heard_kept = joined.heard;
                let flow = self.delivery.broadcasts.save(id, &mut joined.flow);
                let replay = self.delivery.replays.get(id);
                AttachedState::Joined {
                    member: joined.known.member,
                    since: joined.known.since,
                    name: self.presence.author(joined.known.member)?.name,
                    unseen: flow.unseen,
                    sent: Some(flow.sent),
                    heard: Some(joined.heard),
                    proves: flow.proves,
                    replay: replay.map(|replay| replay.next),
                    waits: replay.and_then(|replay| replay.waiting_since),
                    seen: self.pushes.seen(joined.known.member),
                }
            }
        };
        let attachment = Attachment {
            id,
            network: self.admission.networks.of(id),
            source: self.admission.networks.source(id),
            hosted: AttachedHosted::of(self.hosted_of(id)),
            site: self.pushes.site(id).map(str::to_owned),
            links: self.delivery.links.contains_key(&id),
            state,
        };
        Some(Effect::Attach(id, attachment.to_text()))
    }

    /// Puts a session back as its attachment tells; nothing if that makes no sense.
    pub(in crate::room) fn restore_session(
        &mut self,
        now: Timestamp,
        attachment: Attachment,
        effects: &mut Vec<Effect>,
    ) -> Option<()> {
        let id = attachment.id;
        if self.delivery.sessions.contains(id) {
            return None;
        }
        let (network, source) = (attachment.network, attachment.source);
        let hosted = match attachment.hosted {
            None => None,
            Some(hosted) => Some(hosted.restored()?),
        };
        if let Some(site) = attachment.site {
            self.pushes.note_site(id, site);
        }
        if attachment.links {
            self.go_on_linking(id);
        }
        match attachment.state {
            AttachedState::Greeting {
                fresh,
                account,
                origin,
                deadline,
                ends,
            } => {
                let ends = ends.unwrap_or(deadline + limits::GREETING);
                let comer = Newcomer {
                    fresh,
                    account,
                    origin,
                };
                self.await_hello(id, comer, deadline, ends);
            }
            AttachedState::Waiting {
                member,
                since,
                account,
            } => {
                let waiting = Session::Waiting(Waiting {
                    known: Known { member, since },
                    account,
                    hosted,
                    refused: Strikes::default(),
                });
                self.delivery.sessions.insert(id, waiting);
            }
            AttachedState::Watching(watch) => {
                self.restore_watch(now, id, watch);
                if let Some(Session::Watching(watching)) = self.delivery.sessions.get_mut(id) {
                    watching.hosted = hosted;
                }
            }
            AttachedState::Joined {
                member,
                since,
                name,
                unseen,
                sent,
                heard,
                proves,
                replay,
                waits,
                seen,
            } => {
                let mut name = MemberName::stored(&name).ok()?;
                if self
                    .presence
                    .holder(&name)
                    .is_some_and(|holder| holder != member)
                {
                    name = name.apart(member);
                }
                self.presence.attach(member, name, id, &self.limits, now);
                if let Some(hosted) = &hosted {
                    let voucher = Voucher::Site(hosted.role);
                    self.presence.restore_voucher(member, voucher);
                }
                self.pushes.see(member, seen.unwrap_or_default());
                let upto = replay.map_or(self.log.head(), |next| next - 1);
                let saved = Survives {
                    sent: sent.map_or(unseen, |sent| sent.max(unseen)),
                    unseen,
                    proves,
                };
                let flow = self.delivery.broadcasts.restored(id, saved, upto);
                let heard = heard.map_or(now, |heard| now.min(heard + limits::HEARD_STEP));
                let mut joined = Joined::new(Known { member, since }, flow, heard, now);
                joined.hosted = hosted;
                self.delivery.sessions.insert(id, Session::Joined(joined));
                match replay {
                    Some(next) => {
                        self.delivery.replays.begin(id, next);
                        self.delivery.replays.wait(id, waits);
                    }
                    None => self.delivery.subscribe(id, effects),
                }
            }
        }
        if let Some(network) = network {
            self.admission.networks.insert(id, network, source);
        }
        Some(())
    }
}

impl<S: Sql> Room<S> {
    /// What the site around the room said of a session.
    pub(in crate::room) fn hosted_of(&self, id: SessionId) -> Option<&Hosted> {
        match self.delivery.sessions.get(id)? {
            Session::Greeting(_) => None,
            Session::Waiting(waiting) => waiting.hosted.as_deref(),
            Session::Joined(joined) => joined.hosted.as_deref(),
            Session::Watching(watching) => watching.hosted.as_deref(),
        }
    }

    fn restore_watch(&mut self, now: Timestamp, id: SessionId, watch: Watch) {
        let since = watch.since;
        let known = watch.member.map(|member| Known { member, since });
        let heard = now.min(watch.heard + limits::HEARD_STEP);
        let counts = Counts {
            all: watch.all,
            unread: watch.unread,
            mentions: watch.mentions,
        };
        let mut watching = Watching::new(known, since, watch.role, watch.after, heard, now);
        watching.seq = watch.told;
        watching.counts = counts;
        watching.floor = watch.floor;
        // Of what came after that nobody here has been told.
        watching.base = (watch.told == self.log.head()).then_some((watch.floor, counts));
        let is_told = watching.base.is_some();
        self.delivery
            .sessions
            .insert(id, Session::Watching(watching));
        self.watches.begin(&self.log);
        self.watches.calm(id);
        if let Some(known) = known {
            self.pushes.see(known.member, watch.after);
            let name = watch.name.and_then(|name| MemberName::stored(&name).ok());
            let number = watch.number.and_then(NameId::from_number);
            let called = match (name, number) {
                (Some(name), _) => Called::Name(name),
                (None, Some(number)) => Called::Number(number),
                (None, None) => Called::Unknown,
            };
            self.watches.recent.add(known.member, id, called);
        }
        if !is_told {
            self.owe_head(now, id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, seq};

    #[test]
    fn attachments_are_read_as_they_were_written() {
        let fresh = MemberId::from_random([7; 8]);
        let joined = |replay: Option<Seq>| AttachedState::Joined {
            member: fresh,
            since: seq(12),
            name: "Ana \"A\"".to_owned(),
            unseen: 8 << 20,
            sent: replay.map(|_| 9 << 20),
            heard: replay.map(|next| at(next.number())),
            proves: replay.is_some(),
            replay,
            waits: replay.map(|_| at(1_800_000_000_000)),
            seen: replay,
        };
        for state in [
            AttachedState::Greeting {
                fresh,
                account: Some(AccountTag::from_bytes([9; 16])),
                origin: Some("https://site.example".to_owned()),
                deadline: at(1_800_000_000_000),
                ends: Some(at(1_800_000_050_000)),
            },
            AttachedState::Greeting {
                fresh,
                account: None,
                origin: None,
                deadline: at(1_800_000_000_000),
                ends: None,
            },
            joined(None),
            joined(Some(Seq::MAX)),
        ] {
            let attachment = Attachment {
                id: SessionId::from_number(3),
                network: Some((1 << 53) - 1),
                source: Some(1),
                hosted: Some(AttachedHosted {
                    name: "Ana".to_owned(),
                    role: Some(Role::Reader),
                    until: at(5),
                }),
                site: Some("https://chat.example".to_owned()),
                links: false,
                state,
            };
            assert_eq!(Attachment::parse(&attachment.to_text()), Some(attachment));
        }
    }

    #[test]
    fn attachments_that_make_no_sense_are_none() {
        for bad in [
            "",
            "[]",
            r#"{"id":1}"#,
            r#"{"id":1,"state":"gone"}"#,
            r#"{"id":-1,"state":"greeting","fresh":"0707070707070707","deadline":1}"#,
            r#"{"id":1,"state":"greeting","fresh":"07","deadline":1}"#,
            r#"{"id":1,"state":"greeting","fresh":"0707070707070707","deadline":1.5}"#,
            r#"{"id":1,"state":"joined","member":"0707070707070707","since":0,"name":"A","unseen":0,"replay":"1"}"#,
            r#"{"id":1,"state":"joined","member":"0707070707070707","since":0,"name":"A","unseen":0,"replay":0}"#,
            r#"{"id":1,"state":"greeting","fresh":"0707070707070707","account":"x","deadline":1}"#,
            r#"{"id":1,"state":"greeting","fresh":"0707070707070707","origin":1,"deadline":1}"#,
            r#"{"id":1,"hosted":{"name":"A"},"state":"waiting","member":"0707070707070707","since":0}"#,
            r#"{"id":1,"hosted":1,"state":"waiting","member":"0707070707070707","since":0}"#,
            r#"{"id":1,"source":"7","state":"greeting","fresh":"0707070707070707","deadline":1}"#,
            r#"{"id":1e300,"state":"greeting","fresh":"0707070707070707","deadline":1}"#,
        ] {
            assert_eq!(Attachment::parse(bad), None, "{bad}");
        }
    }
}
