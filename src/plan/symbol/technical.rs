//! Technical components, fire safety, heating, assistive equipment.

use super::kitchen::coded;
use super::{EDGE, FULL, Thing};
use crate::plan::pen::{OVER, THING, WALL as CUT};
use crate::text::Lang;

/// Draws a kind of this file; false when it is another's.
pub(super) fn draw(t: &mut Thing, what: &str, lang: Lang) -> bool {
    let (w, d) = (t.w, t.d);
    let (cu, cv, r) = (w / 2.0, d / 2.0, w.min(d) / 2.0);
    match what {
        "ventilation_unit" => {
            t.body();
            fan(t, r * 0.78);
        }
        "heat_pump" => {
            t.body();
            let part = w.min(d) * 0.92;
            if w > d * 1.4 {
                t.circle(EDGE, part * 0.55, cv, part * 0.4);
                coded(t, what, lang, [part * 1.1, 0.0, w, d]);
            } else {
                coded(t, what, lang, t.whole());
            }
        }
        // IEC 60617: a rectangle, half of it full.
        "distribution_board" => {
            t.body();
            t.polygon(FULL, &[(0.0, 0.0), (w, 0.0), (0.0, d)]);
        }
        "manifold_cabinet" | "water_heater" | "outdoor_component" => {
            t.body();
            if what == "water_heater" {
                t.circle(EDGE, cu, cv, r * 0.94);
            }
            coded(t, what, lang, t.whole());
        }
        "smart_device" | "ventilation_panel" => {
            t.round(THING, t.whole(), r * 0.3);
            coded(t, what, lang, t.whole());
        }
        // A valve: two triangles tip to tip.
        "stopcock" => {
            t.polygon(
                THING,
                &[(0.0, cv - r * 0.6), (0.0, cv + r * 0.6), (w, cv - r * 0.6), (w, cv + r * 0.6)],
            );
            t.line(EDGE, cu, cv, cu, cv - r);
            t.line(EDGE, cu - r * 0.4, cv - r, cu + r * 0.4, cv - r);
        }
        "inspection_hatch" => {
            t.rect(OVER, 0.0, 0.0, w, d);
            t.line(OVER, 0.0, 0.0, w, d);
            t.line(OVER, w, 0.0, 0.0, d);
        }
        "sprinkler" => {
            t.circle(THING, cu, cv, r);
            t.circle(FULL, cu, cv, r * 0.45);
        }
        "water_mist" => {
            t.circle(THING, cu, cv, r);
            for i in 0..3 {
                let (s, c) = (f64::from(i) * std::f64::consts::FRAC_PI_3).sin_cos();
                t.line(EDGE, cu - c * r * 0.7, cv - s * r * 0.7, cu + c * r * 0.7, cv + s * r * 0.7);
            }
        }
        "smoke_detector" => {
            t.circle(THING, cu, cv, r);
            t.circle(EDGE, cu, cv, r * 0.62);
            t.circle(FULL, cu, cv, r * 0.2);
        }
        "light_fixture" => {
            let k = r * std::f64::consts::FRAC_1_SQRT_2;
            t.circle(THING, cu, cv, r);
            t.line(EDGE, cu - k, cv - k, cu + k, cv + k);
            t.line(EDGE, cu - k, cv + k, cu + k, cv - k);
        }
        "alarm_button" => {
            t.rect(THING, cu - r, cv - r, cu + r, cv + r);
            t.circle(FULL, cu, cv, r * 0.55);
        }
        "panel_heater" | "radiator" => {
            t.body();
            let ribs = (w / t.m(0.1).max(0.7)).floor().clamp(2.0, 40.0);
            for i in 1..ribs as u32 {
                let u = w * f64::from(i) / ribs;
                t.line(EDGE, u, d * 0.15, u, d * 0.85);
            }
        }
        "floor_heating" => floor_heating(t),
        "foot_grate" => {
            t.body();
            let step = t.m(0.06).max(0.6);
            let mut u = step;
            while u < w - 0.1 {
                t.line(EDGE, u, 0.0, u, d);
                u += step;
            }
        }
        "canopy" => t.rect(OVER, 0.0, 0.0, w, d),
        "ceiling_hoist" => {
            t.rect(OVER, 0.0, 0.0, w, d);
            if w > d {
                t.line(OVER, 0.0, cv, w, cv);
            } else {
                t.line(OVER, cu, 0.0, cu, d);
            }
            t.circle(THING, cu, cv, r.min(t.m(0.12)).max(0.5));
        }
        "railing" => {
            t.body();
            let posts = (w.max(d) / t.m(0.9).max(1.0)).ceil().clamp(1.0, 60.0);
            for i in 0..=posts as u32 {
                let k = f64::from(i) / posts;
                let (u, v) = if w > d { (w * k, cv) } else { (cu, d * k) };
                t.circle(FULL, u, v, (r * 0.9).clamp(0.15, 0.4));
            }
        }
        // Cut by the plan, as a wall is.
        "column" | "chimney" => t.rect(CUT, 0.0, 0.0, w, d),
        "shaft" => {
            t.body();
            t.line(EDGE, 0.0, 0.0, w, d);
            t.line(EDGE, w, 0.0, 0.0, d);
        }
        "beam" => t.rect(OVER, 0.0, 0.0, w, d),
        "unidentified" => {
            t.body();
            t.word("?", t.whole());
        }
        "stair" | "ramp" => climbed(t),
        "medicine_cabinet" => {
            t.body();
            let (arm, bar) = (r * 0.7, r * 0.22);
            t.rect(FULL, cu - arm, cv - bar, cu + arm, cv + bar);
            t.rect(FULL, cu - bar, cv - arm, cu + bar, cv + arm);
        }
        _ => return false,
    }
    true
}

