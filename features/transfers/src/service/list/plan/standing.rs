//! Who may sign in, who is here no longer, and that somebody can still put things right.

use super::{Planner, Sort, Who};
use crate::service::list::rows::Row;
use directory::model::{NewLeave, Person};
use identity::model::{Account, fold_login};
use kernel::{AccountId, PersonId, Rights};
use std::collections::{HashMap, HashSet};

impl Planner<'_> {
    /// The account that a line asks for, or other rights of one that is there.
    pub(super) fn account(&mut self, person: PersonId, who: &Who, row: &Row, email: Option<String>, stays: bool) {
        if let Some(account) = self.accounts.get(&person) {
            if let Some(rights) = row.rights.filter(|rights| *rights != account.rights) {
                self.plan.rights.push((account.id, rights));
                let words = (format!("{:?}", account.rights), format!("{rights:?}"));
                self.differ(Sort::Changed, who, "権限", words);
            }
            return;
        }
        if !self.may.accounts || !stays {
            return;
        }
        let login = fold_login(&row.staff_number);
        let address = email.as_deref().map(fold_login);
        for name in std::iter::once(login).chain(address) {
            if self.taken.insert(name.clone(), person).is_some_and(|other| other != person) {
                self.fault(
                    row.line,
                    format!("「{name}」 is another account's login or address"),
                    format!("「{name}」は他のアカウントが使っています"),
                );
            }
        }
        let rights = row.rights.unwrap_or(Rights::Member);
        self.differ(Sort::Account, who, "", (String::new(), format!("{rights:?}")));
        self.plan.accounts.push((person, row.staff_number.clone(), email, rights));
    }

    /// Those whom the list does not name.
    pub(super) fn absent(&mut self, listed: &HashSet<&str>) {
        let yesterday = self.state.today.yesterday().unwrap_or(self.state.today);
        let state = self.state;
        let here = |person: &&Person| person.left_on.is_none_or(|last| last >= state.today);
        for person in state.people.iter().filter(here).filter(|person| !listed.contains(person.staff_number.as_str())) {
            if !self.may.leave {
                self.plan.absent += 1;
                continue;
            }
            self.differ(Sort::Left, &Who::of(person), "退職日", (String::new(), yesterday.to_string()));
            self.plan.changed.push((Person { left_on: Some(yesterday), ..person.clone() }, None));
        }
    }

    /// An organisation without anybody to administer it could not be put right any more.
    pub(super) fn keep_an_administrator(&mut self) {
        let today = self.state.today;
        let gone: HashSet<PersonId> = self
            .plan
            .changed
            .iter()
            .filter(|(person, _)| person.left_on.is_some_and(|last| last < today))
            .map(|(person, _)| person.brief.id)
            .collect();
        // Nobody administers while on leave.
        let to_come = |leaves: &[NewLeave]| leaves.iter().any(|leave| leave.valid_to.is_none_or(|last| last >= today));
        let away = |person: PersonId| match self.plan.leaves.iter().find(|leaves| leaves.person == person) {
            Some(leaves) => to_come(&leaves.after),
            None => self.state.leaves.get(&person).is_some_and(|leaves| to_come(leaves)),
        };
        let goes = self.plan.leaves.iter().any(|leaves| to_come(&leaves.after));
        let rights: HashMap<AccountId, Rights> = self.plan.rights.iter().copied().collect();
        let administers = |account: &&Account| {
            rights.get(&account.id).copied().unwrap_or(account.rights) == Rights::Administrator
                && account.suspended_at.is_none()
                && !gone.contains(&account.person)
                && !(goes && away(account.person))
        };
        let had = self.state.accounts.iter().any(|account| account.rights == Rights::Administrator);
        let made = self.plan.accounts.iter().any(|(_, _, _, rights)| *rights == Rights::Administrator);
        if had && !made && !self.state.accounts.iter().any(|account| administers(&account)) {
            self.fault(0, "no administrator would remain", "管理者がいなくなります");
        }
    }
}
