//! Plays scripts in a room, day by day, within office hours.

use std::collections::{BTreeMap, HashSet};

use super::calendar::{self, Day};
use super::model::{Message, Reaction, Reply};
use super::rng::Rng;
use super::rooms::Draft;
use super::script::{Gap, Line, Mode, Script, Target};
use super::season::{Clock, DAY, Season};
use super::stage::{Stage, World};

/// Bodies of at least this many characters appear only once in a room.
pub(super) const LONG: usize = 20;

const OPENING: i64 = 8 * 3600 + 30 * 60;
/// Who is still talking then goes on tomorrow.
const LATEST: i64 = 18 * 3600 + 45 * 60;

/// When people write: at opening, through the morning, after lunch, seldom late.
fn moment(rng: &mut Rng) -> i64 {
    let (low, high) = match rng.below(100) {
        0..=19 => (OPENING, OPENING + 20 * 60),
        20..=54 => (OPENING + 20 * 60, 12 * 3600),
        55..=56 => (12 * 3600, 13 * 3600),
        57..=71 => (13 * 3600, 13 * 3600 + 20 * 60),
        72..=97 => (13 * 3600 + 20 * 60, 16 * 3600 + 40 * 60),
        _ => (16 * 3600 + 40 * 60, 17 * 3600 + 20 * 60),
    };
    rng.range(low, high)
}

fn pause(rng: &mut Rng) -> i64 {
    match rng.below(100) {
        0..=34 => rng.range(20, 90),
        35..=76 => rng.range(90, 380),
        77..=94 => rng.range(380, 1200),
        _ => rng.range(1200, 2800),
    }
}

/// Plays one room.
struct Play<'a> {
    world: &'a World<'a>,
    draft: &'a Draft,
    season: &'a Season,
    rng: Rng,
    messages: Vec<Message>,
    said: HashSet<String>,
    /// When the last message was written.
    now: Clock,
    end: Clock,
    /// The great rain is talked about here, and nothing else meanwhile.
    stormy: bool,
    /// Answers come at once, so that a talk fits the last minutes.
    brisk: bool,
}

/// A conversation under way; between its parts others go on.
struct Talk<'a, 's> {
    script: &'s Script,
    stage: Stage<'a>,
    /// The index of every line's message: in the room, or the one whose thread it is in.
    places: Vec<Option<usize>>,
    at: Clock,
    /// Goes on in a thread below its first message.
    aside: bool,
}

/// The last minutes are left to what waits for the sign-ins.
const RESERVED: i64 = 30 * 60;
/// What is over was over five weeks ago.
const ARCHIVED: i64 = 35 * DAY;
/// After a longer pause than this, others may speak in between.
const BREAK: i64 = 20 * 60;

fn new_play<'a>(world: &'a World<'a>, draft: &'a Draft, season: &'a Season, rng: Rng, end: Clock) -> Play<'a> {
    Play {
        world,
        draft,
        season,
        rng,
        messages: Vec::new(),
        said: HashSet::new(),
        now: 0,
        end,
        stormy: false,
        brisk: false,
    }
}

pub(super) fn play(
    world: &World<'_>,
    draft: &Draft,
    season: &Season,
    scripts: &[Script],
    seed: u64,
    room: usize,
) -> Vec<Message> {
    let end = season.end - if draft.room.archived { ARCHIVED } else { RESERVED };
    let mut play = new_play(world, draft, season, Rng::new(seed, 1_000 + room as u64), end);
    let programme = play.programme(scripts);
    play.stormy = programme.iter().any(|(_, s)| s.mode == Mode::Storm);
    let mut waiting = BTreeMap::new();
    for (turn, (at, script)) in programme.into_iter().enumerate() {
        if let Some(talk) = play.begin(script, at, None) {
            waiting.insert((at, turn), talk);
        }
    }
    while let Some(((_, turn), mut talk)) = waiting.pop_first() {
        if play.carry_on(&mut talk) {
            waiting.insert((talk.at, turn), talk);
        }
    }
    play.messages
}

/// Plays a script for a sign-in at the very end of a room.
/// Gives the number of messages before it, if it could be played.
pub(super) fn play_last(
    world: &World<'_>,
    draft: &mut Draft,
    season: &Season,
    script: &Script,
    hero: usize,
    rng: Rng,
) -> Option<usize> {
    let before = draft.room.messages.len();
    let mut play = new_play(world, draft, season, rng, season.end);
    play.brisk = true;
    play.messages.clone_from(&draft.room.messages);
    let start = season.end - 20 * 60 + play.rng.range(0, 240);
    let mut talk = play.begin(script, start, Some(hero))?;
    play.carry_on(&mut talk);
    if play.messages.len() < before + script.lines.len() {
        return None;
    }
    draft.room.messages = play.messages;
    Some(before)
}

