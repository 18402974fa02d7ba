//! How far records have got, and who sends them.

use crate::model::{SyslogFault, SyslogTrouble};
use db::{Conn, Tx};
use kernel::{OrgId, Result, Timestamp};

db::statements! {
    CLAIM = "INSERT INTO syslog_server (address, node, until, fault, fault_detail, fault_since)
        VALUES ($1, $2, $3, NULL, '', NULL)
        ON CONFLICT (address) DO UPDATE SET node = excluded.node, until = excluded.until
        WHERE syslog_server.node = excluded.node OR syslog_server.until < $4 OR syslog_server.until > $5";
    LET_GO = "UPDATE syslog_server SET until = 0 WHERE address = $1 AND node = $2";
    TROUBLE = "SELECT fault, fault_detail, fault_since FROM syslog_server WHERE address = $1 AND fault IS NOT NULL";
    IN_TROUBLE = "UPDATE syslog_server SET fault = $2, fault_detail = $3, fault_since = COALESCE(fault_since, $4)
        WHERE address = $1";
    WELL = "UPDATE syslog_server SET fault = NULL, fault_detail = '', fault_since = NULL WHERE address = $1 AND fault IS NOT NULL";
    SENT = "SELECT number, at FROM syslog_sent WHERE address = $1 AND org_id = $2";
    ADVANCE = "INSERT INTO syslog_sent (address, org_id, number, at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (address, org_id) DO UPDATE SET number = excluded.number, at = excluded.at
        WHERE syslog_sent.number < excluded.number";
}

/// Takes it on to send to a log server, until a moment; whether another node has not. An end after `never` is a clock's
/// that was set back since.
pub(crate) fn claim(tx: &mut Tx<'_>, address: &str, node: i64, until: Timestamp, never: Timestamp) -> Result<bool> {
    let now = tx.now();
    Ok(tx.execute(&CLAIM, &[&address, &node, &until, &now, &never])? > 0)
}

/// Leaves a log server to others.
pub(crate) fn let_go(tx: &mut Tx<'_>, address: &str, node: i64) -> Result<()> {
    tx.run(&LET_GO, &[&address, &node])
}

/// What is wrong with a log server.
pub(crate) fn trouble(conn: &mut Conn<'_>, address: &str) -> Result<Option<SyslogTrouble>> {
    Ok(conn.row(&TROUBLE, &[&address])?.map(|row| SyslogTrouble {
        fault: SyslogFault::from_word(&row.get::<String>(0)),
        detail: row.get(1),
        since: row.get(2),
    }))
}

/// Notes what is wrong; the first moment of it stays.
pub(crate) fn in_trouble(tx: &mut Tx<'_>, address: &str, fault: SyslogFault, detail: &str) -> Result<()> {
    let now = tx.now();
    tx.run(&IN_TROUBLE, &[&address, &fault.word(), &detail, &now])
}

/// Notes that nothing is wrong any more.
pub(crate) fn well(tx: &mut Tx<'_>, address: &str) -> Result<()> {
    tx.run(&WELL, &[&address])
}

/// The number of the last record of an organisation's that was sent, and when; zero and nothing when none was.
pub(crate) fn sent(conn: &mut Conn<'_>, address: &str, org: OrgId) -> Result<(i64, Option<Timestamp>)> {
    let row = conn.row(&SENT, &[&address, &org])?;
    Ok(row.map_or((0, None), |row| (row.get(0), Some(row.get(1)))))
}

/// Notes how far an organisation's records have got.
pub(crate) fn advance(tx: &mut Tx<'_>, address: &str, org: OrgId, number: i64) -> Result<()> {
    let now = tx.now();
    tx.run(&ADVANCE, &[&address, &org, &number, &now])
}
