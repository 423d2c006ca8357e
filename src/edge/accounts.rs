//! Accounts, as the Worker meets them: the cookie, who may ask, and which object to ask. What an account is
//! and does is its object's business.

use wasm_bindgen::JsCast;
use worker::js_sys::futures::JsFuture;
use worker::worker_sys::web_sys;
use worker::{Env, Request, Response, Result};

use super::files::{not_found, page};
use super::settings::{now, var};
use super::{gate, http, js};
use crate::account::cookie::{self, Cookie, CookieKeys};
use crate::account::ids::AccountId;
use crate::account::keys::SiteKeys;
use crate::http::network::Budget;
use crate::http::origins::is_same_host;
use crate::http::route::AccountRoute;
use crate::wire::encode;

/// Whether people sign in here (`SIGN_IN`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    Off,
    Optional,
    /// Nobody comes into a room who is not signed in.
    Required,
}

/// How people sign in here.
pub struct Site {
    pub keys: SiteKeys,
    pub sign_in: SignIn,
    /// What the provider is called, if there is one.
    pub oidc: Option<String>,
}

impl Site {
    /// None where there are no accounts.
    pub fn of(env: &Env) -> Option<Site> {
        let sign_in = sign_in(env);
        if sign_in == SignIn::Off {
            return None;
        }
        let key = env.secret("SITE_KEY").ok()?.to_string();
        Some(Site {
            keys: SiteKeys::parse(&key)?,
            sign_in,
            oidc: has_oidc(env).then(|| var(env, "OIDC_NAME").unwrap_or_default()),
        })
    }

    /// What a page has to know of it, as JSON.
    fn as_json(&self) -> String {
        let mode = match self.sign_in {
            SignIn::Required => "required",
            _ => "optional",
        };
        let oidc = self.oidc.as_ref();
        let oidc = oidc.map_or(String::new(), |name| format!(r#","oidc":{}"#, encode(name)));
        format!(r#"{{"mode":"{mode}"{oidc},"passkeys":true}}"#)
    }

    /// Who a browser says that it is, as far as that is signed by us.
    pub fn cookie(&self, request: &Request) -> Option<Cookie> {
        let header = http::header(request, "cookie")?;
        let name = cookie::form(&host(request)).0;
        let (account, session) = (self.keys.of("account"), self.keys.of("session"));
        let keys = CookieKeys {
            account: &account,
            session: &session,
        };
        cookie::find(&header, name).find_map(|value| Cookie::parse(&keys, value, now()))
    }
}

/// Tells what it does not understand.
pub fn sign_in(env: &Env) -> SignIn {
    let value = var(env, "SIGN_IN").unwrap_or_default();
    match value.trim() {
        "off" => SignIn::Off,
        "required" => SignIn::Required,
        "" | "optional" => SignIn::Optional,
        _ => {
            worker::console_warn!(
                "SIGN_IN is {value:?}, which is none of \"off\", \"optional\" and \"required\": taken for \"optional\""
            );
            SignIn::Optional
        }
    }
}

fn has_oidc(env: &Env) -> bool {
    let is_set = |name| var(env, name).is_some_and(|value| !value.trim().is_empty());
    is_set("OIDC_ISSUER") && is_set("OIDC_CLIENT_ID")
}

fn host(request: &Request) -> String {
    http::header(request, "host").unwrap_or_default()
}

/// Answers a request below `/account`.
pub async fn answer(route: AccountRoute, request: Request, env: &Env) -> Result<Response> {
    let Some(site) = Site::of(env) else {
        return not_found(&request, env, 404).await;
    };
    match route {
        AccountRoute::NotFound => return not_found(&request, env, 404).await,
        AccountRoute::Only(methods) => return only(methods),
        AccountRoute::See if http::wants_html(&request) => {
            return page(&request, env, "/account.html", 200).await;
        }
        _ => {}
    }
    let is_safe = matches!(http::method(&request).as_str(), "GET" | "HEAD");
    if !is_safe && own_origin(&request).is_none() {
        let message = "Only this site's own pages may do this.";
        return http::error(403, "origin_forbidden", message);
    }
    let network = gate::network(&request, env);
    if let Err(wait) = gate::take(env, network, Budget::Reads) {
        return http::rate_limited(wait);
    }
    match route {
        AccountRoute::See => see(&site, &request, env).await,
        _ => signed_out(&site),
    }
}

async fn see(site: &Site, request: &Request, env: &Env) -> Result<Response> {
    let Some(cookie) = site.cookie(request) else {
        return signed_out(site);
    };
    ask(env, cookie.account, "{}").await
}

/// Nobody is signed in, and how to.
fn signed_out(site: &Site) -> Result<Response> {
    let site = site.as_json();
    let body = format!(
        r#"{{"error":{{"code":"signed_out","message":"Nobody is signed in."}},"sign_in":{site}}}"#
    );
    http::json(401, body)
}

fn only(methods: &str) -> Result<Response> {
    let message = format!("Only {methods} can be used here.");
    let response = http::error(405, "method_not_allowed", message)?;
    response.headers().set("allow", methods)?;
    Ok(response)
}

/// The origin of the page that asks, if it is of this very site.
fn own_origin(request: &Request) -> Option<String> {
    let origin = http::header(request, "origin")?;
    is_same_host(&origin, &host(request)).then_some(origin)
}

/// Asks an account's object. Only for an id that we have issued, because the platform makes files for each
/// object that is asked.
async fn ask(env: &Env, account: AccountId, text: &str) -> Result<Response> {
    let object: js::Binding = env
        .durable_object("ACCOUNTS")?
        .get_by_name(&account.to_string())?
        .into_rpc();
    let init = web_sys::RequestInit::new();
    init.set_method("POST");
    init.set_body(&text.into());
    let response = JsFuture::from(object.fetch("http://account/", &init)?).await?;
    Ok(response.unchecked_into::<web_sys::Response>().into())
}
