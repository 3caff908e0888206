//! Which spaces lie at a point, and which near a box? Spaces found by where they lie in plan.
//!
//! Made of the spaces once they are read; looks nothing up in the model. Spaces that are drawn alike, as on equal
//! storeys or in a model put together of copies, are looked at once.

use std::collections::HashMap;

use geo::{BoundingRect, Contains, Coord, Point, Polygon, Rect};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::spaces::Space;

/// How far a room's outline may lie above or below an opening in it, in metres.
const STEP: f64 = 0.35;

/// Numbers by boxes in plan.
type Boxes = RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>;

/// Spaces by where they lie.
pub(super) struct Plane {
    all: Boxes,
    of_storey: HashMap<Option<usize>, Boxes>,
    /// What is drawn alike, by its box.
    places: Boxes,
    alike: Vec<Alike>,
}

/// Spaces with the same outline and heights.
struct Alike {
    outline: Polygon<f64>,
    heights: Option<(f64, f64)>,
    /// The first of them, and the first on each storey.
    first: usize,
    on_storey: HashMap<Option<usize>, usize>,
}

impl Plane {
    pub(super) fn of(spaces: &[Space]) -> Self {
        let mut all = Vec::new();
        let mut of_storey: HashMap<Option<usize>, Vec<_>> = HashMap::new();
        let mut places = Vec::new();
        let mut alike: Vec<Alike> = Vec::new();
        let mut known: HashMap<Vec<u64>, usize> = HashMap::new();
        for (i, space) in spaces.iter().enumerate() {
            let Some((outline, bounds)) = space.outline.as_ref().and_then(|o| Some((o, o.bounding_rect()?)))
            else {
                continue;
            };
            let place = Rectangle::from_aabb(around(bounds, 0.0));
            all.push(GeomWithData::new(place, i));
            of_storey.entry(space.storey).or_default().push(GeomWithData::new(place, i));
            let same = *known.entry(drawn(outline, space.heights)).or_insert_with(|| {
                places.push(GeomWithData::new(place, alike.len()));
                let (outline, heights) = (outline.clone(), space.heights);
                alike.push(Alike { outline, heights, first: i, on_storey: HashMap::new() });
                alike.len() - 1
            });
            alike[same].on_storey.entry(space.storey).or_insert(i);
        }
        Self {
            all: RTree::bulk_load(all),
            of_storey: of_storey.into_iter().map(|(s, boxes)| (s, RTree::bulk_load(boxes))).collect(),
            places: RTree::bulk_load(places),
            alike,
        }
    }

    /// The spaces whose boxes touch another, grown by a margin in metres, in their order.
    pub(super) fn near(&self, bounds: Rect<f64>, margin: f64) -> Vec<usize> {
        touching(&self.all, bounds, margin)
    }

    /// The same on one storey.
    pub(super) fn near_on(&self, storey: Option<usize>, bounds: Rect<f64>, margin: f64) -> Vec<usize> {
        self.of_storey.get(&storey).map_or(Vec::new(), |boxes| touching(boxes, bounds, margin))
    }

    /// The space at a point, at the height of what stands there; without heights the storey tells. Of spaces that lie
    /// over each other the one on the element's own storey is meant.
    pub(super) fn at(&self, at: Coord<f64>, z: (f64, f64), storey: Option<usize>) -> Option<usize> {
        // The best so far: whether it is on another storey, and which it is.
        let mut best: Option<(bool, usize)> = None;
        for place in self.places.locate_in_envelope_intersecting(&AABB::from_point([at.x, at.y])) {
            let alike = &self.alike[place.data];
            let here = alike.on_storey.get(&storey).copied();
            let level = match alike.heights {
                Some((low, high)) => z.1 > low + STEP && z.0 < high - STEP,
                None => here.is_some() || storey.is_none(),
            };
            let found = (here.is_none(), here.unwrap_or(alike.first));
            if level && best.is_none_or(|b| found < b) && alike.outline.contains(&Point::from(at)) {
                best = Some(found);
            }
        }
        best.map(|(_, space)| space)
    }
}

/// The box of something, grown by a margin.
fn around(bounds: Rect<f64>, margin: f64) -> AABB<[f64; 2]> {
    let (low, high) = (bounds.min(), bounds.max());
    AABB::from_corners([low.x - margin, low.y - margin], [high.x + margin, high.y + margin])
}

