//! The index's SQL.

pub(crate) mod generations;
pub(crate) mod parts;
pub(crate) mod saved;
pub(crate) mod seal;
pub(crate) mod segments;
pub(crate) mod waiting;

use db::Sql;

/// Every statement, for the test that prepares them on both engines.
pub(crate) const STATEMENTS: &[&[Sql]] =
    &[generations::STATEMENTS, parts::STATEMENTS, saved::STATEMENTS, segments::STATEMENTS, waiting::STATEMENTS];
