//! Phone memos as the API shows them, and the rules that need no database.

use kernel::{Error, FieldFault, Id, Kind, PersonId, Refusal, Result, Tick, Timestamp};
use rooms::model::{MessageId, RoomId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Types that exist only to tell ids apart.
pub mod tag {
    /// A phone memo.
    pub struct PhoneMemo;
}

/// The id of a memo: that of its message in the direct room.
pub type MemoId = Id<tag::PhoneMemo>;

/// What a memo is called as a card where it stands in the direct room.
pub const CARD: &str = "phone_memo";
/// What it is called where it stands in the section's room.
pub const SECTION_CARD: &str = "phone_memo_section";
/// What is left of its words in the talk once who called is cleared.
pub const SIGN: &str = "☎";
/// For how many days a memo that was done keeps who called, where nobody decided otherwise.
pub const KEPT_DAYS: i64 = 90;
/// The fewest days for which that may be decided: the log of changes keeps for as long what was said.
pub const LEAST_DAYS: i64 = 8;
/// The most days for which that may be decided: ten years.
pub const MOST_DAYS: i64 = 3_650;

const LONGEST_NAME: usize = 100;
const LONGEST_NUMBER: usize = 50;
const LONGEST_WORDS: usize = 2_000;
/// The bytes of a character, at most, on the average: one base letter may bear millions of marks.
const BYTES: usize = 8;
/// By so much the clocks of devices may be ahead.
const AHEAD: Duration = Duration::from_secs(600);
/// For how long after a call one may write down who called: what lies further back is a slip.
const BEHIND: Duration = Duration::from_secs(31 * 86_400);
/// For how long somebody may wait to be called: no longer does an open memo keep who called.
const LONGEST_WAIT: Duration = Duration::from_secs(366 * 86_400);
/// The most who read in a section's room to which a memo goes where nobody chose.
pub const FEW: i64 = 60;
/// From so many on it is no room of those who answer one another's telephones, but for what is called a section.
pub const MANY: i64 = 100;

/// What the caller wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PhoneMemoMatter")]
pub enum Matter {
    /// 折り返し希望
    CallBack,
    /// また電話する
    CallsAgain,
    /// 伝言のみ
    MessageOnly,
    /// 来庁
    Visit,
}

/// Who called, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PhoneMemoContent")]
pub struct Content {
    /// Who called, at most 100 characters.
    #[serde(default)]
    pub caller: String,
    /// From where, at most 100 characters. One of these or the number is needed.
    #[serde(default)]
    pub company: String,
    /// Under which number they are reached, at most 50 characters.
    #[serde(default)]
    pub number: String,
    /// What they want.
    pub matter: Matter,
    /// What they said, at most 2,000 characters.
    #[serde(default)]
    pub words: String,
    /// Until when they want to be called.
    pub call_back_by: Option<Timestamp>,
}

fn is_longer(words: &str, most: usize) -> bool {
    words.len() > most * BYTES || text::graphemes(words) > most
}

impl Content {
    /// Without the blanks around what was typed; names and number on one line.
    pub fn trimmed(&self) -> Self {
        let line = |text: &String| text.replace(char::is_control, " ").trim().to_owned();
        Self {
            caller: line(&self.caller),
            company: line(&self.company),
            number: line(&self.number),
            words: self.words.trim().to_owned(),
            ..self.clone()
        }
    }

    /// Checks what somebody wrote down, at a moment.
    ///
    /// Errors: faults of fields.
    pub fn checked(&self, called_at: Option<Timestamp>, now: Timestamp) -> Result<Self> {
        let content = self.trimmed();
        let mut faults = Vec::new();
        let mut fault = |field: &str, code: &'static str| faults.push(FieldFault { field: field.to_owned(), code });
        let limits = [
            ("caller", &content.caller, LONGEST_NAME),
            ("company", &content.company, LONGEST_NAME),
            ("number", &content.number, LONGEST_NUMBER),
            ("words", &content.words, LONGEST_WORDS),
        ];
        for (field, text, most) in limits {
            if is_longer(text, most) {
                fault(field, "too_long");
            }
        }
        if content.caller.is_empty() && content.company.is_empty() && content.number.is_empty() {
            fault("caller", "missing");
        }
        if content.call_back_by.is_some_and(|by| by <= now) {
            fault("call_back_by", "past");
        }
        if content.call_back_by.is_some_and(|by| by > now.plus(LONGEST_WAIT)) {
            fault("call_back_by", "too_far");
        }
        if called_at.is_some_and(|at| at > now.plus(AHEAD)) {
            fault("called_at", "future");
        }
        if called_at.is_some_and(|at| at < now.minus(BEHIND)) {
            fault("called_at", "past");
        }
        if faults.is_empty() { Ok(content) } else { Err(Error::fields(faults)) }
    }

    /// What its message says, for lists, search, notifications, paper, and clients that know no card. Nothing in it is a token: it calls nobody.
    pub fn said(&self) -> String {
        let parts = [SIGN, &self.company, &self.caller, &self.number];
        let mut said = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
        if !self.words.is_empty() {
            said.push('\n');
            said.push_str(&self.words);
        }
        said.replace('<', "＜")
    }

    /// What of it is looked at for a personal number: not the number to call, of which one in ten that is written with its country reads as one.
    pub fn guarded(&self) -> String {
        [self.company.as_str(), &self.caller, &self.words].join("\n")
    }

    /// What is left once who called is cleared.
    pub fn cleared(&self) -> Self {
        let nothing = String::new;
        Self { caller: nothing(), company: nothing(), number: nothing(), words: nothing(), ..self.clone() }
    }
}

/// When something was done to a memo, and by whom: of a shared account, who was using it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PhoneMemoStep")]
pub struct Step {
    /// When.
    pub at: Timestamp,
    /// By whom.
    #[schemars(with = "String")]
    pub by: PersonId,
}

/// Where a memo stands besides the direct room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InSection {
    /// The room.
    pub room: RoomId,
    /// The message there.
    pub message: MessageId,
}

