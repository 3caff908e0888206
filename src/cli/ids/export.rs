//! `befaring ids export`: what a model must carry, as IDS.

use std::path::{Path, PathBuf};

use crate::catalogue::Catalogue;
use crate::cli::args::{CatalogueArgs, EditionArg};
use crate::cli::failure::Failure;
use crate::cli::output::{self, File};
use crate::cli::screen::Screen;
use crate::cli::{catalogue, project};
use crate::ids;
use crate::ids::export::{Ask, Export};
use crate::ifc::{
    self,
    schema::{Schema, Version},
};
use crate::judge::{self, Settings};
use crate::localized;
use crate::report::{Date, faults};
use crate::source::Severity;
use crate::text::{Localized, closest};
use crate::vocab::{Phase, SubjectKind, normalise};

/// Skriv hvilke opplysninger en modell må ha for at kravene kan vurderes, som IDS 1.0
#[derive(clap::Args)]
#[command(
    override_usage = "befaring ids export [VALG]",
    after_help = "\
Eksempler:
  befaring ids export -o krav.ids --gruppe 5       alt gruppe 5 trenger; det IDS ikke kan si, skrives på skjermen
  befaring ids export -o krav.ids -o rest.md       … og det IDS ikke kan si, som tekst i rest.md
  befaring ids export --gaps hus.ifc -o mangler.ids   bare det denne modellen mangler, av de objektene som mangler det
  befaring ids export --fase skisse --emne rom     bare det som ventes av rommene i en skisse

Regelen er én spesifikasjon per opplysning og klasse, så en modell som mangler én egenskap, feiler på den ene.

Sluttkoder: 0 skrevet · 2 kunne ikke kjøre"
)]
pub(crate) struct Args {
    /// Fil å skrive til: .ids, eller .md for det IDS ikke kan si; kan gjentas
    #[arg(short, long, value_name = "FIL")]
    output: Vec<PathBuf>,
    /// Målgruppe: 1–7, S1-5, S5-7; alle når ingen er nevnt
    #[arg(long, value_name = "GRUPPE", value_delimiter = ',')]
    gruppe: Vec<String>,
    /// Fase: program, skisse, forprosjekt, detaljprosjekt, konkurransegrunnlag, ferdig bygd; det som først kan
    /// dokumenteres senere, tas ikke med
    #[arg(long, value_name = "FASE")]
    fase: Option<String>,
    /// Bare om dette: prosjekt, tomt, bygg, etasje, bolig, base, rom, dør, vindu, vegg, utstyr
    #[arg(long, value_name = "EMNE", value_delimiter = ',')]
    emne: Vec<String>,
    /// IFC-versjon filen skal gjelde for: IFC2X3, IFC4, IFC4X3_ADD2; alle når ingen er nevnt
    #[arg(long, value_name = "VERSJON", value_delimiter = ',')]
    ifc: Vec<String>,
    /// Bygningsmodell, gjerne med beskrivelsen ved siden av: ta bare med det den mangler; kan gjentas
    #[arg(long, value_name = "MODELL")]
    gaps: Vec<PathBuf>,
    /// Dato i filen, f.eks. 2026-03-12; ingen dato når den ikke er gitt
    #[arg(long, value_name = "DATO")]
    date: Option<String>,
    /// Krev også at tall ligger innenfor det alle kravene er enige om; ellers kreves bare at de er der
    #[arg(long)]
    grenser: bool,
    #[command(flatten)]
    edition: EditionArg,
    #[command(flatten)]
    catalogue: CatalogueArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let catalogue = catalogue::load(&args.catalogue, screen)?;
    let edition = catalogue::edition(&args.edition, &catalogue)?;
    let groups = groups(&args.gruppe, &catalogue)?;
    let phase = args.fase.as_deref().map(phase).transpose()?;
    let subjects = args.emne.iter().map(|e| subject(e)).collect::<Result<Vec<_>, _>>()?;
    let mut versions = args.ifc.iter().map(|v| version(v)).collect::<Result<Vec<_>, _>>()?;
    if versions.is_empty() {
        versions = vec![Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3];
    }
    if let Some(date) = &args.date
        && Date::parse(date).is_none()
    {
        return Err(Failure::with_help(
            localized!("«{date}» er ikke en dato", "“{date}” is not a date"),
            Localized::new("skriv den som 2026-03-12", "write it like 2026-03-12"),
        ));
    }
    let ask = Ask {
        catalogue: &catalogue,
        edition: &edition,
        groups: &groups,
        phase,
        versions: &versions,
        subjects: &subjects,
        date: args.date.as_deref(),
        bounds: args.grenser,
    };
    let export =
        if args.gaps.is_empty() { ids::export::export(&ask) } else { gaps(&ask, &args.gaps, screen)? };
    write(args, &export, screen)
}

