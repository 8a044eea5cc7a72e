"""Where things lie: Rasa's Python, the project, trained models; and what a process needs to know."""

import hashlib
import os
from pathlib import Path

from hub.core.errors import ConfigError
from hub.core.records import Value

PROJECT = Path(__file__).parent.parent / "project"
SHARED = "shared"


class Place(Value, frozen=True, kw_only=True):
    """One installation of Rasa. `project` holds `shared/` and one folder for each language."""

    python: Path
    folder: Path  # models and conversations
    project: Path = PROJECT

    def check(self) -> None:
        """Raise ConfigError when Rasa is not installed or there is no project."""
        if not self.python.exists():
            raise ConfigError(
                f"{self.python}: there is no Python with Rasa. Run make rasa, or give one with --python."
            )
        if not self.languages():
            raise ConfigError(f"{self.project}: there is no Rasa project: no folder in it has a config.yml.")

    def languages(self) -> list[str]:
        """Return the languages there is a project for."""
        return sorted(file.parent.name for file in self.project.glob("*/config.yml"))

    def sources(self, language: str) -> list[Path]:
        """Return the files a language's model is made of."""
        folders = (self.project / SHARED, self.project / language)
        return sorted(file for folder in folders for file in folder.glob("*.yml"))

    def model(self, language: str) -> Path:
        """Return where the model of the present sources lies, or will lie: named after what they say."""
        digest = hashlib.sha256()
        for file in self.sources(language):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        return self.folder / "models" / f"{language}-{digest.hexdigest()[:12]}.tar.gz"


def environment(**more: str) -> dict[str, str]:
    """Return a process's environment: nothing of Rasa's reports home, warns of itself or listens outside."""
    return os.environ | {
        "RASA_TELEMETRY_ENABLED": "false",
        "SANIC_HOST": "127.0.0.1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "PYTHONWARNINGS": "ignore",
        **more,
    }
