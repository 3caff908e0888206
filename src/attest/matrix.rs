//! Reading back a kravmatrise that people filled in.
//!
//! In come the bytes of the file as saved and the report as it is now; out go attestations for what was filled in,
//! and one line for everything in the file that could not be placed. Columns are known by their headings and rows by
//! their keys, so that both may be moved, sorted and deleted. Cells the program fills are never taken over.

use std::collections::BTreeMap;

use super::sheet::{self, Rows};
use super::{Attestation, Taken};
use crate::finding::Verdict;
use crate::localized;
use crate::report::matrix::{Column, Filled, filled, stands_for};
use crate::report::{Date, PlaceLine, Point, Report, SECTIONS, verdict_id};
use crate::text::Localized;

pub use super::sheet::{LARGEST, SheetError};

/// Who filled the matrix in, where the matrix does not say.
#[derive(Debug, Clone, Default)]
pub struct Signature {
    /// The name.
    pub by: Option<String>,
    /// The date, as `2026-03-12`.
    pub date: Option<String>,
}

/// What a matrix holds.
#[derive(Debug, Clone, Default)]
pub struct MatrixRead {
    /// What people wrote.
    pub attestations: Vec<Attestation>,
    /// Rows that say nothing new.
    pub unchanged: usize,
    /// What could not be taken, one line each.
    pub told: Vec<Localized>,
}

impl MatrixRead {
    /// The same as a beginning of what is told to the one who asked.
    pub fn taken(&self) -> Taken {
        Taken { unchanged: self.unchanged, told: self.told.clone(), ..Taken::default() }
    }
}

/// Reads a matrix back.
///
/// # Errors
/// When the file is no table, or no table of it has the headings of a kravmatrise.
pub fn read(
    bytes: &[u8],
    file: &str,
    report: &Report,
    signature: &Signature,
) -> Result<MatrixRead, SheetError> {
    let tables = sheet::read(bytes)?;
    let mut reading = Reading {
        file,
        report,
        signature,
        places: places(report),
        seen: BTreeMap::new(),
        edited: BTreeMap::new(),
        out: MatrixRead::default(),
    };
    let mut any = false;
    for rows in &tables {
        if let Some((at, columns)) = heading(rows) {
            any = true;
            reading.table(&rows[at..], &columns);
        }
    }
    if !any {
        return Err(SheetError::new(
            Localized::new(
                "filen har ingen tabell med overskriftene til en kravmatrise",
                "the file has no table with the headings of a requirement matrix",
            ),
            localized!(
                "kolonnen «{}» må være der; lag en matrise med «befaring check … -o kravmatrise.xlsx»",
                "the column “{}” must be there; make a matrix with “befaring check … -o kravmatrise.xlsx”",
                Column::Key.name().nb
            ),
        ));
    }
    reading.finish();
    Ok(reading.out)
}

/// The row with the headings: the first in which the key stands, or the id of the requirement and some column people
/// fill in.
fn heading(rows: &Rows) -> Option<(usize, BTreeMap<usize, Column>)> {
    rows.iter().take(50).enumerate().find_map(|(i, (_, cells))| {
        let columns: BTreeMap<usize, Column> =
            cells.iter().filter_map(|(c, text)| Some((*c, Column::named(text)?))).collect();
        let has = |c: Column| columns.values().any(|x| *x == c);
        let filled = Column::FILLED.into_iter().any(has);
        (filled && (has(Column::Key) || has(Column::Requirement))).then_some((i, columns))
    })
}

type At<'a> = (&'a Point, &'a PlaceLine);

/// The places of a report by requirement and fingerprint.
fn places(report: &Report) -> BTreeMap<(&str, &str), At<'_>> {
    let all = report.points().flat_map(|p| p.places.iter().map(move |l| (p, l)));
    all.map(|(p, l)| ((p.requirement.as_str(), l.fingerprint.as_str()), (p, l))).collect()
}

/// The cells of a row by column.
type Cells = BTreeMap<usize, String>;
/// The same by what the columns are.
type Texts = BTreeMap<Column, String>;
/// What people wrote in a row.
type Written = Filled;

