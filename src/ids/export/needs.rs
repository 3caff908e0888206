//! Which facts do the requirements need that somebody must state, and of which rooms and equipment?

use std::collections::{BTreeMap, BTreeSet};

use super::Ask;
use super::agreed::Agreed;
use super::unsaid::{Reason, Unsaid};
use crate::catalogue::{Check, EditionBlock, Literal, Predicate, Presence, Requirement};
use crate::finding::Force;
use crate::localized;
use crate::text::Localized;
use crate::vocab::{FactDef, OWN_SET, Phase, SubjectKind, Vocabulary};

/// Facts derived from facts are followed so far.
const DEPTH: usize = 4;

/// One fact that must be stated.
pub(super) struct Need<'a> {
    pub(super) fact: &'a FactDef,
    /// Functions of the rooms it is asked of; all rooms when none.
    pub(super) rooms: Option<BTreeSet<&'a str>>,
    /// Kinds of equipment it is asked of; all when none.
    pub(super) fixtures: Option<BTreeSet<&'a str>>,
    /// GlobalIds of the elements it is asked of, where these are known.
    pub(super) elements: Vec<String>,
    /// What needs it.
    pub(super) uses: Vec<Use<'a>>,
    /// What they agree on that its value must be.
    pub(super) agreed: Agreed,
}

/// A requirement that needs a fact.
#[derive(Clone, Copy)]
pub(super) struct Use<'a> {
    pub(super) requirement: &'a Requirement,
    pub(super) block: &'a EditionBlock,
    pub(super) force: Force,
}

/// All that is needed.
pub(super) struct Needs<'a> {
    /// In the order of the subjects and the facts' ids.
    pub(super) needs: Vec<Need<'a>>,
    pub(super) unsaid: Vec<Unsaid>,
    /// Whether rooms must be known by their names.
    pub(super) rooms_named: bool,
}

/// What a check is about where it stands.
#[derive(Clone)]
struct Scope<'a> {
    subject: SubjectKind,
    rooms: Option<BTreeSet<&'a str>>,
    fixtures: Option<BTreeSet<&'a str>>,
}

