//! The list of features. What a feature brings along is added here and nowhere else.

use db::{Migration, Sql};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;
use std::sync::{Arc, LazyLock};
use web::Routes;

/// All tables, in the order in which they refer to one another.
pub fn migrations() -> Vec<Migration> {
    [
        jobs::MIGRATIONS,
        audit::MIGRATIONS,
        directory::MIGRATIONS,
        identity::MIGRATIONS,
        files::MIGRATIONS,
        search::MIGRATIONS,
        chat::MIGRATIONS,
        transfers::MIGRATIONS,
        handovers::MIGRATIONS,
        stamps::MIGRATIONS,
        notes::MIGRATIONS,
        broadcasts::MIGRATIONS,
        meetings::MIGRATIONS,
        phone_memos::MIGRATIONS,
        tasks::MIGRATIONS,
        slips::MIGRATIONS,
        ideas::MIGRATIONS,
        questions::MIGRATIONS,
        // cargo x new-feature: {{feature}}::MIGRATIONS,
        ldap::MIGRATIONS,
        oidc::MIGRATIONS,
        scim::MIGRATIONS,
        slack::MIGRATIONS,
        syslog::MIGRATIONS,
    ]
    .concat()
}

/// Every statement of every store.
pub fn statements() -> Vec<&'static [Sql]> {
    let mut all = vec![jobs::STATEMENTS, audit::STATEMENTS];
    all.extend(directory::store::STATEMENTS);
    all.extend(identity::STATEMENTS);
    all.push(files::store::STATEMENTS);
    all.push(files::store::words::STATEMENTS);
    all.extend(search::STATEMENTS);
    all.extend(chat::store::STATEMENTS);
    all.push(transfers::store::STATEMENTS);
    all.push(handovers::store::STATEMENTS);
    all.extend(stamps::store::STATEMENTS);
    all.extend(notes::store::STATEMENTS);
    all.extend(broadcasts::store::ALL_STATEMENTS);
    all.extend(meetings::store::STATEMENTS);
    all.push(phone_memos::store::STATEMENTS);
    all.extend(tasks::store::STATEMENTS);
    all.extend(slips::store::STATEMENTS);
    all.extend(ideas::store::STATEMENTS);
    all.extend(questions::store::STATEMENTS);
    // cargo x new-feature: all.push({{feature}}::store::STATEMENTS);
    all.push(ldap::store::STATEMENTS);
    all.push(oidc::store::STATEMENTS);
    all.push(scim::store::STATEMENTS);
    all.push(slack::store::STATEMENTS);
    all.push(syslog::store::STATEMENTS);
    all
}

/// All endpoints.
pub fn routes() -> Routes {
    Routes::new("server")
        .and(crate::app::routes())
        .and(crate::condition::routes())
        .and(live::routes())
        .and(directory::http::routes())
        .and(identity::http::routes())
        .and(files::http::routes())
        .and(chat::http::routes())
        .and(crate::searching::routes())
        .and(transfers::http::routes())
        .and(handovers::http::routes())
        .and(stamps::http::routes())
        .and(notes::http::routes())
        .and(broadcasts::http::routes())
        .and(meetings::http::routes())
        .and(phone_memos::http::routes())
        .and(tasks::http::routes())
        .and(slips::http::routes())
        .and(ideas::http::routes())
        .and(questions::http::routes())
        // cargo x new-feature: .and({{feature}}::http::routes())
        .and(ldap::http::routes())
        .and(oidc::http::routes())
        .and(scim::http::routes())
        .and(syslog::http::routes())
}

/// Where subscriptions to groups come from.
pub fn groups() -> Vec<live::Groups> {
    vec![chat::store::rooms::groups]
}

/// Who meets whom in spite of contact barriers.
pub fn acquaintances() -> directory::service::barriers::Acquaintances {
    directory::service::barriers::Acquaintances(chat::store::members::met)
}

/// The talk, as features whose things stand in it know it.
pub fn talk() -> rooms::service::Talk {
    rooms::service::Talk(&chat::service::cards::Talk)
}

/// What features do with what stands in a message that is taken back, by kind.
const CARDS: &[(&str, rooms::service::TakenBack)] = &[
    (stamps::model::CARD, stamps::service::taken_back),
    (tasks::model::CARD, tasks::service::taken_back),
    (slips::model::CARD, slips::service::taken_back),
    (slips::model::REPLY_CARD, slips::service::reply_taken_back),
    (ideas::model::CARD, ideas::service::taken_back),
    (phone_memos::model::CARD, phone_memos::service::taken_back),
    (phone_memos::model::SECTION_CARD, phone_memos::service::taken_back_in_section),
];

/// What stands in messages of shared rooms and is of use on both sides.
const CROSSING: &[(&str, rooms::service::Crossing)] = &[(stamps::model::CARD, stamps::service::CROSSING)];

/// What features do that know of a message by its id alone, when it is taken back.
const MARKED: &[rooms::service::Unmarked] = &[questions::service::message_gone];

/// The cards of all features.
pub fn cards() -> rooms::service::Cards {
    rooms::service::Cards { taken_back: CARDS, crossing: CROSSING, marked: MARKED }
}

/// Whose passwords are not taken, because they sign in elsewhere.
pub fn passwords_stopped() -> identity::service::PasswordsStopped {
    identity::service::PasswordsStopped(oidc::store::password_stopped)
}

/// What lies on the tables of meetings, as those know it who have it.
pub fn meeting_sources() -> meetings::service::sources::Sources {
    crate::meeting_materials::SOURCES
}

/// What can be searched.
pub fn search_sources() -> search::Sources {
    search::Sources(vec![
        chat::service::searching::SOURCE,
        notes::service::searching::source(chat::service::searching::scopes),
        chat::service::searching::files::SOURCE,
    ])
}

/// What the first version of a handover is made from.
pub fn handover_sources() -> handovers::service::sources::Sources {
    handovers::service::sources::Sources(crate::handing_over::SOURCES)
}

fn event_schemas(generator: &mut SchemaGenerator) -> Vec<(&'static str, Schema)> {
    let mut all = directory::events::schemas(generator);
    all.extend(identity::events::schemas(generator));
    all.extend(chat::events::schemas(generator));
    all.extend(handovers::events::schemas(generator));
    all.extend(stamps::events::schemas(generator));
    all.extend(notes::events::schemas(generator));
    all.extend(broadcasts::events::schemas(generator));
    all.extend(meetings::events::schemas(generator));
    all.extend(phone_memos::events::schemas(generator));
    all.extend(tasks::events::schemas(generator));
    all.extend(slips::events::schemas(generator));
    all.extend(search::events::schemas(generator));
    all.extend(ideas::events::schemas(generator));
    all.extend(questions::events::schemas(generator));
    // cargo x new-feature: all.extend({{feature}}::events::schemas(generator));
    all
}

/// The OpenAPI document of everything.
pub fn openapi() -> Value {
    web::document(&routes(), env!("CARGO_PKG_VERSION"), event_schemas)
}

/// [`openapi`] as it is served, written once in a process.
pub fn openapi_text() -> Arc<str> {
    static TEXT: LazyLock<Arc<str>> = LazyLock::new(|| openapi().to_string().into());
    TEXT.clone()
}
