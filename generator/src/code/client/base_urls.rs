//! Where the service is, if that is more than one place: constants, and types where the caller
//! chooses parts of the address.

use crate::code::names::{Ident, Scope, Use};
use crate::code::{BaseUrl, UrlPart, UrlPiece, docs};
use crate::ir;

/// A description of at most this many words names a server.
const MAX_WORDS: usize = 4;

/// The places to choose from; none if there is no choice.
pub(in crate::code) fn plan_base_urls(api: &ir::Api) -> Vec<BaseUrl> {
    let absolute: Vec<&ir::Server> = api
        .servers
        .iter()
        .filter(|server| server.url.contains("://"))
        .collect();
    let has_choice = absolute.len() > 1 || absolute.iter().any(|one| !one.variables.is_empty());
    if !has_choice {
        return Vec::new();
    }
    let (mut constants, mut types) = (Scope::default(), Scope::default());
    let planned = absolute.into_iter().map(|server| {
        let words = words(server);
        let mut lines = docs::Lines::default();
        lines.text(server.description.as_deref().unwrap_or_default());
        lines.own([docs::code_span(&server.template)]);
        let parts = plan_parts(server);
        BaseUrl {
            name: match parts.is_empty() {
                true => constants.name(&words, Use::Constant),
                false => types.name(&words, Use::Model),
            },
            docs: lines.finish(),
            url: server.url.clone(),
            pieces: plan_pieces(server, &parts),
            parts,
        }
    });
    planned.collect()
}

/// The description if it is short, else the host if that is fixed.
fn words(server: &ir::Server) -> String {
    let description = server.description.as_deref().unwrap_or_default().trim();
    let description = description.trim_end_matches('.');
    let count = description.split_whitespace().count();
    if (1..=MAX_WORDS).contains(&count) {
        return description.to_owned();
    }
    let url = &server.template;
    let (_, rest) = url.split_once("://").unwrap_or(("", url));
    match rest.split(['/', ':']).next() {
        Some(host) if !host.contains('{') => host.to_owned(),
        _ => "server".to_owned(),
    }
}

fn plan_parts(server: &ir::Server) -> Vec<UrlPart> {
    let mut scope = Scope::default();
    let parts = server.variables.iter().map(|variable| {
        let mut lines = docs::Lines::default();
        match variable.description.as_deref() {
            Some(description) => lines.text(description),
            None => lines.own([format!("{}.", docs::code_span(&variable.name))]),
        };
        let values: Vec<String> = variable
            .values
            .iter()
            .map(|value| docs::code_span(value))
            .collect();
        if !values.is_empty() {
            lines.paragraph(&format!("The service knows {}.", values.join(", ")));
        }
        if !variable.default.is_empty() {
            lines.own([format!("Default: {}.", docs::code_span(&variable.default))]);
        }
        UrlPart {
            name: scope.name(&variable.name, Use::Setter),
            wire: variable.name.clone(),
            default: variable.default.clone(),
            docs: lines.finish(),
        }
    });
    parts.collect()
}

/// The template cut at its variables.
fn plan_pieces(server: &ir::Server, parts: &[UrlPart]) -> Vec<UrlPiece> {
    let named = |name: &str| -> Option<Ident> {
        let part = parts.iter().find(|part| part.wire == name)?;
        Some(part.name.clone())
    };
    let mut pieces = Vec::new();
    let mut rest = server.template.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        pieces.push(UrlPiece::Text(before.to_owned()));
        pieces.extend(named(name).map(UrlPiece::Part));
        rest = tail;
    }
    pieces.push(UrlPiece::Text(rest.to_owned()));
    pieces.retain(|piece| *piece != UrlPiece::Text(String::new()));
    pieces
}
