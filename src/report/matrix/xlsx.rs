//! The kravmatrise as a workbook: the matrix, the numbers, and what it was made from.
//!
//! Every text is written as a text, never as a formula; the date of creation is fixed, so that the same report gives
//! the same bytes. Status is told in words and, beside them, in colour.

use rust_xlsxwriter::{
    Color, ConditionalFormatText, ConditionalFormatTextRule, DataValidation, DataValidationErrorStyle,
    DataValidationRule, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook,
    Worksheet, XlsxError,
};

use super::super::document::{Report, SECTIONS};
use super::super::ids;
use super::super::words::Word;
use super::long::Long;
use super::{Column, Row, rows};
use crate::finding::Verdict;
use crate::text::{Lang, Localized};

/// Most rows of one sheet, below Excel's 1 048 576.
const ROWS: usize = 1_000_000;
/// A3.
const PAPER: u8 = 8;

/// The workbook as the bytes of a file.
///
/// # Errors
/// When the workbook cannot be put together; texts and numbers of rows are within its limits.
pub fn render(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let lang = report.lang;
    let mut book = Workbook::new();
    book.set_properties(&properties(&report.title, report)?);
    let rows = rows(report);
    let look = Look::new();
    let mut long = Long::new(lang);
    let name = text(lang, "Kravmatrise", "Requirements");
    let mut names = Vec::new();
    for (n, part) in rows.chunks(ROWS).enumerate() {
        let own = if n == 0 { name.clone() } else { format!("{name} {}", n + 1) };
        matrix(book.add_worksheet().set_name(&own)?, part, report, &look, &mut long)?;
        names.push((own, part.len()));
    }
    if rows.is_empty() {
        matrix(book.add_worksheet().set_name(&name)?, &[], report, &look, &mut long)?;
    }
    numbers(
        book.add_worksheet().set_name(text(lang, "Opptelling", "Counts"))?,
        report,
        &rows,
        &names,
        &look,
    )?;
    if let Some(ids) = &report.ids {
        ids::write_sheet(book.add_worksheet().set_name("IDS")?, ids, report, &look)?;
    }
    about(book.add_worksheet().set_name(text(lang, BASIS, BASIS_EN))?, report, &look, &mut long)?;
    if !report.fravik.is_empty() {
        let sheet = book.add_worksheet().set_name(Word::Fravik.get(lang))?;
        super::register::write(sheet, report, &look, &mut long)?;
    }
    long.write(&mut book, &look, lang)?;
    book.save_to_buffer()
}

/// Name of the sheet that tells what the workbook was made from.
const BASIS: &str = "Grunnlag";
const BASIS_EN: &str = "Basis";
/// Rows of that sheet, from 0, where the parties stand that a list of responsible ones is made of.
const PARTIES_FROM: u32 = 3;

/// What a workbook says of itself. Its date is always the same.
pub(in crate::report) fn properties(title: &str, report: &Report) -> Result<DocProperties, XlsxError> {
    let program = format!("{} {}", report.program.name, report.program.version);
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    Ok(DocProperties::new()
        .set_title(title)
        .set_author(program)
        .set_subject(&report.edition.title)
        .set_creation_datetime(&made))
}

/// Formats used over and over.
pub(in crate::report) struct Look {
    pub(in crate::report) head: Format,
    pub(in crate::report) cell: Format,
    pub(in crate::report) bold: Format,
    pub(in crate::report) number: Format,
    filled: Format,
    date: Format,
    head_filled: Format,
    small: Format,
}

impl Look {
    pub(in crate::report) fn new() -> Self {
        let base = || {
            let line = Color::RGB(0xC9_CD_D2);
            Format::new()
                .set_font_size(10)
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_border(FormatBorder::Thin)
                .set_border_color(line)
        };
        let head = |colour: u32| {
            Format::new()
                .set_bold()
                .set_font_size(10)
                .set_font_color(Color::White)
                .set_background_color(Color::RGB(colour))
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border(FormatBorder::Thin)
        };
        let pale = Color::RGB(0xFF_FB_E6);
        Self {
            head: head(0x1F_2A_44),
            head_filled: head(0x6B_54_00),
            cell: base(),
            bold: base().set_bold(),
            number: base().set_num_format("0"),
            filled: base().set_background_color(pale).set_unlocked(),
            date: base().set_background_color(pale).set_unlocked().set_num_format("yyyy\\-mm\\-dd"),
            small: base().set_font_size(8).set_font_color(Color::RGB(0x55_59_5E)),
        }
    }
}

