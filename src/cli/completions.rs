//! `befaring completions`: completion of commands and arguments for a shell.

use clap_complete::Shell;

use super::failure::Failure;
use super::screen::Screen;

/// Skriv fullføring av kommandoer for et skall
#[derive(clap::Args)]
#[command(after_help = "\
Eksempel:
  befaring completions bash > ~/.local/share/bash-completion/completions/befaring")]
pub(super) struct Args {
    /// Skallet: bash, zsh, fish, elvish eller powershell
    #[arg(value_name = "SKALL")]
    shell: Shell,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let mut bytes = Vec::new();
    clap_complete::generate(args.shell, &mut super::command(), "befaring", &mut bytes);
    screen.print_raw(&bytes);
    Ok(0)
}
