//! How many pairs, and rooms of pairs, come from one network.

use std::cell::Cell;
use std::rc::Rc;

use alcove::http::network::{Budgets, NetworkLimits, SharedBudgets};
use alcove::limits::{self, Limits};
use alcove::room::{PairBudget, SourceTag};
use alcove::time::{Duration, Timestamp};
use serde_json::{Value, json};

use super::world::{World, at};
use super::{answers, asks, brings, fill, state, told};
use crate::table::{Table, key};

const HOME: &str = "v4-c0000201";
const AWAY: &str = "v4-c0000202";
const PEOPLE: [&str; 5] = ["ana", "bo", "cy", "dan", "eve"];

/// Counts the rooms that were begun.
#[derive(Default)]
struct Counter(Cell<u64>);

impl PairBudget for Counter {
    fn source(&self, _: &str) -> Option<SourceTag> {
        Some(7)
    }

    fn check(&self, _: Option<SourceTag>, _: Timestamp) -> Result<(), Duration> {
        Ok(())
    }

    fn take(&self, source: Option<SourceTag>, _: Timestamp) {
        assert_eq!(
            source,
            Some(7),
            "from where it is known, also after a sleep"
        );
        self.0.set(self.0.get() + 1);
    }
}

/// Nobody is ever too fast.
fn unhurried() -> Limits {
    Limits {
        burst: 1_000_000,
        per_second: 1_000_000,
        ..Limits::default()
    }
}

/// A room in which everybody comes from this network.
fn from(network: &str, people: &[&'static str]) -> Table {
    let mut table = Table::of(unhurried());
    for who in people {
        table.comes_from(who, network, json!({}));
    }
    table
}

/// A room of this name that Ana owns and in which nobody has to accept, with five people of one network.
fn open_room(name: &str, budget: &Rc<dyn PairBudget>, network: &str) -> Table {
    let mut world = World::named(name, unhurried());
    world.pair_budget = Rc::clone(budget);
    let mut table = Table::around(world);
    let create = json!({"key": key("owner"), "create": {"settings": {"direct": "open"}}});
    for who in PEOPLE {
        let fields = match who {
            "ana" => create.clone(),
            _ => json!({}),
        };
        let welcome = table.comes_from(who, network, fields);
        assert_eq!(welcome["type"], "welcome", "{welcome}");
    }
    table
}

/// Fifty rooms of pairs at once, and one a minute.
fn budget() -> Rc<dyn PairBudget> {
    let limits = NetworkLimits {
        rooms: 1,
        ..NetworkLimits::default()
    };
    Rc::new(SharedBudgets::new(Budgets::new(&limits, [7; 32])))
}

/// All ten pairs of five people.
fn all_pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let places = (0..PEOPLE.len()).flat_map(|a| (a + 1..PEOPLE.len()).map(move |b| (a, b)));
    places.map(|(a, b)| (PEOPLE[a], PEOPLE[b]))
}

/// Uses up the budget, in five rooms one after the other.
fn spends(budget: &Rc<dyn PairBudget>) -> Vec<Table> {
    let rooms = ["one", "two", "three", "four", "five"];
    let mut tables: Vec<Table> = Vec::new();
    for room in rooms {
        let mut table = open_room(room, budget, HOME);
        table.world.now = table.world.now.max(now(&tables));
        for (who, whom) in all_pairs() {
            assert_eq!(state(&asks(&mut table, who, whom)), "open", "{room}");
        }
        tables.push(table);
    }
    tables
}

/// The time at the last of them.
fn now(tables: &[Table]) -> Timestamp {
    let last = tables.iter().map(|table| table.world.now).max();
    last.unwrap_or_default()
}

fn is_refused(answer: &Value) -> u64 {
    assert_eq!(state(answer), "rate_limited", "{answer}");
    answer["retry_after_ms"].as_u64().expect("a time")
}

