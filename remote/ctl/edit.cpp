// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit.h"

#include "model/topology.h"
#include "remote/ctl/designverbs.h"
#include "remote/ctl/findings.h"

namespace ctl {

using namespace Qt::StringLiterals;
using model::Edit;
using model::fail;
using model::Fleet;
using model::ItemId;
using model::Result;

namespace {

const model::Kind *kindOf(const Fleet &fleet, const ItemId &id)
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    if (const model::ItemPtr item = fleet.find(id))
        return catalog.kind(item->kind);
    const model::Topology topology =
        model::resolve(fleet, catalog); // "mini/redis", which a role brought
    const model::Placed *placed = topology.find(id);
    return placed ? catalog.kind(placed->kind) : nullptr;
}

/// "g01.udp-port" and its new value as a person types it; no value takes the field out.
Result<Edit> settingOf(const Fleet &fleet, const QString &target, const QString &typed)
{
    const qsizetype dot = target.indexOf(u'.');
    if (dot <= 0 || dot + 1 == target.size())
        return fail(u"bad-target"_s, u"\"%1\" names no field"_s.arg(target),
                    u"write ITEM.FIELD, such as g01.udp-port"_s);
    const auto id = fleet.lookup(target.left(dot));
    if (!id)
        return tl::make_unexpected(id.error());
    const QString path = target.mid(dot + 1);
    const model::Kind *kind = kindOf(fleet, *id);
    const model::Field *field =
        kind ? kind->field(path.startsWith("settings."_L1) ? path.mid(9) : path) : nullptr;
    if (typed.isEmpty())
        return model::SetField{*id, path, {}};
    if (!field) // apply() knows names, hosts and short forms, and says what is unknown
        return model::SetField{*id, path, typed};
    auto value = model::parseValue(*field, typed);
    if (!value)
        return tl::make_unexpected(value.error());
    return model::SetField{*id, path, *value};
}

Result<Edit> movingOf(const Fleet &fleet, const QString &item, const QString &host)
{
    const auto id = fleet.lookup(item);
    if (!id)
        return tl::make_unexpected(id.error());
    return model::MoveItem{*id, host};
}

/// What the edit brings that was not there before; saved all the same, so that two edits may pass
/// through a wrong state.
void sayNewFindings(Io &io, const QString &path, const model::Diagnostics &before,
                    const model::Diagnostics &after)
{
    for (const model::Diagnostic &finding : after) {
        const auto isSame = [&](const model::Diagnostic &known) {
            return known.code == finding.code && known.item == finding.item
                   && known.message == finding.message;
        };
        if (std::none_of(before.begin(), before.end(), isSame))
            io.err << findingLine(path, finding) << '\n';
    }
}

int edit(const Arguments &arguments, Io &io,
         Result<Edit> (*make)(const Fleet &, const QString &, const QString &))
{
    const model::Catalog &catalog = model::Catalog::builtIn();
    const QString &path = arguments.operands.first();
    const auto parsed = model::loadFleet(path, catalog);
    if (!parsed)
        return say(io, parsed.error(), CannotRead);
    const auto wanted = make(parsed->fleet, arguments.operands[1], arguments.operands[2]);
    if (!wanted)
        return say(io, wanted.error(), DesignErrors);
    const QString words = model::describe(parsed->fleet, catalog, *wanted);
    const auto after = model::apply(parsed->fleet, catalog, *wanted);
    if (!after)
        return say(io, after.error(), DesignErrors);
    if (const auto saved = model::saveFleet(*after, path, model::printFleet(parsed->fleet));
        !saved)
        return say(io, saved.error(), CannotRead);
    io.out << words << '\n';
    sayNewFindings(io, path, findingsOf(parsed->fleet), findingsOf(*after));
    return Ok;
}

} // namespace

int setField(const Arguments &arguments, Io &io)
{
    return edit(arguments, io, settingOf);
}

int moveItem(const Arguments &arguments, Io &io)
{
    return edit(arguments, io, movingOf);
}

} // namespace ctl
