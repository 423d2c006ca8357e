//! Accounts, as the server meets them: the cookie, who may ask, and which object to ask. What an account is
//! and does is its object's business.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::account_object::{AT, COOKIE, FAILED};
use super::message::{Answer, Request};
use super::{Result, Runtime, Server, answers, oidc};
use crate::account::challenge::{self, Purpose};
use crate::account::cookie::{self, Claim, Cookie, CookieKeys};
use crate::account::ids::AccountId;
use crate::account::keys::SiteKeys;
use crate::account::recovery::Code;
use crate::account::webauthn::{self, Fault, Said};
use crate::account::{Creation, Fields, SignIn, label, request_options, session_label};
use crate::auth::HostKeys;
use crate::http::network::Budget;
use crate::http::oidc::Settings;
use crate::http::origins::is_own_page;
use crate::http::route::{AccountRoute, Ends};
use crate::limits;
use crate::model::{AccountTag, MemberName, RoomName};
use crate::time::Timestamp;
use crate::wire::{ErrorCode, Json, encode};

/// How people sign in here.
pub struct Site {
    pub keys: SiteKeys,
    pub sign_in: SignIn,
    /// What the provider is called, if there is one.
    pub oidc: Option<Settings>,
}

impl Site {
    /// What a page has to know of it, as JSON.
    fn as_json(&self) -> String {
        let mode = mode(self.sign_in);
        let oidc = self.oidc.as_ref().map(Settings::name);
        let oidc = oidc.map_or(String::new(), |name| {
            format!(r#","oidc":{}"#, encode(&name))
        });
        format!(r#"{{"mode":"{mode}"{oidc},"passkeys":true}}"#)
    }

    /// Who a browser says that it is, as far as that is signed by us.
    fn cookie(&self, request: &Request, now: Timestamp) -> Option<Cookie> {
        let header = request.header("cookie")?;
        let name = cookie::form(request.host()).0;
        let (account, session) = (self.keys.of("account"), self.keys.of("session"));
        let keys = CookieKeys {
            account: &account,
            session: &session,
        };
        cookie::find(header, name).find_map(|value| Cookie::parse(&keys, value, now))
    }
}

/// Whether rooms themselves refuse who has not signed in: where a site's users may come in, too, which only
/// their hello tells. Its rooms stand in frames of our own pages, so nobody can tell by the request.
pub fn leaves_it_to_rooms(sign_in: SignIn, host_keys: &HostKeys) -> bool {
    sign_in == SignIn::Required && !host_keys.is_empty()
}

impl<R: Runtime> Server<R> {
    /// None where there are no accounts.
    fn site(&self) -> Option<Site> {
        let sign_in = self.sign_in();
        if sign_in == SignIn::Off {
            return None;
        }
        let key = self.runtime.secret("SITE_KEY")?;
        Some(Site {
            keys: SiteKeys::parse(&key)?,
            sign_in,
            oidc: self.provider(),
        })
    }

    /// Tells what it does not understand.
    pub(super) fn sign_in(&self) -> SignIn {
        let value = self.runtime.var("SIGN_IN").unwrap_or_default();
        let (sign_in, is_known) = SignIn::of(&value);
        // Once, lest strangers fill the log.
        if !is_known && !self.memory.told.sign_in.replace(true) {
            self.runtime.warn(&format!(
                "SIGN_IN is {value:?}, which is none of \"off\", \"optional\" and \"required\": taken for \"required\""
            ));
        }
        sign_in
    }

    /// Answers a request below `/account`.
    pub(super) async fn account(
        &self,
        route: AccountRoute,
        request: &Request,
        body: R::Incoming,
    ) -> Result<Answer<R::Outgoing>> {
        let Some(site) = self.site() else {
            return self.not_found(request, 404).await;
        };
        match route {
            AccountRoute::NotFound => return self.not_found(request, 404).await,
            AccountRoute::Only(methods) => {
                let message = format!("Only {methods} can be used here.");
                return Ok(answers::only(methods, message));
            }
            AccountRoute::See if request.wants_html() => {
                return Ok(self.told(self.page(request, "/account.html", 200).await?));
            }
            _ => {}
        }
        let origin = own_origin(request);
        if !request.is_safe() && origin.is_none() {
            let message = "Only this site's own pages may do this.";
            return Ok(answers::error(403, "origin_forbidden", message));
        }
        let budget = match route {
            AccountRoute::Options
            | AccountRoute::Register
            | AccountRoute::Assert
            | AccountRoute::Recover
            | AccountRoute::OidcStart
            | AccountRoute::OidcBack => Budget::SignIns,
            _ => Budget::Reads,
        };
        if let Err(wait) = self.take(request.from, budget) {
            return Ok(answers::rate_limited(wait));
        }
        let body = match is_read(&route, request) {
            Ok(true) => match self.runtime.text(body).await {
                Ok(body) => body,
                Err(_) => return Ok(answers::broken_off()),
            },
            Ok(false) => String::new(),
            Err(refused) => return Ok(refused),
        };
        let visit = Visit {
            cookie: site.cookie(request, self.runtime.now()),
            agent: session_label(request.header("user-agent").unwrap_or_default()),
            origin: origin.unwrap_or_default(),
            rp: cookie::host_name(request.host()),
            site,
            server: self,
            request,
        };
        let asked = match &route {
            AccountRoute::See => visit.ask_own("see"),
            AccountRoute::Options => visit.options(&body),
            AccountRoute::Register => visit.register(&body),
            AccountRoute::Assert => visit.assert(&body),
            AccountRoute::Recover => visit.recover(&body),
            AccountRoute::NewCode => visit.new_code(),
            AccountRoute::Change => visit.ask_own("change"),
            AccountRoute::Sessions => visit.ask_own("sessions"),
            AccountRoute::EndSessions(which) => visit.end(which),
            AccountRoute::SignOut => visit.end_this(),
            AccountRoute::Sync => visit.ask_own("sync"),
            AccountRoute::Export => visit.ask_own("export"),
            AccountRoute::Delete => visit.ask_own("delete"),
            AccountRoute::Unlink => visit.ask_own("unlink"),
            AccountRoute::OidcStart | AccountRoute::OidcBack => {
                let is_back = route == AccountRoute::OidcBack;
                return match &visit.site.oidc {
                    None => self.not_found(request, 404).await,
                    Some(provider) => Ok(oidc::answer(&visit, provider, is_back).await),
                };
            }
            AccountRoute::NotFound | AccountRoute::Only(_) => Err(answers::not_found()),
        };
        // What is not read here.
        let body = match route {
            AccountRoute::Change | AccountRoute::Sync => body,
            _ => String::new(),
        };
        let answer = match asked {
            Ok(asked) => visit.ask(asked.account, asked.question, &body).await?,
            Err(answer) => answer,
        };
        Ok(match answer.status {
            401 if route == AccountRoute::SignOut => visit.is_signed_out(),
            200 if route == AccountRoute::Export => answer.with(
                "content-disposition",
                "attachment; filename=\"alcove-account.json\"",
            ),
            _ => answer,
        })
    }

    /// Asks, of who has a cookie, whether it holds, before they come into a room or read it. `enters` says which
    /// room is to know the account.
    pub(super) async fn enter(
        &self,
        request: &Request,
        enters: Option<&RoomName>,
    ) -> Result<Entrance<R::Outgoing>> {
        let sign_in = self.sign_in();
        let is_needed = sign_in == SignIn::Required;
        if !is_needed && (enters.is_none() || request.header("cookie").is_none()) {
            return Ok(Entrance::Guest);
        }
        // Pages that ALLOWED_ORIGINS lists may come into rooms, but not as whoever is signed in: browsers bring the
        // cookie along from each page of the same site.
        let site = self.site().filter(|_| {
            let origin = request.header("origin");
            origin.is_none_or(|origin| is_own_page(origin, request.host()))
        });
        let known = site
            .as_ref()
            .and_then(|site| Some((site, site.cookie(request, self.runtime.now())?)));
        if let Some((site, cookie)) = known {
            let account = cookie.account;
            let mut question = claim(Fields::default().text("op", "enter"), &cookie.claim);
            let tag = enters.map(|room| (room, tag(site, account, room)));
            if let Some((room, tag)) = &tag {
                question = question
                    .text("room", room.as_str())
                    .text("tag", &tag.to_string());
            }
            let (account, question) = (account.to_string(), question.end());
            let answer = self.runtime.ask_account(&account, question).await?;
            match (answer.status, tag) {
                (204, Some((_, tag))) => {
                    let at = answer.header(AT).unwrap_or_default();
                    return Ok(Entrance::Account(format!("{tag} {at}")));
                }
                (202 | 204, _) => return Ok(Entrance::Guest),
                _ => {}
            }
        }
        let is_closed =
            is_needed && !(enters.is_some() && leaves_it_to_rooms(sign_in, self.host_keys()));
        Ok(match is_closed {
            true => Entrance::Closed(sign_in_needed()),
            false => Entrance::Guest,
        })
    }

    /// A page that can tell, without a request, whether people sign in here.
    pub(super) fn told(&self, mut page: Answer<R::Outgoing>) -> Answer<R::Outgoing> {
        if let Some(site) = self.site() {
            let mode = mode(site.sign_in);
            page.set("server-timing", format!("sign-in;desc={mode}"));
        }
        page
    }
}

/// Whether a request has a body that is read, if it is not too long.
fn is_read<O>(route: &AccountRoute, request: &Request) -> std::result::Result<bool, Answer<O>> {
    let most = match route {
        AccountRoute::Sync => limits::SYNC_BODY,
        AccountRoute::Options
        | AccountRoute::Register
        | AccountRoute::Assert
        | AccountRoute::Change
        | AccountRoute::Recover => limits::ACCOUNT_BODY,
        _ => return Ok(false),
    };
    match request.length() {
        Some(length) if length <= most => Ok(true),
        Some(_) => {
            let message = "This request is too long.";
            Err(answers::error(413, "too_large", message))
        }
        None => {
            let message = "The length of the request has to be told by Content-Length.";
            Err(answers::error(411, "length_required", message))
        }
    }
}

/// What is to be asked of an account's object, or what is answered without.
type Asked<O> = std::result::Result<ToObject, Answer<O>>;

/// What is to be asked of which account.
struct ToObject {
    account: AccountId,
    question: Fields,
}

impl ToObject {
    fn new<O>(account: AccountId, question: Fields) -> Asked<O> {
        Ok(ToObject { account, question })
    }
}

/// One request of somebody, whoever that may be.
pub struct Visit<'a, R> {
    pub site: Site,
    pub server: &'a Server<R>,
    pub request: &'a Request,
    /// Who it says it is, as far as that is signed by us.
    pub cookie: Option<Cookie>,
    /// The origin of the page.
    origin: String,
    /// The host, without its port: what passkeys are for.
    rp: String,
    /// What the session is called, if one begins.
    agent: String,
}

impl<R: Runtime> Visit<'_, R> {
    /// The line of a question to the object of this account.
    pub fn question(&self, op: &str, account: AccountId) -> Fields {
        let fields = Fields::default()
            .text("op", op)
            .text("site", &self.site.as_json())
            .text("agent", &self.agent)
            .text("account", &account.to_string());
        match &self.cookie {
            Some(cookie) if cookie.account == account => claim(fields, &cookie.claim),
            _ => fields,
        }
    }

