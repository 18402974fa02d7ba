//! In whose name the program may do something that they asked for earlier.

use db::{Conn, Row};
use directory::store::leaves::worked_out;
use directory::store::people::employment;
use kernel::{AccountId, Actor, Result, Rights, Timestamp};

db::statements! {
    STANDING = "SELECT a.org_id, a.person_id, a.suspended_at, p.active, p.leave_access, p.employment
        FROM account a JOIN person p ON p.id = a.person_id WHERE a.id = $1";
}

/// An account's person as they stand now, with no rights but a member's; nothing when they may not be here.
pub fn standing(conn: &mut Conn<'_>, account: AccountId) -> Result<Option<Actor>> {
    let row = conn.row(&STANDING, &[&account])?;
    Ok(row
        .as_ref()
        .filter(|row| row.get::<Option<Timestamp>>(2).is_none() && row.get::<bool>(3))
        .map(|row| read(row, account)))
}

fn read(row: &Row, account: AccountId) -> Actor {
    Actor {
        person: row.get(1),
        account,
        rights: Rights::Member,
        leave: worked_out(row.get(4)),
        outsider: employment(row.get(5)).outsider(),
        ..Actor::system(row.get(0))
    }
}
