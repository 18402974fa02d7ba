import { lazy, Suspense, type ReactNode } from "react";
import { Loading } from "../../design/ListState.tsx";
import type { Params } from "../../platform/router.ts";
import { withWords } from "../../platform/texts.ts";

const Inspections = lazy(() => withWords(import("./ui/inspections/Inspections.tsx")));
const InspectionPage = lazy(() => withWords(import("./ui/inspections/InspectionPage.tsx")));
const Reading = lazy(() => withWords(import("./ui/inspections/Reading.tsx")));
const ManyRooms = lazy(() => withWords(import("./ui/many/ManyRooms.tsx")));
const NewOrder = lazy(() => withWords(import("./ui/many/NewOrder.tsx")));
const OrderPage = lazy(() => withWords(import("./ui/many/OrderPage.tsx")));
const AdminTemplates = lazy(() => withWords(import("./ui/templates/AdminTemplates.tsx")));
const TemplatePage = lazy(() => withWords(import("./ui/templates/TemplatePage.tsx")));
const Shares = lazy(() => withWords(import("./ui/shares/Shares.tsx")));
const AdminSending = lazy(() => withWords(import("./ui/guard/AdminSending.tsx")));
const OffHours = lazy(() => withWords(import("./ui/offhours/OffHours.tsx")));
const AdminRooms = lazy(() => withWords(import("./ui/AdminRooms.tsx").then((part) => ({ default: part.AdminRooms }))));

const later = (part: ReactNode) => <Suspense fallback={<Loading />}>{part}</Suspense>;

/** Places of the administration: they come with it, after the start. */
export const chatAdminRoutes: readonly (readonly [string, (params: Params) => ReactNode])[] = [
  ["/admin/rooms", () => later(<AdminRooms />)],
  ["/admin/sending", () => later(<AdminSending />)],
  ["/admin/off-hours", () => later(<OffHours />)],
  ["/admin/room-orders", () => later(<ManyRooms />)],
  ["/admin/room-orders/new", () => later(<NewOrder />)],
  ["/admin/room-orders/:order", ({ order = "" }) => later(<OrderPage key={order} id={order} />)],
  ["/admin/room-templates", () => later(<AdminTemplates />)],
  ["/admin/room-templates/new", () => later(<TemplatePage template={null} />)],
  ["/admin/room-templates/:template", ({ template = "" }) => later(<TemplatePage key={template} template={template} />)],
  ["/admin/shares", () => later(<Shares />)],
  ["/admin/inspections", () => later(<Inspections />)],
  ["/admin/inspections/:inspection", ({ inspection = "" }) => later(<InspectionPage key={inspection} id={inspection} />)],
  ["/admin/inspections/:inspection/messages", ({ inspection = "" }) => later(<Reading key={inspection} id={inspection} />)],
];
