use super::*;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a part");
        zip.write_all(contents).expect("written");
    }
    zip.finish().expect("a zip").into_inner()
}

/// A PDF of some objects, the first of which is the catalogue and the second its pages.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (place, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n", place + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let end = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| out.extend(format!("{place:010} 00000 n \n").bytes()));
    out.extend(format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{end}\n%%EOF\n", objects.len() + 1).bytes());
    out
}

fn stream(contents: &str) -> Vec<u8> {
    format!("<</Length {}>>\nstream\n{contents}\nendstream", contents.len()).into_bytes()
}

/// A page on which something is drawn with one font, and further objects from the sixth on.
fn page(font: &str, drawn: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>/XObject<</X1 6 0 R>>>>/Contents 5 0 R>>"
            .to_vec(),
        font.as_bytes().to_vec(),
        stream(drawn),
    ];
    objects.extend(more.iter().cloned());
    pdf(&objects)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

#[test]
fn a_document_is_read_with_what_stands_around_it_and_without_readings_above_words() {
    let body = r#"<w:document><w:body><w:p><w:r><w:t>防災</w:t></w:r><w:r><w:t xml:space="preserve">訓練 &amp; </w:t></w:r>
        <w:ruby><w:rt><w:r><w:t>じっし</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>実施</w:t></w:r></w:rubyBase></w:ruby><w:r><w:delText>消した</w:delText></w:r></w:p>
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>予算</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"#;
    let file = packed(&[
        ("word/document.xml", body.as_bytes()),
        ("word/footer1.xml", "<w:ftr><w:p><w:t>頁の下</w:t></w:p></w:ftr>".as_bytes()),
    ]);
    assert_eq!(words(&file).expect("read"), "防災訓練 & 実施\n予算\n頁の下");
}

#[test]
fn a_workbook_is_read_with_the_names_of_its_sheets_and_its_numbers() {
    let file = packed(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name=\"令和8年度\" sheetId=\"1\"/></sheets></workbook>".as_bytes()),
        ("xl/sharedStrings.xml", "<sst><si><t>避難所</t><rPh><t>ヒナンジョ</t></rPh></si><si><r><t>収容</t></r><r><t>人数</t></r></si></sst>".as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            "<worksheet><row><c t=\"s\"><v>0</v></c><c><v>1234</v></c></row><row><c t=\"str\"><v>合計</v></c><c t=\"inlineStr\"><is><t>備考</t></is></c></row></worksheet>"
                .as_bytes(),
        ),
    ]);
    assert_eq!(words(&file).expect("read"), "令和8年度\n避難所\n収容人数\n1234\n合計 備考");
}

#[test]
fn slides_are_read_in_their_order_with_their_notes() {
    let slide = |text: &str| format!("<p:sld><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>").into_bytes();
    let (one, two, ten, note) = (slide("表紙"), slide("目次"), slide("まとめ"), slide("話すこと"));
    let file = packed(&[
        ("ppt/presentation.xml", b"<p:presentation/>"),
        ("ppt/slides/slide10.xml", &ten),
        ("ppt/slides/slide2.xml", &two),
        ("ppt/slides/slide1.xml", &one),
        ("ppt/notesSlides/notesSlide1.xml", &note),
    ]);
    assert_eq!(words(&file).expect("read"), "表紙\n目次\nまとめ\n話すこと");
}

