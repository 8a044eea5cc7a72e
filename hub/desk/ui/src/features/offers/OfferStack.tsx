import { Text } from "@mantine/core";
import { useEffect } from "react";
import { preference, useMe } from "../../api/session";
import { useOffers } from "../../api/work";
import { useT } from "../../i18n";
import { soundOffer } from "../../lib/sound";
import { useUnread } from "../inbox/useUnread";
import { useRing } from "../call/useRing";
import { useTitleFlash } from "../call/useTitleFlash";
import { OfferCard } from "./OfferCard";
import classes from "./Offers.module.css";

const RING_AGAIN = 6_000;

/** The offers that ring now, the one that ends first on top; its keys are A and D. */
export function OfferStack() {
  const t = useT();
  const me = useMe();
  const { data: offers = [] } = useOffers();
  const sorted = [...offers].sort((a, b) => a.expires_at.localeCompare(b.expires_at));
  const calls = sorted.filter((offer) => offer.channel === "voice").length;
  useRinging(sorted.length > calls && preference(me, "sounds") === "on");
  const heldBack = useRing(calls > 0);
  useTitle(sorted.length, useUnread(me));
  useTitleFlash(calls > 0 ? t("call.incomingTab") : "");
  return (
    <section className={classes.stack} aria-label={t("offer.region")} aria-live="assertive">
      {sorted.map((offer, place) => (
        <OfferCard key={offer.id} offer={offer} first={place === 0} />
      ))}
      {heldBack && (
        <Text size="xs" c="dimmed" ta="center">
          {t("call.ringBlocked")}
        </Text>
      )}
    </section>
  );
}

function useRinging(on: boolean) {
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(soundOffer, RING_AGAIN);
    return () => clearInterval(timer);
  }, [on]);
}

/** The tab says how many offers ring, else how many of one's own conversations have something new. */
function useTitle(offers: number, unread: number) {
  const t = useT();
  useEffect(() => {
    const app = t("app.name");
    if (offers > 0) document.title = t("offer.tab", { count: offers, app });
    else document.title = unread > 0 ? `(${unread}) ${app}` : app;
  }, [offers, unread, t]);
}
