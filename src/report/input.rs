//! The files a report was made from, so that a reader can tell which they were.

use sha2::{Digest, Sha256};

use super::document::InputFile;

impl InputFile {
    /// A file by its path and bytes.
    pub fn of(path: impl Into<String>, bytes: &[u8]) -> Self {
        let path: String = path.into();
        Self {
            path: super::places::clean(&path),
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_one_other_tools_print() {
        let input = InputFile::of("a.bolig", b"abc");
        assert_eq!(input.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(input.bytes, 3);
    }
}
