//! The report of a visit: what was seen, in the office's grammar, with what the drawings say beside it.
//!
//! A resolved document, like the report of a check: the page lays it out and decides nothing.

use super::checklist::is_visited;
use super::photo::{self, Limits, Photo};
use super::visit::{Observation, Seen, State, Visit};
use crate::catalogue::Catalogue;
use crate::facts::FactBase;
use crate::finding::{Finding, Verdict};
use crate::localized;
use crate::model::{Certainty, Evidence, Origin};
use crate::report::{Date, Entry, Point, Report, Word};
use crate::text::{Lang, Localized, list};
use crate::vocab::SubjectKind;

/// Where a point of the report comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// A photo shows it.
    Photo,
    /// Somebody saw it.
    Seen,
    /// It was worked out from the plan.
    Geometry,
    /// The description or the model says so.
    Declared,
}

impl Basis {
    /// The word for it.
    pub fn name(self) -> Localized {
        match self {
            Self::Photo => Localized::new("foto", "photo"),
            Self::Seen => Localized::new("sett på stedet", "seen on site"),
            Self::Geometry => Localized::new("beregnet fra planen", "computed from the plan"),
            Self::Declared => Localized::new("oppgitt i tegningsgrunnlaget", "stated in the drawings"),
        }
    }
}

/// A point of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Id of the observation.
    pub id: String,
    /// The text before the references.
    pub text: String,
    /// «(3, 5, 6 og 7)», «(A)»; empty without any.
    pub reference: String,
    /// The text behind them.
    pub after: String,
    /// Numbers of its photos.
    pub photos: Vec<u32>,
    /// Its letters.
    pub letters: Vec<String>,
    /// What was seen.
    pub seen: Option<Seen>,
    /// Where it comes from.
    pub basis: Vec<Basis>,
    /// What speaks against it: the drawings say otherwise.
    pub against: Option<String>,
    /// Ids of the requirements.
    pub requirements: Vec<String>,
    /// What was measured: «oppbrett 12 cm (tommestokk)».
    pub measured: Vec<String>,
}

/// A photo of the report.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoPage {
    /// Number.
    pub number: u32,
    /// Caption, or what the points say that refer to it.
    pub caption: String,
    /// The picture, or why it is not shown.
    pub picture: Result<Photo, String>,
}

/// The report of a visit.
#[derive(Debug, Clone, PartialEq)]
pub struct VisitReport {
    /// Language.
    pub lang: Lang,
    /// Heading.
    pub title: String,
    /// Draft, or final with its seal.
    pub standing: String,
    /// Whether it is final.
    pub is_final: bool,
    /// Head, line by line.
    pub head: Vec<Entry>,
    /// What is as it should be.
    pub positive: Vec<Line>,
    /// What is not.
    pub negative: Vec<Line>,
    /// What was looked for and not seen, and what nobody has answered.
    pub open: Vec<Line>,
    /// Photos by number.
    pub photos: Vec<PhotoPage>,
    /// What the drawings say besides, with the visit's facts counted in.
    pub drawings: Report,
    /// What a reader must know.
    pub notes: Vec<String>,
}

impl Line {
    /// What else is to be said of what was seen, in a word.
    pub fn tag(&self, lang: Lang) -> Option<&'static str> {
        match self.seen {
            Some(Seen::Remark) => Some(Word::SeenWithRemark.get(lang)),
            Some(Seen::NotSeen) => Some(Word::SeenNot.get(lang)),
            _ => None,
        }
    }
}

impl VisitReport {
    /// What the drawings say besides: of requirements the visit did not touch, and of places where it did not look.
    /// Verdict, heading, points.
    pub fn besides(&self) -> Vec<(Verdict, &str, Vec<&Point>)> {
        let touched: Vec<&String> =
            self.positive.iter().chain(&self.negative).flat_map(|l| &l.requirements).collect();
        [Verdict::Negative, Verdict::Unclear, Verdict::Positive]
            .into_iter()
            .filter_map(|verdict| self.drawings.section(verdict))
            .map(|section| {
                let points = section.chapters.iter().flat_map(|c| &c.points);
                let told = |p: &&Point| touched.contains(&&p.requirement) && p.is_seen();
                let points = points.filter(|p| !told(p)).collect();
                (section.verdict, section.heading.as_str(), points)
            })
            .filter(|(.., points): &(_, _, Vec<_>)| !points.is_empty())
            .collect()
    }
}

/// What the report is made from.
pub struct Request<'a> {
    /// The visit.
    pub visit: &'a Visit,
    /// The report of the check, the visit counted in.
    pub drawings: Report,
    /// The findings of the drawings alone, before the visit.
    pub before: &'a [Finding],
    /// Facts, for the ids of places.
    pub facts: &'a FactBase,
    /// The requirements.
    pub catalogue: &'a Catalogue,
    /// Reads a photo beside the visit's file.
    pub photo: &'a dyn Fn(&str) -> Result<Vec<u8>, String>,
    /// Language.
    pub lang: Lang,
}

