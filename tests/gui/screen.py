# SPDX-License-Identifier: GPL-2.0-or-later
"""A virtual screen (Xvfb) with programs on it, controlled with xdotool, read with ImageMagick and tesseract.

Everything is waited for, without fixed delays: what does not happen within its time limit is a Failure. Programs run
as an ordinary user, each in a session of its own, and are stopped with the screen.
"""
import collections
import os
import re
import signal
import subprocess
import time

NOBODY = 65534
PATIENCE = 60  # seconds to wait for a window on a slow machine
SHORT = 5


class Failure(Exception):
    """What was waited for did not happen."""


def until(attempt, seconds, what):
    """The first true value that attempt() returns within this many seconds."""
    end = time.monotonic() + seconds
    while True:
        value = attempt()
        if value:
            return value
        if time.monotonic() > end:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(0.1)


class Screen:
    """An X server with a window manager, because without one no window gets the keyboard focus."""

    def __init__(self, work):
        self.work = work
        self.home = os.path.join(work, "home")
        self.user = {}
        os.makedirs(os.path.join(self.home, "run"), mode=0o700)
        if os.geteuid() == 0:
            self.user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
            for folder, _, files in os.walk(self.home):
                for name in ["", *files]:
                    os.chown(os.path.join(folder, name), NOBODY, NOBODY)
        self.environment = {"PATH": os.environ["PATH"], "HOME": self.home, "LC_ALL": "C.UTF-8", "TZ": "UTC",
                            "TMPDIR": self.home, "XDG_RUNTIME_DIR": os.path.join(self.home, "run"),
                            "XDG_DATA_DIRS": "/usr/local/share:/usr/share", "QT_QPA_PLATFORM": "xcb",
                            "OMP_THREAD_LIMIT": "1"}  # tesseract takes longer with more threads than cores
        self.programs = []

    def open(self, width, height):
        # Chroots share the abstract sockets of the machine but not /tmp, so that two servers could take the same
        # number without noticing; process ids are unique.
        self.environment["DISPLAY"] = f":{1000 + os.getpid() % 50000}"
        reading, writing = os.pipe()
        self.start("Xvfb", self.environment["DISPLAY"], "-displayfd", str(writing), "-nolisten", "tcp",
                   "-screen", "0", f"{width}x{height}x24", pass_fds=(writing,))
        os.close(writing)
        with os.fdopen(reading) as ready:
            if not ready.readline():
                raise Failure("Xvfb does not start: " + self.written("Xvfb"))
        self.start("openbox", "--sm-disable")
        try:
            until(lambda: self.do("get_desktop"), PATIENCE, "openbox")
        except Failure as failure:
            raise Failure(f"{failure}\n{self.written('Xvfb')}{self.written('openbox')}") from failure

    def start(self, program, *arguments, **options):
        with open(os.path.join(self.work, program + ".log"), "w", encoding="utf-8") as log:
            process = subprocess.Popen([program, *arguments], env=self.environment, cwd=self.home, text=True,
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                                       **self.user, **options)
        self.programs.append(process)
        return process

    def written(self, program):
        with open(os.path.join(self.work, program + ".log"), encoding="utf-8", errors="replace") as log:
            return log.read()

    def close(self):
        for process in reversed(self.programs):
            for how in (signal.SIGTERM, signal.SIGKILL):
                try:
                    os.killpg(process.pid, how)
                    process.wait(10)
                except (ProcessLookupError, subprocess.TimeoutExpired):
                    continue

    # ---- windows

    def run(self, *command):
        """The output of a program, or None if it fails or hangs."""
        try:
            done = subprocess.run(command, env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, timeout=30, check=False)
        except subprocess.TimeoutExpired:
            return None
        return done.stdout if done.returncode == 0 else None

    def do(self, *command):
        said = self.run("xdotool", *[str(word) for word in command])
        return None if said is None else said.decode(errors="replace")

    def windows(self):
        """{title: id} of the visible windows."""
        found = (self.do("search", "--onlyvisible", "--name", ".") or "").split()
        return {(self.do("getwindowname", window) or "").strip(): window for window in found}

    def named(self, title):
        """All windows whose title matches this expression."""
        return (self.do("search", "--onlyvisible", "--name", title) or "").split()

    def find(self, title, seconds=PATIENCE):
        """The window whose title matches this expression."""
        def look():
            return next((window for name, window in self.windows().items() if re.search(title, name)), None)
        return until(look, seconds, f'a window "{title}"')

    def size(self, window):
        """(width, height) in pixels."""
        return tuple(map(int, re.search(r"Geometry: (\d+)x(\d+)", self.do("getwindowgeometry", window) or "Geometry: 0x0").groups()))

    def place(self, window, width, height):
        self.do("windowmove", window, 4, 24)
        self.do("windowsize", window, width, height)
        until(lambda: self.size(window) == (width, height), PATIENCE, "the window size")

    def narrow(self, window, width):
        """Makes a window this narrow, or as narrow as it can be."""
        before, height = self.size(window)
        self.do("windowsize", window, width, height)
        until(lambda: self.size(window)[0] < before, PATIENCE, "a narrower window")

    def focus(self, window):
        def focused():
            self.do("windowactivate", window)
            return (self.do("getactivewindow") or "").strip() == window
        until(focused, PATIENCE, "the keyboard focus")

    def keys(self, window, *keys):
        self.focus(window)
        self.do("key", "--delay", 40, *keys)

    def click(self, window, x, y, button=1):
        self.focus(window)
        self.do("mousemove", "--window", window, x, y, "click", button)

    def shut(self, window):
        self.keys(window, "Escape")
        until(lambda: window not in self.windows().values(), PATIENCE, "a window to close")

    # ---- what is shown

    def clipboard(self):
        return (self.run("xclip", "-selection", "clipboard", "-o") or b"").decode(errors="replace")

    def settle(self, window):
        """Waits until a window is drawn, which is when two pictures in a row are equal."""
        self.focus(window)
        self.do("mousemove", 0, 0)
        looks = [b""]

        def settled():
            looks.append(self.look(window, "rgb:-"))
            return looks[-1] and looks[-1] == looks[-2]
        until(settled, PATIENCE, "a stable picture")

    def picture(self, window, path):
        """Takes a picture of a window once it is drawn."""
        self.settle(window)
        if self.look(window, "+dither", "-colors", "128", "png8:" + path) is None:
            raise Failure("no picture of the window could be taken")

    def read(self, window, left, top, width, height, enlarged=300):
        """The text in this part of a window, line by line and without blanks, as far as it is recognized in its picture: a
        letter may be wrong, above all beside lines, and another one if it is enlarged to another size (percent). Of each
        colour the brightness counts: dark text on any background."""
        whole, part = (os.path.join(self.work, name) for name in ("whole.png", "part.png"))
        self.look(window, "png:" + whole)
        self.run("convert", whole, "-crop", f"{width}x{height}+{left}+{top}", "+repage", "-colorspace", "HSB", "-channel", "B",
                 "-separate", "-resize", f"{enlarged}%", "png:" + part)
        text = (self.run("tesseract", part, "stdout", "--psm", "6") or b"").decode(errors="replace")
        return re.sub(r"[^\S\n]+", "", text)

    def colours(self, window):
        """{"#rrggbb": pixels} of the visible part of a window."""
        pixels = self.look(window, "rgb:-") or b""
        counted = collections.Counter(pixels[at:at + 3] for at in range(0, len(pixels), 3))
        return {"#" + pixel.hex(): count for pixel, count in counted.items()}

    def look(self, window, *how):
        return self.run("import", "-silent", "-window", window, "-depth", "8", *how)

