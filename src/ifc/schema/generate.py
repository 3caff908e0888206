#!/usr/bin/env python3
"""Writes what the IFC schemas say into `data/`, as text that `schema` reads.

Run it when a new version of ifcopenshell knows a schema better:

    python3 -m venv /tmp/ifc && /tmp/ifc/bin/pip install ifcopenshell==0.9.0.post1
    /tmp/ifc/bin/python src/ifc/schema/generate.py

Per schema two files. `<schema>.txt` has the types and entities, one declaration a line, what belongs to it
indented by a tab, in the order of their names whatever their case:

    type IfcLabel string                        a defined type and what it is
    type IfcLengthMeasure real LENGTHUNIT       … and the kind of unit its values are in
    enum IfcDoorTypeEnum DOOR GATE              an enumeration and its items
    select IfcMetricValueSelect IfcValue …      a selection and what may be selected
    entity IfcDoor IfcBuildingElement           an entity and its supertype (- for none)
    abstract IfcRoot -
    \\tName? IfcLabel                            its own attributes in order, ? if optional
    \\tRelatedObjects set[1:?] IfcObject         aggregates: list, set, array, bag with their bounds
    \\t*Dimensions                               an inherited attribute that is derived here
    \\t<HasAssignments IfcRelAssigns RelatedObjects    an inverse: which attribute of what points here
    occurs IfcFan IfcFlowMovingDevice IfcFanType       (IFC2X3) a class of later schemas, and what it is here

`<schema>-sets.txt` has the standard property and quantity sets:

    pset Pset_DoorCommon IfcDoor,IfcDoorType
    \\tIsExternal single IfcBoolean
    \\tStatus enum IfcLabel NEW|EXISTING         a property, how it holds its value, of which type (- unknown)
    qto Qto_DoorBaseQuantities IfcDoor
    \\tWidth length
"""

import json
import os
from pathlib import Path

import ifcopenshell
import ifcopenshell.util.unit

SCHEMAS = [
    ("IFC2X3", "IFC2X3", "Pset_IFC2X3.ifc"),
    ("IFC4", "IFC4", "Pset_IFC4_ADD2.ifc"),
    ("IFC4X3", "IFC4X3_ADD2", "Pset_IFC4X3.ifc"),
]
DATA = Path(__file__).parent / "data"
TEMPLATES = Path(ifcopenshell.__file__).parent / "util" / "schema"
NOTE = f"# What {{}} says; made by generate.py from ifcopenshell {ifcopenshell.version}, not to be edited.\n"


def bound(i):
    return "?" if i < 0 else str(i)


def kind(t):
    """A type as text."""
    if t.as_simple_type():
        return t.as_simple_type().declared_type()
    if t.as_aggregation_type():
        a = t.as_aggregation_type()
        return f"{a.type_of_aggregation_string()}[{bound(a.bound1())}:{bound(a.bound2())}] {kind(a.type_of_element())}"
    return t.as_named_type().declared_type().name()


def units(schema):
    names = set()
    for name in ("IfcUnitEnum", "IfcDerivedUnitEnum"):
        names |= set(schema.declaration_by_name(name).enumeration_items())
    return names - {"USERDEFINED"}


def declarations(schema):
    known = units(schema)
    for d in sorted(schema.declarations(), key=lambda d: d.name().lower()):
        name = d.name()
        if d.as_entity():
            yield from entity(d.as_entity())
        elif d.as_enumeration_type():
            yield f"enum {name} {' '.join(d.as_enumeration_type().enumeration_items())}"
        elif d.as_select_type():
            yield f"select {name} {' '.join(sorted(s.name() for s in d.as_select_type().select_list()))}"
        else:
            line = f"type {name} {kind(d.as_type_declaration().declared_type())}"
            unit = ifcopenshell.util.unit.get_measure_unit_type(name) if name.endswith("Measure") else None
            yield f"{line} {unit}" if unit in known else line


