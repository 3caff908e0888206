//! Which requirements change when another group moves in: what comes, what goes, what asks more, what asks less.
//!
//! This is read from the catalogue alone, whatever the design is. A requirement may concern another group with another
//! force, look another row of a table up, or hold conditions that name the group.

use crate::catalogue::{Catalogue, Check, Compare, EditionBlock, Literal, Predicate, TableCheck};
use crate::finding::Force;
use crate::quantity::Quantity;

/// Facts that hold the groups.
pub(super) const GROUP_FACTS: [&str; 5] = [
    "project.group",
    "project.group_keys",
    "project.ruling_groups",
    "dwelling.group_keys",
    "dwelling.ruling_groups",
];

/// What becomes of a requirement.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Shift {
    /// It did not concern the one and concerns the other (kommer til).
    Comes,
    /// It asks more (skjerpes).
    Tightens,
    /// It asks for something else (endres).
    Changes,
    /// It asks the same, and is found otherwise: what it is held against follows the group.
    Follows,
    /// It asks less (mildnes).
    Loosens,
    /// It concerned the one and does not concern the other (faller bort).
    Goes,
}

/// How a requirement concerns a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// How strongly.
    pub force: Force,
}

/// A requirement that is not the same for two groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Between<'c> {
    /// Its id.
    pub requirement: String,
    /// What becomes of it.
    pub shift: Shift,
    /// How it concerns the one.
    pub from: Option<Asked>,
    /// How it concerns the other.
    pub to: Option<Asked>,
    /// What is different, where more can be said than that it comes or goes.
    pub why: Vec<Difference<'c>>,
}

/// What is different in a requirement that concerns both groups.
#[derive(Debug, Clone, PartialEq)]
pub enum Difference<'c> {
    /// It asks more or less strongly.
    Force([Force; 2]),
    /// The sources contradict each other for the one group alone: the first (true) or the second.
    Contested(bool),
    /// Another row of a table holds.
    Row {
        /// The table looked up.
        check: &'c TableCheck,
        /// What stands there for each group.
        cells: [Vec<String>; 2],
    },
    /// Another column of a table holds, the row of which the project decides.
    Column {
        /// The table looked up.
        check: &'c TableCheck,
    },
    /// The check names groups itself, and only one of the two is among them.
    Named(&'c Check),
    /// A part of it that only one of the groups is asked for.
    Part {
        /// What is asked.
        must: &'c Check,
        /// Whether it is the second.
        comes: bool,
    },
}

/// The requirements of an edition that change from one group to another, in the order of the catalogue.
pub fn between<'c>(catalogue: &'c Catalogue, edition: &'c str, from: &str, to: &str) -> Vec<Between<'c>> {
    let mut all = Vec::new();
    for (requirement, block) in catalogue.in_edition(edition) {
        let ends = [from, to].map(|g| asked(block, g));
        let mut told = Told::default();
        if let [Some(a), Some(b)] = ends {
            told.force(a.force, b.force);
            told.check(catalogue, &block.check, from, to);
            told.contested(block, from, to);
        }
        let shift = match ends {
            [None, None] => None,
            [None, Some(_)] => Some(Shift::Comes),
            [Some(_), None] => Some(Shift::Goes),
            _ => told.shift(),
        };
        if let Some(shift) = shift {
            let [from, to] = ends;
            all.push(Between { requirement: requirement.id.clone(), shift, from, to, why: told.why });
        }
    }
    all
}

/// Whether a requirement concerns a group, as the evaluation sees it.
fn asked(block: &EditionBlock, group: &str) -> Option<Asked> {
    let applies = &block.applies;
    let in_list = |list: &[String]| list.iter().any(|g| g == group);
    if in_list(&applies.except) {
        return None;
    }
    if applies.groups.is_empty() || in_list(&applies.groups) {
        return Some(Asked { force: block.force });
    }
    block.extends.iter().find(|e| in_list(&e.groups)).map(|e| Asked { force: e.force })
}

/// What was found different so far.
#[derive(Default)]
struct Told<'c> {
    more: bool,
    less: bool,
    other: bool,
    why: Vec<Difference<'c>>,
}

impl<'c> Told<'c> {
    fn shift(&self) -> Option<Shift> {
        match (self.more, self.less, self.other) {
            (false, false, false) => None,
            (true, false, false) => Some(Shift::Tightens),
            (false, true, false) => Some(Shift::Loosens),
            _ => Some(Shift::Changes),
        }
    }

    fn force(&mut self, from: Force, to: Force) {
        if from == to {
            return;
        }
        self.more |= to > from;
        self.less |= to < from;
        self.why.push(Difference::Force([from, to]));
    }

