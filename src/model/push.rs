//! What a browser is told of a room by a push service, and which addresses may be one.

use crate::limits;

/// Where push services are, unless the operator says otherwise.
const HOSTS: &str = "fcm.googleapis.com, jmt17.google.com, *.push.services.mozilla.com, \
                     *.push.apple.com, *.notify.windows.com";

/// What a browser is told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PushWhat {
    /// All messages.
    All,
    /// Those that mention its member; in the room of a pair, all.
    Mentions,
}

impl PushWhat {
    pub fn as_str(self) -> &'static str {
        match self {
            PushWhat::All => "all",
            PushWhat::Mentions => "mentions",
        }
    }

    /// Reads it as [`PushWhat::as_str`] wrote it.
    pub fn parse(text: &str) -> Option<PushWhat> {
        let all = [PushWhat::All, PushWhat::Mentions];
        all.into_iter().find(|what| what.as_str() == text)
    }
}

/// Whether this may be the address of a browser at a push service: one of these hosts, or of those of today.
///
/// An entry of the list is the name of a host, `*.` and the end of such names, or a whole origin. The
/// addresses come from clients, so what is not plainly one is none: a name by https on port 443, and a path,
/// in characters that mean the same to everybody who reads an address.
pub fn is_push_address(address: &str, hosts: Option<&str>) -> bool {
    let is_plain =
        |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%!$&'()*+,;=:@/?".contains(&byte);
    if address.len() > limits::PUSH_ENDPOINT || !address.bytes().all(is_plain) {
        return false;
    }
    let Some((scheme, rest)) = address.split_once("://") else {
        return false;
    };
    let Some((authority, _)) = rest.split_once('/') else {
        return false;
    };
    let scheme = scheme.to_ascii_lowercase();
    let authority = authority.to_ascii_lowercase();
    let host = authority.strip_suffix(":443").unwrap_or(&authority);
    let is_host = scheme == "https" && is_host(host);
    let mut entries = hosts.unwrap_or(HOSTS).split(',').map(str::trim);
    entries.any(|entry| {
        let entry = entry.to_ascii_lowercase();
        match (entry.split_once("://"), entry.strip_prefix("*.")) {
            (Some((of, at)), _) => of == scheme && at.trim_end_matches('/') == authority,
            (None, Some(end)) => {
                let name = host.strip_suffix(end);
                is_host && name.is_some_and(|name| name.len() > 1 && name.ends_with('.'))
            }
            (None, None) => is_host && entry == host,
        }
    })
}

/// Whether this is the name of a host, written as names are: no address of a machine, no port, no dot at
/// its end.
fn is_host(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(is_plain)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let last = text.rsplit('.').next().unwrap_or_default();
    text.len() <= 253
        && text.contains('.')
        && text.split('.').all(is_label)
        && last.bytes().any(|byte| byte.is_ascii_alphabetic())
        && !last.starts_with("0x")
}

