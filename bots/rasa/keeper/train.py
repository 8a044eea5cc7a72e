"""Training a language's model from its sources."""

import asyncio
import shutil
from pathlib import Path

import structlog

from bots.rasa.keeper.place import Place, environment
from hub.core.errors import HubError

log = structlog.get_logger()

LAST_LINES = 20
SECONDS = 900


class TrainingFailed(HubError):
    """Rasa did not like the sources."""

    code = "training_failed"


async def trained(place: Place, language: str) -> Path:
    """Return the model of the present sources; train it if there is none yet.

    Raises TrainingFailed with the end of what Rasa said.
    """
    model = place.model(language)
    if model.exists():
        return model
    log.info("rasa_training", language=language, model=model.name)
    build = place.folder / f"build-{language}"
    await asyncio.to_thread(_lay_out, place, language, build)
    await _run(place, language, build, model.name.removesuffix(".tar.gz"))
    model.parent.mkdir(parents=True, exist_ok=True)
    (build / "out" / model.name).replace(model)
    shutil.rmtree(build)
    return model


def _lay_out(place: Place, language: str, build: Path) -> None:
    """Copy the sources the way Rasa wants them: domains in one folder, the rest in another."""
    shutil.rmtree(build, ignore_errors=True)
    for part in ("domain", "data", "out"):
        (build / part).mkdir(parents=True)
    for file in place.sources(language):
        if file.name == "config.yml":
            shutil.copy(file, build / "config.yml")
        else:
            part = "domain" if file.name == "domain.yml" else "data"
            shutil.copy(file, build / part / f"{file.parent.name}-{file.name}")


async def _run(place: Place, language: str, build: Path, name: str) -> None:
    process = await asyncio.create_subprocess_exec(
        *(str(place.python), "-m", "rasa", "train"),
        *("--config", "config.yml", "--domain", "domain", "--data", "data"),
        *("--out", "out", "--fixed-model-name", name),
        cwd=build,
        env=environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(SECONDS):
            said, _ = await process.communicate()
    except BaseException:
        process.kill()
        await process.wait()
        raise
    if process.returncode or not (build / "out" / f"{name}.tar.gz").exists():
        last = "\n".join(said.decode(errors="replace").splitlines()[-LAST_LINES:])
        raise TrainingFailed(f"Rasa could not be trained for {language!r}. It said:\n{last}")
