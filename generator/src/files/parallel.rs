//! The same step for each of many things, on several threads.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::thread;

/// Room for parsing and printing the deepest types that documents may have.
const STACK: usize = 64 << 20;

/// What `step` makes of each item, in their order. A thread takes the next item
/// when it is done with one; a panic in one of them goes on in the caller, and
/// so does the work itself if there is no thread.
pub(super) fn map<T: Send, R: Send>(
    items: Vec<T>,
    threads: NonZeroUsize,
    step: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let threads = threads.get().min(items.len());
    let waiting = Mutex::new(items.into_iter().enumerate());
    let work = || {
        let mut made = Vec::new();
        // The lock is free again before the step begins. Taking an item cannot panic half-way.
        while let Some((index, item)) = next(&waiting) {
            made.push((index, step(item)));
        }
        made
    };
    let mut made: Vec<(usize, R)> = thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            // Where the system has no room for so many, fewer do it.
            .map_while(|_| {
                let thread = thread::Builder::new().stack_size(STACK);
                thread.spawn_scoped(scope, work).ok()
            })
            .collect();
        let ended = threads.into_iter().map(|thread| match thread.join() {
            Ok(made) => made,
            Err(panic) => std::panic::resume_unwind(panic),
        });
        let mut made: Vec<_> = ended.flatten().collect();
        made.extend(work());
        made
    });
    made.sort_unstable_by_key(|(index, _)| *index);
    made.into_iter().map(|(_, result)| result).collect()
}

fn next<I: Iterator>(items: &Mutex<I>) -> Option<I::Item> {
    let mut items = items.lock().unwrap_or_else(PoisonError::into_inner);
    items.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for threads in [1, 2, 8, 200] {
            let threads = NonZeroUsize::new(threads).expect("it is not zero");
            let made = map((0..100).collect(), threads, |number: usize| number * 2);
            assert_eq!(made, (0..100).map(|number| number * 2).collect::<Vec<_>>());
            assert!(map(Vec::<u8>::new(), threads, |item| item).is_empty());
        }
    }

    #[test]
    fn a_panic_reaches_the_caller() {
        let run = || {
            map(vec![1, 2, 3], NonZeroUsize::MIN, |number| {
                assert!(number < 2);
            })
        };
        assert!(std::panic::catch_unwind(run).is_err());
    }
}
