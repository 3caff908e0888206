//! Photos: what a camera or a stranger handed over becomes an upright picture without a word about where, when and
//! with what it was taken.
//!
//! The original is never changed. Everything that leaves the visit's folder – report, page, thumbnail – is made from
//! [`clean`]: decoded within limits, turned as the camera was held, made no larger than asked for and encoded anew,
//! so no metadata can follow.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader};

use super::jpeg;
use crate::localized;
use crate::text::Localized;

/// What a photo may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Largest file, in bytes.
    pub bytes: usize,
    /// Most pixels, before anything is decoded.
    pub pixels: u64,
    /// Longest side of either direction, in pixels.
    pub side: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 40 << 20, pixels: 64_000_000, side: 20_000 }
    }
}

/// Longest side of a photo in a report, in pixels: sharp over half an A4 page.
pub const REPORT_SIDE: u32 = 1600;
/// Longest side of a thumbnail, in pixels.
pub const THUMBNAIL_SIDE: u32 = 320;

/// Passes over a picture that cameras and programs use, and then some.
const USUAL_PASSES: u64 = 16;
/// How strongly pictures are compressed, of 100.
const QUALITY: u8 = 82;

/// An upright picture without metadata.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// The picture as JPEG.
    pub jpeg: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

/// Whether this program was built to read HEIC.
pub const READS_HEIC: bool = cfg!(feature = "heic");

/// Why a file cannot be used as a photo.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PhotoError {
    /// The file is empty.
    #[error("the file is empty")]
    Empty,
    /// The file is too large.
    #[error("the file is {} MB; {} MB is the limit", .bytes >> 20, .limit >> 20)]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// The picture has too many pixels.
    #[error("the picture has {width} × {height} pixels, more than {limit} million")]
    TooManyPixels {
        /// Width.
        width: u32,
        /// Height.
        height: u32,
        /// The limit, in millions.
        limit: u64,
    },
    /// A kind of picture that is not read.
    #[error("{0} is not read")]
    OtherKind(&'static str),
    /// No picture at all.
    #[error("the file is no picture")]
    NoPicture,
    /// The picture ends before it is whole.
    #[error("the picture is cut off")]
    CutOff,
    /// The picture cannot be decoded.
    #[error("the picture is damaged: {0}")]
    Damaged(String),
}

impl PhotoError {
    /// What is wrong and what to do about it.
    pub fn words(&self) -> Localized {
        match self {
            Self::Empty => {
                Localized::new("filen er tom; ta bildet på nytt", "the file is empty; take it again")
            }
            Self::TooLarge { bytes, limit } => {
                let (is, limit) = (bytes >> 20, limit >> 20);
                localized!(
                    "filen er {is} MB; grensen er {limit} MB – velg mindre bildestørrelse i kameraet",
                    "the file is {is} MB; the limit is {limit} MB – choose a smaller picture size in the camera"
                )
            }
            Self::TooManyPixels { width, height, limit } => localized!(
                "bildet har {width} × {height} bildepunkter; grensen er {limit} millioner – velg mindre bildestørrelse",
                "the picture has {width} × {height} pixels; the limit is {limit} million – choose a smaller size"
            ),
            Self::OtherKind(kind) => localized!(
                "{kind} leses ikke; lagre bildet som JPEG eller PNG (på iPhone: Innstillinger – Kamera – Formater – Mest kompatibel)",
                "{kind} is not read; save the picture as JPEG or PNG (on an iPhone: Settings – Camera – Formats – Most Compatible)"
            ),
            Self::NoPicture => Localized::new(
                "filen er ikke et bilde; velg JPEG, PNG eller HEIC",
                "the file is no picture; choose JPEG, PNG or HEIC",
            ),
            Self::CutOff => Localized::new(
                "bildet er avkuttet; kopier det på nytt fra kameraet",
                "the picture is cut off; copy it from the camera again",
            ),
            Self::Damaged(why) => localized!(
                "bildet er skadet ({why}); kopier det på nytt fra kameraet",
                "the picture is damaged ({why}); copy it from the camera again"
            ),
        }
    }
}

/// A kind of picture that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Jpeg,
    Png,
    Heic,
}

