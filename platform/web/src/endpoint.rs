//! Endpoints as data.

use crate::cx::Cx;
use crate::dialect::{Dialect, Ours, refuse};
use crate::reply::{Asked, Reply};
use crate::socket::Socket;
use crate::websocket::Frame;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use axum::response::Response;
use futures_util::Stream;
use kernel::{Error, FieldFault, Function, Result, Verb};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::error::Error as _;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use tower_http::timeout::TimeoutError;

/// The methods that we use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names are HTTP's")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
    Options,
}

impl Method {
    /// As HTTP writes it.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
            Method::Options => "OPTIONS",
        }
    }

    /// Whether it only asks.
    pub(crate) fn is_safe(self) -> bool {
        matches!(self, Method::Get | Method::Options)
    }
}

/// Who may call an endpoint at all. What they may see or change there, the feature's policy decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody.
    Public,
    /// Whoever is signed in, also on a shared account of which nobody has said that they are using it.
    Unattended,
    /// Whoever is signed in, also while they still have to choose a password or to set a second factor up.
    Restricted,
    /// Whoever is signed in.
    SignedIn,
    /// Administrators of the organisation; everybody else is told that there is nothing here.
    Administrator,
    /// Administrators, and those to whom this part of the administration was given. For which units is up to the use case.
    May(Function, Verb),
    /// Programs that bear a token of the organisation's in the header `Authorization`. No session opens it.
    Program,
}

/// Whether an endpoint is there for somebody who is on leave (休業).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnLeave {
    /// Not at all: it is work.
    Closed,
    /// For those who may talk in direct rooms; the feature's policy decides in which room they are.
    Talking,
    /// For everybody who may sign in.
    Open,
}

impl OnLeave {
    /// Unless a feature says otherwise: what is read, and what is the account's own.
    fn of(method: Method, access: Access) -> Self {
        match access {
            Access::Public | Access::Unattended | Access::Restricted => Self::Open,
            Access::SignedIn if method.is_safe() => Self::Open,
            Access::SignedIn | Access::Administrator | Access::May(..) | Access::Program => Self::Closed,
        }
    }
}

/// Whether an endpoint is there for those who are not of the staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outsiders {
    /// For guests.
    pub guests: bool,
    /// For bots.
    pub bots: bool,
}

impl Outsiders {
    /// Unless a feature says otherwise: for guests what their account needs, for bots nothing that is not anybody's.
    fn of(access: Access) -> Self {
        let guests = matches!(access, Access::Public | Access::Unattended | Access::Restricted);
        Self { guests, bots: access == Access::Public }
    }
}

/// What an endpoint is, for the OpenAPI document and for tests.
#[derive(Debug, Clone)]
pub struct EndpointInfo {
    /// The method.
    pub method: Method,
    /// What stands before the path: `/api` for ours.
    pub base: &'static str,
    /// The path below that, with `{parameters}`.
    pub path: &'static str,
    /// The operation id, unique in the program.
    pub name: &'static str,
    /// One sentence.
    pub summary: &'static str,
    /// The feature that owns it.
    pub tag: &'static str,
    /// Who may call it.
    pub access: Access,
    /// Whether it is there for somebody who is on leave.
    pub on_leave: OnLeave,
    /// Whether it is there for guests and bots.
    pub outsiders: Outsiders,
}

/// An input in three parts.
pub struct In<P = (), Q = (), B = ()> {
    /// The path's parameters.
    pub path: P,
    /// The query string.
    pub query: Q,
    /// The body.
    pub body: B,
}

/// A JSON body.
pub struct Json<T>(pub T);

/// A body of bytes, up to 6 MB.
pub struct Raw {
    /// What it says that it is.
    pub content_type: String,
    /// The bytes.
    pub bytes: Bytes,
}

