"""Fetches the front-end files that Plumbline serves itself, so that no page asks another host.

Every package is pinned by version and by the SHA-256 of its npm archive; the files land in
`assets/` (public) and `tests/vendor/`, their licences in `assets/licences/`, their own SHA-256 in
`assets/licences/SHA256SUMS`. Run it after changing a pin and commit what it writes.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUMS = ROOT / "assets" / "licences" / "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Package:
    """One npm package: its pin and which of its files go where (below the repository)."""

    name: str
    version: str
    sha256: str
    files: dict[str, str]


PACKAGES = (
    Package(
        "bootstrap",
        "5.3.9",
        "06bdf78289c3c12ea99d40df84eedf6278c724c73eebf38f11f3a65b44ec8c94",
        {
            "dist/css/bootstrap.min.css": "assets/00-bootstrap.min.css",
            "LICENSE": "assets/licences/bootstrap.txt",
        },
    ),
    Package(
        "bootstrap-icons",
        "1.13.2",
        "7b5960145e1ab14a49a117f96a9e5a54a94fdf07f21e302d9e4f88d73dd19f9c",
        {
            "font/bootstrap-icons.min.css": "assets/00-bootstrap-icons.min.css",
            "font/fonts/bootstrap-icons.woff2": "assets/fonts/bootstrap-icons.woff2",
            "font/fonts/bootstrap-icons.woff": "assets/fonts/bootstrap-icons.woff",
            "LICENSE": "assets/licences/bootstrap-icons.txt",
        },
    ),
    Package(
        "@fontsource-variable/inter",
        "5.3.0",
        "d26710dd38e7217484a1d47ee76c024977ec550548876f26d06ed1844af09a14",
        {
            "files/inter-latin-wght-normal.woff2": "assets/fonts/inter-latin.woff2",
            "files/inter-latin-ext-wght-normal.woff2": "assets/fonts/inter-latin-ext.woff2",
            "LICENSE": "assets/licences/inter.txt",
        },
    ),
    # The version that plotly 7.1.0 for Python ships (plotly.offline.get_plotlyjs_version()); charts
    # are points, lines and bars, and what else a larger bundle draws is run at every first chart.
    Package(
        "plotly.js-basic-dist-min",
        "4.1.1",
        "ea907f854b6cec4f6a2fa71540ec019a21ed2c61e6a109ddd5c072103a96eed0",
        {
            # Browsers keep it for ever, so its SHA-256 is in the name (assets/20-charts.js).
            "plotly-basic.min.js": "assets/plotly-basic.99784e3a.min.js",
            "LICENSE": "assets/licences/plotly.txt",
        },
    ),
    Package(
        "axe-core",
        "4.14.1",
        "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        {
            "axe.min.js": "tests/vendor/axe.min.js",
            "LICENSE": "tests/vendor/axe-LICENSE.txt",
        },
    ),
)


def main() -> int:
    """Fetch every package and write its files; 1 if an archive is not the pinned one."""
    sums = []
    for package in PACKAGES:
        archive = fetched(package)
        found = sha256(archive).hexdigest()
        if found != package.sha256:
            print(f"{package.name} {package.version}: expected {package.sha256}, found {found}")
            return 1
        sums.extend(unpacked(package, archive))
    SUMS.write_text("".join(sorted(sums, key=lambda line: line.split("  ")[1])))
    return 0


def fetched(package: Package) -> bytes:
    """The package's archive, as the npm registry serves it."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", f"{package.name}@{package.version}", "--silent"],
            cwd=folder,
            check=True,
            capture_output=True,
        )
        return next(Path(folder).glob("*.tgz")).read_bytes()


def unpacked(package: Package, archive: bytes) -> list[str]:
    """Write the wanted files and return their lines for SHA256SUMS."""
    lines = []
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member, target in package.files.items():
            source = tar.extractfile(f"package/{member}")
            if source is None:
                raise FileNotFoundError(f"{package.name} {package.version} has no file {member}")
            content = source.read()
            path = ROOT / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            lines.append(f"{sha256(content).hexdigest()}  {target}\n")
    return lines


if __name__ == "__main__":
    sys.exit(main())
