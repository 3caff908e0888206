//! The cut surface of walls on a plan: what a section through the storey would hatch.

use geo::{Area, Coord, LineString, MultiPolygon, Polygon};

use super::region::{Region, closed, difference, grown, sound, union_all};
use crate::model::{Model, Owner, Placement, Room};
use crate::vocab::Vocabulary;

/// Thickness an outer wall is drawn with when nobody stated one, in metres. For drawing only: areas that
/// need the thickness are unknown without it.
pub const DEFAULT_OUTER_WALL: f64 = 0.30;
/// Share of the computed wall area that modelled walls must have to be taken for all there are.
const MODELLED_WALLS_SUFFICE: f64 = 0.5;

/// Thickness of the outer walls around an owner's rooms on a storey, where stated.
pub fn outer_wall(model: &Model, owner: Owner, storey: Option<usize>) -> Option<f64> {
    let own = match owner {
        Owner::Dwelling(i) => model.dwellings.get(i).and_then(|d| d.outer_wall),
        Owner::Base(i) => model.bases.get(i).and_then(|b| b.outer_wall),
        Owner::Common => None,
    };
    own.or_else(|| storey.and_then(|s| model.storeys.get(s)).and_then(|s| s.outer_wall))
        .filter(|t| t.is_finite() && *t > 0.0)
}

/// The walls of a storey as they are cut on a plan, doors and windows left open.
///
/// Walls that were modelled with an outline are drawn as they are, when they make up the walls. Otherwise: around
/// the indoor rooms an envelope of the outer walls' thickness with mitred corners, gaps between rooms
/// thinner than the walls filled, less the rooms themselves. Empty when nothing is drawn on the storey.
pub fn walls(model: &Model, vocabulary: &Vocabulary, storey: usize) -> MultiPolygon<f64> {
    let solid = solid_walls(model, vocabulary, storey);
    let openings: Vec<Region> = model
        .openings
        .iter()
        .filter(|o| o.storey == Some(storey))
        .filter_map(|o| sound(&cut(&o.placement?)?))
        .collect();
    match union_all(&openings) {
        Some(away) => difference(&solid, &away),
        None => solid,
    }
}

/// The walls of a storey as [`walls`] gives them, doors and windows not taken out.
pub fn solid_walls(model: &Model, vocabulary: &Vocabulary, storey: usize) -> MultiPolygon<f64> {
    let Some(parts) = Parts::of(model, vocabulary, storey) else { return MultiPolygon::new(Vec::new()) };
    let solid = if parts.modelled_suffice() {
        parts.modelled
    } else {
        union_all(&[parts.computed, parts.modelled]).unwrap_or_else(|| MultiPolygon::new(Vec::new()))
    };
    match union_all(&parts.open) {
        Some(open) => difference(&solid, &open),
        None => solid,
    }
}

/// The walls of a storey as they were modelled, where they are taken for all there are. One drawn at a thickness nobody
/// stated was not modelled.
pub(super) fn modelled_walls(model: &Model, vocabulary: &Vocabulary, storey: usize) -> Option<Region> {
    let mut drawn = model.walls.iter().filter(|w| w.on(storey).next().is_some()).peekable();
    drawn.peek()?;
    if drawn.any(|w| w.thickness.is_none()) {
        return None;
    }
    let parts = Parts::of(model, vocabulary, storey)?;
    parts.modelled_suffice().then_some(parts.modelled)
}

/// Whether walls of a storey are drawn at a thickness nobody stated: too few are modelled, and the outer walls' thickness
/// is not known around all rooms.
pub fn walls_are_assumed(model: &Model, vocabulary: &Vocabulary, storey: usize) -> bool {
    let unknown = |r: &Room| outer_wall(model, r.owner, r.storey).is_none() && !outdoors(vocabulary, r);
    let some = model.rooms.iter().any(|r| r.storey == Some(storey) && r.outline.is_some() && unknown(r));
    some && Parts::of(model, vocabulary, storey).is_some_and(|parts| !parts.modelled_suffice())
}

fn outdoors(vocabulary: &Vocabulary, room: &Room) -> bool {
    room.functions.first().and_then(|f| vocabulary.room(f)).is_some_and(|function| function.outdoor)
}

/// What the walls of a storey are made up of.
struct Parts {
    /// Those that follow from the rooms.
    computed: Region,
    /// Those that were modelled.
    modelled: Region,
    /// Rooms in the open, where no wall stands.
    open: Vec<Region>,
}

