//! What is answered: JSON bodies, errors with a stable code, and the headers that every answer carries.

use serde::Serialize;

use super::message::{Answer, Body};
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
    img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; \
    require-trusted-types-for 'script'; trusted-types lit-html service-worker; frame-ancestors";

/// `Cache-Control` of files that are named by their content.
pub const KEPT_FOR_EVER: &str = "public, max-age=31536000, immutable";

/// What a file that is only ever a part of a page may load, if somebody opens it by itself.
const NO_CONTENT: &str = "default-src 'none'; frame-ancestors";

/// What a file that somebody has sent may do if it is opened by itself: nothing.
pub const FILE_POLICY: &str = "sandbox; default-src 'none'";

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

/// What an object's answer is charged to the budget of reads; for the server alone.
pub const PRICE: &str = "x-alcove-price";

/// In a piece of an answer: where the next one begins; for the platform alone.
pub const NEXT: &str = "x-alcove-next";

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
pub fn json<O>(status: u16, body: String) -> Answer<O> {
    Answer::new(status, Body::Bytes(body.into_bytes()))
        .with("content-type", "application/json; charset=utf-8")
        .with("cache-control", "no-store")
}

/// A JSON body that the reader may keep, and has to ask about each time.
pub fn kept_json<O>(body: String, etag: &str, price: u64) -> Answer<O> {
    let mut answer = json(200, body);
    keep(&mut answer, etag);
    answer.with(PRICE, price.to_string())
}

/// What the reader has kept is as it was.
pub fn not_modified<O>(etag: &str) -> Answer<O> {
    let mut answer = Answer::empty(304);
    keep(&mut answer, etag);
    answer
}

fn keep<O>(answer: &mut Answer<O>, etag: &str) {
    answer.set("cache-control", "private, no-cache");
    // Of whom the token is decides what there is to read.
    answer.set("vary", "Authorization");
    answer.set("etag", etag);
}

/// An error answer.
pub fn error<O>(status: u16, code: &'static str, message: impl ToString) -> Answer<O> {
    refusal(status, code, message.to_string(), None)
}

/// A line of a file is none that it can have there.
pub fn bad_line<O>(line: u64) -> Answer<O> {
    let message = format!("Line {line} is not as in an export of a room.");
    refusal(400, "bad_file", message, Some(line))
}

fn refusal<O>(status: u16, code: &'static str, message: String, line: Option<u64>) -> Answer<O> {
    let error = ErrorDetail {
        code,
        message,
        line,
    };
    json(status, encode(&ErrorBody { error }))
}

/// Some lines of a room as a file, and where the next ones begin.
pub fn lines<O>(room: &str, lines: String, price: u64, next: Option<String>) -> Answer<O> {
    let file = format!("attachment; filename=\"{room}.jsonl\"");
    let mut answer = json(200, lines)
        .with("content-disposition", file)
        .with(PRICE, price.to_string());
    answer.set("content-type", "application/jsonl; charset=utf-8");
    if let Some(next) = next {
        answer.set(NEXT, next);
    }
    answer
}

/// Whoever asks gets nothing of the room, and why.
pub fn unheard<O>(why: Unheard) -> Answer<O> {
    let (status, code) = why.status();
    let answer = error(status, code, why.message());
    match status {
        401 => answer.with("www-authenticate", "Bearer"),
        _ => answer,
    }
}

/// Nobody has created this room, and where rooms are created it is none before that.
pub fn not_created<O>() -> Answer<O> {
    let code = ErrorCode::NotCreated;
    error(404, "not_created", code.message()).with(PRICE, limits::NEW_ROOM_PRICE.to_string())
}

/// A body that breaks off, or does not come in time, is its sender's business.
pub fn broken_off<O>() -> Answer<O> {
    error(400, "bad_request", "Not all of the request came.")
}

/// More than may come.
pub fn too_large<O>() -> Answer<O> {
    error(413, "too_large", "This is more than may be sent.")
}

/// An upload went on elsewhere: from where to send the rest.
pub fn conflict<O>(next: u64) -> Answer<O> {
    let message = "Another part comes next.";
    let error = encode(&ErrorDetail {
        code: "conflict",
        message: message.to_owned(),
        line: None,
    });
    json(409, format!(r#"{{"next":{next},"error":{error}}}"#))
}

/// Nothing is there.
pub fn not_found<O>() -> Answer<O> {
    error(404, "not_found", "Not found.")
}

/// This can be asked in other ways only.
pub fn only<O>(methods: &str, message: impl ToString) -> Answer<O> {
    error(405, "method_not_allowed", message).with("allow", methods)
}

pub fn method_not_allowed<O>() -> Answer<O> {
    only("GET, HEAD", "Only GET and HEAD are supported here.")
}

/// It is at another path of this server, for good.
pub fn redirect<O>(path: &str) -> Answer<O> {
    Answer::empty(308)
        .with("location", path)
        .with("cache-control", "no-store")
}

/// The same answer, and when to come again.
pub fn unavailable<O>(answer: Answer<O>) -> Answer<O> {
    answer.with("retry-after", limits::MAINTENANCE_RETRY)
}

/// The server ends before this is done.
pub fn stopping<O>() -> Answer<O> {
    let message = "This server stops. Try again in a moment.";
    error(503, "internal", message).with("retry-after", limits::STOPPING_RETRY)
}

/// Too many requests from one network, and when to try again.
pub fn rate_limited<O>(wait: Duration) -> Answer<O> {
    let message = "Too many requests from this network. Try again in a minute.";
    later(message, wait)
}

/// Too much, and when to try again.
pub fn later<O>(message: &str, wait: Duration) -> Answer<O> {
    let seconds = wait.as_millis().div_ceil(1_000).max(1);
    error(429, "rate_limited", message).with("retry-after", seconds.to_string())
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
pub fn finish<O>(mut answer: Answer<O>, audience: Audience) -> Answer<O> {
    if answer.status == 101 {
        return answer;
    }
    let is_file = matches!(answer.status, 200 | 304);
    for (name, value) in SECURITY_HEADERS {
        answer.set(*name, *value);
    }
    let ancestors = audience.frame_ancestors.as_deref();
    let is_part = answer.header("cache-control") == Some(KEPT_FOR_EVER);
    let policy = if is_part {
        NO_CONTENT
    } else {
        CONTENT_SECURITY_POLICY
    };
    if answer.header("content-security-policy") != Some(FILE_POLICY) {
        let policy = format!("{policy} {}", ancestors.unwrap_or("'none'"));
        answer.set("content-security-policy", policy);
    }
    if ancestors.is_none() {
        answer.set("x-frame-options", "DENY");
    }
    let policy = if audience.is_for_all_sites && is_file {
        "cross-origin"
    } else {
        "same-origin"
    };
    answer.set("cross-origin-resource-policy", policy);
    if let Some(value) = audience.strict_transport {
        answer.set("strict-transport-security", value);
    }
    answer.append("vary", "Origin");
    answer.remove(PRICE);
    if let Some(origin) = audience.cors_origin {
        answer.set("access-control-allow-origin", origin);
    }
    answer
}
