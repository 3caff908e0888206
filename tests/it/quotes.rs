//! Every quote stands in the document it is taken from, and every heading of the document is accounted for.
//!
//! The documents are not part of the project; where a copy lies beside it, it is held against the catalogue.

use std::path::{Path, PathBuf};

use befaring::catalogue::Catalogue;
use befaring::source::Sources;
use befaring::vocab::VocabularyFiles;

/// The document judged by, as text recognised from its slides.
fn talk() -> Option<String> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let copies: [PathBuf; 2] = ["shared", "../shared"].map(|folder| beside.join(folder));
    copies.iter().find_map(|c| std::fs::read_to_string(c.join("sources/S3-prioslo-2024-02-06.txt")).ok())
}

/// The words alone: tags, emphasis, bullets, dashes and blanks are the slide's, not the sentence's.
fn words(text: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for c in text.replace("**", "").chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            _ if tag => {}
            '▶' | '•' | '●' | '–' | '-' => out.push(' '),
            c => out.push(c),
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_quote_of_the_talk_stands_in_it() {
    let Some(talk) = talk().map(|t| words(&t)) else { return };
    let catalogue = Catalogue::read(&VocabularyFiles::built_in(), &mut Sources::new(), &mut Vec::new());
    let mut missing = Vec::new();
    for (id, requirement) in &catalogue.requirements {
        for block in requirement.edition.iter().filter(|b| b.source.document.is_none()) {
            if !talk.contains(&words(&block.source.quote)) {
                missing.push(format!("{id}: {}", block.source.quote));
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
