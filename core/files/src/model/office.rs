use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// The endings of office files of which a preview is made.
pub const OFFICE_ENDINGS: [&str; 9] = ["docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp"];

/// A file that is larger is saved to be looked at.
pub const LARGEST_CONVERTED: u64 = 64 << 20;

/// The ending of a name of which a preview is made, in small letters.
pub fn office_ending(name: &str) -> Option<&'static str> {
    let (_, end) = name.rsplit_once('.')?;
    OFFICE_ENDINGS.into_iter().find(|known| end.eq_ignore_ascii_case(known))
}

/// Where LibreOffice is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum OfficeChoice {
    /// Where Debian and others have it.
    #[default]
    Auto,
    /// Nowhere: office files are saved to be looked at.
    Off,
    /// At a path.
    At(PathBuf),
}

impl FromStr for OfficeChoice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            "off" => Ok(Self::Off),
            path if path.starts_with('/') => Ok(Self::At(path.into())),
            _ => Err("auto, off, or the path of soffice".to_owned()),
        }
    }
}

impl fmt::Display for OfficeChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Off => f.write_str("off"),
            Self::At(path) => path.display().fmt(f),
        }
    }
}

/// The LibreOffice that makes previews, and what shuts it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Its program.
    pub soffice: PathBuf,
    /// Bubblewrap, which gives it a machine of its own with nothing in it.
    pub bwrap: PathBuf,
    /// What bounds memory, time and sizes.
    pub prlimit: PathBuf,
}

impl Office {
    /// The folder that has all of a program; nothing when it does not lie as LibreOffice does, and the folder could be any.
    pub fn home(soffice: &Path) -> Option<&Path> {
        let folder = soffice.parent().filter(|folder| folder.ends_with("program"))?;
        folder.parent().filter(|home| home.parent().is_some())
    }
}

impl fmt::Display for Office {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.soffice.display().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn previews_are_made_of_office_files_by_their_ending() {
        assert_eq!(office_ending("議案.第1.DOCX"), Some("docx"));
        for none in ["様式.docm", "docx", "表.jtd", "表.xlsx.zip", ""] {
            assert_eq!(office_ending(none), None, "{none}");
        }
    }

    #[test]
    fn only_a_folder_of_a_program_is_shown_to_it() {
        let home = |path| Office::home(Path::new(path)).and_then(Path::to_str);
        assert_eq!(home("/opt/libreoffice25.2/program/soffice"), Some("/opt/libreoffice25.2"));
        assert_eq!(home("/usr/bin/soffice"), None);
        assert_eq!(home("/program/soffice"), None);
    }

    #[test]
    fn where_it_is_looked_for_is_said_in_one_word() {
        for text in ["auto", "off", "/opt/office/program/soffice"] {
            assert_eq!(text.parse::<OfficeChoice>().map(|choice| choice.to_string()).as_deref(), Ok(text));
        }
        assert!("soffice".parse::<OfficeChoice>().is_err());
    }
}
