//! Budgets per network: how much of what is expensive one network may use, checked before a
//! request touches a room.
//!
//! A network is an IPv4 address or the /64 of an IPv6 one: whoever has one address of a /64 has
//! them all, and a school behind one address counts as one network, too. Addresses are held
//! only in memory here, as the bits that matter; nothing writes them down.
//!
//! The number of networks kept is bounded, and the work per request does not depend on what
//! others did: each network has its place in one of many short lists, which nobody outside can
//! predict. When a list is full, the network that owes least is forgotten: an attacker who
//! arrives from ever more networks displaces those that hardly owe anything, never a debt.

use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::auth::TokenKey;
use crate::limits;
use crate::room::{PairBudget, SourceTag};
use crate::time::{Duration, Timestamp};

/// Where a request comes from, as far as it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Network {
    /// An IPv4 address.
    V4(u32),
    /// The first 64 bits of an IPv6 address.
    V6(u64),
    /// One of which only a tag is known, by which [`Budgets::source`] told it from others.
    Tagged(SourceTag),
    /// All whose address nobody knows: they share one network.
    Unknown,
}

impl Network {
    /// Reads an address as proxies and runtimes write it: with or without brackets, port and zone.
    pub fn parse(text: &str) -> Network {
        match address(text.trim()) {
            Some(IpAddr::V4(address)) => Network::V4(address.to_bits()),
            Some(IpAddr::V6(address)) => match address.to_ipv4_mapped() {
                Some(address) => Network::V4(address.to_bits()),
                None => Network::V6((address.to_bits() >> 64) as u64),
            },
            None => Network::Unknown,
        }
    }

    /// The network in a header of a proxy that is trusted. In a list, only the last element is that
    /// proxy's own: the others are whatever the client said.
    pub fn of_proxy(header: &str) -> Network {
        Network::parse(header.rsplit(',').next().unwrap_or_default())
    }
}

/// The text of those whose address nobody knows.
const UNKNOWN: &str = "unknown";

/// The one text of a network.
impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Network::V4(bits) => write!(f, "v4-{bits:08x}"),
            Network::V6(bits) => write!(f, "v6-{bits:016x}"),
            Network::Tagged(tag) => write!(f, "tag-{tag:016x}"),
            Network::Unknown => f.write_str(UNKNOWN),
        }
    }
}

fn address(text: &str) -> Option<IpAddr> {
    if let Some(rest) = text.strip_prefix('[') {
        return v6(rest.split(']').next()?);
    }
    // One colon is that before a port; an IPv6 address has at least two.
    match text.split_once(':') {
        Some((host, port)) if !port.contains(':') => Some(IpAddr::V4(host.parse().ok()?)),
        Some(_) => v6(text),
        None => Some(IpAddr::V4(text.parse().ok()?)),
    }
}

fn v6(text: &str) -> Option<IpAddr> {
    let without_zone = text.split('%').next()?;
    Some(IpAddr::V6(without_zone.parse::<Ipv6Addr>().ok()?))
}

/// What a network has a budget of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// Sockets, into whatever room.
    Joins,
    /// Sockets into rooms that nobody was ever in.
    Rooms,
    /// Rooms of pairs, which other rooms begin.
    Pairs,
    /// Pages of messages over HTTP, by their bytes.
    Reads,
    /// Wrong keys of the operator.
    Keys,
    /// Steps of signing in.
    SignIns,
    /// Bytes of files that are sent.
    Files,
}

/// How many budgets there are.
const BUDGETS: usize = 7;

/// What one unit counts: per minute and millisecond, so that each millisecond pays exactly
/// `per_minute` back.
const UNIT: u64 = 60_000;

const MINUTES_OF_DAY: u64 = 24 * 60;

/// What an operator sets by `[vars]`: units per minute, 0 for no bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NetworkLimits {
    /// Sockets (`NETWORK_JOINS_PER_MINUTE`).
    pub joins: u64,
    /// Sockets into new rooms, and as many rooms of pairs (`NETWORK_ROOMS_PER_MINUTE`).
    pub rooms: u64,
    /// Reads over HTTP (`NETWORK_READS_PER_MINUTE`).
    pub reads: u64,
    /// Steps of signing in (`NETWORK_SIGN_INS_PER_MINUTE`).
    pub sign_ins: u64,
    /// Bytes of files a day (`MAX_NETWORK_FILE_BYTES_PER_DAY`).
    pub file_bytes: u64,
}

