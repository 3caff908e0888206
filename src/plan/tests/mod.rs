//! Whole sheets: what is on them, and that nothing is lost.

mod samples;

use super::*;
use crate::model::{Anchor, ElementId};
use crate::vocab::Vocabulary;
use geo::Coord;
use samples::{one, row, yard};

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
        },
        Overlay {
            shape: Shape::Opening(id("H0102/V1")),
            tone: Tone::Wrong,
            caption: "glass 1,44 m²".to_owned(),
            id: "o2".to_owned(),
        },
        Overlay {
            shape: Shape::Circle { storey: 0, centre: Coord { x: 2.7, y: 1.4 }, radius: 0.75 },
            tone: Tone::Unclear,
            caption: "snusirkel 1,5 m".to_owned(),
            id: "o3".to_owned(),
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
