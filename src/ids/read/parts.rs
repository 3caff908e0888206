//! The parts of an IDS file, from the root down: the types of `ids.xsd` one by one.

use super::lexical;
use super::walk::{Walk, any, attribute, attribute_text, child, children, maybe, one};
use super::xml::{Element, IDS, Namespace};
use crate::ids::document::{
    Applicability, Attribute, Cardinality, Classification, Constraint, Document, Entity, Facet, Info, Limit,
    LimitKind, Material, Occurs, PartOf, Property, Relation, Requirement, Requirements, Restriction,
    Specification, Text,
};
use crate::ifc::schema::Version;
use crate::localized;
use crate::source::Span;

const FACETS: [&str; 6] = ["entity", "partOf", "classification", "attribute", "property", "material"];

impl Walk {
    /// The whole file; nothing if the root is another element.
    pub(super) fn document(&mut self, root: &Element<'_>) -> Option<Document> {
        if root.name != "ids" || root.namespace != Namespace::Ids {
            let name = root.name;
            self.wrong(
                root.span,
                if name == "ids" {
                    localized!(
                        "elementet «ids» står i feil navnerom",
                        "the element “ids” stands in the wrong namespace"
                    )
                } else {
                    localized!("roten er «{name}» og ikke «ids»", "the root is “{name}” and not “ids”")
                },
                localized!(
                    "en IDS-fil begynner med <ids xmlns=\"{IDS}\">",
                    "an IDS file begins with <ids xmlns=\"{IDS}\">"
                ),
            );
            return None;
        }
        self.attributes(root, &[]);
        self.sequence(root, &[one("info"), one("specifications")]);
        let location = root.attributes.iter();
        let location = location.filter(|a| a.namespace == Namespace::Instance && a.name == "schemaLocation");
        let schema_location = location.map(|a| Text::new(a.value.as_str(), a.span)).next();
        let info = self.info(child(root, "info"), root.span);
        let mut specifications = Vec::new();
        if let Some(list) = child(root, "specifications") {
            self.attributes(list, &[]);
            self.sequence(list, &[super::walk::Item { name: "specification", least: 1, most: usize::MAX }]);
            specifications = children(list, "specification").map(|s| self.specification(s)).collect();
        }
        Some(Document { source: self.source, span: root.span, schema_location, info, specifications })
    }

    fn info(&mut self, element: Option<&Element<'_>>, root: Span) -> Info {
        let nothing = Text::new("", Span::new(self.source, root.end, root.end));
        let mut info = Info {
            span: element.map_or(nothing.span, |e| e.span),
            title: nothing,
            copyright: None,
            version: None,
            description: None,
            author: None,
            date: None,
            purpose: None,
            milestone: None,
        };
        let Some(element) = element else { return info };
        self.attributes(element, &[]);
        let optional = ["copyright", "version", "description", "author", "date", "purpose", "milestone"];
        let mut items = vec![one("title")];
        items.extend(optional.map(maybe));
        self.sequence(element, &items);
        if let Some(title) = child(element, "title") {
            info.title = self.text(title);
        }
        let mut take = |name: &str| child(element, name).map(|e| self.text(e));
        info.copyright = take("copyright");
        info.version = take("version");
        info.description = take("description");
        info.author = take("author");
        info.date = take("date");
        info.purpose = take("purpose");
        info.milestone = take("milestone");
        if let Some(author) = info.author.as_ref().filter(|a| !lexical::is_author(&a.value)) {
            let text = shown(&author.value);
            self.wrong(
                author.span,
                localized!("«{text}» er ikke en e-postadresse", "“{text}” is no electronic mail address"),
                localized!(
                    "skriv navn@firma.no, eller ta bort «author»",
                    "write name@company.com, or take “author” away"
                ),
            );
        }
        if let Some(date) = info.date.as_ref().filter(|d| !lexical::is_date(&d.value)) {
            let text = shown(&date.value);
            self.wrong(
                date.span,
                localized!("«{text}» er ikke en dato", "“{text}” is no date"),
                localized!("skriv år-måned-dag, som 2026-03-31", "write year-month-day, as 2026-03-31"),
            );
        }
        info
    }

