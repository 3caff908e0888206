//! Why can a file not be read at all?

use crate::localized;
use crate::text::Localized;
use std::path::PathBuf;

/// What makes it impossible to read a building model. Everything less is a diagnostic, and reading goes on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file cannot be opened or read.
    #[error("{path}: cannot be read: {cause}", path = .0.display(), cause = .1)]
    Read(PathBuf, #[source] std::io::Error),
    /// A folder, a device, or a pipe that may never end.
    #[error("{path} is no file; give the model itself (.ifc, .ifczip)", path = .0.display())]
    NotFile(PathBuf),
    /// There is nothing in the file.
    #[error("the file is empty; export the model again")]
    Empty,
    /// The file is something else than a building model; the text says what it looks like.
    #[error("not an IFC file: {}; export the model as IFC (.ifc)", .0.en)]
    NotStep(Localized),
    /// A model in the XML form of IFC.
    #[error("this is ifcXML, which is not read; export the model as .ifc (STEP) instead")]
    Xml,
    /// A model in the JSON form of IFC5.
    #[error("this is IFC5 (ifcx), which is not read; export the model as IFC4 or IFC4X3 (.ifc) instead")]
    Ifcx,
    /// There is a header but no data.
    #[error("the file has a header but no DATA section: the export did not finish; export the model again")]
    NoData,
    /// The file is larger than can be read.
    #[error("the file is {size} bytes, and at most {limit} can be read; export a part of the model")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The largest size in bytes.
        limit: u64,
    },
    /// A file packed with gzip.
    #[error(
        "this is packed with gzip, which is not read; unpack it first (gunzip, 7-Zip) and give the .ifc file"
    )]
    Gzip,
    /// The archive cannot be unpacked.
    #[error("the zip archive cannot be unpacked: {}", .0.en)]
    Zip(Localized),
    /// The archive holds no model.
    #[error("the zip archive holds no .ifc file")]
    ZipEmpty,
    /// The archive holds more than one model.
    #[error("the zip archive holds several models ({}); unpack it and give them one by one", .0.join(", "))]
    ZipSeveral(Vec<String>),
    /// The archive grows out of proportion when unpacked.
    #[error("the zip archive unpacks to more than {limit} bytes, which no model of its size does")]
    ZipBomb {
        /// How many bytes would have been accepted.
        limit: u64,
    },
    /// A schema that is not known.
    #[error("the schema {0} is not known; export the model as IFC2X3, IFC4 or IFC4X3")]
    Schema(String),
}

impl Error {
    /// The same in both languages.
    pub fn text(&self) -> Localized {
        let en = self.to_string();
        let nb = match self {
            Self::Read(path, cause) => format!("{}: kan ikke leses: {cause}", path.display()),
            Self::NotFile(path) => {
                format!("{} er ingen fil; oppgi modellen selv (.ifc, .ifczip)", path.display())
            }
            Self::Empty => "filen er tom; eksporter modellen på nytt".to_owned(),
            Self::NotStep(what) => {
                format!("ikke en IFC-fil: {}; eksporter modellen som IFC (.ifc)", what.nb)
            }
            Self::Xml => {
                "dette er ifcXML, som ikke leses; eksporter modellen som .ifc (STEP) i stedet".to_owned()
            }
            Self::Ifcx => {
                "dette er IFC5 (ifcx), som ikke leses; eksporter modellen som IFC4 eller IFC4X3 (.ifc) i stedet"
                    .to_owned()
            }
            Self::NoData => {
                "filen har hode, men ingen DATA-del: eksporten ble ikke ferdig; eksporter modellen \
                             på nytt"
                    .to_owned()
            }
            Self::TooLarge { size, limit } => {
                format!("filen er på {size} byte, og høyst {limit} kan leses; eksporter en del av modellen")
            }
            Self::Gzip => {
                "dette er pakket med gzip, som ikke leses; pakk det ut først (gunzip, 7-Zip) og oppgi .ifc-filen"
                    .to_owned()
            }
            Self::Zip(why) => format!("zip-arkivet kan ikke pakkes ut: {}", why.nb),
            Self::ZipEmpty => "zip-arkivet inneholder ingen .ifc-fil".to_owned(),
            Self::ZipSeveral(names) => format!(
                "zip-arkivet inneholder flere modeller ({}); pakk det ut og oppgi dem hver for seg",
                names.join(", ")
            ),
            Self::ZipBomb { limit } => {
                format!(
                    "zip-arkivet pakkes ut til mer enn {limit} byte, noe ingen modell av den størrelsen gjør"
                )
            }
            Self::Schema(name) => {
                format!("skjemaet {name} er ukjent; eksporter modellen som IFC2X3, IFC4 eller IFC4X3")
            }
        };
        Localized { nb, en }
    }
}

/// What a file that is no exchange file looks like, from its first bytes.
pub(super) fn looks_like(bytes: &[u8]) -> Error {
    let unknown = || {
        Error::NotStep(localized!(
            "den begynner ikke med ISO-10303-21",
            "it does not start with ISO-10303-21"
        ))
    };
    known(bytes).unwrap_or_else(unknown)
}

/// Whether a file is of a format that other programs write, as far as its first bytes tell.
pub fn is_another_format(bytes: &[u8]) -> bool {
    known(bytes).is_some()
}

/// The formats that are known.
fn known(bytes: &[u8]) -> Option<Error> {
    let start = bytes.trim_ascii_start();
    let is = |magic: &[u8]| start.starts_with(magic);
    let what = if is(b"<") || is(b"\xef\xbb\xbf<") {
        let head = String::from_utf8_lossy(&start[..start.len().min(2000)]).to_ascii_lowercase();
        if head.contains("ifcxml") || head.contains("iso_10303") || head.contains("<ifc") {
            return Some(Error::Xml);
        }
        localized!("den ser ut som XML eller HTML", "it looks like XML or HTML")
    } else if is(b"{") || is(b"[") {
        let head = String::from_utf8_lossy(&start[..start.len().min(4000)]).to_ascii_lowercase();
        if head.contains("ifcx") || head.contains("ifc5") || head.contains("bsi::ifc") {
            return Some(Error::Ifcx);
        }
        localized!("den ser ut som JSON", "it looks like JSON")
    } else if is(b"%PDF") {
        localized!("dette er en PDF", "this is a PDF")
    } else if is(b"AC10") {
        localized!("dette er en DWG-tegning", "this is a DWG drawing")
    } else if is(b"\xd0\xcf\x11\xe0") {
        localized!("dette er en Revit- eller Office-fil", "this is a Revit or Office file")
    } else if is(b"\xff\xfe") || is(b"\xfe\xff") || is(b"\0I\0S\0O") || is(b"I\0S\0O\0") {
        localized!("den er lagret som UTF-16", "it is stored as UTF-16")
    } else if is(b"\x1f\x8b") {
        localized!(
            "den er pakket med gzip og må pakkes ut først",
            "it is packed with gzip and must be unpacked first"
        )
    } else if is(b"\x89HDF") {
        localized!("dette er HDF5", "this is HDF5")
    } else if is(b"version https://git-lfs") {
        localized!(
            "den er en henvisning til Git LFS, og selve filen er ikke hentet (git lfs pull)",
            "it is a pointer to Git LFS, and the file itself is not fetched (git lfs pull)"
        )
    } else {
        return None;
    };
    Some(Error::NotStep(what))
}
