//! What changes when another group moves in, in words: what is asked otherwise, what this design has of it, and what it
//! takes. What somebody must act on stands first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Request;
use super::document::{ClauseRef, GroupColumn, ShiftPart, ShiftRow, ShiftTable, StepLine};
use super::signs::Sign;
use crate::catalogue::{Catalogue, Compare, TableCheck};
use crate::facts::{Fact, FactBase};
use crate::finding::{Finding, Force, Verdict};
use crate::localized;
use crate::report::counts::worst;
use crate::report::places::clean;
use crate::report::requirement::{listed_words, phrase};
use crate::suitability::{Asked, Between, Column, Difference, Shift, between};
use crate::text::{Lang, Localized, list};

const ORDER: [Shift; 6] =
    [Shift::Comes, Shift::Tightens, Shift::Changes, Shift::Follows, Shift::Loosens, Shift::Goes];

fn heading(shift: Shift) -> Localized {
    match shift {
        Shift::Comes => Localized::new("Kommer til", "New"),
        Shift::Tightens => Localized::new("Skjerpes", "Ask for more"),
        Shift::Changes => Localized::new("Endres", "Ask for something else"),
        Shift::Follows => Localized::new("Samme krav, annet utfall", "The same requirement, another outcome"),
        Shift::Loosens => Localized::new("Mildnes", "Ask for less"),
        Shift::Goes => Localized::new("Faller bort", "No longer asked"),
    }
}

/// The most serious finding of each requirement, before and after.
struct Ends<'a> {
    before: BTreeMap<&'a str, &'a Finding>,
    after: BTreeMap<&'a str, &'a Finding>,
}

impl<'a> Ends<'a> {
    fn of(columns: &'a [Column], groups: [&str; 2]) -> Self {
        let findings =
            |group: &str| columns.iter().find(|c| c.group == group).map_or(&[][..], |c| &c.findings);
        let [before, after] = groups.map(|g| worst(findings(g)));
        Self { before, after }
    }

    fn signs(&self, requirement: &str) -> [Sign; 2] {
        [&self.before, &self.after].map(|found| Sign::of(found.get(requirement).copied()))
    }
}

pub(super) fn table(request: &Request<'_>, groups: &[GroupColumn], [from, to]: [&str; 2]) -> ShiftTable {
    let Request { columns, catalogue, edition, lang, .. } = *request;
    let ends = Ends::of(columns, [from, to]);
    let mut changes = between(catalogue, edition, from, to);
    changes.retain(|c| !stays(c, &ends));
    changes.extend(following(&changes, &ends, catalogue, edition));
    let target = groups.iter().find(|g| g.id == to);
    let facts = columns.iter().find(|c| c.group == to).map_or(request.facts, |c| &c.facts);
    let words = Words { catalogue, edition, facts, groups: [from, to] };
    let mut parts = Vec::new();
    for shift in ORDER {
        let mut of_shift: Vec<&Between<'_>> = changes.iter().filter(|c| c.shift == shift).collect();
        of_shift.sort_by_key(|c| {
            let [_, after] = ends.signs(&c.requirement);
            let force = c.to.or(c.from).map(|asked| asked.force);
            (after.excused.is_some(), Reverse(after.verdict), Reverse(force))
        });
        let rows = of_shift.iter().map(|c| row(c, &ends, target, &words, lang)).collect::<Vec<_>>();
        if !rows.is_empty() {
            parts.push(ShiftPart { shift, heading: heading(shift).get(lang).to_owned(), rows });
        }
    }
    ShiftTable {
        from: from.to_owned(),
        to: to.to_owned(),
        heading: localized!("Fra gruppe {from} til gruppe {to}", "From group {from} to group {to}")
            .get(lang)
            .to_owned(),
        summary: summary(&parts, &changes, &ends, to, lang),
        parts,
    }
}

/// Whether a requirement does not come or go after all: a somatic group is judged together with the groups the project
/// states, and what those are asked stays.
fn stays(change: &Between<'_>, ends: &Ends<'_>) -> bool {
    let [before, after] = ends.signs(&change.requirement).map(|s| s.verdict != Verdict::NotApplicable);
    match change.shift {
        Shift::Comes => before,
        Shift::Goes => after,
        _ => false,
    }
}

