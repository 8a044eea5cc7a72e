import { Button, Group, Text } from "@mantine/core";
import { IconEar, IconMessageCircle2, IconPhoneCall } from "@tabler/icons-react";
import { type CallRole, type CallView, refOf } from "../../api/calls";
import { Elapsed } from "../../components/marks";
import { useT } from "../../i18n";
import classes from "./Call.module.css";
import { usePhone } from "./PhoneProvider";

const ways: { role: CallRole; icon: typeof IconEar }[] = [
  { role: "listen", icon: IconEar },
  { role: "whisper", icon: IconMessageCircle2 },
  { role: "talk", icon: IconPhoneCall },
];

/** A call of somebody else that goes on, and the ways into it for a supervisor. */
export function MonitorBar({ call, name }: { call: CallView; name: string }) {
  const t = useT();
  const [phone] = usePhone();
  const agent = call.parties.find((party) => party.kind === "agent");
  return (
    <section className={classes.bar} aria-label={t("call.monitor")} data-testid="monitor-bar">
      <div className={classes.top}>
        <div className={classes.state}>
          <Text size="sm" fw={550}>
            {agent?.name ? t("call.theySpeak", { agent: agent.name, name }) : t("call.goesOn", { name })}
          </Text>
          <Text size="xs" c="dimmed">
            <Elapsed since={call.answered_at ?? call.since} />
          </Text>
        </div>
        <Group gap={6}>
          {ways.map(({ role, icon: Icon }) => (
            <Button key={role} variant="default" leftSection={<Icon size={15} aria-hidden="true" />} onClick={() => void phone.take(refOf(call), role)} data-testid={`monitor-${role}`}>
              {t(`call.do.${role}`)}
            </Button>
          ))}
        </Group>
      </div>
    </section>
  );
}