/// Outline and line one walks, with an arrow towards its back, which it rises to. One that lies with its long side at the
/// back rises to one of its ends, and nobody said which.
fn climbed(t: &mut Thing) {
    t.body();
    let (w, d) = (t.w, t.d);
    let lying = w > d;
    let (from, to) = if lying {
        ((w * 0.08, d / 2.0), (w * 0.92, d / 2.0))
    } else {
        ((w / 2.0, d * 0.92), (w / 2.0, d * 0.08))
    };
    t.line(EDGE, from.0, from.1, to.0, to.1);
    if lying {
        return;
    }
    let (long, wide) = (w.min(d) * 0.16, w.min(d) * 0.07);
    t.polygon(FULL, &[to, (to.0 - wide, to.1 + long), (to.0 + wide, to.1 + long)]);
    t.circle(EDGE, from.0, from.1, w.min(d) * 0.04);
}

/// A ring with three blades.
fn fan(t: &mut Thing, r: f64) {
    let (cu, cv) = (t.w / 2.0, t.d / 2.0);
    t.circle(EDGE, cu, cv, r);
    for i in 0..3 {
        let turn = f64::from(i) * std::f64::consts::TAU / 3.0 - std::f64::consts::FRAC_PI_2;
        let at = |angle: f64, reach: f64| {
            let (s, c) = (turn + angle).sin_cos();
            (cu + c * reach, cv + s * reach)
        };
        t.polygon(EDGE, &[(cu, cv), at(-0.42, r * 0.6), at(-0.12, r * 0.9), at(0.3, r * 0.75)]);
    }
    t.circle(FULL, cu, cv, (r * 0.12).max(0.12));
}

/// The pipe in its loops.
fn floor_heating(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    let step = t.m(0.3).max(1.6);
    let inset = step * 0.5;
    let mut path = Vec::new();
    let mut u = inset;
    let mut down = true;
    while u <= w - inset && path.len() < 400 {
        let (from, to) = if down { (inset, d - inset) } else { (d - inset, inset) };
        path.push((u, from));
        path.push((u, to));
        down = !down;
        u += step;
    }
    t.polyline(OVER, &path);
}
