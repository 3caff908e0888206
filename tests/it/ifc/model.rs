//! What does the model say of its objects: classes, relations, units, properties, materials?

use super::{HEAD, file, models};
use befaring::ifc::schema::Version;
use befaring::ifc::step::{Error, FaultKind, Id, Limits};
use befaring::ifc::{Content, Data, Link, MaterialUse, Model, Sets};
use std::path::Path;

fn model(data: &str) -> Model {
    of_schema("IFC4", data)
}

fn of_schema(schema: &str, data: &str) -> Model {
    let text = HEAD.replace("IFC4", schema) + data + "\nENDSEC;\nEND-ISO-10303-21;\n";
    Model::from_bytes(Path::new("test.ifc"), text.into_bytes(), &Limits::default()).unwrap()
}

fn faults(model: &Model) -> Vec<(FaultKind, u32, u32)> {
    let all = model.file().faults().in_order();
    all.iter().map(|f| (f.kind, f.record.map_or(0, |id| id.0), f.detail)).collect()
}

/// Millimetres, square metres by feet, degrees; a house of one storey with one wall, door and space.
const HOUSE: &str = "\
#1=IFCPROJECT('0000000000000000000001',$,'P',$,$,$,$,(),#2);
#2=IFCUNITASSIGNMENT((#3,#4,#8,#9,#11));
#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);
#4=IFCCONVERSIONBASEDUNIT(#5,.AREAUNIT.,'SQUARE FOOT',#6);
#5=IFCDIMENSIONALEXPONENTS(2,0,0,0,0,0,0);
#6=IFCMEASUREWITHUNIT(IFCAREAMEASURE(0.09290304),#7);
#7=IFCSIUNIT(*,.AREAUNIT.,$,.SQUARE_METRE.);
#8=IFCSIUNIT(*,.VOLUMEUNIT.,.CENTI.,.CUBIC_METRE.);
#9=IFCDERIVEDUNIT((#10,#12),.THERMALTRANSMITTANCEUNIT.,$);
#10=IFCDERIVEDUNITELEMENT(#3,-2);
#11=IFCSIUNIT(*,.THERMODYNAMICTEMPERATUREUNIT.,$,.DEGREE_CELSIUS.);
#12=IFCDERIVEDUNITELEMENT(#13,1);
#13=IFCSIUNIT(*,.POWERUNIT.,.KILO.,.WATT.);
#20=IFCBUILDING('0000000000000000000020',$,'B',$,$,$,$,$,$,$,$,$);
#21=IFCBUILDINGSTOREY('0000000000000000000021',$,'1. etasje',$,$,$,$,$,.ELEMENT.,3000.);
#22=IFCRELAGGREGATES('0000000000000000000022',$,$,$,#1,(#20));
#23=IFCRELAGGREGATES('0000000000000000000023',$,$,$,#20,(#21));
#24=IFCWALLSTANDARDCASE('0000000000000000000024',$,'V1',$,$,$,$,$,$);
#25=IFCRELCONTAINEDINSPATIALSTRUCTURE('0000000000000000000025',$,$,$,(#24,#27),#21);
#26=IFCOPENINGELEMENT('0000000000000000000026',$,$,$,$,$,$,$,$);
#27=IFCDOOR('0000000000000000000027',$,'D\\X2\\00F8\\X0\\r',$,$,$,$,$,2100.,900.,$,$,$);
#28=IFCRELVOIDSELEMENT('0000000000000000000028',$,$,$,#24,#26);
#29=IFCRELFILLSELEMENT('0000000000000000000029',$,$,$,#26,#27);
#30=IFCDOORTYPE('0000000000000000000030',$,'T',$,$,(#40,#44),$,$,$,.DOOR.,.SINGLE_SWING_LEFT.,$,$);
#31=IFCRELDEFINESBYTYPE('0000000000000000000031',$,$,$,(#27),#30);
#40=IFCPROPERTYSET('0000000000000000000040',$,'Pset_DoorCommon',$,(#41,#42,#43));
#41=IFCPROPERTYSINGLEVALUE('FireRating',$,IFCLABEL('EI30'),$);
#42=IFCPROPERTYSINGLEVALUE('IsExternal',$,IFCBOOLEAN(.F.),$);
#43=IFCPROPERTYSINGLEVALUE('ThermalTransmittance',$,IFCTHERMALTRANSMITTANCEMEASURE(1.E-9),$);
#44=IFCDOORLININGPROPERTIES('0000000000000000000044',$,'Karm',$,100.,50.,$,$,$,$,$,$,$,$,$,$,$);
#50=IFCPROPERTYSET('0000000000000000000050',$,'Pset_DoorCommon',$,(#51,#52,#53));
#51=IFCPROPERTYSINGLEVALUE('IsExternal',$,IFCBOOLEAN(.T.),$);
#52=IFCPROPERTYSINGLEVALUE('Reference',$,$,$);
#53=IFCPROPERTYBOUNDEDVALUE('Width',$,IFCLENGTHMEASURE(1000.),IFCLENGTHMEASURE(800.),$,$);
#54=IFCRELDEFINESBYPROPERTIES('0000000000000000000054',$,$,$,(#27),#50);
#55=IFCELEMENTQUANTITY('0000000000000000000055',$,$,$,$,(#56,#57,#58));
#56=IFCQUANTITYAREA('Area',$,$,10.,$);
#57=IFCQUANTITYLENGTH('Width',$,#60,0.9,$);
#58=IFCQUANTITYCOUNT('Leaves',$,$,2,$);
#59=IFCRELDEFINESBYPROPERTIES('0000000000000000000059',$,$,$,(#27),IFCPROPERTYSETDEFINITIONSET((#55)));
#60=IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.);
#70=IFCMATERIAL('Gips 13',$,'gypsum');
#71=IFCMATERIALLAYER(#70,13.,.F.,$,$,$,$);
#72=IFCMATERIALLAYER($,98.,.U.,'Luft',$,$,$);
#73=IFCMATERIALLAYERSET((#71,#72,#71),'Innervegg',$);
#74=IFCMATERIALLAYERSETUSAGE(#73,.AXIS2.,.NEGATIVE.,62.,$);
#75=IFCRELASSOCIATESMATERIAL('0000000000000000000075',$,$,$,(#24),#74);
#76=IFCRELASSOCIATESMATERIAL('0000000000000000000076',$,$,$,(#30),#70);
#80=IFCCLASSIFICATION($,$,$,'NS 3451',$,$,$);
#81=IFCCLASSIFICATIONREFERENCE($,'23','Yttervegger',#80,$,$);
#82=IFCCLASSIFICATIONREFERENCE($,'234','Vinduer, d\\X\\F8rer',#81,$,$);
#83=IFCRELASSOCIATESCLASSIFICATION('0000000000000000000083',$,$,$,(#30),#82);
#90=IFCSPACE('0000000000000000000090',$,'101',$,$,$,$,'Stue',.ELEMENT.,.INTERNAL.,$);
#91=IFCRELAGGREGATES('0000000000000000000091',$,$,$,#21,(#90));
#92=IFCZONE('0000000000000000000092',$,'A101',$,$,$);
#93=IFCRELASSIGNSTOGROUP('0000000000000000000093',$,$,$,(#90),$,#92);
#94=IFCRELSPACEBOUNDARY1STLEVEL('0000000000000000000094',$,$,$,#90,#27,$,.PHYSICAL.,.INTERNAL.,$);
";

