//! From a message of Slack's to one of ours, without a database.

use crate::parse::{Attachment, File, Message, Profile, Ts, User};
use chat::model::{Extra, FileReference, MessageId, Notice, NoticeCode, RoomId, is_reaction_code};
use chat::service::carry::OldMessage;
use kernel::{Id, PersonId, Timestamp};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use text::{Resolve, from_slack};

/// Subtypes whose meaning is known here. Others come as the text that they carry, and the report tells of them.
pub const KNOWN: [&str; 31] = [
    "message",
    "bot_message",
    "me_message",
    "file_share",
    "file_comment",
    "file_mention",
    "thread_broadcast",
    "reply_broadcast",
    "tombstone",
    "pinned_item",
    "unpinned_item",
    "bot_add",
    "bot_remove",
    "bot_enable",
    "bot_disable",
    "reminder_add",
    "slackbot_response",
    "channel_join",
    "channel_leave",
    "channel_name",
    "channel_topic",
    "channel_purpose",
    "channel_archive",
    "channel_unarchive",
    "group_join",
    "group_leave",
    "group_name",
    "group_topic",
    "group_purpose",
    "group_archive",
    "group_unarchive",
];

/// What Slack's people, channels and programs are here.
#[derive(Default)]
pub struct Names {
    /// People by user id.
    pub people: HashMap<String, PersonId>,
    /// Rooms by channel id.
    pub rooms: HashMap<String, RoomId>,
    /// Names of programs by user id and by bot id.
    pub programs: HashMap<String, String>,
}

impl Resolve for Names {
    fn person(&self, slack_id: &str) -> Option<String> {
        self.people.get(slack_id).map(PersonId::to_string)
    }
    fn room(&self, slack_id: &str) -> Option<String> {
        self.rooms.get(slack_id).map(RoomId::to_string)
    }
}

/// The first of some words that says anything.
fn first<'w>(words: impl IntoIterator<Item = Option<&'w str>>) -> Option<&'w str> {
    words.into_iter().flatten().map(str::trim).find(|word| !word.is_empty())
}

/// How a user is called: as they wrote it, or as others see them, or by their handle.
pub fn called(user: &User) -> &str {
    let profile = &user.profile;
    let words = [
        profile.real_name.get(),
        Some(user.real_name.as_str()),
        profile.display_name.get(),
        Some(user.name.as_str()),
        Some(user.id.as_str()),
    ];
    first(words).unwrap_or("Slack")
}

fn profile_name(profile: &Profile) -> Option<&str> {
    first([profile.real_name.get(), profile.display_name.get(), profile.name.get()])
}

/// Whether a message was sent by a program.
pub fn is_by_program(message: &Message) -> bool {
    let subtype = message.subtype.as_deref();
    let of_a_person = matches!(subtype, Some("bot_add" | "bot_remove" | "bot_enable" | "bot_disable"));
    subtype == Some("bot_message") || (message.bot_id.is_some() && !of_a_person)
}

/// Whether a reply was shown in the room as well.
pub fn is_broadcast(message: &Message) -> bool {
    matches!(message.subtype.as_deref(), Some("thread_broadcast" | "reply_broadcast"))
}

/// The files that a message names.
pub fn files(message: &Message) -> impl Iterator<Item = &File> {
    message.files.0.iter().flatten().chain(message.file.iter())
}

