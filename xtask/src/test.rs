//! `cargo x test`: every check of this repository, in one order, for people and for the CI alike.

use crate::arguments::Arguments;
use crate::postgres::{Cluster, Durability, POSTGRES_VARIABLE};
use crate::shell::{Program, cargo, root, target, wants_colour};
use crate::tally::Tally;
use crate::{Outcome, machine, web};
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// What `--only` can name.
#[derive(Clone, Copy, PartialEq)]
enum Part {
    Rust,
    Web,
    E2e,
    House,
}

pub fn command(mut arguments: Arguments) -> Outcome<ExitCode> {
    let only = match arguments.value("--only")?.as_deref() {
        None => None,
        Some("rust") => Some(Part::Rust),
        Some("web") => Some(Part::Web),
        Some("e2e") => Some(Part::E2e),
        Some("house") => Some(Part::House),
        Some(other) => return Err(format!("--only takes rust, web, e2e or house, not '{other}'")),
    };
    let filter = arguments.word();
    arguments.done()?;

    let mut run = Run { filter, steps: Vec::new(), postgres: None };
    let wants = |part| only.is_none_or(|only| only == part);
    // Formatting first: it is the quickest to fail. The web client before the server, which has it inside.
    if wants(Part::Rust) {
        let colour = if wants_colour() { "--color=auto" } else { "--color=never" };
        run.check("cargo fmt", || cargo(["fmt", "--all", "--", "--check", colour]).run());
    }
    if wants(Part::Web) {
        run.web();
    }
    if wants(Part::Rust) {
        run.rust();
    }
    if only == Some(Part::House) {
        run.cargo_test(&["--package", "house"]);
        run.new_feature();
    }
    if wants(Part::Rust) || wants(Part::House) {
        run.check("cargo x gen --check", || crate::generate::all(crate::generate::Mode::Check));
    }
    if wants(Part::E2e) {
        run.e2e();
    }
    Ok(run.finish())
}

struct Step {
    name: String,
    took: Duration,
    tally: Tally,
}

/// The steps so far. A failing step never stops the next: one run tells everything that is wrong.
struct Run {
    filter: Option<String>,
    steps: Vec<Step>,
    postgres: Option<Cluster>,
}

impl Run {
    fn step(&mut self, name: &str, work: impl FnOnce(&mut Run) -> Outcome<Tally>) {
        println!("\n== {name}");
        let since = Instant::now();
        let tally = work(self).unwrap_or_else(|failure| {
            println!("{failure}");
            Tally::one(false)
        });
        self.steps.push(Step { name: name.to_owned(), took: since.elapsed(), tally });
    }

    /// A step that is one test by itself. Somebody who looks for certain tests is spared all of these.
    fn check(&mut self, name: &str, work: impl FnOnce() -> Outcome) {
        if self.filter.is_none() {
            self.step(name, |_| work().map(|()| Tally::one(true)));
        }
    }

    fn rust(&mut self) {
        self.check("cargo clippy", || {
            cargo(["clippy", "--workspace", "--all-targets", "--quiet", "--", "--deny", "warnings"]).run()
        });
        self.start_postgres();
        self.step("rsyslog", |_| machine::rsyslog().map(|()| Tally::one(true)));
        self.slapd();
        self.clamd();
        self.office();
        self.cargo_test(&["--workspace"]);
        self.scim_tester();
        self.active_directory();
    }

    /// Another people's tester, which comes from a package registry and is not there for a plain `cargo test`.
    fn scim_tester(&mut self) {
        if self.filter.as_ref().is_some_and(|filter| filter != "scim") {
            return;
        }
        self.step("SCIM tester", |run| {
            let tester = machine::scim_tester()?;
            let which =
                ["test", "--quiet", "--package", "api", "--test", "api", "--", "--ignored", "public_scim_tester"];
            let mut program = cargo(which).variable("ENGAWA_SCIM_TESTER", &tester);
            if let Some(cluster) = &run.postgres {
                program = program.variable(POSTGRES_VARIABLE, cluster.url());
            }
            // Most tests wait for a database most of the time: with one for each core, the cores would idle.
            let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
            program = program.variable("RUST_TEST_THREADS", (2 * cores).to_string());
            let mut tally = Tally::default();
            let fine = program.watch(|line| tally.add_cargo_line(line))?;
            Ok(tally.checked_against(fine))
        });
    }

