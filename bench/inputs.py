# bench/inputs.py
# The generated inputs, and how they are taken out of the page cache.  Not for: measuring.
import os
import shutil
import subprocess


class Inputs:
    """Makes what is asked for once; a half-made input is never mistaken for a whole one."""

    def __init__(self, folder, build):
        self.folder, self.build = folder, build
        os.makedirs(folder, exist_ok=True)

    def made(self, name, generator, *arguments):
        path = os.path.join(self.folder, name)
        if os.path.exists(path):
            return path
        part = path + ".part"
        remove(part)
        print(f"making {path} …", flush=True)
        subprocess.run([os.path.join(self.build, "bench", generator), *arguments, part], check=True,
                       stdout=subprocess.DEVNULL)
        os.rename(part, path)
        return path

    def mixed(self, size):
        return self.made(f"mixed-{size.lower()}", "bench-gen-mixed", size)

    def sms(self, count):
        return self.made(f"sms-{count.lower()}.xml", "bench-gen-sms", count)

    def mail(self, count):
        return self.made(f"mail-{count.lower()}", "bench-gen-mail", count)

    def mailbox(self, count):
        """Without the Maildir beside it: of any size."""
        return self.made(f"box-{count.lower()}.mbox", "bench-gen-mail", "--box", count)

    def chat(self, form, count):
        """form: "whatsapp", "meta" or "telegram"."""
        return self.made(f"{form}-{count.lower()}", "bench-gen-chat", form, count)


def number_of(count):
    return int(count.rstrip("kM")) * {"k": 1000, "M": 1000000}.get(count[-1], 1)


def files_of(path):
    if os.path.isfile(path):
        yield path
        return
    for folder, _, names in os.walk(path):
        for name in names:
            yield os.path.join(folder, name)


def size_of(path):
    """Bytes and files."""
    sizes = [os.lstat(file).st_size for file in files_of(path)]
    return sum(sizes), len(sizes)


def make_cold(path):
    """Written pages first, then POSIX_FADV_DONTNEED for every file: the next reader goes to the
    disk.  (A cache outside this machine cannot be emptied from inside it.)"""
    os.sync()
    for file in files_of(path):
        handle = os.open(file, os.O_RDONLY)
        try:
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
        finally:
            os.close(handle)


def make_warm(path):
    block = bytearray(1 << 20)
    for file in files_of(path):
        with open(file, "rb", buffering=0) as source:
            while source.readinto(block):
                pass


def put_aside(path, attic):
    """Out of the way without deleting: ext4 searches long for an inode that was not deleted lately,
    and the next run would pay for it."""
    if os.path.lexists(path):
        os.makedirs(attic, exist_ok=True)
        os.rename(path, os.path.join(attic, str(len(os.listdir(attic)))))


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        shutil.rmtree(path)
    elif os.path.lexists(path):
        os.unlink(path)
