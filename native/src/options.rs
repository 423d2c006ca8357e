//! The command line, and what a configuration file says in its place.

use std::ffi::OsString;
use std::fmt::Write;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;

use lexopt::Arg;
use toml::{Table, Value};

use crate::settings;

/// What is wanted.
#[derive(Debug)]
pub enum Command {
    Serve(Box<Options>),
    Help,
    Version,
}

/// How to serve. What is not said is left to [`Options::or`], and then to defaults.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    pub config: Option<PathBuf>,
    pub data: Option<PathBuf>,
    pub port: Option<u16>,
    /// Addresses or names to listen at.
    pub hosts: Vec<String>,
    /// A Unix socket to listen at.
    pub socket: Option<PathBuf>,
    pub threads: Option<usize>,
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    pub metrics: Option<SocketAddr>,
    pub adopt: Option<PathBuf>,
}

/// Where it listens if nobody says otherwise.
pub const PORT: u16 = 8787;
pub const HOST: &str = "127.0.0.1";
/// Where it keeps everything if nobody says otherwise.
pub const DATA: &str = "data";

/// More threads than that are a mistake.
const MOST_THREADS: usize = 1_024;

const USAGE: &str = "\
Alcove: link-shared chat rooms in one program.

Usage: alcove [options]

Options:
  --config FILE      settings and options from a TOML file, such as packaging/alcove.toml
  --data DIR         folder where everything is kept; made if it is not there (default: data)
  --port N           port to listen at (default: PORT from the environment, or 8787)
  --host H           address or name to listen at; may be repeated (default: 127.0.0.1;
                     0.0.0.0 and :: are all of this machine)
  --socket PATH      Unix socket to listen at; at a port, too, only if there is a --host
  --threads N        threads for rooms (default: as many as there are processors)
  --tls-cert FILE    certificate chain, PEM: the server speaks https, and nothing else
  --tls-key FILE     its private key, PEM
  --metrics ADDR     address and port for Prometheus, such as 127.0.0.1:9464 (default: none)
  --adopt DIR        first take over the rooms and accounts of a server that ran on workerd or wrangler
                     (docs/self-hosting.md)
  -V, --version      print the version
  -h, --help         print this

SIGHUP reads settings, certificate and key again; SIGTERM ends the server.

A configuration file has options under their names (port = 8787, tls_cert = \"…\", host = [\"…\", \"…\"]) and
settings under theirs (MAX_TEXT = 4000). Environment variables of the same names as settings win over it, and
what is on the command line wins over both.
";

/// Reads the command line; or says what is wrong with it.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, String> {
    read(args).map_err(|error| match error {
        lexopt::Error::Custom(error) => error.to_string(),
        error => format!("{error}: see alcove --help"),
    })
}

fn read(args: impl IntoIterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut parser = lexopt::Parser::from_args(args);
    let mut options = Options::default();
    while let Some(arg) = parser.next()? {
        let Arg::Long(name) = arg else {
            return match arg {
                Arg::Short('h') => Ok(Command::Help),
                Arg::Short('V') => Ok(Command::Version),
                other => Err(other.unexpected()),
            };
        };
        let name = name.to_owned();
        match name.as_str() {
            "help" => return Ok(Command::Help),
            "version" => return Ok(Command::Version),
            "config" => options.config = Some(parser.value()?.into()),
            "data" => options.data = Some(parser.value()?.into()),
            "socket" => options.socket = Some(parser.value()?.into()),
            "tls-cert" => options.tls_cert = Some(parser.value()?.into()),
            "tls-key" => options.tls_key = Some(parser.value()?.into()),
            "adopt" => options.adopt = Some(parser.value()?.into()),
            "port" | "host" | "threads" | "metrics" => {
                let value = parser.value()?;
                let value = value.to_string_lossy();
                let set = set(&mut options, &name, &value, &format!("--{name} "));
                set.map_err(|wrong| lexopt::Error::Custom(wrong.into()))?;
            }
            _ => return Err(lexopt::Error::UnexpectedOption(format!("--{name}"))),
        }
    }
    Ok(Command::Serve(Box::new(options)))
}

