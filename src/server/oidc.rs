//! Sign-in by the operator's provider: which cookies and redirects it takes. What is asked of whom is decided in
//! [`crate::http::oidc`].

use super::accounts::Visit;
use super::message::{Answer, Request};
use super::{Runtime, Server};
use crate::account::cookie;
use crate::account::keys::Secret;
use crate::http::oidc::{
    self, Accounts, Attempt, Failure, Next, Reply, Settings, SignIn, return_path,
};
use crate::limits;

const ACCOUNT_PAGE: &str = "/account";

impl<R: Runtime> Server<R> {
    /// The provider, if there is one. What is set wrongly is told, and then there is none.
    pub(super) fn provider(&self) -> Option<Settings> {
        let set = Settings::from_vars(|name| match name {
            "OIDC_CLIENT_SECRET" => self.runtime.secret(name),
            _ => self.runtime.var(name),
        });
        set.unwrap_or_else(|why| {
            self.tell_of_provider(why);
            None
        })
    }

    /// Tells the operator, not the same twice in a minute.
    #[cold]
    fn tell_of_provider(&self, why: &str) {
        let now = self.runtime.now();
        let mut told = self.memory.told.provider.borrow_mut();
        if told.0 != why || now >= told.1 + limits::OIDC_TOLD {
            self.runtime
                .warn(&format!("sign-in by the provider: {why}"));
            *told = (why.to_owned(), now);
        }
    }
}

/// Sends a browser to the provider, or takes it back from there.
pub(super) async fn answer<R: Runtime>(
    visit: &Visit<'_, R>,
    settings: &Settings,
    comes_back: bool,
) -> Answer<R::Outgoing> {
    let Visit { server, site, .. } = visit;
    let key = site.keys.of("oidc attempt");
    let begun = match comes_back {
        true => answered(visit, &key),
        false => begun(visit),
    };
    let (attempt, answer) = match begun {
        Ok(begun) => begun,
        Err(to) => return moved(&to, &[]),
    };
    let back = back_address(visit.request);
    let question = |op: &str, account| visit.question(op, account);
    let own = visit.cookie.as_ref();
    let accounts = Accounts {
        keys: &site.keys,
        own: own.map(|own| (own.account, own.claim.session.as_str())),
        random: server.runtime.random(),
        question: &question,
    };
    let answer = answer.as_ref();
    let mut sign_in = SignIn::new(settings, &key, &back, &attempt, answer, accounts);
    let mut reply = Reply::default();
    // The only wait there is: what is alive across one is kept by a function of its own.
    let end = loop {
        let now = server.runtime.now();
        let next = sign_in.step(&mut server.memory.provider.borrow_mut(), now, reply);
        match next {
            Ok(Next::Ask(ask)) => reply = server.runtime.find(ask).await,
            end => break end,
        }
    };
    ended(visit, &attempt, &key, end)
}

/// An attempt, with the answer to it; or where the browser is to go instead.
type Begun = std::result::Result<(Attempt, Option<oidc::Answer>), String>;

fn begun<R: Runtime>(visit: &Visit<'_, R>) -> Begun {
    let query = visit.request.query.as_str();
    let is_link = query
        .split('&')
        .any(|pair| matches!(pair, "link" | "link="));
    let is_strange = match visit.request.header("sec-fetch-site") {
        Some("same-origin") => false,
        // By a stranger's link nobody is signed in; and what ties an identity to an account is ours to ask.
        Some("none") | None => is_link,
        Some(_) => true,
    };
    if is_strange {
        return Err(ACCOUNT_PAGE.to_owned());
    }
    let session = match &visit.cookie {
        Some(cookie) if is_link => Some(cookie.claim.session.clone()),
        None if is_link => return Err(failed(visit.server, &Failure::signed_out())),
        _ => None,
    };
    let runtime = &visit.server.runtime;
    let back = return_path(query);
    let attempt = Attempt::begin(runtime.random(), runtime.now(), session, back);
    Ok((attempt, None))
}

/// The answer that a browser brings, and to which attempt of its own it is one.
fn answered<R: Runtime>(visit: &Visit<'_, R>, key: &Secret) -> Begun {
    let header = visit.request.header("cookie").unwrap_or_default();
    let (name, _) = cookie_form(visit.request);
    let mut cookies = cookie::find(header, name);
    let now = visit.server.runtime.now();
    let attempt = cookies.find_map(|value| Attempt::of_cookie(value, key, now));
    match (oidc::Answer::read(&visit.request.query), attempt) {
        (Ok(answer), Some(attempt)) if answer.is_to(&attempt, key) => Ok((attempt, Some(answer))),
        (Err(failure), _) => Err(failed(visit.server, &failure)),
        _ => {
            let why = "an answer came to a browser that had not asked";
            Err(failed(visit.server, &Failure::state(why)))
        }
    }
}

/// Where the browser goes, and with which cookies.
fn ended<R: Runtime>(
    visit: &Visit<'_, R>,
    attempt: &Attempt,
    key: &Secret,
    end: std::result::Result<Next, Failure>,
) -> Answer<R::Outgoing> {
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
        Err(failure) => moved(&failed(visit.server, &failure), &[over]),
        // The loop goes on as long as something is asked.
        Ok(Next::Ask(_)) => moved(ACCOUNT_PAGE, &[]),
    }
}

/// Where the provider sends browsers back to.
fn back_address(request: &Request) -> String {
    let host = request.host();
    let is_plain = cookie::is_local(host) && !request.is_secure;
    let scheme = if is_plain { "http" } else { "https" };
    format!("{scheme}://{host}/account/oidc/back")
}

/// Name and attributes of the cookie that holds an attempt.
fn cookie_form(request: &Request) -> (&'static str, &'static str) {
    let host = request.host();
    let (_, rest) = cookie::form(host);
    let name = match cookie::is_local(host) {
        true => "alcove-oidc",
        false => "__Host-alcove-oidc",
    };
    (name, rest)
}

/// The account page, which says why.
fn failed<R: Runtime>(server: &Server<R>, failure: &Failure) -> String {
    server.tell_of_provider(&failure.why);
    format!("{ACCOUNT_PAGE}#error={}", failure.code)
}

/// It goes on there, this once.
fn moved<O>(to: &str, cookies: &[String]) -> Answer<O> {
    let mut answer = Answer::empty(302)
        .with("location", to)
        .with("cache-control", "no-store");
    for cookie in cookies {
        answer.append("set-cookie", cookie.as_str());
    }
    answer
}
