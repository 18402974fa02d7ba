//! The first reading: everything is looked at before anything is changed.

use crate::model::{Fault, Limits, Report};
use crate::parse::{self, Channel, Message, Ts, User};
use crate::service::archive::Archive;
use serde::de::{DeserializeOwned, IgnoredAny};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Seek};

/// Faults told of one archive; whoever has more has read enough.
const MOST_FAULTS: usize = 50;

/// What sort of talk a channel is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Everybody of the workspace sees it.
    Public,
    /// Only its members know of it.
    Private,
    /// Several people without a name.
    Group,
    /// Two people, or one with themselves or a program.
    Direct,
}

/// A channel and where its messages lie.
#[derive(Debug, Clone)]
pub struct Talk {
    /// What sort.
    pub sort: Sort,
    /// As Slack wrote it.
    pub channel: Channel,
    /// Its days in order: name and place in the archive.
    pub days: Vec<(String, usize)>,
    /// When somebody last closed it for writing.
    pub archived_at: Option<Ts>,
    /// Its first message.
    pub first: Option<Ts>,
}

/// An archive in which all is well.
pub struct Export<R> {
    /// The archive.
    pub archive: Archive<R>,
    /// Everybody, bots too.
    pub users: Vec<User>,
    /// Every channel.
    pub talks: Vec<Talk>,
    /// What the archive holds, nothing of it carried in yet.
    pub report: Report,
    /// Names of bots, by id, that messages or integrations tell.
    pub bots: HashMap<String, String>,
}

const LISTS: [(&str, Sort); 4] = [
    ("channels.json", Sort::Public),
    ("groups.json", Sort::Private),
    ("mpims.json", Sort::Group),
    ("dms.json", Sort::Direct),
];

fn fault(file: &str, place: impl ToString, reason: impl ToString) -> Fault {
    Fault { file: file.to_owned(), place: place.to_string(), reason: reason.to_string() }
}

/// Reads the whole of an archive.
///
/// Errors: everything that is wrong with it, up to fifty faults.
pub fn check<R: Read + Seek>(reader: R, limits: Limits) -> Result<Export<R>, Vec<Fault>> {
    let archive = Archive::open(reader, limits).map_err(|fault| vec![fault])?;
    let mut checker = Checker {
        export: Export {
            archive,
            users: Vec::new(),
            talks: Vec::new(),
            report: Report::default(),
            bots: HashMap::new(),
        },
        faults: Vec::new(),
        channels: HashSet::new(),
    };
    checker.lists();
    // Without the lists every folder would be one of an unknown channel, which only hides what is wrong.
    if checker.faults.is_empty() {
        checker.messages();
    }
    checker.faults.truncate(MOST_FAULTS);
    if checker.faults.is_empty() { Ok(checker.export) } else { Err(checker.faults) }
}

struct Checker<R> {
    export: Export<R>,
    faults: Vec<Fault>,
    /// Ids of channels so far.
    channels: HashSet<String>,
}

impl<R: Read + Seek> Checker<R> {
    fn list<T: DeserializeOwned>(&mut self, file: &str) -> Option<Vec<T>> {
        match self.export.archive.top(file) {
            Ok(bytes) => match parse::all(&bytes?) {
                Ok(found) => return Some(found),
                Err(wrong) => self.faults.push(fault(file, wrong.place, wrong.reason)),
            },
            Err(fault) => self.faults.push(fault),
        }
        None
    }

    fn lists(&mut self) {
        let users: Option<Vec<User>> = self.list("users.json");
        if users.is_none() && self.faults.is_empty() {
            self.faults.push(fault("users.json", "", "it is missing; this is no export of a Slack workspace"));
        }
        self.users(users.unwrap_or_default());
        let mut any = false;
        for (file, sort) in LISTS {
            let channels: Option<Vec<Channel>> = self.list(file);
            any |= channels.is_some();
            self.channels(file, sort, channels.unwrap_or_default());
        }
        if !any && self.faults.is_empty() {
            self.faults.push(fault(
                "channels.json",
                "",
                "it is missing, and so are groups.json, mpims.json and dms.json",
            ));
        }
        if let Some(logs) = self.list::<IgnoredAny>("integration_logs.json") {
            let reason = "entries of integration_logs.json have no place here";
            if !logs.is_empty() {
                self.export.report.miss_many(reason, logs.len() as u64, "integration_logs.json");
            }
        }
        for (name, reason) in std::mem::take(&mut self.export.archive.ignored) {
            self.export.report.miss(reason, name);
        }
    }

    fn users(&mut self, users: Vec<User>) {
        let mut seen = HashSet::new();
        for (place, user) in users.iter().enumerate() {
            if self.faults.len() >= MOST_FAULTS {
                break;
            }
            if user.id.is_empty() {
                self.faults.push(fault("users.json", format!("[{place}].id"), "it is missing"));
            } else if !seen.insert(user.id.as_str()) {
                let reason = format!("the user {} is listed twice", user.id);
                self.faults.push(fault("users.json", format!("[{place}].id"), reason));
            }
        }
        self.export.users = users;
    }

