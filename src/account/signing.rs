//! Ways in: passkeys, the recovery code; and sessions, which come of them.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

use super::cookie::Claim;
use super::core::{
    Account, Columns, Done, Fields, Keep, Question, Reply, Stop, bad_request, list, refusal,
    refused,
};
use super::store::{self, Life};
use super::webauthn::{Algorithm, signature};
use crate::limits;
use crate::log::{Param, Sql, SqlError};
use crate::model::is_legible;
use crate::time::Timestamp;
use crate::wire::Json;

/// Who asks, by a cookie that holds.
pub(super) struct SignedIn {
    pub session: String,
    generation: u64,
    issued: Timestamp,
    confirmed: u64,
    /// Which cookie came.
    came: u64,
}

impl<S: Sql> Account<S> {
    /// Who asks; an answer that nobody is signed in, if the cookie does not hold.
    pub(super) fn signed_in(&mut self, q: &Question<'_>) -> Done<SignedIn> {
        let Some(claim) = q.claim() else {
            return self.signed_out(q);
        };
        if !self.is_here()? {
            return self.signed_out(q);
        }
        let rows = self.sql.query(
            "SELECT seen, generation, issued, confirmed FROM session WHERE id = ?",
            &[Param::Text(&claim.session)],
        )?;
        let Some(row) = rows.into_iter().next().map(Columns) else {
            return self.signed_out(q);
        };
        let (seen, generation, confirmed) = (row.time(0), row.number(1), row.number(3));
        if q.now >= seen + limits::SESSION_LIFE {
            self.end_session(&claim.session)?;
            return self.signed_out(q);
        }
        let is_newest = claim.generation == generation;
        // What was on its way when the new one was given out still comes with the one before.
        let is_in_time =
            confirmed == 0 || q.now < Timestamp::from_millis(confirmed) + limits::COOKIE_OVERLAP;
        if !is_newest && (claim.generation + 1 != generation || !is_in_time) {
            // Two browsers have it, and one of them stole it: nobody can tell which.
            if claim.generation < generation {
                self.end_session(&claim.session)?;
                self.void_tokens(q.now)?;
            }
            return self.signed_out(q);
        }
        let is_first = is_newest && confirmed == 0;
        if is_first || q.now >= seen + limits::SESSION_SEEN {
            self.sql.query(
                "UPDATE session SET seen = max(seen, ?1),
                     confirmed = CASE WHEN ?2 THEN ?1 ELSE confirmed END
                 WHERE id = ?3",
                &[
                    Param::time(q.now),
                    Param::Integer(is_first.into()),
                    Param::Text(&claim.session),
                ],
            )?;
        }
        Ok(SignedIn {
            session: claim.session,
            generation,
            issued: row.time(2),
            confirmed,
            came: claim.generation,
        })
    }

    /// A new cookie, where the one that came is old. One that was given out and never came back is given out
    /// again, as it was.
    pub(super) fn renewed(
        &mut self,
        now: Timestamp,
        who: &SignedIn,
    ) -> Result<Option<Keep>, SqlError> {
        let claim = |generation, issued| {
            Some(Keep::Set(Claim {
                session: who.session.clone(),
                generation,
                issued,
            }))
        };
        if who.came != who.generation {
            let is_lost = who.confirmed == 0;
            return Ok(claim(who.generation, who.issued).filter(|_| is_lost));
        }
        if now < who.issued + limits::COOKIE_RENEWED {
            return Ok(None);
        }
        self.sql.query(
            "UPDATE session SET generation = generation + 1, issued = ?, confirmed = 0 WHERE id = ?",
            &[Param::time(now), Param::Text(&who.session)],
        )?;
        Ok(claim(who.generation + 1, now))
    }

