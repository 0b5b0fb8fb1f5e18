#!/usr/bin/env python3
"""Acts on a whole vault, or between two, killed (SIGKILL) at every call that changes something on the disk.

kill.py and backup.py do the same to the acts that they look at more closely.  Named acts only: stops.py ACT …
DAYBOOK_THIN=N: of an act with many calls only one in N."""
import os, sys
from acts import *

LEAST = 8  # calls; a run that needs less sees nothing
THIN = int(os.environ.get("DAYBOOK_THIN", "1"))
SHORT = ("create", "index")
HERE = ("create", "correct", "restore", "index", "merge", "handover", "pack")


def stopped(act, n):
    """Kills at call n.  Returns whether it came to that, and what was wrong, or nothing."""
    folder, run, why = act.copy(f"at-{n}"), None, None
    try:
        run = act.do(folder, env={"KILLAT": str(n)})
        run.want(KILLED, DONE)
        act.whole(folder, run)
    except Wrong as wrong:
        why = f"at call {n}: {wrong}"
    shutil.rmtree(folder, ignore_errors=True)
    return run is not None and run.code == KILLED, why


def at_every_call(act):
    thin = 1 if act.name in SHORT else THIN
    count, wrong = every_call(lambda n: stopped(act, n), thin)
    print(f"    {act.name}: {count} calls, each killed once" + (f"; one in {thin} was" if thin > 1 else ""), flush=True)
    holds(not wrong, f"{len(wrong)} of {count}:\n" + "\n".join(wrong[:8]))
    holds(count >= LEAST // thin, f"only {count} calls were seen")


quick_keys()
with Scratch() as scratch:
    every = acts(scratch)
    for name in sys.argv[1:] or HERE:
        case(f"stops__{name}_at_every_call", at_every_call, every[name])
finish()
