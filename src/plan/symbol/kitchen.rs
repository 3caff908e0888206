//! Worktops, cabinets and kitchen machines.

use super::{EDGE, FULL, Thing, code};
use crate::plan::pen::{OVER, THING};
use crate::text::Lang;

/// Draws a kind of this file; false when it is another's.
pub(super) fn draw(t: &mut Thing, what: &str, lang: Lang) -> bool {
    let (w, d) = (t.w, t.d);
    match what {
        "kitchen_run" => run(t),
        "base_cabinet" => {
            t.body();
            t.line(EDGE, 0.0, d - t.m(0.03), w, d - t.m(0.03));
        }
        "wall_cabinet" => {
            t.rect(OVER, 0.0, 0.0, w, d);
            t.line(OVER, 0.0, d, w, 0.0);
        }
        "stove" => stove(t),
        "sink" => sink(t),
        "dishwasher" | "refrigerator" => {
            t.body();
            let front = t.m(0.03);
            t.line(EDGE, 0.0, d - front, w, d - front);
            coded(t, what, lang, [0.0, 0.0, w, d - front]);
        }
        "microwave" => {
            t.rect(OVER, 0.0, 0.0, w, d);
            coded(t, what, lang, t.whole());
        }
        "worktop_outlet" => {
            let r = w.min(d) * 0.4;
            t.polyline(EDGE, &[(w / 2.0 - r, d * 0.3), (w / 2.0 + r, d * 0.3)]);
            t.line(EDGE, w / 2.0, 0.0, w / 2.0, d * 0.3);
            let arc: Vec<(f64, f64)> = (0..=8)
                .map(|i| {
                    let (s, c) = (f64::from(i) * std::f64::consts::PI / 8.0).sin_cos();
                    (w / 2.0 + r * c, d * 0.3 + r * s)
                })
                .collect();
            t.polygon(FULL, &arc);
        }
        _ => return false,
    }
    true
}

pub(super) fn coded(t: &mut Thing, what: &str, lang: Lang, part: [f64; 4]) {
    if let Some(letters) = code(what, lang) {
        t.word(letters, part);
    }
}

/// A worktop: its front edge over the cabinets, the cabinets' joints dashed.
fn run(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    t.body();
    let front = d - t.m(0.03);
    t.line(EDGE, 0.0, front, w, front);
    let step = t.m(0.6);
    if step > 1.5 {
        let mut u = step;
        while u < w - step * 0.4 {
            t.line(OVER, u, 0.0, u, front);
            u += step;
        }
    }
}

/// Four rings, large and small crosswise, and the knobs at the front.
fn stove(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    t.body();
    let front = d * 0.88;
    t.line(EDGE, 0.0, front, w, front);
    let (large, small) = (w.min(front) * 0.19, w.min(front) * 0.14);
    for (u, v, r) in [(0.28, 0.28, large), (0.72, 0.28, small), (0.28, 0.7, small), (0.72, 0.7, large)] {
        t.circle(EDGE, w * u, front * v + front * 0.01, r);
        if r > 0.7 {
            t.circle(EDGE, w * u, front * v + front * 0.01, r * 0.35);
        }
    }
    for i in 0..4 {
        t.circle(FULL, w * (0.2 + 0.2 * f64::from(i)), f64::midpoint(front, d), (d * 0.02).max(0.1));
    }
}

/// A bowl and a drainer where there is room for both, and the tap at the back.
fn sink(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    let edge = w.min(d) * 0.07;
    t.round(THING, t.whole(), edge);
    let bowl = if w > d * 1.5 { w * 0.55 } else { w - edge };
    let top = d * 0.2;
    t.round(EDGE, [edge, top, bowl, d - edge], edge * 1.6);
    t.circle(FULL, f64::midpoint(edge, bowl), f64::midpoint(top, d - edge), (w.min(d) * 0.045).max(0.12));
    t.circle(EDGE, f64::midpoint(edge, bowl), d * 0.1, d * 0.05);
    t.line(EDGE, f64::midpoint(edge, bowl), d * 0.12, f64::midpoint(edge, bowl), d * 0.32);
    if bowl < w - 3.0 * edge {
        let step = (w - bowl) / 6.0;
        for i in 1..5 {
            let u = bowl + step * (f64::from(i) + 0.3);
            t.line(EDGE, u, top, u, d - edge * 1.5);
        }
    }
}
