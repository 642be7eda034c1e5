// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! A call as an HTTP request: address, headers, credentials, body.
//!
//! Needs `body`, `call`, `client`, `credentials`, `encode`, `error`, `secret`, `service`.
//! `bytes`, `reqwest`, `serde_json`.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{ACCEPT, COOKIE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, Request, RequestBuilder, Url};

use super::body::Body;
use super::call::Call;
use super::credentials::Additions;
use super::encode::{self, Refusal};
use super::error::{Error, ErrorKind};
use super::secret::Redacted;
use super::service::{Location, OwnServer, Parameter};

/// The usual name of the header with an idempotency key.
pub(super) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The first lines of a request as they would be sent, for logs and rehearsals.
pub struct Head {
    /// The HTTP method.
    pub method: Method,
    /// The address, without the credentials that the query would carry.
    pub url: Url,
    /// The headers, those with credentials included; print them through [`Redacted`].
    pub headers: HeaderMap,
}

impl fmt::Debug for Head {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Head")
            .field("method", &self.method)
            .field("url", &self.url.as_str())
            .field("headers", &Redacted::new(&self.headers))
            .finish()
    }
}

impl Call {
    /// What would be sent, without the body and the headers that come with it.
    ///
    /// # Errors
    /// Fails when the call could not be sent.
    pub fn head(&self) -> Result<Head, Error> {
        let url = self.url(&[])?;
        let request = self.request_head()?;
        Ok(Head {
            method: request.method().clone(),
            url,
            headers: request.headers().clone(),
        })
    }

    /// Checks the value of one parameter, if it is set.
    ///
    /// # Errors
    /// Says why it cannot be sent.
    pub fn check(&self, parameter: &'static Parameter) -> Result<(), Refusal> {
        let mut given = self.given(parameter.location);
        let Some((_, json)) = given.find(|(other, _)| std::ptr::eq(*other, parameter)) else {
            return Ok(());
        };
        match parameter.location {
            Location::Path => encode::path(parameter, json).map(drop),
            Location::Header => header_value(parameter, json).map(drop),
            Location::Query | Location::Cookie => encode::pairs(parameter, json).map(drop),
        }
    }

    /// The request of one attempt.
    ///
    /// # Errors
    /// Fails when the call cannot be sent: a value that does not fit, a missing credential, a
    /// file that cannot be opened.
    pub(super) async fn request(&self) -> Result<reqwest::Request, Error> {
        let mut request = self.request_head()?;
        let settings = &self.client.settings;
        let tokens = &settings.credentials;
        tokens
            .add_token(self.operation, request.headers_mut(), &*settings.transport)
            .await?;
        let method = self.method();
        let body = match self.is_body_spare && self.body.is_unset() {
            true => &Body::Empty,
            false => &self.body,
        };
        if body.is_nothing(method) {
            return Ok(request);
        }
        let http = self.client.settings.http.clone();
        let request = body
            .attach(RequestBuilder::from_parts(http, request), method)
            .await
            .map_err(|error| error.of(self.operation))?;
        let mut request = request.build().map_err(|error| self.unbuildable(error))?;
        // Once more, so that the caller's headers win over those of the body.
        replace(request.headers_mut(), &self.headers);
        Ok(request)
    }

    /// The address, without the credentials that the query would carry.
    pub(super) fn address(&self) -> Result<Url, Error> {
        self.url(&[])
    }

