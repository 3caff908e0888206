//! Parts of the building that were read with their shapes: columns where the plan cuts them, stairs with their treads,
//! an arrow upwards and a break where they are cut, railings and the rest by what is seen of them.
//!
//! A stair is drawn upwards from the floor to the cut, then downwards, and dashed above the cut, each as far as it does not
//! lie over what is drawn of it already: of flights over each other the lower one is seen where the upper one is cut away.

use geo::{Area, Centroid, ConvexHull, Coord};

use super::desk::{Desk, Laid, put};
use super::label::{self, Obstacle};
use super::legend::Sign;
use super::letters::clean;
use super::paper::{Pt, Ring};
use super::pen::{ARC, OVER, SOLID, THING, Trace, WALL, group, title};
use super::symbol::{self, Layer};
use super::view;
use crate::geometry::{Region, difference, intersection, sound};
use crate::model::{Standing, Tread};
use crate::quantity::LENGTH_TOLERANCE;

/// Height over the floor at which a plan cuts, in metres.
const CUT: f64 = 1.2;
/// Treads this little over a floor belong to the flight that comes up to it, in metres.
const LEVEL: f64 = 0.05;
/// A tread of which more than this share lies over others drawn belongs to another flight.
const OVER_OTHERS: f64 = 0.3;
/// Half the length of an arrow's head, and how far a break line is drawn askew, in millimetres.
const HEAD: f64 = 1.0;
const ASKEW: f64 = 0.35;

/// Kinds that are solid where they are cut.
fn is_solid(what: &str) -> bool {
    matches!(what, "column" | "chimney")
}

impl Desk<'_> {
    /// Draws the parts of the building that stand on the storeys of a view.
    pub(super) fn built(&mut self, laid: &mut Laid) {
        for index in laid.view.fixtures.clone() {
            let Some(fixture) = self.model.fixtures.get(index).filter(|f| f.present) else { continue };
            for storey in laid.view.storeys.iter().flatten() {
                let Some(standing) = fixture.on(*storey) else { continue };
                let name = view::fixture_name(fixture, self.options);
                let id = self.ids.take(&format!("fixture-{}", fixture.element.id.0));
                let mut g = group("plan-item")
                    .set("id", id)
                    .set("data-element", clean(&fixture.element.id.0))
                    .add(title(&fixture.element.label));
                let flight = Flight::of(&standing.treads);
                if flight.is_empty() {
                    g = g.add(plain(laid, standing, &fixture.what));
                    // What is no line and not filled is told by its name.
                    if symbol::needs_legend(&fixture.what) {
                        self.signs.insert(Sign::Thing(fixture.what.clone(), name));
                    }
                } else {
                    g = g.add(flight.draw(laid));
                }
                put(&mut self.layers.fixtures, g);
                let rings = hulls(laid, standing, &flight);
                laid.obstacles.extend(rings.iter().map(|r| Obstacle::new(r.clone(), label::THING)));
                laid.things.extend(rings.into_iter().next().map(|ring| (index, Layer::Standing, ring)));
            }
        }
    }
}

/// What texts should stand clear of, in convex pieces.
fn hulls(laid: &Laid, standing: &Standing, flight: &Flight) -> Vec<Ring> {
    let ring = |p: &geo::Polygon<f64>| laid.frame.ring(p.convex_hull().exterior());
    if flight.is_empty() {
        return standing.taken.iter().chain(&standing.doubtful).map(ring).collect();
    }
    flight.treads().map(|t| ring(&t.outline)).collect()
}

/// A part without treads: what is seen of it, filled where it is solid and cut.
fn plain(laid: &Laid, standing: &Standing, what: &str) -> svg::node::element::Group {
    let traced = |region: &Region| {
        let mut t = Trace::new();
        t.rings(&laid.frame.all_rings(region));
        t
    };
    let mut g = group("plan-fixture");
    let cut = if is_solid(what) { standing.cut.clone() } else { Region::new(Vec::new()) };
    let rest = difference(&standing.taken, &cut);
    let seen = if what == "beam" { OVER } else { THING };
    for (region, pen) in [(&standing.doubtful, seen), (&rest, seen), (&cut, WALL)] {
        if !region.0.is_empty() {
            g = g.add(traced(region).draw(pen).set("fill-rule", "evenodd"));
        }
    }
    let line: Ring = standing.rises.iter().flatten().map(|c| laid.frame.pt(*c)).collect();
    match arrow(&line) {
        Some((walk, head)) => g.add(walk.draw(ARC)).add(head.draw(SOLID)),
        None => g,
    }
}

/// The treads of a stair that a plan shows, each list from below.
#[derive(Default)]
struct Flight<'t> {
    /// Those that come up to the floor.
    below: Vec<&'t Tread>,
    /// Those that go up from it, under the cut.
    seen: Vec<&'t Tread>,
    /// Those above the cut.
    above: Vec<&'t Tread>,
}

/// Whether a tread lies above the cut.
fn is_over(tread: &Tread) -> bool {
    tread.height > CUT + LENGTH_TOLERANCE
}

impl<'t> Flight<'t> {
    fn of(treads: &'t [Tread]) -> Self {
        let mut flight = Self::default();
        let mut drawn: Vec<Region> = Vec::new();
        let up = treads.iter().filter(|t| t.height > LEVEL);
        let down = treads.iter().rev().filter(|t| t.height <= LEVEL);
        let mut free = |tread: &Tread| {
            let Some(region) = sound(&tread.outline) else { return false };
            let shared: f64 = drawn.iter().map(|d| intersection(d, &region).unsigned_area()).sum();
            let free = shared < OVER_OTHERS * region.unsigned_area();
            if free {
                drawn.push(region);
            }
            free
        };
        flight.seen = up.clone().filter(|t| !is_over(t)).filter(|t| free(t)).collect();
        flight.below = down.take_while(|t| free(t)).collect();
        flight.below.reverse();
        if !flight.seen.is_empty() {
            flight.above = up.filter(|t| is_over(t)).take_while(|t| free(t)).collect();
        }
        flight
    }

