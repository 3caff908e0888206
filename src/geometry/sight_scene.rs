//! Who can look out where: the closed bodies of buildings at each height, and windows as segments in their faces.
//!
//! Frame: metres in the project's plan, heights over the project's zero. A building is as solid as its storey is in
//! plan: windows other than the two a sight line runs between are not looked through. A window stands in the outer
//! face of its wall, so that distances are those between facades; the reveal is not counted as an obstacle.
//!
//! A storey ends where its walls were modelled to end, or as far from its rooms as its outer walls are thick. Where that
//! thickness is not known ([`OuterWalls`]) the scene is made three times, with such walls as drawn, as thin and as thick
//! as they may be: what holds in all three holds. Walls nobody stated are taken to be thin or thick together.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use geo::line_measures::Distance;
use geo::{
    BoundingRect, Contains, Coord, Euclidean, Intersects, Line, MultiPoint, MultiPolygon, Point, Rect,
};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::region::{Region, closed, grown, intersection, union_all};
use super::thickness::{OuterWalls, Thickness};
use super::units::Units;
use super::walls::{DEFAULT_OUTER_WALL, modelled_walls};
use crate::model::{Model, Opening, OpeningKind, Side};
use crate::vocab::Vocabulary;

/// How far a window is moved off its face, so that it does not stand on it, in metres.
const OFF: f64 = 0.001;
/// Thickest wall a window is taken through, in metres.
const THICKEST: f64 = 1.0;
/// How far over the floor a storey is cut, in metres: what stands there blocks the view from that storey.
const CUT: f64 = 1.2;
/// Height of a storey nothing stands on, in metres.
const STOREY: f64 = 3.0;

/// A window seen from outside.
#[derive(Debug, Clone, PartialEq)]
pub struct Pane {
    /// Index of the opening.
    pub opening: usize,
    /// Index of its storey.
    pub storey: usize,
    /// The room it lights.
    pub room: usize,
    /// Its width in the outer face of its wall.
    pub face: Line<f64>,
    /// Its width in the inner face.
    pub inner: Line<f64>,
    /// Unit vector out of the building, square to the wall.
    pub out: Coord<f64>,
    /// Whether the outer face is where a wall of a thickness nobody stated ends.
    pub assumed: bool,
}

impl Pane {
    /// The middle of the outer face.
    pub fn middle(&self) -> Coord<f64> {
        (self.face.start + self.face.end) / 2.0
    }

    /// Where the wall ends at a point of the face, which is a little off it.
    pub fn on_wall(&self, point: Coord<f64>) -> Coord<f64> {
        point - self.out * OFF
    }
}

/// The scene with walls of unknown thickness as drawn, and as thin and as thick as they may be.
pub struct Scenes {
    /// As drawn.
    pub drawn: Scene,
    /// Thin and thick; none where all walls are known.
    pub others: Option<Box<[Scene; 2]>>,
}

impl Scenes {
    /// The bodies of all storeys.
    pub fn new(model: &Model, vocabulary: &Vocabulary, units: &Units<'_>, walls: &OuterWalls) -> Self {
        let modelled: Vec<Option<Region>> =
            (0..model.storeys.len()).map(|s| modelled_walls(model, vocabulary, s)).collect();
        let around = |room: usize| {
            let room = &model.rooms[room];
            walls.around(model, room.owner, room.storey)
        };
        let scene = |taken: fn(Thickness) -> f64| Scene::new(model, units, &modelled, &around, taken);
        let assumed = (0..model.rooms.len()).any(|i| {
            let stands = model.rooms[i].storey.is_some_and(|s| modelled.get(s).is_some_and(Option::is_none));
            stands && units.is_indoors(i) && units.region(i).is_some() && !around(i).is_known()
        });
        let others = || Box::new([scene(|t| t.least), scene(|t| t.most)]);
        Self { drawn: scene(|t| t.drawn), others: assumed.then(others) }
    }

    /// All of them, the drawn one first.
    pub fn all(&self) -> impl Iterator<Item = &Scene> {
        std::iter::once(&self.drawn).chain(self.others.iter().flat_map(|o| o.iter()))
    }
}

/// The buildings of a project as what one sees past.
pub struct Scene {
    /// The closed body of every storey, and the box around it.
    bodies: Vec<Region>,
    boxes: Vec<Option<Rect<f64>>>,
    /// From the floor of every storey to that of the next, over the project's zero.
    spans: Vec<(f64, f64)>,
    buildings: Vec<usize>,
    /// Rooms around which the outer walls' thickness is not known.
    assumed: Vec<bool>,
    /// Two buildings that stand in each other, once that was asked.
    clash: OnceLock<Option<[usize; 2]>>,
}

