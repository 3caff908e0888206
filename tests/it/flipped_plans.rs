//! What a negative finding of a plan says would turn it turns it once it is drawn, and a hair less does not.

use std::sync::OnceLock;

use befaring::catalogue::Catalogue;
use befaring::evaluate::evaluate;
use befaring::facts::derive;
use befaring::finding::{Change, Direction, Finding, Verdict};
use befaring::source::Sources;

fn catalogue() -> &'static Catalogue {
    static CATALOGUE: OnceLock<Catalogue> = OnceLock::new();
    CATALOGUE.get_or_init(|| Catalogue::built_in().unwrap())
}

/// The worst finding of a requirement.
fn finding(text: &str, requirement: &str) -> Finding {
    let all = catalogue();
    let read = befaring::design::read(&mut Sources::new(), "prøve.bolig", text.to_owned(), &all.vocabulary);
    assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    let facts = derive(&read.value.expect("a project was read"), &all.vocabulary);
    let findings = evaluate(&facts, all, all.latest_edition().unwrap());
    let own = findings.into_iter().filter(|f| f.requirement == requirement);
    own.max_by_key(|f| f.verdict).expect("it was judged")
}

/// A drawing that hangs on one measure, and the requirement it breaks.
struct Drawn<'d> {
    requirement: &'d str,
    /// The measure a finding names.
    fact: &'d str,
    /// How the measure is drawn.
    text: &'d dyn Fn(f64) -> String,
    /// A measure that breaks the requirement.
    broken: f64,
    /// How much less is not enough: more than outlines are rounded.
    hair: f64,
}

fn turns(drawn: &Drawn<'_>) -> f64 {
    let Drawn { requirement, fact, text, broken, hair } = drawn;
    let before = finding(&text(*broken), requirement);
    assert_eq!(before.verdict, Verdict::Negative, "{requirement} {fact}: {}", before.message.nb);
    let single = |c: &&Change| c.fact == *fact && c.margin.is_some();
    let ways = before.ways.iter().filter(|w| w.complete && w.changes.len() == 1);
    let named = ways.filter_map(|w| Some((w.changes.iter().find(single)?, &w.then))).next();
    let Some((change, then)) = named else {
        let all: Vec<&str> =
            before.ways.iter().flat_map(|w| &w.changes).map(|c| c.text.nb.as_str()).collect();
        panic!("{requirement}: nothing of {fact} in {all:?}");
    };
    let margin = change.margin.unwrap();
    let limit = margin.limit.value;
    let (at, short) = match margin.direction {
        Direction::AtLeast => (limit, limit - hair),
        Direction::AtMost => (limit, limit + hair),
    };
    // What was to be clarified with it may be settled too.
    let found = finding(&text(at), requirement);
    assert!(found.verdict <= *then, "{requirement}: {} gives «{}»", change.text.nb, found.message.nb);
    let less = finding(&text(short), requirement);
    assert!(less.verdict > found.verdict, "{requirement}: less than «{}» does too", change.text.nb);
    limit
}

/// A dwelling alone in its house.
fn dwelling(project: &str, inside: &str) -> String {
    format!(
        "prosjekt \"Prøve\" {{ {project}  yttervegg 30 cm  bygg \"Hus\" {{ etasje 1 {{ bolig A {{ {inside} }} }} }} }}"
    )
}

#[test]
fn a_bed_moved_as_far_from_the_window_as_told() {
    let text = |y: f64| {
        dwelling(
            "gruppe 5",
            &format!(
                "rom soverom {{ rektangel 4 x 4 ved (0, 0)  møbel seng 0.90 x 2.00 ved (1.50, {y}) }}
                 vindu V1 i soverom vegg sør ved 1.00 {{ 1.20 x 1.20  brystning 0.90 }}"
            ),
        )
    };
    let fact = "dwelling.bed_window_distance";
    turns(&Drawn { requirement: "vindu.seng.avstand", fact, text: &text, broken: 0.3, hair: 0.002 });
}

#[test]
fn a_bedroom_widened_until_the_care_bed_stands() {
    // The bed is 1.0 m wide, and the room 3.6 m deep: as long as the bed with its free foot.
    let text = |side: f64| {
        let wide = 1.0 + 2.0 * side;
        dwelling(
            "gruppe 4",
            &format!(
                "rom soverom {{ rektangel {wide} x 3.6 ved (0, 0) }}
                 dør D1 mellom ute og soverom vegg nord ved 0.20 {{ bredde 1.00 }}"
            ),
        )
    };
    let fact = "dwelling.care_bed_side";
    turns(&Drawn { requirement: "bolig.seng.pleiestilling", fact, text: &text, broken: 1.4, hair: 0.006 });
}

/// A dwelling of the care standard: an all-room of 6 × 5 m and a bath north of it with the toilet at its north wall.
struct Care {
    /// Width and depth of the bath.
    bath: (f64, f64),
    /// Floor west of the toilet.
    beside: f64,
    /// Widths of the entrance and of the door to the bath.
    doors: (f64, f64),
    /// Wall west and east of the door to the bath, whose hinges are west.
    beside_door: (f64, f64),
    /// A cupboard in the all-room, if any.
    cupboard: String,
}

