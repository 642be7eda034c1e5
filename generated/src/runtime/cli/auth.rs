// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! `auth login`, `auth logout`, `auth status` and `config show`.
//!
//! A key comes from standard input or from a file, never from an argument: other users of the
//! machine see arguments, and shells keep them. It goes to a file that only its owner can read.

use clap::ArgMatches;

use super::super::secret::Secret;
use super::super::service::CredentialKind;
use super::console::Console;
use super::flags::Flags;
use super::problem::{self, Failure};
use super::profile;
use super::settings::{BASE_URL, Settings, Source};
use super::table::Program;
use super::values::write_json_string;

const KIND: &str = "client:credential";

/// The command `auth`.
pub(super) fn auth_command(program: &Program, flags: &Flags) -> clap::Command {
    let names = program.service.credentials.iter();
    let names: Vec<&str> = names.map(|credential| credential.name).collect();
    let login = clap::Command::new("login")
        .about("Keep a key in a profile; it is read from standard input, or asked for")
        .after_help(format!(
            "Examples:\n  {name} {auth} login\n  {name} {auth} login --{profile} staging < key.txt",
            name = program.name,
            auth = flags.auth,
            profile = flags.profile,
        ));
    let login = match names.len() {
        0 | 1 => login,
        _ => login.arg(
            clap::Arg::new(KIND)
                .value_name("CREDENTIAL")
                .value_parser(clap::builder::PossibleValuesParser::new(names))
                .help("Which credential it is [default: the first]"),
        ),
    };
    clap::Command::new(flags.auth)
        .about("Log in, log out, and see which credentials are used")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(login)
        .subcommand(clap::Command::new("logout").about("Forget a profile and its keys"))
        .subcommand(clap::Command::new("status").about("Show which credentials are set, and where"))
}

/// The command `config`.
pub(super) fn config_command(flags: &Flags) -> clap::Command {
    clap::Command::new(flags.config)
        .about("Show the settings in use")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand(clap::Command::new("show").about("Show each setting and where it comes from"))
}

/// `auth login`: what was given by a flag or a file, else what standard input has.
pub(super) fn login(
    program: &Program,
    flags: &Flags,
    matches: &ArgMatches,
    mut settings: Settings,
    console: &mut Console<'_>,
) -> Result<(), Failure> {
    let service = program.service;
    let chosen = matches.try_get_one::<String>(KIND).ok().flatten();
    let index = match chosen {
        Some(name) => (service.credentials.iter()).position(|credential| credential.name == name),
        None => Some(0),
    };
    let Some((index, credential)) =
        index.and_then(|index| Some((index, service.credentials.get(index)?)))
    else {
        return Err(Failure::own("this service takes no credentials".to_owned()));
    };
    let Some(path) = settings.path.clone() else {
        return Err(Failure::Own {
            message: "it is not known where settings are kept".to_owned(),
            hint: Some(format!(
                "set {} to the path of a file",
                profile::file_variable(program)
            )),
            code: problem::USAGE,
        });
    };
    let given = settings.credentials.get_mut(index).and_then(Option::take);
    let secret = match given {
        Some((secret, Source::Flag(_))) => secret,
        _ => ask(credential.name, flags, console)?,
    };
    let text = secret.expose();
    let fits = text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
        && (credential.kind != CredentialKind::Basic || text.contains(':'));
    if text.is_empty() || !fits {
        return Err(Failure::Usage(match credential.kind {
            CredentialKind::Basic => "what was given is not USER:PASSWORD".to_owned(),
            _ => "what was given is not a key".to_owned(),
        }));
    }
    let profile = settings.profile.clone();
    settings.profiles.set(&profile, credential.name, text);
    if let Some((url, Source::Flag(_))) = &settings.base_url {
        settings.profiles.set(&profile, BASE_URL, url);
    }
    settings.profiles.write(&path)?;
    console.say(&format!(
        "Kept in the profile `{profile}`, in {}.\n",
        path.display()
    ));
    Ok(())
}