struct Reading<'a> {
    file: &'a str,
    report: &'a Report,
    signature: &'a Signature,
    places: BTreeMap<(&'a str, &'a str), At<'a>>,
    /// Rows by the place they are about.
    seen: BTreeMap<(String, String), usize>,
    /// Columns the program fills in which somebody wrote: how many rows, the first of them.
    edited: BTreeMap<Column, (usize, usize)>,
    out: MatrixRead,
}

impl<'a> Reading<'a> {
    fn tell(&mut self, line: Localized) {
        self.out.told.push(line);
    }

    fn table(&mut self, rows: &[(usize, Cells)], columns: &BTreeMap<usize, Column>) {
        let Some(((_, head), rows)) = rows.split_first() else { return };
        self.unknown_columns(head, rows, columns);
        let absent: Vec<Column> =
            Column::FILLED.into_iter().filter(|c| !columns.values().any(|x| x == c)).collect();
        for column in absent {
            let name = column.name();
            self.tell(localized!(
                "kolonnen «{}» mangler; det som sto der fra før, blir stående",
                "the column “{}” is missing; what stood there before is kept",
                name.nb
            ));
        }
        for (number, cells) in rows {
            let mut texts = Texts::new();
            for (c, text) in cells {
                if let Some(column) = columns.get(c) {
                    texts.entry(*column).or_insert_with(|| text.trim().to_owned());
                }
            }
            if !texts.is_empty() {
                self.row(*number, &texts);
            }
        }
    }

