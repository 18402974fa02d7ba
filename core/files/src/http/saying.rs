//! What clients say in the heads of their requests, as tus has it.

use crate::http::dialect::VERSION;
use crate::model::{FileId, FilesRefusal};
use crate::service::NewFile;
use kernel::{Error, Result};
use web::Head;

/// Refuses whoever speaks another version.
pub(super) fn check_version(head: &Head) -> Result<()> {
    if head.header("tus-resumable") == Some(VERSION) { Ok(()) } else { Err(FilesRefusal::OtherVersion.into()) }
}

/// Whether bytes of a file come with a request. Others have no body that counts.
pub(super) fn brings_bytes(head: &Head) -> bool {
    head.header("content-type") == Some("application/offset+octet-stream")
}

fn count(head: &Head, name: &'static str) -> Result<u64> {
    let text = head.header(name).ok_or_else(|| Error::field(name, "missing"))?;
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| digits).ok_or_else(|| Error::field(name, "invalid"))
}

/// Where the bytes of a request begin.
pub(super) fn offset(head: &Head) -> Result<u64> {
    count(head, "upload-offset")
}

/// The file that somebody is about to bring.
///
/// Errors: faults of `upload-length` and `upload-metadata`.
pub(super) fn new_file(head: &Head) -> Result<NewFile> {
    let size = count(head, "upload-length")?;
    let (mut name, mut id) = (None, None);
    for pair in head.header("upload-metadata").unwrap_or_default().split(',').filter(|pair| !pair.trim().is_empty()) {
        let (key, value) = pair.trim().split_once(' ').unwrap_or((pair.trim(), ""));
        let value = || {
            let text = from_base64(value.trim()).and_then(|bytes| String::from_utf8(bytes).ok());
            text.ok_or_else(|| Error::field("upload-metadata", "invalid"))
        };
        match key {
            "filename" => name = Some(value()?),
            "id" => id = Some(value()?.parse::<FileId>().map_err(|_| Error::field("id", "invalid"))?),
            _ => {}
        }
    }
    Ok(NewFile { id, name: name.ok_or_else(|| Error::field("filename", "missing"))?, size })
}

/// The SHA-256 that the bytes of a request should have, when it says so.
pub(super) fn checksum(head: &Head) -> Result<Option<Vec<u8>>> {
    let Some(text) = head.header("upload-checksum") else { return Ok(None) };
    let hash = text.strip_prefix("sha256 ").ok_or(FilesRefusal::UnknownChecksum)?;
    let hash = from_base64(hash.trim()).filter(|hash| hash.len() == 32);
    hash.map(Some).ok_or_else(|| Error::field("upload-checksum", "invalid"))
}

/// The bytes that a text in base64 (RFC 4648) stands for; nothing when it is none.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    let body = text.trim_end_matches('=');
    if text.len() - body.len() > 2 || body.len() % 4 == 1 {
        return None;
    }
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0);
    for letter in body.bytes() {
        let six = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = (held << 6 | u32::from(six)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_read_with_and_without_its_padding() {
        for (text, plain) in
            [("", ""), ("Zg==", "f"), ("Zg", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("57iB5YG0", "縁側")]
        {
            assert_eq!(from_base64(text).as_deref(), Some(plain.as_bytes()), "{text}");
        }
        for bad in ["Z", "Zg===", "Z g=", "Zg-_", "縁"] {
            assert_eq!(from_base64(bad), None, "{bad}");
        }
    }
}
