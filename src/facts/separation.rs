//! What separates a dwelling from others: which walls do, what the weakest of them keeps out, and whether there is more
//! than what is described.
//!
//! A wall too weak decides. Walls that are strong enough say enough only where they are all there is: where another
//! dwelling lies over or under this one the floor between must be known too, and where one lies beside it that no
//! described wall parts it from, that wall must. Drawn rooms lie beside each other where they face each other across no
//! more than the thickest separating wall; a dwelling of which nothing is drawn on the storey may lie anywhere on it.

use std::collections::{BTreeMap, BTreeSet};

use geo::{BoundingRect, Intersects};

use super::SubjectIx;
use super::deriver::Deriver;
use crate::geometry;
use crate::localized;
use crate::model::{Owner, Side, Storey, Value, Wall};
use crate::quantity::{Dimension, Quantity};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Floor two rooms over each other may share by how thick the walls around them are drawn, in m².
const SHARED: f64 = 0.5;
/// Thickest wall between two dwellings, in metres: a double one with insulation on both sides.
const THICKEST: f64 = 0.6;
/// How far two dwellings may lie along each other by how their corners are drawn, in metres.
const CORNER: f64 = 0.3;

/// What is described between a dwelling and others.
#[derive(Default)]
struct Described {
    walls: BTreeSet<SubjectIx>,
    /// The dwellings on the other side of them.
    from: BTreeSet<usize>,
}

/// Derives `wall.separates_dwellings`, `dwelling.separation.airborne`, `dwelling.separation.weakest_wall`,
/// `dwelling.separation.concrete`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let mut described: Vec<Described> = d.model.dwellings.iter().map(|_| Described::default()).collect();
    for i in 0..d.model.walls.len() {
        let ix = d.subject(SubjectKind::Wall, i);
        let fact = "wall.separates_dwellings";
        let Some(pairs) = separated(d, &d.model.walls[i]) else {
            d.unknown(ix, fact, Localized::default(), &[]);
            continue;
        };
        let method =
            Localized::new("det som ligger på hver side av veggen", "what lies on each side of the wall");
        d.computed(ix, fact, Value::Bool(!pairs.is_empty()), method, &[]);
        for (one, other) in pairs.into_iter().flat_map(|[a, b]| [(a, b), (b, a)]) {
            if let Some(one) = described.get_mut(one) {
                one.walls.insert(ix);
                one.from.insert(other);
            }
        }
    }
    let storeys = Storeys::of(d);
    for (i, described) in described.iter().enumerate() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        let beyond = |d: &Deriver<'_>| storeys.beyond(d, i, &described.from);
        airborne(d, ix, described, &beyond);
        concrete(d, ix, described, &beyond);
    }
}

/// Another dwelling that is parted from one by more than the walls that are described.
enum Beyond {
    /// It lies over or under, or may.
    Floor(usize),
    /// It lies beside it.
    Wall(usize),
    /// It may lie beside it: one of the two is not drawn.
    Undrawn(usize),
}

impl Beyond {
    /// Why what is known of the walls does not tell enough.
    fn why(&self, d: &Deriver<'_>) -> Localized {
        let label = |i: &usize| d.label(d.subject(SubjectKind::Dwelling, *i));
        match self {
            Self::Floor(other) => {
                let label = label(other);
                localized!(
                    "veggene mot andre boliger er kjent, men ikke etasjeskillet mot {label}",
                    "the walls towards other dwellings are known, the floor between this one and {label} is not"
                )
            }
            Self::Wall(other) => {
                let label = label(other);
                localized!(
                    "boligen ligger også inntil {label}, og ingen vegg mot den er beskrevet",
                    "the dwelling lies beside {label} too, and no wall towards that is described"
                )
            }
            Self::Undrawn(other) => {
                let label = label(other);
                localized!(
                    "det er verken tegnet om boligen ligger inntil {label} eller beskrevet en vegg mot den",
                    "it is neither drawn whether the dwelling lies beside {label} nor is a wall towards that described"
                )
            }
        }
    }
}

