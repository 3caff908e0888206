//! Dwellings, staff bases and common rooms: zones with the spaces they gather.

use super::Export;
use super::step::V;
use crate::ifc::own;
use crate::ifc::schema::Version;
use crate::ifc::step::Id;
use crate::model::{Element, Owner};

/// What is said of a zone besides its facts.
struct Home<'m> {
    element: &'m Element,
    owner: Owner,
    kind: &'static str,
    storey: Option<usize>,
    planned: bool,
    outer_wall: Option<f64>,
    from_type: Option<&'m str>,
}

impl Export<'_> {
    pub(super) fn homes(&mut self) {
        let model = self.model;
        for (i, d) in model.dwellings.iter().enumerate() {
            self.home(&Home {
                element: &d.element,
                owner: Owner::Dwelling(i),
                kind: own::KIND_DWELLING,
                storey: d.storey,
                planned: d.planned,
                outer_wall: d.outer_wall,
                from_type: d.from_type.as_deref(),
            });
        }
        for (i, b) in model.bases.iter().enumerate() {
            self.home(&Home {
                element: &b.element,
                owner: Owner::Base(i),
                kind: own::KIND_BASE,
                storey: b.storey,
                planned: b.planned,
                outer_wall: b.outer_wall,
                from_type: None,
            });
        }
        self.common();
    }

    fn spaces_of(&self, owner: Owner) -> Vec<Id> {
        self.model.rooms_of(owner).filter_map(|(i, _)| self.rooms.get(i).copied()).collect()
    }

    fn home(&mut self, home: &Home<'_>) {
        let Home { element, owner, kind, .. } = *home;
        let (class, word) = match owner {
            Owner::Base(_) => ("IfcZone", "Personalbase"),
            Owner::Dwelling(_) | Owner::Common => ("IfcZone", "Boenhet"),
        };
        let values = [
            ("Name", V::text(&element.tag)),
            ("?LongName", V::some_text(&element.name)),
            (
                "ObjectType",
                V::text(home.from_type.map_or_else(|| word.to_owned(), |t| format!("{word} {t}"))),
            ),
        ];
        let zone = self.rooted(class, element, &values);
        let mut spaces = self.spaces_of(owner);
        // NOTE: a group of the older schema has members; one of the newer ones is easier to see with one.
        if spaces.is_empty() {
            spaces.push(self.space_of_nothing(home));
        }
        self.group(zone, &spaces, &element.id.0);
        let mut carrier = self.facts_of(element, class, None, None);
        carrier.plan(own::KIND, V::typed("IfcLabel", V::text(kind)));
        carrier.plan(own::PLANNED, V::typed("IfcBoolean", V::Bool(home.planned)));
        carrier.length(own::OUTER_WALL, home.outer_wall);
        if let Some(storey) = home.storey.and_then(|s| self.model.storeys.get(s)) {
            carrier.plan(own::STOREY, V::typed("IfcText", V::text(&storey.element.id.0)));
        }
        if let Some(from) = home.from_type {
            carrier.plan(own::FROM_TYPE, V::typed("IfcText", V::text(from)));
        }
        self.state(zone, &element.id.0, carrier);
        self.without(zone, &element.id.0, |f| f.room.is_none() && f.owner == Some(owner));
    }

    /// A space that stands for a dwelling whose rooms were not described.
    fn space_of_nothing(&mut self, home: &Home<'_>) -> Id {
        let level = self.level(home.storey);
        let placement = self.placement(Some(level.placement), [0.0; 3], None);
        let attribute =
            if self.version == Version::Ifc2x3 { "InteriorOrExteriorSpace" } else { "PredefinedType" };
        let values = [
            ("Name", V::text(&home.element.tag)),
            ("LongName", V::text("Rommene er ikke beskrevet")),
            ("ObjectPlacement", V::Ref(placement)),
            ("CompositionType", V::word("COMPLEX")),
            (attribute, V::word("INTERNAL")),
        ];
        let key = format!("{}|uten rom", home.element.id.0);
        let id = self.w.root("IfcSpace", &key, &values);
        self.part(level.structure, id);
        let mut carrier = super::facts::Carrier::default();
        carrier.plan(own::DRAWN, V::typed("IfcBoolean", V::Bool(true)));
        self.state(id, &key, carrier);
        id
    }

    /// Rooms that are no dwelling's.
    fn common(&mut self) {
        let spaces = self.spaces_of(Owner::Common);
        if spaces.is_empty() {
            return;
        }
        let values = [("Name", V::text("Fellesareal")), ("ObjectType", V::text("Fellesareal"))];
        let zone = self.w.root("IfcZone", "fellesareal", &values);
        self.group(zone, &spaces, "fellesareal");
        let mut carrier = super::facts::Carrier::default();
        carrier.plan(own::KIND, V::typed("IfcLabel", V::text(own::KIND_COMMON)));
        self.state(zone, "fellesareal", carrier);
    }

    fn group(&mut self, zone: Id, spaces: &[Id], key: &str) {
        let values = [("RelatedObjects", V::refs(spaces)), ("RelatingGroup", V::Ref(zone))];
        self.w.root("IfcRelAssignsToGroup", &format!("{key}|rom"), &values);
    }
}
