//! `befaring explain`: what a requirement asks, how it is judged, and how it is documented.

use super::args::{CatalogueArgs, EditionArg, ParameterArgs};
use super::catalogue;
use super::failure::Failure;
use super::screen::Screen;
use crate::localized;
use crate::report::requirement::{explain, render};
use crate::text::{Localized, closest};

/// Forklar et krav: kilde, tolkning, hvem det gjelder, hvordan det vurderes og dokumenteres
#[derive(clap::Args)]
#[command(
    override_usage = "befaring explain [VALG] KRAV…",
    after_help = "\
Eksempler:
  befaring explain gulv.oppbrett
  befaring explain gulv.oppbrett --lang en
  befaring explain gulv            alle krav som begynner med «gulv.»"
)]
pub(super) struct Args {
    /// Kravets id, som den står i rapporten, eller begynnelsen på den
    #[arg(value_name = "KRAV", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    edition: EditionArg,
    #[command(flatten)]
    parameters: ParameterArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let catalogue = catalogue::load_with(&args.catalogue, &args.parameters, screen)?;
    let edition = catalogue::edition(&args.edition, &catalogue)?;
    let mut out = String::new();
    for wanted in &args.ids {
        let wanted = wanted.trim().trim_end_matches('.');
        let begins = format!("{wanted}.");
        let found: Vec<&str> = catalogue
            .in_edition(&edition)
            .into_iter()
            .map(|(r, _)| r.id.as_str())
            .filter(|id| *id == wanted || id.starts_with(&begins))
            .collect();
        if found.is_empty() {
            return Err(unknown(wanted, &catalogue, &edition));
        }
        for id in found {
            if let Some(explanation) = explain(&catalogue, &edition, id, screen.lang) {
                if !out.is_empty() {
                    out.push_str("\n\n");
                }
                out.push_str(&render(&explanation, screen.width()));
            }
        }
    }
    screen.print(&out);
    Ok(0)
}

fn unknown(wanted: &str, catalogue: &crate::catalogue::Catalogue, edition: &str) -> Failure {
    if catalogue.requirements.contains_key(wanted) {
        return Failure::told(localized!(
            "{wanted} står ikke i utgaven {edition}",
            "{wanted} does not stand in edition {edition}"
        ));
    }
    let message = localized!("«{wanted}» er ikke et krav", "“{wanted}” is not a requirement");
    let help = match closest(wanted, catalogue.requirements.keys().map(String::as_str)) {
        Some(c) => localized!("mente du «{c}»?", "did you mean “{c}”?"),
        None => Localized::new(
            "alle krav står i spec/KRAV.md og i rapporten",
            "all requirements stand in spec/KRAV.md and in the report",
        ),
    };
    Failure::with_help(message, help)
}
