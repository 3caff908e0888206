//! Applicability × edition × checks → findings.
//!
//! Pure: the same facts, catalogue and edition give the same findings in the same order. A requirement that
//! might apply but cannot be told to (unknown group, unknown condition) gives an unclear finding, never silence.

use std::sync::Arc;

use rayon::prelude::*;

use crate::catalogue::{
    Applies, Catalogue, Check, EditionBlock, Literal, Predicate, Remark, Requirement, Summary, fill, unknown,
};
use crate::check::{self, Context, Earlier, Holds, Missing, Outcome};
use crate::facts::{Drawing, FUNCTIONS, Fact, FactBase, SubjectIx};
use crate::finding::{Departure, Finding, Force, GROUP, Remedy, Unclarity, Verdict};
use crate::localized;
use crate::model::{Evidence, Origin};
use crate::text::{Lang, Localized};
use crate::vocab::{OWN_SET, Phase, SubjectKind};

mod phase;

/// Fact with the resident groups of the project or dwelling, somatic group included.
const GROUPS: &str = "project.group_keys";
/// The same of a single dwelling that states its own.
const DWELLING_GROUPS: &str = "dwelling.group_keys";

/// Whether a requirement concerns a group, and how strongly.
enum Concern<'a> {
    No,
    Unknown,
    Yes { force: Force, reading: Option<&'a crate::catalogue::Extends> },
}

/// All findings of an edition, in the order of the catalogue and then of the places.
pub fn evaluate(facts: &FactBase, catalogue: &Catalogue, edition: &str) -> Vec<Finding> {
    evaluate_in(facts, catalogue, edition, None)
}

/// The same for a project in a phase: what cannot be documented until a later one is told as such.
pub fn evaluate_in(
    facts: &FactBase,
    catalogue: &Catalogue,
    edition: &str,
    phase: Option<Phase>,
) -> Vec<Finding> {
    evaluate_settled(facts, catalogue, edition, phase, |_| {})
}

/// The same with what people say of findings put to them as they are made (`settle`): what takes other findings together
/// is judged by what they came to in the end, and is settled itself afterwards. Each finding is handed over once.
pub fn evaluate_settled(
    facts: &FactBase,
    catalogue: &Catalogue,
    edition: &str,
    phase: Option<Phase>,
    mut settle: impl FnMut(&mut [Finding]),
) -> Vec<Finding> {
    let all = catalogue.in_edition(edition);
    let summarises = |block: &EditionBlock| {
        let mut found = false;
        block.check.walk(&mut |c| found |= matches!(c, Check::Summary(_)));
        found
    };
    let (later, first): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, b)| summarises(b));
    // What is no summary hangs on no other finding.
    let earlier = &Earlier::default();
    let judged: Vec<Vec<Finding>> = first
        .into_par_iter()
        .map(|(requirement, block)| Evaluation { facts, catalogue, requirement, block, phase, earlier }.run())
        .collect();
    // Room for all of them at once: a list that grows is held twice each time.
    let mut findings: Vec<Finding> = Vec::with_capacity(judged.iter().map(Vec::len).sum());
    for mut made in judged {
        settle(&mut made);
        findings.extend(made);
    }
    for (requirement, block) in later {
        let earlier = &Earlier::new(&findings);
        let mut made = Evaluation { facts, catalogue, requirement, block, phase, earlier }.run();
        settle(&mut made);
        findings.extend(made);
    }
    let order = |f: &Finding| {
        let requirement = catalogue.requirements.get(&f.requirement);
        requirement.map(|r| (catalogue.chapter_index(r), r.number))
    };
    findings.sort_by_cached_key(|f| (order(f), f.subject));
    if phase.is_some() {
        phase::of_summaries(&mut findings, facts, catalogue, edition);
    }
    findings
}

