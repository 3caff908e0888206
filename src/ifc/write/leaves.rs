//! How is said in IFC how a door opens? The word of its operation, and its panels.

use crate::ifc::schema::Version;
use crate::model::{Hinge, Manner, Span, Swing};

/// A panel: how it works, where it is, and which share of the width it has.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Panel {
    pub(super) how: &'static str,
    pub(super) place: &'static str,
    pub(super) share: Option<f64>,
}

/// The word for how a door opens in a frame where it opens towards y; of opposite leaves `left` tells whether the one at
/// `a` does.
pub(super) fn operation(swing: Option<Swing>, left: bool, version: Version) -> &'static str {
    let Some(swing) = swing else { return "NOTDEFINED" };
    // The older schema has no word for a side panel; the panels tell of it.
    let fixed = swing.span != Span::Whole && version != Version::Ifc2x3;
    match (swing.hinge, swing.manner) {
        (Hinge::A, Manner::Folding) => "FOLDING_TO_LEFT",
        (Hinge::B, Manner::Folding) => "FOLDING_TO_RIGHT",
        (Hinge::Both, Manner::Folding) => "DOUBLE_DOOR_FOLDING",
        (Hinge::A, Manner::BothWays) => "DOUBLE_SWING_LEFT",
        (Hinge::B, Manner::BothWays) => "DOUBLE_SWING_RIGHT",
        (Hinge::Both, Manner::BothWays) => "DOUBLE_DOOR_DOUBLE_SWING",
        (Hinge::Both, Manner::Opposite) if left => "DOUBLE_DOOR_SINGLE_SWING_OPPOSITE_LEFT",
        (Hinge::Both, Manner::Opposite) => "DOUBLE_DOOR_SINGLE_SWING_OPPOSITE_RIGHT",
        (Hinge::Both, Manner::Turning) => "DOUBLE_DOOR_SINGLE_SWING",
        (Hinge::A, _) if fixed => "SWING_FIXED_LEFT",
        (Hinge::B, _) if fixed => "SWING_FIXED_RIGHT",
        (Hinge::A, _) => "SINGLE_SWING_LEFT",
        (Hinge::B, _) => "SINGLE_SWING_RIGHT",
        (Hinge::Sliding, _) => "SLIDING_TO_LEFT",
        (Hinge::Lifted, _) => "ROLLINGUP",
        (Hinge::Revolving, _) => "REVOLVING",
    }
}

/// The panels of a door.
pub(super) fn panels(swing: Option<Swing>) -> Vec<Panel> {
    let Some(swing) = swing else {
        return vec![Panel { how: "NOTDEFINED", place: "NOTDEFINED", share: Some(1.0) }];
    };
    let how = match (swing.hinge, swing.manner) {
        (Hinge::Sliding, _) => "SLIDING",
        (Hinge::Lifted, _) => "ROLLINGUP",
        (Hinge::Revolving, _) => "REVOLVING",
        (_, Manner::Folding) => "FOLDING",
        (_, Manner::BothWays) => "DOUBLE_ACTING",
        _ => "SWINGING",
    };
    let single = !matches!(swing.hinge, Hinge::Both);
    let two = |[left, right]: [&'static str; 2], share: Option<f64>| {
        let other = share.map(|s| 1.0 - s);
        vec![Panel { how: left, place: "LEFT", share }, Panel { how: right, place: "RIGHT", share: other }]
    };
    match swing.span {
        Span::Part(_, to) if !single => two([how, how], Some(to)),
        Span::Whole if !single => two([how, how], Some(0.5)),
        Span::Part(from, to) if from > 1.0 - to => two(["FIXEDPANEL", how], Some(from)),
        Span::Part(_, to) => two([how, "FIXEDPANEL"], Some(to)),
        Span::Unknown if swing.hinge == Hinge::Revolving => {
            vec![Panel { how, place: "MIDDLE", share: Some(1.0) }]
        }
        Span::Unknown if swing.hinge == Hinge::B => two(["FIXEDPANEL", how], None),
        Span::Unknown => two([how, "FIXEDPANEL"], None),
        Span::Whole => vec![Panel { how, place: "MIDDLE", share: Some(1.0) }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_panel_is_a_word_of_the_newer_schemas_and_a_panel_in_all() {
        let door = Swing { span: Span::Part(0.0, 0.75), ..Swing::new(Hinge::A, 1) };
        assert_eq!(operation(Some(door), true, Version::Ifc4), "SWING_FIXED_LEFT");
        assert_eq!(operation(Some(door), true, Version::Ifc2x3), "SINGLE_SWING_LEFT");
        let told: Vec<(&str, &str, Option<f64>)> =
            panels(Some(door)).iter().map(|p| (p.how, p.place, p.share)).collect();
        assert_eq!(told, [("SWINGING", "LEFT", Some(0.75)), ("FIXEDPANEL", "RIGHT", Some(0.25))]);
    }
}
