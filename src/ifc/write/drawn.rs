//! Where are the walls that nobody described? The gaps between rooms and the envelope around them, cut into single
//! straight walls.
//!
//! In come the rooms of a storey; out go pieces that together are exactly the walls the plan draws: between rooms that
//! face each other, along edges with no room behind, and corners with the wall they touch.

use geo::{
    Area, BoundingRect, Coord, Distance, Euclidean, Intersects, Length, MultiPolygon, Polygon, Winding,
};

use super::shape::Frame;
use crate::geometry::{
    DEFAULT_OUTER_WALL, Region, difference, intersection, neighbours, opened, outer_wall, solid_walls, sound,
    union_all,
};
use crate::model::Model;
use crate::vocab::Vocabulary;

/// Two rooms farther apart than this, in metres, have no wall in common.
const WIDEST_GAP: f64 = 0.6;
/// Gaps thinner than this, in metres, are drawn for no wall.
const THINNEST: f64 = 0.005;
/// A corner closer than this to an edge, in metres, lies on it.
const PINCH: f64 = 1e-6;
/// Strips thinner than this, in metres, are noise of the computation.
const HAIR: f64 = 0.002;
/// Pieces smaller than this, in m², are noise of the computation.
const NOISE: f64 = 1e-4;

/// A wall that is drawn.
pub(super) struct Piece {
    pub(super) region: Polygon<f64>,
    /// Its middle line: origin and direction.
    pub(super) frame: Frame,
    pub(super) thickness: f64,
    /// Rooms on the right and on the left of its middle line.
    pub(super) rooms: [Option<usize>; 2],
    /// Whether its thickness was assumed.
    pub(super) assumed: bool,
    /// What it is between, in words that stay the same when other rooms change.
    pub(super) key: String,
}

/// An edge of a room: a stretch with the direction out of the room.
struct Edge {
    start: Coord<f64>,
    along: Coord<f64>,
    out: Coord<f64>,
    length: f64,
}

impl Edge {
    fn at(&self, t: f64) -> Coord<f64> {
        self.start + self.along * t
    }
}

/// The walls of a storey, those described for themselves left out.
pub(super) fn pieces(model: &Model, vocabulary: &Vocabulary, storey: usize) -> Vec<Piece> {
    let indoors =
        |functions: &[String]| !functions.first().and_then(|f| vocabulary.room(f)).is_some_and(|f| f.outdoor);
    let rooms: Vec<usize> = (0..model.rooms.len())
        .filter(|i| model.rooms[*i].storey == Some(storey) && indoors(&model.rooms[*i].functions))
        .filter(|i| model.rooms[*i].outline.as_ref().and_then(sound).is_some())
        .collect();
    let own = model.walls.iter().filter(|w| w.storey == Some(storey));
    let own: Vec<Region> = own.flat_map(|w| w.outlines.iter().filter_map(sound)).collect();
    let mut solid = solid_walls(model, vocabulary, storey);
    if let Some(own) = union_all(&own) {
        solid = difference(&solid, &own);
    }
    let edges: Vec<Vec<Edge>> = rooms.iter().map(|r| edges(model.rooms[*r].outline.as_ref())).collect();
    let regions: Vec<Region> =
        rooms.iter().filter_map(|r| model.rooms[*r].outline.as_ref().and_then(sound)).collect();
    let near = neighbours(&regions.iter().collect::<Vec<_>>(), WIDEST_GAP + 0.1);
    let mut wanted: Vec<(Piece, bool)> = Vec::new();
    for (i, room) in rooms.iter().enumerate() {
        let id = &model.rooms[*room].element.id.0;
        let stated = outer_wall(model, model.rooms[*room].owner, Some(storey));
        for (n, edge) in edges[i].iter().enumerate() {
            let mut facing: Vec<(f64, [f64; 2], usize)> = near[i]
                .iter()
                .flat_map(|j| edges[*j].iter().filter_map(|f| faces(edge, f)).map(|(g, s)| (g, s, *j)))
                .collect();
            facing.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.2.cmp(&b.2)));
            let mut free = vec![[0.0, edge.length]];
            for (gap, stretch, j) in facing {
                for part in take(&mut free, stretch) {
                    if i < j {
                        let other = &model.rooms[rooms[j]].element.id.0;
                        let key = format!("{id}|{n}|{other}|{:.2}", part[0]);
                        wanted
                            .push((piece(edge, part, gap, [Some(rooms[j]), Some(*room)], false, key), false));
                    }
                }
            }
            for part in free.into_iter().filter(|p| p[1] - p[0] > 0.02) {
                let thickness = stated.unwrap_or(DEFAULT_OUTER_WALL);
                let key = format!("{id}|{n}|ute|{:.2}", part[0]);
                let rooms = [None, Some(*room)];
                wanted.push((piece(edge, part, thickness, rooms, stated.is_none(), key), true));
            }
        }
    }
    // Walls between rooms first, so that the envelope has what is left.
    wanted.sort_by_key(|(_, outer)| *outer);
    cut_out(solid, wanted.into_iter().map(|(p, _)| p).collect())
}

