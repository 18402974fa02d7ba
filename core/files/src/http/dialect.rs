//! How resumable uploads speak: tus 1.0.0, in ours where it leaves that open.

use kernel::Error;
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use web::{Dialect, Ours};

/// The version that is spoken.
pub(super) const VERSION: &str = "1.0.0";

/// The dialect of tus.
pub(super) struct Tus;

impl Dialect for Tus {
    fn base(&self) -> &'static str {
        Ours.base()
    }
    fn media_type(&self) -> &'static str {
        Ours.media_type()
    }
    fn refusal_type(&self) -> &'static str {
        Ours.refusal_type()
    }
    fn describe_refusal(&self, generator: &mut SchemaGenerator) -> Schema {
        Ours.describe_refusal(generator)
    }
    fn refusal(&self, status: u16, error: &Error, request_id: &str) -> Value {
        Ours.refusal(status, error, request_id)
    }
    fn status(&self, error: &Error) -> Option<u16> {
        match error.code() {
            "files.checksum_mismatch" => Some(460),
            "files.wrong_content_type" => Some(415),
            _ => None,
        }
    }
    fn always(&self) -> &'static [(&'static str, &'static str)] {
        &[("tus-resumable", VERSION), ("tus-version", VERSION)]
    }
}
