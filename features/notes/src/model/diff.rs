//! What differs between two lists, found with few steps (Myers, 1986).

/// A step from the first list to the second; numbers are places in the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Stands in both.
    Same(usize, usize),
    /// Stands in the first alone.
    Gone(usize),
    /// Stands in the second alone.
    New(usize),
}

/// Differences that are told one by one; lists that differ in more are told as one gone and one new.
const MOST_DIFFERENCES: usize = 1_500;

/// The steps from one list to another.
pub fn steps<T: PartialEq>(before: &[T], after: &[T]) -> Vec<Step> {
    let head = before.iter().zip(after).take_while(|(left, right)| left == right).count();
    let (old, new) = (&before[head..], &after[head..]);
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(|(left, right)| left == right).count();
    let (old, new) = (&old[..old.len() - tail], &new[..new.len() - tail]);
    let mut steps: Vec<Step> = (0..head).map(|place| Step::Same(place, place)).collect();
    match path(old, new) {
        Some(path) => steps.extend(path.into_iter().map(|step| moved(step, head))),
        None => {
            steps.extend((0..old.len()).map(|place| Step::Gone(head + place)));
            steps.extend((0..new.len()).map(|place| Step::New(head + place)));
        }
    }
    let (old_end, new_end) = (before.len() - tail, after.len() - tail);
    steps.extend((0..tail).map(|place| Step::Same(old_end + place, new_end + place)));
    steps
}

fn moved(step: Step, by: usize) -> Step {
    match step {
        Step::Same(old, new) => Step::Same(old + by, new + by),
        Step::Gone(old) => Step::Gone(old + by),
        Step::New(new) => Step::New(new + by),
    }
}

/// The shortest way; nothing when it is too long.
fn path<T: PartialEq>(old: &[T], new: &[T]) -> Option<Vec<Step>> {
    let (height, width) = (old.len() as isize, new.len() as isize);
    let most = (old.len() + new.len()).min(MOST_DIFFERENCES) as isize;
    let middle = most + 1;
    let mut furthest = vec![0isize; (2 * most + 3) as usize];
    let mut trace: Vec<Vec<isize>> = Vec::new();
    for differences in 0..=most {
        trace.push(furthest[(middle - differences - 1) as usize..=(middle + differences + 1) as usize].to_vec());
        let mut diagonal = -differences;
        while diagonal <= differences {
            let (below, above) =
                (furthest[(middle + diagonal + 1) as usize], furthest[(middle + diagonal - 1) as usize]);
            let is_down = diagonal == -differences || (diagonal != differences && above < below);
            let mut x = if is_down { below } else { above + 1 };
            while x < height && x - diagonal < width && old[x as usize] == new[(x - diagonal) as usize] {
                x += 1;
            }
            furthest[(middle + diagonal) as usize] = x;
            if x >= height && x - diagonal >= width {
                return Some(back(&trace, differences, height, width));
            }
            diagonal += 2;
        }
    }
    None
}

/// Follows the way back from its end.
fn back(trace: &[Vec<isize>], differences: isize, height: isize, width: isize) -> Vec<Step> {
    let (mut x, mut y) = (height, width);
    let mut steps = Vec::new();
    for count in (0..=differences).rev() {
        let at = |diagonal: isize| trace[count as usize][(diagonal + count + 1) as usize];
        let diagonal = x - y;
        let is_down = diagonal == -count || (diagonal != count && at(diagonal - 1) < at(diagonal + 1));
        let previous = if is_down { diagonal + 1 } else { diagonal - 1 };
        let (start_x, start_y) = (at(previous), at(previous) - previous);
        while x > start_x && y > start_y {
            (x, y) = (x - 1, y - 1);
            steps.push(Step::Same(x as usize, y as usize));
        }
        if count > 0 {
            steps.push(if is_down { Step::New(y as usize - 1) } else { Step::Gone(x as usize - 1) });
            (x, y) = (start_x, start_y);
        }
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a list becomes by steps, and how many of them change it.
    fn walked(before: &[u8], after: &[u8]) -> (Vec<u8>, Vec<u8>, usize) {
        let (mut old, mut new, mut changes) = (Vec::new(), Vec::new(), 0);
        for step in steps(before, after) {
            match step {
                Step::Same(left, right) => {
                    assert_eq!(before[left], after[right]);
                    old.push(before[left]);
                    new.push(after[right]);
                }
                Step::Gone(left) => {
                    old.push(before[left]);
                    changes += 1;
                }
                Step::New(right) => {
                    new.push(after[right]);
                    changes += 1;
                }
            }
        }
        (old, new, changes)
    }

    /// The fewest changes, worked out slowly.
    fn fewest(before: &[u8], after: &[u8]) -> usize {
        let mut row: Vec<usize> = (0..=after.len()).collect();
        for left in before {
            let mut diagonal = row[0];
            row[0] += 1;
            for (place, right) in after.iter().enumerate() {
                let next = if left == right { diagonal } else { 1 + row[place].min(row[place + 1]) };
                (diagonal, row[place + 1]) = (row[place + 1], next);
            }
        }
        row[after.len()]
    }

    proptest! {
        #[test]
        fn the_steps_lead_from_one_list_to_the_other_and_are_as_few_as_can_be(
            before in proptest::collection::vec(0u8..4, 0..24),
            after in proptest::collection::vec(0u8..4, 0..24),
        ) {
            let (old, new, changes) = walked(&before, &after);
            prop_assert_eq!(old, before.clone());
            prop_assert_eq!(new, after.clone());
            prop_assert_eq!(changes, fewest(&before, &after));
        }
    }

    #[test]
    fn lists_that_have_nothing_in_common_are_told_as_one_gone_and_one_new() {
        let (before, after): (Vec<u32>, Vec<u32>) = ((0..2_000).collect(), (5_000..7_000).collect());
        let steps = steps(&before, &after);
        assert_eq!(steps.len(), 4_000);
        assert!(matches!(steps[0], Step::Gone(0)) && matches!(steps[3_999], Step::New(1_999)));
    }
}
