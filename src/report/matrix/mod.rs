//! The kravmatrise: one row for each requirement at each place, with columns for people to fill in.
//!
//! The rows are made here, once, for all formats. Each carries a key (requirement, place, inputs), so that what
//! somebody wrote beside it finds its way back after rows were sorted, filtered or moved; see
//! [`attest::matrix`](../../attest/matrix/index.html).

pub mod csv;
pub(super) mod long;
mod register;
pub mod xlsx;

pub use long::stands_for;

use super::document::{Point, Report, StatementLine};
use super::terminal::shown_evidence;
use super::words::Word;
use crate::date::Date;
use crate::finding::{Verdict, Weight};
use crate::text::{Lang, Localized};

/// A column, in the order they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Id of the requirement.
    Requirement,
    /// What it asks.
    Title,
    /// Where it stands.
    Clause,
    /// How strongly it asks.
    Force,
    /// The verdict.
    Verdict,
    /// The agreed departure that concerns it.
    Departure,
    /// The finding in words.
    Finding,
    /// The place.
    Place,
    /// What the verdict leans on.
    Evidence,
    /// What would settle it.
    Remedy,
    /// Whose field it is.
    Discipline,
    /// The day it is due.
    Due,
    /// Who is to see to it; people fill this in.
    Responsible,
    /// Anything; people fill this in.
    Comment,
    /// A verdict of their own; people fill this in.
    Manual,
    /// Who gives it; people fill this in.
    By,
    /// When; people fill this in.
    Date,
    /// What others said before.
    Earlier,
    /// The row's key.
    Key,
}

impl Column {
    /// All columns.
    pub const ALL: [Self; 19] = [
        Self::Requirement,
        Self::Title,
        Self::Clause,
        Self::Force,
        Self::Verdict,
        Self::Departure,
        Self::Finding,
        Self::Place,
        Self::Evidence,
        Self::Remedy,
        Self::Discipline,
        Self::Due,
        Self::Responsible,
        Self::Comment,
        Self::Manual,
        Self::By,
        Self::Date,
        Self::Earlier,
        Self::Key,
    ];

    /// Those people fill in.
    pub const FILLED: [Self; 5] = [Self::Responsible, Self::Comment, Self::Manual, Self::By, Self::Date];

    /// Its heading.
    pub fn name(self) -> Localized {
        let (nb, en) = match self {
            Self::Requirement => ("Krav-ID", "Requirement ID"),
            Self::Title => ("Krav", "Requirement"),
            Self::Clause => ("Kilde", "Source"),
            Self::Force => ("Styrke", "Force"),
            Self::Verdict => ("Vurdering", "Verdict"),
            Self::Departure => ("Fravik", "Departure"),
            Self::Finding => ("Funn", "Finding"),
            Self::Place => ("Sted", "Place"),
            Self::Evidence => ("Grunnlag", "Evidence"),
            Self::Remedy => ("Slik dokumenteres det", "How to document it"),
            Self::Discipline => ("Fag", "Discipline"),
            Self::Due => ("Frist", "Due"),
            Self::Responsible => ("Ansvarlig", "Responsible"),
            Self::Comment => ("Kommentar", "Comment"),
            Self::Manual => ("Egen vurdering", "Own verdict"),
            Self::By => ("Vurdert av", "Judged by"),
            Self::Date => ("Dato", "Date"),
            Self::Earlier => ("Tidligere merknader", "Earlier remarks"),
            Self::Key => ("Nøkkel (ikke endre)", "Key (leave as it is)"),
        };
        Localized::new(nb, en)
    }

    /// Its name in machine formats.
    pub fn id(self) -> &'static str {
        match self {
            Self::Requirement => "requirement",
            Self::Title => "title",
            Self::Clause => "source",
            Self::Force => "force",
            Self::Verdict => "verdict",
            Self::Departure => "departure",
            Self::Finding => "finding",
            Self::Place => "place",
            Self::Evidence => "evidence",
            Self::Remedy => "how_to_document",
            Self::Discipline => "discipline",
            Self::Due => "due",
            Self::Responsible => "responsible",
            Self::Comment => "comment",
            Self::Manual => "own_verdict",
            Self::By => "by",
            Self::Date => "date",
            Self::Earlier => "earlier",
            Self::Key => "key",
        }
    }

    /// The column with this heading, in either language or by its machine name; case and blanks do not matter.
    pub fn named(heading: &str) -> Option<Self> {
        let plain = |s: &str| s.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let wanted = plain(heading);
        Self::ALL.into_iter().find(|c| {
            let name = c.name();
            [name.nb.as_str(), name.en.as_str(), c.id()].into_iter().any(|n| plain(n) == wanted)
        })
    }
}

/// One requirement at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// See [`key`]: `gulv.oppbrett#0f…@9a….4c…`.
    pub key: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Machine name of the force.
    pub force: &'static str,
    /// What a person filled in last, or what stands there to begin with.
    pub filled: Filled,
    cells: Vec<(Column, String)>,
}

/// What people fill in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filled {
    /// Who is to see to it.
    pub responsible: String,
    /// In their words.
    pub comment: String,
    /// A verdict of their own.
    pub manual: Option<Verdict>,
    /// Who gives it.
    pub by: String,
    /// When, as `2026-03-12`.
    pub date: String,
}

