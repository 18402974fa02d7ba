use crate::features;
use jobs::Runner;
use phone_memos::service::clear_due;

/// Who called is cleared in the phone memos that were kept long enough.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(|db, actor, job| clear_due(db, actor, features::talk(), &job))
}