    /// A session that nobody had before; the one goes that was longest not there, if there are too many.
    pub(super) fn new_session(&mut self, q: &Question<'_>) -> Done<Keep> {
        if let Some(before) = q.claim() {
            // Who signs in once more is signed in once.
            self.end_session(&before.session)?;
        }
        let session = BASE64_URL_SAFE_NO_PAD.encode(q.random);
        let count = self.count("SELECT count(*) FROM session", &[])?;
        if count >= limits::SESSIONS {
            self.sql.query(
                "DELETE FROM session WHERE id IN (SELECT id FROM session ORDER BY seen, id LIMIT ?)",
                &[Param::Integer((count - limits::SESSIONS + 1) as i64)],
            )?;
            self.void_tokens(q.now)?;
        }
        self.sql.query(
            "INSERT INTO session (id, label, created, seen, generation, issued, confirmed)
             VALUES (?1, ?2, ?3, ?3, 1, ?3, 0)",
            &[
                Param::Text(&session),
                Param::Text(q.optional("agent").unwrap_or_default()),
                Param::time(q.now),
            ],
        )?;
        Ok(Keep::Set(Claim {
            session,
            generation: 1,
            issued: q.now,
        }))
    }

    fn end_session(&self, session: &str) -> Result<(), SqlError> {
        self.sql
            .query("DELETE FROM session WHERE id = ?", &[Param::Text(session)])?;
        Ok(())
    }

    /// Whether somebody is signed in, and with that may come into a room as who they are everywhere.
    pub(super) fn enter(&mut self, q: &Question<'_>) -> Done<Reply> {
        self.signed_in(q)?;
        let (Some(room), Some(tag)) = (q.optional("room"), q.optional("tag")) else {
            return Ok(Reply::done());
        };
        let known = self.count(
            "SELECT count(*) FROM room WHERE name = ?",
            &[Param::Text(room)],
        )?;
        if known == 0 {
            if self.count("SELECT count(*) FROM room", &[])? >= limits::ACCOUNT_ROOMS {
                return Ok(Reply {
                    status: 202,
                    ..Reply::done()
                });
            }
            self.sql.query(
                "INSERT INTO room (name, tag, since) VALUES (?, ?, ?)",
                &[Param::Text(room), Param::Text(tag), Param::time(q.now)],
            )?;
        }
        Ok(Reply::done())
    }

    pub(super) fn see(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        let cookie = self.renewed(q.now, &who)?;
        Ok(Reply::json(self.seen(q, &who.session)?).with_cookie(cookie))
    }

    /// The account as its page shows it, to this session.
    pub(super) fn seen(&self, q: &Question<'_>, session: &str) -> Result<String, SqlError> {
        let rows = self.sql.query(
            "SELECT id, label, created, used, synced, cloned FROM passkey ORDER BY created, id",
            &[],
        )?;
        let passkeys = rows.into_iter().map(|row| {
            let row = Columns(row);
            let mut fields = Fields::default()
                .text("id", &row.text(0))
                .text("label", &row.text(1))
                .count("created", row.number(2))
                .flag("synced", row.number(4) != 0);
            for (key, column) in [("used", 3), ("cloned", 5)] {
                if row.number(column) > 0 {
                    fields = fields.count(key, row.number(column));
                }
            }
            fields.end()
        });
        let mut fields = self.facts()?.raw("passkeys", &list(passkeys));
        if let Some(name) = self.name()? {
            fields = fields.raw("name", &name);
        }
        Ok(fields
            .raw("sign_in", q.optional("site").unwrap_or("{}"))
            .text("session", session)
            .end())
    }

    /// What is told of an account wherever it is told of.
    pub(super) fn facts(&self) -> Result<Fields, SqlError> {
        let fact = |key| Ok::<_, SqlError>(self.fact(key)?.unwrap_or_else(|| "0".to_owned()));
        let fields = Fields::default()
            .raw("created", &fact("created")?)
            .raw("version", &self.common()?.version.to_string())
            .flag("recovery", self.fact("recovery")?.is_some());
        Ok(match self.fact("oidc")? {
            Some(oidc) => fields.raw("oidc", &oidc),
            None => fields,
        })
    }

