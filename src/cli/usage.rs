//! The command line's own words: help headings and usage errors in the user's language.

use std::ffi::OsString;
use std::io::Write as _;

use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::COULD_NOT_RUN;
use crate::localized;
use crate::text::{Lang, Localized};

const TEMPLATE: &str = "{about-with-newline}\nBruk: {usage}\n\n{all-args}{after-help}\n";

/// The command with Norwegian headings, and with its values told in the help texts alone.
pub(super) fn norwegian(command: Command) -> Command {
    let heading = |arg: Arg| {
        let heading = if arg.is_positional() { "Argumenter" } else { "Valg" };
        let takes_values = arg.get_action().takes_values();
        let arg = arg.help_heading(heading);
        if takes_values { arg.hide_default_value(true).hide_possible_values(true) } else { arg }
    };
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("Vis denne hjelpen");
    let top = command.get_name() == "befaring";
    let mut command = command
        .help_template(TEMPLATE)
        .styles(Styles::styled())
        .subcommand_help_heading("Kommandoer")
        .subcommand_value_name("KOMMANDO")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(help);
    if top {
        let version =
            Arg::new("version").short('V').long("version").action(ArgAction::Version).help("Vis versjon");
        command = command.disable_version_flag(true).arg(version);
    }
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    let mut command = command.mut_args(heading);
    for name in names {
        command = command.mut_subcommand(name, norwegian);
    }
    command
}

/// The language asked for, before the arguments are understood.
pub(super) fn language(args: &[OsString]) -> Lang {
    let wants = |arg: &OsString, next: Option<&OsString>| {
        arg == "--lang=en" || (arg == "--lang" && next.is_some_and(|n| n == "en"))
    };
    let english = args.iter().enumerate().any(|(i, a)| wants(a, args.get(i + 1)));
    if english { Lang::En } else { Lang::Nb }
}

/// Prints help or what is wrong with the arguments, and gives the exit code.
pub(super) fn tell(error: &clap::Error, lang: Lang) -> u8 {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            // A closed pipe is no fault.
            let _ = error.print();
            0
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let _ = error.print();
            COULD_NOT_RUN
        }
        _ => {
            let mut stderr = anstream::stderr();
            let bold = anstyle::Style::new().bold();
            let red = bold.fg_color(Some(anstyle::AnsiColor::Red.into()));
            let word = Localized::new("feil", "error");
            let _ = writeln!(stderr, "{red}{}{red:#}: {}", word.get(lang), message(error).get(lang));
            if let Some(help) = suggestion(error) {
                let word = Localized::new("hjelp", "help");
                let _ = writeln!(stderr, "  {bold}{}{bold:#}: {}", word.get(lang), help.get(lang));
            }
            let more = Localized::new("skriv «befaring --help» for bruk", "see “befaring --help” for usage");
            let _ = writeln!(stderr, "  {}", more.get(lang));
            COULD_NOT_RUN
        }
    }
}

fn message(error: &clap::Error) -> Localized {
    let said = |kind| error.get(kind).map(shown).unwrap_or_default();
    let arg = said(ContextKind::InvalidArg);
    let value = said(ContextKind::InvalidValue);
    match error.kind() {
        ErrorKind::UnknownArgument => localized!("ukjent argument «{arg}»", "unknown argument “{arg}”"),
        ErrorKind::InvalidSubcommand => {
            let name = said(ContextKind::InvalidSubcommand);
            localized!("ukjent kommando «{name}»", "unknown command “{name}”")
        }
        ErrorKind::InvalidValue if value.is_empty() => {
            localized!("{arg} mangler en verdi", "{arg} lacks a value")
        }
        ErrorKind::InvalidValue => {
            localized!("«{value}» er ikke en verdi for {arg}", "“{value}” is not a value of {arg}")
        }
        ErrorKind::ValueValidation => {
            localized!("«{value}» er ikke gyldig for {arg}", "“{value}” is not valid for {arg}")
        }
        ErrorKind::MissingRequiredArgument => localized!("mangler {arg}", "{arg} is missing"),
        ErrorKind::MissingSubcommand => Localized::new("mangler en kommando", "a command is missing"),
        ErrorKind::ArgumentConflict => {
            let other = said(ContextKind::PriorArg);
            localized!("{arg} og {other} kan ikke brukes sammen", "{arg} and {other} exclude each other")
        }
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            localized!("feil antall verdier for {arg}", "wrong number of values for {arg}")
        }
        ErrorKind::InvalidUtf8 => Localized::new("et argument er ikke UTF-8", "an argument is not UTF-8"),
        _ => {
            let plain = error.to_string();
            Localized::same(plain.lines().next().unwrap_or_default().trim_start_matches("error: "))
        }
    }
}

fn suggestion(error: &clap::Error) -> Option<Localized> {
    let kinds = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(word) = kinds.into_iter().find_map(|k| error.get(k)).map(shown) {
        return Some(localized!("mente du «{word}»?", "did you mean “{word}”?"));
    }
    let valid = error.get(ContextKind::ValidValue).map(shown).filter(|v| !v.is_empty())?;
    Some(localized!("mulige verdier: {valid}", "possible values: {valid}"))
}

fn shown(value: &ContextValue) -> String {
    let plain = |s: &StyledStr| s.to_string();
    match value {
        ContextValue::String(s) => s.clone(),
        ContextValue::Strings(all) => all.join(", "),
        ContextValue::StyledStr(s) => plain(s),
        ContextValue::StyledStrs(all) => all.iter().map(plain).collect::<Vec<_>>().join(", "),
        ContextValue::Number(n) => n.to_string(),
        ContextValue::Bool(b) => b.to_string(),
        _ => String::new(),
    }
}