impl Parts {
    /// None where no room is drawn.
    fn of(model: &Model, vocabulary: &Vocabulary, storey: usize) -> Option<Self> {
        let on_storey = |room: &&Room| room.storey == Some(storey);
        let mut inside: Vec<Region> = Vec::new();
        let mut envelopes: Vec<Region> = Vec::new();
        let mut open: Vec<Region> = Vec::new();
        let mut thickest = 0.0_f64;
        for room in model.rooms.iter().filter(on_storey) {
            let Some(region) = room.outline.as_ref().and_then(sound) else { continue };
            if outdoors(vocabulary, room) {
                open.push(region);
                continue;
            }
            let thickness = outer_wall(model, room.owner, room.storey).unwrap_or(DEFAULT_OUTER_WALL);
            thickest = thickest.max(thickness);
            envelopes.push(grown(&region, thickness));
            inside.push(region);
        }
        let (rooms, envelope) = (union_all(&inside)?, union_all(&envelopes)?);
        let computed = difference(&closed(&envelope, thickest), &rooms);
        let modelled: Vec<Region> = model.walls.iter().flat_map(|w| w.on(storey).filter_map(sound)).collect();
        let modelled = union_all(&modelled).unwrap_or_else(|| MultiPolygon::new(Vec::new()));
        // Walls that end at each other do so to the rounding of their coordinates: no hair is left between them.
        let modelled = closed(&modelled, 0.0);
        Some(Self { computed, modelled, open })
    }

    /// Whether the modelled walls are taken for all there are.
    fn modelled_suffice(&self) -> bool {
        self.modelled.unsigned_area() >= MODELLED_WALLS_SUFFICE * self.computed.unsigned_area()
    }
}

/// The piece an opening takes out of its wall, in plan; none for an opening without width.
pub fn cut(placement: &Placement) -> Option<Polygon<f64>> {
    let (a, b) = (placement.a, placement.b);
    let along = Coord { x: b.x - a.x, y: b.y - a.y };
    let length = along.x.hypot(along.y);
    if !length.is_normal() || !placement.thickness.is_finite() {
        return None;
    }
    // A little more than the wall, so that no film is left standing where sums of thicknesses are rounded.
    let half = placement.thickness / 2.0 + crate::quantity::LENGTH_TOLERANCE;
    let across = Coord { x: -along.y / length * half, y: along.x / length * half };
    let corner = |p: Coord<f64>, sign: f64| Coord { x: p.x + sign * across.x, y: p.y + sign * across.y };
    let ring = vec![corner(a, 1.0), corner(a, -1.0), corner(b, -1.0), corner(b, 1.0)];
    Some(Polygon::new(LineString::new(ring), Vec::new()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Element, Origin};
    use crate::vocab::SubjectKind;
    use geo::Rect;

    fn model(rooms: &[[f64; 4]]) -> Model {
        let origin = || Origin::Assumed { why: crate::text::Localized::same("test") };
        let element = |id: &str, kind| Element::new(id, kind, origin());
        let mut model = Model::new(element("p", SubjectKind::Project), element("t", SubjectKind::Site));
        for (i, [x, y, w, h]) in rooms.iter().enumerate() {
            let rect = Rect::new(Coord { x: *x, y: *y }, Coord { x: x + w, y: y + h });
            model.rooms.push(Room {
                element: element(&format!("r{i}"), SubjectKind::Room),
                owner: Owner::Common,
                storey: Some(0),
                functions: vec!["living".to_owned()],
                doubtful_function: false,
                outline: Some(rect.to_polygon()),
                height: None,
                floor: None,
                zones: Vec::new(),
                tall: None,
            });
        }
        model
    }

    fn area(model: &Model) -> f64 {
        walls(model, Vocabulary::built_in(), 0).unsigned_area()
    }

    #[test]
    fn one_room_has_a_ring_of_walls_with_square_corners() {
        let t = DEFAULT_OUTER_WALL;
        let expected = (4.0 + 2.0 * t) * (3.0 + 2.0 * t) - 12.0;
        assert!((area(&model(&[[0.0, 0.0, 4.0, 3.0]])) - expected).abs() < 1e-3);
    }

    #[test]
    fn the_gap_between_two_rooms_is_a_wall() {
        let t = DEFAULT_OUTER_WALL;
        let expected = (8.1 + 2.0 * t) * (3.0 + 2.0 * t) - 24.0;
        assert!((area(&model(&[[0.0, 0.0, 4.0, 3.0], [4.1, 0.0, 4.0, 3.0]])) - expected).abs() < 1e-3);
    }

    #[test]
    fn a_storey_without_rooms_has_no_walls() {
        assert!(walls(&model(&[]), Vocabulary::built_in(), 0).0.is_empty());
        assert!(walls(&model(&[[0.0, 0.0, 4.0, 3.0]]), Vocabulary::built_in(), 1).0.is_empty());
    }

    #[test]
    fn a_wall_with_an_opening_in_it_is_cut_through() {
        let mut with_door = model(&[[0.0, 0.0, 4.0, 3.0]]);
        let before = area(&with_door);
        let origin = Origin::Assumed { why: crate::text::Localized::same("test") };
        with_door.openings.push(crate::model::Opening {
            element: Element::new("d", SubjectKind::Door, origin),
            kind: crate::model::OpeningKind::Door,
            sides: [crate::model::Side::Room(0), crate::model::Side::Outside],
            storey: Some(0),
            placement: Some(Placement {
                a: Coord { x: 1.0, y: -0.15 },
                b: Coord { x: 2.0, y: -0.15 },
                thickness: DEFAULT_OUTER_WALL,
            }),
            width: Some(1.0),
            height: Some(2.1),
            sill: None,
            swing: None,
            recess: None,
            maybe_solid: false,
        });
        assert!((before - area(&with_door) - DEFAULT_OUTER_WALL).abs() < 1e-3);
    }
}
