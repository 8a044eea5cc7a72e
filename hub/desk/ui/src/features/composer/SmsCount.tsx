import { Text } from "@mantine/core";
import type { Way } from "../../api/types";
import { useI18n } from "../../i18n";
import { smsSize, straightened } from "../../lib/sms";
import classes from "../mail/Mail.module.css";

/** What a text costs while it is written: characters, parts, alphabet, price. */
export function SmsCount({ text, way }: { text: string; way: Way }) {
  const { t, language } = useI18n();
  const { alphabet, parts, units, left, odd } = smsSize(way.straighten ? straightened(text.trim()) : text.trim());
  const each = way.price_per_part ?? 0;
  const price = new Intl.NumberFormat(language, { style: "currency", currency: way.currency || "EUR", maximumFractionDigits: 4 });
  return (
    <Text size="xs" c="dimmed" className={classes.count} role="status" data-testid="sms-count">
      {[
        t("sms.characters", { units, left }),
        t(parts === 1 ? "sms.onePart" : "sms.parts", { count: parts }),
        alphabet === "gsm" ? t("sms.gsm") : t("sms.unicode", { odd }),
        each > 0 && t("sms.cost", { price: price.format(each * parts) }),
      ]
        .filter(Boolean)
        .join(" · ")}
    </Text>
  );
}
