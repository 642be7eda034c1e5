//! The builder of the client in `src/client.rs`: a type of the crate's own, so
//! that its documentation shows every setting.

use proc_macro2::TokenStream;
use quote::quote;

use super::attr;
use crate::code::{Credential, Ident, Package};
use crate::ir::{self, CredentialKind};

/// The builder with a setter per credential, and the settings that every client has.
pub(super) fn builder(package: &Package) -> TokenStream {
    let credentials = package.service.credentials.iter().enumerate();
    let credentials = credentials.map(|(index, item)| credential(index, item));
    quote! {
        /// The settings of a [`Client`] before it is built.
        ///
        /// The first setting that is wrong is told by [`build`](Self::build).
        #[derive(Debug)]
        #[must_use = "settings do nothing until the client is built"]
        pub struct ClientBuilder<C = Client> {
            pub(crate) inner: builder::ClientBuilder<C>,
        }

        impl<C: From<runtime::client::Client>> ClientBuilder<C> {
            pub(crate) fn new() -> Self {
                Self { inner: builder::ClientBuilder::new(&SERVICE) }
            }

            #(#credentials)*

            /// Sets where the service is, with or without a slash at the end.
            pub fn base_url(self, url: impl Into<String>) -> Self {
                Self { inner: self.inner.base_url(url) }
            }

            /// Sets how long one attempt may take, from connecting until the reply is read;
            /// 60 seconds unless set. `Duration::MAX` waits for ever.
            pub fn timeout(self, timeout: Duration) -> Self {
                Self { inner: self.inner.timeout(timeout) }
            }

            /// Sets how long a whole call may take, with all its attempts and the waits between
            /// them. There is no such limit unless it is set.
            pub fn deadline(self, deadline: Duration) -> Self {
                Self { inner: self.inner.deadline(deadline) }
            }

            /// Sets when a call is sent again after a failure, and how long it waits.
            pub fn retry(self, policy: RetryPolicy) -> Self {
                Self { inner: self.inner.retry(policy) }
            }

            /// Sets how many attempts of a call may follow the first; 2 unless set.
            pub fn max_retries(self, retries: u32) -> Self {
                Self { inner: self.inner.max_retries(retries) }
            }

            /// Sets a header that goes with every request.
            pub fn default_header(self, name: &str, value: &str) -> Self {
                Self { inner: self.inner.default_header(name, value) }
            }

            /// Sets the `User-Agent` header.
            pub fn user_agent(self, user_agent: &str) -> Self {
                Self { inner: self.inner.user_agent(user_agent) }
            }

            /// Sets how many bytes of a reply are accepted; 64 MiB unless set.
            pub fn body_limit(self, bytes: usize) -> Self {
                Self { inner: self.inner.body_limit(bytes) }
            }

            /// Sets the HTTP client to build on: proxies, pools, TLS of your own and so on.
            ///
            /// Its redirect policy is replaced, because it would carry credentials to other hosts.
            /// Its TLS settings stay as they are; if it has none, and no provider of cryptography
            /// is installed in the process, ring is installed.
            ///
            /// It also sends to other hosts that the service names, those of signed uploads. What
            /// only the service may see belongs into [`default_header`](Self::default_header), not
            /// into default headers of this builder.
            pub fn http(self, http: reqwest::ClientBuilder) -> Self {
                Self { inner: self.inner.http(http) }
            }

            /// Sets what sends the requests, in place of the HTTP client.
            ///
            /// Credentials, redirects within the origin and retries are above it.
            pub fn transport(self, transport: impl Transport) -> Self {
                Self { inner: self.inner.transport(transport) }
            }

            /// Puts something around what sends the requests, which sees each of them as it goes
            /// over the wire; a later layer is around the earlier ones. It sees those to the hosts
            /// of signed uploads too.
            pub fn layer<F>(self, layer: F) -> Self
            where
                F: FnOnce(Arc<dyn Transport>) -> Arc<dyn Transport> + Send + 'static,
            {
                Self { inner: self.inner.layer(layer) }
            }

            /// Takes what is not set yet from the environment: credentials, where the service is,
            /// and headers.
            ///
            /// Space around a value is cut off, and an empty value counts as none.
            pub fn from_env(self) -> Self {
                Self { inner: self.inner.from_env() }
            }

            /// Does the same as [`from_env`](Self::from_env) with another source of variables.
            pub fn from_variables(self, variable: impl Fn(&str) -> Option<std::ffi::OsString>) -> Self {
                Self { inner: self.inner.from_variables(variable) }
            }

            /// Builds the client.
            ///
            /// # Errors
            ///
            /// A setting cannot be used, or TLS cannot be set up.
            pub fn build(self) -> Result<C, Error> {
                self.inner.build()
            }
        }
    }
}

fn credential(index: usize, credential: &Credential) -> TokenStream {
    let index = attr::number(index);
    let name = &credential.name;
    let docs = attr::docs(&credential.docs);
    if credential.kind == CredentialKind::Basic {
        return quote! {
            #docs
            pub fn #name(self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
                Self { inner: self.inner.basic_credential(#index, user, password) }
            }
        };
    }
    let source = credential.source.as_ref().map(|setter| {
        let docs = attr::docs(&[
            format!("Sets where the tokens come from that stand for [`{name}`](Self::{name})."),
            String::new(),
            "A token is kept until it runs out, and all calls share it. A call that the service"
                .to_owned(),
            "answers with 401 is sent once more, with another token.".to_owned(),
        ]);
        quote! {
            #docs
            pub fn #setter(self, source: impl TokenSource) -> Self {
                Self { inner: self.inner.token_source(#index, source) }
            }
        }
    });
    let grant = credential
        .grant
        .as_ref()
        .map(|(setter, grant)| client_credentials(&index, setter, grant));
    quote! {
        #docs
        pub fn #name(self, #name: impl Into<Secret>) -> Self {
            Self { inner: self.inner.credential(#index, #name) }
        }

        #source

        #grant
    }
}

/// The setter of the client credentials grant.
fn client_credentials(
    index: &proc_macro2::Literal,
    setter: &Ident,
    grant: &ir::Grant,
) -> TokenStream {
    let (token_url, scope) = (&grant.token_url, grant.scopes.join(" "));
    let scope = (!scope.is_empty()).then(|| quote!(.scope(#scope)));
    quote! {
        /// Asks for tokens by the client credentials grant of OAuth 2, with the scopes that the
        /// document has.
        ///
        /// Id and secret go to the token endpoint only. For other scopes there is
        /// [`ClientCredentials`], which is a source of tokens.
        pub fn #setter(self, id: impl Into<String>, secret: impl Into<Secret>) -> Self {
            let source = ClientCredentials::new(#token_url, id, secret) #scope;
            Self { inner: self.inner.token_source(#index, source) }
        }
    }
}
