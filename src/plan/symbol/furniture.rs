//! Beds, seats, tables, wardrobes.

use super::{EDGE, FULL, Thing};
use crate::plan::pen::{OVER, THING};

/// Draws a kind of this file; false when it is another's.
pub(super) fn draw(t: &mut Thing, what: &str) -> bool {
    match what {
        "bed" => bed(t, false),
        "care_bed" => bed(t, true),
        "sofa" => sofa(t),
        "table" => table(t),
        "chair" => chair(t),
        "wardrobe" => wardrobe(t),
        "coat_rack" => coat_rack(t),
        _ => return false,
    }
    true
}

/// A bed with its head at its back; one that stands with a long side to the wall has its head at an end.
fn bed(t: &mut Thing, care: bool) {
    if t.w > t.d * 1.15 {
        let mut turned = t.quarter_turned();
        bed(&mut turned, care);
        t.strokes.append(&mut turned.strokes);
        return;
    }
    let (w, d) = (t.w, t.d);
    let r = t.m(0.04);
    t.round(THING, [0.0, 0.0, w, d], r);
    if care {
        // Side rails, and the head end in strong line.
        let rail = t.m(0.06).min(w * 0.1);
        for u in [rail, w - rail] {
            t.line(EDGE, u, d * 0.12, u, d * 0.62);
        }
        t.rect(FULL, 0.0, 0.0, w, t.m(0.05));
        t.rect(FULL, 0.0, d - t.m(0.04), w, d);
    }
    let pillows = if t.w > t.m(1.3) { 2 } else { 1 };
    let (side, top, deep) = (w * 0.1, d * 0.045, d * 0.16);
    let each = (w - side * f64::from(pillows + 1)) / f64::from(pillows);
    for i in 0..pillows {
        let u = side + f64::from(i) * (each + side);
        t.round(EDGE, [u, top + t.m(0.03), u + each, top + deep], t.m(0.07));
    }
    // The blanket, folded back at one corner.
    let (edge, fold) = (d * 0.3, (w * 0.45).min(d * 0.25));
    t.polyline(EDGE, &[(0.0, edge), (w - fold, edge), (w, edge + fold)]);
    t.polyline(EDGE, &[(w - fold, edge), (w - fold, edge + fold), (w, edge + fold)]);
}

fn sofa(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    let (back, arm) = (d * 0.24, (t.m(0.16)).min(w * 0.15));
    t.round(THING, t.whole(), t.m(0.08));
    t.line(EDGE, arm, back, w - arm, back);
    for u in [arm, w - arm] {
        t.line(EDGE, u, back, u, d);
    }
    let seats = ((w - 2.0 * arm) / t.m(0.62).max(0.5)).round().clamp(1.0, 5.0);
    let each = (w - 2.0 * arm) / seats;
    let mut u = arm + each;
    while u < w - arm - 0.1 {
        t.line(EDGE, u, 0.0, u, d);
        u += each;
    }
}

fn table(t: &mut Thing) {
    let inset = t.m(0.04);
    t.round(THING, t.whole(), t.m(0.03));
    t.round(EDGE, [inset, inset, t.w - inset, t.d - inset], t.m(0.02));
}

fn chair(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    t.round(THING, [w * 0.04, d * 0.12, w * 0.96, d], d * 0.22);
    t.round(THING, [0.0, 0.0, w, d * 0.2], d * 0.1);
}

fn wardrobe(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    t.body();
    // The rail, with hangers aslant on it.
    t.line(EDGE, t.m(0.03), d / 2.0, w - t.m(0.03), d / 2.0);
    let step = t.m(0.09).max(0.7);
    let (reach, lean) = (d * 0.34, d * 0.06);
    let mut u = step;
    let mut even = false;
    while u < w - step * 0.6 {
        let lean = if even { lean } else { -lean };
        t.line(EDGE, u - lean, d / 2.0 - reach, u + lean, d / 2.0 + reach);
        even = !even;
        u += step;
    }
}

fn coat_rack(t: &mut Thing) {
    let (w, d) = (t.w, t.d);
    t.rect(OVER, 0.0, 0.0, w, d);
    t.rect(THING, 0.0, 0.0, w, (d * 0.2).min(t.m(0.04)));
    let hooks = (w / t.m(0.15).max(0.8)).floor().clamp(2.0, 12.0);
    let step = w / hooks;
    for i in 0..hooks as u32 {
        let u = step * (f64::from(i) + 0.5);
        t.line(EDGE, u, d * 0.2, u, d * 0.55);
        t.circle(EDGE, u, d * 0.62, (d * 0.09).min(0.5));
    }
}
