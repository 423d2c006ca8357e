//! The operator's provider: how it is set, what it says of itself, and what is asked of it.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{Answer, Attempt, Failure, Reply, escaped, form};
use crate::account::keys::Secret;
use crate::limits;
use crate::wire::Json;

/// The provider as the operator has set it.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    issuer: String,
    client_id: String,
    client_secret: Option<String>,
    name: String,
}

impl Settings {
    /// None without `OIDC_ISSUER` and `OIDC_CLIENT_ID`: nobody signs in by a provider then. What makes no
    /// sense is told.
    pub fn from_vars(
        var: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Settings>, &'static str> {
        let set = |name| {
            let value = var(name).unwrap_or_default();
            let value = value.trim();
            (!value.is_empty()).then(|| value.to_owned())
        };
        let (issuer, client_id) = match (set("OIDC_ISSUER"), set("OIDC_CLIENT_ID")) {
            (Some(issuer), Some(client_id)) => (issuer, client_id),
            (None, None) => return Ok(None),
            _ => return Err("OIDC_ISSUER and OIDC_CLIENT_ID go together"),
        };
        let is_address = Reach::of(&issuer).is_some() && !issuer.contains('?');
        if !is_address || issuer.len() > limits::OIDC_ADDRESS {
            return Err("OIDC_ISSUER is no https address (http: only of this machine)");
        }
        let host = host(&issuer).unwrap_or_default();
        Ok(Some(Settings {
            name: set("OIDC_NAME").unwrap_or_else(|| host.to_owned()),
            client_secret: set("OIDC_CLIENT_SECRET"),
            issuer,
            client_id,
        }))
    }

    /// By what users know the provider.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    pub fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Where the provider tells about itself.
    pub fn description_address(&self) -> String {
        let issuer = self.issuer.strip_suffix('/').unwrap_or(&self.issuer);
        format!("{issuer}/.well-known/openid-configuration")
    }

    /// The provider as it tells about itself.
    pub fn provider(&self, description: &str) -> Result<Provider, Failure> {
        let unusable = |why: &'static str| Failure::unreachable(why);
        let said = Json::parse(description)
            .ok_or_else(|| unusable("the provider's description is no JSON"))?;
        let issuer = said.get("issuer").and_then(Json::text).unwrap_or_default();
        if issuer != self.issuer {
            let issuer: String = issuer.chars().take(200).collect();
            let why = format!("the provider calls itself \"{issuer}\", and OIDC_ISSUER is another");
            return Err(Failure::unreachable(&why));
        }
        // What is on the internet must not send us to this machine.
        let reach = Reach::of(&self.issuer);
        let address = |name| {
            let address = said.get(name).and_then(Json::text)?;
            let of = Reach::of(address)?;
            let is_good = of == Reach::Secure || Some(of) == reach;
            (is_good && address.len() <= limits::OIDC_ADDRESS).then(|| address.to_owned())
        };
        let lists = |name, value| match said.get(name) {
            Some(Json::Array(items)) => items.iter().any(|item| item.text() == Some(value)),
            _ => false,
        };
        if said.get("response_types_supported").is_some()
            && !lists("response_types_supported", "code")
        {
            return Err(unusable("the provider does not give codes"));
        }
        const METHODS: &str = "token_endpoint_auth_methods_supported";
        let is_secret_posted = if lists(METHODS, "client_secret_basic") {
            false
        } else if lists(METHODS, "client_secret_post") {
            true
        } else if said.get(METHODS).is_none() || self.client_secret.is_none() {
            false
        } else {
            return Err(unusable("the provider takes no client secret"));
        };
        let missing = "the provider tells no https address of what is needed";
        Ok(Provider {
            authorization: address("authorization_endpoint").ok_or_else(|| unusable(missing))?,
            token: address("token_endpoint").ok_or_else(|| unusable(missing))?,
            keys: address("jwks_uri").ok_or_else(|| unusable(missing))?,
            names_itself: said.get("authorization_response_iss_parameter_supported")
                == Some(&Json::Bool(true)),
            is_secret_posted,
        })
    }

