import { Button, List, Text } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type CallView, refOf } from "../../api/calls";
import { useMe } from "../../api/session";
import { codeText, useT } from "../../i18n";
import classes from "./Call.module.css";
import { partyOf } from "./parties";
import { usePhone } from "./PhoneProvider";

/** What is wrong with the sound of a call, and what helps. */
export function CallWarnings({ call, name }: { call: CallView; name: string }) {
  const t = useT();
  const me = useMe();
  const [phone, { ref, line, flow, elsewhere, blocked, muted }] = usePhone();
  const here = ref === refOf(call) && !call.own_phone;
  const again = () => void phone.begin();
  const { gone } = call;
  return (
    <>
      {here && elsewhere && (
        <Warning testid="call-elsewhere" action={<Button variant="default" onClick={() => void phone.take(refOf(call), "talk", { here: true })}>{t("call.talkHere")}</Button>}>
          {t("call.elsewhereHint")}
        </Warning>
      )}
      {here && line.state === "failed" && (
        <Warning testid="call-fault" action={<Button leftSection={<IconRefresh size={15} />} onClick={again} data-testid="call-again">{t("call.again")}</Button>}>
          {line.fault === "refused" ? <Refused /> : t(`call.help.${line.fault ?? "connection"}`)}
        </Warning>
      )}
      {here && blocked && (
        <Warning testid="call-blocked" action={<Button onClick={phone.unblock}>{t("call.unblock")}</Button>}>
          {t("call.blocked")}
        </Warning>
      )}
      {here && flow === "nothing_comes" && <Warning testid="call-nothing-comes">{t("call.nothingComes")}</Warning>}
      {here && flow === "microphone_silent" && !muted && <Warning testid="call-microphone-silent">{t("call.microphoneSilent")}</Warning>}
      {partyOf(call, me.id)?.silent && <Warning testid="call-unheard">{t("call.unheard")}</Warning>}
      {call.silent && call.state === "up" && <Warning testid="call-silent">{t("call.callerSilent", { name })}</Warning>}
      {gone && gone.id !== me.id && gone.cause !== "normal" && call.state !== "ended" && (
        <Warning testid="call-gone">{t("call.notThere", { name: gone.name, cause: codeText(t, "call.cause", gone.cause) })}</Warning>
      )}
    </>
  );
}

function Warning({ children, action, testid }: { children: ReactNode; action?: ReactNode; testid: string }) {
  return (
    <div className={classes.warning} role="alert" data-testid={testid}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <div className="grow">{children}</div>
      {action}
    </div>
  );
}

/** How to allow the microphone, step by step. */
export function Refused() {
  const t = useT();
  return (
    <>
      <Text size="sm">{t("call.help.refused")}</Text>
      <List type="ordered" size="sm" mt={4}>
        <List.Item>{t("call.help.refused1")}</List.Item>
        <List.Item>{t("call.help.refused2")}</List.Item>
        <List.Item>{t("call.help.refused3")}</List.Item>
      </List>
    </>
  );
}
