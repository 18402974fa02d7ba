//! `engawa import slack`: a workspace's export, whole or not at all.

use super::organisation;
use crate::config::ImportSlack;
use db::Db;
use kernel::{Error, Result, Timestamp};
use slack::model::{Limits, Progress, Report};
use slack::service::{Export, carry, check};
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How often a line tells how far it is, at most.
const TELL_EVERY: Duration = Duration::from_secs(2);
/// After how many messages a line is due in any case.
const TELL_AFTER: u64 = 10_000;

pub(super) fn run(options: &ImportSlack) -> Result<()> {
    eprintln!("Checking the whole archive, nothing is changed / アーカイブ全体を検査しています");
    let export = checked(&options.archive)?;
    let db = super::open(&options.store)?;
    let fresh = organisation::find(&db, options.organisation.as_deref())?.is_none();
    let report = import(&db, export, options.organisation.as_deref())?;
    let path = save(&report, &options.store.data)?;
    println!("{report}");
    println!("The same as JSON / JSON形式の報告: {}", path.display());
    if fresh {
        println!(
            "Nobody can sign in yet: `engawa import people FILE.csv --accounts` makes accounts (権限 = 管理者 for an administrator)."
        );
        println!("まだ誰もサインインできません。上のコマンドでアカウントを作ってください。");
    }
    Ok(())
}

/// Reads the whole archive; every fault is told.
fn checked(archive: &Path) -> Result<Export<BufReader<File>>> {
    let file = File::open(archive)
        .map_err(|error| Error::invalid("faulty_input").because(format!("{}: {error}", archive.display())))?;
    check(BufReader::new(file), Limits::default()).map_err(|faults| {
        for fault in &faults {
            eprintln!("  {fault}");
        }
        let many = faults.len();
        Error::invalid("faulty_input").because(format!(
            "{many} fault(s) in {}; nothing was changed\nアーカイブに誤りがあるため、何も変更していません。",
            archive.display()
        ))
    })
}

fn import(db: &Db, export: Export<BufReader<File>>, organisation: Option<&str>) -> Result<Report> {
    let actor = organisation::found_or_made(db, organisation)?;
    let mut teller = Teller::new(db.clock().now());
    let clock = db.clock().clone();
    carry(db, actor, export, &mut |progress| {
        if let Some(line) = teller.line(progress, clock.now()) {
            eprintln!("{line}");
        }
        Ok(())
    })
}

fn save(report: &Report, data: &Path) -> Result<PathBuf> {
    let path = data.join("slack-import-report.json");
    let text = serde_json::to_vec_pretty(report).expect("a report is plain data");
    std::fs::write(&path, text).map_err(|error| Error::unavailable("disk_failed", error))?;
    Ok(path)
}

/// Says when it is time for a line, and what it says.
struct Teller {
    began: Timestamp,
    told: Timestamp,
    messages: u64,
}

impl Teller {
    fn new(now: Timestamp) -> Self {
        Self { began: now, told: now, messages: 0 }
    }

    fn line(&mut self, at: Progress, now: Timestamp) -> Option<String> {
        let due = now.since(self.told) >= TELL_EVERY || at.messages >= self.messages + TELL_AFTER;
        let done = at.rooms == at.of_rooms;
        if !due && !done {
            return None;
        }
        (self.told, self.messages) = (now, at.messages);
        let seconds = now.since(self.began).as_secs_f64().max(0.001);
        let Progress { rooms, of_rooms, messages, of_messages } = at;
        let pace = messages as f64 / seconds;
        Some(format!(
            "Rooms / ルーム: {rooms}/{of_rooms}  Messages / メッセージ: {messages}/{of_messages}  {pace:.0}/s"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_comes_every_two_seconds_or_ten_thousand_messages_and_at_the_end() {
        let start = Timestamp::from_micros(0);
        let mut teller = Teller::new(start);
        let at = |messages, rooms| Progress { rooms, of_rooms: 2, messages, of_messages: 20_000 };
        let after = |millis| start.plus(Duration::from_millis(millis));
        assert_eq!(teller.line(at(500, 0), after(100)), None);
        assert!(teller.line(at(10_000, 0), after(1_000)).is_some_and(|line| line.contains("10000/s")));
        assert_eq!(teller.line(at(10_500, 1), after(2_900)), None);
        assert!(teller.line(at(11_000, 1), after(3_000)).is_some());
        assert!(teller.line(at(20_000, 2), after(3_001)).is_some());
    }
}