fn ask(name: &str, flags: &Flags, console: &mut Console<'_>) -> Result<Secret, Failure> {
    let mut text = String::new();
    if console.stdin_is_terminal {
        console.say(&format!("{name} (what you type is not shown): "));
        text = match read_hidden(console) {
            Hidden::Line(line) => line,
            Hidden::Interrupted => return Err(Failure::Quiet(problem::INTERRUPTED)),
            Hidden::Impossible => {
                let file = flags.credentials.first().map_or("", |flag| flag.file_flag);
                return Err(Failure::Own {
                    message: "this terminal would show the key".to_owned(),
                    hint: Some(format!("give it as `< FILE`, or with --{file} FILE")),
                    code: problem::USAGE,
                });
            }
        };
    } else {
        let read = std::io::Read::read_to_string(&mut console.stdin, &mut text);
        read.map_err(|error| Failure::own(format!("cannot read standard input: {error}")))?;
    }
    Ok(Secret::from(text.trim()))
}

/// What became of a line that is not shown.
enum Hidden {
    Line(String),
    /// By Ctrl-C.
    Interrupted,
    /// The terminal cannot be told to show nothing.
    Impossible,
}

/// A line of the terminal, which does not show it meanwhile.
#[cfg(unix)]
fn read_hidden(console: &mut Console<'_>) -> Hidden {
    const CTRL_C: u8 = 3;
    let stty = |args: &[&str]| {
        let mut stty = std::process::Command::new("stty");
        // What it knows is the terminal at its standard input, which is ours.
        let output = stty
            .args(args)
            .stdin(std::process::Stdio::inherit())
            .output();
        let output = output.ok().filter(|output| output.status.success())?;
        String::from_utf8(output.stdout).ok()
    };
    let Some(before) = stty(&["-g"]) else {
        return Hidden::Impossible;
    };
    // A signal would end this program and leave the terminal as it is here, so Ctrl-C ends the line.
    if stty(&["-echo", "-isig", "eol", "^C"]).is_none() {
        return Hidden::Impossible;
    }
    let mut line = Vec::new();
    let mut byte = [0];
    while matches!(console.stdin.read(&mut byte), Ok(1)) && !matches!(byte, [b'\n' | CTRL_C]) {
        line.extend(byte);
    }
    stty(&[before.trim()]);
    console.say("\n");
    match byte {
        [CTRL_C] => Hidden::Interrupted,
        // What is no text is no key either, and is told so.
        _ => Hidden::Line(String::from_utf8_lossy(&line).into_owned()),
    }
}

#[cfg(not(unix))]
fn read_hidden(_: &mut Console<'_>) -> Hidden {
    Hidden::Impossible
}

/// `auth logout`: the profile is gone, other profiles stay.
pub(super) fn logout(mut settings: Settings, console: &mut Console<'_>) -> Result<(), Failure> {
    let profile = settings.profile.clone();
    let Some(path) = settings
        .path
        .as_deref()
        .filter(|_| settings.profiles.has(&profile))
    else {
        console.say(&format!("There is no profile `{profile}`.\n"));
        return Ok(());
    };
    settings.profiles.remove(&profile);
    settings.profiles.write(path)?;
    console.say(&format!("Forgot the profile `{profile}`.\n"));
    Ok(())
}

/// `auth status` and `config show`: name, value and place of each setting.
pub(super) fn show(
    program: &Program,
    settings: &Settings,
    console: &mut Console<'_>,
) -> Result<String, Failure> {
    if let Some(path) = settings
        .path
        .as_deref()
        .filter(|path| profile::is_open_to_others(path))
    {
        console.say(&problem::note(&format!(
            "others can read {}; `chmod 600` it",
            path.display()
        )));
    }
    let mut text = String::from("[");
    for (index, [name, value, source]) in settings.list(program).into_iter().enumerate() {
        text.push_str(if index > 0 { "," } else { "" });
        for (key, value) in [
            ("{\"name\":", name),
            (",\"value\":", value),
            (",\"from\":", source),
        ] {
            text.push_str(key);
            write_json_string(&value, &mut text);
        }
        text.push('}');
    }
    text.push(']');
    Ok(text)
}

/// Whether any credential is there.
pub(super) fn is_logged_in(program: &Program, settings: &Settings) -> bool {
    program.service.credentials.is_empty() || settings.credentials.iter().any(Option::is_some)
}
