//! From the model's elements to subjects with their declared facts.

use std::collections::BTreeMap;

use super::{Edge, FactBase, Node, Subject, SubjectIx};
use crate::model::{Anchor, Element, Model, Origin, Owner, Room, Side, settle};
use crate::vocab::{SubjectKind, Vocabulary};

/// Subjects in a fixed order (the project first), with everything that was stated of them, and the access graph.
pub(super) fn collect(model: &Model, vocabulary: &Vocabulary) -> FactBase {
    let mut base = FactBase::default();
    let project = take(&mut base, &model.project.element, 0, None, None);
    take(&mut base, &model.site.element, 0, Some(project), None);
    let buildings: Vec<SubjectIx> = model
        .buildings
        .iter()
        .enumerate()
        .map(|(i, b)| take(&mut base, &b.element, i, Some(project), None))
        .collect();
    let storeys: Vec<SubjectIx> = model
        .storeys
        .iter()
        .enumerate()
        .map(|(i, s)| {
            take(&mut base, &s.element, i, buildings.get(s.building).copied().or(Some(project)), None)
        })
        .collect();
    let on_storey = |storey: Option<usize>| storey.and_then(|s| storeys.get(s)).copied().or(Some(project));
    let anchors: Vec<Option<Anchor>> = model.rooms.iter().map(Room::anchor).collect();
    let mut first_of: BTreeMap<Owner, Anchor> = BTreeMap::new();
    for (room, anchor) in model.rooms.iter().zip(&anchors) {
        if let Some(anchor) = anchor {
            first_of.entry(room.owner).or_insert(*anchor);
        }
    }
    let middle = |owner: Owner| first_of.get(&owner).copied();
    let dwellings: Vec<SubjectIx> = model
        .dwellings
        .iter()
        .enumerate()
        .map(|(i, d)| take(&mut base, &d.element, i, on_storey(d.storey), middle(Owner::Dwelling(i))))
        .collect();
    let bases: Vec<SubjectIx> = model
        .bases
        .iter()
        .enumerate()
        .map(|(i, b)| take(&mut base, &b.element, i, on_storey(b.storey), middle(Owner::Base(i))))
        .collect();
    let owner_subject = |owner: Option<Owner>, storey: Option<usize>| match owner {
        Some(Owner::Dwelling(i)) => dwellings.get(i).copied(),
        Some(Owner::Base(i)) => bases.get(i).copied(),
        Some(Owner::Common) | None => on_storey(storey),
    };
    let rooms: Vec<SubjectIx> = model
        .rooms
        .iter()
        .enumerate()
        .map(|(i, r)| take(&mut base, &r.element, i, owner_subject(Some(r.owner), r.storey), anchors[i]))
        .collect();
    for (i, opening) in model.openings.iter().enumerate() {
        // NOTE: a window is part of the room it lights; a door is part of the dwelling, since it has two rooms.
        let parent = match (opening.subject_kind(), opening.sides) {
            (SubjectKind::Window, sides) if sides.iter().any(|s| matches!(s, Side::Room(_))) => {
                lit_by(model, vocabulary, sides).and_then(|r| rooms.get(r)).copied()
            }
            _ => owner_subject(model.opening_owner(opening), opening.storey),
        };
        let door = take(&mut base, &opening.element, i, parent.or(Some(project)), opening.anchor());
        if opening.subject_kind() == SubjectKind::Door {
            let [a, b] = opening.sides.map(|s| node(s, &rooms));
            base.access.push(Edge { a, b, door });
        }
    }
    for (i, wall) in model.walls.iter().enumerate() {
        let parent = wall.separates.first().and_then(|[a, _]| dwellings.get(*a).copied()).or_else(|| {
            let owner = wall.sides.iter().find_map(|s| model.owner_of(*s));
            owner_subject(owner, wall.storey)
        });
        take(&mut base, &wall.element, i, parent.or(Some(project)), None);
    }
    for (i, fixture) in model.fixtures.iter().enumerate() {
        let room = fixture.room.and_then(|r| rooms.get(r).copied());
        let parent = room.or_else(|| owner_subject(fixture.owner, None)).or(Some(project));
        let anchor = fixture.outline.as_ref().and_then(|outline| {
            let of_room = fixture.room.and_then(|r| model.rooms.get(r)).and_then(|r| r.storey);
            let stands = || fixture.stands.iter().flatten().next().map(|s| s.storey);
            let storey = of_room.or_else(stands)?;
            Some(Anchor { storey, at: crate::model::point_inside(outline)? })
        });
        take(&mut base, &fixture.element, i, parent, anchor);
    }
    base
}

/// The room a window lights: one indoors before the terrace or gallery outside it, a dwelling's before the common one.
fn lit_by(model: &Model, vocabulary: &Vocabulary, sides: [Side; 2]) -> Option<usize> {
    let rooms = sides.into_iter().filter_map(|s| match s {
        Side::Room(r) => Some((r, model.rooms.get(r)?)),
        Side::Outside | Side::Unknown => None,
    });
    let rank = |room: &Room| {
        let function = room.functions.first().and_then(|f| vocabulary.room(f));
        (function.is_some_and(|f| f.outdoor), room.owner == Owner::Common)
    };
    rooms.min_by_key(|(_, room)| rank(room)).map(|(r, _)| r)
}

fn node(side: Side, rooms: &[SubjectIx]) -> Node {
    match side {
        Side::Room(i) => rooms.get(i).copied().map_or(Node::Unknown, Node::Room),
        Side::Outside => Node::Outside,
        Side::Unknown => Node::Unknown,
    }
}

fn take(
    base: &mut FactBase,
    element: &Element,
    index: usize,
    parent: Option<SubjectIx>,
    anchor: Option<Anchor>,
) -> SubjectIx {
    let ix = base.add(Subject {
        kind: element.kind,
        index,
        id: element.id.clone(),
        label: element.label.clone(),
        parent,
        anchor,
        place: Origin::place(&element.origin).cloned(),
        guid: element.guid.clone(),
    });
    for (fact, declarations) in &element.declared {
        base.set_declared(ix, fact, settle(declarations));
    }
    ix
}
