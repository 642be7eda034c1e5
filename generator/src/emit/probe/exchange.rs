//! `src/exchange.rs` of the probe: arguments from JSON, a client with chosen credentials, and a
//! transport that keeps what was sent and gives the reply that it was told.

use quote::quote;

use crate::code::Package;
use crate::emit::Module;
use crate::ir::CredentialKind;

/// What all calls have in common.
pub(super) fn exchange(package: &Package) -> Module {
    let schemes = package
        .probe
        .schemes
        .iter()
        .zip(&package.service.credentials);
    let credentials = schemes.map(|(scheme, credential)| {
        let name = &credential.name;
        match credential.kind {
            CredentialKind::Basic => quote!(#scheme => builder.#name(secret, secret),),
            CredentialKind::Bearer | CredentialKind::ApiKey { .. } => {
                quote!(#scheme => builder.#name(secret),)
            }
        }
    });
    Module {
        path: "src/exchange.rs".to_owned(),
        docs: vec![
            "Calls with given arguments, what they send, and what they make of a reply.".to_owned(),
        ],
        tokens: quote! {
            use std::sync::{Arc, Mutex, PoisonError};

            use base64::Engine as _;
            use base64::engine::general_purpose::STANDARD;
            use serde::de::DeserializeOwned;
            use serde_json::{Map, Value, json};
            use subject::reqwest::{Request, Response};
            use subject::{
                Bytes, Client, ClientBuilder, FilePart, InTransit, Sending, Transport,
                TransportError, TransportErrorKind,
            };

            use crate::{calls, replies};

            /// What a call sends; or why it sends nothing.
            pub(crate) fn call(method: &str, question: &Value) -> Result<Value, String> {
                let recorder = Recorder::default();
                let outcome = exchange(method, question, &recorder)?;
                match recorder.sent().as_slice() {
                    [request] => Ok(request.clone()),
                    [] => Err(format!("not sent: {}", outcome["failed"]["message"])),
                    more => Err(format!("{} requests were sent", more.len())),
                }
            }

            /// What a method makes of a reply.
            pub(crate) fn reply(method: &str, question: &Value) -> Result<Value, String> {
                let mut reply = http::Response::new(bytes(&question["body"])?);
                let status = question["status"].as_u64().and_then(|status| u16::try_from(status).ok());
                let status = status.and_then(|status| http::StatusCode::from_u16(status).ok());
                *reply.status_mut() = status.ok_or("no status")?;
                for pair in question["headers"].as_array().into_iter().flatten() {
                    let text = |index: usize| pair[index].as_str().unwrap_or_default();
                    let name = http::HeaderName::from_bytes(text(0).as_bytes());
                    let name = name.map_err(|error| error.to_string())?;
                    let value = http::HeaderValue::from_str(text(1));
                    reply.headers_mut().append(name, value.map_err(|error| error.to_string())?);
                }
                let recorder = Recorder { reply: Some(reply), ..Recorder::default() };
                exchange(method, question, &recorder)
            }

            fn exchange(method: &str, question: &Value, recorder: &Recorder) -> Result<Value, String> {
                let call = calls::find(method)?;
                let client = client(question, recorder)?;
                let none = Map::new();
                let arguments = question["arguments"].as_object().unwrap_or(&none);
                call(&client, &Arguments(arguments))
            }

            fn client(question: &Value, recorder: &Recorder) -> Result<Client, String> {
                let mut builder = Client::builder().transport(recorder.clone()).max_retries(0);
                if let Some(url) = question["base_url"].as_str() {
                    builder = builder.base_url(url);
                }
                for (scheme, secret) in question["credentials"].as_object().into_iter().flatten() {
                    builder = credential(builder, scheme, secret.as_str().unwrap_or_default())?;
                }
                builder.build().map_err(|error| format!("no client: {error}"))
            }

            fn credential(builder: ClientBuilder, scheme: &str, secret: &str) -> Result<ClientBuilder, String> {
                let _ = secret;
                #[allow(unreachable_code, clippy::match_single_binding, reason = "a document can have no scheme")]
                Ok(match scheme {
                    #(#credentials)*
                    _ => {
                        drop(builder);
                        return Err(format!("no setter for the scheme {scheme}"));
                    }
                })
            }

            /// The arguments of a call by their keys.
            pub(crate) struct Arguments<'a>(&'a Map<String, Value>);

            impl Arguments<'_> {
                /// Whether there is one.
                pub(crate) fn has(&self, key: &str) -> bool {
                    self.0.contains_key(key)
                }

                /// A value of a type.
                pub(crate) fn value<T: DeserializeOwned>(&self, key: &str) -> Result<T, String> {
                    let text = self.get(key)?.to_string();
                    let value = serde_json::from_str(&text);
                    value.map_err(|error| format!("the argument {key} is refused: {error}"))
                }

                /// Bytes, given as Base64.
                pub(crate) fn bytes(&self, key: &str) -> Result<Bytes, String> {
                    bytes(self.get(key)?)
                }

                /// A file of such bytes.
                pub(crate) fn file(&self, key: &str) -> Result<FilePart, String> {
                    file(self.get(key)?)
                }

                /// Several of them.
                pub(crate) fn files(&self, key: &str) -> Result<Vec<FilePart>, String> {
                    let files = self.get(key)?.as_array();
                    files.ok_or("no list of files")?.iter().map(file).collect()
                }

                fn get(&self, key: &str) -> Result<&Value, String> {
                    self.0.get(key).ok_or_else(|| format!("the argument {key} is missing"))
                }

                /// Sends a call and shows what came of it.
                pub(crate) fn answer<T>(
                    &self,
                    sending: Sending<T>,
                    show: impl FnOnce(T) -> Value,
                ) -> Result<Value, String> {
                    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
                    let runtime = runtime.map_err(|error| error.to_string())?;
                    Ok(match runtime.block_on(sending) {
                        Ok(value) => show(value),
                        Err(error) => json!({ "failed": replies::failure(&error) }),
                    })
                }
            }

            fn bytes(value: &Value) -> Result<Bytes, String> {
                let decoded = STANDARD.decode(value.as_str().unwrap_or_default());
                decoded.map(Bytes::from).map_err(|error| error.to_string())
            }

            fn file(value: &Value) -> Result<FilePart, String> {
                Ok(FilePart::bytes(bytes(value)?).name("probe.bin"))
            }

            /// Keeps what is sent, and replies with what it has, or nothing.
            #[derive(Clone, Default)]
            struct Recorder {
                reply: Option<http::Response<Bytes>>,
                sent: Arc<Mutex<Vec<Value>>>,
            }

            impl Recorder {
                fn sent(&self) -> Vec<Value> {
                    self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
                }
            }

            impl Transport for Recorder {
                fn send(&self, mut request: Request) -> InTransit<'_> {
                    Box::pin(async move {
                        let body = match request.body_mut().take() {
                            // A response is the way to read a body that reqwest has.
                            Some(body) => Response::from(http::Response::new(body)).bytes().await,
                            None => Ok(Bytes::new()),
                        };
                        let body = body.map_err(|error| TransportError::new(TransportErrorKind::Broken, error))?;
                        let headers = request.headers().iter();
                        let headers = headers.map(|(name, value)| {
                            json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())])
                        });
                        let sent = json!({
                            "method": request.method().as_str(),
                            "url": request.url().as_str(),
                            "headers": headers.collect::<Vec<_>>(),
                            "body": STANDARD.encode(&body),
                        });
                        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(sent);
                        Ok(Response::from(self.reply.clone().unwrap_or_default()))
                    })
                }
            }
        },
    }
}
