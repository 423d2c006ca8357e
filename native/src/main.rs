//! `alcove`: one server, from its command line to its end.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use alcove::server::{Memory, Server};
use alcove_server::front::{Front, Listener};
use alcove_server::notify::{self, notify};
use alcove_server::options::{self, Command, Options};
use alcove_server::rooms::{self, Rooms};
use alcove_server::runtime::Native;
use alcove_server::say::{say, warn};
use alcove_server::settings::Settings;
use alcove_server::{adopt, data, limit, listen, metrics, outside, secrets, tls};
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::LocalSet;
use tokio_rustls::TlsAcceptor;
use toml::Table;

/// How long requests under way may take to be answered once the server is to end.
const GRACE: Duration = Duration::from_secs(5);

/// Something that whoever started this has said is wrong.
const WRONG: u8 = 2;

enum Failure {
    /// What was said is wrong.
    Wrong(String),
    /// It is right, and cannot be done.
    Failed(String),
}

fn main() -> ExitCode {
    let args = std::env::args_os().skip(1);
    let options = match options::parse(args) {
        Ok(Command::Help) => {
            print!("{}", options::help());
            return ExitCode::SUCCESS;
        }
        Ok(Command::Version) => {
            println!("alcove {}", env!("CARGO_PKG_VERSION"));
            return ExitCode::SUCCESS;
        }
        Ok(Command::Serve(options)) => Ok(*options),
        Err(wrong) => Err(Failure::Wrong(wrong)),
    };
    let (told, code) = match options.and_then(serve) {
        Ok(()) => return ExitCode::SUCCESS,
        Err(Failure::Wrong(told)) => (told, ExitCode::from(WRONG)),
        Err(Failure::Failed(told)) => (told, ExitCode::FAILURE),
    };
    warn(&format!("✗ {told}"));
    code
}

/// A variable of the environment. One that is no text is as if it were not there.
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What a configuration file says.
fn file(path: Option<&Path>) -> Result<Table, String> {
    let Some(path) = path else {
        return Ok(Table::new());
    };
    let shown = path.display();
    let text = std::fs::read_to_string(path);
    let text = text.map_err(|error| format!("{shown} cannot be read: {error}."))?;
    text.parse().map_err(|error: toml::de::Error| {
        let line = error
            .span()
            .map_or(1, |span| text[..span.start].lines().count().max(1));
        format!("{shown}, line {line}: {}.", error.message())
    })
}

/// What does not change as long as the server runs.
struct Fixed {
    /// What was said otherwise than by the configuration file, which says the rest.
    said: Options,
    options: Options,
    /// Secrets that are kept with the data.
    kept: BTreeMap<String, String>,
    /// By which names the server goes if nobody says otherwise.
    hosts: String,
}

impl Fixed {
    fn settings(&self, file: &Table) -> Result<Settings, String> {
        Settings::read(file, environment, &self.kept, &self.hosts)
    }

    fn tls(&self) -> Result<Option<TlsAcceptor>, String> {
        match (&self.options.tls_cert, &self.options.tls_key) {
            (None, None) => Ok(None),
            (Some(cert), Some(key)) => tls::acceptor(cert, key).map(Some),
            _ => Err("--tls-cert and --tls-key need each other.".to_owned()),
        }
    }
}