/// Requirements that ask the same of both, and are found otherwise all the same: what they are held against follows the
/// group, or they sum up others that change.
fn following<'c>(
    changes: &[Between<'_>],
    ends: &Ends<'_>,
    catalogue: &'c Catalogue,
    edition: &'c str,
) -> Vec<Between<'c>> {
    let mut all = Vec::new();
    for (requirement, _) in catalogue.in_edition(edition) {
        let [before, after] = ends.signs(&requirement.id);
        let nowhere = |s: Sign| s.verdict == Verdict::NotApplicable;
        let differs = before.shown() != after.shown() && !(nowhere(before) && nowhere(after));
        if !differs || changes.iter().any(|c| c.requirement == requirement.id) {
            continue;
        }
        let asked = |s: Sign| (!nowhere(s)).then_some(Asked { force: s.force });
        all.push(Between {
            requirement: requirement.id.clone(),
            shift: Shift::Follows,
            from: asked(before),
            to: asked(after),
            why: Vec::new(),
        });
    }
    all
}

fn row(
    change: &Between<'_>,
    ends: &Ends<'_>,
    target: Option<&GroupColumn>,
    words: &Words<'_>,
    lang: Lang,
) -> ShiftRow {
    let catalogue = words.catalogue;
    let signs = ends.signs(&change.requirement);
    let [a, b] = signs.map(|sign| sign.outcome(lang));
    let force =
        |asked: Option<Asked>| asked.map_or_else(String::new, |a| a.force.name().get(lang).to_owned());
    let steps = target.into_iter().flat_map(|g| &g.steps);
    let steps = steps.filter(|s| s.requirements.contains(&change.requirement));
    let title = catalogue.requirements.get(&change.requirement).map_or("", |r| r.title.get(lang));
    ShiftRow {
        requirement: change.requirement.clone(),
        title: clean(title),
        force: [force(change.from), force(change.to)],
        why: change
            .why
            .iter()
            .map(|w| clean(words.difference(&change.requirement, w).get(lang)))
            .filter(|w| !w.is_empty())
            .collect(),
        verdict: signs.map(|sign| sign.verdict),
        outcome: if a == b { b } else { format!("{a} → {b}") },
        steps: steps.map(StepLine::told).collect(),
        source: ClauseRef::of(catalogue, words.edition, &change.requirement),
    }
}

/// What differences are told with.
struct Words<'a> {
    catalogue: &'a Catalogue,
    edition: &'a str,
    /// Those of the group moved to.
    facts: &'a FactBase,
    groups: [&'a str; 2],
}

impl Words<'_> {
    fn difference(&self, requirement: &str, difference: &Difference<'_>) -> Localized {
        match difference {
            Difference::Force([from, to]) => {
                let (a, b) = (from.name(), to.name());
                Localized::new(format!("{} (før {})", b.nb, a.nb), format!("{} (before {})", b.en, a.en))
            }
            Difference::Contested(true) => Localized::new(
                "kildene er entydige (før i strid med hverandre)",
                "the sources are clear (before they contradicted each other)",
            ),
            Difference::Contested(false) => Localized::new(
                "kildene strider mot hverandre (før entydige)",
                "the sources contradict each other (before they were clear)",
            ),
            Difference::Row { check, cells } => self.cells(check, cells),
            Difference::Column { check } => self.column(check),
            Difference::Named(check) => phrase(self.catalogue, self.edition, requirement, check),
            Difference::Part { must, comes } => {
                let what = phrase(self.catalogue, self.edition, requirement, must);
                let (nb, en) = (what.nb, what.en);
                match comes {
                    true => localized!("krever også {nb}", "asks for {en} too"),
                    false => localized!("krever ikke lenger {nb}", "no longer asks for {en}"),
                }
            }
        }
    }

    /// «ansatte om dagen: minst 3 (før minst 2)».
    fn cells(&self, check: &TableCheck, [from, to]: &[Vec<String>; 2]) -> Localized {
        let name =
            self.catalogue.vocabulary.fact(&check.fact).map_or_else(Localized::default, |d| d.name.clone());
        let shown = |cell: &[String], lang: Lang| -> String {
            if cell.is_empty() {
                return Localized::new("ikke bestemt", "not determined").get(lang).to_owned();
            }
            let words = listed_words(self.catalogue, &check.fact, cell);
            let bound = match check.compare {
                Compare::Min => Localized::new("minst ", "at least "),
                Compare::Max => Localized::new("høyst ", "at most "),
                _ => Localized::default(),
            };
            format!("{}{}", bound.get(lang), words.get(lang))
        };
        let line = |lang: Lang, before: &str| {
            format!("{}: {} ({before} {})", name.get(lang), shown(to, lang), shown(from, lang))
        };
        Localized::new(line(Lang::Nb, "før"), line(Lang::En, "before"))
    }

    /// The figures of the project's own row where it is known.
    fn column(&self, check: &TableCheck) -> Localized {
        let project = self.facts.project();
        let table = self.catalogue.vocabulary.tables.get(&check.table);
        let row = match self.facts.get(project, &check.key) {
            Fact::Known(known) => known.value.as_words().first().cloned(),
            _ => None,
        };
        let cell = |group: &str| {
            table.zip(row.as_deref()).and_then(|(t, row)| t.cell(row, group)).map(<[_]>::to_vec)
        };
        if let [Some(from), Some(to)] = self.groups.map(cell) {
            return match from == to {
                true => Localized::new("tallet er det samme her", "the figure is the same here"),
                false => self.cells(check, &[from, to]),
            };
        }
        let (a, b) = (self.groups[0], self.groups[1]);
        let title = table.map_or_else(Localized::default, |t| t.title.clone());
        Localized::new(
            format!("tabellen «{}» har ett tall for gruppe {a} og et annet for gruppe {b}", title.nb),
            format!("table “{}” has one figure for group {a} and another for group {b}", title.en),
        )
    }
}

