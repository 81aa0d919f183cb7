// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/codec.h"

#include "model/entry.h"
#include "model/source.h"
#include "model/words.h"

#include <QFile>

using namespace Qt::StringLiterals;

namespace model {

Result<ParsedFleet> loadFleet(const QString &path, const Catalog &catalog)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(u"cannot-read"_s,
                    Words::tr("%1: cannot be read: %2").arg(path, file.errorString()),
                    Words::tr("check the path and whether you may read the file"));
    const QByteArray bytes = file.read(maxFleetBytes + 1);
    if (file.error() != QFileDevice::NoError)
        return fail(u"cannot-read"_s,
                    Words::tr("%1: cannot be read: %2").arg(path, file.errorString()),
                    Words::tr("is this a file, and not a folder?"));
    if (bytes.size() > maxFleetBytes)
        return fail(
            u"too-large"_s,
            Words::tr(
                "%1: line 1, column 1: the file has %2 bytes; a fleet file has at most %3 (3 MiB)")
                .arg(path)
                .arg(qMax(file.size(), qint64(bytes.size())))
                .arg(maxFleetBytes),
            Words::tr("is this the right file? split the fleet into several"));
    return parseFleet(bytes, catalog).map_error([&](Error error) {
        error.message = path + u": "_s + error.message;
        return error;
    });
}

QByteArray printFleet(const Fleet &fleet)
{
    if (!fleet.m_source)
        return {};
    const FleetSource &source = *fleet.m_source;
    QHash<QString, QByteArray> parts;
    for (const ItemList &list : {fleet.m_hosts, fleet.m_items})
        for (const ItemPtr &item : list)
            if (item->source)
                parts[item->source->section] += item->source->before + item->source->body;
    QByteArray result;
    int copied = 0;
    for (const SourceSection &section : source.sections) {
        if (section.form != SourceSection::Form::Block && section.form != SourceSection::Form::Flow)
            continue;
        result += source.text.mid(copied, section.hole - copied) + parts.value(section.key)
                  + section.tail;
        copied = section.hole;
    }
    return result + source.text.mid(copied);
}

Result<void> saveFleet(const Fleet &fleet, const QString &path, const FileBytes &expected)
{
    return writeSafely(path, printFleet(fleet), {expected});
}

} // namespace model
