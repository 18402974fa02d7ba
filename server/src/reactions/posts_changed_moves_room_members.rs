use super::departures_begin_handovers;
use chat::service::sharing::partners;
use chat::service::{following, members};
use db::Db;
use directory::jobs::FollowPosts;
use jobs::Runner;
use kernel::{Actor, PersonId, Result};

/// When posts change, rooms of units and rooms by rule get the members that their unit or rule now names; whoever has left
/// the organisation leaves its rooms and is signed out.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db: &Db, actor: Actor, job: FollowPosts| follow(db, actor, job.people))
}

/// Each room that changes in a transaction of its own: after a transfer they are hundreds, and talk must go on between them.
fn follow(db: &Db, actor: Actor, people: Option<Vec<PersonId>>) -> Result<()> {
    identity::service::end_sessions_of_leavers(db, actor)?;
    departures_begin_handovers::follow(db, actor);
    for room in db.read_now(actor, following::stale_rooms)? {
        db.write_now(actor, move |tx| following::follow(tx, room))?;
    }
    for room in db.read_now(actor, members::unowned)? {
        db.write_now(actor, move |tx| members::inherit(tx, room))?;
    }
    for (room, person) in db.read_now(actor, members::leavers)? {
        db.write_now(actor, move |tx| members::release(tx, room, person))?;
    }
    // Who was renamed is so where rooms are shared.
    if db.read_now(actor, partners::shares_any)? {
        match people {
            Some(people) => db.write_now(actor, move |tx| partners::pass_on_of(tx, &people))?,
            None => db.write_now(actor, partners::pass_on_all)?,
        }
    }
    Ok(())
}
