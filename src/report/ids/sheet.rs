//! Models held against IDS files, as a sheet of the kravmatrise: a row for each specification and requirement.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::super::document::Report;
use super::super::matrix::xlsx::{Look, colour, heading, height, page};
use super::document::IdsReport;
use crate::finding::Verdict;
use crate::text::{Lang, Localized};

/// Most rows of a sheet, below Excel's limit.
const MOST_ROWS: usize = 100_000;
/// Longest text of a cell, below Excel's 32 767.
const LONGEST: usize = 30_000;
/// Elements named in a row.
const MOST_NAMED: usize = 50;
/// Widths of the columns.
const WIDTHS: [f64; 9] = [26.0, 26.0, 34.0, 44.0, 14.0, 10.0, 10.0, 40.0, 60.0];

/// Fills a sheet.
///
/// # Errors
/// When it cannot be put together; texts and numbers of rows are within its limits.
pub(in crate::report) fn write(
    sheet: &mut Worksheet,
    ids: &IdsReport,
    report: &Report,
    look: &Look,
) -> Result<(), XlsxError> {
    let lang = report.lang;
    let word = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    for (i, width) in WIDTHS.iter().enumerate() {
        sheet.set_column_width(i as u16, *width)?;
    }
    let heads = [
        word("IDS-fil", "IDS file"),
        word("Modell", "Model"),
        word("Spesifikasjon", "Specification"),
        word("Krav", "Requirement"),
        word("Utfall", "Result"),
        word("Elementer", "Elements"),
        word("Feiler", "Fail"),
        word("Merknad", "Remark"),
        word("Elementer som feiler", "Elements that fail"),
    ];
    heading(sheet, 0, &heads.each_ref().map(String::as_str), look)?;
    let rows = rows(ids, lang);
    for (n, row) in rows.iter().take(MOST_ROWS).enumerate() {
        let r = n as u32 + 1;
        let (behind, ink) = colour(row.verdict);
        let verdict = look.bold.clone().set_background_color(behind).set_font_color(ink);
        for (c, text) in row.texts.iter().enumerate() {
            // Elements and how many of them fail are numbers.
            let c = if c < 5 { c } else { c + 2 } as u16;
            let format = if c == 4 { &verdict } else { &look.cell };
            sheet.write_string_with_format(r, c, text, format)?;
        }
        for (c, number) in [(5, row.elements), (6, row.failed)] {
            sheet.write_number_with_format(r, c, number as f64, &look.number)?;
        }
        let widths = [0, 1, 2, 3, 4, 7, 8].map(|i| WIDTHS[i]);
        sheet.set_row_height(r, height(row.texts.iter().map(String::as_str).zip(widths)))?;
    }
    sheet.autofilter(0, 0, rows.len().min(MOST_ROWS) as u32, 8)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    page(sheet, report);
    Ok(())
}

struct Row {
    verdict: Verdict,
    /// File, model, specification, requirement, verdict, remark, elements that fail.
    texts: [String; 7],
    elements: usize,
    failed: usize,
}

fn rows(ids: &IdsReport, lang: Lang) -> Vec<Row> {
    let mut rows = Vec::new();
    for check in &ids.checks {
        for of in &check.specifications {
            let row = |requirement: &str, verdict: &str, remark: String, named: String, elements, failed| {
                let (own, label) = match verdict {
                    "passed" => (Verdict::Positive, Localized::new("oppfylt", "met")),
                    "failed" => (Verdict::Negative, Localized::new("brutt", "broken")),
                    _ => (Verdict::Unclear, Localized::new("ikke kontrollert", "not checked")),
                };
                let cut = |text: String| text.chars().take(LONGEST).collect::<String>();
                let texts = [
                    check.specification_file.path.clone(),
                    check.model.path.clone(),
                    format!("{}. {}", of.number, of.name),
                    requirement.to_owned(),
                    label.get(lang).to_owned(),
                    remark,
                    named,
                ];
                Row { verdict: own, texts: texts.map(cut), elements, failed }
            };
            let mut remark = vec![of.sentence.clone()];
            remark.extend(of.notes.iter().cloned());
            rows.push(row(
                &of.applies_to,
                of.verdict,
                remark.join("\n"),
                named(&of.unwanted, of.unwanted.len()),
                of.elements,
                of.failed_elements,
            ));
            if of.elements == 0 || of.cardinality == "prohibited" {
                continue;
            }
            for r in &of.requirements {
                let verdict = if r.failed > 0 { "failed" } else { "passed" };
                let remark = r.instructions.clone().unwrap_or_default();
                rows.push(row(
                    &r.text,
                    verdict,
                    remark,
                    named(&r.elements, r.failed),
                    r.passed + r.failed,
                    r.failed,
                ));
            }
        }
    }
    rows
}

/// The first elements with why they fail, and how many there are besides.
fn named(elements: &[super::document::ElementLine], all: usize) -> String {
    let line = |e: &super::document::ElementLine| {
        let (name, id) = (e.name.as_deref().unwrap_or(&e.entity), e.global_id.as_deref().unwrap_or("–"));
        format!("{} {name} ({id}): {}", e.class, e.reason)
    };
    let mut lines: Vec<String> = elements.iter().take(MOST_NAMED).map(line).collect();
    if all > lines.len() {
        lines.push(format!("… + {}", all - lines.len()));
    }
    lines.join("\n")
}
