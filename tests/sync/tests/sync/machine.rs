//! A program that can be ended and started again over its database.

use harness::World;
use live::Limits;
use std::time::Duration;
use testkit::TestDb;
use tokio::runtime::{Builder, Runtime};

pub struct Machine {
    pub runtime: Runtime,
    pub world: World,
}

impl Machine {
    pub fn start(test: TestDb, limits: Limits) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
        let world = runtime.block_on(World::over(test, limits));
        Self { runtime, world }
    }

    /// Ends the program and everything of it but the database, all at once, and starts it again.
    pub fn restart(self, limits: Limits) -> Self {
        let Self { runtime, world } = self;
        let test = world.into_test();
        drop(runtime);
        // Ids carry their moment; two lives within one moment could make the same.
        test.clock.advance(Duration::from_secs(10));
        Self::start(test.reopened(), limits)
    }
}
