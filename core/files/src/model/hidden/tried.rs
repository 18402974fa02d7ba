use super::{Over, hidden};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Rgb, RgbImage};
use std::io::Cursor;

const OWNER: &[u8; 8] = b"Murakami";
const SERIAL: &[u8; 8] = b"SN-00042";

/// Bytes as they stand after what is written over them; whether they said where they were taken.
fn cleaned(bytes: &[u8]) -> (Vec<u8>, bool) {
    let changes = hidden(Cursor::new(bytes), bytes.len() as u64).expect("read");
    let mut clean = bytes.to_vec();
    for (at, over) in &changes.writes {
        let at = *at as usize;
        match over {
            Over::Bytes(bytes) => clean[at..at + bytes.len()].copy_from_slice(bytes),
            Over::Fill(byte, count) => clean[at..at + *count as usize].fill(*byte),
        }
    }
    let again = hidden(Cursor::new(&clean), clean.len() as u64).expect("read");
    assert!(again.writes.is_empty(), "what is clean stays as it is: {:?}", again.writes);
    (clean, changes.place)
}

fn has(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// EXIF as a telephone writes it: which side is up, whose it is and its number, and where: 35° 41′ 22″ N.
fn exif(little: bool, with_place: bool) -> Vec<u8> {
    let short = |number: u16| if little { number.to_le_bytes() } else { number.to_be_bytes() };
    let long = |number: u32| if little { number.to_le_bytes() } else { number.to_be_bytes() };
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&short(tag)[..], &short(kind), &long(count), &value].concat()
    };
    let one = |number: u16| [short(number), [0, 0]].concat().try_into().expect("four bytes");
    // Tables at 8, 62 and 104; values from 140 on.
    let mut main = vec![entry(0x0112, 3, 1, one(6)), entry(0x013b, 2, 8, long(140)), entry(0x8769, 4, 1, long(62))];
    if with_place {
        main.push(entry(0x8825, 4, 1, long(104)));
    }
    let own = [entry(0x829a, 5, 1, long(172)), entry(0xa431, 2, 8, long(148)), entry(0xa402, 3, 1, one(0))];
    let place = [entry(1, 2, 2, *b"N\0\0\0"), entry(2, 5, 3, long(180))];
    let table = |entries: &[Vec<u8>], at: usize, block: &mut Vec<u8>| {
        block.resize(at, 0);
        block.extend([&short(entries.len() as u16)[..], &entries.concat(), &long(0)].concat());
    };
    let mut block = if little { b"II*\0".to_vec() } else { b"MM\0*".to_vec() };
    block.extend(long(8));
    table(&main, 8, &mut block);
    table(&own, 62, &mut block);
    table(&place, 104, &mut block);
    block.resize(140, 0);
    block.extend(OWNER);
    block.extend(SERIAL);
    block.resize(172, 0);
    for number in [1, 250, 35, 1, 41, 1, 22, 1] {
        block.extend(long(number));
    }
    block
}

fn place(little: bool) -> Vec<u8> {
    [35u32, 1, 41, 1, 22, 1]
        .iter()
        .flat_map(|part| if little { part.to_le_bytes() } else { part.to_be_bytes() })
        .collect()
}

