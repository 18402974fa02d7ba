//! How SCIM speaks: its place, its media type, its way to refuse.

use kernel::{Error, Kind};
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};
use web::Dialect;

/// Where the endpoints stand.
pub const BASE: &str = "/scim/v2";

/// The dialect of RFC 7644.
pub struct Scim;

impl Dialect for Scim {
    fn base(&self) -> &'static str {
        BASE
    }

    fn media_type(&self) -> &'static str {
        "application/scim+json"
    }

    fn describe_refusal(&self, _: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "properties": {
                "schemas": { "type": "array", "items": { "type": "string" } },
                "status": { "type": "string" },
                "scimType": { "type": "string" },
                "detail": { "type": "string" },
            },
            "required": ["schemas", "status", "detail"],
        })
    }

    fn refusal(&self, status: u16, error: &Error, _: &str) -> Value {
        let mut refusal = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": status.to_string(),
            "detail": detail(status, error),
        });
        if let Some(kind) = scim_type(error) {
            refusal["scimType"] = kind.into();
        }
        refusal
    }

    fn wrong_method(&self) -> u16 {
        405
    }
}

/// The sort of a refusal, where RFC 7644 has a word for it.
fn scim_type(error: &Error) -> Option<&'static str> {
    // What could not be read at all has no name.
    let is_no_json = error.faults().iter().any(|fault| [".", "?"].contains(&fault.field.as_str()));
    match error.code() {
        "scim.invalid_filter" => Some("invalidFilter"),
        "scim.invalid_path" => Some("invalidPath"),
        "scim.no_target" => Some("noTarget"),
        "scim.mutability" => Some("mutability"),
        "scim.invalid_syntax" | "json_expected" => Some("invalidSyntax"),
        "identity.login_taken" | "directory.staff_number_taken" | "already_exists" => Some("uniqueness"),
        _ if is_no_json => Some("invalidSyntax"),
        _ if error.kind() == Kind::Invalid => Some("invalidValue"),
        _ => None,
    }
}

/// For whoever looks into the log of their identity management: which attribute, and what is wrong with it.
fn detail(status: u16, error: &Error) -> String {
    let faults: Vec<String> =
        error.faults().iter().map(|fault| format!("{} {}", attribute(&fault.field), said(fault.code))).collect();
    if !faults.is_empty() {
        return faults.join("; ");
    }
    let said = match error.code() {
        "identity.login_taken" => "somebody has this userName or address",
        "directory.staff_number_taken" => "somebody has this employeeNumber",
        "identity.last_administrator" => "the organisation needs an administrator who can sign in",
        "directory.main_posts" => "the person would hold several main posts on a day, or none",
        "scim.has_left" => "the person has left the organisation; the directory has to take them back first",
        "sign_in_needed" => "the header Authorization bears no good token",
        "json_expected" => "the body is not application/scim+json",
        "stale" => "the resource has changed since it was read",
        "not_found" if status == 405 => "there is no such method here",
        "not_found" => "there is no such resource",
        code => code,
    };
    said.to_owned()
}

fn said(code: &str) -> &str {
    match code {
        "unknown" => "is not known here",
        "missing" => "is missing",
        "too_long" => "is too long",
        "not_kana" => "is not kana",
        "ambiguous" => "is the name of several; give names with / between, from the top down",
        "required" => "is required",
        "read_only" => "is read-only",
        "invalid" => "is not valid",
        other => other,
    }
}

/// SCIM's name for a field of the directory's.
fn attribute(field: &str) -> &str {
    match field {
        "login" => "userName",
        "staff_number" => "employeeNumber",
        "family_name" => "name.familyName",
        "given_name" => "name.givenName",
        "family_reading" => "familyReading",
        "given_reading" => "givenReading",
        "." | "?" => "the body",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ScimRefusal;

    #[test]
    fn a_refusal_names_the_attribute_and_bears_scims_own_word() {
        let said = |status, error: Error| Scim.refusal(status, &error, "");
        let unknown = said(400, Error::field("department 総務局", "unknown"));
        assert_eq!((&unknown["status"], &unknown["scimType"]), (&json!("400"), &json!("invalidValue")));
        assert_eq!(unknown["detail"], "department 総務局 is not known here");
        let taken = said(409, Error::conflict("identity.login_taken"));
        assert_eq!(taken["scimType"], "uniqueness");
        let filter = said(400, Error::from(ScimRefusal::InvalidFilter).at("nickName", "invalid"));
        assert_eq!(
            (&filter["scimType"], &filter["detail"]),
            (&json!("invalidFilter"), &json!("nickName is not valid"))
        );
        assert_eq!(said(404, Error::not_found())["scimType"], Value::Null);
    }
}
