//! Whether there are accounts at all.

/// Whether people sign in here (`SIGN_IN`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignIn {
    Off,
    Optional,
    /// Nobody comes into a room who is not signed in.
    Required,
}

impl SignIn {
    /// What the operator has set, and whether that is one of the words for it. What is none keeps people out: it
    /// may have been to.
    pub fn of(value: &str) -> (SignIn, bool) {
        match value.trim() {
            "off" => (SignIn::Off, true),
            "" | "optional" => (SignIn::Optional, true),
            value => (SignIn::Required, value == "required"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_word_for_it_lets_nobody_in() {
        for (value, sign_in) in [
            ("off", SignIn::Off),
            ("", SignIn::Optional),
            (" optional\n", SignIn::Optional),
            ("required ", SignIn::Required),
        ] {
            assert_eq!(SignIn::of(value), (sign_in, true), "{value}");
        }
        for value in ["requried", "Required", "OFF", "true", "0", "on"] {
            assert_eq!(SignIn::of(value), (SignIn::Required, false), "{value}");
        }
    }
}
