//! Many measured times, and what is said of them.

use std::time::Duration;

/// Times in any order.
#[derive(Debug, Clone, Default)]
pub(crate) struct Percentiles(Vec<Duration>);

impl Percentiles {
    pub(crate) fn of(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    /// The time within which `share` of all were done, in milliseconds; 0 when there are none.
    pub(crate) fn ms(&self, share: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        let place = (share * last as f64).round() as usize;
        self.0.get(place).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_time_within_which_that_share_was_done() {
        let times = Percentiles::of((1..=101).rev().map(Duration::from_millis).collect());
        assert_eq!((times.ms(0.5), times.ms(0.99), times.ms(1.0)), (51.0, 100.0, 101.0));
        assert_eq!(Percentiles::default().ms(0.5), 0.0);
    }
}
