//! Sign-in by the operator's provider, as the Worker performs it: which cookies and redirects it takes. What is asked
//! of whom is decided in [`crate::http::oidc`].

use std::cell::RefCell;

use wasm_bindgen::prelude::*;
use worker::js_sys::futures::JsFuture;
use worker::{Env, Request, Response, ResponseBuilder, Result, js_sys};

use super::accounts::Visit;
use super::settings::{now, var};
use super::{http, js};
use crate::account::cookie;
use crate::account::keys::Secret;
use crate::http::oidc::{
    Accounts, Answer, Ask, Attempt, Failure, Known, Next, Reply, Settings, SignIn, return_path,
};
use crate::limits;

#[wasm_bindgen(module = "/src/edge/oidc.js")]
extern "C" {
    fn find(env: &JsValue, what: u8, of: &str, body: &str, with: &str) -> js_sys::Promise;
}

const ACCOUNT_PAGE: &str = "/account";

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
    /// What the operator was told last, and when.
    static TOLD: RefCell<(String, u64)> = RefCell::default();
}

/// The provider, if there is one. What is set wrongly is told, and then there is none.
pub fn settings(env: &Env) -> Option<Settings> {
    let set = Settings::from_vars(|name| match name {
        "OIDC_CLIENT_SECRET" => env.secret(name).ok().map(|secret| secret.to_string()),
        _ => var(env, name),
    });
    set.unwrap_or_else(|why| {
        tell(why);
        None
    })
}

/// Tells the operator, not the same twice in a minute.
#[cold]
fn tell(why: &str) {
    TOLD.with_borrow_mut(|told| {
        let now = now().as_millis();
        if told.0 != why || now >= told.1 + limits::OIDC_TOLD.as_millis() {
            worker::console_warn!("sign-in by the provider: {why}");
            *told = (why.to_owned(), now);
        }
    });
}

/// Sends a browser to the provider, or takes it back from there.
pub async fn answer(visit: &Visit<'_>, settings: &Settings, comes_back: bool) -> Result<Response> {
    let key = visit.site.keys.of("oidc attempt");
    let begun = match comes_back {
        true => answered(visit, &key)?,
        false => begun(visit)?,
    };
    let (attempt, answer) = match begun {
        Ok(begun) => begun,
        Err(to) => return moved(&to, &[]),
    };
    let back = back_address(visit.request);
    let question = |op: &str, account| visit.question(op, account);
    let own = visit.cookie.as_ref();
    let accounts = Accounts {
        keys: &visit.site.keys,
        own: own.map(|own| (own.account, own.claim.session.as_str())),
        random: js::random(),
        question: &question,
    };
    let answer = answer.as_ref();
    let mut sign_in = SignIn::new(settings, &key, &back, &attempt, answer, accounts);
    let mut reply = Reply::default();
    // The only wait there is: what is alive across one is kept by a function of its own.
    let end = loop {
        match KNOWN.with_borrow_mut(|known| sign_in.step(known, now(), reply)) {
            Ok(Next::Ask(ask)) => reply = found(JsFuture::from(asked(visit.env, ask)).await),
            end => break end,
        }
    };
    ended(visit, &attempt, &key, end)
}

fn asked(env: &Env, ask: Ask) -> js_sys::Promise {
    let env: &JsValue = env.as_ref();
    find(env, ask.what as u8, &ask.of, &ask.body, &ask.with)
}

fn found(answer: std::result::Result<JsValue, JsValue>) -> Reply {
    let Ok(answer) = answer else {
        return Reply::default();
    };
    let answer: js_sys::Array = answer.unchecked_into();
    Reply {
        status: answer.get(0).as_f64().unwrap_or_default() as u16,
        text: answer.get(1).as_string().unwrap_or_default(),
        cookie: answer.get(2).as_string(),
    }
}

/// An attempt, with the answer to it; or where the browser is to go instead.
type Begun = std::result::Result<(Attempt, Option<Answer>), String>;

