use crate::features;
use jobs::Runner;
use questions::service::remind;

/// On a morning those who answer in a room are called to a question that nobody has claimed.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db, actor, job| remind(db, actor, features::talk(), &job))
}
