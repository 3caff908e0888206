//! Which windows of other dwellings are seen from a dwelling's own.
//!
//! For every two windows of different dwellings: the straight lines between their openings in the outer faces of their
//! walls that no building stands in. Lines are tried between the ends, the middles and seven points between, and
//! between an end and the point of the other window nearest to it; where all of those are shut, the lines that turn
//! about the corners between. Of the free ones those are kept that no other beats in both length and turn, so that any
//! two limits can be held against them. Error: what lies between two neighbouring points of a window, an eighth of its
//! width, where something stands in the way; none where nothing does. Fences and plants are not drawn and not counted;
//! what a fence may hide an inspector sees.

use geo::{Coord, Line};

use super::SubjectIx;
use super::deriver::Deriver;
use super::entrances::outside;
use super::sightline::{SightLine, Sights};
use crate::geometry::{self, DEFAULT_OUTER_WALL, Pane, Scene, Units, sees, sight_between};
use crate::localized;
use crate::model::{FactRef, Known, Origin, Owner, Shape, Side, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

/// The fact.
const FACT: &str = "dwelling.windows_in_view";
/// Points of a window lines are tried from: its ends and the eighths between.
const EIGHTHS: i32 = 8;
/// Narrowest gap that is looked through, in metres.
const HAIR: f64 = 0.01;
/// Most pairs of windows looked at, and most whose lines are drawn out.
const MOST_PAIRS: usize = 4_000_000;
const MOST_TRIED: usize = 20_000;
/// Most pieces in the way of a pair whose corners are turned about.
const MOST_TURNED: usize = 60;
/// Most lines told one by one.
const TOLD: usize = 12;

/// Derives `dwelling.windows_in_view`, `building.placed`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let units = d.units();
    let scene = d.scene();
    let views: Vec<View> =
        (0..d.model.openings.len()).filter_map(|i| View::of(d, &scene, &units, i)).collect();
    let found = pairs(d, &scene, &views);
    placed(d, &scene);
    for i in 0..d.model.dwellings.len() {
        settle(d, i, &scene, &views, found.as_ref());
    }
}

/// A window with the dwelling it belongs to.
struct View {
    pane: Pane,
    dwelling: usize,
    /// Largest error of where its face lies.
    error: f64,
    /// Whether somebody standing may look through it, as far as its heights are known.
    at_eye: bool,
}

impl View {
    fn of(d: &Deriver<'_>, scene: &Scene, units: &Units<'_>, index: usize) -> Option<Self> {
        let pane = scene.pane(d.model, units, index)?;
        let room = &d.model.rooms[pane.room];
        let Owner::Dwelling(dwelling) = room.owner else { return None };
        let placement = d.model.openings[index].placement?;
        let stated = geometry::outer_wall(d.model, room.owner, room.storey).is_some();
        let assumed = !stated && (placement.thickness - DEFAULT_OUTER_WALL).abs() < 1e-9;
        let error = if assumed { wall_error(d) } else { 0.0 };
        let ix = d.opening_subject(index);
        let eye = d.usual("eye", "standing");
        let over = |fact: &str| Some(d.number(ix, fact)? >= eye?);
        let under = |fact: &str| Some(d.number(ix, fact)? <= d.usual("eye", "lying")?);
        let shut = over("window.sill") == Some(true) || under("window.head") == Some(true);
        Some(Self { pane, dwelling, error, at_eye: !shut })
    }
}

/// How far the outer face may lie from where it is taken to be, where the wall's thickness is assumed.
fn wall_error(d: &Deriver<'_>) -> f64 {
    let off = |column| d.usual("outer_wall", column).map_or(0.0, |t| (t - DEFAULT_OUTER_WALL).abs());
    off("least").max(off("most"))
}

