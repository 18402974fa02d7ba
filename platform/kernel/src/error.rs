//! One error for all of Engawa: transport-free, with a stable code for clients and a text for operators only.

use serde::Serialize;
use std::fmt;
use std::time::Duration;

/// A result of the program's own.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What sort of failure it is; the gateways map it to their protocol's status once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The input is not of the form asked for.
    Invalid,
    /// Nobody is signed in.
    Unauthenticated,
    /// Seen, but not for this actor.
    Denied,
    /// Not there, or not to be seen by this actor: the two are never told apart.
    NotFound,
    /// The present state does not allow it.
    Conflict,
    /// The caller's copy is out of date (`If-Match`).
    Stale,
    /// More than is accepted.
    TooLarge,
    /// Too often; try again later.
    TooMany,
    /// The server cannot at the moment (full disk, database away); try again later.
    Unavailable,
    /// A fault of the program's own.
    Internal,
}

/// A fault in one field of the input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldFault {
    /// The path of the field in the input, such as `members[3]`.
    pub field: String,
    /// A stable code that the client translates.
    pub code: &'static str,
}

/// Why a rule refused: an enum of a feature's model with a stable code per case, translated by the client.
pub trait Refusal: fmt::Debug {
    /// `feature.reason` in snake case; never changes once released.
    fn code(&self) -> &'static str;
    /// How gateways should classify it.
    fn kind(&self) -> Kind {
        Kind::Conflict
    }
}

/// The error. `code`, `fields` and `about` go to the client; `internal` is for the log alone.
#[derive(Debug, Clone)]
pub struct Error {
    kind: Kind,
    code: &'static str,
    fields: Vec<FieldFault>,
    about: Vec<(&'static str, String)>,
    retry_after: Option<Duration>,
    internal: Option<String>,
}

impl Error {
    fn new(kind: Kind, code: &'static str) -> Self {
        Self { kind, code, fields: Vec::new(), about: Vec::new(), retry_after: None, internal: None }
    }

    /// The input as a whole is unusable.
    pub fn invalid(code: &'static str) -> Self {
        Self::new(Kind::Invalid, code)
    }

    /// One field of the input is unusable.
    pub fn field(field: impl Into<String>, code: &'static str) -> Self {
        let mut error = Self::new(Kind::Invalid, "invalid_input");
        error.fields.push(FieldFault { field: field.into(), code });
        error
    }

    /// Several fields of the input are unusable.
    pub fn fields(faults: Vec<FieldFault>) -> Self {
        Self { fields: faults, ..Self::new(Kind::Invalid, "invalid_input") }
    }

    /// Nobody is signed in.
    pub fn unauthenticated() -> Self {
        Self::new(Kind::Unauthenticated, "sign_in_needed")
    }

    /// The actor sees it but may not do that.
    pub fn denied(code: &'static str) -> Self {
        Self::new(Kind::Denied, code)
    }

    /// Not there, or not to be seen.
    pub fn not_found() -> Self {
        Self::new(Kind::NotFound, "not_found")
    }

    /// The present state does not allow it.
    pub fn conflict(code: &'static str) -> Self {
        Self::new(Kind::Conflict, code)
    }

    /// The caller's copy is out of date.
    pub fn stale() -> Self {
        Self::new(Kind::Stale, "stale")
    }

    /// More than is accepted.
    pub fn too_large(code: &'static str) -> Self {
        Self::new(Kind::TooLarge, code)
    }

    /// Too often.
    pub fn too_many(code: &'static str, retry_after: Duration) -> Self {
        Self { retry_after: Some(retry_after), ..Self::new(Kind::TooMany, code) }
    }

    /// Not at the moment.
    pub fn unavailable(code: &'static str, internal: impl fmt::Display) -> Self {
        Self {
            internal: Some(internal.to_string()),
            retry_after: Some(Duration::from_secs(2)),
            ..Self::new(Kind::Unavailable, code)
        }
    }

    /// A fault of the program's own; the text is logged and never sent.
    pub fn internal(internal: impl fmt::Display) -> Self {
        Self { internal: Some(internal.to_string()), ..Self::new(Kind::Internal, "internal") }
    }

    /// Says in which field of the input the fault lies.
    pub fn at(mut self, field: impl Into<String>, code: &'static str) -> Self {
        self.fields.push(FieldFault { field: field.into(), code });
        self
    }

    /// Adds something that the one who is refused may know: a name for the client to say it by, and what it is.
    pub fn telling(mut self, name: &'static str, what: impl Into<String>) -> Self {
        self.about.push((name, what.into()));
        self
    }

    /// Adds an explanation for the log.
    pub fn because(mut self, internal: impl fmt::Display) -> Self {
        self.internal = Some(internal.to_string());
        self
    }

    /// What sort of failure.
    pub fn kind(&self) -> Kind {
        self.kind
    }
    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.code
    }
    /// The faulty fields, empty for most errors.
    pub fn faults(&self) -> &[FieldFault] {
        &self.fields
    }
    /// What the one who is refused may know besides, by name.
    pub fn about(&self) -> &[(&'static str, String)] {
        &self.about
    }
    /// When trying again makes sense.
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }
    /// The explanation for the log.
    pub fn internal_text(&self) -> Option<&str> {
        self.internal.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        for fault in &self.fields {
            write!(f, " {}:{}", fault.field, fault.code)?;
        }
        if let Some(internal) = &self.internal {
            write!(f, ": {internal}")?;
        }
        Ok(())
    }
}
impl std::error::Error for Error {}

impl<R: Refusal> From<R> for Error {
    fn from(refusal: R) -> Self {
        Self::new(refusal.kind(), refusal.code())
    }
}
