//! What a group of rooms encloses: the rooms themselves and the partitions between them.
//!
//! Rooms are drawn at the inner faces of their walls, so the walls are the gaps between them. Closing the gaps gives
//! the area inside the enclosing walls as NS 3940 measures it; growing what is enclosed by the outer walls'
//! thickness, and sharing what two neighbours both reach, gives the gross area.

use geo::{Area, BoundingRect, LineString, MultiPolygon, Polygon, Rect};

use super::region::{Region, closed, difference, grown, intersection, union_all};

/// Gaps between rooms of one dwelling up to this are taken for a wall, in metres, unless a thicker wall is known:
/// twice a heavy partition, less than anything one walks through.
pub const THICKEST_PARTITION: f64 = 0.40;
/// Neighbours of one unit whose walls are still shared out; a plan has a handful.
const MOST_NEIGHBOURS: usize = 64;

/// The inside of a group of rooms on one storey.
#[derive(Debug, Clone, PartialEq)]
pub struct Enclosed {
    /// Rooms and the partitions between them.
    pub region: Region,
    /// Area of the rooms and partitions, in m².
    pub area: f64,
    /// Area of what they surround without anybody saying what it is (a shaft, a chimney, a room not drawn), in m².
    pub voids: f64,
    /// Area that more than one room claims, in m².
    pub overlap: f64,
    /// In how many pieces it lies: more than one means that a gap is wider than a wall.
    pub pieces: usize,
}

/// Rooms with the gaps between them closed where a wall of at most `partition` metres explains them. None when the
/// rooms cannot be computed with.
pub fn enclosed(rooms: &[Region], partition: f64) -> Option<Enclosed> {
    let claimed: f64 = rooms.iter().map(Area::unsigned_area).sum();
    let rooms = union_all(rooms)?;
    let overlap = (claimed - rooms.unsigned_area()).max(0.0);
    let region = union_all(&[closed(&rooms, partition), rooms])?;
    let voids = region
        .iter()
        .flat_map(|p| p.interiors().iter())
        .map(|hole| Polygon::new(hole.clone(), Vec::new()).unsigned_area())
        .sum();
    Some(Enclosed { area: region.unsigned_area(), voids, overlap, pieces: region.0.len(), region })
}

/// The gross area of a unit: to the outer face of its outer walls, and to the middle of walls it shares.
///
/// `own` is what the unit encloses, `others` what those near it on the storey do, `outer` the thickness of outer
/// walls in metres. None when the neighbours are too many to share walls with.
pub fn gross_area(own: &Region, others: &[&Region], outer: f64) -> Option<f64> {
    if others.len() > MOST_NEIGHBOURS {
        return None;
    }
    let reach = |region: &Region| closed(&grown(&without_holes(region), outer), outer);
    let mine = reach(own);
    let inner: Vec<Region> = others.iter().map(|o| without_holes(o)).collect();
    let mine = difference(&mine, &difference(&union_all(&inner)?, own));
    // Where two reach the same place each has half of it; where three do, a third.
    let mut contested: Vec<Region> = Vec::new();
    for (i, other) in inner.iter().enumerate() {
        let elsewhere: Vec<Region> =
            inner.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, r)| r.clone()).collect();
        let theirs = difference(&difference(&reach(other), own), &union_all(&elsewhere)?);
        contested.push(intersection(&mine, &theirs));
    }
    let total: f64 = contested.iter().map(Area::unsigned_area).sum();
    let shared = union_all(&contested)?.unsigned_area();
    // With k other claimants at a place, `total` counts it k times: half of it goes for the first, less for more.
    let several = (total - shared).max(0.0);
    Some(mine.unsigned_area() - shared / 2.0 - several / 6.0)
}

/// For each region the others whose boxes come within a distance of its own, the nearest in the list first; a few more
/// than can be dealt with where there are many, so that too many is told from enough.
pub fn neighbours(regions: &[&Region], distance: f64) -> Vec<Vec<usize>> {
    let mut boxes: Vec<(usize, Rect<f64>)> =
        regions.iter().enumerate().filter_map(|(i, r)| Some((i, r.bounding_rect()?))).collect();
    boxes.sort_by(|a, b| a.1.min().x.total_cmp(&b.1.min().x));
    let mut near = vec![Vec::new(); regions.len()];
    for (at, (i, a)) in boxes.iter().enumerate() {
        for (j, b) in &boxes[at + 1..] {
            if b.min().x > a.max().x + distance {
                break;
            }
            if b.min().y > a.max().y + distance || a.min().y > b.max().y + distance {
                continue;
            }
            if near[*i].len() <= MOST_NEIGHBOURS {
                near[*i].push(*j);
            }
            if near[*j].len() <= MOST_NEIGHBOURS {
                near[*j].push(*i);
            }
        }
    }
    near
}

fn without_holes(region: &Region) -> Region {
    let filled = region.iter().map(|p| Polygon::new(LineString::clone(p.exterior()), Vec::new()));
    MultiPolygon::new(filled.collect())
}
