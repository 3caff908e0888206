//! From two reports to what is new, resolved, changed, unchanged or not comparable.

use std::collections::BTreeMap;

use super::matching::Matching;
use super::past::{Case, Past};
use crate::finding::Verdict;
use crate::localized;
use crate::report::document::{ElementLine, Since};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Least change of an area that is told, in square metres: areas are written with one decimal.
const LEAST_AREA: f64 = 0.05;
/// Parts within parts that are followed: project, building, storey, dwelling, room, equipment, and then some.
const DEEPEST: usize = 16;

/// What became of a finding.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, schemars::JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Wrong or open now, and not before.
    New,
    /// Wrong or open in both, with another verdict or other values.
    Changed,
    /// Wrong or open before, met now.
    Resolved,
    /// The two reports do not tell.
    NotComparable,
    /// Wrong or open in both, and the same.
    Unchanged,
}

impl Class {
    /// All classes in the order they are told.
    pub const ALL: [Self; 5] =
        [Self::New, Self::Changed, Self::Resolved, Self::NotComparable, Self::Unchanged];

    /// Its name in machine formats and style sheets.
    pub fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Resolved => "resolved",
            Self::NotComparable => "not_comparable",
            Self::Unchanged => "unchanged",
        }
    }

    /// The heading of its findings.
    pub fn name(self) -> Localized {
        let (nb, en) = match self {
            Self::New => ("Nytt", "New"),
            Self::Changed => ("Endret", "Changed"),
            Self::Resolved => ("Løst", "Resolved"),
            Self::NotComparable => ("Ikke sammenlignbart", "Not comparable"),
            Self::Unchanged => ("Uendret", "Unchanged"),
        };
        Localized::new(nb, en)
    }
}

/// A finding that was or is wrong or open, in either report.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What became of it.
    pub class: Class,
    /// As it was.
    pub before: Option<Case>,
    /// As it is.
    pub after: Option<Case>,
    /// Why it cannot be compared, or what else is to be said.
    pub why: Option<Localized>,
}

impl Change {
    /// The finding as it is, or as it was where it is gone.
    pub fn case(&self) -> Option<&Case> {
        self.after.as_ref().or(self.before.as_ref())
    }

    /// Whether it is broken now and was not as bad before.
    pub fn is_newly_broken(&self) -> bool {
        self.after.as_ref().is_some_and(Case::is_broken)
            && !was_no_better(self.before.as_ref(), self.after.as_ref())
    }
}

/// Whether the earlier finding was at least as bad as the later one.
fn was_no_better(before: Option<&Case>, after: Option<&Case>) -> bool {
    let rank = |c: &Case| match c.verdict {
        Verdict::Negative if c.is_broken() => 3,
        Verdict::Unclear if c.not_yet.is_none() => 2,
        Verdict::Negative | Verdict::Unclear => 1,
        Verdict::Positive | Verdict::NotApplicable => 0,
    };
    match (before, after) {
        (Some(before), Some(after)) => rank(before) >= rank(after) && before.force >= after.force,
        _ => false,
    }
}

/// Something that is called differently now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// What it was called.
    pub before: String,
    /// What it is called.
    pub after: String,
}

/// A number that changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Delta {
    /// What is counted or measured.
    pub what: Localized,
    /// As it was.
    pub before: f64,
    /// As it is.
    pub after: f64,
    /// Whether it is an area in m² rather than a count.
    pub is_area: bool,
}

/// Two reports side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Comparison {
    /// What keeps them from being compared throughout.
    pub remarks: Vec<Localized>,
    /// Every finding that is wrong or open in either, by class, then in the order of the catalogue.
    pub changes: Vec<Change>,
    /// Counts of the parts of the project, and areas of dwellings and rooms, that differ.
    pub deltas: Vec<Delta>,
    /// What has another name.
    pub renamed: Vec<Renamed>,
    /// What is there now and was not: label.
    pub added: Vec<String>,
    /// What was there and is no more.
    pub removed: Vec<String>,
    /// Elements of the later project that changed: added, renamed, another size.
    pub touched: Vec<String>,
}

impl Comparison {
    /// How many findings have a class.
    pub fn count(&self, class: Class) -> usize {
        self.changes.iter().filter(|c| c.class == class).count()
    }

