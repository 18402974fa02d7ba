//! How often what was answered.

use super::answer::Mark;
use super::question::{Kind, Question};

/// How many answered, and how often each option was taken.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many.
    pub answered: i64,
    /// By option; of a schedule poll ○, △ and × of each date, one after another.
    pub counts: Vec<i64>,
}

/// Counts answers that the database has put together: what was taken, and by how many.
pub fn tallied(question: &Question, groups: &[(String, i64)]) -> Tally {
    let mut tally = Tally { answered: 0, counts: vec![0; question.counted()] };
    for (picks, count) in groups {
        tally.answered += count;
        for place in places(question.kind, picks) {
            if let Some(known) = tally.counts.get_mut(place) {
                *known += count;
            }
        }
    }
    tally
}

fn places(kind: Kind, picks: &str) -> Vec<usize> {
    match kind {
        Kind::Schedule => {
            picks.chars().enumerate().filter_map(|(slot, mark)| Some(3 * slot + Mark::of(mark)?)).collect()
        }
        _ => picks.split(',').filter_map(|place| place.parse().ok()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::question::tests::asking;
    use super::super::question::{Asking, Slot};
    use super::*;
    use kernel::Timestamp;

    fn counted(asked: &Asking, groups: &[(&str, i64)]) -> (i64, Vec<i64>) {
        let question = Question::of(asked, Timestamp::from_micros(0)).expect("a question");
        let groups: Vec<(String, i64)> = groups.iter().map(|(picks, count)| ((*picks).to_owned(), *count)).collect();
        let tally = tallied(&question, &groups);
        (tally.answered, tally.counts)
    }

    #[test]
    fn several_options_of_one_answer_count_for_each_and_once_for_the_answer() {
        let options = vec!["A".to_owned(), "B".into(), "C".into()];
        let asked = Asking { options, several: true, ..asking(Kind::Choice) };
        assert_eq!(counted(&asked, &[("0,2", 3), ("2", 4)]), (7, vec![3, 0, 7]));
    }

    #[test]
    fn a_schedule_counts_the_three_marks_of_each_date() {
        let day = |day: &str| Slot { day: day.parse().expect("a day"), from: None, to: None };
        let asked = Asking { slots: vec![day("2026-12-01"), day("2026-12-02")], ..asking(Kind::Schedule) };
        assert_eq!(counted(&asked, &[("yn", 2), ("mm", 1)]), (3, vec![2, 1, 0, 0, 1, 2]));
    }
}
