//! A word to whoever answers for guests and bots, before a stay or a token ends.

use crate::model::outsiders::EndingSoon;
use crate::store::ending::{End, of_sponsor};
use db::Conn;
use directory::model::ENDING_SOON;
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{Jst, Result};

/// With so many days left it is told a second time.
const ENDING_NOW: i32 = 3;
/// As many as are counted.
const MOST: usize = 500;

/// What ends soon of that for which the actor answers, if there is something.
pub(super) fn of_own(conn: &mut Conn<'_>) -> Result<Option<EndingSoon>> {
    let (own, now) = (conn.actor().person, conn.now());
    let today = Jst::date(now);
    let last = today.saturating_add(ENDING_SOON.days());
    let end = Jst::start_of(last.tomorrow().unwrap_or(last));
    let found = of_sponsor(conn, own, (today, last), (now, end), MOST)?;
    let days: Vec<Date> = found
        .iter()
        .map(|end| match end {
            End::Stay(last) => *last,
            // A token is good until its last day is over.
            End::Token(until) => Jst::date(*until).yesterday().unwrap_or(today),
        })
        .collect();
    let Some(first_on) = days.iter().min().copied() else { return Ok(None) };
    let tokens = found.iter().filter(|end| matches!(end, End::Token(_))).count();
    let since = days.iter().map(|last| told_on(*last, today)).max().unwrap_or(today);
    Ok(Some(EndingSoon { guests: (found.len() - tokens) as i64, tokens: tokens as i64, first_on, since }))
}

/// The last day on which there was something new to tell of what ends on a day.
fn told_on(last: Date, today: Date) -> Date {
    let second = last.saturating_sub(ENDING_NOW.days());
    if second <= today { second } else { last.saturating_sub(ENDING_SOON.days()) }
}
