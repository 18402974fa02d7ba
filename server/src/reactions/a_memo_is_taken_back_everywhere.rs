use crate::features;
use jobs::Runner;
use phone_memos::service::take_back_in_section;

/// A phone memo that was taken back goes from the section's room too.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db, actor, job| take_back_in_section(db, actor, features::talk(), &job))
}
