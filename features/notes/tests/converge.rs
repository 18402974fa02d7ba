//! Five people write one page at once, on lines that break: at the end all have the same, and nothing that anybody wrote is lost.

use files::model::FileId;
use notes::model::page::Page;
use notes::model::tree::{self, Node};
use proptest::prelude::*;
use std::collections::{BTreeSet, HashMap};
use yrs::types::Attrs;
use yrs::updates::decoder::Decode;
use yrs::{
    Any, ClientID, Doc, GetString, OffsetKind, Options, ReadTxn, Text, Transact, Update, Xml, XmlElementPrelim,
    XmlElementRef, XmlFragment, XmlFragmentRef, XmlTextPrelim, XmlTextRef,
};

/// What somebody does next; numbers choose among what there is.
#[derive(Debug, Clone)]
enum Act {
    Paragraph(u16),
    Heading(u16),
    Check(u16),
    Row(u16),
    Picture(u16),
    Widen(u16, u8),
    Type(u16, u16, u8),
    Delete(u16, u16, u8),
    Strong(u16, u16, u8),
    Tick(u16),
    RemoveBlock(u16),
    Split(u16, u16),
    LineBreaks,
    LineReturns,
    Send { answer_is_lost: bool },
    Receive { backwards: bool },
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        2 => any::<u16>().prop_map(Act::Paragraph),
        1 => any::<u16>().prop_map(Act::Heading),
        1 => any::<u16>().prop_map(Act::Check),
        1 => any::<u16>().prop_map(Act::Row),
        1 => any::<u16>().prop_map(Act::Picture),
        1 => (any::<u16>(), 0u8..3).prop_map(|(which, width)| Act::Widen(which, width)),
        8 => (any::<u16>(), any::<u16>(), 1u8..6).prop_map(|(block, at, count)| Act::Type(block, at, count)),
        2 => (any::<u16>(), any::<u16>(), 1u8..4).prop_map(|(block, at, count)| Act::Delete(block, at, count)),
        1 => (any::<u16>(), any::<u16>(), 1u8..6).prop_map(|(block, at, count)| Act::Strong(block, at, count)),
        1 => any::<u16>().prop_map(Act::Tick),
        1 => any::<u16>().prop_map(Act::RemoveBlock),
        1 => (any::<u16>(), any::<u16>()).prop_map(|(block, at)| Act::Split(block, at)),
        2 => Just(Act::LineBreaks),
        2 => Just(Act::LineReturns),
        4 => any::<bool>().prop_map(|answer_is_lost| Act::Send { answer_is_lost }),
        4 => any::<bool>().prop_map(|backwards| Act::Receive { backwards }),
    ]
}

/// The server: what it keeps of each update, and nothing else.
#[derive(Default)]
struct Server {
    kept: Vec<(usize, Vec<u8>)>,
    ids: HashMap<(usize, usize), usize>,
    lost: BTreeSet<char>,
}

impl Server {
    fn page(&self) -> Page {
        Page::of(0, self.kept.iter().map(|(_, update)| update.as_slice())).expect("what was kept can be read")
    }

    /// The same id twice is one update.
    fn take(&mut self, editor: usize, number: usize, update: &[u8]) {
        if self.ids.contains_key(&(editor, number)) {
            return;
        }
        let taken = self.page().take(update, true).expect("what an editor of ours makes is taken");
        self.lost.extend(taken.lost.iter().flat_map(|(_, words)| words.chars()));
        self.kept.push((editor, update.to_vec()));
        self.ids.insert((editor, number), self.kept.len());
    }
}

struct Editor {
    place: usize,
    doc: Doc,
    root: XmlFragmentRef,
    online: bool,
    waiting: Vec<(usize, Vec<u8>)>,
    made: usize,
    seen: usize,
    letters: u32,
}

impl Editor {
    fn new(place: usize) -> Self {
        let writer = ClientID::new(1_000 + place as u64);
        let options =
            Options { offset_kind: OffsetKind::Utf16, ..Options::with_guid_and_client_id("note".into(), writer) };
        let doc = Doc::with_options(options);
        let root = doc.get_or_insert_xml_fragment("doc");
        Self { place, doc, root, online: true, waiting: Vec::new(), made: 0, seen: 0, letters: 0 }
    }

    /// Letters of which each is written once by one person only.
    fn fresh(&mut self, count: u8, written: &mut BTreeSet<char>) -> String {
        let text: String = (0..u32::from(count))
            .map(|step| char::from_u32(0x4e00 + self.place as u32 * 4_000 + self.letters + step).expect("a letter"))
            .collect();
        self.letters += u32::from(count);
        written.extend(text.chars());
        text
    }

