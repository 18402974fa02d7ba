//! Where the first version of a handover comes from. Features do not know one another: each source is a function that the server gives.

use crate::model::{Found, Leaving};
use db::Conn;
use kernel::Result;

/// Collects what somebody who leaves a post has open, in the order in which it is shown; a bounded number. Who asks is the person, or the
/// program for them: a source looks at nothing but what that person may see.
pub type Gather = fn(&mut Conn<'_>, &Leaving) -> Result<Vec<Found>>;

/// All sources.
#[derive(Debug, Clone, Copy)]
pub struct Sources(pub &'static [Gather]);

impl Sources {
    /// What is open, of all sources.
    pub fn gather(self, conn: &mut Conn<'_>, leaving: &Leaving) -> Result<Vec<Found>> {
        let mut all = Vec::new();
        for gather in self.0 {
            all.extend(gather(conn, leaving)?);
        }
        Ok(all)
    }
}
