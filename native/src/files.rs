//! The page's files, which are in the binary, each as it is and as the build has compressed it.

use alcove::server::{Answer, Body, Request};
use bytes::Bytes;

use crate::rooms::Outgoing;

struct File {
    path: &'static str,
    kind: &'static str,
    /// What is sent where no coding is asked for, and its own, if there is nothing else.
    usual: (Contents, Option<&'static str>),
    br: Option<Contents>,
    gzip: Option<Contents>,
}

struct Contents {
    etag: &'static str,
    bytes: &'static [u8],
}

include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The file at a path, as who asks wants it; 404 if there is none.
pub fn answer(request: &Request) -> Answer<Outgoing> {
    if !matches!(request.method.as_str(), "GET" | "HEAD") {
        return Answer::empty(405);
    }
    let found = FILES.binary_search_by(|file| file.path.cmp(&request.path));
    let Ok(index) = found else {
        return Answer::empty(404);
    };
    let file = &FILES[index];
    let accepted = request.header("accept-encoding").unwrap_or_default();
    let (contents, coding) = smallest(file, accepted);
    let headers = |answer: Answer<Outgoing>| {
        answer
            .with("etag", contents.etag)
            .with("cache-control", "public, max-age=0, must-revalidate")
            .with("vary", "Accept-Encoding")
    };
    let known = request.header("if-none-match");
    if known.is_some_and(|known| known.contains(contents.etag)) {
        return headers(Answer::empty(304));
    }
    let body = Body::Outgoing(Outgoing::File(Bytes::from_static(contents.bytes)));
    let mut answer = headers(Answer::new(200, body)).with("content-type", file.kind);
    if let Some(coding) = coding {
        answer.append("content-encoding", coding);
    }
    answer
}

/// The file as its reader takes it: in the coding it prefers, of those it likes alike in the smallest.
fn smallest<'a>(file: &'a File, accepted: &str) -> (&'a Contents, Option<&'static str>) {
    for coding in preferred(accepted).into_iter().flatten() {
        let coded = match coding {
            "br" => &file.br,
            _ => &file.gzip,
        };
        if let Some(coded) = coded {
            return (coded, Some(coding));
        }
    }
    let (contents, coding) = &file.usual;
    (contents, *coding)
}

/// Codings of an `Accept-Encoding`, the most wanted first; none that is wanted less than none at all.
fn preferred(accepted: &str) -> [Option<&'static str>; 2] {
    let weight = |coding: &str| {
        // The last one counts, as in a map.
        let items = accepted.rsplit(',').map(|item| item.trim());
        let weighted = items.map(|item| item.split_once(';').unwrap_or((item, "")));
        let mut found = weighted.filter(|(name, _)| name.trim().eq_ignore_ascii_case(coding));
        found.next().map(|(_, parameters)| {
            let mut parameters = parameters.split(';').map(str::trim);
            let told = parameters.find_map(|parameter| {
                let (name, value) = parameter.split_once('=')?;
                name.eq_ignore_ascii_case("q").then_some(value)
            });
            told.map_or(1.0, |value| value.trim().parse::<f64>().unwrap_or(0.0))
        })
    };
    let [br, gzip] =
        ["br", "gzip"].map(|coding| weight(coding).or_else(|| weight("*")).unwrap_or(0.0));
    let least = weight("identity").unwrap_or(0.0);
    let wanted = |weight: f64| weight > 0.0 && weight >= least;
    let br = wanted(br).then_some(("br", br));
    let gzip = wanted(gzip).then_some(("gzip", gzip));
    match (br, gzip) {
        (Some((_, low)), Some((_, high))) if high > low => [Some("gzip"), Some("br")],
        _ => [br.map(|(coding, _)| coding), gzip.map(|(coding, _)| coding)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_the_smallest() {
        let cases: &[(&str, [Option<&str>; 2])] = &[
            ("gzip, deflate, br, zstd", [Some("br"), Some("gzip")]),
            ("", [None, None]),
            ("gzip", [None, Some("gzip")]),
            ("BR", [Some("br"), None]),
            ("*", [Some("br"), Some("gzip")]),
            ("br;q=0, *", [None, Some("gzip")]),
            ("br;q=0.5, gzip", [Some("gzip"), Some("br")]),
            ("br;q=0.5, gzip;q=0.4, identity", [None, None]),
            ("identity;q=0.5, gzip", [None, Some("gzip")]),
            ("gzip;q=x", [None, None]),
            ("br ; Q=0.3", [Some("br"), None]),
        ];
        for (accepted, codings) in cases {
            assert_eq!(preferred(accepted), *codings, "{accepted}");
        }
    }

    fn get(path: &str, headers: &[(&'static str, &str)]) -> Answer<Outgoing> {
        let mut request = Request::new("GET", path);
        for (name, value) in headers {
            request.add(*name, value);
        }
        answer(&request)
    }

    #[test]
    fn the_page_is_there_and_may_be_kept() {
        let page = get("/index.html", &[]);
        assert_eq!(page.status, 200);
        assert_eq!(
            page.header("content-type"),
            Some("text/html; charset=utf-8")
        );
        let Body::Outgoing(Outgoing::File(bytes)) = page.body else {
            panic!("a file has bytes");
        };
        assert!(bytes.starts_with(b"<!doctype html>"));

        let packed = get("/index.html", &[("accept-encoding", "br")]);
        assert_eq!(packed.header("content-encoding"), Some("br"));
        let etag = packed.header("etag").expect("it has one").to_owned();
        let again = get(
            "/index.html",
            &[("accept-encoding", "br"), ("if-none-match", &etag)],
        );
        assert_eq!((again.status, again.header("content-type")), (304, None));
        assert_eq!(again.header("etag"), Some(etag.as_str()));
        assert_eq!(get("/index.html", &[("if-none-match", &etag)]).status, 200);
    }

    #[test]
    fn source_maps_are_there_compressed_alone() {
        let maps = FILES.iter().filter(|file| file.path.ends_with(".map"));
        let map = maps.max_by_key(|file| file.usual.0.bytes.len());
        let path = map.expect("the page has source maps").path;
        for accepted in ["gzip, br", "br", "identity"] {
            let map = get(path, &[("accept-encoding", accepted)]);
            assert_eq!(map.header("content-encoding"), Some("gzip"), "{accepted}");
            assert_eq!(map.header("content-type"), Some("application/json"));
        }
    }

    #[test]
    fn nothing_else_is_there() {
        for path in [
            "/",
            "/assets",
            "/assets/",
            "/none.js",
            "//index.html",
            "/../Cargo.toml",
        ] {
            assert_eq!(get(path, &[]).status, 404, "{path}");
        }
        assert_eq!(answer(&Request::new("POST", "/index.html")).status, 405);
    }
}