pub(super) fn text(lang: Lang, nb: &str, en: &str) -> String {
    Localized::new(nb, en).get(lang).to_owned()
}

fn width(column: Column) -> f64 {
    match column {
        Column::Requirement => 24.0,
        Column::Title => 32.0,
        Column::Clause => 26.0,
        Column::Force => 11.0,
        Column::Verdict | Column::Departure => 14.0,
        Column::Finding | Column::Remedy => 38.0,
        Column::Place => 18.0,
        Column::Evidence => 52.0,
        Column::Discipline => 9.0,
        Column::Responsible => 13.0,
        Column::Comment => 32.0,
        Column::Manual => 13.0,
        Column::By => 16.0,
        Column::Date | Column::Due => 12.0,
        Column::Earlier => 26.0,
        Column::Key => 30.0,
    }
}

fn matrix(
    sheet: &mut Worksheet,
    rows: &[Row],
    report: &Report,
    look: &Look,
    long: &mut Long,
) -> Result<(), XlsxError> {
    let lang = report.lang;
    let last = rows.len().max(1) as u32;
    for (i, column) in Column::ALL.into_iter().enumerate() {
        let i = i as u16;
        let filled = Column::FILLED.contains(&column);
        let head = if filled { &look.head_filled } else { &look.head };
        sheet.write_string_with_format(0, i, column.name().get(lang), head)?;
        sheet.set_column_width(i, width(column))?;
        for (n, row) in rows.iter().enumerate() {
            let r = n as u32 + 1;
            let cell = format!("{}{}", letter(i), r + 1);
            // What people wrote is never cut to the height of a row: it is read back.
            let shown = if filled { f64::INFINITY } else { width(column) };
            let words = long.fit(&row.text(column, lang), &cell, shown, lang);
            match column {
                Column::Date => match ExcelDateTime::parse_from_str(&words) {
                    Ok(date) if !words.is_empty() => {
                        sheet.write_datetime_with_format(r, i, &date, &look.date)?;
                    }
                    _ if words.is_empty() => {
                        sheet.write_blank(r, i, &look.date)?;
                    }
                    _ => {
                        sheet.write_string_with_format(r, i, words, &look.date)?;
                    }
                },
                Column::Key => {
                    sheet.write_string_with_format(r, i, words, &look.small)?;
                }
                _ if filled && words.is_empty() => {
                    sheet.write_blank(r, i, &look.filled)?;
                }
                _ => {
                    let format = if filled { &look.filled } else { &look.cell };
                    sheet.write_string_with_format(r, i, words, format)?;
                }
            }
        }
    }
    for (n, row) in rows.iter().enumerate() {
        let texts: Vec<(String, f64)> = Column::ALL
            .iter()
            .filter(|c| **c != Column::Key)
            .map(|c| (row.text(*c, lang), width(*c)))
            .collect();
        let needed = height(texts.iter().map(|(t, w)| (t.as_str(), *w)));
        sheet.set_row_height(n as u32 + 1, needed)?;
    }
    let at = |wanted: Column| Column::ALL.iter().position(|c| *c == wanted).unwrap_or(0) as u16;
    for column in [Column::Verdict, Column::Manual] {
        colours(sheet, last, at(column), lang)?;
    }
    validations(sheet, last, report, at)?;
    sheet.set_column_hidden(at(Column::Key))?;
    // Columns nothing stands in would only push the others out of sight.
    for column in [Column::Departure, Column::Due, Column::Earlier] {
        if rows.iter().all(|r| r.text(column, lang).is_empty()) {
            sheet.set_column_hidden(at(column))?;
        }
    }
    sheet.set_row_height(0, 30)?;
    sheet.autofilter(0, 0, last, at(Column::Key))?;
    // The requirement and its heading stay in sight while one reads across and down.
    sheet.set_freeze_panes(1, 2)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_print_area(0, 0, last, at(Column::Date))?;
    page(sheet, report);
    Ok(())
}