/// A memo as its table has it.
#[derive(Debug, Clone)]
pub struct MemoRow {
    /// Its id.
    pub id: MemoId,
    /// The direct room.
    pub room: RoomId,
    /// The section's room where it is to be seen, if it is.
    pub section_room: Option<RoomId>,
    /// The message in the section's room, if there was one.
    pub section_message: Option<MessageId>,
    /// Who took the call.
    pub writer: PersonId,
    /// Who was using the shared account.
    pub operator: Option<PersonId>,
    /// For whom it was.
    pub addressee: PersonId,
    /// Who called, and why.
    pub content: Content,
    /// When they called.
    pub called_at: Timestamp,
    /// Until when somebody waits at its end, as far as it says; never before it was written, whatever it says.
    pub waits_until: Timestamp,
    /// 既読: the addressee has seen it.
    pub seen: Option<Step>,
    /// 対応します: somebody looks after it.
    pub taken: Option<Step>,
    /// 対応済.
    pub done: Option<Step>,
    /// When who called was cleared.
    pub cleared_at: Option<Timestamp>,
    /// When it was taken back.
    pub withdrawn_at: Option<Timestamp>,
    /// The tick of the last change.
    pub tick: Tick,
}

impl MemoRow {
    /// The message in the direct room.
    pub fn message(&self) -> MessageId {
        self.id.cast()
    }

    /// Where else it stands.
    pub fn in_section(&self) -> Option<InSection> {
        Some(InSection { room: self.section_room?, message: self.section_message? })
    }

    /// Until when it keeps who called by a rule, as it is now.
    pub fn kept_until(&self, rule: Rule) -> Timestamp {
        match self.done {
            Some(step) => step.at.plus(rule.of_done()),
            None => self.waits_until.plus(rule.of_open()),
        }
    }