/// The ending of the name of a photo's file, by what its first bytes say that it is; none for what is no photo.
pub fn ending(bytes: &[u8]) -> Option<&'static str> {
    Some(match kind(bytes).ok()? {
        Kind::Jpeg => "jpg",
        Kind::Png => "png",
        Kind::Heic => "heic",
    })
}

/// What the first bytes say that a file is, whatever it is called.
fn kind(bytes: &[u8]) -> Result<Kind, PhotoError> {
    let brand = bytes.get(4..12).filter(|b| b.starts_with(b"ftyp")).map(|b| &b[4..]);
    match bytes {
        [] => Err(PhotoError::Empty),
        [0xff, 0xd8, 0xff, ..] => Ok(Kind::Jpeg),
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Ok(Kind::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => {
            Err(PhotoError::OtherKind("WebP"))
        }
        [b'G', b'I', b'F', b'8', ..] => Err(PhotoError::OtherKind("GIF")),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Err(PhotoError::OtherKind("TIFF")),
        [b'%', b'P', b'D', b'F', ..] => Err(PhotoError::OtherKind("PDF")),
        _ => match brand {
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"mif2") if READS_HEIC => Ok(Kind::Heic),
            Some(b"heic" | b"heix" | b"heim" | b"heis" | b"mif1" | b"mif2") => {
                Err(PhotoError::OtherKind("HEIC"))
            }
            // Bursts and moving pictures.
            Some(b"hevc" | b"hevx" | b"msf1") => Err(PhotoError::OtherKind("HEICS")),
            Some(b"avif" | b"avis") => Err(PhotoError::OtherKind("AVIF")),
            Some(_) => Err(PhotoError::OtherKind("video")),
            None => Err(PhotoError::NoPicture),
        },
    }
}

/// Makes an upright JPEG without metadata of any photo, its longest side at most `side` pixels.
///
/// # Errors
/// When the file is no picture that is read, is damaged or cut off, or exceeds the limits; nothing is decoded before
/// its size is known.
pub fn clean(bytes: &[u8], side: u32, limits: Limits) -> Result<Photo, PhotoError> {
    if bytes.len() > limits.bytes {
        return Err(PhotoError::TooLarge { bytes: bytes.len(), limit: limits.bytes });
    }
    let picture = match kind(bytes)? {
        Kind::Jpeg => {
            let passes = jpeg::passes(bytes).ok_or(PhotoError::CutOff)?;
            decoded(bytes, ImageFormat::Jpeg, passes, side, limits)?
        }
        Kind::Png => decoded(bytes, ImageFormat::Png, 1, side, limits)?,
        Kind::Heic => no_larger(DynamicImage::ImageRgba8(heic(bytes, limits)?), side),
    };
    encoded(&picture)
}

#[cfg(feature = "heic")]
use super::heic::decode as heic;

/// Never asked: without the feature no file is of this kind.
#[cfg(not(feature = "heic"))]
fn heic(_: &[u8], _: Limits) -> Result<image::RgbaImage, PhotoError> {
    Err(PhotoError::OtherKind("HEIC"))
}

fn no_larger(picture: DynamicImage, side: u32) -> DynamicImage {
    if picture.width().max(picture.height()) > side { picture.thumbnail(side, side) } else { picture }
}