/// Points of a line of ten-point text.
const LINE: f64 = 12.8;
/// Highest a row can be, in points.
const HIGHEST: f64 = 409.0;

/// The height a row needs for its texts, each with the width of its column. A spreadsheet program that opens a file
/// does not measure rows by itself; this errs on the side of room.
pub(in crate::report) fn height<'a>(cells: impl IntoIterator<Item = (&'a str, f64)>) -> f64 {
    let most = cells.into_iter().map(|(text, width)| lines_of(text, width)).max().unwrap_or(1).max(1);
    (most as f64 * LINE + 4.0).min(HIGHEST)
}

/// How many lines a text takes in a column of a width.
pub(in crate::report) fn lines_of(text: &str, width: f64) -> usize {
    let columns = ((width * 1.1) as usize).max(1);
    text.lines().map(|line| textwrap::wrap(line, columns).len().max(1)).sum()
}

/// How a sheet prints: A3 lying, as wide as the page, with what it is and the number of the page.
pub(in crate::report) fn page(sheet: &mut Worksheet, report: &Report) {
    let lang = report.lang;
    // An ampersand begins a code of its own in headers and footers, which take 255 characters.
    let plain = |s: &str, most: usize| s.chars().take(most).collect::<String>().replace('&', "&&");
    let (project, edition) = (plain(&report.title, 70), plain(&report.edition.title, 70));
    sheet.set_landscape();
    sheet.set_paper_size(PAPER);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_header(format!("&L&9{project}&R&9{edition}"));
    let program = format!("{} {}", report.program.name, report.program.version);
    sheet.set_footer(match lang {
        Lang::Nb => format!("&L&9{program}&R&9Side &P av &N"),
        Lang::En => format!("&L&9{program}&R&9Page &P of &N"),
    });
}

/// The letters of a column: A, B … Z, AA.
pub(in crate::report) fn letter(column: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(column)
}

/// The colours of a verdict: behind the word, and of the word.
pub(in crate::report) fn colour(verdict: Verdict) -> (u32, u32) {
    match verdict {
        Verdict::Negative => (0xF8_D7_DA, 0x7D_0F_11),
        Verdict::Unclear => (0xFF_EB_C2, 0x5B_37_00),
        Verdict::Positive => (0xD6_EF_DD, 0x0C_4A_1F),
        Verdict::NotApplicable => (0xEE_F0_F2, 0x4A_4E_53),
    }
}

fn colours(sheet: &mut Worksheet, last: u32, column: u16, lang: Lang) -> Result<(), XlsxError> {
    for verdict in SECTIONS {
        let (behind, word) = colour(verdict);
        let format = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(behind))
            .set_font_color(Color::RGB(word));
        let name = verdict.name().get(lang).to_owned();
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::BeginsWith(name))
            .set_format(format);
        sheet.add_conditional_format(1, column, last, column, &rule)?;
    }
    Ok(())
}

