//! Ids and ticks that are the same with every run, so that the files change only with what the server says.

use kernel::Id;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Ids as the files show them: by sort, numbered in the order in which they were made.
#[derive(Default)]
pub struct Names {
    shown: BTreeMap<String, String>,
    of_sort: BTreeMap<char, usize>,
}

fn is_id(text: &str) -> bool {
    text.parse::<Id<()>>().is_ok()
}

impl Names {
    /// Gives an id its name, which looks like an id as well. `sort` is a letter that ids have.
    pub fn give(&mut self, id: &str, sort: char) {
        if self.shown.contains_key(id) {
            return;
        }
        let number = self.of_sort.entry(sort).or_default();
        *number += 1;
        let shown = format!("0000000000{sort}{number:02}");
        assert!(is_id(&shown), "{shown} is no id");
        self.shown.insert(id.to_owned(), shown);
    }

    /// Names everything that was made by the server without being asked for by id, in the order in which it appears.
    fn meet(&mut self, value: &Value) {
        match value {
            Value::String(text) if is_id(text) && !self.shown.values().any(|shown| shown == text) => {
                self.give(text, 'x')
            }
            Value::Array(items) => items.iter().for_each(|item| self.meet(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.meet(field)),
            _ => {}
        }
    }

    /// A case with names in place of ids, and ticks counted from 1.
    pub fn canonical(mut self, mut case: Value) -> Value {
        // What is listed by id has to stand in the order of names before more of them are given.
        self.rename(&mut case);
        for part in ["events", "before", "after"] {
            self.meet(&case[part]);
        }
        self.rename(&mut case);
        let mut ticks = BTreeSet::new();
        each_tick(&mut case, &mut |tick| {
            ticks.insert(tick.as_i64().expect("a number"));
        });
        let place = |tick: i64| ticks.iter().position(|known| *known == tick).expect("every tick was met") + 1;
        each_tick(&mut case, &mut |tick| *tick = place(tick.as_i64().expect("a number")).into());
        case
    }

    fn rename(&self, value: &mut Value) {
        match value {
            Value::String(text) => {
                for (id, shown) in &self.shown {
                    if text.contains(id.as_str()) {
                        *text = text.replace(id.as_str(), shown);
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.rename(item)),
            Value::Object(fields) => {
                let renamed = std::mem::take(fields).into_iter().map(|(key, mut field)| {
                    self.rename(&mut field);
                    (self.shown.get(&key).cloned().unwrap_or(key), field)
                });
                *fields = renamed.collect();
            }
            _ => {}
        }
    }
}

fn each_tick(value: &mut Value, act: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| each_tick(item, act)),
        Value::Object(fields) => {
            for (key, field) in fields {
                // News of a card bear the tick that they are as of as `at`; a moment is text.
                let is_tick = key == "tick" || key == "at" && field.is_number();
                if is_tick { act(field) } else { each_tick(field, act) }
            }
        }
        _ => {}
    }
}