    /// How each finding of the later report stands to the earlier one, by requirement and element, and whether the
    /// earlier was no better.
    pub fn states(&self) -> BTreeMap<(String, String), (Since, bool)> {
        let mut states = BTreeMap::new();
        for change in &self.changes {
            let Some(after) = &change.after else { continue };
            let accepted = was_no_better(change.before.as_ref(), Some(after));
            let since = match (change.class, &change.before) {
                (Class::Unchanged, _) => Since::Unchanged,
                (_, Some(before)) if before.is_wrong() => Since::Changed,
                _ => Since::New,
            };
            states.insert((after.requirement.clone(), after.element.clone()), (since, accepted));
        }
        states
    }
}

/// What became of the findings of A in B.
pub fn compare(a: &Past, b: &Past) -> Comparison {
    let matching = Matching::of(&a.elements, &b.elements);
    let scope = Scope::of(a, b);
    let mut changes = Vec::new();
    let mut before: BTreeMap<(&str, &str), &Case> = BTreeMap::new();
    for case in &a.cases {
        before.entry((&case.requirement, &case.element)).or_insert(case);
    }
    let mut met: std::collections::BTreeSet<(&str, &str)> = std::collections::BTreeSet::new();
    for after in &b.cases {
        // Reports without a list of elements are compared by id alone.
        let own = matching.a_of(&after.element).map_or(after.element.as_str(), |e| e.id.as_str());
        let earlier = before.get(&(after.requirement.as_str(), own)).copied();
        if let Some(case) = earlier {
            met.insert((&case.requirement, &case.element));
        }
        changes.extend(scope.later(earlier, after, &matching));
    }
    let judged = judged_within(b);
    for case in &a.cases {
        if !met.contains(&(case.requirement.as_str(), case.element.as_str())) && case.is_wrong() {
            changes.push(scope.gone(case, &judged, &matching));
        }
    }
    changes.sort_by_key(|c| c.class);
    let mut out = Comparison { remarks: scope.remarks, changes, ..Comparison::default() };
    parts(&mut out, a, b, &matching);
    out
}

/// What the two reports were made of, as far as it differs.
struct Scope {
    /// Why nothing that differs can be compared.
    whole: Option<Localized>,
    /// Requirements whose thresholds differ.
    parameters: Vec<String>,
    /// Why nothing can be called resolved.
    unresolved: Option<Localized>,
    same_language: bool,
    remarks: Vec<Localized>,
}

impl Scope {
    fn of(a: &Past, b: &Past) -> Self {
        let mut remarks = Vec::new();
        let mut whole = None;
        if a.edition != b.edition {
            whole = Some(localized!(
                "utgaven er en annen ({} → {})",
                "the edition is another ({} → {})",
                a.edition,
                b.edition
            ));
        } else if a.groups != b.groups {
            let (old, new) = (a.groups.join(", "), b.groups.join(", "));
            whole = Some(localized!(
                "målgruppen er en annen ({old} → {new})",
                "the resident group is another ({old} → {new})"
            ));
        }
        remarks.extend(whole.clone());
        let mut parameters = Vec::new();
        let value =
            |past: &Past, name: &str| past.parameters.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        for (name, _) in a.parameters.iter().chain(&b.parameters) {
            let requirement = name.rsplit_once('.').map_or(name.as_str(), |(r, _)| r).to_owned();
            if value(a, name) != value(b, name) && !parameters.contains(&requirement) {
                remarks.push(localized!(
                    "parameteren {name} er en annen; {requirement} kan ikke sammenlignes",
                    "the parameter {name} is another; {requirement} cannot be compared"
                ));
                parameters.push(requirement);
            }
        }
        if a.phase != b.phase {
            remarks.push(Localized::new("fasen er en annen", "the phase is another"));
        }
        if a.program != b.program {
            remarks.push(localized!(
                "rapportene er laget med befaring {} og {}; kravene kan være lest ulikt",
                "the reports were made by befaring {} and {}; requirements may have been read differently",
                a.program,
                b.program
            ));
        }
        let mut unresolved = missing_input(a, b);
        if b.incomplete {
            unresolved = Some(Localized::new(
                "inndata til den nye rapporten har feil",
                "the input of the later report has errors",
            ));
        }
        if a.incomplete {
            remarks.push(Localized::new(
                "inndata til den eldre rapporten hadde feil, så noe som er nytt her, kan ha vært der før",
                "the input of the earlier report had errors, so what is new here may have been there before",
            ));
        }
        remarks.extend(unresolved.clone());
        Self { whole, parameters, unresolved, same_language: a.lang == b.lang, remarks }
    }

