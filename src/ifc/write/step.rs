//! How are records written (ISO 10303-21)? Attributes by name, in the order the schema gives them.
//!
//! In come classes with named values; out goes the text of an exchange file. Where a class has no attribute of a
//! name, where a mandatory one is not given, or where the schema has no such class, that is a fault of this
//! program: it is kept in [`Writer::faults`], and a test finds it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::ifc::schema::Schema;
use crate::ifc::step::Id;

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum V {
    /// Not given: `$`.
    No,
    /// Text.
    Text(String),
    /// A word of an enumeration.
    Word(String),
    /// A number.
    Real(f64),
    /// A whole number.
    Int(i64),
    /// True or false.
    Bool(bool),
    /// Another record.
    Ref(Id),
    /// Several values.
    List(Vec<V>),
    /// A value with the name of its type.
    Typed(String, Box<V>),
}

impl V {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Text, or nothing for an empty one.
    pub(super) fn some_text(text: &str) -> Self {
        if text.is_empty() { Self::No } else { Self::text(text) }
    }

    pub(super) fn word(word: &str) -> Self {
        Self::Word(word.to_owned())
    }

    pub(super) fn refs(ids: &[Id]) -> Self {
        Self::List(ids.iter().map(|id| Self::Ref(*id)).collect())
    }

    pub(super) fn reals(numbers: &[f64]) -> Self {
        Self::List(numbers.iter().map(|n| Self::Real(*n)).collect())
    }

    /// A number, or nothing.
    pub(super) fn maybe(number: Option<f64>) -> Self {
        number.map_or(Self::No, Self::Real)
    }

    pub(super) fn typed(kind: &str, value: Self) -> Self {
        Self::Typed(kind.to_owned(), Box::new(value))
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::No => out.push('$'),
            Self::Text(text) => quote(text, out),
            Self::Word(word) => {
                let _ = write!(out, ".{word}.");
            }
            Self::Real(number) => real(*number, out),
            Self::Int(number) => {
                let _ = write!(out, "{number}");
            }
            Self::Bool(b) => out.push_str(if *b { ".T." } else { ".F." }),
            Self::Ref(id) => {
                let _ = write!(out, "#{}", id.0);
            }
            Self::List(all) => {
                out.push('(');
                for (i, value) in all.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    value.write(out);
                }
                out.push(')');
            }
            Self::Typed(kind, value) => {
                out.push_str(&kind.to_ascii_uppercase());
                out.push('(');
                value.write(out);
                out.push(')');
            }
        }
    }
}

/// A text between apostrophes, with everything beyond ASCII in directives (ISO 10303-21 §6.4.3).
fn quote(text: &str, out: &mut String) {
    out.push('\'');
    let mut wide: Option<bool> = None;
    for c in text.chars() {
        let plain = (' '..='~').contains(&c);
        let large = !plain && u32::from(c) > 0xFFFF;
        if wide.is_some_and(|w| plain || w != large) {
            out.push_str("\\X0\\");
            wide = None;
        }
        match (plain, c) {
            (true, '\'') => out.push_str("''"),
            (true, '\\') => out.push_str("\\\\"),
            (true, c) => out.push(c),
            (false, c) => {
                if wide.is_none() {
                    out.push_str(if large { "\\X4\\" } else { "\\X2\\" });
                    wide = Some(large);
                }
                let code = u32::from(c);
                let _ = if large { write!(out, "{code:08X}") } else { write!(out, "{code:04X}") };
            }
        }
    }
    if wide.is_some() {
        out.push_str("\\X0\\");
    }
    out.push('\'');
}

/// A number with the point and the exponent this format asks for (§6.4.2); what is no number is 0.
fn real(number: f64, out: &mut String) {
    let number = if number.is_finite() && number != 0.0 { number } else { 0.0 };
    let text = format!("{number:?}");
    match text.split_once('e') {
        Some((mantissa, exponent)) => {
            let point = if mantissa.contains('.') { "" } else { "." };
            let _ = write!(out, "{mantissa}{point}E{exponent}");
        }
        None => out.push_str(text.strip_suffix(".0").map_or(&*text, |_| &text[..text.len() - 1])),
    }
}

/// Records in the making.
pub(super) struct Writer {
    schema: &'static Schema,
    data: String,
    last: u32,
    /// What GlobalIds are derived from besides an element's own id.
    namespace: String,
    taken: BTreeSet<String>,
    /// The keys of rooted records.
    keys: BTreeMap<Id, String>,
    owner_history: Option<Id>,
    /// What this program did wrong.
    pub(super) faults: Vec<String>,
}

