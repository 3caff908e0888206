//! How a project is to be judged: the project file with the arguments over it.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::args::JudgeArgs;
use super::attested::Record;
use super::departures::{self, Departures};
use super::failure::Failure;
use super::project_file::ProjectFile;
use super::screen::Screen;
use super::{catalogue, project};
use crate::catalogue::Catalogue;
use crate::finding::Force;
use crate::ifc::{Lowering, Overrides};
use crate::judge::{self, JudgeError, Judged, Reading, Settings, Specifications};
use crate::localized;
use crate::project::Project;
use crate::report::compare::Past;
use crate::report::{Date, InputFile, Policy, faults};
use crate::source::Severity;
use crate::text::Localized;
use crate::vocab::Phase;

/// Arguments that say how a project is judged.
#[derive(clap::Args)]
pub(super) struct SetupArgs {
    /// Prosjektfil; befaring.toml her eller i en mappe over når ingen inndata er nevnt
    #[arg(long, value_name = "FIL")]
    pub(super) project: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
    /// Fase: programme, sketch, preliminary, detail, tender eller built; det som ikke kan dokumenteres ennå, feiler ikke
    #[arg(long, value_name = "FASE", value_parser = phase)]
    phase: Option<Phase>,
    /// Fil med fravik ([[fravik]]), i tillegg til prosjektfilens; kan gjentas
    #[arg(long, value_name = "FIL")]
    fravik: Vec<PathBuf>,
    /// IDS-fil (.ids) som bygningsmodellene holdes mot, i tillegg til prosjektfilens; kan gjentas
    #[arg(long, value_name = "FIL")]
    ids: Vec<PathBuf>,
    /// Dagen rapporten gjelder, f.eks. 2026-03-12; fravik med utløp vurderes bare når den er gitt
    #[arg(long, value_name = "DATO", value_parser = date)]
    date: Option<Date>,
    /// Sluttkode 3 når noe er uavklart
    #[arg(long)]
    strict: bool,
    /// Det svakeste som gir sluttkode 1: shall (krav) eller should (også anbefalinger)
    #[arg(long, value_name = "STYRKE")]
    fail_on: Option<FailOn>,
    /// Tidligere rapport (rapport.json): bare det som er verre enn der, gir sluttkode 1
    #[arg(long, value_name = "RAPPORT")]
    baseline: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    Shall,
    Should,
}

fn phase(text: &str) -> Result<Phase, String> {
    Phase::parse(text).ok_or_else(|| Phase::ALL.map(Phase::id).join(", "))
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "2026-03-12".to_owned())
}

/// Everything a project is judged with.
pub(super) struct Setup {
    pub(super) catalogue: Catalogue,
    pub(super) edition: String,
    pub(super) inputs: Vec<PathBuf>,
    /// The project file, where there is one.
    pub(super) file: Option<ProjectFile>,
    groups: Vec<String>,
    policy: Policy,
    pub(super) date: Option<Date>,
    phase: Option<Phase>,
    departures: Departures,
    baseline: Option<(Past, InputFile)>,
    overrides: Overrides,
    /// The IDS files the building models are held against.
    ids: Vec<PathBuf>,
    /// Catalogue folders and other files the result hangs on, with their hashes.
    beside: Vec<InputFile>,
    /// Every file and folder whose change changes the result.
    pub(super) watched: Vec<PathBuf>,
}

