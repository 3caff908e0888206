//! Rooms: spaces with their outlines and bodies, parts of rooms, and what covers floors and ceilings.

use geo::{Area, Euclidean, Length};

use super::Export;
use super::step::V;
use crate::ifc::own;
use crate::ifc::schema::Version;
use crate::ifc::step::Id;
use crate::localized;
use crate::model::{Room, Zone};
use crate::text::{Lang, Localized};

/// Thickness coverings are drawn with, in metres. For drawing only.
const DRAWN_COVERING: f64 = 0.01;

impl Export<'_> {
    pub(super) fn spaces(&mut self) {
        for index in 0..self.model.rooms.len() {
            let id = self.space(index);
            self.rooms.push(id);
        }
    }

    fn outdoors(&self, functions: &[String]) -> bool {
        functions.first().and_then(|f| self.vocabulary.room(f)).is_some_and(|f| f.outdoor)
    }

    /// What a room is called: its name, or else what it is for.
    fn long_name(&self, room: &Room) -> String {
        let function = room.functions.first().and_then(|f| self.vocabulary.room(f));
        match (&room.element.name, function) {
            (name, _) if !name.is_empty() => name.clone(),
            (_, Some(function)) => function.name.get(Lang::Nb).to_owned(),
            _ => String::new(),
        }
    }

    fn space(&mut self, index: usize) -> Id {
        let model = self.model;
        let room = &model.rooms[index];
        let level = self.level(room.storey);
        let height = room.height.unwrap_or(level.height);
        let mut shapes = Vec::new();
        if let Some(outline) = &room.outline {
            shapes.extend(self.footprint(outline));
            shapes.extend(self.extrusion(outline, 0.0, height));
        }
        let placement = self.placement(Some(level.placement), [0.0; 3], None);
        let shape = self.product(&shapes);
        let function = room.functions.first().cloned().unwrap_or_default();
        let word = self.vocabulary.room(&function).map_or(String::new(), |f| f.name.get(Lang::Nb).to_owned());
        let values = [
            ("Name", V::text(&room.element.tag)),
            ("LongName", V::some_text(&self.long_name(room))),
            ("ObjectType", V::some_text(&word)),
            ("ObjectPlacement", V::Ref(placement)),
            ("Representation", shape),
            ("CompositionType", V::word("ELEMENT")),
            self.indoors(&room.functions),
        ];
        let id = self.rooted("IfcSpace", &room.element, &values);
        self.part(level.structure, id);
        let mut carrier = self.facts_of(&room.element, "IfcSpace", None, None);
        carrier.plan_list(own::FUNCTIONS, room.functions.iter().cloned());
        if room.doubtful_function {
            carrier.plan(own::DOUBTFUL, V::typed("IfcBoolean", V::Bool(true)));
        }
        if room.floor.is_none() {
            carrier.assumed("gulv");
        }
        let set = self.quantities("Qto_SpaceBaseQuantities");
        match (&room.outline, room.height) {
            (Some(outline), height) => {
                let area = outline.unsigned_area();
                if !room.element.declared.contains_key("room.area") {
                    carrier.assumed("areal");
                }
                carrier.quantity(set, "NetFloorArea", "Area", area);
                carrier.quantity(set, "NetPerimeter", "Length", Euclidean.length(outline.exterior()));
                match height {
                    Some(height) => {
                        carrier.quantity(set, "Height", "Length", height);
                        carrier.quantity(set, "NetVolume", "Volume", area * height);
                    }
                    None => {
                        carrier.assumed_as("høyde", level.height);
                        let sentence = localized!(
                            "rom uten oppgitt høyde er tegnet som på etasjen ellers",
                            "rooms without a stated height are drawn like the rest of the storey"
                        );
                        self.told.count("export.room-height", sentence, &room.element.label);
                    }
                }
            }
            (None, height) => {
                if let Some(height) = height {
                    carrier.quantity(set, "Height", "Length", height);
                }
                let sentence = Localized::new(
                    "rom uten omriss har ingen form",
                    "rooms without an outline have no shape",
                );
                self.told.count("export.no-outline", sentence, &room.element.label);
            }
        }
        let external = self.outdoors(&room.functions);
        carrier.standard("Pset_SpaceCommon", "IsExternal", V::typed("IfcBoolean", V::Bool(external)));
        let coverings = std::mem::take(&mut carrier.coverings);
        self.state(id, &room.element.id.0, carrier);
        for (kind, material) in coverings {
            self.covering(id, room, &kind, &material, level.placement, height);
        }
        for (n, zone) in room.zones.iter().enumerate() {
            self.zone_of_room(id, room, n, zone, level.placement, height);
        }
        self.without(id, &room.element.id.0, |f| f.room == Some(index));
        id
    }

    /// Whether a space lies in the open, as each schema says it.
    fn indoors(&self, functions: &[String]) -> (&'static str, V) {
        let word = V::word(if self.outdoors(functions) { "EXTERNAL" } else { "INTERNAL" });
        let attribute =
            if self.version == Version::Ifc2x3 { "InteriorOrExteriorSpace" } else { "PredefinedType" };
        (attribute, word)
    }

    /// A part of a room with a use of its own.
    fn zone_of_room(&mut self, whole: Id, room: &Room, n: usize, zone: &Zone, placement: Id, height: f64) {
        let mut shapes = Vec::new();
        shapes.extend(self.footprint(&zone.outline));
        shapes.extend(self.extrusion(&zone.outline, 0.0, height));
        let placement = self.placement(Some(placement), [0.0; 3], None);
        let shape = self.product(&shapes);
        let name = self.vocabulary.room(&zone.function).map(|f| f.name.get(Lang::Nb).to_owned());
        let values = [
            ("Name", V::text(format!("{}.{}", room.element.tag, n + 1))),
            ("LongName", V::text(name.unwrap_or_else(|| zone.function.clone()))),
            ("ObjectPlacement", V::Ref(placement)),
            ("Representation", shape),
            ("CompositionType", V::word("PARTIAL")),
            self.indoors(&room.functions),
        ];
        let key = format!("{}|del {n}", room.element.id.0);
        let id = self.w.root("IfcSpace", &key, &values);
        self.part(whole, id);
        let mut carrier = super::facts::Carrier::default();
        carrier.plan_list(own::FUNCTIONS, [zone.function.clone()]);
        self.state(id, &key, carrier);
    }

    /// What covers the floor or the ceiling of a room.
    fn covering(&mut self, space: Id, room: &Room, kind: &str, material: &str, placement: Id, height: f64) {
        let at = self.placement(Some(placement), [0.0; 3], None);
        let shape = match (kind, &room.outline) {
            ("FLOORING", Some(o)) => self.extrusion(o, -DRAWN_COVERING, DRAWN_COVERING),
            ("CEILING", Some(o)) => self.extrusion(o, height, DRAWN_COVERING),
            _ => None,
        };
        let shape = match shape {
            Some(body) => self.product(&[body]),
            None => V::No,
        };
        let values = [
            ("Name", V::text(material)),
            ("ObjectPlacement", V::Ref(at)),
            ("Representation", shape),
            ("PredefinedType", V::word(kind)),
        ];
        let key = format!("{}|{kind}", room.element.id.0);
        let id = self.w.root("IfcCovering", &key, &values);
        let material = self.material(material);
        self.made_of.entry(material).or_default().push(id);
        self.stands_in(space, id);
        let attribute = if self.version == Version::Ifc2x3 { "RelatedSpace" } else { "RelatingSpace" };
        let values = [(attribute, V::Ref(space)), ("RelatedCoverings", V::refs(&[id]))];
        self.w.root("IfcRelCoversSpaces", &format!("{key}|i rommet"), &values);
    }
}
