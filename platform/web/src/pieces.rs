//! Bodies that are larger than memory, and heads of which more than the path is asked.

use crate::endpoint::{Body, unread};
use axum::body::{BodyDataStream, Bytes};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use futures_util::StreamExt;
use kernel::{Error, Result};
use schemars::{Schema, SchemaGenerator};

/// The head of a request, for protocols that say things there; its body is not looked at.
pub struct Head(HeaderMap);

impl Head {
    /// A header as text; nothing when it is not there, or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok().map(str::trim)
    }
}

impl Body for Head {
    fn read(_: &str, _: Bytes) -> Result<Self> {
        Err(Error::internal("a head is taken from a request, not from its body"))
    }
    async fn take(parts: &Parts, _: axum::body::Body) -> Result<Self> {
        Ok(Self(parts.headers.clone()))
    }
    fn describe(_: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        None
    }
}

/// A body of any size that is read piece by piece as it comes, and the head of its request.
pub struct Pieces {
    /// The head.
    pub head: Head,
    body: BodyDataStream,
}

impl Pieces {
    /// The next piece; nothing at the end.
    ///
    /// Errors: `body_incomplete` when the client fell silent or was gone in the middle.
    pub async fn next(&mut self) -> Result<Option<Bytes>> {
        self.body.next().await.transpose().map_err(unread)
    }
}

impl Body for Pieces {
    fn read(_: &str, _: Bytes) -> Result<Self> {
        Err(Error::internal("pieces are taken as they come"))
    }
    async fn take(parts: &Parts, body: axum::body::Body) -> Result<Self> {
        Ok(Self { head: Head(parts.headers.clone()), body: body.into_data_stream() })
    }
    fn describe(_: &mut SchemaGenerator) -> Option<(&'static str, Schema)> {
        Some(("application/offset+octet-stream", schemars::json_schema!({ "type": "string", "format": "binary" })))
    }
}
