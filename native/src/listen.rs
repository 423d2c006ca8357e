//! Where the server listens, and by which names it goes there.

use std::fs::{self, Permissions};
use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::os::unix::fs::{FileTypeExt, PermissionsExt};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::Duration;

use nix::ifaddrs::getifaddrs;
use socket2::{Domain, Socket, TcpKeepalive, Type};
use tokio::net::{TcpListener, UnixListener};

/// Connections that wait until they are taken: a whole room may come at once.
const BACKLOG: i32 = 4_096;

/// When a connection on which nothing comes is asked whether it is still there, and how often.
const KEEPALIVE: Duration = Duration::from_secs(60);

/// Listens at addresses or names, each of which may be several addresses. Port 0 is any that is free, the same for
/// all. Returns the port. `option` is the one by which it was said.
pub fn tcp(hosts: &[String], port: u16, option: &str) -> Result<(Vec<TcpListener>, u16), String> {
    tcp_by(hosts, port, option, listener)
}

fn tcp_by(
    hosts: &[String],
    port: u16,
    option: &str,
    listener: impl Fn(SocketAddr, bool) -> io::Result<TcpListener>,
) -> Result<(Vec<TcpListener>, u16), String> {
    let mut addresses: Vec<SocketAddr> = Vec::new();
    for host in hosts {
        let resolved = (host.as_str(), port).to_socket_addrs();
        let resolved =
            resolved.map_err(|error| format!("--host {host} is no address: {error}."))?;
        for address in resolved {
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
    }
    // Where all of IPv4 has a socket of its own, that of IPv6 leaves it alone.
    let is_only = addresses.iter().any(SocketAddr::is_ipv4);
    let mut listeners = Vec::new();
    let mut taken = port;
    for mut address in addresses {
        address.set_port(taken);
        let listener = match listener(address, is_only) {
            Ok(listener) => listener,
            // All of a machine without IPv6 is all of IPv4.
            Err(error) if is_only && is_all_of_no_family(address, &error) => continue,
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                return Err(format!(
                    "Port {taken} on {} is taken: choose another with {option}.",
                    address.ip()
                ));
            }
            Err(error) => {
                return Err(format!(
                    "It is not possible to listen at {address}: {error}."
                ));
            }
        };
        taken = listener
            .local_addr()
            .map_or(taken, |address| address.port());
        listeners.push(listener);
    }
    Ok((listeners, taken))
}

/// Whether it is not possible to listen at all of IPv6 because the system has none.
fn is_all_of_no_family(address: SocketAddr, error: &io::Error) -> bool {
    let is_none = error.raw_os_error() == Some(nix::errno::Errno::EAFNOSUPPORT as i32);
    is_none && address.is_ipv6() && address.ip().is_unspecified()
}

fn listener(address: SocketAddr, is_only: bool) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, None)?;
    // A server that was just ended still has connections that are closing.
    socket.set_reuse_address(true)?;
    if address.is_ipv6() {
        socket.set_only_v6(is_only)?;
    }
    // Connections take these over. Frames are small, and go at once.
    socket.set_tcp_nodelay(true)?;
    let keepalive = TcpKeepalive::new().with_time(KEEPALIVE);
    socket.set_tcp_keepalive(&keepalive.with_interval(KEEPALIVE))?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Listens at a Unix socket. Every user of this machine can connect, as by TCP, unless the folder it is in says
/// otherwise.
pub fn unix(path: &Path) -> Result<UnixListener, String> {
    let shown = path.display();
    let is_socket = fs::symlink_metadata(path).is_ok_and(|kind| kind.file_type().is_socket());
    if is_socket {
        if UnixStream::connect(path).is_ok() {
            return Err(format!("Another server listens at {shown}."));
        }
        // Of one that is gone.
        let _ = fs::remove_file(path);
    }
    let failed = |error: io::Error| format!("It is not possible to listen at {shown}: {error}.");
    let listener = UnixListener::bind(path).map_err(failed)?;
    fs::set_permissions(path, Permissions::from_mode(0o666)).map_err(failed)?;
    Ok(listener)
}

/// Whether an address stands for every interface.
pub fn is_everywhere(host: &str) -> bool {
    host.parse()
        .is_ok_and(|address: IpAddr| address.is_unspecified())
}

/// As what an address is told to who opens it in a browser: there, accounts need a name.
pub fn shown(host: &str) -> &str {
    let is_local = is_everywhere(host) || matches!(host, "127.0.0.1" | "::1");
    if is_local { "localhost" } else { host }
}

/// A host with a port, as it is in a URL.
pub fn with_port(host: &str, port: u16) -> String {
    match host.contains(':') {
        true => format!("[{host}]:{port}"),
        false => format!("{host}:{port}"),
    }
}