#[test]
fn rooms_of_pairs_are_taken_out_of_one_budget_over_all_rooms() {
    let budget = budget();
    let mut tables = spends(&budget);
    let mut six = open_room("six", &budget, HOME);
    six.world.now = now(&tables);
    let wait = is_refused(&asks(&mut six, "ana", "bo"));
    assert!((1..=60_000).contains(&wait), "{wait}");
    assert_eq!(six.world.sqlite.count("pair", "true"), 0, "nothing changes");
    assert!(told(&mut six, "bo").is_empty() && six.world.posted.is_empty());
    // What is there goes on, and another network is not concerned.
    assert_eq!(state(&asks(&mut tables[0], "ana", "bo")), "open");
    let mut away = open_room("away", &budget, AWAY);
    assert_eq!(state(&asks(&mut away, "ana", "bo")), "open");
    // The wait that was told is enough, for one.
    six.passes(wait);
    assert_eq!(state(&asks(&mut six, "ana", "bo")), "open");
    is_refused(&asks(&mut six, "ana", "cy"));
}

#[test]
fn a_sleep_does_not_forget_from_where_a_session_is() {
    let budget = budget();
    let mut tables = spends(&budget);
    let mut six = open_room("six", &budget, HOME);
    six.world.now = now(&tables);
    six.world.hibernate();
    is_refused(&asks(&mut six, "ana", "bo"));
    // Nor does it begin one more where all of them were made.
    let two = &mut tables[1];
    two.comes_from("fay", HOME, json!({}));
    two.world.hibernate();
    is_refused(&asks(two, "fay", "ana"));
    assert_eq!(state(&asks(two, "ana", "bo")), "open");
}

#[test]
fn whichever_frame_leads_to_the_room_of_two_pays_for_it() {
    let budget = budget();
    let now = now(&spends(&budget));
    let mut world = World::new(unhurried());
    world.pair_budget = Rc::clone(&budget);
    world.now = now;
    let mut table = Table::around(world);
    for who in ["ana", "bo"] {
        table.comes_from(who, HOME, json!({}));
    }
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    assert!(pair.is_string(), "to ask is free");
    assert_eq!(told(&mut table, "bo"), ["request"]);
    is_refused(&answers(&mut table, "bo", &pair, "accept"));
    is_refused(&asks(&mut table, "bo", "ana"));
    assert!(told(&mut table, "ana").is_empty());
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked");
    assert_eq!(
        state(&answers(&mut table, "bo", &pair, "ignore")),
        "ignored"
    );
    // Who comes from elsewhere pays there.
    let token = table.token("bo");
    table.comes_from("bo elsewhere", AWAY, json!({"name": "bo", "token": token}));
    let open = answers(&mut table, "bo elsewhere", &pair, "accept");
    assert_eq!(state(&open), "open");
}

#[test]
fn a_letter_that_is_late_is_paid_once() {
    let counter = Rc::new(Counter::default());
    let budget: Rc<dyn PairBudget> = counter.clone();
    let mut table = open_room("tea", &budget, HOME);
    let to = table.id("bo");
    for _ in 0..5 {
        let frame = json!({"type": "direct", "cid": "d", "to": to});
        table.sends("ana", frame);
        for letter in std::mem::take(&mut table.world.posted) {
            table.delivers(letter.id, None);
        }
        table.world.hibernate();
        table.passes(limits::LETTER_PAUSE);
    }
    brings(&mut table);
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "open");
    assert_eq!(counter.0.get(), 1);
    // Nor does it begin anew with a block.
    let pair = asks(&mut table, "ana", "bo")["pair"].clone();
    for answer in ["block", "accept"] {
        answers(&mut table, "bo", &pair, answer);
    }
    assert_eq!(counter.0.get(), 1);
    assert_eq!(state(&asks(&mut table, "ana", "cy")), "open");
    assert_eq!(counter.0.get(), 2);
}

#[test]
fn those_whose_network_nobody_knows_share_one_budget() {
    let budget = budget();
    let source = budget.source("unknown");
    assert_eq!(source, None);
    (0..50).for_each(|_| budget.take(source, at(2_000_000)));
    let mut table = open_room("tea", &budget, "unknown");
    is_refused(&asks(&mut table, "ana", "bo"));
    // One whose socket is from before that was kept.
    let mut table = open_room("tea", &budget, HOME);
    table.world.hibernate();
    table.forgets_sources();
    is_refused(&asks(&mut table, "ana", "bo"));
}

