//! Who goes on leave, who stays away for longer or shorter, who comes back.

use super::{Leaves, Planner, Sort, Who};
use crate::service::list::leaves::{Away, Order, access_word, kind_word};
use crate::service::list::rows::Row;
use directory::model::NewLeave;
use jiff::civil::Date;
use kernel::{LeaveAccess, PersonId};

impl Planner<'_> {
    /// Works out the leaves that the lines of somebody make; whether any of them is another one then.
    pub(super) fn leaves(&mut self, person: PersonId, who: &Who, rows: &[&Row], left_on: Option<Date>) -> bool {
        let before = self.state.leaves.get(&person).cloned().unwrap_or_default();
        let mut after = before.clone();
        let mut seen: Vec<Order> = Vec::new();
        for row in rows {
            // Each line of somebody with several posts may say the same.
            let Some(order) = row.leave.filter(|order| !seen.contains(order)) else { continue };
            seen.push(order);
            match order {
                Order::Away(away) => self.go(&mut after, &away, row.line),
                Order::Back(day) => self.come_back(&mut after, day.unwrap_or(self.state.today), row.line),
            }
        }
        after.sort_by_key(|leave| leave.valid_from);
        if after == before {
            return false;
        }
        let line = rows.iter().find(|row| row.leave.is_some()).map_or(0, |row| row.line);
        if after.windows(2).any(|pair| pair[0].meets(&pair[1])) {
            self.fault(line, "two leaves at the same time", "休業の期間が重なります");
        }
        let new: Vec<&NewLeave> = after.iter().filter(|leave| !before.contains(leave)).collect();
        if new.iter().any(|leave| left_on.is_some_and(|last| leave.valid_to.is_none_or(|to| to > last))) {
            self.fault(line, "a leave of somebody who is no longer here", "退職日より後まで休業が続きます");
        }
        let old = before.iter().filter(|leave| !after.contains(leave));
        let words = (in_words(old), in_words(new.into_iter()));
        let comes_back = seen.iter().all(|order| matches!(order, Order::Back(_)));
        self.differ(Sort::Leave, who, if comes_back { "復職" } else { "休業" }, words);
        self.plan.leaves.push(Leaves { person, staff_number: who.staff_number.clone(), before, after });
        true
    }

    /// Somebody goes, or it is said anew until when and why.
    fn go(&mut self, leaves: &mut Vec<NewLeave>, away: &Away, line: u64) {
        let today = self.state.today;
        let meant = |leave: &NewLeave| match away.from {
            Some(from) => leave.valid_from == from,
            // Whose leave ends the day before is said to stay away for longer.
            None => {
                let held = leave.holds_on(today) || today.yesterday().is_ok_and(|eve| leave.holds_on(eve));
                held && away.kind.is_none_or(|kind| kind == leave.kind)
            }
        };
        if let Some(known) = leaves.iter_mut().find(|leave| meant(leave)) {
            known.kind = away.kind.unwrap_or(known.kind);
            known.valid_to = away.to.unwrap_or(known.valid_to);
            known.access = away.access.unwrap_or(known.access);
            if known.valid_to.is_some_and(|last| last < known.valid_from) {
                self.fault(line, "the leave ends before it begins", "休業の終わりが始まりより前です");
            }
            return;
        }
        let Some(kind) = away.kind else {
            self.fault(
                line,
                "no 休業区分 (leave_kind), and no leave to change",
                "休業区分がなく、変える休業もありません",
            );
            return;
        };
        let valid_from = away.from.unwrap_or(today);
        let valid_to = away.to.flatten();
        if valid_to.is_some_and(|last| last < valid_from) {
            self.fault(line, "the leave ends before it begins", "休業の終わりが始まりより前です");
        }
        leaves.push(NewLeave { kind, valid_from, valid_to, access: away.access.unwrap_or(LeaveAccess::Read) });
    }

    /// Somebody is back from a day on.
    fn come_back(&mut self, leaves: &mut [NewLeave], day: Date, line: u64) {
        let eve = day.yesterday().unwrap_or(day);
        match leaves.iter_mut().find(|leave| leave.holds_on(eve)) {
            Some(leave) => leave.valid_to = Some(eve),
            None => self.fault(
                line,
                format!("not on leave on the day before {day}"),
                format!("{day}の前の日に休業していません"),
            ),
        }
    }
}

fn in_words<'l>(leaves: impl Iterator<Item = &'l NewLeave>) -> String {
    let word = |leave: &NewLeave| {
        let until = leave.valid_to.map(|last| last.to_string()).unwrap_or_default();
        format!("{} ({}～{until}) {}", kind_word(leave.kind), leave.valid_from, access_word(leave.access))
    };
    leaves.map(word).collect::<Vec<_>>().join("、")
}
