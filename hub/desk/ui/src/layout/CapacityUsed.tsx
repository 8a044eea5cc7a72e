import { Group, Tooltip } from "@mantine/core";
import { ChannelIcon } from "../components/marks";
import type { Channel, Me } from "../api/types";
import { useT } from "../i18n";
import { useAgentState } from "./usePresence";

/** How many items of each channel one holds, of how many one may. Channels without items stay out. */
export function CapacityUsed({ me }: { me: Me }) {
  const t = useT();
  const state = useAgentState(me.id);
  const held = new Map<Channel, number>();
  for (const item of Object.values(state?.held ?? {})) held.set(item.channel, (held.get(item.channel) ?? 0) + 1);
  if (held.size === 0 && (me.capacity.chat ?? 0) > 0) held.set("chat", 0);
  return (
    <Group gap={10} visibleFrom="sm" wrap="nowrap" data-testid="capacity">
      {[...held].map(([channel, used]) => {
        const limit = me.capacity[channel] ?? 0;
        return (
          <Tooltip key={channel} label={t("capacity.used", { used, limit, channel: t(`channel.${channel}`) })}>
            <Group gap={4} wrap="nowrap" fz="sm" className="number" c={used >= limit ? undefined : "dimmed"}>
              <ChannelIcon channel={channel} />
              <span>{`${used}/${limit}`}</span>
            </Group>
          </Tooltip>
        );
      })}
    </Group>
  );
}