fn validations(
    sheet: &mut Worksheet,
    last: u32,
    report: &Report,
    at: impl Fn(Column) -> u16,
) -> Result<(), XlsxError> {
    let lang = report.lang;
    let verdicts: Vec<String> = SECTIONS.iter().map(|v| v.name().get(lang).to_owned()).collect();
    let own = DataValidation::new()
        .allow_list_strings(&verdicts)?
        .set_input_title(text(lang, "Egen vurdering", "Own verdict"))?
        .set_input_message(text(
            lang,
            "Avgjør det som er uavklart. Et negativt funn blir stående; godkjente avvik føres som fravik. Skriv også navn.",
            "Settles what is unclear. A negative finding stands; agreed departures are recorded as fravik. Write your name too.",
        ))?
        .set_error_title(text(lang, "Ukjent vurdering", "Unknown verdict"))?
        .set_error_message(text(lang, "Velg en av vurderingene i listen.", "Choose one of the list."))?;
    let manual = at(Column::Manual);
    sheet.add_data_validation(1, manual, last, manual, &own)?;
    if !report.parties.is_empty() {
        let to = PARTIES_FROM + report.parties.len() as u32;
        let basis = text(lang, BASIS, BASIS_EN);
        let list = Formula::new(format!("={basis}!$A${}:$A${to}", PARTIES_FROM + 1));
        let responsible = DataValidation::new().allow_list_formula(list).show_error_message(false);
        let column = at(Column::Responsible);
        sheet.add_data_validation(1, column, last, column, &responsible)?;
    }
    let since = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let date = DataValidation::new()
        .allow_date(DataValidationRule::GreaterThanOrEqualTo(since))
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title(text(lang, "Dato", "Date"))?
        .set_error_message(text(
            lang,
            "Skriv en dato, f.eks. 2026-03-12.",
            "Write a date, e.g. 2026-03-12.",
        ))?;
    let column = at(Column::Date);
    sheet.add_data_validation(1, column, last, column, &date)?;
    Ok(())
}

/// A row of headings.
pub(in crate::report) fn heading(
    sheet: &mut Worksheet,
    row: u32,
    names: &[&str],
    look: &Look,
) -> Result<(), XlsxError> {
    for (i, name) in names.iter().enumerate() {
        sheet.write_string_with_format(row, i as u16, *name, &look.head)?;
    }
    Ok(())
}

fn numbers(
    sheet: &mut Worksheet,
    report: &Report,
    rows: &[Row],
    names: &[(String, usize)],
    look: &Look,
) -> Result<(), XlsxError> {
    let lang = report.lang;
    sheet.set_column_width(0, 28)?;
    for column in 1..=6 {
        sheet.set_column_width(column, 18)?;
    }
    let mut head = vec![text(lang, "Vurdering", "Verdict")];
    if let Some(first) = report.counts.rows.first() {
        head.extend(first.by_force.iter().map(|(_, label, _)| label.clone()));
    }
    head.push(Word::InAll.get(lang).to_owned());
    head.push(Word::Places.get(lang).to_owned());
    head.push(text(lang, "egne vurderinger i matrisen", "own verdicts in the matrix"));
    let head: Vec<&str> = head.iter().map(String::as_str).collect();
    heading(sheet, 0, &head, look)?;
    sheet.set_row_height(0, 30)?;
    let manual = Column::ALL.iter().position(|c| *c == Column::Manual).unwrap_or(0) as u16;
    for (i, row) in report.counts.rows.iter().enumerate() {
        let r = i as u32 + 1;
        let (behind, word) = colour(row.verdict);
        let name =
            look.bold.clone().set_background_color(Color::RGB(behind)).set_font_color(Color::RGB(word));
        sheet.write_string_with_format(r, 0, &row.label, &name)?;
        let mut cells: Vec<usize> = row.by_force.iter().map(|(_, _, t)| t.requirements).collect();
        cells.extend([row.total.requirements, row.total.places]);
        for (c, n) in cells.iter().enumerate() {
            sheet.write_number_with_format(r, c as u16 + 1, *n as f64, &look.number)?;
        }
        // Counts what people fill in, also after the file was written.
        let own = rows.iter().filter(|x| x.filled.manual == Some(row.verdict)).count();
        let counted: Vec<String> = names
            .iter()
            .map(|(name, n)| {
                let column = letter(manual);
                format!("COUNTIF('{name}'!${column}$2:${column}${},\"{}\")", n + 1, row.label)
            })
            .collect();
        if !counted.is_empty() {
            let formula = Formula::new(format!("={}", counted.join("+"))).set_result(own.to_string());
            sheet.write_formula_with_format(r, cells.len() as u16 + 1, formula, &look.number)?;
        }
    }
    let mut r = report.counts.rows.len() as u32 + 2;
    sheet.write_string(r, 0, &report.counts.note)?;
    r += 2;
    heading(sheet, r, &[Word::Documented.get(lang)], look)?;
    for degree in &report.documentation {
        r += 1;
        sheet.write_string(r, 0, &degree.text)?;
    }
    page(sheet, report);
    Ok(())
}

