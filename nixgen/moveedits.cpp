// SPDX-License-Identifier: GPL-3.0-or-later
#include "nixgen/moveedits.h"

#include "nixgen/manifest.h"
#include "nixgen/words.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

namespace nixgen {

using namespace Qt::StringLiterals;
using model::fail;
using model::Fleet;
using model::Result;

namespace {

Result<QByteArray> textAt(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return QByteArray();
    if (!file.open(QIODevice::ReadOnly))
        return fail(u"cannot-read"_s, Words::tr("cannot read %1: %2").arg(path, file.errorString()),
                    Words::tr("mend its permissions"));
    return file.readAll();
}

std::optional<model::Edit> importing(const Fleet &fleet, const QString &path, const QString &module)
{
    const QString field = u"imports"_s, name = overrideHost(path), entry = u"./"_s + module;
    const model::ItemPtr host = name.isEmpty() ? nullptr : fleet.host(name);
    const model::Value now = host ? host->values.at(field) : fleet.setting(field);
    model::ValueList all = now.isList() ? now.list() : model::ValueList();
    for (const QString &known : now.texts()) {
        if (QDir::cleanPath(known) == module)
            return {};
    }
    all.push_back(model::Value(entry));
    return model::SetField{host ? model::ItemId::host(name) : model::ItemId::fleet(), field,
                           model::Value(all)};
}

} // namespace

Result<MovedEdit> moveEdit(const HandEdit &edit, const Fleet &fleet, const QString &fleetFolder,
                           const QString &out)
{
    const QString module = overridePath(edit.path);
    if (!edit.isOurs || edit.isObsolete)
        return fail(u"no-module"_s,
                    edit.isOurs
                        ? Words::tr("%1 belongs to nothing in the design any more").arg(edit.path)
                        : Words::tr("%1 was not written by Switchyard").arg(edit.path),
                    Words::tr("move it away, or overwrite it: what it says is kept"));
    if (module.isEmpty())
        return tl::make_unexpected(moveEdits(edit.path, edit.base, edit.edited).error());
    const QString own = QDir(fleetFolder).filePath(module), there = QDir(out).filePath(module);
    const auto existing = textAt(QFile::exists(own) ? own : there);
    if (!existing)
        return tl::make_unexpected(existing.error());
    auto what = moveEdits(edit.path, edit.base, edit.edited, *existing);
    if (!what)
        return tl::make_unexpected(what.error());
    if (const auto done = writeAtomically(own, what->text); !done)
        return tl::make_unexpected(done.error());
    if (QFileInfo(own) != QFileInfo(there)) {
        if (const auto done = replaceForeign(module, what->text, out); !done)
            return tl::make_unexpected(done.error());
    }
    return MovedEdit{edit.path, module, *what, importing(fleet, edit.path, module)};
}

} // namespace nixgen
