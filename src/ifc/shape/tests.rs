//! Shapes of small models and of the sample models, where they are present.

use super::*;
use crate::ifc::step::Limits;
use geo::Area;
use std::path::Path;

/// A model in millimetres with one space that is drawn with the given items; records from #100 on are free.
fn space(items: &str, records: &str) -> Model {
    model("IFC4", items, records)
}

fn model(schema: &str, items: &str, records: &str) -> Model {
    let text = format!(
        "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n\
         FILE_SCHEMA(('{schema}'));\nENDSEC;\nDATA;\n\
         #1=IFCPROJECT('1',$,'P',$,$,$,$,$,#2);\n#2=IFCUNITASSIGNMENT((#3));\n\
         #3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);\n\
         #10=IFCSPACE('2',$,'A',$,$,#11,#14,$,.ELEMENT.,.INTERNAL.,$);\n\
         #11=IFCLOCALPLACEMENT($,#12);\n#12=IFCAXIS2PLACEMENT3D(#13,$,$);\n\
         #13=IFCCARTESIANPOINT((1000.,2000.,300.));\n#14=IFCPRODUCTDEFINITIONSHAPE($,$,(#15));\n\
         #15=IFCSHAPEREPRESENTATION($,'Body','SweptSolid',({items}));\n\
         #20=IFCRECTANGLEPROFILEDEF(.AREA.,$,$,4000.,3000.);\n#21=IFCDIRECTION((0.,0.,1.));\n\
         #22=IFCEXTRUDEDAREASOLID(#20,$,#21,2500.);\n{records}\nENDSEC;\nEND-ISO-10303-21;\n"
    );
    Model::from_bytes(Path::new("space.ifc"), text.into_bytes(), &Limits::default()).unwrap()
}

fn footprint(model: &Model) -> Result<Footprint> {
    Shapes::new(model).footprint(Id(10))
}

#[test]
fn a_room_of_millimetres_is_an_outline_in_metres() {
    let foot = footprint(&space("#22", "")).unwrap();
    assert!((foot.outline.unsigned_area() - 12.0).abs() < 1e-6);
    assert_eq!((foot.z_min, foot.z_max, foot.exact), (0.3, 2.8, true));
}

#[test]
fn a_room_lies_where_its_placement_and_profile_put_it() {
    let turned = "#100=IFCEXTRUDEDAREASOLID(#101,#104,#21,2500.);\n\
        #101=IFCRECTANGLEPROFILEDEF(.AREA.,$,#102,4000.,3000.);\n#102=IFCAXIS2PLACEMENT2D(#103,#107);\n\
        #103=IFCCARTESIANPOINT((2000.,1500.));\n#104=IFCAXIS2PLACEMENT3D(#105,#21,#106);\n\
        #105=IFCCARTESIANPOINT((0.,0.,0.));\n#106=IFCDIRECTION((0.,1.,0.));\n#107=IFCDIRECTION((1.,0.));";
    let foot = footprint(&space("#100", turned)).unwrap();
    let rect = geo::BoundingRect::bounding_rect(&foot.outline).unwrap();
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    assert!(near(rect.min().x, -2.0) && near(rect.min().y, 2.0), "{rect:?}");
    assert!(near(rect.max().x, 1.0) && near(rect.max().y, 6.0), "{rect:?}");
}

#[test]
fn a_lying_prism_is_what_it_covers_from_above() {
    let lying = "#100=IFCEXTRUDEDAREASOLID(#20,#101,#21,2500.);\n#101=IFCAXIS2PLACEMENT3D(#102,#103,#104);\n\
        #102=IFCCARTESIANPOINT((0.,0.,0.));\n#103=IFCDIRECTION((0.,1.,0.));\n#104=IFCDIRECTION((1.,0.,0.));";
    let foot = footprint(&space("#100", lying)).unwrap();
    assert!((foot.outline.unsigned_area() - 4.0 * 2.5).abs() < 1e-6);
    assert!((foot.z_max - foot.z_min - 3.0).abs() < 1e-9);
    let model = space("#100", lying);
    let cut = Shapes::new(&model).section(Id(10), 0.4).unwrap();
    assert!((cut.unsigned_area() - 10.0).abs() < 1e-6);
    assert!(Shapes::new(&model).section(Id(10), 9.0).unwrap().0.is_empty());
}

