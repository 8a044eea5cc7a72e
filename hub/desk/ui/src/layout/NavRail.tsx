import { Badge, VisuallyHidden } from "@mantine/core";
import { IconActivityHeartbeat, IconBook, IconInbox, IconMicrophone, IconRobot, IconSettings, IconSitemap, type IconProps } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { NavLink } from "react-router";
import { hasRole } from "../api/session";
import type { Role, Me } from "../api/types";
import { type Key, useT } from "../i18n";
import { useUnread } from "../features/inbox/useUnread";
import { useToDoNews } from "../features/knowledge/useToDoNews";
import classes from "./Shell.module.css";

interface Place {
  to: string;
  label: Key;
  icon: ComponentType<IconProps>;
  roles: Role[];
  key: string;
}

const places: Place[] = [
  { to: "/inbox", label: "nav.inbox", icon: IconInbox, roles: ["agent", "supervisor"], key: "i" },
  { to: "/live", label: "nav.live", icon: IconActivityHeartbeat, roles: ["supervisor"], key: "l" },
  { to: "/recordings", label: "nav.recordings", icon: IconMicrophone, roles: ["supervisor"], key: "r" },
  { to: "/bots", label: "nav.bots", icon: IconRobot, roles: ["supervisor"], key: "b" },
  { to: "/knowledge", label: "nav.knowledge", icon: IconBook, roles: ["editor", "supervisor", "agent"], key: "k" },
  { to: "/flows", label: "nav.flows", icon: IconSitemap, roles: ["editor", "supervisor"], key: "f" },
  { to: "/admin", label: "nav.admin", icon: IconSettings, roles: ["admin"], key: "a" },
];

/** How much waits at a place, and what it is. */
interface Count {
  number: number;
  label: Key;
}

/** The screens a person may go to. */
export const placesOf = (me: Me) => places.filter((place) => hasRole(me, ...place.roles));

export function NavRail({ me }: { me: Me }) {
  const t = useT();
  const counts: Partial<Record<string, Count>> = {
    "/inbox": { number: useUnread(me), label: "row.unread" },
    "/knowledge": { number: useToDoNews(me), label: "toDo.title" },
  };
  return (
    <nav className={classes.rail} aria-label={t("nav.label")}>
      <img src="/desk/favicon.svg" alt="" width={30} height={30} className={classes.logo} />
      {placesOf(me).map((place) => (
        <NavLink key={place.to} to={place.to} className={classes.item}>
          <place.icon size={20} stroke={1.7} aria-hidden="true" />
          {t(place.label)}
          <Waiting count={counts[place.to]} />
        </NavLink>
      ))}
    </nav>
  );
}

function Waiting({ count }: { count: Count | undefined }) {
  const t = useT();
  if (!count?.number) return null;
  return (
    <Badge circle size="xs" variant="filled" color="red.8" className={classes.count} data-testid="count">
      <VisuallyHidden>{t(count.label)}</VisuallyHidden>
      {count.number}
    </Badge>
  );
}