fn about(sheet: &mut Worksheet, report: &Report, look: &Look, long: &mut Long) -> Result<(), XlsxError> {
    let lang = report.lang;
    sheet.set_column_width(0, 34)?.set_column_width(1, 110)?;
    let mut lines: Vec<(String, String)> = Vec::new();
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    lines.push(line(
        &text(lang, "Slik brukes matrisen", "How to use the matrix"),
        &text(
            lang,
            "Fyll ut de gule kolonnene. Sorter, filtrer og flytt som du vil, men la den skjulte kolonnen «Nøkkel» stå. «befaring matrix read» leser filen tilbake. Skriv aldri opplysninger om beboere.",
            "Fill in the yellow columns. Sort, filter and move as you like, but leave the hidden column “Key”. “befaring matrix read” reads the file back. Never write about residents.",
        ),
    ));
    lines.push(line("", ""));
    lines.push(line(
        &text(lang, "Ansvarlige å velge mellom", "Parties to choose from"),
        &text(lang, "hvem det er", "who they are"),
    ));
    lines.extend(report.parties.iter().map(|p| (p.id.clone(), p.name.clone())));
    lines.push(line("", ""));
    lines.push((Word::Outcome.get(lang).to_owned(), report.outcome.sentence.clone()));
    lines.extend(report.outcome.notes.iter().map(|n| (String::new(), n.clone())));
    lines.extend(report.head.iter().map(|e| (e.label.clone(), e.value.clone())));
    let edition = &report.edition;
    lines.push((
        Word::Edition.get(lang).to_owned(),
        format!("{} ({}), {}, {}", edition.title, edition.id, edition.publisher, edition.date),
    ));
    lines.push((Word::Reading.get(lang).to_owned(), edition.reading.clone()));
    for input in &report.inputs {
        let value = format!("{} ({} byte), SHA-256 {}", input.path, input.bytes, input.sha256);
        lines.push((Word::Inputs.get(lang).to_owned(), value));
    }
    for p in &report.overrides {
        let text = super::super::terminal::shown_parameter(p, lang);
        lines.push((Word::Overrides.get(lang).to_owned(), text));
    }
    for c in &report.contradictions {
        let label = format!("{} {}", Word::Contradictions.get(lang), c.ids.join(", "));
        lines.push((label, c.text.clone()));
    }
    for fault in &report.faults {
        let place = fault.place.as_ref().map(super::super::grounds::shown_place).unwrap_or_default();
        let text = format!("{}: {} {place}", fault.severity_label, fault.message);
        lines.push((Word::Faults.get(lang).to_owned(), text.trim_end().to_owned()));
    }
    for unmet in &report.unmet {
        let label = text(lang, "Uttalelse uten sted i rapporten", "Statement without a place in the report");
        let what = unmet.requirement.as_deref().unwrap_or_default();
        let text = format!("{what} {} ({}): {}", unmet.about, unmet.why, unmet.statement.text);
        lines.push((label, text.trim_start().to_owned()));
    }
    let program = format!("{} {}", report.program.name, report.program.version);
    lines.push((Word::MadeBy.get(lang).to_owned(), program));
    lines.push((text(lang, "Nøkkel for inndata", "Key of the inputs"), report.basis.clone()));
    for (i, (label, value)) in lines.iter().enumerate() {
        let r = i as u32;
        if label.is_empty() && value.is_empty() {
            continue;
        }
        let party = (PARTIES_FROM..PARTIES_FROM + report.parties.len() as u32).contains(&r);
        let format = if party { &look.cell } else { &look.bold };
        sheet.write_string_with_format(r, 0, label, format)?;
        let value = long.fit(value, &format!("B{}", r + 1), 110.0, lang);
        sheet.set_row_height(r, height([(label.as_str(), 34.0), (value.as_str(), 110.0)]))?;
        sheet.write_string_with_format(r, 1, value, &look.cell)?;
    }
    page(sheet, report);
    Ok(())
}