/// The lines of every dwelling; none when there are more windows than can be looked at.
fn pairs(d: &Deriver<'_>, scene: &Scene, views: &[View]) -> Option<Vec<Vec<SightLine>>> {
    let reach = d.usual("sight", "reach")?;
    let mut lines: Vec<Vec<SightLine>> = vec![Vec::new(); d.model.dwellings.len()];
    let mut obstacles: Vec<Option<Vec<Line<f64>>>> = vec![None; d.model.storeys.len()];
    let mut order: Vec<usize> = (0..views.len()).filter(|i| views[*i].at_eye).collect();
    order.sort_by(|a, b| views[*a].pane.middle().x.total_cmp(&views[*b].pane.middle().x));
    let (mut looked, mut tried) = (0, 0);
    for (at, i) in order.iter().enumerate() {
        for j in &order[at + 1..] {
            let (a, b) = (&views[*i], &views[*j]);
            looked += 1;
            if looked > MOST_PAIRS {
                return None;
            }
            let longest = reach + length(a.pane.face) + length(b.pane.face);
            if b.pane.middle().x - a.pane.middle().x > longest {
                break;
            }
            if a.dwelling == b.dwelling || !facing(&a.pane, &b.pane) {
                continue;
            }
            tried += 1;
            if tried > MOST_TRIED {
                return None;
            }
            for storey in [a.pane.storey, b.pane.storey] {
                if let Some(slot @ None) = obstacles.get_mut(storey) {
                    *slot = Some(scene.obstacles(storey));
                }
            }
            let of = |v: &View| obstacles.get(v.pane.storey).and_then(Option::as_ref).map_or(&[][..], |o| o);
            for free in free_lines(d, [a, b], [of(a), of(b)], reach) {
                lines[a.dwelling].push(free.told(d, a, b));
                lines[b.dwelling].push(Free { from: free.to, to: free.from, ..free }.told(d, b, a));
            }
        }
    }
    for lines in &mut lines {
        lines.sort_by(|a, b| {
            a.doubt
                .is_some()
                .cmp(&b.doubt.is_some())
                .then(a.distance.total_cmp(&b.distance))
                .then(a.from.cmp(&b.from))
                .then(a.to.cmp(&b.to))
        });
    }
    Some(lines)
}

fn length(line: Line<f64>) -> f64 {
    line.dx().hypot(line.dy())
}

/// Whether each window lies, at least in part, before the other.
fn facing(a: &Pane, b: &Pane) -> bool {
    let before = |of: &Pane, other: &Pane| {
        let ends = [other.face.start, other.face.end];
        ends.iter().any(|p| {
            let to = *p - of.middle();
            to.x * of.out.x + to.y * of.out.y > 0.0
        })
    };
    before(a, b) && before(b, a)
}

/// A line between two windows with how far it turns from straight out, at the window where it turns most.
#[derive(Clone, Copy)]
struct Free {
    from: Coord<f64>,
    to: Coord<f64>,
    distance: f64,
    angle: f64,
    doubtful: bool,
}

impl Free {
    fn beats(&self, other: &Self) -> bool {
        self.distance <= other.distance + 1e-9
            && self.angle <= other.angle + 1e-9
            && self.doubtful <= other.doubtful
    }

    fn told(&self, d: &Deriver<'_>, a: &View, b: &View) -> SightLine {
        let doubt = self.doubtful.then(|| {
            Localized::new(
                "vinduene er i ulike høyder, og et lavere bygg kan stå i veien",
                "the windows are at different heights, and a lower building may stand in the way",
            )
        });
        SightLine {
            from: d.opening_subject(a.pane.opening),
            to: d.opening_subject(b.pane.opening),
            distance: self.distance,
            error: a.error + b.error,
            angle: self.angle,
            doubt,
            shape: Shape::Sight { storey: a.pane.storey, from: self.from, to: self.to },
        }
    }
}

