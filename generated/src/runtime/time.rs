// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! Points in time that an API writes as numbers.
//!
//! Uses no other module.

use std::time::{Duration, SystemTime};

/// The point in time that is so many seconds after 1970-01-01 UTC, before it if negative.
///
/// None if the system cannot tell that time.
#[must_use]
pub fn from_unix_seconds(seconds: i64) -> Option<SystemTime> {
    shift(seconds, Duration::from_secs(seconds.unsigned_abs()))
}

/// The point in time that is so many milliseconds after 1970-01-01 UTC, before it if negative.
///
/// None if the system cannot tell that time.
#[must_use]
pub fn from_unix_milliseconds(milliseconds: i64) -> Option<SystemTime> {
    shift(
        milliseconds,
        Duration::from_millis(milliseconds.unsigned_abs()),
    )
}

fn shift(sign: i64, distance: Duration) -> Option<SystemTime> {
    let epoch = SystemTime::UNIX_EPOCH;
    if sign < 0 {
        epoch.checked_sub(distance)
    } else {
        epoch.checked_add(distance)
    }
}