    /// The same call to an address that a reply named, whose query takes the place of the
    /// parameters. A key in it is left out: each request gets the client's own.
    pub(super) fn at(mut self, page: &Url) -> Self {
        let is_key = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or_default();
            let mut keys = self.client.settings.credentials.in_query();
            keys.any(|key| name == key || name == encode::query_text(key))
        };
        let pairs = page.query().into_iter().flat_map(|query| query.split('&'));
        let pairs: Vec<&str> = pairs.filter(|pair| !is_key(pair)).collect();
        self.page = Some(Box::new(with_query(page.clone(), &pairs)));
        self
    }

    /// How long one attempt may take.
    pub(super) fn time(&self) -> Duration {
        self.timeout.unwrap_or(self.client.settings.timeout)
    }

    /// How long all attempts may take together.
    pub(super) fn time_of_all(&self) -> Option<Duration> {
        self.deadline.or(self.client.settings.deadline)
    }

    /// The key by which the service knows the call again, made now if the operation takes one
    /// and none is set.
    pub(super) fn settle_key(&mut self) -> Option<String> {
        let rule = self.operation.idempotency;
        let name = match rule {
            Some(rule) => rule.parameter,
            // For an operation of the caller's own, the usual name says what it is.
            None if self.target.is_some() => IDEMPOTENCY_KEY,
            None => return None,
        };
        let headers = &self.client.settings.headers;
        let known = |headers: &HeaderMap| headers.get(name).map(header_text);
        if let Some(key) = known(&self.headers) {
            return Some(key);
        }
        let mut parameters = self.operation.parameters.iter();
        let index = parameters
            .position(|parameter| parameter.location == Location::Header && parameter.name == name);
        if let Some(index) = index
            && let Some(json) = self.parameter(index)
        {
            return encode::header(&self.operation.parameters[index], json).ok();
        }
        if let Some(key) = known(headers) {
            return Some(key);
        }
        let (index, rule) = (index?, rule?);
        let key = (rule.key)();
        let json = serde_json::Value::from(key.as_str()).to_string();
        self.parameters.push((index, json));
        Some(key)
    }

    fn request_head(&self) -> Result<Request, Error> {
        if let Some(problem) = &self.problem {
            return Err(self.refusal(problem.clone()));
        }
        if let Some(parameter) = self.missing() {
            return Err(self.refusal(format!("the parameter `{}` is missing", parameter.name)));
        }
        let settings = &self.client.settings;
        let method = Method::from_bytes(self.method().as_bytes())
            .map_err(|_| self.refusal("the HTTP method is not one"))?;
        let mut headers = HeaderMap::with_capacity(8);
        let mut additions = Additions::default();
        for index in settings.credentials.pick(self.operation)? {
            let credentials = &settings.credentials;
            credentials.add(*index, &mut headers, &mut additions);
        }
        // From the general to the particular: what comes later replaces what is there.
        self.add_accept(&mut headers)?;
        replace(&mut headers, &settings.headers);
        self.add_parameters(&mut headers)?;
        headers.extend(self.cookies(additions.cookies)?);
        replace(&mut headers, &self.headers);
        let mut request = Request::new(method, self.url(&additions.query)?);
        *request.headers_mut() = headers;
        Ok(request)
    }

    /// The address below which the path is: whoever names an address for the client, a stand-in
    /// for the service, say, means all operations.
    pub(super) fn base_url(&self) -> Cow<'_, str> {
        let settings = &self.client.settings;
        let base = settings.base_url.as_str().trim_end_matches('/');
        match self.operation.server {
            Some(OwnServer::Url(url)) if settings.is_at_service => Cow::Borrowed(url),
            Some(OwnServer::Path { own, instead_of }) => own_base(base, own, instead_of),
            _ => Cow::Borrowed(base),
        }
    }

    fn url(&self, credentials: &[String]) -> Result<Url, Error> {
        if let Some(page) = &self.page {
            let own = page.query().into_iter();
            let pairs: Vec<&str> = own.chain(credentials.iter().map(String::as_str)).collect();
            return Ok(with_query(Url::clone(page), &pairs));
        }
        let mut text = format!("{}{}", self.base_url().trim_end_matches('/'), self.path()?);
        let mut pairs = Vec::new();
        for (parameter, json) in self.given(Location::Query) {
            let written = encode::pairs(parameter, json);
            pairs.extend(written.map_err(|why| self.unwritable(parameter, why))?);
        }
        pairs.extend_from_slice(&self.query);
        pairs.extend_from_slice(credentials);
        if !pairs.is_empty() {
            // A template may have a fixed query of its own; parameters never bring a `?`.
            text.push(if text.contains('?') { '&' } else { '?' });
            text.push_str(&pairs.join("&"));
        }
        Url::parse(&text).map_err(|_| self.refusal("the address is not a URL"))
    }

    /// The path template with its parameters filled in.
    fn path(&self) -> Result<String, Error> {
        if let Some(target) = &self.target {
            return Ok(target.path.clone());
        }
        let mut path = String::new();
        for segment in self.operation.path.split('/').skip(1) {
            let segment = self.segment(segment)?;
            // Pieces that do no harm alone can make one that does: `.` and `.`.
            if encode::is_dots(&segment) {
                return Err(self.refusal(encode::DOTS));
            }
            path.push('/');
            path.push_str(&segment);
        }
        Ok(path)
    }

    // `{name}.json` => `logo.json`
    fn segment(&self, template: &str) -> Result<String, Error> {
        let mut segment = String::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            let mut given = self.given(Location::Path);
            let Some((parameter, json)) = given.find(|(parameter, _)| parameter.name == name)
            else {
                return Err(self.refusal(format!("the parameter `{name}` is missing")));
            };
            segment.push_str(before);
            let written = encode::path(parameter, json);
            segment.push_str(&written.map_err(|why| self.unwritable(parameter, why))?);
            rest = after;
        }
        segment.push_str(rest);
        Ok(segment)
    }

    fn add_accept(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        let accept = self.accept.unwrap_or(self.operation.accept);
        if !accept.is_empty() {
            let accept = Bytes::from_static(accept.as_bytes());
            let accept = HeaderValue::from_maybe_shared(accept).map_err(|_| {
                self.refusal("the Accept header has characters that headers cannot carry")
            })?;
            headers.insert(ACCEPT, accept);
        }
        Ok(())
    }

    fn add_parameters(&self, headers: &mut HeaderMap) -> Result<(), Error> {
        for (parameter, json) in self.given(Location::Header) {
            let unwritable = |why| self.unwritable(parameter, why);
            let name = HeaderName::from_bytes(parameter.name.as_bytes())
                .map_err(|_| unwritable("its name is not a header name"))?;
            let value = header_value(parameter, json).map_err(unwritable)?;
            headers.insert(name, value);
        }
        Ok(())
    }

    fn cookies(
        &self,
        credentials: Vec<String>,
    ) -> Result<Option<(HeaderName, HeaderValue)>, Error> {
        let mut pairs = Vec::new();
        for (parameter, json) in self.given(Location::Cookie) {
            let written = encode::pairs(parameter, json);
            pairs.extend(written.map_err(|why| self.unwritable(parameter, why))?);
        }
        pairs.extend(credentials);
        if pairs.is_empty() {
            return Ok(None);
        }
        let mut value = HeaderValue::from_bytes(pairs.join("; ").as_bytes())
            .map_err(|_| self.refusal("the cookies have characters that headers cannot carry"))?;
        value.set_sensitive(true);
        Ok(Some((COOKIE, value)))
    }

    /// The parameters of one location that have a value, in the order in which they were set.
    fn given(&self, location: Location) -> impl Iterator<Item = (&'static Parameter, &str)> {
        self.parameters
            .iter()
            .filter_map(|(index, json)| {
                Some((self.operation.parameters.get(*index)?, json.as_str()))
            })
            .filter(move |(parameter, _)| parameter.location == location)
    }

    fn missing(&self) -> Option<&'static Parameter> {
        let parameters = self.operation.parameters.iter().enumerate();
        let mut required = parameters.filter(|(_, parameter)| parameter.required);
        required
            .find(|(index, _)| self.parameter(*index).is_none())
            .map(|(_, parameter)| parameter)
    }

    fn refusal(&self, text: impl Into<String>) -> Error {
        Error::new(ErrorKind::Request, text).of(self.operation)
    }

    fn unwritable(&self, parameter: &Parameter, why: &str) -> Error {
        self.refusal(format!(
            "the parameter `{}` cannot be sent: {why}",
            parameter.name
        ))
    }

    fn unbuildable(&self, error: reqwest::Error) -> Error {
        self.refusal("the request could not be built")
            .with_source(error.without_url())
    }
}

