//! Who bears a session's token, as every request asks.

use super::{rights, rules};
use crate::model::rules::{Networks, Standing};
use db::{Conn, Row};
use directory::store::leaves::worked_out;
use directory::store::people::employment;
use kernel::{AccountId, LeaveAccess, OrgId, Outsider, PersonId, Result, Rights, SessionId, Timestamp};
use std::net::IpAddr;
use std::time::Duration;

macro_rules! bearers {
    ($rest:expr) => {
        concat!(
            "SELECT s.id, s.account_id, s.created_at, s.seen_at, a.org_id, a.person_id, a.rights,
                a.must_change AND NOT s.elsewhere, a.suspended_at, p.active, s.strong, s.address, s.vouched,
                (SELECT COUNT(*) FROM code_factor c WHERE c.account_id = a.id AND c.confirmed_at IS NOT NULL)
                    + (SELECT COUNT(*) FROM passkey k WHERE k.account_id = a.id), r.rules,
                h.idle_seconds, s.operator_id, s.operator_seen_at, p.leave_access, p.employment, s.token_until,
                p.employment = 'guest' AND EXISTS (SELECT 1 FROM guest_conditions t WHERE t.org_id = a.org_id AND t.holds
                    AND NOT EXISTS (SELECT 1 FROM guest_agreement g WHERE g.account_id = a.id AND g.version = t.version))
            FROM session s JOIN account a ON a.id = s.account_id JOIN person p ON p.id = a.person_id
            LEFT JOIN sign_in_rules r ON r.org_id = a.org_id LEFT JOIN shared_account h ON h.account_id = a.id ",
            $rest
        )
    };
}

db::statements! {
    SESSION_BY_TOKEN = bearers!("WHERE s.token_hash = $1");
    SESSION_BY_ID = bearers!("WHERE s.id = $1");
}

/// What a token stands for.
#[derive(Debug, Clone, Copy)]
pub struct Bearer {
    /// The session.
    pub session: SessionId,
    /// Its account.
    pub account: AccountId,
    /// The organisation.
    pub org: OrgId,
    /// The person.
    pub person: PersonId,
    /// Rights.
    pub rights: Rights,
    /// The password is an initial one.
    pub must_change: bool,
    /// Whether account and person may be here at all.
    pub welcome: bool,
    /// A second factor was shown.
    pub strong: bool,
    /// Somebody outside says that one was shown.
    pub vouched: bool,
    /// The account has one.
    pub has_factor: bool,
    /// From where it signed in.
    pub home: Option<IpAddr>,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it was last used.
    pub seen_at: Timestamp,
    /// Of a shared account.
    pub shared: Option<SharedUse>,
    /// Of somebody on leave: what they may use.
    pub leave: Option<LeaveAccess>,
    /// They are not of the staff.
    pub outsider: Option<Outsider>,
    /// They are a guest who has not agreed to what guests agree to.
    pub must_agree: bool,
    /// Of a bot's token: when it ends.
    pub token_until: Option<Timestamp>,
}

/// How a session of a shared account is used.
#[derive(Debug, Clone, Copy)]
pub struct SharedUse {
    /// How long it may go without use.
    pub idle: Duration,
    /// Who was using it, and when they did last.
    pub operator: Option<(PersonId, Timestamp)>,
}

impl Bearer {
    /// What the rules by network ask about.
    pub fn standing(&self) -> Standing {
        let Self { rights, vouched, home, created_at, seen_at, token_until, .. } = *self;
        // Where somebody outside answers for it, whether the account has a factor here as well makes no difference.
        let (strong, has_factor) = (self.strong || vouched, self.has_factor || vouched);
        let guest = self.outsider == Some(Outsider::Guest);
        Standing { rights, guest, strong, has_factor, home, created_at, seen_at, token_until }
    }
}

fn read_bearer(row: &Row) -> Bearer {
    let leave = worked_out(row.get(18));
    let may_stay = row.get::<Option<Timestamp>>(8).is_none() && row.get::<bool>(9);
    Bearer {
        session: row.get(0),
        account: row.get(1),
        created_at: row.get(2),
        seen_at: row.get(3),
        org: row.get(4),
        person: row.get(5),
        rights: rights(&row.get::<String>(6)),
        must_change: row.get(7),
        welcome: may_stay && leave != Some(LeaveAccess::Nothing),
        leave,
        outsider: employment(row.get(19)).outsider(),
        token_until: row.get(20),
        must_agree: row.get(21),
        strong: row.get(10),
        home: row.get::<String>(11).parse().ok(),
        vouched: row.get(12),
        has_factor: row.get::<i64>(13) > 0,
        shared: row.get::<Option<i64>>(15).map(|seconds| SharedUse {
            idle: Duration::from_secs(seconds.unsigned_abs()),
            operator: row.get::<Option<PersonId>>(16).zip(row.get(17)),
        }),
    }
}

/// Whose a token is, and the rules of their organisation.
pub fn by_token(conn: &mut Conn<'_>, token_hash: &[u8]) -> Result<Option<(Bearer, Networks)>> {
    let row = conn.row(&SESSION_BY_TOKEN, &[&token_hash])?;
    Ok(row.map(|row| (read_bearer(&row), rules::networks(row.get(14)))))
}

/// Whose a session is.
pub fn by_session(conn: &mut Conn<'_>, session: SessionId) -> Result<Option<Bearer>> {
    Ok(conn.row(&SESSION_BY_ID, &[&session])?.as_ref().map(read_bearer))
}
