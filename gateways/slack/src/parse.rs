//! An export's JSON, untrusted: from bytes to plain data, without files, database or clock.
//!
//! What the import leans on (ids, times, who and what) is read strictly; what merely decorates (attachments, files) is
//! read loosely, so that one odd preview does not hold up a workspace. Lists are bounded, because a few bytes of input
//! must not become much memory.

use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, de};
use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

/// The longest list inside a message: reactions, files, attachments.
const LONGEST_LIST: usize = 1_000;
/// The longest list of people: members, or who reacted.
const MOST_PEOPLE: usize = 500_000;
/// The longest list that is held whole: users, channels. A user takes a hundred times the memory of the `{}` that makes one.
const LONGEST_FILE: usize = 500_000;
/// 2100-01-01, after which nothing was sent.
const LATEST_SECOND: i64 = 4_102_444_800;

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where in it, such as `[12].reactions[0].users` or `line 3 column 7`.
    pub place: String,
    /// Why.
    pub reason: String,
}

/// A time of Slack's, `SECONDS.MICROS`, which is also the message's name within its channel. In microseconds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ts(pub i64);

impl fmt::Display for Ts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06}", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

impl Ts {
    fn read(text: &str) -> Option<Self> {
        let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(seconds) || !digits(fraction) || seconds.len() > 10 || fraction.len() > 6 {
            return None;
        }
        let seconds: i64 = seconds.parse().ok()?;
        let micros: i64 = format!("{fraction:0<6}").parse().ok()?;
        (seconds <= LATEST_SECOND).then_some(Self(seconds * 1_000_000 + micros))
    }
}

impl<'de> Deserialize<'de> for Ts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| de::Error::custom(format!("no time of Slack's (SECONDS.MICROS): {text:.40?}")))
    }
}

/// A text that may also be written as a number or be missing; anything else is no text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loose(pub Option<String>);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Loose;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("anything")
            }
            fn visit_str<E>(self, text: &str) -> Result<Loose, E> {
                Ok(Loose(Some(text.to_owned())))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Loose, E> {
                Ok(Loose(Some(number.to_string())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Loose, E> {
                Ok(Loose(Some(number.to_string())))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Loose, E> {
                Ok(Loose(Some(number.to_string())))
            }
            fn visit_bool<E>(self, _: bool) -> Result<Loose, E> {
                Ok(Loose(None))
            }
            fn visit_unit<E>(self) -> Result<Loose, E> {
                Ok(Loose(None))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Loose, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Loose(None))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, mut map: A) -> Result<Loose, A::Error> {
                while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(Loose(None))
            }
        }
        deserializer.deserialize_any(Any)
    }
}

impl Loose {
    /// The text, when there is one that is not blank.
    pub fn get(&self) -> Option<&str> {
        self.0.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }

    /// The number that the text is.
    pub fn number(&self) -> Option<i64> {
        self.get()?.split('.').next()?.parse().ok()
    }
}

/// A list of at most `MOST` entries; `null` is an empty one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T, const MOST: usize>(pub Vec<T>);

impl<T, const MOST: usize> Default for List<T, MOST> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for List<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bounded<T, const MOST: usize>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Bounded<T, MOST> {
            type Value = List<T, MOST>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "a list of at most {MOST} entries")
            }
            fn visit_unit<E>(self) -> Result<Self::Value, E> {
                Ok(List::default())
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    if list.len() == MOST {
                        return Err(de::Error::custom(format!("more than {MOST} entries")));
                    }
                    list.push(item);
                }
                Ok(List(list))
            }
        }
        deserializer.deserialize_any(Bounded(PhantomData))
    }
}

/// A value in which `null` stands for nothing, as Slack writes it in many places.
fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(deserializer: D) -> Result<T, D::Error> {
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// A line of users.json.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct User {
    /// U… or W….
    pub id: String,
    /// The handle.
    #[serde(deserialize_with = "nullable")]
    pub name: String,
    /// They are there no longer.
    #[serde(deserialize_with = "nullable")]
    pub deleted: bool,
    /// It is a program.
    #[serde(deserialize_with = "nullable")]
    pub is_bot: bool,
    /// As they wrote it.
    #[serde(deserialize_with = "nullable")]
    pub real_name: String,
    /// The second when the record last changed.
    pub updated: Loose,
    /// More about them.
    #[serde(deserialize_with = "nullable")]
    pub profile: Profile,
}

