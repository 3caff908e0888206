//! How a project is to be judged: the project file with the arguments over it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::args::{FailOn, JudgeArgs};
use super::attested::Record;
use super::departures::{self, Departures};
use super::failure::Failure;
use super::inputs::Inputs;
use super::project_file::ProjectFile;
use super::screen::Screen;
use super::{catalogue, project, shown};
use crate::catalogue::Catalogue;
use crate::finding::Force;
use crate::fravik::Entry;
use crate::ifc::{Lowering, Overrides};
use crate::judge::{self, JudgeError, Judged, Reading, Settings, Specifications};
use crate::localized;
use crate::project::Project;
use crate::report::compare::Past;
use crate::report::{Date, InputFile, Policy, faults};
use crate::source::Severity;
use crate::text::{Lang, Localized};
use crate::vocab::{Phase, Vocabulary};

/// Arguments that say how a project is judged.
#[derive(clap::Args, Clone)]
pub(super) struct SetupArgs {
    /// Prosjektfil; befaring.toml her eller i en mappe over når ingen inndata er nevnt
    #[arg(long, value_name = "FIL")]
    pub(super) project: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
    /// Fil med fravik ([[fravik]]), i tillegg til prosjektfilens; kan gjentas
    #[arg(long, value_name = "FIL")]
    fravik: Vec<PathBuf>,
    /// IDS-fil (.ids) som bygningsmodellene holdes mot, i tillegg til prosjektfilens; kan gjentas
    #[arg(long, value_name = "FIL")]
    ids: Vec<PathBuf>,
    /// Tidligere rapport (rapport.json): bare det som er verre enn der, gir sluttkode 1
    #[arg(long, value_name = "RAPPORT")]
    baseline: Option<PathBuf>,
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
    deadlines: BTreeMap<Phase, Date>,
    departures: Departures,
    baseline: Option<(Past, InputFile)>,
    overrides: Overrides,
    /// The IDS files the building models are held against.
    ids: Vec<PathBuf>,
    /// What the inputs say, where they were read while the catalogue was.
    begun: Mutex<Option<Reading>>,
    /// Catalogue folders and other files the result hangs on, with their hashes.
    beside: Vec<InputFile>,
    /// Told how far the reading of large models has come.
    pub(super) progress: Box<dyn Fn(f64) + Send + Sync>,
    /// Every file and folder whose change changes the result.
    pub(super) watched: Vec<PathBuf>,
}

/// A draft in memory.
pub(super) struct Draft {
    /// Its description and building models.
    pub(super) files: Vec<(PathBuf, Vec<u8>)>,
    /// What people said of it, where they did.
    pub(super) attested: Option<(PathBuf, Vec<u8>)>,
}

impl Setup {
    /// Finds the project file, reads it, and lays the arguments over it.
    pub(super) fn load(inputs: &[PathBuf], args: &SetupArgs, screen: &mut Screen) -> Result<Self, Failure> {
        let file = ProjectFile::find(args.project.as_deref(), inputs.is_empty(), screen)?;
        let inputs = Inputs::of(file, inputs, &args.judge.catalogue.spec, screen)?;
        Self::with(inputs, args, screen)
    }

    /// The same, the inputs read at once, while the requirements are. They are not followed for changes.
    pub(super) fn load_reading(
        inputs: &[PathBuf],
        args: &SetupArgs,
        screen: &mut Screen,
    ) -> Result<Self, Failure> {
        let file = ProjectFile::find(args.project.as_deref(), inputs.is_empty(), screen)?;
        // IDS files are held against the models while these are in memory, and are read first.
        let ids = !args.ids.is_empty() || file.as_ref().is_some_and(|f| !f.project.ids.0.is_empty());
        let read = |vocabulary: &Vocabulary, paths: &[PathBuf], overrides: &Overrides| {
            let how = Lowering { overrides, ..Lowering::default() };
            let read = || project::read_against(paths, vocabulary, &how, Specifications::none());
            (!ids && !paths.is_empty()).then(read)
        };
        let (inputs, begun) = Inputs::beside(file, inputs, &args.judge.catalogue.spec, screen, read)?;
        let mut setup = Self::with(inputs, args, screen)?;
        setup.begun = Mutex::new(begun.transpose()?);
        Ok(setup)
    }

