//! Standard output and error: colours only where they belong, one language, and no panic on a closed pipe.

use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::COULD_NOT_RUN;
use super::args::ColorArg;
use super::failure::Failure;
use crate::text::{Lang, Localized};

/// Columns when output does not go to a terminal.
const PIPED_WIDTH: usize = 100;
/// Most columns text is wrapped at: longer lines are hard to read.
const WIDEST: usize = 110;

/// Where a command prints.
pub(super) struct Screen {
    /// Language of everything printed.
    pub(super) lang: Lang,
    /// Whether an argument said so.
    pub(super) lang_given: bool,
    color: ColorChoice,
    /// What would have been said on standard error, where somebody else tells it.
    heard: Option<Mutex<String>>,
    /// Set when standard output could not take what was written to it, other than by being closed.
    broken: Option<std::io::Error>,
    /// Set when the one who read it went away.
    closed: bool,
}

impl Screen {
    pub(super) fn new(color: ColorArg, lang: Option<Lang>) -> Self {
        Self {
            lang: lang.unwrap_or_default(),
            lang_given: lang.is_some(),
            color: color.into(),
            heard: None,
            broken: None,
            closed: false,
        }
    }

    /// A screen for work that is told of elsewhere, in a language that nothing changes.
    pub(super) fn silent(lang: Lang) -> Self {
        Self { heard: Some(Mutex::default()), ..Self::new(ColorArg::Never, Some(lang)) }
    }

    /// What was said on a silent screen.
    pub(super) fn heard(&self) -> String {
        let lock = |h: &Mutex<String>| h.lock().unwrap_or_else(PoisonError::into_inner).clone();
        self.heard.as_ref().map(lock).unwrap_or_default()
    }

    /// Columns to wrap at on standard output.
    pub(super) fn width(&self) -> usize {
        match (std::io::stdout().is_terminal(), terminal_size::terminal_size()) {
            (true, Some((width, _))) => usize::from(width.0).min(WIDEST),
            _ => PIPED_WIDTH,
        }
    }

    /// Columns to wrap at on standard error.
    pub(super) fn error_width(&self) -> usize {
        let size = terminal_size::terminal_size_of(std::io::stderr());
        size.map_or(PIPED_WIDTH, |(width, _)| usize::from(width.0).max(40))
    }

    /// Prints text with escape codes on standard output.
    pub(super) fn print(&mut self, text: &str) {
        let stdout = std::io::stdout();
        let mut stream = AutoStream::new(stdout.lock(), self.choice(&stdout));
        let written = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
        self.note(written);
    }

    /// Prints bytes on standard output just as they are: a machine format.
    pub(super) fn print_raw(&mut self, bytes: impl AsRef<[u8]>) {
        let mut stdout = std::io::stdout().lock();
        let written = stdout.write_all(bytes.as_ref()).and_then(|()| stdout.flush());
        self.note(written);
    }

    /// Prints text with escape codes on standard error; nothing is done where that fails.
    pub(super) fn say(&self, text: &str) {
        if let Some(heard) = &self.heard {
            let mut heard = heard.lock().unwrap_or_else(PoisonError::into_inner);
            return heard.push_str(&anstream::adapter::strip_str(text).to_string());
        }
        let stderr = std::io::stderr();
        let choice = match self.color {
            ColorChoice::Auto => AutoStream::choice(&stderr),
            other => other,
        };
        let mut stream = AutoStream::new(stderr.lock(), choice);
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }

    /// Prints a line on standard error in the language of the run.
    pub(super) fn say_line(&self, text: &Localized) {
        self.say(&format!("{}\n", text.get(self.lang)));
    }

    /// Tells why the command stopped and gives the exit code.
    pub(super) fn failure(&self, failure: &Failure) -> u8 {
        let (message, help) = failure.words();
        let bold = Style::new().bold();
        let red = bold.fg_color(Some(AnsiColor::Red.into()));
        let word = Localized::new("feil", "error");
        let message = message.get(self.lang);
        self.say(&format!("{red}{}{red:#}{bold}: {message}{bold:#}\n", word.get(self.lang)));
        if let Some(help) = help {
            let word = Localized::new("hjelp", "help");
            self.say(&format!("  {bold}{}{bold:#}: {}\n", word.get(self.lang), help.get(self.lang)));
        }

        COULD_NOT_RUN
    }

    /// The exit code of the run, given the command's.
    pub(super) fn finish(self, code: u8) -> u8 {
        match &self.broken {
            None => code,
            Some(cause) => {
                let message = Localized::new(
                    format!("kan ikke skrive til standard ut: {cause}"),
                    format!("cannot write to standard output: {cause}"),
                );
                self.failure(&Failure::told(message))
            }
        }
    }

    /// Whether standard output takes no more.
    pub(super) fn is_closed(&self) -> bool {
        self.broken.is_some() || self.closed
    }

    fn choice(&self, stdout: &std::io::Stdout) -> ColorChoice {
        match self.color {
            ColorChoice::Auto => AutoStream::choice(stdout),
            other => other,
        }
    }

    /// A reader that has seen enough (`head`) closes the pipe; that is no fault.
    fn note(&mut self, written: std::io::Result<()>) {
        if let Err(cause) = written {
            match cause.kind() {
                std::io::ErrorKind::BrokenPipe => self.closed = true,
                _ => self.broken = Some(cause),
            }
        }
    }
}
