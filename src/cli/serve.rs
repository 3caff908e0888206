//! `befaring serve`: the reports and the visit in a browser.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use super::bids;
use super::failure::Failure;
use super::inputs::from_here;
use super::inspect;
use super::screen::Screen;
use super::setup::{Setup, SetupArgs};
use super::suitability;
use crate::localized;
use crate::serve::{Config, Hooks, ProjectFolder, Work, new_token, serve};
use crate::text::{Lang, Localized};

/// Vis prosjektene og gjør befaringen i nettleseren, også uten nett
#[derive(clap::Args)]
#[command(
    override_usage = "befaring serve [VALG] [MAPPE]",
    after_help = "\
Eksempler:
  befaring serve                          prosjektene i denne mappen, på http://127.0.0.1:8380/
  befaring serve prosjekter --port 9000   en annen mappe og port
  befaring serve --host 0.0.0.0           for nettbrett på samme nett; adressen med token vises

Hver undermappe med en beskrivelse (.bolig), bygningsmodell (.ifc, .ifczip) eller befaring.toml er et prosjekt. Befaringen
lagres i en mappe i prosjektet, som «befaring inspect» leser og skriver. Ingenting utenfor mappen leses, og ingenting
hentes utenfra. På maskinens egen adresse virker befaringen uten nett når siden har vært åpnet; over nettet krever
nettleseren https for det (sett tjeneren bak en proxy, og nevn navnet med --host-name)."
)]
pub(super) struct Args {
    /// Mappen med prosjekter
    #[arg(value_name = "MAPPE", default_value = ".")]
    folder: PathBuf,
    /// Port; 0 lar systemet velge
    #[arg(long, value_name = "PORT", default_value_t = 8380)]
    port: u16,
    /// Adressen det lyttes på; noe annet enn maskinens egen krever et token av hver enhet
    #[arg(long, value_name = "ADRESSE", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Navn tjeneren også svarer under, f.eks. navnet på en proxy; kan gjentas
    #[arg(long, value_name = "NAVN")]
    host_name: Vec<String>,
    /// Token i stedet for et tilfeldig, minst 16 tegn av bokstaver og tall; leses også fra miljøvariabelen BEFARING_TOKEN
    #[arg(long, value_name = "TOKEN")]
    token: Option<String>,
    /// Største fil som tas imot, i MB
    #[arg(long, value_name = "MB", default_value_t = 512)]
    largest: u64,
    #[command(flatten)]
    setup: SetupArgs,
}

pub(super) fn run(args: &Args, screen: &mut Screen) -> Result<u8, Failure> {
    let folder = &args.folder;
    // Reports name files as seen from the folder, and a project's own paths are relative to it.
    std::env::set_current_dir(folder).map_err(|cause| Failure::Read { path: folder.clone(), cause })?;
    let token = token(args)?;
    let config = Config {
        root: PathBuf::from("."),
        address: SocketAddr::new(args.host, args.port),
        hosts: args.host_name.clone(),
        token: token.clone(),
        lang: screen.lang,
        largest_upload: args.largest.max(1) << 20,
    };
    let is_published = !args.host_name.is_empty() && token.is_none();
    let shown: &Screen = screen;
    let ready = move |address: SocketAddr| {
        let at = token
            .as_ref()
            .map_or_else(|| format!("http://{address}/"), |t| format!("http://{address}/?token={t}"));
        shown.say_line(&localized!("Åpne {at} (avslutt med Ctrl-C)", "Open {at} (end with Ctrl-C)"));
        if address.ip().is_loopback() && is_published {
            shown.say_line(&Localized::new(
                "Advarsel: tjeneren svarer under et navn utenfra og ber ikke om token. La proxyen kreve innlogging, eller bruk --token.",
                "Warning: the server answers under a name from outside and asks for no token. Let the proxy require a login, or use --token.",
            ));
        }
        if !address.ip().is_loopback() {
            shown.say_line(&localized!(
                "Advarsel: tjeneren svarer på nettet, uten kryptering. Alle som får adressen med token, kan lese og endre alt i mappen.\n\
                 Bruk den bare på et nett dere rår over. Uten https virker befaringen ikke etter at siden lastes på nytt uten nett.",
                "Warning: the server answers on the network, unencrypted. Everybody who gets the address with its token can read and change\n\
                 all in the folder. Use it only on a network of your own. Without https the visit does not open again without network."
            ));
            if address.ip().is_unspecified() {
                shown.say_line(&localized!(
                    "Bytt {} med maskinens adresse på nettet.",
                    "Replace {} by the machine's address on the network.",
                    address.ip()
                ));
            }
        }
    };
    serve(config, hooks(&args.setup), ready, asked_to_end()).map_err(|e| Failure::told(e.words()))?;
    screen.say_line(&Localized::new("Avsluttet", "Ended"));
    Ok(0)
}