    fn channels(&mut self, file: &str, sort: Sort, channels: Vec<Channel>) {
        for (place, channel) in channels.into_iter().enumerate() {
            if self.faults.len() >= MOST_FAULTS {
                break;
            }
            let named = sort == Sort::Direct || !channel.name.is_empty();
            if channel.id.is_empty() || channel.id.contains('/') {
                self.faults.push(fault(file, format!("[{place}].id"), "it is missing or no id"));
            } else if !named {
                self.faults.push(fault(file, format!("[{place}].name"), "it is missing"));
            } else if !self.channels.insert(channel.id.clone()) {
                let reason = format!("the channel {} is listed twice", channel.id);
                self.faults.push(fault(file, format!("[{place}].id"), reason));
            } else {
                self.export.talks.push(Talk { sort, channel, days: Vec::new(), archived_at: None, first: None });
            }
        }
    }

    fn messages(&mut self) {
        let mut folders: HashMap<String, usize> = HashMap::new();
        for (place, talk) in self.export.talks.iter().enumerate() {
            // Ids win: a channel may be named like another's id.
            folders.insert(talk.channel.id.clone(), place);
            if !talk.channel.name.is_empty() {
                folders.entry(talk.channel.name.clone()).or_insert(place);
            }
        }
        let users: HashSet<String> = self.export.users.iter().map(|user| user.id.clone()).collect();
        for folder in self.export.archive.folders() {
            let days = self.export.archive.days(&folder);
            match folders.get(&folder) {
                Some(place) => self.export.talks[*place].days.extend(days),
                None => {
                    let reason = "folders of channels that no list names are passed over";
                    self.export.report.miss_many(reason, days.len() as u64, format!("{folder}/"));
                }
            }
        }
        for place in 0..self.export.talks.len() {
            // Days by name and by id, mixed.
            self.export.talks[place]
                .days
                .sort_by(|one, other| one.0.rsplit('/').next().cmp(&other.0.rsplit('/').next()));
            self.talk(place, &users);
            if self.faults.len() >= MOST_FAULTS {
                return;
            }
        }
        let report = &mut self.export.report;
        report.users.archive = self.export.users.iter().filter(|user| !super::is_program(user)).count() as u64;
        report.channels.archive = self.export.talks.len() as u64;
    }

    fn talk(&mut self, place: usize, users: &HashSet<String>) {
        let mut account = Account::default();
        for (file, index) in self.export.talks[place].days.clone() {
            let bytes = match self.export.archive.read(index, &file) {
                Ok(bytes) => bytes,
                Err(fault) => {
                    self.faults.push(fault);
                    continue;
                }
            };
            let export = &mut self.export;
            let read = parse::each(&bytes, &mut |message: Message| {
                account.count(&mut export.report, &file, &message, users);
                if let (Some(id), Some(name)) =
                    (&message.bot_id, message.username.get().or(message.bot_profile.name.get()))
                {
                    export.bots.entry(id.clone()).or_insert_with(|| name.to_owned());
                }
            });
            if let Err(wrong) = read {
                self.faults.push(fault(&file, wrong.place, wrong.reason));
            }
        }
        self.export.talks[place].archived_at = account.archived_at;
        self.export.talks[place].first = account.seen.keys().min().copied();
        let channel = &self.export.talks[place].channel;
        let strangers = channel.members.0.iter().filter(|member| !users.contains(*member)).count() as u64;
        if strangers > 0 {
            let reason = "members who are not in users.json do not come along";
            self.export.report.miss_many(reason, strangers, &channel.id);
        }
    }
}

/// What a channel's messages come to. Kept for one channel at a time.
#[derive(Default)]
struct Account {
    /// Times, each with a print of what was said, which tells a message in two files from two messages.
    seen: HashMap<Ts, u64>,
    archived_at: Option<Ts>,
}

fn print(message: &Message) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&message.user, &message.text, &message.subtype).hash(&mut hasher);
    hasher.finish()
}

impl Account {
    fn count(&mut self, report: &mut Report, file: &str, message: &Message, users: &HashSet<String>) {
        let name = message.subtype.as_deref().unwrap_or("message");
        *report.subtypes.entry(name.to_owned()).or_default() += 1;
        report.messages.archive += 1;
        if let Some(before) = self.seen.insert(message.ts, print(message)) {
            let reason = match before == print(message) {
                true => "messages that are in the archive twice come once",
                false => "a second message with the time of another in its channel does not come along",
            };
            report.miss(reason, format!("{file} {}", message.ts));
        }
        let reply = message.thread_ts.is_some_and(|root| root != message.ts);
        report.replies.archive += u64::from(reply);
        report.broadcasts.archive += u64::from(reply && super::translate::is_broadcast(message));
        report.edits.archive += u64::from(message.edited.ts.is_some());
        report.bots.archive += u64::from(super::translate::is_by_program(message));
        report.files.archive += super::translate::files(message).count() as u64;
        for reaction in &message.reactions.0 {
            report.reactions.archive += reaction.users.0.len() as u64;
        }
        if matches!(name, "channel_archive" | "group_archive") {
            self.archived_at = self.archived_at.max(Some(message.ts));
        }
        if let Some(user) = message.user.as_deref().filter(|user| !users.contains(*user)) {
            report.miss("messages by users who are not in users.json come under the name that they bear", user);
        }
    }
}

/// How often each subtype that the import does not know came.
pub fn unknown_subtypes(subtypes: &BTreeMap<String, u64>) -> Vec<(String, u64)> {
    let unknown = subtypes.iter().filter(|(name, _)| !super::translate::KNOWN.contains(&name.as_str()));
    unknown.map(|(name, count)| (name.clone(), *count)).collect()
}
