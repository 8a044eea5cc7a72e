import { ActionIcon, Group, SegmentedControl, Text, Title, Tooltip } from "@mantine/core";
import { IconArrowLeft, IconLayoutSidebarRight } from "@tabler/icons-react";
import { useNames } from "../../api/directory";
import type { Scope } from "../../api/keys";
import { useMe } from "../../api/session";
import type { ConversationView } from "../../api/types";
import { ChannelIcon, Elapsed, useCustomerName, WorkBadge } from "../../components/marks";
import { useT } from "../../i18n";
import { useViewers } from "../../live/LiveProvider";
import { Actions } from "./Actions";
import classes from "./Conversation.module.css";

interface Props {
  view: ConversationView;
  scope: Scope;
  onScope: (scope: Scope) => void;
  onBack?: () => void;
  onSide: () => void;
  sideShown: boolean;
}

export function ConversationHeader({ view, scope, onScope, onBack, onSide, sideShown }: Props) {
  const t = useT();
  const nameOf = useCustomerName();
  return (
    <header className={classes.header}>
      <Group gap="xs" wrap="nowrap">
        {onBack && (
          <ActionIcon onClick={onBack} aria-label={t("inbox.back")} data-testid="back">
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        <div className="grow">
          <Group gap={6} wrap="nowrap">
            <ChannelIcon channel={view.conversation.channel} size={17} />
            <Title order={1} size="h2" lineClamp={1}>
              {nameOf(view.contact, view.addresses, view.conversation.channel)}
            </Title>
          </Group>
          <Facts view={view} />
        </div>
        <Actions view={view} onSide={onSide} />
        <Tooltip label={t("side.toggle")}>
          <ActionIcon visibleFrom="sm" onClick={onSide} aria-label={t("side.toggle")} aria-expanded={sideShown}>
            <IconLayoutSidebarRight size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
      <Group justify="space-between" gap="xs" mt={4} wrap="nowrap">
        <Collision view={view} />
        <SegmentedControl
          size="xs"
          ml="auto"
          style={{ flexShrink: 0 }}
          aria-label={t("timeline.scope")}
          value={scope}
          onChange={(value) => onScope(value as Scope)}
          data={(["conversation", "contact"] as const).map((value) => ({ value, label: t(`scope.${value}`) }))}
        />
      </Group>
    </header>
  );
}

function Facts({ view: { conversation, work_item: item } }: { view: ConversationView }) {
  const t = useT();
  const names = useNames();
  const state = item?.state ?? conversation.work_state;
  const waits = item && (item.state === "queued" || item.state === "offered");
  return (
    <Group gap={8} fz="xs" c="dimmed" wrap="nowrap" style={{ overflow: "hidden", whiteSpace: "nowrap" }}>
      {state && <WorkBadge state={state} />}
      {!state && conversation.state !== "open" && <span>{t(`conversation.${conversation.state}`)}</span>}
      {waits && item && <Elapsed since={item.arrived_at} />}
      {conversation.queue && <Text span inherit truncate>{names.queue(conversation.queue)}</Text>}
      {conversation.agent && <Text span inherit truncate>{names.staff(conversation.agent)}</Text>}
      {conversation.handler && conversation.handler !== "agent" && <span>{t("header.bot")}</span>}
      {conversation.subject && <Text span inherit truncate>{conversation.subject}</Text>}
    </Group>
  );
}

/** Who else looks at this or writes in it now. */
function Collision({ view }: { view: ConversationView }) {
  const t = useT();
  const me = useMe();
  const viewers = useViewers(view.conversation.id, me.id);
  const names = (typing: boolean) =>
    viewers
      .filter((viewer) => viewer.typing === typing)
      .map((viewer) => viewer.name)
      .join(", ");
  const types = names(true);
  const views = names(false);
  return (
    <Text size="xs" c="var(--mantine-color-orange-light-color)" role="status" fw={550} lineClamp={2} data-testid="collision">
      {types && `${t("collision.types", { names: types })} `}
      {views && t("collision.views", { names: views })}
    </Text>
  );
}