    /// Who is signed in, as far as the cookie goes.
    fn own(&self) -> std::result::Result<AccountId, Answer<R::Outgoing>> {
        let cookie = self.cookie.as_ref();
        cookie
            .map(|cookie| cookie.account)
            .ok_or_else(|| signed_out(&self.site))
    }

    /// What is to be asked of the object of who is signed in.
    fn ask_own(&self, op: &str) -> Asked<R::Outgoing> {
        let account = self.own()?;
        ToObject::new(account, self.question(op, account))
    }

    /// Asks the object of an account, and answers as it says.
    async fn ask(
        &self,
        account: AccountId,
        question: Fields,
        body: &str,
    ) -> Result<Answer<R::Outgoing>> {
        let text = format!("{}\n{body}", question.end());
        let runtime = &self.server.runtime;
        let mut answer = runtime.ask_account(&account.to_string(), text).await?;
        if answer.header(FAILED).is_some() {
            self.is_wrong();
        }
        // What it costs beyond what was paid before it was asked.
        self.server.owe_for(self.request.from, &answer);
        let cookie = answer.header(COOKIE);
        let cookie = cookie.map(|cookie| self.set_cookie(account, cookie));
        for name in [FAILED, COOKIE, AT] {
            answer.remove(name);
        }
        answer.set("cache-control", "no-store");
        if let Some(cookie) = cookie {
            answer.append("set-cookie", cookie);
        }
        Ok(answer)
    }

