//! Real databases for tests: a SQLite file and a PostgreSQL database of its own for every test.
//!
//! `cargo x test` starts one private PostgreSQL cluster and names it in `ENGAWA_TEST_POSTGRES`.

mod database;

pub use database::{TestDb, at, both, engines, everywhere, integrity, program, setting};
