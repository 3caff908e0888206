//! What one block says twice. Nothing says which of the two was meant, so both places are told.

use std::collections::BTreeMap;

use super::ast::{Arg, Statement, What};
use super::faults::Faults;
use super::grammar::{KEYWORDS, Key, Role};
use crate::source::{Diagnostic, Span};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// What can be said once in a block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Once {
    Fact(String),
    Outline,
    Width,
    Height,
    Key(Key),
    All(SubjectKind, Option<String>),
}

/// What a block has said so far.
#[derive(Debug, Default)]
pub(super) struct Said(BTreeMap<Once, Span>);

impl Said {
    /// Takes a statement in, and tells of each thing it says again.
    pub(super) fn again(&mut self, statement: &Statement, faults: &mut Faults) {
        for (once, span) in once(statement) {
            match self.0.get(&once) {
                Some(before) => faults.push(twice(span, *before)),
                None => drop(self.0.insert(once, span)),
            }
        }
    }
}

fn once(statement: &Statement) -> Vec<(Once, Span)> {
    let span = statement.span;
    match &statement.what {
        What::Facts(all) => all.iter().map(|s| (Once::Fact(s.fact.clone()), s.span)).collect(),
        What::Structure(Key::Rectangle | Key::Polygon, _) => vec![(Once::Outline, span)],
        What::Structure(Key::Size, _) => vec![(Once::Width, span), (Once::Height, span)],
        What::Structure(Key::Width, _) => vec![(Once::Width, span)],
        What::Structure(Key::Height, _) => vec![(Once::Height, span)],
        What::Structure(Key::All, _) => match statement.arg(Role::Subject) {
            Some(Arg::Subject(kind, functions)) if !functions.is_empty() => {
                functions.iter().map(|f| (Once::All(*kind, Some(f.clone())), span)).collect()
            }
            Some(Arg::Subject(kind, _)) => vec![(Once::All(*kind, None), span)],
            _ => Vec::new(),
        },
        What::Structure(key, _) if KEYWORDS.iter().any(|k| k.key == *key && !k.repeats) => {
            vec![(Once::Key(*key), span)]
        }
        What::Structure(..) => Vec::new(),
    }
}

/// The same said twice in one place.
pub(super) fn twice(span: Span, before: Span) -> Diagnostic {
    Diagnostic::error(
        "design.twice",
        span,
        Localized::new("dette er sagt to ganger i samme blokk", "this is said twice in the same block"),
    )
    .label(Localized::new("andre gang", "second time"))
    .at(before, Localized::new("første gang", "first time"))
    .help(Localized::new("behold det ene", "keep one of them"))
}