fn write(args: &Args, export: &Export, screen: &mut Screen) -> Result<u8, Failure> {
    let told = export.told(screen.lang);
    let nothing = export.document.specifications.is_empty();
    if nothing {
        screen.print(&told);
        return Err(Failure::with_help(
            Localized::new(
                "det er ingenting å be om, og en IDS uten spesifikasjoner er ikke gyldig",
                "there is nothing to ask for, and an IDS without specifications is not valid",
            ),
            Localized::new(
                "ta bort --fase eller --emne, eller se på det som ikke kan sies i IDS, over",
                "leave out --fase or --emne, or see above what cannot be said in IDS",
            ),
        ));
    }
    let text = ids::write(&export.document);
    if args.output.is_empty() {
        screen.print_raw(&text);
        return Ok(0);
    }
    let mut files = Vec::new();
    for path in &args.output {
        let bytes = match ending(path).as_str() {
            "ids" | "xml" => text.clone(),
            "md" | "txt" => told.clone(),
            other => {
                return Err(Failure::with_help(
                    localized!("-o: ukjent endelse «.{other}»", "-o: unknown ending “.{other}”"),
                    Localized::new(
                        "bruk .ids, eller .md for det IDS ikke kan si",
                        "use .ids, or .md for what IDS cannot say",
                    ),
                ));
            }
        };
        files.push(File::new(path.clone(), bytes));
    }
    let written = args.output.iter().any(|p| matches!(ending(p).as_str(), "md" | "txt"));
    if !written {
        screen.print(&told);
    }
    output::write(&files)?;
    screen.say_line(&output::told(&files));
    Ok(0)
}

fn ending(path: &Path) -> String {
    path.extension().map(|e| e.to_string_lossy().to_lowercase()).unwrap_or_default()
}

/// What a model lacks, or a project with its description and models.
fn gaps(ask: &Ask<'_>, inputs: &[PathBuf], screen: &Screen) -> Result<Export, Failure> {
    let reading = project::read(inputs, &ask.catalogue.vocabulary)?;
    let unread = reading.diagnostics.iter().any(|d| d.severity == Severity::Error);
    if unread || reading.model.is_none() {
        screen.say(&faults::render(
            &reading.diagnostics,
            &reading.sources,
            screen.lang,
            screen.error_width(),
        ));
        return Err(Failure::told(Localized::new(
            "modellen kan ikke leses, så det er ikke kjent hva den mangler",
            "the model cannot be read, so that it is not known what it lacks",
        )));
    }
    let mut own = Vec::new();
    for path in inputs.iter().filter(|p| project::is_model(p)) {
        let building = ifc::Model::open(path, &ifc::step::Limits::default())
            .map_err(|error| Failure::told(error.text()))?;
        let version = building.schema().version();
        if !own.contains(&version) {
            own.push(version);
        }
    }
    if own.is_empty() {
        return Err(Failure::with_help(
            Localized::new("--gaps trenger en bygningsmodell", "--gaps needs a building model"),
            Localized::new("nevn en .ifc-fil", "name an .ifc file"),
        ));
    }
    let settings = Settings {
        groups: ask.groups,
        phase: ask.phase,
        lang: screen.lang,
        ..Settings::new(ask.catalogue, ask.edition)
    };
    let judged = judge::judge(reading, &settings).map_err(|e| Failure::told(e.words()))?;
    let ask = Ask { versions: &own, ..*ask };
    Ok(ids::export::gaps(&ask, &judged.facts, &judged.findings))
}

fn groups(named: &[String], catalogue: &Catalogue) -> Result<Vec<String>, Failure> {
    let known = || catalogue.vocabulary.groups.iter().map(|g| g.id.as_str());
    let find = |name: &String| {
        known().find(|k| k.eq_ignore_ascii_case(name.trim())).map(str::to_owned).ok_or_else(|| {
            let all = known().collect::<Vec<_>>().join(", ");
            Failure::with_help(
                localized!("«{name}» er ikke en målgruppe", "“{name}” is not a resident group"),
                localized!("målgruppene er {all}", "the resident groups are {all}"),
            )
        })
    };
    named.iter().map(find).collect()
}

fn phase(named: &str) -> Result<Phase, Failure> {
    let wanted = normalise(named);
    let is = |p: &Phase| p.id() == wanted || normalise(&p.name().nb) == wanted;
    if let Some(phase) = Phase::ALL.into_iter().find(is) {
        return Ok(phase);
    }
    let all: Vec<String> = Phase::ALL.into_iter().map(|p| p.name().nb).collect();
    let known = all.join(", ");
    Err(Failure::with_help(
        localized!("«{named}» er ikke en fase", "“{named}” is not a phase"),
        match closest(named, all.iter().map(String::as_str)) {
            Some(near) => localized!("mente du «{near}»?", "did you mean “{near}”?"),
            None => localized!("fasene er {known}", "the phases are {known}"),
        },
    ))
}

fn subject(named: &str) -> Result<SubjectKind, Failure> {
    let wanted = normalise(named);
    let is = |k: &SubjectKind| {
        let name = k.name();
        normalise(&name.nb) == wanted || name.en == wanted || k.id() == wanted
    };
    SubjectKind::ALL.into_iter().find(is).ok_or_else(|| {
        let all: Vec<String> = SubjectKind::ALL.into_iter().map(|k| k.name().nb).collect();
        let all = all.join(", ");
        Failure::with_help(
            localized!("«{named}» er ikke et emne", "“{named}” is not a subject"),
            localized!("emnene er {all}", "the subjects are {all}"),
        )
    })
}

fn version(named: &str) -> Result<Version, Failure> {
    let all = [Version::Ifc2x3, Version::Ifc4, Version::Ifc4x3];
    // «IFC4X3» is what people say.
    let is = |v: &Version| {
        let name = Schema::of(*v).name();
        name.eq_ignore_ascii_case(named.trim())
            || (*v == Version::Ifc4x3 && named.trim().eq_ignore_ascii_case("IFC4X3"))
    };
    all.into_iter().find(is).ok_or_else(|| {
        Failure::with_help(
            localized!("«{named}» er ikke en IFC-versjon", "“{named}” is no version of IFC"),
            Localized::new(
                "versjonene er IFC2X3, IFC4 og IFC4X3_ADD2",
                "the versions are IFC2X3, IFC4 and IFC4X3_ADD2",
            ),
        )
    })
}