    /// A domain controller that a test starts; where it cannot, this says why and skips it.
    fn active_directory(&mut self) {
        if self.filter.as_ref().is_some_and(|filter| filter != "ldap") {
            return;
        }
        self.step("Active Directory", |_| {
            if let Err(why) = machine::samba() {
                println!("skipped  （省きます）: {why}");
                return Ok(Tally { skipped: 1, ..Tally::default() });
            }
            let which = "test --quiet --package api --test api -- --ignored an_active_directory";
            let inside = format!("ip link set lo up && exec \"${{CARGO:-cargo}}\" {which}");
            let program = Program::new("unshare").arguments(["--net", "--kill-child", "sh", "-c", &inside]);
            let mut tally = Tally::default();
            let fine = program.watch(|line| tally.add_cargo_line(line))?;
            Ok(tally.checked_against(fine))
        });
    }

    /// Whether the filter names a crate and not a part of tests' names.
    fn filters_by_crate(&self) -> bool {
        let is_crate = |name: &String| {
            let tiers = ["platform", "core", "features", "gateways", "."];
            tiers.iter().any(|tier| root().join(tier).join(name).join("Cargo.toml").exists())
        };
        self.filter.as_ref().is_some_and(is_crate)
    }

    fn start_postgres(&mut self) {
        if self.postgres.is_none() {
            self.step("PostgreSQL", |run| {
                let cluster = Cluster::start(Durability::None)?;
                println!("{POSTGRES_VARIABLE}={}", cluster.url());
                run.postgres = Some(cluster);
                Ok(Tally::one(true))
            });
        }
    }

    /// Tests start it for themselves, in Rust and in the browser.
    fn slapd(&mut self) {
        if !self.steps.iter().any(|step| step.name == "OpenLDAP") {
            self.step("OpenLDAP", |_| machine::slapd().map(|()| Tally::one(true)));
        }
    }

    /// A test in Rust starts it for itself.
    fn clamd(&mut self) {
        self.step("ClamAV", |_| machine::clamd().map(|()| Tally::one(true)));
    }

    /// Tests in Rust have it work on files.
    fn office(&mut self) {
        self.step("LibreOffice", |_| machine::office().map(|()| Tally::one(true)));
    }

    fn cargo_test(&mut self, which: &[&str]) {
        let named = self.filter.clone().filter(|_| self.filters_by_crate());
        let only_named = named.as_ref().map(|name| ["--package", name.as_str()]);
        let which = only_named.as_ref().map_or(which, |named| named.as_slice());
        // Apart from the tests, so that the table shows which of the two takes the time.
        let mut compiles = false;
        self.step("cargo test --no-run", |_| {
            cargo(["test", "--no-run"]).arguments(which).run()?;
            compiles = true;
            Ok(Tally::one(true))
        });
        if !compiles {
            return;
        }
        self.step("cargo test", |run| {
            let mut program = cargo(["test", "--no-fail-fast", "--quiet"]).arguments(which);
            if let (Some(filter), None) = (&run.filter, &named) {
                program = program.arguments(["--", filter]);
            }
            if let Some(cluster) = &run.postgres {
                program = program.variable(POSTGRES_VARIABLE, cluster.url());
            }
            let mut tally = Tally::default();
            let fine = program.watch(|line| tally.add_cargo_line(line))?;
            Ok(tally.checked_against(fine))
        });
    }

