//! Walls between dwellings: which they are, and what the weakest of them keeps out.

use std::collections::BTreeMap;

use geo::{Area, BooleanOps, BoundingRect, Intersects};

use super::SubjectIx;
use super::deriver::Deriver;
use crate::geometry;
use crate::localized;
use crate::model::{Owner, Side, Storey, Value, Wall};
use crate::text::Localized;
use crate::vocab::SubjectKind;

/// Floor two rooms over each other may share by how thick the walls around them are drawn, in m².
const SHARED: f64 = 0.5;

/// Derives `wall.separates_dwellings`, `dwelling.separation.airborne`, `dwelling.separation.weakest_wall`,
/// `dwelling.separation.concrete`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let mut walls: Vec<Vec<SubjectIx>> = vec![Vec::new(); d.model.dwellings.len()];
    for i in 0..d.model.walls.len() {
        let ix = d.subject(SubjectKind::Wall, i);
        let fact = "wall.separates_dwellings";
        match separated(d, &d.model.walls[i]) {
            Some(pair) => {
                let method = Localized::new(
                    "det som ligger på hver side av veggen",
                    "what lies on each side of the wall",
                );
                d.computed(ix, fact, Value::Bool(pair.is_some()), method, &[]);
                for dwelling in pair.into_iter().flatten() {
                    if let Some(list) = walls.get_mut(dwelling) {
                        list.push(ix);
                    }
                }
            }
            None => d.unknown(ix, fact, Localized::default(), &[]),
        }
    }
    let stacks = stacks(d);
    for (i, walls) in walls.iter().enumerate() {
        let ix = d.subject(SubjectKind::Dwelling, i);
        airborne(d, (i, ix), walls, &stacks);
        concrete(d, (i, ix), walls, &stacks);
    }
}

/// The rooms of all dwellings by the storey they lie on; a dwelling without rooms lies there with none.
type Stacks = BTreeMap<usize, Vec<(usize, Option<usize>)>>;

fn stacks(d: &Deriver<'_>) -> Stacks {
    let mut stacks = Stacks::new();
    for (i, dwelling) in d.model.dwellings.iter().enumerate() {
        let rooms = d.rooms_of(Owner::Dwelling(i));
        let inside = rooms.iter().copied().filter(|r| d.outdoors(*r) != Some(true));
        let placed = inside.map(|r| (Some(r), d.model.rooms[r].storey.or(dwelling.storey)));
        let bare = rooms.is_empty().then_some((None, dwelling.storey));
        for (room, storey) in placed.chain(bare) {
            if let Some(storey) = storey {
                stacks.entry(storey).or_default().push((i, room));
            }
        }
    }
    stacks
}

/// A dwelling on the storey over or under this one, unless both are drawn and lie clear of each other in plan: the floor
/// between two such dwellings separates them as a wall does.
fn stacked_on(d: &Deriver<'_>, dwelling: usize, stacks: &Stacks) -> Option<usize> {
    let own = stacks.iter().flat_map(|(storey, all)| all.iter().map(move |one| (*storey, *one)));
    own.filter(|(_, (i, _))| *i == dwelling).find_map(|(here, (_, room))| {
        let near = stacks.iter().filter(|(storey, _)| next_to_each_other(d, here, **storey));
        let mut others = near.flat_map(|(_, all)| all).filter(|(i, _)| *i != dwelling);
        others.find(|(_, theirs)| may_lie_over(d, room, *theirs)).map(|(i, _)| *i)
    })
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
        (Some(a), Some(b)) => a.intersection(&b).unsigned_area() > SHARED,
        _ => true,
    }
}

/// The two dwellings a wall separates; none inside where it separates none, none at all where nobody knows. A neighbour's
/// terrace is the open: a long outer wall may have one dwelling's room inside and the other's terrace outside.
fn separated(d: &Deriver<'_>, wall: &Wall) -> Option<Option<[usize; 2]>> {
    if let Some(pair) = wall.separates {
        return Some(Some(pair));
    }
    let owner = |s: Side| match s {
        Side::Room(r) if d.model.rooms.get(r).is_some() && d.outdoors(r) == Some(true) => None,
        _ => d.model.owner_of(s),
    };
    let owners = wall.sides.map(|s| (s, owner(s)));
    match owners {
        [(_, Some(Owner::Dwelling(a))), (_, Some(Owner::Dwelling(b)))] => Some((a != b).then_some([a, b])),
        [(Side::Unknown, _), _] | [_, (Side::Unknown, _)] => None,
        _ => Some(None),
    }
}

