//! 休業, as far as accounts are concerned: whoever may use nothing meanwhile is signed out, and somebody goes on administering.

use super::end_others;
use super::people::of_staff;
use crate::model::IdentityRefusal;
use crate::policy;
use crate::store;
use db::{Db, Lock, Tx};
use directory::model::{Leave, LeaveId, NewLeave};
use directory::service::leaves;
use directory::store::leaves::access;
use jiff::civil::Date;
use kernel::{Actor, Jst, LeaveAccess, PersonId, Result, Rights, SessionId};

/// Writes down that somebody is, or will be, on leave.
///
/// Errors: the directory's, `identity.last_administrator`, `identity.shared_account`.
pub fn create(tx: &mut Tx<'_>, person: PersonId, new: &NewLeave, address: &str) -> Result<Leave> {
    of_staff(tx, person)?;
    let leave = leaves::create(tx, person, new, address)?;
    settle(tx, person, Some(new), address)?;
    Ok(leave)
}

/// Replaces what a leave says. `seen` is the tick of the copy that the editor had.
///
/// Errors: the directory's, `identity.last_administrator`.
pub fn replace(tx: &mut Tx<'_>, id: LeaveId, new: &NewLeave, seen: Option<i64>, address: &str) -> Result<Leave> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let leave = leaves::replace(tx, id, new, seen, address)?;
    settle(tx, leave.person_id, Some(new), address)?;
    Ok(leave)
}

/// Removes a leave.
///
/// Errors: the directory's.
pub fn remove(tx: &mut Tx<'_>, id: LeaveId, address: &str) -> Result<()> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let person = leaves::whose(tx, id)?;
    leaves::remove(tx, id, address)?;
    settle(tx, person, None, address)
}

fn settle(tx: &mut Tx<'_>, person: PersonId, new: Option<&NewLeave>, address: &str) -> Result<()> {
    let Some(account) = store::of_person(tx, person)? else { return Ok(()) };
    policy::may_act_upon(&tx.actor(), &account)?;
    // Nobody administers while they are on leave, whatever they may use.
    if let Some(new) = new
        && account.rights == Rights::Administrator
        && account.suspended_at.is_none()
    {
        let first = new.valid_from.max(Jst::date(tx.now()));
        let last = new.valid_to.unwrap_or(Date::MAX);
        // Whoever goes on with it today may go on leave themselves before this one ends.
        let mut days = store::administrators_go(tx, account.id, first, last)?;
        days.extend((first <= last).then_some(first));
        for day in days {
            if store::other_administrators(tx, account.id, day)? == 0 {
                return Err(IdentityRefusal::LastAdministrator.into());
            }
        }
    }
    if access(tx, person)? == Some(LeaveAccess::Nothing) {
        end_others(tx, &account, None, address)?;
    }
    Ok(())
}

/// Signs out everybody of the actor's organisation whose last post is over, or who does not take part any more. A hundred sessions a
/// transaction: when a choice sends nearly everybody out, the others go on between them.
pub fn end_sessions_of_leavers(db: &Db, actor: Actor) -> Result<()> {
    let mut after = Some(SessionId::from_raw(-1));
    while let Some(last) = after {
        after = db.write_now(actor, move |tx| end_some(tx, last))?;
    }
    Ok(())
}

/// Ends the first hundred after a session; the last of them, nothing when none were left.
fn end_some(tx: &mut Tx<'_>, after: SessionId) -> Result<Option<SessionId>> {
    let org = tx.actor().org;
    tx.lock(Lock::Org(org))?;
    let some = store::sessions_of_leavers(tx, after)?;
    for (session, account) in &some {
        let account = super::of_own_org(tx, *account)?;
        // One that its owner has ended meanwhile is ended.
        super::end_if_there(tx, &account, *session, "")?;
    }
    Ok(some.last().map(|(session, _)| *session))
}
