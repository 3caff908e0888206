//! Topics for what models lack of what IDS files ask for: one for each requirement that elements fail.

use std::collections::{BTreeMap, BTreeSet};

use super::topics::{named, shortened};
use super::view::is_guid;
use super::{MOST_COMPONENTS, Topic};
use crate::facts::SubjectIx;
use crate::finding::Verdict;
use crate::localized;
use crate::report::drawings::Drawings;
use crate::report::ids::{CheckLine, ElementLine, IdsReport, SpecificationLine};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Elements listed in a description; the viewpoint selects more.
const MOST_LISTED: usize = 50;

/// The topics, in the order of the files. `drawings` are those of the project, where it has any: elements that are
/// drawn are shown on the plan.
pub(super) fn topics(ids: &IdsReport, project: &str, drawings: Option<&Drawings<'_>>) -> Vec<Topic> {
    let known: BTreeMap<&str, SubjectIx> = drawings.map(by_guid).unwrap_or_default();
    let mut all = Vec::new();
    for check in &ids.checks {
        for of in &check.specifications {
            let mut give =
                |part: usize, asked: &str, how: Option<&str>, elements: &[ElementLine], n: usize| {
                    all.push(
                        Making { ids, project, check, of, known: &known }
                            .topic(part, asked, how, elements, n),
                    );
                };
            if of.verdict == "failed" && (of.elements == 0 || of.cardinality == "prohibited") {
                give(0, &of.applies_to, None, &of.unwanted, of.elements);
            }
            for (i, r) in of.requirements.iter().enumerate().filter(|(_, r)| r.failed > 0) {
                give(i + 1, &r.text, r.instructions.as_deref(), &r.elements, r.failed);
            }
        }
    }
    all
}

fn by_guid<'a>(drawings: &Drawings<'a>) -> BTreeMap<&'a str, SubjectIx> {
    let facts = drawings.facts;
    let all = SubjectKind::ALL.into_iter().flat_map(|kind| facts.of_kind(kind));
    all.filter_map(|ix| Some((facts.subject(ix).guid.as_deref()?, ix))).collect()
}

struct Making<'a> {
    ids: &'a IdsReport,
    project: &'a str,
    check: &'a CheckLine,
    of: &'a SpecificationLine,
    known: &'a BTreeMap<&'a str, SubjectIx>,
}

impl Making<'_> {
    fn topic(
        &self,
        part: usize,
        asked: &str,
        how: Option<&str>,
        elements: &[ElementLine],
        all: usize,
    ) -> Topic {
        let (check, of, lang) = (self.check, self.of, self.ids.language);
        let file = check.specification_file.path.rsplit('/').next().unwrap_or_default();
        let model = check.model.path.rsplit('/').next().unwrap_or_default();
        let word = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
        // A specification keeps its topics when others are put before it, if it has a name of its own for that.
        let key = of.identifier.clone().unwrap_or_else(|| format!("{}. {}", of.number, of.name));
        let guids: Vec<&str> =
            elements.iter().filter_map(|e| e.global_id.as_deref()).filter(|g| is_guid(g)).collect();
        let mut lines = vec![format!("{}: {asked}", of.name), of.sentence.clone()];
        lines.extend(how.map(str::to_owned));
        lines.extend(of.instructions.clone());
        lines.extend(of.notes.iter().cloned());
        lines.extend(elements.iter().take(MOST_LISTED).map(|e| {
            let name = e.name.as_deref().unwrap_or("–");
            let id = e.global_id.as_deref().unwrap_or(&e.entity);
            format!("{} {name} ({id}): {}", e.class, e.reason)
        }));
        let rest = all.saturating_sub(elements.len().min(MOST_LISTED));
        if rest > 0 {
            lines.push(localized!("… og {rest} til", "… and {rest} more").get(lang).to_owned());
        }
        lines.push(format!(
            "{} – {} ({}). {}",
            check.specification_file.path, check.model.path, check.model.schema, self.ids.program
        ));
        Topic {
            guid: named(self.project, &["ids", file, model, &key, &part.to_string(), asked]),
            requirement: String::new(),
            places: Vec::new(),
            title: shortened(&format!("IDS: {} – {asked}", of.name)),
            description: lines.join("\n"),
            verdict: Verdict::Negative,
            kind: Verdict::Negative.name().get(lang).to_owned(),
            status: "Open".to_owned(),
            priority: word("Høy", "High"),
            labels: vec!["IDS".to_owned(), file.to_owned()],
            assigned: String::new(),
            stage: String::new(),
            due: None,
            comments: Vec::new(),
            affected: guids.iter().filter_map(|g| self.known.get(g).copied()).collect(),
            causes: Vec::new(),
            affected_guids: guids.iter().take(MOST_COMPONENTS).map(|g| (*g).to_owned()).collect(),
            cause_guids: Vec::new(),
            dwelling: None,
            points: BTreeSet::new(),
        }
    }
}
