"""All services of one tenant, built together."""

from msgspec import Struct

from hub.core.clock import Clock
from hub.core.config import Config, size
from hub.core.ids import Ids
from hub.core.ports import Blobs, BotNames, Dialogues, QueueFor, Store
from hub.services.accounts import Accounts
from hub.services.actions import Actions
from hub.services.agents import Agents
from hub.services.article_images import ArticleImages
from hub.services.article_import.imports import ArticleImports
from hub.services.article_use import ArticleUses
from hub.services.bot_reports import BotReports
from hub.services.bot_turns import BotTurns
from hub.services.briefings import Briefings
from hub.services.call_backs import CallBacks
from hub.services.call_ends import CallEnds
from hub.services.call_parties import CallParties
from hub.services.call_work import CallWork
from hub.services.callers import Callers
from hub.services.calls import Calls
from hub.services.classing import Classing
from hub.services.contacts import Contacts
from hub.services.conversations import Conversations
from hub.services.delivery import Deliveries
from hub.services.dialling import Dialling
from hub.services.erasure import Erasures
from hub.services.files import Files
from hub.services.flows import Flows
from hub.services.gaps import Gaps
from hub.services.help_centre import HelpCentres
from hub.services.insertions import Insertions
from hub.services.intake import Intake
from hub.services.knowledge import Knowledge
from hub.services.opt_outs import OptOuts
from hub.services.outbox import Outbox
from hub.services.outgoing_calls import OutgoingCalls
from hub.services.person_copy import PersonCopies
from hub.services.quarantine import Quarantine
from hub.services.question_tests import QuestionTests
from hub.services.recording_retention import RecordingRetention
from hub.services.recordings import Recordings
from hub.services.reporting import Reporting
from hub.services.rules import Rules
from hub.services.settings import Settings
from hub.services.splits import Splits
from hub.services.told import Tellings
from hub.services.voicemail import Voicemail
from hub.services.webhooks import Webhooks
from hub.services.work import Work


class Services(Struct, frozen=True, kw_only=True):
    """Every use case of a tenant. What is bound to one tenant cannot reach another's data."""

    store: Store
    clock: Clock
    ids: Ids
    intake: Intake
    calls: Calls
    call_parties: CallParties
    call_work: CallWork
    outgoing_calls: OutgoingCalls
    dialling: Dialling
    call_ends: CallEnds
    call_backs: CallBacks
    callers: Callers
    outbox: Outbox
    deliveries: Deliveries
    work: Work
    bot_turns: BotTurns
    bot_reports: BotReports
    briefings: Briefings
    actions: Actions
    flows: Flows
    agents: Agents
    contacts: Contacts
    conversations: Conversations
    classing: Classing
    splits: Splits
    knowledge: Knowledge
    article_images: ArticleImages
    gaps: Gaps
    insertions: Insertions
    told: Tellings
    article_use: ArticleUses
    article_imports: ArticleImports
    question_tests: QuestionTests
    help_centre: HelpCentres
    quarantine: Quarantine
    opt_outs: OptOuts
    erasures: Erasures
    person_copies: PersonCopies
    rules: Rules
    reporting: Reporting
    settings: Settings
    accounts: Accounts
    files: Files
    recordings: Recordings
    recording_retention: RecordingRetention
    voicemail: Voicemail
    webhooks: Webhooks


def build_services(
    store: Store,
    clock: Clock,
    ids: Ids,
    *,
    blobs: Blobs,
    config: Config,
    queue_for: QueueFor = str,
    bots: BotNames | None = None,
    secret: bytes = b"",
    dialogues: Dialogues | None = None,
) -> Services:
    """Build a tenant's services over its store; `bots` names those that can be chosen.

    `secret` is the installation's; `dialogues` are those kept outside, to be erased with a person.
    """
    rules = Rules(store, clock, ids)
    conversations = Conversations(store, clock, ids)
    files = Files(store, clock, ids, blobs, max_bytes=size(config.limits.upload))
    work = Work(store, clock, ids, queue_for)
    opt_outs = OptOuts(store, clock, ids, secret)
    erasures = Erasures(
        store,
        clock,
        ids,
        work=work,
        conversations=conversations,
        files=files,
        opt_outs=opt_outs,
        dialogues=dialogues,
    )
    return Services(
        store=store,
        clock=clock,
        ids=ids,
        intake=Intake(store, clock, ids, queue_for, rules),
        calls=Calls(store, clock, ids, queue_for),
        call_parties=CallParties(store, clock, ids),
        call_work=CallWork(store, clock, ids),
        outgoing_calls=OutgoingCalls(store, clock, ids),
        dialling=Dialling(store, clock, config.calling),
        call_ends=CallEnds(store, clock, ids, queue_for),
        call_backs=CallBacks(store, clock, ids),
        callers=Callers(store, clock, ids),
        outbox=Outbox(store, clock, ids),
        deliveries=Deliveries(store, clock, ids),
        work=work,
        bot_turns=BotTurns(store, clock, ids, queue_for),
        bot_reports=BotReports(store, clock, ids),
        briefings=Briefings(store, clock, ids),
        actions=Actions(store, clock, ids, conversations, queue_for),
        flows=Flows(store, clock, ids),
        agents=Agents(store, clock, ids),
        contacts=Contacts(store, clock, ids),
        conversations=conversations,
        classing=Classing(store, clock, ids),
        splits=Splits(store, clock, ids),
        knowledge=Knowledge(store, clock, ids),
        article_images=ArticleImages(store, clock, ids, files),
        gaps=Gaps(store, clock, ids),
        insertions=Insertions(store, clock, ids),
        told=Tellings(store, clock, ids),
        article_use=ArticleUses(store, clock, ids),
        article_imports=ArticleImports(store, clock, ids, Knowledge(store, clock, ids)),
        help_centre=HelpCentres(store, clock, ids),
        question_tests=QuestionTests(store, clock, ids),
        quarantine=Quarantine(store, clock, ids, files),
        opt_outs=opt_outs,
        erasures=erasures,
        person_copies=PersonCopies(store, clock, ids),
        rules=rules,
        reporting=Reporting(store, clock, ids),
        settings=Settings(store, clock, ids, allow_private=config.webhooks.allow_private, bots=bots),
        accounts=Accounts(store, clock, ids),
        files=files,
        recordings=Recordings(store, clock, ids, files, secret, config.voice.recording_days),
        recording_retention=RecordingRetention(store, clock, ids, files),
        voicemail=Voicemail(store, clock, ids, queue_for),
        webhooks=Webhooks(store, clock, ids, allow_private=config.webhooks.allow_private),
    )
