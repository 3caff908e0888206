//! Shapes: outlines in plan, extruded bodies, boxes.

use geo::{Coord, LineString, Polygon};

use super::Export;
use super::step::V;
use crate::ifc::step::Id;

/// A frame in plan: an origin, and the direction of its x axis.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) origin: Coord<f64>,
    pub(super) along: Coord<f64>,
}

impl Frame {
    /// The frame of the plan itself.
    pub(super) const PLAN: Self = Self { origin: Coord { x: 0.0, y: 0.0 }, along: Coord { x: 1.0, y: 0.0 } };

    /// A frame whose x axis runs from one point towards another.
    pub(super) fn between(a: Coord<f64>, b: Coord<f64>) -> Option<Self> {
        let d = b - a;
        let length = d.x.hypot(d.y);
        length.is_normal().then(|| Self { origin: a, along: d / length })
    }

    /// A point of the plan as this frame sees it.
    pub(super) fn inside(&self, p: Coord<f64>) -> Coord<f64> {
        let d = p - self.origin;
        let Coord { x, y } = self.along;
        Coord { x: d.x * x + d.y * y, y: d.y * x - d.x * y }
    }

    /// A frame of the plan as this one sees it.
    pub(super) fn frame_inside(&self, other: &Self) -> Self {
        let origin = self.inside(other.origin);
        Self { origin, along: self.inside(self.origin + other.along) }
    }

    /// A polygon of the plan as this frame sees it.
    pub(super) fn polygon_inside(&self, polygon: &Polygon<f64>) -> Polygon<f64> {
        if *self == Self::PLAN {
            return polygon.clone();
        }
        let ring = |r: &LineString<f64>| r.coords().map(|c| self.inside(*c)).collect::<LineString<f64>>();
        Polygon::new(ring(polygon.exterior()), polygon.interiors().iter().map(ring).collect())
    }
}

impl Export<'_> {
    /// A closed line around a ring; none for a ring without three corners.
    fn line_around(&mut self, ring: &LineString<f64>) -> Option<Id> {
        let mut corners: Vec<Coord<f64>> = ring.coords().copied().collect();
        corners.pop();
        corners.dedup();
        if corners.len() < 3 || !corners.iter().all(|c| c.x.is_finite() && c.y.is_finite()) {
            return None;
        }
        let mut points: Vec<Id> = corners.iter().map(|c| self.point(&[c.x, c.y])).collect();
        points.push(points[0]);
        Some(self.w.add("IfcPolyline", &[("Points", V::refs(&points))]))
    }

    fn profile(&mut self, polygon: &Polygon<f64>) -> Option<Id> {
        let outer = self.line_around(polygon.exterior())?;
        let holes: Vec<Id> = polygon.interiors().iter().filter_map(|r| self.line_around(r)).collect();
        let mut values = vec![("ProfileType", V::word("AREA")), ("OuterCurve", V::Ref(outer))];
        if holes.is_empty() {
            return Some(self.w.add("IfcArbitraryClosedProfileDef", &values));
        }
        values.push(("InnerCurves", V::refs(&holes)));
        Some(self.w.add("IfcArbitraryProfileDefWithVoids", &values))
    }

    /// A polygon drawn up from a height above the frame's own.
    pub(super) fn extrusion(&mut self, polygon: &Polygon<f64>, from: f64, height: f64) -> Option<Id> {
        self.extrusions(std::slice::from_ref(polygon), from, height)
    }

    /// Several polygons drawn up, as one body.
    pub(super) fn extrusions(&mut self, polygons: &[Polygon<f64>], from: f64, height: f64) -> Option<Id> {
        let solids: Vec<Id> = polygons.iter().filter_map(|p| self.drawn_up(p, from, height)).collect();
        (!solids.is_empty()).then(|| self.representation(self.body, "Body", "SweptSolid", &solids))
    }

    /// Polygons drawn up, each from a height of its own and as high as it says, as one body.
    pub(super) fn extrusions_each(&mut self, all: &[(Polygon<f64>, f64, f64)]) -> Option<Id> {
        let solids: Vec<Id> =
            all.iter().filter_map(|(p, from, height)| self.drawn_up(p, *from, *height)).collect();
        (!solids.is_empty()).then(|| self.representation(self.body, "Body", "SweptSolid", &solids))
    }

    fn drawn_up(&mut self, polygon: &Polygon<f64>, from: f64, height: f64) -> Option<Id> {
        if !(height.is_finite() && height > 0.0) {
            return None;
        }
        let profile = self.profile(polygon)?;
        let position = self.axes([0.0, 0.0, from], None);
        let up = self.w.add("IfcDirection", &[("DirectionRatios", V::reals(&[0.0, 0.0, 1.0]))]);
        let values = [
            ("SweptArea", V::Ref(profile)),
            ("Position", V::Ref(position)),
            ("ExtrudedDirection", V::Ref(up)),
            ("Depth", V::Real(height)),
        ];
        Some(self.w.add("IfcExtrudedAreaSolid", &values))
    }

    /// A polygon as a line in plan.
    pub(super) fn footprint(&mut self, polygon: &Polygon<f64>) -> Option<Id> {
        let lines: Option<Vec<Id>> = std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(|r| self.line_around(r))
            .collect();
        let set = self.w.add("IfcGeometricCurveSet", &[("Elements", V::refs(&lines?))]);
        Some(self.representation(self.outline, "FootPrint", "GeometricCurveSet", &[set]))
    }

    /// The middle line of a wall.
    pub(super) fn axis_line(&mut self, from: f64, to: f64) -> Id {
        let points = [from, to].map(|x| self.point(&[x, 0.0]));
        let line = self.w.add("IfcPolyline", &[("Points", V::refs(&points))]);
        self.representation(self.axis, "Axis", "Curve2D", &[line])
    }

    fn representation(&mut self, context: Id, identifier: &str, kind: &str, items: &[Id]) -> Id {
        let values = [
            ("ContextOfItems", V::Ref(context)),
            ("RepresentationIdentifier", V::text(identifier)),
            ("RepresentationType", V::text(kind)),
            ("Items", V::refs(items)),
        ];
        self.w.add("IfcShapeRepresentation", &values)
    }

    /// The shape of a product.
    pub(super) fn product(&mut self, representations: &[Id]) -> V {
        if representations.is_empty() {
            return V::No;
        }
        let values = [("Representations", V::refs(representations))];
        V::Ref(self.w.add("IfcProductDefinitionShape", &values))
    }

    /// The shape of something that is only an outline on the ground.
    pub(super) fn drawn_outline(&mut self, polygon: &Polygon<f64>) -> Option<Id> {
        let line = self.footprint(polygon)?;
        match self.product(&[line]) {
            V::Ref(id) => Some(id),
            _ => None,
        }
    }
}

/// A rectangle from the frame's own origin.
pub(super) fn rectangle(low: [f64; 2], high: [f64; 2]) -> Polygon<f64> {
    geo::Rect::new(Coord { x: low[0], y: low[1] }, Coord { x: high[0], y: high[1] }).to_polygon()
}
