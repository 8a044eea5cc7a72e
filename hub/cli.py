"""The `switchboard` command."""

import argparse
import asyncio
import getpass
import json
import socket
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import msgspec

from hub.core.config import Config, load_config
from hub.core.errors import HubError, InvalidInput
from hub.event_loop import run, until_told

SECRETS = frozenset({"key", "token", "password", "streams_token", "streams_signing_token"})
"""Options that check-config does not print."""

Command = Callable[[argparse.Namespace, Config], Coroutine[Any, Any, int]]


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code. Errors a user can mend are one line, never a traceback."""
    options = parser().parse_args(arguments)
    try:
        config = load_config(options.config)
        command: Coroutine[Any, Any, int] = options.command(options, config)
        return run(command)
    except HubError as error:
        print(f"switchboard: {error.message}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """Return the parser; its help is part of the documentation and tested against it."""
    root = argparse.ArgumentParser(
        prog="switchboard", description="An omnichannel contact-centre hub: every channel, one queue."
    )
    root.add_argument("--config", type=Path, help="the configuration file (TOML); defaults serve without one")
    commands = root.add_subparsers(required=True, metavar="COMMAND")

    serve = _command(commands, "serve", _serve, "run the hub")
    serve.add_argument("--demo", action="store_true", help="set up the demo company if there is no data yet")

    _command(commands, "check-config", _check_config, "check the configuration and print what is in force")

    user = _command(commands, "user", _user, "manage accounts while the hub is stopped")
    user.add_argument("action", choices=["list", "add", "password"])
    user.add_argument("login", nargs="?", default="", help="who; not needed for list")
    user.add_argument("--name", default="", help="the name customers and colleagues see")
    user.add_argument("--role", action="append", default=[], help="agent, editor, supervisor or admin")

    mail = _command(commands, "mail", _mail, "print how we understand a mail, as JSON")
    mail.add_argument("action", choices=["parse"])
    mail.add_argument("file", metavar="FILE", help="the mail as it came (.eml), or - for standard input")

    rasa = _command(commands, "rasa", _rasa, "train Rasa, run it beside the hub, or go over to a new model")
    rasa.add_argument("action", choices=["train", "serve", "roll"])
    rasa.add_argument("--port", type=int, default=5005, help="where serve listens on 127.0.0.1")
    rasa.add_argument(
        "--python", type=Path, default=Path(".rasa/bin/python"), help="the Python that has Rasa (make rasa)"
    )
    rasa.add_argument("--project", type=Path, help="a Rasa project of your own, made like bots/rasa/project")

    backup = _command(commands, "backup", _backup, "write a consistent copy of all data while the hub runs")
    backup.add_argument("to", type=Path, help="an empty folder")
    restore = _command(commands, "restore", _restore, "put a backup into an empty data folder")
    restore.add_argument("source", type=Path, metavar="from", help="the folder that backup wrote")
    export = _command(commands, "export", _export, "write all records as JSON lines to standard output")
    export.add_argument("--tenant", default="main", help="whose data")
    export.add_argument("--contact", default="", help="only what is known of a person, by the contact's id")
    export.add_argument("--address", default="", help="or by an address of theirs, as for erase")
    export.add_argument("--to", type=Path, default=Path("person"), help="the folder for a person's copy")
    load = _command(commands, "import", _import, "store exported JSON lines into an empty tenant")
    load.add_argument("file", type=Path, help="what export wrote")
    load.add_argument("--tenant", default="main", help="whose data")

    erase = _command(commands, "erase", _erase, "erase a person while the hub is stopped")
    erase.add_argument("--contact", default="", help="the contact's id, as in the address of their card")
    erase.add_argument("--address", default="", help="or an address of theirs, a number as +49151...")
    erase.add_argument("--dry-run", action="store_true", help="only print what would be erased")
    erase.add_argument("--list", action="store_true", help="print who was erased, as JSON lines")

    evaluate = _command(commands, "eval", _eval, "measure knowledge search, or what hears callers")
    evaluate.add_argument("what", choices=["knowledge", "asr"])
    evaluate.add_argument("--articles", type=Path, help="JSON lines: id, title, body?, questions?, language?")
    evaluate.add_argument(
        "--questions", type=Path, help="JSON lines: text, article (an id, or null: no answer)"
    )
    evaluate.add_argument("--report", type=Path, help="also write all figures to this file, as JSON")
    evaluate.add_argument("--lexical", action="store_true", help="measure the fallback without models")
    evaluate.add_argument("--manifest", type=Path, help="asr: lines of PATH (WAV), a tab, and what is said")
    evaluate.add_argument("--model", default="", help="asr: a model of the catalogue, as whisper-base")
    evaluate.add_argument("--language", default="en", help="asr: what is spoken")
    evaluate.add_argument(
        "--band",
        choices=["full", "telephone"],
        default="full",
        help="asr: as the files are, or as by telephone",
    )

    models = _command(commands, "models", _models, "list, install and check the models for search and speech")
    models.add_argument("action", choices=["list", "install", "check"])
    models.add_argument("names", nargs="*", metavar="NAME", help="which; not needed for list and check")
    models.add_argument("--all", action="store_true", help="install every model of the catalogue")
    models.add_argument(
        "--for", dest="purpose", choices=["knowledge", "voice"], default="", help="install what this needs"
    )
    models.add_argument("--from", dest="offered", type=Path, help="a folder with files that need no fetching")
    models.add_argument("--json", action="store_true", help="list as JSON")

    voice = _command(commands, "voice", _voice, "run a voice node, which takes the calls of a hub")
    voice.add_argument("--hub", default="", help="the hub's address, as ws://hub.example.com:8080")
    voice.add_argument("--name", default="", help="what it is called; no two nodes of a hub alike")

    bench = _command(commands, "bench", _bench, "measure this machine and print figures with their limits")
    bench.add_argument(
        "name",
        choices=[
            *("intake", "email", "sms", "voice", "voice-load", "voice-soak"),
            *("chat", "assign", "routing", "matcher", "memory"),
        ],
    )
    bench.add_argument("--json", action="store_true", help="one JSON object for each figure")
    bench.add_argument("--seconds", type=float, default=5.0, help="how long each measurement lasts")
    return root


def _command(commands: Any, name: str, run: Command, help: str) -> argparse.ArgumentParser:
    sub: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help)
    sub.set_defaults(command=run)
    return sub


async def _serve(options: argparse.Namespace, config: Config) -> int:
    from hub.app import serve

    return await serve(config, demo=options.demo)


async def _check_config(options: argparse.Namespace, config: Config) -> int:
    from hub.store.read_only import check_drivers

    check_drivers(config.flows.databases)
    for section in config.__struct_fields__:
        print(f"[{section}]")
        values = getattr(config, section)
        for option in values.__struct_fields__:
            value = getattr(values, option)
            print(f"{option} = {json.dumps(_shown(option, value))}")
        print()
    print(f"# {options.config or 'The defaults'}: nothing is wrong.")
    return 0


def _shown(option: str, value: Any) -> Any:
    """Return an option as it is printed: whoever looks over a shoulder learns no secret."""
    if value and option in SECRETS:
        return "(set)"
    value = msgspec.to_builtins(value)
    return {name: _shown(name, one) for name, one in value.items()} if isinstance(value, dict) else value


async def _user(options: argparse.Namespace, config: Config) -> int:
    from hub.maintenance import add_user, list_users, set_password

    if options.action == "list":
        for line in await list_users(config):
            print(line)
        return 0
    password = _password()
    if options.action == "add":
        await add_user(config, options.login, options.name, options.role, password)
    else:
        await set_password(config, options.login, password)
    return 0


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    return getpass.getpass("Password: ")


async def _mail(options: argparse.Namespace, config: Config) -> int:
    from channels.email.understanding.command import understand

    print(await asyncio.to_thread(understand, options.file))
    return 0


async def _rasa(options: argparse.Namespace, config: Config) -> int:
    from bots.rasa.keeper.command import roll, serve, train
    from bots.rasa.keeper.place import PROJECT, Place
    from hub.core.clock import SystemClock
    from hub.core.logs import set_up_logs
    from hub.secrets import installation_secret, rasa_token

    set_up_logs(config.log)
    folder = Path(config.data.folder)
    place = Place(python=options.python, folder=folder / "rasa", project=options.project or PROJECT)
    if options.action == "train":
        print("\n".join(await train(place)))
        return 0
    token = rasa_token(config.rasa.token, await asyncio.to_thread(installation_secret, folder))
    if options.action == "serve":
        await serve(place, token, options.port, SystemClock())
        return 0
    outcomes = await roll(token, options.port)
    for language, outcome in outcomes.items():
        print(f"{language}: {outcome}")
    return 0 if set(outcomes.values()) <= {"changed", "same"} else 1


async def _backup(options: argparse.Namespace, config: Config) -> int:
    from hub.maintenance import backup

    await asyncio.to_thread(backup, config, options.to)
    return 0


async def _restore(options: argparse.Namespace, config: Config) -> int:
    from hub.maintenance import restore

    await asyncio.to_thread(restore, config, options.source)
    return 0


async def _export(options: argparse.Namespace, config: Config) -> int:
    from hub.maintenance import copy_person, export

    if options.contact or options.address:
        files = await copy_person(config, options.contact, options.address, options.to)
        print(f"{options.to / 'person.json'} and {files} files written.")
        return 0
    async for line in export(config, options.tenant):
        sys.stdout.buffer.write(line)
    return 0


async def _import(options: argparse.Namespace, config: Config) -> int:
    from hub.maintenance import load

    print(f"{await load(config, options.tenant, options.file)} records stored.")
    return 0


async def _erase(options: argparse.Namespace, config: Config) -> int:
    from hub.maintenance import erase, erasures

    if options.list:
        for one in await erasures(config):
            print(msgspec.json.encode(one).decode())
        return 0
    if bool(options.contact) == bool(options.address):
        raise InvalidInput("Say who: --contact ID, or --address ADDRESS.")
    plan = await erase(config, options.contact, options.address, dry_run=options.dry_run)
    for name in plan.__struct_fields__:
        print(f"{name} = {getattr(plan, name)}")
    print("# Nothing was erased." if options.dry_run else "# Erased. Backups and exports still have it.")
    return 0


async def _eval(options: argparse.Namespace, config: Config) -> int:
    if options.what == "asr":
        return await _eval_asr(options, config)
    from bots.knowledge.eval.run import run_eval
    from hub.catalogue.folder import ModelFolder

    if not (options.articles and options.questions):
        raise InvalidInput("Say what is searched and asked: --articles FILE --questions FILE.")
    folder, report, lexical = ModelFolder.of(config), options.report, options.lexical
    print(await run_eval(options.articles, options.questions, folder, report=report, lexical=lexical))
    return 0


async def _eval_asr(options: argparse.Namespace, config: Config) -> int:
    from hub.core.clock import SystemClock
    from hub.voice_node import recogniser_command
    from voice.node.speech.measuring import measure, read_manifest

    if not (options.manifest and options.model):
        raise InvalidInput("Say what is heard, and by what: --manifest FILE --model NAME.")
    clips = await asyncio.to_thread(read_manifest, options.manifest)
    command = await asyncio.to_thread(recogniser_command, config, options.model)
    telephone = options.band == "telephone"
    print(await measure(command, clips, options.language, SystemClock(), telephone=telephone))
    return 0


async def _models(options: argparse.Namespace, config: Config) -> int:
    from hub.catalogue.command import Installation, check_models, chosen, list_models
    from hub.catalogue.folder import ModelFolder
    from hub.catalogue.progress import Progress
    from hub.core.clock import SystemClock

    folder = ModelFolder.of(config)
    if options.action == "list":
        print(await asyncio.to_thread(list_models, folder, as_json=options.json))
        return 0
    if options.action == "check":
        faults = await asyncio.to_thread(check_models, folder, options.names)
        print("\n".join(faults) or "Nothing is wrong with the models that are installed.")
        return 1 if faults else 0
    wanted = chosen(folder.models, options.names, everything=options.all, purpose=options.purpose)
    work = Installation(folder, Progress(sys.stdout), SystemClock(), offered=options.offered)
    return 1 if await work.run(wanted) else 0


async def _voice(options: argparse.Namespace, config: Config) -> int:
    from hub.core.clock import SystemClock
    from hub.core.logs import set_up_logs
    from hub.core.tasks import supervise
    from hub.secrets import known_voice_token
    from hub.voice_node import NodeProcess, node_settings, own_link

    set_up_logs(config.log)
    token = await asyncio.to_thread(known_voice_token, config.voice.token, Path(config.data.folder))
    link = f"{options.hub.rstrip('/')}/voice/link" if options.hub else own_link(config)
    settings, faults = await asyncio.to_thread(
        node_settings, config, name=options.name or socket.gethostname(), hub=link, token=token
    )
    for fault in faults:
        print(f"With fewer voices: {fault}", file=sys.stderr)
    print(
        f"Takes calls at sip:{settings.host}:{settings.sip_port} for {link}   (Ctrl+C stops it)", flush=True
    )
    await until_told(supervise("voice", NodeProcess(settings).run, SystemClock()))
    return 0


async def _bench(options: argparse.Namespace, config: Config) -> int:
    from hub.bench.run import run_bench
    from hub.core.config import Log
    from hub.core.logs import set_up_logs

    set_up_logs(Log(level="warning"))

    return await run_bench(options.name, seconds=options.seconds, as_json=options.json)