    fn specification(&mut self, element: &Element<'_>) -> Specification {
        self.attributes(element, &["name", "ifcVersion", "identifier", "description", "instructions"]);
        self.sequence(element, &[one("applicability"), maybe("requirements")]);
        for (name, example) in [("name", "Dører"), ("ifcVersion", "IFC4")] {
            if attribute(element, name).is_none() {
                self.wrong(
                    element.span,
                    localized!(
                        "«specification» mangler attributtet «{name}»",
                        "“specification” lacks the attribute “{name}”"
                    ),
                    localized!("skriv {name}=\"{example}\"", "write {name}=\"{example}\""),
                );
            }
        }
        let at_tag = Span::new(self.source, element.span.end, element.span.end);
        let versions = attribute_text(element, "ifcVersion").unwrap_or_else(|| Text::new("", at_tag));
        let applicability = child(element, "applicability");
        Specification {
            span: element.span,
            name: attribute_text(element, "name").unwrap_or_else(|| Text::new("", at_tag)),
            versions: self.versions(&versions),
            versions_span: versions.span,
            identifier: attribute_text(element, "identifier"),
            description: attribute_text(element, "description"),
            instructions: attribute_text(element, "instructions"),
            applicability: match applicability {
                Some(applicability) => self.applicability(applicability),
                None => Applicability {
                    span: element.span,
                    occurs: Occurs { min: 1, max: Some(1), min_span: None, max_span: None },
                    facets: Vec::new(),
                },
            },
            requirements: child(element, "requirements").map(|r| self.requirements(r)),
        }
    }

    fn versions(&mut self, text: &Text) -> Vec<Version> {
        let mut versions = Vec::new();
        for word in lexical::words(&text.value) {
            let version = [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3]
                .into_iter()
                .find(|v| crate::ifc::schema::Schema::of(*v).name() == word);
            match version {
                Some(version) if versions.contains(&version) => {}
                Some(version) => versions.push(version),
                None => {
                    let word = shown(word);
                    self.wrong(
                        text.span,
                        localized!(
                            "«{word}» er ikke en IFC-versjon i IDS 1.0",
                            "“{word}” is no version of IFC in IDS 1.0"
                        ),
                        localized!(
                            "skriv én eller flere av IFC2X3, IFC4 og IFC4X3_ADD2, med mellomrom mellom",
                            "write one or more of IFC2X3, IFC4 and IFC4X3_ADD2, with blanks between"
                        ),
                    );
                }
            }
        }
        versions
    }

    fn applicability(&mut self, element: &Element<'_>) -> Applicability {
        self.attributes(element, &["minOccurs", "maxOccurs"]);
        let [entity, others @ ..] = FACETS;
        let mut items = vec![maybe(entity)];
        items.extend(others.map(any));
        self.sequence(element, &items);
        let occurs = self.occurs(element);
        let facets = element.children.iter().filter_map(|c| self.facet(c, &[])).collect();
        Applicability { span: element.span, occurs, facets }
    }

