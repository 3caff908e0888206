//! Several models of one project become one: each is moved to lie as the architect's does, and then put into it.
//!
//! The model with most rooms is the one the others are laid on. What differs on the way (georeferences, zeros of
//! heights, models that do not touch) is told; what stands in a room of another model is put in that room.

use geo::{BoundingRect, Coord, Rect};

use super::Model;
use super::frame::Frame;
use super::lower::{Lowering, lower_with};
use crate::localized;
use crate::model::{self, Model as Project};
use crate::source::{Diagnostic, Parsed, Severity};
use crate::text::{Lang, Localized, number};
use crate::vocab::Vocabulary;

/// Models farther apart than this, in metres, are not drawn in one frame.
const APART: f64 = 20.0;

/// Reads building models of one project into one. None when none of them has storeys, spaces or elements.
pub fn federate(models: Vec<Model>, vocabulary: &Vocabulary, how: &Lowering<'_>) -> Parsed<Option<Project>> {
    let mut models: Vec<(usize, Model)> = models.into_iter().enumerate().collect();
    models.sort_by_key(|(given, m)| (std::cmp::Reverse(m.by_class("IfcSpace", true).len()), *given));
    let mut all: Parsed<Option<Project>> = Parsed { value: None, diagnostics: Vec::new() };
    let mut first: Option<Frame> = None;
    let count = models.len().max(1) as f64;
    for (done, (_, model)) in models.into_iter().enumerate() {
        let shown = model.file().path().to_string_lossy().replace('\\', "/");
        let mut tell = |message: Localized, severity| {
            let told = Diagnostic::new(severity, "ifc.federation", message);
            all.diagnostics.push(told.in_file(shown.clone(), None));
        };
        let frame = Frame::of(&model);
        let motion = match &first {
            Some(first) => {
                let (motion, messages) = frame.onto(first);
                messages.into_iter().for_each(|m| tell(m, Severity::Warning));
                motion
            }
            None => frame.own(),
        };
        first.get_or_insert(frame);
        let lowered = lower_with(
            &model,
            vocabulary,
            &Lowering {
                motion: Some(motion),
                progress: &|share| (how.progress)((done as f64 + share) / count),
                ..*how
            },
        );
        all.diagnostics.extend(lowered.diagnostics);
        let mut tell = |message: Localized, severity| {
            let told = Diagnostic::new(severity, "ifc.federation", message);
            all.diagnostics.push(told.in_file(shown.clone(), None));
        };
        match (all.value.as_mut(), lowered.value) {
            (Some(project), Some(other)) => {
                if let Some(message) = apart(project, &other) {
                    tell(message, Severity::Warning);
                }
                for message in model::merge(project, other) {
                    tell(message, Severity::Warning);
                }
            }
            (None, Some(project)) => {
                let [x, y, _] = motion.by;
                all.value = Some(Project { drawn_at: [-x, -y], ..project });
            }
            (_, None) => {}
        }
    }
    all
}

/// That two models do not lie in one place.
fn apart(a: &Project, b: &Project) -> Option<Localized> {
    let (a, b) = (around(a)?, around(b)?);
    let gap = |low: f64, high: f64, other_low: f64, other_high: f64| {
        (other_low - high).max(low - other_high).max(0.0)
    };
    let [x, y] =
        [gap(a.min().x, a.max().x, b.min().x, b.max().x), gap(a.min().y, a.max().y, b.min().y, b.max().y)];
    let metres = x.hypot(y);
    let shown = number(metres, 0, true, Lang::Nb);
    (metres > APART).then(|| {
        localized!(
            "modellen ligger {shown} m fra de andre: rom og utstyr møtes ikke; se etter georeferanse og nullpunkt",
            "the model lies {shown} m from the others: rooms and equipment do not meet; look at georeference and zero"
        )
    })
}

/// The box around everything that is drawn.
fn around(model: &Project) -> Option<Rect<f64>> {
    let outlines = (model.rooms.iter().filter_map(|r| r.outline.as_ref()))
        .chain(
            model
                .walls
                .iter()
                .flat_map(|w| w.outlines.iter().chain(w.above.iter().flat_map(|(_, pieces)| pieces))),
        )
        .chain(model.fixtures.iter().filter_map(|f| f.outline.as_ref()));
    let boxes = outlines.filter_map(BoundingRect::bounding_rect);
    let openings = model.openings.iter().filter_map(|o| o.placement).map(|p| Rect::new(p.a, p.b));
    boxes.chain(openings).reduce(|a, b| {
        let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
        let high = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
        Rect::new(low, high)
    })
}
