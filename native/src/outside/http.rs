//! One request to somebody else's server: no redirects, no proxy, within a time and a size, and only to addresses that
//! may be reached.
//!
//! A name is resolved once, and the connection goes to an address that was judged: so no name, no literal and no
//! second answer of a name server leads to where it may not.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper::header::{HOST, HeaderName};
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use url::{Host, Url};

use super::Networks;

/// Headers of an answer are at most so long.
const MOST_HEADER_BYTES: usize = 64 * 1024;

pub struct Asked {
    pub method: Method,
    pub address: Url,
    pub headers: Vec<(HeaderName, String)>,
    pub body: Bytes,
}

pub struct Got {
    pub status: u16,
    pub retry_after: Option<String>,
    /// Empty if it was not to be read.
    pub body: Vec<u8>,
}

/// Asks; or says why there is no answer. Of its body at most so many bytes are read: none of what is longer counts.
pub async fn ask(
    asked: Asked,
    networks: Networks,
    patience: Duration,
    most: usize,
) -> Result<Got, String> {
    let answered = tokio::time::timeout(patience, answered(asked, networks, patience, most));
    answered.await.map_err(|_| "no answer in time".to_owned())?
}

async fn answered(
    asked: Asked,
    networks: Networks,
    patience: Duration,
    most: usize,
) -> Result<Got, String> {
    let address = &asked.address;
    if !address.username().is_empty() || address.password().is_some() {
        return Err("an address with a name and a password".to_owned());
    }
    let is_secure = match address.scheme() {
        "https" => true,
        "http" => false,
        _ => return Err("no address of the web".to_owned()),
    };
    let host = address.host().ok_or("an address without a host")?;
    let port = address.port_or_known_default().ok_or("no port")?;
    let all = resolved(&host, port).await?;
    let admitted: Vec<_> = all
        .into_iter()
        .filter(|address| networks.admit(address.ip()))
        .collect();
    if admitted.is_empty() {
        return Err("it leads to a network that may not be reached (OUTGOING)".to_owned());
    }
    let stream = connected(&admitted, patience).await?;
    let request = request(&asked)?;
    if !is_secure {
        return exchange(stream, request, most).await;
    }
    let name = match &host {
        Host::Domain(name) => ServerName::try_from(name.trim_end_matches('.').to_owned())
            .map_err(|error| error.to_string())?,
        Host::Ipv4(address) => ServerName::from(IpAddr::V4(*address)),
        Host::Ipv6(address) => ServerName::from(IpAddr::V6(*address)),
    };
    let connector = TlsConnector::from(client_config().await?);
    let stream = connector.connect(name, stream).await;
    exchange(stream.map_err(text)?, request, most).await
}

async fn resolved(host: &Host<&str>, port: u16) -> Result<Vec<SocketAddr>, String> {
    match host {
        Host::Ipv4(address) => Ok(vec![(*address, port).into()]),
        Host::Ipv6(address) => Ok(vec![(*address, port).into()]),
        Host::Domain(name) => Ok(tokio::net::lookup_host((*name, port))
            .await
            .map_err(text)?
            .collect()),
    }
}

/// A connection to the first that answers; each has its share of the time.
async fn connected(addresses: &[SocketAddr], patience: Duration) -> Result<TcpStream, String> {
    let share = patience / (addresses.len() as u32 + 1);
    let mut why = String::new();
    for address in addresses {
        match tokio::time::timeout(share, TcpStream::connect(address)).await {
            Ok(Ok(stream)) => return Ok(stream),
            Ok(Err(error)) => why = error.to_string(),
            Err(_) => why = "no connection in time".to_owned(),
        }
    }
    Err(why)
}

fn request(asked: &Asked) -> Result<Request<Full<Bytes>>, String> {
    let address = &asked.address;
    let host = &address[url::Position::BeforeHost..url::Position::AfterPort];
    let target = &address[url::Position::BeforePath..url::Position::AfterQuery];
    let mut request = Request::builder()
        .method(asked.method.clone())
        .uri(target)
        .header(HOST, host);
    for (name, value) in &asked.headers {
        request = request.header(name, value);
    }
    request.body(Full::new(asked.body.clone())).map_err(text)
}

