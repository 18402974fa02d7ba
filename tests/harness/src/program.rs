//! The program as a process of its own, over a data folder that outlives it: for tests that kill it and for benchmarks.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A running `engawa serve`. Dropping it kills it.
pub struct Program {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Program {
    /// Starts it on a free port and waits until it listens. `database` names a PostgreSQL; without one the embedded database
    /// in the data folder serves. What it logs goes to our own standard error.
    pub fn start(binary: &Path, data: &Path, database: Option<&str>) -> Self {
        Self::start_by(Command::new(binary), "127.0.0.1:0", data, database)
    }

    /// [`Program::start`] by a command that ends in becoming the program, for an address.
    pub fn start_by(mut command: Command, listen: &str, data: &Path, database: Option<&str>) -> Self {
        command.args(["serve", "--listen", listen, "--data"]).arg(data);
        if let Some(url) = database {
            command.args(["--database", url]);
        }
        let mut child = command.env("ENGAWA_LOG", "warn").stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut printed = BufReader::new(child.stdout.take().expect("its output is ours")).lines();
        let line = printed.next().expect("it says where it listens before it ends").expect("it prints text");
        let address = line.split("http://").nth(1).and_then(|rest| rest.trim_end_matches('/').parse().ok());
        let address = address.unwrap_or_else(|| panic!("it says where it listens, not {line:?}"));
        // Whatever else it prints has to be read by somebody, or it would wait for that.
        std::thread::spawn(move || printed.for_each(drop));
        Self { child, address }
    }

    /// Ends it as a power cut does, in the middle of whatever it does.
    pub fn kill(mut self) {
        self.end();
    }

    /// Asks it to end, as an administrator does, and waits until it has.
    pub fn stop(mut self) {
        let asked = Command::new("kill").args(["-TERM", &self.id().to_string()]).status().expect("kill runs");
        assert!(asked.success(), "the program was there to be stopped");
        assert!(self.child.wait().expect("it is our child").success(), "the program ended well");
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn end(&mut self) {
        self.child.kill().expect("it is our child");
        self.child.wait().expect("it is our child");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.end();
    }
}
