//! Photos of a visit: taken in once however often they are sent, kept as they came, shown without what the camera
//! wrote into them.

use std::path::Path;

use super::disk;
use super::merge::{MOST, photo_file, photo_id, too_many};
use super::store::{self, unwritten};
use crate::inspection::photo::{self, Limits, Photo, PhotoError};
use crate::inspection::{PHOTOS, is_beside};
use crate::text::{Lang, Localized};
use crate::vocab::Vocabulary;

/// Why a photo was not taken in, or is not shown.
pub(crate) enum PhotoFault {
    /// It is no photo that is read.
    Picture(PhotoError),
    /// The folder or the file of the visit does not take it.
    Storage(Localized),
    /// There is none.
    Missing,
}

/// Keeps a photo under the id its device gave it, and gives its number. The same photo sent again gets the same number.
pub(crate) fn keep(
    folder: &Path,
    id: &str,
    wanted: u32,
    bytes: &[u8],
    vocabulary: &Vocabulary,
) -> Result<u32, PhotoFault> {
    // Decoded whole: what cannot be shown must not be found out at the office.
    photo::clean(bytes, photo::THUMBNAIL_SIDE, Limits::default()).map_err(PhotoFault::Picture)?;
    let ending = photo::ending(bytes).ok_or(PhotoFault::Picture(PhotoError::NoPicture))?;
    let name = photo_file(id, ending);
    let stored = store::change(folder, vocabulary, Lang::Nb, |draft| {
        let known = draft.visit().photos.iter().find(|p| photo_id(&p.file) == Some(id));
        if let Some(known) = known {
            return Ok(known.number);
        }
        if draft.visit().photos.len() >= MOST {
            return Err(too_many());
        }
        // The file first: an entry without its photo would be a loss, a photo without its entry is sent again.
        let beside = folder.join(PHOTOS);
        std::fs::create_dir_all(&beside).map_err(|e| unwritten(&e))?;
        let root = folder.canonicalize().map_err(|e| unwritten(&e))?;
        if !disk::is_inside(&root, &beside) {
            return Err(Localized::new(
                "mappen for bilder leder ut av befaringen; ingenting er lagret",
                "the folder of photos leads out of the visit; nothing was saved",
            ));
        }
        disk::write(&folder.join(&name), bytes).map_err(|e| unwritten(&e))?;
        draft.add_photo(wanted, &name)
    });
    match stored {
        Ok((Ok(number), _)) => Ok(number),
        Ok((Err(why), _)) | Err(why) => Err(PhotoFault::Storage(why)),
    }
}

/// A photo of a visit as it may be shown: upright, no larger than asked for, without metadata.
pub(crate) fn shown(folder: &Path, number: u32, side: u32) -> Result<Photo, PhotoFault> {
    let stored = store::load(folder).map_err(PhotoFault::Storage)?;
    let entry = stored.visit.photos.iter().find(|p| p.number == number).ok_or(PhotoFault::Missing)?;
    if !is_beside(&entry.file) {
        return Err(PhotoFault::Missing);
    }
    let limits = Limits::default();
    let root = folder.canonicalize().map_err(|_| PhotoFault::Missing)?;
    let bytes =
        disk::read(&root, &root.join(&entry.file), limits.bytes as u64).map_err(|_| PhotoFault::Missing)?;
    photo::clean(&bytes, side, limits).map_err(PhotoFault::Picture)
}

impl PhotoFault {
    pub(crate) fn words(&self) -> Localized {
        match self {
            Self::Picture(error) => error.words(),
            Self::Storage(why) => why.clone(),
            Self::Missing => Localized::new("bildet finnes ikke", "the photo is not there"),
        }
    }
}