    /// A `Set-Cookie` of what an object has told.
    pub fn set_cookie(&self, account: AccountId, told: &str) -> String {
        let (name, attributes) = cookie::form(self.request.host());
        let fields: Vec<&str> = told.split(' ').collect();
        let [session, generation, issued] = fields[..] else {
            return format!("{name}={attributes}; Max-Age=0");
        };
        let number = |text: &str| text.parse().unwrap_or(0);
        let cookie = Cookie {
            account,
            claim: Claim {
                session: session.to_owned(),
                generation: number(generation),
                issued: Timestamp::from_millis(number(issued)),
            },
        };
        let value = cookie.sign(&self.site.keys.of("session"));
        let seconds = limits::SESSION_LIFE.as_millis() / 1_000;
        format!("{name}={value}{attributes}; Max-Age={seconds}")
    }

    /// Somebody tried to sign in who is not the one.
    fn is_wrong(&self) {
        let price = limits::WRONG_SIGN_IN;
        self.server.owe(self.request.from, Budget::SignIns, price);
    }

    fn wrong(&self, code: &'static str, message: &str) -> Answer<R::Outgoing> {
        self.is_wrong();
        answers::error(401, code, message)
    }

    /// Where new accounts come by a provider alone.
    fn is_closed(&self) -> bool {
        self.site.sign_in == SignIn::Required && self.site.oidc.is_some()
    }