/// A message of ours, and what of Slack's it could not hold.
pub struct Translated {
    /// When, by Slack's name for it.
    pub ts: Ts,
    /// The message; its id is a proposal.
    pub old: OldMessage,
    /// The first message of its thread, for replies.
    pub root: Option<Ts>,
    /// For replies: the proposed id of its copy in the room.
    pub copy: Option<MessageId>,
    /// Sent by a program.
    pub program: bool,
    /// Reason, how many, example.
    pub missed: Vec<(&'static str, u64, String)>,
}

/// 2010-01-01, before which there was no Slack, in microseconds.
const BEFORE_SLACK: i64 = 1_262_304_000_000_000;
/// 2020-01-01, where the ids of this program begin, in microseconds.
const IDS_BEGIN: i64 = 1_577_836_800_000_000;

/// An id for a message: the same at every try, and in the order of times. Ids begin with 2020; older messages share the
/// first day's, half a million for each second since 2010. In those years Slack counted within a second instead of
/// measuring, so that messages of different channels bear the same times, and chance has to tell them apart.
pub fn message_id(channel: &str, ts: Ts, copy: bool) -> MessageId {
    let mut hasher = DefaultHasher::new();
    (channel, ts, copy).hash(&mut hasher);
    let salt = (hasher.finish() & ((1 << 21) - 1)) as i64;
    match ts.0 - IDS_BEGIN {
        since if since >= 0 => Id::from_raw(((since / 1_000) << 21) | salt),
        _ => {
            let since = (ts.0 - BEFORE_SLACK).max(0);
            let within = (since % 1_000_000 / 2 + (salt & 0xffff)) % 500_000;
            Id::from_raw(since / 1_000_000 * 500_000 + within)
        }
    }
}

/// The instant of a time of Slack's.
pub fn instant(ts: Ts) -> Timestamp {
    Timestamp::from_micros(ts.0)
}

/// Translates messages of one channel; remembers emoji that it has met.
pub struct Translator<'n> {
    names: &'n Names,
    channel: String,
    emoji: HashMap<String, Option<String>>,
}

impl<'n> Translator<'n> {
    /// For a channel's messages.
    pub fn new(names: &'n Names, channel: &str) -> Self {
        Self { names, channel: channel.to_owned(), emoji: HashMap::new() }
    }

    /// Translates one message.
    pub fn translate(&mut self, message: &Message) -> Translated {
        let mut missed = Vec::new();
        let sent_at = instant(message.ts);
        let (author, via) = self.author(message);
        let notice = self.notice(message);
        let body = match notice {
            Some(_) => String::new(),
            None => self.body(message, &mut missed),
        };
        let reactions = self.reactions(message, &mut missed);
        let files = files(message).map(reference).collect();
        let tombstone = message.subtype.as_deref() == Some("tombstone");
        let root = message.thread_ts.filter(|root| *root != message.ts);
        let copied = root.is_some() && is_broadcast(message);
        Translated {
            ts: message.ts,
            root,
            copy: copied.then(|| message_id(&self.channel, message.ts, true)),
            program: is_by_program(message),
            old: OldMessage {
                id: message_id(&self.channel, message.ts, false),
                author,
                via,
                sent_at,
                body,
                extra: Extra { notice, files, ..Extra::default() },
                quote: None,
                edited_at: message.edited.ts.map(instant),
                withdrawn_at: tombstone.then_some(sent_at),
                reactions,
                replies: Vec::new(),
            },
            missed,
        }
    }

    fn person(&self, id: Option<&str>) -> Option<PersonId> {
        self.names.people.get(id?).copied()
    }

    /// Who wrote it; nobody of ours under the name that it bears, for programs and strangers.
    fn author(&self, message: &Message) -> (PersonId, Option<String>) {
        let commented = message.comment.as_ref().and_then(|comment| comment.user.get());
        if let Some(person) = self.person(message.user.as_deref().or(commented)) {
            return (person, None);
        }
        let program = |id: Option<&str>| self.names.programs.get(id?).map(String::as_str);
        let words = [
            message.username.get(),
            message.bot_profile.name.get(),
            program(message.bot_id.as_deref()),
            program(message.user.as_deref()),
            profile_name(&message.user_profile),
            message.user.as_deref(),
        ];
        let via = text::truncate(first(words).unwrap_or("Slack"), 100).to_owned();
        (PersonId::from_raw(0), Some(via))
    }

