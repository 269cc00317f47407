import { lazy } from "react";

export const Gallery = lazy(() => import("../design/Gallery"));
export const OrderPage = lazy(() => import("../screens/OrderScreen"));
