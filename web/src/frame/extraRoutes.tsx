import { lazy } from "react";

export const Gallery = lazy(() => import("../design/Gallery"));
export const Guide = lazy(() => import("../screens/GuideScreen"));
