//! How does one tell people what is wrong with a file?
//!
//! Faults become sentences with their line and record, in both languages. Where there are more of a kind than are
//! kept, one more sentence says how many.

use super::fault::{Fault, FaultKind};
use super::file::File;
use crate::localized;
use crate::source::{Code, Diagnostic};
use crate::text::Localized;

/// The faults of `file` found so far, in the order of the text.
pub(super) fn diagnostics(file: &File) -> Vec<Diagnostic> {
    let faults = file.faults();
    let mut all: Vec<Diagnostic> = faults.in_order().iter().map(|f| diagnostic(file, *f)).collect();
    for (kind, count, kept) in faults.counts().filter(|(_, count, kept)| count > kept) {
        let more = count - kept;
        let (code, message, _) = words(kind);
        let path = file.path().to_string_lossy().replace('\\', "/");
        let message = Localized {
            nb: format!("… og {more} slike til: {}", message.nb),
            en: format!("… and {more} more: {}", message.en),
        };
        all.push(Diagnostic::new(kind.severity(), code, message).in_file(path, None));
    }
    all
}

fn diagnostic(file: &File, fault: Fault) -> Diagnostic {
    let (code, what, help) = words(fault.kind);
    let line = file.line(fault.at);
    let record = match fault.record.map(|id| (id, file.record(id))) {
        Some((id, Some(record))) => format!("{id}={}: ", record.type_name()),
        Some((id, None)) => format!("{id}: "),
        None => String::new(),
    };
    let mut message = Localized { nb: format!("{record}{}", what.nb), en: format!("{record}{}", what.en) };
    match fault.kind {
        FaultKind::DuplicateNumber => {
            let first = file.line(fault.detail as usize);
            message.nb += &format!(" (den første er på linje {first})");
            message.en += &format!(" (the first is on line {first})");
        }
        FaultKind::Dangling | FaultKind::WrongType | FaultKind::DuplicateGlobalId => {
            let id = fault.detail;
            message.nb += &format!(": #{id}");
            message.en += &format!(": #{id}");
        }
        FaultKind::Value | FaultKind::TooFewAttributes => {
            let place = fault.detail + 1;
            message.nb += &format!(" (attributt {place})");
            message.en += &format!(" (attribute {place})");
        }
        FaultKind::Stray | FaultKind::Keyword | FaultKind::Number => {
            let text = file.snippet(fault.at, 40);
            message.nb += &format!(": «{text}»");
            message.en += &format!(": “{text}”");
        }
        _ => {}
    }
    let path = file.path().to_string_lossy().replace('\\', "/");
    let diagnostic = Diagnostic::new(fault.kind.severity(), code, message).in_file(path, Some(line));
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Code, sentence and help of a kind.
fn words(kind: FaultKind) -> (Code, Localized, Option<Localized>) {
    let again = || Some(localized!("Eksporter modellen på nytt.", "Export the model again."));
    let (code, message, help) = match kind {
        FaultKind::Header => {
            ("ifc.header", localized!("filhodet er ufullstendig", "the header is incomplete"), None)
        }
        FaultKind::CutOff => (
            "ifc.cut-off",
            localized!(
                "filen slutter uten ENDSEC og END-ISO-10303-21 og er trolig avkortet",
                "the file ends without ENDSEC and END-ISO-10303-21 and was probably cut off"
            ),
            again(),
        ),
        FaultKind::AfterEnd => (
            "ifc.after-end",
            localized!(
                "tekst etter END-ISO-10303-21 er ikke lest",
                "text after END-ISO-10303-21 is not read"
            ),
            None,
        ),
        FaultKind::Stray => {
            ("ifc.stray", localized!("tekst som ikke er en post", "text that is no record"), None)
        }
        FaultKind::Number => (
            "ifc.number",
            localized!(
                "posten mangler nummer, eller nummeret er for stort",
                "the record has no number, or one that is too large"
            ),
            None,
        ),
        FaultKind::Keyword => {
            ("ifc.keyword", localized!("posten har ikke noe typenavn", "the record has no type name"), None)
        }
        FaultKind::TooManyTypes => (
            "ifc.too-many-types",
            localized!(
                "filen har flere typenavn enn noe skjema",
                "the file has more type names than any schema"
            ),
            None,
        ),
        FaultKind::OpenString => (
            "ifc.open-string",
            localized!(
                "en tekst er ikke avsluttet med apostrof",
                "a string is not closed with an apostrophe"
            ),
            Some(localized!(
                "En apostrof inne i en tekst må dobles.",
                "An apostrophe inside a string must be doubled."
            )),
        ),
        FaultKind::OpenComment => (
            "ifc.open-comment",
            localized!("en kommentar er ikke avsluttet", "a comment is not closed"),
            None,
        ),
        FaultKind::NoSemicolon => (
            "ifc.no-semicolon",
            localized!("semikolon mangler etter posten", "there is no semicolon after the record"),
            None,
        ),
        FaultKind::OpenList => (
            "ifc.open-list",
            localized!(
                "posten slutter før parentesen er lukket",
                "the record ends before its parenthesis closes"
            ),
            again(),
        ),
        FaultKind::DuplicateNumber => (
            "ifc.duplicate-number",
            localized!(
                "nummeret er brukt før, og posten er ikke lest",
                "the number is taken, and the record is not read"
            ),
            again(),
        ),
        FaultKind::Value => {
            ("ifc.value", localized!("en verdi kan ikke forstås", "a value cannot be understood"), None)
        }
        FaultKind::TooFewAttributes => (
            "ifc.too-few-attributes",
            localized!(
                "posten har færre attributter enn skjemaet sier",
                "the record has fewer attributes than the schema says"
            ),
            None,
        ),
        FaultKind::Dangling => (
            "ifc.dangling",
            localized!("viser til en post som ikke finnes", "refers to a record that does not exist"),
            None,
        ),
        FaultKind::WrongType => (
            "ifc.wrong-type",
            localized!("viser til en post av feil type", "refers to a record of the wrong type"),
            None,
        ),
        FaultKind::Cycle => (
            "ifc.cycle",
            localized!("poster som viser til seg selv", "records that refer to themselves"),
            None,
        ),
        FaultKind::TooMany => (
            "ifc.too-many",
            localized!(
                "mer enn en modell kan ha; resten er utelatt",
                "more than a model can have; the rest is left out"
            ),
            None,
        ),
        FaultKind::DuplicateGlobalId => (
            "ifc.duplicate-globalid",
            localized!("GlobalId er den samme som i en annen post", "the GlobalId is that of another record"),
            None,
        ),
        FaultKind::UnknownType => (
            "ifc.unknown-type",
            localized!("typen finnes ikke i skjemaet", "the schema has no such type"),
            None,
        ),
        FaultKind::Unit => {
            ("ifc.unit", localized!("enheten kan ikke forstås", "the unit cannot be understood"), None)
        }
    };
    (code, message, help)
}
