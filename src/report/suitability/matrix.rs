//! The matrix: requirements down, groups across.

use std::collections::BTreeMap;

use super::Request;
use super::departures;
use super::document::{Cell, MatrixChapter, MatrixRow};
use super::signs::Sign;
use crate::finding::{Finding, Verdict};
use crate::localized;
use crate::report::counts::worst;
use crate::report::places::clean;
use crate::text::{Lang, Localized};

/// The rows that are negative or unclear for some group, by chapter, and how many are not, in words.
pub(super) fn chapters(request: &Request<'_>) -> (Vec<MatrixChapter>, String) {
    let Request { columns, catalogue, edition, lang, .. } = *request;
    let by_group: Vec<BTreeMap<&str, &Finding>> = columns.iter().map(|c| worst(&c.findings)).collect();
    let mut chapters: Vec<MatrixChapter> = Vec::new();
    let mut left_out = 0;
    for (requirement, _) in catalogue.in_edition(edition) {
        let cells: Vec<Cell> = columns
            .iter()
            .zip(&by_group)
            .map(|(column, worst)| cell(&column.group, worst.get(requirement.id.as_str()).copied(), lang))
            .collect();
        let open = |c: &Cell| matches!(c.verdict, Verdict::Negative | Verdict::Unclear);
        if !cells.iter().any(open) {
            left_out += 1;
            continue;
        }
        let chapter = catalogue.chapters.get(catalogue.chapter_index(requirement));
        let id = chapter.map_or("", |c| c.id.as_str());
        if chapters.last().is_none_or(|c| c.id != id) {
            let other = || Localized::new("Annet", "Other");
            let heading = chapter.map_or_else(other, |c| c.name.clone()).get(lang).to_owned();
            chapters.push(MatrixChapter { id: id.to_owned(), heading, rows: Vec::new() });
        }
        let first = cells.first().map(|c| &c.sign);
        let differs = cells.iter().any(|c| Some(&c.sign) != first);
        let negative = cells.iter().any(|c| c.verdict == Verdict::Negative);
        if let Some(chapter) = chapters.last_mut() {
            chapter.rows.push(MatrixRow {
                requirement: requirement.id.clone(),
                title: clean(requirement.title.get(lang)),
                tells_apart: differs || negative,
                cells,
            });
        }
    }
    let told = localized!(
        "{left_out} krav er verken negative eller uavklarte for noen gruppe og er ikke med i tabellen.",
        "{left_out} requirements are neither negative nor unclear for any group and are not in the table."
    );
    (chapters, told.get(lang).to_owned())
}

fn cell(group: &str, finding: Option<&Finding>, lang: Lang) -> Cell {
    let sign = Sign::of(finding);
    Cell {
        group: group.to_owned(),
        verdict: sign.verdict,
        force: sign.force,
        sign: sign.shown().to_owned(),
        word: sign.words(lang),
        text: finding.map_or_else(String::new, |f| clean(f.message.get(lang))),
        departure: finding.and_then(|f| f.departure.as_ref()).map(|d| departures::reference(d, lang)),
    }
}
