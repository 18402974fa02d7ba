//! `engawa import people`: a list of staff, whole or not at all.

mod apply;
mod write;

pub(super) use write::run as export;

use super::organisation;
use crate::config::ImportPeople;
use apply::Place;
use db::Db;
use identity::service::password;
use kernel::{Actor, Entropy, Error, Result};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use transfers::service::list::columns::Mapping;
use transfers::service::list::plan::{Difference, May, Plan, Sort};
use transfers::service::list::table::Fault;
use transfers::service::list::{List, parse, values};

/// Where a mapping is kept beside the data.
const MAPPING: &str = "people-import-mapping.json";

pub(super) fn run(options: &ImportPeople) -> Result<()> {
    let list = read(options)?;
    let db = super::open(&options.store)?;
    let name = options.organisation.as_deref();
    let found = organisation::find(&db, name)?;
    let actor = found.map_or_else(apply::nobody, Actor::system);
    let may = may(options, list.cp932);
    let compared = apply::compare(&db, actor, &list.rows, may)?;
    let faults = [list.faults, compared.faults.clone()].concat();
    print(&compared.differences, (compared.unchanged, compared.absent));
    if !faults.is_empty() {
        return Err(refusal(&options.file, faults));
    }
    if options.dry_run {
        println!("Nothing was changed (--dry-run) / 確認のみで、何も変更していません。");
        return Ok(());
    }
    let passwords = passwords(&db, &compared)?;
    let kept = if passwords.is_empty() { None } else { Some(keep_passwords(&options.store.data, &passwords)?) };
    let hashes = passwords.into_iter().map(|initial| (initial.login, initial.hash)).collect();
    // Without an organisation there is a name, or finding one would have failed.
    let place = found.map_or_else(|| Place::New(name.unwrap_or_default().to_owned()), |_| Place::Known(actor));
    let done = apply::apply(&db, place, &list.rows, may, hashes);
    if let (Err(_), Some(path)) = (&done, &kept) {
        // Passwords of accounts that do not exist only mislead.
        let _ = std::fs::remove_file(path);
    }
    let plan = done?;
    if options.save_mapping {
        let text = serde_json::to_vec_pretty(&list.mapping).expect("a mapping is plain data");
        std::fs::write(options.store.data.join(MAPPING), text).map_err(disk)?;
    }
    println!(
        "{} added, {} changed / 追加 {} 人、変更 {} 人",
        plan.added.len(),
        plan.changed.len(),
        plan.added.len(),
        plan.changed.len()
    );
    if let Some(path) = kept {
        println!("Initial passwords / 初期パスワード: {}", path.display());
    }
    Ok(())
}

fn disk(error: std::io::Error) -> Error {
    Error::unavailable("disk_failed", error)
}

fn may(options: &ImportPeople, cp932: bool) -> May {
    May {
        units: options.create_units,
        titles: options.create_titles,
        accounts: options.accounts,
        leave: options.mark_missing_as_left,
        cp932,
    }
}

fn read(options: &ImportPeople) -> Result<List> {
    let bytes = std::fs::read(&options.file)
        .map_err(|error| Error::invalid("faulty_input").because(format!("{}: {error}", options.file.display())))?;
    let kept = options.store.data.join(MAPPING);
    let mapping = match &options.mapping {
        Some(path) => Some(mapping(path)?),
        None if kept.exists() => Some(mapping(&kept)?),
        None => None,
    };
    let list =
        parse(&bytes, options.encoding.into(), mapping.as_ref()).map_err(|faults| refusal(&options.file, faults))?;
    if !list.ignored.is_empty() {
        eprintln!("Columns that mean nothing here / 使わない列: {}", list.ignored.join("、"));
    }
    Ok(list)
}

fn mapping(path: &Path) -> Result<Mapping> {
    let unreadable =
        |error: &dyn std::fmt::Display| Error::invalid("faulty_input").because(format!("{}: {error}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| unreadable(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))
}

/// Tells every fault and makes an error of them.
fn refusal(file: &Path, mut faults: Vec<Fault>) -> Error {
    faults.sort();
    for fault in &faults {
        eprintln!("{fault}");
    }
    Error::invalid("faulty_input").because(format!(
        "{} fault(s) in {}; nothing was changed\nファイルに誤りがあるため、何も変更していません。",
        faults.len(),
        file.display()
    ))
}

fn print(differences: &[Difference], (unchanged, absent): (usize, usize)) {
    for difference in differences {
        println!("{difference}");
    }
    let count = |sort| differences.iter().filter(|difference| difference.sort == sort).count();
    println!(
        "Differences / 差分: made 新設 {}, added 追加 {}, moved 異動 {}, changed 変更 {}, accounts アカウント {}, left 退職 {}; \
         unchanged 変更なし {unchanged}, not in the file ファイルになし {absent}",
        count(Sort::Made),
        count(Sort::Added),
        count(Sort::Moved),
        count(Sort::Changed),
        count(Sort::Account),
        count(Sort::Left),
    );
}

/// The initial password of a new account.
struct Initial {
    login: String,
    password: String,
    hash: String,
}

/// Draws and hashes the passwords of new accounts. A hash takes some 30 ms by design, so all processors help.
fn passwords(db: &Db, plan: &Plan) -> Result<Vec<Initial>> {
    let entropy: &dyn Entropy = &**db.entropy();
    let all: Vec<&String> = plan.accounts.iter().map(|(_, login, _, _)| login).collect();
    let (next, threads) = (AtomicUsize::new(0), std::thread::available_parallelism().map_or(1, usize::from));
    let work = || {
        let mut made = Vec::new();
        while let Some(login) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            let password = password::initial(entropy);
            let hash = password::hash(&password, entropy)?;
            made.push(Initial { login: (*login).clone(), password, hash });
            let place = next.load(Ordering::Relaxed).min(all.len());
            if place.is_multiple_of(500) {
                eprintln!("Passwords / パスワード: {place}/{}", all.len());
            }
        }
        Ok::<_, Error>(made)
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.min(all.len())).map(|_| scope.spawn(work)).collect();
        let mut made: Vec<Initial> = Vec::new();
        for worker in workers {
            made.extend(worker.join().map_err(|_| Error::internal("a thread that hashes passwords panicked"))??);
        }
        made.sort_by(|one, other| one.login.cmp(&other.login));
        Ok(made)
    })
}

/// Writes passwords where only the server's own user reads them, under a name that is not there yet.
fn keep_passwords(data: &Path, passwords: &[Initial]) -> Result<PathBuf> {
    let names =
        std::iter::once("initial-passwords.csv".to_owned()).chain((2..).map(|n| format!("initial-passwords-{n}.csv")));
    for path in names.map(|name| data.join(name)) {
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                let mut text = String::from("\u{feff}職員番号,初期パスワード\r\n");
                for initial in passwords {
                    text.push_str(&format!("{},{}\r\n", values::guarded(&initial.login), initial.password));
                }
                file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(disk)?;
                return Ok(path);
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(disk(error)),
        }
    }
    Err(Error::internal("numbers ended"))
}

#[cfg(test)]
mod tests;
