//! Which windows of other dwellings are seen from a dwelling's own.
//!
//! For every two windows of different dwellings: the straight lines between their openings in the outer faces of their
//! walls that no building stands in, found exactly ([`geometry::lines_between`]). Of the free ones those are kept that no
//! other beats in both length and turn, so that any two limits can be held against them. Lengths are measured in plan. A
//! glazed door is looked through like a window. Fences and plants are not drawn and not counted; what a fence may hide
//! an inspector sees. Where the thickness of outer walls is not known the lines are looked for with walls as drawn, thin
//! and thick: a line is sure as far as there is one as short and as straight each time.

use std::collections::BTreeSet;

use geo::Line;

use super::SubjectIx;
use super::deriver::Deriver;
use super::entrances::outside;
use super::glass;
use super::sightline::{SightLine, Sights};
use crate::geometry::{FreeLine, Pane, Scene, Scenes, Units, lines_between};
use crate::localized;
use crate::model::{FactRef, Known, OpeningKind, Origin, Owner, Shape, Side, Value};
use crate::quantity::{Dimension, Quantity};
use crate::text::{Lang, Localized};
use crate::vocab::SubjectKind;

/// The fact.
const FACT: &str = "dwelling.windows_in_view";
/// Most pairs of windows looked at, and most whose lines are drawn out.
const MOST_PAIRS: usize = 4_000_000;
const MOST_TRIED: usize = 20_000;
/// Lengths in metres and turns in degrees nearer to each other than this are one.
const SAME: f64 = 1e-6;
/// The thickness of a dwelling's outer walls.
const WALL: &str = "dwelling.outer_wall";
/// Most lines told one by one.
const TOLD: usize = 12;
/// Storeys whose floors lie nearer than this are cut by the same things, in metres.
const LEVEL: f64 = 0.5;

/// Derives `dwelling.windows_in_view`, `building.placed`.
pub(super) fn derive(d: &mut Deriver<'_>) {
    let units = d.units();
    let scenes = d.scenes();
    let views: Vec<View> =
        (0..d.model.openings.len()).filter_map(|i| View::of(d, &scenes, &units, i)).collect();
    let found = pairs(d, &scenes, &views);
    placed(d, &scenes.drawn);
    let gaps = Gaps::of(d, &scenes.drawn, &views);
    for i in 0..d.model.dwellings.len() {
        settle(d, i, &gaps, found.as_ref());
    }
}

