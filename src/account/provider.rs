//! Who a provider says that somebody is: an object of its own knows whose account that is, and the account knows
//! that object. It is told by issuer and subject, never by a mail address or a name.

use super::core::{Account, Done, Fields, Question, Reply, refused};
use super::store::{self, FACTS, Life};
use crate::limits;
use crate::log::Sql;

impl<S: Sql> Account<S> {
    /// Whose account it is; nobody's becomes the one that is named, and so does that `instead` of which it is.
    pub(super) fn identity(&mut self, q: &Question<'_>) -> Done<Reply> {
        let wanted = q.text("account")?;
        let known = match self.life()? {
            Life::Unborn => {
                self.sql.run(FACTS)?;
                None
            }
            Life::Identity => self.fact("account")?,
            _ => return super::core::bad_request(),
        };
        let account = known.filter(|known| q.optional("instead") != Some(known));
        if account.is_none() {
            self.set_fact("account", wanted)?;
            self.life = Some(Life::Identity);
        }
        let account = account.as_deref().unwrap_or(wanted);
        Ok(Reply::json(
            Fields::default().text("account", account).end(),
        ))
    }

    /// An account says that this is no way into it any more.
    pub(super) fn untie(&mut self, q: &Question<'_>) -> Done<Reply> {
        if self.life()? == Life::Identity
            && self.fact("account")?.as_deref() == Some(q.text("account")?)
        {
            self.life = Some(Life::Untied);
        }
        Ok(Reply::json(r#"{"done":true}"#.to_owned()))
    }

    /// Signs in whom a provider knows: into the account that its object names, which may be a new one.
    pub(super) fn sign_in_by_provider(&mut self, q: &Question<'_>) -> Done<Reply> {
        match self.life()? {
            Life::Unborn => {
                store::create(&self.sql, q.now.as_millis())?;
                self.life = Some(Life::Here);
                self.tie(q)?;
                if let Some(name) = q.optional("account_name") {
                    self.set_field(q.now, "profile/name", &crate::wire::encode(&name))?;
                }
            }
            Life::Here if self.fact("identity")?.as_deref() == Some(q.text("identity")?) => {}
            // Its object was told that it is this one's, and the account was not.
            Life::Here if self.fact("identity")?.is_none() => self.tie(q)?,
            Life::Here => return taken(),
            _ => return refused(410, "not_found", "This account is gone."),
        }
        self.welcome(q)
    }

    /// Makes it one more way into one's own account.
    pub(super) fn link(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        match self.fact("identity")? {
            None => self.tie(q)?,
            Some(known) if known == q.text("identity")? => {}
            Some(_) => return taken(),
        }
        Ok(Reply::json(self.seen(q, &who.session)?))
    }

    fn tie(&self, q: &Question<'_>) -> Done<()> {
        self.set_fact("identity", q.text("identity")?)?;
        let name: String = q.text("provider")?.chars().take(limits::LABEL).collect();
        let oidc = Fields::default()
            .text("issuer", q.text("issuer")?)
            .text("name", &name)
            .end();
        self.set_fact("oidc", &oidc)?;
        Ok(())
    }
}

fn taken<T>() -> Done<T> {
    refused(
        409,
        "oidc_taken",
        "This account has another way in by a provider.",
    )
}
