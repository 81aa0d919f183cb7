# SPDX-License-Identifier: GPL-3.0-or-later
# What can be wrapped around a definition: conditions, merges, priorities and orders.
# A definition is {file, value}. The lower its priority, the stronger it is.
rec {
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  mkOptionDefault = mkOverride 1500;
  mkDefault = mkOverride 1000;
  defaultPriority = 100;
  mkForce = mkOverride 50;
  mkOrder = priority: content: {
    _type = "order";
    inherit priority content;
  };
  mkBefore = mkOrder 500;
  defaultOrder = 1000;
  mkAfter = mkOrder 1500;

  kindOf = value: if builtins.isAttrs value then value._type or "" else "";

  # A definition of a whole set as definitions of its attributes: what stands around it moves inwards.
  pushDown =
    value:
    let
      kind = kindOf value;
    in
    if kind == "merge" then
      builtins.concatMap pushDown value.contents
    else if kind == "if" then
      map (builtins.mapAttrs (_: mkIf value.condition)) (pushDown value.content)
    else if kind == "override" then
      map (builtins.mapAttrs (_: mkOverride value.priority)) (pushDown value.content)
    else
      [ value ];

  # Conditions decided and merges opened; overrides and orders stay.
  discharge =
    definition:
    let
      inherit (definition) value;
      kind = kindOf value;
      again = value: discharge (definition // { inherit value; });
    in
    if kind == "merge" then
      builtins.concatMap again value.contents
    else if kind == "if" then
      if !builtins.isBool value.condition then
        throw "mkIf was given a ${builtins.typeOf value.condition} where a condition is needed, in `${definition.file}'."
      else if value.condition then
        again value.content
      else
        [ ]
    else
      [ definition ];

  # Only the strongest definitions, unwrapped.
  strongest =
    definitions:
    let
      priorityOf = d: if kindOf d.value == "override" then d.value.priority else defaultPriority;
      best = builtins.foldl' (low: d: let p = priorityOf d; in if p < low then p else low) 9999 definitions;
    in
    builtins.concatMap (
      d:
      if priorityOf d != best then
        [ ]
      else if kindOf d.value == "override" then
        discharge (d // { value = d.value.content; })
      else
        [ d ]
    ) definitions;

  # In order of mkBefore and mkAfter, else as written.
  inOrder =
    definitions:
    let
      orderOf = d: if kindOf d.value == "order" then d.value.priority else defaultOrder;
    in
    if !builtins.any (d: kindOf d.value == "order") definitions then
      definitions
    else
      map (d: if kindOf d.value == "order" then d // { value = d.value.content; } else d) (
        builtins.sort (a: b: orderOf a < orderOf b) definitions
      );

  settle = definitions: inOrder (strongest (builtins.concatMap discharge definitions));
}
