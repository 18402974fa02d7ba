use chat::service::members;
use db::Db;
use directory::jobs::FollowPosts;
use jobs::Runner;
use kernel::{Actor, Result};

/// When posts change, rooms of units and rooms by rule get the members that their unit or rule now names.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db: &Db, actor: Actor, _: FollowPosts| follow(db, actor))
}

/// Each room in a transaction of its own: a city has thousands, and talk must go on between them.
pub(crate) fn follow(db: &Db, actor: Actor) -> Result<()> {
    for room in db.read_now(actor, members::following_rooms)? {
        db.write_now(actor, move |tx| members::follow(tx, room))?;
    }
    Ok(())
}
