//! `engawa audit verify`: whether the record of acts is as it was written.

use super::organisation;
use crate::config::VerifyAudit;
use audit::{Break, Check, Fault, Head};
use db::Db;
use directory::store::organisations;
use kernel::{Actor, Error, Id, Jst, Result};

pub(super) fn verify(options: &VerifyAudit) -> Result<()> {
    let db = super::open(&options.store)?;
    let mut all = db.read_now(Actor::system(Id::from_raw(0)), organisations::all)?;
    if let Some(name) = &options.organisation {
        let wanted = organisation::found(&db, Some(name))?.org;
        all.retain(|found| found.id == wanted);
    }
    let mut whole = true;
    for found in all {
        let check = check(&db, Actor::system(found.id), options.noted.clone())?;
        println!("{}", told(&found.name, &check));
        whole &= check.broken().is_none();
    }
    if whole { Ok(()) } else { Err(Error::conflict("audit_broken")) }
}

/// Checks all records of an actor's organisation.
fn check(db: &Db, actor: Actor, noted: Option<Head>) -> Result<Check> {
    let mut check = Check::new(noted);
    while !check.is_done() {
        let mut next = check.clone();
        check = db.read_now(actor, move |conn| next.step(conn).map(|()| next.clone()))?;
    }
    Ok(check)
}

/// What a check came to, in a line of each language.
fn told(organisation: &str, check: &Check) -> String {
    let good = check.good();
    match (check.broken(), check.head()) {
        (Some(broken), _) => format!("{organisation}: {}", broken_told(broken, good)),
        (None, Some(Head { number, hash })) => {
            format!(
                "{organisation}: {good} records are as they were written. / {good}件すべて、書かれたときのままです。\n  {number}:{hash}"
            )
        }
        (None, None) => format!("{organisation}: there are no records. / 記録はありません。"),
    }
}

fn broken_told(broken: &Break, good: i64) -> String {
    let at =
        broken.at.map(|at| format!(" ({} {})", at.in_zone(&Jst::zone()).strftime("%Y-%m-%d %H:%M:%S"), broken.act));
    let at = at.unwrap_or_default();
    let (english, japanese) = match broken.fault {
        Fault::Altered => ("was altered", "が書き換えられています"),
        Fault::Missing => ("is missing", "がありません"),
        Fault::Added => ("was added afterwards", "があとから足されています"),
        Fault::Rewritten => ("and all after it were written anew", "から後が書き直されています"),
    };
    match broken.number {
        0 => format!(
            "a record from before the chain{at} {english}. / 連鎖が始まる前の記録{at}{japanese}。({good} good / {good}件は正常)"
        ),
        number => {
            format!("record {number}{at} {english}. / 第{number}号の記録{at}{japanese}。({good} good / {good}件は正常)")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features;

    #[test]
    fn a_check_from_the_console_gives_a_note_that_the_next_check_takes() {
        testkit::both(&features::migrations(), |test| {
            let org = test
                .db
                .write_now(Actor::system(Id::from_raw(0)), |tx| directory::service::create_organisation(tx, "緑野市"));
            let actor = Actor::system(org.expect("an organisation"));
            let empty = check(&test.db, actor, None).expect("checked");
            assert_eq!(told("緑野市", &empty), "緑野市: there are no records. / 記録はありません。");
            let act =
                |tx: &mut db::Tx<'_>| directory::service::create_title(tx, "課長", "かちょう", 100, "").map(|_| ());
            test.db.write_now(actor, act).expect("recorded");
            let whole = check(&test.db, actor, None).expect("checked");
            let Head { number, hash } = whole.head().expect("a record");
            let line = told("緑野市", &whole);
            assert!(line.contains("1件すべて") && line.ends_with(&format!("\n  1:{hash}")), "{line}");
            let other = Head { number, hash: hash.replace(|letter: char| letter.is_ascii_digit(), "x") };
            let rewritten = check(&test.db, actor, Some(other)).expect("checked");
            assert!(told("緑野市", &rewritten).contains("第1号の記録"), "{}", told("緑野市", &rewritten));
            assert!(check(&test.db, actor, Some(Head { number, hash })).expect("checked").broken().is_none());
        });
    }
}
