use kernel::{Error, Result};

/// The longest name, in characters as people count them.
const LONGEST: usize = 255;

/// Whether a character would change how the rest of a name reads, or has no shape.
fn is_deceptive(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A name as it was typed, without folders before it and without what makes it read otherwise than it is: `議事録\u{202e}fdp.exe`
/// looks like a PDF.
///
/// Errors: faults of `filename`.
pub fn checked_name(name: &str) -> Result<String> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|letter| !is_deceptive(*letter)).collect();
    let name = name.trim();
    match name {
        "" | "." | ".." => Err(Error::field("filename", "missing")),
        _ if name.len() > LONGEST * 8 || text::graphemes(name) > LONGEST => Err(Error::field("filename", "too_long")),
        _ => Ok(name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_as_typed_but_for_folders_and_tricks() {
        for (typed, kept) in [
            ("議事録（案）.docx", "議事録（案）.docx"),
            ("辻󠄀さん 👍.png", "辻󠄀さん 👍.png"),
            ("C:\\Users\\me\\見積.xlsx", "見積.xlsx"),
            ("../../etc/passwd", "passwd"),
            ("議事録\u{202e}fdp.exe", "議事録fdp.exe"),
            ("a\r\nb\0.txt", "ab.txt"),
            ("  空白 .txt ", "空白 .txt"),
            ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
        ] {
            assert_eq!(checked_name(typed).expect("a name"), kept, "{typed:?}");
        }
        for nothing in ["", " ", "/", "..", "a/", "\u{200b}"] {
            assert_eq!(checked_name(nothing).expect_err("nothing").faults()[0].code, "missing", "{nothing:?}");
        }
        assert_eq!(checked_name(&"長".repeat(256)).expect_err("too long").faults()[0].code, "too_long");
        assert!(checked_name(&"長".repeat(255)).is_ok());
    }
}
