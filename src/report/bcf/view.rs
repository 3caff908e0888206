//! What a topic shows: the plan with its elements marked, and the place in the model its camera looks at.

use std::collections::BTreeSet;

use geo::{BoundingRect, Coord, Rect};

use super::Topic;
use crate::facts::SubjectIx;
use crate::finding::Verdict;
use crate::plan::{self, MarkKind, Options, Overlay, Shape, Tone};
use crate::report::drawings::Drawings;
use crate::report::snapshot;
use crate::vocab::SubjectKind;

/// Height over the floor at which plans are cut, in metres, as drawings are by custom.
const CUT: f64 = 1.2;
/// How far over the cut the camera stands, in metres.
const ABOVE: f64 = 10.0;
/// Least height of what the camera sees, in metres, and how much more than the elements it sees.
const LEAST_VIEW: f64 = 5.0;
const AROUND: f64 = 1.6;
/// Width of the view divided by its height.
pub(super) const ASPECT: f64 = 1.5;

/// An orthogonal camera that looks straight down on a storey, in metres of the model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Camera {
    pub(super) x: f64,
    pub(super) y: f64,
    /// Height of the camera.
    pub(super) z: f64,
    /// Height of the plane above which nothing is shown.
    pub(super) cut: f64,
    /// Height of what is seen.
    pub(super) view: f64,
    /// Whether rooms are among what is affected, so that they must be shown.
    pub(super) spaces: bool,
}

/// The elements' box in plan and the storey most of them lie on.
fn box_of(ix: SubjectIx, drawings: &Drawings<'_>) -> Option<(usize, Rect<f64>)> {
    let subject = drawings.facts.subject(ix);
    let model = drawings.model;
    let around = |at: Coord<f64>, by: f64| {
        Rect::new(Coord { x: at.x - by, y: at.y - by }, Coord { x: at.x + by, y: at.y + by })
    };
    let storey = subject.anchor.map(|a| a.storey);
    match subject.kind {
        SubjectKind::Room => {
            let room = model.rooms.get(subject.index)?;
            Some((room.storey?, room.outline.as_ref()?.bounding_rect()?))
        }
        SubjectKind::Fixture => {
            Some((storey?, model.fixtures.get(subject.index)?.outline.as_ref()?.bounding_rect()?))
        }
        SubjectKind::Door | SubjectKind::Window => {
            let opening = model.openings.get(subject.index)?;
            let at = opening.placement?;
            Some((opening.storey?, around(opening.anchor()?.at, at.thickness.max(0.5))))
        }
        SubjectKind::Dwelling => {
            let rooms = model.rooms_of(crate::model::Owner::Dwelling(subject.index));
            let boxes = rooms.filter_map(|(_, r)| r.outline.as_ref()?.bounding_rect());
            Some((storey?, boxes.reduce(joined)?))
        }
        _ => Some((storey?, around(subject.anchor?.at, 1.0))),
    }
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    Rect::new(
        Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) },
        Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) },
    )
}

/// The camera over what a topic is about, in the first of its dwellings; none where nothing has a place.
pub(super) fn camera(topic: &Topic, drawings: &Drawings<'_>) -> Option<Camera> {
    let here = |ix: &&SubjectIx| {
        topic.dwelling.is_none()
            || drawings.facts.ancestor(**ix, SubjectKind::Dwelling).is_none_or(|d| Some(d) == topic.dwelling)
    };
    let all = topic.affected.iter().chain(&topic.causes).filter(here);
    let boxes: Vec<(usize, Rect<f64>)> = all.filter_map(|ix| box_of(*ix, drawings)).collect();
    let storey = boxes.first()?.0;
    let bounds = boxes.iter().filter(|(s, _)| *s == storey).map(|(_, b)| *b).reduce(joined)?;
    let floor = drawings.model.storeys.get(storey)?.elevation;
    let (centre, width, height) = (bounds.center(), bounds.width(), bounds.height());
    let view = (height.max(width / ASPECT) * AROUND).max(LEAST_VIEW);
    let finite = [centre.x, centre.y, floor, view].iter().all(|v| v.is_finite());
    let spaces = topic.affected.iter().any(|ix| drawings.facts.subject(*ix).kind == SubjectKind::Room);
    // The tool has the model where it is drawn.
    let [east, north] = drawings.model.drawn_at;
    finite.then_some(Camera {
        x: centre.x + east,
        y: centre.y + north,
        z: floor + CUT + ABOVE,
        cut: floor + CUT,
        view,
        spaces,
    })
}

