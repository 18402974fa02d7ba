//! The scripts the town talks by, and the small text format they are written in.
//!
//! ```text
//! = 道路課,河川課 months=12-3 t=8:40     a conversation for rooms with one of these tags
//! 担当: {道}で{件}か所。〔見てきます|確認します〕。 ++shochi
//! ~ 30m                                   a pause (m, h; d counts opening days)
//! 係長>1: …                               quotes the first message of the conversation
//! 課長/1: …                               answers in the thread of the first message
//! * 給湯室                                every following line is a conversation of its own
//! ```
//!
//! `once` forbids a second play in the same room. The flags `storm` and `weekend` set the time: in a storm script each line starts with its clock
//! time (`+05:40` is the next morning). `〔a|b〕` chooses, `{額}` is a slot that keeps its value through
//! the conversation (`{額2}` is another), `{@係長}` mentions and `{名:係長}` names who plays a part,
//! `{@u:財政課}` mentions a unit, `\n` breaks the line, `++code` is a reaction.

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mode {
    Office,
    Weekend,
    Storm,
}

#[derive(Clone, Copy)]
pub(super) enum Target {
    Room,
    /// Line of the script, from 0.
    Quote(usize),
    Thread(usize),
}

#[derive(Clone, Copy)]
pub(super) enum Gap {
    Usual,
    Seconds(i64),
    OpenDays(i64),
    /// Day after the start and minute of that day.
    Clock(i64, i64),
}

pub(super) struct Line {
    pub part: &'static str,
    pub target: Target,
    pub gap: Gap,
    pub text: &'static str,
    pub stamps: Vec<&'static str>,
}

pub(super) struct Script {
    pub tags: Vec<&'static str>,
    pub months: Option<(u8, u8)>,
    /// Minute of the day to start about.
    pub start: Option<i64>,
    pub mode: Mode,
    /// Tells what is true only once in three months.
    pub once: bool,
    pub lines: Vec<Line>,
}

impl Script {
    /// Whether it can be played twice in a room without a long line coming again word for word.
    pub fn varies(&self) -> bool {
        let fixed = |text: &str| !text.contains(['{', '〔']);
        !self.once && self.lines.iter().all(|l| !fixed(l.text) || l.text.chars().count() < super::talk::LONG)
    }
}

const SOURCES: &[&str] = &[
    include_str!("text/office.txt"),
    include_str!("text/office_lines.txt"),
    include_str!("text/budget_council.txt"),
    include_str!("text/digital.txt"),
    include_str!("text/works.txt"),
    include_str!("text/storm.txt"),
    include_str!("text/care.txt"),
    include_str!("text/counter.txt"),
    include_str!("text/topics.txt"),
    include_str!("text/topics_more.txt"),
    include_str!("text/everywhere.txt"),
    include_str!("text/projects.txt"),
    include_str!("text/direct.txt"),
    include_str!("text/waiting.txt"),
];

fn clock(word: &str) -> Option<i64> {
    let (hour, minute) = word.split_once(':')?;
    Some(hour.parse::<i64>().ok()? * 60 + minute.parse::<i64>().ok()?)
}

fn header(line: &'static str) -> Script {
    let mut script =
        Script { tags: Vec::new(), months: None, start: None, mode: Mode::Office, once: false, lines: Vec::new() };
    for word in line.split_whitespace().skip(1) {
        if let Some(range) = word.strip_prefix("months=") {
            script.months = range.split_once('-').and_then(|(a, b)| Some((a.parse().ok()?, b.parse().ok()?)));
        } else if let Some(time) = word.strip_prefix("t=") {
            script.start = clock(time);
        } else if word == "once" {
            script.once = true;
        } else if word == "storm" {
            script.mode = Mode::Storm;
        } else if word == "weekend" {
            script.mode = Mode::Weekend;
        } else {
            script.tags = word.split(',').collect();
        }
    }
    script
}

fn pause(line: &str) -> Option<Gap> {
    let word = line.strip_prefix("~ ")?;
    let number: i64 = word[..word.len() - 1].parse().ok()?;
    Some(match word.chars().last()? {
        'd' => Gap::OpenDays(number),
        'h' => Gap::Seconds(number * 3600),
        _ => Gap::Seconds(number * 60),
    })
}

/// "係長/2" and the like; the number defaults to the first line.
fn target(word: &'static str) -> (&'static str, Target) {
    for (sign, make) in [('>', Target::Quote as fn(usize) -> Target), ('/', Target::Thread)] {
        if let Some((part, number)) = word.split_once(sign) {
            return (part, make(number.parse::<usize>().map_or(0, |n| n - 1)));
        }
    }
    (word, Target::Room)
}

fn said(line: &'static str, gap: Gap) -> Option<Line> {
    let (mut label, rest) = line.split_once(": ")?;
    let mut gap = gap;
    if let Some((time, part)) = label.split_once(' ') {
        label = part;
        let (days, time) = match time.strip_prefix('+') {
            Some(time) => (1, time),
            None => (0, time),
        };
        gap = Gap::Clock(days, clock(time)?);
    }
    let mut pieces = rest.split(" ++");
    let text = pieces.next()?;
    let (part, target) = target(label);
    Some(Line { part, target, gap, text, stamps: pieces.collect() })
}

pub(super) fn scripts() -> Vec<Script> {
    let mut out: Vec<Script> = Vec::new();
    for source in SOURCES {
        let mut singles: Option<&'static str> = None;
        let mut gap = Gap::Usual;
        for line in source.lines() {
            if line.starts_with("= ") {
                singles = None;
                out.push(header(line));
            } else if line.starts_with("* ") {
                singles = Some(line);
            } else if let Some(pause) = pause(line) {
                gap = pause;
            } else if let Some(said) = said(line, gap) {
                gap = Gap::Usual;
                if let Some(line) = singles {
                    out.push(header(line));
                }
                if let Some(script) = out.last_mut() {
                    script.lines.push(said);
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_books_are_thick_enough_and_well_formed() {
        let written: usize = SOURCES
            .iter()
            .flat_map(|s| s.lines())
            .filter(|l| !l.is_empty() && !l.starts_with(['=', '*', '~', '#']))
            .count();
        let all = scripts();
        let parsed: usize = all.iter().map(|s| s.lines.len()).sum();
        assert_eq!(written, parsed, "a line was not understood");
        let talks = all.iter().filter(|s| s.lines.len() >= 4).count();
        let singles = all.iter().filter(|s| s.lines.len() == 1).count();
        assert!(talks >= 60, "{talks} conversations");
        assert!(singles >= 250, "{singles} single lines");
        for script in &all {
            assert!(!script.tags.is_empty());
            for (i, line) in script.lines.iter().enumerate() {
                match line.target {
                    Target::Room => {}
                    Target::Quote(n) | Target::Thread(n) => assert!(n < i, "{}", line.text),
                }
                for (open, close) in [('{', '}'), ('〔', '〕')] {
                    assert_eq!(line.text.matches(open).count(), line.text.matches(close).count(), "{}", line.text);
                }
            }
        }
    }
}
