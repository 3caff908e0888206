//! How places are named together: eight identical dwellings become «A101–A108».
//!
//! A place has a local part («bad») and an owner («A101»). Texts about one place can be made into templates
//! with the owner taken out, so that findings which differ by nothing else are told once.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{FactBase, SubjectIx, in_english};
use crate::localized;
use crate::text::{Lang, list};
use crate::vocab::{SubjectKind, Vocabulary};

/// Stands for the owner in a template. A private-use character, which [`clean`] takes out of every input.
const OWNER: char = '\u{e000}';
/// Shortest run of numbered owners that is written as a range.
const SHORTEST_RANGE: usize = 3;

/// A place, taken apart.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct PlaceName {
    /// «bad», «dør D1»; empty when the place is the owner itself.
    pub(super) local: String,
    /// «A101»; empty when the place is the whole project.
    pub(super) owner: String,
}

/// The names of all subjects of a project.
pub(super) struct PlaceNames {
    names: Vec<PlaceName>,
    by_label: BTreeMap<String, SubjectIx>,
    dwellings: BTreeSet<String>,
    lang: Lang,
}

/// A text without control characters and without the characters this module keeps for itself. What a terminal
/// or a browser would act on never leaves an input file this way.
pub(super) fn clean(text: &str) -> String {
    let hostile = |c: char| {
        c.is_control() || c == OWNER || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if text.chars().any(hostile) {
        text.chars()
            .map(|c| if matches!(c, '\n' | '\t') { ' ' } else { c })
            .filter(|c| !hostile(*c))
            .collect()
    } else {
        text.to_owned()
    }
}

/// Several places in short, as the report names them: «bad i A101–A104».
pub fn named_together(facts: &FactBase, places: &[SubjectIx], lang: Lang) -> String {
    let names = PlaceNames::of(facts, lang);
    let all: Vec<PlaceName> = places.iter().map(|p| names.name(*p).clone()).collect();
    names.join(&all)
}

impl PlaceNames {
    /// The names of the subjects.
    pub(super) fn of(facts: &FactBase, lang: Lang) -> Self {
        let mut names = Vec::new();
        let mut by_label = BTreeMap::new();
        let kinds = SubjectKind::ALL;
        let count: usize = kinds.iter().map(|k| facts.of_kind(*k).count()).sum();
        for index in 0..count {
            let ix = SubjectIx(index);
            let subject = facts.subject(ix);
            let label = clean(&subject.label);
            by_label.entry(label.clone()).or_insert(ix);
            // There is one project and one site; naming them would say nothing.
            let name = if matches!(subject.kind, SubjectKind::Project | SubjectKind::Site) {
                PlaceName { local: String::new(), owner: String::new() }
            } else {
                let owner = facts
                    .ancestor(ix, SubjectKind::Dwelling)
                    .or_else(|| facts.ancestor(ix, SubjectKind::Base))
                    .filter(|o| *o != ix)
                    .map(|o| clean(&facts.subject(o).label));
                match owner.and_then(|o| Some((label.strip_suffix(&format!(" i {o}"))?.to_owned(), o))) {
                    Some((local, owner)) => {
                        let local = match lang {
                            Lang::Nb => local,
                            Lang::En => in_english(&local, Vocabulary::built_in()),
                        };
                        PlaceName { local, owner }
                    }
                    None => {
                        let named = matches!(
                            subject.kind,
                            SubjectKind::Building
                                | SubjectKind::Storey
                                | SubjectKind::Dwelling
                                | SubjectKind::Base
                        );
                        let owner = match lang {
                            Lang::En if !named => in_english(&label, Vocabulary::built_in()),
                            _ => label,
                        };
                        PlaceName { local: String::new(), owner }
                    }
                }
            };
            names.push(name);
        }
        let dwellings =
            facts.of_kind(SubjectKind::Dwelling).map(|d| clean(&facts.subject(d).label)).collect();
        Self { names, by_label, dwellings, lang }
    }

    /// The name of a subject.
    pub(super) fn name(&self, ix: SubjectIx) -> &PlaceName {
        &self.names[ix.0]
    }

    /// The name behind a label that a finding carries as text.
    pub(super) fn named(&self, label: &str) -> PlaceName {
        let label = clean(label);
        match self.by_label.get(&label) {
            Some(ix) => self.name(*ix).clone(),
            None => PlaceName { local: String::new(), owner: label },
        }
    }

    /// One place as a sentence refers to it.
    pub(super) fn label(&self, name: &PlaceName) -> String {
        let PlaceName { local, owner } = name;
        match (local.is_empty(), owner.is_empty()) {
            (true, _) => owner.clone(),
            (false, true) => local.clone(),
            (false, false) => format!("{local}{}{owner}", self.within()),
        }
    }

    /// What stands between a place and its owner.
    fn within(&self) -> &'static str {
        match self.lang {
            Lang::Nb => " i ",
            Lang::En => " in ",
        }
    }

    /// Several places in short: «bad og gang i A101–A104; stue i A105».
    pub(super) fn join(&self, places: &[PlaceName]) -> String {
        let mut by_local: Vec<(&str, Vec<&str>)> = Vec::new();
        let (mut at_local, mut seen) = (BTreeMap::new(), BTreeSet::new());
        for place in places {
            let (local, owner) = (place.local.as_str(), place.owner.as_str());
            if seen.insert((local, owner)) {
                let at = *at_local.entry(local).or_insert(by_local.len());
                if at == by_local.len() {
                    by_local.push((local, Vec::new()));
                }
                by_local[at].1.push(owner);
            }
        }
        let mut by_owners: Vec<(Vec<&str>, Vec<String>)> = Vec::new();
        let mut at_owners: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
        for (local, owners) in by_local {
            let at = match local {
                "" => by_owners.len(),
                _ => *at_owners.entry(owners.clone()).or_insert(by_owners.len()),
            };
            if at == by_owners.len() {
                by_owners.push((owners, Vec::new()));
            }
            by_owners[at].1.push(local.to_owned());
        }
        let within = self.within();
        let parts: Vec<String> = by_owners
            .iter()
            .map(|(owners, locals)| {
                let owners = self.owners(owners);
                let locals = list(locals, self.lang);
                match (locals.is_empty(), owners.is_empty()) {
                    (true, _) => owners,
                    (false, true) => locals,
                    (false, false) => format!("{locals}{within}{owners}"),
                }
            })
            .filter(|p| !p.is_empty())
            .collect();
        parts.join("; ")
    }

    /// Owners in short: a range, a list, or «alle 8 boliger» where a list would name them all.
    fn owners(&self, owners: &[&str]) -> String {
        let parts = ranges(owners);
        let all = self.dwellings.len();
        if parts.len() > 1
            && all >= SHORTEST_RANGE
            && owners.len() == all
            && owners.iter().all(|o| self.dwellings.contains(*o))
        {
            return localized!("alle {all} boliger", "all {all} dwellings").get(self.lang).to_owned();
        }
        list(&parts, self.lang)
    }
}