impl Scene {
    fn new(
        model: &Model,
        units: &Units<'_>,
        modelled: &[Option<Region>],
        around: &dyn Fn(usize) -> Thickness,
        taken: fn(Thickness) -> f64,
    ) -> Self {
        let storeys = model.storeys.len();
        let (mut of, mut floors) = (vec![Vec::new(); storeys], vec![Vec::new(); storeys]);
        let mut thickest = vec![0.0_f64; storeys];
        let mut assumed = vec![false; model.rooms.len()];
        for (i, room) in model.rooms.iter().enumerate() {
            let Some(storey) = room.storey.filter(|s| *s < storeys && units.is_indoors(i)) else { continue };
            let Some(region) = units.region(i) else { continue };
            let wall = around(i);
            // What was modelled farther from the rooms than a wall is thick is no wall of theirs.
            let drawn = modelled.get(storey).is_some_and(Option::is_some);
            let thickness = if drawn { wall.most } else { taken(wall) };
            assumed[i] = !drawn && !wall.is_known();
            thickest[storey] = thickest[storey].max(thickness);
            of[storey].push(grown(region, thickness));
            floors[storey].push(region.clone());
        }
        let nothing = || MultiPolygon::new(Vec::new());
        let all = |regions: &[Region]| union_all(regions).unwrap_or_else(nothing);
        let body = |storey: usize| {
            let around = all(&of[storey]);
            let body = match modelled.get(storey) {
                Some(Some(walls)) => {
                    let floors = std::mem::take(&mut floors[storey]);
                    all(&[floors, vec![intersection(walls, &around)]].concat())
                }
                _ => around,
            };
            closed(&body, thickest[storey])
        };
        let bodies: Vec<Region> = (0..storeys).map(body).collect();
        let boxes = bodies.iter().map(Region::bounding_rect).collect();
        let mut floors: BTreeMap<usize, Vec<f64>> = BTreeMap::new();
        for storey in &model.storeys {
            floors.entry(storey.building).or_default().push(storey.elevation);
        }
        floors.values_mut().for_each(|f| f.sort_by(f64::total_cmp));
        let spans = model.storeys.iter().map(|s| {
            let own = floors.get(&s.building).map_or(&[][..], Vec::as_slice);
            let next = own.get(own.partition_point(|e| *e <= s.elevation)).copied().filter(|e| e.is_finite());
            (s.elevation, next.unwrap_or(s.elevation + STOREY))
        });
        let buildings = model.storeys.iter().map(|s| s.building).collect();
        Self { bodies, boxes, spans: spans.collect(), buildings, assumed, clash: OnceLock::new() }
    }

    /// The edges of everything closed where a storey is cut.
    pub fn obstacles(&self, storey: usize) -> Vec<Line<f64>> {
        self.edges(storey, |_| true)
    }

    /// Those of them that may stand between two windows when one looks from a storey.
    pub fn obstacles_between(&self, storey: usize, a: &Pane, b: &Pane) -> Vec<Line<f64>> {
        let all = [a.face, a.inner, b.face, b.inner].into_iter().flat_map(|l| [l.start, l.end]);
        let Some(between) = all.collect::<MultiPoint<f64>>().bounding_rect() else { return Vec::new() };
        self.edges(storey, |body| self.boxes[body].is_some_and(|b| b.intersects(&between)))
    }

    fn edges(&self, storey: usize, wanted: impl Fn(usize) -> bool) -> Vec<Line<f64>> {
        let Some(cut) = self.spans.get(storey).map(|(floor, _)| floor + CUT) else { return Vec::new() };
        let cuts = |(i, span): (usize, &(f64, f64))| {
            ((i == storey || (span.0 <= cut && cut < span.1)) && wanted(i)).then(|| &self.bodies[i])
        };
        let bodies = self.spans.iter().enumerate().filter_map(cuts);
        let rings = bodies.flatten().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        rings.flat_map(geo::LineString::lines).collect()
    }

