use jobs::Runner;
use ldap::service::{carrying::carry, reading::read, runs};

/// People follow the directories of their organisations: when their time has come, or somebody asks for it.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(read).on(carry).every("ldap.follow_directories", runs::next_look, runs::follow_due)
}
