//! Errors on the wire: RFC 9457 problem details. The server sends codes, the client has the words.

use axum::http::StatusCode;
use kernel::{Error, FieldFault, Kind};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// What belongs to the code, for the client's words: names, days.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    about: BTreeMap<&'static str, String>,
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

pub(crate) fn status(kind: Kind) -> StatusCode {
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
    /// Maps an error.
    pub(crate) fn of(status: u16, error: &Error, request_id: &str) -> Self {
        let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
        Self {
            kind: format!("/problems/{}", error.code()),
            title: reason.unwrap_or("Error"),
            status,
            code: error.code(),
            fields: error.faults().iter().map(ProblemField::from).collect(),
            about: error.about().iter().cloned().collect(),
            retry_after_s: error.retry_after().map(|span| span.as_secs().max(1)),
            request_id: request_id.to_owned(),
        }
    }
}
