//! Live delivery: every committed event to everybody whom it concerns, in order, once; and the ephemeral rest
//! (presence, typing) to those who look.
//!
//! The contract with clients is docs/live.md. The hub holds a ring of recent events and who is connected; what is older
//! than the ring comes from the change log, and what is older than the log makes a client start afresh. It never waits
//! for a client: one that does not keep up is let go of, and resumes.

mod http;
mod hub;
mod lines;
mod presence;
mod protocol;
mod ring;
mod tables;

pub use http::{Groups, Live, routes};
pub use hub::{Connection, Ears, Hub, Joined, Limits};
pub use presence::Veil;
pub use protocol::{FromClient, Presence};
