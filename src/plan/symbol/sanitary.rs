//! Bathroom fittings.

use super::kitchen::coded;
use super::{EDGE, FULL, Thing};
use crate::plan::pen::{OVER, THING};
use crate::text::Lang;

/// Draws a kind of this file; false when it is another's.
pub(super) fn draw(t: &mut Thing, what: &str, lang: Lang) -> bool {
    let (w, d) = (t.w, t.d);
    match what {
        "toilet" => toilet(t),
        "washbasin" => washbasin(t),
        "shower" => shower(t),
        "shower_wall" => {
            t.body();
            t.line(EDGE, 0.0, d / 2.0, w, d / 2.0);
        }
        "shower_curtain_rail" => rail(t),
        "bathtub" => {
            t.round(THING, t.whole(), t.m(0.04));
            let inset = t.m(0.06);
            t.round(EDGE, [inset, inset, w - inset, d - inset], w.min(d) * 0.35);
            let (u, v) = if w > d { (w * 0.12, d / 2.0) } else { (w / 2.0, d * 0.12) };
            t.circle(FULL, u, v, (w.min(d) * 0.04).max(0.15));
        }
        "washing_machine" => {
            t.body();
            let front = d - t.m(0.03);
            t.line(EDGE, 0.0, front, w, front);
            coded(t, what, lang, [0.0, 0.0, w, front]);
        }
        _ => return false,
    }
    true
}

/// Cistern at the back, the bowl an egg in front of it with its seat.
fn toilet(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    let tank = d * 0.26;
    t.round(THING, [0.02 * w, 0.0, 0.98 * w, tank], t.m(0.03));
    let egg = |scale: f64, lift: f64| -> Vec<(f64, f64)> {
        let (cu, cv) = (w / 2.0, tank + (d - tank) * 0.45);
        (0..28)
            .map(|i| {
                let (s, c) = (f64::from(i) * std::f64::consts::TAU / 28.0).sin_cos();
                // Blunter towards the cistern, longer towards the front.
                let reach = if s > 0.0 { (d - cv) * scale } else { (cv - tank) * scale - lift };
                (cu + c * w * 0.42 * scale, cv + s * reach)
            })
            .collect()
    };
    t.polygon(THING, &egg(1.0, 0.0));
    t.polygon(EDGE, &egg(0.72, 0.0));
    t.circle(FULL, w / 2.0, tank * 0.5, (w * 0.05).max(0.12));
}

fn washbasin(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    t.round(THING, t.whole(), w.min(d) * 0.14);
    t.ellipse(EDGE, w / 2.0, d * 0.58, w * 0.38, d * 0.32);
    t.circle(FULL, w / 2.0, d * 0.58, (d * 0.045).max(0.12));
    t.line(EDGE, w / 2.0, d * 0.08, w / 2.0, d * 0.34);
    t.line(EDGE, w * 0.42, d * 0.1, w * 0.58, d * 0.1);
}

/// The floor falls to the drain from four sides; the head hangs at the back.
fn shower(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    t.rect(THING, 0.0, 0.0, w, d);
    let (cu, cv, r) = (w / 2.0, d / 2.0, (w.min(d) * 0.07).max(0.3));
    for (u, v) in [(0.0, 0.0), (w, 0.0), (w, d), (0.0, d)] {
        let (du, dv) = (cu - u, cv - v);
        let k = 1.0 - r / du.hypot(dv).max(r);
        t.line(EDGE, u, v, u + du * k, v + dv * k);
    }
    t.circle(EDGE, cu, cv, r);
    t.circle(FULL, cu, cv, r * 0.35);
    t.line(EDGE, cu, 0.0, cu, d * 0.14);
    t.circle(EDGE, cu, d * 0.14 + r * 0.8, r * 0.8);
}

/// A rail along the two open sides, bent in the corner.
fn rail(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    if w.min(d) < w.max(d) * 0.25 {
        return t.line(OVER, 0.0, d / 2.0, w, d / 2.0);
    }
    let r = w.min(d) * 0.2;
    let corner = (0..=4).map(|i| {
        let (s, c) = (f64::from(i) * std::f64::consts::FRAC_PI_8).sin_cos();
        (w - r + r * s, d - r + r * c)
    });
    let path: Vec<(f64, f64)> = std::iter::once((0.0, d)).chain(corner).chain([(w, 0.0)]).collect();
    t.polyline(OVER, &path);
}
