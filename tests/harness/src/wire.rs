//! HTTP/1.1 over one connection, spoken by hand: it costs next to nothing, so what a benchmark measures is the server; and it
//! tells of a broken connection instead of repeating the request on another.

use std::io::{Error, ErrorKind, Result};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// One connection of one session. Requests follow one another.
pub struct Wire {
    stream: TcpStream,
    /// Headers that every request carries.
    head: String,
    /// What the addresses of the session's organisation begin with.
    prefix: String,
    /// What was read and not yet asked for.
    buffer: Vec<u8>,
}

impl Wire {
    /// Connects as the bearer of a session's token.
    pub async fn connect(address: SocketAddr, token: &str) -> Result<Self> {
        Self::connect_at(address, None, token).await
    }

    /// [`Wire::connect`] at the address of the organisation with a code.
    pub async fn connect_at(address: SocketAddr, code: Option<&str>, token: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (cookie, prefix) = match code {
            Some(code) => (format!("engawa_session_{code}"), format!("/o/{code}")),
            None => ("engawa_session".to_owned(), String::new()),
        };
        let head = format!("host: {address}\r\nx-engawa: 1\r\ncookie: {cookie}={token}\r\n");
        Ok(Self { stream, head, prefix, buffer: Vec::new() })
    }

    /// Sends a request for a path below `/api` and gives the answer's status and body.
    ///
    /// Errors: those of the connection, also when it ends before the whole answer is there.
    pub async fn send(&mut self, method: &str, path: &str, body: &str) -> Result<(u16, Vec<u8>)> {
        let Self { head, prefix, .. } = self;
        let length = body.len();
        let request = format!(
            "{method} {prefix}/api{path} HTTP/1.1\r\n{head}content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        self.stream.write_all(request.as_bytes()).await?;
        let head = loop {
            match self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                Some(at) => break at + 4,
                None => self.read_on().await?,
            }
        };
        let text = std::str::from_utf8(&self.buffer[..head]).map_err(|_| malformed("its head is not text"))?;
        let status = text.get(9..12).and_then(|code| code.parse().ok()).ok_or_else(|| malformed("it has no status"))?;
        let length = text.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
        });
        let end = head + length.ok_or_else(|| malformed("it does not say how long it is"))?;
        while self.buffer.len() < end {
            self.read_on().await?;
        }
        let body = self.buffer[head..end].to_vec();
        self.buffer.drain(..end);
        Ok((status, body))
    }

    async fn read_on(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(Error::new(ErrorKind::UnexpectedEof, "the server ended the connection")),
            _ => Ok(()),
        }
    }
}

fn malformed(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, format!("no HTTP answer: {what}"))
}
