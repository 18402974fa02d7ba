//! The directory's SQL.

pub mod barriers;
pub mod called;
pub mod floors;
pub mod grants;
pub mod headcount;
mod held;
pub mod leaves;
pub mod organisations;
pub mod outsiders;
pub mod participation;
pub mod partners;
pub mod people;
pub mod placement;
pub mod posts;
pub mod rotas;
pub mod terms;
pub mod units;
pub mod whereabouts;

use db::Sql;

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[
    barriers::STATEMENTS,
    called::STATEMENTS,
    floors::STATEMENTS,
    grants::STATEMENTS,
    headcount::STATEMENTS,
    held::STATEMENTS,
    leaves::STATEMENTS,
    organisations::STATEMENTS,
    outsiders::STATEMENTS,
    participation::STATEMENTS,
    partners::STATEMENTS,
    people::STATEMENTS,
    placement::STATEMENTS,
    posts::STATEMENTS,
    rotas::STATEMENTS,
    terms::STATEMENTS,
    units::STATEMENTS,
    whereabouts::STATEMENTS,
];

use jiff::civil::Date;

/// Days are kept as texts that sort by age.
pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("the database holds the days that we wrote")
}
