//! Search: what is found in a room, by whom, and what is kept for it.

mod changes;
mod finds;
mod index;
mod property;
mod rights;

use alcove::limits::{self, Limits};
use alcove::log::Found;
use alcove::model::Seq;
use alcove::room::SearchQuery;
use serde_json::json;

use crate::table::Table;
use crate::world::{World, messages};

/// A page of what is newest.
fn query(text: &str) -> SearchQuery {
    SearchQuery {
        text: text.to_owned(),
        before: None,
        limit: limits::SEARCH_MAX,
        best: false,
    }
}

/// A room in which Ana has said these.
fn said(texts: &[&str]) -> Table {
    let mut table = Table::of(Limits {
        burst: 1_000_000,
        ..Limits::default()
    });
    table.comes("ana", json!({}));
    for text in texts {
        says(&mut table, text);
    }
    table
}

fn says(table: &mut Table, text: &str) {
    let said = table.does("ana", json!({"type": "say", "text": text}));
    assert_eq!(said["type"], "message", "{said}");
}

/// A room of so many messages with this text, an SQL expression of `i`.
fn filled(count: u64, text: &str) -> World {
    let limits = Limits {
        rows_per_day: 0,
        ..Limits::default()
    };
    World::with_log(limits, &messages(count, text))
}

fn found(world: &mut World, text: &str) -> Found {
    let (found, _) = world.search(None, &query(text)).expect("a page");
    found
}

/// The seqs of what anybody finds, the newest first.
fn seqs(world: &mut World, text: &str) -> Vec<u64> {
    seqs_of(&found(world, text))
}

fn seqs_of(found: &Found) -> Vec<u64> {
    let seqs = found.messages.iter();
    seqs.map(|(message, _)| message.seq.number()).collect()
}

/// All pages of it.
fn all_seqs(world: &mut World, text: &str, limit: usize) -> Vec<u64> {
    let mut search = SearchQuery {
        limit,
        ..query(text)
    };
    let mut all = Vec::new();
    for _ in 0..10_000 {
        let (found, _) = world.search(None, &search).expect("a page");
        all.extend(seqs_of(&found));
        if !found.more {
            return all;
        }
        let next = found
            .next
            .or(found.messages.last().map(|(last, _)| last.seq));
        assert!(next < search.before.or(Some(Seq::MAX)), "it goes on");
        search.before = next;
    }
    panic!("it never ends");
}

/// Lets the index be built.
fn builds(world: &mut World) {
    for _ in 0..10_000 {
        if world.room().is_searchable() {
            return;
        }
        world.pass(100);
    }
    panic!("it is never complete");
}
