//! `befaring spec docs`: writes what is generated from the catalogue and the program, or checks that it is current.

use std::path::PathBuf;

use crate::attest;
use crate::cli::args::{CatalogueArgs, EditionArg};
use crate::cli::catalogue;
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::ifc;
use crate::inspection;
use crate::localized;
use crate::project;
use crate::report::{json, krav, suitability};

/// Skriv KRAV.md (alle krav i tabeller) og skjemaene for JSON og for filene folk skriver
#[derive(clap::Args)]
#[command(
    override_usage = "befaring spec docs [VALG]",
    after_help = "\
Eksempler:
  befaring spec docs           skriv spec/KRAV.md og skjemaene spec/*.schema.json
  befaring spec docs --check   sluttkode 1 når de ikke er oppdatert"
)]
pub(crate) struct Args {
    /// Mappen filene skrives til
    #[arg(long, value_name = "MAPPE", default_value = "spec")]
    dir: PathBuf,
    /// Skriv ingenting; si fra om noe ikke er oppdatert
    #[arg(long)]
    check: bool,
    #[command(flatten)]
    catalogue: CatalogueArgs,
    #[command(flatten)]
    edition: EditionArg,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let catalogue = catalogue::load(&args.catalogue, screen)?;
    let edition = catalogue::edition(&args.edition, &catalogue)?;
    let failed = |cause| {
        Failure::told(localized!("skjemaet kan ikke skrives: {cause}", "cannot write the schema: {cause}"))
    };
    let schema = json::schema().map_err(failed)?;
    let project_schema = project::schema().map_err(failed)?;
    let comparison = suitability::json::schema().map_err(failed)?;
    let attest_schema = attest::schema().map_err(failed)?;
    let visit_schema = inspection::schema().map_err(failed)?;
    let info_schema = ifc::info_schema().map_err(failed)?;
    let files = [
        File::new(args.dir.join("KRAV.md"), krav::markdown(&catalogue, &edition)),
        File::new(args.dir.join("report.schema.json"), schema),
        File::new(args.dir.join("suitability.schema.json"), comparison),
        File::new(args.dir.join(project::SCHEMA_NAME), project_schema),
        File::new(args.dir.join("attest.schema.json"), attest_schema),
        File::new(args.dir.join("visit.schema.json"), visit_schema),
        File::new(args.dir.join("ifc-info.schema.json"), info_schema),
    ];
    output::write_or_check(&files, args.check, "befaring spec docs", screen)
}
