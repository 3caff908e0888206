//! How much of an edition a machine judges: in all, by chapter, by group, by force.

use super::requirement::status_name;
use crate::catalogue::{Catalogue, EditionBlock, Requirement, Status};
use crate::finding::Force;
use crate::localized;
use crate::text::{Lang, Localized};

/// The statuses in the order they are told.
const STATUSES: [Status; 5] =
    [Status::Automatic, Status::Partial, Status::Inspect, Status::Pending, Status::OutOfScope];

/// How many requirements have which status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    by_status: [usize; 5],
}

/// The numbers of a chapter, a group or a force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What they are of.
    pub name: String,
    /// The numbers.
    pub numbers: Numbers,
}

/// How much of an edition a machine judges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// Of all requirements.
    pub all: Numbers,
    /// «120 av 170 kravpunkter vurderes maskinelt, …».
    pub sentence: String,
    /// By chapter, in the catalogue's order.
    pub chapters: Vec<Row>,
    /// By resident group; a requirement counts for every group it holds for.
    pub groups: Vec<Row>,
    /// By force.
    pub forces: Vec<Row>,
}

impl Numbers {
    fn add(&mut self, status: Status) {
        if let Some(i) = STATUSES.iter().position(|s| *s == status) {
            self.by_status[i] += 1;
        }
    }

    /// Requirements with a status.
    pub fn of(&self, status: Status) -> usize {
        STATUSES.iter().position(|s| *s == status).map_or(0, |i| self.by_status[i])
    }

    /// All of them.
    pub fn total(&self) -> usize {
        self.by_status.iter().sum()
    }
}

/// Whether a requirement holds for a group, itself or by extension.
fn holds_for(block: &EditionBlock, group: &str) -> bool {
    let named = |list: &[String]| list.iter().any(|g| g == group);
    let applies = &block.applies;
    !named(&applies.except)
        && (applies.groups.is_empty()
            || named(&applies.groups)
            || block.extends.iter().any(|e| named(&e.groups)))
}

/// The coverage of an edition.
pub fn coverage(catalogue: &Catalogue, edition: &str, lang: Lang) -> Coverage {
    let all = catalogue.in_edition(edition);
    let count = |fits: &dyn Fn(&Requirement, &EditionBlock) -> bool| {
        let mut numbers = Numbers::default();
        for (requirement, block) in &all {
            if fits(requirement, block) {
                numbers.add(block.check.status());
            }
        }
        numbers
    };
    let total = count(&|_, _| true);
    let rest: Vec<String> = STATUSES[1..]
        .iter()
        .filter(|s| total.of(**s) > 0)
        .map(|s| format!("{} {}", total.of(*s), status_name(*s).get(lang)))
        .collect();
    let (n, of) = (total.of(Status::Automatic), total.total());
    let lead =
        localized!("{n} av {of} kravpunkter vurderes maskinelt", "{n} of {of} entries are judged by machine");
    let sentence = if rest.is_empty() {
        format!("{}.", lead.get(lang))
    } else {
        format!("{}, {}.", lead.get(lang), crate::text::list(&rest, lang))
    };
    let chapters = catalogue.chapters.iter().enumerate().map(|(i, c)| Row {
        name: c.name.get(lang).to_owned(),
        numbers: count(&|r, _| catalogue.chapter_index(r) == i),
    });
    let groups = catalogue.vocabulary.groups.iter().map(|g| Row {
        name: localized!("gruppe {}", "group {}", g.id).get(lang).to_owned(),
        numbers: count(&|_, b| holds_for(b, &g.id)),
    });
    let forces = [Force::Shall, Force::Should, Force::Note]
        .into_iter()
        .map(|f| Row { name: f.name().get(lang).to_owned(), numbers: count(&|_, b| b.force == f) });
    Coverage {
        all: total,
        sentence,
        chapters: chapters.collect(),
        groups: groups.collect(),
        forces: forces.collect(),
    }
}

/// The coverage as text, a table below the sentence.
pub fn render(coverage: &Coverage, lang: Lang) -> String {
    let heads: Vec<String> = [
        Localized::new("maskinelt", "machine"),
        Localized::new("delvis", "in part"),
        Localized::new("person", "person"),
        Localized::new("venter", "pending"),
        Localized::new("utenfor", "outside"),
        Localized::new("i alt", "in all"),
    ]
    .iter()
    .map(|h| h.get(lang).to_owned())
    .collect();
    let parts = [
        (Localized::new("Kapittel", "Chapter"), &coverage.chapters),
        (Localized::new("Målgruppe", "Resident group"), &coverage.groups),
        (Localized::new("Styrke", "Force"), &coverage.forces),
    ];
    let widest = parts.iter().flat_map(|(_, rows)| rows.iter()).map(|r| r.name.chars().count()).max();
    let widest = widest.unwrap_or(0).max(16);
    let mut out = format!("{}\n", coverage.sentence);
    for (heading, rows) in parts {
        out.push_str(&format!("\n{:<widest$}", heading.get(lang)));
        for head in &heads {
            out.push_str(&format!("  {head}"));
        }
        out.push('\n');
        for row in rows {
            out.push_str(&format!("{:<widest$}", row.name));
            let cells = STATUSES.iter().map(|s| row.numbers.of(*s)).chain([row.numbers.total()]);
            for (cell, head) in cells.zip(&heads) {
                out.push_str(&format!("  {cell:>width$}", width = head.chars().count()));
            }
            out.push('\n');
        }
    }
    out
}