fn touching(boxes: &Boxes, bounds: Rect<f64>, margin: f64) -> Vec<usize> {
    let mut found: Vec<usize> =
        boxes.locate_in_envelope_intersecting(&around(bounds, margin)).map(|b| b.data).collect();
    found.sort_unstable();
    found
}

/// How a space is drawn, to the last bit.
fn drawn(outline: &Polygon<f64>, heights: Option<(f64, f64)>) -> Vec<u64> {
    let (low, high) = heights.unwrap_or((f64::NAN, f64::NAN));
    let rings = std::iter::once(outline.exterior()).chain(outline.interiors());
    let corners = rings.flat_map(|r| r.0.iter().flat_map(|c| [c.x, c.y]).chain([f64::NAN]));
    [low, high].into_iter().chain(corners).map(f64::to_bits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ifc::step::Id;
    use geo::wkt;

    fn space(outline: Polygon<f64>, heights: Option<(f64, f64)>, storey: Option<usize>) -> Space {
        Space {
            id: Id(1),
            number: String::new(),
            name: String::new(),
            storey,
            functions: Vec::new(),
            doubtful: false,
            nameless: false,
            outline: Some(outline),
            heights,
            home: None,
        }
    }

    fn room() -> Polygon<f64> {
        wkt!(POLYGON((0. 0., 4. 0., 4. 3., 0. 3., 0. 0.)))
    }

    const AT: Coord<f64> = Coord { x: 1.0, y: 1.0 };

    #[test]
    fn of_spaces_over_each_other_the_one_on_the_own_storey_is_meant() {
        let both = [space(room(), Some((0.0, 2.4)), Some(0)), space(room(), Some((0.0, 2.4)), Some(1))];
        let plane = Plane::of(&both);
        let at = |storey| plane.at(AT, (0.0, 2.0), storey);
        assert_eq!([Some(0), Some(1), Some(2), None].map(at), [Some(0), Some(1), Some(0), Some(0)]);
        assert_eq!(plane.at(Coord { x: 5.0, y: 1.0 }, (0.0, 2.0), Some(0)), None);
    }

    #[test]
    fn the_own_storey_comes_before_an_earlier_space_of_another_outline() {
        let larger = wkt!(POLYGON((-1. -1., 5. -1., 5. 4., -1. 4., -1. -1.)));
        let all = [space(larger, Some((0.0, 2.4)), Some(0)), space(room(), Some((0.0, 2.4)), Some(1))];
        let plane = Plane::of(&all);
        assert_eq!(plane.at(AT, (0.0, 2.0), Some(1)), Some(1));
        assert_eq!(plane.at(AT, (0.0, 2.0), Some(2)), Some(0), "else the first");
    }

    #[test]
    fn a_space_must_reach_the_height_of_what_stands_there() {
        let plane = Plane::of(&[space(room(), Some((3.0, 5.4)), Some(0))]);
        assert_eq!(plane.at(AT, (0.0, 3.3), Some(0)), None, "0.3 m into it");
        assert_eq!(plane.at(AT, (0.0, 3.4), Some(0)), Some(0));
        assert_eq!(plane.at(AT, (5.1, 8.0), Some(0)), None);
        assert_eq!(plane.at(AT, (5.0, 8.0), Some(0)), Some(0));
    }

    #[test]
    fn without_heights_the_storey_tells() {
        let plane = Plane::of(&[space(room(), None, Some(3))]);
        let at = |storey| plane.at(AT, (90.0, 92.0), storey);
        assert_eq!([Some(3), Some(4), None].map(at), [Some(0), None, Some(0)]);
    }

    #[test]
    fn what_lies_near_is_found_on_all_storeys_or_on_one() {
        let beside = wkt!(POLYGON((4.1 0., 7. 0., 7. 3., 4.1 3., 4.1 0.)));
        let all = [space(room(), None, Some(0)), space(beside, None, Some(1)), space(room(), None, Some(1))];
        let plane = Plane::of(&all);
        let bounds = Rect::new(Coord { x: 0.0, y: 0.0 }, Coord { x: 4.0, y: 3.0 });
        assert_eq!(plane.near(bounds, 0.0), [0, 2]);
        assert_eq!(plane.near(bounds, 0.2), [0, 1, 2]);
        assert_eq!(plane.near_on(Some(1), bounds, 0.2), [1, 2]);
        assert_eq!(plane.near_on(Some(7), bounds, 0.2), Vec::<usize>::new());
    }
}
