// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! When an attempt is followed by another, and how long to wait before it.
//!
//! Uses no other module. `fastrand`.

use std::time::Duration;

/// How often a call is sent again after a failure that may go away, and how long it waits.
///
/// Such failures are those of the connection, an attempt whose time ran out, and the statuses 408,
/// 429, 500, 502, 503 and 504. Only calls that are safe to repeat are: those of a method that is,
/// and those that carry an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a policy does nothing until a client has it"]
pub struct RetryPolicy {
    max_retries: u32,
    base_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl RetryPolicy {
    /// Nothing is sent twice.
    pub fn never() -> Self {
        Self::default().max_retries(0)
    }

    /// Sets how many attempts may follow the first; 2 unless set.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = retries;
        self
    }

    /// Sets the longest wait before the first retry; half a second unless set. It doubles with
    /// each further one, and how much of it is waited is left to chance, so that many clients do
    /// not come back at once.
    pub fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets what the doubled wait does not pass; 8 seconds unless set.
    pub fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets how much of a wait that the server asks for is obeyed; 30 seconds unless set.
    pub fn max_retry_after(mut self, wait: Duration) -> Self {
        self.max_retry_after = wait;
        self
    }

    /// How many attempts may follow the first.
    pub(super) fn retries(&self) -> u32 {
        self.max_retries
    }

    /// How long to wait before a retry; `done` are those made before it.
    pub(super) fn wait(&self, done: u32, asked: Option<Duration>) -> Duration {
        match asked {
            Some(asked) => asked.min(self.max_retry_after),
            None => {
                let factor = 2_u32.saturating_pow(done);
                let most = self.base_delay.saturating_mul(factor).min(self.max_delay);
                most.mul_f64(fastrand::f64())
            }
        }
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_retries: 2,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(8),
            max_retry_after: Duration::from_secs(30),
        }
    }
}
