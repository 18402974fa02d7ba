//! Lists of staff, as personnel systems and Excel write them: from bytes to rows, and from rows to what they would change.

pub mod columns;
pub mod leaves;
pub mod plan;
pub mod rows;
pub mod table;
pub mod units;
pub mod values;

use crate::model::Encoding;
use columns::Mapping;
use directory::model::Reach;
use directory::store::{leaves as leave_store, people, units as unit_store};
use identity::model::Account;
use kernel::{AccountId, Jst, Result};
use plan::State;
use rows::Row;
use std::sync::Arc;
use table::Fault;

/// Accounts read at a time.
const PAGE: usize = 2_000;

/// A list as read, with all that is wrong with its lines.
pub struct List {
    /// One a line.
    pub rows: Arc<Vec<Row>>,
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// The columns that were used.
    pub mapping: Mapping,
    /// Names of columns that mean nothing here.
    pub ignored: Vec<String>,
    /// It came in CP932.
    pub cp932: bool,
}

/// From a file's bytes to rows, without a database.
///
/// Errors: why nothing of the file can be used.
pub fn parse(bytes: &[u8], encoding: Encoding, mapping: Option<&Mapping>) -> Result<List, Vec<Fault>> {
    let table = table::read(bytes, encoding).map_err(|fault| vec![fault])?;
    let columns = columns::find(&table.header, mapping)?;
    let (rows, faults) = rows::read(&table, &columns);
    let columns::Columns { mapping, ignored, .. } = columns;
    Ok(List { rows: Arc::new(rows), faults, mapping, ignored, cp932: table.cp932 })
}

/// How things are in the actor's organisation.
pub fn state(conn: &mut db::Conn<'_>) -> Result<State> {
    let today = Jst::date(conn.now());
    let mut accounts: Vec<Account> = Vec::new();
    let all = identity::store::Filter { pattern: "%".to_owned(), reach: Reach::Everywhere, unused: false };
    loop {
        let after = accounts.last().map_or(AccountId::from_raw(-1), |account| account.id);
        let page = identity::store::list(conn, &all, after, PAGE)?;
        let last = page.len() < PAGE;
        accounts.extend(page);
        if last {
            break;
        }
    }
    Ok(State {
        people: people::everybody(conn)?,
        units: unit_store::all_units(conn)?,
        titles: unit_store::titles(conn)?,
        leaves: leave_store::everybodys(conn)?,
        accounts,
        today,
    })
}