/// Whether this is so many bytes in base64url, of which the first one is this.
pub fn is_key(text: &str, bytes: usize, first: Option<u8>) -> bool {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    let is_short = text.len() <= 2 * bytes;
    let key = is_short.then(|| BASE64_URL_SAFE_NO_PAD.decode(text).ok());
    key.flatten().is_some_and(|key| {
        key.len() == bytes && first.is_none_or(|first| key.first() == Some(&first))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_todays_push_services_are_some() {
        for address in [
            "https://fcm.googleapis.com/fcm/send/dQw4w9:APA91b-H_x%3D",
            "https://fcm.googleapis.com:443/fcm/send/a",
            "https://jmt17.google.com/fcm/send/a",
            "HTTPS://FCM.GoogleAPIs.com/wp/a",
            "https://updates.push.services.mozilla.com/wpush/v2/gAAAA-_",
            "https://web.push.apple.com/QGuW",
            "https://a.b.push.apple.com/QGuW",
            "https://wns2-by3p.notify.windows.com/w/?token=BQ%2bA%3d",
        ] {
            assert!(is_push_address(address, None), "{address}");
        }
    }

    #[test]
    fn what_is_not_plainly_at_one_of_them_is_none() {
        let long = format!("https://fcm.googleapis.com/{}", "a".repeat(1_000));
        for address in [
            "",
            "https://fcm.googleapis.com",
            "http://fcm.googleapis.com/a",
            "//fcm.googleapis.com/a",
            "ftp://fcm.googleapis.com/a",
            "https:/fcm.googleapis.com/a",
            "https:\\\\fcm.googleapis.com/a",
            "https://fcm.googleapis.com:80/a",
            "https://fcm.googleapis.com:0443/a",
            "https://fcm.googleapis.com:/a",
            "https://fcm.googleapis.com:443:443/a",
            "https://fcm.googleapis.com./a",
            "https://.fcm.googleapis.com/a",
            "https://fcm..googleapis.com/a",
            "https://xfcm.googleapis.com/a",
            "https://fcm.googleapis.com.evil.example/a",
            "https://evil.example/fcm.googleapis.com/a",
            "https://evil.example?fcm.googleapis.com/a",
            "https://evil.example#.push.apple.com/a",
            "https://evil.example\\.push.apple.com/a",
            "https://evil.example%2f.push.apple.com/a",
            "https://user@fcm.googleapis.com/a",
            "https://user:pass@fcm.googleapis.com/a",
            "https://fcm.googleapis.com@evil.example/a",
            "https://push.apple.com/a",
            "https://.push.apple.com/a",
            "https://-.push.apple.com/a",
            "https://evilpush.apple.com/a",
            "https://a_b.push.apple.com/a",
            "https://fcm\u{2024}googleapis.com/a",
            "https://fcm.googleapis\u{3002}com/a",
            "https://ｆcm.googleapis.com/a",
            "https://fcm.goo\tgleapis.com/a",
            "https://fcm.googleapis.com/a\nb",
            "https://fcm.googleapis.com/a b",
            "https://fcm.googleapis.com/a#b",
            " https://fcm.googleapis.com/a",
            "https://127.0.0.1/a",
            "https://[::1]/a",
            "https://2130706433/a",
            "https://0x7f.1/a",
            "https://localhost/a",
            &long,
        ] {
            assert!(!is_push_address(address, None), "{address}");
        }
    }

    #[test]
    fn the_operator_says_where_push_services_are() {
        let hosts =
            Some("push.example, *.Push.Example ,http://127.0.0.1:9999, https://own.example/");
        for address in [
            "https://push.example/a",
            "https://a.push.example/a",
            "http://127.0.0.1:9999/a",
            "https://own.example/a",
        ] {
            assert!(is_push_address(address, hosts), "{address}");
        }
        for address in [
            "https://fcm.googleapis.com/a",
            "http://push.example/a",
            "https://127.0.0.1:9999/a",
            "http://127.0.0.1/a",
            "http://127.0.0.1:9998/a",
            "http://127.0.0.1:9999@evil.example/a",
            "http://127.0.0.1:9999.evil.example/a",
            "http://x@127.0.0.1:9999/a",
            "https://own.example:443/a",
            "https://127.0.0.1/a",
        ] {
            assert!(!is_push_address(address, hosts), "{address}");
        }
        // An address of a machine is none for a pattern, either.
        for hosts in ["127.0.0.1", "*.0.0.1", "*.", "*", "", "localhost"] {
            assert!(
                !is_push_address("https://127.0.0.1/a", Some(hosts)),
                "{hosts}"
            );
            assert!(
                !is_push_address("https://localhost/a", Some(hosts)),
                "{hosts}"
            );
        }
    }

    #[test]
    fn keys_are_as_long_as_they_have_to_be() {
        let point = format!("B{}", "A".repeat(86));
        assert!(is_key(&point, 65, Some(4)));
        assert!(is_key("AAAAAAAAAAAAAAAAAAAAAA", 16, None));
        for bad in [
            "",
            "B",
            "AAAAAAAAAAAAAAAAAAAAAA==",
            "AAAAAAAAAAAAAAAAAAAAA",
            "+AAAAAAAAAAAAAAAAAAAAA",
        ] {
            assert!(!is_key(bad, 16, None), "{bad}");
        }
        let compressed = format!("C{}", "A".repeat(86));
        assert!(!is_key(&compressed, 65, Some(4)));
        assert!(!is_key(&"A".repeat(1_000_000), 65, None));
    }
}
