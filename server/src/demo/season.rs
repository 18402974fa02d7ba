//! The days of talk: three months up to the day of the plan.

use super::calendar::{self, Day};
use super::model::Plan;
use super::script::Mode;

/// Seconds since 1970 on Japanese clocks: what office hours are about.
pub(super) type Clock = i64;

pub(super) const DAY: i64 = 86_400;

/// The days of talk.
pub(super) struct Season {
    open: Vec<Day>,
    closed: Vec<Day>,
    /// The evening of the great rain; the next day is open too.
    pub storm: Option<Day>,
    /// Nothing is said later.
    pub end: Clock,
}

impl Season {
    pub fn new(plan: &Plan) -> Self {
        let today = calendar::day(plan.today);
        let first = today - 91;
        let end_of = |d: Day, minute: i64| i64::from(d) * DAY + minute * 60;
        let until = i64::from(plan.until);
        // A morning not yet begun belongs to the last open day, whose talk ends at five.
        let (last, end) = if calendar::is_open(today) && until > 8 * 60 + 50 {
            (today, end_of(today, until.min(17 * 60 + 5)))
        } else {
            let last = calendar::open_day_from(today, -1);
            (last, end_of(last, 17 * 60 + 5))
        };
        let open: Vec<Day> = (first..=last).filter(|&d| calendar::is_open(d)).collect();
        let closed = (first..last).filter(|&d| !calendar::is_open(d)).collect();
        let fits = |d: &&Day| calendar::is_open(**d + 1) && **d < today - 12;
        let rainy = |d: &&Day| (6..=10).contains(&calendar::date(**d).1);
        let storm = open.iter().filter(fits).min_by_key(|d| (!rainy(d), (today - 38 - **d).abs())).copied();
        Self { open, closed, storm, end }
    }

    pub fn days(&self, mode: Mode, months: Option<(u8, u8)>) -> Vec<Day> {
        let days: &[Day] = match mode {
            Mode::Office => &self.open,
            Mode::Weekend => &self.closed,
            Mode::Storm => return self.storm.into_iter().collect(),
        };
        let inside = |d: &Day| {
            let month = calendar::date(*d).1;
            months.is_none_or(|(a, b)| if a <= b { (a..=b).contains(&month) } else { month >= a || month <= b })
        };
        days.iter().copied().filter(inside).collect()
    }
}
