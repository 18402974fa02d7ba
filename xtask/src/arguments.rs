//! The words after `cargo x`, taken one by one; what nobody took is refused, so that a misspelt option is never ignored.

use crate::Outcome;

pub struct Arguments {
    left: Vec<String>,
}

impl Arguments {
    pub fn of_this_process() -> Arguments {
        Arguments { left: std::env::args().skip(1).collect() }
    }

    /// Takes `--name VALUE` or `--name=VALUE`.
    pub fn value(&mut self, name: &str) -> Outcome<Option<String>> {
        let with_equals = format!("{name}=");
        let Some(at) = self.left.iter().position(|word| word == name || word.starts_with(&with_equals)) else {
            return Ok(None);
        };
        let word = self.left.remove(at);
        if let Some(value) = word.strip_prefix(&with_equals) {
            return Ok(Some(value.to_owned()));
        }
        if at == self.left.len() {
            return Err(format!("{name} needs a value"));
        }
        Ok(Some(self.left.remove(at)))
    }

    /// Takes `--name VALUE` where the value is a whole number.
    pub fn number<N: std::str::FromStr>(&mut self, name: &str) -> Outcome<Option<N>> {
        match self.value(name)? {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(format!("{name} needs a number, not '{text}'")),
            },
        }
    }

    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.left.len();
        self.left.retain(|word| word != name);
        self.left.len() < before
    }

    /// Takes the next word that is not an option.
    pub fn word(&mut self) -> Option<String> {
        let at = self.left.iter().position(|word| !word.starts_with('-'))?;
        Some(self.left.remove(at))
    }

    /// Everything left, for a program that understands it better than we do.
    pub fn rest(self) -> Vec<String> {
        self.left
    }

    pub fn done(self) -> Outcome {
        match self.left.first() {
            None => Ok(()),
            Some(word) => Err(format!("'{word}' is not understood here; `cargo x` lists what is")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arguments(line: &str) -> Arguments {
        Arguments { left: line.split_whitespace().map(str::to_owned).collect() }
    }

    #[test]
    fn a_value_may_follow_after_a_space_or_an_equals_sign() {
        assert_eq!(arguments("--port 81 x").number::<u16>("--port"), Ok(Some(81)));
        assert_eq!(arguments("x --port=82").number::<u16>("--port"), Ok(Some(82)));
        assert_eq!(arguments("x").number::<u16>("--port"), Ok(None));
    }

    #[test]
    fn a_value_that_is_missing_or_no_number_is_refused() {
        assert!(arguments("--port").number::<u16>("--port").is_err());
        assert!(arguments("--port http").number::<u16>("--port").is_err());
    }

    #[test]
    fn a_misspelt_option_is_refused() {
        let mut given = arguments("--frehs");
        assert!(!given.flag("--fresh"));
        assert!(given.done().is_err());
    }

    #[test]
    fn words_are_taken_around_options() {
        let mut given = arguments("--json chat");
        assert_eq!(given.word().as_deref(), Some("chat"));
        assert_eq!(given.rest(), ["--json"]);
    }
}
