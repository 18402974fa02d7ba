//! A use case on its way to a database thread and its answer on the way back.

use crate::{Conn, Tx};
use kernel::{Actor, Error, Result};
use std::panic::{AssertUnwindSafe, catch_unwind};
use tokio::sync::oneshot;

/// A use case that writes. It may run several times, and is answered once, after the commit.
pub(crate) trait WriteWork: Send {
    fn actor(&self) -> Actor;
    /// Runs it; false when it failed and must be rolled back.
    fn run(&mut self, tx: &mut Tx<'_>) -> bool;
    /// Turns a success into a failure that came after it ran.
    fn spoil(&mut self, error: Error);
    fn answer(self: Box<Self>);
}

/// A use case that reads.
pub(crate) trait ReadWork: Send {
    fn actor(&self) -> Actor;
    fn run(&mut self, conn: &mut Conn<'_>);
    fn spoil(&mut self, error: Error);
    fn answer(self: Box<Self>);
}

pub(crate) struct Pending<F, T> {
    actor: Actor,
    story: F,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<F, T> Pending<F, T> {
    pub(crate) fn new(actor: Actor, story: F) -> (Self, oneshot::Receiver<Result<T>>) {
        let (reply, answer) = oneshot::channel();
        (Self { actor, story, result: None, reply }, answer)
    }

    fn send(self) {
        let result = self.result.unwrap_or_else(|| Err(Error::internal("a database thread dropped a use case")));
        // Nobody waits any more when the client has gone; what was committed stays committed.
        let _ = self.reply.send(result);
    }
}

/// A panic in a use case is a bug of ours: it costs that use case, never the thread that serves everybody.
pub(crate) fn guarded<T>(story: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(story)).unwrap_or_else(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "a panic without words".to_owned());
        Err(Error::internal(format!("broken invariant: {text}")))
    })
}

impl<F, T> WriteWork for Pending<F, T>
where
    F: FnMut(&mut Tx<'_>) -> Result<T> + Send,
    T: Send,
{
    fn actor(&self) -> Actor {
        self.actor
    }
    fn run(&mut self, tx: &mut Tx<'_>) -> bool {
        let result = guarded(|| (self.story)(tx));
        let well = result.is_ok();
        self.result = Some(result);
        well
    }
    fn spoil(&mut self, error: Error) {
        self.result = Some(Err(error));
    }
    fn answer(self: Box<Self>) {
        self.send();
    }
}

impl<F, T> ReadWork for Pending<F, T>
where
    F: FnMut(&mut Conn<'_>) -> Result<T> + Send,
    T: Send,
{
    fn actor(&self) -> Actor {
        self.actor
    }
    fn run(&mut self, conn: &mut Conn<'_>) {
        self.result = Some(guarded(|| (self.story)(conn)));
    }
    fn spoil(&mut self, error: Error) {
        self.result = Some(Err(error));
    }
    fn answer(self: Box<Self>) {
        self.send();
    }
}
