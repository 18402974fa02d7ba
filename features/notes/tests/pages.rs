//! What becomes of pages: templates, versions restored, rows added, comparisons, exports.

use files::model::FileId;
use notes::model::export::{Attached, AttachedFiles};
use notes::model::lines::{self, Became};
use notes::model::page::Page;
use notes::model::schema::Kind;
use notes::model::templates::Template;
use notes::model::tree::{Inside, Node, Run};
use notes::model::{NoteRefusal, base64, change, export};
use std::collections::BTreeMap;

const TEMPLATES: [Template; 5] =
    [Template::Blank, Template::Meeting, Template::Handover, Template::Errors, Template::Procedure];

/// A page that says something, and the update that made it.
fn page(nodes: &[Node]) -> Page {
    let mut page = Page::written_by(5);
    change::toward(&mut page, nodes).expect("a page");
    page
}

fn paragraph(text: &str) -> Node {
    Node::saying(Kind::Paragraph, text)
}

fn marked(text: &str, mark: &'static str, href: Option<&str>) -> Node {
    let run = Run { text: text.to_owned(), marks: BTreeMap::from([(mark, href.map(str::to_owned))]) };
    Node { inside: Inside::Runs(vec![run]), ..paragraph("") }
}

#[test]
fn a_template_becomes_a_page_that_is_taken_from_anybody() {
    for template in TEMPLATES {
        let nodes = template.nodes();
        let mut made = Page::written_by(5);
        let update = change::toward(&mut made, &nodes).expect("a page").expect("something to write");
        let taken = Page::empty().take(&update, true).expect("a template is a page of ours");
        assert_eq!(taken.nodes, nodes, "{template:?}");
        assert_eq!(change::toward(&mut made, &nodes).expect("a page"), None, "it says that already");
    }
}

#[test]
fn restoring_writes_anew_only_what_differs_and_what_somebody_writes_meanwhile_stays() {
    let before = vec![paragraph("一"), paragraph("二"), paragraph("三")];
    let first = page(&before);
    let start = first.state();
    let mut changed = Page::of(6, [start.as_slice()]).expect("a page");
    let edit = change::toward(&mut changed, &[paragraph("一"), paragraph("弐"), paragraph("三"), paragraph("四")]);
    let edit = edit.expect("a page").expect("a change");
    let mut restoring = Page::of(7, [start.as_slice(), edit.as_slice()]).expect("a page");
    let restored = change::toward(&mut restoring, &before).expect("a page").expect("a change");
    let mut other = Page::of(8, [start.as_slice(), edit.as_slice()]).expect("a page");
    let words = [paragraph("一"), paragraph("弐"), paragraph("三"), paragraph("四"), paragraph("五")];
    let meanwhile = change::toward(&mut other, &words).expect("a page").expect("a change");
    let mut end = Page::of(0, [start.as_slice(), edit.as_slice(), meanwhile.as_slice()]).expect("a page");
    let taken = end.take(&restored, true).expect("it fits");
    assert_eq!(lines::text(&taken.nodes), "一\n二\n三\n五");
    assert!(taken.lost.is_empty());
}

#[test]
fn words_written_in_what_somebody_removes_are_told_of_whichever_comes_first() {
    use yrs::{Doc, Text, Transact, XmlFragment, updates::decoder::Decode};
    let start = page(&[paragraph("予算")]).state();
    let editor = |writer: u64| {
        let doc = Doc::with_client_id(writer);
        let root = doc.get_or_insert_xml_fragment("doc");
        doc.transact_mut().apply_update(yrs::Update::decode_v1(&start).expect("a state")).expect("a page");
        (doc, root)
    };
    let (doc, root) = editor(20);
    let mut txn = doc.transact_mut();
    let text = root.get(&txn, 0).and_then(|node| node.into_xml_element()).expect("a paragraph").get(&txn, 0);
    text.and_then(|text| text.into_xml_text()).expect("letters").insert(&mut txn, 3, "は三億円");
    let written = txn.encode_update_v1();
    let (doc, root) = editor(21);
    let mut txn = doc.transact_mut();
    root.remove_range(&mut txn, 0, 1);
    let removed = txn.encode_update_v1();
    for order in [[&written, &removed], [&removed, &written]] {
        let mut page = Page::of(0, [start.as_slice()]).expect("a page");
        let lost: Vec<_> = order.iter().flat_map(|update| page.take(update, true).expect("it fits").lost).collect();
        assert_eq!(lost.iter().map(|(writer, words)| (*writer, words.chars().count())).collect::<Vec<_>>(), [(20, 4)]);
    }
}