/// A summary that is negative for nothing but findings agreed departures excuse is excused with them. What asks less
/// strongly than the summary did not make it negative, unless the summary binds. To be called when departures have been
/// applied.
pub fn excuse_summaries(findings: &mut [Finding], facts: &FactBase, catalogue: &Catalogue, edition: &str) {
    if !findings.iter().any(|f| f.departure.as_ref().is_some_and(|d| d.standing.excuses())) {
        return;
    }
    let excused: Vec<(usize, Departure)> = findings
        .iter()
        .enumerate()
        .filter(|(_, f)| f.verdict == Verdict::Negative && f.departure.is_none())
        .filter_map(|(i, finding)| {
            let parts = summarised(finding, findings, facts, catalogue, edition)?;
            let binds = summary_of(finding, catalogue, edition)?.binding;
            let breaks =
                |f: &&&Finding| f.verdict == Verdict::Negative && (binds || f.force >= finding.force);
            let negative = parts.iter().filter(breaks);
            let all: Option<Vec<&Departure>> =
                negative.map(|f| f.departure.as_ref().filter(|d| d.standing.excuses())).collect();
            Some((i, all?.into_iter().max_by_key(|d| d.standing)?.clone()))
        })
        .collect();
    for (i, departure) in excused {
        findings[i].departure = Some(departure);
    }
}

/// The findings a summary takes together at its place; none when the requirement is no summary.
pub fn summarised<'f>(
    finding: &Finding,
    findings: &'f [Finding],
    facts: &FactBase,
    catalogue: &Catalogue,
    edition: &str,
) -> Option<Vec<&'f Finding>> {
    let summary = summary_of(finding, catalogue, edition)?;
    let within = |f: &&Finding| {
        summary.names(&f.requirement)
            && f.requirement != finding.requirement
            && (facts.is_within(f.subject, finding.subject) || facts.is_within(finding.subject, f.subject))
    };
    Some(findings.iter().filter(within).collect())
}

fn summary_of<'c>(finding: &Finding, catalogue: &'c Catalogue, edition: &str) -> Option<&'c Summary> {
    let block = catalogue.requirements.get(&finding.requirement)?.block(edition, &catalogue.editions)?;
    match &block.check {
        Check::Summary(summary) => Some(summary),
        _ => None,
    }
}

struct Evaluation<'a> {
    facts: &'a FactBase,
    catalogue: &'a Catalogue,
    requirement: &'a Requirement,
    block: &'a EditionBlock,
    phase: Option<Phase>,
    earlier: &'a Earlier<'a>,
}

impl<'a> Evaluation<'a> {
    fn run(&self) -> Vec<Finding> {
        let applies = &self.block.applies;
        // A list that grows is held twice each time; some wholes have a finding of their own besides.
        let mut out = Vec::with_capacity(self.facts.of_kind(applies.to).count());
        match applies.to {
            kind @ (SubjectKind::Project
            | SubjectKind::Site
            | SubjectKind::Building
            | SubjectKind::Storey
            | SubjectKind::Dwelling
            | SubjectKind::Base) => {
                let places: Vec<SubjectIx> = self.facts.of_kind(kind).collect();
                self.judge_places(self.facts.project(), &places, applies, &mut out);
            }
            kind => {
                let within = applies.within.unwrap_or(SubjectKind::Dwelling);
                let wholes: Vec<SubjectIx> = self.facts.of_kind(within).collect();
                if wholes.is_empty() {
                    self.judge_places(self.facts.project(), &[], applies, &mut out);
                }
                for whole in wholes {
                    let places: Vec<SubjectIx> = self.facts.within(whole, kind).collect();
                    self.judge_places(whole, &places, applies, &mut out);
                }
            }
        }
        out
    }

    /// Judges the places of a whole; a whole without any is unclear itself, or not concerned.
    fn judge_places(
        &self,
        whole: SubjectIx,
        places: &[SubjectIx],
        applies: &Applies,
        out: &mut Vec<Finding>,
    ) {
        let mut met = false;
        let mut open: Vec<Missing> = Vec::new();
        for place in places {
            let (force, reading) = match self.concerns(*place) {
                Concern::No => {
                    met = true;
                    add(out, self.not_applicable(*place));
                    continue;
                }
                Concern::Unknown => {
                    met = true;
                    add(out, self.group_unknown(*place));
                    continue;
                }
                Concern::Yes { force, reading } => (force, reading),
            };
            let context = self.context(*place);
            match check::meets(&context, *place, &applies.r#where) {
                Holds::No => {}
                Holds::Unknown(missing) => open.extend(missing),
                Holds::Yes(()) => {
                    met = true;
                    let outcome = check::judge(&context, &self.block.check);
                    add(out, self.finding(&context, outcome, force, reading));
                }
            }
        }
        if !open.is_empty() {
            met = true;
            let (force, reading) = match self.concerns(whole) {
                Concern::Yes { force, reading } => (force, reading),
                _ => (self.block.force, None),
            };
            let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
            outcome.missing = open;
            add(out, self.finding(&self.context(whole), outcome, force, reading));
        }
        if !met {
            add(out, self.nothing_there(whole, places.is_empty(), applies));
        }
    }