impl Writer {
    pub(super) fn new(schema: &'static Schema, namespace: &str) -> Self {
        Self {
            schema,
            data: String::new(),
            last: 0,
            namespace: namespace.to_owned(),
            taken: BTreeSet::new(),
            keys: BTreeMap::new(),
            owner_history: None,
            faults: Vec::new(),
        }
    }

    pub(super) fn schema(&self) -> &'static Schema {
        self.schema
    }

    /// The owner history all further rooted records have.
    pub(super) fn owned_by(&mut self, history: Id) {
        self.owner_history = Some(history);
    }

    /// Whether the schema has a class.
    pub(super) fn has(&self, class: &str) -> bool {
        self.schema.entity(class).is_some()
    }

    /// Whether a class of the schema has an attribute.
    pub(super) fn has_attribute(&self, class: &str, attribute: &str) -> bool {
        self.schema.entity(class).is_some_and(|c| c.attribute_index(attribute).is_some())
    }

    /// Adds a record. An attribute whose name begins with `?` is left out where the class has none of that name.
    pub(super) fn add(&mut self, class: &str, values: &[(&str, V)]) -> Id {
        self.last += 1;
        let id = Id(self.last);
        let Some(entity) = self.schema.entity(class) else {
            self.faults.push(format!("no class {class} in {}", self.schema.name()));
            return id;
        };
        let mut all: Vec<Option<&V>> = vec![None; entity.attribute_count()];
        for (name, value) in values {
            let (name, optional) = name.strip_prefix('?').map_or((*name, false), |n| (n, true));
            match entity.attribute_index(name) {
                Some(place) => all[place] = Some(value),
                None if optional => {}
                None => self.faults.push(format!("{class} has no attribute {name}")),
            }
        }
        let _ = write!(self.data, "#{}={}(", id.0, entity.name().to_ascii_uppercase());
        for (place, value) in all.into_iter().enumerate() {
            if place > 0 {
                self.data.push(',');
            }
            let attribute = entity.attribute(place);
            match value {
                _ if attribute.is_some_and(|a| entity.is_derived(a.name)) => self.data.push('*'),
                Some(value) => value.write(&mut self.data),
                None => {
                    self.data.push('$');
                    if let Some(a) = attribute.filter(|a| !a.optional) {
                        self.faults.push(format!("{class}.{} is not given", a.name));
                    }
                }
            }
        }
        self.data.push_str(");\n");
        id
    }

    /// Adds a rooted record. Its GlobalId follows from the namespace and a key, so that the same thing has the same
    /// one in every export.
    pub(super) fn root(&mut self, class: &str, key: &str, values: &[(&str, V)]) -> Id {
        let mut guid = global_id(&format!("{}\n{key}", self.namespace));
        let mut number = 1;
        while !self.taken.insert(guid.clone()) {
            number += 1;
            guid = global_id(&format!("{}\n{key}\n{number}", self.namespace));
        }
        let id = self.rooted(class, guid, values);
        self.keys.insert(id, key.to_owned());
        id
    }

    /// The key of a rooted record.
    pub(super) fn key(&self, id: Id) -> String {
        self.keys.get(&id).cloned().unwrap_or_default()
    }

    /// Adds a rooted record with a GlobalId that it has already.
    pub(super) fn root_as(&mut self, class: &str, guid: &str, key: &str, values: &[(&str, V)]) -> Id {
        if is_global_id(guid) && self.taken.insert(guid.to_owned()) {
            let id = self.rooted(class, guid.to_owned(), values);
            self.keys.insert(id, key.to_owned());
            return id;
        }
        self.root(class, key, values)
    }

    fn rooted(&mut self, class: &str, guid: String, values: &[(&str, V)]) -> Id {
        let history = self.owner_history.map_or(V::No, V::Ref);
        let mut all = vec![("GlobalId", V::Text(guid)), ("OwnerHistory", history)];
        all.extend(values.iter().cloned());
        self.add(class, &all)
    }

    /// The whole file.
    pub(super) fn finish(self, name: &str, view: &str) -> String {
        let mut out = String::with_capacity(self.data.len() + 600);
        out.push_str("ISO-10303-21;\nHEADER;\nFILE_DESCRIPTION((");
        quote(view, &mut out);
        out.push_str("),'2;1');\nFILE_NAME(");
        quote(name, &mut out);
        // NOTE: the same description gives the same bytes, so that the time is fixed.
        let program = concat!("befaring ", env!("CARGO_PKG_VERSION"));
        let _ = write!(out, ",'{TIME}',(''),(''),'{program}','{program}','');\nFILE_SCHEMA(('");
        out.push_str(self.schema.name());
        out.push_str("'));\nENDSEC;\nDATA;\n");
        out.push_str(&self.data);
        out.push_str("ENDSEC;\nEND-ISO-10303-21;\n");
        out
    }
}

