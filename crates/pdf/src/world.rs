//! What a template can reach: the templates, its data, its pictures, its fonts. Nothing else exists.

use std::collections::{BTreeMap, HashMap};

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt as _, World};

use crate::Template;

/// The templates by file name.
const TEMPLATES: [(&str, &str); 4] = [
    ("common.typ", include_str!("../templates/common.typ")),
    ("report.typ", include_str!("../templates/report.typ")),
    ("visit.typ", include_str!("../templates/visit.typ")),
    ("checklist.typ", include_str!("../templates/checklist.typ")),
];
/// The name under which templates find their data.
const DATA: &str = "data.json";

/// The faces in font files; none when one of them is no font.
pub(crate) fn fonts(files: &[&'static [u8]]) -> Option<Vec<Font>> {
    files.iter().map(|bytes| Font::new(Bytes::new(*bytes), 0)).collect()
}

/// The world of one document.
pub(crate) struct Desk {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    sources: HashMap<FileId, Source>,
    files: HashMap<FileId, Bytes>,
}

impl Desk {
    pub(crate) fn new(
        template: Template,
        data: String,
        pictures: BTreeMap<String, Vec<u8>>,
        fonts: Vec<Font>,
    ) -> Self {
        let main = match template {
            Template::Report => "report.typ",
            Template::Visit => "visit.typ",
            Template::Checklist => "checklist.typ",
        };
        let sources = TEMPLATES.iter().filter_map(|(name, text)| {
            let id = id(name)?;
            Some((id, Source::new(id, (*text).to_owned())))
        });
        let pictures = pictures.into_iter().map(|(name, bytes)| (name, Bytes::new(bytes)));
        let files = pictures.chain([(DATA.to_owned(), Bytes::from_string(data))]);
        let detached = || Source::detached("").id();
        Self {
            library: LazyHash::new(library()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: id(main).unwrap_or_else(detached),
            sources: sources.collect(),
            files: files.filter_map(|(name, bytes)| Some((id(&name)?, bytes))).collect(),
        }
    }
}

/// The engine's library, with what tables need to be heard row by row.
fn library() -> Library {
    Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build()
}

/// The engine's own name of a file; none of a name that is no path.
fn id(name: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(name).ok()?).intern())
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.sources.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        self.files.get(&id).cloned().ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    /// No template may depend on the day it is set.
    fn today(&self, _offset: Option<Duration>) -> Option<Datetime> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_what_was_handed_over_exists() {
        let pictures = BTreeMap::from([("plan-1.svg".to_owned(), b"<svg/>".to_vec())]);
        let desk = Desk::new(Template::Report, "{}".to_owned(), pictures, Vec::new());
        assert!(desk.file(id("plan-1.svg").unwrap()).is_ok() && desk.file(id(DATA).unwrap()).is_ok());
        assert!(desk.source(desk.main()).is_ok());
        for name in ["/etc/passwd", "Cargo.toml", "plan-2.svg", "bilder/1.jpg"] {
            assert_eq!(desk.file(id(name).unwrap()), Err(FileError::AccessDenied), "{name}");
            assert!(desk.source(id(name).unwrap()).is_err(), "{name}");
        }
        let package = "@preview/tablex:0.0.8".parse().unwrap();
        let of_package = RootedPath::new(VirtualRoot::Package(package), VirtualPath::new("lib.typ").unwrap());
        assert!(desk.source(of_package.intern()).is_err());
        assert_eq!(desk.today(None), None);
    }
}