#[test]
fn arcs_of_an_outline_enclose_what_a_circle_does() {
    let round = "#100=IFCEXTRUDEDAREASOLID(#101,$,#21,2500.);\n\
        #101=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#102);\n\
        #102=IFCINDEXEDPOLYCURVE(#103,(IFCLINEINDEX((1,2)),IFCARCINDEX((2,3,1))),$);\n\
        #103=IFCCARTESIANPOINTLIST2D(((-2000.,0.),(2000.,0.),(0.,2000.)),$);";
    let half = std::f64::consts::PI * 2.0;
    let area = footprint(&space("#100", round)).unwrap().outline.unsigned_area();
    assert!(area < half && area > half * 0.999, "{area}");
    let trimmed = "#100=IFCEXTRUDEDAREASOLID(#101,$,#21,2500.);\n\
        #101=IFCARBITRARYCLOSEDPROFILEDEF(.AREA.,$,#102);\n#102=IFCCOMPOSITECURVE((#103,#104),.F.);\n\
        #103=IFCCOMPOSITECURVESEGMENT(.CONTINUOUS.,.T.,#105);\n#104=IFCCOMPOSITECURVESEGMENT(.CONTINUOUS.,.T.,#106);\n\
        #105=IFCTRIMMEDCURVE(#107,(IFCPARAMETERVALUE(0.)),(IFCPARAMETERVALUE(3.14159265358979)),.T.,.PARAMETER.);\n\
        #106=IFCPOLYLINE((#110,#111));\n#107=IFCCIRCLE(#108,2000.);\n#108=IFCAXIS2PLACEMENT2D(#109,$);\n\
        #109=IFCCARTESIANPOINT((0.,0.));\n#110=IFCCARTESIANPOINT((-2000.,0.));\n#111=IFCCARTESIANPOINT((2000.,0.));";
    let area = footprint(&space("#100", trimmed)).unwrap().outline.unsigned_area();
    assert!(area < half && area > half * 0.999, "{area}");
}

#[test]
fn a_half_space_takes_its_side_away() {
    // A slope from the floor at x = 1 to the ceiling at x = 3.5: above it nothing is left.
    let sloped = "#100=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#22,#101);\n#101=IFCHALFSPACESOLID(#102,.F.);\n\
        #102=IFCPLANE(#103);\n#103=IFCAXIS2PLACEMENT3D(#104,#105,#106);\n#104=IFCCARTESIANPOINT((0.,0.,0.));\n\
        #105=IFCDIRECTION((-1.,0.,1.));\n#106=IFCDIRECTION((0.,1.,0.));";
    let model = space("#100", sloped);
    let shapes = Shapes::new(&model);
    let foot = shapes.footprint(Id(10)).unwrap();
    assert!(foot.exact && (foot.outline.unsigned_area() - 6.0).abs() < 1e-6, "{foot:?}");
    assert!((foot.z_max - 2.3).abs() < 1e-9, "{foot:?}");
    let cut = shapes.section(Id(10), 0.3 + 0.5).unwrap();
    assert!((cut.unsigned_area() - 1.5 * 3.0).abs() < 1e-6);
    let bounds = shapes.bounds(Id(10)).unwrap();
    assert!((bounds.length - 2.0).abs() < 1e-9 && (bounds.thickness - 3.0).abs() < 1e-9);
}

fn corner_box(item: &str, records: &str) -> [[f64; 3]; 2] {
    Shapes::new(&space(item, records)).corner_box(Id(10)).unwrap()
}

