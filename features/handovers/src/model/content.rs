//! What is in a handover: lines that Engawa found, with the notes of whoever hands over, and lines of their own.

use jiff::civil::Date;
use kernel::{Error, FieldFault, PersonId, Result, Timestamp};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// Lines of a handover at most.
pub const MOST_ITEMS: usize = 400;
/// Those who are named to take it over at most.
pub const MOST_NAMED: usize = 10;
/// What a line by hand is called at most, in characters.
pub const LONGEST_TITLE: usize = 100;
/// A note at most.
pub const LONGEST_NOTE: usize = 4_000;
/// The general part at most.
pub const LONGEST_PREFACE: usize = 8_000;
/// Whom to ask, at most.
pub const LONGEST_ASK: usize = 100;
/// With this the key of a line by hand begins.
pub const OWN: &str = "own:";
/// The longest key of a line.
const LONGEST_KEY: usize = 60;

/// Where a line comes from, in the order in which they are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "HandoverSource")]
pub enum Source {
    /// 職あて・取次: a request that is not done.
    Request,
    /// タスク: something that is theirs to do, by name or by the post.
    Task,
    /// ルーム: a room that they manage, or that of the unit.
    Room,
    /// スレッド: talk that is not settled.
    Thread,
    /// ゲスト・ボット: somebody whom they answer for.
    Outsider,
    /// 管理の分担: a part of the administration given to them by name.
    Share,
    /// その他: written by hand.
    Own,
}

/// What is known of a line, as it was when it was collected. Which of the rest is there depends on the source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Found {
    /// What it is, the same each time it is collected.
    pub key: String,
    /// Where it comes from.
    pub source: Source,
    /// What it is called.
    pub title: String,
    /// A line about it: a purpose, the beginning of what was said.
    #[serde(default)]
    pub words: String,
    /// A name: who asked, in which room, of which firm.
    #[serde(default)]
    pub name: String,
    /// Words of the product: kinds of rooms, states, functions, each of which the client says in words.
    #[serde(default)]
    pub codes: Vec<String>,
    /// How many: members, replies.
    #[serde(default)]
    pub count: Option<i64>,
    /// When: asked, said last.
    #[serde(default)]
    pub at: Option<Timestamp>,
    /// The last day of it.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub until: Option<Date>,
    /// The room to open.
    #[serde(default)]
    pub room_id: Option<String>,
    /// The message to open.
    #[serde(default)]
    pub message_id: Option<String>,
    /// It belongs to the post or the unit and not to the person: whoever comes after them is shown it even if it was never handed in.
    #[serde(default)]
    pub of_post: bool,
}

impl Found {
    /// A line with nothing but a name.
    pub fn new(source: Source, key: String, title: String) -> Self {
        Self {
            key,
            source,
            title,
            words: String::new(),
            name: String::new(),
            codes: Vec::new(),
            count: None,
            at: None,
            until: None,
            room_id: None,
            message_id: None,
            of_post: false,
        }
    }
}

/// A line of a handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "HandoverItem")]
pub struct Item {
    /// What is known of it.
    #[serde(flatten)]
    pub found: Found,
    /// What whoever hands over says about it.
    #[serde(default)]
    pub note: String,
    /// Whom to ask about it.
    #[serde(default)]
    pub ask: String,
    /// Until when something has to be done.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    /// It is left out of what is handed over, and stays out when it is collected again.
    #[serde(default)]
    pub left_out: bool,
    /// It is not open any more.
    #[serde(default)]
    pub settled: bool,
}

impl Item {
    fn new(found: Found) -> Self {
        Self { found, note: String::new(), ask: String::new(), due: None, left_out: false, settled: false }
    }
}

/// What is in a handover.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// In general.
    pub preface: String,
    /// The lines, in order.
    pub items: Vec<Item>,
    /// Who was named to take it over.
    #[serde(default)]
    pub named: Vec<PersonId>,
}

/// What whoever hands over says of a line.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(rename = "HandoverItemEdit")]
pub struct ItemEdit {
    /// Which line; a new one by hand has a key that begins with `own:`.
    pub key: String,
    /// What a line by hand is called; of others that stays.
    #[serde(default)]
    pub title: String,
    /// What there is to say about it.
    #[serde(default)]
    pub note: String,
    /// Whom to ask.
    #[serde(default)]
    pub ask: String,
    /// Until when something has to be done.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub due: Option<Date>,
    /// Whether it is left out.
    #[serde(default)]
    pub left_out: bool,
}

/// What whoever hands over changes; what is absent stays.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "HandoverEdit")]
pub struct Edit {
    /// In general.
    pub preface: Option<String>,
    /// All lines, in their order. Lines by hand that are absent are removed, others stay.
    pub items: Option<Vec<ItemEdit>>,
    /// Who is to take it over.
    #[schemars(with = "Option<Vec<String>>")]
    pub named: Option<Vec<PersonId>>,
}

