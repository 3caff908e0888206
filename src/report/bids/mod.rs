//! Several bids or projects beside each other: requirement × bid, and how much of each is documented.
//!
//! No score is made: a bid that documents little has few negatives. A bid that could not be read stands among the
//! others with the reason.

pub mod html;
pub mod xlsx;

use std::collections::BTreeMap;

use super::document::{CheckResult, Report};
use crate::finding::{Force, Verdict};
use crate::localized;
use crate::text::{Lang, Localized};

/// One bid.
#[derive(Debug, Clone)]
pub struct Bid {
    /// What it is called: its file or folder.
    pub name: String,
    /// Its report, or why there is none.
    pub report: Result<Report, String>,
}

/// The bids as a table.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// Language of the texts.
    pub lang: Lang,
    /// The bids, in the order they were named.
    pub bids: &'a [Bid],
    /// One row for each requirement that is judged in any of them, in the order of the reports.
    pub rows: Vec<Row>,
}

/// A requirement in all bids.
#[derive(Debug, Clone)]
pub struct Row {
    /// Id.
    pub requirement: String,
    /// What it asks.
    pub title: String,
    /// How strongly.
    pub force: String,
    /// In each bid; none where the bid has no report or the requirement is not judged.
    pub cells: Vec<Option<Cell>>,
}

/// A requirement in one bid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// Its most serious verdict.
    pub verdict: Verdict,
    /// Places with that verdict.
    pub places: usize,
    /// Of those, the ones an approved departure excuses, or that cannot be documented until a later phase.
    pub excused: usize,
}

impl Cell {
    /// «Negativt (3 steder, 1 med fravik)».
    pub fn text(self, lang: Lang) -> String {
        let Self { verdict, places, excused } = self;
        let mut more = Vec::new();
        if places > 1 && verdict != Verdict::NotApplicable {
            more.push(localized!("{places} steder", "{places} places").get(lang).to_owned());
        }
        if excused > 0 {
            let what = match verdict {
                Verdict::Negative => Localized::new("fravik godkjent", "departure approved"),
                _ => Localized::new("kan ikke dokumenteres ennå", "cannot be documented yet"),
            };
            let what = what.get(lang);
            more.push(if excused < places { format!("{excused} {what}") } else { what.to_owned() });
        }
        let name = verdict.name();
        let name = name.get(lang);
        if more.is_empty() { name.to_owned() } else { format!("{name} ({})", more.join(", ")) }
    }
}

/// The bids beside each other.
pub fn compare(bids: &[Bid], lang: Lang) -> Comparison<'_> {
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    let mut rows: Vec<(Force, Row)> = Vec::new();
    let reports = || bids.iter().enumerate().filter_map(|(i, b)| Some((i, b.report.as_ref().ok()?)));
    for (i, report) in reports() {
        for point in report.points() {
            let at = *index.entry(&point.requirement).or_insert_with(|| {
                rows.push((
                    point.force,
                    Row {
                        requirement: point.requirement.clone(),
                        title: point.title.clone(),
                        force: point.force_label.clone(),
                        cells: vec![None; bids.len()],
                    },
                ));
                rows.len() - 1
            });
            let (force, row) = &mut rows[at];
            if point.force > *force {
                (*force, row.force) = (point.force, point.force_label.clone());
            }
            let places = point.places.len();
            let eased =
                point.departure.as_ref().is_some_and(|d| d.standing.excuses()) || point.not_yet.is_some();
            let own = Cell { verdict: point.verdict, places, excused: if eased { places } else { 0 } };
            row.cells[i] = Some(match row.cells[i] {
                Some(c) if c.verdict > own.verdict => c,
                Some(c) if c.verdict == own.verdict => {
                    Cell { places: c.places + own.places, excused: c.excused + own.excused, ..c }
                }
                _ => own,
            });
        }
    }
    // What no bid is concerned by tells nothing apart.
    rows.retain(|(_, r)| r.cells.iter().flatten().any(|c| c.verdict != Verdict::NotApplicable));
    rows.sort_by(|(a, x), (b, y)| b.cmp(a).then_with(|| x.requirement.cmp(&y.requirement)));
    Comparison { lang, bids, rows: rows.into_iter().map(|(_, r)| r).collect() }
}

impl Comparison<'_> {
    /// 2 when a bid could not be judged, else 1 when one has a broken requirement, else 0.
    pub fn exit_code(&self) -> u8 {
        let code = |b: &Bid| match &b.report {
            Err(_) => CheckResult::Incomplete.exit_code(),
            Ok(report) => report.outcome.result.exit_code(),
        };
        let codes: Vec<u8> = self.bids.iter().map(code).collect();
        if codes.contains(&2) { 2 } else { u8::from(codes.contains(&1)) }
    }
}

/// What a bid was judged as and by, where bids can differ: groups, phase, departures, replaced parameters, edition.
fn judged_as(report: &Report) -> String {
    let lang = report.lang;
    let said = |nb: &str, en: &str, value: &str| format!("{} {value}", Localized::new(nb, en).get(lang));
    let mut parts = Vec::new();
    let groups = report.settings.groups.join(", ");
    parts.push(match groups.as_str() {
        "" => Localized::new("målgruppe ikke angitt", "resident group not stated").get(lang).to_owned(),
        groups => said("gruppe", "group", groups),
    });
    if let Some(phase) = report.settings.phase {
        parts.push(said("fase", "phase", phase.name().get(lang)));
    }
    if !report.fravik.is_empty() {
        let ids: Vec<&str> = report.fravik.iter().map(|f| f.id.as_str()).collect();
        parts.push(said("fravik", "departures", &ids.join(", ")));
    }
    parts.extend(report.overrides.iter().map(|p| format!("{} = {}", p.name, p.value)));
    parts.push(report.edition.id.clone());
    parts.join(" · ")
}

/// Faults of a bid's inputs, a line each.
fn faults(report: &Report) -> impl Iterator<Item = String> {
    report.faults.iter().map(|f| {
        let at = f.place.as_ref().map(super::grounds::shown_place).unwrap_or_default();
        format!("{}: {} {at}", f.severity_label, f.message).trim_end().to_owned()
    })
}

/// The outcome of a bid in a line.
fn outcome(bid: &Bid) -> &str {
    match &bid.report {
        Ok(report) => &report.outcome.sentence,
        Err(why) => why,
    }
}
