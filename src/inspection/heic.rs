//! Photos as iPhones and iPads keep them (HEIC), decoded within limits.
//!
//! A few bytes of such a file can promise endless work: a tile named a thousand times, pictures laid over pictures. What
//! decoding would cost is therefore counted first, from the sizes that stand in the coded pictures themselves.

use std::panic::{AssertUnwindSafe, catch_unwind};

use heifer::heifer_hevc_dec::nal::{NalUnit, split_annex_b};
use heifer::heifer_hevc_dec::params::Sps;
use heifer::heifer_isobmff::boxes::Property;
use heifer::heifer_isobmff::{BoxIter, HeifFile, ItemId};
use image::RgbaImage;

use super::photo::{Limits, PhotoError};

/// Largest table of contents, in bytes: a camera's is a tenth of it.
const LARGEST_CONTENTS: usize = 512 << 10;
/// Type of the coded unit that tells how large a picture is.
const SIZE_UNIT: u8 = 33;
/// How deep a picture may refer to others.
const DEEPEST: u32 = 2;
/// Names of the plane that tells what is transparent.
const ALPHA: [&str; 2] = ["urn:mpeg:hevc:2015:auxid:1", "urn:mpeg:mpegB:cicp:systems:auxiliary:alpha"];

/// The picture, upright as the file says it is to be shown.
///
/// # Errors
/// When the file is damaged, holds a kind of picture that is not read, or would cost more than the limits allow.
pub(super) fn decode(bytes: &[u8], limits: Limits) -> Result<RgbaImage, PhotoError> {
    let options = heifer::Options { max_threads: 1, max_pixels: limits.pixels };
    // The decoder promises not to fail this way; should it, one photo is lost and not the program.
    let decoded = catch_unwind(AssertUnwindSafe(|| {
        affordable(bytes, limits)?;
        // Colours that have no translation are shown as they are coded, which beats no picture.
        heifer::decode_srgb_rgba8(bytes, &options)
            .or_else(|_| heifer::decode_rgba8(bytes, &options))
            .map_err(|e| fault(&e))
    }));
    let picture = decoded.unwrap_or_else(|_| Err(PhotoError::Damaged("HEIC".to_owned())))?;
    let (width, height) = (picture.width, picture.height);
    RgbaImage::from_raw(width, height, picture.data).ok_or(PhotoError::CutOff)
}

fn fault(error: &dyn std::error::Error) -> PhotoError {
    let text = error.to_string();
    if text.contains("unexpected end") || text.contains("out of bounds") {
        return PhotoError::CutOff;
    }
    PhotoError::Damaged(text.chars().filter(|c| !c.is_control()).take(120).collect())
}

/// Counts what decoding would cost.
fn affordable(bytes: &[u8], limits: Limits) -> Result<(), PhotoError> {
    let mut whole = true;
    for part in BoxIter::new(bytes) {
        let Ok(part) = part else {
            whole = false;
            break;
        };
        if part.header.box_type.0 == *b"meta" && part.content.len() > LARGEST_CONTENTS {
            return Err(PhotoError::Damaged("HEIC".to_owned()));
        }
    }
    if !whole {
        return Err(PhotoError::CutOff);
    }
    let file = HeifFile::parse(bytes).map_err(|e| fault(&e))?;
    let mut cost = Cost { file: &file, limits, shown: (0, 0), pixels: 0, bytes: 0, held: bytes.len() as u64 };
    cost.picture(file.primary_id, 0)
}

/// What the pictures counted so far would cost.
struct Cost<'f> {
    file: &'f HeifFile<'f>,
    limits: Limits,
    /// Size of the picture that is shown.
    shown: (u32, u32),
    pixels: u64,
    bytes: u64,
    /// Size of the file.
    held: u64,
}