/// The rooms of all dwellings by the storey they lie on; a dwelling without rooms lies there with none.
struct Storeys(BTreeMap<Option<usize>, Vec<(usize, Option<usize>)>>);

impl Storeys {
    fn of(d: &Deriver<'_>) -> Self {
        let mut storeys: BTreeMap<Option<usize>, Vec<(usize, Option<usize>)>> = BTreeMap::new();
        for (i, dwelling) in d.model.dwellings.iter().enumerate() {
            let rooms = d.rooms_of(Owner::Dwelling(i));
            let inside = rooms.iter().copied().filter(|r| d.outdoors(*r) != Some(true));
            let placed = inside.map(|r| (Some(r), d.model.rooms[r].storey.or(dwelling.storey)));
            let bare = rooms.is_empty().then_some((None, dwelling.storey));
            for (room, storey) in placed.chain(bare) {
                storeys.entry(storey).or_default().push((i, room));
            }
        }
        Self(storeys)
    }

    /// A dwelling on the same storey, the one over or the one under that is parted from this one by what is not
    /// described: `from` are those a described wall parts it from.
    fn beyond(&self, d: &Deriver<'_>, dwelling: usize, from: &BTreeSet<usize>) -> Option<Beyond> {
        let over = || self.stacked_on(d, dwelling).map(Beyond::Floor);
        self.beside(d, dwelling, from).or_else(over)
    }

    /// A dwelling on the storey over or under this one, unless both are drawn and lie clear of each other in plan: the
    /// floor between two such dwellings separates them as a wall does.
    fn stacked_on(&self, d: &Deriver<'_>, dwelling: usize) -> Option<usize> {
        let placed = || self.0.iter().filter_map(|(storey, all)| Some(((*storey)?, all)));
        let own = placed().flat_map(|(storey, all)| all.iter().map(move |one| (storey, *one)));
        own.filter(|(_, (i, _))| *i == dwelling).find_map(|(here, (_, room))| {
            let near = placed().filter(|(storey, _)| next_to_each_other(d, here, *storey));
            let mut others = near.flat_map(|(_, all)| all).filter(|(i, _)| *i != dwelling);
            others.find(|(_, theirs)| may_lie_over(d, room, *theirs)).map(|(i, _)| *i)
        })
    }

    fn beside(&self, d: &Deriver<'_>, dwelling: usize, from: &BTreeSet<usize>) -> Option<Beyond> {
        let units = d.units();
        let mut undrawn = None;
        for all in self.0.values() {
            let mut drawn: BTreeMap<usize, Vec<&geometry::Region>> = BTreeMap::new();
            for (i, room) in all {
                drawn.entry(*i).or_default().extend(room.and_then(|r| units.region(r)));
            }
            let Some(own) = drawn.get(&dwelling) else { continue };
            for (other, theirs) in &drawn {
                if *other == dwelling || from.contains(other) {
                    continue;
                }
                if own.is_empty() || theirs.is_empty() {
                    undrawn = undrawn.or(Some(*other));
                } else if along_each_other(own, theirs) {
                    return Some(Beyond::Wall(*other));
                }
            }
        }
        undrawn.map(Beyond::Undrawn)
    }
}

/// Whether two groups of rooms lie along each other on the sides of a wall.
fn along_each_other(own: &[&geometry::Region], theirs: &[&geometry::Region]) -> bool {
    let near = |a: &geometry::Region, b: &geometry::Region| {
        let boxes = a.bounding_rect().zip(b.bounding_rect());
        boxes.is_some_and(|(a, b)| {
            let apart = |low: f64, high: f64| low - high > THICKEST;
            !(apart(a.min().x, b.max().x)
                || apart(b.min().x, a.max().x)
                || apart(a.min().y, b.max().y)
                || apart(b.min().y, a.max().y))
        })
    };
    let pairs = own.iter().flat_map(|a| theirs.iter().map(move |b| (*a, *b)));
    pairs.filter(|(a, b)| near(a, b)).map(|(a, b)| geometry::facing(a, b, THICKEST)).sum::<f64>() > CORNER
}

