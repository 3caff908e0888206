//! The signs of the matrix, and what each means.

use super::document::Line;
use crate::finding::{Finding, Force, Standing, Verdict};
use crate::report::terminal::sign;
use crate::suitability::Column;
use crate::text::Lang;

/// What is shown of a requirement for a group: the verdict of its most serious finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) verdict: Verdict,
    pub(super) force: Force,
    /// How the agreed departure stands that excuses it.
    pub(super) excused: Option<Standing>,
}

impl Sign {
    /// The sign of a finding; that of a requirement that concerns nothing where there is none.
    pub(super) fn of(finding: Option<&Finding>) -> Self {
        let Some(finding) = finding else {
            return Self { verdict: Verdict::NotApplicable, force: Force::Note, excused: None };
        };
        let departure = finding.departure.as_ref().filter(|_| finding.verdict == Verdict::Negative);
        let excused = departure.map(|d| d.standing).filter(|s| s.excuses());
        Self { verdict: finding.verdict, force: finding.force, excused }
    }

    /// The sign itself. A negative one carries the force, or that it is excused, so that no colour is needed.
    pub(super) fn shown(self) -> &'static str {
        match (self.verdict, self.excused, self.force) {
            (Verdict::Negative, Some(_), _) => "✗f",
            (Verdict::Negative, None, Force::Shall) => "✗",
            (Verdict::Negative, None, Force::Should) => "✗a",
            (Verdict::Negative, None, Force::Note) => "✗o",
            (other, ..) => sign(other),
        }
    }

    /// The sign in words: «negativt, krav, fravik godkjent».
    pub(super) fn words(self, lang: Lang) -> String {
        let mut words = self.verdict.name().get(lang).to_lowercase();
        if self.verdict == Verdict::Negative {
            words = format!("{words}, {}", self.force.name().get(lang));
        }
        match self.excused {
            Some(standing) => format!("{words}, {}", standing.name().get(lang)),
            None => words,
        }
    }

    /// «✗f negativt, fravik godkjent»: the sign with its verdict.
    pub(super) fn outcome(self, lang: Lang) -> String {
        let verdict = self.verdict.name().get(lang).to_lowercase();
        match self.excused {
            Some(standing) => format!("{} {verdict}, {}", self.shown(), standing.name().get(lang)),
            None => format!("{} {verdict}", self.shown()),
        }
    }
}

/// What the signs mean; that of a departure only where one excuses something.
pub(super) fn legend(columns: &[Column], lang: Lang) -> Vec<Line> {
    let plain = |verdict, force| Sign { verdict, force, excused: None };
    let signs = [
        plain(Verdict::Negative, Force::Shall),
        plain(Verdict::Negative, Force::Should),
        plain(Verdict::Negative, Force::Note),
        plain(Verdict::Unclear, Force::Shall),
        plain(Verdict::Positive, Force::Shall),
        plain(Verdict::NotApplicable, Force::Shall),
    ];
    let mut lines: Vec<Line> =
        signs.into_iter().map(|s| Line { label: s.shown().to_owned(), value: s.words(lang) }).collect();
    if columns.iter().flat_map(|c| &c.findings).any(Finding::is_excused) {
        let excused = Sign { excused: Some(Standing::InForce), ..plain(Verdict::Negative, Force::Shall) };
        let value = format!(
            "{}, {}",
            Verdict::Negative.name().get(lang).to_lowercase(),
            Standing::InForce.name().get(lang)
        );
        lines.insert(3, Line { label: excused.shown().to_owned(), value });
    }
    lines
}
