//! What the server counts, as Prometheus reads it. Atomics alone: to count costs some nanoseconds.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

/// How long a request may take to come, and a connection to be used again.
const HEADER_TIME: Duration = Duration::from_secs(90);
/// How long nothing is accepted once that failed.
const ACCEPT_PAUSE: Duration = Duration::from_secs(1);

/// All there is of this process.
pub static METRICS: Metrics = Metrics::new();

/// Something that only grows.
#[derive(Debug)]
pub struct Counter(AtomicU64);

impl Counter {
    const fn new() -> Counter {
        Counter(AtomicU64::new(0))
    }

    pub fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Something of which there is more or less.
#[derive(Debug)]
pub struct Gauge(AtomicU64);

impl Gauge {
    const fn new() -> Gauge {
        Gauge(AtomicU64::new(0))
    }

    pub fn add(&self, count: u64) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }

    pub fn sub(&self, count: u64) {
        self.0.fetch_sub(count, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// The upper ends of a histogram's buckets, in microseconds; what takes longer is in one more.
const BOUNDS: [u64; 10] = [
    50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 50_000, 250_000,
];

/// How long something takes.
#[derive(Debug)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
}

impl Histogram {
    const fn new() -> Histogram {
        Histogram {
            buckets: [const { AtomicU64::new(0) }; BOUNDS.len() + 1],
            micros: AtomicU64::new(0),
        }
    }

    pub fn observe(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BOUNDS.partition_point(|bound| *bound < micros);
        self.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
    }

    pub fn count(&self) -> u64 {
        let buckets = self.buckets.iter();
        buckets.map(|bucket| bucket.load(Ordering::Relaxed)).sum()
    }
}

/// Codes that are told apart. There are fewer; it is a bound all the same.
const MOST_CODES: usize = 100;

#[derive(Debug)]
pub struct Metrics {
    /// Rooms whose state is in memory.
    pub rooms_awake: Gauge,
    /// Open WebSockets.
    pub sockets: Gauge,
    /// Open connections that are no WebSocket (yet).
    pub connections: Gauge,
    /// Frames of clients.
    pub frames_in: Counter,
    /// Events given to members' sockets: each event once per socket.
    pub deliveries: Counter,
    /// Of WebSockets.
    pub bytes_in: Counter,
    pub bytes_out: Counter,
    /// Commits of rooms' databases, and how long each took.
    pub commits: Histogram,
    /// Answers to HTTP requests.
    pub requests: Counter,
    /// Connections that could not be taken.
    pub turned_away: Counter,
    refused: Mutex<BTreeMap<String, u64>>,
}

impl Metrics {
    const fn new() -> Metrics {
        Metrics {
            rooms_awake: Gauge::new(),
            sockets: Gauge::new(),
            connections: Gauge::new(),
            frames_in: Counter::new(),
            deliveries: Counter::new(),
            bytes_in: Counter::new(),
            bytes_out: Counter::new(),
            commits: Histogram::new(),
            requests: Counter::new(),
            turned_away: Counter::new(),
            refused: Mutex::new(BTreeMap::new()),
        }
    }

    /// Something was refused with an error of this code.
    pub fn refused(&self, code: &str) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = refused.get_mut(code) {
            *count += 1;
        } else if refused.len() < MOST_CODES {
            refused.insert(code.to_owned(), 1);
        }
    }

    /// As Prometheus reads it (text format 0.0.4).
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        let gauges = [
            (
                "rooms_awake",
                "Rooms whose state is in memory.",
                &self.rooms_awake,
            ),
            ("sockets", "Open WebSockets.", &self.sockets),
            (
                "connections",
                "Open connections that are no WebSocket.",
                &self.connections,
            ),
        ];
        for (name, help, gauge) in gauges {
            one(&mut text, name, help, "gauge", gauge.get());
        }
        let counters = [
            (
                "frames_received_total",
                "Frames of clients.",
                &self.frames_in,
            ),
            (
                "deliveries_total",
                "Events given to sockets, once per socket.",
                &self.deliveries,
            ),
            (
                "received_bytes_total",
                "Bytes of WebSockets that came.",
                &self.bytes_in,
            ),
            (
                "sent_bytes_total",
                "Bytes of WebSockets that went.",
                &self.bytes_out,
            ),
            (
                "http_requests_total",
                "Requests that were answered.",
                &self.requests,
            ),
            (
                "connections_turned_away_total",
                "Connections that could not be taken.",
                &self.turned_away,
            ),
        ];
        for (name, help, counter) in counters {
            one(&mut text, name, help, "counter", counter.get());
        }
        self.commits_to(&mut text);
        head(
            &mut text,
            "refusals_total",
            "What was refused, by code.",
            "counter",
        );
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        for (code, count) in &*refused {
            let code: String = code.chars().filter(|c| !"\"\\\n".contains(*c)).collect();
            let _ = writeln!(text, "alcove_refusals_total{{code=\"{code}\"}} {count}");
        }
        drop(refused);
        if let Some(bytes) = resident_bytes() {
            let help = "Memory of the process.";
            let name = "process_resident_memory_bytes";
            let _ = write!(
                text,
                "# HELP {name} {help}\n# TYPE {name} gauge\n{name} {bytes}\n"
            );
        }
        text
    }