impl Content {
    /// Takes in what was collected: new lines come below those of their source, known ones are as they are now, whatever is not found any
    /// more is settled. What was written stays. Says whether anything changed.
    pub fn take_in(&mut self, found: Vec<Found>) -> bool {
        let before = self.items.clone();
        let keys: HashSet<String> = found.iter().map(|found| found.key.clone()).collect();
        self.add(found);
        for item in self.items.iter_mut().filter(|item| item.found.source != Source::Own) {
            item.settled = !keys.contains(&item.found.key);
        }
        // Nobody misses what is settled and was never written about.
        let is_kept =
            |item: &Item| item.left_out || item.due.is_some() || !(item.note.is_empty() && item.ask.is_empty());
        self.items.retain(|item| !item.settled || is_kept(item));
        self.items != before
    }

    /// Takes in what was collected of somebody who can no longer see all that was theirs: nothing is settled by not being found. Says whether
    /// anything changed.
    pub fn add(&mut self, found: Vec<Found>) -> bool {
        let before = self.items.clone();
        for found in found {
            match self.items.iter().position(|item| item.found.key == found.key) {
                Some(place) => (self.items[place].found, self.items[place].settled) = (found, false),
                None if self.items.len() < MOST_ITEMS => self.insert(Item::new(found)),
                None => {}
            }
        }
        self.items != before
    }

    /// Puts a line below those of its source and of sources before it.
    fn insert(&mut self, item: Item) {
        let place = self.items.iter().rposition(|other| other.found.source <= item.found.source);
        self.items.insert(place.map_or(0, |place| place + 1), item);
    }

    /// Changes what whoever hands over may change.
    ///
    /// Errors: faults of fields, at `items[n]`.
    pub fn edit(&mut self, edit: &Edit) -> Result<()> {
        let mut faults = Vec::new();
        if let Some(preface) = &edit.preface {
            check(&mut faults, "preface", preface, LONGEST_PREFACE);
            preface.trim_end().clone_into(&mut self.preface);
        }
        if let Some(named) = &edit.named {
            if named.len() > MOST_NAMED {
                faults.push(fault("named", "too_many"));
            }
            self.named.clone_from(named);
            self.named.sort_unstable();
            self.named.dedup();
        }
        if let Some(edits) = &edit.items {
            self.edit_items(edits, &mut faults);
        }
        if faults.is_empty() { Ok(()) } else { Err(Error::fields(faults)) }
    }

    fn edit_items(&mut self, edits: &[ItemEdit], faults: &mut Vec<FieldFault>) {
        if edits.len() > MOST_ITEMS {
            faults.push(fault("items", "too_many"));
            return;
        }
        let mut left = std::mem::take(&mut self.items);
        for (place, edit) in edits.iter().enumerate() {
            let mut item = match left.iter().position(|item| item.found.key == edit.key) {
                Some(known) => left.remove(known),
                None if is_own(&edit.key) && self.items.iter().all(|item| item.found.key != edit.key) => {
                    Item::new(Found::new(Source::Own, edit.key.clone(), String::new()))
                }
                // It was settled and went while somebody looked at it, or is there twice.
                None => continue,
            };
            let field = |name: &str| format!("items[{place}].{name}");
            if item.found.source == Source::Own {
                check(faults, &field("title"), &edit.title, LONGEST_TITLE);
                edit.title.trim().clone_into(&mut item.found.title);
            }
            check(faults, &field("note"), &edit.note, LONGEST_NOTE);
            check(faults, &field("ask"), &edit.ask, LONGEST_ASK);
            edit.note.trim_end().clone_into(&mut item.note);
            edit.ask.trim().clone_into(&mut item.ask);
            (item.due, item.left_out) = (edit.due, edit.left_out);
            self.items.push(item);
        }
        // What was collected since the editor read it stays; lines by hand that are gone were removed.
        for item in left.into_iter().filter(|item| item.found.source != Source::Own) {
            self.insert(item);
        }
    }

    /// What is handed over: what was left out is not in it, nor a line by hand without a word.
    pub fn handed(&self) -> Vec<Item> {
        let is_blank = |item: &Item| item.found.title.is_empty() && item.note.is_empty();
        self.items.iter().filter(|item| !item.left_out && !is_blank(item)).cloned().collect()
    }

    /// What whoever comes after is shown of one that was never handed in.
    pub fn of_post(&self) -> Vec<Item> {
        let bare = |item: &Item| Item::new(item.found.clone());
        self.items.iter().filter(|item| item.found.of_post && !item.settled).map(bare).collect()
    }
}

fn is_own(key: &str) -> bool {
    key.len() <= LONGEST_KEY && key.strip_prefix(OWN).is_some_and(|rest| !rest.is_empty())
}

fn fault(field: &str, code: &'static str) -> FieldFault {
    FieldFault { field: field.to_owned(), code }
}

