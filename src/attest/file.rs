//! The file attestations are kept in: TOML that people can read, write and merge.

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use toml::Spanned;

use super::{Attestation, Attestations};
use crate::finding::Verdict;
use crate::localized;
use crate::model::Place;
use crate::report::Date;
use crate::source::{Diagnostic, Parsed, Severity, SourceId, Sources, Span, read_toml};

/// Version of the format.
pub const FORMAT: u32 = 1;

const HEAD: &str = "\
# Hva folk har sagt om funnene: egne vurderinger, merknader og hvem som er ansvarlig.
# «befaring check» leser filen når den ligger ved siden av prosjektet. En egen vurdering avgjør det som er uavklart;
# et negativt funn blir stående, og motstriden vises. Endres beskrivelsen av stedet, må vurderingen bekreftes på nytt.
# Skriv aldri opplysninger om beboere her.

";

/// Attestations of a project: what people said of its findings.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "befaring attestations")]
struct FileOf<T> {
    /// Version of the format, 1.
    format: u32,
    /// Name of the project.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    project: String,
    /// What was said, in the order it was put on record.
    #[serde(default = "none_yet::<T>", skip_serializing_if = "Vec::is_empty")]
    attestation: Vec<T>,
}

fn none_yet<T>() -> Vec<T> {
    Vec::new()
}

/// What one person said.
#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// Id of the requirement; left out for a remark that belongs to none.
    #[serde(skip_serializing_if = "Option::is_none")]
    requirement: Option<String>,
    /// Ids of the places, as in the JSON report; left out for every place of the requirement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    places: Vec<String>,
    /// The places in words; not used.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// A verdict of one's own. Counts only with `by`.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    /// Who says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    /// When, as `2026-03-12`.
    #[serde(default, deserialize_with = "date", skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    date: Option<String>,
    /// In their words.
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    /// Who is to document or mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    responsible: Option<String>,
    /// Heading of the BCF topic it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// How that topic stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    /// Id of the topic or comment it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<String>,
    /// IFC GlobalIds it points at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    components: Vec<String>,
    /// What the program had found when it was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    computed: Option<Verdict>,
    /// Fingerprint of the inputs it was given for.
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<String>,
    /// Fingerprint of what was known of the place when it was given. Left out, it holds for the inputs of `basis` alone;
    /// with neither, it holds until somebody takes it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<String>,
    /// Name of the file it was read from.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
}

/// A date between quotation marks, or a bare TOML date.
fn date<'de, D: Deserializer<'de>>(input: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Bare(toml::value::Datetime),
    }
    Ok(Option::<Written>::deserialize(input)?.map(|written| match written {
        Written::Text(text) => text,
        Written::Bare(bare) => bare.date.map_or_else(String::new, |d| d.to_string()),
    }))
}

/// Reads a file of attestations. What is wrong with it is an error: something somebody said would be lost.
pub fn read(sources: &mut Sources, path: &str, text: &str) -> Parsed<Attestations> {
    let id = sources.add(path, text);
    let file = match read_toml::<FileOf<Spanned<Entry>>>(sources, id) {
        Ok(file) => file,
        Err(fault) => return Parsed { value: Attestations::default(), diagnostics: vec![*fault] },
    };
    let mut diagnostics = Vec::new();
    if file.format != FORMAT {
        let found = file.format;
        let message = localized!(
            "formatet {found} er ukjent; dette programmet leser format {FORMAT}",
            "format {found} is unknown; this program reads format {FORMAT}"
        );
        diagnostics.push(Diagnostic::error("attest.format", Span::new(id, 0, 0), message));
    }
    let entries =
        file.attestation.into_iter().map(|entry| attestation(entry, sources, id, &mut diagnostics)).collect();
    Parsed { value: Attestations { project: file.project, entries, ..Attestations::default() }, diagnostics }
}

