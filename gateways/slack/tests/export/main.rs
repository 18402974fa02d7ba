//! Exports carried in whole, and exports refused whole.

mod archives;
mod carrying;
mod faults;
