//! What is printed of a case.

use crate::machine;
use serde_json::Value;

/// How to print.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Report {
    pub(crate) json: bool,
}

impl Report {
    /// Prints a case: one JSON object a line with the machine, or `name value` pairs for people.
    pub(crate) fn case(self, figures: &Value) {
        let figures = rounded(figures);
        if self.json {
            let mut line = figures;
            line["machine"] = machine::about();
            println!("{line}");
        } else {
            let fields = figures.as_object().expect("figures have names");
            let words: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name} {}", value.to_string().trim_matches('"'))).collect();
            println!("{}", words.join("  "));
        }
    }
}

/// Three digits after the point: more would pretend to a precision that no run has.
fn rounded(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), rounded(value))).collect(),
        Value::Number(number) if number.is_f64() => {
            let number = number.as_f64().expect("it is a float");
            serde_json::json!((number * 1000.0).round() / 1000.0)
        }
        other => other.clone(),
    }
}