impl Default for NetworkLimits {
    fn default() -> NetworkLimits {
        NetworkLimits {
            joins: 600,
            rooms: 20,
            reads: 600,
            sign_ins: 20,
            file_bytes: 1_000_000_000,
        }
    }
}

impl NetworkLimits {
    /// Reads the limits from variables; one that is absent or not a number keeps its default.
    pub fn from_vars(var: impl Fn(&str) -> Option<String>) -> NetworkLimits {
        let number = |name: &str, default: u64| {
            let parsed = var(name).and_then(|text| text.trim().parse::<u64>().ok());
            parsed.unwrap_or(default).min(1_000_000)
        };
        let d = NetworkLimits::default();
        NetworkLimits {
            joins: number("NETWORK_JOINS_PER_MINUTE", d.joins),
            rooms: number("NETWORK_ROOMS_PER_MINUTE", d.rooms),
            reads: number("NETWORK_READS_PER_MINUTE", d.reads),
            sign_ins: number("NETWORK_SIGN_INS_PER_MINUTE", d.sign_ins),
            file_bytes: {
                let parsed = var("MAX_NETWORK_FILE_BYTES_PER_DAY");
                let parsed = parsed.and_then(|text| text.trim().parse::<u64>().ok());
                parsed.unwrap_or(d.file_bytes).min(1 << 40)
            },
        }
    }
}

/// What comes back in a minute, and how much may be owed at once.
#[derive(Clone, Copy, Debug)]
struct Rate {
    per_minute: u64,
    /// In parts of [`UNIT`].
    burst: u64,
}

/// What one network owes.
#[derive(Clone, Copy, Debug)]
struct Debts {
    network: Network,
    owed: [u64; BUDGETS],
    /// Up to when it was paid back.
    at: Timestamp,
}

/// The budgets of all networks.
#[derive(Debug)]
pub struct Budgets {
    rates: [Rate; BUDGETS],
    /// The short lists of those who owe something.
    lists: Vec<Vec<Debts>>,
    /// Decides who is in which list, and by which tag a network is known.
    seed: [u8; 32],
}

impl Budgets {
    /// Budgets of which nothing is spent; `seed` is random.
    pub fn new(limits: &NetworkLimits, seed: [u8; 32]) -> Budgets {
        Budgets {
            rates: rates(limits),
            lists: vec![Vec::new(); limits::NETWORK_LISTS],
            seed,
        }
    }

    /// Other limits from now on. What is owed stays owed, and takes as long to be paid back as it would have.
    pub fn renew(&mut self, limits: &NetworkLimits) {
        let before = std::mem::replace(&mut self.rates, rates(limits));
        for debts in self.lists.iter_mut().flatten() {
            for ((owed, old), new) in debts.owed.iter_mut().zip(before).zip(self.rates) {
                let scaled = u128::from(*owed) * u128::from(new.per_minute);
                let scaled = scaled / u128::from(old.per_minute.max(1));
                *owed = u64::try_from(scaled).unwrap_or(u64::MAX);
            }
        }
    }

    /// The tag of the network that has this text, which survives on sockets while rooms sleep; none of
    /// those that nobody knows. Nobody can read an address off it who has not the seed, which is never
    /// written down.
    pub fn source(&self, network: &str) -> Option<SourceTag> {
        let key = TokenKey::from_random(self.seed);
        (network != UNKNOWN).then(|| key.network_tag(network))
    }

    /// Whether there is something left of a budget, or how long until there is.
    pub fn check(&self, network: Network, budget: Budget, now: Timestamp) -> Result<(), Duration> {
        let rate = self.rates[budget as usize];
        if rate.per_minute == 0 {
            return Ok(());
        }
        let owed = self.debts(network, now).owed[budget as usize];
        let beyond = (owed + UNIT).saturating_sub(rate.burst);
        match beyond {
            0 => Ok(()),
            beyond => Err(Duration::from_millis(beyond.div_ceil(rate.per_minute))),
        }
    }

    /// Takes one out of a budget, if there is one.
    pub fn take(
        &mut self,
        network: Network,
        budget: Budget,
        now: Timestamp,
    ) -> Result<(), Duration> {
        self.reserve(network, budget, 1, now)
    }

