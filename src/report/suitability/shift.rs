//! What changes when another group moves in, in words.

use super::cell_sign;
use super::document::{ShiftPart, ShiftRow, ShiftTable};
use super::matrix::worst;
use crate::catalogue::Catalogue;
use crate::finding::{Finding, Force, Verdict};
use crate::localized;
use crate::report::places::clean;
use crate::suitability::{Asked, Column, Shift, between};
use crate::text::{Lang, Localized};

const ORDER: [Shift; 5] = [Shift::Comes, Shift::Tightens, Shift::Changes, Shift::Loosens, Shift::Goes];

fn heading(shift: Shift) -> Localized {
    match shift {
        Shift::Comes => Localized::new("Kommer til", "New"),
        Shift::Tightens => Localized::new("Skjerpes", "Ask for more"),
        Shift::Changes => Localized::new("Endres", "Ask for something else"),
        Shift::Loosens => Localized::new("Mildnes", "Ask for less"),
        Shift::Goes => Localized::new("Faller bort", "No longer asked"),
    }
}

pub(super) fn table(
    columns: &[Column],
    catalogue: &Catalogue,
    edition: &str,
    [from, to]: [&str; 2],
    lang: Lang,
) -> ShiftTable {
    let changes = between(catalogue, edition, from, to);
    let findings = |group: &str| columns.iter().find(|c| c.group == group).map_or(&[][..], |c| &c.findings);
    let (before, after) = (worst(findings(from)), worst(findings(to)));
    let verdict = |found: Option<&&Finding>| {
        found.map_or((Verdict::NotApplicable, Force::Note), |f| (f.verdict, f.force))
    };
    let force =
        |asked: Option<Asked>| asked.map_or_else(String::new, |a| a.force.name().get(lang).to_owned());
    let row = |shift: Shift| -> Vec<ShiftRow> {
        let of_shift = changes.iter().filter(|c| c.shift == shift);
        of_shift
            .map(|c| {
                let ends =
                    [verdict(before.get(c.requirement.as_str())), verdict(after.get(c.requirement.as_str()))];
                let [a, b] =
                    ends.map(|(v, f)| format!("{} {}", cell_sign(v, f), v.name().get(lang).to_lowercase()));
                ShiftRow {
                    requirement: c.requirement.clone(),
                    title: catalogue
                        .requirements
                        .get(&c.requirement)
                        .map_or_else(String::new, |r| clean(r.title.get(lang))),
                    force: [force(c.from), force(c.to)],
                    why: c.why.iter().map(|w| clean(w.get(lang))).collect(),
                    verdict: ends.map(|(v, _)| v),
                    outcome: if a == b { b } else { format!("{a} → {b}") },
                }
            })
            .collect()
    };
    let parts: Vec<ShiftPart> = ORDER
        .into_iter()
        .map(|shift| ShiftPart { shift, heading: heading(shift).get(lang).to_owned(), rows: row(shift) })
        .filter(|p| !p.rows.is_empty())
        .collect();
    let count = |shift: Shift| changes.iter().filter(|c| c.shift == shift).count();
    let counts = ORDER.map(count);
    let [comes, tightens, other, loosens, goes] = counts;
    let summary = match changes.len() {
        0 => Localized::new(
            "De to gruppene har de samme kravene.",
            "The two groups have the same requirements.",
        ),
        _ => localized!(
            "{comes} krav kommer til, {tightens} skjerpes, {other} endres, {loosens} mildnes og {goes} faller bort.",
            "{comes} requirements are new, {tightens} ask for more, {other} for something else, {loosens} for less, and {goes} are no longer asked."
        ),
    };
    ShiftTable {
        from: from.to_owned(),
        to: to.to_owned(),
        heading: localized!("Fra gruppe {from} til gruppe {to}", "From group {from} to group {to}")
            .get(lang)
            .to_owned(),
        summary: summary.get(lang).to_owned(),
        parts,
    }
}
