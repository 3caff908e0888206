//! What the requirements need of a model, as IDS: sound, the same each time, and what is filled in is read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use befaring::catalogue::Catalogue;
use befaring::facts::{self, Fact, FactBase};
use befaring::ids::check::{Verdict, check};
use befaring::ids::document::{Constraint, Document, Facet, LimitKind, Property, Specification};
use befaring::ids::export::{Ask, export, gaps};
use befaring::ids::{self, Pattern};
use befaring::ifc;
use befaring::ifc::schema::{Schema, Version};
use befaring::source::Sources;
use befaring::text::Lang;
use befaring::vocab::{Phase, SubjectKind};

const VERSIONS: [Version; 3] = [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3];

fn ask<'a>(catalogue: &'a Catalogue, groups: &'a [String], versions: &'a [Version]) -> Ask<'a> {
    let edition = catalogue.latest_edition().unwrap();
    Ask { catalogue, edition, groups, phase: None, versions, subjects: &[], date: None, bounds: false }
}

/// Reads a text as IDS; it must be without a fault.
fn sound(text: &str) -> Document {
    let mut sources = Sources::new();
    let parsed = ids::read(Path::new("krav.ids"), text.as_bytes(), &mut sources);
    assert_eq!(parsed.diagnostics, []);
    let document = parsed.value.unwrap();
    assert_eq!(ids::audit::audit(&document), []);
    document
}

#[test]
fn every_group_in_every_version_gets_a_sound_file() {
    let catalogue = Catalogue::built_in().unwrap();
    let mut groups: Vec<Vec<String>> = vec![Vec::new()];
    groups.extend(catalogue.vocabulary.groups.iter().map(|g| vec![g.id.clone()]));
    let versions = [&VERSIONS[..], &VERSIONS[..1], &VERSIONS[1..2], &VERSIONS[2..]];
    for (groups, versions) in groups.iter().zip(versions.into_iter().cycle()) {
        let made = export(&ask(&catalogue, groups, versions));
        let document = sound(&ids::write(&made.document));
        assert!(document.specifications.len() > 20, "{groups:?}");
        let names: BTreeSet<&str> = document.specifications.iter().map(|s| s.name.as_str()).collect();
        assert_eq!(names.len(), document.specifications.len(), "a name stands twice");
    }
}

#[test]
fn the_same_question_gives_the_same_bytes() {
    let catalogue = Catalogue::built_in().unwrap();
    let groups = ["5".to_owned()];
    let text = || ids::write(&export(&ask(&catalogue, &groups, &VERSIONS)).document);
    assert_eq!(text(), text());
}

#[test]
fn what_is_written_is_what_is_read() {
    let catalogue = Catalogue::built_in().unwrap();
    let made = export(&ask(&catalogue, &[], &VERSIONS));
    let read = sound(&ids::write(&made.document));
    assert_eq!(ids::write(&read), ids::write(&made.document));
}

#[test]
fn group_phase_and_subject_ask_for_less() {
    let catalogue = Catalogue::built_in().unwrap();
    let facts = |ask: &Ask<'_>| -> BTreeSet<String> {
        let all = export(ask).document.specifications;
        all.iter().filter_map(|s| s.identifier.as_ref()).map(|t| t.as_str().to_owned()).collect()
    };
    let all = facts(&ask(&catalogue, &[], &VERSIONS));
    let groups = ["1".to_owned()];
    let first = facts(&ask(&catalogue, &groups, &VERSIONS));
    assert!(first.is_subset(&all) && first.len() < all.len());
    assert!(all.contains("room.floor.upstand"));
    let sketch = facts(&Ask { phase: Some(Phase::Sketch), ..ask(&catalogue, &[], &VERSIONS) });
    assert!(sketch.is_subset(&all) && !sketch.contains("room.floor.upstand"));
    let built = facts(&Ask { phase: Some(Phase::Built), ..ask(&catalogue, &[], &VERSIONS) });
    assert_eq!(built, all);
    let doors = facts(&Ask { subjects: &[SubjectKind::Door], ..ask(&catalogue, &[], &VERSIONS) });
    assert!(doors.contains("door.steel_fittings") && doors.iter().all(|f| f.starts_with("door.")));
}