impl<'a> Play<'a> {
    /// Scripts with their beginnings, enough to reach the room's target.
    fn programme<'s>(&mut self, scripts: &'s [Script]) -> Vec<(Clock, &'s Script)> {
        let fits = |s: &Script| s.tags.iter().any(|t| self.draft.tags.iter().any(|d| d == t));
        let fitting: Vec<&Script> = scripts.iter().filter(|s| fits(s)).collect();
        let mut programme: Vec<(Clock, &Script)> = Vec::new();
        let mut count = 0;
        for (round, weekend_limit) in [(0, 1), (1, 1), (2, 0)] {
            let mut deck: Vec<&Script> = fitting.clone();
            // What only this kind of office talks about comes earlier than what all offices share.
            let general = |s: &Script| s.tags.iter().any(|t| matches!(*t, "課" | "project" | "direct"));
            self.rng.shuffle(&mut deck);
            deck.sort_by_key(|s| s.mode != Mode::Storm);
            if self.draft.target < 300 {
                let special: Vec<&Script> = deck.iter().copied().filter(|s| !general(s)).collect();
                let common: Vec<&Script> = deck.iter().copied().filter(|s| general(s)).collect();
                deck = interleave(special, common);
            }
            for script in deck {
                if count >= self.draft.target {
                    break;
                }
                let once = round > 0 && (script.mode == Mode::Storm || !script.varies());
                if once || (script.mode == Mode::Weekend && round >= weekend_limit) {
                    continue;
                }
                let days = self.season.days(script.mode, script.months);
                if days.is_empty() {
                    continue;
                }
                // Far from where it was played before.
                let drawn: [Day; 6] = std::array::from_fn(|_| days[self.rng.below(days.len())]);
                let near = |d: Day| {
                    let before = programme.iter().filter(|(_, s)| std::ptr::eq(*s, script));
                    before.map(|(at, _)| (at / DAY - i64::from(d)).abs()).min().unwrap_or(0)
                };
                let day = drawn.into_iter().max_by_key(|&d| near(d)).unwrap_or(days[0]);
                let day = i64::from(day) * DAY;
                let second = match (script.mode, script.start) {
                    (Mode::Storm, _) => 16 * 3600,
                    (Mode::Weekend, None) => self.rng.range(8 * 3600, 19 * 3600),
                    (_, Some(minute)) => minute * 60 + self.rng.range(0, 600),
                    // Long talks begin early enough to end the same day.
                    (Mode::Office, None) => moment(&mut self.rng).min(LATEST - script.lines.len() as i64 * 420),
                };
                count += script.lines.len();
                programme.push((day + second, script));
            }
        }
        programme
    }

    /// Moves a moment outside office hours to the next morning, and away from the night of the rain.
    fn settle(&mut self, at: Clock) -> Clock {
        if let Some(storm) = self.season.storm.filter(|_| self.stormy) {
            let storm = i64::from(storm) * DAY;
            if (storm + 15 * 3600 + 1800..storm + DAY + 9 * 3600 + 1200).contains(&at) {
                return storm + DAY + 9 * 3600 + 1200 + self.rng.range(0, 7200);
            }
        }
        let day = at.div_euclid(DAY) as Day;
        let second = at.rem_euclid(DAY);
        if calendar::is_open(day) && second < LATEST {
            return at.max(i64::from(day) * DAY + OPENING - 900);
        }
        i64::from(calendar::open_day_from(day, 1)) * DAY + OPENING + self.rng.range(20, 2400)
    }

    /// Casts a script; None if a part has nobody to play it.
    fn begin<'s>(&mut self, script: &'s Script, at: Clock, hero: Option<usize>) -> Option<Talk<'a, 's>> {
        let draft = self.draft;
        let mut stage = Stage::new(self.world, &draft.members, &draft.tags, hero);
        if script.mode == Mode::Storm || hero.is_some() {
            stage.recall_storm();
        }
        for line in &script.lines {
            stage.player(line.part, &mut self.rng)?;
        }
        // About every ninth talk.
        let aside = script.mode == Mode::Office && script.lines.len() >= 3 && hero.is_none() && self.rng.percent(11);
        Some(Talk { script, stage, places: Vec::with_capacity(script.lines.len()), at, aside })
    }

    /// When the line after one said at `at` is due.
    fn due(&mut self, at: Clock, gap: Gap, mode: Mode) -> Clock {
        let due = match (gap, self.season.storm) {
            (Gap::Usual, _) if self.brisk => at + self.rng.range(30, 100),
            (Gap::Usual, _) => at + pause(&mut self.rng),
            (Gap::Seconds(n), _) => at + n + self.rng.range(0, 240),
            (Gap::OpenDays(n), _) => {
                let day = at.div_euclid(DAY) as Day;
                at + i64::from(calendar::open_day_from(day, n) - day) * DAY + self.rng.range(-1800, 1800)
            }
            (Gap::Clock(days, minute), Some(storm)) => {
                (i64::from(storm) + days) * DAY + minute * 60 + self.rng.range(0, 50)
            }
            (Gap::Clock(..), None) => at,
        };
        if mode == Mode::Office { self.settle(due) } else { due }
    }

    /// Says what is to be said now; true if there is more for later.
    fn carry_on(&mut self, talk: &mut Talk<'a, '_>) -> bool {
        let script = talk.script;
        let wait = if talk.places.is_empty() { self.rng.range(60, 300) } else { self.rng.range(8, 40) };
        let planned = talk.at.max(self.now + wait);
        let mut at = if script.mode == Mode::Office { self.settle(planned) } else { planned };
        if at > planned + BREAK {
            talk.at = at;
            return true;
        }
        while let Some(line) = script.lines.get(talk.places.len()) {
            if at > self.end {
                return false;
            }
            let Some(author) = talk.stage.player(line.part, &mut self.rng) else {
                return false;
            };
            let Some(body) = self.words(&mut talk.stage, line.text, at, talk.places.is_empty()) else {
                return false;
            };
            self.now = at;
            self.say(talk, line, author, body);
            let Some(next) = script.lines.get(talk.places.len()) else {
                return false;
            };
            let due = self.due(at, next.gap, script.mode);
            if due - at > BREAK {
                talk.at = due;
                return true;
            }
            at = due.max(at + 4);
        }
        false
    }

    fn say(&mut self, talk: &mut Talk<'a, '_>, line: &Line, author: usize, body: String) {
        let reactions = self.reactions(author, &body, &line.stamps);
        let at = calendar::micros(0, self.now) + self.rng.range(0, 999_999);
        let root = match line.target {
            _ if talk.aside && !talk.places.is_empty() => talk.places[0],
            Target::Thread(n) => talk.places[n],
            Target::Room | Target::Quote(_) => None,
        };
        if let Some(root) = root {
            self.messages[root].thread.push(Reply { author, at, body, reactions });
            talk.places.push(Some(root));
            return;
        }
        let reply_to = match line.target {
            Target::Quote(n) => talk.places[n],
            Target::Room | Target::Thread(_) => None,
        };
        talk.places.push(Some(self.messages.len()));
        let lonely = talk.script.lines.len() == 1;
        self.messages.push(Message {
            author,
            at,
            body,
            reply_to,
            thread: Vec::new(),
            edited: self.rng.below(70) == 0,
            withdrawn: lonely && self.rng.below(90) == 0,
            reactions,
        });
    }

    /// A line written out, not the same as anything long said here before.
    fn words(&mut self, stage: &mut Stage<'_>, text: &'static str, at: Clock, first: bool) -> Option<String> {
        for _ in 0..8 {
            let body = stage.speak(text, at, &mut self.rng)?;
            if body.chars().count() < LONG || self.said.insert(body.clone()) {
                return Some(body);
            }
            if first {
                stage.forget_slots();
            }
        }
        None
    }

    fn reactions(&mut self, author: usize, body: &str, stamps: &[&str]) -> Vec<Reaction> {
        let mut wanted: Vec<(&str, usize)> = stamps.iter().map(|s| (*s, 1 + self.rng.below(4))).collect();
        if self.rng.percent(9) {
            let code = if body.contains("お願い") || body.contains("ください") {
                self.rng.pick(&["shochi", "kakunin", "taio", "shochi", "👍"])
            } else if body.contains("ありがとう") || body.contains("助かり") {
                self.rng.pick(&["😊", "🙇", "👍"])
            } else {
                self.rng.pick(&["kakunin", "👍", "😊", "arigato", "👀", "🙏"])
            };
            if wanted.iter().all(|(c, _)| *c != code) {
                wanted.push((code, 1 + self.rng.below(3)));
            }
        }
        let members = &self.draft.members;
        let mut out = Vec::new();
        for (code, count) in wanted {
            let mut people: Vec<usize> = (0..count * 2)
                .map(|_| members[self.rng.below(members.len())])
                .filter(|&p| p != author)
                .take(count)
                .collect();
            people.sort_unstable();
            people.dedup();
            if !people.is_empty() {
                out.push(Reaction { code: code.to_owned(), people });
            }
        }
        out
    }
}

/// Two special scripts, then a common one, and so on.
fn interleave<'s>(special: Vec<&'s Script>, common: Vec<&'s Script>) -> Vec<&'s Script> {
    let mut out = Vec::with_capacity(special.len() + common.len());
    let mut common = common.into_iter();
    for pair in special.chunks(2) {
        out.extend(pair);
        out.extend(common.next());
    }
    out.extend(common);
    out
}
