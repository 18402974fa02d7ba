//! Errors on the wire: RFC 9457 problem details. The server sends codes, the client has the words.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::{Error, FieldFault, Kind};
use schemars::JsonSchema;
use serde::Serialize;

/// `application/problem+json`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Problem {
    /// `/problems/` and the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words, for people who read the wire.
    title: &'static str,
    status: u16,
    /// The stable code that the client translates.
    code: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fields: Vec<ProblemField>,
    /// Seconds after which trying again makes sense.
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_s: Option<u64>,
    /// Under which the server's log tells more.
    request_id: String,
}

/// A faulty field.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ProblemField {
    field: String,
    code: &'static str,
}

impl From<&FieldFault> for ProblemField {
    fn from(fault: &FieldFault) -> Self {
        Self { field: fault.field.clone(), code: fault.code }
    }
}

fn status(kind: Kind) -> StatusCode {
    match kind {
        Kind::Invalid => StatusCode::BAD_REQUEST,
        Kind::Unauthenticated => StatusCode::UNAUTHORIZED,
        Kind::Denied => StatusCode::FORBIDDEN,
        Kind::NotFound => StatusCode::NOT_FOUND,
        Kind::Conflict => StatusCode::CONFLICT,
        Kind::Stale => StatusCode::PRECONDITION_FAILED,
        Kind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        Kind::TooMany => StatusCode::TOO_MANY_REQUESTS,
        Kind::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        Kind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl Problem {
    /// Maps an error, and logs it once, here at the edge.
    pub fn of(error: &Error, request_id: &str) -> Self {
        match error.kind() {
            Kind::Internal => tracing::error!(request_id, %error, "a request failed"),
            Kind::Unavailable => tracing::warn!(request_id, %error, "a request could not be served"),
            _ => tracing::debug!(request_id, %error, "a request was refused"),
        }
        let status = status(error.kind());
        Self {
            kind: format!("/problems/{}", error.code()),
            title: status.canonical_reason().unwrap_or("Error"),
            status: status.as_u16(),
            code: error.code(),
            fields: error.faults().iter().map(ProblemField::from).collect(),
            retry_after_s: error.retry_after().map(|span| span.as_secs().max(1)),
            request_id: request_id.to_owned(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).expect("a problem is plain data");
        let status = StatusCode::from_u16(self.status).expect("made from a status");
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