/// GlobalIds of some elements, as far as they are well formed; of a dwelling that is no element of the model, those of
/// its rooms.
pub(super) fn guids(elements: &[SubjectIx], drawings: &Drawings<'_>) -> Vec<String> {
    let facts = drawings.facts;
    let mut all: Vec<String> = Vec::new();
    let mut known: BTreeSet<&String> = BTreeSet::new();
    for ix in elements {
        let subject = facts.subject(*ix);
        let own: Vec<Option<&String>> = match (&subject.guid, subject.kind) {
            (None, SubjectKind::Dwelling) => {
                facts.within(*ix, SubjectKind::Room).map(|r| facts.subject(r).guid.as_ref()).collect()
            }
            (guid, _) => vec![guid.as_ref()],
        };
        all.extend(own.into_iter().flatten().filter(|g| is_guid(g) && known.insert(g)).cloned());
    }
    all
}

/// Whether a text is a GlobalId: 22 digits of base 64 (ISO 16739, IfcGloballyUniqueId).
pub(super) fn is_guid(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'$')
}

/// The plan of a topic's dwelling or storey with its elements marked, as a picture.
pub(super) fn snapshot(topic: &Topic, drawings: &Drawings<'_>, width: u32) -> Option<Vec<u8>> {
    let facts = drawings.facts;
    let tone = if topic.verdict == Verdict::Negative { Tone::Wrong } else { Tone::Unclear };
    let mut overlays: Vec<Overlay> = Vec::new();
    let mut drawn = |shape: Shape, tone: Tone, caption: String| {
        let id = format!("topic-{}", overlays.len() + 1);
        overlays.push(Overlay { shape, tone, caption, id, point: String::new() });
    };
    for (elements, tone) in [(&topic.causes, Tone::Note), (&topic.affected, tone)] {
        for ix in elements {
            let subject = facts.subject(*ix);
            let shape = match subject.kind {
                SubjectKind::Room => Shape::Room(subject.id.clone()),
                SubjectKind::Door | SubjectKind::Window => Shape::Opening(subject.id.clone()),
                SubjectKind::Fixture => Shape::Fixture(subject.id.clone()),
                _ => continue,
            };
            drawn(shape, tone, String::new());
        }
    }
    if let Some(report) = drawings.report {
        for mark in report.marks.iter().filter(|m| topic.points.contains(&m.point)) {
            let here = mark.reasons.iter().filter(|r| r.dwelling.is_none() || r.dwelling == topic.dwelling);
            here.for_each(|r| drawn(r.shape.clone(), tone, r.caption.clone()));
        }
    }
    let targets = topic.affected.iter().filter(|ix| facts.subject(**ix).anchor.is_some());
    let targets: Vec<_> = targets.map(|ix| facts.subject(*ix).id.clone()).collect();
    let marks =
        [plan::Mark { title: topic.title.clone(), ..plan::Mark::new(MarkKind::Deviation, "!", targets) }];
    let options = Options {
        marks: &marks,
        overlays: &overlays,
        title: Some(topic.title.clone()),
        shared: Some(drawings.shared),
        ..Options::new(drawings.vocabulary, drawings.lang)
    };
    let sheet = match topic.dwelling {
        Some(dwelling) => {
            let subject = facts.subject(dwelling);
            drawings.model.dwellings.get(subject.index)?.storey?;
            plan::dwelling(drawings.model, subject.index, &options)
        }
        None => {
            let storey = topic.affected.iter().find_map(|ix| facts.subject(*ix).anchor)?.storey;
            plan::storey(drawings.model, storey, &options)
        }
    };
    // A schematic of rooms without measures shows nothing of the matter.
    sheet.scale?;
    snapshot::png(&sheet.svg, width)
}
