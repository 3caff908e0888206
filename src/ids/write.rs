//! How is an IDS document written? As XML of IDS 1.0, the same bytes for the same document.

use super::audit::SCHEMA_LOCATION;
use super::document::{
    Cardinality, Constraint, Document, Entity, Facet, Info, Occurs, Requirement, Restriction, Specification,
    Text,
};
use crate::ifc::schema::Schema;
use quick_xml::escape::escape;
use std::fmt::Write as _;

/// The document as the text of a file, indented by two blanks.
pub fn write(document: &Document) -> String {
    let mut out = Writer { out: String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"), depth: 0 };
    let location = document.schema_location.as_ref().map_or(SCHEMA_LOCATION, Text::as_str);
    out.open(
        "ids",
        &[
            ("xmlns", "http://standards.buildingsmart.org/IDS"),
            ("xmlns:xs", "http://www.w3.org/2001/XMLSchema"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
            ("xsi:schemaLocation", location),
        ],
    );
    out.info(&document.info);
    out.open("specifications", &[]);
    for specification in &document.specifications {
        out.specification(specification);
    }
    out.close("specifications");
    out.close("ids");
    out.out
}

struct Writer {
    out: String,
    depth: usize,
}

impl Writer {
    fn start(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        let _ = write!(self.out, "{:indent$}<{tag}", "", indent = self.depth * 2);
        for (name, value) in attributes {
            let _ = write!(self.out, " {name}=\"{}\"", attribute(value));
        }
    }

    fn open(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.start(tag, attributes);
        self.out.push_str(">\n");
        self.depth += 1;
    }

    fn close(&mut self, tag: &str) {
        self.depth -= 1;
        let _ = writeln!(self.out, "{:indent$}</{tag}>", "", indent = self.depth * 2);
    }

    fn empty(&mut self, tag: &str, attributes: &[(&str, &str)]) {
        self.start(tag, attributes);
        self.out.push_str(" />\n");
    }

    fn leaf(&mut self, tag: &str, text: &str) {
        self.start(tag, &[]);
        let _ = writeln!(self.out, ">{}</{tag}>", escape(plain(text)));
    }

    fn info(&mut self, info: &Info) {
        self.open("info", &[]);
        self.leaf("title", info.title.as_str());
        let rest = [
            ("copyright", &info.copyright),
            ("version", &info.version),
            ("description", &info.description),
            ("author", &info.author),
            ("date", &info.date),
            ("purpose", &info.purpose),
            ("milestone", &info.milestone),
        ];
        for (tag, text) in rest {
            if let Some(text) = text {
                self.leaf(tag, text.as_str());
            }
        }
        self.close("info");
    }

    fn specification(&mut self, specification: &Specification) {
        let versions: Vec<&str> = specification.versions.iter().map(|v| Schema::of(*v).name()).collect();
        let versions = versions.join(" ");
        let mut attributes = vec![("name", specification.name.as_str()), ("ifcVersion", &versions)];
        let rest = [
            ("identifier", &specification.identifier),
            ("description", &specification.description),
            ("instructions", &specification.instructions),
        ];
        attributes.extend(rest.iter().filter_map(|(name, text)| Some((*name, text.as_ref()?.as_str()))));
        self.open("specification", &attributes);
        let Occurs { min, max, .. } = specification.applicability.occurs;
        let (min, max) = (min.to_string(), max.map_or("unbounded".to_owned(), |m| m.to_string()));
        self.open("applicability", &[("minOccurs", &min), ("maxOccurs", &max)]);
        for facet in &specification.applicability.facets {
            self.facet(facet, &[]);
        }
        self.close("applicability");
        if let Some(requirements) = &specification.requirements {
            let description = requirements.description.as_ref().map(|d| ("description", d.as_str()));
            self.open("requirements", &description.into_iter().collect::<Vec<_>>());
            for item in &requirements.items {
                self.requirement(item);
            }
            self.close("requirements");
        }
        self.close("specification");
    }

    fn requirement(&mut self, requirement: &Requirement) {
        let mut attributes = Vec::new();
        if !matches!(requirement.facet, Facet::Entity(_)) {
            let word = match requirement.cardinality {
                Cardinality::Required => "required",
                Cardinality::Optional => "optional",
                Cardinality::Prohibited => "prohibited",
            };
            attributes.push(("cardinality", word));
        }
        attributes.extend(requirement.uri.as_ref().map(|u| ("uri", u.as_str())));
        attributes.extend(requirement.instructions.as_ref().map(|i| ("instructions", i.as_str())));
        self.facet(&requirement.facet, &attributes);
    }

    fn facet(&mut self, facet: &Facet, attributes: &[(&str, &str)]) {
        let tag = facet.tag();
        let mut all: Vec<(&str, &str)> = Vec::new();
        match facet {
            Facet::Property(p) => all.extend(p.data_type.as_ref().map(|t| ("dataType", t.as_str()))),
            Facet::PartOf(p) => all.extend(p.relation.map(|r| ("relation", r.name()))),
            _ => {}
        }
        all.extend(attributes);
        if let Facet::Material(material) = facet
            && material.value.is_none()
        {
            return self.empty(tag, &all);
        }
        self.open(tag, &all);
        match facet {
            Facet::Entity(entity) => self.entity(entity),
            Facet::PartOf(part) => {
                self.open("entity", &[]);
                self.entity(&part.entity);
                self.close("entity");
            }
            Facet::Attribute(a) => {
                self.constraint("name", &a.name);
                a.value.iter().for_each(|v| self.constraint("value", v));
            }
            Facet::Property(p) => {
                self.constraint("propertySet", &p.property_set);
                self.constraint("baseName", &p.base_name);
                p.value.iter().for_each(|v| self.constraint("value", v));
            }
            Facet::Classification(c) => {
                c.value.iter().for_each(|v| self.constraint("value", v));
                self.constraint("system", &c.system);
            }
            Facet::Material(m) => m.value.iter().for_each(|v| self.constraint("value", v)),
        }
        self.close(tag);
    }

    fn entity(&mut self, entity: &Entity) {
        self.constraint("name", &entity.name);
        if let Some(predefined) = &entity.predefined_type {
            self.constraint("predefinedType", predefined);
        }
    }

    fn constraint(&mut self, tag: &str, constraint: &Constraint) {
        self.open(tag, &[]);
        match constraint {
            Constraint::Simple(text) => self.leaf("simpleValue", text.as_str()),
            Constraint::Restriction(restriction) => self.restriction(restriction),
        }
        self.close(tag);
    }

    fn restriction(&mut self, restriction: &Restriction) {
        let base = restriction.base.as_ref().map(|b| format!("xs:{}", b.as_str()));
        self.open("xs:restriction", &base.iter().map(|b| ("base", b.as_str())).collect::<Vec<_>>());
        for limit in &restriction.limits {
            self.empty(&format!("xs:{}", limit.kind.tag()), &[("value", limit.value.as_str())]);
        }
        self.close("xs:restriction");
    }
}

/// A text without characters XML cannot hold.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\t' | '\n')).collect()
}

/// A text as the value of an attribute; a reader would make blanks of what breaks lines.
fn attribute(text: &str) -> String {
    escape(plain(text)).replace('\n', "&#10;").replace('\t', "&#9;")
}
