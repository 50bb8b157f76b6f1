"""What a person sees while a command runs, on a terminal and in a log."""

import os
import pty
import re
import subprocess
import sys

import tiny

STEP = "import time; from terminal import step\nwith step('Render', lambda: '3 of 8 pages'): time.sleep({})"


def test_a_terminal_shows_in_one_line_how_far_a_step_is():
    ours, theirs = pty.openpty()
    run = [sys.executable, "-c", STEP.format(0.7)]
    subprocess.run(run, cwd=tiny.REPOSITORY / "scripts", stdout=theirs, check=True)
    os.close(theirs)
    said = os.read(ours, 10000).decode()
    os.close(ours)
    first, *renewed, last = said.rstrip("\r\n").split("\r\033[K")
    assert first == "Render … "
    assert set(renewed) == {"Render … 3 of 8 pages"}
    assert re.fullmatch(r"Render … \d+\.\d s", last)


def test_a_log_gets_whole_lines_and_of_a_long_step_also_how_far_it_is():
    def said(seconds: float) -> list[str]:
        run = [sys.executable, "-c", STEP.format(seconds)]
        done = subprocess.run(run, cwd=tiny.REPOSITORY / "scripts", capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    assert re.fullmatch(r"Render … \d+\.\d s", "\n".join(said(0)))
    first, last = said(2.5)
    assert first == "Render … 3 of 8 pages"
    assert re.fullmatch(r"Render … \d+\.\d s", last)


def test_who_stops_listening_does_not_stop_what_has_begun():
    """As behind `| head -1`: a build that nobody listens to would say that it is done, and publish nothing."""
    work = "import sys; from terminal import run, step\ndef work():\n    for name in 'ab':\n        with step(name): pass\n    sys.stderr.write('done')\nrun(work)"
    with subprocess.Popen([sys.executable, "-c", work], cwd=tiny.REPOSITORY / "scripts", stdout=subprocess.PIPE, stderr=subprocess.PIPE) as command:  # fmt: skip
        command.stdout.close()
        assert command.stderr.read() == b"done"
    assert command.returncode == 0


def test_who_stops_a_command_is_told_nothing():
    # What is started in the background of a shell is not stopped by Ctrl-C, and passes that on to what it starts.
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"
    stopped = "terminal.run(lambda: os.kill(os.getpid(), signal.SIGINT))"
    run = [sys.executable, "-c", f"import os, signal, terminal; {heard}; {stopped}"]
    done = subprocess.run(run, cwd=tiny.REPOSITORY / "scripts", capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "\n", "")


def test_each_part_of_a_command_says_what_it_does_when_it_is_asked_for_help():
    def told(command: str, *words: str) -> str:
        run = [sys.executable, f"scripts/{command}.py", *words, "--help"]
        return subprocess.run(run, cwd=tiny.REPOSITORY, capture_output=True, text=True, check=True).stdout

    assert "\nDelete old releases, never the one that is shown.\n" in told("publish", "prune")
    assert "\nA site of your own: the content is emptied.\n" in told("new", "site")