/// Sets an option whose value is no path. `said` is what comes before the value where it was said.
fn set(options: &mut Options, name: &str, value: &str, said: &str) -> Result<(), String> {
    match name {
        "port" => options.port = Some(parsed(value, said, "is no port number")?),
        "threads" => {
            let threads = parsed(value, said, "is no number of threads")?;
            if !(1..=MOST_THREADS).contains(&threads) {
                return Err(format!("{said}{value} is not from 1 to {MOST_THREADS}."));
            }
            options.threads = Some(threads);
        }
        "metrics" => {
            let wrong = "is no address with a port, such as 127.0.0.1:9464";
            options.metrics = Some(parsed(value, said, wrong)?);
        }
        _ => options
            .hosts
            .push(value.trim_matches(['[', ']']).to_owned()),
    }
    Ok(())
}

fn parsed<T: FromStr>(value: &str, said: &str, wrong: &str) -> Result<T, String> {
    let parsed = value.parse();
    parsed.map_err(|_| format!("{said}{value} {wrong}."))
}

/// Takes the options out of what a configuration file says; settings are left.
pub fn of_file(file: &mut Table) -> Result<Options, String> {
    let mut options = Options::default();
    for name in ["port", "threads", "metrics", "host"] {
        let values = match file.remove(name) {
            None => continue,
            Some(Value::Array(values)) if name == "host" => values,
            Some(value) => vec![value],
        };
        for value in values {
            let value = match value {
                Value::String(text) => text,
                Value::Integer(number) => number.to_string(),
                _ => return Err(format!("{name} has to be a text or a number.")),
            };
            set(&mut options, name, &value, &format!("{name} = "))?;
        }
    }
    let paths = [
        ("data", &mut options.data),
        ("socket", &mut options.socket),
        ("tls_cert", &mut options.tls_cert),
        ("tls_key", &mut options.tls_key),
    ];
    for (name, path) in paths {
        match file.remove(name) {
            None => {}
            Some(Value::String(text)) => *path = Some(text.into()),
            Some(_) => return Err(format!("{name} has to be a path, as a text.")),
        }
    }
    Ok(options)
}

/// What the environment says of options.
pub fn of_environment(var: impl Fn(&str) -> Option<String>) -> Result<Options, String> {
    let mut options = Options::default();
    if let Some(port) = var("PORT").filter(|port| !port.is_empty()) {
        set(&mut options, "port", &port, "PORT=")?;
    }
    Ok(options)
}

impl Options {
    /// By what they are called which of these others have otherwise.
    pub fn differs(&self, other: &Options) -> Vec<&'static str> {
        let all = [
            ("data", self.data == other.data),
            ("port", self.port == other.port),
            ("host", self.hosts == other.hosts),
            ("socket", self.socket == other.socket),
            ("threads", self.threads == other.threads),
            ("tls_cert", self.tls_cert == other.tls_cert),
            ("tls_key", self.tls_key == other.tls_key),
            ("metrics", self.metrics == other.metrics),
        ];
        let others = all.into_iter().filter(|(_, is_same)| !is_same);
        others.map(|(name, _)| name).collect()
    }

    /// These, and of others what is not said here.
    pub fn or(self, other: Options) -> Options {
        Options {
            config: self.config.or(other.config),
            data: self.data.or(other.data),
            port: self.port.or(other.port),
            hosts: match self.hosts.is_empty() {
                true => other.hosts,
                false => self.hosts,
            },
            socket: self.socket.or(other.socket),
            threads: self.threads.or(other.threads),
            tls_cert: self.tls_cert.or(other.tls_cert),
            tls_key: self.tls_key.or(other.tls_key),
            metrics: self.metrics.or(other.metrics),
            adopt: self.adopt.or(other.adopt),
        }
    }
}