/// The time in every header.
const TIME: &str = "2000-01-01T00:00:00";

/// The digits of a GlobalId.
const DIGITS: &[u8; 64] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$";

/// A GlobalId from a key: a UUID of version 8 (RFC 9562 §5.8) over the key's SHA-256, in the 22 digits of IFC.
fn global_id(key: &str) -> String {
    let hash = Sha256::digest(key.as_bytes());
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&hash[..16]);
    bytes[6] = (bytes[6] & 0x0F) | 0x80;
    bytes[8] = (bytes[8] & 0x3F) | 0x80;
    let number = u128::from_be_bytes(bytes);
    (0..22).rev().map(|i| char::from(DIGITS[((number >> (6 * i)) & 63) as usize])).collect()
}

/// Whether a text has the form of a GlobalId.
fn is_global_id(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|b| DIGITS.contains(&b)) && text.as_bytes()[0] < b'4'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ifc::schema::Version;

    fn written(value: &V) -> String {
        let mut out = String::new();
        value.write(&mut out);
        out
    }

    #[test]
    fn texts_are_written_in_ascii() {
        assert_eq!(written(&V::text("Bad 'liten' \\ 2")), "'Bad ''liten'' \\\\ 2'");
        assert_eq!(written(&V::text("Kjøkken/Stué")), "'Kj\\X2\\00F8\\X0\\kken/Stu\\X2\\00E9\\X0\\'");
        assert_eq!(
            written(&V::text("æø 🏠é")),
            "'\\X2\\00E600F8\\X0\\ \\X4\\0001F3E0\\X0\\\\X2\\00E9\\X0\\'"
        );
        assert_eq!(written(&V::text("a\nb")), "'a\\X2\\000A\\X0\\b'");
    }

    #[test]
    fn numbers_have_a_point() {
        for (number, text) in [
            (1.0, "1."),
            (0.1, "0.1"),
            (-2.5, "-2.5"),
            (1e-7, "1.E-7"),
            (1.5e-9, "1.5E-9"),
            (f64::NAN, "0."),
            (-0.0, "0."),
            (1e20, "1.E20"),
        ] {
            assert_eq!(written(&V::Real(number)), text);
        }
    }

    #[test]
    fn global_ids_follow_from_their_key() {
        assert_eq!(global_id("a"), global_id("a"));
        assert_ne!(global_id("a"), global_id("b"));
        assert!((0..200).all(|i| is_global_id(&global_id(&i.to_string()))));
        assert!(!is_global_id("4000000000000000000000") && !is_global_id("0"));
    }

    #[test]
    fn what_the_schema_does_not_have_is_a_fault() {
        let mut w = Writer::new(Schema::of(Version::Ifc2x3), "test");
        w.add("IfcCartesianPoint", &[("Coordinates", V::reals(&[0.0, 1.0]))]);
        assert_eq!(w.faults, Vec::<String>::new());
        w.add("IfcDoor", &[("PredefinedType", V::No)]);
        assert_eq!(
            w.faults,
            [
                "IfcDoor has no attribute PredefinedType",
                "IfcDoor.GlobalId is not given",
                "IfcDoor.OwnerHistory is not given"
            ]
        );
        w.faults.clear();
        w.add("IfcDoorType", &[]);
        assert_eq!(w.faults, ["no class IfcDoorType in IFC2X3"]);
    }

    #[test]
    fn what_follows_from_others_is_starred() {
        let mut w = Writer::new(Schema::of(Version::Ifc4), "test");
        w.add("IfcSIUnit", &[("UnitType", V::word("LENGTHUNIT")), ("Name", V::word("METRE"))]);
        assert!(w.data.contains("IFCSIUNIT(*,.LENGTHUNIT.,$,.METRE.)"), "{}", w.data);
    }
}