fn begun(visit: &Visit<'_>) -> Result<Begun> {
    let query = http::url(visit.request)?.query();
    let query = query.strip_prefix('?').unwrap_or("");
    let is_link = query
        .split('&')
        .any(|pair| matches!(pair, "link" | "link="));
    let from = http::header(visit.request, "sec-fetch-site");
    let is_strange = match from.as_deref() {
        Some("same-origin") => false,
        // By a stranger's link nobody is signed in; and what ties an identity to an account is ours to ask.
        Some("none") | None => is_link,
        Some(_) => true,
    };
    if is_strange {
        return Ok(Err(ACCOUNT_PAGE.to_owned()));
    }
    let session = match &visit.cookie {
        Some(cookie) if is_link => Some(cookie.claim.session.clone()),
        None if is_link => return Ok(Err(failed(&Failure::signed_out()))),
        _ => None,
    };
    let attempt = Attempt::begin(js::random(), now(), session, return_path(query));
    Ok(Ok((attempt, None)))
}

/// The answer that a browser brings, and to which attempt of its own it is one.
fn answered(visit: &Visit<'_>, key: &Secret) -> Result<Begun> {
    let query = http::url(visit.request)?.query();
    let header = http::header(visit.request, "cookie").unwrap_or_default();
    let (name, _) = cookie_form(visit.request);
    let mut cookies = cookie::find(&header, name);
    let attempt = cookies.find_map(|value| Attempt::of_cookie(value, key, now()));
    let answer = Answer::read(query.strip_prefix('?').unwrap_or(""));
    Ok(match (answer, attempt) {
        (Ok(answer), Some(attempt)) if answer.is_to(&attempt, key) => Ok((attempt, Some(answer))),
        (Err(failure), _) => Err(failed(&failure)),
        _ => {
            let why = "an answer came to a browser that had not asked";
            Err(failed(&Failure::state(why)))
        }
    })
}

/// Where the browser goes, and with which cookies.
fn ended(
    visit: &Visit<'_>,
    attempt: &Attempt,
    key: &Secret,
    end: std::result::Result<Next, Failure>,
) -> Result<Response> {
    let (name, rest) = cookie_form(visit.request);
    let over = format!("{name}={rest}; Max-Age=0");
    match end {
        Ok(Next::Away(to)) => {
            let life = limits::OIDC_ATTEMPT.as_millis() / 1_000;
            let cookie = format!("{name}={}{rest}; Max-Age={life}", attempt.to_cookie(key));
            moved(&to, &[cookie])
        }
        Ok(Next::Done(account, cookie)) => {
            let mut cookies = vec![over];
            cookies.extend(cookie.map(|cookie| visit.set_cookie(account, &cookie)));
            moved(attempt.back().unwrap_or(ACCOUNT_PAGE), &cookies)
        }
        Err(failure) => moved(&failed(&failure), &[over]),
        // The loop goes on as long as something is asked.
        Ok(Next::Ask(_)) => moved(ACCOUNT_PAGE, &[]),
    }
}

/// Where the provider sends browsers back to.
fn back_address(request: &Request) -> String {
    let host = http::header(request, "host").unwrap_or_default();
    let is_plain = cookie::is_local(&host) && !request.inner().url().starts_with("https:");
    let scheme = if is_plain { "http" } else { "https" };
    format!("{scheme}://{host}/account/oidc/back")
}

/// Name and attributes of the cookie that holds an attempt.
fn cookie_form(request: &Request) -> (&'static str, &'static str) {
    let host = http::header(request, "host").unwrap_or_default();
    let (_, rest) = cookie::form(&host);
    let name = match cookie::is_local(&host) {
        true => "alcove-oidc",
        false => "__Host-alcove-oidc",
    };
    (name, rest)
}

/// The account page, which says why.
fn failed(failure: &Failure) -> String {
    tell(&failure.why);
    format!("{ACCOUNT_PAGE}#error={}", failure.code)
}

/// It goes on there, this once.
fn moved(to: &str, cookies: &[String]) -> Result<Response> {
    let response = ResponseBuilder::new().with_status(302).empty();
    let headers = response.headers();
    headers.set("location", to)?;
    headers.set("cache-control", "no-store")?;
    for cookie in cookies {
        headers.append("set-cookie", cookie)?;
    }
    Ok(response)
}
