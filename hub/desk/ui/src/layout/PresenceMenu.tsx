import { Button, Menu, Text, VisuallyHidden } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { Elapsed, PresenceDot } from "../components/marks";
import type { PresenceState, Me } from "../api/types";
import { useSetPresence } from "../api/work";
import { codeText, useT } from "../i18n";
import { askNotifications } from "../lib/desktop";
import { useAgentState } from "./usePresence";

/** Reasons one may give for being away; others come from the hub ("not_responding"). */
export const awayReasons = ["break", "lunch", "meeting", "training", "paperwork"] as const;

export function PresenceMenu({ me }: { me: Me }) {
  const t = useT();
  const state = useAgentState(me.id);
  const set = useSetPresence();
  const presence = state?.presence ?? "offline";
  const label = state?.reason ? codeText(t, "away", state.reason) : t(`presence.${presence}`);

  function choose(wanted: PresenceState, reason = "") {
    askNotifications();
    set.mutate({ presence: wanted, reason });
  }

  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={<PresenceDot presence={presence} />}
          rightSection={<IconChevronDown size={14} />}
          data-testid="presence-menu"
          data-presence={presence}
          loading={set.isPending}
        >
          <VisuallyHidden>{t("presence.label")}</VisuallyHidden>
          {label}
          {state && presence !== "offline" && (
            <Text span size="xs" c="dimmed" ml={6}>
              <Elapsed since={state.since} />
            </Text>
          )}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Item presence="available" onClick={() => choose("available")} label={t("presence.available")} />
        <Menu.Divider />
        <Menu.Label>{t("presence.away")}</Menu.Label>
        {awayReasons.map((reason) => (
          <Item key={reason} presence="away" onClick={() => choose("away", reason)} label={t(`away.${reason}`)} />
        ))}
        <Menu.Divider />
        <Item presence="offline" onClick={() => choose("offline")} label={t("presence.offline")} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Item({ presence, label, onClick }: { presence: PresenceState; label: string; onClick: () => void }) {
  return (
    <Menu.Item leftSection={<PresenceDot presence={presence} />} onClick={onClick} data-testid={`presence-${presence}`}>
      {label}
    </Menu.Item>
  );
}