/// Makes the report of a visit.
pub fn report(request: Request<'_>) -> VisitReport {
    let Request { visit, lang, .. } = request;
    let text = |nb: &str, en: &str| Localized::new(nb, en).get(lang).to_owned();
    let mut all = VisitReport {
        lang,
        title: format!("{} – {}", text("Befaring", "Site visit"), first_of(&[&visit.place, &visit.project])),
        standing: standing(visit, lang),
        is_final: visit.state == State::Final,
        head: head(&request),
        positive: Vec::new(),
        negative: Vec::new(),
        open: Vec::new(),
        photos: photos(&request),
        notes: Vec::new(),
        drawings: request.drawings.clone(),
    };
    let mut passed_over = 0;
    for observation in &visit.observations {
        let line = line(&request, observation);
        match observation.seen {
            Some(Seen::Positive | Seen::Remark) => all.positive.push(line),
            Some(Seen::Negative) => all.negative.push(line),
            Some(Seen::NotSeen) | None => all.open.push(line),
            Some(Seen::NotRelevant) => passed_over += 1,
        }
    }
    if passed_over > 0 {
        let note = localized!(
            "{passed_over} punkter er satt som ikke relevante og står ikke her",
            "{passed_over} points are set as not relevant and do not stand here"
        );
        all.notes.push(note.get(lang).to_owned());
    }
    let unused: Vec<String> = visit
        .photos
        .iter()
        .filter(|p| !p.removed && !visit.observations.iter().any(|o| o.photos.contains(&p.number)))
        .map(|p| p.number.to_string())
        .collect();
    if !unused.is_empty() {
        let numbers = list(&unused, lang);
        let note =
            localized!("ingen punkter viser til bilde {numbers}", "no point refers to photo {numbers}");
        all.notes.push(note.get(lang).to_owned());
    }
    all
}

fn first_of(texts: &[&String]) -> String {
    texts.iter().find(|t| !t.is_empty()).map(|t| (*t).clone()).unwrap_or_default()
}

fn standing(visit: &Visit, lang: Lang) -> String {
    match (visit.state, &visit.seal) {
        (State::Draft, _) => Localized::new("Utkast", "Draft").get(lang).to_owned(),
        (State::Final, Some(seal)) => {
            let seal: String = seal.chars().take(16).collect();
            localized!("Endelig, segl {seal}", "Final, seal {seal}").get(lang).to_owned()
        }
        (State::Final, None) => {
            Localized::new("Endelig, men uten segl", "Final, but without a seal").get(lang).to_owned()
        }
    }
}

fn head(request: &Request<'_>) -> Vec<Entry> {
    let Request { visit, lang, .. } = request;
    let entry = |nb: &str, en: &str, value: String| Entry {
        label: Localized::new(nb, en).get(*lang).to_owned(),
        value,
    };
    let date = visit.date.as_deref().and_then(Date::parse).map(|d| d.show(*lang));
    let none = || Localized::new("ikke oppgitt", "not stated").get(*lang).to_owned();
    let present: Vec<String> = visit
        .participants
        .iter()
        .map(|p| if p.name.is_empty() { p.role.clone() } else { format!("{} ({})", p.role, p.name) })
        .collect();
    let mut head = vec![
        entry("Sted", "Place", if visit.place.is_empty() { none() } else { visit.place.clone() }),
        entry("Dato", "Date", date.unwrap_or_else(none)),
        entry("Til stede", "Present", if present.is_empty() { none() } else { list(&present, *lang) }),
    ];
    // Project, group and standard stand in the head of the check; the date is the visit's own.
    let dated = head[1].label.clone();
    let dwellings: Vec<String> = request
        .facts
        .of_kind(SubjectKind::Dwelling)
        .map(|ix| request.facts.subject(ix))
        .filter(|s| visit.dwellings.contains(&s.id.0))
        .map(|s| s.label.clone())
        .collect();
    if !dwellings.is_empty() {
        head.insert(1, entry("Boliger som er sett", "Dwellings seen", list(&dwellings, *lang)));
    }
    head.extend(request.drawings.head.iter().filter(|e| e.label != dated).cloned());
    head
}