    /// Takes so many out of a budget of which something is left: all that it can cost, before one knows
    /// its price. Else any number could begin at once.
    pub fn reserve(
        &mut self,
        network: Network,
        budget: Budget,
        count: u64,
        now: Timestamp,
    ) -> Result<(), Duration> {
        self.check(network, budget, now)?;
        self.owe(network, budget, count, now);
        Ok(())
    }

    /// Takes so many out of a budget if all of them are there; or says how long until they are.
    pub fn take_all(
        &mut self,
        network: Network,
        budget: Budget,
        count: u64,
        now: Timestamp,
    ) -> Result<(), Duration> {
        let rate = self.rates[budget as usize];
        if rate.per_minute == 0 {
            return Ok(());
        }
        let owed = self.debts(network, now).owed[budget as usize];
        let beyond = owed
            .saturating_add(count.saturating_mul(UNIT))
            .saturating_sub(rate.burst);
        if beyond > 0 {
            let wait = Duration::from_millis(beyond.div_ceil(rate.per_minute));
            return Err(wait.min(limits::FILE_SPAN));
        }
        self.owe(network, budget, count, now);
        Ok(())
    }

    /// One of so many equal parts of all that may be taken at once.
    pub fn part_of(&self, budget: Budget, parts: u64) -> u64 {
        self.rates[budget as usize].burst / UNIT / parts.max(1)
    }

    /// Gives back what was taken and did not have to be.
    pub fn give_back(&mut self, network: Network, budget: Budget, count: u64, now: Timestamp) {
        let mut debts = self.debts(network, now);
        let owed = &mut debts.owed[budget as usize];
        *owed = owed.saturating_sub(count.saturating_mul(UNIT));
        self.keep(debts, now);
    }

    /// Takes so many out of a budget whether they are there or not: what had to be done before one
    /// knew its price.
    pub fn owe(&mut self, network: Network, budget: Budget, count: u64, now: Timestamp) {
        if self.rates[budget as usize].per_minute > 0 && count > 0 {
            let mut debts = self.debts(network, now);
            debts.owed[budget as usize] += count * UNIT;
            self.keep(debts, now);
        }
    }

    /// What a network owes by now.
    fn debts(&self, network: Network, now: Timestamp) -> Debts {
        let list = self.lists.get(self.place(network));
        let kept = list.and_then(|list| list.iter().find(|debts| debts.network == network));
        let nothing = Debts {
            network,
            owed: [0; BUDGETS],
            at: now,
        };
        let mut debts = *kept.unwrap_or(&nothing);
        // A clock that jumps back pays nothing.
        let passed = (now - debts.at).as_millis();
        for (owed, rate) in debts.owed.iter_mut().zip(self.rates) {
            *owed = owed.saturating_sub(passed.saturating_mul(rate.per_minute));
        }
        debts.at = debts.at.max(now);
        debts
    }

    /// Keeps what a network owes, if that is anything, in place of what is not worth keeping.
    fn keep(&mut self, debts: Debts, now: Timestamp) {
        let (place, rates) = (self.place(debts.network), self.rates);
        let Some(list) = self.lists.get_mut(place) else {
            return;
        };
        list.retain(|other| other.network != debts.network && other.relief(&rates) > now);
        if debts.relief(&rates) <= now {
            return;
        }
        if list.len() >= limits::NETWORK_LIST {
            let by_relief = |(_, debts): &(usize, &Debts)| debts.relief(&rates);
            if let Some((least, _)) = list.iter().enumerate().min_by_key(by_relief) {
                list.swap_remove(least);
            }
        }
        list.push(debts);
    }

    fn place(&self, network: Network) -> usize {
        let mut hasher = DefaultHasher::new();
        (self.seed, network).hash(&mut hasher);
        (hasher.finish() % limits::NETWORK_LISTS as u64) as usize
    }
}

/// What limits allow of each budget, in the order of [`Budget`].
fn rates(limits: &NetworkLimits) -> [Rate; BUDGETS] {
    let rate = |per_minute: u64, minutes: u64| Rate {
        per_minute,
        burst: per_minute * minutes * UNIT,
    };
    [
        rate(limits.joins, limits::NETWORK_JOINS_BURST),
        rate(limits.rooms, limits::NETWORK_ROOMS_BURST),
        rate(limits.rooms, limits::NETWORK_ROOMS_BURST),
        rate(limits.reads, limits::NETWORK_READS_BURST),
        rate(limits::NETWORK_KEYS_PER_MINUTE, 1),
        rate(limits.sign_ins, limits::NETWORK_SIGN_INS_BURST),
        // All of a day's at once, which come back in the course of a day.
        Rate {
            per_minute: match limits.file_bytes {
                0 => 0,
                bytes => (bytes / MINUTES_OF_DAY).max(1),
            },
            burst: limits.file_bytes * UNIT,
        },
    ]
}

