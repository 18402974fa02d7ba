use directory::service::rotas::turn;
use jobs::Runner;

/// Somebody comes on duty or goes off duty: they are told, and so is who has them on screen.
pub(crate) fn teach(runner: Runner) -> Runner {
    runner.on(turn)
}