fn serve(line: Options) -> Result<(), Failure> {
    let began = Instant::now();
    let mut file = file(line.config.as_deref()).map_err(Failure::Wrong)?;
    let of_file = options::of_file(&mut file).map_err(Failure::Wrong)?;
    let of_environment = options::of_environment(environment).map_err(Failure::Wrong)?;
    let said = line.or(of_environment);
    let mut fixed = Fixed {
        options: said.clone().or(of_file),
        said,
        kept: BTreeMap::new(),
        hosts: String::new(),
    };
    // What is wrong is told before anything is made.
    fixed.settings(&file).map_err(Failure::Wrong)?;
    let tls = fixed.tls().map_err(Failure::Wrong)?;

    // What is written is for this user alone.
    nix::sys::stat::umask(nix::sys::stat::Mode::from_bits_truncate(0o077));
    let folder = fixed.options.data.clone();
    let folder = folder.unwrap_or_else(|| PathBuf::from(options::DATA));
    let data = data::Data::open(&folder).map_err(Failure::Failed)?;
    if let Some(news) = &data.news {
        say(news);
    }
    let given =
        |name: &str| environment(name).or_else(|| Some(file.get(name)?.as_str()?.to_owned()));
    if let Some(from) = &fixed.options.adopt {
        let news = adopt::adopt(from, &data.path, given).map_err(Failure::Failed)?;
        say(&news);
    }
    fixed.kept = secrets::kept(&data.path, given).map_err(Failure::Failed)?;

    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Failed(error.to_string()))?;
    let served = LocalSet::new().block_on(&runtime, async {
        run(fixed, &file, tls, &data, &folder, began)
            .await
            .map_err(Failure::Failed)
    });
    // Whoever still waits for a name server is not waited for.
    runtime.shutdown_background();
    served
}