/// A picture turned as the camera was held, its longest side at most `side` pixels. `passes` is how often its decoder
/// goes over it.
fn decoded(
    bytes: &[u8],
    format: ImageFormat,
    passes: u64,
    side: u32,
    limits: Limits,
) -> Result<DynamicImage, PhotoError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut allowed = image::Limits::default();
    // Three working copies of four bytes a pixel: what a decoder and its colour conversion may hold.
    allowed.max_alloc = Some(limits.pixels.saturating_mul(12));
    reader.limits(allowed);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > limits.pixels || width.max(height) > limits.side {
        return Err(PhotoError::TooManyPixels { width, height, limit: limits.pixels / 1_000_000 });
    }
    // A few bytes a pass can keep a decoder busy for minutes.
    let work = (u64::from(width) * u64::from(height)).saturating_mul(passes);
    if work > limits.pixels.saturating_mul(USUAL_PASSES) {
        return Err(PhotoError::Damaged(format!("{passes} × {width} × {height}")));
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = no_larger(DynamicImage::from_decoder(decoder).map_err(damaged)?, side);
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// White paper behind what is transparent, then JPEG.
fn encoded(picture: &DynamicImage) -> Result<Photo, PhotoError> {
    let picture = if picture.color().has_alpha() {
        let mut flat = picture.to_rgba8();
        for pixel in flat.pixels_mut() {
            let [r, g, b, a] = pixel.0.map(u16::from);
            let over = |c: u16| u8::try_from((c * a + 255 * (255 - a)) / 255).unwrap_or(u8::MAX);
            pixel.0 = [over(r), over(g), over(b), u8::MAX];
        }
        DynamicImage::ImageRgba8(flat).into_rgb8()
    } else {
        picture.to_rgb8()
    };
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, QUALITY)
        .encode_image(&picture)
        .map_err(|e| PhotoError::Damaged(e.to_string()))?;
    Ok(Photo { jpeg, width: picture.width(), height: picture.height() })
}

