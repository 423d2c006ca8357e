//! How workerd names the files of objects. Accounts have these names here, too: nothing in an account's database
//! tells its name, so one that was adopted is known by the name of its file alone.

use ring::{digest, hmac};

/// The key of the class of accounts.
pub const ACCOUNTS: &str = "alcove-AccountObject";

/// An id has as many bytes that are made of the name as those that are made of these.
const HALF: usize = 16;

/// The id of an account.
pub fn of_account(name: &str) -> String {
    of(ACCOUNTS, name)
}

/// The id of an object: by the key of its class, and its name.
pub fn of(class: &str, name: &str) -> String {
    let key = key(class);
    let named = hmac::sign(&key, name.as_bytes());
    let named = &named.as_ref()[..HALF];
    let checked = hmac::sign(&key, named);
    hex(named) + &hex(&checked.as_ref()[..HALF])
}

/// Two digits for each byte.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether it is written as ids are.
pub fn is_id(text: &str) -> bool {
    let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    text.len() == 4 * HALF && text.bytes().all(is_digit)
}

/// Whether an id is that of an object of this class: its second half says so of its first.
pub fn is_of_class(class: &str, id: &str) -> bool {
    let digits = id.as_bytes().chunks_exact(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let Some(bytes) = digits.map(byte).collect::<Option<Vec<u8>>>() else {
        return false;
    };
    let Some((named, checked)) = bytes.split_at_checked(HALF) else {
        return false;
    };
    hmac::sign(&key(class), named).as_ref()[..HALF] == *checked
}

fn key(class: &str) -> hmac::Key {
    let digest = digest::digest(&digest::SHA256, class.as_bytes());
    hmac::Key::new(hmac::HMAC_SHA256, digest.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As workerd 1.20261117 has named them.
    const TEA: &str = "47a17dde581641e8f7752776f61db7c781fcdab0c1a69a75ec43a46a9f30f409";
    const ACCOUNT: &str = "c10937ebe2cde9a008282397c11b652410995e38777640ee975639d0fd5c5988";

    #[test]
    fn objects_have_the_ids_that_workerd_gives_them() {
        assert_eq!(of("alcove-RoomObject", "tea"), TEA);
        assert_ne!(of("other-RoomObject", "tea"), TEA);
        assert!(is_of_class(ACCOUNTS, &of_account("abc")));
    }

    #[test]
    fn an_id_tells_of_which_class_it_is() {
        assert!(is_of_class("alcove-RoomObject", TEA));
        assert!(is_of_class(ACCOUNTS, ACCOUNT));
        assert!(!is_of_class(ACCOUNTS, TEA));
        assert!(!is_of_class("other-AccountObject", ACCOUNT));
        for bad in ["", &ACCOUNT[..62], &"é".repeat(32)] {
            assert!(!is_of_class(ACCOUNTS, bad), "{bad}");
        }
    }

    #[test]
    fn ids_are_hex_digits() {
        assert!(is_id(TEA));
        for bad in ["", &TEA[1..], &TEA.to_uppercase(), &"/".repeat(64)] {
            assert!(!is_id(bad), "{bad}");
        }
    }
}