    fn occurs(&mut self, element: &Element<'_>) -> Occurs {
        let (min, max) = (attribute(element, "minOccurs"), attribute(element, "maxOccurs"));
        let mut count = |attribute: Option<&super::xml::Attribute<'_>>, unbounded: bool| -> Option<u64> {
            let attribute = attribute?;
            let read = lexical::count(&attribute.value);
            if read.is_none() && !(unbounded && lexical::words(&attribute.value).eq(["unbounded"])) {
                let (name, text) = (attribute.name, shown(&attribute.value));
                self.wrong(
                    attribute.span,
                    localized!("{name}=\"{text}\" er ikke et antall", "{name}=\"{text}\" is no number"),
                    localized!(
                        "skriv 0 eller 1, og for maxOccurs 0 eller unbounded",
                        "write 0 or 1, and for maxOccurs 0 or unbounded"
                    ),
                );
                return Some(1);
            }
            read
        };
        let least = if min.is_some() { count(min, false).unwrap_or(1) } else { 1 };
        let most = if max.is_some() { count(max, true) } else { Some(1) };
        Occurs { min: least, max: most, min_span: min.map(|a| a.span), max_span: max.map(|a| a.span) }
    }

    fn requirements(&mut self, element: &Element<'_>) -> Requirements {
        self.attributes(element, &["description"]);
        self.choice(element, &FACETS);
        let mut items = Vec::new();
        for child in &element.children {
            let own: &[&str] = match child.name {
                "entity" => &["instructions"],
                "partOf" | "attribute" => &["cardinality", "instructions"],
                _ => &["uri", "cardinality", "instructions"],
            };
            let Some(facet) = self.facet(child, own) else { continue };
            let cardinality = own.contains(&"cardinality").then(|| attribute(child, "cardinality")).flatten();
            items.push(Requirement {
                cardinality: cardinality.map_or(Cardinality::Required, |c| self.cardinality(c, child.name)),
                cardinality_span: cardinality.map(|c| c.span),
                instructions: attribute_text(child, "instructions"),
                uri: attribute_text(child, "uri"),
                facet,
            });
        }
        Requirements { span: element.span, description: attribute_text(element, "description"), items }
    }

    fn cardinality(&mut self, attribute: &super::xml::Attribute<'_>, of: &str) -> Cardinality {
        match attribute.value.as_str() {
            "required" => Cardinality::Required,
            "prohibited" => Cardinality::Prohibited,
            "optional" if of != "partOf" => Cardinality::Optional,
            text => {
                let text = shown(text);
                let allowed =
                    if of == "partOf" { "required, prohibited" } else { "required, optional, prohibited" };
                self.wrong(
                    attribute.span,
                    localized!(
                        "«{of}» kan ikke ha cardinality=\"{text}\"",
                        "“{of}” cannot have cardinality=\"{text}\""
                    ),
                    localized!("her kan stå: {allowed}", "here may stand: {allowed}"),
                );
                Cardinality::Required
            }
        }
    }

    /// A facet, which may have the attributes `own` besides those it always may have.
    fn facet(&mut self, element: &Element<'_>, own: &[&str]) -> Option<Facet> {
        if element.namespace != Namespace::Ids || !FACETS.contains(&element.name) {
            return None;
        }
        let mut allowed = own.to_vec();
        match element.name {
            "partOf" => allowed.push("relation"),
            "property" => allowed.push("dataType"),
            _ => {}
        }
        self.attributes(element, &allowed);
        let span = element.span;
        Some(match element.name {
            "entity" => Facet::Entity(self.entity(element)),
            "partOf" => {
                self.sequence(element, &[one("entity")]);
                let relation = attribute(element, "relation");
                Facet::PartOf(PartOf {
                    span,
                    relation: relation.and_then(|r| self.relation(r)),
                    relation_span: relation.map(|r| r.span),
                    entity: match child(element, "entity") {
                        Some(entity) => {
                            self.attributes(entity, &[]);
                            self.entity(entity)
                        }
                        None => Entity { span, name: nothing(span), predefined_type: None },
                    },
                })
            }
            "classification" => {
                self.sequence(element, &[maybe("value"), one("system")]);
                Facet::Classification(Classification {
                    span,
                    value: self.optional(element, "value"),
                    system: self.required(element, "system"),
                })
            }
            "attribute" => {
                self.sequence(element, &[one("name"), maybe("value")]);
                Facet::Attribute(Attribute {
                    span,
                    name: self.required(element, "name"),
                    value: self.optional(element, "value"),
                })
            }
            "property" => {
                self.sequence(element, &[one("propertySet"), one("baseName"), maybe("value")]);
                Facet::Property(Property {
                    span,
                    property_set: self.required(element, "propertySet"),
                    base_name: self.required(element, "baseName"),
                    value: self.optional(element, "value"),
                    data_type: self.data_type(element),
                })
            }
            _ => {
                self.sequence(element, &[maybe("value")]);
                Facet::Material(Material { span, value: self.optional(element, "value") })
            }
        })
    }

    fn entity(&mut self, element: &Element<'_>) -> Entity {
        self.sequence(element, &[one("name"), maybe("predefinedType")]);
        Entity {
            span: element.span,
            name: self.required(element, "name"),
            predefined_type: self.optional(element, "predefinedType"),
        }
    }

    fn relation(&mut self, attribute: &super::xml::Attribute<'_>) -> Option<Relation> {
        let known = Relation::ALL.into_iter().find(|r| r.name() == attribute.value);
        if known.is_none() {
            let text = shown(&attribute.value);
            let all = Relation::ALL.map(Relation::name).join(", ");
            self.wrong(
                attribute.span,
                localized!("«{text}» er ikke en relasjon i IDS 1.0", "“{text}” is no relation of IDS 1.0"),
                localized!("her kan stå: {all}", "here may stand: {all}"),
            );
        }
        known
    }

    fn data_type(&mut self, element: &Element<'_>) -> Option<Text> {
        let mut text = attribute_text(element, "dataType")?;
        text.value = lexical::normalized(&text.value);
        if text.value.is_empty() || !text.value.bytes().all(|b| b.is_ascii_uppercase()) {
            let value = shown(&text.value);
            self.wrong(
                text.span,
                localized!("«{value}» er ikke en datatype", "“{value}” is no data type"),
                localized!(
                    "skriv navnet på en IFC-type med bare store bokstaver, som IFCLABEL",
                    "write the name of an IFC type in capitals alone, as IFCLABEL"
                ),
            );
        }
        Some(text)
    }

    fn required(&mut self, element: &Element<'_>, name: &str) -> Constraint {
        self.optional(element, name).unwrap_or_else(|| nothing(element.span))
    }

    fn optional(&mut self, element: &Element<'_>, name: &str) -> Option<Constraint> {
        child(element, name).map(|e| self.constraint(e))
    }

    /// `idsValue`: a simple value or a restriction, one of the two.
    fn constraint(&mut self, element: &Element<'_>) -> Constraint {
        self.attributes(element, &[]);
        self.no_text(element);
        let mut found = None;
        for child in &element.children {
            let simple = child.namespace == Namespace::Ids && child.name == "simpleValue";
            let restriction = child.namespace == Namespace::Schema && child.name == "restriction";
            if !simple && !restriction {
                self.unknown_element(element, child, &[one("simpleValue"), one("xs:restriction")]);
            } else if found.is_some() {
                let name = element.name;
                self.wrong(
                    child.span,
                    localized!("«{name}» har mer enn én verdi", "“{name}” has more than one value"),
                    localized!(
                        "behold én; flere tillatte verdier skrives som xs:restriction med xs:enumeration",
                        "keep one; several allowed values are written as xs:restriction with xs:enumeration"
                    ),
                );
            } else if simple {
                found = Some(Constraint::Simple(self.text(child)));
            } else {
                found = Some(Constraint::Restriction(self.restriction(child)));
            }
        }
        if found.is_none() {
            let name = element.name;
            self.wrong(
                element.span,
                localized!("«{name}» mangler verdi", "“{name}” lacks a value"),
                localized!(
                    "skriv <simpleValue>…</simpleValue> eller <xs:restriction base=\"xs:string\">…",
                    "write <simpleValue>…</simpleValue> or <xs:restriction base=\"xs:string\">…"
                ),
            );
        }
        found.unwrap_or_else(|| nothing(element.span))
    }

    fn restriction(&mut self, element: &Element<'_>) -> Restriction {
        self.no_text(element);
        self.schema_attributes(element, &["base", "id"]);
        let base = attribute(element, "base");
        if let Some(base) =
            base.filter(|b| b.qualified.0 == Namespace::Other || !lexical::is_name(&b.qualified.1))
        {
            let text = shown(&base.value);
            self.wrong(
                base.span,
                localized!("«{text}» er ikke navnet på en type", "“{text}” is no name of a type"),
                localized!(
                    "skriv en type fra XML Schema med dens forstavelse, som xs:string",
                    "write a type of XML Schema with its prefix, as xs:string"
                ),
            );
        }
        let base = base.filter(|b| b.qualified.0 == Namespace::Schema);
        let mut limits = Vec::new();
        for (at, child) in element.children.iter().enumerate() {
            if child.namespace != Namespace::Schema {
                self.unknown_limit(element, child);
                continue;
            }
            match LimitKind::ALL.into_iter().find(|k| k.tag() == child.name) {
                Some(kind) => limits.extend(self.limit(child, kind)),
                None if child.name == "annotation" && at == 0 => {}
                None => self.unknown_limit(element, child),
            }
        }
        Restriction {
            span: element.span,
            base: base.map(|b| Text::new(b.qualified.1.as_str(), b.span)),
            limits,
        }
    }

    fn unknown_limit(&mut self, element: &Element<'_>, child: &Element<'_>) {
        let name = child.name;
        let all = LimitKind::ALL.map(|k| format!("xs:{}", k.tag())).join(", ");
        let of = element.name;
        self.wrong(
            child.span,
            localized!("«{name}» kan ikke stå i «xs:{of}»", "“{name}” cannot stand in “xs:{of}”"),
            localized!("her kan stå: {all}", "here may stand: {all}"),
        );
    }

    fn limit(&mut self, element: &Element<'_>, kind: LimitKind) -> Option<Limit> {
        self.no_text(element);
        let own: &[&str] = match kind {
            LimitKind::Enumeration | LimitKind::Pattern => &["value", "id"],
            _ => &["value", "fixed", "id"],
        };
        self.schema_attributes(element, own);
        for child in &element.children {
            if !(child.namespace == Namespace::Schema && child.name == "annotation") {
                self.unknown_limit(element, child);
            }
        }
        let name = element.name;
        let Some(value) = attribute_text(element, "value") else {
            self.wrong(
                element.span,
                localized!(
                    "«xs:{name}» mangler attributtet «value»",
                    "“xs:{name}” lacks the attribute “value”"
                ),
                localized!("skriv value=\"…\"", "write value=\"…\""),
            );
            return None;
        };
        let fine = match kind {
            LimitKind::Length | LimitKind::MinLength | LimitKind::MaxLength | LimitKind::FractionDigits => {
                lexical::count(&value.value).is_some()
            }
            LimitKind::TotalDigits => lexical::count(&value.value).is_some_and(|n| n > 0),
            LimitKind::WhiteSpace => ["preserve", "replace", "collapse"].contains(&value.value.as_str()),
            _ => true,
        };
        if !fine {
            let text = shown(&value.value);
            self.wrong(
                value.span,
                localized!("«{text}» passer ikke i «xs:{name}»", "“{text}” does not fit “xs:{name}”"),
                localized!("skriv et helt tall", "write a whole number"),
            );
        }
        Some(Limit { kind, value, span: element.span })
    }

    /// The elements of XML Schema take attributes of other namespaces too.
    fn schema_attributes(&mut self, element: &Element<'_>, allowed: &[&str]) {
        let wrong = element.attributes.iter();
        let wrong = wrong.filter(|a| match a.namespace {
            Namespace::None => !allowed.contains(&a.name),
            Namespace::Schema => true,
            _ => false,
        });
        for attribute in wrong {
            let (name, of) = (attribute.name, element.name);
            let list = allowed.join(", ");
            self.wrong(
                attribute.span,
                localized!(
                    "«xs:{of}» har ikke noe attributt «{name}»",
                    "“xs:{of}” has no attribute “{name}”"
                ),
                localized!("her kan stå: {list}", "here may stand: {list}"),
            );
        }
    }
}

/// What stands for a value that is missing; that it is missing is told.
fn nothing(span: Span) -> Constraint {
    Constraint::Simple(Text::new("", Span::new(span.source, span.end, span.end)))
}

/// As much of a text as is worth showing.
fn shown(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(60).chain(['…']).collect() }
}