    /// Where a negative verdict would take sides between sources, it is left open for some groups.
    fn contested(&mut self, block: &EditionBlock, from: &str, to: &str) {
        let Some(contested) = &block.contested else { return };
        if contested.groups.is_empty() {
            return;
        }
        let [a, b] = [from, to].map(|g| contested.groups.iter().any(|c| c == g));
        self.more |= a && !b;
        self.less |= b && !a;
        if a != b {
            self.why.push(Difference::Contested(a));
        }
    }

    fn check(&mut self, catalogue: &'c Catalogue, check: &'c Check, from: &str, to: &str) {
        match check {
            Check::Table(t) if GROUP_FACTS.contains(&t.key.as_str()) => {
                let table = catalogue.vocabulary.tables.get(&t.table);
                let cell =
                    |row: &str| table.and_then(|x| x.cell(row, &t.column)).unwrap_or_default().to_vec();
                self.cells(t, [cell(from), cell(to)]);
            }
            Check::Table(t) if GROUP_FACTS.contains(&t.column.trim_matches(['{', '}'])) => {
                let rows =
                    catalogue.vocabulary.tables.get(&t.table).into_iter().flat_map(|x| x.rows.values());
                if rows.clone().all(|row| row.get(from) == row.get(to)) {
                    return;
                }
                self.other = true;
                self.why.push(Difference::Column { check: t });
            }
            Check::Value(v) if GROUP_FACTS.contains(&v.fact.as_str()) => {
                let is = |group: &str| {
                    let listed = |list: &Vec<String>| list.iter().any(|g| g == group);
                    v.any.as_ref().is_none_or(listed) && !v.none.as_ref().is_some_and(listed)
                };
                let [a, b] = [is(from), is(to)];
                self.more |= a && !b;
                self.less |= b && !a;
                if a != b {
                    self.why.push(Difference::Named(check));
                }
            }
            Check::When(w) => match [from, to].map(|g| hold(&w.r#if, g)) {
                [Some(true) | None, Some(true) | None] => self.check(catalogue, &w.must, from, to),
                [a, b] => self.part(&w.must, a != Some(false), b != Some(false)),
            },
            Check::Each(e) | Check::One(e) => match [from, to].map(|g| hold(&e.r#where, g)) {
                [Some(true) | None, Some(true) | None] => self.check(catalogue, &e.must, from, to),
                [a, b] => self.part(&e.must, a != Some(false), b != Some(false)),
            },
            Check::All(parts) | Check::Any(parts) | Check::None(parts) | Check::Witness(parts) => {
                for part in parts {
                    self.check(catalogue, part, from, to);
                }
            }
            _ => {}
        }
    }

    /// A part of a requirement that only one of the groups is asked for.
    fn part(&mut self, must: &'c Check, from: bool, to: bool) {
        if from == to {
            return;
        }
        self.more |= to;
        self.less |= from;
        self.why.push(Difference::Part { must, comes: to });
    }

    fn cells(&mut self, check: &'c TableCheck, cells: [Vec<String>; 2]) {
        let [from, to] = &cells;
        if from == to {
            return;
        }
        let number = |cell: &[String]| Quantity::parse(cell.first()?).ok().map(|q| q.value);
        let grows = match (number(from), number(to)) {
            (Some(a), Some(b)) => Some(b > a),
            (None, Some(_)) if from.is_empty() => Some(check.compare != Compare::Max),
            (Some(_), None) if to.is_empty() => Some(check.compare == Compare::Max),
            _ => None,
        };
        // One of fewer words is harder to be than one of more.
        let fewer = |a: &[String], b: &[String]| b.len() < a.len() && b.iter().all(|w| a.contains(w));
        let of_words =
            matches!(check.compare, Compare::In | Compare::Within) && !from.is_empty() && !to.is_empty();
        match (check.compare, grows) {
            _ if of_words && fewer(from, to) => self.more = true,
            _ if of_words && fewer(to, from) => self.less = true,
            (Compare::Min, Some(true)) | (Compare::Max, Some(false)) => self.more = true,
            (Compare::Min, Some(false)) | (Compare::Max, Some(true)) => self.less = true,
            _ => self.other = true,
        }
        self.why.push(Difference::Row { check, cells });
    }
}

/// Whether conditions hold for a group as far as they name groups; none where they name none.
fn hold(conditions: &[Predicate], group: &str) -> Option<bool> {
    let mut told = None;
    for p in conditions.iter().filter(|p| GROUP_FACTS.contains(&p.fact.as_str())) {
        let in_list = |list: &Vec<String>| list.iter().any(|g| g == group);
        let is = |l: &Literal| matches!(l, Literal::Text(t) if t == group);
        let yes = p.any.as_ref().is_none_or(in_list)
            && p.none.as_ref().is_none_or(|n| !in_list(n))
            && p.is.as_ref().is_none_or(is)
            && p.is_not.as_ref().is_none_or(|l| !is(l));
        told = Some(told.unwrap_or(true) && yes);
    }
    told
}