/// A window with the dwelling it belongs to.
struct View {
    pane: Pane,
    /// The window where the walls are as thin and as thick as they may be, in that order.
    others: Vec<Pane>,
    dwelling: usize,
    /// Why it may not be looked through after all.
    doubt: Option<Localized>,
    /// What somebody would have to state for doubt and what hangs on its wall to go.
    needs: Vec<(SubjectIx, &'static str)>,
}

impl View {
    /// None where it is no window to the open of a dwelling, or has no place.
    fn of(d: &Deriver<'_>, scenes: &Scenes, units: &Units<'_>, index: usize) -> Option<Self> {
        let ix = d.opening_subject(index);
        let door = d.model.openings[index].kind != OpeningKind::Window;
        if door && !glass::may_be_seen_through(d, index) {
            return None;
        }
        let pane = scenes.drawn.pane(d.model, units, index)?;
        let again = |scene: &Scene| scene.pane(d.model, units, index).unwrap_or_else(|| pane.clone());
        let others = scenes.all().skip(1).map(again).collect();
        let Owner::Dwelling(dwelling) = d.model.rooms.get(pane.room)?.owner else { return None };
        d.model.dwellings.get(dwelling)?;
        let owner = d.subject(SubjectKind::Dwelling, dwelling);
        let mut needs: Vec<(SubjectIx, &'static str)> = Vec::new();
        needs.extend(pane.assumed.then_some((owner, WALL)));
        let doubt = if door {
            Some(Localized::new(
                "det er ikke oppgitt hvor i døren glasset sitter",
                "it is not stated where in the door the glass is",
            ))
        } else if let Some(doubt) = glass::doubt(d, index) {
            needs.push((ix, "window.glass_area"));
            Some(doubt)
        } else {
            let (sill, head) = (d.number(ix, "window.sill"), d.number(ix, "window.head"));
            let low = d.usual("eye", "lying")?;
            let open = sill.is_none() || (head.is_none() && sill < Some(low));
            let unstated = [("window.sill", sill), ("window.height", d.number(ix, "window.height"))];
            needs.extend(unstated.into_iter().filter(|(_, v)| open && v.is_none()).map(|(f, _)| (ix, f)));
            open.then(|| {
                Localized::new("vinduets høyde er ikke oppgitt", "the height of the window is not stated")
            })
        };
        Some(Self { pane, others, dwelling, doubt, needs })
    }

    /// Whether nobody looks through it, standing or lying: it sits too high or too low.
    fn shut(&self, d: &Deriver<'_>) -> bool {
        let ix = d.opening_subject(self.pane.opening);
        let [standing, lying] = ["standing", "lying"].map(|c| d.usual("eye", c));
        let over = d.number(ix, "window.sill").zip(standing).is_some_and(|(sill, eye)| sill >= eye);
        let under = d.number(ix, "window.head").zip(lying).is_some_and(|(head, eye)| head <= eye);
        over || under
    }
}

/// The lines of every dwelling; none when there are more windows than can be looked at.
fn pairs(d: &Deriver<'_>, scenes: &Scenes, views: &[View]) -> Option<Vec<Vec<SightLine>>> {
    let reach = d.usual("sight", "reach")?;
    let mut lines: Vec<Vec<SightLine>> = vec![Vec::new(); d.model.dwellings.len()];
    let mut order: Vec<usize> = (0..views.len()).filter(|i| !views[*i].shut(d)).collect();
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
            let found: Option<Vec<Vec<(FreeLine, bool)>>> =
                scenes.all().enumerate().map(|(k, scene)| free_lines(d, [a, b], (k, scene), reach)).collect();
            for front in sure_and_perhaps(&found?) {
                let back = FreeLine { from: front.line.to, to: front.line.from, ..front.line };
                lines[b.dwelling].push(told_of(d, b, a, &Front { line: back, ..front }));
                lines[a.dwelling].push(told_of(d, a, b, &front));
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

/// A free line that no other beats, with what is not known of it.
#[derive(Clone, Copy)]
struct Front {
    line: FreeLine,
    /// Largest error of its length.
    error: f64,
    doubt: Option<Doubt>,
}

/// Why a line may not be free.
#[derive(Clone, Copy, PartialEq)]
enum Doubt {
    /// Something lower may stand in it.
    Lower,
    /// It is free with walls of some thickness only.
    Walls,
}

/// What the lines with walls as drawn, thin and thick have in common: as short and as straight there is one in each; and
/// what only some of them have.
fn sure_and_perhaps(found: &[Vec<(FreeLine, bool)>]) -> Vec<Front> {
    let lower = |lower: bool| lower.then_some(Doubt::Lower);
    let [drawn, _, ..] = found else {
        let one = |(line, low): &(FreeLine, bool)| Front { line: *line, error: 0.0, doubt: lower(*low) };
        return found.iter().flatten().map(one).collect();
    };
    let least = |lines: &[(FreeLine, bool)], angle: f64| {
        let straight = lines.iter().filter(|(l, low)| !low && l.angle <= angle + SAME).map(|(l, _)| *l);
        straight.min_by(|a, b| a.distance.total_cmp(&b.distance))
    };
    let mut sure: Vec<Front> = Vec::new();
    let mut angles: Vec<f64> = found.iter().flatten().filter(|(_, low)| !low).map(|(l, _)| l.angle).collect();
    angles.sort_by(f64::total_cmp);
    for angle in angles {
        let all: Option<Vec<FreeLine>> = found.iter().map(|lines| least(lines, angle)).collect();
        let (Some(all), Some(own)) = (all, least(drawn, angle)) else { continue };
        let error = all.iter().map(|l| (l.distance - own.distance).abs()).fold(0.0, f64::max);
        let slack = all.iter().map(|l| l.slack).fold(0.0, f64::max);
        if sure.iter().all(|s| s.line.distance + s.error > own.distance + error + SAME) {
            sure.push(Front { line: FreeLine { angle, slack, ..own }, error, doubt: None });
        }
    }
    let mut fronts = sure.clone();
    for (line, low) in found.iter().flatten() {
        let told = |s: &Front| {
            s.line.angle <= line.angle + SAME && s.line.distance - s.error <= line.distance + SAME
        };
        let beaten = |f: &Front| f.line.angle <= line.angle + SAME && f.line.distance <= line.distance + SAME;
        if !sure.iter().any(told) && !fronts.iter().any(beaten) {
            fronts.push(Front { line: *line, error: 0.0, doubt: lower(*low).or(Some(Doubt::Walls)) });
        }
    }
    fronts
}

/// A free line from one window to another.
fn told_of(d: &Deriver<'_>, a: &View, b: &View, front: &Front) -> SightLine {
    let between = front.doubt.map(|doubt| match doubt {
        Doubt::Lower => Localized::new(
            "vinduene er i ulike høyder, og et lavere bygg kan stå i veien",
            "the windows are at different heights, and a lower building may stand in the way",
        ),
        Doubt::Walls => Localized::new(
            "det henger på hvor tykke ytterveggene er, og det er ikke oppgitt",
            "it hangs on how thick the outer walls are, which is not stated",
        ),
    });
    let mut needs = [&a.needs[..], &b.needs[..]].concat();
    if front.doubt == Some(Doubt::Walls) && needs.is_empty() {
        // The walls that decide are those of somebody between them.
        let unstated = |i: &usize| {
            let ix = d.subject(SubjectKind::Dwelling, *i);
            d.known(ix, WALL).is_none_or(|k| k.uncertainty > 0.0)
        };
        let between = (0..d.model.dwellings.len()).filter(unstated).take(TOLD);
        needs.extend(between.map(|i| (d.subject(SubjectKind::Dwelling, i), WALL)));
    }
    SightLine {
        from: d.opening_subject(a.pane.opening),
        to: d.opening_subject(b.pane.opening),
        distance: front.line.distance,
        error: front.error,
        angle: front.line.angle,
        slack: front.line.slack,
        doubt: between.or_else(|| a.doubt.clone()).or_else(|| b.doubt.clone()),
        needs,
        shape: Shape::Sight { storey: a.pane.storey, from: front.line.from, to: front.line.to },
    }
}

/// The free lines between two windows that no other beats, each with whether something lower may stand in it, in a scene
/// and its number. None when there is more in the way than can be computed with.
fn free_lines(
    d: &Deriver<'_>,
    [a, b]: [&View; 2],
    (number, scene): (usize, &Scene),
    reach: f64,
) -> Option<Vec<(FreeLine, bool)>> {
    // From the lower window one looks up past what stands on its own storey only; what stands on the upper one is in
    // the way of both.
    let height = |v: &View| d.model.storeys.get(v.pane.storey).map_or(0.0, |s| s.elevation);
    let [one, other] = [a, b].map(|v| number.checked_sub(1).and_then(|k| v.others.get(k)).unwrap_or(&v.pane));
    let [first, second] = [a, b].map(|v| scene.obstacles_between(v.pane.storey, one, other));
    let (upper, lower) = if height(a) >= height(b) { (first, second) } else { (second, first) };
    let lines = |obstacles: &[Line<f64>]| {
        let found = lines_between(one, other, obstacles, reach)?;
        Some(found.into_iter().map(|l| between_walls(l, one, other)).collect::<Vec<_>>())
    };
    let highest = lines(&upper)?;
    if (height(a) - height(b)).abs() < LEVEL || highest.is_empty() {
        return Some(highest.into_iter().map(|l| (l, false)).collect());
    }
    let all = [upper, lower].concat();
    let sure = lines(&all)?;
    let beaten = |line: &FreeLine| {
        let by = |s: &FreeLine| s.distance <= line.distance + SAME && s.angle <= line.angle + SAME;
        sure.iter().any(by)
    };
    let perhaps: Vec<FreeLine> = highest.into_iter().filter(|l| !beaten(l)).collect();
    Some(sure.into_iter().map(|l| (l, false)).chain(perhaps.into_iter().map(|l| (l, true))).collect())
}

/// The same line from wall to wall: the panes stand a little off theirs.
fn between_walls(line: FreeLine, one: &Pane, other: &Pane) -> FreeLine {
    let (from, to) = (one.on_wall(line.from), other.on_wall(line.to));
    FreeLine { from, to, distance: (to - from).x.hypot((to - from).y), ..line }
}

/// Sets the fact of a dwelling, its lines, and what they show.
fn settle(d: &mut Deriver<'_>, i: usize, gaps: &Gaps, found: Option<&Vec<Vec<SightLine>>>) {
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
    if let Some((why, needs)) = gaps.before(i) {
        return d.unknown(ix, FACT, why, &needs);
    }
    let mut seen: Vec<SubjectIx> = lines.iter().map(|l| l.to).collect();
    seen.sort();
    seen.dedup();
    let reach = shown(reach, Dimension::Length);
    let method = Localized::new(
        format!(
            "vinduer i andre boliger med fri siktlinje fra boligens egne, inntil {} målt i plan; siktlinjene går mellom \
             åpningene i ytterveggenes utside, bygg hindrer dem, gjerder og beplantning er ikke regnet med, og dører \
             med glass regnes som vinduer",
            reach.nb
        ),
        format!(
            "windows of other dwellings with a free line of sight from the dwelling's own, up to {} measured in plan; \
             the lines run between the openings in the outer faces of the walls, buildings stop them, fences and \
             plants are not counted, and doors with glass count as windows",
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

/// Why lines are not all known, and what would tell.
type Gap = (Localized, Vec<(SubjectIx, &'static str)>);

/// What keeps the lines of dwellings from being all known.
struct Gaps {
    /// What keeps those of every dwelling.
    clash: Option<Gap>,
    /// What is missing of each dwelling, and the first of which something is.
    of: Vec<Option<Gap>>,
    first: Option<usize>,
}

impl Gaps {
    fn of(d: &Deriver<'_>, scene: &Scene, views: &[View]) -> Self {
        let clash = scene.in_each_other().map(|[a, b]| {
            let [one, other] = [a, b].map(|i| d.label(d.subject(SubjectKind::Building, i)));
            let why = localized!(
                "{one} og {other} er ikke plassert i forhold til hverandre",
                "{one} and {other} are not placed in relation to each other"
            );
            (why, vec![(d.subject(SubjectKind::Building, b), "building.placed")])
        });
        let placed: BTreeSet<usize> = views.iter().map(|v| v.pane.opening).collect();
        let of: Vec<Option<Gap>> =
            (0..d.model.dwellings.len()).map(|dwelling| what_is_missing(d, dwelling, &placed)).collect();
        let first = of.iter().position(Option::is_some);
        Self { clash, of, first }
    }

    /// What keeps the lines of a dwelling: what is missing of itself before what is of others.
    fn before(&self, dwelling: usize) -> Option<Gap> {
        let own = || self.of.get(dwelling).cloned().flatten();
        let other = || self.first.and_then(|first| self.of.get(first).cloned().flatten());
        self.clash.clone().or_else(own).or_else(other)
    }
}

/// What is missing of a dwelling's windows, those that are placed known.
fn what_is_missing(d: &Deriver<'_>, dwelling: usize, placed: &BTreeSet<usize>) -> Option<Gap> {
    let to_the_open = |w: &usize| {
        let sides = d.model.openings[*w].sides;
        sides.iter().filter(|s| matches!(s, Side::Room(_)) && outside(d, **s) != Some(true)).count() < 2
    };
    let rooms = d.rooms_of(Owner::Dwelling(dwelling));
    let glazed = |o: &usize| glass::may_be_seen_through(d, *o);
    let of = |r: &usize| d.windows_of(*r).into_iter().chain(d.ways_of(*r).into_iter().filter(glazed));
    let windows: Vec<usize> = rooms.iter().flat_map(of).filter(to_the_open).collect();
    let label = d.label(d.subject(SubjectKind::Dwelling, dwelling));
    if windows.is_empty() {
        let why = localized!("ingen vinduer er beskrevet i {label}", "no windows are described in {label}");
        let ix = d.subject(SubjectKind::Dwelling, dwelling);
        return Some((why, vec![(ix, "window.placed")]));
    }
    if let Some(why) = d.stray_in(&rooms) {
        return Some((why, Vec::new()));
    }
    let window = windows.iter().find(|w| !placed.contains(w))?;
    let why = localized!(
        "ikke alle vinduer i {label} er plassert på planen",
        "not all windows of {label} are placed on the plan"
    );
    let door = d.model.openings[*window].kind != OpeningKind::Window;
    let fact = if door { "door.placed" } else { "window.placed" };
    Some((why, vec![(d.opening_subject(*window), fact)]))
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
