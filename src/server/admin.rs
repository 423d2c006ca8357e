//! The operator's requests: checks the key, and passes the action on to the room's object.

use super::answers;
use super::message::{Answer, Request};
use super::room_object::ACT;
use super::{Result, Runtime, Server};
use crate::http::admin::{AdminKey, AdminRequest, Refusal};
use crate::http::network::Budget;
use crate::limits;
use crate::room::Unheard;
use crate::wire::ErrorCode;

impl<R: Runtime> Server<R> {
    /// Answers a request below `/admin`, where nothing is without a key.
    pub(super) async fn admin(
        &self,
        request: &Request,
        body: R::Incoming,
    ) -> Result<Answer<R::Outgoing>> {
        let Some(key) = AdminKey::new(self.runtime.secret("ADMIN_KEY")) else {
            return self.not_found(request, 404).await;
        };
        if let Err(wait) = self.check(request.from, Budget::Keys) {
            return Ok(answers::rate_limited(wait));
        }
        if !key.opens(request.header("authorization").unwrap_or_default()) {
            self.owe(request.from, Budget::Keys, 1);
            let answer = answers::error(401, "unauthorized", "This requires the operator's key.");
            return Ok(answer.with("www-authenticate", "Bearer"));
        }
        // One of unknown length is not read.
        let body = match request.length().unwrap_or(0) {
            0 => String::new(),
            1..=limits::ADMIN_BODY => self.runtime.text(body).await?,
            _ => return Ok(refuse(Refusal::BadRequest)),
        };
        let wanted = match AdminRequest::parse(&request.method, &request.path, &body) {
            Ok(wanted) => wanted,
            Err(refusal) => return Ok(refuse(refusal)),
        };
        let mut asked = request.to_object("GET");
        asked.add(ACT, &wanted.to_string());
        let answer = self.runtime.ask_room(&wanted.room, asked, None).await?;
        if wanted.act.is_some() {
            let line = format!("operator: {}: {}", wanted.for_log(), answer.status);
            self.runtime.log(&line);
        }
        Ok(answer)
    }
}

fn refuse<O>(refusal: Refusal) -> Answer<O> {
    match refusal {
        Refusal::NotFound => answers::not_found(),
        Refusal::BadRoom(error) => answers::error(400, "room_name_invalid", error),
        Refusal::BadRequest => {
            let message = "Bad request. See docs/operator.md for what is supported.";
            answers::error(400, "bad_request", message)
        }
        Refusal::Private => answers::unheard(Unheard::Refused(ErrorCode::Forbidden)),
        Refusal::MethodNotAllowed(allow) => {
            answers::only(allow, "This method is not supported here.")
        }
    }
}