    /// What a browser needs to make or to use a passkey.
    fn options(&self, body: &str) -> Asked<R::Outgoing> {
        let Some(wanted) = Json::parse(body) else {
            return Err(bad_request());
        };
        let text = |key| wanted.get(key).and_then(Json::text);
        let runtime = &self.server.runtime;
        let key = self.site.keys.of("challenge");
        let challenge = |purpose: Purpose| {
            let bytes = purpose.challenge(&key, &self.rp, runtime.now(), runtime.random());
            BASE64_URL_SAFE_NO_PAD.encode(bytes)
        };
        let name = match text("name").map(MemberName::parse) {
            Some(Err(_)) => return Err(name_invalid()),
            Some(Ok(name)) => name.as_str().to_owned(),
            None => String::new(),
        };
        let begin = || {
            let account = AccountId::new(&self.site.keys.of("account"), runtime.random());
            let options = Creation {
                rp: &self.rp,
                challenge: &challenge(Purpose::Begin(account)),
                handle: &BASE64_URL_SAFE_NO_PAD.encode(account.bytes()),
                name: &name,
                exclude: &[],
            };
            options.to_json()
        };
        match (text("for"), &self.cookie) {
            (Some("get"), _) => {
                let challenge = challenge(Purpose::SignIn);
                Err(answers::json(200, request_options(&self.rp, &challenge)))
            }
            (Some("create"), None) if self.is_closed() => Err(oidc_needed()),
            (Some("create"), None) => Err(answers::json(200, begin())),
            (Some("create"), Some(cookie)) => {
                let account = cookie.account;
                let purpose = Purpose::Add(account, cookie.claim.session.clone());
                let handle = BASE64_URL_SAFE_NO_PAD.encode(account.bytes());
                let question = self
                    .question("options", account)
                    .text("rp", &self.rp)
                    .text("challenge", &challenge(purpose))
                    .text("handle", &handle)
                    .text("name", &name);
                // Where it was signed out from elsewhere, the cookie that is left is nobody's.
                let question = match self.is_closed() {
                    true => question,
                    false => question.text("instead", &begin()),
                };
                ToObject::new(account, question)
            }
            _ => Err(bad_request()),
        }
    }