    /// Why a requirement cannot be compared at an element.
    fn reason(&self, requirement: &str, pair: Option<(&ElementLine, &ElementLine)>) -> Option<Localized> {
        if self.whole.is_some() {
            return self.whole.clone();
        }
        if self.parameters.iter().any(|p| p == requirement) {
            return Some(Localized::new("parameteren er en annen", "the parameter is another"));
        }
        let (a, b) = pair?;
        (a.kind == SubjectKind::Dwelling && a.sort != b.sort)
            .then(|| Localized::new("boligens målgruppe er en annen", "the dwelling's group is another"))
    }

    fn later(&self, before: Option<&Case>, after: &Case, matching: &Matching<'_>) -> Option<Change> {
        let was_wrong = before.is_some_and(Case::is_wrong);
        if !was_wrong && !after.is_wrong() {
            return None;
        }
        let pair = before.and_then(|b| Some((matching.in_a(&b.element)?, matching.b_of(&b.element)?)));
        let reason = || self.reason(&after.requirement, pair);
        let (class, why) = match (before, was_wrong, after.is_wrong()) {
            (Some(before), true, true) if self.same(before, after) => (Class::Unchanged, None),
            (_, true, true) => match reason() {
                Some(why) => (Class::NotComparable, Some(why)),
                None => (Class::Changed, None),
            },
            (_, true, false) => match reason().or_else(|| self.unresolved.clone()) {
                Some(why) => (Class::NotComparable, Some(why)),
                None if after.verdict == Verdict::NotApplicable => {
                    let why = Localized::new(
                        "kravet gjelder ikke stedet lenger",
                        "the requirement no longer applies to the place",
                    );
                    (Class::NotComparable, Some(why))
                }
                None => (Class::Resolved, None),
            },
            _ => match reason() {
                Some(why) => (Class::NotComparable, Some(why)),
                None => (Class::New, None),
            },
        };
        Some(Change { class, before: before.cloned(), after: Some(after.clone()), why })
    }

    fn same(&self, before: &Case, after: &Case) -> bool {
        let mut values = [before.values.clone(), after.values.clone()];
        values.iter_mut().for_each(|v| v.sort());
        before.verdict == after.verdict
            && before.unclarity == after.unclarity
            && before.force == after.force
            && before.departure == after.departure
            && before.not_yet == after.not_yet
            && (!self.same_language || values[0] == values[1])
    }

    /// A finding the later report does not have at all.
    fn gone(
        &self,
        before: &Case,
        judged: &BTreeMap<(&str, &str), Judged>,
        matching: &Matching<'_>,
    ) -> Change {
        let change = |class, why| Change { class, before: Some(before.clone()), after: None, why: Some(why) };
        if let Some(why) = self.reason(&before.requirement, None).or_else(|| self.unresolved.clone()) {
            return change(Class::NotComparable, why);
        }
        let gone = localized!("{} er ikke med lenger", "{} is no longer included", before.label);
        let Some(element) = matching.in_a(&before.element) else {
            return change(Class::NotComparable, gone);
        };
        if matching.b_of(&before.element).is_some() {
            let why = Localized::new(
                "kravet er ikke vurdert på stedet i den nye rapporten",
                "the requirement is not judged at the place in the later report",
            );
            return change(Class::NotComparable, why);
        }
        // A part was taken out: resolved where the requirement was judged again in the same dwelling and is met there.
        let part = !matches!(
            element.kind,
            SubjectKind::Dwelling | SubjectKind::Base | SubjectKind::Storey | SubjectKind::Building
        );
        let owner = matching.still_there(element).filter(|o| part && o.kind != SubjectKind::Project);
        let judged = owner.and_then(|o| judged.get(&(before.requirement.as_str(), o.id.as_str())));
        if judged.is_some_and(|j| j.met && !j.wrong) {
            let why = localized!("{} er tatt bort", "{} was taken out", before.label);
            return change(Class::Resolved, why);
        }
        change(Class::NotComparable, gone)
    }
}

/// What a requirement came to in a dwelling or any other whole.
#[derive(Default)]
struct Judged {
    met: bool,
    wrong: bool,
}

/// What each requirement came to in every whole of a report, by requirement and element.
fn judged_within(past: &Past) -> BTreeMap<(&str, &str), Judged> {
    let parents: BTreeMap<&str, &str> =
        past.elements.iter().filter_map(|e| Some((e.id.as_str(), e.within.as_deref()?))).collect();
    let mut all: BTreeMap<(&str, &str), Judged> = BTreeMap::new();
    for case in &past.cases {
        let mut at = Some(case.element.as_str());
        for _ in 0..DEEPEST {
            let Some(id) = at else { break };
            let judged = all.entry((&case.requirement, id)).or_default();
            judged.met |= case.verdict == Verdict::Positive;
            judged.wrong |= case.is_wrong();
            at = parents.get(id).copied();
        }
    }
    all
}

