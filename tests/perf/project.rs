//! How long does a whole project take, from start to end of the program?
//!
//! `cargo bench --bench project` judges the projects of `fixtures/projects` with all their files and compares the
//! groups for each; `cargo bench --bench project -- FILE…` does so with other inputs, building models among them. The
//! best and the median of eleven runs are printed. Nothing is asserted: figures are for people.

#![allow(clippy::print_stdout, missing_docs)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

const RUNS: usize = 11;

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<PathBuf> =
        std::env::args().skip(1).filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    let inputs = if given.is_empty() { ours() } else { given };
    let out = std::env::temp_dir().join(format!("befaring-perf-{}", std::process::id()));
    for input in &inputs {
        let name = input.file_name().unwrap_or_default().to_string_lossy();
        measure(
            &format!("check {name}, all files"),
            &["check", "-q", "-o"],
            &[out.as_path(), input.as_path()],
        )?;
        measure(&format!("check {name}, with topics"), &["check", "--format", "bcf"], &[input.as_path()])?;
        measure(&format!("suitability {name}"), &["suitability"], &[input.as_path()])?;
    }
    if out.exists() {
        std::fs::remove_dir_all(out)?;
    }
    Ok(())
}

/// Eight dwellings and ten.
fn ours() -> Vec<PathBuf> {
    let projects = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/projects");
    ["rekke", "tun"].iter().map(|name| projects.join(name).join(format!("{name}.bolig"))).collect()
}

fn measure(what: &str, args: &[&str], paths: &[&Path]) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let mut program = Command::new(env!("CARGO_BIN_EXE_befaring"));
        program.args(args).args(paths).stdout(Stdio::null()).stderr(Stdio::null());
        let start = Instant::now();
        program.status()?;
        times.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    times.sort_by(f64::total_cmp);
    println!("{what}: best {:.0} ms, median {:.0} ms", times[0], times[RUNS / 2]);
    Ok(())
}
