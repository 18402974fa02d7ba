//! The index against a look at every document.

use super::*;
use kernel::Result;
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A segment in memory.
#[derive(Default)]
struct Kept(HashMap<i64, Vec<u8>>);

impl Parts for Kept {
    fn parts(&mut self, numbers: &[i64]) -> Result<Vec<Vec<u8>>> {
        Ok(numbers.iter().map(|number| self.0[number].clone()).collect())
    }
}

impl Sink for Kept {
    fn part(&mut self, number: i64, bytes: Vec<u8>) -> Result<()> {
        assert!(self.0.insert(number, bytes).is_none(), "a part is written once");
        Ok(())
    }
}

fn segment(documents: &[Document]) -> (Head, Kept) {
    let (mut builder, mut kept) = (Builder::default(), Kept::default());
    builder.extend(documents.iter().cloned());
    let head = builder.write(&mut kept).expect("memory takes all");
    assert_eq!(kept.0.len(), head.pages.len() + 4 * head.spans.len());
    assert_eq!(Head::decode(&head.encode()), head);
    (head, kept)
}

/// Above every place.
const END: Place = (i64::MAX, i64::MAX);

/// Candidates of a segment, newest first.
fn candidates(head: &Head, kept: &mut Kept, plan: &Plan, below: Place) -> Vec<Place> {
    asked(head, kept, plan, below).0
}

/// The same, and how many parts were asked for each time.
fn asked(head: &Head, kept: &mut Kept, plan: &Plan, below: Place) -> (Vec<Place>, Vec<usize>) {
    let (mut scan, mut all) = (Scan::new(Arc::new(head.clone()), below), Vec::new());
    let (mut hand, mut questions) = (Hand::default(), Vec::new());
    while let Some(bound) = scan.bound() {
        let found = match scan.step(plan, &mut hand) {
            Stepped::Lacks => {
                let lacking = scan.prepare(plan, &mut hand);
                assert!(!lacking.is_empty(), "who lacks something says what");
                questions.push(lacking.len());
                let parts = kept.parts(&lacking).expect("memory gives all");
                hand.add(lacking.into_iter().zip(parts.into_iter().map(Arc::new)));
                continue;
            }
            Stepped::Nothing => Vec::new(),
            Stepped::Found(places) => places,
        };
        assert!(found.iter().all(|place| *place <= bound), "nothing comes above its bound");
        all.extend(found.into_iter().filter(|place| *place < below));
    }
    assert!(all.is_sorted_by(|a, b| a > b), "newest first");
    assert!(hand.is_empty(), "nothing is read that is not used");
    (all, questions)
}

fn document() -> impl Strategy<Value = Document> {
    let words = prop::collection::vec(
        prop::sample::select(vec!["防災", "会議", "の", "資料", "a", "ab", "-", " ", "課"]),
        0..7,
    );
    (0..4000i64, 0..5i64, 0..4i64, 0..30i32, 0..4u8, words).prop_map(|(id, scope, author, day, marks, words)| {
        Document {
            at: id * 7919 % 5000,
            id: id * 1_000_003,
            scope,
            author,
            day,
            marks,
            text: words.concat().trim().to_owned(),
        }
    })
}

fn filter() -> impl Strategy<Value = Filter> {
    let authors = prop::option::of(prop::collection::hash_set(0..4i64, 0..3));
    let days = prop::option::of((0..30i32, 0..30i32));
    (prop::collection::hash_set(0..5i64, 0..5), authors, days, 0..3u8)
        .prop_map(|(scopes, authors, days, marks)| Filter { scopes, authors, days, marks })
}

/// What a look at each of them finds, newest first.
fn scanned(documents: &[Document], terms: &[&str], filter: &Filter) -> Vec<Place> {
    let latest: BTreeMap<Place, &Document> = documents.iter().map(|document| (document.place(), document)).collect();
    let says = |document: &Document| terms.iter().all(|term| document.text.contains(term));
    let found = latest.values().rev().filter(|document| filter.passes(document) && says(document));
    found.map(|document| document.place()).collect()
}

