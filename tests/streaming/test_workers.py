"""Jobs in several processes."""

import os

from tipbench.streaming.workers import Workers


def run(work, jobs, number):
    with Workers(number) as workers:
        return workers.run(work, jobs)


def square(number):
    return number * number


def die_elsewhere(pair):
    home, number = pair
    if os.getpid() != home:
        os._exit(9)
    return number


def test_results_come_in_the_order_of_the_jobs():
    assert run(square, [3, 1, 2], 2) == [9, 1, 4]


def test_one_worker_needs_no_process():
    assert run(lambda number: number + 1, [1, 2], 1) == [2, 3]
    assert run(lambda number: number + 1, [1], 4) == [2]
    assert run(square, [], 4) == []


def test_jobs_of_a_process_that_was_killed_are_done_here():
    home = os.getpid()
    assert run(die_elsewhere, [(home, 1), (home, 2), (home, 3)], 2) == [1, 2, 3]
