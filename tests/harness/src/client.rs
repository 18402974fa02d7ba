use crate::{World, store};
use futures_util::{SinkExt, StreamExt};
use kernel::{Entropy, Id, SystemEntropy};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use server::App;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Weak};
use std::time::Duration;
use tokio::io::AsyncWriteExt;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Somebody who speaks to the program over HTTP.
#[derive(Clone)]
pub struct Client {
    address: SocketAddr,
    /// The code of the organisation at whose address it speaks; nothing at the first one's.
    code: Option<String>,
    token: Option<String>,
    http: reqwest::Client,
    from: String,
    /// The program, where it is a test's own. Not held: its database must be free once it has ended.
    program: Option<Weak<App>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The body as JSON; null when there is none.
    pub body: Value,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
}

impl Answer {
    /// The body of an answer that must be a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.body);
        self.body
    }

    /// The code of an answer that must be a problem with a status.
    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body["code"].as_str().expect("a problem has a code").to_owned()
    }
}

impl Client {
    /// With a session's token, or without.
    pub fn new(address: SocketAddr, token: Option<String>) -> Self {
        // It speaks plain HTTP: without this, each of thousands would read the machine's certificates.
        let http = reqwest::Client::builder().tls_certs_only([]).build().expect("a client");
        Self { address, code: None, token, http, from: "192.0.2.1".to_owned(), program: None }
    }

    /// With a session's token in a test's world, or without.
    pub fn of(world: &World, token: Option<String>) -> Self {
        Self { program: Some(Arc::downgrade(&world.app)), ..Self::new(world.address, token) }
    }

    /// The same from another network address.
    pub fn from_address(mut self, from: &str) -> Self {
        self.from = from.to_owned();
        self
    }

    /// The same at the address of another organisation, with the session of there or none that counts.
    pub fn at(mut self, code: Option<&str>) -> Self {
        self.code = code.map(str::to_owned);
        self
    }

    /// What stands before the paths of the organisation at whose address it speaks.
    fn prefix(&self) -> String {
        self.code.as_ref().map(|code| format!("/o/{code}")).unwrap_or_default()
    }

    /// The token of a bot, which comes in another header.
    fn bearer(&self) -> Option<String> {
        self.token.as_ref().filter(|token| token.starts_with(web::BOT_TOKEN)).map(|token| format!("Bearer {token}"))
    }

    /// The session's cookie.
    fn cookie(&self) -> Option<String> {
        let (token, code) = (self.token.as_ref()?, self.code.as_ref());
        Some(format!("engawa_session{}={token}", code.map(|code| format!("_{code}")).unwrap_or_default()))
    }

    /// The same with another session.
    pub fn with_token(mut self, token: Option<String>) -> Self {
        self.token = token;
        self
    }

    /// A request below `/api` that carries everything our own client sends, or what a bot does.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.request_below("/api", method, path)
    }

    /// The same below another place.
    pub fn request_below(&self, base: &str, method: Method, path: &str) -> reqwest::RequestBuilder {
        let mut request = self
            .http
            .request(method, format!("http://{}{}{base}{path}", self.address, self.prefix()))
            .header("x-forwarded-for", &self.from);
        if let Some(bearer) = self.bearer() {
            return request.header("authorization", bearer);
        }
        request = request.header("x-engawa", "1");
        if let Some(cookie) = self.cookie() {
            request = request.header("cookie", cookie);
        }
        request
    }

    /// Sends a request.
    pub async fn send(&self, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.expect("the program answers");
        let (status, headers) = (response.status(), response.headers().clone());
        let text = response.text().await.expect("a body");
        Answer { status, headers, body: serde_json::from_str(&text).unwrap_or(Value::Null) }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }
    /// POST with a JSON body.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::POST, path).json(&body)).await
    }
    /// PUT with a JSON body.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(&body)).await
    }
    /// PATCH with a JSON body.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(self.request(Method::PATCH, path).json(&body)).await
    }
    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// Says something in a room; the message.
    pub async fn say(&self, room: &str, body: &str) -> Value {
        self.post(&format!("/rooms/{room}/messages"), json!({ "id": new_id(), "body": body })).await.ok()
    }

    /// What the first screen shows.
    pub async fn bootstrap(&self) -> Value {
        self.get("/bootstrap").await.ok()
    }

    /// Connects to the live stream at a position (`{epoch, tick}`).
    pub async fn live(&self, position: &Value) -> Live {
        let address = format!("ws://{}{}/api/live", self.address, self.prefix());
        let mut request = address.into_client_request().expect("a request");
        let (name, value) = match self.bearer() {
            Some(bearer) => ("authorization", bearer),
            None => ("cookie", self.cookie().expect("only signed-in clients have a live stream")),
        };
        request.headers_mut().insert(name, value.parse().expect("a header"));
        let (socket, _) = connect_async(request).await.expect("a live connection");
        let mut live = Live { socket, frames: VecDeque::new(), tick: 0 };
        live.say(json!({ "t": "hello", "epoch": position["epoch"], "tick": position["tick"] })).await;
        live
    }

    /// Connects to the live stream from where the first screen stands, and waits until it is ready. In a test's world it
    /// hears nothing of what was written before.
    pub async fn live_now(&self) -> Live {
        if let Some(program) = self.program.as_ref().and_then(Weak::upgrade) {
            store::passed(&program.db).await;
        }
        let position = self.bootstrap().await["position"].clone();
        let mut live = self.live(&position).await;
        live.until(|frame| frame["t"] == "ready").await;
        live
    }
}

