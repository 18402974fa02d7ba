use kernel::{Id, PersonId, Timestamp};

/// Something worth remembering.
#[derive(Debug, Clone)]
pub struct Record<'r> {
    /// `crate.past_tense`, stable.
    pub act: &'static str,
    /// What it was done to, such as `person:0abc…`; empty when nothing in particular.
    pub subject: String,
    /// More about it as JSON, without secrets.
    pub detail: serde_json::Value,
    /// From which network address; empty for jobs and commands.
    pub address: &'r str,
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
    pub subject: String,
    /// See [`Record::detail`].
    pub detail: serde_json::Value,
    /// See [`Record::address`].
    pub address: String,
}
