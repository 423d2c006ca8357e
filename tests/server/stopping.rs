//! A platform that fails.

use alcove::server::Failed;

use super::platform;

#[test]
fn who_waits_while_the_server_stops_is_told_to_come_again() {
    let server = platform::server(&[]);
    let ask = |failed| {
        server.runtime.fails.replace(Some(failed));
        let answer = platform::ask(&server, "GET /room/tea/messages", &[]);
        let retry = answer.header("retry-after").map(str::to_owned);
        (answer.status, retry)
    };
    assert_eq!(ask(Failed::Stopping), (503, Some("5".to_owned())));
    assert!(server.runtime.told.borrow().is_empty(), "it is no fault");
    assert_eq!(ask(Failed::Fault("a fault".to_owned())), (500, None));
    assert_eq!(*server.runtime.told.borrow(), ["fetch: a fault"]);
}