impl Cost<'_> {
    fn picture(&mut self, id: ItemId, depth: u32) -> Result<(), PhotoError> {
        let kind = self.file.item(id).map_err(|e| fault(&e))?.item_type.0;
        let parts = self.file.referenced_items(id, b"dimg");
        match &kind {
            _ if depth > DEEPEST => return Err(PhotoError::Damaged("HEIC".to_owned())),
            b"hvc1" => {
                let size = self.file.image_size(id).map_err(|e| fault(&e))?;
                self.sized(size.unwrap_or_default(), depth)?;
                self.coded(id)?;
            }
            b"grid" => {
                let grid = self.file.grid(id).map_err(|e| fault(&e))?;
                self.sized((grid.output_width, grid.output_height), depth)?;
                for tile in parts {
                    if self.file.item(*tile).map_err(|e| fault(&e))?.item_type.0 != *b"hvc1" {
                        return Err(PhotoError::OtherKind("HEIC"));
                    }
                    self.coded(*tile)?;
                    self.transparency(*tile, depth)?;
                }
            }
            b"iden" if parts.len() == 1 => self.picture(parts[0], depth + 1)?,
            b"av01" => return Err(PhotoError::OtherKind("AVIF")),
            _ => return Err(PhotoError::OtherKind("HEIC")),
        }
        self.transparency(id, depth)
    }

    /// The plane that tells what of a picture is transparent is decoded too.
    fn transparency(&mut self, of: ItemId, depth: u32) -> Result<(), PhotoError> {
        for plane in self.file.referencing_items(of, b"auxl") {
            let mut about = self.file.item_properties(plane).map_err(|e| fault(&e))?;
            if about.any(|p| matches!(p, Property::AuxiliaryType(t) if ALPHA.contains(&t.as_str()))) {
                self.picture(plane, depth + 1)?;
            }
        }
        Ok(())
    }

    fn sized(&mut self, (width, height): (u32, u32), depth: u32) -> Result<(), PhotoError> {
        if depth == 0 || self.shown == (0, 0) {
            self.shown = (width, height);
        }
        let pixels = u64::from(width) * u64::from(height);
        if pixels > self.limits.pixels || width.max(height) > self.limits.side {
            return Err(self.too_many(width, height));
        }
        Ok(())
    }

    /// A coded picture: its own word for its size counts, whatever stands in the table of contents.
    fn coded(&mut self, id: ItemId) -> Result<(), PhotoError> {
        let stream = self.file.hevc_bitstream(id).map_err(|e| fault(&e))?;
        self.bytes += stream.len() as u64;
        // The same bytes named over and over are more than the file holds.
        if self.bytes > self.held.saturating_mul(2).saturating_add(1 << 20) {
            return Err(PhotoError::Damaged("HEIC".to_owned()));
        }
        let sizes =
            split_annex_b(&stream).filter(|u| u.first().is_some_and(|b| (b >> 1) & 0x3f == SIZE_UNIT));
        let mut largest = 0;
        for unit in sizes {
            let size = NalUnit::parse(unit).and_then(|u| Sps::parse(&u.rbsp)).map_err(|e| fault(&e))?;
            let pixels =
                u64::from(size.pic_width_in_luma_samples) * u64::from(size.pic_height_in_luma_samples);
            largest = largest.max(pixels);
        }
        self.pixels = self.pixels.saturating_add(largest);
        // Tiles reach over the edge, and what is transparent is a picture of its own.
        if self.pixels > self.limits.pixels.saturating_mul(2) {
            let (width, height) = self.shown;
            return Err(self.too_many(width, height));
        }
        Ok(())
    }

    fn too_many(&self, width: u32, height: u32) -> PhotoError {
        PhotoError::TooManyPixels { width, height, limit: self.limits.pixels / 1_000_000 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::photo::{REPORT_SIDE, clean};
    use heifer::heifer_hevc_enc::encoder::{EncodedPicture, EncoderConfig, Planes, encode_picture};
    use heifer::heifer_isobmff::boxes::HevcConfig;
    use heifer::heifer_isobmff::writer::{HeifWriter, ImageSpec};

    /// Made by libheif: left half red, right half blue, to be shown a quarter turned, with a camera's name and a place.
    const PHOTO: &[u8] = include_bytes!("../../fixtures/photos/kvart-omdreining.heic");

    fn grey(side: u32) -> EncodedPicture {
        let luma = vec![128; (side * side) as usize];
        let chroma = vec![128; (side * side / 4) as usize];
        let planes = Planes { y: &luma, chroma: Some((&chroma, &chroma)) };
        encode_picture(side, side, planes, &EncoderConfig::default()).unwrap()
    }

    fn coded(picture: &EncodedPicture, told: u32) -> ImageSpec<'_> {
        let config = HevcConfig {
            profile_idc: picture.profile_idc,
            level_idc: picture.level_idc,
            chroma_format: picture.chroma_format,
            bit_depth_luma: 8,
            bit_depth_chroma: 8,
            nal_length_size: 4,
            nal_units: picture.parameter_sets.clone(),
        };
        ImageSpec::new(told, told, config, &picture.slices)
    }

    /// A picture that is the same tile, named so many times side by side.
    fn tiled(times: u16) -> Vec<u8> {
        let picture = grey(64);
        let mut writer = HeifWriter::new();
        let tile = writer.add_image(&coded(&picture, 64));
        let grid = writer.add_grid(1, times, 128, 64, &vec![tile; usize::from(times)], None, None);
        writer.set_primary(grid);
        writer.finish()
    }

    fn within(pixels: u64) -> Limits {
        Limits { pixels, ..Limits::default() }
    }

    #[test]
    fn a_photo_of_a_phone_is_upright_and_says_nothing_of_it() {
        let photo = clean(PHOTO, REPORT_SIDE, Limits::default()).unwrap();
        assert_eq!((photo.width, photo.height), (48, 96));
        let picture = image::load_from_memory(&photo.jpeg).unwrap().to_rgb8();
        assert!(picture.get_pixel(24, 10)[0] > 150, "red is up");
        assert!(picture.get_pixel(24, 86)[2] > 150, "blue is down");
        let has = |bytes: &[u8], needle: &[u8]| bytes.windows(needle.len()).any(|w| w == needle);
        assert!(has(PHOTO, b"KAMERA1") && !has(&photo.jpeg, b"KAMERA1") && !has(&photo.jpeg, b"Exif"));
        assert_eq!(super::super::photo::ending(PHOTO), Some("heic"));
    }

    #[test]
    fn a_cut_off_photo_is_refused_wherever_it_is_cut() {
        for length in 12..PHOTO.len() {
            let error = clean(&PHOTO[..length], 100, Limits::default());
            assert!(error.is_err(), "{length} of {}", PHOTO.len());
        }
    }

    #[test]
    fn a_tile_named_over_and_over_costs_what_it_costs() {
        let fits = decode(&tiled(2), within(128 * 64)).unwrap();
        assert_eq!(fits.dimensions(), (128, 64));
        assert!(decode(&tiled(4), within(128 * 64)).is_ok(), "twice what is shown");
        let told = decode(&tiled(5), within(128 * 64)).unwrap_err();
        assert_eq!(told, PhotoError::TooManyPixels { width: 128, height: 64, limit: 0 });
    }

    #[test]
    fn a_picture_that_says_it_is_smaller_than_it_is_is_not_believed() {
        let picture = grey(64);
        let file = |told: u32| {
            let mut writer = HeifWriter::new();
            let id = writer.add_image(&coded(&picture, told));
            writer.set_primary(id);
            writer.finish()
        };
        assert!(decode(&file(64), within(64 * 64)).is_ok());
        assert!(decode(&file(8), within(64 * 64 - 1)).is_err());
        assert!(matches!(
            decode(&file(65_000), Limits::default()),
            Err(PhotoError::TooManyPixels { width: 65_000, .. })
        ));
    }

    #[test]
    fn a_table_of_contents_larger_than_any_camera_writes_is_refused_unread() {
        let mut file = b"\0\0\0\x0cftypheic".to_vec();
        file.extend(u32::try_from(LARGEST_CONTENTS + 9).unwrap().to_be_bytes());
        file.extend(b"meta");
        file.resize(file.len() + LARGEST_CONTENTS + 1, 0);
        assert_eq!(decode(&file, Limits::default()), Err(PhotoError::Damaged("HEIC".into())));
    }
}
