//! What outline does a profile have? Polygons of the plane.
//!
//! In come records; out go polygons with holes, in the file's units, arcs by chords. Fillets of steel sections are
//! left out and told as inexact.

use std::f64::consts::{FRAC_PI_2, TAU};

use geo::{Coord, LineString, Polygon};

use super::affine::{Affine, Point};
use super::eval::{CHORD, DEPTH, Eval, Result};
use super::unshaped::Why;
use crate::geometry::{crossings, thinned};
use crate::ifc::step::Id;

/// An outline with more points than this is thinned, and read once.
const MANY: usize = 1000;
/// Crossings of outlines with fewer points than this are not looked for.
const FEW: usize = 32;
/// What a crossing costs: as much as so many points.
const CROSSING: usize = 64;

/// Points around an outline.
type Ring = Vec<[f64; 2]>;

impl Eval<'_> {
    /// The polygons of a profile that encloses an area.
    pub(super) fn profile(&self, id: Id) -> Result<Vec<Polygon<f64>>> {
        let drawn = self.profile_within(id, DEPTH)?;
        // Where lines cross, an outline has a corner that nobody told.
        for p in drawn.iter().filter(|p| p.exterior().0.len() > FEW) {
            let crossings = crossings(std::iter::once(p.exterior()).chain(p.interiors()));
            self.pay(crossings.saturating_mul(CROSSING), id)?;
        }
        Ok(drawn)
    }

    fn profile_within(&self, id: Id, depth: usize) -> Result<Vec<Polygon<f64>>> {
        self.enter(id)?;
        let depth = depth.checked_sub(1).ok_or_else(|| self.fail(Why::Cyclic, id))?;
        match self.name(id) {
            "IfcArbitraryClosedProfileDef" => {
                if let Some(known) = self.profiles.borrow().get(&id) {
                    return Ok(known.clone());
                }
                let outer = self.curve(self.part(id, "OuterCurve")?)?;
                let drawn = vec![polygon(&outer, &[])];
                if outer.len() <= MANY {
                    return Ok(drawn);
                }
                let drawn = self.lean(drawn);
                self.profiles.borrow_mut().insert(id, drawn.clone());
                Ok(drawn)
            }
            "IfcArbitraryProfileDefWithVoids" => {
                let outer = self.curve(self.part(id, "OuterCurve")?)?;
                let inner: Vec<Vec<Point>> = self
                    .model
                    .references(id, "InnerCurves")
                    .into_iter()
                    .map(|c| self.curve(c))
                    .collect::<Result<_>>()?;
                Ok(vec![polygon(&outer, &inner)])
            }
            "IfcCenterLineProfileDef" => {
                let line = self.curve(self.part(id, "Curve")?)?;
                let thickness = self.size(id, "Thickness")?;
                Ok(ribbon(&line, thickness))
            }
            "IfcCompositeProfileDef" => {
                let mut all = Vec::new();
                for part in self.model.references(id, "Profiles") {
                    all.extend(self.profile_within(part, depth)?);
                }
                Ok(all)
            }
            "IfcDerivedProfileDef" | "IfcMirroredProfileDef" => {
                let parent = self.profile_within(self.part(id, "ParentProfile")?, depth)?;
                let map = match self.model.reference(id, "Operator") {
                    Some(operator) => self.operator(operator)?,
                    // A mirrored profile is mirrored at its y axis.
                    None => Affine { x: [-1.0, 0.0, 0.0], ..Affine::IDENTITY },
                };
                Ok(parent.iter().map(|p| carried(p, &map)).collect())
            }
            _ => {
                let (outer, inner) = self.parameterised(id)?;
                let position = self.frame_of(id, "Position")?;
                let inner: Vec<LineString<f64>> = inner.iter().map(|r| ring(r)).collect();
                let plain = Polygon::new(ring(&outer), inner);
                self.pay(plain.exterior().0.len(), id)?;
                Ok(vec![carried(&plain, &position)])
            }
        }
    }

    /// Outlines whose corners are no farther off than the chords of an arc.
    fn lean(&self, drawn: Vec<Polygon<f64>>) -> Vec<Polygon<f64>> {
        let thin = |ring: &LineString<f64>| thinned(ring, CHORD / self.metre);
        let lean =
            |p: Polygon<f64>| Polygon::new(thin(p.exterior()), p.interiors().iter().map(thin).collect());
        drawn.into_iter().map(lean).collect()
    }

    /// The outline of a profile given by sizes, and its hole.
    fn parameterised(&self, id: Id) -> Result<(Ring, Vec<Ring>)> {
        let size = |name: &str| self.size(id, name);
        let or_zero = |name: &str| self.maybe(id, name).unwrap_or(0.0).max(0.0);
        if [
            "FilletRadius",
            "FlangeEdgeRadius",
            "EdgeRadius",
            "InternalFilletRadius",
            "FlangeSlope",
            "LegSlope",
        ]
        .iter()
        .any(|name| or_zero(name) > 0.0)
        {
            self.inexact();
        }
        let outline = match self.name(id) {
            "IfcRectangleProfileDef" => (rectangle(size("XDim")?, size("YDim")?), vec![]),
            "IfcRoundedRectangleProfileDef" => {
                (self.rounded(size("XDim")?, size("YDim")?, or_zero("RoundingRadius")), vec![])
            }
            "IfcRectangleHollowProfileDef" => {
                let (x, y, wall) = (size("XDim")?, size("YDim")?, size("WallThickness")?);
                let (outer, inner) = (or_zero("OuterFilletRadius"), or_zero("InnerFilletRadius"));
                let hole = (x > 2.0 * wall && y > 2.0 * wall)
                    .then(|| self.rounded(x - 2.0 * wall, y - 2.0 * wall, inner));
                (self.rounded(x, y, outer), hole.into_iter().collect())
            }
            "IfcCircleProfileDef" => (self.round(size("Radius")?, 1.0), vec![]),
            "IfcCircleHollowProfileDef" => {
                let (radius, wall) = (size("Radius")?, size("WallThickness")?);
                let hole = (radius > wall).then(|| self.round(radius - wall, 1.0));
                (self.round(radius, 1.0), hole.into_iter().collect())
            }
            "IfcEllipseProfileDef" => {
                let a = size("SemiAxis1")?;
                (self.round(a, size("SemiAxis2")? / a), vec![])
            }
            "IfcTrapeziumProfileDef" => {
                let (bottom, top, y) = (size("BottomXDim")?, size("TopXDim")?, size("YDim")? / 2.0);
                let left = self.number(id, "TopXOffset")? - bottom / 2.0;
                (vec![[-bottom / 2.0, -y], [bottom / 2.0, -y], [left + top, y], [left, y]], vec![])
            }
            "IfcIShapeProfileDef" => {
                let width = size("OverallWidth")?;
                let flange = size("FlangeThickness")?;
                (
                    i_shape([width, width], size("OverallDepth")?, size("WebThickness")?, [flange, flange]),
                    vec![],
                )
            }
            "IfcAsymmetricIShapeProfileDef" => {
                let bottom = size("BottomFlangeWidth").or_else(|_| size("OverallWidth"))?;
                let bottom_flange = size("BottomFlangeThickness").or_else(|_| size("FlangeThickness"))?;
                let flanges = [bottom_flange, size("TopFlangeThickness").unwrap_or(bottom_flange)];
                let widths = [bottom, size("TopFlangeWidth")?];
                (i_shape(widths, size("OverallDepth")?, size("WebThickness")?, flanges), vec![])
            }
            "IfcLShapeProfileDef" => {
                let (depth, t) = (size("Depth")?, size("Thickness")?);
                let width = size("Width").unwrap_or(depth);
                let (x, y) = (width / 2.0, depth / 2.0);
                (vec![[-x, -y], [x, -y], [x, t - y], [t - x, t - y], [t - x, y], [-x, y]], vec![])
            }
            "IfcTShapeProfileDef" => {
                let (x, y) = (size("FlangeWidth")? / 2.0, size("Depth")? / 2.0);
                let (web, flange) = (size("WebThickness")? / 2.0, y - size("FlangeThickness")?);
                let half = [[web, -y], [web, flange], [x, flange], [x, y]];
                (mirrored(&half), vec![])
            }
            "IfcUShapeProfileDef" => {
                let (x, y) = (size("FlangeWidth")? / 2.0, size("Depth")? / 2.0);
                let (web, flange) = (size("WebThickness")? - x, y - size("FlangeThickness")?);
                let ring = vec![
                    [-x, -y],
                    [x, -y],
                    [x, -flange],
                    [web, -flange],
                    [web, flange],
                    [x, flange],
                    [x, y],
                    [-x, y],
                ];
                (ring, vec![])
            }
            "IfcCShapeProfileDef" => {
                let (x, y) = (size("Width")? / 2.0, size("Depth")? / 2.0);
                let (t, girth) = (size("WallThickness")?, size("Girth")?);
                let (u, v, w) = (x - t, y - t, y - girth);
                let ring = vec![
                    [-x, -y],
                    [x, -y],
                    [x, -w],
                    [u, -w],
                    [u, -v],
                    [t - x, -v],
                    [t - x, v],
                    [u, v],
                    [u, w],
                    [x, w],
                    [x, y],
                    [-x, y],
                ];
                (ring, vec![])
            }
            "IfcZShapeProfileDef" => {
                let (y, web) = (size("Depth")? / 2.0, size("WebThickness")? / 2.0);
                let (width, flange) = (size("FlangeWidth")? - web, y - size("FlangeThickness")?);
                let ring = vec![
                    [-web, -y],
                    [width, -y],
                    [width, -flange],
                    [web, -flange],
                    [web, y],
                    [-width, y],
                    [-width, flange],
                    [-web, flange],
                ];
                (ring, vec![])
            }
            _ => return Err(self.fail(Why::Unsupported, id)),
        };
        Ok(outline)
    }

    fn round(&self, radius: f64, flat: f64) -> Ring {
        let mut ring: Ring = self
            .angles(0.0, TAU, radius * flat.max(1.0))
            .map(|t| [radius * t.cos(), radius * flat * t.sin()])
            .collect();
        ring.pop();
        ring
    }

    fn rounded(&self, x: f64, y: f64, radius: f64) -> Ring {
        let radius = radius.min(x / 2.0).min(y / 2.0);
        if radius <= 0.0 {
            return rectangle(x, y);
        }
        let (u, v) = (x / 2.0 - radius, y / 2.0 - radius);
        let corners = [([u, v], 0.0), ([-u, v], 1.0), ([-u, -v], 2.0), ([u, -v], 3.0)];
        let corner = |([cx, cy], quarter): ([f64; 2], f64)| {
            self.angles(quarter * FRAC_PI_2, (quarter + 1.0) * FRAC_PI_2, radius)
                .map(move |t| [cx + radius * t.cos(), cy + radius * t.sin()])
        };
        corners.into_iter().flat_map(corner).collect()
    }
}

