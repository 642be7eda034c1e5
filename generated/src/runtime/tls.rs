// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! TLS for the connection: rustls with ring, and certificates checked as the platform does it.
//!
//! The platform's store is used because it knows the authorities of the user's company and those
//! withdrawn since the program was built; a built-in list knows neither. Nothing is installed
//! process-wide unless a caller brings a builder of their own without TLS.
//! Needs `error`, `transport`. `reqwest` (feature `rustls-no-provider`), `rustls` (`ring`, `std`,
//! `tls12`), `rustls-platform-verifier`.

use std::future::ready;
use std::sync::{Arc, OnceLock};

use rustls::client::WantsClientCert;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;

use super::error::{Error, ErrorKind};
use super::transport::{HttpTransport, InTransit, Transport, TransportError, TransportErrorKind};

/// A builder of HTTP clients with TLS set up, to be changed further.
///
/// # Errors
/// Fails when the platform's certificates cannot be used.
pub fn secure() -> Result<reqwest::ClientBuilder, Error> {
    let config = versions()?.with_platform_verifier().map_err(unusable)?;
    Ok(finish(config))
}

/// The same for addresses that need no TLS. It trusts nobody, and so need not read the platform's
/// certificates, which takes longer than many a request.
///
/// # Errors
/// Fails only if rustls refuses its own defaults.
pub fn insecure() -> Result<reqwest::ClientBuilder, Error> {
    let config = versions()?.with_root_certificates(RootCertStore::empty());
    Ok(finish(config))
}

/// The transport of a client whose own address needs no TLS.
///
/// It is set up when another address needs it after all, such as that of a signed upload.
#[derive(Debug)]
pub struct LateTls {
    plain: HttpTransport,
    secure: OnceLock<HttpTransport>,
}

impl LateTls {
    /// Sends what needs no TLS by this client.
    #[must_use]
    pub fn new(plain: reqwest::Client) -> Self {
        Self {
            plain: HttpTransport::new(plain),
            secure: OnceLock::new(),
        }
    }

    fn secure(&self) -> Result<&HttpTransport, TransportError> {
        if let Some(transport) = self.secure.get() {
            return Ok(transport);
        }
        let kind = TransportErrorKind::Tls;
        let client = secure()
            .map_err(|error| TransportError::new(kind, error))?
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|error| TransportError::new(kind, error))?;
        // Another thread may have been faster; one client is as good as the other.
        Ok(self.secure.get_or_init(|| HttpTransport::new(client)))
    }
}

impl Transport for LateTls {
    fn send(&self, request: reqwest::Request) -> InTransit<'_> {
        if request.url().scheme() != "https" {
            return self.plain.send(request);
        }
        match self.secure() {
            Ok(secure) => secure.send(request),
            Err(error) => Box::pin(ready(Err(error))),
        }
    }
}

fn versions() -> Result<ConfigBuilder<ClientConfig, rustls::WantsVerifier>, Error> {
    let ring = Arc::new(rustls::crypto::ring::default_provider());
    ClientConfig::builder_with_provider(ring)
        .with_safe_default_protocol_versions()
        .map_err(unusable)
}

fn finish(config: ConfigBuilder<ClientConfig, WantsClientCert>) -> reqwest::ClientBuilder {
    let mut config = config.with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    reqwest::Client::builder().tls_backend_preconfigured(config)
}

fn unusable(error: rustls::Error) -> Error {
    Error::new(ErrorKind::Configuration, "TLS cannot be set up").with_source(error)
}

/// Installs ring for the process, if no provider of cryptography is there: a builder that comes
/// from outside may have no TLS set up, and reqwest panics when it then finds no provider.
pub fn ensure_provider() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        // Fails only if another thread was faster, which is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
    }
}
