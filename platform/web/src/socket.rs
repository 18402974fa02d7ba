//! Long-lived connections: WebSocket, and server-sent events where a proxy breaks it.

use crate::cx::Cx;
use crate::dialect::{Ours, refuse};
use crate::endpoint::Incoming;
use crate::server::Place;
use crate::websocket::{self, Decoder, Frame, Heard};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use hyper::upgrade::{OnUpgrade, Upgraded};
use hyper_util::rt::TokioIo;
use kernel::Error;
use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::Future;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// One client's WebSocket while its task still speaks for it.
pub struct Socket {
    stream: TcpStream,
    place: Option<Place>,
    decoder: Decoder,
    heard: VecDeque<Heard>,
}

/// A frame from a client that is larger is a fault or an attack: clients only say where they stand and look.
const LARGEST_FROM_CLIENT: usize = 16 << 10;

impl Socket {
    fn of(upgraded: Upgraded, place: Option<Place>) -> Option<Self> {
        let parts = upgraded.downcast::<TokioIo<TcpStream>>().ok()?;
        let mut socket = Self {
            stream: parts.io.into_inner(),
            place,
            decoder: Decoder::new(LARGEST_FROM_CLIENT),
            heard: VecDeque::new(),
        };
        // What came with the handshake already.
        socket.decoder.take(&parts.read_buf, |heard| socket.heard.push_back(heard)).ok()?;
        Some(socket)
    }

    /// The next text from the client; nothing when it is gone, says goodbye or breaks the protocol. Pings are answered on
    /// the way.
    pub async fn receive(&mut self) -> Option<String> {
        let mut buffer = [0; 2048];
        loop {
            match self.heard.pop_front() {
                Some(Heard::Text(text)) => return Some(text),
                Some(Heard::Ping(payload)) => self.stream.write_all(&websocket::pong(&payload)).await.ok()?,
                Some(Heard::Close) => {
                    let _ = self.stream.write_all(&websocket::close(1000)).await;
                    return None;
                }
                None => {
                    let count = self.stream.read(&mut buffer).await.ok().filter(|count| *count > 0)?;
                    let heard = &mut self.heard;
                    if let Err(fault) = self.decoder.take(&buffer[..count], |one| heard.push_back(one)) {
                        let _ = self.stream.write_all(&websocket::close(fault.code())).await;
                        return None;
                    }
                }
            }
        }
    }

    /// Says goodbye with a code of the application's own range (4000–4999).
    pub async fn close(mut self, code: u16) {
        let _ = self.stream.write_all(&websocket::close(code)).await;
        let _ = self.stream.shutdown().await;
    }

    /// The bare line, for whoever serves it from here on: the stream, which does not block, what was read of a frame that is
    /// not whole yet, and what the client said that nobody has asked for.
    ///
    /// Errors: the system's, when the stream cannot be taken out of the runtime.
    pub fn into_line(self) -> std::io::Result<Line> {
        let stream = self.stream.into_std()?;
        Ok(Line { stream, decoder: self.decoder, heard: self.heard.into(), place: self.place })
    }
}

/// See [`Socket::into_line`].
pub struct Line {
    /// The stream.
    pub stream: std::net::TcpStream,
    /// Reads what the client sends.
    pub decoder: Decoder,
    /// What it has said already.
    pub heard: Vec<Heard>,
    /// Its place among the open connections, to be held for as long as it is open.
    pub place: Option<Place>,
}

/// The key that proves to a client that its WebSocket handshake was understood; nothing when it is no such handshake.
fn accept(headers: &HeaderMap) -> Option<String> {
    let has = |name, word: &str| {
        let words = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
        words.flat_map(|value| value.split(',')).any(|part| part.trim().eq_ignore_ascii_case(word))
    };
    let is_upgrade = has(header::CONNECTION, "upgrade") && has(header::UPGRADE, "websocket");
    let version = has(header::SEC_WEBSOCKET_VERSION, "13");
    let key = headers.get(header::SEC_WEBSOCKET_KEY).filter(|_| is_upgrade && version)?;
    Some(derive_accept_key(key.as_bytes()))
}

pub(crate) async fn upgrade<F, Fut>(mut incoming: Incoming, handler: F) -> Response
where
    F: Fn(Cx, Socket) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let accepted = accept(&incoming.parts.headers).zip(incoming.parts.extensions.remove::<OnUpgrade>());
    let place = incoming.parts.extensions.remove::<Place>();
    let Incoming { cx, .. } = incoming;
    let Some((key, upgrade)) = accepted else {
        return refuse(&Ours, &Error::invalid("websocket_expected"), &cx.request_id);
    };
    tokio::spawn(async move {
        match upgrade.await {
            Ok(upgraded) => match Socket::of(upgraded, place) {
                Some(socket) => handler(cx, socket).await,
                None => tracing::debug!("a client broke the protocol with its first words"),
            },
            Err(error) => tracing::debug!(%error, "a client was gone before its WebSocket was open"),
        }
    });
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert(header::SEC_WEBSOCKET_ACCEPT, HeaderValue::from_str(&key).expect("the key is ASCII"));
    response
}

pub(crate) fn events(stream: impl Stream<Item = Frame> + Send + 'static) -> Response {
    let events = stream.map(|frame| Ok::<_, Infallible>(Event::default().data(frame.text())));
    let mut response = Sse::new(events).into_response();
    // Buffering proxies would hold events back until their buffer is full.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}
