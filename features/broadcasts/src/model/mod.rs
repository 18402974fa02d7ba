//! Broadcasts as the API shows them, and the rules that need no database.

mod audience;
mod document;
mod file;
mod receipt;
mod received;
mod words;

pub use audience::{Audience, Found, LeftOut, Line, MOST_LINES, MOST_PEOPLE, Named, Order, Standing, StandingPost};
pub use document::{AsPost, Document};
pub use file::{BroadcastFile, MOST_FILES};
pub use receipt::{Counts, Encoding, OfSection, Recipient, Stage};
pub use received::{Conversation, Mine, Received, ReceivedLine, Reply, Summary};
pub use words::Words;

use directory::model::{PersonBrief, PostId, TitleId, UnitId};
use files::model::FileId;
use kernel::{Error, Id, Kind, Refusal, Result, Tick, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A broadcast.
    pub struct Broadcast;
    /// An audience under a name.
    pub struct SavedList;
    /// What a recipient and those who answer for the broadcast write to one another.
    pub struct Reply;
}

/// The id of a broadcast.
pub type BroadcastId = Id<tag::Broadcast>;
/// The id of an audience under a name.
pub type ListId = Id<tag::SavedList>;
/// The id of a reply.
pub type ReplyId = Id<tag::Reply>;

/// Graphemes of a title.
pub const LONGEST_TITLE: usize = 100;
/// Graphemes of a body.
pub const LONGEST_BODY: usize = 20_000;
/// Graphemes of a reply, and of the reason for which something is refused or withdrawn.
pub const LONGEST_REPLY: usize = 2_000;
/// Graphemes of an audience's name.
pub const LONGEST_NAME: usize = 50;
/// Before it goes out it is held that long, so that whoever sent it can think again.
pub const HOLD: Duration = Duration::from_secs(10);
/// What has been going out for that long can be cancelled.
pub const STUCK_AFTER: Duration = Duration::from_secs(600);
/// For that long after midnight nothing is planned: posts begin and end then, and who is meant is not worked out while they do.
pub const DAY_TURNS: Duration = Duration::from_secs(1_800);
/// Nobody is reminded more often than that.
pub const REMIND_AGAIN: Duration = Duration::from_secs(3_600);
/// As far ahead as one may be planned.
pub const FARTHEST: Duration = Duration::from_secs(366 * 86_400);

/// How far a broadcast is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BroadcastState")]
pub enum State {
    /// Its author writes.
    Draft,
    /// It waits for somebody's consent.
    Waiting,
    /// It goes out at its moment.
    Planned,
    /// It is going out; nobody sees it yet.
    Sending,
    /// It is out.
    Sent,
    /// It was taken back: its words are shown to those who answer for it alone.
    Withdrawn,
}

/// Whether and how recipients answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BroadcastReplies")]
pub enum Replies {
    /// They do not.
    #[default]
    Closed,
    /// To those who answer for it; nobody else sees what they write.
    Sender,
}

/// Why a broadcast is a draft again, or waits, without its author's doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BroadcastTrouble")]
pub enum Trouble {
    /// Its author may not send any more.
    NotAllowed,
    /// Its author does not hold the office any more in whose name it was to come.
    PostEnded,
    /// Nobody is meant any more.
    Nobody,
    /// So many are meant by now that it needs somebody's consent.
    NeedsConsent,
    /// Somebody who was asked did not consent.
    Refused,
    /// Its deadline, or the time for which it is of use, was over before it went out.
    TooLate,
}

/// What makes a draft.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NewBroadcast {
    /// A proposed id; the same one twice is the same broadcast once.
    pub id: Option<BroadcastId>,
    /// A post that the author holds today, as whose holder they send it.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub as_post: Option<PostId>,
    /// What it says.
    #[serde(flatten)]
    pub words: Words,
    /// What goes with it, in this order: files that it has already, and such as its author has just brought. What is not named goes.
    #[serde(default)]
    pub files: Vec<FileId>,
}

