//! How does a door open, after the word its type or itself tells, and the panels it is made of?
//!
//! In come records; out goes a [`Swing`] in the door's own frame: `a` is where its x axis begins, and side 1 lies towards
//! its y axis. `LEFT` is the hinge at `a`, as seen along the y axis (`IfcDoorTypeOperationEnum`).

use crate::ifc::step::Id;
use crate::ifc::{Link, Model};
use crate::model::{Hinge, Manner, Span, Swing};

/// How far the shares of two panels may be from a whole.
const ROUNDED: f64 = 0.02;
/// No leaf or side panel that is told is narrower, as a share of the width.
const NARROWEST: f64 = 0.02;

/// A panel after `IfcDoorPanelProperties`.
struct Panel {
    /// `LEFT`, `MIDDLE` or `RIGHT`.
    position: String,
    /// Share of the width.
    share: Option<f64>,
    /// `SWINGING`, `FOLDING` and the like.
    how: String,
    fixed: bool,
}

/// How a door opens; none where nothing is told, or something nobody can draw.
pub(super) fn swing(ifc: &Model, door: Id) -> Option<Swing> {
    let kind = ifc.type_of(door);
    let word = |id: Id| ifc.word(id, "OperationType").map(str::to_ascii_uppercase);
    let panels = panels(ifc, door).or_else(|| panels(ifc, kind?)).unwrap_or_default();
    let Some(operation) = word(door).filter(|w| w != "NOTDEFINED").or_else(|| kind.and_then(word)) else {
        return by_panels(&panels);
    };
    // Drafts of the newest schema say panel where the others say door.
    let operation = operation.replace("DOUBLE_PANEL", "DOUBLE_DOOR");
    let (turning, whole) = (Manner::Turning, Span::Whole);
    let (hinge, into, manner) = match operation.as_str() {
        "SINGLE_SWING_LEFT" | "SWING_FIXED_LEFT" => (Hinge::A, 1, turning),
        "SINGLE_SWING_RIGHT" | "SWING_FIXED_RIGHT" => (Hinge::B, 1, turning),
        "DOUBLE_SWING_LEFT" => (Hinge::A, 1, Manner::BothWays),
        "DOUBLE_SWING_RIGHT" => (Hinge::B, 1, Manner::BothWays),
        "DOUBLE_DOOR_SINGLE_SWING" => (Hinge::Both, 1, turning),
        "DOUBLE_DOOR_DOUBLE_SWING" => (Hinge::Both, 1, Manner::BothWays),
        // Both open to the left for who walks the way they open: the leaf at `a` towards y, the other against it.
        "DOUBLE_DOOR_SINGLE_SWING_OPPOSITE_LEFT" => (Hinge::Both, 1, Manner::Opposite),
        "DOUBLE_DOOR_SINGLE_SWING_OPPOSITE_RIGHT" => (Hinge::Both, 0, Manner::Opposite),
        "FOLDING_TO_LEFT" => (Hinge::A, 1, Manner::Folding),
        "FOLDING_TO_RIGHT" => (Hinge::B, 1, Manner::Folding),
        "DOUBLE_DOOR_FOLDING" => (Hinge::Both, 1, Manner::Folding),
        o if o.contains("SLIDING") => (Hinge::Sliding, 1, turning),
        o if o.starts_with("REVOLVING") => (Hinge::Revolving, 1, turning),
        o if o == "ROLLINGUP" || o.contains("LIFTING") => (Hinge::Lifted, 1, turning),
        _ => return by_panels(&panels),
    };
    let fixed = operation.starts_with("SWING_FIXED");
    let span = match hinge {
        Hinge::A | Hinge::B if fixed || panels.iter().any(|p| p.fixed) => beside_fixed(&panels, hinge),
        Hinge::Both => left_of_two(&panels).map_or(whole, |share| Span::Part(0.0, share)),
        Hinge::Revolving => Span::Unknown,
        _ => whole,
    };
    Some(Swing { hinge, into, manner, span })
}

/// What the panels alone say of how a door opens: that not all of it does, and not where it hangs.
fn by_panels(panels: &[Panel]) -> Option<Swing> {
    let is = |how: &str| panels.iter().any(|p| p.how == how);
    let (hinge, manner) = match () {
        () if is("REVOLVING") => (Hinge::Revolving, Manner::Turning),
        () if is("FOLDING") => (Hinge::A, Manner::Folding),
        () if is("FIXEDPANEL") => (Hinge::A, Manner::Turning),
        () => return None,
    };
    Some(Swing { hinge, into: 1, manner, span: Span::Unknown })
}

/// The panels an object tells of; none if it does not.
fn panels(ifc: &Model, of: Id) -> Option<Vec<Panel>> {
    let sets = ifc.linked(Link::Properties, of).chain(ifc.members(of, "HasPropertySets"));
    let panels: Vec<Panel> = sets
        .filter(|set| ifc.is_a(*set, "IfcDoorPanelProperties"))
        .map(|set| {
            let word = |name: &str| ifc.word(set, name).unwrap_or_default().to_ascii_uppercase();
            let how = word("PanelOperation");
            Panel {
                position: word("PanelPosition"),
                share: ifc.attr(set, "PanelWidth").as_f64().filter(|s| (NARROWEST..=1.0).contains(s)),
                fixed: how == "FIXEDPANEL",
                how,
            }
        })
        .collect();
    (!panels.is_empty()).then_some(panels)
}

/// The share of the left of two panels, where it is told.
fn left_of_two(panels: &[Panel]) -> Option<f64> {
    let at = |position: &str| panels.iter().find(|p| p.position == position);
    let (left, right) = (at("LEFT")?, at("RIGHT")?);
    let share = match (left.share, right.share) {
        (Some(l), Some(r)) if (l + r - 1.0).abs() <= ROUNDED => l / (l + r),
        // Of two panels none is the whole door.
        (Some(l), None) => l,
        (None, Some(r)) => 1.0 - r,
        _ => return None,
    };
    (panels.len() == 2 && (NARROWEST..=1.0 - NARROWEST).contains(&share)).then_some(share)
}

/// Where the leaf beside a fixed side panel lies.
fn beside_fixed(panels: &[Panel], hinge: Hinge) -> Span {
    let Some(share) = left_of_two(panels) else { return Span::Unknown };
    let left_is_fixed = panels.iter().find(|p| p.position == "LEFT").map(|p| p.fixed);
    match (left_is_fixed, panels.iter().filter(|p| p.fixed).count()) {
        (Some(true), 1) => Span::Part(share, 1.0),
        (Some(false), 1) => Span::Part(0.0, share),
        // Which of them is fixed is not told: the leaf is taken to hang at the frame.
        _ if hinge == Hinge::A => Span::Part(0.0, share),
        _ => Span::Part(share, 1.0),
    }
}