async fn exchange<S>(stream: S, request: Request<Full<Bytes>>, most: usize) -> Result<Got, String>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut client = http1::Builder::new();
    client.max_buf_size(MOST_HEADER_BYTES);
    let (mut sender, connection) = client.handshake(TokioIo::new(stream)).await.map_err(text)?;
    let _connection = Aborted(tokio::spawn(async {
        // How it ended, the answer tells.
        let _ = connection.await;
    }));
    let answer = sender.send_request(request).await.map_err(text)?;
    let retry_after = answer.headers().get(hyper::header::RETRY_AFTER);
    let retry_after = retry_after.and_then(|value| value.to_str().ok());
    Ok(Got {
        status: answer.status().as_u16(),
        retry_after: retry_after.map(str::to_owned),
        body: body(answer, most).await?,
    })
}

/// A task that does not outlive this.
struct Aborted(JoinHandle<()>);

impl Drop for Aborted {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn body(answer: Response<Incoming>, most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    if most == 0 {
        return Ok(bytes);
    }
    let mut body = answer.into_body();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(text)?;
        if let Some(data) = frame.data_ref() {
            if bytes.len() + data.len() > most {
                return Err("too long".to_owned());
            }
            bytes.extend_from_slice(data);
        }
    }
    Ok(bytes)
}