#[test]
fn what_cannot_be_said_is_listed_with_its_reason() {
    let catalogue = Catalogue::built_in().unwrap();
    let groups = ["5".to_owned()];
    let made = export(&ask(&catalogue, &groups, &VERSIONS));
    let page = made.told(Lang::Nb);
    for said in ["### Antall", "### Forbindelser", "### Geometri", "`bad.dorer.to`", "hvilke rom som har dør"]
    {
        assert!(page.contains(said), "{said}\n{page}");
    }
    // Nothing is both asked for and said to be impossible.
    let asked: BTreeSet<&str> = made
        .document
        .specifications
        .iter()
        .filter_map(|s| s.identifier.as_ref())
        .map(|t| t.as_str())
        .collect();
    assert!(asked.contains("door.steel_fittings"));
    // Every requirement of the group is in one list or the other.
    let described: String = made
        .document
        .specifications
        .iter()
        .filter_map(|s| s.description.as_ref())
        .map(|t| t.as_str())
        .collect();
    assert!(described.contains("dor.ytter.stalbeslag") && described.contains("krav"));
}

#[test]
fn facts_named_as_what_others_are_computed_from_exist_and_can_be_stated() {
    let catalogue = Catalogue::built_in().unwrap();
    let vocabulary = &catalogue.vocabulary;
    for def in vocabulary.facts.values() {
        assert!(
            def.from.is_empty() || def.derived.is_some(),
            "{}: only what is derived comes from others",
            def.id
        );
        for from in &def.from {
            let source = vocabulary.fact(from).unwrap_or_else(|| panic!("{}: no fact {from}", def.id));
            let stated = source.design.is_some() || !source.ifc.is_empty() || !source.from.is_empty();
            assert!(stated, "{}: nobody can state {from}", def.id);
        }
    }
}

// --- a model filled in as the file asks ----------------------------------------------------------------------

/// A model in the making: records by their schema, with what was filled in of each.
struct Filled {
    schema: &'static Schema,
    records: Vec<String>,
    /// Elements by class and predefined type as IDS names them, with the number of their record.
    elements: BTreeMap<(String, Option<String>), Vec<usize>>,
    /// Properties by element, set and name.
    properties: BTreeMap<(usize, String, String), String>,
    /// Materials by element.
    materials: BTreeMap<usize, String>,
}

impl Filled {
    fn new(version: Version) -> Self {
        let mut filled = Self {
            schema: Schema::of(version),
            records: Vec::new(),
            elements: BTreeMap::new(),
            properties: BTreeMap::new(),
            materials: BTreeMap::new(),
        };
        filled.building();
        filled
    }

    /// Adds a record of a class with some attributes; those that must be there and are not named get something.
    fn add(&mut self, class: &str, given: &[(&str, String)]) -> usize {
        let id = self.records.len() + 1;
        let entity = self.schema.entity(class).unwrap_or_else(|| panic!("{class}"));
        let values: Vec<String> = entity
            .attributes()
            .iter()
            .map(|a| match given.iter().find(|(name, _)| *name == a.name) {
                Some((_, value)) => value.clone(),
                None if a.name == "GlobalId" => format!("'{id:022}'"),
                None if a.name == "CompositionType" => ".ELEMENT.".to_owned(),
                None if a.name == "InteriorOrExteriorSpace" => ".INTERNAL.".to_owned(),
                None => "$".to_owned(),
            })
            .collect();
        self.records.push(format!("#{id}={}({});", class.to_ascii_uppercase(), values.join(",")));
        id
    }

    fn element(&mut self, class: &str, predefined: Option<&str>, given: &[(&str, String)]) -> usize {
        let id = self.add(class, given);
        let key = (class.to_ascii_uppercase(), predefined.map(str::to_owned));
        self.elements.entry(key).or_default().push(id);
        id
    }

    fn relate(&mut self, class: &str, from: &str, of: usize, to: &str, all: &[usize]) {
        let list = all.iter().map(|i| format!("#{i}")).collect::<Vec<_>>().join(",");
        self.add(class, &[(from, format!("#{of}")), (to, format!("({list})"))]);
    }