impl Setup {
    /// Finds the project file, reads it, and lays the arguments over it.
    pub(super) fn load(inputs: &[PathBuf], args: &SetupArgs, screen: &mut Screen) -> Result<Self, Failure> {
        let file = ProjectFile::find(args.project.as_deref(), inputs.is_empty(), screen)?;
        let empty = Project::default();
        let own = file.as_ref().map_or(&empty, |f| &f.project);
        if let (Some(lang), false) = (own.language, screen.lang_given) {
            screen.lang = lang;
        }
        let place = |path: &str| file.as_ref().map_or_else(|| PathBuf::from(path), |f| f.folder.join(path));
        let places = |paths: &crate::source::OneOrMany| -> Vec<PathBuf> {
            paths.0.iter().map(|p| place(p.get_ref())).collect()
        };
        let mut spec = places(&own.spec);
        spec.extend(args.judge.catalogue.spec.iter().cloned());
        let mut catalogue = catalogue::load_folders(&spec, screen)?;
        if let Some(file) = &file {
            file.check(&catalogue, screen)?;
        }
        for (name, value) in &own.parameters {
            catalogue.overrides.insert(name.get_ref().clone(), value.get_ref().clone());
        }
        catalogue::override_parameters(&mut catalogue, &args.judge.parameters)?;
        let stated = own.edition.as_ref().map(|e| e.get_ref().clone());
        let edition =
            catalogue::edition_named(args.judge.edition.edition.clone().or(stated).as_deref(), &catalogue)?;
        let groups = if args.judge.gruppe.is_empty() { own.groups() } else { args.judge.gruppe.clone() };
        let mut fravik_files = file.as_ref().map_or_else(|| Ok(Vec::new()), ProjectFile::fravik_files)?;
        fravik_files.extend(args.fravik.iter().cloned());
        let departures = departures::read(file.as_ref(), &fravik_files, &catalogue, screen)?;
        let baseline = match (&args.baseline, &own.baseline) {
            (Some(path), _) => Some(path.clone()),
            (None, Some(path)) => Some(place(path.get_ref())),
            (None, None) => None,
        };
        let fail_on = match (args.fail_on, own.fail_on) {
            (Some(FailOn::Shall), _) => Force::Shall,
            (Some(FailOn::Should), _) => Force::Should,
            (None, Some(stated)) => stated.force(),
            (None, None) => Force::Shall,
        };
        let inputs: Vec<PathBuf> = match inputs {
            [] => places(&own.inputs),
            given => given.to_vec(),
        };
        if inputs.is_empty() {
            return Err(nothing_to_judge(file.as_ref()));
        }
        let inputs: Vec<PathBuf> = inputs.into_iter().map(|p| from_here(&p)).collect();
        let mut ids = places(&own.ids);
        ids.extend(args.ids.iter().cloned());
        let ids: Vec<PathBuf> = project::files_in(&ids, "ids")?.into_iter().map(|p| from_here(&p)).collect();
        let mut beside: Vec<InputFile> = file.iter().map(ProjectFile::as_input).collect();
        for folder in &spec {
            beside.push(catalogue::folder_as_input(folder)?);
        }
        beside.extend(departures.inputs());
        let mut watched = inputs.clone();
        watched.extend(file.iter().map(|f| f.path.clone()));
        watched.extend(spec);
        watched.extend(fravik_files);
        watched.extend(baseline.clone());
        watched.extend(ids.iter().cloned());
        watched.extend(Record::beside(&inputs));
        let overrides = file.as_ref().map(ProjectFile::overrides).unwrap_or_default();
        let baseline = baseline.map(|path| past(&path)).transpose()?;
        Ok(Self {
            policy: Policy { fail_on, strict: args.strict || own.strict },
            date: args.date,
            phase: args.phase.or(own.phase),
            catalogue,
            edition,
            inputs,
            groups,
            departures,
            baseline,
            overrides,
            ids,
            beside,
            watched,
            file,
        })
    }

    /// Reads the inputs and judges them. Faults of the inputs are shown.
    pub(super) fn judge(&self, screen: &Screen) -> Result<Judged, Failure> {
        self.judge_with(screen, |_| ())
    }

    /// The same with something added to what was read.
    pub(super) fn judge_with(
        &self,
        screen: &Screen,
        add: impl FnOnce(&mut Reading),
    ) -> Result<Judged, Failure> {
        let how = Lowering { overrides: &self.overrides, ..Lowering::default() };
        let ids = self.ids.iter().map(|p| Ok((p.clone(), project::bytes(p)?)));
        let ids = Specifications::read(ids.collect::<Result<_, Failure>>()?, screen.lang);
        let mut reading = project::read_against(&self.inputs, &self.catalogue.vocabulary, &how, ids)?;
        Record::join_to(&self.inputs, &mut reading)?;
        add(&mut reading);
        let baseline = self.baseline.as_ref().map(|(past, file)| (past, file.clone()));
        self.judge_reading(reading, baseline, screen)
    }

    /// Judges files already in memory, without a baseline.
    pub(super) fn judge_files(
        &self,
        files: Vec<(PathBuf, Vec<u8>)>,
        screen: &Screen,
    ) -> Result<Judged, Failure> {
        let how = Lowering { overrides: &self.overrides, ..Lowering::default() };
        let reading = judge::read_with(files, &self.catalogue.vocabulary, &how);
        self.judge_reading(reading, None, screen)
    }