/// Whom to believe, with TLS: whom the system believes; or Mozilla, where it says nothing.
async fn client_config() -> Result<Arc<ClientConfig>, String> {
    static CONFIG: OnceLock<Arc<ClientConfig>> = OnceLock::new();
    if let Some(config) = CONFIG.get() {
        return Ok(Arc::clone(config));
    }
    // To read them takes a while.
    let config = tokio::task::spawn_blocking(|| -> Result<_, String> {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(text)?;
        Ok(Arc::new(
            config.with_root_certificates(roots).with_no_client_auth(),
        ))
    });
    let config = config.await.map_err(text)??;
    Ok(Arc::clone(CONFIG.get_or_init(|| config)))
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// A server that answers one connection so, once it was asked; and tells what it was asked.
    fn server(answer: Vec<u8>) -> (u16, thread::JoinHandle<String>) {
        server_until(b"\r\n\r\n", answer)
    }

    /// The same, once what it was asked ends so.
    fn server_until(end: &'static [u8], answer: Vec<u8>) -> (u16, thread::JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("it has one").port();
        let heard = thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("it comes");
            let mut asked = Vec::new();
            while !asked.ends_with(end) {
                let mut byte = [0];
                if stream.read(&mut byte).unwrap_or(0) == 0 {
                    break;
                }
                asked.push(byte[0]);
            }
            // Who asked may have gone.
            let _ = stream.write_all(&answer);
            if answer.is_empty() {
                let _ = stream.read(&mut [0]);
            }
            String::from_utf8(asked).expect("text")
        });
        (port, heard)
    }

    fn get(address: &str) -> Asked {
        Asked {
            method: Method::GET,
            address: Url::parse(address).expect("an address"),
            headers: vec![(hyper::header::ACCEPT, "application/json".to_owned())],
            body: Bytes::new(),
        }
    }

    fn all() -> Networks {
        Networks::parse("public,private,local").expect("it is right")
    }

    fn ask_within(
        asked: Asked,
        networks: Networks,
        patience: Duration,
        most: usize,
    ) -> Result<Got, String> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime");
        runtime.block_on(ask(asked, networks, patience, most))
    }

    fn ask_for(asked: Asked, networks: Networks, most: usize) -> Result<Got, String> {
        ask_within(asked, networks, Duration::from_secs(30), most)
    }

    #[test]
    fn what_is_asked_is_answered() {
        let answer = b"HTTP/1.1 201 Created\r\nretry-after: 7\r\ncontent-length: 2\r\n\r\nhi";
        let (port, heard) = server(answer.to_vec());
        let got = ask_for(get(&format!("http://localhost:{port}/a/b?c=d#e")), all(), 2);
        let got = got.expect("an answer");
        assert_eq!((got.status, got.body), (201, b"hi".to_vec()));
        assert_eq!(got.retry_after.as_deref(), Some("7"));
        let heard = heard.join().expect("it was asked");
        assert!(heard.starts_with("GET /a/b?c=d HTTP/1.1\r\n"), "{heard}");
        assert!(
            heard.contains(&format!("host: localhost:{port}\r\n")),
            "{heard}"
        );
        assert!(heard.contains("accept: application/json\r\n"), "{heard}");
    }

    #[test]
    fn a_form_is_posted_with_its_length() {
        let (port, heard) = server_until(b"end", b"HTTP/1.1 204 No Content\r\n\r\n".to_vec());
        let mut asked = get(&format!("http://127.0.0.1:{port}/"));
        asked.method = Method::POST;
        asked.body = Bytes::from_static(b"the end");
        let got = ask_for(asked, all(), 10).expect("an answer");
        assert_eq!((got.status, got.body.len()), (204, 0));
        let heard = heard.join().expect("it was asked");
        assert!(heard.contains("content-length: 7\r\n"), "{heard}");
        assert!(heard.ends_with("\r\n\r\nthe end"), "{heard}");
    }

    #[test]
    fn redirects_are_not_followed() {
        let answer =
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n";
        let (port, _) = server(answer.to_vec());
        let got = ask_for(get(&format!("http://127.0.0.1:{port}/")), all(), 10);
        assert_eq!(got.expect("an answer").status, 302);
    }

    /// None of these gets as far as a connection.
    #[test]
    fn nothing_leads_to_a_network_that_may_not_be_reached() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("ours");
        let port = listener.local_addr().expect("it has one").port();
        for host in [
            "127.0.0.1",
            "localhost",
            "LOCALHOST.",
            "2130706433",
            "0x7f.1",
            "0177.0.0.1",
            "127.1",
            "0",
            "0.0.0.0",
            "[::1]",
            "[::]",
            "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]",
            "[64:ff9b::7f00:1]",
            "[::127.0.0.1]",
            "\u{ff11}27.0.0.1",
        ] {
            let got = ask_for(
                get(&format!("http://{host}:{port}/")),
                Networks::default(),
                10,
            );
            let why = got.err().expect("it may not be reached");
            assert!(
                why.contains("OUTGOING") || why.contains("lookup"),
                "{host}: {why}"
            );
        }
        let come = listener.accept().map(|_| ()).map_err(|error| error.kind());
        assert_eq!(come, Err(std::io::ErrorKind::WouldBlock));
    }

    #[test]
    fn what_is_no_address_of_the_web_is_not_asked() {
        for address in [
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "http://a:b@127.0.0.1/",
        ] {
            assert!(ask_for(get(address), all(), 10).is_err(), "{address}");
        }
    }

    #[test]
    fn what_is_too_long_does_not_count() {
        let exact = b"HTTP/1.1 200 OK\r\n\r\n0123456789".to_vec();
        let (port, _) = server(exact.clone());
        let address = format!("http://127.0.0.1:{port}/");
        assert_eq!(
            ask_for(get(&address), all(), 10).map(|got| got.body.len()),
            Ok(10)
        );
        let (port, _) = server(exact);
        let address = format!("http://127.0.0.1:{port}/");
        let got = ask_for(get(&address), all(), 9).map(|got| got.body.len());
        assert_eq!(got, Err("too long".to_owned()));
        let head = format!("HTTP/1.1 200 OK\r\na: {}\r\n\r\n", "b".repeat(200_000));
        let (port, _) = server(head.into_bytes());
        assert!(ask_for(get(&format!("http://127.0.0.1:{port}/")), all(), 10).is_err());
    }

    #[test]
    fn nobody_is_waited_for_longer_than_that() {
        let (port, heard) = server(Vec::new());
        let address = format!("http://127.0.0.1:{port}/");
        let got = ask_within(get(&address), all(), Duration::from_millis(200), 10);
        assert_eq!(got.err().as_deref(), Some("no answer in time"));
        heard.join().expect("the connection is closed, too");
    }

    #[test]
    fn what_speaks_no_tls_is_not_believed() {
        let (port, _) = server_until(b"", b"HTTP/1.1 200 OK\r\n\r\n".to_vec());
        assert!(ask_for(get(&format!("https://127.0.0.1:{port}/")), all(), 10).is_err());
    }
}
