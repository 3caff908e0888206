//! The register of agreed departures as a sheet of the workbook.

use rust_xlsxwriter::{Worksheet, XlsxError};

use super::long::Long;
use super::xlsx::{Look, heading, height, letter, page, text};
use crate::report::document::{FravikLine, Report};
use crate::report::words::Word;
use crate::text::Lang;

/// Writes the register: one row for each departure, in the order they were written.
pub(super) fn write(
    sheet: &mut Worksheet,
    report: &Report,
    look: &Look,
    long: &mut Long,
) -> Result<(), XlsxError> {
    let lang = report.lang;
    let head = [
        ("Id".to_owned(), 8.0),
        (text(lang, "Krav-ID", "Requirement ID"), 26.0),
        (text(lang, "Krav", "Requirement"), 36.0),
        (text(lang, "Sted", "Place"), 24.0),
        (text(lang, "Status", "Status"), 20.0),
        (text(lang, "Negative steder", "Negative places"), 10.0),
        (text(lang, "Begrunnelse", "Reason"), 40.0),
        (text(lang, "Kompenserende tiltak", "Compensating measure"), 36.0),
        (text(lang, "Slag, ansvarlig, godkjenning og utløp", "Kind, owner, approval and expiry"), 44.0),
        (text(lang, "Merknader", "Remarks"), 44.0),
    ];
    heading(sheet, 0, &head.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), look)?;
    sheet.set_row_height(0, 30)?;
    for (i, (_, width)) in head.iter().enumerate() {
        sheet.set_column_width(i as u16, *width)?;
    }
    for (i, line) in report.fravik.iter().enumerate() {
        let r = i as u32 + 1;
        let cells = cells(line, lang);
        for (c, (cell, (_, width))) in cells.iter().zip(&head).enumerate() {
            let c = c as u16;
            let place = format!("{} {}{}", Word::Fravik.get(lang), letter(c), r + 1);
            sheet.write_string_with_format(r, c, long.fit(cell, &place, *width, lang), &look.cell)?;
        }
        let needed = height(cells.iter().zip(&head).map(|(c, (_, width))| (c.as_str(), *width)));
        sheet.set_row_height(r, needed)?;
    }
    sheet.autofilter(0, 0, report.fravik.len() as u32, head.len() as u16 - 1)?;
    sheet.set_freeze_panes(1, 2)?;
    page(sheet, report);
    Ok(())
}

fn cells(line: &FravikLine, lang: Lang) -> [String; 10] {
    let everywhere = || Word::Everywhere.get(lang).to_owned();
    [
        line.id.clone(),
        line.requirement.clone(),
        line.title.clone(),
        if line.places.is_empty() { everywhere() } else { line.places.join(", ") },
        line.standing_label.clone(),
        line.negative.to_string(),
        line.reason.clone(),
        line.compensating.clone().unwrap_or_default(),
        line.facts.clone(),
        line.remarks.join("\n"),
    ]
}