    /// How far it is, as everybody who sees it may know it.
    pub fn progress(&self) -> Progress {
        Progress {
            id: self.id,
            room_id: self.room,
            section_room_id: self.section_room,
            writer_id: self.writer,
            addressee_id: self.addressee,
            seen: self.seen,
            taken: self.taken,
            done: self.done,
            cleared_at: self.cleared_at,
            withdrawn: self.withdrawn_at.is_some(),
            tick: self.tick,
        }
    }
}

/// How far a memo is. Nobody from outside is named in it, as it is told and kept where nothing is cleared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PhoneMemoProgress")]
pub struct Progress {
    /// Which memo.
    pub id: MemoId,
    /// The direct room of who wrote it and whom it is for.
    pub room_id: RoomId,
    /// The section's room in which it stands too.
    pub section_room_id: Option<RoomId>,
    /// Who took the call.
    #[schemars(with = "String")]
    pub writer_id: PersonId,
    /// For whom it was.
    #[schemars(with = "String")]
    pub addressee_id: PersonId,
    /// 既読: when the addressee saw it.
    pub seen: Option<Step>,
    /// 対応します: who looks after it.
    pub taken: Option<Step>,
    /// 対応済: when it was done, and by whom.
    pub done: Option<Step>,
    /// When who called was cleared.
    pub cleared_at: Option<Timestamp>,
    /// It was taken back.
    pub withdrawn: bool,
    /// What is older than what one has is passed over.
    pub tick: Tick,
}

/// A memo as somebody sees it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PhoneMemo {
    /// How far it is.
    #[serde(flatten)]
    pub progress: Progress,
    /// Who called, and why. Cleared, only what they wanted is left.
    #[serde(flatten)]
    pub content: Content,
    /// When they called.
    pub called_at: Timestamp,
    /// Who was using the shared account that wrote it.
    #[schemars(with = "Option<String>")]
    pub operator_id: Option<PersonId>,
    /// For how many days after it was done it keeps who called.
    pub kept_days: i64,
    /// Until when it keeps who called, as it is now: one that nobody has done goes too.
    pub kept_until: Timestamp,
    /// Whether the asking person may take it on, and say that it is done.
    pub may_handle: bool,
}

/// Why the addressee does not answer the telephone themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PhoneMemoAway")]
pub enum Away {
    /// On leave (休業).
    OnLeave,
    /// Off duty (非番).
    OffDuty,
    /// Their whereabouts say so.
    Whereabouts,
}

/// A room in which a memo stands too.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PhoneMemoSection")]
pub struct SectionRoom {
    /// Which.
    pub room_id: RoomId,
    /// What it is called.
    pub name: String,
    /// How many read there.
    pub members: i64,
}

/// What whoever writes a memo is to know of whom it is for.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "PhoneMemoOutlook")]
pub struct Outlook {
    /// For whom it is.
    #[schemars(with = "String")]
    pub person_id: PersonId,
    /// Why they do not answer themselves, as far as who asks may know.
    pub away: Option<Away>,
    /// Whether the asking person may write to them.
    pub may_write: bool,
    /// The room of their section, if the asking person may write there.
    pub section: Option<SectionRoom>,
    /// Whether it goes there where nobody chose: they are away, and few read there.
    pub proposed: bool,
}

/// Which memos somebody asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PhoneMemoBox")]
pub enum MemoBox {
    /// Those for oneself.
    Mine,
    /// Those that one wrote.
    Written,
    /// Those in the rooms of units to which one belongs.
    Section,
}

/// How many memos are open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "PhoneMemoCounts")]
pub struct Counts {
    /// For oneself.
    pub mine: i64,
    /// In the rooms of units to which one belongs, for others.
    pub section: i64,
}

/// For how long memos keep who called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PhoneMemoRule")]
pub struct Rule {
    /// Days after a memo was done: 8 to 3,650. One that nobody has done is kept as long, and 90 at least, from when it was written, or they wanted
    /// to be called.
    pub days: i64,
}

