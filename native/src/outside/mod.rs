//! What the server reaches out to, and what it has judged by cryptography.

pub mod crypto;
mod find;
mod http;
mod networks;
pub mod push;

use std::sync::{Arc, PoisonError, RwLock};

pub use find::find;
pub use networks::Networks;

use crate::settings::Settings;

/// What of the settings matters here. One for the process: whoever reaches out reads it anew.
#[derive(Clone, Debug, Default)]
struct Configured {
    networks: Networks,
    vapid_key: Option<String>,
    contact: Option<String>,
}

static CONFIGURED: RwLock<Option<Arc<Configured>>> = RwLock::new(None);

/// Sets what may be reached, and as whom.
pub fn configure(settings: &Settings) {
    let var = |name| settings.var(name).map(str::to_owned);
    let configured = Configured {
        networks: settings.outgoing,
        vapid_key: var("VAPID_KEY"),
        contact: var("PUSH_CONTACT").filter(|contact| !contact.is_empty()),
    };
    let mut all = CONFIGURED.write().unwrap_or_else(PoisonError::into_inner);
    *all = Some(Arc::new(configured));
}

fn configured() -> Arc<Configured> {
    let all = CONFIGURED.read().unwrap_or_else(PoisonError::into_inner);
    all.clone().unwrap_or_default()
}
