//! The comparison as a workbook: the bids, the matrix, the inputs.

use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{Comparison, faults, judged_as, outcome};
use crate::finding::Verdict;
use crate::report::matrix::long::Long;
use crate::report::matrix::xlsx::{Look, colour, heading, height, letter};
use crate::report::words::Word;
use crate::text::Localized;

/// The workbook as the bytes of a file.
///
/// # Errors
/// When the workbook cannot be put together.
pub fn render(comparison: &Comparison<'_>) -> Result<Vec<u8>, XlsxError> {
    let lang = comparison.lang;
    let text = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let look = Look::new();
    let mut long = Long::new(lang);
    let names = [text("Tilbud", "Bids"), text("Krav", "Requirements"), text("Grunnlag", "Basis")];
    let place = |sheet: usize, c: u16, r: u32| format!("{} {}{}", names[sheet], letter(c), r + 1);
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet().set_name(&names[0])?;
    let counted = [Verdict::Negative, Verdict::Unclear, Verdict::Positive];
    let mut head = vec![text("Tilbud", "Bid"), Word::Outcome.get(lang).to_owned()];
    head.extend(counted.map(|v| v.name().get(lang).to_owned()));
    head.extend([Word::Documented.get(lang).to_owned(), text("Vurdert som", "Judged as")]);
    heading(sheet, 0, &head.iter().map(String::as_str).collect::<Vec<_>>(), &look)?;
    let widths = [30.0, 50.0, 11.0, 11.0, 11.0, 50.0, 40.0];
    for (c, width) in widths.into_iter().enumerate() {
        sheet.set_column_width(c as u16, width)?;
    }
    for (i, bid) in comparison.bids.iter().enumerate() {
        let r = i as u32 + 1;
        let degrees: Vec<&str> =
            bid.report.iter().flat_map(|r| &r.documentation).map(|d| d.text.as_str()).collect();
        let judged = bid.report.as_ref().map(judged_as).unwrap_or_default();
        let cells = [(0, bid.name.as_str()), (1, outcome(bid)), (5, &degrees.join("\n")), (6, &judged)];
        for (c, cell) in cells {
            sheet.write_string_with_format(
                r,
                c,
                long.fit(cell, &place(0, c, r), widths[usize::from(c)], lang),
                &look.cell,
            )?;
        }
        for (c, verdict) in (2..).zip(counted) {
            let rows = bid.report.iter().flat_map(|r| &r.counts.rows);
            match rows.filter(|row| row.verdict == verdict).map(|row| row.total.requirements).next() {
                Some(n) => sheet.write_number_with_format(r, c, n as f64, &look.number)?,
                None => sheet.write_string_with_format(r, c, "–", &look.cell)?,
            };
        }
        sheet.set_row_height(r, height(cells.map(|(c, text)| (text, widths[usize::from(c)]))))?;
    }
    sheet.set_freeze_panes(1, 1)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    let sheet = book.add_worksheet().set_name(&names[1])?;
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
            sheet.write_string_with_format(r, c, cell.text(lang), &format)?;
        }
        let verdicts: Vec<String> = row.cells.iter().flatten().map(|c| c.text(lang)).collect();
        let own = [(row.title.as_str(), 44.0), (row.requirement.as_str(), 28.0)];
        let needed = own.into_iter().chain(verdicts.iter().map(|v| (v.as_str(), 18.0)));
        sheet.set_row_height(r, height(needed))?;
    }
    // The names of bids are paths, and long.
    sheet.set_row_height(0, height(comparison.bids.iter().map(|b| (b.name.as_str(), 16.0))))?;
    let columns = (comparison.bids.len() + 2) as u16;
    for c in 3..=columns {
        sheet.set_column_width(c, 18)?;
    }
    sheet.autofilter(0, 0, comparison.rows.len().max(1) as u32, columns)?;
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape();
    sheet.set_print_fit_to_pages(1, 0);
    let sheet = book.add_worksheet().set_name(&names[2])?;
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
        lines.extend(faults(report));
        for line in lines {
            sheet.write_string_with_format(r, 0, &bid.name, &look.bold)?;
            let line = long.fit(&line, &place(2, 1, r), 120.0, lang);
            sheet.set_row_height(r, height([(line.as_str(), 120.0), (bid.name.as_str(), 30.0)]))?;
            sheet.write_string_with_format(r, 1, line, &look.cell)?;
            r += 1;
        }
    }
    long.write(&mut book, &look, lang)?;
    book.save_to_buffer()
}
