//! The faults found while a description is read: each told once, and no more than a person can read.

use std::collections::BTreeSet;

use crate::localized;
use crate::source::{Code, Diagnostic, Severity, SourceId, Span};
use crate::text::Localized;

/// Most faults told of one file; the rest are counted.
const MOST: usize = 200;

/// A list of faults.
#[derive(Debug, Default)]
pub(super) struct Faults {
    all: Vec<Diagnostic>,
    told: BTreeSet<(Code, Option<(usize, usize)>)>,
    more: usize,
}

impl Faults {
    /// Adds a fault, unless the same was told of the same place: a dwelling type is placed many times.
    pub(super) fn push(&mut self, fault: Diagnostic) {
        let place = fault.span().map(|s| (s.start, s.end));
        if self.told.contains(&(fault.code, place)) {
            return;
        }
        if self.all.len() >= MOST {
            self.more += 1;
            return;
        }
        self.told.insert((fault.code, place));
        self.all.push(fault);
    }

    /// Whether further faults are only counted, so that no time need be spent on wording them.
    pub(super) fn full(&self) -> bool {
        self.all.len() >= MOST
    }

    /// Everything found, in the order of the text.
    pub(super) fn finish(mut self, source: SourceId) -> Vec<Diagnostic> {
        self.all.sort_by_key(|d| d.span().map_or((0, 0), |s| (s.start, s.end)));
        if self.more > 0 {
            let more = self.more;
            self.all.push(
                Diagnostic::new(
                    Severity::Error,
                    "design.more-faults",
                    localized!("{more} feil til er ikke vist", "{more} more faults are not shown"),
                )
                .at(Span::new(source, 0, 0), Localized::default())
                .help(Localized::new("rett de første og prøv igjen", "mend the first ones and try again")),
            );
        }
        self.all
    }
}