struct Walk<'a> {
    ask: &'a Ask<'a>,
    vocabulary: &'a Vocabulary,
    using: Option<Use<'a>>,
    /// Whether the requirement breaks wherever the check at hand does.
    sure: bool,
    /// The bound at hand, and the fact it is of.
    bound: Option<(&'a str, Agreed)>,
    found: BTreeMap<(SubjectKind, &'a str), Need<'a>>,
    unsaid: BTreeSet<Unsaid>,
    rooms_named: bool,
}

/// What the requirements of the edition need, for the groups and up to the phase asked for.
pub(super) fn of<'a>(ask: &'a Ask<'a>) -> Needs<'a> {
    let vocabulary = &ask.catalogue.vocabulary;
    let mut walk = Walk {
        ask,
        vocabulary,
        using: None,
        sure: false,
        bound: None,
        found: BTreeMap::new(),
        unsaid: BTreeSet::new(),
        rooms_named: false,
    };
    for (requirement, block) in ask.catalogue.in_edition(ask.edition) {
        let Some(force) = concerns(block, ask.groups) else { continue };
        if requirement.documented_from.is_some_and(|from| ask.phase.is_some_and(|now| from > now)) {
            continue;
        }
        walk.using = Some(Use { requirement, block, force });
        let mut scope = Scope { subject: block.applies.to, rooms: None, fixtures: None };
        walk.conditions(&block.applies.r#where, &mut scope);
        // A bound holds for all elements asked only where nothing but the rooms decides whom it concerns.
        let everybody = block.applies.groups.is_empty() && block.applies.except.is_empty();
        walk.sure = (everybody || !ask.groups.is_empty())
            && block.applies.r#where.iter().all(|c| is_told_by_name(block.applies.to, c, vocabulary));
        if !(block.applies.groups.is_empty() && block.applies.except.is_empty()) {
            walk.fact("project.group_keys", &scope, 0);
        }
        walk.check(&block.check, &scope);
    }
    let mut needs: Vec<Need<'_>> = walk.found.into_values().collect();
    needs.sort_by_key(|n| place_in_file(n.fact.subject));
    Needs { needs, unsaid: walk.unsaid.into_iter().collect(), rooms_named: walk.rooms_named }
}

/// What is modelled stands first, what is only decided last.
pub(super) fn place_in_file(subject: SubjectKind) -> usize {
    use SubjectKind::{Base, Building, Door, Dwelling, Fixture, Project, Room, Site, Storey, Wall, Window};
    let order = [Room, Door, Window, Wall, Fixture, Dwelling, Base, Storey, Building, Site, Project];
    order.iter().position(|k| *k == subject).unwrap_or(order.len())
}

/// How strongly a requirement asks of any of the groups; nothing where it does not concern them.
pub(super) fn concerns(block: &EditionBlock, groups: &[String]) -> Option<Force> {
    let applies = &block.applies;
    let hit = |list: &[String]| groups.iter().any(|g| list.contains(g));
    if groups.is_empty() {
        return Some(block.force);
    }
    if hit(&applies.except) {
        return None;
    }
    if applies.groups.is_empty() || hit(&applies.groups) {
        return Some(block.force);
    }
    block.extends.iter().find(|e| hit(&e.groups)).map(|e| e.force)
}

/// Whether a fact can be documented in a phase.
pub(super) fn expected(fact: &FactDef, phase: Option<Phase>) -> bool {
    let from = fact.documented_from.unwrap_or(Phase::Programme);
    phase.is_none_or(|now| from <= now)
}

/// Whether a fact has a place in a model: evidence of its own, or stated by somebody and not worked out.
pub(super) fn is_stated(fact: &FactDef) -> bool {
    // What the drawing itself holds is read there.
    let drawn = ["door.width", "door.height", "window.width", "window.height", "room.area"];
    !drawn.contains(&fact.id.as_str())
        && (!fact.ifc.is_empty() || (fact.design.is_some() && fact.derived.is_none()))
}

impl<'a> Walk<'a> {
    fn check(&mut self, check: &'a Check, scope: &Scope<'a>) {
        match check {
            Check::Count(count) => {
                let mut part = Scope { subject: count.of, rooms: None, fixtures: None };
                self.conditions(&count.r#where, &mut part);
                let of = count.of.name();
                self.leave(
                    Reason::Count,
                    Localized::new(format!("antall ({})", of.nb), format!("how many ({})", of.en)),
                );
            }
            Check::Bound(bound) => {
                let (def, using) = (self.vocabulary.fact(&bound.fact), self.using);
                if let (true, Some(def), Some(using)) = (self.sure && bound.near.is_none(), def, using)
                    && def.subject == scope.subject
                {
                    self.bound = Some((&bound.fact, Agreed::of(bound, def, &using, self.ask.catalogue)));
                }
                self.fact(&bound.fact, scope, 0);
                self.bound = None;
            }
            Check::Ratio(ratio) => [&ratio.of, &ratio.to].into_iter().for_each(|f| self.fact(f, scope, 0)),
            Check::Value(value) => {
                let others = value.same_as.iter().chain(&value.among);
                std::iter::once(&value.fact).chain(others).for_each(|f| self.fact(f, scope, 0));
            }
            Check::Covering(covering) => self.fact(&covering.fact, scope, 0),
            Check::Sight(sight) => self.fact(&sight.fact, scope, 0),
            Check::Present(presence) | Check::Absent(presence) => self.presence(presence, scope),
            Check::Located(located) => {
                let kinds: Vec<&str> = located.fixtures.iter().map(String::as_str).collect();
                self.rooms_named = true;
                self.equipment(Reason::Relation, &kinds);
            }
            Check::Adjacent(_) => {
                self.rooms_named = true;
                self.leave(
                    Reason::Relation,
                    Localized::new(
                        "hvilke rom som har dør til hverandre",
                        "which rooms have doors to each other",
                    ),
                );
            }
            Check::Access(_) => {
                self.rooms_named = true;
                self.leave(
                    Reason::Relation,
                    Localized::new("hvor rommet nås fra", "from where the room is reached"),
                );
            }
            Check::Table(table) => {
                for fact in [table.key.as_str(), table.fact.as_str()] {
                    self.fact(fact, scope, 0);
                }
                if let Some(fact) = table.column.strip_prefix('{').and_then(|c| c.strip_suffix('}')) {
                    self.fact(fact, scope, 0);
                }
            }
            Check::Summary(_) => {
                self.leave(Reason::Summary, Localized::new("de andre kravene", "the other requirements"));
            }
            Check::Observe(observe) => match &observe.fact {
                Some(fact) => self.fact(fact, scope, 0),
                None => {
                    self.leave(Reason::Person, Localized::new("må befares", "must be seen on site"));
                }
            },
            Check::Pending(_) => {}
            Check::All(parts) => parts.iter().for_each(|p| self.check(p, scope)),
            Check::Any(parts) | Check::None(parts) | Check::Witness(parts) => {
                self.sure = false;
                parts.iter().for_each(|p| self.check(p, scope));
            }
            Check::Each(each) | Check::One(each) => {
                self.sure = false;
                let mut part = Scope { subject: each.of, rooms: None, fixtures: None };
                self.conditions(&each.r#where, &mut part);
                self.check(&each.must, &part);
                if let Some(otherwise) = &each.otherwise {
                    self.check(otherwise, scope);
                }
            }
            Check::When(when) => {
                self.sure = false;
                let mut within = scope.clone();
                self.conditions(&when.r#if, &mut within);
                self.check(&when.must, &within);
            }
        }
    }

    fn presence(&mut self, presence: &'a Presence, scope: &Scope<'a>) {
        if let Some(fact) = &presence.fact {
            self.fact(fact, scope, 0);
        }
        let kinds: Vec<&'a str> =
            presence.fixture.iter().chain(&presence.fixtures).map(String::as_str).collect();
        if !kinds.is_empty() {
            let mut part = Scope {
                subject: SubjectKind::Fixture,
                rooms: None,
                fixtures: Some(kinds.iter().copied().collect()),
            };
            self.conditions(&presence.r#where, &mut part);
            self.equipment(Reason::Count, &kinds);
        }
    }

    /// Equipment that must be in the model, or must not be: a thing of its own, in its room.
    fn equipment(&mut self, reason: Reason, kinds: &[&str]) {
        let named = |of: &dyn Fn(&crate::vocab::Fixture) -> String| {
            let all: Vec<String> = kinds.iter().filter_map(|k| self.vocabulary.fixture(k)).map(of).collect();
            all.join(", ")
        };
        let class = |f: &crate::vocab::Fixture| f.ifc.first().map_or(String::new(), |i| format!(" ({i})"));
        let nb = named(&|f| format!("{}{}", f.name.nb, class(f)));
        let en = named(&|f| format!("{}{}", f.name.en, class(f)));
        self.leave(
            reason,
            Localized::new(
                format!("om dette er der, som objekter i rommene: {nb}"),
                format!("whether these are there, as objects in the rooms: {en}"),
            ),
        );
    }

    /// Facts that tell whether something is concerned; those an IDS can select by narrow the scope.
    fn conditions(&mut self, conditions: &'a [Predicate], scope: &mut Scope<'a>) {
        for condition in conditions {
            match (scope.subject, condition.fact.as_str()) {
                (
                    SubjectKind::Room,
                    "room.functions" | "room.function" | "room.indoor" | "room.habitable",
                ) => {
                    self.rooms_named = true;
                    if let Some(rooms) = rooms(condition, self.vocabulary) {
                        narrow(&mut scope.rooms, rooms);
                    }
                }
                (SubjectKind::Fixture, "fixture.kind") => {
                    let kinds = words(condition);
                    if !kinds.is_empty() {
                        narrow(&mut scope.fixtures, kinds.into_iter().collect());
                    }
                }
                _ => self.fact(&condition.fact, scope, 0),
            }
        }
    }

    fn fact(&mut self, id: &str, scope: &Scope<'a>, depth: usize) {
        let Some(def) = self.vocabulary.fact(id) else { return };
        if !self.ask.subjects.is_empty() && !self.ask.subjects.contains(&def.subject) && def.from.is_empty() {
            return;
        }
        if is_stated(def) {
            return self.need(def, scope);
        }
        if !def.from.is_empty() && depth < DEPTH {
            for from in &def.from {
                let whole = Scope { subject: scope.subject, rooms: None, fixtures: None };
                self.fact(from, &whole, depth + 1);
            }
            return;
        }
        if def.id.starts_with("room.function") {
            self.rooms_named = true;
            return;
        }
        if let Some(derived) = &def.derived {
            let own = format!("{OWN_SET}.{}", def.id);
            let (nb, en) = match &def.design {
                Some(_) => (format!(" (kan også oppgis i {own})"), format!(" (can also be stated in {own})")),
                None => (String::new(), String::new()),
            };
            self.leave(
                Reason::Geometry,
                Localized::new(
                    format!("{}: {}{nb}", def.name.nb, derived.nb),
                    format!("{}: {}{en}", def.name.en, derived.en),
                ),
            );
        }
    }

    fn need(&mut self, def: &'a FactDef, scope: &Scope<'a>) {
        let Some(using) = self.using else { return };
        if !self.ask.subjects.is_empty() && !self.ask.subjects.contains(&def.subject) {
            return;
        }
        if !expected(def, self.ask.phase) {
            return;
        }
        // What a requirement says of its places holds for facts of these places only.
        let same = scope.subject == def.subject;
        let rooms = scope.rooms.clone().filter(|_| same);
        let fixtures = scope.fixtures.clone().filter(|_| same);
        let key = (def.subject, def.id.as_str());
        let agreed = self.bound.filter(|(id, _)| *id == def.id).map_or_else(Agreed::default, |(_, a)| a);
        match self.found.get_mut(&key) {
            Some(need) => {
                need.agreed = need.agreed.weaker(agreed);
                widen(&mut need.rooms, rooms);
                widen(&mut need.fixtures, fixtures);
                if need.uses.last().is_none_or(|u| u.requirement.id != using.requirement.id) {
                    need.uses.push(using);
                }
            }
            None => {
                let uses = vec![using];
                let need = Need { fact: def, rooms, fixtures, elements: Vec::new(), uses, agreed };
                self.found.insert(key, need);
            }
        }
    }

    fn leave(&mut self, reason: Reason, what: Localized) {
        let Some(using) = self.using else { return };
        self.unsaid.insert(Unsaid {
            reason,
            requirement: using.requirement.id.clone(),
            title: using.requirement.title.clone(),
            what,
        });
    }
}

/// Whether a condition is one that the names of rooms or the kinds of equipment tell, so that only those are asked.
fn is_told_by_name(subject: SubjectKind, condition: &Predicate, vocabulary: &Vocabulary) -> bool {
    match subject {
        SubjectKind::Room => rooms(condition, vocabulary).is_some(),
        SubjectKind::Fixture => condition.fact == "fixture.kind" && !words(condition).is_empty(),
        _ => false,
    }
}

/// The words a condition names.
fn words(condition: &Predicate) -> Vec<&str> {
    match (&condition.is, &condition.any) {
        (Some(Literal::Text(one)), _) => vec![one],
        (_, Some(any)) => any.iter().map(String::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The functions of the rooms that meet a condition, where names can tell.
fn rooms<'a>(condition: &'a Predicate, vocabulary: &'a Vocabulary) -> Option<BTreeSet<&'a str>> {
    let that = |meets: &dyn Fn(&crate::vocab::RoomFunction) -> bool| {
        vocabulary.rooms.iter().filter(|r| meets(r)).map(|r| r.id.as_str()).collect()
    };
    match (condition.fact.as_str(), &condition.is) {
        ("room.indoor", Some(Literal::Bool(indoor))) => Some(that(&|r| r.outdoor != *indoor)),
        ("room.habitable", Some(Literal::Bool(habitable))) => Some(that(&|r| r.habitable == *habitable)),
        ("room.functions" | "room.function", _) => {
            let wanted = words(condition);
            let has = |r: &crate::vocab::RoomFunction| {
                wanted.contains(&r.id.as_str()) || r.contains.iter().any(|c| wanted.contains(&c.as_str()))
            };
            (!wanted.is_empty()).then(|| that(&has))
        }
        _ => None,
    }
}

fn narrow<'a>(set: &mut Option<BTreeSet<&'a str>>, to: BTreeSet<&'a str>) {
    *set = Some(match set.take() {
        None => to,
        Some(before) => before.intersection(&to).copied().collect(),
    });
}

fn widen<'a>(set: &mut Option<BTreeSet<&'a str>>, by: Option<BTreeSet<&'a str>>) {
    *set = match (set.take(), by) {
        (Some(mut before), Some(more)) => {
            before.extend(more);
            Some(before)
        }
        _ => None,
    };
}

/// «gjelder …» for a need of some rooms.
pub(super) fn concerned(need: &Need<'_>, vocabulary: &Vocabulary) -> Option<Localized> {
    let rooms = need.rooms.as_ref()?;
    let named = |of: &dyn Fn(&crate::vocab::RoomFunction) -> String| {
        let all: Vec<String> = rooms.iter().filter_map(|r| vocabulary.room(r)).map(of).collect();
        let few: Vec<&str> = all.iter().take(6).map(String::as_str).collect();
        let more = if all.len() > few.len() { " …" } else { "" };
        format!("{}{more}", few.join(", "))
    };
    let (nb, en) = (named(&|r| r.name.nb.clone()), named(&|r| r.name.en.clone()));
    Some(localized!("Gjelder {nb}.", "Concerns {en}."))
}
