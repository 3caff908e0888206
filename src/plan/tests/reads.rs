//! Whether sheets can be read: letters, names, measures and captions of whole projects, and of real models where they
//! are at hand, never stand over each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use roxmltree::Node;

use crate::catalogue::Catalogue;
use crate::judge::{self, Settings};
use crate::plan::Sheet;
use crate::plan::letters::{CAP, Weight, width};
use crate::plan::paper::{Box2, Pt, crosses_box};
use crate::report::drawings::Dwellings;

/// What stands on a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Mark,
    Name,
    Number,
    Caption,
}

/// Something on a sheet: what it is, what it says and the room it takes.
type Standing = (What, String, Box2);

fn number(node: Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

fn within(node: Node<'_, '_>, class: &str) -> bool {
    node.ancestors().any(|a| a.attribute("class") == Some(class))
}

/// The box of the letters of a text, without what hangs below the line.
fn text_box(node: Node<'_, '_>) -> Box2 {
    let (x, y, size) = (number(node, "x"), number(node, "y"), number(node, "font-size"));
    let weight = if node.attribute("font-weight").is_some() { Weight::Bold } else { Weight::Regular };
    let (w, h) = (width(node.text().unwrap_or_default(), size, weight), size * CAP);
    assert_eq!(node.attribute("text-anchor"), Some("middle"));
    match node.attribute("transform") {
        Some(_) => Box2::centred(Pt::new(x - h / 2.0, y), h, w),
        None => Box2::centred(Pt::new(x, y - h / 2.0), w, h),
    }
}

/// The boxes on a sheet, and the leaders.
fn boxes(sheet: &Sheet) -> (Vec<Standing>, Vec<(Pt, Pt)>) {
    let document = roxmltree::Document::parse(&sheet.svg).unwrap();
    let mut all: Vec<Standing> = Vec::new();
    let mut leaders = Vec::new();
    for mark in sheet.marks.iter().filter(|m| !m.in_tray) {
        let at = Box2::centred(Pt::new(mark.x, mark.y), 2.0 * mark.half.0, 2.0 * mark.half.1);
        all.push((What::Mark, mark.label.clone(), at));
    }
    for node in document.descendants() {
        let text = || node.text().unwrap_or_default().to_owned();
        match node.tag_name().name() {
            "text" if within(node, "plan-label") => all.push((What::Name, text(), text_box(node))),
            "text" if within(node, "plan-dimensions") => all.push((What::Number, text(), text_box(node))),
            "rect" if within(node, "plan-captions") => {
                let (x0, y0) = (number(node, "x"), number(node, "y"));
                let (x1, y1) = (x0 + number(node, "width"), y0 + number(node, "height"));
                all.push((What::Caption, String::new(), Box2 { x0, y0, x1, y1 }));
            }
            "path" if within(node, "plan-leader-line") && node.attribute("class") == Some("plan-leader") => {
                let numbers: Vec<f64> = node
                    .attribute("d")
                    .unwrap()
                    .split(['M', 'L', ' '])
                    .filter_map(|n| n.parse().ok())
                    .collect();
                if let [a, b, c, d] = numbers[..] {
                    leaders.push((Pt::new(a, b), Pt::new(c, d)));
                }
            }
            _ => {}
        }
    }
    (all, leaders)
}

/// How often which two kinds stand over each other on a sheet, with what they say.
fn overlaps(sheet: &Sheet, into: &mut BTreeMap<String, Vec<String>>) {
    let (all, leaders) = boxes(sheet);
    for (i, (a, said, at)) in all.iter().enumerate() {
        for (b, other, by) in &all[..i] {
            // What two rounded numbers may share.
            if at.grown(-0.06).overlaps(by.grown(-0.06)) {
                let key = format!("{:?} over {:?}", a.min(b), a.max(b));
                into.entry(key).or_default().push(format!("{}: {said}, {other}", sheet.title));
            }
        }
        if *a == What::Name {
            for (from, to) in leaders.iter().filter(|(from, to)| crosses_box(*from, *to, *at)) {
                let told = format!("{}: {said} {from:?} {to:?}", sheet.title);
                into.entry("leader through name".to_owned()).or_default().push(told);
            }
        }
    }
}

fn judged(path: &Path, group: &[String]) -> Vec<Sheet> {
    let catalogue = Catalogue::built_in().unwrap();
    let edition = catalogue.editions.last().unwrap().clone();
    let reading = judge::read(path, std::fs::read(path).unwrap(), &catalogue.vocabulary);
    let settings = Settings { groups: group, ..Settings::new(&catalogue, &edition) };
    let judged = judge::judge(reading, &settings).unwrap();
    let (mut sheets, dwellings) = judged.drawings(&catalogue.vocabulary, "").sheets(Dwellings::OneOfEachType);
    sheets.extend(dwellings);
    sheets
}

fn found(files: &[(PathBuf, &str)]) -> BTreeMap<String, Vec<String>> {
    let sheets: Vec<Sheet> = files
        .par_iter()
        .flat_map_iter(|(path, group)| {
            judged(path, &Vec::from_iter((!group.is_empty()).then(|| (*group).to_owned())))
        })
        .collect();
    assert!(sheets.iter().any(|s| s.marks.len() > 5), "letters are there to be judged");
    let mut all = BTreeMap::new();
    for sheet in &sheets {
        overlaps(sheet, &mut all);
    }
    all
}

#[test]
fn nothing_written_on_the_plans_of_the_projects_stands_over_anything_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects");
    let names = ["rekke", "tun", "feil", "skisse", "moduler", "analyseeksempel"];
    let files: Vec<_> = names.map(|n| (root.join(n).join(format!("{n}.bolig")), "")).into();
    let found = found(&files);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn nothing_written_on_the_plans_of_real_models_stands_over_anything_else() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let Some(folder) = here.ancestors().map(|f| f.join("shared/ifc")).find(|f| f.is_dir()) else { return };
    let files: Vec<_> = [
        ("Duplex_A_20110907.ifc", "5"),
        ("Duplex_A_20110907.ifc", "7"),
        ("AC20-FZK-Haus.ifc", "5"),
        ("Building-Architecture.ifc", "5"),
    ]
    .into_iter()
    .map(|(name, group)| (folder.join(name), group))
    .filter(|(path, _)| path.exists())
    .collect();
    if files.is_empty() {
        return;
    }
    let found = found(&files);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_stands_over_another_is_found() {
    let sheet = |svg: &str| Sheet {
        id: String::new(),
        title: String::new(),
        svg: svg.to_owned(),
        width: 0.0,
        height: 0.0,
        scale: None,
        matrix: None,
        marks: Vec::new(),
        not_drawn: Vec::new(),
    };
    let name = |x: f64| {
        format!(r#"<text x="{x}" y="5" font-size="2" font-weight="700" text-anchor="middle">Bad</text>"#)
    };
    let two = |gap: f64| {
        let mut all = BTreeMap::new();
        let svg = format!(r#"<svg><g class="plan-label">{}{}</g></svg>"#, name(10.0), name(10.0 + gap));
        overlaps(&sheet(&svg), &mut all);
        all.len()
    };
    // «Bad» in bold takes 722 + 580 + 635 thousandths of its size of 2 mm.
    assert_eq!((two(3.6), two(3.9)), (1, 0));
}
