use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a clamd listens, which looks for viruses in files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clamd {
    /// At a socket of the machine's.
    Socket(PathBuf),
    /// At a host and a port.
    Host(String),
}

impl FromStr for Clamd {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(path) = text.strip_prefix("unix:").filter(|path| path.starts_with('/')) {
            return Ok(Self::Socket(path.into()));
        }
        let host = text.strip_prefix("tcp:").filter(|host| {
            host.rsplit_once(':').is_some_and(|(name, port)| !name.is_empty() && port.parse::<u16>().is_ok())
        });
        host.map(|host| Self::Host(host.to_owned())).ok_or_else(|| "unix:/PATH or tcp:HOST:PORT".to_owned())
    }
}

impl fmt::Display for Clamd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(path) => write!(f, "unix:{}", path.display()),
            Self::Host(host) => write!(f, "tcp:{host}"),
        }
    }
}

/// How the check of a file for viruses stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// It is to be checked.
    Waiting,
    /// Nothing was found.
    Clean,
    /// Something was.
    Infected,
    /// It is larger than what is looked into.
    TooLarge,
}

/// What a clamd says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Nothing was found.
    Clean,
    /// This was.
    Infected(String),
    /// It is larger than what it looks into.
    TooLarge,
}

impl Verdict {
    /// What its answer means; nothing when it could not check.
    pub fn read(answer: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(answer);
        let text = text.trim_end_matches(['\0', '\n']);
        if text.contains("size limit exceeded") {
            return Some(Self::TooLarge);
        }
        let said = text.strip_prefix("stream: ")?;
        match said.strip_suffix(" FOUND") {
            // What it says of archives beyond its bounds where it is told to say so: that is no virus.
            Some(threat) if threat.starts_with("Heuristics.Limits.Exceeded") => Some(Self::TooLarge),
            Some(threat) => {
                Some(Self::Infected(threat.chars().filter(|letter| !letter.is_control()).take(100).collect()))
            }
            None => (said == "OK").then_some(Self::Clean),
        }
    }

    /// How the check stands with it.
    pub fn check(&self) -> Check {
        match self {
            Self::Clean => Check::Clean,
            Self::Infected(_) => Check::Infected,
            Self::TooLarge => Check::TooLarge,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_socket_or_a_host_with_its_port() {
        for text in ["unix:/run/clamav/clamd.ctl", "tcp:127.0.0.1:3310", "tcp:[::1]:3310"] {
            assert_eq!(text.parse::<Clamd>().map(|clamd| clamd.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "unix:", "unix:clamd.ctl", "tcp:clamd", "tcp::3310", "tcp:clamd:none", "127.0.0.1:3310"] {
            assert!(text.parse::<Clamd>().is_err(), "{text}");
        }
    }

    #[test]
    fn only_what_a_clamd_says_in_its_own_words_is_believed() {
        assert_eq!(Verdict::read(b"stream: OK\0"), Some(Verdict::Clean));
        assert_eq!(
            Verdict::read(b"stream: Eicar-Signature FOUND\0"),
            Some(Verdict::Infected("Eicar-Signature".into()))
        );
        assert_eq!(Verdict::read(b"stream: Heuristics.Limits.Exceeded.MaxScanSize FOUND\0"), Some(Verdict::TooLarge));
        assert_eq!(Verdict::read(b"INSTREAM size limit exceeded. ERROR\0"), Some(Verdict::TooLarge));
        for answer in [&b""[..], b"OK", b"stream: ", b"stream: Can't allocate memory ERROR\0", b"UNKNOWN COMMAND\0"] {
            assert_eq!(Verdict::read(answer), None);
        }
    }
}