fn attestation(
    entry: Spanned<Entry>,
    sources: &Sources,
    id: SourceId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Attestation {
    let range = entry.span();
    let span = Span::new(id, range.start, range.end);
    let at = sources.position(span);
    let e = entry.into_inner();
    if let Some(wrong) = e.date.as_deref().filter(|d| Date::parse(d).is_none()) {
        let message = localized!("«{wrong}» er ikke en dato", "“{wrong}” is not a date");
        let help = localized!("skriv den som 2026-03-12", "write it like 2026-03-12");
        diagnostics.push(Diagnostic::error("attest.date", span, message).help(help));
    }
    if e.verdict.is_some() && e.by.as_deref().is_none_or(|by| by.trim().is_empty()) {
        let message = localized!(
            "en vurdering uten navn («by») teller ikke",
            "a verdict without a name (“by”) does not count"
        );
        let mut warning = Diagnostic::error("attest.unsigned", span, message);
        warning.severity = Severity::Warning;
        diagnostics.push(warning);
    }
    Attestation {
        requirement: e.requirement,
        places: e.places,
        at: e.at,
        verdict: e.verdict,
        by: e.by.filter(|by| !by.trim().is_empty()),
        date: e.date.filter(|d| Date::parse(d).is_some()),
        comment: e.comment,
        responsible: e.responsible,
        title: e.title,
        status: e.status,
        topic: e.topic,
        components: e.components,
        computed: e.computed,
        basis: e.basis,
        ground: e.ground,
        from: e.from,
        observed: false,
        place: Some(Place { file: sources.file(id).name(), line: at.line, column: at.column }),
    }
}

/// The attestations as a file.
///
/// # Errors
/// Never: every part is plain text.
pub fn write(all: &Attestations) -> Result<String, toml::ser::Error> {
    let entry = |a: &Attestation| Entry {
        requirement: a.requirement.clone(),
        places: a.places.clone(),
        at: a.at.clone(),
        verdict: a.verdict,
        by: a.by.clone(),
        date: a.date.clone(),
        comment: a.comment.clone(),
        responsible: a.responsible.clone(),
        title: a.title.clone(),
        status: a.status.clone(),
        topic: a.topic.clone(),
        components: a.components.clone(),
        computed: a.computed,
        basis: a.basis.clone(),
        ground: a.ground.clone(),
        from: a.from.clone(),
    };
    let file = FileOf {
        format: FORMAT,
        project: all.project.clone(),
        attestation: all.entries.iter().map(entry).collect(),
    };
    Ok(format!("{HEAD}{}", toml::to_string_pretty(&file)?))
}

/// The JSON Schema of the file, ending in a line break.
///
/// # Errors
/// Never: a schema is plain data.
pub fn schema() -> Result<String, serde_json::Error> {
    let mut text = serde_json::to_string_pretty(&schemars::schema_for!(FileOf<Entry>))?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_the_same() {
        let all = Attestations {
            project: "Blåbærveien «3»".into(),
            entries: vec![Attestation {
                requirement: Some("gulv.oppbrett".into()),
                places: vec!["A101/bad".into()],
                verdict: Some(Verdict::Positive),
                by: Some("Kari \"K\" Ås".into()),
                date: Some("2026-03-12".into()),
                comment: Some("=HYPERLINK(\"x\")\nlinje to\t''' \\ \u{7} <b>".into()),
                ..Attestation::default()
            }],
            ..Attestations::default()
        };
        let mut sources = Sources::new();
        let text = write(&all).unwrap();
        let line = text.lines().position(|line| line == "[[attestation]]").unwrap() + 1;
        let read = read(&mut sources, "a.attest.toml", &text);
        assert_eq!(read.diagnostics.len(), 0, "{:?}", read.diagnostics);
        let mut back = read.value;
        assert_eq!(back.entries[0].place.as_ref().map(|p| p.line), Some(line));
        back.entries[0].place = None;
        assert_eq!(back, all);
    }

    #[test]
    fn a_bare_date_is_a_date_and_the_31st_of_june_is_not() {
        let text = |date: &str| format!("format = 1\n[[attestation]]\ncomment = \"x\"\ndate = {date}\n");
        let read = |date: &str| read(&mut Sources::new(), "a", &text(date));
        assert_eq!(read("2026-03-12").value.entries[0].date.as_deref(), Some("2026-03-12"));
        assert_eq!(read("\"2026-06-31\"").diagnostics[0].code, "attest.date");
    }

    #[test]
    fn a_word_the_format_does_not_know_is_an_error_at_its_place() {
        let read = read(&mut Sources::new(), "a", "format = 1\n[[attestation]]\nkommentar = \"x\"\n");
        assert!(read.has_errors());
        assert!(read.diagnostics[0].span().is_some());
    }
}
