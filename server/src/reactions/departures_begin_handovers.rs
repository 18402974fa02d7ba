use crate::features;
use db::{Db, Lock};
use handovers::jobs::FollowDepartures;
use jobs::Runner;
use kernel::{Actor, Error};

/// What failed is tried again, for some minutes: some of it can be done on that very day alone.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db: &Db, actor: Actor, _: FollowDepartures| match fall_behind(db, actor).pop() {
        Some(error) => Err(error),
        None => Ok(()),
    })
}

/// When it is known that somebody leaves a post, what they have open is put together for whoever comes next. Before rooms follow: who has left them
/// finds nothing there. What fails is logged, tried again apart, and holds up nobody's day.
pub(crate) fn follow(db: &Db, actor: Actor) {
    if fall_behind(db, actor).is_empty() {
        return;
    }
    if let Err(error) = db.write_now(actor, move |tx| {
        tx.lock(Lock::Org(actor.org))?;
        jobs::enqueue(tx, &FollowDepartures {}, None)
    }) {
        tracing::error!(organisation = actor.org.raw(), %error, "handovers are not tried again before somebody's posts change");
    }
}

/// What could not follow.
fn fall_behind(db: &Db, actor: Actor) -> Vec<Error> {
    let errors = handovers::service::follow(db, actor, features::handover_sources());
    for error in &errors {
        tracing::error!(organisation = actor.org.raw(), %error, "a handover does not follow who leaves");
    }
    errors
}
