//! HTTP responses: JSON bodies, errors with a stable code, and the headers that every response
//! carries.

use serde::Serialize;
use wasm_bindgen::JsCast;
use worker::js_sys::futures::JsFuture;
use worker::worker_sys::web_sys;
use worker::{Fetcher, Headers, Request, Response, ResponseBuilder, Result};

use super::js;
use crate::http::bearer;
use crate::http::route::{Route, route};
use crate::limits;
use crate::room::Unheard;
use crate::time::Duration;
use crate::wire::{ErrorCode, encode};

/// What the page may load and run: only its own files, and no inline script.
///
/// Trusted Types admit lit's policy, so text cannot become markup by mistake, and one that allows
/// the address of the service worker and no other. Who may frame an answer comes last, and by
/// answer.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; \
    worker-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
    trusted-types lit-html service-worker; frame-ancestors";

/// `Cache-Control` of files that are named by their content.
pub const KEPT_FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What a file that is only ever a part of a page may load, if somebody opens it by itself.
const NO_CONTENT: &str = "default-src 'none'; frame-ancestors";

/// Headers of every answer.
const SECURITY_HEADERS: &[(&str, &str)] = &[
    ("x-content-type-options", "nosniff"),
    // The name of a room is its key: other sites never learn it.
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    (
        "permissions-policy",
        "camera=(), geolocation=(), microphone=()",
    ),
];

/// What a room's answer is charged to the budget of reads; for the Worker alone.
pub const PRICE: &str = "x-alcove-price";

/// In a piece of an answer: where the next one begins; for entry.js alone.
const NEXT: &str = "x-alcove-next";

/// An error as JSON: a stable code and a sentence, nothing internal.
#[derive(Serialize)]
struct ErrorBody {
    error: ErrorDetail,
}

#[derive(Serialize)]
struct ErrorDetail {
    code: &'static str,
    message: String,
    /// Which line of a file it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<u64>,
}

/// An answer with a JSON body that is encoded already.
pub fn json(status: u16, body: String) -> Result<Response> {
    let builder = ResponseBuilder::new()
        .with_status(status)
        .with_header("content-type", "application/json; charset=utf-8")?
        .with_header("cache-control", "no-store")?;
    Ok(builder.fixed(body.into_bytes()))
}

/// A JSON body that the reader may keep, and has to ask about each time.
pub fn kept_json(body: String, etag: &str, price: u64) -> Result<Response> {
    let response = json(200, body)?;
    let headers = response.headers();
    keep(headers, etag)?;
    headers.set(PRICE, &price.to_string())?;
    Ok(response)
}

/// What the reader has kept is as it was.
pub fn not_modified(etag: &str) -> Result<Response> {
    let response = ResponseBuilder::new().with_status(304).empty();
    keep(response.headers(), etag)?;
    Ok(response)
}

fn keep(headers: &Headers, etag: &str) -> Result<()> {
    headers.set("cache-control", "private, no-cache")?;
    // Of whom the token is decides what there is to read.
    headers.set("vary", "Authorization")?;
    headers.set("etag", etag)
}

/// An error answer.
pub fn error(status: u16, code: &'static str, message: impl ToString) -> Result<Response> {
    refusal(status, code, message.to_string(), None)
}

/// A line of a file is none that it can have there.
pub fn bad_line(line: u64) -> Result<Response> {
    let message = format!("Line {line} is not as in an export of a room.");
    refusal(400, "bad_file", message, Some(line))
}

fn refusal(
    status: u16,
    code: &'static str,
    message: String,
    line: Option<u64>,
) -> Result<Response> {
    let error = ErrorDetail {
        code,
        message,
        line,
    };
    json(status, encode(&ErrorBody { error }))
}

/// Some lines of a room as a file, and where the next ones begin.
pub fn lines(room: &str, lines: String, price: u64, next: Option<String>) -> Result<Response> {
    let response = json(200, lines)?;
    let headers = response.headers();
    headers.set("content-type", "application/jsonl; charset=utf-8")?;
    let file = format!("attachment; filename=\"{room}.jsonl\"");
    headers.set("content-disposition", &file)?;
    headers.set(PRICE, &price.to_string())?;
    if let Some(next) = next {
        headers.set(NEXT, &next)?;
    }
    Ok(response)
}

/// Whoever asks gets nothing of the room, and why.
pub fn unheard(why: Unheard) -> Result<Response> {
    let (status, code) = why.status();
    let response = error(status, code, why.message())?;
    if status == 401 {
        response.headers().set("www-authenticate", "Bearer")?;
    }
    Ok(response)
}

/// Nobody has created this room, and where rooms are created it is none before that.
pub fn not_created() -> Result<Response> {
    let code = ErrorCode::NotCreated;
    let response = error(404, "not_created", code.message())?;
    let price = limits::NEW_ROOM_PRICE.to_string();
    response.headers().set(PRICE, &price)?;
    Ok(response)
}

/// Nothing is there.
pub fn not_found() -> Result<Response> {
    error(404, "not_found", "Not found.")
}

