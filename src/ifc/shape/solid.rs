//! What fills room: prisms, closed surfaces and half spaces, with what is cut from them.
//!
//! Everything an element's geometry becomes before it is asked for an outline or a cut. Coordinates are those of
//! whoever made it; [`Solid::mapped`] carries it on. Nesting is bounded where solids are made.

use geo::Polygon;

use super::affine::{Affine, Point, add};

/// A plane face: its outline and its holes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Face {
    pub(super) rings: Vec<Vec<Point>>,
}

/// What fills room.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Form {
    /// A profile in the xy plane of `place`, moved by `along`.
    Prism { profile: Vec<Polygon<f64>>, place: Affine, along: Point },
    /// The faces of a surface.
    Faces(Vec<Face>),
    /// Everything on the side of a plane the normal points to, if bounded only what lies above or below a profile
    /// in the xy plane of a frame.
    Half { origin: Point, normal: Point, bound: Option<(Vec<Polygon<f64>>, Affine)> },
}

/// How a second solid changes the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Union,
    Intersection,
    Difference,
}

/// A solid with what is done to it, in order.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Solid {
    pub(super) form: Form,
    pub(super) cuts: Vec<(Op, Vec<Solid>)>,
}

impl Solid {
    pub(super) fn new(form: Form) -> Self {
        Self { form, cuts: Vec::new() }
    }

    /// The solid carried on by a map.
    pub(super) fn mapped(&self, by: &Affine) -> Self {
        let form = match &self.form {
            Form::Prism { profile, place, along } => {
                Form::Prism { profile: profile.clone(), place: by.after(place), along: by.vector(*along) }
            }
            Form::Faces(faces) => Form::Faces(
                faces
                    .iter()
                    .map(|f| Face {
                        rings: f.rings.iter().map(|r| r.iter().map(|p| by.point(*p)).collect()).collect(),
                    })
                    .collect(),
            ),
            Form::Half { origin, normal, bound } => Form::Half {
                origin: by.point(*origin),
                normal: by.normal(*normal),
                bound: bound.as_ref().map(|(profile, frame)| (profile.clone(), by.after(frame))),
            },
        };
        let cuts =
            self.cuts.iter().map(|(op, with)| (*op, with.iter().map(|s| s.mapped(by)).collect())).collect();
        Self { form, cuts }
    }

    /// How many points it has, about.
    pub(super) fn weight(&self) -> usize {
        let own = match &self.form {
            Form::Prism { profile, .. } => 2 * points_of(profile),
            Form::Faces(faces) => faces.iter().flat_map(|f| &f.rings).map(Vec::len).sum(),
            Form::Half { bound, .. } => 1 + bound.as_ref().map_or(0, |(profile, _)| points_of(profile)),
        };
        own + self.cuts.iter().flat_map(|(_, with)| with).map(Self::weight).sum::<usize>()
    }

    /// The faces that bound it before anything is cut from it; none for a half space.
    pub(super) fn faces(&self) -> Vec<Face> {
        match &self.form {
            Form::Prism { profile, place, along } => prism(profile, place, *along),
            Form::Faces(faces) => faces.clone(),
            Form::Half { .. } => Vec::new(),
        }
    }
}

fn points_of(profile: &[Polygon<f64>]) -> usize {
    profile
        .iter()
        .map(|p| p.exterior().0.len() + p.interiors().iter().map(|i| i.0.len()).sum::<usize>())
        .sum()
}

/// The faces of a prism: both ends, and a quadrangle on each edge of the profile.
pub(super) fn prism(profile: &[Polygon<f64>], place: &Affine, along: Point) -> Vec<Face> {
    let mut faces = Vec::new();
    for polygon in profile {
        let rings: Vec<Vec<Point>> = std::iter::once(polygon.exterior())
            .chain(polygon.interiors())
            .map(|ring| ring.0.iter().skip(1).map(|c| place.point([c.x, c.y, 0.0])).collect())
            .collect();
        let moved = |p: &Point| add(*p, along);
        for ring in &rings {
            for (i, a) in ring.iter().enumerate() {
                let b = &ring[(i + 1) % ring.len()];
                faces.push(Face { rings: vec![vec![*a, *b, moved(b), moved(a)]] });
            }
        }
        faces.push(Face { rings: rings.iter().map(|r| r.iter().map(moved).collect()).collect() });
        faces.push(Face { rings });
    }
    faces
}
