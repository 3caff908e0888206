//! Which topics a report gives: findings of one requirement in one dwelling, or in dwellings of one type.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use super::view::guids;
use super::{Comment, MANY_OWNERS, MOST, MOST_COMPONENTS};
use crate::date::Date;
use crate::facts::SubjectIx;
use crate::finding::{Force, Verdict};
use crate::localized;
use crate::report::document::{PlaceLine, Point, Report};
use crate::report::drawings::Drawings;
use crate::report::places::clean;
use crate::report::terminal::shown_evidence;
use crate::report::words::Word;
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

/// Names of topics live in this space; it never changes, or every topic would be a new one.
const NAMESPACE: Uuid = Uuid::from_u128(0x6d1f_57b4_3c1e_5a0f_9b62_0c2f_8d44_71e3);
/// Longest title, in characters.
const TITLE: usize = 200;

/// A topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Topic {
    /// Its id, in lower case.
    pub guid: String,
    /// Id of the requirement; empty for what an IDS file asks, and for the topic that tells what was left out.
    pub requirement: String,
    /// Ids of the places it is about.
    pub places: Vec<String>,
    /// Heading.
    pub title: String,
    /// The finding, its evidence and its source.
    pub description: String,
    /// The most serious verdict among its findings.
    pub verdict: Verdict,
    /// The same as a type of topic.
    pub kind: String,
    /// How it stands.
    pub status: String,
    /// How urgent it is.
    pub priority: String,
    /// Words to filter by.
    pub labels: Vec<String>,
    /// Who is to see to it.
    pub assigned: String,
    /// The phase it is to be documented in, where the project has one.
    pub stage: String,
    /// The day it is due, where the phase has one.
    pub due: Option<Date>,
    /// What people said of its findings, in the order it is on record.
    pub comments: Vec<Comment>,
    /// What the findings are about.
    pub(super) affected: Vec<SubjectIx>,
    /// What causes them.
    pub(super) causes: Vec<SubjectIx>,
    /// GlobalIds of what is affected.
    pub affected_guids: Vec<String>,
    /// GlobalIds of what causes it.
    pub cause_guids: Vec<String>,
    /// The dwelling shown; none for what is in none.
    pub(super) dwelling: Option<SubjectIx>,
    /// Ids of its points.
    pub(super) points: BTreeSet<String>,
}

/// What belongs together in a topic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Owner {
    /// Dwellings of one type, by its name.
    Type(String),
    /// One dwelling, by its stable id.
    Dwelling(String),
    /// What is in no dwelling.
    Project,
    /// Too many dwellings to tell apart.
    Many,
}

struct Gathering<'a> {
    point: &'a Point,
    places: Vec<&'a PlaceLine>,
}