impl Rule {
    /// How long a memo that was done is kept.
    pub fn of_done(self) -> Duration {
        days(self.days)
    }

    /// How long one is kept that nobody has done, from when somebody waited at its end: people forget to say so, or have left.
    pub fn of_open(self) -> Duration {
        days(self.days.max(KEPT_DAYS))
    }
}

fn days(days: i64) -> Duration {
    Duration::from_secs(86_400 * u64::try_from(days).unwrap_or_default())
}

/// Why a memo refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MemoRefusal {
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// Under this id it was sent before, and says something else.
    SentAlready,
    /// The section has no room in which the writer may write.
    NoSection,
    /// Only whom it is for has seen it.
    NotTheAddressee,
    /// Who only reads in the section's room handles nothing there.
    OnlyReads,
    /// Somebody else has done the same since: what they did is not taken back, nor taken over unseen.
    MovedOn,
    /// Who called was cleared: it is not open again.
    Cleared,
}

impl Refusal for MemoRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::IdTaken => "id_taken",
            Self::SentAlready => "phone_memos.sent_already",
            Self::NoSection => "phone_memos.no_section",
            Self::NotTheAddressee => "phone_memos.not_the_addressee",
            Self::OnlyReads => "phone_memos.only_reads",
            Self::MovedOn => "phone_memos.moved_on",
            Self::Cleared => "phone_memos.cleared",
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NotTheAddressee | Self::OnlyReads => Kind::Denied,
            _ => Kind::Conflict,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn called() -> Content {
        Content {
            caller: " 山田 ".into(),
            company: "観音寺商事".into(),
            number: "0875-23-0000".into(),
            matter: Matter::CallBack,
            words: "見積の件".into(),
            call_back_by: None,
        }
    }

    fn faults(content: &Content, called_at: Option<i64>) -> Vec<String> {
        let at = called_at.map(Timestamp::from_micros);
        let error = content.checked(at, Timestamp::from_micros(10)).err();
        let said = |fault: &FieldFault| format!("{} {}", fault.field, fault.code);
        error.map(|error| error.faults().iter().map(said).collect()).unwrap_or_default()
    }

    #[test]
    fn a_memo_names_somebody_or_a_number_and_nothing_that_lies_behind() {
        let nobody = Content { caller: "　".into(), company: String::new(), number: String::new(), ..called() };
        assert_eq!(faults(&nobody, None), ["caller missing"]);
        assert_eq!(faults(&Content { number: "110".into(), ..nobody }, None), [""; 0]);
        let past = Content { call_back_by: Some(Timestamp::from_micros(10)), ..called() };
        assert_eq!(faults(&past, Some(700_000_000)), ["call_back_by past", "called_at future"]);
        let year = |years: i64| Some(Timestamp::from_micros(years * 367 * 86_400_000_000));
        let slip = Content { call_back_by: year(1), ..called() };
        assert_eq!(faults(&slip, year(-1).map(Timestamp::micros)), ["call_back_by too_far", "called_at past"]);
        let heap = format!("か{}", "\u{3099}".repeat(100_000));
        assert_eq!(faults(&Content { words: heap, ..called() }, None), ["words too_long"]);
    }

    #[test]
    fn its_words_are_found_in_the_talk_and_nothing_is_left_of_them_once_cleared() {
        let content = called().checked(None, Timestamp::from_micros(10)).expect("fine");
        assert_eq!(content.said(), "☎ 観音寺商事 山田 0875-23-0000\n見積の件");
        assert_eq!(content.cleared().said(), SIGN);
    }

    #[test]
    fn nobody_is_called_by_what_was_typed_and_a_name_is_one_line() {
        let loud = Content { caller: "<!everyone>\n山田".into(), words: "<@0000000000001> へ".into(), ..called() };
        let content = loud.trimmed();
        assert_eq!(content.caller, "<!everyone> 山田");
        let called = text::mentions(&content.said());
        assert!(!called.everyone && called.people.is_empty() && called.units.is_empty());
    }
}