    fn unknown_columns(&mut self, head: &Cells, rows: &[(usize, Cells)], columns: &BTreeMap<usize, Column>) {
        let mut unknown: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, cells) in rows {
            for c in cells.keys().filter(|c| !columns.contains_key(c)) {
                *unknown.entry(*c).or_default() += 1;
            }
        }
        for (column, count) in unknown {
            let name =
                head.get(&column).map_or_else(|| format!("nr. {}", column + 1), |n| n.trim().to_owned());
            self.tell(localized!(
                "kolonnen «{name}» er ikke en av matrisens og er ikke lest ({count} celler)",
                "the column “{name}” is not one of the matrix's and was not read ({count} cells)"
            ));
        }
        let mut once = Vec::new();
        for column in columns.values() {
            if once.contains(column) {
                let name = column.name().nb;
                self.tell(localized!(
                    "kolonnen «{name}» står flere ganger; den første er lest",
                    "the column “{name}” stands more than once; the first was read"
                ));
            }
            once.push(*column);
        }
    }

    fn row(&mut self, number: usize, texts: &Texts) {
        let text = |c: Column| texts.get(&c).map(String::as_str).unwrap_or_default();
        let written = self.written(number, texts);
        // A row whose key is gone was filled in for what is there now, as far as anybody can tell.
        let (id, made) = text(Column::Key).rsplit_once('@').unwrap_or((text(Column::Key), ""));
        let (basis, ground) = made.split_once('.').unwrap_or((made, ""));
        let told = |text: &str| Some(text.to_owned()).filter(|t| !t.is_empty());
        let at =
            id.split_once('#').and_then(|id| self.places.get(&id).copied()).or_else(|| self.named(texts));
        let Some((point, place)) = at else { return self.lost(number, texts, written) };
        let before = filled(point);
        self.compare(number, texts, point, place);
        let own = (point.requirement.clone(), place.fingerprint.clone());
        if let Some(first) = self.seen.insert(own, number) {
            let (requirement, at) = (&point.requirement, &place.label);
            self.tell(localized!(
                "rad {number} gjelder det samme som rad {first} ({requirement}, {at}); begge er lest, den siste gjelder",
                "row {number} is about the same as row {first} ({requirement}, {at}); both were read, the last one holds"
            ));
        }
        let Some(new) = self.changed(number, &before, written) else { return };
        self.out.attestations.push(Attestation {
            requirement: Some(point.requirement.clone()),
            places: vec![place.id.clone()],
            at: Some(place.label.clone()).filter(|l| !l.is_empty()),
            verdict: new.manual,
            by: Some(new.by).filter(|t| !t.is_empty()),
            date: Some(new.date).filter(|t| !t.is_empty()),
            comment: Some(new.comment).filter(|t| !t.is_empty()),
            responsible: Some(new.responsible).filter(|r| !r.is_empty() && *r != point.discipline.id),
            components: Vec::new(),
            computed: Some(point.computed),
            basis: told(basis).or_else(|| Some(self.report.basis.clone())),
            ground: if made.is_empty() { Some(place.ground.clone()) } else { told(ground) },
            from: Some(self.file.to_owned()),
            ..Attestation::default()
        });
    }

    /// The place a row without a key names in its other columns, if it is the only one of that name.
    fn named(&self, texts: &Texts) -> Option<At<'a>> {
        let (requirement, label) = (texts.get(&Column::Requirement)?, texts.get(&Column::Place));
        let label = label.map(String::as_str).unwrap_or_default();
        let mut all =
            self.places.values().filter(|(p, l)| p.requirement == *requirement && l.label == label).copied();
        match (all.next(), all.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        }
    }

    /// What people wrote in a row; columns that are not there are none. What cannot be understood goes to the comment.
    fn written(&mut self, number: usize, texts: &Texts) -> Written {
        let own = |c: Column| texts.get(&c).cloned().unwrap_or_default();
        let mut comment = own(Column::Comment);
        let mut keep = |what: &Localized, text: &str| {
            if !comment.is_empty() {
                comment.push('\n');
            }
            comment.push_str(&format!("{}: {text}", what.nb));
        };
        let manual = own(Column::Manual);
        let verdict = verdict(&manual);
        if verdict.is_none() && !manual.is_empty() {
            keep(&Column::Manual.name(), &manual);
            self.tell(localized!(
                "rad {number}: «{manual}» er ingen vurdering; den er ført som kommentar",
                "row {number}: “{manual}” is no verdict; it was put into the comment"
            ));
        }
        let written = own(Column::Date);
        let date = day(&written);
        if date.is_none() && !written.is_empty() {
            keep(&Column::Date.name(), &written);
            self.tell(localized!(
                "rad {number}: «{written}» er ingen dato; den er ført som kommentar",
                "row {number}: “{written}” is no date; it was put into the comment"
            ));
        }
        Written {
            responsible: own(Column::Responsible),
            comment,
            manual: verdict,
            by: own(Column::By),
            date: date.unwrap_or_default(),
        }
    }

    /// What is new in a row against what stood there; none when nothing is. A cell that was emptied keeps what stood in
    /// it, since nobody can tell a withdrawal from a slip.
    fn changed(&mut self, number: usize, before: &Filled, new: Written) -> Option<Filled> {
        let mut emptied = Vec::new();
        let mut kept = |column: Column, new: String, before: &str| {
            if new.is_empty() && !before.is_empty() && column != Column::Responsible {
                emptied.push(column.name().nb);
            }
            if new.is_empty() || stands_for(&new, before) { before.to_owned() } else { new }
        };
        let responsible = kept(Column::Responsible, new.responsible, &before.responsible);
        let comment = kept(Column::Comment, new.comment, &before.comment);
        let mut by = kept(Column::By, new.by, &before.by);
        let mut date = kept(Column::Date, new.date, &before.date);
        if new.manual.is_none() && before.manual.is_some() {
            emptied.push(Column::Manual.name().nb);
        }
        let manual = new.manual.or(before.manual);
        if !emptied.is_empty() {
            let columns = emptied.join(", ");
            self.tell(localized!(
                "rad {number}: tømt ({columns}); det som sto der, blir stående. Slett det i filen med attester for å trekke det",
                "row {number}: emptied ({columns}); what stood there is kept. Delete it in the file of attestations to withdraw it"
            ));
        }
        let said = |r: &str, c: &str, m: Option<Verdict>| (r.to_owned(), plain(c), m);
        let same =
            said(&responsible, &comment, manual) == said(&before.responsible, &before.comment, before.manual);
        if same && by == before.by && date == before.date {
            self.out.unchanged += 1;
            return None;
        }
        if by.is_empty() {
            by = self.signature.by.clone().unwrap_or_default();
        }
        if date.is_empty() {
            date = self.signature.date.clone().unwrap_or_default();
        }
        if manual.is_some() && by.is_empty() {
            self.tell(localized!(
                "rad {number}: vurderingen har ikke noe navn og teller ikke før den får det (kolonnen «Vurdert av», eller --by)",
                "row {number}: the verdict has no name and does not count until it has one (column “Judged by”, or --by)"
            ));
        }
        Some(Filled { responsible, comment, manual, by, date })
    }

    /// A row whose place the report does not have. What people wrote in it is kept on record.
    fn lost(&mut self, number: usize, texts: &Texts, written: Written) {
        let text = |c: Column| texts.get(&c).map(String::as_str).unwrap_or_default();
        let requirement = text(Column::Key).split('#').next().filter(|r| !r.is_empty());
        let requirement = requirement.unwrap_or(text(Column::Requirement)).to_owned();
        let at = text(Column::Place).to_owned();
        let known = self.report.points().any(|p| p.requirement == requirement);
        let why = match (requirement.is_empty(), known) {
            (true, _) => Localized::new(
                "raden har verken nøkkel eller krav",
                "the row has neither key nor requirement",
            ),
            (false, false) => localized!(
                "kravet {requirement} er ikke i rapporten",
                "requirement {requirement} is not in the report"
            ),
            (false, true) => localized!(
                "stedet «{at}» er ikke i rapporten ({requirement})",
                "the place “{at}” is not in the report ({requirement})"
            ),
        };
        let default = texts.get(&Column::Discipline).map(String::as_str).unwrap_or_default();
        let responsible = Some(written.responsible).filter(|r| !r.is_empty() && r != default);
        let said = written.manual.is_some() || !written.comment.is_empty() || responsible.is_some();
        if !said {
            return self.tell(Localized::new(
                format!("rad {number}: {}; ingenting var fylt ut", why.nb),
                format!("row {number}: {}; nothing was filled in", why.en),
            ));
        }
        self.tell(Localized::new(
            format!("rad {number}: {}; det som var skrevet, er tatt vare på uten sted", why.nb),
            format!("row {number}: {}; what was written is kept without a place", why.en),
        ));
        let gone = texts.get(&Column::Key).cloned().unwrap_or_else(|| format!("{requirement}, {at}"));
        self.out.attestations.push(Attestation {
            requirement: Some(requirement).filter(|r| !r.is_empty()),
            // A name no place has: it must never come to mean every place.
            places: vec![format!("?{gone}")],
            at: Some(at).filter(|a| !a.is_empty()),
            title: texts.get(&Column::Title).cloned(),
            verdict: written.manual,
            by: Some(written.by).filter(|t| !t.is_empty()).or_else(|| self.signature.by.clone()),
            date: Some(written.date).filter(|t| !t.is_empty()).or_else(|| self.signature.date.clone()),
            comment: Some(written.comment).filter(|t| !t.is_empty()),
            responsible,
            from: Some(self.file.to_owned()),
            ..Attestation::default()
        });
    }

    /// Whether the columns the program fills say what the report says.
    fn compare(&mut self, number: usize, texts: &Texts, point: &Point, place: &PlaceLine) {
        let verdict = point.verdict.name();
        let ours = [
            (Column::Requirement, point.requirement.as_str()),
            (Column::Title, &point.title),
            (Column::Finding, &point.text),
            (Column::Place, &place.label),
            (Column::Discipline, &point.discipline.id),
        ];
        let mut differ: Vec<Column> = Vec::new();
        for (column, own) in ours {
            if texts.get(&column).is_some_and(|t| plain(t) != plain(own)) {
                differ.push(column);
            }
        }
        if let Some(text) = texts.get(&Column::Verdict) {
            let names = [verdict.nb.as_str(), verdict.en.as_str(), verdict_id(point.verdict)];
            if !names.iter().any(|n| text.to_lowercase().starts_with(&n.to_lowercase())) {
                differ.push(Column::Verdict);
            }
        }
        for column in differ {
            let entry = self.edited.entry(column).or_insert((0, number));
            entry.0 += 1;
        }
    }

    /// Tells of rows that are gone and of cells that were changed for nothing.
    fn finish(&mut self) {
        let edited = std::mem::take(&mut self.edited);
        for (column, (count, first)) in edited {
            let name = column.name();
            self.tell(Localized::new(
                format!(
                    "«{}» sier noe annet enn rapporten i {count} rader (først rad {first}): endret for hånd, eller matrisen er fra en annen utgave. Det er ikke tatt inn",
                    name.nb
                ),
                format!(
                    "“{}” says something else than the report in {count} rows (first row {first}): changed by hand, or the matrix is of another draft. It was not taken over",
                    name.en
                ),
            ));
        }
        let gone = self.places.len() - self.seen.len();
        if gone > 0 {
            let all = self.places.len();
            self.tell(localized!(
                "{gone} av rapportens {all} rader er ikke i filen; det som er sagt om dem fra før, blir stående",
                "{gone} of the report's {all} rows are not in the file; what was said of them before is kept"
            ));
        }
    }
}

