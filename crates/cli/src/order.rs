//! Work on several threads with the results in the order of the jobs.
//!
//! Every stage waits for the next, so what is in flight stays bounded however long the input is and however slow one job:
//! by count through the channels, by weight (bytes of text) through a gate.

use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Jobs whose results may wait for the result of an earlier one.
const WAITING: usize = 64;

/// Runs jobs on `threads` threads and hands their results to `finish`, on the calling thread, in the order of the jobs.
///
/// `produce` runs on a thread of its own and gives each job with its weight to the function that it gets; where that
/// returns false nothing more is wanted. The weights of the jobs in flight stay under `most`, except that a single job
/// may weigh more. `worker` is called once on each thread and makes what does its jobs.
///
/// # Errors
/// The first error of `finish`, which ends the run.
pub fn in_order<J: Send, R: Send, W: FnMut(J) -> R, E>(
    threads: usize,
    most: usize,
    produce: impl FnOnce(&mut dyn FnMut(J, usize) -> bool) + Send,
    worker: impl Fn() -> W + Sync,
    mut finish: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let gate = Gate::new(most);
    let (give, take) = sync_channel(threads);
    let (queue, results) = sync_channel::<(Receiver<R>, usize)>(WAITING);
    let take = Mutex::new(take);
    thread::scope(|scope| {
        let (gate, take, worker) = (&gate, &take, &worker);
        scope.spawn(move || {
            produce(&mut |job, weight| {
                let (done, result) = sync_channel(1);
                gate.enter(weight) && queue.send((result, weight)).is_ok() && give.send((job, done)).is_ok()
            });
        });
        for _ in 0..threads {
            scope.spawn(move || {
                let mut work = worker();
                loop {
                    let next = lock(take).recv();
                    let Ok((job, done)) = next else { break };
                    // Nobody listens any more when `finish` has failed.
                    let _ = done.send(work(job));
                }
            });
        }
        let mut outcome = Ok(());
        for (result, weight) in results.iter() {
            if let Ok(result) = result.recv() {
                outcome = finish(result);
            }
            gate.leave(weight);
            if outcome.is_err() {
                break;
            }
        }
        drop(results);
        gate.close();
        outcome
    })
}

/// Lets jobs in while their weights together stay under a limit.
struct Gate {
    most: usize,
    inside: Mutex<Option<usize>>,
    left: Condvar,
}

impl Gate {
    fn new(most: usize) -> Self {
        Gate { most, inside: Mutex::new(Some(0)), left: Condvar::new() }
    }

    /// Waits until there is room. False where the gate has been closed.
    fn enter(&self, weight: usize) -> bool {
        let full = |inside: &mut Option<usize>| inside.is_some_and(|inside| inside > 0 && inside + weight > self.most);
        let mut inside = self.left.wait_while(lock(&self.inside), full).unwrap_or_else(PoisonError::into_inner);
        let Some(inside) = inside.as_mut() else { return false };
        *inside += weight;
        true
    }

    fn leave(&self, weight: usize) {
        if let Some(inside) = lock(&self.inside).as_mut() {
            *inside -= weight;
        }
        self.left.notify_one();
    }

    fn close(&self) {
        *lock(&self.inside) = None;
        self.left.notify_one();
    }
}

/// The lock, also where a thread that held it has panicked: what it guards is whole between two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::sync::atomic::{AtomicIsize, Ordering};
    use std::time::Duration;

    #[test]
    fn results_come_in_the_order_of_the_jobs() {
        for threads in [1, 2, 7] {
            let mut got = Vec::new();
            let run = in_order(
                threads,
                100,
                |give| (0..200u64).for_each(|n| assert!(give(n, 9))),
                || {
                    |n: u64| {
                        std::thread::sleep(Duration::from_micros(n % 7 * 50));
                        n * n
                    }
                },
                |square| {
                    got.push(square);
                    Ok::<(), ()>(())
                },
            );
            assert_eq!(run, Ok(()));
            assert_eq!(got, (0..200).map(|n| n * n).collect::<Vec<u64>>(), "{threads} threads");
        }
    }

    #[test]
    fn the_weight_in_flight_is_bounded_and_a_heavier_job_passes_alone() {
        // What is counted here enters after the gate and leaves before it, so it never exceeds what the gate counts.
        let inside = AtomicIsize::new(0);
        let mut jobs = 0;
        in_order(
            3,
            10,
            |give| {
                for weight in [4, 4, 4, 25, 1, 9, 3, 3, 3, 3] {
                    assert!(give(weight, weight));
                    let now = inside.fetch_add(weight as isize, Ordering::SeqCst) + weight as isize;
                    assert!(now <= 10 || weight == 25, "{now} inside after {weight}");
                }
            },
            || |weight: usize| weight,
            |weight| {
                jobs += 1;
                inside.fetch_sub(weight as isize, Ordering::SeqCst);
                Ok::<(), ()>(())
            },
        )
        .expect("finish never fails");
        assert_eq!(jobs, 10);
    }

    #[test]
    fn the_first_error_ends_the_run() {
        let mut seen = 0;
        let run = in_order(
            2,
            1000,
            |give| {
                let mut n = 0;
                while give(n, 1) {
                    n += 1;
                }
            },
            || |n: usize| n,
            |n| {
                seen += 1;
                if n == 5 { Err("enough") } else { Ok(()) }
            },
        );
        assert_eq!((run, seen), (Err("enough"), 6));
    }
}
