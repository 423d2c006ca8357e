//! Which addresses may be reached: those that users name must lead nowhere but to the public internet, unless the
//! operator says otherwise.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Networks that may be reached (`OUTGOING`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Networks {
    public: bool,
    private: bool,
    local: bool,
}

impl Default for Networks {
    fn default() -> Networks {
        Networks {
            public: true,
            private: false,
            local: false,
        }
    }
}

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    Public,
    /// A network of somebody's own.
    Private,
    /// This machine.
    Local,
    /// Nowhere that anybody has to be reached.
    Nowhere,
}

impl Networks {
    /// `public`, `private` and `local`, separated by commas; nothing is `public`.
    pub fn parse(text: &str) -> Result<Networks, String> {
        if text.trim().is_empty() {
            return Ok(Networks::default());
        }
        let mut networks = Networks {
            public: false,
            private: false,
            local: false,
        };
        for network in text.split(',').map(str::trim) {
            match network {
                "public" => networks.public = true,
                // This machine is in it, as workerd has it.
                "private" => (networks.private, networks.local) = (true, true),
                "local" => networks.local = true,
                _ => {
                    return Err(format!(
                        "OUTGOING has {network:?}: it may have public, private and local, separated by commas."
                    ));
                }
            }
        }
        Ok(networks)
    }

    /// Whether this address may be reached.
    pub fn admit(self, address: IpAddr) -> bool {
        match reach(address) {
            Reach::Public => self.public,
            Reach::Private => self.private,
            Reach::Local => self.local,
            Reach::Nowhere => false,
        }
    }
}

fn reach(address: IpAddr) -> Reach {
    match address {
        IpAddr::V4(address) => reach_v4(address),
        IpAddr::V6(address) => reach_v6(address),
    }
}

/// By IANA's registry of special-purpose addresses.
fn reach_v4(address: Ipv4Addr) -> Reach {
    match address.octets() {
        [127, ..] => Reach::Local,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Reach::Private,
        // Behind a carrier's own translation, and on the same link (where clouds have their metadata).
        [100, 64..=127, ..] | [169, 254, ..] => Reach::Private,
        // "This network", protocols, documentation, measuring, the old way from IPv6.
        [0, ..] | [192, 0, 0, _] | [192, 0, 2, _] | [192, 88, 99, _] => Reach::Nowhere,
        [198, 18 | 19, ..] | [198, 51, 100, _] | [203, 0, 113, _] => Reach::Nowhere,
        // To many at once, and reserved.
        [224..=255, ..] => Reach::Nowhere,
        _ => Reach::Public,
    }
}

fn reach_v6(address: Ipv6Addr) -> Reach {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        reach_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 1] => Reach::Local,
        // An IPv4 address in other clothes: as such, or on its way through a translator.
        [0, 0, 0, 0, 0, 0xffff, high, low] => embedded(high, low),
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] => embedded(high, low),
        // Where it comes out is up to relays: so it has to be public to be anything.
        [0x2002, high, low, ..] => match embedded(high, low) {
            Reach::Public => Reach::Public,
            _ => Reach::Nowhere,
        },
        // Somebody's own; the same link; and what was once for a site.
        [0xfc00..=0xfdff, ..] | [0xfe80..=0xfeff, ..] => Reach::Private,
        // Protocols (Teredo among them), documentation.
        [0x2001, 0..=0x1ff, ..] | [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Reach::Nowhere,
        // What is given out as public.
        [0x2000..=0x3fff, ..] => Reach::Public,
        _ => Reach::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_where_the_registries_say() {
        let table: &[(Reach, &[&str])] = &[
            (
                Reach::Public,
                &[
                    "1.1.1.1",
                    "8.8.8.8",
                    "9.255.255.255",
                    "11.0.0.0",
                    "100.63.255.255",
                    "100.128.0.0",
                    "126.255.255.255",
                    "128.0.0.0",
                    "169.253.255.255",
                    "169.255.0.0",
                    "172.15.255.255",
                    "172.32.0.0",
                    "192.0.1.0",
                    "192.167.255.255",
                    "192.169.0.0",
                    "198.17.255.255",
                    "198.20.0.0",
                    "223.255.255.255",
                    "2606:4700:4700::1111",
                    "2001:200::1",
                    "2001:4860:4860::8888",
                    "2a00::1",
                    "::ffff:8.8.8.8",
                    "64:ff9b::8.8.8.8",
                    "2002:808:808::1",
                ],
            ),
            (
                Reach::Private,
                &[
                    "10.0.0.1",
                    "10.255.255.255",
                    "172.16.0.1",
                    "172.31.255.255",
                    "192.168.0.1",
                    "100.64.0.1",
                    "100.127.255.255",
                    "169.254.169.254",
                    "fc00::1",
                    "fd12:3456::1",
                    "fdff:ffff::1",
                    "fe80::1",
                    "febf::1",
                    "fec0::1",
                    "::ffff:10.0.0.1",
                    "::ffff:169.254.169.254",
                    "64:ff9b::192.168.0.1",
                    "64:ff9b::a9fe:a9fe",
                ],
            ),
            (
                Reach::Local,
                &[
                    "127.0.0.1",
                    "127.255.255.255",
                    "::1",
                    "::ffff:127.0.0.1",
                    "64:ff9b::7f00:1",
                ],
            ),
            (
                Reach::Nowhere,
                &[
                    "0.0.0.0",
                    "0.1.2.3",
                    "192.0.0.1",
                    "192.0.0.170",
                    "192.0.2.1",
                    "192.88.99.1",
                    "198.18.0.1",
                    "198.19.255.255",
                    "198.51.100.1",
                    "203.0.113.1",
                    "224.0.0.1",
                    "239.255.255.255",
                    "240.0.0.1",
                    "255.255.255.255",
                    "::",
                    "::2",
                    "::127.0.0.1",
                    "::8.8.8.8",
                    "::ffff:0:127.0.0.1",
                    "::ffff:0.0.0.0",
                    "64:ff9b:1::8.8.8.8",
                    "64:ff9b::1:8.8.8.8",
                    "100::1",
                    "2001::1",
                    "2001:0:7f00:1::",
                    "2001:2::1",
                    "2001:db8::1",
                    "2002:7f00:1::1",
                    "2002:a00:1::1",
                    "3fff::1",
                    "4000::1",
                    "5f00::1",
                    "ff02::1",
                    "ff0e::1",
                ],
            ),
        ];
        for (expected, addresses) in table {
            for text in *addresses {
                let address = text.parse().expect("it is an address");
                assert_eq!(reach(address), *expected, "{text}");
            }
        }
    }

    #[test]
    fn the_operator_says_which_may_be_reached() {
        let public: IpAddr = "8.8.8.8".parse().expect("it is an address");
        let private: IpAddr = "10.0.0.1".parse().expect("it is an address");
        let local: IpAddr = "::1".parse().expect("it is an address");
        let nowhere: IpAddr = "0.0.0.0".parse().expect("it is an address");
        for (text, admitted) in [
            ("", [true, false, false, false]),
            ("public", [true, false, false, false]),
            ("local", [false, false, true, false]),
            ("private", [false, true, true, false]),
            (" public , private,local", [true, true, true, false]),
        ] {
            let networks = Networks::parse(text).expect("it is right");
            let all = [public, private, local, nowhere].map(|address| networks.admit(address));
            assert_eq!(all, admitted, "{text}");
        }
        assert!(Networks::parse("public,moon").is_err());
        assert!(Networks::parse("public,").is_err());
    }
}
