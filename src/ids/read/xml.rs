//! What stands in an XML text? Its elements as a tree, each with its place, and nothing that could grow.
//!
//! In comes a text; out goes the root element, or what is wrong with the text. A document type declaration is
//! refused, as it can define entities that expand beyond measure or fetch other files; so are elements deeper and
//! attributes more than any IDS file has. `quick-xml` reads the text as a stream and expands no entity itself.

use crate::localized;
use crate::source::{Diagnostic, SourceId, Span};
use crate::text::Localized;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, PrefixDeclaration, ResolveResult};
use quick_xml::reader::NsReader;

/// How deep elements may lie; an IDS file has at most ten levels.
const DEEPEST: usize = 64;
/// How many elements a file may have.
const MOST_ELEMENTS: usize = 1_000_000;
/// How many attributes an element may have; an IDS element has at most six.
const MOST_ATTRIBUTES: usize = 64;
/// How many namespaces may be declared at one time.
const MOST_NAMESPACES: usize = 64;

/// The namespaces an IDS file uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Namespace {
    /// `http://standards.buildingsmart.org/IDS`.
    Ids,
    /// `http://www.w3.org/2001/XMLSchema`.
    Schema,
    /// `http://www.w3.org/2001/XMLSchema-instance`.
    Instance,
    /// None at all.
    None,
    /// Any other.
    Other,
}

/// The namespace of IDS 1.0 files.
pub(super) const IDS: &str = "http://standards.buildingsmart.org/IDS";
const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// Its namespace.
    pub namespace: Namespace,
    /// Its name without the prefix.
    pub name: &'a str,
    /// Its attributes but for declarations of namespaces.
    pub attributes: Vec<Attribute<'a>>,
    /// The elements in it.
    pub children: Vec<Element<'a>>,
    /// All text directly in it.
    pub text: String,
    /// From the first to the last byte of that text; empty after the tag if there is none.
    pub text_span: Span,
    /// Where its (first) tag stands.
    pub span: Span,
    /// Where it ends.
    pub end: usize,
}

/// An attribute.
#[derive(Debug)]
pub(super) struct Attribute<'a> {
    /// Its namespace; that of a name without a prefix is none.
    pub namespace: Namespace,
    /// Its name without the prefix.
    pub name: &'a str,
    /// Its value.
    pub value: String,
    /// The value as a name of a type: its namespace and local part.
    pub qualified: (Namespace, String),
    /// Where the value stands.
    pub span: Span,
}

/// Reads a text into its root element.
///
/// # Errors
/// What makes it no XML, or XML that is not taken.
pub(super) fn read(text: &str, source: SourceId) -> Result<Element<'_>, Box<Diagnostic>> {
    Reader { text, source, open: Vec::new(), root: None, elements: 0, namespaces: vec![0] }.run()
}

struct Reader<'a> {
    text: &'a str,
    source: SourceId,
    /// The elements around the place reached, outermost first.
    open: Vec<Element<'a>>,
    root: Option<Element<'a>>,
    elements: usize,
    /// How many namespaces are declared at each level.
    namespaces: Vec<usize>,
}

type Taken<T> = Result<T, Box<Diagnostic>>;