    /// What a browser needs to make one more passkey.
    pub(super) fn options(&mut self, q: &Question<'_>) -> Done<Reply> {
        match (self.signed_in(q), q.optional("instead")) {
            (Err(Stop::Answer(_)), Some(instead)) => return Ok(Reply::json(instead.to_owned())),
            (who, _) => who?,
        };
        let rows = self.sql.query("SELECT id FROM passkey ORDER BY id", &[])?;
        if rows.len() as u64 >= limits::PASSKEYS {
            return too_many();
        }
        let ids: Vec<String> = rows.into_iter().map(|row| Columns(row).text(0)).collect();
        let name = match self.name()? {
            Some(name) => Json::parse(&name).and_then(|name| name.text().map(str::to_owned)),
            None => None,
        };
        let name = name.as_deref().or(q.optional("name"));
        let options = Creation {
            rp: q.text("rp")?,
            challenge: q.text("challenge")?,
            handle: q.text("handle")?,
            name: name.unwrap_or_default(),
            exclude: &ids,
        };
        Ok(Reply::json(options.to_json()))
    }

    /// The first passkey of a new account.
    pub(super) fn begin(&mut self, q: &Question<'_>) -> Done<Reply> {
        // The challenge was for an account that there was none of yet.
        if self.life()? != Life::Unborn {
            return challenge_spent();
        }
        self.key_reads(q)?;
        store::create(&self.sql, q.now.as_millis())?;
        self.life = Some(Life::Here);
        self.spend(q)?;
        self.add_passkey(q)?;
        if let Some(name) = q.optional("account_name") {
            self.set_field(q.now, "profile/name", &crate::wire::encode(&name))?;
        }
        self.set_fact("recovery", q.text("hash")?)?;
        self.welcome(q)
    }

    /// Signs in, and tells whom.
    pub(super) fn welcome(&mut self, q: &Question<'_>) -> Done<Reply> {
        let cookie = self.new_session(q)?;
        let Keep::Set(claim) = &cookie else {
            return bad_request();
        };
        let mut fields = Fields::default().raw("account", &self.seen(q, &claim.session)?);
        if let Some(code) = q.optional("code") {
            fields = fields.text("recovery", code);
        }
        Ok(Reply::json(fields.end()).with_cookie(cookie))
    }

    /// One more passkey.
    pub(super) fn add(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        self.is_unspent(q)?;
        if self.count("SELECT count(*) FROM passkey", &[])? >= limits::PASSKEYS {
            return too_many();
        }
        let id = [Param::Text(q.text("passkey")?)];
        if self.count("SELECT count(*) FROM passkey WHERE id = ?", &id)? > 0 {
            return refused(
                409,
                "passkey_known",
                "This passkey is one of yours already.",
            );
        }
        self.key_reads(q)?;
        self.spend(q)?;
        self.add_passkey(q)?;
        let account = self.seen(q, &who.session)?;
        Ok(Reply::json(
            Fields::default().raw("account", &account).end(),
        ))
    }

    /// Has the platform read the key of a new passkey: it refuses one of which it could verify nothing.
    fn key_reads(&self, q: &Question<'_>) -> Done<()> {
        let what = Fields::default()
            .number("algorithm", q.algorithm()?)
            .text("key", q.text("key")?)
            .end();
        match verdict(q, what)? {
            true => Ok(()),
            false => Err(invalid(400)),
        }
    }

