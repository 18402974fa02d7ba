//! Small pictures of large ones.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgb, RgbImage};
use std::io::{BufRead, Seek, SeekFrom};

/// The box into which a small picture fits: twice what is drawn, for fine screens.
const WIDEST: u32 = 720;
const HIGHEST: u32 = 540;
/// A file of more bytes is not looked into: decoders read all of it before they ask how much they may.
pub const LARGEST_DRAWN: u64 = 64 << 20;
/// A picture that is larger when it is unpacked is not drawn small: a file of a few bytes can claim to be one.
const LARGEST_SIDE: u32 = 12_000;
const LARGEST_BYTES: u64 = 96 << 20;
/// A film of pictures has no more parts than this.
const MOST_CHUNKS: usize = 20_000;

/// A picture as people see it, and as it is drawn.
#[derive(Debug, PartialEq, Eq)]
pub struct Drawn {
    /// How wide it is.
    pub width: i64,
    /// How high.
    pub height: i64,
    /// A small JPEG of it, upright, and without anything that a camera hid.
    pub small: Vec<u8>,
}

/// How large a picture of so many bytes is, and a small one of it; nothing when it is no picture that can be read, or one that takes too
/// much.
pub fn drawn(mut file: impl BufRead + Seek, length: u64) -> Option<Drawn> {
    if length > LARGEST_DRAWN || !parts_fit(&mut file, length)? {
        return None;
    }
    let mut reader = ImageReader::new(file).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(LARGEST_BYTES);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    if decoder.total_bytes() > LARGEST_BYTES {
        return None;
    }
    let (width, height) = decoder.dimensions();
    // Telephones store a picture as the sensor lay and note which side is up.
    let upright = decoder.orientation().ok()?;
    let turned = upright.to_exif() >= 5;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    // Made small first: turning and blending a large one would take as much memory again.
    let (wide, high) = if turned { (HIGHEST, WIDEST) } else { (WIDEST, HIGHEST) };
    if picture.width() > wide || picture.height() > high {
        picture = picture.resize(wide, high, FilterType::Triangle);
    }
    picture.apply_orientation(upright);
    let mut small = Vec::new();
    on_white(&picture).write_with_encoder(JpegEncoder::new_with_quality(&mut small, 82)).ok()?;
    let (width, height) = if turned { (height, width) } else { (width, height) };
    Some(Drawn { width: width.into(), height: height.into(), small })
}

/// Whether the parts of a WebP, which say themselves how long they are, lie in the file: its decoder makes room for what one says.
fn parts_fit(file: &mut (impl BufRead + Seek), length: u64) -> Option<bool> {
    let mut head = [0; 12];
    let is_webp = file.read_exact(&mut head).is_ok() && head.starts_with(b"RIFF") && head.ends_with(b"WEBP");
    let (mut at, mut count) = (12, 0);
    while is_webp && at + 8 <= length {
        let mut part = [0; 8];
        file.seek(SeekFrom::Start(at)).ok()?;
        file.read_exact(&mut part).ok()?;
        let long = u64::from(u32::from_le_bytes([part[4], part[5], part[6], part[7]]));
        (at, count) = (at + 8 + long + long % 2, count + 1);
        // The last one may lack the byte that makes it even.
        if at > length + 1 || count > MOST_CHUNKS {
            return Some(false);
        }
    }
    file.rewind().ok()?;
    Some(true)
}

/// A picture on paper: JPEG has nothing that shines through.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let dots = picture.to_rgba8();
    RgbImage::from_fn(dots.width(), dots.height(), |x, y| {
        let [red, green, blue, cover] = dots.get_pixel(x, y).0;
        let on = |part: u8| ((u32::from(part) * u32::from(cover) + 255 * (255 - u32::from(cover))) / 255) as u8;
        Rgb([on(red), on(green), on(blue)])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgba, RgbaImage};
    use std::io::Cursor;

    fn bytes(picture: &RgbaImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("a picture");
        bytes.into_inner()
    }

    fn tried(bytes: Vec<u8>) -> Option<Drawn> {
        let length = bytes.len() as u64;
        drawn(Cursor::new(bytes), length)
    }

    #[test]
    fn a_large_picture_becomes_a_small_one_of_the_same_shape_on_white() {
        for format in [ImageFormat::Png, ImageFormat::WebP] {
            let picture = RgbaImage::from_pixel(1_600, 800, Rgba([0, 0, 0, 0]));
            let Drawn { width, height, small } = tried(bytes(&picture, format)).expect("small");
            assert_eq!((width, height), (1_600, 800));
            let small = image::load_from_memory(&small).expect("a JPEG").to_rgb8();
            assert_eq!(small.dimensions(), (720, 360));
            assert!(small.pixels().all(|dot| dot.0.iter().all(|part| *part > 250)), "what shines through is paper");
        }
    }

    #[test]
    fn what_is_no_picture_or_claims_to_be_a_huge_one_is_not_drawn() {
        assert_eq!(tried(b"GIF89a and no more".to_vec()), None);
        assert_eq!(tried(b"RIFF".to_vec()), None);
        let mut bomb = bytes(&RgbaImage::new(1, 1), ImageFormat::Png);
        bomb[16..20].copy_from_slice(&60_000u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000u32.to_be_bytes());
        assert_eq!(tried(bomb), None);
    }

    /// Panics when anything of it is read.
    struct Sealed;

    impl std::io::Read for Sealed {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            panic!("it was read")
        }
    }

    impl BufRead for Sealed {
        fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
            panic!("it was read")
        }
        fn consume(&mut self, _: usize) {}
    }

    impl Seek for Sealed {
        fn seek(&mut self, _: SeekFrom) -> std::io::Result<u64> {
            panic!("it was read")
        }
    }

    #[test]
    fn a_file_that_is_larger_than_pictures_are_is_not_read_at_all() {
        assert_eq!(drawn(Sealed, LARGEST_DRAWN + 1), None);
    }

    #[test]
    fn a_part_of_a_webp_that_says_it_is_longer_than_the_file_makes_no_room_for_itself() {
        let mut picture = bytes(&RgbaImage::new(4, 4), ImageFormat::WebP);
        assert!(tried(picture.clone()).is_some());
        picture.extend_from_slice(b"EXIF\xff\xff\xff\xf0 ");
        assert_eq!(tried(picture), None);
    }
}
