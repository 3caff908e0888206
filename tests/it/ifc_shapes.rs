//! Solids of every kind that models are drawn with: what they cover from above, and their boxes.
//!
//! `fixtures/shapes/solids.ifc` holds one space for each kind, called by it, and `along-lines.ifc` one for each kind
//! of line that something is swept or placed along. The description of each says what another program's kernel
//! (IfcOpenShell 0.9, with chords half a millimetre off) measured of the same file: area from above in m², then the
//! lowest and the highest corner in metres. Where that kernel shapes nothing, or wrongly, they were worked out by
//! hand: it turns and scales derived profiles twice over and turns none over, closes a line with a width to what the
//! line itself encloses, counts the flange of a Z from the middle of its web, sweeps along all of a line whose part
//! is told, does not mitre sections at a corner, and follows sharp bends of alignments coarsely.

use std::path::{Path, PathBuf};

use befaring::ifc::Model;
use befaring::ifc::shape::Shapes;
use befaring::ifc::step::{Id, Limits};
use geo::{Area, BoundingRect};
use proptest::prelude::*;

/// How far an area or a side may be off, as a share; corners of what is small in metres.
const OFF: f64 = 0.005;
const CORNER: f64 = 0.003;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(path)
}

#[test]
fn every_kind_of_solid_covers_what_another_kernel_says() {
    agrees("shapes/solids.ifc", 67);
}

#[test]
fn what_follows_a_line_covers_what_another_kernel_says() {
    agrees("shapes/along-lines.ifc", 33);
}

