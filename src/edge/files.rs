//! The page's files, and what is answered where there is none.

use worker::{Env, Fetcher, Headers, Request, Response, Result};

use super::http;

/// Below it the build names each file after its content, so a browser never has to ask again.
const CONTENT_NAMED: &str = "/assets/";

/// What other sites load to show a room, at an address that never changes. So short a time spares
/// a site with many pages most requests, and a new version is soon everywhere.
const EMBEDDING_SCRIPT: &str = "/embed.js";
const EMBEDDING_SCRIPT_CACHE: &str = "public, max-age=300";

/// What other sites may show besides the script: how Alcove looks in a list of apps or of links.
const PICTURES: &[&str] = &[".svg", ".png", ".webmanifest"];

/// Whether other sites may show what is at this path.
pub fn is_for_all_sites(path: &str) -> bool {
    path == EMBEDDING_SCRIPT
        || !path.starts_with(CONTENT_NAMED) && PICTURES.iter().any(|end| path.ends_with(end))
}

/// A path that no route knows: a file, or nothing.
pub async fn asset(request: &Request, env: &Env, path: &str) -> Result<Response> {
    let response = file(request, env, path).await?;
    if response.status_code() == 404 {
        return not_found(request, env, 404).await;
    }
    if !matches!(http::method(request).as_str(), "GET" | "HEAD") {
        return method_not_allowed();
    }
    let cache = if !matches!(response.status_code(), 200 | 304) {
        "no-store"
    } else if path.starts_with(CONTENT_NAMED) {
        http::KEPT_FOR_EVER
    } else if path == EMBEDDING_SCRIPT {
        EMBEDDING_SCRIPT_CACHE
    } else {
        return Ok(response);
    };
    http::with_headers(response, |headers| headers.set("cache-control", cache))
}

/// What lets a browser keep its copy.
const CONDITIONS: &[&str] = &["if-none-match", "if-modified-since"];

/// A file of the built page, always asked for by `GET`; the runtime leaves the body out for `HEAD`.
pub async fn file(request: &Request, env: &Env, path: &str) -> Result<Response> {
    file_if(request, env, path, CONDITIONS).await
}

async fn file_if(
    request: &Request,
    env: &Env,
    path: &str,
    conditions: &[&str],
) -> Result<Response> {
    let headers = Headers::new();
    for name in conditions.iter().chain(&["accept-encoding"]) {
        if let Some(value) = http::header(request, name) {
            headers.set(name, &value)?;
        }
    }
    let url = http::url(request)?;
    url.set_path(path);
    url.set_query("");
    let assets: Fetcher = env.assets("ASSETS")?;
    http::fetch(&assets, &url.as_text(), headers).await
}

/// The project's own page for browsers, JSON for the rest. Nobody keeps it: something may be there
/// later.
pub async fn not_found(request: &Request, env: &Env, status: u16) -> Result<Response> {
    if !http::wants_html(request) {
        return http::not_found();
    }
    page(request, env, "/404.html", status).await
}

/// A page that is not what was asked for.
pub async fn page(request: &Request, env: &Env, path: &str, status: u16) -> Result<Response> {
    let page = file_if(request, env, path, &[]).await?;
    let page = http::with_headers(page, |headers| {
        headers.delete("etag")?;
        headers.set("cache-control", "no-store")
    })?;
    let (builder, body) = page.into_parts();
    Ok(builder.with_status(status).body(body))
}

pub fn method_not_allowed() -> Result<Response> {
    let response = http::error(
        405,
        "method_not_allowed",
        "Only GET and HEAD are supported here.",
    )?;
    response.headers().set("allow", "GET, HEAD")?;
    Ok(response)
}
