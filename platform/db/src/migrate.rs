//! Schema changes: numbered SQL files per crate, applied once, in order, inside a transaction each.

use crate::conn::Driver;
use crate::sql::render;
use kernel::{Error, Result, Timestamp};

/// One step of one crate's schema.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The crate that owns the tables.
    pub owner: &'static str,
    /// From 1, without holes within an owner.
    pub number: i64,
    /// The portable DDL, with fragments (see [`crate::Sql`]).
    pub text: &'static str,
}

crate::statements! {
    APPLIED = "SELECT digest FROM migration WHERE owner = $1 AND number = $2";
    RECORD = "INSERT INTO migration (owner, number, digest, at) VALUES ($1, $2, $3, $4)";
}

const TABLE: &str = "CREATE TABLE IF NOT EXISTS migration (
    owner TEXT NOT NULL, number BIGINT NOT NULL, digest BIGINT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (owner, number))";

/// FNV-1a over the text: tells an edited migration from an applied one, no more.
fn digest(text: &str) -> i64 {
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 1) as i64
}

pub(crate) fn migrate(driver: &mut Driver, steps: &[Migration], now: Timestamp, epoch: &str) -> Result<()> {
    match driver {
        // Two nodes that start at once must not both create the tables.
        Driver::Pg(pg) => {
            pg.batch("BEGIN")?;
            pg.lock_key(i64::MAX)?;
        }
        // Whoever closed the file a moment ago may still be copying its log. A transaction that has read waits for nobody when it
        // comes to write; one that begins as a writer does.
        Driver::Lite(lite) => lite.batch("BEGIN IMMEDIATE")?,
    }
    let done = migrate_all(driver, steps, now, epoch);
    driver.batch(if done.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
    done
}

fn migrate_all(driver: &mut Driver, steps: &[Migration], now: Timestamp, epoch: &str) -> Result<()> {
    driver.batch(TABLE)?;
    let own = Migration { owner: "db", number: 1, text: crate::log::MIGRATION };
    for step in std::iter::once(&own).chain(steps) {
        let found = driver.rows(&APPLIED, &[&step.owner, &step.number])?;
        let wanted = digest(step.text);
        match found.first() {
            Some(row) if row.get::<i64>(0) == wanted => continue,
            Some(_) => {
                return Err(Error::internal(format!(
                    "migration {} {} was changed after it was applied to this database",
                    step.owner, step.number
                )));
            }
            None => {}
        }
        driver
            .batch(&render(step.text, driver.engine()))
            .map_err(|error| Error::internal(format!("migration {} {} failed: {error}", step.owner, step.number)))?;
        driver.execute(&RECORD, &[&step.owner, &step.number, &wanted, &now])?;
    }
    driver.execute(&crate::log::START, &[&epoch])?;
    Ok(())
}