fn agrees(path: &str, count: usize) {
    let model = Model::open(&fixture(path), &Limits::default()).unwrap();
    let shapes = Shapes::new(&model);
    let spaces = model.by_class("IfcSpace", false);
    assert_eq!(spaces.len(), count);
    let mut wrong = Vec::new();
    for id in spaces {
        let name = model.text(id, "Name").unwrap().into_owned();
        let said: Vec<f64> =
            model.text(id, "Description").unwrap().split_whitespace().map(|n| n.parse().unwrap()).collect();
        assert_eq!(said.len(), 7, "{name}");
        let foot = match shapes.footprint(id) {
            Ok(foot) => foot,
            Err(e) => {
                wrong.push(format!("{name}: {}", e.reason().en));
                continue;
            }
        };
        let area = foot.outline.unsigned_area();
        if (area - said[0]).abs() > OFF * said[0] {
            wrong.push(format!("{name}: {area:.4} m² and not {}", said[0]));
        }
        let bounds = foot.outline.bounding_rect().unwrap();
        let ours = [bounds.min().x, bounds.min().y, foot.z_min, bounds.max().x, bounds.max().y, foot.z_max];
        let far = ours.iter().zip(&said[1..]).any(|(a, b)| (a - b).abs() > CORNER);
        if far {
            wrong.push(format!("{name}: box {ours:.4?} and not {:?}", &said[1..]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A star in plan: distances from its middle, in millimetres.
fn star() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec(800.0..4000.0_f64, 5..9)
}

fn corners(star: &[f64]) -> Vec<[f64; 2]> {
    let n = star.len() as f64;
    let at = |(i, r): (usize, &f64)| {
        let angle = i as f64 / n * std::f64::consts::TAU;
        [r * angle.cos(), r * angle.sin()]
    };
    star.iter().enumerate().map(at).collect()
}

/// The area of a ring, in m², by the shoelace formula.
fn area_of(ring: &[[f64; 2]]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let twice: f64 = ring.iter().zip(next).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum();
    (twice / 2.0).abs() / 1e6
}

/// A space that is a prism over a ring, mapped with an operator, within two placements, each turned in plan.
fn prism(ring: &[[f64; 2]], height: f64, turns: [f64; 3], mirrored: bool, scale: f64) -> Model {
    let points: Vec<String> = ring
        .iter()
        .enumerate()
        .map(|(i, p)| format!("#{}=IFCCARTESIANPOINT(({:?},{:?}));", 200 + i, p[0], p[1]))
        .collect();
    let mut refs: Vec<String> = (0..ring.len()).map(|i| format!("#{}", 200 + i)).collect();
    refs.push("#200".to_owned());
    let along = |turn: f64| format!("{:?},{:?},0.", turn.cos(), turn.sin());
    let flip = if mirrored { -1.0 } else { 1.0 };
    let [x, y] = [turns[2], turns[2] + std::f64::consts::FRAC_PI_2].map(f64::sin_cos);
    let (x, y) = (format!("{:?},{:?},0.", x.1 * flip, x.0 * flip), format!("{:?},{:?},0.", y.1, y.0));
    let text = format!(
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n\
         FILE_SCHEMA(('IFC4'));\nENDSEC;\nDATA;\n\
         #1=IFCPROJECT('1',$,'P',$,$,$,$,$,#2);\n#2=IFCUNITASSIGNMENT((#3));\n\
         #3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);\n\
         #10=IFCSPACE('2',$,'A',$,$,#12,#14,$,.ELEMENT.,.INTERNAL.,$);\n\
         #11=IFCLOCALPLACEMENT($,#30);\n#12=IFCLOCALPLACEMENT(#11,#31);\n\
         #30=IFCAXIS2PLACEMENT3D(#40,#21,#41);\n#31=IFCAXIS2PLACEMENT3D(#42,#21,#43);\n\
         #40=IFCCARTESIANPOINT((1000.,2000.,300.));\n#41=IFCDIRECTION(({}));\n\
         #42=IFCCARTESIANPOINT((-500.,700.,0.));\n#43=IFCDIRECTION(({}));\n\
         #14=IFCPRODUCTDEFINITIONSHAPE($,$,(#15));\n\
         #15=IFCSHAPEREPRESENTATION($,'Body','MappedRepresentation',(#50));\n\
         #50=IFCMAPPEDITEM(#51,#52);\n#51=IFCREPRESENTATIONMAP(#53,#54);\n\
         #52=IFCCARTESIANTRANSFORMATIONOPERATOR3D(#55,#56,#57,{scale:?},#21);\n\
         #53=IFCAXIS2PLACEMENT3D(#57,$,$);\n#54=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',(#22));\n\
         #55=IFCDIRECTION(({x}));\n#56=IFCDIRECTION(({y}));\n#57=IFCCARTESIANPOINT((0.,0.,0.));\n\
         #20=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#60);\n#60=IFCPOLYLINE(({}));\n\
         #21=IFCDIRECTION((0.,0.,1.));\n#22=IFCEXTRUDEDAREASOLID(#20,$,#21,{height:?});\n{}\n\
         ENDSEC;\nEND-ISO-10303-21;\n",
        along(turns[0]),
        along(turns[1]),
        refs.join(","),
        points.join("\n"),
    );
    Model::from_bytes(Path::new("prism.ifc"), text.into_bytes(), &Limits::default()).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn a_prism_covers_its_profile_however_it_is_turned_mirrored_and_scaled(
        star in star(),
        height in 500.0..4000.0_f64,
        turns in prop::array::uniform3(-3.0..3.0_f64),
        mirrored: bool,
        scale in 0.5..2.0_f64,
    ) {
        let ring = corners(&star);
        let model = prism(&ring, height, turns, mirrored, scale);
        let shapes = Shapes::new(&model);
        let expected = area_of(&ring) * scale * scale;
        let foot = shapes.footprint(Id(10)).unwrap();
        let area = foot.outline.unsigned_area();
        prop_assert!((area - expected).abs() < 1e-4 * expected, "{area} and not {expected}");
        let tall = height * scale / 1000.0;
        prop_assert!((foot.z_min - 0.3).abs() < 1e-9 && (foot.z_max - 0.3 - tall).abs() < 1e-6);
        let cut = shapes.section(Id(10), 0.3 + tall / 3.0).unwrap().unsigned_area();
        prop_assert!((cut - expected).abs() < 1e-4 * expected, "{cut} and not {expected}");
        prop_assert!(shapes.section(Id(10), 0.3 + tall + 0.1).unwrap().0.is_empty());
    }
}
