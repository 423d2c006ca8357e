//! What a room is, as far as its owners decide it: the present settings, and one setting as it is set.

use crate::limits;
use crate::model::{is_legible, text};
use crate::time::Duration;

/// Who comes in without a key or a grant, and as what.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Everybody, as a member.
    #[default]
    Open,
    /// Everybody, as a reader.
    Read,
    /// Whoever a moderator lets in.
    Ask,
    /// Nobody.
    Closed,
}

/// Who of those who once came in freely still may, where visitors do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Members {
    #[default]
    All,
    /// Only those who hold a grant.
    Granted,
}

/// For whom something is that may be for members or for moderators alone: posting, the roster.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Audience {
    #[default]
    Members,
    Moderators,
}

/// What members may read of the time before they first came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum History {
    #[default]
    All,
    SinceJoin,
}

/// Who may write to whom in private.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direct {
    #[default]
    Ask,
    Open,
    Moderators,
    Off,
}

/// How pages show the pictures of others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pictures {
    #[default]
    Show,
    /// Not before they are asked for.
    Cover,
}

/// One setting with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    Title(String),
    Topic(String),
    Access(Access),
    Members(Members),
    Post(Audience),
    /// Time between two messages of one member.
    Slow(Duration),
    Direct(Direct),
    /// What is older than this vanishes; nothing does by zero.
    Keep(Duration),
    History(History),
    Listed(bool),
    Roster(Audience),
    Pictures(Pictures),
}

/// All settings of a room.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    pub title: String,
    pub topic: String,
    pub access: Access,
    pub members: Members,
    pub post: Audience,
    pub slow: Duration,
    pub direct: Direct,
    pub keep: Duration,
    pub history: History,
    pub listed: bool,
    pub roster: Audience,
    pub pictures: Pictures,
}

impl Setting {
    /// A text as a setting has it, if it fits: one line, trimmed, without controls.
    pub fn line(value: &str, most: usize) -> Option<String> {
        let value = value.trim();
        let is_one_line = !value
            .chars()
            .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
        let fits = is_one_line && value.chars().count() <= most;
        fits.then(|| match text::is_blank(value) {
            true => String::new(),
            false => value.to_owned(),
        })
    }

    pub fn title(value: &str) -> Option<Setting> {
        Setting::line(value, limits::TITLE).map(Setting::Title)
    }

    pub fn topic(value: &str) -> Option<Setting> {
        Setting::line(value, limits::TOPIC).map(Setting::Topic)
    }

    /// Whether a text in it is judged good, as the name of a member is. One that an earlier version took
    /// may not be.
    pub fn is_legible(&self) -> bool {
        match self {
            Setting::Title(text) | Setting::Topic(text) => is_legible(text),
            _ => true,
        }
    }

    pub fn slow(seconds: u64) -> Option<Setting> {
        let slow = Duration::from_secs(seconds.min(u64::from(u32::MAX)));
        (slow <= limits::SLOW_MOST).then_some(Setting::Slow(slow))
    }

    pub fn keep(seconds: u64) -> Option<Setting> {
        let keep = Duration::from_secs(seconds.min(u64::from(u32::MAX)));
        let is_valid =
            keep == Duration::ZERO || (limits::KEEP_LEAST..=limits::KEEP_MOST).contains(&keep);
        is_valid.then_some(Setting::Keep(keep))
    }
}

impl Settings {
    /// Those of a room that nobody has set any of.
    pub const fn plain() -> Settings {
        Settings {
            title: String::new(),
            topic: String::new(),
            access: Access::Open,
            members: Members::All,
            post: Audience::Members,
            slow: Duration::ZERO,
            direct: Direct::Ask,
            keep: Duration::ZERO,
            history: History::All,
            listed: false,
            roster: Audience::Members,
            pictures: Pictures::Show,
        }
    }

    /// Sets one; false if it was so already.
    pub fn set(&mut self, setting: &Setting) -> bool {
        fn replace<T: Clone + PartialEq>(here: &mut T, value: &T) -> bool {
            let changes = here != value;
            here.clone_from(value);
            changes
        }
        match setting {
            Setting::Title(value) => replace(&mut self.title, value),
            Setting::Topic(value) => replace(&mut self.topic, value),
            Setting::Access(value) => replace(&mut self.access, value),
            Setting::Members(value) => replace(&mut self.members, value),
            Setting::Post(value) => replace(&mut self.post, value),
            Setting::Slow(value) => replace(&mut self.slow, value),
            Setting::Direct(value) => replace(&mut self.direct, value),
            Setting::Keep(value) => replace(&mut self.keep, value),
            Setting::History(value) => replace(&mut self.history, value),
            Setting::Listed(value) => replace(&mut self.listed, value),
            Setting::Roster(value) => replace(&mut self.roster, value),
            Setting::Pictures(value) => replace(&mut self.pictures, value),
        }
    }

    /// Sets all of these; false if they were so already.
    pub fn set_all(&mut self, settings: &[Setting]) -> bool {
        // Each is set, whether one before it changed something or not.
        settings
            .iter()
            .fold(false, |changes, setting| self.set(setting) | changes)
    }

    /// What differs from the defaults.
    pub fn differing(&self) -> Vec<Setting> {
        let mut plain = Settings::default();
        let mut all = vec![
            Setting::Title(self.title.clone()),
            Setting::Topic(self.topic.clone()),
            Setting::Access(self.access),
            Setting::Members(self.members),
            Setting::Post(self.post),
            Setting::Slow(self.slow),
            Setting::Direct(self.direct),
            Setting::Keep(self.keep),
            Setting::History(self.history),
            Setting::Listed(self.listed),
            Setting::Roster(self.roster),
            Setting::Pictures(self.pictures),
        ];
        all.retain(|setting| plain.set(setting));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_enough_to_come_to_the_same_settings() {
        let mut settings = Settings::default();
        assert_eq!(settings.differing(), []);
        let set = [
            Setting::title(" Tea ").unwrap(),
            Setting::Access(Access::Ask),
            Setting::slow(30).unwrap(),
            Setting::Listed(true),
            Setting::Pictures(Pictures::Cover),
        ];
        assert!(settings.set_all(&set));
        assert!(!settings.set_all(&set));
        assert_eq!(settings.title, "Tea");
        assert_eq!(settings.differing(), set);
        let mut others = Settings::default();
        others.set_all(&settings.differing());
        assert_eq!(others, settings);
    }

    #[test]
    fn a_setting_that_is_only_partly_new_changes_something() {
        let mut settings = Settings::default();
        let set = [Setting::Listed(true), Setting::Access(Access::Open)];
        assert!(settings.set_all(&set));
    }

    #[test]
    fn texts_are_one_line_without_controls_and_times_have_bounds() {
        assert_eq!(Setting::title("a\nb"), None);
        assert_eq!(Setting::title("\u{200B} "), Some(Setting::Title("".into())));
        assert!(Setting::title(&"x".repeat(80)).is_some());
        assert_eq!(Setting::title(&"x".repeat(81)), None);
        assert!(Setting::slow(3_600).is_some() && Setting::slow(3_601).is_none());
        assert!(Setting::slow(u64::MAX).is_none());
        for (seconds, is_valid) in [(0, true), (1, false), (59, false), (60, true)] {
            assert_eq!(Setting::keep(seconds).is_some(), is_valid, "{seconds}");
        }
        assert!(Setting::keep(31_536_000).is_some() && Setting::keep(31_536_001).is_none());
    }
}
