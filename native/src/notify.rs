//! What systemd, or who else has started this server, is told of how it is (`sd_notify`), if they want to know.

use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// It serves.
pub const READY: &str = "READY=1";
/// It ends.
pub const STOPPING: &str = "STOPPING=1";

/// Tells a state to who has asked for it by `NOTIFY_SOCKET`. What fails is their loss.
pub fn notify(state: &str) {
    if let Some(to) = std::env::var_os("NOTIFY_SOCKET") {
        let _ = send(&to, state);
    }
}

/// It reads its settings again, from now until it is ready.
pub fn reloading() {
    let clock = nix::time::clock_gettime(nix::time::ClockId::CLOCK_MONOTONIC);
    if let Ok(now) = clock {
        let micros = now.tv_sec() * 1_000_000 + now.tv_nsec() / 1_000;
        notify(&format!("RELOADING=1\nMONOTONIC_USEC={micros}"));
    }
}

fn send(to: &OsStr, state: &str) -> io::Result<usize> {
    let socket = UnixDatagram::unbound()?;
    socket.send_to_addr(state.as_bytes(), &address(to)?)
}

fn address(to: &OsStr) -> io::Result<SocketAddr> {
    match to.as_bytes() {
        #[cfg(target_os = "linux")]
        [b'@', name @ ..] => {
            use std::os::linux::net::SocketAddrExt;
            SocketAddr::from_abstract_name(name)
        }
        _ => SocketAddr::from_pathname(to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::tests::Folder;

    fn heard(socket: &UnixDatagram) -> String {
        let mut bytes = [0; 100];
        let count = socket.recv(&mut bytes).expect("it was told");
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    }

    #[test]
    fn who_asks_is_told() {
        let home = Folder::new();
        let path = home.0.join("notify");
        let socket = UnixDatagram::bind(&path).expect("ours");
        send(path.as_os_str(), READY).expect("it is there");
        assert_eq!(heard(&socket), "READY=1");
        assert!(send(home.0.join("none").as_os_str(), READY).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_no_file_will_do() {
        let name = format!("@alcove-notify-{}", std::process::id());
        let address = address(OsStr::new(&name)).expect("it is one");
        let socket = UnixDatagram::bind_addr(&address).expect("it is free");
        send(OsStr::new(&name), STOPPING).expect("it is there");
        assert_eq!(heard(&socket), "STOPPING=1");
    }
}
