//! Whole sheets: what is on them, and that nothing is lost.

mod reads;
mod samples;

use super::*;
use crate::model::{Anchor, ElementId, Model, OpeningKind, Owner, Side};
use crate::vocab::Vocabulary;
use geo::Coord;
use proptest::prelude::*;
use samples::{HERE, Hand, building, one, project, row, yard};

fn options() -> Options<'static> {
    Options::new(Vocabulary::built_in(), Lang::Nb)
}

fn photo(n: usize, x: f64, y: f64, degrees: f64) -> Mark {
    Mark {
        at: Some(Anchor { storey: 0, at: Coord { x, y } }),
        href: Some(format!("#foto-{n}")),
        title: format!("Bilde {n}"),
        ..Mark::new(MarkKind::Photo { direction: Some(degrees) }, n.to_string(), Vec::new())
    }
}

fn about(kind: MarkKind, label: &str, target: &str) -> Mark {
    Mark { href: Some(format!("#m-{label}")), ..Mark::new(kind, label, vec![ElementId(target.to_owned())]) }
}

fn inspected() -> Vec<Mark> {
    vec![
        photo(1, -1.2, 2.6, 90.0),
        photo(2, 0.4, 2.5, 90.0),
        photo(3, 3.2, 1.2, 300.0),
        photo(4, 8.0, 1.5, 160.0),
        photo(5, 2.2, 1.5, 240.0),
        photo(6, 0.9, 2.9, 270.0),
        photo(7, 6.2, 2.4, 0.0),
        photo(8, 7.5, 2.7, 10.0),
        photo(9, 5.7, 0.8, 180.0),
        photo(10, 9.6, 2.4, 40.0),
        photo(11, 9.9, 2.6, 90.0),
        photo(12, 11.2, 1.4, 270.0),
        about(MarkKind::Text, "A", "H0102/all_room"),
        about(MarkKind::Text, "B", "H0102/all_room"),
        about(MarkKind::Text, "C", "H0102/bath"),
        about(MarkKind::Deviation, "!", "H0102/D3"),
    ]
}

fn reasons() -> Vec<Overlay> {
    let id = |s: &str| ElementId(s.to_owned());
    vec![
        Overlay {
            shape: Shape::DoorInto { opening: id("H0102/D3"), room: id("H0102/hall") },
            tone: Tone::Wrong,
            caption: "slår ut i gangen".to_owned(),
            id: "o1".to_owned(),
            point: String::new(),
        },
        Overlay {
            shape: Shape::Opening(id("H0102/V1")),
            tone: Tone::Wrong,
            caption: "glass 1,44 m²".to_owned(),
            id: "o2".to_owned(),
            point: String::new(),
        },
        Overlay {
            shape: Shape::Circle { storey: 0, centre: Coord { x: 2.7, y: 1.4 }, radius: 0.75 },
            tone: Tone::Unclear,
            caption: "snusirkel 1,5 m".to_owned(),
            id: "o3".to_owned(),
            point: String::new(),
        },
        Overlay {
            shape: Shape::Dimension {
                storey: 0,
                from: Coord { x: 7.5, y: 0.95 },
                to: Coord { x: 8.35, y: 0.95 },
            },
            tone: Tone::Note,
            caption: String::new(),
            id: "o4".to_owned(),
            point: String::new(),
        },
    ]
}

fn bathroom_of_marks() -> Vec<Mark> {
    (0..40)
        .map(|i| {
            let (a, b) = (f64::from(i) * 0.618_034, f64::from(i) * 0.414_214);
            photo(i as usize + 1, 1.75 + 2.1 * a.fract(), 0.1 + 2.0 * b.fract(), f64::from(i) * 47.0)
        })
        .collect()
}

/// `PLAN_LOOKS=folder cargo test plan::tests::looks` writes the sheets that these tests draw.
#[test]
fn looks() {
    let Some(folder) = std::env::var_os("PLAN_LOOKS").map(std::path::PathBuf::from) else { return };
    let save =
        |name: &str, sheet: &Sheet| std::fs::write(folder.join(format!("{name}.svg")), &sheet.svg).unwrap();
    let (marks, overlays, many) = (inspected(), reasons(), bathroom_of_marks());
    save("module", &dwelling(&one(), 0, &options()));
    save("inspected", &dwelling(&one(), 0, &Options { marks: &marks, ..options() }));
    save("reasons", &storey(&one(), 0, &Options { overlays: &overlays, ..options() }));
    save("many", &dwelling(&one(), 0, &Options { marks: &many, ..options() }));
    save("row", &storey(&row(), 0, &options()));
    save("in-row", &dwelling(&row(), 2, &options()));
    save("yard", &site(&yard(), &options()));
    save("house", &storey(&yard(), 2, &options()));
    save("base", &base(&yard(), 0, &options()));
    save("bath", &room(&one(), 2, &Options { marks: &many, ..options() }));
    let mut listed = one();
    for room in &mut listed.rooms {
        room.outline = None;
    }
    save("listed", &dwelling(&listed, 0, &Options { marks: &marks, ..options() }));
}

