import { Center, Loader, useMantineColorScheme } from "@mantine/core";
import { useEffect } from "react";
import { Navigate, Outlet, useLocation } from "react-router";
import { useDirectory } from "../api/directory";
import { hasRole, preference, useSession } from "../api/session";
import type { Me } from "../api/types";
import { PhoneProvider } from "../features/call/PhoneProvider";
import { Telephone } from "../features/call/Telephone";
import { OfferStack } from "../features/offers/OfferStack";
import { useReactions } from "../features/offers/useReactions";
import { type Language, languages, useI18n } from "../i18n";
import { KeysProvider } from "../keys/KeysProvider";
import { LiveProvider } from "../live/LiveProvider";
import { Unreachable } from "./Unreachable";
import { ConnectionBanner } from "./ConnectionBanner";
import { GlobalCommands } from "./GlobalCommands";
import { Header } from "./Header";
import { NavRail } from "./NavRail";
import { Palette } from "./Palette";
import classes from "./Shell.module.css";

/** Lets only signed-in people in. */
export function Shell() {
  const { t } = useI18n();
  const session = useSession();
  const location = useLocation();
  if (session.isPending)
    return (
      <Center mih="100dvh">
        <Loader role="status" aria-label={t("app.loading")} />
      </Center>
    );
  if (session.data === undefined) return <Unreachable retry={() => void session.refetch()} />;
  if (!session.data) return <Navigate to="/login" replace state={{ from: location.pathname }} />;
  return <Frame me={session.data} />;
}

/** The frame around every screen: navigation, header, offers, and the screen itself. */
function Frame({ me }: { me: Me }) {
  const { t } = useI18n();
  useWishes(me);
  useDirectory();
  const reactions = useReactions(me);
  return (
    <KeysProvider>
      <LiveProvider reactions={reactions}>
        <PhoneProvider>
          <a className="skip" href="#main">
            {t("app.skip")}
          </a>
          <div className={classes.frame}>
            <NavRail me={me} />
            <div className={classes.body}>
              <Header me={me} />
              <ConnectionBanner />
              <OfferStack />
              {hasRole(me, "agent", "supervisor") && <Telephone me={me} />}
              <main id="main" className={classes.main} tabIndex={-1}>
                <Outlet />
              </main>
            </div>
          </div>
          <GlobalCommands me={me} />
          <Palette />
        </PhoneProvider>
      </LiveProvider>
    </KeysProvider>
  );
}

/** Language and theme follow the person from browser to browser. */
function useWishes(me: Me) {
  const { setLanguage } = useI18n();
  const { setColorScheme } = useMantineColorScheme();
  const theme = preference(me, "theme");
  useEffect(() => {
    if (languages.includes(me.language as Language)) setLanguage(me.language as Language);
  }, [me.language, setLanguage]);
  useEffect(() => {
    setColorScheme(theme === "dark" || theme === "light" ? theme : "auto");
  }, [theme, setColorScheme]);
}