#[test]
fn a_room_under_two_slopes_is_as_high_as_its_ridge() {
    let gable = "#100=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#101,#103);\n\
        #101=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#22,#102);\n#102=IFCHALFSPACESOLID(#104,.F.);\n\
        #103=IFCHALFSPACESOLID(#105,.F.);\n#104=IFCPLANE(#106);\n#105=IFCPLANE(#107);\n\
        #106=IFCAXIS2PLACEMENT3D(#108,#109,#111);\n#107=IFCAXIS2PLACEMENT3D(#108,#110,#111);\n\
        #108=IFCCARTESIANPOINT((0.,0.,2200.));\n#109=IFCDIRECTION((-1.,0.,1.));\n\
        #110=IFCDIRECTION((1.,0.,1.));\n#111=IFCDIRECTION((0.,1.,0.));";
    let foot = footprint(&space("#100", gable)).unwrap();
    assert!((foot.outline.unsigned_area() - 12.0).abs() < 1e-6);
    assert!((foot.z_max - 2.5).abs() < 1e-4 && (foot.z_min - 0.3).abs() < 1e-9, "{foot:?}");
}

#[test]
fn a_bound_that_begins_at_the_floor_cuts_the_floor_too() {
    // What lies beyond x = 1 is taken away, within a profile that stands upright and is swept along x.
    let bounded = "#100=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#22,#101);\n\
        #101=IFCPOLYGONALBOUNDEDHALFSPACE(#102,.F.,#103,#104);\n#102=IFCPLANE(#103);\n\
        #103=IFCAXIS2PLACEMENT3D(#105,#106,#107);\n#104=IFCPOLYLINE((#108,#109,#110,#111,#108));\n\
        #105=IFCCARTESIANPOINT((1000.,0.,0.));\n#106=IFCDIRECTION((1.,0.,0.));\n#107=IFCDIRECTION((0.,1.,0.));\n\
        #108=IFCCARTESIANPOINT((-9000.,0.));\n#109=IFCCARTESIANPOINT((9000.,0.));\n\
        #110=IFCCARTESIANPOINT((9000.,2500.));\n#111=IFCCARTESIANPOINT((-9000.,2500.));";
    let foot = footprint(&space("#100", bounded)).unwrap();
    assert!((foot.outline.unsigned_area() - 9.0).abs() < 1e-6, "{foot:?}");
    let [low, high] = corner_box("#100", bounded);
    assert!(((high[0] - low[0]) * (high[1] - low[1]) - 9.0).abs() < 1e-6, "{low:?} {high:?}");
    // Over the lower metre alone it leaves the box as it was.
    let half = bounded.replace("2500.", "1000.");
    let [low, high] = corner_box("#100", &half);
    assert!(((high[0] - low[0]) * (high[1] - low[1]) - 12.0).abs() < 1e-6, "{low:?} {high:?}");
}

#[test]
fn a_bound_that_covers_a_part_of_an_edge_shortens_that_part() {
    // All above a metre is taken away over all but a strip of the room; the strip is as high as before.
    let bounded = "#100=IFCBOOLEANCLIPPINGRESULT(.DIFFERENCE.,#22,#101);\n\
        #101=IFCPOLYGONALBOUNDEDHALFSPACE(#102,.F.,#112,#104);\n#102=IFCPLANE(#103);\n\
        #103=IFCAXIS2PLACEMENT3D(#105,$,$);\n#104=IFCPOLYLINE((#108,#109,#110,#111,#108));\n\
        #105=IFCCARTESIANPOINT((0.,0.,1000.));\n#112=IFCAXIS2PLACEMENT3D(#113,$,$);\n\
        #113=IFCCARTESIANPOINT((0.,0.,0.));\n#108=IFCCARTESIANPOINT((-9000.,-9000.));\n\
        #109=IFCCARTESIANPOINT((WIDE,-9000.));\n#110=IFCCARTESIANPOINT((WIDE,9000.));\n\
        #111=IFCCARTESIANPOINT((-9000.,9000.));";
    let tall = |wide: &str| {
        let [low, high] = corner_box("#100", &bounded.replace("WIDE", wide));
        high[2] - low[2]
    };
    assert!((tall("9000.") - 1.0).abs() < 1e-6, "{}", tall("9000."));
    assert!(tall("500.") > 2.0, "{}", tall("500."));
}

