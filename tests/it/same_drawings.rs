//! A description and the models that say the same are drawn the same: sheet by sheet, the bare plans and those with the
//! letters and reasons of the findings. Drawings are compared as drawings: every line, surface and text by what it
//! belongs to and where it stands on the paper.

use std::collections::BTreeMap;
use std::path::Path;

use befaring::catalogue::Catalogue;
use befaring::ifc::schema::Version;
use befaring::judge::{self, Reading, Settings};
use befaring::model::{Fixture, Hinge, Model, Opening, OpeningKind, Swing};
use befaring::plan::Sheet;
use befaring::report::drawings::{Drawings, Dwellings, file_names};
use befaring::report::{Date, Policy};
use befaring::text::Lang;
use befaring::vocab::{SubjectKind, Vocabulary};
use roxmltree::Node;

const EDITION: &str = "prioslo-2024-02";
/// Projects, each with a schema: that its model is the same in all of them is held elsewhere.
const PROJECTS: [(&str, Version); 5] = [
    ("rekke", Version::Ifc4),
    ("tun", Version::Ifc2x3),
    ("moduler", Version::Ifc4x3),
    ("feil", Version::Ifc2x3),
    ("skisse", Version::Ifc4),
];
/// How far a point may lie off, in millimetres on paper: two of the hundredths a sheet is written in, which is 1 mm of the
/// building at 1:50 and 4 mm at 1:200.
const OFF: f64 = 0.021;
/// Lines shorter than this are left out, in millimetres on paper: where two points nearly fall together, the rounding
/// decides whether there is a line.
const SHORT: f64 = 0.12;

type Point = [f64; 2];

/// A line or curve by its points; it has no direction.
type Stroke = Vec<Point>;

/// Something drawn: what it belongs to with its paint and text, and where it stands.
#[derive(Debug, Clone)]
struct Drawn {
    what: String,
    numbers: Vec<f64>,
    strokes: Vec<Stroke>,
}

/// The numbers of a text; a minus may begin one without a blank before it.
fn numbers(text: &str) -> Vec<f64> {
    let apart = text.replace('-', " -");
    let parts = apart.split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-'));
    parts.filter(|p| !p.is_empty()).map(|p| p.parse().unwrap_or_else(|e| panic!("{p}: {e}"))).collect()
}

/// The lines and curves of a path.
fn strokes(path: &str) -> Vec<Stroke> {
    let mut out: Vec<Stroke> = Vec::new();
    let (mut here, mut start) = ([0.0; 2], [0.0; 2]);
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic()).map_or(rest.len(), |e| e + 1);
        let all = numbers(&rest[1..end]);
        let points: Vec<Point> = all.chunks_exact(2).map(|c| [c[0], c[1]]).collect();
        rest = &rest[end..];
        match command {
            'M' | 'L' => {
                for (i, p) in points.into_iter().enumerate() {
                    if command == 'M' && i == 0 {
                        start = p;
                    } else {
                        out.push(vec![here, p]);
                    }
                    here = p;
                }
            }
            'C' => {
                for c in points.chunks(3) {
                    out.push(vec![here, c[0], c[1], c[2]]);
                    here = c[2];
                }
            }
            'A' => {
                // By its ends and its middle, which lies to the left or right of the line between them.
                let [r, _, _, _, sweep, x, y] = all[..] else { panic!("{path}") };
                let (dx, dy) = (x - here[0], y - here[1]);
                let chord = dx.hypot(dy);
                let high = (r - (r * r - chord * chord / 4.0).max(0.0).sqrt()) * (2.0 * sweep - 1.0) / chord;
                let middle = [here[0] + dx / 2.0 + dy * high, here[1] + dy / 2.0 - dx * high];
                out.push(vec![here, middle, [x, y]]);
                here = [x, y];
            }
            'Z' => {
                out.push(vec![here, start]);
                here = start;
            }
            other => panic!("a path has the command {other}"),
        }
    }
    let long = |s: &Stroke| {
        let (a, b) = (s[0], s[s.len() - 1]);
        s.len() > 2 || (a[0] - b[0]).hypot(a[1] - b[1]) > SHORT
    };
    out.into_iter().filter(long).collect()
}