impl Default for Care {
    fn default() -> Self {
        Self {
            bath: (2.6, 3.0),
            beside: 0.95,
            doors: (1.1, 1.0),
            beside_door: (0.7, 4.3),
            cupboard: String::new(),
        }
    }
}

impl Care {
    fn text(&self) -> String {
        let Self { bath: (w, d), beside, doors: (entrance, inner), beside_door: (west, east), cupboard } =
            self;
        let (wide, toilet) = (west + inner + east, 5.1 + d - 0.7);
        // The bath lies behind its door, wherever that is.
        let bath = west - 0.7;
        dwelling(
            "gruppe 4  standard ordinær",
            &format!(
                "rom allrom {{ rektangel {wide} x 5 ved (0, 0) {cupboard} }}
                 rom bad {{ rektangel {w} x {d} ved ({bath}, 5.1)
                     utstyr klosett 0.40 x 0.70 ved ({}, {toilet}) drei 180 }}
                 dør D1 mellom ute og allrom vegg sør ved 0.60 {{ bredde {entrance}  terskel 0 cm  slår inn  hengsle venstre }}
                 dør D2 mellom allrom og bad vegg nord ved {west} {{ bredde {inner}  terskel 0 cm  slår ut  hengsle venstre }}",
                bath + beside
            ),
        )
    }
}

const CARE: &str = "bolig.omsorgsstandard";

fn care(fact: &str, broken: f64, draw: impl Fn(f64) -> Care) -> f64 {
    assert_eq!(finding(&Care::default().text(), CARE).verdict, Verdict::Positive);
    let text = |v: f64| draw(v).text();
    turns(&Drawn { requirement: CARE, fact, text: &text, broken, hair: 0.002 })
}

#[test]
fn floor_beside_and_before_a_toilet() {
    care("fixture.side_space", 0.8, |beside| Care { beside, ..Care::default() });
    // The largest circle before a toilet of 0.7 m touches it and the far wall.
    care("fixture.front_space", 1.5, |d| Care { bath: (2.6, 0.7 + d), ..Care::default() });
}

#[test]
fn wall_beside_a_door() {
    care("door.latch_space", 0.4, |east| Care { beside_door: (4.5, east), ..Care::default() });
    care("door.hinge_space", 0.2, |west| Care { beside_door: (west, 4.3), ..Care::default() });
}

#[test]
fn a_door_whose_clear_width_nobody_stated_is_wide_enough_as_wide_as_told() {
    let inner = care("door.width", 0.8, |inner| Care { doors: (1.1, inner), ..Care::default() });
    // Frame and leaf take up to 16 cm of it.
    assert!((inner - 0.92).abs() < 1e-9, "{inner}");
    let entrance = care("door.width", 0.9, |entrance| Care { doors: (entrance, 1.0), ..Care::default() });
    assert!((entrance - 1.02).abs() < 1e-9, "{entrance}");
}

#[test]
fn a_way_past_a_cupboard() {
    // Two cupboards stand from wall to wall but for the way between them; both doors lie on either side.
    care("room.passage", 0.8, |way| {
        let cupboard = format!(
            "møbel klesskap 2.0 x 0.6 ved (0, 2.5) innbygget, klesskap {} x 0.6 ved ({}, 2.5) innbygget",
            6.0 - 2.0 - way,
            2.0 + way
        );
        Care { cupboard, ..Care::default() }
    });
}

#[test]
fn a_bath_for_turning() {
    // 1.78 m deep no rectangle of 1.3 × 1.8 m lies in it either.
    let text = |wide: f64| {
        dwelling(
            "gruppe 4  standard ordinær",
            &format!(
                "omsorgsboligstandard ja
                 rom bad {{ rektangel {wide} x 1.78 ved (0, 0) }}
                 dør D1 mellom ute og bad vegg nord ved 0.10 {{ fri bredde 0.90  bredde 1.00  slår ut }}"
            ),
        )
    };
    let fact = "room.turning_circle";
    turns(&Drawn { requirement: CARE, fact, text: &text, broken: 1.4, hair: 0.002 });
}

#[test]
fn a_dwelling_enlarged_until_it_is_as_large_as_the_model() {
    let text = |area: f64| {
        dwelling(
            "gruppe 5  standard forsterket",
            &format!(
                "rom allrom {{ rektangel {} x 5 ved (0, 0) }}
                 dør D1 mellom ute og allrom vegg sør ved 0.60 {{ bredde 1.00 }}",
                area / 5.0
            ),
        )
    };
    let fact = "dwelling.area.without_store";
    turns(&Drawn { requirement: "bolig.areal.referanse", fact, text: &text, broken: 33.0, hair: 0.1 });
}

