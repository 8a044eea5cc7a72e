import { SegmentedControl } from "@mantine/core";
import { type CallRole, type CallView, refOf, useCallStep } from "../../api/calls";
import { useMe } from "../../api/session";
import { useT } from "../../i18n";
import classes from "./Call.module.css";
import { partyOf } from "./parties";
import { usePhone } from "./PhoneProvider";

const roles: CallRole[] = ["listen", "whisper", "talk"];

/** What a supervisor does in a call: hear it, speak to the agent alone, or to everybody. */
export function RoleSwitch({ call }: { call: CallView }) {
  const t = useT();
  const me = useMe();
  const [phone, state] = usePhone();
  const step = useCallStep(refOf(call));
  const change = async (role: CallRole) => {
    // The microphone is opened before anybody hears it.
    await phone.changeRole(role);
    step.mutate({ step: "role", body: { role } });
  };
  return (
    <SegmentedControl
      className={classes.role}
      size="xs"
      aria-label={t("call.roleLabel")}
      value={partyOf(call, me.id)?.role ?? state.role}
      onChange={(role) => void change(role as CallRole)}
      data={roles.map((value) => ({ value, label: t(`call.do.${value}`) }))}
      data-testid="call-role"
    />
  );
}
