//! What an HTTP request means, decided before it touches a room: pure, so that every table here
//! is tested without a server. Acting on it is up to `server`.

pub mod admin;
pub mod network;
pub mod oidc;
pub mod origins;
pub mod range;
pub mod route;

/// The token or key that an `Authorization` header brings. Of another scheme, such as that of a proxy in
/// front of the server, it brings none.
pub fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}