def entity(e):
    parent = e.supertype().name() if e.supertype() else "-"
    yield f"{'abstract' if e.is_abstract() else 'entity'} {e.name()} {parent}"
    own = e.attributes()
    for a in own:
        yield f"\t{a.name()}{'?' if a.optional() else ''} {kind(a.type_of_attribute())}"
    inherited = len(e.all_attributes()) - len(own)
    before = e.supertype().derived() if e.supertype() else []
    for i, derived in enumerate(e.derived()):
        if derived and not (i < inherited and i < len(before) and before[i]):
            yield f"\t*{e.all_attributes()[i].name()}"
    for i in e.inverse_attributes():
        yield f"\t<{i.name()} {i.entity_reference().name()} {i.attribute_reference().name()}"


def occurrences():
    """Classes of IFC4 that IFC2X3 tells apart by their types only, as the IDS documentation lists them."""
    old = ifcopenshell.schema_by_name("IFC2X3")
    new = ifcopenshell.schema_by_name("IFC4")
    here = {e.name() for e in old.entities()}
    there = {e.name() for e in new.entities()}
    for t in sorted(here):
        name = t.removesuffix("Type")
        if name == t or name in here or name not in there:
            continue
        ancestor = old.declaration_by_name(t).as_entity().supertype()
        while ancestor and ancestor.name().removesuffix("Type") not in here:
            ancestor = ancestor.supertype()
        if not ancestor or ancestor.is_abstract() and ancestor.name() == "IfcElementType":
            continue
        occurrence = ancestor.name().removesuffix("Type")
        # By inheritance this would be a discrete accessory; the IDS documentation says otherwise.
        if name == "IfcVibrationIsolator":
            occurrence = "IfcEquipmentElement"
        yield f"occurs {name} {occurrence} {t}"


def sets(path):
    templates = ifcopenshell.open(str(path)).by_type("IfcPropertySetTemplate")
    for t in sorted(templates, key=lambda t: t.Name.lower()):
        quantities = t.Name.startswith("Qto_") or (t.TemplateType or "").startswith("QTO")
        yield f"{'qto' if quantities else 'pset'} {t.Name} {(t.ApplicableEntity or '-').replace(' ', '')}"
        for p in sorted(t.HasPropertyTemplates, key=lambda p: p.Name.lower()):
            yield "\t" + prop(p)


# A template that has its description where its name should be.
MISNAMED = {"Indicates whether the object is intended to carry loads (TRUE) or not (FALSE).": "LoadBearing"}


def prop(p):
    name = MISNAMED.get(p.Name, p.Name)
    assert name and " " not in name, p
    if p.is_a("IfcComplexPropertyTemplate"):
        return f"{name} complex {p.UsageName or '-'}"
    how = p.TemplateType or "P_SINGLEVALUE"
    first, second = p.PrimaryMeasureType or "-", p.SecondaryMeasureType or "-"
    if how.startswith("Q_"):
        return f"{name} {how.removeprefix('Q_').lower()}"
    if how == "P_ENUMERATEDVALUE":
        items = [" ".join(str(v.wrappedValue).split()) for v in p.Enumerators.EnumerationValues if v.wrappedValue] if p.Enumerators else []
        return f"{name} enum {first} {'|'.join(items)}".rstrip()
    word = {"P_BOUNDEDVALUE": "bounded", "P_LISTVALUE": "list", "P_TABLEVALUE": "table", "P_REFERENCEVALUE": "reference"}
    line = f"{name} {word.get(how, 'single')} {first}"
    return f"{line} {second}" if how == "P_TABLEVALUE" else line


def main():
    DATA.mkdir(exist_ok=True)
    for name, internal, templates in SCHEMAS:
        schema = ifcopenshell.schema_by_name(internal)
        lines = list(declarations(schema))
        if name == "IFC2X3":
            lines += occurrences()
        (DATA / f"{name}.txt").write_text(NOTE.format(name) + "\n".join(lines) + "\n")
        lines = sets(TEMPLATES / templates)
        (DATA / f"{name}-sets.txt").write_text(NOTE.format(f"{name}'s templates") + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
