//! The operator's HTTP requests: checks the key, and passes the action on to the room's object.

use worker::{Env, Headers, Request, Response, Result, console_log};

use super::files::not_found;
use super::{gate, http};
use crate::http::admin::{AdminKey, AdminRequest, Refusal};
use crate::http::network::Budget;
use crate::limits;
use crate::room::Unheard;
use crate::wire::ErrorCode;

/// Tells a room's object what the operator wants.
pub const ACT: &str = "x-alcove-act";

/// Answers a request below `/admin`, where nothing is without a key.
pub async fn answer(mut request: Request, env: &Env) -> Result<Response> {
    let secret = env.secret("ADMIN_KEY").ok().map(|key| key.to_string());
    let Some(key) = AdminKey::new(secret) else {
        return not_found(&request, env, 404).await;
    };
    let network = gate::network(&request, env);
    if let Err(wait) = gate::check(env, network, Budget::Keys) {
        return http::rate_limited(wait);
    }
    if !key.opens(&http::header(&request, "authorization").unwrap_or_default()) {
        gate::owe(env, network, Budget::Keys, 1);
        let response = http::error(401, "unauthorized", "This requires the operator's key.")?;
        response.headers().set("www-authenticate", "Bearer")?;
        return Ok(response);
    }
    let Some(body) = body(&mut request).await? else {
        return refuse(Refusal::BadRequest);
    };
    let wanted = match AdminRequest::parse(&http::method(&request), &request.path(), &body) {
        Ok(wanted) => wanted,
        Err(refusal) => return refuse(refusal),
    };
    let headers = Headers::new();
    headers.set(ACT, &wanted.to_string())?;
    let response = gate::to_room(&request, env, &wanted.room, "GET", headers).await?;
    if wanted.act.is_some() {
        console_log!("operator: {}: {}", wanted.for_log(), response.status_code());
    }
    Ok(response)
}

/// The body, if it is not too long. One of unknown length is not read.
async fn body(request: &mut Request) -> Result<Option<String>> {
    let length = http::header(request, "content-length").and_then(|text| text.parse().ok());
    match length.unwrap_or(0) {
        0 => Ok(Some(String::new())),
        1..=limits::ADMIN_BODY => request.text().await.map(Some),
        _ => Ok(None),
    }
}

fn refuse(refusal: Refusal) -> Result<Response> {
    match refusal {
        Refusal::NotFound => http::not_found(),
        Refusal::BadRoom(error) => http::error(400, "room_name_invalid", error),
        Refusal::BadRequest => {
            let message = "Bad request. See docs/operator.md for what is supported.";
            http::error(400, "bad_request", message)
        }
        Refusal::Private => http::unheard(Unheard::Refused(ErrorCode::Forbidden)),
        Refusal::MethodNotAllowed(allow) => {
            let message = "This method is not supported here.";
            let response = http::error(405, "method_not_allowed", message)?;
            response.headers().set("allow", allow)?;
            Ok(response)
        }
    }
}
