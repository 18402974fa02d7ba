//! The program's promises, tried at its HTTP and live doors on both databases.

mod statements;
mod talk;