    fn with(inputs: Inputs, args: &SetupArgs, screen: &Screen) -> Result<Self, Failure> {
        let place = |path: &str| inputs.file.as_ref().map_or_else(|| path.into(), |f| f.folder.join(path));
        let stated = inputs.file.as_ref().and_then(|f| f.project.baseline.as_ref());
        let baseline = args.baseline.clone().or_else(|| stated.map(|path| place(path.get_ref())));
        let mut setup = Self::of(inputs, &args.judge, (&args.fravik, &args.ids), screen)?;
        setup.watched.extend(baseline.clone());
        setup.baseline = baseline.map(|path| past(&path)).transpose()?;
        Ok(setup)
    }

    /// Lays the arguments over what the project file says, files of departures and IDS files added to its own; nothing is
    /// held against an earlier report.
    pub(super) fn of(
        inputs: Inputs,
        args: &JudgeArgs,
        (fravik, specifications): (&[PathBuf], &[PathBuf]),
        screen: &Screen,
    ) -> Result<Self, Failure> {
        let Inputs { file, mut catalogue, spec, paths, overrides } = inputs;
        let empty = Project::default();
        let own = file.as_ref().map_or(&empty, |f| &f.project);
        for (name, value) in &own.parameters {
            catalogue.overrides.insert(name.get_ref().clone(), value.get_ref().clone());
        }
        catalogue::override_parameters(&mut catalogue, &args.parameters)?;
        let stated = own.edition.as_ref().map(|e| e.get_ref().clone());
        let edition =
            catalogue::edition_named(args.edition.edition.clone().or(stated).as_deref(), &catalogue)?;
        let groups = if args.gruppe.is_empty() { own.groups() } else { args.gruppe.clone() };
        let mut fravik_files = file.as_ref().map_or_else(|| Ok(Vec::new()), ProjectFile::fravik_files)?;
        fravik_files.extend(fravik.iter().cloned());
        let departures = departures::read(file.as_ref(), &fravik_files, &catalogue, screen)?;
        let fail_on = match (args.fail_on, own.fail_on) {
            (Some(FailOn::Shall), _) => Force::Shall,
            (Some(FailOn::Should), _) => Force::Should,
            (None, Some(stated)) => stated.force(),
            (None, None) => Force::Shall,
        };
        let ids = own
            .ids
            .0
            .iter()
            .map(|p| file.as_ref().map_or_else(|| p.get_ref().into(), |f| f.folder.join(p.get_ref())));
        let mut ids: Vec<PathBuf> = ids.collect();
        ids.extend(specifications.iter().cloned());
        let ids = project::files_in(&ids, "ids")?;
        let mut beside: Vec<InputFile> = file.iter().map(ProjectFile::as_input).collect();
        for folder in &spec {
            beside.push(catalogue::folder_as_input(folder)?);
        }
        beside.extend(departures.inputs());
        let mut watched = paths.clone();
        watched.extend(file.iter().map(|f| f.path.clone()));
        watched.extend(spec);
        watched.extend(fravik_files);
        watched.extend(ids.iter().cloned());
        watched.extend(Record::beside(&paths));
        Ok(Self {
            policy: Policy { fail_on, strict: args.strict || own.strict },
            date: args.date,
            phase: args.phase.or(own.phase),
            deadlines: own.phases.dates(),
            catalogue,
            edition,
            inputs: paths,
            groups,
            departures,
            baseline: None,
            overrides,
            ids,
            begun: Mutex::default(),
            progress: Box::new(|_| {}),
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
        let mut reading = self.read(screen.lang)?;
        add(&mut reading);
        let baseline = self.baseline.as_ref().map(|(past, file)| (past, file.clone()));
        self.judge_reading(reading, baseline, screen)
    }

    /// Judges a draft already in memory, without a baseline.
    pub(super) fn judge_draft(&self, draft: Draft, screen: &Screen) -> Result<Judged, Failure> {
        let how = Lowering { overrides: &self.overrides, ..Lowering::default() };
        let mut reading = judge::read_with(draft.files, &self.catalogue.vocabulary, &how);
        if let Some((path, bytes)) = draft.attested {
            reading.take_attestations(&shown::name(&path), &bytes);
        }
        self.judge_reading(reading, None, screen)
    }

    fn judge_reading(
        &self,
        reading: Reading,
        baseline: Option<(&Past, InputFile)>,
        screen: &Screen,
    ) -> Result<Judged, Failure> {
        let shown = faults::render(&reading.diagnostics, &reading.sources, screen.lang, screen.error_width());
        screen.say(&shown);
        let told = reading.diagnostics.len();
        let judged = self.judged(reading, baseline, screen.lang)?;
        // What only showed itself when the findings were there.
        let more = &judged.diagnostics[told.min(judged.diagnostics.len())..];
        screen.say(&faults::render(more, &judged.sources, screen.lang, screen.error_width()));
        Ok(judged)
    }

    /// Reads the inputs and judges them, in a language; faults of the inputs are only in the report.
    pub(super) fn judge_in(&self, lang: Lang) -> Result<Judged, Failure> {
        self.judged(self.read(lang)?, None, lang)
    }

    /// What its inputs say, with what is on record beside them; the models are not held against IDS files.
    pub(super) fn reading(&self) -> Result<Reading, Failure> {
        let how = Lowering { overrides: &self.overrides, ..Lowering::default() };
        let mut reading =
            project::read_against(&self.inputs, &self.catalogue.vocabulary, &how, Specifications::none())?;
        Record::join_to(&self.inputs, &mut reading)?;
        reading.inputs.extend(self.beside.iter().cloned());
        Ok(reading)
    }

    /// The departures agreed for a project that was read, their texts added to its sources.
    pub(super) fn agreed(&self, reading: &mut Reading) -> Vec<Entry> {
        self.departures.entries(&mut reading.sources)
    }

    /// How the groups are compared, the departures left out.
    pub(super) fn comparison(&self, lang: Lang) -> judge::Comparison<'_> {
        let new = judge::Comparison::new(&self.catalogue, &self.edition, lang);
        judge::Comparison { groups: &self.groups, phase: self.phase, date: self.date, ..new }
    }

    fn read(&self, lang: Lang) -> Result<Reading, Failure> {
        let begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(mut reading) = begun {
            Record::join_to(&self.inputs, &mut reading)?;
            return Ok(reading);
        }
        let how = Lowering { overrides: &self.overrides, progress: &*self.progress, ..Lowering::default() };
        let ids = self.ids.iter().zip(shown::together(&self.ids));
        let ids = ids.map(|(path, name)| Ok((PathBuf::from(name), project::bytes(path)?)));
        let ids = Specifications::read(ids.collect::<Result<_, Failure>>()?, lang);
        let mut reading = project::read_against(&self.inputs, &self.catalogue.vocabulary, &how, ids)?;
        Record::join_to(&self.inputs, &mut reading)?;
        Ok(reading)
    }

    fn judged(
        &self,
        mut reading: Reading,
        baseline: Option<(&Past, InputFile)>,
        lang: Lang,
    ) -> Result<Judged, Failure> {
        reading.inputs.extend(self.beside.iter().cloned());
        let fravik = self.agreed(&mut reading);
        let settings = Settings {
            groups: &self.groups,
            policy: self.policy,
            date: self.date,
            lang,
            phase: self.phase,
            deadlines: &self.deadlines,
            fravik: &fravik,
            baseline,
            ..Settings::new(&self.catalogue, &self.edition)
        };
        // What is wrong with a model has been told; a description to begin with is no help there.
        let of_model = reading.diagnostics.iter().any(|d| d.code.starts_with("ifc."));
        judge::judge(reading, &settings).map_err(|e| match e {
            JudgeError::EmptyModel if of_model => Failure::with_help(
                e.words(),
                Localized::new(
                    "det som står over, sier hva som er galt med modellen; den må ha etasjer, rom (IfcSpace) og bygningsdeler",
                    "what stands above says what is wrong with the model; it must have storeys, rooms (IfcSpace) and elements",
                ),
            ),
            e => stopped(&e, &self.catalogue),
        })
    }
}

/// A report written before.
pub(super) fn past(path: &Path) -> Result<(Past, InputFile), Failure> {
    let bytes = project::bytes(path)?;
    let shown = shown::name(path);
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
