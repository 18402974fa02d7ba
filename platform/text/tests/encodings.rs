//! CP932 and telling encodings apart.

use proptest::prelude::*;
use text::cp932::{DecodeError, Encoding, Unmappable, decode, encode, sniff_and_decode};

fn unmappable(index: usize, grapheme: &str) -> Unmappable {
    Unmappable { index, grapheme: grapheme.to_owned() }
}

#[test]
fn both_codes_of_the_ladder_form_decode_to_it() {
    assert_eq!(decode(b"\xEE\xE0").as_deref(), Ok("髙"));
    assert_eq!(decode(b"\xFB\xFC").as_deref(), Ok("髙"));
}

#[test]
fn text_of_an_office_file_decodes() {
    let bytes = b"\x8E\x81\x96\xBC,\x83t\x83\x8A\x83K\x83i\r\n\xB6\xC5,\x87\x40\r\n";
    assert_eq!(decode(bytes).as_deref(), Ok("氏名,フリガナ\r\nｶﾅ,①\r\n"));
}

#[test]
fn a_wrong_byte_is_reported_where_its_sequence_starts() {
    assert_eq!(decode(b"ab\x82\xA0\xFFcd"), Err(DecodeError { offset: 4 }));
    assert_eq!(decode(b"ab\x82"), Err(DecodeError { offset: 2 }));
    assert_eq!(decode(b"\x82\xA0\x82\x20"), Err(DecodeError { offset: 2 }));
}

#[test]
fn each_encoding_is_found_without_being_told() {
    let expected = "氏名,山田\r\n";
    let utf16 = |mark: u16, order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(mark).chain(expected.encode_utf16()).flat_map(order).collect()
    };
    for (bytes, encoding) in [
        (expected.as_bytes().to_vec(), Encoding::Utf8),
        (format!("\u{FEFF}{expected}").into_bytes(), Encoding::Utf8),
        (utf16(0xFEFF, u16::to_le_bytes), Encoding::Utf16Le),
        (utf16(0xFEFF, u16::to_be_bytes), Encoding::Utf16Be),
        (encode(expected).bytes, Encoding::Cp932),
    ] {
        assert_eq!(sniff_and_decode(&bytes), Ok((expected.to_owned(), encoding)));
    }
}

#[test]
fn plain_ascii_and_nothing_are_utf8() {
    assert_eq!(sniff_and_decode(b"id,name"), Ok(("id,name".to_owned(), Encoding::Utf8)));
    assert_eq!(sniff_and_decode(b""), Ok((String::new(), Encoding::Utf8)));
}

#[test]
fn a_cut_utf8_file_is_an_error_and_not_gibberish() {
    let whole = "防災課の名簿".as_bytes();
    let cut = &whole[..whole.len() - 1];
    assert!(decode(cut).is_ok(), "CP932 alone would accept it");
    assert_eq!(sniff_and_decode(cut), Err(DecodeError { offset: 15 }));
}

#[test]
fn offsets_count_the_byte_order_mark() {
    assert_eq!(sniff_and_decode(b"\xEF\xBB\xBFa\xFF"), Err(DecodeError { offset: 4 }));
    assert_eq!(sniff_and_decode(b"\xFF\xFEa\x00\x00\xD8"), Err(DecodeError { offset: 4 }));
}

#[test]
fn bytes_in_no_encoding_are_an_error() {
    assert!(sniff_and_decode(b"\x89PNG\xFF\xFD\x00").is_err());
}

#[test]
fn names_of_windows_characters_survive_a_round_trip() {
    let names = "髙橋﨑山①㈱神福";
    let encoded = encode(names);
    assert_eq!(encoded.unmappable, []);
    assert_eq!(decode(&encoded.bytes).as_deref(), Ok(names));
    let ibm = "\u{FA19}\u{FA1B}\u{FA15}";
    assert_eq!(decode(&encode(ibm).bytes).as_deref(), Ok(ibm));
}

#[test]
fn look_alikes_of_other_systems_take_the_windows_code() {
    let encoded = encode("10〜12時 −5 —‖¢£¬¥‾¦");
    assert_eq!(encoded.unmappable, []);
    assert_eq!(decode(&encoded.bytes).as_deref(), Ok("10～12時 －5 ―∥￠￡￢￥￣￤"));
}

