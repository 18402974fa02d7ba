import { memo, type ReactNode } from "react";
import { usePerson } from "../../../../platform/people.ts";
import { Link } from "../../../../platform/router.ts";
import { isGuest, sessionStore } from "../../../../platform/session.ts";
import { useStore } from "../../../../platform/store.ts";
import { chatStore } from "../../store.ts";
import { t } from "../../text.ts";
import { useUnitName } from "../../../../platform/units.ts";
import { useReach } from "../reach.ts";
import { parseMarkup, type Block } from "./blocks.ts";
import type { Inline } from "./inline.ts";

function PersonMention({ id }: { id: string }) {
  const person = usePerson(id);
  const me = useStore(sessionStore, (session) => session?.person.id === id);
  const reach = useReach();
  const words = `@${person?.name ?? "…"}`;
  // For guests there are no people but those in their rooms.
  if (isGuest()) return <span className={me ? "mention me" : "mention"}>{words}</span>;
  return (
    <Link className={me ? "mention me" : "mention"} tabIndex={reach} href={`/people/${id}`} data-person={id}>
      {words}
    </Link>
  );
}

function UnitMention({ id }: { id: string }) {
  const [name, reach] = [useUnitName(id), useReach()];
  if (isGuest()) return <span className="mention">@{t.unit}</span>;
  return (
    <Link className="mention" tabIndex={reach} href={`/units/${id}`}>
      @{name ?? "…"}
    </Link>
  );
}

function RoomLink({ id }: { id: string }) {
  const name = useStore(chatStore, (state) => state.rooms[id]?.name ?? null);
  return (
    <Link className="mention" tabIndex={useReach()} href={`/rooms/${id}`}>
      #{name ?? t.anotherRoom}
    </Link>
  );
}

function Outside({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" tabIndex={useReach()}>
      {children}
    </a>
  );
}

function Code({ text }: { text: string }) {
  return (
    // Long lines scroll inside, so the keyboard must reach them.
    <pre tabIndex={useReach() ?? 0}>
      <code>{text}</code>
    </pre>
  );
}

function inline(nodes: readonly Inline[]): ReactNode[] {
  return nodes.map((node, index) => {
    switch (node.t) {
      case "text":
        return node.text;
      case "strong":
        return <strong key={index}>{inline(node.children)}</strong>;
      case "em":
        return <em key={index}>{inline(node.children)}</em>;
      case "strike":
        return <s key={index}>{inline(node.children)}</s>;
      case "code":
        return <code key={index}>{node.text}</code>;
      case "link":
        return (
          <Outside key={index} href={node.href}>
            {inline(node.children)}
          </Outside>
        );
      case "person":
        return <PersonMention key={index} id={node.id} />;
      case "unit":
        return <UnitMention key={index} id={node.id} />;
      case "room":
        return <RoomLink key={index} id={node.id} />;
      case "everyone":
        return (
          <span key={index} className="mention me">
            @{t.everyone}
          </span>
        );
      default:
        return <br key={index} />;
    }
  });
}

function block(part: Block, key: number): ReactNode {
  switch (part.t) {
    case "paragraph":
      return <p key={key}>{inline(part.children)}</p>;
    case "heading":
      return (
        <p key={key} className="markup-heading">
          {inline(part.children)}
        </p>
      );
    case "quote":
      return <blockquote key={key}>{part.blocks.map(block)}</blockquote>;
    case "code":
      return <Code key={key} text={part.text} />;
    case "rule":
      return <hr key={key} />;
    default: {
      const items = part.items.map((item, index) => (
        <li key={index} className={item.checked === null ? undefined : "task"}>
          {item.checked !== null && <input type="checkbox" checked={item.checked} readOnly disabled aria-label={item.checked ? t.done : t.notDone} />}
          {item.blocks.map((child, at) => (child.t === "paragraph" && at === 0 ? <span key={at}>{inline(child.children)}</span> : block(child, at)))}
        </li>
      ));
      return part.ordered ? (
        <ol key={key} start={part.start}>
          {items}
        </ol>
      ) : (
        <ul key={key}>{items}</ul>
      );
    }
  }
}

/** A message's body as elements: only the markup's own marks mean anything, everything else is text. */
export const Markup = memo(function Markup({ body }: { body: string }) {
  return <div className="markup">{parseMarkup(body).map(block)}</div>;
});