#[test]
fn what_refers_to_itself_or_doubles_without_end_is_told() {
    let cyclic = space("#100", "#100=IFCBOOLEANRESULT(.UNION.,#100,#22);");
    assert_eq!(footprint(&cyclic).unwrap_err().why, Why::Cyclic);
    let mut doubling = String::from("#100=IFCBOOLEANRESULT(.DIFFERENCE.,#22,#22);\n");
    for i in 101..141 {
        doubling += &format!("#{i}=IFCBOOLEANRESULT(.DIFFERENCE.,#{0},#{0});\n", i - 1);
    }
    assert!(footprint(&space("#140", &doubling)).is_err());
}

#[test]
fn what_is_not_drawn_is_named() {
    let odd = space("#100", "#100=IFCSECTIONEDSOLIDHORIZONTAL($,(),());\n");
    let error = footprint(&odd).unwrap_err();
    assert_eq!(error.why, Why::Unsupported);
    assert!(error.reason().en.contains(&error.item));
    let flat = space("#100", "#100=IFCEXTRUDEDAREASOLID(#20,$,#21,0.);");
    assert_eq!(footprint(&flat).unwrap_err().why, Why::Degenerate);
}

/// A pipe along a curve of alignments, which is #102; records from #110 on are free.
fn along(curve: &str, records: &str) -> Result<Footprint> {
    let pipe = format!(
        "#100=IFCSWEPTDISKSOLID(#102,100.,$,$,$);\n#102={curve};\n#103=IFCAXIS2PLACEMENT2D(#104,$);\n\
         #104=IFCCARTESIANPOINT((0.,0.));\n#105=IFCCOMPOSITECURVE((#106),.F.);\n\
         #106=IFCCURVESEGMENT(.CONTINUOUS.,#103,IFCLENGTHMEASURE(0.),IFCLENGTHMEASURE(3000.),#107);\n\
         #107=IFCLINE(#104,#108);\n#108=IFCVECTOR(#109,1.);\n#109=IFCDIRECTION((1.,0.));\n{records}"
    );
    footprint(&model("IFC4X3_ADD2", "#100", &pipe))
}

#[test]
fn alignments_beyond_reason_are_told_and_never_hang() {
    let segment = |start: &str, long: &str, parent: &str| {
        let records = format!(
            "#110=IFCCURVESEGMENT(.CONTINUOUS.,#103,IFCLENGTHMEASURE({start}),IFCLENGTHMEASURE({long}),#111);\n\
             #111={parent};\n"
        );
        along("IFCCOMPOSITECURVE((#110),.F.)", &records)
    };
    assert!(segment("0.", "3000.", "IFCCLOTHOID(#103,2500.)").is_ok());
    for (start, long, parent) in [
        ("0.", "3000.", "IFCCLOTHOID(#103,1.E-300)"),
        ("0.", "1.E11", "IFCCLOTHOID(#103,2500.)"),
        ("0.", "1.E300", "IFCLINE(#104,#108)"),
        ("1.E11", "3000.", "IFCCLOTHOID(#103,10.)"),
        ("0.", "1.E11", "IFCCIRCLE(#103,0.001)"),
        ("0.", "3000.", "IFCCIRCLE(#103,-1.)"),
        ("0.", "0.", "IFCCLOTHOID(#103,2500.)"),
        ("0.", "0.", "IFCCOSINESPIRAL(#103,10.,$)"),
        ("0.", "3000.", "IFCSEVENTHORDERPOLYNOMIALSPIRAL(#103,0.001,$,$,$,$,$,$,$)"),
        ("0.", "3000.", "IFCPOLYNOMIALCURVE(#103,(1.,0.),(2.,0.),$)"),
        ("0.", "3000.", "IFCPOLYNOMIALCURVE(#103,(0.,1.E-200),(0.,0.),$)"),
        ("0.", "3000.", "IFCELLIPSE(#103,10.,20.)"),
        ("0.", "$", "IFCCLOTHOID(#103,2500.)"),
    ] {
        let seen = segment(start, long, parent);
        assert!(seen.is_err(), "{parent} {long}: {seen:?}");
    }
    let offset = |values: &str| along("IFCOFFSETCURVEBYDISTANCES(#105,(#110,#111),$)", values);
    let value = |id: u32, far: &str, aside: &str| {
        format!("#{id}=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE({far}),{aside},$,$,#105);\n")
    };
    assert!(offset(&(value(110, "0.", "500.") + &value(111, "3000.", "900."))).is_ok());
    for (a, b) in [("3000.", "0."), ("0.", "3100."), ("-10.", "0."), ("0.", "$")] {
        assert!(offset(&(value(110, a, "500.") + &value(111, b, "900."))).is_err(), "{a} {b}");
    }
    let cyclic = along("IFCGRADIENTCURVE((#106),.F.,#102,$)", "");
    assert_eq!(cyclic.unwrap_err().why, Why::Cyclic);
    assert_eq!(along("IFCOFFSETCURVEBYDISTANCES(#102,(#104),$)", "").unwrap_err().why, Why::Cyclic);
    assert!(along("IFCGRADIENTCURVE((),.F.,#105,$)", "").is_err());
}

