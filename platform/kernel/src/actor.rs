//! Who acts: every use case runs for an actor of one organisation.

use crate::function::{Function, Powers, Verb};
use crate::id::Id;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Types that exist only to tell ids apart.
pub mod tag {
    /// An organisation: the wall between tenants.
    pub struct Org;
    /// A person known to an organisation.
    pub struct Person;
    /// Something that signs in.
    pub struct Account;
    /// One signed-in device.
    pub struct Session;
}

/// The id of an organisation; every row belongs to one.
pub type OrgId = Id<tag::Org>;
/// The id of a person.
pub type PersonId = Id<tag::Person>;
/// The id of an account.
pub type AccountId = Id<tag::Account>;
/// The id of a session.
pub type SessionId = Id<tag::Session>;

/// What an account may do beyond its own affairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Rights {
    /// Its own affairs only.
    Member,
    /// All of the administration.
    Administrator,
}

/// What somebody may use while they are on leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LeaveAccess {
    /// Nothing: they do not sign in.
    #[serde(rename = "none")]
    Nothing,
    /// They read.
    Read,
    /// They read, and talk in direct rooms.
    Direct,
}

/// Somebody who is not of the staff, and acts in the rooms that they were brought to and nowhere else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outsider {
    /// Somebody from outside, with a sponsor and a last day.
    Guest,
    /// A program that talks.
    Bot,
    /// Somebody of another organisation, with whom rooms are shared. They act there, and never come in here.
    Partner,
}

/// How the actor came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// A signed-in session of a person.
    Session(SessionId),
    /// A program of the organisation's, by a token of its own.
    Program,
    /// A job, an import or a command on the server itself.
    System,
}

/// Somebody acting within one organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Actor {
    /// The organisation all of whose walls apply.
    pub org: OrgId,
    /// The person who acts.
    pub person: PersonId,
    /// The account through which they act.
    pub account: AccountId,
    /// Their rights.
    pub rights: Rights,
    /// How they came in.
    pub face: Face,
    /// What of the administration was given to them. Only the doors of the administration ask, anew each time; elsewhere there is none.
    pub powers: Powers,
    /// Who is using a shared account; nobody for all other accounts.
    pub operator: Option<PersonId>,
    /// Of somebody who is on leave: what they may use. The door asks, and whoever opens a door to those who may talk in direct rooms.
    pub leave: Option<LeaveAccess>,
    /// They are not of the staff. The door asks, and whoever decides who finds and reads what.
    pub outsider: Option<Outsider>,
}

impl Actor {
    /// The program itself, acting for an organisation. Its person id is zero, which no person has.
    pub const fn system(org: OrgId) -> Self {
        Self {
            org,
            person: Id::from_raw(0),
            account: Id::from_raw(0),
            rights: Rights::Administrator,
            face: Face::System,
            powers: Powers::NONE,
            operator: None,
            leave: None,
            outsider: None,
        }
    }

    /// A program that administers an organisation's people for it. Like the program itself it is no person.
    pub const fn program(org: OrgId) -> Self {
        Self { face: Face::Program, ..Self::system(org) }
    }

    /// Whether the actor may do something of the administration, in all of the organisation or in a part of it.
    pub fn may(&self, function: Function, verb: Verb) -> bool {
        self.administers() || self.powers.holds(function, verb)
    }

    /// Whether the actor administers all of the organisation.
    pub fn administers(&self) -> bool {
        self.rights == Rights::Administrator
    }
}
