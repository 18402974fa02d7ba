//! The import: check all, then carry all in.

mod archive;
mod check;
mod course;
mod messages;
mod people;
mod rooms;
pub mod translate;

pub use check::{Export, check};
pub use people::UNIT;

use crate::model::{Progress, Report};
use crate::parse::{self, Message, Ts, User};
use crate::store::{self, Kind};
use audit::{Record, Subject};
use check::Talk;
use course::{Course, Step};
use db::{Db, Lock};
use kernel::{Actor, Error, Jst, PersonId, Result, Timestamp};
use messages::Batch;
use rooms::Planned;
use std::collections::HashSet;
use std::io::{Read, Seek};
use std::sync::Arc;
use translate::{Names, Translated, Translator};

/// Messages or people of one step.
const BATCH: usize = 500;

/// Whether a user is the face of a program.
fn is_program(user: &User) -> bool {
    user.is_bot || user.id == "USLACKBOT" || user.profile.bot_id.get().is_some()
}

/// The instant of a second since 1970.
fn second(second: i64) -> Timestamp {
    Timestamp::from_micros(second.saturating_mul(1_000_000))
}

/// Carries a checked export into the actor's organisation. `tell` hears of every transaction, and stops the import by
/// giving an error; what was carried in until then stays, and another run goes on from there.
///
/// Errors: the database's own, and that of `tell`.
pub fn carry<R: Read + Seek>(
    db: &Db,
    actor: Actor,
    export: Export<R>,
    tell: &mut dyn FnMut(Progress) -> Result<()>,
) -> Result<Report> {
    let Export { mut archive, users, talks, mut report, bots } = export;
    archive.rewind();
    let today = Jst::date(db.clock().now());
    let created = talks.iter().filter_map(|talk| talk.channel.created.number()).filter(|second| *second > 0);
    let yesterday = today.yesterday().unwrap_or(today);
    let since = created.min().map_or(yesterday, |at| Jst::date(second(at)).min(yesterday));
    let mut names = Names { people: people::carry(db, actor, &users, since, &mut report)?, ..Names::default() };
    names.programs.extend(bots);
    for user in users.iter().filter(|user| is_program(user)) {
        names.programs.insert(user.id.clone(), translate::called(user).to_owned());
        if let Some(bot) = user.profile.bot_id.get() {
            names.programs.entry(bot.to_owned()).or_insert_with(|| translate::called(user).to_owned());
        }
    }
    let planned = rooms::carry(db, actor, &talks, &users, &mut names, &mut report)?;
    let (signing_in, finished) =
        db.read_now(actor, |conn| Ok((store::signing_in(conn)?, store::all(conn, Kind::Finished)?)))?;
    let of_messages = report.messages.archive;
    let unfinished = planned.iter().filter(|room| !finished.contains_key(&room.slack_id));
    let mut course = Course {
        db,
        actor,
        report: &mut report,
        tell,
        progress: Progress { rooms: 0, of_rooms: talks.len(), messages: 0, of_messages },
        stirred: unfinished.map(|room| room.old.id).collect(),
        waiting: Vec::new(),
    };
    for (talk, room) in talks.iter().zip(&planned) {
        read(&mut course, &mut archive, &names, talk, room)?;
        let people: Vec<PersonId> = room.members.keys().copied().collect();
        for crowd in people.chunks(BATCH) {
            course.take(Step::Bring(room.clone(), crowd.to_vec()))?;
        }
        course.take(Step::Close(room.clone()))?;
        let told: Vec<PersonId> = people.into_iter().filter(|person| signing_in.contains(person)).collect();
        for crowd in told.chunks(BATCH) {
            course.take(Step::Tell(room.old.id, crowd.to_vec()))?;
        }
    }
    course.finish()?;
    for (name, count) in check::unknown_subtypes(&report.subtypes) {
        report.miss_many("messages of an unknown sort come as the text that they carry", count, name);
    }
    let detail = serde_json::to_value(report.messages).expect("a tally is plain data");
    db.write_now(actor, move |tx| {
        tx.lock(Lock::Org(actor.org))?;
        let detail = detail.clone();
        audit::record(tx, &Record { act: "slack.imported", subject: Subject::default(), detail, address: "" })
    })?;
    Ok(report)
}

/// Reads what was said in a channel, day by day, and lets it come in batches.
fn read<R: Read + Seek>(
    course: &mut Course<'_>,
    archive: &mut archive::Archive<R>,
    names: &Names,
    talk: &Talk,
    room: &Arc<Planned>,
) -> Result<()> {
    let mut translator = Translator::new(names, &talk.channel.id);
    let people: Arc<HashSet<PersonId>> = Arc::new(room.members.keys().copied().collect());
    let mut seen: HashSet<Ts> = HashSet::new();
    let mut waiting: Vec<Translated> = Vec::new();
    let mut flush = |waiting: &mut Vec<Translated>, all: bool| {
        waiting.sort_by_key(|message| message.ts);
        while waiting.len() >= BATCH || (all && !waiting.is_empty()) {
            let rest = waiting.split_off(BATCH.min(waiting.len()));
            course.take(Step::Say(Batch {
                slack_id: room.slack_id.clone(),
                room: room.old.id,
                people: people.clone(),
                messages: std::mem::replace(waiting, rest),
            }))?;
        }
        Ok(())
    };
    for (file, index) in &talk.days {
        let changed = |fault: &dyn std::fmt::Display| Error::conflict("archive_changed").because(fault);
        let bytes = archive.read(*index, file).map_err(|fault| changed(&fault))?;
        let mut failed = None;
        let read = parse::each(&bytes, &mut |message: Message| {
            if failed.is_some() || !seen.insert(message.ts) {
                return;
            }
            waiting.push(translator.translate(&message));
            // A day may be long; whoever wrote it in order loses nothing by its coming in parts.
            if waiting.len() >= 4 * BATCH {
                failed = flush(&mut waiting, false).err();
            }
        });
        read.map_err(|wrong| changed(&wrong.reason))?;
        match failed {
            Some(error) => return Err(error),
            None => flush(&mut waiting, false)?,
        }
    }
    flush(&mut waiting, true)
}