/// The free lines between two windows that no other beats.
fn free_lines(d: &Deriver<'_>, [a, b]: [&View; 2], obstacles: [&[Line<f64>]; 2], reach: f64) -> Vec<Free> {
    let (first, second) = (a.pane.face, b.pane.face);
    let between = |pieces: &[Line<f64>]| -> Vec<Line<f64>> {
        let ends = [first.start, first.end, second.start, second.end];
        let low = ends.iter().fold(ends[0], |l, p| Coord { x: l.x.min(p.x), y: l.y.min(p.y) });
        let high = ends.iter().fold(ends[0], |h, p| Coord { x: h.x.max(p.x), y: h.y.max(p.y) });
        let beside = |p: f64, q: f64, l: f64, h: f64| (p < l && q < l) || (p > h && q > h);
        let away = |l: &Line<f64>| {
            beside(l.start.x, l.end.x, low.x, high.x) || beside(l.start.y, l.end.y, low.y, high.y)
        };
        pieces.iter().filter(|l| !away(l)).copied().collect()
    };
    // From the lower window one looks up past what stands on its own storey only; what stands on the upper one is in
    // the way of both.
    let height = |v: &View| d.model.storeys.get(v.pane.storey).map_or(0.0, |s| s.elevation);
    let same = (height(a) - height(b)).abs() < 0.5;
    let (upper, lower) =
        if height(a) >= height(b) { (obstacles[0], obstacles[1]) } else { (obstacles[1], obstacles[0]) };
    let upper = between(upper);
    let lower = if same { Vec::new() } else { between(lower) };
    let along = |l: Line<f64>, t: f64| Coord { x: l.start.x + t * l.dx(), y: l.start.y + t * l.dy() };
    let points = |l: Line<f64>| -> Vec<Coord<f64>> {
        (0..=EIGHTHS).map(|i| along(l, f64::from(i) / f64::from(EIGHTHS))).collect()
    };
    let nearest = |l: Line<f64>, p: Coord<f64>| {
        let (to, delta) = (p - l.start, l.delta());
        along(
            l,
            ((to.x * delta.x + to.y * delta.y) / (delta.x * delta.x + delta.y * delta.y)).clamp(0.0, 1.0),
        )
    };
    let mut tries: Vec<(Coord<f64>, Coord<f64>)> =
        points(first).into_iter().flat_map(|p| points(second).into_iter().map(move |q| (p, q))).collect();
    tries.extend([first.start, first.end].map(|p| (p, nearest(second, p))));
    tries.extend([second.start, second.end].map(|q| (nearest(first, q), q)));
    let mut kept: Vec<Free> = Vec::new();
    let mut consider = |p: Coord<f64>, q: Coord<f64>| {
        let Some(mut free) = measured(a, b, p, q).filter(|f| f.distance <= reach) else { return };
        if kept.iter().any(|k| !k.doubtful && k.beats(&free)) || !sees(p, q, &upper) {
            return;
        }
        free.doubtful = !same && !sees(p, q, &lower);
        if !kept.iter().any(|k| k.beats(&free)) {
            kept.retain(|k| !free.beats(k));
            kept.push(free);
        }
    };
    for (p, q) in tries {
        consider(p, q);
    }
    if kept.is_empty()
        && upper.len() <= MOST_TURNED
        && let Some((p, q)) = sight_between(first, second, &upper, HAIR)
    {
        let mut last = |p, q| {
            if let Some(free) = measured(a, b, p, q).filter(|f| f.distance <= reach) {
                kept.push(Free { doubtful: !same && !sees(p, q, &lower), ..free });
            }
        };
        last(p, q);
    }
    kept
}

/// A line with its length and turns; none where it would leave a window backwards.
fn measured(a: &View, b: &View, p: Coord<f64>, q: Coord<f64>) -> Option<Free> {
    let ray = q - p;
    let distance = ray.x.hypot(ray.y);
    let turn = |out: Coord<f64>, sign: f64| {
        let (along, across) = (sign * (ray.x * out.x + ray.y * out.y), (ray.x * out.y - ray.y * out.x).abs());
        across.atan2(along).to_degrees()
    };
    let angle = turn(a.pane.out, 1.0).max(turn(b.pane.out, -1.0));
    (distance > 1e-6 && angle < 90.0).then_some(Free { from: p, to: q, distance, angle, doubtful: false })
}

/// Sets the fact of a dwelling, its lines, and what they show.
fn settle(d: &mut Deriver<'_>, i: usize, scene: &Scene, views: &[View], found: Option<&Vec<Vec<SightLine>>>) {
    let ix = d.subject(SubjectKind::Dwelling, i);
    let Some(found) = found else {
        let why = Localized::new(
            "det er flere vinduer enn det kan regnes siktlinjer mellom",
            "there are more windows than lines of sight can be computed between",
        );
        return d.unknown(ix, FACT, why, &[]);
    };
    let lines = &found[i];
    let reach = d.usual("sight", "reach").unwrap_or_default();
    d.base.set_sights(ix, FACT, Sights { reach, lines: lines.clone() });
    if let Some((why, needs)) = what_is_missing(d, i, scene, views) {
        return d.unknown(ix, FACT, why, &needs);
    }
    let mut seen: Vec<SubjectIx> = lines.iter().map(|l| l.to).collect();
    seen.sort();
    seen.dedup();
    let reach = shown(reach, Dimension::Length);
    let method = Localized::new(
        format!(
            "vinduer i andre boliger med fri siktlinje fra boligens egne, inntil {}; siktlinjene går mellom åpningene i \
             ytterveggenes utside, bygg hindrer dem, gjerder og beplantning er ikke regnet med, og et vindu uten \
             oppgitt brystning regnes å være i øyehøyde",
            reach.nb
        ),
        format!(
            "windows of other dwellings with a free line of sight from the dwelling's own, up to {}; the lines run \
             between the openings in the outer faces of the walls, buildings stop them, fences and plants are not \
             counted, and a window without a stated sill is taken to be at eye height",
            reach.en
        ),
    );
    let mut pairs: Vec<&SightLine> = Vec::new();
    for line in lines {
        if !pairs.iter().any(|p| (p.from, p.to) == (line.from, line.to)) {
            pairs.push(line);
        }
    }
    let from: Vec<FactRef> = pairs.into_iter().take(TOLD).map(|l| told(d, l)).collect();
    let known = Known {
        value: Value::count(seen.len()),
        uncertainty: 0.0,
        origins: vec![Origin::computed(method, from)],
    };
    d.base.set_derived(ix, FACT, known);
}

