//! Who may not read is told nothing.

use super::*;
use alcove::model::AccountTag;
use alcove::room::Act;

fn everybody() -> Table {
    let mut table = owned(json!({}));
    subscribes(&mut table, "bo", "all", "b");
    subscribes(&mut table, "cy", "all", "c");
    goes(&mut table, "bo");
    goes(&mut table, "cy");
    table
}

#[test]
fn a_ban_ends_it() {
    let mut table = everybody();
    let bo = table.id("bo");
    table.does(
        "ana",
        json!({"type": "remove", "member": bo, "ban": "forever"}),
    );
    assert_eq!(count(&table), 1);
    says(&mut table, "ana", "one");
    table.passes(5_000);
    assert_eq!(heard(&mut table), [pair("c", "ana: one")]);
}

#[test]
fn a_room_that_is_closed_to_visitors_tells_them_nothing() {
    let mut table = everybody();
    let cy = table.id("cy");
    table.does(
        "ana",
        json!({"type": "role", "member": cy, "role": "member"}),
    );
    table.does(
        "ana",
        json!({"type": "settings", "set": {"access": "closed", "members": "granted"}}),
    );
    assert_eq!(count(&table), 1);
    says(&mut table, "ana", "one");
    table.passes(5_000);
    assert_eq!(heard(&mut table), [pair("c", "ana: one")]);
    // And if the grant goes, too.
    table.does("ana", json!({"type": "role", "member": cy, "role": "none"}));
    assert_eq!(count(&table), 0);
}

#[test]
fn when_all_tokens_are_void_nobody_is_told() {
    let mut table = everybody();
    table.operates(Act::Logout);
    assert_eq!((count(&table), table.world.sqlite.meta("push")), (0, None));
}

#[test]
fn nobody_is_told_of_what_comes_by_a_file() {
    let mut source = owned(json!({}));
    for n in 0..5 {
        says(&mut source, "ana", &format!("{n} @bo"));
    }
    let file = source.export();
    let mut table = everybody();
    table.import("ana", &file).expect("it is taken");
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
}

/// Where somebody signs out everywhere: one of the devices may be lost.
#[test]
fn when_the_tokens_of_an_account_are_void_no_browser_of_it_is_told() {
    let mut table = Table::around(World::new(limits()));
    let tag = AccountTag::from_bytes([1; 16]);
    table.comes("ana", json!({}));
    table.comes_as("bo", tag, json!({}));
    subscribes(&mut table, "ana", "all", "a");
    subscribes(&mut table, "bo", "all", "b");
    let at = table.world.now.as_millis();
    let void = json!({"type": "account_tokens", "tag": tag.to_string(), "at": at});
    let (answer, heard) = table.world.receive(&void.to_string());
    table.keep(heard);
    assert_eq!((answer.as_deref(), count(&table)), (Some("done"), 1));
    says(&mut table, "ana", "hello");
    table.passes(60_000);
    assert!(given(&mut table).is_empty());
}
