import { useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useState } from "react";
import type { UserView } from "../../client/catalogue";
import { ask, isLoggedOut, post, whenLoggedOut } from "../../transport/http";
import { outbox } from "../../transport/outbox";

type Session = {
  user: UserView | null;
  /** The first question has not been answered yet. */
  pending: boolean;
  logIn: (login: string, password: string) => Promise<void>;
  logOut: () => Promise<void>;
  renew: () => Promise<void>;
};

const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error("outside of a session");
  return session;
}

export function useUser(): UserView {
  const { user } = useSession();
  if (!user) throw new Error("nobody is logged in");
  return user;
}

const REMEMBERED = "lineside-user";

export function SessionProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [user, setUser] = useState<UserView | null>(null);
  const [pending, setPending] = useState(true);
  const enter = (found: UserView | null) => {
    setUser(found);
    if (found) {
      sessionStorage.setItem(REMEMBERED, JSON.stringify(found));
      void outbox.start(found.id);
    } else {
      sessionStorage.removeItem(REMEMBERED);
    }
  };
  const renew = async () => {
    try {
      enter(await ask("identity.me", {}));
    } catch (error) {
      // While the server is away the page goes on for the person who was there before.
      enter(isLoggedOut(error) ? null : remembered());
    } finally {
      setPending(false);
    }
  };
  useEffect(() => void renew(), []);
  useEffect(() => whenLoggedOut(() => enter(null)), []);
  const logIn = async (login: string, password: string) => {
    enter(await post<UserView>("login", { login, password }));
    client.clear();
  };
  const logOut = async () => {
    await post("logout", {}).catch(() => undefined);
    client.clear();
    enter(null);
  };
  return <SessionContext.Provider value={{ user, pending, logIn, logOut, renew }}>{children}</SessionContext.Provider>;
}

function remembered(): UserView | null {
  const kept = sessionStorage.getItem(REMEMBERED);
  return kept ? (JSON.parse(kept) as UserView) : null;
}
