//! How fast is a large model read, and in how much memory?
//!
//! `cargo bench --bench ifc -- MODEL.ifc [MEGABYTES [beside]]` enlarges a model into the folder for temporary files
//! (once) and prints the median of five readings and the peak of memory: of the index, of that with what is asked of
//! every room, wall, slab, covering, door and window, and of the whole way into a project. The copies of the model
//! stand in one place, or `beside` each other as buildings do. Nothing is asserted: figures are for people.

#![allow(clippy::print_stdout, missing_docs)]

mod enlarge;

use befaring::ifc::shape::Shapes;
use befaring::ifc::step::{Error as IfcError, File, Limits};
use befaring::ifc::{Link, Model, Sets, lower};
use befaring::vocab::Vocabulary;
use rayon::prelude::*;
use std::error::Error;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

/// As in the program, so that times and memory are the program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let Some(model) = args.next() else {
        println!("usage: cargo bench --bench ifc -- MODEL.ifc [MEGABYTES [beside]]");
        return Ok(());
    };
    let path = match args.next() {
        Some(megabytes) => {
            let beside = match args.next().as_deref() {
                None => false,
                Some("beside") => true,
                Some(other) => return Err(format!("not “beside”: {other}").into()),
            };
            enlarged(Path::new(&model), megabytes.parse()?, beside)?
        }
        None => PathBuf::from(model),
    };
    let size = std::fs::metadata(&path)?.len();
    measure("read the bytes", size, || std::fs::read(&path).map(|b| b.len()))?;
    measure("index", size, || File::open(&path, &Limits::default()).map(|f| f.len()))?;
    measure(
        "index, names, properties and materials of rooms and elements, what contains them",
        size,
        || {
            let model = Model::open(&path, &Limits::default())?;
            Ok::<_, IfcError>(describe(&model))
        },
    )?;
    println!("peak memory so far: {:.2} × the file", peak() / size as f64);
    measure("index and all that a project takes over, with shapes", size, || {
        let model = Model::open(&path, &Limits::default())?;
        let project = lower(&model, Vocabulary::built_in()).value;
        Ok::<_, IfcError>(project.map_or(0, |p| p.rooms.len() + p.walls.len() + p.openings.len()))
    })?;
    println!("peak memory: {:.2} × the file", peak() / size as f64);
    Ok(())
}

/// Asks for what a check needs of every room and element; gives how many values there were.
fn describe(model: &Model) -> usize {
    let classes = ["IfcSpace", "IfcWall", "IfcDoor", "IfcWindow", "IfcSlab", "IfcCovering"];
    model.prepare_links(&[
        Link::Material,
        Link::Container,
        Link::Whole,
        Link::Host,
        Link::Filled,
        Link::Voided,
    ]);
    let sets = Sets::new(model);
    let objects: Vec<_> = classes.iter().flat_map(|c| model.by_class(c, true)).collect();
    objects
        .par_iter()
        .map(|id| {
            let names = ["GlobalId", "Name", "LongName", "ObjectType"].map(|a| model.text(*id, a).is_some());
            let sizes = ["OverallWidth", "OverallHeight"].map(|a| model.number(*id, a).is_some());
            let properties: usize = sets.of(*id).iter().map(|s| s.properties.len()).sum();
            let around = model.containers(*id).len() + model.materials(*id).len();
            names.iter().chain(&sizes).filter(|x| **x).count() + properties + around
        })
        .sum()
}

fn enlarged(model: &Path, megabytes: u64, beside: bool) -> Result<PathBuf, Box<dyn Error>> {
    let name = model.file_stem().unwrap_or_default().to_string_lossy();
    let how = if beside { "-beside" } else { "" };
    let path = std::env::temp_dir().join(format!("{name}-{megabytes}MB{how}.ifc"));
    if !path.exists() {
        let apart = if beside { Some(width(model)?) } else { None };
        let mut out = BufWriter::new(std::fs::File::create(&path)?);
        enlarge::enlarge(&std::fs::read(model)?, megabytes * 1_000_000, apart, &mut out)?;
        out.flush()?;
    }
    Ok(path)
}

/// How far copies of a model must stand from each other not to touch, in its unit of length.
fn width(model: &Path) -> Result<f64, Box<dyn Error>> {
    const BETWEEN: f64 = 10.0;
    let model = Model::open(model, &Limits::default())?;
    let shapes = Shapes::new(&model);
    let classes = ["IfcWall", "IfcSlab", "IfcSpace", "IfcDoor", "IfcWindow"];
    let all = classes.iter().flat_map(|c| model.by_class(c, true));
    let ends =
        all.filter_map(|id| shapes.bounds(id).ok()).flat_map(|b| [b.start, b.start + b.along * b.length]);
    let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
    for end in ends {
        (low[0], low[1]) = (low[0].min(end.x), low[1].min(end.y));
        (high[0], high[1]) = (high[0].max(end.x), high[1].max(end.y));
    }
    let metres = (high[0] - low[0]).max(high[1] - low[1]).max(0.0) + BETWEEN;
    Ok((metres / model.units().length()).ceil())
}

fn measure<T: std::fmt::Display, E: Into<Box<dyn Error>>>(
    what: &str,
    size: u64,
    run: impl Fn() -> Result<T, E>,
) -> Result<(), Box<dyn Error>> {
    let mut times = Vec::new();
    let mut result = None;
    for _ in 0..5 {
        let start = Instant::now();
        result = Some(run().map_err(Into::into)?);
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    if let Some(result) = result {
        let (median, speed) = (times[2], size as f64 / times[2] / 1e6);
        println!("{what}: {result} in {median:.3} s, {speed:.0} MB/s");
    }
    Ok(())
}

/// The largest memory held so far, in bytes; 0 where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    line.and_then(|l| l.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) * 1024.0
}
