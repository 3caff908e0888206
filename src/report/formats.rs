//! Every output of a judged project: its name, its files, and what makes it.
//!
//! This is the one list. A new output is a renderer in a file of its own and an entry here; the command line, its
//! help and the project file know it from then on.

use rayon::prelude::*;

use super::ci::sarif::Which;
use super::document::Report;
use super::drawings::{Drawings, Dwellings, file_names};
use super::matrix::csv::Dialect;
use super::{bcf, ci, gaps, html, json, matrix, pdf, terminal};
use crate::localized;
use crate::text::Localized;

/// What an output is made from.
pub struct Material<'a> {
    /// The report.
    pub report: &'a Report,
    /// The plans, with links that stay on their page.
    pub drawings: Drawings<'a>,
    /// Whether a text gives evidence, sources and readings too.
    pub verbose: bool,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its name in a folder of outputs.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the one who asked for it should know.
    pub told: Option<Localized>,
}

/// Why an output could not be made.
#[derive(Debug, thiserror::Error)]
#[error("{}", .message.en)]
pub struct FormatError {
    /// What is wrong.
    pub message: Localized,
    /// What to do about it.
    pub help: Option<Localized>,
}

/// How many files an output is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Files {
    /// One, of this name in a folder.
    One(&'static str),
    /// Several, named by their maker: they need a folder.
    Several,
}

/// An output.
#[derive(Clone, Copy)]
pub struct Format {
    /// Its name on the command line and in a project file.
    pub id: &'static str,
    /// What it is, in a few words: (bokmål, English).
    pub about: (&'static str, &'static str),
    /// Its files.
    pub files: Files,
    /// Endings of a file's name, without the first dot, that choose it. Where several outputs share one, the first in
    /// [`FORMATS`] is meant unless another is named.
    pub endings: &'static [&'static str],
    /// Whether it is made when a folder is named and nothing else.
    pub by_default: bool,
    /// Whether it is text, which a terminal can show.
    pub is_text: bool,
    /// Whether plans are drawn for it.
    pub draws: bool,
    /// Makes its files: exactly one for [`Files::One`].
    pub make: fn(&Material<'_>) -> Result<Vec<Made>, FormatError>,
}