#[test]
fn a_pipe_thicker_than_its_way_is_long_does_not_bend() {
    let bent = |radius: &str| {
        let mut records = String::new();
        let points: Vec<String> = (0..60).map(|i| format!("#{}", 200 + i)).collect();
        for i in 0..60 {
            let at = f64::from(i) * 50.0;
            records += &format!("#{}=IFCCARTESIANPOINT(({at:?},0.,{:?}));\n", 200 + i, at * at / 9000.0);
        }
        records += &format!("#102=IFCPOLYLINE(({}));\n", points.join(","));
        footprint(&space("#100", &format!("#100=IFCSWEPTDISKSOLID(#102,{radius},$,$,$);\n{records}")))
            .unwrap()
    };
    let wide = |foot: &Footprint| geo::BoundingRect::bounding_rect(&foot.outline).unwrap().height();
    assert!((wide(&bent("100.")) - 0.2).abs() < 1e-3);
    // One rod from end to end, of which both ends lean: at the start of the bend it would stand upright.
    let thick = bent("100000.");
    let slope = (2.95_f64 / 9.0).atan();
    assert!((thick.z_max - thick.z_min - 200.0 * slope.cos() - 0.967).abs() < 0.1 && !thick.exact);
    assert!((wide(&thick) - 200.0).abs() < 0.1, "{thick:?}");
}