impl Row {
    /// The text of a column as people read it.
    pub fn text(&self, column: Column, lang: Lang) -> String {
        match column {
            Column::Responsible => self.filled.responsible.clone(),
            Column::Comment => self.filled.comment.clone(),
            Column::Manual => self.filled.manual.map_or_else(String::new, |v| v.name().get(lang).to_owned()),
            Column::By => self.filled.by.clone(),
            Column::Date => self.filled.date.clone(),
            Column::Key => self.key.clone(),
            _ => self
                .cells
                .iter()
                .find(|(c, _)| *c == column)
                .map_or_else(String::new, |(_, text)| text.clone()),
        }
    }
}

/// The key of a row: the finding, and what it was made from: all of the inputs, and what they say of the place.
pub fn key(requirement: &str, fingerprint: &str, basis: &str, ground: &str) -> String {
    format!("{requirement}#{fingerprint}@{basis}.{ground}")
}

/// What a person filled in last for a point, or what stands there to begin with: its discipline as responsible.
pub fn filled(point: &Point) -> Filled {
    let mut filled = Filled { responsible: point.discipline.id.clone(), ..Filled::default() };
    if let Some(said) = latest(point) {
        if !said.responsible.is_empty() {
            filled.responsible = said.responsible.clone();
        }
        filled.comment = said.comment.clone();
        // A verdict that was given of something else stands among the earlier remarks, and is asked for again.
        if said.weight != Weight::Outdated {
            filled.manual = said.verdict;
            filled.by = said.by.clone();
            filled.date = said.date.clone();
        }
    }
    filled
}

/// The statement that stands in the columns people fill in: the last one that did not come with a topic.
fn latest(point: &Point) -> Option<&StatementLine> {
    point.statements.iter().rev().find(|s| s.topic.is_none())
}

/// The rows, in the order of the report.
pub fn rows(report: &Report) -> Vec<Row> {
    let mut rows = Vec::new();
    for point in report.points() {
        let shown = latest(point);
        let earlier = point.statements.iter().filter(|s| shown != Some(*s) || s.weight == Weight::Outdated);
        let earlier: Vec<&str> = earlier.map(|s| s.text.as_str()).collect();
        let source = [&point.source.title, &point.source.clause];
        let source: Vec<&str> = source.into_iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
        let mut verdict = point.verdict.name().get(report.lang).to_owned();
        let why = [&point.unclarity_label, &point.not_yet_label];
        let why: Vec<&str> = why.into_iter().flatten().map(String::as_str).collect();
        if !why.is_empty() {
            verdict = format!("{verdict} ({})", why.join("; "));
        }
        let departure = point.departure.as_ref().map(|d| d.label.clone()).unwrap_or_default();
        let due = point.due.map(Date::iso).unwrap_or_default();
        let remedy = remedy(point, report.lang);
        for place in &point.places {
            let evidence: Vec<String> = place.evidence.iter().map(shown_evidence).collect();
            rows.push(Row {
                key: key(&point.requirement, &place.fingerprint, &report.basis, &place.ground),
                verdict: point.verdict,
                force: force_id(point.force),
                filled: filled(point),
                cells: vec![
                    (Column::Requirement, point.requirement.clone()),
                    (Column::Title, point.title.clone()),
                    (Column::Clause, source.join(", ")),
                    (Column::Force, point.force_label.clone()),
                    (Column::Verdict, verdict.clone()),
                    (Column::Departure, departure.clone()),
                    (Column::Finding, point.text.clone()),
                    (Column::Place, place.label.clone()),
                    (Column::Evidence, evidence.join("\n")),
                    (Column::Remedy, remedy.clone()),
                    (Column::Discipline, point.discipline.id.clone()),
                    (Column::Due, due.clone()),
                    (Column::Earlier, earlier.join("\n")),
                ],
            });
        }
    }
    rows
}

fn force_id(force: crate::finding::Force) -> &'static str {
    match force {
        crate::finding::Force::Shall => "shall",
        crate::finding::Force::Should => "should",
        crate::finding::Force::Note => "note",
    }
}

/// How a point is documented: the missing facts with the line, property or observation that states them, else what
/// an inspector looks at.
fn remedy(point: &Point, lang: Lang) -> String {
    let mut lines: Vec<String> = Vec::new();
    for remedy in &point.remedies {
        let ways =
            [(Word::InDesign, &remedy.design), (Word::InIfc, &remedy.ifc), (Word::OnSite, &remedy.observe)];
        let ways: Vec<String> = ways
            .into_iter()
            .filter_map(|(word, text)| Some(format!("{}: {}", word.get(lang), text.as_deref()?)))
            .collect();
        let why = remedy.why.as_deref().map(|w| format!(" – {w}")).unwrap_or_default();
        lines.push(format!(
            "{}{why}{}{}",
            remedy.what,
            if ways.is_empty() { "" } else { "; " },
            ways.join("; ")
        ));
    }
    if lines.is_empty() && point.verdict != Verdict::NotApplicable {
        lines.extend(point.inspection.as_ref().map(|i| format!("{}: {i}", Word::OnSite.get(lang))));
    }
    lines.join("\n")
}