    fn building(&mut self) {
        let text = |t: &str| format!("'{}'", ifc_text(t));
        let metre = self.add(
            "IfcSIUnit",
            &[("UnitType", ".LENGTHUNIT.".into()), ("Name", ".METRE.".into()), ("Dimensions", "*".into())],
        );
        let area = self.add(
            "IfcSIUnit",
            &[
                ("UnitType", ".AREAUNIT.".into()),
                ("Name", ".SQUARE_METRE.".into()),
                ("Dimensions", "*".into()),
            ],
        );
        let units = self.add("IfcUnitAssignment", &[("Units", format!("(#{metre},#{area})"))]);
        let project = self.element(
            "IfcProject",
            None,
            &[("Name", text("Prøve")), ("UnitsInContext", format!("#{units}"))],
        );
        let site = self.element("IfcSite", None, &[("Name", text("Tomt"))]);
        let building = self.element("IfcBuilding", None, &[("Name", text("Hus 1"))]);
        let storey =
            self.element("IfcBuildingStorey", None, &[("Name", text("Plan 1")), ("Elevation", "0.".into())]);
        self.relate("IfcRelAggregates", "RelatingObject", project, "RelatedObjects", &[site]);
        self.relate("IfcRelAggregates", "RelatingObject", site, "RelatedObjects", &[building]);
        self.relate("IfcRelAggregates", "RelatingObject", building, "RelatedObjects", &[storey]);
        let mut spaces = Vec::new();
        for (number, name) in
            ["Gang", "Stue/kjøkken", "Soverom", "Bad", "Teknisk rom", "Bod", "Balkong", "Vaktrom"]
                .iter()
                .enumerate()
        {
            let number = format!("'{}'", 101 + number);
            spaces.push(self.element("IfcSpace", None, &[("Name", number), ("LongName", text(name))]));
        }
        self.relate("IfcRelAggregates", "RelatingObject", storey, "RelatedObjects", &spaces);
        for (name, spaces) in [("Bolig A101", &spaces[..7]), ("Personalbase", &spaces[7..])] {
            let zone = self.element("IfcZone", None, &[("Name", text(name))]);
            self.relate("IfcRelAssignsToGroup", "RelatingGroup", zone, "RelatedObjects", spaces);
        }
        let size = |h: &str, w: &str| vec![("OverallHeight", h.to_owned()), ("OverallWidth", w.to_owned())];
        let door = self.element("IfcDoor", None, &size("2.1", "0.9"));
        let window = self.element("IfcWindow", None, &size("1.2", "1.2"));
        let wall = self.element("IfcWall", None, &[]);
        self.relate(
            "IfcRelContainedInSpatialStructure",
            "RelatingStructure",
            storey,
            "RelatedElements",
            &[door, window, wall],
        );
        for (element, space) in [(door, spaces[0]), (window, spaces[1])] {
            let ends = [
                ("RelatingSpace", format!("#{space}")),
                ("RelatedBuildingElement", format!("#{element}")),
                ("PhysicalOrVirtualBoundary", ".PHYSICAL.".to_owned()),
                ("InternalOrExternalBoundary", ".EXTERNAL.".to_owned()),
            ];
            self.add("IfcRelSpaceBoundary", &ends);
        }
    }

    /// The elements of a class and predefined type, one of each being made where there is none.
    fn of(&mut self, class: &str, predefined: Option<&str>) -> Vec<usize> {
        let key = (class.to_owned(), predefined.map(str::to_owned));
        if let Some(all) = self.elements.get(&key) {
            return all.clone();
        }
        let place = self.elements[&("IFCSPACE".to_owned(), None)][3];
        let told = self.schema.occurrences().iter().find(|o| o.name.eq_ignore_ascii_case(class));
        let kind = predefined.map(|p| ("PredefinedType", format!(".{p}.")));
        let id = match told {
            Some(told) => {
                let id = self.add(told.occurrence, &[]);
                let named: Vec<_> = kind.into_iter().chain([("Name", "'T'".to_owned())]).collect();
                let of = self.add(told.kind, &named);
                self.relate("IfcRelDefinesByType", "RelatingType", of, "RelatedObjects", &[id]);
                id
            }
            None if self.schema.entity(class).is_some() => {
                let kind: Vec<_> = kind.into_iter().collect();
                self.add(class, &kind)
            }
            None => return Vec::new(),
        };
        self.relate(
            "IfcRelContainedInSpatialStructure",
            "RelatingStructure",
            place,
            "RelatedElements",
            &[id],
        );
        if class == "IFCCOVERING" {
            self.relate("IfcRelCoversSpaces", "RelatingSpace", place, "RelatedCoverings", &[id]);
            if self.schema.version() == Version::Ifc2x3 {
                self.relate("IfcRelCoversSpaces", "RelatedSpace", place, "RelatedCoverings", &[id]);
            }
        }
        self.elements.insert(key, vec![id]);
        vec![id]
    }