    fn treads(&self) -> impl Iterator<Item = &'t Tread> + '_ {
        self.below.iter().chain(&self.seen).chain(&self.above).copied()
    }

    fn is_empty(&self) -> bool {
        self.treads().next().is_none()
    }

    fn draw(&self, laid: &Laid) -> svg::node::element::Group {
        let mut g = group("plan-fixture");
        let rings = |all: &[&Tread]| {
            let mut t = Trace::new();
            all.iter().for_each(|tread| {
                t.rings(&laid.frame.rings(&tread.outline));
            });
            t
        };
        for (treads, pen) in [(&self.above, OVER), (&self.below, THING), (&self.seen, THING)] {
            if !treads.is_empty() {
                g = g.add(rings(treads).draw(pen));
            }
        }
        let middle = |t: &&Tread| t.outline.centroid().map(|c| laid.frame.pt(Coord::from(c)));
        for run in [&self.below, &self.seen] {
            let line: Ring = run.iter().filter_map(middle).collect();
            if let Some((walk, head)) = arrow(&line) {
                g = g.add(walk.draw(ARC)).add(head.draw(SOLID));
            }
        }
        if let (Some(last), Some(first)) = (self.seen.last(), self.above.first())
            && let Some((a, b)) = middle(last).zip(middle(first))
            && let Some(broken) = break_line(a, b, &laid.frame.ring(first.outline.exterior()))
        {
            g = g.add(broken.draw(ARC));
        }
        g
    }
}

/// A line one walks with the head of an arrow at its upper end, and a ring where it begins; none for one step.
fn arrow(line: &[Pt]) -> Option<(Trace, Trace)> {
    let [.., before, end] = line else { return None };
    let along = (*end - *before).unit()?;
    let (back, side) = (*end - along * (2.0 * HEAD), along.perp() * (0.4 * HEAD));
    let mut walk = Trace::new();
    walk.open(line).ellipse(line[0], Pt::new(0.4, 0.0), Pt::new(0.0, 0.4));
    let mut head = Trace::new();
    head.ring(&[*end, back + side, back - side]);
    Some((walk, head))
}

/// Two strokes askew across a stair, at the edge of the first tread above the cut: how far they reach is told by that
/// tread, whose corners lie to both sides of the line one walks.
fn break_line(from: Pt, to: Pt, tread: &[Pt]) -> Option<Trace> {
    let along = (to - from).unit()?;
    let across = along.perp();
    let reach = |pick: fn(f64, f64) -> f64, start: f64| {
        tread.iter().map(|p| (*p - from).dot(across)).fold(start, pick)
    };
    let (low, high) = (reach(f64::min, f64::MAX), reach(f64::max, f64::MIN));
    let middle = from.midpoint(to);
    let lean = along * ((high - low) * ASKEW / 2.0);
    let mut t = Trace::new();
    for off in [-0.35, 0.35] {
        let at = middle + along * off;
        t.line(at + across * low - lean, at + across * high + lean);
    }
    Some(t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geo::{Polygon, Rect};

    /// A tread of 1 × 0.25 m, the n-th along x.
    fn tread(n: f64, height: f64) -> Tread {
        let rect = Rect::new(Coord { x: 0.25 * n, y: 0.0 }, Coord { x: 0.25 * (n + 1.0), y: 1.0 });
        Tread { outline: Polygon::from(rect), height }
    }

    fn heights(all: &[&Tread]) -> Vec<f64> {
        all.iter().map(|t| t.height).collect()
    }

    #[test]
    fn a_stair_is_seen_up_to_the_cut_and_dashed_above_it() {
        let treads: Vec<Tread> = (0..8).map(|n| tread(f64::from(n), 0.2 * f64::from(n + 1))).collect();
        let flight = Flight::of(&treads);
        assert_eq!((flight.below.len(), flight.seen.len(), flight.above.len()), (0, 6, 2));
        assert_eq!(heights(&flight.above).len(), 2);
        assert!(heights(&flight.above).iter().all(|h| *h > 1.2 + 0.1));
    }

    #[test]
    fn on_the_storey_above_all_of_it_is_seen() {
        let treads: Vec<Tread> = (0..8).map(|n| tread(f64::from(n), 0.2 * f64::from(n) - 1.4)).collect();
        let flight = Flight::of(&treads);
        assert_eq!((flight.below.len(), flight.seen.len(), flight.above.len()), (8, 0, 0));
    }

    #[test]
    fn of_flights_over_each_other_the_lower_one_is_seen_where_the_upper_one_is_cut_away() {
        let up = (0..8).map(|n| tread(f64::from(n), 0.2 * f64::from(n + 1)));
        let over = (0..8).map(|n| tread(f64::from(n), 3.0 + 0.2 * f64::from(n + 1)));
        let under = (0..8).map(|n| tread(f64::from(n), 0.2 * f64::from(n + 1) - 3.0));
        let treads: Vec<Tread> = under.chain(up).chain(over).collect();
        let flight = Flight::of(&treads);
        assert_eq!((flight.below.len(), flight.seen.len(), flight.above.len()), (2, 6, 0));
    }
}
