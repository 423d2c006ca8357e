//! A sign-in from its beginning to its end, one question to the world after the other: the same in a test as at
//! the edge.

use super::id_token::{IdToken, Who, key_of};
use super::provider::{found, id_token_in};
use super::{Answer, Attempt, Failure, Settings};
use crate::account::Fields;
use crate::account::ids::{AccountId, to_base32};
use crate::account::keys::{Secret, SiteKeys};
use crate::limits;
use crate::time::Timestamp;
use crate::wire::Json;

/// Something to find out.
#[derive(Debug, PartialEq, Eq)]
pub struct Ask {
    pub what: What,
    /// An address; what verifies; or the name of an object.
    pub of: String,
    /// The form to post, if any; the key, as JWK; or the question.
    pub body: String,
    /// The header `Authorization`, if any; or the token.
    pub with: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// What is at an address, or what it answers to a form.
    Fetch,
    /// Whether a key has signed a token: 200, if so.
    Verify,
    /// What an object of accounts answers.
    Object,
}

/// What came of it. Without an answer the status is 0, and the text says why.
#[derive(Debug, Default)]
pub struct Reply {
    pub status: u16,
    pub text: String,
    /// What an object says of the cookie that there is to be.
    pub cookie: Option<String>,
}

/// What is next.
#[derive(Debug, PartialEq, Eq)]
pub enum Next {
    Ask(Ask),
    /// The browser goes to this address of the provider.
    Away(String),
    /// Somebody is signed in: to which account, and by which cookie, if there is to be another one.
    Done(AccountId, Option<String>),
}

/// What is remembered of the provider, so that it is not asked for each sign-in.
#[derive(Default)]
pub struct Known {
    description: Kept,
    keys: Kept,
    /// From when on the keys may be asked for before their time.
    again: Timestamp,
}

#[derive(Default)]
struct Kept {
    text: String,
    until: Timestamp,
}

impl Kept {
    fn keep(&mut self, text: String, now: Timestamp) {
        *self = Kept {
            text,
            until: now + limits::OIDC_KEPT,
        };
    }

    fn get(&self, now: Timestamp) -> Option<&str> {
        (now < self.until).then_some(&self.text)
    }
}

/// What accounts there are in it.
pub struct Accounts<'a> {
    pub keys: &'a SiteKeys,
    /// Who is signed in: account and session.
    pub own: Option<(AccountId, &'a str)>,
    /// For a new account.
    pub random: [u8; 10],
    /// The beginning of a question to the object of an account.
    pub question: &'a dyn Fn(&str, AccountId) -> Fields,
}

/// Which question was the last.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Nothing,
    Description,
    Code,
    Keys,
    Signature,
    Identity,
    Account,
}

/// A sign-in.
pub struct SignIn<'a> {
    pub settings: &'a Settings,
    pub key: &'a Secret,
    /// Where the provider sends browsers back to.
    pub back: &'a str,
    pub attempt: &'a Attempt,
    /// What came back; none as long as it begins.
    pub answer: Option<&'a Answer>,
    pub accounts: Accounts<'a>,
    asked: Asked,
    token: Option<IdToken>,
    who: Option<Who>,
    /// True once the keys were asked for.
    has_keys: bool,
    /// The account that the identity is said to be of.
    owner: Option<AccountId>,
    /// One that it was said to be of, and that does not know it.
    not: Option<AccountId>,
}