/// Candidates that are so.
fn verified(candidates: &[Place], documents: &[Document], terms: &[&str], filter: &Filter) -> Vec<Place> {
    let all = scanned(documents, terms, filter);
    candidates.iter().copied().filter(|id| all.contains(id)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..Default::default() })]

    #[test]
    fn a_segment_finds_what_a_look_at_every_document_finds(
        documents in prop::collection::vec(document(), 0..300),
        filter in filter(),
        terms in prop::collection::vec(prop::sample::select(vec!["防", "防災", "災会", "の", "a", "議の資", "会議 資", "課", "災会議の資料ab-課"]), 0..3),
    ) {
        let (head, mut kept) = segment(&documents);
        let plan = Plan::new(terms.iter().copied(), filter.clone());
        let found = candidates(&head, &mut kept, &plan, END);
        let wanted = scanned(&documents, &terms, &filter);
        prop_assert_eq!(&verified(&found, &documents, &terms, &filter), &wanted);
        if let Some(middle) = wanted.get(wanted.len() / 2) {
            let below = candidates(&head, &mut kept, &plan, *middle);
            prop_assert_eq!(&verified(&below, &documents, &terms, &filter)[..], &wanted[wanted.len() / 2 + 1..]);
        }
    }

    #[test]
    fn merged_segments_find_what_the_later_of_them_say(
        runs in prop::collection::vec(prop::collection::vec(document(), 0..120), 1..5),
        filter in filter(),
        term in prop::sample::select(vec!["防災", "の", "議資", "ab"]),
    ) {
        let mut segments: Vec<(Head, Kept)> = runs.iter().map(|run| segment(run)).collect();
        let mut inputs: Vec<Input<'_>> =
            segments.iter_mut().map(|(head, parts)| Input { head: head.clone(), parts }).collect();
        let mut kept = Kept::default();
        let head = merge(&mut inputs, &mut kept).expect("memory takes all");
        let all: Vec<Document> = runs.concat();
        let (fresh, written) = segment(&all);
        // A merged segment is, byte for byte, the one that the documents would have made.
        prop_assert_eq!(&head, &fresh);
        prop_assert!(kept.0 == written.0);
        let plan = Plan::new([term], filter.clone());
        let found = candidates(&head, &mut kept, &plan, END);
        prop_assert_eq!(verified(&found, &all, &[term], &filter), scanned(&all, &[term], &filter));
    }
}

#[test]
fn a_segment_of_several_spans_finds_in_each_and_common_characters_too() {
    let text = |number: i64| format!("{}番の{}", number, if number % 7000 == 3 { "珍しい" } else { "普通" });
    let document = |number: i64| Document {
        at: number / 3,
        id: number * 10,
        scope: number % 3,
        author: 1,
        day: 5,
        marks: 0,
        text: text(number),
    };
    let documents: Vec<Document> = (1..40_000).map(document).collect();
    let (head, mut kept) = segment(&documents);
    assert_eq!(head.spans.len(), 3);
    let filter = Filter { scopes: (0..3).collect(), ..Filter::default() };
    for term in ["珍", "珍しい", "の", "9番", "3", "39999"] {
        let plan = Plan::new([term], filter.clone());
        let found = candidates(&head, &mut kept, &plan, END);
        let wanted: Vec<Place> =
            documents.iter().rev().filter(|document| document.text.contains(term)).map(Document::place).collect();
        assert_eq!(
            found.into_iter().filter(|id| wanted.contains(id) || term.len() < 4).collect::<Vec<_>>(),
            wanted,
            "{term}"
        );
    }
    let nowhere = Plan::new(["珍"], Filter { scopes: [7].into(), ..Filter::default() });
    assert!(candidates(&head, &mut kept, &nowhere, END).is_empty());
    // What is rare is asked for three times, however many spans have it: where it stands, who may read there, and which it is.
    let rare = Plan::new(["珍し"], filter.clone());
    assert_eq!(asked(&head, &mut kept, &rare, END).1, [1, 3, 3]);
    // What every document has is asked for span by span.
    let common = Plan::new(["番の"], filter);
    assert_eq!(asked(&head, &mut kept, &common, END).1, [1, 1, 2, 2, 1]);
}

#[test]
fn what_this_version_writes_stays_as_it_is() {
    let texts = ["ｻｰﾊﾞｰの点検は4ー5日、髙橋さんまで。", "会議 201号室", "Ａ＆Ｂ", ""];
    let documents: Vec<Document> = (0..400)
        .map(|number: i64| Document {
            at: 1_700_000_000_000_000 + number * 900_001,
            id: number * 77_777,
            scope: number % 300,
            author: number % 7,
            day: 19_000 + number as i32 / 100,
            marks: (number % 16) as u8,
            text: crate::folded(&format!("{}{number}", texts[number as usize % 4])),
        })
        .collect();
    let (head, kept) = segment(&documents);
    let parts: BTreeMap<i64, Vec<u8>> = kept.0.into_iter().collect();
    let bytes = head.encode().into_iter().chain(parts.into_values().flatten());
    let sum = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    assert_eq!((VERSION, sum), (1, 8_808_516_883_267_005_421), "what is written became another: so does its version");
}

#[test]
fn a_document_that_is_gone_hides_what_was_said_of_it() {
    let said = Document { at: 9, id: 7, scope: 1, author: 1, day: 1, marks: 0, text: "内緒".to_owned() };
    let (mut before, mut after) = (segment(&[said]), segment(&[Document::gone(9, 7)]));
    let mut inputs =
        [Input { head: before.0.clone(), parts: &mut before.1 }, Input { head: after.0.clone(), parts: &mut after.1 }];
    let mut kept = Kept::default();
    let head = merge(&mut inputs, &mut kept).expect("memory takes all");
    assert!(head.encode().len() < 16 && kept.0.len() == 4, "no list is left of it");
}
