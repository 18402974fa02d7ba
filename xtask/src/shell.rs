//! Running other programs from the repository's root, and saying what they are when they fail.

use crate::Outcome;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The repository's root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_owned()
}

/// Cargo's target folder, wherever the person's settings put it: this program was built into it.
pub fn target() -> PathBuf {
    std::env::current_exe()
        .ok()
        .and_then(|program| program.ancestors().nth(2).map(Path::to_owned))
        .unwrap_or_else(|| root().join("target"))
}

/// Colours are for people: not for a file, a pipe or the CI's log.
pub fn wants_colour() -> bool {
    std::io::stdout().is_terminal() && !is_ci() && std::env::var_os("NO_COLOR").is_none()
}

pub fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !value.is_empty() && value != "false")
}

pub fn write_file(path: &Path, text: &str) -> Outcome {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|e| format!("cannot make {}: {e}", folder.display()))?;
    }
    std::fs::write(path, text).map_err(|e| format!("cannot write {}: {e}", path.display()))
}

/// A program to run, without standard input: nothing here may stop and ask.
pub struct Program {
    command: Command,
    name: String,
}

/// The cargo that runs us, so that a toolchain chosen with `cargo +name x` stays chosen.
pub fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Program {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut program = Program::named("cargo", cargo);
    if wants_colour() {
        program.command.env("CARGO_TERM_COLOR", "always");
    }
    program.arguments(arguments)
}

impl Program {
    pub fn new(name: &str) -> Program {
        Program::named(name, name.into())
    }

    fn named(name: &str, executable: std::ffi::OsString) -> Program {
        let mut command = Command::new(executable);
        command.current_dir(root()).stdin(Stdio::null());
        Program { command, name: name.to_owned() }
    }

    pub fn arguments<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Program {
        for argument in arguments {
            self.name.push(' ');
            self.name.push_str(&argument.as_ref().to_string_lossy());
            self.command.arg(argument);
        }
        self
    }

    pub fn folder(mut self, folder: &Path) -> Program {
        self.command.current_dir(folder);
        self
    }

    pub fn variable(mut self, name: &str, value: impl AsRef<OsStr>) -> Program {
        self.command.env(name, value);
        self
    }

    /// The command as a person would type it.
    pub fn line(&self) -> &str {
        &self.name
    }

    /// Runs it with its output on ours.
    pub fn run(mut self) -> Outcome {
        let status = self.command.status().map_err(|e| self.cannot_start(&e))?;
        if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", self.name)) }
    }

    /// Runs it, passes its standard output on line by line and shows each line to `look`. True when it succeeded.
    pub fn watch(mut self, mut look: impl FnMut(&str)) -> Outcome<bool> {
        let mut child = self.command.stdout(Stdio::piped()).spawn().map_err(|e| self.cannot_start(&e))?;
        let mut lines = BufReader::new(child.stdout.take().expect("standard output is piped"));
        let mut line = Vec::new();
        // Bytes and not text: a test may print what is no UTF-8, and the rest of its output still counts.
        while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            look(text.trim_end());
            line.clear();
        }
        let status = child.wait().map_err(|e| format!("`{}` was lost: {e}", self.name))?;
        Ok(status.success())
    }

    /// Runs it and returns what it wrote to standard output; what it wrote to standard error goes into the failure.
    pub fn read(mut self) -> Outcome<String> {
        let output = self.command.output().map_err(|e| self.cannot_start(&e))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(format!("`{}` failed ({})\n{}", self.name, output.status, said.trim_end()));
        }
        String::from_utf8(output.stdout).map_err(|_| format!("`{}` did not print UTF-8", self.name))
    }

    /// Becomes the program, so that signals such as Ctrl-C reach it and nobody stands between. Returns only to fail.
    pub fn become_it(mut self) -> String {
        use std::os::unix::process::CommandExt;
        self.command.stdin(Stdio::inherit());
        let error = self.command.exec();
        self.cannot_start(&error)
    }

    /// The bare command, for whoever keeps the process.
    pub fn into_command(self) -> Command {
        self.command
    }

    fn cannot_start(&self, error: &std::io::Error) -> String {
        format!("cannot start `{}`: {error}", self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_program_is_named_with_what_it_said() {
        let failure = Program::new("sh").arguments(["-c", "echo no such town >&2; exit 3"]).read().unwrap_err();
        assert!(failure.contains("no such town") && failure.contains('3'), "{failure}");
    }

    #[test]
    fn watching_shows_every_line_even_after_one_that_is_not_text() {
        let mut seen = Vec::new();
        let fine =
            Program::new("sh").arguments(["-c", "printf 'a\\n\\377\\nb'"]).watch(|line| seen.push(line.to_owned()));
        assert_eq!(fine, Ok(true));
        assert_eq!((seen.len(), seen[0].as_str(), seen[2].as_str()), (3, "a", "b"));
    }
}