/// Everything drawn on a sheet, by what it belongs to.
fn drawn(svg: &str) -> BTreeMap<String, Vec<Drawn>> {
    let document = roxmltree::Document::parse(svg).unwrap();
    let mut out = BTreeMap::new();
    let paper = document.root_element();
    add(&mut out, "paper".to_owned(), numbers(paper.attribute("viewBox").unwrap()), Vec::new());
    walk(paper, "", &mut out);
    out
}

fn add(out: &mut BTreeMap<String, Vec<Drawn>>, what: String, numbers: Vec<f64>, strokes: Vec<Stroke>) {
    out.entry(what.clone()).or_default().push(Drawn { what, numbers, strokes });
}

fn walk(node: Node, within: &str, out: &mut BTreeMap<String, Vec<Drawn>>) {
    for child in node.children().filter(Node::is_element) {
        let tag = child.tag_name().name();
        let within = match child.attribute("class") {
            Some(class) => format!("{within}/{class}"),
            None => within.to_owned(),
        };
        match tag {
            "title" | "desc" | "style" => {}
            "path" | "rect" | "circle" | "text" => {
                let mut what = format!("{within} {tag}");
                let mut at = Vec::new();
                for a in child.attributes() {
                    match a.name() {
                        "x" | "y" | "width" | "height" | "rx" | "cx" | "cy" | "r" => {
                            at.extend(numbers(a.value()));
                        }
                        "d" | "class" => {}
                        "transform" => at.extend(numbers(a.value().trim_start_matches("rotate"))),
                        name => what.push_str(&format!(" {name}={}", a.value())),
                    }
                }
                if tag == "text" {
                    let text: String =
                        child.descendants().filter(Node::is_text).filter_map(|n| n.text()).collect();
                    what.push_str(&format!(" «{text}»"));
                }
                add(out, what, at, child.attribute("d").map(strokes).unwrap_or_default());
            }
            "g" | "a" | "svg" => walk(child, &within, out),
            other => panic!("a sheet has a {other}"),
        }
    }
}

fn near(a: &[f64], b: &[f64]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| (a - b).abs() <= OFF)
}

fn same(a: &Drawn, b: &Drawn) -> bool {
    if a.what != b.what || !near(&a.numbers, &b.numbers) || a.strokes.len() != b.strokes.len() {
        return false;
    }
    let alike = |s: &Stroke, t: &Stroke| {
        let meets = |t: &mut dyn Iterator<Item = &Point>| s.iter().zip(t).all(|(p, q)| near(p, q));
        s.len() == t.len() && (meets(&mut t.iter()) || meets(&mut t.iter().rev()))
    };
    let mut left: Vec<&Stroke> = b.strokes.iter().collect();
    a.strokes.iter().all(|s| left.iter().position(|t| alike(s, t)).map(|k| left.swap_remove(k)).is_some())
}

/// What is drawn on one of two sheets alone.
fn differences(a: &Sheet, b: &Sheet) -> Vec<String> {
    let (mut one, mut other) = (drawn(&a.svg), drawn(&b.svg));
    let mut out = Vec::new();
    for (what, mine) in &mut one {
        let theirs = other.entry(what.clone()).or_default();
        mine.retain(|d| theirs.iter().position(|t| same(d, t)).map(|k| theirs.swap_remove(k)).is_none());
    }
    for (sign, all) in [("-", one), ("+", other)] {
        for d in all.into_values().flatten() {
            let points: Vec<&Stroke> = d.strokes.iter().take(3).collect();
            out.push(format!("{}: {sign} {} {:?} {points:?}", a.title, d.what, d.numbers));
        }
    }
    out
}

/// How two sets of sheets differ, and how many things they have.
fn compared(before: &[Sheet], after: &[Sheet]) -> (usize, Vec<String>) {
    let mut out = Vec::new();
    let [one, other] = [before, after].map(file_names);
    if one != other {
        out.push(format!("other sheets: {one:?} | {other:?}"));
    }
    for (a, b) in before.iter().zip(after) {
        out.extend(differences(a, b));
    }
    (before.iter().map(|s| drawn(&s.svg).values().map(Vec::len).sum::<usize>()).sum(), out)
}

