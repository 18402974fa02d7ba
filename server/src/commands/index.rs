//! `engawa index`.

use crate::config::Index;
use crate::features;
use kernel::{Actor, Id, Result};
use search::service::{Indexer, rebuild, standing};

/// Documents after which it says how far it is.
const TELLS: i64 = 100_000;

/// Brings the index up to date, or builds it anew.
pub(super) fn run(options: &Index) -> Result<()> {
    let db = super::open(&options.store)?;
    let (sources, nobody) = (features::search_sources(), Actor::system(Id::from_raw(0)));
    if options.rebuild {
        let of = sources.clone();
        if !db.write_now(nobody, move |tx| rebuild(tx, &of))? {
            println!("It is being built already / すでに作り直しています");
        }
    }
    let indexer = Indexer::new(db.clone(), sources);
    let mut told = 0;
    while indexer.step()? {
        let read = db.read_now(nobody, standing)?.building.unwrap_or_default();
        if read >= told + TELLS {
            println!("{read} read / 件を読みました");
            told = read;
        }
    }
    let now = db.read_now(nobody, standing)?;
    println!("Indexed / 索引: {} ({} MB)", now.documents, now.bytes / 1_000_000);
    Ok(())
}
