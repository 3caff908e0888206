//! What do the words of a model mean? The vocabulary, asked once for each text.
//!
//! Models repeat themselves: ten thousand walls have a handful of materials. An answer is kept with its text.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;

use super::fixtures;
use super::material::Materials;
use super::names::{self, Use};
use crate::vocab::{Fixture, Material, Vocabulary};

/// How many texts of a kind are kept, and how long they may be in bytes.
const KEPT: usize = 50_000;
const LONGEST: usize = 200;

/// Answers by text.
type Answers<T> = RefCell<HashMap<String, T>>;

/// The vocabulary with what has been asked of it.
pub(in crate::ifc) struct Lexicon<'v> {
    pub(super) vocabulary: &'v Vocabulary,
    all_materials: OnceCell<Materials<'v>>,
    materials: Answers<Option<&'v Material>>,
    all_fixtures: OnceCell<fixtures::Names<'v>>,
    fixtures: Answers<Option<&'v Fixture>>,
    uses: Answers<Use>,
    placeholders: Answers<bool>,
}

impl<'v> Lexicon<'v> {
    pub(in crate::ifc) fn new(vocabulary: &'v Vocabulary) -> Self {
        Self {
            vocabulary,
            all_materials: OnceCell::new(),
            materials: Answers::default(),
            all_fixtures: OnceCell::new(),
            fixtures: Answers::default(),
            uses: Answers::default(),
            placeholders: Answers::default(),
        }
    }

    /// The material a name tells of.
    pub(in crate::ifc) fn material(&self, name: &str) -> Option<&'v Material> {
        let all = || self.all_materials.get_or_init(|| Materials::of(self.vocabulary));
        once(&self.materials, name, || all().named(name))
    }

    /// The furniture or equipment a name tells of.
    pub(super) fn fixture(&self, name: &str) -> Option<&'v Fixture> {
        let all = || self.all_fixtures.get_or_init(|| fixtures::Names::of(&self.vocabulary.fixtures));
        once(&self.fixtures, name, || all().named(name))
    }

    /// What the first text that says something says a space is used for.
    pub(super) fn used_for<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Use {
        let uses = texts.into_iter().map(|t| once(&self.uses, t, || names::used_for(self.vocabulary, [t])));
        uses.into_iter().find(|u| !u.functions.is_empty()).unwrap_or_default()
    }

    /// Whether the value of an attribute or property says nothing.
    pub(super) fn is_placeholder(&self, property: &str, value: &str) -> bool {
        let both = [property, value].join("\u{0}");
        once(&self.placeholders, &both, || self.vocabulary.is_placeholder(property, value))
    }
}

fn once<T: Clone>(known: &Answers<T>, text: &str, answer: impl FnOnce() -> T) -> T {
    if let Some(answer) = known.borrow().get(text) {
        return answer.clone();
    }
    let answer = answer();
    let mut known = known.borrow_mut();
    if text.len() <= LONGEST && known.len() < KEPT {
        known.insert(text.to_owned(), answer.clone());
    }
    answer
}
