//! Rust source, taken apart just far enough: code, string literals, comments.

/// A source file in which rules can look for words without being misled by comments and texts.
pub struct Source {
    /// The code with the insides of literals and all comments blanked; line numbers stay true.
    pub code: String,
    pub literals: Vec<Text>,
    pub comments: Vec<Text>,
}

/// A literal or a comment, and the line on which it begins.
#[derive(Debug, PartialEq)]
pub struct Text {
    pub line: usize,
    pub text: String,
}

impl Source {
    pub fn of(text: &str) -> Source {
        Reader {
            input: text.chars().collect(),
            at: 0,
            line: 1,
            source: Source { code: String::new(), literals: vec![], comments: vec![] },
        }
        .read()
    }

    /// The lines of code on which a word stands: `axum` is in `axum::Router` and not in `maxum`.
    pub fn lines_with(&self, word: &str) -> Vec<usize> {
        let named = self.code.lines().enumerate().filter(|(_, line)| has_word(line, word));
        named.map(|(index, _)| index + 1).collect()
    }

    /// The attributes `#[NAME(…)]`, inner and conditional ones too, with their line.
    pub fn attributes(&self, name: &str) -> Vec<Text> {
        let mut found = Vec::new();
        let mut from = 0;
        let opening = format!("{name}(");
        while let Some(offset) = self.code[from..].find(&opening) {
            let at = from + offset;
            from = at + opening.len();
            // An attribute begins on the last `#` before it, with nothing but brackets and conditions between.
            let before = &self.code[..at];
            let Some(hash) = before.rfind('#') else { continue };
            let between = before[hash + 1..].trim_start_matches('!');
            if between.starts_with('[') && !between.contains(']') && !between.ends_with(is_word) {
                let text = balanced(&self.code[at..]);
                found.push(Text { line: before.matches('\n').count() + 1, text: text.to_owned() });
            }
        }
        found
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Where the word begins or ends with a sign, as `::granted` does, that edge needs no boundary.
pub fn has_word(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let joined_before = word.starts_with(is_word) && text[..at].ends_with(is_word);
        let joined_after = word.ends_with(is_word) && text[at + word.len()..].starts_with(is_word);
        !joined_before && !joined_after
    })
}

/// The text up to the parenthesis that closes its first one.
fn balanced(text: &str) -> &str {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return &text[..=at],
            ')' => depth -= 1,
            _ => {}
        }
    }
    text
}

struct Reader {
    input: Vec<char>,
    at: usize,
    line: usize,
    source: Source,
}

