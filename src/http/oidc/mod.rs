//! Sign-in by OpenID Connect: what is asked of the operator's provider, and what of its answers is believed.
//!
//! Pure: the edge fetches, and has signatures checked. In order: [`Settings`], the provider's own description
//! ([`Settings::provider`]), an [`Attempt`] that one browser begins, the [`Answer`] that comes back to it,
//! the code against an [`IdToken`], and [`Who`] that says somebody is.

mod attempt;
mod id_token;
mod provider;
#[cfg(test)]
mod tests;

pub use attempt::{Answer, Attempt, return_path};
pub use id_token::{IdToken, Keys, Signed, Who};
pub use provider::{Provider, Settings, TokenRequest, id_token_in};

use std::borrow::Cow;

/// Nobody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// By which the account page says what to do about it.
    pub code: &'static str,
    /// For the operator; nothing of who wanted to sign in.
    pub why: Cow<'static, str>,
}

impl Failure {
    /// This browser has begun no sign-in that this is the answer to, or too long ago, or it was answered.
    pub fn state(why: &'static str) -> Failure {
        Failure::new("oidc_state", why)
    }

    /// The provider has let nobody in, or they did not want to.
    pub fn denied() -> Failure {
        Failure::new("oidc_denied", "the provider let nobody in")
    }

    /// The provider cannot be reached, or is not what the operator has said.
    pub fn unreachable(why: impl Into<Cow<'static, str>>) -> Failure {
        Failure::new("oidc_unreachable", why)
    }

    /// What the provider says is not to be believed.
    pub fn invalid(why: impl Into<Cow<'static, str>>) -> Failure {
        Failure::new("oidc_invalid", why)
    }

    fn new(code: &'static str, why: impl Into<Cow<'static, str>>) -> Failure {
        Failure {
            code,
            why: why.into(),
        }
    }
}

/// As a form or a query has them.
fn form(pairs: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if !text.is_empty() {
            text.push('&');
        }
        text.push_str(name);
        text.push('=');
        escape(value, &mut text);
    }
    text
}

fn escape(value: &str, text: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(byte as char);
        } else {
            text.push('%');
            text.push(HEX[usize::from(byte >> 4)] as char);
            text.push(HEX[usize::from(byte & 15)] as char);
        }
    }
}

fn escaped(value: &str) -> String {
    let mut text = String::new();
    escape(value, &mut text);
    text
}