/// A verdict by its name in either language, or its machine name.
fn verdict(text: &str) -> Option<Verdict> {
    let text = text.trim().to_lowercase();
    SECTIONS.into_iter().find(|v| {
        let name = v.name();
        [name.nb.to_lowercase(), name.en.to_lowercase(), verdict_id(*v).to_owned()].contains(&text)
    })
}

/// A day as people and spreadsheet programs write it, as `2026-03-12`.
fn day(text: &str) -> Option<String> {
    let text = text.trim();
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    if let Some(date) = Date::parse(day) {
        return Some(date.iso());
    }
    let parts: Vec<&str> = day.trim_end_matches('.').split(['.', '/']).collect();
    if let [d, m, y] = parts[..] {
        let y = if y.len() == 2 { format!("20{y}") } else { y.to_owned() };
        return Date::parse(&format!("{y}-{m:0>2}-{d:0>2}")).map(Date::iso);
    }
    // A date whose cell lost its format is a bare number of days.
    let serial: f64 = text.parse().ok()?;
    (20_000.0..80_000.0).contains(&serial).then(|| day_of_serial(serial))
}

/// The day of a spreadsheet's serial number: days since 30 December 1899 (ECMA-376 §18.17.4.1).
pub(super) fn day_of_serial(serial: f64) -> String {
    if !(0.0..3_000_000.0).contains(&serial) {
        return serial.to_string();
    }
    // Days since 1 March of year 0, in the proleptic Gregorian calendar: the year then ends with February.
    let days = serial.floor() as i64 - 25_569 + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, carry) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", year + era * 400 + carry)
}

/// A text with its white space evened out, for comparing.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for text in ["2026-03-12", "12.03.2026", "12.3.26", "12/3/2026", "2026-03-12T00:00:00", "46093"] {
            assert_eq!(day(text).as_deref(), Some("2026-03-12"), "{text}");
        }
        for text in ["31.06.2026", "i går", "12", "", "3.12"] {
            assert_eq!(day(text), None, "{text}");
        }
        assert_eq!(day_of_serial(60.0), "1900-02-28");
        assert_eq!(day_of_serial(45_351.0), "2024-02-29");
        assert_eq!(day_of_serial(f64::NAN), "NaN");
    }

    #[test]
    fn a_verdict_is_read_in_both_languages() {
        assert_eq!(verdict("Positivt"), Some(Verdict::Positive));
        assert_eq!(verdict(" to be clarified "), Some(Verdict::Unclear));
        assert_eq!(verdict("not_applicable"), Some(Verdict::NotApplicable));
        assert_eq!(verdict("ok"), None);
    }
}
