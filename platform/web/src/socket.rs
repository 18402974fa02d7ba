//! Long-lived connections: WebSocket, and server-sent events where a proxy breaks it.

use crate::cx::Cx;
use crate::endpoint::Incoming;
use crate::problem::Problem;
use axum::extract::FromRequestParts;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::{Stream, StreamExt};
use kernel::Error;
use std::convert::Infallible;
use std::future::Future;

/// A text that many connections send: encoded once, shared by reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame(Utf8Bytes);

impl Frame {
    /// From a text.
    pub fn new(text: String) -> Self {
        Self(text.into())
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.as_str()
    }
}

/// One client's WebSocket.
pub struct Socket(WebSocket);

/// A frame from a client that is larger is a fault or an attack: clients only say where they stand and look.
const LARGEST_FROM_CLIENT: usize = 16 << 10;

impl Socket {
    /// Sends a frame; false when the client is gone.
    pub async fn send(&mut self, frame: Frame) -> bool {
        self.0.send(Message::Text(frame.0)).await.is_ok()
    }

    /// The next text from the client; nothing when it is gone. Pings are answered on the way.
    pub async fn receive(&mut self) -> Option<String> {
        loop {
            match self.0.recv().await? {
                Ok(Message::Text(text)) => return Some(text.as_str().to_owned()),
                Ok(Message::Ping(_) | Message::Pong(_)) => {}
                Ok(Message::Binary(_) | Message::Close(_)) | Err(_) => return None,
            }
        }
    }

    /// Says goodbye with a code of the application's own range (4000–4999).
    pub async fn close(mut self, code: u16) {
        let _ = self.0.send(Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::default() }))).await;
    }
}

pub(crate) async fn upgrade<F, Fut>(incoming: Incoming, handler: F) -> Response
where
    F: Fn(Cx, Socket) -> Fut + Send + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let Incoming { cx, mut parts, .. } = incoming;
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        // Small buffers: the default of 128 KiB would be the largest part of an idle connection's cost.
        Ok(upgrade) => upgrade
            .read_buffer_size(4096)
            .write_buffer_size(0)
            .max_message_size(LARGEST_FROM_CLIENT)
            .on_upgrade(move |socket| handler(cx, Socket(socket))),
        Err(error) => Problem::of(&Error::invalid("websocket_expected").because(error), &cx.request_id).into_response(),
    }
}

pub(crate) fn events(stream: impl Stream<Item = Frame> + Send + 'static) -> Response {
    let events = stream.map(|frame| Ok::<_, Infallible>(Event::default().data(frame.text())));
    let mut response = Sse::new(events).into_response();
    // Buffering proxies would hold events back until their buffer is full.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}
