//! What a caller may ask of a drawing: paper, scale, language, marks, and the findings' own drawings.
//!
//! Everything here is plain data in model metres. How it is placed and drawn stands elsewhere.

use super::Shared;
use crate::model::{Anchor, ElementId, Shape};
use crate::text::Lang;
use crate::vocab::Vocabulary;

/// The area a sheet may fill, in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Width; the sheet is exactly as wide.
    pub width: f64,
    /// Largest height; the sheet is as high as its content, at most this.
    pub height: f64,
    /// Name printed after the scale, such as `A4`; empty when the sheet is not for printing.
    pub name: &'static str,
}

impl Paper {
    /// A4 lying, less 10 mm on each side and room for a heading.
    pub const A4_LANDSCAPE: Self = Self { width: 277.0, height: 178.0, name: "A4" };
    /// A4 standing, less 10 mm on each side and room for a heading.
    pub const A4_PORTRAIT: Self = Self { width: 190.0, height: 260.0, name: "A4" };
    /// A3 lying, less 10 mm on each side and room for a heading.
    pub const A3_LANDSCAPE: Self = Self { width: 400.0, height: 265.0, name: "A3" };

    /// The same paper the other way: a heading takes its room from the height.
    pub fn turned(self) -> Self {
        const HEADING: f64 = 12.0;
        Self { width: self.height + HEADING, height: (self.width - HEADING).max(1.0), ..self }
    }
}

/// How a sheet is drawn.
#[derive(Debug, Clone)]
pub struct Options<'a> {
    /// Words for rooms and fixtures.
    pub vocabulary: &'a Vocabulary,
    /// Language of all texts.
    pub lang: Lang,
    /// Marks; those that lie on other storeys or outside the drawn dwelling are left to other sheets.
    pub marks: &'a [Mark],
    /// What findings draw to show their reason.
    pub overlays: &'a [Overlay],
    /// Elements to be tinted: rooms, openings, fixtures.
    pub highlight: &'a [ElementId],
    /// The denominator of the scale; none takes the largest of ISO 5455 that fits the paper.
    pub scale: Option<u32>,
    /// Paper to fit.
    pub paper: Paper,
    /// Heading of the sheet; none makes one from storey and building.
    pub title: Option<String>,
    /// Put before every id, so that several sheets can share a page.
    pub id_prefix: String,
    /// What the sheets of the model share, where several are drawn.
    pub shared: Option<&'a Shared>,
}

impl<'a> Options<'a> {
    /// A plain plan on A4, without marks.
    pub fn new(vocabulary: &'a Vocabulary, lang: Lang) -> Self {
        Self {
            vocabulary,
            lang,
            marks: &[],
            overlays: &[],
            highlight: &[],
            scale: None,
            paper: Paper::A4_LANDSCAPE,
            title: None,
            id_prefix: "plan".to_owned(),
            shared: None,
        }
    }

    /// The elements marks, overlays and highlights speak of.
    pub(crate) fn named(&self) -> impl Iterator<Item = &'a ElementId> {
        let marked = self.marks.iter().flat_map(|m| &m.targets);
        let shown = self.overlays.iter().flat_map(|o| o.shape.elements());
        marked.chain(shown).chain(self.highlight)
    }
}

/// What a mark refers to; each kind has its own shape, so that it reads without colour.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum MarkKind {
    /// A photo: a blue disc with its number, and a wedge in the direction the camera looked, in degrees
    /// clockwise from the plan's y axis.
    Photo {
        /// Where the camera looked, where known.
        direction: Option<f64>,
    },
    /// A remark in the text: a yellow square with its letter.
    Text,
    /// A deviation: a red triangle.
    Deviation,
}

/// A reference on the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// What stands in it: `12`, `A`, `!`.
    pub label: String,
    /// Its shape.
    pub kind: MarkKind,
    /// Its true place. None: it stands at each of its targets.
    pub at: Option<Anchor>,
    /// Elements it is about; used for its place when [`Mark::at`] is none, and named in `data-targets`.
    pub targets: Vec<ElementId>,
    /// Its own id within the sheet, before the prefix.
    pub id: String,
    /// Where a click leads: a fragment, a relative path or an http address; anything else is left out.
    pub href: Option<String>,
    /// Short name, read aloud and shown on hover.
    pub title: String,
    /// More words for those who hear the plan; may be empty.
    pub description: String,
}

impl Mark {
    /// A mark at the places of its targets, without a link.
    pub fn new(kind: MarkKind, label: impl Into<String>, targets: Vec<ElementId>) -> Self {
        let label = label.into();
        Self {
            id: format!("mark-{label}"),
            title: label.clone(),
            label,
            kind,
            at: None,
            targets,
            href: None,
            description: String::new(),
        }
    }
}

/// How an overlay is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// Something is wrong: red, solid.
    Wrong,
    /// Something cannot be decided: amber, dashed.
    Unclear,
    /// Something is as it should be: green, dotted.
    Right,
    /// Only pointed at: blue, thin.
    Note,
}

/// The reason of a finding, drawn under the marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// What is drawn.
    pub shape: Shape,
    /// How it is meant.
    pub tone: Tone,
    /// A short text beside it; may be empty.
    pub caption: String,
    /// Its own id within the sheet, before the prefix.
    pub id: String,
    /// Id of the point it is the reason of, so that a page can show the reasons of one point at a time; empty shows
    /// it always.
    pub point: String,
}
