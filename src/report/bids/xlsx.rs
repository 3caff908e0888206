//! The comparison as a workbook: the bids, the matrix, the inputs.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Comparison, outcome};
use crate::report::matrix::xlsx::{Look, colour, heading, height};
use crate::report::words::Word;
use crate::text::Localized;

/// Most characters of a cell.
const CELL: usize = 32_000;

/// The workbook as the bytes of a file.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn render(comparison: &Comparison<'_>) -> Result<Vec<u8>, XlsxError> {
    let lang = comparison.lang;
    let text = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let look = Look::new();
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name(text("Tilbud", "Bids"))?;
    let head =
        [text("Tilbud", "Bid"), Word::Outcome.get(lang).to_owned(), Word::Documented.get(lang).to_owned()];
    heading(sheet, 0, &head.each_ref().map(String::as_str), &look)?;
    sheet.set_column_width(0, 30)?.set_column_width(1, 60)?.set_column_width(2, 60)?;
    for (i, bid) in comparison.bids.iter().enumerate() {
        let r = i as u32 + 1;
        let degrees: Vec<&str> =
            bid.report.iter().flat_map(|r| &r.documentation).map(|d| d.text.as_str()).collect();
        let cells = [bid.name.clone(), outcome(bid).to_owned(), degrees.join("\n")];
        for (c, cell) in cells.iter().enumerate() {
            sheet.write_string_with_format(
                r,
                c as u16,
                cell.chars().take(CELL).collect::<String>(),
                &look.cell,
            )?;
        }
        sheet.set_row_height(r, height(cells.iter().map(|c| (c.as_str(), 55.0))))?;
    }
    let sheet = book.add_worksheet().set_name(text("Krav", "Requirements"))?;
    let mut head =
        vec![text("Krav-ID", "Requirement ID"), text("Krav", "Requirement"), text("Styrke", "Force")];
    head.extend(comparison.bids.iter().map(|b| b.name.clone()));
    heading(sheet, 0, &head.iter().map(String::as_str).collect::<Vec<_>>(), &look)?;
    sheet.set_column_width(0, 28)?.set_column_width(1, 44)?;
    for (i, row) in comparison.rows.iter().enumerate() {
        let r = i as u32 + 1;
        sheet.write_string_with_format(r, 0, &row.requirement, &look.cell)?;
        sheet.write_string_with_format(r, 1, &row.title, &look.bold)?;
        sheet.write_string_with_format(r, 2, &row.force, &look.cell)?;
        for (c, cell) in row.cells.iter().enumerate() {
            let c = c as u16 + 3;
            let Some(cell) = cell else {
                sheet.write_string_with_format(r, c, "–", &look.cell)?;
                continue;
            };
            let (behind, word) = colour(cell.verdict);
            let format =
                look.cell.clone().set_background_color(Color::RGB(behind)).set_font_color(Color::RGB(word));
            sheet.write_string_with_format(r, c, cell.verdict.name().get(lang), &format)?;
        }
        sheet.set_row_height(r, height([(row.title.as_str(), 44.0), (row.requirement.as_str(), 28.0)]))?;
    }
    let columns = (comparison.bids.len() + 2) as u16;
    for c in 3..=columns {
        sheet.set_column_width(c, 18)?;
    }
    sheet.autofilter(0, 0, comparison.rows.len().max(1) as u32, columns)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    let sheet = book.add_worksheet().set_name(text("Grunnlag", "Basis"))?;
    sheet.set_column_width(0, 30)?.set_column_width(1, 120)?;
    let mut r = 0;
    for bid in comparison.bids {
        let Ok(report) = &bid.report else { continue };
        let mut lines: Vec<String> = report
            .inputs
            .iter()
            .map(|i| format!("{} ({} byte), SHA-256 {}", i.path, i.bytes, i.sha256))
            .collect();
        lines.push(format!("{} ({})", report.edition.title, report.edition.id));
        lines.push(format!("{} {}", report.program.name, report.program.version));
        for line in lines {
            sheet.write_string_with_format(r, 0, &bid.name, &look.bold)?;
            sheet.write_string_with_format(r, 1, line, &look.cell)?;
            r += 1;
        }
    }
    book.save_to_buffer()
}
