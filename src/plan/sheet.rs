//! What a drawing gives back: the SVG, how large it is, where its marks stand, and what it could not show.

use serde::Serialize;

use super::letters::clean;
use crate::text::Localized;

/// Something that belongs on a sheet and could not be drawn there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct NotDrawn {
    /// What, as a sentence refers to it: «komfyr i A101».
    pub label: String,
    /// What, for a list of many: «komfyr».
    pub short: String,
    /// Why not.
    pub reason: Localized,
}

impl NotDrawn {
    pub(crate) fn new(label: &str, short: impl Into<String>, reason: Localized) -> Self {
        let label = clean(label);
        let short: String = short.into();
        Self { short: if short.is_empty() { label.clone() } else { short }, label, reason }
    }
}

/// Where a mark came to stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlacedMark {
    /// What stands in it.
    pub label: String,
    /// Its id in the SVG.
    pub id: String,
    /// Middle of the mark, in millimetres from the sheet's upper left corner.
    pub x: f64,
    /// See [`PlacedMark::x`].
    pub y: f64,
    /// Half its width and half its height, in millimetres.
    pub half: (f64, f64),
    /// Whether it was moved from its true place and has a leader.
    pub moved: bool,
    /// Whether it stands under the drawing, because it has no place on it.
    pub in_tray: bool,
}

/// A drawn sheet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sheet {
    /// Id of the root element.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The drawing; its width and height are true millimetres, so that the scale holds when it is
    /// shown at that size.
    pub svg: String,
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// The denominator of the scale; none for a schematic.
    pub scale: Option<u32>,
    /// From metres in the plan to millimetres on the sheet, in the order of SVG's `matrix`; none where the sheet shows
    /// several views or none.
    pub matrix: Option<[f64; 6]>,
    /// Marks in the order given; a mark with several targets stands several times.
    pub marks: Vec<PlacedMark>,
    /// What belongs on the sheet and is not drawn; also said in a note on it.
    pub not_drawn: Vec<NotDrawn>,
}
