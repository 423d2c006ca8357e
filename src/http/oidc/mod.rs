//! Sign-in by OpenID Connect: what is asked of the operator's provider, and what of its answers is believed.
//!
//! Pure: the edge fetches, and has signatures checked. In order: [`Settings`], an [`Attempt`] that one browser
//! begins, the [`Answer`] that comes back to it, and the whole of it as a [`SignIn`], which asks for one thing
//! after the other.

mod attempt;
mod flow;
mod id_token;
mod provider;
#[cfg(test)]
mod tests;

pub use attempt::{Answer, Attempt, return_path};
pub use flow::{Accounts, Ask, Known, Next, Reply, SignIn, What};
pub use provider::Settings;

/// Nobody is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// By which the account page says what to do about it.
    pub code: &'static str,
    /// For the operator; nothing of who wanted to sign in.
    pub why: String,
}

impl Failure {
    /// This browser has begun no sign-in that this is the answer to, or too long ago, or it was answered.
    pub fn state(why: &str) -> Failure {
        Failure::new("oidc_state", why)
    }

    /// The provider has let nobody in, or they did not want to.
    pub fn denied() -> Failure {
        Failure::new("oidc_denied", "the provider let nobody in")
    }

    /// The provider cannot be reached, or is not what the operator has said.
    pub fn unreachable(why: &str) -> Failure {
        Failure::new("oidc_unreachable", why)
    }

    /// What the provider says is not to be believed.
    pub fn invalid(why: &str) -> Failure {
        Failure::new("oidc_invalid", why)
    }

    /// The identity is that of another account.
    pub fn taken() -> Failure {
        Failure::new("oidc_taken", "an identity is tied to another account")
    }

    /// The account is tied to another identity.
    pub fn linked() -> Failure {
        Failure::new("oidc_linked", "an account is tied to another identity")
    }

    /// Nobody is signed in whose account could be tied to it.
    pub fn signed_out() -> Failure {
        Failure::new("signed_out", "who wanted to tie an identity was signed out")
    }

    /// It could not be kept.
    pub fn not_stored() -> Failure {
        Failure::new("storage_failed", "who signs in could not be stored")
    }

    #[inline(never)]
    fn new(code: &'static str, why: &str) -> Failure {
        let why = why.to_owned();
        Failure { code, why }
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
