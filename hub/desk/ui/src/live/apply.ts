/** Turns live changes into cache changes. */
import type { QueryClient } from "@tanstack/react-query";
import { fetchList, type Rows, type Timeline } from "../api/conversations";
import { gapKeys } from "../api/evidence";
import { type Filters, keys, type Scope } from "../api/keys";
import { recordingKeys } from "../api/recordings";
import type {
  AgentState,
  Contact,
  Conversation,
  ConversationView,
  Directory,
  Id,
  Interaction,
  ListName,
  Me,
  Message,
  Offer,
  Row,
  WorkItem,
} from "../api/types";
import { now } from "../lib/clock";
import { alterRows, belongs, mergeHead, withConversation, withWorkItem } from "./lists";
import { Patches } from "./patches";
import type { Frame, Rows as ListedRows } from "./socket";
import { putMessage } from "./timeline";

const HEAD_DELAY = 400;
/** Rows come after half a second at most; together with this, what supervisors see is a second old. */
const LIVE_DELAY = 400;

/** What the page does beside the caches: sounds, notifications. */
export interface Reactions {
  offered: (offer: Offer) => void;
  messaged: (message: Message) => void;
}

export class LiveChanges {
  private waiting = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly patches: Patches;

  constructor(
    private readonly client: QueryClient,
    private readonly reactions: Reactions,
  ) {
    this.patches = new Patches(client);
  }

  /** Begin; the returned function ends it. */
  start(): () => void {
    return this.patches.start();
  }

  /** The gap was too long to replay: everything on the screen is read again. */
  resync() {
    // Lists start over at their first page: they may have hundreds loaded.
    void this.client.resetQueries({ queryKey: keys.lists });
    const kept = new Set<unknown>([keys.session[0], keys.lists[0]]);
    void this.client.invalidateQueries({ predicate: (query) => !kept.has(query.queryKey[0]) });
  }

  /**
   * The connection is back and the hub replays what we missed of our own work. What we only looked at is
   * not ours, so that is read again.
   */
  reconnected() {
    for (const queryKey of [keys.conversations, ["timeline"], keys.live, keys.offers, keys.directory]) {
      void this.client.invalidateQueries({ queryKey });
    }
    for (const query of this.client.getQueryCache().findAll({ queryKey: keys.lists })) {
      const [, name, filters] = query.queryKey as [string, ListName, Filters];
      if (query.isActive()) void this.readHead(name, filters);
      else this.client.removeQueries({ queryKey: query.queryKey, exact: true });
    }
  }

  apply({ event, record }: Extract<Frame, { type: "change" }>) {
    switch (event.kind) {
      case "message.added":
      case "message.changed":
        if (record) this.message(record as Message, event.kind === "message.added");
        break;
      case "conversation.opened":
      case "conversation.changed":
      case "conversation.resolved":
        if (record) this.conversation(record as Conversation);
        break;
      case "work_item.changed":
        if (record) this.workItem(record as WorkItem);
        break;
      case "offer.changed":
        if (record) this.offer(record as Offer);
        break;
      case "agent.changed":
        if (record) this.agent(record as AgentState);
        break;
      case "contact.changed":
        if (record) this.contact(record as Contact);
        break;
      case "interaction.started":
      case "interaction.changed":
      case "interaction.ended":
      case "interaction.rated":
        if (record) this.interaction(record as Interaction);
        break;
      case "call.changed":
        this.refresh(keys.calls);
        break;
      case "recording.changed":
        this.refresh(recordingKeys.all);
        break;
      case "conversation.merged":
      case "conversation.split":
      case "contact.merged":
      case "contact.erased":
        this.resync();
        break;
      case "conversation.erased":
        this.erased(event.conversation);
        break;
      case "article.changed":
      case "article.commented":
      case "article.due":
        this.refresh(keys.articles);
        break;
      case "gap.changed":
        this.refresh(gapKeys.all);
        break;
      case "settings.changed":
        this.refresh(keys.directory);
        this.refresh(["settings"]);
        break;
    }
  }

  /** Nothing of an erased conversation stays in this page. */
  private erased(id: Id) {
    const gone = ["conversation", "contact"].map((scope) => keys.timeline(id, scope as Scope));
    for (const queryKey of [keys.conversation(id), ...gone]) void this.client.resetQueries({ queryKey });
    this.rows(id, () => null);
  }

  private message(message: Message, added: boolean) {
    for (const scope of ["conversation", "contact"] as Scope[]) {
      this.patches.apply<Timeline>(keys.timeline(message.conversation, scope), (timeline) => putMessage(timeline, message));
    }
    if (added) this.reactions.messaged(message);
  }