/// In whose name a broadcast comes.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastSender")]
pub struct Sender {
    /// Who wrote it.
    pub person: PersonBrief,
    /// The post as whose holder they did, as it was called then: 総務部長.
    pub post: Option<String>,
}

/// What somebody is to a broadcast besides receiving it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "BroadcastSide")]
pub enum Side {
    /// They wrote it.
    Author,
    /// They hold the post as whose holder it was written.
    Holder,
    /// They were given to see what is sent.
    Overseer,
    /// They may consent to what others send.
    Approver,
}

/// What somebody may do with a broadcast now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastAllowed")]
pub struct Allowed {
    /// Change its words, send or remove it.
    pub edit: bool,
    /// Have it not go out.
    pub cancel: bool,
    /// Consent to it, or refuse.
    pub decide: bool,
    /// Remind those who have not read it.
    pub remind: bool,
    /// Take it back.
    pub withdraw: bool,
    /// Read what recipients wrote, and answer.
    pub answer: bool,
}

/// What was decided when it was taken back.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastWithdrawal")]
pub struct Withdrawal {
    /// When.
    pub at: Timestamp,
    /// Why, as its recipients read it.
    pub why: String,
}

/// A broadcast, for those who answer for it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Broadcast {
    /// Its id.
    pub id: BroadcastId,
    /// In whose name it comes.
    pub sender: Sender,
    /// The unit of the post as whose holder it is written.
    pub post_unit_id: Option<UnitId>,
    /// The post's title.
    pub post_title_id: Option<TitleId>,
    /// What it says.
    #[serde(flatten)]
    pub words: Words,
    /// What goes with it.
    pub files: Vec<BroadcastFile>,
    /// How far it is.
    pub state: State,
    /// When it goes out.
    pub send_at: Option<Timestamp>,
    /// When it went out.
    pub sent_at: Option<Timestamp>,
    /// Why it is not as its author left it.
    pub trouble: Option<Trouble>,
    /// Who consented to it.
    pub consented_by: Option<PersonBrief>,
    /// When they did.
    pub consented_at: Option<Timestamp>,
    /// What somebody said who did not consent.
    pub refused_why: Option<String>,
    /// That it was taken back.
    pub withdrawn: Option<Withdrawal>,
    /// To how many it went out, or goes out by what is known.
    pub total: i64,
    /// For how many of them that is written down already.
    pub done: i64,
    /// Who was left out of those meant.
    pub left_out: LeftOut,
    /// How often those who had not read it were reminded.
    pub reminders: i64,
    /// When last.
    pub reminded_at: Option<Timestamp>,
    /// What the reader is to it.
    pub side: Side,
    /// What they may do with it.
    pub may: Allowed,
    /// The tick of its last change.
    pub tick: Tick,
}

/// A broadcast in the list of those who answer for it.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct BroadcastLine {
    /// Its id.
    pub id: BroadcastId,
    /// In whose name it comes.
    pub sender: Sender,
    /// Its title.
    pub title: String,
    /// How far it is.
    pub state: State,
    /// Recipients are to say that they have read it.
    pub must_read: bool,
    /// Until when.
    pub confirm_by: Option<Timestamp>,
    /// When it goes out.
    pub send_at: Option<Timestamp>,
    /// When it went out.
    pub sent_at: Option<Timestamp>,
    /// Why it is not as its author left it.
    pub trouble: Option<Trouble>,
    /// How it is read; nothing before it is out.
    pub counts: Option<Counts>,
    /// Replies that nobody has looked at.
    pub unseen: i64,
}

/// What holds for an organisation's broadcasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct BroadcastRule {
    /// What goes to more than so many people needs the consent of somebody else; nothing where nobody is asked.
    pub consent_above: Option<i64>,
    /// For so many whole fiscal years after the one in which they were sent they are kept; nothing for always.
    pub keep_years: Option<i64>,
}

