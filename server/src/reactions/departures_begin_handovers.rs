use crate::features;
use db::Db;
use kernel::Actor;

/// When it is known that somebody leaves a post, what they have open is put together for whoever comes next. Before rooms follow: who has left them
/// finds nothing there. `day_begins`: a day has begun, and not only posts have changed. What fails is logged and holds up nobody's day.
pub(crate) fn follow(db: &Db, actor: Actor, day_begins: bool) {
    for error in handovers::service::follow(db, actor, features::handover_sources(), day_begins) {
        tracing::error!(organisation = actor.org.raw(), %error, "a handover does not follow who leaves");
    }
}
