//! Is an element where the schema has it? Order, number and names of elements and attributes.
//!
//! The content models of `ids.xsd` are sequences; each is given here as its items in order. What is unknown, out of
//! order, missing or too many becomes a diagnostic with a mend, and the walk goes on with what is there.

use super::xml::{Attribute, Element, Namespace, is_blank};
use crate::ids::document::Text;
use crate::localized;
use crate::source::{Diagnostic, SourceId, Span};
use crate::text::Localized;

/// How many faults are told; a file that has more is wrong throughout.
const MOST_FAULTS: usize = 200;

/// One walk over a file.
pub(super) struct Walk {
    pub(super) source: SourceId,
    faults: Vec<Diagnostic>,
    /// How many more faults there were.
    further: usize,
}

/// An item of a sequence: its name, and how often it must and may stand there.
pub(super) struct Item {
    pub name: &'static str,
    pub least: usize,
    pub most: usize,
}

/// An item that must stand once.
pub(super) const fn one(name: &'static str) -> Item {
    Item { name, least: 1, most: 1 }
}

/// An item that may stand once.
pub(super) const fn maybe(name: &'static str) -> Item {
    Item { name, least: 0, most: 1 }
}

/// An item that may stand any number of times.
pub(super) const fn any(name: &'static str) -> Item {
    Item { name, least: 0, most: usize::MAX }
}

impl Walk {
    pub(super) fn new(source: SourceId) -> Self {
        Self { source, faults: Vec::new(), further: 0 }
    }

