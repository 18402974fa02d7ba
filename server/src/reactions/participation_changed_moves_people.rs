use db::Db;
use directory::jobs::SettleParticipation;
use directory::service::begin_day;
use jobs::Runner;
use kernel::Actor;

/// When other people take part than before, everybody is placed anew as at midnight; rooms and sessions follow as when posts change.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db: &Db, actor: Actor, SettleParticipation {}| begin_day(db, actor))
}
