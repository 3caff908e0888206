//! What shows on a plan why a value is what it is: plain shapes in model metres. How they are drawn is the plan's.

use geo::{Coord, Polygon};

use super::ElementId;
use crate::text::Localized;

/// A shape on a storey's plan.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A door in strong line with an arrow through it into a room.
    DoorInto {
        /// The door.
        opening: ElementId,
        /// The room the arrow points into.
        room: ElementId,
    },
    /// An opening in strong line.
    Opening(ElementId),
    /// A room's outline in strong line, with a light tint.
    Room(ElementId),
    /// A fixture in strong line.
    Fixture(ElementId),
    /// A circle, such as a turning circle.
    Circle {
        /// Index of the storey.
        storey: usize,
        /// Centre, in metres.
        centre: Coord<f64>,
        /// Radius, in metres.
        radius: f64,
    },
    /// An area, such as a sight cone.
    Area {
        /// Index of the storey.
        storey: usize,
        /// Outline, in metres.
        outline: Polygon<f64>,
    },
    /// A line of sight: a ring at the eye, an arrow to what is seen.
    Sight {
        /// Index of the storey.
        storey: usize,
        /// The eye, in metres.
        from: Coord<f64>,
        /// What is seen, in metres.
        to: Coord<f64>,
    },
    /// A dimension line; the caption is its text, or the length in millimetres.
    Dimension {
        /// Index of the storey.
        storey: usize,
        /// One end, in metres.
        from: Coord<f64>,
        /// The other end.
        to: Coord<f64>,
    },
}

impl Shape {
    /// The elements it shows.
    pub fn elements(&self) -> impl Iterator<Item = &ElementId> {
        let (one, other) = match self {
            Self::DoorInto { opening, room } => (Some(opening), Some(room)),
            Self::Opening(id) | Self::Room(id) | Self::Fixture(id) => (Some(id), None),
            Self::Circle { .. } | Self::Area { .. } | Self::Sight { .. } | Self::Dimension { .. } => {
                (None, None)
            }
        };
        one.into_iter().chain(other)
    }
}

/// A shape with a short text beside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// What is drawn.
    pub shape: Shape,
    /// The text; may be empty.
    pub caption: Localized,
}

impl Figure {
    /// A shape that speaks for itself.
    pub fn bare(shape: Shape) -> Self {
        Self { shape, caption: Localized::default() }
    }

    /// A shape with its text.
    pub fn new(shape: Shape, caption: Localized) -> Self {
        Self { shape, caption }
    }
}
