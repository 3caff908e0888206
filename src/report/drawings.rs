//! The plans of a report: which sheets, with which letters, and what the findings draw on them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::document::{Mark, Report};
use super::html;
use crate::facts::{FactBase, SubjectIx};
use crate::finding::Verdict;
use crate::localized;
use crate::model::{ElementId, Model};
pub use crate::plan::Shared;
use crate::plan::{self, MarkKind, Options, Overlay, Shape, Sheet, Tone};
use crate::text::list;
use crate::vocab::{SubjectKind, Vocabulary};

/// Most letters one dwelling carries on a storey's plan; with more they stand on the dwelling's own sheet, where
/// there is room for them.
const MOST_LETTERS: usize = 16;
/// Most shapes one letter draws on a sheet.
const MOST_REASONS: usize = 24;
/// Most dwellings that get a sheet of their own.
const MOST_DWELLINGS: usize = 60;

/// Stands in a sheet's links for the page they lead to, until that is known.
const PAGE: &str = "befaring-page";

/// What plans are drawn from.
#[derive(Clone, Copy)]
pub struct Drawings<'a> {
    /// The report whose marks are drawn; none for bare plans.
    pub report: Option<&'a Report>,
    /// What is drawn.
    pub model: &'a Model,
    /// The facts the report was made from.
    pub facts: &'a FactBase,
    /// Words for rooms and equipment.
    pub vocabulary: &'a Vocabulary,
    /// Language of the drawings.
    pub lang: crate::text::Lang,
    /// Put before `#point` in the links of marks: nothing on the report's own page, a file's name elsewhere.
    pub page: &'a str,
    /// What its sheets share; the same for all drawings of one report, and for no other.
    pub shared: &'a Shared,
}

/// A sheet among those a reader looks at.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanSheet {
    /// The drawing.
    pub sheet: Sheet,
    /// Letters it shows, with the id of the first mark of each.
    pub letters: Vec<(String, String)>,
    /// Whether it shows nothing that must be seen at once.
    pub folded: bool,
}

/// Which dwellings get a sheet of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dwellings {
    /// None.
    None,
    /// The first of each type.
    OneOfEachType,
    /// All, up to a number no reader goes beyond.
    All,
}

