//! The store of facts and the subjects they are about.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sightline::Sights;
use crate::localized;
use crate::model::{Anchor, Certainty, ElementId, FactRef, Figure, Known, Origin, Place, Value};
use crate::quantity::Dimension;
use crate::text::{Lang, Localized};
use crate::vocab::{SubjectKind, Vocabulary};

/// Index of a subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubjectIx(pub usize);

/// Something facts are about.
#[derive(Debug, Clone, PartialEq)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Index in the model's list of that kind.
    pub index: usize,
    /// Stable id.
    pub id: ElementId,
    /// How a sentence refers to it.
    pub label: String,
    /// What it is part of.
    pub parent: Option<SubjectIx>,
    /// Where it is on the plan.
    pub anchor: Option<Anchor>,
    /// Where it was described.
    pub place: Option<Place>,
    /// IFC GlobalId.
    pub guid: Option<String>,
}

/// A fact of a subject.
#[derive(Debug, Clone, PartialEq)]
pub enum Fact {
    /// One value.
    Known(Known),
    /// No value, and why.
    Unknown(Unknown),
    /// Sources that say different things.
    Conflicting(Vec<Known>),
}

/// Why a fact has no value.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unknown {
    /// Why, where there is more to say than that nobody stated it.
    pub why: Option<Localized>,
    /// The facts that would give it: whose, and which. Empty: the fact itself must be stated.
    pub needs: Vec<(SubjectIx, String)>,
}

/// A node of the access graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Node {
    /// The open.
    Outside,
    /// A room.
    Room(SubjectIx),
    /// Somewhere a door leads that was not described.
    Unknown,
}

/// A door or passage between two nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edge {
    /// One side.
    pub a: Node,
    /// The other side.
    pub b: Node,
    /// The door or passage.
    pub door: SubjectIx,
}

/// What a value, or a verdict on it, shows on the plan.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Drawing {
    /// The shapes.
    pub figures: Vec<Figure>,
    /// What they are about: where somebody would look.
    pub at: Vec<SubjectIx>,
}

impl Drawing {
    /// Whether it shows nothing.
    pub fn is_empty(&self) -> bool {
        self.figures.is_empty() && self.at.is_empty()
    }

    /// Adds what another shows; the same shape once.
    pub fn add(&mut self, other: Self) {
        for figure in other.figures {
            if !self.figures.contains(&figure) {
                self.figures.push(figure);
            }
        }
        for at in other.at {
            if !self.at.contains(&at) {
                self.at.push(at);
            }
        }
    }
}

/// Facts of a subject by id.
type Facts = BTreeMap<String, Fact>;

/// Something that belongs to facts, by subject and id.
type OfFacts<T> = BTreeMap<SubjectIx, BTreeMap<String, T>>;

/// A fact nobody said anything of.
static UNSAID: Fact = Fact::Unknown(Unknown { why: None, needs: Vec::new() });

/// Subjects, their facts, and how rooms connect.
///
/// A copy shares everything with the original until it is changed, subject by subject: a design is judged for many groups of
/// residents that differ in a few facts.
#[derive(Debug, Clone, Default)]
pub struct FactBase {
    subjects: Arc<Vec<Subject>>,
    facts: Vec<Arc<Facts>>,
    by_kind: Arc<BTreeMap<SubjectKind, Vec<SubjectIx>>>,
    children: Arc<Vec<Vec<SubjectIx>>>,
    drawings: Arc<OfFacts<Drawing>>,
    sights: Arc<OfFacts<Sights>>,
    /// Doors and passages between rooms and the open.
    pub access: Vec<Edge>,
}

/// Facts that say what a room is for: read from its name, which may be read in several ways.
pub const FUNCTIONS: [&str; 2] = ["room.function", "room.functions"];
/// How far a stated area and a computed one may lie apart, in m²: both are written with one decimal.
const AREA_AGREEMENT: f64 = 0.1;
/// How far a stated length and a computed one may lie apart, in metres.
const LENGTH_AGREEMENT: f64 = 0.01;

