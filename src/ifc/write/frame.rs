//! What every model begins with: units, contexts, project, site, buildings and storeys.

use std::collections::BTreeSet;

use geo::Coord;

use super::Export;
use super::facts::Carrier;
use super::step::V;
use crate::ifc::own;
use crate::ifc::schema::Version;
use crate::ifc::step::Id;
use crate::text::Localized;

/// Height that rooms are drawn with where nobody stated one, in metres. For drawing only.
pub(super) const DRAWN_HEIGHT: f64 = 2.5;
/// Distance from floor to floor that storeys are drawn with where nobody stated their heights, in metres.
const DRAWN_STOREY: f64 = 3.0;

/// Where things stand: a storey, or the site.
#[derive(Debug, Clone, Copy)]
pub(super) struct Level {
    /// Its record.
    pub(super) structure: Id,
    /// Its placement.
    pub(super) placement: Id,
    /// Height that walls on it are drawn with, in metres.
    pub(super) height: f64,
}

impl Export<'_> {
    pub(super) fn frame(&mut self) {
        let history = self.history();
        self.w.owned_by(history);
        let contexts = self.contexts();
        let units = self.units();
        let element = &self.model.project.element;
        let values = [
            ("Name", V::some_text(&element.name)),
            ("RepresentationContexts", V::refs(&contexts)),
            ("UnitsInContext", V::Ref(units)),
        ];
        self.project = self.rooted("IfcProject", element, &values);
        let mut carrier = self.facts_of(element, "IfcProject", None, None);
        carrier.plan(own::VERSION, V::typed("IfcInteger", V::Int(1)));
        self.state(self.project, &element.id.0, carrier);
        self.without(self.project, "prosjekt", |f| f.room.is_none() && f.owner.is_none());
        let origin = self.placement(None, [0.0; 3], None);
        self.site(origin);
        for index in 0..self.model.buildings.len() {
            self.building(index);
        }
        self.storeys();
    }

    fn history(&mut self) -> Id {
        let person = self.w.add("IfcPerson", &[("FamilyName", V::text("befaring"))]);
        let organization = self.w.add("IfcOrganization", &[("Name", V::text("befaring"))]);
        let both = [("ThePerson", V::Ref(person)), ("TheOrganization", V::Ref(organization))];
        let user = self.w.add("IfcPersonAndOrganization", &both);
        let application = self.w.add(
            "IfcApplication",
            &[
                ("ApplicationDeveloper", V::Ref(organization)),
                ("Version", V::text(env!("CARGO_PKG_VERSION"))),
                ("ApplicationFullName", V::text("befaring")),
                ("ApplicationIdentifier", V::text("befaring")),
            ],
        );
        // NOTE: a mandatory date in a file that knows no clock: 2000-01-01.
        let values = [
            ("OwningUser", V::Ref(user)),
            ("OwningApplication", V::Ref(application)),
            ("ChangeAction", V::word("NOCHANGE")),
            ("CreationDate", V::Int(946_684_800)),
        ];
        self.w.add("IfcOwnerHistory", &values)
    }

    fn contexts(&mut self) -> Vec<Id> {
        let axes = self.axes([0.0; 3], None);
        let north = self.model.site.north.map(f64::to_radians).map(|a| {
            let ratios = V::reals(&[a.sin(), a.cos()]);
            self.w.add("IfcDirection", &[("DirectionRatios", ratios)])
        });
        let model = self.w.add(
            "IfcGeometricRepresentationContext",
            &[
                ("ContextType", V::text("Model")),
                ("CoordinateSpaceDimension", V::Int(3)),
                ("Precision", V::Real(1e-5)),
                ("WorldCoordinateSystem", V::Ref(axes)),
                ("TrueNorth", north.map_or(V::No, V::Ref)),
            ],
        );
        let mut sub = |name: &str, view: &str| {
            self.w.add(
                "IfcGeometricRepresentationSubContext",
                &[
                    ("ContextIdentifier", V::text(name)),
                    ("ContextType", V::text("Model")),
                    ("ParentContext", V::Ref(model)),
                    ("TargetView", V::word(view)),
                ],
            )
        };
        let (body, outline, axis) =
            (sub("Body", "MODEL_VIEW"), sub("FootPrint", "MODEL_VIEW"), sub("Axis", "GRAPH_VIEW"));
        (self.body, self.outline, self.axis) = (body, outline, axis);
        vec![model]
    }

    fn units(&mut self) -> Id {
        let si = [
            ("LENGTHUNIT", "METRE"),
            ("AREAUNIT", "SQUARE_METRE"),
            ("VOLUMEUNIT", "CUBIC_METRE"),
            ("PLANEANGLEUNIT", "RADIAN"),
        ];
        let all: Vec<Id> = si
            .iter()
            .map(|(kind, name)| {
                self.w.add("IfcSIUnit", &[("UnitType", V::word(kind)), ("Name", V::word(name))])
            })
            .collect();
        self.w.add("IfcUnitAssignment", &[("Units", V::refs(&all))])
    }

    fn site(&mut self, placement: Id) {
        let site = &self.model.site;
        let shape = site.outline.as_ref().and_then(|o| self.drawn_outline(o));
        let values = [
            ("Name", V::text("Tomt")),
            ("ObjectPlacement", V::Ref(placement)),
            ("Representation", shape.map_or(V::No, V::Ref)),
            ("CompositionType", V::word("ELEMENT")),
        ];
        let id = self.rooted("IfcSite", &site.element, &values);
        self.ground = Level { structure: id, placement, ..self.ground };
        self.part(self.project, id);
        let mut carrier = self.facts_of(&site.element, "IfcSite", None, None);
        if site.described {
            carrier.plan(own::DESCRIBED, V::typed("IfcBoolean", V::Bool(true)));
        }
        self.state(id, &site.element.id.0, carrier);
        for (index, public) in site.public.iter().enumerate() {
            let Some(shape) = self.drawn_outline(public) else { continue };
            let class = if self.w.has("IfcGeographicElement") {
                "IfcGeographicElement"
            } else {
                "IfcBuildingElementProxy"
            };
            let at = self.placement(Some(placement), [0.0; 3], None);
            let values = [
                ("Name", V::text("Offentlig grunn")),
                ("ObjectType", V::text(own::PUBLIC)),
                ("ObjectPlacement", V::Ref(at)),
                ("Representation", V::Ref(shape)),
                ("?PredefinedType", V::word("USERDEFINED")),
            ];
            let values = &values[..if class == "IfcGeographicElement" { 5 } else { 4 }];
            let ground = self.w.root(class, &format!("offentlig grunn {index}"), values);
            self.stands_in(id, ground);
        }
    }

    fn building(&mut self, index: usize) {
        let element = &self.model.buildings[index].element;
        let placement = self.placement(Some(self.ground.placement), [0.0; 3], None);
        let values = [
            ("Name", V::text(&element.tag)),
            ("LongName", V::some_text(&element.name)),
            ("ObjectPlacement", V::Ref(placement)),
            ("CompositionType", V::word("ELEMENT")),
        ];
        let id = self.rooted("IfcBuilding", element, &values);
        self.part(self.ground.structure, id);
        self.buildings.push(id);
        let carrier = self.facts_of(element, "IfcBuilding", None, None);
        self.state(id, &element.id.0, carrier);
    }

    fn storeys(&mut self) {
        for index in 0..self.model.storeys.len() {
            let storey = &self.model.storeys[index];
            let siblings: Vec<_> =
                self.model.storeys.iter().filter(|s| s.building == storey.building).collect();
            let distinct: BTreeSet<i64> =
                siblings.iter().map(|s| (s.elevation * 100.0).round() as i64).collect();
            let assumed = distinct.len() < siblings.len();
            let z = if assumed { f64::from(storey.number - 1) * DRAWN_STOREY } else { storey.elevation };
            let rooms = self.model.rooms.iter().filter(|r| r.storey == Some(index));
            let height = rooms.filter_map(|r| r.height).fold(0.0_f64, f64::max);
            let height = if height > 0.5 { height } else { DRAWN_HEIGHT };
            let placement = self.placement(Some(self.ground.placement), [0.0, 0.0, z], None);
            let shape = storey.outline.as_ref().and_then(|o| self.drawn_outline(o));
            let values = [
                ("Name", V::text(format!("{}. etasje", storey.number))),
                ("LongName", V::some_text(&storey.element.name)),
                ("ObjectPlacement", V::Ref(placement)),
                ("Representation", shape.map_or(V::No, V::Ref)),
                ("CompositionType", V::word("ELEMENT")),
                ("Elevation", V::Real(z)),
            ];
            let id = self.rooted("IfcBuildingStorey", &storey.element, &values);
            let whole = self.buildings.get(storey.building).copied().unwrap_or(self.ground.structure);
            self.part(whole, id);
            self.storeys.push(Level { structure: id, placement, height });
            let mut carrier = self.facts_of(&storey.element, "IfcBuildingStorey", None, None);
            carrier.plan(own::NUMBER, V::typed("IfcInteger", V::Int(i64::from(storey.number))));
            carrier.length(own::OUTER_WALL, storey.outer_wall);
            if assumed {
                carrier.length(own::ELEVATION, Some(storey.elevation));
                carrier.assumed_as("kote", z);
                let sentence = Localized::new(
                    "etasjer uten oppgitt høyde er tegnet over hverandre",
                    "storeys without a stated height are drawn above each other",
                );
                self.told.count("export.storey-height", sentence, &storey.element.label);
            }
            self.state(id, &storey.element.id.0, carrier);
        }
    }

    // --- placements ---------------------------------------------------------------------------------------------

    /// A frame at a point, its x axis in plan along a direction.
    pub(super) fn axes(&mut self, at: [f64; 3], along: Option<Coord<f64>>) -> Id {
        let location = self.point(&at);
        let mut values = vec![("Location", V::Ref(location))];
        if let Some(x) = along {
            let up = self.w.add("IfcDirection", &[("DirectionRatios", V::reals(&[0.0, 0.0, 1.0]))]);
            let x = self.w.add("IfcDirection", &[("DirectionRatios", V::reals(&[x.x, x.y, 0.0]))]);
            values.extend([("Axis", V::Ref(up)), ("RefDirection", V::Ref(x))]);
        }
        self.w.add("IfcAxis2Placement3D", &values)
    }

    /// A placement within another.
    pub(super) fn placement(&mut self, within: Option<Id>, at: [f64; 3], along: Option<Coord<f64>>) -> Id {
        let axes = self.axes(at, along);
        let values = [("PlacementRelTo", within.map_or(V::No, V::Ref)), ("RelativePlacement", V::Ref(axes))];
        self.w.add("IfcLocalPlacement", &values)
    }

    pub(super) fn point(&mut self, at: &[f64]) -> Id {
        self.w.add("IfcCartesianPoint", &[("Coordinates", V::reals(at))])
    }

    /// The name of the set of base quantities of a class, which the older schema does not tell apart.
    pub(super) fn quantities(&self, set: &'static str) -> &'static str {
        if self.version == Version::Ifc2x3 { "BaseQuantities" } else { set }
    }

    /// A carrier of what was said of an element and of what its plan needs.
    pub(super) fn facts_of(
        &self,
        element: &crate::model::Element,
        class: &str,
        predefined: Option<&str>,
        whole: Option<f64>,
    ) -> Carrier {
        let mut carrier = Carrier::default();
        self.heads(&mut carrier, element);
        self.take_facts(&mut carrier, element, class, predefined, whole);
        carrier
    }
}