#[test]
fn objects_are_found_by_class_and_their_attributes_by_name() {
    let m = model(HOUSE);
    assert_eq!(m.schema().version(), Version::Ifc4);
    assert_eq!(m.by_class("IfcWall", false), []);
    assert_eq!(m.by_class("IfcWall", true), [Id(24)]);
    assert_eq!(m.by_class("IfcBuildingElement", true), [Id(24), Id(27)]);
    assert_eq!(m.by_class("IfcNothing", true), []);
    assert_eq!(m.text(Id(27), "Name").unwrap(), "Dør");
    assert_eq!(m.number(Id(27), "OverallWidth"), Some(0.9));
    assert_eq!(m.number(Id(21), "Elevation"), Some(3.0));
    assert_eq!(m.word(Id(30), "OperationType"), Some("SINGLE_SWING_LEFT"));
    assert!(m.attr(Id(27), "Elevation").is_missing() && m.attr(Id(999), "Name").is_missing());
    assert!(m.is_a(Id(27), "IfcElement") && !m.is_a(Id(999), "IfcElement"));
    assert_eq!(faults(&m), []);
}

#[test]
fn relations_are_found_from_both_ends() {
    let m = model(HOUSE);
    assert!(m.linked(Link::Filled, Id(27)).eq([Id(26)]));
    assert!(m.linking(Link::Filled, Id(26)).eq([Id(27)]));
    assert!(m.linking(Link::Container, Id(21)).eq([Id(24), Id(27)]));
    assert!(m.linking(Link::Whole, Id(21)).eq([Id(90)]));
    assert!(m.linked(Link::Group, Id(90)).eq([Id(92)]));
    assert!(m.linking(Link::BoundarySpace, Id(90)).eq([Id(94)]));
    assert!(m.linked(Link::BoundaryElement, Id(94)).eq([Id(27)]));
    assert_eq!(m.type_of(Id(27)), Some(Id(30)));
    assert_eq!(m.containers(Id(26)), [Id(24), Id(21), Id(20), Id(1)]);
    assert_eq!(m.container(Id(90), "IfcBuilding"), Some(Id(20)));
}