impl BroadcastRule {
    /// Whether what goes to so many needs consent.
    pub fn asks_consent(self, total: i64) -> bool {
        self.consent_above.is_some_and(|above| total > above)
    }

    /// The rule, if it makes sense.
    pub fn checked(self) -> Result<Self> {
        if self.consent_above.is_some_and(|above| !(0..=1_000_000).contains(&above)) {
            return Err(Error::field("consent_above", "invalid"));
        }
        match self.keep_years.is_some_and(|years| !(1..=100).contains(&years)) {
            true => Err(Error::field("keep_years", "invalid")),
            false => Ok(self),
        }
    }
}

/// An audience under a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "BroadcastList")]
pub struct SavedList {
    /// Its id.
    pub id: ListId,
    /// Its name.
    pub name: String,
    /// Everybody who sends may use it; else it is one's own.
    pub shared: bool,
    /// Whom it names.
    pub audience: Audience,
    /// The reader may change it.
    pub editable: bool,
    /// The tick of its last change.
    pub tick: Tick,
}

/// What makes an audience under a name, and what replaces all of one.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "NewBroadcastList")]
pub struct NewList {
    /// Its name.
    pub name: String,
    /// Everybody who sends may use it.
    #[serde(default)]
    pub shared: bool,
    /// Whom it names.
    pub audience: Audience,
}

/// Why broadcasts refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BroadcastRefusal {
    /// It is a draft no more.
    NoDraft,
    /// It does not wait, and is not planned.
    NotPlanned,
    /// It is going out, or out.
    TooLate,
    /// It does not wait for anybody's consent.
    NotWaiting,
    /// Nobody consents to what they wrote themselves.
    Own,
    /// Its deadline is over: it is a draft again.
    DeadlineOver,
    /// A contact barrier keeps whoever answers from writing to them.
    Barred,
    /// It is not out.
    NotSent,
    /// Nobody is meant.
    Nobody,
    /// It does not ask to be confirmed.
    NothingToConfirm,
    /// Nobody answers to it.
    NoReplies,
    /// They see it and are not the ones who answer for it.
    NotYours,
    /// Everybody has read it, or is away.
    NobodyWaits,
    /// A list has the name.
    NameTaken,
    /// The proposed id is something else's.
    IdTaken,
}

impl Refusal for BroadcastRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::NoDraft => "broadcasts.no_draft",
            Self::NotPlanned => "broadcasts.not_planned",
            Self::TooLate => "broadcasts.too_late",
            Self::NotWaiting => "broadcasts.not_waiting",
            Self::Own => "broadcasts.own",
            Self::DeadlineOver => "broadcasts.deadline_over",
            Self::Barred => "broadcasts.barred",
            Self::NotSent => "broadcasts.not_sent",
            Self::Nobody => "broadcasts.nobody",
            Self::NothingToConfirm => "broadcasts.nothing_to_confirm",
            Self::NoReplies => "broadcasts.no_replies",
            Self::NotYours => "broadcasts.not_yours",
            Self::NobodyWaits => "broadcasts.nobody_waits",
            Self::NameTaken => "broadcasts.name_taken",
            Self::IdTaken => "id_taken",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::Own | Self::Barred | Self::NotYours => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}

/// A text without blank ends that is there and not too long.
pub fn checked_text(field: &str, text: &str, longest: usize) -> Result<String> {
    let text = text.trim();
    match text::graphemes(text) {
        0 => Err(Error::field(field, "missing")),
        count if count > longest => Err(Error::field(field, "too_long")),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_is_asked_above_the_number_and_not_at_it() {
        let rule = BroadcastRule { consent_above: Some(100), keep_years: None };
        assert_eq!([100, 101].map(|total| rule.asks_consent(total)), [false, true]);
        assert!(!BroadcastRule::default().asks_consent(21_036));
        assert!(BroadcastRule { consent_above: Some(-1), keep_years: None }.checked().is_err());
        assert!(BroadcastRule { consent_above: None, keep_years: Some(0) }.checked().is_err());
    }
}