fn check(faults: &mut Vec<FieldFault>, field: &str, text: &str, longest: usize) {
    if text::graphemes(text) > longest {
        faults.push(fault(field, "too_long"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: Source, key: &str) -> Found {
        Found::new(source, key.to_owned(), format!("件名 {key}"))
    }

    fn edit(key: &str, note: &str) -> ItemEdit {
        let (key, note) = (key.to_owned(), note.to_owned());
        ItemEdit { key, title: "手書き".to_owned(), note, ask: String::new(), due: None, left_out: false }
    }

    fn keys(content: &Content) -> Vec<&str> {
        content.items.iter().map(|item| item.found.key.as_str()).collect()
    }

    fn items(edits: &[ItemEdit]) -> Edit {
        Edit { items: Some(edits.to_vec()), ..Edit::default() }
    }

    fn town() -> Content {
        let mut content = Content::default();
        content.take_in(vec![found(Source::Request, "r1"), found(Source::Room, "m1"), found(Source::Thread, "t1")]);
        content
    }

    #[test]
    fn collecting_again_adds_what_is_new_below_its_source_and_keeps_what_was_written() {
        let mut content = town();
        content.edit(&items(&[edit("m1", "管理者です"), edit("r1", "")])).expect("edited");
        assert_eq!(keys(&content), ["m1", "r1", "t1"], "the order is the one that was chosen");
        let again = vec![found(Source::Request, "r2"), found(Source::Room, "m1"), found(Source::Thread, "t1")];
        assert!(content.take_in(again.clone()));
        assert_eq!(keys(&content), ["m1", "r2", "t1"], "nobody wrote about r1, which is done");
        assert_eq!(content.items[0].note, "管理者です");
        assert!(!content.take_in(again), "nothing new");
    }

    #[test]
    fn what_is_settled_stays_when_something_was_written_about_it_and_is_open_again_when_found_again() {
        let mut content = town();
        content.edit(&items(&[edit("r1", "返事待ち")])).expect("edited");
        content.take_in(Vec::new());
        assert_eq!((keys(&content), content.items[0].settled), (vec!["r1"], true));
        content.take_in(vec![found(Source::Request, "r1")]);
        assert_eq!((content.items[0].settled, content.items[0].note.as_str()), (false, "返事待ち"));
    }

    #[test]
    fn what_is_only_added_to_settles_and_drops_nothing() {
        let mut content = town();
        assert!(content.add(vec![found(Source::Room, "m2")]));
        assert_eq!(keys(&content), ["r1", "m1", "m2", "t1"]);
        assert!(content.items.iter().all(|item| !item.settled));
        assert!(!content.add(Vec::new()));
    }

    #[test]
    fn lines_by_hand_come_and_go_and_no_other_can_be_made_up_or_renamed() {
        let mut content = town();
        content
            .edit(&items(&[edit("own:a", "鍵は金庫"), edit("r1", ""), edit("r9", "偽"), edit("own:", "")]))
            .expect("edited");
        assert_eq!(keys(&content), ["own:a", "r1", "m1", "t1"]);
        assert_eq!(
            (content.items[0].found.title.as_str(), content.items[1].found.title.as_str()),
            ("手書き", "件名 r1")
        );
        content.edit(&items(&[edit("r1", "")])).expect("edited");
        assert_eq!(keys(&content), ["r1", "m1", "t1"]);
    }

    #[test]
    fn what_is_left_out_stays_out_when_it_is_collected_again_and_is_not_handed_over() {
        let mut content = town();
        content.edit(&items(&[ItemEdit { left_out: true, ..edit("r1", "") }])).expect("edited");
        content.take_in(vec![found(Source::Request, "r1"), found(Source::Room, "m1")]);
        let handed: Vec<String> = content.handed().into_iter().map(|item| item.found.key).collect();
        assert_eq!(handed, ["m1"]);
    }

    #[test]
    fn who_comes_after_one_that_was_never_handed_in_sees_the_post_and_no_word_of_the_person() {
        let mut content = Content::default();
        let of_post = Found { of_post: true, ..found(Source::Request, "r1") };
        content.take_in(vec![of_post, found(Source::Room, "m1")]);
        content.edit(&items(&[edit("r1", "私見です")])).expect("edited");
        let shown = content.of_post();
        assert_eq!((shown.len(), shown[0].found.key.as_str(), shown[0].note.as_str()), (1, "r1", ""));
    }

    #[test]
    fn what_is_too_long_is_refused_with_its_place() {
        let mut content = town();
        let long = "長".repeat(LONGEST_NOTE + 1);
        let error = content.edit(&items(&[edit("r1", ""), edit("m1", &long)])).expect_err("too long");
        assert_eq!((error.faults()[0].field.as_str(), error.faults()[0].code), ("items[1].note", "too_long"));
    }
}
