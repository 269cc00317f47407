import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { ZoneContext } from "../design/format";
import { themeIn } from "../design/theme";
import { type Locale, LocaleContext } from "../design/words";
import { SessionProvider, useSession } from "../rooms/identity/session";
import { usePlantZone } from "../rooms/plant/names";
import { Refusal } from "../transport/refusal";
import { LanguageContext } from "./language";
import { LiveProvider } from "./liveContext";
import { LoginPage } from "./LoginPage";
import { Shell } from "./Shell";

const STOPPED = "kernel.RoomStopped";
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false,
      // A refusal does not change by asking again; an absent server may come back.
      retry: (failures, error) => !(error instanceof Refusal && (error.status < 500 || error.code === STOPPED)) && failures < 3,
      retryDelay: (failures) => Math.min(1_000 * 2 ** failures, 8_000),
    },
  },
});

export function App() {
  const [locale, setLocale] = useState<Locale>(firstLocale);
  useEffect(() => {
    document.documentElement.lang = locale;
    localStorage.setItem("lineside-locale", locale);
  }, [locale]);
  const theme = useMemo(() => themeIn(locale), [locale]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <LocaleContext.Provider value={locale}>
        <LanguageContext.Provider value={setLocale}>
          <QueryClientProvider client={client}>
            <SessionProvider>
              <Notifications position="bottom-right" limit={3} />
              <Entrance />
            </SessionProvider>
          </QueryClientProvider>
        </LanguageContext.Provider>
      </LocaleContext.Provider>
    </MantineProvider>
  );
}

function Entrance() {
  const { user, pending } = useSession();
  if (pending) return null;
  if (!user || user.must_change) return <LoginPage />;
  return (
    <LiveProvider>
      <Plant />
    </LiveProvider>
  );
}

function Plant() {
  const zone = usePlantZone();
  return (
    <ZoneContext.Provider value={zone}>
      <Shell />
    </ZoneContext.Provider>
  );
}

function firstLocale(): Locale {
  const kept = localStorage.getItem("lineside-locale");
  if (kept === "en" || kept === "de") return kept;
  return navigator.language.startsWith("de") ? "de" : "en";
}
