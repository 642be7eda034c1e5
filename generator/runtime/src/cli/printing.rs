//! The flags about output, and the printer that they describe.
//!
//! In: what clap has read, and what is at the other end of standard output. Everything that can be
//! wrong with these flags is found here, before anything is sent.

use clap::builder::{
    NonEmptyStringValueParser, PossibleValue, PossibleValuesParser, TypedValueParser as _,
};
use clap::{ArgAction, ArgMatches};

use super::console::Console;
use super::filter::{Filter, Missing};
use super::flags::Flags;
use super::grid::Room;
use super::output::{self, Format, Printer};
use super::problem::{self, Failure};
use super::table::Command;

// No flag has a colon, so these ids never meet those of the document, which are its flags.
const FORMAT: &str = "client:format";
const COLUMNS: &str = "client:columns";
const JQ: &str = "client:jq";
const TRANSFORM: &str = "client:transform";
const STRICT: &str = "client:strict";
const RAW_OUTPUT: &str = "client:raw-output";
pub(super) const INCLUDE: &str = "client:include";
pub(super) const ALL: &str = "client:all";
pub(super) const MAX_ITEMS: &str = "client:max-items";

/// The flags about output that every command has.
pub(super) fn global_args(flags: &Flags) -> Vec<clap::Arg> {
    vec![
        format_arg(flags),
        clap::Arg::new(COLUMNS)
            .long(flags.columns)
            .value_name("NAMES")
            .value_delimiter(',')
            .action(ArgAction::Append)
            .value_parser(NonEmptyStringValueParser::new())
            .help("The columns of a table, as NAME,NAME; dotted names look into objects"),
        clap::Arg::new(JQ)
            .long(flags.jq)
            .value_name("FILTER")
            .help("Print what a jq filter makes of the reply"),
        clap::Arg::new(TRANSFORM)
            .long(flags.transform)
            .value_name("PATH")
            .conflicts_with(JQ)
            .hide_short_help(true)
            .help("Print what is at a plain dotted path of the reply"),
        clap::Arg::new(STRICT)
            .long(flags.strict)
            .action(ArgAction::SetTrue)
            .hide_short_help(true)
            .help(format!(
                "Fail when --{} names something that is not there",
                flags.jq
            )),
        clap::Arg::new(RAW_OUTPUT)
            .long(flags.raw_output)
            .short('r')
            .action(ArgAction::SetTrue)
            .help("Print texts without quotes"),
        clap::Arg::new(INCLUDE)
            .long(flags.include)
            .short('i')
            .action(ArgAction::SetTrue)
            .help("Print the status and the headers of the reply before it"),
    ]
}

/// The flags of a command whose list comes in pages.
pub(super) fn page_args(flags: &Flags) -> [clap::Arg; 2] {
    [
        clap::Arg::new(ALL)
            .long(flags.all)
            .action(ArgAction::SetTrue)
            .help("Fetch all pages and print the items as one list"),
        clap::Arg::new(MAX_ITEMS)
            .long(flags.max_items)
            .value_name("N")
            .allow_negative_numbers(true)
            .value_parser(max_items)
            .help("Fetch pages until there are this many items; -1 for all of them"),
    ]
}

fn format_arg(flags: &Flags) -> clap::Arg {
    // Asked for where it is not, it is worth more than the words of the parser.
    let explore = PossibleValue::new(output::EXPLORE).hide(!cfg!(feature = "explore"));
    let names = (Format::NAMES.iter().map(PossibleValue::new)).chain([explore]);
    let arg = clap::Arg::new(FORMAT)
        .long(flags.format)
        .value_name("FORMAT")
        .value_parser(PossibleValuesParser::new(names).map(|name| Format::named(&name)))
        .help("How to print the reply [default: auto, a table on a terminal and JSON elsewhere]");
    match flags.output {
        Some(alias) => arg.visible_alias(alias),
        None => arg,
    }
}

fn max_items(text: &str) -> Result<usize, String> {
    match text {
        "-1" => Ok(usize::MAX),
        text => (text.parse().ok())
            .filter(|count| *count > 0)
            .ok_or_else(|| "neither a number above zero nor -1".to_owned()),
    }
}

/// How many items to fetch over as many pages as it takes; none to print one page as it is.
pub(super) fn walk(command: &Command, matches: &ArgMatches) -> Option<usize> {
    command.list.as_ref()?.pages.as_ref()?;
    let max_items = matches.get_one(MAX_ITEMS).copied();
    max_items.or_else(|| matches.get_flag(ALL).then_some(usize::MAX))
}

