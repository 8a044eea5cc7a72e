/** Small marks used on many screens. */
import { Avatar, Badge, Group, Text, ThemeIcon, Tooltip } from "@mantine/core";
import {
  IconDeviceMobileMessage,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconPrinter,
  type IconProps,
} from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import type { Address, Channel, PresenceState, WorkState } from "../api/types";
import { useI18n, useT } from "../i18n";
import { isFromPage, isWithheld, numberOf } from "../lib/addresses";
import { useSecond } from "../lib/clock";
import { fullTime, secondsSince, shortTime, span } from "../lib/time";

const channelIcons: Record<Channel, ComponentType<IconProps>> = {
  chat: IconMessageCircle,
  email: IconMail,
  sms: IconDeviceMobileMessage,
  fax: IconPrinter,
  voice: IconPhone,
};

export function ChannelIcon({ channel, size = 15 }: { channel: Channel; size?: number }) {
  const t = useT();
  const Icon = channelIcons[channel];
  return <Icon size={size} stroke={1.7} role="img" aria-label={t(`channel.${channel}`)} />;
}

/** The channel by sign and by name. */
export function ChannelName({ channel }: { channel: Channel }) {
  const t = useT();
  const Icon = channelIcons[channel];
  return (
    <Group gap={6} wrap="nowrap">
      <Icon size={15} stroke={1.7} aria-hidden="true" />
      {t(`channel.${channel}`)}
    </Group>
  );
}

const workColours: Record<WorkState, string> = {
  queued: "orange",
  offered: "yellow",
  assigned: "ink",
  parked: "grape",
  wrap_up: "teal",
  completed: "gray",
  abandoned: "gray",
  cancelled: "gray",
};

export function WorkBadge({ state }: { state: WorkState }) {
  const t = useT();
  return <Badge color={workColours[state]}>{t(`work.${state}`)}</Badge>;
}

export const presenceColours: Record<PresenceState, string> = { available: "green", away: "orange", offline: "gray" };

/** Presence by colour and by shape: filled, half, empty. */
export function PresenceDot({ presence }: { presence: PresenceState }) {
  const colour = `var(--mantine-color-${presenceColours[presence]}-${presence === "offline" ? 6 : 7})`;
  const fill = presence === "available" ? colour : "transparent";
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" style={{ flexShrink: 0 }}>
      <circle cx="5" cy="5" r="4" fill={fill} stroke={colour} strokeWidth="2" />
      {presence === "away" && <path d="M5 1 A4 4 0 0 1 5 9 Z" fill={colour} />}
    </svg>
  );
}

/** Time passed since a moment, ticking. */
export function Elapsed({ since }: { since: string }) {
  const second = useSecond();
  return <span className="number">{span(secondsSince(since, second))}</span>;
}

export function When({ at }: { at: string }) {
  const { language } = useI18n();
  const second = useSecond();
  return (
    <time dateTime={at} title={fullTime(at, language)} className="number">
      {shortTime(at, language, second)}
    </time>
  );
}

/** What a contact is called: by name, else by address, else as a visitor or caller told apart by the end of the id. */
export function useContactName(): (contact: { id: string; name: string; address?: string }, channel?: Channel) => string {
  const t = useT();
  return ({ id, name, address }, channel) => name || address || t(channel === "voice" ? "contact.callerMark" : "contact.visitor", { mark: id.slice(-4) });
}

/** What a customer is called of whom one knows more: by name, else by number, else by where the call comes from. */
export function useCustomerName(): (contact: { id: string; name: string }, addresses: Address[], channel?: Channel) => string {
  const t = useT();
  const nameOf = useContactName();
  return (contact, addresses, channel) => {
    const known = contact.name || numberOf(addresses);
    if (known || (channel !== "voice" && !addresses.some(isWithheld))) return known || nameOf(contact);
    return t(isFromPage(addresses) ? "contact.callerFromPage" : "contact.callerUnknown");
  };
}

const hues = ["ink", "teal", "grape", "orange", "cyan", "pink", "green", "violet"];

/** Initials on a colour that stays the same for the same name. */
export function Initials({ name, size = 32 }: { name: string; size?: number }) {
  const sum = Array.from(name).reduce((total, letter) => total + (letter.codePointAt(0) ?? 0), 0);
  return <Avatar name={name || "?"} color={hues[sum % hues.length]} size={size} radius="xl" alt="" aria-hidden="true" />;
}

export function IconMark({ icon, colour, label }: { icon: ReactNode; colour: string; label: string }) {
  return (
    <Tooltip label={label}>
      <ThemeIcon variant="light" color={colour} size="sm" aria-label={label} role="img">
        {icon}
      </ThemeIcon>
    </Tooltip>
  );
}

export function Nothing({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="dimmed" ta="center" p="lg">
      {children}
    </Text>
  );
}