#[test]
fn what_has_no_code_becomes_a_geta_and_is_reported() {
    let encoded = encode("𠮷田さん👍🏽です\u{1F468}\u{200D}\u{1F469}");
    assert_eq!(decode(&encoded.bytes).as_deref(), Ok("〓田さん〓です〓"));
    assert_eq!(
        encoded.unmappable,
        [unmappable(0, "𠮷"), unmappable(4, "👍🏽"), unmappable(8, "\u{1F468}\u{200D}\u{1F469}")]
    );
    assert_eq!(encoded.reduced, []);
}

#[test]
fn a_dropped_variation_selector_is_reported_as_reduced() {
    let encoded = encode("辻\u{E0100}本");
    assert_eq!(decode(&encoded.bytes).as_deref(), Ok("辻本"));
    assert_eq!(encoded.unmappable, []);
    assert_eq!(encoded.reduced, [unmappable(0, "辻\u{E0100}")]);
}

#[test]
fn decomposed_kana_are_composed() {
    let encoded = encode("か\u{3099}ハ\u{309A}");
    assert_eq!(encoded.unmappable, []);
    assert_eq!(decode(&encoded.bytes).as_deref(), Ok("がパ"));
}

#[test]
fn user_defined_characters_keep_their_codes() {
    for bytes in [b"\xF0\x40", b"\xF0\x7E", b"\xF0\x80", b"\xF0\xFC", b"\xF1\x40", b"\xF9\xFC"] {
        let text = decode(bytes).expect("a user-defined code");
        assert_eq!(encode(&text).bytes, bytes);
    }
    assert_eq!(encode("\u{E758}").unmappable.len(), 1);
}

#[test]
fn no_question_mark_ever_stands_for_a_character() {
    let encoded = encode("한국어 Ω€é\u{200B}");
    assert!(!encoded.bytes.contains(&b'?'));
    assert_eq!(encoded.unmappable.len(), 6);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn whatever_decodes_encodes_without_loss(bytes in prop::collection::vec(any::<u8>(), 0..16)) {
        if let Ok(text) = decode(&bytes) {
            let encoded = encode(&text);
            prop_assert_eq!(encoded.unmappable, []);
            prop_assert_eq!(decode(&encoded.bytes), Ok(text));
        }
    }

    #[test]
    fn output_is_always_cp932_with_one_geta_for_each_loss(text in "(\\PC|[ぁ-んァ-ヶ一-龥]|\u{E0100}|\u{200D}|👍|𠮷){0,20}") {
        prop_assume!(!text.contains('〓'));
        let encoded = encode(&text);
        let decoded = decode(&encoded.bytes);
        prop_assert_eq!(
            decoded.map(|text| text.matches('〓').count()),
            Ok(encoded.unmappable.len())
        );
        for loss in encoded.unmappable.iter().chain(&encoded.reduced) {
            let at: String = text.chars().skip(loss.index).take(loss.grapheme.chars().count()).collect();
            prop_assert_eq!(&at, &loss.grapheme);
        }
    }

    #[test]
    fn sniffing_never_panics_and_its_offset_is_inside(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        if let Err(error) = sniff_and_decode(&bytes) {
            prop_assert!(error.offset < bytes.len());
        }
    }

    #[test]
    fn a_japanese_file_in_cp932_is_not_taken_for_damaged_utf8(bytes in office_text()) {
        prop_assume!(str::from_utf8(&bytes).is_err());
        let text = decode(&bytes);
        prop_assert_eq!(sniff_and_decode(&bytes).ok(), text.ok().map(|text| (text, Encoding::Cp932)));
    }
}

/// Kana, kanji (the second level less often) and some ASCII in CP932.
fn office_text() -> impl Strategy<Value = Vec<u8>> {
    let trail = prop_oneof![0x40..=0x7E_u8, 0x80..=0xFC_u8];
    let character = prop_oneof![
        3 => (0x9F..=0xF1_u8).prop_map(|trail| vec![0x82, trail]),
        6 => (0x89..=0x97_u8, trail.clone()).prop_map(|(lead, trail)| vec![lead, trail]),
        1 => (0xE0..=0xE9_u8, trail).prop_map(|(lead, trail)| vec![lead, trail]),
        1 => (0x20..=0x7E_u8).prop_map(|ascii| vec![ascii]),
    ];
    prop::collection::vec(character, 1..60).prop_map(|characters| characters.concat())
}
