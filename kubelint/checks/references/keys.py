"""Keys of ConfigMaps and Secrets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kubelint.finding import Fix, Operation, Patch, Path, Problem, Related
from kubelint.kube.nearness import nearest
from kubelint.kube.objects import Object
from kubelint.kube.placeholders import unrendered
from kubelint.kube.pods import Pod
from kubelint.workspace import Workspace
from kubelint.workspace.config import ConfigMention, keys_of

_LISTED = 4


def missing_config_key(pod: Pod, workspace: Workspace) -> Iterator[Problem]:
    """A key that a ConfigMap or Secret of the set does not have."""
    for mention in workspace.config_of(pod):
        if mention.keys and not mention.optional:
            targets = workspace.index.look_up("", mention.kind, mention.name, pod.owner)
            known = _keys(mention, targets, pod, workspace)
            for path, key in mention.keys if known else ():
                if key not in known and not unrendered(key):
                    yield _problem(pod.owner, path, key, targets[0], known)


def _keys(mention: ConfigMention, targets: Sequence[Object], pod: Pod, workspace: Workspace) -> frozenset[str]:
    """All keys that it may have; none where somebody else fills it."""
    keys = [keys_of(target) for target in targets]
    user = pod.owner
    made = (
        workspace.makers.maker(mention.kind, mention.name, user)
        or workspace.makers.generated(mention.kind, mention.name, user)
        or any(
            home.bundle.overwrites(mention.kind, mention.name, ["data", "Data"])
            for home in workspace.index.homes.of(user)
        )
    )
    return frozenset() if made or None in keys else frozenset().union(*(key for key in keys if key))


def _problem(user: Object, path: Path, key: str, target: Object, known: frozenset[str]) -> Problem:
    close = nearest(key, known)
    names = sorted(known)
    listed = ", ".join(f"`{name}`" for name in names[:_LISTED]) + (", ..." if len(names) > _LISTED else "")
    hint = f"did you mean `{close}`?" if close else f"it has {listed}"
    fix = Fix(f"ask for `{close}`", (Patch(user, (Operation("replace", path, close),)),), safe=False) if close else None
    field = next((f for f in ("data", "stringData", "binaryData") if target.data.get(f)), "data")
    return Problem(
        user.at(*path),
        f"{target.kind} `{target.name}` has no key `{key}`: {hint}",
        related=(Related(target.at(field), f"the keys of {target.kind} `{target.name}`"),),
        fix=fix,
    )
