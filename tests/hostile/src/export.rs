//! An export is faulty, with bounded complaints, or every message of it becomes one of ours.

use kernel::Id;
use slack::model::Limits;
use slack::parse::{self, Message};
use slack::service::translate::{Names, Translated, Translator};
use slack::service::{Export, check};
use std::io::{Cursor, Write};
use text::graphemes;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Of what unpacks a list of empty users takes the most memory, hundreds of times its size.
const LIMITS: Limits = Limits { entry: 32 << 10, total: 128 << 10, entries: 200 };
/// Separates files, and names from contents, in the input of [`files`]: signs that no JSON holds as they are.
const NEXT_FILE: u8 = 0x1E;
const NAME_ENDS: u8 = 0x1F;

/// Bytes that may be a zip.
pub(crate) fn archive(input: &[u8]) {
    read(input);
}

/// Files that are zipped first, so that what is in them is reached.
pub(crate) fn files(input: &[u8]) {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in input.split(|byte| *byte == NEXT_FILE) {
        let end = file.iter().position(|byte| *byte == NAME_ENDS).unwrap_or(file.len());
        let (name, content) = (String::from_utf8_lossy(&file[..end]), file.get(end + 1..).unwrap_or_default());
        for wrong in parse::parse(content).into_iter().filter_map(Result::err) {
            assert!(!wrong.place.is_empty() && !wrong.reason.is_empty());
        }
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        // A name that was there before is refused by the writer.
        if zip.start_file(name, stored).is_ok() {
            zip.write_all(content).expect("memory takes it");
        }
    }
    if let Ok(zip) = zip.finish() {
        read(zip.get_ref());
    }
}

fn read(bytes: &[u8]) {
    match check(Cursor::new(bytes), LIMITS) {
        Ok(export) => carry(export),
        Err(faults) => {
            assert!((1..=50).contains(&faults.len()), "{} faults are told", faults.len());
            assert!(faults.iter().all(|fault| !fault.file.is_empty() && !fault.reason.is_empty()));
        }
    }
}

fn carry(mut export: Export<Cursor<&[u8]>>) {
    export.archive.rewind();
    let people = export.users.iter().zip(1..).map(|(user, raw)| (user.id.clone(), Id::from_raw(raw)));
    let rooms = export.talks.iter().zip(1..).map(|(talk, raw)| (talk.channel.id.clone(), Id::from_raw(raw)));
    let names = Names { people: people.collect(), rooms: rooms.collect(), programs: export.bots.clone() };
    let mut messages = 0;
    for talk in &export.talks {
        let mut translator = Translator::new(&names, &talk.channel.id);
        for (file, index) in &talk.days {
            let bytes = export.archive.read(*index, file).expect("it was read before");
            let each = &mut |message: Message| {
                messages += 1;
                one(&names, &message, &translator.translate(&message));
            };
            parse::each(&bytes, each).expect("it was read before");
        }
    }
    assert_eq!(messages, export.report.messages.archive, "messages were counted that are not there");
    assert!(!export.report.to_string().is_empty());
}

fn one(names: &Names, message: &Message, translated: &Translated) {
    let old = &translated.old;
    assert!(old.id.raw() >= 0 && translated.copy.is_none_or(|copy| copy != old.id));
    assert!(old.via.as_ref().is_none_or(|via| graphemes(via) <= 100 && !via.trim().is_empty()));
    assert!(old.extra.files.iter().all(|file| graphemes(&file.name) <= 200));
    let reactions: usize = message.reactions.0.iter().map(|reaction| reaction.users.0.len()).sum();
    assert!(old.reactions.len() <= reactions);
    let known = |id: &String| names.people.values().any(|person| person.to_string() == *id);
    assert!(text::mentions(&old.body).people.iter().all(known), "somebody was smuggled in");
}
