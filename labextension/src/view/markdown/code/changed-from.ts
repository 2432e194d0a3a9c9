import { Tree } from "@lezer/common";

/**
 * Returns the first offset from which two trees may differ. A parser that continues from an earlier tree reuses its
 * nodes, so the parts that have not changed are the same objects.
 *
 * Cost: O(depth × children of the changed nodes), not O(nodes).
 */
export function changedFrom(before: Tree, after: Tree): number {
  let [old, tree] = [before, after];
  let start = 0;
  for (;;) {
    const index = firstDifferent(old, tree);
    const [oldChild, child] = [old.children[index], tree.children[index]];
    const position = tree.positions[index];
    const isSameNode =
      oldChild instanceof Tree &&
      child instanceof Tree &&
      oldChild.type === child.type &&
      old.positions[index] === position;
    if (!isSameNode || position === undefined) return start + endOfChild(tree, index - 1);
    start += position;
    [old, tree] = [oldChild, child];
  }
}

function firstDifferent(old: Tree, tree: Tree): number {
  const index = tree.children.findIndex(
    (child, at) => child !== old.children[at] || tree.positions[at] !== old.positions[at],
  );
  return index === -1 ? tree.children.length : index;
}

function endOfChild(tree: Tree, index: number): number {
  return (tree.positions[index] ?? 0) + (tree.children[index]?.length ?? 0);
}