#[test]
fn a_row_is_added_to_the_first_table_with_as_many_cells_as_it_has_columns() {
    let mut errors = page(&Template::Errors.nodes());
    let cells: Vec<String> =
        ["4月1日 9:00", "住民異動", "画面が開かない", "対応中", "山田", "余り"].map(str::to_owned).into();
    change::row_added(&mut errors, &cells).expect("there is a table");
    let nodes = errors.nodes().expect("a page");
    let table = nodes.iter().find(|node| node.kind == Kind::Table).expect("a table");
    assert_eq!(lines::cells(table.nodes().last().expect("a row")), cells[..5]);
    assert_eq!(change::row_added(&mut page(&[paragraph("一")]), &cells), Err(NoteRefusal::NoTable));
}

#[test]
fn a_comparison_tells_which_letters_of_a_line_are_others() {
    let before = [paragraph("日時は四月一日です"), paragraph("場所は大会議室"), paragraph("終わり")];
    let after = [paragraph("日時は四月八日です"), paragraph("終わり"), paragraph("次回は未定")];
    let compared = lines::compare(&before, &after);
    let told: Vec<(Became, String)> = compared
        .iter()
        .map(|line| (line.became, line.parts.iter().map(|part| part.text.as_str()).collect::<Vec<_>>().join("/")))
        .collect();
    assert_eq!(
        told,
        [
            (Became::Changed, "日時は四月/一/八/日です".to_owned()),
            (Became::Gone, "場所は大会議室".to_owned()),
            (Became::Same, "終わり".to_owned()),
            (Became::New, "次回は未定".to_owned()),
        ]
    );
}

#[test]
fn an_export_says_what_the_page_says_and_runs_nothing() {
    let nodes = vec![
        Node::saying(Kind::Heading, "次第 #1").with("level", 2),
        marked("至急 ", "strong", None),
        marked("一覧", "link", Some("https://city.example/?a=1&b=<2>")),
        Node::around(
            Kind::CheckList,
            vec![
                Node::around(Kind::CheckItem, vec![paragraph("配布")]).with("checked", true),
                Node::around(Kind::CheckItem, vec![paragraph("<script>alert(1)</script>")]).with("checked", false),
            ],
        ),
        Node::saying(Kind::CodeBlock, "a ``` b\nc"),
    ];
    let markdown = export::markdown("課内*会議*", &nodes, &AttachedFiles::new());
    assert_eq!(
        markdown,
        "# 課内\\*会議\\*\n\n### 次第 \\#1\n\n**至急** \n\n[一覧](<https://city.example/?a=1&b=%3C2%3E>)\n\n- [x] 配布\n\
         - [ ] \\<script\\>alert(1)\\</script\\>\n\n````\na ``` b\nc\n````\n"
    );
    let html = export::html("a<b", &nodes, &AttachedFiles::new());
    assert!(html.contains("<title>a&lt;b</title>") && html.contains("&lt;script&gt;") && !html.contains("<script"));
    assert!(html.contains("href=\"https://city.example/?a=1&amp;b=&lt;2&gt;\""));
}

/// A file of a page, with what its author says of it.
fn attached(id: i64, name: &str, alt: &str) -> Node {
    let file = Node::around(Kind::File, Vec::new()).with("id", FileId::from_raw(id).to_string()).with("name", name);
    file.with("alt", alt).with("width", "small")
}

#[test]
fn an_export_takes_pictures_along_leads_back_to_other_files_and_says_the_name_of_what_has_gone() {
    let nodes = [attached(1, "現場.png", "橋の\"裏側\""), attached(2, "経過.pdf", ""), attached(3, "先月*.png", "")];
    let at = |id: i64| format!("https://city.example/api/notes/n/files/{id}");
    let one = |id: i64, name: &str, is_picture: bool, inline: Option<&str>| {
        let (name, inline) = (name.to_owned(), inline.map(str::to_owned));
        (FileId::from_raw(id), Attached { name, address: at(id), is_picture, inline })
    };
    let files: AttachedFiles =
        [one(1, "現場.png", true, Some("data:image/png;base64,AA==")), one(2, "経過.pdf", false, None)].into();
    assert_eq!(
        export::markdown("題", &nodes, &files),
        format!("# 題\n\n![橋の\"裏側\"](<{}>)\n\n[📎 経過.pdf](<{}>)\n\n📎 先月\\*.png\n", at(1), at(2))
    );
    let html = export::html("題", &nodes, &files);
    let picture = "<img class=\"small\" src=\"data:image/png;base64,AA==\" alt=\"橋の&quot;裏側&quot;\">";
    assert!(html.contains(picture), "{html}");
    assert!(html.contains(&format!("<a href=\"{}\" rel=\"noopener noreferrer\">📎 経過.pdf</a>", at(2))), "{html}");
    assert!(html.contains("<p>📎 先月*.png</p>"), "{html}");
}