/// Whether two storeys of a building have none between them.
fn next_to_each_other(d: &Deriver<'_>, a: usize, b: usize) -> bool {
    let storeys = &d.model.storeys;
    let (Some(one), Some(other)) = (storeys.get(a), storeys.get(b)) else { return false };
    let (low, high) = (one.number.min(other.number), one.number.max(other.number));
    let between = |s: &Storey| s.building == one.building && s.number > low && s.number < high;
    a != b && one.building == other.building && !storeys.iter().any(between)
}

/// Whether two rooms share floor in plan, or nobody can tell because one is not drawn.
fn may_lie_over(d: &Deriver<'_>, a: Option<usize>, b: Option<usize>) -> bool {
    let outline = |r: Option<usize>| d.model.rooms[r?].outline.as_ref();
    let (Some(a), Some(b)) = (outline(a), outline(b)) else { return true };
    if a.bounding_rect().zip(b.bounding_rect()).is_some_and(|(a, b)| !a.intersects(&b)) {
        return false;
    }
    match (geometry::sound(a), geometry::sound(b)) {
        (Some(a), Some(b)) => geometry::shared_area(&a, &b) > SHARED,
        _ => true,
    }
}

/// The dwellings a wall separates, two by two; none where it separates none, no list where nobody knows. A neighbour's
/// terrace is the open: a long outer wall may have one dwelling's room inside and the other's terrace outside.
fn separated(d: &Deriver<'_>, wall: &Wall) -> Option<Vec<[usize; 2]>> {
    if !wall.separates.is_empty() {
        return Some(wall.separates.clone());
    }
    let owner = |s: Side| match s {
        Side::Room(r) if d.model.rooms.get(r).is_some() && d.outdoors(r) == Some(true) => None,
        _ => d.model.owner_of(s),
    };
    match wall.sides.map(|s| (s, owner(s))) {
        [(_, Some(Owner::Dwelling(a))), (_, Some(Owner::Dwelling(b)))] if a != b => Some(vec![[a, b]]),
        [(Side::Unknown, _), _] | [_, (Side::Unknown, _)] => None,
        _ => Some(Vec::new()),
    }
}

