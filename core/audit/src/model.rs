use kernel::{Id, PersonId, Timestamp};
use schemars::JsonSchema;
use serde::Deserialize;
use std::fmt;

/// Something worth remembering.
#[derive(Debug, Clone)]
pub struct Record<'r> {
    /// `crate.past_tense`, stable.
    pub act: &'static str,
    /// What it was done to.
    pub subject: Subject,
    /// More about it as JSON, without secrets.
    pub detail: serde_json::Value,
    /// From which network address, and in brackets by which program; empty for jobs and commands.
    pub address: &'r str,
}

/// What an act was done to, with the name that it had then.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subject {
    /// Kind and id, such as `person:0abc…`; empty when nothing in particular.
    pub id: String,
    /// As people call it; empty when it has no name.
    pub name: String,
}

impl Subject {
    /// Something of a kind.
    pub fn of(kind: &str, id: impl fmt::Display, name: impl Into<String>) -> Self {
        Self { id: format!("{kind}:{id}"), name: name.into() }
    }
}

/// In which order records are read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// The newest first.
    #[default]
    Newest,
    /// The oldest first.
    Oldest,
}

/// Which records are asked for. What is left out asks for all.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// In which order.
    pub order: Order,
    /// Of this act, see [`Record::act`].
    pub act: Option<String>,
    /// Done by this person, by themselves or with a shared account.
    pub person: Option<PersonId>,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before this.
    pub until: Option<Timestamp>,
    /// Whose subject, detail or address holds this text, in large letters or small.
    pub holds: Option<String>,
}

/// A record as it is read.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id; newer is larger.
    pub id: Id<Entry>,
    /// When.
    pub at: Timestamp,
    /// See [`Record::act`].
    pub act: String,
    /// Who; nobody for jobs, commands and failed sign-ins.
    pub person: Option<PersonId>,
    /// See [`Record::subject`].
    pub subject: Subject,
    /// See [`Record::detail`].
    pub detail: serde_json::Value,
    /// See [`Record::address`].
    pub address: String,
}

/// The field of a record's details that says who was using a shared account.
pub(crate) const OPERATOR: &str = "operator";

impl Entry {
    /// Who was using the shared account that is the actor.
    pub fn operator(&self) -> Option<PersonId> {
        self.detail.get(OPERATOR)?.as_str()?.parse().ok()
    }
}