    /// Two buildings that stand in each other: they have not been given their places.
    pub fn in_each_other(&self) -> Option<[usize; 2]> {
        *self.clash.get_or_init(|| {
            let boxed = self.boxes.iter().enumerate().filter_map(|(i, b)| {
                let b = (*b)?;
                Some(GeomWithData::new(Rectangle::from_corners(b.min().into(), b.max().into()), i))
            });
            let near: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>> = RTree::bulk_load(boxed.collect());
            (0..self.bodies.len()).find_map(|i| {
                let own = self.boxes[i]?;
                let own = AABB::from_corners(own.min().into(), own.max().into());
                let mut others: Vec<usize> =
                    near.locate_in_envelope_intersecting(&own).map(|o| o.data).collect();
                others.retain(|j| {
                    *j > i
                        && self.buildings[i] != self.buildings[*j]
                        && overlap(self.spans[i], self.spans[*j])
                });
                others.sort_unstable();
                let meet = |j: &usize| {
                    geo::Area::unsigned_area(&intersection(&self.bodies[i], &self.bodies[*j])) > 0.5
                };
                others.into_iter().find(meet).map(|j| [self.buildings[i], self.buildings[j]])
            })
        })
    }

    /// What stands on a ray: for every storey's body it meets, how far off and how high over the project's zero it ends.
    pub fn ahead(&self, from: Coord<f64>, ray: Coord<f64>) -> Vec<(f64, f64)> {
        let met = |(body, span): (&Region, &(f64, f64))| Some((nearest_edge(body, from, ray)?, span.1));
        self.bodies.iter().zip(&self.spans).filter_map(met).collect()
    }

    /// A window or door to the open with its faces; none when it has no place, or no side that is outside.
    pub fn pane(&self, model: &Model, units: &Units<'_>, index: usize) -> Option<Pane> {
        let opening = model.openings.get(index)?;
        let storey = opening.storey?;
        let (room, placement) = (inside(model, units, opening)?, opening.placement?);
        let along = placement.b - placement.a;
        let length = along.x.hypot(along.y);
        if opening.kind == OpeningKind::Passage || !length.is_normal() || !placement.thickness.is_finite() {
            return None;
        }
        let middle = (placement.a + placement.b) / 2.0;
        let floor = units.region(room)?;
        let half = placement.thickness.max(0.0) / 2.0;
        let square = Coord { x: -along.y / length, y: along.x / length };
        // The room lies nearer to the inner face than to the outer one.
        let to_room = |out: Coord<f64>| Euclidean.distance(&Point(middle - out * (half + OFF)), floor);
        let (there, here) = (to_room(square), to_room(square * -1.0));
        let out = if there < here { square } else { square * -1.0 };
        if there.min(here) > THICKEST || (there - here).abs() < OFF {
            return None;
        }
        let body = self.bodies.get(storey)?;
        let ends = leaves(body, middle, out)?;
        let usual = (placement.thickness - DEFAULT_OUTER_WALL).abs() < OFF;
        let assumed = self.assumed.get(room) == Some(&true) && (usual || ends > half + OFF);
        // A window in a wall nobody stated stands where that wall is taken to end.
        let face = if assumed && ends > 0.0 { ends } else { half.max(ends) } + OFF;
        let at = |by: f64| Line::new(placement.a + out * by, placement.b + out * by);
        Some(Pane { opening: index, storey, room, face: at(face), inner: at(-half - OFF), out, assumed })
    }
}

/// How far along a ray the body ends; 0 where the ray begins outside. None where it goes on.
fn leaves(body: &Region, from: Coord<f64>, ray: Coord<f64>) -> Option<f64> {
    if !body.contains(&Point(from)) {
        return Some(0.0);
    }
    nearest_edge(body, from, ray).filter(|t| *t <= THICKEST)
}

/// How far along a ray the first edge of a body lies.
fn nearest_edge(body: &Region, from: Coord<f64>, ray: Coord<f64>) -> Option<f64> {
    let edges = body.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let cross = |a: Coord<f64>, b: Coord<f64>| a.x * b.y - a.y * b.x;
    let meets = |edge: Line<f64>| {
        let denominator = cross(ray, edge.delta());
        let between = edge.start - from;
        let (t, u) = (cross(between, edge.delta()) / denominator, cross(between, ray) / denominator);
        (t > 0.0 && (0.0..=1.0).contains(&u)).then_some(t)
    };
    edges.flat_map(geo::LineString::lines).filter_map(meets).reduce(f64::min)
}