/// What is on its way here, all of each of which may be in memory at once.
#[derive(Debug)]
pub struct Uploads {
    /// From where each comes, and when it is given up.
    all: Vec<(Network, Timestamp)>,
    /// How many of one network there may be, and how many in all.
    of_network: usize,
    most: usize,
}

impl Uploads {
    pub fn new(of_network: usize, most: usize) -> Uploads {
        Uploads {
            all: Vec::new(),
            of_network,
            most,
        }
    }

    /// One more comes, if there is a place for it, and takes that until it ends or its time is over. The last half of
    /// the places is for those who have none: a few networks that are slow on purpose do not keep everybody out.
    pub fn begin(&mut self, network: Network, now: Timestamp, over: Timestamp) -> bool {
        self.all.retain(|(_, over)| *over > now);
        let of_network = self.all.iter().filter(|(from, _)| *from == network);
        let most_of_network = match self.all.len() < self.most / 2 {
            true => self.of_network,
            false => 1,
        };
        let has_place = of_network.count() < most_of_network && self.all.len() < self.most;
        if has_place {
            self.all.push((network, over));
        }
        has_place
    }

    /// One has come, or will not.
    pub fn end(&mut self, network: Network, over: Timestamp) {
        let ended = self.all.iter().position(|one| *one == (network, over));
        if let Some(ended) = ended {
            self.all.swap_remove(ended);
        }
    }
}

/// One server's budgets, shared by what answers requests and all rooms, on whatever thread.
#[derive(Clone)]
pub struct SharedBudgets(Arc<Mutex<Budgets>>);

impl SharedBudgets {
    pub fn new(budgets: Budgets) -> SharedBudgets {
        SharedBudgets(Arc::new(Mutex::new(budgets)))
    }

    pub fn lock(&self) -> MutexGuard<'_, Budgets> {
        // Whoever panicked has left counts, and any counts will do.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PairBudget for SharedBudgets {
    fn source(&self, network: &str) -> Option<SourceTag> {
        self.lock().source(network)
    }

    fn check(&self, source: Option<SourceTag>, now: Timestamp) -> Result<(), Duration> {
        self.lock().check(of(source), Budget::Pairs, now)
    }

    fn take(&self, source: Option<SourceTag>, now: Timestamp) {
        self.lock().owe(of(source), Budget::Pairs, 1, now);
    }
}

fn of(source: Option<SourceTag>) -> Network {
    source.map_or(Network::Unknown, Network::Tagged)
}

