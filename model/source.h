// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The bytes of a fleet file, cut up: every item owns its slice, the rest is one text with holes
// where the items stand. Private to the codec.

#include "model/fleet.h"

#include <QByteArray>

namespace model {

struct SourceSlice
{
    QString section;   ///< "hosts", "services"
    QByteArray before; ///< what stands above and belongs to nobody; in a flow list: the separator
    QByteArray body;   ///< the entry with its own comments directly above, whole lines; in a flow
                       ///< list: "{…}"
    int lines = 0;     ///< line ends in `before` and `body`

    SourceSlice(QString inSection, QByteArray above, QByteArray own)
        : section(std::move(inSection))
        , before(std::move(above))
        , body(std::move(own))
        , lines(int(before.count('\n') + body.count('\n')))
    {}
};

struct SourceSection
{
    QString key;
    enum class Form
    {
        Empty,
        Block,
        Flow,
        Unusable
    } form = Form::Empty; ///< Empty: no list, or one without items
    int hole = 0;         ///< offset in FleetSource::text where the items stand; not of Empty
    QByteArray tail;      ///< of Flow: from the last item to the bracket
};

struct FleetSource
{
    QByteArray text;               ///< the file without its items: what the settings own
    QList<SourceSection> sections; ///< by hole; those that the file has

    const SourceSection *section(QStringView key) const
    {
        for (const SourceSection &s : sections)
            if (s.key == key)
                return &s;
        return nullptr;
    }
    QByteArray lineEnd() const { return text.contains("\r\n") ? "\r\n" : "\n"; }
};

/// A fresh mark for Item::uid.
quint64 freshUid();

} // namespace model
