// @generated from spec/assets.yaml (API 1.6.0) by cargo xtask generate. Do not edit.
//! The blocking mode: a call waits on the thread of its caller until its reply is there.
//!
//! Connections and timers live on a runtime with one thread of its own, which all blocking clients
//! of the process share and which is started by the first call. Behind the feature `blocking`.
//! Needs `call`, `error`, `mode`. `tokio`.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task;

use super::call::Sending;
use super::error::{Error, ErrorKind};
use super::mode::{Mode, sealed};

/// The mode of a blocking client: what is sent has its result when the method returns.
#[derive(Clone, Copy, Debug)]
pub enum Blocking {}

impl sealed::Sealed for Blocking {}

impl Mode for Blocking {
    type Sending<T: Send + 'static> = Result<T, Error>;

    fn run<T: Send + 'static>(reply: Sending<T>) -> Result<T, Error> {
        wait(reply)?
    }
}

/// Waits for a future on this thread.
///
/// # Errors
/// Fails with [`ErrorKind::Configuration`] in async code, whose executor would stand still, and
/// when the thread of the runtime cannot be started.
pub(super) fn wait<F: Future>(future: F) -> Result<F::Output, Error> {
    if is_async() {
        let text = "a blocking client was called by async code; use the async client there, or \
                    call it inside of `spawn_blocking`";
        return Err(Error::new(ErrorKind::Configuration, text));
    }
    // Not tokio's `block_on`, which panics where it takes the caller for async code.
    let _context = runtime()?.enter();
    let parked = Arc::new(Parked {
        thread: thread::current(),
        woken: AtomicBool::new(false),
    });
    let waker = Waker::from(Arc::clone(&parked));
    let mut context = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return Ok(output);
        }
        // Other code may unpark the thread as well, so being unparked alone says nothing.
        while !parked.woken.swap(false, Ordering::Acquire) {
            thread::park();
        }
    }
}

/// The runtime of all blocking clients; it is never shut down.
fn runtime() -> Result<&'static Runtime, Error> {
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    if let Some(runtime) = RUNTIME.get() {
        return Ok(runtime);
    }
    let built = Builder::new_multi_thread()
        .worker_threads(1)
        .thread_name("blocking-client")
        .enable_all()
        .build()
        .map_err(|error| {
            let text = "the thread of the blocking client cannot be started";
            Error::new(ErrorKind::Configuration, text).with_source(error)
        })?;
    Ok(RUNTIME.get_or_init(|| built))
}

/// Whether waiting here would stop an executor of tokio, or the main function that it runs.
///
/// Threads of `spawn_blocking` and sections in `block_in_place` belong to a task too, but nothing
/// waits for them: there, tokio wakes a task that yields at once.
fn is_async() -> bool {
    if Handle::try_current().is_err() {
        return false;
    }
    if task::try_id().is_none() {
        return true;
    }
    let yielded = Arc::new(Woken(AtomicBool::new(false)));
    let waker = Waker::from(Arc::clone(&yielded));
    let yielding = pin!(task::yield_now());
    let _ = yielding.poll(&mut Context::from_waker(&waker));
    !yielded.0.load(Ordering::Acquire)
}

/// A thread that waits to be woken.
struct Parked {
    thread: Thread,
    woken: AtomicBool,
}

impl Wake for Parked {
    fn wake(self: Arc<Self>) {
        self.woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}

/// Keeps that it was woken.
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}