impl Reader {
    fn read(mut self) -> Source {
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('/')) => self.line_comment(),
                ('/', Some('*')) => self.block_comment(),
                ('"', _) => self.text(),
                ('\'', _) => self.character_or_lifetime(),
                ('r' | 'b' | 'c', _) if !self.source.code.ends_with(is_word) => self.prefixed(),
                _ => self.keep(),
            }
        }
        self.source
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.input.get(self.at + ahead).copied()
    }

    fn keep(&mut self) {
        let c = self.input[self.at];
        self.line += usize::from(c == '\n');
        self.source.code.push(c);
        self.at += 1;
    }

    /// Passes one character without its being code; only line ends stay.
    fn skip(&mut self) {
        let c = self.input[self.at];
        if c == '\n' {
            self.line += 1;
            self.source.code.push('\n');
        }
        self.at += 1;
    }

    fn line_comment(&mut self) {
        let (line, from) = (self.line, self.at);
        while self.peek(0).is_some_and(|c| c != '\n') {
            self.at += 1;
        }
        self.source.comments.push(Text { line, text: self.input[from..self.at].iter().collect() });
    }

    fn block_comment(&mut self) {
        let (line, from) = (self.line, self.at);
        let mut depth = 0;
        while let Some(c) = self.peek(0) {
            match (c, self.peek(1)) {
                ('/', Some('*')) => depth += 1,
                ('*', Some('/')) => depth -= 1,
                _ => {
                    self.skip();
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                break;
            }
        }
        self.source.comments.push(Text { line, text: self.input[from..self.at].iter().collect() });
    }

    fn text(&mut self) {
        let line = self.line;
        self.keep();
        let mut text = String::new();
        while let Some(c) = self.peek(0).filter(|c| *c != '"') {
            self.skip();
            if c != '\\' {
                text.push(c);
                continue;
            }
            match self.peek(0) {
                Some('n') => text.push('\n'),
                // A line that goes on: Rust leaves out the line end and what indents the next line.
                Some('\n') => {
                    while self.peek(1).is_some_and(char::is_whitespace) {
                        self.skip();
                    }
                }
                Some(other) => text.push(other),
                None => break,
            }
            self.skip();
        }
        if self.peek(0).is_some() {
            self.keep();
        }
        self.source.literals.push(Text { line, text });
    }

    /// `r"…"`, `r#"…"#`, `b"…"`, `br"…"`, `c"…"`, `b'…'`; or simply a word that begins with one of these letters.
    fn prefixed(&mut self) {
        let mut length = 1;
        while length < 2 && self.peek(length) == Some('r') {
            length += 1;
        }
        let raw = self.peek(length - 1) == Some('r');
        let hashes = (0..).take_while(|more| raw && self.peek(length + more) == Some('#')).count();
        match self.peek(length + hashes) {
            Some('"') if raw => self.raw_text(length, hashes),
            Some('"') if length == 1 => {
                self.keep();
                self.text();
            }
            _ => self.keep(),
        }
    }

    fn raw_text(&mut self, prefix: usize, hashes: usize) {
        let line = self.line;
        for _ in 0..prefix + hashes + 1 {
            self.keep();
        }
        let mut text = String::new();
        while let Some(c) = self.peek(0) {
            if c == '"' && (1..=hashes).all(|ahead| self.peek(ahead) == Some('#')) {
                for _ in 0..=hashes {
                    self.keep();
                }
                break;
            }
            self.skip();
            text.push(c);
        }
        self.source.literals.push(Text { line, text });
    }

    fn character_or_lifetime(&mut self) {
        let closing = match (self.peek(1), self.peek(2)) {
            // `'\u{1F600}'`: the escape's own quote, as in `'\''`, cannot close it.
            (Some('\\'), _) => (3..12).find(|ahead| self.peek(*ahead) == Some('\'')),
            (Some(_), Some('\'')) => Some(2),
            _ => None,
        };
        self.keep();
        if let Some(closing) = closing {
            for _ in 1..closing {
                self.skip();
            }
            self.keep();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(text: &str) -> Vec<String> {
        Source::of(text).literals.into_iter().map(|literal| literal.text).collect()
    }

    #[test]
    fn words_in_comments_and_texts_are_no_code() {
        let source = Source::of(
            "use axum::Router; // hyper\n/* rusqlite /* nested */ */ let a = \"std::env\";\nlet b = r#\"May::granted(\"#;",
        );
        assert_eq!(source.lines_with("axum"), [1]);
        for hidden in ["hyper", "rusqlite", "nested", "std::env", "granted"] {
            assert_eq!(source.lines_with(hidden), [] as [usize; 0], "{hidden}");
        }
        assert_eq!(source.comments.len(), 2);
        assert_eq!(source.literals[1], Text { line: 3, text: "May::granted(".into() });
    }

    #[test]
    fn every_kind_of_literal_ends_where_rust_ends_it() {
        assert_eq!(
            literals(r##"f("a\"b", r"c\", r#"d"e"#, b"f", br"g", c"h", '"', '\'', "i");"##),
            ["a\"b", "c\\", "d\"e", "f", "g", "h", "i"]
        );
        assert_eq!(literals("\"SELECT a \\\n      FROM b\""), ["SELECT a FROM b"]);
    }

    #[test]
    fn lifetimes_and_words_that_begin_like_literals_are_code() {
        let source = Source::of("fn read<'a>(r: &'a str, b: r#type) -> &'static str { \"x\" }");
        assert_eq!(source.literals.len(), 1);
        assert!(source.code.contains("&'static str"));
    }

    #[test]
    fn attributes_are_found_with_all_their_arguments() {
        let source = Source::of(
            "#![expect(\n    dead_code,\n    reason = \"a (b)\"\n)]\n#[cfg_attr(test, allow(unused))]\nfn expect(a: u8) {}\nx.expect(\"y\")",
        );
        let expects = source.attributes("expect");
        assert_eq!(expects.len(), 1);
        assert!(expects[0].text.contains("reason"));
        assert_eq!(source.attributes("allow")[0].line, 5);
    }

    #[test]
    fn a_word_is_not_found_inside_another() {
        assert!(has_word("axum::Router", "axum") && !has_word("maxum", "axum") && !has_word("axum_extra", "axum"));
        assert!(has_word("May::granted(", "::granted") && !has_word("May::granted_by(", "::granted"));
    }
}
