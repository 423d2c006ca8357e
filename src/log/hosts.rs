//! The secret out of which a room makes the ids of other sites' users. A row of `meta` from the first of them
//! on, so that they stay who they are when all tokens are made void.

use super::{Log, LogError, Param, Sql};
use crate::auth::TokenKey;
use crate::model::MemberId;

impl<S: Sql> Log<S> {
    /// Who a site's user is here: the same on every device, and told to nobody by its id.
    pub fn host_user(&self, issuer: &str, subject: &str) -> MemberId {
        let digest = self.host_secret().derived(&format!("{issuer}\0{subject}"));
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        MemberId::from_random(id)
    }

    /// Keeps that secret, in a log that has begun. False if it was kept already.
    pub fn keep_host_secret(&mut self) -> Result<bool, LogError> {
        if self.host_key.is_some() {
            return Ok(false);
        }
        let key = self.host_secret();
        self.sql.query(
            "INSERT OR REPLACE INTO meta (key, value) VALUES ('hosts', ?)",
            &[Param::Text(&key.to_text())],
        )?;
        self.host_key = Some(key);
        Ok(true)
    }

    /// As it is, or as it will be.
    fn host_secret(&self) -> TokenKey {
        match &self.host_key {
            Some(key) => key.clone(),
            None => TokenKey::from_random(self.identity.key.derived("hosts")),
        }
    }
}
