import { Button, Group, Paper, RingProgress, Text } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { useConversation } from "../../api/conversations";
import { useNames } from "../../api/directory";
import type { Offer } from "../../api/types";
import { useAnswerOffer } from "../../api/work";
import { KeyHint } from "../../components/KeyHint";
import { CallFacts } from "../call/CallFacts";
import { goesOn } from "../call/duties";
import { ChannelIcon, useCustomerName } from "../../components/marks";
import { codeText, useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { useSecond } from "../../lib/clock";
import classes from "./Offers.module.css";

/** One offer with its time left, accept and decline. */
export function OfferCard({ offer, first }: { offer: Offer; first: boolean }) {
  const t = useT();
  const nameOf = useCustomerName();
  const names = useNames();
  const go = useNavigate();
  const answer = useAnswerOffer();
  const { data: view } = useConversation(offer.conversation);

  // The live socket may take this card away before the answer comes, so the promise leads on, not a callback
  // of the card's; failures are told where all failures of changes are.
  const accept = () =>
    void answer
      .mutateAsync({ offer: offer.id, answer: "accept" })
      .then(() => go(`/inbox/mine/${offer.conversation}`), () => undefined);
  const decline = () => answer.mutate({ offer: offer.id, answer: "decline" });
  useCommand({ id: "offer-accept", group: "general", label: t("offer.accept"), keys: "a", run: accept }, first);
  useCommand({ id: "offer-decline", group: "general", label: t("offer.decline"), keys: "d", run: decline }, first);

  const name = view ? nameOf(view.contact, view.addresses, offer.channel) : t("contact.unnamed");
  const voice = offer.channel === "voice";
  const call = voice && (!view || goesOn(view));
  const reason = view?.work_item?.reason;
  const kind = call ? "call.incoming" : view?.work_item?.call_back ? "call.callBack" : reason === "voicemail" ? "row.voicemail" : null;
  return (
    <Paper className={classes.card} shadow="lg" withBorder p="sm" data-testid="offer-card" data-channel={offer.channel} role="alertdialog" aria-label={t("offer.from", { name })}>
      <Group wrap="nowrap" align="flex-start">
        <Countdown offer={offer} />
        <div className="grow">
          {voice && kind && (
            <Text size="xs" fw={600} c="var(--sb-calls)">
              {t(kind)}
            </Text>
          )}
          <Group gap={6} wrap="nowrap">
            <ChannelIcon channel={offer.channel} />
            <Text fw={600} truncate>
              {name}
            </Text>
          </Group>
          <Text size="xs" c="dimmed">
            {names.queue(offer.queue)}
            {reason && ` · ${codeText(t, "reason", reason)}`}
          </Text>
          {view && voice && <CallFacts view={view} />}
          <Text size="sm" lineClamp={2} mt={4}>
            {view?.conversation.last_direction === "outbound" && (
              <Text span inherit c="dimmed">
                {t("row.us")}{" "}
              </Text>
            )}
            {view?.conversation.last_text}
          </Text>
        </div>
      </Group>
      <Group mt="sm" grow>
        <Button
          onClick={accept}
          loading={answer.isPending}
          color={call ? "teal.8" : undefined}
          leftSection={call && <IconPhone size={15} aria-hidden="true" />}
          rightSection={first && <KeyHint>A</KeyHint>}
          data-testid="offer-accept"
        >
          {t("offer.accept")}
        </Button>
        <Button
          variant="default"
          onClick={decline}
          disabled={answer.isPending}
          rightSection={first && <KeyHint>D</KeyHint>}
          data-testid="offer-decline"
        >
          {t("offer.decline")}
        </Button>
      </Group>
    </Paper>
  );
}

const HURRY = 8;

function Countdown({ offer }: { offer: Offer }) {
  const t = useT();
  const second = useSecond();
  const end = Date.parse(offer.expires_at) / 1000;
  const whole = Math.max(1, end - Date.parse(offer.offered_at) / 1000);
  const left = Math.max(0, Math.floor(end - second));
  return (
    <RingProgress
      size={56}
      thickness={5}
      roundCaps
      sections={[{ value: (100 * left) / whole, color: left <= HURRY ? "red" : "ink" }]}
      rootColor="var(--sb-line)"
      label={
        <Text ta="center" size="sm" fw={600} className="number">
          {left}
        </Text>
      }
      aria-label={t("offer.left", { seconds: left })}
      role="timer"
    />
  );
}