    /// What was found wrong, in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Diagnostic> {
        self.faults.sort_by_key(|f| f.span().map_or(0, |s| s.start));
        if self.further > 0 {
            let more = self.further;
            self.faults.push(Diagnostic::new(
                crate::source::Severity::Error,
                "ids.schema",
                localized!(
                    "og {more} feil til, som ikke er listet; rett de første og kjør på nytt",
                    "and {more} more faults that are not listed; mend the first and run again"
                ),
            ));
        }
        self.faults
    }

    pub(super) fn fault(&mut self, fault: Diagnostic) {
        if self.faults.len() < MOST_FAULTS {
            self.faults.push(fault);
        } else {
            self.further += 1;
        }
    }

    pub(super) fn wrong(&mut self, span: Span, message: Localized, help: Localized) {
        self.fault(Diagnostic::error("ids.schema", span, message).help(help));
    }

    /// Holds the children of an element against a sequence of items of the namespace of IDS, and its text against
    /// there being none.
    pub(super) fn sequence(&mut self, parent: &Element<'_>, items: &[Item]) {
        self.no_text(parent);
        let mut at = 0;
        let mut counts = vec![0_usize; items.len()];
        for child in &parent.children {
            let place = items.iter().position(|i| i.name == child.name && child.namespace == Namespace::Ids);
            let Some(place) = place else {
                self.unknown_element(parent, child, items);
                continue;
            };
            counts[place] += 1;
            if counts[place] > items[place].most {
                let (name, of) = (child.name, parent.name);
                self.wrong(
                    child.span,
                    localized!(
                        "«{name}» står mer enn én gang i «{of}»",
                        "“{name}” stands more than once in “{of}”"
                    ),
                    localized!("behold én av dem", "keep one of them"),
                );
            } else if place < at {
                let (name, after) = (child.name, items[at].name);
                let order = names(items);
                self.wrong(
                    child.span,
                    localized!("«{name}» må stå før «{after}»", "“{name}” must stand before “{after}”"),
                    localized!("rekkefølgen er {order}", "the order is {order}"),
                );
            }
            at = at.max(place);
        }
        for (item, _) in items.iter().zip(&counts).filter(|(i, c)| **c < i.least) {
            let (name, of) = (item.name, parent.name);
            self.wrong(
                parent.span,
                localized!("«{of}» mangler elementet «{name}»", "“{of}” lacks the element “{name}”"),
                localized!("skriv <{name}>…</{name}> i «{of}»", "write <{name}>…</{name}> in “{of}”"),
            );
        }
    }

    /// Holds the children of an element against names in any order and number.
    pub(super) fn choice(&mut self, parent: &Element<'_>, names: &[&'static str]) {
        self.no_text(parent);
        let items: Vec<Item> = names.iter().map(|n| any(n)).collect();
        for child in &parent.children {
            if child.namespace != Namespace::Ids || !names.contains(&child.name) {
                self.unknown_element(parent, child, &items);
            }
        }
    }

    pub(super) fn unknown_element(&mut self, parent: &Element<'_>, child: &Element<'_>, items: &[Item]) {
        let (name, of) = (child.name, parent.name);
        let known = items.iter().any(|i| i.name == child.name);
        let fault = if known {
            localized!("«{name}» står i feil navnerom", "“{name}” stands in the wrong namespace")
        } else {
            localized!("«{of}» har ikke noe element «{name}»", "“{of}” has no element “{name}”")
        };
        let order = names(items);
        let help = match (known, items.is_empty()) {
            (true, _) => localized!(
                "navnerommet er {}; skriv xmlns=\"{}\" i elementet «ids»",
                "the namespace is {}; write xmlns=\"{}\" in the element “ids”",
                super::xml::IDS,
                super::xml::IDS
            ),
            (false, true) => localized!("ta bort elementet", "take the element away"),
            (false, false) => localized!("her kan stå: {order}", "here may stand: {order}"),
        };
        self.wrong(child.span, fault, help);
    }

    /// Tells text where only elements may stand.
    pub(super) fn no_text(&mut self, element: &Element<'_>) {
        if !element.text.chars().all(is_blank) {
            let name = element.name;
            self.wrong(
                element.text_span,
                localized!("i «{name}» kan det ikke stå tekst", "no text may stand in “{name}”"),
                localized!("ta bort teksten", "take the text away"),
            );
        }
    }

    /// Holds the attributes of an element against the names it may have.
    pub(super) fn attributes(&mut self, element: &Element<'_>, allowed: &[&str]) {
        for attribute in &element.attributes {
            let fine = match attribute.namespace {
                Namespace::None => allowed.contains(&attribute.name),
                Namespace::Instance => {
                    ["schemaLocation", "noNamespaceSchemaLocation", "type", "nil"].contains(&attribute.name)
                }
                _ => false,
            };
            if fine {
                continue;
            }
            let (name, of) = (attribute.name, element.name);
            let list = allowed.join(", ");
            self.wrong(
                attribute.span,
                localized!("«{of}» har ikke noe attributt «{name}»", "“{of}” has no attribute “{name}”"),
                if allowed.is_empty() {
                    localized!("ta bort attributtet", "take the attribute away")
                } else {
                    localized!("her kan stå: {list}", "here may stand: {list}")
                },
            );
        }
    }

    /// The text of an element that has nothing but text.
    pub(super) fn text(&mut self, element: &Element<'_>) -> Text {
        self.attributes(element, &[]);
        for child in &element.children {
            self.unknown_element(element, child, &[]);
        }
        Text::new(element.text.as_str(), element.text_span)
    }
}

/// An attribute without a prefix.
pub(super) fn attribute<'e, 'a>(element: &'e Element<'a>, name: &str) -> Option<&'e Attribute<'a>> {
    element.attributes.iter().find(|a| a.name == name && a.namespace == Namespace::None)
}

/// An attribute without a prefix as text.
pub(super) fn attribute_text(element: &Element<'_>, name: &str) -> Option<Text> {
    attribute(element, name).map(|a| Text::new(a.value.as_str(), a.span))
}

/// The first child of a name in the namespace of IDS.
pub(super) fn child<'e, 'a>(element: &'e Element<'a>, name: &str) -> Option<&'e Element<'a>> {
    children(element, name).next()
}

/// The children of a name in the namespace of IDS.
pub(super) fn children<'e, 'a>(
    element: &'e Element<'a>,
    name: &str,
) -> impl Iterator<Item = &'e Element<'a>> {
    element.children.iter().filter(move |c| c.name == name && c.namespace == Namespace::Ids)
}

fn names(items: &[Item]) -> String {
    items.iter().map(|i| i.name).collect::<Vec<_>>().join(", ")
}
