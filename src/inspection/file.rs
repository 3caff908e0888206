//! Reading and writing the file of a visit.

use std::collections::BTreeSet;

use toml::Spanned;

use super::visit::{FORMAT, Observation, Visit};
use crate::localized;
use crate::model::Place;
use crate::report::Date;
use crate::source::{Diagnostic, Parsed, Sources, Span, read_toml};
use crate::text::Localized;

/// What people see at the head of the file.
const HEAD: &str = "\
# En befaring: hvem, hvor og når, bilder, merker på planen og det som ble sett.
# Filen kan skrives for hånd. Bildene ligger i mappen «bilder» ved siden av.
# Skriv aldri navn på eller opplysninger om beboere her, og ta ikke bilder der de kan kjennes igjen.

";

/// Longest text of one observation, in characters: what does not fit is no point of a report.
const LONGEST: usize = 2000;

/// Reads the file of a visit. What is wrong with it is an error: something somebody saw would be lost.
pub fn read(sources: &mut Sources, path: &str, text: &str) -> Parsed<Option<Visit>> {
    let id = sources.add(path, text);
    let visit = match read_toml::<Visit<Spanned<Observation>>>(sources, id) {
        Ok(visit) => visit,
        Err(fault) => return Parsed { value: None, diagnostics: vec![*fault] },
    };
    let mut faults = Vec::new();
    let head = Span::new(id, 0, 0);
    if visit.format != FORMAT {
        let found = visit.format;
        let message = localized!(
            "formatet {found} er ukjent; dette programmet leser format {FORMAT}",
            "format {found} is unknown; this program reads format {FORMAT}"
        );
        faults.push(Diagnostic::error("visit.format", head, message));
    }
    if let Some(date) = visit.date.as_deref().filter(|d| Date::parse(d).is_none()) {
        let message = localized!("«{date}» er ikke en dato", "“{date}” is not a date");
        let help = Localized::new("skriv den som 2026-03-12", "write it like 2026-03-12");
        faults.push(Diagnostic::error("visit.date", head, message).help(help));
    }
    let spans: Vec<Span> =
        visit.observations.iter().map(|o| Span::new(id, o.span().start, o.span().end)).collect();
    let observations = visit
        .observations
        .into_iter()
        .zip(&spans)
        .map(|(o, s)| placed(o.into_inner(), sources, *s))
        .collect();
    let visit = Visit {
        format: visit.format,
        project: visit.project,
        place: visit.place,
        dwellings: visit.dwellings,
        date: visit.date,
        edition: visit.edition,
        basis: visit.basis,
        state: visit.state,
        seal: visit.seal,
        participants: visit.participants,
        photos: visit.photos,
        marks: visit.marks,
        observations,
    };
    numbers(&visit, head, &mut faults);
    references(&visit, &spans, &mut faults);
    Parsed { value: Some(visit), diagnostics: faults }
}

fn placed(mut observation: Observation, sources: &Sources, span: Span) -> Observation {
    let at = sources.position(span);
    let file = sources.file(span.source).name();
    observation.written = Some(Place { file, line: at.line, column: at.column });
    observation
}

/// Photo numbers and letters stand once, and photos lie beside the file.
fn numbers(visit: &Visit, head: Span, faults: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for photo in &visit.photos {
        let number = photo.number;
        if number == 0 || !seen.insert(number) {
            let message = localized!(
                "bilde {number} står flere ganger, eller er 0",
                "photo {number} stands more than once, or is 0"
            );
            let help =
                localized!("neste ledige nummer er {}", "the next free number is {}", visit.next_photo());
            faults.push(Diagnostic::error("visit.photo-number", head, message).help(help));
        }
        if !is_beside(&photo.file) {
            let file = &photo.file;
            let message = localized!(
                "bilde {number}: «{file}» ligger ikke ved siden av filen",
                "photo {number}: “{file}” does not lie beside the file"
            );
            let help = Localized::new("bruk en sti som «bilder/1.jpg»", "use a path like “bilder/1.jpg”");
            faults.push(Diagnostic::error("visit.photo-path", head, message).help(help));
        }
    }
    let mut seen = BTreeSet::new();
    for mark in &visit.marks {
        let letter = &mark.letter;
        let fine = !letter.is_empty() && letter.len() <= 3 && letter.bytes().all(|b| b.is_ascii_uppercase());
        if !fine || !seen.insert(letter.clone()) {
            let message = localized!(
                "merket «{letter}» står flere ganger, eller er ikke en stor bokstav",
                "the mark “{letter}” stands more than once, or is no capital letter"
            );
            let help = localized!("neste ledige er {}", "the next free one is {}", visit.next_letter());
            faults.push(Diagnostic::error("visit.letter", head, message).help(help));
        }
    }
}