    /// The page that asks, as a passkey tells it.
    fn passkey_site(&self) -> Option<webauthn::Site<'_>> {
        // Browsers make and use passkeys only where nobody listens.
        let is_safe = self.origin.starts_with("https:") || cookie::is_local(&self.rp);
        is_safe.then_some(webauthn::Site {
            origin: &self.origin,
            rp: &self.rp,
        })
    }

    /// A new passkey: the first one of a new account, or one more of one's own.
    fn register(&self, body: &str) -> Asked<R::Outgoing> {
        let json = Json::parse(body);
        let (Some(json), Some(site)) = (&json, self.passkey_site()) else {
            return Err(bad_request());
        };
        let made = match webauthn::made(json, site) {
            Ok(made) => made,
            Err(Fault::Form) => return Err(bad_request()),
            Err(Fault::Invalid) => {
                let message = "This passkey does not hold here.";
                return Err(answers::error(400, "passkey_invalid", message));
            }
        };
        let text = |key| json.get(key).and_then(Json::text);
        let label = match text("label") {
            None => "",
            Some(text) => match label(text) {
                Some(label) => label,
                None => return Err(bad_request()),
            },
        };
        let begun = challenge::account_in(&made.challenge, &self.site.keys.of("account"));
        let (op, account, purpose) = match (begun, &self.cookie) {
            (Some(_), _) if self.is_closed() => return Err(oidc_needed()),
            (Some(account), _) => ("begin", account, Purpose::Begin(account)),
            (None, Some(cookie)) => {
                let (account, session) = (cookie.account, cookie.claim.session.clone());
                ("add", account, Purpose::Add(account, session))
            }
            (None, None) => return Err(signed_out(&self.site)),
        };
        let Some(question) = self.spend(self.question(op, account), &purpose, &made.challenge)
        else {
            return Err(challenge_invalid());
        };
        let mut question = said(question, made.said)
            .text("passkey", &made.id)
            .number("algorithm", made.algorithm.number())
            .text("key", &BASE64_URL_SAFE_NO_PAD.encode(&made.key))
            .text("label", label);
        if op == "begin" {
            match text("name").map(MemberName::parse) {
                Some(Err(_)) => return Err(name_invalid()),
                Some(Ok(name)) => question = question.text("account_name", name.as_str()),
                None => {}
            }
            let code = self.code(account);
            question = question
                .text("hash", &code.hash)
                .text("code", &code.to_string());
        }
        ToObject::new(account, question)
    }

    /// Signs in by a passkey.
    fn assert(&self, body: &str) -> Asked<R::Outgoing> {
        let json = Json::parse(body);
        let (Some(json), Some(site)) = (&json, self.passkey_site()) else {
            return Err(bad_request());
        };
        let invalid = || Err(self.wrong("passkey_invalid", "This passkey does not hold here."));
        let used = match webauthn::used(json, site) {
            Ok(used) => used,
            Err(Fault::Form) => return Err(bad_request()),
            Err(Fault::Invalid) => return invalid(),
        };
        let account = AccountId::from_bytes(&self.site.keys.of("account"), &used.handle);
        let Some(account) = account else {
            return invalid();
        };
        let question = self.question("assert", account);
        let Some(question) = self.spend(question, &Purpose::SignIn, &used.challenge) else {
            return Err(challenge_invalid());
        };
        let question = said(question, used.said)
            .text("passkey", &used.id)
            .text("data", &BASE64_URL_SAFE_NO_PAD.encode(&used.data))
            .text("signature", &BASE64_URL_SAFE_NO_PAD.encode(&used.signature));
        ToObject::new(account, question)
    }

    /// Adds to a question what spends a challenge, if it is one of ours.
    fn spend(&self, question: Fields, purpose: &Purpose, bytes: &[u8]) -> Option<Fields> {
        let key = self.site.keys.of("challenge");
        let challenge = purpose.spend(&key, &self.rp, self.server.runtime.now(), bytes)?;
        let nonce = BASE64_URL_SAFE_NO_PAD.encode(challenge.nonce);
        let until = challenge.until.as_millis();
        Some(question.text("challenge", &nonce).count("until", until))
    }

    /// A new recovery code for an account.
    fn code(&self, account: AccountId) -> Code {
        Code::new(
            &self.site.keys.of("recovery"),
            account,
            self.server.runtime.random(),
        )
    }

    fn new_code(&self) -> Asked<R::Outgoing> {
        let account = self.own()?;
        let code = self.code(account);
        let question = self
            .question("code", account)
            .text("hash", &code.hash)
            .text("code", &code.to_string());
        ToObject::new(account, question)
    }

    /// Signs in by a recovery code.
    fn recover(&self, body: &str) -> Asked<R::Outgoing> {
        let json = Json::parse(body);
        let text = json.as_ref().and_then(|json| json.get("code")?.text());
        let Some(text) = text else {
            return Err(bad_request());
        };
        let keys = &self.site.keys;
        let Some(code) = Code::parse(&keys.of("account"), &keys.of("recovery"), text) else {
            return Err(self.wrong("recovery_invalid", "This recovery code does not hold."));
        };
        let new = self.code(code.account);
        let question = self
            .question("recover", code.account)
            .text("hash", &code.hash)
            .text("new_hash", &new.hash)
            .text("code", &new.to_string());
        ToObject::new(code.account, question)
    }

    fn end(&self, which: &Ends) -> Asked<R::Outgoing> {
        let account = self.own()?;
        let question = self.question("end", account);
        let question = match which {
            Ends::All => question.text("which", "all"),
            Ends::Others => question.text("which", "others"),
            Ends::One(id) => question.text("which", "one").text("id", id),
        };
        ToObject::new(account, question)
    }

    fn end_this(&self) -> Asked<R::Outgoing> {
        let Some(cookie) = &self.cookie else {
            return Err(self.is_signed_out());
        };
        let question = self.question("end", cookie.account).text("which", "this");
        ToObject::new(cookie.account, question)
    }

    /// Nobody is signed in any more, whether or not somebody was.
    fn is_signed_out(&self) -> Answer<R::Outgoing> {
        let (name, attributes) = cookie::form(self.request.host());
        Answer::empty(204)
            .with("cache-control", "no-store")
            .with("set-cookie", format!("{name}={attributes}; Max-Age=0"))
    }
}

