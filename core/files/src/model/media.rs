//! What a file is: what its first bytes say and its name does not deny.

use super::FileKind;
use infer::MatcherType;

/// As many bytes of the beginning tell what a file is.
pub const HEAD: usize = 8 << 10;

/// What a file was taken for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// The media type, `application/octet-stream` where no program of ours needs to know.
    pub media: String,
    /// What sort.
    pub kind: FileKind,
}

const UNKNOWN: &str = "application/octet-stream";

/// What browsers show by themselves and cannot run: pictures of dots, films, sound. Everything else is saved.
const SHOWN: [&str; 18] = [
    "image/png",
    "image/jpeg",
    "image/gif",
    "image/webp",
    "image/avif",
    "image/bmp",
    "video/mp4",
    "video/x-m4v",
    "video/webm",
    "video/quicktime",
    "audio/mpeg",
    "audio/m4a",
    "audio/mp4",
    "audio/ogg",
    "audio/x-flac",
    "audio/x-wav",
    "audio/aac",
    "audio/wav",
];

/// Whether a browser may show a file of a media type in our pages' place.
pub fn is_shown(media: &str) -> bool {
    SHOWN.contains(&media)
}

/// What the end of a name says.
fn named(name: &str) -> Option<FileKind> {
    let (_, end) = name.rsplit_once('.')?;
    Some(match end.to_ascii_lowercase().as_str() {
        "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "heic" | "heif" | "tif" | "tiff" => {
            FileKind::Picture
        }
        "mp4" | "m4v" | "mov" | "webm" | "avi" | "mkv" | "wmv" | "mpg" | "mpeg" => FileKind::Video,
        "mp3" | "m4a" | "wav" | "ogg" | "oga" | "flac" | "aac" | "wma" | "amr" => FileKind::Audio,
        "pdf" => FileKind::Pdf,
        "doc" | "docx" | "docm" | "xls" | "xlsx" | "xlsm" | "ppt" | "pptx" | "pptm" | "odt" | "ods" | "odp" | "rtf"
        | "jtd" | "jtdc" | "xdw" | "xbd" => FileKind::Document,
        "txt" | "csv" | "tsv" | "md" | "log" | "json" | "yaml" | "yml" | "ini" | "sql" => FileKind::Text,
        "zip" | "lzh" | "7z" | "gz" | "tgz" | "tar" | "rar" | "bz2" | "xz" | "zst" => FileKind::Archive,
        // What runs or is drawn by a browser, whatever lies in it.
        "html" | "htm" | "xhtml" | "svg" | "xml" | "js" | "mjs" | "mht" | "mhtml" | "swf" | "exe" | "com" | "bat"
        | "cmd" | "ps1" | "vbs" | "hta" | "lnk" | "scr" | "msi" | "jar" => FileKind::Other,
        _ => return None,
    })
}

fn sniffed(head: &[u8]) -> Option<(&'static str, FileKind)> {
    let found = infer::get(head)?;
    let media = found.mime_type();
    let kind = match found.matcher_type() {
        _ if media == "application/pdf" => FileKind::Pdf,
        _ if media == "application/rtf" => FileKind::Document,
        MatcherType::Image => FileKind::Picture,
        MatcherType::Video => FileKind::Video,
        MatcherType::Audio => FileKind::Audio,
        MatcherType::Doc => FileKind::Document,
        MatcherType::Archive => FileKind::Archive,
        _ => FileKind::Other,
    };
    Some((media, kind))
}

/// What a file is, from its first bytes and its name. Where the two disagree it is nothing in particular, and is only ever saved.
pub fn recognise(head: &[u8], name: &str) -> Media {
    let head = &head[..head.len().min(HEAD)];
    let (media, kind) = match (sniffed(head), named(name)) {
        (Some((media, kind)), None) => (media, kind),
        (Some((media, kind)), Some(named)) if kind == named => (media, kind),
        // Newer office files are packed, and older ones look alike; a film may hold nothing but sound.
        (Some((_, FileKind::Archive | FileKind::Document)), Some(FileKind::Document)) => (UNKNOWN, FileKind::Document),
        (Some((media, FileKind::Video | FileKind::Audio)), Some(named @ (FileKind::Video | FileKind::Audio))) => {
            (media, named)
        }
        (None, Some(FileKind::Text)) if !head.contains(&0) => ("text/plain", FileKind::Text),
        (None, Some(FileKind::Document)) => (UNKNOWN, FileKind::Document),
        _ => (UNKNOWN, FileKind::Other),
    };
    let media = if kind == FileKind::Other { UNKNOWN } else { media };
    Media { media: media.to_owned(), kind }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(head: &[u8], name: &str) -> FileKind {
        recognise(head, name).kind
    }

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const JPEG: &[u8] = b"\xff\xd8\xff\xe0\0\x10JFIF";
    const ZIP: &[u8] = b"PK\x03\x04\x14\0\0\0\x08\0";

    #[test]
    fn a_file_is_what_its_bytes_say_and_its_name_does_not_deny() {
        assert_eq!(recognise(PNG, "現場.png"), Media { media: "image/png".into(), kind: FileKind::Picture });
        assert_eq!(kind(JPEG, "IMG_0001.JPG"), FileKind::Picture);
        assert_eq!(kind(JPEG, "名前だけ"), FileKind::Picture);
        assert_eq!(kind(b"%PDF-1.7\n", "議案.pdf"), FileKind::Pdf);
        assert_eq!(kind(ZIP, "束.zip"), FileKind::Archive);
        assert_eq!(kind(ZIP, "表.ods"), FileKind::Document);
        assert_eq!(kind(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "文書.jtd"), FileKind::Document);
        assert_eq!(kind("氏名,よみ\n".as_bytes(), "名簿.csv"), FileKind::Text);
        assert_eq!(kind(&[0x8e, 0x81, 0x96, 0xbc], "cp932.txt"), FileKind::Text);
        assert_eq!(kind(b"", "空.txt"), FileKind::Text);
    }

    #[test]
    fn what_could_run_or_lies_about_itself_is_nothing_in_particular() {
        let svg = br#"<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>"#;
        let html = b"<!DOCTYPE html><script>alert(1)</script>";
        for (head, name) in [
            (&svg[..], "図.svg"),
            (&svg[..], "図.png"),
            (&html[..], "頁.html"),
            (&html[..], "写真.jpg"),
            (&html[..], "頁"),
            (JPEG, "写真.html"),
            (JPEG, "写真.pdf"),
            (JPEG, "写真.exe"),
            (b"MZ\x90\0", "請求書.pdf"),
            (b"%PDF-1.7", "頁.svg"),
            (ZIP, "写真.png"),
            (b"a\0b", "機械.txt"),
        ] {
            let found = recognise(head, name);
            assert_eq!(found, Media { media: UNKNOWN.into(), kind: FileKind::Other }, "{name}");
            assert!(!is_shown(&found.media));
        }
        for media in ["image/svg+xml", "text/html", "application/pdf", "application/xml", "text/plain", UNKNOWN] {
            assert!(!is_shown(media), "{media}");
        }
    }
}