fn rectangle(x: f64, y: f64) -> Ring {
    let (x, y) = (x / 2.0, y / 2.0);
    vec![[-x, -y], [x, -y], [x, y], [-x, y]]
}

fn i_shape([bottom, top]: [f64; 2], depth: f64, web: f64, [low, high]: [f64; 2]) -> Ring {
    let (b, t, y, w) = (bottom / 2.0, top / 2.0, depth / 2.0, web / 2.0);
    mirrored(&[[b, -y], [b, low - y], [w, low - y], [w, y - high], [t, y - high], [t, y]])
}

/// The right half of an outline, upwards, with its mirror image.
fn mirrored(half: &[[f64; 2]]) -> Ring {
    half.iter().copied().chain(half.iter().rev().map(|[x, y]| [-x, *y])).collect()
}

fn ring(points: &[[f64; 2]]) -> LineString<f64> {
    points.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect()
}

/// The polygon around which points lie.
pub(super) fn polygon(outer: &[Point], inner: &[Vec<Point>]) -> Polygon<f64> {
    let ring =
        |points: &[Point]| -> LineString<f64> { points.iter().map(|p| Coord { x: p[0], y: p[1] }).collect() };
    Polygon::new(ring(outer), inner.iter().map(|r| ring(r)).collect())
}