/// Why the lines of a dwelling are not all known, and what would tell.
fn what_is_missing(
    d: &Deriver<'_>,
    i: usize,
    scene: &Scene,
    views: &[View],
) -> Option<(Localized, Vec<(SubjectIx, &'static str)>)> {
    if let Some([a, b]) = scene.in_each_other() {
        let [one, other] = [a, b].map(|i| d.label(d.subject(SubjectKind::Building, i)));
        let why = localized!(
            "{one} og {other} er ikke plassert i forhold til hverandre",
            "{one} and {other} are not placed in relation to each other"
        );
        return Some((why, vec![(d.subject(SubjectKind::Building, b), "building.placed")]));
    }
    let placed = |w: &usize| views.iter().any(|v| v.pane.opening == *w);
    let to_the_open = |w: &usize| {
        let sides = d.model.openings[*w].sides;
        sides.iter().filter(|s| matches!(s, Side::Room(_)) && outside(d, **s) != Some(true)).count() < 2
    };
    let windows_of = |dwelling: usize| -> Vec<usize> {
        let rooms = d.rooms_of(Owner::Dwelling(dwelling));
        rooms.iter().flat_map(|r| d.windows_of(*r)).filter(to_the_open).collect()
    };
    let others = (0..d.model.dwellings.len()).filter(|o| *o != i);
    for dwelling in std::iter::once(i).chain(others) {
        let windows = windows_of(dwelling);
        let label = d.label(d.subject(SubjectKind::Dwelling, dwelling));
        if windows.is_empty() {
            let why =
                localized!("ingen vinduer er beskrevet i {label}", "no windows are described in {label}");
            let ix = d.subject(SubjectKind::Dwelling, dwelling);
            return Some((why, vec![(ix, "window.placed")]));
        }
        if let Some(window) = windows.iter().find(|w| !placed(w)) {
            let why = localized!(
                "ikke alle vinduer i {label} er plassert på planen",
                "not all windows of {label} are placed on the plan"
            );
            return Some((why, vec![(d.opening_subject(*window), "window.placed")]));
        }
    }
    None
}

fn shown(value: f64, dimension: Dimension) -> Localized {
    let quantity = Quantity::new(value, dimension);
    Localized::new(quantity.show(Lang::Nb), quantity.show(Lang::En))
}

fn told(d: &Deriver<'_>, line: &SightLine) -> FactRef {
    let (length, angle) =
        (shown(line.distance, Dimension::Length), shown(line.angle.round(), Dimension::Angle));
    let (from, to) = (d.label(line.from), d.label(line.to));
    FactRef {
        subject: from.to_owned(),
        what: localized!("siktlinje til {to}", "line of sight to {to}"),
        value: Localized::new(
            format!("{}, {} fra rett ut", length.nb, angle.nb),
            format!("{}, {} from straight out", length.en, angle.en),
        ),
        doubt: None,
    }
}

/// Derives `building.placed`.
fn placed(d: &mut Deriver<'_>, scene: &Scene) {
    let clash = scene.in_each_other();
    for i in 0..d.model.buildings.len() {
        let ix = d.subject(SubjectKind::Building, i);
        let method = Localized::new(
            "bygget står ikke i et annet bygg på planen",
            "the building does not stand in another on the plan",
        );
        let placed = clash.is_none_or(|pair| !pair.contains(&i));
        d.computed(ix, "building.placed", Value::Bool(placed), method, &[]);
    }
}
