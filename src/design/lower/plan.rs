//! A block sorted by what its statements are, once, so that a type placed a thousand times is not searched as often;
//! and what «alle …» says for the places within.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::super::ast::{Arg, Block, Stated, Statement, What};
use super::super::grammar::{Key, Role};
use crate::vocab::SubjectKind;

/// The statements of a block by kind. Where something is said twice the first stands; the parser told of it.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// Facts by id.
    pub(super) facts: BTreeMap<&'a str, &'a Stated>,
    /// Statements of which a block has one: shapes, heights, widths.
    pub(super) one: BTreeMap<Key, &'a Statement>,
    /// Statements of which it may have many, in order.
    pub(super) many: BTreeMap<Key, Vec<&'a Statement>>,
    /// What it says for all places within.
    pub(super) defaults: Rc<Defaults<'a>>,
}

/// What «alle …» says, by kind of place and room function.
#[derive(Debug, Default)]
pub(super) struct Defaults<'a> {
    by_place: BTreeMap<(SubjectKind, Option<&'a str>), Plan<'a>>,
}

impl<'a> Plan<'a> {
    /// Sorts the statements of a block.
    pub(super) fn of(block: &'a Block) -> Self {
        let mut plan = Self::default();
        let mut defaults = Defaults::default();
        plan.add(block, &mut defaults);
        plan.defaults = Rc::new(defaults);
        plan
    }

    fn add(&mut self, block: &'a Block, defaults: &mut Defaults<'a>) {
        for statement in block.statements() {
            match &statement.what {
                What::Facts(all) => {
                    for stated in all {
                        self.facts.entry(&stated.fact).or_insert(stated);
                    }
                }
                What::Structure(Key::All, _) => defaults.add(statement),
                What::Structure(key, _) if super::repeats(*key) => {
                    self.many.entry(*key).or_default().push(statement);
                }
                What::Structure(key, _) => {
                    self.one.entry(*key).or_insert(statement);
                }
            }
        }
    }

    /// The statements of a kind, in order.
    pub(super) fn all(&self, key: Key) -> &[&'a Statement] {
        self.many.get(&key).map_or(&[], Vec::as_slice)
    }

    /// Statements of several kinds, in the order of the text.
    pub(super) fn in_order(&self, keys: &[Key]) -> Vec<&'a Statement> {
        let mut found: Vec<&Statement> = keys.iter().flat_map(|k| self.all(*k)).copied().collect();
        found.sort_by_key(|s| s.span.start);
        found
    }
}

impl<'a> Defaults<'a> {
    fn add(&mut self, statement: &'a Statement) {
        let (Some(Arg::Subject(kind, functions)), Some(block)) =
            (statement.arg(Role::Subject), &statement.block)
        else {
            return;
        };
        let mut nested = Defaults::default();
        if functions.is_empty() {
            self.by_place.entry((*kind, None)).or_default().add(block, &mut nested);
        }
        for function in functions {
            self.by_place.entry((*kind, Some(function))).or_default().add(block, &mut nested);
        }
    }

    /// What is said for a place, the more particular first.
    pub(super) fn for_place<'s>(
        &'s self,
        kind: SubjectKind,
        functions: &'s [String],
    ) -> impl Iterator<Item = &'s Plan<'a>> {
        let particular = functions.iter().filter_map(move |f| self.by_place.get(&(kind, Some(f.as_str()))));
        particular.chain(self.by_place.get(&(kind, None)))
    }
}