impl Drawings<'_> {
    /// The sheets of the storeys, and after them those of dwellings.
    pub fn sheets(&self, dwellings: Dwellings) -> (Vec<Sheet>, Vec<Sheet>) {
        let (marks, overlays) = (self.marks(None), self.overlays(None));
        let options = self.options(&marks, &overlays);
        let key = |what: &str| format!("{:?} {} {what}", self.lang, self.report.is_some());
        let storeys = || self.shared.sheets(key("storeys"), || plan::sheets(self.model, &options));
        let chosen = self.chosen(dwellings);
        let own = || -> Vec<Arc<[Sheet]>> {
            let sheet = |index| {
                let title = if dwellings == Dwellings::OneOfEachType { self.of_type(index) } else { None };
                let key = key(&format!("{index} {}", title.as_deref().unwrap_or_default()));
                self.shared.sheets(key, || {
                    let dwelling = self.facts.find(SubjectKind::Dwelling, index);
                    let (marks, overlays) = (self.marks(dwelling), self.overlays(dwelling));
                    let options = self.options(&marks, &overlays);
                    let id_prefix = format!("{}-d{index}", options.id_prefix);
                    vec![plan::dwelling(self.model, index, &Options { id_prefix, title, ..options })]
                })
            };
            chosen.into_par_iter().map(sheet).collect()
        };
        let (storeys, own) = rayon::join(storeys, own);
        let linked = |sheets: &Arc<[Sheet]>| sheets.iter().map(|s| self.linked(s)).collect::<Vec<_>>();
        (linked(&storeys), own.iter().flat_map(linked).collect())
    }

    /// A sheet with its links leading to the page.
    fn linked(&self, sheet: &Sheet) -> Sheet {
        let svg = sheet.svg.replace(&format!("href=\"{PAGE}#"), &format!("href=\"{}#", self.page));
        let Sheet { id, title, width, height, scale, matrix, marks, not_drawn, .. } = sheet;
        Sheet {
            id: id.clone(),
            title: title.clone(),
            svg,
            width: *width,
            height: *height,
            scale: *scale,
            matrix: *matrix,
            marks: marks.clone(),
            not_drawn: not_drawn.clone(),
        }
    }

    /// The sheets as the report's page shows them.
    pub fn for_page(&self) -> Vec<html::Sheet> {
        let page = |PlanSheet { sheet, letters, folded }| {
            let id = format!("{}-sheet", sheet.id);
            html::Sheet { title: sheet.title, svg: sheet.svg, id, letters, folded }
        };
        self.in_reading_order().into_iter().map(page).collect()
    }

    /// The sheets as a reader looks at them: in the open those that bring letters no sheet before them has, the
    /// rest folded away. Where nothing has a letter, the storeys are in the open.
    pub fn in_reading_order(&self) -> Vec<PlanSheet> {
        let (storeys, dwellings) = self.sheets(Dwellings::OneOfEachType);
        let lettered = storeys.iter().chain(&dwellings).any(|s| !s.marks.is_empty());
        let (count, crowded) = (storeys.len(), self.crowded());
        let mut all: Vec<(bool, Sheet)> =
            storeys.into_iter().chain(dwellings).enumerate().map(|(i, s)| (i < count, s)).collect();
        // Where letters stand on the dwellings' own sheets, these are what one looks for.
        all.sort_by_key(|(is_storey, _)| crowded && *is_storey);
        let mut shown: BTreeSet<String> = BTreeSet::new();
        all.into_iter()
            .map(|(is_storey, sheet)| {
                let mut letters: Vec<(String, String)> = Vec::new();
                for mark in &sheet.marks {
                    if !letters.iter().any(|(l, _)| *l == mark.label) {
                        letters.push((mark.label.clone(), mark.id.clone()));
                    }
                }
                let news = letters.iter().any(|(l, _)| !shown.contains(l));
                shown.extend(letters.iter().map(|(l, _)| l.clone()));
                // A schematic of rooms without measures is no plan to begin with.
                let folded = sheet.scale.is_none() || if lettered { !news } else { !is_storey };
                PlanSheet { sheet, letters, folded }
            })
            .collect()
    }

    /// «Bolig A101 (samme type: A103, B101 og B103)», for a dwelling that stands for others.
    fn of_type(&self, index: usize) -> Option<String> {
        let this = self.model.dwellings.get(index)?;
        let from = this.from_type.as_ref()?;
        let same: Vec<String> = self
            .model
            .dwellings
            .iter()
            .enumerate()
            .filter(|(i, d)| *i != index && d.from_type.as_ref() == Some(from))
            .map(|(_, d)| d.element.tag.clone())
            .collect();
        if same.is_empty() {
            return None;
        }
        let (tag, same) = (&this.element.tag, list(&same, self.lang));
        let title = localized!("Bolig {tag} (samme type: {same})", "Dwelling {tag} (same type: {same})");
        Some(title.get(self.lang).to_owned())
    }

    fn options<'o>(&'o self, marks: &'o [plan::Mark], overlays: &'o [Overlay]) -> Options<'o> {
        Options { marks, overlays, shared: Some(self.shared), ..Options::new(self.vocabulary, self.lang) }
    }

    fn chosen(&self, dwellings: Dwellings) -> Vec<usize> {
        let all = self.model.dwellings.iter().enumerate().filter(|(_, d)| d.storey.is_some());
        match dwellings {
            Dwellings::None => Vec::new(),
            Dwellings::All => all.map(|(i, _)| i).take(MOST_DWELLINGS).collect(),
            Dwellings::OneOfEachType => {
                let mut seen = BTreeSet::new();
                all.filter(|(i, d)| match &d.from_type {
                    Some(name) => seen.insert(name.clone()),
                    None => seen.insert(format!("\u{0}{i}")),
                })
                .map(|(i, _)| i)
                .take(MOST_DWELLINGS)
                .collect()
            }
        }
    }

    /// Whether some dwelling has more letters than a storey's plan can show.
    fn crowded(&self) -> bool {
        let Some(report) = self.report else { return false };
        let mut letters: BTreeMap<SubjectIx, usize> = BTreeMap::new();
        for mark in &report.marks {
            let dwellings: BTreeSet<SubjectIx> = mark.spots.iter().filter_map(|s| s.dwelling).collect();
            dwellings.into_iter().for_each(|d| *letters.entry(d).or_default() += 1);
        }
        letters.values().any(|n| *n > MOST_LETTERS)
    }

    /// The letters. On a storey they stand in the first dwelling of each type and in what is in no dwelling, each
    /// once a dwelling, so that eight equal dwellings do not carry eight equal letters; the point's own text
    /// lists every place. Where that would still be too many, a storey leaves them to the dwelling's own sheet.
    /// There every door, window and piece of equipment is marked, and rooms once.
    fn marks(&self, dwelling: Option<SubjectIx>) -> Vec<plan::Mark> {
        let Some(report) = self.report else { return Vec::new() };
        let first = self.first_of_each_type();
        let crowded = self.crowded();
        report.marks.iter().filter_map(|mark| self.mark(report, mark, dwelling, &first, crowded)).collect()
    }

    fn mark(
        &self,
        report: &Report,
        mark: &Mark,
        dwelling: Option<SubjectIx>,
        first: &BTreeSet<SubjectIx>,
        crowded: bool,
    ) -> Option<plan::Mark> {
        // A point that concerns no dwelling a letter stands in otherwise keeps the places it has.
        let shown = |d: Option<SubjectIx>| d.is_none_or(|d| first.contains(&d));
        let elsewhere = !mark.spots.iter().any(|s| shown(s.dwelling));
        let mut targets: Vec<ElementId> = Vec::new();
        let mut done: BTreeSet<Option<SubjectIx>> = BTreeSet::new();
        for spot in &mark.spots {
            let subject = self.facts.subject(spot.subject);
            let wanted = match dwelling {
                Some(_) if spot.dwelling != dwelling => false,
                Some(_) => subject.kind != SubjectKind::Room || targets.is_empty(),
                None if !(shown(spot.dwelling) || elsewhere) => false,
                None if crowded && spot.dwelling.is_some_and(|d| first.contains(&d)) => false,
                None => done.insert(spot.dwelling),
            };
            if wanted {
                targets.push(subject.id.clone());
            }
        }
        if targets.is_empty() {
            return None;
        }
        let point = report.points().find(|p| p.id == mark.point);
        Some(plan::Mark {
            href: Some(format!("{PAGE}#{}", mark.point)),
            title: format!("{}: {}", mark.letter, mark.text),
            description: point.map(|p| p.at.clone()).unwrap_or_default(),
            ..plan::Mark::new(MarkKind::Text, &mark.letter, targets)
        })
    }

    /// What findings draw: a negative one the opening or piece of equipment it stands at, and every one that has a
    /// letter what it says in shapes. On a storey they are drawn where letters stand, in the first dwelling of each
    /// type.
    fn overlays(&self, dwelling: Option<SubjectIx>) -> Vec<Overlay> {
        let Some(report) = self.report else { return Vec::new() };
        let mut overlays: Vec<Overlay> = Vec::new();
        let mut wrong: BTreeSet<&ElementId> = BTreeSet::new();
        for mark in report.marks.iter().filter(|m| m.verdict == Verdict::Negative) {
            for spot in &mark.spots {
                let subject = self.facts.subject(spot.subject);
                let shape = match subject.kind {
                    SubjectKind::Door | SubjectKind::Window => Shape::Opening(subject.id.clone()),
                    SubjectKind::Fixture => Shape::Fixture(subject.id.clone()),
                    _ => continue,
                };
                if !wrong.insert(&subject.id) {
                    continue;
                }
                overlays.push(Overlay {
                    shape,
                    tone: Tone::Wrong,
                    caption: String::new(),
                    id: format!("reason-{}", overlays.len() + 1),
                    point: String::new(),
                });
            }
        }
        let first = self.first_of_each_type();
        let crowded = self.crowded();
        for mark in &report.marks {
            let tone = match mark.verdict {
                Verdict::Negative => Tone::Wrong,
                Verdict::Unclear => Tone::Unclear,
                Verdict::Positive => Tone::Right,
                Verdict::NotApplicable => Tone::Note,
            };
            let stands = |d: Option<SubjectIx>| d.is_none_or(|d| first.contains(&d));
            let elsewhere = !mark.spots.iter().any(|s| stands(s.dwelling));
            let wanted = |d: Option<SubjectIx>| match dwelling {
                Some(_) => d.is_none() || d == dwelling,
                None => elsewhere || (stands(d) && (d.is_none() || !crowded)),
            };
            let reasons = mark.reasons.iter().filter(|r| wanted(r.dwelling)).take(MOST_REASONS);
            overlays.extend(reasons.enumerate().map(|(n, reason)| Overlay {
                shape: reason.shape.clone(),
                tone,
                caption: reason.caption.clone(),
                id: format!("reason-{}-{}", mark.letter, n + 1),
                point: mark.point.clone(),
            }));
        }
        overlays
    }

    fn first_of_each_type(&self) -> BTreeSet<SubjectIx> {
        let first = self.chosen(Dwellings::OneOfEachType).into_iter();
        first.filter_map(|i| self.facts.find(SubjectKind::Dwelling, i)).collect()
    }
}

/// A file name for each sheet: from its heading, in plain letters, none twice.
pub fn file_names(sheets: &[Sheet]) -> Vec<String> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    // The highest number that stands behind each name: ten thousand storeys may be called the same.
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let mut name = |title: &str| {
        let mut slug = String::from("plan");
        let folded = title.to_lowercase().replace('æ', "ae").replace('ø', "o").replace('å', "a");
        for word in
            folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty() && *w != "plan")
        {
            if slug.len() + word.len() < 80 {
                slug.push('-');
                slug.push_str(word);
            }
        }
        let mut unique = slug.clone();
        let n = used.entry(slug.clone()).or_insert(1_usize);
        while !taken.insert(unique.clone()) {
            *n += 1;
            unique = format!("{slug}-{n}");
        }
        format!("{unique}.svg")
    };
    sheets.iter().map(|s| name(&s.title)).collect()
}