impl<'a> Reader<'a> {
    fn run(mut self) -> Taken<Element<'a>> {
        let mut reader = NsReader::from_str(self.text);
        reader.config_mut().check_comments = true;
        // Counted here, with a word of our own.
        reader.resolver_mut().set_max_declarations_per_element(usize::MAX);
        loop {
            let start = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|e| {
                let at = (reader.error_position() as usize).min(self.text.len());
                self.malformed(at, &e.to_string())
            })?;
            let end = reader.buffer_position() as usize;
            let span = Span::new(self.source, start, end);
            match event {
                Event::Start(tag) => {
                    let element = self.element(&tag, span, reader.resolver())?;
                    self.open.push(element);
                }
                Event::Empty(tag) => {
                    let element = self.element(&tag, span, reader.resolver())?;
                    self.namespaces.pop();
                    self.close(element, end);
                }
                Event::End(_) => {
                    self.namespaces.pop();
                    if let Some(element) = self.open.pop() {
                        self.close(element, end);
                    }
                }
                Event::Text(text) => {
                    let text = text.xml10_content().map_err(|e| self.malformed(start, &e.to_string()))?;
                    self.take_text(&text, span)?;
                }
                Event::CData(text) => {
                    let text = text.xml10_content().map_err(|e| self.malformed(start, &e.to_string()))?;
                    self.take_text(&text, span)?;
                }
                Event::GeneralRef(name) => {
                    let read = name.resolve_char_ref().map_err(|e| self.malformed(start, &e.to_string()))?;
                    let name = name.decode().map_err(|e| self.malformed(start, &e.to_string()))?;
                    let read = match (read, &*name) {
                        (Some(c), _) => c,
                        (None, "lt") => '<',
                        (None, "gt") => '>',
                        (None, "amp") => '&',
                        (None, "apos") => '\'',
                        (None, "quot") => '"',
                        (None, name) => return Err(self.entity(name, span)),
                    };
                    if !allowed(read) {
                        return Err(self.malformed(start, "character not allowed in XML"));
                    }
                    self.take_text(read.encode_utf8(&mut [0; 4]), span)?;
                }
                Event::DocType(_) => return Err(Box::new(refused_doctype(span))),
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        if let Some(open) = self.open.last() {
            let name = open.name;
            return Err(Box::new(
                Diagnostic::error(
                    "ids.xml",
                    open.span,
                    localized!("elementet «{name}» lukkes aldri", "the element “{name}” is never closed"),
                )
                .help(localized!(
                    "filen er kanskje kuttet av: hent den på nytt, eller lukk elementet",
                    "the file may be cut off: get it again, or close the element"
                )),
            ));
        }
        let end = self.text.len();
        self.root.take().ok_or_else(|| self.malformed(end, "no element"))
    }