/// An address whose query has these pairs, escaped.
fn with_query(mut url: Url, pairs: &[&str]) -> Url {
    let query = pairs.join("&");
    url.set_query((!query.is_empty()).then_some(&query));
    url
}

/// Sets headers, in place of those of the same name.
fn replace(headers: &mut HeaderMap, by: &HeaderMap) {
    for (name, value) in by {
        headers.insert(name.clone(), value.clone());
    }
}

fn header_text(value: &HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).into_owned()
}

fn header_value(parameter: &Parameter, json: &str) -> Result<HeaderValue, Refusal> {
    let text = encode::header(parameter, json)?;
    HeaderValue::from_bytes(text.as_bytes())
        .map_err(|_| "it has characters that headers cannot carry")
}

/// A base URL with another path in place of that of the service, if it ends with that. The host
/// stays, whatever it is called.
pub(super) fn own_base<'b>(base: &'b str, own: &str, instead_of: &str) -> Cow<'b, str> {
    let host = base.find("://").map_or(0, |at| at + 3);
    let end = base[host..].find('/').map_or(base.len(), |at| host + at);
    let (host, path) = base.split_at(end);
    match path.strip_suffix(instead_of) {
        Some(before) => Cow::Owned(format!("{host}{before}{own}")),
        None => Cow::Borrowed(base),
    }
}
