//! Updates that no editor of ours makes: refused, with the page left as it was, and never a fault of the program's own.

use notes::model::NoteRefusal;
use notes::model::page::Page;
use notes::model::templates::Template;
use notes::model::{change, wire};
use proptest::prelude::*;
use yrs::{
    Any, ArrayPrelim, ClientID, Doc, MapPrelim, OffsetKind, Options, Text, TextPrelim, Transact, WriteTxn, Xml,
    XmlElementPrelim, XmlFragment, XmlFragmentRef, XmlTextPrelim,
};

/// The update of a document in which somebody does something.
fn update(writer: u64, work: impl FnOnce(&XmlFragmentRef, &mut yrs::TransactionMut<'_>)) -> Vec<u8> {
    let writer = ClientID::new(writer);
    let options = Options { offset_kind: OffsetKind::Utf16, ..Options::with_guid_and_client_id("note".into(), writer) };
    let doc = Doc::with_options(options);
    let root = doc.get_or_insert_xml_fragment("doc");
    let mut txn = doc.transact_mut();
    work(&root, &mut txn);
    txn.encode_update_v1()
}

fn refused(update: &[u8]) -> NoteRefusal {
    Page::empty().take(update, true).expect_err("it is none of ours")
}

fn template() -> Vec<u8> {
    let mut page = Page::written_by(7);
    change::toward(&mut page, &Template::Meeting.nodes()).expect("a page").expect("something to write")
}

#[test]
fn what_no_editor_makes_is_refused() {
    let foreign: Vec<(&str, Vec<u8>)> = vec![
        (
            "a node of another kind",
            update(1, |root, txn| {
                root.push_back(txn, XmlElementPrelim::empty("script"));
            }),
        ),
        (
            "a row outside of a table",
            update(1, |root, txn| {
                root.push_back(txn, XmlElementPrelim::empty("table_row"));
            }),
        ),
        (
            "letters outside of a paragraph",
            update(1, |root, txn| {
                root.push_back(txn, XmlTextPrelim::new("あ"));
            }),
        ),
        (
            "an attribute that there is not",
            update(1, |root, txn| {
                let made = root.push_back(txn, XmlElementPrelim::empty("paragraph"));
                made.insert_attribute(txn, "onclick", "alert(1)");
            }),
        ),
        (
            "a level that there is not",
            update(1, |root, txn| {
                let made = root.push_back(txn, XmlElementPrelim::empty("heading"));
                made.insert_attribute(txn, "level", 9i64);
            }),
        ),
        (
            "an attribute that is a list of its own",
            update(1, |root, txn| {
                let made = root.push_back(txn, XmlElementPrelim::empty("paragraph"));
                made.insert_attribute(txn, "level", ArrayPrelim::from([1, 2]));
            }),
        ),
        (
            "a mark that runs something",
            update(1, |root, txn| {
                let made = root.push_back(txn, XmlElementPrelim::empty("paragraph"));
                let text = made.push_back(txn, XmlTextPrelim::new("ここ"));
                let link = Any::from(std::collections::HashMap::from([("href".to_owned(), Any::from("javascript:x"))]));
                text.format(txn, 0, 2, [("link".into(), link)].into());
            }),
        ),
        (
            "a mark in code",
            update(1, |root, txn| {
                let made = root.push_back(txn, XmlElementPrelim::empty("code_block"));
                let text = made.push_back(txn, XmlTextPrelim::new("ここ"));
                let strong = Any::from(std::collections::HashMap::<String, Any>::new());
                text.format(txn, 0, 2, [("strong".into(), strong)].into());
            }),
        ),
        (
            "something within a line across",
            update(1, |root, txn| {
                let made = root.push_back(txn, XmlElementPrelim::empty("horizontal_rule"));
                made.push_back(txn, XmlTextPrelim::new("あ"));
            }),
        ),
    ];
    for (what, update) in foreign {
        assert_eq!(refused(&update), NoteRefusal::Foreign, "{what}");
    }
    let other_root = {
        let doc = Doc::with_client_id(1);
        let mut txn = doc.transact_mut();
        let map = txn.get_or_insert_map("elsewhere");
        yrs::Map::insert(&map, &mut txn, "a", MapPrelim::from([("b", 1)]));
        txn.encode_update_v1()
    };
    assert_eq!(refused(&other_root), NoteRefusal::Foreign);
    let text_root = {
        let doc = Doc::with_client_id(1);
        let mut txn = doc.transact_mut();
        let list = txn.get_or_insert_array("doc");
        yrs::Array::push_back(&list, &mut txn, TextPrelim::new("あ"));
        txn.encode_update_v1()
    };
    assert_eq!(refused(&text_root), NoteRefusal::Foreign);
}

#[test]
fn what_lies_too_deep_is_refused_before_anything_follows_it_down() {
    let deep = |depth: usize| {
        update(1, |root, txn| {
            let mut node = root.push_back(txn, XmlElementPrelim::empty("blockquote"));
            for _ in 0..depth {
                node = node.push_back(txn, XmlElementPrelim::empty("blockquote"));
            }
        })
    };
    assert!(Page::empty().take(&deep(5), true).is_ok());
    assert_eq!(refused(&deep(15)), NoteRefusal::TooDeep);
    assert_eq!(wire::read(&deep(2_000)), Err(NoteRefusal::TooDeep));
}

#[test]
fn an_update_fits_only_where_its_writer_ended_and_where_all_is_that_it_refers_to() {
    let doc = Doc::with_client_id(9);
    let root = doc.get_or_insert_xml_fragment("doc");
    let step = |at: u32| {
        let mut txn = doc.transact_mut();
        root.insert(&mut txn, at, XmlElementPrelim::empty("paragraph"));
        txn.encode_update_v1()
    };
    let (first, second) = (step(0), step(1));
    let mut page = Page::empty();
    assert_eq!(page.take(&second, true).expect_err("the first is missing"), NoteRefusal::OutOfStep);
    let mut page = Page::empty();
    page.take(&first, true).expect("it fits");
    page.take(&second, true).expect("it goes on");
    assert_eq!(page.take(&second, true).expect_err("it is there already"), NoteRefusal::OutOfStep);
    // Taking away what there is not.
    let unknown = [0, 1, 5, 1, 0, 3];
    assert_eq!(Page::empty().take(&unknown, true).expect_err("nobody wrote that"), NoteRefusal::OutOfStep);
}

#[test]
fn the_sizes_of_updates_and_pages_are_bounded() {
    let long = update(1, |root, txn| {
        let made = root.push_back(txn, XmlElementPrelim::empty("paragraph"));
        made.push_back(txn, XmlTextPrelim::new("あ".repeat(200_001)));
    });
    assert_eq!(refused(&long), NoteRefusal::TooLarge);
    assert_eq!(refused(&vec![0; (1 << 20) + 1]), NoteRefusal::TooLarge);
    let many = update(1, |root, txn| {
        for _ in 0..20_001 {
            root.push_back(txn, XmlElementPrelim::empty("horizontal_rule"));
        }
    });
    assert_eq!(refused(&many), NoteRefusal::TooLarge);
}

#[test]
fn an_update_that_would_keep_the_merge_busy_is_refused_before_it() {
    let crowd = update(1, |root, txn| {
        for _ in 0..1_100 {
            root.insert(txn, 0, XmlElementPrelim::empty("paragraph"));
        }
    });
    // Each stands before the one that was there, so nothing is beside the same.
    assert!(Page::empty().take(&crowd, true).is_ok());
    // A thousand and one letters, each of which says that it is the first on the page.
    let mut bytes = vec![1, 0xe9, 0x07, 1, 0];
    for _ in 0..1_001 {
        bytes.extend([0x04, 1, 3, b'd', b'o', b'c', 1, b'a']);
    }
    bytes.push(0);
    assert_eq!(wire::read(&bytes), Err(NoteRefusal::TooLarge));
    let mut writers = vec![0xe9, 0x07];
    for writer in 0..1_001u32 {
        writers.extend([0, 0x80 | (writer & 0x7f) as u8, (writer >> 7) as u8, 0]);
    }
    writers.push(0);
    assert_eq!(wire::read(&writers), Err(NoteRefusal::TooLarge));
}

/// An update of one writer who puts things between two letters; every second one begins or ends a mark, so that they stay apart.
fn between(writer: u8, count: u32, left: (u8, u8), right: Option<(u8, u8)>, is_chain: bool) -> Vec<u8> {
    let number = |mut number: u32, bytes: &mut Vec<u8>| {
        while number > 127 {
            bytes.push(0x80 | (number & 0x7f) as u8);
            number >>= 7;
        }
        bytes.push(number as u8);
    };
    let mut bytes = vec![1];
    number(count, &mut bytes);
    bytes.extend([writer, 0]);
    for at in 0..count {
        let is_letter = at % 2 == 0;
        bytes.push(0x80 | if right.is_some() { 0x40 } else { 0 } | if is_letter { 4 } else { 6 });
        if is_chain && at > 0 {
            bytes.push(writer);
            number(at - 1, &mut bytes);
        } else {
            bytes.extend([left.0, left.1]);
        }
        bytes.extend(right.iter().flat_map(|(writer, number)| [*writer, *number]));
        bytes.extend(if is_letter { &b"\x01a"[..] } else { &b"\x06strong\x04null"[..] });
    }
    bytes.push(0);
    bytes
}

/// A page that says あい, whose letters are the third and fourth of the first writer.
fn two_letters() -> Vec<u8> {
    update(1, |root, txn| {
        let made = root.push_back(txn, XmlElementPrelim::empty("paragraph"));
        made.push_back(txn, XmlTextPrelim::new("あい"));
    })
}

#[test]
fn updates_that_would_keep_the_merge_busy_together_are_refused_and_others_are_not() {
    let mut kept = vec![two_letters()];
    let take = |kept: &[Vec<u8>], update: &[u8]| {
        let mut page = Page::of(0, kept.iter().map(Vec::as_slice)).expect("what was kept can be read");
        page.take(update, true).map(|_| ())
    };
    // Each is small, and all lie beside the same letter.
    for writer in 10..12 {
        let update = between(writer, 900, (1, 2), None, false);
        assert_eq!(take(&kept, &update), Ok(()));
        kept.push(update);
    }
    let third = between(12, 900, (1, 2), None, false);
    assert_eq!(take(&kept, &third), Err(NoteRefusal::TooLarge));
    // Behind what is there, as anybody writes.
    assert_eq!(take(&kept, &between(13, 900, (1, 3), None, true)), Ok(()));
}

#[test]
fn what_would_keep_only_those_busy_who_open_the_page_later_is_refused_as_well() {
    // What the fifth writes looks for its place over what the ninth wrote only where that is there before, as for who has nothing yet.
    let wide = between(5, 990, (1, 2), None, false);
    let chain = between(9, 2_200, (1, 2), Some((1, 3)), true);
    let letters = two_letters();
    let mut page = Page::of(0, [letters.as_slice(), wide.as_slice()]).expect("a page");
    assert_eq!(page.take(&chain, true).expect_err("it is slow to open"), NoteRefusal::TooLarge);
    let mut page = Page::of(0, [letters.as_slice()]).expect("a page");
    assert!(page.take(&chain, true).is_ok(), "alone it is none");
}

#[test]
fn a_page_that_more_have_written_on_than_any_update_has_writers_takes_what_was_written_apart() {
    let one = |writer: u64| {
        update(writer, |root, txn| {
            root.push_back(txn, XmlElementPrelim::empty("paragraph"));
        })
    };
    let written: Vec<Vec<u8>> = (1..=1_100).map(one).collect();
    let mut page = Page::of(0, written.iter().map(Vec::as_slice)).expect("each of them is good");
    assert_eq!(page.take(&one(5_000), true).expect("it fits").nodes.len(), 1_101);
}

#[test]
fn who_wrote_beyond_the_bounds_together_may_take_away_until_the_page_is_within_them() {
    let letters = |writer: u64, count: usize| {
        update(writer, |root, txn| {
            let made = root.push_back(txn, XmlElementPrelim::empty("paragraph"));
            made.push_back(txn, XmlTextPrelim::new("あ".repeat(count)));
        })
    };
    let halves = [letters(1, 120_000), letters(2, 120_000)];
    let page = || Page::of(0, halves.iter().map(Vec::as_slice)).expect("what was kept can be read");
    assert_eq!(page().nodes().map(|nodes| nodes.len()), Ok(2));
    assert_eq!(page().take(&letters(3, 1), true).expect_err("it is full"), NoteRefusal::TooLarge);
    // One letter of the second paragraph: its element and its text come before it.
    assert!(page().take(&[0, 1, 2, 1, 2, 1], true).is_ok());
}

#[test]
fn bytes_that_are_no_update_are_damaged() {
    for bytes in [&[][..], &[1], &[0], &[0, 0, 0], &[255; 40], &[1, 1, 1, 0, 0], b"<html>"] {
        assert!(
            matches!(wire::read(bytes), Err(NoteRefusal::Damaged | NoteRefusal::Foreign | NoteRefusal::TooLarge)),
            "{bytes:?}"
        );
    }
    assert_eq!(wire::read(&[0, 0]).map(|scan| scan.added()), Ok(0));
    // A circle: what stands beside itself.
    let circle = [1, 1, 1, 0, 0x87, 1, 0, 3, 9, b'p', b'a', b'r', b'a', b'g', b'r', b'a', b'p', b'h', 0];
    assert_eq!(wire::read(&circle), Err(NoteRefusal::Damaged));
}

#[test]
fn a_list_of_what_somebody_has_is_as_long_as_it_says() {
    let state = template();
    let page = Page::of(0, [state.as_slice()]).expect("a state of ours");
    assert!(wire::is_vector(&page.state_vector()) && wire::is_vector(&[0]));
    for odd in [&[][..], &[0x80, 0x80, 0x80, 0x80, 0x01], &[2, 1, 1], &[0, 0], &[1, 1]] {
        assert!(!wire::is_vector(odd), "{odd:?}");
        assert_eq!(page.since(odd), page.since(&[0]), "{odd:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_break_the_program_or_get_something_foreign_onto_a_page(
        bytes in proptest::collection::vec(any::<u8>(), 0..200),
    ) {
        if let Ok(taken) = Page::empty().take(&bytes, true) {
            prop_assert!(taken.nodes.len() <= 20_000);
        }
    }

    #[test]
    fn a_good_update_with_bytes_changed_is_refused_or_leaves_a_page_of_ours(
        places in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = template();
        for (place, byte) in places {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let mut page = Page::empty();
        if page.take(&bytes, true).is_ok() {
            let state = page.state();
            let again = Page::of(0, [state.as_slice()]).expect("a state of ours can be read");
            prop_assert_eq!(again.nodes().expect("a page"), page.nodes().expect("a page"));
        }
    }
}
