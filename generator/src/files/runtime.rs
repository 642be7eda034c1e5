//! The runtime's sources, which are copied into the output as they are.

use crate::code::RuntimeModule;

macro_rules! sources {
    ($($module:literal: [$($file:literal),+ $(,)?],)+) => {
        /// The files of each module of the runtime.
        const SOURCES: &[(&str, &[(&str, &str)])] = &[
            $(($module, &[$(($file, include_str!(concat!("../../runtime/src/", $file)))),+]),)+
        ];
    };
}

sources! {
    "any": ["any.rs"],
    "blocking": ["blocking.rs"],
    "body": ["body.rs"],
    "builder": ["builder.rs"],
    "call": ["call.rs"],
    "cli": [
        "cli/api.rs",
        "cli/args.rs",
        "cli/auth.rs",
        "cli/bars.rs",
        "cli/batch.rs",
        "cli/body.rs",
        "cli/complete.rs",
        "cli/console.rs",
        "cli/debug.rs",
        "cli/download.rs",
        "cli/exchange.rs",
        "cli/explore/details.rs",
        "cli/explore/draw.rs",
        "cli/explore/item.rs",
        "cli/explore/mod.rs",
        "cli/explore/screen.rs",
        "cli/explore/state.rs",
        "cli/explore/supply.rs",
        "cli/fetch.rs",
        "cli/filter.rs",
        "cli/flags.rs",
        "cli/follow.rs",
        "cli/globals.rs",
        "cli/grid.rs",
        "cli/json.rs",
        "cli/manual.rs",
        "cli/mod.rs",
        "cli/output.rs",
        "cli/pace.rs",
        "cli/pages.rs",
        "cli/printing.rs",
        "cli/problem.rs",
        "cli/profile.rs",
        "cli/read_yaml.rs",
        "cli/rehearsal.rs",
        "cli/request.rs",
        "cli/rules.rs",
        "cli/settings.rs",
        "cli/spool.rs",
        "cli/table.rs",
        "cli/terminal.rs",
        "cli/topics.rs",
        "cli/upload.rs",
        "cli/values.rs",
        "cli/wait.rs",
        "cli/yaml.rs",
    ],
    "client": ["client.rs"],
    "client_credentials": ["client_credentials.rs"],
    "constructor": ["constructor.rs"],
    "credentials": ["credentials.rs"],
    "decode": ["decode.rs"],
    "delivery": ["delivery.rs"],
    "download": ["download.rs"],
    "encode": ["encode.rs"],
    "error": ["error.rs"],
    "fields": ["fields.rs"],
    "frames": ["frames.rs"],
    "header": ["header.rs"],
    "http_date": ["http_date.rs"],
    "idempotency": ["idempotency.rs"],
    "json_text": ["json_text.rs"],
    "link": ["link.rs"],
    "mock": [
        "mock/mod.rs",
        "mock/recorded.rs",
        "mock/script.rs",
        "mock/template.rs",
    ],
    "mode": ["mode.rs"],
    "multipart": ["multipart.rs"],
    "number": ["number.rs"],
    "object": ["object.rs"],
    "omittable": ["omittable.rs"],
    "open_enum": ["open_enum.rs"],
    "options": ["options.rs"],
    "page": ["page.rs"],
    "poll": ["poll.rs"],
    "positions": ["positions.rs"],
    "problem": ["problem.rs"],
    "reply": ["reply.rs"],
    "request": ["request.rs"],
    "retry": ["retry.rs"],
    "secret": ["secret.rs"],
    "seed": ["seed.rs"],
    "send": ["send.rs"],
    "service": ["service.rs"],
    "source": ["source.rs"],
    "stream": ["stream.rs"],
    "testing": ["testing.rs"],
    "text": ["text.rs"],
    "time": ["time.rs"],
    "tls": ["tls.rs"],
    "token": ["token.rs"],
    "trace": ["trace.rs"],
    "transport": ["transport.rs"],
    "tuple": ["tuple.rs"],
    "typed": ["typed.rs"],
    "union": ["union.rs"],
    "upload": ["upload.rs"],
    "value": ["value.rs"],
    "walk": ["walk.rs"],
}

/// Path and text of every file of these modules.
pub(super) fn sources(modules: &[RuntimeModule]) -> impl Iterator<Item = (String, &'static str)> {
    let needed = SOURCES
        .iter()
        .filter(|(name, _)| modules.iter().any(|module| module.name() == *name));
    needed.flat_map(|(_, files)| {
        files
            .iter()
            .map(|(file, text)| (format!("src/runtime/{file}"), *text))
    })
}
