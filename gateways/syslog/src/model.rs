//! Log servers, and how it stands with each.

use ::http::Uri;
use kernel::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How messages travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// One datagram each; nobody learns whether it arrives.
    Udp,
    /// One after another on a connection, each after its length.
    Tcp,
    /// The same, encrypted, to a server whose certificate is looked at.
    Tls,
}

impl Transport {
    const ALL: [(Self, &'static str, u16); 3] =
        [(Self::Udp, "udp", 514), (Self::Tcp, "tcp", 514), (Self::Tls, "tls", 6514)];
}

/// A log server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogServer {
    /// How messages travel to it.
    pub transport: Transport,
    /// Its name or network address.
    pub host: String,
    /// Its port.
    pub port: u16,
}

/// Why a text is not the address of a log server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoLogServer;

impl fmt::Display for NoLogServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an address such as tls://log.city.example.lg.jp:6514, tcp:// or udp://, without a path")
    }
}
impl std::error::Error for NoLogServer {}

impl FromStr for LogServer {
    type Err = NoLogServer;

    fn from_str(text: &str) -> Result<Self, NoLogServer> {
        let uri: Uri = text.parse().map_err(|_| NoLogServer)?;
        let (scheme, authority) = uri.scheme_str().zip(uri.authority()).ok_or(NoLogServer)?;
        let (transport, _, usual) = *Transport::ALL.iter().find(|(_, name, _)| *name == scheme).ok_or(NoLogServer)?;
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none() && !authority.as_str().contains('@');
        // What follows the host is nothing, or a port that is one.
        let after = &authority.as_str()[authority.host().len()..];
        let port = if after.is_empty() { Some(usual) } else { authority.port_u16().filter(|port| *port > 0) };
        match port {
            Some(port) if bare && !authority.host().is_empty() => {
                let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_owned();
                Ok(Self { transport, host, port })
            }
            _ => Err(NoLogServer),
        }
    }
}

impl fmt::Display for LogServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name =
            Transport::ALL.iter().find(|(transport, ..)| *transport == self.transport).map_or("", |(_, name, _)| name);
        match self.host.contains(':') {
            true => write!(f, "{name}://[{}]:{}", self.host, self.port),
            false => write!(f, "{name}://{}:{}", self.host, self.port),
        }
    }
}

/// Why nothing goes to a log server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SyslogFault {
    /// Nobody answers, or the connection broke off.
    Away,
    /// Its certificate is not by the authority that was named, or not for this name.
    Untrusted,
}

impl SyslogFault {
    /// As the table has it.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Away => "away",
            Self::Untrusted => "untrusted",
        }
    }

    pub(crate) fn from_word(word: &str) -> Self {
        if word == Self::Untrusted.word() { Self::Untrusted } else { Self::Away }
    }
}

/// What is wrong with a log server, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SyslogTrouble {
    /// What.
    pub fault: SyslogFault,
    /// What the system says of it.
    pub detail: String,
    /// Since when.
    pub since: Timestamp,
}

/// How it stands with the organisation's records at a log server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Forwarding {
    /// Where it is.
    pub address: String,
    /// Whether the way there is encrypted.
    pub encrypted: bool,
    /// The number of the last record that was sent; zero when none was.
    pub sent: i64,
    /// When that was.
    pub sent_at: Option<Timestamp>,
    /// How many records wait.
    pub waiting: i64,
    /// Why they wait; nothing when all is well.
    pub trouble: Option<SyslogTrouble>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        text.parse().ok().map(|server: LogServer| server.to_string())
    }

    #[test]
    fn an_address_names_transport_host_and_port() {
        assert_eq!(read("tls://log.example.lg.jp").as_deref(), Some("tls://log.example.lg.jp:6514"));
        assert_eq!(read("tcp://192.0.2.7:601/").as_deref(), Some("tcp://192.0.2.7:601"));
        assert_eq!(read("udp://[2001:db8::7]").as_deref(), Some("udp://[2001:db8::7]:514"));
    }

    #[test]
    fn what_is_no_address_of_a_log_server_is_not_taken_for_one() {
        for text in [
            "log.example.lg.jp",
            "http://log.example.lg.jp",
            "tcp://",
            "tcp://:514",
            "tcp://log:0",
            "tcp://log:99999",
            "tcp://log:",
            "tcp://log/path",
            "tcp://log?query",
            "tcp://who@log",
            "",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
