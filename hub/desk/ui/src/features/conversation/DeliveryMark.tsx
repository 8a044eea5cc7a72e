import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconQuestionMark, type IconProps } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Delivery } from "../../api/types";
import { useT } from "../../i18n";

const icons: Record<Delivery, ComponentType<IconProps>> = {
  pending: IconClock,
  sent: IconCheck,
  buffered: IconClock,
  delivered: IconChecks,
  read: IconChecks,
  failed: IconAlertTriangle,
  unknown: IconQuestionMark,
};

/** What became of a message on its way, as a sign with its name. */
export function DeliveryMark({ delivery }: { delivery: Delivery }) {
  const t = useT();
  const Icon = icons[delivery];
  const colour = { read: "var(--mantine-color-ink-6)", failed: "var(--mantine-color-error)" }[delivery as string];
  return (
    <span title={t(`delivery.${delivery}`)} style={{ color: colour, display: "inline-flex" }} data-testid={`delivery-${delivery}`}>
      <Icon size={14} role="img" aria-label={t(`delivery.${delivery}`)} />
    </span>
  );
}
