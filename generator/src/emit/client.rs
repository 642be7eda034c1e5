//! `src/client.rs`: the client, its builder and the table of the service.

use proc_macro2::TokenStream;
use quote::quote;

use super::operation::location;
use super::{Module, attr, settings};
use crate::code::{Credential, Package, Resource};
use crate::ir::CredentialKind;

/// The client, its builder and the table of the service.
pub(super) fn client(package: &Package) -> Module {
    let service = &package.service;
    let client = client_type(package, "A client", None);
    let imports = imports(package);
    let builder = settings::builder(package);
    let name = &service.title;
    let (agent, base_url, env, headers_env) = (
        &service.user_agent,
        &service.base_url,
        &service.base_url_env,
        &service.headers_env,
    );
    let any = &service.any;
    let credentials = service.credentials.iter().map(credential);
    let location = service
        .credentials
        .iter()
        .any(|credential| matches!(credential.kind, CredentialKind::ApiKey { .. }))
        .then(|| quote!(, Location));
    let credentials_of = || service.credentials.iter();
    let grant = credentials_of().any(|credential| credential.grant.is_some());
    let grant = grant.then(|| {
        quote!(
            use crate::runtime::client_credentials::ClientCredentials;
        )
    });
    let source = credentials_of().any(|credential| credential.source.is_some());
    let tokens = source.then(|| {
        quote!(
            use crate::runtime::token::TokenSource;
        )
    });
    let kinds = (!service.credentials.is_empty()).then(|| quote!(Credential, CredentialKind,));
    let secret = (!service.credentials.is_empty()).then(|| {
        quote!(
            use crate::runtime::secret::Secret;
        )
    });
    let tokens = quote! {
        use std::sync::Arc;
        use std::time::Duration;

        #imports
        use crate::operations;
        #grant
        use crate::runtime::{self, any::Request, builder, error::Error};
        use crate::runtime::retry::RetryPolicy;
        #secret
        use crate::runtime::service::{#kinds Service #location};
        #tokens
        use crate::runtime::transport::Transport;

        #client

        #builder

        /// What the runtime has to know of the service.
        pub(crate) static SERVICE: Service = Service {
            name: #name,
            user_agent: #agent,
            base_url: #base_url,
            base_url_env: #env,
            headers_env: #headers_env,
            credentials: &[#(#credentials),*],
            any: &operations::#any,
        };
    };
    Module {
        path: "src/client.rs".to_owned(),
        docs: vec!["The client and its settings.".to_owned()],
        tokens,
    }
}

/// The resources whose handles are always there; others bring the methods that give them.
fn resources(package: &Package) -> impl Iterator<Item = &Resource> {
    let resources = package.resources.iter();
    resources.filter(|resource| package.part_of(&resource.module).is_none())
}

/// The handles of the resources.
pub(super) fn imports(package: &Package) -> TokenStream {
    let handles = resources(package).filter_map(|resource| {
        let (module, handle) = (&resource.module, resource.handle.as_ref()?);
        Some(quote!(use crate::#module::#handle;))
    });
    quote!(#(#handles)*)
}

/// The client of a mode: the asynchronous one, unless another is named.
pub(super) fn client_type(
    package: &Package,
    what: &str,
    mode: Option<&TokenStream>,
) -> TokenStream {
    let intro = attr::docs(&[
        format!("{what} of the {}.", package.service.docs_title),
        String::new(),
        "Cloning is cheap; clones share connections and settings.".to_owned(),
    ]);
    let constructors = constructors(package);
    let handles = resources(package).filter_map(|resource| handle(resource, mode));
    let request_mode = mode.map(|mode| quote!(<#mode>));
    quote! {
        #intro
        #[derive(Clone, Debug)]
        pub struct Client {
            pub(crate) inner: runtime::client::Client,
        }

        impl Client {
            #constructors

            #(#handles)*

            /// Starts a request to an endpoint that this client has no method for: a path below the
            /// address of the service, such as `/projects`, with what is special in it escaped.
            pub fn request(&self, method: reqwest::Method, path: &str) -> Request #request_mode {
                self.inner.request(method, path)
            }
        }

        #[doc(hidden)]
        impl From<runtime::client::Client> for Client {
            fn from(inner: runtime::client::Client) -> Self {
                Self { inner }
            }
        }
    }
}

fn constructors(package: &Package) -> TokenStream {
    let from_env = from_env(package);
    let simple = simple_constructor(package);
    quote! {
        #from_env

        #simple

        /// Starts to set up a client.
        pub fn builder() -> ClientBuilder {
            ClientBuilder::new()
        }
    }
}

fn from_env(package: &Package) -> TokenStream {
    let service = &package.service;
    let mut docs = vec![
        "A client with settings from the environment.".to_owned(),
        String::new(),
    ];
    for credential in &service.credentials {
        docs.push(format!(
            "- `{}`: the credential `{}`",
            credential.env, credential.name
        ));
    }
    docs.push(format!(
        "- `{}`: where the service is, if not at its usual place",
        service.base_url_env
    ));
    docs.push(format!(
        "- `{}`: headers for every request, one a line: `Name: value`",
        service.headers_env
    ));
    docs.extend([String::new(), "# Errors".to_owned(), String::new()]);
    docs.push(
        "A variable has a value that cannot be used. A credential that is missing is an error of"
            .to_owned(),
    );
    docs.push("the first call that needs it.".to_owned());
    let docs = attr::docs(&docs);
    quote! {
        #docs
        pub fn from_env() -> Result<Self, Error> {
            Self::builder().from_env().build()
        }
    }
}

/// The only credential, where one text is all that a client needs.
pub(super) fn simple_credential(package: &Package) -> Option<&Credential> {
    match package.service.credentials.as_slice() {
        [credential]
            if credential.kind != CredentialKind::Basic && !package.service.base_url.is_empty() =>
        {
            Some(credential)
        }
        _ => None,
    }
}

/// `Client::new(key)`
fn simple_constructor(package: &Package) -> Option<TokenStream> {
    let name = &simple_credential(package)?.name;
    Some(quote! {
        /// A client with a credential and the usual settings.
        ///
        /// # Errors
        ///
        /// The credential cannot be sent in a header, or TLS cannot be set up.
        pub fn new(#name: impl Into<Secret>) -> Result<Self, Error> {
            Self::builder().#name(#name).build()
        }
    })
}

/// The method that gives a handle.
pub(super) fn handle(resource: &Resource, mode: Option<&TokenStream>) -> Option<TokenStream> {
    let (module, handle) = (&resource.module, resource.handle.as_ref()?);
    let docs = attr::docs(&resource.docs);
    let mode = mode.map(|mode| quote!(, #mode));
    Some(quote! {
        #docs
        #[must_use]
        pub fn #module(&self) -> #handle<'_ #mode> {
            #handle::new(&self.inner)
        }
    })
}

fn credential(credential: &Credential) -> TokenStream {
    let name = credential.name.as_str();
    let env = &credential.env;
    let kind = match &credential.kind {
        CredentialKind::Bearer => quote!(CredentialKind::Bearer),
        CredentialKind::Basic => quote!(CredentialKind::Basic),
        CredentialKind::ApiKey {
            location: place,
            name,
        } => {
            let place = location(*place);
            quote!(CredentialKind::ApiKey { location: #place, name: #name })
        }
    };
    quote!(Credential { name: #name, env: #env, kind: #kind })
}
