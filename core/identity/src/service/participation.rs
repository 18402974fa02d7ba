//! 利用の範囲, as far as accounts are concerned: who is outside is told so after the right password, and nothing else opens.

use crate::model::participation::{
    NamedPerson, NamedUnit, ParticipationOutlook, ParticipationView, SaveParticipation, Step,
};
use crate::model::{Account, IdentityRefusal};
use crate::store::participation::used;
use db::{Conn, Lock, Tx};
use directory::model::{NotBegun, Participation};
use directory::service::participation as chosen;
use directory::store::{organisations, participation::is_outside, people};
use kernel::{Actor, Error, Jst, PersonId, Result};

/// How many of those who go out are named before it is saved.
const SAMPLE: usize = 50;

/// Refuses an account whose person does not take part yet, with the day on which they begin where that is known.
///
/// Errors: `identity.not_begun`.
pub(super) fn check_begun(tx: &mut Tx<'_>, account: &Account) -> Result<()> {
    if !is_outside(tx, account.person)? {
        return Ok(());
    }
    tx.act_as(Actor::system(account.org));
    let mut refused = Error::from(IdentityRefusal::NotBegun);
    if let Some(NotBegun { unit, on }) = chosen::not_begun(tx, account.person)? {
        refused = unit.into_iter().fold(refused, |refused, unit| refused.telling("unit", unit));
        refused = on.into_iter().fold(refused, |refused, on| refused.telling("on", on.to_string()));
    }
    Err(refused)
}

/// What becomes of the staff and of shared accounts with a participation.
///
/// Errors: the fields that are none.
pub fn outlook(conn: &mut Conn<'_>, said: &Participation) -> Result<ParticipationOutlook> {
    let outlook = chosen::outlook(conn, said)?;
    let used = used(conn)?;
    let unused = |some: &[PersonId]| some.iter().filter(|who| used.get(who) == Some(&false)).count() as i64;
    let steps = outlook.turns.iter().map(|turn| Step {
        on: turn.on,
        come: turn.come.len() as i64,
        go: turn.go.len() as i64,
        unused: unused(&turn.come),
        without_account: turn.come.iter().filter(|who| !used.contains_key(who)).count() as i64,
    });
    let going: Vec<PersonId> = outlook.turns.iter().flat_map(|turn| turn.go.iter().copied()).take(SAMPLE).collect();
    Ok(ParticipationOutlook {
        inside: outlook.inside.len() as i64,
        outside: outlook.outside.len() as i64,
        unused: unused(&outlook.inside),
        steps: steps.collect(),
        going: people::briefs(conn, &going)?,
    })
}

/// Who takes part.
pub fn view(conn: &mut Conn<'_>) -> Result<ParticipationView> {
    let (said, tick) = chosen::get(conn)?;
    let chosen::Named { units, persons } = chosen::names(conn, &said)?;
    let units = units.into_iter().map(|(chosen, unit)| NamedUnit {
        unit_id: chosen.unit_id,
        name: unit.name,
        from: chosen.from,
        valid_to: unit.valid_to,
    });
    let (outlook, today) = (outlook(conn, &said)?, Jst::date(conn.now()));
    Ok(ParticipationView {
        chosen: said.chosen,
        everybody_from: said.everybody_from,
        units: units.collect(),
        persons: persons.into_iter().map(|(chosen, person)| NamedPerson { person, from: chosen.from }).collect(),
        tick,
        // What is still to happen today by what is held is what nobody has followed yet.
        settling: outlook.steps.iter().any(|step| step.on <= today),
        outlook,
    })
}

/// Keeps who takes part. Whoever makes everybody take part, or sends people out by that, types what their organisation is called.
///
/// Errors: the fields that are none, `stale`.
pub fn save(tx: &mut Tx<'_>, new: &SaveParticipation, seen: Option<i64>, address: &str) -> Result<ParticipationView> {
    let (org, today) = (tx.actor().org, Jst::date(tx.now()));
    tx.lock(Lock::Org(org))?;
    let (before, _) = chosen::get(tx)?;
    let turns = chosen::outlook(tx, &new.said)?.turns;
    let from = new.said.everybody_from;
    let takes_everybody = before.chosen && (!new.said.chosen || from.is_some() && from != before.everybody_from);
    if takes_everybody || turns.iter().any(|turn| turn.on <= today && !turn.go.is_empty()) {
        let name = organisations::get(tx, org)?.ok_or_else(Error::not_found)?.name;
        let typed = new.confirmation.as_deref().map(text::fold).unwrap_or_default();
        if typed.trim() != text::fold(&name).trim() {
            return Err(Error::field("confirmation", if typed.trim().is_empty() { "missing" } else { "invalid" }));
        }
    }
    chosen::save(tx, &new.said, seen, address)?;
    view(tx)
}
