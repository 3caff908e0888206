//! The chapter on models held against IDS files.

use serde::Serialize;

use super::Said;
use crate::localized;
use crate::report::ids::{CheckLine, ElementLine, IdsReport, SpecificationLine};
use crate::report::words::Word;
use crate::text::Lang;

#[derive(Debug, Serialize)]
pub(super) struct Chapter {
    heading: &'static str,
    sentence: String,
    checks: Vec<Check>,
}

#[derive(Debug, Serialize)]
struct Check {
    title: String,
    files: String,
    sentence: String,
    specifications: Vec<Specification>,
}

#[derive(Debug, Serialize)]
struct Specification {
    tone: &'static str,
    sign: &'static str,
    name: String,
    sentence: String,
    notes: Vec<String>,
    faults: Vec<Fault>,
}

/// A requirement that is not met, or the elements that must not be there.
#[derive(Debug, Serialize)]
struct Fault {
    text: String,
    elements: Vec<Said>,
}

pub(super) fn chapter(report: &IdsReport) -> Chapter {
    let lang = report.language;
    Chapter {
        heading: Word::Ids.get(lang),
        sentence: report.sentence.clone(),
        checks: report.checks.iter().map(|c| check(c, lang)).collect(),
    }
}

fn check(check: &CheckLine, lang: Lang) -> Check {
    let (file, model) = (&check.specification_file, &check.model);
    Check {
        title: if file.title.is_empty() { file.path.clone() } else { file.title.clone() },
        files: format!("{} – {} ({})", file.path, model.path, model.schema),
        sentence: check.sentence.clone(),
        specifications: check.specifications.iter().map(|s| specification(s, lang)).collect(),
    }
}

fn specification(of: &SpecificationLine, lang: Lang) -> Specification {
    let (tone, sign) = match of.verdict {
        "passed" => ("positive", "✓"),
        "failed" => ("negative", "✗"),
        _ => ("not_applicable", "–"),
    };
    let mut faults = Vec::new();
    if !of.unwanted.is_empty() {
        let elements = elements(&of.unwanted, of.failed_elements, lang);
        faults.push(Fault { text: of.applies_to.clone(), elements });
    }
    faults.extend(of.requirements.iter().filter(|r| r.failed > 0).map(|r| {
        let how = r.instructions.as_ref().map(|i| format!(" – {i}")).unwrap_or_default();
        Fault {
            text: format!("{} ({} / {}){how}", r.text, r.failed, r.failed + r.passed),
            elements: elements(&r.elements, r.failed, lang),
        }
    }));
    Specification {
        tone,
        sign,
        name: format!("{}. {}", of.number, of.name),
        sentence: of.sentence.clone(),
        notes: of.notes.clone(),
        faults,
    }
}

/// The elements that were asked for, and how many more there are.
fn elements(all: &[ElementLine], count: usize, lang: Lang) -> Vec<Said> {
    let line = |e: &ElementLine| {
        let name = e.name.as_ref().map(|n| format!(" {n}")).unwrap_or_default();
        let id = e.global_id.as_deref().unwrap_or_default();
        Said::text(format!("{}{name}: {}", e.class, e.reason)).from(format!("{} {id}", e.entity).trim_end())
    };
    let mut lines: Vec<Said> = all.iter().map(line).collect();
    let rest = count.saturating_sub(all.len());
    if rest > 0 {
        lines.push(Said::text(localized!("… og {rest} til", "… and {rest} more").get(lang)));
    }
    lines
}