/// All outputs, in the order they are told of.
pub const FORMATS: &[Format] = &[
    Format {
        id: "text",
        about: ("rapporten som ren tekst", "the report as plain text"),
        files: Files::One("rapport.txt"),
        endings: &["txt"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| {
            let layout = terminal::Layout { width: terminal::PAGE_WIDTH, verbose: m.verbose };
            let styled = terminal::render(m.report, layout);
            Ok(one("rapport.txt", anstream::adapter::strip_str(&styled).to_string()))
        },
    },
    Format {
        id: "html",
        about: ("rapporten med planer, for nettleseren", "the report with plans, for a browser"),
        files: Files::One("rapport.html"),
        endings: &["html", "htm"],
        by_default: true,
        is_text: true,
        draws: true,
        make: |m| Ok(one("rapport.html", html::render(m.report, &m.drawings.for_page()))),
    },
    Format {
        id: "pdf",
        about: (
            "rapporten til utskrift, arkiv og konkurransegrunnlag",
            "the report for print, archive and tender documents",
        ),
        files: Files::One("rapport.pdf"),
        endings: &["pdf"],
        by_default: false,
        is_text: false,
        draws: true,
        make: |m| {
            let pdf = pdf::render(m)?;
            let told = pdf.told();
            Ok(vec![Made { name: "rapport.pdf".to_owned(), bytes: pdf.bytes, told }])
        },
    },
    Format {
        id: "json",
        about: ("rapporten for maskiner", "the report for machines"),
        files: Files::One("rapport.json"),
        endings: &["json"],
        by_default: true,
        is_text: true,
        draws: false,
        make: |m| Ok(one("rapport.json", json::render(m.report)?)),
    },
    Format {
        id: "svg",
        about: ("planene, én fil per etasje og bolig", "the plans, one file for each storey and dwelling"),
        files: Files::Several,
        endings: &[],
        by_default: true,
        is_text: true,
        draws: true,
        make: |m| {
            // On their own, plans link to the page beside them.
            let drawings = Drawings { page: "rapport.html", ..m.drawings };
            let (storeys, dwellings) = drawings.sheets(Dwellings::All);
            let sheets: Vec<_> = storeys.into_iter().chain(dwellings).collect();
            let names = file_names(&sheets);
            let made = sheets.into_iter().zip(names);
            Ok(made.map(|(sheet, name)| Made { name, bytes: sheet.svg.into_bytes(), told: None }).collect())
        },
    },
    Format {
        id: "markdown",
        about: ("rapporten i Markdown", "the report in Markdown"),
        files: Files::One("rapport.md"),
        endings: &["md", "markdown"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| Ok(one("rapport.md", ci::markdown::render(m.report))),
    },
    Format {
        id: "sarif",
        about: ("alle funn i SARIF 2.1.0", "all findings in SARIF 2.1.0"),
        files: Files::One("befaring.sarif"),
        endings: &["sarif", "sarif.json"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| Ok(one("befaring.sarif", ci::sarif::render(m.report, Which::All)?)),
    },
    Format {
        id: "sarif-alerts",
        about: (
            "bare negative og uavklarte funn i SARIF, for GitHub code scanning",
            "negative and unclear findings alone in SARIF, for GitHub code scanning",
        ),
        files: Files::One("befaring-alerts.sarif"),
        endings: &["sarif", "sarif.json"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| Ok(one("befaring-alerts.sarif", ci::sarif::render(m.report, Which::Alerts)?)),
    },
    Format {
        id: "junit",
        about: (
            "JUnit XML, ett tilfelle per krav og sted",
            "JUnit XML, one case for each requirement and place",
        ),
        files: Files::One("befaring-junit.xml"),
        endings: &["xml"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| Ok(one("befaring-junit.xml", ci::junit::render(m.report)?)),
    },
    Format {
        id: "gitlab",
        about: ("GitLabs code quality", "GitLab's code quality"),
        files: Files::One("gl-code-quality-report.json"),
        endings: &["json"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| Ok(one("gl-code-quality-report.json", ci::code_quality::render(m.report)?)),
    },
    Format {
        id: "github",
        about: ("GitHubs merknader på linjene", "GitHub's annotations on the lines"),
        files: Files::One("befaring-github.txt"),
        endings: &["txt"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| Ok(one("befaring-github.txt", ci::annotations::render(m.report))),
    },
    Format {
        id: "xlsx",
        about: (
            "kravmatrisen for regneark, til å fylle ut",
            "the requirement matrix as a workbook to fill in",
        ),
        files: Files::One("kravmatrise.xlsx"),
        endings: &["xlsx"],
        by_default: false,
        is_text: false,
        draws: false,
        make: |m| Ok(one("kravmatrise.xlsx", matrix::xlsx::render(m.report).map_err(not_made)?)),
    },
    Format {
        id: "csv",
        about: ("kravmatrisen som CSV for norsk Excel", "the requirement matrix as CSV for Norwegian Excel"),
        files: Files::One("kravmatrise.csv"),
        endings: &["csv"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| {
            Ok(one("kravmatrise.csv", matrix::csv::render(m.report, Dialect::Excel).map_err(not_made)?))
        },
    },
    Format {
        id: "csv-machine",
        about: (
            "kravmatrisen som CSV for andre programmer",
            "the requirement matrix as CSV for other programs",
        ),
        files: Files::One("kravmatrise.machine.csv"),
        endings: &["machine.csv", "csv"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| {
            let bytes = matrix::csv::render(m.report, Dialect::Machine).map_err(not_made)?;
            Ok(one("kravmatrise.machine.csv", bytes))
        },
    },
    Format {
        id: "bcf",
        about: ("emner til modelleringsverktøyet, BCF 2.1", "topics for the modelling tool, BCF 2.1"),
        files: Files::One("funn.bcf"),
        endings: &["bcf", "bcfzip"],
        by_default: false,
        is_text: false,
        draws: true,
        make: |m| Ok(one("funn.bcf", bcf::render(m.report, &m.drawings, bcf::Version::V2_1)?)),
    },
    Format {
        id: "bcf3",
        about: ("det samme som BCF 3.0", "the same as BCF 3.0"),
        files: Files::One("funn.3.0.bcf"),
        endings: &["3.0.bcf", "bcf", "bcfzip"],
        by_default: false,
        is_text: false,
        draws: true,
        make: |m| Ok(one("funn.3.0.bcf", bcf::render(m.report, &m.drawings, bcf::Version::V3_0)?)),
    },
    Format {
        id: "gaps",
        about: (
            "det som ikke er dokumentert, per fag, som Markdown",
            "what is not documented, by discipline, as Markdown",
        ),
        files: Files::One("mangler.md"),
        endings: &["mangler.md", "md"],
        by_default: false,
        is_text: true,
        draws: false,
        make: |m| Ok(one("mangler.md", gaps::markdown::render(m.report))),
    },
    Format {
        id: "gaps-docx",
        about: ("det samme for Word", "the same for Word"),
        files: Files::One("mangler.docx"),
        endings: &["docx"],
        by_default: false,
        is_text: false,
        draws: false,
        make: |m| Ok(one("mangler.docx", gaps::docx::render(m.report).map_err(not_made)?)),
    },
];

/// An output that could not be put together.
fn not_made(cause: impl std::fmt::Display) -> FormatError {
    FormatError::new(localized!("kan ikke lages: {cause}", "cannot be made: {cause}"), None)
}

/// Makes several outputs, in the order given.
///
/// Those that draw share their plans, which are drawn side by side; all others are made meanwhile.
pub fn make_all(formats: &[&Format], material: &Material<'_>) -> Vec<Result<Vec<Made>, FormatError>> {
    // One after another, so that the second finds the plans of the first.
    let (drawn, plain) = rayon::join(
        || formats.iter().map(|f| f.draws.then(|| (f.make)(material))).collect::<Vec<_>>(),
        || formats.par_iter().map(|f| (!f.draws).then(|| (f.make)(material))).collect::<Vec<_>>(),
    );
    drawn.into_iter().zip(plain).filter_map(|(drawn, plain)| drawn.or(plain)).collect()
}

/// The only file of an output.
pub fn one(name: &str, bytes: impl Into<Vec<u8>>) -> Vec<Made> {
    vec![Made { name: name.to_owned(), bytes: bytes.into(), told: None }]
}

/// The output of a name.
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|f| f.id == id)
}

/// The output a file's name asks for: the one with the longest ending that fits. Among `named` first, so that
/// `--format sarif -o funn.json` is SARIF.
pub fn of_file_name(name: &str, named: &[&'static Format]) -> Option<&'static Format> {
    let name = name.to_lowercase();
    let fits = |f: &Format| {
        let lengths = f.endings.iter().filter(|e| name.strip_suffix(**e).is_some_and(|n| n.ends_with('.')));
        lengths.map(|e| e.len()).max()
    };
    let best = |formats: &mut dyn Iterator<Item = &'static Format>| {
        let mut best: Option<(usize, &'static Format)> = None;
        for format in formats {
            if let Some(length) = fits(format)
                && best.is_none_or(|(longest, _)| length > longest)
            {
                best = Some((length, format));
            }
        }
        best.map(|(_, format)| format)
    };
    best(&mut named.iter().copied()).or_else(|| best(&mut FORMATS.iter()))
}

impl Format {
    /// Whether this program was built with what it takes to make it.
    pub fn is_built(&self) -> bool {
        self.id != "pdf" || pdf::is_built()
    }

    /// What it is, in a few words.
    pub fn about(&self) -> Localized {
        Localized::new(self.about.0, self.about.1)
    }
}

impl FormatError {
    /// An error with what to do about it.
    pub fn new(message: Localized, help: Option<Localized>) -> Self {
        Self { message, help }
    }
}

impl From<serde_json::Error> for FormatError {
    fn from(cause: serde_json::Error) -> Self {
        let message =
            localized!("rapporten kan ikke skrives som JSON: {cause}", "cannot write JSON: {cause}");
        Self { message, help: None }
    }
}

impl From<std::io::Error> for FormatError {
    fn from(cause: std::io::Error) -> Self {
        Self { message: localized!("kan ikke skrives: {cause}", "cannot be written: {cause}"), help: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_outputs_share_a_name_or_a_file() {
        for (i, a) in FORMATS.iter().enumerate() {
            assert!(
                a.id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'),
                "{}",
                a.id
            );
            for b in &FORMATS[..i] {
                assert_ne!(a.id, b.id);
                assert!(a.files == Files::Several || a.files != b.files, "{} and {}", a.id, b.id);
            }
        }
    }

    #[test]
    fn a_file_has_an_ending_its_output_is_chosen_by() {
        for f in FORMATS {
            if let Files::One(name) = f.files {
                assert_eq!(of_file_name(name, &[f]).map(|f| f.id), Some(f.id), "{name}");
            }
        }
    }

    #[test]
    fn an_ending_chooses_whole_words_only() {
        assert_eq!(of_file_name("Rapport.HTML", &[]).map(|f| f.id), Some("html"));
        assert!(of_file_name("rapporthtml", &[]).is_none());
        assert!(of_file_name("rapport.odt", &[]).is_none());
    }
}