/// The printer that the flags describe.
pub(super) fn printer<'a>(
    command: Option<&'static Command>,
    flags: &'a Flags,
    matches: &ArgMatches,
    console: &Console<'_>,
) -> Result<Printer<'a>, Failure> {
    let (filter, filter_flag) = filter(flags, matches)?;
    let format = matches.get_one(FORMAT).copied().unwrap_or(Format::Auto);
    if format == Format::Raw {
        if filter.is_some() {
            return Err(both(flags.format, "raw", filter_flag));
        }
        if command.is_some_and(|command| walk(command, matches).is_some()) {
            let flag = match matches.get_flag(ALL) {
                true => flags.all,
                false => flags.max_items,
            };
            return Err(both(flags.format, "raw", flag));
        }
    }
    if format == Format::Explore {
        let others = [
            (filter.is_some(), filter_flag),
            (matches.get_flag(RAW_OUTPUT), flags.raw_output),
            (matches.get_flag(INCLUDE), flags.include),
        ];
        if let Some((_, flag)) = others.iter().find(|(is_given, _)| *is_given) {
            return Err(both(flags.format, output::EXPLORE, flag));
        }
        check_explore(flags, console)?;
    }
    let columns: Option<Vec<String>> = matches
        .get_many(COLUMNS)
        .map(|names| names.map(|name: &String| name.trim().to_owned()).collect());
    let printer = Printer {
        format,
        filter,
        filter_flag,
        bare: matches.get_flag(RAW_OUTPUT),
        columns,
        is_terminal: console.stdout_is_terminal,
        room: Room {
            width: console.stdout_is_terminal.then_some(console.stdout_width),
            color: console.stdout_color,
        },
        list: command.and_then(|command| command.list.as_ref()),
        pagination: command.and_then(|command| command.operation.pagination),
        flags,
    };
    if printer.columns.is_none() {
        return Ok(printer);
    }
    match (matches.get_one::<Format>(FORMAT), printer.format()) {
        // Whoever names columns wants a table.
        (None, _) if printer.filter.is_none() => Ok(Printer {
            format: Format::Table,
            ..printer
        }),
        (_, Format::Table) => Ok(printer),
        _ => Err(Failure::Usage(format!(
            "--{} is for tables: --{} table",
            flags.columns, flags.format
        ))),
    }
}

/// Whether this program can explore here.
fn check_explore(flags: &Flags, console: &Console<'_>) -> Result<(), Failure> {
    let refused = |message: String, hint: String| Failure::Own {
        message,
        hint: Some(hint),
        code: problem::USAGE,
    };
    let (format, explore) = (flags.format, output::EXPLORE);
    if !cfg!(feature = "explore") {
        let package = env!("CARGO_PKG_NAME");
        return Err(refused(
            format!("this program was built without `--{format} {explore}`"),
            format!("`cargo install {package} --features explore` builds one that has it"),
        ));
    }
    if !console.stdin_is_terminal || !console.stdout_is_terminal {
        return Err(refused(
            format!("--{format} {explore} needs a terminal to read keys from and to draw on"),
            format!("--{format} table and json work anywhere"),
        ));
    }
    Ok(())
}

fn both(flag: &str, value: &str, other: &str) -> Failure {
    Failure::Usage(format!("--{other} cannot be used with --{flag} {value}"))
}

/// The filter, and the flag that it came by.
fn filter(flags: &Flags, matches: &ArgMatches) -> Result<(Option<Filter>, &'static str), Failure> {
    let missing = match matches.get_flag(STRICT) {
        true => Missing::IsWrong,
        false => Missing::IsNull,
    };
    let unreadable = |flag: &str, why| Failure::Usage(format!("--{flag} cannot be read: {why}"));
    if let Some(text) = matches.get_one::<String>(JQ) {
        let filter = Filter::jq(text, missing).map_err(|why| unreadable(flags.jq, why))?;
        return Ok((Some(filter), flags.jq));
    }
    if let Some(text) = matches.get_one::<String>(TRANSFORM) {
        let filter = Filter::path(text).map_err(|why| {
            let jq = flags.jq;
            unreadable(
                flags.transform,
                format!("{why}; --{jq} takes filters of any kind"),
            )
        })?;
        return Ok((Some(filter), flags.transform));
    }
    if missing == Missing::IsWrong {
        let Flags { strict, jq, .. } = flags;
        return Err(Failure::Usage(format!("--{strict} is for --{jq}")));
    }
    Ok((None, flags.jq))
}
