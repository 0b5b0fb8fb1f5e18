#!/usr/bin/env python3
"""Every act on a small machine: too little memory (RLIMIT_AS), a file system that is full, one that is read-only.

The file systems are real ones (ext4) in a file, mounted through a loop device; where this may not mount, those cases
are skipped and named.  Named acts only: disks.py ACT …"""
import os, resource, subprocess, sys
from acts import *

MIB = 1 << 20
DISK = 48 * MIB
THIN = int(os.environ.get("DAYBOOK_THIN", "1"))  # fewer amounts of room and memory
FREE = (0, 4096, 32768, 131072, 262144, 524288, MIB, 2 * MIB)[::min(THIN, 3)]  # left for the act
MORE = 1.15 if THIN == 1 else 1.6  # from one amount of memory to the next
DEATHS = (-6, -11, -7)  # SIGABRT, SIGSEGV, SIGBUS: what must not happen


# --- memory ---

def with_memory(act, bytes_):
    """Returns whether the act was done, and what was wrong, or nothing."""
    folder = act.copy(f"memory-{bytes_}")
    try:
        run = act.do(folder, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (bytes_, bytes_)))
        holds(act.dies or run.code not in DEATHS, f"died: {run.code} {run.err[-300:]}")
        if run.code not in (DONE, DOUBTS, *DEATHS):
            holds(run.err.strip(), f"exit {run.code} and not a word")
        act.whole(folder, run)
    except Wrong as wrong:
        return True, f"{bytes_ // 1024} KiB: {wrong}"
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return run.code == DONE, None


def little_memory(act):
    """From where nothing starts to where all of it works."""
    wrong, refused, done, bytes_ = [], 0, 0, 8 * MIB
    while done < 2 and bytes_ < 2048 * MIB:
        bytes_ = int(bytes_ * MORE)
        worked, why = with_memory(act, bytes_)
        wrong += [why] if why else []
        refused += not worked
        done = done + 1 if worked else 0
    print(f"    {act.name}: {refused} limits too low, enough at {bytes_ // MIB} MiB", flush=True)
    holds(not wrong, "\n".join(wrong[:8]))
    holds(refused and done, f"{refused} refused, {done} done")


# --- file systems ---

class Disk:
    """A file system of its own, mounted."""

    def __init__(self, scratch):
        self.image, self.at = scratch.at("disk.image"), scratch.at("disk")
        os.makedirs(self.at)
        with open(self.image, "wb") as file:
            file.truncate(DISK)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", self.image], check=True, stderr=subprocess.DEVNULL)
        subprocess.run(["mount", "-o", "loop", self.image, self.at], check=True, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        subprocess.run(["umount", self.at], check=True)
        os.unlink(self.image)

    def remount(self, how):
        subprocess.run(["mount", "-o", f"remount,{how}", self.at], check=True)

    def fill(self, free):
        """A file that leaves about so many bytes."""
        os.sync()
        ballast = os.path.join(self.at, "ballast")
        with open(ballast, "wb") as file:
            while True:
                here = os.statvfs(self.at)
                left = here.f_bavail * here.f_frsize - free
                if left < here.f_frsize:
                    return ballast
                try:
                    file.write(bytes(min(left, MIB)))
                    file.flush()
                    os.fsync(file.fileno())
                except OSError:
                    return ballast


class OnDisk:
    """An act in a folder of that disk."""

    def __init__(self, act, disk):
        self.act, self.folder = act, os.path.join(disk.at, "here")
        shutil.copytree(act.start, self.folder, symlinks=True)
        os.makedirs(os.path.join(self.folder, "tmp"), exist_ok=True)

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        shutil.rmtree(self.folder)


def full(act, disk):
    refused = 0
    for free in FREE:
        with OnDisk(act, disk) as on:
            ballast = disk.fill(free)
            try:
                run = act.do(on.folder)
            finally:
                os.unlink(ballast)
            holds(run.code not in DEATHS, f"{free} bytes free: died: {run.code}")
            if run.code not in (DONE, DOUBTS):
                refused += 1
                holds("room" in run.err or "No space left" in run.err or "full" in run.err, f"{free} bytes free: {run.err[-400:]!r}")
            try:
                act.whole(on.folder, run)
            except Wrong as wrong:
                raise Wrong(f"{free} bytes free, exit {run.code}: {wrong}")
    print(f"    {act.name}: {refused} of {len(FREE)} amounts of room too little", flush=True)
    holds(refused or not act.needs_room, "it was never full")


def read_only(act, disk):
    """Nothing can be changed, and looking works."""
    with OnDisk(act, disk) as on:
        vault = act.vault(on.folder)
        disk.remount("ro")
        try:
            if not act.begins:
                equal(essence(vault.records()), essence(act.earlier), "records")
                vault.json("search", CANARY.split("-")[0]).want(DONE)
                vault.sound()
            run = act.do(on.folder)
        finally:
            disk.remount("rw")
        holds(run.code not in DEATHS, f"died: {run.code}")
        if act.name != "index":
            run.want(FAILED)
            holds("read-only" in run.err.lower() or "only be read" in run.err or "for reading" in run.err, f"{run.err[-400:]!r}")
        act.whole(on.folder, run)


def file_system(scratch, every, names):
    try:
        disk = Disk(scratch)
    except (OSError, subprocess.CalledProcessError):
        print("[  SKIPPED ] disks__full_and_read_only: no file system can be made and mounted here", flush=True)
        return
    with disk:
        for name in names:
            case(f"disks__{name}_on_a_full_disk", full, every[name], disk)
            case(f"disks__{name}_on_a_read_only_disk", read_only, every[name], disk)


quick_keys()
with Scratch() as scratch:
    every = acts(scratch)
    names = sys.argv[1:] or list(every)
    file_system(scratch, every, names)
    for name in names:
        case(f"disks__{name}_with_little_memory", little_memory, every[name])
finish()