    fn context(&self, subject: SubjectIx) -> Context<'a> {
        Context {
            facts: self.facts,
            catalogue: self.catalogue,
            requirement: self.requirement,
            block: self.block,
            subject,
            earlier: self.earlier,
        }
    }

    fn concerns(&self, place: SubjectIx) -> Concern<'a> {
        let block = self.block;
        let everyone = Concern::Yes { force: block.force, reading: None };
        if block.applies.groups.is_empty() && block.applies.except.is_empty() {
            return everyone;
        }
        let keys = self.group_keys(place);
        if keys.is_empty() {
            return Concern::Unknown;
        }
        let hit = |list: &[String]| keys.iter().any(|k| list.contains(k));
        if hit(&block.applies.except) {
            return Concern::No;
        }
        if block.applies.groups.is_empty() || hit(&block.applies.groups) {
            return everyone;
        }
        match block.extends.iter().find(|e| hit(&e.groups)) {
            Some(e) => Concern::Yes { force: e.force, reading: Some(e) },
            None => Concern::No,
        }
    }

    /// The groups a place is for: the dwelling's own, else the project's; empty when nobody said.
    fn group_keys(&self, place: SubjectIx) -> Vec<String> {
        let known = [DWELLING_GROUPS, GROUPS].iter().find_map(|f| self.facts.value(place, f));
        known.map(|v| v.as_words().to_vec()).unwrap_or_default()
    }

    fn bare(&self, subject: SubjectIx, verdict: Verdict, message: Localized) -> Finding {
        Finding {
            requirement: self.requirement.id.clone(),
            subject,
            verdict,
            unclarity: None,
            force: self.block.force,
            message: Arc::new(message),
            remark: None,
            interpretation: None,
            evidence: Vec::new(),
            parameters: Arc::default(),
            remedies: Arc::default(),
            causes: Vec::new(),
            drawing: Drawing::default(),
            ways: Vec::new(),
            not_yet: None,
            departure: None,
            statements: Vec::new(),
            computed: None,
        }
    }

    fn not_applicable(&self, place: SubjectIx) -> Finding {
        let groups = self.facts.reference(place, GROUPS, &self.catalogue.vocabulary).value;
        let message = Localized::new(
            format!("gjelder ikke gruppe {}", groups.nb),
            format!("does not apply to group {}", groups.en),
        );
        self.bare(place, Verdict::NotApplicable, message)
    }

    fn group_unknown(&self, place: SubjectIx) -> Finding {
        let title = &self.requirement.title;
        let message = localized!(
            "{}: kan ikke vurderes før målgruppen er angitt",
            "{}: cannot be judged before the resident group is stated",
            title.nb
        );
        let message = Localized { en: message.en.replacen(&title.nb, &title.en, 1), ..message };
        let mut finding = self.bare(place, Verdict::Unclear, message);
        finding.unclarity = Some(Unclarity::NotDocumented);
        let group = Missing { subject: self.facts.project(), fact: GROUP.to_owned(), why: None };
        finding.remedies = Arc::new([self.remedy(&group)]);
        finding
    }

    /// A whole without any place the requirement could be judged at.
    fn nothing_there(&self, whole: SubjectIx, none_at_all: bool, applies: &Applies) -> Finding {
        use crate::catalogue::Missing as WhenMissing;
        let concern = self.concerns(whole);
        let kind = applies.to.name();
        let label = self.facts.label(whole, &self.catalogue.vocabulary);
        let not_concerned = matches!(concern, Concern::No)
            || (applies.missing == WhenMissing::NotApplicable && self.parts_are_known(whole))
            || (!none_at_all
                && !matches!(applies.to, SubjectKind::Room | SubjectKind::Door | SubjectKind::Window));
        if matches!(concern, Concern::Unknown) {
            return self.group_unknown(whole);
        }
        if not_concerned {
            let message = Localized::new(
                format!("ikke noe i {} som dette gjelder", label.nb),
                format!("{} has nothing that this applies to", label.en),
            );
            return self.bare(whole, Verdict::NotApplicable, message);
        }
        let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
        let why = Localized::new(
            format!("{} har ikke {} i beskrivelsen som dette kan vurderes på", label.nb, kind.nb),
            format!("{} has no {} in the description where this could be judged", label.en, kind.en),
        );
        outcome.missing.push(Missing { subject: whole, fact: String::new(), why: Some(why) });
        let (force, reading) = match concern {
            Concern::Yes { force, reading } => (force, reading),
            _ => (self.block.force, None),
        };
        self.finding(&self.context(whole), outcome, force, reading)
    }

    /// Whether what was described of a whole is all there is of it: only then is a part that nobody mentioned
    /// known not to be there. A dwelling or base of which no room was drawn or listed is open.
    fn parts_are_known(&self, whole: SubjectIx) -> bool {
        let fact = match self.facts.subject(whole).kind {
            SubjectKind::Dwelling => "dwelling.planned",
            SubjectKind::Base => "base.planned",
            _ => return true,
        };
        let planned =
            Predicate { fact: fact.to_owned(), is: Some(Literal::Bool(true)), ..Predicate::default() };
        matches!(check::meets(&self.context(whole), whole, &[planned]), Holds::Yes(()))
    }

    fn finding(
        &self,
        context: &Context<'_>,
        mut outcome: Outcome,
        force: Force,
        reading: Option<&crate::catalogue::Extends>,
    ) -> Finding {
        let block = self.block;
        let mut interpretation: Vec<Localized> = block.interpretation.iter().cloned().collect();
        interpretation.extend(reading.map(|r| Localized::new(&r.nb, &r.en)));
        if let (Some(contested), Verdict::Negative) = (&block.contested, outcome.verdict())
            && (contested.groups.is_empty()
                || self.group_keys(context.subject).iter().any(|k| contested.groups.contains(k)))
            && let Holds::Yes(grounds) = check::holds(context, context.subject, &contested.when)
        {
            outcome.evidence.extend(grounds);
            outcome.verdict = Some(Verdict::Unclear);
            outcome.unclarity = Some(Unclarity::Conflict);
            outcome.ways.clear();
            interpretation.push(Localized::new(&contested.nb, &contested.en));
        }
        let not_yet = self.not_yet(context.subject, &mut outcome);
        outcome.parameters.sort();
        outcome.parameters.dedup();
        let mut remedies: Vec<Remedy> = outcome.missing.iter().map(|m| self.remedy(m)).collect();
        remedies.dedup();
        let message = self.message(context, &outcome, &remedies);
        let mut remark = if outcome.verdict() == Verdict::Unclear {
            None
        } else {
            self.remark(context, &block.remark, &mut outcome)
        };
        let evidence = outcome.evidence;
        if matches!(outcome.verdict, Some(Verdict::Positive | Verdict::Negative)) {
            remark = remark.or_else(|| self.doubt(context.subject, &evidence));
        }
        let mut told = Vec::with_capacity(evidence.len());
        for e in evidence {
            if !told.contains(&e) {
                told.push(e);
            }
        }
        Finding {
            unclarity: outcome.unclarity,
            force,
            message: Arc::new(message),
            remark,
            interpretation: (!interpretation.is_empty()).then(|| Arc::new(join(&interpretation))),
            evidence: told,
            parameters: outcome.parameters.into(),
            remedies: remedies.into(),
            causes: outcome.causes,
            drawing: outcome.drawing,
            ways: outcome.ways,
            not_yet,
            ..self.bare(
                context.subject,
                outcome.verdict.unwrap_or(Verdict::NotApplicable),
                Localized::default(),
            )
        }
    }

    /// The first remark whose conditions hold; otherwise the first that hangs on a value whose limit lies within its
    /// uncertainty, and says so.
    fn remark(&self, context: &Context<'_>, remarks: &[Remark], outcome: &mut Outcome) -> Option<Localized> {
        let mut perhaps = None;
        for r in remarks {
            let text = Localized::new(&r.nb, &r.en);
            match check::holds(context, context.subject, &r.when) {
                Holds::Yes(e) => {
                    outcome.evidence.extend(e);
                    let shown = r.when.iter().filter_map(|c| context.facts.drawing(context.subject, &c.fact));
                    shown.for_each(|drawing| outcome.drawing.add(drawing.clone()));
                    return Some(self.filled(context, outcome, &text));
                }
                Holds::Unknown(missing) if perhaps.is_none() => {
                    let measured =
                        |m: &Missing| matches!(context.facts.look(m.subject, &m.fact), Fact::Known(_));
                    if missing.iter().all(measured) {
                        let text = self.filled(context, outcome, &text);
                        perhaps = Some(Localized::new(
                            format!("{} (usikkert: grensen ligger innenfor usikkerheten)", text.nb),
                            format!("{} (uncertain: the limit lies within the uncertainty)", text.en),
                        ));
                    }
                }
                _ => {}
            }
        }
        perhaps
    }

    /// The remark that a verdict leans on a room's name that may be read in several ways.
    fn doubt(&self, subject: SubjectIx, evidence: &[Evidence]) -> Option<Localized> {
        let of_place = || FUNCTIONS.iter().find_map(|fact| self.facts.doubt(subject, fact));
        let of_evidence = |e: &Evidence| match &e.origin {
            Some(Origin::Assumed { why }) if FUNCTIONS.contains(&e.fact.as_str()) => Some(why.clone()),
            Some(origin) => origin.doubt().cloned(),
            None => None,
        };
        let doubt = evidence.iter().find_map(of_evidence).or_else(of_place)?;
        Some(Localized::new(format!("men {}", doubt.nb), format!("but {}", doubt.en)))
    }

    fn message(&self, context: &Context<'_>, outcome: &Outcome, remedies: &[Remedy]) -> Localized {
        let text = &self.requirement.text;
        match outcome.verdict() {
            Verdict::Positive => {
                self.filled(context, outcome, &Localized::new(&text.nb.positive, &text.en.positive))
            }
            Verdict::Negative => {
                self.filled(context, outcome, &Localized::new(&text.nb.negative, &text.en.negative))
            }
            Verdict::NotApplicable => Localized::new("ikke relevant her", "not applicable here"),
            Verdict::Unclear => {
                if let (Some(nb), Some(en)) = (&text.nb.unclear, &text.en.unclear) {
                    return self.filled(context, outcome, &Localized::new(nb, en));
                }
                let title = &self.requirement.title;
                let why = outcome.unclarity.unwrap_or(Unclarity::NotDocumented);
                let needs = |lang: Lang| -> String {
                    let own =
                        outcome.missing.iter().find_map(|m| m.why.as_ref()).map(|w| w.get(lang).to_owned());
                    let mut names: Vec<String> = Vec::new();
                    for r in remedies {
                        let name = r.name.get(lang).to_owned();
                        if !name.is_empty() && !names.contains(&name) {
                            names.push(name);
                        }
                    }
                    match (why, own, names.is_empty()) {
                        (Unclarity::MustBeSeen, None, _) => String::new(),
                        (_, Some(own), _) => format!(" – {own}"),
                        (Unclarity::NotDocumented, None, false) if lang == Lang::Nb => {
                            format!(" – trenger {}", crate::text::list(&names, lang))
                        }
                        (Unclarity::NotDocumented, None, false) => {
                            format!(" – needs {}", crate::text::list(&names, lang))
                        }
                        (Unclarity::Conflict | Unclarity::Uncertain, None, _) => {
                            let value = outcome.slots.get("value").map_or("", |v| v.get(lang));
                            let limit = outcome.slots.get("limit").map(|v| v.get(lang));
                            match (value, limit) {
                                ("", _) => String::new(),
                                (v, None) => format!(" – {v}"),
                                (v, Some(l)) if lang == Lang::Nb => format!(" – {v}, grense {l}"),
                                (v, Some(l)) => format!(" – {v}, limit {l}"),
                            }
                        }
                        _ => String::new(),
                    }
                };
                let line =
                    |lang: Lang| format!("{}: {}{}", title.get(lang), why.name().get(lang), needs(lang));
                Localized::new(line(Lang::Nb), line(Lang::En))
            }
        }
    }

    /// A sentence with its slots filled from the outcome, the parameters and the facts.
    fn filled(&self, context: &Context<'_>, outcome: &Outcome, text: &Localized) -> Localized {
        let other = |name: &str| -> Option<Localized> {
            if let Some(p) = outcome.parameters.iter().find(|p| p.name.rsplit('.').next() == Some(name)) {
                return Some(p.value.clone());
            }
            let def = self.catalogue.vocabulary.fact(name)?;
            match self.facts.look(context.subject, name) {
                Fact::Known(known) => {
                    let show = |lang| known.value.show(Some(def), &self.catalogue.vocabulary, lang);
                    Some(Localized::new(show(Lang::Nb), show(Lang::En)))
                }
                _ => Some(unknown()),
            }
        };
        Localized::new(
            fill(&text.nb, Lang::Nb, &outcome.slots, &other),
            fill(&text.en, Lang::En, &outcome.slots, &other),
        )
    }

    fn remedy(&self, missing: &Missing) -> Remedy {
        let vocabulary = &self.catalogue.vocabulary;
        let place = missing.subject;
        let subject = self.facts.subject(place).label.clone();
        let inspection = self.requirement.inspection.as_ref().map(|i| Localized::new(&i.nb, &i.en));
        if let Some(kind) = missing.fact.strip_prefix("fixture:") {
            let fixture = vocabulary.fixture(kind);
            let name = fixture.map_or_else(|| Localized::same(kind), |f| f.name.clone());
            return Remedy {
                fact: "fixture.kind".to_owned(),
                design: Some(format!("utstyr {}", name.nb)),
                ifc: fixture.and_then(|f| f.ifc.first().cloned()),
                name,
                subject,
                place,
                observe: inspection,
                why: missing.why.clone(),
            };
        }
        if let Some(kind) = missing.fact.strip_prefix("without:") {
            let name = vocabulary.fixture(kind).map_or_else(|| Localized::same(kind), |f| f.name.clone());
            return Remedy {
                fact: "fixture.kind".to_owned(),
                name: Localized::new(
                    format!("opplysning om {}", name.nb),
                    format!("information on {}", name.en),
                ),
                design: Some(format!("uten {}", name.nb)),
                ifc: None,
                subject,
                place,
                observe: inspection,
                why: missing.why.clone(),
            };
        }
        let def = vocabulary.fact(&missing.fact);
        let ifc = def.and_then(|d| d.ifc.first()).map(|source| {
            let entity = source.entity.clone().unwrap_or_default();
            let set = source.set.as_ref().map_or(String::new(), |s| format!("{s}."));
            format!("{entity} {set}{}", source.property).trim().to_owned()
        });
        // Any fact that can be stated has a place in a set of our own.
        let own = || {
            let def = def.filter(|d| d.design.is_some())?;
            Some(format!("{} {OWN_SET}.{}", def.subject.ifc_class(), def.id))
        };
        Remedy {
            fact: missing.fact.clone(),
            name: def.map_or_else(Localized::default, |d| d.name.clone()),
            subject,
            place,
            design: def.and_then(|d| d.example.clone().or_else(|| d.design.clone())),
            ifc: ifc.or_else(own),
            observe: def.and_then(|d| d.observe.clone()).or(inspection),
            why: missing.why.clone(),
        }
    }
}

/// Adds a finding, which shares with the one before it what the two have alike.
fn add(findings: &mut Vec<Finding>, mut finding: Finding) {
    if let Some(before) = findings.last() {
        share(&mut finding.message, &before.message);
        share(&mut finding.parameters, &before.parameters);
        share(&mut finding.remedies, &before.remedies);
        if let (Some(own), Some(other)) = (&mut finding.interpretation, &before.interpretation) {
            share(own, other);
        }
    }
    findings.push(finding);
}

fn share<T: PartialEq + ?Sized>(own: &mut Arc<T>, other: &Arc<T>) {
    if own == other {
        own.clone_from(other);
    }
}

fn join(texts: &[Localized]) -> Localized {
    let all = |lang: Lang| texts.iter().map(|t| t.get(lang)).collect::<Vec<_>>().join(" ");
    Localized::new(all(Lang::Nb), all(Lang::En))
}
