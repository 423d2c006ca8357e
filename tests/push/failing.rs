//! What becomes of a browser whose push service does not take what it is given.

use super::*;

fn waiting() -> (Table, Told) {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    says(&mut table, "ana", "one");
    table.passes(5_000);
    let mut first = given(&mut table);
    assert_eq!(first.len(), 1);
    let first = first.pop().expect("one");
    (table, first)
}

#[test]
fn one_that_is_gone_is_forgotten() {
    for status in [404, 410] {
        let (mut table, first) = waiting();
        answers(&mut table, first.id, status);
        assert_eq!((count(&table), table.world.sqlite.meta("push")), (0, None));
        says(&mut table, "ana", "two");
        table.passes(600_000);
        assert!(given(&mut table).is_empty());
    }
}

#[test]
fn a_push_service_that_wants_its_peace_has_it() {
    for status in [429, 503] {
        let (mut table, first) = waiting();
        let heard = table
            .world
            .push_ends(first.id, status, Some(Duration::from_secs(3_600)));
        table.keep(heard);
        says(&mut table, "ana", "two");
        table.world.hibernate();
        table.passes(Duration::from_secs(3_590));
        assert!(given(&mut table).is_empty());
        table.passes(20_000);
        assert_eq!(heard_count(&mut table), Some(2));
        // No longer than a day, whatever it says.
        says(&mut table, "ana", "three");
        table.passes(60_000);
        let one = given(&mut table).pop().expect("one");
        let heard = table
            .world
            .push_ends(one.id, status, Some(Duration::from_secs(1 << 40)));
        table.keep(heard);
        table.passes(Duration::from_secs(86_405));
        assert_eq!(told(&mut table).len(), 1);
    }
}

fn heard_count(table: &mut Table) -> Option<u64> {
    let told = told(table);
    assert_eq!(told.len(), 1);
    told[0].payload["count"].as_u64()
}

#[test]
fn what_fails_is_tried_five_times_with_growing_pauses_and_then_let_go() {
    let (mut table, first) = waiting();
    let mut times = vec![table.world.now];
    answers(&mut table, first.id, 500);
    while times.len() < 5 {
        table.world.hibernate();
        table.passes(1_000);
        for one in given(&mut table) {
            assert_eq!(one.body(), "ana: one");
            times.push(table.world.now);
            answers(&mut table, one.id, [500, 0, 413, 400][times.len() % 4]);
        }
    }
    let pauses: Vec<u64> = times
        .windows(2)
        .map(|pair| (pair[1] - pair[0]).as_millis() / 1_000)
        .collect();
    let expected = [30, 120, 480, 1_920];
    for (pause, least) in pauses.iter().zip(expected) {
        assert!((least..least + 10).contains(pause), "{pauses:?}");
    }
    table.passes(Duration::from_secs(86_400));
    assert!(given(&mut table).is_empty());
    // What comes next is tried anew; what succeeds is forgiven.
    says(&mut table, "ana", "two");
    table.passes(5_000);
    let one = told(&mut table);
    assert_eq!((one.len(), one[0].body()), (1, "ana: two"));
    assert_eq!(table.world.sqlite.count("push", "tries = 0"), 1);
}

#[test]
fn one_that_never_takes_anything_is_forgotten() {
    let (mut table, first) = waiting();
    answers(&mut table, first.id, 403);
    for n in 0..40 {
        table.passes(Duration::from_secs(600));
        for one in given(&mut table) {
            answers(&mut table, one.id, 403);
        }
        if n % 8 == 7 {
            says(&mut table, "ana", "again");
        }
    }
    assert_eq!(count(&table), 0);
}

#[test]
fn what_nobody_answers_was_in_vain() {
    let (mut table, first) = waiting();
    table.passes(59_000);
    assert!(given(&mut table).is_empty());
    table.passes(60_000);
    let again = given(&mut table);
    assert_eq!(again.len(), 1);
    // An answer of before is that of now, if it is the same browser's.
    answers(&mut table, first.id, 201);
    table.passes(600_000);
    assert!(given(&mut table).is_empty());
}

#[test]
fn what_was_on_its_way_in_a_crash_is_told_again() {
    let (mut table, _) = waiting();
    table.world.crash();
    table.passes(Duration::from_secs(120));
    assert_eq!(heard(&mut table), [pair("b", "ana: one")]);
}

#[test]
fn what_was_to_be_told_is_told_whatever_happens_to_the_room() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    says(&mut table, "ana", "one");
    table.world.crash();
    assert!(table.world.wake_at().is_some(), "it is woken by itself");
    table.passes(10_000);
    assert_eq!(heard(&mut table), [pair("b", "ana: one")]);
}

#[test]
fn without_a_key_nobody_is_told_before_there_is_one_again() {
    let mut table = plain();
    subscribes(&mut table, "bo", "all", "b");
    goes(&mut table, "bo");
    table.passes(60_000);
    table.world.limits.push_key = None;
    table.world.hibernate();
    says(&mut table, "ana", "one");
    table.passes(600_000);
    assert!(given(&mut table).is_empty());
    table.world.limits = limits();
    table.world.hibernate();
    says(&mut table, "ana", "two");
    table.passes(10_000);
    assert_eq!(heard(&mut table), [pair("b", "ana: two")]);
}
