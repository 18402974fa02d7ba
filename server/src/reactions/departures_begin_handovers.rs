use crate::features;
use db::Db;
use kernel::{Actor, Result};

/// When it is known that somebody leaves a post, what they have open is put together for whoever comes next. Before rooms follow: who has left them
/// finds nothing there. `day_begins`: a day has begun, and not only posts have changed.
pub(crate) fn follow(db: &Db, actor: Actor, day_begins: bool) -> Result<()> {
    handovers::service::follow(db, actor, features::handover_sources(), day_begins)
}
