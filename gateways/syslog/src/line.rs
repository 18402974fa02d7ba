//! The way to a log server.

use crate::model::{LogServer, SyslogFault, Transport};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

/// How long a log server may take to be reached.
const REACHED_WITHIN: Duration = Duration::from_secs(5);
/// How long it may take nothing.
const TAKEN_WITHIN: Duration = Duration::from_secs(10);
/// How long it may take to say that it has read all, when the line is closed.
const CLOSED_WITHIN: Duration = Duration::from_secs(2);

/// Why a line does not come about or breaks off.
pub(crate) struct Broken {
    pub(crate) fault: SyslogFault,
    pub(crate) detail: String,
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        let of_certificate = error
            .get_ref()
            .and_then(|inner| inner.downcast_ref::<rustls::Error>())
            .is_some_and(|fault| matches!(fault, rustls::Error::InvalidCertificate(_)));
        let fault = if of_certificate { SyslogFault::Untrusted } else { SyslogFault::Away };
        Self { fault, detail: error.to_string() }
    }
}

/// Whom encrypted log servers are believed by.
pub type Trust = Arc<ClientConfig>;

/// Whom encrypted log servers must have their certificate of.
///
/// Errors: a text for people, when the PEM holds no certificate.
pub fn trusting(pem: &[u8]) -> Result<Trust, String> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    if roots.is_empty() {
        return Err("no certificate is in it".to_owned());
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// An open line.
pub(crate) enum Line {
    Udp(UdpSocket),
    Tcp(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Line {
    /// Reaches a log server.
    pub(crate) fn open(server: &LogServer, trust: Option<&Trust>) -> Result<Self, Broken> {
        let addresses: Vec<SocketAddr> = (server.host.as_str(), server.port).to_socket_addrs()?.collect();
        match server.transport {
            Transport::Udp => first(&addresses, |address| {
                let any: SocketAddr = if address.is_ipv6() { ([0u16; 8], 0).into() } else { ([0u8; 4], 0).into() };
                let socket = UdpSocket::bind(any)?;
                socket.connect(address).map(|()| Self::Udp(socket))
            }),
            Transport::Tcp => first(&addresses, connect).map(Self::Tcp),
            Transport::Tls => {
                let stream = first(&addresses, connect)?;
                let trust = trust.ok_or_else(|| io::Error::other("whom to trust was not said"))?;
                let name = ServerName::try_from(server.host.clone()).map_err(io::Error::other)?;
                let tls = ClientConnection::new(trust.clone(), name).map_err(io::Error::other)?;
                let mut stream = StreamOwned::new(tls, stream);
                while stream.conn.is_handshaking() {
                    stream.conn.complete_io(&mut stream.sock)?;
                }
                Ok(Self::Tls(Box::new(stream)))
            }
        }
    }

    /// Sends messages, one after another.
    pub(crate) fn send(&mut self, messages: &[Vec<u8>]) -> io::Result<()> {
        if let Self::Udp(socket) = self {
            return messages.iter().try_for_each(|message| socket.send(message).map(|_| ()));
        }
        let mut bytes = Vec::with_capacity(messages.iter().map(|message| message.len() + 6).sum());
        for message in messages {
            bytes.extend_from_slice(format!("{} ", message.len()).as_bytes());
            bytes.extend_from_slice(message);
        }
        match self {
            Self::Udp(_) => Ok(()),
            Self::Tcp(stream) => stream.write_all(&bytes),
            Self::Tls(stream) => stream.write_all(&bytes).and_then(|()| stream.flush()),
        }
    }

    /// Whether the other end is still there, as far as it has said. A log server never answers; what it says is that it goes.
    pub(crate) fn is_open(&mut self) -> bool {
        let (Self::Tcp(_) | Self::Tls(_)) = self else { return true };
        if self.socket().is_none_or(|socket| socket.set_nonblocking(true).is_err()) {
            return false;
        }
        let open = match self.read_away() {
            Ok(()) => false,
            Err(error) => error.kind() == ErrorKind::WouldBlock,
        };
        open && self.socket().is_some_and(|socket| socket.set_nonblocking(false).is_ok())
    }

    /// Says that this was all; whether the other end has read everything.
    pub(crate) fn close(mut self) -> bool {
        if let Self::Tls(stream) = &mut self {
            stream.conn.send_close_notify();
            if stream.flush().is_err() {
                return false;
            }
        }
        let Some(socket) = self.socket() else { return true };
        let ready = socket.shutdown(Shutdown::Write).and_then(|()| socket.set_read_timeout(Some(CLOSED_WITHIN)));
        ready.is_ok() && self.read_away().is_ok()
    }

    /// Reads until the other end closes.
    fn read_away(&mut self) -> io::Result<()> {
        let mut nothing = [0; 512];
        loop {
            let read = match self {
                Self::Udp(_) => Ok(0),
                Self::Tcp(stream) => stream.read(&mut nothing),
                Self::Tls(stream) => stream.read(&mut nothing),
            };
            match read {
                Ok(0) => return Ok(()),
                // It hangs up without saying so first.
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(()),
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
                Ok(_) => {}
            }
        }
    }

    fn socket(&self) -> Option<&TcpStream> {
        match self {
            Self::Udp(_) => None,
            Self::Tcp(stream) => Some(stream),
            Self::Tls(stream) => Some(&stream.sock),
        }
    }
}

/// What the first address gives that gives anything; else why the last did not.
fn first<T>(addresses: &[SocketAddr], reach: impl Fn(&SocketAddr) -> io::Result<T>) -> Result<T, Broken> {
    let mut why = io::Error::new(ErrorKind::NotFound, "the name leads nowhere");
    for address in addresses {
        match reach(address) {
            Ok(reached) => return Ok(reached),
            Err(error) => why = error,
        }
    }
    Err(why.into())
}

fn connect(address: &SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(address, REACHED_WITHIN)?;
    stream.set_write_timeout(Some(TAKEN_WITHIN))?;
    stream.set_read_timeout(Some(TAKEN_WITHIN))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}