    fn notice(&self, message: &Message) -> Option<Notice> {
        let subtype = message.subtype.as_deref()?;
        let (_, act) = subtype.split_once('_').filter(|(what, _)| matches!(*what, "channel" | "group"))?;
        let whom: Vec<PersonId> = self.person(message.user.as_deref()).into_iter().collect();
        let words = |text: Option<&str>| Some(self.plain(text.unwrap_or_default()));
        let (code, text, people) = match act {
            "join" if message.inviter.is_some() => (NoticeCode::Added, None, whom),
            "join" => (NoticeCode::Joined, None, whom),
            "leave" => (NoticeCode::Left, None, whom),
            "name" => (NoticeCode::Renamed, words(message.name.get()), Vec::new()),
            "topic" => (NoticeCode::PurposeChanged, words(message.topic.get()), Vec::new()),
            "purpose" => (NoticeCode::PurposeChanged, words(message.purpose.get()), Vec::new()),
            "archive" => (NoticeCode::Archived, None, Vec::new()),
            "unarchive" => (NoticeCode::Reopened, None, Vec::new()),
            _ => return None,
        };
        Some(Notice { text, ..Notice::of(code, people) })
    }

    /// A text of Slack's as plain words in one line.
    pub fn plain(&self, text: &str) -> String {
        let body = from_slack(text, self.names).body;
        // Names of people and rooms may change; the words keep what Slack wrote where it wrote any.
        text::excerpt(&body, 250, |_| None)
    }

