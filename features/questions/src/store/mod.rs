//! The SQL of questions: every statement once, in the subset that both engines run alike.

pub mod calls;
pub mod faq;
pub mod private;
pub mod questions;

use crate::model::Course;
use db::{Row, Sql};

/// Every statement, for the test that prepares them on both engines.
pub const STATEMENTS: &[&[Sql]] = &[calls::STATEMENTS, faq::STATEMENTS, private::STATEMENTS, questions::STATEMENTS];

/// What was done with a question, from six columns of a row.
fn course(row: &Row, from: usize) -> Course {
    Course {
        claimer: row.get(from),
        claimed_at: row.get(from + 1),
        answerer: row.get(from + 2),
        answered_at: row.get(from + 3),
        minutes: row.get(from + 4),
        step: row.get(from + 5),
    }
}
