//! Real databases and other real servers for tests: a SQLite file and a PostgreSQL database of its own for every test.
//!
//! `cargo x test` starts one private PostgreSQL cluster and names it in `ENGAWA_TEST_POSTGRES`.

mod database;
mod s3;

pub use database::{TestDb, at, both, engines, everywhere, integrity, program, setting};
pub use s3::{S3, S3_BUCKET, S3_KEY, S3_SECRET};