#[test]
fn what_could_not_be_stored_is_not_paid() {
    let budget = budget();
    let source = budget.source(HOME);
    let mut table = open_room("tea", &budget, HOME);
    (0..49).for_each(|_| budget.take(source, at(2_000_000)));
    table.world.sqlite.batch(
        "CREATE TRIGGER refuse BEFORE INSERT ON pair BEGIN SELECT RAISE(ABORT, 'refused'); END",
    );
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "storage_failed");
    table.world.sqlite.batch("DROP TRIGGER refuse");
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "open");
    is_refused(&asks(&mut table, "ana", "cy"));
}

#[test]
fn a_network_makes_so_many_pairs_an_hour_in_a_room() {
    let mut table = from(HOME, &["ana", "bo", "cy"]);
    table.comes_from("dan", AWAY, json!({}));
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked");
    let first = table.world.sqlite.number("SELECT made FROM pair");
    let network = table.world.sqlite.number("SELECT network FROM pair");
    // So many others did, a moment later each.
    let others = limits::PAIRS_AT_ONCE_OF_NETWORK - 2;
    table.world.sqlite.batch(&format!(
        "WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {others})
         INSERT INTO pair SELECT 'p' || i, '0', 0, 'willing', i, '1', 1, 'willing', i,
                                 'm' || i, {first} + i, {network}, 0, 0, NULL FROM n"
    ));
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "asked", "the last");
    table.world.hibernate();
    let wait = is_refused(&asks(&mut table, "cy", "ana"));
    let span = limits::PAIRS_SPAN.as_millis();
    let left = first + span - table.world.now.as_millis();
    assert!(wait.abs_diff(left) <= 500, "{wait} of {left}");
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked", "a resend");
    assert_eq!(state(&asks(&mut table, "dan", "ana")), "asked", "elsewhere");
    table.passes(left - 10_000);
    for who in ["ana", "cy"] {
        table.returns(who);
    }
    table.world.now = at(first + span - 1);
    is_refused(&asks(&mut table, "cy", "ana"));
    assert_eq!(state(&asks(&mut table, "cy", "ana")), "asked");
}

#[test]
fn a_network_has_made_so_many_pairs_of_a_room_at_most() {
    let mut table = from(HOME, &["ana", "bo", "cy"]);
    table.comes_from("dan", AWAY, json!({}));
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked");
    let network = table.world.sqlite.number("SELECT network FROM pair");
    table.passes(limits::PAIRS_SPAN);
    for who in table.people() {
        table.returns(who);
    }
    let others = limits::PAIRS_OF_NETWORK - 2;
    fill(&mut table, "other", others, &network.to_string());
    assert_eq!(state(&asks(&mut table, "ana", "cy")), "asked");
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "too_many");
    assert_eq!(state(&asks(&mut table, "dan", "cy")), "asked", "elsewhere");
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked", "a resend");
    // A day later what led to nothing makes room, but not that of others.
    day(&mut table);
    assert_eq!(state(&asks(&mut table, "bo", "cy")), "asked");
    let gone = format!("maker = '{}'", table.id("ana"));
    assert_eq!(table.world.sqlite.count("pair", &gone), 0);
    let others = format!("maker = 'other' OR maker = '{}'", table.id("dan"));
    let others = table.world.sqlite.count("pair", &others);
    assert_eq!(others, limits::PAIRS_OF_NETWORK - 1);
    scans_nothing(&table);
}

