import { ActionIcon, Tooltip } from "@mantine/core";
import { IconPhoneOutgoing } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { usePlaceCall } from "../../api/calls";
import { useDirectory } from "../../api/directory";
import { hasRole, useMe } from "../../api/session";
import type { Id } from "../../api/types";
import { faultText, showFault } from "../../components/faults";
import { useT } from "../../i18n";
import { usePhone } from "./PhoneProvider";

/** Calls a contact at one of their numbers. */
export function CallThem({ contact, number, queue }: { contact: Id; number: string; queue?: Id | null }) {
  const t = useT();
  const me = useMe();
  const go = useNavigate();
  const [phone] = usePhone();
  const place = usePlaceCall();
  const { data } = useDirectory();
  const voice = data?.entry_points.some((entry) => entry.channel === "voice" && entry.active);
  if (!voice || !hasRole(me, "agent")) return null;
  const call = () =>
    place.mutate(
      { contact, number, queue: queue ?? undefined },
      {
        onSuccess: ({ conversation }) => {
          void phone.take(conversation);
          void go(`/inbox/mine/${conversation}`);
        },
        onError: (fault) => showFault(faultText(fault, t)),
      },
    );
  return (
    <Tooltip label={t("call.callNumber", { number })}>
      <ActionIcon size="sm" color="teal.8" aria-label={t("call.callNumber", { number })} loading={place.isPending} onClick={call} data-testid="call-them">
        <IconPhoneOutgoing size={15} />
      </ActionIcon>
    </Tooltip>
  );
}