fn bytes_of(path: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path);
    std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn read(name: &str, bytes: Vec<u8>) -> Reading {
    let reading = judge::read(name, bytes, Vocabulary::built_in());
    assert!(!reading.has_errors(), "{name}: {:?}", reading.diagnostics);
    reading
}

fn exported(model: &Model, version: Version) -> Reading {
    let written = befaring::ifc::write(model, Vocabulary::built_in(), version, "prosjekt", "modell.ifc");
    assert_eq!(written.faults, Vec::<String>::new(), "{version:?}");
    read("modell.ifc", written.text.into_bytes())
}

/// The plans without letters: every storey and every dwelling.
fn bare(model: &Model) -> Vec<Sheet> {
    let vocabulary = Vocabulary::built_in();
    let facts = befaring::facts::derive(model, vocabulary);
    let shared = befaring::plan::Shared::default();
    let (lang, page) = (Lang::Nb, "");
    let drawings = Drawings { report: None, model, facts: &facts, vocabulary, lang, page, shared: &shared };
    let (mut all, own) = drawings.sheets(Dwellings::All);
    all.extend(own);
    all
}

/// The plans of a report: with letters, and with what the findings draw.
fn marked(reading: Reading, catalogue: &Catalogue) -> Vec<Sheet> {
    let settings = Settings {
        date: Date::parse("2026-01-01"),
        policy: Policy::default(),
        lang: Lang::Nb,
        ..Settings::new(catalogue, EDITION)
    };
    let judged = judge::judge(reading, &settings).unwrap();
    let drawings = judged.drawings(&catalogue.vocabulary, "");
    let (mut all, own) = drawings.sheets(Dwellings::All);
    all.extend(own);
    all
}

#[test]
fn a_project_and_its_model_are_drawn_the_same_with_and_without_letters() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut wrong: Vec<String> = Vec::new();
    for (name, version) in PROJECTS {
        let text = bytes_of(&format!("projects/{name}/{name}.bolig"));
        let before = read("prosjekt.bolig", text);
        let model = before.model.clone().unwrap();
        let plain = bare(&model);
        let lettered = marked(before, &catalogue);
        let after = exported(&model, version);
        let (count, found) = compared(&plain, &bare(after.model.as_ref().unwrap()));
        assert!(count > 400, "{name}: {count}");
        wrong.extend(found.into_iter().map(|f| format!("{name} {version:?}: {f}")));
        let (more, found) = compared(&lettered, &marked(after, &catalogue));
        assert!(more > count, "{name}: {more}");
        wrong.extend(found.into_iter().map(|f| format!("{name} {version:?} with letters: {f}")));
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

/// A dwelling with every part of a building that can be described, two stairs that lie and stand among them.
const PARTS: &str = r#"prosjekt "Deler" {
    gruppe 5
    bygg Hus {
        etasje 1 {
            bolig A101 ved (0, 0) {
                rom gang "Gang" {
                    rektangel 6.00 x 4.00 ved (0, 0)
                    utstyr søyle 0.30 x 0.30 ved (2.00, 1.00)
                    utstyr søyle 0.20 x 0.40 ved (3.00, 1.00) drei 30
                    utstyr trapp 1.00 x 3.00 ved (0, 0)
                    utstyr trapp 3.00 x 0.90 ved (3.00, 3.10)
                    utstyr rampe 1.00 x 1.50 ved (5.00, 0)
                    utstyr rekkverk 2.00 x 0.05 ved (3.00, 0.20)
                    utstyr skorstein 0.60 x 0.60 ved (1.50, 3.40)
                    utstyr sjakt 0.80 x 0.40 ved (2.15, 3.60)
                }
                dør D1 mellom ute og gang
            }
        }
    }
}
"#;

#[test]
fn parts_of_the_building_in_words_are_drawn_and_judged_the_same_as_a_model() {
    let catalogue = Catalogue::built_in().unwrap();
    for version in [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3] {
        let before = read("deler.bolig", PARTS.as_bytes().to_vec());
        let model = before.model.clone().unwrap();
        assert_eq!(model.fixtures.iter().filter(|f| f.outline.is_some()).count(), 8);
        let after = exported(&model, version);
        let (_, found) = compared(&bare(&model), &bare(after.model.as_ref().unwrap()));
        assert!(found.is_empty(), "{version:?}: {found:#?}");
        let (_, found) = compared(&marked(before, &catalogue), &marked(after, &catalogue));
        assert!(found.is_empty(), "{version:?} with letters: {found:#?}");
    }
}

