//! Those who have knocked and wait to be let in: they keep their place while they, or the room, are away.
//! And those who were denied, for how long they cannot knock again.

use super::audit::save_audit;
use super::rows::{Columns, Rows, row};
use super::{AuditRow, Log, LogError, Param, Row, Sql};
use crate::limits;
use crate::model::{KeyId, MemberId, MemberName, Role, Seq};
use crate::time::Timestamp;

/// Somebody who waits to be let in.
#[derive(Clone, Debug, PartialEq)]
pub struct KnockRow {
    pub member: MemberId,
    pub name: MemberName,
    /// Where the log was when it first came, if it was ever let in; else beyond everything.
    pub since: Seq,
    pub at: Timestamp,
    /// What it said to those who let people in, once.
    pub text: Option<String>,
    /// The key it came by, what that gives, and the `cid` of its hello.
    pub key: Option<KeyId>,
    pub role: Role,
    pub hello: Option<String>,
    /// By what the room knows the network it came from.
    pub network: Option<u64>,
}

impl<S: Sql> Log<S> {
    /// All who wait, the first who came first.
    pub fn knocks(&self) -> Result<Vec<KnockRow>, LogError> {
        if self.owned.is_none() {
            return Ok(Vec::new());
        }
        let rows = self.sql.query(
            "SELECT member, name, since, at, text, key, role, hello, network FROM knock
             ORDER BY at, member",
            &[],
        )?;
        Ok(self.damage.sound("knock", rows, knock_row))
    }

    pub fn save_knock(&self, knock: &KnockRow) -> Result<(), LogError> {
        let row = Rows::of(row![
            knock.member,
            knock.name.as_str(),
            knock.since,
            knock.at,
            knock.text.as_ref(),
            knock.key,
            knock.role,
            knock.hello.as_ref(),
            knock.network,
        ]);
        Ok(row.run(
            &self.sql,
            "INSERT OR REPLACE INTO knock
             (member, name, since, at, text, key, role, hello, network)
             SELECT value->>0, value->>1, value->>2, value->>3, value->>4,
                    value->>5, value->>6, value->>7, value->>8
             FROM jsonb_each(?)",
        )?)
    }

    pub fn end_knock(&self, member: MemberId) -> Result<(), LogError> {
        self.sql.query(
            "DELETE FROM knock WHERE member = ?",
            &[Param::Text(&member.to_string())],
        )?;
        Ok(())
    }

    /// Keeps that somebody was denied: who was, and whose network was, too often waits longer each time.
    pub fn deny(
        &self,
        member: MemberId,
        network: Option<u64>,
        act: &AuditRow,
    ) -> Result<(), LogError> {
        let (sql, now) = (&self.sql, act.at);
        let who = denied(member, network);
        Ok(sql.atomically(&mut || {
            save_audit(sql, std::slice::from_ref(act))?;
            sql.query(
                "DELETE FROM denied WHERE until <= ?1 OR who IN (
                     SELECT who FROM denied ORDER BY until DESC LIMIT -1 OFFSET ?2)",
                &[
                    Param::time(now.earlier_by(limits::DENIED_LIFE)),
                    Param::Integer(limits::DENIED as i64 - 2),
                ],
            )?;
            sql.query(
                "INSERT INTO denied (who, times, until)
                 SELECT value, 1, ?2 FROM json_each(?1) WHERE true
                 ON CONFLICT (who) DO UPDATE SET times = times + 1, until = ?2 + iif(
                     times < iif(who LIKE 'network %', ?6, ?5), 0,
                     min(?3 << min(times - iif(who LIKE 'network %', ?6, ?5), 32), ?4))",
                &[
                    Param::Text(&who),
                    Param::time(now),
                    Param::Integer(limits::DENIED_WAIT.as_millis() as i64),
                    Param::Integer(limits::DENIED_WAIT_MOST.as_millis() as i64),
                    Param::Integer(limits::DENIED_FREELY),
                    Param::Integer(limits::DENIED_FREELY_OF_NETWORK),
                ],
            )?;
            Ok(())
        })?)
    }

    /// Until when this member, or anybody of this network, cannot knock, if they were denied.
    pub fn denied_until(
        &self,
        member: MemberId,
        network: Option<u64>,
    ) -> Result<Option<Timestamp>, LogError> {
        let rows = self.sql.query(
            "SELECT max(until) FROM denied WHERE who IN (SELECT value FROM json_each(?))",
            &[Param::Text(&denied(member, network))],
        )?;
        let row = rows.into_iter().next();
        Ok(row.and_then(|row| Columns::new(row).field()).flatten())
    }
}

/// Under what is kept that somebody was denied: no network is written like a member.
fn denied(member: MemberId, network: Option<u64>) -> String {
    match network {
        Some(network) => format!(r#"["{member}","network {network}"]"#),
        None => format!(r#"["{member}"]"#),
    }
}

fn knock_row(row: Row) -> Option<KnockRow> {
    let mut columns = Columns::new(row);
    Some(KnockRow {
        member: columns.member()?,
        name: MemberName::stored(&columns.text()?).ok()?,
        since: columns.field()?,
        at: columns.field()?,
        text: columns.optional_text()?,
        key: columns.optional_unsigned()?.map(KeyId),
        role: columns.field::<Option<Role>>()??,
        hello: columns.optional_text()?,
        network: columns.optional_unsigned()?,
    })
}