#[test]
fn numbers_come_in_si_units() {
    let m = model(HOUSE);
    let near = |a: f64, b: f64| (a - b).abs() <= b.abs() * 1e-12;
    assert_eq!(m.units().length(), 0.001);
    assert!(near(m.units().si("AREAUNIT", 100.0), 9.290304));
    assert!(near(m.units().si("VOLUMEUNIT", 1e6), 1.0));
    assert!(near(m.units().si("THERMODYNAMICTEMPERATUREUNIT", 20.0), 293.15));
    assert!(near(m.units().si("THERMALTRANSMITTANCEUNIT", 1.0), 1e9));
    assert_eq!(m.units().si("MASSUNIT", 7.0), 7.0);
    assert_eq!(m.units().get("AREAUNIT").unwrap().name, "SQUARE FOOT");
}

#[test]
fn a_property_of_the_occurrence_goes_before_that_of_its_type() {
    let m = model(HOUSE);
    let sets = m.property_sets(Id(27));
    let names: Vec<&str> = sets.iter().map(|s| s.name.as_ref()).collect();
    assert_eq!(names, ["Pset_DoorCommon", "", "Karm"]);
    let value = |name: &str| {
        let p = sets[0].get(name).unwrap();
        (p.value().map(|v| v.data.clone()), p.from_type)
    };
    assert_eq!(value("IsExternal"), (Some(Data::Bool(true)), false));
    assert_eq!(value("FireRating"), (Some(Data::Text("EI30".into())), true));
    assert_eq!(value("Reference"), (None, false));
    assert!(matches!(value("ThermalTransmittance").0, Some(Data::Number(n)) if (n - 1.0).abs() < 1e-12));
    let Content::Bounded(width) = &sets[0].get("Width").unwrap().content else { panic!() };
    let (lower, upper) = (&width.lower, &width.upper);
    let number = |s: &Option<befaring::ifc::Scalar<'_>>| s.as_ref().and_then(|s| s.data.as_f64());
    assert_eq!((number(lower), number(upper)), (Some(0.8), Some(1.0)));
}

#[test]
fn sets_of_many_objects_are_those_of_each_also_where_they_share_a_type() {
    let m = model(HOUSE);
    let reader = Sets::new(&m);
    let objects = m.by_class("IfcObject", true);
    let typed = objects.iter().filter(|id| m.type_of(**id).is_some());
    assert!(typed.count() > 0);
    for id in objects.iter().chain(&objects) {
        let sets: Vec<_> = reader.of(*id).into_iter().map(std::sync::Arc::unwrap_or_clone).collect();
        assert_eq!(sets, m.property_sets(*id), "{id}");
    }
}

#[test]
fn quantities_have_their_own_unit_or_the_projects() {
    let m = model(HOUSE);
    let sets = m.own_property_sets(Id(27));
    let set = sets.iter().find(|s| s.quantities).unwrap();
    let value = |name: &str| set.get(name).unwrap().value().unwrap();
    assert!((value("Area").data.as_f64().unwrap() - 0.9290304).abs() < 1e-12);
    assert_eq!(value("Area").measure, "IfcAreaMeasure");
    assert_eq!(value("Width").data, Data::Number(0.9));
    assert_eq!(value("Leaves").data, Data::Integer(2));
}

#[test]
fn a_predefined_set_gives_the_attributes_it_has() {
    let m = model(HOUSE);
    let sets = m.property_sets(Id(27));
    let lining = sets.iter().find(|s| s.name == "Karm").unwrap();
    let all: Vec<_> = lining.properties.iter().map(|p| (p.name.as_ref(), p.from_type)).collect();
    assert_eq!(all, [("LiningDepth", true), ("LiningThickness", true)]);
    assert_eq!(lining.properties[1].value().unwrap().data, Data::Number(0.05));
}

#[test]
fn layers_have_thickness_in_metres_and_a_direction() {
    let m = model(HOUSE);
    let all = m.materials(Id(24));
    let [MaterialUse::Layers(layers)] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!(layers.name.as_deref(), Some("Innervegg"));
    let thick: Vec<_> = layers.layers.iter().map(|l| l.thickness.unwrap()).collect();
    assert_eq!(thick, [0.013, 0.098, 0.013]);
    assert_eq!(layers.layers[0].material.as_ref().unwrap().name, "Gips 13");
    assert!(layers.layers[1].material.is_none() && layers.layers[1].ventilated.is_none());
    assert_eq!((layers.direction, layers.positive, layers.offset), (Some("AXIS2"), Some(false), Some(0.062)));
    // A door without a material of its own has its type's.
    assert_eq!(m.materials(Id(27))[0].materials()[0].category.as_deref(), Some("gypsum"));
}

