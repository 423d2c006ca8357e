//! A hello by which a site says who its user is (`jwt`). What its signature is worth, the platform may have to
//! say: until then the greeting waits.

use super::entrance::{Account, Comer};
use crate::auth::{HostUser, Known, Said, Signature, read_jwt};
use crate::log::{LogError, Sql};
use crate::model::{Seq, SessionId};
use crate::room::delivery::session::Session;
use crate::room::{Effect, Room};
use crate::time::Timestamp;
use crate::wire::{ErrorCode, ErrorEvent, Hello, JwtCause};

/// A hello whose signature the platform judges.
#[derive(Debug)]
pub(in crate::room) struct Judging {
    hello: Hello,
    said: Said,
    jwt: String,
}

impl<S: Sql> Room<S> {
    /// Looks at the JWT of a hello.
    #[inline(never)]
    pub(super) fn judge_jwt(&mut self, now: Timestamp, id: SessionId, hello: Hello, jwt: String) {
        match read_jwt(&jwt, &self.host_keys) {
            Err(cause) => self.refuse_jwt(now, id, cause),
            Ok((said, Signature::Good)) => self.take_jwt(now, id, hello, said),
            Ok((said, Signature::Asks { key })) => {
                let Some(Session::Greeting(greeting)) = self.delivery.sessions.get_mut(id) else {
                    return;
                };
                self.questions.push(Effect::Verify {
                    session: id,
                    key,
                    jwt: jwt.clone(),
                });
                greeting.judging = Some(Box::new(Judging { hello, said, jwt }));
            }
        }
    }

    /// The platform says whether a JWT was signed by the key that it was asked about.
    pub(in crate::room) fn verified(
        &mut self,
        now: Timestamp,
        id: SessionId,
        jwt: &str,
        is_valid: bool,
    ) {
        let Some(Session::Greeting(greeting)) = self.delivery.sessions.get_mut(id) else {
            return;
        };
        // Not the answer to a question that another instance asked.
        let Some(judging) = greeting.judging.take_if(|judging| judging.jwt == jwt) else {
            return;
        };
        match is_valid {
            true => self.take_jwt(now, id, judging.hello, judging.said),
            false => self.refuse_jwt(now, id, JwtCause::Signature),
        }
    }

    #[inline(never)]
    fn take_jwt(&mut self, now: Timestamp, id: SessionId, hello: Hello, said: Said) {
        let Some(Session::Greeting(greeting)) = self.delivery.sessions.get(id) else {
            return;
        };
        let origin = greeting.comer.origin.as_deref();
        match said.judge(self.log.room(), origin, now) {
            Ok(user) => self.proceed(now, id, hello, Some(user)),
            Err(cause) => self.refuse_jwt(now, id, cause),
        }
    }

    #[inline(never)]
    fn refuse_jwt(&mut self, now: Timestamp, id: SessionId, cause: JwtCause) {
        let mut error = ErrorEvent::new(ErrorCode::JwtInvalid);
        error.cause = Some(cause);
        self.error(id, error);
        self.ask_again(now, id);
    }

    /// Who a site's user is here.
    #[inline(never)]
    pub(super) fn comes_hosted(
        &self,
        now: Timestamp,
        user: HostUser,
        token: Option<&str>,
    ) -> Result<Comer, LogError> {
        let member = self.log.host_user(&user.issuer, &user.subject);
        let token = match token {
            Some(token) => self.proven(token, now)?.map(|proven| proven.proof),
            None => None,
        };
        let known = token.map(|proof| proof.known);
        let known = known.filter(|known| known.member == member);
        let row = match self.is_owned() {
            true => self.standing(member)?,
            false => None,
        };
        let is_known = known.is_some() || row.is_some() || self.presence.author(member).is_some();
        let since = match (known, row, self.is_owned()) {
            (Some(known), ..) => known.since,
            (None, Some(row), _) => row.since.min(self.log.head()),
            (None, None, true) => self.log.head(),
            // It may have been here before, by another JWT.
            (None, None, false) => Seq::default(),
        };
        Ok(Comer {
            known: Known { member, since },
            is_known,
            was_member: is_known,
            account: Account::None,
            gives: None,
            hosted: Some(Box::new(user.hosted)),
        })
    }
}
