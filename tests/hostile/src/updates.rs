//! What a page takes up is a page of ours, and is the same whoever reads it again.

use notes::model::export::{Attached, AttachedFiles};
use notes::model::page::Page;
use notes::model::templates::Template;
use notes::model::{change, export, file, lines, tree, wire};

/// The numbers of the template's writer, so that an update can go on with what is there.
const WRITER: u32 = 7;

pub(crate) fn promises(input: &[u8]) {
    let scan = wire::read(input);
    tried(Page::empty(), input, scan.is_ok());
    let mut template = Page::written_by(WRITER);
    change::toward(&mut template, &Template::Meeting.nodes()).expect("a template is a page");
    let state = template.state();
    tried(Page::of(0, [state.as_slice()]).expect("a state of ours can be read"), input, scan.is_ok());
}

fn tried(mut page: Page, update: &[u8], is_read: bool) {
    let before = page.next();
    let Ok(taken) = page.take(update, true) else { return };
    assert!(is_read, "it was taken up and could not be read");
    let after = page.next();
    assert!(
        before.iter().all(|(writer, next)| after.get(writer).is_some_and(|now| now >= next)),
        "a writer counts back"
    );
    let state = page.state();
    let again = Page::of(0, [state.as_slice()]).expect("a state of ours can be read");
    assert_eq!(again.nodes().expect("a page of ours"), taken.nodes, "a state says something else");
    assert_eq!(again.next(), after, "a state is of other writers");
    let one = Attached {
        name: "<script>.png".to_owned(),
        address: "https://city.example/api".to_owned(),
        is_picture: true,
        inline: Some("data:image/png;base64,AA==".to_owned()),
    };
    let files: AttachedFiles = file::named(&taken.nodes).into_iter().map(|id| (id, one.clone())).collect();
    let html = export::html("題", &taken.nodes, &files);
    assert!(!html.contains("<script") && !html.contains("javascript:"), "an export runs something");
    assert!(lines::excerpt(&taken.nodes).lines().count() <= 1);
    assert!(lines::compare(&taken.nodes, &taken.nodes).iter().all(|line| line.became == lines::Became::Same));
    assert!(tree::to_json(&taken.nodes)["content"].is_array());
    let wanted = Page::empty().take(&state, false).map(|taken| taken.nodes);
    assert!(wanted.is_err() || wanted == Ok(taken.nodes), "a state as an update says something else");
}