fn damaged(error: ImageError) -> PhotoError {
    let text = error.to_string();
    if text.contains("EOF") || text.contains("end of file") || text.contains("fill whole buffer") {
        return PhotoError::CutOff;
    }
    PhotoError::Damaged(text.chars().filter(|c| !c.is_control()).take(120).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    /// Left half red, right half blue.
    fn halves(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(
            width,
            height,
            |x, _| if x < width / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) },
        )
    }

    fn jpeg_of(picture: &RgbImage) -> Vec<u8> {
        let mut out = Vec::new();
        JpegEncoder::new_with_quality(&mut out, 90).encode_image(picture).unwrap();
        out
    }

    fn png_of(picture: &DynamicImage) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        picture.write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    /// An EXIF segment that says how the camera was held, and a maker's name.
    fn with_exif(jpeg: &[u8], orientation: u8) -> Vec<u8> {
        let mut tiff = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        tiff.extend([0x01, 0x0f, 0, 2, 0, 0, 0, 8, 0, 0, 0, 38]);
        tiff.extend([0, 0, 0, 0]);
        tiff.extend(b"KAMERA1\0");
        let length = u16::try_from(tiff.len() + 2).unwrap();
        let mut out = vec![0xff, 0xd8, 0xff, 0xe1];
        out.extend(length.to_be_bytes());
        out.extend(tiff);
        out.extend(&jpeg[2..]);
        out
    }

    fn decoded(photo: &Photo) -> RgbImage {
        image::load_from_memory(&photo.jpeg).unwrap().to_rgb8()
    }

    #[test]
    fn a_photo_is_turned_as_the_camera_was_held_and_says_nothing_of_it() {
        // 6: the camera was turned a quarter clockwise; what is left in the file is up in the world.
        let bytes = with_exif(&jpeg_of(&halves(64, 32)), 6);
        let photo = clean(&bytes, REPORT_SIDE, Limits::default()).unwrap();
        assert_eq!((photo.width, photo.height), (32, 64));
        let picture = decoded(&photo);
        assert!(picture.get_pixel(16, 5)[0] > 150, "red is up");
        assert!(picture.get_pixel(16, 58)[2] > 150, "blue is down");
        let has = |needle: &[u8]| photo.jpeg.windows(needle.len()).any(|w| w == needle);
        assert!(!has(b"Exif") && !has(b"KAMERA1"));
    }

    #[test]
    fn a_photo_is_made_no_larger_than_asked_for_and_never_stretched() {
        let large = clean(&jpeg_of(&halves(400, 100)), 100, Limits::default()).unwrap();
        assert_eq!((large.width, large.height), (100, 25));
        let small = clean(&jpeg_of(&halves(40, 10)), 100, Limits::default()).unwrap();
        assert_eq!((small.width, small.height), (40, 10));
    }

    #[test]
    fn what_is_transparent_lies_on_white_paper() {
        let clear = RgbaImage::from_pixel(8, 8, Rgba([0, 0, 0, 0]));
        let photo = clean(&png_of(&DynamicImage::ImageRgba8(clear)), 100, Limits::default()).unwrap();
        assert!(decoded(&photo).get_pixel(4, 4).0.iter().all(|c| *c > 250));
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_refused_before_it_is_decoded() {
        let limits = Limits { pixels: 1000, ..Limits::default() };
        assert!(clean(&jpeg_of(&halves(40, 25)), 100, limits).is_ok());
        let error = clean(&jpeg_of(&halves(40, 26)), 100, limits).unwrap_err();
        assert_eq!(error, PhotoError::TooManyPixels { width: 40, height: 26, limit: 0 });
        // A few hundred bytes that promise 65 000 × 65 000 pixels.
        let mut bomb = jpeg_of(&halves(16, 16));
        let frame = bomb.windows(2).position(|w| w == [0xff, 0xc0]).unwrap();
        bomb[frame + 5..frame + 9].copy_from_slice(&[0xfd, 0xe8, 0xfd, 0xe8]);
        let error = clean(&bomb, 100, Limits::default()).unwrap_err();
        assert!(matches!(error, PhotoError::TooManyPixels { width: 65_000, .. }), "{error:?}");
    }

    #[test]
    fn a_cut_off_photo_is_refused_wherever_it_is_cut() {
        let whole = with_exif(&jpeg_of(&halves(64, 64)), 1);
        for length in 4..whole.len() {
            let error = clean(&whole[..length], 100, Limits::default()).unwrap_err();
            assert!(matches!(error, PhotoError::CutOff | PhotoError::Damaged(_)), "{length}: {error:?}");
        }
        let png = png_of(&DynamicImage::ImageRgb8(halves(64, 64)));
        assert!(clean(&png[..png.len() / 2], 100, Limits::default()).is_err());
    }

    #[test]
    fn a_picture_coded_in_endless_passes_is_refused_before_it_is_decoded() {
        let whole = jpeg_of(&halves(64, 64));
        let scan = whole.windows(2).position(|w| w == [0xff, 0xda]).unwrap();
        let repeated = |times: usize| {
            let mut bytes = whole[..scan].to_vec();
            (0..times).for_each(|_| bytes.extend(&whole[scan..whole.len() - 2]));
            bytes.extend([0xff, 0xd9]);
            bytes
        };
        let limits = Limits { pixels: 64 * 64, ..Limits::default() };
        assert_eq!(jpeg::passes(&repeated(16)), Some(16));
        let told = |times| clean(&repeated(times), 100, limits).err();
        assert_eq!(told(17), Some(PhotoError::Damaged("17 × 64 × 64".into())));
        assert_ne!(told(16), Some(PhotoError::Damaged("16 × 64 × 64".into())));
    }

    #[test]
    fn what_follows_the_picture_in_the_file_does_no_harm() {
        let mut moving = jpeg_of(&halves(32, 32));
        moving.extend(b"a video that phones put behind the picture");
        assert!(clean(&moving, 100, Limits::default()).is_ok());
    }

    #[test]
    fn other_files_are_named_for_what_they_are() {
        let told = |bytes: &[u8]| clean(bytes, 100, Limits::default()).unwrap_err();
        assert_eq!(told(b""), PhotoError::Empty);
        assert_eq!(told(b"<html><script>alert(1)</script>"), PhotoError::NoPicture);
        assert_eq!(told(b"\0\0\0\x18ftyphevc\0\0\0\0"), PhotoError::OtherKind("HEICS"));
        let heic = told(b"\0\0\0\x18ftypheic\0\0\0\0");
        match READS_HEIC {
            true => assert_eq!(heic, PhotoError::CutOff),
            false => assert!(heic.words().nb.contains("HEIC leses ikke; lagre bildet som JPEG")),
        }
        assert_eq!(told(b"\0\0\0\x18ftypmp42\0\0\0\0"), PhotoError::OtherKind("video"));
        assert_eq!(told(b"%PDF-1.7"), PhotoError::OtherKind("PDF"));
        let limits = Limits { bytes: 10, ..Limits::default() };
        assert!(matches!(clean(&[0; 11], 100, limits), Err(PhotoError::TooLarge { .. })));
    }
}
