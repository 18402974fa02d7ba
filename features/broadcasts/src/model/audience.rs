//! Whom a broadcast is for: a rule, and whom it names on a day. Pure.

use directory::model::{Employment, PlaceId, Reach, TitleId, UnitId};
use kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};

/// Lines of an audience at most, and of its exceptions.
pub const MOST_LINES: usize = 50;
/// People named one by one at most, and of the exceptions.
pub const MOST_PEOPLE: usize = 1_000;

/// Everybody who meets each condition that is given; a line without any is all of the staff.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(rename = "AudienceLine")]
pub struct Line {
    /// They hold a post in one of these units, or below it.
    pub units: Vec<UnitId>,
    /// With one of these titles there.
    pub titles: Vec<TitleId>,
    /// This rank or higher in office there.
    pub max_rank: Option<i64>,
    /// They are employed in one of these ways.
    pub employments: Vec<Employment>,
    /// They said that they are at one of these places at the moment.
    pub places: Vec<PlaceId>,
}

impl Line {
    fn asks_for_a_post(&self) -> bool {
        !self.units.is_empty() || !self.titles.is_empty() || self.max_rank.is_some()
    }
}

/// Whom a broadcast is for: everybody whom one of its lines or it itself names, without the exceptions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Audience {
    /// By what they are.
    pub lines: Vec<Line>,
    /// One by one; the only way to guests and bots.
    #[schemars(with = "Vec<String>")]
    pub people: Vec<PersonId>,
    /// Not those who are this.
    pub except: Vec<Line>,
    /// Not these.
    #[schemars(with = "Vec<String>")]
    pub except_people: Vec<PersonId>,
}

impl Audience {
    /// Whether it names nobody whatever the day.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.people.is_empty()
    }

    /// Everybody whom it names one by one, or leaves out so.
    pub fn persons(&self) -> impl Iterator<Item = PersonId> {
        self.people.iter().chain(&self.except_people).copied()
    }

    /// All lines, those of the exceptions too.
    pub fn all_lines(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().chain(&self.except)
    }
}

/// A post held today, as audiences look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPost {
    /// Its unit.
    pub unit: UnitId,
    /// The unit's path.
    pub path: String,
    /// Its title.
    pub title: Option<TitleId>,
    /// The title's rank.
    pub rank: i64,
}

/// Somebody who is here today, as audiences look at them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Who.
    pub person: PersonId,
    /// How they are employed.
    pub employment: Employment,
    /// The unit of their main post.
    pub unit: Option<UnitId>,
    /// Its path.
    pub unit_path: String,
    /// The rank of their main title.
    pub rank: i64,
    /// Where they said that they are, if it is on the organisation's list.
    pub place: Option<PlaceId>,
    /// The posts that they hold.
    pub posts: Vec<StandingPost>,
}

/// What a sending needs to know to choose.
pub struct Found<'f> {
    /// The paths of the units that lines name.
    pub paths: &'f HashMap<UnitId, String>,
    /// For whom the sender may send.
    pub reach: &'f Reach,
    /// Whom they may not find.
    pub hidden: &'f HashSet<PersonId>,
    /// To whom they may not write.
    pub barred: &'f HashSet<PersonId>,
    /// Of whom they may not know where they are.
    pub unseen: &'f HashSet<PersonId>,
    /// Who sends: nobody receives their own.
    pub sender: PersonId,
}

/// How many of those meant were left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct LeftOut {
    /// The sender was not given to send to their units.
    pub beyond: i64,
    /// A contact barrier keeps the sender from writing to them.
    pub barred: i64,
}

/// Whom an audience names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Named {
    /// To whom it goes, in the order in which they were given.
    pub people: Vec<PersonId>,
    /// Who is meant and left out.
    pub left_out: LeftOut,
}

