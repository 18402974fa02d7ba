//! Counting what test runners report, so that the last line of `cargo x test` is true.

use std::ops::AddAssign;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    /// A step that is no test runner counts as one test.
    pub fn one(fine: bool) -> Tally {
        Tally { passed: fine.into(), failed: (!fine).into(), skipped: 0 }
    }

    /// A runner that failed without a failing test (it did not compile, it died) still failed.
    pub fn checked_against(mut self, fine: bool) -> Tally {
        if !fine && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    /// One line of `cargo test`: `test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; …`.
    pub fn add_cargo_line(&mut self, line: &str) {
        let Some(counts) = line.strip_prefix("test result: ") else { return };
        let count = |word: &str| -> u64 {
            let number = counts.split([';', '.']).find_map(|part| part.trim().strip_suffix(word));
            number.and_then(|text| text.trim().parse().ok()).unwrap_or(0)
        };
        *self += Tally { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
    }

    /// The report of `vitest --reporter=json`.
    pub fn of_vitest(report: &str) -> Tally {
        let count = |key: &str| number_after(report, key);
        Tally {
            passed: count("numPassedTests"),
            failed: count("numFailedTests"),
            skipped: count("numPendingTests") + count("numTodoTests"),
        }
    }

    /// The report of `playwright test --reporter=json`; a flaky test has passed in the end.
    pub fn of_playwright(report: &str) -> Tally {
        let stats = report.rfind("\"stats\"").map_or("", |at| &report[at..]);
        let count = |key: &str| number_after(stats, key);
        Tally { passed: count("expected") + count("flaky"), failed: count("unexpected"), skipped: count("skipped") }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 { write!(f, ", {} skipped", self.skipped) } else { Ok(()) }
    }
}

/// The number of the first such key in a JSON text: enough for a few counters, and no JSON library on a newcomer's first build.
fn number_after(json: &str, key: &str) -> u64 {
    let key = format!("\"{key}\"");
    let Some(at) = json.find(&key) else { return 0 };
    let value = json[at + key.len()..].trim_start().trim_start_matches(':').trim_start();
    let digits: String = value.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_results_of_several_crates_add_up() {
        let mut tally = Tally::default();
        for line in [
            "running 4 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
            "test result: FAILED. 2 passed; 5 failed; 0 ignored; 0 measured; 7 filtered out; finished in 0.01s",
        ] {
            tally.add_cargo_line(line);
        }
        assert_eq!(tally, Tally { passed: 5, failed: 5, skipped: 1 });
        assert_eq!(tally.to_string(), "5 passed, 5 failed, 1 skipped");
    }

    #[test]
    fn a_run_that_did_not_compile_has_failed() {
        assert_eq!(Tally::default().checked_against(false), Tally { passed: 0, failed: 1, skipped: 0 });
        assert_eq!(Tally::one(true).checked_against(true), Tally { passed: 1, failed: 0, skipped: 0 });
    }

    #[test]
    fn the_reports_of_vitest_and_playwright_are_understood() {
        let vitest =
            r#"{"numTotalTests":9,"numPassedTests":5,"numFailedTests":1,"numPendingTests":2,"numTodoTests":1}"#;
        assert_eq!(Tally::of_vitest(vitest), Tally { passed: 5, failed: 1, skipped: 3 });
        let playwright = "{\"suites\": [{\"expected\": 99}], \"stats\": {\n \"expected\": 7,\n \"skipped\": 1, \"unexpected\": 2, \"flaky\": 1}}";
        assert_eq!(Tally::of_playwright(playwright), Tally { passed: 8, failed: 2, skipped: 1 });
    }
}
