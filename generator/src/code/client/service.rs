//! The service: where it is, what proves who is calling, and the variables of the environment.

use crate::code::names::{self, Scope, Use};
use crate::code::{AnyOperation, Credential, Manifest, Service, docs};
use crate::ir;

/// Where the service is and what proves who is calling.
pub(in crate::code) fn plan_service(
    api: &ir::Api,
    manifest: &Manifest,
    any: &AnyOperation,
) -> Service {
    let prefix = api
        .client
        .env_prefix
        .clone()
        .unwrap_or_else(|| names::shouty(&manifest.name));
    let url = api
        .servers
        .first()
        .map(|server| server.url.clone())
        .unwrap_or_default();
    Service {
        title: api.title.clone(),
        docs_title: docs::inline(&api.title),
        user_agent: format!("{}/{}", manifest.name, manifest.version),
        base_url: if url.contains("://") {
            url
        } else {
            String::new()
        },
        base_url_env: format!("{prefix}_BASE_URL"),
        headers_env: format!("{prefix}_CUSTOM_HEADERS"),
        credentials: plan_credentials(api, &prefix),
        any: any.constant.clone(),
    }
}

fn plan_credentials(api: &ir::Api, prefix: &str) -> Vec<Credential> {
    let mut scope = Scope::default();
    // The setters stand beside the builder's own.
    for taken in [
        "new",
        "credential",
        "basic_credential",
        "base_url",
        "timeout",
        "deadline",
        "retry",
        "max_retries",
        "transport",
        "layer",
        "default_header",
        "user_agent",
        "http",
        "body_limit",
        "from_env",
        "from_variables",
        "build",
    ] {
        scope.take(&names::ident(taken, Use::Field));
    }
    let alone = |kind: fn(&ir::CredentialKind) -> bool| {
        api.credentials
            .iter()
            .filter(|credential| kind(&credential.kind))
            .count()
            == 1
    };
    let has_tokens = |credential: &&ir::Credential| credential.tokens.is_some();
    let is_bearer = |kind: &ir::CredentialKind| matches!(kind, ir::CredentialKind::Bearer);
    let is_basic = |kind: &ir::CredentialKind| matches!(kind, ir::CredentialKind::Basic);
    let is_key = |kind: &ir::CredentialKind| matches!(kind, ir::CredentialKind::ApiKey { .. });
    api.credentials
        .iter()
        .map(|credential| {
            let words = credential
                .name
                .as_deref()
                .unwrap_or(match &credential.kind {
                    ir::CredentialKind::Bearer if alone(is_bearer) => "bearer_token",
                    ir::CredentialKind::Basic if alone(is_basic) => "basic_auth",
                    ir::CredentialKind::ApiKey { .. } if alone(is_key) => "api_key",
                    _ => &credential.scheme,
                });
            let name = scope.name(words, Use::Method);
            let env = credential
                .env
                .clone()
                .unwrap_or_else(|| format!("{prefix}_{}", names::shouty(name.as_str())));
            let mut lines = docs::described(
                &credential.docs,
                &format!("The credential `{}`.", credential.scheme),
            );
            lines.own([format!("`ClientBuilder::from_env` reads it from `{env}`.")]);
            let only = api.credentials.iter().filter(has_tokens).count() == 1;
            let setter = |words: &str, scope: &mut Scope| match only {
                true => scope.name(words, Use::Method),
                false => scope.name(&format!("{name} {words}"), Use::Method),
            };
            let tokens = credential.tokens.as_ref();
            let source = tokens.map(|_| setter("token source", &mut scope));
            let grant = tokens.and_then(|tokens| tokens.grant.clone());
            let grant = grant.map(|grant| (setter("client credentials", &mut scope), grant));
            Credential {
                source,
                grant,
                name,
                env,
                kind: credential.kind.clone(),
                docs: lines.finish(),
            }
        })
        .collect()
}