impl Found<'_> {
    fn meets(&self, line: &Line, standing: &Standing) -> bool {
        let is_staff = standing.employment.is_staff() || standing.employment == Employment::Shared;
        if !is_staff || !line.employments.is_empty() && !line.employments.contains(&standing.employment) {
            return false;
        }
        let is_there = |place: PlaceId| line.places.contains(&place) && !self.unseen.contains(&standing.person);
        if !line.places.is_empty() && !standing.place.is_some_and(is_there) {
            return false;
        }
        !line.asks_for_a_post() || standing.posts.iter().any(|post| self.holds(line, post))
    }

    /// Whether one post meets all that a line says of posts.
    fn holds(&self, line: &Line, post: &StandingPost) -> bool {
        let is_below = |unit: &UnitId| self.paths.get(unit).is_some_and(|path| post.path.starts_with(path.as_str()));
        (line.units.is_empty() || line.units.iter().any(is_below))
            && (line.titles.is_empty() || post.title.is_some_and(|title| line.titles.contains(&title)))
            && line.max_rank.is_none_or(|rank| post.rank <= rank)
    }

    fn is_within_reach(&self, standing: &Standing) -> bool {
        *self.reach == Reach::Everywhere || standing.posts.iter().any(|post| self.reach.covers(Some(post.unit)))
    }

    /// Whom an audience names of those who are here.
    pub fn named(&self, audience: &Audience, here: &[Standing]) -> Named {
        let people: HashSet<PersonId> = audience.people.iter().copied().collect();
        let except: HashSet<PersonId> = audience.except_people.iter().copied().collect();
        let mut named = Named::default();
        for standing in here {
            let person = standing.person;
            let is_meant = people.contains(&person) || audience.lines.iter().any(|line| self.meets(line, standing));
            let is_left = except.contains(&person) || audience.except.iter().any(|line| self.meets(line, standing));
            // Whom the sender may not find is not among those who are counted either.
            if !is_meant || is_left || person == self.sender || self.hidden.contains(&person) {
                continue;
            }
            match () {
                () if !self.is_within_reach(standing) => named.left_out.beyond += 1,
                () if self.barred.contains(&person) => named.left_out.barred += 1,
                () => named.people.push(person),
            }
        }
        named
    }
}

/// In which order those whom an audience names are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AudienceOrder")]
pub enum Order {
    /// 五十音順
    #[default]
    Reading,
    /// 建制順
    Unit,
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Id;

    fn person(id: i64) -> PersonId {
        Id::from_raw(id)
    }

    fn standing(id: i64, employment: Employment, posts: &[(i64, &str, i64)]) -> Standing {
        let posts = posts.iter().map(|(unit, path, rank)| StandingPost {
            unit: Id::from_raw(*unit),
            path: (*path).to_owned(),
            title: (*rank < 500).then(|| Id::from_raw(*rank)),
            rank: *rank,
        });
        let posts: Vec<StandingPost> = posts.collect();
        Standing {
            person: person(id),
            employment,
            unit: posts.first().map(|post| post.unit),
            unit_path: posts.first().map(|post| post.path.clone()).unwrap_or_default(),
            rank: posts.first().map_or(10_000, |post| post.rank),
            place: None,
            posts,
        }
    }

    /// 1 and 2 are of 総務部 (unit 1), 2 in its section (unit 2), 3 of 市民課 (unit 3) and also in unit 2, 4 a guest, 5 a shared account.
    fn town() -> Vec<Standing> {
        vec![
            standing(1, Employment::Regular, &[(1, "a", 100)]),
            standing(2, Employment::FiscalYear, &[(2, "ab", 900)]),
            standing(3, Employment::Regular, &[(3, "b", 200), (2, "ab", 900)]),
            standing(4, Employment::Guest, &[]),
            standing(5, Employment::Shared, &[(3, "b", 10_000)]),
        ]
    }

    struct Eyes {
        reach: Reach,
        hidden: HashSet<PersonId>,
        barred: HashSet<PersonId>,
        unseen: HashSet<PersonId>,
    }

    fn all() -> Eyes {
        Eyes { reach: Reach::Everywhere, hidden: HashSet::new(), barred: HashSet::new(), unseen: HashSet::new() }
    }

