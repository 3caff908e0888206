//! Arguments that several commands share.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::report::Date;
use crate::text::Lang;
use crate::vocab::Phase;

/// Arguments of every command.
#[derive(Args)]
pub(super) struct Common {
    /// Språk: nb eller en; bokmål når det ikke er sagt
    #[arg(long, global = true, value_name = "SPRÅK")]
    pub(super) lang: Option<LangArg>,
    /// Farger: auto (bare i en terminal), always eller never
    #[arg(long, global = true, value_name = "NÅR", default_value = "auto")]
    pub(super) color: ColorArg,
}

/// A language.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum LangArg {
    Nb,
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Nb => Self::Nb,
            LangArg::En => Self::En,
        }
    }
}

/// When to colour.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum ColorArg {
    Auto,
    Always,
    Never,
}

impl From<ColorArg> for anstream::ColorChoice {
    fn from(choice: ColorArg) -> Self {
        match choice {
            ColorArg::Auto => Self::Auto,
            ColorArg::Always => Self::Always,
            ColorArg::Never => Self::Never,
        }
    }
}

/// Which requirements to judge by.
#[derive(Args, Clone, Default)]
pub(super) struct CatalogueArgs {
    /// Egen kravmappe, lagt over den innebygde; kan gjentas
    #[arg(long, value_name = "MAPPE")]
    pub(super) spec: Vec<PathBuf>,
}

/// Which edition.
#[derive(Args, Clone, Default)]
pub(super) struct EditionArg {
    /// Utgave av kravene; den nyeste når den ikke er nevnt
    #[arg(long, value_name = "ID")]
    pub(super) edition: Option<String>,
}

/// By what a project is judged, and what fails it.
#[derive(Args, Clone, Default)]
pub(super) struct JudgeArgs {
    #[command(flatten)]
    pub(super) catalogue: CatalogueArgs,
    #[command(flatten)]
    pub(super) edition: EditionArg,
    #[command(flatten)]
    pub(super) parameters: ParameterArgs,
    /// Målgruppe i stedet for den beskrivelsen oppgir: 1–7, S1-5, S5-7
    #[arg(long, value_name = "GRUPPE", value_delimiter = ',')]
    pub(super) gruppe: Vec<String>,
    /// Fase: programme, sketch, preliminary, detail, tender eller built; det som ikke kan dokumenteres ennå, feiler ikke
    #[arg(long, value_name = "FASE", value_parser = phase)]
    pub(super) phase: Option<Phase>,
    /// Dagen rapporten gjelder, f.eks. 2026-03-12; fravik med utløp vurderes bare når den er gitt
    #[arg(long, value_name = "DATO", value_parser = date)]
    pub(super) date: Option<Date>,
    /// Sluttkode 3 når noe er uavklart
    #[arg(long)]
    pub(super) strict: bool,
    /// Det svakeste som gir sluttkode 1: shall (krav) eller should (også anbefalinger)
    #[arg(long, value_name = "STYRKE")]
    pub(super) fail_on: Option<FailOn>,
}

/// The weakest force that fails a check.
#[derive(Clone, Copy, ValueEnum)]
pub(super) enum FailOn {
    Shall,
    Should,
}

fn phase(text: &str) -> Result<Phase, String> {
    Phase::parse(text).ok_or_else(|| Phase::ALL.map(Phase::id).join(", "))
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "2026-03-12".to_owned())
}

/// Thresholds.
#[derive(Args, Clone, Default)]
pub(super) struct ParameterArgs {
    /// Overstyr en parameter, f.eks. vindu.seng.avstand.avstand="80 cm"; kan gjentas
    #[arg(long, value_name = "NAVN=VERDI")]
    pub(super) param: Vec<String>,
}
