//! Several bids or projects beside each other: requirement × bid, and how much of each is documented.
//!
//! No score is made: a bid that documents little has few negatives. A bid that could not be read stands among the
//! others with the reason.

pub mod html;
pub mod xlsx;

use std::collections::BTreeMap;

use super::document::{CheckResult, Report};
use crate::finding::{Force, Verdict};
use crate::text::Lang;

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
            row.cells[i] = Some(match row.cells[i] {
                Some(c) if c.verdict > point.verdict => c,
                Some(c) if c.verdict == point.verdict => Cell { places: c.places + places, ..c },
                _ => Cell { verdict: point.verdict, places },
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

/// The outcome of a bid in a line.
fn outcome(bid: &Bid) -> &str {
    match &bid.report {
        Ok(report) => &report.outcome.sentence,
        Err(why) => why,
    }
}