fn picture(format: ImageFormat) -> Vec<u8> {
    let picture = RgbImage::from_fn(64, 48, |x, y| Rgb([x as u8 * 3, y as u8 * 5, (x * y) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn segment(marker: u8, head: &[u8], block: &[u8]) -> Vec<u8> {
    let long = (2 + head.len() + block.len()) as u16;
    [&[0xff, marker][..], &long.to_be_bytes(), head, block].concat()
}

fn jpeg(segments: &[Vec<u8>]) -> Vec<u8> {
    let plain = picture(ImageFormat::Jpeg);
    [&plain[..2], &segments.concat(), &plain[2..]].concat()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = (data.len() as u32).to_be_bytes().to_vec();
    bytes.extend([kind, data].concat());
    bytes.extend(crc32fast(&[kind, data].concat()).to_be_bytes());
    bytes
}

fn crc32fast(bytes: &[u8]) -> u32 {
    let table: Vec<u32> = (0..256u32)
        .map(|number| (0..8).fold(number, |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 }))
        .collect();
    !bytes.iter().fold(!0, |sum, byte| table[((sum ^ u32::from(*byte)) & 255) as usize] ^ (sum >> 8))
}

fn png(chunks: &[Vec<u8>]) -> Vec<u8> {
    let plain = picture(ImageFormat::Png);
    [&plain[..33], &chunks.concat(), &plain[33..]].concat()
}

fn webp(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let plain = picture(ImageFormat::WebP);
    let mut bytes = b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0".to_vec();
    let flags = parts.iter().map(|(kind, _)| if *kind == b"EXIF" { 8 } else { 4 }).sum();
    bytes.extend([flags, 0, 0, 0, 63, 0, 0, 47, 0, 0]);
    bytes.extend(&plain[12..]);
    for (kind, data) in parts {
        bytes.extend(*kind);
        bytes.extend((data.len() as u32).to_le_bytes());
        bytes.extend(*data);
        bytes.resize(bytes.len() + data.len() % 2, 0);
    }
    let long = (bytes.len() - 8) as u32;
    bytes[4..8].copy_from_slice(&long.to_le_bytes());
    bytes
}

fn seen(bytes: &[u8]) -> (Orientation, Vec<u8>) {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().expect("a format");
    let mut decoder = reader.into_decoder().expect("a picture");
    let upright = decoder.orientation().expect("a side");
    (upright, DynamicImage::from_decoder(decoder).expect("dots").into_bytes())
}

fn is_clean(bytes: &[u8]) -> bool {
    let words: [&[u8]; 5] = [OWNER, SERIAL, b"GPSLatitude", &place(true), &place(false)];
    !words.iter().any(|words| has(bytes, words))
}

const PACKET: &[u8] = br#"<x:xmpmeta><rdf:Description exif:GPSLatitude="35,41.36N" xmp:Rating="5"/></x:xmpmeta>"#;

#[test]
fn pictures_lose_where_and_by_whom_they_were_taken_and_keep_every_dot_and_which_side_is_up() {
    for little in [true, false] {
        let exif = exif(little, true);
        for bytes in [
            jpeg(&[segment(0xe1, b"Exif\0\0", &exif), segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0", PACKET)]),
            png(&[chunk(b"eXIf", &exif), chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", PACKET].concat())]),
            webp(&[(b"EXIF", &exif), (b"XMP ", PACKET)]),
            webp(&[(b"EXIF", &[b"Exif\0\0", &exif[..]].concat())]),
        ] {
            assert!(!is_clean(&bytes));
            let (clean, place) = cleaned(&bytes);
            assert!(place && is_clean(&clean), "it still says where");
            assert_eq!(clean.len(), bytes.len());
            let (before, after) = (seen(&bytes), seen(&clean));
            assert!(before.0 == Orientation::Rotate90 || has(&bytes, b"WEBP"), "it lies on its side");
            assert!(after == before, "a dot is another one, or lies elsewhere");
            assert!(has(&clean, &exif[172..180]), "for how long it was exposed");
        }
    }
}

#[test]
fn whose_camera_it_was_goes_without_a_word_about_a_place_and_what_says_nothing_is_left_as_it_is() {
    let (clean, place) = cleaned(&jpeg(&[segment(0xe1, b"Exif\0\0", &exif(true, false))]));
    assert!(!place && !has(&clean, OWNER) && !has(&clean, SERIAL));
    let rating = br#"<x:xmpmeta><rdf:Description xmp:Rating="5" tiff:Orientation="6"/></x:xmpmeta>"#;
    for bytes in [
        picture(ImageFormat::Jpeg),
        picture(ImageFormat::Png),
        picture(ImageFormat::WebP),
        jpeg(&[segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0", rating)]),
        png(&[chunk(b"tEXt", b"Software\0Engawa")]),
        b"II*\0 is no picture that is looked into".to_vec(),
        Vec::new(),
    ] {
        assert_eq!(cleaned(&bytes), (bytes, false));
    }
}

#[test]
fn a_second_picture_and_a_film_behind_a_picture_are_looked_into_as_well() {
    let exif = segment(0xe1, b"Exif\0\0", &exif(false, true));
    let film = film();
    let (clean, place) = cleaned(&[jpeg(&[]), jpeg(&[exif]), film].concat());
    assert!(place && is_clean(&clean) && !has(&clean, b"+35.6895"));
}

#[test]
fn captions_of_news_agencies_lose_their_places_and_authors_and_keep_their_words() {
    let record = |set: u8, text: &[u8]| [&[0x1c, 2, set][..], &(text.len() as u16).to_be_bytes(), text].concat();
    let records = [record(120, b"bridge"), record(90, b"Midorino"), record(80, OWNER)].concat();
    let block = [b"8BIM\x04\x04\0\0", &(records.len() as u32).to_be_bytes()[..], &records].concat();
    let (clean, place) = cleaned(&jpeg(&[segment(0xed, b"Photoshop 3.0\0", &block)]));
    assert!(place && has(&clean, b"bridge") && !has(&clean, b"Midorino") && is_clean(&clean));
}

#[test]
fn texts_of_a_png_that_tell_of_a_place_or_of_anybody_keep_their_names_alone() {
    let bytes = png(&[
        chunk(b"tEXt", b"exif:GPSLatitude\x0035/1, 41/1"),
        chunk(b"zTXt", &[b"Raw profile type exif\0\0", &OWNER[..]].concat()),
        chunk(b"tEXt", &[b"Author\0", &OWNER[..]].concat()),
        chunk(b"tEXt", b"Title\0bridge"),
    ]);
    let (clean, place) = cleaned(&bytes);
    assert!(place && has(&clean, b"bridge") && !has(&clean, OWNER) && !has(&clean, b"35/1"));
    assert_eq!(seen(&clean), seen(&bytes));
}

fn boxed(kind: &[u8; 4], parts: &[&[u8]]) -> Vec<u8> {
    let data = parts.concat();
    [&(8 + data.len() as u32).to_be_bytes()[..], kind, &data].concat()
}

/// A film as telephones take it: where, as Apple's and as others say it.
fn film() -> Vec<u8> {
    let name = b"com.apple.quicktime.location.ISO6709";
    let keys = boxed(b"keys", &[&[0, 0, 0, 0, 0, 0, 0, 2], &boxed(b"mdta", &[b"make"]), &boxed(b"mdta", &[name])]);
    let value = |text: &[u8]| boxed(b"data", &[&[0, 0, 0, 1, 0, 0, 0, 0], text]);
    let values =
        boxed(b"ilst", &[&boxed(&[0, 0, 0, 1], &[&value(b"Engawa")]), &boxed(&[0, 0, 0, 2], &[&value(b"+35.6895")])]);
    let meta = boxed(b"meta", &[&boxed(b"hdlr", &[&[0; 24]]), &keys, &values]);
    let udta = boxed(b"udta", &[&boxed(b"\xa9xyz", &[b"\0\x08\x15\xc7+35.6895"]), &boxed(b"name", &[b"bridge"])]);
    [boxed(b"ftyp", &[b"mp42\0\0\0\0"]), boxed(b"moov", &[&udta, &meta]), boxed(b"mdat", &[&[7; 64]])].concat()
}

#[test]
fn a_film_loses_its_place_and_nothing_moves_in_it() {
    let (clean, place) = cleaned(&film());
    assert!(place && !has(&clean, b"+35.6895") && has(&clean, b"bridge") && has(&clean, b"Engawa"));
    assert!(clean.ends_with(&boxed(b"mdat", &[&[7; 64]])));
}

#[test]
fn a_heic_loses_the_place_in_its_items_wherever_those_lie() {
    for little in [true, false] {
        let exif = [&[0, 0, 0, 6][..], b"Exif\0\0", &exif(little, true)].concat();
        let entry =
            |id: u8, kind: &[u8; 4], more: &[u8]| boxed(b"infe", &[&[2, 0, 0, 0, 0, id, 0, 0], kind, b"\0", more]);
        let items = boxed(
            b"iinf",
            &[
                &[0, 0, 0, 0, 0, 3],
                &entry(1, b"hvc1", b""),
                &entry(2, b"Exif", b""),
                &entry(3, b"mime", b"application/rdf+xml\0"),
            ],
        );
        let places = |file: u32| {
            let piece = |id: u8, method: u8, at: u32, long: usize| {
                [&[0, id, 0, method, 0, 0, 0, 1][..], &at.to_be_bytes(), &(long as u32).to_be_bytes()].concat()
            };
            let pieces = [piece(1, 0, file, 16), piece(2, 0, file + 16, exif.len()), piece(3, 1, 0, PACKET.len())];
            boxed(b"iloc", &[&[1, 0, 0, 0, 0x44, 0, 0, 3], &pieces.concat()])
        };
        let head = boxed(b"ftyp", &[b"heic\0\0\0\0mif1"]);
        let meta = |file: u32| {
            let hdlr = boxed(b"hdlr", &[&[0; 25]]);
            boxed(b"meta", &[&[0; 4], &hdlr, &items, &places(file), &boxed(b"idat", &[PACKET])])
        };
        let file = head.len() + meta(0).len() + 8;
        let bytes = [head.clone(), meta(file as u32), boxed(b"mdat", &[&[9; 16], &exif])].concat();
        assert!(!is_clean(&bytes));
        let (clean, place) = cleaned(&bytes);
        assert!(place && is_clean(&clean) && clean.len() == bytes.len());
        assert!(has(&clean, &[9; 16]), "the picture is what it was");
        assert!(has(&clean, &exif[20..32]), "which side is up");
    }
}

#[test]
fn exif_that_cannot_be_read_or_goes_in_circles_is_overwritten_as_a_whole() {
    let mut round = exif(true, true);
    round[58..62].copy_from_slice(&8u32.to_le_bytes());
    let (clean, place) = cleaned(&jpeg(&[segment(0xe1, b"Exif\0\0", &round)]));
    assert!(place && is_clean(&clean));
    // Another mark, the first table beyond the end, too many entries, the same of the table of places.
    for at in [0, 7, 9, 57, 105] {
        let mut broken = exif(true, true);
        broken[at] = 0xff;
        let (clean, _) = cleaned(&jpeg(&[segment(0xe1, b"Exif\0\0", &broken)]));
        assert!(is_clean(&clean), "{at}");
    }
    // A segment that says it is longer than the file.
    let mut cut = jpeg(&[segment(0xe1, b"Exif\0\0", &exif(true, true))]);
    cut.truncate(150);
    cleaned(&cut);
}
