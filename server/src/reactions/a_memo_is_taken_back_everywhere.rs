use crate::features;
use jobs::Runner;
use phone_memos::service::{leave_section, take_back_in_section};

/// A phone memo that was taken back goes from the section's room too; taken back there, it stays with both, and says so.
pub(crate) fn teach(runner: Runner) -> Runner {
    let runner = runner.on(|db, actor, job| leave_section(db, actor, &job));
    runner.on(|db, actor, job| take_back_in_section(db, actor, features::talk(), &job))
}
