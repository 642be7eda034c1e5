// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Replies without a server, for the tests of code that uses this crate.

#[cfg(test)]
pub(crate) mod table;
#[cfg(not(test))]
mod table;

use crate::client::SERVICE;
use crate::runtime::mock;
use crate::runtime::transport::{InTransit, Transport};
use crate::{Client, ClientBuilder};

pub use crate::runtime::mock::{Part, Recorded, Replies};

/// A mock of the service. It replies as it is told, and keeps what was sent.
///
/// It is a [`Transport`], so that nothing of the client is left out but the connection.
/// Replies are given in the order in which they were added, by operation; the last one
/// stays. They are held to the document: one that does not fit panics where it is added.
/// A call without a reply fails.
///
/// ```
/// use flora_client::mock::Mock;
///
/// let mock = Mock::new();
/// mock.assets().create().reply_raw(503, &[], "").times(1).reply_raw(200, &[], "{}");
/// let client = mock.client();
/// // Here the code that is to be tested uses the client.
/// assert!(mock.requests().is_empty());
/// # drop(client);
/// ```
#[derive(Clone, Debug)]
pub struct Mock {
    pub(crate) inner: mock::Mock,
}

impl Mock {
    /// A mock without replies.
    #[must_use]
    pub fn new() -> Self {
        Self {
            inner: mock::Mock::new(&SERVICE, table::SCRIPTS),
        }
    }

    /// A client that talks to this mock. It repeats what a client repeats, without waits.
    ///
    /// # Panics
    ///
    /// Panics when the system has no resources for a client.
    #[must_use]
    pub fn client(&self) -> Client {
        self.builder().build().expect("the settings of the mock are right")
    }

    /// A blocking client that talks to this mock, like that of [`client`](Self::client).
    ///
    /// # Panics
    ///
    /// Panics when the system has no resources for a client.
    #[cfg(feature = "blocking")]
    #[must_use]
    pub fn blocking_client(&self) -> crate::blocking::Client {
        let inner = self.inner.settings();
        let client = ClientBuilder { inner }.build();
        client.expect("the settings of the mock are right")
    }

    /// The settings of the client: the address and the credentials are made up.
    pub fn builder(&self) -> ClientBuilder {
        ClientBuilder {
            inner: self.inner.settings(),
        }
    }

    /// What was sent so far, in order; each attempt of a call is one.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        self.inner.requests()
    }

    /// Replies to requests that are no operation: to a path below the base URL, or to an
    /// address elsewhere, such as that of an upload. Their queries do not matter.
    ///
    /// # Panics
    ///
    /// Panics when this is no method or no address.
    #[must_use]
    #[track_caller]
    pub fn elsewhere(&self, method: &str, address: &str) -> Replies {
        self.inner.elsewhere(method, address)
    }

    /// Replies to the operations of `assets`.
    #[must_use]
    pub fn assets(&self) -> Assets<'_> {
        Assets { mock: self }
    }
}

impl Default for Mock {
    fn default() -> Self {
        Self::new()
    }
}

impl Transport for Mock {
    fn send(&self, request: reqwest::Request) -> InTransit<'_> {
        self.inner.send(request)
    }
}

/// Replies to the operations of `assets`.
#[derive(Clone, Copy, Debug)]
pub struct Assets<'m> {
    mock: &'m Mock,
}

impl Assets<'_> {
    /// Replies to `POST /assets`.
    #[must_use]
    pub fn create(self) -> Replies {
        self.mock.inner.on(&table::UPLOAD_ASSET)
    }

    /// Replies to `GET /assets`.
    #[must_use]
    pub fn list(self) -> Replies {
        self.mock.inner.on(&table::LIST_ASSETS)
    }

    /// Replies to `GET /assets/{assetId}`.
    #[must_use]
    pub fn retrieve(self) -> Replies {
        self.mock.inner.on(&table::GET_ASSET)
    }

    /// Replies to `POST /assets/{assetId}/complete`.
    #[must_use]
    pub fn complete(self) -> Replies {
        self.mock.inner.on(&table::COMPLETE_ASSET_UPLOAD)
    }

    /// Replies to `POST /assets/{assetId}/retry`.
    #[must_use]
    pub fn retry(self) -> Replies {
        self.mock.inner.on(&table::RETRY_ASSET_UPLOAD)
    }
}
