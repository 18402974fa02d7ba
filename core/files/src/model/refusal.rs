use kernel::{Kind, Refusal};

/// Why files are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilesRefusal {
    /// The client speaks another version of the protocol.
    OtherVersion,
    /// The bytes do not begin where those that are there end: ask how many are.
    WrongOffset,
    /// The same file is being sent anew, by another request.
    Overtaken,
    /// More came than was said at first.
    LongerThanSaid,
    /// It is larger than a file may be.
    TooLarge,
    /// So much of the same person waits to be taken that this has no place.
    TooMuchWaiting,
    /// All files of the organisation have no place for it.
    OrganisationFull,
    /// The bytes are not those that were sent.
    ChecksumMismatch,
    /// The checksum is none that is known here.
    UnknownChecksum,
    /// Bytes of a file come under another media type.
    WrongContentType,
    /// The id is somebody else's thing: propose another.
    IdTaken,
    /// Not all of it is there yet.
    NotWhole,
    /// A virus was found in it.
    Infected,
    /// It is larger than what is looked into for viruses.
    TooLargeToCheck,
    /// No preview is made of such a file.
    NoPreview,
    /// Its preview is being made: ask again.
    PreviewComing,
    /// Nothing is installed here that makes previews of such files.
    PreviewNotInstalled,
    /// It, or what comes of it, is larger than previews are.
    PreviewTooLarge,
    /// Making a preview of it takes too long.
    PreviewTooSlow,
    /// No preview can be made of it: it is broken, or has a password.
    PreviewFailed,
}

impl Refusal for FilesRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::OtherVersion => "files.other_version",
            Self::WrongOffset => "files.wrong_offset",
            Self::Overtaken => "files.overtaken",
            Self::LongerThanSaid => "files.longer_than_said",
            Self::TooLarge => "files.too_large",
            Self::TooMuchWaiting => "files.too_much_waiting",
            Self::OrganisationFull => "files.organisation_full",
            Self::ChecksumMismatch => "files.checksum_mismatch",
            Self::UnknownChecksum => "files.unknown_checksum",
            Self::WrongContentType => "files.wrong_content_type",
            Self::IdTaken => "id_taken",
            Self::NotWhole => "files.not_whole",
            Self::Infected => "files.infected",
            Self::TooLargeToCheck => "files.too_large_to_check",
            Self::NoPreview => "files.no_preview",
            Self::PreviewComing => "files.preview_coming",
            Self::PreviewNotInstalled => "files.preview_not_installed",
            Self::PreviewTooLarge => "files.preview_too_large",
            Self::PreviewTooSlow => "files.preview_too_slow",
            Self::PreviewFailed => "files.preview_failed",
        }
    }
    fn kind(&self) -> Kind {
        match self {
            Self::OtherVersion => Kind::Stale,
            Self::WrongOffset | Self::Overtaken | Self::IdTaken | Self::NotWhole | Self::Infected => Kind::Conflict,
            Self::NoPreview
            | Self::PreviewComing
            | Self::PreviewNotInstalled
            | Self::PreviewTooLarge
            | Self::PreviewTooSlow
            | Self::PreviewFailed => Kind::Conflict,
            Self::LongerThanSaid
            | Self::TooLarge
            | Self::TooMuchWaiting
            | Self::OrganisationFull
            | Self::TooLargeToCheck => Kind::TooLarge,
            Self::ChecksumMismatch | Self::UnknownChecksum | Self::WrongContentType => Kind::Invalid,
        }
    }
}