#[test]
fn open_documents_are_read() {
    let body = "<office:document-content><office:body><text:h>要綱</text:h><text:p>第<text:span>一</text:span>条<text:s/>目的\
        <text:ruby><text:ruby-base>趣旨</text:ruby-base><text:ruby-text>しゅし</text:ruby-text></text:ruby></text:p></office:body></office:document-content>";
    let file = packed(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", body.as_bytes())]);
    assert_eq!(words(&file).expect("read"), "要綱\n第一条 目的趣旨");
}

#[test]
fn plain_text_is_read_in_the_encodings_of_offices() {
    let said = "氏名,よみ\n髙橋,たかはし";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(said.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let cp932 = text::cp932::encode(said).bytes;
    for bytes in [said.as_bytes(), &utf16, &cp932, &[b"\xEF\xBB\xBF", said.as_bytes()].concat()] {
        assert_eq!(words(bytes).as_deref(), Ok(said));
    }
    assert_eq!(words(b"MZ\x90\0\x03\0\0"), Err(Unread::Unreadable), "a program says nothing");
    assert_eq!(words(b""), Ok(String::new()));
}

#[test]
fn no_more_is_kept_than_is_kept_of_one_and_no_letter_is_cut_in_two() {
    let read = words("長い文。".repeat(200_000).as_bytes()).expect("read");
    assert!((MOST_WORDS - 4..MOST_WORDS + 4).contains(&read.len()), "{}", read.len());
    assert!(read.ends_with(['長', 'い', '文', '。']));
}

#[test]
fn japanese_of_a_pdf_is_read_however_its_font_counts_letters() {
    let said = "防災訓練の実施要領";
    let cp932 = hex(&text::cp932::encode(said).bytes);
    let utf16 = hex(&said.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>());
    let drawn = |hex: &str| format!("BT /F1 12 Tf 72 700 Td <{hex}> Tj ET");
    let font = |encoding: &str| {
        format!("<</Type/Font/Subtype/Type0/BaseFont/Ryumin-Light/Encoding/{encoding}/DescendantFonts[]>>")
    };
    assert_eq!(words(&page(&font("90ms-RKSJ-H"), &drawn(&cp932), &[])).as_deref(), Ok(said));
    assert_eq!(words(&page(&font("UniJIS-UTF16-H"), &drawn(&utf16), &[])).as_deref(), Ok(said));
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange \
        2 beginbfchar <0001> <9632> <0002> <707D> endbfchar 1 beginbfrange <0003> <0004> <8A13> endbfrange endcmap end";
    let own = "<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/Identity-H/DescendantFonts[]/ToUnicode 6 0 R>>";
    assert_eq!(words(&page(own, &drawn("000100020003"), &[stream(map)])).as_deref(), Ok("防災訓"));
    assert_eq!(
        words(&page(&font("Identity-H"), &drawn("00010002"), &[])).as_deref(),
        Ok(""),
        "nobody says which letters"
    );
}

#[test]
fn a_word_that_goes_on_in_the_next_line_of_a_pdf_is_one_word() {
    let font = "<</Type/Font/Subtype/Type0/BaseFont/Own/Encoding/UniJIS-UTF16-H/DescendantFonts[]>>";
    let word = |text: &str| hex(&text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<_>>());
    let drawn = format!(
        "BT /F1 12 Tf 1 0 0 1 72 700 Tm <{}> Tj 1 0 0 1 100 700 Tm <{}> Tj 1 0 0 1 72 680 Tm <{}> Tj 0 -20 Td <{}> Tj ET BT 72 600 Td [<{}> -300 <{}>] TJ ET /X1 Do",
        word("避難"),
        word("所の開"),
        word("設。"),
        word("次の行"),
        word("Plan"),
        word("B")
    );
    let form = format!("BT /F1 9 Tf <{}> Tj ET", word("図の中"));
    let form = format!("<</Type/XObject/Subtype/Form/Length {}>>\nstream\n{form}\nendstream", form.len()).into_bytes();
    assert_eq!(words(&page(font, &drawn, &[form])).as_deref(), Ok("避難所の開設。\n次の行\nPlan B\n図の中"));
}

#[test]
fn a_drawing_that_draws_itself_ends() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
    let form = b"<</Subtype/Form/Resources<</XObject<</X1 6 0 R>>/Font<</F1 4 0 R>>>>/Length 61>>\nstream\nBT /F1 9 Tf (round) Tj ET /X1 Do /X1 Do /X1 Do /X1 Do /X1 Do \nendstream".to_vec();
    let read = words(&page(font, "/X1 Do", &[form])).expect("read");
    assert!(read.starts_with("round") && read.len() < MOST_WORDS, "{}", read.len());
}

#[test]
fn what_unpacks_to_more_than_is_read_is_too_large() {
    let nothing = vec![b' '; 64 << 20];
    let file = packed(&[("word/document.xml", &nothing)]);
    assert!(file.len() < 1 << 20);
    assert_eq!(words(&file), Err(Unread::TooLarge));
    let good = b"<w:p><w:t>first</w:t></w:p>";
    let file = packed(&[("word/document.xml", good), ("word/header1.xml", &nothing)]);
    assert_eq!(words(&file).as_deref(), Ok("first"), "what was read before it is kept");
}

#[test]
fn what_is_broken_says_nothing() {
    let whole = page("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "BT /F1 9 Tf (a) Tj ET", &[]);
    for bytes in [&b"PK\x03\x04"[..], b"%PDF-1.7\n", &whole[..40], &packed(&[("a.txt", b"a")])] {
        assert_eq!(words(bytes), Err(Unread::Unreadable));
    }
    for end in 0..whole.len() {
        // Whatever comes of it, something comes.
        drop(words(&whole[..end]));
    }
}

#[test]
fn files_are_read_that_say_something() {
    for name in ["議案.pdf", "様式.docx", "表.XLSX", "図.odp", "名簿.csv"] {
        let kind = super::super::recognise(if name.ends_with("pdf") { &b"%PDF-1.7"[..] } else { b"" }, name).kind;
        assert!(is_read(kind, name, 10), "{name}");
        assert!(!is_read(kind, name, i64::MAX), "{name}");
    }
    assert!(is_read(FileKind::Other, "UTF-16.csv", 10));
    for (kind, name) in [
        (FileKind::Document, "古い.doc"),
        (FileKind::Picture, "図.png"),
        (FileKind::Other, "頁.html"),
        (FileKind::Archive, "束.zip"),
    ] {
        assert!(!is_read(kind, name, 10), "{name}");
    }
}