/// By which names this server may be called there (`HOSTS`): local ones, those that it is told to listen at, and all of
/// this machine's if it listens everywhere.
pub fn names(hosts: &[String], port: u16) -> String {
    let mut names: Vec<String> = ["localhost", "127.0.0.1", "::1"].map(str::to_owned).into();
    for host in hosts {
        match is_everywhere(host) {
            true => names.extend(own_names()),
            false => names.push(host.to_ascii_lowercase()),
        }
    }
    let mut all: Vec<String> = Vec::new();
    for name in names {
        let name = with_port(&name, port);
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all.join(",")
}

/// By which names a neighbour may call this machine: its own, also as the local network tells it, and its addresses.
fn own_names() -> Vec<String> {
    let name = nix::unistd::gethostname().ok();
    let name = name.and_then(|name| name.into_string().ok());
    let name = name
        .filter(|name| !name.is_empty())
        .map(|name| name.to_ascii_lowercase());
    let mut names: Vec<String> = Vec::new();
    if let Some(name) = name {
        if !name.contains('.') {
            names.push(format!("{name}.local"));
        }
        names.insert(0, name);
    }
    for interface in getifaddrs().into_iter().flatten() {
        let Some(address) = interface.address else {
            continue;
        };
        if let Some(address) = address.as_sockaddr_in() {
            names.push(address.ip().to_string());
        } else if let Some(address) = address.as_sockaddr_in6() {
            names.push(address.ip().to_string());
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::Folder;

    fn names_of(hosts: &[&str]) -> Vec<String> {
        let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
        names(&hosts, 9000).split(',').map(str::to_owned).collect()
    }

    #[test]
    fn what_is_local_is_told_by_its_name() {
        for local in ["127.0.0.1", "::1", "0.0.0.0", "::", "localhost"] {
            assert_eq!(shown(local), "localhost", "{local}");
        }
        // Nobody listens there by that name.
        for host in ["127.0.0.2", "192.0.2.7", "chat.example"] {
            assert_eq!(shown(host), host);
        }
    }

    #[test]
    fn names_are_local_ones_and_what_it_listens_at() {
        let local = ["localhost:9000", "127.0.0.1:9000", "[::1]:9000"];
        assert_eq!(names_of(&[]), local);
        assert_eq!(names_of(&["localhost"]), local);
        assert_eq!(
            names_of(&["192.0.2.7"]),
            [&local[..], &["192.0.2.7:9000"]].concat()
        );
        let six = [&local[..], &["[2001:db8::7]:9000"]].concat();
        assert_eq!(names_of(&["2001:db8::7"]), six);
    }

    #[test]
    fn names_are_all_of_this_machine_if_it_listens_everywhere() {
        let own = nix::unistd::gethostname().expect("it has a name");
        let own = own.into_string().expect("a text").to_ascii_lowercase();
        for everywhere in ["0.0.0.0", "::"] {
            let names = names_of(&[everywhere]);
            assert!(names.contains(&"localhost:9000".to_owned()));
            assert!(names.contains(&format!("{own}:9000")), "{names:?}");
            assert!(!names.contains(&with_port(everywhere, 9000)));
        }
    }

    fn block_on<T>(work: impl FnOnce() -> T) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.expect("a runtime");
        let _inside = runtime.enter();
        work()
    }

    #[test]
    fn both_families_are_listened_at_by_one_port() {
        block_on(|| {
            let hosts = ["0.0.0.0".to_owned(), "::".to_owned()];
            let (listeners, port) = tcp(&hosts, 0, "--port").expect("there is a free port");
            assert_eq!(listeners.len(), 2);
            assert_ne!(port, 0);
            for address in ["127.0.0.1", "::1"] {
                let address: IpAddr = address.parse().expect("an address");
                std::net::TcpStream::connect((address, port)).expect("it listens");
            }
            #[cfg(target_os = "linux")]
            for listener in &listeners {
                let (taken, _) = socket2::SockRef::from(listener).accept().expect("it came");
                assert!(taken.keepalive().expect("it is told"));
                assert!(taken.tcp_nodelay().expect("it is told"));
            }
            let told = tcp(&hosts, port, "--port").expect_err("it is taken");
            assert!(
                told.starts_with(&format!("Port {port} on 0.0.0.0 is taken")),
                "{told}"
            );
        });
        block_on(|| {
            let told = tcp(&["no such name".to_owned()], 0, "--port").expect_err("it is none");
            assert!(
                told.starts_with("--host no such name is no address"),
                "{told}"
            );
        });
    }

    #[test]
    fn a_machine_without_ipv6_is_listened_at_by_ipv4() {
        let without = |address: SocketAddr, is_only: bool| match address.is_ipv6() {
            true => Err(nix::errno::Errno::EAFNOSUPPORT.into()),
            false => listener(address, is_only),
        };
        let listened = |hosts: &[&str]| {
            let hosts: Vec<String> = hosts.iter().map(|host| (*host).to_owned()).collect();
            tcp_by(&hosts, 0, "--port", without).map(|(listeners, _)| listeners.len())
        };
        block_on(|| {
            assert_eq!(listened(&["0.0.0.0", "::"]), Ok(1));
            assert_eq!(listened(&["::", "127.0.0.1"]), Ok(1));
            // Where nothing else is left, or one address is meant, nobody would know why nothing comes.
            for hosts in [&["::"][..], &["0.0.0.0", "::1"]] {
                let told = listened(hosts).expect_err("there is no IPv6");
                assert!(
                    told.starts_with("It is not possible to listen at [::"),
                    "{told}"
                );
            }
        });
    }

    #[test]
    fn a_socket_of_who_is_gone_is_taken_over() {
        let home = Folder::new();
        let path = home.0.join("socket");
        block_on(|| {
            let first = unix(&path).expect("it is free");
            let told = unix(&path).expect_err("it is taken");
            assert!(told.starts_with("Another server listens at"), "{told}");
            drop(first);
            unix(&path).expect("it is free again");
            let file = home.0.join("file");
            fs::write(&file, "x").expect("ours");
            assert!(unix(&file).is_err(), "no file is replaced");
        });
    }
}