/// The topics of a report, the most serious first.
pub fn topics(report: &Report, drawings: &Drawings<'_>) -> Vec<Topic> {
    let subjects = subjects(drawings);
    let mut groups: Vec<((&str, Owner), Vec<Gathering<'_>>)> = Vec::new();
    let mut index: BTreeMap<(&str, Owner), usize> = BTreeMap::new();
    let open = |p: &&Point| matches!(p.verdict, Verdict::Negative | Verdict::Unclear);
    let mut owners: BTreeMap<&str, BTreeSet<Owner>> = BTreeMap::new();
    for point in report.points().filter(open) {
        for place in &point.places {
            owners.entry(&point.requirement).or_default().insert(owner(place, &subjects, drawings));
        }
    }
    for point in report.points().filter(open) {
        for place in &point.places {
            let mut own = owner(place, &subjects, drawings);
            let many = owners.get(point.requirement.as_str()).is_some_and(|o| o.len() > MANY_OWNERS);
            if many && own != Owner::Project {
                own = Owner::Many;
            }
            let key = (point.requirement.as_str(), own);
            let at = *index.entry(key.clone()).or_insert_with(|| {
                groups.push((key, Vec::new()));
                groups.len() - 1
            });
            let members = &mut groups[at].1;
            match members.iter_mut().find(|g| g.point.id == point.id) {
                Some(same) => same.places.push(place),
                None => members.push(Gathering { point, places: vec![place] }),
            }
        }
    }
    let mut topics: Vec<(bool, Force, Topic)> = groups
        .iter()
        .map(|((requirement, owner), members)| {
            let decides = members.iter().any(|m| m.point.decides);
            let force = members.iter().map(|m| m.point.force).max().unwrap_or(Force::Note);
            (decides, force, topic(report, drawings, &subjects, requirement, owner, members))
        })
        .collect();
    // Stable: within the same weight the order of the report stays.
    topics.sort_by_key(|(decides, force, topic)| std::cmp::Reverse((*decides, topic.verdict, *force)));
    let mut topics: Vec<Topic> = topics.into_iter().map(|(_, _, t)| t).collect();
    topics.extend(report.ids.iter().flat_map(|ids| super::ids::topics(ids, &report.project, Some(drawings))));
    if topics.len() > MOST {
        let rest = topics.split_off(MOST - 1);
        topics.push(left_out(report, &rest));
    }
    topics
}

fn subjects(drawings: &Drawings<'_>) -> BTreeMap<String, SubjectIx> {
    let kinds = SubjectKind::ALL.into_iter();
    let all = kinds.flat_map(|k| drawings.facts.of_kind(k));
    all.map(|ix| (clean(&drawings.facts.subject(ix).id.0), ix)).collect()
}

fn owner(place: &PlaceLine, subjects: &BTreeMap<String, SubjectIx>, drawings: &Drawings<'_>) -> Owner {
    let facts = drawings.facts;
    let dwelling = subjects.get(&place.id).and_then(|ix| facts.ancestor(*ix, SubjectKind::Dwelling));
    let Some(dwelling) = dwelling.map(|d| facts.subject(d)) else { return Owner::Project };
    match drawings.model.dwellings.get(dwelling.index).and_then(|d| d.from_type.clone()) {
        Some(name) => Owner::Type(clean(&name)),
        None => Owner::Dwelling(dwelling.guid.clone().unwrap_or_else(|| dwelling.id.0.clone())),
    }
}

/// The id of something by what it is called, in this program's own space of names.
pub(super) fn named(project: &str, parts: &[&str]) -> String {
    let mut name = String::new();
    for part in [project].iter().chain(parts) {
        // A length before each part, so that parts cannot run together.
        name.push_str(&format!("{}:{part};", part.len()));
    }
    Uuid::new_v5(&NAMESPACE, name.as_bytes()).hyphenated().to_string()
}

fn topic(
    report: &Report,
    drawings: &Drawings<'_>,
    subjects: &BTreeMap<String, SubjectIx>,
    requirement: &str,
    owner: &Owner,
    members: &[Gathering<'_>],
) -> Topic {
    let lang = report.lang;
    let worst = members.iter().max_by_key(|m| m.point.verdict).map(|m| m.point);
    let verdict = worst.map_or(Verdict::Unclear, |p| p.verdict);
    let force = members.iter().map(|m| m.point.force).max().unwrap_or(Force::Note);
    let places: Vec<&PlaceLine> = members.iter().flat_map(|m| m.places.iter().copied()).collect();
    let find = |id: &str| subjects.get(id).copied();
    let affected: Vec<SubjectIx> = places.iter().filter_map(|p| find(&p.id)).collect();
    let mut causes: Vec<SubjectIx> = Vec::new();
    for cause in members.iter().flat_map(|m| &m.point.cause_elements).filter_map(|c| find(&c.id)) {
        let dwelling = |ix| drawings.facts.ancestor(ix, SubjectKind::Dwelling);
        let here = dwelling(cause).is_none() || affected.iter().any(|a| dwelling(*a) == dwelling(cause));
        if here && !causes.contains(&cause) && !affected.contains(&cause) {
            causes.push(cause);
        }
    }
    let key = match owner {
        Owner::Type(name) => ["type", name.as_str()],
        Owner::Dwelling(id) => ["dwelling", id.as_str()],
        Owner::Project => ["project", ""],
        Owner::Many => ["many", ""],
    };
    let title = worst.map_or_else(String::new, |p| p.title.clone());
    let at = joined(&places);
    let title = if at.is_empty() { title } else { format!("{title} – {at}") };
    let mut labels: Vec<String> = vec![requirement.to_owned()];
    if let Some(point) = worst {
        labels.extend([point.force_label.clone(), point.discipline.id.clone()]);
        labels.extend(point.unclarity_label.clone());
        let chapter = report.sections.iter().flat_map(|s| &s.chapters);
        let chapter = chapter.filter(|c| c.points.iter().any(|p| p.id == point.id)).map(|c| &c.heading);
        labels.extend(chapter.take(1).cloned());
    }
    let departures = members.iter().filter_map(|m| m.point.departure.as_ref());
    for departure in departures {
        if !labels.contains(&departure.label) {
            labels.push(departure.label.clone());
        }
    }
    labels.retain(|l| !l.trim().is_empty());
    // What is to be done first decides: something of this phase, then of the next.
    let first = members.iter().map(|m| m.point.not_yet.or(report.settings.phase)).min().flatten();
    let said = || members.iter().flat_map(|m| &m.point.statements);
    let status = said().map(|s| &s.status).rfind(|s| !s.is_empty()).cloned();
    let responsible = said().map(|s| &s.responsible).rfind(|s| !s.is_empty()).cloned();
    let (affected_guids, cause_guids) = (guids(&affected, drawings), guids(&causes, drawings));
    let mut description = description(report, members);
    let (all, most) = (affected_guids.len() + cause_guids.len(), MOST_COMPONENTS);
    if all > most {
        let told = localized!(
            "Av {all} elementer er de {most} første merket i modellen.",
            "Of {all} elements the first {most} are marked in the model."
        );
        description = format!("{}\n{description}", told.get(lang));
    }
    let guid = named(&report.project, &[requirement, key[0], key[1]]);
    let mut comments: Vec<Comment> = Vec::new();
    for comment in said().map(|s| Comment::of(&guid, s)) {
        if !comments.iter().any(|c| c.guid == comment.guid) {
            comments.push(comment);
        }
    }
    Topic {
        guid,
        comments,
        requirement: requirement.to_owned(),
        places: places.iter().map(|p| p.id.clone()).collect(),
        title: shortened(&title),
        description,
        verdict,
        kind: verdict.name().get(lang).to_owned(),
        status: status.unwrap_or_else(|| "Open".to_owned()),
        priority: priority(force, lang),
        labels,
        assigned: responsible.or_else(|| worst.map(|p| p.discipline.id.clone())).unwrap_or_default(),
        stage: first.map(|p| p.name().get(lang).to_owned()).unwrap_or_default(),
        due: members.iter().filter_map(|m| m.point.due).min(),
        dwelling: affected.iter().find_map(|a| drawings.facts.ancestor(*a, SubjectKind::Dwelling)),
        affected_guids,
        cause_guids,
        affected,
        causes,
        points: members.iter().map(|m| m.point.id.clone()).collect(),
    }
}

fn priority(force: Force, lang: Lang) -> String {
    let word = match force {
        Force::Shall => Localized::new("Høy", "High"),
        Force::Should => Localized::new("Middels", "Medium"),
        Force::Note => Localized::new("Lav", "Low"),
    };
    word.get(lang).to_owned()
}

/// The first places by name, and how many there are besides.
fn joined(places: &[&PlaceLine]) -> String {
    const SHOWN: usize = 3;
    let mut names: Vec<&str> = Vec::new();
    for place in places {
        if !place.label.is_empty() && !names.contains(&place.label.as_str()) {
            names.push(&place.label);
        }
    }
    let rest = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    let shown = names.join(", ");
    if rest > 0 { format!("{shown} + {rest}") } else { shown }
}

pub(super) fn shortened(title: &str) -> String {
    if title.chars().count() <= TITLE {
        return title.to_owned();
    }
    let start: String = title.chars().take(TITLE - 1).collect();
    format!("{}…", start.trim_end())
}

fn description(report: &Report, members: &[Gathering<'_>]) -> String {
    let lang = report.lang;
    let mut out: Vec<String> = Vec::new();
    for member in members {
        let point = member.point;
        let names: Vec<&str> =
            member.places.iter().map(|p| p.label.as_str()).filter(|l| !l.is_empty()).collect();
        let at = if names.is_empty() { String::new() } else { format!(" ({})", names.join("; ")) };
        out.push(format!("{}: {}{at}", point.verdict.name().get(lang), point.text));
        for remedy in &point.remedies {
            let ways = [
                (Word::InIfc, &remedy.ifc),
                (Word::InDesign, &remedy.design),
                (Word::OnSite, &remedy.observe),
            ];
            for (word, way) in ways {
                out.extend(way.as_ref().map(|w| format!("  {} – {}: {w}", remedy.what, word.get(lang))));
            }
        }
        let mut lines: Vec<String> = Vec::new();
        for line in member.places.iter().flat_map(|p| &p.evidence).map(shown_evidence) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        out.extend(lines.into_iter().map(|l| format!("  {}: {l}", Word::Grounds.get(lang))));
        if !point.causes.is_empty() {
            out.push(format!("  {}: {}", Word::Causes.get(lang), point.causes.join("; ")));
        }
        if let Some(departure) = &point.departure {
            let entry = report.fravik_entry(&departure.id);
            let facts = entry.map(|e| format!(" – {}: {}", e.facts, e.reason)).unwrap_or_default();
            out.push(format!("  {}{facts}", departure.label));
            let instead = entry.and_then(|e| e.compensating.as_ref());
            out.extend(instead.map(|i| format!("  {}: {i}", Word::FravikInstead.get(lang))));
        }
        out.extend([&point.not_yet_label, &point.due_label].into_iter().flatten().map(|l| format!("  {l}")));
        out.extend(point.interpretation.iter().map(|i| format!("  {}: {i}", Word::Interpretation.get(lang))));
        out.extend(point.statements.iter().map(|s| format!("  {}", s.text)));
    }
    if let Some(point) = members.first().map(|m| m.point) {
        let s = &point.source;
        out.push(format!(
            "{}: {} ({}), {}, {} – «{}»",
            Word::Source.get(lang),
            point.requirement,
            point.force_label,
            s.title,
            s.clause,
            s.quote
        ));
    }
    out.push(made_by(report));
    out.join("\n")
}

/// Which program made a topic, from which inputs, by which edition.
fn made_by(report: &Report) -> String {
    let lang = report.lang;
    let inputs: Vec<String> =
        report.inputs.iter().map(|i| format!("{} (SHA-256 {})", i.path, i.sha256)).collect();
    let mut text = format!(
        "{} {} {}; {} {}; {}: {}",
        Word::MadeBy.get(lang),
        report.program.name,
        report.program.version,
        Word::Edition.get(lang).to_lowercase(),
        report.edition.id,
        Word::Inputs.get(lang).to_lowercase(),
        inputs.join(", ")
    );
    for p in &report.overrides {
        text.push_str(&format!("; {} = {}", p.name, p.value));
    }
    text
}

/// The topic that says which were not written.
fn left_out(report: &Report, rest: &[Topic]) -> Topic {
    let lang = report.lang;
    let (n, most) = (rest.len(), MOST);
    let mut by_requirement: BTreeMap<&str, usize> = BTreeMap::new();
    for topic in rest {
        let key = if topic.requirement.is_empty() { "IDS" } else { &topic.requirement };
        *by_requirement.entry(key).or_default() += 1;
    }
    let lines: Vec<String> = by_requirement.iter().map(|(r, n)| format!("{r}: {n}")).collect();
    let rule = localized!(
        "Filen har høyst {most} emner, de alvorligste først. {n} er ikke med; de står i rapporten:",
        "The file has at most {most} topics, the most serious first. {n} are left out; they stand in the report:"
    );
    let title = localized!("{n} emner er ikke med i filen", "{n} topics are not in the file");
    let worst = rest.iter().map(|t| t.verdict).max().unwrap_or(Verdict::Unclear);
    Topic {
        guid: named(&report.project, &["", "left out", ""]),
        requirement: String::new(),
        places: Vec::new(),
        title: title.get(lang).to_owned(),
        description: format!("{}\n{}\n{}", rule.get(lang), lines.join("\n"), made_by(report)),
        verdict: worst,
        kind: worst.name().get(lang).to_owned(),
        status: "Open".to_owned(),
        priority: priority(Force::Note, lang),
        labels: Vec::new(),
        assigned: String::new(),
        stage: String::new(),
        due: None,
        comments: Vec::new(),
        affected: Vec::new(),
        causes: Vec::new(),
        affected_guids: Vec::new(),
        cause_guids: Vec::new(),
        dwelling: None,
        points: BTreeSet::new(),
    }
}