/// All there is to be told.
pub fn help() -> String {
    let mut text = format!("{USAGE}\nSettings:\n");
    for setting in settings::all() {
        for line in &setting.about {
            let _ = writeln!(text, "  {line}");
        }
        let default = match setting.default.as_str() {
            "" => String::new(),
            default => format!(" (default: {default})"),
        };
        let _ = writeln!(text, "      {}{default}", setting.name);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(args: &[&str]) -> Result<Options, String> {
        match parse(args.iter().map(OsString::from))? {
            Command::Serve(options) => Ok(*options),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_command_line_says_where_and_what() {
        let options = of(&[
            "--port=0",
            "--host",
            "::",
            "--host",
            "[::1]",
            "--data",
            "x",
            "--threads",
            "3",
            "--metrics",
            "[::1]:9464",
        ]);
        let options = options.expect("it is right");
        assert_eq!(options.port, Some(0));
        assert_eq!(options.hosts, ["::", "::1"]);
        assert_eq!(options.data, Some("x".into()));
        assert_eq!(options.threads, Some(3));
        assert_eq!(
            options.metrics,
            Some("[::1]:9464".parse().expect("it is one"))
        );
        assert!(matches!(parse(["--help".into()]), Ok(Command::Help)));
        assert!(matches!(parse(["-V".into()]), Ok(Command::Version)));
    }

    #[test]
    fn the_image_and_the_unit_begin_it_as_it_understands() {
        let line = |text: &'static str, name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.expect("it has this line")
        };
        let image = line(include_str!("../../packaging/Dockerfile"), "ENTRYPOINT ");
        let args: Vec<&str> = image.split('"').skip(1).step_by(2).skip(1).collect();
        let options = of(&args).expect("it is right");
        assert_eq!(options.data, Some("/data".into()));
        assert_eq!(options.hosts, ["0.0.0.0", "::"]);
        let unit = line(include_str!("../../packaging/alcove.service"), "ExecStart=");
        let args: Vec<&str> = unit.split_whitespace().skip(1).collect();
        let options = of(&args).expect("it is right");
        assert_eq!(options.config, Some("/etc/alcove.toml".into()));
        assert_eq!(options.data, Some("${STATE_DIRECTORY}".into()));
    }

    #[test]
    fn what_is_wrong_is_told_in_one_line() {
        let cases: &[(&[&str], &str)] = &[
            (&["--port", "70000"], "--port 70000 is no port number."),
            (&["--port", "-1"], "--port -1 is no port number."),
            (&["--threads", "0"], "--threads 0 is not from 1 to 1024."),
            (
                &["--metrics", "9464"],
                "--metrics 9464 is no address with a port",
            ),
            (&["--prot", "1"], "invalid option '--prot'"),
            (&["data"], "unexpected argument \"data\""),
            (&["--data"], "missing argument for option '--data'"),
            (&["--tls-cert"], "missing argument"),
        ];
        for (args, wrong) in cases {
            let told = of(args).expect_err("it is wrong");
            assert!(told.starts_with(wrong), "{told}");
            assert_eq!(told.lines().count(), 1, "{told}");
        }
    }

    #[test]
    fn the_command_line_wins_over_the_environment_and_that_over_the_file() {
        let file = "port = 1\nhost = [\"a\", \"b\"]\ndata = \"file\"\nsocket = \"s\"\nMAX_TEXT = 3";
        let mut file: Table = file.parse().expect("it is TOML");
        let of_file = of_file(&mut file).expect("it is right");
        assert_eq!(file.keys().collect::<Vec<_>>(), ["MAX_TEXT"]);
        let environment = of_environment(|name| (name == "PORT").then(|| "2".to_owned()));
        let environment = environment.expect("it is right");
        let options = of(&["--data", "line"]).expect("it is right");
        let options = options.or(environment).or(of_file);
        assert_eq!(options.port, Some(2));
        assert_eq!(options.hosts, ["a", "b"]);
        assert_eq!(options.data, Some("line".into()));
        assert_eq!(options.socket, Some("s".into()));
    }

    #[test]
    fn wrong_options_of_a_file_are_told() {
        for (file, wrong) in [
            ("port = true", "port has to be a text or a number."),
            ("port = 70000", "port = 70000 is no port number."),
            ("data = 1", "data has to be a path, as a text."),
            ("host = [[]]", "host has to be a text or a number."),
        ] {
            let mut file: Table = file.parse().expect("it is TOML");
            assert_eq!(of_file(&mut file), Err(wrong.to_owned()));
        }
    }

    #[test]
    fn help_tells_every_setting() {
        let help = help();
        for name in [
            "MAX_TEXT (default: 4000)",
            "HOSTS",
            "ADMIN_KEY",
            "OUTGOING (default: public)",
        ] {
            assert!(
                help.contains(&format!("      {name}\n")),
                "{name} in\n{help}"
            );
        }
    }
}