#[test]
fn cross_sections_out_of_order_or_beyond_their_line_are_told() {
    let sections = |distances: &[&str]| {
        let mut records = String::new();
        let mut at = Vec::new();
        for (i, far) in distances.iter().enumerate() {
            let id = 200 + 2 * i;
            records += &format!("#{id}=IFCAXIS2PLACEMENTLINEAR(#{},$,$);\n", id + 1);
            records += &format!("#{}=IFCPOINTBYDISTANCEEXPRESSION({far},$,$,$,#102);\n", id + 1);
            at.push(format!("#{id}"));
        }
        let profiles = vec!["#20"; distances.len()].join(",");
        records += "#102=IFCPOLYLINE((#103,#104));\n#103=IFCCARTESIANPOINT((0.,0.,0.));\n\
             #104=IFCCARTESIANPOINT((9000.,0.,0.));\n";
        let body =
            format!("#100=IFCSECTIONEDSOLIDHORIZONTAL(#102,({profiles}),({}));\n{records}", at.join(","));
        footprint(&model("IFC4X3_ADD2", "#100", &body))
    };
    let length = |far: &str| format!("IFCLENGTHMEASURE({far})");
    let all = |far: &[&str]| {
        let far: Vec<String> = far.iter().map(|f| length(f)).collect();
        sections(&far.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let foot = all(&["0.", "2000.", "9000."]).unwrap();
    assert!((foot.outline.unsigned_area() - 36.0).abs() < 1e-6 && foot.exact, "{foot:?}");
    assert!(sections(&["IFCPARAMETERVALUE(0.)", "IFCPARAMETERVALUE(1.)"]).is_ok());
    for far in [&["0.", "0."][..], &["2000.", "1000."], &["0.", "9100."], &["-100.", "9000."], &["0."]] {
        assert!(all(far).is_err(), "{far:?}");
    }
    // So many sections along so long a line that all of it cannot be looked at.
    let many: Vec<String> = (0..20_000).map(|i| format!("{i}.E-1")).collect();
    assert!(all(&many.iter().map(String::as_str).collect::<Vec<_>>()).is_err());
}

fn sample(name: &str) -> Option<Model> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/ifc").join(name);
    let path = if path.exists() { path } else { Path::new("../shared/ifc").join(name) };
    path.exists().then(|| Model::open(&path, &Limits::default()).unwrap())
}

#[test]
fn rooms_of_a_real_house_have_the_area_it_states() {
    let Some(model) = sample("AC20-FZK-Haus.ifc") else { return };
    let shapes = Shapes::new(&model);
    let mut compared = 0;
    for space in model.by_class("IfcSpace", false) {
        let area = shapes.footprint(space).unwrap().outline.unsigned_area();
        for set in model.linked(Link::Properties, space) {
            for quantity in model.references(set, "Quantities") {
                if model.text(quantity, "Name").as_deref() == Some("GrossFloorArea") {
                    let stated = model.number(quantity, "AreaValue").unwrap();
                    assert!((area / stated - 1.0).abs() < 0.001, "{space}: {area} and {stated}");
                    compared += 1;
                }
            }
        }
    }
    assert!(compared > 0);
}

#[test]
fn rooms_that_mirror_each_other_are_as_large() {
    let Some(model) = sample("Duplex_A_20110907.ifc") else { return };
    let shapes = Shapes::new(&model);
    let areas: BTreeMap<String, f64> = model
        .by_class("IfcSpace", false)
        .into_iter()
        .filter_map(|s| {
            Some((model.text(s, "Name")?.into_owned(), shapes.footprint(s).ok()?.outline.unsigned_area()))
        })
        .collect();
    let mut compared = 0;
    for (name, area) in areas.iter().filter(|(name, _)| name.starts_with('A')) {
        let other = areas[&name.replacen('A', "B", 1)];
        // The model itself draws the shafts of the two dwellings 0.024 m² apart.
        assert!((area - other).abs() < 0.03_f64.max(0.002 * area), "{name}: {area} and {other}");
        compared += 1;
    }
    assert!(compared > 5);
}

#[test]
fn a_canted_line_placed_at_what_is_no_number_is_refused_and_not_fatal() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/shapes/along-lines.ifc");
    let text = std::fs::read_to_string(path).unwrap();
    // Where the second of three places of the cant lies, and where the line under it begins.
    let (cant, base) = ("#688=IFCCARTESIANPOINT((1000.,0.,0.));", "#706=IFCCARTESIANPOINT((0.,0.));");
    let space = "#720=IFCSPACE";
    assert!([cant, base, space].iter().all(|r| text.contains(r)));
    for bad in ["1.E400", "-1.E400", "NAN", "1.#QNAN", "$", "*", "'1'", "1.E308", "-1.E308", "-1000."] {
        for (record, first) in [(cant, "(1000.,"), (base, "((0.,")] {
            let spoilt = record.replace(first, &first.replace("1000.", bad).replace("0.", bad));
            assert_ne!(record, spoilt);
            let bytes = text.replace(record, &spoilt).into_bytes();
            let model = Model::from_bytes(Path::new("spoilt.ifc"), bytes, &Limits::default()).unwrap();
            let shapes = Shapes::new(&model);
            if let Ok(foot) = shapes.footprint(Id(720)) {
                assert!(foot.z_min.is_finite() && foot.z_max.is_finite(), "{bad}");
            }
            assert_eq!(shapes.bounds(Id(720)).is_ok(), shapes.footprint(Id(720)).is_ok(), "{bad}");
        }
    }
}