    fn add_passkey(&self, q: &Question<'_>) -> Done<()> {
        let label = q.optional("label").filter(|label| !label.is_empty());
        let label = label.or(q.optional("agent")).unwrap_or_default();
        self.sql.query(
            "INSERT INTO passkey
                 (id, key, algorithm, label, created, used, counter, synced, verified, cloned)
             VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, 0)",
            &[
                Param::Text(q.text("passkey")?),
                Param::Text(q.text("key")?),
                Param::Integer(q.algorithm()?),
                Param::Text(label),
                Param::time(q.now),
                Param::Integer(q.number("counter")? as i64),
                Param::Integer(q.is("synced").into()),
                Param::Integer(q.is("verified").into()),
            ],
        )?;
        Ok(())
    }

    /// Signs in by a passkey.
    pub(super) fn assert(&mut self, q: &Question<'_>) -> Done<Reply> {
        if !self.is_here()? {
            return Err(failure(invalid_passkey(401)));
        }
        self.may_try(q.now)?;
        self.is_unspent(q)?;
        let rows = self.sql.query(
            "SELECT key, algorithm, counter FROM passkey WHERE id = ?",
            &[Param::Text(q.text("passkey")?)],
        )?;
        let Some(row) = rows.into_iter().next().map(Columns) else {
            self.spend(q)?;
            return self.fails(q, invalid_passkey(401));
        };
        let signed = Algorithm::from_number(row.signed(1)).and_then(|algorithm| {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(q.optional("signature")?);
            signature(algorithm, &bytes.ok()?)
        });
        let holds = match signed {
            Some(signed) => verdict(
                q,
                Fields::default()
                    .number("algorithm", row.signed(1))
                    .text("key", &row.text(0))
                    .text("data", q.text("data")?)
                    .text("signature", &BASE64_URL_SAFE_NO_PAD.encode(signed))
                    .end(),
            )?,
            None => false,
        };
        self.spend(q)?;
        if !holds {
            return self.fails(q, invalid_passkey(401));
        }
        let (before, counter) = (row.number(2), q.number("counter")?);
        let id = Param::Text(q.text("passkey")?);
        // Synced ones do not count. One that counts and goes back is in two places.
        if (before > 0 || counter > 0) && counter <= before {
            self.sql.query(
                "UPDATE passkey SET cloned = ? WHERE id = ?",
                &[Param::time(q.now), id],
            )?;
            return self.fails(q, invalid_passkey(401));
        }
        self.sql.query(
            "UPDATE passkey SET used = ?, counter = ?, synced = ?, verified = ? WHERE id = ?",
            &[
                Param::time(q.now),
                Param::Integer(counter as i64),
                Param::Integer(q.is("synced").into()),
                Param::Integer(q.is("verified").into()),
                id,
            ],
        )?;
        self.welcome(q)
    }

    /// Signs in by the recovery code, which is used up by that.
    pub(super) fn recover(&mut self, q: &Question<'_>) -> Done<Reply> {
        if !self.is_here()? {
            return Err(failure(invalid_code()));
        }
        self.may_try(q.now)?;
        // Keyed hashes: how long it takes to compare them tells nothing.
        if self.fact("recovery")?.as_deref() != Some(q.text("hash")?) {
            return self.fails(q, invalid_code());
        }
        self.set_fact("recovery", q.text("new_hash")?)?;
        self.welcome(q)
    }

    pub(super) fn new_code(&mut self, q: &Question<'_>) -> Done<Reply> {
        self.signed_in(q)?;
        self.set_fact("recovery", q.text("hash")?)?;
        let code = q.text("code")?;
        Ok(Reply::json(Fields::default().text("recovery", code).end()))
    }

    /// Names or removes a passkey.
    pub(super) fn change(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        let Some(wanted) = Json::parse(q.body) else {
            return bad_request();
        };
        let text = |key| wanted.get(key).and_then(Json::text);
        let is_to_go = wanted.get("remove") == Some(&Json::Bool(true));
        let label = match (text("label"), is_to_go) {
            (None, true) => None,
            (Some(label), false) => match self::label(label) {
                Some(label) => Some(label),
                None => return bad_request(),
            },
            _ => return bad_request(),
        };
        let Some(id) = text("id") else {
            return bad_request();
        };
        let id = Param::Text(id);
        if self.count("SELECT count(*) FROM passkey WHERE id = ?", &[id])? == 0 {
            return refused(404, "not_found", "There is no such passkey.");
        }
        match label {
            Some(label) => self.sql.query(
                "UPDATE passkey SET label = ? WHERE id = ?",
                &[Param::Text(label), id],
            )?,
            None => {
                let others = self.count("SELECT count(*) FROM passkey WHERE id <> ?", &[id])?;
                let has_another =
                    others > 0 || self.fact("recovery")?.is_some() || self.fact("oidc")?.is_some();
                if !has_another {
                    return refused(409, "last_way", "This is the last way into the account.");
                }
                self.sql.query("DELETE FROM passkey WHERE id = ?", &[id])?
            }
        };
        Ok(Reply::json(self.seen(q, &who.session)?))
    }

    pub(super) fn sessions(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        let sessions = self.session_list(Some(&who.session))?;
        Ok(Reply::json(
            Fields::default().raw("sessions", &sessions).end(),
        ))
    }

    /// All sessions as JSON, the last seen first; which of them is this one, if it is one.
    pub(super) fn session_list(&self, current: Option<&str>) -> Result<String, SqlError> {
        let rows = self.sql.query(
            "SELECT id, label, created, seen FROM session ORDER BY seen DESC, id",
            &[],
        )?;
        let sessions = rows.into_iter().map(|row| {
            let row = Columns(row);
            let fields = Fields::default()
                .text("id", &row.text(0))
                .text("label", &row.text(1))
                .count("created", row.number(2))
                .count("seen", row.number(3));
            match current {
                Some(current) => fields.flag("current", row.text(0) == current).end(),
                None => fields.end(),
            }
        });
        Ok(list(sessions))
    }

    /// Ends sessions: all, all but this one, this one, or the one of an id.
    pub(super) fn end_sessions(&mut self, q: &Question<'_>) -> Done<Reply> {
        let who = self.signed_in(q)?;
        let current = Param::Text(&who.session);
        let which = q.text("which")?;
        let has_ended = match which {
            "all" => self.sql.query("DELETE FROM session RETURNING 1", &[])?,
            "others" => self
                .sql
                .query("DELETE FROM session WHERE id <> ? RETURNING 1", &[current])?,
            "this" => self
                .sql
                .query("DELETE FROM session WHERE id = ? RETURNING 1", &[current])?,
            _ => self.sql.query(
                "DELETE FROM session WHERE id = ? RETURNING 1",
                &[Param::Text(q.text("id")?)],
            )?,
        };
        // One that is not there has ended already.
        if !has_ended.is_empty() {
            self.void_tokens(q.now)?;
        }
        let is_own = matches!(which, "all" | "this") || q.optional("id") == Some(&who.session);
        Ok(Reply::done().with_cookie(is_own.then_some(Keep::Clear)))
    }

    /// The end of the account: what is left is whom to tell.
    pub(super) fn delete(&mut self, q: &Question<'_>) -> Done<Reply> {
        self.signed_in(q)?;
        self.tell_of_end(q.now, q.text("account")?)?;
        // Until then a challenge may be around by which it could begin once more.
        let until = q.now + limits::CHALLENGE_LIFE;
        self.set_fact("gone", &until.as_millis().to_string())?;
        self.life = Some(Life::Gone { is_swept: false });
        Ok(Reply::done().with_cookie(Keep::Clear))
    }

    /// Whether a challenge was used before.
    fn is_unspent(&self, q: &Question<'_>) -> Done<()> {
        let challenge = [Param::Text(q.text("challenge")?)];
        match self.count("SELECT count(*) FROM spent WHERE challenge = ?", &challenge)? {
            0 => Ok(()),
            _ => challenge_spent(),
        }
    }

    fn spend(&self, q: &Question<'_>) -> Done<()> {
        self.sql
            .query("DELETE FROM spent WHERE until <= ?", &[Param::time(q.now)])?;
        self.sql.query(
            "INSERT INTO spent (challenge, until) VALUES (?, ?)",
            &[
                Param::Text(q.text("challenge")?),
                Param::Integer(q.number("until")? as i64),
            ],
        )?;
        Ok(())
    }

    /// Whether somebody may try to sign in: not after many have failed.
    fn may_try(&self, now: Timestamp) -> Done<()> {
        let since = now.earlier_by(limits::FAILURES_SPAN);
        self.sql
            .query("DELETE FROM failure WHERE at <= ?", &[Param::time(since)])?;
        let rows = self
            .sql
            .query("SELECT count(*), min(at) FROM failure", &[])?;
        let row = Columns(rows.into_iter().next().unwrap_or_default());
        if row.number(0) < limits::FAILURES {
            return Ok(());
        }
        let wait = row.time(1) + limits::FAILURES_SPAN - now;
        let body = format!(
            r#"{{"error":{{"code":"rate_limited","message":"Too many sign-ins have failed. Try again later.","retry_after_ms":{}}}}}"#,
            wait.as_millis()
        );
        Err(Stop::Answer(Reply {
            status: 429,
            ..Reply::json(body)
        }))
    }

    fn fails<T>(&self, q: &Question<'_>, why: Reply) -> Done<T> {
        self.sql
            .query("INSERT INTO failure (at) VALUES (?)", &[Param::time(q.now)])?;
        Err(failure(why))
    }
}

