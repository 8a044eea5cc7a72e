import { Group, Stack, Text } from "@mantine/core";
import { IconAt, IconBrowser, IconId, IconPhone, IconPrinter, IconRosetteDiscountCheck, type IconProps } from "@tabler/icons-react";
import type { ComponentType } from "react";
import type { Address } from "../../api/types";
import { useT } from "../../i18n";

const icons: Record<Address["kind"], ComponentType<IconProps>> = {
  visitor: IconBrowser,
  external: IconId,
  email: IconAt,
  phone: IconPhone,
  fax: IconPrinter,
};

export function AddressList({ addresses }: { addresses: Address[] }) {
  const t = useT();
  return (
    <Stack gap={3}>
      {addresses.map((address) => {
        const Icon = icons[address.kind];
        return (
          <Group key={address.id} gap={6} wrap="nowrap" fz="xs">
            <Icon size={14} role="img" aria-label={t(`address.${address.kind}`)} style={{ flexShrink: 0 }} />
            <Text span size="xs" truncate title={address.value}>
              {address.kind === "visitor" ? t("address.visitor") : address.value}
            </Text>
            {address.verified && (
              <IconRosetteDiscountCheck size={14} role="img" aria-label={t("address.verified")} color="var(--mantine-color-teal-6)" />
            )}
          </Group>
        );
      })}
    </Stack>
  );
}
