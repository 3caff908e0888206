//! Plane geometry of a storey: regions, walls, areas, neighbours.
//!
//! In come outlines of a [`Model`](crate::model::Model) in metres, x to the east and y to the north of the project's own plan; out
//! go regions and areas in metres and square metres. Every function here is total: outlines that cross
//! themselves, slivers and coordinates beyond reason give a region that is empty or none, never a panic. What an
//! area means for a requirement is not known here.

mod beam;
mod circle;
mod clear;
mod enclosed;
mod facing;
mod fit;
mod fit_proof;
mod overlay;
mod region;
mod sight;
mod sight_bed;
mod sight_rooms;
mod sight_scene;
mod sight_through;
mod sight_windows;
mod strip;
mod thickness;
mod units;
mod walls;

pub use circle::{Circle, Largest, circle_of, largest_circle};
pub use clear::{Corner, Passage, circle_before, extent, free_beside, narrowest_passage};
pub use enclosed::{Enclosed, THICKEST_PARTITION, enclosed, gross_area, neighbours};
pub use facing::facing;
pub use fit::{Fit, Rectangle, fit_rectangle, place_rectangle};
pub use fit_proof::no_rectangle;
pub use overlay::{pieces_within, shared_area};
pub use region::{
    LARGEST_EXTENT, Region, closed, crosses_itself, crossings, difference, grown, intersection, opened,
    shrunk, sound, thinned, union_all,
};
pub use sight::{MOST_PIECES, seen_from, sees};
pub use sight_bed::{BedSize, PlacedBed, bed_work, place_bed};
pub use sight_rooms::inner_obstacles;
pub use sight_scene::{Pane, Scene, Scenes};
pub use sight_through::{Look, Through, seen_through};
pub use sight_windows::{FreeLine, lines_between};
pub use strip::{Strip, TooManyEdges, longest_strip};
pub use thickness::{OuterWalls, Thickness};
pub use units::Units;
pub use walls::{DEFAULT_OUTER_WALL, cut, outer_wall, solid_walls, walls, walls_are_assumed};