    /// Fills in all that a document asks for.
    fn fill(&mut self, document: &Document, words: &[String]) {
        for specification in &document.specifications {
            let Some(Facet::Entity(entity)) = specification.applicability.facets.first() else { panic!() };
            let class = first_value(&entity.name, words);
            let predefined = entity.predefined_type.as_ref().map(|p| first_value(p, words));
            let elements = self.of(&class, predefined.as_deref());
            let item = &specification.requirements.as_ref().unwrap().items[0];
            for element in elements {
                match &item.facet {
                    Facet::Property(p) => {
                        let value = typed(p, words);
                        let key = (element, name_of(&p.property_set), name_of(&p.base_name));
                        self.properties.insert(key, value);
                    }
                    Facet::Material(m) => {
                        let name =
                            m.value.as_ref().map_or_else(|| "betong".to_owned(), |v| first_value(v, words));
                        self.materials.insert(element, name);
                    }
                    Facet::Attribute(a) => {
                        assert!(["LongName", "OverallWidth"].contains(&&*name_of(&a.name)));
                    }
                    other => panic!("{other:?}"),
                }
            }
        }
    }

    /// The file, without one of its properties.
    fn text(&self, without: Option<(&str, &str)>) -> String {
        let mut all = Self {
            schema: self.schema,
            records: self.records.clone(),
            elements: BTreeMap::new(),
            properties: BTreeMap::new(),
            materials: BTreeMap::new(),
        };
        let mut sets: BTreeMap<(usize, &str), Vec<(&str, &str)>> = BTreeMap::new();
        for ((element, set, name), value) in &self.properties {
            if without != Some((set, name)) {
                sets.entry((*element, set)).or_default().push((name, value));
            }
        }
        for ((element, set), properties) in sets {
            let mut ids = Vec::new();
            for (name, value) in properties {
                ids.push(all.add(
                    "IfcPropertySingleValue",
                    &[("Name", format!("'{name}'")), ("NominalValue", value.to_owned())],
                ));
            }
            let list = ids.iter().map(|i| format!("#{i}")).collect::<Vec<_>>().join(",");
            let set = all.add(
                "IfcPropertySet",
                &[("Name", format!("'{set}'")), ("HasProperties", format!("({list})"))],
            );
            all.relate(
                "IfcRelDefinesByProperties",
                "RelatingPropertyDefinition",
                set,
                "RelatedObjects",
                &[element],
            );
        }
        for (element, name) in &self.materials {
            let material = all.add("IfcMaterial", &[("Name", format!("'{}'", ifc_text(name)))]);
            all.relate(
                "IfcRelAssociatesMaterial",
                "RelatingMaterial",
                material,
                "RelatedObjects",
                &[*element],
            );
        }
        let mut text = format!(
            "ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((''),'2;1');\nFILE_NAME('','',(''),(''),'','','');\n\
             FILE_SCHEMA(('{}'));\nENDSEC;\nDATA;\n",
            self.schema.name()
        );
        all.records.iter().for_each(|r| writeln!(text, "{r}").unwrap());
        text + "ENDSEC;\nEND-ISO-10303-21;\n"
    }
}

fn ifc_text(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii() { c.to_string() } else { format!("\\X2\\{:04X}\\X0\\", c as u32) })
        .collect()
}

fn name_of(constraint: &Constraint) -> String {
    constraint.simple().unwrap().as_str().to_owned()
}

/// A value a constraint allows.
fn first_value(constraint: &Constraint, words: &[String]) -> String {
    let restriction = match constraint {
        Constraint::Simple(text) => return text.as_str().to_owned(),
        Constraint::Restriction(r) => r,
    };
    if let Some(first) = restriction.of(LimitKind::Enumeration).next() {
        return first.value.as_str().to_owned();
    }
    let patterns: Vec<Pattern> =
        restriction.of(LimitKind::Pattern).map(|l| Pattern::new(l.value.as_str()).unwrap()).collect();
    if !patterns.is_empty() {
        let fits = |w: &&String| patterns.iter().any(|p| p.is_match(w));
        return words.iter().find(fits).unwrap_or_else(|| panic!("{restriction:?}")).clone();
    }
    "1".to_owned()
}

