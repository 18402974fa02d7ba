//! The import: check all, then carry all in.

mod archive;
mod check;
mod messages;
mod people;
mod rooms;
mod translate;

pub use check::{Export, check};
pub use people::UNIT;

use crate::model::{Progress, Report, Tally};
use crate::parse::{self, Message, Ts, User};
use crate::store;
use audit::Record;
use check::Talk;
use db::{Db, Lock};
use kernel::{Actor, Error, Jst, PersonId, Result, Timestamp};
use messages::{Batch, Outcome};
use rooms::Planned;
use std::collections::HashSet;
use std::io::{Read, Seek};
use std::sync::Arc;
use translate::{Names, Translated, Translator};

/// Messages carried in by one transaction.
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
    let signing_in = Arc::new(db.read_now(actor, store::signing_in)?);
    let of_messages = report.messages.archive;
    let mut course = Course {
        db,
        actor,
        names: &names,
        report: &mut report,
        tell,
        progress: Progress { rooms: 0, of_rooms: talks.len(), messages: 0, of_messages },
    };
    for (talk, room) in talks.iter().zip(&planned) {
        let new = course.talk(&mut archive, talk, room)?;
        rooms::finish(db, actor, room, &signing_in, new > 0)?;
        course.progress.rooms += 1;
        course.tell()?;
    }
    for (name, count) in check::unknown_subtypes(&report.subtypes) {
        report.miss_many("messages of an unknown sort come as the text that they carry", count, name);
    }
    let detail = serde_json::to_value(report.messages).expect("a tally is plain data");
    db.write_now(actor, move |tx| {
        tx.lock(Lock::Org(actor.org))?;
        let detail = detail.clone();
        audit::record(tx, &Record { act: "slack.imported", subject: String::new(), detail, address: "" })
    })?;
    Ok(report)
}

struct Course<'c> {
    db: &'c Db,
    actor: Actor,
    names: &'c Names,
    report: &'c mut Report,
    tell: &'c mut dyn FnMut(Progress) -> Result<()>,
    progress: Progress,
}

fn add(tally: &mut Tally, [carried, already]: [u64; 2]) {
    tally.carried += carried;
    tally.already += already;
}

impl Course<'_> {
    fn tell(&mut self) -> Result<()> {
        (self.tell)(self.progress)
    }

    /// Carries in what was said in a channel; how many messages were new.
    fn talk<R: Read + Seek>(
        &mut self,
        archive: &mut archive::Archive<R>,
        talk: &Talk,
        room: &Arc<Planned>,
    ) -> Result<u64> {
        let mut translator = Translator::new(self.names, &talk.channel.id);
        let people: HashSet<PersonId> = room.members.keys().copied().collect();
        let mut seen: HashSet<Ts> = HashSet::new();
        let mut waiting: Vec<Translated> = Vec::new();
        let mut new = 0;
        for (file, index) in &talk.days {
            let changed = |fault: &dyn std::fmt::Display| Error::conflict("archive_changed").because(fault);
            let bytes = archive.read(*index, file).map_err(|fault| changed(&fault))?;
            let mut day: Vec<Translated> = Vec::new();
            let mut failed = None;
            let read = parse::each(&bytes, &mut |message: Message| {
                if failed.is_some() || !seen.insert(message.ts) {
                    return;
                }
                day.push(translator.translate(&message));
                // A day may be long; whoever wrote it in order loses nothing by its coming in parts.
                if day.len() >= 4 * BATCH {
                    waiting.append(&mut day);
                    failed = self.flush(room, &people, &mut waiting, false).map(|count| new += count).err();
                }
            });
            read.map_err(|wrong| changed(&wrong.reason))?;
            if let Some(error) = failed {
                return Err(error);
            }
            waiting.append(&mut day);
            new += self.flush(room, &people, &mut waiting, false)?;
        }
        Ok(new + self.flush(room, &people, &mut waiting, true)?)
    }

    /// Writes what waits, as far as it makes full batches, or all of it.
    fn flush(
        &mut self,
        room: &Arc<Planned>,
        people: &HashSet<PersonId>,
        waiting: &mut Vec<Translated>,
        all: bool,
    ) -> Result<u64> {
        let mut new = 0;
        waiting.sort_by_key(|message| message.ts);
        while waiting.len() >= BATCH || (all && !waiting.is_empty()) {
            let rest = waiting.split_off(BATCH.min(waiting.len()));
            let batch = Batch {
                slack_id: room.slack_id.clone(),
                room: room.old.id,
                people: people.clone(),
                messages: std::mem::replace(waiting, rest),
            };
            for message in &batch.messages {
                for (reason, count, example) in &message.missed {
                    self.report.miss_many(reason, *count, example);
                }
            }
            let batch = Arc::new(batch);
            let shared = batch.clone();
            let outcome = self.db.write_now(self.actor, move |tx| messages::carry(tx, &shared))?;
            self.note(&batch, outcome);
            new += outcome.messages[0];
            self.progress.messages += batch.messages.len() as u64;
            self.tell()?;
        }
        Ok(new)
    }

    fn note(&mut self, batch: &Batch, outcome: Outcome) {
        let report = &mut *self.report;
        add(&mut report.messages, outcome.messages);
        add(&mut report.replies, outcome.replies);
        add(&mut report.broadcasts, outcome.broadcasts);
        add(&mut report.reactions, outcome.reactions);
        add(&mut report.edits, outcome.edits);
        add(&mut report.bots, outcome.bots);
        add(&mut report.files, outcome.files);
        if outcome.orphans > 0 {
            let reason = "replies whose thread's first message is not in the export stand in the room";
            report.miss_many(reason, outcome.orphans, &batch.slack_id);
        }
    }
}
