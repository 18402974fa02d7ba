//! What a packet of XMP speaks of, by the names of its properties.

const PLACE: [&str; 11] = [
    "gps",
    "location",
    "sublocation",
    "city",
    "state",
    "provincestate",
    "country",
    "coverage",
    "latitude",
    "longitude",
    "lat",
];
const CAMERA: [&str; 9] = [
    "serialnumber",
    "bodyserialnumber",
    "lensserialnumber",
    "cameraserialnumber",
    "ownername",
    "cameraownername",
    "creator",
    "artist",
    "author",
];

/// Whether a packet says where it was taken, or whose camera it was; nothing when neither.
pub(super) fn says(packet: &[u8]) -> Option<bool> {
    // Wide letters have empty bytes between them.
    let letters: Vec<u8> = packet.iter().filter(|byte| **byte != 0).map(u8::to_ascii_lowercase).collect();
    let mut found = None;
    for (at, byte) in letters.iter().enumerate() {
        if matches!(byte, b':' | b'<') {
            let name = &letters[at + 1..];
            let starts = |word: &&str| name.starts_with(word.as_bytes());
            if PLACE.iter().any(&starts) {
                return Some(true);
            }
            if CAMERA.iter().any(starts) {
                found = Some(false);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_speaks_of_a_place_by_any_of_its_names_and_in_wide_letters_too() {
        assert_eq!(says(br#"<rdf:Description exif:GPSLatitude="35,41N"/>"#), Some(true));
        assert_eq!(says(br#"<GPSLatitude xmlns="http://ns.adobe.com/exif/1.0/">35</GPSLatitude>"#), Some(true));
        assert_eq!(says(br#"<rdf:Description photoshop:City="Midorino"/>"#), Some(true));
        assert_eq!(says(br#"<rdf:Description aux:SerialNumber="1"/>"#), Some(false));
        assert_eq!(says(br#"<rdf:Description xmp:Rating="5" tiff:Orientation="6"/>"#), None);
        let wide: Vec<u8> = "<x exif:GPSLatitude=".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(says(&wide), Some(true));
    }
}