impl Question<'_> {
    fn algorithm(&self) -> Done<i64> {
        match self.head.get("algorithm") {
            Some(Json::Number(number)) => Ok(*number as i64),
            _ => bad_request(),
        }
    }
}

/// Whether a signature holds, or a key can be read: asks for it, if that is not known yet of this very one.
fn verdict(q: &Question<'_>, what: String) -> Done<bool> {
    match q.verdict {
        Some(verdict) if verdict.of == what => Ok(verdict.holds),
        _ => Err(Stop::Verify(what)),
    }
}

fn invalid_passkey(status: u16) -> Reply {
    refusal(
        status,
        "passkey_invalid",
        "This passkey does not hold here.",
    )
}

fn invalid(status: u16) -> Stop {
    Stop::Answer(invalid_passkey(status))
}

fn invalid_code() -> Reply {
    refusal(401, "recovery_invalid", "This recovery code does not hold.")
}

fn failure(reply: Reply) -> Stop {
    Stop::Answer(Reply {
        is_failure: true,
        ..reply
    })
}

fn challenge_spent<T>() -> Done<T> {
    refused(
        400,
        "challenge_invalid",
        "This took too long, or was done before. Try again.",
    )
}

fn too_many<T>() -> Done<T> {
    refused(
        413,
        "too_large",
        "There are too many passkeys. Remove one first.",
    )
}