/// A room with a door out of it and a table: the smallest plan there is.
fn shed() -> Model {
    let mut model = project("Bod");
    let storey = building(&mut model, "Bod");
    let mut h = Hand { model: &mut model, storey, owner: Owner::Common, tag: "bod".to_owned(), at: HERE };
    let room = h.room("storage", "Bod", &[(0.0, 0.0), (3.0, 0.0), (3.0, 2.0), (0.0, 2.0)]);
    let swing = Some(crate::model::Swing::new(crate::model::Hinge::A, 0));
    let sides = [Side::Room(room), Side::Outside];
    h.opening("D1", OpeningKind::Door, ((0.5, -0.094), (1.5, -0.094)), 0.188, sides, swing);
    h.thing("table", room, (2.0, 2.0), 180.0, 1.2, 0.6);
    model
}

fn parsed(sheet: &Sheet) -> roxmltree::Document<'_> {
    roxmltree::Document::parse(&sheet.svg).unwrap_or_else(|e| panic!("{e}: {}", sheet.svg))
}

#[test]
fn the_smallest_plan_looks_like_this() {
    insta::assert_snapshot!(storey(&shed(), 0, &options()).svg);
}

#[test]
fn a_storey_that_is_not_there_says_that_nothing_is_drawn() {
    let sheet = storey(&one(), 7, &options());
    assert_eq!(sheet.scale, None);
    assert!(sheet.svg.contains("Skjema, ikke i målestokk"));
}

#[test]
fn a_dwelling_without_outlines_shows_which_rooms_it_has() {
    let mut model = one();
    for room in &mut model.rooms {
        room.outline = None;
    }
    let marks = [about(MarkKind::Text, "A", "H0102/bath")];
    let sheet = dwelling(&model, 0, &Options { marks: &marks, ..options() });
    assert_eq!(sheet.scale, None);
    assert_eq!(sheet.not_drawn.iter().filter(|n| n.reason.nb == "rommet har ikke omriss").count(), 4);
    assert!(sheet.svg.contains(">Stue/kjøkken/sov<") && !sheet.marks[0].in_tray);
}

#[test]
fn what_has_no_place_is_listed_and_said_on_the_sheet() {
    let mut model = one();
    model.openings[2].placement = None;
    let sheet = storey(&model, 0, &options());
    let told: Vec<&str> = sheet.not_drawn.iter().map(|n| n.label.as_str()).collect();
    assert_eq!(told, ["D3 i H0102", "microwave i H0102"]);
    assert!(sheet.svg.contains("Ikke tegnet: D3 (ikke plassert i vegg); mikro (uten oppgitt plass)"));
}

#[test]
fn a_fixture_that_is_said_not_to_be_there_is_neither_drawn_nor_missed() {
    let mut model = one();
    for fixture in &mut model.fixtures {
        fixture.present = false;
    }
    let sheet = storey(&model, 0, &options());
    assert!(sheet.not_drawn.is_empty() && !sheet.svg.contains("plan-fixture\""));
}

#[test]
fn a_wall_whose_thickness_nobody_stated_is_drawn_and_not_measured() {
    let mut model = one();
    model.dwellings[0].outer_wall = None;
    model.storeys[0].outer_wall = None;
    let sheet = storey(&model, 0, &options());
    assert!(sheet.svg.contains("Tykkelsen på yttervegger er ikke oppgitt"));
    assert!(sheet.svg.contains(">6340<") && sheet.svg.contains(">10\u{a0}400<"));
    assert!(!sheet.svg.contains(">300<") && !sheet.svg.contains(">11\u{a0}000<"));
    assert!(storey(&one(), 0, &options()).svg.contains(">10\u{a0}776<"));
}

#[test]
fn names_that_would_break_the_file_are_written_as_letters() {
    let evil = "</text><script>alert(1)</script>\"'&\u{0}\u{8}\u{202e}\u{ffff}";
    let mut model = one();
    model.project.element.name = evil.to_owned();
    for e in model
        .rooms
        .iter_mut()
        .map(|r| &mut r.element)
        .chain(model.openings.iter_mut().map(|o| &mut o.element))
    {
        e.id = ElementId(evil.to_owned());
        e.name = evil.to_owned();
        e.label = evil.to_owned();
        e.tag = evil.to_owned();
    }
    for fixture in &mut model.fixtures {
        fixture.what = evil.to_owned();
    }
    let marks = [Mark {
        id: evil.to_owned(),
        href: Some(format!("javascript:{evil}")),
        title: evil.to_owned(),
        description: evil.to_owned(),
        ..Mark::new(MarkKind::Text, evil, vec![ElementId(evil.to_owned())])
    }];
    let overlays = [Overlay {
        shape: Shape::Room(ElementId(evil.to_owned())),
        tone: Tone::Wrong,
        caption: evil.to_owned(),
        id: evil.to_owned(),
        point: evil.to_owned(),
    }];
    let options = Options {
        marks: &marks,
        overlays: &overlays,
        id_prefix: evil.to_owned(),
        title: Some(evil.to_owned()),
        ..options()
    };
    for sheet in sheets(&model, &options) {
        let document = parsed(&sheet);
        assert!(!document.descendants().any(|n| n.has_tag_name("script")));
        assert!(!document.descendants().any(|n| n.attribute("href").is_some()));
        assert!(!sheet.svg.contains(['\u{0}', '\u{8}', '\u{202e}', '\u{ffff}']));
    }
}