#[test]
fn a_full_room_lets_go_of_what_led_to_nothing_for_a_day() {
    let mut table = from(HOME, &PEOPLE);
    table.comes_from("fay", AWAY, json!({}));
    let asked = asks(&mut table, "ana", "bo")["pair"].clone();
    let blocked = asks(&mut table, "ana", "cy")["pair"].clone();
    answers(&mut table, "cy", &blocked, "block");
    let ignored = asks(&mut table, "ana", "dan")["pair"].clone();
    answers(&mut table, "dan", &ignored, "ignore");
    let open = asks(&mut table, "ana", "eve")["pair"].clone();
    assert_eq!(state(&answers(&mut table, "eve", &open, "accept")), "open");
    let others = limits::PAIRS - 4;
    fill(&mut table, "other", others, "i / 1000");
    assert_eq!(state(&asks(&mut table, "fay", "bo")), "too_many");
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked", "a resend");
    let count = |table: &Table, pair: &Value| {
        let pair = pair.as_str().expect("a pair");
        table
            .world
            .sqlite
            .count("pair", &format!("pair = '{pair}'"))
    };
    assert_eq!(count(&table, &asked), 1, "not before a day has passed");
    day(&mut table);
    assert_eq!(state(&asks(&mut table, "fay", "bo")), "asked");
    let left = [&asked, &ignored, &blocked, &open].map(|pair| count(&table, pair));
    assert_eq!(left, [0, 0, 1, 1]);
    assert_eq!(table.world.sqlite.count("pair", "true"), limits::PAIRS - 1);
    // Names of those who have no pair any more are gone.
    let has_name = |table: &Table, who| {
        let id = table.id(who);
        table
            .world
            .sqlite
            .count("pair_member", &format!("member = '{id}'"))
    };
    let names = ["ana", "bo", "dan"].map(|who| has_name(&table, who));
    assert_eq!(names, [1, 1, 0]);
    let answer = answers(&mut table, "bo", &asked, "accept");
    assert_eq!(state(&answer), "not_found");
    // There is a place for one more, and who asked may ask again: the pair is the same.
    let again = asks(&mut table, "ana", "bo");
    assert_eq!((state(&again), &again["pair"]), ("asked", &asked));
    assert_eq!(told(&mut table, "bo"), ["request"]);
    assert_eq!(state(&asks(&mut table, "ana", "dan")), "too_many");
    scans_nothing(&table);
}

#[test]
fn to_be_told_that_there_are_too_many_costs_as_much_as_a_page() {
    let mut table = Table::of(Limits::default());
    for who in ["ana", "bo", "cy"] {
        table.comes_from(who, HOME, json!({}));
    }
    asks(&mut table, "bo", "cy");
    fill(&mut table, "other", limits::PAIRS, "i / 1000");
    table.passes(10_000);
    table.gets("ana");
    for whom in ["bo", "cy", "bo", "cy"] {
        let to = table.id(whom);
        table.sends_only("ana", json!({"type": "direct", "cid": "d", "to": to}));
    }
    table.passes(500);
    let answers = table.gets("ana");
    let codes: Vec<&str> = answers.iter().map(state).collect();
    let is = ["too_many", "too_many", "rate_limited", "rate_limited"];
    assert_eq!(codes, is);
}

#[test]
fn what_is_let_go_counts_as_rows_of_the_room() {
    let mut table = Table::of(Limits {
        rows_per_day: 1_000,
        ..unhurried()
    });
    for who in ["ana", "bo", "cy"] {
        table.comes_from(who, HOME, json!({}));
    }
    asks(&mut table, "bo", "cy");
    fill(&mut table, "other", limits::PAIRS, "i / 1000");
    table.world.sqlite.batch("UPDATE pair SET version = 0");
    day(&mut table);
    assert_eq!(state(&asks(&mut table, "ana", "bo")), "asked");
    let left = limits::PAIRS + 2 - limits::PAIRS_LET_GO;
    assert_eq!(table.world.sqlite.count("pair", "true"), left);
    // Three hundred of five hundred rows, and six for the pair.
    let mut said = 0;
    while table.code("bo", json!({"type": "say", "text": "one more row"})) == "none" {
        said += 1;
    }
    assert!((150..190).contains(&said), "{said}");
}

/// A day passes, and everybody comes back.
fn day(table: &mut Table) {
    table.passes(Duration::from_secs(24 * 3_600));
    for who in table.people() {
        table.returns(who);
    }
}

/// No frame looks through all pairs, but to count them once while the room is awake.
fn scans_nothing(table: &Table) {
    let scans = table.world.sqlite.scans_of("pair");
    assert_eq!(scans, ["SELECT count(*) FROM pair"]);
}