fn line(request: &Request<'_>, observation: &Observation) -> Line {
    let Request { visit, catalogue, lang, .. } = request;
    let shown = |n: &&u32| visit.photos.iter().any(|p| p.number == **n && !p.removed);
    let photos: Vec<u32> = observation.photos.iter().filter(shown).copied().collect();
    let mut references: Vec<String> = photos.iter().map(u32::to_string).collect();
    references.extend(observation.letters.iter().cloned());
    let reference =
        if references.is_empty() { String::new() } else { format!("({})", list(&references, *lang)) };
    let said = observation.text.trim();
    let said = if said.is_empty() {
        let titles: Vec<String> = observation
            .requirements
            .iter()
            .map(|id| {
                catalogue.requirements.get(id).map_or_else(|| id.clone(), |r| r.title.get(*lang).to_owned())
            })
            .map(|title| lower(&title))
            .collect();
        titles.join("; ")
    } else {
        said.to_owned()
    };
    let (text, after) = match said.split_once("{ref}") {
        Some((before, after)) => (before.trim_end().to_owned(), after.trim_start().to_owned()),
        None => (said, String::new()),
    };
    let before = concerned(request, observation);
    Line {
        id: observation.id.clone(),
        text,
        reference,
        after,
        basis: basis(observation, &photos, &before),
        against: against(observation, &before, *lang),
        seen: observation.seen,
        photos,
        letters: observation.letters.clone(),
        requirements: observation.requirements.clone(),
        measured: measured(observation, catalogue, *lang),
    }
}

/// The first letter small, unless the word is an abbreviation.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

fn measured(observation: &Observation, catalogue: &Catalogue, lang: Lang) -> Vec<String> {
    let told = observation.facts.iter().filter(|f| !f.value.trim().is_empty());
    told.map(|f| {
        let name = catalogue.vocabulary.fact(&f.fact).map_or(f.fact.as_str(), |d| d.name.get(lang));
        match &f.instrument {
            Some(instrument) => format!("{name} {} ({instrument})", f.value),
            None => format!("{name} {}", f.value),
        }
    })
    .collect()
}

/// What the drawings alone found of the requirements and places of an observation.
fn concerned<'a>(request: &Request<'a>, observation: &Observation) -> Vec<&'a Finding> {
    let place = |f: &&Finding| match observation.places.as_slice() {
        [] => is_visited(request.facts, f.subject, &request.visit.dwellings),
        places => request.facts.stands_in(f.subject, places),
    };
    request
        .before
        .iter()
        .filter(|f| observation.requirements.contains(&f.requirement))
        .filter(place)
        .collect()
}

fn basis(observation: &Observation, photos: &[u32], before: &[&Finding]) -> Vec<Basis> {
    let mut all = Vec::new();
    match observation.seen {
        Some(Seen::Positive | Seen::Remark | Seen::Negative) if !photos.is_empty() => all.push(Basis::Photo),
        Some(Seen::Positive | Seen::Remark | Seen::Negative) => all.push(Basis::Seen),
        _ => {}
    }
    let agreeing = before.iter().filter(|f| Some(f.verdict) == observation.verdict());
    for evidence in agreeing.flat_map(|f| &f.evidence) {
        all.extend(of_evidence(evidence));
    }
    all.sort_unstable();
    all.dedup();
    all
}

fn of_evidence(evidence: &Evidence) -> Option<Basis> {
    evidence.value.as_ref()?;
    Some(match evidence.origin.as_ref().map(Origin::certainty)? {
        Certainty::Computed | Certainty::Assumed => Basis::Geometry,
        Certainty::Declared => Basis::Declared,
        Certainty::Observed => Basis::Seen,
    })
}

/// Where the drawings say the opposite of what was seen.
fn against(observation: &Observation, before: &[&Finding], lang: Lang) -> Option<String> {
    let seen = observation.verdict().filter(|v| matches!(v, Verdict::Positive | Verdict::Negative))?;
    let opposite = if seen == Verdict::Positive { Verdict::Negative } else { Verdict::Positive };
    let mut said: Vec<&str> = Vec::new();
    for finding in before.iter().filter(|f| f.verdict == opposite) {
        if !said.contains(&finding.message.get(lang)) {
            said.push(finding.message.get(lang));
        }
    }
    if said.is_empty() {
        return None;
    }
    let said = said.join("; ");
    let told = localized!("tegningsgrunnlaget sier noe annet: {said}", "the drawings say otherwise: {said}");
    Some(told.get(lang).to_owned())
}

fn photos(request: &Request<'_>) -> Vec<PhotoPage> {
    let Request { visit, lang, .. } = request;
    let mut all: Vec<PhotoPage> = visit
        .photos
        .iter()
        .filter(|p| !p.removed)
        .map(|entry| {
            let picture = (request.photo)(&entry.file).and_then(|bytes| {
                photo::clean(&bytes, photo::REPORT_SIDE, Limits::default())
                    .map_err(|e| e.words().get(*lang).to_owned())
            });
            PhotoPage { number: entry.number, caption: entry.caption.clone(), picture }
        })
        .collect();
    all.sort_by_key(|p| p.number);
    all
}