/// Numbered names that follow each other, as ranges.
fn ranges(owners: &[&str]) -> Vec<String> {
    let numbered = |name: &str| -> Option<(String, usize, u64)> {
        let digits = name.chars().rev().take_while(char::is_ascii_digit).count();
        let (start, number) = name.split_at(name.len() - digits);
        Some((start.to_owned(), digits, number.parse().ok()?))
    };
    let mut out = Vec::new();
    let mut i = 0;
    while i < owners.len() {
        let mut run = 1;
        if let Some((start, digits, first)) = numbered(owners[i]) {
            while let Some(next) = owners.get(i + run).and_then(|n| numbered(n)) {
                if next != (start.clone(), digits, first.saturating_add(run as u64)) {
                    break;
                }
                run += 1;
            }
        }
        if run >= SHORTEST_RANGE {
            out.push(format!("{}–{}", owners[i], owners[i + run - 1]));
            i += run;
        } else {
            out.push(owners[i].to_owned());
            i += 1;
        }
    }
    out
}

/// The text with its owner taken out wherever it stands as a word of its own.
pub(super) fn template(text: &str, owner: &str) -> String {
    // NOTE: a dwelling called «1» or «A» would be found in every number or sentence; such names stay.
    let telling = owner.chars().any(char::is_alphabetic) && owner.chars().count() >= 2;
    if !telling {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut before: Option<char> = None;
    while let Some(at) = rest.find(owner) {
        let ahead = rest[..at].chars().next_back().or(before);
        let after = rest[at + owner.len()..].chars().next();
        let part_of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        out.push_str(&rest[..at]);
        if part_of_word(ahead) || part_of_word(after) {
            out.push_str(owner);
        } else {
            out.push(OWNER);
        }
        before = owner.chars().next_back();
        rest = &rest[at + owner.len()..];
    }
    out.push_str(rest);
    out
}

/// Whether a template has a place for the owner.
pub(super) fn names_owner(template: &str) -> bool {
    template.contains(OWNER)
}

/// The template without « i » and its owner, for where that is told already: «dør D5 fører ikke inn i teknisk rom».
pub(super) fn without_owner(template: &str, lang: Lang) -> String {
    let within = match lang {
        Lang::Nb => " i ",
        Lang::En => " in ",
    };
    template.replace(&format!("{within}{OWNER}"), "")
}

/// The template with owners put in.
pub(super) fn fill(template: &str, owners: &str) -> String {
    template.replace(OWNER, owners)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(lang: Lang) -> PlaceNames {
        let (names, by_label, dwellings) = Default::default();
        PlaceNames { names, by_label, dwellings, lang }
    }

    fn place(local: &str, owner: &str) -> PlaceName {
        PlaceName { local: local.to_owned(), owner: owner.to_owned() }
    }

    #[test]
    fn eight_dwellings_in_a_row_are_a_range_and_two_are_not() {
        let eight: Vec<PlaceName> = (101..109).map(|n| place("", &format!("A{n}"))).collect();
        assert_eq!(names(Lang::Nb).join(&eight), "A101–A108");
        assert_eq!(names(Lang::Nb).join(&eight[..2]), "A101 og A102");
    }

    #[test]
    fn a_gap_or_another_storey_breaks_the_range() {
        let all = ["A101", "A102", "A103", "A105", "A201", "A202", "A203"].map(|n| place("", n));
        assert_eq!(names(Lang::Nb).join(&all), "A101–A103, A105 og A201–A203");
    }

    #[test]
    fn a_list_of_every_dwelling_says_so_and_a_range_stays() {
        let tags = ["A101", "A102", "A103", "B101", "B102", "B103"];
        let mut names = names(Lang::Nb);
        names.dwellings = tags.iter().map(|t| (*t).to_owned()).collect();
        let all = tags.map(|t| place("bad", t));
        assert_eq!(names.join(&all), "bad i alle 6 boliger");
        assert_eq!(names.join(&all[..5]), "bad i A101–A103, B101 og B102");
        names.dwellings.retain(|t| t.starts_with('A'));
        assert_eq!(names.join(&all[..3]), "bad i A101–A103");
    }

    #[test]
    fn rooms_of_the_same_dwellings_are_told_together() {
        let all = [("bad", "A101"), ("gang", "A101"), ("bad", "A102"), ("gang", "A102"), ("stue", "A102")]
            .map(|(l, o)| place(l, o));
        assert_eq!(names(Lang::Nb).join(&all), "bad og gang i A101 og A102; stue i A102");
        assert_eq!(names(Lang::En).join(&all[..1]), "bad in A101");
    }

    #[test]
    fn an_owner_is_taken_out_only_where_it_is_a_word() {
        assert_eq!(fill(&template("bad i A101 er 3 m²", "A101"), "alle"), "bad i alle er 3 m²");
        assert_eq!(template("A1011 og xA101", "A101"), "A1011 og xA101");
        assert_eq!(template("krav 1 m", "1"), "krav 1 m");
    }

    #[test]
    fn what_a_terminal_would_act_on_is_taken_out() {
        assert_eq!(clean("rød\u{1b}[31m\ntekst\u{e000}\u{202e}"), "rød[31m tekst");
    }
}