fn edges(outline: Option<&Polygon<f64>>) -> Vec<Edge> {
    let Some(outline) = outline else { return Vec::new() };
    let mut ring = outline.exterior().clone();
    ring.make_ccw_winding();
    let edge = |line: geo::Line<f64>| {
        let d = line.end - line.start;
        let length = d.x.hypot(d.y);
        let along = d / length;
        (length > 0.02).then_some(Edge {
            start: line.start,
            along,
            out: Coord { x: along.y, y: -along.x },
            length,
        })
    };
    ring.lines().filter_map(edge).collect()
}

/// Whether an edge of another room faces this one: the gap, and the stretch of this edge.
fn faces(edge: &Edge, other: &Edge) -> Option<(f64, [f64; 2])> {
    let dot = |a: Coord<f64>, b: Coord<f64>| a.x * b.x + a.y * b.y;
    if dot(edge.out, other.out) > -0.999 {
        return None;
    }
    let gap = dot(other.start - edge.start, edge.out);
    let ends = [other.start, other.at(other.length)].map(|p| dot(p - edge.start, edge.along));
    let (low, high) = (ends[0].min(ends[1]).max(0.0), ends[0].max(ends[1]).min(edge.length));
    ((THINNEST..=WIDEST_GAP).contains(&gap) && high - low > 0.02).then_some((gap, [low, high]))
}

/// Takes a stretch out of what is free, and gives the parts that were.
fn take(free: &mut Vec<[f64; 2]>, [low, high]: [f64; 2]) -> Vec<[f64; 2]> {
    let mut taken = Vec::new();
    let mut left = Vec::new();
    for [a, b] in free.drain(..) {
        let (from, to) = (a.max(low), b.min(high));
        if to - from <= 1e-6 {
            left.push([a, b]);
            continue;
        }
        taken.push([from, to]);
        left.extend([[a, from], [to, b]].into_iter().filter(|[a, b]| b - a > 1e-6));
    }
    *free = left;
    taken
}

fn piece(
    edge: &Edge,
    [from, to]: [f64; 2],
    thickness: f64,
    rooms: [Option<usize>; 2],
    assumed: bool,
    key: String,
) -> Piece {
    let (a, b, out) = (edge.at(from), edge.at(to), edge.out * thickness);
    let region = Polygon::new(geo::LineString::new(vec![a, b, b + out, a + out]), Vec::new());
    let frame = Frame { origin: a + edge.out * (thickness / 2.0), along: edge.along };
    Piece { region, frame, thickness, rooms, assumed, key }
}

/// Cuts the pieces out of the walls, and gives what is left to the pieces it touches.
fn cut_out(solid: Region, wanted: Vec<Piece>) -> Vec<Piece> {
    // Each connected part of the walls for itself, so that far walls are not looked at.
    let mut left: Vec<Region> = solid.0.into_iter().map(|p| MultiPolygon::new(vec![p])).collect();
    let mut found: Vec<Piece> = Vec::new();
    for mut piece in wanted {
        let own = MultiPolygon::new(vec![piece.region.clone()]);
        for part in &mut left {
            if !boxes_touch(part, &own) {
                continue;
            }
            let inside = intersection(part, &own).0.into_iter().flat_map(|p| unpinched(&p));
            let largest = inside.max_by(|a, b| a.unsigned_area().total_cmp(&b.unsigned_area()));
            let Some(largest) = largest.filter(|p| p.unsigned_area() > NOISE) else { continue };
            *part = difference(part, &MultiPolygon::new(vec![largest.clone()]));
            piece.region = largest;
            found.push(piece);
            break;
        }
    }
    let rest = left.iter().map(without_hairs).flat_map(|r| r.0).flat_map(|p| unpinched(&p));
    let rest = rest.filter(|p| p.unsigned_area() > NOISE);
    let mut own = 0;
    for corner in rest {
        let region = MultiPolygon::new(vec![corner.clone()]);
        // The wall the corner shares most of its outline with, and still is one piece with.
        let shared = |p: &Piece| {
            let own = MultiPolygon::new(vec![p.region.clone()]);
            if !boxes_touch(&region, &own) || !corner.intersects(&p.region) {
                return None;
            }
            let joined = union_all(&[region.clone(), own])?;
            let [one] = &joined.0[..] else { return None };
            if unpinched(one).len() > 1 {
                return None;
            }
            let around = |p: &Polygon<f64>| Euclidean.length(p.exterior());
            Some((around(&corner) + around(&p.region) - around(one), one.clone()))
        };
        let best = found
            .iter()
            .enumerate()
            .filter_map(|(i, p)| shared(p).map(|(l, one)| (i, l, one)))
            .filter(|(_, length, _)| *length > 0.01)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)));
        match best {
            Some((i, _, one)) => found[i].region = one,
            None => {
                own += 1;
                found.extend(alone(corner, own));
            }
        }
    }
    found
}

