//! What a list would change: compared with how things are, without changing anything.

mod difference;
mod leaves;
mod standing;

pub use difference::{Difference, Sort, Who};

use super::rows::Row;
use super::table::Fault;
use super::units::Units;
use directory::model::{
    Employment, NewLeave, NewPerson, NewPost, Person, Post, PostKind, Title, TitleId, Unit, full_name,
};
use identity::model::Account;
use jiff::civil::Date;
use kernel::{AccountId, Id, PersonId, Rights};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

/// How things are.
pub struct State {
    /// Everybody, those who left too.
    pub people: Vec<Person>,
    /// All units.
    pub units: Vec<Unit>,
    /// All titles, highest first.
    pub titles: Vec<Title>,
    /// All leaves by whose they are, in the order of their first days.
    pub leaves: HashMap<PersonId, Vec<NewLeave>>,
    /// All accounts.
    pub accounts: Vec<Account>,
    /// The day.
    pub today: Date,
}

/// What a list may do.
#[derive(Debug, Clone, Copy, Default)]
pub struct May {
    /// Make units.
    pub units: bool,
    /// Make titles.
    pub titles: bool,
    /// Make accounts.
    pub accounts: bool,
    /// Let those leave who are not in it.
    pub leave: bool,
    /// It came in CP932, in which some characters of names have no code.
    pub cp932: bool,
}

/// What is to be done.
#[derive(Default)]
pub struct Plan {
    /// Everything that is wrong; then nothing is to be done.
    pub faults: Vec<Fault>,
    /// What changes, in words.
    pub differences: Vec<Difference>,
    /// Units to make, parents first.
    pub units: Vec<super::units::Made>,
    /// Titles to make.
    pub titles: Vec<Title>,
    /// People to add, under the ids given, with their last day.
    pub added: Vec<(NewPerson, Option<Date>)>,
    /// People to save, and their posts where those change.
    pub changed: Vec<(Person, Option<Vec<NewPost>>)>,
    /// Leaves that change.
    pub leaves: Vec<Leaves>,
    /// Accounts to make: whose, login, address, rights.
    pub accounts: Vec<(PersonId, String, Option<String>, Rights)>,
    /// Accounts whose rights change.
    pub rights: Vec<(AccountId, Rights)>,
    /// People in the list to whom nothing happens.
    pub unchanged: usize,
    /// People who are here and not in the list, and stay.
    pub absent: usize,
}

/// Somebody's leaves, as they are and as they will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaves {
    /// Whose.
    pub person: PersonId,
    /// Their staff number.
    pub staff_number: String,
    /// All of them, in the order of their first days.
    pub before: Vec<NewLeave>,
    /// All of them.
    pub after: Vec<NewLeave>,
}

/// A value in words, for the table.
fn shown<T: fmt::Display>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string)
}

struct Planner<'p> {
    state: &'p State,
    may: May,
    units: Units,
    titles: HashMap<String, Title>,
    accounts: HashMap<PersonId, &'p Account>,
    /// Logins and addresses in use, with whose they are.
    taken: HashMap<String, PersonId>,
    ids: &'p mut dyn FnMut() -> i64,
    plan: Plan,
}

/// Compares a list with how things are. `ids` gives ids for what is to be made.
pub fn plan(state: &State, rows: &[Row], may: May, ids: &mut dyn FnMut() -> i64) -> Plan {
    let mut taken = HashMap::new();
    for account in &state.accounts {
        taken.insert(account.login.clone(), account.person);
        taken.extend(account.email.iter().map(|email| (email.clone(), account.person)));
    }
    let mut planner = Planner {
        units: Units::new(&state.units, state.today),
        titles: state.titles.iter().map(|title| (text::fold(&title.name), title.clone())).collect(),
        accounts: state.accounts.iter().map(|account| (account.person, account)).collect(),
        taken,
        state,
        may,
        ids,
        plan: Plan::default(),
    };
    let known: HashMap<&str, &Person> =
        state.people.iter().map(|person| (person.staff_number.as_str(), person)).collect();
    let mut by_number: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        by_number.entry(&row.staff_number).or_default().push(row);
    }
    for (number, rows) in &by_number {
        planner.person(known.get(number).copied(), rows);
    }
    let listed: HashSet<&str> = by_number.keys().copied().collect();
    planner.absent(&listed);
    planner.finish()
}

