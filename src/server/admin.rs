//! The operator's requests: checks the key, and passes the action on to the room's object.

use super::answers;
use super::message::{Answer, Request};
use super::room_object::ACT;
use super::{Result, Runtime, Server};
use crate::http::admin::{AdminKey, AdminRequest, Refusal};
use crate::http::network::Budget;
use crate::limits;
use crate::model::FileId;
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
        if let Some(sum) = request.path.strip_prefix("/admin/files/") {
            return self.remove_files(request, sum).await;
        }
        // One of unknown length is not read.
        let body = match request.length().unwrap_or(0) {
            0 => String::new(),
            1..=limits::ADMIN_BODY => match self.runtime.text(body).await {
                Ok(body) => body,
                Err(_) => return Ok(answers::broken_off()),
            },
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

    /// Removes the files whose bytes have this SHA-256 from all rooms, some at once.
    async fn remove_files(&self, request: &Request, sum: &str) -> Result<Answer<R::Outgoing>> {
        let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        if sum.len() != 64 || !sum.bytes().all(is_digit) {
            return Ok(refuse(Refusal::BadRequest));
        }
        if request.method != "DELETE" {
            return Ok(refuse(Refusal::MethodNotAllowed("DELETE")));
        }
        // After these, so that those that fail hold back no others.
        let after = match request.query.as_str() {
            "" => String::new(),
            query => match query.strip_prefix("after=").and_then(FileId::parse) {
                Some(id) => id.to_string(),
                None => return Ok(refuse(Refusal::BadRequest)),
            },
        };
        let most = limits::FILES_REMOVED_AT_ONCE;
        let found = self.runtime.files_with(sum, &after, most + 1).await?;
        let (more, mut removed, mut failed) = (found.len() > most, 0, 0);
        let last = found.get(most - 1).filter(|_| more);
        let next = last.map_or(String::new(), |(_, id)| format!(r#","after":"{id}""#));
        for (room, id) in found.into_iter().take(most) {
            let mut asked = Request::new("GET", "/admin");
            asked.add(ACT, &format!("{} remove-file {id}", room.as_str()));
            // One room that cannot be read keeps no other from it.
            match self.runtime.ask_room(&room, asked, None).await {
                Ok(answer) if answer.status == 200 => removed += 1,
                Ok(answer) if answer.status == 404 => {}
                _ => {
                    failed += 1;
                    continue;
                }
            }
            // Found once more, it is not there.
            let _ = self.runtime.forget_file(sum, &id).await;
        }
        let failures = match failed {
            0 => String::new(),
            _ => format!(r#","failed":{failed}"#),
        };
        self.runtime.log(&format!(
            "operator: remove the file {sum}: {removed}, failed: {failed}"
        ));
        let body = format!(r#"{{"removed":{removed},"more":{more}{next}{failures}}}"#);
        Ok(answers::json(200, body))
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