/// What is left of walls without the hair-thin strips that rounding leaves beside a turned wall: they tie the corners
/// of a house together to one ring.
fn without_hairs(left: &Region) -> Region {
    let rings = |r: &Region| r.0.iter().map(|p| 1 + p.interiors().len()).sum::<usize>();
    let plain = opened(left, HAIR);
    if rings(&plain) == rings(left) { left.clone() } else { plain }
}

/// The parts of a polygon that hang together by a line of no width, as what is left between two cuts may: other programs
/// draw such an outline wrongly.
fn unpinched(polygon: &Polygon<f64>) -> Vec<Polygon<f64>> {
    let ring: Vec<Coord<f64>> = polygon.exterior().0.iter().skip(1).copied().collect();
    let mut parts: Vec<Polygon<f64>> = split_ring(ring)
        .into_iter()
        .map(|r| Polygon::new(geo::LineString::new(r), Vec::new()))
        .filter(|p| p.unsigned_area() > NOISE)
        .collect();
    match &mut parts[..] {
        [one] => vec![Polygon::new(one.exterior().clone(), polygon.interiors().to_vec())],
        // A ring around rooms that is pinched has its rooms outside: it is left as it is.
        _ if !polygon.interiors().is_empty() => vec![polygon.clone()],
        _ => parts,
    }
}

/// A ring cut wherever one of its corners lies on another of its edges.
fn split_ring(ring: Vec<Coord<f64>>) -> Vec<Vec<Coord<f64>>> {
    let mut open = vec![ring];
    let mut done = Vec::new();
    while let Some(ring) = open.pop() {
        let n = ring.len();
        if n < 3 {
            continue;
        }
        let on_edge = |i: usize, k: usize| {
            let edge = geo::Line::new(ring[i], ring[(i + 1) % n]);
            k != i && k != (i + 1) % n && Euclidean.distance(&geo::Point::from(ring[k]), &edge) < PINCH
        };
        match (0..n).find_map(|i| (0..n).find(|k| on_edge(i, *k)).map(|k| (i, k))) {
            None => done.push(ring),
            Some((i, k)) => {
                let from = |a: usize, b: usize| -> Vec<Coord<f64>> {
                    let steps = (b + n - a) % n;
                    (0..=steps).map(|s| ring[(a + s) % n]).collect()
                };
                open.extend([from((i + 1) % n, k), from(k, i)]);
            }
        }
    }
    done
}

/// A wall of its own: what touches no other one.
fn alone(region: Polygon<f64>, n: usize) -> Option<Piece> {
    let bounds = region.bounding_rect()?;
    let (low, size) = (bounds.min(), [bounds.width(), bounds.height()]);
    let lies = size[0] >= size[1];
    let (along, origin) = if lies {
        (Coord { x: 1.0, y: 0.0 }, Coord { x: low.x, y: low.y + size[1] / 2.0 })
    } else {
        (Coord { x: 0.0, y: 1.0 }, Coord { x: low.x + size[0] / 2.0, y: low.y })
    };
    let frame = Frame { origin, along };
    let thickness = size[0].min(size[1]);
    Some(Piece { region, frame, thickness, rooms: [None; 2], assumed: true, key: format!("rest {n}") })
}

fn boxes_touch(a: &Region, b: &Region) -> bool {
    match (a.bounding_rect(), b.bounding_rect()) {
        (Some(a), Some(b)) => a.intersects(&b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::wkt;

    #[test]
    fn what_hangs_together_by_a_line_is_two_pieces() {
        let pinched = wkt!(POLYGON((0. 0., 9. 0., 9. 1., 5. 1., 5. 0., 2. 0., 2. 1., 0. 1., 0. 0.)));
        let mut areas: Vec<f64> = unpinched(&pinched).iter().map(Area::unsigned_area).collect();
        areas.sort_by(f64::total_cmp);
        assert_eq!(areas, [2.0, 4.0]);
        let whole = wkt!(POLYGON((0. 0., 9. 0., 9. 1., 5. 1., 5. 3., 0. 3., 0. 0.)));
        assert_eq!(unpinched(&whole).len(), 1);
        let spiked = wkt!(POLYGON((0. 0., 9. 0., 5. 0., 5. 3., 0. 3., 0. 0.)));
        assert_eq!(unpinched(&spiked)[0].exterior().0.len(), 5, "a spike is cut off");
    }
}
