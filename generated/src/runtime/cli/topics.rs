// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! `help TOPIC`: what no single command explains.

use std::fmt::Write as _;

use clap::builder::Styles;

use super::flags::Flags;
use super::globals;
use super::problem;
use super::profile;
use super::table::Program;

/// The topics and what they are about.
pub(super) const TOPICS: [(&str, &str); 3] = [
    (
        "environment",
        "Variables, the file with profiles, and what wins",
    ),
    ("exit-codes", "The exit codes, by what went wrong"),
    ("formatting", "Formats, filters, tables and colours"),
];

/// The text of a topic.
pub(super) fn text(topic: &str, program: &Program, flags: &Flags) -> Option<String> {
    match topic {
        "environment" => Some(environment(program, flags)),
        "exit-codes" => Some(format!("{}\n", problem::exit_codes_help(program))),
        "formatting" => Some(formatting(program, flags)),
        _ => None,
    }
}

/// The list of topics for the help.
pub(super) fn list() -> String {
    let header = *Styles::styled().get_header();
    let mut text = format!("{header}Help topics:{header:#}");
    for (name, about) in TOPICS {
        let _ = write!(text, "\n  {name:<12} {about}");
    }
    text
}

/// The variables that a program reads, and what for.
pub(super) fn variables(program: &Program) -> Vec<(String, String)> {
    let service = program.service;
    let own = |name: &str, purpose: &str| (name.to_owned(), purpose.to_owned());
    (service.credentials.iter())
        .map(|credential| own(credential.env, globals::purpose(credential)))
        .chain([
            own(service.base_url_env, "Base URL of the service"),
            own(
                service.headers_env,
                "Headers to send along, a `Name: value` on each line",
            ),
            own(&profile::variable(program), "The profile to use"),
            own(
                &profile::file_variable(program),
                "The file with the profiles",
            ),
        ])
        .filter(|(name, _)| !name.is_empty())
        .collect()
}

fn environment(program: &Program, flags: &Flags) -> String {
    let header = *Styles::styled().get_header();
    let mut text = format!("{header}Variables:{header:#}\n");
    let colors = [
        ("NO_COLOR", "No colours"),
        ("FORCE_COLOR", "Colours in pipes and files too; 0 for none"),
        ("CLICOLOR_FORCE", "Colours in pipes and files too"),
        ("CLICOLOR", "0 for no colours"),
        ("COLUMNS", "The width of tables on a terminal"),
        (
            "HTTPS_PROXY",
            "Proxy of https; also HTTP_PROXY, ALL_PROXY, NO_PROXY",
        ),
    ];
    let colors = colors.map(|(name, purpose)| (name.to_owned(), purpose.to_owned()));
    for (name, purpose) in variables(program).into_iter().chain(colors) {
        let _ = writeln!(text, "  {name:<24} {purpose}");
    }
    if let Some(credential) = flags.credentials.first() {
        let (name, auth) = (program.name, flags.auth);
        let (flag, file_flag) = (credential.flag, credential.file_flag);
        let _ = write!(
            text,
            "\n{header}Keys:{header:#}\n\
             \x20 What is typed behind --{flag} stays in the history of the shell, and others\n\
             \x20 on the machine can see it while the command runs. These leave no trace:\n\
             \x20   {name} {auth} login\n\
             \x20     asks for the key, and keeps it in a profile\n\
             \x20   {name} … --{file_flag} FILE\n\
             \x20     reads it from a file, or from a pipe for -\n",
        );
    }
    let profile = flags.profile;
    let _ = write!(
        text,
        "\n{header}What wins:{header:#}\n\
         \x20 1. a flag\n\
         \x20 2. the profile that --{profile} names\n\
         \x20 3. a variable\n\
         \x20 4. the profile that {} names, else the profile `default`\n\
         \x20 5. what the service's description says\n\n\
         `{} {} show` tells where each value comes from.\n",
        profile::variable(program),
        program.name,
        flags.config,
    );
    text
}

fn formatting(program: &Program, flags: &Flags) -> String {
    let header = *Styles::styled().get_header();
    let Flags {
        format,
        jq,
        strict,
        raw_output,
        transform,
        columns,
        all,
        max_items,
        ..
    } = flags;
    let explore = match cfg!(feature = "explore") {
        true => "\n\x20 explore a list or a value to look around in, on a terminal",
        false => "",
    };
    let name = program.name;
    format!(
        "{header}Formats (--{format}):{header:#}\n\
         \x20 auto    table on a terminal, json elsewhere and behind --{jq}\n\
         \x20 table   a line per item, a column per field\n\
         \x20 json    one document as the service sent it; indented on a terminal\n\
         \x20 pretty  one document, indented\n\
         \x20 jsonl   a document per line: the items of a list, else the whole\n\
         \x20 yaml    YAML; several values are several documents\n\
         \x20 raw     the bytes as sent; on a terminal only text, made harmless{explore}\n\n\
         {header}Lists:{header:#}\n\
         \x20 A list in pages is printed as the service sends it: a page with its envelope.\n\
         \x20 --{all} and --{max_items} N fetch the pages and print their items as one list;\n\
         \x20 with jsonl each item is printed as soon as its page is there. After a page\n\
         \x20 that fails, nothing is printed but the items that jsonl has printed already.\n\n\
         {header}Filters:{header:#}\n\
         \x20 --{jq} takes a jq filter for what json would print, with jsonl for each item.\n\
         \x20 --{strict} makes a name that is not there a failure instead of null; `.name?`\n\
         \x20 may miss. --{raw_output} prints texts without quotes.\n\
         \x20 --{transform} takes a dotted path.\n\
         \x20   {name} … --{jq} '.items[] | select(.size > 1000) | .id' --{raw_output}\n\n\
         {header}Tables:{header:#}\n\
         \x20 The most telling columns that have room. --{columns} id,owner.name takes others;\n\
         \x20 dotted names look into objects.\n",
    )
}