  /** What lists show of changes to others' work, sent whole. */
  listed({ conversations = [], work_items = [], agents = [], contacts = [] }: ListedRows) {
    for (const each of conversations) this.conversation(each);
    for (const each of work_items) this.workItem(each);
    for (const each of agents) this.agent(each);
    for (const each of contacts) this.contact(each);
  }

  private conversation(conversation: Conversation) {
    this.view(conversation.id, (view) => withConversation(view, conversation));
    this.rows(conversation.id, (row) => withConversation(row, conversation));
    const view = this.client.getQueryData<ConversationView>(keys.conversation(conversation.id));
    const isKnown = !view || view.interactions.some((one) => one.id === conversation.interaction);
    // An episode that began before this page watched the conversation, as when its customer is called back.
    if (!isKnown) this.refresh(keys.conversation(conversation.id));
  }

  private workItem(item: WorkItem) {
    this.view(item.conversation, (view) => withWorkItem(view, item));
    this.rows(item.conversation, (row) => withWorkItem(row, item));
    this.later("live", LIVE_DELAY, () => this.refresh(keys.live));
  }

  private interaction(interaction: Interaction) {
    this.view(interaction.conversation, (view) => {
      const others = view.interactions.filter((each) => each.id !== interaction.id);
      return { ...view, interactions: [...others, interaction] };
    });
  }

  private offer(offer: Offer) {
    const me = this.client.getQueryData<Me | null>(keys.session);
    if (!me || offer.agent !== me.id) return;
    const open = offer.state === "offered";
    const known = this.client.getQueryData<Offer[]>(keys.offers);
    this.patches.apply<Offer[]>(keys.offers, (offers) => {
      const others = offers.filter((each) => each.id !== offer.id);
      return open ? [...others, offer] : others;
    });
    const rings = open && Date.parse(offer.expires_at) > now();
    if (rings && !known?.some((each) => each.id === offer.id)) this.reactions.offered(offer);
  }

  private agent(state: AgentState) {
    this.patches.apply<Directory>(keys.directory, (directory) => {
      const others = directory.agents.filter((each) => each.id !== state.id);
      return { ...directory, agents: [...others, state] };
    });
    this.later("live", LIVE_DELAY, () => this.refresh(keys.live));
  }

  private contact(contact: Contact) {
    // What else is kept of a conversation (its briefing) lies below its key.
    const predicate = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey.length === keys.conversation("").length;
    this.client.setQueriesData<ConversationView>({ queryKey: keys.conversations, predicate }, (view) =>
      view?.contact.id === contact.id ? { ...view, contact } : view,
    );
    this.client.setQueriesData<Rows>({ queryKey: keys.lists }, (rows) =>
      rows && alterRows(rows, (row) => (row.contact.id === contact.id ? { ...row, contact: { ...row.contact, name: contact.name } } : row)),
    );
    this.refresh(keys.contact(contact.id));
  }

  private view(id: Id, change: (view: ConversationView) => ConversationView) {
    this.patches.apply<ConversationView>(keys.conversation(id), change);
  }

  /** Alter the row where it is loaded, drop it where it no longer belongs, and let lists find new ones. */
  private rows(id: Id, change: (row: Row) => Row | null) {
    const me = this.client.getQueryData<Me | null>(keys.session)?.id ?? "";
    for (const query of this.client.getQueryCache().findAll({ queryKey: keys.lists })) {
      const [, name, filters] = query.queryKey as [string, ListName, Filters];
      this.client.setQueryData<Rows>(query.queryKey, (rows) => {
        if (!rows) return rows;
        return alterRows(rows, (row) => {
          if (row.conversation.id !== id) return row;
          const next = change(row);
          return next && belongs(next, name, filters, me) ? next : null;
        });
      });
      if (query.isActive()) this.later(query.queryHash, HEAD_DELAY, () => void this.readHead(name, filters));
      else this.client.removeQueries({ queryKey: query.queryKey, exact: true });
    }
  }

  private async readHead(name: ListName, filters: Filters) {
    const head = await fetchList(name, filters, null).catch(() => null);
    if (!head) return;
    this.client.setQueryData<Rows>(keys.list(name, filters), (rows) => rows && mergeHead(rows, head));
  }

  private refresh(queryKey: readonly unknown[]) {
    void this.client.invalidateQueries({ queryKey });
  }

  /** Run once for many changes that come close together. */
  private later(name: string, delay: number, run: () => void) {
    if (this.waiting.has(name)) return;
    this.waiting.set(
      name,
      setTimeout(() => {
        this.waiting.delete(name);
        run();
      }, delay),
    );
  }
}
