//! Proof that a policy allowed something.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

/// A `T` that its feature's `policy` has allowed the actor to `A`. Stores ask for it, so an unchecked write does not
/// compile. Only `policy.rs` files may call [`May::granted`]; a test over the sources holds them to it.
pub struct May<A, T> {
    thing: T,
    act: PhantomData<fn() -> A>,
}

impl<A, T> May<A, T> {
    /// The policy's word. Called in `policy.rs` only.
    pub fn granted(thing: T) -> Self {
        Self { thing, act: PhantomData }
    }

    /// The thing, the proof spent.
    pub fn into_inner(self) -> T {
        self.thing
    }
}

impl<A, T> Deref for May<A, T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.thing
    }
}
impl<A, T> DerefMut for May<A, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.thing
    }
}
