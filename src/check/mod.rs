//! Judging one requirement at one place: one file per kind of check.
//!
//! A check reads facts and nothing else, and gives an [`Outcome`]: a verdict with what it leaned on, what was
//! missing, and the values the sentence needs. A fact that is unknown or conflicting never becomes a pass.

mod access;
mod combine;
mod covering;
mod each;
mod earlier;
mod fixtures;
mod flip;
mod material;
mod measure;
mod predicate;
mod sight;
mod summary;
mod table;
mod value;

use std::collections::BTreeMap;

pub use earlier::Earlier;
pub use predicate::{Holds, holds, meets};

use crate::catalogue::{Catalogue, Check, EditionBlock, Literal, Requirement, SLOTS};
use crate::facts::{Drawing, Fact, FactBase, SubjectIx, Unknown};
use crate::finding::{Change, ParameterUse, Unclarity, Verdict, Way};
use crate::model::{Evidence, Known};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::{FactDef, SubjectKind, Vocabulary};

/// What a check is made with.
pub struct Context<'a> {
    /// The facts.
    pub facts: &'a FactBase,
    /// The catalogue, for words and parameters.
    pub catalogue: &'a Catalogue,
    /// The requirement judged.
    pub requirement: &'a Requirement,
    /// Its wording in the edition.
    pub block: &'a EditionBlock,
    /// Where it is judged.
    pub subject: SubjectIx,
    /// Findings made before, for summaries.
    pub earlier: &'a Earlier<'a>,
}

/// What a check gives.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The verdict; none stands for «not applicable».
    pub verdict: Option<Verdict>,
    /// Why it is unclear.
    pub unclarity: Option<Unclarity>,
    /// What it leaned on.
    pub evidence: Vec<Evidence>,
    /// Facts that would have been needed: whose, which, and why they are missing.
    pub missing: Vec<Missing>,
    /// Values for the sentence.
    pub slots: BTreeMap<&'static str, Localized>,
    /// Interpreted thresholds used.
    pub parameters: Vec<ParameterUse>,
    /// Other places that cause the verdict.
    pub causes: Vec<SubjectIx>,
    /// What shows on the plan why.
    pub drawing: Drawing,
    /// What would turn a negative verdict: any one of these.
    pub ways: Vec<Way>,
}

/// A fact that was needed and is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct Missing {
    /// Whose.
    pub subject: SubjectIx,
    /// Which; a fixture is named `fixture:kind`, and one that should not be there `without:kind`.
    pub fact: String,
    /// Why.
    pub why: Option<Localized>,
}

impl Outcome {
    /// An outcome with a verdict and nothing else.
    pub fn of(verdict: Verdict) -> Self {
        Self { verdict: (verdict != Verdict::NotApplicable).then_some(verdict), ..Self::default() }
    }

    /// Positive or negative.
    pub fn decided(holds: bool) -> Self {
        Self::of(if holds { Verdict::Positive } else { Verdict::Negative })
    }

    /// Unclear, and why.
    pub fn unclear(why: Unclarity) -> Self {
        Self { unclarity: Some(why), ..Self::of(Verdict::Unclear) }
    }

    /// The verdict, «not applicable» where there is none.
    pub fn verdict(&self) -> Verdict {
        self.verdict.unwrap_or(Verdict::NotApplicable)
    }

    /// Sets the value of a slot.
    #[must_use]
    pub fn slot(mut self, name: &'static str, value: Localized) -> Self {
        debug_assert!(SLOTS.contains(&name), "unlisted slot {name}");
        self.slots.insert(name, value);
        self
    }

    /// Adds what the facts it read show on the plan.
    fn drawn_by(mut self, context: &Context<'_>, facts: &[&str]) -> Self {
        for fact in facts {
            if let Some(drawing) = context.facts.drawing(context.subject, fact) {
                self.drawing.add(drawing.clone());
            }
        }
        self
    }

