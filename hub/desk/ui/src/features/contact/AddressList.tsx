import { Group, Stack, Text } from "@mantine/core";
import { IconAt, IconBrowser, IconId, IconPhone, IconPrinter, IconRosetteDiscountCheck, type IconProps } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Address } from "../../api/types";
import { CallThem } from "../call/CallThem";
import { type Translate, useT } from "../../i18n";
import { isNumber, isWithheld } from "../../lib/addresses";

const icons: Record<Address["kind"], ComponentType<IconProps>> = {
  visitor: IconBrowser,
  external: IconId,
  email: IconAt,
  phone: IconPhone,
  fax: IconPrinter,
};

/** What a person can make of an address: the ids of browsers and of forged mails say nothing. */
function shown(address: Address, t: Translate): string {
  const { kind, value } = address;
  if (kind === "visitor") return t("address.visitor");
  if (isWithheld(address)) return t("call.withheld");
  return kind === "external" && value.startsWith("unconfirmed:") ? t("address.unconfirmed") : value;
}

export function AddressList({ addresses }: { addresses: Address[] }) {
  const t = useT();
  return (
    <Stack gap={3}>
      {addresses.map((address) => {
        const Icon = icons[address.kind];
        return (
          <Group key={address.id} gap={6} wrap="nowrap" fz="xs">
            <Icon size={14} role="img" aria-label={t(`address.${address.kind}`)} style={{ flexShrink: 0 }} />
            <Text span size="xs" truncate title={shown(address, t)}>
              {shown(address, t)}
            </Text>
            {address.verified && (
              <IconRosetteDiscountCheck size={14} role="img" aria-label={t("address.verified")} color="var(--mantine-color-teal-6)" />
            )}
            {isNumber(address) && address.contact && <CallThem contact={address.contact} number={address.value} />}
          </Group>
        );
      })}
    </Stack>
  );
}
