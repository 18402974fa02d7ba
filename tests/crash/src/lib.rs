//! The program mistreated, and an oracle: whatever was acknowledged is found afterwards, id by id, and nothing is there twice.

mod full;
mod ledger;
mod machine;
mod office;
mod writer;

pub use full::{Filled, fill_the_disk};
pub use ledger::{Ledger, Sum};
pub use machine::Machine;
pub use office::{Office, Strike, WRITERS};
pub use writer::{Acknowledged, Said, Writer};