#[test]
fn a_comparison_tells_that_a_picture_came_or_went_though_another_is_called_the_same() {
    let told = |before: &[Node], after: &[Node]| -> Vec<(Became, String)> {
        let compared = lines::compare(before, after).into_iter();
        compared.map(|line| (line.became, line.parts.into_iter().map(|part| part.text).collect())).collect()
    };
    let (first, second) = ([attached(1, "image.png", "")], [attached(2, "image.png", "")]);
    assert_eq!(told(&[], &first), [(Became::New, "image.png".to_owned())]);
    assert_eq!(told(&first, &first), [(Became::Same, "image.png".to_owned())]);
    assert_eq!(told(&first, &second), [(Became::Gone, "image.png".to_owned()), (Became::New, "image.png".to_owned())]);
    assert_eq!(lines::text(&[attached(1, "image.png", "ひび割れ")]), "image.png ひび割れ");
}

#[test]
fn a_page_from_before_files_had_a_width_reads_as_it_did() {
    let old = Node::around(Kind::File, Vec::new()).with("id", "0123456789abc").with("name", "資料.pdf");
    let mut page = Page::written_by(7);
    let update = change::toward(&mut page, std::slice::from_ref(&old)).expect("a page").expect("a change");
    assert_eq!(Page::empty().take(&update, true).expect("it is taken").nodes, [old]);
}

#[test]
fn a_file_with_an_attribute_that_none_has_is_refused_whole() {
    let good = attached(1, "現場.png", "");
    for (name, value) in [("width", "100vw"), ("src", "https://evil.example/"), ("id", "0123456789abcdef")] {
        let mut page = Page::written_by(7);
        let bad = good.clone().with(name, value);
        let update = change::toward(&mut page, &[bad]);
        let refused = match update {
            Ok(update) => Page::empty().take(&update.expect("a change"), true).map(|_| ()).err(),
            Err(refusal) => Some(refusal),
        };
        assert_eq!(refused, Some(NoteRefusal::Foreign), "{name}");
    }
}

#[test]
fn updates_as_the_browsers_yjs_writes_them_are_taken() {
    let marked = b"\x01\x09\x15\x00\x07\x01\x03doc\x03\x09paragraph\x07\x00\x15\x00\x06G\x15\x01\x06\x06\x00\x15\x02\x06strong\x02{}\x84\x15\x03\x02ab\x86\x15\x05\x06strong\x04null\x86\x15\x06\x04link\x1C{\"href\":\"https://a.example\"}\x84\x15\x07\x02cd\x86\x15\x09\x04link\x04null\x00";
    let ticked = b"\x01\n\x16\x00\x07\x01\x03doc\x03\x07heading\x07\x00\x16\x00\x06\x04\x00\x16\x01\x01h(\x00\x16\x00\x05level\x01}\x02\x87\x16\x00\x03\ncheck_list\x07\x00\x16\x04\x03\ncheck_item\x07\x00\x16\x05\x03\x09paragraph\x07\x00\x16\x06\x06\x04\x00\x16\x07\x01x(\x00\x16\x05\x07checked\x01x\x00";
    let table = b"\x01\x0C\x17\x00\x07\x01\x03doc\x03\x05table\x07\x00\x17\x00\x03\x09table_row\x07\x00\x17\x01\x03\x0Ctable_header\x07\x00\x17\x02\x03\x09paragraph\x07\x00\x17\x03\x06\x04\x00\x17\x04\x0Ctable_header(\x00\x17\x02\x07colspan\x01}\x01\x87\x17\x02\x03\ntable_cell\x07\x00\x17\x12\x03\x09paragraph\x07\x00\x17\x13\x06\x04\x00\x17\x14\ntable_cell(\x00\x17\x12\x07colspan\x01}\x01\x00";
    let mut page = Page::empty();
    for update in [&marked[..], ticked, table] {
        page.take(update, true).expect("an editor of ours made it");
    }
    let nodes = page.nodes().expect("a page");
    let markdown = export::markdown("題", &nodes, &AttachedFiles::new());
    for words in ["**ab**[cd](<https://a.example>)", "### h", "- [x] x", "| table\\_header | table\\_cell |"] {
        assert!(markdown.contains(words), "{words} in {markdown}");
    }
}

#[test]
fn everything_that_the_editor_in_the_browser_makes_is_taken_up() {
    // Written by `web/src/features/notes/model.schema.test.ts`.
    let update = base64::decode(include_str!("editor.txt").trim()).expect("letters");
    let taken = Page::empty().take(&update, true).expect("it is our editor's");
    assert_eq!(taken.nodes.len(), 11);
    let marks: usize = taken
        .nodes
        .iter()
        .filter_map(|node| match &node.inside {
            Inside::Runs(runs) => Some(runs.iter().map(|run| run.marks.len()).sum::<usize>()),
            Inside::Nodes(_) => None,
        })
        .sum();
    assert_eq!(marks, 9, "each of the seven marks, and two at once");
}