    /// Where the browser is sent, so that somebody signs in there.
    pub fn authorization(
        &self,
        provider: &Provider,
        attempt: &Attempt,
        key: &Secret,
        back: &str,
    ) -> String {
        let query = form(&[
            ("response_type", "code"),
            ("client_id", &self.client_id),
            ("redirect_uri", back),
            ("scope", "openid profile"),
            ("state", &attempt.state(key)),
            ("nonce", &attempt.nonce(key)),
            ("code_challenge", &attempt.challenge(key)),
            ("code_challenge_method", "S256"),
        ]);
        let address = &provider.authorization;
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}{query}")
    }

    /// The code of an answer, if it is this provider's (RFC 9207).
    pub fn code<'a>(&self, provider: &Provider, answer: &'a Answer) -> Result<&'a str, Failure> {
        match answer.issuer() {
            Some(issuer) if issuer == self.issuer => {}
            None if !provider.names_itself => {}
            _ => return Err(Failure::invalid("the answer is another provider's")),
        }
        match answer.code() {
            Some(code) => Ok(code),
            None => Err(Failure::denied()),
        }
    }

    /// What is posted for a code: the form, and the header `Authorization`, if there is to be one.
    pub fn token_request(
        &self,
        provider: &Provider,
        attempt: &Attempt,
        key: &Secret,
        code: &str,
        back: &str,
    ) -> (String, String) {
        let verifier = attempt.verifier(key);
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", back),
            ("code_verifier", &verifier),
        ];
        let mut authorization = String::new();
        match &self.client_secret {
            Some(secret) if !provider.is_secret_posted => {
                // Both are escaped as in a form first (RFC 6749, 2.3.1).
                let pair = format!("{}:{}", escaped(&self.client_id), escaped(secret));
                authorization = format!("Basic {}", BASE64_STANDARD.encode(pair));
            }
            secret => {
                fields.push(("client_id", &self.client_id));
                if let Some(secret) = secret {
                    fields.push(("client_secret", secret));
                }
            }
        }
        (form(&fields), authorization)
    }
}

impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Settings({})", self.issuer)
    }
}

/// What a provider says of itself, as far as it is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provider {
    authorization: String,
    /// Where a code is taken to.
    pub token: String,
    /// Where its keys are.
    pub keys: String,
    /// True if its answers tell which provider's they are.
    names_itself: bool,
    /// True if it wants the client's secret in the body.
    is_secret_posted: bool,
}

/// The ID token in what the provider answers to a code.
pub(super) fn id_token_in(reply: &Reply) -> Result<String, Failure> {
    let said = Json::parse(&reply.text);
    let text = |name| said.as_ref()?.get(name)?.text();
    match (reply.status, text("id_token")) {
        (400..=499, _) => {
            // Such as `invalid_client`, if the secret is wrong.
            let error = text("error").unwrap_or_default();
            let error: String = error.chars().take(50).collect();
            Err(Failure::invalid(&format!(
                "the provider refused a code: {error}"
            )))
        }
        (200, Some(token)) if token.len() <= limits::OIDC_TOKEN => Ok(token.to_owned()),
        (200, _) => Err(Failure::invalid("the provider gave no ID token for a code")),
        _ => found(reply).map(str::to_owned),
    }
}

/// What was asked for, if it is there.
pub(super) fn found(reply: &Reply) -> Result<&str, Failure> {
    let why = match reply.status {
        200 => return Ok(&reply.text),
        0 => reply.text.chars().take(200).collect(),
        status => format!("status {status}"),
    };
    Err(Failure::unreachable(&format!(
        "the provider cannot be reached: {why}"
    )))
}

/// From where an address can be reached safely.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// From anywhere: https.
    Secure,
    /// From this machine alone.
    Local,
}

impl Reach {
    /// None for what is no address, or not safe.
    fn of(address: &str) -> Option<Reach> {
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !b"\\\"<>^`{|}#".contains(&byte);
        let host = host(address).filter(|host| !host.is_empty())?;
        if !address.bytes().all(is_plain) || host.contains('@') {
            return None;
        }
        if address.starts_with("https://") {
            return Some(Reach::Secure);
        }
        let port = host.rfind(':').filter(|_| !host.ends_with(']'));
        let name = &host[..port.unwrap_or(host.len())];
        matches!(name, "localhost" | "127.0.0.1" | "[::1]").then_some(Reach::Local)
    }
}

/// Host and port of an address.
fn host(address: &str) -> Option<&str> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next()
}