impl FactBase {
    /// Adds a subject and gives its index.
    pub fn add(&mut self, subject: Subject) -> SubjectIx {
        let ix = SubjectIx(self.subjects.len());
        Arc::make_mut(&mut self.by_kind).entry(subject.kind).or_default().push(ix);
        let children = Arc::make_mut(&mut self.children);
        children.push(Vec::new());
        if let Some(siblings) = subject.parent.and_then(|p| children.get_mut(p.0)) {
            siblings.push(ix);
        }
        Arc::make_mut(&mut self.subjects).push(subject);
        self.facts.push(Arc::default());
        ix
    }

    /// A subject by index.
    ///
    /// # Panics
    /// Never for indices this value gave out.
    pub fn subject(&self, ix: SubjectIx) -> &Subject {
        &self.subjects[ix.0]
    }

    /// All subjects of a kind, in the order of the model.
    pub fn of_kind(&self, kind: SubjectKind) -> impl Iterator<Item = SubjectIx> + '_ {
        self.by_kind.get(&kind).into_iter().flatten().copied()
    }

    /// The subject of the model's element of a kind and index.
    pub fn find(&self, kind: SubjectKind, index: usize) -> Option<SubjectIx> {
        // Subjects of a kind are added in the order of the model's list, so their indices rise.
        let all = self.by_kind.get(&kind)?;
        all.binary_search_by_key(&index, |ix| self.subject(*ix).index).ok().map(|i| all[i])
    }

    /// The whole project.
    pub fn project(&self) -> SubjectIx {
        SubjectIx(0)
    }

    /// The subject itself or the closest one it is part of that has the kind.
    pub fn ancestor(&self, ix: SubjectIx, kind: SubjectKind) -> Option<SubjectIx> {
        let mut at = Some(ix);
        while let Some(i) = at {
            let subject = self.subject(i);
            if subject.kind == kind {
                return Some(i);
            }
            at = subject.parent;
        }
        None
    }

    /// A subject and everything that is part of it, however deep, in the order of the model. A whole is added before its
    /// parts.
    pub fn parts(&self, whole: SubjectIx) -> Vec<SubjectIx> {
        let mut found = Vec::new();
        let mut open = vec![whole];
        while let Some(ix) = open.pop() {
            found.push(ix);
            open.extend(&self.children[ix.0]);
        }
        found.sort_unstable();
        found
    }

    /// What a subject is part of, the closest first.
    pub fn wholes(&self, part: SubjectIx) -> impl Iterator<Item = SubjectIx> + '_ {
        std::iter::successors(self.subject(part).parent, |ix| self.subject(*ix).parent)
    }

    /// Subjects of a kind that are another or part of it, however deep, in the order of the model.
    pub fn within(&self, whole: SubjectIx, kind: SubjectKind) -> impl Iterator<Item = SubjectIx> + '_ {
        self.parts(whole).into_iter().filter(move |ix| self.subject(*ix).kind == kind)
    }

    /// Whether a place, or something it is part of, has one of these ids.
    pub fn stands_in(&self, place: SubjectIx, ids: &[String]) -> bool {
        let mut at = Some(place);
        while let Some(ix) = at {
            let subject = self.subject(ix);
            if ids.contains(&subject.id.0) {
                return true;
            }
            at = subject.parent;
        }
        false
    }

    /// Whether one subject is another or part of it.
    pub fn is_within(&self, part: SubjectIx, whole: SubjectIx) -> bool {
        let mut at = Some(part);
        while let Some(i) = at {
            if i == whole {
                return true;
            }
            at = self.subject(i).parent;
        }
        false
    }

    /// A fact of a subject, or of the closest whole it belongs to when the fact is about such a one: the group
    /// of a room is its project's. [`Fact::Unknown`] when nobody said anything.
    pub fn get(&self, ix: SubjectIx, fact: &str) -> Fact {
        self.look(ix, fact).clone()
    }

    /// The same to look at.
    pub fn look(&self, ix: SubjectIx, fact: &str) -> &Fact {
        let kind = fact.split_once('.').and_then(|(s, _)| SubjectKind::ALL.into_iter().find(|k| k.id() == s));
        let holder = kind.and_then(|k| match k {
            SubjectKind::Project => Some(self.project()),
            SubjectKind::Site => self.of_kind(SubjectKind::Site).next(),
            _ => self.ancestor(ix, k),
        });
        holder.and_then(|h| self.facts[h.0].get(fact)).unwrap_or(&UNSAID)
    }

    /// The subject a fact of another is looked up on; see [`FactBase::get`].
    pub fn holder(&self, ix: SubjectIx, fact: &str) -> SubjectIx {
        let kind = fact.split_once('.').and_then(|(s, _)| SubjectKind::ALL.into_iter().find(|k| k.id() == s));
        match kind {
            Some(SubjectKind::Project) => self.project(),
            Some(SubjectKind::Site) => self.of_kind(SubjectKind::Site).next().unwrap_or(ix),
            Some(k) => self.ancestor(ix, k).unwrap_or(ix),
            None => ix,
        }
    }

    /// The value of a fact if it is known.
    pub fn value(&self, ix: SubjectIx, fact: &str) -> Option<Value> {
        match self.look(ix, fact) {
            Fact::Known(known) => Some(known.value.clone()),
            _ => None,
        }
    }

    /// The facts of a subject, by id.
    pub fn facts_of(&self, ix: SubjectIx) -> &BTreeMap<String, Fact> {
        &self.facts[ix.0]
    }

    /// Takes a fact out, as if nobody had stated it or worked it out.
    pub(super) fn forget(&mut self, ix: SubjectIx, fact: &str) {
        self.own(ix).remove(fact);
    }

    /// The facts of a subject to be changed.
    fn own(&mut self, ix: SubjectIx) -> &mut Facts {
        Arc::make_mut(&mut self.facts[ix.0])
    }

    /// Sets what was stated of a fact.
    pub fn set_declared(&mut self, ix: SubjectIx, fact: &str, mut values: Vec<Known>) {
        let fact_value = match values.len() {
            0 => return,
            1 => Fact::Known(values.remove(0)),
            _ => Fact::Conflicting(values),
        };
        self.own(ix).insert(fact.to_owned(), fact_value);
    }

    /// Adds what was worked out of a fact. Where it was stated too, the two are one value if they agree within
    /// the precision such values are written with, and a conflict if they do not. A number that overflowed on the way
    /// is none.
    pub fn set_derived(&mut self, ix: SubjectIx, fact: &str, known: Known) {
        if known.value.number().is_some_and(|n| !n.is_finite()) || !known.uncertainty.is_finite() {
            let why = Localized::new(
                "målene er for store til å regnes med",
                "the measures are too large to be worked with",
            );
            return self.set_unknown(ix, fact, Unknown { why: Some(why), needs: Vec::new() });
        }
        let merged = match self.own(ix).remove(fact) {
            None | Some(Fact::Unknown(_)) => Fact::Known(known),
            Some(Fact::Known(mut stated)) => {
                if agree(&stated.value, &known.value, known.uncertainty) {
                    let new = known.origins.into_iter().filter(|o| !stated.origins.contains(o));
                    stated.origins.extend(new.collect::<Vec<_>>());
                    Fact::Known(stated)
                } else if stated.certainty() == Certainty::Observed {
                    Fact::Known(stated)
                } else {
                    Fact::Conflicting(vec![stated, known])
                }
            }
            Some(Fact::Conflicting(mut all)) => {
                all.push(known);
                Fact::Conflicting(all)
            }
        };
        self.own(ix).insert(fact.to_owned(), merged);
    }

    /// Adds a computed value: how, from what.
    pub fn compute(
        &mut self,
        ix: SubjectIx,
        fact: &str,
        value: Value,
        method: Localized,
        from: Vec<FactRef>,
    ) {
        self.set_derived(ix, fact, Known::new(value, Origin::computed(method, from)));
    }

    /// Adds a sentence to how a fact was worked out, where what was stated disagrees with it.
    pub(super) fn add_to_method(&mut self, ix: SubjectIx, fact: &str, more: &Localized) {
        let Some(Fact::Conflicting(all)) = self.own(ix).get_mut(fact) else { return };
        for origin in all.iter_mut().flat_map(|k| &mut k.origins) {
            if let Origin::Computed { method, .. } = origin {
                method.nb.push_str(&more.nb);
                method.en.push_str(&more.en);
            }
        }
    }

    /// Says why a fact could not be worked out, unless it was stated.
    pub fn set_unknown(&mut self, ix: SubjectIx, fact: &str, unknown: Unknown) {
        self.own(ix).entry(fact.to_owned()).or_insert(Fact::Unknown(unknown));
    }

    /// Forgets what is known, and keeps whom it was known of.
    pub fn forget_all(&mut self) {
        self.facts.iter_mut().for_each(|facts| *facts = Arc::default());
        self.drawings = Arc::default();
        self.sights = Arc::default();
        self.access = Vec::new();
    }

    /// Adds what shows on the plan why a fact is what it is, or why it is not known.
    pub fn draw(&mut self, ix: SubjectIx, fact: &str, drawing: Drawing) {
        if !drawing.is_empty() {
            let drawings = Arc::make_mut(&mut self.drawings).entry(ix).or_default();
            drawings.entry(fact.to_owned()).or_default().add(drawing);
        }
    }

    /// What shows on the plan why a fact is what it is; looked up as [`FactBase::get`] looks up its value.
    pub fn drawing(&self, ix: SubjectIx, fact: &str) -> Option<&Drawing> {
        self.drawings.get(&self.holder(ix, fact))?.get(fact)
    }

    /// Sets the free lines of sight that a fact counts.
    pub fn set_sights(&mut self, ix: SubjectIx, fact: &str, sights: Sights) {
        Arc::make_mut(&mut self.sights).entry(ix).or_default().insert(fact.to_owned(), sights);
    }

    /// The free lines of sight a fact counts, none where nobody looked.
    pub fn sights(&self, ix: SubjectIx, fact: &str) -> Option<&Sights> {
        self.sights.get(&self.holder(ix, fact))?.get(fact)
    }

    /// A reference to a fact of a subject with its value, to be named as the ground of another.
    pub fn reference(&self, ix: SubjectIx, fact: &str, vocabulary: &Vocabulary) -> FactRef {
        let def = vocabulary.fact(fact);
        let show = |lang| match self.look(ix, fact) {
            Fact::Known(k) => k.value.show(def, vocabulary, lang),
            Fact::Unknown(_) => localized!("ukjent", "unknown").get(lang).to_owned(),
            Fact::Conflicting(_) => localized!("motstrid", "conflicting").get(lang).to_owned(),
        };
        FactRef {
            subject: self.subject(self.holder(ix, fact)).label.clone(),
            what: def.map_or_else(|| Localized::same(fact), |d| d.name.clone()),
            value: Localized::new(show(Lang::Nb), show(Lang::En)),
            doubt: self.doubt(ix, fact),
        }
    }

    /// What makes a fact doubtful: it says what a room is for, or leans on what does, and the room's name may be read
    /// in several ways.
    pub fn doubt(&self, ix: SubjectIx, fact: &str) -> Option<Localized> {
        let Fact::Known(known) = self.look(ix, fact) else { return None };
        known.origins.iter().find_map(|origin| match origin {
            Origin::Assumed { why } if FUNCTIONS.contains(&fact) => Some(why.clone()),
            origin => origin.doubt().cloned(),
        })
    }
}

fn agree(stated: &Value, computed: &Value, uncertainty: f64) -> bool {
    match (stated, computed) {
        (Value::Quantity(a), Value::Quantity(b)) if a.dimension == b.dimension => {
            let allowed = match a.dimension {
                Dimension::Area => AREA_AGREEMENT,
                Dimension::Length => LENGTH_AGREEMENT,
                _ => 0.0,
            };
            (a.value - b.value).abs() <= allowed.max(uncertainty) + a.dimension.tolerance(a.value, b.value)
        }
        _ => stated.same(computed),
    }
}
