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

#[test]
fn the_table_of_needs_is_the_one_of_the_talk() {
    let vocabulary = befaring::vocab::Vocabulary::built_in();
    let table = &vocabulary.tables["needs-2022"];
    // Group 1 has two columns of its own, groups 6 and 7 share one.
    let cells = |row: &str| -> Vec<u32> {
        let columns = ["1", "2", "3", "4", "5", "6"];
        let texts = columns.iter().flat_map(|c| table.cell(row, c).unwrap().iter());
        texts.map(|t| t.parse().unwrap()).collect()
    };
    let words = &vocabulary.fact("project.district").unwrap().values;
    let districts: Vec<_> = words.iter().filter(|w| table.rows.contains_key(&w.id)).collect();
    let mut sums = vec![0; 7];
    for district in &districts {
        let row = cells(&district.id);
        assert_eq!(table.cell(&district.id, "6"), table.cell(&district.id, "7"), "{}", district.nb);
        sums.iter_mut().zip(&row).for_each(|(sum, n)| *sum += n);
        if let Some(talk) = talk() {
            let printed: Vec<String> = row.iter().map(u32::to_string).collect();
            let line = format!("{}\t{}", district.nb, printed.join("\t"));
            assert!(talk.contains(&line), "the talk does not print {line:?}");
        }
    }
    assert_eq!(sums, cells("total"));
    assert_eq!(sums.iter().sum::<u32>(), 882);
    assert_eq!(table.rows.len(), districts.len() + 1);
}