/// Whether the later report read fewer models or descriptions than the earlier.
fn missing_input(a: &Past, b: &Past) -> Option<Localized> {
    let is_model = |path: &str| {
        let path = path.to_lowercase();
        [".ifc", ".ifczip", ".ifcxml"].iter().any(|e| path.ends_with(e))
    };
    let models = |past: &Past| past.inputs.iter().filter(|i| is_model(&i.path)).count();
    let descriptions =
        |past: &Past| past.inputs.iter().filter(|i| i.path.to_lowercase().ends_with(".bolig")).count();
    if models(b) < models(a) {
        let (old, new) = (models(a), models(b));
        return Some(localized!(
            "den nye rapporten har færre bygningsmodeller ({old} → {new})",
            "the later report has fewer building models ({old} → {new})"
        ));
    }
    (descriptions(b) < descriptions(a)).then(|| {
        Localized::new("den nye rapporten mangler beskrivelsen", "the later report lacks the description")
    })
}

/// What became of the parts of the project themselves.
fn parts(out: &mut Comparison, a: &Past, b: &Past, matching: &Matching<'_>) {
    let counted = [
        (SubjectKind::Building, "bygg", "buildings"),
        (SubjectKind::Storey, "etasjer", "storeys"),
        (SubjectKind::Dwelling, "boliger", "dwellings"),
        (SubjectKind::Base, "personalbaser", "staff bases"),
        (SubjectKind::Room, "rom", "rooms"),
        (SubjectKind::Door, "dører", "doors"),
        (SubjectKind::Window, "vinduer", "windows"),
        (SubjectKind::Fixture, "utstyr og møbler", "equipment and furniture"),
    ];
    for (kind, nb, en) in counted {
        let count = |past: &Past| past.elements.iter().filter(|e| e.kind == kind).count() as f64;
        let (before, after) = (count(a), count(b));
        if before != after {
            out.deltas.push(Delta { what: Localized::new(nb, en), before, after, is_area: false });
        }
    }
    let total = |past: &Past| {
        let dwellings = past.elements.iter().filter(|e| e.kind == SubjectKind::Dwelling);
        dwellings.map(|e| e.area).sum::<Option<f64>>()
    };
    if let (Some(before), Some(after)) = (total(a), total(b))
        && (before - after).abs() >= LEAST_AREA
    {
        let what = Localized::new("bruksareal av boligene i alt", "usable area of the dwellings in all");
        out.deltas.push(Delta { what, before, after, is_area: true });
    }
    let labels = |past: &'_ Past| -> BTreeMap<String, String> {
        past.elements.iter().map(|e| (e.id.clone(), e.label.clone())).collect()
    };
    let (in_a, in_b) = (labels(a), labels(b));
    for (old, new) in matching.pairs() {
        if let (Some(before), Some(after)) = (old.area, new.area)
            && (before - after).abs() >= LEAST_AREA
        {
            let what = Localized::same(&new.label);
            out.deltas.push(Delta { what, before, after, is_area: true });
            out.touched.push(new.id.clone());
        }
        // A room of a renamed dwelling is not renamed itself.
        let (before, after) = (own_name(old, &in_a), own_name(new, &in_b));
        if before != after && new.kind != SubjectKind::Project {
            out.renamed.push(Renamed { before: old.label.clone(), after: new.label.clone() });
            out.touched.push(new.id.clone());
        }
    }
    let told =
        |e: &&ElementLine| !matches!(e.kind, SubjectKind::Project | SubjectKind::Site | SubjectKind::Wall);
    out.added = matching.only_in_b().filter(told).map(|e| e.label.clone()).collect();
    out.touched.extend(matching.only_in_b().map(|e| e.id.clone()));
    out.removed = matching.only_in_a().filter(told).map(|e| e.label.clone()).collect();
    out.touched.sort();
    out.touched.dedup();
}

/// What an element is called within what it is part of: «bad» of «bad i A101».
fn own_name(element: &ElementLine, labels: &BTreeMap<String, String>) -> String {
    let mut id = element.id.as_str();
    while let Some((whole, _)) = id.rsplit_once('/') {
        if let Some(label) = labels.get(whole) {
            for within in [" i ", " in "] {
                let own = element.label.strip_suffix(label.as_str()).and_then(|o| o.strip_suffix(within));
                if let Some(own) = own {
                    return own.to_owned();
                }
            }
        }
        id = whole;
    }
    element.label.clone()
}
