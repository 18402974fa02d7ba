//! The words that every crate of Engawa speaks: errors, ids, time, chance, who acts, what happened.
//!
//! Of the product the kernel knows only the names of what can be administered, as every door asks for one. It does no input or output. Time and chance come in as parameters
//! ([`Clock`], [`Entropy`]), so that everything above can be run twice with the same result.

mod actor;
mod calendar;
mod error;
mod event;
mod function;
mod id;
mod opening;
mod proof;
mod spoken;
mod time;

pub use actor::{AccountId, Actor, Face, LeaveAccess, OrgId, Outsider, PersonId, Rights, SessionId, tag};
pub use calendar::{Era, Jst, fiscal_year, in_words};
pub use error::{Error, FieldFault, Kind, Refusal, Result};
pub use event::{Committed, Effect, Event, Position, Tick, Topic};
pub use function::{Function, Powers, Verb};
pub use id::{Entropy, Id, IdMaker, ParseIdError, SeededEntropy, SystemEntropy};
pub use opening::is_open_day;
pub use proof::May;
pub use spoken::moment_in_words;
pub use time::{Clock, FixedClock, SharedClock, SystemClock, Timestamp};