    fn judge_reading(
        &self,
        mut reading: Reading,
        baseline: Option<(&Past, InputFile)>,
        screen: &Screen,
    ) -> Result<Judged, Failure> {
        let shown = faults::render(&reading.diagnostics, &reading.sources, screen.lang, screen.error_width());
        screen.say(&shown);
        reading.inputs.extend(self.beside.iter().cloned());
        let fravik = self.departures.entries(&mut reading.sources);
        let settings = Settings {
            groups: &self.groups,
            policy: self.policy,
            date: self.date,
            lang: screen.lang,
            phase: self.phase,
            fravik: &fravik,
            baseline,
            ..Settings::new(&self.catalogue, &self.edition)
        };
        judge::judge(reading, &settings).map_err(|e| stopped(&e, &self.catalogue))
    }
}

/// A report written before.
pub(super) fn past(path: &Path) -> Result<(Past, InputFile), Failure> {
    let bytes = project::bytes(path)?;
    let shown = path.to_string_lossy().replace('\\', "/");
    let text = String::from_utf8_lossy(&bytes);
    let past = Past::read(&text).map_err(|cause| {
        let why = cause.words();
        Failure::with_help(
            Localized::new(format!("{shown}: {}", why.nb), format!("{shown}: {}", why.en)),
            Localized::new(
                "«befaring check … -o rapport.json» skriver en slik rapport",
                "“befaring check … -o rapport.json” writes such a report",
            ),
        )
    })?;
    Ok((past, InputFile::of(shown, &bytes)))
}

/// A path as seen from the current folder, where it lies in it: outputs that other programs read need it so.
pub(super) fn from_here(path: &Path) -> PathBuf {
    let own = path.strip_prefix("./").unwrap_or(path);
    if !own.is_absolute() {
        return own.to_path_buf();
    }
    let here = std::env::current_dir().ok();
    let inside = here.as_deref().and_then(|h| own.strip_prefix(h).ok());
    inside.map_or_else(|| own.to_path_buf(), Path::to_path_buf)
}

fn nothing_to_judge(file: Option<&ProjectFile>) -> Failure {
    match file {
        Some(file) => {
            let path = file.path.display();
            Failure::with_help(
                localized!("{path} nevner ingen inndata", "{path} names no inputs"),
                Localized::new(
                    "skriv inputs = [\"prosjekt.bolig\"] i den, eller nevn en fil",
                    "write inputs = [\"prosjekt.bolig\"] in it, or name a file",
                ),
            )
        }
        None => Failure::with_help(
            Localized::new(
                "ingen inndata er nevnt, og her er ingen befaring.toml",
                "no inputs are named, and there is no befaring.toml here",
            ),
            Localized::new(
                "nevn en fil, eller lag et prosjekt med «befaring init»",
                "name a file, or make a project with “befaring init”",
            ),
        ),
    }
}

/// Why nothing could be judged, with what to do about it.
pub(super) fn stopped(error: &JudgeError, catalogue: &Catalogue) -> Failure {
    let help = match error {
        JudgeError::EmptyModel => Localized::new(
            "«befaring init» lager en beskrivelse å begynne med",
            "“befaring init” makes a description to begin with",
        ),
        JudgeError::EmptyEdition(_) => {
            let all = catalogue.editions.join(", ");
            localized!("kjente utgaver: {all}", "known editions: {all}")
        }
        JudgeError::UnknownGroup(_) => {
            let all: Vec<&str> = catalogue.vocabulary.groups.iter().map(|g| g.id.as_str()).collect();
            let all = all.join(", ");
            localized!("målgruppene er {all}", "the resident groups are {all}")
        }
    };
    Failure::with_help(error.words(), help)
}

/// Shows faults; an error among them stops the run.
pub(super) fn refuse(
    diagnostics: &[crate::source::Diagnostic],
    sources: &crate::source::Sources,
    screen: &Screen,
) -> Result<(), Failure> {
    screen.say(&faults::render(diagnostics, sources, screen.lang, screen.error_width()));
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    if errors == 0 {
        return Ok(());
    }
    Err(Failure::told(localized!(
        "prosjektfilen har {errors} feil, og ingenting er vurdert",
        "the project file has {errors} error(s), and nothing was judged"
    )))
}