impl<'a> SignIn<'a> {
    /// One that begins, or that goes on with an `answer`.
    pub fn new(
        settings: &'a Settings,
        key: &'a Secret,
        back: &'a str,
        attempt: &'a Attempt,
        answer: Option<&'a Answer>,
        accounts: Accounts<'a>,
    ) -> SignIn<'a> {
        SignIn {
            settings,
            key,
            back,
            attempt,
            answer,
            accounts,
            asked: Asked::Nothing,
            token: None,
            who: None,
            has_keys: false,
            owner: None,
            not: None,
        }
    }

    /// Takes what came of the last question, and says what is next.
    pub fn step(
        &mut self,
        known: &mut Known,
        now: Timestamp,
        reply: Reply,
    ) -> Result<Next, Failure> {
        match self.asked {
            Asked::Nothing => match known.description.get(now) {
                Some(description) => self.sent(description),
                None => {
                    let address = self.settings.description_address();
                    Ok(self.fetch(Asked::Description, address))
                }
            },
            Asked::Description => {
                let next = self.sent(found(&reply)?)?;
                known.description.keep(reply.text, now);
                Ok(next)
            }
            Asked::Code => {
                self.token = Some(IdToken::parse(id_token_in(&reply)?)?);
                let signature = known.keys.get(now).and_then(|keys| self.signature(keys));
                match signature {
                    Some(next) => Ok(next),
                    None => self.keys(known, now),
                }
            }
            Asked::Keys => {
                let keys = found(&reply)?;
                if Json::parse(keys).is_none_or(|set| set.get("keys").is_none()) {
                    return Err(Failure::unreachable("the provider does not tell its keys"));
                }
                let signature = self.signature(keys);
                known.keys.keep(reply.text, now);
                signature.ok_or_else(unsigned)
            }
            Asked::Signature if reply.status == 200 => self.proven(now),
            Asked::Signature => self.keys(known, now),
            Asked::Identity => self.identified(&reply),
            Asked::Account => self.arrived(reply),
        }
    }

    fn fetch(&mut self, asked: Asked, address: String) -> Next {
        self.ask(asked, What::Fetch, address, String::new(), String::new())
    }

    fn ask(&mut self, asked: Asked, what: What, of: String, body: String, with: String) -> Next {
        self.asked = asked;
        Next::Ask(Ask {
            what,
            of,
            body,
            with,
        })
    }

    /// What is done once the provider's description is there.
    fn sent(&mut self, description: &str) -> Result<Next, Failure> {
        let provider = self.settings.provider(description)?;
        let Some(answer) = self.answer else {
            let to = self
                .settings
                .authorization(&provider, self.attempt, self.key, self.back);
            return Ok(Next::Away(to));
        };
        let code = self.settings.code(&provider, answer)?;
        let (form, authorization) =
            self.settings
                .token_request(&provider, self.attempt, self.key, code, self.back);
        Ok(self.ask(
            Asked::Code,
            What::Fetch,
            provider.token,
            form,
            authorization,
        ))
    }

    /// Has the signature of the token checked, if it may be by one of these keys.
    fn signature(&mut self, keys: &str) -> Option<Next> {
        let token = self.token.as_ref()?;
        let (algorithm, jwk) = key_of(token, keys)?;
        let text = token.text.clone();
        Some(self.ask(
            Asked::Signature,
            What::Verify,
            algorithm.to_owned(),
            jwk,
            text,
        ))
    }

    /// Asks for the provider's keys: the first ones, or newer ones, once and not too often.
    fn keys(&mut self, known: &mut Known, now: Timestamp) -> Result<Next, Failure> {
        let is_again = known.keys.get(now).is_some();
        if self.has_keys || is_again && now < known.again {
            return Err(unsigned());
        }
        self.has_keys = true;
        if is_again {
            known.again = now + limits::OIDC_KEYS_AGAIN;
        }
        let provider = self.settings.provider(&known.description.text)?;
        Ok(self.fetch(Asked::Keys, provider.keys))
    }

    /// The signature is good.
    fn proven(&mut self, now: Timestamp) -> Result<Next, Failure> {
        let nonce = self.attempt.nonce(self.key);
        let token = self.token.as_ref().ok_or_else(unsigned)?;
        self.who = Some(token.proves(self.settings, &nonce, now)?);
        self.claim()
    }

    /// Asks whose account the identity is, which may become a new one's, or one's own.
    fn claim(&mut self) -> Result<Next, Failure> {
        let Some(who) = &self.who else {
            return Err(unsigned());
        };
        let wanted = match self.own()? {
            Some(own) => own,
            None => AccountId::new(&self.accounts.keys.of("account"), self.accounts.random),
        };
        let question = Fields::default()
            .text("op", "identity")
            .text("account", &wanted.to_string());
        let question = match self.not {
            Some(not) => question.text("instead", &not.to_string()),
            None => question.text("attempt", &self.attempt.state(self.key)),
        };
        let object = self.identity(who);
        Ok(self.ask(
            Asked::Identity,
            What::Object,
            object,
            question.end(),
            String::new(),
        ))
    }

    /// The account that an identity is to be tied to, if that is what this is for.
    fn own(&self) -> Result<Option<AccountId>, Failure> {
        match (self.attempt.link(), self.accounts.own) {
            (None, _) => Ok(None),
            (Some(link), Some((account, session))) if link == session => Ok(Some(account)),
            _ => Err(Failure::signed_out()),
        }
    }

    /// The name of an identity's object.
    fn identity(&self, who: &Who) -> String {
        let parts = [
            self.settings.issuer().as_bytes(),
            b"\0",
            who.subject.as_bytes(),
        ];
        let mac = self.accounts.keys.of("oidc").mac(&parts);
        format!("oidc-{}", to_base32(&mac[..15]))
    }

    /// The identity's object has said whose it is.
    fn identified(&mut self, reply: &Reply) -> Result<Next, Failure> {
        if reply.status == 409 {
            return Err(Failure::state("an answer came a second time"));
        }
        let said = Json::parse(&reply.text);
        let owner = said.as_ref().and_then(|said| said.get("account")?.text());
        let key = self.accounts.keys.of("account");
        let owner = owner.and_then(|owner| AccountId::parse(&key, owner));
        let (Some(owner), Some(who)) = (owner, &self.who) else {
            return Err(Failure::not_stored());
        };
        let op = match self.own()? {
            None => "oidc",
            Some(own) if own == owner => "link",
            Some(_) => "owns",
        };
        let question = (self.accounts.question)(op, owner)
            .text("identity", &self.identity(who))
            .text("issuer", self.settings.issuer())
            .text("provider", self.settings.name())
            .text("account_name", who.name.as_deref().unwrap_or_default());
        self.owner = Some(owner);
        Ok(self.ask(
            Asked::Account,
            What::Object,
            owner.to_string(),
            question.end(),
            String::new(),
        ))
    }

    /// The account has let somebody in, or not.
    fn arrived(&mut self, reply: Reply) -> Result<Next, Failure> {
        let (Some(owner), own) = (self.owner, self.own()?) else {
            return Err(Failure::not_stored());
        };
        match reply.status {
            200 if own.is_some_and(|own| own != owner) => Err(Failure::taken()),
            200 => Ok(Next::Done(owner, reply.cookie)),
            401 => Err(Failure::signed_out()),
            409 => Err(Failure::linked()),
            // It is gone, or has let go of the identity.
            410 if self.not.is_none() => {
                self.not = Some(owner);
                self.claim()
            }
            _ => Err(Failure::not_stored()),
        }
    }
}

fn unsigned() -> Failure {
    Failure::invalid("an ID token is signed by none of the provider's keys")
}
