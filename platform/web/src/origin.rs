//! The addresses at which people reach us, as the one who runs the program says: what a request calls us by is the client's to invent.

use crate::cx::Cx;

/// Scheme, name and, where it is not the scheme's own, port; written as browsers write it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// From `https://engawa.city.example.lg.jp`; nothing when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, host) = text.split_once("://")?;
        let own_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return None,
        };
        let host = host.strip_suffix(own_port).unwrap_or(host);
        let fits = |letter: char| letter.is_ascii_alphanumeric() || ".-:[]".contains(letter);
        (!host.is_empty() && host.chars().all(fits)).then(|| Self(format!("{scheme}://{host}")))
    }

    /// As text, without a slash at its end.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Name and port, as the header `Host` has them.
    fn host(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, host)| host)
    }
}

/// All of them. Part of the kit.
#[derive(Debug, Clone, Default)]
pub struct Origins(Vec<Origin>);

impl Origins {
    /// These.
    pub fn new(all: Vec<Origin>) -> Self {
        Self(all)
    }

    /// All.
    pub fn all(&self) -> &[Origin] {
        &self.0
    }

    /// The one at which this request reached us, if we go by it.
    pub fn of(&self, cx: &Cx) -> Option<&Origin> {
        self.0.iter().find(|origin| origin.host().eq_ignore_ascii_case(&cx.client().host))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (text, expected) in [
            ("https://engawa.city.example.lg.jp", "https://engawa.city.example.lg.jp"),
            (" HTTPS://Engawa.Example/ ", "https://engawa.example"),
            ("https://engawa.example:443", "https://engawa.example"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:80", "http://[::1]"),
        ] {
            assert_eq!(Origin::parse(text).expect(text).text(), expected);
        }
        for text in
            ["engawa.example", "ftp://a", "https://", "https://a/b", "https://a?b", "https://u@a", "https://縁側"]
        {
            assert_eq!(Origin::parse(text), None, "{text}");
        }
    }
}
