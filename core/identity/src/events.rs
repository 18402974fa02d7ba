//! What identity tells; nearly all of it only to the person concerned.

use crate::model::Settings;
use kernel::{Event, OrgId, PersonId, SessionId, Topic};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};

/// A session ended: its device returns to the sign-in screen at once.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct SignedOut {
    /// Which.
    #[schemars(with = "String")]
    pub session_id: SessionId,
}

/// The person's choices changed on one of their devices.
#[derive(Serialize, JsonSchema)]
pub struct SettingsChanged {
    settings: Settings,
}

/// Rights or state of the account changed: what was remembered of its sessions is stale.
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct AccountChanged {
    /// There is something new to agree to before they see more: their lines end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[schemars(with = "Option<bool>")]
    pub asks_agreement: bool,
}

/// Somebody else, or nobody, is using a session of a shared account.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub struct OperatorChanged {
    /// Which session.
    #[schemars(with = "String")]
    pub session_id: SessionId,
    /// Who is using it from now on; nobody while that has to be said first.
    #[schemars(with = "Option<String>")]
    pub operator_id: Option<PersonId>,
}

/// The rules by network changed: every session is asked about anew.
#[derive(Serialize, JsonSchema)]
pub struct SignInRulesChanged {}

/// The kind of [`SignedOut`].
pub const SIGNED_OUT: &str = "identity.signed_out";
/// The kind of [`AccountChanged`].
pub const ACCOUNT_CHANGED: &str = "identity.account_changed";
/// The kind of [`OperatorChanged`].
pub const OPERATOR_CHANGED: &str = "identity.operator_changed";
/// The kind of [`SignInRulesChanged`].
pub const SIGN_IN_RULES_CHANGED: &str = "identity.sign_in_rules_changed";
const SETTINGS_CHANGED: &str = "identity.settings_changed";

/// Tells of an ended session.
pub fn signed_out(person: PersonId, session_id: SessionId) -> Event {
    Event::new(Topic::Person(person), SIGNED_OUT, &SignedOut { session_id })
}

/// Tells of changed settings.
pub fn settings_changed(person: PersonId, settings: &Settings) -> Event {
    Event::new(Topic::Person(person), SETTINGS_CHANGED, &SettingsChanged { settings: settings.clone() })
}

/// Tells of a changed account.
pub fn account_changed(person: PersonId) -> Event {
    Event::new(Topic::Person(person), ACCOUNT_CHANGED, &AccountChanged::default())
}

/// Tells a guest that there is something new to agree to.
pub fn agreement_asked(person: PersonId) -> Event {
    Event::new(Topic::Person(person), ACCOUNT_CHANGED, &AccountChanged { asks_agreement: true })
}

/// Tells of who is using a session.
pub fn operator_changed(person: PersonId, session_id: SessionId, operator_id: Option<PersonId>) -> Event {
    Event::new(Topic::Person(person), OPERATOR_CHANGED, &OperatorChanged { session_id, operator_id })
}

/// Tells of changed rules by network.
pub fn sign_in_rules_changed(org: OrgId) -> Event {
    Event::new(Topic::Org(org), SIGN_IN_RULES_CHANGED, &SignInRulesChanged {})
}

/// The payloads by kind, for the OpenAPI document.
pub fn schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    vec![
        (SIGNED_OUT, generator.subschema_for::<SignedOut>()),
        (SETTINGS_CHANGED, generator.subschema_for::<SettingsChanged>()),
        (ACCOUNT_CHANGED, generator.subschema_for::<AccountChanged>()),
        (OPERATOR_CHANGED, generator.subschema_for::<OperatorChanged>()),
        (SIGN_IN_RULES_CHANGED, generator.subschema_for::<SignInRulesChanged>()),
    ]
}
