//! What changed, on the plan of the later side: a numbered mark for each line that is new or changed, and a tint on what
//! was added, renamed or given another size.

use super::{Class, Diff};
use crate::model::{ElementId, Model};
use crate::plan::{self, Mark, MarkKind, Options, Sheet};
use crate::vocab::Vocabulary;

/// Most places of one line that are marked; the line itself names them all.
const MOST_PLACES: usize = 24;

/// What the plans of a comparison are drawn from: the later side.
pub struct Marked<'a> {
    /// The comparison.
    pub diff: &'a Diff,
    /// What is drawn.
    pub model: &'a Model,
    /// Words for rooms and equipment.
    pub vocabulary: &'a Vocabulary,
    /// Put before `#line` in the links of marks.
    pub page: &'a str,
}

/// Numbers the lines that are marked: new ones first, then changed ones.
pub(super) fn number(diff: &mut Diff) {
    let mut next = 0;
    for group in diff.groups.iter_mut().filter(|g| matches!(g.class, Class::New | Class::Changed)) {
        for line in &mut group.lines {
            next += 1;
            line.mark = Some(next);
        }
    }
}

/// The storeys of the later side with what changed.
pub fn sheets(marked: &Marked<'_>) -> Vec<Sheet> {
    let mut marks = Vec::new();
    for group in &marked.diff.groups {
        let kind = if group.class == Class::New { MarkKind::Deviation } else { MarkKind::Text };
        for line in &group.lines {
            let Some(number) = line.mark else { continue };
            let targets: Vec<ElementId> =
                line.places.iter().take(MOST_PLACES).map(|p| ElementId(p.element.clone())).collect();
            marks.push(Mark {
                href: Some(format!("{}#endring-{number}", marked.page)),
                title: format!("{number}: {} – {}", group.heading, line.title),
                description: super::places(line, marked.diff.language),
                ..Mark::new(kind, number.to_string(), targets)
            });
        }
    }
    let highlight: Vec<ElementId> = marked.diff.touched.iter().cloned().map(ElementId).collect();
    let options = Options {
        marks: &marks,
        highlight: &highlight,
        id_prefix: "endring-plan".to_owned(),
        ..Options::new(marked.vocabulary, marked.diff.language)
    };
    plan::sheets(marked.model, &options)
}
