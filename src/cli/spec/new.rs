//! `befaring spec new`: the two files of a new requirement, ready to be filled in.

use std::path::{Path, PathBuf};

use crate::catalogue::Catalogue;
use crate::cli::args::CatalogueArgs;
use crate::cli::catalogue;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::localized;
use crate::text::{Localized, closest};

/// Lag et nytt krav: kravfilen og prøvene for det
#[derive(clap::Args)]
#[command(
    override_usage = "befaring spec new [VALG] ID",
    after_help = "\
Eksempler:
  befaring spec new bad.speil                     i spec/ og fixtures/krav/
  befaring spec new bad.speil --dir min-kommune   i en egen kravmappe"
)]
pub(crate) struct Args {
    /// Kravets id: kapittelord og navn, f.eks. bad.speil
    #[arg(value_name = "ID")]
    id: String,
    /// Kravmappen det lages i
    #[arg(long, value_name = "MAPPE", default_value = "spec")]
    dir: PathBuf,
    /// Mappen for prøver; fixtures/krav ved siden av kravmappen når den ikke er nevnt
    #[arg(long, value_name = "MAPPE")]
    cases: Option<PathBuf>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

const TEMPLATE: &str = include_str!("new.toml");
const CASES: &str = include_str!("new.bolig");

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let catalogue = catalogue::load(&args.catalogue, screen)?;
    let id = args.id.as_str();
    let chapter = valid(id, &catalogue)?;
    let beside = args.dir.parent().unwrap_or(Path::new("")).join("fixtures").join("krav");
    let cases = args.cases.clone().unwrap_or(beside);
    let files = [
        File::new(
            args.dir.join("requirements").join(chapter).join(format!("{id}.toml")),
            requirement(id, &catalogue),
        ),
        File::new(cases.join(format!("{id}.bolig")), CASES),
    ];
    for file in &files {
        if file.path.exists() {
            let path = file.path.display();
            return Err(Failure::told(localized!("{path} finnes fra før", "{path} exists already")));
        }
    }
    output::write(&files)?;
    screen.say_line(&output::told(&files));
    screen.say_line(&localized!(
        "Fyll ut begge, nevn {id} i punktet det står i (editions/), og kjør «befaring spec check».",
        "Fill in both, name {id} in its clause (editions/), and run “befaring spec check”."
    ));
    Ok(0)
}

/// The chapter word of a new id.
fn valid<'a>(id: &'a str, catalogue: &Catalogue) -> Result<&'a str, Failure> {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    let chapter = id.split('.').next().unwrap_or(id);
    if !id.contains('.') || !id.split('.').all(plain) {
        return Err(Failure::with_help(
            localized!("«{id}» kan ikke være en id", "“{id}” cannot be an id"),
            Localized::new(
                "skriv kapittelord og navn med små bokstaver a–z, f.eks. bad.speil",
                "write a chapter word and a name in lower case a–z, such as bad.speil",
            ),
        ));
    }
    if catalogue.requirements.contains_key(id) {
        return Err(Failure::told(localized!(
            "kravet {id} finnes fra før",
            "requirement {id} exists already"
        )));
    }
    let known: Vec<&str> = catalogue.chapters.iter().flat_map(|c| &c.prefixes).map(String::as_str).collect();
    if !known.contains(&chapter) {
        let all = known.join(", ");
        return Err(Failure::with_help(
            localized!("«{chapter}» er ikke et kapittelord", "“{chapter}” is not a chapter word"),
            match closest(chapter, known) {
                Some(c) => localized!("mente du «{c}»?", "did you mean “{c}”?"),
                None => localized!("kapittelordene er {all}", "the chapter words are {all}"),
            },
        ));
    }
    Ok(chapter)
}

fn requirement(id: &str, catalogue: &Catalogue) -> String {
    let number = catalogue.requirements.values().map(|r| r.number).max().unwrap_or(0) + 1;
    let edition = catalogue.latest_edition().unwrap_or("");
    TEMPLATE.replace("{id}", id).replace("{number}", &number.to_string()).replace("{edition}", edition)
}