fn airborne(d: &mut Deriver<'_>, (dwelling, ix): (usize, SubjectIx), walls: &[SubjectIx], stacks: &Stacks) {
    let (fact, weakest) = ("dwelling.separation.airborne", "dwelling.separation.weakest_wall");
    let Some((from, known)) = all_of(d, ix, walls, "wall.airborne", fact) else {
        return d.unknown(ix, weakest, Localized::default(), &[(ix, fact)]);
    };
    let least = known.iter().filter_map(Value::number).fold(f64::INFINITY, f64::min);
    let method =
        Localized::new("den svakeste veggen mot en annen bolig", "the weakest wall towards another dwelling");
    let value = crate::quantity::Quantity::new(least, crate::quantity::Dimension::Sound);
    let stated = d.number(ix, fact);
    let stacked = || stacked_on(d, dwelling, stacks);
    // NOTE: a stated value may be that of the floor and lie below every wall's; above one it contradicts that wall.
    if let Some(other) = stated.is_none_or(|s| s <= least).then(stacked).flatten() {
        let label = d.label(d.subject(SubjectKind::Dwelling, other));
        let why = localized!(
            "luftlydisolasjonen er kjent for veggene mot andre boliger, men ikke for etasjeskillet mot {label}",
            "the airborne insulation of the walls towards other dwellings is known, that of the floor between this one \
             and {label} is not"
        );
        d.computed(ix, weakest, Value::Quantity(value), method, &from);
        if stated.is_none() {
            d.unknown(ix, fact, why, &[]);
        }
        return;
    }
    let why = Localized::new(
        "veggene er alt som skiller, eller det oppgitte motsier dem",
        "the walls are all that separates, or what is stated contradicts them",
    );
    d.unknown(ix, weakest, why, &[(ix, fact)]);
    d.computed(ix, fact, Value::Quantity(value), method, &from);
}

fn concrete(d: &mut Deriver<'_>, (dwelling, ix): (usize, SubjectIx), walls: &[SubjectIx], stacks: &Stacks) {
    let fact = "dwelling.separation.concrete";
    let Some((from, known)) = all_of(d, ix, walls, "wall.layers", fact) else { return };
    let vocabulary = d.vocabulary;
    let has = |v: &Value| v.as_words().iter().any(|m| vocabulary.material_is(m, "concrete"));
    let method = Localized::new(
        "lagene i veggene mot andre boliger",
        "the layers of the walls towards other dwellings",
    );
    let all = known.iter().all(has);
    let stacked = || stacked_on(d, dwelling, stacks);
    if let Some(other) = all.then(stacked).flatten() {
        let label = d.label(d.subject(SubjectKind::Dwelling, other));
        let why = localized!(
            "veggene mot andre boliger har betong, men det er ikke oppgitt hva etasjeskillet mot {label} er av",
            "the walls towards other dwellings have concrete, but it is not stated what the floor between this one and \
             {label} is made of"
        );
        return d.unknown(ix, fact, why, &[]);
    }
    d.computed(ix, fact, Value::Bool(all), method, &from);
}

/// A fact of every wall, or the reason why it is not known of all.
#[allow(clippy::type_complexity)]
fn all_of(
    d: &mut Deriver<'_>,
    ix: SubjectIx,
    walls: &[SubjectIx],
    of: &'static str,
    fact: &str,
) -> Option<(Vec<(SubjectIx, &'static str)>, Vec<Value>)> {
    let from: Vec<(SubjectIx, &'static str)> = walls.iter().map(|w| (*w, of)).collect();
    if from.is_empty() {
        let why = Localized::new(
            "ingen vegg mot en annen bolig er beskrevet",
            "no wall towards another dwelling is described",
        );
        d.unknown(ix, fact, why, &[]);
        return None;
    }
    let values: Vec<Option<Value>> = walls.iter().map(|w| d.base.value(*w, of)).collect();
    let open: Vec<(SubjectIx, &str)> =
        from.iter().zip(&values).filter(|(_, v)| v.is_none()).map(|(f, _)| *f).collect();
    if open.is_empty() {
        Some((from, values.into_iter().flatten().collect()))
    } else {
        d.unknown(ix, fact, Localized::default(), &open);
        None
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::sample::Sample;
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
}