#[test]
fn every_mark_is_a_link_with_a_name_and_an_id_of_its_own() {
    let mut marks = inspected();
    marks.push(Mark { href: Some("#x".to_owned()), ..marks[0].clone() });
    let sheet = storey(&one(), 0, &Options { marks: &marks, ..options() });
    let document = parsed(&sheet);
    let ids: Vec<&str> = document.descendants().filter_map(|n| n.attribute("id")).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len());
    assert_eq!(sheet.marks.len(), marks.len());
    for mark in &sheet.marks {
        let node = document.descendants().find(|n| n.attribute("id") == Some(&mark.id)).unwrap();
        assert!(node.has_tag_name("a") && node.attribute("href").is_some());
        assert!(node.descendants().any(|n| n.has_tag_name("title") && n.text().is_some()));
    }
}

#[test]
fn a_mark_about_three_openings_stands_at_each_of_them() {
    let targets = ["V1", "V2", "V3"].map(|v| ElementId(format!("H0102/{v}"))).to_vec();
    let marks = [Mark::new(MarkKind::Text, "A", targets)];
    let sheet = storey(&one(), 0, &Options { marks: &marks, ..options() });
    assert_eq!(sheet.marks.len(), 3);
    assert!(sheet.marks.iter().all(|m| !m.in_tray && !m.moved));
}

#[test]
fn a_mark_without_a_place_stands_in_the_tray() {
    let mut model = one();
    model.openings[2].placement = None;
    let far =
        Mark { at: Some(Anchor { storey: 0, at: Coord { x: 90.0, y: 0.0 } }), ..photo(2, 0.0, 0.0, 0.0) };
    let broken =
        Mark { at: Some(Anchor { storey: 0, at: Coord { x: f64::NAN, y: 0.0 } }), ..photo(3, 0.0, 0.0, 0.0) };
    let marks =
        [Mark::new(MarkKind::Text, "A", Vec::new()), far, broken, about(MarkKind::Text, "B", "H0102/D3")];
    let sheet = storey(&model, 0, &Options { marks: &marks, ..options() });
    let tray: Vec<&str> = sheet.marks.iter().filter(|m| m.in_tray).map(|m| m.label.as_str()).collect();
    assert_eq!(tray, ["A", "2", "3"]);
    assert_eq!(sheet.marks.len(), 4, "a door without a place has its mark in the room it belongs to");
}

#[test]
fn a_photo_of_the_facade_stands_outside_the_house_where_it_was_taken() {
    let marks = [photo(1, 2.0, -0.7, 0.0), photo(2, 2.0, -5.0, 0.0), photo(3, 2.0, -7.0, 0.0)];
    let sheet = storey(&one(), 0, &Options { marks: &marks, ..options() });
    let tray = |n: &str| sheet.marks.iter().find(|m| m.label == n).map(|m| m.in_tray);
    assert_eq!(["1", "2", "3"].map(tray), [Some(false), Some(false), Some(true)]);
}

#[test]
fn a_mark_of_another_storey_or_dwelling_is_left_to_its_own_sheet() {
    let marks = [about(MarkKind::Text, "A", "A102/bath"), photo(1, 30.0, 5.0, 0.0)];
    let options = Options { marks: &marks, ..options() };
    assert!(dwelling(&row(), 0, &options).marks.is_empty());
    assert_eq!(dwelling(&row(), 1, &options).marks.len(), 1);
    assert_eq!(storey(&row(), 0, &options).marks.len(), 2);
}

#[test]
fn a_crowded_room_gets_a_sheet_at_a_larger_scale() {
    let marks = bathroom_of_marks();
    let all = sheets(&one(), &Options { marks: &marks, ..options() });
    let scales: Vec<Option<u32>> = all.iter().map(|s| s.scale).collect();
    assert_eq!(scales, [Some(50), Some(20)]);
    assert_eq!(all[1].title, "Bad");
    assert_eq!(all[1].marks.iter().filter(|m| m.in_tray).count(), 0);
}

