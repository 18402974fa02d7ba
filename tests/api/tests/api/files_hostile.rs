//! Hostile files: what becomes of each stands in `docs/hostile-files.md`, and the program is held to it.

use crate::files::{base64, send};
use crate::files_in_rooms::{picture, say_with};
use crate::scene::{Scene, room, scene, text};
use harness::{Staff, everywhere};
use reqwest::{Method, Response};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

const TABLE: &str = include_str!("../../../../docs/hostile-files.md");

const HTML: &[u8] = b"<!DOCTYPE html><script>fetch('/api/me')</script>";
const SVG: &[u8] = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>";
const XML: &[u8] = b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>";
const MHT: &[u8] = b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<script>1</script>";
const GIF_AND_SCRIPT: &[u8] = b"GIF89a/*\0\0\0\0\0*/=1;alert(1)//";
const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";
/// Apart, so that nobody's scanner finds it here.
const EICAR: [&str; 2] = [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-", "STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];

/// What is sent: what the table calls it, its name as bytes, and what lies in it.
fn hostile() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let utf16: Vec<u8> = "<script>alert(1)</script>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let scripted = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n";
    let mut photo = Cursor::new(Vec::new());
    image::RgbImage::new(400, 300).write_to(&mut photo, image::ImageFormat::Jpeg).expect("a photo");
    let half = photo.get_ref().len() / 2;
    let named = |what, name: &str, contents: &[u8]| (what, name.as_bytes().to_vec(), contents.to_vec());
    let plain = b"plain";
    vec![
        named("SVG with a script", "図.svg", SVG),
        named("SVG with a script, called a picture", "図.png", SVG),
        named("HTML with a script", "頁.html", HTML),
        named("HTML called a photo", "写真.jpg", HTML),
        named("HTML in UTF-16 without an ending", "頁", &utf16),
        named("a script in UTF-7, called a text", "説明.txt", b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-"),
        named("a picture called HTML", "写真.html", &picture(8, 8)),
        named("a page with its parts in one file", "頁.mht", MHT),
        named("XML that asks for a file of the server", "設定.xml", XML),
        named("GIF that is a script as well", "図.gif", GIF_AND_SCRIPT),
        named("GIF that is a script as well, called one", "図.js", GIF_AND_SCRIPT),
        named("picture of 60,000 by 60,000 in 70 bytes", "巨大.png", &huge_picture()),
        named("photo that ends in the middle", "途中.jpg", &photo.get_ref()[..half]),
        named("zip of 32 MiB of nothing in 32 kB", "束.zip", &bomb()),
        named(
            "zip that says it holds 4 GiB",
            "嘘.zip",
            b"PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff\xff\xff\xff\xff\x01\0\0\0a",
        ),
        named("EICAR, without a clamd", "請求書.txt", EICAR.concat().as_bytes()),
        named("program called a PDF", "請求書.pdf", PROGRAM),
        named("program with two endings", "請求書.pdf.exe", PROGRAM),
        named("program whose name is written backwards", "請求書\u{202e}fdp.exe", PROGRAM),
        named("PDF with a script", "議案.pdf", scripted),
        named("PDF of 10,000 pages", "予算書.pdf", pages(10_000).as_bytes()),
        named("document with macros", "様式.docm", b"PK\x03\x04\x14\0\x06\0\x08\0word/vbaProject.bin"),
        named("CSV with a formula that starts a program", "名簿.csv", b"=cmd|'/c calc'!A1"),
        named("nothing at all", "空.png", b""),
        named("name of another folder", "../../etc/passwd", plain),
        named("name of a folder of Windows", "C:\\Windows\\系統.txt", plain),
        named("name that ends a head", "a\r\nset-cookie: b\0.txt", plain),
        named("name that ends its quotes", "x\"; filename=\"y.exe", plain),
        named("name with marks of its own (NFD)", "か\u{3099}.txt", plain),
        named("name with half-width kana", "ﾒｲﾎﾞ.txt", plain),
        named("name with 異体字 and signs", "辻󠄀👍🏽.txt", plain),
        named("name that Windows keeps for itself", "CON.txt", plain),
        ("name in CP932", b"\x96\xbc\x95\xeb.txt".to_vec(), plain.to_vec()),
        ("name in EUC-JP", b"\xcc\xbe\xca\xe9.txt".to_vec(), plain.to_vec()),
        ("name in UTF-16", b"\xff\xfe\x0d\x54\x3c\x7c".to_vec(), plain.to_vec()),
        named("name of 256 characters", &"長".repeat(256), plain),
        named("name of nothing", "\u{3164}", plain),
    ]
}

