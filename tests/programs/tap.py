# SPDX-License-Identifier: GPL-2.0-or-later
"""Test cases in the Test Anything Protocol."""
import sys


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = False

    def case(self, what, complaints):
        """One case; what is wrong, one line each."""
        self.count += 1
        self.failed = self.failed or bool(complaints)
        print(f"{'not ok' if complaints else 'ok'} {self.count} - {what}")
        for line in complaints[:30]:
            print("# " + str(line).replace("\n", "\n# "))
        if len(complaints) > 30:
            print(f"# and {len(complaints) - 30} more")
        sys.stdout.flush()

    def skip(self, what, why):
        self.count += 1
        print(f"ok {self.count} - {what} # SKIP {why}")

    def finish(self):
        print(f"1..{self.count}")
        sys.exit(1 if self.failed else 0)