#[test]
fn findings_draw_their_reason_under_the_marks() {
    let (marks, overlays) = (inspected(), reasons());
    let sheet = storey(&one(), 0, &Options { marks: &marks, overlays: &overlays, ..options() });
    let document = parsed(&sheet);
    let order: Vec<&str> = document.root_element().children().filter_map(|n| n.attribute("class")).collect();
    let at = |class: &str| order.iter().position(|c| *c == class).unwrap();
    assert!(at("plan-walls") < at("plan-reasons") && at("plan-reasons") < at("plan-marks"));
    for o in &overlays {
        let id = format!("plan-{}", o.id);
        assert!(document.descendants().any(|n| n.attribute("id") == Some(&id)), "{id}");
    }
    assert!(sheet.svg.contains(">850<"), "a measure without a caption tells its length");
}

#[test]
fn the_scale_is_of_the_standard_and_fits_the_paper_or_as_asked() {
    for (model, expected) in [(one(), 50), (row(), 200), (shed(), 20)] {
        let sheet = storey(&model, 0, &options());
        assert_eq!(sheet.scale, Some(expected));
        assert!(sheet.height <= options().paper.height + 6.0);
    }
    assert_eq!(storey(&one(), 0, &Options { scale: Some(100), ..options() }).scale, Some(100));
}

#[test]
fn the_dark_style_names_only_classes_that_are_drawn() {
    let (marks, overlays) = (inspected(), reasons());
    let full = Options { marks: &marks, overlays: &overlays, ..options() };
    let mut listed = one();
    listed.rooms[0].zones.push(crate::model::Zone {
        function: "sleeping".to_owned(),
        outline: geo::Rect::new(Coord { x: 0.1, y: 2.5 }, Coord { x: 1.0, y: 3.0 }).to_polygon(),
    });
    let mut undrawn = one();
    undrawn.rooms.iter_mut().for_each(|r| r.outline = None);
    let mut balcony = one();
    balcony.rooms[3].functions = vec!["balcony".to_owned()];
    let drawn: String = [
        storey(&listed, 0, &full),
        dwelling(&row(), 2, &options()),
        site(&yard(), &options()),
        storey(&undrawn, 0, &options()),
        storey(&balcony, 0, &options()),
        storey(&one(), 0, &Options { marks: &bathroom_of_marks(), ..options() }),
    ]
    .into_iter()
    .map(|s| s.svg)
    .collect();
    let tones = ["plan-right", "plan-note", "plan-unclear"];
    for class in
        DARK_STYLE.split(['.', ',', '{', ' ']).filter(|c| c.starts_with("plan-") && !tones.contains(c))
    {
        let used = drawn.contains(&format!("\"{class}")) || drawn.contains(&format!(" {class}"));
        assert!(used, "{class} is styled and never drawn");
    }
}

fn rough() -> impl Strategy<Value = f64> {
    prop_oneof![6 => -20.0..20.0_f64, 1 => Just(f64::NAN), 1 => Just(f64::INFINITY), 1 => Just(1e12), 1 => Just(0.0)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_model_however_broken_makes_it_fall_or_write_what_is_no_svg(
        corners in prop::collection::vec((rough(), rough()), 0..9),
        ends in (rough(), rough(), rough(), rough()),
        thickness in rough(),
        north in rough(),
    ) {
        let mut model = one();
        model.site.north = Some(north);
        let ring: Vec<Coord<f64>> = corners.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect();
        let outline = geo::Polygon::new(geo::LineString::new(ring), Vec::new());
        model.rooms[1].outline = Some(outline.clone());
        model.fixtures[0].outline = Some(outline.clone());
        model.site.outline = Some(outline.clone());
        model.openings[0].placement = Some(crate::model::Placement {
            a: Coord { x: ends.0, y: ends.1 },
            b: Coord { x: ends.2, y: ends.3 },
            thickness,
        });
        let marks = [photo(1, ends.0, ends.1, north), about(MarkKind::Deviation, "!", "H0102/technical")];
        let overlays = [
            Overlay {
                shape: Shape::Area { storey: 0, outline },
                tone: Tone::Right,
                caption: "x".to_owned(),
                id: "a".to_owned(),
                point: String::new(),
            },
            Overlay {
                shape: Shape::Circle { storey: 0, centre: Coord { x: ends.0, y: 1.0 }, radius: ends.1 },
                tone: Tone::Note,
                caption: "y".to_owned(),
                id: "b".to_owned(),
                point: String::new(),
            },
        ];
        for sheet in sheets(&model, &Options { marks: &marks, overlays: &overlays, ..options() }) {
            prop_assert!(!sheet.svg.contains("NaN") && !sheet.svg.contains("inf"));
            parsed(&sheet);
            prop_assert!(sheet.height < 1000.0);
        }
    }
}