#[test]
fn a_kitchen_front_and_a_wall_for_coats() {
    let kitchen = |long: f64| {
        dwelling(
            "gruppe 5",
            &format!(
                "rom kjøkken {{ rektangel 4 x 3 ved (0, 0)  utstyr kjøkkenbenk {long} x 0.60 ved (0.50, 0) }}
                 dør D1 mellom ute og kjøkken vegg nord ved 0.10 {{ bredde 1.00 }}"
            ),
        )
    };
    let fact = "room.kitchen.front";
    turns(&Drawn { requirement: "kjokken.storrelse", fact, text: &kitchen, broken: 2.0, hair: 0.002 });
    // A hall as wide as its north door and the wall beside it; the other walls have doors or windows all along.
    let hall = |free: f64| {
        dwelling(
            "gruppe 5",
            &format!(
                "rom gang {{ rektangel {} x 1.5 ved (0, 0) }}
                 rom stue {{ rektangel 4 x 4 ved (0, 1.6) }}
                 dør D1 mellom ute og gang vegg vest ved 0.10 {{ bredde 1.00  slår ut }}
                 dør D2 mellom gang og stue vegg nord ved {free} {{ bredde 0.90  slår ut }}
                 vindu V1 i gang vegg øst ved 0.10 {{ 1.30 x 1.20  brystning 0.90 }}
                 vindu V2 i gang vegg sør ved 0.05 {{ {} x 1.20  brystning 0.90 }}",
                free + 0.95,
                free + 0.85
            ),
        )
    };
    let fact = "dwelling.coat_wall";
    turns(&Drawn { requirement: "bolig.gang.yttertoy", fact, text: &hall, broken: 0.45, hair: 0.002 });
}

#[test]
fn one_window_of_a_dwelling_for_the_glass_it_needs() {
    let window = |wide: f64, high: f64, more: &str| {
        dwelling(
            "gruppe 5  standard forsterket",
            &format!(
                "rom allrom {{ rektangel 6 x 5 ved (0, 0) }}
                 dør D1 mellom ute og allrom vegg vest ved 1.00 {{ bredde 1.00 }}
                 vindu V1 i allrom vegg sør ved 0.20 {{ {wide} x {high}  brystning 0.50 {more} }}"
            ),
        )
    };
    let requirement = "vindu.glassareal.minimum";
    for (more, small, large) in [("", 1.2, 5.5), ("glassandel 75 %", 1.2, 5.5)] {
        for broken in [small, large] {
            let wide = |w: f64| window(w, 1.5, more);
            turns(&Drawn { requirement, fact: "window.width", text: &wide, broken, hair: 0.02 });
        }
        let high = |h: f64| window(2.4, h, more);
        turns(&Drawn { requirement, fact: "window.height", text: &high, broken: 0.8, hair: 0.02 });
    }
}

#[test]
fn a_pane_a_sill_and_a_head() {
    let window = |wide: f64, high: f64, sill: f64, more: &str| {
        dwelling(
            "gruppe 5  standard forsterket",
            &format!(
                "rom allrom {{ rektangel 6 x 5 ved (0, 0) }}
                 vindu V1 i allrom vegg sør ved 0.20 {{ {wide} x {high}  brystning {sill} {more} }}"
            ),
        )
    };
    let pane = |wide: f64| window(wide, 1.4, 0.9, "ruter 1");
    let requirement = "vindu.store_flater";
    turns(&Drawn { requirement, fact: "window.width", text: &pane, broken: 2.4, hair: 0.02 });
    let requirement = "vindu.gulv_til_tak";
    let high = |high: f64| window(1.2, high, 0.2, "");
    turns(&Drawn { requirement, fact: "window.height", text: &high, broken: 2.0, hair: 0.002 });
    let sill = |sill: f64| window(1.2, 2.0, sill, "");
    turns(&Drawn { requirement, fact: "window.sill", text: &sill, broken: 0.2, hair: 0.002 });
}

#[test]
fn houses_moved_apart_until_their_windows_are_as_far_from_each_other_as_told() {
    let requirement = "tomt.innsyn.mellom_boenheter";
    let apart = |metres: f64| {
        format!(
            "prosjekt \"Prøve\" {{ gruppe 5  yttervegg 30 cm
                bygg \"Hus 1\" {{ etasje 1 {{ bolig A {{ rom stue {{ rektangel 5 x 4 ved (0, 0) }}
                    vindu V1 i stue vegg nord ved 1.90 {{ 1.20 x 1.20  brystning 0.90 }} }} }} }}
                bygg \"Hus 2\" {{ etasje 1 {{ bolig B {{ rom stue {{ rektangel 5 x 4 ved (0, {}) }}
                    vindu V1 i stue vegg sør ved 1.90 {{ 1.20 x 1.20  brystning 0.90 }} }} }} }}
            }}",
            4.6 + metres
        )
    };
    let before = finding(&apart(12.0), requirement);
    assert!(before.ways.iter().any(|w| w.changes.iter().any(|c| c.text.nb.contains("over 20\u{a0}m"))));
    assert_eq!(finding(&apart(20.0), requirement).verdict, Verdict::Negative);
    assert_eq!(finding(&apart(20.001), requirement).verdict, Verdict::Positive);
}