    fn element(&mut self, tag: &BytesStart<'_>, span: Span, names: &NamespaceResolver) -> Taken<Element<'a>> {
        if self.root.is_some() && self.open.is_empty() {
            return Err(self.malformed(span.start, "more than one root element"));
        }
        if self.open.len() >= DEEPEST {
            return Err(self.refused(
                span,
                localized!(
                    "elementer ligger mer enn {DEEPEST} nivåer i hverandre",
                    "elements lie more than {DEEPEST} levels within each other"
                ),
            ));
        }
        self.elements += 1;
        if self.elements > MOST_ELEMENTS {
            return Err(self.refused(
                span,
                localized!("mer enn {MOST_ELEMENTS} elementer", "more than {MOST_ELEMENTS} elements"),
            ));
        }
        let (namespace, local) = names.resolve_element(tag.name());
        let namespace = self.namespace(namespace, span)?;
        // The name follows `<` at once.
        let from = span.start + 1 + tag.name().as_ref().len() - local.as_ref().len();
        let name = self.text.get(from..from + local.as_ref().len()).unwrap_or("");
        if !is_name(name) {
            return Err(self.malformed(span.start, "not a name"));
        }
        let attributes = self.attributes(tag, span, names)?;
        Ok(Element {
            namespace,
            name,
            attributes,
            children: Vec::new(),
            text: String::new(),
            text_span: Span::new(self.source, span.end, span.end),
            span,
            end: span.end,
        })
    }

    fn attributes(
        &mut self,
        tag: &BytesStart<'_>,
        span: Span,
        names: &NamespaceResolver,
    ) -> Taken<Vec<Attribute<'a>>> {
        let mut all: Vec<Attribute<'a>> = Vec::new();
        let inherited = self.namespaces.last().copied().unwrap_or(0);
        let mut declared = inherited;
        let whole: &'a str = self.text.get(span.start..span.end).unwrap_or("");
        // Everything between the name and the end of the tag, in the text itself, so that places are known.
        let base = span.start + 1 + tag.name().as_ref().len();
        let raw = tag.attributes_raw();
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|e| self.malformed(span.start, &e.to_string()))?;
            if all.len() + declared - inherited >= MOST_ATTRIBUTES {
                let text = localized!(
                    "et element har mer enn {MOST_ATTRIBUTES} attributter",
                    "an element has more than {MOST_ATTRIBUTES} attributes"
                );
                return Err(self.refused(span, text));
            }
            if let Some(declaration) = attribute.key.as_namespace_binding() {
                declared += 1;
                if declared > MOST_NAMESPACES {
                    let text = localized!(
                        "mer enn {MOST_NAMESPACES} navnerom",
                        "more than {MOST_NAMESPACES} namespaces"
                    );
                    return Err(self.refused(span, text));
                }
                if matches!(declaration, PrefixDeclaration::Named(_)) && attribute.value.is_empty() {
                    return Err(self.malformed(span.start, "a prefix without a namespace"));
                }
                continue;
            }
            let place = |part: &[u8]| {
                let offset = (part.as_ptr() as usize).wrapping_sub(raw.as_ptr() as usize);
                if offset <= raw.len() { base + offset } else { span.start }
            };
            let (from, length) = (place(&attribute.value), attribute.value.len());
            let at = Span::new(self.source, from, (from + length).min(self.text.len()));
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_err(|e| self.malformed(at.start, &e.to_string()))?
                .into_owned();
            if attribute.value.contains(&b'<') || value.chars().any(|c| !allowed(c)) {
                return Err(self.malformed(at.start, "character not allowed in an attribute"));
            }
            let (namespace, local) = names.resolve_attribute(attribute.key);
            let namespace = self.namespace(namespace, at)?;
            let from = place(local.as_ref()).saturating_sub(span.start);
            let name = whole.get(from..from + local.as_ref().len()).unwrap_or("");
            if !is_name(name) {
                return Err(self.malformed(at.start, "not a name"));
            }
            let trimmed = value.trim();
            let qualified = match names.resolve_element(quick_xml::name::QName(trimmed.as_bytes())) {
                (ResolveResult::Unknown(_), local) => (Namespace::Other, local),
                (namespace, local) => (self.namespace(namespace, at)?, local),
            };
            let qualified = (qualified.0, String::from_utf8_lossy(qualified.1.as_ref()).into_owned());
            if all.iter().any(|a| a.name == name && a.namespace == namespace) && namespace != Namespace::Other
            {
                return Err(self.malformed(at.start, "an attribute given twice"));
            }
            all.push(Attribute { namespace, name, value, qualified, span: at });
        }
        self.namespaces.push(declared);
        Ok(all)
    }

    fn namespace(&self, resolved: ResolveResult<'_>, at: Span) -> Taken<Namespace> {
        Ok(match resolved {
            ResolveResult::Unbound => Namespace::None,
            ResolveResult::Bound(n) if n.as_ref() == IDS.as_bytes() => Namespace::Ids,
            ResolveResult::Bound(n) if n.as_ref() == SCHEMA.as_bytes() => Namespace::Schema,
            ResolveResult::Bound(n) if n.as_ref() == INSTANCE.as_bytes() => Namespace::Instance,
            ResolveResult::Bound(_) => Namespace::Other,
            ResolveResult::Unknown(prefix) => {
                let prefix = String::from_utf8_lossy(&prefix).into_owned();
                let fault = Diagnostic::error(
                    "ids.xml",
                    at,
                    localized!(
                        "forstavelsen «{prefix}:» er ikke knyttet til noe navnerom",
                        "the prefix “{prefix}:” is bound to no namespace"
                    ),
                );
                return Err(Box::new(fault.help(match prefix.as_str() {
                    "xs" => localized!(
                        "skriv xmlns:xs=\"{SCHEMA}\" i elementet «ids»",
                        "write xmlns:xs=\"{SCHEMA}\" in the element “ids”"
                    ),
                    "xsi" => localized!(
                        "skriv xmlns:xsi=\"{INSTANCE}\" i elementet «ids»",
                        "write xmlns:xsi=\"{INSTANCE}\" in the element “ids”"
                    ),
                    _ => localized!(
                        "skriv xmlns:{prefix}=\"…\" i elementet «ids»",
                        "write xmlns:{prefix}=\"…\" in the element “ids”"
                    ),
                })));
            }
        })
    }

    fn take_text(&mut self, text: &str, span: Span) -> Taken<()> {
        if let Some(at) = text.find(|c| !allowed(c)) {
            return Err(self.malformed(span.start + at, "character not allowed in XML"));
        }
        let Some(open) = self.open.last_mut() else {
            // Blanks, and the mark some programs put first.
            if text.chars().all(|c| is_blank(c) || c == '\u{feff}') {
                return Ok(());
            }
            return Err(self.malformed(span.start, "text outside the root element"));
        };
        open.text_span = if open.text.is_empty() { span } else { open.text_span.to(span) };
        open.text.push_str(text);
        Ok(())
    }

    fn close(&mut self, mut element: Element<'a>, end: usize) {
        element.end = end;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn malformed(&self, at: usize, why: &str) -> Box<Diagnostic> {
        let end = self.text[..].char_indices().map(|(i, _)| i).find(|i| *i > at).unwrap_or(self.text.len());
        let fault = Diagnostic::error(
            "ids.xml",
            Span::new(self.source, at.min(end), end),
            localized!("filen er ikke gyldig XML ({why})", "the file is not well-formed XML ({why})"),
        );
        Box::new(fault.help(localized!(
            "rett stedet, eller eksporter filen på nytt fra programmet som laget den",
            "mend the place, or export the file again from the program that made it"
        )))
    }

    fn refused(&self, span: Span, why: Localized) -> Box<Diagnostic> {
        let (nb, en) = (why.nb, why.en);
        let fault = Diagnostic::error(
            "ids.xml",
            span,
            localized!("filen leses ikke: {nb}", "the file is not read: {en}"),
        );
        Box::new(fault.help(localized!(
            "ingen IDS-fil trenger det; hent filen fra en kilde du stoler på",
            "no IDS file needs that; get the file from a source you trust"
        )))
    }

    fn entity(&self, name: &str, span: Span) -> Box<Diagnostic> {
        let name: String = name.chars().take(40).collect();
        Box::new(
            Diagnostic::error(
                "ids.xml",
                span,
                localized!("entiteten «&{name};» er ukjent", "the entity “&{name};” is unknown"),
            )
            .help(localized!(
                "skriv tegnet selv; bare &lt; &gt; &amp; &apos; &quot; og &#…; finnes i XML",
                "write the character itself; XML has only &lt; &gt; &amp; &apos; &quot; and &#…;"
            )),
        )
    }
}

fn refused_doctype(span: Span) -> Diagnostic {
    Diagnostic::error(
        "ids.xml",
        span,
        localized!(
            "filen har en dokumenttypedeklarasjon (<!DOCTYPE …>) og leses ikke",
            "the file has a document type declaration (<!DOCTYPE …>) and is not read"
        ),
    )
    .help(localized!(
        "ta bort deklarasjonen: en IDS-fil trenger den ikke, og den kan hente andre filer eller vokse uten grense",
        "take the declaration away: an IDS file does not need it, and it can fetch other files or grow without limit"
    ))
}

/// Whether a character may stand in XML 1.0 (§2.2).
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Whether a character is white space in XML.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r')
}

/// Whether a text is a name of XML without a prefix, roughly: what is wrong with rare letters is left to others.
fn is_name(text: &str) -> bool {
    let mut all = text.chars();
    let first = all.next().is_some_and(|c| c.is_alphabetic() || c == '_');
    first && all.all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}'))
}
