//! How endpoints speak: ours, or that of a protocol of other people's, which has its own place, media type and refusals.

use crate::problem::{Problem, status};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Error, Kind};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

/// A way of speaking.
pub trait Dialect: Sync {
    /// What stands before the endpoints' paths, such as `/api`.
    fn base(&self) -> &'static str;
    /// The media type of its JSON.
    fn media_type(&self) -> &'static str;
    /// The media type of its refusals.
    fn refusal_type(&self) -> &'static str {
        self.media_type()
    }
    /// The schema of its refusals.
    fn describe_refusal(&self, generator: &mut SchemaGenerator) -> Schema;
    /// The body of a refusal.
    fn refusal(&self, status: u16, error: &Error, request_id: &str) -> Value;
    /// The status of a refusal, where the protocol has one of its own for it.
    fn status(&self, _: &Error) -> Option<u16> {
        None
    }
    /// Headers of every answer.
    fn always(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }
    /// What an endpoint answers to a method that it does not have.
    fn wrong_method(&self) -> u16 {
        404
    }
}

/// The way of our own clients: problem details (RFC 9457) below `/api`.
pub struct Ours;

impl Dialect for Ours {
    fn base(&self) -> &'static str {
        "/api"
    }
    fn media_type(&self) -> &'static str {
        "application/json"
    }
    fn refusal_type(&self) -> &'static str {
        "application/problem+json"
    }
    fn describe_refusal(&self, generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Problem>()
    }
    fn refusal(&self, status: u16, error: &Error, request_id: &str) -> Value {
        serde_json::to_value(Problem::of(status, error, request_id)).expect("a problem is plain data")
    }
}

/// Tells of an error in a dialect, and logs it once, here at the edge.
pub(crate) fn refuse(dialect: &dyn Dialect, error: &Error, request_id: &str) -> Response {
    match error.kind() {
        Kind::Internal => tracing::error!(request_id, %error, "a request failed"),
        Kind::Unavailable => tracing::warn!(request_id, %error, "a request could not be served"),
        _ => tracing::debug!(request_id, %error, "a request was refused"),
    }
    let own = dialect.status(error).map(|own| StatusCode::from_u16(own).expect("a dialect knows HTTP's numbers"));
    refuse_with(dialect, own.unwrap_or(status(error.kind())), error, request_id)
}

/// Tells somebody that what they ask for has no such method.
pub(crate) fn refuse_method(dialect: &dyn Dialect, request_id: &str) -> Response {
    let status = StatusCode::from_u16(dialect.wrong_method()).expect("a dialect knows HTTP's numbers");
    refuse_with(dialect, status, &Error::not_found(), request_id)
}

fn refuse_with(dialect: &dyn Dialect, status: StatusCode, error: &Error, request_id: &str) -> Response {
    let body = dialect.refusal(status.as_u16(), error, request_id).to_string();
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(dialect.refusal_type()));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.extend(always(dialect));
    if let Some(span) = error.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(span.as_secs().max(1)));
    }
    response
}

/// The headers of every answer in a dialect.
pub(crate) fn always(dialect: &dyn Dialect) -> HeaderMap {
    let pairs = dialect.always().iter();
    pairs.map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
}
