//! Requests and answers, as the platform has them and as the server does.

use wasm_bindgen::{JsCast, JsValue};
use worker::worker_sys::web_sys;
use worker::{Headers, Response, ResponseBody, ResponseBuilder, Result};

use super::js;
use crate::http::network::Network;
use crate::server::{Answer, Body, Failed, Request};

/// A request as the server has it.
pub fn request(incoming: &web_sys::Request) -> Result<Request> {
    let url = js::Url::new(&incoming.url())?;
    let mut request = Request::new(&incoming.method(), &url.path());
    request.query = url.query().trim_start_matches('?').to_owned();
    request.is_secure = url.protocol() == "https:";
    for (name, value) in Headers(incoming.headers()).entries() {
        request.add(name, &value);
    }
    request.from = network(incoming, &request);
    Ok(request)
}

/// From which network a request comes, as the platform itself tells.
fn network(incoming: &web_sys::Request, request: &Request) -> Network {
    let incoming: &js::Incoming = incoming.unchecked_ref();
    let Some(connection) = incoming.cf() else {
        return Network::Unknown;
    };
    // The other end of the connection, as workerd by itself tells it.
    if let Some(peer) = connection.client_ip().as_string() {
        return Network::parse(&peer);
    }
    // Only Cloudflare knows in which of its places the request came in, and it sets this header.
    match connection.colo().is_string() {
        true => Network::parse(request.header("cf-connecting-ip").unwrap_or_default()),
        false => Network::Unknown,
    }
}

/// What is asked of an object or of a binding.
pub fn init(request: &Request) -> Result<web_sys::RequestInit> {
    let headers = Headers::new();
    for (name, value) in request.headers() {
        headers.append(name, value)?;
    }
    let init = web_sys::RequestInit::new();
    init.set_method(&request.method);
    init.set_headers(&headers.0);
    Ok(init)
}

/// What an object or a binding has answered.
pub fn answer(response: web_sys::Response) -> Answer<web_sys::Response> {
    let headers = Headers(response.headers());
    let mut answer = Answer::new(response.status(), Body::Outgoing(response));
    for (name, value) in headers.entries() {
        answer.append(name, value);
    }
    answer
}

/// An answer as the platform has it.
pub fn response(answer: Answer<web_sys::Response>) -> Result<web_sys::Response> {
    let headers = Headers::new();
    for (name, value) in answer.headers() {
        headers.append(name, value)?;
    }
    let body = match answer.body {
        // With a socket.
        Body::Outgoing(response) if answer.status == 101 => return Ok(response),
        Body::Outgoing(response) => Response::from(response).into_parts().1,
        Body::Bytes(bytes) => ResponseBody::Body(bytes),
        Body::Empty => ResponseBody::Empty,
    };
    let response = ResponseBuilder::new()
        .with_status(answer.status)
        .with_headers(headers)
        .body(body);
    Ok(response.into())
}

impl From<JsValue> for Failed {
    fn from(thrown: JsValue) -> Failed {
        worker::Error::from(thrown).into()
    }
}

impl From<worker::Error> for Failed {
    fn from(error: worker::Error) -> Failed {
        Failed::Fault(error.to_string())
    }
}