/// Adds to a question what an authenticator says of itself.
fn said(question: Fields, said: Said) -> Fields {
    question
        .count("counter", said.counter)
        .flag("synced", said.is_synced)
        .flag("verified", said.is_verified)
}

/// Adds to a question which cookie came.
fn claim(question: Fields, claim: &Claim) -> Fields {
    question
        .text("session", &claim.session)
        .count("generation", claim.generation)
        .count("issued", claim.issued.as_millis())
}

/// Whether somebody may come into a room, and as who.
pub enum Entrance<O> {
    /// As a guest.
    Guest,
    /// As somebody who is signed in, by the tag of the account there, and when the account has said so.
    Account(String),
    /// Not without signing in.
    Closed(Answer<O>),
}

/// By what a room knows an account.
fn tag(site: &Site, account: AccountId, room: &RoomName) -> AccountTag {
    let key = site.keys.of("in room");
    let mac = key.mac(&[account.bytes(), b"\0", room.as_str().as_bytes()]);
    let mut tag = [0; 16];
    tag.copy_from_slice(&mac[..16]);
    AccountTag::from_bytes(tag)
}

fn sign_in_needed<O>() -> Answer<O> {
    answers::error(401, "sign_in_needed", "Sign in to come into rooms here.")
}

fn oidc_needed<O>() -> Answer<O> {
    let message = "New accounts come by this site's provider alone.";
    answers::error(403, "oidc_needed", message)
}

fn bad_request<O>() -> Answer<O> {
    answers::error(400, "bad_request", "This request makes no sense.")
}

fn name_invalid<O>() -> Answer<O> {
    answers::error(400, "name_invalid", ErrorCode::NameInvalid.message())
}

fn challenge_invalid<O>() -> Answer<O> {
    let message = "This took too long, or was done before. Try again.";
    answers::error(400, "challenge_invalid", message)
}

fn mode(sign_in: SignIn) -> &'static str {
    match sign_in {
        SignIn::Required => "required",
        _ => "optional",
    }
}

/// Nobody is signed in, and how to.
fn signed_out<O>(site: &Site) -> Answer<O> {
    let site = site.as_json();
    let body = format!(
        r#"{{"error":{{"code":"signed_out","message":"Nobody is signed in."}},"sign_in":{site}}}"#
    );
    answers::json(401, body)
}

/// The origin of the page that asks, if it is of this very site.
fn own_origin(request: &Request) -> Option<String> {
    let origin = request.header("origin")?;
    is_own_page(origin, request.host()).then(|| origin.to_owned())
}