/// What is known of the walls of a dwelling, and of which of them it is not.
struct OfWalls {
    known: Vec<((SubjectIx, &'static str), Value)>,
    open: Vec<(SubjectIx, &'static str)>,
}

impl OfWalls {
    fn of(d: &Deriver<'_>, described: &Described, fact: &'static str) -> Self {
        let mut found = Self { known: Vec::new(), open: Vec::new() };
        for wall in &described.walls {
            match d.base.value(*wall, fact) {
                Some(value) => found.known.push(((*wall, fact), value)),
                None => found.open.push((*wall, fact)),
            }
        }
        found
    }

    fn from(&self) -> Vec<(SubjectIx, &'static str)> {
        self.known.iter().map(|(from, _)| *from).collect()
    }
}

/// What more there is than what is known: why that leaves a fact of the dwelling open, and what would tell; nothing where
/// the walls that are known are all there is.
fn open(
    d: &Deriver<'_>,
    walls: &OfWalls,
    beyond: &impl Fn(&Deriver<'_>) -> Option<Beyond>,
) -> Option<(Localized, Vec<(SubjectIx, &'static str)>)> {
    if walls.known.is_empty() && walls.open.is_empty() {
        let why = Localized::new(
            "ingen vegg mot en annen bolig er beskrevet",
            "no wall towards another dwelling is described",
        );
        return Some((why, Vec::new()));
    }
    if !walls.open.is_empty() {
        return Some((Localized::default(), walls.open.clone()));
    }
    beyond(d).map(|beyond| (beyond.why(d), Vec::new()))
}

fn airborne(
    d: &mut Deriver<'_>,
    ix: SubjectIx,
    described: &Described,
    beyond: &impl Fn(&Deriver<'_>) -> Option<Beyond>,
) {
    let (fact, weakest) = ("dwelling.separation.airborne", "dwelling.separation.weakest_wall");
    let walls = OfWalls::of(d, described, "wall.airborne");
    let least = walls.known.iter().filter_map(|(_, v)| v.number()).fold(f64::INFINITY, f64::min);
    let value = Value::Quantity(Quantity::new(least, Dimension::Sound));
    let stated = d.number(ix, fact);
    // NOTE: a stated value may be that of the floor and lie below every wall's; above one it contradicts that wall.
    if stated.is_none_or(|s| s <= least)
        && let Some((why, needs)) = open(d, &walls, beyond)
    {
        if walls.known.is_empty() {
            d.unknown(ix, weakest, Localized::default(), &[(ix, fact)]);
        } else {
            let method = Localized::new(
                "den svakeste av de kjente veggene mot andre boliger",
                "the weakest of the known walls towards other dwellings",
            );
            d.computed(ix, weakest, value, method, &walls.from());
        }
        if stated.is_none() {
            d.unknown(ix, fact, why, &needs);
        }
        return;
    }
    let why = Localized::new(
        "veggene er alt som skiller, eller det oppgitte motsier dem",
        "the walls are all that separates, or what is stated contradicts them",
    );
    d.unknown(ix, weakest, why, &[(ix, fact)]);
    let method =
        Localized::new("den svakeste veggen mot en annen bolig", "the weakest wall towards another dwelling");
    d.computed(ix, fact, value, method, &walls.from());
}

fn concrete(
    d: &mut Deriver<'_>,
    ix: SubjectIx,
    described: &Described,
    beyond: &impl Fn(&Deriver<'_>) -> Option<Beyond>,
) {
    let fact = "dwelling.separation.concrete";
    let walls = OfWalls::of(d, described, "wall.layers");
    let vocabulary = d.vocabulary;
    let has = |v: &Value| v.as_words().iter().any(|m| vocabulary.material_is(m, "concrete"));
    let all = walls.known.iter().all(|(_, v)| has(v));
    if all && let Some((why, needs)) = open(d, &walls, beyond) {
        return d.unknown(ix, fact, why, &needs);
    }
    let method = Localized::new(
        "lagene i veggene mot andre boliger",
        "the layers of the walls towards other dwellings",
    );
    d.computed(ix, fact, Value::Bool(all), method, &walls.from());
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::{Sample, rect};
    use crate::model::{Side, Value};
    use crate::quantity::{Dimension, Quantity};
    use crate::vocab::SubjectKind;

    #[test]
    fn the_weakest_wall_towards_a_neighbour_counts_once_all_are_known() {
        let mut s = Sample::new();
        s.dwelling("A");
        s.dwelling("B");
        let one = s.wall(Some([0, 1]));
        let two = s.wall(Some([1, 0]));
        let fact = "dwelling.separation.airborne";
        let sound = |v| Value::Quantity(Quantity::new(v, Dimension::Sound));
        let origin = s.model.walls[one].element.origin.clone();
        s.model.walls[one].element.declare("wall.airborne", sound(58.0), origin.clone());
        assert_eq!(s.number(SubjectKind::Dwelling, 0, fact), None);
        s.model.walls[two].element.declare("wall.airborne", sound(54.0), origin);
        assert_eq!(s.number(SubjectKind::Dwelling, 0, fact), Some(54.0));
        assert_eq!(s.number(SubjectKind::Dwelling, 1, fact), Some(54.0));
    }

    #[test]
    fn a_wall_between_rooms_of_one_dwelling_separates_none() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let rooms = [s.room(a, "living", None), s.room(a, "bath", None)];
        let wall = s.wall(None);
        let fact = "wall.separates_dwellings";
        assert_eq!(s.value(SubjectKind::Wall, wall, fact), None);
        s.model.walls[wall].sides = rooms.map(Side::Room);
        assert_eq!(s.value(SubjectKind::Wall, wall, fact), Some(Value::Bool(false)));
        let b = s.dwelling("B");
        let other = s.room(b, "living", None);
        s.model.walls[wall].sides = [Side::Room(rooms[0]), Side::Room(other)];
        assert_eq!(s.value(SubjectKind::Wall, wall, fact), Some(Value::Bool(true)));
    }

    #[test]
    fn a_long_outer_wall_with_the_neighbours_terrace_outside_separates_none() {
        let mut s = Sample::new();
        let (a, b) = (s.dwelling("A"), s.dwelling("B"));
        let (living, terrace) = (s.room(a, "living", None), s.room(b, "terrace", None));
        let wall = s.wall(None);
        s.model.walls[wall].sides = [Side::Room(terrace), Side::Room(living)];
        let fact = "wall.separates_dwellings";
        assert_eq!(s.value(SubjectKind::Wall, wall, fact), Some(Value::Bool(false)));
    }

    #[test]
    fn one_wall_without_concrete_is_enough_for_no() {
        let mut s = Sample::new();
        s.dwelling("A");
        s.dwelling("B");
        let fact = "dwelling.separation.concrete";
        for (layers, expected) in
            [(&["gypsum", "concrete", "gypsum"][..], true), (&["gypsum", "osb"][..], false)]
        {
            let wall = s.wall(Some([0, 1]));
            let origin = s.model.walls[wall].element.origin.clone();
            let layers = Value::Layers(layers.iter().map(|l| (*l).to_owned()).collect());
            s.model.walls[wall].element.declare("wall.layers", layers, origin);
            assert_eq!(s.value(SubjectKind::Dwelling, 0, fact), Some(Value::Bool(expected)));
        }
    }

    /// Three dwellings in a row, `gap` metres between the second and the third, with the wall between the first two of
    /// concrete.
    fn row(gap: f64, drawn: bool) -> Sample {
        let mut s = Sample::new();
        for (tag, x) in [("A", 0.0), ("B", 5.3), ("C", 10.3 + gap)] {
            let owner = s.dwelling(tag);
            s.room(owner, "all_room", drawn.then(|| rect(x, 0.0, 5.0, 6.0)));
        }
        wall(&mut s, [0, 1], &["gypsum", "concrete"]);
        s
    }

    fn wall(s: &mut Sample, between: [usize; 2], layers: &[&str]) {
        let wall = s.wall(Some(between));
        let origin = s.model.walls[wall].element.origin.clone();
        let layers = Value::Layers(layers.iter().map(|l| (*l).to_owned()).collect());
        s.model.walls[wall].element.declare("wall.layers", layers, origin);
    }

    fn concrete(s: &Sample, dwelling: usize) -> Option<bool> {
        let value = s.value(SubjectKind::Dwelling, dwelling, "dwelling.separation.concrete")?;
        Some(value == Value::Bool(true))
    }

    #[test]
    fn a_neighbour_no_wall_is_described_towards_leaves_it_open() {
        let mut s = row(0.3, true);
        assert_eq!((concrete(&s, 0), concrete(&s, 1)), (Some(true), None));
        wall(&mut s, [1, 2], &["concrete"]);
        assert_eq!((concrete(&s, 1), concrete(&s, 2)), (Some(true), Some(true)));
    }

    #[test]
    fn dwellings_farther_apart_than_the_thickest_wall_need_none() {
        assert_eq!(concrete(&row(0.6, true), 1), None);
        assert_eq!(concrete(&row(0.61, true), 1), Some(true));
    }

    #[test]
    fn where_nothing_is_drawn_the_others_of_the_storey_may_lie_beside() {
        assert_eq!(concrete(&row(0.3, false), 0), None);
        let mut s = row(0.3, false);
        s.model.dwellings.pop();
        s.model.rooms.pop();
        assert_eq!(concrete(&s, 0), Some(true));
    }

    #[test]
    fn a_wall_too_weak_decides_though_another_is_not_known() {
        let mut s = row(0.3, true);
        s.wall(Some([1, 2]));
        assert_eq!(concrete(&s, 1), None);
        wall(&mut s, [1, 2], &["gypsum"]);
        assert_eq!((concrete(&s, 0), concrete(&s, 1)), (Some(true), Some(false)));
    }
}
