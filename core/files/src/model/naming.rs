use kernel::{Error, Result};

/// The longest name, in characters as people count them.
const LONGEST: usize = 255;

/// Whether a character would change how the rest of a name reads, or has no shape. Those that choose between shapes of another (異体字,
/// colours of signs) stay.
fn is_deceptive(letter: char) -> bool {
    let marks_direction = matches!(letter, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
    let breaks_lines = matches!(letter, '\u{2028}' | '\u{2029}');
    let is_empty = matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{206f}'
        | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}');
    letter.is_control() || marks_direction || breaks_lines || is_empty
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
            ("\u{61c}a\u{2028}b\u{2029}c\u{ad}d.txt", "abcd.txt"),
            ("請求書\u{115f}\u{1160}\u{3164}\u{ffa0}\u{2800}.pdf", "請求書.pdf"),
            ("  空白 .txt ", "空白 .txt"),
            ("<img src=x onerror=alert(1)>.png", "<img src=x onerror=alert(1)>.png"),
        ] {
            assert_eq!(checked_name(typed).expect("a name"), kept, "{typed:?}");
        }
        for nothing in ["", " ", "/", "..", "a/", "\u{200b}", "\u{3164}"] {
            assert_eq!(checked_name(nothing).expect_err("nothing").faults()[0].code, "missing", "{nothing:?}");
        }
        assert_eq!(checked_name(&"長".repeat(256)).expect_err("too long").faults()[0].code, "too_long");
        assert!(checked_name(&"長".repeat(255)).is_ok());
    }
}
