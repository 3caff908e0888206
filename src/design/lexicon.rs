//! Which words mean what in which block: the structural keywords and the vocabulary's facts, indexed by their
//! first word, and the values of a fact by their written forms.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::grammar::{KEYWORDS, Keyword, Scope};
use crate::vocab::{FactDef, SubjectKind, Vocabulary, normalise};

/// What a keyword stands for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entry<'v> {
    /// A structural keyword.
    Structure(&'static Keyword),
    /// A fact.
    Fact(&'v FactDef),
}

/// A keyword of a block.
#[derive(Debug, Clone)]
pub(super) struct Known<'v> {
    /// Its words, normalised.
    pub(super) words: Vec<String>,
    /// What it stands for.
    pub(super) entry: Entry<'v>,
}

/// Written forms, normalised, with what they mean; and how many words the longest has.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    by_text: BTreeMap<String, String>,
    longest: usize,
}

impl Phrases {
    fn add(&mut self, written: &str, id: &str) {
        let text = normalise(written);
        self.longest = self.longest.max(text.split(' ').count());
        self.by_text.entry(text).or_insert_with(|| id.to_owned());
    }

    /// What a normalised text means.
    pub(super) fn get(&self, normalised: &str) -> Option<&str> {
        self.by_text.get(normalised).map(String::as_str)
    }

    /// Words in the longest form.
    pub(super) fn longest(&self) -> usize {
        self.longest
    }

    /// All written forms.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        self.by_text.keys().map(String::as_str)
    }
}

/// All words of the language.
pub(super) struct Lexicon<'v> {
    /// The vocabulary behind it.
    pub(super) vocabulary: &'v Vocabulary,
    keywords: BTreeMap<Scope, BTreeMap<String, Vec<Known<'v>>>>,
    values: RefCell<BTreeMap<String, Rc<Phrases>>>,
    /// Room functions by their written forms.
    pub(super) rooms: Phrases,
    /// Room functions whose written form may mean something else.
    ambiguous: BTreeSet<(String, String)>,
    /// Furniture and equipment by their written forms.
    pub(super) fixtures: Phrases,
    /// Words that state a fixture's property by themselves: the word of a fact's list.
    pub(super) bare: BTreeMap<String, (&'v FactDef, String)>,
}

impl<'v> Lexicon<'v> {
    /// The words of the grammar and of a vocabulary.
    pub(super) fn new(vocabulary: &'v Vocabulary) -> Self {
        let mut keywords: BTreeMap<Scope, BTreeMap<String, Vec<Known<'v>>>> = BTreeMap::new();
        for scope in Scope::ALL {
            let index = keywords.entry(scope).or_default();
            let mut add = |written: &str, entry: Entry<'v>| {
                let words: Vec<String> = normalise(written).split(' ').map(str::to_owned).collect();
                if let Some(first) = words.first() {
                    index.entry(first.clone()).or_default().push(Known { words, entry });
                }
            };
            for keyword in KEYWORDS.iter().filter(|k| k.within.contains(&scope)) {
                keyword.words.iter().for_each(|w| add(w, Entry::Structure(keyword)));
            }
            let subject = scope.subject();
            for def in vocabulary.facts.values().filter(|d| Some(d.subject) == subject) {
                if let Some(design) = &def.design {
                    add(design, Entry::Fact(def));
                }
            }
            for all in index.values_mut() {
                // NOTE: the sort is stable, so a structural keyword stands before a fact of the same words.
                all.sort_by_key(|k| std::cmp::Reverse(k.words.len()));
            }
        }
        let (mut rooms, mut fixtures, mut bare) = (Phrases::default(), Phrases::default(), BTreeMap::new());
        let mut ambiguous = BTreeSet::new();
        for room in &vocabulary.rooms {
            let forms = std::iter::once(&room.name.nb).chain(std::iter::once(&room.id)).chain(&room.synonyms);
            forms.for_each(|w| rooms.add(w, &room.id));
            ambiguous.extend(room.ambiguous.iter().map(|a| (room.id.clone(), normalise(a))));
        }
        for fixture in &vocabulary.fixtures {
            let id = std::iter::once(&fixture.id);
            let forms = std::iter::once(&fixture.name.nb).chain(id).chain(&fixture.synonyms);
            forms.for_each(|w| fixtures.add(w, &fixture.id));
        }
        let lists = |d: &&FactDef| d.subject == SubjectKind::Fixture && d.design.is_some();
        for def in vocabulary.facts.values().filter(lists).filter(|d| d.values_from.is_none()) {
            for word in &def.values {
                for form in std::iter::once(&word.nb).chain(&word.synonyms) {
                    bare.entry(normalise(form)).or_insert_with(|| (def, word.id.clone()));
                }
            }
        }
        Self { vocabulary, keywords, values: RefCell::default(), rooms, ambiguous, fixtures, bare }
    }

    /// The keywords of a block that begin with a normalised word, the longest first.
    pub(super) fn starting(&self, scope: Scope, word: &str) -> &[Known<'v>] {
        self.keywords.get(&scope).and_then(|k| k.get(word)).map_or(&[], Vec::as_slice)
    }

    /// The facts whose keyword goes on from another one's: its words after the common start, the longest first.
    pub(super) fn continuations(&self, scope: Scope, start: &[String]) -> Vec<(&[String], &'v FactDef)> {
        let Some(first) = start.first() else { return Vec::new() };
        let known = self.starting(scope, first);
        // NOTE: «fri» is no keyword, so that «fri høyde» does not go on from «fri bredde 0.86».
        if !known.iter().any(|k| k.words == start && matches!(k.entry, Entry::Fact(_))) {
            return Vec::new();
        }
        let longer = known.iter().filter_map(|k| match k.entry {
            Entry::Fact(def) if k.words.len() > start.len() && k.words.starts_with(start) => {
                Some((&k.words[start.len()..], def))
            }
            _ => None,
        });
        longer.collect()
    }

    /// All keywords of a block as they are written.
    pub(super) fn words_of(&self, scope: Scope) -> impl Iterator<Item = (String, Entry<'v>)> + '_ {
        self.keywords
            .get(&scope)
            .into_iter()
            .flat_map(|k| k.values())
            .flatten()
            .map(|k| (k.words.join(" "), k.entry))
    }

    /// Whether a room function's written form may mean something else.
    pub(super) fn is_ambiguous(&self, function: &str, written: &str) -> bool {
        let bare = written.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
        self.ambiguous.contains(&(function.to_owned(), written.to_owned()))
            || self.ambiguous.contains(&(function.to_owned(), bare.to_owned()))
    }

    /// The written forms of a fact's words.
    pub(super) fn values(&self, def: &'v FactDef) -> Rc<Phrases> {
        if let Some(known) = self.values.borrow().get(def.id.as_str()) {
            return Rc::clone(known);
        }
        let mut phrases = Phrases::default();
        for word in &def.values {
            for form in [&word.nb, &word.id].into_iter().chain(&word.synonyms) {
                phrases.add(form, &word.id);
            }
        }
        if def.values.is_empty() && def.kind == crate::vocab::FactKind::Layers {
            for material in &self.vocabulary.materials {
                for form in [&material.name.nb, &material.id].into_iter().chain(&material.synonyms) {
                    phrases.add(form, &material.id);
                }
            }
        }
        let phrases = Rc::new(phrases);
        self.values.borrow_mut().insert(def.id.clone(), Rc::clone(&phrases));
        phrases
    }
}