/// A property's value as it stands in a file.
fn typed(property: &Property, words: &[String]) -> String {
    let kind = property.data_type.as_ref().unwrap().as_str();
    let value = property.value.as_ref().map(|v| first_value(v, words));
    match kind {
        "IFCBOOLEAN" => format!("{kind}(.T.)"),
        "IFCINTEGER" => format!("{kind}({})", value.unwrap()),
        "IFCLABEL" | "IFCTEXT" | "IFCIDENTIFIER" => format!("{kind}('{}')", ifc_text(&value.unwrap())),
        _ => format!("{kind}({}.)", value.unwrap()),
    }
}

fn open(text: &str) -> ifc::Model {
    ifc::Model::from_bytes(Path::new("fylt.ifc"), text.as_bytes().to_vec(), &ifc::step::Limits::default())
        .unwrap()
}

/// Words to fill in with: what people write.
fn words(catalogue: &Catalogue) -> Vec<String> {
    let vocabulary = &catalogue.vocabulary;
    let mut all: Vec<String> = ["betong", "2026-03-31", "S 1510-Y20R", "ja"].map(str::to_owned).to_vec();
    all.extend(vocabulary.facts.values().flat_map(|f| &f.values).map(|w| w.nb.clone()));
    all
}

fn derived(model: &ifc::Model, catalogue: &Catalogue) -> FactBase {
    let lowered = ifc::lower(model, &catalogue.vocabulary);
    facts::derive(&lowered.value.unwrap(), &catalogue.vocabulary)
}

#[test]
fn a_model_filled_in_as_the_file_asks_passes_and_its_facts_are_known() {
    let catalogue = Catalogue::built_in().unwrap();
    let words = words(&catalogue);
    // One file for all versions, and the one that IFC4 alone allows.
    for versions in [&VERSIONS[..], &VERSIONS[1..2]] {
        let document = sound(&ids::write(&export(&ask(&catalogue, &[], versions)).document));
        for version in versions {
            let mut filled = Filled::new(*version);
            filled.fill(&document, &words);
            let model = open(&filled.text(None));
            let checked = check(&document, &model).unwrap();
            let failed: Vec<String> = document
                .specifications
                .iter()
                .zip(&checked.specifications)
                .filter(|(_, r)| r.verdict == Verdict::Failed)
                .map(|(s, r)| format!("{} {:?}", s.name.as_str(), r.requirements))
                .collect();
            assert!(failed.is_empty(), "{version:?}: {}", failed.join("\n"));
            assert!(checked.count(Verdict::Passed) > 100, "{version:?}: {}", checked.count(Verdict::Passed));
            let facts = derived(&model, &catalogue);
            let mut unknown = Vec::new();
            for specification in &document.specifications {
                let fact = specification.identifier.as_ref().unwrap().as_str();
                let def = catalogue.vocabulary.fact(fact).unwrap();
                let known = |ix| !matches!(facts.get(ix, fact), Fact::Unknown(_));
                let about = facts.of_kind(def.subject).count();
                if !facts.of_kind(def.subject).any(known) {
                    unknown.push(format!("{fact} of {about}"));
                }
            }
            // Which side of a wall a room is on needs the drawing.
            unknown.retain(|f| !f.starts_with("room.wall.layers"));
            assert!(unknown.is_empty(), "{version:?}: {unknown:#?}");
        }
    }
}

#[test]
fn a_model_that_lacks_one_property_fails_at_just_that_one() {
    let catalogue = Catalogue::built_in().unwrap();
    let words = words(&catalogue);
    let groups = ["5".to_owned()];
    let document = sound(&ids::write(&export(&ask(&catalogue, &groups, &VERSIONS[1..2])).document));
    let mut filled = Filled::new(Version::Ifc4);
    filled.fill(&document, &words);
    let mut tried = 0;
    for (i, specification) in document.specifications.iter().enumerate() {
        let item = &specification.requirements.as_ref().unwrap().items[0];
        let Facet::Property(property) = &item.facet else { continue };
        let (set, name) = (name_of(&property.property_set), name_of(&property.base_name));
        // One in twelve is enough to show it, and those of equipment share their property.
        if i % 12 != 0 || specification.identifier.as_ref().unwrap().as_str().starts_with("fixture.") {
            continue;
        }
        tried += 1;
        let model = open(&filled.text(Some((&set, &name))));
        let checked = check(&document, &model).unwrap();
        let failed: Vec<&str> = document
            .specifications
            .iter()
            .zip(&checked.specifications)
            .filter(|(_, r)| r.verdict == Verdict::Failed)
            .map(|(s, _)| s.name.as_str())
            .collect();
        assert_eq!(failed, [specification.name.as_str()], "without {set}.{name}");
    }
    assert!(tried > 5, "{tried}");
}

