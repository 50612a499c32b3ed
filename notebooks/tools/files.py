"""Files that are either whole or not there."""
import os
import tempfile
from pathlib import Path


def write_whole(target, text):
    """Writes to a temporary name beside the target, fsyncs, renames."""
    target = Path(target).absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.tmp-")
    try:
        with open(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, permissions_for(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def permissions_for(target):
    """Those that the target has, or that a new file gets; a temporary file is its owner's alone."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