    fn body(&self, message: &Message, missed: &mut Vec<(&'static str, u64, String)>) -> String {
        let commented = message.comment.as_ref().and_then(|comment| comment.comment.get());
        let mut text = commented.or(message.text.as_deref()).unwrap_or_default().to_owned();
        for attachment in message.attachments.0.iter().flatten() {
            append(&mut text, attachment);
        }
        let converted = from_slack(&text, self.names);
        for id in converted.unresolved {
            missed.push((
                "mentions of people, channels and groups that are not in the export are plain text now",
                1,
                id,
            ));
        }
        converted.body
    }

    fn reactions(
        &mut self,
        message: &Message,
        missed: &mut Vec<(&'static str, u64, String)>,
    ) -> Vec<(String, PersonId, Timestamp)> {
        let mut found = Vec::new();
        for reaction in &message.reactions.0 {
            let Some(code) = self.emoji(&reaction.name) else {
                let count = reaction.users.0.len() as u64;
                missed.push(("reactions with emoji that are not known here", count, format!(":{}:", reaction.name)));
                continue;
            };
            for user in &reaction.users.0 {
                // Slack does not tell when; the order in which it lists them is kept.
                let at = Timestamp::from_micros(message.ts.0 + found.len() as i64);
                match self.person(Some(user)) {
                    Some(person) => found.push((code.clone(), person, at)),
                    None => {
                        missed.push(("reactions of programs and of people who are not in the export", 1, user.clone()))
                    }
                }
            }
        }
        found
    }

    fn emoji(&mut self, name: &str) -> Option<String> {
        let names = self.names;
        let known = self.emoji.entry(name.to_owned()).or_insert_with(|| {
            let shown = from_slack(&format!(":{name}:"), names).body;
            is_reaction_code(&shown).then_some(shown)
        });
        known.clone()
    }
}

fn reference(file: &File) -> FileReference {
    let name = first([file.name.get(), file.title.get()]).unwrap_or("?");
    FileReference {
        name: text::truncate(name, 200).to_owned(),
        size: file.size.number(),
        note: file.title.get().filter(|title| *title != name).map(|title| text::truncate(title, 200).to_owned()),
        ..FileReference::default()
    }
}

/// Writes an attachment below a text, as quoted lines, in Slack's own mrkdwn.
fn append(text: &mut String, attachment: &Attachment) {
    let mut quote = |line: &str| {
        // A fence inside a quote would swallow the marks of the lines after it.
        let line = line.replace("```", "");
        for line in line.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str("&gt; ");
            text.push_str(line);
        }
    };
    let said = [&attachment.title, &attachment.text, &attachment.pretext].iter().any(|part| part.get().is_some())
        || attachment.fields.0.iter().flatten().any(|field| field.value.get().is_some());
    if !said {
        quote(attachment.fallback.get().unwrap_or_default());
        return;
    }
    quote(attachment.pretext.get().unwrap_or_default());
    quote(attachment.author_name.get().unwrap_or_default());
    let title = attachment.title.get().map(|title| title.replace(['<', '>', '|', '\n'], " ").trim().to_owned());
    match (title, attachment.title_link.get()) {
        (Some(title), Some(link)) => quote(&format!("<{}|{title}>", link.replace(['<', '>', '|', '\n', ' '], ""))),
        (Some(title), None) => quote(&title),
        (None, link) => quote(link.unwrap_or_default()),
    }
    quote(attachment.text.get().unwrap_or_default());
    for field in attachment.fields.0.iter().flatten() {
        match (field.title.get(), field.value.get()) {
            (Some(title), Some(value)) => quote(&format!("{title}: {value}")),
            (title, value) => quote(title.or(value).unwrap_or_default()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn translated(json: &str) -> Translated {
        let message: Message = serde_json::from_str(json).expect("a message");
        Translator::new(&Names::default(), "C1").translate(&message)
    }

    #[test]
    fn ids_follow_the_order_of_times_across_2020() {
        let times = [1_389_000_000, 1_577_836_799, 1_577_923_200, 1_795_000_000].map(|second| Ts(second * 1_000_000));
        let ids = times.map(|ts| message_id("C1", ts, false));
        assert!(ids.is_sorted(), "{ids:?}");
        assert_eq!(ids[0], message_id("C1", times[0], false));
        assert_ne!(message_id("C1", times[3], false), message_id("C1", times[3], true));
    }

    #[test]
    fn an_attachment_becomes_quoted_lines() {
        let json = r#"{"ts":"1.0","text":"見て","attachments":[{"title":"題 <1>","title_link":"https://example.lg.jp/a","text":"一行\n\n二行"}]}"#;
        assert_eq!(translated(json).old.body, "見て\n> [題  1](https://example.lg.jp/a)\n> 一行\n> 二行");
        let json = r#"{"ts":"1.0","attachments":[{"fallback":"[no preview]"}]}"#;
        assert!(translated(json).old.body.contains("no preview"));
    }

    #[test]
    fn reactions_keep_skin_tones_and_unknown_ones_are_told() {
        let json =
            r#"{"ts":"1.0","reactions":[{"name":"+1::skin-tone-3","users":[]},{"name":"parrot","users":["U1","U2"]}]}"#;
        let names = Names { people: HashMap::from([("U1".to_owned(), Id::from_raw(7))]), ..Names::default() };
        let mut translator = Translator::new(&names, "C1");
        assert_eq!(translator.emoji("+1::skin-tone-3").as_deref(), Some("👍🏼"));
        let message: Message = serde_json::from_str(json).expect("a message");
        let told = translator.translate(&message).missed;
        assert_eq!((told[0].1, told[0].2.as_str()), (2, ":parrot:"));
    }

    #[test]
    fn what_happened_to_a_channel_is_a_notice() {
        let told = translated(r#"{"ts":"1.0","subtype":"group_topic","topic":"予算 &amp; 決算","user":"U9"}"#);
        let notice = told.old.extra.notice.expect("a notice");
        assert_eq!((notice.code, notice.text.as_deref()), (NoticeCode::PurposeChanged, Some("予算 & 決算")));
        assert_eq!(told.old.via.as_deref(), Some("U9"));
        let told = translated(r#"{"ts":"1.0","subtype":"tombstone","text":"This message was deleted."}"#);
        assert!(told.old.withdrawn_at.is_some());
    }
}