impl Debts {
    /// When nothing will be owed any more.
    fn relief(&self, rates: &[Rate; BUDGETS]) -> Timestamp {
        let owed = self.owed.iter().zip(rates);
        let waits = owed.map(|(owed, rate)| owed.div_ceil(rate.per_minute.max(1)));
        self.at + Duration::from_millis(waits.max().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::short::{at, ms};

    const ANA: Network = Network::V4(1);
    const BEN: Network = Network::V4(2);

    fn budgets(joins: u64, rooms: u64, reads: u64) -> Budgets {
        let limits = NetworkLimits {
            joins,
            rooms,
            reads,
            sign_ins: 20,
            file_bytes: 1_000_000_000,
        };
        Budgets::new(&limits, [7; 32])
    }

    fn in_mind(budgets: &Budgets) -> usize {
        budgets.lists.iter().map(Vec::len).sum()
    }

    #[test]
    fn addresses_as_they_are_written() {
        let table = [
            ("192.0.2.1", "v4-c0000201"),
            (" 192.0.2.1\t", "v4-c0000201"),
            ("192.0.2.1:8080", "v4-c0000201"),
            ("::ffff:192.0.2.1", "v4-c0000201"),
            ("[::ffff:c000:201]:443", "v4-c0000201"),
            ("2001:db8:1:2:3:4:5:6", "v6-20010db800010002"),
            ("2001:DB8:1:2::", "v6-20010db800010002"),
            ("[2001:db8:1:2::9]", "v6-20010db800010002"),
            ("[2001:db8:1:2::9]:443", "v6-20010db800010002"),
            ("fe80::1%eth0", "v6-fe80000000000000"),
            ("[fe80::1%25eth0]:1", "v6-fe80000000000000"),
            ("::1", "v6-0000000000000000"),
        ];
        for (text, network) in table {
            assert_eq!(Network::parse(text).to_string(), network, "{text}");
        }
        for garbage in [
            "",
            "unknown",
            "localhost:80",
            "1.2.3",
            "1.2.3.4.5",
            "1.2.3.256",
            "01.2.3.4",
            "0x7f.0.0.1",
            "1.2.3.4, 5.6.7.8",
            "[",
            "[]",
            "[1.2.3.4]",
            ":::",
            "1::2::3",
            "2001:db8",
            "%",
            "\"192.0.2.1\"",
            "١.٢.٣.٤",
            "unix:/tmp/socket",
        ] {
            assert_eq!(Network::parse(garbage), Network::Unknown, "{garbage}");
        }
    }

    #[test]
    fn of_a_list_only_what_the_proxy_itself_appended_counts() {
        assert_eq!(Network::of_proxy("192.0.2.1"), Network::V4(0xc000_0201));
        let told = "10.0.0.1, 198.51.100.7,192.0.2.1";
        assert_eq!(Network::of_proxy(told), Network::V4(0xc000_0201));
        assert_eq!(Network::of_proxy("192.0.2.1,"), Network::Unknown);
        assert_eq!(Network::of_proxy("192.0.2.1, x"), Network::Unknown);
    }

    #[test]
    fn one_home_has_one_budget_however_many_addresses_it_has() {
        let mut budgets = budgets(1, 0, 0);
        let home = |n: u16| Network::parse(&format!("2001:db8::{n:x}"));
        assert!((0..5).all(|n| budgets.take(home(n), Budget::Joins, at(0)).is_ok()));
        assert!(budgets.take(home(9), Budget::Joins, at(0)).is_err());
        let neighbour = Network::parse("2001:db8:0:1::1");
        assert!(budgets.take(neighbour, Budget::Joins, at(0)).is_ok());
    }

    #[test]
    fn a_burst_then_a_steady_rate() {
        let mut budgets = budgets(600, 20, 600);
        for _ in 0..3_000 {
            assert_eq!(budgets.take(ANA, Budget::Joins, at(5)), Ok(()));
        }
        assert_eq!(budgets.take(ANA, Budget::Joins, at(5)), Err(ms(100)));
        assert_eq!(budgets.take(ANA, Budget::Joins, at(55)), Err(ms(50)));
        assert_eq!(budgets.take(ANA, Budget::Joins, at(105)), Ok(()));
        assert_eq!(budgets.take(ANA, Budget::Joins, at(105)), Err(ms(100)));
        assert_eq!(budgets.take(BEN, Budget::Joins, at(105)), Ok(()));
        assert_eq!(budgets.take(ANA, Budget::Rooms, at(105)), Ok(()));
    }

    #[test]
    fn the_promised_wait_is_enough() {
        for per_minute in [1, 7, 600, 59_999] {
            let mut budgets = budgets(0, 0, per_minute);
            let mut now = at(1_800_000_000_000);
            budgets.owe(ANA, Budget::Reads, 3 * per_minute + 2, now);
            for _ in 0..50 {
                let wait = budgets.take(ANA, Budget::Reads, now).unwrap_err();
                now += wait;
                let before = at(now.as_millis() - 1);
                assert!(budgets.check(ANA, Budget::Reads, before).is_err());
                assert_eq!(budgets.take(ANA, Budget::Reads, now), Ok(()));
            }
        }
    }

    #[test]
    fn what_is_owed_beyond_the_burst_is_paid_before_the_next() {
        let mut budgets = budgets(0, 0, 60);
        budgets.owe(ANA, Budget::Reads, 119, at(0));
        assert_eq!(budgets.take(ANA, Budget::Reads, at(0)), Ok(()));
        budgets.owe(ANA, Budget::Reads, 7, at(0));
        assert_eq!(budgets.take(ANA, Budget::Reads, at(0)), Err(ms(8_000)));
    }

    #[test]
    fn zero_is_no_bound_and_nothing_to_remember() {
        let mut budgets = budgets(0, 0, 0);
        for _ in 0..10_000 {
            for budget in [Budget::Joins, Budget::Rooms, Budget::Pairs, Budget::Reads] {
                assert_eq!(budgets.take(ANA, budget, at(0)), Ok(()));
            }
        }
        assert_eq!(in_mind(&budgets), 0);
    }

    #[test]
    fn a_clock_that_jumps_back_gives_nothing() {
        let mut budgets = budgets(1, 0, 0);
        budgets.owe(ANA, Budget::Joins, 5, at(1_000_000));
        assert!(budgets.take(ANA, Budget::Joins, at(0)).is_err());
        assert!(budgets.take(ANA, Budget::Joins, at(1_000_000)).is_err());
    }

    #[test]
    fn what_is_owed_stays_owed_when_the_limits_change() {
        let limits = |joins| NetworkLimits {
            joins,
            ..NetworkLimits::default()
        };
        // Each at five times its rate, which is all that there is at once, and six seconds beyond.
        for (old, new) in [(600, 600), (600, 10), (10, 600)] {
            let mut budgets = Budgets::new(&limits(old), [7; 32]);
            let source = budgets.source(&ANA.to_string());
            budgets.owe(ANA, Budget::Joins, 5 * old + old / 10, at(0));
            budgets.owe(BEN, Budget::Joins, old, at(0));
            budgets.renew(&limits(new));
            let wait = Err(ms(6_000 + 60_000 / new));
            assert_eq!(budgets.take(ANA, Budget::Joins, at(0)), wait, "{old} {new}");
            assert_eq!(budgets.source(&ANA.to_string()), source);
            let left = (0..).take_while(|_| budgets.take(BEN, Budget::Joins, at(0)).is_ok());
            assert_eq!(left.count() as u64, 4 * new, "{old} {new}");
        }
        // No bound forgets; one that comes back finds nothing.
        let mut budgets = Budgets::new(&limits(1), [7; 32]);
        budgets.owe(ANA, Budget::Joins, 5, at(0));
        for joins in [0, 1] {
            budgets.renew(&limits(joins));
            assert_eq!(budgets.take(ANA, Budget::Joins, at(0)), Ok(()));
        }
    }

    #[test]
    fn ten_wrong_keys_a_minute_are_always_the_bound() {
        let mut budgets = budgets(0, 0, 0);
        assert!((0..10).all(|_| budgets.take(ANA, Budget::Keys, at(0)).is_ok()));
        assert_eq!(budgets.take(ANA, Budget::Keys, at(0)), Err(ms(6_000)));
    }

    /// Somebody with a whole /32 of IPv6 comes by a new network each time.
    #[test]
    fn ever_more_networks_flush_no_debt_and_take_no_more_memory() {
        let mut budgets = budgets(600, 20, 600);
        budgets.owe(ANA, Budget::Rooms, 1_000, at(0));
        budgets.owe(BEN, Budget::Joins, 2, at(0));
        for n in 0..50_000 {
            let _ = budgets.take(Network::V6(n), Budget::Joins, at(1));
        }
        assert!(
            budgets
                .lists
                .iter()
                .all(|list| list.len() <= limits::NETWORK_LIST)
        );
        assert!(in_mind(&budgets) >= 9_000, "{}", in_mind(&budgets));
        assert!(budgets.take(ANA, Budget::Rooms, at(1)).is_err());
        assert!(
            budgets.debts(BEN, at(1)).owed[0] > UNIT,
            "owes more than they"
        );
    }

    #[test]
    fn who_owes_nothing_any_more_makes_room() {
        let mut budgets = budgets(600, 20, 600);
        for n in 0..20_000 {
            let _ = budgets.take(Network::V6(n), Budget::Joins, at(0));
        }
        for n in 0..20_000 {
            let _ = budgets.take(Network::V6(1 << 40 | n), Budget::Joins, at(200 * n));
        }
        assert!(in_mind(&budgets) < 3_000, "{}", in_mind(&budgets));
    }

    #[test]
    fn what_it_can_cost_is_taken_first_and_the_rest_given_back() {
        let mut budgets = budgets(0, 0, 60);
        // Of 120 at once; the last may be more than what is left, the next is refused.
        for _ in 0..3 {
            assert_eq!(budgets.reserve(ANA, Budget::Reads, 50, at(0)), Ok(()));
        }
        let wait = budgets.reserve(ANA, Budget::Reads, 50, at(0));
        assert_eq!(wait, Err(ms(31_000)));
        budgets.give_back(ANA, Budget::Reads, 49, at(0));
        assert_eq!(budgets.reserve(ANA, Budget::Reads, 19, at(0)), Ok(()));
        assert_eq!(budgets.take(ANA, Budget::Reads, at(0)), Err(ms(1_000)));
        budgets.give_back(ANA, Budget::Reads, u64::MAX, at(0));
        assert_eq!(in_mind(&budgets), 0);
    }

    #[test]
    fn few_files_come_at_once_and_none_takes_a_place_for_ever() {
        let mut uploads = Uploads::new(limits::UPLOADS_OF_NETWORK, limits::UPLOADS);
        let begins = |uploads: &mut Uploads, from, now| {
            uploads.begin(Network::V4(from), at(now), at(now + 10))
        };
        for _ in 0..limits::UPLOADS_OF_NETWORK {
            assert!(begins(&mut uploads, 0, 0));
        }
        assert!(!begins(&mut uploads, 0, 9));
        let others = (limits::UPLOADS - limits::UPLOADS_OF_NETWORK) as u32;
        for from in 1..=others {
            assert!(begins(&mut uploads, from, 5));
        }
        assert!(!begins(&mut uploads, others + 1, 9));
        uploads.end(Network::V4(1), at(15));
        uploads.end(Network::V4(1), at(15));
        assert!(begins(&mut uploads, others + 1, 9));
        assert!(!begins(&mut uploads, 1, 9));
        assert!(begins(&mut uploads, 0, 10), "their time is over");
    }

    #[test]
    fn a_part_of_a_day_is_the_same_part_of_any() {
        let of = |file_bytes, parts| {
            let limits = NetworkLimits {
                file_bytes,
                ..NetworkLimits::default()
            };
            Budgets::new(&limits, [7; 32]).part_of(Budget::Files, parts)
        };
        assert_eq!(of(1_000_000_000, 10_000), 100_000);
        assert_eq!(of(9_999, 10_000), 0);
        assert_eq!(of(0, 10_000), 0);
    }

    #[test]
    fn few_networks_leave_places_for_all_others() {
        let mut parts = Uploads::new(limits::PARTS_OF_NETWORK, limits::PARTS);
        let mut begins = |from: usize| parts.begin(Network::V4(from as u32), at(0), at(10));
        let taken = (0..=10 * limits::PARTS).filter(|n| begins(n % 10)).count();
        assert_eq!(taken, limits::PARTS / 2);
        for from in 10..10 + limits::PARTS / 2 {
            assert!(begins(from), "the first of {from}");
            assert!(!begins(from));
        }
        assert!(!begins(1_000));
    }

    #[test]
    fn rooms_of_pairs_have_a_budget_of_their_own_by_tags() {
        let budgets = SharedBudgets::new(budgets(0, 1, 0));
        let [ana, ben] = [ANA, BEN].map(|network| budgets.source(&network.to_string()));
        assert!(ana.is_some() && ana != ben && ana < Some(1 << 53));
        let unknown = budgets.source(&Network::Unknown.to_string());
        assert_eq!(unknown, None);
        let other = Budgets::new(&NetworkLimits::default(), [8; 32]);
        assert_ne!(other.source(&ANA.to_string()), ana, "the seed gives it");
        for source in [ana, ben, unknown] {
            for _ in 0..50 {
                assert_eq!(budgets.check(source, at(0)), Ok(()));
                budgets.take(source, at(0));
            }
            assert_eq!(budgets.check(source, at(0)), Err(ms(60_000)));
        }
        assert_eq!(budgets.check(ana, at(60_000)), Ok(()));
        let taken = budgets.lock().take(ANA, Budget::Rooms, at(0));
        assert_eq!(taken, Ok(()), "not of new rooms");
    }

    #[test]
    fn vars_override_defaults_and_nonsense_is_ignored() {
        let limits = NetworkLimits::from_vars(|name| match name {
            "NETWORK_JOINS_PER_MINUTE" => Some(" 0 ".into()),
            "NETWORK_ROOMS_PER_MINUTE" => Some("-3".into()),
            "NETWORK_READS_PER_MINUTE" => Some("99999999999".into()),
            _ => None,
        });
        let joins = (limits.joins, limits.rooms, limits.reads);
        assert_eq!(joins, (0, 20, 1_000_000));
    }
}