    /// Says what would turn the outcome: one change, or one of several. Only a negative outcome can be turned.
    #[must_use]
    pub fn turned_by(mut self, changes: impl IntoIterator<Item = Change>) -> Self {
        if self.verdict() == Verdict::Negative {
            let way = |c| Way { changes: vec![c], complete: true, then: Verdict::Positive };
            self.ways.extend(changes.into_iter().map(way));
        }
        self
    }

    /// Adds evidence.
    #[must_use]
    pub fn leaning_on(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }
}

/// Judges a check in its context.
pub fn judge(context: &Context<'_>, check: &Check) -> Outcome {
    match check {
        Check::Count(c) => measure::count(context, c),
        Check::Bound(b) => measure::bound(context, b).drawn_by(context, &[&b.fact]),
        Check::Ratio(r) => measure::ratio(context, r).drawn_by(context, &[&r.of, &r.to]),
        Check::Value(v) => value::value(context, v).drawn_by(context, &[&v.fact]),
        Check::Covering(c) => covering::covering(context, c),
        Check::Present(p) => fixtures::present(context, p),
        Check::Absent(p) => fixtures::absent(context, p),
        Check::Located(l) => fixtures::located(context, l),
        Check::Adjacent(a) => access::adjacent(context, a),
        Check::Access(a) => access::access(context, a),
        Check::Table(t) => table::table(context, t).drawn_by(context, &[&t.fact]),
        Check::Sight(s) => sight::sight(context, s),
        Check::Summary(s) => summary::summary(context, s),
        Check::Observe(o) => value::observe(context, o),
        Check::Pending(why) => {
            let mut outcome = Outcome::unclear(Unclarity::MustBeSeen);
            outcome.missing.push(Missing {
                subject: context.subject,
                fact: String::new(),
                why: Some(why.clone()),
            });
            outcome
        }
        Check::All(parts) => combine::all(context, parts),
        Check::Any(parts) => combine::any(context, parts),
        Check::None(parts) => combine::none(context, parts),
        Check::Witness(parts) => combine::witness(context, parts),
        Check::Each(e) => each::each(context, e),
        Check::One(e) => each::one(context, e),
        Check::When(w) => each::when(context, w),
    }
}

