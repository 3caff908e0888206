//! Loading the requirements a command works with: the built-in ones, folders over them, replaced parameters.

use std::path::Path;

use super::args::{CatalogueArgs, EditionArg, ParameterArgs};
use super::failure::Failure;
use super::screen::Screen;
use super::shown;
use crate::catalogue::{Catalogue, CatalogueError};
use crate::localized;
use crate::report::{InputFile, faults};
use crate::source::{Severity, Sources, Tree};
use crate::text::{Localized, closest};
use crate::vocab::{Vocabulary, VocabularyFiles};

/// The files of the catalogue: the built-in folder with the given ones over it.
pub(super) fn tree(args: &CatalogueArgs) -> Result<Tree, Failure> {
    let mut tree = VocabularyFiles::built_in();
    for folder in &args.spec {
        let over = Tree::read(folder)?;
        if over.is_empty() {
            let folder = folder.display();
            return Err(Failure::with_help(
                localized!("{folder} har ingen kravfiler", "{folder} has no requirement files"),
                Localized::new(
                    "mappen skal ha requirements/<kapittel>/<id>.toml, som spec/ i kildekoden",
                    "the folder should have requirements/<chapter>/<id>.toml, as spec/ in the source code",
                ),
            ));
        }
        tree.layer(over);
    }
    Ok(tree)
}

/// The words of the catalogue. Faults elsewhere in it do not matter to who only reads a description.
pub(super) fn vocabulary(args: &CatalogueArgs, screen: &Screen) -> Result<Vocabulary, Failure> {
    let mut sources = Sources::new();
    let mut faults = Vec::new();
    let vocabulary = Vocabulary::load(&tree(args)?, &mut sources, &mut faults);
    if faults.iter().any(|f| f.severity == Severity::Error) {
        screen.say(&faults::render(&faults, &sources, screen.lang, screen.error_width()));
        return Err(refused());
    }
    Ok(vocabulary)
}

fn refused() -> Failure {
    Failure::with_help(
        Localized::new(
            "kravkatalogen har feil og er ikke brukt",
            "the catalogue has faults and was not used",
        ),
        Localized::new("rett dem og kjør «befaring spec check»", "mend them and run “befaring spec check”"),
    )
}

/// The catalogue, or its faults shown with file, line and mend.
pub(super) fn load(args: &CatalogueArgs, screen: &Screen) -> Result<Catalogue, Failure> {
    load_beside(args, screen, |_| ()).map(|(catalogue, ())| catalogue)
}

/// The same, with something done meanwhile that needs nothing but the words.
pub(super) fn load_beside<T: Send>(
    args: &CatalogueArgs,
    screen: &Screen,
    work: impl FnOnce(&Vocabulary) -> T + Send,
) -> Result<(Catalogue, T), Failure> {
    Catalogue::load_beside(&tree(args)?, work).map_err(|CatalogueError::Invalid { faults, sources }| {
        screen.say(&faults::render(&faults, &sources, screen.lang, screen.error_width()));
        refused()
    })
}

/// The catalogue with the parameters of the arguments in force.
pub(super) fn load_with(
    args: &CatalogueArgs,
    parameters: &ParameterArgs,
    screen: &Screen,
) -> Result<Catalogue, Failure> {
    let mut catalogue = load(args, screen)?;
    override_parameters(&mut catalogue, parameters)?;
    Ok(catalogue)
}

/// Puts the parameters of the arguments in force.
pub(super) fn override_parameters(
    catalogue: &mut Catalogue,
    parameters: &ParameterArgs,
) -> Result<(), Failure> {
    for assignment in &parameters.param {
        let (name, value) = parameter(assignment, catalogue)?;
        catalogue.overrides.insert(name, value);
    }
    Ok(())
}

/// The edition to judge by.
pub(super) fn edition(args: &EditionArg, catalogue: &Catalogue) -> Result<String, Failure> {
    edition_named(args.edition.as_deref(), catalogue)
}

/// The edition of a name, or the newest.
pub(super) fn edition_named(wanted: Option<&str>, catalogue: &Catalogue) -> Result<String, Failure> {
    let known = || catalogue.editions.iter().map(String::as_str);
    match wanted {
        None => catalogue.latest_edition().map(str::to_owned).ok_or_else(|| {
            Failure::told(Localized::new("katalogen har ingen utgave", "the catalogue has no edition"))
        }),
        Some(wanted) if known().any(|k| k == wanted) => Ok(wanted.to_owned()),
        Some(wanted) => {
            let all = known().collect::<Vec<_>>().join(", ");
            Err(Failure::with_help(
                localized!("«{wanted}» er ikke en utgave", "“{wanted}” is not an edition"),
                match closest(wanted, known()) {
                    Some(c) => localized!("mente du «{c}»?", "did you mean “{c}”?"),
                    None => localized!("kjente utgaver: {all}", "known editions: {all}"),
                },
            ))
        }
    }
}

/// `name=value` of a parameter that exists, with a value of its kind.
fn parameter(assignment: &str, catalogue: &Catalogue) -> Result<(String, String), Failure> {
    let Some((name, value)) = assignment.split_once('=') else {
        return Err(Failure::with_help(
            localized!("--param {assignment} mangler «=»", "--param {assignment} lacks “=”"),
            Localized::new("skriv --param krav.parameter=verdi", "write --param requirement.parameter=value"),
        ));
    };
    let (name, value) = (name.trim(), value.trim());
    catalogue.check_parameter(name, value).map_err(|wrong| Failure::with_help(wrong.message, wrong.help))?;
    Ok((name.to_owned(), value.to_owned()))
}

/// A folder of requirements as a file a report was made from: the hash of its files by name.
pub(super) fn folder_as_input(folder: &Path) -> Result<InputFile, Failure> {
    let tree = Tree::read(folder)?;
    let mut all = Vec::new();
    for (name, _, text) in tree.below("") {
        all.extend_from_slice(format!("{}:{name}{}:{text}", name.len(), text.len()).as_bytes());
    }
    Ok(InputFile::of(format!("{}/", shown::name(folder)), &all))
}