#[test]
fn a_code_knows_its_system_and_the_groups_above_it() {
    let m = model(HOUSE);
    let all = m.classifications(Id(27));
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].system.as_deref(), Some("NS 3451"));
    assert_eq!(all[0].codes, ["234", "23"]);
    assert_eq!(all[0].name.as_deref(), Some("Vinduer, dører"));
    assert!(all[0].from_type);
}

#[test]
fn the_older_schema_has_its_attributes_elsewhere() {
    let m = of_schema(
        "IFC2X3",
        "#1=IFCCLASSIFICATIONREFERENCE($,'234','D',$);\n#2=IFCRELASSOCIATESCLASSIFICATION('a',$,$,$,(#3),#1);\n\
         #3=IFCSPACE('b',$,'101',$,$,$,$,'Stue',.ELEMENT.,.INTERNAL.,$);\n#4=IFCCOVERING('c',$,$,$,$,$,$,$,.FLOORING.);\n\
         #5=IFCRELCOVERSSPACES('d',$,$,$,#3,(#4));",
    );
    assert_eq!(m.classifications(Id(3))[0].codes, ["234"]);
    assert!(m.linked(Link::CoveredSpace, Id(4)).eq([Id(3)]));
    assert_eq!(m.text(Id(3), "LongName").unwrap(), "Stue");
}

#[test]
fn a_schema_that_is_not_known_is_refused_and_a_missing_one_guessed() {
    let text = HEAD.replace("IFC4", "AP214") + "#1=IFCWALL($);\n";
    let refused = Model::from_bytes(Path::new("x"), text.into_bytes(), &Limits::default());
    assert!(matches!(refused, Err(Error::Schema(name)) if name == "AP214"));
    let guess = |class: &str| {
        let text = HEAD.replace("FILE_SCHEMA(('IFC4'));\n", "") + &format!("#1={class}($);\n");
        let m = Model::from_bytes(Path::new("x"), text.into_bytes(), &Limits::default()).unwrap();
        m.schema().version()
    };
    assert_eq!(guess("IFCDOORSTYLE"), Version::Ifc2x3);
    assert_eq!(guess("IFCDOORTYPE"), Version::Ifc4);
    assert_eq!(guess("IFCBRIDGE"), Version::Ifc4x3);
}

#[test]
fn what_is_wrong_is_found_when_it_is_looked_at() {
    let m = model(
        "#1=IFCDOOR('0000000000000000000001',$,'D');\n#2=IFCDOOR('0000000000000000000001',$,12x,$,$,$,$,$,$,$,$,$,$);\n\
         #3=IFCRELFILLSELEMENT('0000000000000000000003',$,$,$,#77,#1);\n#4=IFCTEAPOT();\n\
         #5=IFCDOOR('0000000000000000000005',$,$,$,$,$,$,$,$,$,$,$,$);",
    );
    assert_eq!(faults(&m), [(FaultKind::UnknownType, 4, 0)]);
    assert_eq!(m.number(Id(1), "OverallWidth"), None);
    assert_eq!(m.text(Id(2), "Name"), None);
    assert!(m.linked(Link::Filled, Id(1)).next().is_none());
    m.check_global_ids();
    m.check_global_ids();
    assert_eq!(
        faults(&m),
        [
            (FaultKind::TooFewAttributes, 1, 9),
            (FaultKind::Value, 2, 2),
            (FaultKind::DuplicateGlobalId, 2, 1),
            (FaultKind::Dangling, 3, 77),
            (FaultKind::UnknownType, 4, 0),
        ]
    );
    let told = m.diagnostics();
    assert_eq!(told[3].message.en, "#3=IFCRELFILLSELEMENT: refers to a record that does not exist: #77");
    assert_eq!(told[3].location.as_ref().and_then(|l| l.line), Some(10));
}