/// A user's profile.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// As they wrote it.
    pub real_name: Loose,
    /// What others see.
    pub display_name: Loose,
    /// The handle, in messages' copies of profiles.
    pub name: Loose,
    /// Address.
    pub email: Loose,
    /// Telephone number.
    pub phone: Loose,
    /// The bot that the user is the face of.
    pub bot_id: Loose,
}

/// A line of channels.json, groups.json, mpims.json or dms.json.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Channel {
    /// C…, G… or D….
    pub id: String,
    /// Its name, which is also its folder's; direct talks have none.
    #[serde(deserialize_with = "nullable")]
    pub name: String,
    /// The second when it was made.
    pub created: Loose,
    /// Who made it.
    #[serde(deserialize_with = "nullable")]
    pub creator: String,
    /// It is closed for writing.
    #[serde(deserialize_with = "nullable")]
    pub is_archived: bool,
    /// Who belongs to it.
    pub members: List<String, MOST_PEOPLE>,
    /// What it is about at present.
    #[serde(deserialize_with = "nullable")]
    pub topic: Described,
    /// What it is for.
    #[serde(deserialize_with = "nullable")]
    pub purpose: Described,
}

/// A channel's topic or purpose.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Described {
    /// The words, entities and all.
    pub value: Loose,
}

/// A message.
#[derive(Debug, Clone, Deserialize)]
pub struct Message {
    /// When, and its name within the channel.
    pub ts: Ts,
    /// Who.
    #[serde(default)]
    pub user: Option<String>,
    /// The words in mrkdwn.
    #[serde(default)]
    pub text: Option<String>,
    /// What sort; nothing for plain words.
    #[serde(default)]
    pub subtype: Option<String>,
    /// The program that sent it.
    #[serde(default)]
    pub bot_id: Option<String>,
    /// The name that it sent it under.
    #[serde(default)]
    pub username: Loose,
    /// More about the program.
    #[serde(default, deserialize_with = "nullable")]
    pub bot_profile: Profile,
    /// The sender's profile at that time, where Slack kept it.
    #[serde(default, deserialize_with = "nullable")]
    pub user_profile: Profile,
    /// The first message of its thread; its own time for that message itself.
    #[serde(default)]
    pub thread_ts: Option<Ts>,
    /// When it was last edited.
    #[serde(default, deserialize_with = "nullable")]
    pub edited: Edited,
    /// Who reacted with what.
    #[serde(default)]
    pub reactions: List<Reaction, LONGEST_LIST>,
    /// A file, in older exports.
    #[serde(default)]
    pub file: Option<File>,
    /// Files.
    #[serde(default)]
    pub files: List<Option<File>, LONGEST_LIST>,
    /// Previews, and what programs show.
    #[serde(default)]
    pub attachments: List<Option<Attachment>, LONGEST_LIST>,
    /// Who brought the one who joined.
    #[serde(default)]
    pub inviter: Option<String>,
    /// The channel's new name.
    #[serde(default)]
    pub name: Loose,
    /// The channel's new topic.
    #[serde(default)]
    pub topic: Loose,
    /// The channel's new purpose.
    #[serde(default)]
    pub purpose: Loose,
    /// What was said about a file.
    #[serde(default)]
    pub comment: Option<Comment>,
}

/// That a message was edited.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Edited {
    /// When.
    pub ts: Option<Ts>,
}

/// Everybody's reaction with one emoji.
#[derive(Debug, Clone, Deserialize)]
pub struct Reaction {
    /// The shortcode without colons.
    pub name: String,
    /// Who.
    #[serde(default)]
    pub users: List<String, MOST_PEOPLE>,
}

/// A file of which the export has only the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct File {
    /// Its name.
    pub name: Loose,
    /// Its title.
    pub title: Loose,
    /// Bytes.
    pub size: Loose,
    /// `tombstone` and the like for files that are gone.
    pub mode: Loose,
}

/// A preview of a link, or what a program shows.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Attachment {
    /// Before it.
    pub pretext: Loose,
    /// Whose.
    pub author_name: Loose,
    /// Its title.
    pub title: Loose,
    /// Where the title leads.
    pub title_link: Loose,
    /// Its words.
    pub text: Loose,
    /// All of it as plain words.
    pub fallback: Loose,
    /// A table.
    pub fields: List<Option<Field>, LONGEST_LIST>,
}

/// A line of an attachment's table.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Field {
    /// Left.
    pub title: Loose,
    /// Right.
    pub value: Loose,
}

/// What was said about a file.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Comment {
    /// Who.
    pub user: Loose,
    /// The words.
    pub comment: Loose,
}

/// Reads the whole of an array, handing over each element as soon as it is read.
struct Each<'f, T>(&'f mut dyn FnMut(T));