/// A picture that says how large it is and has nothing to show for it.
fn huge_picture() -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    let size = 60_000u32.to_be_bytes();
    for (kind, contents) in [
        (b"IHDR", [&size[..], &size[..], &[1, 0, 0, 0, 0]].concat()),
        (b"IDAT", b"\x78\x9c\x63\x60\0\0\0\x02\0\x01".to_vec()),
        (b"IEND", Vec::new()),
    ] {
        let chunk = [&kind[..], &contents].concat();
        png.extend(u32::try_from(contents.len()).expect("short").to_be_bytes());
        png.extend(&chunk);
        png.extend(checksum(&chunk).to_be_bytes());
    }
    png
}

/// The CRC of PNG and zip.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32, _| if crc & 1 == 1 { 0xEDB8_8320 ^ (crc >> 1) } else { crc >> 1 };
    !bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step))
}

fn bomb() -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    zip.start_file("nothing", deflated).expect("memory takes it");
    zip.write_all(&vec![0; 32 << 20]).expect("memory takes it");
    zip.finish().expect("memory takes it").into_inner()
}

/// A PDF with so many empty pages.
fn pages(count: usize) -> String {
    let mut pdf = "%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[".to_owned();
    for page in 0..count {
        write!(pdf, "{} 0 R ", page + 3).expect("memory takes it");
    }
    writeln!(pdf, "]/Count {count}>>endobj").expect("memory takes it");
    for page in 0..count {
        writeln!(pdf, "{} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj", page + 3)
            .expect("memory takes it");
    }
    pdf + "trailer<</Root 1 0 R>>\n%%EOF\n"
}

/// What the table says of each: kept under which name, verdict, small picture.
fn verdicts() -> BTreeMap<&'static str, [&'static str; 3]> {
    let rows = TABLE.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| what "));
    rows.map(|row| {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        (cells[1], [cells[3].trim_matches('`'), cells[4], cells[5]])
    })
    .collect()
}

async fn fetch(staff: &Staff, path: &str) -> Response {
    staff.client.request(Method::GET, path).send().await.expect("the program answers")
}

fn header<'r>(response: &'r Response, name: &str) -> &'r str {
    response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

#[test]
fn hostile_files_become_what_the_table_says() {
    everywhere(|world| async move {
        let Scene { sato, ito, .. } = scene(&world).await;
        let home = room(&sato, "private", "課", &[&ito]).await;
        let mut verdicts = verdicts();
        for (what, name, contents) in hostile() {
            let [kept, verdict, small] = verdicts.remove(what).unwrap_or_else(|| panic!("{what} is not in the table"));
            let begin = sato.client.request(Method::POST, "/files/uploads").header("tus-resumable", "1.0.0");
            let begin = begin.header("upload-length", contents.len());
            let begun = sato.client.send(begin.header("upload-metadata", format!("filename {}", base64(&name)))).await;
            if verdict == "refused" {
                assert_eq!(begun.refused(400), "invalid_input", "{what}");
                continue;
            }
            let begun = begun.ok();
            assert_eq!(
                begun["name"].as_str().map(|name| name.escape_debug().to_string()),
                Some(kept.to_owned()),
                "{what}"
            );
            let file = text(&begun["id"]);
            if !contents.is_empty() {
                assert_eq!(send(&sato.client, &file, 0, &contents, &[]).await.status, 204, "{what}");
            }
            say_with(&sato, &home, "", &[&file]).await.ok();
            let path = format!("/rooms/{home}/files/{file}");
            let got = fetch(&ito, &path).await;
            let shown = header(&got, "content-disposition").starts_with("inline");
            assert_eq!(if shown { "shown" } else { "saved only" }, verdict, "{what}");
            let media = header(&got, "content-type");
            assert_eq!(media == "application/octet-stream", !shown, "{what}: {media}");
            assert_eq!(header(&got, "x-content-type-options"), "nosniff");
            assert!(header(&got, "content-security-policy").starts_with("sandbox; default-src 'none'"), "{what}");
            assert!(got.headers().get("set-cookie").is_none(), "{what}");
            assert!(got.bytes().await.expect("bytes") == contents, "{what} is kept byte for byte");
            let drawn = fetch(&ito, &format!("{path}/thumbnail")).await.status() == 200;
            assert_eq!(if drawn { "drawn" } else { "none" }, small, "{what}");
        }
        assert!(verdicts.is_empty(), "not sent: {verdicts:?}");
    });
}
