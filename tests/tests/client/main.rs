//! The generated client against a server on loopback that behaves like the FLORA Assets API.

mod blocking;
mod errors;
mod mock;
mod options;
mod pages;
mod redirects;
mod replies;
mod requests;
mod secrets;
mod settings;
mod uploads;