impl<'de, T: Deserialize<'de>> DeserializeSeed<'de> for Each<'_, T> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for Each<'_, T> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while let Some(item) = items.next_element()? {
            (self.0)(item);
        }
        Ok(())
    }
}

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

/// Hands over each element of a JSON array.
///
/// Errors: where and why reading stopped; elements before that were handed over.
pub fn each<T: DeserializeOwned>(bytes: &[u8], take: &mut dyn FnMut(T)) -> Result<(), Wrong> {
    let bytes = without_mark(bytes);
    let mut json = serde_json::Deserializer::from_slice(bytes);
    if Each(take).deserialize(&mut json).and_then(|()| json.end()).is_ok() {
        return Ok(());
    }
    // Keeping account of the path costs time, so only what failed is read again with it.
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(&mut json, &mut track);
    let failed = Each(&mut |_: T| ()).deserialize(tracked).and_then(|()| json.end()).err();
    let path = track.path().to_string();
    let reason = failed.map_or_else(|| "it cannot be read".to_owned(), |error| error.to_string());
    Err(Wrong { place: if path == "." || path == "?" { "the file".to_owned() } else { path }, reason })
}

/// All of a file of users, channels and the like, half a million entries at most.
pub fn all<T: DeserializeOwned>(bytes: &[u8]) -> Result<Vec<T>, Wrong> {
    let (mut found, mut count) = (Vec::new(), 0);
    each(bytes, &mut |item| {
        count += 1;
        if count <= LONGEST_FILE {
            found.push(item);
        }
    })?;
    match count <= LONGEST_FILE {
        true => Ok(found),
        false => Err(Wrong {
            place: format!("[{LONGEST_FILE}]"),
            reason: format!("{count} entries, more than the {LONGEST_FILE} accepted"),
        }),
    }
}

/// Reads bytes as each kind of file that an export has; for fuzzing. How many elements each reading gave.
pub fn parse(bytes: &[u8]) -> [Result<usize, Wrong>; 3] {
    let mut messages = 0;
    let read = each(bytes, &mut |_: Message| messages += 1).map(|()| messages);
    [all::<User>(bytes).map(|users| users.len()), all::<Channel>(bytes).map(|channels| channels.len()), read]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_keeps_its_microseconds() {
        assert_eq!(Ts::read("1435330110.000002"), Some(Ts(1_435_330_110_000_002)));
        assert_eq!(Ts(1_435_330_110_000_002).to_string(), "1435330110.000002");
        assert_eq!(Ts::read("1435330110"), Some(Ts(1_435_330_110_000_000)));
        for bad in ["", ".", "1.", ".5", "-1.0", "1.0000001", "12345678901.0", "4102444801.0", "１.0"] {
            assert_eq!(Ts::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_fault_names_its_place_and_reason() {
        let wrong = all::<Message>(br#"[{"ts":"1.0"},{"ts":"2.0","reactions":[{"name":5}]}]"#).unwrap_err();
        assert_eq!(wrong.place, "[1].reactions[0].name");
        assert!(wrong.reason.contains("expected a string"), "{}", wrong.reason);
        let wrong = all::<Message>(br#"[{"ts":"1.0"}"#).unwrap_err();
        assert!(wrong.reason.contains("line 1"), "{}", wrong.reason);
        assert_eq!(all::<Message>(b"{}").unwrap_err().place, "the file");
    }

    #[test]
    fn what_only_decorates_may_be_of_any_shape() {
        let text =
            br#"[{"ts":"1.0","username":7,"attachments":[null,{"title":{"a":[1]},"text":["x"],"id":3}],"file":null,
            "files":[{"size":"12","name":null}],"reactions":null,"edited":null}]"#;
        let found = all::<Message>(text).expect("readable");
        assert_eq!(found[0].username.get(), Some("7"));
        assert_eq!(found[0].files.0[0].as_ref().and_then(|file| file.size.number()), Some(12));
    }

    #[test]
    fn a_few_bytes_do_not_become_much_memory() {
        let many = format!(r#"[{{"ts":"1.0","attachments":[{}{{}}]}}]"#, "{},".repeat(LONGEST_LIST));
        assert!(all::<Message>(many.as_bytes()).unwrap_err().reason.contains("more than 1000"));
        let many = format!("[{}0]", "0,".repeat(LONGEST_FILE));
        assert!(all::<u8>(many.as_bytes()).unwrap_err().reason.starts_with("500001 entries"));
        assert!(parse(&[b'['; 10_000]).iter().all(Result::is_err), "depth is bounded");
    }
}