impl Planner<'_> {
    fn fault(&mut self, line: u64, english: impl Into<String>, japanese: impl Into<String>) {
        self.plan.faults.push(Fault::new(line, english, japanese));
    }

    fn differ(&mut self, sort: Sort, who: &Who, field: &'static str, (before, after): (String, String)) {
        self.plan.differences.push(Difference { sort, who: who.clone(), field, before, after });
    }

    /// A text of the list, or the one that is here when the list could not have said it otherwise.
    fn text(&self, new: &str, old: &str) -> String {
        let same = new == old
            || (self.may.cp932 && text::cp932::decode(&text::cp932::encode(old).bytes).as_deref() == Ok(new));
        if same { old.to_owned() } else { new.to_owned() }
    }

    fn person(&mut self, known: Option<&Person>, rows: &[&Row]) {
        let first = rows[0];
        for row in &rows[1..] {
            let same = |one: &dyn Fn(&Row) -> String| one(row) == one(first);
            let checks: [(&str, bool); 4] = [
                ("氏名", same(&|row| format!("{:?}", row.name))),
                ("フリガナ", same(&|row| format!("{:?}", row.reading))),
                ("メール", same(&|row| format!("{:?}", row.email))),
                ("退職日", same(&|row| format!("{:?}", row.left_on))),
            ];
            for (what, _) in checks.iter().filter(|(_, same)| !same) {
                let line = first.line;
                self.fault(
                    row.line,
                    format!("{what} differs from line {line} of the same 職員番号"),
                    format!("{line}行目と{what}が違います"),
                );
            }
        }
        match known {
            Some(person) => self.change(person, rows),
            None => self.add(rows),
        }
    }

    /// The posts that the lines name; the present ones give what the list leaves out.
    fn posts(&mut self, present: &[&Post], rows: &[&Row]) -> Option<Vec<NewPost>> {
        // A line may be about a leave alone.
        let rows: Vec<&Row> = rows.iter().filter(|row| row.unit.is_some()).copied().collect();
        rows.first()?;
        let mut posts: Vec<NewPost> = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let path = row.unit.clone().unwrap_or_default();
            let from = row.from.unwrap_or(self.state.today);
            let unit_id = match self.units.find(&path) {
                Some(unit) => unit,
                None if self.may.units && !path.is_empty() => self.units.find_or_make(&path, from, self.ids),
                None => {
                    self.fault(
                        row.line,
                        format!("所属「{path}」: unknown unit"),
                        format!("所属「{path}」がありません"),
                    );
                    continue;
                }
            };
            let title_id = match row.title.as_deref().filter(|title| !title.is_empty()) {
                None => None,
                Some(title) => self.title(row, title),
            };
            let kind = row.kind.unwrap_or(if place == 0 { PostKind::Main } else { PostKind::Concurrent });
            let same =
                present.iter().find(|post| (post.unit_id, post.title_id, post.kind) == (unit_id, title_id, kind));
            let post = NewPost {
                unit_id,
                title_id,
                kind,
                valid_from: row.from.or(same.map(|post| post.valid_from)).unwrap_or(self.state.today),
                valid_to: row.to.unwrap_or(same.and_then(|post| post.valid_to)),
            };
            posts.push(post);
        }
        let main: Vec<usize> = (0..posts.len()).filter(|place| posts[*place].kind == PostKind::Main).collect();
        if main.is_empty() && posts.len() == rows.len() {
            self.fault(rows[0].line, "no line is 本務", "本務がありません");
        }
        if posts.len() == rows.len() {
            for (at, place) in main.iter().enumerate() {
                if main[..at].iter().any(|other| overlap(&posts[*place], &posts[*other])) {
                    self.fault(rows[*place].line, "a second 本務 at the same time", "本務が重複しています");
                }
            }
        }
        Some(posts)
    }

    fn title(&mut self, row: &Row, name: &str) -> Option<TitleId> {
        let key = text::fold(name);
        if let Some(title) = self.titles.get(&key) {
            return Some(title.id);
        }
        if !self.may.titles {
            self.fault(row.line, format!("職名「{name}」: unknown title"), format!("職名「{name}」がありません"));
            return None;
        }
        let lowest = self.titles.values().map(|title| title.rank).max().unwrap_or(0);
        let reading = text::normalise_reading(name);
        let title = Title {
            id: Id::from_raw((self.ids)()),
            name: name.to_owned(),
            reading: if text::is_reading(&reading) { reading } else { "ー".to_owned() },
            rank: row.title_rank.unwrap_or((lowest + 10).min(9_999)),
        };
        self.titles.insert(key, title.clone());
        self.plan.titles.push(title.clone());
        Some(title.id)
    }

    fn add(&mut self, rows: &[&Row]) {
        let row = rows[0];
        let (family_reading, given_reading) = row.reading.clone().unwrap_or_else(|| ("ー".to_owned(), String::new()));
        let Some(posts) = self.posts(&[], rows) else {
            self.fault(row.line, "a new person needs 所属", "新しい職員には所属が必要です");
            return;
        };
        let id = Id::from_raw((self.ids)());
        let filled = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let new = NewPerson {
            id: Some(id),
            staff_number: row.staff_number.clone(),
            family_name: row.name.0.clone(),
            given_name: row.name.1.clone(),
            family_reading,
            given_reading,
            employment: row.employment.unwrap_or(Employment::Regular),
            email: filled(&row.email),
            extension: filled(&row.extension),
            mobile: filled(&row.mobile),
            posts,
        };
        let who = Who {
            staff_number: new.staff_number.clone(),
            name: full_name(&new.family_name, &new.given_name),
            reading: full_name(&new.family_reading, &new.given_reading),
        };
        let held = self.posts_in_words(&new.posts);
        self.differ(Sort::Added, &who, "", (String::new(), held));
        let left = row.left_on.flatten();
        self.leaves(id, &who, rows, left);
        self.account(id, &who, row, new.email.clone(), left.is_none());
        self.plan.added.push((new, left));
    }

    fn posts_in_words(&self, posts: &[NewPost]) -> String {
        posts.iter().map(|post| self.post_in_words(post)).collect::<Vec<_>>().join("、")
    }

    fn post_in_words(&self, post: &NewPost) -> String {
        let title = post.title_id.and_then(|id| self.titles.values().find(|title| title.id == id));
        let title = title.map(|title| format!(" {}", title.name)).unwrap_or_default();
        let kind = if post.kind == PostKind::Main { "" } else { super::values::kind_word(post.kind) };
        let until = post.valid_to.map(|last| last.to_string()).unwrap_or_default();
        format!("{kind}{}{title} ({}～{until})", self.units.shown(post.unit_id), post.valid_from)
    }

    fn change(&mut self, old: &Person, rows: &[&Row]) {
        let row = rows[0];
        let mut new = old.clone();
        let joined = |parts: &(String, String)| full_name(&parts.0, &parts.1).replace(' ', "");
        // A list without blanks in names cannot say where the family's ends.
        let whole =
            row.name.1.is_empty() && joined(&row.name) == joined(&(old.family_name.clone(), old.given_name.clone()));
        if !whole {
            new.family_name = self.text(&row.name.0, &old.family_name);
            new.given_name = self.text(&row.name.1, &old.given_name);
        }
        if let Some(reading) = &row.reading
            && (!reading.1.is_empty()
                || joined(reading) != joined(&(old.family_reading.clone(), old.given_reading.clone())))
        {
            (new.family_reading, new.given_reading) = reading.clone();
        }
        let filled = |text: &Option<String>, old: &Option<String>| match text {
            None => old.clone(),
            Some(text) if text.is_empty() => None,
            Some(text) => Some(self.text(text, old.as_deref().unwrap_or_default())),
        };
        new.email = filled(&row.email, &old.email);
        new.extension = filled(&row.extension, &old.extension);
        new.mobile = filled(&row.mobile, &old.mobile);
        new.employment = row.employment.unwrap_or(old.employment);
        // Whoever a list of present staff names is here again.
        let back = old.left_on.filter(|last| *last >= self.state.today);
        new.left_on = row.left_on.unwrap_or(back);
        let name = |person: &Person| full_name(&person.family_name, &person.given_name);
        let reading = |person: &Person| full_name(&person.family_reading, &person.given_reading);
        let word = |person: &Person| super::values::employment_word(person.employment).to_owned();
        let fields = [
            ("氏名", name(old), name(&new)),
            ("フリガナ", reading(old), reading(&new)),
            ("雇用形態", word(old), word(&new)),
            ("メール", shown(&old.email), shown(&new.email)),
            ("内線", shown(&old.extension), shown(&new.extension)),
            ("携帯電話", shown(&old.mobile), shown(&new.mobile)),
            ("退職日", shown(&old.left_on), shown(&new.left_on)),
        ];
        let who = Who::of(&new);
        let mut any = false;
        for (field, was, is) in fields.into_iter().filter(|(_, was, is)| was != is) {
            any = true;
            // Leaving is no change like others: whoever reads the table looks for it.
            let leaves = field == "退職日" && new.left_on.is_some();
            self.differ(if leaves { Sort::Left } else { Sort::Changed }, &who, field, (was, is));
        }
        let posts = self.changed_posts(old, &who, rows);
        any |= posts.is_some();
        let leaves = self.leaves(old.brief.id, &who, rows, new.left_on);
        self.account(old.brief.id, &who, row, new.email.clone(), new.left_on.is_none());
        if any {
            self.plan.changed.push((new, posts));
        } else if !leaves {
            self.plan.unchanged += 1;
        }
    }

    /// The posts as they should be, past ones and all; nothing when the list names no others than there are.
    fn changed_posts(&mut self, old: &Person, who: &Who, rows: &[&Row]) -> Option<Vec<NewPost>> {
        let today = self.state.today;
        let present: Vec<&Post> =
            old.posts.iter().filter(|post| post.valid_to.is_none_or(|last| last >= today)).collect();
        let wanted = self.posts(&present, rows)?;
        let plain = |post: &&Post| NewPost {
            unit_id: post.unit_id,
            title_id: post.title_id,
            kind: post.kind,
            valid_from: post.valid_from,
            valid_to: post.valid_to,
        };
        let all = |post: &NewPost| (post.unit_id, post.title_id, post.kind, post.valid_from, post.valid_to);
        let same = |one: &NewPost, other: &NewPost| all(one) == all(other);
        let now: Vec<NewPost> = present.iter().map(plain).collect();
        let equal = now.len() == wanted.len() && now.iter().all(|post| wanted.iter().any(|other| same(post, other)));
        if equal {
            return None;
        }
        // What is over stays, and what ends now becomes part of it: posts are history, not only state.
        let past = old.posts.iter().filter(|post| post.valid_to.is_some_and(|last| last < today));
        let mut posts: Vec<NewPost> = past.map(|post| plain(&post)).collect();
        let begin = wanted
            .iter()
            .map(|post| post.valid_from)
            .filter(|from| now.iter().any(|post| post.valid_from < *from))
            .min();
        let key = |post: &NewPost| (post.unit_id, post.title_id, post.kind);
        for post in now.iter().filter(|post| wanted.iter().all(|other| key(other) != key(post))) {
            let last = begin.unwrap_or(today).yesterday().unwrap_or(today);
            if post.valid_from <= last {
                posts.push(NewPost { valid_to: Some(last), ..post.clone() });
            }
        }
        posts.extend(wanted.iter().cloned());
        let mains: Vec<&NewPost> = posts.iter().filter(|post| post.kind == PostKind::Main).collect();
        if mains.iter().enumerate().any(|(at, post)| mains[..at].iter().any(|other| overlap(post, other))) {
            self.fault(rows[0].line, "the new 本務 begins before an earlier one ends", "過去の本務と期間が重なります");
        }
        let main = |posts: &[NewPost]| posts.iter().find(|post| post.kind == PostKind::Main).map(|post| post.unit_id);
        // Whose term ends the day before comes from there all the same.
        let eve = today.yesterday().unwrap_or(today);
        let ending = old.posts.iter().filter(|post| post.valid_from <= eve && post.valid_to == Some(eve));
        let from = if now.is_empty() { ending.map(|post| plain(&post)).collect() } else { now };
        let sort = if main(&from) == main(&wanted) { Sort::Changed } else { Sort::Moved };
        let words = (self.posts_in_words(&from), self.posts_in_words(&wanted));
        self.differ(sort, who, "", words);
        Some(posts)
    }

    fn finish(mut self) -> Plan {
        for made in &self.units.made {
            self.plan.differences.push(new_here(made.path.clone()));
        }
        for title in &self.plan.titles {
            self.plan.differences.push(new_here(format!("{} ({})", title.name, title.rank)));
        }
        self.plan.units = std::mem::take(&mut self.units.made);
        self.keep_an_administrator();
        self.plan.differences.sort_by_cached_key(|one| {
            (one.sort, text::sort_key(&one.who.reading, &one.who.name), one.who.staff_number.clone())
        });
        self.plan.faults.sort();
        self.plan.faults.dedup();
        self.plan
    }
}

/// A unit or a title that is made.
fn new_here(what: String) -> Difference {
    Difference { sort: Sort::Made, who: Who::default(), field: "", before: String::new(), after: what }
}

fn overlap(one: &NewPost, other: &NewPost) -> bool {
    one.valid_from <= other.valid_to.unwrap_or(Date::MAX) && other.valid_from <= one.valid_to.unwrap_or(Date::MAX)
}