#[test]
fn a_building_in_words_and_as_a_model_of_either_program_is_drawn_the_same() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut wrong: Vec<String> = Vec::new();
    for building in ["par", "stabel"] {
        let name = format!("{building}.bolig");
        let words = read(&name, bytes_of(&format!("twins/{name}")));
        let model = words.model.clone().unwrap();
        let (plain, lettered) = (bare(&model), marked(words, &catalogue));
        for program in ["revit", "archicad"] {
            for schema in ["ifc2x3", "ifc4", "ifc4x3"] {
                let name = format!("{building}-{program}-{schema}.ifc");
                let mut other = read(&name, bytes_of(&format!("twins/{name}")));
                // Without a zone nobody says what the base is called.
                let drawn = other.model.as_mut().unwrap();
                for (one, other) in model.bases.iter().zip(&mut drawn.bases) {
                    other.element.name.clone_from(&one.element.name);
                }
                let (count, found) = compared(&plain, &bare(drawn));
                assert!(count > 400, "{name}: {count}");
                wrong.extend(found.into_iter().map(|f| format!("{name}: {f}")));
                let (more, found) = compared(&lettered, &marked(other, &catalogue));
                assert!(more > count, "{name}: {more}");
                wrong.extend(found.into_iter().map(|f| format!("{name} with letters: {f}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differ\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

#[test]
fn one_thing_drawn_otherwise_is_a_difference() {
    let model = read("par.bolig", bytes_of("twins/par.bolig")).model.unwrap();
    let plain = bare(&model);
    assert_eq!(compared(&plain, &bare(&model)).1, Vec::<String>::new());
    fn door(m: &mut Model) -> &mut Opening {
        m.openings
            .iter_mut()
            .find(|o| matches!(o.swing, Some(Swing { hinge: Hinge::A | Hinge::B, .. })))
            .unwrap()
    }
    fn toilet(m: &mut Model) -> &mut Fixture {
        m.fixtures.iter_mut().find(|f| f.what == "toilet").unwrap()
    }
    type Change = (&'static str, fn(&mut Model));
    let changes: [Change; 10] = [
        ("the other side of a door is hinged", |m| {
            let swing = door(m).swing.as_mut().unwrap();
            swing.hinge = if swing.hinge == Hinge::A { Hinge::B } else { Hinge::A };
        }),
        ("a door swings into the other room", |m| {
            let swing = door(m).swing.as_mut().unwrap();
            swing.into = 1 - swing.into;
        }),
        ("how a door swings is not known", |m| door(m).swing = None),
        ("a window is a hole", |m| {
            let window = m.openings.iter_mut().find(|o| o.kind == OpeningKind::Window).unwrap();
            window.kind = OpeningKind::Passage;
            window.element.kind = SubjectKind::Door;
        }),
        ("a door stands 5 mm further", |m| {
            let placement = door(m).placement.as_mut().unwrap();
            let along = placement.b - placement.a;
            let by = along * (0.005 / along.x.hypot(along.y));
            (placement.a, placement.b) = (placement.a + by, placement.b + by);
        }),
        ("a toilet is not there", |m| toilet(m).outline = None),
        ("a toilet is turned round", |m| {
            let outline = toilet(m).outline.as_mut().unwrap();
            let mut ring = outline.exterior().0.clone();
            ring.pop();
            ring.rotate_left(2);
            *outline = geo::Polygon::new(ring.into(), Vec::new());
        }),
        ("a toilet is a washbasin", |m| toilet(m).what = "washbasin".into()),
        ("a room has another name", |m| m.rooms[0].element.name = "Entré".into()),
        ("north lies elsewhere", |m| m.site.north = Some(40.0)),
    ];
    for (what, change) in changes {
        let mut other = model.clone();
        change(&mut other);
        assert!(!compared(&plain, &bare(&other)).1.is_empty(), "not seen: {what}");
    }
}