/// It is at another path of this server, for good.
pub fn redirect(path: &str) -> Result<Response> {
    let builder = ResponseBuilder::new()
        .with_status(308)
        .with_header("location", path)?
        .with_header("cache-control", "no-store")?;
    Ok(builder.empty())
}

/// The same answer, and when to come again.
pub fn unavailable(response: Response) -> Result<Response> {
    response
        .headers()
        .set("retry-after", limits::MAINTENANCE_RETRY)?;
    Ok(response)
}

/// Too many requests from one network, and when to try again.
pub fn rate_limited(wait: Duration) -> Result<Response> {
    let message = "Too many requests from this network. Try again in a minute.";
    later(message, wait)
}

/// Too much, and when to try again.
pub fn later(message: &str, wait: Duration) -> Result<Response> {
    let response = error(429, "rate_limited", message)?;
    let seconds = wait.as_millis().div_ceil(1_000).max(1);
    response
        .headers()
        .set("retry-after", &seconds.to_string())?;
    Ok(response)
}

/// What a binding answers to a `GET`.
pub async fn fetch(binding: &Fetcher, address: &str, headers: Headers) -> Result<Response> {
    let init = web_sys::RequestInit::new();
    init.set_headers(&headers.0);
    let binding: &js::Binding = binding.as_ref().unchecked_ref();
    let response = JsFuture::from(binding.fetch(address, &init)?).await?;
    Ok(response.unchecked_into::<web_sys::Response>().into())
}

/// For whom besides our own pages an answer is, and what else its headers depend on.
#[derive(Debug, Default)]
pub struct Audience {
    /// The origin that may read it.
    pub cors_origin: Option<String>,
    /// The sources of `frame-ancestors`; without them nobody may frame it.
    pub frame_ancestors: Option<String>,
    /// True if any site's page may show or run it, should it be there.
    pub is_for_all_sites: bool,
    /// The value of `Strict-Transport-Security`.
    pub strict_transport: Option<String>,
}

/// The same answer with the headers that every answer bears, and with what its audience may do.
pub fn finish(response: Response, audience: &Audience) -> Result<Response> {
    if response.status_code() == 101 {
        return Ok(response);
    }
    let is_file = matches!(response.status_code(), 200 | 304);
    with_headers(response, |headers| {
        for (name, value) in SECURITY_HEADERS {
            headers.set(name, value)?;
        }
        let ancestors = audience.frame_ancestors.as_deref();
        let is_part = headers
            .get("cache-control")?
            .is_some_and(|value| value == KEPT_FOR_EVER);
        let policy = if is_part {
            NO_CONTENT
        } else {
            CONTENT_SECURITY_POLICY
        };
        let policy = format!("{policy} {}", ancestors.unwrap_or("'none'"));
        headers.set("content-security-policy", &policy)?;
        if ancestors.is_none() {
            headers.set("x-frame-options", "DENY")?;
        }
        let policy = if audience.is_for_all_sites && is_file {
            "cross-origin"
        } else {
            "same-origin"
        };
        headers.set("cross-origin-resource-policy", policy)?;
        if let Some(value) = &audience.strict_transport {
            headers.set("strict-transport-security", value)?;
        }
        headers.append("vary", "Origin")?;
        headers.delete(PRICE)?;
        match &audience.cors_origin {
            Some(origin) => headers.set("access-control-allow-origin", origin),
            None => Ok(()),
        }
    })
}

/// The same answer with its headers changed. Those of answers from elsewhere are fixed, so it is
/// built anew.
pub fn with_headers(
    response: Response,
    change: impl FnOnce(&Headers) -> Result<()>,
) -> Result<Response> {
    let headers = Headers::new();
    for (name, value) in response.headers().entries() {
        headers.append(&name, &value)?;
    }
    change(&headers)?;
    let (builder, body) = response.into_parts();
    Ok(builder.with_headers(headers).body(body))
}

/// True if the request asks for a WebSocket.
pub fn is_upgrade(request: &Request) -> bool {
    header(request, "upgrade").is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
}

/// The address of a request.
pub fn url(request: &Request) -> Result<js::Url> {
    Ok(js::Url::new(&request.inner().url())?)
}

/// The method as sent: `worker`'s own type takes one that it does not know for `GET`.
pub fn method(request: &Request) -> String {
    request.inner().method()
}

/// True if whoever asks can show a page.
pub fn wants_html(request: &Request) -> bool {
    header(request, "accept").is_some_and(|value| value.contains("text/html"))
}

/// A request header, if it is there.
pub fn header(request: &Request, name: &str) -> Option<String> {
    request.headers().get(name).ok().flatten()
}

/// The token that a request brings.
pub fn token(request: &Request) -> Option<String> {
    let authorization = header(request, "authorization")?;
    bearer(&authorization).map(str::to_owned)
}

/// What a request means.
pub fn routed(request: &Request) -> Result<Route> {
    let url = url(request)?;
    let (path, query) = (url.path(), url.query());
    let query = query.strip_prefix('?').unwrap_or("");
    Ok(route(&method(request), &path, query, is_upgrade(request)))
}