/// A polygon carried on in its plane.
fn carried(polygon: &Polygon<f64>, map: &Affine) -> Polygon<f64> {
    geo::MapCoords::map_coords(polygon, |c: Coord<f64>| {
        let p = map.point([c.x, c.y, 0.0]);
        Coord { x: p[0], y: p[1] }
    })
}

/// A line of some thickness: its two sides, corners drawn out to their point.
fn ribbon(line: &[Point], thickness: f64) -> Vec<Polygon<f64>> {
    let half = thickness / 2.0;
    let mut line: Ring = line.iter().map(|p| [p[0], p[1]]).collect();
    line.dedup();
    let turn = |a: [f64; 2], b: [f64; 2]| {
        let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
        let length = dx.hypot(dy).max(1e-300);
        [-dy / length, dx / length]
    };
    let mut sides: [Ring; 2] = [Vec::new(), Vec::new()];
    for (i, p) in line.iter().enumerate() {
        let before = i.checked_sub(1).map(|j| turn(line[j], *p));
        let after = line.get(i + 1).map(|q| turn(*p, *q));
        let (a, b) = match (before, after) {
            (Some(a), Some(b)) => (a, b),
            (Some(n), None) | (None, Some(n)) => (n, n),
            (None, None) => return Vec::new(),
        };
        let sum = [a[0] + b[0], a[1] + b[1]];
        let reach = half * 2.0 / (sum[0] * sum[0] + sum[1] * sum[1]).max(0.25);
        for (side, sign) in sides.iter_mut().zip([1.0, -1.0]) {
            side.push([p[0] + sign * reach * sum[0], p[1] + sign * reach * sum[1]]);
        }
    }
    let [left, right] = sides;
    let outline: Ring = left.into_iter().chain(right.into_iter().rev()).collect();
    vec![Polygon::new(ring(&outline), Vec::new())]
}