    fn commits_to(&self, text: &mut String) {
        let name = "commit_seconds";
        head(text, name, "How long commits took.", "histogram");
        let mut count = 0;
        for (index, bucket) in self.commits.buckets.iter().enumerate() {
            count += bucket.load(Ordering::Relaxed);
            let bound = BOUNDS.get(index);
            let bound = bound.map_or("+Inf".to_owned(), |bound| seconds(*bound));
            let _ = writeln!(text, "alcove_{name}_bucket{{le=\"{bound}\"}} {count}");
        }
        let sum = seconds(self.commits.micros.load(Ordering::Relaxed));
        let _ = writeln!(text, "alcove_{name}_sum {sum}\nalcove_{name}_count {count}");
    }
}

fn one(text: &mut String, name: &str, help: &str, kind: &str, value: u64) {
    head(text, name, help, kind);
    let _ = writeln!(text, "alcove_{name} {value}");
}

fn head(text: &mut String, name: &str, help: &str, kind: &str) {
    let _ = writeln!(
        text,
        "# HELP alcove_{name} {help}\n# TYPE alcove_{name} {kind}"
    );
}

fn seconds(micros: u64) -> String {
    (micros as f64 / 1e6).to_string()
}

/// Answers `/metrics` to whoever connects there, which should be the operator's Prometheus alone.
pub async fn serve(listener: TcpListener) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(ACCEPT_PAUSE).await;
            continue;
        };
        let service = service_fn(|request: Request<Incoming>| async move {
            let mut response = Response::new(Full::default());
            match request.uri().path() {
                "/metrics" => {
                    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
                    response.headers_mut().insert(CONTENT_TYPE, kind);
                    *response.body_mut() = Full::new(Bytes::from(METRICS.to_text()));
                }
                _ => *response.status_mut() = StatusCode::NOT_FOUND,
            }
            Ok::<_, Infallible>(response)
        });
        tokio::task::spawn_local(async move {
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new())
                .header_read_timeout(HEADER_TIME);
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// What the process has of the machine's memory, where the system tells.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes = line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?;
    Some(kilobytes * 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_was_counted() {
        let metrics = Metrics::new();
        metrics.sockets.add(3);
        metrics.sockets.sub(1);
        metrics.deliveries.add(200);
        metrics.commits.observe(Duration::from_micros(50));
        metrics.commits.observe(Duration::from_micros(51));
        metrics.commits.observe(Duration::from_secs(2));
        metrics.refused("rate_limited");
        metrics.refused("rate_limited");
        metrics.refused("a\"b\nc");
        let text = metrics.to_text();
        let has = |line: &str| text.lines().any(|other| other == line);
        for line in [
            "# TYPE alcove_sockets gauge",
            "alcove_sockets 2",
            "# TYPE alcove_deliveries_total counter",
            "alcove_deliveries_total 200",
            "alcove_commit_seconds_bucket{le=\"0.00005\"} 1",
            "alcove_commit_seconds_bucket{le=\"0.0001\"} 2",
            "alcove_commit_seconds_bucket{le=\"0.25\"} 2",
            "alcove_commit_seconds_bucket{le=\"+Inf\"} 3",
            "alcove_commit_seconds_sum 2.000101",
            "alcove_commit_seconds_count 3",
            "alcove_refusals_total{code=\"rate_limited\"} 2",
            "alcove_refusals_total{code=\"abc\"} 1",
        ] {
            assert!(has(line), "{line} in\n{text}");
        }
        assert!(text.ends_with('\n'));
    }

    #[test]
    fn keeps_a_bounded_number_of_codes() {
        let metrics = Metrics::new();
        for code in 0..10_000 {
            metrics.refused(&code.to_string());
        }
        let codes = metrics.to_text().matches("{code=").count();
        assert_eq!(codes, MOST_CODES);
    }
}