    /// What new-feature lays must compile, pass its own tests and keep the house rules.
    fn new_feature(&mut self) {
        if self.filter.is_none() {
            self.start_postgres();
            self.step("cargo x new-feature", |run| {
                let cluster = run.postgres.as_ref().map(|cluster| (POSTGRES_VARIABLE, cluster.url()));
                crate::new_feature::prove(cluster.as_slice()).map(|()| Tally::one(true))
            });
        }
    }

    fn web(&mut self) {
        let folder = web::folder();
        let mut installed = false;
        self.step("npm ci (web)", |_| {
            machine::node()?;
            web::install(&folder)?;
            installed = true;
            Ok(Tally::one(true))
        });
        if !installed {
            return;
        }
        self.check("npm run check", || web::npm(&folder, ["run", "check"]).run());
        self.step("npm run test", |run| {
            let report = target().join("vitest.json");
            let output = format!("--outputFile.json={}", report.display());
            let mut program =
                web::npm(&folder, ["run", "test", "--", "--reporter=default", "--reporter=json", &output]);
            if let Some(filter) = &run.filter {
                let by_folder = ["--passWithNoTests", &format!("src/features/{filter}/")];
                let by_name = ["-t", filter];
                program = program.arguments(if run.filters_by_crate() { by_folder } else { by_name });
            }
            counted(program, &report, Tally::of_vitest)
        });
        self.check("npm run build", || web::build().map(|_| ()));
        self.check("npm run size", || web::npm(&folder, ["run", "size"]).run());
    }

    fn e2e(&mut self) {
        let folder = root().join("e2e");
        if !folder.exists() {
            return;
        }
        let mut browser = None;
        self.step("browser and fonts", |_| {
            browser = Some(machine::chromium()?);
            Ok(Tally::one(true))
        });
        let Some(browser) = browser else { return };
        self.office();
        self.step("npm ci (e2e)", |_| {
            machine::node()?;
            web::install(&web::folder())?;
            web::build()?;
            web::install(&folder).map(|_| Tally::one(true))
        });
        self.step("server for the browser", |_| {
            cargo(["build", "--package", "server"]).run().map(|()| Tally::one(true))
        });
        self.start_postgres();
        self.slapd();
        self.step("npx playwright test", |run| {
            let report = target().join("playwright.json");
            let mut program = Program::new("npx")
                .arguments(["--no-install", "playwright", "test", "--reporter=list,json"])
                .folder(&folder)
                .variable("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
                .variable("ENGAWA_BIN", target().join("debug/engawa"))
                .variable("ENGAWA_CHROMIUM", &browser);
            if let Some(filter) = &run.filter {
                program = program.arguments(["--pass-with-no-tests", "-g", filter]);
            }
            if let Some(cluster) = &run.postgres {
                program = program.variable(POSTGRES_VARIABLE, cluster.url());
            }
            counted(program, &report, Tally::of_playwright)
        });
    }

    /// The table of steps and, alone on the last line, the sum: what the CI reads.
    fn finish(self) -> ExitCode {
        let mut sum = Tally::default();
        println!("\n{:<28}{:>10}   result", "step", "seconds");
        for step in &self.steps {
            println!("{:<28}{:>10.1}   {}", step.name, step.took.as_secs_f64(), step.tally);
            sum += step.tally;
        }
        // Stopped before the last line is printed, which nothing may follow.
        drop(self.postgres);
        println!("\n{sum}");
        if sum.failed == 0 && sum.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Runs a test runner that leaves its counts in a report.
fn counted(program: Program, report: &std::path::Path, count: fn(&str) -> Tally) -> Outcome<Tally> {
    // An old report would be counted as this run's.
    std::fs::remove_file(report).ok();
    let line = program.line().to_owned();
    let fine = program.run();
    let Ok(text) = std::fs::read_to_string(report) else {
        fine?;
        return Err(format!("`{line}` left no report in {}", report.display()));
    };
    Ok(count(&text).checked_against(fine.is_ok()))
}