/// Comes when somebody presses Ctrl-C, or the system asks the program to end. Where neither can be waited for, the
/// system ends it.
async fn asked_to_end() {
    let pressed = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let asked = async {
        use tokio::signal::unix::{SignalKind, signal};
        match signal(SignalKind::terminate()) {
            Ok(mut asked) => _ = asked.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let asked = std::future::pending::<()>();
    tokio::select! {
        () = pressed => {}
        () = asked => {}
    }
}

/// The token every device shows on a network; none on the machine itself, unless one is asked for.
fn token(args: &Args) -> Result<Option<String>, Failure> {
    if let Some(token) = args.token.clone().or_else(|| std::env::var("BEFARING_TOKEN").ok()) {
        if token.len() < 16 || !token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_') {
            return Err(Failure::with_help(
                Localized::new(
                    "tokenet er for kort eller har andre tegn",
                    "the token is too short or has other signs",
                ),
                Localized::new("bruk minst 16 bokstaver og tall", "use at least 16 letters and digits"),
            ));
        }
        return Ok(Some(token));
    }
    if args.host.is_loopback() {
        return Ok(None);
    }
    new_token().map(Some).map_err(|cause| {
        Failure::told(localized!("kan ikke lage et token: {cause}", "cannot make a token: {cause}"))
    })
}

/// What the commands do, for the server.
fn hooks(setup: &SetupArgs) -> Hooks {
    let setup = Arc::new(setup.clone());
    let own = || Arc::clone(&setup);
    let (judge, suited, sided, told, made) = (own(), own(), own(), own(), own());
    let (set, listed) = (own(), own());
    Hooks {
        judge: Box::new(move |project, lang, progress| {
            told_by(lang, |screen| {
                let mut setup = load(project, &judge, screen)?;
                setup.progress = Box::new(move |share| progress(share));
                let judged = setup.judge(screen)?;
                Ok(Work { judged, catalogue: setup.catalogue })
            })
        }),
        suitability: Box::new(move |project, lang| {
            told_by(lang, |screen| {
                let setup = load(project, &suited, screen)?;
                suitability::page(&setup, lang)
            })
        }),
        bids: Box::new(move |projects, lang| {
            told_by(lang, |screen| {
                let named = projects.iter().map(|p| {
                    let inputs = p.inputs.iter().map(|i| from_here(i)).collect();
                    (p.name.clone(), p.file.as_deref().map(from_here), inputs)
                });
                Ok(bids::page(named.collect(), &sided.judge, screen))
            })
        }),
        report: Box::new(move |project, folder, lang| {
            told_by(lang, |screen| {
                let mut setup = load(project, &told, screen)?;
                inspect::report_page(&mut setup, &from_here(folder), screen)
            })
        }),
        report_pdf: Box::new(move |project, folder, lang| {
            told_by(lang, |screen| {
                let mut setup = load(project, &set, screen)?;
                inspect::report_as_pdf(&mut setup, &from_here(folder), screen)
            })
        }),
        checklist_pdf: Box::new(move |project, folder, lang| {
            told_by(lang, |screen| {
                let setup = load(project, &listed, screen)?;
                inspect::checklist_as_pdf(&setup, &from_here(folder), screen)
            })
        }),
        new_visit: Box::new(move |project, visit, lang| {
            told_by(lang, |screen| {
                let mut setup = load(project, &made, screen)?;
                setup.date = visit.date;
                let asked = inspect::Asked { place: &visit.place, dwellings: &visit.dwellings };
                inspect::make_visit(&setup, &from_here(&visit.folder), &asked, screen).map(|_| ())
            })
        }),
    }
}

/// Most of what a command says that is told when it fails, in characters.
const MOST_TOLD: usize = 3000;

/// Does a command's work; when it fails, what it said of its inputs is told too.
fn told_by<T>(lang: Lang, work: impl FnOnce(&mut Screen) -> Result<T, Failure>) -> Result<T, Localized> {
    let mut screen = Screen::silent(lang);
    work(&mut screen).map_err(|failure| {
        let (message, help) = failure.words();
        let heard: String = screen.heard().trim_end().chars().take(MOST_TOLD).collect();
        let joined = |lang: Lang| {
            let help = help.as_ref().map(|h| format!(" – {}", h.get(lang))).unwrap_or_default();
            format!("{}{help}\n{heard}", message.get(lang)).trim_end().to_owned()
        };
        Localized::new(joined(Lang::Nb), joined(Lang::En))
    })
}

/// How a project of the folder is judged: its project file, or its files.
fn load(project: &ProjectFolder, args: &SetupArgs, screen: &mut Screen) -> Result<Setup, Failure> {
    let mut args = args.clone();
    args.project = project.file.as_deref().map(from_here);
    let inputs: Vec<PathBuf> = project.inputs.iter().map(|p| from_here(p)).collect();
    let lang = screen.lang;
    let setup = Setup::load(&inputs, &args, screen);
    // The reader's choice outranks the project file's.
    screen.lang = lang;
    setup
}