#[test]
fn what_one_model_lacks_is_asked_of_the_elements_that_lack_it() {
    let catalogue = Catalogue::built_in().unwrap();
    let words = words(&catalogue);
    let groups = ["5".to_owned()];
    let versions = [Version::Ifc4];
    let ask = ask(&catalogue, &groups, &versions);
    let judged = |text: &str| {
        let reading = befaring::judge::read("hus.ifc", text.as_bytes(), &catalogue.vocabulary);
        let settings = befaring::judge::Settings {
            groups: &groups,
            ..befaring::judge::Settings::new(&catalogue, ask.edition)
        };
        befaring::judge::judge(reading, &settings).unwrap()
    };
    let mut filled = Filled::new(Version::Ifc4);
    let bare = judged(&filled.text(None));
    let lacking = gaps(&ask, &bare.facts, &bare.findings);
    let asked = |d: &Document| -> BTreeSet<String> {
        d.specifications.iter().filter_map(|s| s.identifier.as_ref()).map(|t| t.as_str().to_owned()).collect()
    };
    let document = sound(&ids::write(&lacking.document));
    for wanted in ["room.floor.upstand", "window.glass_class", "project.standard", "dwelling.homely"] {
        assert!(asked(&document).contains(wanted), "{wanted}: {:?}", asked(&document));
    }
    for specification in &document.specifications {
        let facets = &specification.applicability.facets;
        let named = facets.iter().any(|f| matches!(f, Facet::Attribute(a) if name_of(&a.name) == "GlobalId"));
        assert!(named, "{}", specification.name.as_str());
    }
    // What is filled in is no longer asked for.
    let whole = sound(&ids::write(&export(&ask).document));
    filled.fill(&whole, &words);
    let full = judged(&filled.text(None));
    let left = gaps(&ask, &full.facts, &full.findings);
    let left = asked(&left.document);
    // What is left is for the drawing to tell, or has no element here.
    assert!(left.len() * 3 < asked(&document).len(), "{left:?}");
    assert!(!left.contains("window.glass_class") && !left.contains("dwelling.homely"), "{left:?}");
}

#[test]
fn bounds_are_the_weakest_that_all_requirements_agree_on_and_only_where_they_are_asked_for() {
    let catalogue = Catalogue::built_in().unwrap();
    let group = ["5".to_owned()];
    let plain = export(&ask(&catalogue, &group, &VERSIONS));
    let bounded = export(&Ask { bounds: true, ..ask(&catalogue, &group, &VERSIONS) });
    let limits = |s: &Specification| -> BTreeMap<LimitKind, String> {
        let value = match &s.requirements.as_ref().unwrap().items[0].facet {
            Facet::Property(f) => f.value.clone(),
            Facet::Attribute(f) => f.value.clone(),
            _ => None,
        };
        let Some(Constraint::Restriction(restriction)) = value else { return BTreeMap::new() };
        restriction.limits.iter().map(|l| (l.kind, l.value.value.clone())).collect()
    };
    let mut narrowed = BTreeMap::new();
    for (plain, bounded) in plain.document.specifications.iter().zip(&bounded.document.specifications) {
        assert_eq!(plain.name, bounded.name);
        assert_eq!(plain.instructions, bounded.instructions, "both tell the bounds in words");
        if limits(plain) != limits(bounded) {
            let how = bounded.instructions.as_ref().unwrap().as_str();
            assert!(how.contains("Kravene godtar"), "{how}");
            narrowed.insert(bounded.identifier.as_ref().unwrap().value.clone(), limits(bounded));
        }
    }
    let staff = [(LimitKind::MinInclusive, "2".to_owned()), (LimitKind::MaxInclusive, "3".to_owned())];
    assert_eq!(narrowed.get("base.staff"), Some(&BTreeMap::from(staff)), "{narrowed:?}");
    // Rooms with tiles have no upstand, and the name of a room does not tell its tiles.
    assert!(!narrowed.contains_key("room.floor.upstand"), "{narrowed:?}");
    sound(&ids::write(&bounded.document));
}