/// A new id as a client proposes it.
pub fn new_id() -> String {
    Id::<()>::from_raw((SystemEntropy.u64() >> 1) as i64).to_string()
}

/// A test that waits for what never comes fails after this, instead of waiting for ever.
const PATIENCE: Duration = Duration::from_secs(20);

/// A live stream.
pub struct Live {
    socket: WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>,
    frames: VecDeque<Value>,
    /// The highest tick seen.
    pub tick: i64,
}

impl Live {
    /// Says something to the server.
    pub async fn say(&mut self, frame: Value) {
        self.socket.send(Message::text(frame.to_string())).await.expect("the server listens");
    }

    /// The next frame; nothing when the server has ended the connection.
    pub async fn next(&mut self) -> Option<Value> {
        if let Some(frame) = self.frames.pop_front() {
            return Some(frame);
        }
        loop {
            let heard = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match heard.expect("the server says something or ends the connection")? {
                Ok(Message::Text(text)) => {
                    let frame: Value = serde_json::from_str(&text).expect("frames are JSON");
                    self.tick = self.tick.max(frame["tick"].as_i64().unwrap_or(0));
                    return Some(frame);
                }
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Sends bytes as they are, whatever the protocol says, and gives the code with which the server ends the connection;
    /// nothing when it ends without one.
    pub async fn ended_by(mut self, bytes: &[u8]) -> Option<u16> {
        self.socket.get_mut().write_all(bytes).await.expect("the server listens");
        loop {
            let heard = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match heard.expect("the server says something or ends the connection")? {
                Ok(Message::Close(frame)) => return frame.map(|frame| frame.code.into()),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// Closes its own half of the connection, as a client does whose process is going; the server may still speak.
    pub async fn stop_speaking(&mut self) {
        self.socket.get_mut().shutdown().await.expect("the connection is open");
    }

    /// Reads on until a frame of a sort comes, and gives it; the others before it are dropped.
    pub async fn until(&mut self, wanted: impl Fn(&Value) -> bool) -> Value {
        loop {
            let frame = self.next().await.expect("the frame comes before the end");
            if wanted(&frame) {
                return frame;
            }
        }
    }

    /// The payload of the next event of a kind.
    pub async fn event(&mut self, kind: &str) -> Value {
        self.until(|frame| frame["kind"] == kind).await["p"].clone()
    }

    /// Every event up to and including the next of a kind, as (kind, payload).
    pub async fn events_until(&mut self, kind: &str) -> Vec<(String, Value)> {
        let mut events = Vec::new();
        loop {
            let frame = self.next().await.expect("the event comes before the end");
            if frame["t"] == "ev" {
                let name = frame["kind"].as_str().expect("an event has a kind").to_owned();
                let last = name == kind;
                events.push((name, frame["p"].clone()));
                if last {
                    return events;
                }
            }
        }
    }
}
