//! The page's files, and what is answered where there is none.

use super::answers::{self, KEPT_FOR_EVER};
use super::message::{Answer, Request};
use super::{Result, Runtime, Server};

/// Below it the build names each file after its content, so a browser never has to ask again.
const CONTENT_NAMED: &str = "/assets/";

/// What other sites load to show a room, at an address that never changes. So short a time spares
/// a site with many pages most requests, and a new version is soon everywhere.
const EMBEDDING_SCRIPT: &str = "/embed.js";
const EMBEDDING_SCRIPT_CACHE: &str = "public, max-age=300";

/// What other sites may show besides the script: how Alcove looks in a list of apps or of links.
const PICTURES: &[&str] = &[".svg", ".png", ".webmanifest"];

/// What lets a browser keep its copy.
const CONDITIONS: &[&str] = &["if-none-match", "if-modified-since"];

/// Whether other sites may show what is at this path.
pub fn is_for_all_sites(path: &str) -> bool {
    path == EMBEDDING_SCRIPT
        || !path.starts_with(CONTENT_NAMED) && PICTURES.iter().any(|end| path.ends_with(end))
}

impl<R: Runtime> Server<R> {
    /// A path that no route knows: a file, or nothing.
    pub(super) async fn asset(&self, request: &Request) -> Result<Answer<R::Outgoing>> {
        let path = &request.path;
        let mut answer = self.file(request, path).await?;
        if answer.status == 404 {
            return self.not_found(request, 404).await;
        }
        if !request.is_safe() {
            return Ok(answers::method_not_allowed());
        }
        if !matches!(answer.status, 200 | 304) {
            answer.set("cache-control", "no-store");
        } else if path.starts_with(CONTENT_NAMED) {
            answer.set("cache-control", KEPT_FOR_EVER);
        } else if path == EMBEDDING_SCRIPT {
            answer.set("cache-control", EMBEDDING_SCRIPT_CACHE);
        }
        Ok(answer)
    }

    /// A file of the built page, always asked for by `GET`; the platform leaves the body out for `HEAD`.
    pub(super) async fn file(&self, request: &Request, path: &str) -> Result<Answer<R::Outgoing>> {
        self.file_if(request, path, CONDITIONS).await
    }

    async fn file_if(
        &self,
        request: &Request,
        path: &str,
        conditions: &[&'static str],
    ) -> Result<Answer<R::Outgoing>> {
        let mut asked = Request::new("GET", path);
        asked.pass(request, &["accept-encoding"]);
        asked.pass(request, conditions);
        self.runtime.file(&asked).await
    }

    /// The project's own page for browsers, JSON for the rest. Nobody keeps it: something may be there
    /// later.
    pub(super) async fn not_found(
        &self,
        request: &Request,
        status: u16,
    ) -> Result<Answer<R::Outgoing>> {
        if !request.wants_html() {
            return Ok(answers::not_found());
        }
        self.page(request, "/404.html", status).await
    }

    /// A page that is not what was asked for.
    pub(super) async fn page(
        &self,
        request: &Request,
        path: &str,
        status: u16,
    ) -> Result<Answer<R::Outgoing>> {
        let mut page = self.file_if(request, path, &[]).await?;
        page.remove("etag");
        page.set("cache-control", "no-store");
        page.status = status;
        Ok(page)
    }
}