    fn found(eyes: &Eyes, audience: &Audience, here: &[Standing]) -> (Vec<i64>, LeftOut) {
        let paths = HashMap::from([(1, "a"), (2, "ab"), (3, "b")])
            .into_iter()
            .map(|(id, path)| (Id::from_raw(id), path.to_owned()))
            .collect();
        let named = Found {
            paths: &paths,
            reach: &eyes.reach,
            hidden: &eyes.hidden,
            barred: &eyes.barred,
            unseen: &eyes.unseen,
            sender: person(9),
        }
        .named(audience, here);
        (named.people.iter().map(|person| person.raw()).collect(), named.left_out)
    }

    fn of(line: Line) -> Audience {
        Audience { lines: vec![line], ..Audience::default() }
    }

    fn units(ids: &[i64]) -> Line {
        Line { units: ids.iter().map(|id| Id::from_raw(*id)).collect(), ..Line::default() }
    }

    #[test]
    fn a_line_without_conditions_is_all_of_the_staff_and_no_guest() {
        assert_eq!(found(&all(), &of(Line::default()), &town()).0, [1, 2, 3, 5]);
        assert_eq!(found(&all(), &Audience::default(), &town()).0, [] as [i64; 0]);
    }

    #[test]
    fn a_unit_is_meant_with_all_below_it_and_by_any_post() {
        assert_eq!(found(&all(), &of(units(&[1])), &town()).0, [1, 2, 3]);
        assert_eq!(found(&all(), &of(units(&[2])), &town()).0, [2, 3]);
        assert_eq!(found(&all(), &of(units(&[7])), &town()).0, [] as [i64; 0]);
    }

    #[test]
    fn title_and_rank_are_those_of_the_post_in_the_unit() {
        let chiefs = Line { max_rank: Some(200), ..units(&[2]) };
        assert_eq!(found(&all(), &of(chiefs), &town()).0, [] as [i64; 0]);
        let anywhere = Line { max_rank: Some(200), ..Line::default() };
        assert_eq!(found(&all(), &of(anywhere), &town()).0, [1, 3]);
        let titled = Line { titles: vec![Id::from_raw(200)], ..Line::default() };
        assert_eq!(found(&all(), &of(titled), &town()).0, [3]);
        let employed = Line { employments: vec![Employment::FiscalYear], ..Line::default() };
        assert_eq!(found(&all(), &of(employed), &town()).0, [2]);
    }

    #[test]
    fn guests_come_by_name_only_and_exceptions_go_before_everything() {
        let audience = Audience { people: vec![person(4), person(2)], ..of(units(&[3])) };
        assert_eq!(found(&all(), &audience, &town()).0, [2, 3, 4, 5]);
        let without = Audience { except: vec![units(&[2])], except_people: vec![person(5)], ..audience };
        assert_eq!(found(&all(), &without, &town()).0, [4]);
    }

    #[test]
    fn who_is_at_a_place_is_found_there_unless_that_is_not_for_the_sender_to_know() {
        let place: PlaceId = Id::from_raw(70);
        let mut here = town();
        here[0].place = Some(place);
        here[1].place = Some(place);
        let there = of(Line { places: vec![place], ..Line::default() });
        assert_eq!(found(&all(), &there, &here).0, [1, 2]);
        let blind = Eyes { unseen: HashSet::from([person(1)]), ..all() };
        assert_eq!(found(&blind, &there, &here).0, [2]);
    }

    #[test]
    fn who_is_out_of_reach_or_behind_a_barrier_is_counted_and_who_is_hidden_is_not() {
        let everybody = of(Line::default());
        let own = Eyes { reach: Reach::Units(HashSet::from([Id::from_raw(2)])), ..all() };
        assert_eq!(found(&own, &everybody, &town()), (vec![2, 3], LeftOut { beyond: 2, barred: 0 }));
        let kept = Eyes { barred: HashSet::from([person(1)]), hidden: HashSet::from([person(3)]), ..all() };
        assert_eq!(found(&kept, &everybody, &town()), (vec![2, 5], LeftOut { beyond: 0, barred: 1 }));
    }

    #[test]
    fn nobody_receives_what_they_send_themselves() {
        let here = vec![standing(9, Employment::Regular, &[(1, "a", 100)])];
        assert_eq!(found(&all(), &of(Line::default()), &here).0, [] as [i64; 0]);
    }
}
