//! Reading building models: damaged and hostile files, real ones, and what they must agree with.

mod hostile;
mod model;
mod real;
mod step;

use befaring::ifc::step::{Error, File, Limits};
use std::path::PathBuf;

/// A file with `data` as its data section.
fn file(data: &str) -> File {
    raw(format!("{HEAD}{data}\nENDSEC;\nEND-ISO-10303-21;\n").into_bytes())
        .expect("it has a header and a data section")
}

const HEAD: &str = "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\n\
    FILE_NAME('','',(''),(''),'','','');\nFILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n";

fn raw(bytes: Vec<u8>) -> Result<File, Error> {
    File::from_bytes("test.ifc", bytes, &Limits::default())
}

/// The folder of real models beside the repository, if somebody has put one there.
fn models() -> Option<PathBuf> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().map(|folder| folder.join("shared/ifc")).find(|folder| folder.is_dir())
}
