"""Holds a C# program against a generated .NET SDK without a compiler: csharp.py PROGRAM SDK_FOLDER.

Both have to parse. Of the program, each class, argument and enum member has to be in the SDK, with a value of its type, and no required
argument may be missing. A problem is a line of the output. What else a compiler sees (the methods of other libraries, nullability
along the way) is not looked at.
"""

import re
import sys
from pathlib import Path

import tree_sitter_c_sharp
from tree_sitter import Language, Node, Parser

PARSER = Parser(Language(tree_sitter_c_sharp.language()))
LITERALS = {"integer_literal": "int", "real_literal": "double", "string_literal": "string", "boolean_literal": "bool"}
CALLS = {"config.Require": "string", "config.RequireSecret": "Output<string>"}
OTHERS = re.compile(r"Config|List<.+>|Dictionary<.+>")


def text(node: Node | None) -> str:
    return "" if node is None else node.text.decode()


def walk(node: Node, kind: str) -> list[Node]:
    own = [node] if node.type == kind else []
    return own + [found for child in node.children for found in walk(child, kind)]


def parse(path: Path) -> Node:
    root = PARSER.parse(path.read_bytes()).root_node
    if root.has_error:
        sys.exit(f"{path}: is not C#")
    return root


def short(type_name: str) -> str:
    return re.sub(r"\b(global::)?(Inputs|GhcrFargate\.Components)\.", "", type_name).removesuffix("?")


class Sdk:
    """The public properties of each class and enum, by name, with their types."""

    def __init__(self, folder: Path) -> None:
        self.properties: dict[str, dict[str, str]] = {}
        self.required: dict[str, set[str]] = {}
        self.enums: set[str] = set()
        for path in folder.rglob("*.cs"):
            root = parse(path)
            for kind in ("class_declaration", "struct_declaration"):
                for declared in walk(root, kind):
                    self.add(declared, kind == "struct_declaration")

    def add(self, declared: Node, is_enum: bool) -> None:
        name = text(declared.child_by_field_name("name"))
        members = walk(declared, "property_declaration")
        public = [member for member in members if text(member).find("public ") >= 0]
        self.properties[name] = {text(m.child_by_field_name("name")): text(m.child_by_field_name("type")) for m in public}
        self.required[name] = {
            text(m.child_by_field_name("name")) for m in public if "set; } = null!" in text(m) and "private set" not in text(m)
        }
        if is_enum:
            self.enums.add(name)


class Program:
    def __init__(self, path: Path, sdk: Sdk) -> None:
        self.sdk = sdk
        self.problems: list[str] = []
        root = parse(path)
        self.variables = {
            text(declared.child_by_field_name("name")): short(text(created.child_by_field_name("type")))
            for declared in walk(root, "variable_declarator")
            for created in declared.children
            if created.type == "object_creation_expression"
        }
        for created in walk(root, "object_creation_expression"):
            self.check(created)
        for access in walk(root, "member_access_expression"):
            self.member(access)

    def report(self, node: Node, problem: str) -> None:
        self.problems.append(f"line {node.start_point[0] + 1}: {problem}")

    def check(self, created: Node) -> None:
        name = text(created.child_by_field_name("type"))
        properties = self.sdk.properties.get(name)
        if properties is None:
            if not OTHERS.fullmatch(name):
                self.report(created, f"{name} is not in the SDK")
            return
        initializer = created.child_by_field_name("initializer")
        assigned = [node for node in initializer.named_children if node.type == "assignment_expression"] if initializer else []
        names = set()
        for assignment in assigned:
            key = text(assignment.child_by_field_name("left"))
            names.add(key)
            if key not in properties:
                self.report(assignment, f"{name} has no {key}")
            else:
                self.fits(assignment, f"{name}.{key}", short(properties[key]))
        if name.endswith("Args"):
            for missing in sorted(self.sdk.required[name] - names):
                self.report(created, f"{name} lacks {missing}")

    def fits(self, assignment: Node, argument: str, wanted: str) -> None:
        value = assignment.child_by_field_name("right")
        found = self.type_of(value)
        inner = re.fullmatch(r"Input<(.+)>", wanted)
        accepted = {wanted, inner[1], f"Output<{inner[1]}>"} if inner else {wanted}
        if found is not None and found not in accepted:
            self.report(assignment, f"{argument} is {wanted}, not {found}")

    def type_of(self, value: Node) -> str | None:
        source = text(value)
        if value.type in LITERALS:
            return LITERALS[value.type]
        if value.type == "object_creation_expression":
            return short(text(value.child_by_field_name("type")))
        if value.type == "identifier":
            return self.variables.get(source)
        if value.type == "invocation_expression":
            return CALLS.get(text(value.child_by_field_name("function")))
        return self.member(value) if value.type == "member_access_expression" else None

    def member(self, access: Node) -> str | None:
        owner, name = text(access.child_by_field_name("expression")), text(access.child_by_field_name("name"))
        owner_type = owner if owner in self.sdk.enums else self.variables.get(owner)
        properties = self.sdk.properties.get(owner_type or "")
        if properties is None:
            return None
        if name not in properties:
            self.report(access, f"{owner_type} has no {name}")
            return None
        return properties[name]


found = sorted(set(Program(Path(sys.argv[1]), Sdk(Path(sys.argv[2]))).problems))
print("\n".join(found))
sys.exit(1 if found else 0)
