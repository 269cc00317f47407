import {
  IconActivityHeartbeat, IconAffiliate, IconBolt, IconBrain, IconBuildingFactory2, IconCalendarStats, IconChartHistogram,
  IconClipboardList, IconDatabase, IconGitCompare, IconInbox, IconLayoutGrid, IconMessageQuestion, IconPackages, IconPlug, IconSettings, IconTargetArrow,
} from "@tabler/icons-react";
import { type ComponentType, lazy, type LazyExoticComponent } from "react";

export type Place = {
  key: string;
  path: string;
  group: "run" | "improve" | "decide" | "setup";
  icon: ComponentType<{ size?: number; stroke?: number }>;
  words: readonly [string, string];
  /** The roles whose daily work it is; nobody else sees it in the rail (all: everybody). */
  roles: readonly string[] | "all";
  screen: LazyExoticComponent<ComponentType>;
};

/** The room that a place stands in, where that is not its key: stopped rooms leave the rail. */
const ROOM: Record<string, string> = {
  shift: "execution", station: "execution", plan: "scheduling", orders: "execution", stock: "inventory",
  assets: "maintenance", whatif: "twin", ask: "copilot", models: "learning",
};

export const PLACES: readonly Place[] = [
  { key: "live", path: "/live", group: "run", icon: IconLayoutGrid, words: ["Live plant", "Werk live"], roles: "all", screen: lazy(() => import("../screens/LiveScreen")) },
  { key: "shift", path: "/shift", group: "run", icon: IconCalendarStats, words: ["Shift monitor", "Schichtmonitor"], roles: ["supervisor", "manager", "planner", "administrator", "maintenance_engineer", "quality_engineer"], screen: lazy(() => import("../screens/ShiftScreen")) },
  { key: "station", path: "/station", group: "run", icon: IconTargetArrow, words: ["Station", "Arbeitsplatz"], roles: ["operator", "technician", "supervisor", "administrator"], screen: lazy(() => import("../screens/StationScreen")) },
  { key: "plan", path: "/plan", group: "run", icon: IconChartHistogram, words: ["Plan", "Plan"], roles: ["planner", "supervisor", "manager", "administrator", "maintenance_engineer"], screen: lazy(() => import("../screens/PlanScreen")) },
  { key: "orders", path: "/orders", group: "run", icon: IconClipboardList, words: ["Orders", "Aufträge"], roles: "all", screen: lazy(() => import("../screens/OrderScreen")) },
  { key: "stock", path: "/stock", group: "run", icon: IconPackages, words: ["Stock", "Bestand"], roles: ["planner", "supervisor", "manager", "technician", "maintenance_engineer", "administrator"], screen: lazy(() => import("../screens/StockScreen")) },
  { key: "assets", path: "/assets", group: "improve", icon: IconActivityHeartbeat, words: ["Assets", "Anlagen"], roles: ["technician", "maintenance_engineer", "supervisor", "manager", "ot_engineer", "administrator"], screen: lazy(() => import("../screens/AssetsScreen")) },
  { key: "quality", path: "/quality", group: "improve", icon: IconBuildingFactory2, words: ["Quality", "Qualität"], roles: ["quality_engineer", "supervisor", "operator", "manager", "administrator"], screen: lazy(() => import("../screens/QualityScreen")) },
  { key: "trace", path: "/trace", group: "improve", icon: IconAffiliate, words: ["Trace", "Rückverfolgung"], roles: ["quality_engineer", "supervisor", "planner", "administrator"], screen: lazy(() => import("../screens/TraceScreen")) },
  { key: "energy", path: "/energy", group: "improve", icon: IconPlug, words: ["Energy", "Energie"], roles: ["manager", "supervisor", "planner", "maintenance_engineer", "ot_engineer", "administrator"], screen: lazy(() => import("../screens/EnergyScreen")) },
  { key: "whatif", path: "/what-if", group: "improve", icon: IconGitCompare, words: ["What if", "Was wäre wenn"], roles: ["planner", "supervisor", "manager", "maintenance_engineer", "administrator"], screen: lazy(() => import("../screens/WhatIfScreen")) },
  { key: "inbox", path: "/inbox", group: "decide", icon: IconInbox, words: ["Inbox", "Eingang"], roles: "all", screen: lazy(() => import("../screens/InboxScreen")) },
  { key: "ask", path: "/ask", group: "decide", icon: IconMessageQuestion, words: ["Ask", "Fragen"], roles: "all", screen: lazy(() => import("../screens/AskScreen")) },
  { key: "value", path: "/value", group: "decide", icon: IconBolt, words: ["Value", "Nutzen"], roles: ["manager", "supervisor", "planner", "quality_engineer", "maintenance_engineer", "administrator"], screen: lazy(() => import("../screens/ValueScreen")) },
  { key: "models", path: "/models", group: "setup", icon: IconBrain, words: ["Models", "Modelle"], roles: ["maintenance_engineer", "quality_engineer", "supervisor", "ot_engineer", "administrator"], screen: lazy(() => import("../screens/ModelsScreen")) },
  { key: "data", path: "/data", group: "setup", icon: IconDatabase, words: ["Data", "Daten"], roles: ["ot_engineer", "maintenance_engineer", "administrator"], screen: lazy(() => import("../screens/DataScreen")) },
  { key: "admin", path: "/admin", group: "setup", icon: IconSettings, words: ["Admin", "Verwaltung"], roles: ["administrator", "manager"], screen: lazy(() => import("../screens/AdminScreen")) },
];

const HOME: Record<string, string> = {
  operator: "/station",
  technician: "/assets",
  supervisor: "/shift",
  planner: "/plan",
  quality_engineer: "/quality",
  maintenance_engineer: "/assets",
  ot_engineer: "/data",
  manager: "/value",
  administrator: "/admin",
};

/** Where this person's day begins. */
export function homeOf(roles: readonly string[]): string {
  const role = roles.find((each) => each in HOME);
  return role ? (HOME[role] ?? "/live") : "/live";
}

export function placesFor(roles: readonly string[], stopped: ReadonlySet<string>): Place[] {
  const stands = (place: Place) => !stopped.has(ROOM[place.key] ?? place.key);
  return PLACES.filter((place) => stands(place) && (place.roles === "all" || place.roles.some((role) => roles.includes(role))));
}