/// «22 kravpunkter er ikke de samme: 8 kommer til, 5 skjerpes og 9 faller bort. 4 av dem er negative …»
fn summary(parts: &[ShiftPart], changes: &[Between<'_>], ends: &Ends<'_>, to: &str, lang: Lang) -> String {
    let all = changes.len();
    if all == 0 {
        let same = Localized::new(
            "De to gruppene har de samme kravene.",
            "The two groups have the same requirements.",
        );
        return same.get(lang).to_owned();
    }
    let kinds = parts.iter().map(|p| {
        let n = p.rows.len();
        let text = match p.shift {
            Shift::Comes => localized!("{n} kommer til", "{n} new"),
            Shift::Tightens => localized!("{n} skjerpes", "{n} asking for more"),
            Shift::Changes => localized!("{n} endres", "{n} asking for something else"),
            Shift::Follows => localized!("{n} får et annet utfall", "{n} with another outcome"),
            Shift::Loosens => localized!("{n} mildnes", "{n} asking for less"),
            Shift::Goes => localized!("{n} faller bort", "{n} no longer asked"),
        };
        text.get(lang).to_owned()
    });
    let kinds = list(&kinds.collect::<Vec<_>>(), lang);
    let told = localized!(
        "{all} kravpunkter er ikke de samme: {kinds}.",
        "{all} entries are not the same: {kinds}."
    );
    let after = || changes.iter().map(|c| ends.signs(&c.requirement)[1]);
    let broken = || after().filter(|s| s.verdict == Verdict::Negative && s.excused.is_none());
    let shall = broken().filter(|s| s.force == Force::Shall).count();
    let (broken, unclear) = (broken().count(), after().filter(|s| s.verdict == Verdict::Unclear).count());
    let outcome = match (broken, unclear) {
        (0, 0) => localized!(
            "For gruppe {to} er ingen av dem negative eller uavklarte med dette prosjektet.",
            "For group {to}, none of them is negative or unclear in this design."
        ),
        (0, _) => localized!(
            "For gruppe {to} er ingen av dem negative med dette prosjektet; {unclear} må avklares.",
            "For group {to}, none of them is negative in this design; {unclear} to be clarified."
        ),
        (_, 0) => localized!(
            "For gruppe {to} er {broken} av dem negative med dette prosjektet, {shall} av dem krav.",
            "For group {to}, {broken} of them are negative in this design, {shall} of those requirements."
        ),
        _ => localized!(
            "For gruppe {to} er {broken} av dem negative med dette prosjektet, {shall} av dem krav; {unclear} må avklares.",
            "For group {to}, {broken} of them are negative in this design, {shall} of those requirements; {unclear} to be clarified."
        ),
    };
    format!("{} {}", told.get(lang), outcome.get(lang))
}