/// What can be a body.
pub trait Body: Sized + Send {
    /// From the bytes.
    fn read(content_type: &str, bytes: Bytes) -> Result<Self>;
    /// From a request. Reads all of it into memory unless a body says otherwise.
    fn take(parts: &Parts, body: axum::body::Body) -> impl Future<Output = Result<Self>> + Send {
        let content_type = parts.headers.get(axum::http::header::CONTENT_TYPE);
        let content_type = content_type.and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        async move { Self::read(&content_type, axum::body::to_bytes(body, BODY_LIMIT).await.map_err(unread)?) }
    }
    /// Its media type and schema; nothing for no body.
    fn describe(generator: &mut SchemaGenerator) -> Option<(&'static str, Schema)>;
}

impl Body for () {
    fn read(_: &str, _: Bytes) -> Result<Self> {
        Ok(())
    }
    fn describe(_: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        None
    }
}

impl Body for Raw {
    fn read(content_type: &str, bytes: Bytes) -> Result<Self> {
        Ok(Raw { content_type: content_type.to_owned(), bytes })
    }
    fn describe(_: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        Some(("application/octet-stream", schemars::json_schema!({ "type": "string", "format": "binary" })))
    }
}

impl<T: DeserializeOwned + JsonSchema + Send> Body for Json<T> {
    fn read(content_type: &str, bytes: Bytes) -> Result<Self> {
        // A form sent by another site cannot have these types, which is one of the walls against forged requests.
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let is_json =
            essence.strip_prefix("application/").is_some_and(|kind| kind == "json" || kind.ends_with("+json"));
        if !is_json {
            return Err(Error::invalid("json_expected"));
        }
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        serde_path_to_error::deserialize(&mut reader).map(Json).map_err(|error| {
            let path = error.path().to_string();
            let inner = error.inner().to_string();
            // What is missing is told of the thing that lacks it, not of itself.
            let missing = inner.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
            let (field, code) = match missing {
                Some(name) if path == "." => (name.to_owned(), "missing"),
                Some(name) => (format!("{path}.{name}"), "missing"),
                None => (path, "invalid"),
            };
            Error::fields(vec![FieldFault { field, code }]).because(inner)
        })
    }
    fn describe(generator: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        Some(("application/json", generator.subschema_for::<T>()))
    }
}

/// What can be the parameters of a path or a query: a plain struct, or nothing.
pub trait Parameters: Sized + Send {
    /// Its schema, an object whose properties are the parameters.
    fn describe(generator: &mut SchemaGenerator) -> Option<Schema>;
    /// From the path.
    fn from_path(parts: &mut Parts) -> impl Future<Output = Result<Self>> + Send;
    /// From the query string.
    fn from_query(parts: &mut Parts) -> impl Future<Output = Result<Self>> + Send;
}

impl<T: DeserializeOwned + JsonSchema + Send> Parameters for T {
    fn describe(generator: &mut SchemaGenerator) -> Option<Schema> {
        // Not `root_schema_for`, which copies the definitions of everything described so far.
        let schema = T::json_schema(generator);
        schema.get("properties").is_some().then_some(schema)
    }
    async fn from_path(parts: &mut Parts) -> Result<Self> {
        // A path whose parameters are not of their form names nothing that exists.
        let Path(path) = Path::<T>::from_request_parts(parts, &()).await.map_err(|_| Error::not_found())?;
        Ok(path)
    }
    async fn from_query(parts: &mut Parts) -> Result<Self> {
        let found = Query::<T>::from_request_parts(parts, &()).await;
        found.map(|Query(query)| query).map_err(|error| Error::invalid("invalid_query").because(error))
    }
}

pub(crate) type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The rest of a request once the guard has let it in.
pub(crate) struct Incoming {
    pub(crate) cx: Cx,
    pub(crate) parts: Parts,
    pub(crate) body: axum::body::Body,
}

type Handler = Arc<dyn Fn(Incoming) -> Answer + Send + Sync>;
type Describe = fn(&mut SchemaGenerator) -> Described;

/// The schemas of an endpoint.
pub(crate) struct Described {
    pub(crate) path: Option<Schema>,
    pub(crate) query: Option<Schema>,
    pub(crate) body: Option<(&'static str, Schema)>,
    pub(crate) reply: Option<Schema>,
}

#[derive(Clone)]
pub(crate) struct Endpoint {
    pub(crate) dialect: &'static dyn Dialect,
    pub(crate) info: EndpointInfo,
    pub(crate) handler: Handler,
    pub(crate) describe: Describe,
}

/// A feature's endpoints.
#[derive(Clone)]
pub struct Routes {
    tag: &'static str,
    dialect: &'static dyn Dialect,
    pub(crate) endpoints: Vec<Endpoint>,
}

/// Why a body could not be read: its client fell silent or was gone in the middle, or it is too large.
pub(crate) fn unread(error: axum::Error) -> Error {
    let mut causes =
        std::iter::successors(error.source(), |cause: &&(dyn std::error::Error + 'static)| (*cause).source());
    match causes.any(|cause| cause.is::<TimeoutError>() || cause.is::<hyper::Error>()) {
        true => Error::invalid("body_incomplete").because(error),
        false => Error::too_large("body_too_large").because(error),
    }
}

/// Largest body that an endpoint reads into memory.
const BODY_LIMIT: usize = 6 << 20;

impl Routes {
    /// An empty list for a feature.
    pub fn new(tag: &'static str) -> Self {
        Self::speaking(&Ours, tag)
    }

    /// An empty list for a feature whose endpoints speak another dialect than ours.
    pub fn speaking(dialect: &'static dyn Dialect, tag: &'static str) -> Self {
        Self { tag, dialect, endpoints: Vec::new() }
    }

    /// This list and another.
    pub fn and(mut self, other: Routes) -> Self {
        self.endpoints.extend(other.endpoints);
        self
    }

    /// What the endpoints are.
    pub fn infos(&self) -> impl Iterator<Item = &EndpointInfo> {
        self.endpoints.iter().map(|endpoint| &endpoint.info)
    }

    /// Opens endpoints of the list, by name, to those who are on leave: what they change there is their own.
    pub fn open_on_leave(self, names: &[&str]) -> Self {
        self.on_leave(names, OnLeave::Open)
    }

    /// Opens endpoints of the list, by name, to those on leave who may talk in direct rooms.
    pub fn talking_on_leave(self, names: &[&str]) -> Self {
        self.on_leave(names, OnLeave::Talking)
    }

    /// Opens endpoints of the list, by name, to guests: they concern nothing but rooms that one belongs to.
    pub fn open_to_guests(self, names: &[&str]) -> Self {
        self.each(names, |info| info.outsiders.guests = true)
    }

    /// Opens endpoints of the list, by name, to bots.
    pub fn open_to_bots(self, names: &[&str]) -> Self {
        self.each(names, |info| info.outsiders.bots = true)
    }

    fn on_leave(self, names: &[&str], on_leave: OnLeave) -> Self {
        self.each(names, |info| info.on_leave = on_leave)
    }

    fn each(mut self, names: &[&str], change: impl Fn(&mut EndpointInfo)) -> Self {
        for name in names {
            let endpoint = self.endpoints.iter_mut().find(|endpoint| endpoint.info.name == *name);
            change(&mut endpoint.unwrap_or_else(|| panic!("no endpoint {name} to open")).info);
        }
        self
    }

    /// Adds an endpoint. `head` is `"GET /rooms/{room}"`; `name` its operation id; `summary` one sentence.
    pub fn on<P, Q, B, R, F, Fut>(
        mut self,
        head: &'static str,
        name: &'static str,
        summary: &'static str,
        access: Access,
        handler: F,
    ) -> Self
    where
        P: Parameters + 'static,
        Q: Parameters + 'static,
        B: Body + 'static,
        R: Serialize + JsonSchema + 'static,
        F: Fn(Cx, In<P, Q, B>) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<Reply<R>>> + Send + 'static,
    {
        let dialect = self.dialect;
        let handler: Handler = Arc::new(move |incoming: Incoming| {
            let handler = handler.clone();
            Box::pin(async move {
                let request_id = incoming.cx.request_id.clone();
                let asked = Asked::of(&incoming.parts.headers);
                let answer = async move {
                    let Incoming { cx, mut parts, body } = incoming;
                    let path = P::from_path(&mut parts).await?;
                    let query = Q::from_query(&mut parts).await?;
                    let body = B::take(&parts, body).await?;
                    handler(cx, In { path, query, body }).await
                };
                match answer.await {
                    Ok(reply) => reply.into_response(dialect, &asked),
                    Err(error) => refuse(dialect, &error, &request_id),
                }
            })
        });
        let describe: Describe = |generator| Described {
            path: P::describe(generator),
            query: Q::describe(generator),
            body: B::describe(generator),
            reply: (std::any::TypeId::of::<R>() != std::any::TypeId::of::<()>())
                .then(|| generator.subschema_for::<R>()),
        };
        self.push(head, name, summary, access, handler, describe);
        self
    }

    /// Adds a WebSocket.
    pub fn socket<F, Fut>(
        mut self,
        head: &'static str,
        name: &'static str,
        summary: &'static str,
        access: Access,
        handler: F,
    ) -> Self
    where
        F: Fn(Cx, Socket) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let handler: Handler = Arc::new(move |incoming: Incoming| {
            let handler = handler.clone();
            Box::pin(crate::socket::upgrade(incoming, handler))
        });
        self.push(head, name, summary, access, handler, nothing);
        self
    }

    /// Adds a stream of server-sent events.
    pub fn stream<Q, S, F, Fut>(
        mut self,
        head: &'static str,
        name: &'static str,
        summary: &'static str,
        access: Access,
        handler: F,
    ) -> Self
    where
        Q: Parameters + 'static,
        S: Stream<Item = Frame> + Send + 'static,
        F: Fn(Cx, Q) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Result<S>> + Send + 'static,
    {
        let dialect = self.dialect;
        let handler: Handler = Arc::new(move |incoming: Incoming| {
            let handler = handler.clone();
            Box::pin(async move {
                let Incoming { cx, mut parts, .. } = incoming;
                let request_id = cx.request_id.clone();
                let stream = async move { handler(cx, Q::from_query(&mut parts).await?).await };
                match stream.await {
                    Ok(stream) => crate::socket::events(stream),
                    Err(error) => refuse(dialect, &error, &request_id),
                }
            })
        });
        let describe: Describe = |generator| Described { query: Q::describe(generator), ..nothing(generator) };
        self.push(head, name, summary, access, handler, describe);
        self
    }

    fn push(
        &mut self,
        head: &'static str,
        name: &'static str,
        summary: &'static str,
        access: Access,
        handler: Handler,
        describe: Describe,
    ) {
        let (method, path) = head.split_once(' ').expect("an endpoint's head is a method and a path");
        let method = match method {
            "GET" => Method::Get,
            "POST" => Method::Post,
            "PUT" => Method::Put,
            "PATCH" => Method::Patch,
            "DELETE" => Method::Delete,
            "OPTIONS" => Method::Options,
            other => panic!("an endpoint with the method {other}"),
        };
        let (tag, dialect) = (self.tag, self.dialect);
        let (on_leave, outsiders) = (OnLeave::of(method, access), Outsiders::of(access));
        let info = EndpointInfo { method, base: dialect.base(), path, name, summary, tag, access, on_leave, outsiders };
        self.endpoints.push(Endpoint { dialect, info, handler, describe });
    }
}

fn nothing(_: &mut SchemaGenerator) -> Described {
    Described { path: None, query: None, body: None, reply: None }
}