impl Context<'_> {
    /// The same at another place.
    fn at(&self, subject: SubjectIx) -> Context<'_> {
        Context { subject, ..*self }
    }

    fn vocabulary(&self) -> &Vocabulary {
        &self.catalogue.vocabulary
    }

    fn def(&self, fact: &str) -> Option<&FactDef> {
        self.vocabulary().fact(fact)
    }

    /// A value for people.
    fn show(&self, known: &Known, fact: &str) -> Localized {
        let def = self.def(fact);
        Localized::new(
            known.value.show(def, self.vocabulary(), Lang::Nb),
            known.value.show(def, self.vocabulary(), Lang::En),
        )
    }

    /// How a sentence refers to a place.
    pub(crate) fn label(&self, place: SubjectIx) -> Localized {
        self.facts.label(place, self.vocabulary())
    }

    /// Evidence for each origin of a known fact.
    pub(crate) fn evidence(&self, subject: SubjectIx, fact: &str, known: &Known) -> Vec<Evidence> {
        let holder = self.facts.holder(subject, fact);
        let name = self.def(fact).map_or_else(|| Localized::same(fact), |d| d.name.clone());
        let value = self.show(known, fact);
        known
            .origins
            .iter()
            .map(|origin| Evidence {
                fact: fact.to_owned(),
                name: name.clone(),
                subject: self.facts.subject(holder).label.clone(),
                value: Some(value.clone()),
                origin: Some(origin.clone()),
            })
            .collect()
    }

    /// A fact's value, or the unclear outcome that its absence or conflict makes.
    fn need(&self, subject: SubjectIx, fact: &str) -> Result<&Known, Box<Outcome>> {
        match self.facts.look(subject, fact) {
            Fact::Known(known) => Ok(known),
            Fact::Unknown(unknown) => {
                let mut outcome = Outcome::unclear(Unclarity::NotDocumented);
                outcome.missing = self.missing(subject, fact, unknown);
                Err(Box::new(outcome))
            }
            Fact::Conflicting(all) => {
                let mut outcome = Outcome::unclear(Unclarity::Conflict);
                let said = |lang: Lang| {
                    let shown: Vec<String> =
                        all.iter().map(|k| self.show(k, fact).get(lang).to_owned()).collect();
                    shown.join(" ≠ ")
                };
                outcome = outcome.slot("value", Localized::new(said(Lang::Nb), said(Lang::En)));
                for known in all {
                    outcome.evidence.extend(self.evidence(subject, fact, known));
                }
                Err(Box::new(outcome))
            }
        }
    }

    fn missing(&self, subject: SubjectIx, fact: &str, unknown: &Unknown) -> Vec<Missing> {
        if fact.starts_with("room.") && self.facts.ancestor(subject, SubjectKind::Room).is_none() {
            let why =
                Localized::new("det er ikke sagt hvilket rom det er", "it is not said which room it is");
            return vec![Missing { subject, fact: String::new(), why: Some(why) }];
        }
        if unknown.needs.is_empty() {
            return vec![Missing {
                subject: self.facts.holder(subject, fact),
                fact: fact.to_owned(),
                why: unknown.why.clone(),
            }];
        }
        let needs = unknown.needs.iter();
        needs.map(|(s, f)| Missing { subject: *s, fact: f.clone(), why: unknown.why.clone() }).collect()
    }

    /// The text of a literal, a parameter's value in its place; tells which parameter was used.
    fn literal_text(&self, literal: &Literal) -> (String, Option<ParameterUse>) {
        match literal {
            Literal::Bool(b) => (b.to_string(), None),
            Literal::Integer(i) => (i.to_string(), None),
            Literal::Number(n) => (n.to_string(), None),
            Literal::Text(t) => {
                match t.strip_prefix('@').and_then(|n| Some((n, self.block.parameter.get(n)?))) {
                    None => (t.clone(), None),
                    Some((name, parameter)) => {
                        let (value, overridden) =
                            self.catalogue.parameter(&self.requirement.id, name, parameter);
                        let used = ParameterUse {
                            name: format!("{}.{name}", self.requirement.id),
                            value: Localized::new(
                                shown_quantity(value, Lang::Nb),
                                shown_quantity(value, Lang::En),
                            ),
                            reading: Localized::new(&parameter.nb, &parameter.en),
                            overridden,
                        };
                        (value.to_owned(), Some(used))
                    }
                }
            }
        }
    }

    /// The number of a literal in the dimension wanted. The catalogue was validated, so a literal that does not
    /// fit is one from an override; it makes the outcome unclear rather than wrong.
    fn literal_number(&self, literal: &Literal, dimension: Dimension, outcome: &mut Outcome) -> Option<f64> {
        let (text, used) = self.literal_text(literal);
        outcome.parameters.extend(used);
        Quantity::parse(&text).ok().and_then(|q| q.as_dimension(dimension)).map(|q| q.value)
    }

    /// Parts of the subject of a kind; a part's own siblings when the subject is a part itself.
    fn parts(&self, kind: SubjectKind) -> Vec<SubjectIx> {
        self.facts.within(self.subject, kind).collect()
    }
}

fn shown_quantity(text: &str, lang: Lang) -> String {
    match Quantity::parse(text) {
        Ok(q) => q.show(lang),
        Err(_) => text.to_owned(),
    }
}

/// A list of labels in both languages.
fn joined(items: &[Localized]) -> Localized {
    let list = |lang| {
        let items: Vec<String> = items.iter().map(|i| i.get(lang).to_owned()).collect();
        crate::text::list(&items, lang)
    };
    Localized::new(list(Lang::Nb), list(Lang::En))
}