/// Whether a path leads to a file in the visit's own folder, and nowhere else on any system.
pub fn is_beside(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    !path.is_empty()
        && path.len() <= 255
        && parts.iter().all(|p| !p.is_empty() && *p != "." && *p != ".." && !p.ends_with(['.', ' ']))
        && !path
            .chars()
            .any(|c| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|'))
}

/// Observations have ids of their own and refer to photos and letters there are.
fn references(visit: &Visit, spans: &[Span], faults: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (observation, span) in visit.observations.iter().zip(spans.iter().copied()) {
        let name = &observation.id;
        let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || name.len() > 120 || !name.chars().all(fine) || !seen.insert(name.clone()) {
            let message = localized!(
                "id-en «{name}» står flere ganger, eller har andre tegn enn bokstaver, tall, «-», «_» og «.»",
                "the id “{name}” stands more than once, or has other signs than letters, digits, “-”, “_” and “.”"
            );
            faults.push(Diagnostic::error("visit.id", span, message));
        }
        for number in &observation.photos {
            if !visit.photos.iter().any(|p| p.number == *number) {
                let message = localized!("det finnes ikke noe bilde {number}", "there is no photo {number}");
                let help =
                    Localized::new("skriv en [[photo]] med det nummeret", "write a [[photo]] of that number");
                faults.push(Diagnostic::error("visit.photo", span, message).help(help));
            }
        }
        for letter in &observation.letters {
            if !visit.marks.iter().any(|m| &m.letter == letter) {
                let message = localized!("det finnes ikke noe merke {letter}", "there is no mark {letter}");
                let help =
                    Localized::new("skriv en [[mark]] med den bokstaven", "write a [[mark]] of that letter");
                faults.push(Diagnostic::error("visit.mark", span, message).help(help));
            }
        }
        if observation.text.chars().count() > LONGEST || observation.note.chars().count() > LONGEST {
            let message = localized!(
                "teksten er lengre enn {LONGEST} tegn",
                "the text is longer than {LONGEST} characters"
            );
            faults.push(Diagnostic::error("visit.long", span, message));
        }
    }
}

/// The file of a visit. The same visit gives the same bytes.
///
/// # Errors
/// When a value has no form in TOML, such as a number that is not finite.
pub fn write(visit: &Visit) -> Result<String, toml::ser::Error> {
    Ok(format!("{HEAD}{}", toml::to_string_pretty(visit)?))
}

/// JSON Schema of the file, for editors that complete it.
///
/// # Errors
/// Never: the schema is plain data.
pub fn schema() -> Result<String, serde_json::Error> {
    Ok(format!("{}\n", serde_json::to_string_pretty(&schemars::schema_for!(Visit))?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspection::visit::{Mark, Participant, PhotoEntry, Pin, Seen, SeenFact, State};

    fn read_text(text: &str) -> Parsed<Option<Visit>> {
        read(&mut Sources::new(), "besok/befaring.visit.toml", text)
    }

    fn told(text: &str) -> Vec<String> {
        read_text(text).diagnostics.iter().map(|d| format!("{} {}", d.code, d.message.nb)).collect()
    }

    fn full() -> Visit {
        Visit {
            format: FORMAT,
            project: "Eksempelveien \"12\"".into(),
            place: "A101 – æøå\nog gangen".into(),
            dwellings: vec!["A101".into()],
            date: Some("2026-03-12".into()),
            edition: Some("prioslo-2024-02".into()),
            basis: Some("abc".into()),
            state: State::Final,
            seal: Some("f00".into()),
            participants: vec![Participant { role: "Velferdsetaten".into(), name: String::new() }],
            photos: vec![PhotoEntry {
                number: 1,
                file: "bilder/1.jpg".into(),
                caption: "inngang".into(),
                removed: false,
                at: Some(Pin { storey: None, x: 1.25, y: -3.0, direction: Some(90.0) }),
            }],
            marks: vec![Mark {
                letter: "A".into(),
                id: None,
                text: "takheis".into(),
                removed: true,
                at: None,
            }],
            observations: vec![
                Observation { id: "o-1".into(), ..Observation::default() },
                Observation {
                    id: "dor.ytter.stalbeslag".into(),
                    requirements: vec!["dor.ytter.stalbeslag".into()],
                    places: vec!["A101/D1".into()],
                    at: "D1 i A101".into(),
                    ask: "Se etter beslag.".into(),
                    photo_wanted: true,
                    drawing: "ikke dokumentert".into(),
                    seen: Some(Seen::Remark),
                    text: "stålbeslag langs låsesylinder, selv om beslaget er litt lite".into(),
                    note: "spør om \u{1f511}".into(),
                    photos: vec![1],
                    letters: vec!["A".into()],
                    facts: vec![SeenFact {
                        fact: "door.clear_width".into(),
                        place: None,
                        value: "87 cm".into(),
                        instrument: Some("tommestokk".into()),
                    }],
                    by: Some("VEL".into()),
                    time: Some("2026-03-12T10:15:00Z".into()),
                    ..Observation::default()
                },
            ],
        }
    }

    #[test]
    fn what_is_written_reads_back_the_same() {
        let written = write(&full()).unwrap();
        let parsed = read_text(&written);
        assert!(parsed.diagnostics.is_empty(), "{:?}", parsed.diagnostics);
        let mut visit = parsed.value.unwrap();
        assert!(visit.observations[1].written.as_ref().is_some_and(|p| p.line > 10));
        visit.observations.iter_mut().for_each(|o| o.written = None);
        assert_eq!(visit, full());
        assert_eq!(write(&visit).unwrap(), written);
    }

    #[test]
    fn a_visit_written_by_hand_may_use_the_offices_words() {
        let parsed = read_text(
            "format = 1\nstate = \"utkast\"\n[[observation]]\nid = \"a\"\nseen = \"med merknad\"\n",
        );
        assert!(parsed.diagnostics.is_empty());
        assert_eq!(parsed.value.unwrap().observations[0].seen, Some(Seen::Remark));
    }

    #[test]
    fn a_word_nobody_knows_is_an_error_at_its_place() {
        let parsed = read_text("format = 1\n[[observation]]\nid = \"a\"\nbilde = 3\n");
        assert!(parsed.value.is_none());
        let fault = &parsed.diagnostics[0];
        assert!(fault.message.nb.contains("bilde"), "{}", fault.message.nb);
    }

    #[test]
    fn numbers_letters_and_ids_stand_once_and_refer_to_what_is_there() {
        let text = "format = 1
[[photo]]
number = 2
file = \"bilder/2.jpg\"
[[photo]]
number = 2
file = \"../../hemmelig.jpg\"
[[mark]]
letter = \"a\"
[[observation]]
id = \"x\"
photos = [2, 3]
letters = [\"B\"]
[[observation]]
id = \"x\"
";
        let told = told(text);
        let has = |word: &str| told.iter().any(|t| t.contains(word));
        assert!(has("visit.photo-number bilde 2 står flere ganger"), "{told:?}");
        assert!(has("«../../hemmelig.jpg» ligger ikke ved siden av"), "{told:?}");
        assert!(has("visit.letter merket «a»"), "{told:?}");
        assert!(has("ikke noe bilde 3") && !has("ikke noe bilde 2"), "{told:?}");
        assert!(has("ikke noe merke B"), "{told:?}");
        assert!(has("visit.id id-en «x»"), "{told:?}");
        assert_eq!(told.len(), 6, "{told:?}");
    }

    #[test]
    fn a_format_or_date_from_elsewhere_is_told() {
        assert!(told("format = 2\n")[0].contains("formatet 2 er ukjent"));
        assert!(told("format = 1\ndate = \"12.03.2026\"\n")[0].contains("«12.03.2026» er ikke en dato"));
    }

    #[test]
    fn a_photo_lies_beside_its_visit_on_every_system() {
        for fine in ["bilder/1.jpg", "1.jpg", "bilder/æ ø.jpg", "a/b/c.png"] {
            assert!(is_beside(fine), "{fine}");
        }
        for wrong in [
            "",
            "/etc/passwd",
            "../x.jpg",
            "a/../../x",
            "C:\\x.jpg",
            "C:x",
            "a//b",
            "./a",
            "a\0b",
            "bilder/..",
        ] {
            assert!(!is_beside(wrong), "{wrong}");
        }
    }
}