/// What a passkey may be called: nothing that would break the line or turn it round.
pub fn label(label: &str) -> Option<&str> {
    let label = label.trim();
    let fits = label.chars().count() <= limits::LABEL && is_legible(label);
    fits.then_some(label)
}

/// What a browser needs to make a passkey (`PublicKeyCredentialCreationOptionsJSON`).
pub struct Creation<'a> {
    pub rp: &'a str,
    pub challenge: &'a str,
    /// The account, in base64url.
    pub handle: &'a str,
    pub name: &'a str,
    pub exclude: &'a [String],
}

impl Creation<'_> {
    pub fn to_json(&self) -> String {
        let name = match self.name {
            "" => self.rp,
            name => name,
        };
        let user = Fields::default()
            .text("id", self.handle)
            .text("name", name)
            .text("displayName", name)
            .end();
        let kind = || Fields::default().text("type", "public-key");
        let params = Algorithm::ALL.map(|one| kind().number("alg", one.number()).end());
        let exclude = self.exclude.iter().map(|id| kind().text("id", id).end());
        Fields::default()
            .raw("rp", &Fields::default().text("id", self.rp).text("name", "Alcove").end())
            .raw("user", &user)
            .text("challenge", self.challenge)
            .raw("pubKeyCredParams", &list(params))
            .count("timeout", limits::CHALLENGE_LIFE.as_millis())
            .raw("excludeCredentials", &list(exclude))
            .raw(
                "authenticatorSelection",
                r#"{"residentKey":"required","requireResidentKey":true,"userVerification":"preferred"}"#,
            )
            .text("attestation", "none")
            .end()
    }
}

/// What a browser needs to use one (`PublicKeyCredentialRequestOptionsJSON`).
pub fn request_options(rp: &str, challenge: &str) -> String {
    Fields::default()
        .text("challenge", challenge)
        .count("timeout", limits::CHALLENGE_LIFE.as_millis())
        .text("rpId", rp)
        .raw("allowCredentials", "[]")
        .text("userVerification", "preferred")
        .end()
}