    /// Does something to the page and keeps the update that comes of it.
    fn change(&mut self, work: impl FnOnce(&XmlFragmentRef, &mut yrs::TransactionMut<'_>)) {
        let mut txn = self.doc.transact_mut();
        work(&self.root, &mut txn);
        let update = txn.encode_update_v1();
        drop(txn);
        if update != [0, 0] {
            self.waiting.push((self.made, update));
            self.made += 1;
        }
    }

    /// Texts on the page, with what they stand in.
    fn texts(&self) -> Vec<XmlTextRef> {
        let txn = self.doc.transact();
        let walker = self.root.successors(&txn);
        walker.filter_map(|node| node.into_xml_text()).collect()
    }

    /// Elements of a kind on the page.
    fn elements(&self, kind: &str) -> Vec<XmlElementRef> {
        let txn = self.doc.transact();
        let elements = self.root.successors(&txn).filter_map(|node| node.into_xml_element());
        elements.filter(|element| element.tag().as_ref() == kind).collect()
    }

    fn blocks(&self) -> u32 {
        self.root.len(&self.doc.transact())
    }

    fn do_next(&mut self, act: &Act, server: &mut Server, written: &mut BTreeSet<char>, taken: &mut BTreeSet<char>) {
        let among = |choice: u16, count: usize| usize::from(choice) % count.max(1);
        match act {
            Act::Paragraph(at) | Act::Heading(at) => {
                let at = among(*at, self.blocks() as usize + 1) as u32;
                let text = self.fresh(3, written);
                let is_heading = matches!(act, Act::Heading(_));
                self.change(|root, txn| {
                    let made =
                        root.insert(txn, at, XmlElementPrelim::empty(if is_heading { "heading" } else { "paragraph" }));
                    if is_heading {
                        made.insert_attribute(txn, "level", 2i64);
                    }
                    made.push_back(txn, XmlTextPrelim::new(text));
                });
            }
            Act::Check(at) => {
                let at = among(*at, self.blocks() as usize + 1) as u32;
                let text = self.fresh(2, written);
                self.change(|root, txn| {
                    let list = root.insert(txn, at, XmlElementPrelim::empty("check_list"));
                    let item = list.push_back(txn, XmlElementPrelim::empty("check_item"));
                    item.insert_attribute(txn, "checked", false);
                    let inner = item.push_back(txn, XmlElementPrelim::empty("paragraph"));
                    inner.push_back(txn, XmlTextPrelim::new(text));
                });
            }
            Act::Row(at) => {
                let at = among(*at, self.blocks() as usize + 1) as u32;
                let (left, right) = (self.fresh(2, written), self.fresh(2, written));
                self.change(|root, txn| {
                    let table = root.insert(txn, at, XmlElementPrelim::empty("table"));
                    let row = table.push_back(txn, XmlElementPrelim::empty("table_row"));
                    for text in [left, right] {
                        let cell = row.push_back(txn, XmlElementPrelim::empty("table_cell"));
                        let inner = cell.push_back(txn, XmlElementPrelim::empty("paragraph"));
                        inner.push_back(txn, XmlTextPrelim::new(text));
                    }
                });
            }
            Act::Picture(at) => {
                let at = among(*at, self.blocks() as usize + 1) as u32;
                let id = FileId::from_raw((self.place * 10_000 + self.made + 1) as i64).to_string();
                self.change(|root, txn| {
                    let made = root.insert(txn, at, XmlElementPrelim::empty("file"));
                    made.insert_attribute(txn, "id", id);
                    made.insert_attribute(txn, "name", "site.png");
                    made.insert_attribute(txn, "width", "medium");
                    made.insert_attribute(txn, "alt", "");
                });
            }
            Act::Widen(which, width) => {
                let pictures = self.elements("file");
                if !pictures.is_empty() {
                    let picture = pictures[among(*which, pictures.len())].clone();
                    let width = ["small", "medium", "full"][usize::from(*width)];
                    self.change(|_, txn| {
                        picture.insert_attribute(txn, "width", width);
                    });
                }
            }
            Act::Type(which, at, count) => {
                let texts = self.texts();
                if texts.is_empty() {
                    return;
                }
                let text = &texts[among(*which, texts.len())];
                let length = text.len(&self.doc.transact()) as usize;
                let letters = self.fresh(*count, written);
                self.change(|_, txn| text.insert(txn, among(*at, length + 1) as u32, &letters));
            }
            Act::Delete(which, at, count) | Act::Strong(which, at, count) => {
                let texts = self.texts();
                if texts.is_empty() {
                    return;
                }
                let text = &texts[among(*which, texts.len())];
                let letters = self.letters_of(text);
                if letters.is_empty() {
                    return;
                }
                let from = among(*at, letters.len());
                let count = usize::from(*count).min(letters.len() - from);
                if matches!(act, Act::Delete(..)) {
                    taken.extend(&letters[from..from + count]);
                    self.change(|_, txn| text.remove_range(txn, from as u32, count as u32));
                } else {
                    let mark = Attrs::from([("strong".into(), Any::from(HashMap::<String, Any>::new()))]);
                    self.change(|_, txn| text.format(txn, from as u32, count as u32, mark));
                }
            }
            Act::Tick(which) => {
                let items = self.elements("check_item");
                if !items.is_empty() {
                    let item = items[among(*which, items.len())].clone();
                    self.change(|_, txn| {
                        item.insert_attribute(txn, "checked", true);
                    });
                }
            }
            Act::RemoveBlock(which) => {
                let count = self.blocks();
                if count > 0 {
                    let at = among(*which, count as usize) as u32;
                    let block = self.root.get(&self.doc.transact(), at);
                    for text in self.texts_below(block.and_then(|block| block.into_xml_element())) {
                        taken.extend(self.letters_of(&text));
                    }
                    self.change(|root, txn| root.remove_range(txn, at, 1));
                }
            }
            // As the editor does with Enter: what stands behind goes from here and comes again in a paragraph of its own.
            Act::Split(which, at) => {
                let count = self.blocks();
                let block = self.root.get(&self.doc.transact(), among(*which, count as usize) as u32);
                let Some(element) = block.and_then(|block| block.into_xml_element()) else { return };
                let Some(text) = element.get(&self.doc.transact(), 0).and_then(|child| child.into_xml_text()) else {
                    return;
                };
                let letters = self.letters_of(&text);
                let from = among(*at, letters.len() + 1);
                let tail: String = letters[from..].iter().collect();
                if tail.is_empty() {
                    return;
                }
                let place = among(*which, count as usize) as u32 + 1;
                self.change(|root, txn| {
                    text.remove_range(txn, from as u32, tail.chars().count() as u32);
                    let made = root.insert(txn, place, XmlElementPrelim::empty("paragraph"));
                    made.push_back(txn, XmlTextPrelim::new(tail));
                });
            }
            Act::LineBreaks => self.online = false,
            Act::LineReturns => self.online = true,
            Act::Send { answer_is_lost } => {
                if self.online && !self.waiting.is_empty() {
                    let (number, update) = self.waiting[0].clone();
                    server.take(self.place, number, &update);
                    if !answer_is_lost {
                        self.waiting.remove(0);
                    }
                }
            }
            Act::Receive { backwards } => {
                if self.online {
                    self.receive(server, *backwards);
                }
            }
        }
    }

    fn texts_below(&self, element: Option<XmlElementRef>) -> Vec<XmlTextRef> {
        let txn = self.doc.transact();
        let nodes = element.iter().flat_map(|element| element.successors(&txn)).collect::<Vec<_>>();
        nodes.into_iter().filter_map(|node| node.into_xml_text()).collect()
    }

    fn letters_of(&self, text: &XmlTextRef) -> Vec<char> {
        let txn = self.doc.transact();
        let parts = text.diff(&txn, yrs::types::text::YChange::identity);
        let words = parts.into_iter().map(|part| part.insert.to_string(&txn));
        words.collect::<String>().chars().collect()
    }

    fn receive(&mut self, server: &Server, backwards: bool) {
        let mut new: Vec<&(usize, Vec<u8>)> = server.kept[self.seen..].iter().collect();
        if backwards {
            new.reverse();
        }
        for (_, update) in new {
            let update = Update::decode_v1(update).expect("what the server keeps can be read");
            self.doc.transact_mut().apply_update(update).expect("it can be taken up");
        }
        self.seen = server.kept.len();
    }

    fn page(&self) -> Vec<Node> {
        tree::read(&self.doc.transact(), &self.root, tree::Bounds::Kept).expect("a page of ours")
    }
}

fn letters(nodes: &[Node]) -> BTreeSet<char> {
    notes::model::lines::text(nodes).chars().filter(|letter| *letter >= '\u{4e00}').collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn five_who_write_at_once_end_with_the_same_page_and_lose_nothing(
        acts in proptest::collection::vec((0usize..5, act()), 1..160),
    ) {
        let mut server = Server::default();
        let mut editors: Vec<Editor> = (0..5).map(Editor::new).collect();
        let (mut written, mut taken) = (BTreeSet::new(), BTreeSet::new());
        for (who, act) in &acts {
            editors[*who].do_next(act, &mut server, &mut written, &mut taken);
        }
        // All lines return, everything is sent, everybody receives.
        for editor in &mut editors {
            for (number, update) in std::mem::take(&mut editor.waiting) {
                server.take(editor.place, number, &update);
            }
        }
        editors.iter_mut().for_each(|editor| editor.receive(&server, false));
        let end = server.page().nodes().expect("a page");
        for editor in &editors {
            prop_assert_eq!(&editor.page(), &end);
            prop_assert!(!editor.doc.transact().has_missing_updates());
        }
        let left = letters(&end);
        for letter in &written {
            let is_explained = left.contains(letter) || taken.contains(letter) || server.lost.contains(letter);
            prop_assert!(is_explained, "{letter} is nowhere");
        }
        prop_assert!(left.is_subset(&written));
        // A new state says the same as all updates.
        let state = server.page().state();
        prop_assert_eq!(&Page::of(0, [state.as_slice()]).expect("a state").nodes().expect("a page"), &end);
        let _ = editors[0].root.get_string(&editors[0].doc.transact());
    }
}