#[test]
fn records_that_refer_to_themselves_have_an_end() {
    let m = model(
        "#1=IFCRELAGGREGATES('a',$,$,$,#2,(#3));\n#2=IFCBUILDING('b',$,$,$,$,$,$,$,$,$,$,$);\n\
         #3=IFCBUILDINGSTOREY('c',$,$,$,$,$,$,$,$,$);\n#4=IFCRELAGGREGATES('d',$,$,$,#3,(#2));\n\
         #5=IFCCOMPLEXPROPERTY('p',$,'',(#5,#5));\n#6=IFCPROPERTYSET('e',$,'S',$,(#5));\n\
         #7=IFCRELDEFINESBYPROPERTIES('f',$,$,$,(#2),#6);\n#8=IFCCONVERSIONBASEDUNIT($,.LENGTHUNIT.,'x',#9);\n\
         #9=IFCMEASUREWITHUNIT(IFCLENGTHMEASURE(2.),#8);\n#10=IFCCLASSIFICATIONREFERENCE($,'1',$,#10,$,$);\n\
         #11=IFCRELASSOCIATESCLASSIFICATION('g',$,$,$,(#2),#10);",
    );
    assert_eq!(m.containers(Id(2)), [Id(3)]);
    assert_eq!(m.property_sets(Id(2)).len(), 1);
    assert_eq!(m.unit(Id(8)), None);
    assert_eq!(m.classifications(Id(2)).len(), 1);
    assert!(m.file().faults().count(FaultKind::Cycle) >= 2);
}

#[test]
fn a_relation_of_everything_with_everything_stays_small() {
    let sets = (1..=3000).map(|i| format!("#{i}=IFCPROPERTYSET('a',$,'S',$,$);\n")).collect::<String>();
    let doors =
        (3001..=6000).map(|i| format!("#{i}=IFCDOOR('a',$,$,$,$,$,$,$,$,$,$,$,$);\n")).collect::<String>();
    let list =
        |range: std::ops::RangeInclusive<u32>| range.map(|i| format!("#{i}")).collect::<Vec<_>>().join(",");
    let (objects, related) = (list(3001..=6000), list(1..=3000));
    let relation =
        format!("IFCRELDEFINESBYPROPERTIES('r',$,$,$,({objects}),IFCPROPERTYSETDEFINITIONSET(({related})));");
    let m = model(&format!("{sets}{doors}#9000={relation}"));
    let pairs: usize = (3001..=6000).map(|i| m.linked(Link::Properties, Id(i)).count()).sum();
    assert!(pairs < 500_000, "{pairs}");
    assert_eq!(m.file().faults().count(FaultKind::TooMany), 1);
}

#[test]
fn real_models_have_the_objects_their_notes_tell() {
    let Some(folder) = models() else { return };
    let open = |name: &str| Model::open(&folder.join(name), &Limits::default()).unwrap();
    let duplex = open("Duplex_A_20110907.ifc");
    let count = |m: &Model, class: &str| m.by_class(class, true).len();
    assert_eq!(
        (count(&duplex, "IfcSpace"), count(&duplex, "IfcDoor"), count(&duplex, "IfcWindow")),
        (21, 14, 24)
    );
    assert!(duplex.linking(Link::BoundarySpace, duplex.by_class("IfcSpace", false)[0]).count() > 0);
    let large = open("LargeBuilding.ifc");
    assert_eq!(
        (count(&large, "IfcSpace"), count(&large, "IfcDoor"), count(&large, "IfcWindow")),
        (8, 18, 42)
    );
    assert_eq!(large.units().length(), 0.001);
    for name in ["AC20-FZK-Haus.ifc", "Building-Architecture.ifc", "TallBuilding.ifc"] {
        let m = open(name);
        for id in m.by_class("IfcObject", true) {
            m.property_sets(id);
            m.materials(id);
            m.containers(id);
        }
        m.check_global_ids();
        assert!(m.file().faults().is_empty(), "{name}: {:?}", m.diagnostics());
    }
}

#[test]
fn any_record_may_be_asked_anything() {
    // Every class with every attribute missing, damaged or of the wrong kind, and every question asked.
    let schema = befaring::ifc::schema::Schema::of(Version::Ifc4);
    for value in ["$", "*", "#1", "#99999", "(#1,#2)", "((#1))", "'x'", "1.5", ".X.", "IFCLABEL(#3)", "("] {
        let data: String = schema
            .entities()
            .enumerate()
            .map(|(i, e)| {
                let values = vec![value; e.attribute_count()].join(",");
                format!("#{}={}({values});\n", i + 1, e.name().to_uppercase())
            })
            .collect();
        let m = model(&data);
        for id in m.by_class("IfcObject", true).into_iter().take(20) {
            m.property_sets(id);
            m.materials(id);
            m.classifications(id);
            m.containers(id);
            m.type_of(id);
        }
        m.units();
        m.check_global_ids();
        assert!(m.diagnostics().len() < 1000);
    }
    assert!(file("").is_empty());
}
