//! A viewpoint as `viewpoint.bcfv` (BCF 2.1 and 3.0, `visinfo.xsd`).

use std::fmt::Write as _;

use super::view::{ASPECT, Camera};
use super::{Topic, Version};
use crate::finding::Verdict;

/// Colours of what is affected and of what causes it, as RGB.
const NEGATIVE: &str = "D32F2F";
const UNCLEAR: &str = "F9A825";
const CAUSE: &str = "1565C0";

/// The file of a viewpoint; without a camera it selects and colours alone.
pub(super) fn visualization(topic: &Topic, camera: Option<&Camera>, version: Version) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let _ = write!(out, "<VisualizationInfo Guid=\"{}\">", super::markup::viewpoint_guid(topic));
    components(&mut out, topic, camera.is_some_and(|c| c.spaces), version);
    let Some(camera) = camera else {
        out.push_str("</VisualizationInfo>\n");
        return out;
    };
    let point = |x: f64, y: f64, z: f64| format!("<X>{x}</X><Y>{y}</Y><Z>{z}</Z>");
    let Camera { x, y, z, cut, view, .. } = *camera;
    let _ = write!(
        out,
        "<OrthogonalCamera><CameraViewPoint>{}</CameraViewPoint><CameraDirection>{}</CameraDirection><CameraUpVector>{}</CameraUpVector><ViewToWorldScale>{view}</ViewToWorldScale>",
        point(x, y, z),
        point(0.0, 0.0, -1.0),
        point(0.0, 1.0, 0.0)
    );
    if version == Version::V3_0 {
        let _ = write!(out, "<AspectRatio>{ASPECT}</AspectRatio>");
    }
    // The direction of a clipping plane points to what is not shown.
    let _ = writeln!(
        out,
        "</OrthogonalCamera><ClippingPlanes><ClippingPlane><Location>{}</Location><Direction>{}</Direction></ClippingPlane></ClippingPlanes></VisualizationInfo>",
        point(x, y, cut),
        point(0.0, 0.0, 1.0)
    );
    out
}

fn components(out: &mut String, topic: &Topic, spaces: bool, version: Version) {
    // The causes are marked first: many affected elements must not crowd them out.
    let causes = &topic.cause_guids[..topic.cause_guids.len().min(super::MOST_COMPONENTS)];
    let room = super::MOST_COMPONENTS - causes.len();
    let affected = &topic.affected_guids[..topic.affected_guids.len().min(room)];
    let hints = format!(
        "<ViewSetupHints SpacesVisible=\"{spaces}\" SpaceBoundariesVisible=\"false\" OpeningsVisible=\"false\"/>"
    );
    out.push_str("<Components>");
    if version == Version::V2_1 {
        out.push_str(&hints);
    }
    let component = |out: &mut String, guid: &String| {
        let _ = write!(out, "<Component IfcGuid=\"{guid}\"/>");
    };
    if !(affected.is_empty() && causes.is_empty()) {
        out.push_str("<Selection>");
        affected.iter().chain(causes).for_each(|g| component(out, g));
        out.push_str("</Selection>");
    }
    match version {
        Version::V2_1 => out.push_str("<Visibility DefaultVisibility=\"true\"/>"),
        Version::V3_0 => {
            let _ = write!(out, "<Visibility DefaultVisibility=\"true\">{hints}</Visibility>");
        }
    }
    let own = if topic.verdict == Verdict::Negative { NEGATIVE } else { UNCLEAR };
    let coloured: Vec<_> =
        [(own, affected), (CAUSE, causes)].into_iter().filter(|(_, g)| !g.is_empty()).collect();
    if !coloured.is_empty() {
        out.push_str("<Coloring>");
        for (colour, guids) in coloured {
            let _ = write!(out, "<Color Color=\"{colour}\">");
            if version == Version::V3_0 {
                out.push_str("<Components>");
            }
            guids.iter().for_each(|g| component(out, g));
            if version == Version::V3_0 {
                out.push_str("</Components>");
            }
            out.push_str("</Color>");
        }
        out.push_str("</Coloring>");
    }
    out.push_str("</Components>");
}