async fn run(
    mut fixed: Fixed,
    file: &Table,
    tls: Option<TlsAcceptor>,
    data: &data::Data,
    folder: &Path,
    began: Instant,
) -> Result<(), String> {
    let options = &fixed.options;
    // Where a Unix socket is enough, nothing else listens.
    let hosts = match (&options.hosts[..], &options.socket) {
        ([], None) => vec![options::HOST.to_owned()],
        (hosts, _) => hosts.to_vec(),
    };
    let (listeners, port) = listen::tcp(&hosts, options.port.unwrap_or(options::PORT), "--port")?;
    let mut listeners: Vec<_> = listeners.into_iter().map(Listener::Tcp).collect();
    let socket = options.socket.as_deref().map(listen::unix).transpose()?;
    listeners.extend(socket.map(Listener::Unix));
    let metrics = options
        .metrics
        .map(|address| listen::tcp(&[address.ip().to_string()], address.port(), "--metrics"));
    let metrics = metrics.transpose()?;
    let files = limit::raise();
    let most = limit::connections(files);

    fixed.hosts = listen::names(&hosts, port);
    let settings = Rc::new(fixed.settings(file)?);
    outside::configure(&settings);
    let options = &fixed.options;
    let threads = options
        .threads
        .unwrap_or_else(|| std::thread::available_parallelism().map_or(1, std::num::NonZero::get));
    let (config, mut memory) = configured(&settings, None);
    let rooms = Rooms::start(config, threads, &data.path)
        .map_err(|error| format!("{} cannot be used: {error}.", data.path.display()))?;
    let server = |settings: Rc<Settings>, memory| {
        let rooms = rooms.clone();
        Rc::new(Server {
            runtime: Native {
                settings,
                rooms: Some(rooms),
            },
            memory,
        })
    };
    let answers = server(settings, Rc::clone(&memory));
    let front = Rc::new(Front::new(answers, tls, most));
    let listening: Vec<_> = listeners
        .into_iter()
        .map(|listener| tokio::task::spawn_local(Rc::clone(&front).listen(listener)))
        .collect();
    if let Some((listeners, _)) = metrics {
        for listener in listeners {
            if let Ok(address) = listener.local_addr() {
                say(&format!("Metrics are at http://{address}/metrics"));
            }
            tokio::task::spawn_local(metrics::serve(listener));
        }
    }
    let failed = |error: std::io::Error| error.to_string();
    let mut ends = [
        signal(SignalKind::terminate()).map_err(failed)?,
        signal(SignalKind::interrupt()).map_err(failed)?,
    ];
    let mut again = signal(SignalKind::hangup()).map_err(failed)?;
    let [term, int] = &mut ends;
    if !rooms::has_search() {
        warn(
            "This program's SQLite has no FTS5: a search finds only what is among the newest messages of a room.",
        );
    }
    let took = began.elapsed().as_millis();
    say(&format!(
        "Ready in {took} ms; {most} connections fit ({files} open files)."
    ));
    ready(&fixed, &hosts, port, folder, file);
    notify(notify::READY);

    loop {
        tokio::select! {
            _ = term.recv() => break,
            _ = int.recv() => break,
            _ = again.recv() => {
                notify::reloading();
                match reread(&fixed) {
                    Ok(Reread { settings, tls, stays }) => {
                        let settings = Rc::new(settings);
                        outside::configure(&settings);
                        let (config, renewed) = configured(&settings, Some(&memory));
                        memory = renewed;
                        rooms.configure(config);
                        front.serve_by(server(settings, Rc::clone(&memory)));
                        front.encrypt_by(tls);
                        if !stays.is_empty() {
                            warn(&format!(
                                "Only a restart changes {}: as before until then.",
                                stays.join(", ")
                            ));
                        }
                        say("Settings are read again.");
                    }
                    Err(wrong) => warn(&format!("All stays as it was: {wrong}")),
                }
                notify(notify::READY);
            }
        }
    }
    notify(notify::STOPPING);
    for listener in listening {
        listener.abort();
    }
    if let Some(path) = &fixed.options.socket {
        let _ = std::fs::remove_file(path);
    }
    front.stop();
    rooms.stop().await;
    let over = Instant::now() + GRACE;
    while metrics::METRICS.connections.get() > 0 && Instant::now() < over {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    say("Stopped.");
    Ok(())
}

/// What rooms have to know, and what the server remembers, by these settings and of what was `before`.
fn configured(settings: &Rc<Settings>, before: Option<&Memory>) -> (rooms::Config, Rc<Memory>) {
    let runtime = Native {
        settings: Rc::clone(settings),
        rooms: None,
    };
    let memory = Rc::new(match before {
        Some(before) => before.renewed(&runtime),
        None => Memory::new(&runtime),
    });
    let budgets = memory.budgets();
    let server = Server {
        runtime,
        memory: Rc::clone(&memory),
    };
    let vars = Settings::clone(settings);
    let config = rooms::Config {
        vars: Arc::new(move |name| vars.var(name).map(str::to_owned)),
        vouched_only: server.limits().vouched_only,
        budgets,
        log: Arc::new(warn),
    };
    (config, memory)
}

/// What is new once all was read again.
struct Reread {
    settings: Settings,
    tls: Option<TlsAcceptor>,
    /// Options that are otherwise now, too, and cannot change as long as the server runs.
    stays: Vec<&'static str>,
}

fn reread(fixed: &Fixed) -> Result<Reread, String> {
    let options = &fixed.options;
    let paths = [&options.config, &options.tls_cert, &options.tls_key];
    for path in paths.into_iter().flatten() {
        // From a pipe nothing might ever come, and everybody would wait for it.
        let is_none = fs::metadata(path).is_ok_and(|kind| !kind.is_file());
        if is_none {
            return Err(format!(
                "{} is no file, and can be read only once.",
                path.display()
            ));
        }
    }
    let mut file = file(options.config.as_deref())?;
    // What listens, and where all is kept, stays as it is.
    let of_file = options::of_file(&mut file)?;
    Ok(Reread {
        settings: fixed.settings(&file)?,
        tls: fixed.tls()?,
        stays: options.differs(&fixed.said.clone().or(of_file)),
    })
}

fn ready(fixed: &Fixed, hosts: &[String], port: u16, folder: &Path, file: &Table) {
    let is_named = environment("HOSTS").is_some() || file.contains_key("HOSTS");
    if !is_named && hosts.iter().any(|host| listen::is_everywhere(host)) {
        say(&format!(
            "It goes by {}: set HOSTS if it has other names.",
            fixed.hosts
        ));
    }
    let scheme = if fixed.options.tls_cert.is_some() {
        "https"
    } else {
        "http"
    };
    let at = hosts.iter().map(|host| {
        format!(
            "{scheme}://{}",
            listen::with_port(listen::shown(host), port)
        )
    });
    let mut at: Vec<_> = at.collect();
    at.dedup();
    at.extend(
        fixed
            .options
            .socket
            .iter()
            .map(|path| path.display().to_string()),
    );
    say(&format!(
        "Alcove is at {} (rooms in {})",
        at.join(" and "),
        folder.display()
    ));
}