fn overlap(a: (f64, f64), b: (f64, f64)) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// The room on the inside of a window to the open. A balcony or gallery beyond it counts as the open.
fn inside(model: &Model, units: &Units<'_>, opening: &Opening) -> Option<usize> {
    let indoors = |s: &Side| match s {
        Side::Room(r) if units.is_indoors(*r) && *r < model.rooms.len() => Some(*r),
        _ => None,
    };
    let mut rooms = opening.sides.iter().filter_map(indoors);
    let room = rooms.next();
    room.filter(|_| rooms.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::sample::{Sample, rect};

    fn scenes(s: &Sample) -> (Units<'_>, Scenes) {
        let units = Units::new(&s.model, Vocabulary::built_in());
        let walls = OuterWalls::new(&s.model, Some((0.2, 0.45)));
        let scenes = Scenes::new(&s.model, Vocabulary::built_in(), &units, &walls);
        (units, scenes)
    }

    fn panes(s: &Sample) -> Vec<Option<Pane>> {
        let (units, scenes) = scenes(s);
        (0..s.model.openings.len()).map(|i| scenes.drawn.pane(&s.model, &units, i)).collect()
    }

    #[test]
    fn a_window_stands_in_the_outer_face_and_looks_away_from_its_room() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let window = s.window(room, 1.2, 1.2, 0.9);
        s.place(window, (1.0, -0.1), (2.2, -0.1), 0.2);
        s.model.dwellings[0].outer_wall = Some(0.2);
        let pane = panes(&s)[0].clone().unwrap();
        assert!((pane.out.y + 1.0).abs() < 1e-9);
        assert!((pane.face.start.y + 0.201).abs() < 1e-6, "{:?}", pane.face);
        assert!((pane.inner.start.y - 0.001).abs() < 1e-6);
    }

    #[test]
    fn a_window_between_two_rooms_is_none_to_the_open() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let other = s.room(a, "sleeping", Some(rect(0.0, 4.2, 5.0, 4.0)));
        let window = s.opening(OpeningKind::Window, Side::Room(room), Side::Room(other));
        s.place(window, (1.0, 4.1), (2.2, 4.1), 0.2);
        assert_eq!(panes(&s), [None]);
    }

    #[test]
    fn buildings_without_places_stand_in_each_other() {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let b = s.dwelling("B");
        let room = s.room(b, "living", Some(rect(1.0, 0.0, 5.0, 4.0)));
        let mut house = s.model.buildings[0].clone();
        house.element.id.0 = "hus 2".into();
        s.model.buildings.push(house);
        let storey = s.storey(1);
        s.model.storeys[storey].building = 1;
        s.model.rooms[room].storey = Some(storey);
        let scene = |s: &Sample| scenes(s).1.drawn.in_each_other();
        assert_eq!(scene(&s), Some([0, 1]));
        s.model.rooms[room].outline = Some(rect(20.0, 0.0, 5.0, 4.0));
        assert_eq!(scene(&s), None);
    }

    /// A room with a window to the south in a wall drawn 30 cm thick.
    fn south_window() -> Sample {
        let mut s = Sample::new();
        let a = s.dwelling("A");
        let room = s.room(a, "living", Some(rect(0.0, 0.0, 5.0, 4.0)));
        let window = s.window(room, 1.2, 1.2, 0.9);
        s.place(window, (1.0, -0.15), (2.2, -0.15), 0.3);
        s
    }

    fn faces(s: &Sample) -> Vec<f64> {
        let (units, scenes) = scenes(s);
        let face = |scene: &Scene| -scene.pane(&s.model, &units, 0).unwrap().face.start.y - OFF;
        scenes.all().map(face).collect()
    }

    #[test]
    fn a_wall_nobody_stated_is_taken_as_drawn_thin_and_thick() {
        let mut s = south_window();
        for (face, wall) in faces(&s).iter().zip([0.3, 0.2, 0.45]) {
            assert!((face - wall).abs() < 1e-6, "{face} is not {wall}");
        }
        s.model.dwellings[0].outer_wall = Some(0.3);
        assert_eq!(faces(&s).len(), 1);
    }

    #[test]
    fn a_storey_ends_where_its_walls_were_modelled_to_end_and_a_wall_in_the_garden_is_none_of_them() {
        let mut s = south_window();
        s.place(0, (1.0, -0.1), (2.2, -0.1), 0.2);
        let ring =
            [(-0.2, -0.2, 5.4, 0.2), (-0.2, 4.0, 5.4, 0.2), (-0.2, 0.0, 0.2, 4.0), (5.0, 0.0, 0.2, 4.0)];
        for (x, y, w, h) in ring {
            let wall = s.wall(None);
            s.model.walls[wall].outlines = vec![rect(x, y, w, h)];
            s.model.walls[wall].thickness = Some(0.2);
        }
        let garden = s.wall(None);
        s.model.walls[garden].outlines = vec![rect(-2.0, -5.0, 9.0, 0.2)];
        s.model.walls[garden].thickness = Some(0.2);
        let found = faces(&s);
        assert!(found.len() == 1 && (found[0] - 0.2).abs() < 1e-6, "{found:?}");
        let (_, scenes) = scenes(&s);
        assert_eq!(scenes.drawn.obstacles(0).len(), 4);
    }
}
