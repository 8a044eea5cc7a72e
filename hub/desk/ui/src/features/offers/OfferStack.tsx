import { useEffect, useRef } from "react";
import { preference, useMe } from "../../api/session";
import { useOffers } from "../../api/work";
import { useT } from "../../i18n";
import { soundOffer } from "../../lib/sound";
import { OfferCard } from "./OfferCard";
import classes from "./Offers.module.css";

const RING_AGAIN = 6_000;

/** The offers that ring now, the one that ends first on top; its keys are A and D. */
export function OfferStack() {
  const t = useT();
  const me = useMe();
  const { data: offers = [] } = useOffers();
  const sorted = [...offers].sort((a, b) => a.expires_at.localeCompare(b.expires_at));
  useRinging(sorted.length > 0 && preference(me, "sounds") === "on");
  useTitle(sorted.length);
  return (
    <section className={classes.stack} aria-label={t("offer.region")} aria-live="assertive">
      {sorted.map((offer, place) => (
        <OfferCard key={offer.id} offer={offer} first={place === 0} />
      ))}
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

/** The tab says how many offers ring. */
function useTitle(count: number) {
  const t = useT();
  const plain = useRef(document.title);
  useEffect(() => {
    const name = t("app.name");
    plain.current = name;
    document.title = count > 0 ? t("offer.tab", { count, app: name }) : name;
  }, [count, t]);
}
