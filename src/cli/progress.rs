//! A bar while large building models are read, for people who sit at a terminal.

use std::io::{IsTerminal, stderr};

use indicatif::{ProgressBar, ProgressStyle};

/// Models of fewer bytes are read before one would see a bar.
const LARGE: usize = 20 << 20;
/// How finely the bar moves.
const STEPS: u64 = 1000;

/// Does some work that tells how far it has come, from 0 to 1. Nothing is shown where nobody looks.
pub(super) fn shown<T>(bytes: usize, what: &str, work: impl FnOnce(&(dyn Fn(f64) + Sync)) -> T) -> T {
    if bytes < LARGE || !stderr().is_terminal() {
        return work(&|_| {});
    }
    let bar = ProgressBar::new(STEPS);
    if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {percent:>3} %") {
        bar.set_style(style);
    }
    bar.set_message(what.chars().filter(|c| !c.is_control()).collect::<String>());
    bar.tick();
    let done = work(&|share| bar.set_position((share.clamp(0.0, 1.0) * STEPS as f64) as u64));
    bar.finish_and_clear();
    done
}
