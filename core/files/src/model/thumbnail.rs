//! Small pictures of large ones.

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageReader, Limits, Rgb, RgbImage};
use std::io::{BufRead, Seek};

/// The box into which a small picture fits: twice what is drawn, for fine screens.
const WIDEST: u32 = 720;
const HIGHEST: u32 = 540;
/// A picture that is larger when it is unpacked is not drawn small: a file of a few bytes can claim to be one.
const LARGEST_SIDE: u32 = 20_000;
const LARGEST_BYTES: u64 = 256 << 20;

/// A small JPEG of a picture, upright, and without anything that a camera hid in it; nothing when it is no picture that can be read.
pub fn thumbnail(file: impl BufRead + Seek) -> Option<Vec<u8>> {
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
    let upright = decoder.orientation().ok()?;
    let mut picture = DynamicImage::from_decoder(decoder).ok()?;
    // Made small first: turning and blending a large one would take as much memory again.
    let (wide, high) = if upright.to_exif() >= 5 { (HIGHEST, WIDEST) } else { (WIDEST, HIGHEST) };
    if picture.width() > wide || picture.height() > high {
        picture = picture.resize(wide, high, FilterType::Triangle);
    }
    picture.apply_orientation(upright);
    let mut small = Vec::new();
    on_white(&picture).write_with_encoder(JpegEncoder::new_with_quality(&mut small, 82)).ok()?;
    Some(small)
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

    fn png(picture: &RgbaImage) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).expect("a picture");
        bytes.into_inner()
    }

    #[test]
    fn a_large_picture_becomes_a_small_one_of_the_same_shape_on_white() {
        let small = thumbnail(Cursor::new(png(&RgbaImage::from_pixel(1_600, 800, Rgba([0, 0, 0, 0]))))).expect("small");
        let small = image::load_from_memory(&small).expect("a JPEG").to_rgb8();
        assert_eq!(small.dimensions(), (720, 360));
        assert!(small.pixels().all(|dot| dot.0.iter().all(|part| *part > 250)), "what shines through is paper");
    }

    #[test]
    fn what_is_no_picture_or_claims_to_be_a_huge_one_is_not_drawn() {
        assert_eq!(thumbnail(Cursor::new(b"GIF89a and no more".to_vec())), None);
        let mut bomb = png(&RgbaImage::new(1, 1));
        bomb[16..20].copy_from_slice(&60_000u32.to_be_bytes());
        bomb[20..24].copy_from_slice(&60_000u32.to_be_bytes());
        assert_eq!(thumbnail(Cursor::new(bomb)), None);
    }
}
