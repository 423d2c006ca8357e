//! Who a provider says that somebody is: an object of its own knows whose account that is, and the account knows
//! that object. It is told by issuer and subject, never by a mail address or a name.
//!
//! The object is only a pointer: what it names has to know it, too. So an account that is gone, or has let go of
//! an identity, is not found by it, however late its object hears of that.

use super::core::{Account, Done, Fields, Question, Reply, bad_request, refused};
use super::store::{self, FACTS, Life};
use crate::limits;
use crate::log::{Param, Sql};

impl<S: Sql> Account<S> {
    /// Whose account it is; nobody's becomes the one that is named, and so does that `instead` of which it is.
    /// Each `attempt` to sign in is answered once.
    pub(super) fn identity(&mut self, q: &Question<'_>) -> Done<Reply> {
        let wanted = q.text("account")?;
        let known = match self.life()? {
            Life::Unborn => {
                self.sql.run(FACTS)?;
                None
            }
            Life::Identity => self.fact("account")?,
            _ => return bad_request(),
        };
        if let Some(attempt) = q.optional("attempt") {
            self.answer_once(q, attempt)?;
        }
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

    fn answer_once(&self, q: &Question<'_>, attempt: &str) -> Done<()> {
        self.sql.query(
            "DELETE FROM fact WHERE key LIKE 'attempt %' AND CAST(value AS INTEGER) <= ?",
            &[Param::time(q.now)],
        )?;
        let until = q.now + limits::OIDC_ATTEMPT;
        let first = self.sql.query(
            "INSERT INTO fact (key, value) VALUES ('attempt ' || ?, ?)
             ON CONFLICT DO NOTHING RETURNING 1",
            &[
                Param::Text(attempt),
                Param::Text(&until.as_millis().to_string()),
            ],
        )?;
        match first.is_empty() {
            true => refused(409, "oidc_state", "This was answered before."),
            false => Ok(()),
        }
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
        if self.life()? == Life::Unborn {
            store::create(&self.sql, q.now.as_millis())?;
            self.life = Some(Life::Here);
            self.tie(q)?;
            if let Some(name) = q.optional("account_name").filter(|name| !name.is_empty()) {
                self.set_field(q.now, "profile/name", &crate::wire::encode(&name))?;
            }
        }
        self.owns(q)?;
        self.welcome(q)
    }

    /// Whether this is the account of an identity.
    pub(super) fn owns(&mut self, q: &Question<'_>) -> Done<Reply> {
        if self.is_here()? && self.fact("identity")?.as_deref() == Some(q.text("identity")?) {
            return Ok(Reply::json("{}".to_owned()));
        }
        refused(410, "not_found", "This is another account.")
    }

    /// Makes it one more way into one's own account.
    pub(super) fn link(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        match self.fact("identity")? {
            None => {
                self.tie(q)?;
                // What it was to be told before does not hold any more.
                self.sql.query(
                    "DELETE FROM letter WHERE space = 'accounts' AND recipient = ?",
                    &[Param::Text(q.text("identity")?)],
                )?;
            }
            Some(known) if known == q.text("identity")? => {}
            Some(_) => {
                let message = "This account has another way in by a provider.";
                return refused(409, "oidc_linked", message);
            }
        }
        Ok(Reply::json(self.seen(q, &who.session)?))
    }

    /// Makes it no way into one's own account any more.
    pub(super) fn unlink(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        let Some(identity) = self.fact("identity")? else {
            return refused(404, "not_found", "There is no way in by a provider.");
        };
        let passkeys = self.count("SELECT count(*) FROM passkey", &[])?;
        if passkeys == 0 && self.fact("recovery")?.is_none() {
            return refused(409, "last_way", "This is the last way into the account.");
        }
        self.sql
            .query("DELETE FROM fact WHERE key IN ('identity', 'oidc')", &[])?;
        self.untie_identity(q.now, &identity, q.text("account")?)?;
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
