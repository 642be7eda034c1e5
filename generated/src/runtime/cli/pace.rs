// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! How much is done at a time: less after each 429, down to one.
//!
//! A transport that looks at statuses and passes everything on. Replies to requests that were
//! sent before the last change say nothing new, and change nothing.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use reqwest::Request;

use super::super::http_date;
use super::super::transport::{InTransit, Transport};

/// How much may be done at a time. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Pace(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    limit: usize,
    /// How often the limit was changed.
    round: u32,
    /// Whose turn it is: requests are made while one piece of work is polled.
    turn: usize,
    refused: Vec<Refused>,
}

/// A piece of work that was refused because there is too much of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refused {
    pub(super) turn: usize,
    /// How long the service asks to wait.
    pub(super) wait: Option<Duration>,
}

impl Pace {
    /// So much at a time, to begin with.
    pub(super) fn new(limit: usize) -> Self {
        Self(Arc::new(Mutex::new(State {
            limit,
            round: 0,
            turn: 0,
            refused: Vec::new(),
        })))
    }

    pub(super) fn limit(&self) -> usize {
        self.state().limit
    }

    /// What follows is done for this piece of work.
    pub(super) fn begin_turn(&self, turn: usize) {
        self.state().turn = turn;
    }

    /// Whether there are refusals since the last time.
    pub(super) fn has_refused(&self) -> bool {
        !self.state().refused.is_empty()
    }

    /// The refusals since the last time.
    pub(super) fn take_refused(&self) -> Vec<Refused> {
        std::mem::take(&mut self.state().refused)
    }

    /// A layer around a transport.
    pub(super) fn around(self, inner: Arc<dyn Transport>) -> Arc<dyn Transport> {
        Arc::new(Paced { pace: self, inner })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Paced {
    pace: Pace,
    inner: Arc<dyn Transport>,
}

impl Transport for Paced {
    fn send(&self, request: Request) -> InTransit<'_> {
        Box::pin(async move {
            let (turn, round) = {
                let state = self.pace.state();
                (state.turn, state.round)
            };
            let response = self.inner.send(request).await?;
            if response.status().as_u16() == 429 {
                let wait = http_date::retry_after(response.headers(), SystemTime::now());
                let mut state = self.pace.state();
                state.refused.push(Refused { turn, wait });
                if state.round == round {
                    state.limit = (state.limit / 2).max(1);
                    state.round += 1;
                }
            }
            Ok(response)
        })
    }
}
