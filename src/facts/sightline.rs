//! A free line of sight from one place to another, with what limits are held against.

use super::SubjectIx;
use crate::model::Shape;
use crate::text::Localized;

/// A line along which somebody is seen.
#[derive(Debug, Clone, PartialEq)]
pub struct SightLine {
    /// What is looked out of.
    pub from: SubjectIx,
    /// What is looked into.
    pub to: SubjectIx,
    /// Its length in metres.
    pub distance: f64,
    /// Largest error of the length.
    pub error: f64,
    /// How far it turns from straight out of a window, at the one where it turns most, in degrees.
    pub angle: f64,
    /// How much less a line about as long may turn, in degrees.
    pub slack: f64,
    /// Why it may not be free after all.
    pub doubt: Option<Localized>,
    /// Facts that would settle error or doubt, where stating them does.
    pub needs: Vec<(SubjectIx, &'static str)>,
    /// The line on the plan.
    pub shape: Shape,
}

/// The free lines a fact counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sights {
    /// How far was looked, in metres: a limit beyond it cannot be held against the lines.
    pub reach: f64,
    /// The lines, the sure ones first, by length.
    pub lines: Vec<SightLine>,
}
