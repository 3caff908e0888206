//! Which room do the simple bodies fill that constructive solid geometry is made of?
//!
//! In come records of boxes, cylinders, cones, pyramids and spheres; out go solids in the frame of the item, round
//! ones with flat faces.

use std::f64::consts::{PI, TAU};

use super::affine::{Affine, Point, scale};
use super::eval::{Eval, Result};
use super::profile::polygon;
use super::solid::{Face, Form, Solid};
use crate::ifc::step::Id;

/// Flat faces around a ball; half as many lie from pole to pole.
const AROUND: usize = 64;

impl Eval<'_> {
    pub(super) fn bounding_box(&self, id: Id) -> Result<Vec<Solid>> {
        self.inexact();
        let corner = self.part(id, "Corner").and_then(|p| self.point(p))?;
        self.box_at(Affine { origin: corner, ..Affine::IDENTITY }, id, ["XDim", "YDim", "ZDim"])
    }

    pub(super) fn block(&self, id: Id) -> Result<Vec<Solid>> {
        self.box_at(self.frame_of(id, "Position")?, id, ["XLength", "YLength", "ZLength"])
    }

    fn box_at(&self, place: Affine, id: Id, [x, y, z]: [&str; 3]) -> Result<Vec<Solid>> {
        let (x, y, z) = (self.size(id, x)?, self.size(id, y)?, self.size(id, z)?);
        let outline = [[0.0, 0.0, 0.0], [x, 0.0, 0.0], [x, y, 0.0], [0.0, y, 0.0]];
        let along = scale(place.z, z);
        Ok(vec![Solid::new(Form::Prism { profile: vec![polygon(&outline, &[])], place, along })])
    }

    pub(super) fn cylinder(&self, id: Id) -> Result<Vec<Solid>> {
        let place = self.frame_of(id, "Position")?;
        let along = scale(place.z, self.size(id, "Height")?);
        Ok(vec![self.rod(place, along, self.size(id, "Radius")?)])
    }

    pub(super) fn rod(&self, place: Affine, along: Point, radius: f64) -> Solid {
        let outline: Vec<Point> =
            self.angles(0.0, TAU, radius).map(|t| [radius * t.cos(), radius * t.sin(), 0.0]).collect();
        Solid::new(Form::Prism { profile: vec![polygon(&outline, &[])], place, along })
    }

    pub(super) fn cone(&self, id: Id) -> Result<Vec<Solid>> {
        let place = self.frame_of(id, "Position")?;
        let (radius, height) = (self.size(id, "BottomRadius")?, self.size(id, "Height")?);
        let ring: Vec<Point> =
            self.angles(0.0, TAU, radius).map(|t| [radius * t.cos(), radius * t.sin(), 0.0]).collect();
        // The last is the first again.
        self.pointed(id, &place, &ring[..ring.len() - 1], [0.0, 0.0, height])
    }

    pub(super) fn pyramid(&self, id: Id) -> Result<Vec<Solid>> {
        let place = self.frame_of(id, "Position")?;
        let (x, y) = (self.size(id, "XLength")?, self.size(id, "YLength")?);
        let ring = [[0.0, 0.0, 0.0], [x, 0.0, 0.0], [x, y, 0.0], [0.0, y, 0.0]];
        self.pointed(id, &place, &ring, [x / 2.0, y / 2.0, self.size(id, "Height")?])
    }

    /// What rises from a ring to a point.
    fn pointed(&self, id: Id, place: &Affine, ring: &[Point], tip: Point) -> Result<Vec<Solid>> {
        self.pay(4 * ring.len(), id)?;
        let at = |i: usize| place.point(ring[i % ring.len()]);
        let tip = place.point(tip);
        let mut faces: Vec<Face> =
            (0..ring.len()).map(|i| Face { rings: vec![vec![at(i), at(i + 1), tip]] }).collect();
        faces.push(Face { rings: vec![(0..ring.len()).rev().map(at).collect()] });
        Ok(vec![Solid::new(Form::Faces(faces))])
    }

    pub(super) fn sphere(&self, id: Id) -> Result<Vec<Solid>> {
        self.inexact();
        let place = self.frame_of(id, "Position")?;
        let radius = self.size(id, "Radius")?;
        self.pay(4 * AROUND * AROUND / 2, id)?;
        let at = |up: usize, round: usize| {
            let (v, u) = (PI * up as f64 / (AROUND / 2) as f64, TAU * round as f64 / AROUND as f64);
            place.point(scale([v.sin() * u.cos(), v.sin() * u.sin(), -v.cos()], radius))
        };
        let mut faces = Vec::new();
        for up in 0..AROUND / 2 {
            for round in 0..AROUND {
                let next = (round + 1) % AROUND;
                let ring = match up {
                    0 => vec![at(0, 0), at(1, next), at(1, round)],
                    _ if up + 1 == AROUND / 2 => vec![at(up, round), at(up, next), at(up + 1, 0)],
                    _ => vec![at(up, round), at(up, next), at(up + 1, next), at(up + 1, round)],
                };
                faces.push(Face { rings: vec![ring] });
            }
        }
        Ok(vec![Solid::new(Form::Faces(faces))])
    }
}
